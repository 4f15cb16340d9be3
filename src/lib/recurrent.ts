/**
 * Recurrent cells step by step: the plain tanh cell, LSTM and GRU, and how the last state depends
 * on the states before. Pure, float64.
 *
 * With d inputs and n units, every block of weights is n×d (inputs), n×n (states) and n (bias).
 * Blocks stand in the order of PyTorch: `z` for the plain cell, `i f g o` for the LSTM, `r z n` for
 * the GRU, whose z keeps the old state and 1 − z writes the candidate n.
 *
 * Sources: Elman 1990; Gers, Schmidhuber and Cummins 2000; Cho et al. 2014; the documentation of
 * torch.nn.RNN, LSTM and GRU.
 */

export type Cell = 'rnn' | 'lstm' | 'gru';

/** The blocks of each cell; the sum z of the plain cell is no gate, but has the same weights. */
export const BLOCKS = { rnn: ['z'], lstm: ['i', 'f', 'g', 'o'], gru: ['r', 'z', 'n'] } as const;

export interface Weights {
  /** [blocks][n][d] */
  w: number[][][];
  /** [blocks][n][n] */
  u: number[][][];
  /** [blocks][n] */
  b: number[][];
  /** The GRU's second bias of the candidate [n], beside the product with the state. */
  br?: readonly number[];
}

export interface Rules {
  /**
   * Where the GRU's reset gate acts: `after` the product with the old state, r ⊙ (U h + b_r), as
   * PyTorch and Keras's default have it, or `before`, U (r ⊙ h) + b_r, as in the paper.
   */
  reset?: 'after' | 'before';
  /** Puts a number in the place of the gate that keeps: the LSTM's f, the GRU's z. */
  keep?: number | undefined;
}

/** One step: every block after its function (the plain cell's z before tanh), memory, state. */
export interface StepOf {
  gates: number[][];
  /** The LSTM's cell state [n]. */
  c?: number[];
  h: number[];
}

const sigmoid = (x: number) => (x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x)));
const dot = (a: readonly number[], b: ArrayLike<number>) => {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
};
const times = (a: readonly number[], b: readonly number[]) => a.map((v, i) => v * b[i]);
const zeros = (n: number) => Array.from({ length: n }, () => 0);

/** The number of units. */
export const unitsOf = ({ b }: Weights) => b[0].length;

/** Parameters of a layer with one bias per block: blocks · n · (d + n + 1). */
export const parametersOf = (cell: Cell, d: number, n: number) => BLOCKS[cell].length * n * (d + n + 1); // prettier-ignore

/** One step from the state (h, c) with the input x [d]. */
export function stepCell(
  cell: Cell,
  { w, u, b, br }: Weights,
  x: ArrayLike<number>,
  h: readonly number[],
  c: readonly number[],
  { reset = 'after', keep }: Rules = {},
): StepOf {
  const sums = (k: number, state: readonly number[] = h) =>
    b[k].map((bias, j) => dot(w[k][j], x) + dot(u[k][j], state) + bias);
  const hold = (gate: number[]) => (keep === undefined ? gate : gate.map(() => keep));
  if (cell === 'rnn') {
    const z = sums(0);
    return { gates: [z], h: z.map(Math.tanh) };
  }
  if (cell === 'lstm') {
    const i = sums(0).map(sigmoid);
    const f = hold(sums(1).map(sigmoid));
    const g = sums(2).map(Math.tanh);
    const o = sums(3).map(sigmoid);
    const next = c.map((v, j) => f[j] * v + i[j] * g[j]);
    return { gates: [i, f, g, o], c: next, h: next.map((v, j) => o[j] * Math.tanh(v)) };
  }
  const r = sums(0).map(sigmoid);
  const z = hold(sums(1).map(sigmoid));
  const past = pastOf({ u, br }, h, r, reset);
  const n = b[2].map((bias, j) => Math.tanh(dot(w[2][j], x) + bias + past[j]));
  return { gates: [r, z, n], h: h.map((v, j) => z[j] * v + (1 - z[j]) * n[j]) };
}

/** What the GRU's candidate sees of the old state. */
export function pastOf(
  { u, br }: Pick<Weights, 'u' | 'br'>,
  h: readonly number[],
  r: readonly number[],
  reset: 'after' | 'before',
): number[] {
  return h.map((_, j) => {
    const bias = br?.[j] ?? 0;
    return reset === 'after' ? r[j] * (dot(u[2][j], h) + bias) : dot(u[2][j], times(r, h)) + bias;
  });
}

