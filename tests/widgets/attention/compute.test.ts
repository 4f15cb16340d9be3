/** The TensorFlow.js program against the reference, on the CPU backend. */
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { grid } from '@lib/grid.ts';
import { readFromDisk } from '@models/on-disk.ts';
import type { Ops } from '@runtime/tf.ts';
import { program } from '@widgets/attention/compute.ts';
import { KIND } from '@widgets/attention/kind.ts';
import { reference, workedOf } from '@widgets/attention/reference.ts';
import { SCENES } from '@widgets/attention/scenes.ts';
import { askerOf, countOf, headOf, parse, type State } from '@widgets/attention/state.ts';
import type { Outputs } from '@widgets/toolkit/kind.ts';
import { compare } from '@widgets/toolkit/proof.ts';
import { magnitude } from '@widgets/toolkit/text.ts';
import type { Query } from '@widgets/toolkit/query.ts';
import { readOutputs } from '../device.ts';
import { combinations } from './combinations.ts';

readFromDisk();
const good = (query: Query): State => parse(query).state!;
const run = (state: State) => readOutputs(tf.tidy(() => program(tf as unknown as Ops, state, undefined)) as never); // prettier-ignore

beforeAll(async () => {
  await tf.setBackend('cpu');
  await KIND.load!(good({}));
});

test(
  '320 states: every result within 2e-6 of the largest number it is made of',
  { timeout: 240_000 },
  () => {
    for (const { query, state } of combinations(320)) {
      const expected = reference(state, undefined);
      const found = run(state);
      expect(Object.keys(found).sort()).toEqual(Object.keys(expected).sort());
      const made = magnitude(workedOf(state, undefined).all.logits.data);
      for (const [name, { data }] of Object.entries(expected)) {
        const { error } = compare({ [name]: found[name] }, { [name]: expected[name] } as Outputs);
        const allowed = 2e-6 * Math.max(1, magnitude(data), made);
        if (!(error <= allowed)) throw new Error(`${name}: ${error} over ${allowed} of ${JSON.stringify(query)}`); // prettier-ignore
      }
    }
    expect(tf.memory().numTensors).toBe(0);
  },
);

describe('the numbers mean what they say', () => {
  const states = combinations(120, 5).map(({ state }) => state);

  test('every row of every head sums to 1; the steps are those of the row that asks', () => {
    for (const state of states) {
      const { weights, steps } = reference(state, undefined);
      const { place } = workedOf(state, undefined);
      const n = countOf(state);
      for (let i = 0; i < n; i++) {
        for (let h = 0; h < state.heads; h++) {
          let sum = 0;
          for (let j = 0; j < n; j++) sum += weights.data[(i * n + j) * state.heads + h];
          expect(sum).toBeCloseTo(1, 13);
        }
      }
      for (let j = 0; j < n; j++) {
        expect(steps.data[3 * j + 2]).toBe(weights.data[(place * n + j) * state.heads + headOf(state)]); // prettier-ignore
      }
    }
  });

  test('what is received is the weighted mean of the patches', () => {
    const state = good({});
    const { blend, steps } = reference(state, undefined);
    const { pixels } = workedOf(state, undefined);
    const weights = Array.from({ length: 16 }, (_, j) => steps.data[3 * j + 2]);
    const want = Array.from({ length: 36 }, (_, p) => weights.reduce((sum, w, j) => sum + w * pixels.data[36 * j + p], 0)); // prettier-ignore
    expect(magnitude(blend.data.map((v, p) => v - want[p]))).toBeLessThan(1e-14);
  });

  test('without positions shuffling only reorders the outputs; with them it does not', () => {
    let moved = 0;
    for (const state of states.filter(({ order }) => order !== 0)) {
      const { y, before } = reference(state, undefined);
      const off = magnitude(y.data.map((v, i) => v - before.data[i]));
      const { order } = workedOf(state, undefined);
      const stays = order.every((patch, place) => patch === place);
      const sharp = magnitude(workedOf(state, undefined).all.logits.data);
      if (state.positions === 'none' || stays) expect(off).toBeLessThan(1e-13 * Math.max(1, sharp));
      else {
        expect(off).toBeGreaterThan(1e-4);
        moved++;
      }
    }
    expect(moved).toBeGreaterThan(20);
  });

  test('the same patch asks, wherever shuffling has put it', () => {
    const plain = reference(good({}), undefined);
    const state = good({ order: '5' });
    const { order, place } = workedOf(state, undefined);
    expect(order[place]).toBe(askerOf(state));
    const { steps } = reference(state, undefined);
    order.forEach((patch, j) => expect(steps.data[3 * j + 2]).toBeCloseTo(plain.steps.data[3 * patch + 2], 13)); // prettier-ignore
  });

  test('a colder softmax gives more to the first; without the scale too', () => {
    const top = (query: Query) => {
      const { steps } = reference(good(query), undefined);
      return Math.max(...Array.from({ length: 16 }, (_, j) => steps.data[3 * j + 2]));
    };
    const all = ['5', '1', '0.5', '0.25'].map((temperature) => top({ temperature }));
    expect([...all].sort((a, b) => a - b)).toEqual(all);
    expect(top({ scale: '0' })).toBeGreaterThan(top({}));
    expect(top({ scale: '0', temperature: '2' })).toBeCloseTo(top({}), 14); // √4 is a temperature of 2
  });

  test('a picture of the reader’s own is worked on', () => {
    const own = { height: 28, width: 28, channels: 1 } as const;
    const { state } = parse({ image: 'own' }, own);
    const picture = grid([28, 28, 1], Float64Array.from({ length: 784 }, (_, i) => (i % 28 > 12 && i % 28 < 16 ? 0 : 255))); // prettier-ignore
    const expected = reference(state!, picture);
    const found = readOutputs(tf.tidy(() => program(tf as unknown as Ops, state!, picture)) as never); // prettier-ignore
    expect(compare(found, expected).error).toBeLessThan(1e-5);
    expect(magnitude(expected.blend.data)).toBeGreaterThan(0.05);
  });

  test('the pages’ scenes keep what their sentences say', () => {
    const scene = (name: keyof typeof SCENES) => good(Object.fromEntries(new URLSearchParams(SCENES[name].query))); // prettier-ignore
    const tops = (state: State) => {
      const { weights } = reference(state, undefined);
      const { place } = workedOf(state, undefined);
      const n = countOf(state);
      return Array.from({ length: state.heads }, (_, h) => {
        const row = Array.from({ length: n }, (_, j) => weights.data[(place * n + j) * state.heads + h]); // prettier-ignore
        return row.indexOf(Math.max(...row)) + 1;
      });
    };
    expect(tops(scene('patches'))).toEqual([11]);
    expect(tops(good({ query: '7' }))).not.toEqual([11]);
    expect(new Set(tops(scene('heads'))).size).toBeGreaterThan(1);
  });
});
