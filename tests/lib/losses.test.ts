import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  bestConstants,
  binaryLoss,
  classLoss,
  clippedCrossEntropy,
  focal,
  hinge,
  naiveCrossEntropy,
  oppositeLogits,
  residualLosses,
  squaredProbabilities,
  squaredSigmoid,
  type ClassOptions,
} from '@lib/losses.ts';

const PLAIN: ClassOptions = { weights: [1, 1, 1], smoothing: 0, temperature: 1, gamma: 0, convention: 'pytorch', reduction: 'mean' }; // prettier-ignore
const golden = JSON.parse(readFileSync(new URL('../golden/losses.json', import.meta.url), 'utf8'));

function close(got: ArrayLike<number>, want: readonly number[], about: string, allowed = 1e-11) {
  expect(got.length, about).toBe(want.length);
  const size = Math.max(1, ...want.map(Math.abs));
  want.forEach((v, i) => {
    const off = Math.abs(got[i] - v);
    if (!(off <= allowed * size)) expect.fail(`${about} at ${i}: ${got[i]} for ${v}`);
  });
}

describe('against PyTorch', () => {
  test('softmax cross-entropy: weights, smoothing, temperature, focal, both conventions', () => {
    for (const { logits, labels, p, twice, mse, pytorch, keras, ...options } of golden.classes) {
      const about = JSON.stringify({ logits, labels, ...options });
      for (const [convention, want] of Object.entries({ pytorch, keras })) {
        const all = { ...options, convention } as ClassOptions;
        const got = classLoss(logits, labels, all);
        close([got.loss], [(want as { loss: number }).loss], about);
        close(got.gradient.flat(), (want as { gradient: number[] }).gradient, about);
        close(got.p.flat(), p, about);
      }
      if (twice !== undefined) {
        const again = classLoss(classLoss(logits, labels, { ...options, convention: 'pytorch' }).p, labels, { ...options, temperature: 1, convention: 'pytorch' }); // prettier-ignore
        close([again.loss], [twice], about);
      }
      const square = squaredProbabilities(logits, labels, options);
      close([square.loss, ...square.gradient.flat()], [mse.loss, ...mse.gradient], about);
    }
  });

  test('binary: cross-entropy with a weight and focal, hinge, squared error', () => {
    for (const { z, y, positive, gamma, bce, hinge: margin, square } of golden.binary) {
      const about = JSON.stringify({ z, y, positive, gamma });
      const check = (
        f: (v: number, label: number) => { value: number; slope: number },
        [values, slopes]: number[][],
      ) => {
        // prettier-ignore
        const all = z.map((v: number, i: number) => f(v, y[i]));
        close(all.map((a: { value: number }) => a.value), values, about); // prettier-ignore
        close(all.map((a: { slope: number }) => a.slope), slopes, about); // prettier-ignore
      };
      check((v, label) => binaryLoss(v, label, positive, gamma), bce);
      check(hinge, margin);
      check(squaredSigmoid, square);
    }
  });

  test('regression: MSE, MAE, Huber, and the best constants', () => {
    for (const { predictions, targets, delta, best, ...losses } of golden.regression) {
      const about = JSON.stringify({ predictions, targets, delta });
      for (const name of ['mse', 'mae', 'huber'] as const) {
        const all = predictions.map((p: number, i: number) => residualLosses(p - targets[i], delta)[name]); // prettier-ignore
        close(all.map((a: { value: number }) => a.value), losses[name][0], about); // prettier-ignore
        close(all.map((a: { slope: number }) => a.slope), losses[name][1], about); // prettier-ignore
      }
      const found = bestConstants(targets, delta);
      close([found.mse, found.mae], [best.mse, best.mae], about);
      const huber = targets.reduce((sum: number, t: number) => sum + residualLosses(found.huber - t, delta).huber.value, 0) / targets.length; // prettier-ignore
      expect(huber - best.huberLoss, about).toBeLessThan(1e-10);
    }
  });
});

