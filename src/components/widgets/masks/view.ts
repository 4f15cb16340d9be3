/** What the mask bench shows, as HTML. Pure: the build and the browser draw the same. */
import { maskOverlap, runsOf, segmentOverlap, type Segment } from '../../../lib/masks.ts';
import { linePlot, type Point } from '../../figures/plot.ts';
import { circle } from '../../figures/svg.ts';
import { checkField, errorHtml, explainHtml, rangeField, selectField, setButton } from '../toolkit/controls.ts'; // prettier-ignore
import { contractTable, fieldTable, valueTables, type Mark } from '../toolkit/grids.ts';
import type { Cursor, View as ViewOf } from '../toolkit/kind.ts';
import { matrixText, type Query } from '../toolkit/query.ts';
import { escapeHtml, fill, minus, plain, show } from '../toolkit/text.ts';
import { agreementOf, kindOf, numberOf, semanticOf, shapesOf, streetOf } from './reference.ts';
import { BOUNDS, FIELD, MODES, NEIGHBOURS, texts, type Cells, type MapKey, type State } from './state.ts'; // prettier-ignore
import type { Words } from './strings.ts';

export type View = ViewOf<State, Words>;

/** The HTML of each part. */
export function parts(view: View): Record<string, string> {
  const { mode } = view.state;
  return {
    choose: selectField({ id: view.id, key: 'mode', label: view.words.labels.mode, value: mode }, named(MODES, view.words.modes)), // prettier-ignore
    left: { dice: diceLeft, miou: miouLeft, merged: mergedLeft, panoptic: streetLeft, cut: cutLeft }[mode](view), // prettier-ignore
    right: { dice: diceRight, miou: miouRight, merged: mergedRight, panoptic: streetRight, cut: cutRight }[mode](view), // prettier-ignore
    formula: explainHtml(...arithmetic(view)),
    rest: { dice: diceRest, miou: miouRest, merged: mergedRest, panoptic: streetRest, cut: cutRest }[mode](view), // prettier-ignore
    numbers: numbersHtml(view),
    ask: askHtml(view),
  };
}

const named = <K extends string>(keys: readonly K[], called: Record<K, string>) => Object.fromEntries(keys.map((key) => [key, called[key]])); // prettier-ignore

// ---- places ---------------------------------------------------------------------------------

/** The maps that lie over each other, and the keys whose cells are theirs. */
const MAPS: Record<State['mode'], readonly string[]> = {
  dice: ['field', 'a', 'b'],
  miou: ['truth', 'guess'],
  merged: ['shapes', 'things'],
  panoptic: ['street', 'said', 'semantic', 'instances'],
  cut: ['mask', 'picture', 'ground', 'y'],
};
/** The maps that are typed. */
const TYPED: Record<State['mode'], readonly MapKey[]> = {
  dice: ['a', 'b'],
  miou: ['truth', 'guess'],
  merged: [],
  panoptic: ['street', 'said'],
  cut: ['mask', 'picture', 'ground'],
};

/** Rows and columns of the maps on show. */
function sizeOf({ mode, a, truth, street, picture }: State): [rows: number, cols: number] {
  if (mode === 'merged') return [FIELD.rows, FIELD.columns];
  const cells = { dice: a, miou: truth, panoptic: street, cut: picture }[mode];
  return [cells.length, cells[0].length];
}

/** The cell of the maps that the cursor lies on. */
function placeOf({ state, cursor }: View): [row: number, col: number] | undefined {
  const [, row, col] = cursor.at;
  const [rows, cols] = sizeOf(state);
  return MAPS[state.mode].includes(cursor.on) && row < rows && col < cols ? [row, col] : undefined;
}

