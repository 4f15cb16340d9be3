/**
 * Transfer learning with few examples: which are drawn, a linear head on frozen features, and
 * networks that are trained further or from nothing, in float64.
 *
 * The head is softmax regression by gradient descent with momentum, v ← μv + ∇, w ← w − ηv
 * (B. Polyak, Some methods of speeding up the convergence of iteration methods, 1964, as PyTorch's
 * SGD writes it). Networks begin with N(0, 2/n) (K. He et al., arXiv:1502.01852).
 */
import { convolved, halved } from './compress.ts';
import { softmax } from './ops/activation.ts';
import { mulberry32, normal } from './random.ts';

/** The order of 0 … n − 1 that a seed gives; its first k are a draw of k. */
export function shuffled(n: number, random: () => number): number[] {
  const order = Array.from({ length: n }, (_, i) => i);
  for (let i = 0; i < n; i++) {
    const j = i + Math.floor(random() * (n - i));
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}

/**
 * The examples of a draw: as many of each class, class after class within each round, so that a draw
 * of fewer is the beginning of one of more.
 *
 * @param pool how many examples of each class there are to draw from
 * @returns [shots × classes] places in the pool of their class
 */
export function drawn(classes: number, shots: number, pool: number, seed: number): number[][] {
  const random = mulberry32(seed);
  const orders = Array.from({ length: classes }, () => shuffled(pool, random));
  return Array.from({ length: shots }, (_, i) => orders.map((order) => order[i]));
}

/** Examples of each step: the whole set is shuffled anew whenever it is used up. */
export function batches(n: number, size: number, steps: number, seed: number): number[][] {
  const random = mulberry32(seed);
  const most = Math.min(size, n);
  let rest: number[] = [];
  return Array.from({ length: steps }, () => {
    while (rest.length < most) rest.push(...shuffled(n, random));
    const batch = rest.slice(0, most);
    rest = rest.slice(most);
    return batch;
  });
}

// ---- the head --------------------------------------------------------------------------------

/** Scores z = Wᵀx/s + b for features x. */
export interface Head {
  /** [features, classes], row-major. */
  kernel: Float64Array;
  bias: Float64Array;
  /** s: the root of the mean squared length of the training features. */
  scale: number;
}

export interface Rule {
  rate: number;
  momentum: number;
}

/** The root of the mean squared length; 1 when all are zero. */
export function scaleOf(features: readonly Float64Array[]): number {
  const squares = features.reduce((sum, x) => sum + dot(x, x), 0);
  return Math.sqrt(squares / features.length) || 1;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

/** z = Wᵀx/s + b. */
export function scoresOf({ kernel, bias, scale }: Head, x: Float64Array): Float64Array {
  const K = bias.length;
  const z = new Float64Array(K);
  for (let i = 0; i < x.length; i++) {
    if (x[i] === 0) continue;
    for (let k = 0; k < K; k++) z[k] += x[i] * kernel[i * K + k];
  }
  return z.map((v, k) => v / scale + bias[k]);
}

/** −ln p of a class, from scores. */
export function lossOf(scores: ArrayLike<number>, label: number): number {
  const z = Array.from(scores);
  const most = Math.max(...z);
  return Math.log(z.reduce((sum, v) => sum + Math.exp(v - most), 0)) + most - z[label];
}

/**
 * Trains a linear head from zero, all examples in every step. As W stays a sum of examples, the steps
 * are taken on its n × classes coefficients, and W is put together at the end: the same numbers.
 *
 * @returns the head and its mean loss, after generators' yields in between
 */
export function* trainHead(
  features: readonly Float64Array[],
  labels: readonly number[],
  classes: number,
  steps: number,
  { rate, momentum }: Rule,
): Generator<void, { head: Head; loss: number }> {
  const n = features.length;
  const scale = scaleOf(features);
  const gram = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      gram[i * n + j] = gram[j * n + i] = dot(features[i], features[j]) / scale ** 2;
    }
    yield;
  }
  const share = new Float64Array(n * classes);
  const speed = new Float64Array(n * classes);
  const bias = new Float64Array(classes);
  const biasSpeed = new Float64Array(classes);
  let loss = 0;
  const scores = (i: number): Float64Array => {
    const z = Float64Array.from(bias);
    for (let j = 0; j < n; j++) {
      const g = gram[i * n + j];
      for (let k = 0; k < classes; k++) z[k] += g * share[j * classes + k];
    }
    return z;
  };
  for (let step = 0; step < steps; step++) {
    const all = labels.map((_, i) => scores(i));
    const total = new Float64Array(classes);
    all.forEach((z, i) => {
      const p = softmax(z);
      for (let k = 0; k < classes; k++) {
        const g = (p[k] - Number(k === labels[i])) / n;
        total[k] += g;
        speed[i * classes + k] = momentum * speed[i * classes + k] + g;
      }
    });
    for (let i = 0; i < share.length; i++) share[i] -= rate * speed[i];
    for (let k = 0; k < classes; k++) {
      biasSpeed[k] = momentum * biasSpeed[k] + total[k];
      bias[k] -= rate * biasSpeed[k];
    }
    yield;
  }
  labels.forEach((label, i) => (loss += lossOf(scores(i), label) / n));
  const d = features[0].length;
  const kernel = new Float64Array(d * classes);
  for (let i = 0; i < n; i++) {
    for (let a = 0; a < d; a++) {
      const value = features[i][a] / scale;
      if (value === 0) continue;
      for (let k = 0; k < classes; k++) kernel[a * classes + k] += value * share[i * classes + k];
    }
  }
  return { head: { kernel, bias, scale }, loss };
}

