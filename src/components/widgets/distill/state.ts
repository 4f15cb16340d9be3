/** The state of the distillation bench and its form in the address. Pure. */
import { CLASSES, type Mix } from '../../../lib/distill.ts';
import { digitTexts, parseDigit, type DigitSource } from '../toolkit/digits.ts';
import type { PictureInfo } from '../toolkit/kind.ts';
import { attempts, parseChoice, parseFlag, parseNumber, parseWhole, Refusal, type Parsed, type Query } from '../toolkit/query.ts'; // prettier-ignore

export const MODES = ['targets', 'temperature', 'train'] as const;
/** Units of the hidden layer of a student; 0 leaves the layer out. */
export const HIDDEN = ['0', '8', '16', '32'] as const;

/** The keys of the address, in the order in which they are written. */
export const KEYS = [
  'mode',
  'image',
  'input',
  'temperature',
  'alpha',
  'square',
  'student',
  'labels',
  'pool',
  'hidden',
  'steps',
  'at',
  'seed',
] as const;
export type Key = (typeof KEYS)[number];

export const DEFAULTS = {
  mode: 'targets',
  image: 'test-1315',
  temperature: '4',
  alpha: '0.5',
  square: '1',
  student: '0',
  labels: '5',
  pool: '20',
  hidden: '16',
  steps: '100',
  at: 'end',
  seed: '1',
} as const satisfies Query<Key>;

export const BOUNDS = {
  temperature: [0.5, 128],
  alpha: [0, 1],
  logit: 50,
  labels: [1, 10],
  pool: [0, 40],
  steps: [10, 300],
  seed: [0, 999999],
} as const;

/** Temperatures of the slider: each a fixed share above the one before, as near as short numbers are. */
export const LADDER = [0.5, 0.7, 1, 1.4, 2, 2.8, 4, 5.6, 8, 11, 16, 23, 32, 45, 64, 90, 128] as const; // prettier-ignore

/** Losses and accuracies are taken every so many steps. */
export const EVERY = 5;

export interface State extends Mix {
  mode: (typeof MODES)[number];
  source: DigitSource;
  /** Logits of the student for the digit. */
  student: number[];
  /** Pictures with a label, and others that only the teacher answers for, of each class. */
  labels: number;
  pool: number;
  hidden: number;
  steps: number;
  at: 'end' | number;
  seed: number;
}

/** A state from texts, or every reason why there is none. */
export function parse(query: Query, picture?: PictureInfo): Parsed<State> {
  const { problems, attempt } = attempts();
  if (query.input !== undefined && query.image !== undefined) {
    problems.push({ key: 'image', code: 'both', params: { other: 'input' } });
  }
  const image = query.input === undefined ? (query.image ?? DEFAULTS.image) : undefined;
  const text = (key: Exclude<Key, 'input'>) => query[key] ?? DEFAULTS[key];
  const number = (key: 'temperature' | 'alpha') => attempt(() => parseNumber(key, text(key), BOUNDS[key][1], BOUNDS[key][0])); // prettier-ignore
  const whole = (key: 'labels' | 'pool' | 'steps' | 'seed') => attempt(() => parseWhole(key, text(key), BOUNDS[key][0], BOUNDS[key][1])); // prettier-ignore
  const mode = attempt(() => parseChoice('mode', text('mode'), MODES));
  const source = attempt(() => parseDigit({ input: query.input, image }, picture));
  const steps = whole('steps');
  const state = {
    mode,
    source,
    temperature: number('temperature'),
    alpha: number('alpha'),
    square: attempt(() => parseFlag('square', text('square'))),
    student: attempt(() => parseLogits(text('student'))),
    labels: whole('labels'),
    pool: whole('pool'),
    hidden: Number(attempt(() => parseChoice('hidden', text('hidden'), HIDDEN))),
    steps,
    at: attempt(() => text('at') === 'end' ? 'end' : parseWhole('at', text('at'), 0, steps ?? BOUNDS.steps[1])), // prettier-ignore
    seed: whole('seed'),
  };
  return problems.length > 0 ? { problems } : { state: state as State };
}

/** One logit for all classes, or one for each. */
function parseLogits(text: string): number[] {
  const parts = text.split(',');
  const values = parts.map((part) => parseNumber('student', part.trim(), BOUNDS.logit, -BOUNDS.logit)); // prettier-ignore
  if (values.length === 1) return Array<number>(CLASSES).fill(values[0]);
  if (values.length !== CLASSES) throw new Refusal('student', 'count', { expected: CLASSES, got: values.length }); // prettier-ignore
  return values;
}

/** Every key as text. */
export function texts({ source, student, square, ...rest }: State): Query<Key> {
  const same = student.every((z) => z === student[0]);
  return {
    ...digitTexts(source),
    ...Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, `${value}`])),
    square: square ? '1' : '0',
    student: same ? `${student[0]}` : student.join(),
  };
}
