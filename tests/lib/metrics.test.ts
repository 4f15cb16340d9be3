/** Metrics of a classifier against scikit-learn, and what must hold for every input. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  accuracy,
  areaUnder,
  average,
  averagePrecision,
  balancedAccuracy,
  confusionMatrix,
  countsAt,
  fallOut,
  fBeta,
  matthews,
  oneAgainstRest,
  pairsInOrder,
  prCurve,
  precision,
  precisionAt,
  recall,
  rocCurve,
  specificity,
  topK,
  wilson,
  type Averages,
  type Counts,
} from '../../src/lib/metrics.ts';

interface Golden {
  binary: {
    truth: number[];
    scores: number[];
    threshold: number;
    counts: Counts;
    accuracy: number;
    precision: number;
    recall: number;
    f1: number;
    f2: number;
    matthews: number;
    balanced: number;
    fpr: number[];
    tpr: number[];
    auc: number;
    ap: number;
  }[];
  multi: {
    truth: number[];
    predicted: number[];
    scores: number[][];
    confusion: number[][];
    averages: Record<'macro' | 'weighted' | 'micro', Averages>;
    top2: number;
  }[];
  wilson: { k: number; n: number; low: number; high: number }[];
}
const golden = JSON.parse(
  readFileSync(new URL('../golden/metrics.json', import.meta.url), 'utf8'),
) as Golden;

describe.each(golden.binary)('two classes, as scikit-learn %#', (g) => {
  const counts = countsAt(g.scores, g.truth, g.threshold);

  test('counts and what follows from them', () => {
    expect(counts).toEqual(g.counts);
    expect(accuracy(counts)).toBeCloseTo(g.accuracy, 12);
    expect(precision(counts)).toBeCloseTo(g.precision, 12);
    expect(recall(counts)).toBeCloseTo(g.recall, 12);
    expect(fBeta(counts)).toBeCloseTo(g.f1, 12);
    expect(fBeta(counts, 2)).toBeCloseTo(g.f2, 12);
    expect(matthews(counts)).toBeCloseTo(g.matthews, 12);
    expect(balancedAccuracy(counts)).toBeCloseTo(g.balanced, 12);
    expect(specificity(counts) + fallOut(counts)).toBeCloseTo(1, 12);
  });

  test('curves and their areas', () => {
    const roc = rocCurve(g.scores, g.truth);
    expect(roc.map(({ fpr }) => fpr)).toEqual(g.fpr);
    expect(roc.map(({ tpr }) => tpr)).toEqual(g.tpr);
    expect(areaUnder(roc)).toBeCloseTo(g.auc, 12);
    expect(pairsInOrder(g.scores, g.truth)).toBeCloseTo(g.auc, 12);
    expect(averagePrecision(g.scores, g.truth)).toBeCloseTo(g.ap, 12);
  });

  test('every point of the curves is the count at its threshold', () => {
    const pr = prCurve(g.scores, g.truth);
    rocCurve(g.scores, g.truth).forEach(({ threshold, fpr, tpr }, i) => {
      const at = countsAt(g.scores, g.truth, threshold);
      expect([fallOut(at), recall(at)]).toEqual([fpr, tpr]);
      if (i > 0) expect(pr[i - 1]).toEqual({ threshold, recall: tpr, precision: precision(at) });
    });
  });

  test('negated scores turn the area around', () => {
    const negated = g.scores.map((s) => -s);
    expect(areaUnder(rocCurve(negated, g.truth))).toBeCloseTo(1 - g.auc, 12);
  });
});

describe.each(golden.multi)('several classes, as scikit-learn %#', (g) => {
  const matrix = confusionMatrix(g.truth, g.predicted, g.confusion.length);

  test('confusion matrix and averages', () => {
    expect(matrix).toEqual(g.confusion);
    for (const how of ['macro', 'weighted', 'micro'] as const) {
      const mine = average(matrix, how);
      for (const key of ['precision', 'recall', 'f1'] as const) {
        expect(mine[key], `${how} ${key}`).toBeCloseTo(g.averages[how][key], 12);
      }
    }
    expect(topK(g.scores, g.truth, 2)).toBeCloseTo(g.top2, 12);
    expect(topK(g.scores, g.truth, matrix.length)).toBe(1);
  });

  test('one class against the rest counts everything once', () => {
    matrix.forEach((_, k) => {
      const { tp, fp, fn, tn } = oneAgainstRest(matrix, k);
      expect(tp + fp + fn + tn).toBe(g.truth.length);
    });
  });
});

test('nothing to divide by gives 0', () => {
  const none = { tp: 0, fp: 0, fn: 0, tn: 5 };
  expect([precision(none), recall(none), fBeta(none), matthews(none)]).toEqual([0, 0, 0, 0]);
  expect(specificity({ tp: 5, fp: 0, fn: 0, tn: 0 })).toBe(0);
});

test('precision at another share of positives', () => {
  expect(precisionAt(0.5, 0.8, 0.2)).toBeCloseTo(0.8, 12);
  expect(precisionAt(0.01, 0.9, 0.09)).toBeCloseTo(1 / 11, 2);
  expect(precisionAt(0, 0.9, 0)).toBe(0);
});

test.each(golden.wilson)('the interval of Wilson for $k of $n, as SciPy', ({ k, n, low, high }) => {
  expect(wilson(k, n)[0]).toBeCloseTo(low, 10);
  expect(wilson(k, n)[1]).toBeCloseTo(high, 10);
});

test('what cannot be measured is refused', () => {
  expect(() => countsAt([1, 2], [1], 0)).toThrow('2 scores and 1 labels');
  expect(() => rocCurve([1, 2], [1, 1])).toThrow('2 positives and 0 negatives');
  expect(() => prCurve([1, 2], [0, 0])).toThrow('0 positives');
  expect(() => confusionMatrix([0, 3], [0, 1], 3)).toThrow('3 is none of the 3 classes');
  expect(() => wilson(3, 2)).toThrow('3 of 2');
});
