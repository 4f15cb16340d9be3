import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { figures, shown } from '../../../src/content/concepts/hyperparameter/figures.ts';
import {
  best,
  grid,
  logUniform,
  RANGE,
  randomTrials,
  successiveHalving,
  trial,
  typicalRandom,
} from '../../../src/content/concepts/hyperparameter/search.ts';
import { grid as tensor } from '../../../src/lib/grid.ts';
import { parameterCount } from '../../../src/lib/ops/conv.ts';
import { mulberry32 } from '../../../src/lib/random.ts';

const folder = new URL('../../../src/content/concepts/hyperparameter/', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, folder), 'utf8');
const { facts } = parse(read('concept.yaml')) as { facts: Record<string, { value: number }> };
const fact = (id: string) => facts[id].value;

test('training data would always choose no penalty', () => {
  // The table of the worked example, the weight found by gradient descent on (w − 6)²/2 + λw²/2.
  const trained = (lambda: number) => {
    let w = 0;
    for (let t = 0; t < 2000; t++) w -= 0.1 * (w - 6 + lambda * w);
    return w;
  };
  const rows = [0, 1 / 2, 1, 2].map((lambda) => {
    const w = trained(lambda);
    return [w, (6 - w) ** 2, (4 - w) ** 2].map((v) => Math.round(v * 1e9) / 1e9);
  });
  expect(rows).toEqual([[6, 0, 4], [4, 4, 0], [3, 9, 1], [2, 16, 4]]); // prettier-ignore
  const losses = Array.from({ length: 50 }, (_, k) => (6 - trained(k / 10)) ** 2);
  expect(losses.indexOf(Math.min(...losses))).toBe(0);
  // NumPy chose the weakest of twenty penalties by the training error.
  const [onTraining, onValidation] = read('search_numpy.out.txt').trim().split('\n');
  const numbers = (row: string) => row.match(/[\d.]+/g)!.map(Number);
  expect(numbers(onTraining)[0]).toBeLessThan(numbers(onValidation)[0]);
  expect(numbers(onTraining)[3]).toBeGreaterThan(numbers(onValidation)[3]);
  expect(numbers(onValidation)[2]).toBeLessThan(numbers(onValidation)[3]);
});

test('parameters of the convolution', () => {
  expect(parameterCount(tensor([3, 3, 3, 16]).shape, true)).toBe(448);
});

describe('learning rate', () => {
  test('two over the curvature is the limit', () => {
    const after = (rate: number) => Math.abs((1 - 8 * rate) ** 50);
    expect(after(2 / 8)).toBe(1);
    expect(after(0.24)).toBeLessThan(0.02);
    expect(after(0.26)).toBeGreaterThan(40);
  });
});

describe('search', () => {
  test('nine random trials beat a grid of nine', () => {
    expect(new Set(shown().grid.map(([a]) => a)).size).toBe(3);
    expect(new Set(shown().random.map(([a]) => a)).size).toBe(9);
    expect(Number(best(grid(...RANGE)).toFixed(2))).toBe(fact('grid-best'));
    expect(Number(typicalRandom().toFixed(3))).toBe(fact('random-best'));
    // In most of the searches, not only in the typical one.
    let wins = 0;
    for (let seed = 1000; seed < 1100; seed++)
      if (best(randomTrials(9, ...RANGE, mulberry32(seed))) < best(grid(...RANGE))) wins++;
    expect(wins).toBeGreaterThan(85);
  });

  test('successive halving takes 108 epochs for 27 candidates', () => {
    const candidates = randomTrials(27, ...RANGE, mulberry32(1));
    const { winner, epochs, spent } = successiveHalving(candidates, (c) => trial(c));
    expect(spent).toBe(27 * 1 + 9 * 3 + 3 * 9 + 1 * 27);
    expect(spent).toBe(108);
    expect(27 * epochs).toBe(729);
    expect(trial(winner)).toBe(best(candidates));
  });

  test('sixty random trials reach the best twentieth', () => {
    const q = fact('five-percent') / 100;
    expect(Math.round(100 * (1 - (1 - q) ** 60))).toBe(fact('sixty-trials'));
    expect(1 - (1 - q) ** 58).toBeLessThan(0.95);
  });

  test('a uniform draw wastes nine trials of ten on the last decade', () => {
    expect(Math.round((100 * (1 - 0.1)) / (1 - 1e-4))).toBe(fact('uniform-top'));
    const random = mulberry32(2);
    const draws = Array.from({ length: 8000 }, () => logUniform(1e-4, 1, random));
    for (const low of [1e-4, 1e-3, 1e-2, 1e-1]) {
      const share = draws.filter((v) => v >= low && v < 10 * low).length / draws.length;
      expect(share).toBeCloseTo(1 / 4, 1);
    }
  });
});

test('every figure is drawn in both languages', () => {
  for (const draw of Object.values(figures))
    for (const lang of ['zh', 'en'] as const) expect(draw(lang)).toMatch(/^<svg[\s\S]*<\/svg>$/);
});
