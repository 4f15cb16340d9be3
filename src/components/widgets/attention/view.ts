/** What the attention stepper shows, as HTML. Pure: the build and the browser draw the same. */
import { shares } from '../../../lib/attention.ts';
import { fromRows, type Grid } from '../../../lib/grid.ts';
import { checkField, controlOf, errorHtml, explainHtml, rangeField, selectField, setButton, stepperField } from '../toolkit/controls.ts'; // prettier-ignore
import { digitControls, digitName } from '../toolkit/digits.ts';
import { longTable } from '../toolkit/grids.ts';
import { BLANK } from '../toolkit/ink.ts';
import type { Colours, Cursor, Pixels, View as ViewOf } from '../toolkit/kind.ts';
import { mapHtml, pixelsOf as paintOf } from '../toolkit/maps.ts';
import type { Query } from '../toolkit/query.ts';
import { allExact, datum, escapeHtml, fill, heat, magnitude, minus, operand, plain, scalar, show } from '../toolkit/text.ts'; // prettier-ignore
import { rowOf, workedOf } from './reference.ts';
import {
  askerOf,
  countOf,
  DIMS,
  factorOf,
  HEADS,
  HEAT,
  headOf,
  PATCHES,
  POSITIONS,
  SEEDS,
  SIDE,
  sideOf,
  texts,
  WEIGHTS,
  weightsOf,
  widthOf,
  type State,
} from './state.ts';
import type { Words } from './strings.ts';

export type View = ViewOf<State, Words>;

/** The HTML of each part. */
export function parts(view: View): Record<string, string> {
  return {
    picture: pictureHtml(view),
    side: sideHtml(view),
    formula: explainHtml(...arithmetic(view)),
    stages: stagesHtml(view),
    source: sourceHtml(view),
    params: paramsHtml(view),
    numbers: numbersHtml(view),
  };
}

const worked = ({ state, picture }: View) => workedOf(state, picture);
/** The patch (from 1) in a place, as readers know it: by where it stands in the picture. */
const named = (view: View, place: number) => worked(view).order[place] + 1;

// ---- where the reader looks -----------------------------------------------------------------

/** The place in which the asking patch stands, as a cell of the picture. */
function askingCell(view: View): [row: number, col: number] {
  const { place } = worked(view);
  const side = sideOf(view.state);
  return [Math.floor(place / side), place % side];
}

export const firstCursor = (): Cursor => ({ on: 'picture', at: [0, 0, 0] });

const SIZES: Record<string, (state: State) => [rows: number, cols: number]> = {
  q: (state) => [1, widthOf(state)],
  k: (state) => [countOf(state), widthOf(state)],
  v: (state) => [countOf(state), widthOf(state)],
  steps: (state) => [countOf(state), 3],
  z: (state) => [1, widthOf(state)],
  out: ({ dims }) => [1, dims],
};

export function holds({ state, cursor: { on, at } }: View): boolean {
  if (on === 'picture' || on === 'input') return true;
  const size = SIZES[on]?.(state);
  return size !== undefined && at[1] < size[0] && at[2] < size[1];
}

/** The weights that the asking patch gives in a head, by place. */
const weightsIn = (view: View, head = headOf(view.state)) => rowOf(worked(view).all.weights, worked(view).place, head); // prettier-ignore

/** The place that the arithmetic is about, else the one with the largest weight. */
function lookedAt(view: View): number {
  const { on, at } = view.cursor;
  if (on === 'k' || on === 'v' || on === 'steps') return at[1];
  const weights = weightsIn(view);
  return weights.indexOf(Math.max(...weights));
}

/** From q, k and v through the three steps to what comes out, for the key that is looked at. */
export function stops(view: View): Cursor[] {
  const j = lookedAt(view);
  const all = [['q', 0, 0], ['k', j, 0], ['v', j, 0], ['steps', j, 0], ['steps', j, 1], ['steps', j, 2], ['z', 0, 0], ['out', 0, 0]] as const; // prettier-ignore
  return all.map(([on, row, col]) => ({ on, at: [0, row, col] }));
}

