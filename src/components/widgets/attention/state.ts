/** The state of the attention stepper and its form in the address. Pure. */
import { cosinePatterns, patchesOf, seededMatrix, shuffled, sinePositions, type AttentionWeights } from '../../../lib/attention.ts'; // prettier-ignore
import { grid, type Grid } from '../../../lib/grid.ts';
import { mulberry32 } from '../../../lib/random.ts';
import { digitGrid, digitTexts, parseDigit, type DigitSource } from '../toolkit/digits.ts';
import type { PictureInfo } from '../toolkit/kind.ts';
import {
  attempts,
  parseChoice,
  parseFlag,
  parseNumber,
  parseWhole,
  type Parsed,
  type Query,
} from '../toolkit/query.ts';

/** The keys of the address, in the order in which they are written. */
export const KEYS = [
  'image',
  'input',
  'patch',
  'query',
  'temperature',
  'scale',
  'positions',
  'order',
  'dims',
  'heads',
  'head',
  'weights',
  'seed',
] as const;
export type Key = (typeof KEYS)[number];

export const DEFAULTS = {
  image: 'test-498',
  patch: '6',
  query: '3',
  temperature: '1',
  scale: '1',
  positions: 'none',
  order: '0',
  dims: '4',
  heads: '1',
  head: '1',
  weights: 'alike',
  seed: '104',
} as const satisfies Query<Key>;

/** Only the middle of a digit is cut up: its margin is blank. */
export const SIDE = 24;
const MARGIN = 2;

/** Sides of a patch: 4, 9, 16 or 36 patches. */
export const PATCHES = ['12', '8', '6', '4'] as const;
export const DIMS = ['4', '8', '16'] as const;
export const HEADS = ['1', '2', '4'] as const;
export const POSITIONS = ['none', 'sine'] as const;
/** Whether W_K is W_Q, so that what is alike matches, or a matrix of its own. */
export const WEIGHTS = ['alike', 'free'] as const;
export const MOST = 36;
export const HEAT = [0.1, 10] as const;
export const SEEDS = 999;

export interface State {
  source: DigitSource;
  /** Side of a patch. */
  patch: number;
  /** The patch that asks, from 1, by its place in the picture; beyond the last one, the last. */
  query: number;
  temperature: number;
  /** Whether scores are divided by √d. */
  scale: boolean;
  positions: (typeof POSITIONS)[number];
  /** The seed of the order in which the patches come; 0: as in the picture. */
  order: number;
  /** Numbers of a token. */
  dims: number;
  heads: number;
  /** The head on show, from 1; beyond the last one, the last. */
  head: number;
  weights: (typeof WEIGHTS)[number];
  seed: number;
}

/** A state from texts, or every reason why there is none. */
export function parse(query: Query, own?: PictureInfo): Parsed<State> {
  const { problems, attempt } = attempts();
  const text = (key: Exclude<Key, 'input'>) => query[key] ?? DEFAULTS[key];
  const choice = <T extends string>(key: Exclude<Key, 'input'>, choices: readonly T[]) =>
    attempt(() => parseChoice(key, text(key), choices));
  const whole = (key: Exclude<Key, 'input'>, least: number, most: number) =>
    attempt(() => parseWhole(key, text(key), least, most));
  const state = {
    source: attempt(() => parseDigit({ image: text('image'), ...(query.input !== undefined && { input: query.input }) }, own)), // prettier-ignore
    patch: Number(choice('patch', PATCHES)),
    query: whole('query', 1, MOST),
    temperature: attempt(() => Math.round(1e3 * parseNumber('temperature', text('temperature'), HEAT[1], HEAT[0])) / 1e3), // prettier-ignore
    scale: attempt(() => parseFlag('scale', text('scale'))),
    positions: choice('positions', POSITIONS),
    order: whole('order', 0, SEEDS),
    dims: Number(choice('dims', DIMS)),
    heads: Number(choice('heads', HEADS)),
    head: whole('head', 1, 4),
    weights: choice('weights', WEIGHTS),
    seed: whole('seed', 0, SEEDS),
  };
  return problems.length > 0 ? { problems } : { state: state as State };
}

/** Every key as text. */
export function texts({ source, scale, ...rest }: State): Query<Key> {
  return {
    ...Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, `${value}`])),
    ...digitTexts(source),
    scale: scale ? '1' : '0',
  };
}

/** Patches along a side of the picture. */
export const sideOf = ({ patch }: State) => SIDE / patch;
export const countOf = (state: State) => sideOf(state) ** 2;
/** Numbers of a head. */
export const widthOf = ({ dims, heads }: State) => dims / heads;
/** The patch that asks, and the head on show, from 0. */
export const askerOf = (state: State) => Math.min(state.query, countOf(state)) - 1;
export const headOf = ({ head, heads }: State) => Math.min(head, heads) - 1;
/** The patch (from 0) that stands in each place. */
export const orderOf = (state: State) => shuffled(countOf(state), state.order);
/** What scores are multiplied by before softmax. */
export const factorOf = (state: State, scale = state.scale) =>
  1 / ((scale ? Math.sqrt(widthOf(state)) : 1) * state.temperature);

/** Pictures of the reader's own, which the code twin has no other way to know. */
const seen = new WeakMap<object, Grid>();

/** The middle [24, 24, 1] of a digit from 0 to 1. */
export function middleOf({ source }: State, picture: Grid | undefined): Grid {
  if (source.kind === 'own' && !picture) return seen.get(source) ?? grid([SIDE, SIDE, 1]);
  const whole = digitGrid(source, picture);
  const out = grid([SIDE, SIDE, 1]);
  seen.set(source, out);
  for (let r = 0; r < SIDE; r++) {
    const from = (r + MARGIN) * 28 + MARGIN;
    out.data.set(whole.data.subarray(from, from + SIDE), r * SIDE);
  }
  return out;
}

/** The pixels of the patches [n, patch²] as in the picture. */
export const pixelsOf = (state: State, picture: Grid | undefined) =>
  patchesOf(middleOf(state, picture), state.patch);

/** The patterns that pixels from −1 to 1 are multiplied by [patch², dims]. */
export const patternsOf = ({ patch, dims }: State) => cosinePatterns(patch, dims);

/** What is added to the token in each place [n, dims]. */
export const positionsOf = (state: State): Grid | undefined =>
  state.positions === 'none' ? undefined : sinePositions(sideOf(state), state.dims);

/** W_Q, W_K, W_V, W_O from the seed. */
export function weightsOf({ seed, dims, weights }: State): AttentionWeights {
  const random = mulberry32(seed);
  const draw = () => seededMatrix(random, dims, dims, 1.2 / Math.sqrt(dims));
  const [query, value, out] = [draw(), draw(), draw()];
  return { query, key: weights === 'alike' ? query : draw(), value, out };
}
