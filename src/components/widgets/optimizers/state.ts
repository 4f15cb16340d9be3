/** The state of the optimizer race and its form in the address. Pure. */
import {
  CONVENTIONS,
  METHODS,
  SCHEDULES,
  type Hyper,
  type Method,
  type Schedule,
} from '../../../lib/optimizers.ts';
import { SURFACES, type Bowl, type SurfaceName } from '../../../lib/surfaces.ts';
import {
  attempts,
  parseChoice,
  parseList,
  parseNumber,
  parseWhole,
  Refusal,
  type Parsed,
  type Query,
} from '../toolkit/query.ts';

/** The keys of the address, in the order in which they are written. */
export const KEYS = [
  'surface',
  'curvatures',
  'rotate',
  'start',
  'optimizers',
  'rate',
  'adaptiveRate',
  'beta',
  'rho',
  'beta1',
  'beta2',
  'eps',
  'decay',
  'convention',
  'schedule',
  'every',
  'factor',
  'warmup',
  'noise',
  'seed',
  'steps',
  'at',
] as const;
export type Key = (typeof KEYS)[number];

/** Without `start`, which each surface has its own of, and `at`, which is the last step. */
export const DEFAULTS = {
  surface: 'quadratic',
  curvatures: '1,8',
  rotate: '0',
  optimizers: 'sgd',
  rate: '0.2',
  adaptiveRate: '0.1',
  beta: '0.9',
  rho: '0.9',
  beta1: '0.9',
  beta2: '0.999',
  eps: '1e-8',
  decay: '0',
  convention: 'pytorch',
  schedule: 'constant',
  every: '10',
  factor: '0.5',
  warmup: '0',
  noise: '0',
  seed: '1',
  steps: '40',
} as const satisfies Query<Key>;

export const BOUNDS = {
  curvature: [0.01, 1000],
  turn: 180,
  rate: [1e-6, 10],
  kept: 0.9999,
  eps: [1e-12, 1],
  decay: 1,
  noise: 10,
  seed: 999999,
  steps: 500,
} as const;

/** The plane on show is a square of this half width around each surface's middle. */
export const REACH = 2;
/** Cells of the plane in each direction: their middles are 0.05 apart, and the first is an edge. */
export const CELLS = 81;

/** What each surface begins with, and what is a good choice of rates and steps on it. */
export const HABITS: Readonly<
  Record<SurfaceName, { middle: readonly [number, number]; start: string; query: Query<Key> }>
> = {
  quadratic: { middle: [0, 0], start: '-1.6,1.2', query: {} },
  saddle: { middle: [0, 0], start: '-1.6,0.01', query: { rate: '0.05', steps: '60' } },
  rosenbrock: {
    middle: [0, 1],
    start: '-1.2,1',
    query: { rate: '0.001', adaptiveRate: '0.2', steps: '300' },
  },
  plateau: { middle: [0, 0], start: '-1.6,1.2', query: { steps: '80' } },
};

export interface State extends Hyper, Schedule, Bowl {
  surface: SurfaceName;
  start: readonly [x: number, y: number];
  /** Those that are on, in the order of METHODS. */
  optimizers: Method[];
  rate: number;
  adaptiveRate: number;
  /** Standard deviation of what is added to each gradient. */
  noise: number;
  seed: number;
  /** Length of the run, and the step on show. */
  steps: number;
  at: number;
}

/** A state from texts, or every reason why there is none. */
export function parse(query: Query): Parsed<State> {
  const { problems, attempt } = attempts();
  const text = (key: keyof typeof DEFAULTS) => query[key] ?? DEFAULTS[key];
  const number = (key: keyof typeof DEFAULTS, min: number, max: number) =>
    attempt(() => parseNumber(key, text(key), max, min))!;
  const whole = (key: keyof typeof DEFAULTS, min: number, max: number) =>
    attempt(() => parseWhole(key, text(key), min, max))!;
  const choice = <T extends string>(key: keyof typeof DEFAULTS, choices: readonly T[]) =>
    attempt(() => parseChoice(key, text(key), choices))!;
  const pair = (key: Key, value: string, bounds: readonly [min: number, max: number][]) =>
    attempt((): [number, number] => {
      const list = parseList(key, value, 2);
      if (list.length !== 2) throw new Refusal(key, 'count', { expected: 2, got: list.length });
      list.forEach((each, i) => parseNumber(key, `${each}`, bounds[i][1], bounds[i][0]));
      return [list[0], list[1]];
    })!;
  const [rateMin, rateMax] = BOUNDS.rate;
  const surface = choice('surface', SURFACES) ?? 'quadratic';
  const { middle, start } = HABITS[surface];
  const [low, high] = BOUNDS.curvature;
  const curvatures = pair('curvatures', text('curvatures'), [[low, high], [low, high]]); // prettier-ignore
  const around = middle.map((m): [number, number] => [m - REACH, m + REACH]);
  const state: State = {
    surface,
    curvatures,
    rotate: number('rotate', -BOUNDS.turn, BOUNDS.turn),
    start: pair('start', query.start ?? start, around),
    optimizers: attempt(() => parseMethods(text('optimizers')))!,
    rate: number('rate', rateMin, rateMax),
    adaptiveRate: number('adaptiveRate', rateMin, rateMax),
    beta: number('beta', 0, BOUNDS.kept),
    rho: number('rho', 0, BOUNDS.kept),
    beta1: number('beta1', 0, BOUNDS.kept),
    beta2: number('beta2', 0, BOUNDS.kept),
    eps: number('eps', BOUNDS.eps[0], BOUNDS.eps[1]),
    decay: number('decay', 0, BOUNDS.decay),
    convention: choice('convention', CONVENTIONS),
    schedule: choice('schedule', SCHEDULES),
    every: whole('every', 1, BOUNDS.steps),
    factor: number('factor', 0.01, 1),
    warmup: whole('warmup', 0, BOUNDS.steps),
    noise: number('noise', 0, BOUNDS.noise),
    seed: whole('seed', 0, BOUNDS.seed),
    steps: whole('steps', 1, BOUNDS.steps),
    at: 0,
  };
  state.at = state.steps;
  const { at } = query;
  if (at !== undefined) state.at = attempt(() => parseWhole('at', at, 0, state.steps ?? 0))!;
  return problems.length > 0 ? { problems } : { state };
}

function parseMethods(text: string): Method[] {
  const named = text.split(',').map((each) => parseChoice('optimizers', each.trim(), METHODS));
  return METHODS.filter((method) => named.includes(method));
}

/** Every key as text. */
export function texts(state: State): Query<Key> {
  const { surface, start, steps, at } = state;
  const where = start.join(',');
  return {
    surface,
    curvatures: state.curvatures.join(','),
    rotate: `${state.rotate}`,
    ...(where !== HABITS[surface].start && { start: where }),
    optimizers: state.optimizers.join(','),
    rate: `${state.rate}`,
    adaptiveRate: `${state.adaptiveRate}`,
    beta: `${state.beta}`,
    rho: `${state.rho}`,
    beta1: `${state.beta1}`,
    beta2: `${state.beta2}`,
    eps: `${state.eps}`,
    decay: `${state.decay}`,
    convention: state.convention,
    schedule: state.schedule,
    every: `${state.every}`,
    factor: `${state.factor}`,
    warmup: `${state.warmup}`,
    noise: `${state.noise}`,
    seed: `${state.seed}`,
    steps: `${steps}`,
    ...(at !== steps && { at: `${at}` }),
  };
}
