/** The state of the GAN in the plane and its form in the address. Pure. */
import {
  BATCH,
  centresOf,
  DATA_SETS,
  LOSSES,
  type DataSet,
  type Loss,
  type Run,
} from '../../../lib/gan2d.ts';
import { layout } from '../../../lib/mlp.ts';
import {
  attempts,
  parseChoice,
  parseNumber,
  parseWhole,
  Refusal,
  short,
  type Parsed,
  type Query,
} from '../toolkit/query.ts';

/** The keys of the address, in the order in which they are written. */
export const KEYS = [
  'data',
  'points',
  'loss',
  'lrG',
  'lrD',
  'k',
  'sizeG',
  'sizeD',
  'steps',
  'then',
  'seed',
] as const;
export type Key = (typeof KEYS)[number];

/** Without `points` and `k`: drawn points belong to one data set, and each loss has its own k. */
export const DEFAULTS = {
  data: 'ring',
  loss: 'non-saturating',
  lrG: '0.005',
  lrD: '0.012',
  sizeG: '16,16',
  sizeD: '16,16',
  steps: '1000',
  then: '',
  seed: '1',
} as const satisfies Query<Key>;

export const BOUNDS = {
  rate: [1e-6, 0.1],
  k: 20,
  width: 32,
  layers: 3,
  steps: 3000,
  /** Updates after the steps. */
  then: 400,
  seed: 999999,
  points: 64,
  /** Multiplications of a whole run: a few seconds. */
  work: 2e9,
} as const;

/** The square of the plane that is drawn, and its cells. */
export const PLANE = { reach: 1.6, n: 32 } as const;
/** Width of the kernels of the density estimate: one cell. */
export const KERNEL = 0.1;
/** Samples that are drawn: the first of the 512. */
export const SHOWN = 48;
/** Samples that are listed: the first of those. */
export const LISTED = 16;
/** Points of each side that W1 assigns to each other. */
export const ASSIGNED = 128;
/** Latent grid lines in each direction. */
export const LINES = 8;

/** What is drawn before the reader has drawn anything. */
export const FIRST_POINTS = '-0.75,0.75;0.75,0.75;-0.85,-0.35;-0.45,-0.75;0.05,-0.85;0.55,-0.65;0.85,-0.25'; // prettier-ignore

export interface State {
  data: DataSet;
  /** Centres that the reader drew; empty for the other data. */
  points: (readonly [x: number, y: number])[];
  loss: Loss;
  lrG: number;
  lrD: number;
  k: number;
  sizeG: number[];
  sizeD: number[];
  steps: number;
  /** Updates of one network alone after the steps. */
  then: { who: 'D' | 'G'; times: number }[];
  seed: number;
}

/** Updates of D for one of G when none are given: 5 as in Gulrajani's algorithm 1, else 1. */
export const defaultK = (loss: Loss) => (loss === 'wgan-gp' ? 5 : 1);

/** A state from texts, or every reason why there is none. */
export function parse(query: Query): Parsed<State> {
  const { problems, attempt } = attempts();
  const text = (key: keyof typeof DEFAULTS) => query[key] ?? DEFAULTS[key];
  const data = attempt(() => parseChoice('data', text('data'), DATA_SETS));
  const loss = attempt(() => parseChoice('loss', text('loss'), LOSSES)) ?? 'minimax';
  const points = attempt(() => {
    if (data === 'custom') return parsePoints(query.points ?? FIRST_POINTS);
    if (query.points !== undefined) throw new Refusal('points', 'not-custom');
    return [];
  });
  const rate = (key: 'lrG' | 'lrD') =>
    attempt(() => parseNumber(key, text(key), BOUNDS.rate[1], BOUNDS.rate[0]));
  const whole = (key: Key, value: string, min: number, max: number) =>
    attempt(() => parseWhole(key, value, min, max));
  const [lrG, lrD] = [rate('lrG'), rate('lrD')];
  const k = whole('k', query.k ?? `${defaultK(loss)}`, 1, BOUNDS.k);
  const sizeG = attempt(() => parseSizes('sizeG', text('sizeG')));
  const sizeD = attempt(() => parseSizes('sizeD', text('sizeD')));
  const steps = whole('steps', text('steps'), 0, BOUNDS.steps);
  const then = attempt(() => parseThen(text('then')));
  const seed = whole('seed', text('seed'), 0, BOUNDS.seed);
  if (problems.length > 0) return { problems };
  const state: State = { data: data!, points: points!, loss, lrG: lrG!, lrD: lrD!, k: k!, sizeG: sizeG!, sizeD: sizeD!, steps: steps!, then: then!, seed: seed! }; // prettier-ignore
  const max = mostSteps(state);
  if (state.steps > max) {
    return { problems: [{ key: 'steps', code: 'too-long', params: { value: state.steps, max } }] };
  }
  return { state };
}

