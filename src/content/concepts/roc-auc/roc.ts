// ROC curve, its area in two ways, and average precision.

export interface Point {
  fpr: number;
  tpr: number;
}

// #region roc
/** Walk down the list, best score first: a positive steps up, a negative steps right. */
export function roc(scores: number[], truth: number[]): Point[] {
  const order = scores.map((_, i) => i).sort((i, j) => scores[j] - scores[i]);
  const positives = truth.filter((label) => label === 1).length;
  const negatives = truth.length - positives;
  const curve: Point[] = [{ fpr: 0, tpr: 0 }];
  let [tp, fp] = [0, 0];
  order.forEach((i, n) => {
    if (truth[i] === 1) tp++;
    else fp++;
    const tied = scores[order[n + 1]] === scores[i]; // equal scores make one slanted step
    if (!tied) curve.push({ fpr: fp / negatives, tpr: tp / positives });
  });
  return curve;
}

/** Area under the curve, trapezoid by trapezoid. */
export const area = (curve: Point[]) =>
  curve.slice(1).reduce((sum, { fpr, tpr }, i) => sum + ((fpr - curve[i].fpr) * (tpr + curve[i].tpr)) / 2, 0);

/** The same number: positive–negative pairs in the right order, ties counted half. */
export function pairs(scores: number[], truth: number[]): number {
  const of = (label: number) => scores.filter((_, i) => truth[i] === label);
  const wins = of(1).flatMap((p) => of(0).map((n) => (p > n ? 1 : p === n ? 0.5 : 0)));
  return wins.reduce((a: number, b) => a + b, 0) / wins.length;
}
// #endregion

// #region ap
/** Mean of the precision at each positive, best score first (for scores without ties). */
export function averagePrecision(scores: number[], truth: number[]): number {
  const order = scores.map((_, i) => i).sort((i, j) => scores[j] - scores[i]);
  let [found, sum] = [0, 0];
  order.forEach((i, n) => {
    if (truth[i] === 1) sum += ++found / (n + 1);
  });
  return sum / found;
}
// #endregion

// #region wrong-ties
/** One step for each example: tied scores are taken in whatever order they stand. */
export function wrongArea(scores: number[], truth: number[]): number {
  const order = scores.map((_, i) => i).sort((i, j) => scores[j] - scores[i]);
  let [up, sum] = [0, 0];
  for (const i of order) {
    if (truth[i] === 1) up++;
    else sum += up;
  }
  return sum / (up * (truth.length - up));
}
// #endregion

/** Ten examples with scores 10 to 1. */
export const TRUTH = [1, 1, 0, 1, 1, 0, 1, 0, 0, 0];
export const SCORES = TRUTH.map((_, i) => TRUTH.length - i);

export function main(): void {
  const curve = roc(SCORES, TRUTH);
  console.log('area  ', area(curve).toFixed(4), ' pairs', pairs(SCORES, TRUTH).toFixed(4));
  console.log('average precision', averagePrecision(SCORES, TRUTH).toFixed(4));
  const same = TRUTH.map(() => 1);
  const sorted = [...TRUTH].sort((a, b) => b - a);
  console.log('one score for all:', area(roc(same, sorted)), ' without ties in mind:', wrongArea(same, sorted));
}
