/**
 * A multilayer perceptron that tells two classes of points of the plane apart: data, features,
 * loss, gradients by backpropagation and training, seeded, so that every step can be repeated.
 *
 * The output is one logit z, its probability 1/(1 + e^−z), its loss −ln p of the true class (nats).
 * All weights lie in one array as `layout` of mlp.ts has it: for each layer the kernel [in, out],
 * then the bias [out].
 */
import { adamStep, freshAdam, initMlp, layout, type Adam } from './mlp.ts';
import { mulberry32, normal, type Random } from './random.ts';
import { exp, logistic, softplus } from './same.ts';

export const DATA_SETS = ['circle', 'xor', 'gauss', 'spiral', 'moons', 'custom'] as const;
export type DataSet = (typeof DATA_SETS)[number];
export const FEATURES = ['x', 'y', 'x2', 'y2', 'xy', 'sinx', 'siny'] as const;
export type Feature = (typeof FEATURES)[number];
export const ACTIVATIONS = ['linear', 'relu', 'tanh', 'sigmoid'] as const;
export type Activation = (typeof ACTIVATIONS)[number];
export const OPTIMIZERS = ['sgd', 'adam'] as const;
export type Optimizer = (typeof OPTIMIZERS)[number];

/** The plane reaches from −6 to 6 in both directions. */
export const REACH = 6;
/** Points to train on, and as many to test with. */
export const HALF = 100;
/** Adam's β₁ and β₂. */
export const BETAS = [0.9, 0.999] as const;
/** A weight beyond this, and training has diverged: it stops there. */
export const DIVERGED = 1e3;

/** A point of the plane and its class, 0 or 1. */
export type Labelled = readonly [x: number, y: number, label: number];

/** A stream of random numbers for one purpose; `index` tells epochs apart. */
export const stream = (seed: number, purpose: number, index = 0): Random =>
  mulberry32(Math.imul(seed + 1, 0x9e3779b1) ^ Math.imul(4 * index + purpose, 0x85ebca6b));

const place = (value: number) =>
  Math.round(Math.min(REACH, Math.max(-REACH, value)) * 100) / 100 + 0;

/**
 * Points of a data set, the classes in turn: 100 to train on, then 100 to test with. Coordinates
 * have two decimals.
 *
 * @param noise standard deviation of what is added to both coordinates
 */
export function pointsOf(
  data: Exclude<DataSet, 'custom'>,
  noise: number,
  seed: number,
): Labelled[] {
  const random = stream(seed, 0);
  const between = (a: number, b: number) => a + (b - a) * random();
  const draw = (label: number): [number, number] => {
    const turn = 2 * Math.PI * random();
    switch (data) {
      case 'circle': {
        const r = label ? between(0, 2.4) : between(3.4, 5);
        return [r * Math.cos(turn), r * Math.sin(turn)];
      }
      case 'xor': {
        const [x, y] = [between(0.3, 5), between(0.3, 5)];
        const side = random() < 0.5 ? -1 : 1;
        return [side * x, side * (label ? y : -y)];
      }
      case 'gauss': {
        const middle = label ? 2 : -2;
        return [middle + 0.8 * normal(random), middle + 0.8 * normal(random)];
      }
      case 'spiral': {
        const t = between(0.06, 1);
        const angle = 1.5 * 2 * Math.PI * t + (label ? Math.PI : 0);
        return [5 * t * Math.sin(angle), 5 * t * Math.cos(angle)];
      }
      case 'moons': {
        const half = turn / 2;
        const [x, y] = [Math.cos(half), Math.sin(half)];
        return label ? [3 * x - 1.5, 3 * y - 0.75] : [1.5 - 3 * x, 0.75 - 3 * y];
      }
    }
  };
  return Array.from({ length: 2 * HALF }, (_, i): Labelled => {
    const [x, y] = draw(i % 2);
    return [place(x + noise * normal(random)), place(y + noise * normal(random)), i % 2];
  });
}

/** sin x from additions and multiplications alone, so that every engine gives the same bits. */
export function sine(x: number): number {
  const r = x - 2 * Math.PI * Math.round(x / (2 * Math.PI));
  let sum = 1;
  for (let n = 26; n > 0; n -= 2) sum = 1 - (sum * r * r) / (n * (n + 1));
  return r * sum;
}

