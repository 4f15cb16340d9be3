// How sure is a measured accuracy? Intervals, and the comparison of two models.
import { mulberry32 } from '../../../lib/random.ts';

// #region wilson
/** Wilson's interval for a share of k in n; z = 1.96 for 95%. */
export function wilson(k: number, n: number, z = 1.96): [number, number] {
  const middle = (k + (z * z) / 2) / (n + z * z);
  const half = (z / (n + z * z)) * Math.sqrt((k * (n - k)) / n + (z * z) / 4);
  return [middle - half, middle + half];
}
// #endregion

// #region wrong-wald
/** The interval of the first textbook: it shrinks to a point when there is no mistake. */
export function wrongInterval(k: number, n: number, z = 1.96): [number, number] {
  const p = k / n;
  const half = z * Math.sqrt((p * (1 - p)) / n);
  return [p - half, p + half];
}
// #endregion

// #region bootstrap
/** Draw n of n examples with replacement, compute the metric again; the middle 95% of many draws. */
export function bootstrap<T>(
  examples: T[],
  metric: (sample: T[]) => number,
  random: () => number,
  draws = 2000,
): [number, number] {
  const pick = () => examples[Math.floor(random() * examples.length)];
  const values = Array.from({ length: draws }, () => metric(examples.map(pick)));
  values.sort((a, b) => a - b);
  return [values[Math.floor(0.025 * draws)], values[Math.ceil(0.975 * draws) - 1]];
}
// #endregion

// #region mcnemar
/**
 * Two models on the same examples: `onlyA` and `onlyB` were right alone. The probability that
 * fair coins split as unevenly, both sides counted.
 */
export function mcnemar(onlyA: number, onlyB: number): number {
  const n = onlyA + onlyB;
  let [term, tail] = [0.5 ** n, 0]; // term: C(n, k) / 2ⁿ
  for (let k = 0; k <= Math.min(onlyA, onlyB); k++) {
    tail += term;
    term = (term * (n - k)) / (k + 1);
  }
  return Math.min(1, 2 * tail);
}
// #endregion

/** The shipped digit classifier on its 1,500 held-out digits: how many there are, and its errors. */
export const DIGITS = {
  count: [150, 169, 149, 155, 147, 129, 152, 160, 142, 147],
  errors: [1, 1, 4, 1, 1, 2, 0, 1, 4, 0],
};

/** One entry for each held-out digit. */
export const examples = () =>
  DIGITS.count.flatMap((n, label) =>
    Array.from({ length: n }, (_, i) => ({ label, right: i >= DIGITS.errors[label] })),
  );

type Example = ReturnType<typeof examples>[number];

export const accuracy = (sample: Example[]) => sample.filter((e) => e.right).length / sample.length;

/** The lowest recall of any digit. */
export function lowestRecall(sample: Example[]): number {
  const [total, right] = [Array<number>(10).fill(0), Array<number>(10).fill(0)];
  for (const e of sample) {
    total[e.label]++;
    if (e.right) right[e.label]++;
  }
  return Math.min(...total.map((n, k) => (n ? right[k] / n : 1)));
}

export function main(): void {
  const random = mulberry32(1);
  const show = (interval: number[]) => interval.map((v) => v.toFixed(4)).join(' to ');
  const data = examples();
  console.log('accuracy        ', accuracy(data).toFixed(4));
  console.log('  Wilson        ', show(wilson(1500 - 15, 1500)));
  console.log('  bootstrap     ', show(bootstrap(data, accuracy, random)));
  console.log('lowest recall   ', lowestRecall(data).toFixed(4));
  console.log('  bootstrap     ', show(bootstrap(data, lowestRecall, random)));
  console.log('no error in 29  ', show(wilson(0, 29)), ' wrong:', show(wrongInterval(0, 29)));
  console.log('16 against 9: p =', mcnemar(16, 9).toFixed(3));
}
