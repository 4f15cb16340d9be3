/** The programs that readers copy are run: TensorFlow.js always, Python where there is one. */
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { readFromDisk } from '@models/on-disk.ts';
import { codeTwin } from '@widgets/attention/code.ts';
import { KIND } from '@widgets/attention/kind.ts';
import { reference, workedOf } from '@widgets/attention/reference.ts';
import { SCENES } from '@widgets/attention/scenes.ts';
import { parse, type State } from '@widgets/attention/state.ts';
import { magnitude } from '@widgets/toolkit/text.ts';
import { python, runPython, torch } from '../python.ts';
import { combinations } from './combinations.ts';

readFromDisk();
const states = [
  ...combinations(70, 21).map(({ state }) => state),
  ...Object.values(SCENES).map(
    ({ query }) => parse(Object.fromEntries(new URLSearchParams(query))).state!,
  ),
];

/** The weights that the patch gives, and its output. */
function expected(state: State): number[] {
  const { steps, out } = reference(state, undefined);
  return [...steps.data.filter((_, i) => i % 3 === 2), ...out.data];
}

function close(values: readonly number[], state: State, share: number): void {
  const right = expected(state);
  expect(values.length, JSON.stringify(state)).toBe(right.length);
  const allowed = share * Math.max(1, magnitude(workedOf(state, undefined).all.logits.data), magnitude(right)); // prettier-ignore
  right.forEach((value, i) => {
    if (!(Math.abs(value - values[i]) <= allowed)) expect.fail(`${JSON.stringify(state)} at ${i}: ${values[i]} for ${value}`); // prettier-ignore
  });
}

beforeAll(async () => {
  await tf.setBackend('cpu');
  await KIND.load!(parse({}).state!);
});

test('TensorFlow.js: the programs give the numbers of src/lib', { timeout: 240_000 }, () => {
  for (const state of states) {
    const body = codeTwin(state, 'tfjs').replace(/^import .*$/m, '').replace(/^.*\.print\(\);.*$/gm, ''); // prettier-ignore
    const values = tf.tidy(() => new Function('tf', `${body}\nreturn [...given.dataSync(), ...out.dataSync()]`)(tf)); // prettier-ignore
    close(values, state, 2e-6);
  }
});

describe.each([
  ['numpy', python !== undefined],
  ['pytorch', torch],
] as const)('%s', (language, there) => {
  test.skipIf(!there)('the programs give the numbers of src/lib', { timeout: 240_000 }, () => {
    const results = runPython(states.map((state) => codeTwin(state, language)), '[float(v) for part in printed for v in part]'); // prettier-ignore
    states.forEach((state, i) =>
      close(results[i], state, state.source.kind === 'drawn' ? 1e-7 : 1e-12),
    );
  });
});
