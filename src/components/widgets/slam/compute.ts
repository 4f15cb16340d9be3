/** The operation on show as matrix products of a TensorFlow.js program. */
import type { Tensor } from '@tensorflow/tfjs-core';
import {
  columnsOf,
  movedJacobians,
  noiseOf,
  placedJacobians,
  poseOf,
  turnsOff,
  type Event,
} from '../../../lib/slam.ts';
import type { Ops } from '../../../runtime/tf.ts';
import { nowOf } from './reference.ts';
import type { State } from './state.ts';

/**
 * Mean and covariance after the operation, and gain and S of an update. What is seen, the Jacobians
 * and all angles, and the belief before come from float64.
 */
export function program(tf: Ops, state: State): Record<string, Tensor> {
  const { event, belief } = nowOf(state);
  if (!event) return { mean: column(tf, belief.mean), cov: square(tf, belief.cov) }; // prettier-ignore
  const mean = column(tf, event.before.mean);
  const P = square(tf, event.before.cov);
  return event.kind === 'predict' || event.kind === 'enter'
    ? ahead(tf, state, event, mean, P)
    : back(tf, state, event, mean, P);
}

const column = (tf: Ops, v: Float64Array) => tf.tensor2d(Float32Array.from(v), [v.length, 1]);
function square(tf: Ops, v: Float64Array) {
  const n = Math.sqrt(v.length);
  return tf.tensor2d(Float32Array.from(v), [n, n]);
}

type Of<K extends string> = Extract<Event, { kind: K }>;

/** A matrix of zeros but for these entries: [row, column, value]. */
function sparse(tf: Ops, rows: number, cols: number, entries: readonly (readonly number[])[]) {
  const data = new Float32Array(rows * cols);
  for (const [r, c, value] of entries) data[r * cols + c] = value;
  return tf.tensor2d(data, [rows, cols]);
}

const diagonal = (n: number) => Array.from({ length: n }, (_, i) => [i, i, 1]);
/** The full turns that `wrapAngle` takes off a heading, as a column. */
const unwound = (tf: Ops, n: number, turns: number) => sparse(tf, n, 1, [[2, 0, -2 * Math.PI * turns]]); // prettier-ignore
/** A·C·Aᵀ */
const sandwich = (tf: Ops, A: Tensor, C: Tensor) => {
  const half = tf.matMul(A as Tensor<never>, C as Tensor<never>);
  return tf.matMul(half, A as Tensor<never>, false, true);
};

/** Predict and enter: P ← A P Aᵀ + L Lᵀ, where L = (Jacobian of what was measured)·σ. */
function ahead(tf: Ops, state: State, event: Of<'predict' | 'enter'>, mean: Tensor, P: Tensor) {
  const { before } = event;
  const n = before.mean.length;
  const noise = noiseOf(state);
  const pose = poseOf(before);
  const scaled = (G: number[][], at: number, by: readonly number[], rows: number) =>
    sparse(tf, rows, 2, G.flatMap((row, i) => row.map((v, j) => [at + i, j, v * by[j]]))); // prettier-ignore
  const times = (A: Tensor, v: readonly number[]) => tf.matMul(A as Tensor<never>, tf.tensor2d([...v], [2, 1])); // prettier-ignore
  if (event.kind === 'predict') {
    const { F, G } = movedJacobians(pose, event.control);
    const A = sparse(tf, n, n, [...diagonal(n), [0, 2, F[0][2]], [1, 2, F[1][2]]]);
    const L = scaled(G, 0, [noise.step, noise.turn], n);
    const shift = times(scaled(G, 0, [1, 1], n), event.control);
    const turns = unwound(tf, n, turnsOff(pose[2] + event.control[1]));
    return {
      mean: tf.add(tf.add(mean, shift), turns),
      cov: tf.add(sandwich(tf, A, P), sandwich(tf, L, sparse(tf, 2, 2, diagonal(2)))),
    };
  }
  const { J, W } = placedJacobians(pose, event.seen);
  const onto = J.flatMap((row, i) => row.map((v, j) => [n + i, j, v]));
  const A = sparse(tf, n + 2, n, [...diagonal(n), ...onto]);
  const L = scaled(W, n, [noise.range, noise.bearing], n + 2);
  // Position of the robot, and from there along the ray.
  const from = sparse(tf, n + 2, n, [...diagonal(n), [n, 0, 1], [n + 1, 1, 1]]);
  const ray = times(scaled(W, n, [1, 0], n + 2), event.seen);
  return {
    mean: tf.add(tf.matMul(from, mean as Tensor<never>), ray),
    cov: tf.add(sandwich(tf, A, P), sandwich(tf, L, sparse(tf, 2, 2, diagonal(2)))),
  };
}

/** Update: S, gain, and Joseph's form. */
function back(tf: Ops, state: State, event: Of<'update' | 'refuse'>, mean: Tensor, P: Tensor) {
  const { before, named, correction } = event;
  const n = before.mean.length;
  const noise = noiseOf(state);
  const columns = columnsOf(before.ids.indexOf(named));
  const H = sparse(tf, 2, n, correction.H.flatMap((row, i) => row.map((v, c) => [i, columns[c], v]))); // prettier-ignore
  const R = sparse(tf, 2, 2, [[0, 0, noise.range ** 2], [1, 1, noise.bearing ** 2]]); // prettier-ignore
  const PH = tf.matMul(P as Tensor<never>, H, false, true);
  const S = tf.add(tf.matMul(H, PH), R);
  const at = (r: number, c: number) => tf.slice(S, [r, c], [1, 1]);
  const det = tf.sub(tf.mul(at(0, 0), at(1, 1)), tf.mul(at(0, 1), at(1, 0)));
  const off = tf.mul(at(0, 1), -1);
  const adjugate = tf.concat([tf.concat([at(1, 1), off], 1), tf.concat([off, at(0, 0)], 1)], 0);
  const gain = tf.matMul(PH, tf.div(adjugate, det) as Tensor<never>);
  if (event.kind === 'refuse') return { mean, cov: P, gain, S };
  const [a, b] = correction.surprise;
  const shift = tf.matMul(gain, tf.tensor2d([a, b], [2, 1]));
  const [k0, k1] = [correction.gain[4], correction.gain[5]];
  const turns = unwound(tf, n, turnsOff(before.mean[2] + k0 * a + k1 * b));
  const rest = tf.sub(sparse(tf, n, n, diagonal(n)), tf.matMul(gain, H));
  return {
    mean: tf.add(tf.add(mean, shift), turns),
    cov: tf.add(sandwich(tf, rest, P), sandwich(tf, gain, R)),
    gain,
    S,
  };
}
