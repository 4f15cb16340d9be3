/** The state of the shared space and its form in the address. Pure. */
import type { Task } from '../../../lib/fusion.ts';
import { digitTexts, parseDigit, sampleOf, type DigitSource } from '../toolkit/digits.ts';
import type { PictureInfo } from '../toolkit/kind.ts';
import { attempts, parseChoice, parseNumber, parseWhole, Refusal, short, type Parsed, type Query } from '../toolkit/query.ts'; // prettier-ignore

export const SHOWS = ['space', 'retrieval', 'temperature', 'fusion'] as const;
export const ASKS = ['picture', 'word'] as const;
export const TASKS = ['evidence', 'sarcasm'] as const satisfies readonly Task[];
export const USES = ['both', 'a', 'b'] as const;
export const COMBINED = ['early', 'average', 'odds', 'product'] as const;
export const WHENS = ['both', 'test'] as const;

/** The keys of the address, in the order in which they are written. */
export const KEYS = ['show', 'pairs', 'shots', 'rate', 'tau', 'seed', 'swap', 'from', 'at', 'look', 'ask', 'word', 'image', 'input', 'task', 'use', 'way', 'noise', 'when', 'size'] as const; // prettier-ignore
export type Key = (typeof KEYS)[number];

export const DEFAULTS = {
  show: 'space',
  pairs: '6',
  shots: '1',
  rate: '0.05',
  tau: '0.2',
  seed: '4',
  swap: '',
  from: '200',
  at: '200',
  look: '',
  ask: 'picture',
  word: '3',
  image: `test-${sampleOf(2)}`,
  task: 'evidence',
  use: 'both',
  way: 'early',
  noise: '0',
  when: 'both',
  size: '10',
} as const satisfies Query<Key>;

/** Steps of a training run, and of another one after the swap. */
export const SPAN = 200;

export const BOUNDS = {
  pairs: [2, 10],
  shots: [1, 10],
  rate: [0.001, 0.5],
  tau: [0.02, 2],
  seed: [0, 999999],
  noise: [0, 6],
  size: [5, 40],
} as const;

export interface State {
  /** What is on show. */
  show: (typeof SHOWS)[number];
  pairs: number;
  /** Pictures of each digit that are trained on. */
  shots: number;
  rate: number;
  tau: number;
  seed: number;
  /** Two texts that change places, and the step before which they do. */
  swap: [number, number] | undefined;
  from: number;
  /** Steps taken. */
  at: number;
  /** The temperature that is looked at, when it is not that of the training. */
  look: number | undefined;
  ask: (typeof ASKS)[number];
  word: number;
  digit: DigitSource;
  task: Task;
  use: (typeof USES)[number];
  way: (typeof COMBINED)[number];
  /** Deviation of the noise added to the second modality. */
  noise: number;
  when: (typeof WHENS)[number];
  /** Training examples of each class. */
  size: number;
}

/** Two different texts, `1,4`. */
function parseSwap(text: string): State['swap'] {
  if (text === '') return undefined;
  const parts = text.split(',');
  if (parts.length !== 2) throw new Refusal('swap', 'count', { expected: 2, got: parts.length });
  const [one, two] = parts.map((part) => parseWhole('swap', part, 0, 9));
  if (one === two) throw new Refusal('swap', 'same-text', { value: short(text) });
  return [one, two];
}

/** The swap, when both texts are among those on show. */
export const swapOf = ({ swap, pairs }: Pick<State, 'swap' | 'pairs'>): State['swap'] =>
  swap?.every((text) => text < pairs) ? swap : undefined;

/** The word asked for, one of those on show. */
export const wordOf = ({ word, pairs }: Pick<State, 'word' | 'pairs'>): number =>
  Math.min(word, pairs - 1);

/** The last step of a run. */
export const endOf = ({ swap, from }: Pick<State, 'swap' | 'from'>): number =>
  swap ? from + SPAN : SPAN;

/** A state from texts, or every reason why there is none. */
export function parse(query: Query, own?: PictureInfo): Parsed<State> {
  const { problems, attempt } = attempts();
  const text = (key: Exclude<Key, 'input'>) => query[key] ?? DEFAULTS[key];
  const choice = <T extends string>(key: Exclude<Key, 'input'>, of: readonly T[]) =>
    attempt(() => parseChoice(key, text(key), of));
  const whole = (key: Exclude<Key, 'input'>, [least, most]: readonly [number, number]) =>
    attempt(() => parseWhole(key, text(key), least, most));
  const number = (key: 'rate' | 'tau' | 'noise') => attempt(() => parseNumber(key, text(key), BOUNDS[key][1], BOUNDS[key][0])); // prettier-ignore
  if (query.input !== undefined && query.image !== undefined) {
    problems.push({ key: 'image', code: 'both', params: { other: 'input' } });
  }
  const swap = attempt(() => parseSwap(text('swap')));
  const from = whole('from', [0, SPAN]);
  const state = {
    show: choice('show', SHOWS),
    pairs: whole('pairs', BOUNDS.pairs),
    shots: whole('shots', BOUNDS.shots),
    rate: number('rate'),
    tau: number('tau'),
    seed: whole('seed', BOUNDS.seed),
    swap,
    from,
    at: whole('at', [0, endOf({ swap, from: from ?? SPAN })]),
    look: text('look') === '' ? undefined : attempt(() => parseNumber('look', text('look'), BOUNDS.tau[1], BOUNDS.tau[0])), // prettier-ignore
    ask: choice('ask', ASKS),
    word: whole('word', [0, 9]),
    digit: attempt(() => parseDigit({ input: query.input, image: query.image ?? DEFAULTS.image }, own)), // prettier-ignore
    task: choice('task', TASKS),
    use: choice('use', USES),
    way: choice('way', COMBINED),
    noise: number('noise'),
    when: choice('when', WHENS),
    size: whole('size', BOUNDS.size),
  };
  return problems.length > 0 ? { problems } : { state: state as State };
}

/** Every key as text; of `image` and `input` the one that is used. */
export function texts(state: State): Query<Key> {
  const { swap, look, digit, ...rest } = state;
  return {
    ...Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, `${value}`])),
    swap: swap ? swap.join() : '',
    look: look === undefined ? '' : `${look}`,
    ...digitTexts(digit),
  };
}