function parsePoints(text: string): [number, number][] {
  const parts = text.split(';');
  if (parts.length > BOUNDS.points) {
    throw new Refusal('points', 'too-many', { got: parts.length, max: BOUNDS.points });
  }
  return parts.map((part) => {
    const pair = part.split(',');
    if (pair.length !== 2) throw new Refusal('points', 'count', { expected: 2, got: pair.length });
    const [x, y] = pair.map((each) => parseNumber('points', each, PLANE.reach));
    return [x, y];
  });
}

function parseSizes(key: string, text: string): number[] {
  const parts = text.split(',');
  if (parts.length > BOUNDS.layers) {
    throw new Refusal(key, 'too-many', { got: parts.length, max: BOUNDS.layers });
  }
  return parts.map((part) => parseWhole(key, part, 1, BOUNDS.width));
}

function parseThen(text: string): State['then'] {
  if (!/^([DG]\d{1,3})*$/.test(text)) throw new Refusal('then', 'then', { value: short(text) });
  const pieces: State['then'] = [];
  let total = 0;
  for (const [, who, digits] of text.matchAll(/([DG])(\d+)/g)) {
    const times = Number(digits);
    total += times;
    const last = pieces[pieces.length - 1];
    if (last?.who === who) last.times += times;
    else if (times > 0) pieces.push({ who: who as 'D' | 'G', times });
  }
  if (total > BOUNDS.then) {
    throw new Refusal('then', 'too-many', { got: total, max: BOUNDS.then });
  }
  return pieces;
}

/** Every key as text. */
export function texts(state: State): Query<Key> {
  return {
    data: state.data,
    ...(state.data === 'custom' && { points: state.points.map((p) => p.join(',')).join(';') }),
    loss: state.loss,
    lrG: `${state.lrG}`,
    lrD: `${state.lrD}`,
    ...(state.k !== defaultK(state.loss) && { k: `${state.k}` }),
    sizeG: state.sizeG.join(','),
    sizeD: state.sizeD.join(','),
    steps: `${state.steps}`,
    then: state.then.map(({ who, times }) => `${who}${times}`).join(''),
    seed: `${state.seed}`,
  };
}

/** What the training of a state depends on besides the number of steps. */
export const runOf = (state: State): Run => ({
  ...state,
  centres: centresOf(state.data, state.points),
});

/** Multiplications of one whole step, roughly. */
function workOf({ sizeG, sizeD, k, loss }: State): number {
  const g = layout([2, ...sizeG, 2]).count;
  const d = layout([2, ...sizeD, 1]).count;
  const perD = BATCH * (g + 6 * d + (loss === 'wgan-gp' ? 4 * d : 0));
  return k * perD + BATCH * (3 * g + 2 * d);
}

/** The largest number of steps that a reader would wait for. */
export function mostSteps(state: State): number {
  const most = Math.floor(BOUNDS.work / workOf(state) / 50) * 50;
  return Math.min(BOUNDS.steps, most);
}

/** Steps from one key frame to the next: about what a fiftieth of a second allows. */
export function strideOf(state: State): number {
  return [25, 10, 5, 2].find((n) => n * workOf(state) < 3e7) ?? 1;
}
