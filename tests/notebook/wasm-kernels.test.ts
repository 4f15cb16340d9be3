/** The kernels written for wasm against those of the cpu backend. */
import path from 'node:path';
import { createRequire } from 'node:module';
import * as core from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import '@tensorflow/tfjs-backend-cpu';
import * as layers from '@tensorflow/tfjs-layers';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Library } from '../../src/notebook/library.ts';
import { registerMissing } from '../../src/notebook/wasm-kernels.ts';

const tf = core as unknown as Library;

beforeAll(async () => {
  core.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  const entry = createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm');
  setWasmPaths(`${path.dirname(entry)}/`);
  expect(await core.setBackend('wasm')).toBe(true);
  registerMissing(tf);
});

/** Runs the same on both backends; the largest difference, relative to the largest value. */
async function difference(compute: () => core.Tensor[]): Promise<number> {
  const results: Float32Array[][] = [];
  for (const backend of ['cpu', 'wasm']) {
    await core.setBackend(backend);
    const before = core.memory().numTensors;
    const tensors = core.tidy(compute);
    results.push(tensors.map((each) => each.dataSync() as Float32Array));
    core.dispose(tensors);
    expect(core.memory().numTensors, `tensors left on ${backend}`).toBe(before);
  }
  let [worst, largest] = [0, 1e-6];
  results[0].forEach((values, k) => {
    expect(results[1][k]).toHaveLength(values.length);
    values.forEach((value, i) => {
      worst = Math.max(worst, Math.abs(value - results[1][k][i]));
      largest = Math.max(largest, Math.abs(value));
    });
  });
  return worst / largest;
}

const random = (shape: number[], seed: number): core.Tensor =>
  core.randomNormal(shape, 0, 1, 'float32', seed);

type Case = [
  x: [number, number, number, number],
  k: [number, number],
  out: number,
  stride: number | [number, number],
  pad: 'same' | 'valid' | number,
];
const CASES: Case[] = [
  [[2, 8, 8, 3], [3, 3], 4, 1, 'same'],
  [[2, 8, 8, 3], [3, 3], 4, 1, 'valid'],
  [[3, 9, 7, 2], [3, 3], 5, 2, 'same'],
  [[3, 9, 7, 2], [3, 3], 5, 2, 'valid'],
  [[1, 10, 10, 1], [5, 5], 2, 3, 'valid'],
  [[2, 7, 7, 3], [1, 1], 4, 2, 'same'],
  [[2, 6, 11, 2], [2, 4], 3, [1, 2], 'same'],
  [[1, 5, 5, 2], [3, 3], 2, 2, 1],
  [[4, 28, 28, 1], [3, 3], 8, 1, 'same'],
  [[1, 11, 8, 2], [2, 2], 3, 3, 'valid'],
];

