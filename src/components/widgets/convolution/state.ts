/**
 * The state of the convolution widget, its form in the address and what follows from it. Pure.
 *
 * The address carries `#convolution?key=value&…`; absent keys have the defaults of `DEFAULTS`.
 * Everything that a reader, a link or a control can say comes in through `parseQuery`, so there is
 * one place that refuses. The form is version 1; a later one will say `v=2`.
 */
import { fromChannels, grid, type Grid } from '../../../lib/grid.ts';
import {
  dilatedSize,
  macCount,
  outputSize,
  parameterCount,
  resolvePadding,
  type ConvOptions,
  type Sides,
} from '../../../lib/ops/conv.ts';
import { mulberry32 } from '../../../lib/random.ts';
import type { PictureInfo } from '../toolkit/kind.ts';
import { findPicture, PICTURES } from '../toolkit/maps.ts';
import {
  attempts,
  channelsText,
  LIMITS,
  paddingText,
  pairText,
  parseChannels,
  parseChoice,
  parseNumber,
  parsePadding,
  parsePair,
  parseWhole,
  queryText as textOf,
  readQuery as readText,
  Refusal,
  requireSameSize,
  type Pair,
  type Parsed as ParsedOf,
  type Query as QueryOf,
} from '../toolkit/query.ts';

export { channelsText, LIMITS, paddingText, PICTURES, type PictureInfo };

export const PRESETS = [
  'identity',
  'box',
  'gaussian',
  'sobel-x',
  'sobel-y',
  'laplacian',
  'sharpen',
  'emboss',
  'random',
] as const;
export type Preset = (typeof PRESETS)[number];

export const ACTIVATIONS = [
  'none',
  'relu',
  'leaky-relu',
  'prelu',
  'elu',
  'selu',
  'sigmoid',
  'tanh',
  'softplus',
  'swish',
  'gelu',
  'gelu-tanh',
  'mish',
  'hard-sigmoid',
  'hard-swish',
] as const;
export type ActivationId = (typeof ACTIVATIONS)[number];

/** The keys of the address, in the order in which they are written. */
export const KEYS = [
  'input',
  'image',
  'kernel',
  'preset',
  'stride',
  'padding',
  'dilation',
  'groups',
  'bias',
  'flip',
  'activation',
] as const;
export type Key = (typeof KEYS)[number];

/** What is convolved: numbers, or a picture read with 1 or 3 channels. */
export type Source =
  | { kind: 'matrix'; channels: number[][][] }
  | {
      kind: 'picture';
      id: string;
      height: number;
      width: number;
      channels: 1 | 3;
    };

export interface State {
  source: Source;
  /** [filter][channel of its group][row][column] */
  kernel: number[][][][];
  /** The preset the kernel comes from, '' when it was typed. */
  preset: Preset | '';
  stride: Pair;
  padding: 'valid' | 'same' | Sides;
  dilation: Pair;
  groups: number | 'depthwise';
  /** One per filter. */
  bias: number[];
  flip: boolean;
  activation: ActivationId;
}

export type Query = QueryOf<Key>;
export type Parsed = ParsedOf<State>;

/** The worked example of the page: five rows, five columns, one of each sign in the kernel. */
export const DEFAULTS = {
  input: '1,2,0,1,3;0,1,3,2,1;2,0,1,1,0;1,3,2,0,1;0,1,1,2,2',
  kernel: '1,0,-1;2,0,-2;1,0,-1',
} as const;

/** A preset as 3×3 numbers; `seed` tells the random ones of several filters apart. */
export function presetKernel(preset: Preset, seed = 0): number[][] {
  const rows = (text: string, divisor = 1) =>
    text.split(';').map((row) => row.split(',').map((value) => Number(value) / divisor));
  switch (preset) {
    case 'identity':
      return rows('0,0,0;0,1,0;0,0,0');
    case 'box':
      return rows('1,1,1;1,1,1;1,1,1', 9);
    case 'gaussian':
      return rows('1,2,1;2,4,2;1,2,1', 16);
    case 'sobel-x':
      return rows('-1,0,1;-2,0,2;-1,0,1');
    case 'sobel-y':
      return rows('-1,-2,-1;0,0,0;1,2,1');
    case 'laplacian':
      return rows('0,1,0;1,-4,1;0,1,0');
    case 'sharpen':
      return rows('0,-1,0;-1,5,-1;0,-1,0');
    case 'emboss':
      return rows('-2,-1,0;-1,1,1;0,1,2');
    case 'random': {
      const random = mulberry32(seed + 1);
      return [0, 1, 2].map(() => [0, 1, 2].map(() => Math.round(random() * 20 - 10) / 10));
    }
  }
}

/** Pairs of keys of which only one can be given. */
export const EITHER = [
  ['input', 'image'],
  ['kernel', 'preset'],
] as const;

/** Splits `key=value&…`; a `scene` is replaced by its own query, over which the other keys win. */
export const readQuery = (text: string, scene: (name: string) => string | undefined) =>
  readText(text, KEYS, EITHER, scene);

