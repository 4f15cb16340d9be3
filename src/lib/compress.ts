/**
 * Fewer bytes for the weights of a network: quantization, pruning, and a short retraining of its
 * last layer.
 *
 * Quantization is affine, as in B. Jacob et al., Quantization and Training of Neural Networks for
 * Efficient Integer-Arithmetic-Only Inference, arXiv:1712.05877: q = clamp(round(r / S) + Z), and
 * S·(q − Z) comes back. Pruning sets the smallest weights to zero, as in S. Han et al., Learning both
 * Weights and Connections for Efficient Neural Networks, arXiv:1506.02626.
 */
import { grid, type Grid } from './grid.ts';
import type { Weights } from './nn/forward.ts';
import type { Graph, GraphNode } from './nn/graph.ts';
import { mulberry32 } from './random.ts';

/** A step, and the integer that stands for 0. */
export interface Scheme {
  scale: number;
  zero: number;
  bits: number;
}

/** To the nearest whole number, a half to the even one, as PyTorch, NumPy and TensorFlow round. */
export function nearest(value: number): number {
  const up = Math.round(value);
  return up - value === 0.5 && up % 2 !== 0 ? up - 1 : up;
}

/** The levels 0 … 2ᵇ − 1 over a range, which is widened to hold 0. */
export function schemeOf(low: number, high: number, bits: number): Scheme {
  const [from, to] = [Math.min(low, 0), Math.max(high, 0)];
  const scale = (to - from) / (2 ** bits - 1) || 1;
  return { scale, zero: nearest(-from / scale) + 0, bits };
}

export const levelOf = (r: number, { scale, zero, bits }: Scheme): number =>
  Math.min(2 ** bits - 1, Math.max(0, nearest(r / scale) + zero));

export const backFrom = (q: number, { scale, zero }: Scheme): number => scale * (q - zero);

/** The schemes of a kernel whose last axis is the output channel: one for all, or one for each. */
export function schemesOf({ shape, data }: Grid, bits: number, perChannel: boolean): Scheme[] {
  const channels = perChannel ? shape[shape.length - 1] : 1;
  const low = new Float64Array(channels).fill(Infinity);
  const high = new Float64Array(channels).fill(-Infinity);
  data.forEach((value, i) => {
    const c = i % channels;
    if (value < low[c]) low[c] = value;
    if (value > high[c]) high[c] = value;
  });
  return Array.from(low, (from, c) => schemeOf(from, high[c], bits));
}

/** The kernel that comes back from so few levels. */
export function quantized(kernel: Grid, bits: number, perChannel: boolean): Grid {
  const schemes = schemesOf(kernel, bits, perChannel);
  const n = schemes.length;
  return grid(
    kernel.shape,
    kernel.data.map((r, i) => backFrom(levelOf(r, schemes[i % n]), schemes[i % n]) + 0),
  );
}

export type Order = 'global' | 'layer' | 'random';

/** The names of the kernels among weights, in their order. */
export const kernelsOf = (weights: Weights): string[] =>
  Object.keys(weights).filter((name) => name.endsWith('/kernel'));

/** What decides which weights go first: their size, that against the mean of the layer, or a seed. */
export function pruneScores(weights: Weights, order: Order): Record<string, Float64Array> {
  const random = mulberry32(3);
  return Object.fromEntries(
    kernelsOf(weights).map((name) => {
      const { data } = weights[name];
      if (order === 'random') return [name, data.map(() => random())];
      const size = data.map(Math.abs);
      const mean = order === 'layer' ? size.reduce((sum, v) => sum + v, 0) / size.length : 1;
      return [name, size.map((v) => v / mean)];
    }),
  );
}

/**
 * The weights with a share of those of the kernels set to zero, the score that was the limit (what
 * lies below it goes), and the scores of all.
 */