/** A patch that is pressed asks. */
export function pick(view: View, { on, at }: Cursor): Query | undefined {
  if (on !== 'picture') return undefined;
  const query = named(view, at[1] * sideOf(view.state) + at[2]);
  return query === askerOf(view.state) + 1 ? undefined : { ...texts(view.state), query: `${query}` }; // prettier-ignore
}

/** `shuffle`, `restore`, `clear`: another order, that of the picture, an empty drawing. */
export function act({ state }: View, name: string): Query | undefined {
  const query = texts(state);
  if (name === 'shuffle') return { ...query, order: `${(state.order % SEEDS) + 1}` };
  if (name === 'restore') return { ...query, order: '0' };
  delete query.image;
  return { ...query, input: BLANK };
}

// ---- arithmetic -----------------------------------------------------------------------------

const DIGITS = 4;
const num = (value: number) => minus(plain(value, DIGITS));
const op = (value: number) => operand(value, DIGITS);
const sign = (...values: number[]) => (allExact(values, DIGITS) ? '=' : '≈');

/** Terms on show at most; the smallest ones are put together. */
const TERMS = 8;

/** a₁×b₁ + a₂×b₂ + … = total. */
export function sumText(
  pairs: readonly (readonly [number, number])[],
  total: number,
  words: Words,
): string {
  const size = ([a, b]: readonly [number, number]) => Math.abs(a * b);
  const kept = pairs.length <= TERMS ? pairs : [...pairs].sort((p, q) => size(q) - size(p)).slice(0, TERMS - 2); // prettier-ignore
  const shown = pairs.filter((pair) => kept.includes(pair));
  const terms = shown.map(([a, b]) => `${op(a)}×${op(b)}`);
  const used = shown.flat();
  if (shown.length < pairs.length) {
    const rest = pairs.filter((pair) => !kept.includes(pair)).reduce((sum, [a, b]) => sum + a * b, 0); // prettier-ignore
    terms.push(`${op(rest)} <small>(${fill(words.others, { n: pairs.length - shown.length })})</small>`); // prettier-ignore
    used.push(rest);
  }
  return `${terms.join(' + ')} ${sign(...used, total)} <b>${num(total)}</b>`;
}

/** Row i of [n, m]. */
const row = ({ data, shape: [, m] }: Grid, i: number) => [...data.subarray(i * m, (i + 1) * m)];
const column = ({ data, shape: [n, m] }: Grid, c: number) => Array.from({ length: n }, (_, i) => data[i * m + c]); // prettier-ignore
const zip = (a: readonly number[], b: readonly number[]) => a.map((value, i) => [value, b[i]] as const); // prettier-ignore

