/**
 * Plain and residual networks of one width on pictures of digits, trained with all pictures at once.
 *
 *   a_0 = ReLU(N(x·W_0)),  u = ReLU(N(a·W)),  a' = ReLU(N(u·W') + a),  logits = a·W_last
 *
 * A plain network leaves out “+ a”, and differs in nothing else. N divides by the deviation of the
 * batch after its mean is taken off (batch normalization with γ = 1, β = 0), or does nothing.
 * Layers counted are those with weights; there are no biases. The step is SGD with momentum 0.9 as
 * PyTorch has it: v ← 0.9 v + g, w ← w − ηv.
 *
 * After K. He, X. Zhang, S. Ren and J. Sun, Deep residual learning for image recognition, 2016.
 */
import { mulberry32, normal } from './random.ts';

/** Numbers of a picture (7×7), of a layer, of the classes. */
export const INPUTS = 49;
export const WIDTH = 16;
export const CLASSES = 10;
/** Pictures of each class. */
export const EACH = 20;
export const COUNT = EACH * CLASSES;
export const MOMENTUM = 0.9;
export const NORM_EPS = 1e-5;
/** A loss beyond this, or none at all, ends a run. */
export const DIVERGED = 1000;

export interface NetShape {
  /** Layers with weights, an even number from 4: the first, the last, and pairs between. */
  depth: number;
  /** Whether the input of every pair is added to what comes out of it. */
  shortcuts: boolean;
  normalized: boolean;
}

export interface Digits {
  /** [COUNT, INPUTS] from 0 to 1. */
  pixels: Float64Array;
  labels: Uint8Array;
}

/** A network in training; `weights` has one matrix [in, out] per layer. */
export interface Trained {
  shape: NetShape;
  weights: Float64Array[];
  velocity: Float64Array[];
  steps: number;
  diverged: boolean;
}

/**
 * The first EACH tiles of every class, each shrunk from 28×28 to 7×7 by means of 4×4 pixels and
 * rounded to fifteenths, so that one hexadecimal digit writes a number.
 *
 * @param pixels [n, 28, 28] from 0 to 255, the classes one after the other
 */
export function smallDigits(pixels: Uint8Array, labels: Uint8Array): Digits {
  const made = { pixels: new Float64Array(COUNT * INPUTS), labels: new Uint8Array(COUNT) };
  const taken = new Array<number>(CLASSES).fill(0);
  for (let i = 0, n = 0; n < COUNT; i++) {
    if (taken[labels[i]]++ >= EACH) continue;
    made.labels[n] = labels[i];
    for (let p = 0; p < 784; p++) {
      const cell = 7 * Math.floor(p / 112) + Math.floor((p % 28) / 4);
      made.pixels[n * INPUTS + cell] += pixels[i * 784 + p] / (16 * 255);
    }
    n++;
  }
  made.pixels.forEach((v, i) => (made.pixels[i] = Math.round(15 * v) / 15));
  return made;
}

const sizesOf = (depth: number): [number, number][] =>
  Array.from({ length: depth }, (_, l) => [
    l === 0 ? INPUTS : WIDTH,
    l === depth - 1 ? CLASSES : WIDTH,
  ]);

export const parametersOf = (depth: number): number =>
  sizesOf(depth).reduce((sum, [from, to]) => sum + from * to, 0);

/**
 * A network before training: normal numbers with variance 2/in (He), for the last layer 1/in. Layer
 * by layer from one seed, so plain and residual networks of one depth begin with the same weights.
 */
export function begin(shape: NetShape, seed: number): Trained {
  const random = mulberry32(seed);
  const weights = sizesOf(shape.depth).map(([from, to], l) => {
    const deviation = Math.sqrt((l === shape.depth - 1 ? 1 : 2) / from);
    return Float64Array.from({ length: from * to }, () => deviation * normal(random));
  });
  const velocity = weights.map((w) => new Float64Array(w.length));
  return { shape, weights, velocity, steps: 0, diverged: false };
}

