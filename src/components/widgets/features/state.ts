/** The state of the feature space and its form in the address. Pure. */
import { firstOf, HELD_OUT, labelOf, parseHeldOut } from '../toolkit/digits.ts';
import { attempts, parseChoice, parseNumber, parseWhole, type Parsed, type Query } from '../toolkit/query.ts'; // prettier-ignore

/** The keys of the address, in the order in which they are written. */
export const KEYS = [
  'method',
  'space',
  'count',
  'components',
  'neighbors',
  'perplexity',
  'steps',
  'seed',
  'point',
] as const;
export type Key = (typeof KEYS)[number];

export const DEFAULTS = {
  method: 'pca',
  space: 'pixels',
  count: '20',
  components: '20',
  neighbors: '5',
  perplexity: '30',
  steps: '300',
  seed: '1',
  point: 'test-478',
} as const satisfies Query<Key>;

export const METHODS = ['pca', 'lda', 'tsne'] as const;
export type Method = (typeof METHODS)[number];
export const SPACES = ['pixels', 'learned'] as const;
export type SpaceName = (typeof SPACES)[number];

export const BOUNDS = {
  count: [12, 40],
  components: [1, 40],
  neighbors: [1, 15],
  perplexity: [2, 50],
  steps: [0, 600],
  seed: [0, 999_999],
} as const;

const CLASSES = HELD_OUT.length;
/** Principal components that are kept: for rebuilding, and LDA works in the first 30 of them. */
export const KEPT = 40;
export const LDA_IN = 30;
/** Axes drawn as pictures. */
export const DRAWN = 8;
/** Cells of the plane a side. */
export const CELLS = 100;

export interface State {
  method: Method;
  space: SpaceName;
  /** Digits of each class. */
  count: number;
  /** Principal components that a digit is rebuilt from. */
  components: number;
  /** Neighbours that vote. */
  neighbors: number;
  perplexity: number;
  steps: number;
  seed: number;
  /** The held-out digit that is looked at. */
  point: number;
}

/** A state from texts, or every reason why there is none. */
export function parse(query: Query): Parsed<State> {
  const { problems, attempt } = attempts();
  const text = (key: Key) => query[key] ?? DEFAULTS[key];
  const whole = (key: keyof typeof BOUNDS) =>
    attempt(() => parseWhole(key, text(key), BOUNDS[key][0], BOUNDS[key][1]));
  const method = attempt(() => parseChoice('method', text('method'), METHODS));
  const space = attempt(() => parseChoice('space', text('space'), SPACES));
  const count = whole('count');
  const components = whole('components');
  const neighbors = whole('neighbors');
  const perplexity = attempt(() =>
    parseNumber('perplexity', text('perplexity'), BOUNDS.perplexity[1], BOUNDS.perplexity[0]),
  );
  const steps = whole('steps');
  const seed = whole('seed');
  const point = attempt(() => parseHeldOut('point', text('point')));
  if (count !== undefined && point !== undefined && !isShown(point, count)) {
    problems.push({ key: 'point', code: 'not-shown', params: { value: `test-${point}`, count } });
  }
  if (count !== undefined && perplexity !== undefined && perplexity > mostPerplexity(count)) {
    problems.push({ key: 'perplexity', code: 'too-wide', params: { value: perplexity, max: mostPerplexity(count) } }); // prettier-ignore
  }
  if (problems.length > 0) return { problems };
  return {
    state: { method: method!, space: space!, count: count!, components: components!, neighbors: neighbors!, perplexity: perplexity!, steps: steps!, seed: seed!, point: point! }, // prettier-ignore
  };
}

/** Every key as text. */
export function texts(state: State): Query<Key> {
  const { method, space, count, components, neighbors, perplexity, steps, seed, point } = state;
  return {
    method,
    space,
    count: `${count}`,
    components: `${components}`,
    neighbors: `${neighbors}`,
    perplexity: `${perplexity}`,
    steps: `${steps}`,
    seed: `${seed}`,
    point: `test-${point}`,
  };
}

/** Whether a held-out digit is among the first `count` of its class. */
export const isShown = (index: number, count: number): boolean =>
  index - firstOf(labelOf(index)) < count;

/** Perplexity is how many neighbours a point has: at most a third of the others. */
export const mostPerplexity = (count: number) => Math.min(BOUNDS.perplexity[1], Math.floor((CLASSES * count - 1) / 3)); // prettier-ignore

/** The held-out digits on show: the first `count` of each class. */
export const digitsOf = ({ count }: Pick<State, 'count'>): number[] =>
  HELD_OUT.flatMap((_, label) => Array.from({ length: count }, (_each, j) => firstOf(label) + j));

/** The place of the digit that is looked at among those on show. */
export const placeOf = ({ point, count }: Pick<State, 'point' | 'count'>): number =>
  labelOf(point) * count + point - firstOf(labelOf(point));

/** Whether the axes are learned from the point at this place: every other one; the rest are asked about. */
export const isFitted = (place: number, count: number): boolean => (place % count) % 2 === 0;