/** The first cell that is not 0, in the map named. */
function firstOf(on: string, cells: Cells, wanted = (v: number) => v > 0): Cursor {
  for (const [r, line] of cells.entries()) {
    const c = line.findIndex(wanted);
    if (c >= 0) return { on, at: [0, r, c] };
  }
  return { on, at: [0, 0, 0] };
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

// ---- changes --------------------------------------------------------------------------------

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

/** The label that is painted: the buttons choose it, and it is not part of the address. */
const brushOf = ({ state, ui }: View) => Number(ui[`brush-${state.mode}`] ?? (state.mode === 'panoptic' ? 2 : 1)); // prettier-ignore

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

// ---- arithmetic -----------------------------------------------------------------------------

const num = (value: number) => minus(plain(value, 5));
const exact = (value: number) => Number(plain(value, 5)) === value;
const same = (...values: number[]) => (values.every(exact) ? '=' : '≈');
/** A sum, what it comes to, in bold. */
const put = (text: string, value: number, ...used: number[]) => `${same(...used)} ${text} ${same(value, ...used)} <b>${num(value)}</b>`; // prettier-ignore

/** What is looked at, and its arithmetic as HTML. */
export function arithmetic(view: View): [where: string, sum: string] {
  const { state, words } = view;
  const place = placeOf(view);
  const text = { dice: diceText, miou: miouText, merged: mergedText, panoptic: streetText, cut: cutText }[state.mode]; // prettier-ignore
  const where = place ? `${fill(words.cell, { r: place[0] + 1, c: place[1] + 1 })}${words.colon}` : ''; // prettier-ignore
  const [lead, sum] = text(view, place);
  return [where && lead ? `${where} ${lead}` : where + lead, sum];
}

/** The same, read out. */
export function speak(view: View): string {
  return arithmetic(view).filter(Boolean).join(' ').replace(/<[^>]+>/g, ''); // prettier-ignore
}

type Place = [row: number, col: number] | undefined;

function diceText({ state, words, cursor }: View, place: Place): [string, string] {
  const { tp, fp, fn, tn, iou, dice, accuracy } = maskOverlap(state.a.flat(), state.b.flat());
  if (place) {
    const [r, c] = place;
    const [a, b] = [state.a[r][c], state.b[r][c]];
    return ['', `A = ${a}${words.comma}B = ${b}${words.comma}${words.fates[fateOf(a, b)]}`];
  }
  const k = cursor.at[2];
  if (cursor.on === 'counts') return [words.fates[k], `= <b>${[tp, fp, fn, tn][k]}</b>`];
  if (k === 2) return [`${words.accuracy} = (TP + TN) / n`, put(`(${tp} + ${tn}) / ${tp + fp + fn + tn}`, accuracy)]; // prettier-ignore
  if (tp + fp + fn === 0) return [k === 0 ? 'IoU' : 'Dice', words.bothEmpty];
  if (k === 0) return ['IoU = TP / (TP + FP + FN)', put(`${tp} / (${tp} + ${fp} + ${fn})`, iou)];
  return [
    'Dice = 2·TP / (2·TP + FP + FN)',
    `${put(`2×${tp} / (2×${tp} + ${fp} + ${fn})`, dice)}; 2·IoU / (1 + IoU) ${put(`2×${num(iou)} / (1 + ${num(iou)})`, dice, iou)}`,
  ];
}

const fateOf = (a: number, b: number) => (a ? (b ? 0 : 2) : b ? 1 : 3);
const classText = ({ words }: View, k: number) => (k === 0 ? words.background : fill(words.classN, { k })); // prettier-ignore

function miouText(view: View, place: Place): [string, string] {
  const { state, words, cursor } = view;
  const { truth, guess } = state;
  if (place) {
    const [r, c] = place;
    return ['', `${words.maps.truth}${words.colon} ${classText(view, truth[r][c])}; ${words.maps.guess}${words.colon} ${classText(view, guess[r][c])}`]; // prettier-ignore
  }
  const { matrix, classes, iou, dice, meanIou, accuracy } = agreementOf(truth, guess);
  const [, i, k] = cursor.at;
  const total = (list: number[]) => list.reduce((sum, v) => sum + v, 0);
  if (cursor.on === 'confusion') return [fill(words.calledAs, { t: classText(view, classes[i]), p: classText(view, classes[k]) }), `= <b>${matrix[i][k]}</b>`]; // prettier-ignore
  if (cursor.on === 'means' && k === 0) return ['mIoU', put(`(${iou.map(num).join(' + ')}) / ${iou.length}`, meanIou, ...iou)]; // prettier-ignore
  const hits = classes.map((_, j) => matrix[j][j]);
  if (cursor.on === 'means') return [words.accuracy, put(`(${hits.join(' + ')}) / ${truth.flat().length}`, accuracy)]; // prettier-ignore
  const [row, column] = [total(matrix[k]), total(matrix.map((line) => line[k]))];
  const name = classText(view, classes[k]);
  return i === 0
    ? [`IoU${words.comma}${name}`, put(`${hits[k]} / (${row} + ${column} − ${hits[k]})`, iou[k])]
    : [`Dice${words.comma}${name}`, put(`2×${hits[k]} / (${row} + ${column})`, dice[k])];
}

function mergedText({ state, words, cursor }: View, place: Place): [string, string] {
  const { masks, semantic, regions } = shapesOf(state);
  const size = (mask: readonly number[]) => mask.reduce((sum, v) => sum + v, 0);
  if (cursor.on === 'totals') {
    const both = size(masks[0].map((v, i) => v * masks[1][i]));
    return [words.totalHeads[cursor.at[2]], `= <b>${[regions.count, 2, both][cursor.at[2]]}</b>`];
  }
  const joined = fill(words.joined, { s: size(semantic), n: regions.count, a: size(masks[0]), b: size(masks[1]) }); // prettier-ignore
  if (!place) return ['', joined];
  const i = place[0] * FIELD.columns + place[1];
  const own = [1, 2].filter((k) => masks[k - 1][i]);
  const pixel = fill(words.pixelShape, {
    s: semantic[i] ? words.shape : words.background,
    r: regions.labels[i] || words.none,
    i: own.join(words.and) || words.none,
  });
  return ['', `${pixel}. ${joined}`];
}

/** A code as a phrase: car 2. */
const codeText = ({ words }: View, code: number) => `${words.kinds[kindOf(code)]}${code > 1 ? ` ${numberOf(code)}` : ''}`; // prettier-ignore

function streetText(view: View, place: Place): [string, string] {
  const { state, words, cursor } = view;
  const { said, street } = state;
  if (place) {
    const [r, c] = place;
    const code = said[r][c];
    return ['', fill(words.pixelStreet, { s: words.kinds[kindOf(code)], i: numberOf(code) || words.none, p: codeText(view, code), t: codeText(view, street[r][c]) })]; // prettier-ignore
  }
  const compared = streetOf(state);
  const [, i, k] = cursor.at;
  if (cursor.on === 'pairs') {
    const [p, t] = [compared.said[i], compared.truth[k]];
    const { both, either } = segmentOverlap(p, t);
    const why = p.kind !== t.kind ? words.otherClass : 2 * both > either ? words.isMatch : words.noMatch; // prettier-ignore
    return [`${codeText(view, p.code)} / ${codeText(view, t.code)}${words.colon}`, `IoU ${put(`${both} / (${p.cells.length} + ${t.cells.length} − ${both})`, both / either)}${words.comma}${why}`]; // prettier-ignore
  }
  if (cursor.on === 'means') {
    if (k === 1) {
      const each = compared.classes.map(({ pq }) => pq);
      return ['PQ', put(`(${each.map(num).join(' + ')}) / ${each.length}`, compared.pq, ...each)];
    }
    const { iou, meanIou } = agreementOf(semanticOf(street), semanticOf(said));
    return ['mIoU', put(`(${iou.map(num).join(' + ')}) / ${iou.length}`, meanIou, ...iou)];
  }
  const { kind, tp, fp, fn, sq, rq, pq } = compared.classes[i];
  const name = fill(words.ofClass, { k: ['TP', 'FP', 'FN', 'SQ', 'RQ', 'PQ'][k], name: words.kinds[kind] }); // prettier-ignore
  if (k < 3) return [name, `= <b>${[tp, fp, fn][k]}</b>`];
  const among = `(${tp} + ${fp}/2 + ${fn}/2)`;
  if (k === 4) return [name, put(`${tp} / ${among}`, rq)];
  if (k === 5) return [name, `= SQ×RQ ${put(`${num(sq)}×${num(rq)}`, pq, sq, rq)}`];
  const overlaps = compared.matches.filter(([p]) => compared.said[p].kind === kind).map(([p, t]) => segmentOverlap(compared.said[p], compared.truth[t])); // prettier-ignore
  if (tp === 0) return [name, `= <b>0</b> (TP = 0)`];
  return [name, put(`(${overlaps.map(({ both, either }) => `${both}/${either}`).join(' + ')}) / ${tp}`, sq)]; // prettier-ignore
}

function cutText({ state, words, cursor }: View, place: Place): [string, string] {
  const { mask, picture, ground } = state;
  if (place) {
    const [r, c] = place;
    const [m, a, b] = [mask[r][c], picture[r][c], ground[r][c]];
    return ['y = m·a + (1 − m)·b', put(`${num(m)}×${num(a)} + (1 − ${num(m)})×${num(b)}`, m * a + (1 - m) * b, m, a, b)]; // prettier-ignore
  }
  const [m, x] = [mask.flat(), picture.flat()];
  const weight = m.reduce((sum, v) => sum + v, 0);
  if (cursor.at[2] === 0) return ['Σm', `${same(weight)} <b>${num(weight)}</b>`];
  const under = m.reduce((sum, v, i) => sum + v * x[i], 0);
  return [`Σm·a / Σm`, weight === 0 ? words.none : put(`${num(under)} / ${num(weight)}`, under / weight, under, weight)]; // prettier-ignore
}

// ---- maps -----------------------------------------------------------------------------------

interface Drawn {
  /** What the cursor's `on` is on this map. */
  on: string;
  title: string;
  /** What is seen, in short. */
  alt?: string;
  /** Class of the style sheet for a cell, or a grey from 0 to 255. */
  look: (r: number, c: number) => string | number;
  text?: (r: number, c: number) => string;
  /** Painted, moved, or only looked at. */
  does?: 'paint' | 'move';
  covered?: boolean;
  below?: string;
}

const outline = (r: number, c: number) => `M${c} ${r}h1v1h-1z`;

/** A map of cells that can be walked. */
function mapFigure(view: View, drawn: Drawn): string {
  const { state, words } = view;
  const { on, title, alt = '', look, text, does, covered, below = '' } = drawn;
  const [rows, cols] = sizeOf(state);
  const paths = new Map<string, string>();
  let letters = '';
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < cols; c++) {
      const seen = look(r, c);
      const key = typeof seen === 'number' ? `fill="rgb(${Array(3).fill(Math.round(seen))})"` : seen && `class="${seen}"`; // prettier-ignore
      if (key) paths.set(key, (paths.get(key) ?? '') + outline(r, c));
      const sign = text?.(r, c);
      if (sign) letters += `<text x="${c + 0.5}" y="${r + 0.67}">${sign}</text>`;
    }
  }
  const place = placeOf(view);
  const here = place ? `<path class="at" d="${outline(...place)}"/>` : '';
  const label = fill(does === 'move' ? words.shapeLabel : does === 'paint' ? words.mapLabel : '{name}', { name: title, k: state.move }); // prettier-ignore
  const [top, left] = state.move === '1' ? state.one : state.two;
  const acts = does === 'paint' ? ' data-press="paint" data-sweep' : does === 'move' ? ` data-pick="${top + 2},${left + 2}"` : ''; // prettier-ignore
  return (
    `<figure class="m-figure${does ? ' m-own' : ''}" style="--cols:${cols}"><figcaption>${title}</figcaption>` +
    (covered ? '<div class="w-covered">' : '') +
    `<div class="w-map m-map" data-map="${on}" data-layer="0" data-rows="${rows}" data-cols="${cols}"${acts} tabindex="0" role="application" ` +
    `aria-label="${escapeHtml(label)}" style="aspect-ratio:${cols}/${rows};--rows:${rows}">` +
    `<svg viewBox="0 0 ${cols} ${rows}" role="img" aria-label="${escapeHtml(`${title} ${alt}`.trim())}">` +
    [...paths].map(([key, d]) => `<path ${key} d="${d}"/>`).join('') +
    `${letters}${here}</svg></div>` +
    (covered ? '</div><p class="w-veil" aria-hidden="true">?</p>' : '') +
    `${below}</figure>`
  );
}

