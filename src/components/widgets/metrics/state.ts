/** The state of the metrics bench and its form in the address. Pure. */
import { drawScores, type Scored } from '../../../lib/metric-bench.ts';
import {
  attempts,
  matrixText,
  parseChoice,
  parseList,
  parseNumber,
  parseWhole,
  Refusal,
  type Parsed,
  type Query,
} from '../toolkit/query.ts';

export const MODES = ['scores', 'counts', 'classes'] as const;
export const PLOTS = ['threshold', 'share', 'roc', 'pr'] as const;
export const DATA = ['own', 'drawn'] as const;

/** The keys of the address, in the order in which they are written. */
export const KEYS = [
  'mode',
  'data',
  'pos',
  'neg',
  'positives',
  'negatives',
  'seed',
  'apart',
  'times',
  'threshold',
  'plot',
  'counts',
  'matrix',
] as const;
export type Key = (typeof KEYS)[number];

export const DEFAULTS = {
  mode: 'scores',
  data: 'own',
  pos: '10,9,7,6,4',
  neg: '8,5,3,2,1',
  positives: '40',
  negatives: '40',
  seed: '7',
  apart: '0',
  times: '1',
  threshold: '5',
  plot: 'threshold',
  counts: '40,20;10,930',
  matrix: '54,6,0;6,24,0;0,6,4',
} as const satisfies Query<Key>;

/** Scores of a class, |score|, distance, |threshold|, repetitions, examples of a cell, classes. */
export const BOUNDS = { scores: 100, score: 100, apart: 10, threshold: 250, times: 1000, count: 1e5, classes: 6, seed: 9999 } as const; // prettier-ignore

export interface State {
  mode: (typeof MODES)[number];
  /** Where the scores come from: typed, or from the normal distribution. */
  data: (typeof DATA)[number];
  pos: number[];
  neg: number[];
  positives: number;
  negatives: number;
  seed: number;
  /** Added to every positive score. */
  apart: number;
  /** How many negatives each negative stands for. */
  times: number;
  /** Scores of at least this are called positive. */
  threshold: number;
  plot: (typeof PLOTS)[number];
  /** [[TP, FN], [FP, TN]]: rows = truth. */
  counts: number[][];
  /** Rows = truth. */
  matrix: number[][];
}

/** Three decimals, and no −0. */
export const rounded = (value: number) => Math.round(value * 1e3) / 1e3 + 0;

/** A square of counts of `from` to `to` rows, at least one example in it. */
function parseCounts(key: Key, text: string, from: number, to: number): number[][] {
  const rows = text.split(';');
  if (rows.length > to) throw new Refusal(key, 'too-many', { got: rows.length, max: to });
  if (rows.length < from) throw new Refusal(key, 'count', { expected: from * from, got: text.split(/[,;]/).length }); // prettier-ignore
  const matrix = rows.map((row) => {
    const parts = row.split(',');
    if (parts.length !== rows.length) throw new Refusal(key, 'square', { expected: rows.length, got: parts.length }); // prettier-ignore
    return parts.map((part) => parseWhole(key, part, 0, BOUNDS.count));
  });
  if (!matrix.flat().some((n) => n > 0)) throw new Refusal(key, 'nothing');
  return matrix;
}

/** A state from texts, or every reason why there is none. */
export function parse(query: Query): Parsed<State> {
  const { problems, attempt } = attempts();
  const text = (key: Key) => query[key] ?? DEFAULTS[key];
  const choice = <T extends string>(key: Key, list: readonly T[]) => attempt(() => parseChoice(key, text(key), list)); // prettier-ignore
  const whole = (key: Key, min: number, max: number) => attempt(() => parseWhole(key, text(key), min, max)); // prettier-ignore
  const number = (key: Key, max: number) => attempt(() => rounded(parseNumber(key, text(key), max))); // prettier-ignore
  const list = (key: Key) => attempt(() => parseList(key, text(key), BOUNDS.scores, BOUNDS.score).map(rounded)); // prettier-ignore
  const state = {
    mode: choice('mode', MODES),
    data: choice('data', DATA),
    pos: list('pos'),
    neg: list('neg'),
    positives: whole('positives', 1, BOUNDS.scores),
    negatives: whole('negatives', 1, BOUNDS.scores),
    seed: whole('seed', 0, BOUNDS.seed),
    apart: number('apart', BOUNDS.apart),
    times: whole('times', 1, BOUNDS.times),
    threshold: number('threshold', BOUNDS.threshold),
    plot: choice('plot', PLOTS),
    counts: attempt(() => parseCounts('counts', text('counts'), 2, 2)),
    matrix: attempt(() => parseCounts('matrix', text('matrix'), 2, BOUNDS.classes)),
  };
  return problems.length > 0 ? { problems } : { state: state as State };
}

/** Every key as text. */
export function texts(state: State): Query<Key> {
  const { pos, neg, counts, matrix, ...rest } = state;
  return {
    ...Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, `${value}`])),
    pos: pos.join(','),
    neg: neg.join(','),
    counts: matrixText(counts),
    matrix: matrixText(matrix),
  };
}

/** The scores of both classes as they are ranked. */
export function scoresOf(state: State): Scored {
  const { data, pos, neg, positives, negatives, seed, apart, times } = state;
  const from = data === 'own' ? { positives: pos, negatives: neg } : drawScores(seed, positives, negatives); // prettier-ignore
  return { ...from, positives: from.positives.map((s) => rounded(s + apart)), times };
}
