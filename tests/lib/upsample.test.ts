import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { fromRows, grid, toRows } from '../../src/lib/grid.ts';
import { conv2d, conv2dGradInput } from '../../src/lib/ops/conv.ts';
import {
  bilinearKernel,
  evenOverlap,
  linearTaps,
  nearestTaps,
  overlapCounts,
  resizeBilinear,
  resizeNearest,
  stampTerms,
  tapPattern,
  transposedAxes,
  transposedConv2d,
  transposedSame,
  transposedSize,
  type TransposedOptions,
} from '../../src/lib/ops/upsample.ts';
import { integer, mulberry32 } from '../../src/lib/random.ts';
import { dot, expectClose, golden, integerGrid, randomGrid } from './helpers.ts';

const PLAIN: TransposedOptions = {
  stride: [2, 2],
  padding: [0, 0, 0, 0],
  outputPadding: [0, 0],
  dilation: [1, 1],
};

/** Options that fit each other, the same in every run. */
function* options(count: number) {
  const random = mulberry32(3);
  const draw = (least: number, most: number) => integer(random, least, most);
  for (let found = 0; found < count;) {
    const stride: [number, number] = [draw(1, 4), draw(1, 4)];
    const dilation: [number, number] = [draw(1, 3), draw(1, 3)];
    const most = [0, 1].map((i) => Math.max(stride[i], dilation[i]) - 1);
    const given: TransposedOptions = {
      stride,
      dilation,
      padding: [draw(0, 2), draw(0, 2), draw(0, 2), draw(0, 2)],
      outputPadding: [draw(0, most[0]), draw(0, most[1])],
    };
    const inputShape = [draw(1, 5), draw(1, 5), draw(1, 3)];
    const kernelShape = [draw(1, 4), draw(1, 4), draw(1, 3), inputShape[2]];
    try {
      transposedAxes(inputShape, kernelShape, given);
    } catch {
      continue; // nothing left of the output
    }
    found++;
    yield { inputShape, kernelShape, given, random };
  }
}

type TransposedCase = TransposedOptions & {
  inputShape: number[];
  input: number[];
  kernelShape: number[];
  kernel: number[];
  outputShape: number[];
  output: number[];
};
interface ResizeCase {
  mode: 'nearest' | 'bilinear';
  inputShape: number[];
  input: number[];
  size: [number, number];
  alignCorners: boolean;
  output: number[];
}

beforeAll(async () => {
  await tf.setBackend('cpu');
});