export const copyOf = (at: Trained): Trained => ({
  ...at,
  weights: at.weights.map((w) => w.slice()),
  velocity: at.velocity.map((v) => v.slice()),
});

/** y[n, to] = x[n, from] · w[from, to]. */
function times(x: Float64Array, w: Float64Array, from: number, to: number): Float64Array {
  const n = x.length / from;
  const y = new Float64Array(n * to);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < from; k++) {
      const v = x[i * from + k];
      if (v === 0) continue;
      const wAt = k * to;
      const yAt = i * to;
      for (let j = 0; j < to; j++) y[yAt + j] += v * w[wAt + j];
    }
  }
  return y;
}

/** g·wᵀ: the gradient of the input from that of the output. */
function back(g: Float64Array, w: Float64Array, from: number, to: number): Float64Array {
  const n = g.length / to;
  const x = new Float64Array(n * from);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < from; k++) {
      let sum = 0;
      for (let j = 0; j < to; j++) sum += g[i * to + j] * w[k * to + j];
      x[i * from + k] = sum;
    }
  }
  return x;
}

/** xᵀ·g: the gradient of the weights. */
function outer(x: Float64Array, g: Float64Array, from: number, to: number): Float64Array {
  const n = g.length / to;
  const w = new Float64Array(from * to);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < from; k++) {
      const v = x[i * from + k];
      if (v === 0) continue;
      const gAt = i * to;
      const wAt = k * to;
      for (let j = 0; j < to; j++) w[wAt + j] += v * g[gAt + j];
    }
  }
  return w;
}

/** Takes mean and deviation off every column in place; 1/deviation of each. */
function normalize(z: Float64Array, width: number): Float64Array {
  const n = z.length / width;
  const scale = new Float64Array(width);
  for (let j = 0; j < width; j++) {
    let mean = 0;
    for (let i = j; i < z.length; i += width) mean += z[i] / n;
    let variance = 0;
    for (let i = j; i < z.length; i += width) variance += (z[i] - mean) ** 2 / n;
    scale[j] = 1 / Math.sqrt(variance + NORM_EPS);
    for (let i = j; i < z.length; i += width) z[i] = (z[i] - mean) * scale[j];
  }
  return scale;
}

/** dz = scale·(g − mean(g) − ẑ·mean(g·ẑ)), column by column. */
function normalizeBack(g: Float64Array, z: Float64Array, scale: Float64Array): Float64Array {
  const width = scale.length;
  const n = z.length / width;
  const made = new Float64Array(z.length);
  for (let j = 0; j < width; j++) {
    let mean = 0;
    let along = 0;
    for (let i = j; i < z.length; i += width) {
      mean += g[i] / n;
      along += (g[i] * z[i]) / n;
    }
    for (let i = j; i < z.length; i += width) made[i] = scale[j] * (g[i] - mean - z[i] * along);
  }
  return made;
}

/** What the forward pass leaves behind; layer l reads `inputs[l]`. */
export interface Pass {
  inputs: Float64Array[];
  /** After normalization, before the addition and ReLU. */
  normed: Float64Array[];
  scales: (Float64Array | undefined)[];
  logits: Float64Array;
  /** Mean of −ln p(true class), and the share of pictures whose class scores most. */
  loss: number;
  accuracy: number;
}

/** Layer l ends a pair, and its shortcut begins with the input of layer l − 1. */
export const joins = ({ shortcuts, depth }: NetShape, l: number): boolean =>
  shortcuts && l > 0 && l < depth - 1 && l % 2 === 0;

export function forward(
  { shape, weights }: Pick<Trained, 'shape' | 'weights'>,
  digits: Digits,
): Pass {
  const { depth, normalized } = shape;
  const inputs = [digits.pixels];
  const normed: Float64Array[] = [];
  const scales: Pass['scales'] = [];
  for (let l = 0; l < depth - 1; l++) {
    const z = times(inputs[l], weights[l], l === 0 ? INPUTS : WIDTH, WIDTH);
    scales.push(normalized ? normalize(z, WIDTH) : undefined);
    normed.push(z);
    const before = joins(shape, l) ? inputs[l - 1] : undefined;
    inputs.push(z.map((v, i) => Math.max(0, before ? v + before[i] : v)));
  }
  const logits = times(inputs[depth - 1], weights[depth - 1], WIDTH, CLASSES);
  const { loss, accuracy } = lossOf(logits, digits.labels);
  return { inputs, normed, scales, logits, loss, accuracy };
}

