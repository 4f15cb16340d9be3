import { describe, expect, test } from 'vitest';
import { grid, type Grid } from '@lib/grid.ts';
import * as augment from '@lib/ops/augment.ts';
import { resample, sampling } from '@lib/ops/geometry.ts';
import { mulberry32 } from '@lib/random.ts';
import { expectClose, golden } from './helpers.ts';

interface Size {
  H: number;
  W: number;
  image: number[];
}
type Affine = Size & augment.Affine & { matrix: number[]; thetaFalse: number[]; thetaTrue: number[]; y: number[] }; // prettier-ignore
type Resize = Size & { h: number; w: number } & Record<string, number[]>;
const made = golden<Affine>('augment') as ReturnType<typeof golden<Affine>> & {
  blur: (Size & { sigma: number; y: number[] })[];
  resize: Resize[];
  colour: number[];
  enhance: { name: 'brightness' | 'contrast' | 'saturation'; factor: number; y: number[] }[];
};
const picture = ({ H, W, image }: Size) => grid([H, W, 1], image);
function random(shape: number[], seed: number): Grid {
  const next = mulberry32(seed);
  const g = grid(shape);
  return grid(
    shape,
    g.data.map(() => next()),
  );
}

describe('PyTorch, scikit-image, SciPy and Pillow find the same', () => {
  test('affine_grid and grid_sample, and warp: matrix, both thetas, and the picture', () => {
    expect(made.cases.length).toBe(5);
    for (const each of made.cases) {
      const { H, W } = each;
      const matrix = augment.inverseMatrix(each);
      expectClose(matrix, each.matrix, 1e-11);
      expectClose(augment.thetaOf(matrix, H, W, false), each.thetaFalse, 1e-11);
      expectClose(augment.thetaOf(matrix, H, W, true), each.thetaTrue, 1e-11);
      const y = resample(picture(each), augment.affineSampling(H, W, matrix));
      expectClose(y.data, each.y, 1e-10);
    }
  });

  test('gaussian_filter', () => {
    for (const each of made.blur) {
      const { H, W, sigma, y } = each;
      const [down, across] = [H, W].map((n) => augment.blurMatrix(n, sigma));
      expectClose(augment.between(picture(each), down, across).data, y, 1e-11);
    }
  });

  test('interpolate: bilinear with both conventions, nearest and nearest-exact', () => {
    for (const each of made.resize) {
      const { H, W, h, w } = each;
      for (const [method, centres] of [
        ['bilinear', 'half-pixel'],
        ['bilinear', 'align-corners'],
        ['nearest', 'asymmetric'],
        ['nearest', 'half-pixel'],
      ] as const) {
        // prettier-ignore
        const matrix = (n: number, size: number) =>
          augment.tapMatrix(augment.resizeTaps(n, size, method, centres), n);
        const y = augment.between(picture(each), matrix(H, h), matrix(W, w));
        expectClose(y.data, each[`${method} ${centres}`], 1e-11);
      }
    }
  });

  test('brightness, contrast and color, within Pillow’s rounding', () => {
    const image = grid([6, 5, 3], made.colour.map((v) => v / 255)); // prettier-ignore
    for (const { name, factor, y } of made.enhance) {
      const found = augment[name](image, factor).data;
      const worst = Math.max(...found.map((v, i) => Math.abs(255 * v - y[i])));
      expect(worst, `${name} ${factor}`).toBeLessThan(1.5); // the grey and the result are rounded
    }
  });
});

describe('geometry', () => {
  test('without shear it is the motion of geometry.ts', () => {
    const image = random([8, 8, 3], 1);
    for (const motion of [
      { rotate: 33, scale: 1.3, shift: [1.5, -2] as const },
      { rotate: -120, scale: 0.6, shift: [0, 0] as const },
    ]) {
      // prettier-ignore
      const matrix = augment.inverseMatrix({ ...motion, shear: 0 });
      const y = resample(image, augment.affineSampling(8, 8, matrix));
      expectClose(y.data, resample(image, sampling(8, 8, motion)).data, 1e-12);
    }
  });

  test('a flip mirrors, twice it changes nothing; a quarter turn moves pixels', () => {
    const image = random([5, 6, 2], 2);
    const flip = augment.flipSampling(5, 6);
    const once = resample(image, flip);
    for (let c = 0; c < 6; c++) expect(once.data[c * 2]).toBe(image.data[(5 - c) * 2]);
    expect(resample(once, flip)).toEqual(image);
    const square = random([5, 5, 1], 3);
    const quarter = augment.inverseMatrix({ rotate: 90, scale: 1, shear: 0, shift: [0, 0] });
    const turned = resample(square, augment.affineSampling(5, 5, quarter));
    for (let i = 0; i < 25; i++) {
      expect(turned.data[i]).toBe(square.data[(i % 5) * 5 + 4 - Math.floor(i / 5)]);
    }
  });

  test('shear moves lower rows to the right', () => {
    const image = grid([5, 5, 1]);
    for (let r = 0; r < 5; r++) image.data[r * 5 + 2] = 1;
    const matrix = augment.inverseMatrix({ rotate: 0, scale: 1, shear: 1, shift: [0, 0] });
    const y = resample(image, augment.affineSampling(5, 5, matrix));
    expect([...y.data].flatMap((v, i) => (v === 1 ? [i] : []))).toEqual([0, 6, 12, 18, 24]);
  });
});

