/** Every number and every measurable correction of the page on instance segmentation. */
import { readFileSync } from 'node:fs';
import { describe, expect, test, vi } from 'vitest';
import { figures, firstBin } from '../../../src/content/concepts/instance-segmentation/figures.ts';
import {
  assemble,
  COEFFICIENTS,
  diagonals,
  main,
  maskIou,
  maskLoss,
  PROTOTYPES,
  RAMP,
  roiAlign,
  roiPool,
  sample,
  STRIDE,
  wrongBoxIou,
} from '../../../src/content/concepts/instance-segmentation/roi.ts';
import { LANGS } from '../../../src/i18n/langs.ts';
import { maskIou as libraryMaskIou } from '../../../src/lib/boxes.ts';
import { grid } from '../../../src/lib/grid.ts';
import { conv2d } from '../../../src/lib/ops/conv.ts';
import { mulberry32, normal } from '../../../src/lib/random.ts';

const folder = new URL('../../../src/content/concepts/instance-segmentation/', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, folder), 'utf8');

describe('reading a region', () => {
  test('the worked example: 15 and 25, against 20 and 30', () => {
    expect(roiAlign(RAMP, 6, 14, STRIDE)).toEqual([15, 25]);
    expect(roiPool(RAMP, 6, 14, STRIDE)).toEqual([20, 30]);
    // the ramp is 10 (x − 1/2), so the right answer is known: half a cell is 5, two pixels
    expect([2, 3].map((x) => 10 * (x - 1 / 2))).toEqual([15, 25]);
    expect(((20 - 15) / 10) * STRIDE).toBe(2);
  });

  test('RoIAlign follows the box, RoIPool jumps', () => {
    expect(roiAlign(RAMP, 5, 13, STRIDE)[0]).toBe(12.5);
    expect(roiPool(RAMP, 5, 13, STRIDE)[0]).toBe(10);
    const [aligned, pooled] = [firstBin(roiAlign), firstBin(roiPool)];
    aligned.forEach(([from, value]) => expect(value).toBeCloseTo(10 * (from / 4), 9));
    expect([...new Set(pooled.map(([, value]) => value))]).toEqual([10, 20, 30]);
    const jumps = pooled.filter(([, value], i) => i > 0 && value !== pooled[i - 1][1]);
    expect(jumps.map(([from]) => from)).toEqual([6, 10]);
  });

  test('one sample is between its two cells, and PyTorch reads the same', () => {
    expect(sample([3, 7, 1], 1.5)).toBe(7);
    expect(sample([3, 7, 1], 2)).toBe(4);
    const torch = read('roi_torch.out.txt');
    for (const from of [5, 6, 7]) {
      const values = roiAlign(RAMP, from, from + 8, STRIDE).map((v) => v.toFixed(1));
      expect(torch).toContain(`box ${from} to ${from + 8}: [${values.join(', ')}]`);
    }
    expect(torch).toContain('cells with a gradient: 4 sum 1.0');
    expect(torch).toContain('same output at both squares: True');
  });

  test('a convolution gives identical objects identical outputs', () => {
    const rng = mulberry32(1);
    const kernel = grid(
      [3, 3, 1, 2],
      Array.from({ length: 18 }, () => normal(rng)),
    );
    const picture = grid([8, 20, 1]);
    for (let r = 2; r < 6; r++) for (const c of [3, 4, 5, 13, 14, 15]) picture.data[r * 20 + c] = 1;
    const out = conv2d(picture, kernel, {
      stride: [1, 1],
      padding: 'same',
      dilation: [1, 1],
      groups: 1,
    });
    for (let r = 0; r < 8; r++) {
      for (let c = 1; c < 8; c++) {
        for (const f of [0, 1]) {
          expect(out.data[(r * 20 + c) * 2 + f]).toBe(out.data[(r * 20 + c + 10) * 2 + f]);
        }
      }
    }
  });
});

describe('masks', () => {
  test('two prototypes separate two touching cars', () => {
    const masks = assemble(PROTOTYPES, COEFFICIENTS).map((mask) =>
      mask.map((p) => Number(p > 0.5)),
    );
    expect(masks).toEqual([
      [0, 1, 1, 0, 0, 0],
      [0, 0, 0, 1, 1, 0],
    ]);
    // without the second prototype they are one
    const [joined] = assemble(PROTOTYPES, [[1, 0]]);
    expect(joined.map((p) => Number(p > 0.5))).toEqual([0, 1, 1, 1, 1, 0]);
  });

  test('only the mask of the true class has a gradient', () => {
    const logits = [
      [1, -2, 0.5],
      [0.3, 2, -1],
    ];
    const truth = [1, 0, 1];
    const slope = (c: number, i: number) => {
      const moved = (by: number) =>
        logits.map((row, k) => row.map((v, j) => (k === c && j === i ? v + by : v)));
      return (maskLoss(moved(1e-5), truth, 1) - maskLoss(moved(-1e-5), truth, 1)) / 2e-5;
    };
    for (const i of [0, 1, 2]) {
      expect(slope(0, i)).toBe(0);
      const p = 1 / (1 + Math.exp(-logits[1][i]));
      expect(slope(1, i)).toBeCloseTo((p - truth[i]) / 3, 7);
    }
  });

  test('crossing bars: boxes 1, masks 1/9', () => {
    const [a, b] = diagonals(5);
    expect(wrongBoxIou(a, b)).toBe(1);
    expect(maskIou(a, b)).toBeCloseTo(1 / 9, 12);
    expect(libraryMaskIou(a.flat(), b.flat())).toBeCloseTo(1 / 9, 12);
    // boxes that do not meet, and a part of a box
    const empty = () => Array.from({ length: 4 }, () => [0, 0, 0, 0]);
    const [p, q] = [empty(), empty()];
    p[0][0] = p[1][1] = 1;
    q[1][1] = q[2][2] = 1;
    expect(wrongBoxIou(p, q)).toBeCloseTo(1 / 7, 12);
    expect(maskIou(p, q)).toBeCloseTo(1 / 3, 12);
  });

  test('a mask pixel of a car 560 pixels wide', () => {
    expect(560 / 28).toBe(20);
  });
});

test('the listing prints its captured output', () => {
  const log = vi.spyOn(console, 'log').mockImplementation(() => {});
  main();
  const printed = log.mock.calls.map((words) => words.join(' ')).join('\n');
  log.mockRestore();
  expect(`${printed}\n`).toBe(read('roi.out.txt'));
});

test.each(Object.keys(figures))('the figure %s is drawn in both languages', (name) => {
  for (const lang of LANGS) {
    const svg = figures[name](lang);
    expect(svg).toMatch(/^<svg /);
    expect(svg).not.toMatch(/NaN|undefined|style=/);
  }
});
