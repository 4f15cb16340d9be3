/** What the edges widget shows, as HTML. Pure: the build and the browser draw the same. */
import type { Grid } from '../../../lib/grid.ts';
import {
  borderIndex,
  BORDERS,
  component,
  crossing,
  gaussianKernel,
  gaussianSecond,
  LAPLACIAN,
  operatorKernel,
  separable,
} from '../../../lib/ops/edges.ts';
import {
  explainHtml,
  rangeField,
  selectField,
  setButton,
  sizeFields,
  sourceControls,
  uiCheck,
} from '../toolkit/controls.ts';
import {
  contractTable,
  fieldTable,
  fitsTable,
  type Mark,
  plainTable,
  valueTables,
} from '../toolkit/grids.ts';
import type { Colours, Cursor, Pixels, Rgb, View as ViewOf } from '../toolkit/kind.ts';
import { legendHtml, mapHtml, pixelsOf, scaleOf } from '../toolkit/maps.ts';
import { LIMITS } from '../toolkit/query.ts';
import { equals, escapeHtml, fill, minus, onceFor, operand, plain, show } from '../toolkit/text.ts';
import { otherBorder } from './reference.ts';
import {
  inputGrid,
  inputShape,
  MAX_SIGMA,
  operatorOf,
  OPS,
  outputName,
  shown,
  stagesOf,
  texts,
  type Name,
  type State,
} from './state.ts';
import type { Words } from './strings.ts';

export type View = ViewOf<State, Words>;

/** A result of this state by name. */
const result = ({ outputs, state }: View, name: Name): Grid => outputs![outputName(state, name)];

/** What the operators read: the smoothed image, or the image itself. */
const source = (view: View): Grid =>
  view.state.op === 'log' ? inputGrid(view.state, view.picture) : result(view, 'smoothed');

/** The HTML of each part. */
export function parts(view: View): Record<string, string> {
  return {
    input: inputHtml(view),
    steps: stepsHtml(view),
    window: windowHtml(view),
    output: outputHtml(view),
    formula: explainHtml(where(view), formula(view, true)),
    params: paramsHtml(view),
    facts: factsHtml(view),
    ask: where(view),
    numbers: numbersOnce(view),
  };
}

export function holds({ state, cursor: { at } }: View): boolean {
  const [H, W] = inputShape(state);
  return at[1] >= 0 && at[2] >= 0 && at[1] < H && at[2] < W;
}

/** A cell on an edge of the default picture and of the default matrix. */
export function firstCursor(state: State): Cursor {
  const [H, W] = inputShape(state);
  const at = H === 128 && W === 128 ? [0, 23, 3] : [0, Math.floor(H / 4), Math.floor(W / 4)];
  return { on: 'y', at };
}

export function stops({ state }: View): Cursor[] {
  const [H, W] = inputShape(state);
  return Array.from({ length: H * W }, (_, i) => ({
    on: 'y',
    at: [0, Math.floor(i / W), i % W],
  }));
}

const where = ({ words, cursor: { at } }: View) => fill(words.cell, { r: at[1] + 1, c: at[2] + 1 });

const box = ({ state, cursor: { at } }: View, around: number) => {
  const [H, W] = inputShape(state);
  const [r, c] = [Math.max(0, at[1] - around), Math.max(0, at[2] - around)];
  const end = (i: number, n: number) => Math.min(n, i + around + 1);
  return [r, c, end(at[1], H) - r, end(at[2], W) - c];
};

const nameOf = ({ state }: View) => (state.source.kind === 'picture' ? state.source.id : 'matrix');

// ---- input, window, output ------------------------------------------------------------------

function inputHtml(view: View): string {
  const { state, words, ui, image, cursor } = view;
  const [H, W] = inputShape(state);
  let html = `<p class="w-h">${words.input} <small>${H}×${W}</small></p>`;
  if (state.source.kind === 'matrix' && fitsTable(H, W)) {
    const [, row, col] = cursor.at;
    const mark = (_: number, r: number, c: number): Mark | undefined =>
      Math.abs(r - row) < 2 && Math.abs(c - col) < 2
        ? { class: r === row && c === col ? 'in at' : 'in' }
        : undefined;
    html += `<div class="w-scroll">${fieldTable([state.source.rows], { input: 'x', key: 'input', what: words.input, words, mark })}</div>`;
  } else {
    html += mapHtml({
      on: 'x',
      rows: H,
      cols: W,
      name: 'input',
      image,
      alt: fill(words.inputPicture, { what: words.pictureAlt[nameOf(view)], h: H, w: W }),
      label: words.input,
      box: box(view, 1),
      ink: ui.draw === '1',
    });
  }
  const chosen = state.source.kind === 'picture' ? state.source.id : ui.draw ? 'draw' : '';
  html += sourceControls(words, chosen, { own: ui.own === '1' });
  if (state.source.kind === 'matrix') {
    html += sizeFields('input', [
      [1, words.rows, H, LIMITS.matrix],
      [0, words.columns, W, LIMITS.matrix],
    ]);
  }
  return html;
}

