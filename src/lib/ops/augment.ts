/**
 * Operations of data augmentation on images [H, W, C] with values from 0 to 1. Places are counted in
 * pixels from the centre of the image, x to the right and y downwards; what comes from outside is 0.
 */
import { grid, requireAxes, type Grid } from '../grid.ts';
import { ln } from '../same.ts';
import type { Random } from '../random.ts';
import { borderIndex, gaussianKernel, gaussianRadius } from './edges.ts';
import { turnOf, type Sampling } from './geometry.ts';
import { linearTaps, sourcePlace, type Centres, type Tap } from './upsample.ts';

/** Shear, then turn, then scale, then shift. */
export interface Affine {
  /** Degrees, counter-clockwise. */
  rotate: number;
  scale: number;
  /** How far a point moves to the right for each pixel that it lies lower. */
  shear: number;
  shift: readonly [down: number, right: number];
}

/** [a, b, c, d, e, f]: result (x, y) is read at (a·x + b·y + c, d·x + e·y + f). */
export type Matrix = readonly [number, number, number, number, number, number];

/** The matrix that leads from a place of the result back to the place of the image. */
export function inverseMatrix({ rotate, scale, shear, shift: [down, right] }: Affine): Matrix {
  const { sin, cos } = turnOf(rotate);
  const a = (cos - shear * sin) / scale;
  const b = (-sin - shear * cos) / scale;
  const [d, e] = [sin / scale, cos / scale];
  return [a, b, -(a * right + b * down), d, e, -(d * right + e * down)];
}

/**
 * The same matrix as `theta` of PyTorch's affine_grid, which counts from −1 to 1: over the whole
 * pixels (align_corners=False), or from centre to centre of the outermost ones (True).
 */
export function thetaOf(
  [a, b, c, d, e, f]: Matrix,
  H: number,
  W: number,
  alignCorners: boolean,
): Matrix {
  const [h, w] = alignCorners ? [H - 1, W - 1] : [H, W];
  return [a, (b * h) / w, (2 * c) / w, (d * w) / h, e, (2 * f) / h];
}

/** A place that is whole up to rounding is whole. */
function settle(place: number): number {
  const whole = Math.round(place);
  return Math.abs(place - whole) < 1e-9 ? whole : place;
}

/** Where result (row, col) is read: row and column of the image, between pixels too. */
export function placeOf(
  [a, b, c, d, e, f]: Matrix,
  H: number,
  W: number,
  row: number,
  col: number,
): [row: number, col: number] {
  const [x, y] = [col - (W - 1) / 2, row - (H - 1) / 2];
  return [settle(d * x + e * y + f + (H - 1) / 2), settle(a * x + b * y + c + (W - 1) / 2)];
}

/** The bilinear sampling of a matrix, zeros outside: PyTorch's grid_sample with padding_mode zeros. */
export function affineSampling(H: number, W: number, matrix: Matrix): Sampling {
  const index = new Int32Array(4 * H * W).fill(-1);
  const weight = new Float64Array(4 * H * W);
  const inside = new Uint8Array(H * W).fill(1);
  for (let r = 0; r < H; r++) {
    for (let c = 0; c < W; c++) {
      const [y, x] = placeOf(matrix, H, W, r, c);
      const [top, left] = [Math.floor(y), Math.floor(x)];
      const [v, u] = [y - top, x - left];
      [(1 - v) * (1 - u), (1 - v) * u, v * (1 - u), v * u].forEach((share, k) => {
        if (share === 0) return;
        const [row, col] = [top + (k >> 1), left + (k & 1)];
        if (row < 0 || col < 0 || row >= H || col >= W) {
          inside[r * W + c] = 0;
          return;
        }
        index[4 * (r * W + c) + k] = row * W + col;
        weight[4 * (r * W + c) + k] = share;
      });
    }
  }
  return { shape: [H, W], index, weight, inside };
}

/** The sampling that mirrors left and right. */
export const flipSampling = (H: number, W: number): Sampling =>
  affineSampling(H, W, [-1, 0, 0, 0, 1, 0]);

const clip = (value: number) => Math.min(1, Math.max(0, value));

/** Grey of a pixel: 0.299 R + 0.587 G + 0.114 B (ITU-R BT.601), or its only channel. */
export const GREY = [0.299, 0.587, 0.114] as const;

function greyOf({ shape, data }: Grid): Float64Array {
  const C = shape[2];
  return Float64Array.from({ length: data.length / C }, (_, i) =>
    C === 3 ? GREY.reduce((sum, g, c) => sum + g * data[3 * i + c], 0) : data[i],
  );
}

