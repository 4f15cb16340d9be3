/** Proves the numbers and corrections of the page weight-initialization. */
import { readFileSync } from 'node:fs';
import '@tensorflow/tfjs-backend-cpu';
import { initializers, layers } from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, test } from 'vitest';
import { setBackend, type Tensor } from '@tensorflow/tfjs-core';
import { parse } from 'yaml';
import { batchNormTrain } from '../../../src/lib/ops/norm.ts';
import { grid } from '../../../src/lib/grid.ts';
import { mulberry32, normal } from '../../../src/lib/random.ts';
import {
  SETTINGS,
  WIDTH,
  signal,
  starts,
  trainXor,
  variance,
  weights,
} from '../../../src/content/concepts/weight-initialization/init.ts';
import { curve } from '../../../src/content/concepts/weight-initialization/figures.ts';

const folder = new URL('../../../src/content/concepts/weight-initialization/', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, folder), 'utf8');
const { facts } = parse(read('concept.yaml')) as { facts: Record<string, { value: number }> };
const fact = (id: string) => facts[id].value;
const meanSquare = (values: number[]) => values.reduce((sum, v) => sum + v * v, 0) / values.length;

describe('symmetry', () => {
  /** Two ReLU units without biases, loss ½(ŷ − t)²: the gradients of v and of W. */
  function gradients(W: number[][], v: number[], x: number[], t: number) {
    const a = W.map((row) => Math.max(0, row[0] * x[0] + row[1] * x[1]));
    const error = a[0] * v[0] + a[1] * v[1] - t;
    const dv = a.map((h) => error * h);
    const dW = a.map((h, k) => x.map((xi) => error * v[k] * (h > 0 ? 1 : 0) * xi));
    return { error, dv, dW };
  }

  test('the worked example', () => {
    const half = gradients([[0.5, 0.5], [0.5, 0.5]], [1, 1], [1, 1], 0); // prettier-ignore
    expect(half).toEqual({ error: 2, dv: [2, 2], dW: [[2, 2], [2, 2]] }); // prettier-ignore
    const zero = gradients([[0, 0], [0, 0]], [0, 0], [1, 1], 3); // prettier-ignore
    expect([...zero.dv, ...zero.dW.flat()].every((g) => g === 0)).toBe(true);
    expect(zero.error).toBe(-3);
  });

  test('equal units stay equal, and one unit cannot learn XOR', () => {
    const [zeros, equal, glorot] = starts().map(([, W, v]) => trainXor(W, v));
    expect(zeros.loss).toBeCloseTo(1 / 4, 9);
    expect(zeros.W.flat().every((w) => w === 0)).toBe(true);
    expect(Number(equal.loss.toFixed(3))).toBe(fact('equal-loss'));
    const [, W, v] = starts()[1]; // the steps that the pages name
    expect(trainXor(W, v, 3000).loss).toBe(equal.loss);
    for (const lang of ['zh', 'en']) expect(read(`${lang}.mdx`)).toContain('3,000');
    for (const row of equal.W) expect(row).toEqual(equal.W[0]);
    // the four equal units do what one can do with four times the output weight
    const one = trainXor([[0.5, 0.5]], [0.5], 30000);
    expect(one.loss).toBeGreaterThan(0.1);
    expect(glorot.loss).toBeLessThan(1e-4);
    expect(new Set(glorot.W.map(String)).size).toBe(4);
  });
});