/** The nine numbers around the cursor, row by row; undefined stands for a zero beyond the border. */
function nine(view: View, g: Grid): (number | undefined)[][] {
  const [H, W] = g.shape;
  const [, row, col] = view.cursor.at;
  return [-1, 0, 1].map((i) =>
    [-1, 0, 1].map((j) => {
      const r = borderIndex(row + i, H, view.state.border);
      const c = borderIndex(col + j, W, view.state.border);
      return r < 0 || c < 0 ? undefined : g.data[r * W + c];
    }),
  );
}

const turn = (rows: readonly (readonly number[])[]) =>
  rows[0].map((_, j) => rows.map((row) => row[j]));

function windowHtml(view: View): string {
  const { state, words } = view;
  const operator = operatorOf(state.op);
  const [, row, col] = view.cursor.at;
  const window = nine(view, source(view));
  const cells = window.map((line) =>
    line.map((x) => (x === undefined ? '<span class="pad">0</span>' : show(x))),
  );
  const title = state.sigma > 0 && state.op !== 'log' ? words.windowSmoothed : words.window;
  let html = `<p class="w-h">${title}</p>`;
  const weights = (rows: readonly (readonly number[])[], label: string) =>
    `<figure><figcaption>${label}</figcaption>${plainTable(
      rows.map((line) => line.map((v) => show(v))),
      label,
    )}</figure>`;
  if (!operator) {
    html += `<div class="w-scroll">${plainTable(cells, title)}</div>`;
    if (state.op === 'laplacian') {
      return html + `<div class="w-kernels">${weights(LAPLACIAN, words.kernelLaplacian)}</div>`;
    }
    return html + `<div class="w-kernels">${profile(view)}</div>`;
  }
  const at = row * result(view, 'gx').shape[1] + col;
  const [x, y] = [result(view, 'gx').data[at], result(view, 'gy').data[at]];
  const kernel = operatorKernel(operator);
  return (
    html +
    `<div class="w-scroll">${plainTable(cells, title)}</div>` +
    `<div class="w-kernels">${weights(kernel, 'K<sub>x</sub>')}${weights(turn(kernel), 'K<sub>y</sub>')}</div>` +
    `<div class="w-covered">${arrow(view, window, x, y)}</div>`
  );
}

/** The window as grey pixels, the gradient on it and the edge across. */
function arrow({ words }: View, window: (number | undefined)[][], x: number, y: number): string {
  const all = window.flat().map((v) => v ?? 0);
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const grey = (v: number) => Math.round(high > low ? 60 + (150 * (v - low)) / (high - low) : 130);
  const pixels = all
    .map((v, i) => {
      const g = grey(v);
      return `<rect x="${(i % 3) * 40}" y="${Math.floor(i / 3) * 40}" width="40" height="40" fill="rgb(${g},${g},${g})"/>`;
    })
    .join('');
  const length = Math.hypot(x, y);
  const n = (value: number) => +value.toFixed(1);
  let drawn = '';
  if (length > 0) {
    const [u, v] = [x / length, y / length];
    const at = (t: number, s: number) => `${n(60 + t * u - s * v)} ${n(60 + t * v + s * u)}`;
    drawn =
      `<path class="edge" d="M${at(0, -54)}L${at(0, 54)}"/>` +
      `<path class="shaft" d="M60 60L${at(44, 0)}"/><path class="head" d="M${at(54, 0)}L${at(38, 8)}L${at(38, -8)}Z"/>`;
  }
  const text = length > 0 ? words.arrow : words.arrowFlat;
  return (
    `<figure class="w-arrow"><svg viewBox="0 0 120 120" role="img" aria-label="${text}">${pixels}${drawn}</svg>` +
    `<figcaption>${text}</figcaption></figure>`
  );
}

