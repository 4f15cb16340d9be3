/** The state of the activations widget and its form in the address. Pure. */
import { ACTIVATIONS, ACTIVATION_IDS, type ActivationId } from '../../../lib/ops/activation.ts';
import {
  attempts,
  parseChoice,
  parseFlag,
  parseList,
  parseNumber,
  parseWhole,
  type Parsed,
  type Query,
} from '../toolkit/query.ts';

export const ACTIVE_IDS = [...ACTIVATION_IDS, 'softmax'] as const;
export type Fn = ActivationId | 'softmax';

/** The keys of the address, in the order in which they are written. */
export const KEYS = [
  'fn',
  'x',
  'alpha',
  'depth',
  'weight',
  'skip',
  'logits',
  'temperature',
] as const;
export type Key = (typeof KEYS)[number];

/** Without `alpha`: each function has its own. */
export const DEFAULTS = {
  fn: 'relu',
  x: '1',
  depth: '10',
  weight: '1',
  skip: '0',
  logits: '2,1,0.1',
  temperature: '1',
} as const satisfies Query<Key>;

export const BOUNDS = {
  x: 1000,
  alpha: 5,
  depth: 20,
  /** A weight of 0 would end the chain, and smaller ones leave the range of float32. */
  weight: [0.05, 3],
  logit: 1e5,
  logits: 10,
  temperature: [0.01, 100],
} as const;

/** The curve is drawn and compared from −6 to 6, in steps that meet 0 and ±3 exactly. */
export const REACH = 6;
export const STEPS = 20;
export const POINTS = Array.from(
  { length: 2 * REACH * STEPS + 1 },
  (_, i) => (i - REACH * STEPS) / STEPS,
);

/** Below this slope, from some x all the way out, a side counts as saturated. */
export const SATURATED = 0.05;

export interface State {
  fn: Fn;
  x: number;
  /** The parameter of the function, also where it is the default; undefined where there is none. */
  alpha: number | undefined;
  depth: number;
  weight: number;
  skip: boolean;
  logits: number[];
  temperature: number;
}

/** The parameter that a function has when none is given. */
export const defaultAlpha = (fn: Fn) => (fn === 'softmax' ? undefined : ACTIVATIONS[fn].alpha);

/** Six decimals: enough to type, and never so small that float32 would take it for 0. */
const rounded = (value: number) => Math.round(value * 1e6) / 1e6 + 0;

/** A state from texts, or every reason why there is none. */
export function parse(query: Query): Parsed<State> {
  const { problems, attempt } = attempts();
  const text = (key: keyof typeof DEFAULTS) => query[key] ?? DEFAULTS[key];
  const fn = attempt(() => parseChoice('fn', text('fn'), ACTIVE_IDS));
  const x = attempt(() => rounded(parseNumber('x', text('x'), BOUNDS.x)));
  const usual = fn && defaultAlpha(fn);
  const alpha = attempt(() => {
    if (query.alpha === undefined) return usual;
    // The slope of hard-sigmoid must be above 0: it has its corners at ±0.5/α.
    const least = fn === 'hard-sigmoid' ? 0.01 : -BOUNDS.alpha;
    const value = parseNumber('alpha', query.alpha, BOUNDS.alpha, least);
    if (usual === undefined) return undefined;
    return value === 1 / 6 ? value : rounded(value);
  });
  const depth = attempt(() => parseWhole('depth', text('depth'), 1, BOUNDS.depth));
  const [lightest, heaviest] = BOUNDS.weight;
  const weight = attempt(() => parseNumber('weight', text('weight'), heaviest, lightest));
  const skip = attempt(() => parseFlag('skip', text('skip')));
  const logits = attempt(() => parseList('logits', text('logits'), BOUNDS.logits, BOUNDS.logit));
  const [coldest, hottest] = BOUNDS.temperature;
  const temperature = attempt(() =>
    parseNumber('temperature', text('temperature'), hottest, coldest),
  );
  if (problems.length > 0) return { problems };
  return {
    state: {
      fn: fn!,
      x: x!,
      alpha,
      depth: depth!,
      weight: weight!,
      skip: skip!,
      logits: logits!,
      temperature: temperature!,
    },
  };
}

/** Every key of a state as text; `alpha` only where it is not the usual one. */
export function texts(state: State): Query {
  const query: Query = {
    fn: state.fn,
    x: `${state.x}`,
    depth: `${state.depth}`,
    weight: `${state.weight}`,
    skip: state.skip ? '1' : '0',
    logits: state.logits.join(','),
    temperature: `${state.temperature}`,
  };
  if (state.alpha !== defaultAlpha(state.fn)) query.alpha = `${state.alpha}`;
  return query;
}

/** The two conventions of hard-sigmoid by the slope of the line. */
export const HARD_SIGMOID = { pytorch: 1 / 6, tfjs: 0.2 } as const;

/** The slope of the convention that is not chosen. */
export const otherSlope = (alpha: number) =>
  alpha === HARD_SIGMOID.pytorch ? HARD_SIGMOID.tfjs : HARD_SIGMOID.pytorch;
