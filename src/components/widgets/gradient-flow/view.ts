/** The parts of the gradient flow as HTML. Pure. */
import { expected, FUNCTIONS, INITS, NORMS, varianceOf } from '../../../lib/gradient-flow.ts';
import { checkField, explainHtml, rangeField, selectField, stepperField, textField } from '../toolkit/controls.ts'; // prettier-ignore
import { contractTable } from '../toolkit/grids.ts';
import type { Cursor, View as ViewOf } from '../toolkit/kind.ts';
import type { Query } from '../toolkit/query.ts';
import { equals, escapeHtml, fill, minus, operand, plain, scalar } from '../toolkit/text.ts';
import { BARS } from './reference.ts';
import { BOUNDS, texts, type Key, type State } from './state.ts';
import type { Words } from './strings.ts';

export type View = ViewOf<State, Words>;

// ---- the layer on show ----------------------------------------------------------------------

export const firstCursor = ({ layer }: State): Cursor => ({ on: 'depth', at: [0, 0, layer] });

export const stops = ({ state }: View): Cursor[] =>
  Array.from({ length: state.depth + 1 }, (_, l) => ({ on: 'depth', at: [0, 0, l] }));

const withLayer = (state: State, layer: number): Query => ({ ...texts(state), layer: `${layer}` });

export const pick = ({ state }: View, { at }: Cursor): Query | undefined =>
  withLayer(state, Math.min(state.depth, at[2]));

export function act({ state }: View, name: string): Query | undefined {
  return withLayer(state, Math.min(state.depth, Math.max(0, state.layer + (name === 'on' ? 1 : -1)))); // prettier-ignore
}

/** Another depth is seen at its middle; equal weights and layer normalization do not go together. */
export function edit({ state }: View, name: string, value: string): Query | undefined {
  const query: Query = { ...texts(state), [name]: value };
  if (name === 'depth') delete query.layer;
  else if (name === 'init' && value === 'constant' && state.norm === 'layer') query.norm = 'none';
  else return undefined;
  return query;
}

const bigText = (value: number) => {
  if (value === 0) return '0';
  const text = value < 1e-3 || value >= 1e5 ? value.toExponential(1) : plain(value, 3);
  return minus(text.replace('e+', 'e'));
};
const SUB = '₀₁₂₃₄₅₆₇₈₉';
const low = (name: string, l: number) => name + [...`${l}`].map((c) => SUB[+c]).join('');
const whereOf = (words: Words, l: number) => (l === 0 ? words.input : fill(words.layer, { l }));

// ---- both plots -----------------------------------------------------------------------------

const [WIDE, HIGH, TOP, BASE] = [640, 172, 18, 160];