// ---- blocks of a convolution, ReLU and pooling -----------------------------------------------

/** A 3×3 convolution (`same`), ReLU and 2×2 max-pooling on a map of `shape` [H, W, C]. */
export interface Block {
  shape: readonly [number, number, number];
  /** [3, 3, C, F], row-major. */
  kernel: Float64Array;
  bias: Float64Array;
}

/** ReLU of a 3×3 convolution. */
export function convRelu({ shape, kernel, bias }: Block, x: Float64Array): Float64Array {
  const y = convolved(x, shape, kernel, bias);
  for (let i = 0; i < y.length; i++) if (y[i] < 0) y[i] = 0;
  return y;
}

const outOf = ({ shape, bias }: Block): [number, number, number] => [shape[0], shape[1], bias.length]; // prettier-ignore

/** The features that blocks make of a map, flat. */
export function featuresOf(blocks: readonly Block[], x: Float64Array): Float64Array {
  return blocks.reduce((map, block) => halved(convRelu(block, map), outOf(block)), x);
}

/** Blocks with He's random kernels and no bias; the last number of `filters` per block. */
export function randomBlocks(size: number, filters: readonly number[], seed: number): Block[] {
  const random = mulberry32(seed);
  return filters.map((F, i) => {
    const C = i === 0 ? 1 : filters[i - 1];
    const side = size >> i;
    const spread = Math.sqrt(2 / (9 * C));
    const kernel = Float64Array.from({ length: 9 * C * F }, () => spread * normal(random));
    return { shape: [side, side, C], kernel, bias: new Float64Array(F) };
  });
}

/** Of each window the first largest number gets the signal, if ReLU let it through. */
function unpooled(
  y: Float64Array,
  [H, W, F]: readonly [number, number, number],
  signal: Float64Array,
): Float64Array {
  const out = new Float64Array(y.length);
  const w = W >> 1;
  for (let r = 0; r < H >> 1; r++) {
    for (let q = 0; q < w; q++) {
      for (let f = 0; f < F; f++) {
        const from = (2 * r * W + 2 * q) * F + f;
        let at = from;
        for (const other of [from + F, from + W * F, from + W * F + F]) if (y[other] > y[at]) at = other; // prettier-ignore
        if (y[at] > 0) out[at] = signal[(r * w + q) * F + f];
      }
    }
  }
  return out;
}

/** Adds the gradients of a convolution; returns that of its input when it is asked for. */
function convBack(
  { shape: [H, W, C], kernel, bias }: Block,
  x: Float64Array,
  signal: Float64Array,
  kernelGrad: Float64Array,
  biasGrad: Float64Array,
  further: boolean,
): Float64Array {
  const F = bias.length;
  const dx = new Float64Array(further ? x.length : 0);
  const alive = new Int32Array(F);
  for (let row = 0; row < H; row++) {
    for (let col = 0; col < W; col++) {
      const at = (row * W + col) * F;
      let n = 0;
      for (let f = 0; f < F; f++) {
        if (signal[at + f] === 0) continue;
        alive[n++] = f;
        biasGrad[f] += signal[at + f];
      }
      if (n === 0) continue;
      for (let i = 0; i < 3; i++) {
        const r = row + i - 1;
        if (r < 0 || r >= H) continue;
        for (let j = 0; j < 3; j++) {
          const q = col + j - 1;
          if (q < 0 || q >= W) continue;
          for (let c = 0; c < C; c++) {
            const from = (r * W + q) * C + c;
            const to = ((i * 3 + j) * C + c) * F;
            const value = x[from];
            if (value !== 0) for (let a = 0; a < n; a++) kernelGrad[to + alive[a]] += value * signal[at + alive[a]]; // prettier-ignore
            if (!further) continue;
            let sum = 0;
            for (let a = 0; a < n; a++) sum += kernel[to + alive[a]] * signal[at + alive[a]];
            dx[from] += sum;
          }
        }
      }
    }
  }
  return dx;
}

