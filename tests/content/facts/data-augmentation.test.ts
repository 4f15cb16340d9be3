import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import {
  A,
  B,
  cutmix,
  cutout,
  flip,
  flipBox,
  halfTurn,
  mixup,
  ONE,
  shift,
  SIX,
} from '../../../src/content/concepts/data-augmentation/augment.ts';
import { figures, panels } from '../../../src/content/concepts/data-augmentation/figures.ts';

const folder = new URL('../../../src/content/concepts/data-augmentation/', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, folder), 'utf8');
const { facts } = parse(read('concept.yaml')) as { facts: Record<string, { value: number }> };

describe('worked example', () => {
  test('flip, box and Cutout', () => {
    expect(A).toEqual([[8, 0], [4, 4]]); // prettier-ignore
    expect(B).toEqual([[0, 8], [0, 8]]); // prettier-ignore
    expect(flip(A)).toEqual([[0, 8], [4, 4]]); // prettier-ignore
    expect(flipBox([1, 3], 10)).toEqual([7, 9]);
    expect(cutout(A, 1, 1, 1)).toEqual([[8, 0], [4, 0]]); // prettier-ignore
    // The box moves as the pixels do: columns 1 and 2 of a row of ten.
    const row = [Array.from({ length: 10 }, (_, c) => (c >= 1 && c < 3 ? 1 : 0))];
    const [left, right] = flipBox([1, 3], 10);
    expect(
      flip(row)[0]
        .map((v, c) => (v ? c : -1))
        .filter((c) => c >= 0),
    ).toEqual([left, right - 1]);
  });

  test('mixup mixes pixels and labels alike, CutMix by area', () => {
    expect(mixup(A, B, 3 / 4)).toEqual([[6, 2], [3, 5]]); // prettier-ignore
    expect(mixup([[1, 0]], [[0, 1]], 3 / 4)).toEqual([[3 / 4, 1 / 4]]);
    expect(cutmix(A, B, 1, 1, 1, 1)).toEqual({ x: [[8, 0], [4, 8]], lambda: 3 / 4 }); // prettier-ignore
    // The figure: four rows of seven come from the 1.
    expect(cutmix(SIX, ONE, 0, 0, 4, 7).lambda).toBeCloseTo(3 / 7, 12);
  });
});

describe('labels', () => {
  test('a 6 turned by half a circle is a 9', () => {
    // A 9 as it is drawn: a closed loop above, a tail below.
    const nine = ['0011100', '0100010', '0100010', '0011110', '0000010', '0011100', '0000000'];
    expect(halfTurn(SIX).map((row) => row.join(''))).toEqual(nine);
    expect(halfTurn(halfTurn(SIX))).toEqual(SIX);
    expect(flip(SIX)).not.toEqual(SIX);
  });

  test('a shift keeps the digit, what leaves is lost', () => {
    expect(shift(shift(SIX, 0, 1), 0, -1)).toEqual(SIX);
    expect(shift(shift(SIX, 1, 0), -1, 0)).not.toEqual(SIX);
    expect(panels()).toHaveLength(7);
  });
});

describe('math', () => {
  test('input noise is an L2 penalty for a linear model', () => {
    const [w, x, y, sigma] = [[3, -1, 2], [1, 4, 2], 5, 0.5];
    const dot = (a: number[]) => a.reduce((sum, v, i) => sum + v * w[i], 0);
    let mean = 0;
    for (let k = 0; k < 8; k++) {
      const noisy = x.map((v, i) => v + ((k >> i) & 1 ? sigma : -sigma));
      mean += (dot(noisy) - y) ** 2 / 8;
    }
    const penalty = sigma ** 2 * w.reduce((sum, v) => sum + v * v, 0);
    expect(mean).toBeCloseTo((dot(x) - y) ** 2 + penalty, 12);
  });

  test('the loss with a mixed label is the mix of the losses', () => {
    const p = [0.7, 0.2, 0.1];
    const loss = (target: number[]) => -target.reduce((sum, t, k) => sum + t * Math.log(p[k]), 0);
    const mixed = mixup([[1, 0, 0]], [[0, 0, 1]], 0.3)[0];
    expect(loss(mixed)).toBeCloseTo(0.3 * loss([1, 0, 0]) + 0.7 * loss([0, 0, 1]), 12);
  });

  test('crops and reflections of AlexNet', () => {
    const offsets = Array.from({ length: 257 }, (_, left) => left).filter(
      (left) => left + 224 <= 256,
    );
    expect(offsets.length ** 2 * 2).toBe(2178);
    expect((256 - 224) ** 2 * 2).toBe(2048);
    const alpha = facts['mixup-alpha'].value;
    expect(read('augment_numpy.py')).toContain(`mixup(x, labels, ${alpha}, rng)`);
  });
});

test('every figure is drawn in both languages', () => {
  for (const draw of Object.values(figures))
    for (const lang of ['zh', 'en'] as const) expect(draw(lang)).toMatch(/^<svg[\s\S]*<\/svg>$/);
});
