/** What the mask bench shows, as HTML. Pure: the build and the browser draw the same. */
import { errorHtml, explainHtml, named, selectField } from '../toolkit/controls.ts';
import { contractTable, fieldTable } from '../toolkit/grids.ts';
import type { Cursor } from '../toolkit/kind.ts';
import { matrixText, type Query } from '../toolkit/query.ts';
import { fill, show } from '../toolkit/text.ts';
import { CUT } from './cut.ts';
import { DICE } from './dice.ts';
import { MERGED } from './merged.ts';
import { MIOU } from './miou.ts';
import { tables } from './pieces.ts';
import { brushOf, firstOf, MAPS, type Mode, placeOf, sizeOf, TYPED, type View } from './places.ts';
import { agreementOf } from './reference.ts';
import { type Cells, FIELD, type MapKey, MODES, type State, texts } from './state.ts';
import { STREET } from './street.ts';

export type { View } from './places.ts';

const DRAWN: Record<State['mode'], Mode> = { dice: DICE, miou: MIOU, merged: MERGED, panoptic: STREET, cut: CUT }; // prettier-ignore

/** The HTML of each part. */
export function parts(view: View): Record<string, string> {
  const { mode } = view.state;
  const shown = DRAWN[mode];
  return {
    choose: selectField({ id: view.id, key: 'mode', label: view.words.labels.mode, value: mode }, named(MODES, view.words.modes)), // prettier-ignore
    left: shown.left(view),
    right: shown.right(view),
    formula: explainHtml(...arithmetic(view)),
    rest: shown.rest(view),
    numbers: numbersHtml(view),
    ask: askHtml(view),
  };
}

export function firstCursor(state: State): Cursor {
  const { mode, said, mask } = state;
  if (mode === 'dice') return { on: 'measures', at: [0, 0, 1] };
  if (mode === 'miou') return { on: 'means', at: [0, 0, 0] };
  if (mode === 'merged') return { on: 'slide', at: [0, 0, state.two[1]] };
  return mode === 'panoptic' ? firstOf('said', said, (v) => v > 1) : firstOf('y', mask);
}

export function holds(view: View): boolean {
  const { state, cursor, outputs } = view;
  const { on, at } = cursor;
  if (MAPS[state.mode].includes(on)) return placeOf(view) !== undefined;
  if (on === 'slide') return state.mode === 'merged' && at[2] === state.two[1];
  const shape = WALKED.includes(on) ? outputs?.[on]?.shape : undefined;
  return shape !== undefined && at[1] < shape[0] && at[2] < shape[1];
}

/** Results whose cells can be looked at. */
const WALKED = ['counts', 'measures', 'confusion', 'scores', 'means', 'totals', 'pairs', 'quality', 'sums']; // prettier-ignore

/** Scores; the columns that shape 2 can stand in, from where it is; cells of a map. */
export function stops(view: View): Cursor[] {
  const { state } = view;
  const { mode } = state;
  const row = (on: string, count: number, r = 0) => Array.from({ length: count }, (_, k): Cursor => ({ on, at: [0, r, k] })); // prettier-ignore
  if (mode === 'dice') return [...row('counts', 4), ...row('measures', 3)];
  if (mode === 'miou') return [...row('scores', agreementOf(state.truth, state.guess).classes.length), ...row('means', 2)]; // prettier-ignore
  const [rows, cols] = sizeOf(state);
  if (mode === 'merged') {
    const columns = row('slide', cols - FIELD.shape + 1);
    const from = view.cursor.on === 'slide' ? 0 : state.two[1];
    return [...columns.slice(from), ...columns.slice(0, from)];
  }
  const on = mode === 'cut' ? 'y' : 'said';
  return Array.from({ length: rows }, (_, r) => row(on, cols, r)).flat();
}

/** The shape that is moved goes where its middle is the cell; it stays inside. */
export function pick({ state }: View, { on, at }: Cursor): Query | undefined {
  if (on === 'slide') return at[2] === state.two[1] ? undefined : { ...texts(state), two: `${state.two[0]},${at[2]}` }; // prettier-ignore
  if (on !== 'shapes' && on !== 'things') return undefined;
  const key = state.move === '1' ? 'one' : 'two';
  const inside = (v: number, size: number) => Math.max(0, Math.min(size - FIELD.shape, v - 2));
  const next = [inside(at[1], FIELD.rows), inside(at[2], FIELD.columns)].join();
  return next === state[key].join() ? undefined : { ...texts(state), [key]: next };
}

export function edit({ state }: View, name: string, value: string): Query | undefined {
  return name === 'slide' ? { ...texts(state), two: `${state.two[0]},${value}` } : undefined;
}

