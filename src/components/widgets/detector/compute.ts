/** The detector and the decoding of its heads as a TensorFlow.js program. */
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { ANCHOR, CELL } from '../../../lib/boxes.ts';
import { runModel } from '../../../models/run.ts';
import { loadedModel } from '../../../models/store.ts';
import type { Ops } from '../../../runtime/tf.ts';
import { sceneOf, SIDE } from '../toolkit/composed.ts';
import { MODEL } from './reference.ts';
import { BOXES, CELLS, type State } from './state.ts';

/** `heads` [8, 8, 15] and `boxes` [64, 5]: left, top, right, bottom and score of each cell. */
export function program(tf: Ops, state: State): Record<string, Tensor> {
  const { image } = sceneOf(state);
  const x = tf.tensor4d(Float32Array.from(image.data), [1, SIDE, SIDE, 1]);
  const { heads } = runModel(tf, loadedModel(MODEL), x, ['heads']);
  const depth = heads.shape[3]!;
  const flat = tf.reshape(heads, [BOXES, depth]) as Tensor2D;
  const columns = (from: number, count: number) => tf.slice(flat, [0, from], [BOXES, count]);
  // Centres [x, y] from the column and row of each cell.
  const corners = Array.from({ length: BOXES }, (_, i) => [i % CELLS, Math.floor(i / CELLS)]);
  const centre = tf.mul(tf.add(columns(1, 2), tf.tensor2d(corners)), tf.scalar(CELL));
  const half = tf.mul(tf.exp(columns(3, 2)), tf.scalar(ANCHOR / 2));
  const likeliest = tf.max(tf.softmax(columns(5, depth - 5)), 1, true);
  const score = tf.mul(columns(0, 1), likeliest);
  return {
    heads: tf.reshape(heads, [CELLS, CELLS, depth]),
    boxes: tf.concat([tf.sub(centre, half), tf.add(centre, half), score], 1),
  };
}
