/** The programs that readers copy are run: TensorFlow.js always, Python where there is one. */
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { WAYS } from '@lib/fusion.ts';
import { codeTwin } from '@widgets/embed/code.ts';
import { decides } from '@widgets/embed/fusion-view.ts';
import { SHOWN } from '@widgets/embed/reference.ts';
import type { State } from '@widgets/embed/state.ts';
import type { Language } from '@widgets/toolkit/kind.ts';
import { python, runPython, torch } from '../python.ts';
import { ready, stateOf, worked } from './bench.ts';
import { combinations } from './combinations.ts';

const cases: { state: State; want: number[]; code: Record<Language, string> }[] = [];
const RESULT = { space: 'loss', temperature: 'loss', retrieval: 'scores', fusion: 'probabilities' };

async function wanted(state: State): Promise<number[]> {
  const outputs = await worked(state);
  if (state.show === 'retrieval') return [...outputs.scores.data];
  if (state.show === 'temperature') return [outputs.loss.data[0]];
  if (state.show === 'space') return [outputs.trainLoss.data[0]];
  const w = WAYS.indexOf(decides(state));
  return Array.from({ length: SHOWN }, (_, i) => outputs.probabilities.data[i * WAYS.length + w]);
}

beforeAll(async () => {
  await ready();
  await tf.setBackend('cpu');
  const more = [{}, { swap: '1,4' }, { swap: '0,2', from: '20', at: '60' }].map(stateOf);
  for (const state of [...more, ...combinations(24, 21).map((each) => each.state)]) {
    const of = (language: Language) => codeTwin(state, language);
    cases.push({ state, want: await wanted(state), code: { tfjs: of('tfjs'), pytorch: of('pytorch'), numpy: of('numpy') } }); // prettier-ignore
  }
}, 120_000);

const near = (got: ArrayLike<number>, want: readonly number[], share: number, about: string) => {
  expect(got.length, about).toBe(want.length);
  want.forEach((v, i) => expect(Math.abs(got[i] - v), about).toBeLessThanOrEqual(share * Math.max(1, Math.abs(v)))); // prettier-ignore
};

test('TensorFlow.js: the programs come to the numbers of the widget', { timeout: 300_000 }, () => {
  for (const { state, want, code } of cases.slice(0, 19)) {
    const body = code.tfjs.replace(/^import .*$/m, '').replace(/\.print\(\);( \/\/.*)?$/gm, ';');
    const found = tf.tidy(() => new Function('tf', `${body}\nreturn ${RESULT[state.show]}.dataSync();`)(tf)) as Float32Array; // prettier-ignore
    tf.disposeVariables();
    near(found, want, 5e-3, code.tfjs);
  }
});

describe.each([
  ['numpy', python],
  ['pytorch', torch],
] as const)('%s', (language, there) => {
  test.skipIf(!there)('the programs come to the numbers of the widget', { timeout: 300_000 }, () => {
    for (const [show, name] of Object.entries(RESULT)) {
      const of = cases.filter(({ state }) => state.show === show);
      const array = name === 'loss' ? "[scope['loss']]" : `scope['${name}'].tolist()`;
      const results = runPython(of.map(({ code }) => code[language]), array); // prettier-ignore
      of.forEach(({ want, code }, i) => near(results[i], want, 1e-6, code[language]));
    }
  }); // prettier-ignore
});
