/** Every number and every measurable correction of the concept page on data splits. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { parse as parseState } from '../../../src/components/widgets/overfitting/state.ts';
import { trained } from '../../../src/components/widgets/overfitting/training.ts';
import { figures } from '../../../src/content/concepts/dataset-splits/figures.ts';
import {
  mean,
  noise,
  rightError,
  SEEDS,
  wrongError,
} from '../../../src/content/concepts/dataset-splits/selection.ts';
import {
  BRIGHTNESS,
  crossValidate,
  groupKFold,
  kFold,
  PATIENT,
  SICK,
  stratifiedKFold,
} from '../../../src/content/concepts/dataset-splits/splits.ts';
import { LANGS } from '../../../src/i18n/langs.ts';
import { mulberry32 } from '../../../src/lib/random.ts';

const folder = new URL('../../../src/content/concepts/dataset-splits/', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, folder), 'utf8');
const { facts } = parse(read('concept.yaml')) as {
  facts: Record<string, { value: number; source?: string }>;
};
const fact = (id: string) => facts[id].value;

test('what the page says of the widget', () => {
  const run = (query: Record<string, string>) => {
    const { state } = parseState(query);
    if (!state) throw new Error('the widget refuses the settings of the page');
    expect(state.samples).toBe(12);
    const way = trained(state);
    const losses = way.history.map(({ train }) => train);
    expect(losses.at(-1)).toBeLessThan(losses[0] / 100);
    return way.best;
  };
  expect(run({})).toBe(70);
  expect(run({ seed: '13' })).toBe(30);
  expect(run({ seed: '14' })).toBe(240);
});

describe('worked example', () => {
  test('eight of eight by picture, none by patient', () => {
    const pictures = BRIGHTNESS.map((_, i) => [i]);
    expect(crossValidate(BRIGHTNESS, SICK, pictures)).toBe(1);
    for (const seed of [1, 2, 3]) {
      const patients = groupKFold(PATIENT, 4, mulberry32(seed));
      expect(patients.map((fold) => new Set(fold.map((i) => PATIENT[i])).size)).toEqual([1, 1, 1, 1]); // prettier-ignore
      expect(crossValidate(BRIGHTNESS, SICK, patients)).toBe(0);
    }
    expect(read('splits_sklearn.out.txt')).toMatch(/images {3}1\.0\npatients 0\.0/);
  });
});

describe('folds', () => {
  const covers = (folds: number[][], n: number) =>
    expect(folds.flat().sort((a, b) => a - b)).toEqual(Array.from({ length: n }, (_, i) => i));

  test('every index is held out once', () => {
    for (const [n, k] of [
      [10, 5],
      [23, 4],
      [7, 7],
    ]) {
      const folds = kFold(n, k, mulberry32(n));
      covers(folds, n);
      const sizes = folds.map((f) => f.length);
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
    }
  });

  test('no group is on both sides', () => {
    const groups = Array.from({ length: 40 }, (_, i) => `g${i % 9}`);
    const folds = groupKFold(groups, 3, mulberry32(2));
    covers(folds, 40);
    for (const g of new Set(groups)) {
      expect(folds.filter((fold) => fold.some((i) => groups[i] === g))).toHaveLength(1);
    }
  });

  test('strata keep their shares', () => {
    const labels = Array.from({ length: 50 }, (_, i) => (i < 10 ? 1 : 0));
    const folds = stratifiedKFold(labels, 5, mulberry32(3));
    covers(folds, 50);
    for (const fold of folds) expect(fold.filter((i) => labels[i] === 1)).toHaveLength(2);
  });
});

test('choosing features on all labels', () => {
  expect(Number(mean(SEEDS.map(wrongError)).toFixed(3))).toBe(fact('selection-wrong'));
  expect(Number(mean(SEEDS.map(rightError)).toFixed(3))).toBe(fact('selection-right'));
  const { y } = noise(1);
  expect(y.filter((v) => v === 1)).toHaveLength(25);
  const output = read('splits_sklearn.out.txt');
  const of = (name: string) => Number(new RegExp(`selected ${name} (\\S+)`).exec(output)![1]);
  expect(of('before')).toBeGreaterThan(0.9); // accuracy where nothing can be learned
  expect(of('inside')).toBeLessThan(0.6);
});

describe('math', () => {
  test('how many test examples a standard error needs', () => {
    const a = fact('ninety') / 100;
    const error = (n: number) => 100 * Math.sqrt((a * (1 - a)) / n);
    expect(error(100)).toBeCloseTo(fact('small-error'), 10);
    expect(error(3600)).toBeCloseTo(fact('fine-error'), 10);
    expect((a * (1 - a)) / (fact('fine-error') / 100) ** 2).toBeCloseTo(3600, 6);
    expect(Math.round(error(40))).toBe(5);
  });

  test('the expected maximum exceeds the maximum of expectations', () => {
    const random = mulberry32(8);
    let sum = 0;
    for (let draw = 0; draw < 500; draw++) {
      const score = () => Array.from({ length: 50 }, () => (random() < 0.9 ? 1 : 0)).reduce((a: number, b) => a + b, 0) / 50; // prettier-ignore
      sum += Math.max(score(), score(), score(), score(), score()) / 500;
    }
    expect(sum).toBeGreaterThan(0.93);
  });
});

test('the split of the shipped digit classifier', () => {
  const url = new URL('../../../public/models/digits-classifier/card.yaml', import.meta.url);
  const { data } = parse(readFileSync(url, 'utf8')) as {
    data: { source: { en: string }; split: { en: string } };
  };
  expect(data.source.en).toContain('10,000');
  expect(data.split.en).toMatch(/1,500 images.*of the other 8,500, 500 are for validation/);
});

test.each(Object.keys(figures))('the figure %s is drawn in both languages', (name) => {
  for (const lang of LANGS) expect(figures[name](lang)).toMatch(/^<svg [\s\S]*<\/svg>$/);
});
