/** The state of the box bench and its form in the address. Pure. */
import type { Box } from '../../../lib/boxes.ts';
import type { ScoredBox } from '../../../lib/box-ranking.ts';
import {
  attempts,
  matrixText,
  parseChoice,
  parseNumber,
  parseWhole,
  Refusal,
  type Parsed,
  type Query,
} from '../toolkit/query.ts';

export const MODES = ['iou', 'nms', 'ap'] as const;
export const RULES = ['greedy', 'soft', 'fast'] as const;
export const POINTS = ['area', '11', '101'] as const;
export const MATCHING = ['coco', 'voc'] as const;

/** The keys of the address, in the order in which they are written. */
export const KEYS = [
  'mode',
  'a',
  'b',
  'boxes',
  'objects',
  'rule',
  'iou',
  'score',
  'sigma',
  'step',
  'detections',
  'truths',
  'at',
  'points',
  'matching',
  'move',
] as const;
export type Key = (typeof KEYS)[number];

export const DEFAULTS = {
  mode: 'iou',
  a: '0,0,6,4',
  b: '2,1,8,5',
  boxes: '0,0,10,10,0.9;2,0,12,10,0.8;5,0,15,10,0.7',
  objects: '',
  rule: 'greedy',
  iou: '0.5',
  score: '0',
  sigma: '0.5',
  step: 'end',
  detections: '4,4,16,21,0.95;6,6,18,22,0.9;23,10,35,26,0.8;40,6,52,22,0.6;8,26,20,38,0.3',
  truths: '4,4,16,20;22,8,34,24;40,4,52,20;44,24,56,38',
  at: '0.5',
  points: '101',
  matching: 'coco',
  move: '1',
} as const satisfies Query<Key>;

/** Edges lie between 0 and these; boxes, objects, and the range of σ. */
export const BOUNDS = { width: 128, height: 80, boxes: 10, objects: 6, sigma: [0.05, 5] } as const;

export interface State {
  mode: (typeof MODES)[number];
  a: Box;
  b: Box;
  /** What suppression thins out, and the true objects that may stand behind. */
  boxes: ScoredBox[];
  objects: Box[];
  rule: (typeof RULES)[number];
  /** The IoU above which a box deletes another. */
  iou: number;
  /** Boxes must score more than this. */
  score: number;
  sigma: number;
  /** Steps of suppression that are done. */
  step: number | 'end';
  detections: ScoredBox[];
  truths: Box[];
  /** The IoU from which a detection is right. */
  at: number;
  points: (typeof POINTS)[number];
  matching: (typeof MATCHING)[number];
  /** The box that the pointer and the arrow keys move; beyond the last one, the last. */
  move: number;
}

/** Three decimals, and no −0. */
export const rounded = (value: number) => Math.round(value * 1e3) / 1e3 + 0;

/** Edges of one box, and a score where `scored`. */
function parseRow(key: Key, text: string, scored: boolean): number[] {
  const parts = text.split(',');
  const expected = scored ? 5 : 4;
  if (parts.length !== expected) throw new Refusal(key, 'count', { expected, got: parts.length });
  const row = parts.map((part, i) =>
    rounded(parseNumber(key, part, i === 4 ? 1 : i % 2 ? BOUNDS.height : BOUNDS.width, 0)),
  );
  if (row[2] <= row[0] || row[3] <= row[1]) {
    throw new Refusal(key, 'flipped', { value: row.slice(0, 4).join(', ') });
  }
  return row;
}

function parseRows(key: Key, text: string, scored: boolean, max: number): number[][] {
  const rows = text.split(';');
  if (rows.length > max) throw new Refusal(key, 'too-many', { got: rows.length, max });
  return rows.map((row) => parseRow(key, row, scored));
}

const box = ([l, t, r, b]: readonly number[]): Box => [l, t, r, b];
const scoredBox = (row: readonly number[]): ScoredBox => ({ box: box(row), score: row[4] });

/** A state from texts, or every reason why there is none. */
export function parse(query: Query): Parsed<State> {
  const { problems, attempt } = attempts();
  const text = (key: Key) => query[key] ?? DEFAULTS[key];
  const number = (key: Key, max: number, min = 0) =>
    attempt(() => rounded(parseNumber(key, text(key), max, min)));
  const one = (key: Key) => attempt(() => box(parseRow(key, text(key), false)));
  const scored = (key: Key) => attempt(() => parseRows(key, text(key), true, BOUNDS.boxes).map(scoredBox)); // prettier-ignore
  const bare = (key: Key) => attempt(() => parseRows(key, text(key), false, BOUNDS.objects).map(box)); // prettier-ignore
  const state = {
    mode: attempt(() => parseChoice('mode', text('mode'), MODES)),
    a: one('a'),
    b: one('b'),
    boxes: scored('boxes'),
    objects: text('objects') === '' ? [] : bare('objects'),
    rule: attempt(() => parseChoice('rule', text('rule'), RULES)),
    iou: number('iou', 1),
    score: number('score', 1),
    sigma: number('sigma', BOUNDS.sigma[1], BOUNDS.sigma[0]),
    step: attempt(() => (text('step') === 'end' ? 'end' : parseWhole('step', text('step'), 0, BOUNDS.boxes))), // prettier-ignore
    detections: scored('detections'),
    truths: bare('truths'),
    at: number('at', 1, 0.01),
    points: attempt(() => parseChoice('points', text('points'), POINTS)),
    matching: attempt(() => parseChoice('matching', text('matching'), MATCHING)),
    move: attempt(() => parseWhole('move', text('move'), 0, BOUNDS.boxes - 1)),
  };
  return problems.length > 0 ? { problems } : { state: state as State };
}

export const scoredText = (rows: readonly ScoredBox[]) =>
  matrixText(rows.map((row) => [...row.box, row.score]));

/** Every key as text. */
export function texts(state: State): Query<Key> {
  const { a, b, boxes, objects, detections, truths, ...rest } = state;
  return {
    ...Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, `${value}`])),
    a: a.join(','),
    b: b.join(','),
    boxes: scoredText(boxes),
    objects: matrixText(objects),
    detections: scoredText(detections),
    truths: matrixText(truths),
  };
}
