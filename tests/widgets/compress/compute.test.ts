/** The TensorFlow.js program against the reference, and what the bench finds. */
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Ops } from '@runtime/tf.ts';
import { program } from '@widgets/compress/compute.ts';
import { FLOAT_BYTES, MEASURED } from '@widgets/compress/measured.ts';
import { bytesOf, digitsOf, OUTLIER, onDevice, trainingDigits } from '@widgets/compress/reference.ts'; // prettier-ignore
import { SCENES } from '@widgets/compress/scenes.ts';
import { parse } from '@widgets/compress/state.ts';
import { labelOf } from '@widgets/toolkit/digits.ts';
import { maxError } from '@widgets/toolkit/proof.ts';
import { magnitude } from '@widgets/toolkit/text.ts';
import golden from '../../golden/compress.json' with { type: 'json' };
import { ready, worked } from './bench.ts';
import { takeTurns } from '../device.ts';
import { combinations } from './combinations.ts';

beforeAll(ready);
const scene = (name: keyof typeof SCENES) => Object.fromEntries(new URLSearchParams(SCENES[name].query)); // prettier-ignore
const rightOf = async (query: Record<string, string>) => (await worked(parse(query).state!)).right.data[0]; // prettier-ignore

test('TensorFlow.js agrees on the scores', { timeout: 120_000 }, async () => {
  for (const [i, { state }] of combinations(12).entries()) {
    await takeTurns(i);
    const { logits } = await worked(state);
    const made = tf.tidy(() => program(tf as unknown as Ops, state));
    expect(Object.keys(made)).toEqual(['logits']);
    expect(made.logits.shape).toEqual(logits.shape);
    const error = maxError(made.logits.dataSync(), logits.data);
    expect(error, JSON.stringify(state)).toBeLessThanOrEqual(1e-5 * Math.max(1, magnitude(logits.data))); // prettier-ignore
    made.logits.dispose();
  }
  expect(tf.memory().numTensors).toBe(0);
});

describe('digits', () => {
  test('as many of each class; those of the retraining are others', () => {
    for (const count of [50, 100, 250]) {
      const digits = digitsOf(count);
      const labels = digits.map(labelOf);
      expect(labels).toEqual(digits.map((_, i) => Math.floor(i / (count / 10))));
      expect(new Set(digits).size).toBe(count);
      const trained = trainingDigits();
      expect(trained.map(labelOf)).toEqual(trained.map((_, i) => Math.floor(i / 30)));
      expect(new Set([...digits, ...trained]).size).toBe(count + 300);
      expect(new Set(onDevice(count)).size).toBe(20);
    }
  });
});

describe('what the page says', { timeout: 120_000 }, () => {
  test('8 bits: a quarter of the bytes, nothing lost; 4 bits less exact, a scale a channel better', async () => {
    expect(FLOAT_BYTES).toBe(469736);
    const eight = parse({}).state!;
    expect((await worked(eight)).right.data[0]).toBeGreaterThanOrEqual(98);
    // 117,264 weights, 170 biases of 4 bytes, six scales and zero points.
    expect(bytesOf(eight).total).toBe(117264 + 680 + 30);
    const error = async (query: Record<string, string>) => (await worked(parse(query).state!)).layers.data.filter((_, i) => i % 4 === 3); // prettier-ignore
    const [tensor, channel, best] = [await error(scene('int4')), await error(scene('per-channel')), await error({})]; // prettier-ignore
    tensor.forEach((e, i) => {
      expect(channel[i]).toBeLessThan(e);
      expect(best[i]).toBeLessThan(e / 8);
    });
    expect(await rightOf({ bits: '2' })).toBeLessThan(60);
    expect(await rightOf({ bits: '2', scales: 'channel' })).toBeGreaterThan(60);
  });

  test('a large weight changes no answer by itself, but the others lose their levels', async () => {
    expect(golden.dead).toContain(OUTLIER.index / 64);
    const { layers, right } = await worked(parse(scene('outlier')).state!);
    const before = await worked(parse(scene('int4')).state!);
    const [, left, values] = layers.data.slice(16, 20);
    expect(values).toBeLessThanOrEqual(4);
    expect(left).toBeLessThan(0.01 * 100352);
    expect(right.data[0]).toBeLessThan(before.right.data[0] - 30);
    // With a scale for each channel one channel loses, the others do not.
    const apart = await worked(parse({ ...scene('outlier'), scales: 'channel' }).state!);
    expect(apart.right.data[0]).toBeGreaterThan(95);
  });

  test('four fifths pruned reads a third; retraining the last layer brings most of it back', async () => {
    const cut = await rightOf(scene('prune'));
    const again = await rightOf(scene('prune-retrain'));
    expect(cut).toBeLessThan(45);
    expect(again).toBeGreaterThan(85);
    expect(await rightOf(scene('prune-retrain'))).toBe(again);
    expect(await rightOf({ method: 'prune' })).toBeGreaterThanOrEqual(97);
    expect(await rightOf({ method: 'prune', order: 'random' })).toBeLessThan(30);
    expect(bytesOf(parse(scene('prune')).state!).total).toBeLessThan(FLOAT_BYTES / 10);
  });
});

test('the curves are the golden numbers, and the page prints the same', () => {
  const { count, plain, tensor, channel, shares, global } = golden.measured;
  expect(MEASURED).toEqual({ count, plain, tensor: Object.values(tensor), channel: Object.values(channel), shares, pruned: global }); // prettier-ignore
  const percent = (n: number) => ((100 * n) / count).toFixed(1);
  expect([plain, tensor[4], tensor[2], channel[4], channel[2], global[2], global[4], global[6]].map(percent)).toEqual(['99.1', '98.6', '36.3', '99.1', '72.1', '98.8', '96.9', '31.7']); // prettier-ignore
});
