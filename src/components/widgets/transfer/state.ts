/** The state of the transfer bench and its form in the address. Pure. */
import { attempts, LIMITS, matrixText, parseChannels, parseChoice, parseWhole, Refusal, type Parsed, type Query } from '../toolkit/query.ts'; // prettier-ignore
import type { PictureInfo } from '../toolkit/kind.ts';
import { parseSample, sampleText, type Sample } from './samples.ts';

export const TASKS = ['digits', 'own'] as const;
export const SHOTS = ['1', '2', '3', '5', '10'] as const;
export const WAYS = ['pixels', 'frozen', 'tuned', 'scratch'] as const;
export type Way = (typeof WAYS)[number];

/** The keys of the address, in the order in which they are written. */
export const KEYS = ['task', 'shots', 'draw', 'steps', 'dx', 'dy', 'way', 'examples', 'input', 'image'] as const; // prettier-ignore
export type Key = (typeof KEYS)[number];

export const DEFAULTS = {
  task: 'digits',
  shots: '10',
  draw: '1',
  steps: '20',
  dx: '0',
  dy: '0',
  way: 'frozen',
  examples: 'o1,o2,o3;x1,x2,x3;z1,z2,z3',
  image: 'o7',
} as const satisfies Query<Key>;

export const BOUNDS = { draws: 8, steps: 40, shift: 6, classes: [2, 4], each: 5 } as const;

/** What is asked about: a drawing of the reader's, a picture of theirs, or a ready shape. */
export type Asked = { kind: 'ink'; rows: number[][] } | { kind: 'own' } | Sample;

export interface State {
  task: (typeof TASKS)[number];
  shots: number;
  draw: number;
  /** Steps of fine-tuning. */
  steps: number;
  /** How far the test digits are moved, in pixels. */
  dx: number;
  dy: number;
  /** The way whose mistakes are marked. */
  way: Way;
  examples: Sample[][];
  asked: Asked;
}

function parseExamples(text: string): Sample[][] {
  const parts = text.split(';');
  const [min, max] = BOUNDS.classes;
  if (parts.length < min || parts.length > max) {
    throw new Refusal('examples', 'classes', { got: parts.length, min, max });
  }
  return parts.map((part) => {
    const words = part === '' ? [] : part.split(',');
    if (words.length > BOUNDS.each) {
      throw new Refusal('examples', 'too-many', { got: words.length, max: BOUNDS.each });
    }
    return words.map((word) => parseSample('examples', word));
  });
}

function parseAsked(query: Query<Key>, own: PictureInfo | undefined): Asked {
  if (query.input !== undefined) {
    const [rows] = parseChannels('input', query.input, LIMITS.matrix, 1);
    const bad = rows.flat().find((value) => value < 0 || value > 255);
    if (bad !== undefined) throw new Refusal('input', 'range', { value: bad, min: 0, max: 255 });
    return { kind: 'ink', rows };
  }
  const text = query.image ?? DEFAULTS.image;
  if (text !== 'own') return parseSample('image', text);
  if (!own) throw new Refusal('image', 'own-picture');
  return { kind: 'own' };
}

/** A state from texts, or every reason why there is none. */
export function parse(query: Query<Key>, own?: PictureInfo): Parsed<State> {
  const { problems, attempt } = attempts();
  const text = (key: keyof typeof DEFAULTS) => query[key] ?? DEFAULTS[key];
  if (query.input !== undefined && query.image !== undefined) {
    problems.push({ key: 'image', code: 'both', params: { other: 'input' } });
  }
  const { steps, shift, draws } = BOUNDS;
  const state = {
    task: attempt(() => parseChoice('task', text('task'), TASKS)),
    shots: Number(attempt(() => parseChoice('shots', text('shots'), SHOTS))),
    draw: attempt(() => parseWhole('draw', text('draw'), 1, draws)),
    steps: attempt(() => parseWhole('steps', text('steps'), 0, steps)),
    dx: attempt(() => parseWhole('dx', text('dx'), -shift, shift)),
    dy: attempt(() => parseWhole('dy', text('dy'), -shift, shift)),
    way: attempt(() => parseChoice('way', text('way'), WAYS)),
    examples: attempt(() => parseExamples(text('examples'))),
    asked: attempt(() => parseAsked(query, own)),
  };
  return problems.length > 0 ? { problems } : { state: state as State };
}

export const examplesText = (examples: readonly (readonly Sample[])[]): string =>
  examples.map((each) => each.map(sampleText).join(',')).join(';');

/** Every key as text (`input` or `image`). */
export function texts({ asked, examples, ...rest }: State): Query<Key> {
  return {
    ...Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, `${value}`])),
    examples: examplesText(examples),
    ...(asked.kind === 'ink'
      ? { input: matrixText(asked.rows) }
      : { image: asked.kind === 'own' ? 'own' : sampleText(asked) }),
  };
}
