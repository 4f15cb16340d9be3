import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { conv2d } from '@lib/ops/conv.ts';
import { grid } from '@lib/grid.ts';
import { transposedConv2d } from '@lib/ops/upsample.ts';
import type { Ops } from '@runtime/tf.ts';
import { maxError } from '@widgets/toolkit/proof.ts';
import { magnitude } from '@widgets/toolkit/text.ts';
import { program } from '@widgets/upsampling/compute.ts';
import { otherConvention, reference } from '@widgets/upsampling/reference.ts';
import { kernelGrid, optionsOf, parse, type State } from '@widgets/upsampling/state.ts';
import { combinations } from './combinations.ts';

const ops = tf as unknown as Ops;

beforeAll(async () => {
  await tf.setBackend('cpu');
});

/** Whether every number of a state is whole, so that the result has to be exact. */
const whole = (state: State) =>
  state.op !== 'bilinear' &&
  state.source.kind === 'matrix' &&
  [...state.source.rows.flat(), ...state.kernel.flat()].every(Number.isInteger);

describe('the TensorFlow.js program', () => {
  const all = combinations(1500);

  test('covers every kind of parameter', () => {
    const seen = (test: (state: State) => boolean) => all.filter(({ state }) => test(state)).length;
    expect(seen(({ op }) => op === 'nearest')).toBeGreaterThan(100);
    expect(seen(({ op, alignCorners }) => op === 'bilinear' && alignCorners)).toBeGreaterThan(50);
    const stamps = (state: State) => state.op === 'transposed';
    expect(seen((state) => stamps(state) && state.padding === 'same')).toBeGreaterThan(50);
    expect(seen((state) => stamps(state) && Math.max(...state.dilation) > 1)).toBeGreaterThan(100);
    expect(seen((state) => stamps(state) && Math.max(...state.outputPadding) > 0)).toBeGreaterThan(
      100,
    );
    const wide = ({ padding, kernel }: State) => padding !== 'same' && padding[0] >= kernel.length;
    expect(seen((state) => stamps(state) && wide(state))).toBeGreaterThan(30);
    expect(seen(whole)).toBeGreaterThan(100);
  });

  test('agrees with src/lib on 1,500 combinations: shapes equal, integers exact, floats close', () => {
    for (const { query, state } of all) {
      const about = JSON.stringify(query);
      const expected = reference(state, undefined);
      const result = tf.tidy(() => program(ops, state, undefined));
      for (const name of ['y', 'overlap'] as const) {
        expect(result[name].shape, about).toEqual(expected[name].shape);
        const error = maxError(result[name].dataSync(), expected[name].data);
        const exact = name === 'overlap' || whole(state);
        const allowed = exact ? 0 : 1e-6 * Math.max(1, magnitude(expected[name].data));
        if (!(error <= allowed)) throw new Error(`${name}: ${error} > ${allowed} with ${about}`);
      }
      tf.dispose(result);
    }
    expect(tf.memory().numTensors).toBe(0);
  });

  test('a picture five times as large keeps its digits', () => {
    const picture = grid([128, 128, 1]);
    picture.data.forEach((_, i) => (picture.data[i] = (i * 7919) % 256));
    for (const alignCorners of ['0', '1']) {
      const { state } = parse({ image: 'cat', op: 'bilinear', stride: '5', alignCorners });
      const expected = reference(state!, picture).y;
      const y = tf.tidy(() => program(ops, state!, picture).y);
      expect(maxError(y.dataSync(), expected.data)).toBeLessThan(255e-6);
      y.dispose();
    }
  });
});

describe('the results', () => {
  test('are the transpose of conv2d: ⟨A x, y⟩ = ⟨x, Aᵀ y⟩', () => {
    const dot = (a: ArrayLike<number>, b: ArrayLike<number>) =>
      Array.from(a).reduce((sum, value, i) => sum + value * b[i], 0);
    for (const { query, state } of combinations(200, 5)) {
      if (state.op !== 'transposed' || state.padding === 'same' || !whole(state)) continue;
      const { y } = reference(state, undefined);
      const x = grid(
        y.shape,
        y.data.map((_, i) => ((i * 37) % 11) - 5),
      );
      const back = conv2d(x, kernelGrid(state), {
        stride: state.stride,
        padding: state.padding,
        dilation: state.dilation,
        groups: 1,
      });
      const { rows } = state.source as { rows: number[][] };
      const kept = rows.flatMap((row, r) => row.map((_, c) => back.data[r * back.shape[1] + c]));
      expect(dot(kept, rows.flat()), JSON.stringify(query)).toBe(dot(x.data, y.data));
    }
  });

  test('the overlap is what ones stamped by ones give', () => {
    for (const { query, state } of combinations(150, 9)) {
      if (state.op !== 'transposed' || state.source.kind !== 'matrix') continue;
      const { rows } = state.source;
      const ones = (shape: number[]) => grid(shape, Array(shape[0] * shape[1]).fill(1));
      const y = transposedConv2d(
        ones([rows.length, rows[0].length, 1]),
        ones([state.kernel.length, state.kernel[0].length, 1, 1]),
        optionsOf(state),
      );
      expect([...reference(state, undefined).overlap.data], JSON.stringify(query)).toEqual([
        ...y.data,
      ]);
    }
  });

  test('PyTorch for same padding: one row further down, or no such layer', () => {
    const same = (query: object) =>
      otherConvention(parse({ padding: 'same', ...query }).state!, undefined);
    const three = same({ input: '1,2,3;4,5,6;7,8,9', kernel: '1,2,3;4,5,6;7,8,9' })!;
    expect(three).toMatchObject({ padding: [1, 1], outputPadding: [1, 1] });
    const { state } = parse({ input: '1,2,3;4,5,6;7,8,9', kernel: '1,2,3;4,5,6;7,8,9', padding: '1', outputPadding: '1' }); // prettier-ignore
    expect(three.y.data).toEqual(reference(state!, undefined).y.data);
    const even = { kernel: '1,2;3,4' };
    expect(same(even)!.y.data).toEqual(
      reference(parse({ ...even, padding: 'same' }).state!, undefined).y.data,
    );
    expect(same({ kernel: '1,2;3,4', stride: '1' })).toBeUndefined();
    expect(same({ kernel: '1', stride: '3' })).toMatchObject({
      padding: [0, 0],
      outputPadding: [2, 2],
    });
  });
});
