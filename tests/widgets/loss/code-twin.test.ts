/** The programs that readers copy are run: TensorFlow.js always, Python where there is one. */
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { codeTwin } from '@widgets/loss/code.ts';
import { reference } from '@widgets/loss/reference.ts';
import { SCENES } from '@widgets/loss/scenes.ts';
import { parse, type State } from '@widgets/loss/state.ts';
import { magnitude } from '@widgets/toolkit/text.ts';
import { python, runPython, torch } from '../python.ts';
import { combinations } from './combinations.ts';

const states = [
  ...combinations(180, 21).map(({ state }) => state),
  ...Object.values(SCENES).map(
    ({ query }) => parse(Object.fromEntries(new URLSearchParams(query))).state!,
  ),
];

/** The loss and its gradient, and what is printed besides: hinge; MSE and MAE. */
function expected(state: State): number[] {
  const out = reference(state);
  if (state.mode === 'classes') return [out.loss.data[0], ...out.gradient.data];
  const column = (k: number) => [...out.rows.data].filter((_, i) => i % 7 === k);
  return state.mode === 'binary' ? [out.loss.data[0], ...column(2), out.hinge.data[0]] : [out.huber.data[0], ...column(6), out.mse.data[0], out.mae.data[0]]; // prettier-ignore
}

function close(values: readonly number[], state: State, allowed: number): void {
  const right = expected(state);
  expect(values.length, JSON.stringify(state)).toBe(right.length);
  const limit = allowed * Math.max(1, magnitude(right));
  right.forEach((value, i) => {
    const about = `${JSON.stringify(state)} at ${i}: ${values[i]} for ${value}`;
    if (!(Math.abs(value - values[i]) <= limit)) expect.fail(about);
  });
}

/** What float32 and a plain 1 − p can still tell: the programs for TensorFlow.js are the short ones. */
const gentle = ({ mode, logits, z, gamma, temperature }: State) => {
  const all = mode === 'classes' ? logits.flat() : mode === 'binary' ? z : [];
  const most = Math.max(0, ...all.map(Math.abs)) / (mode === 'classes' ? temperature : 1);
  return most <= (gamma > 0 ? 6 : 100);
};

beforeAll(async () => {
  await tf.setBackend('cpu');
});

test('TensorFlow.js: the programs give the numbers of src/lib', () => {
  const some = states.filter(gentle);
  expect(some.length).toBeGreaterThan(100);
  for (const state of some) {
    const code = codeTwin(state, 'tfjs');
    const body = code
      .replace(/^import .*$/m, '')
      .replace(/^(loss|gradient)\.print\(\);$/gm, '')
      .replace(/^(.*)\.print\(\);.*$/gm, 'more.push($1);');
    const values = tf.tidy(
      () =>
      new Function('tf', `const more = [];\n${body}\nreturn [loss, gradient, ...more].flatMap((v) => [...v.dataSync()])`)(tf), // prettier-ignore
    );
    close(values, state, 2e-5);
  }
});

/** Runs many programs in one interpreter. */
const run = (programs: string[]) =>
  runPython(programs, '[n for v in printed for n in flat(v)]', {
    before: [
      'import warnings',
      'import numpy as np',
      "warnings.simplefilter('ignore')",
      'flat = lambda v: np.asarray(v.detach() if hasattr(v, "detach") else v, dtype=float).ravel().tolist()',
    ],
  });

describe.each([
  ['numpy', python],
  ['pytorch', torch],
] as const)('%s', (language, there) => {
  test.skipIf(!there)('the programs give the numbers of src/lib, at ±1e4 too', () => {
    const results = run(states.map((state) => codeTwin(state, language)));
    states.forEach((state, i) => close(results[i], state, 1e-9));
  });
});
