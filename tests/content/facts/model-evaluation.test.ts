/** Every number and every measurable correction of the concept page on model evaluation. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import {
  accuracy,
  bootstrap,
  DIGITS,
  examples,
  lowestRecall,
  mcnemar,
  wilson,
  wrongInterval,
} from '../../../src/content/concepts/model-evaluation/evaluation.ts';
import {
  figures,
  overall,
  recalls,
} from '../../../src/content/concepts/model-evaluation/figures.ts';
import { LANGS } from '../../../src/i18n/langs.ts';
import * as lib from '../../../src/lib/metrics.ts';
import { mulberry32 } from '../../../src/lib/random.ts';

const root = new URL('../../../', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, root), 'utf8');
const folder = 'src/content/concepts/model-evaluation/';
const { facts } = parse(read(`${folder}concept.yaml`)) as {
  facts: Record<string, { value: number }>;
};
const fact = (id: string) => facts[id].value;
const percent = (share: number, digits = 1) => Number((100 * share).toFixed(digits));
const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);

describe('the digit classifier', () => {
  test('sizes and errors are those of the shipped model', () => {
    const { files } = JSON.parse(read('public/data/digits/index.json')) as {
      files: Record<string, { runs: [number, number][] }>;
    };
    expect(files.test.runs.map(([label]) => label)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(DIGITS.count).toEqual(files.test.runs.map(([, n]) => n));
    const { failures } = parse(read('public/models/digits-classifier/card.yaml')) as {
      failures: { data: string; items: { label: number }[] }[];
    };
    const { items } = failures.find(({ data }) => data === 'digits/test')!;
    expect(DIGITS.errors).toEqual(
      DIGITS.count.map((_, k) => items.filter(({ label }) => label === k).length),
    );
  });

  test('the shipped digit classifier', () => {
    const n = sum(DIGITS.count);
    expect([n, sum(DIGITS.errors)]).toEqual([1500, 15]);
    expect(percent(accuracy(examples()))).toBe(fact('digits-accuracy'));
    const [low, high] = wilson(n - 15, n);
    expect(percent(low)).toBe(fact('digits-low'));
    expect(percent(high)).toBe(fact('digits-high'));
    expect(overall).toBeCloseTo(0.99, 12);
    const [from, to] = bootstrap(examples(), accuracy, mulberry32(5), 400);
    expect(Math.abs(from - low)).toBeLessThan(0.003);
    expect(Math.abs(to - high)).toBeLessThan(0.003);
    expect(read(`${folder}evaluation_numpy.out.txt`)).toContain('0.9836 to 0.9939');
  });

  test('the recall of each digit', () => {
    const eight = recalls[8];
    expect(DIGITS.count[8]).toBe(142);
    expect(percent(eight.recall)).toBe(fact('eight-recall'));
    expect(percent(eight.interval[0])).toBe(fact('eight-low'));
    expect(percent(eight.interval[1])).toBe(fact('eight-high'));
    expect(lowestRecall(examples())).toBe(eight.recall);
    expect(DIGITS.errors.map((n, k) => (n === 4 ? k : -1)).filter((k) => k >= 0)).toEqual([2, 8]);
    expect([DIGITS.errors[6], DIGITS.errors[9]]).toEqual([0, 0]);
  });
});

describe('intervals', () => {
  test('eight mistakes in 96', () => {
    expect(percent(8 / 96)).toBe(fact('hand-share'));
    const p = (8 + 2) / (96 + 4);
    const half = 2 * Math.sqrt((p * (1 - p)) / 100);
    expect(p).toBe(1 / 10);
    expect(half).toBeCloseTo(6 / 100, 12);
    expect(percent(p - half)).toBe(fact('hand-low'));
    expect(percent(p + half)).toBe(fact('hand-high'));
    const [low, high] = wilson(8, 96);
    expect(Math.abs(low - (p - half))).toBeLessThan(0.005);
    expect(Math.abs(high - (p + half))).toBeLessThan(0.005);
  });

  test('the formula is that of the library, and solves the inequality', () => {
    for (const [k, n] of [
      [8, 96],
      [0, 29],
      [1485, 1500],
      [3, 7],
    ]) {
      const mine = wilson(k, n, 1.959963984540054);
      lib.wilson(k, n).forEach((v, i) => expect(mine[i]).toBeCloseTo(v, 12));
      for (const p of wilson(k, n)) {
        if (p > 1e-9 && p < 1 - 1e-9) {
          expect(Math.abs(k / n - p)).toBeCloseTo(1.96 * Math.sqrt((p * (1 - p)) / n), 10);
        }
      }
    }
  });

  /** How often an interval for p contains p, exactly, over all outcomes of n tosses. */
  function coverage(interval: (k: number, n: number) => [number, number], p: number, n: number) {
    let [term, total] = [(1 - p) ** n, 0];
    for (let k = 0; k <= n; k++) {
      const [low, high] = interval(k, n);
      if (low <= p && p <= high) total += term;
      term = (term * (n - k) * p) / ((k + 1) * (1 - p));
    }
    return total;
  }

  test('about 95 of 100 intervals contain the truth', () => {
    const shares = [0.5, 0.8, 0.9, 0.95, 0.98];
    const mean = sum(shares.map((p) => coverage(wilson, p, 100))) / shares.length;
    expect(percent(mean, 0)).toBe(fact('confidence'));
    expect(coverage(wilson, 0.98, 100)).toBeGreaterThan(0.92);
    expect(coverage(wrongInterval, 0.98, 100)).toBeLessThan(0.89);
  });

  test('no mistake in 29', () => {
    expect(wrongInterval(0, 29)).toEqual([0, 0]);
    expect(percent(wilson(0, 29)[1])).toBe(fact('zero-high'));
    for (const n of [29, 100, 1000]) expect((1 - 3 / n) ** n).toBeCloseTo(0.05, 1);
  });
});

