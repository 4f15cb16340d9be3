/** What the vae widget shows, as HTML. Pure: the build and the browser draw the same. */
import { grid, type Grid } from '../../../lib/grid.ts';
import { total } from '../../../lib/vae.ts';
import { loadedModel } from '../../../models/store.ts';
import {
  explainHtml,
  rangeField,
  selectField,
  setButton,
  stepperField,
  textField,
} from '../toolkit/controls.ts';
import { digitControls, digitName, sampleOf } from '../toolkit/digits.ts';
import { contractTable, longTable } from '../toolkit/grids.ts';
import { BLANK } from '../toolkit/ink.ts';
import type { Colours, Cursor, Outputs, Pixels, View as ViewOf } from '../toolkit/kind.ts';
import { mapHtml, paint, sideBySide } from '../toolkit/maps.ts';
import type { Query } from '../toolkit/query.ts';
import {
  equals,
  escapeHtml,
  fill,
  minus,
  onceFor,
  operand,
  plain,
  scalar,
  show,
} from '../toolkit/text.ts';
import { decode, decoderOf, epsilons, isDrawn, sharesOf } from './reference.ts';
import {
  alongPlane,
  format,
  isEncoded,
  LIMITS,
  PLANE,
  sizeOf,
  STRIP,
  texts,
  upPlane,
  withModel,
  type State,
} from './state.ts';
import type { Words } from './strings.ts';

export type View = ViewOf<State, Words>;

/** The HTML of each part. */
export function parts(view: View): Record<string, string> {
  return {
    plane: planeHtml(view),
    pictures: picturesHtml(view),
    row: rowHtml(view),
    loss: lossHtml(view),
    formula: explained(view),
    dims: dimsHtml(view),
    params: paramsHtml(view),
    input: inputHtml(view),
    ask: askHtml(view),
    numbers: numbersOnce(view),
  };
}

const SUBSCRIPTS = '₀₁₂₃₄₅₆₇₈₉';
/** `z₁₂`: dimensions are counted from 1. */
const sub = (name: string, i: number) => name + [...`${i + 1}`].map((d) => SUBSCRIPTS[+d]).join('');

const hasLoss = ({ outputs }: View) => outputs!.kl !== undefined;
const rowName = ({ state }: View) => (state.to ? 'strip' : isDrawn(state) ? 'draws' : undefined);
const bold = (text: string, html: boolean) => (html ? `<b>${text}</b>` : text);
const number = (value: number) => minus(plain(value));

// ---- what can be looked at --------------------------------------------------------------------

/** How many rows and columns there are to walk, by what the cursor is on. */
function extent({ state, outputs }: View, on: string): readonly [rows: number, columns: number] {
  const { length: n } = outputs!.z.data;
  if (on === 'plane') return n === 2 ? [PLANE.cells, PLANE.cells] : [0, 0];
  if (on === 'image') return [28, 28];
  if (on === 'x' || on === 'input') return outputs!.x ? [28, 28] : [0, 0];
  if (on === 'strip') return state.to ? [1, STRIP] : [0, 0];
  if (on === 'draws') return isDrawn(state) ? [1, state.draws] : [0, 0];
  return on === 'code' ? [n, 1] : [0, 0];
}

export function holds(view: View): boolean {
  const { on, at } = view.cursor;
  const [rows, columns] = extent(view, on);
  return at[1] >= 0 && at[2] >= 0 && at[1] < rows && at[2] < columns;
}

export const firstCursor = (): Cursor => ({ on: 'code', at: [0, 0, 0] });

/** The dimensions of a digit, the stops of a walk, the tiles of the plane. */
export function stops(view: View): Cursor[] {
  const { state, outputs } = view;
  const list = (count: number, at: (i: number) => Cursor) =>
    Array.from({ length: count }, (_, i) => at(i));
  if (state.to) return list(STRIP, (k) => ({ on: 'strip', at: [0, 0, k] }));
  const n = outputs!.z.data.length;
  if (n > 2 || isEncoded(state)) return list(n, (i) => ({ on: 'code', at: [0, i, 0] }));
  const cell = (k: number) => PLANE.tiles * k + (PLANE.tiles - 1) / 2;
  return list(PLANE.tiles ** 2, (i) => {
    return { on: 'plane', at: [0, cell(Math.floor(i / PLANE.tiles)), cell(i % PLANE.tiles)] };
  });
}

