// Choosing features before the split: cross-validation on pure noise.
import { mulberry32, normal } from '../../../lib/random.ts';
import { shuffle } from './splits.ts';

const [N, P, KEEP, FOLDS] = [50, 2000, 50, 5];

/** 50 examples, 2,000 features, labels that have nothing to do with them. */
export function noise(seed: number) {
  const random = mulberry32(seed);
  const x = Array.from({ length: N }, () => Array.from({ length: P }, () => normal(random)));
  const y = Array.from({ length: N }, (_, i) => i % 2);
  return { x, y, order: shuffle(N, random) };
}

/** The features that differ most between the two classes on these examples. */
function strongest(x: number[][], y: number[], rows: number[]): number[] {
  const gap = (j: number) => {
    const sums = [0, 0];
    const counts = [0, 0];
    for (const i of rows) {
      sums[y[i]] += x[i][j];
      counts[y[i]]++;
    }
    return Math.abs(sums[0] / counts[0] - sums[1] / counts[1]);
  };
  const gaps = Array.from({ length: P }, (_, j) => gap(j));
  return gaps.map((_, j) => j).sort((a, b) => gaps[b] - gaps[a]).slice(0, KEEP);
}

/** Error of the nearest neighbor in five folds; `features` says which columns may be used. */
function error(seed: number, features: (x: number[][], y: number[], train: number[]) => number[]) {
  const { x, y, order } = noise(seed);
  let wrong = 0;
  for (let fold = 0; fold < FOLDS; fold++) {
    const train = order.filter((_, i) => i % FOLDS !== fold);
    const columns = features(x, y, train);
    for (const i of order.filter((_, n) => n % FOLDS === fold)) {
      const far = (k: number) => columns.reduce((sum, j) => sum + (x[k][j] - x[i][j]) ** 2, 0);
      const nearest = train.map((k) => [far(k), k]).reduce((a, b) => (b[0] < a[0] ? b : a))[1];
      if (y[nearest] !== y[i]) wrong++;
    }
  }
  return wrong / N;
}

// #region wrong-all
/** All 50 labels choose the features; then five folds. */
export const wrongError = (seed: number) =>
  error(seed, (x, y) => strongest(x, y, x.map((_, i) => i)));
// #endregion

// #region inside
/** In each fold, only the training part chooses. */
export const rightError = (seed: number) => error(seed, strongest);
// #endregion

export const SEEDS = [1, 2, 3, 4, 5, 6];
export const mean = (values: number[]) => values.reduce((a, b) => a + b) / values.length;

export function main(): void {
  console.log('features chosen on all labels: error', mean(SEEDS.map(wrongError)).toFixed(3));
  console.log('features chosen in each fold:  error', mean(SEEDS.map(rightError)).toFixed(3));
}
