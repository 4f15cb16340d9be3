/** Every number and every measurable correction of the concept page on classification metrics. */
import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { figures } from '../../../src/content/concepts/classification-metrics/figures.ts';
import {
  ANIMALS,
  averages,
  countsAt,
  metrics,
  oneAgainstRest,
  PARTS,
  RANKING,
  wrongAccuracy,
} from '../../../src/content/concepts/classification-metrics/metrics.ts';
import { LANGS } from '../../../src/i18n/langs.ts';
import * as lib from '../../../src/lib/metrics.ts';

const folder = new URL('../../../src/content/concepts/classification-metrics/', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, folder), 'utf8');
const { facts } = parse(read('concept.yaml')) as { facts: Record<string, { value: number }> };
const fact = (id: string) => facts[id].value;
const round = (value: number, digits = 2) => Number(value.toFixed(digits));

describe('two classes', () => {
  test('1,000 parts by hand', () => {
    const m = metrics(PARTS);
    expect(Object.values(PARTS).reduce((a, b) => a + b)).toBe(1000);
    expect(m.accuracy).toBeCloseTo(97 / 100, 12);
    expect(round(m.accuracy)).toBe(fact('parts-accuracy'));
    expect(m.precision).toBeCloseTo(4 / 5, 12);
    expect(m.recall).toBeCloseTo(2 / 3, 12);
    expect(m.specificity).toBeCloseTo(93 / 94, 12);
    expect(m.f1).toBeCloseTo(8 / 11, 12);
    expect(round(m.f1)).toBe(fact('defect-f1'));
  });

  test('the listing agrees with the library', () => {
    for (const counts of [PARTS, ...RANKING.map((_, i) => countsAt(i + 1)), countsAt(11)]) {
      const m = metrics(counts);
      expect(m.accuracy).toBeCloseTo(lib.accuracy(counts), 12);
      expect(m.precision).toBeCloseTo(lib.precision(counts), 12);
      expect(m.recall).toBeCloseTo(lib.recall(counts), 12);
      expect(m.specificity).toBeCloseTo(lib.specificity(counts), 12);
      expect(m.f1).toBeCloseTo(lib.fBeta(counts), 12);
    }
  });

  test('the formula without true negatives', () => {
    expect(round(wrongAccuracy(PARTS))).toBe(fact('parts-wrong'));
    const perfect = { tp: 60, fp: 0, fn: 0, tn: 940 };
    expect(metrics(perfect).accuracy).toBe(1);
    expect(wrongAccuracy(perfect)).toBeLessThan(0.1);
  });

  test('never calling a part defective', () => {
    const lazy = { tp: 0, fp: 0, fn: 60, tn: 940 };
    expect(round(metrics(lazy).accuracy)).toBe(fact('lazy-accuracy'));
    expect(metrics(lazy).recall).toBe(0);
    expect(lib.matthews(lazy)).toBe(0);
  });

  test('false alarms change precision, never recall', () => {
    const noisy = { ...PARTS, fp: 100, tn: PARTS.tn - 90 };
    expect(metrics(noisy).recall).toBe(metrics(PARTS).recall);
    expect(metrics(noisy).precision).toBeLessThan(metrics(PARTS).precision / 2);
  });

  test('true negatives enter neither precision nor recall nor F1', () => {
    const { accuracy, specificity, ...three } = metrics(PARTS);
    const more = metrics({ ...PARTS, tn: 1_000_000 });
    expect(more).toMatchObject(three);
    expect(more.accuracy).toBeGreaterThan(accuracy);
    expect(more.specificity).toBeGreaterThan(specificity);
  });

  test('F1 depends on which class is positive', () => {
    const { tp, fp, fn, tn } = PARTS;
    expect(round(metrics({ tp: tn, fp: fn, fn: fp, tn: tp }).f1)).toBe(fact('good-f1'));
    expect(read('metrics_sklearn.out.txt')).toContain('F1 of the good parts 0.9841');
  });

  test('the correlation of Matthews', () => {
    expect(round(lib.matthews(PARTS))).toBe(fact('parts-mcc'));
    const truth = [...Array<number>(60).fill(1), ...Array<number>(940).fill(0)];
    const said = truth.map((_, i) => (i < 40 || (i >= 60 && i < 70) ? 1 : 0));
    const mean = (v: number[]) => v.reduce((a, b) => a + b) / v.length;
    const [mt, ms] = [mean(truth), mean(said)];
    const covariance = mean(truth.map((t, i) => (t - mt) * (said[i] - ms)));
    const spread = Math.sqrt(mt * (1 - mt) * ms * (1 - ms));
    expect(lib.matthews(PARTS)).toBeCloseTo(covariance / spread, 12);
  });

  test('harmonic mean and the rule that always says positive', () => {
    const harmonic = (p: number, r: number) => (2 * p * r) / (p + r);
    expect(harmonic(1, 1 / 10)).toBeCloseTo(2 / 11, 12);
    for (const share of [0.5, 0.1, 0.01]) {
      const always = { tp: 1000 * share, fp: 1000 * (1 - share), fn: 0, tn: 0 };
      expect(metrics(always).f1).toBeCloseTo((2 * share) / (1 + share), 12);
    }
    expect(harmonic(0.5, 1)).toBeCloseTo(2 / 3, 12);
    const { tp, fp, fn } = PARTS;
    expect(metrics(PARTS).f1).toBeCloseTo(tp / ((tp + fp + tp + fn) / 2), 12);
    // The form of F-beta by P and R against the form by counts.
    const { precision: p, recall: r } = metrics(PARTS);
    for (const b of [0.5, 1, 2]) {
      expect(lib.fBeta(PARTS, b)).toBeCloseTo(((1 + b * b) * p * r) / (b * b * p + r), 12);
    }
  });

  test('F1 of two batches is not the mean of their F1', () => {
    const one = { tp: 1, fp: 0, fn: 0, tn: 0 };
    const two = { tp: 1, fp: 3, fn: 0, tn: 0 };
    expect((metrics(one).f1 + metrics(two).f1) / 2).toBeCloseTo(7 / 10, 12);
    expect(metrics({ tp: 2, fp: 3, fn: 0, tn: 0 }).f1).toBeCloseTo(4 / 7, 12);
  });
});