describe('by hand and in the limit', () => {
  test('the gradient of cross-entropy is p − y and adds up to 0', () => {
    const { p, gradient, loss } = classLoss([[2, 1, -1]], [1], PLAIN);
    expect(gradient[0].map((g, k) => g - p[0][k] + (k === 1 ? 1 : 0)).every((d) => Math.abs(d) < 1e-15)).toBe(true); // prettier-ignore
    expect(gradient[0].reduce((a, b) => a + b)).toBeCloseTo(0, 14);
    expect(loss).toBeCloseTo(-Math.log(p[0][1]), 12);
  });

  test('gradients equal central differences', () => {
    const options: ClassOptions = { ...PLAIN, weights: [0.5, 2, 1], smoothing: 0.1, temperature: 2, gamma: 1.5 }; // prettier-ignore
    const logits = [[2, 1, -1], [0.5, -3, 4]]; // prettier-ignore
    for (const convention of ['pytorch', 'keras'] as const) {
      const at = (rows: number[][]) => classLoss(rows, [1, 0], { ...options, convention });
      const square = (rows: number[][]) => squaredProbabilities(rows, [1, 0], options);
      for (const f of [at, square]) {
        const { gradient } = f(logits);
        logits.forEach((row, n) =>
          row.forEach((_, k) => {
            const moved = (h: number) => logits.map((r, i) => r.map((v, j) => (i === n && j === k ? v + h : v))); // prettier-ignore
            const numeric = (f(moved(1e-5)).loss - f(moved(-1e-5)).loss) / 2e-5;
            expect(gradient[n][k]).toBeCloseTo(numeric, 8);
          }),
        );
      }
    }
  });

  test('logits of ±1e4: right where the written formula breaks', () => {
    expect(classLoss([[1e4, -1e4, 0]], [1], PLAIN).loss).toBe(2e4);
    expect(classLoss([[1e4, -1e4, 0]], [0], PLAIN).loss).toBe(0);
    expect(classLoss([[1e4, -1e4, 0]], [1], PLAIN).gradient[0]).toEqual([1, -1, 0]);
    expect(naiveCrossEntropy([1e4, -1e4, 0], 0)).toBeNaN();
    expect(naiveCrossEntropy([-1e4, 0], 0)).toBe(Infinity);
    expect(naiveCrossEntropy([2, 1, -1], 0)).toBeCloseTo(classLoss([[2, 1, -1]], [0], PLAIN).loss, 14); // prettier-ignore
    expect(binaryLoss(-1e4, 1)).toEqual({ value: 1e4, slope: -1 });
    expect(binaryLoss(1e4, 1)).toEqual({ value: 0, slope: 0 });
    expect(oppositeLogits([1e4, -1e4])).toEqual([-2e4, 2e4]);
  });

  test('a small loss is not lost: −ln p of p = 1 − 1e-30', () => {
    expect(classLoss([[70, 0]], [0], { ...PLAIN, weights: [1, 1] }).loss / Math.exp(-70)).toBeCloseTo(1, 9); // prettier-ignore
  });

  test('focal: γ = 0 is cross-entropy, and an easy sample counts (1 − p)^γ', () => {
    expect(focal(-2, 0).value).toBeCloseTo(Math.log1p(Math.exp(-2)), 15);
    const p = 1 / (1 + Math.exp(-2));
    expect(focal(-2, 2).value).toBeCloseTo((1 - p) ** 2 * -Math.log(p), 15);
    expect(focal(-800, 0.5)).toEqual({ value: 0, slope: 0, spread: 0 });
    expect(focal(-800, 0)).toEqual({ value: 0, slope: 0, spread: 1 });
  });

  test('weights: PyTorch divides by the weights of the labels, Keras by their number', () => {
    const logits = [[1, 0], [1, 0]]; // prettier-ignore
    const by = (convention: 'pytorch' | 'keras') =>
      classLoss(logits, [0, 1], { ...PLAIN, weights: [1, 3], convention });
    const [a, b] = [Math.log1p(Math.exp(-1)), Math.log1p(Math.E)];
    expect(by('pytorch').loss).toBeCloseTo((a + 3 * b) / 4, 14);
    expect(by('keras').loss).toBeCloseTo((a + 3 * b) / 2, 14);
  });

  test('saturated and wrong: cross-entropy still pulls, squared error does not', () => {
    const row = [[9, 0, -9]];
    expect(classLoss(row, [2], PLAIN).gradient[0][2]).toBeCloseTo(-1, 6);
    expect(Math.abs(squaredProbabilities(row, [2], PLAIN).gradient[0][2])).toBeLessThan(1e-7);
  });

  test('Keras takes logits for probabilities and sees a perfect prediction', () => {
    expect(clippedCrossEntropy([2, 1, -1], 0)).toBeCloseTo(1e-7, 12);
    expect(clippedCrossEntropy([2, 1, -1], 2)).toBeCloseTo(-Math.log(1e-7), 9);
    expect(clippedCrossEntropy([0.5, 0.25, 0.25], 1)).toBeCloseTo(Math.log(4), 12);
  });

  test('Huber: quadratic inside δ, straight outside, both meet at δ', () => {
    expect(residualLosses(0.5, 1).huber).toEqual({ value: 0.125, slope: 0.5 });
    expect(residualLosses(-3, 1).huber).toEqual({ value: 2.5, slope: -1 });
    expect(residualLosses(2, 2).huber).toEqual({ value: 2, slope: 2 });
    expect(residualLosses(0, 1).mae).toEqual({ value: 0, slope: 0 });
    expect(bestConstants([1, 2, 3, 100], 1)).toMatchObject({ mse: 26.5, mae: 2.5 });
    expect(bestConstants([5], 1)).toEqual({ mse: 5, mae: 5, huber: 5 });
  });

  test('wrong sizes are refused', () => {
    expect(() => classLoss([[1, 2]], [0, 1], PLAIN)).toThrow('1 samples have 2 labels');
    expect(() => classLoss([[1, 2]], [0], PLAIN)).toThrow('2 classes have 3 weights');
  });
});
