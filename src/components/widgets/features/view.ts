/** The parts of the feature space as HTML, and what is said about them. Pure. */
import { grid, type Grid } from '../../../lib/grid.ts';
import { EXAGGERATED, nearest, project, rebuild } from '../../../lib/spaces.ts';
import { rangeField, selectField, stepperField } from '../toolkit/controls.ts';
import { contractTable, longTable } from '../toolkit/grids.ts';
import type { Colours, Cursor, Outputs, Pixels, View as ViewOf } from '../toolkit/kind.ts';
import { mapHtml, pixelsOf } from '../toolkit/maps.ts';
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
import { labelOf } from '../toolkit/digits.ts';
import { tile } from './reference.ts';
import { BOUNDS, CELLS, digitsOf, DRAWN, isFitted, isShown, METHODS, mostPerplexity, placeOf, SPACES, texts, type Key, type State } from './state.ts'; // prettier-ignore
import type { Words } from './strings.ts';

type View = ViewOf<State, Words>;

// ---- the plane --------------------------------------------------------------------------------

/** The square of the plane that is drawn: its middle and half its side. */
interface Frame {
  x: number;
  y: number;
  half: number;
}

const frames = new WeakMap<Grid, Frame>();

function frameOf(y: Grid): Frame {
  let frame = frames.get(y);
  if (!frame) {
    const range = (axis: 0 | 1) => {
      const all = y.data.filter((_, i) => i % 2 === axis);
      return [Math.min(...all), Math.max(...all)];
    };
    const [[a, b], [c, d]] = [range(0), range(1)];
    frame = { x: (a + b) / 2, y: (c + d) / 2, half: 0.53 * Math.max(b - a, d - c) || 1 };
    frames.set(y, frame);
  }
  return frame;
}

/** From the plane to 0…CELLS, rows downwards. */
function spotOf(y: Grid, i: number): [x: number, y: number] {
  const frame = frameOf(y);
  return [
    (CELLS / 2) * (1 + (y.data[2 * i] - frame.x) / frame.half),
    (CELLS / 2) * (1 - (y.data[2 * i + 1] - frame.y) / frame.half),
  ];
}

/** The digit that is nearest to a cell. */
function atCell(y: Grid, row: number, col: number): number {
  let best = 0;
  let least = Infinity;
  for (let i = 0; i < y.shape[0]; i++) {
    const [x, down] = spotOf(y, i);
    const off = (x - col - 0.5) ** 2 + (down - row - 0.5) ** 2;
    if (off < least) [best, least] = [i, off];
  }
  return best;
}

const cellOf = (y: Grid, i: number): number[] =>
  spotOf(y, i).map((v) => Math.min(CELLS - 1, Math.max(0, Math.floor(v)))).reverse(); // prettier-ignore

export const firstCursor = (state: State, { y }: Outputs): Cursor => ({
  on: 'plane',
  at: [0, ...cellOf(y, placeOf(state))],
});

export const holds = ({ cursor }: View): boolean => cursor.on === 'plane';

/** The place of the digit that is looked at. */
function lookedAt({ state, outputs, cursor }: View): number {
  if (cursor.on !== 'plane') return placeOf(state);
  const [, row, col] = cursor.at;
  // The chosen one where the cursor is in its cell, even when another lies there too.
  const own = cellOf(outputs!.y, placeOf(state));
  if (own[0] === row && own[1] === col) return placeOf(state);
  return atCell(outputs!.y, row, col);
}

/** What “play” goes through: steps of t-SNE, or more and more components. */
export function stops({ state }: View): Cursor[] {
  const along = (on: string, to: number, by: number, from: number) =>
    Array.from({ length: Math.floor((to - from) / by) + 1 }, (_, i): Cursor => ({ on, at: [0, 0, from + i * by] })); // prettier-ignore
  if (state.method === 'tsne') {
    const from = state.steps < BOUNDS.steps[1] ? Math.ceil(state.steps / 10) * 10 : 0;
    return along('steps', BOUNDS.steps[1], 10, from);
  }
  if (state.method !== 'pca') return [];
  return along('components', BOUNDS.components[1], 1, state.components < BOUNDS.components[1] ? state.components : 1); // prettier-ignore
}

