/** The up-sampling as a TensorFlow.js program, for every combination of parameters. */
import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import type { Grid } from '../../../lib/grid.ts';
import type { Ops } from '../../../runtime/tf.ts';
import { axesOf, inputGrid, inputShape, meetings, outputShape, type State } from './state.ts';

/**
 * `y` [oh, ow, 1], and `overlap`: the same operation on ones with weights of one.
 *
 * @param picture [H, W, 1], the picture a state names
 */
export function program(
  tf: Ops,
  state: State,
  picture: Grid | undefined,
): { y: Tensor; overlap: Tensor } {
  const input = inputGrid(state, picture);
  const operation = state.op === 'transposed' ? stamp : resize;
  const y = operation(tf, state, input.data, false);
  const overlap = operation(tf, state, new Float64Array(input.data.length).fill(1), true);
  const shape = outputShape(state);
  return { y: tf.reshape(y, shape), overlap: tf.reshape(overlap, shape) };
}

/**
 * tf.conv2dTranspose, whose output shape says the output padding. It knows no dilation; for that,
 * zeros are put between the inputs, and the kernel turned by 180° is convolved with them, which is
 * the same sum.
 */
function stamp(tf: Ops, state: State, values: ArrayLike<number>, ones: boolean): Tensor {
  const [rows, cols] = axesOf(state);
  const [H, W] = inputShape(state);
  const kernel = state.kernel.flat().map((w) => (ones ? 1 : w));
  if (state.dilation.every((d) => d === 1)) {
    const image = tf.tensor4d(Float32Array.from(values), [1, H, W, 1]);
    const stamps = tf.tensor4d(kernel, [rows.k, cols.k, 1, 1]);
    return tf.conv2dTranspose(image, stamps, [1, rows.size, cols.size, 1], state.stride, [
      [0, 0],
      [rows.before, rows.after],
      [cols.before, cols.after],
      [0, 0],
    ]);
  }
  // Every window of the stretched image has to lie inside it; what `padding` cuts never gets in.
  const [dh, dw] = state.dilation;
  const height = rows.size + dh * (rows.k - 1);
  const width = cols.size + dw * (cols.k - 1);
  const stretched = new Float32Array(height * width);
  for (let r = 0; r < H; r++) {
    for (let c = 0; c < W; c++) {
      const row = r * rows.stride + dh * (rows.k - 1) - rows.before;
      const col = c * cols.stride + dw * (cols.k - 1) - cols.before;
      if (row < 0 || row >= height || col < 0 || col >= width) continue;
      stretched[row * width + col] = values[r * W + c];
    }
  }
  const image = tf.tensor4d(stretched, [1, height, width, 1]);
  const turned = tf.tensor4d(kernel.reverse(), [rows.k, cols.k, 1, 1]);
  return tf.conv2d(image as Tensor4D, turned as Tensor4D, 1, 'valid', 'NHWC', [dh, dw]);
}

/**
 * y = R x Cᵀ: a resize is linear along each axis, and its two small matrices hold the weights as
 * float64 found them. tf.image computes the places on the device, in float32, and loses digits.
 */
function resize(tf: Ops, state: State, values: ArrayLike<number>, ones: boolean): Tensor {
  const [H, W] = inputShape(state);
  const [rows, columns] = meetings(state);
  const matrix = (all: typeof rows, n: number) => {
    const weights = new Float32Array(all.length * n);
    all.forEach((each, o) => {
      for (const { at, weight } of each) weights[o * n + at] = ones ? 1 : weight;
    });
    return tf.tensor2d(weights, [all.length, n]);
  };
  const image = tf.tensor2d(Float32Array.from(values), [H, W]);
  return tf.matMul(tf.matMul(matrix(rows, H), image), matrix(columns, W), false, true);
}
