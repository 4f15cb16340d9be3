/** The state of the up-sampling widget, its form in the address and what follows from it. Pure. */
import { fromRows, grid, type Grid } from '../../../lib/grid.ts';
import type { Sides } from '../../../lib/ops/conv.ts';
import {
  landings,
  linearTaps,
  nearestTaps,
  transposedAxes,
  type Centres,
  type TransposedAxis,
  type TransposedOptions,
} from '../../../lib/ops/upsample.ts';
import type { PictureInfo } from '../toolkit/kind.ts';
import { findPicture } from '../toolkit/maps.ts';
import {
  attempts,
  LIMITS,
  matrixText,
  paddingText,
  pairText,
  parseChannels,
  parseChoice,
  parseFlag,
  parsePadding,
  parsePair,
  Refusal,
  type Pair,
  type Parsed,
  type Query,
} from '../toolkit/query.ts';

export const OPS = ['transposed', 'nearest', 'bilinear'] as const;
export type Op = (typeof OPS)[number];

/** The keys of the address, in the order in which they are written. */
export const KEYS = [
  'input',
  'image',
  'op',
  'kernel',
  'stride',
  'padding',
  'outputPadding',
  'dilation',
  'alignCorners',
] as const;
export type Key = (typeof KEYS)[number];

/** Longest side of an output. */
export const MAX_OUTPUT = 640;

/** A flat input with one higher cell, and a kernel of ones: what is uneven comes from the overlap. */
export const DEFAULTS = {
  input: '3,3,3;3,7,3;3,3,3',
  op: 'transposed',
  kernel: '1,1,1;1,1,1;1,1,1',
  stride: '2',
  padding: '0',
  outputPadding: '0',
  dilation: '1',
  alignCorners: '0',
} as const satisfies Query<Key>;

export type Source =
  | { kind: 'matrix'; rows: number[][] }
  | { kind: 'picture'; id: string; height: number; width: number };

export interface State {
  source: Source;
  op: Op;
  /** Of a transposed convolution; the others leave it alone, and all below except the stride. */
  kernel: number[][];
  /** Distance of the stamps, or how many times larger the result of a resize is. */
  stride: Pair;
  padding: 'same' | Sides;
  outputPadding: Pair;
  dilation: Pair;
  alignCorners: boolean;
}

/** A state from texts, or every reason why there is none. */
export function parse(query: Query, own?: PictureInfo): Parsed<State> {
  const { problems, attempt } = attempts();
  if (query.input !== undefined && query.image !== undefined) {
    problems.push({ key: 'image', code: 'both', params: { other: 'input' } });
  }
  const source = attempt((): Source => {
    if (query.image === undefined) {
      return { kind: 'matrix', rows: parsePlane('input', query.input ?? DEFAULTS.input) };
    }
    const { height, width } = findPicture(query.image, own);
    return { kind: 'picture', id: query.image, height, width };
  });
  const op = attempt(() => parseChoice('op', query.op ?? DEFAULTS.op, OPS));
  const kernel = attempt(() =>
    parsePlane('kernel', query.kernel ?? DEFAULTS.kernel, LIMITS.kernel),
  );
  const stride = attempt(() => parsePair('stride', query.stride ?? DEFAULTS.stride, LIMITS.stride));
  const padding = attempt(() => {
    const read = parsePadding(query.padding ?? DEFAULTS.padding);
    return read === 'valid' ? ([0, 0, 0, 0] as Sides) : read;
  });
  const outputPadding = attempt(() =>
    parsePair('outputPadding', query.outputPadding ?? '0', LIMITS.padding, 0),
  );
  const dilation = attempt(() => parsePair('dilation', query.dilation ?? '1', LIMITS.dilation));
  const alignCorners = attempt(() => parseFlag('alignCorners', query.alignCorners ?? '0'));
  if (problems.length > 0) return { problems };

  const state = attempt((): State => {
    const made = {
      source: source!,
      op: op!,
      kernel: kernel!,
      stride: stride!,
      padding: padding!,
      outputPadding: outputPadding!,
      dilation: dilation!,
      alignCorners: alignCorners!,
    };
    requireFit(made);
    return made;
  });
  return state ? { state } : { problems };
}

/** One matrix: this widget has one channel. */
function parsePlane(key: string, text: string, maxSize?: number): number[][] {
  if (/^[-+.,;\deE\s]*[|/]/.test(text)) throw new Refusal(key, 'one-channel');
  return parseChannels(key, text, maxSize)[0];
}

