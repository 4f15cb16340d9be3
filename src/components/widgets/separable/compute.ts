/** The example as a TensorFlow.js program: both steps, and the standard convolution they equal. */
import type { Tensor, Tensor3D } from '@tensorflow/tfjs-core';
import { mergedKernel } from '../../../lib/separable.ts';
import type { Ops } from '../../../runtime/tf.ts';
import { gridsOf, type State } from './state.ts';

/** `z`, `y` and `merged`; what a layer costs is counted in float64 alone. */
export function program(tf: Ops, state: State): Record<string, Tensor> {
  const { x, d, p } = gridsOf(state);
  const [k, , channels] = d.shape;
  const [outputs] = p.shape;
  const put = (data: Float64Array, shape: number[]) => tf.tensor(Float32Array.from(data), shape);
  const input = put(x.data, [...x.shape]) as Tensor3D;
  const mix = tf.reshape(tf.transpose(put(p.data, [outputs, channels])), [1, 1, channels, outputs]);
  const whole = put(mergedKernel(d, p).data, [k, k, channels, outputs]) as Tensor<never>;
  // The depthwise kernel of WebGL may give −1e-15 where whole numbers add up to 0; conv2d gives 0.
  const parts = tf.split<Tensor3D>(input, channels, 2);
  const kernels = tf.split(put(d.data, [k, k, channels]), channels, 2);
  const z = tf.concat(
    parts.map((part, c) => {
      const kernel = tf.reshape(kernels[c], [k, k, 1, 1]);
      return tf.conv2d(part, kernel as Tensor<never>, 1, 'valid');
    }),
    2,
  );
  return {
    y: tf.conv2d(z, mix as Tensor<never>, 1, 'valid'),
    z,
    merged: tf.conv2d(input, whole, 1, 'valid'),
  };
}
