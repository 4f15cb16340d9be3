/** The programs that readers copy are run: TensorFlow.js always, Python where there is one. */
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { codeTwin } from '@widgets/separable/code.ts';
import { reference } from '@widgets/separable/reference.ts';
import { costsOf } from '@lib/separable.ts';
import { maxError } from '@widgets/toolkit/proof.ts';
import { magnitude } from '@widgets/toolkit/text.ts';
import { python, runPython, torch } from '../python.ts';
import { combinations } from './combinations.ts';

const cases = combinations(60, 21).map(({ state }) => {
  const { y } = reference(state);
  const [height, width, filters] = y.shape;
  // The programs have channels first.
  const data = Float64Array.from({ length: y.data.length }, (_, i) => y.data[(i % (height * width)) * filters + Math.floor(i / (height * width))]); // prettier-ignore
  const { standard, both } = costsOf(state);
  return {
    state,
    shape: [filters, height, width],
    data,
    weights: [standard.weights, both.weights],
  };
});
const allowed = (data: Float64Array) => 1e-6 * Math.max(1, magnitude(data));

beforeAll(async () => {
  await tf.setBackend('cpu');
});

test('TensorFlow.js: the programs give the numbers of the widget', () => {
  for (const { state, shape, data, weights } of cases) {
    const body = codeTwin(state, 'tfjs')
      .replace(/^import .*$/m, '')
      .replace(/^y\.(transpose.*)\.print\(\);$/m, 'const made = y.$1;')
      .replace(/^console\.log\((.*)\);.*$/m, 'return [made.shape, made.dataSync(), $1];');
    const [size, got, ...counted] = tf.tidy(() => new Function('tf', body)(tf)) as [number[], Float32Array, number, number]; // prettier-ignore
    expect(size).toEqual(shape);
    expect(maxError(got, data), body).toBeLessThanOrEqual(allowed(data));
    expect(counted).toEqual(weights);
  }
});

describe.each([
  ['numpy', python],
  ['pytorch', torch],
] as const)('%s', (language, there) => {
  test.skipIf(!there)('the programs give the numbers of the widget', { timeout: 60_000 }, () => {
    const results = runPython<{ shape: number[]; data: number[]; weights: number[] }>(
      cases.map(({ state }) => codeTwin(state, language)),
      ["y = scope['y']", "{'shape': list(y.shape), 'data': y.reshape(-1).tolist(), 'weights': printed[1:]}"], // prettier-ignore
    );
    cases.forEach(({ shape, data, weights }, i) => {
      expect(results[i].shape).toEqual(shape);
      expect(maxError(results[i].data, data)).toBeLessThanOrEqual(allowed(data));
      expect(results[i].weights).toEqual(weights);
    });
  });
});
