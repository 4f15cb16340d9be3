/** The state of the augmentation bench and its form in the address. Pure. */
import { grid, type Grid } from '../../../lib/grid.ts';
import { shrink, type Method } from '../../../lib/ops/augment.ts';
import { centreSquare } from '../../../lib/ops/geometry.ts';
import type { Centres } from '../../../lib/ops/upsample.ts';
import { loadedData, tileOf } from '../../../models/data.ts';
import { parseHeldOut } from '../toolkit/digits.ts';
import type { PictureInfo } from '../toolkit/kind.ts';
import { findPicture } from '../toolkit/maps.ts';
import {
  attempts,
  parseChoice,
  parseNumber,
  parseWhole,
  Refusal,
  type Parsed,
  type Query,
} from '../toolkit/query.ts';

/** The keys of the address, in the order in which they are written. */
export const KEYS = [
  'image',
  'op',
  'strength',
  'spread',
  'seed',
  'draw',
  'method',
  'corners',
] as const;
export type Key = (typeof KEYS)[number];

export const DEFAULTS = {
  image: 'cat',
  op: 'flip',
  strength: '0.5',
  spread: 'random',
  seed: '1',
  draw: '0',
  method: 'bilinear',
  corners: 'half-pixel',
} as const satisfies Query<Key>;

export const OPS = [
  'flip',
  'crop',
  'rotate',
  'translate',
  'scale',
  'shear',
  'brightness',
  'contrast',
  'saturation',
  'color',
  'noise',
  'blur',
  'cutout',
  'mixup',
  'cutmix',
  'resize',
  'standardize',
] as const;
export type Op = (typeof OPS)[number];
export const SPREADS = ['random', 'even'] as const;
export type Spread = (typeof SPREADS)[number];
export const METHODS: readonly Method[] = ['bilinear', 'nearest'];
export const CORNERS: readonly Centres[] = ['half-pixel', 'align-corners', 'asymmetric'];

/** Draws side by side. */
export const DRAWS = 9;
/** Larger pictures are shrunk by whole factors to at most this. */
export const SIDE = 64;
/** Digits of the site. */
const TILE = 28;
/** Operations that read the picture somewhere else. */
export const MOVING: readonly Op[] = ['flip', 'crop', 'rotate', 'translate', 'scale', 'shear'];
/** Operations that take a second digit. */
export const MIXING: readonly Op[] = ['mixup', 'cutmix'];
/** Operations of one number, whose draws can lie evenly from 0 to the strength. */
export const ONE_NUMBER: readonly Op[] = ['rotate', 'translate', 'scale', 'shear', 'brightness', 'contrast', 'saturation', 'noise', 'blur', 'resize']; // prettier-ignore

export type Source =
  | { kind: 'digit'; index: number }
  | { kind: 'picture'; id: string; height: number; width: number; channels: 1 | 3 };

export interface State {
  source: Source;
  op: Op;
  strength: number;
  spread: Spread;
  seed: number;
  /** The draw that is shown large. */
  draw: number;
  method: Method;
  corners: Centres;
}

/** A state from texts, or every reason why there is none. */
export function parse(query: Query, own?: PictureInfo): Parsed<State> {
  const { problems, attempt } = attempts();
  const text = (key: Key) => query[key] ?? DEFAULTS[key];
  const source = attempt((): Source => {
    const id = text('image');
    if (id.startsWith('test-')) return { kind: 'digit', index: parseHeldOut('image', id) };
    const { height, width, channels } = findPicture(id, own);
    if (Math.min(height, width) < 8) {
      throw new Refusal('image', 'too-small', { h: height, w: width });
    }
    return { kind: 'picture', id, height, width, channels };
  });
  const op = attempt(() => parseChoice('op', text('op'), OPS));
  const strength = attempt(() => parseNumber('strength', text('strength'), 1, 0));
  const spread = attempt(() => parseChoice('spread', text('spread'), SPREADS));
  const seed = attempt(() => parseWhole('seed', text('seed'), 0, 999_999));
  const draw = attempt(() =>
    parseWhole('draw', text('draw'), 0, (op === 'standardize' ? 5 : DRAWS) - 1),
  );
  const method = attempt(() => parseChoice('method', text('method'), METHODS));
  const corners = attempt(() => parseChoice('corners', text('corners'), CORNERS));
  if (source && op && MIXING.includes(op) && source.kind !== 'digit') {
    problems.push({ key: 'image', code: 'needs-digit', params: {} });
  }
  if (problems.length > 0) return { problems };
  return {
    state: { source: source!, op: op!, strength: strength!, spread: spread!, seed: seed!, draw: draw!, method: method!, corners: corners! }, // prettier-ignore
  };
}

/** Every key as text. */
export function texts(state: State): Query<Key> {
  const { source, op, strength, spread, seed, draw, method, corners } = state;
  return {
    image: source.kind === 'digit' ? `test-${source.index}` : source.id,
    op,
    strength: `${strength}`,
    spread,
    seed: `${seed}`,
    draw: `${draw}`,
    method,
    corners,
  };
}

const factorOf = (side: number) => Math.ceil(side / SIDE);

/** Side of the square that is worked on. */
export function sideOf({ source }: Pick<State, 'source'>): number {
  if (source.kind === 'digit') return TILE;
  const least = Math.min(source.height, source.width);
  return Math.floor(least / factorOf(least));
}

/** The square in the middle [n, n, C] from 0 to 1, shrunk to at most 64 pixels. */
export function inputGrid({ source }: State, picture: Grid | undefined): Grid {
  if (source.kind === 'digit') return tileOf(loadedData('digits/test'), source.index);
  const factor = factorOf(Math.min(source.height, source.width));
  const small = shrink(centreSquare(picture!, factor), factor);
  return grid(small.shape, small.data.map((v) => v / 255)); // prettier-ignore
}
