/** The parts of the augmentation bench as HTML, and what is said about them. Pure. */
import { grid, type Grid } from '../../../lib/grid.ts';
import * as augment from '../../../lib/ops/augment.ts';
import { HELD_OUT, labelOf, sampleOf } from '../toolkit/digits.ts';
import { errorHtml, explainHtml, optionList, rangeField, selectField, stepperField } from '../toolkit/controls.ts'; // prettier-ignore
import { contractTable, longTable, valueTables } from '../toolkit/grids.ts';
import type { Colours, Cursor, Outputs, Pixels, View as ViewOf } from '../toolkit/kind.ts';
import { mapHtml, pixelsOf, PICTURES } from '../toolkit/maps.ts';
import type { Query } from '../toolkit/query.ts';
import { equals, escapeHtml, fill, minus, operand, plain } from '../toolkit/text.ts';
import { drawsOf, isJudged, partnerGrid, partnerLabel, type Draw } from './draws.ts';
import { topOf } from './reference.ts';
import { CORNERS, METHODS, MIXING, MOVING, ONE_NUMBER, sideOf, SPREADS, texts, type Op, type State } from './state.ts'; // prettier-ignore
import type { Words } from './strings.ts';

type View = ViewOf<State, Words>;

/** A digit to begin with where a photograph cannot be used. */
const FIRST_DIGIT = `test-${sampleOf(3)}`;

const chosenDraw = ({ state }: Pick<View, 'state'>): Draw => drawsOf(state)[state.draw];
const resultOf = ({ state, outputs }: Pick<View, 'state' | 'outputs'>): Grid =>
  outputs![`draw-${state.draw}`];
const labelIn = ({ source }: State) => (source.kind === 'digit' ? labelOf(source.index) : undefined); // prettier-ignore

// ---- the cursor and what it may do ------------------------------------------------------------

export function firstCursor(_: State, outputs: Outputs): Cursor {
  const side = outputs['draw-0'].shape[0];
  return { on: 'chosen', at: [0, Math.floor(side * 0.45), Math.floor(side * 0.4)] };
}

export function holds(view: View): boolean {
  const { on, at } = view.cursor;
  if (on === 'mosaic') return true;
  const side = on === 'chosen' ? resultOf(view).shape[0] : on === 'original' ? sideOf(view.state) : 0; // prettier-ignore
  return at[1] >= 0 && at[2] >= 0 && at[1] < side && at[2] < side;
}

const drawAt = ([, r, c]: readonly number[]) => 3 * r + c;

export const stops = ({ state }: View): Cursor[] =>
  drawsOf(state).map((_, i) => ({ on: 'mosaic', at: [0, Math.floor(i / 3), i % 3] }));

export function pick({ state }: View, { on, at }: Cursor): Query | undefined {
  if (on !== 'mosaic' || drawAt(at) >= drawsOf(state).length) return undefined;
  return { ...texts(state), draw: `${drawAt(at)}` };
}

/** Nine more draws. */
export function act({ state }: View, name: string): Query | undefined {
  if (name !== 'again') return undefined;
  return { ...texts(state), seed: `${(state.seed + 1) % 1_000_000}` };
}

/** A change that needs a digit brings one along. */
export function edit({ state }: View, name: string, value: string): Query | undefined {
  const all = texts(state);
  if (name === 'image') {
    const needs = MIXING.includes(state.op) && !value.startsWith('test-');
    return { ...all, image: value, ...(needs && { op: 'flip' }) };
  }
  if (name !== 'op') return undefined;
  const needs = (MIXING as readonly string[]).includes(value) && state.source.kind !== 'digit';
  const most = value === 'standardize' ? Math.min(4, state.draw) : state.draw;
  return { ...all, op: value, draw: `${most}`, ...(needs && { image: FIRST_DIGIT }) };
}

// ---- captions ---------------------------------------------------------------------------------