/** The present query with a code in place of what gave one. */
function withZ({ state }: Pick<View, 'state'>, z: readonly number[]): Query {
  const query: Query = format(state);
  for (const key of ['seed', 'image', 'input', 'draws']) delete query[key];
  return { ...query, z: z.join(',') };
}

/** A press on the plane is a code; one on the row of a walk is a way. */
export function pick(view: View, { on, at }: Cursor): Query | undefined {
  if (on === 'plane') return withZ(view, [alongPlane(at[2]), upPlane(at[1])]);
  return on === 'strip' ? { ...format(view.state), t: `${at[2] / (STRIP - 1)}` } : undefined;
}

export function edit(view: View, name: string, value: string): Query | undefined {
  const { state } = view;
  if (name === 'model') return withModel(format(state), value);
  if (name === 'image') {
    const query: Query = format(state);
    for (const key of ['z', 'seed', 'image', 'input']) delete query[key];
    if (value === 'draw') query.input = BLANK;
    else if (value !== '') query.image = value;
    return query;
  }
  const [key, at] = name.split(':');
  if (key !== 'z' || at === undefined) return undefined;
  const z = Array.from(view.outputs!.z.data, (v, i): number | string =>
    i === Number(at) ? value.trim() : +v.toFixed(4),
  );
  return withZ(view, z as number[]);
}

function where({ words, cursor: { on, at }, state }: View): string {
  if (on === 'image' || on === 'x') {
    return `${words.pixel}, ${fill(words.cell, { r: at[1] + 1, c: at[2] + 1 })}`;
  }
  if (on === 'draws') {
    const { from } = state;
    const seed = (from.kind === 'seed' ? from.seed : state.epsilon) + at[2];
    return `${words.names[from.kind === 'seed' ? 'seed' : 'epsilon']} ${seed}`;
  }
  return on === 'code' && (isEncoded(state) || state.to) ? `${words.dimension} ${at[1] + 1}` : '';
}

// ---- the plane --------------------------------------------------------------------------------

/** Place on the drawing, whose unit is one cell: z₁ to the right, z₂ upwards. */
const across = (z: number) => +((z + PLANE.edge) / PLANE.step + 0.5).toFixed(2);
const down = (z: number) => +((PLANE.edge - z) / PLANE.step + 0.5).toFixed(2);

function planeHtml(view: View): string {
  const { outputs, words, image, ui } = view;
  const { z, mu, sigma, start, end } = outputs!;
  if (z.data.length !== 2) return '';
  const source = ui.plane ?? image?.('plane') ?? '';
  const [a, b] = z.data;
  const cell = (value: number) =>
    Math.min(PLANE.cells - 1, Math.max(0, Math.round((value + PLANE.edge) / PLANE.step)));
  const dot = (name: string, p: ArrayLike<number>, r: number) =>
    `<circle class="${name}" cx="${across(p[0])}" cy="${down(p[1])}" r="${r}"/>`;
  let over = '';
  if (mu) {
    for (const k of [1, 2]) {
      over += `<ellipse cx="${across(mu.data[0])}" cy="${down(mu.data[1])}" rx="${+((k * sigma.data[0]) / PLANE.step).toFixed(2)}" ry="${+((k * sigma.data[1]) / PLANE.step).toFixed(2)}"/>`;
    }
  }
  if (start) {
    const way = Array.from({ length: 17 }, (_, k) => {
      const [p, q] = sharesOf(view.state, start.data, end.data, k / 16);
      const at = (i: number) => p * start.data[i] + q * end.data[i];
      return `${across(at(0))},${down(at(1))}`;
    });
    over += `<polyline points="${way.join(' ')}"/>${dot('end', start.data, 1.4)}${dot('end', end.data, 1.4)}`;
  } else {
    for (const code of drawnCodes(view)) over += dot('end', code, 1.4);
  }
  const size = PLANE.cells;
  return (
    `<figure><div class="w-map" data-map="plane" data-layer="0" data-rows="${size}" data-cols="${size}" data-pick="${size - 1 - cell(b)},${cell(a)}" tabindex="0" role="application" aria-label="${words.plane}" style="aspect-ratio:1">` +
    `<img src="${source}" alt="${words.planeAlt}" width="308" height="308" loading="lazy" decoding="async" draggable="false">` +
    `<svg viewBox="0 0 ${size} ${size}" aria-hidden="true">${over}${dot('here', z.data, 2.4)}</svg></div>` +
    `<figcaption>${words.plane}${words.planeHint}</figcaption></figure>`
  );
}