const figures = (...list: string[]) => `<div class="m-figures">${list.join('')}</div>`;

/** Buttons for what is painted. */
function brushes(
  view: View,
  name: string,
  label: string,
  choices: readonly (readonly [value: string, text: string, look: string])[],
  chosen: string,
): string {
  // prettier-ignore
  const buttons = choices.map(([value, text, look]) => `<button type="button" data-do="ui:${name}=${value}" aria-pressed="${value === chosen}"><i class="m-key ${look}"></i>${text}</button>`); // prettier-ignore
  return `<div class="w-chips w-live-only"><span class="w-label">${label}</span>${buttons.join('')}</div>`;
}

const actButton = (name: string, text: string) => `<button type="button" data-do="act:${name}">${text}</button>`; // prettier-ignore
const hint = (text: string) => `<p class="w-hint">${text}</p>`;
const paintHint = ({ words, state }: View) => `<p class="w-hint w-needs-script">${words.paintHint}${state.mode === 'panoptic' ? '' : words.backTo0}</p>`; // prettier-ignore

// ---- dice -----------------------------------------------------------------------------------

const FATES = ['both', 'b', 'a', ''];

function diceLeft(view: View): string {
  const { state, words, ui } = view;
  const { a, b } = state;
  const { tp, fp, fn } = maskOverlap(a.flat(), b.flat());
  const field = mapFigure(view, {
    on: 'field',
    title: words.abTitle,
    alt: `TP ${tp}, FP ${fp}, FN ${fn}`,
    look: (r, c) => FATES[fateOf(a[r][c], b[r][c])],
    text: (r, c) => (a[r][c] ? 'A' : '') + (b[r][c] ? 'B' : ''),
    does: 'paint',
  });
  const legend = words.fates.slice(0, 3).map((text, i) => `<span class="w-together"><i class="m-key ${FATES[i]}"></i>${text}</span>`); // prettier-ignore
  const which = brushes(view, 'paints', words.brush, [['a', words.maps.a, 'a'], ['b', words.maps.b, 'b']], ui.paints === 'a' ? 'a' : 'b'); // prettier-ignore
  return figures(field) + hint(legend.join(' ')) + which + paintHint(view);
}

