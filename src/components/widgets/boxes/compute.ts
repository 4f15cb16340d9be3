/** Overlaps, gradients, decayed scores, curves and areas as a TensorFlow.js program. */
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Box } from '../../../lib/boxes.ts';
import type { Ops } from '../../../runtime/tf.ts';
import { suppressed, verdicts } from './reference.ts';
import type { State } from './state.ts';

/** What `reference` names, but for what float64 alone decides. */
export function program(tf: Ops, state: State): Record<string, Tensor> {
  const { mode } = state;
  return mode === 'iou' ? ofTwo(tf, state) : mode === 'nms' ? ofMany(tf, state) : ofRanking(tf, state); // prettier-ignore
}

const bigger = (tf: Ops, a: Tensor, b: Tensor) => tf.add(b, tf.relu(tf.sub(a, b)));
const smaller = (tf: Ops, a: Tensor, b: Tensor) => tf.sub(a, tf.relu(tf.sub(a, b)));

/** The IoU of every box with every other one [n, m]. */
function pairs(tf: Ops, a: readonly Box[], b: readonly Box[]): Tensor {
  const column = (k: number) => tf.tensor2d(a.map((box) => box[k]), [a.length, 1]); // prettier-ignore
  const row = (k: number) => tf.tensor2d(b.map((box) => box[k]), [1, b.length]); // prettier-ignore
  const side = (k: number) =>
    tf.relu(tf.sub(smaller(tf, column(k + 2), row(k + 2)), bigger(tf, column(k), row(k))));
  const area = (edge: (k: number) => Tensor) => tf.mul(tf.sub(edge(2), edge(0)), tf.sub(edge(3), edge(1))); // prettier-ignore
  const both = tf.mul(side(0), side(1));
  return tf.div(both, tf.sub(tf.add(area(column), area(row)), both));
}

/** Edges as rows [left, top; right, bottom], so that one line does both axes. */
function ofTwo(tf: Ops, { a, b }: State): Record<string, Tensor> {
  const { add, mul, sub, div } = tf;
  const low = (box: Box) => tf.tensor2d([box[0], box[1]], [1, 2]);
  const high = (box: Box) => tf.tensor2d([box[2], box[3]], [1, 2]);
  const [lowA, highA, lowB, highB] = [low(a), high(a), low(b), high(b)];
  const flip = tf.tensor2d([0, 1, 1, 0], [2, 2]);
  /** The other axis in the place of each. */
  const other = (v: Tensor) => tf.matMul(v as Tensor<never>, flip);
  /** Both axes multiplied, and both added. */
  const times = (v: Tensor) => mul(tf.slice(v, [0, 0], [1, 1]), tf.slice(v, [0, 1], [1, 1]));
  const square = (v: Tensor) => tf.sum(mul(v, v), 1, true);
  // Slope of max(0, x); half of it at 0.
  const slope = (v: Tensor) => mul(add(sub(tf.step(v), tf.step(mul(v, -1))), 1), 0.5);
  const raw = sub(smaller(tf, highA, highB), bigger(tf, lowA, lowB));
  const inner = tf.relu(raw);
  const ownA = sub(highA, lowA);
  const own = sub(highB, lowB);
  const outer = sub(bigger(tf, highA, highB), smaller(tf, lowA, lowB));
  const [sizeA, sizeB, both, hull] = [ownA, own, inner, outer].map(times);
  const union = sub(add(sizeA, sizeB), both);
  const off = mul(sub(add(lowA, highA), add(lowB, highB)), 0.5);
  const [distance, diagonal] = [square(off), square(outer)];
  const iou = div(both, union);
  const giou = sub(iou, div(sub(hull, union), hull));
  const diou = sub(iou, div(distance, diagonal));
  const dice = div(mul(both, 2), add(sizeA, sizeB));
  const touching = slope(raw);
  /** Of both near edges, or both far ones: how the sides grow with them. */
  const along = (sign: number, insideNow: Tensor, outsideNow: Tensor) => {
    const dI = mul(mul(mul(touching, insideNow), sign), other(inner));
    const dU = sub(mul(other(own), sign), dI);
    const grown = mul(outsideNow, sign);
    const dC = mul(grown, other(outer));
    const dIou = div(sub(mul(dI, union), mul(both, dU)), mul(union, union));
    const dGiou = add(dIou, div(sub(mul(dU, hull), mul(union, dC)), mul(hull, hull)));
    const dD = mul(mul(grown, outer), 2);
    const fall = add(mul(off, diagonal), mul(distance, dD));
    const dDiou = add(dIou, div(fall, mul(diagonal, diagonal)));
    return mul(tf.concat([dIou, dGiou, dDiou], 0), -1);
  };
  const gradients = tf.concat([
    along(-1, slope(sub(lowB, lowA)), slope(sub(lowA, lowB))),
    along(1, slope(sub(highA, highB)), slope(sub(highB, highA))),
  ], 1); // prettier-ignore
  const line = (list: Tensor[]) => tf.reshape(tf.concat(list, 1), [1, list.length, 1]);
  return {
    areas: line([sizeA, sizeB, both, union, hull]),
    measures: line([iou, dice, giou, diou]),
    gradients: tf.reshape(gradients, [3, 4, 1]),
  };
}

