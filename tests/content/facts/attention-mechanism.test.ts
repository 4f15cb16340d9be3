/** Every number and every measurable correction of the page on attention. */
import { readFileSync } from 'node:fs';
import { describe, expect, test, vi } from 'vitest';
import { parse } from 'yaml';
import {
  attention,
  gates,
  KEYS,
  main,
  masked,
  products,
  QUERY,
  softmax,
  transpose,
  VALUES,
  wrongMasked,
} from '../../../src/content/concepts/attention-mechanism/attention.ts';
import {
  example,
  figures,
  saturationPoints,
} from '../../../src/content/concepts/attention-mechanism/figures.ts';
import { largestWeight } from '../../../src/content/concepts/attention-mechanism/scale.ts';
import { SCENES } from '../../../src/components/widgets/activations/scenes.ts';
import { LANGS } from '../../../src/i18n/langs.ts';
import { mulberry32, normal } from '../../../src/lib/random.ts';

const folder = new URL('../../../src/content/concepts/attention-mechanism/', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, folder), 'utf8');
const { facts } = parse(read('concept.yaml')) as { facts: Record<string, { value: number }> };

const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);
const random = (seed: number, rows: number, columns: number) => {
  const rng = mulberry32(seed);
  return Array.from({ length: rows }, () => Array.from({ length: columns }, () => normal(rng)));
};
const close = (mine: number[][], theirs: number[][]) => {
  expect(mine.length).toBe(theirs.length);
  mine.forEach((row, r) => row.forEach((v, c) => expect(v).toBeCloseTo(theirs[r][c], 12)));
};

describe('the worked example', () => {
  test('products, weights and output', () => {
    const [ln6, ln3] = [Math.log(6), Math.log(3)];
    close(products([QUERY], KEYS), [[2 * ln6, 2 * ln3, 0]]);
    const { scores, weights, output } = attention([QUERY], KEYS, VALUES);
    close(scores, [[ln6, ln3, 0]]);
    close(weights, [[6 / 10, 3 / 10, 1 / 10]]);
    close(output, [[7, 4]]);
    expect(example()).toEqual({ scores: [6, 3, 1], tenths: [6, 3, 1], output: [7, 4] });
  });

  test('without the scale the powers are squared', () => {
    const { weights } = attention([QUERY], KEYS, VALUES, 1);
    close(weights, [[36 / 46, 9 / 46, 1 / 46]]);
  });

  test('the listing prints its captured output', () => {
    const log = vi.spyOn(console, 'log').mockImplementation(() => {});
    main();
    const printed = log.mock.calls.map((words) => words.join(' ')).join('\n');
    log.mockRestore();
    expect(`${printed}\n`).toBe(read('attention.out.txt'));
    expect(printed.split('\n').at(-1)).toMatch(/^channel gates/);
  });
});

describe('weights', () => {
  test('every weight is positive unless it is masked', () => {
    const { weights, scores } = attention(random(1, 9, 6), random(2, 12, 6), random(3, 12, 5));
    for (const row of weights) {
      expect(Math.min(...row)).toBeGreaterThan(0);
      expect(sum(row)).toBeCloseTo(1, 12);
    }
    const hidden = scores[0].map((_, j) => j % 3 === 0);
    const row = masked(scores[0], hidden);
    row.forEach((weight, j) => (hidden[j] ? expect(weight).toBe(0) : expect(weight).toBeGreaterThan(0))); // prettier-ignore
    expect(sum(row)).toBeCloseTo(1, 12);
  });

  test('zeros after softmax leave less than 1, a mask before it shares the whole', () => {
    const { scores } = attention([QUERY], KEYS, VALUES);
    const hidden = [false, true, false];
    close([wrongMasked(scores[0], hidden)], [[6 / 10, 0, 1 / 10]]);
    close([masked(scores[0], hidden)], [[6 / 7, 0, 1 / 7]]);
  });

  test('different weights, the same output', () => {
    const mean = (weights: number[], values: number[][]) => products([weights], transpose(values))[0]; // prettier-ignore
    const equal = [
      [10, 0],
      [10, 0],
      [10, 10],
    ];
    close([attention([QUERY], KEYS, equal).output[0]], [[10, 1]]);
    close([mean([3 / 10, 6 / 10, 1 / 10], equal)], [[10, 1]]);
    // A value of 0: the largest weight could be anything, as far as the sum is concerned.
    const silent = [[0, 0], VALUES[1], VALUES[2]];
    close([attention([QUERY], KEYS, silent).output[0]], [[1, 4]]);
    close([mean([0, 3 / 10, 1 / 10], silent)], [[1, 4]]);
  });

  test('softmax over the queries: with one query every weight is 1', () => {
    const { scores } = attention([QUERY], KEYS, VALUES);
    const columns = transpose(transpose(scores).map(softmax));
    expect(columns).toEqual([[1, 1, 1]]);
    close(products(columns, transpose(VALUES)), [[20, 20]]); // the plain sum of all values
    const many = attention(random(4, 5, 3), random(5, 5, 3), random(6, 5, 3)).scores;
    const wrong = transpose(transpose(many).map(softmax));
    transpose(wrong).forEach((column) => expect(sum(column)).toBeCloseTo(1, 12));
    expect(wrong.some((row) => Math.abs(sum(row) - 1) > 0.1)).toBe(true);
  });

  test('a permutation of the elements passes through self-attention', () => {
    const [X, order] = [random(7, 6, 4), [3, 0, 5, 1, 4, 2]];
    const [Wq, Wk, Wv] = [8, 9, 10].map((seed) => random(seed, 4, 4));
    const self = (x: number[][]) =>
      attention(products(x, Wq), products(x, Wk), products(x, Wv)).output;
    const plain = self(X);
    close(
      self(order.map((i) => X[i])),
      order.map((i) => plain[i]),
    );
    expect(read('attention_numpy.out.txt')).toContain('shuffled input, shuffled output: True');
    expect(read('attention_numpy.out.txt')).toContain('rows sum to 1: True');
  });
});

