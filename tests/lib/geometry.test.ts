/** src/lib/ops/geometry.ts against SciPy and NumPy (tests/golden/make_geometry.py), and by hand. */
import { describe, expect, test } from 'vitest';
import { fromRows, grid, toRows } from '../../src/lib/grid.ts';
import {
  centreSquare,
  move,
  resample,
  sampling,
  turnOf,
  type Motion,
} from '../../src/lib/ops/geometry.ts';
import { expectClose, golden, integerGrid, randomGrid } from './helpers.ts';
import { mulberry32 } from '../../src/lib/random.ts';

const { cases, versions } = golden<Motion & { shape: number[]; image: number[]; y: number[] }>(
  'geometry',
);

test('the file says what made it', () => {
  expect(Object.keys(versions)).toEqual(['python', 'numpy', 'scipy']);
  expect(cases.length).toBeGreaterThan(25);
});

test.each(cases)('shift $shift, rotate $rotate, scale $scale of $shape (%#)', (c) => {
  const y = move(grid(c.shape, c.image), c);
  const exact = c.scale === 1 && c.rotate % 90 === 0 && c.shift.every(Number.isInteger);
  if (exact) expect([...y.data]).toEqual(c.y);
  else expectClose(y.data, c.y, 1e-9);
});

describe('by hand', () => {
  const image = fromRows([
    [1, 2, 3],
    [4, 5, 6],
    [7, 8, 9],
  ]);
  const still: Motion = { shift: [0, 0], rotate: 0, scale: 1 };

  test('a shift to the right and a quarter turn', () => {
    expect(toRows(move(image, { ...still, shift: [0, 1] }))).toEqual([[0, 1, 2], [0, 4, 5], [0, 7, 8]]); // prettier-ignore
    expect(toRows(move(image, { ...still, shift: [-1, 0] }))).toEqual([[4, 5, 6], [7, 8, 9], [0, 0, 0]]); // prettier-ignore
    expect(toRows(move(image, { ...still, rotate: 90 }))).toEqual([[3, 6, 9], [2, 5, 8], [1, 4, 7]]); // prettier-ignore
    expect(toRows(move(image, { ...still, shift: [0, 0.5] }))[0]).toEqual([0.5, 1.5, 2.5]);
  });

  test('four quarter turns are none, in every channel', () => {
    const colour = integerGrid([6, 6, 3], mulberry32(4));
    let turned = colour;
    for (let i = 0; i < 4; i++) turned = move(turned, { ...still, rotate: 90 });
    expect(turned).toEqual(colour);
    expect(move(colour, { ...still, rotate: 360 })).toEqual(colour);
    expect(move(colour, { ...still, rotate: -270 })).toEqual(
      move(colour, { ...still, rotate: 90 }),
    );
    expect(turnOf(450)).toEqual({ sin: 1, cos: 0 });
  });

  test('inside is where nothing came from outside', () => {
    const { inside } = sampling(3, 3, { ...still, shift: [0, 1] });
    expect([...inside]).toEqual([0, 1, 1, 0, 1, 1, 0, 1, 1]);
    const ones = grid([9, 9, 1], new Float64Array(81).fill(1));
    const plan = sampling(9, 9, { shift: [1, 0.5], rotate: 20, scale: 1.2 });
    resample(ones, plan).data.forEach((v, i) => {
      if (plan.inside[i]) expect(v).toBeCloseTo(1, 12);
      else expect(v).toBeLessThan(1);
    });
    expect(plan.inside.some((v) => v === 0)).toBe(true);
  });

  test('a place that is whole up to rounding is whole', () => {
    expect(21 / 1.4).toBeGreaterThan(15);
    const { inside, index, weight } = sampling(31, 31, { shift: [6, 6], rotate: 0, scale: 1.4 });
    expect(inside[0]).toBe(1);
    expect([index[0], weight[0]]).toEqual([0, 1]);
  });

  test('the square in the middle', () => {
    const wide = randomGrid([11, 13, 2]);
    const square = centreSquare(wide, 4);
    expect(square.shape).toEqual([8, 8, 2]);
    expect(square.data[0]).toBe(wide.data[(13 + 2) * 2]);
    expect(() => centreSquare(grid([3, 9, 1]), 4)).toThrow('no square of 4 pixels fits into 3×9');
  });

  test('what cannot be is refused', () => {
    expect(() => sampling(3, 3, { ...still, scale: 0 })).toThrow('scale must be positive');
    expect(() => resample(image, sampling(4, 3, still))).toThrow('sampling is for 4×3 pixels');
  });
});
