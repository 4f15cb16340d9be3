/** The device program against float64. */
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import type { Ops } from '@runtime/tf.ts';
import { program } from '@widgets/boxes/compute.ts';
import { reference } from '@widgets/boxes/reference.ts';
import { SCENES } from '@widgets/boxes/scenes.ts';
import { parse, type State } from '@widgets/boxes/state.ts';
import { maxError } from '@widgets/toolkit/proof.ts';
import { magnitude } from '@widgets/toolkit/text.ts';
import { readOutputs } from '../device.ts';
import { combinations } from './combinations.ts';

/** What float64 alone decides. */
const ALONE = ['inclusive', 'kept', 'tens'];
const device = (state: State) => readOutputs(tf.tidy(() => program(tf as unknown as Ops, state)));

beforeAll(async () => {
  await tf.setBackend('cpu');
});

test('whole numbers are exact: areas of whole edges, hits', () => {
  const two = parse({ a: '0,0,128,80', b: '127,79,128,80' }).state!;
  expect([...device(two).areas.data]).toEqual([10240, 1, 1, 10240, 10240]);
  const ranking = device(parse({ mode: 'ap' }).state!).curve.data;
  expect([0, 1, 2, 3, 4].map((r) => ranking[5 * r + 1])).toEqual([1, 1, 2, 3, 3]);
});

test('600 states and every scene: same names and shapes, numbers close, no tensor left', () => {
  const scenes = Object.values(SCENES).map(
    ({ query }) => parse(Object.fromEntries(new URLSearchParams(query))).state!,
  );
  for (const state of [...combinations(600).map(({ state }) => state), ...scenes]) {
    const expected = reference(state);
    const results = device(state);
    const about = JSON.stringify(state);
    const names = Object.keys(expected).filter((name) => !ALONE.includes(name));
    expect(Object.keys(results).sort(), about).toEqual(names.sort());
    for (const name of names) {
      const { data, shape } = expected[name];
      expect(results[name].shape, `${about} ${name}`).toEqual(shape);
      const error = maxError(results[name].data, data);
      expect(error, `${about} ${name}`).toBeLessThanOrEqual(5e-6 * Math.max(1, magnitude(data)));
    }
  }
  expect(tf.memory().numTensors).toBe(0);
});
