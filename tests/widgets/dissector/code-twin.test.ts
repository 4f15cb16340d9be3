/** The programs that readers copy are run: TensorFlow.js always, NumPy where there is Python. */
import { spawnSync } from 'node:child_process';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { mapsOf } from '@lib/nn/explain.ts';
import { codeTwin } from '@widgets/dissector/code.ts';
import { baseOf, chosenOf, reference } from '@widgets/dissector/reference.ts';
import type { State } from '@widgets/dissector/state.ts';
import type { Language } from '@widgets/toolkit/kind.ts';
import { python, runPython } from '../python.ts';
import { combinations, loadAll, type Combination } from './combinations.ts';

let states: Combination[];

beforeAll(async () => {
  await loadAll();
  await tf.setBackend('cpu');
  states = combinations(72, 5, 0.03);
}, 120_000);

/** The number that the program explains. */
async function expected(state: State): Promise<number> {
  const outputs = (await reference(state, undefined, async () => true))!;
  const base = baseOf(state, undefined);
  const { map, row, col } = chosenOf(state, base);
  if (state.view === 'occlusion') return outputs.occlusion.data[row * 14 + col];
  if (state.view === 'grad-cam') return outputs.cam.data[row * 14 + col];
  const layer = base.results[state.layer];
  const [, W, C] = mapsOf({ shape: [...layer.shape] });
  return layer.data[(row * W + col) * C + map];
}

async function close(got: number, { state, query }: Combination): Promise<void> {
  const value = await expected(state);
  // Five digits of every number are written out.
  const allowed = 2e-4 * Math.max(1, Math.abs(value));
  expect(Math.abs(got - value), `${got} for ${value} of ${JSON.stringify(query)}`).toBeLessThanOrEqual(allowed); // prettier-ignore
}

/** The program of a state, written when its numbers are there, as in the page. */
async function twin({ state }: Combination, language: Language): Promise<string> {
  await reference(state, undefined, async () => true);
  return codeTwin(state, language);
}

async function twins(language: Language): Promise<string[]> {
  const programs: string[] = [];
  for (const each of states) programs.push(await twin(each, language));
  return programs;
}

test('TensorFlow.js: 72 programs give the numbers of src/lib', async () => {
  for (const each of states) {
    const code = await twin(each, 'tfjs');
    const body = code
      .replace(/^import .*$/m, '')
      .replace(/^y\.print\(\);.*$/m, 'return y.dataSync();');
    const values = tf.tidy(() => new Function('tf', body)(tf));
    expect(values).toHaveLength(1);
    await close(values[0], each);
  }
});

const keras = python && spawnSync(python, ['-c', 'import keras']).status === 0;

/** A stand-in with the few layers that the programs build, so that they are run at least in shape. */
const STAND_IN = `
import numpy as np, sys, types
class Layer:
    def set_weights(self, w):
        assert [v.shape for v in w] == [v for v in self.shapes], (w, self.shapes)
        self.w = w
    def build(self, shape): self.shapes = self.shape_of(shape)
    def __call__(self, x):
        assert x.dtype == np.float32
        return self.f(self.run(x.astype(float)))
F = {'linear': lambda z: z, 'relu': lambda z: np.maximum(z, 0)}
class Conv2D(Layer):
    def __init__(self, n, size, activation): self.n, self.size, self.f = n, size, F[activation]
    def shape_of(self, s): return [(*self.size, s[3], self.n), (self.n,)]
    def run(self, x): return np.einsum('bijc,ijcf->bf', x, self.w[0].astype(float)) + self.w[1]
class Dense(Layer):
    def __init__(self, n, activation): self.n, self.f = n, F[activation]
    def shape_of(self, s): return [(s[1], self.n), (self.n,)]
    def run(self, x): return x @ self.w[0].astype(float) + self.w[1]
class MaxPooling2D(Layer):
    def __init__(self, size): self.size, self.f = size, F['linear']
    def run(self, x): assert x.shape[1:3] == self.size; return x.max((1, 2))
keras = types.ModuleType('keras')
keras.layers = types.SimpleNamespace(Conv2D=Conv2D, Dense=Dense, MaxPooling2D=MaxPooling2D)
keras.activations = types.SimpleNamespace(relu=lambda z: np.maximum(z, 0))
sys.modules['keras'] = keras
`;

const run = (programs: string[], before: string) =>
  runPython(programs, "numpy.asarray(scope['y'], dtype=float).ravel().tolist()", {
    before: [before, 'import numpy'],
  });

test.skipIf(!python)('NumPy: 72 programs give the numbers of src/lib', { timeout: 60_000 }, async () => {
  const results = run(await twins('numpy'), ''); // prettier-ignore
  for (const [i, each] of states.entries()) {
    expect(results[i]).toHaveLength(1);
    await close(results[i][0], each);
  }
}); // prettier-ignore

test.skipIf(!python)('Keras: 72 programs give the numbers of src/lib', { timeout: 60_000 }, async () => {
  const results = run(await twins('pytorch'), keras ? '' : STAND_IN); // prettier-ignore
  for (const [i, each] of states.entries()) {
    expect(results[i]).toHaveLength(1);
    await close(results[i][0], each);
  }
}); // prettier-ignore
