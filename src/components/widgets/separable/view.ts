/** The parts of the separable bench as HTML, and what is said about them. Pure. */
import { at, type Grid } from '../../../lib/grid.ts';
import { costsOf, mergedKernel, mobilenet, totalsOf, type Block } from '../../../lib/separable.ts';
import { linePlot, type Point } from '../../figures/plot.ts';
import { circle } from '../../figures/svg.ts';
import { controlOf, explainHtml, named, rangeField, selectField, setButton, sizeFields, stepperField } from '../toolkit/controls.ts'; // prettier-ignore
import { contractTable, fieldTable, plainTable, valueTables, type Mark } from '../toolkit/grids.ts';
import type { Cursor, View as ViewOf } from '../toolkit/kind.ts';
import { resizeText, type Query } from '../toolkit/query.ts';
import { equals, escapeHtml, fill, magnitude, minus, onceFor, operand, plain, scalar, show, thousands } from '../toolkit/text.ts'; // prettier-ignore
import { ALPHAS, BOUNDS, FORMS, gridsOf, NETS, texts, type Key, type State } from './state.ts';
import type { Words } from './strings.ts';

export type View = ViewOf<State, Words>;
type Name = 'y' | 'z' | 'merged';

const isName = (on: string): on is Name => on === 'y' || on === 'z' || on === 'merged';
/** The results of the example that are on show. */
const shownOf = ({ form }: State): Name[] => (form === 'standard' ? ['merged'] : ['z', 'y']);

// ---- numbers --------------------------------------------------------------------------------

const DIGITS = '₀₁₂₃₄₅₆₇₈₉';
const sub = (n: number) => [...String(n)].map((d) => DIGITS[Number(d)]).join('');
/** A share as percent; “≈” where digits are lost. */
export const percent = (share: number) => `${show(100 * share, 3)}%`;
const datumOf = (value: number, text: string) => `<data value="${value}">${text}</data>`;
const whole = (value: number) => datumOf(value, thousands(value));

// ---- the cursor -----------------------------------------------------------------------------

export function firstCursor({ net, form }: State): Cursor {
  if (net === 'mobilenet') return { on: 'blocks', at: [0, 6, 4] };
  return { on: form === 'standard' ? 'merged' : 'y', at: [0, 0, 0] };
}

export function holds({ state, outputs, cursor }: View): boolean {
  const { on, at: place } = cursor;
  const result = outputs![on];
  const known = [...shownOf(state), 'counts', 'blocks', 'totals'];
  if (!result || !known.includes(on)) return false;
  const [height, width, layers = 1] = result.shape;
  return place[0] < layers && place[1] < height && place[2] < width;
}

/** Position by position, first the channels, then the outputs; of MobileNet its layers. */
export function stops({ state, outputs }: View): Cursor[] {
  const found: Cursor[] = [];
  if (state.net === 'mobilenet') {
    for (let r = 0; r < outputs!.blocks.shape[0]; r++) found.push({ on: 'blocks', at: [0, r, 4] });
    return found;
  }
  const [height, width] = outputs!.y.shape;
  for (let r = 0; r < height; r++) {
    for (let c = 0; c < width; c++) {
      for (const on of shownOf(state)) {
        for (let layer = 0; layer < outputs![on].shape[2]; layer++) found.push({ on, at: [layer, r, c] }); // prettier-ignore
      }
    }
  }
  return found;
}

// ---- the arithmetic -------------------------------------------------------------------------