/** The codes of the draws, where there are several. */
function drawnCodes({ state, outputs }: View): Float64Array[] {
  const { mu, sigma } = outputs!;
  if (!isDrawn(state) || !mu) return [];
  return epsilons(state).map((epsilon) => epsilon.map((e, i) => mu.data[i] + sigma.data[i] * e));
}

// ---- pictures ---------------------------------------------------------------------------------

const zText = ({ outputs }: View) => Array.from(outputs!.z.data, (v) => minus(v.toFixed(2))).join(', '); // prettier-ignore

function picturesHtml(view: View): string {
  const { state, outputs, words, cursor, image } = view;
  const looked = cursor.on === 'image' || cursor.on === 'x';
  const box = looked && hasLoss(view) ? [cursor.at[1], cursor.at[2], 1, 1] : undefined;
  const map = (on: 'x' | 'image', alt: string, title: string) =>
    mapHtml({ on, rows: 28, cols: 28, name: on, image, alt, label: words[on], title, box });
  const { from } = state;
  const x = from.kind === 'digit' && outputs!.x ? map('x', digitName(from.digit, words), words.xTitle) : ''; // prettier-ignore
  return x + map('image', fill(words.imageAlt, { z: zText(view) }), words.imageTitle);
}

/** Several pictures side by side: draws, or the stops of a walk. */
function rowHtml(view: View): string {
  const { state, words, image } = view;
  const on = rowName(view);
  if (!on) return '';
  const count = extent(view, on)[1];
  const { from } = state;
  const first = from.kind === 'seed' ? from.seed : state.epsilon;
  const title = on === 'strip' ? words.stripTitle : fill(words.drawsTitle, { from: first, to: first + count - 1 }); // prettier-ignore
  const at = Math.round(state.t * (STRIP - 1));
  const here = on === 'strip' ? [0, at, 1, 1] : view.cursor.on === 'draws' ? [0, view.cursor.at[2], 1, 1] : undefined; // prettier-ignore
  const html = mapHtml({ on, rows: 1, cols: count, name: on, image, alt: title, label: title, title, box: here }); // prettier-ignore
  // The picture has 28 pixels a cell; a press on a stop of a walk goes there.
  const sized = html.replaceAll(/(width|height)="(\d+)"/g, (_, side: string, n: string) => `${side}="${28 * +n}"`); // prettier-ignore
  return on === 'strip' ? sized.replace('tabindex', `data-pick="0,${at}" tabindex`) : sized;
}

function inputHtml(view: View): string {
  const { state, words, ui, image } = view;
  const digit = state.from.kind === 'digit' ? state.from.digit : undefined;
  let html = digitControls(words, digit, ui, words.point);
  if (digit?.kind === 'drawn') {
    const [rows, cols] = [digit.rows.length, digit.rows[0].length];
    html += mapHtml({ on: 'input', rows, cols, name: 'input', image, alt: words.pictureAlt.matrix, label: words.input, title: words.input, ink: ui.draw === '1' }); // prettier-ignore
  }
  return html;
}

// ---- losses and arithmetic --------------------------------------------------------------------

/** The prior density of z with its arithmetic: the same everywhere but for an encoded digit. */
export function priorOf(z: ArrayLike<number>): number {
  return -total(Float64Array.from(z, (v) => v * v)) / 2 - (z.length / 2) * Math.log(2 * Math.PI);
}

