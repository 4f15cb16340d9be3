/** The programs that readers copy are run: TensorFlow.js always, Python where there is one. */
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { METHODS } from '@lib/optimizers.ts';
import { codeTwin } from '@widgets/optimizers/code.ts';
import { raceOf, lastOf } from '@widgets/optimizers/race.ts';
import { parse, type State } from '@widgets/optimizers/state.ts';
import type { Query } from '@widgets/toolkit/query.ts';
import { python, runPython, torch } from '../python.ts';
import { combinations } from './combinations.ts';

// Runs that stop on their own are left out: the programs follow all to the same step.
const cases = combinations(220, 31).filter(({ state }) => {
  const { runs } = raceOf(state);
  return runs.every(({ diverged }) => diverged === undefined);
});

function expectEnds(
  state: State,
  ends: Record<string, number[]>,
  tolerance: number,
  about: string,
) {
  // prettier-ignore
  for (const run of raceOf(state).runs) {
    run.points[lastOf(run, state.at)].forEach((value, i) => {
      const off = Math.abs(ends[run.method][i] - value);
      expect(off, `${run.method} ${about}`).toBeLessThanOrEqual(tolerance * Math.max(1, Math.abs(value))); // prettier-ignore
    });
  }
  expect(Object.keys(ends).length).toBe(state.optimizers.length);
}

beforeAll(async () => {
  await tf.setBackend('cpu');
});

test('TensorFlow.js: the programs end where the race does', { timeout: 120_000 }, () => {
  expect(cases.length).toBeGreaterThan(150);
  for (const { query, state } of cases.slice(0, 60)) {
    // Gradients of float32 do not stay on the edge of a valley.
    if (state.surface === 'rosenbrock' && state.at > 20) continue;
    const body = codeTwin(state, 'tfjs')
      .replace(/^import .*$/m, '')
      .replace(/^console.log\(ends\);$/m, 'return ends;');
    const ends = new Function('tf', body)(tf) as Record<string, number[]>;
    expectEnds(state, ends, 2e-3, JSON.stringify(query));
  }
  expect(tf.memory().numTensors).toBe(0);
});

test('the library is named with the numbers of the rule that is written out', () => {
  const named = (query: Query) => [...codeTwin(parse(query).state!, 'tfjs').matchAll(/\/\/ (tf\.train.*?), while/g)].map(([, call]) => call); // prettier-ignore
  const numbers = { rate: '0.3', adaptiveRate: '0.02', beta: '0.7', rho: '0.6', beta1: '0.8', beta2: '0.95', eps: '1e-3' }; // prettier-ignore
  const all = { ...numbers, optimizers: METHODS.join(',') };
  expect(named(all)).toEqual([
    'tf.train.sgd(0.3)',
    'tf.train.momentum(0.3, 0.7)',
    'tf.train.momentum(0.3, 0.7, true)',
    'tf.train.adam(0.02, 0.8, 0.95, 0.001)',
  ]);
  expect(named({ ...all, convention: 'keras' })).toEqual([
    'tf.train.sgd(0.3)',
    'tf.train.rmsprop(0.02, 0.6, 0, 0.001)',
  ]);
  expect(named({ ...all, decay: '0.1' })).toEqual([]);
});

const run = (programs: string[]) => runPython<Record<string, number[]>>(programs, "scope['ends']");

describe.each([
  ['numpy', python],
  ['pytorch', torch],
] as const)('%s', (language, there) => {
  test.skipIf(!there)('the programs end where the race does', { timeout: 120_000 }, () => {
    const some = cases.slice(0, language === 'numpy' ? undefined : 60);
    const results = run(some.map(({ state }) => codeTwin(state, language)));
    some.forEach(({ query, state }, i) => {
      expectEnds(state, results[i], 1e-9, JSON.stringify(query));
    });
  });
});
