/** A classifier whose true probabilities are known, made overconfident, then repaired by one number. */
import { mulberry32 } from '../../../lib/random.ts';
import { logSoftmax, softmax } from './softmax.ts';

export interface Sample {
  /** What the overconfident model says. */
  logits: number[];
  label: number;
}

const CLASSES = 10;

/** Labels drawn from softmax(s); the model reports 2.5 s instead of s. */
export function overconfident(count: number, seed: number): Sample[] {
  const rng = mulberry32(seed);
  return Array.from({ length: count }, () => {
    const s = Array.from({ length: CLASSES }, () => 6 * rng());
    let left = rng();
    const label = softmax(s).findIndex((p) => (left -= p) < 0);
    return { logits: s.map((value) => 2.5 * value), label: label < 0 ? CLASSES - 1 : label };
  });
}

// #region calibration
/** Mean confidence, accuracy and expected calibration error over equal bins. */
export function report(samples: Sample[], temperature: number, bins = 15) {
  const sums = Array.from({ length: bins }, () => ({ n: 0, confidence: 0, right: 0 }));
  for (const { logits, label } of samples) {
    const p = softmax(logits, temperature);
    const confidence = Math.max(...p);
    const bin = sums[Math.min(bins - 1, Math.floor(confidence * bins))];
    bin.n += 1;
    bin.confidence += confidence;
    bin.right += Number(p.indexOf(confidence) === label);
  }
  const total = (key: 'confidence' | 'right') =>
    sums.reduce((sum, bin) => sum + bin[key], 0) / samples.length;
  const gaps = sums.map((bin) => Math.abs(bin.right - bin.confidence));
  return {
    confidence: total('confidence'),
    accuracy: total('right'),
    ece: gaps.reduce((a, b) => a + b) / samples.length,
    bins: sums,
  };
}

/** Temperature scaling: the T with the smallest cross-entropy on held-out samples. */
export function fitTemperature(samples: Sample[]): number {
  const loss = (T: number) =>
    samples.reduce((sum, { logits, label }) => sum - logSoftmax(logits, T)[label], 0);
  let [low, high] = [0.1, 10];
  while (high - low > 1e-3) {
    const [a, b] = [low + (high - low) / 3, high - (high - low) / 3];
    if (loss(a) < loss(b)) high = b;
    else low = a;
  }
  return (low + high) / 2;
}
// #endregion

/** Temperature from one half of the samples, report on the other. */
export function repaired() {
  const T = fitTemperature(overconfident(2000, 1));
  const test = overconfident(20_000, 2);
  return { T, before: report(test, 1), after: report(test, T) };
}

export function main(): void {
  const { T, before, after } = repaired();
  const percent = (share: number) => `${(100 * share).toFixed(1)}%`;
  for (const [name, { confidence, accuracy, ece }] of [
    ['T = 1', before],
    [`T = ${T.toFixed(2)}`, after],
  ] as const) {
    console.log(
      `${name.padEnd(9)} confidence ${percent(confidence)}, accuracy ${percent(accuracy)}, ECE ${percent(ece)}`,
    );
  }
}
