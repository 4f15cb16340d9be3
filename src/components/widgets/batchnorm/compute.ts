/** The normalisation as a TensorFlow.js program, for every combination of parameters. */
import type { Tensor } from '@tensorflow/tfjs-core';
import { unbiasedVariance } from '../../../lib/ops/norm.ts';
import type { Ops } from '../../../runtime/tf.ts';
import {
  batchGrid,
  movesStatistics,
  pytorchRefuses,
  shapeOf,
  sizesOf,
  slicesOfState,
  usesMoving,
  type State,
} from './state.ts';

/**
 * `y`, `mean`, `variance`, `movingMean`, `movingVariance`, shaped as those of `reference`. Sums are
 * divided and roots divide, so whole results stay whole; the moving averages are computed in closed
 * form, m + (v − m)·(1 − kᵗ), where the reference takes one step after the other.
 */
export function program(tf: Ops, state: State): Record<string, Tensor> {
  const [N, H, W, C] = sizesOf(state);
  const { norm, groups, eps } = state;
  const { shape: kept, count } = slicesOfState(state);
  // Axes merged until those of a slice and those between slices alternate.
  const [shape, axes] = {
    batch: [[N * H * W, C], [0]],
    layer: [[N, H * W * C], [1]],
    instance: [[N, H * W, C], [1]],
    group: [
      [N, H * W, groups, C / groups],
      [1, 3],
    ],
  }[norm];
  const vector = (values: readonly number[]) => tf.tensor1d(Float32Array.from(values));
  const x = tf.reshape(tf.tensor1d(Float32Array.from(batchGrid(state).data)), shape);
  const average = (t: Tensor) => tf.div(tf.sum(t, axes, true), count);
  const mean = average(x);
  const centred = tf.sub(x, mean);
  const variance = average(tf.mul(centred, centred));
  const gamma = vector(state.gamma);
  const beta = vector(state.beta);
  const [movingMean, movingVariance] = [vector(state.movingMean), vector(state.movingVariance)];

  const root = (v: Tensor) => tf.sqrt(tf.add(v, eps));
  const last = [N * H * W, C];
  const hat = usesMoving(state)
    ? tf.div(tf.sub(x, movingMean), root(movingVariance))
    : tf.reshape(tf.div(centred, root(variance)), last);
  const y = tf.add(tf.mul(hat, gamma), beta);

  const outputs: Record<string, Tensor> = {
    y: tf.reshape(y, shapeOf(state)),
    mean: tf.reshape(mean, kept),
    variance: tf.reshape(variance, kept),
    movingMean,
    movingVariance,
  };
  const refused = state.convention === 'pytorch' && pytorchRefuses(state);
  if (movesStatistics(state) && !refused) {
    const torch = state.convention === 'pytorch';
    const keep = (torch ? 1 - state.momentum : state.momentum) ** state.steps;
    const share = torch ? unbiasedVariance(1, count) : 1;
    const move = (old: Tensor, now: Tensor) => tf.add(old, tf.mul(tf.sub(now, old), 1 - keep));
    outputs.movingMean = move(movingMean, outputs.mean);
    outputs.movingVariance = move(movingVariance, tf.mul(outputs.variance, share));
  }
  return outputs;
}
