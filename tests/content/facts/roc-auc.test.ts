/** Every number and every measurable correction of the concept page on ROC and AUC. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { figures, rates, SHARES, SHIFT } from '../../../src/content/concepts/roc-auc/figures.ts';
import {
  area,
  averagePrecision,
  pairs,
  roc,
  SCORES,
  TRUTH,
  wrongArea,
} from '../../../src/content/concepts/roc-auc/roc.ts';
import { LANGS } from '../../../src/i18n/langs.ts';
import * as lib from '../../../src/lib/metrics.ts';
import { erfc } from '../../../src/lib/ops/activation.ts';
import { mulberry32, normal } from '../../../src/lib/random.ts';

const folder = new URL('../../../src/content/concepts/roc-auc/', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, folder), 'utf8');
const { facts } = parse(read('concept.yaml')) as { facts: Record<string, { value: number }> };
const fact = (id: string) => facts[id].value;
const round = (value: number, digits: number) => Number(value.toFixed(digits));

/** Scores of two classes, `shift` standard deviations apart, some of them tied. */
function sample(seed: number, positives: number, negatives: number, shift = 1, grid = 0) {
  const rng = mulberry32(seed);
  const truth = Array.from({ length: positives + negatives }, (_, i) => (i < positives ? 1 : 0));
  const scores = truth.map((y) => {
    const s = normal(rng) + shift * y;
    return grid ? Math.round(s * grid) / grid : s;
  });
  return { scores, truth };
}

describe('worked example', () => {
  test('ten examples: 21 of 25 pairs', () => {
    const corners = roc(SCORES, TRUTH).map(({ fpr, tpr }) => [fpr * 5, tpr * 5].map(Math.round));
    expect(corners).toEqual([[0, 0], [0, 1], [0, 2], [1, 2], [1, 3], [1, 4], [2, 4], [2, 5], [3, 5], [4, 5], [5, 5]]); // prettier-ignore
    expect(area(roc(SCORES, TRUTH))).toBeCloseTo(21 / 25, 12);
    expect(pairs(SCORES, TRUTH)).toBeCloseTo(21 / 25, 12);
    expect(round(21 / 25, 2)).toBe(fact('example-auc'));
    const beaten = SCORES.filter((_, i) => !TRUTH[i]).map(
      (n) => SCORES.filter((p, i) => TRUTH[i] && p > n).length,
    );
    expect(beaten).toEqual([2, 4, 5, 5, 5]);
    expect(read('roc_sklearn.out.txt')).toContain('ROC AUC           0.84');
  });

  test('ten examples: average precision', () => {
    const ap = (1 / 1 + 2 / 2 + 3 / 4 + 4 / 5 + 5 / 7) / 5;
    expect(averagePrecision(SCORES, TRUTH)).toBeCloseTo(ap, 12);
    expect(round(ap, 2)).toBe(fact('example-ap'));
    expect(read('roc_sklearn.out.txt')).toContain('average precision 0.8529');
  });
});

describe('the listing', () => {
  test('agrees with the library, ties included', () => {
    for (const [seed, grid] of [
      [1, 0],
      [2, 2],
      [3, 1],
    ]) {
      const { scores, truth } = sample(seed, 40, 70, 1, grid);
      const curve = roc(scores, truth);
      const reference = lib.rocCurve(scores, truth);
      expect(curve).toEqual(reference.map(({ fpr, tpr }) => ({ fpr, tpr })));
      expect(area(curve)).toBeCloseTo(pairs(scores, truth), 12);
      expect(area(curve)).toBeCloseTo(lib.pairsInOrder(scores, truth), 12);
      if (!grid) {
        expect(averagePrecision(scores, truth)).toBeCloseTo(
          lib.averagePrecision(scores, truth),
          12,
        );
      }
    }
  });

  test('taking ties in file order makes an area of 1 out of one score for all', () => {
    const truth = [1, 1, 1, 0, 0];
    const same = truth.map(() => 7);
    expect(area(roc(same, truth))).toBe(0.5);
    expect(wrongArea(same, truth)).toBe(1);
    expect(wrongArea(same, [...truth].reverse())).toBe(0);
    expect(wrongArea(SCORES, TRUTH)).toBeCloseTo(21 / 25, 12); // right without ties
  });
});

describe('what AUC depends on', () => {
  test('the order alone', () => {
    const { scores, truth } = sample(4, 30, 50);
    const before = pairs(scores, truth);
    for (const f of [Math.exp, Math.atan, (s: number) => s / 7 - 3]) {
      expect(pairs(scores.map(f), truth)).toBe(before);
    }
    expect(pairs(scores.map((s) => -s), truth)).toBeCloseTo(1 - before, 12); // prettier-ignore
  });

  test('ten times the negatives of the same kind change precision only', () => {
    const negative = SCORES.map((_, i) => i).filter((i) => !TRUTH[i]);
    const more = Array.from({ length: 9 }, () => negative).flat();
    const scores = [...SCORES, ...more.map((i) => SCORES[i])];
    const truth = [...TRUTH, ...more.map(() => 0)];
    expect(area(roc(scores, truth))).toBeCloseTo(21 / 25, 12);
    expect(lib.averagePrecision(scores, truth)).toBeLessThan(0.6);
  });

  test('answers instead of scores give balanced accuracy', () => {
    const answers = SCORES.map((s) => (s >= 6 ? 1 : 0));
    const counts = lib.countsAt(SCORES, TRUTH, 6);
    expect(area(roc(answers, TRUTH))).toBeCloseTo(4 / 5, 12);
    expect(area(roc(answers, TRUTH))).toBeCloseTo(lib.balancedAccuracy(counts), 12);
    expect(read('roc_sklearn.out.txt')).toContain('of the answers    0.8');
  });

  test('a perfect area with half of the answers wrong', () => {
    const truth = [1, 1, 0, 0];
    const scores = [0.9, 0.8, 0.7, 0.6];
    expect(area(roc(scores, truth))).toBe(1);
    expect(lib.accuracy(lib.countsAt(scores, truth, 0.5))).toBe(0.5);
  });

  test('a larger area, and worse where few false alarms are allowed', () => {
    const truth = [1, 1, 1, 1, 0, 0, 0, 0];
    const steady = [9, 8, 7, 6, 10, 4, 3, 2]; // one negative on top
    const early = [10, 9, 1, 0.5, 8, 7, 6, 5]; // two positives on top, two at the bottom
    expect(pairs(steady, truth)).toBeGreaterThan(pairs(early, truth));
    const without = (s: number[]) => Math.max(...roc(s, truth).filter(({ fpr }) => fpr === 0).map(({ tpr }) => tpr)); // prettier-ignore
    expect(without(early)).toBeGreaterThan(without(steady));
  });
});

