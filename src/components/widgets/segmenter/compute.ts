/** The segmenter as a TensorFlow.js program: one run for the classes, or one for each mask. */
import type { Tensor } from '@tensorflow/tfjs-core';
import { runModel } from '../../../models/run.ts';
import { loadedModel } from '../../../models/store.ts';
import type { Ops } from '../../../runtime/tf.ts';
import { sceneOf, SIDE } from '../toolkit/composed.ts';
import { CLASSES, inputOf, MODEL, runsOf } from './reference.ts';
import type { State } from './state.ts';

/** `semantic` [64, 64, 11], or `masks` [64, 64, k]. */
export function program(tf: Ops, state: State): Record<string, Tensor> {
  const scene = sceneOf(state);
  const wanted = state.view === 'semantic' ? 'semantic' : 'mask';
  // One at a time: every other size of a batch is compiled anew by WebGL.
  const made = runsOf(state).map((run) => {
    const input = Float32Array.from(inputOf(scene, run).data);
    const x = tf.tensor4d(input, [1, SIDE, SIDE, 3]);
    return runModel(tf, loadedModel(MODEL), x, [wanted])[wanted];
  });
  if (wanted === 'semantic') return { semantic: tf.reshape(made[0], [SIDE, SIDE, CLASSES]) };
  const masks = made.map((mask) => tf.reshape(mask, [SIDE, SIDE, 1]));
  return { masks: masks.length === 1 ? masks[0] : tf.concat(masks, 2) };
}