function diceRight({ state, words, id }: View): string {
  const { iou, dice } = maskOverlap(state.a.flat(), state.b.flat());
  const curve = Array.from({ length: 51 }, (_, i): Point => [i / 50, (2 * i) / (50 + i)]);
  const ticks = [0, 0.25, 0.5, 0.75, 1];
  const plot = linePlot({
    id: `${id}-curve`,
    title: words.plot,
    desc: `IoU ${show(iou)}, Dice ${show(dice)}`,
    width: 360,
    height: 250,
    x: { domain: [0, 1], ticks, label: 'IoU' },
    y: { domain: [0, 1], ticks, label: '' },
    series: [
      { label: 'Dice', class: 's-a', points: curve },
      { label: 'IoU', class: 's-muted', points: [[0, 0], [1, 1]] },
    ],
    over: (frame) => circle(frame.x(iou), frame.y(iou), 4, { class: 'f-muted' }) + circle(frame.x(iou), frame.y(dice), 5, { class: 'f-a' }), // prettier-ignore
  }); // prettier-ignore
  return `<div class="m-plot w-covered">${plot}</div><p class="w-veil" aria-hidden="true">?</p>${hint(words.plotNote)}`;
}

function diceRest(view: View): string {
  const { words } = view;
  return tables(
    table(view, 'counts', words.counts, ['TP', 'FP', 'FN', 'TN']),
    table(view, 'measures', words.measures, ['IoU', 'Dice', words.accuracy]),
  );
}

