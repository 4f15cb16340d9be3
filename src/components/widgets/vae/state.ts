/** The state of the vae widget, its form in the address and what follows from it. Pure. */
import { digitTexts, parseDigit, parseHeldOut, type DigitSource } from '../toolkit/digits.ts';
import type { PictureInfo } from '../toolkit/kind.ts';
import {
  attempts,
  parseChoice,
  parseList,
  parseNumber,
  parseWhole,
  Refusal,
  withoutDefaults,
  type Parsed,
  type Query,
} from '../toolkit/query.ts';

/** The keys of the address, in the order in which they are written. */
export const KEYS = [
  'model',
  'z',
  'seed',
  'input',
  'image',
  'epsilon',
  'draws',
  'samples',
  'to',
  't',
  'walk',
] as const;
export type Key = (typeof KEYS)[number];

/** Where z comes from: only one of these can be given. */
const FROM = ['z', 'seed', 'image', 'input'] as const;
export const EITHER = FROM.flatMap((a, i) => FROM.slice(i + 1).map((b) => [a, b] as const));

export const DEFAULTS = {
  model: 'digits-vae2',
  z: '0,0',
  epsilon: '1',
  draws: '1',
  samples: '1000',
  to: '',
  t: '0.5',
  walk: 'lerp',
} as const satisfies Query<Key>;

/** The models, and how many dimensions their codes have. */
export const MODELS = { 'digits-vae2': 2, 'digits-vae': 16 } as const;
export type ModelId = keyof typeof MODELS;

export const LIMITS = { z: 6, seed: 999_999, draws: 6, samples: 100_000 };

/** The plane reaches from −3 to 3 in steps of 0.05; every eleven steps stands a decode. */
export const PLANE = { cells: 121, tiles: 11, step: 0.05, edge: 3 };

/** Decodes along a walk, both ends included. */
export const STRIP = 9;

/** What gives a code. */
export type From =
  | { kind: 'z'; z: number[] }
  | { kind: 'seed'; seed: number }
  | { kind: 'digit'; digit: DigitSource };

export interface State {
  model: ModelId;
  from: From;
  /** Seed of ε; 0 stands for ε = 0, so that z = μ. */
  epsilon: number;
  /** How many ε, or seeds, are shown side by side. */
  draws: number;
  /** Samples of the Monte Carlo estimate. */
  samples: number;
  /** The other end of a walk: a code, or a held-out digit whose μ is the end. */
  to: { z: number[] } | { index: number } | undefined;
  t: number;
  walk: 'lerp' | 'slerp';
}

/** A state from texts, or every reason why there is none. */
export function parse(query: Query, own?: PictureInfo): Parsed<State> {
  const { problems, attempt } = attempts();
  const given = FROM.filter((key) => query[key] !== undefined);
  if (given.length > 1) {
    problems.push({ key: given[1], code: 'both', params: { other: given[0] } });
  }
  const text = (key: Exclude<keyof typeof DEFAULTS, 'z'>) => query[key] ?? DEFAULTS[key];
  const model = attempt(() =>
    parseChoice('model', text('model'), Object.keys(MODELS) as ModelId[]),
  );
  const size = MODELS[model ?? 'digits-vae2'];
  const code = (key: 'z' | 'to', list: string): number[] => {
    const z = parseList(key, list, MODELS['digits-vae'], LIMITS.z);
    if (z.length !== size) throw new Refusal(key, 'count', { expected: size, got: z.length });
    return z;
  };
  const from = attempt((): From => {
    if (query.input !== undefined || query.image !== undefined) {
      return { kind: 'digit', digit: parseDigit(query, own) };
    }
    if (query.seed !== undefined) {
      return { kind: 'seed', seed: parseWhole('seed', query.seed, 1, LIMITS.seed) };
    }
    return {
      kind: 'z',
      z: query.z === undefined ? Array<number>(size).fill(0) : code('z', query.z),
    };
  });
  const epsilon = attempt(() => parseWhole('epsilon', text('epsilon'), 0, LIMITS.seed));
  const draws = attempt(() => parseWhole('draws', text('draws'), 1, LIMITS.draws));
  const samples = attempt(() => parseWhole('samples', text('samples'), 2, LIMITS.samples));
  const to = attempt(() => {
    const end = text('to').trim();
    if (end === '') return undefined;
    return /^test/.test(end) ? { index: parseHeldOut('to', end) } : { z: code('to', end) };
  });
  const t = attempt(() => parseNumber('t', text('t'), 1, 0));
  const walk = attempt(() => parseChoice('walk', text('walk'), ['lerp', 'slerp'] as const));
  if (problems.length > 0) return { problems };
  return {
    state: {
      model: model!,
      from: from!,
      epsilon: epsilon!,
      draws: draws!,
      samples: samples!,
      to,
      t: t!,
      walk: walk!,
    },
  };
}

/** Every key as text; of those that give a code only one. */
export function texts(state: State): Query<Key> {
  const { model, from, epsilon, draws, samples, to, t, walk } = state;
  return {
    model,
    ...(from.kind === 'z' && { z: from.z.join(',') }),
    ...(from.kind === 'seed' && { seed: `${from.seed}` }),
    ...(from.kind === 'digit' && digitTexts(from.digit)),
    epsilon: `${epsilon}`,
    draws: `${draws}`,
    samples: `${samples}`,
    to: to === undefined ? '' : 'z' in to ? to.z.join(',') : `test-${to.index}`,
    t: `${t}`,
    walk,
  };
}

/** What the address says: a code of zeros is what stands when nothing is given. */
export function format(state: State): Query<Key> {
  const query = withoutDefaults<Key>(texts(state), DEFAULTS);
  if (query.z !== undefined && query.z.split(',').every((z) => Number(z) === 0)) delete query.z;
  return query;
}

/** z₁ of a column of the plane. */
export const alongPlane = (column: number) => +(PLANE.step * column - PLANE.edge).toFixed(2);
/** z₂ of a row of the plane: it grows upwards. */
export const upPlane = (row: number) => alongPlane(PLANE.cells - 1 - row);

/** Dimensions of the code. */
export const sizeOf = ({ model }: Pick<State, 'model'>): number => MODELS[model];

export const isEncoded = ({ from }: State) => from.kind === 'digit';

/** A present query for the other model: codes that do not fit are left out. */
export function withModel(query: Query, model: string): Query {
  const next: Query = { ...query, model };
  const fits = (text: string) => text.split(',').length === MODELS[model as ModelId];
  if (next.z !== undefined && !fits(next.z)) delete next.z;
  if (next.to !== undefined && !/^test/.test(next.to) && !fits(next.to)) delete next.to;
  return next;
}
