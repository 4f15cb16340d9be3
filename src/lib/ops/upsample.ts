/**
 * Up-sampling: transposed convolution, and resizing by the nearest or by linear interpolation.
 *
 * A transposed convolution stamps: every input cell lays the kernel, times its value, on the output,
 * the stamps standing `stride` cells apart, and where they overlap they add up.
 *
 *   y[r·s_h + i·d_h − top, q·s_w + j·d_w − left, c] += x[r, q, f] · w[i, j, c, f]
 *
 * With the same kernel it is the transpose of `conv2d` (⟨A x, y⟩ = ⟨x, Aᵀ y⟩), so its input has as
 * many channels F as that convolution has filters. An input is [H, W, F], a kernel [k_h, k_w, C, F],
 * an output [oh, ow, C]; C and F as in TensorFlow's conv2dTranspose, where PyTorch's
 * ConvTranspose2d keeps [F, C, k_h, k_w].
 *
 * Sizes follow V. Dumoulin and F. Visin, A guide to convolution arithmetic for deep learning,
 * arXiv:1603.07285, chapter 4; the uneven overlap is that of A. Odena, V. Dumoulin and C. Olah,
 * Deconvolution and Checkerboard Artifacts, Distill 2016.
 */
import { grid, requireAxes, requireInteger, type Grid } from '../grid.ts';
import { dilatedSize, type Sides } from './conv.ts';

/** Everything a transposed convolution needs besides its input and kernel; pairs are [rows, columns]. */
export interface TransposedOptions {
  stride: [number, number];
  /** Rows and columns cut off the output; `same` as TensorFlow has it: n·s cells along each axis. */
  padding: 'same' | Sides;
  /** Rows and columns added at the end, because a strided convolution maps several sizes to one. */
  outputPadding: [number, number];
  dilation: [number, number];
}

/** One product that lands in an output cell. */
export interface StampTerm {
  row: number;
  col: number;
  channel: number;
  kernelRow: number;
  kernelCol: number;
  x: number;
  w: number;
}

/**
 * Output cells along one axis: (n − 1)·s − (p_before + p_after) + d(k − 1) + op + 1.
 *
 * @throws RangeError when a number is not an integer in range, `outputPadding` is not smaller than
 * the larger of stride and dilation (as PyTorch requires), or nothing is left of the output.
 */
export function transposedSize(
  n: number,
  k: number,
  stride: number,
  padBefore: number,
  padAfter: number,
  dilation: number,
  outputPadding: number,
  axis = 'size',
): number {
  requireInteger(`input ${axis}`, n, 1);
  requireInteger(`kernel ${axis}`, k, 1);
  requireInteger('stride', stride, 1);
  requireInteger('dilation', dilation, 1);
  requireInteger('padding', padBefore, 0);
  requireInteger('padding', padAfter, 0);
  requireInteger('output padding', outputPadding, 0);
  const most = Math.max(stride, dilation);
  if (outputPadding >= most) {
    throw new RangeError(
      `output padding ${outputPadding} must be smaller than ${most}, the larger of stride and dilation`,
    );
  }
  const size = (n - 1) * stride - padBefore - padAfter + dilatedSize(k, dilation) + outputPadding;
  if (size < 1) throw new RangeError(`padding leaves an output ${axis} of ${size}`);
  return size;
}

/**
 * What `same` means along one axis: n·s output cells, of which max(d(k − 1) + 1 − s, 0) are cut off,
 * the odd one at the end; where stamps are smaller than the stride, cells are added at the end.
 * It is the padding of the forward SAME convolution that turns n·s cells into n.
 */
export function transposedSame(
  k: number,
  stride: number,
  dilation: number,
): { before: number; after: number; outputPadding: number } {
  const spare = dilatedSize(k, dilation) - stride;
  const total = Math.max(spare, 0);
  const before = Math.floor(total / 2);
  return { before, after: total - before, outputPadding: Math.max(-spare, 0) };
}