/** What was drawn, in a few characters. */
function noteOf({ state, words }: Pick<View, 'state' | 'words'>, draw: Draw): string {
  const [a, b, c] = draw.values.map((v) => minus(plain(v)));
  switch (state.op) {
    case 'flip':
      return draw.values[0] === 1 ? words.flipped : words.kept;
    case 'crop':
    case 'translate':
      return `↓ ${a} → ${b}`;
    case 'rotate':
      return `${a}°`;
    case 'shear':
      return a;
    case 'noise':
    case 'blur':
      return `σ ${a}`;
    case 'cutout':
      return `${a}×${a}`;
    case 'mixup':
    case 'cutmix':
      return `λ ${minus(plain(draw.lambda!, 3))}`;
    case 'resize':
      return `${sideOf(state)} → ${a}`;
    case 'standardize':
      return words.scalings[draw.scaling!];
    case 'color':
      return `×${a} ×${b} ×${c}`;
    default:
      return `×${a}`;
  }
}

const percent = (share: number) => `${Math.round(100 * share)}%`;

/** What the classifier reads in draw i, and whether that is (one of) the label. */
function verdictOf({ state, outputs }: View, i: number) {
  const { label, score } = topOf(outputs!.scores, i + 1);
  const draw = drawsOf(state)[i];
  const mixed = draw.partner === undefined ? [] : [partnerLabel(draw)];
  return { label, score, right: [labelIn(state), ...mixed].includes(label) };
}

// ---- the pictures -----------------------------------------------------------------------------

/** Cells between the tiles of the mosaic. */
const GAP = 2;

/** From 0 to 1, as it can be seen: what lies outside is clipped, standardized values are stretched. */
function visible(image: Grid, op: Op): Grid {
  if (op !== 'standardize') return image;
  const least = image.data.reduce((a, b) => Math.min(a, b));
  const most = image.data.reduce((a, b) => Math.max(a, b));
  return grid(image.shape, image.data.map((v) => (v - least) / (most - least || 1))); // prettier-ignore
}

const GREYS = { kind: 'grey', min: 0, max: 1 } as const;

export function images(view: View, { positive, negative }: Colours): Record<string, () => Pixels> {
  const { state, outputs } = view;
  const one = (image: Grid) => (): Pixels => ({
    height: image.shape[0],
    width: image.shape[1],
    data: pixelsOf(visible(image, state.op), GREYS, positive, negative),
  });
  const draw = chosenDraw(view);
  return {
    original: () => ({
      ...one(outputs!.original)(),
      data: pixelsOf(outputs!.original, GREYS, positive, negative),
    }),
    chosen: one(resultOf(view)),
    mosaic: () => mosaic(view),
    ...(draw.partner !== undefined && { partner: one(partnerGrid(draw)) }),
  };
}

function mosaic({ state, outputs }: View): Pixels {
  const tile = sideOf(state);
  const side = 3 * tile + 2 * GAP;
  const data = new Uint8ClampedArray(4 * side * side);
  drawsOf(state).forEach((_, i) => {
    const image = visible(outputs![`draw-${i}`], state.op);
    const [n] = image.shape;
    const channels = image.shape[2];
    const [top, left] = [Math.floor(i / 3) * (tile + GAP), (i % 3) * (tile + GAP)];
    for (let r = 0; r < tile; r++) {
      for (let c = 0; c < tile; c++) {
        const from = (Math.floor((r * n) / tile) * n + Math.floor((c * n) / tile)) * channels;
        const to = 4 * ((top + r) * side + left + c);
        for (let k = 0; k < 3; k++) data[to + k] = 255 * image.data[from + (channels === 3 ? k : 0)]; // prettier-ignore
        data[to + 3] = 255;
      }
    }
  });
  return { height: side, width: side, data };
}

const nameOf = ({ state, words }: View): string => {
  const { source } = state;
  if (source.kind === 'picture') return words.pictureAlt[source.id];
  return fill(words.aDigit, { label: labelOf(source.index), n: source.index });
};

