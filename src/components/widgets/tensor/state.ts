/** The state of the tensor viewer and its form in the address. Pure. */
import { grid, sizeOf, type Grid } from '../../../lib/grid.ts';
import {
  BINARY,
  broadcast,
  cast,
  concat,
  DTYPES,
  fits,
  matmul,
  meet,
  reduce,
  REDUCTIONS,
  reshape,
  ShapeError,
  slice,
  stack,
  transpose,
  wrap,
  type Binary,
  type DType,
  type Made,
  type Reduction,
  type Slice,
} from '../../../lib/tensor.ts';
import type { PictureRef } from '../toolkit/kind.ts';
import {
  attempts,
  parseChoice,
  parseFlag,
  parseList,
  parseWhole,
  Refusal,
  short,
  type Parsed,
  type Query,
} from '../toolkit/query.ts';

export const SOURCES = ['digit', 'color', 'batch', 'numbers'] as const;
export type Source = (typeof SOURCES)[number];
export const OPS = ['reshape', 'transpose', 'slice', 'broadcast', 'reduce', 'matmul', 'concat', 'stack', 'cast'] as const; // prettier-ignore
export type Op = (typeof OPS)[number];

/** The keys of the address, in the order in which they are written. */
export const KEYS = [
  'source',
  'shape',
  'values',
  'dtype',
  'op',
  'to',
  'perm',
  'slice',
  'fn',
  'bShape',
  'bValues',
  'axes',
  'reduce',
  'keepdims',
  'axis',
  'as',
] as const;
export type Key = (typeof KEYS)[number];

/** Without those whose default depends on the shape: see `usual`. */
export const DEFAULTS = {
  source: 'digit',
  op: 'slice',
  fn: 'add',
  reduce: 'sum',
  keepdims: '0',
  axis: '0',
} as const satisfies Query<Key>;

export const BOUNDS = { rank: 4, typed: 120, length: 64, result: 8192, number: 4e9 } as const;

/** What the pictures of the site are made into. */
const PICTURE_SHAPES: Record<Exclude<Source, 'numbers'>, number[]> = {
  digit: [28, 28],
  color: [32, 32, 3],
  batch: [4, 16, 16, 3],
};

export interface State {
  source: Source;
  shape: number[];
  /** Typed numbers; 0, 1, 2, … when there are none. */
  values: number[] | undefined;
  dtype: DType;
  op: Op;
  to: number[];
  perm: number[];
  slice: Slice[];
  fn: Binary;
  bShape: number[];
  /** 10, 20, … 100, 10, … when there are none. */
  bValues: number[] | undefined;
  axes: number[];
  reduce: Reduction;
  keepdims: boolean;
  axis: number;
  as: DType;
}

/** Which key an operation is refused at. */
export const KEY_OF: Record<Op, Key> = { reshape: 'to', transpose: 'perm', slice: 'slice', broadcast: 'bShape', reduce: 'axes', matmul: 'bShape', concat: 'bShape', stack: 'bShape', cast: 'as' }; // prettier-ignore

export const takesB = (op: Op): boolean => ['broadcast', 'matmul', 'concat', 'stack'].includes(op);

/** What a key means when it is not given. */
function usual(source: Source, shape: readonly number[], dtype: DType, op: Op) {
  const axes = shape.map((_, axis) => axis);
  const last = shape[shape.length - 1];
  const b: Partial<Record<Op, readonly number[]>> = {
    matmul: [last ?? 1, 2],
    concat: shape,
    stack: shape,
  };
  return {
    to: [...shape].reverse().join(','),
    perm: [...axes].reverse().join(','),
    slice: source === 'digit' ? '8:18,10:20' : shape.length > 0 ? '0' : '',
    bShape: (b[op] ?? shape.slice(-1)).join(','),
    axes: shape.length > 0 ? `${shape.length - 1}` : '',
    as: dtype === 'uint8' ? 'float32' : 'uint8',
  };
}