/** What is looked at, and its arithmetic as HTML; all in float64. */
export function arithmetic(view: View): [where: string, sum: string] {
  const { state, words, cursor } = view;
  const { all, tokens, layer, place } = worked(view);
  const { on, at } = cursor;
  const [, r, c] = at;
  const asker = askerOf(state) + 1;
  const head = headOf(state);
  const d = widthOf(state);
  const at4 = (template: string, more: Record<string, string | number> = {}) => `${fill(template, { i: asker, j: named(view, r), c: c + 1, h: head + 1, ...more })}${words.colon}`; // prettier-ignore
  if (on === 'q' || on === 'k' || on === 'v') {
    const i = on === 'q' ? place : r;
    const col = head * d + c;
    const matrix = { q: layer.query, k: layer.key, v: layer.value }[on];
    const value = all[on].data[i * state.dims + col];
    return [at4(words.projected, { v: on, p: named(view, i), w: on.toUpperCase(), col: col + 1 }), sumText(zip(row(tokens, i), column(matrix, col)), value, words)]; // prettier-ignore
  }
  if (on === 'steps') {
    const [score, logit, weight] = [all.scores, all.logits, all.weights].map((g) => rowOf(g, place, head)); // prettier-ignore
    if (c === 0) {
      const of = (g: Grid, i: number) => row(g, i).slice(head * d, (head + 1) * d);
      return [at4(words.scored), sumText(zip(of(all.q, place), of(all.k, r)), score[r], words)];
    }
    if (c === 1) {
      const root = Math.sqrt(d);
      const by = state.scale ? [root, state.temperature] : [state.temperature];
      const text = [score[r], ...by].map(num).join(' / ');
      return [at4(state.scale ? words.scaled : words.unscaled, { d }), `${text} ${sign(score[r], ...by, logit[r])} <b>${num(logit[r])}</b>`]; // prettier-ignore
    }
    const top = Math.max(...logit);
    const total = logit.reduce((sum, v) => sum + Math.exp(v - top), 0);
    const power = Math.exp(logit[r] - top);
    return [
      at4(words.softmaxed, { n: countOf(state) }),
      `e^(${num(logit[r])} − ${op(top)}) / ${num(total)} ${sign(logit[r], top, total, power)} ${num(power)} / ${num(total)} ${sign(power, total, weight[r])} <b>${num(weight[r])}</b>`, // prettier-ignore
    ];
  }
  if (on === 'z') {
    const col = head * d + c;
    return [at4(words.summed), sumText(zip([...weightsIn(view)], column(all.v, col)), all.joined.data[place * state.dims + col], words)]; // prettier-ignore
  }
  if (on === 'out') {
    return [at4(state.heads === 1 ? words.outOne : words.outMany, { n: state.heads }), sumText(zip(row(all.joined, place), column(layer.out, c)), all.y.data[place * state.dims + c], words)]; // prettier-ignore
  }
  const weights = [...weightsIn(view)];
  const byWeight = weights.map((_, j) => j).sort((a, b) => weights[b] - weights[a] || a - b);
  const first = byWeight.slice(0, 3);
  const rest = byWeight.slice(3).reduce((sum, j) => sum + weights[j], 0);
  const terms = first.map((j) => `${num(weights[j])} <small>(${fill(words.patch, { i: named(view, j) })})</small>`); // prettier-ignore
  terms.push(`${num(rest)} <small>(${fill(words.others, { n: weights.length - 3 })})</small>`);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return [at4(words.asks, { n: weights.length }), `${terms.join(' + ')} ${sign(...first.map((j) => weights[j]), rest)} <b>${num(total)}</b>`]; // prettier-ignore
}

/** The same, read out. */
export const speak = (view: View) => arithmetic(view).join(' ').replace(/<[^>]+>/g, ''); // prettier-ignore

// ---- the picture ----------------------------------------------------------------------------

/** A share in as many characters as fit into a patch. */
export const percent = (share: number) =>
  share >= 0.995 && share < 1 ? '>99%' : share >= 0.0995 ? `${Math.round(100 * share)}%` : share >= 0.0005 ? `${(100 * share).toFixed(1)}%` : '<.1%'; // prettier-ignore

/** Weights over the patches: the more, the more colour; the patch that asks has a frame. */
function overlay(
  view: View,
  weights: ArrayLike<number>,
  places: readonly number[],
  asking: number,
  look: number,
  small: boolean,
): string {
  const side = sideOf(view.state);
  const most = magnitude(weights);
  const cell = (place: number) => `x="${10 * (place % side)}" y="${10 * Math.floor(place / side)}" width="10" height="10"`; // prettier-ignore
  const tints = places.map((from, place) => `<rect ${cell(place)} fill-opacity="${(0.8 * (weights[from] / most) ** 0.8).toFixed(3)}"/>`); // prettier-ignore
  const text = (place: number, x: number, y: number, name: string, said: string) => `<text class="${name}" x="${10 * (place % side) + x}" y="${10 * Math.floor(place / side) + y}">${escapeHtml(said)}</text>`; // prettier-ignore
  const words = small
    ? []
    : places.flatMap((from, place) => [
        text(place, 0.6, 2.6, 'n', `${named(view, from)}`),
        ...(side > 4 ? [] : [text(place, 5, 6.6, 'w', percent(weights[from]))]),
      ]);
  const frame = (place: number, name: string) => (place < 0 ? '' : `<rect class="${name}" ${cell(place)}/>`); // prettier-ignore
  return (
    `<svg viewBox="0 0 ${10 * side} ${10 * side}" aria-hidden="true"><g class="w-covered">${tints.join('')}</g>` +
    `${frame(look, 'look')}${frame(asking, 'asks')}<g class="t-n">${words.filter((_, i) => side > 4 || i % 2 === 0).join('')}</g><g class="w-covered">${side > 4 ? '' : words.filter((_, i) => i % 2 === 1).join('')}</g></svg>` // prettier-ignore
  );
}

