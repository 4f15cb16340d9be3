/**
 * Tensors as NumPy, PyTorch and TensorFlow have them: row-major numbers and a shape. Every operation
 * also tells which numbers a number of its result is made of.
 */
import { grid, sizeOf, type Grid } from './grid.ts';

export const DTYPES = ['uint8', 'int32', 'float32'] as const;
export type DType = (typeof DTYPES)[number];
export const BINARY = ['add', 'sub', 'mul'] as const;
export type Binary = (typeof BINARY)[number];
export const REDUCTIONS = ['sum', 'mean', 'max'] as const;
export type Reduction = (typeof REDUCTIONS)[number];

/** Why an operation is not defined for these shapes or numbers. */
export class ShapeError extends Error {
  readonly code: string;
  readonly params: Readonly<Record<string, string | number>>;

  constructor(code: string, params: Readonly<Record<string, string | number>> = {}) {
    super(`${code} ${JSON.stringify(params)}`);
    this.code = code;
    this.params = params;
  }
}

/** A result, and the flat places in x and b that a flat place of it is made of, in matching order. */
export interface Made {
  y: Grid;
  from(flat: number): { x: number[]; b: number[] };
}

export const shapeText = (shape: readonly number[]): string =>
  `(${shape.join(', ')}${shape.length === 1 ? ',' : ''})`;

/** How many numbers lie between neighbours along each axis: the product of all later axes. */
export function stridesOf(shape: readonly number[]): number[] {
  const strides = shape.map(() => 1);
  for (let axis = shape.length - 2; axis >= 0; axis--) {
    strides[axis] = strides[axis + 1] * shape[axis + 1];
  }
  return strides;
}

/** The index of a flat place: i₀·s₀ + i₁·s₁ + … = flat. */
export function indexOf(flat: number, shape: readonly number[]): number[] {
  const strides = stridesOf(shape);
  return strides.map((stride, axis) => Math.floor(flat / stride) % shape[axis]);
}

/** The flat place of an index. */
export function flatOf(index: readonly number[], shape: readonly number[]): number {
  const strides = stridesOf(shape);
  return index.reduce((sum, i, axis) => sum + i * strides[axis], 0);
}

/** An axis from −rank to rank − 1, counted from the front. */
export function axisOf(axis: number, rank: number): number {
  if (axis < -rank || axis >= rank) throw new ShapeError('axis', { axis, rank });
  return axis < 0 ? axis + rank : axis;
}

const oneToOne = (y: Grid, places: Int32Array): Made => ({
  y,
  from: (flat) => ({ x: [places[flat]], b: [] }),
});

const picked = (x: Grid, shape: readonly number[], place: (flat: number) => number): Made => {
  const places = Int32Array.from({ length: sizeOf(shape) }, (_, flat) => place(flat));
  return oneToOne(
    grid(
      shape,
      Float64Array.from(places, (i) => x.data[i]),
    ),
    places,
  );
};

/** A shape with one −1 filled in, so that it holds `size` numbers. */
export function resolveShape(size: number, to: readonly number[]): number[] {
  const open = to.filter((n) => n === -1).length;
  if (open > 1) throw new ShapeError('two-unknown');
  const known = to.reduce((product, n) => (n === -1 ? product : product * n), 1);
  if (open === 1 ? size % known !== 0 : size !== known) {
    throw new ShapeError(open === 1 ? 'unknown-not-whole' : 'sizes-differ', { size, known });
  }
  return to.map((n) => (n === -1 ? size / known : n));
}

/** The same numbers in the same order, counted off into other axes. */
export function reshape(x: Grid, to: readonly number[]): Made {
  return picked(x, resolveShape(x.data.length, to), (flat) => flat);
}

/** Axis k of the result is axis perm[k] of x: y[i_perm[0], i_perm[1], …] = x[i₀, i₁, …]. */
export function transpose(x: Grid, perm: readonly number[]): Made {
  const rank = x.shape.length;
  if (perm.length !== rank || perm.some((_, axis) => !perm.includes(axis))) {
    throw new ShapeError('permutation', { rank, last: rank - 1 });
  }
  const shape = perm.map((axis) => x.shape[axis]);
  return picked(x, shape, (flat) => {
    const index: number[] = [];
    indexOf(flat, shape).forEach((i, axis) => (index[perm[axis]] = i));
    return flatOf(index, x.shape);
  });
}

/** One axis of a slice: an index, which takes the axis away, or a range as Python has it. */
export type Slice = number | readonly [start: number | null, stop: number | null, step: number];

