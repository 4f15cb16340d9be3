/**
 * The sums of a variational autoencoder with a Gaussian code and Bernoulli pixels, in nats
 * (D. Kingma and M. Welling, Auto-Encoding Variational Bayes, 2014).
 *
 * Vectors are lists of numbers, one for each dimension of the code.
 */
import { mulberry32, normal, type Random } from './random.ts';

type Vector = ArrayLike<number>;

/** @throws RangeError naming both lengths when they differ. */
function requireSame(name: string, given: Vector, other: string, expected: Vector): void {
  if (given.length === expected.length) return;
  throw new RangeError(
    `${name} has ${given.length} numbers, but ${other} has ${expected.length}: they must agree`,
  );
}

/** σ = exp(½ log σ²): encoders give the logarithm of the variance, which may have any sign. */
export function deviation(logVariance: Vector): Float64Array {
  return Float64Array.from(logVariance, (value) => Math.exp(value / 2));
}

/** ε: `count` numbers from N(0, 1), the same for the same seed. */
export function normals(count: number, seed: number): Float64Array {
  const random = mulberry32(seed);
  return Float64Array.from({ length: count }, () => normal(random));
}

/**
 * z = μ + σ·ε: a sample of N(μ, σ²) as a function of μ and σ, so that gradients reach them.
 *
 * @throws RangeError when the lengths differ.
 */
export function reparameterize(mu: Vector, sigma: Vector, epsilon: Vector): Float64Array {
  requireSame('sigma', sigma, 'mu', mu);
  requireSame('epsilon', epsilon, 'mu', mu);
  return Float64Array.from(mu, (m, i) => m + sigma[i] * epsilon[i]);
}

/**
 * KL(N(μ, σ²) ‖ N(0, 1)) of each dimension: ½ (μ² + σ² − 1 − ln σ²); the sum over all is that of
 * the whole code (Kingma and Welling, appendix B).
 *
 * @throws RangeError when the lengths differ or a σ is not positive.
 */
export function gaussianKl(mu: Vector, sigma: Vector): Float64Array {
  requireSame('sigma', sigma, 'mu', mu);
  return Float64Array.from(mu, (m, i) => {
    const s = sigma[i];
    if (!(s > 0)) throw new RangeError(`sigma[${i}] must be positive, but is ${s}`);
    return (m * m + s * s - 1) / 2 - Math.log(s);
  });
}

/** An estimate by samples: their mean, and how far it is off by chance. */
export interface Estimate {
  mean: number;
  /** Standard deviation of the samples (n − 1) divided by √n. */
  standardError: number;
}

/**
 * The same divergence by n samples z of N(μ, σ²): the mean of ln q(z) − ln p(z). Both densities
 * have the factor 1/√2π, so each dimension gives −ln σ − ε²/2 + z²/2.
 *
 * @throws RangeError when the lengths differ or n < 2.
 */
export function monteCarloKl(mu: Vector, sigma: Vector, n: number, random: Random): Estimate {
  requireSame('sigma', sigma, 'mu', mu);
  if (!(n >= 2)) throw new RangeError(`n must be at least 2, but is ${n}`);
  let mean = 0;
  let squares = 0; // sum of squared distances from the mean so far (Welford)
  for (let k = 1; k <= n; k++) {
    let value = 0;
    for (let i = 0; i < mu.length; i++) {
      const epsilon = normal(random);
      const z = mu[i] + sigma[i] * epsilon;
      value += (z * z - epsilon * epsilon) / 2 - Math.log(sigma[i]);
    }
    const off = value - mean;
    mean += off / k;
    squares += off * (value - mean);
  }
  return { mean, standardError: Math.sqrt(squares / (n - 1) / n) };
}

/** ln p, at least −100 as in PyTorch's BCELoss, so that a pixel of exactly 0 or 1 stays finite. */
const logarithm = (p: number) => Math.max(Math.log(p), -100);

/**
 * −ln p(x | z) of each pixel under a Bernoulli likelihood: −[x ln p + (1 − x) ln(1 − p)]. Grey
 * values x between 0 and 1 count as shares; then it is no probability and cannot reach 0.
 *
 * @throws RangeError when the lengths differ.
 */
export function bernoulliLoss(x: Vector, p: Vector): Float64Array {
  requireSame('p', p, 'x', x);
  return Float64Array.from(x, (v, i) => {
    const on = v === 0 ? 0 : v * logarithm(p[i]);
    const off = v === 1 ? 0 : (1 - v) * logarithm(1 - p[i]);
    return -(on + off) || 0;
  });
}

/** The sum of a list. */
export function total(values: Vector): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum;
}

/** Shares of both ends: a point of the way is p·a + q·b. */
export type Shares = readonly [p: number, q: number];

/** The straight way from a to b at share t: 1 − t and t. */
export const lerpShares = (t: number): Shares => [1 - t, t];

/**
 * The arc from a to b at share t: sin((1−t)θ) / sin θ and sin(tθ) / sin θ, where θ is the angle
 * between them (K. Shoemake, 1985). Ends of equal length keep it on the way; where the angle is 0,
 * 180° or not defined there is no single arc, and the straight way is taken.
 *
 * @throws RangeError when the lengths differ.
 */
export function slerpShares(a: Vector, b: Vector, t: number): Shares {
  requireSame('b', b, 'a', a);
  const dot = (p: Vector, q: Vector) => total(Float64Array.from(p, (v, i) => v * q[i]));
  const cosine = dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
  const angle = Math.acos(Math.min(1, Math.max(-1, cosine)));
  const sine = Math.sin(angle);
  if (!(sine > 1e-6)) return lerpShares(t);
  return [Math.sin((1 - t) * angle) / sine, Math.sin(t * angle) / sine];
}

/**
 * The point p·a + q·b.
 *
 * @throws RangeError when the lengths differ.
 */
export function mix(a: Vector, b: Vector, [p, q]: Shares): Float64Array {
  requireSame('b', b, 'a', a);
  return Float64Array.from(a, (v, i) => p * v + q * b[i]);
}

/** The point at share t of the straight way from a to b. */
export const lerp = (a: Vector, b: Vector, t: number) => mix(a, b, lerpShares(t));

/** The point at share t of the arc from a to b. */
export const slerp = (a: Vector, b: Vector, t: number) => mix(a, b, slerpShares(a, b, t));
