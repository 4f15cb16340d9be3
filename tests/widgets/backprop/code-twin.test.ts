/** The programs that readers copy are run: TensorFlow.js always, Python where there is one. */
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { codeTwin } from '@widgets/backprop/code.ts';
import { traceOf } from '@widgets/backprop/reference.ts';
import { SCENES } from '@widgets/backprop/scenes.ts';
import { parse, type State } from '@widgets/backprop/state.ts';
import { magnitude } from '@widgets/toolkit/text.ts';
import { python, runPython, torch } from '../python.ts';
import { combinations } from './combinations.ts';

const states = [
  ...combinations(120, 21).map(({ state }) => state),
  ...Object.values(SCENES).map(
    ({ query }) => parse(Object.fromEntries(new URLSearchParams(query))).state!,
  ),
];

const ORDER = ['w', 'b', 'w2', 'b2'];

/** The loss, what is held and the updated parameters: by key, row by row, as programs have them. */
function expected(state: State): number[] {
  const { loss, held, next, parameters, built } = traceOf(state);
  const order = parameters
    .map((leaf, i) => ({ ...built.leaves[leaf], i }))
    .sort((a, b) => ORDER.indexOf(a.key) - ORDER.indexOf(b.key) || a.row - b.row || a.col - b.col)
    .map(({ i }) => i);
  return [loss, ...order.map((i) => held[i]), ...order.map((i) => next[i])];
}

function close(values: readonly number[], state: State, allowed: number): void {
  const right = expected(state);
  expect(values.length, JSON.stringify(state)).toBe(right.length);
  const limit = allowed * Math.max(1, magnitude(right));
  right.forEach((value, i) => {
    const about = `${JSON.stringify(state)} at ${i}: ${values[i]} for ${value}`;
    expect(Math.abs(value - values[i]), about).toBeLessThanOrEqual(limit);
  });
}

beforeAll(async () => {
  await tf.setBackend('cpu');
});

test('TensorFlow.js: the programs give the numbers of src/lib', () => {
  for (const state of states) {
    const code = codeTwin(state, 'tfjs');
    expect(code.match(/print\(\)/g)).toHaveLength(3);
    const body = code.replace(/^import .*$/m, '').replace(/^.*print\(\).*$/gm, '');
    const values = tf.tidy(
      () =>
      new Function('tf', `${body}\nreturn [value, ...held, ...params].flatMap((v) => [...v.dataSync()])`)(tf), // prettier-ignore
    );
    close(values, state, 3e-5);
  }
});

/** Runs many programs in one interpreter. */
const run = (programs: string[]) =>
  runPython(
    programs,
    '[n for v in [scope["value"], *scope["held"], *scope["params"]] for n in flat(v)]',
    {
      before: [
        'import numpy as np',
        'flat = lambda v: np.asarray(v.detach() if hasattr(v, "detach") else v, dtype=float).ravel().tolist()',
      ],
    },
  );

describe.each([
  ['numpy', python],
  ['pytorch', torch],
] as const)('%s', (language, there) => {
  test.skipIf(!there)('the programs give the numbers of src/lib', () => {
    const results = run(states.map((state) => codeTwin(state, language)));
    states.forEach((state, i) => close(results[i], state, 1e-10));
  });
});
