/** The parts of the compression bench as HTML, and what is said about them. Pure. */
import { backFrom, levelOf, schemesOf } from '../../../lib/compress.ts';
import { linePlot, type Point } from '../../figures/plot.ts';
import { circle, path, svgDoc, text as svgText } from '../../figures/svg.ts';
import {
  checkField,
  controlOf,
  explainHtml,
  named,
  rangeField,
  selectField,
} from '../toolkit/controls.ts';
import { resultTable, valueTables } from '../toolkit/grids.ts';
import type { Cursor, View as ViewOf } from '../toolkit/kind.ts';
import { equals, fill, minus, onceFor, operand, plain, scalar, show, thousands } from '../toolkit/text.ts'; // prettier-ignore
import { FLOAT_BYTES, MEASURED } from './measured.ts';
import { bytesOf, digitsOf, madeOf, shownWeights } from './reference.ts';
import { BOUNDS, COUNTS, LAYERS, METHODS, ORDERS, SCALES, texts, type State } from './state.ts';
import type { Words } from './strings.ts';

export type View = ViewOf<State, Words>;

const percent = (share: number) => `${show(100 * share, 3)}%`;

// ---- the cursor -----------------------------------------------------------------------------

export const firstCursor = (): Cursor => ({ on: 'weights', at: [0, 3, 1] });

export function holds({ outputs, cursor }: View): boolean {
  if (!['weights', 'layers', 'read'].includes(cursor.on)) return false;
  const [rows, cols] = outputs![cursor.on].shape;
  return cursor.at[1] < rows && cursor.at[2] < cols;
}

/** The weights one after the other, then the layers. */
export function stops({ outputs }: View): Cursor[] {
  const down = (on: string, col: number) => Array.from({ length: outputs![on].shape[0] }, (_, r): Cursor => ({ on, at: [0, r, col] })); // prettier-ignore
  return [...down('weights', 1), ...down('layers', 2)];
}

// ---- the arithmetic -------------------------------------------------------------------------

const number = (value: number) => minus(plain(value, 5));

/** What becomes of a weight, step by step. */
export function weightText({ state, words, outputs }: View, row: number): string {
  const [w, back] = outputs!.weights.data.slice(2 * row, 2 * row + 2);
  const place = shownWeights(state)[row];
  const { before, limit, scores } = madeOf(state);
  const name = `${state.layer}/kernel`;
  if (state.method === 'prune') {
    const score = scores![name][place];
    const what = words.scores[state.order];
    const goes = score < limit;
    const sentence = state.share === 0 ? words.nothingCut : `${what} ${equals(score)} ${number(score)} ${goes ? '<' : '≥'} ${equals(limit) === '=' ? '' : '≈'}${number(limit)}${words.colon}${goes ? words.cut : words.stays}`; // prettier-ignore
    const retrained = state.retrain && state.layer === 'dense2' && !goes ? ` ${fill(words.moved, { v: number(back) })}` : ''; // prettier-ignore
    return `w ${equals(w)} ${number(w)}; ${sentence}${retrained}`;
  }
  const schemes = schemesOf(before[name], state.bits, state.scales === 'channel');
  const scheme = schemes[place % schemes.length];
  const q = levelOf(w, scheme);
  const { scale, zero } = scheme;
  return (
    `S ${equals(scale)} ${number(scale)}, Z = ${zero}; q = round(${operand(w, 5)}/${number(scale)}) + ${zero} = ${q}; ` +
    `S·(q − Z) ${equals(scale)} ${number(scale)}×(${q} − ${zero}) ${equals(back, backFrom(q, scheme))} ${number(back)}; ` +
    `${words.error} ${equals(w, back, back - w)} ${number(back - w)}`
  );
}

function told(view: View): [where: string, sum: string] {
  const { state, words, cursor, outputs } = view;
  const [, r, c] = cursor.at;
  if (cursor.on === 'weights') return [fill(words.weightName, { l: state.layer, n: shownWeights(state)[r] }), weightText(view, r)]; // prettier-ignore
  if (cursor.on === 'layers') {
    const [n, left, values, error] = outputs!.layers.data.slice(4 * r, 4 * r + 4);
    return [`${LAYERS[r]}${words.colon}`.trim(), fill(words.layerText, { n: thousands(n), left: thousands(left), p: percent(left / n), v: thousands(values), e: show(error, 3) })]; // prettier-ignore
  }
  const per = state.count / 10;
  const digit = outputs!.read.data[r * per + c];
  return [fill(words.digitName, { n: digitsOf(state.count)[r * per + c] }), fill(digit === r ? words.readRight : words.readWrong, { d: digit, l: r })]; // prettier-ignore
}

export const speak = (view: View): string => told(view).join(' ');

// ---- controls -------------------------------------------------------------------------------

