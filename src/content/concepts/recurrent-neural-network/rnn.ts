/** A recurrent network with its gradient by hand, and a test of how far back it can learn to look. */
import { mulberry32 } from '../../../lib/random.ts';
import { trainRecall, type Trainable } from '../../../lib/recall.ts';

export interface Cell {
  Wx: number[][]; // n×d
  Wh: number[][]; // n×n
  b: number[]; // n
  f: (z: number) => number;
  /** The slope of f, given the output h = f(z). */
  slope: (h: number) => number;
}

export const TANH = { f: Math.tanh, slope: (h: number) => 1 - h * h };
export const LINEAR = { f: (z: number) => z, slope: () => 1 };

function dot(u: number[], v: number[]): number {
  let sum = 0;
  for (let i = 0; i < u.length; i++) sum += u[i] * v[i];
  return sum;
}

// #region rnn
/** h[t] = f(Wx·x[t] + Wh·h[t−1] + b): the same three weights at every step. */
export function forward({ Wx, Wh, b, f }: Cell, xs: number[][]): number[][] {
  const hs = [b.map(() => 0)]; // h[0]
  for (const x of xs) {
    const before = hs[hs.length - 1];
    hs.push(b.map((bias, i) => f(dot(Wx[i], x) + dot(Wh[i], before) + bias)));
  }
  return hs;
}

/**
 * Backpropagation through time. `loss` gives ∂L/∂h for the last state; `window` is how many steps
 * the gradient goes back.
 */
export function bptt(
  cell: Cell,
  xs: number[][],
  loss: (h: number[]) => number[],
  window = xs.length,
) {
  const { Wx, Wh, b } = cell;
  const hs = forward(cell, xs);
  const dWx = Wx.map((row) => row.map(() => 0));
  const dWh = Wh.map((row) => row.map(() => 0));
  const db = b.map(() => 0);
  const dx = xs.map((x) => x.map(() => 0));
  let dh = loss(hs[xs.length]);
  for (let t = xs.length; t > xs.length - window; t--) {
    const before = b.map(() => 0); // ∂L/∂h[t−1]
    for (let i = 0; i < b.length; i++) {
      const dz = dh[i] * cell.slope(hs[t][i]);
      db[i] += dz; // one weight, and every step adds its share
      for (let j = 0; j < Wx[i].length; j++) {
        dWx[i][j] += dz * xs[t - 1][j];
        dx[t - 1][j] += dz * Wx[i][j];
      }
      for (let j = 0; j < b.length; j++) {
        dWh[i][j] += dz * hs[t - 1][j];
        before[j] += dz * Wh[i][j];
      }
    }
    dh = before;
  }
  return { dWx, dWh, db, dx };
}
// #endregion

/** The worked example: one linear unit that halves its state and adds the input. */
export const HALVING: Cell = { Wx: [[1]], Wh: [[0.5]], b: [0], ...LINEAR };
export const INPUTS = [[8], [0], [0], [4]];

const UNITS = 8;

/** A tanh network of 8 units that reads one number a step and has one logit as its output. */
export function recallRnn(seed: number): Trainable & { cell(): Cell } {
  const random = mulberry32(seed);
  const n = UNITS;
  // Wx, Wh, b, output weights, output bias: uniform between ±1/√n, as PyTorch starts them
  const theta = Float64Array.from(
    { length: n + n * n + n + n + 1 },
    () => (2 * random() - 1) / Math.sqrt(n),
  );
  const slice = (from: number, count: number) => [...theta.subarray(from, from + count)];
  const cell = (): Cell => ({
    Wx: slice(0, n).map((w) => [w]),
    Wh: Array.from({ length: n }, (_, i) => slice(n + i * n, n)),
    b: slice(n + n * n, n),
    ...TANH,
  });
  const column = (x: number[]) => x.map((value) => [value]);
  const out = n + n * n + n;
  const logit = (x: number[]) => {
    const hs = forward(cell(), column(x));
    return dot(slice(out, n), hs[hs.length - 1]) + theta[out + n];
  };
  return {
    theta,
    cell,
    logit,
    backward(x, loss, grad) {
      const weights = slice(out, n);
      const { dWx, dWh, db } = bptt(cell(), column(x), (h) => {
        const d = loss(dot(weights, h) + theta[out + n]);
        for (let i = 0; i < n; i++) grad[out + i] += d * h[i];
        grad[out + n] += d;
        return weights.map((w) => d * w);
      });
      [...dWx.flat(), ...dWh.flat(), ...db].forEach((g, i) => (grad[i] += g));
    },
  };
}

export const LENGTHS = [5, 10, 20, 40];
export const SEEDS = [1, 2, 3, 4];
export const STEPS = 300;

/** Accuracy on the recall task after training, from 0 to 1, for four random starts. */
export const recall = (length: number, seeds = SEEDS): number[] =>
  seeds.map((seed) => trainRecall(recallRnn(seed), length, STEPS, 100 + seed));

export function main(): void {
  const hs = forward(HALVING, INPUTS).map(([h]) => h);
  const loss = ([h]: number[]) => [h - 3];
  const { dWh, dWx, dx } = bptt(HALVING, INPUTS, loss);
  console.log('worked example   h  ', hs.slice(1).join(', '));
  console.log('  ∂L/∂Wh, ∂L/∂Wx    ', dWh[0][0], dWx[0][0]);
  console.log('  ∂L/∂x[1…4]        ', dx.flat().join(', '));
  console.log('  last 2 steps only ', bptt(HALVING, INPUTS, loss, 2).dWh[0][0]);
  console.log('remember the first input: % right, 4 random starts');
  for (const length of LENGTHS) {
    const right = recall(length).map((a) => (100 * a).toFixed(0).padStart(4));
    console.log(`  ${String(length).padStart(2)} steps `, ...right);
  }
}