describe('thresholds', () => {
  const at = RANKING.map((_, i) => metrics(countsAt(i + 1)));

  test('recall never rises; precision falls exactly when a positive drops out', () => {
    let falls = 0;
    for (let i = 1; i < at.length; i++) {
      expect(at[i].recall).toBeLessThanOrEqual(at[i - 1].recall);
      const dropped = RANKING[RANKING.length - i];
      if (!dropped) expect(at[i].precision).toBeGreaterThan(at[i - 1].precision);
      else if (countsAt(i).fp > 0) expect(at[i].precision).toBeLessThan(at[i - 1].precision);
      if (at[i].precision < at[i - 1].precision) falls++;
    }
    expect(falls).toBe(3);
    expect(at[0]).toMatchObject({ precision: 0.5, recall: 1 });
    expect(at[9]).toMatchObject({ precision: 1, recall: 1 / 5 });
    expect(Math.max(...at.map(({ f1 }) => f1))).toBe(at[3].f1);
  });

  test('above the highest score nothing is called positive', () => {
    const { tp, fp } = countsAt(11);
    expect(tp / (tp + fp)).toBeNaN();
  });

  test('the same ROC point with rare positives', () => {
    // Recall 0.9 and false positive rate 0.05: the same point, whatever the mixture.
    expect(lib.precisionAt(0.5, 0.9, 0.05)).toBeGreaterThan(0.9);
    expect(lib.precisionAt(0.01, 0.9, 0.05)).toBeLessThan(0.2);
  });
});

describe('several classes', () => {
  const counts = ANIMALS.map((_, k) => oneAgainstRest(ANIMALS, k));

  test('60 cats, 30 dogs, 10 foxes', () => {
    expect(ANIMALS.map((row) => row.reduce((a, b) => a + b))).toEqual([60, 30, 10]);
    [9 / 10, 8 / 10, 4 / 10].forEach((r, k) =>
      expect(metrics(counts[k]).recall).toBeCloseTo(r, 12),
    );
    [9 / 10, 2 / 3, 1].forEach((p, k) => expect(metrics(counts[k]).precision).toBeCloseTo(p, 12));
    expect(averages(ANIMALS).macro.recall).toBeCloseTo(7 / 10, 12);
    for (const key of ['precision', 'recall', 'f1'] as const) {
      expect(averages(ANIMALS).macro[key]).toBeCloseTo(lib.average(ANIMALS, 'macro')[key], 12);
    }
  });

  test('micro averages are accuracy', () => {
    const { micro } = averages(ANIMALS);
    for (const key of ['precision', 'recall', 'f1'] as const) {
      expect(micro[key]).toBeCloseTo(82 / 100, 12);
    }
    expect(lib.average(ANIMALS, 'weighted').recall).toBeCloseTo(82 / 100, 12);
    expect(read('metrics_sklearn.out.txt')).toContain('micro     P 0.8200  R 0.8200  F1 0.8200');
  });

  test('two macro F1', () => {
    const { macro } = averages(ANIMALS);
    expect(round(macro.f1, 3)).toBe(fact('macro-f1'));
    const { precision: p, recall: r } = macro;
    expect(round((2 * p * r) / (p + r), 3)).toBe(fact('f1-of-means'));
    expect(read('metrics_sklearn.out.txt')).toContain('mean of F1      0.7329');
    expect(read('metrics_sklearn.out.txt')).toContain('F1 of the means 0.77');
  });

  test('TensorFlow.js puts the truth into rows', () => {
    const matrix = tf.math.confusionMatrix(tf.tensor1d([0, 0, 1], 'int32'), tf.tensor1d([1, 1, 1], 'int32'), 2); // prettier-ignore
    expect(matrix.arraySync()).toEqual([
      [0, 2],
      [0, 1],
    ]);
  });
});

test('the shipped digit classifier', () => {
  const url = new URL('../../../public/models/digits-classifier/card.yaml', import.meta.url);
  const card = parse(readFileSync(url, 'utf8')) as {
    metrics: { name: string; value: number; split: string }[];
  };
  const of = (name: string) => card.metrics.find((m) => m.name === name)!;
  expect(of('accuracy').value).toBe(fact('digits-accuracy'));
  expect(of('errors').value).toBe(15);
  expect(of('errors').split).toBe('1,500 held-out digits');
});

test.each(Object.keys(figures))('the figure %s is drawn in both languages', (name) => {
  for (const lang of LANGS) expect(figures[name](lang)).toMatch(/^<svg [\s\S]*<\/svg>$/);
});
