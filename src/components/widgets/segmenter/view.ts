/** What the segmenter widget shows, as HTML. Pure: the build and the browser draw the same. */
import { sceneControls, scenePixels, SIDE, TRAINED_COUNT } from '../toolkit/composed.ts';
import { explainHtml, setButton } from '../toolkit/controls.ts';
import { longTable } from '../toolkit/grids.ts';
import type { Cursor, Outputs, Pixels, View as ViewOf } from '../toolkit/kind.ts';
import { mapHtml } from '../toolkit/maps.ts';
import type { Query } from '../toolkit/query.ts';
import { datum, equals, escapeHtml, fill, onceFor, plain, scalar, show } from '../toolkit/text.ts';
import { analysisOf, INSIDE, type Analysis, type Row } from './reference.ts';
import { format, MOST_CLICKS, VIEWS, type Click, type Spot, type State } from './state.ts';
import type { MapName, Words } from './strings.ts';

export type View = ViewOf<State, Words>;

const MAPS: readonly MapName[] = ['scene', 'truth', 'model', 'errors'];

/** The HTML of each part. */
export function parts(view: View): Record<string, string> {
  return {
    views: viewsHtml(view),
    maps: mapsHtml(view),
    clicks: clicksHtml(view),
    formula: explainHtml(where(view), formula(view, true)),
    scores: scoresHtml(view),
    params: paramsHtml(view),
    numbers: numbersOnce(view),
  };
}

const analysed = ({ state }: Pick<View, 'state'>): Analysis => analysisOf(state)!;

// ---- what can be looked at --------------------------------------------------------------------

const isMap = (on: string): boolean => (MAPS as readonly string[]).includes(on);

export function holds(view: View): boolean {
  const { on, at } = view.cursor;
  if (on === 'scores') return at[1] >= 0 && at[1] < analysed(view).rows.length;
  return isMap(on) && at[1] >= 0 && at[2] >= 0 && at[1] < SIDE && at[2] < SIDE;
}

/** The pixel of the address, else the row that agrees least, else the middle. */
export function firstCursor(state: State, _outputs?: Outputs): Cursor {
  if (state.pixel) return { on: 'scene', at: [0, ...state.pixel] };
  const { rows } = analysisOf(state)!;
  if (rows.length === 0) return { on: 'scene', at: [0, SIDE / 2, SIDE / 2] };
  const worst = rows.reduce((found, row, i) => (row.iou < rows[found].iou ? i : found), 0);
  return { on: 'scores', at: [0, state.view === 'click' ? rows.length - 1 : worst, 0] };
}

export const stops = (view: View): Cursor[] =>
  analysed(view).rows.map((_, i) => ({ on: 'scores', at: [0, i, 0] }));

/** A press on a map: a click, or the pixel that the address keeps; and the buttons of clicks. */
export function act({ state, cursor, ui }: View, name: string): Query | undefined {
  const { clicks, view } = state;
  if (name === 'undo') return format({ ...state, clicks: clicks.slice(0, -1) });
  if (name !== 'press' || !isMap(cursor.on)) return undefined;
  const at: Spot = [cursor.at[1], cursor.at[2]];
  if (view !== 'click') return format({ ...state, pixel: at });
  if (clicks.length === MOST_CLICKS) return undefined;
  return format({ ...state, pixel: undefined, clicks: [...clicks, { inside: ui.sign !== '-', at }] }); // prettier-ignore
}

// ---- the pictures -----------------------------------------------------------------------------

/** Colours of classes (by digit) and of digits in a scene, on black. */
const COLOURS = [
  [0, 0, 0],
  [86, 160, 255],
  [255, 150, 64],
  [74, 214, 120],
  [255, 104, 104],
  [186, 148, 255],
  [206, 154, 98],
  [255, 150, 212],
  [186, 190, 198],
  [222, 222, 84],
  [62, 214, 222],
] as const;
const MISSED = [255, 214, 64] as const;
const EXTRA = [255, 92, 92] as const;
const OTHER = [214, 120, 255] as const;

/** What a value of a map is called. */
function nameOf({ words, state }: Pick<View, 'words' | 'state'>, value: number): string {
  if (state.view === 'click') return value === 0 ? words.outside : words.inside;
  if (value === 0) return words.background;
  return state.view === 'semantic' ? `${value - 1}` : fill(words.digitName, { i: value });
}

const colourOf = (state: State, value: number) =>
  state.view === 'click' && value > 0 ? COLOURS[3] : COLOURS[value];

function viewsHtml({ words, state }: View): string {
  const buttons = VIEWS.map((name) => setButton('view', name, words.views[name], state.view === name)); // prettier-ignore
  return `<div class="w-chips" role="group" aria-label="${words.names.view}">${buttons.join('')}</div><p class="w-hint">${words.viewHints[state.view]}</p>`;
}

