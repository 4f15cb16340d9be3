/** The programs that readers copy are run: TensorFlow.js always, Python where there is one. */
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { codeTwin } from '@widgets/gradient-flow/code.ts';
import { resultsOf } from '@widgets/gradient-flow/reference.ts';
import type { State } from '@widgets/gradient-flow/state.ts';
import { python, runPython, torch } from '../python.ts';
import { combinations } from './combinations.ts';

// Small networks: it is the program that is tested.
const cases = combinations(120, 31).filter(({ state }) => state.depth <= 5 && state.width <= 16);

function expectSizes(state: State, sizes: number[][], tolerance: number, about: string) {
  const { data } = resultsOf(state).layers;
  sizes.flat().forEach((value, i) => {
    expect(Math.abs(value - data[i]), about).toBeLessThanOrEqual(
      tolerance * Math.abs(data[i]) + 1e-12,
    );
  });
  expect(sizes.flat().length).toBe(data.length);
}

beforeAll(async () => {
  await tf.setBackend('cpu');
});

test('TensorFlow.js: the programs measure what the widget measures', { timeout: 120_000 }, () => {
  expect(cases.length).toBeGreaterThan(40);
  for (const { query, state } of cases.slice(0, 40)) {
    // float32 holds no more than this, squared.
    if (Math.max(...resultsOf(state).layers.data) > 1e15) continue;
    const body = codeTwin(state, 'tfjs')
      .replace(/^import .*$/m, '')
      .replace(/^console.log\(sizes\);.*$/m, 'return sizes;');
    const sizes = tf.tidy(() => new Function('tf', body)(tf) as number[][]);
    tf.disposeVariables();
    expectSizes(state, sizes, 5e-3, JSON.stringify(query));
  }
});

const run = (programs: string[]) => runPython<number[][]>(programs, "scope['sizes']");

describe.each([
  ['numpy', python],
  ['pytorch', torch],
] as const)('%s', (language, there) => {
  test.skipIf(!there)('the programs measure what the widget measures', { timeout: 120_000 }, () => {
    const results = run(cases.map(({ state }) => codeTwin(state, language)));
    cases.forEach(({ query, state }, i) => {
      expectSizes(state, results[i], 1e-8, JSON.stringify(query));
    });
  });
});
