/** The state of the SLAM world and its form in the address. Pure. */
import { LANDMARKS, STEPS, type World } from '../../../lib/slam.ts';
import {
  attempts,
  parseChoice,
  parseFlag,
  parseNumber,
  parseWhole,
  Refusal,
  type Parsed,
  type Query,
} from '../toolkit/query.ts';

/** The keys of the address, in the order in which they are written. */
export const KEYS = [
  'seed',
  't',
  'done',
  'wheels',
  'camera',
  'sight',
  'confidence',
  'mistake',
  'gate',
  'cut',
  'drives',
] as const;
export type Key = (typeof KEYS)[number];

export const DEFAULTS = {
  seed: '7',
  t: '20',
  done: 'all',
  wheels: '1',
  camera: '1',
  sight: '4',
  confidence: '95',
  mistake: '0',
  gate: '0',
  cut: '0',
  drives: '0',
} as const satisfies Query<Key>;

export const CONFIDENCES = ['68', '95', '99'] as const;
export const DRIVES = ['0', '50', '200'] as const;
/** Least and most. */
export const BOUNDS = {
  seed: [1, 9999],
  t: [0, STEPS],
  done: [1, 17],
  wheels: [0, 4],
  camera: [0.25, 4],
  sight: [0, 6],
} as const;

export interface State extends World {
  /** The step on show. */
  t: number;
  /** How many of its operations are done. */
  done: number | 'all';
  /** Percent that an ellipse is to hold. */
  confidence: (typeof CONFIDENCES)[number];
  drives: (typeof DRIVES)[number];
}

/** Three decimals. */
const rounded = (value: number) => Math.round(value * 1e3) / 1e3 + 0;

/** A state from texts, or every reason why there is none. */
export function parse(query: Query): Parsed<State> {
  const { problems, attempt } = attempts();
  const text = (key: Key) => query[key] ?? DEFAULTS[key];
  const whole = (key: 'seed' | 't' | 'done') => attempt(() => parseWhole(key, text(key), BOUNDS[key][0], BOUNDS[key][1])); // prettier-ignore
  const factor = (key: 'wheels' | 'camera' | 'sight') =>
    attempt(() => rounded(parseNumber(key, text(key), BOUNDS[key][1], BOUNDS[key][0])));
  const state = {
    seed: whole('seed'),
    t: whole('t'),
    done: text('done') === 'all' ? 'all' : whole('done'),
    wheels: factor('wheels'),
    camera: factor('camera'),
    sight: factor('sight'),
    confidence: attempt(() => parseChoice('confidence', text('confidence'), CONFIDENCES)),
    mistake: attempt(() => {
      const number = parseWhole('mistake', text('mistake'), 0, LANDMARKS.length);
      if (number === 1) throw new Refusal('mistake', 'itself');
      return Math.max(0, number - 1);
    }),
    gate: attempt(() => parseFlag('gate', text('gate'))),
    cut: attempt(() => parseFlag('cut', text('cut'))),
    drives: attempt(() => parseChoice('drives', text('drives'), DRIVES)),
  };
  return problems.length > 0 ? { problems } : { state: state as State };
}

/** Every key as text. */
export function texts(state: State): Query<Key> {
  const all = Object.fromEntries(KEYS.map((key) => [key, `${state[key]}`]));
  return {
    ...all,
    mistake: `${state.mistake === 0 ? 0 : state.mistake + 1}`,
    gate: state.gate ? '1' : '0',
    cut: state.cut ? '1' : '0',
  };
}

/** The probability that an ellipse is to hold. */
export const shareOf = ({ confidence }: State) => Number(confidence) / 100;