export const pick = ({ state }: View, { on, at }: Cursor): Query | undefined =>
  on === 'steps' || on === 'components' ? { ...texts(state), [on]: `${at[2]}` } : undefined;

/** A press keeps the digit. */
export function act(view: View, name: string): Query | undefined {
  if (name !== 'point') return undefined;
  return { ...texts(view.state), point: `test-${digitsOf(view.state)[lookedAt(view)]}` };
}

/** Fewer digits may leave the chosen one out, and allow less perplexity. */
export function edit({ state }: View, name: string, value: string): Query | undefined {
  const count = Number(value);
  const [least, most] = BOUNDS.count;
  if (name !== 'count' || !(count >= least && count <= most)) return undefined;
  const kept = isShown(state.point, count) ? state.point : state.point - state.count + least;
  const point = isShown(kept, count) ? kept : digitsOf({ count })[labelOf(state.point) * count];
  const perplexity = Math.min(state.perplexity, mostPerplexity(count));
  return { ...texts(state), count: value, point: `test-${point}`, perplexity: `${perplexity}` };
}

function planeHtml(view: View): string {
  const { state, words, outputs } = view;
  const { y, said } = outputs!;
  const round = (v: number) => +v.toFixed(1);
  let inside = '';
  for (let label = 0; label < 10; label++) {
    for (const fitted of [true, false]) {
      const places = Array.from({ length: state.count }, (_, j) => label * state.count + j).filter((i) => isFitted(i, state.count) === fitted); // prettier-ignore
      const spots = places.map((i) => spotOf(y, i));
      inside += `<text class="f-${label}${fitted ? ' f-pale' : ''}" x="${spots.map(([x]) => round(x)).join(' ')}" y="${spots.map(([, down]) => round(down + 1.1)).join(' ')}">${`${label}`.repeat(places.length)}</text>`; // prettier-ignore
    }
  }
  const wrong = digitsOf(state).flatMap((_, i) => (said.data[i] >= 0 && said.data[i] !== Math.floor(i / state.count) ? [i] : [])); // prettier-ignore
  const rings = wrong.map((i) => { const [x, down] = spotOf(y, i); return `M${round(x - 1.9)} ${round(down)}a1.9 1.9 0 1 0 3.8 0a1.9 1.9 0 1 0-3.8 0`; }).join(''); // prettier-ignore
  const place = lookedAt(view);
  const [x, down] = spotOf(y, place);
  const lines = near(view, place, 'planeSquares').map((j) => { const [a, b] = spotOf(y, j); return `M${round(x)} ${round(down)}L${round(a)} ${round(b)}`; }).join(''); // prettier-ignore
  const alt = fill(words.planeAlt, { n: y.shape[0], method: words.methods[state.method], k: state.neighbors, wrong: wrong.length }); // prettier-ignore
  const caption = `<b>${words.methods[state.method]}</b> ${fill(words.caption[state.method], { step: state.steps })}; ${state.method === 'tsne' ? '' : words.marks}${words.misread}`; // prettier-ignore
  const html = mapHtml({ on: 'plane', rows: CELLS, cols: CELLS, name: 'plane', alt, label: words.plane, title: caption }); // prettier-ignore
  return html
    .replace(
      /<canvas.*<\/canvas>/,
      `<span class="visually-hidden">${escapeHtml(alt)}</span><svg viewBox="0 0 ${CELLS} ${CELLS}" aria-hidden="true"><path class="f-near" d="${lines}"/>${inside}<path class="f-wrong" d="${rings}"/><circle class="f-here" cx="${round(x)}" cy="${round(down)}" r="2.6"/></svg>`,
    ) // prettier-ignore
    .replace('data-map=', `data-press="point" data-map=`);
}

