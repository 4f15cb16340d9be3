/** Every number and every measurable correction of the concept page on tensors. */
import { readFileSync } from 'node:fs';
import { add, setBackend, tensor as tfTensor, tidy, transpose } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import {
  at,
  broadcastShape,
  channelsFirst,
  permute,
  PICTURE,
  reshape,
  strides,
  wrongChannelsFirst,
} from '../../../src/content/concepts/tensor/tensor.ts';

const folder = new URL('../../../src/content/concepts/tensor/', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, folder), 'utf8');
const { facts } = parse(read('concept.yaml')) as { facts: Record<string, { value: number }> };
const count = (n: number) => Array.from({ length: n }, (_, i) => i);

beforeAll(async () => void (await setBackend('cpu')));

describe('order and shape', () => {
  it('order counts axes, shape holds lengths', () => {
    const cases: [number[], number, number][] = [
      [[], 0, 1],
      [[3], 1, 3],
      [[2, 3], 2, 6],
      [[2, 2, 3], 3, 12],
      [[2, 2, 2, 3], 4, 24],
    ];
    for (const [shape, order, size] of cases) {
      tidy(() => {
        const x = tfTensor(count(size), shape);
        expect([x.rank, x.size]).toEqual([order, size]);
      });
      expect(strides(shape)).toHaveLength(order);
    }
    expect(read('tensor_numpy.out.txt')).toContain('order 1 shape (3,) values 3');
  });

  it('a matrix of ones has rank 1 and order 2', () => {
    tidy(() => {
      expect(tfTensor([1, 1, 1, 1, 1, 1], [2, 3]).rank).toBe(2);
    });
    const [first, second] = [
      [1, 1, 1],
      [1, 1, 1],
    ];
    // Rank 1: not all zero, and every 2×2 minor vanishes.
    expect(first[0]).not.toBe(0);
    for (const i of [0, 1, 2])
      for (const j of [0, 1, 2]) expect(first[i] * second[j] - first[j] * second[i]).toBe(0);
  });

  it('a vector, a row and a column are three shapes', () => {
    expect(broadcastShape([3], [3])).toEqual([3]);
    expect(broadcastShape([1, 3], [3])).toEqual([1, 3]);
    expect(broadcastShape([3, 1], [3])).toEqual([3, 3]);
    tidy(() => {
      const vector = tfTensor([4, 7, 9]);
      expect(transpose(vector).shape).toEqual([3]);
      expect(Array.from(transpose(vector).dataSync())).toEqual([4, 7, 9]);
    });
    expect(read('tensor_numpy.out.txt')).toContain('transposed (3,) | column (3, 1)');
  });
});

describe('memory', () => {
  it('the worked example finds the same blue in both layouts', () => {
    expect(strides(PICTURE.shape)).toEqual([6, 3, 1]);
    expect(at(PICTURE, [1, 0, 2])).toBe(11);
    expect(PICTURE.data[8]).toBe(11);
    const first = channelsFirst(PICTURE);
    expect(first.shape).toEqual([3, 2, 2]);
    expect(strides(first.shape)).toEqual([4, 2, 1]);
    expect(first.data).toEqual(count(12).map((i) => i + 1));
    expect(at(first, [2, 1, 0])).toBe(11);
    expect(first.data[10]).toBe(11);
  });

  it('a reshape mixes the channels', () => {
    const wrong = wrongChannelsFirst(PICTURE);
    expect(wrong.shape).toEqual([3, 2, 2]);
    expect(wrong.data.slice(0, 4)).toEqual([1, 5, 9, 2]);
    expect(read('tensor_torch.out.txt')).toContain(
      '[[1, 2], [3, 4]] reshape would give [[1, 5], [9, 2]]',
    );
  });

  it('permute agrees with TensorFlow.js for every order of four axes', () => {
    const shape = [2, 3, 4, 5];
    const data = count(120);
    const orders = [0, 1, 2, 3].flatMap((a) =>
      [0, 1, 2, 3].flatMap((b) =>
        [0, 1, 2, 3].flatMap((c) =>
          new Set([a, b, c]).size === 3 ? [[a, b, c, 6 - a - b - c]] : [],
        ),
      ),
    );
    expect(orders).toHaveLength(24);
    for (const order of orders) {
      const ours = permute({ shape, data }, order);
      tidy(() => {
        const theirs = transpose(tfTensor(data, shape), order);
        expect(ours.shape).toEqual(theirs.shape);
        expect(ours.data).toEqual(Array.from(theirs.dataSync()));
      });
    }
  });

  it('a step down in a digit is 28 places, a step right is one', () => {
    expect(strides([28, 28])).toEqual([28, 1]);
  });

  it('channels_last keeps the shape and changes the strides', () => {
    expect(strides([10, 3, 16, 16])).toEqual([768, 256, 16, 1]);
    const [n, h, w, c] = strides([10, 16, 16, 3]); // how the values lie
    expect([n, c, h, w]).toEqual([768, 1, 48, 3]);
    expect(read('tensor_torch.out.txt')).toContain('(768, 256, 16, 1) (768, 1, 48, 3)');
  });

  it('a batch of 32 pictures takes 19,267,584 bytes', () => {
    const places = strides([32, 224, 224, 3])[0] * 32;
    expect(places * Float32Array.BYTES_PER_ELEMENT).toBe(19_267_584);
    expect(places * Uint8Array.BYTES_PER_ELEMENT).toBe(19_267_584 / 4);
  });

  it('a reshape to another number of places is refused', () => {
    expect(() => reshape(PICTURE, [5, 2])).toThrow(/10 places, not 12/);
  });
});

describe('broadcasting', () => {
  it('gives the shapes of TensorFlow.js, and refuses what it refuses', () => {
    const lengths = [[], [1], [2], [3], [2, 1], [1, 3], [2, 3], [3, 2], [2, 1, 3]];
    for (const a of lengths) {
      for (const b of lengths) {
        const size = (shape: number[]) => shape.reduce((x, y) => x * y, 1);
        const theirs = () =>
          tidy(() => add(tfTensor(count(size(a)), a), tfTensor(count(size(b)), b)).shape);
        let expected: number[] | undefined;
        try {
          expected = theirs();
        } catch {
          expected = undefined;
        }
        if (expected) expect(broadcastShape(a, b)).toEqual(expected);
        else expect(() => broadcastShape(a, b)).toThrow(RangeError);
      }
    }
  });

  const labels = [1, 2, 3, 4];
  const wrongLoss = (predictions: number[]) =>
    predictions.flatMap((p) => labels.map((y) => (p - y) ** 2)).reduce((a, b) => a + b) / 16;

  it('a column minus a vector is a table of all differences', () => {
    expect(broadcastShape([4, 1], [4])).toEqual([4, 4]);
    expect(wrongLoss(labels)).toBe(facts['trap-loss'].value);
    expect(Number(read('loss_numpy.out.txt'))).toBe(facts['trap-loss'].value);
  });

  it('the wrong loss is least where every prediction is the mean', () => {
    const mean = 2.5;
    const best = wrongLoss([mean, mean, mean, mean]);
    expect(best).toBe(facts['trap-best'].value);
    for (let k = 0; k < 4; k++)
      for (const by of [-0.1, 0.1])
        expect(wrongLoss([0, 1, 2, 3].map((i) => mean + (i === k ? by : 0)))).toBeGreaterThan(best);
  });
});