// ---- classes --------------------------------------------------------------------------------

const classLook = (k: number) => (k === 0 ? '' : `k${k}`);

function miouLeft(view: View): string {
  const { state, words } = view;
  const wrong = (r: number, c: number) => state.truth[r][c] !== state.guess[r][c];
  const map = (on: 'truth' | 'guess') =>
    mapFigure(view, {
      on,
      title: words.maps[on],
      look: (r, c) => classLook(state[on][r][c]),
      text: (r, c) => `${state[on][r][c] || ''}${on === 'guess' && wrong(r, c) ? '✗' : ''}`,
      does: 'paint',
    });
  const choices = Array.from({ length: BOUNDS.classes + 1 }, (_, k) => [`${k}`, classText(view, k), classLook(k) || 'empty'] as const); // prettier-ignore
  return figures(map('truth'), map('guess')) + brushes(view, 'brush-miou', words.brush, choices, `${brushOf(view)}`) + paintHint(view); // prettier-ignore
}

function miouRight(view: View): string {
  const { state, words } = view;
  const names = agreementOf(state.truth, state.guess).classes.map((k) => classText(view, k));
  const mark = (r: number, c: number) => (r === c ? 'm-ok' : '');
  return `<div class="w-covered">${table(view, 'confusion', words.confusion, names, names, mark)}</div><p class="w-veil" aria-hidden="true">?</p>${hint(words.confusionHint)}`; // prettier-ignore
}

