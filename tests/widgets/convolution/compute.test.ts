import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Ops } from '@runtime/tf.ts';
import { program } from '@widgets/convolution/compute.ts';
import { isLong, reference, referenceInSlices } from '@widgets/convolution/oracle.ts';
import {
  ACTIVATIONS,
  derive,
  matrixGrid,
  parseQuery,
  type State,
} from '@widgets/convolution/state.ts';
import { maxError } from '@widgets/toolkit/proof.ts';
import { magnitude } from '@widgets/toolkit/text.ts';
import { combinations } from './combinations.ts';

const ops = tf as unknown as Ops;
const inputOf = (state: State) => {
  if (state.source.kind !== 'matrix') throw new Error('a typed input expected');
  return matrixGrid(state.source.channels);
};

beforeAll(async () => {
  await tf.setBackend('cpu');
});

describe('the TensorFlow.js program', () => {
  const all = combinations(2400);

  test('covers every kind of parameter', () => {
    const seen = (test: (state: State) => boolean) => all.filter(({ state }) => test(state)).length;
    const strided = ({ stride }: State) => stride[0] > 1 || stride[1] > 1;
    const dilated = ({ dilation }: State) => dilation[0] > 1 || dilation[1] > 1;
    expect(seen((state) => strided(state) && dilated(state))).toBeGreaterThan(300);
    expect(seen((state) => state.padding === 'same' && strided(state))).toBeGreaterThan(200);
    expect(seen((state) => state.groups === 'depthwise')).toBeGreaterThan(200);
    expect(seen((state) => typeof state.groups === 'number' && state.groups > 1)).toBeGreaterThan(
      200,
    );
    expect(seen((state) => state.flip && derive(state).kernel[0] > 1)).toBeGreaterThan(200);
    for (const id of ACTIVATIONS)
      expect(seen((state) => state.activation === id)).toBeGreaterThan(40);
  });

  test('agrees with src/lib on 2,400 combinations: shapes equal, integers exact, floats close', () => {
    for (const { query, state } of all) {
      const input = inputOf(state);
      const expected = reference(input, state);
      const y = tf.tidy(() => program(ops, input, state));
      const values = y.dataSync();
      expect([...y.shape], JSON.stringify(query)).toEqual([1, ...expected.shape]);
      y.dispose();
      const error = maxError(values, expected.data);
      const whole =
        state.activation === 'none' &&
        expected.data.every(Number.isInteger) &&
        input.data.every(Number.isInteger) &&
        state.kernel.flat(3).every(Number.isInteger);
      const allowed = whole ? 0 : 1e-6 * Math.max(1, magnitude(expected.data));
      if (!(error <= allowed)) {
        throw new Error(`error ${error} > ${allowed} with ${JSON.stringify(query)}`);
      }
    }
    expect(tf.memory().numTensors).toBe(0);
  });
});

describe('the oracle', () => {
  test('gives the same in slices as at once', async () => {
    const row = Array.from({ length: 32 }, (_, i) => ((i * 7) % 13) - 5).join(',');
    const input = Array(8).fill(Array(32).fill(row).join(';')).join('|');
    const kernel = Array(16)
      .fill(
        Array(8)
          .fill(Array(11).fill(Array(11).fill('0.5').join(',')).join(';'))
          .join('|'),
      )
      .join('/');
    const { state } = parseQuery({
      input,
      kernel,
      padding: '16,15,14,16',
      stride: '2,1',
      activation: 'relu',
    });
    expect(isLong(state!)).toBe(true);
    const grid = inputOf(state!);
    const sliced = await referenceInSlices(grid, state!, async () => true);
    expect(sliced).toEqual(reference(grid, state!));
    expect(await referenceInSlices(grid, state!, async () => false)).toBeUndefined();
  });

  test('a NaN is an error, not a match', () => {
    expect(maxError([1, NaN], [1, 2])).toBeNaN();
    expect(maxError([1, 2.5], [1, 2])).toBe(0.5);
    expect(maxError([1], [1, 2])).toBeNaN();
  });
});
