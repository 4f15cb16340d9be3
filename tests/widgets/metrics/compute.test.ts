/** The device program against float64. */
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import type { Ops } from '@runtime/tf.ts';
import { program } from '@widgets/metrics/compute.ts';
import { reference } from '@widgets/metrics/reference.ts';
import { SCENES } from '@widgets/metrics/scenes.ts';
import { parse, type State } from '@widgets/metrics/state.ts';
import { maxError } from '@widgets/toolkit/proof.ts';
import { magnitude } from '@widgets/toolkit/text.ts';
import { readOutputs } from '../device.ts';
import { combinations } from './combinations.ts';

const device = (state: State) => readOutputs(tf.tidy(() => program(tf as unknown as Ops, state)));

beforeAll(async () => {
  await tf.setBackend('cpu');
});

test('counts are exact, also of a thousand times a hundred', () => {
  const query = { data: 'drawn', negatives: '100', times: '1000', threshold: '-20' };
  expect([...device(parse(query).state!).counts.data]).toEqual([40, 0, 100000, 0]);
  expect([...device(parse({}).state!).counts.data]).toEqual([4, 1, 2, 3]);
});

test('perfect order gives exactly 1, ties a half', () => {
  expect([...device(parse({ pos: '3,4', neg: '1,2' }).state!).areas.data]).toEqual([1, 1]);
  expect([...device(parse({ pos: '1,1', neg: '1,1' }).state!).areas.data]).toEqual([0.5, 0.5]);
  expect([...device(parse({ mode: 'classes', matrix: '3,0;0,7' }).state!).averages.data]).toEqual(Array(9).fill(1)); // prettier-ignore
});

test('600 states and every scene: same names and shapes, numbers close, no tensor left', () => {
  const scenes = Object.values(SCENES).map(
    ({ query }) => parse(Object.fromEntries(new URLSearchParams(query))).state!,
  );
  for (const state of [...combinations(600).map(({ state }) => state), ...scenes]) {
    const expected = reference(state);
    const results = device(state);
    const about = JSON.stringify(state);
    expect(Object.keys(results).sort(), about).toEqual(Object.keys(expected).sort());
    for (const [name, { data, shape }] of Object.entries(expected)) {
      expect(results[name].shape, `${about} ${name}`).toEqual(shape);
      const error = maxError(results[name].data, data);
      // Thresholds and counts are as large as they are; shares are below 1.
      expect(error, `${about} ${name}`).toBeLessThanOrEqual(1e-6 * Math.max(1, magnitude(data)));
      if (name === 'curve') {
        const shares = (values: ArrayLike<number>) => Array.from(values).filter((_, i) => i % 6 > 2); // prettier-ignore
        const worst = maxError(shares(results.curve.data), shares(data));
        expect(worst, about).toBeLessThanOrEqual(1e-6);
        const counts = (values: ArrayLike<number>) => Array.from(values).filter((_, i) => i % 6 === 1 || i % 6 === 2); // prettier-ignore
        expect(counts(results.curve.data), about).toEqual(counts(data));
      }
    }
  }
  expect(tf.memory().numTensors).toBe(0);
});
