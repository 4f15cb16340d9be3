/** A small network trained at several learning rates: how many of its ReLU units fall silent. */
import { mulberry32, normal } from '../../../lib/random.ts';

const UNITS = 64;
const SAMPLES = 64;

export interface Net {
  w: number[][];
  b: number[];
  v: number[];
  c: number;
}

/** 64 points of a square and the height of a smooth surface above each. */
export function surface(seed: number): { x: number[][]; t: number[] } {
  const rng = mulberry32(seed);
  const x = Array.from({ length: SAMPLES }, () => [2 * rng() - 1, 2 * rng() - 1]);
  return { x, t: x.map(([p, q]) => Math.sin(3 * p) * Math.cos(2 * q)) };
}

/** He initialization: variance 2 / fan-in, which is 1 for two inputs; all biases 0. */
export function freshNet(seed: number): Net {
  const rng = mulberry32(seed + 1000);
  return {
    w: Array.from({ length: UNITS }, () => [normal(rng), normal(rng)]),
    b: Array(UNITS).fill(0),
    v: Array.from({ length: UNITS }, () => normal(rng) * Math.sqrt(2 / UNITS)),
    c: 0,
  };
}

// #region dying
const before = ({ w, b }: Net, x: number[]) => w.map(([p, q], i) => p * x[0] + q * x[1] + b[i]);

/** Units whose pre-activation is ≤ 0 on every sample: no output, and no gradient ever again. */
export function silent(net: Net, x: number[][]): number {
  const z = x.map((point) => before(net, point));
  return net.b.filter((_, i) => z.every((row) => row[i] <= 0)).length;
}

/** One step of gradient descent on the mean squared error of c + v · f(W x + b). */
export function step(net: Net, x: number[][], t: number[], rate: number, alpha: number): number {
  const d = { w: net.w.map(() => [0, 0]), b: net.b.map(() => 0), v: net.v.map(() => 0), c: 0 };
  let loss = 0;
  x.forEach((point, n) => {
    const z = before(net, point);
    const a = z.map((value) => (value > 0 ? value : alpha * value));
    const error = a.reduce((sum, value, i) => sum + net.v[i] * value, net.c) - t[n];
    loss += error ** 2 / x.length;
    const g = (2 * error) / x.length;
    d.c += g;
    z.forEach((value, i) => {
      const local = g * net.v[i] * (value > 0 ? 1 : alpha);
      d.v[i] += g * a[i];
      d.b[i] += local;
      d.w[i][0] += local * point[0];
      d.w[i][1] += local * point[1];
    });
  });
  net.w.forEach((row, i) => row.forEach((_, j) => (row[j] -= rate * d.w[i][j])));
  net.b.forEach((_, i) => (net.b[i] -= rate * d.b[i]));
  net.v.forEach((_, i) => (net.v[i] -= rate * d.v[i]));
  net.c -= rate * d.c;
  return loss; // before the step
}

/** Trains for `steps` steps and reports the silent units and the loss. */
export function train(net: Net, seed: number, steps: number, rate: number, alpha: number) {
  const { x, t } = surface(seed);
  for (let k = 0; k < steps; k++) step(net, x, t, rate, alpha);
  return { silent: silent(net, x), loss: step(net, x, t, 0, alpha) };
}
// #endregion

const line = ({ silent, loss }: { silent: number; loss: number }) =>
  `${String(silent).padStart(2)} of ${UNITS} silent, loss ${loss.toFixed(4)}`;

export function main(): void {
  const seed = 1;
  for (const rate of [0.05, 0.1, 0.2, 0.5]) {
    console.log(`rate ${rate}:`.padEnd(11), line(train(freshNet(seed), seed, 500, rate, 0)));
  }
  console.log('500 steps at rate 0.2, then 500 at rate 0.05 with a leak:');
  for (const leak of [0, 0.01, 0.1]) {
    const net = freshNet(seed);
    train(net, seed, 500, 0.2, 0);
    console.log(`leak ${leak}:`.padEnd(11), line(train(net, seed, 500, 0.05, leak)));
  }
}