/** What the cell under the cursor is made of: where it lies, and the sum. */
function told(view: View, html: boolean): [where: string, sum: string] {
  const { state, words, cursor, outputs } = view;
  const { on } = cursor;
  const [layer, r, c] = cursor.at;
  const bold = (text: string) => (html ? `<b>${text}</b>` : text);
  if (!isName(on)) return ['', on === 'counts' ? countText(view, r, c, bold) : on === 'totals' ? totalText(view, r, c, bold) : blockText(view, r, bold)]; // prettier-ignore
  const { x, d, p } = gridsOf(state);
  const [k, , channels] = d.shape;
  const value = at(outputs![on], r, c, layer);
  const pairs: [number, number][] = [];
  if (on === 'y') {
    for (let i = 0; i < channels; i++) pairs.push([at(p, layer, i), at(outputs!.z, r, c, i)]);
  } else {
    const kernels = on === 'merged' ? mergedKernel(d, p) : undefined;
    for (let i = 0; i < channels; i++) {
      if (on === 'z' && i !== layer) continue;
      for (let u = 0; u < k; u++) {
        for (let v = 0; v < k; v++) {
          pairs.push([at(x, r + u, c + v, i), kernels ? at(kernels, u, v, i, layer) : at(d, u, v, i)]); // prettier-ignore
        }
      }
    }
  }
  const terms = pairs.map(([a, b]) => `${operand(a)}×${operand(b)}`).join(' + ');
  const where = fill(words.where[on], { n: layer + 1, r: r + 1, c: c + 1 });
  return [where, `${terms} ${equals(...pairs.flat(), value)} ${bold(minus(plain(value)))}`];
}

type Bold = (text: string) => string;
const ROWS = ['standard', 'depthwise', 'pointwise', 'both'] as const;

/** A cell of the table of costs. */
function countText({ state, words }: View, row: number, col: number, bold: Bold): string {
  const { kernel: k, inputs, outputs, side } = state;
  const costs = costsOf(state);
  const cost = costs[ROWS[row]];
  const products = { standard: `${k}×${k}×${inputs}×${outputs}`, depthwise: `${k}×${k}×${inputs}`, pointwise: `${inputs}×${outputs}`, both: `${k}×${k}×${inputs} + ${inputs}×${outputs}` }; // prettier-ignore
  const name = words.kinds[ROWS[row]];
  const what = `${name}${words.colon}`;
  if (col === 0) return `${what}${products[ROWS[row]]} = ${bold(thousands(cost.weights))}`;
  if (col === 1) return `${what}${thousands(cost.weights)}×${side}×${side} = ${bold(thousands(cost.macs))}`; // prettier-ignore
  const maps = (of: typeof costs.standard, both: number) => `${side}×${side}×(${both === inputs ? `${inputs} + ${inputs}` : `${inputs} + ${outputs}`}) + ${thousands(of.weights)}`; // prettier-ignore
  const moved = { standard: maps(costs.standard, outputs), depthwise: maps(costs.depthwise, inputs), pointwise: maps(costs.pointwise, outputs), both: `${maps(costs.depthwise, inputs)} + ${maps(costs.pointwise, outputs)}` }[ROWS[row]]; // prettier-ignore
  return `${what}${thousands(cost.macs)} / (${moved}) ${equals(cost.intensity)} ${bold(plain(cost.intensity))}`; // prettier-ignore
}

function layerName({ words }: View, { kind, layer }: Block, index: number): string {
  return fill(words.blockNames[kind], { n: index, from: layer.inputs, to: layer.outputs });
}

function blockText(view: View, row: number, bold: Bold): string {
  const { state, words } = view;
  const block = mobilenet(Number(state.alpha))[row];
  const { kernel: k, inputs, outputs, side } = block.layer;
  const cells = side * side;
  const whole = `${k}×${k}×${inputs}×${outputs}×${side}×${side} = ${thousands(block.standard * cells)}`;
  const start = `${layerName(view, block, row)}${words.colon}`;
  if (block.kind !== 'block') return `${start}${words.kinds.standard} ${bold(whole)} ${words.staysWhole}`; // prettier-ignore
  const two = `(${k}×${k}×${inputs} + ${inputs}×${outputs})×${side}×${side} = ${thousands(block.own * cells)}`;
  return `${start}${words.kinds.standard} ${whole}; ${words.twoSteps} ${bold(two)}; 1/${outputs} + 1/${k * k} ${minus(percentSum(1 / outputs + 1 / (k * k), bold))}`; // prettier-ignore
}

