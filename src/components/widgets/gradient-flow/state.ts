/** The state of the gradient flow and its form in the address. Pure. */
import { FUNCTIONS, INITS, NORMS, type FlowOptions } from '../../../lib/gradient-flow.ts';
import { attempts, parseChoice, parseFlag, parseNumber, parseWhole, type Parsed, type Query } from '../toolkit/query.ts'; // prettier-ignore

/** The keys of the address, in the order in which they are written. */
export const KEYS = [
  'depth',
  'width',
  'fn',
  'init',
  'std',
  'skip',
  'norm',
  'steps',
  'seed',
  'layer',
] as const;
export type Key = (typeof KEYS)[number];

/** Without `layer`, which is the middle one. */
export const DEFAULTS = {
  depth: '20',
  width: '64',
  fn: 'sigmoid',
  init: 'xavier-normal',
  std: '0.01',
  skip: '0',
  norm: 'none',
  steps: '0',
  seed: '1',
} as const satisfies Query<Key>;

export const BOUNDS = { depth: 50, width: [8, 128], std: 2, steps: 20, seed: 999999 } as const;

export interface State extends FlowOptions {
  /** Steps of gradient descent before what is on show. */
  steps: number;
  seed: number;
  /** The layer that is looked at; 0 is the input. */
  layer: number;
}

export const middleOf = (depth: number): number => Math.ceil(depth / 2);

/** A state from texts, or every reason why there is none. */
export function parse(query: Query): Parsed<State> {
  const { problems, attempt } = attempts();
  const text = (key: keyof typeof DEFAULTS) => query[key] ?? DEFAULTS[key];
  const whole = (key: keyof typeof DEFAULTS, min: number, max: number) =>
    attempt(() => parseWhole(key, text(key), min, max))!;
  const choice = <T extends string>(key: keyof typeof DEFAULTS, choices: readonly T[]) =>
    attempt(() => parseChoice(key, text(key), choices))!;
  const state: State = {
    depth: whole('depth', 1, BOUNDS.depth),
    width: whole('width', BOUNDS.width[0], BOUNDS.width[1]),
    fn: choice('fn', FUNCTIONS),
    init: choice('init', INITS),
    std: attempt(() => parseNumber('std', text('std'), BOUNDS.std, 0))!,
    skip: attempt(() => parseFlag('skip', text('skip')))!,
    norm: choice('norm', NORMS),
    steps: whole('steps', 0, BOUNDS.steps),
    seed: whole('seed', 0, BOUNDS.seed),
    layer: 0,
  };
  const { depth } = state;
  const { layer } = query;
  if (depth !== undefined) {
    state.layer =
      layer === undefined ? middleOf(depth) : attempt(() => parseWhole('layer', layer, 0, depth))!;
  }
  if (state.init === 'constant' && state.norm === 'layer') {
    problems.push({ key: 'norm', code: 'equal-units', params: {} });
  }
  return problems.length > 0 ? { problems } : { state };
}

/** Every key as text. */
export function texts(state: State): Query<Key> {
  const { depth, width, fn, init, std, skip, norm, steps, seed, layer } = state;
  return {
    depth: `${depth}`,
    width: `${width}`,
    fn,
    init,
    std: `${std}`,
    skip: skip ? '1' : '0',
    norm,
    steps: `${steps}`,
    seed: `${seed}`,
    ...(layer !== middleOf(depth) && { layer: `${layer}` }),
  };
}
