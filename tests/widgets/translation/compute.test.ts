import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { grid, type Grid } from '@lib/grid.ts';
import { mulberry32 } from '@lib/random.ts';
import type { Ops } from '@runtime/tf.ts';
import type { Outputs } from '@widgets/toolkit/kind.ts';
import { maxError } from '@widgets/toolkit/proof.ts';
import { magnitude } from '@widgets/toolkit/text.ts';
import { program } from '@widgets/translation/compute.ts';
import { errorsOf, reference, relative } from '@widgets/translation/reference.ts';
import { features, STACK_IDS, strideOf, trustedFeatures, type StackId } from '@widgets/translation/stacks.ts'; // prettier-ignore
import { parse, sideOf, type State } from '@widgets/translation/state.ts';
import type { Query } from '@widgets/toolkit/query.ts';
import { combinations } from './combinations.ts';

const ops = tf as unknown as Ops;
const yes = async () => true;
const work = (state: State) => reference(state, undefined, yes) as Outputs;

beforeAll(async () => {
  await tf.setBackend('cpu');
});

describe('the TensorFlow.js program', () => {
  test('agrees with src/lib on 480 combinations; whole numbers are exact', () => {
    for (const { query, state } of combinations(480)) {
      const expected = work(state);
      const results = tf.tidy(() => program(ops, state, undefined));
      expect(Object.keys(results)).toEqual(['y', 'tx', 'fx', 'tfx', 'difference']);
      for (const [name, tensor] of Object.entries(results)) {
        const about = `${name} of ${JSON.stringify(query)}`;
        expect(tensor.shape, about).toEqual(expected[name].shape);
        const { data } = expected[name];
        const whole = expected.tx.data.every(Number.isInteger) && data.every(Number.isInteger);
        const size = Math.max(...['tx', 'fx', 'y'].map((each) => magnitude(expected[each].data)));
        const allowed = whole ? 0 : 3e-7 * 16 * Math.max(1, size);
        const error = maxError(tensor.dataSync(), data);
        if (!(error <= allowed)) throw new Error(`error ${error} > ${allowed}: ${about}`);
        tensor.dispose();
      }
    }
    expect(tf.memory().numTensors).toBe(0);
  });
});

const random = mulberry32(77);
const noise = (n: number) =>
  Array.from({ length: n }, () =>
    Array.from({ length: n }, () => Math.floor(random() * 256)).join(','),
  ).join(';');
const errors = (query: Query) => {
  const state = parse({ rotate: '0', scale: '1', ...query }).state!;
  return errorsOf(work(state));
};

describe('what is claimed', () => {
  test('a shift by a multiple of the total stride: the error is exactly 0, in every stack', () => {
    for (const stack of STACK_IDS) {
      const stride = strideOf(stack);
      for (const [dy, dx] of [
        [0, 1],
        [1, 0],
        [-1, 2],
        [2, -1],
        [0, 2],
      ]) {
        const shift = `${dy * stride},${dx * stride}`;
        const { equivariance, invariance, cells } = errors({ input: noise(32), stack, shift });
        expect(cells, stack).toBeGreaterThan(8);
        expect(equivariance, `${stack} ${shift}`).toBe(0);
        expect(invariance, `${stack} ${shift}`).toBeGreaterThan(0.1);
      }
    }
  });

  test('any other shift: 0 without pooling, not 0 with it', () => {
    for (const stack of STACK_IDS) {
      const stride = strideOf(stack);
      for (let dx = 1; dx < stride; dx++) {
        for (const shift of [`${dx}`, `${-dx}`, `${dx},0`, `${dx},${stride}`]) {
          const { equivariance } = errors({ input: noise(32), stack, shift });
          expect(equivariance, `${stack} ${shift}`).toBeGreaterThan(0.05);
        }
      }
    }
    for (const stack of ['conv', 'symmetric']) {
      expect(errors({ input: noise(16), stack, shift: '3,-1' }).equivariance).toBe(0);
    }
  });

  test('a turn by 90°: exactly 0 for the symmetric kernel, not for the other', () => {
    for (const rotate of ['90', '-90', '180']) {
      for (const stack of STACK_IDS) {
        const { equivariance } = errors({ input: noise(24), stack, shift: '0', rotate });
        if (stack.startsWith('symmetric')) expect(equivariance, `${stack} ${rotate}`).toBe(0);
        else expect(equivariance, `${stack} ${rotate}`).toBeGreaterThan(0.5);
      }
    }
    for (const change of [{ rotate: '30' }, { scale: '1.5' }]) {
      const { equivariance } = errors({
        input: noise(24),
        stack: 'symmetric',
        shift: '0',
        ...change,
      });
      expect(equivariance).toBeGreaterThan(0.1);
    }
  });

  test('blurring before subsampling makes the error of a shift by 1 smaller', () => {
    for (let i = 0; i < 5; i++) {
      const input = noise(32);
      const plain = errors({ input, stack: 'conv-pool', shift: '1' }).equivariance;
      const blurred = errors({ input, stack: 'conv-blurpool', shift: '1' }).equivariance;
      expect(blurred).toBeLessThan(0.6 * plain);
    }
  });

  test('nothing done: both errors are 0', () => {
    for (const stack of STACK_IDS) {
      expect(errors({ input: noise(16), stack, shift: '0' })).toMatchObject({
        equivariance: 0,
        invariance: 0,
      });
    }
  });

  test('the curve is the error of each shift', () => {
    const input = noise(28);
    for (const stack of STACK_IDS) {
      const { curve } = work(parse({ input, stack, shift: '5,1' }).state!);
      curve.data.forEach((error, dx) => {
        expect(error).toBe(errors({ input, stack, shift: `${dx}` }).equivariance);
        if (dx % strideOf(stack) === 0) expect(error).toBe(0);
      });
      expect(work(parse({ input, stack, rotate: '90' }).state!).curve).toBeUndefined();
    }
  });
});

