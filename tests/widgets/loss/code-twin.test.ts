/** The programs that readers copy are run: TensorFlow.js always, Python where there is one. */
import { execFileSync, spawnSync } from 'node:child_process';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { codeTwin } from '@widgets/loss/code.ts';
import { reference } from '@widgets/loss/reference.ts';
import { SCENES } from '@widgets/loss/scenes.ts';
import { parse, type State } from '@widgets/loss/state.ts';
import { magnitude } from '@widgets/toolkit/text.ts';
import { combinations } from './combinations.ts';

const states = [
  ...combinations(180, 21).map(({ state }) => state),
  ...Object.values(SCENES).map(
    ({ query }) => parse(Object.fromEntries(new URLSearchParams(query))).state!,
  ),
];

/** The loss and its gradient. */
function expected(state: State): number[] {
  const out = reference(state);
  if (state.mode === 'classes') return [out.loss.data[0], ...out.gradient.data];
  const column = (k: number) => [...out.rows.data].filter((_, i) => i % 7 === k);
  return state.mode === 'binary' ? [out.loss.data[0], ...column(2)] : [out.huber.data[0], ...column(6)]; // prettier-ignore
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
    const body = code.replace(/^import .*$/m, '').replace(/^.*\.print\(\);.*$/gm, '');
    const values = tf.tidy(() =>
      new Function('tf', `${body}\nreturn [...loss.dataSync(), ...gradient.dataSync()]`)(tf),
    );
    close(values, state, 2e-5);
  }
});

const python = ['/usr/bin/python3', 'python3'].find(
  (command) => spawnSync(command, ['-c', 'import numpy']).status === 0,
);
const torch = python && spawnSync(python, ['-c', 'import torch, numpy']).status === 0;

/** Runs many programs in one interpreter. */
function run(programs: string[]): number[][] {
  const script = [
    'import json, sys, warnings',
    'import numpy as np',
    "warnings.simplefilter('ignore')",
    'flat = lambda v: np.asarray(v.detach() if hasattr(v, "detach") else v, dtype=float).ravel().tolist()',
    'for code in json.load(sys.stdin):',
    "    s = {'print': lambda *a: None}",
    '    exec(code, s)',
    '    sys.stdout.write(json.dumps(flat(s["loss"]) + flat(s["gradient"])) + "\\n")',
  ].join('\n');
  const out = execFileSync(python!, ['-c', script], {
    input: JSON.stringify(programs),
    maxBuffer: 1e9,
  });
  return out.toString().trim().split('\n').map((line) => JSON.parse(line)); // prettier-ignore
}

describe.each([
  ['numpy', python],
  ['pytorch', torch],
] as const)('%s', (language, there) => {
  test.skipIf(!there)('the programs give the numbers of src/lib, at ±1e4 too', () => {
    const results = run(states.map((state) => codeTwin(state, language)));
    states.forEach((state, i) => close(results[i], state, 1e-9));
  });
});
