/** The programs that readers copy are run: TensorFlow.js always, Python where there is one. */
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { codeTwin } from '@widgets/compress/code.ts';
import { parse } from '@widgets/compress/state.ts';
import type { Language } from '@widgets/toolkit/kind.ts';
import { python, runPython, torch } from '../python.ts';
import { ready, worked } from './bench.ts';
import { combinations } from './combinations.ts';

const cases: { want: number[]; code: Record<Language, string> }[] = [];

beforeAll(async () => {
  await ready();
  await tf.setBackend('cpu');
  for (const { query } of combinations(14, 21)) {
    const state = parse(query).state!;
    const { weights } = await worked(state);
    const want = Array.from({ length: 8 }, (_, i) => weights.data[2 * i + 1]);
    const of = (language: Language) => codeTwin(state, language);
    cases.push({ want, code: { tfjs: of('tfjs'), pytorch: of('pytorch'), numpy: of('numpy') } });
  }
}, 120_000);

const near = (got: ArrayLike<number>, want: readonly number[], share: number, about: string) =>
  want.forEach((v, i) => expect(Math.abs(got[i] - v), about).toBeLessThanOrEqual(share * Math.max(1, Math.abs(v)))); // prettier-ignore

test('TensorFlow.js: the programs give the weights of the table', () => {
  for (const { want, code } of cases) {
    const body = code.tfjs.replace(/^import .*$/m, '').replace(/^back\.print\(\);$/m, 'return back.dataSync();'); // prettier-ignore
    near(tf.tidy(() => new Function('tf', body)(tf)) as Float32Array, want, 1e-5, body);
  }
});

describe.each([
  ['numpy', python],
  ['pytorch', torch],
] as const)('%s', (language, there) => {
  test.skipIf(!there)('the programs give the weights of the table', { timeout: 60_000 }, () => {
    const results = runPython(cases.map(({ code }) => code[language]), "scope['back'].tolist()"); // prettier-ignore
    cases.forEach(({ want, code }, i) => near(results[i], want, 1e-9, code[language]));
  });
});
