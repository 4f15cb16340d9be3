/** The programs that readers copy are run: TensorFlow.js always, Python where there is one. */
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Outputs } from '@widgets/toolkit/kind.ts';
import { magnitude } from '@widgets/toolkit/text.ts';
import { codeTwin } from '@widgets/translation/code.ts';
import { errorsOf, reference } from '@widgets/translation/reference.ts';
import { parse, type State } from '@widgets/translation/state.ts';
import { python, runPython, torch } from '../python.ts';
import { combinations } from './combinations.ts';

const states = combinations(60, 3).filter(({ state }) => {
  const { equivariance, invariance } = errorsOf(outputsOf(state));
  return Number.isFinite(equivariance) && Number.isFinite(invariance);
});

function outputsOf(state: State): Outputs {
  return reference(state, undefined, async () => true) as Outputs;
}

function close(values: ArrayLike<number>, state: State, allowed: number, about: string): void {
  const outputs = outputsOf(state);
  const { equivariance, invariance } = errorsOf(outputs);
  const expected = [...outputs.y.data, equivariance, invariance];
  expect(values.length, about).toBe(expected.length);
  const limit = allowed * Math.max(1, magnitude(outputs.y.data));
  expected.forEach((value, i) => {
    const most = i < outputs.y.data.length ? limit : allowed * 20;
    if (!(Math.abs(value - values[i]) <= most))
      expect.fail(`${about} at ${i}: ${values[i]} for ${value}`);
  });
}

beforeAll(async () => {
  await tf.setBackend('cpu');
});

test('most programs have something to compare', () => {
  expect(states.length).toBeGreaterThan(40);
});

test('TensorFlow.js: the programs give the numbers of src/lib', () => {
  for (const { query, state } of states) {
    const body = codeTwin(state, 'tfjs')
      .replace(/^import .*$/m, '')
      .replace(/^y\..*print\(\);.*$/m, '')
      .replace(/^errors\.print\(\);.*$/m, 'return [...y.dataSync(), ...errors.dataSync()];');
    close(
      tf.tidy(() => new Function('tf', body)(tf)),
      state,
      3e-6,
      JSON.stringify(query),
    );
  }
});

const run = (programs: string[]) =>
  runPython(programs, "scope['y'].ravel().tolist() + scope['errors'].tolist()");

describe.each([
  ['numpy', python],
  ['pytorch', torch],
] as const)('%s', (language, there) => {
  test.skipIf(!there)('the programs give the numbers of src/lib', { timeout: 60_000 }, () => {
    const results = run(states.map(({ state }) => codeTwin(state, language)));
    states.forEach(({ query, state }, i) => close(results[i], state, 1e-9, JSON.stringify(query)));
  });
});

test('a picture is named as the page names it, and cut to a square', () => {
  for (const language of ['tfjs', 'numpy', 'pytorch'] as const) {
    const own = parse({ image: 'own' }, { height: 90, width: 70, channels: 3 }).state!;
    expect(codeTwin(own, language)).toMatch(
      /picture\.png[\s\S]*(11, 1, 0\], \[1, 68, 68|11:79, 1:69)/,
    );
    expect(codeTwin(parse({}).state!, language)).toContain('digit-3.png');
  }
});
