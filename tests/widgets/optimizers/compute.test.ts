/** The reference, and the TensorFlow.js program against it on the CPU backend. */
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { METHODS } from '@lib/optimizers.ts';
import type { Ops } from '@runtime/tf.ts';
import { program } from '@widgets/optimizers/compute.ts';
import { lastOf, raceOf, TOO_FAR } from '@widgets/optimizers/race.ts';
import { reference } from '@widgets/optimizers/reference.ts';
import { SCENES } from '@widgets/optimizers/scenes.ts';
import { parse } from '@widgets/optimizers/state.ts';
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
  const seen = new Set<string>();
  for (const { query, state } of [...combinations(320), ...scenes]) {
    const expected = reference(state);
    const results = tf.tidy(() => program(tf as unknown as Ops, state));
    expect(Object.keys(results)).toEqual(['race', 'step', 'losses']);
    for (const [name, tensor] of Object.entries(results)) {
      const { data, shape } = expected[name];
      expect(tensor.shape.filter((n) => n > 1)).toEqual(shape.filter((n) => n > 1));
      const error = maxError(tensor.dataSync(), data);
      if (!(error <= 1e-5 * Math.max(1, magnitude(data)))) {
        throw new Error(`${name}: ${error} of ${JSON.stringify(query)}`);
      }
      tensor.dispose();
    }
    state.optimizers.forEach((method) => seen.add(`${method} ${state.convention}`));
  }
  expect(seen.size).toBe(2 * METHODS.length);
  expect(tf.memory().numTensors).toBe(0);
}); // prettier-ignore

describe('the race', () => {
  test('a step on show is what the whole run has there, forwards and backwards', () => {
    for (const { query, state } of combinations(40, 3)) {
      const whole = raceOf(good({ ...query, at: `${state.steps}` }));
      const { race, path } = reference(state);
      whole.runs.forEach((run, i) => {
        const t = lastOf(run, state.at);
        expect([...race.data.slice(3 * i, 3 * i + 3)]).toEqual([...run.points[t], run.losses[t]]);
        for (let s = 0; s <= state.at; s++) {
          const from = 2 * (s * whole.runs.length + i);
          expect([...path.data.slice(from, from + 2)]).toEqual(run.points[lastOf(run, s)]);
        }
        if (t > 0) expect(run.made[t - 1].map(({ theta }) => theta)).toEqual(run.points[t]);
      });
    }
  });

  test('no number on show is ever NaN or infinite, however wild the rate', () => {
    for (const surface of ['quadratic', 'saddle', 'rosenbrock', 'plateau']) {
      for (const rate of ['0.5', '3', '10']) {
        for (const convention of ['pytorch', 'keras']) {
          const state = good({ surface, rate, adaptiveRate: rate, convention, curvatures: '1000,0.01', beta: '0.9999', optimizers: METHODS.join(','), steps: '500' }); // prettier-ignore
          for (const [name, { data }] of Object.entries(reference(state))) {
            expect(data.every(Number.isFinite), `${surface} ${rate} ${name}`).toBe(true);
            expect(magnitude(data)).toBeLessThan(1e31);
          }
        }
      }
    }
  });

  test('diverging is told with the step at which it is, and the step at which float32 overflows', () => {
    // f = 4y², y grows by |1 − 8η| = 1.16 a step.
    const [run] = raceOf(good({ rate: '0.27' })).runs;
    const first = run.losses[0];
    const t = run.diverged!;
    expect(run.losses[t]).toBeGreaterThan(TOO_FAR * first);
    expect(run.losses[t - 1]).toBeLessThanOrEqual(TOO_FAR * first);
    expect(run.losses.length).toBe(t + 1);
    const grown = (n: number) => 4 * (1.2 * 1.16 ** n) ** 2;
    expect(grown(run.overflow! - 1)).toBeLessThan(3.4028235e38);
    expect(grown(run.overflow!)).toBeGreaterThan(3.4028234e38);
    // Exactly at the limit, and below it, nothing of the kind.
    for (const rate of ['0.25', '0.2']) {
      const { diverged, overflow } = raceOf(good({ rate, steps: '500' })).runs[0];
      expect([diverged, overflow]).toEqual([undefined, undefined]);
    }
    // A loss that explodes within a step or two is not shown as ∞.
    const wild = raceOf(good({ surface: 'rosenbrock', rate: '10', start: '-2,-1' })).runs[0];
    expect(wild.diverged).toBe(1);
    expect(wild.overflow).toBeLessThan(6);
  });

  test('at exactly 2/λ the loss stays; just below it falls, just above it grows', () => {
    const change = (rate: string) => {
      const { losses } = raceOf(good({ rate, curvatures: '8,8', steps: '500' })).runs[0];
      return losses[losses.length - 1] / losses[0];
    };
    expect(change('0.25')).toBeCloseTo(1, 12);
    expect(change('0.249')).toBeLessThan(1 / 100);
    expect(change('0.251')).toBeGreaterThan(100);
  });

  test('the same seed gives the same noise to every optimizer, another seed another one', () => {
    const gradients = (seed: string) =>
      raceOf(good({ noise: '1', seed, optimizers: 'sgd,adam', steps: '1' })).runs.map(({ made }) => made[0][0].g); // prettier-ignore
    expect(gradients('4')[0]).toBe(gradients('4')[1]);
    expect(gradients('4')[0]).not.toBe(gradients('5')[0]);
    const { noise } = raceOf(good({ noise: '2', steps: '500' }));
    const all = noise.flat();
    expect(Math.sqrt(all.reduce((a, b) => a + b * b, 0) / all.length)).toBeCloseTo(2, 0);
  });

  test('scenes show what they are called', () => {
    const runs = (name: keyof typeof SCENES) => raceOf(good(queryOf(SCENES[name].query))).runs;
    const end = (name: keyof typeof SCENES) => Object.fromEntries(runs(name).map((run) => [run.method, run.losses[run.losses.length - 1] / run.losses[0]])); // prettier-ignore
    expect(end('sgd').sgd).toBeLessThan(1e-3);
    expect(runs('sgd')[0].points.slice(0, 6).map(([, y]) => Math.sign(y))).toEqual([1, -1, 1, -1, 1, -1]); // prettier-ignore
    const critical = runs('critical')[0].points.map(([, y]) => y);
    expect(critical.slice(-2).map(Math.abs)).toEqual([1.2, 1.2]);
    expect(runs('diverging')[0].diverged).toBeGreaterThan(5);
    expect(end('momentum').momentum).toBeLessThan(end('momentum').sgd / 10);
    expect(runs('race').every(({ diverged }) => diverged === undefined)).toBe(true);
    expect(end('race').sgd).toBeGreaterThan(50 * Math.min(...Object.values(end('race'))));
    const [x, y] = runs('adam-first-step')[0].points[1];
    expect([x, y]).toEqual([0.99, 0.99].map((v) => expect.closeTo(v, 9)));
    expect(end('saddle').adam).toBeLessThan(end('saddle').sgd / 10);
    expect(end('plateau').adam).toBeLessThan(0.1);
    expect(end('plateau').sgd).toBeGreaterThan(0.9);
    const { losses } = runs('schedule')[0];
    const tail = losses.slice(-5);
    expect(Math.max(...tail)).toBeLessThan(Math.max(...losses.slice(20, 50)));
  });
});
