/** Softmax, its logarithm, its slopes and the gradient of cross-entropy. */

// #region softmax
/** log Σ e^z without overflow: the largest logit is taken out first. */
export function logSumExp(z: number[]): number {
  const top = Math.max(...z);
  return top + Math.log(z.reduce((sum, value) => sum + Math.exp(value - top), 0));
}

/** log p_i = z_i/T − log Σ e^(z/T): no division, and no logarithm of 0. */
export function logSoftmax(z: number[], temperature = 1): number[] {
  const scaled = z.map((value) => value / temperature);
  const total = logSumExp(scaled);
  return scaled.map((value) => value - total);
}

/** p_i = e^(z_i/T) / Σ e^(z_j/T). */
export const softmax = (z: number[], temperature = 1) => logSoftmax(z, temperature).map(Math.exp);

/** ∂p_i/∂z_j = p_i ([i = j] − p_j) at T = 1. */
export const jacobian = (p: number[]) =>
  p.map((pi, i) => p.map((pj, j) => pi * ((i === j ? 1 : 0) - pj)));

/** Cross-entropy −Σ y log p from logits, and its gradient p − y. */
export function crossEntropy(z: number[], y: number[]) {
  const logP = logSoftmax(z);
  return {
    loss: -logP.reduce((sum, value, i) => sum + (y[i] ? y[i] * value : 0), 0),
    gradient: logP.map((value, i) => Math.exp(value) - y[i]),
  };
}
// #endregion

// #region wrong-naive
/** The formula as printed: Infinity / Infinity for large logits, 0 / 0 for very negative ones. */
export function wrongSoftmax(z: number[]): number[] {
  const powers = z.map(Math.exp);
  const sum = powers.reduce((a, b) => a + b);
  return powers.map((power) => power / sum);
}
// #endregion

/** The worked example: powers 9, 4, 1. */
export const LOGITS = [Math.log(9), Math.log(4), 0];

export function main(): void {
  const show = (values: number[]) => values.map((value) => value.toFixed(4)).join(' ');
  for (const temperature of [1, 2, 0.5]) {
    console.log(`T = ${temperature}`.padEnd(8), show(softmax(LOGITS, temperature)));
  }
  console.log('shifted ', show(softmax(LOGITS.map((z) => z + 1000))));
  console.log('naive   ', show(wrongSoftmax(LOGITS.map((z) => z + 1000))));
  const { loss, gradient } = crossEntropy(LOGITS, [0, 1, 0]);
  console.log(`loss     ${loss.toFixed(4)}, gradient ${show(gradient)}`);
}
