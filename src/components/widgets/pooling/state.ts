/** The state of the pooling widget, its form in the address and what follows from it. Pure. */
import { fromChannels, grid, type Grid } from '../../../lib/grid.ts';
import { resolvePadding, type Sides } from '../../../lib/ops/conv.ts';
import { poolOutputShape, type PoolOp, type PoolOptions } from '../../../lib/ops/pool.ts';
import type { PictureInfo } from '../toolkit/kind.ts';
import { findPicture } from '../toolkit/maps.ts';
import {
  attempts,
  channelsText,
  LIMITS,
  paddingText,
  pairText,
  parseChannels,
  parseChoice,
  parseFlag,
  parsePadding,
  parsePair,
  parseWhole,
  Refusal,
  type Pair,
  type Parsed,
  type Query,
} from '../toolkit/query.ts';

export const OPS = ['max', 'avg', 'l2', 'globalmax', 'globalavg'] as const;
export type Op = (typeof OPS)[number];

/** The keys of the address, in the order in which they are written. */
export const KEYS = [
  'input',
  'image',
  'op',
  'window',
  'stride',
  'padding',
  'ceil',
  'includePad',
  'shift',
] as const;
export type Key = (typeof KEYS)[number];

/** How far the input can be moved. */
export const MAX_SHIFT = 8;
/** Largest window that can be typed; a global one is as large as the input. */
export const MAX_WINDOW = LIMITS.kernel;

/** The worked example of the page. */
export const DEFAULTS = {
  input: '1,3,0,4;9,3,0,0;-1,3,1,5;1,5,7,11',
  op: 'max',
  window: '2',
  padding: 'valid',
  ceil: '0',
  includePad: '0',
  shift: '0',
} as const satisfies Query<Key>;

export type Source =
  | { kind: 'matrix'; channels: number[][][] }
  | { kind: 'picture'; id: string; height: number; width: number };

export interface State {
  source: Source;
  op: Op;
  window: Pair;
  /** Undefined as long as it follows the window. */
  stride: Pair | undefined;
  padding: 'valid' | 'same' | Sides;
  ceil: boolean;
  includePad: boolean;
  /** The input is moved around by so many rows and columns before it is pooled. */
  shift: Pair;
}

export const isGlobal = (op: Op) => op.startsWith('global');
/** What a window computes, global or not. */
export const ruleOf = (op: Op): PoolOp =>
  op === 'globalmax' ? 'max' : op === 'globalavg' ? 'avg' : op;

/** A state from texts, or every reason why there is none. */
export function parse(query: Query, own?: PictureInfo): Parsed<State> {
  const { problems, attempt } = attempts();
  if (query.input !== undefined && query.image !== undefined) {
    problems.push({ key: 'image', code: 'both', params: { other: 'input' } });
  }
  const source = attempt((): Source => {
    if (query.image === undefined) {
      return { kind: 'matrix', channels: parseChannels('input', query.input ?? DEFAULTS.input) };
    }
    const { height, width } = findPicture(query.image, own);
    return { kind: 'picture', id: query.image, height, width };
  });
  const op = attempt(() => parseChoice('op', query.op ?? DEFAULTS.op, OPS));
  const window = attempt(() => parsePair('window', query.window ?? DEFAULTS.window, MAX_WINDOW));
  const stride = attempt(() =>
    query.stride === undefined ? undefined : parsePair('stride', query.stride, LIMITS.stride),
  );
  const padding = attempt(() => parsePadding(query.padding ?? DEFAULTS.padding));
  const ceil = attempt(() => parseFlag('ceil', query.ceil ?? '0'));
  const includePad = attempt(() => parseFlag('includePad', query.includePad ?? '0'));
  const shift = attempt(() => parseShift(query.shift ?? '0'));
  if (problems.length > 0) return { problems };

  const state = attempt((): State => {
    const made = {
      source: source!,
      op: op!,
      window: window!,
      stride,
      padding: padding!,
      ceil: ceil!,
      includePad: includePad!,
      shift: shift!,
    };
    requireFit(made);
    return made;
  });
  return state ? { state } : { problems };
}