describe('variance', () => {
  test('the worked example: one layer of 100 inputs', () => {
    const rng = mulberry32(5);
    const x = Array.from({ length: WIDTH }, () => normal(rng));
    const scale = Math.sqrt(meanSquare(x));
    const unit = x.map((v) => v / scale);
    for (const [v, expected] of [
      [1, 100],
      [1 / 10000, 1 / 100],
      [1 / 100, 1],
    ]) {
      const W = weights(v, WIDTH, 4000, 'normal', rng);
      const z = W.map((row) => row.reduce((sum, w, i) => sum + w * unit[i], 0));
      expect(meanSquare(z) / expected).toBeGreaterThan(0.9);
      expect(meanSquare(z) / expected).toBeLessThan(1.1);
      const ratio = meanSquare(z.map((zi) => Math.max(0, zi))) / meanSquare(z);
      expect(ratio).toBeGreaterThan(0.45);
      expect(ratio).toBeLessThan(0.55);
    }
    expect(2 ** -10).toBe(1 / 1024);
  });

  test('fans of a convolution', () => {
    expect(variance('he', 9 * 64, 9 * 128)).toBe(2 / 576);
    expect(read('init_numpy.out.txt')).toContain('64 -> 128 channels: 576 1152');
  });

  test('the variance decides, not the distribution', () => {
    const v = variance('he', WIDTH, WIDTH);
    for (const shape of ['normal', 'uniform'] as const) {
      const drawn = weights(v, WIDTH, 1000, shape, mulberry32(2)).flat();
      expect(meanSquare(drawn) / v).toBeCloseTo(1, 1);
      for (const square of signal(v, 'relu', 10, shape)) {
        expect(square).toBeGreaterThan(0.5);
        expect(square).toBeLessThan(2);
      }
    }
    const limit = Math.max(...weights(variance('glorot', 40, 60), 40, 60, 'uniform', mulberry32(2)).flat()); // prettier-ignore
    expect(limit).toBeLessThanOrEqual(Math.sqrt(6 / 100));
    expect(limit).toBeGreaterThan(0.99 * Math.sqrt(6 / 100));
  });

  test('twenty layers: what the figure shows', () => {
    const after = (name: string) => 10 ** curve(name)[20][1];
    expect(after('ReLU, Glorot')).toBeGreaterThan(1e-7);
    expect(after('ReLU, Glorot')).toBeLessThan(1e-6); // less than a millionth
    expect(after('ReLU, He')).toBeGreaterThan(0.4);
    expect(after('ReLU, He')).toBeLessThan(2.5);
    expect(after('tanh, Glorot')).toBeGreaterThan(0.02);
    expect(after('tanh, Glorot')).toBeLessThan(0.05);
    expect(after('ReLU, std 1')).toBeGreaterThan(1e30);
    const [, small] = SETTINGS[0];
    const tenth = Math.sqrt(signal(small, 'tanh', 10)[9]); // a tenth per layer
    expect(tenth * 1e10).toBeGreaterThan(0.5);
    expect(tenth * 1e10).toBeLessThan(2);
  });
});

test('the default of PyTorch is a sixth of He', () => {
  const out = read('init_torch.out.txt');
  const gain = (name: string) => Number(new RegExp(`${name}.* = (\\S+)`).exec(out)![1]);
  expect(gain('nn.Linear')).toBeCloseTo(1 / 3, 2);
  expect(gain('kaiming_normal_')).toBeCloseTo(2, 1);
  expect(gain('xavier_normal_')).toBeCloseTo(1, 1);
  expect(gain('nn.Linear') / gain('kaiming_normal_')).toBeCloseTo(1 / 6, 2);
  // kaiming_uniform_ with a = √5: gain² = 2/(1 + a²), limit √3·gain/√n
  expect(Math.sqrt((3 * 2) / (1 + 5))).toBeCloseTo(1, 12);
  expect(out).toMatch(/default {2}mean square \de-04, between inputs \de-09/);
  expect(out).toMatch(/He {7}mean square 9e-01, between inputs 1e-01/);
});

describe('TensorFlow.js', () => {
  beforeAll(async () => {
    await setBackend('cpu');
  });
  const values = (tensor: Tensor) => Array.from(tensor.dataSync());

  test('TensorFlow.js: truncated and not rescaled', () => {
    for (const [made, v] of [
      [initializers.heNormal({ seed: 1 }), variance('he', 400, 500)],
      [initializers.glorotNormal({ seed: 1 }), variance('glorot', 400, 500)],
    ] as const) {
      const drawn = values(made.apply([400, 500]));
      const std = Math.sqrt(meanSquare(drawn) / v);
      expect(Number(std.toFixed(2))).toBe(fact('truncated'));
      const largest = drawn.reduce((a, b) => Math.max(a, Math.abs(b)), 0);
      expect(largest).toBeLessThanOrEqual(2.0001 * Math.sqrt(v));
    }
    const dense = layers.dense({ units: 2, inputShape: [3] }).getConfig();
    expect(JSON.stringify(dense.kernelInitializer)).toContain('"distribution":"normal"');
    expect(JSON.stringify(dense.kernelInitializer)).toContain('"mode":"fanAvg"');
  });

  test('one seed for two layers gives equal weights', () => {
    const draw = (seed: number) => values(initializers.heNormal({ seed }).apply([8, 8]));
    expect(draw(7)).toEqual(draw(7));
    expect(draw(7)).not.toEqual(draw(8));
  });
});

test('behind batch normalization the scale of the weights cancels', () => {
  const rng = mulberry32(9);
  const z = Float64Array.from({ length: 32 }, () => normal(rng));
  const plain = batchNormTrain(grid([32, 1], z), { eps: 0 }).y.data;
  const scaled = batchNormTrain(grid([32, 1], z.map((v) => 10 * v)), { eps: 0 }).y.data; // prettier-ignore
  plain.forEach((v, i) => expect(scaled[i]).toBeCloseTo(v, 10));
});
