/** Figures about classifications, features and distances, from flat arrays. */
import { jacobi } from '../../src/lib/spaces.ts';

/** Place of the largest value of each row. */
export function argmax(values: Float32Array, width: number): Uint8Array {
  return Uint8Array.from({ length: values.length / width }, (_, row) => {
    let best = 0;
    for (let i = 1; i < width; i++) {
      if (values[row * width + i] > values[row * width + best]) best = i;
    }
    return best;
  });
}

/** Share of places where two arrays agree. */
export function agreement(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let same = 0;
  for (let i = 0; i < a.length; i++) if (a[i] === b[i]) same++;
  return same / a.length;
}

/**
 * exp of the mean KL divergence between p(y|x) and p(y) (Salimans et al., 2016), here with our own
 * classifier in place of Inception: between 1 and the number of classes.
 */
export function inceptionScore(probabilities: Float32Array, classes: number): number {
  const count = probabilities.length / classes;
  const marginal = new Float64Array(classes);
  probabilities.forEach((p, i) => (marginal[i % classes] += p / count));
  let sum = 0;
  probabilities.forEach((p, i) => {
    if (p > 0) sum += p * Math.log(p / marginal[i % classes]);
  });
  return Math.exp(sum / count);
}

/** Mean and covariance (divided by n − 1) of rows of features. */
function moments(features: Float32Array, width: number) {
  const count = features.length / width;
  const mean = new Float64Array(width);
  features.forEach((x, i) => (mean[i % width] += x / count));
  const covariance = new Float64Array(width * width);
  for (let row = 0; row < count; row++) {
    for (let i = 0; i < width; i++) {
      const x = features[row * width + i] - mean[i];
      for (let j = 0; j <= i; j++) {
        covariance[i * width + j] += (x * (features[row * width + j] - mean[j])) / (count - 1);
      }
    }
  }
  for (let i = 0; i < width; i++) {
    for (let j = i + 1; j < width; j++) covariance[i * width + j] = covariance[j * width + i];
  }
  return { mean, covariance };
}

/**
 * Fréchet distance between two sets of features taken as normal distributions (Heusel et al.,
 * 2017): |m₁ − m₂|² + tr(C₁ + C₂ − 2 (C₁ C₂)^½), where tr (C₁ C₂)^½ = tr (C₁^½ C₂ C₁^½)^½.
 */
export function frechetDistance(a: Float32Array, b: Float32Array, width: number): number {
  const one = moments(a, width);
  const two = moments(b, width);
  let distance = 0;
  for (let i = 0; i < width; i++) {
    distance += (one.mean[i] - two.mean[i]) ** 2;
    distance += one.covariance[i * width + i] + two.covariance[i * width + i];
  }
  const root = squareRoot(one.covariance, width);
  const inner = product(product(root, two.covariance, width), root, width);
  const { values } = eigen(inner, width);
  for (const value of values) distance -= 2 * Math.sqrt(Math.max(value, 0));
  return distance;
}

function product(a: Float64Array, b: Float64Array, n: number): Float64Array {
  const c = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < n; k++) {
      const x = a[i * n + k];
      for (let j = 0; j < n; j++) c[i * n + j] += x * b[k * n + j];
    }
  }
  return c;
}

/** The symmetric square root of a symmetric matrix without negative eigenvalues. */
function squareRoot(matrix: Float64Array, n: number): Float64Array {
  const { values, vectors } = eigen(matrix, n);
  const scaled = new Float64Array(n * n);
  const transposed = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      scaled[i * n + j] = vectors[i * n + j] * Math.sqrt(Math.max(values[j], 0));
      transposed[j * n + i] = vectors[i * n + j];
    }
  }
  return product(scaled, transposed, n);
}

/** Eigenvalues, the largest first, and eigenvectors (columns) of a symmetric matrix. */
export function eigen(matrix: Float64Array, n: number) {
  const work = jacobi(matrix, n);
  let step = work.next();
  while (!step.done) step = work.next();
  const { values, vectors: rows } = step.value;
  const vectors = Float64Array.from(rows, (_, i) => rows[(i % n) * n + Math.floor(i / n)]);
  return { values, vectors };
}

/** The value below which a share of the values lie. */
export function quantile(values: ArrayLike<number>, share: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}
