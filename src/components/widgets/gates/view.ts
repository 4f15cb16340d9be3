/** What the gate stepper shows, as HTML. Pure: the build and the browser draw the same. */
import { BLOCKS, runCell, type StepOf } from '../../../lib/recurrent.ts';
import { controlOf, errorHtml, explainHtml, named, rangeField, selectField, setButton, sizeFields } from '../toolkit/controls.ts'; // prettier-ignore
import { digitControls, digitGrid, digitName, HELD_OUT, labelOf } from '../toolkit/digits.ts';
import { fieldTable, longTable, valueTables } from '../toolkit/grids.ts';
import { BLANK } from '../toolkit/ink.ts';
import type { Colours, Cursor, Pixels, View as ViewOf } from '../toolkit/kind.ts';
import { pixelsOf, scaleOf } from '../toolkit/maps.ts';
import type { Query } from '../toolkit/query.ts';
import { escapeHtml, fill, minus, operand, plain, show, thousands } from '../toolkit/text.ts';
import { sizesSvg, statesSvg } from './plots.ts';
import { digitsSeen, readerOf } from './readers.ts';
import { without } from './reference.ts';
import {
  BOUNDS,
  CELLS,
  format,
  RESETS,
  rulesOf,
  stepOf,
  TASKS,
  texts,
  weightsOf,
  type Key,
  type State,
} from './state.ts';
import type { Words } from './strings.ts';

export type View = ViewOf<State, Words>;

/** Above this two results are not the same number in float32. */
const SAME = 1e-5;

/** The HTML of each part. */
export function parts(view: View): Record<string, string> {
  const steps = view.state.task === 'steps';
  return {
    choose: chooseHtml(view),
    left: steps ? statesHtml(view) : readHtml(view),
    right: steps ? gradientHtml(view) : answerHtml(view),
    formula: explainHtml(...arithmetic(view)),
    rest: steps ? tablesHtml(view) : numbersHtml(view),
    params: steps ? weightsHtml(view) : '',
    ask: `<label><span>${view.words.asks[view.state.task]}</span><input data-guess inputmode="numeric" autocomplete="off" aria-label="${view.words.asks[view.state.task]}"></label>`,
  };
}

// ---- the state and where the reader looks ---------------------------------------------------

/** A new cell begins with its own weights; a typed number for a matrix of one stands for it. */
export function edit({ state }: View, name: string, value: string): Query | undefined {
  if (name === 'cell') {
    const { w: _w, u: _u, b: _b, br: _br, ...kept } = format(state) as Query<Key>;
    return { ...kept, cell: value };
  }
  if (name === 'task') return { ...format(state), task: value, k: value === 'rows' ? '14' : '4' };
  return undefined;
}

export function act({ state }: View, name: string): Query | undefined {
  const { image: _image, ...rest } = format(state) as Query<Key>;
  return name === 'clear' ? { ...rest, input: BLANK } : undefined;
}

/** The rows of a digit are the steps. */
export function pick({ state }: View, { on, at }: Cursor): Query | undefined {
  return on === 'read' ? { ...format(state), k: `${at[1] + 1}` } : undefined;
}

export const firstCursor = (state: State): Cursor =>
  state.task === 'rows' ? { on: 'read', at: [0, stepOf(state) - 1, 0] } : { on: 'h', at: [0, 0, stepOf(state) - 1] }; // prettier-ignore

export function holds({ state, outputs, cursor: { on, at } }: View): boolean {
  if (state.task === 'rows') return on === 'ink' || (on === 'read' && at[1] === stepOf(state) - 1);
  const [rows, cols] = outputs?.[on]?.shape ?? [0, 0];
  return at[1] < rows && at[2] < cols;
}

