/** The programs that readers copy are run: TensorFlow.js always, Python where there is one. */
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { codeTwin } from '@widgets/masks/code.ts';
import { reference } from '@widgets/masks/reference.ts';
import { SCENES } from '@widgets/masks/scenes.ts';
import { parse, type State } from '@widgets/masks/state.ts';
import { python, runPython, torch } from '../python.ts';
import { combinations } from './combinations.ts';

const states = [
  ...combinations(150, 21).map(({ state }) => state),
  ...Object.values(SCENES).map(
    ({ query }) => parse(Object.fromEntries(new URLSearchParams(query))).state!,
  ),
];

/** IoU and Dice; the IoU of the classes and mIoU; regions; PQ; the picture. */
function expected(state: State): number[] {
  const out = reference(state);
  if (state.mode === 'dice') return [...out.measures.data.slice(0, 2)];
  if (state.mode === 'miou') return [...out.scores.data.slice(0, out.scores.shape[1]), out.means.data[0]]; // prettier-ignore
  if (state.mode === 'merged') return [out.totals.data[0]];
  return state.mode === 'panoptic' ? [out.means.data[1]] : [...out.y.data];
}

function close(values: readonly number[], state: State, allowed: number): void {
  const right = expected(state);
  expect(values.length, JSON.stringify(state)).toBe(right.length);
  right.forEach((value, i) => {
    const about = `${JSON.stringify(state)} at ${i}: ${values[i]} for ${value}`;
    if (!(Math.abs(value - values[i]) <= allowed * Math.max(1, value))) expect.fail(about);
  });
}

beforeAll(async () => {
  await tf.setBackend('cpu');
});

test('TensorFlow.js: the programs give the numbers of src/lib', () => {
  for (const state of states) {
    const result = {
      dice: '[...iou.dataSync(), ...dice.dataSync()]',
      miou: '[...iou.dataSync(), ...iou.mean().dataSync()]',
      merged: '[count]',
      panoptic: '[...pq.dataSync()]',
      cut: '[...y.dataSync()]',
    }[state.mode];
    const body = codeTwin(state, 'tfjs')
      .replace(/^import .*$/m, '')
      .replace(/^(.*\.print\(\)|console\.log.*);.*$/gm, '');
    const values = tf.tidy(() => new Function('tf', `${body}\nreturn ${result}`)(tf));
    close(values, state, 2e-6);
  }
});

describe.each([
  ['numpy', python],
  ['pytorch', torch],
] as const)('%s', (language, there) => {
  test.skipIf(!there)('the programs print the numbers of src/lib', () => {
    const results = runPython(
      states.map((state) => codeTwin(state, language)),
      'sum((np.asarray(v, dtype=float).ravel().tolist() for v in printed), [])',
      { before: ['import numpy as np'] },
    );
    states.forEach((state, i) => close(results[i], state, 1e-12));
  });
});
