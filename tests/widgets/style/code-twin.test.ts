/** The programs that readers copy are run: TensorFlow.js always, Python where there is one. */
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { codeTwin } from '@widgets/style/code.ts';
import { resultsOf } from '@widgets/style/reference.ts';
import type { State } from '@widgets/style/state.ts';
import { python, runPython, torch } from '../python.ts';
import { combinations } from './combinations.ts';

const cases = combinations(45, 21);
const wanted = (state: State): number[] => {
  const { gram, contentLoss, styleLoss } = resultsOf(state);
  if (state.show === 'gram') return [...gram.data];
  return [contentLoss.data[0], 1000 * styleLoss.data[0]];
};
const near = (found: ArrayLike<number>, state: State, share: number, about: string) => {
  const thousands = state.show === 'gram' ? 1 : 1000;
  wanted(state).forEach((v, i) => {
    const got = i === 1 ? found[i] * thousands : found[i];
    expect(Math.abs(got - v), about).toBeLessThanOrEqual(share * Math.max(1, Math.abs(v)));
  });
};

beforeAll(async () => {
  await tf.setBackend('cpu');
});

test('TensorFlow.js: Gram matrices and losses of the widget', { timeout: 120_000 }, () => {
  for (const { query, state } of cases) {
    const result = state.show === 'gram' ? 'G' : 'losses';
    const body = codeTwin(state, 'tfjs')
      .replace(/^import .*$/m, '')
      .replace(new RegExp(`^${result}\\.print\\(\\);.*$`, 'm'), `return ${result}.dataSync();`);
    const found = tf.tidy(() => new Function('tf', body)(tf)) as Float32Array;
    near(found, state, 5e-3, JSON.stringify(query));
  }
});

describe.each([
  ['numpy', python],
  ['pytorch', torch],
] as const)('%s', (language, there) => {
  test.skipIf(!there)('Gram matrices and losses of the widget', { timeout: 120_000 }, () => {
    const programs = cases.map(({ state }) => codeTwin(state, language));
    const results = runPython(programs, "scope['losses'] if 'losses' in scope else scope['G'].ravel().tolist()"); // prettier-ignore
    cases.forEach(({ query, state }, i) => near(results[i], state, 1e-6, JSON.stringify(query)));
  });
});
