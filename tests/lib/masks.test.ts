/** Masks against scikit-learn, scikit-image and panopticapi's way of counting. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { diceOf, maskIou } from '@lib/boxes.ts';
import {
  cutOut,
  maskedMean,
  maskOverlap,
  panopticQuality,
  regionsOf,
  runsOf,
  segmentOverlap,
  segmentsOf,
} from '@lib/masks.ts';
import { mulberry32 } from '@lib/random.ts';
import * as MASK from '../../src/content/concepts/mask/mask.ts';
import * as TASKS from '../../src/content/concepts/image-segmentation/tasks.ts';

const golden = JSON.parse(readFileSync(new URL('../golden/masks.json', import.meta.url), 'utf8'));
const kindOf = (code: number) => Math.min(code, 2);

function close(got: readonly number[], want: readonly number[], about: string) {
  expect(got.length, about).toBe(want.length);
  want.forEach((v, i) => {
    if (!(Math.abs(got[i] - v) <= 1e-12 * Math.max(1, Math.abs(v))))
      expect.fail(`${about} at ${i}: ${got[i]} for ${v}`);
  });
}

describe('two masks', () => {
  test('counts, IoU, Dice and accuracy are scikit-learn’s; two empty masks agree', () => {
    let empty = 0;
    for (const { a, b, counts, measures } of golden.two) {
      const got = maskOverlap(a, b);
      const about = JSON.stringify([a, b]);
      expect([got.tp, got.fp, got.fn, got.tn], about).toEqual(counts);
      close([got.iou, got.dice, got.accuracy], measures, about);
      expect(got.iou).toBe(maskIou(a, b));
      expect(got.dice).toBeCloseTo(diceOf(got.iou), 14);
      empty += Number(got.tp + got.fp + got.fn === 0);
    }
    expect(empty).toBeGreaterThan(0);
  });

  test('masks of different sizes, or without cells, are refused', () => {
    expect(() => maskOverlap([1, 0], [1])).toThrow(RangeError);
    expect(() => maskOverlap([], [])).toThrow(RangeError);
  });
});

describe('connected regions', () => {
  test('labels are those of scikit-image, by sides and by corners', () => {
    for (const { width, mask, four, eight } of golden.regions) {
      for (const [neighbours, labels] of [[4, four], [8, eight]] as const) {
        const got = regionsOf(mask, width, neighbours);
        expect(got.labels, JSON.stringify(mask)).toEqual(labels);
        expect(got.count).toBe(Math.max(...labels));
      }
    } // prettier-ignore
  });

  test('a corner joins with eight neighbours alone; rows do not wrap around', () => {
    expect(regionsOf([1, 0, 0, 1], 2, 4).count).toBe(2);
    expect(regionsOf([1, 0, 0, 1], 2, 8).count).toBe(1);
    expect(regionsOf([0, 0, 1, 1, 0, 0], 3, 8).count).toBe(2);
    expect(() => regionsOf([1, 1, 1], 2, 4)).toThrow(RangeError);
  });
});

describe('panoptic quality', () => {
  test('every class as panopticapi counts it', () => {
    for (const { said, truth, kinds, quality, pq } of golden.panoptic) {
      const got = panopticQuality(said, truth, kindOf);
      const about = JSON.stringify([said, truth]);
      expect(got.classes.map(({ kind }) => kind), about).toEqual(kinds);
      got.classes.forEach(({ tp, fp, fn, sq, rq, pq: of }, i) =>
        close([tp, fp, fn, sq, rq, of], quality[i], about),
      );
      close([got.pq], [pq], about);
    } // prettier-ignore
  });

  test('the street of the page: 31/40 and 3/4 … with one pixel moved, 0 when merged', () => {
    const codes = (rows: string[]) =>
      rows.flatMap((row) => row.split(' ').map((c) => ({ s: 0, r: 1 })[c] ?? Number(c) + 1));
    const truth = codes(TASKS.TRUTH);
    for (const rows of [TASKS.TRUTH, TASKS.SHIFTED, TASKS.MERGED]) {
      const got = panopticQuality(codes(rows), truth, kindOf);
      const page = TASKS.panoptic(rows);
      expect(got.pq).toBeCloseTo(TASKS.panopticQuality(page, TASKS.panoptic(TASKS.TRUTH)), 14);
    }
    expect(panopticQuality(codes(TASKS.SHIFTED), truth, kindOf).classes[2].pq).toBeCloseTo(31 / 40, 14); // prettier-ignore
    // Exactly one half is no match.
    const merged = panopticQuality(codes(TASKS.MERGED), truth, kindOf);
    expect(merged.classes[2]).toEqual({ kind: 2, tp: 0, fp: 1, fn: 2, sq: 0, rq: 0, pq: 0 });
    expect(merged.pq).toBeCloseTo(2 / 3, 14);
  });

  test('numbers are names: renaming the cars changes nothing', () => {
    const random = mulberry32(4);
    for (let k = 0; k < 100; k++) {
      const truth = Array.from({ length: 24 }, () => Math.floor(random() * 5));
      const said = truth.map((v) => (random() < 0.2 ? Math.floor(random() * 5) : v));
      const renamed = said.map((v) => (v < 2 ? v : 6 - v));
      const [one, other] = [said, renamed].map((map) => panopticQuality(map, truth, kindOf).pq);
      expect(other).toBeCloseTo(one, 13);
    }
  });

  test('segments and their overlaps', () => {
    const [sky, car] = segmentsOf([2, 0, 2, 0], kindOf);
    expect([sky.cells, car.cells]).toEqual([[1, 3], [0, 2]]); // prettier-ignore
    expect(segmentOverlap(sky, car)).toEqual({ both: 0, either: 4 });
    expect(() => panopticQuality([0], [0, 1], kindOf)).toThrow(RangeError);
  });
});

describe('cutting out', () => {
  test('composites, masked means and runs are NumPy’s', () => {
    for (const { width, mask, picture, fill, y, mean, runs } of golden.cut) {
      const about = JSON.stringify(mask);
      close(cutOut(mask, picture, fill), y, about);
      const got = maskedMean(mask, picture);
      if (mean === null) expect(got).toBeUndefined();
      else close([got!], [mean], about);
      expect(runsOf(mask, width), about).toEqual(runs);
      expect(cutOut(mask, picture, fill)).toEqual(MASK.composite(mask, picture, fill));
    }
  });

  test('the runs of the page', () => {
    const plane = MASK.toOneHot(MASK.INDEX, 3)[1].flat();
    expect(runsOf(plane, 4)).toEqual([8, 2, 2, 3, 1]);
  });
});