function lossHtml(view: View): string {
  const { outputs, words, state } = view;
  if (state.to) return '';
  if (!hasLoss(view)) {
    const go = `<button type="button" data-do="set:image=test-30">${words.encodeDigit}</button>`;
    return `<p class="w-hint">${words.noLoss} <span class="w-needs-script">${go}</span></p>`;
  }
  const value = (name: string) => outputs![name].data[0];
  const [r, k] = [value('reconstruction'), value('kl')];
  const line = (name: 'reconstruction' | 'kl' | 'elbo', v: number, how: string) =>
    `<p><span>${words[name]}</span> <strong>${scalar(name, v, show(v, 5))} ${words.nats}</strong> <small>${how}</small></p>`;
  const [mean, error] = [value('klSampled'), value('klError')];
  const off = error > 0 ? show(Math.abs(mean - k) / error, 2) : '—';
  return (
    `<div class="w-losses">` +
    line('reconstruction', r, words.reconstructionHow) +
    line('kl', k, fill(words.klHow, { n: sizeOf(state) })) +
    line('elbo', -(r + k), `= ${fill(words.elboHow, { r: plain(r, 5), k: plain(k, 5) })}`) +
    `</div><p class="w-hint">` +
    fill(words.sampled, {
      n: state.samples,
      seed: state.epsilon,
      mean: scalar('klSampled', mean, show(mean, 5)),
      error: scalar('klError', error, show(error, 3)),
      off,
    }) +
    `</p>`
  );
}

/** z of one dimension by μ + σ·ε. */
function sampled(mu: number, sigma: number, epsilon: number, i: number, html: boolean): string {
  const z = mu + sigma * epsilon;
  return `${sub('z', i)} = ${sub('μ', i)} + ${sub('σ', i)}·${sub('ε', i)} = ${number(mu)} + ${operand(sigma)}×${operand(epsilon)} ${equals(mu, sigma, epsilon, z)} ${bold(number(z), html)}`;
}

function explained(view: View): string {
  const html = formula(view, true);
  const at = where(view);
  return at === '' ? `<span class="w-sum">${html}</span>` : explainHtml(at, html);
}

/** How the number under the cursor comes about. */
export function formula(view: View, html: boolean): string {
  const { state, outputs, cursor, words } = view;
  const { z, mu, sigma, epsilon, start, end, x, image, terms } = outputs!;
  const [, row, col] = cursor.at;
  if ((cursor.on === 'x' || cursor.on === 'image') && terms) {
    const [v, p, loss] = [x, image, terms].map(({ data }) => data[row * 28 + col]);
    const sum = `−[${operand(v)}·ln ${operand(p)} + ${operand(1 - v)}·ln ${operand(1 - p)}]`;
    return `x = ${number(v)}, x̂ ${equals(p)} ${number(p)}; ${words.pixelLoss}: ${sum} ${equals(v, p, 1 - p, loss)} ${bold(number(loss), html)}`;
  }
  if (cursor.on === 'image') {
    const p = image.data[row * 28 + col];
    return `x̂ ${equals(p)} ${bold(number(p), html)}`;
  }
  if (mu && cursor.on === 'draws') {
    const drawn = epsilons(state)[col];
    const list = Array.from(drawn, (e, i) => sampled(mu.data[i], sigma.data[i], e, i, html));
    return list.slice(0, 2).join('; ') + (list.length > 2 ? '; …' : '');
  }
  if (start) {
    const [p, q] = sharesOf(state, start.data, end.data, state.t);
    const [a, b, c] = [start, end, z].map(({ data }) => data[row] ?? data[0]);
    const i = row < z.data.length ? row : 0;
    return `${sub('z', i)} = ${operand(p)}×${operand(a)} + ${operand(q)}×${operand(b)} ${equals(p, a, q, b, c)} ${bold(number(c), html)}`;
  }
  if (mu && cursor.on !== 'plane') {
    const i = row < z.data.length && cursor.on === 'code' ? row : 0;
    const [m, s, e] = [mu, sigma, epsilon].map(({ data }) => data[i]);
    const kl = (m * m + s * s - 1) / 2 - Math.log(s);
    return `${sampled(m, s, e, i, html)}; ${sub('KL', i)} = ½(${operand(m)}² + ${operand(s)}² − 1) − ln ${operand(s)} ${equals(m, s, kl)} ${bold(number(kl), html)}`;
  }
  return prior(view, html);
}

