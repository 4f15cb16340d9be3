import { describe, expect, test } from 'vitest';
import { grid, type Grid } from '@lib/grid.ts';
import * as tensor from '@lib/tensor.ts';
import { golden, integerGrid } from './helpers.ts';
import { mulberry32 } from '@lib/random.ts';

interface Case {
  op: string;
  args: unknown;
  x: { shape: number[]; data: number[] };
  b?: { shape: number[]; data: number[] };
  y: { shape: number[]; data: number[] } | null;
  strides?: number[];
}

const { cases } = golden('tensor') as unknown as { cases: Case[] };

function make({ op, args, x: p, b: q }: Case): tensor.Made {
  const x = grid(p.shape, p.data);
  const b = q && grid(q.shape, q.data);
  if (op === 'reshape') return tensor.reshape(x, args as number[]);
  if (op === 'transpose') return tensor.transpose(x, args as number[]);
  if (op === 'slice') return tensor.slice(x, args as tensor.Slice[]);
  if (op === 'reduce') return tensor.reduce(x, ...(args as [number[], tensor.Reduction, boolean]));
  if (op === 'broadcast') return tensor.broadcast(x, b!, args as tensor.Binary);
  if (op === 'matmul') return tensor.matmul(x, b!);
  if (op === 'concat') return tensor.concat(x, b!, args as number);
  if (op === 'stack') return tensor.stack(x, b!, args as number);
  return tensor.cast(x, ...(args as [tensor.DType, tensor.DType]));
}

describe('against NumPy', () => {
  const names = [...new Set(cases.map(({ op }) => op))];
  test.each(names)('%s: shape and numbers, and a refusal where NumPy refuses', (name) => {
    const mine = cases.filter(({ op }) => op === name);
    let made = 0;
    for (const one of mine) {
      const about = JSON.stringify([one.args, one.x.shape, one.b?.shape]);
      if (one.y === null) {
        expect(() => make(one), about).toThrow(tensor.ShapeError);
        continue;
      }
      made++;
      const { y } = make(one);
      expect(y.shape, about).toEqual(one.y.shape);
      expect(
        [...y.data].map((v) => v + 0),
        about,
      ).toEqual(one.y.data.map((v) => v + 0));
      expect(tensor.stridesOf(y.shape), about).toEqual(one.strides);
    }
    expect(made).toBeGreaterThan(5);
  });

  test('every operation is there, and refusals of most', () => {
    expect(names.sort()).toEqual(['broadcast', 'cast', 'concat', 'matmul', 'reduce', 'reshape', 'slice', 'stack', 'transpose']); // prettier-ignore
    for (const op of ['broadcast', 'concat', 'stack', 'reshape', 'slice', 'matmul']) {
      expect(
        cases.some((each) => each.op === op && each.y === null),
        op,
      ).toBe(true);
    }
  });
});

test('“from” names the numbers that each number of a result is made of', () => {
  const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);
  for (const one of cases) {
    if (one.y === null || one.op === 'cast') continue;
    const { y, from } = make(one);
    for (let flat = 0; flat < y.data.length; flat++) {
      const { x, b } = from(flat);
      const [p, q] = [x.map((i) => one.x.data[i]), b.map((i) => one.b!.data[i])];
      const found =
        one.op === 'matmul'
          ? sum(p.map((v, i) => v * q[i]))
          : one.op === 'broadcast'
            ? { add: p[0] + q[0], sub: p[0] - q[0], mul: p[0] * q[0] }[one.args as tensor.Binary]
            : one.op === 'reduce'
              ? { sum: sum(p), mean: sum(p) / p.length, max: Math.max(...p) }[
                  (one.args as [unknown, tensor.Reduction])[1]
                ]
              : [...p, ...q][0];
      expect(found).toBe(y.data[flat]);
      if (!['matmul', 'broadcast', 'reduce'].includes(one.op)) expect(x.length + b.length).toBe(1);
    }
  }
});

