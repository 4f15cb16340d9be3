/** The programs that readers copy are run: TensorFlow.js always, Python where there is one. */
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { loadData } from '@models/data.ts';
import { readFromDisk } from '@models/on-disk.ts';
import { codeTwin } from '@widgets/residual/code.ts';
import { reference } from '@widgets/residual/reference.ts';
import { SCENES } from '@widgets/residual/scenes.ts';
import { parse, type State } from '@widgets/residual/state.ts';
import { DATA } from '@widgets/residual/training.ts';
import { python, runPython, torch } from '../python.ts';
import { combinations } from './combinations.ts';

readFromDisk();
const states = [
  ...combinations(60, 21).map(({ state }) => state),
  ...combinations(6, 22, { nets: 1 }).map(({ state }) => state),
  ...Object.values(SCENES).map(({ query }) => {
    const { steps: _, ...rest } = Object.fromEntries(new URLSearchParams(query));
    return parse({ ...rest, steps: '1' }).state!;
  }),
];

beforeAll(async () => {
  await tf.setBackend('cpu');
  await loadData(DATA);
});

/** Deep plain networks multiply every rounding difference, in float64 too. */
const loose = ({ mode, depth }: State, shallow: number, deep: number, block: number) =>
  mode === 'block' ? block : depth > 12 ? deep : shallow;

async function expected(state: State): Promise<number[]> {
  const out = (await reference(state, undefined, async () => true))!;
  return state.mode === 'nets' ? [...out.loss.data] : [...out.y.data, ...out.gradient.data];
}

async function close(values: readonly number[], state: State, allowed: number): Promise<void> {
  const right = await expected(state);
  expect(values.length).toBe(right.length);
  right.forEach((value, i) => {
    if (!(Math.abs(value - values[i]) <= allowed * Math.max(1, Math.abs(value)))) {
      expect.fail(`${state.mode} ${state.join} at ${i}: ${values[i]} for ${value}`);
    }
  });
}

test('TensorFlow.js: the programs give the numbers of src/lib', async () => {
  for (const state of states) {
    const body = codeTwin(state, 'tfjs')
      .replace(/^import .*$/m, '')
      .replace(/^(.*\.print\(\)|console\.log.*);.*$/gm, '');
    const result = state.mode === 'nets' ? 'losses' : '[...y.dataSync(), ...gradient.dataSync()]';
    const run = () => new Function('tf', `${body}\nreturn ${result}`)(tf) as number[];
    tf.engine().startScope();
    const values = run();
    tf.engine().endScope();
    tf.disposeVariables();
    await close(values, state, loose(state, 2e-3, 2e-2, 2e-5));
  }
}, 120_000);

describe.each([
  ['numpy', python],
  ['pytorch', torch],
] as const)('%s', (language, there) => {
  test.skipIf(!there)(
    'the programs give the numbers of src/lib',
    async () => {
      const results = runPython(
        states.map((state) => codeTwin(state, language)),
        [
          "both = lambda: [*scope['y'].ravel().tolist(), *scope['gradient'].ravel().tolist()]",
          "[float(v) for v in scope['losses']] if 'losses' in scope else both()",
        ],
      );
      for (const [i, state] of states.entries())
        await close(results[i], state, loose(state, 1e-8, 1e-5, 1e-10));
    },
    120_000,
  );
});
