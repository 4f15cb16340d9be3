/** The device program against float64. */
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import type { Ops } from '@runtime/tf.ts';
import { program } from '@widgets/loss/compute.ts';
import { reference } from '@widgets/loss/reference.ts';
import { SCENES } from '@widgets/loss/scenes.ts';
import { parse, type State } from '@widgets/loss/state.ts';
import { maxError } from '@widgets/toolkit/proof.ts';
import { magnitude } from '@widgets/toolkit/text.ts';
import { readOutputs } from '../device.ts';
import { combinations } from './combinations.ts';

/** What float64 alone decides. */
const ALONE = ['clipped', 'best'];
const device = (state: State) => readOutputs(tf.tidy(() => program(tf as unknown as Ops, state)));

beforeAll(async () => {
  await tf.setBackend('cpu');
});

test('whole numbers are exact: logits of ±10,000', () => {
  for (const label of [0, 1, 2]) {
    const state = parse({ logits: '10000,-10000,0', labels: `${label}` }).state!;
    const results = device(state);
    const { p, terms, gradient, loss } = reference(state);
    for (const [name, { data }] of Object.entries({ p, terms, gradient, loss })) {
      expect(
        [...results[name].data].map((v) => v + 0),
        name,
      ).toEqual([...data].map((v) => v + 0));
    }
  }
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
      expect(error, `${about} ${name}`).toBeLessThanOrEqual(2e-6 * Math.max(1, magnitude(data)));
    }
  }
  expect(tf.memory().numTensors).toBe(0);
});
