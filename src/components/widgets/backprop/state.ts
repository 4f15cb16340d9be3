/** The state of the backpropagation stepper and its form in the address. Pure. */
import { UNITS, type Unit } from '../../../lib/backprop.ts';
import {
  attempts,
  matrixText,
  parseChoice,
  parseFlag,
  parseList,
  parseNumber,
  parseWhole,
  Refusal,
  withoutDefaults,
  type Parsed,
  type Query,
} from '../toolkit/query.ts';
import {
  build,
  LOSSES,
  NETS,
  SHAPES,
  workers,
  type Design,
  type LeafKey,
  type Loss,
  type Net,
} from './graphs.ts';

/** The keys of the address, in the order in which they are written. */
export const KEYS = [
  'net',
  'activation',
  'loss',
  'x',
  't',
  'w',
  'b',
  'w2',
  'b2',
  'rate',
  'pass',
  'zero',
  'step',
] as const;
export type Key = (typeof KEYS)[number];

/** What each network begins with. */
const FIRST: Record<Net, Query<Key>> = {
  'two-layer': { activation: 'sigmoid', loss: 'mse', x: '1,2', t: '1', w: '0.5,-0.25;-0.75,0.5', b: '0.1,-0.2', w2: '0.8,-0.6', b2: '0.3' }, // prettier-ignore
  neuron: { activation: 'sigmoid', loss: 'mse', x: '1,2', t: '1', w: '0.5,-0.75', b: '0.25' },
  softmax: { activation: 'sigmoid', loss: 'mse', x: '1,2', t: '1', w: '0.5,-0.25;-0.75,0.5', b: '0.1,-0.2', w2: '0.8,-0.6;-0.4,0.9', b2: '0.3,-0.1' }, // prettier-ignore
  conv: { activation: 'relu', loss: 'mse', x: '1,0,2;-1,3,1;2,1,0', t: '2', w: '0.5,-1;1,0.25', b: '0', w2: '0.5,-1;1,0.5', b2: '0.3' }, // prettier-ignore
};
const COMMON = { rate: '0.5', pass: '1', zero: '1', step: 'end' } as const;

/** The text of every key of a network that the reader has not changed. */
export const firstOf = (net: Net): Query<Key> => ({ net: 'two-layer', ...FIRST[net], ...COMMON });
/** What means the same in every network; the rest is each network's own. */
export const DEFAULTS: Query<Key> = { net: 'two-layer', loss: 'mse', ...COMMON };

export const BOUNDS = { value: 10, rate: 10, samples: 2 } as const;

export interface State {
  net: Net;
  /** Of the hidden layer; the output of the two-layer network is a sigmoid. A neuron has but this. */
  activation: Unit;
  loss: Loss;
  /** Values of the leaves: rows of numbers; `x` and `t` have a row per sample (an image has three). */
  leaves: Partial<Record<LeafKey, number[][]>>;
  rate: number;
  /** Which of the two samples is gone through: the second one after an update by the first. */
  pass: 1 | 2;
  /** Whether the gradients are set to zero before the second sample. */
  zero: boolean;
  /** Steps done: forward through every node, then back through every node. */
  step: number;
}

/** How many samples there are; an image is one. */
export const samplesOf = ({ net, leaves }: Pick<State, 'net' | 'leaves'>): number =>
  net === 'conv' ? 1 : leaves.x!.length;

/** What the graph of a state depends on. */
export function designOf({ net, activation, loss, leaves, pass }: State): Design {
  const label = net === 'softmax' ? leaves.t![pass - 1][0] - 1 : undefined;
  return { net, activation, loss, ...(label !== undefined && { label }) };
}

/** Steps from the beginning to the end: each computing node once forward and once back. */
export const stepsOf = (design: Design): number => 2 * workers(build(design).graph).length;

/** Six decimals, and no −0. */
const rounded = (value: number) => Math.round(value * 1e6) / 1e6 + 0;

