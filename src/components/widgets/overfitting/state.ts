/** The state of the overfitting lab and its form in the address. Pure. */
import { HELD_OUT, OPTIMIZERS, type Run } from '../../../lib/overfit.ts';
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
  'samples',
  'noise',
  'wrong',
  'width',
  'optimizer',
  'rate',
  'l2',
  'decay',
  'l1',
  'dropout',
  'jitter',
  'patience',
  'steps',
  'at',
  'seed',
  'pin',
] as const;
export type Key = (typeof KEYS)[number];

export const DEFAULTS = {
  samples: '12',
  noise: '0.25',
  wrong: '0',
  width: '32',
  optimizer: 'adam',
  rate: '0.01',
  l2: '0',
  decay: 'loss',
  l1: '0',
  dropout: '0',
  jitter: '0',
  patience: '0',
  steps: '600',
  at: 'end',
  seed: '12',
  pin: '',
} as const satisfies Query<Key>;

/** What a pinned run says of itself; the rest (seed, noise, steps) both runs share. */
export const PINNED = [
  'samples',
  'wrong',
  'width',
  'optimizer',
  'rate',
  'l2',
  'decay',
  'l1',
  'dropout',
  'jitter',
  'patience',
] as const satisfies readonly Key[];
/** A pinned run that differs in nothing from the defaults. */
export const PLAIN = 'default';

export const DECAYS = ['loss', 'decoupled'] as const;

export const BOUNDS = {
  samples: [4, 60],
  noise: [0, 1],
  wrong: [0, 0.5],
  width: [1, 64],
  rate: [1e-4, 1],
  l2: [0, 1],
  l1: [0, 1],
  dropout: [0, 0.8],
  jitter: [0, 1],
  patience: [0, 2000],
  steps: [10, 2000],
  seed: [0, 999999],
  /** Multiplications of a whole run: a few seconds on a slow machine. */
  work: 6e8,
} as const;

/** The places where the fitted function is drawn. */
export const COLUMNS = 121;

export interface State extends Run {
  /** Steps without a better validation loss after which training stops; 0 never. */
  patience: number;
  steps: number;
  at: 'end' | 'best' | number;
  /** What the pinned run differs in from the defaults; undefined without one. */
  pin: Query<Key> | undefined;
}

/** A state from texts, or every reason why there is none. */
export function parse(query: Query): Parsed<State> {
  const { problems, attempt } = attempts();
  const text = (key: Key) => query[key] ?? DEFAULTS[key];
  const number = (key: 'noise' | 'wrong' | 'rate' | 'l2' | 'l1' | 'dropout' | 'jitter') =>
    attempt(() => parseNumber(key, text(key), BOUNDS[key][1], BOUNDS[key][0]));
  const whole = (key: 'samples' | 'width' | 'patience' | 'steps' | 'seed') =>
    attempt(() => parseWhole(key, text(key), BOUNDS[key][0], BOUNDS[key][1]));
  const samples = whole('samples');
  const noise = number('noise');
  const wrong = number('wrong');
  const width = whole('width');
  const optimizer = attempt(() => parseChoice('optimizer', text('optimizer'), OPTIMIZERS));
  const rate = number('rate');
  const l2 = number('l2');
  const decay = attempt(() => parseChoice('decay', text('decay'), DECAYS));
  const l1 = number('l1');
  const dropout = number('dropout');
  const jitter = number('jitter');
  const patience = whole('patience');
  const steps = whole('steps');
  const at = attempt(() => parseAt(text('at'), steps ?? BOUNDS.steps[1]));
  const seed = whole('seed');
  const pin = attempt(() => parsePin(text('pin')));
  if (problems.length > 0) return { problems };
  const state: State = { samples: samples!, noise: noise!, wrong: wrong!, width: width!, optimizer: optimizer!, rate: rate!, l2: l2!, decoupled: decay === 'decoupled', l1: l1!, dropout: dropout!, jitter: jitter!, patience: patience!, steps: steps!, at: at!, seed: seed!, pin }; // prettier-ignore
  for (const run of [state, pin && pinnedOf(state)]) {
    const max = run ? mostSteps(run) : Infinity;
    if (state.steps > max) {
      return { problems: [{ key: 'steps', code: 'too-long', params: { value: state.steps, max } }] }; // prettier-ignore
    }
  }
  return { state };
}

function parseAt(text: string, steps: number): State['at'] {
  return text === 'end' || text === 'best' ? text : parseWhole('at', text, 0, steps);
}

/** `key:value,…` of a run that could stand alone. */
function parsePin(text: string): State['pin'] {
  if (text === '') return undefined;
  const refuse = () => new Refusal('pin', 'pin', { value: short(text) });
  const query: Query<Key> = {};
  for (const part of text === PLAIN ? [] : text.split(',')) {
    const [key, value] = part.split(/:(.*)/s, 2) as [Key, string | undefined];
    if (!(PINNED as readonly Key[]).includes(key) || value === undefined || key in query) {
      throw refuse();
    }
    query[key] = value;
  }
  const { state } = parse({ ...query, steps: '10' });
  if (!state) throw refuse();
  const all = texts(state);
  const different = PINNED.filter((key) => all[key] !== DEFAULTS[key]);
  return Object.fromEntries(different.map((key) => [key, all[key]]));
}

/** Every key as text. */
export function texts(state: State): Query<Key> {
  const { samples, noise, wrong, width, optimizer, rate, l2, decoupled, l1, dropout, jitter, patience, steps, at, seed, pin } = state; // prettier-ignore
  return {
    samples: `${samples}`,
    noise: `${noise}`,
    wrong: `${wrong}`,
    width: `${width}`,
    optimizer,
    rate: `${rate}`,
    l2: `${l2}`,
    decay: decoupled ? 'decoupled' : 'loss',
    l1: `${l1}`,
    dropout: `${dropout}`,
    jitter: `${jitter}`,
    patience: `${patience}`,
    steps: `${steps}`,
    at: `${at}`,
    seed: `${seed}`,
    pin: pin ? pinText(pin) : '',
  };
}

export const pinText = (pin: Query<Key>): string =>
  PINNED.filter((key) => pin[key] !== undefined)
    .map((key) => `${key}:${pin[key]}`)
    .join(',') || PLAIN;

/** The pinned run of a state: the same data stream, noise, seed and steps. */
export function pinnedOf(state: State): State {
  const { noise, steps, at, seed } = texts(state);
  const base = parse({ ...state.pin, steps: '10' }).state!;
  const own = typeof state.at === 'number' ? state.at : at === 'best' ? 'best' : 'end';
  return { ...base, noise: Number(noise), steps: Number(steps), at: own, seed: Number(seed) };
}

/** This run as one that can be pinned. */
export function pinOf(state: State): string {
  const all = texts(state);
  return pinText(Object.fromEntries(PINNED.filter((key) => all[key] !== DEFAULTS[key]).map((key) => [key, all[key]]))); // prettier-ignore
}

/** The largest number of steps that a reader would wait for. */
export function mostSteps({ samples, width }: Pick<State, 'samples' | 'width'>): number {
  const multiplications = (3 * samples + HELD_OUT / 5) * (width + 40) * (width + 2);
  const most = Math.floor(BOUNDS.work / multiplications / 10) * 10;
  return Math.max(100, Math.min(BOUNDS.steps[1], most));
}