/** factor · x, clipped to 0…1. */
export function brightness(image: Grid, factor: number): Grid {
  return grid(image.shape, image.data.map((x) => clip(factor * x))); // prettier-ignore
}

/** The mean of the grey values. */
export function meanGrey(image: Grid): number {
  const grey = greyOf(image);
  return grey.reduce((sum, g) => sum + g, 0) / grey.length;
}

/** m + factor · (x − m) about the mean grey m, clipped. */
export function contrast(image: Grid, factor: number): Grid {
  const m = meanGrey(image);
  return grid(image.shape, image.data.map((x) => clip(m + factor * (x - m)))); // prettier-ignore
}

/** g + factor · (x − g) about the grey g of each pixel, clipped; a grey image stays as it is. */
export function saturation(image: Grid, factor: number): Grid {
  const C = image.shape[2];
  const grey = greyOf(image);
  return grid(image.shape, image.data.map((x, i) => { const g = grey[Math.floor(i / C)]; return clip(g + factor * (x - g)); })); // prettier-ignore
}

/** The weights of a Gaussian blur as a matrix [n, n], mirrored at the border (SciPy's reflect). */
export function blurMatrix(n: number, sigma: number): Float64Array {
  const weights = gaussianKernel(sigma);
  const radius = sigma > 0 ? gaussianRadius(sigma) : 0;
  const matrix = new Float64Array(n * n);
  for (let r = 0; r < n; r++) {
    weights.forEach((w, k) => (matrix[r * n + borderIndex(r + k - radius, n, 'reflect')] += w));
  }
  return matrix;
}

/** How an axis is resized. */
export type Method = 'nearest' | 'bilinear';

/**
 * The taps of one axis. Nearest: the cell whose place is nearest, halves upwards, for half-pixel (as
 * PyTorch's nearest-exact) and aligned corners; ⌊o·n/size⌋ for asymmetric (PyTorch's nearest).
 */
export function resizeTaps(n: number, size: number, method: Method, centres: Centres): Tap[][] {
  if (method === 'bilinear') return linearTaps(n, size, centres);
  return Array.from({ length: size }, (_, o) => {
    const [numerator, denominator] = sourcePlace(o, n, size, centres);
    const at =
      centres === 'asymmetric'
        ? Math.floor(numerator / denominator)
        : Math.floor((2 * numerator + denominator) / (2 * denominator));
    return [{ at: Math.min(n - 1, Math.max(0, at)), weight: 1 }];
  });
}

/** Taps as a matrix [size, n]. */
export function tapMatrix(taps: readonly Tap[][], n: number): Float64Array {
  const matrix = new Float64Array(taps.length * n);
  taps.forEach((row, o) => row.forEach(({ at, weight }) => (matrix[o * n + at] += weight)));
  return matrix;
}

/** down · X · acrossᵀ for each channel X of an image; matrices [h, H] and [w, W]. */
export function between(image: Grid, down: Float64Array, across: Float64Array): Grid {
  requireAxes('image', image.shape, 'H, W, C');
  const [H, W, C] = image.shape;
  const [h, w] = [down.length / H, across.length / W];
  const half = new Float64Array(h * W * C);
  for (let r = 0; r < h; r++) {
    for (let i = 0; i < H; i++) {
      const share = down[r * H + i];
      if (share === 0) continue;
      for (let k = 0; k < W * C; k++) half[r * W * C + k] += share * image.data[i * W * C + k];
    }
  }
  const result = grid([h, w, C]);
  for (let q = 0; q < w; q++) {
    for (let j = 0; j < W; j++) {
      const share = across[q * W + j];
      if (share === 0) continue;
      for (let r = 0; r < h; r++) {
        for (let c = 0; c < C; c++) {
          result.data[(r * w + q) * C + c] += share * half[(r * W + j) * C + c];
        }
      }
    }
  }
  return result;
}

/** Rows and columns of a square around a centre, cut off at the border. */
export interface Hole {
  top: number;
  left: number;
  bottom: number;
  right: number;
}

/** The hole of a square of `size` whose middle is at (row, col), inside H×W. */
export function holeAt(H: number, W: number, size: number, row: number, col: number): Hole {
  const [top, left] = [row - Math.floor(size / 2), col - Math.floor(size / 2)];
  return {
    top: Math.max(0, top),
    left: Math.max(0, left),
    bottom: Math.min(H, top + size),
    right: Math.min(W, left + size),
  };
}

