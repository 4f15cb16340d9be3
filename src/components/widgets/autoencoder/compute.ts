/** Noise, the denoiser and its error as a TensorFlow.js program. */
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Grid } from '../../../lib/grid.ts';
import { runModel } from '../../../models/run.ts';
import { loadedModel } from '../../../models/store.ts';
import type { Ops } from '../../../runtime/tf.ts';
import { digitGrid } from '../toolkit/digits.ts';
import { codeShape, MODEL, noiseOf } from './reference.ts';
import type { State } from './state.ts';

/** `noisy`, `image` and `error` [28, 28, 1], `code`, and the mean squared errors; decibels are told of these. */
export function program(tf: Ops, state: State, picture: Grid | undefined): Record<string, Tensor> {
  const shape: [number, number, number, number] = [1, 28, 28, 1];
  const image4 = (values: ArrayLike<number>) => tf.tensor4d(Float32Array.from(values), shape);
  const x = image4(digitGrid(state.digit, picture).data);
  const noisy = tf.add(x, tf.mul(image4(noiseOf(state)), tf.scalar(state.sigma)));
  const { code, image } = runModel(tf, loadedModel(MODEL), noisy, ['code', 'image']);
  const error = tf.sub(image, x);
  const flat = (y: Tensor) => tf.reshape(y, [28, 28, 1]);
  const meanSquare = (y: Tensor) => tf.mean(tf.mul(y, y));
  return {
    image: flat(image),
    noisy: flat(noisy),
    error: flat(error),
    code: tf.reshape(code, codeShape(code.shape[1]!)),
    mse: meanSquare(error),
    mseNoisy: meanSquare(tf.sub(noisy, x)),
  };
}