type Field = 'method' | 'bits' | 'scales' | 'outlier' | 'share' | 'order' | 'retrain' | 'layer' | 'count'; // prettier-ignore

const control = (view: View, key: Field) => controlOf(view, key, texts(view.state)[key]);
const same = (keys: readonly string[]) => Object.fromEntries(keys.map((key) => [key, key]));

function controlsHtml(view: View): string {
  const { state, words } = view;
  const own =
    state.method === 'quantize'
      ? rangeField(control(view, 'bits'), { min: BOUNDS.bits[0], max: BOUNDS.bits[1], step: 1 }) +
        selectField(control(view, 'scales'), named(SCALES, words.scaleNames)) +
        rangeField(control(view, 'outlier'), { min: 0, max: BOUNDS.outlier, step: 1 })
      : rangeField(control(view, 'share'), { min: 0, max: BOUNDS.share, step: 5 }) +
        selectField(control(view, 'order'), named(ORDERS, words.orders)) +
        checkField(control(view, 'retrain'));
  return (
    selectField(control(view, 'method'), named(METHODS, words.methods)) +
    own +
    selectField(control(view, 'count'), same(COUNTS))
  );
}

// ---- bytes against accuracy -----------------------------------------------------------------

function summaryHtml(view: View): string {
  const { state, words, outputs } = view;
  const bytes = bytesOf(state);
  const { losses } = madeOf(state);
  const [right, share] = [outputs!.right.data[0], bytes.total / FLOAT_BYTES];
  const bar = (name: string, value: number, kind: string) =>
    `<div class="c-bar"><span>${name}</span> <b>${thousands(value)}</b><span class="c-track" aria-hidden="true"><i class="${kind}" style="width:${+((100 * value) / FLOAT_BYTES).toFixed(2)}%"></i></span></div>`;
  const ways = state.method === 'prune' ? `<p class="w-hint">${fill(words.ways, { d: thousands(bytes.dense), l: thousands(bytes.listed), m: thousands(bytes.masked) })}</p>` : ''; // prettier-ignore
  const again = losses ? `<p class="w-hint">${fill(words.retrained, { a: show(losses[0], 3), b: show(losses[1], 3) })}</p>` : ''; // prettier-ignore
  return (
    `<p class="c-right w-covered"><b>${scalar('right', right, `${right}`)} / ${state.count}</b> ${words.readRightly}</p>` +
    `<div class="c-bars">${bar('float32', FLOAT_BYTES, 'old')}${bar(words.now, bytes.total, 'new')}</div>` +
    `<p class="w-hint">${words.bytes} ${scalar('bytes', bytes.total, thousands(bytes.total))} / ${thousands(FLOAT_BYTES)} ${equals(100 * share)} ${plain(100 * share, 3)}%</p>${ways}${again}` +
    `<div class="w-plot w-covered">${plot(view, right / state.count, bytes.total)}</div><p class="w-hint">${words.plotHint}</p>`
  );
}

function plot({ id, state, words }: View, accuracy: number, bytes: number): string {
  const { tensor, channel, shares, pruned, count } = MEASURED;
  const kernels = 117264;
  const stored = (bits: number, schemes: number) => (Math.ceil((kernels * bits) / 8) + 5 * schemes + 680) / 1000; // prettier-ignore
  const points = (right: readonly number[], schemes: number) => right.map((n, i): Point => [stored(i + 2, schemes), n / count]); // prettier-ignore
  const cut = shares.map((share, i): Point => {
    const left = Math.round((1 - share) * kernels);
    return [(Math.min(kernels, 2 * left, Math.ceil(kernels / 8) + left) + 710) / 1000, pruned[i] / count]; // prettier-ignore
  });
  return linePlot({
    id: `${id}-plot`,
    title: words.plot,
    desc: fill(words.plotDesc, { b: thousands(bytes), p: percent(accuracy) }),
    width: 400,
    height: 230,
    x: { domain: [0, 130], ticks: [0, 25, 50, 75, 100, 125], label: words.kilobytes },
    y: { domain: [0, 1.04], ticks: [0, 0.25, 0.5, 0.75, 1], label: '', format: (v) => `${100 * v}%` }, // prettier-ignore
    series: [
      { label: words.series.tensor, class: 's-a', points: points(tensor, 6) },
      { label: words.series.channel, class: 's-b', points: points(channel, 170) },
      { label: words.series.prune, class: 's-muted', points: cut },
    ],
    over: ({ x, y }) => circle(x(Math.min(130, bytes / 1000)), y(accuracy), state.count > 0 ? 6 : 5, { class: 'f-accent' }), // prettier-ignore
  });
}

// ---- weights --------------------------------------------------------------------------------

const [WIDE, HIGH] = [640, 190];