/** A click as a disc of radius 2 with its sign. */
function clickMark({ inside, at: [row, col] }: Click): string {
  const [x, y] = [col + 0.5, row + 0.5];
  const sign = inside ? `M${x - 1.6} ${y}h3.2M${x} ${y - 1.6}v3.2` : `M${x - 1.6} ${y}h3.2`;
  return `<circle class="${inside ? 'plus' : 'minus'}" cx="${x}" cy="${y}" r="2.5"/><path d="${sign}"/>`;
}

function mapsHtml(view: View): string {
  const { state, words, cursor, image } = view;
  const a = analysed(view);
  const { view: kind } = state;
  const shown = kind === 'click' ? state.clicks : kind === 'instance' ? a.runs.flat() : [];
  const marks = `<svg viewBox="0 0 ${SIDE} ${SIDE}" aria-hidden="true">${shown.map(clickMark).join('')}</svg>`;
  const box = isMap(cursor.on) ? [cursor.at[1], cursor.at[2], 1, 1] : undefined;
  const wrong = a.map.reduce((sum, v, p) => sum + Number(v !== a.truth[p]), 0);
  const about = { n: a.scene.labels.length, list: a.scene.labels.join(words.separator), wrong };
  const alts: Record<MapName, string> = {
    scene: words.sceneAlt,
    truth: words.truthAlt,
    model: words.modelAlt,
    errors: words.errorsAlt,
  };
  const pictures = MAPS.map((on) => {
    let title = fill(on === 'errors' ? words.errorsTitle : words.titles[kind][on], { wrong });
    // A mask has no classes that could be mistaken.
    if (kind === 'click') title = title.replace(/ \[other\]\S+/, '');
    let html = mapHtml({ on, rows: SIDE, cols: SIDE, name: on, image, alt: fill(alts[on], about), label: words.maps[on], title: keyed(title), box }); // prettier-ignore
    // A finger that scrolls over the other two leaves no click behind.
    if (kind !== 'click' || on === 'scene' || on === 'model') html = html.replace('data-map=', 'data-press="press" data-map='); // prettier-ignore
    if (on === 'scene') html = html.replace('<i class="w-box"', `${marks}<i class="w-box"`);
    return `<div${on === 'model' || on === 'errors' ? ' class="w-covered"' : ''}>${html}</div>`;
  });
  const values = [...new Set([...a.truth, ...a.map])].filter((v) => v > 0).sort((x, y) => x - y);
  const legend = values.map((v) => `<span><i style="background:rgb(${colourOf(state, v).join()})"></i>${escapeHtml(nameOf(view, v))}</span>`); // prettier-ignore
  return `<div class="s-four s-${kind}">${pictures.join('')}</div>${kind === 'click' ? '' : `<p class="s-legend w-covered">${legend.join('')}</p>`}`;
}

/** `[missed]` in a caption becomes a little square of the colour. */
const keyed = (text: string) =>
  text.replace(/\[(\w+)\](\S+)/g, '<span class="w-together"><i class="s-key $1"></i>$2</span>');

function clicksHtml({ words, state, ui }: View): string {
  if (state.view !== 'click') return '';
  const minus = ui.sign === '-';
  const sign = (value: string, label: string, on: boolean) =>
    `<button type="button" data-do="ui:sign=${value}" aria-pressed="${on}">${label}</button>`;
  const { clicks } = state;
  const off = clicks.length === 0 ? ' disabled' : '';
  const note = clicks.length === MOST_CLICKS ? words.clicksFull : words.clicksHint;
  return (
    `<div class="w-chips w-live-only" role="group" aria-label="${words.names.clicks}">${sign('+', words.plus, !minus)}${sign('-', words.minus, minus)}` +
    `<button type="button" data-do="act:undo"${off}>${words.undo}</button><button type="button" data-do="set:clicks"${off}>${words.clear}</button></div>` +
    `<p class="w-hint">${fill(note, { n: clicks.length, max: MOST_CLICKS })}</p>`
  );
}

// ---- arithmetic -------------------------------------------------------------------------------

const number = (value: number) => plain(value, 4);

/** IoU and Dice of one row, from the pixels that were counted. */
export function rowText({ model, truth, both, either, iou, dice }: Row, html: boolean): string {
  const bold = (value: number) => (html ? `<b>${number(value)}</b>` : number(value));
  const same = (value: number) => (Number(number(value)) === value ? '=' : '≈');
  return (
    `A ∪ B = ${model} + ${truth} − ${both} = ${either}; ` +
    `J = IoU = ${both} / ${either} ${same(iou)} ${bold(iou)}; ` +
    `Dice = 2×${both} / (${model} + ${truth}) = ${2 * both} / ${model + truth} ${same(dice)} ${bold(dice)} = 2J / (1 + J)`
  );
}

