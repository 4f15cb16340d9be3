/**
 * Normalisation. All four kinds do the same with a slice of the tensor,
 *
 *   x̂ = (x − μ) / √(σ² + ε),   y = γ_c · x̂ + β_c,
 *
 * and differ only in which numbers share one mean μ and one variance σ²:
 *
 *   batch     all numbers of a channel: axes N, H, W
 *   layer     all numbers of a sample: axes H, W, C (or C alone at each position)
 *   instance  a channel of a sample: axes H, W
 *   group     some channels of a sample: axes H, W and C/groups
 *
 * σ² is the biased variance, Σ(x − μ)²/n. A batch is [N, C] or [N, H, W, C]; γ and β have one
 * number per channel. Ioffe and Szegedy, arXiv:1502.03167; Wu and He, arXiv:1803.08494 (figure 2).
 */
import { grid, map, requireInteger, sizeOf, type Grid } from '../grid.ts';

/** Scale and shift per channel (1 and 0 when absent) and the ε under the root (0.001, as Keras). */
export interface NormOptions {
  gamma?: ArrayLike<number>;
  beta?: ArrayLike<number>;
  eps?: number;
}

export const DEFAULT_EPS = 1e-3;

/** A normalised batch with what it was computed from. */
export interface Normalized {
  y: Grid;
  /** x̂, before scale and shift. */
  normalized: Grid;
  /** One mean per slice: [C] for batch, [N] for layer, [N, C] for instance, [N, groups] for group. */
  mean: Grid;
  /** The biased variance of each slice, in the shape of the means. */
  variance: Grid;
  /** Numbers in one slice. */
  count: number;
}

/** How a library writes its moving averages. */
export type Convention = 'keras' | 'pytorch';

/** Statistics that inference uses, one number per channel. */
export interface MovingStatistics {
  mean: ArrayLike<number>;
  variance: ArrayLike<number>;
}

/** Which slice each element belongs to, and how the slices themselves are arranged. */
export interface Slices {
  /** Number of the slice of each element, in the order of the data. */
  of: Int32Array;
  /** Axes that were kept. */
  shape: number[];
  /** Elements in one slice. */
  count: number;
}

/**
 * Sorts the elements of a tensor into slices: elements that differ only along `axes` share one.
 *
 * @throws RangeError when an axis does not exist.
 */
export function slicesOf(shape: readonly number[], axes: readonly number[]): Slices {
  axes.forEach((axis) => {
    requireInteger('axis', axis, 0);
    if (axis >= shape.length) {
      throw new RangeError(`axis ${axis} does not exist, the grid has ${shape.length} axes`);
    }
  });
  const kept = shape.map((_, axis) => axis).filter((axis) => !axes.includes(axis));
  const of = new Int32Array(sizeOf(shape));
  const index = shape.map(() => 0);
  for (let at = 0; at < of.length; at++) {
    of[at] = kept.reduce((flat, axis) => flat * shape[axis] + index[axis], 0);
    // Count on: the last axis moves fastest.
    for (let axis = shape.length - 1; axis >= 0 && ++index[axis] === shape[axis]; axis--) {
      index[axis] = 0;
    }
  }
  const slices = kept.map((axis) => shape[axis]);
  return { of, shape: slices, count: of.length / sizeOf(slices) };
}

/** The four kinds, for a batch [N, C] or [N, H, W, C]. */
export type NormKind = 'batch' | 'layer' | 'instance' | 'group';

/**
 * The slices of a kind of normalisation.
 *
 * @param groups number of groups of channels, for `group` only
 * @throws RangeError when the batch has other axes, instance normalisation has no H and W, or the
 * channels cannot be divided into the groups.
 */
