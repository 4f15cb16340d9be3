// What happens when the test set chooses: candidates that are all equally good, scored on the same data.
import { mulberry32, type Random } from '../../../lib/random.ts';

// #region draw
/** Accuracy that a classifier with the true accuracy p happens to have on n examples. */
export function score(p: number, n: number, random: Random): number {
  let right = 0;
  for (let i = 0; i < n; i++) if (random() < p) right++;
  return right / n;
}

/** The best of `candidates` scores on one set, and the same winner on fresh data. */
export function choose(candidates: number, p: number, n: number, random: Random) {
  const scores = Array.from({ length: candidates }, () => score(p, n, random));
  return { chosenOn: Math.max(...scores), fresh: score(p, n, random) };
}
// #endregion

// #region exact
/** Expected best of k scores: sum over m of (1 − P(score < m)^k) / n, with binomial scores. */
export function expectedBest(k: number, p: number, n: number): number {
  let [logMass, below, expected] = [n * Math.log(1 - p), 0, 0]; // P(exactly 0 right)
  for (let m = 1; m <= n; m++) {
    below += Math.exp(logMass); // P(fewer than m right)
    expected += (1 - Math.min(1, below) ** k) / n;
    logMass += Math.log(((n - m + 1) / m) * (p / (1 - p)));
  }
  return expected;
}

/** Standard error of an accuracy p measured on n examples. */
export const standardError = (p: number, n: number) => Math.sqrt((p * (1 - p)) / n);
// #endregion

export const TRUE_ACCURACY = 0.9;
export const EXAMPLES = 200;

export function main(): void {
  const random = mulberry32(7);
  const runs = Array.from({ length: 500 }, () => choose(20, TRUE_ACCURACY, EXAMPLES, random));
  const mean = (values: number[]) => values.reduce((a, b) => a + b) / values.length;
  console.log('best of 20 on the set that chose:', mean(runs.map((r) => r.chosenOn)).toFixed(3));
  console.log('the winner on fresh data:        ', mean(runs.map((r) => r.fresh)).toFixed(3));
  for (const k of [1, 5, 20, 100]) {
    console.log(`exact, best of ${k}:`, expectedBest(k, TRUE_ACCURACY, EXAMPLES).toFixed(4));
  }
}