/** What the model says of a pixel, and what is true. */
function pixelText(view: View, html: boolean): string {
  const { state, words, outputs, cursor } = view;
  const a = analysed(view);
  const p = cursor.at[1] * SIDE + cursor.at[2];
  const probabilities = (state.view === 'semantic' ? outputs!.semantic : outputs!.masks).data;
  const n = probabilities.length / (SIDE * SIDE);
  const own = probabilities.subarray(p * n, (p + 1) * n);
  const grey = `${words.grey} ${show(a.scene.image.data[p], 3)}`;
  const said = html ? `<b>${nameOf(view, a.map[p])}</b>` : nameOf(view, a.map[p]);
  const verdict = fill(a.map[p] === a.truth[p] ? words.agrees : words.differs, {
    model: said,
    truth: nameOf(view, a.truth[p]),
  });
  if (state.view === 'semantic') {
    const best = Array.from(own, (v, c) => [v, c] as const).sort((x, y) => y[0] - x[0]).slice(0, 3); // prettier-ignore
    const rest = 1 - best.reduce((sum, [v]) => sum + v, 0);
    const list = best.map(([v, c]) => `${decimals(v)} (${nameOf(view, c)})`).join(' + ');
    return `${grey}; p: ${list} + ${decimals(Math.max(0, rest))} (${words.others}) ≈ 1; ${verdict}`;
  }
  const list = Array.from(own, (v, k) => `${state.view === 'instance' ? fill(words.digitName, { i: k + 1 }) : state.clicks.length === 0 ? words.noClick : fill(words.afterClick, { k: k + 1 })} ${decimals(v)}`); // prettier-ignore
  return `${grey}; p > ${INSIDE}: ${list.join(', ')}; ${verdict}`;
}

/** Probabilities side by side have the same decimals, so that they add up. */
const decimals = (value: number) => value.toFixed(4);

function where({ words, cursor, state }: View): string {
  if (cursor.on !== 'scores') return fill(words.cell, { r: cursor.at[1] + 1, c: cursor.at[2] + 1 });
  const row = analysisOf(state)!.rows[cursor.at[1]];
  return rowName({ words, state }, row);
}

/** What a row is about. */
function rowName(view: Pick<View, 'words' | 'state'>, { id }: Row): string {
  const { words, state } = view;
  if (state.view === 'click') return fill(words.afterClick, { k: id });
  if (state.view === 'instance') return fill(words.digitOf, { i: id, label: analysed(view).scene.labels[id - 1] }); // prettier-ignore
  return id === 0 ? words.background : fill(words.className, { d: id - 1 });
}

/** The arithmetic of what is looked at. */
export function formula(view: View, html: boolean): string {
  const { cursor } = view;
  if (cursor.on !== 'scores') return pixelText(view, html);
  return rowText(analysed(view).rows[cursor.at[1]], html);
}

/** The same, read out; where a click was, also how well the mask fits now. */
export function speak(view: View): string {
  const { words, state, cursor } = view;
  const { rows, score, scene, target } = analysed(view);
  const text = `${where(view)}: ${formula(view, false)}`;
  if (state.view !== 'click' || rows.length === 0 || cursor.on === 'scores') return text;
  return `${text} ${fill(words.lastIou, { label: scene.labels[target! - 1] })} ${show(score, 4)}`;
}

// ---- scores -----------------------------------------------------------------------------------

function scoresHtml(view: View): string {
  const { state, words, cursor } = view;
  const a = analysed(view);
  const right = fill(words.accuracy, { p: scalar('accuracy', a.accuracy, `<strong>${show(100 * a.accuracy, 4)}</strong>`) }); // prettier-ignore
  const hint = state.count > TRAINED_COUNT ? `<p class="w-hint">${fill(words.untrained, { n: TRAINED_COUNT })}</p>` : ''; // prettier-ignore
  if (a.rows.length === 0) return `<p>${words.noTarget}</p><p>${right}</p>${hint}`;
  const rows = a.rows.map((row, i) => {
    const cells = [row.model, row.truth, row.both, row.either, row.iou, row.dice];
    const line = cells.map((v, c) => `<td data-at="0,${i},${c}" data-on="scores" tabindex="${i + c === 0 ? 0 : -1}">${datum(v, 4)}</td>`).join(''); // prettier-ignore
    const click = state.view === 'click' ? ` ${state.clicks[i].inside ? '+' : '−'}` : '';
    const here = cursor.on === 'scores' && cursor.at[1] === i ? ' class="at"' : '';
    return `<tr${here}><th scope="row"><data value="${row.id}">${rowName(view, row)}${click}</data></th>${line}</tr>`;
  });
  const heads = [words.heads[state.view], ...words.columnsOf].map((name) => `<th scope="col">${name}</th>`).join(''); // prettier-ignore
  const { score } = a;
  const sum = a.rows.map(({ iou }) => plain(iou, 3)).join(' + ');
  const mean = `<strong>${scalar('score', score, plain(score, 4))}</strong>`;
  const total =
    state.view === 'click'
      ? `<p>${fill(words.lastIou, { label: a.scene.labels[a.target! - 1] })} ${equals(score)} ${mean}</p>`
      : `<p>${words.meanOf[state.view]} (${sum}) / ${a.rows.length} ≈ ${mean}</p>`;
  return (
    `<div class="w-scroll" tabindex="0" role="group" aria-label="${words.scores}"><table class="w-numbers s-scores" role="grid" aria-label="${words.scores}" data-output="scores" data-shape="${a.rows.length},7,1">` +
    `<thead><tr>${heads}</tr></thead><tbody>${rows.join('')}</tbody></table></div>${total}<p>${right}</p>${hint}`
  );
}

