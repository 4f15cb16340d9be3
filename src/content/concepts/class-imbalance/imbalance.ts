// Rare positives: what weights, oversampling and another threshold do to the same model.
import { mulberry32, normal } from '../../../lib/random.ts';

export interface Examples {
  x: number[][];
  y: number[];
}

/** Two features; positives lie around (1.5, 1), negatives around the origin, both with variance 1. */
export function sample(positives: number, negatives: number, seed: number): Examples {
  const random = mulberry32(seed);
  const y = [...Array<number>(positives).fill(1), ...Array<number>(negatives).fill(0)];
  return { x: y.map((label) => [1.5 * label + normal(random), label + normal(random)]), y };
}

const sigmoid = (z: number) => 1 / (1 + Math.exp(-z));

// #region remedies
/** Every class gets the same total weight: n / (K · n_k), as “balanced” in scikit-learn. */
export function balancedWeights(y: number[]): number[] {
  const positives = y.filter((label) => label === 1).length;
  return y.map((label) => y.length / (2 * (label === 1 ? positives : y.length - positives)));
}

/** Random oversampling: positives are drawn again, with replacement, until the classes are equal. */
export function oversample({ x, y }: Examples, random: () => number): Examples {
  const positive = y.map((_, i) => i).filter((i) => y[i] === 1);
  const missing = y.length - 2 * positive.length;
  const copies = Array.from({ length: missing }, () => positive[Math.floor(random() * positive.length)]);
  const all = [...y.map((_, i) => i), ...copies];
  return { x: all.map((i) => x[i]), y: all.map((i) => y[i]) };
}

/** The probability before the odds were multiplied by `weight`. */
export const undo = (p: number, weight: number) => p / (p + weight * (1 - p));
// #endregion

/** Random undersampling: as many negatives as positives, without replacement. */
export function undersample({ x, y }: Examples, random: () => number): Examples {
  const of = (label: number) => y.map((_, i) => i).filter((i) => y[i] === label);
  const negative = of(0);
  for (let i = negative.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [negative[i], negative[j]] = [negative[j], negative[i]];
  }
  const all = [...of(1), ...negative.slice(0, of(1).length)];
  return { x: all.map((i) => x[i]), y: all.map((i) => y[i]) };
}

/** Logistic regression (w₁, w₂, b) by Newton's method, 25 steps, examples weighted. */
export function fit({ x, y }: Examples, weights = y.map(() => 1)): number[] {
  let w = [0, 0, 0];
  for (let step = 0; step < 25; step++) {
    const g = [0, 0, 0];
    const h = [0, 1, 2].map(() => [0, 0, 0]);
    x.forEach((row, n) => {
      const f = [...row, 1];
      const p = sigmoid(f.reduce((sum, v, k) => sum + v * w[k], 0));
      for (let i = 0; i < 3; i++) {
        g[i] += weights[n] * (p - y[n]) * f[i];
        for (let j = 0; j < 3; j++) h[i][j] += weights[n] * p * (1 - p) * f[i] * f[j];
      }
    });
    w = w.map((v, i) => v - solve3(h, g)[i]);
  }
  return w;
}

/** Cramer's rule. */
function solve3(a: number[][], b: number[]): number[] {
  const det = (m: number[][]) =>
    m[0][0] * (m[1][1] * m[2][2] - m[1][2] * m[2][1]) -
    m[0][1] * (m[1][0] * m[2][2] - m[1][2] * m[2][0]) +
    m[0][2] * (m[1][0] * m[2][1] - m[1][1] * m[2][0]);
  const d = det(a);
  return b.map((_, k) => det(a.map((row, i) => row.map((v, j) => (j === k ? b[i] : v)))) / d);
}

export const probabilities = (w: number[], { x }: Examples) =>
  x.map(([a, b]) => sigmoid(w[0] * a + w[1] * b + w[2]));

/** What a threshold gives, how good the order is, and whether the probabilities are honest. */
export function report(p: number[], y: number[], threshold = 0.5) {
  const said = p.map((v) => v >= threshold);
  const count = (label: number, answer: boolean) =>
    y.filter((v, i) => v === label && said[i] === answer).length;
  const [tp, fp, fn] = [count(1, true), count(0, true), count(1, false)];
  const negatives = p.filter((_, i) => y[i] === 0).sort((a, b) => a - b);
  const below = (v: number) => {
    let [low, high] = [0, negatives.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (negatives[middle] < v) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const positives = p.filter((_, i) => y[i] === 1);
  return {
    recall: tp / (tp + fn),
    precision: tp + fp === 0 ? 0 : tp / (tp + fp),
    accuracy: 1 - (fp + fn) / y.length,
    auc: positives.reduce((sum, v) => sum + below(v), 0) / (positives.length * negatives.length),
    mean: p.reduce((a, b) => a + b) / p.length,
  };
}

/** Train on 100 positives and 4,900 negatives, test on four times as many. */
export function experiment() {
  const train = sample(100, 4900, 1);
  const test = sample(400, 19600, 2);
  const random = mulberry32(3);
  const share = 100 / 5000;
  const plain = probabilities(fit(train), test);
  const weighted = probabilities(fit(train, balancedWeights(train.y)), test);
  return {
    'as it is': report(plain, test.y),
    'threshold 0.02': report(plain, test.y, share),
    'class weights': report(weighted, test.y),
    oversampled: report(probabilities(fit(oversample(train, random)), test), test.y),
    undersampled: report(probabilities(fit(undersample(train, random)), test), test.y),
    'weights undone': report(weighted.map((p) => undo(p, (1 - share) / share)), test.y, share),
  };
}

export function main(): void {
  console.log('                recall  precision  accuracy  AUC     mean p');
  for (const [name, r] of Object.entries(experiment())) {
    const cells = [r.recall, r.precision, r.accuracy, r.auc, r.mean].map((v) => v.toFixed(4).padEnd(8));
    console.log(name.padEnd(15), cells.join(' ').trimEnd());
  }
}
