/** The parts of the optimizer race as HTML. Pure. */
import {
  CONVENTIONS,
  isAdaptive,
  limitOf,
  METHODS,
  SCHEDULES,
  shareOf,
  type Method,
} from '../../../lib/optimizers.ts';
import { eigenvalues, SURFACES } from '../../../lib/surfaces.ts';
import {
  checkField,
  errorHtml,
  explainHtml,
  rangeField,
  selectField,
  textField,
} from '../toolkit/controls.ts';
import { longTable } from '../toolkit/grids.ts';
import type { Colours, Cursor, Pixels, View as ViewOf } from '../toolkit/kind.ts';
import { mapHtml } from '../toolkit/maps.ts';
import type { Query } from '../toolkit/query.ts';
import { datum, escapeHtml, fill, minus, plain, scalar } from '../toolkit/text.ts';
import { arithmetic } from './arithmetic.ts';
import { lastOf, raceOf, rateOf, type Run } from './race.ts';
import { CELLS, HABITS, REACH, texts, type Key, type State } from './state.ts';
import type { Words } from './strings.ts';

export type View = ViewOf<State, Words>;

// ---- the cursor and the steps ---------------------------------------------------------------

const COLUMNS = ['x', 'y', 'f'] as const;

/**
 * The row of METHODS and what of it is looked at; while it walks, the cursor lies on the steps. Rows
 * stay where they are when others join or leave.
 */
function placeOf({ cursor: { on, at } }: View): [row: number, column: number] {
  return on === 'steps' ? [at[1], at[0]] : [at[1], at[2]];
}

/** The run that is looked at, among those that are on; −1 for none. */
const chosenOf = (view: View) => view.state.optimizers.indexOf(METHODS[placeOf(view)[0]]);

/** The last optimizer, along the axis on which something happens. */
export function firstCursor({ optimizers, surface, curvatures }: State): Cursor {
  const steep = surface === 'quadratic' ? curvatures[1] > curvatures[0] : surface === 'saddle';
  return { on: 'race', at: [0, METHODS.indexOf(optimizers[optimizers.length - 1]), steep ? 1 : 0] };
}

export function holds(view: View): boolean {
  const known = view.cursor.on === 'race' || view.cursor.on === 'steps';
  return known && chosenOf(view) >= 0 && placeOf(view)[1] < COLUMNS.length;
}

/** The steps from here to the end, or all of them when it has been reached; at most 48 pictures. */
export function stops(view: View): Cursor[] {
  const { at, steps } = view.state;
  const [row, column] = placeOf(view);
  const from = at === steps ? 0 : at;
  const stride = Math.ceil((steps - from) / 48);
  const all: Cursor[] = [];
  for (let t = from + stride; t < steps + stride; t += stride) {
    all.push({ on: 'steps', at: [column, row, Math.min(t, steps)] });
  }
  return all;
}

const withStep = (state: State, at: number): Query => ({ ...texts(state), at: `${at}` });

export function pick({ state }: View, { on, at }: Cursor): Query | undefined {
  if (on === 'steps') return withStep(state, at[2]);
  if (on !== 'plane') return undefined;
  const [mx, my] = HABITS[state.surface].middle;
  const along = (cell: number) => (cell * 2 * REACH) / (CELLS - 1) - REACH;
  const text = (value: number) => `${+value.toFixed(2)}`;
  return { ...texts(state), start: `${text(mx + along(at[2]))},${text(my - along(at[1]))}` };
}

export function act({ state }: View, name: string): Query | undefined {
  const { at, steps } = state;
  if (name === 'first') return withStep(state, 0);
  return withStep(state, Math.min(steps, Math.max(0, at + (name === 'back' ? -1 : 1))));
}