describe('the scale', () => {
  test('the largest of 16 weights, with and without the scale', () => {
    expect(largestWeight(64, false)).toBeCloseTo(facts['plain-64'].value, 2);
    expect(largestWeight(64, true)).toBeCloseTo(facts['scaled-64'].value, 2);
    const yaml = read('concept.yaml');
    for (const id of ['plain-64', 'scaled-64']) {
      // the correction quotes both numbers in both languages
      expect(yaml.split(`${facts[id].value}`).length - 1).toBe(3);
    }
  });

  test('the variance of a dot product is d', () => {
    const [d, trials] = [25, 20_000];
    const [q, k] = [random(11, trials, d), random(12, trials, d)];
    const dots = q.map((row, t) => sum(row.map((v, i) => v * k[t][i])));
    expect(sum(dots.map((v) => v * v)) / trials / d).toBeCloseTo(1, 1);
  });

  test('the figure: from a fifth toward 1, and near a quarter', () => {
    const { plain, scaled } = saturationPoints();
    expect(plain[0][1]).toBeCloseTo(0.2, 1);
    expect(plain.at(-1)![1]).toBeGreaterThan(0.9);
    plain.slice(1).forEach(([, y], i) => expect(y).toBeGreaterThan(plain[i][1]));
    for (const [, y] of scaled) expect(Math.abs(y - 0.23)).toBeLessThan(0.05);
  });
});

describe('channels', () => {
  test('channel gates do not share a whole', () => {
    const [both] = [gates([4, 1], [[1, -1]], [[Math.log(3) / 3], [0]])];
    close([both], [[3 / 4, 1 / 2]]);
    // a negative sum is cut to 0 between the two layers, and sigmoid(0) is one half
    expect(gates([1, 4], [[1, -1]], [[1], [2]])).toEqual([1 / 2, 1 / 2]);
    const open = gates([4, 1], [[1, 0]], [[1], [1]]);
    expect(Math.min(...open)).toBeGreaterThan(0.95); // both nearly open
  });

  test('weights of an SE block and of a convolution', () => {
    const [C, r] = [512, 16];
    expect((2 * C * C) / r).toBe(32_768);
    expect(2 * 512 * 32).toBe(32_768);
    expect(3 * 3 * C * C).toBe(2_359_296);
  });
});

test('what attention costs on pictures', () => {
  const n = (224 / 16) ** 2;
  expect([n, n * n]).toEqual([196, 38_416]);
  expect(224 ** 2).toBe(50_176);
  expect((224 ** 2) ** 2).toBeGreaterThan(2.5e9);
  expect((224 ** 2) ** 2).toBeLessThan(2.6e9);
});

test('masks of nn.MultiheadAttention: True hides', () => {
  const printed = read('attention_torch.out.txt');
  expect(printed).toContain('by hand: True');
  expect(printed).toContain('masked columns: 0.0');
  expect(printed).toContain('rows sum to 1: True');
});

test('the linked scene of the softmax page exists', () => {
  expect(Object.keys(SCENES)).toContain('softmax-temperature');
});

test.each(Object.keys(figures))('the figure %s is drawn in both languages', (name) => {
  for (const lang of LANGS) {
    const svg = figures[name](lang);
    expect(svg).toMatch(/^<svg /);
    expect(svg).not.toMatch(/NaN|undefined|style=/);
  }
});
