/**
 * The plane as a TensorFlow.js program: projection on axes that float64 has found, variance,
 * rebuilding, or KL and the gradient of t-SNE, and the hidden layer of the classifier.
 */
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { exaggerationAt } from '../../../lib/spaces.ts';
import { runModel } from '../../../models/run.ts';
import { loadedModel } from '../../../models/store.ts';
import type { Ops } from '../../../runtime/tf.ts';
import { CLASSIFIER, fittedPoints, HIDDEN, tile, worked } from './reference.ts';
import { placeOf, type State } from './state.ts';

export function program(tf: Ops, state: State): Record<string, Tensor> {
  const { base, space, tsne } = worked(state);
  const { n, d, fitted } = base;
  const put = (values: ArrayLike<number>, rows: number, columns: number) =>
    tf.tensor2d(Float32Array.from(values), [rows, columns]);
  const results: Record<string, Tensor> = {};
  if (space) {
    const mean = put(space.mean, 1, d);
    const rows = (count: number) => put(space.axes.slice(0, count).flatMap((axis) => [...axis]), count, d); // prettier-ignore
    const project = (x: Tensor, axes: Tensor2D) =>
      tf.matMul(tf.sub(x, mean) as Tensor2D, axes, false, true);
    results.y = project(put(base.points, n, d), rows(2));
    if (state.method === 'pca') {
      const shown = Math.min(10, space.values.length);
      const spread = project(put(fittedPoints(base), fitted.length, d), rows(shown));
      const variance = tf.div(tf.sum(tf.mul(spread, spread), 0), fitted.length - 1);
      results.explained = tf.reshape(tf.div(variance, space.total), [shown, 1]);
      const k = Math.min(state.components, space.axes.length);
      const place = placeOf(state);
      const point = put(base.points.subarray(place * d, place * d + d), 1, d);
      const again = tf.add(mean, tf.matMul(project(point, rows(k)), rows(k)));
      const off = tf.sub(again, point);
      results.reconstruction = tf.reshape(again, state.space === 'pixels' ? [28, 28] : [1, d]);
      results.error = tf.mean(tf.mul(off, off));
    }
  }
  if (tsne) {
    const { p, at } = tsne;
    const y = put(at.y, n, 2);
    const columns = [0, 1].map((c) => tf.slice(y, [0, c], [n, 1]) as Tensor2D);
    const apart = columns.map((c) => tf.sub(c, tf.reshape(c, [1, n])));
    const squares = tf.add(tf.mul(apart[0], apart[0]), tf.mul(apart[1], apart[1]));
    const diagonal = Float32Array.from({ length: n * n }, (_, i) => (i % (n + 1) === 0 ? 0 : 1));
    const w = tf.mul(tf.div(1, tf.add(squares, 1)), put(diagonal, n, n));
    const q = tf.div(w, tf.sum(w));
    const joint = put(p, n, n);
    // p ln(p/q) only where there is a p.
    const share = tf.div(tf.add(joint, 1e-30), tf.add(q, 1e-30));
    results.kl = tf.sum(tf.mul(joint, tf.log(share)));
    const pull = tf.mul(tf.mul(tf.sub(tf.mul(joint, exaggerationAt(at.step)), q), w), 4);
    const sides = apart.map((c) => tf.reshape(tf.sum(tf.mul(pull, c), 1), [n, 1]));
    results.gradient = tf.concat(sides, 1);
  }
  if (state.space === 'learned') {
    const { graph, weights } = loadedModel(CLASSIFIER);
    const x = tf.tensor4d(Float32Array.from(tile(state.point)), [1, 28, 28, 1]);
    results.features = runModel(tf, { graph, weights }, x, [HIDDEN])[HIDDEN];
  }
  return results;
}