const percentSum = (share: number, bold: Bold) => `${equals(100 * share)} ${bold(`${plain(100 * share, 3)}%`)}`; // prettier-ignore

function totalText({ state, words }: View, row: number, col: number, bold: Bold): string {
  const totals = totalsOf(mobilenet(Number(state.alpha)));
  const { weights, macs } = totals[row === 0 ? 'standard' : 'own'];
  const name = row === 0 ? words.fullNet : words.ownNet;
  return `${name}${words.colon}${bold(thousands(col === 0 ? weights : macs))} ${words.columns[col]}`;
}

export function speak(view: View): string {
  return told(view, false).filter(Boolean).join(' ');
}

// ---- the layer ------------------------------------------------------------------------------

type Field = 'net' | 'kernel' | 'inputs' | 'outputs' | 'side' | 'alpha' | 'form';

const control = (view: View, key: Field) => controlOf(view, key, texts(view.state)[key]);
function controlsHtml(view: View): string {
  const { state, words } = view;
  const net = selectField(control(view, 'net'), named(NETS, words.nets));
  if (state.net === 'mobilenet') {
    const names = Object.fromEntries(ALPHAS.map((alpha) => [alpha, `α = ${alpha}`]));
    return net + selectField(control(view, 'alpha'), names);
  }
  return (
    net +
    rangeField(control(view, 'outputs'), { min: 1, max: 512, step: 1 }) +
    stepperField(control(view, 'kernel'), { min: 1, max: BOUNDS.kernel, words }) +
    rangeField(control(view, 'inputs'), { min: 1, max: 512, step: 1 }) +
    stepperField(control(view, 'side'), { min: 1, max: BOUNDS.side, words })
  );
}

interface Bar {
  name: string;
  parts: readonly (readonly [kind: 'standard' | 'depthwise' | 'pointwise', value: number])[];
}

/** Bars on one scale, with the number beside each. */
function bars(rows: readonly Bar[], most: number): string {
  return rows
    .map(({ name, parts }) => {
      const total = parts.reduce((sum, [, value]) => sum + value, 0);
      const inside = parts.map(([kind, value]) => `<i class="${kind}" style="width:${+((100 * value) / most).toFixed(2)}%"></i>`).join(''); // prettier-ignore
      return `<div class="s-bar"><span>${name}</span> <b>${thousands(total)}</b><span class="s-track" aria-hidden="true">${inside}</span></div>`;
    })
    .join('');
}

const legend = ({ words }: View) => `<p class="w-hint">${(['depthwise', 'pointwise'] as const).map((kind) => `<span class="w-together"><i class="s-key ${kind}"></i>${words.kinds[kind]}</span>`).join(' ')}</p>`; // prettier-ignore

function summaryHtml(view: View): string {
  const { state, words } = view;
  if (state.net === 'mobilenet') return networkHtml(view);
  const { kernel: k, inputs, outputs } = state;
  const { standard, depthwise, pointwise, both, ratio } = costsOf(state);
  const drawn = bars(
    [
      { name: words.kinds.standard, parts: [['standard', standard.weights]] },
      { name: words.twoSteps, parts: [['depthwise', depthwise.weights], ['pointwise', pointwise.weights]] }, // prettier-ignore
    ],
    Math.max(standard.weights, both.weights),
  );
  const k2 = k * k;
  const same = k2 * (outputs - 1);
  const times = standard.weights / both.weights;
  return (
    `<p class="w-h">${words.weights}</p><div class="s-bars w-covered">${drawn}${legend(view)}</div>` +
    `<p class="s-ratio w-covered"><span class="w-label">${words.left}</span> <span>1/${outputs} + 1/${k2} ${equals(100 * ratio)}</span> <b>${scalar('ratio', ratio, `${plain(100 * ratio, 3)}%`)}</b> <span>${fill(words.times, { n: show(times, 3) })}</span></p>` +
    `<div class="w-plot w-covered">${curve(view, ratio)}</div>` +
    `<p class="s-same w-covered">${fill(words.sameSeparable, { w: thousands(standard.weights), sum: same > 0 ? `${k2}×(${outputs} − 1) = ${thousands(same)}` : words.none, from: inputs, to: outputs })} ` + // prettier-ignore
    (same > 0 && same <= BOUNDS.channels ? `<span class="w-live-only">${setButton('outputs', `${same}`, fill(words.useSame, { n: thousands(same) }), false)}</span> ` : '') + // prettier-ignore
    `${fill(words.sameStandard, { w: thousands(both.weights), sum: `1 + ${outputs}/${k2} ${equals(1 + outputs / k2)} ${plain(1 + outputs / k2, 4)}` })}</p>` // prettier-ignore
  );
}

