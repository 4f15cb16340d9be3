/** Every number and every measurable correction of the page on masks. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { readFromDisk } from '@models/on-disk.ts';
import { bringScenes, sceneOf } from '@widgets/toolkit/composed.ts';
import { figures } from '../../../src/content/concepts/mask/figures.ts';
import {
  composite,
  decodeRuns,
  encodeRuns,
  fill,
  INDEX,
  maskedMean,
  maskedSoftmax,
  SCORES,
  toIndex,
  toOneHot,
  wrongHalve,
  wrongSoftmax,
  type Map,
} from '../../../src/content/concepts/mask/mask.ts';
import { integer, mulberry32 } from '../../../src/lib/random.ts';

const folder = new URL('../../../src/content/concepts/mask/', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, folder), 'utf8');
const { facts } = parseYaml(read('concept.yaml')) as { facts: Record<string, { value: number }> };
const pages = ['zh.mdx', 'en.mdx'].map(read);
const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
const close = (got: readonly number[], wanted: readonly number[]) =>
  got.forEach((v, i) => expect(v).toBeCloseTo(wanted[i], 12));

function randomMap(seed: number, rows: number, cols: number, classes: number): Map {
  const random = mulberry32(seed);
  return Array.from({ length: rows }, () =>
    Array.from({ length: cols }, () => integer(random, 0, classes - 1)),
  );
}

describe('encodings', () => {
  test('one index map and three planes say the same', () => {
    const planes = toOneHot(INDEX, 3);
    expect(planes.map((p) => sum(p.flat()))).toEqual([6, 5, 5]);
    INDEX.forEach((row, r) =>
      row.forEach((_, c) => expect(sum(planes.map((p) => p[r][c]))).toBe(1)),
    );
    expect(toIndex(planes)).toEqual(INDEX);
    for (let seed = 1; seed < 20; seed++) {
      const map = randomMap(seed, 5, 7, 4);
      expect(toIndex(toOneHot(map, 4))).toEqual(map);
    }
    for (const lang of ['zh', 'en'] as const) expect(figures.encodings(lang)).toContain('<svg');
  });

  test('runs of class 1: 8 2 2 3 1, and back', () => {
    const plane = toOneHot(INDEX, 3)[1];
    expect(encodeRuns(plane)).toEqual([8, 2, 2, 3, 1]);
    expect(decodeRuns([8, 2, 2, 3, 1], 4)).toEqual(plane);
    for (let seed = 1; seed < 20; seed++) {
      const mask = randomMap(seed, 6, 5, 2);
      const runs = encodeRuns(mask);
      expect(sum(runs)).toBe(30);
      expect(decodeRuns(runs, 6)).toEqual(mask);
    }
    expect(read('mask_numpy.out.txt')).toContain('down the columns [8 2 2 3 1]');
  });

  test('the examples of the COCO toolbox', () => {
    const column = (values: number[]): Map => values.map((v) => [v]);
    expect(encodeRuns(column([0, 0, 1, 1, 1, 0, 1]))).toEqual([2, 3, 1, 1]);
    expect(encodeRuns(column([1, 1, 1, 1, 1, 1, 0]))).toEqual([0, 6, 1]);
  });

  test('a digit of 277 pixels in 63 counts', async () => {
    readFromDisk();
    await bringScenes();
    const { instances, labels } = sceneOf({ seed: 6, count: 4, overlap: 0.25 });
    expect(labels[0]).toBe(0);
    const mask: Map = Array.from({ length: 64 }, (_, r) =>
      Array.from({ length: 64 }, (__, c) => Number(instances[r * 64 + c] === 1)),
    );
    const runs = encodeRuns(mask);
    expect([sum(mask.flat()), runs.length, sum(runs)]).toEqual([277, 63, 4096]);
    for (const page of pages) for (const n of ['277', '63', '4,096']) expect(page).toContain(n);
  });
});

describe('the shipped segmenter', () => {
  const card = parseYaml(
    readFileSync(
      new URL('../../../public/models/scenes-segmenter/card.yaml', import.meta.url),
      'utf8',
    ),
  ) as {
    output: { shapes: Record<string, number[]> };
    metrics: { name: string; value: number }[];
  };

  test('the shipped segmenter', () => {
    const [rows, cols, classes] = card.output.shapes.semantic;
    expect([classes, rows * cols * classes, rows * cols]).toEqual([11, 45056, 4096]);
    for (const page of pages) expect(page).toContain('45,056');
    const { value } = card.metrics.find((m) => m.name === 'instance IoU after 1 click')!;
    expect(Number((100 * value).toFixed(1))).toBe(facts['one-click'].value);
  });
});

describe('uses', () => {
  test('cutting out, and blending where the mask is soft', () => {
    expect(composite([1, 0, 1], [5, 6, 7], [1, 2, 3])).toEqual([5, 2, 7]);
    expect(composite([1 / 2], [4], [8])).toEqual([6]);
  });

  test('the mean over what counts', () => {
    expect(maskedMean([2, 4, 100, 100], [1, 1, 0, 0])).toBe(3);
    // dividing by all pixels would halve it
    expect(sum([2, 4, 0, 0]) / 4).toBe(3 / 2);
  });

  test('a hole read as 0, and a partial convolution', () => {
    expect(fill([4, 0, 8], [1, 0, 1], false)).toBe(4);
    expect(fill([4, 0, 8], [1, 0, 1], true)).toBe(6);
    // what stands in the hole does not matter
    expect(fill([4, 99, 8], [1, 0, 1], true)).toBe(6);
  });

  test('mask before the softmax, not after', () => {
    close(maskedSoftmax(SCORES, [1, 1, 1]), [1 / 4, 1 / 2, 1 / 4]);
    close(maskedSoftmax(SCORES, [1, 1, 0]), [1 / 3, 2 / 3, 0]);
    close(wrongSoftmax(SCORES, [1, 1, 0]), [1 / 4, 1 / 2, 0]);
    expect(sum(maskedSoftmax(SCORES, [1, 1, 0]))).toBeCloseTo(1, 12);
    expect(sum(wrongSoftmax(SCORES, [1, 1, 0]))).toBeCloseTo(3 / 4, 12);
    expect(maskedSoftmax(SCORES, [0, 0, 0]).every(Number.isNaN)).toBe(true);
  });

  test('True means padding in MultiheadAttention', () => {
    const printed = read('mask_torch.out.txt');
    const weights = (name: string) =>
      new RegExp(`^${name} \\[(.*)\\]$`, 'm').exec(printed)![1].split(', ').map(Number);
    const [first, second, padded] = weights('True = padding');
    expect(padded).toBe(0);
    expect(first + second).toBeCloseTo(1, 2);
    expect(weights('inverted')).toEqual([0, 0, 1]);
    expect(weights('all padding').every(Number.isNaN)).toBe(true);
    expect(weights('masked ?')).toEqual([0.333, 0.667, 0]);
    expect(Number(/ignored ([\d.]+)/.exec(printed)![1])).toBeCloseTo(Math.LN2, 6);
  });
});

describe('pitfalls', () => {
  test('averaging an index map invents a class', () => {
    expect(wrongHalve([[1, 1], [3, 3]])).toEqual([[2]]); // prettier-ignore
    expect(wrongHalve([[1, 1], [1, 1]])).toEqual([[1]]); // prettier-ignore
  });

  test('255 times 3 in 8 bits', () => {
    expect(Uint8Array.of(255 * 3)[0]).toBe(253);
    expect(read('mask_numpy.out.txt')).toContain('253 instead of 3');
  });
});