describe('transposed convolution', () => {
  test.each(golden<TransposedCase>('transposed').cases)(
    'is PyTorch’s conv_transpose2d: $inputShape by $kernelShape, stride $stride (%#)',
    (c) => {
      const y = transposedConv2d(grid(c.inputShape, c.input), grid(c.kernelShape, c.kernel), c);
      expect(y.shape).toEqual(c.outputShape);
      expectClose(y.data, c.output, 1e-12);
    },
  );

  test('by hand: two stamps of 2 that overlap in one column', () => {
    const y = transposedConv2d(fromRows([[1, 3]]), grid([1, 3, 1, 1], [1, 2, 4]), PLAIN);
    expect(toRows(y)).toEqual([[1, 2, 4 + 3, 6, 12]]);
  });

  test('⟨A x, y⟩ = ⟨x, Aᵀ y⟩ with conv2d, in 300 settings', () => {
    for (const { inputShape, kernelShape, given, random } of options(300)) {
      const [rows, cols] = transposedAxes(inputShape, kernelShape, given);
      const x = integerGrid([rows.size, cols.size, kernelShape[2]], random);
      const y = integerGrid(inputShape, random);
      const kernel = integerGrid(kernelShape, random);
      // The convolution back: what output padding added lies beyond its last window.
      const [top, bottom, left, right] = given.padding as number[];
      const back = conv2d(x, kernel, {
        stride: given.stride,
        dilation: given.dilation,
        padding: [top, bottom, left, right],
        groups: 1,
      });
      const [H, W, F] = inputShape;
      // With more output padding than stride the windows may be more than the input has.
      const cut = grid([H, W, F]);
      for (let r = 0; r < H; r++) {
        for (let q = 0; q < W; q++) {
          for (let f = 0; f < F; f++) {
            cut.data[(r * W + q) * F + f] = back.data[(r * back.shape[1] + q) * F + f];
          }
        }
      }
      expect(dot(cut, y)).toBe(dot(x, transposedConv2d(y, kernel, given)));
    }
  });

  test('is the gradient of conv2d with respect to its input', () => {
    const kernel = randomGrid([3, 3, 2, 4]);
    const dy = randomGrid([3, 4, 4], 2);
    const shape = [6, 8, 2];
    const back = { stride: [2, 2] as [number, number], dilation: [1, 1] as [number, number] };
    const dx = conv2dGradInput(dy, kernel, shape, { ...back, padding: [1, 1, 1, 1], groups: 1 });
    const y = transposedConv2d(dy, kernel, {
      ...back,
      padding: [1, 1, 1, 1],
      outputPadding: [1, 1],
    });
    expect(y.shape).toEqual(shape);
    expectClose(y.data, dx.data, 1e-12);
  });

  test('same is TensorFlow’s: n·s cells and the numbers of conv2dTranspose', () => {
    for (const [n, k, s] of [[3, 3, 2], [4, 4, 2], [3, 5, 2], [3, 2, 3], [2, 3, 1], [3, 4, 3], [4, 1, 2]]) {
      const x = randomGrid([n, n + 1, 2], n);
      const kernel = randomGrid([k, k, 1, 2], k);
      const y = transposedConv2d(x, kernel, { ...PLAIN, stride: [s, s], padding: 'same' });
      expect(y.shape).toEqual([n * s, (n + 1) * s, 1]);
      const other = tf.conv2dTranspose(
        tf.tensor4d(Float32Array.from(x.data), [1, n, n + 1, 2]),
        tf.tensor4d(Float32Array.from(kernel.data), [k, k, 1, 2]),
        [1, n * s, (n + 1) * s, 1],
        s,
        'same',
      );
      expectClose(y.data, other.dataSync(), 1e-5);
    }
    expect(transposedSame(3, 2, 1)).toEqual({ before: 0, after: 1, outputPadding: 0 });
    expect(transposedSame(1, 3, 1)).toEqual({ before: 0, after: 0, outputPadding: 2 });
  }); // prettier-ignore

  test('size (n − 1)s − 2p + d(k − 1) + op + 1, and what is refused', () => {
    for (let n = 1; n < 5; n++) {
      for (let k = 1; k < 5; k++) {
        for (let s = 1; s < 4; s++) {
          for (let d = 1; d < 4; d++) {
            for (let op = 0; op < Math.max(s, d); op++) {
              for (let p = 0; p < 2; p++) {
                const size = (n - 1) * s - 2 * p + d * (k - 1) + op + 1;
                if (size < 1) expect(() => transposedSize(n, k, s, p, p, d, op)).toThrow('leaves');
                else expect(transposedSize(n, k, s, p, p, d, op)).toBe(size);
              }
            }
            expect(() => transposedSize(n, k, s, 0, 0, d, Math.max(s, d))).toThrow('smaller than');
          }
        }
      }
    }
    expect(() => transposedSize(3, 3, 0, 0, 0, 1, 0)).toThrow(RangeError);
    const wrong = () => transposedConv2d(grid([2, 2, 2]), grid([3, 3, 1, 1]), PLAIN);
    expect(wrong).toThrow('2 input channels');
    const ones = [grid([2, 2, 1]), grid([3, 3, 1, 1])] as const;
    expect(() => stampTerms(...ones, PLAIN, 5, 0, 0)).toThrow('outside the output 5×5');
    const both = { ...PLAIN, padding: 'same' as const, outputPadding: [1, 1] as [number, number] };
    expect(() => transposedConv2d(grid([2, 2, 1]), grid([3, 3, 1, 1]), both)).toThrow('same');
  });

  test('the products of a cell add up to it, and are as many as the overlap says', () => {
    for (const { inputShape, kernelShape, given, random } of options(60)) {
      const x = integerGrid(inputShape, random);
      const kernel = integerGrid(kernelShape, random);
      const y = transposedConv2d(x, kernel, given);
      const [rows, cols] = transposedAxes(inputShape, kernelShape, given);
      const [down, across] = [overlapCounts(rows), overlapCounts(cols)];
      const [oh, ow, C] = y.shape;
      for (let r = 0; r < oh; r++) {
        for (let q = 0; q < ow; q++) {
          const terms = stampTerms(x, kernel, given, r, q, C - 1);
          expect(terms).toHaveLength(down[r] * across[q] * inputShape[2]);
          const sum = terms.reduce((total, term) => total + term.x * term.w, 0);
          expect(sum).toBe(y.data[(r * ow + q) * C + C - 1]);
        }
      }
    }
  });
});

describe('overlap', () => {
  const inside = (k: number, s: number, d: number) => {
    const n = 120;
    const size = (n - 1) * s + d * (k - 1) + 1;
    const [axis] = transposedAxes([n, n], [k, k], { ...PLAIN, stride: [s, s], dilation: [d, d] });
    return new Set(overlapCounts(axis).slice(d * k, size - d * k));
  };

  test('is even inside iff k mod s = 0', () => {
    for (let k = 1; k <= 11; k++) {
      for (let s = 1; s <= 8; s++) {
        expect(evenOverlap(k, s), `${k} ${s}`).toBe(k % s === 0);
        expect(inside(k, s, 1).size === 1, `${k} ${s}`).toBe(k % s === 0);
      }
    }
  });

  test('with dilation it takes a stride that shares no factor with it as well', () => {
    for (let k = 1; k <= 9; k++) {
      for (let s = 1; s <= 6; s++) {
        for (let d = 1; d <= 4; d++) {
          expect(evenOverlap(k, s, d), `${k} ${s} ${d}`).toBe(inside(k, s, d).size === 1);
        }
      }
    }
  });

  test('3 taps with stride 2: one and two products in turn', () => {
    const [axis] = transposedAxes([3, 3], [3, 3], PLAIN);
    expect(overlapCounts(axis)).toEqual([1, 1, 2, 1, 2, 1, 1]);
    expect(tapPattern(3, 2)).toEqual([[0, 2], [1]]);
    expect(tapPattern(3, 4, 2)).toEqual([[0, 2], [], [1], []]);
  });

  test('is the transposed convolution of ones by ones', () => {
    const [rows, cols] = transposedAxes([3, 4], [3, 2], PLAIN);
    const ones = (shape: number[]) => grid(shape, Array(shape.reduce((a, b) => a * b)).fill(1));
    const y = transposedConv2d(ones([3, 4, 1]), ones([3, 2, 1, 1]), PLAIN);
    const across = overlapCounts(cols);
    expect([...y.data]).toEqual(overlapCounts(rows).flatMap((a) => across.map((b) => a * b)));
  });
});

