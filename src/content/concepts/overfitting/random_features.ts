// Test error against model size: ridge regression on random ReLU features.
import { mulberry32, normal } from '../../../lib/random.ts';

/** Solves A·x = b by Gaussian elimination with pivoting. */
export function solve(a: number[][], b: number[]): number[] {
  const n = b.length;
  const m = a.map((row, i) => [...row, b[i]]);
  for (let col = 0; col < n; col++) {
    let pivot = col;
    for (let r = col + 1; r < n; r++) if (Math.abs(m[r][col]) > Math.abs(m[pivot][col])) pivot = r;
    [m[col], m[pivot]] = [m[pivot], m[col]];
    for (let r = col + 1; r < n; r++) {
      const factor = m[r][col] / m[col][col];
      for (let k = col; k <= n; k++) m[r][k] -= factor * m[col][k];
    }
  }
  const x = new Array<number>(n).fill(0);
  for (let r = n - 1; r >= 0; r--) {
    let rest = m[r][n];
    for (let k = r + 1; k < n; k++) rest -= m[r][k] * x[k];
    x[r] = rest / m[r][r];
  }
  return x;
}

export const SAMPLES = 20;
export const SIZES = [1, 2, 3, 4, 6, 8, 11, 14, 17, 20, 23, 27, 32, 40, 60, 100, 200];
const [INPUTS, TESTS, RUNS, SIGMA] = [3, 60, 15, 0.3];

const rule = (x: number[]) => Math.sin(x[0] + x[1] + x[2]);
const dot = (a: number[], b: number[]) => a.reduce((sum, v, i) => sum + v * b[i], 0);

// #region random-features
/** One experiment: 20 noisy samples, `size` random ReLU features, weights by ridge regression. */
export function experiment(size: number, lambda: number, seed: number) {
  const random = mulberry32(seed);
  const point = () => Array.from({ length: INPUTS }, () => 2 * random() - 1);
  const [train, test] = [SAMPLES, TESTS].map((n) => Array.from({ length: n }, point));
  const y = train.map((x) => rule(x) + SIGMA * normal(random));
  const units = Array.from({ length: size }, () => ({
    w: Array.from({ length: INPUTS }, () => normal(random)),
    b: 2 * random() - 1,
  }));
  const features = (x: number[]) =>
    units.map(({ w, b }) => Math.max(0, dot(w, x) + b) / Math.sqrt(size));

  // w = Φᵀ(ΦΦᵀ + λI)⁻¹y: the smallest weights that fit, when λ is close to 0.
  const phi = train.map(features);
  const kernel = phi.map((p, i) => phi.map((q, j) => dot(p, q) + (i === j ? lambda : 0)));
  const a = solve(kernel, y);
  const w = units.map((_, k) => a.reduce((sum, v, i) => sum + v * phi[i][k], 0));
  const error = (f: number[][], target: number[]) =>
    f.reduce((sum, row, i) => sum + (dot(row, w) - target[i]) ** 2, 0) / target.length;
  return { training: error(phi, y), test: error(test.map(features), test.map(rule)) };
}
// #endregion

const median = (values: number[]) => [...values].sort((p, q) => p - q)[(values.length - 1) / 2];

/** Median errors of 15 experiments for one size. */
export function errorsOf(size: number, lambda: number) {
  const runs = Array.from({ length: RUNS }, (_, seed) => experiment(size, lambda, seed));
  return {
    training: median(runs.map((run) => run.training)),
    test: median(runs.map((run) => run.test)),
  };
}

export function main(): void {
  console.log('features  training  test  test with λ = 0.01');
  for (const size of [4, 20, 200]) {
    const { training, test } = errorsOf(size, 1e-8);
    const row = [training, test, errorsOf(size, 1e-2).test];
    console.log(String(size).padStart(8), row.map((v) => v.toFixed(3).padStart(8)).join(' '));
  }
}
