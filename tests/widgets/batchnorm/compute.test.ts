import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { grid } from '@lib/grid.ts';
import type { Ops } from '@runtime/tf.ts';
import { program } from '@widgets/batchnorm/compute.ts';
import { folded, gradient, movingAfter, reference } from '@widgets/batchnorm/reference.ts';
import {
  CONVENTIONS,
  MODES,
  NORMS,
  parse,
  pytorchRefuses,
  slicesOfState,
  statistics,
  usesMoving,
  type State,
} from '@widgets/batchnorm/state.ts';
import type { Outputs } from '@widgets/toolkit/kind.ts';
import type { Query } from '@widgets/toolkit/query.ts';
import { maxError } from '@widgets/toolkit/proof.ts';
import { expectClose, golden, numericalGradient } from '../../lib/helpers.ts';
import { combinations } from './combinations.ts';

const ops = tf as unknown as Ops;
const stateOf = (query: Query): State => {
  const { state, problems } = parse(query);
  if (!state) throw new Error(JSON.stringify(problems));
  return state;
};

function onDevice(state: State): Record<string, { shape: number[]; data: Float32Array }> {
  const results = tf.tidy(() => program(ops, state));
  return Object.fromEntries(
    Object.entries(results).map(([name, tensor]) => {
      const data = tensor.dataSync() as Float32Array;
      tensor.dispose();
      return [name, { shape: tensor.shape, data }];
    }),
  );
}

/**
 * What float32 may lose: a rounding of x and of the mean, divided by the deviation and scaled by γ.
 */
function allowance(state: State, name: string, expected: Outputs[string]): number {
  const numbers = [...state.samples.flat(3), ...state.movingMean].map(Math.abs);
  const largest = Math.max(1, ...Array.from(expected.data, Math.abs));
  if (name !== 'y') return 1e-6 * Math.max(largest, ...numbers);
  const under = usesMoving(state) ? state.movingVariance : [...statistics(state).variance.data];
  const inverse = Math.max(...under.map((v) => 1 / Math.sqrt(v + state.eps)));
  const scale = Math.max(...state.gamma.map(Math.abs));
  return 2e-7 * Math.max(largest, scale * inverse * Math.max(...numbers)) + 1e-6;
}

beforeAll(async () => {
  await tf.setBackend('cpu');
});

describe('the TensorFlow.js program', () => {
  const all = combinations(1200);

  test('covers every kind of parameter', () => {
    const seen = (is: (state: State) => boolean) => all.filter(({ state }) => is(state)).length;
    for (const norm of NORMS) expect(seen((state) => state.norm === norm)).toBeGreaterThan(60);
    for (const mode of MODES)
      expect(seen((state) => state.norm === 'batch' && state.mode === mode)).toBeGreaterThan(200);
    for (const convention of CONVENTIONS)
      expect(seen((state) => state.convention === convention)).toBeGreaterThan(400);
    expect(seen((state) => !state.images)).toBeGreaterThan(200);
    expect(seen((state) => slicesOfState(state).count === 1)).toBeGreaterThan(20);
    expect(seen(pytorchRefuses)).toBeGreaterThan(10);
    expect(seen((state) => state.eps === 0)).toBeGreaterThan(50);
  });

  test('agrees with src/lib on 1,200 combinations: shapes equal, integers exact, floats close', () => {
    let exact = 0;
    for (const { query, state } of all) {
      const expected = reference(state);
      const results = onDevice(state);
      expect(Object.keys(results)).toEqual(Object.keys(expected));
      for (const [name, { shape, data }] of Object.entries(results)) {
        const about = `${name} with ${JSON.stringify(query)}`;
        expect(shape, about).toEqual([...expected[name].shape]);
        const whole = expected[name].data.every(Number.isInteger);
        if (whole) exact++;
        const error = maxError(data, expected[name].data);
        const most = whole ? 0 : allowance(state, name, expected[name]);
        if (!(error <= most)) throw new Error(`error ${error} > ${most}: ${about}`);
      }
    }
    expect(exact).toBeGreaterThan(500);
    expect(tf.memory().numTensors).toBe(0);
  });

  test('whole means and variances, and roots that come out, are exact', () => {
    const state = stateOf({ input: '1;3;3;9', gamma: '6', beta: '2', eps: '0' });
    const { y, mean, variance } = onDevice(state);
    expect([...y.data]).toEqual([-4, 0, 0, 12]);
    expect([mean.data[0], variance.data[0]]).toEqual([4, 9]);
    expect([...reference(state).y.data]).toEqual([-4, 0, 0, 12]);
  });
});