/** A mean square over the layers: the measured one, and what theory says. */
function plotHtml(view: View, column: 0 | 1): string {
  const { state, words, outputs } = view;
  const { layers, theory } = outputs!;
  const { depth, layer } = state;
  const values = Array.from({ length: depth + 1 }, (_, l) => layers.data[2 * l + column]);
  const wanted = theory && Array.from({ length: depth + 1 }, (_, l) => theory.data[2 * l + column]);
  const logs = [...values, ...(wanted ?? [])].filter((v) => v > 0).map((v) => Math.log10(v));
  const least = Math.min(...logs);
  const most = Math.max(...logs);
  // At least from a tenth to ten times 1, so that what is kept looks like it.
  const [bottom, top] = [Math.min(-1, Math.floor(least)), Math.max(1, Math.ceil(most))];
  const cell = WIDE / (depth + 1);
  const x = (l: number) => +((l + 0.5) * cell).toFixed(1);
  const y = (v: number) => v > 0 ? Math.round(TOP + ((BASE - TOP) * (top - Math.log10(v))) / (top - bottom)) : BASE + 6; // prettier-ignore
  const stride = Math.ceil((top - bottom) / 5);
  let ticks = '';
  for (let e = 0; e <= top; e += stride) ticks += tick(e);
  for (let e = -stride; e >= bottom; e -= stride) ticks += tick(e);
  function tick(e: number): string {
    const name =
      e === 0
        ? '1'
        : e === 1
          ? '10'
          : `10${[...`${e}`].map((c) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[+c] ?? '⁻').join('')}`;
    return `<path class="s-grid" d="M0 ${y(10 ** e)}H${WIDE}"/><text x="3" y="${y(10 ** e) - 3}">${name}</text>`;
  }
  const line = (all: readonly number[]) => all.map((v, l) => `${l === 0 ? 'M' : 'L'}${x(l)} ${y(v)}`).join(''); // prettier-ignore
  const dots = values.map((v, l) => `M${x(l)} ${y(v)}h0`).join('');
  const first = column === 0 ? values[0] : values[depth];
  const last = column === 0 ? values[depth] : values[0];
  const alt = fill(column === 0 ? words.forwardAlt : words.backwardAlt, { n: depth, a: bigText(first), b: bigText(last) }); // prettier-ignore
  const title = column === 0 ? words.forwardTitle : words.backwardTitle;
  const key = wanted
    ? `<span class="w-together"><i class="f-key dashed"></i>${words.theory}</span>`
    : `<span>${words.noTheory}</span>`;
  return (
    `<figure><figcaption><b>${title}</b> <span class="w-together"><i class="f-key f-${column}"></i>${words.measured}</span> ${key}</figcaption>` +
    `<div class="w-map" data-map="depth" data-layer="0" data-rows="1" data-cols="${depth + 1}" data-pick="0,${layer}" tabindex="0" role="application" aria-label="${escapeHtml(`${title}. ${words.hint}`)}">` +
    `<svg viewBox="0 0 ${WIDE} ${HIGH}" role="img" aria-label="${escapeHtml(alt)}">` +
    `<rect class="f-here" x="${(layer * cell).toFixed(1)}" y="0" width="${cell.toFixed(1)}" height="${HIGH}"/>${ticks}` +
    (wanted ? `<path class="f-theory" d="${line(wanted)}"/>` : '') +
    `<g class="f-${column}"><path d="${line(values)}"/><path class="f-dots" d="${dots}"/></g></svg></div></figure>`
  );
}

function axisHtml({ state, words }: View): string {
  return `<p class="f-axis"><span>${words.input}</span><span>${whereOf(words, state.depth)}</span></p><p class="w-hint w-needs-script">${words.hint}</p>`;
}

// ---- the layer: histograms and arithmetic ---------------------------------------------------

function histogramsHtml({ state, words, outputs }: View): string {
  const { histogram, reach } = outputs!;
  const where = whereOf(words, state.layer);
  const one = (row: 0 | 1) => {
    const counts = [...histogram.data.slice(row * BARS, (row + 1) * BARS)];
    const most = Math.max(...counts);
    const edge = reach.data[row];
    const total = counts.reduce((a, b) => a + b, 0);
    const what = row === 0 ? words.activations : words.gradients;
    const [a, b] = [minus(`-${bigText(edge)}`), bigText(edge)];
    const bars = counts.map((count, i) => {
      const height = Math.round((70 * count) / most);
      return height > 0 || count > 0 ? `<rect x="${7 * i}" y="${74 - Math.max(1, height)}" width="6" height="${Math.max(1, height)}"/>` : ''; // prettier-ignore
    });
    const alt = fill(words.histogramAlt, { what, n: total, low: a, high: b });
    const note = edge === 0 ? words.allZero : '';
    return (
      `<figure><svg viewBox="0 0 287 92" role="img" aria-label="${escapeHtml(edge === 0 ? `${what}: ${note}` : alt)}"><g class="f-${row}">${bars.join('')}</g>` +
      `<path class="s-grid" d="M0 74.5H287"/><text x="0" y="89">${edge === 0 ? '' : a}</text><text x="143" y="89" text-anchor="middle">${edge === 0 ? note : '0'}</text><text x="287" y="89" text-anchor="end">${edge === 0 ? '' : b}</text></svg>` +
      `<figcaption>${what}</figcaption></figure>`
    );
  };
  return `<p class="w-h">${fill(words.histogram, { where })}</p><div class="f-pair">${one(0)}${one(1)}</div>`;
}