export function pruned(
  weights: Weights,
  share: number,
  order: Order,
): { weights: Weights; limit: number; scores: Record<string, Float64Array> } {
  const scores = pruneScores(weights, order);
  const all = Float64Array.from(Object.values(scores).flatMap((each) => Array.from(each))).sort();
  const limit = share > 0 ? all[Math.floor(share * all.length)] : -1;
  const kept = Object.entries(weights).map(([name, weight]) => {
    const score = scores[name];
    const cut = (v: number, i: number) => (score[i] < limit ? 0 : v);
    return [name, score ? grid(weight.shape, weight.data.map(cut)) : weight]; // prettier-ignore
  });
  return { weights: Object.fromEntries(kept) as Weights, limit, scores };
}

/** Bytes of 8-bit values of which some are left: all of them, each with its distance, with a mask. */
export const storage = (count: number, left: number) => ({
  dense: count,
  listed: 2 * left,
  masked: Math.ceil(count / 8) + left,
});

// ---- a network that is asked often ----------------------------------------------------------

/**
 * The results of a chain of layers for one example, skipping zeros, of which ReLU makes many: a few
 * times as fast as `forwardNow`, and the same but for the order of the sums.
 *
 * @param graph 3×3 convolutions (`same`, stride 1), 2×2 max-pooling, flatten, dense, ReLU or none
 * @returns the last two results: features and scores
 * @throws Error when a layer is none of these.
 */
export function lastTwo(
  graph: Graph,
  weights: Weights,
  image: Float64Array,
): [Float64Array, Float64Array] {
  // prettier-ignore
  let x = image;
  let before = image;
  let shape = graph.nodes[0].shape;
  for (const node of graph.nodes.slice(1)) {
    const y = layerOf(node, x, shape, weights);
    if (node.op === 'dense') before = x;
    x = y;
    shape = node.shape;
  }
  return [before, x];
}

function layerOf(
  node: GraphNode,
  x: Float64Array,
  shape: readonly number[],
  weights: Weights,
): Float64Array {
  // prettier-ignore
  if (node.op === 'flatten') return x;
  if (node.op === 'pool') return halved(x, shape);
  if (node.op !== 'conv2d' && node.op !== 'dense') throw new Error(`${node.name}: ${node.op}`);
  const [w, bias] = ['kernel', 'bias'].map((what) => weights[`${node.name}/${what}`].data);
  const y = node.op === 'dense' ? mixed(x, w, bias) : convolved(x, shape, w, bias);
  if (node.activation === 'relu') for (let i = 0; i < y.length; i++) if (y[i] < 0) y[i] = 0;
  return y;
}

function mixed(x: Float64Array, w: Float64Array, bias: Float64Array): Float64Array {
  const y = Float64Array.from(bias);
  const m = y.length;
  for (let i = 0; i < x.length; i++) {
    const value = x[i];
    if (value === 0) continue;
    for (let j = 0; j < m; j++) y[j] += value * w[i * m + j];
  }
  return y;
}

export function convolved(
  x: Float64Array,
  [H, W, C]: readonly number[],
  w: Float64Array,
  bias: Float64Array,
): Float64Array {
  // prettier-ignore
  const F = bias.length;
  const y = new Float64Array(H * W * F);
  // The channels of each pixel that are not 0: those of pixel p from starts[p] to starts[p + 1].
  const alive = new Int32Array(x.length);
  const starts = new Int32Array(H * W + 1);
  for (let pixel = 0, n = 0; pixel < H * W; pixel++) {
    for (let c = 0; c < C; c++) if (x[pixel * C + c] !== 0) alive[n++] = c;
    starts[pixel + 1] = n;
  }
  // What stands under one window of them, and where the weights on it begin.
  const values = new Float64Array(9 * C);
  const places = new Int32Array(9 * C);
  for (let row = 0; row < H; row++) {
    for (let col = 0; col < W; col++) {
      let n = 0;
      for (let i = 0; i < 3; i++) {
        const r = row + i - 1;
        if (r < 0 || r >= H) continue;
        for (let j = 0; j < 3; j++) {
          const q = col + j - 1;
          if (q < 0 || q >= W) continue;
          const pixel = r * W + q;
          for (let a = starts[pixel]; a < starts[pixel + 1]; a++) {
            values[n] = x[pixel * C + alive[a]];
            places[n++] = ((i * 3 + j) * C + alive[a]) * F;
          }
        }
      }
      const to = (row * W + col) * F;
      let f = 0;
      // Four filters at a time: their sums do not wait for each other, nor for the memory.
      for (; f + 4 <= F; f += 4) {
        let s0 = bias[f];
        let s1 = bias[f + 1];
        let s2 = bias[f + 2];
        let s3 = bias[f + 3];
        for (let k = 0; k < n; k++) {
          const value = values[k];
          const at = places[k] + f;
          s0 += value * w[at];
          s1 += value * w[at + 1];
          s2 += value * w[at + 2];
          s3 += value * w[at + 3];
        }
        y[to + f] = s0;
        y[to + f + 1] = s1;
        y[to + f + 2] = s2;
        y[to + f + 3] = s3;
      }
      for (; f < F; f++) {
        let sum = bias[f];
        for (let k = 0; k < n; k++) sum += values[k] * w[places[k] + f];
        y[to + f] = sum;
      }
    }
  }
  return y;
}

