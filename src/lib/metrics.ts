/**
 * How a classifier is measured: counts at a threshold, averages over classes, ROC and
 * precision–recall curves. Definitions as in the scikit-learn user guide, 3.4.
 */

/** The four outcomes of a yes-or-no decision. */
export interface Counts {
  tp: number;
  fp: number;
  fn: number;
  tn: number;
}

/** A curve over all thresholds, from the strictest to the laxest. */
export interface RocPoint {
  /** Examples with at least this score are called positive; ∞ calls none so. */
  threshold: number;
  fpr: number;
  tpr: number;
}

export interface PrPoint {
  threshold: number;
  recall: number;
  precision: number;
}

/** a/b, and `empty` where there is nothing to take a share of. */
const share = (a: number, b: number, empty = 0): number => (b === 0 ? empty : a / b);

function sameLength(scores: ArrayLike<number>, truth: ArrayLike<unknown>): void {
  if (scores.length !== truth.length || scores.length === 0) {
    throw new RangeError(
      `there are ${scores.length} scores and ${truth.length} labels: as many are needed`,
    );
  }
}

/**
 * The counts when a score of at least `threshold` means “positive”; `truth` is 1 or 0.
 *
 * @throws RangeError when there are no scores, or not as many as labels.
 */
export function countsAt(
  scores: ArrayLike<number>,
  truth: ArrayLike<number>,
  threshold: number,
): Counts {
  sameLength(scores, truth);
  const counts = { tp: 0, fp: 0, fn: 0, tn: 0 };
  for (let i = 0; i < scores.length; i++) {
    const said = scores[i] >= threshold;
    if (truth[i]) counts[said ? 'tp' : 'fn']++;
    else counts[said ? 'fp' : 'tn']++;
  }
  return counts;
}

/** (TP + TN) / N. */
export const accuracy = ({ tp, fp, fn, tn }: Counts) => share(tp + tn, tp + fp + fn + tn);
/** TP / (TP + FP); 0 when nothing was called positive. */
export const precision = ({ tp, fp }: Counts) => share(tp, tp + fp);
/** TP / (TP + FN), also sensitivity or true positive rate; 0 when nothing is positive. */
export const recall = ({ tp, fn }: Counts) => share(tp, tp + fn);
/** TN / (TN + FP), the recall of the negatives; 0 when nothing is negative. */
export const specificity = ({ tn, fp }: Counts) => share(tn, tn + fp);
/** FP / (FP + TN), the false positive rate. */
export const fallOut = ({ tn, fp }: Counts) => share(fp, tn + fp);
/** The mean of recall and specificity. */
export const balancedAccuracy = (c: Counts) => (recall(c) + specificity(c)) / 2;

/** (1 + β²)·P·R / (β²P + R) = (1 + β²)·TP / ((1 + β²)·TP + β²·FN + FP); β = 1 is F1. */
export function fBeta({ tp, fp, fn }: Counts, beta = 1): number {
  const b = beta * beta;
  return share((1 + b) * tp, (1 + b) * tp + b * fn + fp);
}

/** Matthews' correlation of truth and answer, from −1 to 1; 0 when a row or column is empty. */
export function matthews({ tp, fp, fn, tn }: Counts): number {
  const product = (tp + fp) * (tp + fn) * (tn + fp) * (tn + fn);
  return share(tp * tn - fp * fn, Math.sqrt(product));
}

/**
 * K × K counts, row = true class, column = predicted class.
 *
 * @throws RangeError when the lists differ in length or hold a number that is no class.
 */
export function confusionMatrix(
  truth: ArrayLike<number>,
  predicted: ArrayLike<number>,
  classes: number,
): number[][] {
  sameLength(predicted, truth);
  const matrix = Array.from({ length: classes }, () => Array<number>(classes).fill(0));
  for (let i = 0; i < truth.length; i++) {
    for (const k of [truth[i], predicted[i]]) {
      if (!Number.isInteger(k) || k < 0 || k >= classes) {
        throw new RangeError(`${k} is none of the ${classes} classes`);
      }
    }
    matrix[truth[i]][predicted[i]]++;
  }
  return matrix;
}

/** One class against the rest. */
export function oneAgainstRest(matrix: readonly (readonly number[])[], k: number): Counts {
  const tp = matrix[k][k];
  const fn = sum(matrix[k]) - tp;
  const fp = sum(matrix.map((row) => row[k])) - tp;
  return { tp, fn, fp, tn: sum(matrix.map(sum)) - tp - fn - fp };
}

export interface Averages {
  precision: number;
  recall: number;
  f1: number;
}

/**
 * Averages over classes. `macro`: the plain mean; `weighted`: by the number of true examples;
 * `micro`: counts added up first, which for one label per example gives accuracy three times.
 */
export function average(
  matrix: readonly (readonly number[])[],
  how: 'macro' | 'weighted' | 'micro',
): Averages {
  const counts = matrix.map((_, k) => oneAgainstRest(matrix, k));
  if (how === 'micro') {
    const all = { tp: 0, fp: 0, fn: 0, tn: 0 };
    for (const c of counts) for (const key of ['tp', 'fp', 'fn', 'tn'] as const) all[key] += c[key];
    return { precision: precision(all), recall: recall(all), f1: fBeta(all) };
  }
  const weights = how === 'macro' ? counts.map(() => 1) : counts.map(({ tp, fn }) => tp + fn);
  const mean = (of: (c: Counts) => number) =>
    share(sum(counts.map((c, k) => weights[k] * of(c))), sum(weights));
  return { precision: mean(precision), recall: mean(recall), f1: mean((c) => fBeta(c)) };
}