/** The share that is left against the number of outputs, and the limit below it. */
function curve({ id, state, words }: View, ratio: number): string {
  const { kernel: k, outputs } = state;
  const limit = 1 / (k * k);
  const points = Array.from({ length: 97 }, (_, i): Point => [i / 8, 2 ** (-i / 8) + limit]);
  const top = limit + 1;
  const step = top > 1.5 ? 0.5 : 0.25;
  return linePlot({
    id: `${id}-curve`,
    title: words.curve,
    desc: fill(words.curveDesc, { n: outputs, p: percent(ratio), l: percent(limit) }),
    width: 380,
    height: 200,
    x: { domain: [0, 12], ticks: [0, 2, 4, 6, 8, 10], label: words.labels.outputs, format: (v) => `${2 ** v}` }, // prettier-ignore
    y: { domain: [0, top], ticks: Array.from({ length: Math.floor(top / step) + 1 }, (_, i) => i * step), label: '', format: (v) => `${100 * v}%` }, // prettier-ignore
    series: [
      { label: `1/F + 1/${k * k}`, class: 's-a', points },
      { label: `1/${k * k}`, class: 's-muted', points: [[0, limit], [12, limit]], dash: '3 3' }, // prettier-ignore
    ],
    over: ({ x, y }) => circle(x(Math.log2(outputs)), y(ratio), 5, { class: 'f-accent' }),
  });
}

/** A table of the contract that is walked like a grid. */
function walkable(
  view: View,
  output: string,
  label: string,
  heads: readonly string[],
  rows: readonly (readonly [head: string, cells: readonly (string | undefined)[]])[],
): string {
  // prettier-ignore
  const { cursor, outputs } = view;
  const { shape } = outputs![output];
  let body = '';
  rows.forEach(([head, cells], r) => {
    let line = `<th scope="row">${head}</th>`;
    cells.forEach((text, c) => {
      if (text === undefined) return;
      const here = cursor.on === output && cursor.at[1] === r && cursor.at[2] === c;
      line += `<td data-at="0,${r},${c}" data-on="${output}" tabindex="${r + c === 0 ? 0 : -1}"${here ? ' class="at"' : ''}>${text}</td>`;
    });
    body += `<tr>${line}</tr>`;
  });
  return (
    `<div class="w-scroll"><table class="w-numbers s-counts" role="grid" aria-label="${escapeHtml(label)}" data-output="${output}" data-shape="${shape.join()}">` +
    `<thead><tr><td></td>${heads.map((head) => `<th scope="col">${head}</th>`).join('')}</tr></thead><tbody>${body}</tbody></table></div>`
  );
}

function countsHtml(view: View): string {
  const { words, outputs, state } = view;
  if (state.net === 'mobilenet') return blocksHtml(view);
  const { data } = outputs!.counts;
  const rows = ROWS.map((row, r) => [words.kinds[row], [whole(data[3 * r]), whole(data[3 * r + 1]), datumOf(data[3 * r + 2], show(data[3 * r + 2], 3))]] as const); // prettier-ignore
  return (
    `<p class="w-h">${fill(words.countsTitle, { s: state.side })}</p>` +
    `<div class="w-covered">${walkable(view, 'counts', words.countsLabel, words.columns, rows)}</div>` +
    `<p class="w-hint">${words.countsHint}</p>`
  );
}