/** The pixels of the original that the cell under the cursor reads. */
function sourceBox(view: View): number[] | undefined {
  const { state, cursor } = view;
  const [, r, c] = cursor.at;
  if (cursor.on === 'original') return [r, c, 1, 1];
  if (cursor.on !== 'chosen') return undefined;
  const n = sideOf(state);
  const { matrix } = chosenDraw(view);
  let rows = [r, r + 1];
  let cols = [c, c + 1];
  if (matrix) {
    const [y, x] = augment.placeOf(matrix, n, n, r, c);
    rows = [Math.floor(y), Math.ceil(y) + 1];
    cols = [Math.floor(x), Math.ceil(x) + 1];
  } else if (state.op === 'resize') {
    const taps = augment.resizeTaps(n, resultOf(view).shape[0], state.method, state.corners);
    rows = [taps[r][0].at, taps[r].at(-1)!.at + 1];
    cols = [taps[c][0].at, taps[c].at(-1)!.at + 1];
  } else if (state.op === 'blur') {
    const reach = reachOf(chosenDraw(view), n);
    rows = [r - reach, r + reach + 1];
    cols = [c - reach, c + reach + 1];
  }
  const cut = ([from, to]: number[]) => [Math.max(0, from), Math.min(n, to)];
  [rows, cols] = [cut(rows), cut(cols)];
  if (rows[1] <= rows[0] || cols[1] <= cols[0]) return undefined;
  return [rows[0], cols[0], rows[1] - rows[0], cols[1] - cols[0]];
}

/** How far a blur reaches. */
function reachOf({ weights }: Draw, n: number): number {
  const middle = Math.floor(n / 2);
  let reach = 0;
  for (let k = 0; k < n; k++) {
    if (weights![middle * n + k] > 0) reach = Math.max(reach, Math.abs(k - middle));
  }
  return reach;
}

function mapsHtml(view: View): string {
  const { state, words, cursor, image } = view;
  const n = sideOf(state);
  const [m] = resultOf(view).shape;
  const draw = chosenDraw(view);
  const on = cursor.on === 'chosen' ? [cursor.at[1], cursor.at[2], 1, 1] : undefined;
  const what = nameOf(view);
  const title = (name: string, note: string) => `<b>${name}</b> <span>${note}</span>`;
  const judged = isJudged(state) && verdictOf(view, state.draw);
  const reading = judged
    ? ` · <span class="${judged.right ? 'a-good' : 'a-bad'}">${judged.label} ${percent(judged.score)}</span>`
    : '';
  return (
    mapHtml({ on: 'original', rows: n, cols: n, name: 'original', image, alt: fill(words.pictureAltOf, { what, n }), label: words.original, title: title(words.original, `${n}×${n}`), box: sourceBox(view) }) + // prettier-ignore
    `<div class="w-covered">${mapHtml({ on: 'chosen', rows: m, cols: m, name: 'chosen', image, alt: fill(words.drawAlt, { i: state.draw + 1, note: noteOf(view, draw) }), label: words.chosen, title: title(fill(words.drawName, { i: state.draw + 1 }), `${noteOf(view, draw)}${reading}`), box: on })}</div>` + // prettier-ignore
    (draw.partner === undefined
      ? ''
      : mapHtml({ on: 'partner', rows: n, cols: n, share: 0.6, name: 'partner', image, alt: fill(words.aDigit, { label: partnerLabel(draw), n: draw.partner }), label: words.partner, title: title(words.partner, `${partnerLabel(draw)}`) })) // prettier-ignore
  );
}