/** A state from texts, or every reason why there is none. */
export function parse(query: Query): Parsed<State> {
  const { problems, attempt } = attempts();
  const text = (key: keyof typeof DEFAULTS) => query[key] ?? DEFAULTS[key];
  const source = attempt(() => parseChoice('source', text('source'), SOURCES)) ?? 'digit';
  const shape = attempt(() => {
    if (source === 'numbers') return parseShape('shape', query.shape ?? '2,3', BOUNDS.typed);
    for (const key of ['shape', 'values']) {
      if (query[key] !== undefined) throw new Refusal(key, 'not-numbers');
    }
    return PICTURE_SHAPES[source];
  });
  const op = attempt(() => parseChoice('op', text('op'), OPS));
  const fn = attempt(() => parseChoice('fn', text('fn'), BINARY));
  const kind = attempt(() => parseChoice('reduce', text('reduce'), REDUCTIONS));
  const keepdims = attempt(() => parseFlag('keepdims', text('keepdims')));
  const axis = attempt(() => parseWhole('axis', text('axis'), -5, 4));
  if (!shape || !op) return { problems };
  const values = attempt(() => parseValues('values', query.values, shape));
  const given = query.dtype ?? usualType(source, values);
  const dtype = attempt(() => parseChoice('dtype', given, DTYPES)) ?? 'float32';
  const other = usual(source, shape, dtype, op);
  const ask = (key: keyof typeof other) => query[key] ?? other[key];
  const to = attempt(() => parseShape('to', ask('to'), BOUNDS.result, true));
  const perm = attempt(() => wholes('perm', ask('perm'), 0, 3));
  const slices = attempt(() => parseSlices(ask('slice')));
  const bShape = attempt(() => parseShape('bShape', ask('bShape'), takesB(op) ? 4096 : 1e9));
  const axes = attempt(() => wholes('axes', ask('axes'), -4, 3));
  const as = attempt(() => parseChoice('as', ask('as'), DTYPES));
  const bValues = attempt(() => bShape && parseValues('bValues', query.bValues, bShape));
  if (problems.length > 0) return { problems };
  const state: State = { source, shape, values, dtype, op, to: to!, perm: perm!, slice: slices!, fn: fn!, bShape: bShape!, bValues, axes: axes!, reduce: kind!, keepdims: keepdims!, axis: axis!, as: as! }; // prettier-ignore
  attempt(() => check(state));
  return problems.length > 0 ? { problems } : { state };
}

function wholes(key: string, text: string, min: number, max: number): number[] {
  if (text.trim() === '') return [];
  const parts = text.split(',');
  if (parts.length > BOUNDS.rank) {
    throw new Refusal(key, 'too-many', { got: parts.length, max: BOUNDS.rank });
  }
  return parts.map((part) => parseWhole(key, part, min, max));
}

function parseShape(key: string, text: string, most: number, open = false): number[] {
  const shape = text.trim() === '' ? [] : text.split(',').map((part) => {
    const n = parseWhole(key, part, open ? -1 : 1, BOUNDS.result);
    if (n === 0) throw new Refusal(key, 'range', { value: 0, min: 1, max: BOUNDS.result });
    return n;
  }); // prettier-ignore
  if (shape.length > BOUNDS.rank) {
    throw new Refusal(key, 'too-many-axes', { got: shape.length, max: BOUNDS.rank });
  }
  const size = Math.abs(sizeOf(shape));
  if (size > most) throw new Refusal(key, 'too-many', { got: size, max: most });
  return shape;
}

function parseValues(key: string, text: string | undefined, shape: number[]) {
  if (text === undefined) return undefined;
  const values = parseList(key, text, BOUNDS.typed, BOUNDS.number);
  const size = sizeOf(shape);
  if (values.length !== size) throw new Refusal(key, 'count', { expected: size, got: values.length }); // prettier-ignore
  return values;
}

const PART = /^(-?\d{1,4})?:(-?\d{1,4})?(?::(-?\d{1,3})?)?$/;