/** All steps from a state of zeros; xs [T][d]. */
export function runCell(
  cell: Cell,
  weights: Weights,
  xs: readonly ArrayLike<number>[],
  rules: Rules = {},
): StepOf[] {
  let h = zeros(unitsOf(weights));
  let c = h;
  return xs.map((x) => {
    const step = stepCell(cell, weights, x, h, c, rules);
    h = step.h;
    c = step.c ?? c;
    return step;
  });
}

export interface Sensitivity {
  /** ∂h_T/∂h_t for t = 0 … T: [t][unit of h_T][unit of h_t]. */
  h: number[][][];
  /** The LSTM's ∂h_T/∂c_t, with the way through h_t. */
  c?: number[][][];
}

/** Backpropagation through time, once for every unit of the last state. */
export function sensitivities(
  cell: Cell,
  { u, br }: Weights,
  steps: readonly StepOf[],
  { reset = 'after', keep }: Rules = {},
): Sensitivity {
  const n = steps[0].h.length;
  const T = steps.length;
  const found = { h: [] as number[][][], c: [] as number[][][] };
  const kept = keep === undefined ? 1 : 0;
  for (let a = 0; a < n; a++) {
    let dh = zeros(n).map((_, j) => Number(j === a));
    let dc = zeros(n);
    for (let t = T; t >= 0; t--) {
      const { gates, c } = steps[t - 1] ?? { gates: [], c: zeros(n) };
      const before = steps[t - 2]?.h ?? zeros(n);
      if (cell === 'lstm' && t > 0) {
        const o = gates[3];
        dc = dc.map((v, j) => v + dh[j] * o[j] * (1 - Math.tanh(c![j]) ** 2));
      }
      (found.h[t] ??= [])[a] = dh;
      (found.c[t] ??= [])[a] = dc;
      if (t === 0) break;
      /** What the sums of the blocks send to the state before. */
      const back = (parts: readonly number[][]) =>
        before.map((_, j) => parts.reduce((sum, part, k) => sum + part.reduce((s, v, l) => s + v * u[k][l][j], 0), 0)); // prettier-ignore
      if (cell === 'rnn') {
        dh = back([dh.map((v, j) => v * (1 - steps[t - 1].h[j] ** 2))]);
      } else if (cell === 'lstm') {
        const [i, f, g, o] = gates;
        const old = steps[t - 2]?.c ?? zeros(n);
        const parts = [
          dc.map((v, j) => v * g[j] * i[j] * (1 - i[j])),
          dc.map((v, j) => kept * v * old[j] * f[j] * (1 - f[j])),
          dc.map((v, j) => v * i[j] * (1 - g[j] ** 2)),
          dh.map((v, j) => v * Math.tanh(c![j]) * o[j] * (1 - o[j])),
        ];
        dh = back(parts);
        dc = times(dc, f);
      } else {
        const [r, z, m] = gates;
        const sum = dh.map((v, j) => v * (1 - z[j]) * (1 - m[j] ** 2));
        const dz = dh.map((v, j) => kept * v * (before[j] - m[j]) * z[j] * (1 - z[j]));
        const direct = times(dh, z);
        const none = zeros(n);
        const slope = r.map((v) => v * (1 - v));
        if (reset === 'after') {
          const open = before.map((_, j) => dot(u[2][j], before) + (br?.[j] ?? 0));
          const dr = sum.map((v, j) => v * open[j] * slope[j]);
          dh = back([dr, dz, times(sum, r)]).map((v, j) => v + direct[j]);
        } else {
          const inner = back([none, none, sum]);
          const dr = inner.map((v, j) => v * before[j] * slope[j]);
          dh = back([dr, dz]).map((v, j) => v + direct[j] + inner[j] * r[j]);
        }
      }
    }
  }
  return cell === 'lstm' ? found : { h: found.h };
}

/** The size of a matrix: the root of the sum of the squares of its entries. */
export const frobenius = (matrix: readonly (readonly number[])[]) =>
  Math.sqrt(matrix.reduce((sum, row) => sum + dot(row, row), 0));

/**
 * What step k (from 1) wrote into the memory, and how much of it is there after every step [T][n]:
 * the product of all gates that keep, f or z, since then. The plain cell has no such part.
 */
export function leftOf(cell: 'lstm' | 'gru', steps: readonly StepOf[], k: number): number[][] {
  let left = steps[0].h.map(() => 0);
  return steps.map(({ gates }, t) => {
    const keep = gates[1];
    if (t + 1 === k) {
      left = gates[0].map((i, j) => (cell === 'lstm' ? i * gates[2][j] : (1 - keep[j]) * gates[2][j])); // prettier-ignore
    } else {
      left = times(left, keep);
    }
    return left;
  });
}
