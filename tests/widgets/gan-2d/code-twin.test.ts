/** The programs that readers copy are run: TensorFlow.js always, Python where there is one. */
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { outputOf } from '@lib/mlp.ts';
import { codeTwin } from '@widgets/gan-2d/code.ts';
import type { State } from '@widgets/gan-2d/state.ts';
import { trained } from '@widgets/gan-2d/training.ts';
import { maxError } from '@widgets/toolkit/proof.ts';
import { python, runPython, torch } from '../python.ts';
import { combinations } from './combinations.ts';

const cases = combinations(30, 21).filter(({ state }) => state.steps < 20);

function samplesOf(state: State): Float64Array {
  const { at, latent } = trained(state);
  return outputOf(at.generator, latent, 512);
}

beforeAll(async () => {
  await tf.setBackend('cpu');
});

test('TensorFlow.js: the programs train to the samples of the widget', { timeout: 120_000 }, () => {
  expect(new Set(cases.map(({ state }) => state.loss)).size).toBe(3);
  for (const { query, state } of cases.slice(0, 12)) {
    const body = codeTwin(state, 'tfjs')
      .replace(/^import .*$/m, '')
      .replace(/^samples\.print\(\);$/m, 'return samples.dataSync();');
    const found = tf.tidy(() => new Function('tf', body)(tf)) as Float32Array;
    tf.disposeVariables();
    expect(maxError(found, samplesOf(state)), JSON.stringify(query)).toBeLessThan(2e-3);
  }
});

const run = (programs: string[]) => runPython(programs, "scope['samples'].ravel().tolist()");

describe.each([
  ['numpy', python],
  ['pytorch', torch],
] as const)('%s', (language, there) => {
  test.skipIf(!there)(
    'the programs train to the samples of the widget',
    { timeout: 120_000 },
    () => {
      const results = run(cases.map(({ state }) => codeTwin(state, language)));
      cases.forEach(({ query, state }, i) => {
        expect(maxError(results[i], samplesOf(state)), JSON.stringify(query)).toBeLessThan(1e-9);
      });
    },
  );
});
