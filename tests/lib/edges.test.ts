/** src/lib/ops/edges.ts against SciPy and scikit-image (tests/golden/make_edges.py), and by hand. */
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { fromRows, grid, toRows, type Grid } from '../../src/lib/grid.ts';
import { conv2d, CONV_DEFAULTS } from '../../src/lib/ops/conv.ts';
import {
  borderIndex,
  component,
  crossing,
  direction,
  doubleThreshold,
  gaussianKernel,
  gaussianRadius,
  gaussianSecond,
  gradient,
  hysteresis,
  laplacian,
  LAPLACIAN,
  laplacianOfGaussian,
  magnitude,
  operatorKernel,
  OPERATORS,
  separable,
  smooth,
  suppress,
  type Border,
  type Operator,
} from '../../src/lib/ops/edges.ts';
import { expectClose, golden, integerGrid } from './helpers.ts';
import { mulberry32 } from '../../src/lib/random.ts';

interface Case {
  op: string;
  shape: number[];
  sigma: number;
  border: Border;
  image?: number[];
  picture?: string;
  smoothed?: number[];
  gx: number[];
  gy: number[];
  y: number[];
  raw: number[];
  low: number;
  high: number;
  steps: number[];
}

const { cases, versions } = golden<Case>('edges');
const TOLERANCE = 1e-9;

async function imageOf({ shape, image, picture }: Case): Promise<Grid> {
  if (image) return grid(shape, image);
  const { data } = await sharp(join('public', 'pictures', `${picture}.png`))
    .greyscale()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return grid(shape, Float64Array.from(data));
}

function canny(image: Grid, sigma: number, low: number, high: number, border: Border): Grid {
  const { gx, gy } = gradient(smooth(image, sigma, border), 'sobel', border);
  return hysteresis(doubleThreshold(suppress(gx, gy, magnitude(gx, gy)), low, high));
}

describe('against SciPy and scikit-image', () => {
  test('the file says what made it', () => {
    expect(Object.keys(versions)).toEqual(['python', 'numpy', 'scipy', 'skimage']);
    expect(cases.length).toBeGreaterThan(30);
  });

  test.each(cases)('$op of $shape, sigma $sigma, border $border (%#)', async (c) => {
    const image = await imageOf(c);
    if (c.op in OPERATORS) {
      const smoothed = smooth(image, c.sigma, c.border);
      if (c.smoothed) expectClose(smoothed.data, c.smoothed, TOLERANCE);
      const { gx, gy } = gradient(smoothed, c.op as Operator, c.border);
      expectClose(gx.data, c.gx, TOLERANCE);
      expectClose(gy.data, c.gy, TOLERANCE);
      expectClose(magnitude(gx, gy).data, c.y, TOLERANCE);
    } else if (c.op === 'laplacian') {
      expectClose(laplacian(smooth(image, c.sigma, c.border), c.border).data, c.y, TOLERANCE);
    } else if (c.op === 'log') {
      expectClose(laplacianOfGaussian(image, c.sigma, c.border).data, c.y, TOLERANCE);
      expectClose(laplacianOfGaussian(image, c.sigma, c.border, true).data, c.raw, TOLERANCE);
    } else {
      const edges = canny(image, c.sigma, c.low, c.high, c.border);
      let at = 0;
      const wanted = new Set(c.steps.map((step) => (at += step)));
      const found = [...edges.data.keys()].filter((i) => edges.data[i] === 1);
      expect(found).toEqual([...wanted].sort((a, b) => a - b));
      expect(found.length).toBeGreaterThan(5);
    }
  });
});

describe('smoothing', () => {
  test('the kernel sums to 1, reaches 4σ and is symmetric', () => {
    for (const sigma of [0.3, 0.5, 1, 1.4, 2, 4]) {
      const g = gaussianKernel(sigma);
      expect(g.reduce((a, b) => a + b)).toBeCloseTo(1, 14);
      expect(g.length).toBe(2 * gaussianRadius(sigma) + 1);
      expect([...g].reverse()).toEqual([...g]);
    }
    expect([...gaussianKernel(0)]).toEqual([1]);
    expect(() => gaussianKernel(-1)).toThrow('sigma must not be negative, but is -1');
    expect(() => gaussianKernel(NaN)).toThrow(RangeError);
    expect(() => gaussianSecond(0)).toThrow('sigma must be positive');
  });

  test('two blurs are one: variances add up', () => {
    const spike = grid([41, 41, 1]);
    spike.data[20 * 41 + 20] = 1000;
    const twice = smooth(smooth(spike, 1.5, 'zero'), 2, 'zero');
    const once = smooth(spike, 2.5, 'zero');
    twice.data.forEach((v, i) => expect(Math.abs(v - once.data[i])).toBeLessThan(0.03));
  });

  test('beyond the border', () => {
    const read = (border: Border) =>
      Array.from({ length: 11 }, (_, i) => borderIndex(i - 4, 3, border));
    expect(read('reflect')).toEqual([2, 2, 1, 0, 0, 1, 2, 2, 1, 0, 0]);
    expect(read('nearest')).toEqual([0, 0, 0, 0, 0, 1, 2, 2, 2, 2, 2]);
    expect(read('zero')).toEqual([-1, -1, -1, -1, 0, 1, 2, -1, -1, -1, -1]);
  });

  test('weights in even number and colour pictures are refused', () => {
    const image = grid([2, 2, 1]);
    expect(() => separable(image, [1, 1], [1], 'zero')).toThrow('weights must be odd in number');
    expect(() => smooth(grid([2, 2, 3]), 1, 'zero')).toThrow('a grey image has 1 channel');
  });
});

