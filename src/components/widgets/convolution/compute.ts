/** The convolution as a TensorFlow.js program, for every combination of parameters. */
import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import type { Grid } from '../../../lib/grid.ts';
import { ACTIVATIONS } from '../../../lib/ops/activation.ts';
import type { Ops } from '../../../runtime/tf.ts';
import { groupCount, kernelGrid, sidesOf, type ActivationId, type State } from './state.ts';

/**
 * The program: pad with zeros, convolve, add the bias, activate. Returns [1, oh, ow, F].
 *
 * tf.conv2d knows no groups, so several are split and joined again; with one channel per group it
 * is a depthwise convolution. It refuses stride and dilation together, so then the kernel itself is
 * spread with zeros, which is what dilation means.
 */
export function program(tf: Ops, input: Grid, state: State): Tensor4D {
  const [height, width, channels] = input.shape;
  const [top, bottom, left, right] = sidesOf(state);
  const strided = state.stride[0] > 1 || state.stride[1] > 1;
  const dilated = state.dilation[0] > 1 || state.dilation[1] > 1;
  const spread: [number, number] = strided && dilated ? state.dilation : [1, 1];
  const dilation: [number, number] = strided ? [1, 1] : state.dilation;
  const [kh, kw, each, filters] = kernelGrid(state).shape;
  const weights = deviceKernel(state, spread);
  const shape: [number, number, number, number] = [
    (kh - 1) * spread[0] + 1,
    (kw - 1) * spread[1] + 1,
    each,
    filters,
  ];

  const image = tf.tensor4d(Float32Array.from(input.data), [1, height, width, channels]);
  const sides: [number, number][] = [
    [0, 0],
    [top, bottom],
    [left, right],
    [0, 0],
  ];
  // Padding by nothing would still be a pass of its own on the device.
  const x = sides.flat().some(Boolean) ? tf.pad(image, sides) : image;
  const groups = groupCount(state);
  const convolve = (part: Tensor4D, w: Tensor4D) =>
    tf.conv2d(part, w, state.stride, 'valid', 'NHWC', dilation);
  let y: Tensor4D;
  if (groups === 1) {
    y = convolve(x, tf.tensor4d(weights, shape));
  } else if (each === 1) {
    // [k_h, k_w, 1, C·m] and [k_h, k_w, C, m] hold the same numbers in the same order.
    const w = tf.tensor4d(weights, [shape[0], shape[1], channels, filters / channels]);
    y = tf.depthwiseConv2d(x, w, state.stride, 'valid', 'NHWC', dilation);
  } else {
    const parts = tf.split<Tensor4D>(x as Tensor4D, groups, 3);
    const kernels = tf.split<Tensor4D>(tf.tensor4d(weights, shape), groups, 3);
    y = tf.concat(
      parts.map((part, g) => convolve(part, kernels[g])),
      3,
    );
  }
  return activate(tf, tf.add(y, tf.tensor1d(state.bias, 'float32')) as Tensor4D, state.activation);
}

/** The weights as they meet the input: flipped if asked, spread with zeros if needed. */
function deviceKernel(state: State, [dh, dw]: [number, number]): Float32Array {
  const { shape, data } = kernelGrid(state);
  const [kh, kw, channels, filters] = shape;
  const depth = channels * filters;
  const width = (kw - 1) * dw + 1;
  const spread = new Float32Array(((kh - 1) * dh + 1) * width * depth);
  for (let i = 0; i < kh; i++) {
    for (let j = 0; j < kw; j++) {
      const tap = state.flip ? (kh - 1 - i) * kw + (kw - 1 - j) : i * kw + j;
      spread.set(data.subarray(tap * depth, (tap + 1) * depth), (i * dh * width + j * dw) * depth);
    }
  }
  return spread;
}

/** The activations of src/lib on the device. */
function activate(tf: Ops, x: Tensor4D, id: ActivationId): Tensor4D {
  const scaled = (y: Tensor, factor: number, offset = 0) => tf.add(tf.mul(y, factor), offset);
  // min(max(x/6 + 1/2, 0), 1), as PyTorch and Keras 3 have it
  const hardSigmoid = () => tf.clipByValue(scaled(x, 1 / 6, 0.5), 0, 1);
  const result = (): Tensor => {
    switch (id) {
      case 'none':
        return x;
      case 'relu':
        return tf.relu(x);
      case 'leaky-relu':
      case 'prelu':
        return tf.leakyRelu(x, ACTIVATIONS[id].alpha);
      case 'elu':
        return tf.elu(x);
      case 'selu':
        return tf.selu(x);
      case 'sigmoid':
        return tf.sigmoid(x);
      case 'tanh':
        return tf.tanh(x);
      case 'softplus':
        return tf.softplus(x);
      case 'swish':
        return tf.mul(x, tf.sigmoid(x));
      case 'gelu':
        return tf.mul(scaled(x, 0.5), tf.add(tf.erf(scaled(x, Math.SQRT1_2)), 1));
      case 'gelu-tanh': {
        const cube = tf.mul(tf.mul(x, x), scaled(x, 0.044715));
        const inner = scaled(tf.add(x, cube), Math.sqrt(2 / Math.PI));
        return tf.mul(scaled(x, 0.5), tf.add(tf.tanh(inner), 1));
      }
      case 'mish':
        return tf.mul(x, tf.tanh(tf.softplus(x)));
      case 'hard-sigmoid':
        return hardSigmoid();
      case 'hard-swish':
        return tf.mul(x, hardSigmoid());
    }
  };
  return result() as Tensor4D;
}
