/** The state of the separable bench and its form in the address. Pure. */
import { fromChannels, fromRows, type Grid } from '../../../lib/grid.ts';
import {
  attempts,
  channelsText,
  matrixText,
  parseChannels,
  parseChoice,
  parseWhole,
  Refusal,
  type Parsed,
  type Query,
} from '../toolkit/query.ts';

export const NETS = ['layer', 'mobilenet'] as const;
export const FORMS = ['separable', 'standard'] as const;
export const ALPHAS = ['1', '0.75', '0.5', '0.25'] as const;

/** The keys of the address, in the order in which they are written. */
export const KEYS = [
  'net',
  'kernel',
  'inputs',
  'outputs',
  'side',
  'alpha',
  'form',
  'x',
  'depthwise',
  'pointwise',
] as const;
export type Key = (typeof KEYS)[number];

export const DEFAULTS = {
  net: 'layer',
  kernel: '3',
  inputs: '64',
  outputs: '128',
  side: '56',
  alpha: '1',
  form: 'separable',
  x: '1,2,0;0,1,2;1,0,1|3,1,0;2,2,1;0,1,2',
  depthwise: '1,0;0,1|1,-1;0,1',
  pointwise: '1,1;2,-1;0,3',
} as const satisfies Query<Key>;

/** Of the layer: kernel, channels, side of the maps. Of the example: cells, kernel, channels, outputs, values. */
export const BOUNDS = {
  kernel: 11,
  channels: 4096,
  side: 512,
  x: 6,
  k: 4,
  inputs: 4,
  outputs: 6,
  value: 99,
  weight: 20,
} as const;

export interface State {
  net: (typeof NETS)[number];
  kernel: number;
  inputs: number;
  outputs: number;
  side: number;
  alpha: (typeof ALPHAS)[number];
  form: (typeof FORMS)[number];
  /** [channel][row][column] */
  x: number[][][];
  depthwise: number[][][];
  /** [output][channel] */
  pointwise: number[][];
}

/** Two decimals, and no −0. */
const rounded = (value: number) => Math.round(value * 100) / 100 + 0;
const tidy = (channels: readonly number[][][]) =>
  channels.map((rows) => rows.map((row) => row.map(rounded)));

/** A state from texts, or every reason why there is none. */
export function parse(query: Query): Parsed<State> {
  const { problems, attempt } = attempts();
  const text = (key: Key) => query[key] ?? DEFAULTS[key];
  const whole = (key: Key, max: number) => attempt(() => parseWhole(key, text(key), 1, max));
  const choice = <T extends string>(key: Key, of: readonly T[]) =>
    attempt(() => parseChoice(key, text(key), of));
  const channels = (key: Key, side: number, count: number, max: number) =>
    attempt(() => tidy(parseChannels(key, text(key), side, count, max)));
  const x = channels('x', BOUNDS.x, BOUNDS.inputs, BOUNDS.value);
  const state = {
    net: choice('net', NETS),
    kernel: whole('kernel', BOUNDS.kernel),
    inputs: whole('inputs', BOUNDS.channels),
    outputs: whole('outputs', BOUNDS.channels),
    side: whole('side', BOUNDS.side),
    alpha: choice('alpha', ALPHAS),
    form: choice('form', FORMS),
    x,
    depthwise: attempt(() => {
      const kernels = tidy(parseChannels('depthwise', text('depthwise'), BOUNDS.k, BOUNDS.inputs, BOUNDS.weight)); // prettier-ignore
      const [h, w] = [kernels[0].length, kernels[0][0].length];
      if (h !== w) throw new Refusal('depthwise', 'square', { h, w });
      if (x && kernels.length !== x.length) {
        throw new Refusal('depthwise', 'kernels', { got: kernels.length, expected: x.length });
      }
      if (x && (h > x[0].length || w > x[0][0].length)) {
        throw new Refusal('depthwise', 'kernel-large', { k: h, h: x[0].length, w: x[0][0].length });
      }
      return kernels;
    }),
    pointwise: attempt(() => {
      const [rows, more] = tidy(parseChannels('pointwise', text('pointwise'), BOUNDS.outputs, 2, BOUNDS.weight)); // prettier-ignore
      if (more) throw new Refusal('pointwise', 'one-matrix');
      if (x && rows[0].length !== x.length) {
        throw new Refusal('pointwise', 'mixes', { got: rows[0].length, expected: x.length });
      }
      return rows;
    }),
  };
  return problems.length > 0 ? { problems } : { state: state as State };
}

/** Every key as text. */
export function texts(state: State): Query<Key> {
  const { x, depthwise, pointwise, ...rest } = state;
  return {
    ...Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, `${value}`])),
    x: channelsText(x),
    depthwise: channelsText(depthwise),
    pointwise: matrixText(pointwise),
  };
}

/** The example as grids: x [H, W, C], depthwise [k, k, C], pointwise [F, C]. */
export function gridsOf({ x, depthwise, pointwise }: State): Record<'x' | 'd' | 'p', Grid> {
  const p = fromRows(pointwise);
  return {
    x: fromChannels(x),
    d: fromChannels(depthwise),
    p: { shape: [p.shape[0], p.shape[1]], data: p.data },
  };
}
