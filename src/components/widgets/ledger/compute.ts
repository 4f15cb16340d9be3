/** The paths from the chosen cell back to the input as a TensorFlow.js program. */
import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import { backSteps, type Pair, type Reach } from '../../../lib/network.ts';
import type { Ops } from '../../../runtime/tf.ts';
import type { State } from './state.ts';

/**
 * One in the chosen cell, carried back layer by layer through transposed convolutions of equal
 * weights: the gradient of the network with all weights one and no nonlinearity.
 *
 * @returns paths [H, W, 1], pathsRow [H, 1, 1], pathsColumn [1, W, 1]
 */
export function program(tf: Ops, state: State): Record<string, Tensor> {
  const { ledger: { rows }, layer, cell } = state; // prettier-ignore
  const [h, w] = rows[layer].cells;
  const one = new Float32Array(h * w);
  one[cell[0] * w + cell[1]] = 1;
  const planes = new Map<number, Tensor4D>([[layer, tf.tensor4d(one, [1, h, w, 1])]]);
  for (const { row, from, back } of backSteps(rows, layer)) {
    const plane = planes.get(row)!;
    planes.delete(row);
    const spread =
      back.kind === 'window'
        ? through(tf, plane, back.reach, back.cells)
        : back.kind === 'all'
          ? tf.mul<Tensor4D>(plane, equal(tf, back.cells))
          : plane;
    for (const { row: before, share } of from) {
      const part = share === 1 ? spread : tf.mul<Tensor4D>(spread, share);
      const known = planes.get(before);
      planes.set(before, known ? tf.add<Tensor4D>(known, part) : part);
    }
  }
  const [H, W] = rows[0].cells;
  const paths = tf.reshape(planes.get(0)!, [H, W, 1]);
  return {
    paths,
    pathsRow: tf.sum(paths, 1, true),
    pathsColumn: tf.sum(paths, 0, true),
  };
}

/** [1, H, W, 1] of numbers that sum to one. */
function equal(tf: Ops, [H, W]: Pair): Tensor4D {
  return tf.tensor4d(new Float32Array(H * W).fill(1 / (H * W)), [1, H, W, 1]);
}

/** Back through a window; dilation is a kernel spread with zeros, padding is cut off at the end. */
function through(tf: Ops, plane: Tensor4D, reach: Reach, [H, W]: Pair): Tensor4D {
  const { kernel, stride, dilation, before } = reach;
  if (kernel.join() === '1,1' && stride.join() === '1,1' && before.join() === '0,0') {
    if (plane.shape[1] === H && plane.shape[2] === W) return plane;
  }
  const [tall, wide] = [0, 1].map((a) => dilation[a] * (kernel[a] - 1) + 1);
  const weights = new Float32Array(tall * wide);
  for (let i = 0; i < tall; i += dilation[0]) {
    for (let j = 0; j < wide; j += dilation[1]) weights[i * wide + j] = 1 / (kernel[0] * kernel[1]);
  }
  const reached: Pair = [
    (plane.shape[1] - 1) * stride[0] + tall,
    (plane.shape[2] - 1) * stride[1] + wide,
  ];
  const all = tf.conv2dTranspose(
    plane,
    tf.tensor4d(weights, [tall, wide, 1, 1]),
    [1, reached[0], reached[1], 1],
    [stride[0], stride[1]],
    'valid',
  );
  // Positions −before … reached − before − 1; of those the input has 0 … H − 1.
  const kept = [0, 1].map((a) => Math.min(reached[a] - before[a], [H, W][a]));
  if (kept.some((n) => n <= 0)) return tf.mul<Tensor4D>(equal(tf, [H, W]), 0);
  const inside = tf.slice(all, [0, before[0], before[1], 0], [1, kept[0], kept[1], 1]);
  if (kept[0] === H && kept[1] === W) return inside;
  return tf.pad(inside, [
    [0, 0],
    [0, H - kept[0]],
    [0, W - kept[1]],
    [0, 0],
  ]) as Tensor4D;
}
