/** The device program against float64. */
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import type { Ops } from '@runtime/tf.ts';
import { program } from '@widgets/slam/compute.ts';
import { nowOf, reference } from '@widgets/slam/reference.ts';
import { SCENES } from '@widgets/slam/scenes.ts';
import { parse, type State } from '@widgets/slam/state.ts';
import type { Outputs } from '@widgets/toolkit/kind.ts';
import { maxError } from '@widgets/toolkit/proof.ts';
import { magnitude } from '@widgets/toolkit/text.ts';
import { readOutputs } from '../device.ts';
import { combinations } from './combinations.ts';

/** What float64 alone decides. */
const ALONE = ['errors', 'landmarks', 'course', 'rate'];
const device = (state: State) => readOutputs(tf.tidy(() => program(tf as unknown as Ops, state)));
const truth = async (state: State) => (await reference(state, undefined, async () => true))!;

beforeAll(async () => {
  await tf.setBackend('cpu');
});

test(
  '320 states and every scene: same names and shapes, numbers close, no tensor left',
  { timeout: 300_000 },
  async () => {
    const scenes = Object.values(SCENES).map(
      ({ query }) =>
        parse({ ...Object.fromEntries(new URLSearchParams(query)), drives: '0' }).state!,
    );
    const kinds = new Set<string>();
    let worst = 0;
    for (const state of [...combinations(320).map(({ state }) => state), ...scenes]) {
      const expected: Outputs = await truth(state);
      const results = device(state);
      const about = JSON.stringify(state);
      kinds.add(nowOf(state).event?.kind ?? 'none');
      const names = Object.keys(expected).filter((name) => !ALONE.includes(name));
      expect(Object.keys(results).sort(), about).toEqual(names.sort());
      for (const name of names) {
        const { data, shape } = expected[name];
        expect([...results[name].shape, 1], `${about} ${name}`).toEqual(shape);
        const error = maxError(results[name].data, data) / Math.max(1, magnitude(data));
        worst = Math.max(worst, error);
        expect(error, `${about} ${name}`).toBeLessThanOrEqual(2e-4);
      }
    }
    console.log('worst', worst);
    expect([...kinds].sort()).toEqual(['enter', 'none', 'predict', 'refuse', 'update']);
    expect(tf.memory().numTensors).toBe(0);
  },
);
