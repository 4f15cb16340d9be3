/**
 * Two-dimensional convolution as deep learning uses the word: cross-correlation.
 *
 *   y[r, q, f] = bias[f] + Σ_{i,j,c} x[r·s_h + i·d_h − top, q·s_w + j·d_w − left, c] · w[i, j, c, f]
 *
 * Positions outside the input count as zero. Filter f reads only the channels of its group; with
 * `flip` the weights are read from the other end, w[k_h−1−i, k_w−1−j, c, f], which is the
 * convolution of signal processing. An input is [H, W, C], a kernel [k_h, k_w, C/groups, F],
 * an output [oh, ow, F]. A depthwise convolution has as many groups as channels.
 *
 * Sizes follow V. Dumoulin and F. Visin, A guide to convolution arithmetic for deep learning,
 * arXiv:1603.07285.
 */
import { grid, requireAxes, requireInteger, type Grid } from '../grid.ts';

/** Rows and columns of zeros added around the input. */
export type Sides = [top: number, bottom: number, left: number, right: number];

/** Everything a convolution needs besides its input and kernel; pairs are [rows, columns]. */
export interface ConvOptions {
  stride: [number, number];
  padding: 'valid' | 'same' | Sides;
  dilation: [number, number];
  groups: number;
  bias?: ArrayLike<number>;
  flip?: boolean;
}

/** One product of a window: an input position, the weight on it and whether it is a padded zero. */
export interface ConvTerm {
  /** Input row; negative or ≥ H when the position lies in the padding. */
  row: number;
  col: number;
  channel: number;
  /** Where the weight stands in the kernel as given, also when it is flipped. */
  kernelRow: number;
  kernelCol: number;
  x: number;
  w: number;
  padded: boolean;
}

/** Stride 1, no padding, no dilation, one group. */
export const CONV_DEFAULTS: Readonly<ConvOptions> = {
  stride: [1, 1],
  padding: 'valid',
  dilation: [1, 1],
  groups: 1,
};

/** Cells that k taps cover when they stand d apart: d·(k − 1) + 1. */
export function dilatedSize(k: number, dilation: number): number {
  return dilation * (k - 1) + 1;
}

/**
 * Positions of a window along one axis: ⌊(n + p_b + p_a − d(k − 1) − 1) / s⌋ + 1.
 *
 * @param axis the word used in an error message, such as “height”.
 * @throws RangeError when a number is not an integer in range or the kernel is larger than the
 * padded input.
 */
export function outputSize(
  n: number,
  k: number,
  stride: number,
  padBefore: number,
  padAfter: number,
  dilation: number,
  axis = 'size',
): number {
  requireInteger(`input ${axis}`, n, 1);
  requireInteger(`kernel ${axis}`, k, 1);
  requireInteger('stride', stride, 1);
  requireInteger('dilation', dilation, 1);
  requireInteger('padding', padBefore, 0);
  requireInteger('padding', padAfter, 0);
  const padded = n + padBefore + padAfter;
  const covered = dilatedSize(k, dilation);
  if (covered > padded) {
    const spread = dilation > 1 ? ` with dilation ${dilation} covers ${covered}, which` : '';
    throw new RangeError(
      `kernel ${axis} ${k}${spread} is larger than the padded input ${axis} ${padded}`,
    );
  }
  return Math.floor((padded - covered) / stride) + 1;
}

/**
 * TensorFlow's SAME padding along one axis: max((⌈n/s⌉ − 1)·s + d(k − 1) + 1 − n, 0) zeros, so that
 * the output has ⌈n/s⌉ positions; when the count is odd, the extra zero comes at the end.
 */
export function samePadding(
  n: number,
  k: number,
  stride: number,
  dilation: number,
): [before: number, after: number] {
  const positions = Math.ceil(n / stride);
  const total = Math.max((positions - 1) * stride + dilatedSize(k, dilation) - n, 0);
  const before = Math.floor(total / 2);
  return [before, total - before];
}

/** The padding in numbers, whichever way the options name it. */
export function resolvePadding(
  inputShape: readonly number[],
  kernelShape: readonly number[],
  options: Pick<ConvOptions, 'stride' | 'padding' | 'dilation'>,
): Sides {
  const { stride, padding, dilation } = options;
  if (padding === 'valid') return [0, 0, 0, 0];
  if (padding !== 'same') return [...padding];
  const rows = samePadding(inputShape[0], kernelShape[0], stride[0], dilation[0]);
  const cols = samePadding(inputShape[1], kernelShape[1], stride[1], dilation[1]);
  return [...rows, ...cols];
}

