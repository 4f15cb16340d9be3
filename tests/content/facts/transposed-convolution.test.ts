/** Every number and every measurable correction of the page on transposed convolution. */
import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { parse as parseScene } from '../../../src/components/widgets/upsampling/state.ts';
import { SCENES } from '../../../src/components/widgets/upsampling/scenes.ts';
import { STRINGS } from '../../../src/components/widgets/upsampling/strings.ts';
import {
  figures,
  KEPT,
  stampRow,
} from '../../../src/content/concepts/transposed-convolution/figures.ts';
import {
  main,
  matrix,
  multiply,
  ones,
  size,
  STRIDE,
  transpose,
  transposed,
  W,
  wrongInverse,
  X,
} from '../../../src/content/concepts/transposed-convolution/transposed.ts';
import { LANGS } from '../../../src/i18n/langs.ts';
import { fromRows, grid, toRows } from '../../../src/lib/grid.ts';
import {
  conv2d,
  conv2dGradInput,
  outputSize,
  type ConvOptions,
} from '../../../src/lib/ops/conv.ts';
import {
  evenOverlap,
  resizeBilinear,
  resizeNearest,
  transposedConv2d,
  transposedSame,
  transposedSize,
  type TransposedOptions,
} from '../../../src/lib/ops/upsample.ts';
import { mulberry32, normal } from '../../../src/lib/random.ts';

const folder = new URL('../../../src/content/concepts/transposed-convolution/', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, folder), 'utf8');

const plain: ConvOptions = { stride: [1, 1], padding: 'valid', dilation: [1, 1], groups: 1 };
const stamped = (s: number, p = 0, op = 0): TransposedOptions => ({
  stride: [s, s],
  padding: [p, p, p, p],
  outputPadding: [op, op],
  dilation: [1, 1],
});
const kernelOf = (rows: number[][]) => grid([rows.length, rows[0].length, 1, 1], rows.flat());
const noise = (seed: number, rows: number, columns = rows) => {
  const rng = mulberry32(seed);
  return Array.from({ length: rows }, () => Array.from({ length: columns }, () => normal(rng)));
};
/** Different values in the part of a map that is `border` cells away from every side. */
const different = (rows: number[][], border: number) =>
  new Set(
    rows
      .slice(border, -border)
      .flatMap((row) => row.slice(border, -border))
      .map((v) => v.toFixed(9)),
  ).size;

const C = matrix(W, 7, STRIDE);
const FULL = [1, 2, 3, 4, 5, 6, 3];

describe('the worked example', () => {
  test('stamps, their sum and the matrix', () => {
    expect([0, 1, 2].map((i) => stampRow(i).filter((v) => v !== null))).toEqual([
      [1, 2, 1],
      [2, 4, 2],
      [3, 6, 3],
    ]);
    expect([0, 1, 2].map((i) => stampRow(i).findIndex((v) => v !== null))).toEqual([0, 2, 4]);
    expect(C).toEqual([
      [1, 2, 1, 0, 0, 0, 0],
      [0, 0, 1, 2, 1, 0, 0],
      [0, 0, 0, 0, 1, 2, 1],
    ]);
    expect(multiply(transpose(C), X)).toEqual(FULL);
    expect(transposed([X], [W], { stride: STRIDE })).toEqual([FULL]);
    const library = transposedConv2d(fromRows([X]), kernelOf([W]), {
      ...stamped(1),
      stride: [1, STRIDE],
    });
    expect([...library.data]).toEqual(FULL);
  });

  test('the listing prints its captured output', () => {
    const log = vi.spyOn(console, 'log').mockImplementation(() => {});
    main();
    const printed = log.mock.calls.map((words) => words.join(' ')).join('\n');
    log.mockRestore();
    expect(`${printed}\n`).toBe(read('transposed.out.txt'));
    expect(printed).toContain('C (1,2,3,4,5,6,3) = (8,16,20), not (1,2,3)');
  });

  test('the listing agrees with the library', () => {
    for (const [n, k, stride, padding, outputPadding] of [
      [3, 3, 2, 0, 0],
      [4, 3, 2, 1, 1],
      [3, 4, 2, 1, 0],
      [2, 2, 3, 0, 2],
    ]) {
      const [x, w] = [noise(n, n, n + 1), noise(k + 9, k)];
      const mine = transposed(x, w, { stride, padding, outputPadding });
      const theirs = toRows(
        transposedConv2d(fromRows(x), kernelOf(w), stamped(stride, padding, outputPadding)),
      );
      expect(mine.length).toBe(theirs.length);
      mine.forEach((row, r) => row.forEach((v, c) => expect(v).toBeCloseTo(theirs[r][c], 12)));
    }
  });
});

