import { readFileSync } from 'node:fs';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { agreement, inclusiveIou } from '@lib/box-losses.ts';
import {
  averagePrecisions,
  COCO_THRESHOLDS,
  judge,
  raisedAt,
  rankedCurve,
  suppress,
} from '@lib/box-ranking.ts';
import { averagePrecision, precisionRecall, type Box } from '@lib/boxes.ts';
import { mulberry32 } from '@lib/random.ts';
import * as AP from '../../src/content/concepts/mean-average-precision/ap.ts';
import * as NMS from '../../src/content/concepts/iou-and-nms/nms.ts';
import * as PAGE from '../../src/content/concepts/iou-and-nms/overlap.ts';

const golden = JSON.parse(readFileSync(new URL('../golden/boxes.json', import.meta.url), 'utf8'));

function close(got: readonly number[], want: readonly number[], about: string, allowed = 1e-12) {
  expect(got.length, about).toBe(want.length);
  want.forEach((v, i) => {
    const off = Math.abs(got[i] - v);
    if (!(off <= allowed)) expect.fail(`${about} at ${i}: ${got[i]} for ${v}`);
  });
}

beforeAll(async () => {
  await tf.setBackend('cpu');
});

describe('two boxes', () => {
  test('areas are counted pixels, measures and gradients PyTorch’s, kinks included', () => {
    for (const { a, b, areas, measures, gradients } of golden.two) {
      const about = JSON.stringify([a, b]);
      const got = agreement(a, b);
      expect([...got.areas], about).toEqual(areas);
      close([got.iou, got.dice, got.giou, got.diou], measures, about);
      close(got.gradients.flat(), gradients.flat(), about);
    }
  });

  test('gradients are central differences away from kinks', () => {
    const random = mulberry32(3);
    for (let i = 0; i < 200; i++) {
      const box = (): Box => {
        const [l, t] = [20 * random(), 20 * random()];
        return [l, t, l + 1 + 15 * random(), t + 1 + 15 * random()];
      };
      const [a, b] = [box(), box()];
      const h = 1e-5;
      const losses = (k: number, by: number) => {
        const moved = b.map((v, j) => (j === k ? v + by : v)) as unknown as Box;
        const { iou, giou, diou } = agreement(a, moved);
        return [1 - iou, 1 - giou, 1 - diou];
      };
      const { gradients } = agreement(a, b);
      for (let k = 0; k < 4; k++) {
        const [plus, less] = [losses(k, h), losses(k, -h)];
        close(gradients.map((row) => row[k]), plus.map((v, j) => (v - less[j]) / (2 * h)), `${a} ${b} ${k}`, 1e-7); // prettier-ignore
      }
    }
  });

  test('apart, IoU has no gradient; GIoU pulls the near edge in and pushes the far one out', () => {
    const { iou, giou, gradients } = agreement([0, 0, 10, 10], [20, 0, 30, 10]);
    expect([iou, giou]).toEqual([0, 0 - 1 / 3]);
    expect(gradients[0]).toEqual([0, 0, 0, 0]);
    close(gradients[1], [1 / 30, 0, -1 / 90, 0], 'as the page prints');
  });

  test('the listings of the page agree', () => {
    for (const { a, b } of golden.two) {
      const { iou, giou, dice } = agreement(a, b);
      close([iou, giou, dice, inclusiveIou(a, b)], [PAGE.iou(a, b), PAGE.giou(a, b), PAGE.dice(a, b), PAGE.inclusiveIou(a, b)], `${a} ${b}`); // prettier-ignore
    }
    expect(inclusiveIou([0, 0, 1, 1], [1, 0, 2, 1])).toBeCloseTo(1 / 3, 12);
  });

  test('a box without area is refused', () => {
    expect(() => agreement([0, 0, 0, 4], [0, 0, 1, 1])).toThrow(RangeError);
  });
});