/** The sizes of one convolution under the names of the formula. */
interface Geometry {
  H: number;
  W: number;
  C: number;
  kh: number;
  kw: number;
  /** Channels that one filter reads. */
  Cg: number;
  F: number;
  /** Filters of one group. */
  Fg: number;
  oh: number;
  ow: number;
  sh: number;
  sw: number;
  dh: number;
  dw: number;
  top: number;
  left: number;
  flip: boolean;
}

/** Checks that input, kernel and options fit together and names their sizes. */
function geometryOf(
  inputShape: readonly number[],
  kernelShape: readonly number[],
  options: ConvOptions,
): Geometry {
  requireAxes('input', inputShape, 'H, W, C');
  requireAxes('kernel', kernelShape, 'k_h, k_w, C/groups, F');
  const [H, W, C] = inputShape;
  const [kh, kw, Cg, F] = kernelShape;
  const { groups, bias, flip = false } = options;
  const [sh, sw] = options.stride;
  const [dh, dw] = options.dilation;
  requireInteger('groups', groups, 1);
  if (C % groups !== 0) {
    throw new RangeError(`groups: ${C} input channels cannot be divided into ${groups} groups`);
  }
  if (F % groups !== 0) {
    throw new RangeError(`groups: ${F} filters cannot be divided into ${groups} groups`);
  }
  if (Cg !== C / groups) {
    throw new RangeError(
      `kernel: each filter must read ${C / groups} channels ` +
        `(${C} input channels in ${groups} group${groups > 1 ? 's' : ''}), but reads ${Cg}`,
    );
  }
  if (bias !== undefined && bias.length !== F) {
    throw new RangeError(`bias: ${F} filters need ${F} numbers, but got ${bias.length}`);
  }
  const [top, bottom, left, right] = resolvePadding(inputShape, kernelShape, options);
  const oh = outputSize(H, kh, sh, top, bottom, dh, 'height');
  const ow = outputSize(W, kw, sw, left, right, dw, 'width');
  return { H, W, C, kh, kw, Cg, F, Fg: F / groups, oh, ow, sh, sw, dh, dw, top, left, flip };
}

/**
 * Shape [oh, ow, F] of the output.
 *
 * @throws RangeError when input, kernel and options do not fit together.
 */
export function convOutputShape(
  inputShape: readonly number[],
  kernelShape: readonly number[],
  options: ConvOptions,
): [oh: number, ow: number, filters: number] {
  const { oh, ow, F } = geometryOf(inputShape, kernelShape, options);
  return [oh, ow, F];
}

/**
 * The taps i of a window starting at `start` that fall inside an axis of n cells,
 * 0 ≤ start + i·d < n, as a half-open range [from, to) of 0 … k.
 */
function tapsInside(start: number, k: number, d: number, n: number): [from: number, to: number] {
  const from = start < 0 ? Math.ceil(-start / d) : 0;
  const to = Math.min(k, Math.ceil((n - start) / d));
  return [from, Math.max(from, to)];
}

/** The kernel with the weights of one filter side by side, [F, k_h, k_w, C/groups], flipped if asked. */
function filterMajor(kernel: Grid, { kh, kw, Cg, F, flip }: Geometry): Float64Array {
  const w = new Float64Array(kernel.data.length);
  let at = 0;
  for (let f = 0; f < F; f++) {
    for (let i = 0; i < kh; i++) {
      for (let j = 0; j < kw; j++) {
        const tap = flip ? (kh - 1 - i) * kw + (kw - 1 - j) : i * kw + j;
        for (let c = 0; c < Cg; c++) w[at++] = kernel.data[(tap * Cg + c) * F + f];
      }
    }
  }
  return w;
}

/**
 * Convolves an image: the formula at the head of this file.
 *
 * @param input [H, W, C]
 * @param kernel [k_h, k_w, C/groups, F]
 * @returns [oh, ow, F]
 * @throws RangeError when the shapes do not fit together.
 */