/** Rows one after the other; the states of the first unit. */
export function stops({ state, cursor }: View): Cursor[] {
  const here = stepOf(state);
  const all = Array.from({ length: state.task === 'rows' ? BOUNDS.rows : state.x.length }, (_, t): Cursor => (state.task === 'rows' ? { on: 'read', at: [0, t, 0] } : { on: 'h', at: [0, 0, t] })); // prettier-ignore
  return state.task === 'rows' && cursor.on === 'read' ? [...all.slice(here), ...all.slice(0, here)] : all; // prettier-ignore
}

// ---- arithmetic -----------------------------------------------------------------------------

const num = (value: number) => minus(plain(value, 5));
const op = (value: number) => operand(value, 5);
const exact = (...values: number[]) => values.every((v) => Number(plain(v, 5)) === v);
const eq = (...values: number[]) => (exact(...values) ? '=' : '≈');
const bold = (value: number) => `<b>${num(value)}</b>`;
const low = (n: number) => `${n}`.replace(/\d/g, (d) => '₀₁₂₃₄₅₆₇₈₉'[Number(d)]);

/** `f₃`, and with several units `f₃[2]`. */
const nameOf = ({ b }: State, letter: string, t: number, j: number) => `${letter}${low(t)}${b[0].length > 1 ? `[${j + 1}]` : ''}`; // prettier-ignore

const runOf = (state: State) => runCell(state.cell, weightsOf(state), state.x.map((v) => [v]), rulesOf(state)); // prettier-ignore

/** What is looked at, and its arithmetic as HTML. */
export function arithmetic(view: View): [where: string, sum: string] {
  const { state, cursor } = view;
  return state.task === 'rows' ? ['', rowText(view)] : stepText(view, runOf(state), cursor);
}

/** The same, read out. */
export const speak = (view: View): string => arithmetic(view).filter(Boolean).join(' ').replace(/<[^>]+>/g, ''); // prettier-ignore

