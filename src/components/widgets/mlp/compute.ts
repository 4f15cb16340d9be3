/**
 * What stands on screen, once more as a TensorFlow.js program: from the weights that the training
 * reached forwards on cells and points, and the loss and gradient of the next minibatch backwards.
 */
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { layout } from '../../../lib/mlp.ts';
import { gradientOf, inputsOf, type Activation } from '../../../lib/playground.ts';
import type { Ops } from '../../../runtime/tf.ts';
import { CELLS } from './reference.ts';
import { SIDE, type State } from './state.ts';
import { trained, type Examples } from './training.ts';

/** All results that the device can give; which side a point lies on is decided in float64. */
export function program(tf: Ops, state: State): Record<string, Tensor> {
  const { at, train, test } = trained(state);
  const { sizes, weights } = at.net;
  const { layers } = layout(sizes);
  const upload = (values: Float64Array, columns: number) =>
    tf.tensor2d(Float32Array.from(values), [values.length / columns, columns]);
  const kernels = layers.map(({ to, kernel, bias }) => upload(weights.slice(kernel, bias), to));
  const biases = layers.map(({ to, bias }) => upload(weights.slice(bias, bias + to), to));

  const forward = (inputs: Float64Array): Tensor2D[] => {
    const all = [upload(inputs, sizes[0])];
    kernels.forEach((kernel, l) => {
      const z = tf.add(tf.matMul(all[l], kernel), biases[l]) as Tensor2D;
      all.push(l < kernels.length - 1 ? activate(tf, state.activation, z) : z);
    });
    return all;
  };
  /** −ln p of each point, told by its logit and its sign: −1 for class 1, else 1. */
  const lossOf = (z: Tensor2D, labels: ArrayLike<number>): Tensor => {
    const signs = tf.tensor2d(
      Float32Array.from(labels, (y) => 1 - 2 * y),
      [labels.length, 1],
    );
    return tf.mean(tf.softplus(tf.mul(signs, z)));
  };
  const lossOn = ({ inputs, labels }: Examples) => lossOf(forward(inputs)[layers.length], labels);

  const seen = forward(inputsOf(state.features, CELLS));
  const { inputs, labels } = gradientOf(state, at, train.points);
  const all = forward(inputs);
  const truth = tf.tensor2d(Float32Array.from(labels), [labels.length, 1]);
  let signal = tf.div(tf.sub(tf.sigmoid(all[layers.length]), truth), labels.length) as Tensor2D;
  const parts: Tensor[] = [];
  for (let l = layers.length - 1; l >= 0; l--) {
    const onBias = tf.mul(tf.sum(signal, 0), Number(state.bias));
    const onKernel = tf.add(tf.matMul(all[l], signal, true), tf.mul(kernels[l], state.l2));
    parts.unshift(tf.reshape(onKernel, [-1]), tf.reshape(onBias, [-1]));
    if (l > 0) {
      const before = tf.matMul(signal, kernels[l], false, true);
      signal = tf.mul(before, slope(tf, state.activation, all[l])) as Tensor2D;
    }
  }
  const gradient = tf.reshape(tf.concat(parts), [1, weights.length]);
  const now = tf.tensor2d(Float32Array.from(weights), [1, weights.length]);
  return {
    loss: lossOn(train),
    ...(test && { lossTest: lossOn(test) }),
    penalty: tf.mul(
      kernels.reduce<Tensor>((sum, k) => tf.add(sum, tf.sum(tf.mul(k, k))), tf.scalar(0)),
      state.l2 / 2,
    ),
    lossStep: lossOf(all[layers.length], labels),
    field: tf.reshape(tf.sigmoid(seen[layers.length]), [SIDE, SIDE]),
    ...(layers.length > 1 && { units: tf.concat(seen.slice(1, -1), 1) }),
    gradient,
    // Adam divides by the gradient's own size: where that is next to 0, float32 would decide.
    ...(state.optimizer === 'sgd' && { next: tf.sub(now, tf.mul(gradient, state.rate)) }),
  };
}

function activate(tf: Ops, activation: Activation, z: Tensor2D): Tensor2D {
  if (activation === 'linear') return z;
  return activation === 'relu' ? tf.relu(z) : activation === 'tanh' ? tf.tanh(z) : tf.sigmoid(z);
}

/** f′ told by the activation. */
function slope(tf: Ops, activation: Activation, a: Tensor2D): Tensor {
  if (activation === 'linear') return tf.add(tf.mul(a, 0), 1);
  if (activation === 'relu') return tf.step(a);
  return activation === 'tanh' ? tf.sub(1, tf.mul(a, a)) : tf.mul(a, tf.sub(1, a));
}