const base = (view: View, name: string, size: number, alt: string) =>
  view.image
    ? `<img src="${view.image(name)}" alt="${escapeHtml(alt)}" width="${size}" height="${size}" decoding="async">`
    : `<canvas data-paint="${name}" role="img" aria-label="${escapeHtml(alt)}" width="${size}" height="${size}"></canvas>`; // prettier-ignore

const still = (view: View, name: string, size: number, alt: string, title: string, over = '', more = '') =>
  `<figure class="t-still${more}"><div class="w-map">${base(view, name, size, alt)}${over}</div><figcaption>${title}</figcaption></figure>`; // prettier-ignore

/** Places as they are. */
const inPlace = (n: number) => Array.from({ length: n }, (_, i) => i);

function pictureHtml(view: View): string {
  const { state, words, cursor } = view;
  const { place, order } = worked(view);
  const [n, side] = [countOf(state), sideOf(state)];
  const weights = weightsIn(view);
  const [r, c] = askingCell(view);
  const top = weights.indexOf(Math.max(...weights));
  const shuffled = state.order !== 0;
  const name = digitName(state.source, words);
  const alt = fill(shuffled ? words.shuffledAlt : words.pictureIs, { what: name, n: side });
  const label = fill(words.pictureLabel, { i: askerOf(state) + 1, j: named(view, top), p: percent(weights[top]) }); // prettier-ignore
  const look = cursor.on === 'picture' || cursor.on === 'input' ? -1 : lookedAt(view);
  const back = inPlace(n).map((patch) => order.indexOf(patch));
  return (
    `<div class="t-pictures"><div class="w-map t-main" data-map="picture" data-layer="0" data-rows="${side}" data-cols="${side}" data-pick="${r},${c}" tabindex="0" role="application" aria-label="${escapeHtml(label)}" style="aspect-ratio:1">` +
    `${base(view, 'digit', SIDE, alt)}${overlay(view, weights, inPlace(n), place, look, false)}</div>` +
    (shuffled
      ? still(view, 'plain', SIDE, fill(words.pictureIs, { what: name, n: side }), words.unshuffled, overlay(view, weights, back, askerOf(state), -1, true)) // prettier-ignore
      : '') +
    `</div><p class="w-hint">${words.pictureHint}</p>${errorHtml('query')}${headsHtml(view)}`
  );
}

// ---- beside it ------------------------------------------------------------------------------

type Field =
  'patch' | 'temperature' | 'scale' | 'positions' | 'order' | 'dims' | 'heads' | 'weights' | 'seed';

const control = (view: View, key: Field) => controlOf(view, key, texts(view.state)[key]);

/** What comes out for every patch, against the same without shuffling. */
export function difference({ outputs }: View): number {
  const { y, before } = outputs!;
  return before ? magnitude(y.data.map((v, i) => v - before.data[i])) : 0;
}

function equivarianceHtml(view: View): string {
  const { state, words } = view;
  const off = difference(view);
  const said = state.order === 0 ? words.inOrder : off < 1e-4 ? words.onlyMoved : words.changed;
  const value = state.order === 0 ? '' : ` <b>${scalar('difference', off, show(off, 3))}</b>`;
  return (
    `<div class="w-chips w-live-only"><button type="button" data-do="act:shuffle">${words.shuffle}</button>` +
    `${state.order === 0 ? '' : `<button type="button" data-do="act:restore">${words.restore}</button>`}</div>` +
    selectField(
      control(view, 'positions'),
      Object.fromEntries(POSITIONS.map((key) => [key, words.positionNames[key]])),
    ) + // prettier-ignore
    `<p class="t-line">${state.order === 0 ? '' : `${words.difference}${value} `}${said}</p>`
  );
}