describe('resizing', () => {
  test.each(golden<ResizeCase>('resize').cases)(
    'is PyTorch’s F.interpolate: $mode, $inputShape to $size, align_corners $alignCorners',
    ({ mode, inputShape, input, size, alignCorners, output }) => {
      const x = grid(inputShape, input);
      const y =
        mode === 'nearest'
          ? resizeNearest(x, size)
          : resizeBilinear(x, size, alignCorners ? 'align-corners' : 'half-pixel');
      expect(y.shape).toEqual([...size, inputShape[2]]);
      expectClose(y.data, output, 1e-12);
    },
  );

  test('is tf.image.resizeBilinear under each pair of flags, and resizeNearestNeighbor', () => {
    for (const [h, w, oh, ow] of [[3, 3, 6, 6], [2, 4, 6, 12], [3, 5, 7, 8], [1, 2, 4, 8], [5, 5, 15, 10]] as const) {
      const x = randomGrid([h, w, 2], h);
      const image = tf.tensor4d(Float32Array.from(x.data), [1, h, w, 2]);
      const bilinear = (align: boolean, half: boolean) =>
        tf.image.resizeBilinear(image, [oh, ow], align, half).dataSync();
      const nearest = (align: boolean) =>
        tf.image.resizeNearestNeighbor(image, [oh, ow], align).dataSync();
      const size: [number, number] = [oh, ow];
      expectClose(resizeBilinear(x, size, 'half-pixel').data, bilinear(false, true), 2e-6);
      expectClose(resizeBilinear(x, size, 'align-corners').data, bilinear(true, false), 2e-6);
      expectClose(resizeBilinear(x, size, 'asymmetric').data, bilinear(false, false), 2e-6);
      expectClose(resizeNearest(x, size).data, nearest(false), 1e-6);
      expectClose(resizeNearest(x, size, true).data, nearest(true), 1e-6);
    }
  }); // prettier-ignore

  test('weights are positive and sum to 1, so what is flat stays flat', () => {
    for (const n of [1, 2, 3, 7]) {
      for (const size of [1, 2, 3, 6, 7, 14, 20]) {
        const all = (['half-pixel', 'align-corners', 'asymmetric'] as const).map((centres) =>
          linearTaps(n, size, centres),
        );
        for (const taps of [...all, nearestTaps(n, size), nearestTaps(n, size, true)]) {
          for (const each of taps) {
            expect(each.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 14);
            expect(each.every(({ at, weight }) => at >= 0 && at < n && weight > 0)).toBe(true);
          }
        }
      }
    }
  });

  test('by hand: 1 and 3 twice as wide', () => {
    const x = fromRows([[1, 3]]);
    expect(toRows(resizeBilinear(x, [1, 4], 'half-pixel'))).toEqual([[1, 1.5, 2.5, 3]]);
    expect(toRows(resizeBilinear(x, [1, 4], 'asymmetric'))).toEqual([[1, 2, 3, 3]]);
    expectClose(resizeBilinear(x, [1, 4], 'align-corners').data, [1, 5 / 3, 7 / 3, 3], 1e-14);
    expect(toRows(resizeNearest(x, [1, 4]))).toEqual([[1, 1, 3, 3]]);
  });

  test('a transposed convolution with bilinear weights is the half-pixel resize inside', () => {
    expect(bilinearKernel(2)).toEqual([0.25, 0.75, 0.75, 0.25]);
    for (const s of [2, 3, 4]) {
      const taps = bilinearKernel(s);
      const kernel = grid(
        [taps.length, taps.length, 1, 1],
        taps.flatMap((a) => taps.map((b) => a * b)),
      );
      const x = randomGrid([5, 6, 1], s);
      const p = Math.floor((taps.length - s + 1) / 2);
      const op = 2 * p + s - taps.length;
      const y = transposedConv2d(x, kernel, {
        ...PLAIN,
        stride: [s, s],
        padding: [p, p, p, p],
        outputPadding: [op, op],
      });
      const resized = resizeBilinear(x, [5 * s, 6 * s], 'half-pixel');
      expect(y.shape).toEqual(resized.shape);
      for (let r = s; r < 4 * s; r++) {
        for (let q = s; q < 5 * s; q++) {
          expect(y.data[r * 6 * s + q]).toBeCloseTo(resized.data[r * 6 * s + q], 12);
        }
      }
    }
  });
});
