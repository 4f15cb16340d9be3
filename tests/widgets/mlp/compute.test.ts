/** The TensorFlow.js program and the reference, on the CPU backend. */
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { ACTIVATIONS, forward, HALF, inputsOf, pointsOf, sizesOf, type Labelled } from '@lib/playground.ts'; // prettier-ignore
import type { Ops } from '@runtime/tf.ts';
import { program } from '@widgets/mlp/compute.ts';
import { reference, resultsOf } from '@widgets/mlp/reference.ts';
import { SCENES } from '@widgets/mlp/scenes.ts';
import { DEFAULTS, parse, type State } from '@widgets/mlp/state.ts';
import { maxError } from '@widgets/toolkit/proof.ts';
import { readQuery } from '@widgets/toolkit/query.ts';
import { magnitude } from '@widgets/toolkit/text.ts';
import { KEYS } from '@widgets/mlp/state.ts';
import { combinations } from './combinations.ts';

const good = (query: Record<string, string>) => parse(query).state!;
const sceneOf = (text: string) => good(readQuery(text, KEYS, [], () => undefined).query as Record<string, string>); // prettier-ignore
const work = async (state: State) => (await reference(state, undefined, async () => true))!;

test(
  'TensorFlow.js agrees with src/lib on 300 combinations, and leaves no tensor',
  { timeout: 120_000 },
  async () => {
    await tf.setBackend('cpu');
    const seen = new Set<string>();
    for (const { query, state } of combinations(300)) {
      const expected = resultsOf(state);
      const results = tf.tidy(() => program(tf as unknown as Ops, state));
      for (const [name, tensor] of Object.entries(results)) {
        seen.add(`${name} ${state.activation}`);
        const { data, shape } = expected[name];
        expect(tensor.size, name).toBe(shape.reduce((a, b) => a * b));
        const error = maxError(tensor.dataSync(), data);
        const allowed = 2e-5 * Math.max(1, magnitude(data));
        if (!(error <= allowed)) throw new Error(`${name}: ${error} of ${JSON.stringify(query)}`);
        tensor.dispose();
      }
    }
    expect(seen.size).toBe(8 * ACTIVATIONS.length);
    expect(tf.memory().numTensors).toBe(0);
  },
);

describe('the reference', () => {
  test('a state reached by any way is the same: at once, by key frames, backwards', async () => {
    const states = [60, 10, 55, 0, 60].map((steps) => good({ steps: `${steps}`, seed: '77' }));
    const found = [];
    for (const state of states) found.push((await work(state)).weights.data);
    expect(found[4]).toEqual(found[0]);
    const fresh = [];
    for (const state of states) {
      for (let i = 0; i < 6; i++) await work(good({ steps: '0', seed: `${100 + i}` })); // forgotten
      fresh.push((await work(state)).weights.data);
    }
    expect(fresh).toEqual(found);
    expect(found[1]).not.toEqual(found[2]);
  });

  test('“after a step” are the weights of the next state; the start is that of step 0', async () => {
    for (const { query } of combinations(24, 6)) {
      const at = (steps: number) => work(good({ ...query, steps: `${steps}` } as never));
      const [zero, here, next] = [await at(0), await at(19), await at(20)];
      expect(here.next.data).toEqual(next.weights.data);
      expect(here.start.data).toEqual(zero.weights.data);
      expect(next.history.data.at(-3 + Number(query.data === 'custom'))).toBe(20);
    }
  });

  test('accuracies are the shares of points on their side, each of its own half', async () => {
    const state = good({ data: 'spiral', noise: '1', hidden: '8,8', steps: '200' });
    const { accuracy, accuracyTest, weights } = await work(state);
    const net = { sizes: sizesOf(state), activation: state.activation, weights: weights.data };
    const share = (points: readonly Labelled[]) => {
      const z = forward(net, inputsOf(state.features, points), points.length).at(-1)!;
      return points.filter(([, , label], i) => z[i] > 0 === (label === 1)).length / points.length;
    };
    const all = pointsOf('spiral', 1, 1);
    const shares = [share(all.slice(0, HALF)), share(all.slice(HALF))];
    expect([accuracy.data[0], accuracyTest.data[0]]).toEqual(shares);
    expect(shares[0]).not.toBe(shares[1]);
  });

  test('long training goes on in slices and is given up when stale', async () => {
    const state = good({ steps: '4000', hidden: '8,8,8,8', batch: '100', seed: '5' });
    let calls = 0;
    expect(await reference(state, undefined, async () => calls++ < 2)).toBeUndefined();
    expect(calls).toBe(3);
  });

  test('a run that diverges says where it stopped', async () => {
    const { step, weights } = await work(good({ activation: 'relu', hidden: '8,8', rate: '1', noise: '2', batch: '1', optimizer: 'sgd', steps: '200' })); // prettier-ignore
    expect(step.data[0]).toBeLessThan(200);
    expect(magnitude(weights.data)).toBeGreaterThan(1000);
  });

  test('the scenes show what they say', async () => {
    const found = Object.fromEntries(
      await Promise.all(
        Object.entries(SCENES).map(async ([name, { query }]) => {
          const { accuracy, accuracyTest, field } = await work(sceneOf(query));
          return [name, { train: accuracy.data[0], test: accuracyTest.data[0], field: field.data }];
        }),
      ),
    );
    for (const name of ['circle', 'xor', 'spiral', 'deep', 'features']) {
      expect(found[name].train, name).toBeGreaterThan(0.94);
      expect(found[name].test, name).toBeGreaterThan(0.85);
    }
    for (const name of ['linear', 'linear-activation', 'no-bias']) {
      expect(found[name].train, name).toBeLessThan(0.7);
    }
    // A straight line: the logit is a plane over the cells. Only directions: rays keep their side.
    for (const name of ['linear', 'linear-activation']) {
      const z = (r: number, c: number) => {
        const p = found[name].field[r * 32 + c];
        return Math.log(p / (1 - p));
      };
      expect(z(0, 0) + z(31, 31)).toBeCloseTo(z(0, 31) + z(31, 0), 9);
    }
    const p = (r: number, c: number) => found['no-bias'].field[r * 32 + c] > 0.5;
    for (const [a, b] of [[2, 9], [30, 17], [5, 14]]) expect(p(a, b)).toBe(p(16 + Math.trunc((a - 15.5) / 2), 16 + Math.trunc((b - 15.5) / 2))); // prettier-ignore
  });

  test('the defaults are the first scene', () => {
    expect(parse({ ...DEFAULTS }).state).toEqual(good({}));
  });
});