/** `paint`, or `paint:ROW,COLUMN` on from a cell; changes of a whole map. */
export function act(view: View, name: string): Query | undefined {
  const { state, ui, cursor } = view;
  const [what, from] = name.split(':');
  const put = (key: MapKey, cells: Cells) => ({ ...texts(state), [key]: matrixText(cells) });
  const each = (key: MapKey, f: (v: number) => number) => put(key, state[key].map((line) => line.map(f))); // prettier-ignore
  if (what === 'same') return { ...texts(state), said: texts(state).street };
  if (what === 'merge' || what === 'swap') {
    const cars = state.said.flat().filter((v) => v > 1);
    const [least, most] = [Math.min(...cars), Math.max(...cars)];
    return each('said', (v) => (v < 2 ? v : what === 'merge' ? least : least + most - v));
  }
  if (what === 'all') return each('mask', () => 1);
  if (what === 'none') return each('mask', () => 0);
  if (what === 'invert') return each('mask', (v) => 1 - v);
  const place = placeOf(view);
  if (what !== 'paint' || !place) return undefined;
  const key: MapKey = state.mode === 'dice' ? (ui.paints === 'a' ? 'a' : 'b') : state.mode === 'cut' ? 'mask' : (cursor.on as MapKey); // prettier-ignore
  const cells = state[key].map((line) => [...line]);
  const [row, col] = place;
  if (from === undefined) {
    const brush = brushOf(view);
    cells[row][col] = cells[row][col] === brush && state.mode !== 'panoptic' ? 0 : brush;
  } else {
    // What the pointer comes from is carried along, over cells that it was too fast for.
    const [r, c] = from.split(',').map(Number);
    const steps = Math.max(Math.abs(row - r), Math.abs(col - c));
    for (let k = 1; k <= steps; k++) {
      cells[Math.round(r + ((row - r) * k) / steps)][Math.round(c + ((col - c) * k) / steps)] = cells[r][c]; // prettier-ignore
    }
  }
  return put(key, cells);
}

/** What is looked at, and its arithmetic as HTML. */
export function arithmetic(view: View): [where: string, sum: string] {
  const { state, words } = view;
  const place = placeOf(view);
  const where = place ? `${fill(words.cell, { r: place[0] + 1, c: place[1] + 1 })}${words.colon}` : ''; // prettier-ignore
  const [lead, sum] = DRAWN[state.mode].text(view, place);
  return [where && lead ? `${where} ${lead}` : where + lead, sum];
}

/** The same, read out. */
export function speak(view: View): string {
  return arithmetic(view).filter(Boolean).join(' ').replace(/<[^>]+>/g, ''); // prettier-ignore
}

/** The maps as fields, and the results that are maps. */
function numbersHtml(view: View): string {
  const { state, words, outputs } = view;
  const fields = TYPED[state.mode].map((key) => `<div><p class="w-h">${words.maps[key]}</p>${fieldTable([state[key]], { input: key, key, what: words.names[key], words })}${errorHtml(key)}</div>`); // prettier-ignore
  const called: Record<string, string> = { semantic: words.semantic, regions: words.regions, instances: words.instances, y: words.result }; // prettier-ignore
  const results = Object.keys(called).flatMap((name) => {
    const found = outputs![name];
    return found ? [`<div>${contractTable(name, found.data, found.shape, called[name], true)}</div>`] : []; // prettier-ignore
  });
  return tables(...fields, ...results);
}

function asked(view: View): number {
  const { state, outputs } = view;
  const { mode } = state;
  if (mode === 'dice') return outputs!.measures.data[1];
  if (mode === 'miou') return outputs!.means.data[0];
  if (mode === 'merged') return outputs!.totals.data[0];
  if (mode === 'panoptic') return outputs!.means.data[1];
  const [r, c] = placeOf(view) ?? firstCursor(state).at.slice(1);
  return outputs!.y.data[r * sizeOf(state)[1] + c];
}

function askHtml({ words, state }: View): string {
  const label = words.asks[state.mode];
  return `<label><span>${label}</span><input data-guess inputmode="decimal" autocomplete="off" aria-label="${label}"></label>`;
}

/** A number, or a fraction like 2/3; right within 0.02, a count exactly. */
export function guess(view: View, [text]: string[]): { right: boolean; text: string } {
  const { words, state } = view;
  const value = asked(view);
  const [top, under = '1', ...more] = text.replace(',', '.').split('/').map((part) => part.trim()); // prettier-ignore
  const typed = top === '' || under === '' || more.length > 0 ? NaN : Number(top) / Number(under);
  const right = Math.abs(typed - value) <= (state.mode === 'merged' ? 1e-9 : 0.02 + 1e-9);
  return { right, text: fill(right ? words.right : words.wrong, { v: show(value), g: text || '?' }) }; // prettier-ignore
}
