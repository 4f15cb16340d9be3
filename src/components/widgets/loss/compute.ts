/** The losses and their gradients as a TensorFlow.js program, in the forms of src/lib/losses.ts. */
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Ops } from '../../../runtime/tf.ts';
import { divisorOf, otherConvention, plainOf } from './reference.ts';
import type { State } from './state.ts';

/** The results of `reference`, but for what float64 alone decides. */
export function program(tf: Ops, state: State): Record<string, Tensor> {
  const { mode } = state;
  return mode === 'classes' ? ofClasses(tf, state) : mode === 'binary' ? ofBinary(tf, state) : ofResiduals(tf, state); // prettier-ignore
}

/** σ(u)^γ and softplus(u), with which every cross-entropy here is made. */
function parts(tf: Ops, u: Tensor, gamma: number) {
  const rest = tf.sigmoid(u);
  const surprise = tf.softplus(u);
  const share = gamma === 0 ? undefined : tf.exp(tf.mul(tf.log(tf.add(rest, 1e-37)), gamma));
  const times = (v: Tensor) => (share ? tf.mul(share, v) : v);
  return { rest, surprise, times };
}

/**
 * Logits of 1e4 leave float32 three decimals, so each is sent as two numbers, the second what the
 * first leaves out; after the largest is taken off, nothing of the difference is lost.
 */
function distances(tf: Ops, logits: readonly (readonly number[])[], temperature: number): Tensor {
  const size: [number, number] = [logits.length, logits[0].length];
  const tops = logits.map((row) => Math.max(...row));
  const high = (v: number) => Math.fround(v);
  const send = (f: (v: number) => number) => {
    const own = tf.tensor2d(logits.flat().map(f), size);
    return tf.sub(own, tf.tensor2d(tops.map(f), [size[0], 1]));
  };
  return tf.mul(
    tf.add(
      send(high),
      send((v) => v - high(v)),
    ),
    1 / temperature,
  );
}

/** Terms, their gradient before it is divided, and probabilities from distances to the largest. */
function crossEntropy(tf: Ops, d: Tensor, state: State) {
  const { labels, weights, smoothing, gamma, convention } = state;
  const [n, c] = d.shape as [number, number];
  const others = Array.from({ length: c * c }, (_, i) => (i % (c + 1) === 0 ? 0 : 1));
  const rest = tf.matMul(tf.exp(d), tf.tensor2d(others, [c, c]));
  const u = tf.sub(tf.log(tf.add(rest, 1e-37)), d);
  const p = tf.sigmoid(tf.mul(u, -1));
  const wq = labels.flatMap(
    (y) =>
    weights.map((w, k) => (convention === 'keras' ? weights[y] : w) * ((k === y ? 1 - smoothing : 0) + smoothing / c)), // prettier-ignore
  );
  const factor = tf.tensor2d(wq, [n, c]);
  // Where nothing is left beside a class, its loss is 0 and not what stands in for ln 0.
  const some = tf.step(rest);
  const { rest: near, surprise: said, times } = parts(tf, u, gamma);
  const [left, surprise] = [tf.mul(near, some), tf.mul(said, some)];
  const terms = tf.mul(factor, times(surprise));
  // slope/(1 − p) = (1 − p)^γ·(γ·p·(−ln p)/(1 − p) + 1); the quotient goes to 1 where both vanish.
  const quotient = tf.div(tf.add(surprise, 1e-30), tf.add(left, 1e-30));
  const spread = tf.mul(factor, times(tf.add(tf.mul(tf.mul(p, quotient), gamma), 1)));
  const pull = tf.mul(spread, left);
  const total = tf.sum(spread, 1, true);
  const gradient = tf.sub(tf.mul(p, tf.sub(total, spread)), pull);
  return { p, left, terms, gradient };
}

function divisor({ reduction, convention, weights, labels }: State): number {
  if (reduction === 'sum') return 1;
  if (convention === 'keras') return labels.length;
  return labels.reduce((sum, y) => sum + weights[y], 0);
}

