/** The programs that readers copy are run: TensorFlow.js always, Python where there is one. */
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { softmax } from '@lib/ops/activation.ts';
import { scoresOf, trainHead } from '@lib/transfer.ts';
import { codeTwin, firstExamples } from '@widgets/transfer/code.ts';
import { HEAD } from '@widgets/transfer/reference.ts';
import { parse } from '@widgets/transfer/state.ts';
import type { Language } from '@widgets/toolkit/kind.ts';
import { python, runPython, torch } from '../python.ts';
import { ready } from './bench.ts';

const cases: { want: number[]; code: Record<Language, string> }[] = [];

beforeAll(async () => {
  await ready();
  await tf.setBackend('cpu');
  for (const query of [{}, { shots: '1', draw: '4' }, { task: 'own' }, { task: 'own', examples: 'o1;x1,x2' }]) {
    const state = parse(query).state!;
    const { features, labels } = firstExamples(state);
    expect(new Set(labels).size).toBeGreaterThan(1);
    const work = trainHead(features, labels, Math.max(...labels) + 1, HEAD.steps, HEAD);
    let next = work.next();
    while (!next.done) next = work.next();
    const { head } = next.value;
    const want = features.flatMap((x) => Array.from(softmax(scoresOf(head, x))));
    const of = (language: Language) => codeTwin(state, language);
    cases.push({ want, code: { tfjs: of('tfjs'), pytorch: of('pytorch'), numpy: of('numpy') } });
  }
}, 120_000); // prettier-ignore

const near = (got: ArrayLike<number>, want: readonly number[], share: number, about: string) => {
  expect(got.length).toBe(want.length);
  want.forEach((v, i) => expect(Math.abs(got[i] - v), about).toBeLessThanOrEqual(share));
};

test('TensorFlow.js: the programs give the probabilities of the head', () => {
  for (const { want, code } of cases) {
    const body = code.tfjs.replace(/^import .*$/m, '').replace(/^p\.print\(\);$/m, 'return p.dataSync();'); // prettier-ignore
    near(tf.tidy(() => new Function('tf', body)(tf)) as Float32Array, want, 1e-5, body);
  }
});

test('without any example there is still a program', () => {
  const code = codeTwin(parse({ task: 'own', examples: ';' }).state!, 'tfjs');
  const body = code.replace(/^import .*$/m, '').replace(/^p\.print\(\);$/m, 'return p.dataSync();');
  expect(tf.tidy(() => new Function('tf', body)(tf) as Float32Array)).toHaveLength(2);
});

describe.each([
  ['numpy', python],
  ['pytorch', torch],
] as const)('%s', (language, there) => {
  test.skipIf(!there)('the programs give the same', { timeout: 60_000 }, () => {
    const results = runPython(cases.map(({ code }) => code[language]), "scope['p'].ravel().tolist()"); // prettier-ignore
    cases.forEach(({ want, code }, i) => near(results[i], want, 1e-6, code[language]));
  });
});
