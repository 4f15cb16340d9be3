/** Counts, confusion, regions, panoptic quality and cut-outs as a TensorFlow.js program. */
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Ops } from '../../../runtime/tf.ts';
import { classesOf, kindOf, shapesOf } from './reference.ts';
import { FIELD, type Cells, type State } from './state.ts';

/** What `reference` names. */
export function program(tf: Ops, state: State): Record<string, Tensor> {
  return { dice: ofMasks, miou: ofClasses, merged: ofShapes, panoptic: ofStreet, cut: ofPicture }[
    state.mode
  ](tf, state);
}

type Matrix = ReturnType<Ops['tensor2d']>;

const row = (tf: Ops, values: readonly number[]) => tf.tensor2d([...values], [1, values.length]);
/** For each code a row of the cells that hold it. */
const planes = (tf: Ops, cells: readonly number[], codes: readonly number[]): Matrix =>
  tf.tensor2d(codes.flatMap((code) => cells.map((v) => Number(v === code))), [codes.length, cells.length]); // prettier-ignore
const line = (tf: Ops, list: readonly Tensor[]) =>
  tf.reshape(tf.concat(list.map((v) => tf.reshape(v, [1])), 0), [1, list.length, 1]); // prettier-ignore
/** Rows that each hold n numbers as a table [rows, n]. */
const rows = (tf: Ops, list: readonly Tensor[], n: number) =>
  tf.reshape(tf.concat(list.map((v) => tf.reshape(v, [1, n])), 0), [list.length, n, 1]); // prettier-ignore
const asMap = (tf: Ops, v: Tensor, cells: Cells) => tf.reshape(v, [cells.length, cells[0].length, 1]); // prettier-ignore

function ofMasks(tf: Ops, { a, b }: State): Record<string, Tensor> {
  const [x, y] = [row(tf, a.flat()), row(tf, b.flat())];
  const n = a.flat().length;
  const tp = tf.sum(tf.mul(x, y));
  const fp = tf.sub(tf.sum(y), tp);
  const fn = tf.sub(tf.sum(x), tp);
  const either = tf.add(tf.add(tp, fp), fn);
  const tn = tf.sub(n, either);
  // Two empty masks agree: 1 instead of 0/0.
  const empty = Number(!a.flat().some(Boolean) && !b.flat().some(Boolean));
  const over = tf.add(either, empty);
  const iou = tf.div(tf.add(tp, empty), over);
  const dice = tf.div(tf.mul(tf.add(tp, empty), 2), tf.add(tf.add(tp, over), empty));
  return {
    counts: line(tf, [tp, fp, fn, tn]),
    measures: line(tf, [iou, dice, tf.div(tf.add(tp, tn), n)]),
  };
}

/** Cells of each true class under each predicted one. */
const confusionOf = (tf: Ops, truth: Cells, guess: Cells, classes: readonly number[]) =>
  tf.matMul(planes(tf, truth.flat(), classes), planes(tf, guess.flat(), classes), false, true);

/** IoU and Dice of each class [1, k]. */
function overlaps(
  tf: Ops,
  confusion: Tensor,
  k: number,
): { iou: Tensor; dice: Tensor; both: Tensor } {
  // prettier-ignore
  const unit = tf.tensor2d(Array.from({ length: k * k }, (_, i) => Number(i % (k + 1) === 0)), [k, k]); // prettier-ignore
  const both = tf.reshape(tf.sum(tf.mul(confusion, unit), 0), [1, k]);
  const all = tf.add(tf.reshape(tf.sum(confusion, 0), [1, k]), tf.reshape(tf.sum(confusion, 1), [1, k])); // prettier-ignore
  return { both, iou: tf.div(both, tf.sub(all, both)), dice: tf.div(tf.mul(both, 2), all) };
}

function ofClasses(tf: Ops, { truth, guess }: State): Record<string, Tensor> {
  const classes = classesOf(truth, guess);
  const k = classes.length;
  const confusion = confusionOf(tf, truth, guess, classes);
  const { both, iou, dice } = overlaps(tf, confusion, k);
  const accuracy = tf.div(tf.sum(both), truth.flat().length);
  return {
    confusion: tf.reshape(confusion, [k, k, 1]),
    scores: rows(tf, [iou, dice], k),
    means: line(tf, [tf.mean(iou), accuracy]),
  };
}