function mosaicHtml(view: View): string {
  const { state, words, image } = view;
  const draws = drawsOf(state);
  const side = 3 * sideOf(state) + 2 * GAP;
  const notes = draws.map((draw, i) => {
    const read = isJudged(state) ? ` (${verdictOf(view, i).label})` : '';
    return `${noteOf(view, draw)}${read}`;
  });
  const alt = fill(words.mosaicAlt, { n: draws.length, notes: notes.join('; ') });
  const box = [Math.floor(state.draw / 3), state.draw % 3, 1, 1];
  const captions = draws.map((draw, i) => {
    const read = isJudged(state) && verdictOf(view, i);
    const verdict = read ? ` <b class="${read.right ? 'a-good' : 'a-bad'}">${read.label}</b>` : ''; // prettier-ignore
    return `<span><i>${noteOf(view, draw)}${verdict}</i></span>`;
  });
  return mapHtml({ on: 'mosaic', rows: 3, cols: 3, name: 'mosaic', image, alt, label: words.mosaic, title: `<b>${state.op === 'standardize' ? words.conventions : words.mosaic}</b> ${words.ops[state.op]}`, box }) // prettier-ignore
    .replace('data-map=', `data-pick="${box[0]},${box[1]}" data-map=`)
    .replace('width="3" height="3"', `width="${side}" height="${side}"`)
    .replace('<i class="w-box"', `<span class="a-notes" aria-hidden="true">${captions.join('')}</span><i class="w-box"`); // prettier-ignore
}

// ---- the arithmetic of a cell -----------------------------------------------------------------

const number = (v: number) => minus(plain(v));

/** The value under the cursor: of the first channel. */
export function formula(view: View, html: boolean): string {
  const { state, words, cursor, outputs } = view;
  const bold = (text: string) => (html ? `<b>${text}</b>` : text);
  const original = outputs!.original;
  const [n, , C] = original.shape;
  if (cursor.on === 'mosaic' || cursor.on === 'partner') return verdictText(view);
  const [, r, c] = cursor.at;
  const where = fill(words.cell, { r: r + 1, c: c + 1 }) + (C === 3 ? ` · ${words.red}` : '');
  const x = (row: number, col: number) => original.data[(row * n + col) * C];
  const say = (text: string) => (html ? explainHtml(where, text) : `${where}: ${text}`);
  if (cursor.on === 'original') return say(`${words.pixel} ${equals(x(r, c))} ${bold(number(x(r, c)))}`); // prettier-ignore
  const result = resultOf(view);
  const y = result.data[(r * result.shape[1] + c) * C];
  const draw = chosenDraw(view);
  const sum = (terms: [number, number][]) => {
    const written = terms.map(([w, v]) => `${operand(w)}×${operand(v)}`).join(' + ');
    return `${written} ${equals(...terms.flat(), y)} ${bold(number(y))}`;
  };
  if (draw.matrix) {
    const [row, col] = augment.placeOf(draw.matrix, n, n, r, c);
    const { index, weight } = augment.affineSampling(n, n, draw.matrix);
    const terms: [number, number][] = [];
    for (let k = 4 * (r * n + c); k < 4 * (r * n + c) + 4; k++) {
      if (index[k] >= 0) terms.push([weight[k], original.data[index[k] * C]]);
    }
    const place = fill(words.readAt, { r: number(+(row + 1).toFixed(4)), c: number(+(col + 1).toFixed(4)) }); // prettier-ignore
    if (terms.length === 0) return say(`${place} ${bold('0')} ${words.outside}`);
    return say(`${place} ${sum(terms)}`);
  }
  if (state.op === 'resize') {
    const taps = augment.resizeTaps(n, result.shape[0], state.method, state.corners);
    const terms = taps[r].flatMap((a) => taps[c].map((b): [number, number] => [a.weight * b.weight, x(a.at, b.at)])); // prettier-ignore
    return say(sum(terms));
  }
  if (state.op === 'blur') {
    const w = draw.weights![r * n + r] * draw.weights![c * n + c];
    const rest = y - w * x(r, c);
    return say(`${words.center} ${operand(w)}×${operand(x(r, c))} + ${words.others} ${operand(rest)} ${equals(w, x(r, c), rest, y)} ${bold(number(y))}`); // prettier-ignore
  }
  const at = (r * n + c) * C;
  if (draw.noise) {
    const noise = draw.noise[at];
    const cut = y === 0 || y === 1 ? words.clipped : '';
    return say(`${operand(x(r, c))} + ${operand(noise)} ${cut ? '→' : equals(x(r, c), noise, y)} ${bold(number(y))}${cut}`); // prettier-ignore
  }
  if (draw.scaling) {
    const { off, by } = augment.scalingOf(original, draw.scaling);
    return say(`(${operand(x(r, c))} − ${operand(off[0])}) / ${operand(by[0])} ${equals(x(r, c), off[0], by[0], y)} ${bold(number(y))}`); // prettier-ignore
  }
  if (draw.partner !== undefined) {
    const other = partnerGrid(draw).data[at];
    if (!draw.hole) return say(sum([[draw.lambda!, x(r, c)], [1 - draw.lambda!, other]])); // prettier-ignore
    const inside = augment.holeMask(original.shape, draw.hole)[at] === 0;
    return say(`${inside ? words.fromPartner : words.untouched} ${equals(y)} ${bold(number(y))}`);
  }
  if (draw.hole) {
    const inside = augment.holeMask(original.shape, draw.hole)[at] === 0;
    return say(`${inside ? words.erased : words.untouched} ${equals(y)} ${bold(number(y))}`);
  }
  return say(colours(view, draw.factors!, original, at, y, bold));
}

