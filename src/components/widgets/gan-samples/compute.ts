/** Generator and classifier as a TensorFlow.js program. */
import type { Tensor } from '@tensorflow/tfjs-core';
import { runModel } from '../../../models/run.ts';
import { loadedModel } from '../../../models/store.ts';
import type { Ops } from '../../../runtime/tf.ts';
import { codeOf, inputOf } from './reference.ts';
import { CLASSES, classOf, LATENT, MODELS, STRIP, type State } from './state.ts';

/** Batches of one size: every other size is compiled anew by WebGL. */
const BATCH = 4;

/**
 * `image-0` … [28, 28, 1], `classified` [n, 10] and for a walk `strip` [28, 28, 9]: all codes go
 * through the generator, and the samples through the classifier, in batches.
 */
export function program(tf: Ops, state: State): Record<string, Tensor> {
  const { model, n, sample, walk } = state;
  const codes = Array.from({ length: n }, (_, i) => inputOf(codeOf(state, i), classOf(state, i)));
  if (walk) {
    for (let k = 0; k < STRIP; k++) {
      codes.push(inputOf(codeOf(state, sample, k / (STRIP - 1)), classOf(state, sample)));
    }
  }
  const count = codes.length;
  while (codes.length % BATCH > 0) codes.push(codes[0]);
  const generator = loadedModel(model);
  const judge = loadedModel(MODELS[model].judge);
  const made: Tensor[] = [];
  const scores: Tensor[] = [];
  for (let from = 0; from < codes.length; from += BATCH) {
    const rows = codes.slice(from, from + BATCH).flatMap((code) => Array.from(code));
    const input = tf.tensor2d(rows, [BATCH, LATENT + CLASSES]);
    const images = runModel(tf, generator, input)[generator.graph.outputs[0]];
    made.push(images);
    if (from < n) scores.push(runModel(tf, judge, images)[judge.graph.outputs[0]]);
  }
  const tile = (i: number) =>
    tf.reshape(tf.slice(made[Math.floor(i / BATCH)], [i % BATCH, 0, 0, 0], [1, 28, 28, 1]), [28, 28, 1]); // prettier-ignore
  const results: Record<string, Tensor> = {};
  for (let i = 0; i < n; i++) results[`image-${i}`] = tile(i);
  const all = scores.length > 1 ? tf.concat(scores, 0) : scores[0];
  results.classified = tf.slice(all, [0, 0], [n, CLASSES]);
  if (walk) {
    const stops = Array.from({ length: count - n }, (_, k) => tile(n + k));
    results.strip = tf.concat(stops, 2);
  }
  return results;
}
