/** What the autoencoder widget shows, as HTML. Pure: the build and the browser draw the same. */
import { grid, type Grid } from '../../../lib/grid.ts';
import { explainHtml, optionList, rangeField, stepperField } from '../toolkit/controls.ts';
import { digitControls, digitName } from '../toolkit/digits.ts';
import { contractTable, longTable } from '../toolkit/grids.ts';
import { BLANK } from '../toolkit/ink.ts';
import type { Colours, Cursor, Outputs, Pixels, View as ViewOf } from '../toolkit/kind.ts';
import { mapHtml, pixelsOf, type Scale } from '../toolkit/maps.ts';
import { withoutDefaults, type Query } from '../toolkit/query.ts';
import {
  equals,
  fill,
  magnitude,
  minus,
  onceFor,
  operand,
  plain,
  scalar,
  show,
} from '../toolkit/text.ts';
import { noiseOf } from './reference.ts';
import { DEFAULTS, LIMITS, texts, TRAINED, type State } from './state.ts';
import type { MapName, Words } from './strings.ts';

export type View = ViewOf<State, Words>;

/** The maps from left to right. */
const MAPS: readonly MapName[] = ['x', 'noisy', 'code', 'image', 'error'];

/** The HTML of each part. */
export function parts(view: View): Record<string, string> {
  return {
    maps: mapsHtml(view),
    decibels: decibelsHtml(view),
    formula: explainHtml(where(view), formula(view, true)),
    params: paramsHtml(view),
    input: inputHtml(view),
    numbers: numbersOnce(view),
  };
}

/** Rows and columns of a map; those of the drawing explain nothing. */
const sizeOf = ({ outputs }: View, on: string): readonly number[] =>
  (MAPS as readonly string[]).includes(on) ? outputs![on].shape : [0, 0];

export function holds(view: View): boolean {
  const { on, at } = view.cursor;
  const [rows, columns] = sizeOf(view, on);
  return at[1] >= 0 && at[2] >= 0 && at[1] < rows && at[2] < columns;
}

/** Where the output is furthest from the clean digit: there is something to explain. */
export function firstCursor(_state: State, { error }: Outputs): Cursor {
  const worst = magnitude(error.data);
  const i = error.data.findIndex((v) => Math.abs(v) === worst);
  return { on: 'image', at: [0, Math.floor(i / 28), i % 28] };
}

export const stops = (): Cursor[] =>
  Array.from({ length: 784 }, (_, i) => ({ on: 'image', at: [0, Math.floor(i / 28), i % 28] }));

const where = ({ words, cursor: { on, at }, outputs }: View) =>
  on === 'code'
    ? fill(words.codeCell, { i: at[1] * outputs!.code.shape[1] + at[2] + 1 })
    : fill(words.cell, { r: at[1] + 1, c: at[2] + 1 });

export function edit({ state }: View, name: string, value: string): Query | undefined {
  if (name !== 'image') return undefined;
  const query: Query = withoutDefaults(texts(state), DEFAULTS);
  delete query.input;
  delete query.image;
  if (value === 'draw') return { ...query, input: BLANK };
  return { ...query, image: value };
}

// ---- the maps -------------------------------------------------------------------------------

function mapsHtml(view: View): string {
  const { state, outputs, words, cursor, image } = view;
  return MAPS.map((on) => {
    const [rows, cols] = outputs![on].shape;
    const title = fill(words.titles[on], { n: rows * cols });
    const about = { what: words.maps[on], title: digitName(state.digit, words), h: rows, w: cols };
    const same = (on === 'code') === (cursor.on === 'code');
    const html = mapHtml({
      on,
      rows,
      cols,
      name: on,
      image,
      alt: fill(words.mapAlt, about),
      label: words.maps[on],
      title,
      box: same ? [cursor.at[1], cursor.at[2], 1, 1] : undefined,
    });
    return `<div class="w-m-${on}${on === 'image' || on === 'error' ? ' w-covered' : ''}">${html}</div>`;
  }).join('');
}

const decibels = (value: number) => (Number.isFinite(value) ? minus(value.toFixed(2)) : value > 0 ? '∞' : '−∞'); // prettier-ignore

function decibelsHtml({ state, outputs, words }: View): string {
  const value = (name: string) => outputs![name].data[0];
  const line = (label: string, mse: string, db: string, covered: boolean) => {
    const [m, d] = [value(mse), value(db)];
    const sum = `<small>10 log₁₀(1 / ${scalar(mse, m, plain(m, 4))}) ${m === 0 ? '=' : '≈'}</small> <strong>${scalar(db, d, decibels(d))} dB</strong>`;
    return `<p${covered ? ' class="w-covered"' : ''}><span>${label}</span> ${sum}</p>`;
  };
  const [a, b, gain] = ['psnr', 'psnrNoisy', 'gain'].map(value);
  const note =
    state.sigma === 0
      ? words.noiseless
      : state.sigma > TRAINED
        ? fill(words.untrained, { max: TRAINED })
        : '';
  return (
    line(words.before, 'mseNoisy', 'psnrNoisy', false) +
    line(words.after, 'mse', 'psnr', true) +
    `<p class="w-covered"><span>${words.gain}</span> <small>${decibels(a)} − ${decibels(b)} ≈</small> <strong>${scalar('gain', gain, decibels(gain))} dB</strong></p>` +
    `<p class="w-hint">${words.formula} ${note}</p>`
  );
}

