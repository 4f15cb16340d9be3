/** What meets where when a picture grows, and where the reader looks. Pure. */
import { fitsTable } from '../toolkit/grids.ts';
import type { Cursor, View as ViewOf } from '../toolkit/kind.ts';
import { inputGrid, inputShape, type Meeting, meetings, outputShape, type State } from './state.ts';
import type { Words } from './strings.ts';

export type View = ViewOf<State, Words>;

/** One product in an output cell. */
export interface Term {
  row: number;
  col: number;
  /** The tap of the kernel; −1 in a resize. */
  i: number;
  j: number;
  x: number;
  w: number;
}

/** What the cursor lies on: `overlap` is another look at `y`. */
export const placeOf = ({ cursor }: View) => (cursor.on === 'overlap' ? 'y' : cursor.on);
export const rowsOf = ({ kernel }: State) => kernel.length;
export const colsOf = ({ kernel }: State) => kernel[0].length;

/** Everything the parts draw from. */
export function facts(view: View) {
  const { state, outputs, picture, cursor } = view;
  const { y, overlap } = outputs!;
  const input = inputGrid(state, picture);
  const [down, across] = meetings(state);
  const [, row, col] = cursor.at;
  const product = (a: Meeting, b: Meeting): Term => ({
    row: a.at,
    col: b.at,
    i: a.tap,
    j: b.tap,
    x: input.data[a.at * input.shape[1] + b.at],
    w: a.tap < 0 ? a.weight * b.weight : state.kernel[a.tap][b.tap],
  });
  const on = placeOf(view);
  /** The products that meet in the output cell under the cursor. */
  const terms = on === 'y' ? down[row].flatMap((a) => across[col].map((b) => product(a, b))) : [];
  /** What lies under the stamp of the input cell, or the weight of the kernel, under the cursor. */
  const picks = (each: Meeting, axis: 0 | 1) =>
    on === 'x' ? each.at === [row, col][axis] : on === 'kernel' && each.tap === [row, col][axis];
  const along = (all: Meeting[][], axis: 0 | 1) =>
    all.flatMap((each, o) => each.filter((one) => picks(one, axis)).map((one) => ({ o, one })));
  const hits = on === 'y' ? [] : [along(down, 0), along(across, 1)];
  const stamped = new Map<string, Term>();
  for (const a of hits[0] ?? []) {
    for (const b of hits[1]) stamped.set(`${a.o},${b.o}`, product(a.one, b.one));
  }
  const [H, W] = inputShape(state);
  const smallInput = state.source.kind === 'matrix' && fitsTable(H, W);
  const small = fitsTable(y.shape[0], y.shape[1]);
  return { y, overlap, input, down, across, terms, stamped, smallInput, small };
}

export type Facts = ReturnType<typeof facts>;

/** Whether the cursor lies on a cell that exists. */
export function holds(view: View): boolean {
  const { state, cursor } = view;
  const [layer, row, col] = cursor.at;
  const on = placeOf(view);
  if (on === 'kernel' && state.op !== 'transposed') return false;
  const [height, width] =
    on === 'y'
      ? outputShape(state)
      : on === 'kernel'
        ? [rowsOf(state), colsOf(state)]
        : inputShape(state);
  return layer === 0 && row >= 0 && row < height && col >= 0 && col < width;
}

/** Of the cells in which most products meet, the one nearest to the middle. */
export function firstCursor(state: State): Cursor {
  const fullest = (all: Meeting[][]) => {
    const most = Math.max(...all.map(({ length }) => length));
    const off = (o: number) => Math.abs(2 * o + 1 - all.length);
    let best = -1;
    all.forEach(({ length }, o) => {
      if (length === most && (best < 0 || off(o) < off(best))) best = o;
    });
    return best;
  };
  const [down, across] = meetings(state);
  return { on: 'y', at: [0, fullest(down), fullest(across)] };
}

/** A transposed convolution stamps input cell after input cell; a resize fills output cells. */
export function stops({ state }: View): Cursor[] {
  const stamps = state.op === 'transposed';
  const [height, width] = stamps ? inputShape(state) : outputShape(state);
  return Array.from({ length: height * width }, (_, i) => ({
    on: stamps ? 'x' : 'y',
    at: [0, Math.floor(i / width), i % width],
  }));
}
