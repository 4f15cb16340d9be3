/** Digits of the reader's own, brought into the form of the training data. */
import { beforeAll, describe, expect, test } from 'vitest';
import { grid, type Grid } from '@lib/grid.ts';
import { forwardNow } from '@lib/nn/forward.ts';
import { loadData, tileOf, type Sprites } from '@models/data.ts';
import { centreDigit, inkOf } from '@models/digits.ts';
import { readFromDisk } from '@models/on-disk.ts';
import { loadModel, type Model } from '@models/store.ts';

let sprites: Sprites;
let model: Model;

beforeAll(async () => {
  readFromDisk();
  [sprites, model] = await Promise.all([loadData('digits/test'), loadModel('digits-classifier')]);
});

const massOf = ({ shape: [, W], data }: Grid) => {
  let [sum, row, col] = [0, 0, 0];
  data.forEach((value, i) => {
    sum += value;
    row += value * (Math.floor(i / W) + 0.5);
    col += value * ((i % W) + 0.5);
  });
  return { sum, row: row / sum, col: col / sum };
};

/** The digit `scale` times as large on a canvas, with its corner at (top, left). */
function placed(digit: Grid, side: number, top: number, left: number, scale: number): Grid {
  const out = grid([side, side, 1]);
  for (let r = 0; r < 28 * scale; r++) {
    for (let c = 0; c < 28 * scale; c++) {
      const [row, col] = [top + r, left + c];
      if (row < 0 || col < 0 || row >= side || col >= side) continue;
      out.data[row * side + col] = digit.data[Math.floor(r / scale) * 28 + Math.floor(c / scale)];
    }
  }
  return out;
}

/** One held-out digit of each class. */
const oneOfEach = () => Array.from({ length: 10 }, (_, d) => sprites.labels.indexOf(d) + 5);

const top1 = (digit: Grid): number => {
  const scores = forwardNow(model.graph, model.weights, { [model.graph.inputs[0]]: digit });
  const { data } = scores[model.graph.outputs[0]];
  return data.indexOf(Math.max(...data));
};

describe('centreDigit', () => {
  test('the longer side is 20 pixels and the centre of mass in the middle, wherever it was drawn', () => {
    for (const index of oneOfEach()) {
      for (const [side, top, left, scale] of [
        [28, 0, 0, 1],
        [90, 3, 40, 1],
        [120, 30, 5, 3],
      ]) {
        // prettier-ignore
        const out = centreDigit(placed(tileOf(sprites, index), side, top, left, scale));
        const { row, col } = massOf(out);
        expect(Math.abs(row - 14.5)).toBeLessThan(0.6);
        expect(Math.abs(col - 14.5)).toBeLessThan(0.6);
        const ink = [...out.data].flatMap((v, i) =>
          v > 0.3 ? [[Math.floor(i / 28), i % 28]] : [],
        );
        const span = (axis: 0 | 1) => Math.max(...ink.map((p) => p[axis])) - Math.min(...ink.map((p) => p[axis])) + 1; // prettier-ignore
        expect(Math.max(span(0), span(1))).toBeGreaterThanOrEqual(18);
        expect(Math.max(span(0), span(1))).toBeLessThanOrEqual(22);
      }
    }
  });

  test('a digit in the form of the data stays what it is', () => {
    let worst = 0;
    for (const index of oneOfEach()) {
      const digit = tileOf(sprites, index);
      const out = centreDigit(digit);
      const off =
        out.data.reduce((sum, value, i) => sum + Math.abs(value - digit.data[i]), 0) / 784;
      worst = Math.max(worst, off);
    }
    expect(worst).toBeLessThan(0.02);
  });

  test('moved and enlarged ones are read as what they are', () => {
    const indexes = Array.from({ length: 60 }, (_, i) => i * 25);
    const right = indexes.filter((index) => {
      const digit = placed(tileOf(sprites, index), 128, 12, 30, 3);
      return top1(centreDigit(digit)) === sprites.labels[index];
    });
    expect(right.length).toBeGreaterThanOrEqual(57);
    // Without centring the same pictures are not: the test tells something.
    const shifted = indexes.filter((index) => {
      const digit = placed(tileOf(sprites, index), 28, 9, 9, 1);
      return top1(digit) === sprites.labels[index];
    });
    expect(shifted.length).toBeLessThan(40);
  });

  test('nothing drawn stays nothing', () => {
    expect(Math.max(...centreDigit(grid([40, 30, 1])).data)).toBe(0);
  });
});

describe('inkOf', () => {
  test('black on white and white on black are the same ink, and uneven paper is not', () => {
    const digit = tileOf(sprites, 700);
    const dark = grid(
      [28, 28, 1],
      digit.data.map((v) => 20 + 200 * v),
    );
    const light = grid(
      [28, 28, 1],
      digit.data.map((v, i) => 235 - 200 * v - (i % 28) / 2),
    );
    for (const scan of [dark, light]) {
      const out = inkOf(scan);
      digit.data.forEach((value, i) => {
        if (value === 0) expect(out.data[i]).toBe(0);
        if (value > 0.5) expect(out.data[i]).toBeGreaterThan(0.4);
      });
    }
  });
});
