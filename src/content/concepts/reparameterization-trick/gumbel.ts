/** Drawing a category with Gumbel noise: exactly by argmax, differentiably by softmax. */
import { softmax } from '../../../lib/ops/activation.ts';
import { mulberry32, type Random } from '../../../lib/random.ts';

// #region gumbel
/** Logits plus Gumbel noise −ln(−ln u), with u kept away from 0. */
export const perturb = (logits: number[], rng: Random) =>
  logits.map((logit) => logit - Math.log(-Math.log(rng() + 2 ** -33)));

/** Exact draw, without gradient: the largest perturbed logit. */
export const drawCategory = (logits: number[], rng: Random) => {
  const noisy = perturb(logits, rng);
  return noisy.indexOf(Math.max(...noisy));
};

/** Soft draw, with gradient: nearly one-hot for a low temperature. */
export const gumbelSoftmax = (logits: number[], temperature: number, rng: Random) =>
  softmax(perturb(logits, rng), temperature);
// #endregion

export const PROBABILITIES = [1 / 2, 1 / 3, 1 / 6];
export const LOGITS = PROBABILITIES.map(Math.log);

/** Shares of the categories in n exact draws. */
export function shares(n: number, seed: number): number[] {
  const rng = mulberry32(seed);
  const counts = LOGITS.map(() => 0);
  for (let i = 0; i < n; i++) counts[drawCategory(LOGITS, rng)] += 1;
  return counts.map((count) => count / n);
}

export function main(): void {
  const show = (values: number[]) => values.map((value) => value.toFixed(3)).join(' ');
  console.log(`wanted         ${show(PROBABILITIES)}`);
  console.log(`60,000 argmax  ${show(shares(60_000, 1))}`);
  for (const temperature of [2, 0.5, 0.1]) {
    console.log(`soft, T = ${temperature}`.padEnd(14), show(gumbelSoftmax(LOGITS, temperature, mulberry32(4)))); // prettier-ignore
  }
}
