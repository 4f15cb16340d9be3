/** The state of the segmenter widget and its form in the address. Pure. */
import { composedTexts, parseComposed, SCENE_DEFAULTS, SIDE, type Composed } from '../toolkit/composed.ts'; // prettier-ignore
import {
  attempts,
  parseChoice,
  parseWhole,
  Refusal,
  short,
  withoutDefaults,
  type Parsed,
  type Query,
} from '../toolkit/query.ts';

/** The keys of the address, in the order in which they are written. */
export const KEYS = ['seed', 'count', 'overlap', 'view', 'clicks', 'pixel'] as const;
export type Key = (typeof KEYS)[number];

export const DEFAULTS = {
  ...SCENE_DEFAULTS,
  seed: '6',
  view: 'semantic',
  clicks: '',
  pixel: '',
} as const satisfies Query<Key>;

export const VIEWS = ['semantic', 'instance', 'click'] as const;
export type ViewName = (typeof VIEWS)[number];

export const MOST_CLICKS = 8;

/** A place in the scene. */
export type Spot = readonly [row: number, col: number];

export interface Click {
  /** Whether the place belongs to the digit. */
  inside: boolean;
  at: Spot;
}

export interface State extends Composed {
  view: ViewName;
  clicks: Click[];
  /** The pixel that is looked at; undefined for none. */
  pixel: Spot | undefined;
}

/** A state from texts, or every reason why there is none. */
export function parse(query: Query): Parsed<State> {
  const { problems, attempt } = attempts();
  const text = (key: Key) => (query as Query<Key>)[key] ?? DEFAULTS[key];
  const composed = parseComposed(query, attempt, DEFAULTS);
  const view = attempt(() => parseChoice('view', text('view'), VIEWS));
  const clicks = attempt(() => parseClicks(text('clicks')));
  const pixel = attempt(() => (text('pixel') === '' ? undefined : parseSpot('pixel', text('pixel')))); // prettier-ignore
  if (problems.length > 0) return { problems };
  return { state: { ...composed!, view: view!, clicks: clicks!, pixel } };
}

/** `row,column`, from 0. */
function parseSpot(key: string, text: string): Spot {
  const parts = text.split(',');
  if (parts.length !== 2) throw new Refusal(key, 'spot', { value: short(text), max: SIDE - 1 });
  const [row, col] = parts.map((part) => parseWhole(key, part, 0, SIDE - 1));
  return [row, col];
}

/** `+row,column;-row,column;…` */
function parseClicks(text: string): Click[] {
  if (text === '') return [];
  const parts = text.split(';');
  if (parts.length > MOST_CLICKS) {
    throw new Refusal('clicks', 'clicks-many', { got: parts.length, max: MOST_CLICKS });
  }
  return parts.map((part) => {
    const [, sign, spot] = /^\s*([+-])(.*)$/.exec(part) ?? [];
    if (!sign) throw new Refusal('clicks', 'sign', { value: short(part) });
    return { inside: sign === '+', at: parseSpot('clicks', spot) };
  });
}

export const clicksText = (clicks: readonly Click[]): string =>
  clicks.map(({ inside, at }) => `${inside ? '+' : '-'}${at.join()}`).join(';');

/** Every key as text. */
export function texts(state: State): Query<Key> {
  return {
    ...composedTexts(state),
    view: state.view,
    clicks: clicksText(state.clicks),
    pixel: state.pixel?.join() ?? '',
  };
}

export const format = (state: State) => withoutDefaults<Key>(texts(state), DEFAULTS);