describe('colours, holes, mixtures', () => {
  test('a factor of 1 changes nothing; 0 gives black, one grey, and greys', () => {
    const image = random([4, 4, 3], 4);
    for (const name of ['brightness', 'contrast', 'saturation'] as const) {
      expectClose(augment[name](image, 1).data, image.data, 1e-15);
    }
    expect(new Set(augment.brightness(image, 0).data)).toEqual(new Set([0]));
    expectClose(augment.contrast(image, 0).data, Array(48).fill(augment.meanGrey(image)), 1e-15);
    const grey = augment.saturation(image, 0).data;
    for (let i = 0; i < 48; i += 3) expect(grey[i]).toBeCloseTo(grey[i + 2], 14);
    const one = random([4, 4, 1], 5);
    expectClose(augment.saturation(one, 0.2).data, one.data, 1e-15);
  });

  test('a hole is cut off at the border, and the mask knows how much is left', () => {
    expect(augment.holeAt(8, 8, 4, 0, 7)).toEqual({ top: 0, left: 5, bottom: 2, right: 8 });
    const mask = augment.holeMask([8, 8, 3], augment.holeAt(8, 8, 4, 4, 4));
    expect(augment.shareOf(mask)).toBe(1 - 16 / 64);
    const [a, b] = [random([8, 8, 3], 6), random([8, 8, 3], 7)];
    const mixed = augment.blend(a, b, mask);
    mixed.data.forEach((v, i) => expect(v).toBe(mask[i] === 1 ? a.data[i] : b.data[i]));
    expect(augment.blend(a, b, 0.25).data[5]).toBe(0.25 * a.data[5] + 0.75 * b.data[5]);
  });

  test('Beta(α, α) has mean ½ and variance 1/(4(2α + 1))', () => {
    for (const alpha of [0.1, 0.4, 1]) {
      const next = mulberry32(11);
      const n = 20_000;
      const all = Array.from({ length: n }, () => augment.beta(alpha, next));
      const mean = all.reduce((sum, v) => sum + v, 0) / n;
      const variance = all.reduce((sum, v) => sum + (v - mean) ** 2, 0) / n;
      const expected = 1 / (4 * (2 * alpha + 1));
      expect(Math.abs(mean - 0.5)).toBeLessThan(4 * Math.sqrt(expected / n));
      expect(Math.abs(variance - expected)).toBeLessThan(0.006);
      expect(all.every((v) => v >= 0 && v <= 1)).toBe(true);
    }
  });

  test('standardized pictures and channels have mean 0 and deviation 1', () => {
    const image = random([6, 6, 3], 8);
    const picture = augment.scaled(image, augment.scalingOf(image, 'picture'));
    expectClose(augment.momentsOf(picture), [0, 1], 1e-12);
    const channels = augment.scaled(image, augment.scalingOf(image, 'channel'));
    for (const c of [0, 1, 2]) expectClose(augment.momentsOf(channels, c), [0, 1], 1e-12);
    expect(Math.abs(augment.momentsOf(picture, 0)[0])).toBeGreaterThan(1e-3);
    const spread = augment.scaled(image, augment.scalingOf(image, 'minmax')).data;
    expect([Math.min(...spread), Math.max(...spread)]).toEqual([0, 1]);
    const imagenet = augment.scaled(image, augment.scalingOf(image, 'imagenet'));
    expect(imagenet.data[1]).toBeCloseTo((image.data[1] - 0.456) / 0.224, 14);
    const flat = grid([4, 4, 3], Array(48).fill(0.3));
    for (const kind of augment.SCALINGS) {
      const { data } = augment.scaled(flat, augment.scalingOf(flat, kind));
      expect(data.every(Number.isFinite), kind).toBe(true);
    }
  });

  test('shrinking takes the mean of blocks', () => {
    const image = random([4, 6, 2], 9);
    const small = augment.shrink(image, 2);
    expect(small.shape).toEqual([2, 3, 2]);
    const [a, b, c, d] = [0, 2, 12, 14].map((i) => image.data[i]);
    expect(small.data[0]).toBeCloseTo((a + b + c + d) / 4, 14);
  });
});
