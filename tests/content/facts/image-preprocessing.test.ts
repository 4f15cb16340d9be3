/** Every number and every measurable correction of the concept page on preprocessing. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import {
  eigenvalues,
  hessian,
  SCALES,
} from '../../../src/content/concepts/image-preprocessing/figures.ts';
import {
  area,
  bilinear,
  fit,
  HAIRLINE,
  MODES,
  NEW,
  standardize,
  TRAINING,
  wrongOwn,
} from '../../../src/content/concepts/image-preprocessing/preprocess.ts';
import {
  augment,
  preprocess,
  TWO,
} from '../../../src/content/concepts/image-classification/prepare.ts';
import { mulberry32 } from '../../../src/lib/random.ts';

const folder = new URL('../../../src/content/concepts/image-preprocessing/', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, folder), 'utf8');
const { facts } = parse(read('concept.yaml')) as { facts: Record<string, { value: number }> };

describe('standardizing', () => {
  it('the worked example', () => {
    const statistics = fit(TRAINING);
    expect(statistics).toEqual({ mean: 120, deviation: 60 });
    expect(TRAINING.map((x) => standardize(x, statistics))).toEqual([
      [-1, -1],
      [1, 1],
    ]);
    expect(standardize(NEW, statistics)).toEqual([2, 0]);
    expect(fit([NEW])).toEqual({ mean: 180, deviation: 60 });
    expect(fit([[120, 60]])).toEqual({ mean: 90, deviation: 30 });
    expect(wrongOwn(NEW)).toEqual([1, -1]);
    expect(wrongOwn([120, 60])).toEqual([1, -1]);
  });

  it('the same picture always gives the same numbers', () => {
    const statistics = fit(TRAINING);
    expect(standardize(NEW, statistics)).toEqual(standardize(NEW, statistics));
    expect(preprocess(TWO)).toEqual(preprocess(TWO));
    const random = mulberry32(1);
    const results = new Set(Array.from({ length: 20 }, () => JSON.stringify(augment(TWO, random))));
    expect(results.size).toBeGreaterThan(5);
  });

  it('standardized inputs make the valley round', () => {
    expect(hessian(SCALES.raw)).toEqual([18_000, 120, 1]);
    const condition = (xs: number[]) => {
      const [large, little] = eigenvalues(hessian(xs));
      expect(large * little).toBeCloseTo(hessian(xs)[0] - hessian(xs)[1] ** 2, 6); // determinant
      expect(large + little).toBeCloseTo(hessian(xs)[0] + 1, 6); // trace
      return large / little;
    };
    expect(condition(SCALES.raw)).toBeGreaterThan(90_000);
    expect(condition(SCALES.raw)).toBeLessThan(91_000);
    expect(Number(condition(SCALES.unit).toFixed(1))).toBe(facts['condition-unit'].value);
    expect(condition(SCALES.standard)).toBe(1);
  });
});

describe('resizing', () => {
  it('a hairline vanishes in bilinear shrinking', () => {
    expect(HAIRLINE.indexOf(240)).toBe(4);
    expect(bilinear(HAIRLINE, 2)).toEqual([0, 0]);
    expect(area(HAIRLINE, 2)).toEqual([0, 60]);
    const unread = [0, 3, 4, 7];
    for (let at = 0; at < 8; at++) {
      const row = HAIRLINE.map((_, i) => (i === at ? 240 : 0));
      const seen = bilinear(row, 2).some((v) => v > 0);
      expect(seen).toBe(!unread.includes(at));
      expect(area(row, 2).reduce((a, b) => a + b)).toBe(60);
    }
    const printed = read('resize_torch.out.txt');
    expect(printed).toContain('antialias=False: [0.0, 0.0]');
    expect(printed).toMatch(/antialias=True: \[[1-9][\d.]*, [1-9][\d.]*\]/);
  });

  it('bilinear masks invent a class', () => {
    expect(bilinear([0, 0, 2, 2], 3)[1]).toBe(1);
    expect(read('resize_torch.out.txt')).toContain('mask, bilinear: [0.0, 1.0, 2.0]');
    expect(read('resize_torch.out.txt')).not.toMatch(/nearest:.*1\.0/);
  });
});

describe('conventions', () => {
  it('three conventions for one pixel', () => {
    const pixel = [255, 128, 0];
    const results = Object.fromEntries(Object.entries(MODES).map(([m, of]) => [m, of(pixel)]));
    expect(results.tf[0]).toBe(1);
    expect(results.tf[2]).toBe(-1);
    expect(results.caffe[0]).toBeCloseTo(-103.939, 9); // blue comes first
    expect(results.caffe[2]).toBeCloseTo(255 - 123.68, 9);
    expect(results.torch[0]).toBeCloseTo((1 - facts['mean-red'].value) / 0.229, 9);
    expect(Math.abs(results.caffe[2] / results.tf[0])).toBeGreaterThan(100);
    // 255 alone is no standardization: white and black are not at ±1 around 0.
    expect(fit([pixel.map((v) => v / 255)]).mean).not.toBeCloseTo(0, 1);
  });

  it('8-bit integers wrap around', () => {
    expect(new Uint8Array([60 - 120])[0]).toBe(196);
    expect(read('preprocess_numpy.out.txt')).toContain('[196   0  60]');
  });

  it('two libraries, two grays', () => {
    const gray = (weights: number[], rgb: number[]) =>
      Math.round(rgb.reduce((sum, v, c) => sum + v * weights[c], 0));
    const [pillow, skimage] = [
      [0.299, 0.587, 0.114],
      [0.2125, 0.7154, 0.0721],
    ];
    const colors = [
      [255, 0, 0],
      [0, 130, 0],
    ];
    expect(colors.map((rgb) => gray(pillow, rgb))).toEqual([76, 76]);
    expect(colors.map((rgb) => gray(skimage, rgb))).toEqual([54, 93]);
    expect(read('preprocess_numpy.out.txt')).toContain('[76 76]');
    expect(read('preprocess_numpy.out.txt')).toContain('[54 93]');
  });
});
