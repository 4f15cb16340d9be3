import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { grid } from '@lib/grid.ts';
import type { Ops } from '@runtime/tf.ts';
import { program } from '@widgets/edges/compute.ts';
import { otherBorder, reference } from '@widgets/edges/reference.ts';
import { parse, shown, type State } from '@widgets/edges/state.ts';
import type { Outputs } from '@widgets/toolkit/kind.ts';
import { maxError } from '@widgets/toolkit/proof.ts';
import { magnitude } from '@widgets/toolkit/text.ts';
import { combinations } from './combinations.ts';

/** Sums of the absolute weights. */
const WEIGHTS = { sobel: 8, prewitt: 6, scharr: 32, laplacian: 8, log: 8, canny: 8 };

const ops = tf as unknown as Ops;
const yes = async () => true;
const work = (state: State) => reference(state, undefined, yes) as Outputs;

beforeAll(async () => {
  await tf.setBackend('cpu');
});

describe('the TensorFlow.js program', () => {
  const all = combinations(600);

  test('agrees with src/lib on 600 combinations: shapes equal, integers exact, floats within 3e-7 of what is added up', () => {
    let compared = 0;
    for (const { query, state } of all) {
      const expected = work(state);
      const results = tf.tidy(() => program(ops, state, undefined));
      for (const [name, tensor] of Object.entries(results)) {
        const about = `${name} of ${JSON.stringify(query)}`;
        expect(tensor.shape, about).toEqual(expected[name].shape);
        const rows = (state.source as { rows: number[][] }).rows.flat();
        const whole = rows.every(Number.isInteger) && state.sigma === 0;
        const size = WEIGHTS[state.op] * magnitude(rows); // what float32 adds up and cancels
        const exact = whole && (name === 'y' ? shown(state) : name) !== 'magnitude';
        const allowed = exact ? 0 : 3e-7 * Math.max(1, size);
        const error = maxError(tensor.dataSync(), expected[name].data);
        if (!(error <= allowed)) throw new Error(`error ${error} > ${allowed}: ${about}`);
        compared++;
        tensor.dispose();
      }
    }
    expect(compared).toBeGreaterThan(1200);
    expect(tf.memory().numTensors).toBe(0);
  });

  test('computes the result itself wherever it is not a decision or a direction', () => {
    for (const { state } of all) {
      const decided = ['direction', 'suppressed', 'threshold'].includes(state.stage);
      const names = Object.keys(tf.tidy(() => program(ops, state, undefined)));
      if (!decided && !(state.op === 'canny' && state.stage === 'result'))
        expect(names).toContain('y');
      if (state.op === 'canny') expect(names).toContain('gx');
    }
    tf.disposeVariables();
  });
});

describe('the reference', () => {
  test('in pieces it is the same as at once, and it gives up when asked', async () => {
    const large = grid(
      [140, 130, 1],
      Array.from({ length: 140 * 130 }, (_, i) => (i * 7919) % 256),
    );
    const state = parse({ image: 'own', op: 'canny', sigma: '1' }, { height: 140, width: 130, channels: 1 }).state!; // prettier-ignore
    const pending = reference(state, large, yes);
    expect(pending).toBeInstanceOf(Promise);
    const { y, suppressed } = (await pending)!;
    expect(y.data.some((v) => v === 1)).toBe(true);
    expect(suppressed.shape).toEqual([140, 130, 1]);
    expect(await reference(state, large, async () => false)).toBeUndefined();
  });

  test('the other border differs on the frame alone for a 3×3 operator', () => {
    const { state } = parse({ input: '5,5,5,5;5,5,5,5;5,5,5,5;5,5,5,5' });
    const y = work(state!).y;
    const other = otherBorder(state!, undefined);
    expect([...y.data]).toEqual(Array(16).fill(0));
    const frame = [...other.data].map((v) => v !== 0);
    expect(frame.filter(Boolean)).toHaveLength(12);
    expect([frame[5], frame[6], frame[9], frame[10]]).toEqual([false, false, false, false]);
    expect(otherBorder(state!, undefined)).toBe(other);
  });
});