/** The weights of LoG along the middle row. */
function profile({ state, words }: View): string {
  const [g, second] = [gaussianKernel(state.sigma), gaussianSecond(state.sigma)];
  const middle = (g.length - 1) / 2;
  const values = Array.from(g, (v, i) => second[i] * g[middle] + v * second[middle]);
  const most = Math.max(...values.map(Math.abs));
  const step = 200 / (values.length - 1 || 1);
  const line = values.map(
    (v, i) => `${+(i * step).toFixed(1)},${+(50 - (40 * v) / most).toFixed(1)}`,
  );
  const text = fill(words.profile, { n: values.length });
  return (
    `<figure class="w-profile"><svg viewBox="-2 0 204 100" role="img" aria-label="${text}">` +
    `<path class="axis" d="M0 50H200"/><polyline points="${line.join(' ')}"/></svg><figcaption>${text}</figcaption></figure>`
  );
}

function outputHtml(view: View): string {
  const { state, words, cursor, image, outputs, ui, picture } = view;
  const { y } = outputs!;
  const [H, W] = y.shape;
  const name = shown(state);
  let html =
    `<p class="w-h">${words.results[name]} <small>${H}×${W}</small></p>` +
    `<div class="w-scroll w-maps w-covered">`;
  const other = ui.convention === '1' ? otherBorder(state, picture) : undefined;
  if (fitsTable(H, W)) {
    const mark = (_: number, r: number, c: number): Mark => {
      const here = r === cursor.at[1] && c === cursor.at[2];
      const differs = other && differ(y, other, r * W + c);
      return { class: [here ? 'at' : '', differs ? 'differs' : ''].filter(Boolean).join(' ') };
    };
    html += valueTables(y.data, y.shape, {
      output: 'y',
      label: words.results[name],
      mark,
      digits: 3,
    });
  } else {
    html += mapHtml({
      on: 'y',
      rows: H,
      cols: W,
      name: 'output',
      image,
      alt: fill(words.outputPicture, {
        what: words.pictureAlt[nameOf(view)],
        name: words.results[name],
      }),
      label: words.results[name],
      box: box(view, 1),
    });
  }
  html += `${fitsTable(H, W) ? '' : legend(view)}</div>`;
  html += `<p class="w-veil" aria-hidden="true">?</p>`;
  if (other) {
    let d = 0;
    y.data.forEach((_, i) => (d += differ(y, other, i) ? 1 : 0));
    const template =
      d === 0 ? words.same : state.border === 'zero' ? words.differZero : words.differ;
    html += `<p class="w-verdict w-covered">${fill(template, { d, n: y.data.length })}</p>`;
  }
  return html;
}

/** The steps of an operation as buttons. */
function stepsHtml({ state, words }: View): string {
  const stages = stagesOf(state.op);
  if (stages.length < 2) return '';
  const button = (stage: (typeof stages)[number], i: number) => {
    const label = words.results[shown({ ...state, stage })];
    return setButton('stage', stage, `${i + 1} ${label}`, stage === state.stage);
  };
  return stages.map(button).join('');
}

const differ = (a: Grid, b: Grid, i: number) =>
  Math.abs(a.data[i] - b.data[i]) > 1e-5 * Math.max(1, Math.abs(b.data[i]));

function legend(view: View): string {
  const { words, state, outputs } = view;
  const name = shown(state);
  const keys = (list: [string, string][]) =>
    list.map(([colour, text]) => `<i class="w-key ${colour}"></i>${text}`).join(' ');
  const inside =
    name === 'edges'
      ? keys([
          ['on', words.edge],
          ['off', words.noEdge],
        ])
      : name === 'threshold'
        ? keys([
            ['on', words.strong],
            ['weak', words.weak],
            ['off', words.noEdge],
          ])
        : name === 'direction'
          ? `<i class="w-wheel"></i>${words.wheel}`
          : legendHtml(scaleOf(outputs!.y.data, name === 'smoothed'));
  return `<p class="w-legend w-covered" role="img" aria-label="${words.legend}">${inside}</p>`;
}

// ---- the arithmetic -------------------------------------------------------------------------

const bold = (text: string, html: boolean) => (html ? `<b>${text}</b>` : text);

