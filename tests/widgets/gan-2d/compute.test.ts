import { describe, expect, test } from 'vitest';
import { reference } from '@widgets/gan-2d/reference.ts';
import { parse, type State } from '@widgets/gan-2d/state.ts';
import { agrees } from './agrees.ts';
import { combinations } from './combinations.ts';

const work = async (state: State) => (await reference(state, undefined, async () => true))!;
const good = (query: Record<string, string>) => parse(query).state!;

test('TensorFlow.js agrees with src/lib, gradients included', { timeout: 120_000 }, async () => {
  await agrees(combinations(45)); // 300 of them in tests/slow/gan-2d.test.ts
});

describe('the reference', () => {
  test('a state reached by any way is the same: at once, by key frames, backwards', async () => {
    const states = [60, 10, 55, 0, 60].map((steps) => good({ steps: `${steps}`, seed: '77' }));
    const found = [];
    for (const state of states) found.push((await work(state)).samples.data);
    expect(found[4]).toEqual(found[0]);
    const fresh = [];
    for (const state of states) {
      for (let i = 0; i < 6; i++) await work(good({ steps: '0', seed: `${100 + i}` })); // forgotten
      fresh.push((await work(state)).samples.data);
    }
    expect(fresh).toEqual(found);
    expect(found[1]).not.toEqual(found[2]);
  });

  test('long training goes on in slices and is given up when stale', async () => {
    const state = good({ steps: '400', seed: '5' });
    let calls = 0;
    expect(await reference(state, undefined, async () => calls++ < 2)).toBeUndefined();
    expect(calls).toBe(3);
  });

  test('divergences keep their bounds in every state, and the overlay is p/(p + q)', async () => {
    for (const { state } of combinations(60, 9)) {
      const { kl, js, w1, modes, p, q, optimum, field, step } = await work(state);
      expect(kl.data[0]).toBeGreaterThan(0);
      expect(js.data[0]).toBeGreaterThan(0);
      expect(js.data[0]).toBeLessThanOrEqual(1);
      expect(w1.data[0]).toBeGreaterThan(0);
      expect(Number.isInteger(modes.data[0])).toBe(true);
      expect(step.data[0]).toBe(state.steps);
      for (const { data } of [p, q]) {
        expect(data.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
        expect(Math.min(...data)).toBeGreaterThan(0);
      }
      optimum.data.forEach((d, i) => expect(d).toBe(p.data[i] / (p.data[i] + q.data[i])));
      if (state.loss !== 'wgan-gp') {
        expect(Math.min(...field.data)).toBeGreaterThan(0);
        expect(Math.max(...field.data)).toBeLessThan(1);
      }
    }
  });
});
