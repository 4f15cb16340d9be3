/** Proves the numbers and corrections of the page loss-function. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import {
  FAR,
  LOSSES,
  TARGETS,
  bestConstant,
  meanLoss,
  slopes,
  stepsToHalf,
} from '../../../src/content/concepts/loss-function/losses.ts';
import {
  LAMBDA,
  X,
  Y,
  errors,
  fit,
  truth,
} from '../../../src/content/concepts/loss-function/overfit.ts';

const folder = new URL('../../../src/content/concepts/loss-function/', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, folder), 'utf8');
const { facts, corrections } = parse(read('concept.yaml')) as {
  facts: Record<string, { value: number }>;
  corrections: { truth: { zh: string; en: string } }[];
};
const fact = (id: string) => facts[id].value;
const rounded = (value: number, digits: number) => Number(value.toFixed(digits));
const NAMES = ['squared', 'absolute', 'huber'] as const;
const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);

describe('losses of numbers', () => {
  test('every slope is that of its loss', () => {
    for (const name of NAMES) {
      const { f, df } = LOSSES[name];
      for (const e of [-3, -1.5, -0.4, 0.2, 0.9, 2]) {
        expect(df(e)).toBeCloseTo((f(e + 1e-6) - f(e - 1e-6)) / 2e-6, 6);
      }
    }
    const { f, df } = LOSSES.huber; // value and slope join at δ
    expect(f(1)).toBeCloseTo(f(1 + 1e-9), 8);
    expect(df(1)).toBe(df(5));
  });

  test('the worked example at c = 4', () => {
    const errorsAt4 = TARGETS.map((t) => 4 - t);
    expect(errorsAt4).toEqual([3, 2, 1, 1, -7]);
    expect(NAMES.map((name) => meanLoss(name, 4, TARGETS))).toEqual([64 / 5, 14 / 5, 23 / 10]);
    expect(sum(errorsAt4.map(LOSSES.squared.df))).toBe(0);
    expect(errorsAt4.map(LOSSES.absolute.df)).toEqual([1, 1, 1, 1, -1]);
    const cut = TARGETS.map((t) => LOSSES.huber.df(8 / 3 - t));
    [1, 2 / 3, -1 / 3, -1 / 3, -1].forEach((slope, i) => expect(cut[i]).toBeCloseTo(slope, 12));
    expect(sum(cut)).toBeCloseTo(0, 12);
  });

  test('the best constant: mean, median, Huber', () => {
    for (const [targets, mean] of [
      [TARGETS, 4],
      [FAR, 6],
    ] as const) {
      expect(sum([...targets]) / 5).toBe(mean);
      const best = NAMES.map((name) => bestConstant(name, [...targets]));
      expect(best[0]).toBeCloseTo(mean, 3);
      expect(best[1]).toBeCloseTo(3, 2);
      expect(best[2]).toBeCloseTo(8 / 3, 3);
      NAMES.forEach((name, i) => {
        const at = (c: number) => meanLoss(name, c, [...targets]);
        expect(at(best[i])).toBeLessThan(at(best[i] + 0.1));
        expect(at(best[i])).toBeLessThan(at(best[i] - 0.1));
      });
    }
  });

  test('the widget: the outlier moves from 16 to 26', () => {
    const near = [1.5, 3.5, 4, 4.5];
    const slope = (name: (typeof NAMES)[number], t: number) => LOSSES[name].df(6 - t) / 5;
    expect(slope('squared', 26) / slope('squared', 16)).toBe(2);
    for (const name of ['absolute', 'huber'] as const) {
      expect(slope(name, 26)).toBe(slope(name, 16));
      expect(bestConstant(name, [...near, 26])).toBeCloseTo(bestConstant(name, [...near, 16]), 2);
    }
    expect((sum([...near, 26]) - sum([...near, 16])) / 5).toBe(2);
  });

  test('sum and mean of squared errors differ by a constant factor', () => {
    const total = (c: number) => sum(TARGETS.map((t) => LOSSES.squared.f(c - t)));
    for (const c of [-2, 0, 4, 7.5]) {
      expect(total(c)).toBeCloseTo(5 * meanLoss('squared', c, TARGETS), 12);
      const slope = (f: (c: number) => number) => (f(c + 1e-5) - f(c - 1e-5)) / 2e-5;
      expect(slope(total)).toBeCloseTo(5 * slope((v) => meanLoss('squared', v, TARGETS)), 6);
    }
  });
});

test('a saturated unit: the slopes of both losses', () => {
  const sigmoid = (z: number) => 1 / (1 + Math.exp(-z));
  const difference = (f: (p: number) => number) =>
    (f(sigmoid(-6 + 1e-5)) - f(sigmoid(-6 - 1e-5))) / 2e-5;
  const { squared, crossEntropy } = slopes(-6);
  expect(squared).toBeCloseTo(
    difference((p) => (p - 1) ** 2),
    8,
  );
  expect(crossEntropy).toBeCloseTo(
    difference((p) => -Math.log(p)),
    6,
  );
  expect(rounded(squared, 4)).toBe(fact('squared-slope'));
  expect(rounded(crossEntropy, 3)).toBe(fact('cross-entropy-slope'));
  for (const lang of ['zh', 'en'] as const) {
    for (const id of ['squared-slope', 'cross-entropy-slope']) {
      expect(corrections[2].truth[lang]).toContain(`${fact(id)}`.replace('-', '−'));
    }
  }
  expect(stepsToHalf('crossEntropy', -6)).toBe(7);
  expect(stepsToHalf('squared', -6)).toBe(214);
  // where the squared error is steepest, as the figure says
  const grid = Array.from({ length: 1601 }, (_, i) => -8 + i / 100);
  const steepest = grid.reduce((a, b) => (slopes(b).squared < slopes(a).squared ? b : a));
  expect(rounded(steepest, 1)).toBe(-0.7);
});

test('ten coefficients fit ten noisy points under every loss', () => {
  expect(X).toHaveLength(10);
  const plain = errors(fit(0));
  for (const name of NAMES) expect(plain[name]).toBeLessThan(1e-12);
  expect(rounded(plain.test, 3)).toBe(fact('fit-test'));
  const penalized = errors(fit(LAMBDA));
  expect(rounded(penalized.test, 3)).toBe(fact('penalty-test'));
  for (const name of NAMES) expect(penalized[name]).toBeGreaterThan(0.001);
  // the points are noisy: the true curve itself has a loss
  expect(sum(X.map((x, i) => (truth(x) - Y[i]) ** 2)) / 10).toBeGreaterThan(0.02);
});

test('broadcasting makes perfect predictions wrong', () => {
  const pairs = TARGETS.flatMap((p) => TARGETS.map((t) => (p - t) ** 2));
  expect(pairs).toHaveLength(25);
  expect(rounded(sum(pairs) / 25, 1)).toBe(fact('broadcast-loss'));
  // one number for everyone: 64/5, at the mean
  expect(meanLoss('squared', 4, TARGETS)).toBeLessThan(sum(pairs) / 25);
  const out = read('losses_torch.out.txt');
  expect(out).toContain('perfect predictions, loss 25.6 warnings: 1');
  expect(out).toContain('shapes equal, loss        0.0');
});

test('PyTorch agrees: the three losses, and Huber against smooth L1', () => {
  const out = read('losses_torch.out.txt');
  const value = (name: string) => Number(new RegExp(`^${name} +(\\S+)$`, 'm').exec(out)![1]);
  expect(value('mse')).toBeCloseTo(meanLoss('squared', 4, TARGETS), 5);
  expect(value('l1')).toBeCloseTo(meanLoss('absolute', 4, TARGETS), 5);
  expect(value('huber')).toBeCloseTo(meanLoss('huber', 4, TARGETS), 5);
  expect(out).toContain('smooth_l1 for 1.0: 1.0');
  expect(out).toContain('smooth_l1 for 2.0: 2.0');
});
