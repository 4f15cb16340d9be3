/** Every number and every measurable correction of the concept page on class imbalance. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import {
  figures,
  negatives,
  positives,
  scoreAt,
  SHARE,
} from '../../../src/content/concepts/class-imbalance/figures.ts';
import {
  balancedWeights,
  experiment,
  fit,
  oversample,
  probabilities,
  report,
  sample,
  undersample,
  undo,
} from '../../../src/content/concepts/class-imbalance/imbalance.ts';
import {
  mean,
  noise,
  rightRecall,
  SEEDS,
  wrongRecall,
} from '../../../src/content/concepts/class-imbalance/leak.ts';
import { LANGS } from '../../../src/i18n/langs.ts';
import * as lib from '../../../src/lib/metrics.ts';
import { mulberry32 } from '../../../src/lib/random.ts';

const folder = new URL('../../../src/content/concepts/class-imbalance/', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, folder), 'utf8');
const { facts } = parse(read('concept.yaml')) as { facts: Record<string, { value: number }> };
const fact = (id: string) => facts[id].value;
const round = (value: number, digits = 0) => Number(value.toFixed(digits));

describe('worked example', () => {
  const spot = { defective: 15, good: 98 };
  const p = spot.defective / (spot.defective + spot.good);

  test('20 defects among 1,000 parts', () => {
    expect(p).toBeCloseTo(15 / 113, 12);
    expect(p).toBeLessThan(1 / 2);
    expect(round((100 * 980) / 1000)).toBe(fact('parts-lazy'));
    expect(20 * 49).toBe(980);
    const copied = spot.defective * 49;
    expect(copied).toBe(735);
    expect(copied / (copied + spot.good)).toBeCloseTo(15 / 17, 12);
    expect((49 * p) / (49 * p + 1 - p)).toBeCloseTo(15 / 17, 12);
    expect(undo(15 / 17, 49)).toBeCloseTo(15 / 113, 12);
    expect(p).toBeGreaterThan(1 / 50);
    expect(15 / 2 / 49).toBeCloseTo(15 / 98, 12);
  });

  test('both remedies together report parts without a spot', () => {
    expect(49 ** 2).toBe(2401);
    expect(round((5 / 882) * 2401)).toBe(14);
    expect((5 / 882) * 49).toBeLessThan(1);
  });

  test('PyTorch learns these probabilities', () => {
    const output = read('imbalance_torch.out.txt');
    expect(output).toContain(`as it is  ${(15 / 113).toFixed(4)}`);
    expect(output).toContain(`weight 49 ${(15 / 17).toFixed(4)}`);
    const share = Number(/share of defects drawn (\S+)/.exec(output)![1]);
    expect(share).toBeGreaterThan(0.48);
    expect(share).toBeLessThan(0.52);
    const [, average, byWeights] = /mean (\S+), sum \/ 50 (\S+),/.exec(output)!;
    expect(average).toBe(byWeights); // 50 = 1 + 49, the weights in the batch
  });
});

describe('experiment', () => {
  const rows = experiment();
  const balanced = ['threshold 0.02', 'class weights', 'oversampled', 'undersampled'] as const;

  test('four remedies, one order', () => {
    expect(round((100 * 400) / 20000)).toBe(fact('toy-share'));
    expect(round(100 * rows['as it is'].recall, 1)).toBe(fact('toy-recall-plain'));
    expect(round(100 * rows['as it is'].accuracy)).toBe(fact('toy-accuracy-plain'));
    const recalls = balanced.map((name) => 100 * rows[name].recall);
    expect(Math.floor(Math.min(...recalls))).toBe(fact('toy-recall-low'));
    expect(Math.ceil(Math.max(...recalls))).toBe(fact('toy-recall-high'));
    for (const name of balanced) {
      expect(round(100 * rows[name].accuracy), name).toBe(fact('toy-accuracy-weighted'));
    }
    for (const { auc } of Object.values(rows)) expect(round(auc, 1)).toBe(fact('toy-auc'));
    expect(rows['class weights'].auc - rows['as it is'].auc).toBeLessThan(0.001);
  });

  test('rebalanced probabilities claim ten times too much', () => {
    for (const name of ['class weights', 'oversampled', 'undersampled'] as const) {
      expect(round(100 * rows[name].mean), name).toBeGreaterThanOrEqual(fact('toy-claimed'));
      expect(100 * rows[name].mean).toBeLessThan(fact('toy-claimed') + 1);
      expect(rows[name].mean / 0.02).toBeGreaterThan(10);
    }
    expect(rows['as it is'].mean).toBeCloseTo(0.02, 2);
    expect(rows['weights undone'].mean).toBeCloseTo(0.02, 2);
    expect(rows['weights undone'].recall).toBe(rows['class weights'].recall);
  });

  test('the report agrees with the library', () => {
    const data = sample(30, 300, 9);
    const p = probabilities(fit(data), data);
    const mine = report(p, data.y, 0.2);
    const counts = lib.countsAt(p, data.y, 0.2);
    expect(mine.recall).toBeCloseTo(lib.recall(counts), 12);
    expect(mine.precision).toBeCloseTo(lib.precision(counts), 12);
    expect(mine.accuracy).toBeCloseTo(lib.accuracy(counts), 12);
    expect(mine.auc).toBeCloseTo(lib.pairsInOrder(p, data.y), 12);
    // The gradient of logistic regression with an intercept: mean probability = share.
    expect(mine.mean).toBeCloseTo(30 / 330, 8);
  });

  test('weights and samplers balance the classes', () => {
    const data = sample(10, 90, 4);
    const weights = balancedWeights(data.y);
    const total = (label: number) =>
      weights.filter((_, i) => data.y[i] === label).reduce((a, b) => a + b, 0);
    expect(total(1)).toBeCloseTo(50, 9);
    expect(total(0)).toBeCloseTo(50, 9);
    const share = (y: number[]) => y.filter((v) => v === 1).length / y.length;
    expect(share(oversample(data, mulberry32(1)).y)).toBe(0.5);
    expect(oversample(data, mulberry32(1)).y).toHaveLength(180);
    expect(share(undersample(data, mulberry32(1)).y)).toBe(0.5);
    expect(undersample(data, mulberry32(1)).y).toHaveLength(20);
  });
});

test('oversampling before the split tests on copies', () => {
  expect(round(mean(SEEDS.map(wrongRecall)), 3)).toBe(fact('leak-wrong'));
  expect(round(mean(SEEDS.map(rightRecall)), 3)).toBe(fact('leak-right'));
  expect(noise(1).y.filter((v) => v === 1)).toHaveLength(40);
});

describe('math', () => {
  test('a weight adds its logarithm to the logit, and can be undone', () => {
    const logit = (v: number) => Math.log(v / (1 - v));
    for (const p of [0.01, 0.3, 0.9]) {
      for (const w of [2, 49]) {
        const weighted = (w * p) / (w * p + 1 - p);
        expect(logit(weighted)).toBeCloseTo(logit(p) + Math.log(w), 10);
        expect(undo(weighted, w)).toBeCloseTo(p, 12);
      }
    }
  });

  test('where the densities cross', () => {
    const even = scoreAt(1);
    expect(positives(even)).toBeCloseTo(negatives(even), 12);
    expect(round(even, 1)).toBe(fact('crossing'));
    const equal = scoreAt(SHARE / (1 - SHARE));
    expect(equal).toBeCloseTo(1, 12);
    expect(positives(equal) / SHARE).toBeCloseTo(negatives(equal) / (1 - SHARE), 12);
  });

  test('the threshold by costs, and what complete balance assumes', () => {
    const [alarm, miss] = [1, 9];
    const threshold = alarm / (alarm + miss);
    for (const p of [0.05, 0.099, 0.101, 0.5]) {
      expect(p > threshold).toBe(p * miss > (1 - p) * alarm);
    }
    const share = 0.02; // Balanced: p′ > ½ means p > π.
    const w = (1 - share) / share;
    expect(undo(0.5, w)).toBeCloseTo(share, 12);
    expect(1 / (1 + w)).toBeCloseTo(share, 12);
  });
});

test.each(Object.keys(figures))('the figure %s is drawn in both languages', (name) => {
  for (const lang of LANGS) expect(figures[name](lang)).toMatch(/^<svg [\s\S]*<\/svg>$/);
});