/** A surface comes with its rates and steps; a new length is seen to its end. */
export function edit({ state }: View, name: string, value: string): Query | undefined {
  const query: Query = { ...texts(state), [name]: value };
  if (name.startsWith('on:')) {
    const method = name.slice(3) as Method;
    const next = METHODS.filter((each) =>
      each === method ? value === '1' : state.optimizers.includes(each),
    );
    delete query[name];
    // The last one stays: a race of nobody shows nothing.
    return { ...query, optimizers: (next.length > 0 ? next : [method]).join(',') };
  }
  if (name === 'steps') {
    delete query.at;
    return query;
  }
  if (name !== 'surface') return undefined;
  for (const key of ['start', 'rate', 'adaptiveRate', 'steps', 'at']) delete query[key];
  return { ...query, ...HABITS[value as State['surface']]?.query };
}

// ---- the map --------------------------------------------------------------------------------

/** Units of the drawing for each cell of the map. */
const UNIT = 10;

function placer({ surface }: State) {
  const [mx, my] = HABITS[surface].middle;
  const unit = (value: number) => {
    const cells = ((value + REACH) * (CELLS - 1)) / (2 * REACH);
    return Math.round(Math.min(9, Math.max(-8, cells / CELLS)) * CELLS * UNIT + UNIT / 2);
  };
  return ([x, y]: readonly [number, number]) => `${unit(x - mx)} ${unit(my - y)}`;
}

const isInside = (spot: string) =>
  spot.split(' ').every((each) => Number(each) >= 0 && Number(each) <= CELLS * UNIT);

function mapPart(view: View): string {
  const { state, words, image } = view;
  const { surface, runs } = raceOf(state);
  const spot = placer(state);
  const chosen = chosenOf(view);
  let over = surface.minima.map((p) => `<path class="o-min" d="M${spot(p)}m-9 -9l18 18m0 -18l-18 18"/>`).join(''); // prettier-ignore
  // The one that is explained lies on top.
  const order = [...runs.keys()].sort((a, b) => Number(a === chosen) - Number(b === chosen));
  for (const i of order) {
    const { method, points } = runs[i];
    const t = lastOf(runs[i], state.at);
    const way = points.slice(0, t + 1).map(spot);
    const dots = i === chosen && t <= 100 ? `<path class="o-dots" d="${way.map((p) => `M${p}h0`).join('')}"/>` : ''; // prettier-ignore
    const [cx, cy] = way[t].split(' ');
    over += `<g class="o-${method}"><path d="M${way.join('L')}"/>${dots}<circle cx="${cx}" cy="${cy}" r="${i === chosen ? 11 : 8}"/></g>`;
  }
  const start = spot(state.start).split(' ');
  over += `<circle class="o-start" cx="${start[0]}" cy="${start[1]}" r="15"/>`;
  const who = runs.map((run) => `${words.methods[run.method]} (${pointText(run, state.at)})`).join(', '); // prettier-ignore
  const alt = fill(words.mapAlt, { surface: words.surfaces[state.surface], start: state.start.map((v) => minus(`${v}`)).join(', '), who }); // prettier-ignore
  const here = start.map((each) => Math.floor(Number(each) / UNIT));
  return (
    mapHtml({ on: 'plane', rows: CELLS, cols: CELLS, name: 'plane', image, alt, label: `${words.map}. ${words.mapHint}` }) // prettier-ignore
      .replace(
        '<i class="w-box"',
        `<svg viewBox="0 0 ${CELLS * UNIT} ${CELLS * UNIT}" aria-hidden="true">${over}</svg><i class="w-box"`,
      ) // prettier-ignore
      .replace('tabindex', `data-pick="${here[1]},${here[0]}" tabindex`)
      .replaceAll(/(width|height)="81"/g, `$1="${SIDE}"`) +
    `<p class="w-hint"><span class="w-together"><i class="o-ring"></i>${words.startHere}</span> <span class="w-together">× ${words.minimum}</span> <span class="w-needs-script">${words.mapHint}</span></p>`
  );
}

const pointText = (run: Run, at: number) =>
  run.points[lastOf(run, at)].map((v) => minus(plain(v, 3))).join(', ');

/** Pixels of the map: four for each cell. */
const SIDE = 4 * CELLS;
/** The contour lines, on light and dark grounds. */
const GREY = [118, 124, 132];
/** Contour lines for each doubling of the loss. */
const LINES = 1;