function parseRows(key: LeafKey, text: string, net: Net): number[][] {
  const [rows, cols] = SHAPES[net][key]!;
  const parts = text.split(';');
  const sampled = net !== 'conv' && (key === 'x' || key === 't');
  const most = sampled ? BOUNDS.samples : rows;
  if (parts.length > most) throw new Refusal(key, 'too-many', { got: parts.length, max: most });
  if (!sampled && parts.length !== rows) {
    throw new Refusal(key, 'count', { expected: rows * cols, got: parts.join(',').split(',').length }); // prettier-ignore
  }
  return parts.map((part) => {
    const values = parseList(key, part, 9, BOUNDS.value).map(rounded);
    if (values.length !== cols) {
      throw new Refusal(key, 'count', { expected: rows * cols, got: values.length * parts.length });
    }
    return values;
  });
}

/** A state from texts, or every reason why there is none. */
export function parse(query: Query): Parsed<State> {
  const { problems, attempt } = attempts();
  const net = attempt(() => parseChoice('net', query.net ?? 'two-layer', NETS)) ?? 'two-layer';
  const first = firstOf(net);
  const text = (key: Key) => query[key] ?? first[key]!;
  const activation = attempt(() => parseChoice('activation', text('activation'), UNITS))!;
  const loss = attempt(() => parseChoice('loss', text('loss'), LOSSES))!;
  attempt(() => {
    if (loss !== 'bce') return;
    if (net === 'softmax' || net === 'conv') throw new Refusal('loss', 'no-bce');
    if (net === 'neuron' && activation !== 'sigmoid') throw new Refusal('loss', 'needs-sigmoid');
  });
  const leaves: State['leaves'] = {};
  for (const key of ['x', 't', 'w', 'b', 'w2', 'b2'] as const) {
    if (SHAPES[net][key]) {
      const rows = attempt(() => parseRows(key, text(key), net));
      if (rows) leaves[key] = rows;
    } else if (query[key] !== undefined) {
      attempt(() => {
        throw new Refusal(key, 'not-here');
      });
    }
  }
  const { x, t } = leaves;
  const samples = net === 'conv' ? 1 : (x?.length ?? 1);
  attempt(() => {
    if (!x || !t || problems.length > 0) return;
    if (t.length !== samples) throw new Refusal('t', 'count', { expected: samples, got: t.length });
    const [min, max] = net === 'softmax' ? [1, 2] : loss === 'bce' ? [0, 1] : [-BOUNDS.value, BOUNDS.value]; // prettier-ignore
    for (const [value] of t) {
      if (net === 'softmax') parseWhole('t', `${value}`, min, max);
      else parseNumber('t', `${value}`, max, min);
    }
  });
  const rate = attempt(() => rounded(parseNumber('rate', text('rate'), BOUNDS.rate, 0)));
  const pass = attempt(() => parseWhole('pass', text('pass'), 1, samples));
  const zero = attempt(() => parseFlag('zero', text('zero')));
  const most = problems.length > 0 ? 0 : stepsOf({ net, activation, loss });
  const step = attempt(() =>
    problems.length > 0 || text('step') === 'end'
      ? most
      : parseWhole('step', text('step'), 0, most),
  );
  if (problems.length > 0) return { problems };
  const state: State = { net, activation, loss, leaves, rate: rate!, pass: pass as 1 | 2, zero: zero!, step: step! }; // prettier-ignore
  return { state };
}

/** Every key as text. */
export function texts(state: State): Query<Key> {
  const { net, activation, loss, leaves, rate, pass, zero, step } = state;
  return {
    net,
    activation,
    loss,
    ...Object.fromEntries(Object.entries(leaves).map(([key, rows]) => [key, matrixText(rows)])),
    rate: `${rate}`,
    pass: `${pass}`,
    zero: zero ? '1' : '0',
    step: step === stepsOf(designOf(state)) ? 'end' : `${step}`,
  };
}

/** What the address says: each network has its own first numbers. */
export const format = (state: State): Query => withoutDefaults(texts(state), firstOf(state.net));
