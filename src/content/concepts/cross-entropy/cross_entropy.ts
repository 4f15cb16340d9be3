/** Cross-entropy from logits, label smoothing, and what one confident mistake costs. */

const sum = (values: number[]) => values.reduce((total, v) => total + v, 0);

// #region cross-entropy
/** ln Σ eᶻ, with the maximum taken out so that nothing overflows. */
function logSumExp(z: number[]): number {
  const most = Math.max(...z);
  return most + Math.log(sum(z.map((v) => Math.exp(v - most))));
}

/** The target [K]: 1 for the label, or (1 − ε) + ε/K for it and ε/K for the others. */
export function target(label: number, classes: number, epsilon = 0): number[] {
  return Array.from({ length: classes }, (_, k) => (k === label ? 1 - epsilon : 0) + epsilon / classes);
}

/** Cross-entropy of a target y that sums to 1 and logits z, in nats: ln Σ eᶻ − Σ y·z. */
export function crossEntropy(y: number[], z: number[]): number {
  return logSumExp(z) - sum(y.map((v, k) => v * z[k]));
}

/** Its gradient with respect to the logits: softmax(z) − y. */
export function gradient(y: number[], z: number[]): number[] {
  const log = logSumExp(z);
  return z.map((v, k) => Math.exp(v - log) - y[k]);
}

/** One logit z, target y between 0 and 1: −y·ln σ(z) − (1 − y)·ln(1 − σ(z)). */
export function binaryCrossEntropy(y: number, z: number): number {
  return Math.max(z, 0) - y * z + Math.log1p(Math.exp(-Math.abs(z)));
}
// #endregion

// #region wrong-naive
/** Takes the logarithm of probabilities that may have become 0. */
export function wrongNaive(y: number[], z: number[]): number {
  const most = Math.max(...z);
  const powers = z.map((v) => Math.exp(v - most));
  const p = powers.map((v) => v / sum(powers));
  return -sum(y.map((v, k) => v * Math.log(p[k]))); // 0 · ln 0 is NaN
}
// #endregion

/** Mean of −ln p over the probabilities given to the right classes. */
export const meanLoss = (right: number[]) => sum(right.map((p) => -Math.log(p))) / right.length;

/** Three models and four samples of two classes: what each gave to the right class. */
export const MODELS: [name: string, right: number[]][] = [
  ['A, moderate', [0.6, 0.6, 0.6, 0.4]],
  ['B, bold', [0.99, 0.99, 0.99, 0.001]],
  ['C, timid', [0.51, 0.51, 0.51, 0.51]],
];

/** 100 samples: 99 right with p = 0.99, and one with a millionth for the right class. */
export function oneMistake(): { loss: number; share: number } {
  const losses = [...Array<number>(99).fill(0.99), 1e-6].map((p) => -Math.log(p));
  return { loss: losses[99], share: losses[99] / sum(losses) };
}

export function main(): void {
  const z = [Math.log(2), 0, 0]; // p = 1/2, 1/4, 1/4
  console.log('logits ln 2, 0, 0; the second class is right');
  console.log('loss    ', crossEntropy(target(1, 3), z).toFixed(4), '(ln 4)');
  console.log('gradient', gradient(target(1, 3), z).map((g) => g.toFixed(2)).join(' ')); // prettier-ignore
  const sure = [800, 0];
  console.log('logits 800, 0; the first class is right');
  console.log('from logits', crossEntropy(target(0, 2), sure), ' from probabilities', wrongNaive(target(0, 2), sure)); // prettier-ignore
  console.log('model        right   mean loss');
  for (const [name, right] of MODELS) {
    const hits = right.filter((p) => p > 0.5).length;
    console.log(name.padEnd(13), `${hits}/4`, meanLoss(right).toFixed(3).padStart(11));
  }
}
