/** The programs that readers copy are run: TensorFlow.js always, Python where there is one. */
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { codeTwin } from '@widgets/overfitting/code.ts';
import { resultsOf } from '@widgets/overfitting/reference.ts';
import type { State } from '@widgets/overfitting/state.ts';
import { maxError } from '@widgets/toolkit/proof.ts';
import { python, runPython, torch } from '../python.ts';
import { combinations } from './combinations.ts';

const cases = combinations(40, 21);
const lossesOf = (state: State) => {
  const { trainLoss, valLoss } = resultsOf(state);
  return Float64Array.of(trainLoss.data[0], valLoss.data[0]);
};

beforeAll(async () => {
  await tf.setBackend('cpu');
});

test('TensorFlow.js: the programs train to the losses of the widget', { timeout: 120_000 }, () => {
  for (const { query, state } of cases.slice(0, 24)) {
    const body = codeTwin(state, 'tfjs')
      .replace(/^import .*$/m, '')
      .replace(/^losses\.print\(\);.*$/m, 'return losses.dataSync();');
    const found = tf.tidy(() => new Function('tf', body)(tf)) as Float32Array;
    tf.disposeVariables();
    expect(maxError(found, lossesOf(state)), JSON.stringify(query)).toBeLessThan(2e-3);
  }
});

const run = (programs: string[]) => runPython(programs, "scope['losses']");

describe.each([
  ['numpy', python],
  ['pytorch', torch],
] as const)('%s', (language, there) => {
  test.skipIf(!there)(
    'the programs train to the losses of the widget',
    { timeout: 120_000 },
    () => {
      const results = run(cases.map(({ state }) => codeTwin(state, language)));
      cases.forEach(({ query, state }, i) => {
        expect(maxError(results[i], lossesOf(state)), JSON.stringify(query)).toBeLessThan(1e-8);
      });
    },
  );
});
