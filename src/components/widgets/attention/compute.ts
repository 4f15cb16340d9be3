/** Tokens, attention of every head and what comes out, as a TensorFlow.js program. */
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import type { Grid } from '../../../lib/grid.ts';
import type { Ops } from '../../../runtime/tf.ts';
import { askerOf, countOf, headOf, orderOf, patternsOf, pixelsOf, positionsOf, weightsOf, widthOf, type State } from './state.ts'; // prettier-ignore

export function program(tf: Ops, state: State, picture: Grid | undefined): Record<string, Tensor> {
  const put = ({ data, shape }: Grid) =>
    tf.tensor2d(Float32Array.from(data), [shape[0], shape[1]]) as Tensor2D;
  const { heads, temperature, patch, dims } = state;
  const [n, d, head] = [countOf(state), widthOf(state), headOf(state)];
  const order = orderOf(state);
  const place = order.indexOf(askerOf(state));
  const layer = weightsOf(state);
  const [wq, wk, wv, wo] = [layer.query, layer.key, layer.value, layer.out].map(put);
  const patterns = put(patternsOf(state));
  const added = positionsOf(state);
  const inPicture = put(pixelsOf(state, picture));
  const inOrder = (x: Tensor): Tensor2D =>
    state.order === 0 ? (x as Tensor2D) : tf.gather(x as Tensor2D, tf.tensor1d(order, 'int32'));

  const layerOf = (pixels: Tensor2D) => {
    const content = tf.matMul(tf.sub(tf.mul(pixels, 2), 1) as Tensor2D, patterns);
    const tokens = (added ? tf.add(content, put(added)) : content) as Tensor2D;
    const [q, k, v] = [wq, wk, wv].map((w) => tf.matMul(tokens, w));
    const all = Array.from({ length: heads }, (_, h) => {
      const own = (x: Tensor) => tf.slice(x as Tensor2D, [0, h * d], [n, d]);
      const scores = tf.matMul(own(q), own(k), false, true);
      const scaled = state.scale ? tf.div(scores, Math.sqrt(d)) : scores;
      const logits = tf.div(scaled, temperature) as Tensor2D;
      const weights = tf.softmax(logits);
      return { q: own(q), k: own(k), v: own(v), scores, logits, weights, z: tf.matMul(weights, own(v)) }; // prettier-ignore
    });
    const joined = heads === 1 ? all[0].z : (tf.concat(all.map(({ z }) => z), 1) as Tensor2D); // prettier-ignore
    return { tokens, all, y: tf.matMul(joined, wo) };
  };

  const pixels = inOrder(inPicture);
  const { tokens, all, y } = layerOf(pixels);
  const { q, k, v, scores, logits, weights, z } = all[head];
  const row = (x: Tensor) => tf.slice(x as Tensor2D, [place, 0], [1, x.shape[1]!]);
  const column = (x: Tensor) => tf.reshape(row(x), [n, 1]);
  const shaped = (x: Tensor, rows: number, cols: number) => tf.reshape(x, [rows, cols, 1]);
  const layers = all.map((each) => tf.reshape(each.weights, [n, n, 1]));
  return {
    steps: shaped(tf.concat([scores, logits, weights].map(column), 1), n, 3),
    q: shaped(row(q), 1, d),
    k: shaped(k, n, d),
    v: shaped(v, n, d),
    z: shaped(row(z), 1, d),
    out: shaped(row(y), 1, dims),
    y: shaped(y, n, dims),
    weights: heads === 1 ? layers[0] : tf.concat(layers, 2),
    tokens: shaped(tokens, n, dims),
    blend: shaped(tf.matMul(row(weights), pixels), patch, patch),
    ...(state.order !== 0 && { before: shaped(inOrder(layerOf(inPicture).y), n, dims) }),
  };
}
