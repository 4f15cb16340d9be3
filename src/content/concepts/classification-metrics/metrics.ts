// Four counts, five metrics, and averages over several classes.

export interface Counts {
  tp: number;
  fp: number;
  fn: number;
  tn: number;
}

// #region binary
/** Every metric from the four counts; 0 / 0 becomes 0. */
export function metrics({ tp, fp, fn, tn }: Counts) {
  const share = (part: number, whole: number) => (whole === 0 ? 0 : part / whole);
  return {
    accuracy: share(tp + tn, tp + fp + fn + tn),
    precision: share(tp, tp + fp), // of those called positive
    recall: share(tp, tp + fn), // of those that are positive
    specificity: share(tn, tn + fp), // of those that are negative
    f1: share(2 * tp, 2 * tp + fp + fn),
  };
}
// #endregion

// #region wrong-accuracy
/** True positives over all examples: the true negatives are forgotten. */
export const wrongAccuracy = ({ tp, fp, fn, tn }: Counts) => tp / (tp + fp + fn + tn);
// #endregion

// #region classes
/** Class k against the rest, from a matrix with rows = truth, columns = prediction. */
export function oneAgainstRest(matrix: number[][], k: number): Counts {
  const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);
  const tp = matrix[k][k];
  const fn = sum(matrix[k]) - tp;
  const fp = sum(matrix.map((row) => row[k])) - tp;
  return { tp, fp, fn, tn: sum(matrix.flat()) - tp - fp - fn };
}

/** Macro: the mean over classes. Micro: the counts are added up first. */
export function averages(matrix: number[][]) {
  const counts = matrix.map((_, k) => oneAgainstRest(matrix, k));
  const mean = (key: 'precision' | 'recall' | 'f1') =>
    counts.reduce((sum, c) => sum + metrics(c)[key], 0) / counts.length;
  const total = counts.reduce((a, c) => ({ tp: a.tp + c.tp, fp: a.fp + c.fp, fn: a.fn + c.fn, tn: a.tn + c.tn }));
  return {
    macro: { precision: mean('precision'), recall: mean('recall'), f1: mean('f1') },
    micro: metrics(total),
  };
}
// #endregion

/** 1,000 parts, 60 of them defective. */
export const PARTS: Counts = { tp: 40, fp: 10, fn: 20, tn: 930 };
/** 60 cats, 30 dogs, 10 foxes. */
export const ANIMALS = [
  [54, 6, 0],
  [6, 24, 0],
  [0, 6, 4],
];
/** Ten examples with scores 10 to 1, best first; 1 is positive. */
export const RANKING = [1, 1, 0, 1, 1, 0, 1, 0, 0, 0];

/** The counts of RANKING when scores of at least t are called positive. */
export function countsAt(t: number): Counts {
  const counts = { tp: 0, fp: 0, fn: 0, tn: 0 };
  RANKING.forEach((positive, i) => {
    const said = RANKING.length - i >= t;
    if (positive) counts[said ? 'tp' : 'fn']++;
    else counts[said ? 'fp' : 'tn']++;
  });
  return counts;
}

export function main(): void {
  for (const [name, value] of Object.entries(metrics(PARTS))) {
    console.log(name.padEnd(12), value.toFixed(4));
  }
  console.log('wrong'.padEnd(12), wrongAccuracy(PARTS).toFixed(4));
  const { macro, micro } = averages(ANIMALS);
  const show = ({ precision, recall, f1 }: typeof macro) =>
    [precision, recall, f1].map((v) => v.toFixed(4)).join(' ');
  console.log('macro  P R F1', show(macro));
  console.log('micro  P R F1', show(micro));
}
