/** Losses for numbers and for classes: values, slopes, and where the best constant lies. */

// #region losses
export type LossName = 'squared' | 'absolute' | 'huber';

/** Loss of an error e = prediction − target, and its slope; Huber's bend is at δ = 1. */
export const LOSSES: Record<LossName, { f: (e: number) => number; df: (e: number) => number }> = {
  squared: { f: (e) => e * e, df: (e) => 2 * e },
  absolute: { f: (e) => Math.abs(e), df: (e) => Math.sign(e) },
  huber: {
    f: (e) => (Math.abs(e) <= 1 ? (e * e) / 2 : Math.abs(e) - 1 / 2),
    df: (e) => Math.max(-1, Math.min(1, e)),
  },
};

/** Mean loss of one prediction c for all targets. */
export function meanLoss(name: LossName, c: number, targets: number[]): number {
  return targets.reduce((sum, t) => sum + LOSSES[name].f(c - t), 0) / targets.length;
}

/** The constant with the lowest mean loss, by gradient descent with a step that shrinks. */
export function bestConstant(name: LossName, targets: number[]): number {
  let c = targets[0];
  for (let step = 1; step <= 20000; step++) {
    const slope = targets.reduce((sum, t) => sum + LOSSES[name].df(c - t), 0) / targets.length;
    c -= (5 / (10 + step)) * slope;
  }
  return c;
}
// #endregion

// #region classes
const sigmoid = (z: number) => 1 / (1 + Math.exp(-z));

/** One logit, target 1: the slopes of squared error (p − 1)² and of cross-entropy −ln p. */
export function slopes(z: number): { squared: number; crossEntropy: number } {
  const p = sigmoid(z);
  return { squared: 2 * (p - 1) * p * (1 - p), crossEntropy: p - 1 };
}

/** Steps of size 1 until a unit that starts at z says more than ½. */
export function stepsToHalf(loss: 'squared' | 'crossEntropy', z: number): number {
  let steps = 0;
  for (; sigmoid(z) <= 1 / 2; steps++) z -= slopes(z)[loss];
  return steps;
}
// #endregion

export const TARGETS = [1, 2, 3, 3, 11];
export const FAR = [1, 2, 3, 3, 21];

export function main(): void {
  console.log('best constant for        ', TARGETS.join(' '), '     ', FAR.join(' '));
  for (const name of ['squared', 'absolute', 'huber'] as const) {
    const best = [TARGETS, FAR].map((targets) => bestConstant(name, targets).toFixed(3).padStart(12)); // prettier-ignore
    console.log(name.padEnd(22), ...best);
  }
  const { squared, crossEntropy } = slopes(-6);
  console.log('slope at z = −6:  squared', squared.toFixed(4), ' cross-entropy', crossEntropy.toFixed(4)); // prettier-ignore
  console.log('steps to p > ½:   squared', stepsToHalf('squared', -6), ' cross-entropy', stepsToHalf('crossEntropy', -6)); // prettier-ignore
}