describe('suppression', () => {
  test('greedy, fast and soft keep what the golden file keeps; soft scores too', () => {
    for (const { boxes, scores, iou, score, sigma, greedy, fast, soft, decayed } of golden.many) {
      const found = boxes.map((box: Box, i: number) => ({ box, score: scores[i] }));
      const run = (rule: 'greedy' | 'fast' | 'soft') => suppress(found, { rule, iou, score, sigma }); // prettier-ignore
      const about = JSON.stringify({ boxes, scores, iou, score, sigma });
      expect(run('greedy').kept, about).toEqual(greedy);
      expect(run('fast').kept, about).toEqual(fast);
      expect(run('soft').kept, about).toEqual(soft);
      close(run('soft').scores, decayed, about);
      expect(run('greedy').scores).toEqual(scores);
    }
  });

  test('the keep-list of greedy equals tf.image.nonMaxSuppression', () => {
    // TensorFlow.js deletes from the threshold on, TensorFlow and Torchvision above it.
    const above = (iou: number) => iou + 1e-9;
    for (const { boxes, scores, iou, score } of golden.many) {
      const turned = boxes.map(([l, t, r, b]: Box) => [t, l, b, r]);
      const kept = tf.tidy(() => [
        ...tf.image.nonMaxSuppression(tf.tensor2d(turned), tf.tensor1d(scores), 20, above(iou), Math.fround(score)).dataSync(), // prettier-ignore
      ]);
      const found = boxes.map((box: Box, i: number) => ({ box, score: scores[i] }));
      expect(suppress(found, { rule: 'greedy', iou, score, sigma: 1 }).kept).toEqual(kept);
    }
  });

  test('who deletes whom: a box that is gone deletes nobody, but with fast it does', () => {
    const run = (rule: 'greedy' | 'fast' | 'soft', iou = 0.5) =>
      suppress(NMS.EXAMPLE, { rule, iou, score: 0, sigma: 0.5 });
    expect(run('greedy')).toMatchObject({ kept: [0, 2], by: [-1, 0, -1] });
    expect(run('fast')).toMatchObject({ kept: [0], by: [-1, 0, 1] });
    expect(run('fast').steps.map((step) => step.kept)).toEqual([0, 1]);
    expect(run('greedy', 0.3).kept).toEqual(NMS.nms(NMS.EXAMPLE, 0.3));
    expect(run('greedy', 0.7).kept).toEqual(NMS.nms(NMS.EXAMPLE, 0.7));
    close(run('soft').scores, NMS.softNms(NMS.EXAMPLE), 'as on the page');
    // C keeps more of its score than B and overtakes it.
    expect(run('soft').kept).toEqual([0, 2, 1]);
  });

  test('what scores too little takes no part', () => {
    const found = [{ box: [0, 0, 1, 1] as Box, score: 0.3 }, { box: [0, 0, 1, 1] as Box, score: 0.31 }]; // prettier-ignore
    const all = suppress(found, { rule: 'greedy', iou: 1, score: 0.3, sigma: 1 });
    expect(all).toMatchObject({ kept: [1], weak: [0], by: [-1, -1] });
  });
});

describe('average precision', () => {
  test('verdicts of both rules, areas and samples equal the golden file’s', () => {
    let differ = 0;
    for (const { objects, found, scores, threshold, coco, voc } of golden.ranked) {
      const boxes = found.map((box: Box, i: number) => ({ box, score: scores[i] }));
      for (const [rule, want] of [
        ['coco', coco],
        ['voc', voc],
      ] as const) {
        const right = judge(boxes, objects, threshold, rule).map((verdict) => verdict.right);
        expect(right, JSON.stringify({ rule, objects, found, threshold })).toEqual(want.right);
        const { area, eleven, hundred, unraised } = averagePrecisions(rankedCurve(right, objects.length)); // prettier-ignore
        close([area, eleven, hundred, unraised], want.aps, rule);
      }
      if (coco.right.join() !== voc.right.join()) differ++;
    }
    expect(differ).toBeGreaterThan(3);
  });

  test('the ranking of the page: 5/8, 27/44, 127/202', () => {
    const points = rankedCurve([true, false, true, true, false], 4);
    const { area, eleven, hundred, unraised } = averagePrecisions(points);
    close([area, eleven, hundred], [5 / 8, 27 / 44, 127 / 202], 'by hand');
    expect(unraised).toBeCloseTo(AP.stepAp(AP.curve(AP.RANKED, AP.OBJECTS)), 12);
    expect(points.map((point) => point.raised)).toEqual([1, 1, 0.75, 0.75, 0.75]);
    expect(raisedAt(points, 0.76)).toBe(0);
  });

  test('the same as the older functions of the library', () => {
    for (const { coco, objects } of golden.ranked) {
      const scored = coco.right.map((right: boolean, i: number) => ({ right, score: -i }));
      const older = precisionRecall(scored, objects.length);
      const { area, eleven } = averagePrecisions(rankedCurve(coco.right, objects.length));
      close([area, eleven], [averagePrecision(older), averagePrecision(older, '11')], 'older');
    }
  });

  test('VOC exceeds, COCO reaches; side by side they disagree', () => {
    const half = [{ box: [0, 0, 10, 10] as Box, score: 1 }];
    const truth: Box[] = [[0, 0, 10, 5]];
    expect(judge(half, truth, 0.5, 'coco')[0].right).toBe(true);
    expect(judge(half, truth, 0.5, 'voc')[0].right).toBe(false);
    const { found, truths } = AP.NEIGHBORS;
    expect(judge(found, truths, 0.5, 'coco').map((v) => v.right)).toEqual([true, true]);
    const [, second] = judge(found, truths, 0.5, 'voc');
    expect(second).toMatchObject({ right: false, taken: true, object: 0 });
  });

  test('a false alarm behind the last hit costs nothing; without objects recall is 0', () => {
    const of = (right: boolean[], n: number) => averagePrecisions(rankedCurve(right, n));
    expect(of([true, true, false, false], 2)).toEqual(of([true, true], 2));
    expect(of([false, true, true], 2).area).toBeLessThan(1);
    expect(of([false], 0).area).toBe(0);
  });

  test('the thresholds of COCO', () => {
    expect(COCO_THRESHOLDS).toEqual([0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95]);
  });
});
