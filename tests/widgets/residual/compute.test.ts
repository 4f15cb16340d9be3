/** The TensorFlow.js program and the reference, on the CPU backend. */
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { loadData } from '@models/data.ts';
import { readFromDisk } from '@models/on-disk.ts';
import type { Ops } from '@runtime/tf.ts';
import { program } from '@widgets/residual/compute.ts';
import { KIND } from '@widgets/residual/kind.ts';
import { blockResults, netResults, reference } from '@widgets/residual/reference.ts';
import { SCENES, type SceneName } from '@widgets/residual/scenes.ts';
import { KEYS, parse, type State } from '@widgets/residual/state.ts';
import { DATA } from '@widgets/residual/training.ts';
import type { Outputs } from '@widgets/toolkit/kind.ts';
import { maxError } from '@widgets/toolkit/proof.ts';
import { readQuery } from '@widgets/toolkit/query.ts';
import { magnitude } from '@widgets/toolkit/text.ts';
import { combinations } from './combinations.ts';

readFromDisk();
beforeAll(async () => {
  await loadData(DATA);
  await tf.setBackend('cpu');
});

const good = (query: Record<string, string>) => parse(query).state!;
const work = async (state: State): Promise<Outputs> =>
  (await reference(state, undefined, async () => true))!;
const scene = (name: SceneName) => good(readQuery(SCENES[name].query, KEYS, [], () => undefined).query as Record<string, string>); // prettier-ignore

test('TensorFlow.js agrees with src/lib on 300 blocks and 24 trainings, and leaves no tensor', async () => {
  const states = [
    ...combinations(240, 1),
    ...combinations(60, 2, { whole: true }),
    ...combinations(24, 3, { nets: 1 }),
  ];
  const seen = new Set<string>();
  for (const { query, state } of states) {
    const expected = await work(state);
    const results = tf.tidy(() => program(tf as unknown as Ops, state));
    for (const [name, tensor] of Object.entries(results)) {
      seen.add(name);
      const { data, shape } = expected[name];
      expect(tensor.size, name).toBe(shape.reduce((a, b) => a * b));
      const error = maxError(tensor.dataSync(), data);
      const whole = data.every(Number.isInteger);
      const allowed = whole ? 0 : 3e-6 * (state.mode === 'nets' ? magnitude(data) : Math.max(1, magnitude(data))); // prettier-ignore
      if (!(error <= allowed)) throw new Error(`${name}: ${error} of ${JSON.stringify(query)}`);
      tensor.dispose();
    }
  }
  expect([...seen].sort()).toEqual(['branch', 'gradient', 'gradientBranch', 'gradientShortcut', 'gradients', 'hidden', 'loss', 'shortcut', 'signals', 'y']); // prettier-ignore
  expect(tf.memory().numTensors).toBe(0);
}, 120_000);

describe('the scenes show what they say', () => {
  test('skip: the output is the input; without the shortcut it is 0', () => {
    const state = scene('skip');
    expect(blockResults(state).y.data).toEqual(state.input.data);
    expect(blockResults({ ...state, join: 'none' }).y.data.every((v) => v === 0)).toBe(true);
    expect(blockResults({ ...state, join: 'concatenate' }).y.shape).toEqual([4, 4, 4]);
  });

  test('plain, concatenate, projection, identity', () => {
    const plain = blockResults(scene('plain'));
    expect(plain.y.shape).toEqual([4, 4, 2]);
    expect(plain.gradientShortcut.data.every((v) => v === 0)).toBe(true);
    const { y } = blockResults(scene('concatenate'));
    expect(y.shape).toEqual([4, 4, 4]);
    const projection = blockResults(scene('projection'));
    expect(projection.shortcut.shape).toEqual([4, 4, 3]);
    expect(projection.parameters.data[0]).toBe(54 + 81 + 6);
    const identity = scene('identity');
    expect(blockResults(identity).y.data).toEqual(identity.input.data);
  });

  test('degradation: deep and plain ends higher; shortcuts catch up and overtake', () => {
    let worse = 0;
    let caught = 0;
    for (let seed = 1; seed <= 3; seed++) {
      const { loss, history } = netResults({ ...scene('degradation'), seed, shortcuts: true });
      const [shallow, deep, joined] = loss.data;
      if (deep > shallow) worse++;
      if (joined < shallow) caught++;
      expect([...history.data.slice(-3)]).toEqual([shallow, deep, joined]);
    }
    expect([worse, caught]).toEqual([3, 3]);
  }, 180_000);

  test('gradient: before training, that of the first plain layer is many times the last', () => {
    const { gradients, step } = netResults(scene('gradient'));
    const ratio = (i: number) => gradients.data[i] / gradients.data[2 * 29 + i];
    expect(gradients.shape).toEqual([30, 2, 1]);
    expect(ratio(0)).toBeGreaterThan(100);
    expect(ratio(1)).toBeLessThan(10);
    expect([...step.data]).toEqual([0, 0, 0]);
  });
});

describe('the training', () => {
  test('a state reached by any way is the same: at once, by key frames, backwards', async () => {
    const at = (steps: number, seed = 77) => good({ mode: 'nets', depth: '6', seed: `${seed}`, steps: `${steps}` }); // prettier-ignore
    const order = [14, 5, 11, 0, 14];
    const first = [];
    for (const steps of order) first.push((await work(at(steps))).history.data);
    expect(first[4]).toEqual(first[0]);
    expect(first[0].slice(0, 3 * 12)).toEqual(first[2]);
    for (let i = 0; i < 6; i++) await work(at(0, 100 + i)); // the runs before are forgotten
    const again = [];
    for (const steps of [...order].reverse()) again.unshift((await work(at(steps))).history.data);
    expect(again).toEqual(first);
  });

  test('goes on in slices, and is given up when stale', async () => {
    let calls = 0;
    const state = good({ mode: 'nets', depth: '40', seed: '5', steps: '120' });
    expect(await reference(state, undefined, async () => calls++ < 2)).toBeUndefined();
    expect(calls).toBe(3);
  });

  test('a run that diverges keeps its last loss and says so', async () => {
    const state = good({ mode: 'nets', depth: '20', norm: '0', rate: '0.5', steps: '6' });
    const { step, history, loss } = await work(state);
    expect(Math.min(...step.data)).toBeLessThan(6);
    expect(history.data.every(Number.isFinite)).toBe(true);
    expect([...history.data.slice(-3)]).toEqual([...loss.data]);
  });

  test('pictures are asked for only where they are needed, and only once', () => {
    expect(KIND.load!(good({}))).toBeUndefined();
    expect(KIND.load!(good({ mode: 'nets' }))).toBeUndefined(); // there already
  });
});