/** The neighbours of a digit that vote: those that set the axes. */
function near(
  { state, outputs }: View,
  place: number,
  squares: 'planeSquares' | 'squares',
): number[] {
  // prettier-ignore
  const n = outputs!.y.shape[0];
  const candidates = Array.from({ length: n }, (_, i) => i).filter((i) => isFitted(i, state.count));
  return nearest(outputs![squares].data, n, place, state.neighbors, candidates);
}

const nameAt = ({ state, words }: View, place: number): string => {
  const n = digitsOf(state)[place];
  return fill(words.aDigit, { n, label: labelOf(n) });
};
const labels = ({ state }: View, places: readonly number[]) =>
  places.map((j) => Math.floor(j / state.count)).join(' ');

// ---- the pictures beside it -------------------------------------------------------------------

/** Pictures of pixels: PCA of pixels can be rebuilt. */
const isRebuilt = ({ method, space }: State) => method === 'pca' && space === 'pixels';

function sideHtml(view: View): string {
  const { state, words, image } = view;
  const place = lookedAt(view);
  const index = digitsOf(state)[place];
  const label = labelOf(index);
  const k = state.components;
  const one = (name: string, alt: string, title: string) => mapHtml({ on: name, rows: 28, cols: 28, share: 0.48, name: `${name}-${index}${name === 'rebuilt' ? `-${k}` : ''}`, image, alt, label: alt, title }); // prettier-ignore
  const a = near(view, place, 'planeSquares');
  const b = near(view, place, 'squares');
  const alt = fill(words.nearAlt, { a: labels(view, a), b: labels(view, b) });
  const columns = 28 * state.neighbors;
  // Its name tells when it is another picture.
  const name = `near-${index}-${state.method}`;
  const frame = `<figure class="w-figure f-near-figure" style="--share:1">`;
  const picture = image
    ? `<img src="${image(name)}" alt="${escapeHtml(alt)}" width="${columns}" height="56">`
    : `<canvas data-paint="${name}-${state.space}-${state.count}-${state.steps}-${state.seed}-${state.perplexity}" role="img" aria-label="${escapeHtml(alt)}" width="${columns}" height="56"></canvas>`; // prettier-ignore
  return (
    `<div class="f-pair">${one('digit', fill(words.digitAlt, { label, n: index }), `<b>${words.digit}</b> ${label}`)}` +
    (isRebuilt(state)
      ? `<div class="w-covered">${one('rebuilt', fill(words.rebuiltAlt, { n: index, k }), fill(words.rebuilt, { k }))}</div>`
      : '') +
    `</div>${frame}${picture}<figcaption><b>${words.near}</b> ${labels(view, a)}<br><b>${words.nearAll}</b> ${labels(view, b)}</figcaption></figure>` // prettier-ignore
  );
}

function axesHtml({ state, words, image }: View): string {
  if (state.method === 'tsne') return '';
  if (state.space === 'learned') return `<p class="w-hint">${words.noPictures}</p>`;
  const count = state.method === 'pca' ? DRAWN : 2;
  const alt = fill(words.axesAlt[state.method], { n: count });
  const columns = 30 * (count + 1) - 2;
  const name = 'axes';
  const picture = image
    ? `<img src="${image(name)}" alt="${escapeHtml(alt)}" width="${columns}" height="28">`
    : `<canvas data-paint="${name}-${state.method}-${state.count}" role="img" aria-label="${escapeHtml(alt)}" width="${columns}" height="28"></canvas>`; // prettier-ignore
  return `<figure class="w-figure f-axes" style="--share:${((count + 1) / (DRAWN + 1)).toFixed(3)}">${picture}<figcaption>${words.axes}</figcaption></figure>`;
}

const GREYS = { kind: 'grey', min: 0, max: 1 } as const;