// ---- training whole networks -----------------------------------------------------------------

/** Blocks and a head; training changes its numbers in place. */
export interface Network {
  blocks: Block[];
  head: Head;
}

export interface NetworkRule extends Rule {
  /** The rate of the convolutions; that of the head is `rate`. */
  convRate: number;
}

/** A network of its own numbers. */
export const copied = ({ blocks, head }: Network): Network => ({
  blocks: blocks.map((block) => ({
    ...block,
    kernel: Float64Array.from(block.kernel),
    bias: Float64Array.from(block.bias),
  })),
  head: { ...head, kernel: Float64Array.from(head.kernel), bias: Float64Array.from(head.bias) },
});

/** The numbers that are trained: kernel and bias of each block, then of the head. */
export const parametersOf = ({ blocks, head }: Network): Float64Array[] =>
  [...blocks, head].flatMap(({ kernel, bias }) => [kernel, bias]);

/** The velocities that training begins with. */
export const speedsOf = (net: Network): Float64Array[] =>
  parametersOf(net).map((values) => new Float64Array(values.length));

/**
 * One step after the other: the mean loss of each batch before its step; undefined in between.
 *
 * @param inputs maps that the first block reads
 * @param speeds velocities to go on with, changed in place
 */
export function* trainNetwork(
  net: Network,
  inputs: readonly Float64Array[],
  labels: readonly number[],
  steps: readonly (readonly number[])[],
  { rate, convRate, momentum }: NetworkRule,
  speeds: readonly Float64Array[] = speedsOf(net),
): Generator<number | undefined> {
  const all = parametersOf(net);
  const { blocks, head } = net;
  const K = head.bias.length;
  for (const batch of steps) {
    const grads = all.map((values) => new Float64Array(values.length));
    let loss = 0;
    for (const i of batch) {
      const maps = [inputs[i]];
      const made = blocks.map((block, b) => {
        const y = convRelu(block, maps[b]);
        maps.push(halved(y, outOf(block)));
        return y;
      });
      const x = maps[blocks.length];
      const z = scoresOf(head, x);
      loss += lossOf(z, labels[i]) / batch.length;
      const error = softmax(z).map((p, k) => (p - Number(k === labels[i])) / batch.length);
      const [kernelGrad, biasGrad] = grads.slice(-2);
      error.forEach((e, k) => (biasGrad[k] += e));
      let signal = new Float64Array(x.length);
      for (let a = 0; a < x.length; a++) {
        let sum = 0;
        for (let k = 0; k < K; k++) {
          kernelGrad[a * K + k] += (error[k] * x[a]) / head.scale;
          sum += error[k] * head.kernel[a * K + k];
        }
        signal[a] = sum / head.scale;
      }
      for (let b = blocks.length - 1; b >= 0; b--) {
        const back = unpooled(made[b], outOf(blocks[b]), signal);
        signal = convBack(blocks[b], maps[b], back, grads[2 * b], grads[2 * b + 1], b > 0) as Float64Array<ArrayBuffer>; // prettier-ignore
      }
      yield undefined;
    }
    all.forEach((values, p) => {
      const eta = p < 2 * blocks.length ? convRate : rate;
      for (let a = 0; a < values.length; a++) {
        speeds[p][a] = momentum * speeds[p][a] + grads[p][a];
        values[a] -= eta * speeds[p][a];
      }
    });
    yield loss;
  }
}

// ---- moved pictures and weights --------------------------------------------------------------

/** A picture [side, side] moved right by dx and down by dy; what comes in is 0. */
export function moved(picture: Float64Array, side: number, dx: number, dy: number): Float64Array {
  const out = new Float64Array(picture.length);
  for (let r = 0; r < side; r++) {
    for (let c = 0; c < side; c++) {
      const [fr, fc] = [r - dy, c - dx];
      if (fr >= 0 && fr < side && fc >= 0 && fc < side) out[r * side + c] = picture[fr * side + fc];
    }
  }
  return out;
}

/** The root of the mean squared change of numbers. */
export function changeOf(before: ArrayLike<number>, after: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < after.length; i++) sum += (after[i] - before[i]) ** 2;
  return Math.sqrt(sum / after.length);
}