describe('gradients on wasm are those of cpu', () => {
  test.each(CASES)(
    'conv2d %j %j → %i, stride %j, %s',
    async (shape, [kh, kw], out, stride, pad) => {
      const worst = await difference(() => {
        const x = random(shape, 1) as core.Tensor4D;
        const w = random([kh, kw, shape[3], out], 2) as core.Tensor4D;
        const loss = (a: core.Tensor, b: core.Tensor) =>
          core.sum(core.square(core.conv2d(a as core.Tensor4D, b as core.Tensor4D, stride, pad)));
        return core.grads(loss as never)([x, w]) as core.Tensor[];
      });
      expect(worst).toBeLessThan(1e-5);
    },
  );

  test.each(CASES)(
    'depthwise %j %j (%i), stride %j, %s',
    async (shape, [kh, kw], out, stride, pad) => {
      // TF.js has one stride for both axes here.
      if (typeof stride !== 'number') return;
      const worst = await difference(() => {
        const x = random(shape, 3) as core.Tensor4D;
        const w = random([kh, kw, shape[3], (out % 3) + 1], 4) as core.Tensor4D;
        const loss = (a: core.Tensor, b: core.Tensor) =>
          core.sum(
            core.square(core.depthwiseConv2d(a as core.Tensor4D, b as core.Tensor4D, stride, pad)),
          );
        return core.grads(loss as never)([x, w]) as core.Tensor[];
      });
      expect(worst).toBeLessThan(1e-5);
    },
  );

  test('transposed convolution', async () => {
    const worst = await difference(() => {
      const loss = (a: core.Tensor, b: core.Tensor) =>
        core.sum(
          core.square(
            core.conv2dTranspose(a as core.Tensor4D, b as core.Tensor4D, [2, 8, 8, 3], 2, 'same'),
          ),
        );
      return core.grads(loss as never)([
        random([2, 4, 4, 5], 5),
        random([3, 3, 3, 5], 6),
      ]) as core.Tensor[];
    });
    expect(worst).toBeLessThan(1e-5);
  });

  test.each([[0], [1]])('gather along axis %i', async (axis) => {
    const worst = await difference(() => {
      const ids = core.tensor1d([2, 0, 2, 1, 2], 'int32');
      return [
        core.grad((x: core.Tensor) => core.sum(core.square(core.gather(x, ids, axis))))(
          random([3, 4, 2], 7),
        ),
      ];
    });
    expect(worst).toBeLessThan(1e-5);
  });

  test.each([
    [false, false],
    [true, false],
    [false, true],
    [true, true],
  ])('matMul with transposes %j %j', async (ta, tb) => {
    const worst = await difference(() => {
      const a = random(ta ? [5, 3] : [3, 5], 8);
      const b = random(tb ? [4, 5] : [5, 4], 9);
      const batch = core.matMul(
        random(ta ? [2, 5, 3] : [2, 3, 5], 10),
        random(tb ? [2, 4, 5] : [2, 5, 4], 11),
        ta,
        tb,
      );
      const grads = core.grads(((p: core.Tensor, q: core.Tensor) =>
        core.sum(core.square(core.matMul(p, q, ta, tb)))) as never);
      return [core.matMul(a, b, ta, tb), batch, ...(grads([a, b]) as core.Tensor[])];
    });
    expect(worst).toBeLessThan(1e-5);
  });

  test.each([
    [2, 2, 'valid'],
    [3, 2, 'same'],
    [3, 1, 'same'],
    [2, 3, 'valid'],
    [3, 2, 1],
  ] as const)(
    'maxPool %i by %i, %s, of values that are all below 0 too',
    async (size, stride, pad) => {
      const worst = await difference(() =>
        [random([2, 7, 6, 3], 20), core.sub(random([1, 8, 8, 2], 21), 10)].map((x) =>
          core.grad((each: core.Tensor) =>
            core.sum(core.square(core.maxPool(each as core.Tensor4D, size, stride, pad))),
          )(x),
        ),
      );
      expect(worst).toBeLessThan(1e-5);
    },
  );

  test('oneHot as floats, products of integers, a confusion matrix', async () => {
    const ids = () => core.tensor1d([0, 2, 1, 2], 'int32');
    const worst = await difference(() => [
      core.oneHot(ids(), 3, 1, 0, 'float32'),
      core.oneHot(ids(), 3, 0.5, -1, 'float32'),
      core.cast(
        core.matMul(
          core.tensor2d([[1, 2]], [1, 2], 'int32'),
          core.tensor2d([[3], [4]], [2, 1], 'int32'),
        ),
        'float32',
      ),
      core.cast(
        core.math.confusionMatrix(ids(), core.tensor1d([0, 1, 1, 2], 'int32'), 3),
        'float32',
      ),
    ]);
    expect(worst).toBeLessThan(1e-5);
  });

  test('segments, also one and with ids that are out of range, and isNaN', async () => {
    const worst = await difference(() => [
      core.unsortedSegmentSum(random([4, 3], 12), core.tensor1d([1, 0, 1, 1], 'int32'), 3),
      core.unsortedSegmentSum(random([2], 13), core.tensor1d([0, 0], 'int32'), 1),
      core.unsortedSegmentSum(random([3, 2, 2], 14), core.tensor1d([0, 1, 5], 'int32'), 2),
      core.cast(core.isNaN(core.tensor1d([1, NaN, Infinity])), 'float32'),
    ]);
    expect(worst).toBeLessThan(1e-5);
  });
});

test('a network with all of them trains on wasm as it does on cpu', async () => {
  const losses: number[][] = [];
  for (const backend of ['cpu', 'wasm']) {
    await core.setBackend(backend);
    const init = (seed: number) => layers.initializers.glorotNormal({ seed });
    const model = layers.sequential();
    model.add(
      layers.layers.conv2d({
        inputShape: [8, 8, 1],
        filters: 4,
        kernelSize: 3,
        activation: 'relu',
        kernelInitializer: init(1),
      }),
    );
    model.add(layers.layers.depthwiseConv2d({ kernelSize: 3, depthwiseInitializer: init(2) }));
    model.add(layers.layers.maxPooling2d({ poolSize: 2 }));
    model.add(layers.layers.flatten());
    model.add(layers.layers.dense({ units: 2, activation: 'softmax', kernelInitializer: init(3) }));
    model.compile({ optimizer: core.train.adam(0.02), loss: 'categoricalCrossentropy' });
    const xs = core.concat([random([8, 8, 8, 1], 30), core.add(random([8, 8, 8, 1], 31), 1)]);
    const ys = core.oneHot(
      core.tensor1d(
        Array.from({ length: 16 }, (_, i) => (i < 8 ? 0 : 1)),
        'int32',
      ),
      2,
    );
    const { history } = await model.fit(xs, ys, { epochs: 10, shuffle: false, verbose: 0 });
    losses.push(history.loss as number[]);
  }
  expect(losses[0][9]).toBeLessThan(0.7 * losses[0][0]);
  losses[0].forEach((loss, i) => expect(losses[1][i]).toBeCloseTo(loss, 3));
});