describe('golden numbers of PyTorch', () => {
  const { versions, cases } = golden<
    Record<
      'y' | 'mean' | 'variance' | 'movingMean' | 'movingVariance' | 'dx' | 'scale' | 'bias',
      number[]
    > & {
      query: Query;
      shape: number[];
      at: number;
    }
  >('batchnorm');

  test('name the versions that made them', () => {
    expect(Object.keys(versions)).toEqual(['python', 'numpy', 'torch']);
  });

  test.each(cases)('$query.norm $query.mode $query.convention $shape (%#)', (c) => {
    const state = stateOf(c.query);
    const expected = reference(state);
    const results = onDevice(state);
    expect(expected.y.shape).toEqual(c.shape);
    for (const name of ['y', 'mean', 'variance', 'movingMean', 'movingVariance'] as const) {
      expectClose(expected[name].data, c[name], 1e-11);
      const error = maxError(results[name].data, c[name]);
      expect(error, name).toBeLessThanOrEqual(allowance(state, name, expected[name]));
    }
    expectClose(gradient(state, c.at).data, c.dx, 1e-11);
    // K′ of a kernel that is 1 is the scale; the bias is b′.
    const moving = movingAfter(state).at(-1)!;
    for (let channel = 0; channel < c.scale.length; channel++) {
      const { scale, bias } = folded(state, moving, channel);
      expectClose([scale, bias], [c.scale[channel], c.bias[channel]], 1e-11);
    }
  });
});

describe('what the folds say', () => {
  const all = combinations(300, 3);

  test('convolution and BN are the folded convolution, in float64 and on the device', () => {
    for (const { state } of all) {
      const moving = movingAfter(state).at(-1)!;
      for (let c = 0; c < state.gamma.length; c++) {
        if (!(moving.variance[c] + state.eps > 0)) continue;
        const { apart, together, kernel, bias, middle, scale } = folded(state, moving, c);
        const size = Math.max(
          1,
          ...Array.from(apart.data, Math.abs),
          Math.abs(scale * moving.mean[c]),
        );
        expect(maxError(apart.data, together) / size).toBeLessThan(1e-12);
        expect([...middle]).toEqual([1, 3, 3, 9]);
        const device = tf.tidy(() =>
          tf
            .add(
              tf.conv2d(
                tf.tensor4d([1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 4, 1, 1, 2, 4], [1, 4, 4, 1]),
                tf.tensor4d(Array.from(kernel), [3, 3, 1, 1]),
                1,
                'valid',
              ),
              bias,
            )
            .dataSync(),
        );
        expect(maxError(device, apart.data) / size).toBeLessThan(1e-6);
      }
    }
  });

  test('∂L/∂x sums to zero over a slice, and equals finite differences', () => {
    for (const { state } of all) {
      const { y } = reference(state);
      const at = y.data.length - 1;
      const dx = gradient(state, at);
      const size = Math.max(1, ...Array.from(dx.data, Math.abs));
      if (!usesMoving(state)) {
        expect(Math.abs(dx.data.reduce((a, b) => a + b, 0)) / size).toBeLessThan(1e-12);
      }
      if (state.eps === 0 || size > 20) continue; // too steep for differences
      const { samples, images } = state;
      const [C, H, W] = [samples[0].length, samples[0][0].length, samples[0][0][0].length];
      const last = (x: ReturnType<typeof grid>) => {
        const moved = samples.map((sample, n) =>
          sample.map((rows, c) =>
            rows.map((row, h) => row.map((_, w) => x.data[((n * H + h) * W + w) * C + c])),
          ),
        );
        return reference({ ...state, images, samples: moved }).y.data[at];
      };
      const x = grid(y.shape);
      samples.forEach((sample, n) =>
        sample.forEach((rows, c) =>
          rows.forEach((row, h) =>
            row.forEach((value, w) => (x.data[((n * H + h) * W + w) * C + c] = value)),
          ),
        ),
      );
      const numerical = numericalGradient(last, x);
      expect(maxError(dx.data, numerical) / size, JSON.stringify(state)).toBeLessThan(1e-4);
    }
  });

  test('one step after the other is the closed form that the device uses', () => {
    const state = stateOf({ steps: '40', momentum: '0.9' });
    const all = movingAfter(state);
    expect(all).toHaveLength(41);
    expectClose([all[40].mean[1]], [100 * (1 - 0.9 ** 40)], 1e-12);
    expectClose([all[40].variance[0]], [0.9 ** 40 + 9 * (1 - 0.9 ** 40)], 1e-12);
    const torch = movingAfter({ ...state, convention: 'pytorch', momentum: 0.1 });
    expectClose([torch[40].mean[1]], [all[40].mean[1]], 1e-12);
    // unbiased: 9 · 4/3 = 12
    expectClose([torch[40].variance[0]], [0.9 ** 40 + 12 * (1 - 0.9 ** 40)], 1e-12);
  });

  test('PyTorch trains on no single value: nothing is averaged, and y is β', () => {
    const state = stateOf({ input: '5,-2', beta: '1,2', convention: 'pytorch' });
    expect(pytorchRefuses(state)).toBe(true);
    expect(movingAfter(state)).toHaveLength(1);
    expect([...reference(state).y.data]).toEqual([1, 2]);
    expect(pytorchRefuses({ ...state, norm: 'layer' })).toBe(false);
  });
});
