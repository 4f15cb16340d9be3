/** A multilayer perceptron from scratch: forward, backward, update; fitted to a sine. */
import { mulberry32 } from '../../../lib/random.ts';

export const ACTIVATIONS = {
  tanh: { f: Math.tanh, df: (z: number) => 1 - Math.tanh(z) ** 2 },
  relu: { f: (z: number) => Math.max(0, z), df: (z: number) => (z > 0 ? 1 : 0) },
  square: { f: (z: number) => z * z, df: (z: number) => 2 * z }, // a polynomial
};
export type Activation = keyof typeof ACTIVATIONS;

export interface Layer {
  W: number[][]; // [outputs][inputs]
  b: number[];
}

/** Weights and biases drawn between ±1/√inputs. */
export function network(sizes: number[], seed: number): Layer[] {
  const rng = mulberry32(seed);
  return sizes.slice(1).map((outputs, l) => {
    const draw = () => (2 * rng() - 1) / Math.sqrt(sizes[l]);
    const row = () => Array.from({ length: sizes[l] }, draw);
    return { W: Array.from({ length: outputs }, row), b: Array.from({ length: outputs }, draw) };
  });
}

/** Weights and biases: (inputs + 1) · outputs in every layer. */
export const countParameters = (sizes: number[]) =>
  sizes.slice(1).reduce((sum, outputs, l) => sum + (sizes[l] + 1) * outputs, 0);

// #region forward
/** z = W·a + b and a = f(z), layer by layer; the last layer has no activation. */
export function forward(net: Layer[], x: number[], fn: Activation) {
  const inputs = [x]; // of each layer
  const zs = net.map(({ W, b }, l) => {
    const z = W.map((row, r) => row.reduce((sum, w, c) => sum + w * inputs[l][c], b[r]));
    inputs.push(l === net.length - 1 ? z : z.map(ACTIVATIONS[fn].f));
    return z;
  });
  return { inputs, zs, output: inputs[net.length] };
}
// #endregion

// #region backward
/** Gradient of (output − t)² for one sample: computes, changes nothing. */
export function backward(net: Layer[], x: number[], t: number, fn: Activation): Layer[] {
  const { inputs, zs, output } = forward(net, x, fn);
  let delta = output.map((y) => 2 * (y - t)); // error of the output layer
  const grads: Layer[] = [];
  for (let l = net.length - 1; l >= 0; l--) {
    grads.unshift({ W: delta.map((d) => inputs[l].map((a) => d * a)), b: delta });
    if (l === 0) break;
    // errors of the layer before: shared out by the weights, times the slope of the activation
    const below = inputs[l].map((_, c) => delta.reduce((sum, d, r) => sum + d * net[l].W[r][c], 0));
    delta = below.map((d, c) => d * ACTIVATIONS[fn].df(zs[l - 1][c]));
  }
  return grads;
}
// #endregion

// #region update
/** Gradient descent on the mean loss over all samples: the optimizer, a separate matter. */
export function train(net: Layer[], X: number[], T: number[], fn: Activation, steps: number, rate: number) {
  for (let step = 0; step < steps; step++) {
    const all = X.map((x, i) => backward(net, [x], T[i], fn));
    net.forEach(({ W, b }, l) => {
      W.forEach((row, r) => {
        row.forEach((_, c) => (row[c] -= (rate * all.reduce((s, g) => s + g[l].W[r][c], 0)) / X.length));
        b[r] -= (rate * all.reduce((s, g) => s + g[l].b[r], 0)) / X.length;
      });
    });
  }
}
// #endregion

export const X = Array.from({ length: 31 }, (_, i) => -3 + i / 5);
export const T = X.map((x) => Math.sin(x));
export const at = (net: Layer[], x: number, fn: Activation) => forward(net, [x], fn).output[0];

/** Largest distance from the sine between a and b. */
export function worst(f: (x: number) => number, a: number, b: number): number {
  const xs = Array.from({ length: 301 }, (_, i) => a + ((b - a) * i) / 300);
  return Math.max(...xs.map((x) => Math.abs(f(x) - Math.sin(x))));
}

/** One input, one hidden layer, one output, trained on [−3, 3]. */
export function fitted(units: number, fn: Activation, seed = 1, steps = 2000, rate = 0.05): Layer[] {
  const net = network([1, units, 1], seed);
  train(net, X, T, fn, steps, fn === 'square' ? rate / 50 : rate);
  return net;
}

export function main(): void {
  console.log('784-128-10 has', countParameters([784, 128, 10]).toLocaleString('en-US'), 'parameters');
  console.log('sine on [-3, 3], one hidden layer of 8, 2,000 steps');
  console.log('activation   largest error inside   on [3, 6]');
  for (const fn of ['tanh', 'relu', 'square'] as const) {
    const net = fitted(8, fn);
    const f = (x: number) => at(net, x, fn);
    console.log(fn.padEnd(12), worst(f, -3, 3).toFixed(2).padStart(20), worst(f, 3, 6).toFixed(2).padStart(11)); // prettier-ignore
  }
}