/** Columns, or `rows,columns`; positive is down and to the right. */
function parseShift(text: string): Pair {
  const parts = text.split(',');
  if (parts.length > 2)
    throw new Refusal('shift', 'count', { expected: '1, 2', got: parts.length });
  const numbers = parts.map((part) => parseWhole('shift', part, -MAX_SHIFT, MAX_SHIFT));
  return numbers.length === 1 ? [0, numbers[0]] : [numbers[0], numbers[1]];
}

/** @throws Refusal when the window does not fit the padded input, or could lie in the padding alone. */
function requireFit(state: State): void {
  if (isGlobal(state.op)) return;
  const [H, W] = inputShape(state);
  const [top, bottom, left, right] = sidesOf(state);
  const sizes = [H + top + bottom, W + left + right];
  for (const axis of [0, 1] as const) {
    const k = state.window[axis];
    if (k > sizes[axis]) {
      throw new Refusal('window', 'window-too-large', { k, padded: sizes[axis] });
    }
    const widest = axis === 0 ? Math.max(top, bottom) : Math.max(left, right);
    if (widest >= k) throw new Refusal('padding', 'padding-too-wide', { p: widest, k });
  }
}

/** [H, W, C] */
export function inputShape({ source }: Pick<State, 'source'>): [number, number, number] {
  return source.kind === 'matrix'
    ? [source.channels[0].length, source.channels[0][0].length, source.channels.length]
    : [source.height, source.width, 1];
}

export const strideOf = ({ stride, window }: State): Pair => stride ?? window;

/** Padding in numbers: top, bottom, left, right. */
export function sidesOf(state: State): Sides {
  if (isGlobal(state.op)) return [0, 0, 0, 0];
  const stride = strideOf(state);
  return resolvePadding(inputShape(state), state.window, { ...state, stride, dilation: [1, 1] });
}

/** The options of src/lib for a state. */
export function optionsOf(state: State): PoolOptions {
  const op = ruleOf(state.op);
  if (isGlobal(state.op)) {
    const [H, W] = inputShape(state);
    return { op, window: [H, W], stride: [1, 1], padding: 'valid' };
  }
  const { window, ceil, includePad } = state;
  return { op, window, stride: strideOf(state), padding: sidesOf(state), ceil, includePad };
}

/** [oh, ow, C] */
export const outputShape = (state: State) => poolOutputShape(inputShape(state), optionsOf(state));

/** The input before it is moved [H, W, C]; `picture` are the numbers of the picture it names. */
export function inputGrid({ source }: State, picture: Grid | undefined): Grid {
  return source.kind === 'matrix' ? fromChannels(source.channels) : picture!;
}

/**
 * An image [H, W, C] moved down and to the right; what leaves on one side comes back on the other,
 * so nothing is lost.
 */
export function rolled(image: Grid, [down, right]: Pair): Grid {
  const [H, W, C] = image.shape;
  const moved = grid(image.shape);
  for (let r = 0; r < H; r++) {
    for (let c = 0; c < W; c++) {
      const to = ((((r + down) % H) + H) % H) * W + ((((c + right) % W) + W) % W);
      moved.data.set(image.data.subarray((r * W + c) * C, (r * W + c + 1) * C), to * C);
    }
  }
  return moved;
}

export const isMoved = ({ shift }: State) => shift[0] !== 0 || shift[1] !== 0;

/** What is pooled [H, W, C]. */
export function pooledGrid(state: State, picture: Grid | undefined): Grid {
  const input = inputGrid(state, picture);
  return isMoved(state) ? rolled(input, state.shift) : input;
}

/** Every key as text. */
export function texts(state: State): Query<Key> {
  const { source, stride, shift } = state;
  return {
    ...(source.kind === 'picture'
      ? { image: source.id }
      : { input: channelsText(source.channels) }),
    op: state.op,
    window: pairText(state.window),
    ...(stride && { stride: pairText(stride) }),
    padding: paddingText(state.padding),
    ceil: state.ceil ? '1' : '0',
    includePad: state.includePad ? '1' : '0',
    shift: shift[0] === 0 ? `${shift[1]}` : shift.join(','),
  };
}