/** One axis of a transposed convolution under the names of the formula. */
export interface TransposedAxis {
  n: number;
  k: number;
  stride: number;
  dilation: number;
  before: number;
  after: number;
  outputPadding: number;
  /** Output cells. */
  size: number;
}

/**
 * Both axes in numbers, whichever way the options name the padding.
 *
 * @throws RangeError when sizes and options do not fit together.
 */
export function transposedAxes(
  inputShape: readonly number[],
  kernelShape: readonly number[],
  options: TransposedOptions,
): [rows: TransposedAxis, columns: TransposedAxis] {
  const { padding } = options;
  const axis = (which: 0 | 1): TransposedAxis => {
    const [n, k] = [inputShape[which], kernelShape[which]];
    const [stride, dilation] = [options.stride[which], options.dilation[which]];
    const given = options.outputPadding[which];
    if (padding === 'same' && given > 0) {
      throw new RangeError('output padding is decided by same padding');
    }
    const { before, after, outputPadding } =
      padding === 'same'
        ? transposedSame(k, stride, dilation)
        : { before: padding[which * 2], after: padding[which * 2 + 1], outputPadding: given };
    const name = which === 0 ? 'height' : 'width';
    const size = transposedSize(n, k, stride, before, after, dilation, outputPadding, name);
    return { n, k, stride, dilation, before, after, outputPadding, size };
  };
  return [axis(0), axis(1)];
}

/** Visits the pairs (input cell, tap) of one axis that land on an output cell. */
function forEachHit(
  axis: TransposedAxis,
  visit: (cell: number, tap: number, out: number) => void,
): void {
  const { n, k, stride, dilation, before, size } = axis;
  for (let cell = 0; cell < n; cell++) {
    for (let tap = 0; tap < k; tap++) {
      const out = cell * stride + tap * dilation - before;
      if (out >= 0 && out < size) visit(cell, tap, out);
    }
  }
}

/** An input cell and the tap of its stamp that land on an output cell. */
export interface Landing {
  at: number;
  tap: number;
}

/** What lands on each output cell of one axis, in the order of the input. */
export function landings(axis: TransposedAxis): Landing[][] {
  const all: Landing[][] = Array.from({ length: axis.size }, () => []);
  forEachHit(axis, (at, tap, out) => all[out].push({ at, tap }));
  return all;
}

/** How many products land on each output cell of one axis; of a plane it is the outer product. */
export const overlapCounts = (axis: TransposedAxis): number[] =>
  landings(axis).map(({ length }) => length);

/**
 * The taps that meet in an output cell away from the borders, for each of the s cells of a period:
 * tap j falls on cell j·d mod s.
 */
export function tapPattern(k: number, stride: number, dilation = 1): number[][] {
  const pattern: number[][] = Array.from({ length: stride }, () => []);
  for (let tap = 0; tap < k; tap++) pattern[(tap * dilation) % stride].push(tap);
  return pattern;
}

/**
 * Whether away from the borders every output cell receives equally many products: iff stride and
 * dilation share no factor and the kernel size is a multiple of the stride. Without dilation that
 * is k mod s = 0.
 */
export function evenOverlap(k: number, stride: number, dilation = 1): boolean {
  const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));
  return gcd(stride, dilation) === 1 && k % stride === 0;
}

function shapesOf(input: Grid, kernel: Grid): { W: number; F: number; kw: number; C: number } {
  requireAxes('input', input.shape, 'H, W, F');
  requireAxes('kernel', kernel.shape, 'k_h, k_w, C, F');
  const [, W, F] = input.shape;
  const [, kw, C, filters] = kernel.shape;
  if (filters !== F) {
    throw new RangeError(
      `kernel: stamps for ${F} input channels are needed, but it has ${filters}`,
    );
  }
  return { W, F, kw, C };
}

/**
 * Stamps an image: the formula at the head of this file.
 *
 * @param input [H, W, F]
 * @param kernel [k_h, k_w, C, F]
 * @returns [oh, ow, C]
 * @throws RangeError when shapes and options do not fit together.
 */
