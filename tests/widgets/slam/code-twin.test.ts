/** The programs that readers copy are run: TensorFlow.js always, Python where there is one. */
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { codeTwin } from '@widgets/slam/code.ts';
import { nowOf } from '@widgets/slam/reference.ts';
import { SCENES } from '@widgets/slam/scenes.ts';
import { parse, type State } from '@widgets/slam/state.ts';
import { judged } from '@lib/slam.ts';
import { python, runPython, torch } from '../python.ts';
import { combinations } from './combinations.ts';

const states = [
  ...combinations(60, 31).map(({ state }) => state),
  ...Object.values(SCENES).map(
    ({ query }) => parse(Object.fromEntries(new URLSearchParams(query))).state!,
  ),
];

/** x, y, heading, their covariance, and the distance to the truth. */
function expected(state: State): number[] {
  const { belief, step } = nowOf(state);
  const n = belief.mean.length;
  const cov = [0, 1, 2].flatMap((r) => [...belief.cov.subarray(r * n, r * n + 3)]);
  return [...belief.mean.slice(0, 3), ...cov, judged(belief, step.truth).error];
}

function close(values: readonly number[], state: State, allowed: number): void {
  const right = expected(state);
  expect(values.length).toBe(right.length);
  right.forEach((value, i) => {
    const off = Math.abs(values[i] - value);
    if (!(off <= allowed * Math.max(1, Math.abs(value)))) {
      expect.fail(`${JSON.stringify(state)} at ${i}: ${values[i]} for ${value}`);
    }
  });
}

beforeAll(async () => {
  await tf.setBackend('cpu');
});

test('TensorFlow.js: the programs end where the drive is', { timeout: 200_000 }, () => {
  // A confused filter is pulled about so hard that float32 shows, and a gate decides by a hair.
  const some = states.filter(({ mistake, gate, t }) => !gate && (mistake === 0 || t < 58));
  expect(some.length).toBeGreaterThan(30);
  for (const state of some) {
    const body = codeTwin(state, 'tfjs')
      .replace(/^import .*$/m, '')
      .replace(/^(console\.log|P\.slice).*$/gm, '');
    const [mean, cov, error] = new Function(
      'tf',
      `${body}\nreturn [mean.slice(0, 3), P.slice([0, 0], [3, 3]).dataSync(), Math.hypot(mean[0] - truth[0], mean[1] - truth[1])]`,
    )(tf) as [number[], Float32Array, number];
    close([...mean, ...cov, error], state, 2e-3);
    tf.disposeVariables();
  }
});

const RESULT = [
  'flat = [float(v) for row in scope["P"][:3, :3] for v in row]',
  'm, t = scope["mean"], scope["truth"]',
  '[float(v) for v in m[:3]] + flat + [math.hypot(float(m[0]) - t[0], float(m[1]) - t[1])]',
];

describe.each([
  ['numpy', python],
  ['pytorch', torch],
] as const)('%s', (language, there) => {
  test.skipIf(!there)('the programs end where the drive is', { timeout: 200_000 }, () => {
    const some = states.slice(language === 'numpy' ? 0 : 30);
    const programs = some.map((state) => codeTwin(state, language));
    const results = runPython(programs, RESULT, { before: ['import math'] });
    some.forEach((state, i) => close(results[i], state, 1e-6));
  });
});
