/** Every number and every measurable correction of the page on IoU and NMS. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { readFromDisk } from '@models/on-disk.ts';
import { analysisOf, load, reference } from '@widgets/detector/reference.ts';
import { SCENES } from '@widgets/detector/scenes.ts';
import { parse } from '@widgets/detector/state.ts';
import {
  boxIou,
  diceOf,
  meanAveragePrecision,
  nonMaxSuppression,
  type Box,
} from '../../../src/lib/boxes.ts';
import { integer, mulberry32 } from '../../../src/lib/random.ts';
import { figures, moved, SQUARES } from '../../../src/content/concepts/iou-and-nms/figures.ts';
import {
  EXAMPLE,
  nms,
  softNms,
  wrongNms,
  type Scored,
} from '../../../src/content/concepts/iou-and-nms/nms.ts';
import {
  A,
  area,
  B,
  dice,
  giou,
  inclusiveIou,
  iou,
  shared,
  wrongIou,
} from '../../../src/content/concepts/iou-and-nms/overlap.ts';

const folder = new URL('../../../src/content/concepts/iou-and-nms/', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, folder), 'utf8');
const { facts } = parseYaml(read('concept.yaml')) as { facts: Record<string, { value: number }> };
const pages = ['zh.mdx', 'en.mdx'].map(read);

const wide = (width: number, shift: number): [Box, Box] => [
  [0, 0, width, 5],
  [shift, 0, shift + width, 5],
];

function randomBoxes(seed: number, count: number): Box[] {
  const random = mulberry32(seed);
  return Array.from({ length: count }, () => {
    const [x, y] = [integer(random, 0, 12), integer(random, 0, 12)];
    return [x, y, x + integer(random, 1, 9), y + integer(random, 1, 9)] as const;
  });
}

describe('the worked example', () => {
  test('12 of 36 squares, GIoU 7/30', () => {
    expect(shared(A, B)).toEqual([2, 1, 6, 4]);
    expect(SQUARES).toEqual({ a: 24, b: 24, shared: 12 });
    expect(iou(A, B)).toBe(12 / 36);
    expect(dice(A, B)).toBe(1 / 2);
    expect(giou(A, B)).toBeCloseTo(7 / 30, 12);
    expect(giou(A, B)).toBeCloseTo(1 / 3 - 4 / 40, 12);
    for (const lang of ['zh', 'en'] as const) expect(figures.overlap(lang)).toContain('36');
  });

  test('half covered is one third, and two thirds covered is one half', () => {
    expect(iou(...wide(6, 3))).toBe(1 / 3);
    expect(dice(...wide(6, 3))).toBe(1 / 2);
    // shifted by a third of the width, two thirds are covered
    expect(iou(...wide(6, 2))).toBe(1 / 2);
    expect(iou(...wide(60, 19))).toBeGreaterThan(1 / 2);
    expect(iou(...wide(60, 21))).toBeLessThan(1 / 2);
  });

  test('IoU and Dice as the library has them; both rank alike', () => {
    const boxes = randomBoxes(1, 60);
    const pairs = boxes.flatMap((a) => boxes.map((b) => [iou(a, b), dice(a, b)] as const));
    boxes.forEach((a) => boxes.forEach((b) => expect(iou(a, b)).toBeCloseTo(boxIou(a, b), 12)));
    for (const [i, d] of pairs) {
      expect(d).toBeCloseTo(diceOf(i), 12);
      if (i > 0 && i < 1) expect(d).toBeGreaterThan(i);
    }
    const sorted = [...pairs].sort((p, q) => p[0] - q[0]).map(([, d]) => d);
    sorted.slice(1).forEach((d, k) => expect(d).toBeGreaterThanOrEqual(sorted[k] - 1e-12));
  });

  test('1 − IoU obeys the triangle inequality, 1 − Dice does not', () => {
    const boxes = randomBoxes(2, 24);
    for (const a of boxes)
      for (const b of boxes)
        for (const c of boxes)
          expect(1 - iou(a, c)).toBeLessThanOrEqual(2 - iou(a, b) - iou(b, c) + 1e-12);
    const [a, b, both]: Box[] = [[0, 0, 1, 1], [1, 0, 2, 1], [0, 0, 2, 1]]; // prettier-ignore
    expect(1 - dice(a, both)).toBeCloseTo(1 / 3, 12);
    expect(1 - dice(a, b)).toBeGreaterThan(2 - dice(a, both) - dice(both, b));
  });
});

describe('as a loss', () => {
  test('apart, IoU is flat and GIoU is not', () => {
    const still = moved(0);
    for (const d of [12, 16, 20]) {
      expect(iou(still, moved(d))).toBe(0);
      expect(giou(still, moved(d + 1))).toBeLessThan(giou(still, moved(d)));
    }
    for (const d of [0, 3, 9]) expect(giou(still, moved(d))).toBeCloseTo(iou(still, moved(d)), 12);
    expect(giou(still, moved(20))).toBeCloseTo(-1 / 3, 12);
    for (const a of randomBoxes(3, 20)) {
      for (const b of randomBoxes(4, 20)) {
        expect(giou(a, b)).toBeGreaterThan(-1);
        expect(giou(a, b)).toBeLessThanOrEqual(iou(a, b));
      }
    }
  });

  test('the far edge is pushed outward: what PyTorch printed', () => {
    const still = moved(0);
    const slope = (edge: 0 | 2, f: typeof iou) => {
      const at = (h: number) => {
        const box = [20, 0, 30, 10] as [number, number, number, number];
        box[edge] += h;
        return 1 - f(box, still);
      };
      return (at(1e-5) - at(-1e-5)) / 2e-5;
    };
    const printed = read('giou_torch.out.txt').trim().split('\n');
    const gradient = (line: string) =>
      line
        .match(/\[(.*)\]/)![1]
        .split(', ')
        .map(Number);
    expect(gradient(printed[2])).toEqual([0, 0, 0, 0]);
    const [left, , right] = gradient(printed[3]);
    expect(left).toBeCloseTo(slope(0, giou), 3);
    expect(right).toBeCloseTo(slope(2, giou), 3);
    // descending lowers the left edge and raises the right one
    expect(left).toBeGreaterThan(0);
    expect(right).toBeLessThan(0);
    expect(slope(0, iou)).toBe(0);
  });
});

describe('suppression', () => {
  const [a, b, c] = EXAMPLE.map((f) => f.box);

  test('A, B and C: 2/3, 1/3 and 7/13; three thresholds', () => {
    expect([iou(a, b), iou(a, c), iou(b, c)]).toEqual([2 / 3, 1 / 3, 7 / 13]);
    expect([0.3, 0.5, 0.7].map((t) => nms(EXAMPLE, t))).toEqual([[0], [0, 2], [0, 1, 2]]);
  });

  test('a box that is gone deletes nobody', () => {
    expect(iou(b, c)).toBeGreaterThan(0.5);
    expect(nms(EXAMPLE, 0.5)).toEqual([0, 2]);
    expect(wrongNms(EXAMPLE, 0.5)).toEqual([0]);
    // at once never keeps more
    for (let seed = 5; seed < 25; seed++) {
      const random = mulberry32(seed);
      const found: Scored[] = randomBoxes(seed, 15).map((box) => ({ name: '', box, score: random() })); // prettier-ignore
      const kept = nms(found, 0.3);
      const library = found.map(({ box, score }) => ({ box, score, label: 0 }));
      expect(kept).toEqual(nonMaxSuppression(library, { iou: 0.3 }).kept);
      for (const i of wrongNms(found, 0.3)) expect(kept).toContain(i);
    }
  });

  test('soft: C keeps most of its score, B falls to the end', () => {
    const [first, second, third] = softNms(EXAMPLE);
    expect(first).toBe(0.9);
    expect(second).toBeCloseTo(0.8 * Math.exp(-((2 / 3) ** 2) / 0.5) * Math.exp(-((7 / 13) ** 2) / 0.5), 12); // prettier-ignore
    expect(third).toBeCloseTo(0.7 * Math.exp(-((1 / 3) ** 2) / 0.5), 12);
    expect(third).toBeGreaterThan(0.7 / 2);
    expect(second).toBeLessThan(third);
  });

  test('two true objects with an IoU of 0.6: one half deletes one of them', () => {
    const crowd: Scored[] = [
      { name: '', box: [0, 0, 8, 10], score: 0.9 },
      { name: '', box: [2, 0, 10, 10], score: 0.8 },
    ];
    expect(iou(crowd[0].box, crowd[1].box)).toBeCloseTo(0.6, 12);
    expect(nms(crowd, 0.5)).toEqual([0]);
    expect(nms(crowd, 0.61)).toEqual([0, 1]);
  });

  test('NumPy printed the same', () => {
    expect(read('iou_numpy.out.txt')).toContain('0.5 [0, 2]\n0.3 [0]\n0.7 [0, 1, 2]');
    expect(read('iou_numpy.out.txt')).toContain('0.538');
  });
});

describe('pitfalls', () => {
  test('without clamping, two boxes apart have an IoU of 1', () => {
    expect(wrongIou([0, 0, 2, 2], [4, 4, 6, 6])).toBe(1);
    expect(iou([0, 0, 2, 2], [4, 4, 6, 6])).toBe(0);
    expect(area([4, 4, 2, 2])).toBe(0);
  });

  test('pixel indices: one third becomes one half', () => {
    expect(iou([0, 0, 2, 2], [1, 0, 3, 2])).toBe(1 / 3);
    expect(inclusiveIou([0, 0, 2, 2], [1, 0, 3, 2])).toBe(1 / 2);
    expect(inclusiveIou([0, 0, 9, 9], [0, 0, 9, 9])).toBe(1);
  });
});

describe('the shipped detector', () => {
  test('the scene of the link: seven boxes, four digits', async () => {
    readFromDisk();
    await load();
    const query = Object.fromEntries(new URLSearchParams(SCENES.nms.query));
    const state = parse(query).state!;
    await reference(state, undefined, async () => true);
    const { nms: steps, truths } = analysisOf(state)!;
    expect([steps.order.length, steps.kept.length, truths.length]).toEqual([7, 4, 4]);
  });

  test('the threshold of NMS on 40 scenes', { timeout: 120_000 }, async () => {
    readFromDisk();
    await load();
    const analyses: NonNullable<ReturnType<typeof analysisOf>>[] = [];
    for (let seed = 1; seed <= 40; seed++) {
      const state = parse({ seed: `${seed}`, count: '5', threshold: '0.01' }).state!;
      await reference(state, undefined, async () => true);
      analyses.push(analysisOf(state)!);
    }
    const digits = analyses.reduce((sum, { truths }) => sum + truths.length, 0);
    expect(digits).toBe(200);
    const rows = [0.01, 0.45, 1].map((threshold) => {
      const pictures = analyses.map(({ found, truths }) => {
        const { kept } = nonMaxSuppression(found, { iou: threshold, score: 0.01 });
        return { detections: kept.map((i) => found[i]), truths };
      });
      const boxes = pictures.reduce((sum, { detections }) => sum + detections.length, 0);
      return { boxes, ap: 100 * meanAveragePrecision(pictures, 10).mean };
    });
    expect(rows.map((row) => row.boxes)).toEqual([145, 210, 306]);
    for (const { boxes } of rows) for (const page of pages) expect(page).toContain(`${boxes}`);
    expect(rows.map((row) => Number(row.ap.toFixed(1)))).toEqual(
      ['ap-strict', 'ap-usual', 'ap-none'].map((id) => facts[id].value),
    );
    expect(rows[2].ap).toBeGreaterThan(rows[1].ap);
  });
});