/** `(−1)×10 + 1×20 = 10`; weights of zero are left out. */
function products(
  weights: readonly number[],
  values: readonly (number | undefined)[],
  total: number,
  html: boolean,
): string {
  const terms: string[] = [];
  const used = [total];
  weights.forEach((w, i) => {
    if (w === 0) return;
    const x = values[i];
    used.push(w, x ?? 0);
    const text = `${operand(w)}×${operand(x ?? 0)}`;
    terms.push(html ? `<span class="term${x === undefined ? ' pad' : ''}">${text}</span>` : text);
  });
  return `${terms.join(' + ')} ${equals(...used)} ${bold(minus(plain(total)), html)}`;
}

/** How the number under the cursor comes about. */
export function formula(view: View, html: boolean): string {
  const { state, cursor, outputs, words } = view;
  const [, row, col] = cursor.at;
  const at = row * outputs!.y.shape[1] + col;
  const y = outputs!.y.data[at];
  const name = shown(state);
  const operator = operatorOf(state.op);
  const sub = (letter: string) => (html ? `g<sub>${letter}</sub>` : `g${letter}`);
  if (name === 'smoothed') {
    if (state.sigma === 0) return `${words.notSmoothed} ${bold(minus(plain(y)), html)}`;
    return `${words.columnPass} ${pass(view, 'g', 'g', y, html)}`;
  }
  if (!operator) {
    if (state.op === 'laplacian') {
      return products(LAPLACIAN.flat(), nine(view, source(view)).flat(), y, html);
    }
    return logFormula(view, y, html);
  }
  const window = nine(view, result(view, 'smoothed')).flat();
  const kernel = operatorKernel(operator);
  const [gx, gy] = [result(view, 'gx').data[at], result(view, 'gy').data[at]];
  const m = result(view, 'magnitude').data[at];
  const alongX = `${sub('x')} = ${products(kernel.flat(), window, gx, html)}`;
  const alongY = `${sub('y')} = ${products(turn(kernel).flat(), window, gy, html)}`;
  if (name === 'gx') return alongX;
  if (name === 'gy') return alongY;
  const length = `|g| = √(${operand(gx)}² + ${operand(gy)}²) ${equals(gx, gy, m)} ${bold(plain(m), html)}`;
  if (name === 'magnitude') {
    return `${alongX}; ${alongY}; ${length}`;
  }
  if (name === 'direction') {
    const sign = equals(gx, gy, y);
    return `${alongX}; ${alongY}; θ = atan2(${minus(plain(gy))}, ${minus(plain(gx))}) ${sign} ${bold(`${minus(plain(y))}°`, html)}`;
  }
  return `${length} → ${decision(view, at, html)}`;
}

/** What Canny decides about a pixel and why. */
function decision(view: View, at: number, html: boolean): string {
  const { state, cursor, words } = view;
  const [, row, col] = cursor.at;
  const [gx, gy, m] = (['gx', 'gy', 'magnitude'] as const).map((name) => result(view, name));
  const name = shown(state);
  const kept = result(view, 'suppressed').data[at];
  const number = (value: number) => minus(plain(value, 5));
  if (name === 'suppressed' || kept === 0) {
    const found = crossing(gx, gy, m, row, col);
    if (!found) return bold(m.data[at] > 0 ? words.onFrame : words.flat, html);
    const { straight, diagonal, share, ahead, behind } = found;
    const W = m.shape[1];
    const there = ([r, c]: [number, number]) => m.data[r * W + c];
    const opposite = ([r, c]: [number, number]): [number, number] => [2 * row - r, 2 * col - c];
    const mix = (a: number, b: number, total: number) =>
      `${number(1 - share)}×${number(a)} + ${number(share)}×${number(b)} ${equals(share, a, b, total)} ${number(total)}`;
    const text =
      `${words.ahead} ${mix(there(straight), there(diagonal), ahead)}; ` +
      `${words.behind} ${mix(there(opposite(straight)), there(opposite(diagonal)), behind)} → `;
    return text + bold(kept > 0 ? words.kept : words.suppressedHere, html);
  }
  const level = result(view, 'threshold').data[at];
  const bounds = { m: plain(kept), low: plain(state.low), high: plain(state.high) };
  const said = fill([words.below, words.isWeak, words.isStrong][level], bounds);
  const judged = html ? escapeHtml(said) : said;
  if (name === 'threshold') return bold(judged, html);
  if (level !== 1) return `${judged} → ${bold(level === 2 ? words.edge : words.noEdge, html)}`;
  const levels = result(view, 'threshold');
  const members = component(levels, at);
  const strong = members.filter((i) => levels.data[i] === 2).length;
  const chain = fill(strong > 0 ? words.joined : words.alone, { n: members.length, s: strong });
  return `${judged}; ${chain} → ${bold(strong > 0 ? words.edge : words.noEdge, html)}`;
}

