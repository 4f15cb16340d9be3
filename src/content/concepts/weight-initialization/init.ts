/** Weight initialization: the rules, the signal through a deep network, and units that stay twins. */
import { mulberry32, normal } from '../../../lib/random.ts';

// #region rules
export type Rule = 'lecun' | 'glorot' | 'he';
export type Shape = 'normal' | 'uniform';

/** Variance of the weights of a layer with fanIn inputs and fanOut outputs per unit. */
export function variance(rule: Rule, fanIn: number, fanOut: number): number {
  if (rule === 'glorot') return 2 / (fanIn + fanOut);
  return (rule === 'he' ? 2 : 1) / fanIn;
}

/** Weights [fanOut][fanIn] of that variance; a uniform one has the limits ±√(3·variance). */
export function weights(v: number, fanIn: number, fanOut: number, shape: Shape, rng: () => number) {
  const draw = {
    normal: () => Math.sqrt(v) * normal(rng),
    uniform: () => Math.sqrt(3 * v) * (2 * rng() - 1),
  }[shape];
  return Array.from({ length: fanOut }, () => Array.from({ length: fanIn }, draw));
}
// #endregion

export type Activation = 'tanh' | 'relu';
const ACTIVATE = { tanh: Math.tanh, relu: (z: number) => Math.max(0, z) };
export const WIDTH = 100;

// #region signal
/** Mean square of the activations after each of `depth` layers, averaged over `runs` networks. */
export function signal(v: number, fn: Activation, depth: number, shape: Shape = 'normal', runs = 10) {
  const rng = mulberry32(1);
  const squares = Array<number>(depth).fill(0);
  for (let run = 0; run < runs; run++) {
    let a = Array.from({ length: WIDTH }, () => normal(rng));
    for (let layer = 0; layer < depth; layer++) {
      const W = weights(v, WIDTH, WIDTH, shape, rng);
      a = W.map((row) => ACTIVATE[fn](row.reduce((sum, w, i) => sum + w * a[i], 0)));
      squares[layer] += a.reduce((sum, x) => sum + x * x, 0) / WIDTH / runs;
    }
  }
  return squares;
}
// #endregion

// #region symmetry
const XOR = [[0, 0, 0], [0, 1, 1], [1, 0, 1], [1, 1, 0]]; // prettier-ignore

/** Trains 2 → 4 tanh → 1 on XOR; W, v are the first weights. Returns the loss and the end of W. */
export function trainXor(W: number[][], v: number[], steps = 3000, rate = 0.3) {
  W = W.map((row) => [...row]);
  v = [...v];
  const b = v.map(() => 0);
  let c = 0;
  let loss = 0;
  for (let step = 0; step <= steps; step++) {
    loss = 0;
    const [dW, dv, db] = [W.map((row) => row.map(() => 0)), v.map(() => 0), v.map(() => 0)];
    let dc = 0;
    for (const [x0, x1, t] of XOR) {
      const a = W.map((row, k) => Math.tanh(row[0] * x0 + row[1] * x1 + b[k]));
      const error = a.reduce((sum, h, k) => sum + v[k] * h, c) - t;
      loss += error ** 2 / 4;
      a.forEach((h, k) => {
        const dz = ((2 * error) / 4) * v[k] * (1 - h * h);
        dv[k] += ((2 * error) / 4) * h;
        dW[k][0] += dz * x0;
        dW[k][1] += dz * x1;
        db[k] += dz;
      });
      dc += (2 * error) / 4;
    }
    if (step === steps) break;
    v.forEach((_, k) => {
      v[k] -= rate * dv[k];
      b[k] -= rate * db[k];
      W[k] = W[k].map((w, i) => w - rate * dW[k][i]);
    });
    c -= rate * dc;
  }
  return { loss, W, v };
}
// #endregion

/** Three starts for XOR: zeros, equal constants, Glorot. */
export function starts(): [string, number[][], number[]][] {
  const rng = mulberry32(3);
  const four = Array.from({ length: 4 });
  return [
    ['zeros', four.map(() => [0, 0]), four.map(() => 0)],
    ['all 0.5', four.map(() => [0.5, 0.5]), four.map(() => 0.5)],
    ['Glorot', weights(variance('glorot', 2, 4), 2, 4, 'normal', rng), weights(variance('glorot', 4, 1), 4, 1, 'normal', rng)[0]],
  ]; // prettier-ignore
}

/** What the page compares: 100 units per layer, so 1/n is 0.01. */
export const SETTINGS: [name: string, v: number, fn: Activation][] = [
  ['tanh, std 0.01', 0.0001, 'tanh'],
  ['tanh, Glorot', variance('glorot', WIDTH, WIDTH), 'tanh'],
  ['tanh, std 1', 1, 'tanh'],
  ['ReLU, Glorot', variance('glorot', WIDTH, WIDTH), 'relu'],
  ['ReLU, He', variance('he', WIDTH, WIDTH), 'relu'],
  ['ReLU, std 1', 1, 'relu'],
];

export function main(): void {
  console.log('mean square after layer         1        5       10       20');
  for (const [name, v, fn] of SETTINGS) {
    const squares = signal(v, fn, 20);
    const shown = [1, 5, 10, 20].map((layer) => squares[layer - 1].toExponential(0).padStart(8));
    console.log(name.padEnd(24), ...shown);
  }
  console.log('XOR after 3,000 steps        loss   different hidden units');
  for (const [name, W, v] of starts()) {
    const end = trainXor(W, v);
    const units = new Set(end.W.map((row) => row.map((w) => w.toFixed(6)).join())).size;
    console.log(name.padEnd(24), end.loss.toFixed(4).padStart(8), String(units).padStart(8));
  }
}