/** Brightness, contrast and saturation of one value, step by step. */
function colours(
  { words }: View,
  [b, c, s]: readonly [number, number, number],
  original: Grid,
  at: number,
  y: number,
  bold: (text: string) => string,
): string {
  const C = original.shape[2];
  const steps: string[] = [];
  const cut = (raw: number, clipped: number) => (raw === clipped ? '' : words.clipped);
  let image = original;
  const step = (name: string, factor: number, about: number, next: Grid) => {
    const v = image.data[at];
    const raw = about + factor * (v - about);
    const sign = cut(raw, next.data[at]) ? '→' : equals(factor, v, about, next.data[at]);
    const written = about === 0 ? `${operand(factor)}×${operand(v)}` : `${operand(about)} + ${operand(factor)}×(${operand(v)} − ${operand(about)})`; // prettier-ignore
    steps.push(`${name}: ${written} ${sign} ${number(next.data[at])}${cut(raw, next.data[at])}`);
    image = next;
  };
  if (b !== 1) step(words.ops.brightness, b, 0, augment.brightness(image, b));
  if (c !== 1) step(words.ops.contrast, c, augment.meanGrey(image), augment.contrast(image, c));
  if (s !== 1 && C === 3) {
    const first = at - (at % 3);
    const grey = augment.GREY.reduce((sum, g, k) => sum + g * image.data[first + k], 0);
    step(words.ops.saturation, s, grey, augment.saturation(image, s));
  }
  if (steps.length === 0) return `${words.untouched} ${equals(y)} ${bold(number(y))}`;
  return `${steps.join('; ')} → ${bold(number(y))}`;
}

export const speak = (view: View): string => formula(view, false).replace(/<[^>]*>/g, '');

// ---- the label and the matrix -----------------------------------------------------------------

function verdictText(view: View): string {
  const { state, words, outputs } = view;
  const label = labelIn(state);
  const draw = chosenDraw(view);
  const mix =
    draw.partner === undefined
      ? ''
      : `${fill(words.mixLabel, { a: plain(draw.lambda!, 4), la: label!, b: plain(+(1 - draw.lambda!).toFixed(6), 4), lb: partnerLabel(draw) })} `; // prettier-ignore
  if (!isJudged(state)) return label === undefined ? words.noJudge : nameOf(view);
  const first = topOf(outputs!.scores, 0);
  const all = drawsOf(state);
  const n = all.filter((_, i) => topOf(outputs!.scores, i + 1).label === label).length;
  const { label: top, score, right } = verdictOf(view, state.draw);
  const here = fill(right ? words.stays : words.changedHere, { top, p: percent(score), label: label! }); // prettier-ignore
  return `${mix}${fill(words.verdictOriginal, { label: first.label, p: percent(first.score) })} ${fill(words.verdict, { all: all.length, n, label: label! })} ${here}`; // prettier-ignore
}