// ---- MobileNet ------------------------------------------------------------------------------

function networkHtml(view: View): string {
  const { state, words, outputs } = view;
  const { standard, own, depthwise, pointwise } = totalsOf(mobilenet(Number(state.alpha)));
  const rest = own.macs - depthwise.macs - pointwise.macs;
  const drawn = bars(
    [
      { name: words.fullNet, parts: [['standard', standard.macs]] },
      { name: words.ownNet, parts: [['standard', rest], ['depthwise', depthwise.macs], ['pointwise', pointwise.macs]] }, // prettier-ignore
    ],
    standard.macs,
  );
  const rows = ([words.fullNet, words.ownNet] as const).map((head, r) => [head, [0, 1].map((c) => whole(outputs!.totals.data[2 * r + c]))] as const); // prettier-ignore
  const macs = own.macs / standard.macs;
  return (
    `<p class="w-h">${words.columns[1]}</p><div class="s-bars w-covered">${drawn}${legend(view)}</div>` +
    `<p class="s-ratio w-covered"><span class="w-label">${words.left}</span> <b>${percent(macs)}</b> <span>${fill(words.shares, { p: percent(pointwise.macs / own.macs), d: percent(depthwise.macs / own.macs) })}</span></p>` + // prettier-ignore
    `<div class="w-covered">${walkable(view, 'totals', words.totals, words.columns.slice(0, 2), rows)}</div>` +
    `<p class="w-hint">${words.netHint}</p>`
  );
}

function blocksHtml(view: View): string {
  const { state, words, outputs } = view;
  const html = onceFor(outputs!, 'blocks', () => JSON.stringify(mobilenet(Number(state.alpha)).map((block, r) => { // prettier-ignore
    const cells = Array.from(outputs!.blocks.data.slice(7 * r, 7 * r + 7), (value) => whole(value));
    return [layerName(view, block, r), cells];
  }))); // prettier-ignore
  return (
    `<p class="w-h">${words.blocks}</p>` +
    `<div class="w-covered">${walkable(view, 'blocks', words.blocks, words.blockHeads, JSON.parse(html) as [string, string[]][])}</div>` // prettier-ignore
  );
}

// ---- the example ----------------------------------------------------------------------------

/** The cells that the one under the cursor reads. */
function marks(
  view: View,
): Record<
  'x' | 'z' | 'depthwise' | 'pointwise',
  (layer: number, r: number, c: number) => Mark | undefined
> {
  // prettier-ignore
  const { state, cursor } = view;
  const { on } = cursor;
  const [layer, row, col] = cursor.at;
  const k = state.depthwise[0].length;
  const inside: Mark = { class: 'in' };
  const mine = isName(on);
  return {
    x: (c, r, q) => (mine && (on === 'z' ? c === layer : on === 'merged') && r >= row && r < row + k && q >= col && q < col + k ? inside : undefined), // prettier-ignore
    z: (_, r, q) => (on === 'y' && r === row && q === col ? inside : undefined),
    depthwise: (c) => (on === 'z' && c === layer ? inside : undefined),
    pointwise: (_, r) => (on === 'y' && r === layer ? inside : undefined),
  };
}