export function normSlices(shape: readonly number[], kind: NormKind, groups = 1): Slices {
  if (shape.length !== 2 && shape.length !== 4) {
    throw new RangeError(`a batch has 2 axes [N, C] or 4 [N, H, W, C], but x has ${shape.length}`);
  }
  const last = shape.length - 1;
  const space = shape.length === 4 ? [1, 2] : [];
  if (kind === 'batch') return slicesOf(shape, [0, ...space]);
  if (kind === 'layer') return slicesOf(shape, [...space, last]);
  if (kind === 'instance') {
    if (space.length === 0) {
      throw new RangeError('instance normalisation needs 4 axes [N, H, W, C], but x has 2');
    }
    return slicesOf(shape, space);
  }
  const channels = shape[last];
  requireInteger('groups', groups, 1);
  if (channels % groups !== 0) {
    throw new RangeError(`groups: ${channels} channels cannot be divided into ${groups} groups`);
  }
  // Neighbouring channels form a group: read C as [groups, C/groups].
  return slicesOf([...shape.slice(0, last), groups, channels / groups], [...space, last + 1]);
}

/**
 * Mean and biased variance of each slice, in the arrangement of the slices; in two passes so that
 * close numbers keep their digits.
 */
export function sliceMoments(
  x: Grid,
  { of, shape, count }: Slices,
): { mean: Grid; variance: Grid } {
  const mean = sliceSums(x.data, of, shape);
  mean.data.forEach((sum, s) => (mean.data[s] = sum / count));
  const squares = x.data.map((value, i) => (value - mean.data[of[i]]) ** 2);
  const variance = sliceSums(squares, of, shape);
  variance.data.forEach((sum, s) => (variance.data[s] = sum / count));
  return { mean, variance };
}

function sliceSums(values: Float64Array, of: Int32Array, shape: readonly number[]): Grid {
  const sums = { shape, data: new Float64Array(sizeOf(shape)) };
  values.forEach((value, i) => {
    sums.data[of[i]] += value;
  });
  return sums;
}

/**
 * Mean Σx/n and biased variance Σ(x − μ)²/n over some axes, which become 1 in the result.
 *
 * @throws RangeError when an axis does not exist.
 */
export function moments(
  x: Grid,
  axes: readonly number[],
): { mean: Grid; variance: Grid; count: number } {
  const slices = slicesOf(x.shape, axes);
  const shape = x.shape.map((n, axis) => (axes.includes(axis) ? 1 : n));
  const { mean, variance } = sliceMoments(x, slices);
  return {
    mean: grid(shape, mean.data),
    variance: grid(shape, variance.data),
    count: slices.count,
  };
}

/** Σ(x − μ)²/(n − 1) from the biased variance; infinite or undefined for a single number. */
export function unbiasedVariance(biased: number, count: number): number {
  return (biased * count) / (count - 1);
}

/** 1 / √(σ² + ε) for each slice. */
function inverseDeviation(variance: ArrayLike<number>, eps: number): Float64Array {
  if (!(eps >= 0)) throw new RangeError(`eps must be at least 0, but is ${eps}`);
  return Float64Array.from(variance, (value, s) => {
    if (!(value + eps > 0)) {
      throw new RangeError(`slice ${s}: variance ${value} + eps ${eps} must be greater than 0`);
    }
    return 1 / Math.sqrt(value + eps);
  });
}

/** Checks that each vector that is given has one number per channel. */
function requireLengths(
  channels: number,
  vectors: Record<string, ArrayLike<number> | undefined>,
): void {
  for (const [name, vector] of Object.entries(vectors)) {
    if (vector !== undefined && vector.length !== channels) {
      throw new RangeError(
        `${name}: ${channels} channels need ${channels} numbers, but got ${vector.length}`,
      );
    }
  }
}

/** Size of the last axis, the channels. */
function channelsOf(x: Grid): number {
  return x.shape[x.shape.length - 1];
}

/**
 * Normalises each slice and applies γ and β of the channel.
 *
 * @param x [N, C] or [N, H, W, C]
 * @throws RangeError when γ or β do not fit, or variance + ε is 0.
 */