/**
 * A state from texts, or every reason why there is none.
 *
 * @param own the reader's own picture, if there is one on this page.
 */
export function parseQuery(query: Query, own?: PictureInfo): Parsed {
  const { problems, attempt } = attempts();
  if (query.input !== undefined && query.image !== undefined) {
    problems.push({ key: 'image', code: 'both', params: { other: 'input' } });
  }
  if (query.kernel !== undefined && query.preset !== undefined) {
    problems.push({ key: 'preset', code: 'both', params: { other: 'kernel' } });
  }
  const picture =
    query.image === undefined ? undefined : attempt(() => findPicture(query.image!, own));
  const matrix =
    query.image === undefined
      ? attempt(() => parseChannels('input', query.input ?? DEFAULTS.input, LIMITS.matrix))
      : undefined;
  const preset: Preset | '' =
    query.preset === undefined
      ? ''
      : (attempt(() => parseChoice('preset', query.preset!, PRESETS)) ?? '');
  const typed = query.kernel === undefined ? undefined : attempt(() => parseKernel(query.kernel!));
  const stride = attempt(() => parsePair('stride', query.stride ?? '1', LIMITS.stride));
  const padding = attempt(() => parsePadding(query.padding ?? '0'));
  const dilation = attempt(() => parsePair('dilation', query.dilation ?? '1', LIMITS.dilation));
  const groups = attempt(() =>
    query.groups === 'depthwise'
      ? 'depthwise'
      : parseWhole('groups', query.groups ?? '1', 1, LIMITS.channels),
  );
  const biases = attempt(() =>
    (query.bias ?? '0').split(',').map((part) => parseNumber('bias', part)),
  );
  const flip = attempt(() => parseChoice('flip', query.flip ?? '0', ['0', '1']));
  const activation = attempt(() =>
    parseChoice('activation', query.activation ?? 'none', ACTIVATIONS),
  );
  if (problems.length > 0) return { problems };

  const state = attempt((): State => {
    const source = picture
      ? {
          kind: 'picture' as const,
          id: query.image!,
          ...picture,
          channels: channelsOf(picture, typed, groups!),
        }
      : { kind: 'matrix' as const, channels: matrix! };
    const channels = source.kind === 'matrix' ? source.channels.length : source.channels;
    const kernel = typed ?? defaultKernel(preset, channels, groups!);
    const bias = biases!.length === 1 ? kernel.map(() => biases![0]) : biases!;
    const made: State = {
      source,
      kernel,
      preset,
      stride: stride!,
      padding: padding!,
      dilation: dilation!,
      groups: groups!,
      bias,
      flip: flip === '1',
      activation: activation!,
    };
    requireFit(made);
    return made;
  });
  return state ? { state } : { problems };
}

/** Filters separated by `/`, and what `parseChannels` knows below. */
function parseKernel(text: string): number[][][][] {
  const parts = text.split('/');
  if (parts.length > LIMITS.filters) {
    throw new Refusal('kernel', 'too-many', {
      got: parts.length,
      max: LIMITS.filters,
    });
  }
  const kernel = parts.map((part) => parseChannels('kernel', part, LIMITS.kernel));
  requireSameSize('kernel', kernel.flat());
  if (kernel.some((filter) => filter.length !== kernel[0].length)) {
    throw new Refusal('kernel', 'ragged', {
      expected: kernel[0].length,
      got: '≠',
    });
  }
  return kernel;
}

/** A colour picture is read in colour when the kernel fits three channels, in grey when it fits one. */
function channelsOf(
  picture: PictureInfo,
  kernel: number[][][][] | undefined,
  groups: number | 'depthwise',
): 1 | 3 {
  if (picture.channels === 1) return 1;
  if (groups === 'depthwise') return kernel === undefined || kernel.length % 3 === 0 ? 3 : 1;
  if (kernel === undefined) return groups === 1 ? 1 : 3;
  return kernel[0].length * groups === 3 ? 3 : 1;
}

/** The preset, or the default kernel, once per group and on every channel of it. */
function defaultKernel(
  preset: Preset | '',
  channels: number,
  groups: number | 'depthwise',
): number[][][][] {
  const count = groups === 'depthwise' ? channels : groups;
  if (channels % count !== 0)
    throw new Refusal('groups', 'divide-channels', { groups: count, channels });
  const each = channels / count;
  const base = parseChannels('kernel', DEFAULTS.kernel, LIMITS.kernel)[0];
  return Array.from({ length: count }, (_, f) =>
    Array.from({ length: each }, (_, c) =>
      preset === '' ? base.map((row) => [...row]) : presetKernel(preset, f * each + c),
    ),
  );
}

