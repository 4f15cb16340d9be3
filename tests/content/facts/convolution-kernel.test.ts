/** Every number the page on kernels states, recomputed. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { fromChannels, fromRows, grid, toRows } from '../../../src/lib/grid.ts';
import {
  CONV_DEFAULTS,
  conv2d,
  convOutputShape,
  convWindow,
  parameterCount,
  samePadding,
  type ConvOptions,
} from '../../../src/lib/ops/conv.ts';
import { mulberry32 } from '../../../src/lib/random.ts';
import { SCENES } from '../../../src/components/widgets/convolution/scenes.ts';
import {
  kernelGrid,
  matrixGrid,
  optionsOf,
  parseQuery,
  presetKernel,
  readQuery,
  type State,
} from '../../../src/components/widgets/convolution/state.ts';
import {
  dot,
  figures,
  FILTERS,
  WINDOW,
} from '../../../src/content/concepts/convolution-kernel/figures.ts';
import {
  correlate,
  learn,
  noise,
  SOBEL_X,
} from '../../../src/content/concepts/convolution-kernel/learn.ts';
import {
  BOTTLENECK,
  field,
  layers,
  PLAIN,
  sameRow,
  SHAPES,
  SPIKE,
  weights,
} from '../../../src/content/concepts/convolution-kernel/shapes.ts';

type Rows = number[][];

const folder = new URL('../../../src/content/concepts/convolution-kernel/', import.meta.url);
const read = (name: string) => readFileSync(new URL(name, folder), 'utf8');
const { facts } = parse(read('concept.yaml')) as { facts: Record<string, { value: number }> };
const PAGES = [read('zh.mdx'), read('en.mdx')];

/** Fails unless both pages show the text. */
const shown = (...texts: (string | number)[]) =>
  texts.forEach((text) => PAGES.forEach((page) => expect(page).toContain(String(text))));
const grouped = (n: number) => n.toLocaleString('en-US');
const sum = (rows: Rows) => rows.flat().reduce((a, b) => a + b, 0);
const one = (rows: Rows) => grid([rows.length, rows[0].length, 1, 1], rows.flat());
const opts = (options: Partial<ConvOptions> = {}): ConvOptions => ({
  ...CONV_DEFAULTS,
  ...options,
});
const scene = (query: string): State =>
  parseQuery(readQuery(query, (name) => SCENES[name as keyof typeof SCENES]?.query).query).state!;

describe('see it', () => {
  const SHARPEN = presetKernel('sharpen');

  it('sharpen adds up to 1 and is identity minus Laplacian', () => {
    expect(scene('scene=sharpen').kernel).toEqual([[SHARPEN]]);
    expect(SHARPEN).toEqual([
      [0, -1, 0],
      [-1, 5, -1],
      [0, -1, 0],
    ]);
    const difference = presetKernel('identity').map((row, i) =>
      row.map((v, j) => v - presetKernel('laplacian')[i][j] + 0),
    );
    expect(difference).toEqual(SHARPEN);
  });

  it('with 4 in the center flat areas give 0 and edges do not', () => {
    const state = scene('image=cat&kernel=0,-1,0;-1,4,-1;0,-1,0&padding=same');
    expect(state.source).toMatchObject({ kind: 'picture', channels: 1 });
    const edges = state.kernel[0][0];
    expect(sum(edges)).toBe(0);
    for (const gray of [0, 90, 255]) {
      const flat = Array.from({ length: 5 }, () => Array(5).fill(gray));
      expect(correlate(flat, SHARPEN).flat()).toEqual(Array(9).fill(gray));
      expect(correlate(flat, edges).every((row) => row.every((v) => v + 0 === 0))).toBe(true);
    }
    const step = Array.from({ length: 5 }, () => [0, 0, 0, 9, 9]);
    expect(correlate(step, edges)[0]).toEqual([0, -9, 9]);
    expect(correlate(step, SHARPEN)[0]).toEqual([0, -9, 18]); // overshoots on both sides
    // the frame meets the zeros of same padding: one missing neighbor at a side, two in a corner
    const flat = fromRows(Array.from({ length: 5 }, () => Array<number>(5).fill(90)));
    const framed = toRows(conv2d(flat, one(edges), opts({ padding: 'same' })));
    expect(framed[0]).toEqual([180, 90, 90, 90, 180]);
    expect(framed[2]).toEqual([90, 0, 0, 0, 90]);
    shown('image=cat&kernel=0,-1,0;-1,4,-1;0,-1,0&padding=same');
  });

  it('the sums in the table', () => {
    const sums = ['identity', 'box', 'gaussian', 'sobel-x', 'laplacian', 'sharpen'] as const;
    const rounded = sums.map((name) => Math.round(sum(presetKernel(name)) * 1e9) / 1e9);
    expect(rounded).toEqual([1, 1, 1, 0, 0, 1]);
    expect(scene('scene=blur').preset).toBe('box');
    expect(scene('scene=digit').preset).toBe('laplacian');
    expect(scene('scene=identity').preset).toBe('identity');
    expect(scene('scene=sobel-x').preset).toBe('sobel-x');
  });
});

