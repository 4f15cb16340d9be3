/** KL divergence of lists of probabilities and of Gaussians: exactly, and from samples. */
import { mulberry32, normal, type Random } from '../../../lib/random.ts';

// #region kl
/** KL(p‖q) = Σ p ln(p/q) in nats: p = 0 adds nothing, q = 0 where p > 0 makes it infinite. */
export const kl = (p: number[], q: number[]) =>
  p.reduce((sum, pi, i) => sum + (pi > 0 ? pi * Math.log(pi / q[i]) : 0), 0);

/** Jensen–Shannon divergence: how far p and q are, on average, from their mean. */
export function js(p: number[], q: number[]): number {
  const middle = p.map((pi, i) => (pi + q[i]) / 2);
  return (kl(p, middle) + kl(q, middle)) / 2;
}

/** KL(N(m, s²)‖N(M, S²)) in nats. */
export const klGaussians = (m: number, s: number, M = 0, S = 1) =>
  Math.log(S / s) + (s * s + (m - M) ** 2) / (2 * S * S) - 1 / 2;
// #endregion

const logGaussian = (x: number, m: number, s: number) =>
  -((x - m) ** 2) / (2 * s * s) - Math.log(s * Math.sqrt(2 * Math.PI));

// #region estimate
/** ln p − ln q at n draws from p = N(m, s²), against q = N(0, 1). */
export function logRatios(m: number, s: number, n: number, rng: Random): number[] {
  return Array.from({ length: n }, () => {
    const x = m + s * normal(rng);
    return logGaussian(x, m, s) - logGaussian(x, 0, 1);
  });
}

/** Mean of n draws and its standard error. */
export function meanAndError(draws: number[]): { mean: number; error: number } {
  const mean = draws.reduce((a, b) => a + b) / draws.length;
  const variance = draws.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (draws.length - 1);
  return { mean, error: Math.sqrt(variance / draws.length) };
}
// #endregion

/** Letters A B C D: how often they occur under p and under q. */
export const P = [1 / 2, 1 / 4, 1 / 8, 1 / 8];
export const Q = [1 / 8, 1 / 2, 1 / 4, 1 / 8];

export function main(): void {
  const bits = (nats: number) => `${(nats / Math.LN2).toFixed(3)} bit`;
  console.log(`KL(p‖q) ${bits(kl(P, Q))}, KL(q‖p) ${bits(kl(Q, P))}, JS ${bits(js(P, Q))}`);
  console.log(`nothing in common: KL ${kl([1, 0], [0, 1])}, JS ${bits(js([1, 0], [0, 1]))}`);
  const draws = logRatios(1, 1 / 2, 10_000, mulberry32(1));
  const { mean, error } = meanAndError(draws);
  console.log(`N(1, ¼) to N(0, 1): ${klGaussians(1, 1 / 2).toFixed(4)} nats`);
  console.log(`  from 10,000 draws: ${mean.toFixed(4)} ± ${error.toFixed(4)}`);
  console.log(`  draws below zero: ${draws.filter((x) => x < 0).length}`);
  console.log(`N(0, 1) to N(1, ¼): ${klGaussians(0, 1, 1, 1 / 2).toFixed(4)} nats`);
}