function headsHtml(view: View): string {
  const { state, words } = view;
  if (state.heads === 1) return '';
  const { place } = worked(view);
  const all = inPlace(state.heads).map((h) => {
    const weights = weightsIn(view, h);
    const top = weights.indexOf(Math.max(...weights));
    const said = fill(words.headAlt, { h: h + 1, j: named(view, top), p: percent(weights[top]) });
    const over = overlay(view, weights, inPlace(countOf(state)), place, -1, true);
    return still(view, 'digit', SIDE, said, fill(words.headName, { h: h + 1 }), over, h === headOf(state) ? ' on' : ''); // prettier-ignore
  });
  const chips = inPlace(state.heads).map((h) => setButton('head', `${h + 1}`, fill(words.headName, { h: h + 1 }), h === headOf(state))); // prettier-ignore
  return `<p class="w-h">${words.headsTitle}</p><div class="t-heads w-covered">${all.join('')}</div><div class="w-chips w-live-only">${chips.join('')}</div>${errorHtml('head')}`; // prettier-ignore
}

/** Largest and smallest weight, and the largest with the scale the other way. */
function factsHtml(view: View): string {
  const { state, words } = view;
  const { all, place } = worked(view);
  const weights = weightsIn(view);
  const scores = rowOf(all.scores, place, headOf(state));
  const largest = (scale: boolean) => Math.max(...shares(scores.map((v) => v * factorOf(state, scale)))); // prettier-ignore
  const fact = (name: string, value: string) => `<span class="w-together">${name} <b>${value}</b></span>`; // prettier-ignore
  return (
    `<p class="t-line t-facts">${fact(words.smallest, show(Math.min(...weights), 3))}` +
    `${fact(words.largestScaled, show(largest(true), 4))}${fact(words.largestRaw, show(largest(false), 4))}</p>` // prettier-ignore
  );
}

function sideHtml(view: View): string {
  const { state, words } = view;
  const asker = askerOf(state) + 1;
  const out = fill(words.receives, { n: countOf(state) });
  return (
    `<div class="t-from">${still(view, 'asker', state.patch, fill(words.patch, { i: asker }), fill(words.askerTitle, { i: asker }))}` + // prettier-ignore
    `<span class="t-arrow" aria-hidden="true">→</span><div class="w-covered">${still(view, 'blend', state.patch, out, words.blendTitle)}</div></div>` + // prettier-ignore
    `<div class="w-covered">${factsHtml(view)}</div>` +
    rangeField(control(view, 'temperature'), { min: HEAT[0], max: 5, step: 0.05 }) +
    checkField(control(view, 'scale')) +
    equivarianceHtml(view)
  );
}

export function images(view: View, { positive, negative }: Colours): Record<string, () => Pixels> {
  const { state, outputs } = view;
  const grey = { kind: 'grey', min: 0, max: 1 } as const;
  const one =
    ({ shape, data }: Grid) =>
    (): Pixels => ({
      height: shape[0],
      width: shape[1],
      data: paintOf({ shape: [shape[0], shape[1], 1], data }, grey, positive, negative),
    });
  const { pixels, place, order } = worked(view);
  const { patch } = state;
  const side = sideOf(state);
  /** The patches side by side, each in its place. */
  const mosaic = (placeOf: (i: number) => number): Grid => {
    const data = new Float64Array(SIDE * SIDE);
    for (let i = 0; i < order.length; i++) {
      const [top, left] = [Math.floor(placeOf(i) / side) * patch, (placeOf(i) % side) * patch];
      for (let p = 0; p < patch * patch; p++) {
        data[(top + Math.floor(p / patch)) * SIDE + left + (p % patch)] = pixels.data[i * patch * patch + p]; // prettier-ignore
      }
    }
    return { shape: [SIDE, SIDE, 1], data };
  };
  return {
    digit: one(mosaic((i) => i)),
    plain: one(mosaic((i) => order[i])),
    asker: one({ shape: [patch, patch, 1], data: Float64Array.from(row(pixels, place)) }),
    blend: one(outputs!.blend),
    ...(state.source.kind === 'drawn' && {
      drawn: one(fromRows(state.source.rows.map((line) => line.map((v) => v / 255)))),
    }),
  };
}