/** What a point is fed in as. */
export function featureOf(feature: Feature, x: number, y: number): number {
  switch (feature) {
    case 'x':
      return x;
    case 'y':
      return y;
    case 'x2':
      return x * x;
    case 'y2':
      return y * y;
    case 'xy':
      return x * y;
    case 'sinx':
      return sine(x);
    case 'siny':
      return sine(y);
  }
}

/** The inputs [n, features] of points. */
export function inputsOf(
  features: readonly Feature[],
  points: readonly (readonly number[])[],
): Float64Array {
  const inputs = new Float64Array(points.length * features.length);
  points.forEach(([x, y], i) =>
    features.forEach((feature, f) => (inputs[i * features.length + f] = featureOf(feature, x, y))),
  );
  return inputs;
}

/** a = f(z). */
export function activate(activation: Activation, z: number): number {
  switch (activation) {
    case 'linear':
      return z;
    case 'relu':
      return Math.max(z, 0);
    case 'tanh':
      return 1 - 2 / (exp(2 * z) + 1);
    case 'sigmoid':
      return logistic(z);
  }
}

/** f′(z) told by a = f(z); 0 at the corner of ReLU. */
export function slope(activation: Activation, a: number): number {
  switch (activation) {
    case 'linear':
      return 1;
    case 'relu':
      return a > 0 ? 1 : 0;
    case 'tanh':
      return 1 - a * a;
    case 'sigmoid':
      return a * (1 - a);
  }
}

export interface Net {
  /** Widths from the features to the one output. */
  sizes: readonly number[];
  activation: Activation;
  weights: Float64Array;
}

/** The values of every layer for `n` inputs: the features [n, in], hidden activations, logits [n, 1]. */
export function forward({ sizes, activation, weights }: Net, inputs: Float64Array, n: number) {
  const all = [inputs];
  const { layers } = layout(sizes);
  layers.forEach(({ from, to, kernel, bias }, l) => {
    const x = all[l];
    const y = new Float64Array(n * to);
    for (let e = 0; e < n; e++) {
      for (let j = 0; j < to; j++) {
        let z = 0;
        for (let i = 0; i < from; i++) z += x[e * from + i] * weights[kernel + i * to + j];
        z += weights[bias + j];
        y[e * to + j] = l < layers.length - 1 ? activate(activation, z) : z;
      }
    }
    all.push(y);
  });
  return all;
}

/** ½ Σ w² over the kernels; biases are not held small. */
export function halfSquares({ sizes, weights }: Net): number {
  let sum = 0;
  for (const { kernel, bias } of layout(sizes).layers) {
    for (let i = kernel; i < bias; i++) sum += weights[i] * weights[i];
  }
  return sum / 2;
}

/**
 * The mean loss in nats over `n` inputs, and how many lie on the right side (z > 0 for class 1).
 *
 * @param grads if given, receives the gradient of mean loss + l2 · ½ Σ w²
 */
export function lossOf(
  net: Net,
  inputs: Float64Array,
  labels: ArrayLike<number>,
  l2 = 0,
  grads?: Float64Array,
): { loss: number; right: number } {
  const n = labels.length;
  const all = forward(net, inputs, n);
  const logits = all[all.length - 1];
  let loss = 0;
  let right = 0;
  let signal = new Float64Array(n);
  for (let e = 0; e < n; e++) {
    const z = logits[e];
    loss += softplus(labels[e] ? -z : z) / n;
    if (z > 0 === labels[e] > 0) right++;
    signal[e] = (logistic(z) - labels[e]) / n;
  }
  if (!grads) return { loss, right };
  const { layers } = layout(net.sizes);
  for (let l = layers.length - 1; l >= 0; l--) {
    const { from, to, kernel, bias } = layers[l];
    const before = new Float64Array(n * from);
    for (let e = 0; e < n; e++) {
      for (let j = 0; j < to; j++) {
        const s = signal[e * to + j];
        grads[bias + j] += s;
        for (let i = 0; i < from; i++) {
          grads[kernel + i * to + j] += all[l][e * from + i] * s;
          before[e * from + i] += net.weights[kernel + i * to + j] * s;
        }
      }
    }
    for (let i = kernel; i < bias; i++) grads[i] += l2 * net.weights[i];
    if (l > 0)
      for (let i = 0; i < before.length; i++) before[i] *= slope(net.activation, all[l][i]);
    signal = before;
  }
  return { loss, right };
}