function paramsHtml({ id, words, state }: View): string {
  return sceneControls(id, words, state);
}

// ---- every number -----------------------------------------------------------------------------

function numbersHtml({ outputs, words, ui, state }: View): string {
  const open = ui['fold-numbers'] === '1';
  const name = state.view === 'semantic' ? 'semantic' : 'masks';
  const { data, shape } = outputs![name];
  const n = shape[2];
  const table = (output: 'map' | 'truth') => longTable(`data-output="${output}"`, open && ui.table === output ? outputs![output].data : undefined, outputs![output].shape, words.captions[output]); // prettier-ignore
  // One at a time: thousands of cells at once are slow to read and to draw.
  const chosen = Math.min(n - 1, Math.max(0, Number(ui.table ?? 0) || 0));
  const label = (k: number) => state.view === 'semantic' ? nameOf({ words, state }, k) : state.view === 'instance' ? fill(words.digitName, { i: k + 1 }) : state.clicks.length === 0 ? words.noClick : fill(words.afterClick, { k: k + 1 }); // prettier-ignore
  let html = longTable(`data-output="${name}"`, undefined, shape, words.captions[name]);
  html += table('map') + table('truth');
  if (!open) return html;
  const picked = ui.table === 'map' || ui.table === 'truth' ? ui.table : `${chosen}`;
  const choices = [
    ...Array.from({ length: n }, (_, k) => [`${k}`, label(k)]),
    ['map', words.captions.map],
    ['truth', words.captions.truth],
  ];
  const list = choices.map(([value, text]) => `<option value="${value}"${value === picked ? ' selected' : ''}>${escapeHtml(text)}</option>`).join(''); // prettier-ignore
  html = `<p class="w-line"><label><span>${words.tableOf}</span><select data-ui="table">${list}</select></label></p>${html}`;
  if (picked === 'map' || picked === 'truth') return html;
  const one = Float64Array.from({ length: SIDE * SIDE }, (_, p) => data[p * n + chosen]);
  return html + longTable('data-layer-of="probabilities"', one, [SIDE, SIDE, 1], escapeHtml(label(chosen))); // prettier-ignore
}

/** The tables do not follow the cursor: they are written once. */
function numbersOnce(view: View): string {
  return onceFor(view.outputs!, `${view.ui['fold-numbers']} ${view.ui.table}`, () =>
    numbersHtml(view),
  );
}

// ---- predict first, pictures ------------------------------------------------------------------

export function guess(view: View, [text]: string[]) {
  const { words } = view;
  const { score } = analysed(view);
  const given = text === '' ? NaN : Number(text);
  if (Number.isNaN(given)) return { right: false, text: words.notNumber };
  if (Number.isNaN(score)) return { right: false, text: words.noTarget };
  const right = Math.abs(given - score) <= 0.05 + 1e-9;
  return { right, text: fill(right ? words.right : words.wrong, { v: show(score, 3) }) };
}

export function images(view: View): Record<string, () => Pixels> {
  const { state } = view;
  const a = analysed(view);
  const draw = (colour: (p: number) => readonly number[]) => () => {
    const data = new Uint8ClampedArray(4 * SIDE * SIDE);
    for (let p = 0; p < SIDE * SIDE; p++) data.set([...colour(p), 255], 4 * p);
    return { height: SIDE, width: SIDE, data };
  };
  return {
    scene: () => scenePixels(a.scene),
    truth: draw((p) => colourOf(state, a.truth[p])),
    model: draw((p) => colourOf(state, a.map[p])),
    errors: draw((p) => {
      const [m, t] = [a.map[p], a.truth[p]];
      return m === t ? (t === 0 ? [0, 0, 0] : [56, 60, 66]) : m === 0 ? MISSED : t === 0 ? EXTRA : OTHER; // prettier-ignore
    }),
  };
}