describe('channels', () => {
  it('the figure shows the first output cells of the scene with three channels', () => {
    const state = scene('scene=rgb');
    if (state.source.kind !== 'matrix') throw new Error('the scene has no numbers');
    expect(state.source.channels.map((rows) => rows.slice(0, 2).map((r) => r.slice(0, 2)))).toEqual(
      WINDOW,
    );
    expect(state.kernel).toEqual(FILTERS);
    const sums = FILTERS.map((slices) => slices.map((slice, c) => dot(WINDOW[c], slice)));
    expect(sums).toEqual([
      [2, 2, 2],
      [2, 0, 1],
    ]);
    const x = matrixGrid(state.source.channels);
    const first = [0, 1].map(
      (f) => convWindow(x, kernelGrid(state), optionsOf(state), 0, 0, f).sum,
    );
    expect(first).toEqual([6, 3]);
  });

  it('a weight of one kernel changes one output map', () => {
    const state = scene('scene=rgb');
    if (state.source.kind !== 'matrix') throw new Error('the scene has no numbers');
    const x = matrixGrid(state.source.channels);
    const before = conv2d(x, kernelGrid(state), optionsOf(state));
    state.kernel[1][2][0][0] += 1;
    const after = conv2d(x, kernelGrid(state), optionsOf(state));
    expect(toRows(after, 0)).toEqual(toRows(before, 0));
    expect(toRows(after, 1)).not.toEqual(toRows(before, 1));
  });

  it('a 1×1 kernel mixes channels', () => {
    const y = conv2d(fromChannels([[[1]], [[10]]]), grid([1, 1, 2, 2], [1, 2, 3, 4]), opts());
    expect([...y.data]).toEqual([1 + 30, 2 + 40]);
  });
});

describe('shapes', () => {
  it('weights and fields of the shapes in the table', () => {
    const rows = Object.entries(SHAPES).map(([name, list]) => [name, weights(list), field(list)]);
    expect(rows).toEqual([
      ['1×1', 4096, [1, 1]],
      ['3×3', 36_864, [3, 3]],
      ['5×5', 102_400, [5, 5]],
      ['7×7', 200_704, [7, 7]],
      ['three 3×3', 110_592, [7, 7]],
      ['1×7, 7×1', 57_344, [7, 7]],
    ]);
    for (const list of Object.values(SHAPES)) {
      expect(weights(list)).toBe(
        list.reduce((total, shape) => total + parameterCount(shape, false), 0),
      );
      // an input as large as the field leaves one output cell
      let shape: readonly number[] = [...field(list), 64];
      for (const layer of list) shape = convOutputShape(shape, layer, opts());
      expect(shape).toEqual([1, 1, 64]);
      shown(`| ${grouped(weights(list))} | ${field(list).join('×')} | ${list.length} |`);
    }
    const ratio = weights(SHAPES['7×7']) / weights(SHAPES['three 3×3']);
    expect(Math.round((ratio - 1) * 100)).toBe(facts['seven-extra'].value);
    const C = 64;
    expect(weights(SHAPES['three 3×3'])).toBe(27 * C * C);
    expect(weights(SHAPES['7×7'])).toBe(49 * C * C);
    shown('$27C^2$', '$49C^2$');
  });

  it('asymmetric pairs save a third at 3 and five sevenths at 7', () => {
    expect(Math.round((1 - 6 / 9) * 100)).toBe(facts['asymmetric-saving'].value);
    expect(weights(SHAPES['1×7, 7×1']) / 64 ** 2).toBe(14);
    expect(1 - 14 / 49).toBeCloseTo(5 / 7, 12);
  });

  it('the bottleneck has 11.8% of the weights', () => {
    expect([weights(PLAIN), weights(BOTTLENECK)]).toEqual([589_824, 69_632]);
    const share = (100 * weights(BOTTLENECK)) / weights(PLAIN);
    expect(Number(share.toFixed(1))).toBe(facts['bottleneck-share'].value);
    expect(field(BOTTLENECK)).toEqual(field(PLAIN));
    shown(grouped(589_824), grouped(69_632));
  });

  it('two 3×3 kernels compose only 17 of 25 dimensions', () => {
    const random = mulberry32(5);
    const kernel = () =>
      Array.from({ length: 3 }, () => Array.from({ length: 3 }, () => random() - 0.5));
    const [a, b] = [kernel(), kernel()];
    /** The 5×5 kernel that does what a and then b do: their full, true convolution. */
    const compose = (p: Rows, q: Rows): number[] =>
      toRows(conv2d(fromRows(p), one(q), opts({ padding: [2, 2, 2, 2], flip: true }))).flat();
    const x = noise(9, 9, 3);
    const both = correlate(correlate(x, a), b).flat();
    const five = compose(a, b);
    const whole = correlate(
      x,
      [0, 1, 2, 3, 4].map((r) => five.slice(5 * r, 5 * r + 5)),
    ).flat();
    both.forEach((v, i) => expect(v).toBeCloseTo(whole[i], 12));

    // The map is bilinear: its derivative along one weight is the composition with a unit kernel.
    const unit = (at: number) =>
      [0, 1, 2].map((r) => [0, 1, 2].map((c) => (3 * r + c === at ? 1 : 0)));
    const jacobian = Array.from({ length: 18 }, (_, i) =>
      i < 9 ? compose(unit(i), b) : compose(a, unit(i - 9)),
    );
    expect(rank(jacobian)).toBe(17); // 18 weights, one of them lost to scaling
    expect(five).toHaveLength(25);
  });

  it('even kernels drift by half a cell a layer', () => {
    const center = (row: number[]) =>
      row.reduce((t, v, i) => t + v * i, 0) / row.reduce((t, v) => t + v, 0);
    const even = layers(SPIKE, [1, 1], 4);
    expect(even.map(center)).toEqual([4, 3.5, 3, 2.5, 2]);
    const odd = layers(SPIKE, [1, 2, 1], 2);
    expect(odd.map(center)).toEqual([4, 4, 4]);
    expect(even[4].slice(0, 5)).toEqual([1, 4, 6, 4, 1]);
    expect(odd[2].slice(2, 7)).toEqual([1, 4, 6, 4, 1]);
    expect(even[2].slice(2, 5)).toEqual([1, 2, 1]); // two layers of [1 1] weigh like [1 2 1]
    expect(samePadding(9, 2, 1, 1)).toEqual([0, 1]);
    const library = toRows(
      conv2d(fromRows([SPIKE]), grid([1, 2, 1, 1], [1, 1]), opts({ padding: 'same' })),
    );
    expect(library).toEqual([sameRow(SPIKE, [1, 1])]);
  });
});

