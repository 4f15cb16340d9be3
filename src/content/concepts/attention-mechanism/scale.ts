/** How large the largest attention weight gets when queries and keys become longer. */
import { mulberry32, normal } from '../../../lib/random.ts';
import { attention } from './attention.ts';

export const KEYS = 16;

// #region scale
/** Mean of the largest of 16 weights, for random queries and keys of d numbers with variance 1. */
export function largestWeight(d: number, scaled: boolean, trials = 500, seed = 1): number {
  const rng = mulberry32(seed);
  const vectors = (count: number) =>
    Array.from({ length: count }, () => Array.from({ length: d }, () => normal(rng)));
  let sum = 0;
  for (let t = 0; t < trials; t++) {
    const [query, keys] = [vectors(1), vectors(KEYS)];
    const { weights } = attention(query, keys, keys, scaled ? 1 / Math.sqrt(d) : 1);
    sum += Math.max(...weights[0]);
  }
  return sum / trials;
}
// #endregion

export function main(): void {
  for (const d of [4, 16, 64]) {
    const [plain, scaled] = [false, true].map((on) => largestWeight(d, on).toFixed(2));
    console.log(`d = ${String(d).padStart(2)}: largest of 16 weights ${plain}, scaled ${scaled}`);
  }
}
