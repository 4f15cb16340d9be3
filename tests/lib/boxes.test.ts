import { describe, expect, test } from 'vitest';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import {
  ANCHOR,
  averagePrecision,
  boxIou,
  CELL,
  compareMaps,
  decodeHeads,
  diceOf,
  maskIou,
  matchDetections,
  meanAveragePrecision,
  nonMaxSuppression,
  overlapOf,
  precisionRecall,
  type Box,
  type Detection,
} from '../../src/lib/boxes.ts';
import { grid } from '../../src/lib/grid.ts';
import { integer, mulberry32, type Random } from '../../src/lib/random.ts';

const found = (score: number, box: Box, label = 0): Detection => ({ score, box, label });

/** Random boxes on a coarse lattice, so that IoUs meet thresholds exactly and scores tie. */
function randomDetections(random: Random, n: number): Detection[] {
  return Array.from({ length: n }, () => {
    const [x, y] = [integer(random, 0, 12), integer(random, 0, 12)];
    const box: Box = [x, y, x + integer(random, 1, 8), y + integer(random, 1, 8)];
    return found(integer(random, 1, 20) / 20, box, integer(random, 0, 2));
  });
}

describe('IoU', () => {
  test('by hand, with every number on the way', () => {
    expect(overlapOf([0, 0, 4, 3], [2, 1, 6, 5])).toEqual({
      width: 2,
      height: 2,
      intersection: 4,
      union: 12 + 16 - 4,
      iou: 4 / 24,
    });
  });

  test('a box with itself 1, side by side 0, apart in both directions 0, without area 0', () => {
    expect(boxIou([1, 1, 5, 4], [1, 1, 5, 4])).toBe(1);
    expect(boxIou([0, 0, 2, 2], [2, 0, 4, 2])).toBe(0);
    expect(boxIou([0, 0, 2, 2], [5, 5, 9, 9])).toBe(0);
    expect(boxIou([1, 1, 1, 1], [1, 1, 1, 1])).toBe(0);
  });

  test('equals counting unit squares', () => {
    const random = mulberry32(4);
    for (let i = 0; i < 200; i++) {
      const [a, b] = randomDetections(random, 2).map((d) => d.box);
      const mask = ([l, t, r, bottom]: Box) =>
        Array.from({ length: 400 }, (_, p) => {
          const [x, y] = [p % 20, Math.floor(p / 20)];
          return Number(x >= l && x < r && y >= t && y < bottom);
        });
      expect(boxIou(a, b)).toBeCloseTo(maskIou(mask(a), mask(b)), 12);
    }
  });
});

describe('non-maximum suppression', () => {
  const boxes = [
    found(0.6, [0, 0, 10, 10]),
    found(0.9, [1, 0, 11, 10]),
    found(0.7, [20, 0, 30, 10]),
    found(0.05, [40, 0, 50, 10]),
    found(0.5, [21, 0, 31, 10], 1),
  ];

  test('step by step: who is kept, who suppresses whom, who goes on', () => {
    const nms = nonMaxSuppression(boxes, { iou: 0.5, score: 0.1 });
    expect(nms.order).toEqual([1, 2, 0, 4]);
    expect(nms.steps).toEqual([
      {
        kept: 1,
        compared: [
          { index: 2, iou: 0, gone: false },
          { index: 0, iou: 90 / 110, gone: true },
          { index: 4, iou: 0, gone: false },
        ],
        left: [2, 4],
      },
      { kept: 2, compared: [{ index: 4, iou: 90 / 110, gone: true }], left: [] },
    ]);
    expect(nms.kept).toEqual([1, 2]);
  });

  test('per class another class does not suppress', () => {
    expect(nonMaxSuppression(boxes, { iou: 0.5, score: 0.1, perClass: true }).kept).toEqual([
      1, 2, 4,
    ]);
  });

  test('an IoU equal to the threshold stays, a score equal to the threshold goes', () => {
    const two = [found(0.9, [0, 0, 2, 1]), found(0.5, [0, 0, 1, 1])];
    expect(nonMaxSuppression(two, { iou: 0.5 }).kept).toEqual([0, 1]);
    expect(nonMaxSuppression(two, { iou: 0.49 }).kept).toEqual([0]);
    expect(nonMaxSuppression(two, { iou: 1, score: 0.5 }).kept).toEqual([0]);
    expect(nonMaxSuppression([], { iou: 0.5 })).toEqual({ order: [], steps: [], kept: [] });
  });

  test('equal scores keep their order', () => {
    const same = [0, 1, 2].map((x) => found(0.5, [x, 0, x + 2, 2]));
    expect(nonMaxSuppression(same, { iou: 0.2 })).toMatchObject({ order: [0, 1, 2], kept: [0, 2] });
  });

  test('keeps what tf.image.nonMaxSuppression keeps', async () => {
    await tf.setBackend('cpu');
    const random = mulberry32(7);
    for (let i = 0; i < 60; i++) {
      const detections = randomDetections(random, integer(random, 1, 25));
      // Scores that do not tie: TensorFlow does not promise an order between equal scores.
      const unique = detections.map((d, k) => ({ ...d, score: d.score + k / 1e4 }));
      const iou = integer(random, 1, 9) / 10 + 0.013;
      const score = integer(random, 0, 9) / 10 + 0.017;
      const theirs = tf.image.nonMaxSuppression(
        tf.tensor2d(unique.map(({ box: [l, t, r, b] }) => [t, l, b, r])),
        unique.map((d) => d.score),
        100,
        iou,
        score,
      );
      const kept = [...theirs.dataSync()];
      expect(nonMaxSuppression(unique, { iou, score }).kept).toEqual(kept);
    }
  });
});