describe('learned', () => {
  it('gradient descent finds the kernel', () => {
    const x = noise(16, 16, 1);
    const wanted = correlate(x, SOBEL_X);
    const after = (steps: number) => learn(x, wanted, steps);
    expect(after(0).flat()).toEqual(Array(9).fill(0));
    const at = (steps: number) => Number(after(steps)[1][0].toFixed(2));
    expect(at(1)).toBe(facts['learned-one'].value);
    expect(at(5)).toBe(facts['learned-five'].value);
    after(100).forEach((row, u) =>
      row.forEach((weight, v) => expect(Math.abs(weight - SOBEL_X[u][v])).toBeLessThan(5e-3)),
    );
    // the listing's own correlation and gradient agree with the library
    const library = toRows(conv2d(fromRows(x), one(SOBEL_X), opts()));
    wanted.flat().forEach((v, i) => expect(v).toBeCloseTo(library.flat()[i], 12));
  });
});

describe('math', () => {
  it('a window like the kernel gets the largest answer among windows of its strength', () => {
    const random = mulberry32(11);
    const norm = (v: number[]) => Math.hypot(...v);
    const w = SOBEL_X.flat();
    for (let trial = 0; trial < 500; trial++) {
      const raw = Array.from({ length: 9 }, () => random() - 0.5);
      const window = raw.map((v) => (v * norm(w)) / norm(raw));
      const answer = window.reduce((t, v, i) => t + v * w[i], 0);
      expect(Math.abs(answer)).toBeLessThan(norm(w) ** 2);
    }
  });

  it('a constant window leaves the sums of the slices', () => {
    const levels = [2, -1, 5];
    const constant = levels.map((a) => [
      [a, a],
      [a, a],
    ]);
    const answer = FILTERS[1].reduce((t, slice, c) => t + dot(constant[c], slice), 0);
    expect(answer).toBe(FILTERS[1].reduce((t, slice, c) => t + levels[c] * sum(slice), 0));
  });

  it('Sobel is a column times a row, the Laplacian is not', () => {
    const [column, row] = [[[1], [2], [1]], [[-1, 0, 1]]];
    expect(column.map(([p]) => row[0].map((q) => p * q + 0))).toEqual(SOBEL_X);
    const x = noise(6, 7, 2);
    const passes = correlate(correlate(x, row), column).flat();
    correlate(x, SOBEL_X)
      .flat()
      .forEach((v, i) => expect(passes[i]).toBeCloseTo(v, 12));
    expect(rank(SOBEL_X)).toBe(1);
    expect(rank(presetKernel('box'))).toBe(1);
    expect(rank(presetKernel('gaussian'))).toBe(1);
    expect(rank(presetKernel('laplacian'))).toBe(2);
    expect(rank(noise(3, 3, 4))).toBe(3);
    shown(String.raw`\begin{pmatrix}-1&0&1\\-2&0&2\\-1&0&1\end{pmatrix}`);
  });

  it('L layers of 3×3 see 2L + 1', () => {
    for (const L of [1, 2, 3, 10]) {
      expect(field(Array.from({ length: L }, () => [3, 3, 1, 1]))[0]).toBe(2 * L + 1);
    }
  });
});