let painted: { key: string; pixels: Pixels } | undefined;

/** Contour lines at equal ratios of the loss, and a tint that deepens towards the minimum. */
export function images({ state }: View, { negative }: Colours): Record<string, () => Pixels> {
  const paint = () => {
    const { surface: name, curvatures, rotate } = state;
    const key = JSON.stringify([name, curvatures, rotate, negative]);
    if (painted?.key !== key) painted = { key, pixels: contours(state, negative) };
    return painted.pixels;
  };
  return { plane: paint };
}

function contours(state: State, tint: readonly number[]): Pixels {
  const { surface } = raceOf(state);
  const [mx, my] = HABITS[state.surface].middle;
  const cell = (2 * REACH) / (CELLS - 1);
  const along = (i: number) => ((i + 0.5) / 4 - 0.5) * cell - REACH;
  const levels = new Float64Array(SIDE * SIDE);
  for (let r = 0; r < SIDE; r++) {
    for (let c = 0; c < SIDE; c++) {
      const loss = surface.f(mx + along(c), my - along(r)) - surface.least;
      levels[r * SIDE + c] = LINES * Math.log2(loss + 0.005);
    }
  }
  const low = LINES * Math.log2(0.005);
  let high = -Infinity;
  for (const level of levels) high = Math.max(high, level);
  const data = new Uint8ClampedArray(SIDE * SIDE * 4);
  for (let r = 0; r < SIDE; r++) {
    for (let c = 0; c < SIDE; c++) {
      const i = r * SIDE + c;
      const level = levels[i];
      const right = levels[c + 1 < SIDE ? i + 1 : i - 1];
      const below = levels[r + 1 < SIDE ? i + SIDE : i - SIDE];
      // How many pixels the nearest line is away, from the slope of the level.
      const steep = Math.max(Math.hypot(right - level, below - level), 1e-9);
      const near = Math.abs(level - Math.round(level)) / steep;
      // In four steps: an image of few colors weighs a tenth.
      const line =
        Math.round(3 * Math.max(0, Math.min(1, 1.3 - near)) * Math.max(0, 1 - steep)) / 3;
      const band = Math.max(0, Math.floor(high) - Math.floor(level)) / (high - low + 1);
      const shade = 100 * band ** 1.3;
      const alpha = shade + (150 - shade) * line;
      const mix = (i: number) => tint[i] + (GREY[i] - tint[i]) * line;
      data.set([mix(0), mix(1), mix(2), alpha], 4 * i);
    }
  }
  return { height: SIDE, width: SIDE, data };
}

// ---- the race -------------------------------------------------------------------------------

/** What is told as a difference: one that the digits on show have. */
const APART = 5e-4;

/** The same race by the other convention, where it ends differently. */
function otherWay(state: State): { other: State['convention']; off: Map<number, string> } {
  const other = CONVENTIONS.find((each) => each !== state.convention)!;
  const mine = raceOf(state).runs;
  const theirs = raceOf({ ...state, convention: other }).runs;
  const off = new Map<number, string>();
  mine.forEach((run, i) => {
    const [a, b] = [run, theirs[i]].map((each) => each.points[lastOf(each, state.at)]);
    const far = Math.hypot(a[0] - b[0], a[1] - b[1]);
    if (far > APART * Math.max(1, Math.hypot(...a))) off.set(i, b.map((v) => minus(plain(v, 4))).join(', ')); // prettier-ignore
  });
  return { other, off };
}

