/** The programs that readers copy are run: TensorFlow.js always, Python where there is one. */
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { codeTwin } from '@widgets/gates/code.ts';
import { reference } from '@widgets/gates/reference.ts';
import { SCENES } from '@widgets/gates/scenes.ts';
import { parse, type State } from '@widgets/gates/state.ts';
import { python, runPython, torch } from '../python.ts';
import { combinations, loadAll, readings } from './combinations.ts';

const states = [
  ...combinations(120, 21).map(({ state }) => state),
  ...readings(15, 21).map(({ state }) => state),
  ...Object.values(SCENES).map(
    ({ query }) => parse(Object.fromEntries(new URLSearchParams(query))).state!,
  ),
];

/** Every state [T, n]; of a digit the probabilities after the last row. */
function expected(state: State): number[] {
  const { h, says } = reference(state, undefined);
  if (state.task === 'rows') return [...says.data.slice(270)];
  const [n, T] = h.shape;
  return Array.from({ length: n * T }, (_, i) => h.data[(i % n) * T + Math.floor(i / n)]);
}

function close(values: readonly number[], state: State, allowed: number): void {
  const right = expected(state);
  expect(values.length, JSON.stringify(state)).toBe(right.length);
  // Pixels are written with four decimals.
  const least = state.task === 'rows' ? Math.max(allowed, 2e-3) : allowed;
  right.forEach((value, i) => {
    if (!(Math.abs(value - values[i]) <= least)) expect.fail(`${JSON.stringify(state)} at ${i}: ${values[i]} for ${value}`); // prettier-ignore
  });
}

beforeAll(async () => {
  await loadAll();
  await tf.setBackend('cpu');
});

test('TensorFlow.js: the programs give the numbers of src/lib', () => {
  for (const state of states) {
    const body = codeTwin(state, 'tfjs').replace(/^import .*$/m, '').replace(/^.*\.print\(\);.*$/gm, ''); // prettier-ignore
    const result = state.task === 'rows' ? 'says.gather(27)' : 'states';
    const values = tf.tidy(() => new Function('tf', `${body}\nreturn [...${result}.dataSync()]`)(tf) as number[]); // prettier-ignore
    close(values, state, 2e-5);
  }
});

describe.each([
  ['numpy', python],
  ['pytorch', torch],
] as const)('%s', (language, there) => {
  test.skipIf(!there)('the programs give the numbers of src/lib', { timeout: 60_000 }, () => {
    const programs = states.map((state) => codeTwin(state, language));
    if (language === 'pytorch') {
      const layers = programs.filter((text) => text.includes('torch.nn.')).length;
      expect(layers).toBeGreaterThan(60);
      expect(layers).toBeLessThan(states.length);
    }
    const results = runPython(programs, 'np.asarray(scope["says"][-1] if "says" in scope else scope["states"]).ravel().tolist()', { before: ['import numpy as np'] }); // prettier-ignore
    states.forEach((state, i) => close(results[i], state, 1e-12));
  });
});

test('a digit in the program: own pictures are asked for, drawings are written out', () => {
  const drawn = parse({ task: 'rows', input: '0,255;255,0' }).state!;
  expect(codeTwin(drawn, 'numpy')).toContain('xs = np.array([[0, ');
  const own = { ...drawn, source: { kind: 'own', height: 28, width: 28 } as const };
  for (const language of ['tfjs', 'pytorch', 'numpy'] as const) {
    expect(codeTwin(own, language)).toContain('your picture');
  }
});