describe('decoding', () => {
  test('one cell by hand', () => {
    const heads = grid([8, 8, 15]);
    const at = (3 * 8 + 5) * 15;
    heads.data.set([0.8, 0.25, 0.5, Math.log(0.5), Math.log(1.5)], at);
    heads.data.set([0, 0, Math.log(3), 0, 0, 0, 0, 0, 0, 0], at + 5);
    const cell = decodeHeads(heads)[3 * 8 + 5];
    // centre x 8·5.25 = 42, y 8·3.5 = 28; 8 wide and 24 high
    cell.box.forEach((edge, i) => expect(edge).toBeCloseTo([38, 16, 46, 40][i], 12));
    expect(cell).toMatchObject({ row: 3, col: 5, label: 2, objectness: 0.8 });
    expect(cell.classes[2]).toBeCloseTo(3 / 12, 12);
    expect(cell.score).toBeCloseTo((0.8 * 3) / 12, 12);
    expect([CELL, ANCHOR]).toEqual([8, 16]);
  });

  test('great class scores do not overflow, and wrong shapes are refused', () => {
    const heads = grid([1, 1, 7], [1, 0, 0, 0, 0, 1000, 0]);
    expect(decodeHeads(heads)[0]).toMatchObject({ label: 0, score: 1 });
    expect(() => decodeHeads(grid([2, 2]))).toThrow(RangeError);
    expect(() => decodeHeads(grid([1, 1, 5]))).toThrow(RangeError);
  });
});

describe('matching and average precision', () => {
  const truths = [
    { box: [0, 0, 10, 10] as Box, label: 0 },
    { box: [20, 0, 30, 10] as Box, label: 1 },
  ];

  test('each object counts once, only for its class, from IoU 0.5 on', () => {
    const detections = [
      found(0.7, [0, 0, 10, 10]), // second on the same object: false
      found(0.9, [1, 0, 11, 10]),
      found(0.8, [20, 0, 30, 10], 2), // wrong class
      found(0.6, [20, 0, 25, 10], 1), // IoU exactly 0.5
    ];
    const match = matchDetections(detections, truths);
    expect(match.order).toEqual([1, 2, 0, 3]);
    expect(match.truthOf).toEqual([-1, 0, -1, 1]);
    expect(match.missed).toEqual([]);
    expect(matchDetections(detections, truths, 0.51).missed).toEqual([1]);
  });

  test('both kinds of average precision by hand', () => {
    const right = [true, false, true, true, false];
    const curve = precisionRecall(
      right.map((r, i) => ({ score: 1 - i / 10, right: r })),
      4,
    );
    expect(curve.map((p) => p.recall)).toEqual([0.25, 0.25, 0.5, 0.75, 0.75]);
    expect(curve.map((p) => p.precision)).toEqual([1, 1 / 2, 2 / 3, 3 / 4, 3 / 5]);
    // raised: 1 to recall 0.25, then 3/4 up to 0.75, then nothing
    expect(averagePrecision(curve)).toBeCloseTo(0.25 + 0.5 * 0.75, 12);
    // recall 0, .1, .2: 1; .3 … .7: 3/4; .8, .9, 1: 0
    expect(averagePrecision(curve, '11')).toBeCloseTo((3 + 5 * 0.75) / 11, 12);
  });

  test('perfect is 1, nothing found is 0, a class without objects does not count', () => {
    const detections = truths.map(({ box, label }) => found(0.9, box, label));
    const perfect = meanAveragePrecision([{ detections, truths }], 3);
    expect(perfect.perClass).toEqual([1, 1, NaN]);
    expect(perfect.mean).toBe(1);
    expect(meanAveragePrecision([{ detections: [], truths }], 3).mean).toBe(0);
    expect(meanAveragePrecision([{ detections, truths }], 3, 0.5, '11').mean).toBeCloseTo(1, 12);
    // the same detections in a picture without objects halve the precision of later recall
    const twice = meanAveragePrecision(
      [
        { detections, truths },
        { detections: [found(0.95, [0, 0, 1, 1], 0)], truths: [] },
      ],
      3,
    );
    expect(twice.perClass[0]).toBe(0.5);
  });
});

describe('maps', () => {
  const truth = [0, 0, 1, 1, 2, 2];
  const predicted = [0, 1, 1, 1, 2, 0];

  test('IoU, Dice, mean and accuracy by hand', () => {
    const scores = compareMaps(predicted, truth, 4);
    expect(scores.iou).toEqual([1 / 3, 2 / 3, 1 / 2, NaN]);
    expect(scores.dice).toEqual([1 / 2, 4 / 5, 2 / 3, NaN]);
    expect(scores.meanIou).toBeCloseTo(0.5, 12);
    expect(scores.accuracy).toBeCloseTo(4 / 6, 12);
    // a row per true class: one pixel of class 0 was called 1
    expect([...scores.confusion.subarray(0, 8)]).toEqual([1, 1, 0, 0, 0, 2, 0, 0]);
    scores.iou.slice(0, 3).forEach((iou, c) => expect(diceOf(iou)).toBeCloseTo(scores.dice[c], 12));
  });

  test('masks: equal 1, apart 0, both empty 1; maps of two sizes are refused', () => {
    expect(maskIou([1, 2, 0], [1, 1, 0])).toBe(1);
    expect(maskIou([1, 0], [0, 1])).toBe(0);
    expect(maskIou([0, 0], [0, 0])).toBe(1);
    expect(() => compareMaps([0], [0, 1], 2)).toThrow(RangeError);
  });
});