function parseSlices(text: string): Slice[] {
  if (text.trim() === '') return [];
  return text.split(',').map((part): Slice => {
    const one = part.trim();
    if (/^-?\d{1,4}$/.test(one)) return Number(one) + 0;
    const found = PART.exec(one);
    const step = Number(found?.[3] ?? 1);
    if (!found || step === 0) throw new Refusal('slice', 'slice', { value: short(one) });
    const bound = (digits: string | undefined) =>
      digits === undefined ? null : Number(digits) + 0;
    return [bound(found[1]), bound(found[2]), step];
  });
}

export const slicesText = (slices: readonly Slice[]): string =>
  slices
    .map((one) => {
      if (typeof one === 'number') return `${one}`;
      const [start, stop, step] = one;
      return `${start ?? ''}:${stop ?? ''}${step === 1 ? '' : `:${step}`}`;
    })
    .join(',');

function usualType(source: Source, values: number[] | undefined): DType {
  if (source !== 'numbers') return 'uint8';
  return (values ?? []).every((value) => fits(value, 'int32')) ? 'int32' : 'float32';
}

/** Refuses numbers that the type cannot hold, and shapes that the operation does not take. */
function check(state: State): void {
  const { dtype, op } = state;
  const hold = (key: string, values: ArrayLike<number>) => {
    const bad = Array.from(values).find((value) => !fits(value, dtype));
    if (bad !== undefined) throw new Refusal(key, 'does-not-fit', { value: bad, dtype });
  };
  const x = state.source === 'numbers' ? xOf(state, undefined) : grid(state.shape);
  const most = (got: number) => {
    if (got > BOUNDS.result) throw new Refusal(KEY_OF[op], 'too-many', { got, max: BOUNDS.result });
  };
  try {
    // Before anything is computed: small tensors can make a large one.
    if (op === 'broadcast')
      most(meet(state.shape, state.bShape).reduce((n, { out }) => n * out, 1));
    if (op === 'matmul') most(sizeOf(state.shape.slice(0, -1)) * (state.bShape.at(-1) ?? 1));
    const { y } = make(state, x);
    most(y.data.length);
    if (y.shape.length > BOUNDS.rank) throw new Refusal(KEY_OF[op], 'too-many-axes', { got: y.shape.length, max: BOUNDS.rank }); // prettier-ignore
  } catch (error) {
    if (!(error instanceof ShapeError)) throw error;
    const key = error.code === 'axis' && op !== 'reduce' ? 'axis' : KEY_OF[op];
    throw new Refusal(key, error.code, { ...error.params });
  }
  if (state.source === 'numbers') hold(state.values ? 'values' : 'shape', rawOf(state));
  if (takesB(op)) hold(state.bValues ? 'bValues' : 'bShape', rawB(state));
}

/** Every key as text. */
export function texts(state: State): Query<Key> {
  const { source, shape, values, dtype, op, bValues } = state;
  const other = usual(source, shape, dtype, op);
  const all: Query<Key> = {
    source,
    ...(source === 'numbers' && `${shape}` !== '2,3' && { shape: shape.join(',') }),
    ...(values && { values: values.join(',') }),
    ...(dtype !== usualType(source, values) && { dtype }),
    op,
    fn: state.fn,
    ...(bValues && { bValues: bValues.join(',') }),
    reduce: state.reduce,
    keepdims: state.keepdims ? '1' : '0',
    axis: `${state.axis}`,
  };
  const mine = { to: state.to.join(','), perm: state.perm.join(','), slice: slicesText(state.slice), bShape: state.bShape.join(','), axes: state.axes.join(','), as: state.as }; // prettier-ignore
  for (const key of Object.keys(other) as (keyof typeof other)[]) {
    if (mine[key] !== other[key]) all[key] = mine[key];
  }
  return all;
}

export const pictureOf = ({ source }: State): PictureRef | undefined => {
  if (source === 'numbers') return undefined;
  return source === 'digit' ? { id: 'digit-3', channels: 1 } : { id: 'cat', channels: 3 };
};

