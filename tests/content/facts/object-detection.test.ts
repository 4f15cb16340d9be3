/** Every number and every measurable correction of the page on object detection. */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { readFromDisk } from '@models/on-disk.ts';
import { analysisOf, load, reference } from '@widgets/detector/reference.ts';
import { SCENES } from '@widgets/detector/scenes.ts';
import { parse } from '@widgets/detector/state.ts';
import { boxIou, decodeHeads } from '../../../src/lib/boxes.ts';
import { grid } from '../../../src/lib/grid.ts';
import { figures } from '../../../src/content/concepts/object-detection/figures.ts';
import {
  ANCHOR,
  CELL,
  decode,
  detectionLoss,
  encode,
  flip,
  smoothL1,
  TRUTH,
  wrongFlip,
  type Box,
} from '../../../src/content/concepts/object-detection/detect.ts';

const folder = new URL('../../../src/content/concepts/object-detection/', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, folder), 'utf8');
const { facts } = parseYaml(read('concept.yaml')) as { facts: Record<string, { value: number }> };
const pages = ['zh.mdx', 'en.mdx'].map(read);

interface Card {
  metrics: { name: string; value: number; split: string }[];
  output: { shapes: Record<string, number[]> };
}
const card = parseYaml(
  readFileSync(
    new URL('../../../public/models/scenes-detector/card.yaml', import.meta.url),
    'utf8',
  ),
) as Card;

describe('the worked example', () => {
  test('center (42, 28), 8 by 24, score 0.6', () => {
    const { box, label, score } = decode(CELL);
    box.forEach((edge, i) => expect(edge).toBeCloseTo([38, 16, 46, 40][i], 12));
    expect(label).toBe(1);
    expect(score).toBeCloseTo(0.6, 12);
    for (const lang of ['zh', 'en'] as const) expect(figures.cell(lang)).toContain('(42, 28)');
  });

  test('decodes as the shipped detector does', () => {
    const heads = grid([8, 8, 15]);
    const { row, col, objectness, dx, dy, tw, th } = CELL;
    const logits = [0.1, 0.75, 0.15, ...new Array(7).fill(1e-9)].map(Math.log);
    heads.data.set([objectness, dx, dy, tw, th, ...logits], (row * 8 + col) * 15);
    const found = decodeHeads(heads)[row * 8 + col];
    decode(CELL).box.forEach((edge, i) => expect(found.box[i]).toBeCloseTo(edge, 12));
    expect(found.score).toBeCloseTo(decode(CELL).score, 6);
  });

  test('960 numbers for a picture', () => {
    const [rows, cols, depth] = card.output.shapes.heads;
    expect(rows * cols * depth).toBe(960);
    expect(depth).toBe(15);
  });
});

describe('targets and loss', () => {
  test('the anchor of the text: 1/5, −1/4, ln 2, −ln 2', () => {
    const target = encode(TRUTH, ANCHOR);
    [1 / 5, -1 / 4, Math.log(2), -Math.log(2)].forEach((v, i) => expect(target[i]).toBeCloseTo(v, 12)); // prettier-ignore
    expect(encode(ANCHOR, ANCHOR)).toEqual([0, 0, 0, 0]);
    // twice as large in all respects: the same target
    const twice = (box: Box) => box.map((v) => 2 * v) as Box;
    encode(twice(TRUTH), twice(ANCHOR)).forEach((v, i) => expect(v).toBeCloseTo(target[i], 12));
  });

  test('smooth L1: half the square, then straight, without a jump', () => {
    expect([smoothL1(0.5), smoothL1(-0.5), smoothL1(3), smoothL1(1)]).toEqual([1 / 8, 1 / 8, 5 / 2, 1 / 2]); // prettier-ignore
    expect(smoothL1(1 - 1e-9)).toBeCloseTo(1 / 2, 8);
    expect(smoothL1(101) - smoothL1(100)).toBeCloseTo(1, 12);
  });

  test('the background has no box to learn, and cross-entropy does not see the box', () => {
    const p = [0.1, 0.8, 0.1];
    const target = encode(TRUTH, ANCHOR);
    const far = [9, 9, 9, 9];
    expect(detectionLoss(p, 0, far, target).location).toBe(0);
    expect(detectionLoss(p, 1, target, target).location).toBe(0);
    expect(detectionLoss(p, 1, far, target).location).toBeGreaterThan(1);
    expect(detectionLoss(p, 1, far, target).classification).toBe(
      detectionLoss(p, 1, target, target).classification,
    );
  });

  test('without a box loss the classes are learned and the boxes are not', () => {
    const [without, withBoxes] = read('toy_torch.out.txt').trim().split('\n');
    const numbers = (row: string) =>
      /× +(\d+): class right ([\d.]+)%, mean IoU ([\d.]+), IoU > 0.5 ([\d.]+)%/.exec(row)!.slice(1).map(Number); // prettier-ignore
    expect(numbers(without)).toEqual([0, facts['toy-class'].value, facts['toy-iou'].value, 0]);
    const [weight, right, , hits] = numbers(withBoxes);
    expect([weight, hits]).toEqual([10, facts['toy-hits'].value]);
    expect(right).toBeGreaterThan(99);
  });
});

