/** The state of the multilayer perceptron and its form in the address. Pure. */
import {
  ACTIVATIONS,
  DATA_SETS,
  DIVERGED,
  FEATURES,
  HALF,
  OPTIMIZERS,
  parameterCount,
  REACH,
  sizesOf,
  type DataSet,
  type Feature,
  type Labelled,
  type Run,
} from '../../../lib/playground.ts';
import { layout } from '../../../lib/mlp.ts';
import {
  attempts,
  parseChoice,
  parseFlag,
  parseList,
  parseNumber,
  parseWhole,
  Refusal,
  type Parsed,
  type Query,
} from '../toolkit/query.ts';

/** The keys of the address, in the order in which they are written. */
export const KEYS = [
  'data',
  'points',
  'noise',
  'dataSeed',
  'features',
  'hidden',
  'activation',
  'bias',
  'optimizer',
  'rate',
  'l2',
  'batch',
  'seed',
  'weights',
  'steps',
  'neuron',
] as const;
export type Key = (typeof KEYS)[number];

/** Without `points`, `weights` and `neuron`, which a state may have or not. */
export const DEFAULTS = {
  data: 'circle',
  noise: '0.3',
  dataSeed: '1',
  features: 'x,y',
  hidden: '4,2',
  activation: 'tanh',
  bias: '1',
  optimizer: 'adam',
  rate: '0.03',
  l2: '0',
  batch: '10',
  seed: '1',
  steps: '300',
} as const satisfies Query<Key>;

export const BOUNDS = {
  noise: 2,
  layers: 4,
  width: 8,
  rate: [1e-5, 1],
  l2: 1,
  seed: 999999,
  steps: 4000,
  points: 64,
} as const;

/** Cells of a side of the plane. */
export const SIDE = 32;
/** Steps from one key frame to the next. */
export const STRIDE = 20;

/** What is put down before the reader has put anything. */
export const FIRST_POINTS =
  '-2.8125,2.8125,1;2.8125,-2.8125,1;-1.3125,1.6875,1;1.6875,-1.3125,1;2.8125,2.8125,0;-2.8125,-2.8125,0;1.3125,1.6875,0;-1.6875,-1.3125,0';

export interface State extends Omit<Run, 'weights'> {
  data: DataSet;
  /** The reader's points; empty for the other data. */
  points: Labelled[];
  noise: number;
  dataSeed: number;
  features: Feature[];
  hidden: number[];
  /** All weights at step 0, when they are not drawn from the seed. */
  weights: number[] | undefined;
  steps: number;
  /** The neuron looked at: its layer, 0 for the features, and its place there. */
  neuron: readonly [layer: number, index: number];
}

export const outputOf = (state: Pick<State, 'hidden'>): [number, number] => [
  state.hidden.length + 1,
  0,
];

/** A state from texts, or every reason why there is none. */
export function parse(query: Query): Parsed<State> {
  const { problems, attempt } = attempts();
  const text = (key: keyof typeof DEFAULTS) => query[key] ?? DEFAULTS[key];
  const choice = <T extends string>(key: keyof typeof DEFAULTS, choices: readonly T[]) =>
    attempt(() => parseChoice(key, text(key), choices));
  const number = (key: keyof typeof DEFAULTS, min: number, max: number) =>
    attempt(() => parseNumber(key, text(key), max, min));
  const whole = (key: keyof typeof DEFAULTS, min: number, max: number) =>
    attempt(() => parseWhole(key, text(key), min, max));
  const data = choice('data', DATA_SETS);
  const points = attempt(() => {
    if (data === 'custom') return parsePoints(query.points ?? FIRST_POINTS);
    if (query.points !== undefined) throw new Refusal('points', 'not-custom');
    return [];
  });
  const noise = number('noise', 0, BOUNDS.noise);
  const dataSeed = whole('dataSeed', 0, BOUNDS.seed);
  const features = attempt(() => parseFeatures(text('features')));
  const hidden = attempt(() => parseHidden(text('hidden')));
  const activation = choice('activation', ACTIVATIONS);
  const bias = attempt(() => parseFlag('bias', text('bias')));
  const optimizer = choice('optimizer', OPTIMIZERS);
  const rate = number('rate', ...BOUNDS.rate);
  const l2 = number('l2', 0, BOUNDS.l2);
  const batch = whole('batch', 1, HALF);
  const seed = whole('seed', 0, BOUNDS.seed);
  const steps = whole('steps', 0, BOUNDS.steps);
  const sizes = features && hidden && sizesOf({ features, hidden });
  const weights = attempt(() => sizes && parseWeights(query.weights, sizes, bias ?? true));
  const neuron = attempt(() => sizes && parseNeuron(query.neuron, sizes));
  if (problems.length > 0) return { problems };
  const state: State = { data: data!, points: points!, noise: noise!, dataSeed: dataSeed!, features: features!, hidden: hidden!, activation: activation!, bias: bias!, optimizer: optimizer!, rate: rate!, l2: l2!, batch: batch!, seed: seed!, weights, steps: steps!, neuron: neuron! }; // prettier-ignore
  return { state };
}