function racePart(view: View): string {
  const { id, state, words, outputs, cursor } = view;
  const { race } = outputs!;
  const [row, column] = placeOf(view);
  const { off } = otherWay(state);
  const heads = ['', 'x', 'y', words.above].map((each, i) => i === 0 ? `<td><span class="visually-hidden">${words.on}</span></td>` : `<th scope="col">${each}</th>`); // prettier-ignore
  const body = METHODS.map((method, index) => {
    const n = state.optimizers.indexOf(method);
    const name = `on:${method}`;
    const box = checkField({ id, key: name, label: `<i class="o-key o-${method}"></i>${words.methods[method]}`, value: n < 0 ? '0' : '1' }); // prettier-ignore
    const cells = COLUMNS.map((_, c) => {
      const here = row === index && column === c;
      const marks = [
        n < 0 ? 'o-off' : here ? 'at' : '',
        off.has(n) && c < 2 ? 'differs' : '',
      ].filter(Boolean);
      const start = `<td data-at="0,${index},${c}" tabindex="${here ? 0 : -1}"${marks.length > 0 ? ` class="${marks.join(' ')}"` : ''}`; // prettier-ignore
      return n < 0 ? `${start} aria-label="${words.off}">—</td>` : `${start}>${number(race.data[3 * n + c])}</td>`; // prettier-ignore
    });
    return `<tr${row === index ? ' class="o-row"' : ''}><th scope="row">${box}</th>${cells.join('')}</tr>`;
  });
  const title = fill(words.raceTable, { t: state.at });
  return (
    `<table class="w-grid w-race${cursor.on === 'steps' ? ' w-walk' : ''}" role="grid" aria-label="${escapeHtml(title)}" data-output="race" data-shape="${race.shape.join()}">` +
    `<thead><tr>${heads.join('')}</tr></thead><tbody>${body.join('')}</tbody></table>${errorHtml('optimizers')}`
  );
}

/** Short enough for a phone: very small and very large ones with a power of ten. */
function number(value: number): string {
  const size = Math.abs(value);
  if (value === 0 || (size >= 1e-3 && size < 1e5)) return datum(value, 3);
  const text = value.toExponential(1).replace('e+', 'e');
  return `<data value="${value}">${Number(text) === value ? '' : '≈'}${minus(text)}</data>`;
}

/** What has to be said in words: who diverged and when, who left the picture, what Keras makes of it. */
function notesPart({ state, words }: View): string {
  const notes: string[] = [];
  const spot = placer(state);
  const { runs } = raceOf(state);
  for (const run of runs) {
    const method = words.methods[run.method];
    if (run.diverged !== undefined && run.diverged <= state.at) {
      const more = run.overflow ? fill(words.overflow, { t: run.overflow }) : words.bounded;
      notes.push(`<b>${fill(words.tooFar, { method, t: run.diverged })}</b> ${more}`);
    } else if (!isInside(spot(run.points[lastOf(run, state.at)]))) {
      notes.push(fill(words.outside, { method }));
    }
  }
  const { other, off } = otherWay(state);
  if (off.size > 0) {
    const list = [...off].map(([i, text]) => `${words.methods[runs[i].method]} ${text}`).join('; ');
    notes.push(fill(words.differs, { other: words.conventions[other], list }));
  } else if (state.convention === 'keras') {
    notes.push(fill(words.same, { other: words.conventions[other] }));
  }
  return notes.map((each) => `<p>${each}</p>`).join('');
}

// ---- the loss -------------------------------------------------------------------------------

