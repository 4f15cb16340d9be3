/**
 * A small network that fits noisy points of sin x on [−3, 3], and everything that keeps it from
 * fitting the noise as well: penalties, dropout, jitter, early stopping. Seeded, one input, two
 * hidden layers of tanh, one output, all training points in every step.
 */
import { adamStep, freshAdam, initMlp, layout, type Adam, type Mlp } from './mlp.ts';
import { mulberry32, type Random } from './random.ts';
import { ln, logistic } from './same.ts';

export const OPTIMIZERS = ['adam', 'sgd'] as const;
export type Optimizer = (typeof OPTIMIZERS)[number];

/** The points lie from −REACH to REACH. */
export const REACH = 3;
/** Points of the validation set. */
export const HELD_OUT = 60;
/** The losses are taken every so many steps. */
export const EVERY = 10;
const BETAS = [0.9, 0.999] as const;

/** What makes a run; the same run has the same numbers everywhere. */
export interface Run {
  samples: number;
  /** Standard deviation of the noise on every label. */
  noise: number;
  /** Share of the training labels that are replaced by numbers that say nothing. */
  wrong: number;
  /** Units of each hidden layer. */
  width: number;
  optimizer: Optimizer;
  rate: number;
  /** λ of the penalty (λ/2)·Σw² on the kernels. */
  l2: number;
  /** Whether λ shrinks the kernels beside the gradient (AdamW) instead of being part of the loss. */
  decoupled: boolean;
  /** λ₁ of the penalty λ₁·Σ|w| on the kernels, taken by a proximal step. */
  l1: number;
  /** Share of the hidden units that a step drops. */
  dropout: number;
  /** Standard deviation of what is added to each x in each step. */
  jitter: number;
  seed: number;
}

export interface Points {
  x: Float64Array;
  y: Float64Array;
}

/** A stream of random numbers for one purpose; `index` tells the steps of a run apart. */
export function stream(seed: number, purpose: number, index = 0): Random {
  return mulberry32(Math.imul(seed + 1, 0x9e3779b1) ^ Math.imul(8 * index + purpose, 0x85ebca6b));
}

/** A normal number by G. Marsaglia's polar method, the same bits in every engine. */
export function gauss(random: Random): number {
  for (;;) {
    const a = 2 * random() - 1;
    const b = 2 * random() - 1;
    const s = a * a + b * b;
    if (s > 0 && s < 1) return a * Math.sqrt((-2 * ln(s)) / s);
  }
}

/** To four decimals, so that a program can say the number. */
const short = (value: number) => Math.round(value * 1e4) / 1e4;

function draw(n: number, noise: number, random: Random): Points {
  const x = new Float64Array(n);
  const y = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    x[i] = short(REACH * ((2 * (i + random())) / n - 1));
    y[i] = short(Math.sin(x[i]) + noise * gauss(random));
  }
  return { x, y };
}

/** The training points of a run, the places of those with a wrong label, and the validation points. */
export function dataOf({ samples, noise, wrong, seed }: Run): {
  train: Points;
  wrong: number[];
  held: Points;
} {
  const train = draw(samples, noise, stream(seed, 1));
  const held = draw(HELD_OUT, noise, stream(seed, 2));
  const random = stream(seed, 3);
  const order = Array.from({ length: samples }, (_, i) => [random(), i]).sort(([a], [b]) => a - b);
  const places = order.slice(0, Math.round(wrong * samples)).map(([, i]) => i);
  for (const i of places) train.y[i] = short(3 * random() - 1.5);
  return { train, wrong: places.sort((a, b) => a - b), held };
}

export const sizesOf = (width: number): readonly number[] => [1, width, width, 1];

/** tanh, the same bits in every engine. */
const tanh = (x: number) => 2 * logistic(2 * x) - 1;

/** Hidden units kept (1/(1 − p)) and dropped (0) [2, n·width]: inverted dropout. */
export type Masks = readonly [Float64Array, Float64Array];

export function masksOf(p: number, count: number, random: Random): Float64Array {
  const keep = 1 / (1 - p);
  return Float64Array.from({ length: count }, () => (random() < p ? 0 : keep));
}

/** The activations of each layer, after their masks; the output last. */
function forward({ sizes, weights }: Mlp, x: Float64Array, masks?: Masks): Float64Array[] {
  const { layers } = layout(sizes);
  const n = x.length;
  const all = [x];
  layers.forEach(({ from, to, kernel, bias }, l) => {
    const input = all[l];
    const y = new Float64Array(n * to);
    for (let e = 0; e < n; e++) {
      const out = e * to;
      for (let j = 0; j < to; j++) y[out + j] = weights[bias + j];
      for (let i = 0; i < from; i++) {
        const value = input[e * from + i];
        if (value === 0) continue;
        const row = kernel + i * to;
        for (let j = 0; j < to; j++) y[out + j] += value * weights[row + j];
      }
    }
    if (l < layers.length - 1) {
      const mask = masks?.[l];
      for (let i = 0; i < y.length; i++) y[i] = tanh(y[i]) * (mask ? mask[i] : 1);
    }
    all.push(y);
  });
  return all;
}

/** f at each x, without dropout. */
export const predict = (net: Mlp, x: Float64Array): Float64Array => forward(net, x)[3];

/** Mean of the squared errors. */
export function mse(found: ArrayLike<number>, y: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < y.length; i++) sum += (found[i] - y[i]) ** 2;
  return sum / y.length;
}