describe('what reshape and transpose are', () => {
  const x = integerGrid([2, 3, 4], mulberry32(2));

  test('reshape keeps the order in memory, transpose does not, and the two differ', () => {
    expect(tensor.reshape(x, [4, 6]).y.data).toEqual(x.data);
    const [a, b] = [tensor.reshape(x, [4, 3, 2]).y, tensor.transpose(x, [2, 1, 0]).y];
    expect(a.shape).toEqual(b.shape);
    expect(a.data).not.toEqual(b.data);
    expect([...b.data].sort()).toEqual([...a.data].sort());
  });

  test('transposing back gives x again: NHWC → NCHW → NHWC', () => {
    const batch: Grid = integerGrid([2, 3, 4, 2], mulberry32(3));
    const nchw = tensor.transpose(batch, [0, 3, 1, 2]).y;
    expect(nchw.shape).toEqual([2, 2, 3, 4]);
    expect(tensor.transpose(nchw, [0, 2, 3, 1]).y).toEqual(batch);
  });

  test('index and flat place belong together', () => {
    for (let flat = 0; flat < 24; flat++) {
      const index = tensor.indexOf(flat, [2, 3, 4]);
      expect(flat).toBe(index[0] * 12 + index[1] * 4 + index[2]);
      expect(tensor.flatOf(index, [2, 3, 4])).toBe(flat);
    }
    expect([tensor.indexOf(0, []), tensor.flatOf([], [])]).toEqual([[], 0]);
  });
});

describe('refusals name what does not fit', () => {
  const refusal = (make: () => unknown) => {
    try {
      make();
    } catch (error) {
      return error as tensor.ShapeError;
    }
    throw new Error('not refused');
  };
  const x = grid([2, 3, 4]);

  test('broadcasting: the axis, counted from the right, and both lengths', () => {
    expect(refusal(() => tensor.meet([2, 3, 4], [2, 4]))).toMatchObject({ code: 'mismatch', params: { k: 2, a: 3, b: 2 } }); // prettier-ignore
    expect(tensor.meet([2, 3, 4], [3, 1])).toEqual([
      { a: 4, b: 1, out: 4 },
      { a: 3, b: 3, out: 3 },
      { a: 2, b: 0, out: 2 },
    ]);
  });

  test.each([
    ['sizes-differ', () => tensor.reshape(x, [5, 5])],
    ['two-unknown', () => tensor.reshape(x, [-1, -1])],
    ['unknown-not-whole', () => tensor.reshape(x, [5, -1])],
    ['permutation', () => tensor.transpose(x, [0, 1])],
    ['permutation', () => tensor.transpose(x, [0, 1, 1])],
    ['too-many-slices', () => tensor.slice(x, [0, 0, 0, 0])],
    ['index', () => tensor.slice(x, [2])],
    ['empty-slice', () => tensor.slice(x, [[1, 1, 1]])],
    ['axis', () => tensor.reduce(x, [3], 'sum', false)],
    ['axis-twice', () => tensor.reduce(x, [0, -3], 'sum', false)],
    ['needs-matrices', () => tensor.matmul(grid([3]), x)],
    ['inner', () => tensor.matmul(x, grid([3, 3]))],
    ['fronts', () => tensor.matmul(x, grid([3, 4, 2]))],
    ['concat', () => tensor.concat(x, grid([2, 3, 5]), 0)],
    ['stack', () => tensor.stack(x, grid([2, 3, 5]), 0)],
    ['undefined-cast', () => tensor.cast(grid([1], [300.5]), 'float32', 'uint8')],
  ])('%s', (code, make) => {
    expect(refusal(make).code).toBe(code);
  });
});

test('numbers that fit a type, and what becomes of those that do not', () => {
  expect([255, 256, -1, 0.5].map((v) => tensor.fits(v, 'uint8'))).toEqual([true, false, false, false]); // prettier-ignore
  expect([2 ** 31, 2 ** 31 - 1, -(2 ** 31)].map((v) => tensor.fits(v, 'int32'))).toEqual([false, true, true]); // prettier-ignore
  expect([300, -1, 256].map((v) => tensor.wrap(v, 'uint8'))).toEqual([44, 255, 0]);
  expect([2 ** 31, -(2 ** 31) - 1].map((v) => tensor.wrap(v, 'int32'))).toEqual([-(2 ** 31), 2 ** 31 - 1]); // prettier-ignore
  expect(tensor.wrap(16777217, 'float32')).toBe(16777216);
});
