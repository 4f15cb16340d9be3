/** The maps that lie over each other, and the cell of them that is looked at. Pure. */
import type { Cursor, View as ViewOf } from '../toolkit/kind.ts';
import { type Cells, FIELD, type MapKey, type State } from './state.ts';
import type { Words } from './strings.ts';

export type View = ViewOf<State, Words>;

/** The maps that lie over each other, and the keys whose cells are theirs. */
export const MAPS: Record<State['mode'], readonly string[]> = {
  dice: ['field', 'a', 'b'],
  miou: ['truth', 'guess'],
  merged: ['shapes', 'things'],
  panoptic: ['street', 'said', 'semantic', 'instances'],
  cut: ['mask', 'picture', 'ground', 'y'],
};

/** The maps that are typed. */
export const TYPED: Record<State['mode'], readonly MapKey[]> = {
  dice: ['a', 'b'],
  miou: ['truth', 'guess'],
  merged: [],
  panoptic: ['street', 'said'],
  cut: ['mask', 'picture', 'ground'],
};

/** Rows and columns of the maps on show. */
export function sizeOf({ mode, a, truth, street, picture }: State): [rows: number, cols: number] {
  if (mode === 'merged') return [FIELD.rows, FIELD.columns];
  const cells = { dice: a, miou: truth, panoptic: street, cut: picture }[mode];
  return [cells.length, cells[0].length];
}

export type Place = [row: number, col: number] | undefined;

/** The cell of the maps that the cursor lies on. */
export function placeOf({ state, cursor }: View): [row: number, col: number] | undefined {
  const [, row, col] = cursor.at;
  const [rows, cols] = sizeOf(state);
  return MAPS[state.mode].includes(cursor.on) && row < rows && col < cols ? [row, col] : undefined;
}

/** The first cell that is not 0, in the map named. */
export function firstOf(on: string, cells: Cells, wanted = (v: number) => v > 0): Cursor {
  for (const [r, line] of cells.entries()) {
    const c = line.findIndex(wanted);
    if (c >= 0) return { on, at: [0, r, c] };
  }
  return { on, at: [0, 0, 0] };
}

/** The label that is painted: the buttons choose it, and it is not part of the address. */
export const brushOf = ({ state, ui }: View) => Number(ui[`brush-${state.mode}`] ?? (state.mode === 'panoptic' ? 2 : 1)); // prettier-ignore

/** How a mode is drawn and told. */
export interface Mode {
  left(view: View): string;
  right(view: View): string;
  rest(view: View): string;
  /** What is looked at, and its arithmetic as HTML. */
  text(view: View, place: Place): [where: string, sum: string];
}
