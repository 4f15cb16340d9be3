/** The hints against the errors that TF.js really throws. */
import * as core from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import '@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops';
import * as layers from '@tensorflow/tfjs-layers';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, test } from 'vitest';
import { limitMemory } from '../../src/notebook/backend.ts';
import { HINT_WORDS } from '../../src/notebook/hint-words.ts';
import {
  HINTS,
  hintInOutput,
  hintInPoint,
  hintOf,
  type HintKey,
} from '../../src/notebook/hints.ts';
import type { Library } from '../../src/notebook/library.ts';

// Mistakes are not typed well.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
const tf: any = { ...core, ...layers };
beforeAll(() => core.setBackend('cpu'));

const dense = (compiled = true) => {
  const model = tf.sequential();
  model.add(tf.layers.dense({ units: 10, inputShape: [2] }));
  if (compiled) model.compile({ loss: 'categoricalCrossentropy', optimizer: 'sgd' });
  return model;
};
const gone = () => {
  const t = tf.ones([2]);
  t.dispose();
  return t;
};

const MISTAKES: [key: HintKey, source: () => unknown][] = [
  ['shape-mismatch', () => tf.matMul(tf.ones([2, 3]), tf.ones([2, 3]))],
  ['shape-mismatch', () => tf.add(tf.ones([2, 3]), tf.ones([4]))],
  ['shape-mismatch', () => tf.ones([2, 3]).reshape([4])],
  ['shape-mismatch', () => tf.concat([tf.ones([2, 3]), tf.ones([2, 4])])],
  ['shape-mismatch', () => tf.stack([tf.ones([2, 3]), tf.ones([2, 4])])],
  ['shape-mismatch', () => tf.tensor([1, 2, 3], [2, 2])],
  ['shape-mismatch', () => tf.conv2d(tf.ones([1, 8, 8, 3]), tf.ones([3, 3, 1, 1]), 1, 'same')],
  ['shape-mismatch', () => dense().fit(tf.ones([2, 3]), tf.ones([2, 10]))],
  ['shape-mismatch', () => dense().fit(tf.ones([2, 2]), tf.ones([2]))],
  ['shape-mismatch', () => dense().fit(tf.ones([3, 2]), tf.ones([2, 10]))],
  ['disposed-tensor', () => gone().add(1)],
  ['disposed-tensor', () => gone().dataSync()],
  [
    'missing-await',
    () => {
      const [a] = tf.ones([2]).data();
      return a;
    },
  ],
  [
    'missing-await',
    () =>
      tf
        .ones([2])
        .data()
        .map((x: number) => x),
  ],
  [
    'missing-await',
    () => {
      for (const x of tf.ones([2]).data()) void x;
    },
  ],
  ['missing-await', () => tf.ones([2]).array()[0].toFixed(2)],
  ['missing-await', () => Math.max(...tf.ones([2]).data())],
  ['rank-of-conv2d', () => tf.conv2d(tf.ones([28, 28]), tf.ones([3, 3, 1, 1]), 1, 'same')],
  ['rank-of-conv2d', () => tf.conv2d(tf.ones([28, 28, 1]), tf.ones([3, 3]), 1, 'same')],
  ['rank-of-conv2d', () => tf.maxPool(tf.ones([28, 28]), 2, 2, 'same')],
  [
    'rank-of-conv2d',
    () => {
      const m = tf.sequential();
      m.add(tf.layers.conv2d({ filters: 1, kernelSize: 3, inputShape: [28, 28, 1] }));
      return m.predict(tf.ones([28, 28, 1]));
    },
  ],
  [
    'rank-of-conv2d',
    () => {
      const m = dense();
      m.add(tf.layers.conv2d({ filters: 1, kernelSize: 3 }));
    },
  ],
  ['wrong-dtype', () => tf.gather(tf.ones([3]), tf.tensor1d([0, 1]))],
  ['wrong-dtype', () => tf.oneHot(tf.tensor1d([0, 1]), 2)],
  ['wrong-dtype', () => tf.where(tf.tensor1d([0, 1]), tf.ones([2]), tf.zeros([2]))],
  ['wrong-dtype', () => tf.add(tf.tensor(['a']), tf.tensor(['b']))],
  ['missing-kernel', () => core.engine().runKernel('Nope', {})],
  ['missing-compile', () => dense(false).fit(tf.ones([2, 2]), tf.ones([2, 10]))],
  ['missing-compile', () => dense(false).evaluate(tf.ones([2, 2]), tf.ones([2, 10]))],
  [
    'no-page',
    () => {
      throw new ReferenceError('document is not defined');
    },
  ],
  [
    'no-network',
    () => {
      throw new TypeError('Failed to fetch');
    },
  ],
  [
    'no-eval',
    () => {
      throw new EvalError(
        "Evaluating a string as JavaScript violates the following Content Security Policy directive because 'unsafe-eval' is not an allowed source of script",
      );
    },
  ],
];

describe('known mistakes are recognized', () => {
  test.each(MISTAKES)('%s: %s', async (key, source) => {
    const error = await Promise.resolve()
      .then(source)
      .then(
        () => expect.unreachable('nothing failed'),
        (reason: unknown) => reason as Error,
      );
    expect([error.message, hintOf(error, source.toString())]).toEqual([error.message, key]);
  });

  test('the limit of tensor memory, and the message says how many are alive', () => {
    const engine = core.engine();
    const { trackTensor } = engine as unknown as Record<string, unknown>;
    const before = core.memory();
    limitMemory(core as unknown as Library, before.numBytes + 1_000);
    try {
      const one = tf.ones([200]);
      const error = ((): Error | undefined => {
        try {
          tf.ones([100]);
        } catch (reason) {
          return reason as Error;
        }
      })();
      expect(error!.message).toMatch(/^tensor memory limit of \d+ MB reached: \d+ live tensors/);
      expect(hintOf(error!)).toBe('tensor-memory');
      one.dispose();
      tf.ones([100]).dispose();
      expect(core.memory().numTensors).toBe(before.numTensors);
      expect(core.memory().numDataBuffers).toBe(before.numDataBuffers);
    } finally {
      Object.assign(engine, { trackTensor });
    }
  });

  test('in what a cell shows', () => {
    const log = (text: string) => hintInOutput({ kind: 'log', level: 'log', text });
    expect(log('epoch 3 loss: NaN')).toBe('nan-loss');
    expect(log('{ loss: NaN, acc: 0.1 }')).toBe('nan-loss');
    expect(log('loss 0.3 NaNs')).toBeUndefined();
    expect(log('Promise (not awaited)')).toBe('missing-await');
    expect(log('Cannot return a Promise inside of tidy.')).toBe('promise-in-tidy');
    expect(hintInPoint({ loss: 1, other: NaN })).toBe('nan-loss');
    expect(hintInPoint({ loss: 1 })).toBeUndefined();
  });

  test('other errors get no hint', () => {
    expect(hintOf({ name: 'TypeError', message: 'x is not a function' }, 'x()')).toBeUndefined();
    expect(
      hintOf(
        { name: 'TypeError', message: 'x is not a function' },
        'const d = await t.data(); x()',
      ),
    ).toBeUndefined();
    expect(hintOf({ name: 'Error', message: 'mine' }, 't.data()')).toBeUndefined();
  });
});

test('each hint has words in both languages', () => {
  for (const words of [HINT_WORDS.zh, HINT_WORDS.en])
    expect(Object.keys(words).sort()).toEqual([...HINTS].sort());
  for (const text of Object.values(HINT_WORDS.zh)) expect(text).toMatch(/[一-鿿].*。$/);
});