function parsePoints(text: string): Labelled[] {
  const parts = text.split(';');
  if (parts.length > BOUNDS.points) {
    throw new Refusal('points', 'too-many', { got: parts.length, max: BOUNDS.points });
  }
  return parts.map((part) => {
    const three = part.split(',');
    if (three.length !== 3)
      throw new Refusal('points', 'count', { expected: 3, got: three.length });
    const [x, y] = three.slice(0, 2).map((each) => parseNumber('points', each, REACH));
    return [x, y, parseWhole('points', three[2], 0, 1)];
  });
}

/** Each feature once, in the order of the list. */
function parseFeatures(text: string): Feature[] {
  const asked = text.split(',').map((each) => parseChoice('features', each, FEATURES));
  return FEATURES.filter((feature) => asked.includes(feature));
}

function parseHidden(text: string): number[] {
  if (text.trim() === '') return [];
  const parts = text.split(',');
  if (parts.length > BOUNDS.layers) {
    throw new Refusal('hidden', 'too-many', { got: parts.length, max: BOUNDS.layers });
  }
  return parts.map((part) => parseWhole('hidden', part, 1, BOUNDS.width));
}

function parseWeights(text: string | undefined, sizes: number[], bias: boolean) {
  if (text === undefined) return undefined;
  const { layers, count } = layout(sizes);
  const values = parseList('weights', text, 400, DIVERGED);
  if (values.length !== count) {
    throw new Refusal('weights', 'count', { expected: count, got: values.length });
  }
  if (!bias) for (const { bias: from, to } of layers) values.fill(0, from, from + to);
  return values;
}

function parseNeuron(text: string | undefined, sizes: number[]): [number, number] {
  if (text === undefined) return [sizes.length - 1, 0];
  const parts = text.split(',');
  if (parts.length !== 2) throw new Refusal('neuron', 'count', { expected: 2, got: parts.length });
  const layer = parseWhole('neuron', parts[0], 0, sizes.length - 1);
  return [layer, parseWhole('neuron', parts[1], 0, sizes[layer] - 1)];
}

/** Every key as text. */
export function texts(state: State): Query<Key> {
  const { data, points, weights, neuron } = state;
  return {
    data,
    ...(data === 'custom' && { points: points.map((p) => p.join(',')).join(';') }),
    noise: `${state.noise}`,
    dataSeed: `${state.dataSeed}`,
    features: state.features.join(','),
    hidden: state.hidden.join(','),
    activation: state.activation,
    bias: state.bias ? '1' : '0',
    optimizer: state.optimizer,
    rate: `${state.rate}`,
    l2: `${state.l2}`,
    batch: `${state.batch}`,
    seed: `${state.seed}`,
    ...(weights && { weights: weights.join(',') }),
    steps: `${state.steps}`,
    ...(`${neuron}` !== `${outputOf(state)}` && { neuron: neuron.join(',') }),
  };
}

export const parametersOf = (state: State): number => parameterCount(sizesOf(state), state.bias);