/** Regions by reachability: which cells of the shapes are joined in 1, 2, 4, … steps. */
function ofShapes(tf: Ops, state: State): Record<string, Tensor> {
  const { rows: height, columns } = FIELD;
  const { masks, semantic } = shapesOf(state);
  const [one, two] = masks.map((mask) => row(tf, mask));
  const both = tf.mul(one, two);
  const inside = semantic.flatMap((v, i) => (v ? [i] : []));
  const n = inside.length;
  const square = (f: (i: number, j: number) => boolean) =>
    tf.tensor2d(inside.flatMap((i) => inside.map((j) => Number(f(i, j)))), [n, n]); // prettier-ignore
  let joined: Matrix = square((i, j) => {
    const [r, c] = [Math.abs(Math.floor(i / columns) - Math.floor(j / columns)), Math.abs((i % columns) - (j % columns))]; // prettier-ignore
    return state.neighbors === '4' ? r + c <= 1 : r <= 1 && c <= 1;
  });
  for (let steps = 1; steps < 32; steps *= 2) joined = tf.step(tf.matMul(joined, joined));
  // The first cell of a region has the greatest rank among those that it reaches.
  const rank = row(tf, inside.map((_, i) => n - i)); // prettier-ignore
  const greatest = tf.reshape(tf.max(tf.mul(joined, rank), 1), [1, n]);
  const first = tf.sub(1, tf.step(tf.sub(greatest, rank))) as Matrix;
  const number = tf.matMul(
    first,
    square((i, j) => i <= j),
  );
  const regions = tf.matMul(tf.mul(first, number) as Matrix, joined);
  const places = planes(tf, semantic.map((_, i) => i), inside); // prettier-ignore
  return {
    semantic: tf.reshape(tf.sub(tf.add(one, two), both), [height, columns, 1]),
    regions: tf.reshape(tf.matMul(regions as Matrix, places), [height, columns, 1]),
    instances: tf.concat([one, two].map((v) => tf.reshape(v, [height, columns, 1])), 2), // prettier-ignore
    totals: line(tf, [tf.sum(first), tf.scalar(2), tf.sum(both)]),
  };
}

function ofStreet(tf: Ops, { said, street }: State): Record<string, Tensor> {
  const codes = (cells: Cells) => [...new Set(cells.flat())].sort((x, y) => x - y);
  const [mine, theirs] = [codes(said), codes(street)];
  const [p, t] = [mine.length, theirs.length];
  const P = planes(tf, said.flat(), mine);
  const T = planes(tf, street.flat(), theirs);
  const both = tf.matMul(P, T, false, true);
  const areas = tf.add(tf.reshape(tf.sum(P, 1), [p, 1]), tf.reshape(tf.sum(T, 1), [1, t]));
  const either = tf.sub(areas, both);
  const pairs = tf.div(both, either);
  const kinds = [...new Set([...mine, ...theirs].map(kindOf))].sort((x, y) => x - y);
  const k = kinds.length;
  const ofP = planes(tf, mine.map(kindOf), kinds); // [k, p]
  const ofT = planes(tf, theirs.map(kindOf), kinds); // [k, t]
  const alike = tf.matMul(ofP, ofT, true, false); // [p, t]
  // More than one half, asked in whole numbers.
  const match = tf.mul(alike, tf.step(tf.sub(tf.mul(both, 2), either)));
  const ones = tf.tensor2d(Array<number>(t).fill(1), [t, 1]);
  const perClass = (v: Tensor) => tf.matMul(ofP, tf.matMul(v as Matrix, ones)); // [k, 1]
  const column = (v: Tensor) => tf.reshape(v, [k, 1]);
  const tp = perClass(match);
  const fp = tf.sub(column(tf.sum(ofP, 1)), tp);
  const fn = tf.sub(column(tf.sum(ofT, 1)), tp);
  const sum = perClass(tf.mul(match, pairs));
  const among = tf.add(tp, tf.div(tf.add(fp, fn), 2));
  // Without a match 0/1 instead of 0/0.
  const sq = tf.div(sum, tf.add(tp, tf.sub(1, tf.step(tp))));
  const [rq, pq] = [tf.div(tp, among), tf.div(sum, among)];
  const kindRows = (cells: Cells) => cells.map((line) => line.map(kindOf));
  const { iou } = overlaps(tf, confusionOf(tf, kindRows(street), kindRows(said), kinds), k);
  const cells = row(tf, said.flat());
  return {
    semantic: asMap(tf, tf.matMul(row(tf, mine.map(kindOf)), P), said), // prettier-ignore
    instances: asMap(tf, tf.relu(tf.sub(cells, 1)), said),
    pairs: tf.reshape(pairs, [p, t, 1]),
    quality: tf.reshape(tf.concat([tp, fp, fn, sq, rq, pq], 1), [k, 6, 1]),
    means: line(tf, [tf.mean(iou), tf.mean(pq)]),
  };
}

function ofPicture(tf: Ops, { mask, picture, ground }: State): Record<string, Tensor> {
  const [m, a, b] = [mask, picture, ground].map((cells) => row(tf, cells.flat()));
  const y = tf.add(tf.mul(m, a), tf.mul(tf.sub(1, m), b));
  const weight = tf.sum(m);
  const none = Number(!mask.flat().some(Boolean));
  return {
    y: asMap(tf, y, picture),
    sums: line(tf, [weight, tf.div(tf.sum(tf.mul(m, a)), tf.add(weight, none))]),
  };
}