/** The weights of a layer before (upwards) and after (downwards), on the same axis. */
function histogram({ id, state, words }: View): string {
  const name = `${state.layer}/kernel`;
  const { before, weights } = madeOf(state);
  const [from, to] = [before[name].data, weights[name].data];
  let [low, high] = [0, 0];
  for (const v of from) [low, high] = [Math.min(low, v), Math.max(high, v)];
  for (const v of to) [low, high] = [Math.min(low, v), Math.max(high, v)];
  const bins = 128;
  const at = (v: number) => Math.min(bins - 1, Math.floor(((v - low) / (high - low)) * bins));
  const counts = (values: Float64Array) => {
    const found = new Float64Array(bins);
    // What was cut is told in words: it would dwarf the rest.
    for (const v of values) if (state.method === 'quantize' || v !== 0) found[at(v)]++;
    return found;
  };
  const middle = 100;
  const draw = (found: Float64Array, up: boolean, kind: string) => {
    const most = Math.max(...found);
    let d = '';
    found.forEach((n, i) => {
      if (n === 0) return;
      const tall = Math.max(1, (up ? 88 : 62) * Math.sqrt(n / most));
      d += `M${(20 + (600 * (i + 0.5)) / bins).toFixed(1)} ${middle}v${(up ? -tall : tall).toFixed(1)}`;
    });
    return path(d, { class: kind, 'stroke-width': 3.4 });
  };
  const values = new Set(to).size;
  const label = (v: number, anchor: string, x: number) => svgText(x, HIGH - 6, show(v, 3), { 'font-size': 13, class: 'f-muted', 'text-anchor': anchor }); // prettier-ignore
  return svgDoc(
    { width: WIDE, height: HIGH, id: `${id}-histogram`, title: words.histogram, desc: fill(words.histogramDesc, { l: state.layer, n: thousands(from.length), v: thousands(values) }) }, // prettier-ignore
    draw(counts(from), true, 's-muted') + draw(counts(to), false, 's-a') + label(low, 'start', 14) + label(high, 'end', 626), // prettier-ignore
  );
}

function weightsHtml(view: View): string {
  const { state, words, outputs } = view;
  const { data } = outputs!.layers;
  const at = LAYERS.indexOf(state.layer);
  const drawn = onceFor(outputs!, `histogram ${words.tensors}`, () => histogram(view));
  return (
    selectField(control(view, 'layer'), same(LAYERS)) +
    `<p class="w-h">${words.histogram}</p><div class="w-plot w-covered">${drawn}</div>` +
    `<p class="w-hint">${fill(words.histogramHint, { v: thousands(data[4 * at + 2]), z: thousands(data[4 * at] - data[4 * at + 1]) })}</p>` // prettier-ignore
  );
}

function tablesHtml(view: View): string {
  const { state, words, outputs } = view;
  const { data } = outputs!.read;
  const per = state.count / 10;
  return (
    resultTable(view, 'weights', fill(words.weightsTitle, { l: state.layer }), words.weightHeads, shownWeights(state).map((i) => `${i}`), undefined, 3) + // prettier-ignore
    resultTable(view, 'layers', words.layersTitle, words.layerHeads, LAYERS, undefined, 3)
  ) + `<div class="c-read w-covered">${resultTable(view, 'read', words.readTitle, undefined, Array.from({ length: 10 }, (_, d) => `${d}`), (r, c) => (data[r * per + c] === r ? '' : 'differs'), 3)}</div>`; // prettier-ignore
}

function numbersHtml({ outputs, words }: View): string {
  const { data, shape } = outputs!.logits;
  return valueTables(data, shape, {
    output: 'logits',
    label: words.logits,
    plain: true,
    digits: 4,
  });
}

// ---- all of it ------------------------------------------------------------------------------

export function parts(view: View): Record<string, string> {
  const [where, sum] = told(view);
  const { outputs, words, state } = view;
  return {
    controls: controlsHtml(view),
    summary: summaryHtml(view),
    weights: weightsHtml(view),
    tables: tablesHtml(view),
    formula: explainHtml(where, sum),
    numbers: onceFor(outputs!, 'numbers', () => numbersHtml(view)),
    ask: `<label><span>${fill(words.ask, { n: state.count })}</span><input data-guess inputmode="numeric" autocomplete="off"></label>`, // prettier-ignore
  };
}

/** How many digits are read rightly, within three in a hundred. */
export function guess(
  { state, words, outputs }: View,
  [given = '']: string[],
): { right: boolean; text: string } {
  // prettier-ignore
  const right = outputs!.right.data[0];
  const near = given.trim() !== '' && Math.abs(Number(given) - right) <= 0.03 * state.count;
  return {
    right: near,
    text: fill(near ? words.right : words.wrong, { a: right, n: state.count }),
  };
}
