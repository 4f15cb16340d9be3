/** What lies in the field of boxes, how it is moved, and where the reader looks. Pure. */
import type { Verdict } from '../../../lib/box-ranking.ts';
import type { Box } from '../../../lib/boxes.ts';
import type { Cursor, View as ViewOf } from '../toolkit/kind.ts';
import type { Query } from '../toolkit/query.ts';
import { stepsDone, suppressed } from './reference.ts';
import { BOUNDS, rounded, scoredText, type State, texts } from './state.ts';
import type { Words } from './strings.ts';

export type View = ViewOf<State, Words>;

/** A, B, C, … in the order in which boxes are given. */
export const letter = (index: number) => String.fromCharCode(65 + index);

/** The boxes that can be moved, and the true objects. */
export function boxesOf({ mode, a, b, boxes, objects, detections, truths }: State): [Box[], Box[]] {
  if (mode === 'iou') return [[a, b], []];
  const bare = (list: State['boxes']) => list.map(({ box }) => box);
  return mode === 'nms' ? [bare(boxes), objects] : [bare(detections), truths];
}

/** The smallest field that leaves room beside everything: width and height. */
export function fieldOf(state: State): [wide: number, high: number] {
  const all = boxesOf(state).flat();
  const most = (k: number) => Math.max(...all.map((box) => box[k]));
  const size = [1, 2, 4].find((n) => 16 * n > most(2) && 10 * n > most(3)) ?? 8;
  return [16 * size, 10 * size];
}

export const movedIndex = (state: State) => Math.min(state.move, boxesOf(state)[0].length - 1);

export const centre = ([l, t, r, b]: Box): [x: number, y: number] => [Math.floor((l + r) / 2), Math.floor((t + b) / 2)]; // prettier-ignore

/** A query with another box in the place of the one that is moved. */
function withBox(state: State, index: number, box: readonly number[]): Query {
  const query = texts(state);
  if (state.mode === 'iou') return { ...query, [index === 0 ? 'a' : 'b']: box.join(',') };
  const key = state.mode === 'nms' ? 'boxes' : 'detections';
  const rows = state[key].map((row, i) => (i === index ? { ...row, box: box as unknown as Box } : row)); // prettier-ignore
  return { ...query, [key]: scoredText(rows) };
}

/** The box that is moved goes where its middle is the cell of the field; it stays inside. */
export function pick({ state }: View, { on, at }: Cursor): Query | undefined {
  if (on === 'step') {
    const total = suppressed(state).steps.length;
    return { ...texts(state), step: at[2] >= total ? 'end' : `${at[2]}` };
  }
  if (on !== 'field') return undefined;
  const index = movedIndex(state);
  const box = boxesOf(state)[0][index];
  const size = fieldOf(state);
  const by = centre(box).map((middle, axis) => {
    const wanted = at[2 - axis] - middle;
    return Math.min(size[axis] - box[axis + 2], Math.max(-box[axis], wanted));
  });
  if (by[0] === 0 && by[1] === 0) return undefined;
  return withBox(state, index, box.map((edge, k) => rounded(edge + by[k % 2]))); // prettier-ignore
}

/** The slider; and a new task begins with its first step. */
export function edit({ state }: View, name: string, value: string): Query | undefined {
  if (name === 'mode') return { ...texts(state), mode: value, step: '1', move: '1' };
  if (name !== 'shift') return undefined;
  const [left, top, right, bottom] = state.b;
  const x = Number(value);
  const end = Number.isFinite(x) && value.trim() !== '' ? `${rounded(x + right - left)}` : value;
  return { ...texts(state), b: [value, top, end, bottom].join(',') };
}

/** `more:KEY` and `less:KEY`: a box like the one that is moved, one further on; or the last one goes. */
export function act({ state }: View, name: string): Query | undefined {
  const [what, key] = name.split(':') as ['more' | 'less', 'boxes' | 'objects' | 'detections' | 'truths']; // prettier-ignore
  const rows = texts(state)[key]!.split(';').filter(Boolean);
  if (what === 'less') return { ...texts(state), [key]: rows.slice(0, -1).join(';') };
  const [l, t, r, b] = boxesOf(state)[0][movedIndex(state)];
  const by = r < BOUNDS.width ? 1 : -1;
  const next = [rounded(l + by), t, rounded(r + by), b];
  const row = (key === 'boxes' || key === 'detections' ? [...next, 0.5] : next).join(',');
  return { ...texts(state), [key]: [...rows, row].join(';') };
}

// ---- where the reader looks -----------------------------------------------------------------

/** IoU; the step on show; the first of the ranking. */
export function firstCursor(state: State): Cursor {
  if (state.mode === 'iou') return { on: 'measures', at: [0, 0, 0] };
  if (state.mode === 'ap') return { on: 'curve', at: [0, 0, 0] };
  return { on: 'step', at: [0, 0, stepsDone(state, suppressed(state))] };
}

export function holds({ state, cursor }: View): boolean {
  const { on, at } = cursor;
  const [all, objects] = boxesOf(state);
  const n = all.length;
  if (on === 'field') return true;
  if (on === 'step') return state.mode === 'nms' && at[2] === stepsDone(state, suppressed(state));
  const sizes: Record<State['mode'], Record<string, [rows: number, cols: number]>> = {
    iou: { areas: [1, 5], measures: [1, 4], gradients: [3, 4] },
    nms: { pairs: [n, n], kept: [1, n], scores: [1, n] },
    ap: { pairs: [n, objects.length], curve: [n, 5], aps: [1, 4], tens: [1, 11] },
  };
  const found = sizes[state.mode][on];
  return found !== undefined && at[1] < found[0] && at[2] < found[1];
}

/** Areas and measures; the steps from the one on show; the ranking. */
export function stops(view: View): Cursor[] {
  const { state } = view;
  const row = (on: string, count: number) => Array.from({ length: count }, (_, k): Cursor => ({ on, at: [0, 0, k] })); // prettier-ignore
  if (state.mode === 'iou') return [...row('areas', 5), ...row('measures', 4)];
  if (state.mode === 'ap') return state.detections.map((_, r): Cursor => ({ on: 'curve', at: [0, r, 3] })); // prettier-ignore
  const all = suppressed(state);
  const steps = row('step', all.steps.length + 1);
  const done = view.cursor.on === 'step' ? 0 : stepsDone(state, all);
  return [...steps.slice(done), ...steps.slice(0, done)];
}

/** The place in the ranking that is looked at. */
export function rankOf({ state, cursor }: View, list: readonly Verdict[]): number {
  const found = cursor.on === 'curve' ? cursor.at[1] : list.findIndex(({ index }) => index === (cursor.on === 'pairs' ? cursor.at[1] : movedIndex(state))); // prettier-ignore
  return Math.max(0, Math.min(list.length - 1, found));
}
