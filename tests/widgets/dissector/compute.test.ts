import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Ops } from '@runtime/tf.ts';
import { program } from '@widgets/dissector/compute.ts';
import { baseOf, occlusionOf, outputName, reference } from '@widgets/dissector/reference.ts';
import { parse, SITE_LAYERS, type State } from '@widgets/dissector/state.ts';
import type { Outputs } from '@widgets/toolkit/kind.ts';
import { maxError } from '@widgets/toolkit/proof.ts';
import { magnitude } from '@widgets/toolkit/text.ts';
import { takeTurns } from '../device.ts';
import { combinations, loadAll } from './combinations.ts';

const ops = tf as unknown as Ops;
const yes = async () => true;
const work = async (state: State): Promise<Outputs> => (await reference(state, undefined, yes))!;

beforeAll(async () => {
  await loadAll();
  await tf.setBackend('cpu');
});

function agrees(state: State, expected: Outputs, about: string): string[] {
  const results = tf.tidy(() => program(ops, state, undefined));
  for (const [name, tensor] of Object.entries(results)) {
    const { shape, data } = expected[name];
    expect(tensor.shape, `${name} of ${about}`).toEqual([...shape]);
    const error = maxError(tensor.dataSync(), data);
    const allowed = 1e-5 * Math.max(1, magnitude(data));
    if (!(error <= allowed)) throw new Error(`error ${error} > ${allowed}: ${name} of ${about}`);
    expect(error).toBeLessThan(1e-4);
    tensor.dispose();
  }
  return Object.keys(results);
}

describe('the TensorFlow.js program', () => {
  test('agrees with src/lib within 1e-4 on 300 combinations, every layer, and leaves no tensor', { timeout: 240_000 }, async () => {
    for (const [i, { query, state }] of combinations(300, 1, 0).entries()) {
      await takeTurns(i);
      const names = agrees(state, await work(state), JSON.stringify(query));
      for (const { name } of SITE_LAYERS) expect(names).toContain(outputName(name));
      expect(names.includes('cam')).toBe(state.view === 'grad-cam');
    }
    expect(tf.memory().numTensors).toBe(0);
  }); // prettier-ignore

  test('occlusion maps agree as well, black and grey', { timeout: 240_000 }, async () => {
    for (const fill of ['black', 'grey']) {
      const { state } = parse({ image: 'test-700', view: 'occlusion', fill, square: '9' });
      const expected = await work(state!);
      expect(agrees(state!, expected, fill)).toContain('occlusion');
      expect(magnitude(expected.occlusion.data)).toBeGreaterThan(0.01);
    }
    expect(tf.memory().numTensors).toBe(0);
  });
});

describe('the reference', () => {
  test('names every result, and knows what it worked out before', async () => {
    const { state } = parse({ image: 'test-3', view: 'grad-cam' });
    const first = await work(state!);
    expect(Object.keys(first).slice(0, 4)).toEqual(['scores', 'map', 'cam', 'alpha']);
    // Another cell of the same digit needs no waiting.
    const again = parse({ image: 'test-3', layer: 'conv1', cell: '1,2' }).state!;
    expect(reference(again, undefined, yes)).not.toBeInstanceOf(Promise);
  });

  test('gives up when the reader has gone on', async () => {
    const { state } = parse({ image: 'test-1234', view: 'occlusion', fill: 'grey' });
    expect(await reference(state!, undefined, async () => false)).toBeUndefined();
    await work(state!);
    expect(occlusionOf(state!, baseOf(state!, undefined)).shape).toEqual([14, 14, 1]);
  });
});