function stepText(view: View, steps: readonly StepOf[], cursor: Cursor): [string, string] {
  const { state, words } = view;
  const { cell, w, u, b, br, x, keep, reset } = state;
  const { on, at } = cursor;
  const n = b[0].length;
  const k = stepOf(state);
  if (on === 'sizes') return sizeText(view, at);
  const t = at[2] + 1;
  const row = at[1];
  const { gates, h, c } = steps[t - 1];
  const zeros = b[0].map(() => 0);
  const old = steps[t - 2]?.h ?? zeros;
  const j = on === 'gates' ? row % n : row;
  const name = (letter: string, step = t) => nameOf(state, letter, step, j);
  /** The sum of a block with every product. */
  const sum = (block: number, past = true): [text: string, value: number, used: number[]] => {
    const used = [w[block][j], x[t - 1], b[block][j], ...(past ? [...u[block][j], ...old] : [])];
    const products = past ? u[block][j].map((v, l) => ` + ${op(v)}×${op(old[l])}`).join('') : '';
    const value = w[block][j] * x[t - 1] + b[block][j] + (past ? u[block][j].reduce((s, v, l) => s + v * old[l], 0) : 0); // prettier-ignore
    return [`${op(w[block][j])}×${op(x[t - 1])}${products} + ${op(b[block][j])}`, value, used];
  };
  const through = (
    letter: string,
    block: number,
    fn: 'σ' | 'tanh',
    value: number,
  ): [string, string] => {
    // prettier-ignore
    const [text, z] = sum(block);
    return [name(letter), `= ${fn}(${text}) ${eq(z)} ${fn}(${num(z)}) ≈ ${bold(value)}`];
  };
  if (on === 'gates') {
    const block = Math.floor(row / n);
    const letter = BLOCKS[cell][block];
    const value = gates[block][j];
    if (cell === 'rnn') {
      const [text, z, used] = sum(0);
      return [name('z'), `= ${text} ${eq(z, ...used)} ${bold(z)}`];
    }
    if (block === 1 && keep !== 'learned') return [name(letter), `= ${bold(value)} (${words.forced})`]; // prettier-ignore
    if (cell === 'lstm') return through(letter, block, letter === 'g' ? 'tanh' : 'σ', value);
    if (block < 2) return through(letter, block, 'σ', value);
    const r = gates[0];
    const [text] = sum(2, false);
    const past = reset === 'after' ? `${op(r[j])}×(${u[2][j].map((v, l) => `${op(v)}×${op(old[l])}`).join(' + ')} + ${op(br[j])})` : `${u[2][j].map((v, l) => `${op(v)}×(${op(r[l])}×${op(old[l])})`).join(' + ')} + ${op(br[j])}`; // prettier-ignore
    return [name('n'), `= tanh(${text} + ${past}) ≈ ${bold(value)}`];
  }
  if (on === 'c') {
    const [i, f, g] = [gates[0][j], gates[1][j], gates[2][j]];
    const before = steps[t - 2]?.c?.[j] ?? 0;
    return [`${name('c')} = f×c + i×g`, `${eq(f, before, i, g)} ${op(f)}×${op(before)} + ${op(i)}×${op(g)} ${eq(f, before, i, g, c![j])} ${bold(c![j])}`]; // prettier-ignore
  }
  if (on === 'other' || on === 'swapped') {
    const other = on === 'other' ? runCell(cell, weightsOf(state), without(state), rulesOf(state)) : runCell(cell, weightsOf(state), x.map((v) => [v]), { ...rulesOf(state), reset: reset === 'after' ? 'before' : 'after' }); // prettier-ignore
    const value = other[t - 1].h[j];
    const text = fill(on === 'other' ? words.otherText : words.swappedText, { k, h: show(h[j], 5), o: show(value, 5) }); // prettier-ignore
    return [`${name('h')}:`, `${text}${value === h[j] ? ` (${words.same})` : ''}`];
  }
  if (on === 'left') {
    if (t < k) return ['', fill(words.leftBefore, { k })];
    const wrote = steps[k - 1].gates;
    const first = cell === 'lstm' ? wrote[0][j] * wrote[2][j] : (1 - wrote[1][j]) * wrote[2][j];
    const kept = steps.slice(k, t).map((step) => step.gates[1][j]);
    const value = kept.reduce((product, v) => product * v, first);
    return [fill(words.leftText, { k, v: show(first, 5) }), `${[first, ...kept].map(op).join('×')} ${eq(value, first, ...kept)} ${bold(value)}`]; // prettier-ignore
  }
  // on h
  if (cell === 'rnn') {
    const [text, z] = sum(0);
    return [`${name('h')} = tanh(w·x + u·h + b)`, `= tanh(${text}) ${eq(z)} tanh(${num(z)}) ≈ ${bold(h[j])}`]; // prettier-ignore
  }
  if (cell === 'lstm') return [`${name('h')} = o×tanh(c)`, `≈ ${op(gates[3][j])}×tanh(${num(c![j])}) ≈ ${bold(h[j])}`]; // prettier-ignore
  const [z, m] = [gates[1][j], gates[2][j]];
  return [`${name('h')} = z×h + (1 − z)×n`, `${eq(z, old[j], m)} ${op(z)}×${op(old[j])} + ${op(1 - z)}×${op(m)} ${eq(z, old[j], m, h[j])} ${bold(h[j])}`]; // prettier-ignore
}

function sizeText({ state, outputs }: View, at: readonly number[]): [string, string] {
  const T = state.x.length;
  const [, row, t] = at;
  const { data } = outputs!.sizes;
  const value = data[row * (T + 1) + t];
  const name = (step: number) => `‖∂h${low(T)}/∂${row === 1 ? 'c' : 'h'}${low(step)}‖`;
  if (state.cell === 'rnn' && state.b[0].length === 1 && t < T) {
    const slope = 1 - runOf(state)[t].h[0] ** 2;
    const after = data[t + 1];
    return [`${name(t)} = |u|×(1 − h${low(t + 1)}²)×${name(t + 1)}`, `≈ ${num(Math.abs(state.u[0][0][0]))}×${num(slope)}×${num(after)} ≈ ${bold(value)}`]; // prettier-ignore
  }
  return [name(t), `${eq(value)} ${bold(value)}`];
}