/** The share of examples whose true class is among the k with the highest scores. */
export function topK(
  scores: readonly (readonly number[])[],
  truth: ArrayLike<number>,
  k: number,
): number {
  sameLength(
    scores.map(() => 0),
    truth,
  );
  const hits = scores.filter(
    (row, i) =>
      row.filter((s, j) => s > row[truth[i]] || (s === row[truth[i]] && j < truth[i])).length < k,
  );
  return hits.length / scores.length;
}

/** Numbers of positives and negatives at or above each distinct score, highest score first. */
function steps(scores: ArrayLike<number>, truth: ArrayLike<number>) {
  sameLength(scores, truth);
  const order = Array.from({ length: scores.length }, (_, i) => i);
  order.sort((i, j) => scores[j] - scores[i]);
  const out: { threshold: number; tp: number; fp: number }[] = [];
  let [tp, fp] = [0, 0];
  order.forEach((i, n) => {
    if (truth[i]) tp++;
    else fp++;
    const tied = n + 1 < order.length && scores[order[n + 1]] === scores[i];
    if (!tied) out.push({ threshold: scores[i], tp, fp });
  });
  return { out, positives: tp, negatives: fp };
}

/**
 * The ROC curve with one point for each distinct score; tied scores are one slanted step.
 *
 * @throws RangeError when one of the two classes has no example.
 */
export function rocCurve(scores: ArrayLike<number>, truth: ArrayLike<number>): RocPoint[] {
  const { out, positives, negatives } = steps(scores, truth);
  if (positives === 0 || negatives === 0) {
    throw new RangeError(
      `there are ${positives} positives and ${negatives} negatives: both are needed`,
    );
  }
  return [
    { threshold: Infinity, fpr: 0, tpr: 0 },
    ...out.map(({ threshold, tp, fp }) => ({
      threshold,
      fpr: fp / negatives,
      tpr: tp / positives,
    })),
  ];
}

/**
 * Precision and recall at each distinct score, highest first.
 *
 * @throws RangeError when no example is positive.
 */
export function prCurve(scores: ArrayLike<number>, truth: ArrayLike<number>): PrPoint[] {
  const { out, positives } = steps(scores, truth);
  if (positives === 0) throw new RangeError('there are 0 positives: recall needs at least one');
  return out.map(({ threshold, tp, fp }) => ({
    threshold,
    recall: tp / positives,
    precision: tp / (tp + fp),
  }));
}

/** Area under a ROC curve by trapezoids, which is exact for its straight pieces. */
export function areaUnder(curve: readonly { fpr: number; tpr: number }[]): number {
  let area = 0;
  for (let i = 1; i < curve.length; i++) {
    area += ((curve[i].fpr - curve[i - 1].fpr) * (curve[i].tpr + curve[i - 1].tpr)) / 2;
  }
  return area;
}

/** The share of (positive, negative) pairs in the right order, ties half: the area again. */
export function pairsInOrder(scores: ArrayLike<number>, truth: ArrayLike<number>): number {
  sameLength(scores, truth);
  let [right, pairs] = [0, 0];
  for (let i = 0; i < scores.length; i++) {
    if (!truth[i]) continue;
    for (let j = 0; j < scores.length; j++) {
      if (truth[j]) continue;
      pairs++;
      right += scores[i] > scores[j] ? 1 : scores[i] === scores[j] ? 0.5 : 0;
    }
  }
  return share(right, pairs);
}

/** Σ (Rₙ − Rₙ₋₁)·Pₙ without interpolation, as `average_precision_score` of scikit-learn. */
export function averagePrecision(scores: ArrayLike<number>, truth: ArrayLike<number>): number {
  let [area, before] = [0, 0];
  for (const { precision: p, recall: r } of prCurve(scores, truth)) {
    area += (r - before) * p;
    before = r;
  }
  return area;
}

/** Precision of a classifier with these two rates where a share π of all examples is positive. */
export const precisionAt = (prevalence: number, tpr: number, fpr: number) =>
  share(prevalence * tpr, prevalence * tpr + (1 - prevalence) * fpr);

/**
 * Wilson's interval for a share of k in n (E. B. Wilson, 1927); z = 1.96 for 95%.
 *
 * @throws RangeError when n is not positive or k is not between 0 and n.
 */
export function wilson(k: number, n: number, z = 1.959963984540054): [low: number, high: number] {
  if (!(n > 0) || !(k >= 0 && k <= n)) {
    throw new RangeError(`${k} of ${n} is no share`);
  }
  const p = k / n;
  const middle = (p + (z * z) / (2 * n)) / (1 + (z * z) / n);
  const half = (z / (1 + (z * z) / n)) * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n));
  return [Math.max(0, middle - half), Math.min(1, middle + half)];
}

function sum(values: readonly number[]): number {
  return values.reduce((total, v) => total + v, 0);
}