export function conv2d(input: Grid, kernel: Grid, options: ConvOptions): Grid {
  const g = geometryOf(input.shape, kernel.shape, options);
  const { H, W, C, kh, kw, Cg, F, Fg, oh, ow, sh, sw, dh, dw, top, left } = g;
  const x = input.data;
  const w = filterMajor(kernel, g);
  const y = new Float64Array(oh * ow * F);
  const { bias } = options;
  const size = kh * kw * Cg; // weights of one filter
  // When nothing lies between the taps of a row, its k_w·C numbers are one run in memory.
  const joined = dw === 1 && Cg === C;

  for (let r = 0; r < oh; r++) {
    const rowStart = r * sh - top;
    const [iFrom, iTo] = tapsInside(rowStart, kh, dh, H);
    for (let q = 0; q < ow; q++) {
      const colStart = q * sw - left;
      const [jFrom, jTo] = tapsInside(colStart, kw, dw, W);
      const runs = joined ? Math.min(jTo - jFrom, 1) : jTo - jFrom;
      const runLength = joined ? (jTo - jFrom) * Cg : Cg;
      for (let f = 0; f < F;) {
        const group = Math.floor(f / Fg);
        const firstChannel = group * Cg;
        const at = (r * ow + q) * F + f;
        // Four filters of a group at a time: their sums do not wait for each other.
        const four = f + 4 <= (group + 1) * Fg;
        let sum = 0;
        let sum1 = 0;
        let sum2 = 0;
        let sum3 = 0;
        for (let i = iFrom; i < iTo; i++) {
          let xAt = ((rowStart + i * dh) * W + colStart + jFrom * dw) * C + firstChannel;
          let wAt = ((f * kh + i) * kw + jFrom) * Cg;
          for (let run = 0; run < runs; run++) {
            if (four) {
              for (let c = 0; c < runLength; c++) {
                const value = x[xAt + c];
                sum += value * w[wAt + c];
                sum1 += value * w[wAt + size + c];
                sum2 += value * w[wAt + 2 * size + c];
                sum3 += value * w[wAt + 3 * size + c];
              }
            } else {
              for (let c = 0; c < runLength; c++) sum += x[xAt + c] * w[wAt + c];
            }
            xAt += dw * C;
            wAt += Cg;
          }
        }
        y[at] = sum + (bias ? bias[f] : 0);
        if (four) {
          y[at + 1] = sum1 + (bias ? bias[f + 1] : 0);
          y[at + 2] = sum2 + (bias ? bias[f + 2] : 0);
          y[at + 3] = sum3 + (bias ? bias[f + 3] : 0);
        }
        f += four ? 4 : 1;
      }
    }
  }
  return grid([oh, ow, F], y);
}

/**
 * Visits every tap of every window: filter f multiplies x[xAt + channel] with w[wAt + c·F + f] there
 * and adds it to y[yAt + f]. Both gradients are this list read another way:
 * dx[xAt + channel] += dy[yAt + f] · w[wAt + c·F + f] and dw[…] += dy[yAt + f] · x[xAt + channel].
 */
function forEachTap(g: Geometry, visit: (xAt: number, wAt: number, yAt: number) => void): void {
  const { H, W, C, kh, kw, Cg, F, oh, ow, sh, sw, dh, dw, top, left, flip } = g;
  for (let r = 0; r < oh; r++) {
    const [iFrom, iTo] = tapsInside(r * sh - top, kh, dh, H);
    for (let q = 0; q < ow; q++) {
      const [jFrom, jTo] = tapsInside(q * sw - left, kw, dw, W);
      for (let i = iFrom; i < iTo; i++) {
        for (let j = jFrom; j < jTo; j++) {
          const pixel = (r * sh + i * dh - top) * W + q * sw + j * dw - left;
          const tap = flip ? (kh - 1 - i) * kw + (kw - 1 - j) : i * kw + j;
          visit(pixel * C, tap * Cg * F, (r * ow + q) * F);
        }
      }
    }
  }
}

/** Checks that the gradient of the output has the shape of the output. */
function requireOutputShape(dy: Grid, { oh, ow, F }: Geometry): void {
  if (dy.shape.length !== 3 || dy.shape[0] !== oh || dy.shape[1] !== ow || dy.shape[2] !== F) {
    throw new RangeError(`dy has shape [${dy.shape.join(', ')}], but y has [${oh}, ${ow}, ${F}]`);
  }
}

/**
 * Gradient with respect to the input, the transposed convolution of dy:
 * dx[pixel, c] = Σ dy[r, q, f] · w[i, j, c, f] over all windows that read the pixel.
 *
 * @param dy [oh, ow, F]
 * @returns [H, W, C]
 * @throws RangeError when the shapes do not fit together.
 */
export function conv2dGradInput(
  dy: Grid,
  kernel: Grid,
  inputShape: readonly number[],
  options: ConvOptions,
): Grid {
  const g = geometryOf(inputShape, kernel.shape, options);
  requireOutputShape(dy, g);
  const { C, Cg, F, Fg } = g;
  const dx = grid(inputShape);
  const [x, w, y] = [dx.data, kernel.data, dy.data];
  forEachTap(g, (xAt, wAt, yAt) => {
    for (let channel = 0; channel < C; channel++) {
      const first = Math.floor(channel / Cg) * Fg; // of the filters that read this channel
      const from = wAt + (channel % Cg) * F;
      let sum = x[xAt + channel];
      for (let f = first; f < first + Fg; f++) sum += y[yAt + f] * w[from + f];
      x[xAt + channel] = sum;
    }
  });
  return dx;
}