const percent = (share: number) => (100 * share).toFixed(1);

/** The classes after row k, the likeliest first. */
function ranked({ state, outputs }: View): [label: number, share: number][] {
  const from = 10 * (stepOf(state) - 1);
  const says = [...outputs!.says.data.slice(from, from + 10)];
  return says.map((share, label): [number, number] => [label, share]).sort((a, b) => b[1] - a[1]);
}

function rowText(view: View): string {
  const { state, words } = view;
  const [[a, p], [b, q]] = ranked(view);
  const said = fill(words.saysNow, { k: stepOf(state), a: `<b>${a}</b>`, p: percent(p), b, q: percent(q) }); // prettier-ignore
  const { source } = state;
  return (
    said +
    (source.kind === 'held-out' ? fill(words.truth, { n: labelOf(source.index) }) : words.stop)
  );
}

// ---- controls -------------------------------------------------------------------------------

const control = (view: View, key: 'task' | 'cell' | 'k' | 'keep' | 'reset' | 'u') =>
  controlOf(view, key, texts(view.state)[key]);

const chooseHtml = (view: View) =>
  selectField(control(view, 'task'), named(TASKS, view.words.tasks)) +
  selectField(control(view, 'cell'), named(CELLS, view.words.cells));

/** What forces the gate that keeps, and where the reset gate stands. */
function gateControls(view: View): string {
  const { id, state, words } = view;
  const { cell, keep, reset } = state;
  if (cell === 'rnn') return '';
  const buttons = [['learned', words.learned], ['0', '0'], ['0.5', '½'], ['1', '1']].map(([value, label]) => setButton('keep', value, label, `${keep}` === value)).join(''); // prettier-ignore
  const slider = keep === 'learned' ? '' : `<input type="range" name="keep" min="0" max="1" step="0.05" value="${keep}" aria-label="${words.labels.keep}">`; // prettier-ignore
  return (
    `<div class="w-field w-live-only"><span class="w-label">${words.labels.keep} ${cell === 'lstm' ? 'f' : 'z'}</span><div class="w-chips">${buttons}${slider}</div><small>${words.hints.keep}</small>${errorHtml('keep')}</div>` +
    (cell === 'gru'
      ? selectField({ id, key: 'reset', label: words.labels.reset, value: reset, hint: words.hints.reset }, named(RESETS, words.resets)) // prettier-ignore
      : '')
  );
}

// ---- a sequence of numbers ------------------------------------------------------------------

const stepsOf = ({ x }: State, from = 1) => Array.from({ length: x.length + 1 - from }, (_, t) => `${t + from}`); // prettier-ignore

function statesHtml(view: View): string {
  const { state, words, outputs } = view;
  const k = stepOf(state);
  const fields = fieldTable([[state.x]], {
    input: 'x',
    key: 'x',
    what: 'x',
    words,
    columns: stepsOf(state),
    still: true,
    cellName: (_, __, t) => `${words.stepAxis} ${t + 1}`,
    mark: (_, __, t) => (t + 1 === k ? { class: 'in' } : undefined),
  });
  return (
    `<p class="w-h">${words.inputs}</p><div class="w-scroll">${fields}</div>${errorHtml('x')}<p class="w-hint">${words.inputsHint}</p>` +
    `<div class="g-plot w-covered">${statesSvg(view)}</div><p class="w-veil" aria-hidden="true">?</p>` +
    (outputs!.left ? `<p class="w-hint w-covered"><i class="g-key"></i>${words.leftK}</p>` : '') +
    `<p class="g-moved w-covered">${fill(words.moved, { k, n: state.x.length, m: movedOf(view) })}</p>`
  );
}

