/** The programs that readers copy are run: TensorFlow.js always, Python where there is one. */
import { spawnSync } from 'node:child_process';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { codeTwin } from '@widgets/metrics/code.ts';
import { reference } from '@widgets/metrics/reference.ts';
import { SCENES } from '@widgets/metrics/scenes.ts';
import { parse, type State } from '@widgets/metrics/state.ts';
import { python, runPython } from '../python.ts';
import { combinations } from './combinations.ts';

const states = [
  ...combinations(160, 21).map(({ state }) => state),
  ...Object.values(SCENES).map(
    ({ query }) => parse(Object.fromEntries(new URLSearchParams(query))).state!,
  ),
];

/** Macro averages and accuracy; accuracy, precision, recall, F1 and the areas. */
function expected(state: State): number[] {
  const out = reference(state);
  if (state.mode === 'classes') return [...out.averages.data.slice(0, 3), out.accuracy.data[0]];
  const four = [...out.metrics.data.slice(0, 4)];
  return state.mode === 'counts' ? four : [...four, ...out.areas.data];
}

function close(values: readonly number[], state: State, allowed: number): void {
  const right = expected(state);
  expect(values.length, JSON.stringify(state)).toBe(right.length);
  right.forEach((value, i) => {
    const about = `${JSON.stringify(state)} at ${i}: ${values[i]} for ${value}`;
    // What is 0/0 is NaN in JavaScript, as the programs say.
    const got = Number.isNaN(values[i]) ? 0 : values[i];
    if (!(Math.abs(value - got) <= allowed)) expect.fail(about);
  });
}

beforeAll(async () => {
  await tf.setBackend('cpu');
});

test('TensorFlow.js: the programs give the numbers of src/lib', () => {
  for (const state of states) {
    const four = 'accuracy, precision, recall, f1';
    const result = { scores: `[${four}, auc, ap]`, counts: `[${four}]`, classes: '[...macro.dataSync(), ...accuracy.dataSync()]' }[state.mode]; // prettier-ignore
    const body = codeTwin(state, 'tfjs')
      .replace(/^import .*$/m, '')
      .replace(/^(.*\.print\(\)|console\.log.*);.*$/gm, '');
    const values = tf.tidy(() => new Function('tf', `${body}\nreturn ${result}`)(tf));
    close(values, state, 1e-6);
  }
});

const sklearn = python && spawnSync(python, ['-c', 'import sklearn']).status === 0;

describe.each([
  ['numpy', python],
  ['pytorch', sklearn],
] as const)('%s', (language, there) => {
  test.skipIf(!there)('the programs give the numbers of src/lib', () => {
    const flat = '[float(v) for p in printed for v in np.ravel(p)]';
    const before = ['import warnings', 'warnings.filterwarnings("ignore")', 'import numpy as np'];
    const programs = states.map((state) => codeTwin(state, language));
    runPython(programs, flat, { before }).forEach((values, i) => close(values, states[i], 1e-12));
  });
});

test('the second tab is scikit-learn', () => {
  expect(codeTwin(states[0], 'pytorch')).toContain('from sklearn import metrics as m');
});