/** One pass down the column of what the pass across the rows has left: Σ weight × value. */
function pass(
  view: View,
  down: 'g' | 'g2',
  across: 'g' | 'g2',
  total: number,
  html: boolean,
): string {
  const { state, cursor, picture } = view;
  const { border, sigma } = state;
  const kernel = { g: gaussianKernel(sigma), g2: state.op === 'log' ? gaussianSecond(sigma) : [] };
  const image = inputGrid(state, picture);
  const [H, W] = image.shape;
  const [, row, col] = cursor.at;
  const weights = Array.from(kernel[down]);
  const radius = (weights.length - 1) / 2;
  const values = weights.map((_, k) => {
    const r = borderIndex(row + k - radius, H, border);
    if (r < 0) return undefined;
    const line = { shape: [1, W, 1], data: image.data.subarray(r * W, (r + 1) * W) };
    return separable(line, [1], kernel[across], border).data[col];
  });
  return products(weights, values, total, html);
}

function logFormula(view: View, y: number, html: boolean): string {
  const { state, cursor, picture, words } = view;
  const { border, sigma } = state;
  const [g, second] = [gaussianKernel(sigma), gaussianSecond(sigma)];
  const image = inputGrid(state, picture);
  const at = cursor.at[1] * image.shape[1] + cursor.at[2];
  const one = local(image, g, second, border, at);
  const two = local(image, second, g, border, at);
  return (
    `${operand(one)} + ${operand(two)} ${equals(one, two, y)} ${bold(minus(plain(y)), html)}; ` +
    `${words.logAcross} ${pass(view, 'g', 'g2', one, html)}; ` +
    `${words.logDown} ${pass(view, 'g2', 'g', two, html)}`
  );
}

/** One cell of a separable correlation: only the rows that it reads are worked on. */
function local(
  image: Grid,
  down: Float64Array,
  across: Float64Array,
  border: State['border'],
  at: number,
): number {
  const [H, W] = image.shape;
  const [row, col] = [Math.floor(at / W), at % W];
  const radius = (down.length - 1) / 2;
  let sum = 0;
  for (let k = 0; k < down.length; k++) {
    const r = borderIndex(row + k - radius, H, border);
    for (let j = 0; r >= 0 && j < across.length; j++) {
      const c = borderIndex(col + j - radius, W, border);
      if (c >= 0) sum += down[k] * across[j] * image.data[r * W + c];
    }
  }
  return sum;
}

/** The same, read out. */
export function speak(view: View): string {
  return `${where(view)}: ${formula(view, false)}`;
}

// ---- parameters and facts -------------------------------------------------------------------

function paramsHtml({ id, words, state, ui }: View): string {
  const all = texts(state);
  const control = (key: keyof typeof all, hint?: string) => ({
    id,
    key,
    label: words.labels[key as 'op'],
    hint,
    value: all[key] ?? '',
  });
  const choices = <T extends string>(list: readonly T[], names: Record<T, string>) =>
    Object.fromEntries(list.map((each) => [each, names[each]]));
  let html =
    selectField(control('op'), choices(OPS, words.ops)) +
    rangeField(control('sigma', words.sigmaHint), { min: 0, max: MAX_SIGMA, step: 0.1 });
  if (state.op === 'canny') {
    html +=
      rangeField(control('low', words.lowHint), { min: 0, max: 400, step: 5 }) +
      rangeField(control('high', words.highHint), { min: 0, max: 400, step: 5 });
  }
  html += selectField(control('border', words.borderHint), choices(BORDERS, words.borders));
  return `${html}<div class="w-field w-wide">${uiCheck('convention', words.convention, ui.convention === '1')}</div>`;
}