export function transposedConv2d(input: Grid, kernel: Grid, options: TransposedOptions): Grid {
  const { W, F, kw, C } = shapesOf(input, kernel);
  const [rows, cols] = transposedAxes(input.shape, kernel.shape, options);
  const y = grid([rows.size, cols.size, C]);
  const x = input.data;
  const w = kernel.data;
  for (let r = 0; r < rows.n; r++) {
    for (let i = 0; i < rows.k; i++) {
      const outRow = r * rows.stride + i * rows.dilation - rows.before;
      if (outRow < 0 || outRow >= rows.size) continue;
      for (let q = 0; q < W; q++) {
        for (let j = 0; j < kw; j++) {
          const outCol = q * cols.stride + j * cols.dilation - cols.before;
          if (outCol < 0 || outCol >= cols.size) continue;
          for (let c = 0; c < C; c++) {
            const to = (outRow * cols.size + outCol) * C + c;
            const tap = ((i * kw + j) * C + c) * F;
            for (let f = 0; f < F; f++) y.data[to] += x[(r * W + q) * F + f] * w[tap + f];
          }
        }
      }
    }
  }
  return y;
}

/**
 * Every product that lands in output cell (row, col) of channel c, in the order of the input.
 *
 * @throws RangeError when shapes and options do not fit together or the cell lies outside the output.
 */
export function stampTerms(
  input: Grid,
  kernel: Grid,
  options: TransposedOptions,
  row: number,
  col: number,
  channel: number,
): StampTerm[] {
  const { W, F, kw, C } = shapesOf(input, kernel);
  const [rows, cols] = transposedAxes(input.shape, kernel.shape, options);
  if (!(row >= 0 && row < rows.size && col >= 0 && col < cols.size)) {
    throw new RangeError(`cell ${row}, ${col} lies outside the output ${rows.size}×${cols.size}`);
  }
  const terms: StampTerm[] = [];
  for (const { at: r, tap: i } of landings(rows)[row]) {
    for (const { at: q, tap: j } of landings(cols)[col]) {
      for (let f = 0; f < F; f++) {
        const x = input.data[(r * W + q) * F + f];
        const w = kernel.data[((i * kw + j) * C + channel) * F + f];
        terms.push({ row: r, col: q, channel: f, kernelRow: i, kernelCol: j, x, w });
      }
    }
  }
  return terms;
}

/**
 * Where output cell o of `size` looks among n input cells.
 *
 * - `half-pixel`: (o + ½)·n/size − ½, cells as little squares. PyTorch with align_corners=False,
 *   TensorFlow 2's tf.image.resize, TensorFlow.js with halfPixelCenters=true.
 * - `align-corners`: o·(n − 1)/(size − 1), the outermost centres on each other. PyTorch with
 *   align_corners=True, TensorFlow.js with alignCorners=true.
 * - `asymmetric`: o·n/size, what TensorFlow.js does when neither flag is given.
 */
export type Centres = 'half-pixel' | 'align-corners' | 'asymmetric';

/** An input cell that an output cell is made of, and its weight. */
export interface Tap {
  at: number;
  weight: number;
}

/** That place as an exact fraction, before it is clamped to the input. */
export function sourcePlace(
  o: number,
  n: number,
  size: number,
  centres: Centres,
): [numerator: number, denominator: number] {
  if (centres === 'half-pixel') return [(2 * o + 1) * n - size, 2 * size];
  if (centres === 'align-corners') return [o * (n - 1), Math.max(size - 1, 1)];
  return [o * n, size];
}

