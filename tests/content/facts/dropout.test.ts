import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import {
  allMasks,
  backward,
  dot,
  forward,
  mean,
  sampleMask,
  W,
  wrongForward,
  X,
} from '../../../src/content/concepts/dropout/dropout.ts';
import { figures, MAPS, shown } from '../../../src/content/concepts/dropout/figures.ts';
import { mulberry32 } from '../../../src/lib/random.ts';
import { SCENES } from '../../../src/components/widgets/overfitting/scenes.ts';
import { parse as parseState } from '../../../src/components/widgets/overfitting/state.ts';
import { trained } from '../../../src/components/widgets/overfitting/training.ts';
import type { Query } from '../../../src/components/widgets/toolkit/query.ts';

const folder = new URL('../../../src/content/concepts/dropout/', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, folder), 'utf8');
const { facts } = parse(read('concept.yaml')) as { facts: Record<string, { value: number }> };

const variance = (values: number[]) => mean(values.map((v) => (v - mean(values)) ** 2));
const close = (actual: number[], expected: number[]) =>
  expected.forEach((v, i) => expect(actual[i]).toBeCloseTo(v, 12));

beforeAll(async () => {
  await tf.setBackend('cpu');
});

describe('worked example', () => {
  const mask = [1, 0, 1];

  test('forward 8, 0, 12 and z = 48', () => {
    expect(dot(W, X)).toBe(22);
    close(forward(X, mask, 0.5), [8, 0, 12]);
    expect(dot(W, forward(X, mask, 0.5))).toBe(48);
  });

  test('a dropped unit has a gradient of exactly zero', () => {
    expect(backward(W, mask, 0.5).map(Math.abs)).toEqual([6, 0, 4]);
    // Finite differences of z with respect to x agree, and TensorFlow.js too.
    X.forEach((_, i) => {
      const moved = X.map((v, j) => v + (i === j ? 1e-3 : 0));
      const slope = (dot(W, forward(moved, mask, 0.5)) - 48) / 1e-3;
      expect(slope).toBeCloseTo(backward(W, mask, 0.5)[i], 6);
    });
    const f = (x: tf.Tensor) => tf.dropout(x, 0.5, undefined, 7).sum() as tf.Scalar;
    const x = tf.ones([64]);
    const [y, dx] = [tf.dropout(x, 0.5, undefined, 7).dataSync(), tf.grad(f)(x).dataSync()];
    expect(new Set(y)).toEqual(new Set([0, 2]));
    expect(Array.from(dx)).toEqual(Array.from(y));
  });

  test('over all masks the mean is the sum without dropout', () => {
    const sums = allMasks(3).map((m) => dot(W, forward(X, m, 0.5)));
    expect(sums).toEqual([0, 24, -4, 20, 24, 48, 20, 44]);
    expect(mean(sums)).toBe(22);
    expect(mean(allMasks(3).map((m) => dot(W, wrongForward(X, m))))).toBe(11);
    // The rate of the paper's convention: the same mean from halved weights.
    expect(
      dot(
        W.map((w) => w / 2),
        X,
      ),
    ).toBe(11);
  });
});

describe('math', () => {
  test('mean and variance of one unit, squared error over all masks', () => {
    const [x, rate] = [6, 0.25];
    const values = [0, x / (1 - rate), x / (1 - rate), x / (1 - rate)];
    expect(mean(values)).toBeCloseTo(x, 12);
    expect(variance(values)).toBeCloseTo((rate / (1 - rate)) * x * x, 12);
    const target = 20;
    const errors = allMasks(3).map((m) => (dot(W, forward(X, m, 0.5)) - target) ** 2);
    expect(mean(errors)).toBeCloseTo((22 - target) ** 2 + 292, 12);
    expect(variance(allMasks(3).map((m) => dot(W, forward(X, m, 0.5))))).toBeCloseTo(292, 12);
  });

  test('behind a ReLU the mean is not kept, and the variance grows', () => {
    const z = allMasks(2).map((m) => dot([1, -1], forward([4, 2], m, 0.5)));
    expect(z.map((v) => v + 0)).toEqual([0, 8, -4, 4]);
    expect(mean(z.map((v) => Math.max(0, v)))).toBe(3);
    expect(Math.max(0, dot([1, -1], [4, 2]))).toBe(2); // inference
    const before = [2, 6];
    const after = before.flatMap((v) => [0, 1].map((m) => forward([v], [m], 0.5)[0]));
    expect([...after].sort((a, b) => a - b)).toEqual([0, 0, 4, 12]);
    expect([mean(before), variance(before), mean(after), variance(after)]).toEqual([4, 4, 4, 24]);
  });

  test('a mask keeps the stated share', () => {
    const mask = sampleMask(20000, facts['input-rate'].value, mulberry32(1));
    expect(mean(mask)).toBeCloseTo(1 - facts['input-rate'].value, 2);
  });
});

test('what the page says of the widget', () => {
  const run = (query: Query) => {
    const { state } = parseState(query);
    const way = trained(state!);
    return { ...way.history.at(-1)!, best: way.bestLoss };
  };
  const fromScene = Object.fromEntries(new URLSearchParams(SCENES.dropout.query));
  expect(fromScene.dropout).toBe(`${1 / 5}`);
  const [without, fifth, half, most] = ['0', '0.2', '0.5', '0.8'].map((dropout) =>
    run({ dropout }),
  );
  expect(without.train).toBeLessThan(0.002);
  expect(fifth.train).toBeGreaterThan(30 * without.train);
  expect(without.held).toBeGreaterThan(4 * without.best);
  expect(fifth.held).toBeLessThan(1.3 * fifth.best); // hardly climbs
  for (const { train } of [half, most]) expect(train).toBeGreaterThan(2 * fifth.train);
});

test('dropout adds and removes no parameter', () => {
  const build = (rate?: number) =>
    tf.sequential({
      layers: [
        tf.layers.dense({ units: 8, inputShape: [4] }),
        ...(rate ? [tf.layers.dropout({ rate })] : []),
        tf.layers.dense({ units: 2 }),
      ],
    });
  expect(build(0.5).countParams()).toBe(build().countParams());
});

test('the layer of TensorFlow.js is the identity in predict, not in training', () => {
  const layer = tf.layers.dropout({ rate: 0.5 });
  const x = tf.ones([1, 32]);
  expect(new Set((layer.apply(x) as tf.Tensor).dataSync())).toEqual(new Set([1]));
  expect(new Set((layer.apply(x, { training: true }) as tf.Tensor).dataSync())).toEqual(
    new Set([0, 2]),
  );
});

test('the figure drops single pixels above and whole maps below', () => {
  const pixels = shown('pixels');
  const channels = shown('channels');
  for (const map of pixels) expect(new Set(map).size).toBe(2);
  for (const map of channels) expect(new Set(map).size).toBe(1);
  expect(new Set(channels.map((map) => map[0])).size).toBe(2);
  expect(mean(pixels.flat())).toBeCloseTo(1 - MAPS.rate, 1);
  for (const lang of ['zh', 'en'] as const)
    expect(figures.masks(lang)).toMatch(/^<svg[\s\S]*<\/svg>$/);
});
