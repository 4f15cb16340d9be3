/** An LSTM with its gradient by hand, the recall task of the page on RNNs, and exploding gradients. */
import { mulberry32, normal } from '../../../lib/random.ts';
import { trainRecall, type Trainable } from '../../../lib/recall.ts';

const sigmoid = (z: number) => 1 / (1 + Math.exp(-z));

// #region lstm
/** Four matrices: input gate, forget gate, candidate, output gate; a row holds the weights of [x, h, 1]. */
export type Lstm = [i: number[][], f: number[][], g: number[][], o: number[][]];

/** c = f·c + i·g and h = o·tanh(c); the gates see the input x[t] and the state h[t−1]. */
export function forward([Wi, Wf, Wg, Wo]: Lstm, xs: number[][]) {
  const zeros = Wi.map(() => 0);
  const steps = [{ v: zeros, i: zeros, f: zeros, g: zeros, o: zeros, c: zeros, h: zeros }];
  for (const x of xs) {
    const last = steps[steps.length - 1];
    const v = [...x, ...last.h, 1];
    const [i, f, g, o, c, h] = Array.from({ length: 6 }, () => zeros.slice());
    for (let k = 0; k < c.length; k++) {
      i[k] = sigmoid(dot(Wi[k], v));
      f[k] = sigmoid(dot(Wf[k], v));
      g[k] = Math.tanh(dot(Wg[k], v));
      o[k] = sigmoid(dot(Wo[k], v));
      c[k] = f[k] * last.c[k] + i[k] * g[k];
      h[k] = o[k] * Math.tanh(c[k]);
    }
    steps.push({ v, i, f, g, o, c, h });
  }
  return steps;
}

/** Backpropagation through time from ∂L/∂h of the last step. */
export function backward(cell: Lstm, xs: number[][], loss: (h: number[]) => number[]) {
  const steps = forward(cell, xs);
  const grads = cell.map((W) => W.map((row) => row.map(() => 0))) as Lstm;
  const dx: number[][] = [];
  let dh = loss(steps[xs.length].h);
  const dc = dh.map(() => 0);
  for (let t = xs.length; t > 0; t--) {
    const { v, i, f, g, o, c } = steps[t];
    const dv = v.map(() => 0);
    for (let k = 0; k < dh.length; k++) {
      const y = Math.tanh(c[k]);
      dc[k] += dh[k] * o[k] * (1 - y * y); // two paths meet in the cell state
      const dz = [
        dc[k] * g[k] * i[k] * (1 - i[k]),
        dc[k] * steps[t - 1].c[k] * f[k] * (1 - f[k]),
        dc[k] * i[k] * (1 - g[k] * g[k]),
        dh[k] * y * o[k] * (1 - o[k]),
      ];
      for (let gate = 0; gate < 4; gate++) {
        const [d, weights, sums] = [dz[gate], cell[gate][k], grads[gate][k]];
        for (let j = 0; j < v.length; j++) {
          sums[j] += d * v[j];
          dv[j] += d * weights[j];
        }
      }
      dc[k] *= f[k]; // along the cell state: one factor f per step
    }
    dx[t - 1] = dv.slice(0, xs[0].length);
    dh = dv.slice(xs[0].length, -1);
  }
  return { grads, dx };
}
// #endregion

function dot(u: number[], v: number[]): number {
  let sum = 0;
  for (let i = 0; i < u.length; i++) sum += u[i] * v[i];
  return sum;
}

const UNITS = 4;

/** An LSTM of 4 units, one number a step, one logit; `forgetBias` is where the forget gates start. */
export function recallLstm(seed: number, forgetBias: number): Trainable & { cell(): Lstm } {
  const random = mulberry32(seed);
  const n = UNITS;
  const size = n * (n + 2);
  const theta = Float64Array.from(
    { length: 4 * size + n + 1 },
    () => (2 * random() - 1) / Math.sqrt(n),
  );
  // In the matrix of the forget gate, the last column is the bias.
  for (let k = 0; k < n; k++) theta[size + k * (n + 2) + n + 1] = forgetBias;
  const slice = (from: number, count: number) => [...theta.subarray(from, from + count)];
  const matrix = (gate: number) =>
    Array.from({ length: n }, (_, k) => slice(gate * size + k * (n + 2), n + 2));
  const cell = (): Lstm => [matrix(0), matrix(1), matrix(2), matrix(3)];
  const column = (x: number[]) => x.map((value) => [value]);
  const out = 4 * size;
  const logitOf = (h: number[]) => dot(slice(out, n), h) + theta[out + n];
  return {
    theta,
    cell,
    logit: (x) => logitOf(forward(cell(), column(x))[x.length].h),
    backward(x, loss, grad) {
      const weights = slice(out, n);
      const { grads } = backward(cell(), column(x), (h) => {
        const d = loss(logitOf(h));
        h.forEach((value, k) => (grad[out + k] += d * value));
        grad[out + n] += d;
        return weights.map((w) => d * w);
      });
      grads.flat(2).forEach((g, j) => (grad[j] += g));
    },
  };
}

export const LENGTH = 40;
export const BIASES = [0, 1, 3];
export const SEEDS = [1, 2];
export const STEPS = 300;

/** A random LSTM whose weights have standard deviation `gain`/√n. */
export function randomLstm(n: number, gain: number, seed: number): Lstm {
  const random = mulberry32(seed);
  const matrix = () =>
    Array.from({ length: n }, () =>
      Array.from({ length: n + 2 }, (_, j) => (j === n + 1 ? 0 : (gain * normal(random)) / n ** 0.5)),
    );
  return [matrix(), matrix(), matrix(), matrix()];
}

/** |∂(sum of h[T])/∂x[1]| for noise as input. */
export function firstGradient(cell: Lstm, T: number, seed: number): number {
  const random = mulberry32(seed);
  const xs = Array.from({ length: T }, () => [normal(random)]);
  return Math.abs(backward(cell, xs, (h) => h.map(() => 1)).dx[0][0]);
}

export const GAINS = [1, 12];

export function main(): void {
  console.log(`remember the first of ${LENGTH} inputs: % right, 2 random starts`);
  for (const bias of BIASES) {
    const right = SEEDS.map((seed) =>
      trainRecall(recallLstm(seed, bias), LENGTH, STEPS, 100 + seed),
    );
    const row = right.map((a) => (100 * a).toFixed(0).padStart(4)).join('');
    console.log(`  forget bias ${bias} `, row);
  }
  console.log('gradient of the first of 10, 20, 40 inputs, 32 units, random weights');
  for (const gain of GAINS) {
    const norms = [10, 20, 40].map((T) => firstGradient(randomLstm(32, gain, 1), T, 6));
    console.log(`  gain ${String(gain).padStart(2)}  `, norms.map((g) => g.toExponential(0)).join('  '));
  }
}