export function normalize(x: Grid, slices: Slices, options: NormOptions = {}): Normalized {
  const { gamma, beta, eps = DEFAULT_EPS } = options;
  const C = channelsOf(x);
  requireLengths(C, { gamma, beta });
  const { mean, variance } = sliceMoments(x, slices);
  const inverse = inverseDeviation(variance.data, eps);
  const normalized = map(x, (value, i) => {
    const s = slices.of[i];
    return (value - mean.data[s]) * inverse[s];
  });
  const y = map(normalized, (value, i) => (gamma?.[i % C] ?? 1) * value + (beta?.[i % C] ?? 0));
  return { y, normalized, mean, variance, count: slices.count };
}

/**
 * Gradients of `normalize`. With g = γ·dy and means taken over the slice:
 * dx = (g − mean(g) − x̂ · mean(g·x̂)) / √(σ² + ε), dγ = Σ dy·x̂ and dβ = Σ dy per channel.
 *
 * @param dy in the shape of x
 * @throws RangeError when the shapes do not fit.
 */
export function normalizeGrad(
  dy: Grid,
  x: Grid,
  slices: Slices,
  options: NormOptions = {},
): { dx: Grid; dgamma: Grid; dbeta: Grid } {
  if (dy.data.length !== x.data.length) {
    throw new RangeError(`dy has ${dy.data.length} numbers, but x has ${x.data.length}`);
  }
  const { gamma, eps = DEFAULT_EPS } = options;
  const C = channelsOf(x);
  requireLengths(C, { gamma });
  const { normalized, variance } = normalize(x, slices, options);
  const inverse = inverseDeviation(variance.data, eps);
  const { of, shape, count } = slices;

  const g = dy.data.map((value, i) => (gamma?.[i % C] ?? 1) * value);
  const sumG = sliceSums(g, of, shape).data;
  const sumGx = sliceSums(
    g.map((value, i) => value * normalized.data[i]),
    of,
    shape,
  ).data;
  const dx = map(x, (_, i) => {
    const s = of[i];
    return inverse[s] * (g[i] - sumG[s] / count - (normalized.data[i] * sumGx[s]) / count);
  });

  const dgamma = grid([C]);
  const dbeta = grid([C]);
  dy.data.forEach((value, i) => {
    dgamma.data[i % C] += value * normalized.data[i];
    dbeta.data[i % C] += value;
  });
  return { dx, dgamma, dbeta };
}

/** Batch normalisation in training: each channel with the statistics of the batch. */
export function batchNormTrain(x: Grid, options: NormOptions = {}): Normalized {
  return normalize(x, normSlices(x.shape, 'batch'), options);
}

/**
 * Batch normalisation in inference: each channel with the statistics gathered in training, so that
 * one sample does not depend on another.
 *
 * @throws RangeError when a vector does not have one number per channel, or variance + ε is 0.
 */
export function batchNormInference(
  x: Grid,
  moving: MovingStatistics,
  options: NormOptions = {},
): Grid {
  const { gamma, beta, eps = DEFAULT_EPS } = options;
  const { mean, variance } = moving;
  const C = channelsOf(x);
  requireLengths(C, { gamma, beta, 'moving mean': mean, 'moving variance': variance });
  const inverse = inverseDeviation(variance, eps);
  return map(x, (value, i) => {
    const c = i % C;
    return (gamma?.[c] ?? 1) * (value - mean[c]) * inverse[c] + (beta?.[c] ?? 0);
  });
}

/** Gradients of `batchNormTrain`; dx sums to zero over each channel. */
export function batchNormGrad(
  dy: Grid,
  x: Grid,
  options: NormOptions = {},
): { dx: Grid; dgamma: Grid; dbeta: Grid } {
  return normalizeGrad(dy, x, normSlices(x.shape, 'batch'), options);
}

/**
 * Layer normalisation: each sample on its own (Ba, Kiros and Hinton, arXiv:1607.06450).
 *
 * @param over `sample` takes H, W and C together; `channels` takes C alone at each position, as
 * Keras and transformers do. The same for [N, C].
 */