/** What a digit is rebuilt to from the components of the state. */
function rebuilt({ state, outputs }: View, place: number): Float64Array {
  const { axes, mean } = outputs!;
  const [count, d] = axes.shape;
  const rows = Array.from({ length: count }, (_, a) => axes.data.subarray(a * d, a * d + d));
  const space = { mean: mean.data, axes: rows, values: [], total: 0 };
  const point = tile(digitsOf(state)[place]);
  return rebuild(project(point, 1, space), space, state.components);
}

export function images(view: View, { positive, negative }: Colours): Record<string, () => Pixels> {
  const { state, outputs } = view;
  const place = lookedAt(view);
  const index = digitsOf(state)[place];
  const grey = (data: Float64Array, height: number, width: number): Pixels => ({
    height,
    width,
    data: pixelsOf(grid([height, width, 1], data), GREYS, positive, negative),
  });
  /** Tiles side by side in rows. */
  const strip = (rows: number[][]): Pixels => {
    const width = 28 * state.neighbors;
    const data = new Float64Array(28 * rows.length * width);
    rows.forEach((row, r) =>
      row.forEach((j, c) => {
        const pixels = tile(digitsOf(state)[j]);
        for (let i = 0; i < 784; i++) {
          data[(28 * r + Math.floor(i / 28)) * width + 28 * c + (i % 28)] = pixels[i];
        }
      }),
    );
    return grey(data, 28 * rows.length, width);
  };
  const neighbours = () => strip([near(view, place, 'planeSquares'), near(view, place, 'squares')]);
  const axes = () => axesPixels(outputs!, state.method === 'pca' ? DRAWN : 2, positive, negative);
  return {
    [`digit-${index}`]: () => grey(tile(index), 28, 28),
    [`rebuilt-${index}-${state.components}`]: () => grey(rebuilt(view, place), 28, 28),
    [`near-${index}-${state.method}`]: neighbours,
    [`near-${index}-${state.method}-${state.space}-${state.count}-${state.steps}-${state.seed}-${state.perplexity}`]: neighbours, // prettier-ignore
    axes,
    [`axes-${state.method}-${state.count}`]: axes,
  };
}

/** The mean in grey and the axes in two colours, side by side. */
function axesPixels(
  { mean, axes }: Outputs,
  count: number,
  positive: Colours['positive'],
  negative: Colours['negative'],
): Pixels {
  // prettier-ignore
  const width = 30 * (count + 1) - 2;
  const data = new Uint8ClampedArray(4 * 28 * width);
  const put = (at: number, values: Float64Array, signed: boolean) => {
    const most = values.reduce((a, b) => Math.max(a, Math.abs(b)), 0) || 1;
    const scale = signed ? ({ kind: 'signed', min: -most, max: most } as const) : GREYS;
    const pixels = pixelsOf(grid([28, 28, 1], values), scale, positive, negative);
    for (let r = 0; r < 28; r++) {
      data.set(pixels.subarray(4 * 28 * r, 4 * 28 * (r + 1)), 4 * (r * width + 30 * at));
    }
  };
  put(0, mean.data, false);
  for (let a = 0; a < count; a++) put(a + 1, axes.data.slice(a * 784, a * 784 + 784), true);
  return { height: 28, width, data };
}

// ---- words and numbers ------------------------------------------------------------------------

const number = (v: number) => minus(plain(v, 5));