/** How many states the input of step k changes. */
function movedOf({ state, outputs }: View): number {
  const { h, other } = outputs!;
  const T = state.x.length;
  const moves = (t: number) => state.b[0].some((_, j) => Math.abs(h.data[j * T + t] - other.data[j * T + t]) > SAME); // prettier-ignore
  return state.x.filter((_, t) => moves(t)).length;
}

function gradientHtml(view: View): string {
  const { state } = view;
  const single = state.cell === 'rnn' && state.b[0].length === 1;
  return (
    rangeField({ ...control(view, 'k'), value: `${stepOf(state)}` }, { min: 1, max: state.x.length, step: 1 }) + // prettier-ignore
    (single ? rangeField(control(view, 'u'), { min: -2, max: 2, step: 0.1 }) : '') +
    gateControls(view) +
    sizesHtml(view)
  );
}

const differs = (a: number, b: number) => Math.abs(a - b) > SAME;

const sizesHtml = (view: View) => `<p class="w-h">${view.words.sizesPlot}</p><div class="g-plot">${sizesSvg(view)}</div><p class="w-hint">${view.words.sizesHint}</p>`; // prettier-ignore

/** A result, steps from left to right. */
function table(view: View, output: string, title: string, heads: readonly string[]): string {
  const { state, outputs, cursor } = view;
  const { data, shape } = outputs![output];
  const h = outputs!.h.data;
  const k = stepOf(state);
  const compared = output === 'swapped' || output === 'other';
  const html = valueTables(data, shape, {
    output,
    label: title,
    digits: 3,
    largest: output === 'sizes' ? 0 : 1,
    columns: stepsOf(state, output === 'sizes' ? 0 : 1),
    rows: heads,
    mark: (_, r, t) => {
      const here = cursor.on === output && cursor.at[1] === r && cursor.at[2] === t ? 'at' : '';
      const other = compared && differs(data[r * shape[1] + t], h[r * shape[1] + t]) ? (output === 'other' ? 'g-moves' : 'differs') : ''; // prettier-ignore
      return { class: [here, other, output !== 'sizes' && t + 1 === k ? 'g-k' : ''].filter(Boolean).join(' ') }; // prettier-ignore
    },
  });
  return `<div><p class="w-h">${title}</p>${html}</div>`;
}

function tablesHtml(view: View): string {
  const { state, words, outputs } = view;
  const { cell, x, reset } = state;
  const units = state.b[0].map((_, j) => j);
  const heads = (letter: string) => units.map((j) => letter + (units.length > 1 ? low(j + 1) : ''));
  const show_ = (output: string, title: string, rows: readonly string[]) => (outputs![output] ? table(view, output, title, rows) : ''); // prettier-ignore
  const said = words.tables;
  let convention = '';
  if (cell === 'gru') {
    const last = (output: string, j: number) => outputs![output].data[(j + 1) * x.length - 1];
    const rows = RESETS.map((each, i) => {
      const output = each === reset ? 'h' : 'swapped';
      const cells = units.map((j) => `<td${differs(last(output, j), last('h', j)) ? ' class="differs"' : ''}>${show(last(output, j))}</td>`); // prettier-ignore
      return `<tr><th scope="row">${words.conventions[i]}${each === reset ? ' ●' : ''}</th>${cells.join('')}</tr>`; // prettier-ignore
    });
    convention = `<div class="g-rules"><p class="w-h">${words.convention}: ${words.lastState}</p><table><tbody>${rows.join('')}</tbody></table><p class="w-hint">${words.conventionHint}</p></div>`; // prettier-ignore
  }
  return (
    convention +
    `<div class="w-scroll g-tables" tabindex="0" role="group" aria-label="${words.numbers}">` +
    show_('h', said.h, heads('h')) +
    show_('other', said.other, heads('h')) +
    show_('c', said.c, heads('c')) +
    show_('left', said.left, heads(cell === 'lstm' ? 'c' : 'h')) +
    show_('gates', cell === 'rnn' ? said.sums : said.gates, BLOCKS[cell].flatMap(heads)) +
    show_('swapped', said.swapped, heads('h')) +
    show_('sizes', said.sizes, cell === 'lstm' ? ['∂h/∂h', '∂h/∂c'] : ['∂h/∂h']) +
    `</div>`
  );
}

