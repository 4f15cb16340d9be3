/** Proves the numbers and corrections of the page cross-modal-learning. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import {
  clipLoss,
  gap,
  recall,
  similarities,
  TEMPERATURE,
  train,
} from '../../../src/content/concepts/cross-modal-learning/contrast.ts';

const folder = new URL('../../../src/content/concepts/cross-modal-learning/', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, folder), 'utf8');
const { facts } = parse(read('concept.yaml')) as { facts: Record<string, { value: number }> };
const fact = (id: string) => facts[id].value;
const two = (value: number) => Number(value.toFixed(2));

test('worked example: 3/4, 1/2, 2/3, 3/5, loss −ln(3/20)/4', () => {
  const z = [
    [Math.log(6), Math.log(2)],
    [Math.log(3), Math.log(3)],
  ];
  const loss = -Math.log((3 / 4) * (1 / 2) * (2 / 3) * (3 / 5)) / 4;
  expect((3 / 4) * (1 / 2) * (2 / 3) * (3 / 5)).toBeCloseTo(3 / 20, 12);
  expect(clipLoss(z)).toBeCloseTo(loss, 12);
  expect(two(loss)).toBe(fact('example-loss'));
  // Not the same as looking at one direction only.
  expect(-Math.log((3 / 4) * (1 / 2)) / 2).not.toBeCloseTo(loss, 2);
});

test('a model that cannot tell anything apart has loss ln n', () => {
  for (const n of [2, 8, 64]) {
    const same = Array.from({ length: n }, () => Array<number>(n).fill(0.3));
    expect(clipLoss(same)).toBeCloseTo(Math.log(n), 12);
  }
  expect(two(Math.log(64))).toBe(fact('ln-64'));
});

test('training pulls the pairs together: loss and recall', () => {
  const at = (steps: number) => {
    const { images, texts } = train(steps);
    return similarities(images, texts, TEMPERATURE);
  };
  const [before, after] = [at(0), at(200)];
  expect(recall(before)).toBeCloseTo(1 / 6, 12);
  expect(recall(after)).toBe(1);
  expect(two(clipLoss(before))).toBe(fact('loss-before'));
  expect(two(clipLoss(after))).toBe(fact('loss-after'));
});

test('a gap between the modalities changes neither loss nor ranking', () => {
  const { images, texts } = train(200);
  const dot = (u: number[], v: number[]) => u.reduce((sum, x, i) => sum + x * v[i], 0);
  const table = (g: number) =>
    gap(images, g).map((a) => gap(texts, -g).map((b) => dot(a, b) / TEMPERATURE));
  for (const g of [0.5, 1, 3]) {
    expect(clipLoss(table(g))).toBeCloseTo(clipLoss(table(0)), 9);
    expect(recall(table(g))).toBe(1);
  }
  // The cosine of a true pair falls from 1 to 0, far below that of two images.
  const cosine = (g: number) => similarities(gap([images[0]], g), gap([texts[0]], -g), 1)[0][0];
  expect(cosine(0)).toBeGreaterThan(0.99);
  expect(Math.abs(cosine(1))).toBeLessThan(0.01);
  const [one, other] = gap([images[0], images[1]], 1);
  expect(similarities([one], [other], 1)[0][0]).toBeGreaterThan(cosine(1) - 0.01);
});

test('with cosines alone, without a temperature, perfect pairs still have a large loss', () => {
  const printed = read('contrast_numpy.out.txt');
  const [, warm] = /temperature 1\.00: loss ([\d.]+)/.exec(printed)!;
  const [, cold] = /temperature 0\.07: loss ([\d.]+)/.exec(printed)!;
  expect(two(Number(warm))).toBe(fact('loss-warm'));
  expect(Number(cold)).toBeLessThan(0.01);
  expect(fact('clip-temperature')).toBe(0.07);
});
