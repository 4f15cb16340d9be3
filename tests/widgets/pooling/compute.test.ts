import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { mulberry32 } from '@lib/random.ts';
import { grid } from '@lib/grid.ts';
import type { Ops } from '@runtime/tf.ts';
import { program } from '@widgets/pooling/compute.ts';
import { gradient, pytorch, reference, unmoved } from '@widgets/pooling/reference.ts';
import {
  isGlobal,
  OPS,
  outputShape,
  parse,
  pooledGrid,
  ruleOf,
  sidesOf,
  strideOf,
  type State,
} from '@widgets/pooling/state.ts';
import { maxError } from '@widgets/toolkit/proof.ts';
import { magnitude } from '@widgets/toolkit/text.ts';
import { combinations } from './combinations.ts';

const ops = tf as unknown as Ops;
const stateOf = (query: Record<string, string>): State => {
  const { state, problems } = parse(query);
  if (!state) throw new Error(JSON.stringify(problems));
  return state;
};

beforeAll(async () => {
  await tf.setBackend('cpu');
});

describe('the TensorFlow.js program', () => {
  const all = combinations(2000);

  test('is asked for every kind of parameter', () => {
    const seen = (what: (state: State) => boolean) => all.filter(({ state }) => what(state)).length;
    for (const op of OPS)
      expect(
        seen((state) => state.op === op),
        op,
      ).toBeGreaterThan(90);
    const windowed = (state: State) => !isGlobal(state.op);
    expect(seen((s) => windowed(s) && s.padding === 'same' && !!s.stride)).toBeGreaterThan(200);
    expect(seen((s) => windowed(s) && s.ceil && sidesOf(s).some(Boolean))).toBeGreaterThan(200);
    expect(seen((s) => s.includePad && ruleOf(s.op) !== 'max' && sidesOf(s).some(Boolean))).toBeGreaterThan(100); // prettier-ignore
    expect(seen((s) => windowed(s) && strideOf(s)[0] > s.window[0])).toBeGreaterThan(50);
    expect(seen((s) => windowed(s) && strideOf(s)[0] < s.window[0])).toBeGreaterThan(200);
    expect(seen((s) => s.shift[0] !== 0)).toBeGreaterThan(100);
    const reaches = ({ ceil, ...s }: State) =>
      ceil && outputShape({ ceil, ...s }).join() !== outputShape({ ...s, ceil: false }).join();
    expect(seen((s) => windowed(s) && reaches(s))).toBeGreaterThan(100);
    const negative = (s: State) => pooledGrid(s, undefined).data.every((value) => value < 0);
    expect(seen((s) => negative(s) && s.op === 'max' && sidesOf(s).some(Boolean))).toBeGreaterThan(50); // prettier-ignore
  });

  test('agrees with src/lib on 2,000 combinations: shapes equal, maxima exact, means close', () => {
    for (const { query, state } of all) {
      const expected = reference(state, undefined).y;
      const y = tf.tidy(() => program(ops, state, undefined).y);
      const values = y.dataSync();
      const about = JSON.stringify(query);
      expect([...y.shape], about).toEqual([...expected.shape]);
      y.dispose();
      const error = maxError(values, expected.data);
      const whole = expected.data.every(Number.isInteger);
      // a maximum is one of the numbers typed, as float32 has it
      const limit = ruleOf(state.op) === 'max' ? maxError(expected.data.map(Math.fround), expected.data) : 1e-6 * Math.max(1, magnitude(expected.data)); // prettier-ignore
      if (!(error <= (whole ? 0 : limit))) {
        throw new Error(`error ${error}, allowed ${whole ? 0 : limit}, with ${about}`);
      }
    }
    expect(tf.memory().numTensors).toBe(0);
  });

  test('a large picture is exact for max and close for the means', () => {
    const random = mulberry32(9);
    const picture = grid([128, 128, 1]);
    for (let i = 0; i < picture.data.length; i++) picture.data[i] = Math.floor(random() * 256);
    for (const op of OPS) {
      const state = stateOf({ image: 'cat', op, window: '5,4', stride: '3', padding: 'same' });
      const { y } = reference(state, picture);
      const found = tf.tidy(() => program(ops, state, picture).y.dataSync());
      const allowed = ruleOf(op) === 'max' ? 0 : 1e-6 * magnitude(y.data);
      expect(maxError(found, y.data), op).toBeLessThanOrEqual(allowed);
    }
    expect(tf.memory().numTensors).toBe(0);
  });

  test('the mean of a whole input is exact when it is a whole number, at every size', () => {
    for (let h = 1; h <= 32; h++) {
      for (let w = 1; w <= 32; w++) {
        const row = Array(w).fill(7).join(',');
        const state = stateOf({ op: 'globalavg', input: Array(h).fill(row).join(';') });
        const [mean] = tf.tidy(() => program(ops, state, undefined).y.dataSync());
        expect(mean, `${h}×${w}`).toBe(7);
      }
    }
  });
});