/** The places that a range takes of an axis of length `n`, as Python's `slice.indices` has them. */
export function placesOf([start, stop, step]: Exclude<Slice, number>, n: number): number[] {
  const bound = (value: number, low: number, high: number) =>
    Math.min(high, Math.max(low, value < 0 ? value + n : value));
  const [low, high] = step > 0 ? [0, n] : [-1, n - 1];
  const from = start === null ? (step > 0 ? 0 : n - 1) : bound(start, low, high);
  const to = stop === null ? (step > 0 ? n : -1) : bound(stop, low, high);
  const places: number[] = [];
  for (let i = from; step > 0 ? i < to : i > to; i += step) places.push(i);
  return places;
}

/** x[a, b:c, ::d]; axes that are not named are taken whole. */
export function slice(x: Grid, slices: readonly Slice[]): Made {
  const rank = x.shape.length;
  if (slices.length > rank) throw new ShapeError('too-many-slices', { got: slices.length, rank });
  const places = x.shape.map((n, axis) => {
    const one = slices[axis] ?? [null, null, 1];
    if (typeof one !== 'number') return placesOf(one, n);
    if (one < -n || one >= n) throw new ShapeError('index', { index: one, axis, n });
    return [one < 0 ? one + n : one];
  });
  const empty = places.findIndex((each) => each.length === 0);
  if (empty >= 0) throw new ShapeError('empty-slice', { axis: empty, n: x.shape[empty] });
  const whole = places.map((each) => each.length);
  const shape = whole.filter((_, axis) => typeof slices[axis] !== 'number');
  return picked(x, shape, (flat) =>
    flatOf(
      indexOf(flat, whole).map((i, axis) => places[axis][i]),
      x.shape,
    ),
  );
}

/** One axis of two shapes, counted from the right; 0 for an axis that a shape does not have. */
export interface Met {
  a: number;
  b: number;
  out: number;
}

/**
 * Two shapes axis by axis from the right: equal lengths stay, a length of 1 (or no axis) is repeated.
 *
 * @throws ShapeError naming the first axis from the right where neither holds.
 */
export function meet(a: readonly number[], b: readonly number[]): Met[] {
  return Array.from({ length: Math.max(a.length, b.length) }, (_, k) => {
    const [p, q] = [a[a.length - 1 - k] ?? 0, b[b.length - 1 - k] ?? 0];
    if (p > 1 && q > 1 && p !== q) {
      throw new ShapeError('mismatch', { k: k + 1, a: p, b: q, x: shapeText(a), other: shapeText(b) }); // prettier-ignore
    }
    return { a: p, b: q, out: Math.max(p, q) };
  });
}

/** Where an index of the result lies in an operand: the last axes, 0 on those of length 1. */
const place = (index: readonly number[], shape: readonly number[]) =>
  flatOf(
    index.slice(index.length - shape.length).map((i, axis) => (shape[axis] === 1 ? 0 : i)),
    shape,
  );

const RULE: Record<Binary, (p: number, q: number) => number> = {
  add: (p, q) => p + q,
  sub: (p, q) => p - q,
  mul: (p, q) => p * q,
};

/** x and b number by number, repeated where an axis has length 1. */
export function broadcast(x: Grid, b: Grid, fn: Binary): Made {
  const shape = meet(x.shape, b.shape).map(({ out }) => out).reverse(); // prettier-ignore
  const from = (flat: number) => {
    const index = indexOf(flat, shape);
    return { x: [place(index, x.shape)], b: [place(index, b.shape)] };
  };
  const y = grid(shape);
  for (let flat = 0; flat < y.data.length; flat++) {
    const at = from(flat);
    y.data[flat] = RULE[fn](x.data[at.x[0]], b.data[at.b[0]]);
  }
  return { y, from };
}

/** Sum, mean or maximum over axes (all when none are given); with `keep` they stay with length 1. */
export function reduce(x: Grid, axes: readonly number[], kind: Reduction, keep: boolean): Made {
  const rank = x.shape.length;
  const asked = axes.map((axis) => axisOf(axis, rank));
  if (new Set(asked).size < asked.length) throw new ShapeError('axis-twice');
  const over = asked.length > 0 ? asked : x.shape.map((_, axis) => axis);
  const kept = x.shape.map((n, axis) => (over.includes(axis) ? 1 : n));
  const shape = keep ? kept : kept.filter((_, axis) => !over.includes(axis));
  const groups: number[][] = Array.from({ length: sizeOf(kept) }, () => []);
  for (let flat = 0; flat < x.data.length; flat++) {
    groups[place(indexOf(flat, x.shape), kept)].push(flat);
  }
  const values = groups.map((group) => {
    const numbers = group.map((i) => x.data[i]);
    if (kind === 'max') return numbers.reduce((p, q) => Math.max(p, q));
    const sum = numbers.reduce((p, q) => p + q, 0);
    return kind === 'sum' ? sum : sum / numbers.length;
  });
  return { y: grid(shape, values), from: (flat) => ({ x: groups[flat], b: [] }) };
}

