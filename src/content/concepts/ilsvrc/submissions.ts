/** What many submissions buy: the best of several equally good models, on one test set. */
import { mulberry32, normal } from '../../../lib/random.ts';

// #region submissions
/** Standard error of an error rate p that was measured on n pictures. */
export const standardError = (p: number, n: number) => Math.sqrt((p * (1 - p)) / n);

/** How far below the truth the best of k independent results lies on average, in standard errors. */
export function bestOf(k: number, runs: number, seed: number): number {
  const rng = mulberry32(seed);
  let sum = 0;
  for (let run = 0; run < runs; run++) {
    let best = Infinity;
    for (let i = 0; i < k; i++) best = Math.min(best, normal(rng));
    sum -= best;
  }
  return sum / runs;
}
// #endregion

/** Days from 28 November 2014 to 13 May 2015, and what two submissions a week make of them. */
export const DAYS = (Date.UTC(2015, 4, 13) - Date.UTC(2014, 10, 28)) / 86_400_000;
export const ALLOWED = 2 * Math.ceil(DAYS / 7);

export function main(): void {
  const se = 100 * standardError(0.048, 100_000);
  console.log(`standard error of 4.8% on 100,000 pictures: ${se.toFixed(3)} points`);
  for (const k of [1, ALLOWED, 200]) {
    console.log(`best of ${k}: ${(se * bestOf(k, 4000, 1)).toFixed(2)} points too good`);
  }
}