/** @throws Refusal when there would be no output, too much of it, or too much output padding. */
function requireFit(state: State): void {
  const { op, stride, padding, outputPadding, dilation } = state;
  if (op === 'transposed') {
    for (const axis of [0, 1] as const) {
      const most = Math.max(stride[axis], dilation[axis]);
      const given = outputPadding[axis];
      if (padding === 'same' && given > 0) throw new Refusal('outputPadding', 'same-decides');
      if (given >= most) {
        throw new Refusal('outputPadding', 'output-padding', { op: given, most });
      }
      if (padding !== 'same') {
        const n = inputShape(state)[axis];
        const k = [state.kernel.length, state.kernel[0].length][axis];
        const whole = (n - 1) * stride[axis] + dilation[axis] * (k - 1) + 1 + given;
        const cut = padding[axis * 2] + padding[axis * 2 + 1];
        if (cut >= whole) throw new Refusal('padding', 'nothing-left', { cut, whole });
      }
    }
  }
  const [h, w] = outputShape(state);
  if (Math.max(h, w) > MAX_OUTPUT) {
    throw new Refusal('stride', 'output-too-large', { h, w, max: MAX_OUTPUT });
  }
}

/** [H, W] */
export function inputShape({ source }: Pick<State, 'source'>): Pair {
  return source.kind === 'matrix'
    ? [source.rows.length, source.rows[0].length]
    : [source.height, source.width];
}

/** The kernel as src/lib has it [k_h, k_w, 1, 1]. */
export const kernelGrid = ({ kernel }: State): Grid =>
  grid([kernel.length, kernel[0].length, 1, 1], kernel.flat());

/** What is enlarged [H, W, 1]; `picture` are the numbers of the picture it names. */
export function inputGrid({ source }: State, picture: Grid | undefined): Grid {
  return source.kind === 'matrix' ? fromRows(source.rows) : picture!;
}

/** The options of src/lib for a state. */
export const optionsOf = (state: State): TransposedOptions => ({
  stride: state.stride,
  padding: state.padding,
  outputPadding: state.outputPadding,
  dilation: state.dilation,
});

/** Both axes of a transposed convolution in numbers. */
export const axesOf = (state: State): [TransposedAxis, TransposedAxis] =>
  transposedAxes(
    inputShape(state),
    [state.kernel.length, state.kernel[0].length],
    optionsOf(state),
  );

/** [oh, ow, 1] */
export function outputShape(state: State): [number, number, number] {
  if (state.op === 'transposed') {
    const [rows, cols] = axesOf(state);
    return [rows.size, cols.size, 1];
  }
  const [H, W] = inputShape(state);
  return [H * state.stride[0], W * state.stride[1], 1];
}

/** Where the cells of a resize look. */
export const centresOf = ({ alignCorners }: State): Centres =>
  alignCorners ? 'align-corners' : 'half-pixel';

/** What meets in an output cell, along one axis: an input cell with a tap of the kernel or a weight. */
export interface Meeting {
  at: number;
  /** Of a transposed convolution; −1 in a resize. */
  tap: number;
  /** Of a resize; 1 in a transposed convolution. */
  weight: number;
}

/** All that meets in each output row and in each output column. */
export function meetings(state: State): [rows: Meeting[][], columns: Meeting[][]] {
  if (state.op === 'transposed') {
    const [rows, cols] = axesOf(state).map((axis) =>
      landings(axis).map((all) => all.map((each) => ({ ...each, weight: 1 }))),
    );
    return [rows, cols];
  }
  const shape = inputShape(state);
  const along = (axis: 0 | 1): Meeting[][] => {
    const size = shape[axis] * state.stride[axis];
    const taps =
      state.op === 'nearest'
        ? nearestTaps(shape[axis], size, state.alignCorners)
        : linearTaps(shape[axis], size, centresOf(state));
    return taps.map((all) => all.map((each) => ({ ...each, tap: -1 })));
  };
  return [along(0), along(1)];
}

/** Every key as text. */
export function texts(state: State): Query<Key> {
  const { source } = state;
  return {
    ...(source.kind === 'picture' ? { image: source.id } : { input: matrixText(source.rows) }),
    op: state.op,
    kernel: matrixText(state.kernel),
    stride: pairText(state.stride),
    padding: paddingText(state.padding),
    outputPadding: pairText(state.outputPadding),
    dilation: pairText(state.dilation),
    alignCorners: state.alignCorners ? '1' : '0',
  };
}
