/** The device program against float64, and the accuracy that is stated. */
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { runCell } from '@lib/recurrent.ts';
import { loadedData, tileOf } from '@models/data.ts';
import type { Ops } from '@runtime/tf.ts';
import { program } from '@widgets/gates/compute.ts';
import { readerOf } from '@widgets/gates/readers.ts';
import { reference } from '@widgets/gates/reference.ts';
import { SCENES } from '@widgets/gates/scenes.ts';
import { CELLS, parse, type State } from '@widgets/gates/state.ts';
import { maxError } from '@widgets/toolkit/proof.ts';
import { magnitude } from '@widgets/toolkit/text.ts';
import { readOutputs } from '../device.ts';
import { combinations, loadAll, readings } from './combinations.ts';

const device = (state: State) => readOutputs(tf.tidy(() => program(tf as unknown as Ops, state, undefined))); // prettier-ignore

beforeAll(async () => {
  await loadAll();
  await tf.setBackend('cpu');
});

test('390 states, 30 digits, every scene: same names and shapes, numbers close, no tensor left', { timeout: 120_000 }, () => {
  const scenes = Object.values(SCENES).map(
    ({ query }) => parse(Object.fromEntries(new URLSearchParams(query))).state!,
  );
  const states = [...combinations(390), ...readings(30)].map(({ state }) => state);
  for (const state of [...states, ...scenes]) {
    const expected = reference(state, undefined);
    const results = device(state);
    const about = JSON.stringify(state);
    expect(Object.keys(results).sort(), about).toEqual(Object.keys(expected).sort());
    for (const [name, { data, shape }] of Object.entries(expected)) {
      expect(results[name].shape, `${about} ${name}`).toEqual(shape);
      const error = maxError(results[name].data, data);
      const allowed = 2e-5 * Math.max(1, magnitude(data));
      if (!(error <= allowed)) expect.fail(`${about} ${name}: ${error}`);
    }
  }
  expect(tf.memory().numTensors).toBe(0);
}); // prettier-ignore

test('the networks read as many of the held-out digits right as they say', () => {
  const digits = loadedData('digits/test');
  const right = CELLS.map((cell) => {
    const { weights, dense, bias } = readerOf(cell);
    let hits = 0;
    for (let i = 0; i < digits.count; i++) {
      const { data } = tileOf(digits, i);
      const rows = Array.from({ length: 28 }, (_, r) => data.subarray(28 * r, 28 * r + 28));
      const { h } = runCell(cell, weights, rows).at(-1)!;
      const scores = dense.map((row, k) => row.reduce((sum, v, j) => sum + v * h[j], bias[k]));
      hits += Number(scores.indexOf(Math.max(...scores)) === digits.labels[i]);
    }
    return hits;
  });
  expect(right).toEqual(CELLS.map((cell) => readerOf(cell).right));
  // What the pages say: gates read better than the plain cell.
  expect(Math.min(right[1], right[2])).toBeGreaterThan(right[0]);
});