function factsHtml(view: View): string {
  const { state, words, outputs, cursor } = view;
  const { op, sigma } = state;
  const facts: string[] = [];
  const taps = gaussianKernel(sigma).length;
  if (sigma > 0) facts.push(fill(words.taps, { n: taps, square: taps * taps }));
  if (op === 'canny') {
    const count = (name: Name, level: number) =>
      result(view, name).data.reduce((n, v) => n + (v === level ? 1 : 0), 0);
    const [strong, weak, edges] = [count('threshold', 2), count('threshold', 1), count('edges', 1)];
    facts.push(
      fill(words.counts, { strong, weak, joined: edges - strong, edges }),
      words.notCounted,
    );
  } else if (shown(state) === 'magnitude') {
    const { y } = outputs!;
    const value = y.data[cursor.at[1] * y.shape[1] + cursor.at[2]];
    const d = { sobel: 4, prewitt: 3, scharr: 16 }[op as 'sobel'];
    const scaled = value / d / Math.SQRT2;
    facts.push(fill(words.scale, { op, d, y: show(value), v: show(scaled) }));
  }
  return facts.map((text) => `<p class="w-hint w-covered">${text}</p>`).join('');
}

function numbersHtml(view: View): string {
  const { words, ui, state, outputs, picture } = view;
  const { y } = outputs!;
  const [H, W] = y.shape;
  const open = ui['fold-numbers'] === '1';
  const x = inputGrid(state, picture);
  return (
    (fitsTable(H, W) ? '' : contractTable('y', y.data, y.shape, words.table, open)) +
    (state.source.kind === 'picture'
      ? contractTable('', x.data, x.shape, words.input, open).replace(
          'data-output=""',
          'data-input="x"',
        )
      : '')
  );
}

/** The tables do not follow the cursor: long ones are written once. */
function numbersOnce(view: View): string {
  return onceFor(view.outputs!, view.ui['fold-numbers'] ?? '', () => numbersHtml(view));
}

// ---- predict first, pictures ----------------------------------------------------------------

/** A guess is right within a half, or within one percent of a large number. */
export function guess(view: View, [text]: string[]) {
  const { words, outputs, cursor } = view;
  const { y } = outputs!;
  const value = y.data[cursor.at[1] * y.shape[1] + cursor.at[2]];
  const given = Number(text);
  const right = text !== '' && Math.abs(given - value) <= Math.max(0.5, 0.01 * Math.abs(value));
  const params = { where: where(view), v: show(value), g: text || '?' };
  return { right, text: fill(right ? words.right : words.wrong, params) };
}

/** Hue from 0 (red) to 360 as red, green, blue. */
function hue(degrees: number): Rgb {
  const channel = (shift: number) => {
    const k = (shift + degrees / 60) % 6;
    return Math.round(255 * (1 - Math.max(0, Math.min(k, 4 - k, 1))));
  };
  return [channel(5), channel(3), channel(1)];
}

const BAD: Rgb = [214, 64, 69];

/** The pixels of the maps. */
export function images(view: View, { positive, negative }: Colours): Record<string, () => Pixels> {
  const { state, outputs, picture, ui } = view;
  const input = inputGrid(state, picture);
  const { y } = outputs!;
  const [height, width] = y.shape;
  const name = shown(state);
  const paint = (colour: (i: number) => Rgb) => {
    const data = new Uint8ClampedArray(height * width * 4);
    for (let i = 0; i < height * width; i++) data.set([...colour(i), 255], i * 4);
    return data;
  };
  const levels: Rgb[] = [[0, 0, 0], name === 'edges' ? [255, 255, 255] : positive, [255, 255, 255]];
  const output = () => {
    if (name === 'edges' || name === 'threshold') return paint((i) => levels[y.data[i]]);
    if (name === 'direction') {
      const m = result(view, 'magnitude');
      const most = m.data.reduce((a, b) => Math.max(a, b), 0) || 1;
      return paint((i) => {
        const share = Math.min(1, (2 * m.data[i]) / most);
        const [r, g, b] = hue((y.data[i] + 360) % 360);
        return [r * share, g * share, b * share];
      });
    }
    return pixelsOf(y, scaleOf(y.data, name === 'smoothed'), positive, negative);
  };
  return {
    input: () => ({
      height,
      width,
      data: pixelsOf(input, scaleOf(input.data, true), positive, negative),
    }),
    output: () => {
      const data = output();
      const other = ui.convention === '1' ? otherBorder(state, picture) : undefined;
      for (let i = 0; other && i < height * width; i++) {
        if (differ(y, other, i)) data.set([...BAD, 255], i * 4);
      }
      return { height, width, data };
    },
  };
}