describe('pitfalls and follow-ups', () => {
  it('32 kernels have 288 weights on one channel and 18,432 on 64', () => {
    expect(parameterCount([3, 3, 1, 32], false)).toBe(288);
    expect(parameterCount([3, 3, 64, 32], false)).toBe(18_432);
    expect(parameterCount([3, 3, 64, 1], false)).toBe(576);
    shown(288, 576, grouped(18_432));
  });

  it('nine ones make a flat picture nine times as bright', () => {
    const flat = Array.from({ length: 3 }, () => Array(3).fill(20));
    expect(
      correlate(flat, [
        [1, 1, 1],
        [1, 1, 1],
        [1, 1, 1],
      ]),
    ).toEqual([[180]]);
  });

  it('a 2×2 kernel makes 9×9 or 7×7 of 8×8', () => {
    const size = (padding: ConvOptions['padding']) =>
      convOutputShape([8, 8, 1], [2, 2, 1, 1], opts({ padding }))[0];
    expect([size([1, 1, 1, 1]), size('valid'), size('same')]).toEqual([9, 7, 8]);
    expect(read('kernel_torch.out.txt')).toContain('[(7, 7), (9, 9), (8, 8)]');
  });

  it('opposite slices average to nothing and still respond', () => {
    const K = SOBEL_X;
    const average = K.map((row) => row.map((v) => (v - v) / 2));
    expect(average.flat()).toEqual(Array(9).fill(0));
    const [red, green] = [noise(3, 3, 1), noise(3, 3, 2)];
    const y = correlate(red, K)[0][0] - correlate(green, K)[0][0];
    expect(Math.abs(y)).toBeGreaterThan(0.1);
  });

  it('a 31×31 kernel: 961 weights for one channel, 3,936,256 for a dense layer of 64', () => {
    expect(parameterCount([31, 31, 1, 1], false)).toBe(961);
    expect(parameterCount([1, 1, 1024, 1], false)).toBe(1024);
    expect(parameterCount([31, 31, 64, 64], false)).toBe(3_936_256);
    expect(parameterCount([31, 31, 1, 64], true)).toBe(61_568); // as PyTorch counts
    expect(read('kernel_torch.out.txt')).toContain('((64, 1, 31, 31), 61568)');
    shown(961, grouped(1024), grouped(3_936_256));
  });

  it('the listings agree with PyTorch on parameters', () => {
    const printed = read('kernel_torch.out.txt');
    expect(printed).toContain(`((64, 3, 3, 3), ${parameterCount([3, 3, 3, 64], true)})`);
    expect(printed).toContain(`((128, 64, 1, 1), ${parameterCount([1, 1, 64, 128], true)})`);
    expect(printed).toContain(`((64, 64, 1, 7), ${parameterCount([1, 7, 64, 64], true)})`);
  });

  it('the figures draw in both languages', () => {
    for (const draw of Object.values(figures)) {
      expect(draw('zh')).not.toBe(draw('en'));
    }
  });
});

/** Rank of a matrix by elimination with the largest pivot. */
function rank(rows: Rows): number {
  const m = rows.map((row) => [...row]);
  let found = 0;
  for (let c = 0; c < m[0].length && found < m.length; c++) {
    const best = m
      .slice(found)
      .reduce((b, row, i) => (Math.abs(row[c]) > Math.abs(m[found + b][c]) ? i : b), 0);
    if (Math.abs(m[found + best][c]) < 1e-9) continue;
    [m[found], m[found + best]] = [m[found + best], m[found]];
    for (let r = found + 1; r < m.length; r++) {
      const factor = m[r][c] / m[found][c];
      m[r] = m[r].map((v, j) => v - factor * m[found][j]);
    }
    found++;
  }
  return found;
}
