/** What the gan-samples widget shows, as HTML. Pure: the build and the browser draw the same. */
import { grid, type Grid } from '../../../lib/grid.ts';
import { explainHtml, rangeField, selectField, stepperField } from '../toolkit/controls.ts'; // prettier-ignore
import { longTable } from '../toolkit/grids.ts';
import type { Colours, Cursor, Pixels, View as ViewOf } from '../toolkit/kind.ts';
import { mapHtml, paint, sideBySide } from '../toolkit/maps.ts';
import type { Query } from '../toolkit/query.ts';
import { equals, escapeHtml, fill, minus, operand, plain, scalar, show } from '../toolkit/text.ts'; // prettier-ignore
import { noise, sharesOf } from './reference.ts';
import { CLASSES, classOf, format, gridOf, LATENT, LIMITS, STRIP, texts, type State } from './state.ts'; // prettier-ignore
import type { Words } from './strings.ts';

export type View = ViewOf<State, Words>;

/** The HTML of each part. */
export function parts(view: View): Record<string, string> {
  return {
    samples: samplesHtml(view),
    facts: factsHtml(view),
    chosen: chosenHtml(view),
    formula: explained(view),
    strip: stripHtml(view),
    nearest: nearestHtml(view),
    params: paramsHtml(view),
    ask: askHtml(view),
    numbers: numbersHtml(view),
  };
}

// ---- what the classifier reads ----------------------------------------------------------------

const nameOf = ({ words, state }: Pick<View, 'words' | 'state'>, label: number) =>
  state.model === 'fashion-gan' ? words.clothes[label] : `${label}`;

/** The ten scores of sample i. */
const scoresOf = ({ outputs }: View, i: number) =>
  outputs!.classified.data.subarray(i * CLASSES, (i + 1) * CLASSES);

/** The class with the greatest score. */
function readAs(view: View, i: number): number {
  const scores = scoresOf(view, i);
  return scores.indexOf(Math.max(...scores));
}

const agrees = (view: View, i: number) => readAs(view, i) === classOf(view.state, i);

const agreements = (view: View): number => {
  let k = 0;
  for (let i = 0; i < view.state.n; i++) k += Number(agrees(view, i));
  return k;
};

// ---- what can be looked at --------------------------------------------------------------------

/** The sample in a cell of the grid. */
const indexAt = ({ state }: View, [, row, col]: readonly number[]) =>
  row * gridOf(state.n)[1] + col;

export function holds(view: View): boolean {
  const { on, at } = view.cursor;
  const { n, walk } = view.state;
  const [rows, columns] = gridOf(n);
  if (at[1] < 0 || at[2] < 0) return false;
  if (on === 'samples') return at[1] < rows && at[2] < columns && indexAt(view, at) < n;
  if (on === 'strip') return walk !== undefined && at[1] === 0 && at[2] < STRIP;
  return on === 'z' && at[1] === 0 && at[2] < LATENT;
}

export function firstCursor({ sample, n }: State): Cursor {
  const columns = gridOf(n)[1];
  return { on: 'samples', at: [0, Math.floor(sample / columns), sample % columns] };
}

/** Every sample; along a walk its stops. */
export function stops({ state }: View): Cursor[] {
  if (state.walk) {
    return Array.from({ length: STRIP }, (_, k) => ({ on: 'strip', at: [0, 0, k] }));
  }
  return Array.from({ length: state.n }, (_, sample) => firstCursor({ ...state, sample }));
}

/** A press on a sample chooses it, one on the row of a walk goes there. */
export function pick(view: View, { on, at }: Cursor): Query | undefined {
  if (on === 'samples') {
    const sample = indexAt(view, at);
    return sample < view.state.n ? format({ ...view.state, sample }) : undefined;
  }
  const { walk } = view.state;
  if (on !== 'strip' || !walk) return undefined;
  return format({ ...view.state, walk: { ...walk, t: at[2] / (STRIP - 1) } });
}

/** Fewer samples: the chosen one may be gone. */
export function edit({ state }: View, name: string, value: string): Query | undefined {
  if (name !== 'n') return undefined;
  const query: Query = { ...format(state), n: value };
  if (state.sample >= Number(value)) delete query.sample;
  return query;
}

// ---- the grid ---------------------------------------------------------------------------------

/** A map of 28×28 pixels a cell, whose cell at (row, column) is the one it is at. */
function tiles(html: string, at: readonly [number, number]): string {
  return html
    .replaceAll(/(width|height)="(\d+)"/g, (_, side: string, n: string) => `${side}="${28 * +n}"`)
    .replace('tabindex', `data-pick="${at.join()}" tabindex`);
}