describe('derivatives', () => {
  test('with zeros beyond the border they are the convolution of a layer', () => {
    const image = integerGrid([6, 7, 1], mulberry32(3));
    const layer = (rows: readonly (readonly number[])[]) =>
      conv2d(image, grid([3, 3, 1, 1], rows.flat()), { ...CONV_DEFAULTS, padding: 'same' });
    for (const operator of Object.keys(OPERATORS) as Operator[]) {
      const { gx, gy } = gradient(image, operator, 'zero');
      const kernel = operatorKernel(operator);
      expect([...gx.data]).toEqual([...layer(kernel).data]);
      const turned = kernel[0].map((_, j) => kernel.map((row) => row[j]));
      expect([...gy.data]).toEqual([...layer(turned).data]);
    }
    expect([...laplacian(image, 'zero').data]).toEqual([...layer(LAPLACIAN).data]);
  });

  test('a ramp: the gradient is its slope times the sum of the weights, the Laplacians are 0', () => {
    const ramp = fromRows(Array.from({ length: 30 }, (_, r) => Array.from({ length: 30 }, (_, c) => 3 * c - 2 * r))); // prettier-ignore
    const middle = 15 * 30 + 15;
    for (const [operator, weight] of [
      ['sobel', 8],
      ['prewitt', 6],
      ['scharr', 32],
    ] as const) {
      const { gx, gy } = gradient(ramp, operator, 'reflect');
      expect([gx.data[middle], gy.data[middle]]).toEqual([3 * weight, -2 * weight]);
      expect(direction(gx, gy).data[middle]).toBeCloseTo((Math.atan2(-2, 3) * 180) / Math.PI, 12);
    }
    expect(laplacian(ramp, 'reflect').data[middle]).toBe(0);
    expect(laplacianOfGaussian(ramp, 1.5, 'reflect').data[middle]).toBeCloseTo(0, 10);
  });

  test('a flat area answers 0 to LoG; the sampled kernel alone would not', () => {
    const flat = grid([20, 20, 1], new Float64Array(400).fill(255));
    for (const sigma of [0.7, 1, 2, 3]) {
      const y = laplacianOfGaussian(flat, sigma, 'reflect');
      expect(Math.max(...y.data.map(Math.abs))).toBeLessThan(1e-11);
      expect(Math.abs(laplacianOfGaussian(flat, sigma, 'reflect', true).data[0])).toBeGreaterThan(0.01); // prettier-ignore
    }
  });
});

describe('the steps of Canny', () => {
  const step = fromRows(Array.from({ length: 7 }, () => [0, 0, 0, 0, 8, 8, 8, 8]));

  test('an edge between two pixels has two equal magnitudes and one of them stays', () => {
    for (const image of [
      step,
      fromRows(toRows(step)[0].map((_, c) => toRows(step).map((row) => row[c]))),
    ]) {
      const { gx, gy } = gradient(image, 'sobel', 'reflect');
      const length = magnitude(gx, gy);
      expect(length.data.filter((m) => m === 32)).toHaveLength(14);
      const thin = suppress(gx, gy, length);
      expect(thin.data.filter((m) => m === 32)).toHaveLength(5);
      expect(thin.data.filter((m) => m !== 0)).toHaveLength(5);
    }
    const { gx, gy } = gradient(step, 'sobel', 'reflect');
    const length = magnitude(gx, gy);
    expect(crossing(gx, gy, length, 3, 3)).toMatchObject({
      here: 32,
      ahead: 32,
      behind: 0,
      kept: true,
      share: 0,
    });
    expect(crossing(gx, gy, length, 3, 4)).toMatchObject({ ahead: 0, behind: 32, kept: false });
    expect(crossing(gx, gy, length, 0, 3)).toBeUndefined();
    expect(crossing(gx, gy, length, 3, 1)).toBeUndefined();
  });

  test('the same edges in the negative image', () => {
    const image = integerGrid([20, 20, 1], mulberry32(8));
    const negative = grid(
      image.shape,
      image.data.map((v) => 5 - v),
    );
    expect([...canny(negative, 1, 2, 5, 'reflect').data]).toEqual([
      ...canny(image, 1, 2, 5, 'reflect').data,
    ]);
  });

  test('a weak pixel stays when weak ones lead to a strong one, corners included', () => {
    const levels = fromRows([
      [1, 0, 0, 0, 1],
      [0, 1, 0, 0, 1],
      [0, 0, 2, 0, 0],
      [1, 0, 0, 0, 0],
    ]);
    expect(toRows(hysteresis(levels))).toEqual([
      [1, 0, 0, 0, 0],
      [0, 1, 0, 0, 0],
      [0, 0, 1, 0, 0],
      [0, 0, 0, 0, 0],
    ]);
    expect(component(levels, 0).sort((a, b) => a - b)).toEqual([0, 6, 12]);
    expect(component(levels, 4)).toEqual([4, 9]);
    expect(component(levels, 1)).toEqual([]);
  });

  test('thresholds take their own value in, and nothing that was suppressed', () => {
    const thin = fromRows([[0, 9, 10, 19.9, 20]]);
    expect([...doubleThreshold(thin, 10, 20).data]).toEqual([0, 0, 1, 1, 2]);
    expect([...doubleThreshold(thin, 0, 0).data]).toEqual([0, 2, 2, 2, 2]);
  });
});
