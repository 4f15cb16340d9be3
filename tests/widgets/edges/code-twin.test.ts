/** The programs that readers copy are run: TensorFlow.js always, Python where there is one. */
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { codeTwin } from '@widgets/edges/code.ts';
import { reference } from '@widgets/edges/reference.ts';
import { parse, type State } from '@widgets/edges/state.ts';
import type { Outputs } from '@widgets/toolkit/kind.ts';
import { magnitude } from '@widgets/toolkit/text.ts';
import { python, runPython, torch } from '../python.ts';
import { combinations } from './combinations.ts';

/** Small states of every kind, and two of Canny that have edges. */
const SQUARES = '9,9,9,9,9,9,9,9,9;9,9,60,60,60,60,9,9,9;9,9,60,80,80,60,9,9,9;9,9,60,80,99,60,9,9,9;9,9,60,60,60,60,9,9,9;9,9,9,9,9,9,9,9,9;9,9,9,9,9,9,9,30,30;9,9,9,9,9,9,9,30,30'; // prettier-ignore
const states = [
  ...combinations(72, 5),
  ...['result', 'threshold', 'suppressed'].flatMap((stage) =>
    ['0', '1'].map((sigma) => {
      const query = { op: 'canny', input: SQUARES, stage, sigma, low: '40', high: '120' };
      return { query, state: parse(query).state! };
    }),
  ),
];

function close(values: ArrayLike<number>, state: State, allowed: number, about: string): void {
  const { y } = reference(state, undefined, async () => true) as Outputs;
  const input = magnitude((state.source as { rows: number[][] }).rows.flat());
  const limit = allowed * Math.max(1, magnitude(y.data), input);
  expect(values.length, about).toBe(y.data.length);
  y.data.forEach((value, i) => {
    const off = Math.abs(value - values[i]);
    // a direction on the cut is both −180° and 180°
    const error = state.stage === 'direction' ? Math.min(off, 360 - off) : off;
    if (!(error <= limit)) expect.fail(`${about} at ${i}: ${values[i]} for ${value}`);
  });
}

beforeAll(async () => {
  await tf.setBackend('cpu');
});

test('TensorFlow.js: 78 programs give the numbers of src/lib', () => {
  for (const { query, state } of states) {
    // Where everything is flat up to rounding, float32 has a direction of its own.
    if (state.stage === 'direction' && state.sigma > 0) continue;
    const code = codeTwin(state, 'tfjs');
    const body = code
      .replace(/^import .*$/m, '')
      .replace(/^.*\.print\(\);.*$/m, 'return y.dataSync();');
    close(
      tf.tidy(() => new Function('tf', body)(tf)),
      state,
      2e-6,
      JSON.stringify(query),
    );
  }
});

const run = (programs: string[]) => runPython(programs, "scope['y'].ravel().tolist()");

describe.each([
  ['numpy', python],
  ['pytorch', torch],
] as const)('%s', (language, there) => {
  test.skipIf(!there)('78 programs give the numbers of src/lib', { timeout: 60_000 }, () => {
    const use = states.filter(({ state }) => !(state.stage === 'direction' && state.sigma > 0));
    const results = run(use.map(({ state }) => codeTwin(state, language)));
    use.forEach(({ query, state }, i) => close(results[i], state, 1e-9, JSON.stringify(query)));
  });
});

test('a picture is named as the page names it', () => {
  for (const language of ['tfjs', 'numpy', 'pytorch'] as const) {
    expect(codeTwin(parse({ image: 'cat' }).state!, language)).toContain('cat.png');
  }
});
