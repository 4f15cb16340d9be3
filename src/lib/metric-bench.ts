/**
 * A yes-or-no classifier at every threshold, its negatives counted several times; and the report of
 * a confusion matrix. Definitions as in the scikit-learn user guide, 3.4.
 */
import {
  accuracy,
  average,
  balancedAccuracy,
  fallOut,
  fBeta,
  matthews,
  oneAgainstRest,
  precision,
  recall,
  specificity,
  type Averages,
  type Counts,
} from './metrics.ts';
import { mulberry32, normal } from './random.ts';

/** The scores of both classes; each negative stands for `times` like it. */
export interface Scored {
  positives: readonly number[];
  negatives: readonly number[];
  times: number;
}

/** What a threshold makes of the scores. */
export interface SweepPoint {
  threshold: number;
  tp: number;
  fp: number;
  precision: number;
  recall: number;
  fpr: number;
}

/** Two decimals, and no −0. */
const cut = (value: number) => Math.round(value * 100) / 100 + 0;

/**
 * Scores from N(0, 1), two decimals; each class has its own random numbers, so that more of one
 * leave the other as it is.
 */
export function drawScores(seed: number, positives: number, negatives: number) {
  const of = (start: number, n: number) => {
    const random = mulberry32(start);
    return Array.from({ length: n }, () => cut(normal(random)));
  };
  return { positives: of(2 * seed, positives), negatives: of(2 * seed + 1, negatives) };
}

/** The four counts when a score of at least `threshold` means “positive”. */
export function countsOf({ positives, negatives, times }: Scored, threshold: number): Counts {
  const above = (scores: readonly number[]) => scores.filter((s) => s >= threshold).length;
  const [tp, fp] = [above(positives), above(negatives)];
  return { tp, fp: times * fp, fn: positives.length - tp, tn: times * (negatives.length - fp) };
}

/** Accuracy, precision, recall, F1, specificity, false positive rate, balanced accuracy, Matthews. */
export const metricsOf = (c: Counts): number[] =>
  [accuracy, precision, recall, (each: Counts) => fBeta(each), specificity, fallOut, balancedAccuracy, matthews].map((of) => of(c)); // prettier-ignore

/** TP / N: what the source calls accuracy. It forgets the true negatives. */
export const forgetful = ({ tp, fp, fn, tn }: Counts) => tp / (tp + fp + fn + tn);

/**
 * Every distinct score as a threshold, highest first.
 *
 * @throws RangeError when one of the two classes has no example.
 */
export function sweep({ positives, negatives, times }: Scored): SweepPoint[] {
  if (positives.length === 0 || negatives.length === 0) {
    throw new RangeError(
      `there are ${positives.length} positives and ${negatives.length} negatives: both are needed`,
    );
  }
  const down = (scores: readonly number[]) => [...scores].sort((a, b) => b - a);
  const [p, n] = [down(positives), down(negatives)];
  const points: SweepPoint[] = [];
  let [tp, seen] = [0, 0];
  while (tp < p.length || seen < n.length) {
    const threshold = Math.max(p[tp] ?? -Infinity, n[seen] ?? -Infinity);
    while (p[tp] === threshold) tp++;
    while (n[seen] === threshold) seen++;
    const fp = times * seen;
    points.push({
      threshold,
      tp,
      fp,
      precision: tp / (tp + fp),
      recall: tp / p.length,
      fpr: seen / n.length,
    });
  }
  return points;
}

/** Pairs of a positive and a negative: how many, how many in the right order, how many tied. */
export function pairCounts({ positives, negatives }: Pick<Scored, 'positives' | 'negatives'>) {
  let [won, tied] = [0, 0];
  for (const p of positives) {
    for (const n of negatives) {
      if (p > n) won++;
      else if (p === n) tied++;
    }
  }
  return { pairs: positives.length * negatives.length, won, tied };
}

/** The share of pairs in the right order, ties half: the area under the ROC curve. */
export function areaOf(scored: Pick<Scored, 'positives' | 'negatives'>): number {
  const { pairs, won, tied } = pairCounts(scored);
  return (won + tied / 2) / pairs;
}

/** Average precision: at each threshold the positives it adds, times its precision. */
export function averageOf(points: readonly SweepPoint[]): number {
  let [sum, before] = [0, 0];
  for (const { tp, precision: p } of points) {
    sum += (tp - before) * p;
    before = tp;
  }
  return sum / before;
}

/** How often the negatives of a test are counted to see what a mixture does. */
export const MIXTURES = [1, 2, 5, 10, 20, 50, 100] as const;

/**
 * The same decisions with `times` as many negatives: share of positives, precision, recall,
 * accuracy, and the accuracy of “always negative”.
 */
export function mixture({ tp, fp, fn, tn }: Counts, times: number): number[] {
  const c = { tp, fn, fp: times * fp, tn: times * tn };
  const share = (tp + fn) / (tp + fn + c.fp + c.tn);
  return [share, precision(c), recall(c), accuracy(c), 1 - share];
}

/** The same for each of MIXTURES. */
export const mixturesOf = (c: Counts): number[][] => MIXTURES.map((times) => mixture(c, times));

export interface Report {
  /** Precision, recall, F1 of each class. */
  perClass: number[][];
  macro: Averages;
  micro: Averages;
  weighted: Averages;
  accuracy: number;
  /** The F1 of mean precision and mean recall, which also goes by the name of macro F1. */
  f1OfMeans: number;
}

/** The report of a confusion matrix, rows = truth. */
export function reportOf(matrix: readonly (readonly number[])[]): Report {
  const counts = matrix.map((_, k) => oneAgainstRest(matrix, k));
  const [macro, micro, weighted] = (['macro', 'micro', 'weighted'] as const).map((how) =>
    average(matrix, how),
  );
  const { precision: p, recall: r } = macro;
  return {
    perClass: counts.map((c) => [precision(c), recall(c), fBeta(c)]),
    macro,
    micro,
    weighted,
    accuracy: micro.recall,
    f1OfMeans: p + r === 0 ? 0 : (2 * p * r) / (p + r),
  };
}

const total = (values: readonly number[]) => values.reduce((sum, v) => sum + v, 0);

/** The class with the fewest true examples, of equal ones the last, but one that has some. */
export function rarest(matrix: readonly (readonly number[])[]): number {
  const sizes = matrix.map(total);
  const least = Math.min(...sizes.filter((n) => n > 0));
  return Math.max(0, sizes.lastIndexOf(least));
}

/**
 * The matrix when `errors` examples of class k are wrong. More errors go to the largest other
 * class; fewer are taken from the answers that were wrong most often.
 *
 * @throws RangeError when the class has fewer examples.
 */
export function withErrors(
  matrix: readonly (readonly number[])[],
  k: number,
  errors: number,
): number[][] {
  const size = total(matrix[k]);
  if (!(errors >= 0 && errors <= size))
    throw new RangeError(`${errors} of ${size} cannot be wrong`);
  const row = [...matrix[k]];
  const sizes = matrix.map((each, j) => (j === k ? -1 : total(each)));
  const largest = sizes.indexOf(Math.max(...sizes));
  let more = errors - (size - row[k]);
  row[k] = size - errors;
  if (more > 0) row[largest] += more;
  while (more < 0) {
    const others = row.map((n, j) => (j === k ? -1 : n));
    const most = others.indexOf(Math.max(...others));
    const taken = Math.min(row[most], -more);
    row[most] -= taken;
    more += taken;
  }
  return matrix.map((each, j) => (j === k ? row : [...each]));
}