function prior({ outputs, words }: View, html: boolean): string {
  const { z } = outputs!;
  const n = z.data.length;
  const value = priorOf(z.data);
  const squares = Array.from(z.data, (v) => `${operand(v, 5)}²`).join(' + ');
  return `${fill(words.prior, { half: n / 2 === 1 ? '' : n / 2 }).replace('  ', ' ')} = −½ (${squares}) − ${number((n / 2) * Math.log(2 * Math.PI))} ≈ ${bold(minus(plain(value, 4)), html)}`;
}

/** The same, read out. */
export function speak(view: View): string {
  return [where(view), formula(view, false)].filter(Boolean).join(': ');
}

// ---- the code ---------------------------------------------------------------------------------

/** Every dimension: μ, σ, ε, z and KL of a digit; both ends of a walk; else sliders. */
function dimsHtml(view: View): string {
  const { outputs, words, cursor, id } = view;
  const { z, mu, sigma, epsilon, klTerms, start, end } = outputs!;
  const columns: [string, Grid, boolean?][] = start
    ? [[words.start, start], [words.end, end], ['z', z, true]] // prettier-ignore
    : mu
      ? [['μ', mu], ['σ', sigma], ['ε', epsilon], ['z', z, true], ['KL', klTerms]] // prettier-ignore
      : [];
  if (columns.length > 0) {
    const head = columns.map(([name]) => `<th scope="col">${name}</th>`).join('');
    const rows = Array.from(z.data, (_, i) => {
      const here = cursor.on === 'code' && cursor.at[1] === i;
      const cells = columns.map(([, { data }, covered], c) => {
        const text = show(data[i], 3);
        const inside = covered ? `<span class="w-covered">${text}</span>` : text;
        const walk = c === 0 ? ` data-at="0,${i},0" data-on="code" tabindex="${i === 0 ? 0 : -1}"` : ''; // prettier-ignore
        return `<td${walk}${here ? ' class="in"' : ''}>${inside}</td>`;
      });
      return `<tr><th scope="row">${i + 1}</th>${cells.join('')}</tr>`;
    });
    return `<div class="w-scroll"><table class="w-grid w-dims" role="grid" aria-label="${words.dims}"><thead><tr><th scope="col">${words.dimension}</th>${head}</tr></thead><tbody>${rows.join('')}</tbody></table></div>`;
  }
  const fields = Array.from(z.data, (v, i) =>
    rangeField(
      { id, key: `z:${i}`, label: sub('z', i), value: `${+v.toFixed(4)}` },
      { min: -3, max: 3, step: 0.05 },
    ),
  );
  return `<div class="w-sliders">${fields.join('')}</div>`;
}

// ---- parameters -------------------------------------------------------------------------------

function paramsHtml({ id, words, state, outputs }: View): string {
  const all = texts(state);
  const { labels, hints } = words;
  const encoded = isEncoded(state);
  const control = (key: keyof typeof labels, value = all[key] ?? '') => ({
    id,
    key,
    label: labels[key],
    hint: (hints as Record<string, string>)[key],
    value,
  });
  const whole = (key: 'seed' | 'epsilon' | 'draws', min: number, max: number) =>
    stepperField({ ...control(key), placeholder: `${min}` }, { min, max, words });
  let html = selectField(control('model'), words.models);
  if (!encoded) html += whole('seed', 1, LIMITS.seed);
  else html += whole('epsilon', 0, LIMITS.seed);
  if (state.from.kind !== 'z' && !state.to) html += whole('draws', 1, LIMITS.draws);
  if (encoded && !state.to) html += textField(control('samples'));
  const z = { id, key: 'z', label: 'z', value: Array.from(outputs!.z.data, (v) => +v.toFixed(4)).join(',') }; // prettier-ignore
  html += textField(z);
  const chips = [2, 5, 8].map((d) => {
    const end = `test-${sampleOf(d)}`;
    return setButton('to', end, fill(words.walkTo, { d }), all.to === end);
  });
  if (state.to) chips.push(`<button type="button" data-do="set:to">${words.stay}</button>`);
  html += `<div class="w-walk">${textField(control('to'))}<div class="w-chips">${chips.join('')}</div></div>`;
  if (state.to) {
    html += rangeField(control('t'), { min: 0, max: 1, step: 0.01 });
    html += selectField(control('walk'), words.walks);
  }
  return html;
}