/**
 * Gradient with respect to the kernel: dw[i, j, c, f] = Σ_{r,q} dy[r, q, f] · x[pixel under the tap, c].
 *
 * @param dy [oh, ow, F]
 * @returns [k_h, k_w, C/groups, F]
 * @throws RangeError when the shapes do not fit together.
 */
export function conv2dGradKernel(
  dy: Grid,
  input: Grid,
  kernelShape: readonly number[],
  options: ConvOptions,
): Grid {
  const g = geometryOf(input.shape, kernelShape, options);
  requireOutputShape(dy, g);
  const { C, Cg, F, Fg } = g;
  const dw = grid(kernelShape);
  const [x, w, y] = [input.data, dw.data, dy.data];
  forEachTap(g, (xAt, wAt, yAt) => {
    for (let channel = 0; channel < C; channel++) {
      const first = Math.floor(channel / Cg) * Fg;
      const to = wAt + (channel % Cg) * F;
      const value = x[xAt + channel];
      for (let f = first; f < first + Fg; f++) w[to + f] += y[yAt + f] * value;
    }
  });
  return dw;
}

/** Gradient with respect to the bias, [F]: the sum of dy [oh, ow, F] over all positions. */
export function conv2dGradBias(dy: Grid): Grid {
  const F = dy.shape[2];
  const db = grid([F]);
  dy.data.forEach((value, at) => {
    db.data[at % F] += value;
  });
  return db;
}

/**
 * Everything that is added up for the output cell (row, col) of one filter: all k_h·k_w·C/groups
 * products, padded zeros included, in the order of rows, columns, channels; `sum` is the cell's
 * value, the bias included.
 *
 * @throws RangeError when the shapes do not fit together or the cell lies outside the output.
 */
export function convWindow(
  input: Grid,
  kernel: Grid,
  options: ConvOptions,
  row: number,
  col: number,
  filter: number,
): { terms: ConvTerm[]; bias: number; sum: number } {
  const g = geometryOf(input.shape, kernel.shape, options);
  const { H, W, C, kh, kw, Cg, F, Fg, oh, ow, sh, sw, dh, dw, top, left, flip } = g;
  for (const [name, value, size] of [
    ['row', row, oh],
    ['col', col, ow],
    ['filter', filter, F],
  ] as const) {
    requireInteger(name, value, 0);
    if (value >= size) throw new RangeError(`${name} ${value} does not exist, there are ${size}`);
  }
  const firstChannel = Math.floor(filter / Fg) * Cg;
  const terms: ConvTerm[] = [];
  let sum = 0;
  for (let i = 0; i < kh; i++) {
    for (let j = 0; j < kw; j++) {
      const y = row * sh + i * dh - top;
      const x = col * sw + j * dw - left;
      const padded = y < 0 || y >= H || x < 0 || x >= W;
      const kernelRow = flip ? kh - 1 - i : i;
      const kernelCol = flip ? kw - 1 - j : j;
      for (let c = 0; c < Cg; c++) {
        const channel = firstChannel + c;
        const value = padded ? 0 : input.data[(y * W + x) * C + channel];
        const w = kernel.data[((kernelRow * kw + kernelCol) * Cg + c) * F + filter];
        terms.push({ row: y, col: x, channel, kernelRow, kernelCol, x: value, w, padded });
        sum += value * w;
      }
    }
  }
  const bias = options.bias ? options.bias[filter] : 0;
  return { terms, bias, sum: sum + bias };
}

/** Numbers to learn: k_h·k_w·(C/groups)·F weights, and F biases if there are any. */
export function parameterCount(kernelShape: readonly number[], bias: boolean): number {
  requireAxes('kernel', kernelShape, 'k_h, k_w, C/groups, F');
  const [kh, kw, Cg, F] = kernelShape;
  return kh * kw * Cg * F + (bias ? F : 0);
}

/** Multiply-adds of one image: oh·ow·F·k_h·k_w·(C/groups), padded zeros counted as well. */
export function macCount(outputShape: readonly number[], kernelShape: readonly number[]): number {
  requireAxes('output', outputShape, 'oh, ow, F');
  requireAxes('kernel', kernelShape, 'k_h, k_w, C/groups, F');
  const [oh, ow, F] = outputShape;
  const [kh, kw, Cg] = kernelShape;
  return oh * ow * F * kh * kw * Cg;
}