function samplesHtml(view: View): string {
  const { state, words, image } = view;
  const [rows, cols] = gridOf(state.n);
  const at = [Math.floor(state.sample / cols), state.sample % cols] as const;
  const alt = fill(words.tileAlt, { n: state.n });
  const html = mapHtml({ on: 'samples', rows, cols, name: 'samples', image, alt, label: words.grid, box: [...at, 1, 1] }); // prettier-ignore
  const verdicts = Array.from({ length: state.n }, (_, i) => {
    const read = readAs(view, i);
    return `<b${agrees(view, i) ? '' : ' class="no"'}>${escapeHtml(nameOf(view, read))}</b>`;
  }).join('');
  const over = `<div class="w-verdicts w-covered" style="grid-template-columns:repeat(${cols},1fr);grid-template-rows:repeat(${rows},1fr)" aria-hidden="true">${verdicts}</div>`;
  const title = `<figcaption>${fill(words.gridTitle, { n: state.n })}</figcaption>`;
  return tiles(html, at).replace('<i class="w-box"', `${over}<i class="w-box"`).replace('</figure>', `${title}</figure>`); // prettier-ignore
}

function factsHtml(view: View): string {
  const { state, words } = view;
  const k = agreements(view);
  const counts = Array<number>(CLASSES).fill(0);
  for (let i = 0; i < state.n; i++) counts[readAs(view, i)]++;
  const list = counts
    .map((count, label) => [count, label] as const)
    .filter(([count]) => count > 0)
    .map(([count, label]) => `<span>${escapeHtml(nameOf(view, label))} <b>${count}</b></span>`);
  const never = counts.flatMap((count, label) => (count === 0 ? [nameOf(view, label)] : []));
  const separator = words.separator;
  const missing = never.length === 0 ? words.allThere : fill(words.missing, { list: never.join(separator) }); // prettier-ignore
  const share = +((100 * k) / state.n).toFixed(1);
  return (
    `<p>${fill(words.agreed, { n: state.n, k: scalar('agreed', k, `<strong>${k}</strong>`), share: `${Number.isInteger((100 * k) / state.n) ? '' : '≈'}${share}` })}</p>` +
    (state.class === undefined && state.n >= CLASSES ? `<p class="w-tally">${words.counts}${list.join(' ')} <small>${missing}</small></p>` : '') // prettier-ignore
  );
}

// ---- the chosen sample ------------------------------------------------------------------------

function chosenHtml(view: View): string {
  const { state, words, image } = view;
  const { sample } = state;
  const scores = scoresOf(view, sample);
  const label = classOf(state, sample);
  const title = `${fill(words.sampleName, { i: sample + 1 })} · ${words.asked} ${escapeHtml(nameOf(view, label))}`; // prettier-ignore
  const alt = `${words.large}, ${fill(words.sampleName, { i: sample + 1 })}`;
  // Prints of a picture do not explain more than the picture: it is no grid to walk.
  const large = image
    ? `<img src="${image('large')}" alt="${escapeHtml(alt)}" width="28" height="28" decoding="async">`
    : `<canvas data-paint="large" role="img" aria-label="${escapeHtml(alt)}" width="28" height="28"></canvas>`;
  const bars = Array.from(scores, (p, c) => {
    const mark = c === label ? ' class="asked"' : '';
    return `<tr${mark}><th scope="row">${escapeHtml(nameOf(view, c))}</th><td><i style="width:${(100 * p).toFixed(1)}%"></i></td><td>${p < 0.0005 ? '&lt;0.001' : show(p, 3)}</td></tr>`;
  });
  return (
    `<figure class="w-large">${large}<figcaption>${title}</figcaption></figure>` +
    `<table class="w-scores w-covered"><caption>${words.opinion}</caption><tbody>${bars.join('')}</tbody></table>` +
    zHtml(view)
  );
}

/** z as bars, to be walked. */
function zHtml({ outputs, words, cursor }: View): string {
  const { data } = outputs!.z;
  const at = cursor.on === 'z' ? cursor.at[2] : 0;
  const bars = Array.from(data, (v, i) => {
    const height = Math.min(Math.abs(v), 3.2);
    const y = v > 0 ? 3.2 - height : 3.2;
    const here = cursor.on === 'z' && i === at ? ' class="here"' : '';
    return `<rect${here} x="${i + 0.1}" y="${y.toFixed(2)}" width="0.8" height="${height.toFixed(2)}"/>`;
  });
  const alt = escapeHtml(fill(words.zAlt, { n: LATENT }));
  return (
    `<figure class="w-z"><div class="w-map" data-map="z" data-layer="0" data-rows="1" data-cols="${LATENT}" tabindex="0" role="application" aria-label="${alt}" style="aspect-ratio:${LATENT}/6.4">` +
    `<svg viewBox="0 0 ${LATENT} 6.4" preserveAspectRatio="none" aria-hidden="true">${bars.join('')}<line x1="0" x2="${LATENT}" y1="3.2" y2="3.2"/></svg></div>` +
    `<figcaption>${fill(words.zTitle, { n: LATENT })}</figcaption></figure>`
  );
}

