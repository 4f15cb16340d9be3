/** The compressed network as a TensorFlow.js program. */
import type { Tensor } from '@tensorflow/tfjs-core';
import { loadedData, tileOf } from '../../../models/data.ts';
import { runModel } from '../../../models/run.ts';
import type { Ops } from '../../../runtime/tf.ts';
import { DATA, DEVICE, digitsOf, graphOf, madeOf, onDevice } from './reference.ts';
import type { State } from './state.ts';

/** The scores of twenty digits; the weights are float64's, as rounding may fall either way. */
export function program(tf: Ops, state: State): Record<string, Tensor> {
  const graph = graphOf();
  const digits = digitsOf(state.count);
  const batch = new Float32Array(DEVICE * 784);
  onDevice(state.count).forEach((at, i) => batch.set(tileOf(loadedData(DATA), digits[at]).data, i * 784)); // prettier-ignore
  const x = tf.tensor4d(batch, [DEVICE, 28, 28, 1]);
  const { [graph.outputs[0]]: logits } = runModel(tf, { graph, weights: madeOf(state).weights }, x);
  return { logits: tf.reshape(logits, [DEVICE, 10, 1]) };
}