function requireFit(state: State): void {
  const [, , channels] = inputShape(state);
  const groups = groupCount(state);
  const filters = state.kernel.length;
  if (channels % groups !== 0) throw new Refusal('groups', 'divide-channels', { groups, channels });
  if (state.kernel[0].length !== channels / groups) {
    throw new Refusal('kernel', 'channels', {
      got: state.kernel[0].length,
      expected: channels / groups,
      channels,
      groups,
    });
  }
  if (filters % groups !== 0) throw new Refusal('groups', 'divide-filters', { groups, filters });
  if (state.bias.length !== filters) {
    throw new Refusal('bias', 'count', {
      expected: filters,
      got: state.bias.length,
    });
  }
  const [height, width] = inputShape(state);
  const [kh, kw] = kernelShape(state);
  const [top, bottom, left, right] = sidesOf(state);
  for (const [axis, n, k] of [
    [0, height + top + bottom, dilatedSize(kh, state.dilation[0])],
    [1, width + left + right, dilatedSize(kw, state.dilation[1])],
  ]) {
    if (k > n)
      throw new Refusal('kernel', 'kernel-too-large', {
        axis,
        covered: k,
        padded: n,
      });
  }
}

/** [H, W, C] */
export function inputShape({ source }: Pick<State, 'source'>): [number, number, number] {
  return source.kind === 'matrix'
    ? [source.channels[0].length, source.channels[0][0].length, source.channels.length]
    : [source.height, source.width, source.channels];
}

/** [k_h, k_w, C/groups, F] */
export function kernelShape({ kernel }: Pick<State, 'kernel'>): [number, number, number, number] {
  return [kernel[0][0].length, kernel[0][0][0].length, kernel[0].length, kernel.length];
}

/** Groups as a number; depthwise has one per channel. */
export function groupCount(state: Pick<State, 'source' | 'groups'>): number {
  return state.groups === 'depthwise' ? inputShape(state)[2] : state.groups;
}

/** Padding in numbers: top, bottom, left, right. */
export function sidesOf(state: State): Sides {
  return resolvePadding(inputShape(state), kernelShape(state), state);
}

/** The options of src/lib for a state. */
export function optionsOf(state: State): ConvOptions {
  const { stride, padding, dilation, bias, flip } = state;
  return { stride, padding, dilation, groups: groupCount(state), bias, flip };
}

/** The kernel as a grid [k_h, k_w, C/groups, F]. */
export function kernelGrid(state: Pick<State, 'kernel'>): Grid {
  const [kh, kw, channels, filters] = kernelShape(state);
  const g = grid([kh, kw, channels, filters]);
  let at = 0;
  for (let i = 0; i < kh; i++) {
    for (let j = 0; j < kw; j++) {
      for (let c = 0; c < channels; c++) {
        for (let f = 0; f < filters; f++) g.data[at++] = state.kernel[f][c][i][j];
      }
    }
  }
  return g;
}

/** A typed input as a grid [H, W, C]. */
export const matrixGrid = (channels: number[][][]): Grid => fromChannels(channels);

/** What follows from a state without computing the convolution. */
export interface Derived {
  input: [number, number, number];
  kernel: [number, number, number, number];
  sides: Sides;
  /** [oh, ow, F] */
  output: [number, number, number];
  weights: number;
  /** Weights and one bias per filter. */
  parameters: number;
  macs: number;
}

export function derive(state: State): Derived {
  const input = inputShape(state);
  const kernel = kernelShape(state);
  const sides = sidesOf(state);
  const [top, bottom, left, right] = sides;
  const { stride, dilation } = state;
  const output: Derived['output'] = [
    outputSize(input[0], kernel[0], stride[0], top, bottom, dilation[0]),
    outputSize(input[1], kernel[1], stride[1], left, right, dilation[1]),
    kernel[3],
  ];
  return {
    input,
    kernel,
    sides,
    output,
    weights: parameterCount(kernel, false),
    parameters: parameterCount(kernel, true),
    macs: macCount(output, kernel),
  };
}

export const kernelText = (kernel: number[][][][]) => kernel.map(channelsText).join('/');

/** Every key that differs from its default, as text; the inverse of `parseQuery`. */
export function formatQuery(state: State, own?: PictureInfo): Query {
  const query: Query = {};
  if (state.source.kind === 'picture') query.image = state.source.id;
  else query.input = channelsText(state.source.channels);
  if (query.input === DEFAULTS.input) delete query.input;
  if (state.preset !== '') query.preset = state.preset;
  else query.kernel = kernelText(state.kernel);
  const all: Query = {
    stride: pairText(state.stride),
    padding: paddingText(state.padding),
    dilation: pairText(state.dilation),
    groups: `${state.groups}`,
    bias: state.bias.every((b) => b === state.bias[0]) ? `${state.bias[0]}` : state.bias.join(','),
    flip: state.flip ? '1' : '0',
    activation: state.activation,
  };
  const none: Query = {
    stride: '1',
    padding: '0',
    dilation: '1',
    groups: '1',
    bias: '0',
    flip: '0',
    activation: 'none',
  };
  for (const key of Object.keys(none) as Key[]) if (all[key] !== none[key]) query[key] = all[key];

  // A kernel that would be there anyway is left out.
  if (query.kernel !== undefined) {
    const { kernel, ...without } = query;
    const again = parseQuery(without, own).state;
    if (again && kernelText(again.kernel) === kernel) return without;
  }
  return query;
}

/** The query as it stands in the address. */
export const queryText = (query: Query) => textOf(query, KEYS);