/** The digit under the cursor: where it lies, how it is read, how well it is rebuilt. */
export function formula(view: View, html: boolean): string {
  const { state, words, outputs } = view;
  const bold = (text: string) => (html ? `<b>${text}</b>` : text);
  const place = lookedAt(view);
  const { y, p, planeSquares } = outputs!;
  const at = [0, 1].map((a) => y.data[2 * place + a]);
  const where = `${nameAt(view, place)}${words.colon}(${at.map(number).join(', ')})`;
  const votesOf = (squares: 'planeSquares' | 'squares') => {
    const places = near(view, place, squares);
    const counts = new Map<number, number>();
    for (const j of places) counts.set(Math.floor(j / state.count), (counts.get(Math.floor(j / state.count)) ?? 0) + 1); // prettier-ignore
    const most = Math.max(...counts.values());
    const winner = places.map((j) => Math.floor(j / state.count)).find((l) => counts.get(l) === most)!; // prettier-ignore
    return `${labels(view, places)} → ${words.reads} ${bold(`${winner}`)}`;
  };
  let text = `${where}${words.stop}${words.inPlane} ${votesOf('planeSquares')}; ${words.inAll} ${votesOf('squares')}${words.stop.trim()}`;
  if (isRebuilt(state)) {
    const again = rebuilt(view, place);
    const point = tile(digitsOf(state)[place]);
    const error = again.reduce((sum, v, i) => sum + (v - point[i]) ** 2, 0) / 784;
    text += ` ${words.error} ${equals(error)} ${bold(number(error))}`;
  }
  if (p) {
    const n = y.shape[0];
    const everyone = Array.from({ length: n }, (_, i) => i);
    const [j] = nearest(planeSquares.data, n, place, 1, everyone);
    let sum = 0;
    for (let i = 0; i < n * n; i++) sum += i % (n + 1) === 0 ? 0 : 1 / (1 + planeSquares.data[i]);
    const square = planeSquares.data[place * n + j];
    const q = 1 / (1 + square) / sum;
    const pij = p.data[place * n + j];
    text += ` ${words.pair}${words.colon}q = 1/(1 + ${operand(square)})/${number(sum)} ${equals(square, sum, q)} ${bold(plain(q, 3))}, p ${equals(pij)} ${plain(pij, 3)}`; // prettier-ignore
  }
  return text;
}

export const speak = (view: View): string => formula(view, false);

function scoresHtml({ state, words, outputs }: View): string {
  const { accuracy, accuracyAll, explained, error, kl, kept } = outputs!;
  const asked = digitsOf(state).filter((_, i) => !isFitted(i, state.count)).length;
  const percent = (v: number) => `${+(100 * v).toFixed(1)}%`;
  const score = (label: string, value: string, note = '') =>
    `<p><span class="w-label">${label}</span> <span>${value}</span> <small>${note}</small></p>`;
  const rate = (name: string, { data }: Grid) => scalar(name, data[0], percent(data[0]));
  return (
    score(fill(words.accuracy, { k: state.neighbors }), rate('accuracy', accuracy), fill(words.accuracyNote, { n: asked })) + // prettier-ignore
    score(
      fill(words.accuracyAll, { dims: words.dims[state.space] }),
      rate('accuracyAll', accuracyAll),
      fill(words.accuracyNote, { n: asked }),
    ) + // prettier-ignore
    (kept
      ? score(fill(words.keptLabel, { k: state.components }), percent(kept.data[0]), fill(words.keptNote, { v: percent(explained.data[0] + explained.data[1]) })) // prettier-ignore
      : '') +
    (error
      ? score(
          state.space === 'learned' ? words.errorLearned : words.error,
          scalar('error', error.data[0], show(error.data[0], 3)),
          `${fill(words.aDigit, { n: state.point, label: labelOf(state.point) })}`,
        )
      : '') + // prettier-ignore
    (kl ? score(words.klLabel, scalar('kl', kl.data[0], show(kl.data[0], 4)), words.klNote) : '')
  );
}