describe('rare positives', () => {
  test('one ROC curve, three mixtures', () => {
    const normalDistribution = (z: number) => erfc(-z / Math.SQRT2) / 2;
    expect(round(normalDistribution(SHIFT / Math.SQRT2), 2)).toBe(fact('rare-auc'));
    let [low, high] = [-5, 9];
    for (let i = 0; i < 80; i++) {
      const middle = (low + high) / 2;
      if (rates(middle).tpr > fact('recall-eighty') / 100) low = middle;
      else high = middle;
    }
    const { tpr, fpr } = rates(low);
    expect(SHARES).toEqual([fact('half-share') / 100, fact('tenth-share') / 100, fact('percent-share') / 100]); // prettier-ignore
    const percent = SHARES.map((s) => 100 * lib.precisionAt(s, tpr, fpr));
    expect(round(percent[0], 0)).toBe(fact('half-precision'));
    expect(round(percent[1], 0)).toBe(fact('tenth-precision'));
    expect(round(percent[2], 1)).toBe(fact('percent-precision'));
    // The area of the curve that is drawn, against the formula.
    const curve = Array.from({ length: 4001 }, (_, i) => rates(10 - i / 200));
    expect(area(curve)).toBeCloseTo(normalDistribution(SHIFT / Math.SQRT2), 4);
  });

  test('a coin: area one half, average precision near the share of positives', () => {
    const { scores, truth } = sample(6, 400, 3600, 0);
    expect(area(roc(scores, truth))).toBeCloseTo(0.5, 1);
    expect(lib.averagePrecision(scores, truth)).toBeCloseTo(0.1, 1);
  });

  test('straight lines between precision–recall points', () => {
    const truth = [...Array<number>(10).fill(1), ...Array<number>(90).fill(0)];
    const scores = truth.map((_, i) => (i < 5 ? 2 : 1));
    const points = lib.prCurve(scores, truth);
    expect(points.map(({ recall, precision }) => [recall, precision])).toEqual([[0.5, 1], [1, 0.1]]); // prettier-ignore
    expect((5 + 2.5) / (5 + 2.5 + 45)).toBeCloseTo(1 / 7, 12);
    expect((1 + 1 / 10) / 2).toBeCloseTo(11 / 20, 12);
    expect(round(0.5 * 1 + (0.5 * (1 + 0.1)) / 2, 3)).toBe(fact('trapezoids'));
    expect(round(lib.averagePrecision(scores, truth), 2)).toBe(fact('ap-steps'));
    // The tied examples in random order: positives and negatives arrive in proportion.
    const steps = 20000;
    let exact = 0.5;
    for (let i = 0; i < steps; i++) {
      const u = (i + 0.5) / steps;
      exact += (0.5 / steps) * ((5 + 5 * u) / (5 + 95 * u));
    }
    expect(round(exact, 2)).toBe(fact('pr-true'));
    expect(read('roc_sklearn.out.txt')).toContain('trapezoids 0.775  AP 0.55');
  });
});

describe('the best point', () => {
  test('rarer positives make the threshold stricter, dearer misses laxer', () => {
    const best = (share: number, miss: number, alarm: number) => {
      const thresholds = Array.from({ length: 1401 }, (_, i) => -5 + i / 100);
      const cost = (t: number) => share * miss * (1 - rates(t).tpr) + (1 - share) * alarm * rates(t).fpr; // prettier-ignore
      return thresholds.reduce((a, b) => (cost(b) < cost(a) ? b : a));
    };
    expect(best(0.1, 1, 1)).toBeGreaterThan(best(0.5, 1, 1));
    expect(best(0.1, 20, 1)).toBeLessThan(best(0.1, 1, 1));
    // There the curve has the slope of the formula.
    const [share, miss, alarm] = [0.2, 3, 2];
    const t = best(share, miss, alarm);
    const slope = (rates(t - 0.01).tpr - rates(t + 0.01).tpr) / (rates(t - 0.01).fpr - rates(t + 0.01).fpr); // prettier-ignore
    expect(slope / (((1 - share) * alarm) / (share * miss))).toBeCloseTo(1, 1);
  });
});

test.each(Object.keys(figures))('the figure %s is drawn in both languages', (name) => {
  for (const lang of LANGS) expect(figures[name](lang)).toMatch(/^<svg [\s\S]*<\/svg>$/);
});
