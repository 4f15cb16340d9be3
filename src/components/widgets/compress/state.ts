/** The state of the compression bench and its form in the address. Pure. */
import { attempts, parseChoice, parseFlag, parseNumber, parseWhole, type Parsed, type Query } from '../toolkit/query.ts'; // prettier-ignore

export const METHODS = ['quantize', 'prune'] as const;
export const SCALES = ['tensor', 'channel'] as const;
export const ORDERS = ['global', 'layer', 'random'] as const;
export const LAYERS = ['conv1', 'conv2', 'conv3', 'conv4', 'dense1', 'dense2'] as const;
export const COUNTS = ['50', '100', '250'] as const;

/** The keys of the address, in the order in which they are written. */
export const KEYS = [
  'method',
  'bits',
  'scales',
  'outlier',
  'share',
  'order',
  'retrain',
  'layer',
  'count',
] as const;
export type Key = (typeof KEYS)[number];

export const DEFAULTS = {
  method: 'quantize',
  bits: '8',
  scales: 'tensor',
  outlier: '0',
  share: '50',
  order: 'global',
  retrain: '0',
  layer: 'dense1',
  count: '100',
} as const satisfies Query<Key>;

export const BOUNDS = { bits: [2, 8], outlier: 100, share: 95 } as const;

export interface State {
  method: (typeof METHODS)[number];
  bits: number;
  scales: (typeof SCALES)[number];
  /** One weight of dense1 is this many times as large as the largest other one; 0 leaves it. */
  outlier: number;
  /** Percent of the weights that go. */
  share: number;
  order: (typeof ORDERS)[number];
  retrain: boolean;
  /** The layer whose weights are looked at. */
  layer: (typeof LAYERS)[number];
  /** Digits that are read. */
  count: number;
}

/** A state from texts, or every reason why there is none. */
export function parse(query: Query): Parsed<State> {
  const { problems, attempt } = attempts();
  const text = (key: Key) => query[key] ?? DEFAULTS[key];
  const choice = <T extends string>(key: Key, of: readonly T[]) =>
    attempt(() => parseChoice(key, text(key), of));
  const state = {
    method: choice('method', METHODS),
    bits: attempt(() => parseWhole('bits', text('bits'), BOUNDS.bits[0], BOUNDS.bits[1])),
    scales: choice('scales', SCALES),
    outlier: attempt(() => parseNumber('outlier', text('outlier'), BOUNDS.outlier, 0)),
    share: attempt(() => parseWhole('share', text('share'), 0, BOUNDS.share)),
    order: choice('order', ORDERS),
    retrain: attempt(() => parseFlag('retrain', text('retrain'))),
    layer: choice('layer', LAYERS),
    count: Number(choice('count', COUNTS)),
  };
  return problems.length > 0 ? { problems } : { state: state as State };
}

/** Every key as text. */
export function texts(state: State): Query<Key> {
  const { retrain, ...rest } = state;
  return {
    ...Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, `${value}`])),
    retrain: retrain ? '1' : '0',
  };
}