function chartPart({ state, words }: View): string {
  const { runs } = raceOf(state);
  const { at, steps } = state;
  const all = runs.flatMap(({ losses }) => losses).filter((v) => v > 0);
  const top = Math.ceil(Math.log10(Math.max(...all, 1e-12)));
  const low = Math.max(Math.floor(Math.log10(Math.min(...all, 1))), top - 14, -15);
  const [left, right, high, base] = [40, 350, 8, 128];
  const x = (t: number) => Math.round(left + ((right - left) * t) / steps);
  const y = (v: number) => {
    const e = v > 0 ? Math.max(low, Math.log10(v)) : low;
    return Math.round(high + ((base - high) * (top - e)) / Math.max(1, top - low));
  };
  const stride = Math.ceil((top - low) / 5);
  let ticks = '';
  for (let e = top; e >= low; e -= stride) {
    const label = e === 0 ? '1' : e === 1 ? '10' : `10${[...`${e}`].map((c) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[+c] ?? '⁻').join('')}`; // prettier-ignore
    ticks += `<path class="s-grid" d="M${left} ${y(10 ** e)}H${right}"/><text x="34" y="${y(10 ** e) + 4}">${label}</text>`;
  }
  const curves = runs.map((run) => {
    const last = lastOf(run, at);
    const by = Math.ceil((last + 1) / 100);
    const places = Array.from({ length: Math.ceil(last / by) + 1 }, (_, i) => Math.min(last, i * by)); // prettier-ignore
    const d = places.map((t) => `${x(t)} ${y(run.losses[t])}`).join('L');
    return `<g class="o-${run.method}"><path d="M${d}"/><circle cx="${x(last)}" cy="${y(run.losses[last])}" r="3"/></g>`;
  });
  // What the schedule makes of the rate, from 0 to all of it.
  const planned = state.schedule !== 'constant' || state.warmup > 0;
  const by = Math.ceil(steps / 60);
  const shares = Array.from({ length: Math.ceil(steps / by) }, (_, i) => 1 + i * by).map(
    (t) => `${x(t)} ${Math.round(base - (base - high) * shareOf(t, steps, state))}`,
  );
  const rate = planned ? `<path class="o-rate" d="M${shares.join('L')}"/>` : '';
  const key = planned
    ? ` <span class="w-together"><i class="o-dash"></i>${words.rateCurve}</span>`
    : '';
  const who = runs.map((run) => `${words.methods[run.method]} ${plain(run.losses[lastOf(run, at)], 3)}`).join(', '); // prettier-ignore
  return (
    `<figure><svg viewBox="0 0 360 150" role="img" aria-label="${escapeHtml(fill(words.chartAlt, { t: at, who }))}">${ticks}${rate}` +
    `<path class="s-muted" d="M${x(at)} ${high}V${base}"/>${curves.join('')}` +
    `<text x="${left + 4}" y="145">0</text><text x="${right}" y="145">${steps} ${words.stepsAxis}</text></svg>` +
    `<figcaption>${words.chart}${key}</figcaption></figure>`
  );
}

// ---- limits of the rate ---------------------------------------------------------------------

function limitsPart({ state, words }: View): string {
  const { surface } = raceOf(state);
  const { beta, at } = state;
  const [large, small] = eigenvalues(surface.hessian(...surface.minima[0]));
  const text = (v: number) => minus(plain(v, 4));
  const is = (v: number) => `${equals4(v)} ${text(v)}`;
  const t = Math.max(1, at);
  const [plainRate, adaptiveRate] = (['sgd', 'adam'] as const).map((each) => rateOf(state, each, t)); // prettier-ignore
  const verdict = (limit: number) =>
    plainRate === limit ? words.exactly : plainRate < limit ? words.below : words.beyond;
  const formulas: Partial<Record<Method, string>> = {
    sgd: `2/λ`,
    momentum: `2(1 + β)/λ`,
    nesterov: `2(1 + β)/((1 + 2β)λ)`,
  };
  const bowl = state.surface === 'quadratic';
  const list = METHODS.filter(
    (each) => !isAdaptive(each) && (each === 'sgd' || state.optimizers.includes(each)),
  ).map((method) => {
    const limit = limitOf(method, large, beta)!;
    const value = bowl ? scalar(`limit-${method}`, limit, text(limit)) : text(limit);
    const side = state.optimizers.includes(method) ? ` <b>${verdict(limit)}</b>` : '';
    return `<span>${words.methods[method]} η &lt; ${formulas[method]} ${equals4(limit)} ${value}${side}</span>`;
  });
  const head = fill(bowl ? words.limits : words.limitsNear, { l: is(large), k: text(large / small) }); // prettier-ignore
  const some = state.optimizers.some((each) => !isAdaptive(each));
  const rates = [
    ...(some ? [`${words.rateNow} ${is(plainRate)}`] : []),
    ...(state.optimizers.some(isAdaptive) ? [`${words.adaptiveNow} ${is(adaptiveRate)}`] : []),
  ];
  return `<p>${rates.map((each) => `<span class="w-together">${each}</span>`).join(' ')}</p><p><span>${head}</span>${list.join('')}</p>`;
}

const equals4 = (v: number) => (Number(plain(v, 4)) === v ? '=' : '≈');

// ---- controls -------------------------------------------------------------------------------

