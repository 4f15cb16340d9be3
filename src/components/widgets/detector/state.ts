/** The state of the detector widget and its form in the address. Pure. */
import {
  composedTexts,
  parseComposed,
  SCENE_DEFAULTS,
  type Composed,
} from '../toolkit/composed.ts';
import {
  attempts,
  parseFlag,
  parseNumber,
  parseWhole,
  Refusal,
  short,
  withoutDefaults,
  type Parsed,
  type Query,
} from '../toolkit/query.ts';

/** The keys of the address, in the order in which they are written. */
export const KEYS = ['seed', 'count', 'overlap', 'threshold', 'iou', 'perClass', 'step', 'box'] as const; // prettier-ignore
export type Key = (typeof KEYS)[number];

export const DEFAULTS = {
  ...SCENE_DEFAULTS,
  threshold: '0.3',
  iou: '0.45',
  perClass: '0',
  step: 'end',
  box: '',
} as const satisfies Query<Key>;

/** Cells of the detector's grid along an axis; each gives one box. */
export const CELLS = 8;
export const BOXES = CELLS * CELLS;

/** TensorFlow.js also suppresses at an IoU equal to the threshold, so 0 would leave one box alone. */
export const LEAST_IOU = 0.01;

export interface State extends Composed {
  /** Boxes must score more than this. */
  threshold: number;
  /** A box goes when its IoU with a better one is greater than this. */
  iou: number;
  /** Whether only boxes of one class suppress each other. */
  perClass: boolean;
  /** Steps of non-maximum suppression that were done; `end` is all of them. */
  step: number | 'end';
  /** The box that is looked at, by its cell (row · 8 + column); undefined for none. */
  box: number | undefined;
}

/** A state from texts, or every reason why there is none. */
export function parse(query: Query): Parsed<State> {
  const { problems, attempt } = attempts();
  const text = (key: Key) => (query as Query<Key>)[key] ?? DEFAULTS[key];
  const composed = parseComposed(query, attempt);
  const threshold = attempt(() => parseNumber('threshold', text('threshold'), 1, 0));
  const iou = attempt(() => parseNumber('iou', text('iou'), 1, LEAST_IOU));
  const perClass = attempt(() => parseFlag('perClass', text('perClass')));
  const step = attempt(() => text('step') === 'end' ? 'end' : parseWhole('step', text('step'), 0, BOXES)); // prettier-ignore
  const box = attempt(() => parseBox(text('box')));
  if (problems.length > 0) return { problems };
  return {
    state: {
      ...composed!,
      threshold: threshold!,
      iou: iou!,
      perClass: perClass!,
      step: step!,
      box,
    },
  };
}

/** `row,column` of the cell, from 0. */
function parseBox(text: string): number | undefined {
  if (text === '') return undefined;
  const parts = text.split(',');
  if (parts.length !== 2) throw new Refusal('box', 'cell', { value: short(text) });
  const [row, col] = parts.map((part) => parseWhole('box', part, 0, CELLS - 1));
  return row * CELLS + col;
}

/** Every key as text. */
export function texts(state: State): Query<Key> {
  const { threshold, iou, perClass, step, box } = state;
  return {
    ...composedTexts(state),
    threshold: `${threshold}`,
    iou: `${iou}`,
    perClass: perClass ? '1' : '0',
    step: `${step}`,
    box: box === undefined ? '' : `${Math.floor(box / CELLS)},${box % CELLS}`,
  };
}

export const format = (state: State) => withoutDefaults<Key>(texts(state), DEFAULTS);
