/** Every number and every measurable correction of the concept page on deep learning. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { deep, pieces, shallow, tent } from '../../../src/content/concepts/deep-learning/depth.ts';
import {
  ENROLLED,
  FACES,
  identify,
  squaredDistance,
  THRESHOLD,
  tripletLoss,
} from '../../../src/content/concepts/deep-learning/faces.ts';
import { fromRows, grid, toRows, type Grid } from '../../../src/lib/grid.ts';
import { CONV_DEFAULTS, conv2d } from '../../../src/lib/ops/conv.ts';
import { pool2d, type PoolOptions } from '../../../src/lib/ops/pool.ts';
import { mulberry32 } from '../../../src/lib/random.ts';

const folder = new URL('../../../src/content/concepts/deep-learning/', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, folder), 'utf8');

describe('depth', () => {
  it('the worked example: an eighth, a quarter, a half, one, zero', () => {
    expect([1, 2, 3, 4].map((layers) => deep(1 / 8, layers))).toEqual([1 / 4, 1 / 2, 1, 0]);
    for (let x = 0; x <= 1; x += 1 / 64) expect(tent(x)).toBe(x <= 1 / 2 ? 2 * x : 2 - 2 * x);
  });

  it('k layers of two units make 2^k pieces', () => {
    for (const k of [1, 2, 3, 5, 8, 10]) expect(pieces((x) => deep(x, k), 2 ** 12)).toBe(2 ** k);
  });

  it('one hidden layer needs a unit for every piece', () => {
    for (const k of [1, 2, 3, 6])
      for (let i = 0; i <= 512; i++) expect(shallow(i / 512, k)).toBeCloseTo(deep(i / 512, k), 9);
    // n random units bend at most n times.
    const random = mulberry32(1);
    for (let trial = 0; trial < 20; trial++) {
      const n = 1 + (trial % 6);
      const units = Array.from({ length: n }, () => [0, 1, 2].map(() => 4 * random() - 2));
      const f = (x: number) =>
        units.reduce((sum, [w, b, v]) => sum + v * Math.max(0, w * x + b), 0);
      // Between the bends of its units f is straight: no more pieces than bends and one.
      const bends = units.map(([w, b]) => -b / w).filter((x) => x > 0 && x < 1).sort((p, q) => p - q); // prettier-ignore
      const ends = [0, ...bends, 1];
      for (let i = 1; i < ends.length; i++) {
        const [from, to] = [ends[i - 1], ends[i]];
        for (const part of [1 / 4, 1 / 2, 3 / 4]) {
          const straight = f(from) + part * (f(to) - f(from));
          expect(f(from + part * (to - from))).toBeCloseTo(straight, 9);
        }
      }
      expect(ends.length - 1).toBeLessThanOrEqual(n + 1);
      // A bend inside a cell of the grid is seen as two changes of slope.
      expect(pieces(f, 2 ** 12)).toBeLessThanOrEqual(2 * bends.length + 1);
    }
    const folded = pieces((x) => deep(x, 10), 2 ** 12);
    for (const lang of ['zh', 'en']) {
      for (const number of [folded, folded - 1]) {
        expect(read(`${lang}.mdx`)).toContain(number.toLocaleString('en-US'));
      }
    }
  });

  it('one wide layer beats three narrow ones on the spirals', () => {
    const rows = read('spiral_torch.out.txt')
      .trimEnd()
      .split('\n')
      .map((line) => ({
        parameters: Number(/(\d+) parameters/.exec(line)![1]),
        accuracy: [...line.matchAll(/([\d.]+)%/g)].map(([, value]) => Number(value)),
      }));
    const [none, wide, narrow] = rows;
    const count = (sizes: number[]) =>
      sizes.slice(1).reduce((sum, n, l) => sum + (sizes[l] + 1) * n, 0);
    expect(rows.map(({ parameters }) => parameters)).toEqual([
      count([2, 1]),
      count([2, 25, 1]),
      count([2, 6, 6, 5, 1]),
    ]);
    expect(Math.max(...none.accuracy)).toBeLessThan(75); // a straight line
    expect(wide.accuracy).toHaveLength(3);
    expect(Math.min(...wide.accuracy)).toBeGreaterThan(99);
    expect(Math.max(...narrow.accuracy)).toBeLessThan(Math.min(...wide.accuracy));
    expect(Math.max(...narrow.accuracy) - Math.min(...narrow.accuracy)).toBeGreaterThan(15);
  });
});

describe('image recognition', () => {
  /** Planes of one size side by side as channels. */
  const stack = (...planes: number[][][]): Grid => {
    const [h, w] = [planes[0].length, planes[0][0].length];
    const x = grid([h, w, planes.length]);
    planes.forEach((plane, c) =>
      plane.forEach((row, r) =>
        row.forEach((value, k) => (x.data[(r * w + k) * planes.length + c] = value)),
      ),
    );
    return x;
  };

  it('pooling keeps channels apart, a 1×1 convolution combines them', () => {
    const a = [
      [1, 0],
      [0, 2],
    ];
    const [b, other] = [
      [
        [0, 3],
        [0, 1],
      ],
      [
        [9, 9],
        [9, 9],
      ],
    ];
    for (const op of ['max', 'avg'] as const) {
      const options: PoolOptions = {
        op,
        window: [2, 2],
        stride: [2, 2],
        padding: [0, 0, 0, 0],
      };
      const pooled = (x: Grid) => pool2d(x, options).output;
      const [first, second] = [pooled(stack(a, b)), pooled(stack(a, other))];
      expect(first.data[0]).toBe(second.data[0]); // channel A does not notice
      expect(first.data[1]).not.toBe(second.data[1]);
      expect(first.data[0]).toBe(toRows(pooled(fromRows(a)))[0][0]);
    }
    const ones = grid([1, 1, 2, 1], [1, 1]);
    const sum = conv2d(stack(a, b), ones, CONV_DEFAULTS);
    expect(toRows(sum)).toEqual([
      [1, 3],
      [0, 3],
    ]);
  });

  it('gray loses color and normalizes nothing', () => {
    const gray = ([r, g, b]: number[]) => Math.round(0.299 * r + 0.587 * g + 0.114 * b);
    expect(gray([255, 0, 0])).toBe(gray([0, 130, 0])); // red and green become one
    const values = [
      [255, 0, 0],
      [0, 130, 0],
      [255, 255, 255],
    ].map(gray);
    const mean = values.reduce((x, y) => x + y) / 3;
    expect(mean).toBeGreaterThan(100); // far from 0
  });
});

describe('faces', () => {
  it('a stranger is unknown until enrolled', () => {
    const { 'Ada again': ada, stranger } = FACES;
    expect(squaredDistance(ada, ENROLLED.Ada)).toBe(1);
    expect(identify(ada, ENROLLED, THRESHOLD)).toBe('Ada');
    expect(identify(stranger, ENROLLED, THRESHOLD)).toBeUndefined();
    expect(identify(stranger, { ...ENROLLED, Mary: [4, 4] }, THRESHOLD)).toBe('Mary');
    expect(THRESHOLD).toBe(2 ** 2); // the radius of the figure
  });

  it('a triplet that is far enough apart has no loss', () => {
    expect(tripletLoss([0, 3], [1, 3], [4, 0], 2)).toBe(0); // 1 − 25 + 2
    expect(tripletLoss([0, 3], [4, 4], [1, 3], 2)).toBe(18); // 17 − 1 + 2
  });
});