describe('transpose, not inverse', () => {
  test('⟨Cu, x⟩ = ⟨u, Cᵀx⟩', () => {
    const [u] = noise(1, 1, 7);
    const [x] = noise(2, 1, 3);
    const dot = (a: number[], b: number[]) => a.reduce((sum, v, i) => sum + v * b[i], 0);
    expect(dot(multiply(C, u), x)).toBeCloseTo(dot(u, multiply(transpose(C), x)), 12);
  });

  test('it is the gradient of a convolution with respect to its input', () => {
    const dy = fromRows(noise(3, 3));
    const kernel = kernelOf(noise(4, 3));
    const gradient = conv2dGradInput(dy, kernel, [7, 7, 1], { ...plain, stride: [2, 2] });
    const stamps = transposedConv2d(dy, kernel, stamped(2));
    gradient.data.forEach((v, i) => expect(v).toBeCloseTo(stamps.data[i], 12));
    expect(read('transposed_torch.out.txt')).toContain('gradient of conv2d: True');
    // ones and ones: 1, 2 or 4
    const ofOnes = conv2dGradInput(fromRows(ones(3)), kernelOf(ones(3)), [7, 7, 1], { ...plain, stride: [2, 2] }); // prettier-ignore
    expect([...new Set(ofOnes.data)].sort()).toEqual([1, 2, 4]);
  });

  test('zeros between the inputs, a flipped kernel and stride 1 give the same', () => {
    const [n, k, s] = [4, 3, 2];
    const [x, w] = [noise(5, n), noise(6, k)];
    const spread = Array.from({ length: (n - 1) * s + 1 }, (_, r) =>
      Array.from({ length: (n - 1) * s + 1 }, (_, c) =>
        r % s === 0 && c % s === 0 ? x[r / s][c / s] : 0,
      ),
    );
    const flipped = w.map((row) => [...row].reverse()).reverse();
    const p = k - 1;
    const direct = conv2d(fromRows(spread), kernelOf(flipped), { ...plain, padding: [p, p, p, p] });
    const stamps = transposedConv2d(fromRows(x), kernelOf(w), stamped(s));
    expect(direct.shape).toEqual(stamps.shape);
    direct.data.forEach((v, i) => expect(v).toBeCloseTo(stamps.data[i], 12));
  });

  test('the transpose is not the inverse', () => {
    expect(multiply(C, FULL)).toEqual([8, 16, 20]);
    const back = [8, 16, 24, 32, 40, 48, 24];
    expect(wrongInverse([1, 2, 3, 4, 5, 6, 7])).toEqual(back);
    for (const file of ['zh.mdx', 'en.mdx', 'concept.yaml']) {
      expect(read(file)).toContain(`(${back})`);
    }
    // two inputs with the same output: nothing can tell them apart
    const u = [1, 0, -1, 0, 1, 0, -1];
    expect(multiply(C, u)).toEqual([0, 0, 0]);
    expect(read('transposed_numpy.out.txt')).toContain('rank of C: 3 of 7');
  });
});