function inputHtml(view: View): string {
  const { state, words } = view;
  const { x, depthwise, pointwise } = state;
  const mark = marks(view);
  const title = (n: number) => fill(words.channel, { n: n + 1 });
  const size = (key: Key, axis: number, label: string, value: number, max: number) => [axis, label, value, max] as const; // prettier-ignore
  return (
    selectField(control(view, 'form'), named(FORMS, words.forms)) +
    `<p class="w-h">${words.input}</p><div class="s-row w-scroll" tabindex="0" role="group" aria-label="${words.input}">` +
    x.map((_, c) => channelTable(view, 'x', c, words.names.x, title, mark.x)).join('') +
    `</div>` +
    sizeFields('x', [size('x', 1, words.rows, x[0].length, BOUNDS.x), size('x', 0, words.columns2, x[0][0].length, BOUNDS.x), size('x', 2, words.channels, x.length, BOUNDS.inputs)]) + // prettier-ignore
    `<p class="w-h">${words.depthwise}</p><div class="s-row w-scroll" tabindex="0" role="group" aria-label="${words.depthwise}">` +
    depthwise.map((_, c) => channelTable(view, 'depthwise', c, words.names.depthwise, title, mark.depthwise)).join('') + // prettier-ignore
    `</div>` +
    sizeFields('depthwise', [size('depthwise', 0, words.labels.kernel, depthwise[0].length, BOUNDS.k)]) + // prettier-ignore
    `<p class="w-h">${words.pointwise}</p><div class="w-scroll" tabindex="0" role="group" aria-label="${words.pointwise}">` +
    fieldTable([pointwise], {
      input: 'pointwise',
      key: 'pointwise',
      what: words.names.pointwise,
      words,
      mark: mark.pointwise,
      still: true,
      columns: x.map((_, c) => `z${sub(c + 1)}`),
      rows: pointwise.map((_, f) => `y${sub(f + 1)}`),
    }) +
    `</div>` +
    sizeFields('pointwise', [size('pointwise', 1, words.labels.outputs, pointwise.length, BOUNDS.outputs)]) // prettier-ignore
  );
}

/** One channel of a matrix of the reader's, in a table of its own so that they stand side by side. */
function channelTable(
  view: View,
  key: 'x' | 'depthwise',
  c: number,
  what: string,
  title: (n: number) => string,
  mark: (layer: number, r: number, col: number) => Mark | undefined,
): string {
  // prettier-ignore
  const { words, state } = view;
  const html = fieldTable([state[key][c]], {
    input: key,
    key,
    what,
    words,
    title: () => title(c),
    mark: (_, r, col) => mark(c, r, col),
    still: true,
  });
  return html.replaceAll('data-at="0,', `data-at="${c},`);
}

function results(view: View, name: Name): string {
  const { words, outputs, cursor } = view;
  const { data, shape } = outputs![name];
  const mark = marks(view);
  const letter = name === 'z' ? 'z' : 'y';
  const tables = valueTables(data, shape, {
    output: name,
    label: words.resultNames[name],
    title: (n) => `${letter}${sub(n + 1)}`,
    largest: magnitude(data),
    mark: (layer, r, c) => {
      const here = cursor.on === name && cursor.at[0] === layer && cursor.at[1] === r && cursor.at[2] === c; // prettier-ignore
      return here ? { class: 'at' } : name === 'z' ? mark.z(layer, r, c) : undefined;
    },
  });
  return `<p class="w-h">${words.resultNames[name]}</p><div class="s-row w-scroll" tabindex="0" role="group" aria-label="${words.resultNames[name]}">${tables}</div>`; // prettier-ignore
}

function exampleHtml(view: View): string {
  const { state, words } = view;
  const { d, p } = gridsOf(state);
  const [k, , channels] = d.shape;
  const [filters] = p.shape;
  const two = `${k}×${k}×${channels} + ${channels}×${filters} = ${k * k * channels + channels * filters}`;
  const one = `${k}×${k}×${channels}×${filters} = ${k * k * channels * filters}`;
  const note = `<p class="s-note">${fill(state.form === 'standard' ? words.mergedNote : words.twoNote, { two, one })}</p>`; // prettier-ignore
  if (state.form === 'separable') return `${results(view, 'z')}${results(view, 'y')}${note}`;
  return `<p class="w-h">${words.kernels}</p>${kernelsHtml(view, mergedKernel(d, p))}${results(view, 'merged')}${note}`; // prettier-ignore
}

