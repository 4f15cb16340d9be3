// Oversampling before the split: a test on copies of training examples.
import { mulberry32, normal } from '../../../lib/random.ts';
import { oversample, type Examples } from './imbalance.ts';

/** Labels that have nothing to do with the features: nothing can be learned. */
export function noise(seed: number, positives = 40, negatives = 760): Examples {
  const random = mulberry32(seed);
  const y = [...Array<number>(positives).fill(1), ...Array<number>(negatives).fill(0)];
  return { x: y.map(() => [normal(random), normal(random)]), y };
}

/** Half for training, half for the test, at random. */
export function split({ x, y }: Examples, random: () => number): [Examples, Examples] {
  const order = y.map((_, i) => i);
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [order[i], order[j]] = [order[j], order[i]];
  }
  const half = order.length / 2;
  const take = (list: number[]) => ({ x: list.map((i) => x[i]), y: list.map((i) => y[i]) });
  return [take(order.slice(0, half)), take(order.slice(half))];
}

/** Share of the positives in `test` whose nearest neighbor in `train` is positive. */
export function recallOfNeighbor(train: Examples, test: Examples): number {
  const near = (a: number[]) => {
    let [best, label] = [Infinity, 0];
    train.x.forEach((b, i) => {
      const d = (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2;
      if (d < best) [best, label] = [d, train.y[i]];
    });
    return label;
  };
  const positives = test.x.filter((_, i) => test.y[i] === 1);
  return positives.filter((a) => near(a) === 1).length / positives.length;
}

// #region wrong-before
/** Copies of one example end up on both sides of the split. */
export function wrongRecall(seed: number): number {
  const random = mulberry32(seed);
  const [train, test] = split(oversample(noise(seed), random), random);
  return recallOfNeighbor(train, test);
}
// #endregion

// #region after
/** Split first; only the training half is oversampled. */
export function rightRecall(seed: number): number {
  const random = mulberry32(seed);
  const [train, test] = split(noise(seed), random);
  return recallOfNeighbor(oversample(train, random), test);
}
// #endregion

export const SEEDS = [1, 2, 3, 4, 5];
export const mean = (values: number[]) => values.reduce((a, b) => a + b) / values.length;

export function main(): void {
  console.log('oversampled, then split: recall', mean(SEEDS.map(wrongRecall)).toFixed(3));
  console.log('split, then oversampled: recall', mean(SEEDS.map(rightRecall)).toFixed(3));
}