/**
 * Matrices times matrices: the last two axes of x [.., n, k] and b [.., k, m]. b is one matrix, or
 * has the same axes in front.
 */
export function matmul(x: Grid, b: Grid): Made {
  const [p, q] = [x.shape.length, b.shape.length];
  if (p < 2 || q < 2) throw new ShapeError('needs-matrices', { x: p, b: q });
  const [n, k] = x.shape.slice(-2);
  const [inner, m] = b.shape.slice(-2);
  if (k !== inner) throw new ShapeError('inner', { k, inner, x: shapeText(x.shape), other: shapeText(b.shape) }); // prettier-ignore
  const front = x.shape.slice(0, -2);
  if (q > 2 && `${front}` !== `${b.shape.slice(0, -2)}`) {
    throw new ShapeError('fronts', { x: shapeText(x.shape), other: shapeText(b.shape) });
  }
  const shape = [...front, n, m];
  const from = (flat: number) => {
    const column = flat % m;
    const row = Math.floor(flat / m);
    const matrix = q > 2 ? Math.floor(row / n) : 0;
    const along = Array.from({ length: k }, (_, i) => i);
    return {
      x: along.map((i) => row * k + i),
      b: along.map((i) => (matrix * k + i) * m + column),
    };
  };
  const y = grid(shape);
  for (let flat = 0; flat < y.data.length; flat++) {
    const at = from(flat);
    y.data[flat] = at.x.reduce((sum, i, t) => sum + x.data[i] * b.data[at.b[t]], 0);
  }
  return { y, from };
}

function joined(x: Grid, b: Grid, shape: number[], axis: number, first: number): Made {
  const from = (flat: number) => {
    const index = indexOf(flat, shape);
    const isX = index[axis] < first;
    if (!isX) index[axis] -= first;
    const inner = [...shape];
    inner[axis] = isX ? first : shape[axis] - first;
    const at = flatOf(index, inner);
    return isX ? { x: [at], b: [] } : { x: [], b: [at] };
  };
  const values = Array.from({ length: sizeOf(shape) }, (_, flat) => {
    const at = from(flat);
    return at.x.length > 0 ? x.data[at.x[0]] : b.data[at.b[0]];
  });
  return { y: grid(shape, values), from };
}

/** x, then b along an axis that both have; the other axes must agree. */
export function concat(x: Grid, b: Grid, axis: number): Made {
  const rank = x.shape.length;
  const along = axisOf(axis, rank);
  const differs =
    b.shape.length !== rank || x.shape.some((n, k) => k !== along && n !== b.shape[k]);
  if (differs) throw new ShapeError('concat', { axis: along, x: shapeText(x.shape), other: shapeText(b.shape) }); // prettier-ignore
  const shape = x.shape.map((n, k) => (k === along ? n + b.shape[k] : n));
  return joined(x, b, shape, along, x.shape[along]);
}

/** x and b as the two places of a new axis; their shapes must be the same. */
export function stack(x: Grid, b: Grid, axis: number): Made {
  const along = axisOf(axis, x.shape.length + 1);
  if (`${x.shape}` !== `${b.shape}`) throw new ShapeError('stack', { x: shapeText(x.shape), other: shapeText(b.shape) }); // prettier-ignore
  const shape = [...x.shape];
  shape.splice(along, 0, 2);
  return joined(x, b, shape, along, 1);
}

/** Whether a number can be stored as it is; a float32 stores the nearest one it has. */
export function fits(value: number, dtype: DType): boolean {
  if (dtype === 'float32') return Math.abs(value) < 3.4e38;
  const [low, high] = dtype === 'uint8' ? [0, 255] : [-(2 ** 31), 2 ** 31 - 1];
  return Number.isInteger(value) && value >= low && value <= high;
}

/** What whole numbers become that are too large or too small: they wrap around, modulo 2⁸ or 2³². */
export function wrap(value: number, dtype: DType): number {
  if (dtype === 'float32') return Math.fround(value);
  const range = dtype === 'uint8' ? 256 : 2 ** 32;
  const rest = value - range * Math.floor(value / range);
  return dtype === 'int32' && rest >= 2 ** 31 ? rest - range : rest;
}

/**
 * Numbers of one type as another: fractions are cut off towards 0, whole numbers wrap around, and
 * float32 takes the nearest it has.
 *
 * @throws ShapeError for fractions outside of a whole type: C leaves open what becomes of them.
 */
export function cast(x: Grid, from: DType, to: DType): Made {
  const values = x.data.map((value) => {
    if (to === 'float32') return Math.fround(value);
    const cut = Math.trunc(value) + 0;
    if (from === 'float32' && !fits(cut, to)) throw new ShapeError('undefined-cast', { value, to });
    return wrap(cut, to);
  });
  return oneToOne(
    grid(x.shape, values),
    Int32Array.from(values, (_, i) => i),
  );
}
