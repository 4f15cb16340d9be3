/** Ten noisy points and ten coefficients: no choice of loss keeps the curve from fitting the noise. */
import { mulberry32, normal } from '../../../lib/random.ts';
import { LOSSES, type LossName } from './losses.ts';

const COUNT = 10;
const random = mulberry32(4);
export const truth = (x: number) => Math.sin(3 * x);
export const X = Array.from({ length: COUNT }, (_, i) => -1 + (2 * i) / (COUNT - 1));
export const Y = X.map((x) => truth(x) + 0.3 * normal(random));

/** Legendre polynomials of degree 0 to 9 at x. */
function basis(x: number): number[] {
  const p = [1, x];
  for (let n = 1; p.length < COUNT; n++) p.push(((2 * n + 1) * x * p[n] - n * p[n - 1]) / (n + 1));
  return p;
}

/** Gaussian elimination with row exchange. */
function solve(A: number[][], b: number[]): number[] {
  const rows = A.map((row, i) => [...row, b[i]]);
  const n = b.length;
  for (let c = 0; c < n; c++) {
    const best = rows.reduce((at, row, r) => (r >= c && Math.abs(row[c]) > Math.abs(rows[at][c]) ? r : at), c); // prettier-ignore
    [rows[c], rows[best]] = [rows[best], rows[c]];
    for (let r = 0; r < n; r++) {
      if (r === c) continue;
      const factor = rows[r][c] / rows[c][c];
      for (let k = c; k <= n; k++) rows[r][k] -= factor * rows[c][k];
    }
  }
  return rows.map((row, r) => row[n] / row[r]);
}

// #region fit
/** Coefficients that minimize squared error + λ·(their sum of squares). */
export function fit(lambda: number): number[] {
  const rows = X.map(basis);
  const dot = (a: number, b: number) => rows.reduce((sum, row) => sum + row[a] * row[b], 0);
  const A = rows[0].map((_, a) => rows[0].map((_, b) => dot(a, b) + (a === b ? lambda : 0)));
  return solve(A, rows[0].map((_, a) => rows.reduce((sum, row, i) => sum + row[a] * Y[i], 0)));
}

/** Mean training loss by any of the three, and the squared distance from the true curve. */
export function errors(coefficients: number[]) {
  const at = (x: number) => basis(x).reduce((sum, p, k) => sum + coefficients[k] * p, 0);
  const train = (name: LossName) =>
    X.reduce((sum, x, i) => sum + LOSSES[name].f(at(x) - Y[i]), 0) / COUNT;
  const test = Array.from({ length: 401 }, (_, i) => -1 + i / 200);
  const mse = test.reduce((sum, x) => sum + (at(x) - truth(x)) ** 2, 0) / test.length;
  return { squared: train('squared'), absolute: train('absolute'), huber: train('huber'), test: mse };
}
// #endregion

export const LAMBDA = 0.1;

export function main(): void {
  console.log('             training loss                  squared error');
  console.log('             squared   absolute    Huber    on the true curve');
  for (const [name, lambda] of [['no penalty', 0], ['λ = 0.1', LAMBDA]] as const) { // prettier-ignore
    const { squared, absolute, huber, test } = errors(fit(lambda));
    const shown = [squared, absolute, huber].map((v) => Math.abs(v).toFixed(4).padStart(9));
    console.log(name.padEnd(11), ...shown, test.toFixed(4).padStart(16));
  }
}
