/** The programs that readers copy are run: TensorFlow.js always, Python where there is one. */
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { forward } from '@lib/playground.ts';
import { codeTwin } from '@widgets/mlp/code.ts';
import type { State } from '@widgets/mlp/state.ts';
import { trained } from '@widgets/mlp/training.ts';
import { maxError } from '@widgets/toolkit/proof.ts';
import { python, runPython, torch } from '../python.ts';
import { combinations } from './combinations.ts';

const cases = combinations(36, 21);

function logitsOf(state: State): Float64Array {
  const { at, train } = trained(state);
  const all = forward(at.net, train.inputs, train.points.length);
  return all[all.length - 1];
}

beforeAll(async () => {
  await tf.setBackend('cpu');
});

test('TensorFlow.js: the programs train to the logits of the widget', { timeout: 120_000 }, () => {
  for (const { query, state } of cases.filter(({ state }) => state.steps < 20).slice(0, 16)) {
    const body = codeTwin(state, 'tfjs')
      .replace(/^import .*$/m, '')
      .replace(/^loss\(X, Y\)\.print\(\);$/m, 'return logits.dataSync();');
    const found = tf.tidy(() => new Function('tf', body)(tf)) as Float32Array;
    tf.disposeVariables();
    const wanted = logitsOf(state);
    const size = Math.max(1, ...wanted.map(Math.abs));
    expect(maxError(found, wanted), JSON.stringify(query)).toBeLessThan(2e-3 * size);
  }
});

const run = (programs: string[]) => runPython(programs, "scope['logits'].ravel().tolist()");

describe.each([
  ['numpy', python],
  ['pytorch', torch],
] as const)('%s', (language, there) => {
  test.skipIf(!there)(
    'the programs train to the logits of the widget',
    { timeout: 120_000 },
    () => {
      const results = run(cases.map(({ state }) => codeTwin(state, language)));
      cases.forEach(({ query, state }, i) => {
        const wanted = logitsOf(state);
        const size = Math.max(1, ...wanted.map(Math.abs));
        expect(maxError(results[i], wanted), JSON.stringify(query)).toBeLessThan(1e-8 * size);
      });
    },
  );
});
