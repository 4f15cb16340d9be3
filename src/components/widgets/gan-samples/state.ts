/** The state of the gan-samples widget and its form in the address. Pure. */
import {
  attempts,
  parseChoice,
  parseFlag,
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
  'class',
  'seed',
  'n',
  'truncation',
  'walk',
  'to',
  't',
  'sample',
  'nearest',
] as const;
export type Key = (typeof KEYS)[number];

export const DEFAULTS = {
  model: 'digits-gan',
  class: 'all',
  seed: '1',
  n: '16',
  truncation: '1',
  walk: '',
  to: '2',
  t: '0.5',
  sample: '0',
  nearest: '0',
} as const satisfies Query<Key>;

/** The generators: their training data, and the classifier that gives its opinion. */
export const MODELS = {
  'digits-gan': { data: 'digits', judge: 'digits-classifier' },
  'fashion-gan': { data: 'fashion', judge: 'fashion-classifier' },
} as const;
export type ModelId = keyof typeof MODELS;

/** Numbers of z, and classes after them in what the generator takes. */
export const LATENT = 32;
export const CLASSES = 10;

export const LIMITS = { seed: 999_999, n: 36, truncation: 2 };

/** Stops along a walk, both ends included. */
export const STRIP = 9;

export interface State {
  model: ModelId;
  /** The class of every sample; undefined takes the classes in turn. */
  class: number | undefined;
  seed: number;
  n: number;
  /** What z is multiplied by. */
  truncation: number;
  /** The way to the z of another seed, at share t of it. */
  walk: { kind: 'lerp' | 'slerp'; to: number; t: number } | undefined;
  /** The sample that is looked at. */
  sample: number;
  /** Whether its nearest training image is looked for. */
  nearest: boolean;
}

/** A state from texts, or every reason why there is none. */
export function parse(query: Query): Parsed<State> {
  const { problems, attempt } = attempts();
  const text = (key: Key) => query[key] ?? DEFAULTS[key];
  const model = attempt(() =>
    parseChoice('model', text('model'), Object.keys(MODELS) as ModelId[]),
  );
  const label = attempt(() => {
    if (text('class') === 'all') return undefined;
    return parseWhole('class', text('class'), 0, CLASSES - 1);
  });
  const seed = attempt(() => parseWhole('seed', text('seed'), 1, LIMITS.seed));
  const n = attempt(() => parseWhole('n', text('n'), 1, LIMITS.n));
  const truncation = attempt(() =>
    parseNumber('truncation', text('truncation'), LIMITS.truncation, 0),
  );
  const walk = attempt(() => parseChoice('walk', text('walk'), ['', 'lerp', 'slerp'] as const));
  const to = attempt(() => parseWhole('to', text('to'), 1, LIMITS.seed));
  const t = attempt(() => parseNumber('t', text('t'), 1, 0));
  const sample = attempt(() => {
    const index = parseWhole('sample', text('sample'), 0, LIMITS.n - 1);
    if (n !== undefined && index >= n) {
      throw new Refusal('sample', 'range', { value: index, min: 0, max: n - 1 });
    }
    return index;
  });
  const nearest = attempt(() => parseFlag('nearest', text('nearest')));
  if (problems.length > 0) return { problems };
  return {
    state: {
      model: model!,
      class: label,
      seed: seed!,
      n: n!,
      truncation: truncation!,
      walk: walk ? { kind: walk, to: to!, t: t! } : undefined,
      sample: sample!,
      nearest: nearest!,
    },
  };
}

/** Every key as text. */
export function texts(state: State): Query<Key> {
  const { walk } = state;
  return {
    model: state.model,
    class: `${state.class ?? 'all'}`,
    seed: `${state.seed}`,
    n: `${state.n}`,
    truncation: `${state.truncation}`,
    walk: walk?.kind ?? '',
    to: `${walk?.to ?? DEFAULTS.to}`,
    t: `${walk?.t ?? DEFAULTS.t}`,
    sample: `${state.sample}`,
    nearest: state.nearest ? '1' : '0',
  };
}

export const format = (state: State) => withoutDefaults<Key>(texts(state), DEFAULTS);

/** The class asked of a sample. */
export const classOf = (state: Pick<State, 'class'>, i: number): number =>
  state.class ?? i % CLASSES;

/** Rows and columns of the grid of samples: as square as it gets, never higher than wide. */
export function gridOf(n: number): [rows: number, columns: number] {
  const columns = Math.ceil(Math.sqrt(n));
  return [Math.ceil(n / columns), columns];
}