function ofClasses(tf: Ops, state: State): Record<string, Tensor> {
  const { logits, labels, temperature } = state;
  const [n, c] = [logits.length, logits[0].length];
  const cell = (v: Tensor) => tf.reshape(v, [1, 1, 1]);
  const table = (v: Tensor) => tf.reshape(v, [n, c, 1]);
  const d = distances(tf, logits, temperature);
  const { p, left, terms, gradient } = crossEntropy(tf, d, state);
  const by = divisor(state);
  const loss = tf.mul(tf.sum(terms), 1 / by);
  const other = { ...state, convention: otherConvention(state) };
  const again = crossEntropy(tf, d, other);
  const plain = plainOf(state);
  const once = crossEntropy(tf, d, plain);
  const twice = crossEntropy(tf, tf.sub(p, tf.max(p, 1, true)), plain);
  // Squared error: p − one-hot, with 1 − p where the label is.
  const right = tf.tensor2d(labels.flatMap((y) => logits[0].map((_, k) => (k === y ? 1 : 0))), [n, c]); // prettier-ignore
  const wrong = tf.sub(1, right);
  const off = tf.sub(tf.mul(p, wrong), tf.mul(left, right));
  const samples = divisorOf(state, n);
  const mse = tf.mul(tf.sum(tf.mul(off, off)), 1 / c / samples);
  const slope = tf.mul(off, 2 / c / samples);
  const shares = tf.mul(p, slope);
  const rest = tf.sub(tf.sum(shares, 1, true), shares);
  const mseGradient = tf.mul(tf.mul(p, tf.sub(tf.mul(slope, left), rest)), 1 / temperature);
  return {
    p: table(p),
    terms: table(terms),
    gradient: table(tf.mul(gradient, 1 / temperature / by)),
    mseGradient: table(mseGradient),
    loss: cell(loss),
    bits: cell(tf.mul(loss, Math.LOG2E)),
    other: cell(tf.mul(tf.sum(again.terms), 1 / divisor(other))),
    plain: cell(tf.mul(tf.sum(once.terms), 1 / divisor(plain))),
    twice: cell(tf.mul(tf.sum(twice.terms), 1 / divisor(plain))),
    mse: cell(mse),
  };
}

/** Columns side by side as [n, columns, 1], and means of some of them. */
function gathered(tf: Ops, columns: Tensor[], names: Record<string, number>, by: number) {
  const n = columns[0].size;
  const rows = tf.concat(columns.map((v) => tf.reshape(v, [n, 1])), 1); // prettier-ignore
  const means = Object.entries(names).map(([name, k]) => [
    name,
    tf.reshape(tf.mul(tf.sum(columns[k]), 1 / by), [1, 1, 1]),
  ]);
  return { rows: tf.reshape(rows, [n, columns.length, 1]), ...Object.fromEntries(means) };
}

function ofBinary(tf: Ops, state: State): Record<string, Tensor> {
  const { z, y, positive, gamma } = state;
  const by = divisorOf(state, z.length);
  const { add, mul, sub } = tf;
  const logits = tf.tensor1d(z);
  const minus = mul(logits, -1);
  const is = tf.tensor1d(y);
  const isNot = sub(1, is);
  const focal = (u: Tensor) => {
    const { rest, surprise, times } = parts(tf, u, gamma);
    const back = tf.sigmoid(mul(u, -1));
    const slope = times(add(mul(mul(back, surprise), gamma), rest));
    return [times(surprise), slope];
  };
  const [[yes, yesSlope], [no, noSlope]] = [focal(minus), focal(logits)];
  const weight = mul(is, positive);
  const bce = add(mul(weight, yes), mul(isNot, no));
  const bceSlope = sub(mul(isNot, noSlope), mul(weight, yesSlope));
  const sign = sub(mul(is, 2), 1);
  const margin = sub(1, mul(sign, logits));
  const p = tf.sigmoid(logits);
  const q = tf.sigmoid(minus);
  const off = sub(mul(isNot, p), mul(is, q));
  const columns = [
    p,
    bce,
    mul(bceSlope, 1 / by),
    tf.relu(margin),
    mul(mul(tf.step(margin), sign), -1 / by),
    mul(off, off),
    mul(mul(off, mul(p, q)), 2 / by),
  ];
  return gathered(tf, columns, { loss: 1, hinge: 3, mse: 5 }, by);
}

function ofResiduals(tf: Ops, state: State): Record<string, Tensor> {
  const { predictions, targets, delta } = state;
  const by = divisorOf(state, predictions.length);
  const { mul, sub } = tf;
  const r = sub(tf.tensor1d(predictions), tf.tensor1d(targets));
  const size = tf.abs(r);
  const sign = sub(tf.step(r), tf.step(mul(r, -1)));
  const inside = tf.clipByValue(r, -delta, delta);
  const columns = [
    r,
    mul(r, r),
    mul(r, 2 / by),
    size,
    mul(sign, 1 / by),
    // c·r − ½c² with r clipped to c: ½r² inside, δ(|r| − ½δ) outside.
    mul(inside, sub(r, mul(inside, 0.5))),
    mul(inside, 1 / by),
  ];
  return gathered(tf, columns, { mse: 1, mae: 3, huber: 5 }, by);
}