const rawOf = ({ shape, values }: State): Float64Array =>
  Float64Array.from({ length: sizeOf(shape) }, (_, i) => values?.[i] ?? i);
const rawB = ({ bShape, bValues }: State): Float64Array =>
  Float64Array.from({ length: sizeOf(bShape) }, (_, i) => bValues?.[i] ?? 10 * ((i % 10) + 1));

const stored = (shape: readonly number[], values: Float64Array, dtype: DType): Grid =>
  grid(
    shape,
    values.map((value) => wrap(value, dtype)),
  );

/** x: the typed numbers, or the picture: means of 4×4 pixels, rounded down; a batch are its quarters. */
export function xOf(state: State, picture: Grid | undefined): Grid {
  const { source, shape, dtype } = state;
  if (source === 'numbers') return stored(shape, rawOf(state), dtype);
  if (source === 'digit') return grid(shape, picture!.data.slice());
  const x = grid(shape);
  const side = source === 'color' ? 32 : 16;
  for (let i = 0; i < x.data.length; i++) {
    const c = i % 3;
    const col = Math.floor(i / 3) % side;
    const row = Math.floor(i / 3 / side) % side;
    const part = Math.floor(i / 3 / side / side);
    const [top, left] = [4 * (row + side * (part >> 1)), 4 * (col + side * (part & 1))];
    let sum = 0;
    for (let r = 0; r < 4; r++) {
      for (let k = 0; k < 4; k++) sum += picture!.data[((top + r) * 128 + left + k) * 3 + c];
    }
    x.data[i] = Math.floor(sum / 16);
  }
  return x;
}

export const bOf = (state: State): Grid | undefined =>
  takesB(state.op) ? stored(state.bShape, rawB(state), state.dtype) : undefined;

/** The type of the result, as NumPy has it. */
export function resultType({ op, dtype, reduce: kind, as }: State): string {
  if (op === 'cast') return as;
  if (op !== 'reduce' || kind === 'max' || dtype === 'float32') return dtype;
  if (kind === 'mean') return 'float64';
  return dtype === 'uint8' ? 'uint64' : 'int64';
}

export const bytesOf = (dtype: string): number => (dtype === 'uint8' ? 1 : /64$/.test(dtype) ? 8 : 4); // prettier-ignore

/** The operation of a state on x; whole numbers that leave their type wrap around. */
export function make(state: State, x: Grid, b: Grid | undefined = bOf(state)): Made {
  const { op, dtype } = state;
  if (op === 'reshape') return reshape(x, state.to);
  if (op === 'transpose') return transpose(x, state.perm);
  if (op === 'slice') return slice(x, state.slice);
  if (op === 'reduce') return reduce(x, state.axes, state.reduce, state.keepdims);
  if (op === 'concat') return concat(x, b!, state.axis);
  if (op === 'stack') return stack(x, b!, state.axis);
  if (op === 'cast') return cast(x, dtype, state.as);
  const made = op === 'matmul' ? matmul(x, b!) : broadcast(x, b!, state.fn);
  if (dtype === 'float32') return made;
  return { ...made, y: grid(made.y.shape, made.y.data.map((value) => wrap(value, dtype))) }; // prettier-ignore
}

/**
 * What the other of reshape and transpose makes of x in the same shape, where there is one: the two
 * are often taken for each other.
 */
export function rival(state: State, x: Grid, y: Grid): { made: Made; perm?: number[] } | undefined {
  const { op } = state;
  const rank = x.shape.length;
  if (op === 'transpose' && rank > 1) return { made: reshape(x, y.shape) };
  if (op !== 'reshape' || y.shape.length !== rank || rank < 2) return undefined;
  const free = x.shape.map((_, axis) => axis);
  const perm: number[] = [];
  for (const n of y.shape) {
    // Equal axes are taken from the end, so that something moves.
    const axis = free.findLast((each) => x.shape[each] === n);
    if (axis === undefined) return undefined;
    perm.push(axis);
    free.splice(free.indexOf(axis), 1);
  }
  return { made: transpose(x, perm), perm };
}
