/** The state of the clicks widget and its form in the address. Pure. */
import { CLICK_SCENE } from '../../../lib/click-scene.ts';
import type { PictureInfo } from '../toolkit/kind.ts';
import { findPicture, PICTURES } from '../toolkit/maps.ts';
import {
  attempts,
  parseNumber,
  parseWhole,
  Refusal,
  short,
  withoutDefaults,
  type Parsed,
  type Query,
} from '../toolkit/query.ts';

/** The keys of the address, in the order in which they are written. */
export const KEYS = ['image', 'size', 'gray', 'soft', 'noise', 'seed', 'lambda', 'sigma', 'rounds', 'clicks'] as const; // prettier-ignore
export type Key = (typeof KEYS)[number];

/** The composed picture among the values of `image`. */
export const SHAPES = 'shapes';

export const DEFAULTS = {
  image: SHAPES,
  size: '48',
  gray: '5.6',
  soft: '0',
  noise: '1',
  seed: '1',
  lambda: '20',
  sigma: '1.5',
  rounds: '0',
  clicks: '+17,12;-4,32',
} as const satisfies Query<Key>;

export const BOUNDS = {
  size: [16, 64],
  gray: [0, 10],
  soft: [0, 10],
  noise: [0, 4],
  seed: [1, 9999],
  lambda: [0, 400],
  sigma: [0.2, 8],
  rounds: [0, 8],
} as const;
export const MOST_CLICKS = 12;

export interface Click {
  /** Whether the pixel is said to belong to the object. */
  inside: boolean;
  at: readonly [row: number, col: number];
}

export interface State {
  /** `shapes`, a picture of the site, or `own`. */
  image: string;
  /** Pixels on the longer side of a picture; the composed one has its own size. */
  size: number;
  /** What is cut: the picture scaled down. */
  height: number;
  width: number;
  channels: 1 | 3;
  gray: number;
  soft: number;
  noise: number;
  seed: number;
  /** Weight of the border cost, and the difference of brightness that still counts as alike. */
  lambda: number;
  sigma: number;
  /** How often at most the colors are learned again from the mask. */
  rounds: number;
  clicks: Click[];
}

/** Size of what is cut. */
function sizeOf(image: string, side: number, own: PictureInfo | undefined): PictureInfo {
  if (image === SHAPES)
    return { height: CLICK_SCENE.height, width: CLICK_SCENE.width, channels: 1 };
  const { height, width, channels } = findPicture(image, own);
  const ratio = Math.min(1, side / Math.max(height, width));
  const scaled = (n: number) => Math.max(1, Math.round(n * ratio));
  return { height: scaled(height), width: scaled(width), channels };
}

/** `+row,column;-row,column;…`, from 0. */
function parseClicks(text: string, height: number, width: number): Click[] {
  if (text === '') return [];
  const parts = text.split(';');
  if (parts.length > MOST_CLICKS) {
    throw new Refusal('clicks', 'clicks-many', { got: parts.length, max: MOST_CLICKS });
  }
  const seen = new Set<string>();
  return parts.map((part) => {
    const [, sign, place] = /^\s*([+-])(.*)$/.exec(part) ?? [];
    if (!sign) throw new Refusal('clicks', 'sign', { value: short(part) });
    const numbers = place.split(',');
    if (numbers.length !== 2) throw new Refusal('clicks', 'count', { expected: 2, got: numbers.length }); // prettier-ignore
    const at = numbers.map((each, axis) => parseWhole('clicks', each, 0, (axis === 0 ? height : width) - 1)); // prettier-ignore
    if (seen.has(at.join())) throw new Refusal('clicks', 'click-twice', { value: at.join() });
    seen.add(at.join());
    return { inside: sign === '+', at: [at[0], at[1]] };
  });
}

export const clicksText = (clicks: readonly Click[]): string =>
  clicks.map(({ inside, at }) => `${inside ? '+' : '-'}${at.join()}`).join(';');

/** A state from texts, or every reason why there is none. */
export function parse(query: Query, own?: PictureInfo): Parsed<State> {
  const { problems, attempt } = attempts();
  const text = (key: Key) => (query as Query<Key>)[key] ?? DEFAULTS[key];
  const number = (key: 'gray' | 'soft' | 'noise' | 'lambda' | 'sigma') =>
    attempt(() => parseNumber(key, text(key), BOUNDS[key][1], BOUNDS[key][0]));
  const whole = (key: 'size' | 'seed' | 'rounds') =>
    attempt(() => parseWhole(key, text(key), BOUNDS[key][0], BOUNDS[key][1]));
  const size = whole('size');
  const image = text('image');
  const info = attempt(() => {
    if (image !== SHAPES && image !== 'own' && !(image in PICTURES)) {
      const choices = [SHAPES, ...Object.keys(PICTURES)].join(', ');
      throw new Refusal('image', 'choice', { value: short(image), choices });
    }
    return sizeOf(image, size ?? BOUNDS.size[1], own);
  });
  const clicks = info && attempt(() => parseClicks(text('clicks'), info.height, info.width));
  const rest = {
    gray: number('gray'),
    soft: number('soft'),
    noise: number('noise'),
    seed: whole('seed'),
    lambda: number('lambda'),
    sigma: number('sigma'),
    rounds: whole('rounds'),
  };
  if (problems.length > 0) return { problems };
  return { state: { image, size, ...info, ...rest, clicks } as State };
}

/** Every key as text. */
export function texts(state: State): Query<Key> {
  const { image, clicks } = state;
  const numbers = (['size', 'gray', 'soft', 'noise', 'seed', 'lambda', 'sigma', 'rounds'] as const).map((key) => [key, `${state[key]}`]); // prettier-ignore
  return { image, ...Object.fromEntries(numbers), clicks: clicksText(clicks) };
}

export const format = (state: State) => withoutDefaults<Key>(texts(state), DEFAULTS);

/** Clicks that each picture of the site starts with; none on the reader's own. */
export const STARTS: Readonly<Record<string, string>> = {
  cat: '+20,11;+18,15;-30,20;-8,10;-14,25;-25,30',
  astronaut: '+10,13;+18,23;+42,5;+37,24;-5,4;-14,43',
  coins: '+6,6;-13,12',
  'digit-3': '+6,14;-2,2',
};

/** Another picture takes its own first clicks; another size moves them along. */
export function edit(
  state: State,
  name: string,
  value: string,
  own?: PictureInfo,
): Query | undefined {
  if (name === 'image') {
    if (value === '' || value === SHAPES) return {};
    return { image: value, clicks: STARTS[value] ?? '' };
  }
  const side = Number(value);
  if (name !== 'size' || state.image === SHAPES || !(side >= 1)) return undefined;
  const { height, width } = sizeOf(state.image, side, own);
  const moved = new Map<string, Click>();
  for (const { inside, at } of state.clicks) {
    const place = [
      Math.floor(((at[0] + 0.5) * height) / state.height),
      Math.floor(((at[1] + 0.5) * width) / state.width),
    ] as const;
    moved.set(place.join(), { inside, at: place });
  }
  return { ...texts(state), size: value, clicks: clicksText([...moved.values()]) };
}
