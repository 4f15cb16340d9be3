/** The state of the style widget and its form in the address. Pure. */
import type { Grid } from '../../../lib/grid.ts';
import { inverted, maskOf, maskText, PICTURES, shrunk, type PictureId } from '../../../lib/style-pictures.ts'; // prettier-ignore
import type { PictureInfo } from '../toolkit/kind.ts';
import { attempts, parseChoice, parseNumber, parseWhole, Refusal, short, type Parsed, type Query } from '../toolkit/query.ts'; // prettier-ignore

/** The keys of the address, in the order in which they are written. */
export const KEYS = [
  'show',
  'content',
  'paint',
  'style',
  'alpha',
  'beta',
  'start',
  'seed',
  'steps',
  'at',
  'shuffle',
] as const;
export type Key = (typeof KEYS)[number];

export const DEFAULTS = {
  show: 'gram',
  content: 'disc',
  paint: '',
  style: 'stripes',
  alpha: '1',
  beta: '100000',
  start: 'noise',
  seed: '1',
  steps: '200',
  at: 'end',
  shuffle: '0',
} as const satisfies Query<Key>;

export const SHOWN = ['gram', 'transfer'] as const;
export const STARTS = ['noise', 'content'] as const;
export const IDS = Object.keys(PICTURES) as PictureId[];
export type Source = PictureId | 'own';

export const BOUNDS = {
  alpha: [0, 1000],
  beta: [0, 1e7],
  seed: [0, 999999],
  steps: [10, 600],
  shuffle: [0, 999],
  /** Powers of ten of β/α that the slider goes through. */
  mix: [3, 7],
} as const;

/** β where both losses matter, for pictures like these. */
export const BETA = 1e5;

export interface State {
  show: (typeof SHOWN)[number];
  content: Source;
  /** Which pixels of the content picture are inverted. */
  paint: Uint8Array;
  style: Source;
  alpha: number;
  beta: number;
  start: (typeof STARTS)[number];
  seed: number;
  steps: number;
  at: 'end' | number;
  /** The seed of the order in which the positions stand; 0 as in the picture. */
  shuffle: number;
}

/** A state from texts, or every reason why there is none. */
export function parse(query: Query, own?: PictureInfo): Parsed<State> {
  const { problems, attempt } = attempts();
  const text = (key: Key) => query[key] ?? DEFAULTS[key];
  const number = (key: 'alpha' | 'beta') => attempt(() => parseNumber(key, text(key), BOUNDS[key][1], BOUNDS[key][0])); // prettier-ignore
  const whole = (key: 'seed' | 'steps' | 'shuffle') => attempt(() => parseWhole(key, text(key), BOUNDS[key][0], BOUNDS[key][1])); // prettier-ignore
  const source = (key: 'content' | 'style') => attempt(() => parseSource(key, text(key), own));
  const show = attempt(() => parseChoice('show', text('show'), SHOWN));
  const content = source('content');
  const paint = attempt(() => parsePaint(text('paint')));
  const style = source('style');
  const alpha = number('alpha');
  const beta = number('beta');
  const start = attempt(() => parseChoice('start', text('start'), STARTS));
  const seed = whole('seed');
  const steps = whole('steps');
  const at = attempt(() => parseAt(text('at'), steps ?? BOUNDS.steps[1]));
  const shuffle = whole('shuffle');
  if (alpha === 0 && beta === 0) problems.push({ key: 'beta', code: 'nothing', params: {} });
  if (problems.length > 0) return { problems };
  return { state: { show: show!, content: content!, paint: paint!, style: style!, alpha: alpha!, beta: beta!, start: start!, seed: seed!, steps: steps!, at: at!, shuffle: shuffle! } }; // prettier-ignore
}

function parseSource(key: string, text: string, own: PictureInfo | undefined): Source {
  if (text !== 'own') return parseChoice(key, text, IDS);
  if (!own) throw new Refusal(key, 'own-picture');
  return text;
}

function parsePaint(text: string): Uint8Array {
  const mask = maskOf(text);
  if (!mask) throw new Refusal('paint', 'paint', { value: short(text) });
  return mask;
}

const parseAt = (text: string, steps: number): State['at'] => (text === 'end' ? text : parseWhole('at', text, 0, steps)); // prettier-ignore

/** Every key as text. */
export function texts({
  show,
  content,
  paint,
  style,
  alpha,
  beta,
  start,
  seed,
  steps,
  at,
  shuffle,
}: State): Query<Key> {
  // prettier-ignore
  return {
    show,
    content,
    paint: maskText(paint),
    style,
    alpha: `${alpha}`,
    beta: `${beta}`,
    start,
    seed: `${seed}`,
    steps: `${steps}`,
    at: `${at}`,
    shuffle: `${shuffle}`,
  };
}

/** The pixels [256] of a source; the reader's own picture [H, W, 1] comes from outside. */
export function pixelsOf(source: Source, picture: Grid | undefined): Float64Array {
  if (source !== 'own') return PICTURES[source];
  return shrunk(picture!.data, picture!.shape[0], picture!.shape[1]);
}

/** The first picture, with the pixels that were painted. */
export const contentOf = (state: State, picture: Grid | undefined): Float64Array =>
  inverted(pixelsOf(state.content, picture), state.paint);

export const shownStep = ({ at, steps }: State): number => (at === 'end' ? steps : at);