/** The kernels of the standard convolution: a row for each output, a column for each channel. */
function kernelsHtml({ words, cursor }: View, kernels: Grid): string {
  const [k, , channels, filters] = kernels.shape;
  let body = '';
  for (let f = 0; f < filters; f++) {
    let line = `<th scope="row">y${sub(f + 1)}</th>`;
    for (let c = 0; c < channels; c++) {
      const rows = Array.from({ length: k }, (_, u) => Array.from({ length: k }, (_, v) => minus(plain(at(kernels, u, v, c, f), 3)))); // prettier-ignore
      line += `<td>${plainTable(rows, `y${sub(f + 1)}, ${fill(words.channel, { n: c + 1 })}`)}</td>`;
    }
    const here = cursor.on === 'merged' && cursor.at[0] === f;
    body += `<tr${here ? ' class="at"' : ''}>${line}</tr>`;
  }
  const heads = Array.from({ length: channels }, (_, c) => `<th scope="col">${fill(words.channel, { n: c + 1 })}</th>`); // prettier-ignore
  return `<div class="w-scroll" tabindex="0" role="group" aria-label="${words.kernels}"><table class="s-kernels"><thead><tr><td></td>${heads.join('')}</tr></thead><tbody>${body}</tbody></table></div>`; // prettier-ignore
}

function numbersHtml({ state, outputs, words, ui }: View): string {
  return shownOf(state)
    .filter((name) => outputs![name].shape[2] > 1)
    .map((name) =>
      contractTable(
        name,
        outputs![name].data,
        outputs![name].shape,
        words.resultNames[name],
        ui['fold-numbers'] === '1',
      ),
    ) // prettier-ignore
    .join('');
}

// ---- all of it ------------------------------------------------------------------------------

export function parts(view: View): Record<string, string> {
  const { words, state } = view;
  const [where, sum] = told(view, true);
  const mobile = state.net === 'mobilenet';
  const { kernel: k, inputs, outputs } = state;
  return {
    controls: controlsHtml(view),
    summary: summaryHtml(view),
    counts: countsHtml(view),
    formula: explainHtml(where, sum),
    input: inputHtml(view),
    example: exampleHtml(view),
    numbers: numbersHtml(view),
    ask: `<label><span>${mobile ? words.askNet : fill(words.ask, { k, inputs, outputs })}</span><input data-guess inputmode="decimal" autocomplete="off"></label>`, // prettier-ignore
  };
}

/** The number of weights of both steps; of MobileNet the percentage that is left, within one point. */
export function guess(view: View, [text = '']: string[]): { right: boolean; text: string } {
  const { state, words } = view;
  const given = Number(text.replace(/[,，%\s]/g, '') || NaN);
  if (state.net === 'mobilenet') {
    const { standard, own } = totalsOf(mobilenet(Number(state.alpha)));
    const left = (100 * own.macs) / standard.macs;
    const right = Math.abs(given - left) <= 1;
    return { right, text: fill(right ? words.right : words.wrong, { a: `${thousands(own.macs)} / ${thousands(standard.macs)} ${equals(left)} ${plain(left, 3)}%` }) }; // prettier-ignore
  }
  const { both } = costsOf(state);
  const { kernel: k, inputs, outputs } = state;
  const right = given === both.weights;
  return { right, text: fill(right ? words.right : words.wrong, { a: `${k}×${k}×${inputs} + ${inputs}×${outputs} = ${thousands(both.weights)}` }) }; // prettier-ignore
}

/** Channels, kernel and outputs of the example: what goes with them changes too. */
export function edit({ state }: View, name: string, value: string): Query | undefined {
  const [what, key, axis] = name.split(':');
  if (what !== 'size') return undefined;
  const query = texts(state);
  const count = Number(value);
  if (key === 'x') {
    const x = resizeText(query.x!, Number(axis), count);
    if (axis !== '2') return { ...query, x };
    return {
      ...query,
      x,
      depthwise: resizeText(query.depthwise!, 2, count),
      pointwise: resizeText(query.pointwise!, 0, count),
    };
  }
  if (key === 'depthwise') {
    return { ...query, depthwise: resizeText(resizeText(query.depthwise!, 1, count), 0, count) };
  }
  return { ...query, pointwise: resizeText(query.pointwise!, 1, count) };
}
