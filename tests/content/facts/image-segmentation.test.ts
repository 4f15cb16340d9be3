/** Every number and every measurable correction of the page on segmentation tasks. */
import { readFileSync } from 'node:fs';
import { describe, expect, test, vi } from 'vitest';
import { figures, frames } from '../../../src/content/concepts/image-segmentation/figures.ts';
import {
  boxes,
  instances,
  iou,
  main,
  meanIou,
  MERGED,
  panoptic,
  panopticQuality,
  quality,
  segments,
  semantic,
  SHIFTED,
  TRUTH,
  wrongCount,
  type Pixel,
} from '../../../src/content/concepts/image-segmentation/tasks.ts';
import { LANGS } from '../../../src/i18n/langs.ts';
import { integer, mulberry32 } from '../../../src/lib/random.ts';

const folder = new URL('../../../src/content/concepts/image-segmentation/', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, folder), 'utf8');
const truth = panoptic(TRUTH);
const [shifted, merged] = [panoptic(SHIFTED), panoptic(MERGED)];

describe('the outputs', () => {
  test('the panoptic map gives the other outputs, the semantic map does not', () => {
    expect(semantic(truth).filter((label) => label === 'car')).toHaveLength(8);
    expect([...instances(truth).values()].map((pixels) => pixels.size)).toEqual([4, 4]);
    // two different panoptic maps with the same semantic map: it cannot be undone
    expect(semantic(merged)).toEqual(semantic(truth));
    expect(instances(merged).size).toBe(1);
  });

  test('a box is the least and greatest row and column of a mask', () => {
    expect(boxes(truth)).toEqual([
      [1, 1, 2, 2],
      [3, 1, 4, 2],
    ]);
    expect(boxes(shifted)[0]).toEqual([1, 1, 3, 2]);
    expect(frames.map(({ row, col, rows, cols }) => [row, col, rows, cols])).toEqual([
      [1, 1, 2, 2],
      [1, 3, 2, 2],
    ]);
  });

  test('instances leave 16 of 24 pixels without an answer', () => {
    const covered = new Set([...instances(truth).values()].flatMap((pixels) => [...pixels]));
    expect([truth.length, truth.length - covered.size]).toEqual([24, 16]);
  });

  test('touching cars are one region, and an object behind a post is two', () => {
    expect(wrongCount(semantic(truth), 'car')).toBe(1);
    const post = panoptic(['1 1 s 1 1 s']);
    expect(wrongCount(semantic(post), 'car', 6)).toBe(2);
    expect(instances(post).size).toBe(1);
    const apart = panoptic(['1 s 2 s 3 s']);
    expect(wrongCount(semantic(apart), 'car', 6)).toBe(instances(apart).size);
  });
});

describe('panoptic quality', () => {
  test('a pixel on the wrong car: the semantic score stays, PQ falls', () => {
    const cars = ['car 1', 'car 2'].map((key) =>
      iou(segments(shifted).get(key)!, segments(truth).get(key)!),
    );
    expect(cars).toEqual([4 / 5, 3 / 4]);
    expect(quality(shifted, truth, 'car').pq).toBeCloseTo(31 / 40, 12);
    expect(panopticQuality(shifted, truth)).toBeCloseTo((2 + 31 / 40) / 3, 12);
    expect([31 / 40, (2 + 31 / 40) / 3].map((v) => Number(v.toFixed(6)))).toEqual([0.775, 0.925]);
    expect(meanIou(shifted, truth)).toBe(1);
    expect(read('tasks_numpy.out.txt')).toContain('PQ [1.0, 1.0, 0.775] mean 0.925');
  });

  test('merged cars: mIoU 1, PQ of the class 0', () => {
    expect(iou(segments(merged).get('car 1')!, segments(truth).get('car 1')!)).toBe(1 / 2);
    expect(quality(merged, truth, 'car')).toMatchObject({ tp: 0, fp: 1, fn: 2, pq: 0 });
    expect(panopticQuality(merged, truth)).toBeCloseTo(2 / 3, 12);
    expect(meanIou(merged, truth)).toBe(1);
  });

  test('a big car that swallows a small one: SQ 3/4, RQ 2/3, PQ 1/2', () => {
    const pair = panoptic(['1 1 1 1 1 1 2 2']);
    const { tp, fp, fn, sq, rq, pq } = quality(panoptic(['1 1 1 1 1 1 1 1']), pair, 'car');
    expect([tp, fp, fn]).toEqual([1, 0, 1]);
    expect(sq).toBe(3 / 4);
    expect(rq).toBeCloseTo(2 / 3, 12);
    expect(pq).toBeCloseTo(1 / 2, 12);
  });

  test('false segments count one half each', () => {
    const one = panoptic(['1 1 1 1 s s']);
    const { tp, fp, fn, rq } = quality(panoptic(['1 1 1 1 2 3']), one, 'car');
    expect([tp, fp, fn]).toEqual([1, 2, 0]);
    expect(rq).toBe(1 / (1 + 2 / 2));
  });

  test('another numbering changes every pixel of the cars and no score', () => {
    const swapped = panoptic(
      SHIFTED.map((row) => row.replace(/[12]/g, (n) => (n === '1' ? '2' : '1'))),
    );
    const renamed = panoptic(
      TRUTH.map((row) => row.replace(/[12]/g, (n) => (n === '1' ? '2' : '1'))),
    );
    const different = renamed.filter((p, i) => p.number !== truth[i].number);
    expect(different).toHaveLength(8);
    expect(panopticQuality(renamed, truth)).toBe(1);
    expect(panopticQuality(swapped, truth)).toBeCloseTo(panopticQuality(shifted, truth), 12);
  });

  test('above one half a true segment has at most one partner, at one half it may have two', () => {
    const rng = mulberry32(3);
    const map = (): Pixel[] =>
      Array.from({ length: 12 }, () => ({ label: 'car', number: integer(rng, 1, 3) }));
    for (let run = 0; run < 300; run++) {
      const [a, b] = [map(), map()].map((m) => [...segments(m).values()]);
      for (const g of b) expect(a.filter((p) => iou(p, g) > 1 / 2).length).toBeLessThan(2);
    }
    const halves = [...segments(truth).values()].filter((s) => s.size === 4);
    const both = segments(merged).get('car 1')!;
    expect(halves.filter((half) => iou(half, both) >= 1 / 2)).toHaveLength(2);
  });
});

test('the listing prints its captured output', () => {
  const log = vi.spyOn(console, 'log').mockImplementation(() => {});
  main();
  const printed = log.mock.calls.map((words) => words.join(' ')).join('\n');
  log.mockRestore();
  expect(`${printed}\n`).toBe(read('tasks.out.txt'));
});

test.each(Object.keys(figures))('the figure %s is drawn in both languages', (name) => {
  for (const lang of LANGS) {
    const svg = figures[name](lang);
    expect(svg).toMatch(/^<svg /);
    expect(svg).not.toMatch(/NaN|undefined|style=/);
  }
});