describe('matching', () => {
  test('2,304 anchors: 3 positive, 2,200 negative', () => {
    const rows = [0, 1, 2].flatMap(() => [0, 1, 2]);
    const boxes: Box[] = [];
    for (let row = 0; row < 16; row++) {
      for (let col = 0; col < 16; col++) {
        rows.forEach((ratio, k) => {
          const [s, r] = [[16, 32, 64][Math.floor(k / 3)], [0.5, 1, 2][ratio]];
          const [x, y, w, h] = [8 * (col + 0.5), 8 * (row + 0.5), s / Math.sqrt(r), s * Math.sqrt(r)]; // prettier-ignore
          boxes.push([x - w / 2, y - h / 2, x + w / 2, y + h / 2]);
        });
      }
    }
    const truths: Box[] = [
      [20, 24, 52, 56],
      [70, 30, 92, 110],
    ];
    const best = truths.map((t) => Math.max(...boxes.map((b) => boxIou(b, t))));
    const most = boxes.map((b) => Math.max(...truths.map((t) => boxIou(b, t))));
    const forced = new Set(truths.map((t, i) => boxes.findIndex((b) => boxIou(b, t) === best[i])));
    const positive = boxes.filter((_, i) => most[i] >= 0.7 || forced.has(i)).length;
    const negative = boxes.filter((_, i) => most[i] < 0.3 && !forced.has(i)).length;
    expect([boxes.length, positive, negative]).toEqual([2304, 3, 2200]);
    const printed = read('anchors_numpy.out.txt');
    expect(printed).toContain('anchors 2304\npositive 3\nnegative 2200\nignored 101');
    // the second object has no anchor above the upper threshold
    expect(best[0]).toBeGreaterThan(0.7);
    expect(best[1]).toBeLessThan(0.7);
    for (const page of pages) expect(page).toContain('2,304');
  });
});

describe('pitfalls', () => {
  test('the flip of the page', () => {
    expect(flip([2, 3, 10, 9], 64)).toEqual([54, 3, 62, 9]);
    expect(wrongFlip([2, 3, 10, 9], 64)).toEqual([62, 3, 54, 9]);
    expect(boxIou(wrongFlip([2, 3, 10, 9], 64), [54, 3, 62, 9])).toBe(0);
    expect(flip(flip([2, 3, 10, 9], 64), 64)).toEqual([2, 3, 10, 9]);
  });
});

describe('the shipped detector', () => {
  beforeAll(async () => {
    readFromDisk();
    await load();
  });

  const countsOf = async (query: Record<string, string>) => {
    const state = parse(query).state!;
    await reference(state, undefined, async () => true);
    const { counts, nms, truths } = analysisOf(state)!;
    return { ...counts, kept: nms.kept.length, digits: truths.length };
  };
  const scene = (name: keyof typeof SCENES) =>
    Object.fromEntries(new URLSearchParams(SCENES[name].query));

  test('low threshold: six boxes, two wrong; at 0.5 none wrong and one digit lost', async () => {
    const low = scene('low-threshold');
    expect(low.threshold).toBe('0.05');
    expect(await countsOf(low)).toEqual({ tp: 4, fp: 2, fn: 0, kept: 6, digits: 4 });
    expect(await countsOf({ ...low, threshold: '0.5' })).toEqual({ tp: 3, fp: 0, fn: 1, kept: 3, digits: 4 }); // prettier-ignore
  });

  test('crowded: eight digits, seven boxes, three right', async () => {
    expect(await countsOf(scene('crowded'))).toMatchObject({ tp: 3, kept: 7, digits: 8 });
  });

  test('the card of the shipped detector', () => {
    const metric = (start: string) => card.metrics.find(({ name }) => name.startsWith(start))!;
    expect(metric('AP50 (mean').split).toMatch(/^600 scenes of held-out digits/);
    expect(Number((100 * metric('AP50 (mean').value).toFixed(1))).toBe(facts.ap50.value);
    expect(Number((100 * metric('AP50 whatever').value).toFixed(1))).toBe(facts['ap50-any'].value);
  });
});
