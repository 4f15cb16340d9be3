import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Ops } from '@runtime/tf.ts';
import { program } from '@widgets/adversarial/compute.ts';
import { reference, runOf, topOf } from '@widgets/adversarial/reference.ts';
import { parse, type State } from '@widgets/adversarial/state.ts';
import type { Outputs } from '@widgets/toolkit/kind.ts';
import { maxError } from '@widgets/toolkit/proof.ts';
import { magnitude } from '@widgets/toolkit/text.ts';
import { takeTurns } from '../device.ts';
import { combinations, loadAll } from './combinations.ts';

const ops = tf as unknown as Ops;
const yes = async () => true;
const work = async (state: State): Promise<Outputs> => (await reference(state, undefined, yes))!;
const stateOf = (query: Parameters<typeof parse>[0]) => parse(query).state!;

beforeAll(loadAll);

describe('the TensorFlow.js program', () => {
  test('agrees with src/lib in every output on 300 combinations, and leaves no tensor', { timeout: 600_000 }, async () => {
    const worst: Record<string, number> = {};
    for (const [i, { query, state }] of combinations(300, 1).entries()) {
      await takeTurns(i);
      const expected = await work(state);
      const results = tf.tidy(() => program(ops, state));
      expect(Object.keys(results).sort()).toEqual(Object.keys(expected).sort());
      for (const [name, tensor] of Object.entries(results)) {
        const { shape, data } = expected[name];
        expect(tensor.shape, name).toEqual([...shape]);
        const size = Math.max(1, magnitude(data));
        const error = maxError(tensor.dataSync(), data) / size;
        worst[name] = Math.max(worst[name] ?? 0, error);
        const allowed = name === 'direction' ? 2e-4 : 2e-5;
        if (!(error <= allowed)) throw new Error(`${error}: ${name} of ${JSON.stringify(query)}`);
        if (data.every(Number.isInteger)) expect(error).toBe(0);
        tensor.dispose();
      }
      // A direction is a direction: its largest number is 1 whatever the size of the gradient.
      expect(magnitude(expected.direction.data)).toBe(1);
    }
    if (process.env.SHOW) console.log(worst);
    expect(tf.memory().numTensors).toBe(0);
  }); // prettier-ignore
});

describe('the reference', () => {
  test('FGSM turns a 5 into a 3; 24 random noises of the same size do not', async () => {
    const state = stateOf({ draws: '24' });
    const { scores, draws, sizes, attacked } = await work(state);
    expect([0, 1, 2].map((column) => topOf(scores.data, column, 3))).toEqual([5, 3, 5]);
    expect(scores.data[3 * 3 + 1]).toBeGreaterThan(0.99);
    expect(Array.from({ length: 24 }, (_, i) => topOf(draws.data, 10 * i))).toEqual(Array(24).fill(5)); // prettier-ignore
    expect(sizes.data[0]).toBeCloseTo(0.1, 12);
    expect(sizes.data[2]).toBeCloseTo(0.1, 12);
    // Changes fall on the black background too, as the page says: on more than half of it.
    const black = [...runOf(state)!.path[0].data].flatMap((v, i) => (v === 0 ? [attacked.data[i]] : [])); // prettier-ignore
    expect(black.length).toBeGreaterThan(600);
    expect(black.filter((v) => v > 0).length / black.length).toBeGreaterThan(0.5);
  });

  test('noise alone is enough where ε is large: the control says when an attack proves nothing', async () => {
    const { draws } = await work(stateOf({ eps: '0.16', draws: '8' }));
    for (let i = 0; i < 8; i++) expect(topOf(draws.data, 10 * i)).not.toBe(5);
  });

  test('toward a class: its loss falls, its probability wins; every step stays within ε and 0 to 1', async () => {
    const state = stateOf({ image: 'test-1092', attack: 'toward', target: '3', steps: '10' });
    const { losses, scores } = await work(state);
    expect(losses.data[10]).toBeLessThan(losses.data[0] / 100);
    expect([topOf(scores.data, 0, 3), topOf(scores.data, 1, 3)]).toEqual([7, 3]);
    const { path } = runOf(state)!;
    expect(path).toHaveLength(11);
    for (const { data } of path) {
      data.forEach((v, i) => {
        expect(Math.abs(v - path[0].data[i])).toBeLessThanOrEqual(0.1 + 1e-12);
        expect(v >= 0 && v <= 1).toBe(true);
      });
    }
  });

  test('ε = 0 changes nothing; a drawing has the class that is read before', async () => {
    const state = stateOf({ eps: '0' });
    const { scores, sizes, attacked } = await work(state);
    for (let k = 0; k < 10; k++) expect(new Set(scores.data.slice(3 * k, 3 * k + 3)).size).toBe(1);
    expect([...sizes.data]).toEqual([0, 0, 0, 0]);
    expect(attacked.data).toEqual(runOf(state)!.path[0].data);
  });

  test('gives up when the reader has gone on, and knows what it worked out before', async () => {
    const query = { image: 'test-77', steps: '5', draws: '12' };
    expect(await reference(stateOf(query), undefined, async () => false)).toBeUndefined();
    await work(stateOf(query));
    expect(reference(stateOf(query), undefined, yes)).not.toBeInstanceOf(Promise);
  });
});
