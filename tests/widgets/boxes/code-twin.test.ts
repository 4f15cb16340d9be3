/** The programs that readers copy are run: TensorFlow.js always, Python where there is one. */
import { execFileSync, spawnSync } from 'node:child_process';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { codeTwin } from '@widgets/boxes/code.ts';
import { reference, suppressed } from '@widgets/boxes/reference.ts';
import { SCENES } from '@widgets/boxes/scenes.ts';
import { parse, type State } from '@widgets/boxes/state.ts';
import { combinations } from './combinations.ts';

const states = [
  ...combinations(180, 21).map(({ state }) => state),
  ...Object.values(SCENES).map(
    ({ query }) => parse(Object.fromEntries(new URLSearchParams(query))).state!,
  ),
];

/** IoU and GIoU; the boxes kept; AP. */
function expected(state: State): number[] {
  const out = reference(state);
  if (state.mode === 'iou') return [out.measures.data[0], out.measures.data[2]];
  if (state.mode === 'nms') return [...suppressed(state).kept];
  return [out.aps.data[['area', '11', '101'].indexOf(state.points)]];
}

/** Whether a decision of this state hangs on the last digit of an IoU. */
function brittle(state: State): boolean {
  const limit = state.mode === 'nms' ? state.iou : state.at;
  return state.mode !== 'iou' && [...reference(state).pairs.data].some((iou) => Math.abs(iou - limit) < 1e-6); // prettier-ignore
}

function close(values: readonly number[], state: State, allowed: number): void {
  const right = expected(state);
  expect(values.length, JSON.stringify(state)).toBe(right.length);
  right.forEach((value, i) => {
    const about = `${JSON.stringify(state)} at ${i}: ${values[i]} for ${value}`;
    if (!(Math.abs(value - values[i]) <= allowed)) expect.fail(about);
  });
}

beforeAll(async () => {
  await tf.setBackend('cpu');
});

test('TensorFlow.js: the programs give the numbers of src/lib', () => {
  const some = states.filter((state) => !brittle(state));
  expect(some.length).toBeGreaterThan(120);
  for (const state of some) {
    const result = { iou: '[...iou.dataSync(), ...giou.dataSync()]', nms: 'kept', ap: '[ap]' }[state.mode]; // prettier-ignore
    const body = codeTwin(state, 'tfjs')
      .replace(/^import .*$/m, '')
      .replace(/^(.*\.print\(\)|console\.log.*);.*$/gm, '');
    const values = tf.tidy(() => new Function('tf', `${body}\nreturn ${result}`)(tf));
    close(values, state, 2e-6);
  }
});

const python = ['/usr/bin/python3', 'python3'].find(
  (command) => spawnSync(command, ['-c', 'import numpy']).status === 0,
);
const torch = python && spawnSync(python, ['-c', 'import torch, numpy']).status === 0;

/** Runs many programs in one interpreter. */
function run(programs: string[]): number[][] {
  const script = [
    'import json, sys',
    'import numpy as np',
    'flat = lambda v: np.asarray(v.detach() if hasattr(v, "detach") else v, dtype=float).ravel().tolist()',
    'for code in json.load(sys.stdin):',
    "    s = {'print': lambda *a: None}",
    '    exec(code, s)',
    '    out = flat(s["kept"]) if "kept" in s else flat(s["ap"]) if "ap" in s else flat(s["iou"]) + flat(s["giou"])',
    '    out += flat(s["gradient"]) if "gradient" in s else []',
    '    sys.stdout.write(json.dumps(out) + "\\n")',
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
  test.skipIf(!there)('the programs give the numbers of src/lib', () => {
    const results = run(states.map((state) => codeTwin(state, language)));
    let gradients = 0;
    states.forEach((state, i) => {
      const values = results[i];
      if (state.mode === 'iou' && language === 'pytorch') {
        const gradient = values.splice(2);
        [...reference(state).gradients.data].slice(4, 8).forEach((v, k) => expect(gradient[k]).toBeCloseTo(v, 10)); // prettier-ignore
        gradients++;
      }
      close(values, state, 1e-12);
    });
    expect(gradients > 0).toBe(language === 'pytorch');
  });
});