function matrixTable(name: string, matrix: augment.Matrix, label: string): string {
  const tidy = matrix.map((v) => +v.toFixed(6) + 0);
  return (
    `<div>${valueTables(tidy, [2, 3, 1], { output: name, label, plain: true })}` +
    `<p class="w-hint">${label}</p></div>`
  );
}

function factsHtml(view: View): string {
  const { state, words, outputs } = view;
  const { op } = state;
  const draw = chosenDraw(view);
  const n = sideOf(state);
  let html = `<p class="a-verdict">${verdictText(view)}</p>`;
  if (draw.matrix) {
    const theta = (align: boolean) => augment.thetaOf(draw.matrix!, n, n, align);
    html +=
      `<p class="w-h">${words.matrix}</p><div class="a-matrices">` +
      matrixTable('matrix', draw.matrix, words.inPixels) +
      matrixTable('thetaFalse', theta(false), 'theta, align_corners=False') +
      matrixTable('thetaTrue', theta(true), 'theta, align_corners=True') +
      `</div><p class="w-hint">${words.matrixNote} ${words.thetaNote}</p>`;
  }
  if (op === 'resize') html += `<p class="w-hint">${words.resizeNote}</p>`;
  if (op === 'noise') html += `<p class="w-hint">${words.noiseNote}</p>`;
  if (draw.factors) html += `<p class="w-hint">${words.colorNote}</p>`;
  if (draw.scaling) {
    const { off, by } = augment.scalingOf(outputs!.original, draw.scaling);
    const pairs = off.map((o, c) => `(x − ${operand(o)}) / ${operand(by[c])}`);
    html += `<p>${words.scaleNote} <span class="w-sum">${pairs.join('; ')}</span></p><p class="w-hint">${words.testNote}</p>`;
  }
  // Where the numbers are the point, they stand in sight; otherwise in the fold.
  if (draw.scaling) html += drawsTable(view);
  return `${html}<p class="w-hint">${words.method}</p>`;
}

function drawsTable(view: View): string {
  const { state, words, outputs } = view;
  const { draws } = outputs!;
  return valueTables(draws.data, draws.shape, {
    output: 'draws',
    label: words.tables.draws,
    plain: true,
    rows: drawsOf(state).map((each) => escapeHtml(noteOf(view, each))),
    columns: [words.meanColumn, words.stdColumn],
    mark: (_, r) => (r === state.draw ? { class: 'at' } : undefined),
  });
}

// ---- controls ---------------------------------------------------------------------------------

const GROUPS: Record<keyof Words['groups'], readonly Op[]> = {
  moving: MOVING,
  color: ['brightness', 'contrast', 'saturation', 'color', 'noise', 'blur'],
  erasing: ['cutout'],
  mixing: MIXING,
  preparing: ['resize', 'standardize'],
};

function opsHtml({ words, state }: View): string {
  return Object.entries(GROUPS)
    .map(([group, ops]) => {
      const buttons = ops.map(
        (op) =>
          `<button type="button" data-do="set:op=${op}" aria-pressed="${op === state.op}">${words.ops[op]}</button>`,
      );
      const name = words.groups[group as keyof Words['groups']];
      return `<div class="w-chips" role="group" aria-label="${name}"><small>${name}</small>${buttons.join('')}</div>`;
    })
    .join('');
}

/** What the strength means for this change, in its own unit. */
function hintOf({ words, state }: View): string {
  const { op, strength: s } = state;
  const n = sideOf(state);
  const units: Partial<Record<Op, number>> = {
    crop: Math.round((s * n) / 4),
    rotate: 180 * s,
    translate: (n / 2) * s,
    noise: 0.5 * s,
    blur: 3 * s,
    cutout: Math.max(1, Math.round(s * n)),
    mixup: Math.max(0.05, s),
    cutmix: Math.max(0.05, s),
    resize: state.spread === 'even' ? 2 * s : s,
  };
  return fill(words.strengthHint[op], { v: +(units[op] ?? s).toFixed(2) });
}