function weightsHtml(view: View): string {
  const { state, words } = view;
  const { cell, w, u, b, br } = state;
  const blocks = BLOCKS[cell].map((letter) => `${letter}`);
  const units = b[0].map((_, j) => fill(words.unit, { j: j + 1 }));
  const fields = (key: 'w' | 'u' | 'b' | 'br', layers: readonly number[][][]) => {
    const title = key === 'u' ? (layer: number) => fill(words.block, { k: blocks[layer] }) : undefined; // prettier-ignore
    const rows = key === 'u' ? units : key === 'br' ? ['n'] : blocks;
    const html = fieldTable(layers, { input: key, key, what: words.names[key], words, columns: units, rows, still: true, ...(title && { title }), cellName: (layer, r, c) => `${rows[r]} ${units[c]}` }); // prettier-ignore
    return `<div><p class="w-h">${words.weights[key]}</p><div class="w-scroll">${html}</div>${key === 'u' && cell === 'rnn' && b[0].length === 1 ? '' : errorHtml(key)}</div>`; // prettier-ignore
  };
  const size = sizeFields('x', [[0, words.labels.count, state.x.length, BOUNDS.steps]]).replace(errorHtml('x'), ''); // prettier-ignore
  return (
    size +
    `<details data-fold="weights"><summary>${words.weightsTitle}</summary><div class="g-weights">` +
    fields('w', [w]) +
    fields('u', u) +
    fields('b', [b]) +
    (cell === 'gru' ? fields('br', [[br]]) : '') +
    `</div></details>`
  );
}

// ---- a digit, row by row --------------------------------------------------------------------

/** A map whose rows are the steps. */
function mapHtml(view: View, name: string, cols: number, alt: string, label: string): string {
  const { image, state } = view;
  const k = stepOf(state);
  const inside = image
    ? `<img src="${image(name)}" alt="${escapeHtml(alt)}" width="${cols}" height="28" loading="lazy" decoding="async">`
    : `<canvas data-paint="${name}" role="img" aria-label="${escapeHtml(alt)}" width="${cols}" height="28"></canvas>`;
  return (
    `<figure style="flex:${cols}"${name === 'digit' ? '' : ' class="w-covered"'}><figcaption class="w-h">${label}</figcaption>` +
    `<div class="w-map" data-map="read" data-layer="0" data-rows="28" data-cols="${cols}" data-pick="${k - 1},0" tabindex="0" role="application" aria-label="${escapeHtml(label)}" style="aspect-ratio:${cols}/28">` +
    `${inside}<i class="w-box" style="top:${((k - 1) / 28) * 100}%;left:0;width:100%;height:${100 / 28}%"></i><i class="g-later" style="top:${(k / 28) * 100}%"></i></div></figure>`
  );
}

function readHtml(view: View): string {
  const { state, words, ui } = view;
  const { source } = state;
  const k = stepOf(state);
  let ink = '';
  if (source.kind === 'drawn') {
    const [rows, cols] = [source.rows.length, source.rows[0].length];
    ink =
      `<div class="g-ink"><div class="w-map" data-map="ink" data-layer="0" data-rows="${rows}" data-cols="${cols}"${ui.draw === '1' ? ' data-ink' : ''} tabindex="0" role="application" aria-label="${words.draw}" style="aspect-ratio:${cols}/${rows}">` +
      `<canvas data-paint="ink" role="img" aria-label="${words.draw}" width="${cols}" height="${rows}"></canvas><i class="w-box" hidden></i></div>` +
      `<button type="button" data-do="act:clear">${words.clear}</button></div>`;
  }
  return (
    ink +
    `<div class="g-read">` +
    mapHtml(
      view,
      'digit',
      28,
      fill(words.digitAlt, { what: digitName(source, words), k }),
      fill(words.digit, { k }),
    ) + // prettier-ignore
    mapHtml(view, 'states', 12, words.statesAlt, words.states) +
    mapHtml(view, 'says', 10, words.saysAlt, words.says) +
    `</div>` +
    digitControls(words, source, ui)
  );
}