function lossOf(logits: Float64Array, labels: Uint8Array): { loss: number; accuracy: number } {
  let loss = 0;
  let right = 0;
  for (let i = 0; i < labels.length; i++) {
    const row = logits.subarray(i * CLASSES, (i + 1) * CLASSES);
    const top = Math.max(...row);
    const sum = row.reduce((all, z) => all + Math.exp(z - top), 0);
    loss += Math.log(sum) + top - row[labels[i]];
    if (row[labels[i]] === top) right++;
  }
  return { loss: loss / labels.length, accuracy: right / labels.length };
}

export interface Gradients {
  weights: Float64Array[];
  /** ∂L/∂(output of layer l): what arrives there, both ways added up where there are two. */
  outputs: Float64Array[];
}

/** Gradients of the loss of a pass. */
export function backward(
  { shape, weights }: Pick<Trained, 'shape' | 'weights'>,
  { inputs, normed, scales, logits }: Pass,
  { labels }: Digits,
): Gradients {
  const { depth } = shape;
  const onWeights: Float64Array[] = [];
  const outputs: Float64Array[] = [];
  const last = new Float64Array(logits.length);
  for (let i = 0; i < labels.length; i++) {
    const row = logits.subarray(i * CLASSES, (i + 1) * CLASSES);
    const top = Math.max(...row);
    const sum = row.reduce((all, z) => all + Math.exp(z - top), 0);
    row.forEach((z, k) => {
      last[i * CLASSES + k] = (Math.exp(z - top) / sum - Number(k === labels[i])) / labels.length;
    });
  }
  outputs[depth - 1] = last;
  onWeights[depth - 1] = outer(inputs[depth - 1], last, WIDTH, CLASSES);
  outputs[depth - 2] = back(last, weights[depth - 1], WIDTH, CLASSES);
  // What shortcuts carry past a layer, by the layer whose output receives it.
  const carried: (Float64Array | undefined)[] = [];
  for (let l = depth - 2; l >= 0; l--) {
    const extra = carried[l];
    if (extra) outputs[l] = outputs[l].map((g, i) => g + extra[i]);
    const summed = outputs[l].map((g, i) => (inputs[l + 1][i] > 0 ? g : 0));
    if (joins(shape, l)) carried[l - 2] = summed;
    const scale = scales[l];
    const g = scale ? normalizeBack(summed, normed[l], scale) : summed;
    const from = l === 0 ? INPUTS : WIDTH;
    onWeights[l] = outer(inputs[l], g, from, WIDTH);
    if (l > 0) outputs[l - 1] = back(g, weights[l], WIDTH, WIDTH);
  }
  return { weights: onWeights, outputs };
}

/** Root of the mean square. */
export function rms(values: Float64Array): number {
  let sum = 0;
  for (const v of values) sum += v * v;
  return Math.sqrt(sum / values.length);
}

/**
 * One step with all pictures. A step that would lead to a loss beyond DIVERGED, or to none, is not
 * taken, and ends the run.
 *
 * @param pass what `forward` gives for `at`; returned is that of the network after the step
 */
export function step(at: Trained, pass: Pass, digits: Digits, rate: number): [Trained, Pass] {
  const { weights } = backward(at, pass, digits);
  const next = copyOf(at);
  weights.forEach((g, l) => {
    const [w, v] = [next.weights[l], next.velocity[l]];
    for (let i = 0; i < g.length; i++) {
      v[i] = MOMENTUM * v[i] + g[i];
      w[i] -= rate * v[i];
    }
  });
  next.steps++;
  const after = forward(next, digits);
  return after.loss <= DIVERGED ? [next, after] : [{ ...at, diverged: true }, pass];
}
