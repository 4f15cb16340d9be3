/** The programs that readers copy are run: TensorFlow.js always, Python where there is one. */
import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { readFromDisk } from '@models/on-disk.ts';
import type { Outputs } from '@widgets/toolkit/kind.ts';
import { codeTwin } from '@widgets/autoencoder/code.ts';
import { load, reference } from '@widgets/autoencoder/reference.ts';
import type { State } from '@widgets/autoencoder/state.ts';
import { python, runPython, torch } from '../python.ts';
import { combinations } from './combinations.ts';

const states = combinations(12, 5).filter(({ state }) => state.sigma > 0);

beforeAll(async () => {
  readFromDisk();
  await tf.setBackend('cpu');
});

async function outputsOf(state: State): Promise<Outputs> {
  await load(state);
  return reference(state, undefined);
}

async function close(values: ArrayLike<number>, state: State, allowed: number, about: string) {
  const { image, psnr, psnrNoisy } = await outputsOf(state);
  const expected = [...image.data, psnrNoisy.data[0], psnr.data[0]];
  expect(values.length, about).toBe(expected.length);
  expected.forEach((value, i) => {
    const most = allowed * Math.max(1, Math.abs(value));
    if (!(Math.abs(value - values[i]) <= most)) expect.fail(`${about} at ${i}: ${values[i]} for ${value}`); // prettier-ignore
  });
}

/** TensorFlow.js as the programs see it: models come from the disk. */
const reader = {
  ...tf,
  loadLayersModel: (path: string) => {
    const { modelTopology, weightsManifest } = JSON.parse(readFileSync(`public/${path}`, 'utf8'));
    const weights = readFileSync(`public/${path.replace('model.json', 'weights.bin')}`);
    const weightData = new Uint8Array(weights).buffer;
    const weightSpecs = weightsManifest[0].weights;
    return tf.loadLayersModel(tf.io.fromMemory({ modelTopology, weightSpecs, weightData }));
  },
};

test('TensorFlow.js: the programs give the numbers of src/lib', { timeout: 120_000 }, async () => {
  const AsyncFunction = (async () => {}).constructor as FunctionConstructor;
  for (const { query, state } of states) {
    await load(state);
    const body = codeTwin(state, 'tfjs')
      .replace(/^import .*$/m, '')
      .replace(/^image\..*print\(\);$/m, 'let out = [...image.dataSync()];')
      .replace(/^tf\.stack\((.*)\)\.print\(\);.*$/m, 'out.push(...tf.stack($1).dataSync());');
    const run = new AsyncFunction('tf', `${body}\nreturn out;`) as (t: typeof reader) => Promise<number[]>; // prettier-ignore
    const values = await run(reader);
    await close(values, state, 2e-4, JSON.stringify(query));
  }
  tf.disposeVariables();
});

const run = (programs: string[]) =>
  runPython(programs, "scope['image'].reshape(-1).tolist() + scope['psnr']", { cwd: 'public' });

describe.each([
  ['numpy', python],
  ['pytorch', torch],
] as const)('%s', (language, there) => {
  test.skipIf(!there)(
    'the programs give the numbers of src/lib',
    { timeout: 120_000 },
    async () => {
      for (const { state } of states) await load(state);
      const results = run(states.map(({ state }) => codeTwin(state, language)));
      for (const [i, { query, state }] of states.entries()) {
        await close(results[i], state, 1e-8, `${language} ${JSON.stringify(query)}`);
      }
    },
  );
});