/** The two neighbours of each output cell along one axis; one where it falls on an input cell. */
export function linearTaps(n: number, size: number, centres: Centres): Tap[][] {
  requireInteger('input size', n, 1);
  requireInteger('output size', size, 1);
  return Array.from({ length: size }, (_, o) => {
    const [numerator, denominator] = sourcePlace(o, n, size, centres);
    const clamped = Math.min(Math.max(numerator, 0), (n - 1) * denominator);
    const at = Math.floor(clamped / denominator);
    const rest = clamped - at * denominator;
    if (rest === 0) return [{ at, weight: 1 }];
    return [
      { at, weight: (denominator - rest) / denominator },
      { at: at + 1, weight: rest / denominator },
    ];
  });
}

/**
 * The one input cell that each output cell copies: ⌊o·n/size⌋, or with aligned corners the nearest
 * to o·(n − 1)/(size − 1), ties upwards (TensorFlow; PyTorch has no such setting).
 */
export function nearestTaps(n: number, size: number, alignCorners = false): Tap[][] {
  requireInteger('input size', n, 1);
  requireInteger('output size', size, 1);
  return Array.from({ length: size }, (_, o) => {
    const [numerator, denominator] = sourcePlace(
      o,
      n,
      size,
      alignCorners ? 'align-corners' : 'asymmetric',
    );
    const at = alignCorners
      ? Math.floor((2 * numerator + denominator) / (2 * denominator))
      : Math.floor(numerator / denominator);
    return [{ at: Math.min(at, n - 1), weight: 1 }];
  });
}

/**
 * Each output cell as a weighted sum of input cells, the weights being products of one tap for the
 * row and one for the column: first every row is resized, then every column.
 *
 * @param input [H, W, C]
 * @returns [rows.length, columns.length, C]
 */
export function resizeWith(input: Grid, rows: readonly Tap[][], columns: readonly Tap[][]): Grid {
  requireAxes('input', input.shape, 'H, W, C');
  const [H, W, C] = input.shape;
  const wide = grid([H, columns.length, C]);
  columns.forEach((taps, q) => {
    for (const { at, weight } of taps) {
      for (let r = 0; r < H; r++) {
        for (let c = 0; c < C; c++) {
          wide.data[(r * columns.length + q) * C + c] += weight * input.data[(r * W + at) * C + c];
        }
      }
    }
  });
  const y = grid([rows.length, columns.length, C]);
  const line = columns.length * C;
  rows.forEach((taps, r) => {
    for (const { at, weight } of taps) {
      for (let i = 0; i < line; i++) y.data[r * line + i] += weight * wide.data[at * line + i];
    }
  });
  return y;
}

/**
 * Resizes by copying the nearest cell.
 *
 * @param input [H, W, C]
 * @param size [oh, ow]
 * @returns [oh, ow, C]
 */
export function resizeNearest(
  input: Grid,
  [height, width]: readonly [number, number],
  alignCorners = false,
): Grid {
  requireAxes('input', input.shape, 'H, W, C');
  const [H, W] = input.shape;
  return resizeWith(
    input,
    nearestTaps(H, height, alignCorners),
    nearestTaps(W, width, alignCorners),
  );
}

/**
 * Resizes by linear interpolation along both axes.
 *
 * @param input [H, W, C]
 * @param size [oh, ow]
 * @returns [oh, ow, C]
 */
export function resizeBilinear(
  input: Grid,
  [height, width]: readonly [number, number],
  centres: Centres,
): Grid {
  requireAxes('input', input.shape, 'H, W, C');
  const [H, W] = input.shape;
  return resizeWith(input, linearTaps(H, height, centres), linearTaps(W, width, centres));
}

/**
 * One axis of the kernel whose transposed convolution with stride s interpolates linearly: 2s − s mod 2
 * taps, to be used with padding ⌈(s − 1)/2⌉ (Caffe's BilinearFiller; J. Long, E. Shelhamer and
 * T. Darrell, arXiv:1411.4038, upsample with it).
 */
export function bilinearKernel(stride: number): number[] {
  requireInteger('stride', stride, 1);
  const size = 2 * stride - (stride % 2);
  const centre = (size - 1) / 2;
  const half = Math.ceil(size / 2);
  return Array.from({ length: size }, (_, i) => 1 - Math.abs(i - centre) / half);
}
