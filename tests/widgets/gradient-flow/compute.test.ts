/** The reference, and the TensorFlow.js program against it on the CPU backend. */
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { meanSquare } from '@lib/gradient-flow.ts';
import type { Ops } from '@runtime/tf.ts';
import { program } from '@widgets/gradient-flow/compute.ts';
import { flowOf } from '@widgets/gradient-flow/network.ts';
import { bars, BARS, reference, resultsOf } from '@widgets/gradient-flow/reference.ts';
import { SCENES } from '@widgets/gradient-flow/scenes.ts';
import { parse } from '@widgets/gradient-flow/state.ts';
import { maxError } from '@widgets/toolkit/proof.ts';
import type { Query } from '@widgets/toolkit/query.ts';
import { magnitude } from '@widgets/toolkit/text.ts';
import { combinations } from './combinations.ts';

const good = (query: Query) => parse(query).state!;
const queryOf = (text: string): Query =>
  Object.fromEntries(text.split('&').filter(Boolean).map((part) => part.split('='))); // prettier-ignore

test('TensorFlow.js agrees with src/lib on 320 states and every scene', { timeout: 120_000 }, async () => {
  await tf.setBackend('cpu');
  const scenes = Object.values(SCENES).map(({ query }) => ({ query: queryOf(query), state: good(queryOf(query)) })); // prettier-ignore
  for (const { query, state } of [...combinations(320), ...scenes]) {
    const expected = resultsOf(state);
    const results = tf.tidy(() => program(tf as unknown as Ops, state));
    expect(Object.keys(results)).toEqual(state.layer > 0 ? ['gains', 'units'] : ['gains']);
    for (const [name, tensor] of Object.entries(results)) {
      const { data, shape } = expected[name];
      expect(tensor.shape.filter((n) => n > 1)).toEqual(shape.filter((n) => n > 1));
      const error = maxError(tensor.dataSync(), data);
      if (!(error <= 5e-5 * Math.max(1, magnitude(data)))) {
        throw new Error(`${name}: ${error} of ${JSON.stringify(query)}`);
      }
      tensor.dispose();
    }
  }
  expect(tf.memory().numTensors).toBe(0);
}); // prettier-ignore

describe('the reference', () => {
  test('the factors of the layers multiply to the whole, and every number is finite', () => {
    const wild = [{ fn: 'linear', init: 'normal', std: '2', width: '64', depth: '50' }, { fn: 'tanh', init: 'normal', std: '2', depth: '50', width: '16' }, { fn: 'relu', init: 'constant', std: '2', width: '64', depth: '50', skip: '1', steps: '3' }] as Query[]; // prettier-ignore
    for (const { state } of [
      ...combinations(80, 3),
      ...wild.map((query) => ({ state: good(query) })),
    ]) {
      // prettier-ignore
      const { gains, forward, backward, layers } = resultsOf(state);
      const product = (column: number) => [...gains.data].filter((_, i) => i % 2 === column).reduce((a, b) => a * b, 1); // prettier-ignore
      expect(product(0) / (forward.data[0] || 1)).toBeCloseTo(forward.data[0] === 0 ? product(0) : 1, 9); // prettier-ignore
      expect(product(1) / (backward.data[0] || 1)).toBeCloseTo(backward.data[0] === 0 ? product(1) : 1, 9); // prettier-ignore
      expect(layers.data.every(Number.isFinite)).toBe(true);
    }
  });

  test('means, sums before f and edges are those of the numbers that went through', () => {
    for (const { state } of combinations(30, 5)) {
      const { activations, passed, gradients } = flowOf(state);
      const { means, before, reach } = resultsOf(state);
      activations.forEach((a, l) => expect(means.data[l]).toBeCloseTo(a.reduce((s, v) => s + v / a.length, 0), 9)); // prettier-ignore
      passed.forEach(({ z }, l) => expect(before.data[l]).toBe(meanSquare(z)));
      const edges = [activations, gradients].map((all) => magnitude(all[state.layer]));
      expect([...reach.data]).toEqual(edges);
    }
  });

  test('another layer is another look at the same network', () => {
    const states = [1, 3, 1].map((layer) => good({ depth: '4', width: '8', layer: `${layer}` }));
    const found = states.map((state) => resultsOf(state));
    expect(flowOf(states[0])).toBe(flowOf(states[1]));
    expect(found[0].layers).toBe(found[1].layers);
    expect(found[2].units.data).toEqual(found[0].units.data);
    expect(found[1].units.data).not.toEqual(found[0].units.data);
  });

  test('long work goes on in slices and is given up when stale', async () => {
    const state = good({ depth: '50', width: '128', steps: '3', seed: '77' });
    let calls = 0;
    expect(await reference(state, undefined, async () => calls++ < 2)).toBeUndefined();
    expect(calls).toBe(3);
  });

  test('histograms count every value, the smallest and the largest too', () => {
    const counts = bars(Float64Array.from([-2, 0, 0, 2, 1.99]));
    expect(counts.length).toBe(BARS);
    expect([counts[0], counts[(BARS - 1) / 2], counts[BARS - 1]]).toEqual([1, 2, 2]);
    expect(bars(new Float64Array(7))[(BARS - 1) / 2]).toBe(7);
    const { histogram } = resultsOf(good({ depth: '3', width: '16' }));
    expect([...histogram.data].reduce((a, b) => a + b, 0)).toBe(2 * 32 * 16);
  });

  test('scenes show what they are called', () => {
    const of = (name: keyof typeof SCENES) => resultsOf(good(queryOf(SCENES[name].query)));
    const left = (name: keyof typeof SCENES) => of(name).backward.data[0];
    const through = (name: keyof typeof SCENES) => of(name).forward.data[0];
    expect(left('sigmoid-deep')).toBeLessThan(1e-15);
    expect(left('skip')).toBeGreaterThan(0.5);
    expect(left('xavier-tanh')).toBeGreaterThan(0.01);
    for (const value of [left('he-relu'), through('he-relu')]) {
      expect(value).toBeGreaterThan(0.1);
      expect(value).toBeLessThan(10);
    }
    expect(left('xavier-relu')).toBeLessThan(1e-4);
    expect(through('xavier-relu')).toBeLessThan(1e-4);
    expect(left('exploding')).toBeGreaterThan(1e6);
    expect([...of('zeros').distinct.data].slice(0, -1)).toEqual([1, 1]);
  });
});