/** The mean squares of one layer by theory from those beside it, each with what was measured. */
export function arithmetic(view: View, html: boolean): string {
  const { state, words, outputs } = view;
  const { layers, before, means } = outputs!;
  const { layer: l, width: n, fn, init, std, norm, skip, steps } = state;
  const bold = (value: number) =>
    html ? `<b>${minus(plain(value, 5))}</b>` : minus(plain(value, 5));
  const p = (value: number) => minus(plain(value, 5));
  const is = (value: number) => `${equals(value)} ${p(value)}`;
  const measured = (value: number) => `(${fill(words.measuredAs, { v: p(value) })})`;
  const size = (at: number) => layers.data[2 * at];
  const slope = (at: number) => layers.data[2 * at + 1];
  if (l === 0) {
    return fill(words.inputText, { n: 32 * n, a: is(size(0)), d: is(slope(0)) });
  }
  const [here, below] = [low('a', l), low('a', l - 1)];
  const drawn = init !== 'zeros' && init !== 'constant' && steps === 0;
  const end = `E[${here}²] ${is(size(l))}; E[${low('δ', l - 1)}²] ${is(slope(l - 1))}`;
  if (!drawn) return `${words.notRandom} E[${low('z', l)}²] ${is(before.data[l - 1])}; ${end}`;
  const lines: string[] = [];
  const weight = varianceOf(init, n, std);
  const spread = n * weight * size(l - 1);
  lines.push(`Var(${low('z', l)}) = n·Var(w)·E[${below}²] = ${n}×${p(weight)}×${p(size(l - 1))} ≈ ${bold(spread)} ${measured(before.data[l - 1])}`); // prettier-ignore
  if (norm !== 'none') lines.push(words.normalized);
  const moments = expected(fn, norm === 'none' ? spread : 1);
  const name = `E[f(${low('z', l)})²]`;
  if (skip) {
    const mean = means.data[l - 1];
    const value = size(l - 1) + moments.square + 2 * mean * moments.mean;
    lines.push(`${name} ≈ ${p(moments.square)}`);
    lines.push(`E[${here}²] = E[${below}²] + ${name} + 2·E[${below}]·E[f(z)] = ${p(size(l - 1))} + ${p(moments.square)} + 2×${operand(mean, 5)}×${operand(moments.mean, 5)} ≈ ${bold(value)} ${measured(size(l))}`); // prettier-ignore
  } else {
    const half = fn === 'relu' ? `½×${p(norm === 'none' ? spread : 1)} ` : '';
    lines.push(`E[${here}²] = ${name} ${half ? `= ${half}` : ''}≈ ${bold(moments.square)} ${measured(size(l))}`); // prettier-ignore
  }
  if (norm !== 'none') {
    lines.push(`${words.backNormalized} E[${low('δ', l - 1)}²] ${is(slope(l - 1))}`);
  } else {
    const value = slope(l) * (n * weight * moments.slope + (skip ? 1 : 0));
    lines.push(`E[${low('δ', l - 1)}²] = ${skip ? '(1 + ' : ''}n·Var(w)·E[f′(z)²]${skip ? ')' : ''}·E[${low('δ', l)}²] = ${skip ? '(1 + ' : ''}${n}×${p(weight)}×${p(moments.slope)}${skip ? ')' : ''}×${p(slope(l))} ≈ ${bold(value)} ${measured(slope(l - 1))}`); // prettier-ignore
  }
  return lines.join('; ');
}

export const speak = (view: View): string =>
  `${whereOf(view.words, view.state.layer)}: ${arithmetic(view, false)}`;

// ---- what it comes to -----------------------------------------------------------------------

const [HALF_MAX, HALF_MIN] = [65504, 2 ** -25];

function summaryHtml({ state, words, outputs }: View): string {
  const { layers, distinct, forward, backward } = outputs!;
  const { depth, width, steps } = state;
  const sum = (template: string, name: 'forward' | 'backward', value: number) => {
    const each = value > 0 && depth > 1 ? fill(words.perLayer, { v: bigText(value ** (1 / depth)) }) : ''; // prettier-ignore
    const word = value === 0 ? words.dies : value < 1e-3 ? words.fades : value > 1e3 ? words.grows : words.keeps; // prettier-ignore
    const r = scalar(name, value, bigText(value));
    return `<p>${fill(template, { n: depth, r, each, word: `<b${value < 1e-3 || value > 1e3 ? ' class="bad"' : ''}>${word}</b>` })}</p>`; // prettier-ignore
  };
  let html = sum(words.forwardSum, 'forward', forward.data[0]) + sum(words.backwardSum, 'backward', backward.data[0]); // prettier-ignore
  const hidden = distinct.data.slice(0, -1);
  if (hidden.length > 0 && Math.max(...hidden) === 1 && width > 1) {
    html += `<p><b class="bad">${fill(words.equal, { n: width })}</b>${steps > 0 ? ` ${fill(words.equalStill, { t: steps })}` : ''}</p>`; // prettier-ignore
  }
  const root = (l: number, column: number) => Math.sqrt(layers.data[2 * l + column]);
  for (const column of [0, 1]) {
    const what = column === 0 ? words.activations : words.gradients;
    const order = Array.from({ length: depth + 1 }, (_, i) => (column === 0 ? i : depth - i));
    const large = order.find((l) => root(l, column) > HALF_MAX);
    const small = order.find((l) => root(l, column) > 0 && root(l, column) < HALF_MIN);
    const say = (template: string, l: number) => fill(template, { what: what[0].toUpperCase() + what.slice(1), where: whereOf(words, l).toLowerCase() }); // prettier-ignore
    if (large !== undefined) html += `<p>${say(words.tooLarge, large)}</p>`;
    if (small !== undefined) html += `<p>${say(words.tooSmall, small)}</p>`;
  }
  return html;
}