export function layerNorm(
  x: Grid,
  options: NormOptions = {},
  over: 'sample' | 'channels' = 'sample',
): Normalized {
  const slices =
    over === 'sample' ? normSlices(x.shape, 'layer') : slicesOf(x.shape, [x.shape.length - 1]);
  return normalize(x, slices, options);
}

/** Instance normalisation: each channel of each sample on its own (Ulyanov et al., arXiv:1607.08022). */
export function instanceNorm(x: Grid, options: NormOptions = {}): Normalized {
  return normalize(x, normSlices(x.shape, 'instance'), options);
}

/** Group normalisation: neighbouring channels of each sample together (arXiv:1803.08494). */
export function groupNorm(x: Grid, groups: number, options: NormOptions = {}): Normalized {
  return normalize(x, normSlices(x.shape, 'group', groups), options);
}

/**
 * One step of a moving average m towards the value v of this batch. The libraries name opposite
 * shares “momentum”: Keras keeps it, m ← momentum·m + (1 − momentum)·v; PyTorch gives it to the new
 * value, m ← (1 − momentum)·m + momentum·v.
 *
 * @throws RangeError when the momentum lies outside 0 … 1.
 */
export function movingAverage(
  convention: Convention,
  moving: number,
  value: number,
  momentum: number,
): number {
  if (!(momentum >= 0 && momentum <= 1)) {
    throw new RangeError(`momentum must lie between 0 and 1, but is ${momentum}`);
  }
  const kept = convention === 'keras' ? momentum : 1 - momentum;
  return kept * moving + (1 - kept) * value;
}

/**
 * Moves the statistics for inference one training step on. Keras averages the biased variance,
 * PyTorch the unbiased one.
 *
 * @param batch mean and biased variance of each channel with the number of elements behind them,
 * as `batchNormTrain` returns them
 * @throws RangeError when the lengths differ, or PyTorch's convention meets a single element.
 */
export function updateMoving(
  convention: Convention,
  moving: MovingStatistics,
  batch: Pick<Normalized, 'mean' | 'variance' | 'count'>,
  momentum: number,
): { mean: Float64Array; variance: Float64Array } {
  const channels = batch.mean.data.length;
  requireLengths(channels, { 'moving mean': moving.mean, 'moving variance': moving.variance });
  if (convention === 'pytorch' && batch.count < 2) {
    throw new RangeError(
      `the unbiased variance needs at least 2 values per channel, but the batch has ${batch.count}`,
    );
  }
  const step = (m: ArrayLike<number>, v: (c: number) => number) =>
    Float64Array.from(m, (old, c) => movingAverage(convention, old, v(c), momentum));
  return {
    mean: step(moving.mean, (c) => batch.mean.data[c]),
    variance: step(moving.variance, (c) =>
      convention === 'pytorch'
        ? unbiasedVariance(batch.variance.data[c], batch.count)
        : batch.variance.data[c],
    ),
  };
}

/**
 * Folds batch normalisation (inference) into the convolution before it: with s = γ / √(σ² + ε),
 * w′ = s·w and b′ = s·(b − μ) + β give the same output in one step.
 *
 * @param kernel [k_h, k_w, C/groups, F]; all vectors have F numbers
 * @throws RangeError when a vector has another length, or variance + ε is 0.
 */
export function foldIntoConv(
  kernel: Grid,
  bias: ArrayLike<number> | undefined,
  moving: MovingStatistics,
  options: NormOptions = {},
): { kernel: Grid; bias: Float64Array } {
  const { gamma, beta, eps = DEFAULT_EPS } = options;
  const { mean, variance } = moving;
  const vectors = { gamma, beta, bias, 'moving mean': mean, 'moving variance': variance };
  const F = channelsOf(kernel);
  requireLengths(F, vectors);
  const scale = inverseDeviation(variance, eps).map((inverse, f) => (gamma?.[f] ?? 1) * inverse);
  return {
    kernel: map(kernel, (w, i) => w * scale[i % F]),
    bias: scale.map((s, f) => s * ((bias?.[f] ?? 0) - mean[f]) + (beta?.[f] ?? 0)),
  };
}