export function halved(x: Float64Array, [H, W, C]: readonly number[]): Float64Array {
  const [h, w] = [H >> 1, W >> 1];
  const y = new Float64Array(h * w * C);
  for (let r = 0; r < h; r++) {
    for (let q = 0; q < w; q++) {
      for (let c = 0; c < C; c++) {
        const at = (2 * r * W + 2 * q) * C + c;
        y[(r * w + q) * C + c] = Math.max(x[at], x[at + C], x[at + W * C], x[at + W * C + C]);
      }
    }
  }
  return y;
}

// ---- retraining ------------------------------------------------------------------------------

/** Steps of Adam on the whole set at once, and its rate. */
export const RETRAIN = { steps: 150, rate: 0.02 } as const;

/**
 * Trains a dense layer with softmax and cross-entropy on features that stay as they are; weights
 * that are 0 stay 0. Yields after each step.
 *
 * @param kernel [n, classes] and `bias`, changed in place
 */
export function* retrain(
  features: readonly Float64Array[],
  labels: readonly number[],
  kernel: Float64Array,
  bias: Float64Array,
  { steps, rate }: { steps: number; rate: number } = RETRAIN,
): Generator<number> {
  const classes = bias.length;
  const size = kernel.length + classes;
  const free = Uint8Array.from({ length: size }, (_, i) => Number(i >= kernel.length || kernel[i] !== 0)); // prettier-ignore
  const [m, v] = [new Float64Array(size), new Float64Array(size)];
  for (let t = 1; t <= steps; t++) {
    const gradient = new Float64Array(size);
    let loss = 0;
    features.forEach((x, s) => {
      const p = mixed(x, kernel, bias);
      const most = p.reduce((a, b) => Math.max(a, b));
      let sum = 0;
      for (let j = 0; j < classes; j++) sum += p[j] = Math.exp(p[j] - most);
      loss -= Math.log(p[labels[s]] / sum) / features.length;
      for (let j = 0; j < classes; j++) {
        p[j] = (p[j] / sum - Number(j === labels[s])) / features.length;
        gradient[kernel.length + j] += p[j];
      }
      for (let i = 0; i < x.length; i++) {
        const value = x[i];
        if (value === 0) continue;
        for (let j = 0; j < classes; j++) gradient[i * classes + j] += value * p[j];
      }
    });
    for (let i = 0; i < size; i++) {
      if (!free[i]) continue;
      m[i] = 0.9 * m[i] + 0.1 * gradient[i];
      v[i] = 0.999 * v[i] + 0.001 * gradient[i] ** 2;
      const step = (rate * (m[i] / (1 - 0.9 ** t))) / (Math.sqrt(v[i] / (1 - 0.999 ** t)) + 1e-8);
      if (i < kernel.length) kernel[i] -= step;
      else bias[i - kernel.length] -= step;
    }
    yield loss;
  }
}