/** 0 inside the hole, 1 outside [H·W·C]. */
export function holeMask([H, W, C]: readonly number[], hole: Hole): Float64Array {
  const mask = new Float64Array(H * W * C).fill(1);
  for (let r = hole.top; r < hole.bottom; r++) {
    mask.fill(0, (r * W + hole.left) * C, (r * W + hole.right) * C);
  }
  return mask;
}

/** share · a + (1 − share) · b, cell by cell; one share, or one for each cell. */
export function blend(a: Grid, b: Grid, share: number | Float64Array): Grid {
  const at = (i: number) => (typeof share === 'number' ? share : share[i]);
  return grid(a.shape, a.data.map((x, i) => at(i) * x + (1 - at(i)) * b.data[i])); // prettier-ignore
}

/** The share that a mask leaves of a picture: the weight of its label in CutMix. */
export const shareOf = (mask: Float64Array) => mask.reduce((sum, m) => sum + m, 0) / mask.length;

/** A number from Beta(α, α) for 0 < α ≤ 1 (M. Jöhnk, 1964), by logarithms so that none is lost. */
export function beta(alpha: number, random: Random): number {
  for (;;) {
    // U^(1/α) and V^(1/α), kept when their sum is at most 1.
    const [x, y] = [ln(1 - random()) / alpha, ln(1 - random()) / alpha];
    const most = Math.max(x, y);
    const [p, q] = [Math.exp(x - most), Math.exp(y - most)];
    if (most + Math.log(p + q) <= 0) return p / (p + q);
  }
}

/** Mean and standard deviation (divided by n) of the cells of some channels. */
export function momentsOf({ shape, data }: Grid, channel?: number): [mean: number, std: number] {
  const C = shape[2];
  let [sum, n] = [0, 0];
  const each = (f: (x: number) => void) => {
    for (let i = channel ?? 0; i < data.length; i += channel === undefined ? 1 : C) f(data[i]);
  };
  each((x) => {
    sum += x;
    n++;
  });
  const mean = sum / n;
  let square = 0;
  each((x) => (square += (x - mean) ** 2));
  return [mean, Math.sqrt(square / n)];
}

/** Mean and standard deviation of the training pictures of ImageNet, by channel. */
export const IMAGENET = { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] } as const;
export const SCALINGS = ['range', 'minmax', 'picture', 'channel', 'imagenet'] as const;
export type Scaling = (typeof SCALINGS)[number];

/**
 * What is taken off each channel and what it is divided by. A flat picture is divided by 1/√n of its n
 * cells, as tf.image.per_image_standardization does, so that nothing is divided by 0.
 */
export function scalingOf(image: Grid, scaling: Scaling): { off: number[]; by: number[] } {
  const [H, W, C] = image.shape;
  const all = <T>(f: (c: number) => T) => Array.from({ length: C }, (_, c) => f(c));
  const safe = (std: number, n: number) => Math.max(std, 1 / Math.sqrt(n));
  switch (scaling) {
    case 'range':
      return { off: all(() => 0.5), by: all(() => 0.5) };
    case 'minmax': {
      const least = image.data.reduce((a, b) => Math.min(a, b));
      const most = image.data.reduce((a, b) => Math.max(a, b));
      return { off: all(() => least), by: all(() => most - least || 1) };
    }
    case 'picture': {
      const [mean, std] = momentsOf(image);
      return { off: all(() => mean), by: all(() => safe(std, H * W * C)) };
    }
    case 'channel': {
      const moments = all((c) => momentsOf(image, c));
      return { off: moments.map(([m]) => m), by: moments.map(([, s]) => safe(s, H * W)) };
    }
    case 'imagenet': {
      // A grey picture is read as three equal channels; the middle one stands for them.
      const at = (c: number) => (C === 3 ? c : 1);
      return { off: all((c) => IMAGENET.mean[at(c)]), by: all((c) => IMAGENET.std[at(c)]) };
    }
  }
}

/** (x − off) / by, channel by channel. */
export function scaled(image: Grid, { off, by }: { off: number[]; by: number[] }): Grid {
  const C = image.shape[2];
  return grid(image.shape, image.data.map((x, i) => (x - off[i % C]) / by[i % C])); // prettier-ignore
}

/** The mean of each f×f block: [H/f, W/f, C]. */
export function shrink(image: Grid, f: number): Grid {
  const [H, W, C] = image.shape;
  const small = grid([H / f, W / f, C]);
  for (let r = 0; r < H; r++) {
    for (let c = 0; c < W; c++) {
      const to = (Math.floor(r / f) * (W / f) + Math.floor(c / f)) * C;
      for (let k = 0; k < C; k++) small.data[to + k] += image.data[(r * W + c) * C + k] / (f * f);
    }
  }
  return small;
}