/** What makes a run; the same run has the same numbers everywhere. */
export interface Run {
  features: readonly Feature[];
  hidden: readonly number[];
  activation: Activation;
  /** Without biases they are 0 and stay so. */
  bias: boolean;
  optimizer: Optimizer;
  rate: number;
  l2: number;
  batch: number;
  seed: number;
  /** All weights to start from; by default drawn from the seed. */
  weights?: ArrayLike<number>;
}

/** What stands after some steps. */
export interface Trained {
  net: Net;
  adam: Adam;
  /** Steps taken. */
  steps: number;
  diverged: boolean;
}

export const sizesOf = ({ features, hidden }: Pick<Run, 'features' | 'hidden'>): number[] => [
  features.length,
  ...hidden,
  1,
];

/** The numbers that are learned: Σ (in + 1)·out, without biases Σ in·out. */
export function parameterCount(sizes: readonly number[], bias = true): number {
  return layout(sizes).layers.reduce((sum, { from, to }) => sum + (from + Number(bias)) * to, 0);
}

/** Sets what belongs to biases to 0. */
function dropBiases(sizes: readonly number[], values: Float64Array): void {
  for (const { bias, to } of layout(sizes).layers) values.fill(0, bias, bias + to);
}

/**
 * The network before the first step: uniform on ±1/√in, as `torch.nn.Linear` has it, to six decimals,
 * so that a page can write it out.
 */
export function begin(run: Run): Trained {
  const sizes = sizesOf(run);
  const weights = run.weights
    ? Float64Array.from(run.weights)
    : initMlp(sizes, stream(run.seed, 1)).weights.map((w) => Math.round(w * 1e6) / 1e6);
  if (!run.bias) dropBiases(sizes, weights);
  const net = { sizes, activation: run.activation, weights };
  return { net, adam: freshAdam(weights.length), steps: 0, diverged: false };
}

/** A copy that further steps leave alone. */
export function copyOf({ net, adam, steps, diverged }: Trained): Trained {
  const { m, v, t } = adam;
  return {
    net: { ...net, weights: net.weights.slice() },
    adam: { m: m.slice(), v: v.slice(), t },
    steps,
    diverged,
  };
}

/**
 * The minibatch of step `step` (from 0): every epoch shuffles all points anew (R. Durstenfeld, 1964)
 * and cuts them into batches; the last one may be smaller.
 */
export function batchOf(
  { seed, batch }: Pick<Run, 'seed' | 'batch'>,
  n: number,
  step: number,
): number[] {
  // prettier-ignore
  const perEpoch = Math.ceil(n / batch);
  const random = stream(seed, 2, Math.floor(step / perEpoch));
  const order = Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [order[i], order[j]] = [order[j], order[i]];
  }
  const first = (step % perEpoch) * batch;
  return order.slice(first, first + batch);
}

/** The next minibatch, its loss without the penalty, and the gradient of loss and penalty. */
export function gradientOf(run: Run, { net, steps }: Trained, points: readonly Labelled[]) {
  const picked = batchOf(run, points.length, steps).map((i) => points[i]);
  const inputs = inputsOf(run.features, picked);
  const labels = picked.map(([, , label]) => label);
  const gradient = new Float64Array(net.weights.length);
  const { loss } = lossOf(net, inputs, labels, run.l2, gradient);
  if (!run.bias) dropBiases(net.sizes, gradient);
  return { inputs, labels, loss, gradient };
}

/** One step in place on the next minibatch; a run that has diverged stays where it is. */
export function step(run: Run, at: Trained, points: readonly Labelled[]): void {
  if (at.diverged) return;
  const { gradient } = gradientOf(run, at, points);
  const { weights } = at.net;
  if (run.optimizer === 'adam') adamStep(weights, gradient, at.adam, run.rate, BETAS);
  else for (let i = 0; i < weights.length; i++) weights[i] -= run.rate * gradient[i];
  at.steps++;
  at.diverged = !weights.every((w) => Math.abs(w) < DIVERGED);
}