function miouRest(view: View): string {
  const { state, words } = view;
  const names = agreementOf(state.truth, state.guess).classes.map((k) => classText(view, k));
  return (
    tables(
      table(view, 'scores', words.scores, names, ['IoU', 'Dice']),
      table(view, 'means', words.means, ['mIoU', words.accuracy]),
    ) + hint(words.meansHint)
  );
}

// ---- touching shapes ------------------------------------------------------------------------

const posted = ({ state }: View, c: number) => state.post && c === FIELD.post;

function mergedLeft(view: View): string {
  const { state, words, id } = view;
  const { semantic, regions } = shapesOf(state);
  const count = fill(regions.count === 1 ? words.region1 : words.regionN, { n: `<b>${regions.count}</b>` }); // prettier-ignore
  const map = mapFigure(view, {
    on: 'shapes',
    title: words.semantic,
    look: (r, c) => (posted(view, c) ? 'post' : semantic[r * FIELD.columns + c] ? 'k1' : ''),
    does: 'move',
    below: `<p class="m-count w-covered">${count}</p><p class="w-veil" aria-hidden="true">?</p>`,
  });
  const buttons = ['1', '2'].map((k) => setButton('move', k, fill(words.shapeN, { k }), state.move === k)).join(''); // prettier-ignore
  return (
    figures(map) +
    `<div class="w-chips w-live-only"><span class="w-label">${words.moves}</span>${buttons}</div>` +
    rangeField(
      { id, key: 'slide', label: words.slide, value: `${state.two[1]}` },
      { min: 0, max: FIELD.columns - FIELD.shape, step: 1 },
    ) + // prettier-ignore
    `<p class="w-hint w-needs-script">${words.moveHint}</p>`
  );
}

function mergedRight(view: View): string {
  const { state, words, id } = view;
  const { masks } = shapesOf(state);
  const owners = (r: number, c: number) => [1, 2].filter((k) => masks[k - 1][r * FIELD.columns + c]); // prettier-ignore
  const map = mapFigure(view, {
    on: 'things',
    title: words.instances,
    look: (r, c) => (posted(view, c) ? 'post' : owners(r, c).map((k) => `k${k}`).join('')),
    text: (r, c) => owners(r, c).join(''),
    does: 'move',
    below: `<p class="m-count">${fill(words.instanceN, { n: '<b>2</b>' })}</p>`,
  }); // prettier-ignore
  const { labels, hints, neighborNames } = words;
  return (
    figures(map) +
    selectField(
      {
        id,
        key: 'neighbors',
        label: labels.neighbors,
        hint: hints.neighbors,
        value: state.neighbors,
      },
      named(NEIGHBOURS, neighborNames),
    ) + // prettier-ignore
    checkField({ id, key: 'post', label: labels.post, value: state.post ? '1' : '0' })
  );
}

const mergedRest = (view: View) => tables(table(view, 'totals', view.words.totals, view.words.totalHeads)) + hint(view.words.mergedNote); // prettier-ignore

// ---- the street -----------------------------------------------------------------------------

/** Sky, road, cars. */
const codeLook = (code: number) => (code === 0 ? 'sky' : code === 1 ? 'road' : `k${numberOf(code)}`); // prettier-ignore

function streetLeft(view: View): string {
  const { state, words } = view;
  const map = (on: 'street' | 'said') =>
    mapFigure(view, {
      on,
      title: words.maps[on],
      look: (r, c) => codeLook(state[on][r][c]),
      text: (r, c) => `${words.signs[kindOf(state[on][r][c])]}${numberOf(state[on][r][c]) || ''}`,
      does: 'paint',
    });
  const choices = [0, 1, 2, 3, 4].map((code) => [`${code}`, codeText(view, code), codeLook(code)] as const); // prettier-ignore
  const changes = (['merge', 'swap', 'same'] as const).map((name) => actButton(name, words[name]));
  return (
    figures(map('street'), map('said')) +
    `<div class="w-chips w-live-only"><span class="w-label">${words.presets}</span>${changes.join('')}</div>` +
    brushes(view, 'brush-panoptic', words.brush, choices, `${brushOf(view)}`) +
    paintHint(view)
  );
}