// ---- controls -------------------------------------------------------------------------------

function paramsHtml({ id, words, state }: View): string {
  const all = texts(state);
  const of = (key: Key) => ({ id, key, label: words.labels[key], hint: words.hints[key], value: all[key] ?? '' }); // prettier-ignore
  const names = <K extends string>(keys: readonly K[], called: Record<K, string>) =>
    Object.fromEntries(keys.map((key) => [key, called[key]]));
  const free = state.init === 'normal' || state.init === 'constant';
  return (
    selectField(of('fn'), names(FUNCTIONS, words.functions)) +
    selectField({ ...of('init'), hint: weightText(state, words) }, names(INITS, words.inits)) +
    (free ? textField(of('std')) : '') +
    rangeField(of('depth'), { min: 1, max: BOUNDS.depth, step: 1 }) +
    rangeField(of('width'), { min: BOUNDS.width[0], max: BOUNDS.width[1], step: 8 }) +
    selectField(of('norm'), names(NORMS, words.norms)) +
    stepperField(of('steps'), { min: 0, max: BOUNDS.steps, words }) +
    textField(of('seed')) +
    checkField(of('skip'))
  );
}

/** The variance that an initialization asks for. */
function weightText({ init, width, std }: State, words: Words): string {
  if (init === 'zeros' || init === 'constant') return 'Var(w) = 0';
  const rule = init === 'normal' ? 'σ²' : init === 'lecun' ? '1/n' : init.startsWith('he') ? '2/n' : '2/(n + n)'; // prettier-ignore
  const value = varianceOf(init, width, std);
  return `Var(w) = ${rule} ${equals(value)} ${minus(plain(value))}${init.startsWith('xavier') ? words.asLecun : ''}`;
}

function sliderHtml({ id, words, state }: View): string {
  const { layer, depth } = state;
  const spoken = whereOf(words, layer);
  return rangeField({ id, key: 'layer', label: words.labels.layer, value: `${layer}` }, { min: 0, max: depth, step: 1, spoken }); // prettier-ignore
}

function numbersHtml({ words, outputs, ui }: View): string {
  const open = ui['fold-numbers'] === '1';
  return (['layers', 'theory', 'gains', 'distinct', 'units'] as const)
    .map((name) => {
      const made = outputs![name];
      return made && (open || name === 'layers') ? contractTable(name, made.data, made.shape, words.tables[name], open) : ''; // prettier-ignore
    })
    .join('');
}

/** The HTML of each `data-part`. */
export function parts(view: View): Record<string, string> {
  return {
    forward: plotHtml(view, 0),
    backward: plotHtml(view, 1) + axisHtml(view),
    summary: summaryHtml(view),
    slider: sliderHtml(view),
    histograms: histogramsHtml(view),
    formula: explainHtml(whereOf(view.words, view.state.layer), arithmetic(view, true)),
    params: paramsHtml(view),
    numbers: numbersHtml(view) + `<p class="w-hint">${view.words.method}</p>`,
  };
}

/** Marks the power of ten that is left of the gradient. */
export function guess({ words, outputs }: View, [text]: string[]) {
  const left = outputs!.backward.data[0];
  if (text === '') return { right: false, text: words.choose };
  const power = Math.log10(left);
  const right = left > 0 && Math.abs(Number(text) - power) <= 1;
  const v = left === 0 ? words.nothing : `10^${minus(power.toFixed(1))}`;
  return { right, text: fill(right ? words.right : words.wrong, { v }) };
}