// ---- step by step ---------------------------------------------------------------------------

interface TableOptions {
  output: 'q' | 'k' | 'v' | 'steps' | 'z' | 'out';
  title: string;
  columns: readonly string[];
  /** Rows are patches. */
  patches?: boolean;
}

function tableHtml(view: View, { output, title, columns, patches }: TableOptions): string {
  const { outputs, cursor, words } = view;
  const { data, shape } = outputs![output];
  const [rows, cols] = shape;
  const most = magnitude(data);
  const look = cursor.on === 'picture' ? -1 : lookedAt(view);
  const { place } = worked(view);
  let body = '';
  for (let r = 0; r < rows; r++) {
    const patch = patches ? named(view, r) : 0;
    let line = patches ? `<th scope="row">${patch}</th>` : '';
    for (let c = 0; c < cols; c++) {
      const value = data[r * cols + c];
      const here = cursor.on === output && cursor.at[1] === r && cursor.at[2] === c ? 'at ' : '';
      const colour = output !== 'steps' ? heat(value, most) : c === 2 ? ` class="t-bar" style="--h:${(100 * value).toFixed(1)}%"` : ''; // prettier-ignore
      const marked = here === '' ? colour : colour === '' ? ' class="at"' : colour.replace('class="', `class="${here}`); // prettier-ignore
      line += `<td data-at="0,${r},${c}" data-on="${output}" tabindex="${r + c === 0 ? 0 : -1}"${marked}>${datum(value, output === 'k' || output === 'v' ? 2 : 3)}</td>`; // prettier-ignore
    }
    const name = patches ? [r === look ? 'look' : '', r === place ? 'asks' : ''].filter(Boolean).join(' ') : ''; // prettier-ignore
    body += `<tr${name && ` class="${name}"`}>${line}</tr>`;
  }
  const heads = columns.map((name) => `<th scope="col">${name}</th>`).join('');
  const corner = patches ? `<th scope="col">${words.patchHead}</th>` : '';
  return (
    `<div class="t-table t-${output}"><p class="w-h">${title}</p><table class="w-grid w-heat" role="grid" aria-label="${escapeHtml(title.replace(/<[^>]+>/g, ''))}" data-output="${output}" data-shape="${rows},${cols},1">` + // prettier-ignore
    `<thead><tr>${corner}${heads}</tr></thead><tbody>${body}</tbody></table></div>`
  );
}

const numbered = (name: string, count: number) => Array.from({ length: count }, (_, c) => `${name}<sub>${c + 1}</sub>`); // prettier-ignore

function stagesHtml(view: View): string {
  const { state, words } = view;
  const d = widthOf(state);
  const asker = askerOf(state) + 1;
  const by = [state.scale && `√${d}`, state.temperature !== 1 && 'T'].filter(Boolean);
  const into = by.length === 0 ? 'q·k' : `÷ ${by.join(' ÷ ')}`;
  const vector = (output: 'q' | 'k' | 'v' | 'z', title: string) => tableHtml(view, { output, title, columns: numbered(output, d), patches: output === 'k' || output === 'v' }); // prettier-ignore
  const total = weightsIn(view).reduce((sum, weight) => sum + weight, 0);
  return (
    `<div class="t-row">${vector('q', fill(words.titles.q, { i: asker }))}</div>` +
    `<div class="w-scroll t-scroll"><div class="t-flow${d > 4 ? ' t-wide' : ''}">${vector('k', words.titles.k)}` +
    `<div class="w-covered">${tableHtml(view, { output: 'steps', title: words.titles.steps, columns: ['q·k', into, 'softmax'], patches: true })}` + // prettier-ignore
    `<p class="t-sum">${words.sum} <b>${scalar('sum', total, show(total, 6))}</b></p></div>` +
    `${vector('v', words.titles.v)}</div></div>` +
    `<div class="t-row w-covered">${vector('z', words.titles.z)}` +
    `${tableHtml(view, { output: 'out', title: state.heads === 1 ? words.titles.outOne : fill(words.titles.out, { n: state.heads }), columns: numbered('y', state.dims) })}</div>` // prettier-ignore
  );
}