describe('sizes', () => {
  test('the formula, and what padding does', () => {
    expect(size(3, 3, { stride: 2 })).toBe(7);
    expect(size(4, 3, { stride: 2 })).toBe(9);
    expect(size(4, 3, { stride: 2, padding: 1 })).toBe(7);
    for (const s of [2, 4, 6]) {
      for (const n of [1, 3, 5]) expect(size(n, 2 * s, { stride: s, padding: s / 2 })).toBe(n * s);
    }
    expect(transposedSize(5, 3, 2, 1, 1, 2, 1)).toBe((5 - 1) * 2 - 2 + 2 * (3 - 1) + 1 + 1);
  });

  test('7 and 8 both become 4, and output padding chooses', () => {
    expect([7, 8].map((n) => outputSize(n, 3, 2, 1, 1, 1))).toEqual([4, 4]);
    expect([0, 1].map((q) => transposedSize(4, 3, 2, 1, 1, 1, q))).toEqual([7, 8]);
    expect(() => transposedSize(4, 3, 2, 1, 1, 1, 2)).toThrow(RangeError);
    const torch = read('transposed_torch.out.txt');
    expect(torch).toContain('convolution 7 -> 4; convolution 8 -> 4;');
    expect(torch).toContain('output_padding=0: 4 -> 7; output_padding=1: 4 -> 8;');
    expect(torch).toContain('weights: (8, 3, 3, 3) (8, 3, 3, 3)'); // [out, in] and [in, out]
  });

  test('output padding keeps cells, it does not add zeros', () => {
    const last = (padding: number) =>
      transposed(ones(4), ones(3), { stride: 2, padding, outputPadding: 1 }).at(-1)!;
    expect(last(1).every((v) => v > 0)).toBe(true);
    expect(last(0).every((v) => v === 0)).toBe(true); // no stamp reaches it
  });
});

describe('frameworks', () => {
  beforeAll(() => tf.setBackend('cpu'));
  const x = [
    [1, 2, 3],
    [4, 5, 6],
    [7, 8, 9],
  ];
  const same = (k: number) =>
    tf.tidy(() => {
      const image = tf.tensor4d(x.flat(), [1, 3, 3, 1]);
      const kernel = tf.ones([k, k, 1, 1]) as tf.Tensor4D;
      return [...tf.conv2dTranspose(image, kernel, [1, 6, 6, 1], 2, 'same').dataSync()];
    });
  const pytorch = (k: number, p: number, op: number) =>
    transposed(x, ones(k), { stride: 2, padding: p, outputPadding: op }).flat();

  test('3×3, stride 2: same size, 32 of 36 cells differ; 4×4: none', () => {
    const [theirs, ours] = [same(3), pytorch(3, 1, 1)];
    expect([theirs.length, ours.length]).toEqual([36, 36]);
    expect(theirs.filter((v, i) => v !== ours[i])).toHaveLength(32);
    expect(same(4)).toEqual(pytorch(4, 1, 0));
    for (const lang of LANGS) expect(read(`${lang}.mdx`)).toMatch(/32 of 36|36 格中有 32 格/);
    expect(parseScene(Object.fromEntries(new URLSearchParams(SCENES['same-padding'].query))).state!.source).toEqual({ kind: 'matrix', rows: x }); // prettier-ignore
  });

  test('same is padding 0 without the last row and column', () => {
    const full = transposed(x, ones(3), { stride: 2 });
    expect(same(3)).toEqual(full.slice(0, 6).flatMap((row) => row.slice(0, 6)));
    expect(transposedSame(3, 2, 1)).toEqual({ before: 0, after: 1, outputPadding: 0 });
    expect(FULL.slice(KEPT.tensorflow.from, KEPT.tensorflow.from + KEPT.tensorflow.cells)).toEqual([1, 2, 3, 4, 5, 6]); // prettier-ignore
    const kept = transposedConv2d(fromRows([X]), kernelOf([W]), {
      stride: [1, 2],
      padding: [0, 0, 1, 1],
      outputPadding: [0, 1],
      dilation: [1, 1],
    });
    expect([...kept.data]).toEqual([2, 3, 4, 5, 6, 3]);
    expect([...kept.data]).toEqual(FULL.slice(KEPT.pytorch.from, KEPT.pytorch.from + KEPT.pytorch.cells)); // prettier-ignore
  });

  test('a kernel smaller than the stride: n·s cells in Keras, fewer in PyTorch', () => {
    const [n, k, s] = [4, 2, 3];
    expect((n - 1) * s + Math.max(k, s)).toBe(n * s);
    expect(size(n, k, { stride: s })).toBe(n * s - 1);
  });

  test('the pages quote the labels of the widget', () => {
    const quoted = { zh: 'padding=1，output_padding=1', en: 'padding=1, output_padding=1' };
    for (const lang of LANGS) {
      const label = STRINGS[lang].conventionSame.replace('{p}', '1').replace('{op}', '1');
      expect(label).toContain(quoted[lang]);
      expect(read(`${lang}.mdx`)).toContain(label);
      expect(read(`${lang}.mdx`)).toContain(STRINGS[lang].stride);
    }
  });
});