function ofMany(tf: Ops, state: State): Record<string, Tensor> {
  const { boxes, rule, sigma } = state;
  const n = boxes.length;
  const all = boxes.map(({ box }) => box);
  const overlaps = pairs(tf, all, all);
  const given = tf.tensor2d(boxes.map(({ score }) => score), [1, n]); // prettier-ignore
  let scores: Tensor = given;
  if (rule === 'soft') {
    // Who was compared with whom is float64's decision; how much each loses is computed here.
    const met = new Float32Array(n * n);
    for (const { kept, compared } of suppressed(state).steps) {
      for (const { index } of compared) met[kept * n + index] = 1;
    }
    const loss = tf.mul(tf.mul(overlaps, overlaps), tf.tensor2d(met, [n, n]));
    scores = tf.mul(given, tf.exp(tf.mul(tf.sum(loss, 0, true), -1 / sigma)));
  }
  return { pairs: tf.reshape(overlaps, [n, n, 1]), scores: tf.reshape(scores, [1, n, 1]) };
}

function ofRanking(tf: Ops, state: State): Record<string, Tensor> {
  const { detections, truths, at } = state;
  const [n, m] = [detections.length, truths.length];
  const right = verdicts(state, at).map((verdict) => Number(verdict.right));
  const hitsAt = right.map((_, i) => right.slice(0, i + 1).reduce((sum, x) => sum + x, 0));
  // Verdicts and which recall lies beyond which are float64's decision; the rest is computed here.
  const hit = tf.tensor2d(right, [1, n]);
  const upTo = Array.from({ length: n * n }, (_, i) => Number(Math.floor(i / n) <= i % n));
  const hits = tf.matMul(hit, tf.tensor2d(upTo, [n, n]));
  const precision = tf.div(hits, tf.tensor2d(right.map((_, i) => i + 1), [1, n])); // prettier-ignore
  const recall = tf.div(hits, m);
  const best = (from: readonly number[]) => {
    const beyond = from.flatMap((r) => hitsAt.map((h) => Number(h / m >= r)));
    return tf.max(tf.mul(precision, tf.tensor2d(beyond, [from.length, n])), 1, false);
  };
  const raised = tf.reshape(best(hitsAt.map((h) => h / m)), [1, n]);
  const sampled = (count: number) => {
    const recalls = Array.from({ length: count }, (_, j) => j / (count - 1));
    return tf.div(tf.sum(best(recalls)), count);
  };
  const under = (v: Tensor) => tf.div(tf.sum(tf.mul(hit, v)), m);
  const rows = tf.concat([hit, hits, precision, recall, raised], 0);
  const aps = [under(raised), sampled(11), sampled(101), under(precision)];
  return {
    pairs: tf.reshape(pairs(tf, detections.map(({ box }) => box), truths), [n, m, 1]), // prettier-ignore
    curve: tf.reshape(tf.transpose(rows), [n, 5, 1]),
    aps: tf.reshape(tf.concat(aps.map((v) => tf.reshape(v, [1])), 0), [1, 4, 1]), // prettier-ignore
  };
}
