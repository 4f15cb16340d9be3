/** Posterior collapse in a linear VAE with a weighted KL term, by search and by formula. */

// #region loss
export interface Weights {
  /** Encoder q(z|x) = N(a·x, t²). */
  a: number;
  t: number;
  /** Decoder p(x|z) = N(w·z, noise). */
  w: number;
}

/** Mean squared error of a reconstruction, for data of mean 0 and variance 1. */
export const squaredError = ({ a, t, w }: Weights) => (1 - w * a) ** 2 + (w * t) ** 2;

/** Mean KL(q(z|x)‖N(0, 1)) over the data. */
export const meanKl = ({ a, t }: Weights) => (a * a + t * t - 1) / 2 - Math.log(t);

/** What is minimized: squared error / (2 · noise) + β · KL. */
export const loss = (weights: Weights, noise: number, beta: number) =>
  squaredError(weights) / (2 * noise) + beta * meanKl(weights);
// #endregion

/** Best weights by gradient descent with slopes from small differences. */
export function train(noise: number, beta: number, steps = 40_000): Weights {
  const weights: Weights = { a: 0.5, t: 0.5, w: 0.5 };
  const rate = 0.02 * noise;
  const h = 1e-6;
  for (let i = 0; i < steps; i++) {
    const slope = (key: keyof Weights) =>
      (loss({ ...weights, [key]: weights[key] + h }, noise, beta) -
        loss({ ...weights, [key]: weights[key] - h }, noise, beta)) /
      (2 * h);
    const [a, t, w] = [slope('a'), slope('t'), slope('w')];
    weights.a -= rate * a;
    weights.t -= rate * t;
    weights.w -= rate * w;
  }
  return weights;
}

// #region formula
/** Where training ends: below β · noise = 1 the code carries ½ ln(1/(β · noise)) nats, above it 0. */
export function optimum(noise: number, beta: number) {
  const left = Math.min(1, beta * noise); // squared error that remains
  return { squaredError: left, kl: -Math.log(left) / 2 + 0 };
}
// #endregion

export const NOISE = 1 / 10;

export function main(): void {
  for (const beta of [1, 4, 8, 12]) {
    const weights = train(NOISE, beta);
    const expected = optimum(NOISE, beta);
    const found = `error ${squaredError(weights).toFixed(3)}, KL ${Math.abs(meanKl(weights)).toFixed(3)}`;
    const known = `error ${expected.squaredError.toFixed(3)}, KL ${expected.kl.toFixed(3)}`;
    console.log(`β = ${beta}: trained ${found}; formula ${known}`);
  }
}
