/** The programs that readers copy: all three give the chosen sample. */
import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { readFromDisk } from '@models/on-disk.ts';
import { codeTwin } from '@widgets/gan-samples/code.ts';
import { load, reference } from '@widgets/gan-samples/reference.ts';
import type { State } from '@widgets/gan-samples/state.ts';
import { python, runPython, torch } from '../python.ts';
import { combinations } from './combinations.ts';

const states = combinations(8, 5);

beforeAll(async () => {
  readFromDisk();
  await tf.setBackend('cpu');
  for (const { state } of states) await load(state);
});

async function close(values: ArrayLike<number>, state: State, tolerance: number, about: string) {
  const outputs = (await reference(state, undefined, async () => true))!;
  const { data } = outputs[`image-${state.sample}`];
  expect(values.length).toBe(784);
  const worst = data.reduce((most, v, i) => Math.max(most, Math.abs(v - values[i])), 0);
  expect(worst, about).toBeLessThan(tolerance);
}

/** TensorFlow.js as a reader has it, but for where the files are. */
const reader = {
  ...tf,
  loadLayersModel: async (path: string) => {
    const { modelTopology, weightsManifest } = JSON.parse(readFileSync(`public/${path}`, 'utf8'));
    const weights = readFileSync(`public/${path.replace('model.json', 'weights.bin')}`);
    const weightData = new Uint8Array(weights).buffer;
    const weightSpecs = weightsManifest[0].weights;
    return tf.loadLayersModel(tf.io.fromMemory({ modelTopology, weightSpecs, weightData }));
  },
};

test('TensorFlow.js', { timeout: 60_000 }, async () => {
  const AsyncFunction = (async () => {}).constructor as FunctionConstructor;
  for (const { query, state } of states) {
    const body = codeTwin(state, 'tfjs')
      .replace(/^import .*$/m, '')
      .replace(/^image\..*print\(\);$/m, 'return [...image.dataSync()];');
    const run = new AsyncFunction('tf', body) as (t: typeof reader) => Promise<number[]>;
    await close(await run(reader), state, 1e-4, JSON.stringify(query));
  }
});

const run = (programs: string[]) =>
  runPython(programs, "scope['image'].reshape(-1).tolist()", { cwd: 'public' });

describe.each([
  ['numpy', python],
  ['pytorch', torch],
] as const)('%s', (language, there) => {
  test.skipIf(!there)('the programs give the sample', { timeout: 60_000 }, async () => {
    const results = run(states.map(({ state }) => codeTwin(state, language)));
    for (const [i, { query, state }] of states.entries()) {
      await close(results[i], state, 1e-8, JSON.stringify(query));
    }
  });
});
