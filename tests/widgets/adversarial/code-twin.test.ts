/** The programs that readers copy are run: TensorFlow.js always, Python where there is one. */
import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { codeTwin } from '@widgets/adversarial/code.ts';
import { reference } from '@widgets/adversarial/reference.ts';
import { parse, type State } from '@widgets/adversarial/state.ts';
import type { Language } from '@widgets/toolkit/kind.ts';
import { python, runPython, torch } from '../python.ts';
import { combinations, loadAll } from './combinations.ts';

let states: State[];

beforeAll(async () => {
  await loadAll();
  await tf.setBackend('cpu');
  const scenes = [{}, { image: 'test-1092', attack: 'toward', target: '3', steps: '10' }];
  states = [...scenes.map((query) => parse(query).state!), ...combinations(10, 5).map(({ state }) => state)]; // prettier-ignore
}, 120_000);

/** Three rows of ten probabilities: as it is, attacked, with noise. */
async function expected(state: State): Promise<number[]> {
  const { data } = (await reference(state, undefined, async () => true))!.scores;
  return Array.from({ length: 30 }, (_, i) => data[3 * (i % 10) + Math.floor(i / 10)]);
}

async function twin(state: State, language: Language): Promise<string> {
  await reference(state, undefined, async () => true);
  return codeTwin(state, language);
}

async function close(got: readonly number[], state: State, allowed: number): Promise<void> {
  const want = await expected(state);
  expect(got).toHaveLength(30);
  const off = Math.max(...want.map((value, i) => Math.abs(value - got[i])));
  expect(off, codeTwin(state, 'tfjs')).toBeLessThan(allowed);
}

/** The pixels of a drawing are written with six decimals, those of a held-out digit in full. */
const exactly = ({ source }: State) => (source.kind === 'drawn' ? 1e-4 : 1e-9);

const spec = JSON.parse(readFileSync('public/models/digits-classifier/model.json', 'utf8'));
const bytes = readFileSync('public/models/digits-classifier/weights.bin');

test('TensorFlow.js: 12 programs give the probabilities of src/lib', { timeout: 120_000 }, async () => {
  const load = () =>
    tf.loadLayersModel({
      load: async () => ({
        modelTopology: spec.modelTopology,
        weightSpecs: spec.weightsManifest[0].weights,
        weightData: new Uint8Array(bytes).buffer,
      }),
    });
  const run = Object.getPrototypeOf(async () => {}).constructor as new (...args: string[]) => (...args: unknown[]) => Promise<tf.Tensor>; // prettier-ignore
  for (const state of states) {
    const body = (await twin(state, 'tfjs'))
      .replace(/^import .*$/m, '')
      .replace(/await tf\.loadLayersModel\(.*?\)/, 'await load()')
      .replace(/^p\.print\(\);$/m, 'return p;');
    const p = await new run('tf', 'load', body)(tf, load);
    // In single precision the sign of a gradient near 0 may be another one.
    await close([...p.dataSync()], state, 0.02);
  }
}); // prettier-ignore

const rows = "numpy.asarray(scope['p'], dtype=float).ravel().tolist()";
const before = ['import numpy, os', "os.chdir('public')"];

test.skipIf(!python)('NumPy: 12 programs give the probabilities of src/lib', { timeout: 120_000 }, async () => {
  const programs = await Promise.all(states.map((state) => twin(state, 'numpy')));
  const results = runPython(programs, rows, { before });
  for (const [i, state] of states.entries()) await close(results[i], state, exactly(state));
}); // prettier-ignore

test.skipIf(!torch)('PyTorch: 12 programs give the probabilities of src/lib', { timeout: 120_000 }, async () => {
  const programs = await Promise.all(states.map((state) => twin(state, 'pytorch')));
  const results = runPython(programs, rows, { before });
  for (const [i, state] of states.entries()) await close(results[i], state, exactly(state));
}); // prettier-ignore

test('before its numbers are there a program says so', () => {
  const { state } = parse({ image: 'test-1234', seed: '77' });
  expect(codeTwin(state!, 'tfjs')).toBe('// …\n');
  expect(codeTwin(state!, 'numpy')).toBe('# …\n');
});