// ---- the arithmetic -------------------------------------------------------------------------

/** How the number under the cursor comes about. */
export function formula(view: View, html: boolean): string {
  const { state, outputs, cursor } = view;
  const { on } = cursor;
  const [, row, col] = cursor.at;
  const bold = (value: number) => html ? `<b>${minus(plain(value))}</b>` : minus(plain(value)); // prettier-ignore
  if (on === 'code') return `${equals(outputs!.code.data[row * outputs!.code.shape[1] + col])} ${bold(outputs!.code.data[row * outputs!.code.shape[1] + col])}`; // prettier-ignore
  const i = row * 28 + col;
  const [x, noisy, image, error] = ['x', 'noisy', 'image', 'error'].map((name) => outputs![name].data[i]); // prettier-ignore
  if (on === 'x') return `x ${equals(x)} ${bold(x)}`;
  const n = noiseOf(state)[i];
  const added = `x + σ·n = ${minus(plain(x))} + ${operand(state.sigma)}×${operand(n)} ${equals(x, state.sigma, n, noisy)} ${bold(noisy)}`;
  if (on === 'noisy') return added;
  return `${added}; x̂ − x = ${minus(plain(image))} − ${operand(x)} ${equals(image, x, error)} ${bold(error)}; (x̂ − x)² ≈ ${plain(error * error, 4)}`;
}

/** The same, read out. */
export function speak(view: View): string {
  const { words, cursor } = view;
  return `${words.maps[cursor.on as MapName]}, ${where(view)}: ${formula(view, false)}`;
}

// ---- controls and tables --------------------------------------------------------------------

function paramsHtml({ id, words, state }: View): string {
  const all = texts(state);
  const control = (key: 'sigma' | 'seed') => ({
    id,
    key,
    label: words.labels[key],
    hint: words.hints[key],
    value: all[key]!,
  });
  return (
    `<div class="w-noise">${rangeField(control('sigma'), { min: 0, max: LIMITS.sigma, step: 0.05 })}</div>` +
    stepperField(control('seed'), { min: 1, max: LIMITS.seed, words })
  );
}

function inputHtml({ state, words, ui, image }: View): string {
  const { digit } = state;
  let html = digitControls(words, digit, ui);
  if (digit.kind === 'drawn') {
    const [rows, cols] = [digit.rows.length, digit.rows[0].length];
    html += mapHtml({ on: 'input', rows, cols, name: 'input', image, alt: words.pictureAlt.matrix, label: words.input, title: words.input, ink: ui.draw === '1' }); // prettier-ignore
  }
  return html;
}

/** Decimals of pixels in the HTML of the build: with all of them they would weigh more than the page. */
const SHORT = 2;

function numbersHtml({ outputs, words, ui, image }: View): string {
  const open = ui['fold-numbers'] === '1';
  const { data, shape } = outputs!.image;
  const written = image ? data.map((v) => +v.toFixed(SHORT)) : data;
  const { code } = outputs!;
  const html =
    contractTable('image', written, shape, words.maps.image, true) +
    longTable('data-output="code"', code.data, code.shape, words.maps.code);
  if (!open) return html;
  // The other pictures one at a time: three thousand cells at once are slow to read and to draw.
  const one = ui.table === 'error' || ui.table === 'x' ? ui.table : 'noisy';
  const names = { noisy: words.maps.noisy, error: words.maps.error, x: words.maps.x };
  const mark = one === 'x' ? 'data-input="x"' : `data-output="${one}"`;
  return (
    html +
    `<p class="w-line"><label><span>${words.also}</span><select data-ui="table">${optionList(names, one)}</select></label></p>` +
    longTable(mark, outputs![one].data, shape, words.maps[one])
  );
}

/** The tables do not follow the cursor: they are written once. */
function numbersOnce(view: View): string {
  return onceFor(
    view.outputs!,
    `${view.ui['fold-numbers']} ${view.ui.table} ${view.image ? 'image' : ''}`,
    () => numbersHtml(view),
  );
}

// ---- predict first, pictures ----------------------------------------------------------------

export function guess({ words, outputs }: View, [text]: string[]) {
  const value = outputs!.gain.data[0];
  const given = text === '' ? NaN : Number(text);
  if (Number.isNaN(given)) return { right: false, text: words.notNumber };
  const right = Math.abs(given - value) <= 1;
  return { right, text: fill(right ? words.right : words.wrong, { v: show(value, 3) }) };
}

export function images(
  { state, outputs }: View,
  { positive, negative }: Colours,
): Record<string, () => Pixels> {
  const draw = (g: Grid, scale: Scale) => () => {
    const [height, width] = g.shape;
    return { height, width, data: pixelsOf(g, scale, positive, negative) };
  };
  const grey = (max: number): Scale => ({ kind: 'grey', min: 0, max });
  const signed = (max: number): Scale => ({ kind: 'signed', min: -max, max });
  const { x, noisy, image, code, error } = outputs!;
  const rows = state.digit.kind === 'drawn' ? state.digit.rows : [[0]];
  return {
    x: draw(x, grey(1)),
    noisy: draw(noisy, grey(1)), // what lies outside of 0 to 1 is black or white
    image: draw(image, grey(1)),
    code: draw(code, signed(magnitude(code.data) || 1)),
    error: draw(error, signed(1)),
    input: draw(grid([rows.length, rows[0].length, 1], rows.flat()), grey(255)),
  };
}
