/** Proves the numbers and corrections of the page multimodal-learning. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import {
  average,
  bestAdditive,
  both,
  compare,
  multiplyOdds,
  sarcasm,
  SIZES,
} from '../../../src/content/concepts/multimodal-learning/fusion.ts';

const folder = new URL('../../../src/content/concepts/multimodal-learning/', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, folder), 'utf8');
const { facts } = parse(read('concept.yaml')) as { facts: Record<string, { value: number }> };
const fact = (id: string) => facts[id].value;

test('worked example: averaging gives 17/24, multiplied odds 6/7, with prior 1/4 the odds are 18', () => {
  expect(average(2 / 3, 3 / 4)).toBeCloseTo(17 / 24, 12);
  expect(multiplyOdds(2 / 3, 3 / 4)).toBeCloseTo(6 / 7, 12);
  expect(multiplyOdds(2 / 3, 3 / 4, 1 / 4)).toBeCloseTo(18 / 19, 12);
  // Bayes by counting: 1,000 of each class, modalities independent given the class.
  const [imageRight, soundRight] = [2 / 3, 3 / 4];
  const cat = 1000 * imageRight * soundRight;
  const dog = 1000 * (1 - imageRight) * (1 - soundRight);
  expect(cat / (cat + dog)).toBeCloseTo(6 / 7, 12);
  // Two weak agreeing opinions: averaging never exceeds the stronger one.
  expect(average(2 / 3, 3 / 4)).toBeLessThan(3 / 4);
});

test('copies of one modality are counted twice when odds are multiplied', () => {
  expect(multiplyOdds(2 / 3, 2 / 3)).toBeCloseTo(4 / 5, 12);
});

test('additive late fusion gets 3 of 4 cases of sarcasm, early fusion with a product all 4', () => {
  expect(bestAdditive(both)).toBe(4);
  expect(bestAdditive(sarcasm)).toBe(3);
  // The score −(±1)(±1) is positive exactly where text and face disagree.
  for (const text of [0, 1]) {
    for (const face of [0, 1]) {
      const score = -(2 * text - 1) * (2 * face - 1);
      expect(score > 0).toBe(sarcasm(text, face) === 1);
      // Each modality alone says nothing: half of its cases are sarcastic.
      expect(sarcasm(text, 0) + sarcasm(text, 1)).toBe(1);
      expect(sarcasm(0, face) + sarcasm(1, face)).toBe(1);
    }
  }
  expect(read('fusion_numpy.out.txt')).toMatch(/with product +weights \[ ?0\. +0\. +0\. +-1\.\]/);
});

test('a noisy modality lowers the accuracy of the joint model', () => {
  const results = SIZES.map(compare);
  for (const { image, joint } of results) expect(image).toBeGreaterThan(joint + 0.05);
  const two = (v: number) => Number(v.toFixed(2));
  expect(100 * two(results[0].image)).toBe(fact('image-5'));
  expect(100 * two(results[0].joint)).toBe(fact('joint-5'));
  expect(100 * two(results[4].image)).toBe(fact('image-80'));
  expect(100 * two(results[4].joint)).toBe(fact('joint-80'));
  const joint = results.map((r) => r.joint);
  expect([...joint].sort((a, b) => a - b)).toEqual(joint);
});

test('modality dropout spreads the weight', () => {
  const [, always, dropped] = /both +weight.* ([\d.]+)\n.*dropout +weight.* ([\d.]+)/.exec(
    read('fusion_numpy.out.txt'),
  )!;
  expect(Number(always)).toBe(fact('weight-both'));
  expect(Number(dropped)).toBe(fact('weight-dropout'));
  // Least squares of y on y + noise: weights in inverse proportion to the variances, 1/4 and 1.
  expect(Number(always)).toBeCloseTo(0.25 / 1, 1);
});
