/** Counts, metrics, curves and areas as a TensorFlow.js program. */
import type { Tensor } from '@tensorflow/tfjs-core';
import { MIXTURES } from '../../../lib/metric-bench.ts';
import type { Ops } from '../../../runtime/tf.ts';
import { scoresOf, type State } from './state.ts';

/** What `reference` names. */
export function program(tf: Ops, state: State): Record<string, Tensor> {
  const { mode } = state;
  return mode === 'classes' ? ofClasses(tf, state) : mode === 'scores' ? ofScores(tf, state) : ofCounts(tf, state); // prettier-ignore
}

/** a / b, 0 where b is 0; all values are counts. */
const share = (tf: Ops, a: Tensor, b: Tensor) => tf.div(a, tf.add(b, tf.sub(1, tf.step(b))));

/** The metrics of counts, all [1, m], one below the other [8, m]. */
function metrics(tf: Ops, tp: Tensor, fp: Tensor, fn: Tensor, tn: Tensor) {
  const { add, mul, sub } = tf;
  const [said, not, p, n] = [add(tp, fp), add(fn, tn), add(tp, fn), add(fp, tn)];
  const accuracy = tf.div(add(tp, tn), add(p, n));
  const [precision, recall, specificity, fpr] = [share(tf, tp, said), share(tf, tp, p), share(tf, tn, n), share(tf, fp, n)]; // prettier-ignore
  const f1 = share(tf, mul(tp, 2), add(said, p));
  // From shares: the products of the counts would cancel in float32.
  const good = mul(mul(precision, recall), mul(specificity, share(tf, tn, not)));
  const bad = mul(mul(share(tf, fp, said), share(tf, fn, p)), mul(fpr, share(tf, fn, not)));
  const matthews = sub(tf.sqrt(good), tf.sqrt(bad));
  const balanced = mul(add(recall, specificity), 0.5);
  return { accuracy, precision, recall, fpr, all: tf.concat([accuracy, precision, recall, f1, specificity, fpr, balanced, matthews], 0) }; // prettier-ignore
}

const cell = (tf: Ops, v: Tensor) => tf.reshape(v, [1, 1, 1]);

function ofScores(tf: Ops, state: State): Record<string, Tensor> {
  const { add, mul, sub } = tf;
  const { positives, negatives, times } = scoresOf(state);
  const [p, n] = [positives.length, negatives.length];
  const pos = tf.tensor2d([...positives], [p, 1]);
  const neg = tf.tensor2d([...negatives], [n, 1]);
  /** How many scores are at least each threshold [1, m]: those that it does not exceed. */
  const above = (scores: Tensor, at: Tensor) => tf.sum(sub(1, tf.step(sub(at, scores))), 0, true);
  const here = tf.tensor2d([state.threshold], [1, 1]);
  const tp = above(pos, here);
  const fp = above(neg, here);
  const [fn, tn] = [sub(p, tp), sub(n, fp)];
  const now = metrics(tf, tp, mul(fp, times), fn, mul(tn, times));
  // Which scores are distinct is float64's decision; what each makes as a threshold is computed.
  const distinct = [...new Set([...positives, ...negatives])].sort((a, b) => b - a);
  const m = distinct.length;
  const at = tf.tensor2d(distinct, [1, m]);
  const [tps, fps] = [above(pos, at), above(neg, at)];
  const called = mul(fps, times);
  const precision = tf.div(tps, add(tps, called));
  const more = m === 1 ? tps : sub(tps, tf.concat([tf.tensor2d([0], [1, 1]), tf.slice(tps, [0, 0], [1, m - 1])], 1)); // prettier-ignore
  const ap = tf.div(tf.sum(mul(more, precision)), p);
  const curve = tf.concat([at, tps, called, precision, tf.div(tps, p), tf.div(fps, n)], 0);
  const lead = sub(pos, tf.transpose(neg));
  const order = tf.sum(sub(tf.step(lead), tf.step(mul(lead, -1))));
  const auc = mul(add(tf.div(order, p * n), 1), 0.5);
  const mixes = tf.tensor2d([...MIXTURES], [1, MIXTURES.length]);
  const ones = mul(mixes, 0);
  const mixed = metrics(tf, add(ones, tp), mul(mixes, fp), add(ones, fn), mul(mixes, tn));
  const all = add(mul(mixes, n), p);
  const mixtures = tf.concat([tf.div(p, all), mixed.precision, mixed.recall, mixed.accuracy, tf.div(mul(mixes, n), all)], 0); // prettier-ignore
  return {
    counts: tf.reshape(tf.concat([tp, fn, mul(fp, times), mul(tn, times)], 1), [2, 2, 1]),
    metrics: tf.reshape(now.all, [8, 1, 1]),
    areas: tf.reshape(tf.concat([tf.reshape(auc, [1]), tf.reshape(ap, [1])], 0), [1, 2, 1]),
    always: cell(tf, tf.div(tf.tensor1d([n * times]), p + n * times)),
    mixtures: tf.reshape(tf.transpose(mixtures), [MIXTURES.length, 5, 1]),
    curve: tf.reshape(tf.transpose(curve), [m, 6, 1]),
  };
}

function ofCounts(tf: Ops, { counts }: State): Record<string, Tensor> {
  const [[tp, fn], [fp, tn]] = counts.map((row) => row.map((n) => tf.tensor2d([n], [1, 1])));
  const all = tf.add(tf.add(tp, fn), tf.add(fp, tn));
  return {
    metrics: tf.reshape(metrics(tf, tp, fp, fn, tn).all, [8, 1, 1]),
    forgetful: cell(tf, tf.div(tp, all)),
  };
}

function ofClasses(tf: Ops, { matrix }: State): Record<string, Tensor> {
  const { add, mul } = tf;
  const k = matrix.length;
  const cells = tf.tensor2d(matrix.flat(), [k, k]);
  const eye = tf.tensor2d(Array.from({ length: k * k }, (_, i) => Number(i % (k + 1) === 0)), [k, k]); // prettier-ignore
  const diagonal = tf.sum(mul(cells, eye), 0, true);
  const answers = tf.sum(cells, 0, true);
  const truths = tf.reshape(tf.sum(cells, 1), [1, k]);
  const rows = tf.concat([share(tf, diagonal, answers), share(tf, diagonal, truths), share(tf, mul(diagonal, 2), add(answers, truths))], 0); // prettier-ignore
  const all = tf.sum(cells);
  const accuracy = tf.div(tf.sum(diagonal), all);
  const macro = tf.div(tf.sum(rows, 1), k);
  const weighted = tf.div(tf.sum(mul(rows, truths), 1), all);
  const [p, r] = [0, 1].map((i) => tf.slice(macro, [i], [1]));
  const averages = tf.concat([macro, ...Array<Tensor>(3).fill(tf.reshape(accuracy, [1])), weighted], 0); // prettier-ignore
  return {
    averages: tf.reshape(averages, [3, 3, 1]),
    perClass: tf.reshape(tf.transpose(rows), [k, 3, 1]),
    accuracy: cell(tf, accuracy),
    f1OfMeans: cell(tf, share(tf, mul(mul(p, r), 2), add(p, r))),
  };
}
