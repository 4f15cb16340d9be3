/** A deep multilayer perceptron: the gradient at each layer, what depth does to training, clipping. */
import { ACTIVATIONS } from '../../../lib/ops/activation.ts';
import { mulberry32, normal } from '../../../lib/random.ts';

export interface Kind {
  fn: 'sigmoid' | 'tanh' | 'relu';
  /** Var[w] = gain / number of inputs: 2 is He initialization. */
  gain: number;
  /** Number of weight layers; all but the first and the last are 16×16. */
  depth: number;
  skip?: boolean;
}

export interface Layer {
  W: number[][];
  b: number[];
}

const WIDTH = 16;
/** 16 points of a wave. */
export const X = Array.from({ length: 16 }, (_, i) => (i - 7.5) / 8);
export const T = X.map((x) => Math.sin(4 * x));

export function network({ gain, depth }: Kind, seed = 1): Layer[] {
  const rng = mulberry32(seed);
  const sizes = [1, ...Array<number>(depth - 1).fill(WIDTH), 1];
  return sizes.slice(1).map((outputs, l) => {
    const std = Math.sqrt(gain / sizes[l]);
    const row = () => Array.from({ length: sizes[l] }, () => std * normal(rng));
    return { W: Array.from({ length: outputs }, row), b: Array<number>(outputs).fill(0) };
  });
}

function dot(u: number[], v: number[]): number {
  let sum = 0;
  for (let i = 0; i < u.length; i++) sum += u[i] * v[i];
  return sum;
}

// #region backprop
/** Mean of (output − t)²/2 over all samples, and its gradient: one Layer for each Layer. */
export function backprop(net: Layer[], { fn, skip }: Kind) {
  const { f, df } = ACTIVATIONS[fn];
  const grads = net.map(({ W, b }) => ({ W: W.map((r) => r.map(() => 0)), b: b.map(() => 0) }));
  const last = net.length - 1;
  const adds = (l: number) => skip && l > 0 && l < last;
  let loss = 0;
  X.forEach((x, i) => {
    const inputs = [[x]]; // of each layer
    const zs = net.map(({ W, b }, l) => {
      const a = inputs[l];
      const z = W.map((row, r) => b[r] + dot(row, a));
      const h = l === last ? z : z.map((v) => f(v)); // no activation at the end
      inputs.push(adds(l) ? h.map((v, r) => v + a[r]) : h);
      return z;
    });
    const error = inputs[last + 1][0] - T[i];
    loss += error ** 2 / 2 / X.length;
    let g = [error / X.length]; // ∂L/∂(output of the layer)
    for (let l = last; l >= 0; l--) {
      const dz = l === last ? g : g.map((v, r) => v * df(zs[l][r]));
      const through = inputs[l].map(() => 0);
      dz.forEach((d, r) => {
        grads[l].b[r] += d;
        for (let c = 0; c < through.length; c++) {
          grads[l].W[r][c] += d * inputs[l][c];
          through[c] += d * net[l].W[r][c];
        }
      });
      g = adds(l) ? through.map((v, c) => v + g[c]) : through;
    }
  });
  return { loss, grads };
}
// #endregion

const numbers = (layers: Layer[]) => layers.flatMap(({ W, b }) => [...W.flat(), ...b]);
export const norm = (layers: Layer[]) => Math.hypot(...numbers(layers));

// #region clip
/** Scales the whole gradient down to norm `most` if it is longer; its direction stays. */
export function clip(grads: Layer[], most: number): Layer[] {
  const scale = Math.min(1, most / norm(grads));
  return grads.map(({ W, b }) => ({
    W: W.map((row) => row.map((g) => scale * g)),
    b: b.map((g) => scale * g),
  }));
}
// #endregion

/** The losses before each step of gradient descent and after the last; stops when one is not finite. */
export function train(kind: Kind, steps: number, rate: number, most = Infinity, seed = 1) {
  const net = network(kind, seed);
  const losses: number[] = [];
  for (let step = 0; ; step++) {
    const { loss, grads } = backprop(net, kind);
    losses.push(loss);
    if (step === steps || !Number.isFinite(loss)) return losses;
    clip(grads, most).forEach(({ W, b }, l) => {
      W.forEach((row, r) => row.forEach((g, c) => (net[l].W[r][c] -= rate * g)));
      b.forEach((g, r) => (net[l].b[r] -= rate * g));
    });
  }
}

/** Norm of the weight gradient of each hidden 16×16 layer at the start, the first one first. */
export function gradientNorms(kind: Kind, seed = 1): number[] {
  const { grads } = backprop(network(kind, seed), kind);
  return grads.slice(1, -1).map(({ W }) => Math.hypot(...W.flat()));
}

/** What the page compares: networks, and the norm to which the gradient is clipped. */
export const RUNS: [name: string, kind: Kind, most: number][] = [
  ['sigmoid, 3 layers', { fn: 'sigmoid', gain: 1, depth: 3 }, Infinity],
  ['sigmoid, 12 layers', { fn: 'sigmoid', gain: 1, depth: 12 }, Infinity],
  ['sigmoid with skips, clipped', { fn: 'sigmoid', gain: 1, depth: 12, skip: true }, 0.1],
  ['ReLU, gain 1', { fn: 'relu', gain: 1, depth: 12 }, Infinity],
  ['ReLU, gain 2 (He)', { fn: 'relu', gain: 2, depth: 12 }, Infinity],
  ['ReLU, gain 8', { fn: 'relu', gain: 8, depth: 12 }, Infinity],
  ['ReLU, gain 8, clipped', { fn: 'relu', gain: 8, depth: 12 }, 1],
];
export const STEPS = 400;
export const RATE = 0.05;

export function main(): void {
  console.log('                             ‖∂L/∂W‖ of hidden layer        loss');
  console.log('network                        first       last    start     end');
  for (const [name, kind, most] of RUNS) {
    const norms = gradientNorms(kind).map((v) => v.toExponential(0).padStart(9));
    const losses = train(kind, STEPS, RATE, most);
    const [start, end] = [losses[0], losses[losses.length - 1]].map((v) =>
      (v < 100 ? v.toPrecision(2) : Number.isFinite(v) ? v.toExponential(0) : 'NaN').padStart(7),
    );
    console.log(name.padEnd(28), norms[0], norms[norms.length - 1], ' ', start, end);
  }
}
