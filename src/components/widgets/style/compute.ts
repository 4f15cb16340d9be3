/**
 * The same on the device: features by a convolution, Gram matrix by a product of matrices, both
 * losses, and the gradient of their weighted sum by automatic differentiation.
 */
import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import type { Grid } from '../../../lib/grid.ts';
import { CHANNELS, filterOf, orderOf, PIXELS, SIDE } from '../../../lib/style.ts';
import { grads } from '../../../runtime/gradients.ts';
import type { Ops } from '../../../runtime/tf.ts';
import { contentOf, pixelsOf, shownStep, type State } from './state.ts';
import { trained } from './training.ts';

export function program(tf: Ops, state: State, picture: Grid | undefined): Record<string, Tensor> {
  // prettier-ignore
  const put = (pixels: Float64Array) => tf.tensor4d(Float32Array.from(pixels), [1, SIDE, SIDE, 1]);
  const filters = Array.from({ length: CHANNELS }, (_, c) => filterOf(c));
  const kernel = tf.tensor4d(filters[0].flatMap((_, k) => filters.map((filter) => filter[k])), [3, 3, 1, CHANNELS]); // prettier-ignore
  // Three times the features: whole numbers where pixels are 0 and 1, and what is 0 is 0 anywhere.
  const thirds = (x: Tensor) => tf.reshape(tf.relu(tf.conv2d(x as Tensor4D, kernel, 1, 'same')), [PIXELS, CHANNELS]); // prettier-ignore
  const features = (x: Tensor) => tf.mul(thirds(x), 1 / 3);
  const gram = (F: Tensor) => tf.matMul(F, F, true);
  // What is shown is divided at the end.
  const shownMaps = (n: Tensor) => tf.reshape(tf.div(n, 3), [SIDE, SIDE, CHANNELS]);
  const shownGram = (n: Tensor) => tf.reshape(tf.div(gram(n), 9), [CHANNELS, CHANNELS, 1]);
  const content = put(contentOf(state, picture));
  if (state.show === 'gram') {
    const order = tf.tensor1d(orderOf(state.shuffle), 'int32');
    const n = tf.gather(thirds(content), order);
    return { gram: shownGram(n), features: shownMaps(n) };
  }
  const { alpha, beta } = state;
  const P = features(content);
  const painting = put(pixelsOf(state.style, picture));
  const A = gram(features(painting));
  const distance = (a: Tensor, b: Tensor) => {
    const off = tf.add(a, tf.mul(b, -1));
    // In two goes: a long sum in single precision loses digits.
    return tf.sum(tf.sum(tf.reshape(tf.mul(off, off), [off.size / 32, 32]), 1));
  };
  const contentLoss = (F: Tensor) => tf.mul(distance(F, P), 1 / 2);
  const styleLoss = (G: Tensor) => tf.mul(distance(G, A), 1 / (4 * (CHANNELS * PIXELS) ** 2));
  const sum = (near: Tensor, far: Tensor) => tf.add(tf.mul(near, alpha), tf.mul(far, beta));
  const image = put(trained(state, picture).stands[shownStep(state)].image);
  const loss = (x: Tensor) => {
    const F = features(x);
    return sum(contentLoss(F), styleLoss(gram(F)));
  };
  const [gradient] = grads(loss)([image]);
  const F = features(image);
  const [near, far] = [contentLoss(F), styleLoss(gram(F))];
  return {
    contentLoss: near,
    styleLoss: far,
    total: sum(near, far),
    gram: shownGram(thirds(image)),
    styleGram: shownGram(thirds(painting)),
    features: shownMaps(thirds(image)),
    gradient: tf.reshape(gradient, [SIDE, SIDE, 1]),
  };
}