function stripHtml(view: View): string {
  const { state, words, image } = view;
  if (!state.walk) return '';
  const at = Math.round(state.walk.t * (STRIP - 1));
  const html = mapHtml({ on: 'strip', rows: 1, cols: STRIP, name: 'strip', image, alt: words.strip, label: words.strip, title: words.stripTitle, box: [0, at, 1, 1] }); // prettier-ignore
  return tiles(html, [0, at]);
}

// ---- arithmetic -------------------------------------------------------------------------------

const SUBSCRIPTS = '₀₁₂₃₄₅₆₇₈₉';
const sub = (name: string, i: number) => name + [...`${i + 1}`].map((d) => SUBSCRIPTS[+d]).join('');
const number = (value: number) => minus(plain(value));

/** How number i of z comes about. */
function componentText({ state, outputs }: View, i: number, html: boolean): string {
  const { seed, truncation, walk, sample } = state;
  const z = outputs!.z.data[i];
  const bold = (text: string) => (html ? `<b>${text}</b>` : text);
  const start = noise(seed, sample)[i];
  if (!walk) {
    return `${sub('z', i)} = ψ·${sub('ε', i)} = ${operand(truncation)}×${operand(start)} ${equals(truncation, start, z)} ${bold(number(z))}`;
  }
  const [p, q] = sharesOf(state, sample);
  const end = noise(walk.to, sample)[i];
  return `${sub('z', i)} = ψ·(p·${sub('a', i)} + q·${sub('b', i)}) = ${operand(truncation)}×(${operand(p)}×${operand(start)} + ${operand(q)}×${operand(end)}) ${equals(truncation, p, start, q, end, z)} ${bold(number(z))}`;
}

function sampleText(view: View, html: boolean): string {
  const { state, words, outputs } = view;
  const { sample } = state;
  const read = readAs(view, sample);
  const p = scoresOf(view, sample)[read];
  const opinion = fill(words.opinionOf, {
    asked: nameOf(view, classOf(state, sample)),
    read: nameOf(view, read),
    p: show(p, 3),
  });
  const norm = Math.sqrt(outputs!.z.data.reduce((sum, v) => sum + v * v, 0));
  const text = `${opinion}; ${words.zNorm} ${equals(norm)} ${plain(norm, 4)}`;
  return html ? escapeHtml(text) : text;
}

function where({ words, state, cursor }: View): string {
  const name = fill(words.sampleName, { i: state.sample + 1 });
  return cursor.on === 'strip' ? `${name}, t = ${cursor.at[2] / (STRIP - 1)}` : name;
}

function formula(view: View, html: boolean): string {
  const { cursor } = view;
  return cursor.on === 'z' ? componentText(view, cursor.at[2], html) : sampleText(view, html);
}

const explained = (view: View) => explainHtml(where(view), formula(view, true));

/** The same, read out. */
export const speak = (view: View) => `${where(view)}: ${formula(view, false)}`;

// ---- the nearest training image ---------------------------------------------------------------

function nearestHtml({ state, words, outputs, image }: View): string {
  const button = `<button type="button" class="w-live-only" data-do="set:nearest${state.nearest ? '' : '=1'}">${state.nearest ? words.nearestHide : words.nearestAsk}</button>`;
  if (!state.nearest) return `${button}<p class="w-hint">${words.nearestNote}</p>`;
  const [d, m] = [outputs!.distance.data[0], outputs!.heldOutDistance.data[0]];
  const picture = (name: 'large' | 'nearest', alt: string) =>
    image
      ? `<img src="${image(name)}" alt="${alt}" width="28" height="28" decoding="async">`
      : `<canvas data-paint="${name}" role="img" aria-label="${alt}" width="28" height="28"></canvas>`;
  const says = fill(words.nearestSays, {
    d: scalar('distance', d, `<strong>${show(d, 3)}</strong>`),
    m: scalar('heldOutDistance', m, `<strong>${show(m, 3)}</strong>`),
  });
  return (
    `<div class="w-pair"><figure>${picture('large', words.large)}<figcaption>${fill(words.sampleName, { i: state.sample + 1 })}</figcaption></figure>` +
    `<figure>${picture('nearest', words.nearestTitle)}<figcaption>${words.nearestTitle}</figcaption></figure>` +
    `<div><p>${says}</p><p class="w-hint">${d < m ? words.nearestClose : words.nearestFar}</p>${button}</div></div>`
  );
}

