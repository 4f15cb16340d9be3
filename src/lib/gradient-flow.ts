/**
 * How the size of activations and gradients changes from layer to layer of a deep network, measured
 * and as theory predicts it.
 *
 * Layer l of n units computes z = a·W, normalizes z if asked to, and a′ = f(z), or a′ = a + f(z) with
 * a skip connection. There are no biases. The input and the gradient that enters at the top are drawn
 * from N(0, 1), so the loss is mean over the batch of Σ c·a of the last layer.
 *
 * Theory (X. Glorot and Y. Bengio, 2010; K. He et al., 2015; S. Schoenholz et al., 2017): for weights
 * of mean 0 drawn independently, Var(z) = n·Var(w)·E[a²], E[a′²] = E[f(z)²] for z ~ N(0, Var(z)), and
 * backwards E[δ²] = n·Var(w)·E[f′(z)²]·E[δ′²]. It is exact on average over weights for one layer, and
 * for many layers as n grows.
 */
import { ACTIVATIONS } from './ops/activation.ts';
import { normal, type Random } from './random.ts';

export const FUNCTIONS = ['linear', 'sigmoid', 'tanh', 'relu', 'leaky-relu'] as const;
export type FunctionName = (typeof FUNCTIONS)[number];

export const INITS = [
  'zeros',
  'constant',
  'normal',
  'lecun',
  'xavier-normal',
  'xavier-uniform',
  'he-normal',
  'he-uniform',
] as const;
export type Init = (typeof INITS)[number];

export const NORMS = ['none', 'batch', 'layer'] as const;
export type Norm = (typeof NORMS)[number];

/** Slope of the leaky ReLU below 0. */
export const LEAK = 0.01;
/** What is added to a variance before its root is divided by. */
export const EPS = 1e-5;
/** Examples of the batch. */
export const BATCH = 32;
/** The rate of the training steps. */
export const RATE = 0.1;

export interface FlowOptions {
  depth: number;
  width: number;
  fn: FunctionName;
  init: Init;
  /** Standard deviation of `normal`, value of `constant`. */
  std: number;
  skip: boolean;
  norm: Norm;
}

interface Curve {
  f(x: number): number;
  df(x: number): number;
}

/** A function and its derivative. */
export const curveOf = (name: FunctionName): Curve => {
  if (name === 'linear') return { f: (x) => x, df: () => 1 };
  const { f, df } = ACTIVATIONS[name];
  return name === 'leaky-relu' ? { f: (x) => f(x, LEAK), df: (x) => df(x, LEAK) } : { f, df };
};

/** Whether f(s·x) = s·f(x) for s > 0. */
export const isHomogeneous = (name: FunctionName): boolean =>
  name === 'linear' || name === 'relu' || name === 'leaky-relu';

/** Var(w) of a square layer with fan-in = fan-out = n; Xavier's 2/(n + n) is LeCun's 1/n then. */
export function varianceOf(init: Init, n: number, std: number): number {
  if (init === 'zeros' || init === 'constant') return 0;
  if (init === 'normal') return std * std;
  return (init.startsWith('he') ? 2 : 1) / n;
}

/** The weights [n, n] of one layer: row i belongs to unit i below. */
export function drawWeights(
  { init, width: n, std }: Pick<FlowOptions, 'init' | 'width' | 'std'>,
  random: Random,
): Float64Array {
  const weights = new Float64Array(n * n);
  if (init === 'zeros') return weights;
  if (init === 'constant') return weights.fill(std);
  const deviation = Math.sqrt(varianceOf(init, n, std));
  const edge = Math.sqrt(3) * deviation; // a uniform distribution on ±e has the variance e²/3
  for (let i = 0; i < weights.length; i++) {
    weights[i] = init.endsWith('uniform') ? (2 * random() - 1) * edge : normal(random) * deviation;
  }
  return weights;
}

/** Numbers from N(0, 1). */
export const drawNormal = (count: number, random: Random): Float64Array =>
  Float64Array.from({ length: count }, () => normal(random));