describe('away from the border', () => {
  test('a feature is trusted exactly when no change outside of the trusted pixels can reach it', () => {
    const n = 16;
    for (const stack of STACK_IDS) {
      const trusted = grid([n, n, 1]);
      for (let r = 0; r < n; r++) for (let c = 0; c < n; c++) trusted.data[r * n + c] = r > 1 && c < 13 ? 1 : 0; // prettier-ignore
      const mask = trustedFeatures(trusted, stack);
      const probe = (seed: number): Grid => {
        const rng = mulberry32(seed);
        const g = grid([n, n, 1]);
        return {
          shape: g.shape,
          data: g.data.map((_, i) => (trusted.data[i] ? 100 + ((i * 37) % 91) : 1000 * rng())),
        };
      };
      const first = features(probe(1), stack);
      for (let seed = 2; seed < 6; seed++) {
        const y = features(probe(seed), stack);
        y.data.forEach((v, i) => {
          if (mask.data[i]) expect(v).toBe(first.data[i]);
        });
      }
      expect(
        mask.data.some((v) => v === 1),
        stack,
      ).toBe(true);
      expect(fields(stack, mask, n)).toEqual([...mask.data]);
    }
  });

  /** The mask of the whole field of each feature, counted by hand. */
  function fields(stack: StackId, mask: Grid, n: number): number[] {
    const stride = strideOf(stack);
    const reach = { conv: [-1, 1], symmetric: [-1, 1], 'conv-pool': [-1, 2], 'symmetric-pool': [-1, 2], 'conv-blurpool': [-2, 3], 'conv-pool-conv-pool': [-3, 6] }[stack]; // prettier-ignore
    const [h] = mask.shape;
    return Array.from(mask.data, (_, i) => {
      const [r, c] = [Math.floor(i / h) * stride, (i % h) * stride];
      const ok = (at: number, from: number, to: number) =>
        at + reach[0] >= from && at + reach[1] < to;
      return ok(r, 2, n) && ok(c, 0, 13) ? 1 : 0;
    });
  }

  test('the relative error', () => {
    const [a, b] = [grid([1, 3, 1], [3, 5, 9]), grid([1, 3, 1], [3, 1, 9])];
    expect(relative(a, b, grid([1, 3, 1], [1, 1, 0]))).toBeCloseTo(Math.sqrt(16 / 10), 14);
    expect(relative(a, b, grid([1, 3, 1], [1, 0, 1]))).toBe(0);
    expect(relative(a, b, grid([1, 3, 1]))).toBeNaN();
  });

  test('large pictures come in pieces, and give up when asked', async () => {
    const size = { height: 90, width: 70, channels: 1 } as const;
    const state = parse({ image: 'own' }, size).state!;
    expect(sideOf(state)).toBe(68);
    const picture = grid(
      [90, 70, 1],
      Array.from({ length: 6300 }, (_, i) => (i * 7919) % 256),
    );
    const outputs = (await reference(state, picture, yes))!;
    expect(outputs.y.shape).toEqual([34, 34, 1]);
    expect(errorsOf(outputs).equivariance).toBeCloseTo(outputs.curve.data[1], 14);
    let calls = 0;
    expect(await reference(state, picture, async () => calls++ < 3)).toBeUndefined();
  });
});
