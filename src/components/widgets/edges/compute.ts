/** Smoothing, gradients and Laplacians as a TensorFlow.js program. */
import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import type { Grid } from '../../../lib/grid.ts';
import {
  borderIndex,
  DIFFERENCE,
  gaussianKernel,
  gaussianSecond,
  LAPLACIAN,
  OPERATORS,
  type Border,
} from '../../../lib/ops/edges.ts';
import type { Ops } from '../../../runtime/tf.ts';
import { inputGrid, inputShape, operatorOf, outputName, shown, type State } from './state.ts';

/**
 * What an operation computes in floating point, each [H, W, 1]. Directions and the decisions of
 * Canny (suppression, thresholds, hysteresis) are left to float64: near a tie the last bit of
 * float32 would decide.
 */
export function program(tf: Ops, state: State, picture: Grid | undefined): Record<string, Tensor> {
  const { op, sigma, border } = state;
  const [H, W] = inputShape(state);
  const image = tf.tensor4d(Float32Array.from(inputGrid(state, picture).data), [1, H, W, 1]);
  const flat = (x: Tensor) => tf.reshape(x, [H, W, 1]);
  const apply = (x: Tensor4D, down: ArrayLike<number>, across: ArrayLike<number>) =>
    correlate(tf, correlate(tf, x, across, 2, border), down, 1, border);
  const g = gaussianKernel(sigma);
  if (op === 'log') {
    const second = gaussianSecond(sigma);
    return { y: flat(tf.add(apply(image, g, second), apply(image, second, g))) };
  }
  const smoothed = sigma > 0 ? apply(image, g, g) : image;
  const results: Record<string, Tensor> = {};
  if (sigma > 0 || shown(state) === 'smoothed') {
    results[outputName(state, 'smoothed')] = flat(smoothed);
  }
  const padded = widen(tf, widen(tf, smoothed, 1, 1, border), 2, 1, border);
  const operator = operatorOf(op);
  if (!operator) {
    const kernel = tf.tensor4d(LAPLACIAN.flat(), [3, 3, 1, 1]);
    results[outputName(state, 'response')] = flat(tf.conv2d(padded, kernel, 1, 'valid'));
    return results;
  }
  // Both derivatives as the two filters of one convolution.
  const weights: number[] = [];
  for (let i = 0; i < 3; i++) {
    for (let j = 0; j < 3; j++) {
      weights.push(OPERATORS[operator][i] * DIFFERENCE[j], DIFFERENCE[i] * OPERATORS[operator][j]);
    }
  }
  const both = tf.conv2d(padded, tf.tensor4d(weights, [3, 3, 1, 2]), 1, 'valid');
  const [gx, gy] = tf.split(both, 2, 3);
  results[outputName(state, 'gx')] = flat(gx);
  results[outputName(state, 'gy')] = flat(gy);
  const length = tf.sqrt(tf.add(tf.mul(gx, gx), tf.mul(gy, gy)));
  results[outputName(state, 'magnitude')] = flat(length);
  return results;
}

/** Adds `radius` rows (axis 1) or columns (axis 2) on both sides. */
function widen(tf: Ops, x: Tensor4D, axis: 1 | 2, radius: number, border: Border): Tensor4D {
  if (border === 'zero') {
    const side: [number, number] = [radius, radius];
    return tf.pad(x, [[0, 0], axis === 1 ? side : [0, 0], axis === 2 ? side : [0, 0], [0, 0]]);
  }
  const n = x.shape[axis];
  const from = Int32Array.from({ length: n + 2 * radius }, (_, i) =>
    borderIndex(i - radius, n, border),
  );
  return tf.gather(x, tf.tensor1d(from, 'int32'), axis);
}

/** One weight after the other along an axis. */
function correlate(
  tf: Ops,
  x: Tensor4D,
  weights: ArrayLike<number>,
  axis: 1 | 2,
  border: Border,
): Tensor4D {
  const k = weights.length;
  const kernel = tf.tensor4d(Float32Array.from(weights), axis === 1 ? [k, 1, 1, 1] : [1, k, 1, 1]);
  return tf.conv2d(widen(tf, x, axis, (k - 1) / 2, border), kernel, 1, 'valid');
}
