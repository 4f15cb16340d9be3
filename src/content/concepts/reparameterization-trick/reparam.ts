/** Two estimates of the gradient of E[f(z)] for z ~ N(μ, σ²): through the sample, and around it. */
import { mulberry32, normal } from '../../../lib/random.ts';

type Function1 = (z: number) => number;
export interface Gradient {
  mu: number;
  sigma: number;
}

// #region estimators
/** Through the sample: z = μ + σε, so ∂z/∂μ = 1 and ∂z/∂σ = ε. Needs the derivative of f. */
export function pathwise(df: Function1, mu: number, sigma: number, epsilon: number): Gradient {
  const slope = df(mu + sigma * epsilon);
  return { mu: slope, sigma: slope * epsilon };
}

/** Around the sample: f(z) times the gradient of ln N(z; μ, σ²). Needs only the value of f. */
export function score(f: Function1, mu: number, sigma: number, epsilon: number): Gradient {
  const value = f(mu + sigma * epsilon);
  return { mu: (value * epsilon) / sigma, sigma: (value * (epsilon ** 2 - 1)) / sigma };
}
// #endregion

// #region exact
/** Mean and variance of g(ε) over ε ~ N(0, 1), by a fine sum. */
export function moments(g: (epsilon: number) => number): { mean: number; variance: number } {
  let [mean, square] = [0, 0];
  for (let i = -900; i <= 900; i++) {
    const epsilon = i / 100;
    const weight = Math.exp((-epsilon * epsilon) / 2) / Math.sqrt(2 * Math.PI) / 100;
    const value = g(epsilon);
    mean += weight * value;
    square += weight * value * value;
  }
  return { mean, variance: square - mean * mean };
}
// #endregion

/** The loss of the worked example, and one that wiggles. */
export const square = { f: (z: number) => z * z, df: (z: number) => 2 * z };
export const wave = (k: number) => ({
  f: (z: number) => Math.cos(k * z),
  df: (z: number) => -k * Math.sin(k * z),
});
export const step = { f: (z: number) => (z > 0 ? 1 : 0), df: () => 0 };

/** Mean and variance of both estimates of ∂/∂μ. */
export const compare = ({ f, df }: { f: Function1; df: Function1 }, mu: number, sigma: number) => ({
  pathwise: moments((epsilon) => pathwise(df, mu, sigma, epsilon).mu),
  score: moments((epsilon) => score(f, mu, sigma, epsilon).mu),
});

/** n draws of both estimates of ∂/∂μ of the worked example, with the same noise. */
export function draws(n: number, seed: number): { pathwise: number[]; score: number[] } {
  const rng = mulberry32(seed);
  const noise = Array.from({ length: n }, () => normal(rng));
  return {
    pathwise: noise.map((epsilon) => pathwise(square.df, 3, 1, epsilon).mu),
    score: noise.map((epsilon) => score(square.f, 3, 1, epsilon).mu),
  };
}

export function main(): void {
  for (const epsilon of [1, -1]) {
    const { mu, sigma } = pathwise(square.df, 3, 1, epsilon);
    console.log(`ε = ${epsilon}: z = ${3 + epsilon}, gradient (${mu}, ${sigma})`);
  }
  for (const [name, loss, mu, sigma] of [
    ['z², μ = 3', square, 3, 1],
    ['cos 5z, μ = 1', wave(5), 1, 1],
    ['step, μ = 0', step, 0, 1],
  ] as const) {
    const both = compare(loss, mu, sigma);
    for (const kind of ['pathwise', 'score'] as const) {
      const { mean, variance } = both[kind];
      console.log(
        `${name}, ${kind}: mean ${mean.toFixed(3)}, variance ${variance.toFixed(2)}`.replace('-0.000', '0.000'), // prettier-ignore
      );
    }
  }
}
