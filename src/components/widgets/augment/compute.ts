/**
 * The draws as a TensorFlow.js program. Which pixels are read with which weights is decided in
 * float64; the device reads and weighs them, does the arithmetic of colours, and runs the classifier.
 */
import type { Tensor, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import type { Grid } from '../../../lib/grid.ts';
import { affineSampling, GREY, holeMask, IMAGENET } from '../../../lib/ops/augment.ts';
import { runModel } from '../../../models/run.ts';
import { loadedModel } from '../../../models/store.ts';
import type { Ops } from '../../../runtime/tf.ts';
import { drawsOf, isJudged, partnerGrid, type Draw } from './draws.ts';
import { CLASSIFIER } from './reference.ts';
import { inputGrid, type State } from './state.ts';

export function program(tf: Ops, state: State, picture: Grid | undefined): Record<string, Tensor> {
  const original = inputGrid(state, picture);
  const put = ({ data, shape }: Grid) => tf.tensor(Float32Array.from(data), [...shape]);
  const x = put(original);
  const draws = drawsOf(state);
  const images = draws.map((draw) => apply(tf, draw, x, original));
  const moments = images.map((image) => {
    const mean = tf.mean(image);
    const off = tf.sub(image, mean);
    return tf.concat([tf.reshape(mean, [1]), tf.reshape(tf.sqrt(tf.mean(tf.mul(off, off))), [1])]);
  });
  const results: Record<string, Tensor> = {
    ...Object.fromEntries(images.map((image, i) => [`draw-${i}`, image])),
    draws: tf.reshape(tf.concat(moments), [draws.length, 2]),
  };
  if (isJudged(state)) {
    const model = loadedModel(CLASSIFIER);
    const batch = tf.concat([x, ...images].map((image) => tf.reshape(image, [1, 28, 28, 1])));
    results.scores = runModel(tf, model, batch)[model.graph.outputs[0]];
  }
  return results;
}

function apply(tf: Ops, draw: Draw, x: Tensor, { shape, data }: Grid): Tensor {
  const { matrix, factors = [1, 1, 1], noise, hole, lambda, scaling, weights, partner } = draw;
  const [H, W, C] = shape;
  const like = (values: Float64Array) => tf.tensor(Float32Array.from(values), [...shape]);
  const clip = (y: Tensor) => tf.clipByValue(y, 0, 1);
  if (matrix) {
    const { index, weight } = affineSampling(H, W, matrix);
    const flat = tf.concat([tf.reshape(x, [H * W, C]), tf.tensor2d(new Float32Array(C), [1, C])]);
    const at = tf.tensor1d(Int32Array.from(index, (i) => (i < 0 ? H * W : i)), 'int32'); // prettier-ignore
    const read = tf.reshape(tf.gather(flat, at), [H * W, 4, C]);
    const shares = tf.tensor(Float32Array.from(weight), [H * W, 4, 1]);
    return tf.reshape(tf.sum(tf.mul(read, shares), 1), [H, W, C]);
  }
  if (weights) {
    const size = weights.length / H;
    const share = tf.tensor2d(Float32Array.from(weights), [size, H]);
    const planes = Array.from({ length: C }, (_, c) => {
      const plane = tf.reshape(tf.slice(x as Tensor3D, [0, 0, c], [H, W, 1]), [H, W]) as Tensor2D;
      return tf.reshape(tf.matMul(tf.matMul(share, plane), share, false, true), [size, size, 1]);
    });
    return planes.length > 1 ? tf.concat(planes, 2) : planes[0];
  }
  if (noise) return clip(tf.add(x, like(noise)));
  if (scaling) {
    const row = (values: readonly number[]) => tf.tensor([...values], [1, 1, C]);
    const at = (values: readonly number[]) => (C === 3 ? values : [values[1]]);
    const floor = (n: number) => 1 / Math.sqrt(n);
    const by = (off: Tensor, mean: Tensor, n: number) => {
      const std = tf.sqrt(mean);
      // The larger one of the deviation and 1/√n.
      const least = floor(n);
      return tf.div(off, tf.add(tf.relu(tf.sub(std, least)), least));
    };
    if (scaling === 'range') return tf.div(tf.sub(x, 0.5), 0.5);
    if (scaling === 'imagenet') return tf.div(tf.sub(x, row(at(IMAGENET.mean))), row(at(IMAGENET.std))); // prettier-ignore
    if (scaling === 'minmax') {
      const least = tf.mul(tf.max(tf.mul(x, -1)), -1);
      const spread = data.some((v) => v !== data[0]) ? tf.sub(tf.max(x), least) : tf.scalar(1);
      return tf.div(tf.sub(x, least), spread);
    }
    if (scaling === 'picture') {
      const off = tf.sub(x, tf.mean(x));
      return by(off, tf.mean(tf.mul(off, off)), H * W * C);
    }
    const flat = tf.reshape(x, [H * W, C]);
    const off = tf.sub(flat, tf.mean(flat, 0));
    return tf.reshape(by(off, tf.mean(tf.mul(off, off), 0), H * W), [H, W, C]);
  }
  const mask = hole && like(holeMask(shape, hole));
  if (partner !== undefined) {
    const other = like(partnerGrid(draw).data);
    const share = mask ?? tf.scalar(lambda!);
    return tf.add(tf.mul(share, x), tf.mul(tf.sub(1, share), other));
  }
  if (mask) return tf.mul(x, mask);
  const [b, c, s] = factors;
  const grey = (y: Tensor) =>
    C === 3 ? tf.sum(tf.mul(y, tf.tensor([...GREY], [1, 1, 3])), 2, true) : y;
  const bright = clip(tf.mul(x, b));
  const middle = tf.mean(grey(bright));
  const crisp = clip(tf.add(middle, tf.mul(tf.sub(bright, middle), c)));
  const tone = grey(crisp);
  return clip(tf.add(tone, tf.mul(tf.sub(crisp, tone), s)));
}
