/** The state of the translation widget, its form in the address and what follows from it. Pure. */
import { fromRows, type Grid } from '../../../lib/grid.ts';
import { centreSquare, type Motion } from '../../../lib/ops/geometry.ts';
import type { PictureInfo } from '../toolkit/kind.ts';
import { findPicture } from '../toolkit/maps.ts';
import {
  attempts,
  LIMITS,
  matrixText,
  parseChannels,
  parseChoice,
  parseNumber,
  parseWhole,
  Refusal,
  type Pair,
  type Parsed,
  type Query,
} from '../toolkit/query.ts';
import { STACK_IDS, strideOf, UNIT, type StackId } from './stacks.ts';

/** The keys of the address, in the order in which they are written. */
export const KEYS = ['input', 'image', 'shift', 'rotate', 'scale', 'stack'] as const;
export type Key = (typeof KEYS)[number];

export const DEFAULTS = {
  image: 'digit-3',
  shift: '1',
  rotate: '0',
  scale: '1',
  stack: 'conv-pool',
} as const satisfies Query<Key>;

/** What stands in the matrix when it is chosen in place of a picture. */
export const MATRIX = Array.from({ length: 12 }, (_, r) =>
  Array.from({ length: 12 }, (_, c) => {
    const bar = c > 3 && c < 6 && r > 2 && r < 9;
    const foot = r > 6 && r < 9 && c > 3 && c < 9;
    return bar ? 9 : foot ? 5 : 0;
  }).join(','),
).join(';');

export const MAX_SHIFT = 8;
export const SCALES = { min: 0.5, max: 2 };
/** Smaller inputs have no feature away from the border. */
export const LEAST = 8;

export type Source =
  | { kind: 'matrix'; rows: number[][] }
  | { kind: 'picture'; id: string; height: number; width: number };

export interface State {
  source: Source;
  /** Pixels down and to the right. */
  shift: Pair;
  /** Degrees, counter-clockwise. */
  rotate: number;
  scale: number;
  stack: StackId;
}

/** A state from texts, or every reason why there is none. */
export function parse(query: Query, own?: PictureInfo): Parsed<State> {
  const { problems, attempt } = attempts();
  if (query.input !== undefined && query.image !== undefined) {
    problems.push({ key: 'image', code: 'both', params: { other: 'input' } });
  }
  const source = attempt((): Source => {
    const least = (key: string, H: number, W: number) => {
      if (Math.min(H, W) < LEAST) {
        throw new Refusal(key, 'too-small', { min: LEAST, h: H, w: W });
      }
    };
    if (query.input !== undefined) {
      const [rows] = parseChannels('input', query.input, LIMITS.matrix, 1);
      least('input', rows.length, rows[0].length);
      return { kind: 'matrix', rows };
    }
    const id = query.image ?? DEFAULTS.image;
    const { height, width } = findPicture(id, own);
    least('image', height, width);
    return { kind: 'picture', id, height, width };
  });
  const shift = attempt(() => parseShift(query.shift ?? DEFAULTS.shift));
  const rotate = attempt(() => parseNumber('rotate', query.rotate ?? DEFAULTS.rotate, 180));
  const scale = attempt(() =>
    parseNumber('scale', query.scale ?? DEFAULTS.scale, SCALES.max, SCALES.min),
  );
  const stack = attempt(() => parseChoice('stack', query.stack ?? DEFAULTS.stack, STACK_IDS));
  if (problems.length > 0) return { problems };
  return {
    state: { source: source!, shift: shift!, rotate: rotate!, scale: scale!, stack: stack! },
  };
}

/** Columns, or `rows,columns`; positive is down and to the right. */
function parseShift(text: string): Pair {
  const parts = text.split(',');
  if (parts.length > 2)
    throw new Refusal('shift', 'count', { expected: '1, 2', got: parts.length });
  const numbers = parts.map((part) => parseWhole('shift', part, -MAX_SHIFT, MAX_SHIFT));
  return numbers.length === 1 ? [0, numbers[0]] : [numbers[0], numbers[1]];
}

/** Every key as text. */
export function texts({ source, shift, rotate, scale, stack }: State): Query<Key> {
  return {
    ...(source.kind === 'picture' ? { image: source.id } : { input: matrixText(source.rows) }),
    shift: shift[0] === 0 ? `${shift[1]}` : shift.join(','),
    rotate: `${rotate}`,
    scale: `${scale}`,
    stack,
  };
}

/** Side of the square that is worked on. */
export function sideOf({ source }: Pick<State, 'source'>): number {
  const [H, W] =
    source.kind === 'matrix'
      ? [source.rows.length, source.rows[0].length]
      : [source.height, source.width];
  return Math.floor(Math.min(H, W) / UNIT) * UNIT;
}

/** The input [n, n, 1], the square in the middle; `picture` are the numbers of the picture. */
export function inputGrid({ source }: State, picture: Grid | undefined): Grid {
  return centreSquare(source.kind === 'matrix' ? fromRows(source.rows) : picture!, UNIT);
}

/** T, on the pixels of the input. */
export const motionOf = ({ shift, rotate, scale }: State): Motion => ({ shift, rotate, scale });

/** T′, the same on the features, which lie `stride` pixels apart. */
export function featureMotion(state: State): Motion {
  const stride = strideOf(state.stack);
  return { ...motionOf(state), shift: [state.shift[0] / stride, state.shift[1] / stride] };
}

/** Whether nothing but a shift happens. */
export const isShift = ({ rotate, scale }: State) => rotate % 360 === 0 && scale === 1;