/** The share of each axis as a bar. */
function barsHtml({ state, words, outputs }: View): string {
  const { explained } = outputs!;
  let html = `<p>${words.what[state.method]}</p>`;
  if (state.method === 'tsne') {
    html += `<p class="f-caution">${words.caution}</p><p class="w-hint">${state.steps < EXAGGERATED.steps ? words.exaggerated : words.notExaggerated}</p>`; // prettier-ignore
  } else {
    const most = Math.max(...explained.data);
    const bars = Array.from(explained.data, (v, i) => {
      const high = +((60 * v) / most).toFixed(1);
      return `<rect class="${i < 2 ? 'f-first' : 'f-bar'}" x="${i * 34 + 2}" y="${(74 - high).toFixed(1)}" width="30" height="${high}"/><text x="${i * 34 + 17}" y="${(70 - high).toFixed(1)}">${(100 * v).toFixed(1)}</text><text x="${i * 34 + 17}" y="88">${i + 1}</text>`; // prettier-ignore
    }).join('');
    const title = state.method === 'pca' ? words.explained : words.between;
    html += `<figure class="f-bars"><svg viewBox="0 0 ${34 * explained.data.length} 92" role="img" aria-label="${title}: ${Array.from(explained.data, (v) => `${(100 * v).toFixed(1)}%`).join(', ')}" style="max-width:${34 * explained.data.length}px">${bars}</svg><figcaption><b>${title}</b> (%)</figcaption></figure>`; // prettier-ignore
  }
  return `${html}<p class="w-hint">${words.method}</p>`;
}

// ---- controls ---------------------------------------------------------------------------------

function paramsHtml({ id, words, state }: View): string {
  const all = texts(state);
  const control = (key: keyof Words['labels'] & Key) => ({ id, key, label: words.labels[key], value: all[key]! }); // prettier-ignore
  const names = <K extends string>(keys: readonly K[], called: Record<K, string>) =>
    Object.fromEntries(keys.map((key) => [key, called[key]]));
  const range = (
    key: 'count' | 'components' | 'steps' | 'perplexity',
    step: number,
    max: number = BOUNDS[key][1],
  ) =>
    // prettier-ignore
    rangeField(control(key), { min: BOUNDS[key][0], max, step });
  const stepper = (key: 'neighbors' | 'seed') =>
    stepperField(control(key), { min: BOUNDS[key][0], max: BOUNDS[key][1], words });
  return (
    selectField(control('method'), names(METHODS, words.methods)) +
    selectField(control('space'), names(SPACES, words.spaces)) +
    (state.method === 'pca' ? range('components', 1) : '') +
    (state.method === 'tsne'
      ? range('steps', 10) + range('perplexity', 1, mostPerplexity(state.count)) + stepper('seed')
      : '') +
    stepper('neighbors') +
    range('count', 1)
  );
}

function numbersHtml({ words, ui, outputs }: View): string {
  const open = ui['fold-numbers'] === '1';
  const { y, explained, gradient, reconstruction, features } = outputs!;
  const folded = { y, gradient, reconstruction, features };
  return (
    (explained ? contractTable('explained', explained.data, explained.shape, words.tables.explained, true) : '') + // prettier-ignore
    (Object.entries(folded) as [keyof typeof folded, Grid | undefined][])
      .map(
        ([name, g]) =>
        g ? longTable(`data-output="${name}"`, open ? g.data : undefined, g.shape, words.tables[name]) : '', // prettier-ignore
      )
      .join('')
  );
}

/** The tables do not follow the cursor: they are written once. */
function numbersOnce(view: View): string {
  return onceFor(view.outputs!, view.ui['fold-numbers'] ?? '', () => numbersHtml(view));
}

/** The HTML of each `data-part`. */
export function parts(view: View): Record<string, string> {
  return {
    plane: planeHtml(view),
    side: sideHtml(view),
    axes: axesHtml(view),
    params: paramsHtml(view),
    scores: scoresHtml(view),
    formula: formula(view, true),
    bars: barsHtml(view),
    numbers: numbersOnce(view),
  };
}

/** Marks what the reader thought of the neighbours in the plane. */
export function guess({ words, outputs }: View, [text]: string[]) {
  const n = Math.round(100 * outputs!.accuracy.data[0]);
  if (text === '') return { right: false, text: words.choose };
  const right = Math.abs(Number(text) - n) <= 8;
  return { right, text: fill(right ? words.right : words.wrong, { n }) };
}
