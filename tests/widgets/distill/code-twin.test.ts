/** The programs that readers copy are run: TensorFlow.js always, Python where there is one. */
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { lesson } from '@lib/distill.ts';
import { codeTwin } from '@widgets/distill/code.ts';
import { madeOf } from '@widgets/distill/reference.ts';
import type { Language } from '@widgets/toolkit/kind.ts';
import { python, runPython, torch } from '../python.ts';
import { ready, stateOf, worked } from './bench.ts';
import { combinations } from './combinations.ts';

const cases: { want: number[]; code: Record<Language, string> }[] = [];

beforeAll(async () => {
  expect(codeTwin(stateOf({}), 'numpy')).toBe('# …\n');
  await ready();
  await tf.setBackend('cpu');
  for (const { state } of combinations(16, 21)) {
    await worked(state);
    const { v, z, label } = madeOf(state)!;
    const { loss, total } = lesson(v, z, label, state);
    const of = (language: Language) => codeTwin(state, language);
    const code = { tfjs: of('tfjs'), pytorch: of('pytorch'), numpy: of('numpy') };
    cases.push({ want: [loss, ...total], code });
  }
}, 200_000);

const near = (got: ArrayLike<number>, want: readonly number[], share: number, about: string) => {
  expect(got.length).toBe(want.length);
  want.forEach((v, i) => expect(Math.abs(got[i] - v), about).toBeLessThanOrEqual(share * Math.max(1, Math.abs(v)))); // prettier-ignore
};

test('TensorFlow.js: loss and gradient', () => {
  for (const { want, code } of cases) {
    const body = code.tfjs
      .replace(/^import .*$/m, '')
      .replace(/^loss\(z\).print\(\);$/m, '')
      .replace(/^gradient\.print\(\);$/m, 'return tf.concat([loss(z).reshape([1]), gradient]).dataSync();'); // prettier-ignore
    const [loss, ...gradient] = tf.tidy(() => new Function('tf', body)(tf)) as Float32Array;
    near(gradient, want.slice(1), 2e-4, body);
    // In float32 KL is a small difference, and T² makes it large.
    expect(Math.abs(loss - want[0])).toBeLessThanOrEqual(1e-2 + 1e-4 * want[0]);
  }
});

describe.each([
  ['numpy', python],
  ['pytorch', torch],
] as const)('%s', (language, there) => {
  test.skipIf(!there)('loss and gradient', { timeout: 60_000 }, () => {
    const loss = language === 'pytorch' ? "scope['loss'].item()" : "float(scope['loss'])";
    const results = runPython(cases.map(({ code }) => code[language]), `[${loss}] + scope['gradient'].tolist()`); // prettier-ignore
    cases.forEach(({ want, code }, i) => near(results[i], want, 1e-9, code[language]));
  });
});