function answerHtml(view: View): string {
  const { id, state, words } = view;
  const bars = ranked(view)
    .sort((a, b) => a[0] - b[0])
    .map(([label, share]) => `<tr><th scope="row">${label}</th><td><i style="--h:${percent(share)}%"></i></td><td>${percent(share)}%</td></tr>`); // prettier-ignore
  const total = HELD_OUT.reduce((sum, n) => sum + n, 0);
  const list = CELLS.map((cell) => fill(words.reads, { cell: words.cells[cell], p: ((100 * readerOf(cell).right) / total).toFixed(1) })).join(' · '); // prettier-ignore
  return (
    rangeField({ id, key: 'k', label: words.labels.row, value: `${stepOf(state)}` }, { min: 1, max: BOUNDS.rows, step: 1 }) + // prettier-ignore
    `<table class="g-bars w-covered"><caption>${words.says}</caption><tbody>${bars.join('')}</tbody></table>` +
    `<p class="w-hint g-measured">${fill(words.measured, { n: thousands(digitsSeen()), m: thousands(total), list })}</p>` + // prettier-ignore
    gateControls(view)
  );
}

function numbersHtml(view: View): string {
  const { words, outputs } = view;
  const all = (name: string, title: string) => longTable(`data-output="${name}"`, outputs![name].data, outputs![name].shape, title); // prettier-ignore
  return (
    sizesHtml(view) +
    `<details data-fold="numbers"><summary>${words.numbers}</summary><div class="w-scroll" tabindex="0" role="group" aria-label="${words.numbers}">` +
    all('says', words.says) +
    all('states', words.states) +
    all('sizes', words.tables.sizes) +
    `</div></details>`
  );
}

/** The pixels of the digit, the states and the answers, row by row. */
export function images(
  { state, picture, outputs }: View,
  { positive, negative }: Colours,
): Record<string, () => Pixels> {
  // prettier-ignore
  const pixels = (width: number, data: Pixels['data']): Pixels => ({ height: data.length / width / 4, width, data }); // prettier-ignore
  const map = (name: string, width: number) => () => pixels(width, pixelsOf({ ...outputs![name], shape: [28, width, 1] }, name === 'says' ? { kind: 'signed', min: -1, max: 1 } : scaleOf(outputs![name].data, false), positive, negative, 0)); // prettier-ignore
  return {
    digit() {
      const image = digitGrid(state.source, picture);
      return pixels(28, pixelsOf(image, { kind: 'grey', min: 0, max: 1 }, positive, negative, 0));
    },
    ink() {
      const { rows } = state.source as { rows: number[][] };
      return pixels(rows[0].length, pixelsOf({ shape: [rows.length, rows[0].length, 1], data: Float64Array.from(rows.flat()) }, { kind: 'grey', min: 0, max: 255 }, positive, negative, 0)); // prettier-ignore
    },
    states: map('states', 12),
    says: map('says', 10),
  };
}

// ---- the guess ------------------------------------------------------------------------------

/** A count of states, or a digit. */
export function guess(view: View, [text]: string[]): { right: boolean; text: string } {
  const { words, state } = view;
  const value = state.task === 'rows' ? ranked(view)[0][0] : movedOf(view);
  const right = text.trim() !== '' && Number(text) === value;
  return { right, text: fill(right ? words.right : words.wrong, { v: value, g: text || '?' }) };
}
