/** The device program against float64. */
import { readFileSync } from 'node:fs';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import type { Ops } from '@runtime/tf.ts';
import { program } from '@widgets/masks/compute.ts';
import { reference } from '@widgets/masks/reference.ts';
import { SCENES } from '@widgets/masks/scenes.ts';
import { parse, type State } from '@widgets/masks/state.ts';
import { maxError } from '@widgets/toolkit/proof.ts';
import { magnitude } from '@widgets/toolkit/text.ts';
import { readOutputs } from '../device.ts';
import { combinations } from './combinations.ts';

const golden = JSON.parse(
  readFileSync(new URL('../../golden/masks.json', import.meta.url), 'utf8'),
);
const device = (state: State) => readOutputs(tf.tidy(() => program(tf as unknown as Ops, state)));

beforeAll(async () => {
  await tf.setBackend('cpu');
});

test('300 states and every scene: same names and shapes, numbers close, whole ones exact, no tensor left', () => {
  const scenes = Object.values(SCENES).map(
    ({ query }) => parse(Object.fromEntries(new URLSearchParams(query))).state!,
  );
  for (const state of [...combinations(300).map(({ state }) => state), ...scenes]) {
    const expected = reference(state);
    const results = device(state);
    const about = JSON.stringify(state);
    expect(Object.keys(results).sort(), about).toEqual(Object.keys(expected).sort());
    for (const [name, { data, shape }] of Object.entries(expected)) {
      expect(results[name].shape, `${about} ${name}`).toEqual(shape);
      const allowed = data.every(Number.isInteger) ? 0 : 1e-6 * Math.max(1, magnitude(data));
      const error = maxError(results[name].data, data);
      if (!(error <= allowed)) expect.fail(`${about} ${name}: ${error}`);
    }
  }
  expect(tf.memory().numTensors).toBe(0);
});

test('the device gives scikit-learn’s and panopticapi’s numbers', () => {
  const text = (cells: number[], width: number) =>
    Array.from({ length: cells.length / width }, (_, r) => cells.slice(r * width, (r + 1) * width).join()).join(';'); // prettier-ignore
  const near = (got: ArrayLike<number>, want: number[]) => {
    expect(got.length).toBe(want.length);
    want.forEach((v, i) => expect(Math.abs(got[i] - v)).toBeLessThan(1e-6));
  };
  for (const { width, a, b, counts, measures } of golden.two) {
    const out = device(parse({ a: text(a, width), b: text(b, width) }).state!);
    expect([...out.counts.data]).toEqual(counts);
    near(out.measures.data, measures);
  }
  for (const { width, truth, guess, confusion, iou, dice, means } of golden.classes) {
    const out = device(parse({ mode: 'miou', truth: text(truth, width), guess: text(guess, width) }).state!); // prettier-ignore
    expect([...out.confusion.data]).toEqual(confusion);
    near(out.scores.data, [...iou, ...dice]);
    near(out.means.data, means);
  }
  for (const { width, said, truth, quality, pq, miou } of golden.panoptic) {
    const out = device(parse({ mode: 'panoptic', said: text(said, width), street: text(truth, width) }).state!); // prettier-ignore
    near(out.quality.data, quality.flat());
    near(out.means.data, [miou, pq]);
  }
});
