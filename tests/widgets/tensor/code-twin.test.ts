/** The programs that readers copy are run: TensorFlow.js always, Python where there is one. */
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { codeTwin } from '@widgets/tensor/code.ts';
import { exact } from '@widgets/tensor/exact.ts';
import { reference } from '@widgets/tensor/reference.ts';
import { parse } from '@widgets/tensor/state.ts';
import { maxError } from '@widgets/toolkit/proof.ts';
import { magnitude } from '@widgets/toolkit/text.ts';
import { python, runPython, torch } from '../python.ts';
import { combinations } from './combinations.ts';

const cases = combinations(140, 21).map((each) => ({ ...each, expected: reference(each.state, undefined) })); // prettier-ignore
const allowed = (data: Float64Array, share: number) =>
  data.every(Number.isInteger) ? 0 : share * Math.max(1, magnitude(data));

beforeAll(async () => {
  await tf.setBackend('cpu');
});

test('TensorFlow.js: the programs give shape and numbers of the widget', () => {
  for (const { query, state, expected } of cases) {
    // int32 tensors hold what float32 does not, but they wrap where the widget leaves it to float64.
    if (!exact(state, expected.x, expected.b)) continue;
    const body = codeTwin(state, 'tfjs')
      .replace(/^import .*$/m, '')
      .replace(/^console\.log.*\n/m, '')
      .replace(/^y\.print\(\);$/m, 'return [y.shape, y.dataSync()];');
    const [shape, data] = tf.tidy(() => new Function('tf', body)(tf)) as [number[], Float32Array];
    expect(shape, JSON.stringify(query)).toEqual(expected.y.shape);
    expect(maxError(data, expected.y.data), JSON.stringify(query)).toBeLessThanOrEqual(allowed(expected.y.data, 2e-6)); // prettier-ignore
  }
});

const run = (programs: string[]) =>
  runPython<{ shape: number[]; data: number[]; type: string }>(programs, [
    "y = scope['y']",
    "{'shape': list(y.shape), 'data': y.reshape(-1).tolist(), 'type': str(y.dtype)}",
  ]);

describe.each([
  ['numpy', python],
  ['pytorch', torch],
] as const)('%s', (language, there) => {
  test.skipIf(!there)(
    'the programs give shape and numbers of the widget',
    { timeout: 60_000 },
    () => {
      const results = run(cases.map(({ state }) => codeTwin(state, language)));
      cases.forEach(({ query, expected: { y } }, i) => {
        const about = JSON.stringify(query);
        expect(results[i].shape, about).toEqual(y.shape);
        expect(maxError(results[i].data, y.data), about).toBeLessThanOrEqual(allowed(y.data, 2e-6));
      });
    },
  );
});

test('every program of a picture names its file', () => {
  for (const source of ['digit', 'color', 'batch']) {
    const state = parse({ source, op: 'reshape', to: '-1' }).state!;
    for (const language of ['numpy', 'pytorch', 'tfjs'] as const) {
      expect(codeTwin(state, language)).toContain(source === 'digit' ? 'digit-3.png' : 'cat.png');
    }
  }
});
