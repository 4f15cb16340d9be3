/** The TensorFlow.js program against the reference, on the CPU backend. */
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import * as spaces from '@lib/spaces.ts';
import { readFromDisk } from '@models/on-disk.ts';
import type { Ops } from '@runtime/tf.ts';
import { program } from '@widgets/features/compute.ts';
import { KIND } from '@widgets/features/kind.ts';
import { fittedPoints, resultsOf, worked } from '@widgets/features/reference.ts';
import { isFitted, parse, type State } from '@widgets/features/state.ts';
import { maxError } from '@widgets/toolkit/proof.ts';
import type { Query } from '@widgets/toolkit/query.ts';
import { magnitude } from '@widgets/toolkit/text.ts';
import { combinations } from './combinations.ts';

readFromDisk();
const good = (query: Query): State => parse(query).state!;

beforeAll(async () => {
  await tf.setBackend('cpu');
  await KIND.load!(good({ space: 'learned' }));
});

test(
  '300 states: projection, variance, rebuilding, KL, gradient and features on the device',
  { timeout: 240_000 },
  () => {
    for (const { query, state } of combinations(300)) {
      const expected = resultsOf(state);
      const results = tf.tidy(() => program(tf as unknown as Ops, state));
      const own = { pca: 4, lda: 1, tsne: 2 }[state.method] + Number(state.space === 'learned');
      expect(Object.keys(results).length).toBe(own);
      for (const [name, tensor] of Object.entries(results)) {
        const { data } = expected[name];
        const error = maxError(tensor.dataSync(), data);
        const allowed = 2e-5 * Math.max(1, magnitude(data));
        if (!(error <= allowed)) throw new Error(`${name}: ${error} of ${JSON.stringify(query)}`);
        tensor.dispose();
      }
    }
    expect(tf.memory().numTensors).toBe(0);
  },
);

describe('the numbers mean what they say', () => {
  const small = { count: '12', point: 'test-0' };

  test('axes and classes are learned from one half, and asked of the other', () => {
    const { base, space } = worked(good({ ...small, method: 'lda' }));
    expect(base.fitted.length).toBe(60);
    expect(base.asked.every((i) => !isFitted(i, 12))).toBe(true);
    // With the other half exchanged for noise the axes stay: nothing of it goes in.
    const again = spaces.finish(spaces.principal(fittedPoints(base), 60, 784, 30));
    const inner = spaces.project(fittedPoints(base), 60, again);
    const found = spaces.discriminant(inner, base.fitted.map((i) => base.labels[i]), 60, 30, 2); // prettier-ignore
    expect(found.values).toEqual(space!.values);
    const { accuracy, said } = resultsOf(good({ ...small, method: 'lda' }));
    const right = base.asked.filter((i) => said.data[i] === base.labels[i]).length;
    expect(accuracy.data[0]).toBe(right / 60);
    expect(base.fitted.every((i) => said.data[i] === -1)).toBe(true);
  });

  test('neighbors in the whole space are told by all numbers of a point', () => {
    const state = good({ ...small, neighbors: '1' });
    const { base } = worked(state);
    const { accuracy, accuracyAll, saidAll } = resultsOf(state);
    const off = (i: number, j: number) => {
      let sum = 0;
      for (let k = 0; k < 784; k++) sum += (base.points[784 * i + k] - base.points[784 * j + k]) ** 2; // prettier-ignore
      return sum;
    };
    const read = base.asked.map((i) => base.labels[base.fitted.reduce((a, b) => (off(i, b) < off(i, a) ? b : a))]); // prettier-ignore
    expect(base.asked.map((i) => saidAll.data[i])).toEqual(read);
    expect(accuracyAll.data[0]).toBe(read.filter((l, a) => l === base.labels[base.asked[a]]).length / 60); // prettier-ignore
    expect(accuracyAll.data[0]).not.toBe(accuracy.data[0]);
  });

  test('LDA in the space of pixels is the projection of the projection', () => {
    const { base, space } = worked(good({ ...small, method: 'lda' }));
    const pca = spaces.finish(spaces.principal(fittedPoints(base), 60, 784, 30));
    const inner = spaces.project(base.points, base.n, pca);
    const lda = spaces.discriminant(spaces.project(fittedPoints(base), 60, pca), base.fitted.map((i) => base.labels[i]), 60, 30, 2); // prettier-ignore
    const [once, twice] = [spaces.project(base.points, base.n, space!), spaces.project(inner, base.n, { ...lda, mean: new Float64Array(30) })]; // prettier-ignore
    expect(maxError(once, twice)).toBeLessThan(1e-10);
  });

  test('more components rebuild better, and all of them the digits that set the axes', () => {
    const errors = ['1', '5', '20', '40'].map((components) => resultsOf(good({ ...small, components })).error.data[0]); // prettier-ignore
    expect(errors).toEqual([...errors].sort((a, b) => b - a));
    const { base, space } = worked(good(small));
    const first = base.points.subarray(0, 784);
    const all = spaces.finish(spaces.principal(fittedPoints(base), 60, 784, 59));
    const again = spaces.rebuild(spaces.project(first, 1, all), all, 59);
    expect(maxError(again, Float64Array.from(first))).toBeLessThan(1e-10);
    expect(space!.axes.length).toBe(40);
  });

  test('a step of t-SNE is the same at once and from a key frame; KL falls', () => {
    const run = (steps: string) => resultsOf(good({ ...small, method: 'tsne', steps }));
    const seventeen = run('17').y.data;
    run('40');
    expect(run('17').y.data).toEqual(seventeen);
    expect(run('200').kl.data[0]).toBeLessThan(run('0').kl.data[0] / 2);
  });

  test('learned features tell digits apart that pixels do not', () => {
    const pixels = resultsOf(good(small));
    const learned = resultsOf(good({ ...small, space: 'learned' }));
    expect(learned.accuracy.data[0]).toBeGreaterThan(pixels.accuracy.data[0] + 0.2);
    expect(learned.accuracyAll.data[0]).toBeGreaterThan(pixels.accuracyAll.data[0]);
  });

  test('long work goes on in slices and is given up when stale', async () => {
    const state = good({ count: '14', point: 'test-1', method: 'tsne', steps: '300' });
    let calls = 0;
    expect(await KIND.reference(state, undefined, async () => calls++ < 2)).toBeUndefined();
    expect(calls).toBe(3);
  });
});