function streetRight(view: View): string {
  const { state, words } = view;
  const { said } = state;
  const semantic = mapFigure(view, {
    on: 'semantic',
    title: words.semantic,
    look: (r, c) => codeLook(kindOf(said[r][c])),
    text: (r, c) => words.signs[kindOf(said[r][c])],
  });
  const instances = mapFigure(view, {
    on: 'instances',
    title: words.instances,
    look: (r, c) => (said[r][c] > 1 ? codeLook(said[r][c]) : ''),
    text: (r, c) => `${numberOf(said[r][c]) || ''}`,
  });
  return figures(semantic, instances) + `<div class="w-covered">${table(view, 'means', words.means, ['mIoU', 'PQ'])}</div><p class="w-veil" aria-hidden="true">?</p>`; // prettier-ignore
}

function streetRest(view: View): string {
  const { state, words } = view;
  const { said, truth, classes, matches } = streetOf(state);
  const names = (list: Segment[]) => list.map(({ code }) => codeText(view, code));
  const mark = (r: number, c: number) => (matches.some(([p, t]) => p === r && t === c) ? 'm-match' : ''); // prettier-ignore
  return (
    tables(
      table(view, 'quality', words.quality, ['TP', 'FP', 'FN', 'SQ', 'RQ', 'PQ'], classes.map(({ kind }) => words.kinds[kind])), // prettier-ignore
      table(view, 'pairs', words.pairs, names(truth), names(said), mark),
    ) + hint(words.streetNote)
  );
}

// ---- cutting out ----------------------------------------------------------------------------

function cutLeft(view: View): string {
  const { state, words } = view;
  const { mask } = state;
  const shade = (v: number) => (v === 0 ? '' : v === 1 ? 'k1' : 'soft');
  const map = mapFigure(view, {
    on: 'mask',
    title: words.maps.mask,
    look: (r, c) => shade(mask[r][c]),
    text: (r, c) => (mask[r][c] === 0.5 ? '½' : plain(mask[r][c], 2).replace(/^0\./, '.')),
    does: 'paint',
  });
  const choices = [['1', '1', 'k1'], ['0.5', '½', 'soft'], ['0', '0', 'empty']] as const; // prettier-ignore
  const changes = ([['all', words.all], ['none', words.none1], ['invert', words.invert]] as const).map(([name, text]) => actButton(name, text)); // prettier-ignore
  return (
    figures(map) +
    brushes(view, 'brush-cut', words.brush, choices, `${brushOf(view)}`) +
    `<div class="w-chips w-live-only">${changes.join('')}</div>` +
    paintHint(view)
  );
}

function cutRight(view: View): string {
  const { state, words } = view;
  const { mask, picture, ground } = state;
  const y = (r: number, c: number) => mask[r][c] * picture[r][c] + (1 - mask[r][c]) * ground[r][c];
  const result = mapFigure(view, { on: 'y', title: words.result, look: y, covered: true });
  const below = mapFigure(view, { on: 'ground', title: words.maps.ground, look: (r, c) => ground[r][c] }); // prettier-ignore
  const source = mapFigure(view, { on: 'picture', title: words.maps.picture, look: (r, c) => picture[r][c] }); // prettier-ignore
  return figures(source, result, below);
}

function cutRest(view: View): string {
  const { state, words } = view;
  const runs = runsOf(state.mask.flat(), state.mask[0].length);
  return (
    tables(table(view, 'sums', words.sums, words.sumHeads)) +
    `<p class="m-runs"><span class="w-label">${words.runs}${words.colon}</span> (${runs.join(', ')})</p>${hint(words.cutNote)}`
  );
}

// ---- numbers --------------------------------------------------------------------------------

const tables = (...list: string[]) => `<div class="m-tables">${list.join('')}</div>`;

/** A result as a walkable table with a heading. */
function table(
  view: View,
  output: string,
  title: string,
  columns: readonly string[],
  rows?: readonly string[],
  mark?: (r: number, c: number) => string,
): string {
  // prettier-ignore
  const { outputs, cursor } = view;
  const { data, shape } = outputs![output];
  const marker = (_: number, r: number, c: number): Mark => {
    const here = cursor.on === output && cursor.at[1] === r && cursor.at[2] === c;
    return { class: [mark?.(r, c), here ? 'at' : ''].filter(Boolean).join(' ') };
  };
  const html = valueTables(data, shape, { output, label: title, plain: true, digits: 4, columns, ...(rows && { rows }), mark: marker }); // prettier-ignore
  return `<div><p class="w-h">${title}</p><div class="w-scroll">${html}</div></div>`;
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

// ---- the guess ------------------------------------------------------------------------------

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