/** Sums of a [rows, n] · W [n, n], row by row. */
function times(a: Float64Array, weights: Float64Array, n: number): Float64Array {
  const y = new Float64Array(a.length);
  for (let e = 0; e < a.length; e += n) {
    for (let i = 0; i < n; i++) {
      const value = a[e + i];
      if (value === 0) continue;
      const row = i * n;
      for (let j = 0; j < n; j++) y[e + j] += value * weights[row + j];
    }
  }
  return y;
}

/** d [rows, n] · Wᵀ. */
function timesTransposed(d: Float64Array, weights: Float64Array, n: number): Float64Array {
  const y = new Float64Array(d.length);
  for (let e = 0; e < d.length; e += n) {
    for (let i = 0; i < n; i++) {
      const row = i * n;
      let sum = 0;
      for (let j = 0; j < n; j++) sum += d[e + j] * weights[row + j];
      y[e + i] = sum;
    }
  }
  return y;
}

/** What a layer made on the way forwards. */
export interface Passed {
  /** a·W, and what f is applied to: the same unless it is normalized. */
  z: Float64Array;
  scaled: Float64Array;
  /** 1/√(variance + ε) of each slice that was normalized. */
  inverse: Float64Array;
  out: Float64Array;
}

/** Mean of the values of slice k: a column of the batch, or a row of the layer. */
function sliceMean(values: Float64Array, n: number, norm: Norm, k: number): number {
  let sum = 0;
  if (norm === 'batch') for (let i = k; i < values.length; i += n) sum += values[i];
  else for (let i = k * n; i < (k + 1) * n; i++) sum += values[i];
  return sum / (norm === 'batch' ? values.length / n : n);
}

/** One layer forwards. */
export function passForward(a: Float64Array, weights: Float64Array, options: FlowOptions): Passed {
  const { width: n, fn, norm, skip } = options;
  const { f } = curveOf(fn);
  const z = times(a, weights, n);
  let scaled = z;
  let inverse = new Float64Array(0);
  if (norm !== 'none') {
    const slices = norm === 'batch' ? n : z.length / n;
    const of = (i: number) => (norm === 'batch' ? i % n : Math.floor(i / n));
    const means = Float64Array.from({ length: slices }, (_, k) => sliceMean(z, n, norm, k));
    const centred = z.map((value, i) => value - means[of(i)]);
    const squares = centred.map((value) => value * value);
    inverse = means.map((_, k) => 1 / Math.sqrt(sliceMean(squares, n, norm, k) + EPS));
    scaled = centred.map((value, i) => value * inverse[of(i)]);
  }
  const out = scaled.map((value, i) => f(value) + (skip ? a[i] : 0));
  return { z, scaled, inverse, out };
}

/** The gradient with respect to z of a layer, from that with respect to what it gave. */
export function signalOf(d: Float64Array, passed: Passed, options: FlowOptions): Float64Array {
  const { width: n, fn, norm } = options;
  const { df } = curveOf(fn);
  const { scaled, inverse } = passed;
  const signal = d.map((value, i) => value * df(scaled[i]));
  if (norm === 'none') return signal;
  const of = (i: number) => (norm === 'batch' ? i % n : Math.floor(i / n));
  const along = signal.map((value, i) => value * scaled[i]);
  const means = inverse.map((_, k) => sliceMean(signal, n, norm, k));
  const shares = inverse.map((_, k) => sliceMean(along, n, norm, k));
  return signal.map((value, i) => inverse[of(i)] * (value - means[of(i)] - scaled[i] * shares[of(i)])); // prettier-ignore
}

/** The gradient with respect to the input of a layer. */
export function passBackward(
  d: Float64Array,
  signal: Float64Array,
  weights: Float64Array,
  { width, skip }: FlowOptions,
): Float64Array {
  const below = timesTransposed(signal, weights, width);
  return skip ? below.map((value, i) => value + d[i]) : below;
}

/**
 * One step of gradient descent on the weights of a layer, in place. The loss is a mean over the
 * batch, and a gradient longer than 1 is clipped to that length.
 */