function sourceHtml({ words, state, ui }: View): string {
  const { source } = state;
  const index = source.kind === 'digit' ? source.index : undefined;
  const chosen = source.kind === 'digit' ? `test-${source.index}` : source.id;
  const choices = {
    ...Object.fromEntries(
      Object.keys(PICTURES).filter((id) => id !== 'digit-3').map((id) => [id, words.pictures[id]]), // prettier-ignore
    ),
    [index === undefined ? FIRST_DIGIT : chosen]: words.heldOut,
    ...((ui.own || chosen === 'own') && { own: words.own }),
  };
  const digits =
    index === undefined
      ? ''
      : `<div class="w-chips" role="group" aria-label="${words.heldOut}">${HELD_OUT.map((_, d) => `<button type="button" data-do="set:image=test-${d === labelOf(index) ? index : sampleOf(d)}" aria-pressed="${d === labelOf(index)}">${d}</button>`).join('')}</div>`; // prettier-ignore
  return (
    `<div class="w-line"><label><span>${words.source}</span><select name="image">${optionList(choices, chosen)}</select></label>` +
    `<label class="w-file"><input type="file" accept="image/*"><span>${words.upload}</span></label></div>${errorHtml('image')}${digits}`
  );
}

function paramsHtml(view: View): string {
  const { id, words, state } = view;
  const all = texts(state);
  const control = (key: keyof Words['labels'], hint?: string) => ({
    id,
    key,
    label: words.labels[key],
    hint,
    value: all[key]!,
  });
  const names = <K extends string>(keys: readonly K[], called: Record<K, string>) =>
    Object.fromEntries(keys.map((key) => [key, called[key]]));
  return (
    (state.op === 'standardize' ? '' : rangeField(control('strength', hintOf(view)), { min: 0, max: 1, step: 0.05 })) + // prettier-ignore
    (ONE_NUMBER.includes(state.op) ? selectField(control('spread'), names(SPREADS, words.spreads)) : '') + // prettier-ignore
    (state.op === 'resize'
      ? selectField(control('method'), names(METHODS, words.methods)) +
        selectField(control('corners'), names(CORNERS, words.cornerNames))
      : '') +
    (state.op === 'standardize' ? '' : stepperField(control('seed'), { min: 0, max: 999_999, words })) // prettier-ignore
  );
}

function numbersHtml(view: View): string {
  const { words, ui, state, outputs } = view;
  const open = ui['fold-numbers'] === '1';
  const { scores } = outputs!;
  const name = `draw-${state.draw}`;
  const { data, shape } = outputs![name];
  return (
    (state.op === 'standardize' ? '' : drawsTable(view)) +
    (scores ? contractTable('scores', scores.data, scores.shape, words.tables.scores, true) : '') +
    longTable(`data-output="${name}"`, open ? data : undefined, shape, words.tables.draw)
  );
}

/** The HTML of each `data-part`. */
export function parts(view: View): Record<string, string> {
  return {
    ops: opsHtml(view),
    source: sourceHtml(view),
    maps: mapsHtml(view),
    mosaic: mosaicHtml(view),
    params: paramsHtml(view),
    formula: formula(view, true),
    facts: factsHtml(view),
    numbers: numbersHtml(view),
  };
}

/** Marks how many draws the reader thought would be the original, pixel by pixel. */
export function guess({ state, words, outputs }: View, [text]: string[]) {
  const { original } = outputs!;
  const same = (image: Grid) =>
    image.data.length === original.data.length && image.data.every((v, i) => Math.abs(v - original.data[i]) < 1e-6); // prettier-ignore
  const n = drawsOf(state).filter((_, i) => same(outputs![`draw-${i}`])).length;
  if (text === '') return { right: false, text: words.choose };
  const right = Number(text) === n;
  return { right, text: fill(right ? words.right : words.wrong, { n }) };
}