function controls({ id, words, state }: View) {
  const all = texts(state);
  const of = (key: Key) => ({
    id,
    key,
    label: words.labels[key],
    hint: words.hints[key],
    value: all[key] ?? (key === 'start' ? state.start.join(',') : `${state.at}`),
  });
  return {
    of,
    text: (key: Key) => textField(of(key)),
    choose: <K extends string>(key: Key, keys: readonly K[], called: Record<K, string>) =>
      selectField(of(key), Object.fromEntries(keys.map((each) => [each, called[each]]))),
    range: (key: Key, max: number, step: number, min = step) =>
      rangeField(of(key), { min, max, step }),
  };
}

function paramsPart(view: View): string {
  const { words, state } = view;
  const { text, choose, range } = controls(view);
  const { surface } = raceOf(state);
  const bowl = state.surface === 'quadratic';
  // Fifty steps of the slider to where SGD diverges, and a few beyond.
  const [large] = eigenvalues(surface.hessian(...surface.minima[0]));
  const unit = +(2 / large / 50).toPrecision(12);
  return (
    choose('surface', SURFACES, words.surfaces) +
    (bowl ? text('curvatures') + text('rotate') : '') +
    text('start') +
    range('rate', +(unit * 70).toPrecision(12), unit) +
    range('adaptiveRate', 0.5, 0.005) +
    range('beta', 0.99, 0.01, 0) +
    text('steps') +
    choose('schedule', SCHEDULES, words.schedules) +
    (state.schedule === 'step' ? text('every') + text('factor') : '') +
    text('warmup') +
    text('noise') +
    (state.noise > 0 ? text('seed') : '')
  );
}

function morePart(view: View): string {
  const { text, choose } = controls(view);
  const keys: Key[] = ['rho', 'beta1', 'beta2', 'eps', 'decay'];
  return (
    choose('convention', CONVENTIONS, view.words.conventions) +
    keys.map((key) => text(key)).join('')
  );
}

function sliderPart(view: View): string {
  const { of } = controls(view);
  return rangeField(of('at'), { min: 0, max: view.state.steps, step: 1 });
}

function numbersPart({ words, ui, outputs }: View): string {
  const open = ui['fold-numbers'] === '1';
  return (['step', 'losses', 'path'] as const)
    .map((name) => {
      const { data, shape } = outputs![name];
      return open || name === 'step' ? longTable(`data-output="${name}"`, data, shape, words.tables[name]) : ''; // prettier-ignore
    })
    .join('');
}

// ---- all together ---------------------------------------------------------------------------

function explained(view: View, html: boolean): { where: string; text: string } {
  const { state, words } = view;
  const row = chosenOf(view);
  const column = placeOf(view)[1];
  const run = raceOf(state).runs[row];
  const t = lastOf(run, state.at);
  const where = fill(words.ofStep, { method: words.methods[run.method], t });
  return { where, text: arithmetic(state, words, row, COLUMNS[column], html) };
}

export function speak(view: View): string {
  const { where, text } = explained(view, false);
  return `${where}: ${text}`;
}

/** The HTML of each `data-part`. */
export function parts(view: View): Record<string, string> {
  const { where, text } = explained(view, true);
  return {
    map: mapPart(view),
    race: racePart(view),
    notes: notesPart(view),
    chart: chartPart(view),
    slider: sliderPart(view),
    formula: explainHtml(where, text),
    limits: limitsPart(view),
    params: paramsPart(view),
    more: morePart(view),
    numbers: numbersPart(view) + `<p class="w-hint">${view.words.method}</p>`,
  };
}

/** Marks how many optimizers the reader thought would arrive. */
export function guess({ state, words }: View, [text]: string[]) {
  const { runs } = raceOf(state);
  const n = runs.filter(({ losses, diverged }) => diverged === undefined && losses[losses.length - 1] < 0.01 * losses[0]).length; // prettier-ignore
  if (text === '') return { right: false, text: words.choose };
  const right = Number(text) === n;
  return { right, text: fill(right ? words.right : words.wrong, { n }) };
}