export function train(
  weights: Float64Array,
  a: Float64Array,
  signal: Float64Array,
  n: number,
  rate: number,
): void {
  const gradient = new Float64Array(n * n);
  for (let e = 0; e < a.length; e += n) {
    for (let i = 0; i < n; i++) {
      const value = (a[e + i] * n) / a.length;
      for (let j = 0; j < n; j++) gradient[i * n + j] += value * signal[e + j];
    }
  }
  const length = Math.sqrt(gradient.reduce((sum, value) => sum + value * value, 0));
  const share = rate / Math.max(1, length);
  for (let i = 0; i < gradient.length; i++) weights[i] -= share * gradient[i];
}

/** E[x²], finite as long as the root of it is. */
export function meanSquare(values: ArrayLike<number>): number {
  let largest = 0;
  for (let i = 0; i < values.length; i++) largest = Math.max(largest, Math.abs(values[i]));
  if (largest === 0) return 0;
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += (values[i] / largest) ** 2;
  return (sum / values.length) * largest * largest;
}

/** How many of the n units of a layer have weights of their own: different columns of W. */
export function distinctUnits(weights: Float64Array, n: number): number {
  const found: number[] = [];
  const same = (j: number, k: number) => {
    for (let i = 0; i < n * n; i += n) if (weights[i + j] !== weights[i + k]) return false;
    return true;
  };
  for (let j = 0; j < n; j++) if (!found.some((k) => same(j, k))) found.push(j);
  return found.length;
}

export interface Moments {
  /** E[f(z)], E[f(z)²] and E[f′(z)²]. */
  mean: number;
  square: number;
  slope: number;
}

const REACH = 8;
const CELLS = 800;

/** Means over z ~ N(0, variance), by the midpoint rule, whose points do not meet the kink at 0. */
export function momentsOf(name: FunctionName, variance: number): Moments {
  const { f, df } = curveOf(name);
  const deviation = Math.sqrt(variance);
  let [mean, square, slope, whole] = [0, 0, 0, 0];
  for (let k = 0; k < CELLS; k++) {
    const z = ((2 * k + 1) / CELLS - 1) * REACH;
    const weight = Math.exp((-z * z) / 2);
    const value = f(deviation * z);
    mean += weight * value;
    square += weight * value * value;
    slope += weight * df(deviation * z) ** 2;
    whole += weight;
  }
  return { mean: mean / whole, square: square / whole, slope: slope / whole };
}

export interface Predicted {
  /** E[a²] after each layer, the input first; E[δ²] of the gradient there, that of the input first. */
  forward: number[];
  backward: number[];
}

/**
 * What theory says of every layer, from an input and a top gradient of mean square 1; undefined for
 * weights that are not random, and for normalized layers, whose gradients it does not cover.
 */
export function predict(options: FlowOptions): Predicted | undefined {
  const { depth, width, fn, init, std, skip, norm } = options;
  if (init === 'zeros' || init === 'constant' || norm !== 'none') return undefined;
  const gain = width * varianceOf(init, width, std);
  const forward = [1];
  const slopes: number[] = [];
  let mean = 0;
  for (let l = 0; l < depth; l++) {
    const moments = layerMoments(fn, gain * forward[l]);
    slopes.push(gain * moments.slope + (skip ? 1 : 0));
    forward.push(moments.square + (skip ? forward[l] + 2 * mean * moments.mean : 0));
    mean = moments.mean + (skip ? mean : 0);
  }
  const backward = [1];
  for (const slope of slopes.reverse()) backward.unshift(backward[0] * slope);
  return { forward, backward };
}

/** Homogeneous functions scale: their moments are those of variance 1, also where a root would overflow. */
function layerMoments(fn: FunctionName, variance: number): Moments {
  if (!isHomogeneous(fn)) return momentsOf(fn, variance);
  const { mean, square, slope } = momentsOf(fn, 1);
  return { mean: mean * Math.sqrt(variance), square: square * variance, slope };
}

/** E[f(z)], E[f(z)²] and E[f′(z)²] of a layer whose z has this variance. */
export const expected = layerMoments;