describe('two models', () => {
  test('16 against 9 is what coins do', () => {
    expect(Number(mcnemar(16, 9).toFixed(2))).toBe(fact('coin'));
    expect(mcnemar(9, 16)).toBe(mcnemar(16, 9));
    expect(mcnemar(5, 5)).toBe(1);
    expect(mcnemar(10, 0)).toBeCloseTo(2 / 1024, 12);
    expect(read(`${folder}evaluation_numpy.out.txt`)).toContain('16 of 25: p = 0.23');
    expect(960 - 953).toBe(16 - 9);
    expect((16 - 12.5) / (Math.sqrt(25) / 2)).toBeCloseTo(1 + 2 / 5, 12);
  });

  test('one percentage point takes thousands of examples', () => {
    expect((35 - 25) / 1000).toBe(0.01);
    const z = (a: number, b: number) => (a - b) / Math.sqrt(a + b);
    expect(z(35, 25)).toBeCloseTo(10 / Math.sqrt(60), 12);
    expect(z(35, 25)).toBeLessThan(4 / 3);
    expect(z(140, 100)).toBeCloseTo(2 * z(35, 25), 12);
  });
});

test('errors in a small class: accuracy and micro average stay, the macro average falls', () => {
  const matrix = (wrong: number) => [[50, 0, 0], [0, 40, 0], [wrong, 0, 10 - wrong]]; // prettier-ignore
  const of = (wrong: number) => ({
    micro: lib.average(matrix(wrong), 'micro').recall,
    macro: lib.average(matrix(wrong), 'macro').recall,
  });
  expect(of(8).micro).toBeCloseTo(0.92, 12);
  expect(of(8).macro).toBeLessThan(0.75);
});

test.each(Object.keys(figures))('the figure %s is drawn in both languages', (name) => {
  for (const lang of LANGS) expect(figures[name](lang)).toMatch(/^<svg [\s\S]*<\/svg>$/);
});