/** The mean squared error of points and its gradient with respect to all weights. */
export function gradientOf(
  net: Mlp,
  { x, y }: Points,
  masks?: Masks,
): { loss: number; grads: Float64Array } {
  const { layers, count } = layout(net.sizes);
  const n = x.length;
  const all = forward(net, x, masks);
  const grads = new Float64Array(count);
  let signal = all[3].map((found, i) => (2 * (found - y[i])) / n);
  for (let l = layers.length - 1; l >= 0; l--) {
    const { from, to, kernel, bias } = layers[l];
    const input = all[l];
    const mask = masks?.[l - 1];
    const before = new Float64Array(n * from);
    for (let e = 0; e < n; e++) {
      for (let j = 0; j < to; j++) grads[bias + j] += signal[e * to + j];
      for (let i = 0; i < from; i++) {
        const at = e * from + i;
        const row = kernel + i * to;
        let sum = 0;
        for (let j = 0; j < to; j++) {
          const s = signal[e * to + j];
          grads[row + j] += input[at] * s;
          sum += s * net.weights[row + j];
        }
        if (l === 0) continue;
        // tanh′ = 1 − tanh²; under a mask the activation is tanh times the mask.
        const m = mask ? mask[at] : 1;
        const t = m === 0 ? 0 : input[at] / m;
        before[at] = sum * m * (1 - t * t);
      }
    }
    signal = before;
  }
  return { loss: mse(all[3], y), grads };
}

/** Calls `f` with the place of each weight of a kernel: biases are not punished. */
export function eachKernel(width: number, f: (at: number) => void): void {
  for (const { from, to, kernel } of layout(sizesOf(width)).layers) {
    for (let i = kernel; i < kernel + from * to; i++) f(i);
  }
}

/** Σw² and Σ|w| over the kernels. */
export function sizeOfKernels({ sizes, weights }: Mlp): { squares: number; absolutes: number } {
  let [squares, absolutes] = [0, 0];
  eachKernel(sizes[1], (i) => {
    squares += weights[i] * weights[i];
    absolutes += Math.abs(weights[i]);
  });
  return { squares, absolutes };
}

/** The objective, (λ/2)·Σw² and λ₁·Σ|w| included, and its (sub)gradient: 0 at w = 0 for |w|. */
export function objectiveOf(
  run: Pick<Run, 'l2' | 'l1'>,
  net: Mlp,
  points: Points,
  masks?: Masks,
): { loss: number; grads: Float64Array } {
  const { loss, grads } = gradientOf(net, points, masks);
  const { squares, absolutes } = sizeOfKernels(net);
  eachKernel(net.sizes[1], (i) => {
    grads[i] += run.l2 * net.weights[i] + run.l1 * Math.sign(net.weights[i]);
  });
  return { loss: loss + (run.l2 / 2) * squares + run.l1 * absolutes, grads };
}

/** What stands after some steps. */
export interface Trained {
  net: Mlp;
  adam: Adam;
  /** Steps so far. */
  step: number;
}

export function begin({ width, seed }: Pick<Run, 'width' | 'seed'>): Trained {
  const net = initMlp(sizesOf(width), stream(seed, 0));
  return { net, adam: freshAdam(net.weights.length), step: 0 };
}

/** A copy that further steps leave alone. */
export function copyOf({ net, adam, step }: Trained): Trained {
  return {
    net: { sizes: net.sizes, weights: net.weights.slice() },
    adam: { m: adam.m.slice(), v: adam.v.slice(), t: adam.t },
    step,
  };
}

/** What a step sees: the points with their jitter, and the masks of its dropout. */
export function batchOf(
  { dropout, jitter, width, seed }: Run,
  { x, y }: Points,
  step: number,
): { points: Points; masks?: Masks } {
  const random = stream(seed, 4, step);
  const moved = jitter > 0 ? x.map((v) => v + jitter * gauss(random)) : x;
  const points = { x: moved, y };
  if (dropout === 0) return { points };
  const mask = () => masksOf(dropout, x.length * width, random);
  return { points, masks: [mask(), mask()] };
}

/** The weight after the proximal step of t·|w|: nearer to 0 by t, and exactly 0 within it. */
export function softThreshold(w: number, t: number): number {
  if (w > t) return w - t;
  return w < -t ? w + t : 0;
}

/**
 * One step in place. SGD: w − ηg. Adam: algorithm 1 of Kingma and Ba (2015). Decoupled decay first
 * multiplies the kernels by 1 − ηλ (Loshchilov and Hutter, 2019); the proximal step of L1 comes last,
 * with threshold ηλ₁.
 *
 * @returns the mean squared error of what the step saw, before it
 */
export function stepOn(run: Run, at: Trained, train: Points): number {
  const { points, masks } = batchOf(run, train, at.step);
  const { loss, grads } = gradientOf(at.net, points, masks);
  const { weights } = at.net;
  const { rate, l2, l1, width } = run;
  if (l2 > 0) {
    eachKernel(width, (i) => {
      if (run.decoupled) weights[i] *= 1 - rate * l2;
      else grads[i] += l2 * weights[i];
    });
  }
  if (run.optimizer === 'adam') adamStep(weights, grads, at.adam, rate, BETAS);
  else for (let i = 0; i < weights.length; i++) weights[i] -= rate * grads[i];
  if (l1 > 0) {
    eachKernel(width, (i) => {
      weights[i] = softThreshold(weights[i], rate * l1);
    });
  }
  at.step++;
  return loss;
}