describe('the reference', () => {
  test('a window never lies in the padding alone, so every output is a number', () => {
    for (const { query, state } of combinations(600, 2)) {
      const { y, argmax } = reference(state, undefined);
      expect(y.data.every(Number.isFinite), JSON.stringify(query)).toBe(true);
      expect([...y.shape]).toEqual(outputShape(state));
      expect(argmax !== undefined).toBe(ruleOf(state.op) === 'max');
      const input = pooledGrid(state, undefined);
      argmax?.data.forEach((winner, i) => expect(input.data[winner]).toBe(y.data[i]));
    }
  });

  test('the gradient of a maximum goes to winners alone, that of a mean is shared out', () => {
    for (const { query, state } of combinations(300, 3)) {
      const slopes = gradient(state, undefined).data;
      const { y, argmax } = reference(state, undefined);
      const total = slopes.reduce((a, b) => a + b, 0);
      const about = JSON.stringify(query);
      if (argmax) {
        expect(total, about).toBe(y.data.length);
        const winners = new Set(argmax.data);
        slopes.forEach((slope, i) => expect(slope > 0, about).toBe(winners.has(i)));
      } else if (ruleOf(state.op) === 'avg' && !state.includePad) {
        expect(total, about).toBeCloseTo(y.data.length, 9);
      }
    }
  });

  test('a shift moves the input around, and nothing is lost', () => {
    const state = stateOf({ input: '1,2,3;4,5,6', shift: '1,-1', window: '1' });
    expect([...pooledGrid(state, undefined).data]).toEqual([5, 6, 4, 2, 3, 1]);
    expect([...unmoved(state, undefined)!.data]).toEqual([1, 2, 3, 4, 5, 6]);
    expect(unmoved(stateOf({}), undefined)).toBeUndefined();
    const around = stateOf({ input: '1,2,3;4,5,6', shift: '2,3', window: '1' });
    expect([...pooledGrid(around, undefined).data]).toEqual([1, 2, 3, 4, 5, 6]);
    const far = stateOf({ input: '1,2,3;4,5,6', shift: '-7,-8', window: '1' });
    expect([...pooledGrid(far, undefined).data]).toEqual([6, 4, 5, 3, 1, 2]);
  });
});

describe('PyTorch by default', () => {
  interface Case {
    query: Record<string, string>;
    shape: number[];
    output: number[];
  }
  const file = new URL('../../golden/pooling_defaults.json', import.meta.url);
  const { cases } = JSON.parse(readFileSync(file, 'utf8')) as { cases: Case[] };

  test('is what PyTorch’s layers give', () => {
    expect(cases.length).toBeGreaterThan(120);
    for (const { query, shape, output } of cases) {
      const found = pytorch(stateOf(query), undefined);
      expect([...found.shape], JSON.stringify(query)).toEqual(shape);
      expect(maxError(found.data, output), JSON.stringify(query)).toBeLessThan(1e-12);
    }
  });

  test('differs from this widget’s defaults where it should, and nowhere else', () => {
    const differs = (query: Record<string, string>) => {
      const state = stateOf(query);
      const { y } = reference(state, undefined);
      const theirs = pytorch(state, undefined);
      return y.shape.join() !== theirs.shape.join() || !(maxError(y.data, theirs.data) < 1e-12);
    };
    expect(differs({})).toBe(false);
    expect(differs({ op: 'avg' })).toBe(false);
    expect(differs({ op: 'l2' })).toBe(true);
    expect(differs({ window: '3', padding: '1', stride: '2' })).toBe(false);
    expect(differs({ op: 'avg', window: '3', padding: '1', stride: '2' })).toBe(true);
    expect(differs({ op: 'avg', window: '3', padding: '1', stride: '2', includePad: '1' })).toBe(false); // prettier-ignore
    expect(differs({ padding: 'same', window: '3', stride: '2' })).toBe(true);
    expect(differs({ op: 'globalmax', padding: 'same' })).toBe(false);
    expect(differs({ op: 'globalavg', padding: 'same' })).toBe(false);
  });
});