// ---- parameters and every number ------------------------------------------------------------

function sourceHtml(view: View): string {
  const { state, words, ui, image } = view;
  const { source } = state;
  let html = digitControls(words, source, ui);
  if (source.kind === 'drawn') {
    const [rows, cols] = [source.rows.length, source.rows[0].length];
    html =
      mapHtml({ on: 'input', rows, cols, name: 'drawn', image, alt: words.pictureAlt.matrix, label: words.drawHere, title: words.drawHere, ink: ui.draw === '1' }) + // prettier-ignore
      `<div class="w-chips"><button type="button" data-do="act:clear">${words.clear}</button></div>${html}`;
  }
  return html;
}

function paramsHtml(view: View): string {
  const { words } = view;
  const list = (keys: readonly string[], names?: Readonly<Record<string, string>>) => Object.fromEntries(keys.map((key) => [key, names?.[key] ?? key])); // prettier-ignore
  const sizes = Object.fromEntries(PATCHES.map((key) => [key, fill(words.patchSize, { p: key, n: (SIDE / Number(key)) ** 2 })])); // prettier-ignore
  return (
    selectField(control(view, 'patch'), sizes) +
    selectField(control(view, 'dims'), list(DIMS)) +
    selectField(control(view, 'heads'), list(HEADS)) +
    stepperField(control(view, 'seed'), { min: 0, max: SEEDS, words }) +
    selectField(control(view, 'weights'), list(WEIGHTS, words.weightNames)) +
    stepperField(control(view, 'order'), { min: 0, max: SEEDS, words })
  );
}

function numbersHtml(view: View): string {
  const { state, words, ui, outputs } = view;
  const open = ui['fold-numbers'] === '1';
  const long = (['tokens', 'weights', 'y', 'before', 'blend'] as const)
    .filter((name) => outputs![name])
    .map((name) => longTable(`data-output="${name}"`, open ? outputs![name].data : undefined, outputs![name].shape, words.results[name])); // prettier-ignore
  const layer = weightsOf(state);
  const matrices = [['W<sub>Q</sub>', layer.query], ['W<sub>K</sub>', layer.key], ['W<sub>V</sub>', layer.value], ['W<sub>O</sub>', layer.out]] as const; // prettier-ignore
  const shown = matrices.map(
    ([
      name,
      {
        data,
        shape: [n, m],
      },
    ]) => {
      const lines = Array.from({ length: n }, (_, r) => `<tr>${Array.from(data.subarray(r * m, (r + 1) * m), (v) => `<td>${minus(`${v}`)}</td>`).join('')}</tr>`); // prettier-ignore
      return `<table class="w-numbers"><caption>${name}</caption><tbody>${lines.join('')}</tbody></table>`; // prettier-ignore
    },
  );
  return `<p class="w-hint">${fill(words.layerHint, { seed: state.seed })}</p><div class="t-layer">${shown.join('')}</div><p class="w-hint">${words.tokenHint}</p>${long.join('')}`; // prettier-ignore
}

// ---- the guess ------------------------------------------------------------------------------

/** The patch with the largest weight; any of those that share it. */
export function guess(view: View, [text]: string[]): { right: boolean; text: string } {
  const { words } = view;
  const weights = weightsIn(view);
  const most = Math.max(...weights);
  const best = inPlace(weights.length).filter((j) => most - weights[j] < 1e-9);
  const right = best.some((j) => `${named(view, j)}` === text.trim());
  const j = best.map((place) => named(view, place)).sort((a, b) => a - b).join(', '); // prettier-ignore
  return { right, text: fill(right ? words.right : words.wrong, { j, g: text.trim() || '?', p: percent(most) }) }; // prettier-ignore
}