// ---- parameters -------------------------------------------------------------------------------

function paramsHtml(view: View): string {
  const { id, words, state } = view;
  const all = texts(state);
  const { labels, hints } = words;
  const control = (key: keyof typeof labels) => ({
    id,
    key,
    label: labels[key],
    hint: (hints as Record<string, string>)[key],
    value: all[key] ?? '',
  });
  const whole = (key: 'seed' | 'n' | 'to', max: number) =>
    stepperField(control(key), { min: 1, max, words });
  const classes = Object.fromEntries([
    ['all', words.every],
    ...Array.from({ length: CLASSES }, (_, c) => [` ${c}`, nameOf(view, c)]),
  ]) as Record<string, string>;
  // Keys that look like numbers would come before “all”.
  const list = selectField({ ...control('class'), value: state.class === undefined ? 'all' : ` ${state.class}` }, classes).replaceAll('value=" ', 'value="'); // prettier-ignore
  let html =
    selectField(control('model'), words.models) +
    list +
    whole('seed', LIMITS.seed) +
    whole('n', LIMITS.n) +
    rangeField(control('truncation'), { min: 0, max: LIMITS.truncation, step: 0.05 }) +
    selectField(control('walk'), words.walks);
  if (state.walk) {
    html += whole('to', LIMITS.seed) + rangeField(control('t'), { min: 0, max: 1, step: 0.025 });
  }
  return html;
}

// ---- every number -----------------------------------------------------------------------------

/** Decimals of what the build writes: with all their digits they would weigh more than the page. */
export const SHORT = { classified: 4, z: 4 } as const;

function numbersHtml({ outputs, words, ui, image, state }: View): string {
  const open = ui['fold-numbers'] === '1';
  const table = (name: string, caption: string, values: boolean) => {
    const { data, shape } = outputs![name];
    const places = image && name in SHORT ? SHORT[name as keyof typeof SHORT] : undefined;
    const written = places === undefined ? data : data.map((v) => +v.toFixed(places));
    return longTable(`data-output="${name}"`, values ? written : undefined, shape, caption);
  };
  let html = table('classified', words.judgedCaption, true);
  html += table('z', 'z', true);
  for (let i = 0; i < state.n; i++) {
    html += table(`image-${i}`, fill(words.imageCaption, { i: i + 1 }), open);
  }
  if (state.walk) html += table('strip', words.strip, open);
  if (state.nearest) html += table('nearest', words.nearestTitle, open);
  return html;
}

// ---- predict first, pictures ------------------------------------------------------------------

function askHtml(view: View): string {
  const { state, words } = view;
  const asked = state.class === undefined ? words.every : nameOf(view, state.class);
  return escapeHtml(fill(words.ask, { n: state.n, asked }));
}

export function guess(view: View, [text]: string[]) {
  const { words } = view;
  const k = agreements(view);
  const given = text === '' ? NaN : Number(text);
  if (Number.isNaN(given)) return { right: false, text: words.notNumber };
  const right = given === k;
  return { right, text: fill(right ? words.right : words.wrong, { k }) };
}

/** The samples side by side; cells without one stay black. */
function mosaic({ state, outputs }: View): Grid {
  const [rows, cols] = gridOf(state.n);
  const all = grid([28 * rows, 28 * cols, 1]);
  for (let i = 0; i < state.n; i++) {
    const [top, left] = [28 * Math.floor(i / cols), 28 * (i % cols)];
    outputs![`image-${i}`].data.forEach((v, k) => {
      all.data[(top + Math.floor(k / 28)) * 28 * cols + left + (k % 28)] = v;
    });
  }
  return all;
}

export function images(view: View, { positive, negative }: Colours): Record<string, () => Pixels> {
  const draw = (make: () => Grid) => () => {
    const { shape, data } = make();
    const [height, width] = shape;
    const scale = { kind: 'grey', min: 0, max: 1 } as const;
    return { height, width, data: paint(data, data.length, 0, 1, scale, positive, negative) };
  };
  const { outputs, state } = view;
  return {
    samples: draw(() => mosaic(view)),
    large: draw(() => outputs![`image-${state.sample}`]),
    strip: draw(() => sideBySide(outputs!.strip)),
    nearest: draw(() => outputs!.nearest),
  };
}
