/** Encoder, reparameterization and decoder as a TensorFlow.js program. */
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Grid } from '../../../lib/grid.ts';
import { runModel } from '../../../models/run.ts';
import { loadedModel } from '../../../models/store.ts';
import type { Ops } from '../../../runtime/tf.ts';
import { digitGrid } from '../toolkit/digits.ts';
import { codesOf, decoderOf, encoderOf, endsOf, epsilons, isDrawn, sharesOf } from './reference.ts';
import { sizeOf, STRIP, type State } from './state.ts';

/**
 * `image` [28, 28, 1]; for a digit `mu`, `sigma`, `z` [1, n] and `kl`; for a walk `z` and `strip`, for
 * several draws `draws` [28, 28, k]. All codes go through the decoder as one batch.
 */
export function program(tf: Ops, state: State, picture: Grid | undefined): Record<string, Tensor> {
  const { model, from, to, t } = state;
  const n = sizeOf(state);
  const results: Record<string, Tensor> = {};
  const rows = (codes: readonly ArrayLike<number>[]) =>
    tf.tensor2d(
      codes.flatMap((code) => Array.from(code)),
      [codes.length, n],
    );
  const encoded = (x: Grid) =>
    runModel(
      tf,
      loadedModel(encoderOf(model)),
      tf.tensor4d(Float32Array.from(x.data), [1, 28, 28, 1]),
    );

  let codes: Tensor;
  if (from.kind === 'digit') {
    const { mu, logvar } = encoded(digitGrid(from.digit, picture));
    const sigma = tf.exp(tf.mul(logvar, tf.scalar(0.5)));
    codes = tf.add(mu, tf.mul(sigma, rows(epsilons(state)))); // μ and σ for every ε
    results.mu = mu;
    results.sigma = sigma;
    if (!to) results.kl = divergence(tf, mu, sigma, logvar);
  } else {
    codes = rows(codesOf(state, picture));
  }
  let z = tf.slice(codes, [0, 0], [1, n]);
  let batch = z;
  if (to) {
    const start = z;
    const end =
      'z' in to
        ? rows([to.z])
        : encoded(digitGrid({ kind: 'held-out', index: to.index }, undefined)).mu;
    // The angle of an arc comes from float64: arccosine is not in every backend.
    const ends = endsOf(state, picture);
    const at = (share: number) => {
      const [a, b] = sharesOf(state, ...ends, share);
      return tf.add(tf.mul(start, tf.scalar(a)), tf.mul(end, tf.scalar(b)));
    };
    z = at(t);
    const stops = Array.from({ length: STRIP }, (_, k) => at(k / (STRIP - 1)));
    batch = tf.concat([z, ...stops], 0);
  } else if (isDrawn(state)) {
    batch = codes;
  }
  const decoder = loadedModel(decoderOf(model));
  const pictures = runModel(tf, decoder, batch)[decoder.graph.outputs[0]];
  const count = batch.shape[0]!;
  const channels = (first: number, many: number) =>
    tf.concat(
      Array.from({ length: many }, (_, k) =>
        tf.reshape(tf.slice(pictures, [first + k, 0, 0, 0], [1, 28, 28, 1]), [28, 28, 1]),
      ),
      2,
    );
  if (from.kind === 'digit' || to) results.z = z; // else it is what was given
  results.image = channels(0, 1);
  if (to) results.strip = channels(1, STRIP);
  else if (isDrawn(state)) results.draws = channels(0, count);
  return results;
}

/** ½ Σ (μ² + σ² − 1 − log σ²). */
function divergence(tf: Ops, mu: Tensor, sigma: Tensor, logvar: Tensor): Tensor {
  const squares = tf.add(tf.mul(mu, mu), tf.mul(sigma, sigma));
  const each = tf.sub(tf.sub(squares, tf.scalar(1)), logvar);
  return tf.mul(tf.sum(each), tf.scalar(0.5));
}
