/** The state of the loss bench and its form in the address. Pure. */
import {
  attempts,
  matrixText,
  parseChannels,
  parseChoice,
  parseList,
  parseNumber,
  parseWhole,
  Refusal,
  type Parsed,
  type Query,
} from '../toolkit/query.ts';

export const MODES = ['classes', 'binary', 'regression'] as const;
export type Mode = (typeof MODES)[number];
export const REDUCTIONS = ['mean', 'sum'] as const;
export const CONVENTIONS = ['pytorch', 'keras'] as const;

/** The keys of the address, in the order in which they are written. */
export const KEYS = [
  'mode',
  'logits',
  'labels',
  'weights',
  'smoothing',
  'temperature',
  'gamma',
  'reduction',
  'convention',
  'z',
  'y',
  'positive',
  'predictions',
  'targets',
  'delta',
] as const;
export type Key = (typeof KEYS)[number];

export const DEFAULTS = {
  mode: 'classes',
  logits: '2,1,-1',
  labels: '0',
  weights: '1',
  smoothing: '0',
  temperature: '1',
  gamma: '0',
  reduction: 'mean',
  convention: 'pytorch',
  z: '2,-1,0.5',
  y: '1,1,0',
  positive: '1',
  predictions: '2,3,4,5,6',
  targets: '1.5,3.5,4,4.5,16',
  delta: '1',
} as const satisfies Query<Key>;

export const BOUNDS = {
  samples: 8,
  classes: 6,
  logit: 1e4,
  weight: 100,
  temperature: [0.05, 20],
  gamma: 5,
  smoothing: 0.9,
  points: 10,
  number: 1000,
  delta: [0.01, 100],
} as const;

export interface State {
  mode: Mode;
  /** Logits [samples][classes]. */
  logits: number[][];
  /** The right class of each sample, from 0. */
  labels: number[];
  /** One per class. */
  weights: number[];
  smoothing: number;
  temperature: number;
  gamma: number;
  reduction: (typeof REDUCTIONS)[number];
  convention: (typeof CONVENTIONS)[number];
  /** One logit per sample, and its label 0 or 1. */
  z: number[];
  y: number[];
  /** Weight of the positives. */
  positive: number;
  predictions: number[];
  targets: number[];
  delta: number;
}

/** Six decimals, and no −0. */
const rounded = (value: number) => Math.round(value * 1e6) / 1e6 + 0;

function parseLabels(key: string, text: string, count: number, max: number): number[] {
  const parts = text.split(',');
  if (parts.length !== count) {
    throw new Refusal(key, 'count', { expected: count, got: parts.length });
  }
  return parts.map((part) => parseWhole(key, part, 0, max));
}

/** A state from texts, or every reason why there is none. */
export function parse(query: Query): Parsed<State> {
  const { problems, attempt } = attempts();
  const text = (key: Key) => query[key] ?? DEFAULTS[key];
  const number = (key: Key, max: number, min: number) =>
    attempt(() => rounded(parseNumber(key, text(key), max, min)));
  const list = (key: Key, most: number, bound: number) =>
    attempt(() => parseList(key, text(key), most, bound).map(rounded));
  const mode = attempt(() => parseChoice('mode', text('mode'), MODES));
  const logits = attempt(() => {
    const rows = parseChannels('logits', text('logits'), BOUNDS.samples, 1, BOUNDS.logit)[0];
    if (rows[0].length > BOUNDS.classes) {
      throw new Refusal('logits', 'too-many', { got: rows[0].length, max: BOUNDS.classes });
    }
    if (rows[0].length < 2) throw new Refusal('logits', 'one-class');
    return rows.map((row) => row.map(rounded));
  });
  const classes = logits?.[0].length ?? BOUNDS.classes;
  const labels =
    logits && attempt(() => parseLabels('labels', text('labels'), logits.length, classes - 1));
  const weights =
    logits &&
    attempt(() => {
      const given = parseList('weights', text('weights'), BOUNDS.classes, BOUNDS.weight, 0).map(rounded); // prettier-ignore
      const all = given.length === 1 ? logits[0].map(() => given[0]) : given;
      if (all.length !== classes) {
        throw new Refusal('weights', 'count', { expected: classes, got: given.length });
      }
      if (labels && !labels.some((y) => all[y] > 0)) throw new Refusal('weights', 'no-weight');
      return all;
    });
  const [coldest, hottest] = BOUNDS.temperature;
  const z = list('z', BOUNDS.samples, BOUNDS.logit);
  const y = z && attempt(() => parseLabels('y', text('y'), z.length, 1));
  const predictions = list('predictions', BOUNDS.points, BOUNDS.number);
  const targets = list('targets', BOUNDS.points, BOUNDS.number);
  attempt(() => {
    if (!predictions || !targets || predictions.length === targets.length) return;
    throw new Refusal('targets', 'count', { expected: predictions.length, got: targets.length });
  });
  const state = {
    mode,
    logits,
    labels,
    weights,
    smoothing: number('smoothing', BOUNDS.smoothing, 0),
    temperature: number('temperature', hottest, coldest),
    gamma: number('gamma', BOUNDS.gamma, 0),
    reduction: attempt(() => parseChoice('reduction', text('reduction'), REDUCTIONS)),
    convention: attempt(() => parseChoice('convention', text('convention'), CONVENTIONS)),
    z,
    y,
    positive: number('positive', BOUNDS.weight, 0),
    predictions,
    targets,
    delta: number('delta', BOUNDS.delta[1], BOUNDS.delta[0]),
  };
  return problems.length > 0 ? { problems } : { state: state as State };
}

/** Every key as text. */
export function texts(state: State): Query<Key> {
  const { logits, labels, weights, z, y, predictions, targets, ...rest } = state;
  const alike = weights.every((w) => w === weights[0]);
  return {
    ...Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, `${value}`])),
    logits: matrixText(logits),
    labels: labels.join(','),
    weights: alike ? `${weights[0]}` : weights.join(','),
    z: z.join(','),
    y: y.join(','),
    predictions: predictions.join(','),
    targets: targets.join(','),
  };
}