describe('checkerboards', () => {
  test('3×3 and stride 2: 1, 2 and 4 products; stride 3 and 4×4 are even', () => {
    const counts = transposed(ones(4), ones(3), { stride: 2 });
    expect([...new Set(counts.slice(2, -2).flatMap((row) => row.slice(2, -2)))].sort()).toEqual([1, 2, 4]); // prettier-ignore
    expect([evenOverlap(3, 2), evenOverlap(3, 3), evenOverlap(4, 2)]).toEqual([false, true, true]);
    // one product a cell: the input, each cell 3×3
    const input = [
      [3, 3, 3],
      [3, 7, 3],
      [3, 3, 3],
    ];
    const enlarged = resizeNearest(fromRows(input), [9, 9]);
    expect(transposed(input, ones(3), { stride: 3 })).toEqual(toRows(enlarged));
  });

  test('even overlap does not keep flat input flat, resize-convolution does', () => {
    for (const seed of [1, 2, 3]) {
      const even = transposed(ones(6), noise(seed, 4), { stride: 2, padding: 1 });
      expect(different(even, 2)).toBe(4);
      const resized = resizeNearest(fromRows(ones(6)), [12, 12]);
      const convolved = conv2d(resized, kernelOf(noise(seed, 3)), plain);
      expect(different(toRows(convolved), 1)).toBe(1);
    }
    const torch = read('transposed_torch.out.txt');
    expect(torch).toMatch(/transposed 4, stride 2 +4 different/);
    expect(torch).toMatch(/resize, then conv 3 +1 different/);
    expect(torch).toMatch(/conv 3, pixel shuffle +4 different/);
  });

  test('flat stays flat exactly if the sums of the tap groups are equal', () => {
    const line = (w: number[]) => transposed([Array<number>(8).fill(1)], [w], { stride: 2 })[0];
    expect(new Set(line([1, 3, 2, 0]).slice(3, -3)).size).toBe(1); // 1 + 2 = 3 + 0
    expect(new Set(line([1, 2, 1]).slice(3, -3)).size).toBe(1); // uneven count, equal sums
    expect(new Set(line([1, 1, 1]).slice(3, -3)).size).toBe(2);
  });

  test('pixel shuffle expresses a transposed convolution whose kernel the stride divides', () => {
    const [w, s] = [[5, -1, 2, 7, 3, 4], 2];
    const x = [1, -2, 3, 5];
    const phases = Array.from({ length: s }, (_, phase) => {
      const small = w.filter((_, j) => j % s === phase); // k/s taps, applied at low resolution
      return transposed([x], [small], { stride: 1 })[0];
    });
    const shuffled = phases[0].flatMap((_, i) => phases.map((phase) => phase[i]));
    expect(shuffled).toEqual(transposed([x], [w], { stride: s })[0]);
  });

  test('multiply-adds per input cell: 36 against 16', () => {
    expect(2 * 2 * 3 * 3).toBe(36);
    expect(4 * 4).toBe(16);
  });

  test('bilinear weights: the interior is bilinear resizing, the border is darker', () => {
    const w = [1 / 4, 3 / 4, 3 / 4, 1 / 4];
    const kernel = w.map((a) => w.map((b) => a * b));
    const x = noise(8, 5).map((row) => row.map((v) => Math.abs(v) + 1));
    const stamps = transposed(x, kernel, { stride: 2, padding: 1 });
    const resized = toRows(resizeBilinear(fromRows(x), [10, 10], 'half-pixel'));
    for (let r = 0; r < 10; r++) {
      for (let c = 0; c < 10; c++) {
        if (r % 9 === 0 || c % 9 === 0) expect(stamps[r][c]).toBeLessThan(resized[r][c]);
        else expect(stamps[r][c]).toBeCloseTo(resized[r][c], 12);
      }
    }
  });
});

test.each(Object.keys(figures))('the figure %s is drawn in both languages', (name) => {
  for (const lang of LANGS) {
    const svg = figures[name](lang);
    expect(svg).toMatch(/^<svg /);
    expect(svg).not.toMatch(/NaN|undefined|style=/);
  }
});
