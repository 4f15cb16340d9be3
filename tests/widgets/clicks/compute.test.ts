/** The TensorFlow.js program against float64. */
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { grid } from '@lib/grid.ts';
import { mulberry32 } from '@lib/random.ts';
import type { Ops } from '@runtime/tf.ts';
import { program } from '@widgets/clicks/compute.ts';
import { analysisOf, constrained } from '@widgets/clicks/reference.ts';
import { cutEnergy } from '@lib/graph-cut.ts';
import type { State } from '@widgets/clicks/state.ts';
import { maxError } from '@widgets/toolkit/proof.ts';
import { magnitude } from '@widgets/toolkit/text.ts';
import { readOutputs } from '../device.ts';
import { stateOf, worked } from './bench.ts';
import { combinations } from './combinations.ts';

const device = (state: State) => readOutputs(tf.tidy(() => program(tf as unknown as Ops, state)));

beforeAll(async () => {
  await tf.setBackend('cpu');
});

async function agree(state: State, picture?: ReturnType<typeof grid>) {
  const expected = await worked(state, picture);
  const results = device(state);
  const about = JSON.stringify(state);
  expect(Object.keys(results).sort(), about).toEqual(['border', 'costs', 'data', 'energy']);
  for (const [name, { data, shape }] of Object.entries(results)) {
    expect(shape, `${about} ${name}`).toEqual(expected[name].shape);
    const error = maxError(data, expected[name].data);
    const allowed = 2e-6 * Math.max(1, magnitude(expected[name].data));
    if (!(error <= allowed)) expect.fail(`${about} ${name}: ${error}`);
  }
}

test(
  '300 states: same names and shapes, numbers close, no tensor left',
  { timeout: 120_000 },
  async () => {
    for (const { state } of combinations(300)) await agree(state);
    expect(tf.memory().numTensors).toBe(0);
  },
);

test('own pictures in color, one pixel wide or high too', async () => {
  const random = mulberry32(8);
  for (const [h, w] of [
    [40, 60],
    [1, 30],
    [30, 1],
  ] as const) {
    // prettier-ignore
    const picture = grid([h, w, 3], Float64Array.from({ length: h * w * 3 }, () => Math.floor(256 * random()))); // prettier-ignore
    const { parse } = await import('@widgets/clicks/state.ts');
    const state = parse({ image: 'own', clicks: h > 1 && w > 1 ? '+3,4;-19,29;+9,9' : h > 1 ? '+3,0;-20,0' : '+0,3;-0,20', size: '30' }, { height: h, width: w, channels: 3 }).state!; // prettier-ignore
    await agree(state, picture);
  }
});

test('the flow is the cost of the cut, clicks hold, learning again never costs more', async () => {
  for (const { state } of combinations(150, 9)) {
    await worked(state);
    const { steps, right, down } = analysisOf(state);
    for (const { cut, rounds, clicks } of steps) {
      if (!cut) continue;
      rounds.forEach(({ flow, total, mask, costs }, k) => {
        expect(Math.abs(flow - total)).toBeLessThanOrEqual(1e-9 * Math.max(1, total));
        const held = constrained({ ...costs, right, down }, clicks, state.width);
        expect(cutEnergy(held, mask).total).toBe(total);
        for (const { inside, at } of clicks) expect(mask[at[0] * state.width + at[1]]).toBe(inside ? 1 : 0); // prettier-ignore
        if (k > 0) expect(total).toBeLessThanOrEqual(rounds[k - 1].total + 1e-9);
      });
    }
  }
});

test('a wrong weight is noticed', async () => {
  const { costs } = await worked(stateOf(''));
  const other = stateOf('lambda=20.1');
  await worked(other);
  const got = device(other).costs;
  expect(maxError(got.data, costs.data)).toBeGreaterThan(0.05);
});