// ---- every number -----------------------------------------------------------------------------

/** Pixels as the build writes them: with all their digits they would weigh more than the page. */
const SHORT = 2;

function numbersHtml(view: View): string {
  const { outputs, words, ui, image } = view;
  const open = ui['fold-numbers'] === '1';
  const captions: Record<string, string> = { image: words.image, strip: words.strip, x: words.x, draws: words.labels.draws, mu: 'μ', sigma: 'σ', epsilon: 'ε', z: 'z' }; // prettier-ignore
  const table = (name: string) => {
    const found = outputs![name];
    if (!found) return '';
    const { data, shape } = found;
    const written = name === 'image' && image ? data.map((v) => +v.toFixed(SHORT)) : data;
    return contractTable(name, written, shape, captions[name], open);
  };
  const more = open ? ['strip', 'draws'].map(table).join('') : '';
  const { x } = outputs!;
  return (
    ['image', 'mu', 'sigma', 'epsilon', 'z'].map(table).join('') +
    (x && open ? longTable('data-input="x"', x.data, x.shape, captions.x) : '') +
    more
  );
}

/** The tables do not follow the cursor: they are written once. */
function numbersOnce(view: View): string {
  return onceFor(
    view.outputs!,
    `${view.ui['fold-numbers'] ?? ''}${view.image ? 'image' : ''}`,
    () => numbersHtml(view),
  );
}

// ---- predict first, pictures ------------------------------------------------------------------

const asksZ = ({ outputs }: View) => outputs!.klTerms !== undefined;

function askHtml(view: View): string {
  const { outputs, words } = view;
  const { mu, sigma, epsilon } = outputs!;
  if (!asksZ(view)) return escapeHtml(fill(words.askPrior, { z: zText(view) }));
  const [m, s, e] = [mu, sigma, epsilon].map(({ data }) => show(data[0], 4));
  return fill(words.askZ, { m, s, e });
}

export function guess(view: View, [text]: string[]) {
  const { words, outputs } = view;
  const value = asksZ(view) ? outputs!.z.data[0] : priorOf(outputs!.z.data);
  const given = text === '' ? NaN : Number(text);
  if (Number.isNaN(given)) return { right: false, text: words.notNumber };
  const right = Math.abs(given - value) <= 0.011 + (asksZ(view) ? 0 : 0.01);
  return { right, text: fill(right ? words.right : words.wrong, { v: show(value, 4) }) };
}

/** The tiles of the plane as one picture: made when the site is built. */
function planeOf({ state }: View): Grid {
  const model = loadedModel(decoderOf(state.model));
  const side = 28 * PLANE.tiles;
  const all = grid([side, side, 1]);
  const centre = (k: number) => PLANE.tiles * k + (PLANE.tiles - 1) / 2;
  for (let i = 0; i < PLANE.tiles; i++) {
    for (let j = 0; j < PLANE.tiles; j++) {
      const { data } = decode(model, [alongPlane(centre(j)), upPlane(centre(i))]);
      data.forEach((v, k) => {
        all.data[(28 * i + Math.floor(k / 28)) * side + 28 * j + (k % 28)] = v;
      });
    }
  }
  return all;
}

export function images(view: View, { positive, negative }: Colours): Record<string, () => Pixels> {
  const { state } = view;
  const outputs: Outputs = view.outputs!;
  const draw = (make: () => Grid, max: number) => () => {
    const { shape, data } = make();
    const [height, width] = shape;
    const scale = { kind: 'grey', min: 0, max } as const;
    return { height, width, data: paint(data, data.length, 0, 1, scale, positive, negative) };
  };
  const { from } = state;
  const rows = from.kind === 'digit' && from.digit.kind === 'drawn' ? from.digit.rows : [[0]];
  return {
    // Small tiles under a pointer: a light picture does, and every page with the widget loads it.
    plane: () => ({ ...draw(() => planeOf(view), 1)(), quality: 36 }),
    image: draw(() => outputs.image, 1),
    x: draw(() => outputs.x, 1),
    strip: draw(() => sideBySide(outputs.strip), 1),
    draws: draw(() => sideBySide(outputs.draws), 1),
    input: draw(() => grid([rows.length, rows[0].length, 1], rows.flat()), 255),
  };
}
