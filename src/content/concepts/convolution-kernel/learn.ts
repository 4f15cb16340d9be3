// Nobody types the weights in: gradient descent finds a kernel from inputs and wanted outputs.
import { mulberry32 } from '../../../lib/random.ts';

type Rows = number[][];

export const SOBEL_X: Rows = [
  [-1, 0, 1],
  [-2, 0, 2],
  [-1, 0, 1],
];

/** Seeded noise between −1 and 1. */
export function noise(height: number, width: number, seed: number): Rows {
  const random = mulberry32(seed);
  const row = () => Array.from({ length: width }, () => random() * 2 - 1);
  return Array.from({ length: height }, row);
}

const add = (a: number, b: number) => a + b;

// #region learn
/** y[i][j] = Σ x[i + u][j + v] · w[u][v] */
export function correlate(x: Rows, w: Rows): Rows {
  const [oh, ow] = [x.length - w.length + 1, x[0].length - w[0].length + 1];
  const at = (i: number, j: number) =>
    w.flatMap((row, u) => row.map((weight, v) => x[i + u][j + v] * weight)).reduce(add);
  const line = (i: number) => Array.from({ length: ow }, (_, j) => at(i, j));
  return Array.from({ length: oh }, (_, i) => line(i));
}

/** Gradient descent on the mean squared error, from a kernel of zeros. */
export function learn(x: Rows, wanted: Rows, steps: number, rate = 0.3): Rows {
  let w = SOBEL_X.map((row) => row.map(() => 0));
  for (let step = 0; step < steps; step++) {
    const y = correlate(x, w);
    const error = y.map((row, i) => row.map((value, j) => value - wanted[i][j]));
    const slope = correlate(x, error); // the gradient of the kernel is a correlation, too
    const scale = (2 * rate) / (error.length * error[0].length);
    w = w.map((row, u) => row.map((weight, v) => weight - scale * slope[u][v]));
  }
  return w;
}
// #endregion

const shown = (weight: number) => (Math.round(weight * 100) / 100 + 0).toFixed(2); // no −0

// #region learn

export function main(): void {
  const x = noise(16, 16, 1);
  const wanted = correlate(x, SOBEL_X); // only inputs and outputs are shown to the learner
  for (const steps of [0, 1, 5, 100]) {
    const w = learn(x, wanted, steps);
    const rows = w.map((row) => row.map(shown).join(' '));
    console.log(`${steps} steps: ${rows.join(' | ')}`);
  }
}
// #endregion
