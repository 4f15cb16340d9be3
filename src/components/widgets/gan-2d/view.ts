/** The parts of the GAN in the plane as HTML, and what is said about them. Pure. */
import { cellCentre } from '../../../lib/divergence.ts';
import { DATA_SETS, LOSSES, POINTS } from '../../../lib/gan2d.ts';
import { grid, type Grid } from '../../../lib/grid.ts';
import { rangeField, selectField, stepperField, textField } from '../toolkit/controls.ts';
import { contractTable, longTable } from '../toolkit/grids.ts';
import type { Colours, Cursor, Outputs, Pixels, View as ViewOf } from '../toolkit/kind.ts';
import { legendHtml, mapHtml, pixelsOf, type Scale } from '../toolkit/maps.ts';
import type { Query } from '../toolkit/query.ts';
import { equals, fill, minus, onceFor, operand, plain, scalar, show } from '../toolkit/text.ts';
import { BOUNDS, FIRST_POINTS, LINES, mostSteps, parse, PLANE, runOf, strideOf, texts, type State } from './state.ts'; // prettier-ignore
import type { Words } from './strings.ts';

type View = ViewOf<State, Words>;

const { n: SIDE, reach: REACH } = PLANE;
const EQUILIBRIUM = 2 * Math.LN2;

// ---- the cursor and the steps ---------------------------------------------------------------

/** The cell of the first centre. */
export function firstCursor(state: State): Cursor {
  const [x, y] = runOf(state).centres[0];
  const cell = (v: number) =>
    Math.min(SIDE - 1, Math.max(0, Math.floor(((v + REACH) / (2 * REACH)) * SIDE)));
  return { on: 'plane', at: [0, SIDE - 1 - cell(y), cell(x)] };
}

export const holds = ({ cursor }: View): boolean => ['plane', 'steps'].includes(cursor.on);

/** The key frames from here to the end: what “run” goes through. */
export function stops({ state }: View): Cursor[] {
  const stride = strideOf(state);
  const all: Cursor[] = [];
  const first = (Math.floor(state.steps / stride) + 1) * stride;
  for (let s = first; s <= mostSteps(state); s += stride) all.push({ on: 'steps', at: [0, 0, s] });
  return all;
}

const withSteps = (state: State, steps: number): Query => ({ ...texts(state), steps: `${steps}`, then: '' }); // prettier-ignore

export const pick = ({ state }: View, { on, at }: Cursor): Query | undefined =>
  on === 'steps' ? withSteps(state, at[2]) : undefined;

/** The middle of the cell under the cursor. */
function placeOf({ at }: Cursor): [x: number, y: number] {
  const to = (v: number) => +v.toFixed(2) + 0;
  return [to(cellCentre(PLANE, at[2])), to(-cellCentre(PLANE, at[1]))];
}

/** Buttons: steps on and back, updates of one network (`D50`), a point of the reader's own. */
export function act({ state, cursor }: View, name: string): Query | undefined {
  const { steps } = state;
  const stride = strideOf(state);
  if (name === 'back') return withSteps(state, Math.max(0, (Math.ceil(steps / stride) - 1) * stride)); // prettier-ignore
  if (name === 'on') return withSteps(state, Math.min(mostSteps(state), steps + stride));
  if (name === 'one') return withSteps(state, Math.min(mostSteps(state), steps + 1));
  const all = texts(state);
  if (name !== 'point') return { ...all, then: `${all.then}${name}` };
  if (state.data !== 'custom' || cursor.on !== 'plane') return undefined;
  const place = placeOf(cursor).join(',');
  const points = all.points!.split(';');
  const rest = points.filter((each) => each !== place);
  const next = rest.length < points.length ? rest : [...points, place];
  return { ...all, points: (next.length > 0 ? next : points).join(';') };
}

/** Choices that others depend on: drawn points, k, and no more steps than one would wait for. */
export function edit({ state }: View, name: string, value: string): Query | undefined {
  const query: Query = { ...texts(state), [name]: value };
  if (name === 'steps') return { ...query, then: '' };
  if (name === 'data') {
    delete query.points;
    if (value === 'custom') query.points = FIRST_POINTS;
  } else if (name === 'loss') delete query.k;
  else if (!['k', 'sizeG', 'sizeD'].includes(name)) return undefined;
  const longest = parse({ ...query, steps: '0' }).state;
  return longest ? { ...query, steps: `${Math.min(state.steps, mostSteps(longest))}` } : query;
}

// ---- the planes -----------------------------------------------------------------------------

const dots = ({ data }: Grid, from = 0, to = data.length / 2) => {
  let d = '';
  for (let i = from; i < to; i++) d += `M${spot(data, i)}h0`;
  return d;
};

const px = (v: number) => Math.round(Math.min(4, Math.max(-4, v)) * 100);
const spot = (data: Float64Array, i: number) => `${px(data[2 * i])} ${px(-data[2 * i + 1])}`;

/** Strokes from the samples along the pull, the strongest a tenth of the side long. */
function pullPath({ cloud, pull }: Outputs): string {
  const length = (i: number) => Math.hypot(pull.data[2 * i], pull.data[2 * i + 1]);
  const count = pull.data.length / 2;
  let most = 0;
  for (let i = 0; i < count; i++) most = Math.max(most, length(i));
  let d = '';
  for (let i = 0; i < count && most > 0; i++) {
    const [dx, dy] = [0, 1].map((a) => Math.round((32 * pull.data[2 * i + a]) / most));
    if (dx !== 0 || dy !== 0) d += `M${spot(cloud.data, i)}l${dx} ${-dy}`;
  }
  return d;
}

function gridPaths({ data }: Grid): string {
  const along = (at: (i: number, j: number) => number) =>
    Array.from(
      { length: LINES },
      (_, i) =>
      Array.from({ length: LINES }, (_, j) => `${j === 0 ? 'M' : 'L'}${spot(data, at(i, j))}`).join(''), // prettier-ignore
    ).join('');
  return (
    `<path class="g-u" d="${along((i, j) => i * LINES + j)}"/>` +
    `<path class="g-v" d="${along((i, j) => j * LINES + i)}"/>`
  );
}

const overlay = (inside: string) => `<svg viewBox="-160 -160 320 320" aria-hidden="true">${inside}</svg>`; // prettier-ignore

function mapsHtml(view: View): string {
  const { state, words, cursor, image } = view;
  const outputs = view.outputs!;
  const { cloud, data, manifold } = outputs;
  const wgan = state.loss === 'wgan-gp';
  const own = state.data === 'custom';
  const box = cursor.on === 'plane' ? [cursor.at[1], cursor.at[2], 1, 1] : undefined;
  const key = (name: string, text: string) => `<i class="g-key ${name}"></i>${text}`;
  const map = (
    name: 'plane' | 'manifold' | 'optimum',
    alt: string,
    title: string,
    over: string,
  ) => {
    // The latent grid has no picture below it.
    const drawn = name === 'manifold';
    let html = mapHtml({ on: 'plane', rows: SIDE, cols: SIDE, name, image: drawn ? undefined : image, alt, label: words.maps[name], title, box }); // prettier-ignore
    html = html.replace('<i class="w-box"', `${overlay(over)}<i class="w-box"`);
    if (drawn) html = html.replace(/<canvas.*<\/canvas>/, `<span class="visually-hidden">${alt}</span>`); // prettier-ignore
    if (own && name === 'plane') html = html.replace('data-map=', 'data-press="point" data-map=');
    return `<div class="w-covered">${html}</div>`;
  };
  const counted = { n: cloud.shape[0], step: state.steps };
  const legend = `<span class="w-legend">${wgan ? legendHtml(criticScale(outputs.field)) : `<span class="w-neg">${words.isFake} 0</span><i class="w-bar"></i><span class="w-pos">1 ${words.isReal}</span>`}</span>`; // prettier-ignore
  return (
    map(
      'plane',
      fill(words.planeAlt, counted),
      `<b>${wgan ? words.critic : words.field}</b>${key('', words.data)}${key('made', words.made)}${key('line', words.pull)}${legend}${own ? words.drawPoints : ''}`,
      `<path class="g-data" d="${dots(data)}"/><path class="g-pull" d="${pullPath(outputs)}"/><path class="g-under" d="${dots(cloud)}"/><path class="g-fake" d="${dots(cloud)}"/>`,
    ) +
    map('manifold', words.manifoldAlt, `<b>${words.maps.manifold}</b> ${words.manifoldNote}`, `<path class="g-data" d="${dots(data)}"/>${gridPaths(manifold)}`) + // prettier-ignore
    map('optimum', words.optimumAlt, `<b>D* = p/(p + q)</b> ${wgan ? words.optimumWgan : words.optimumNote}`, '') // prettier-ignore
  );
}

/** A critic has no zero of its own: its values around their middle. */
function centred({ data, shape }: Grid): Grid {
  const middle = (Math.min(...data) + Math.max(...data)) / 2;
  return grid(shape, data.map((v) => v - middle)); // prettier-ignore
}

function criticScale({ data }: Grid) {
  return { kind: 'signed', min: Math.min(...data), max: Math.max(...data) } as const;
}

/** The pixels of the two fields: one colour where D says “real”, the other where it says “fake”. */
export function images(
  { state, outputs }: View,
  { positive, negative }: Colours,
): Record<string, () => Pixels> {
  const { field, optimum } = outputs!;
  const half = (g: Grid): Grid => grid(g.shape, g.data.map((v) => 2 * v - 1)); // prettier-ignore
  const draw = (g: Grid, scale: Scale) => () => ({
    height: SIDE,
    width: SIDE,
    data: pixelsOf(g, scale, positive, negative),
  });
  const whole = { kind: 'signed', min: -1, max: 1 } as const;
  const critic = centred(field);
  return {
    plane:
      state.loss === 'wgan-gp'
        ? draw(critic, { ...whole, max: Math.max(...critic.data) || 1 })
        : draw(half(field), whole),
    optimum: draw(half(optimum), whole),
  };
}

// ---- scores and losses ----------------------------------------------------------------------

function scoresHtml({ state, words, outputs }: View): string {
  const { kl, js, w1, modes, lossD, lossG, step, floor, covered, near } = outputs!;
  const score = (label: string, value: string, note: string) =>
    `<p><span class="w-label">${label}</span> <span>${value}</span> <small>${note}</small></p>`;
  const against = (value: number) => fill(words.floor, { v: show(value, 3) });
  const most = covered.data.length;
  const number = (name: string, { data }: Grid) => scalar(name, data[0], show(data[0], 4));
  return (
    `<p><span class="w-label">${words.stepLabel}</span> <span>${scalar('step', step.data[0])}${state.then.length > 0 ? ` + ${texts(state).then}` : ''}</span></p>` +
    `<div class="w-covered">` +
    score(
      words.modes,
      `${scalar('modes', modes.data[0])} / ${most}`,
      fill(words.near, { n: near.data[0], all: POINTS }),
    ) + // prettier-ignore
    score(words.js, `${number('js', js)} bit`, against(floor.data[1])) +
    score('KL(p‖q)', `${number('kl', kl)} bit`, against(floor.data[0])) +
    score('W₁', number('w1', w1), against(floor.data[2])) +
    score(words.lossD, number('lossD', lossD), state.loss === 'wgan-gp' ? '' : words.equilibrium) +
    score(words.lossG, number('lossG', lossG), words.lossNames[state.loss]) +
    `</div>`
  );
}

/** D's loss as the sum it is. */
function sumOf({ state, outputs }: View): string {
  const { terms, lossD } = outputs!;
  const wgan = state.loss === 'wgan-gp';
  const used = [...terms.data].slice(0, wgan ? 3 : 2);
  const total = used.reduce((a, b) => a + b, 0);
  const names = wgan
    ? 'mean f(G(z)) − mean f(x) + 10·mean(‖∇f(x̂)‖ − 1)²'
    : '−mean ln D(x) − mean ln(1 − D(G(z)))';
  const order = wgan ? [used[1], used[0], used[2]] : used;
  const sum = order.map((v) => operand(v)).join(' + ');
  return `L_D = ${names} ${equals(...used)} ${sum} ${equals(...used, total)} <b>${minus(plain(lossD.data[0]))}</b>`; // prettier-ignore
}

const G_LOSS = {
  minimax: 'L_G = mean ln(1 − D(G(z)))',
  'non-saturating': 'L_G = −mean ln D(G(z))',
  'wgan-gp': 'L_G = −mean f(G(z))',
} as const;

function lossesHtml(view: View): string {
  const { state, words, outputs } = view;
  const { js, lossG, pull } = outputs!;
  const best = EQUILIBRIUM * (1 - js.data[0]);
  let length = 0;
  const count = pull.data.length / 2;
  for (let i = 0; i < count; i++) length += Math.hypot(pull.data[2 * i], pull.data[2 * i + 1]) / count; // prettier-ignore
  const optimal =
    state.loss === 'wgan-gp'
      ? `<p>${words.wganNote}</p>`
      : `<p>${words.bestD} <span class="w-sum">2 ln 2·(1 − JS) ≈ ${minus(plain(EQUILIBRIUM))}·(1 − ${plain(js.data[0])}) ≈ <b>${plain(best)}</b></span></p>`;
  return (
    `<p><span class="w-sum">${sumOf(view)}</span></p>` +
    `<p><span class="w-sum">${G_LOSS[state.loss]} ${equals(lossG.data[0])} <b>${minus(plain(lossG.data[0]))}</b></span></p>` +
    optimal +
    `<p>${fill(words.meanPull, { v: show(length, 3) })}</p>` +
    `<p class="w-hint">${words.method}</p>`
  );
}

/** Both losses over the steps so far, and the line of the equilibrium. */
function chartHtml({ state, words, outputs }: View): string {
  const { data, shape } = outputs!.history;
  const rows = Array.from({ length: shape[0] }, (_, i) => [...data.slice(3 * i, 3 * i + 3)]);
  const values = rows.flatMap(([, d, g]) => [d, g]).filter(Number.isFinite);
  if (values.length === 0) return '';
  const wgan = state.loss === 'wgan-gp';
  const [low, high] = [Math.min(0, ...values), Math.max(wgan ? 0 : EQUILIBRIUM, ...values)];
  const last = rows[rows.length - 1][0];
  const y = (v: number) => Math.round(10 + (90 * (high - v)) / (high - low || 1));
  const curve = (column: 1 | 2) =>
    rows.map((row, i) => `${i === 0 ? 'M' : 'L'}${Math.round(30 + (315 * row[0]) / last)} ${y(row[column])}`).join(''); // prettier-ignore
  const tick = (v: number, text: string) => `<text x="24" y="${y(v) + 4}">${text}</text>`;
  const flat = (v: number, name: string) => `<path class="${name}" d="M30 ${y(v)}H345"/>`;
  const edge = (v: number) => tick(v, minus(v.toFixed(1)));
  return (
    `<figure><svg viewBox="0 0 360 120" role="img" aria-label="${words.lossD}, ${words.lossG}">` +
    flat(0, 's-line') +
    (wgan ? '' : flat(EQUILIBRIUM, 's-muted g-best')) +
    `<path class="s-a" d="${curve(1)}"/><path class="s-b" d="${curve(2)}"/>` +
    `${edge(high)}${y(0) - y(high) > 14 ? tick(0, '0') : ''}${y(low) - y(0) > 14 ? edge(low) : ''}` +
    `<text x="350" y="117">${words.stepLabel} ${last}</text></svg>` +
    `<figcaption><i class="g-key line k-a"></i>${words.lossD} <i class="g-key line k-b"></i>${words.lossG}${wgan ? '' : ' ┄ 2 ln 2'}</figcaption></figure>`
  );
}

// ---- the cell under the cursor --------------------------------------------------------------

/** D at the cell under the cursor, and the best D there; on a step, D's loss. */
export function formula(view: View, html: boolean): string {
  const { state, words, cursor, outputs } = view;
  const bold = (text: string) => (html ? `<b>${text}</b>` : text);
  if (cursor.on === 'steps') return html ? sumOf(view) : sumOf(view).replace(/<\/?b>/g, '');
  const [, row, col] = cursor.at;
  const at = row * SIDE + col;
  const { field, optimum, p, q } = outputs!;
  const [x, y] = placeOf(cursor);
  const [a, b, best] = [p.data[at], q.data[at], optimum.data[at]];
  const name = state.loss === 'wgan-gp' ? 'f' : 'D';
  const d = field.data[at];
  return (
    `${name}(${minus(`${x}`)}, ${minus(`${y}`)}) ${equals(d)} ${bold(minus(plain(d)))}; ` +
    `${words.here} p ${equals(a)} ${plain(a)}, q ${equals(b)} ${plain(b)}; ` +
    `D* = p/(p + q) = ${plain(a)}/(${plain(a)} + ${plain(b)}) ${equals(a, b, best)} ${bold(plain(best))}`
  );
}

export const speak = (view: View): string => formula(view, false);

// ---- controls -------------------------------------------------------------------------------

function paramsHtml({ id, words, state }: View): string {
  const all = texts(state);
  const control = (key: keyof Words['labels'], hint?: string) => ({
    id,
    key,
    label: words.labels[key],
    hint,
    value: all[key] ?? '',
  });
  const names = <K extends string>(keys: readonly K[], called: Record<K, string>) =>
    Object.fromEntries(keys.map((key) => [key, called[key]]));
  return (
    selectField(control('data'), names(DATA_SETS, words.dataNames)) +
    selectField(control('loss'), names(LOSSES, words.lossNames)) +
    textField(control('lrG', words.rateHint)) +
    textField(control('lrD')) +
    stepperField(
      { ...control('k', words.kHint), value: `${state.k}` },
      { min: 1, max: BOUNDS.k, words },
    ) + // prettier-ignore
    textField(control('sizeG', words.sizeHint)) +
    textField(control('sizeD')) +
    textField(control('seed')) +
    textField(control('then', words.thenHint)) +
    (state.data === 'custom' ? textField(control('points', words.pointsHint)) : '')
  );
}

function sliderHtml({ id, words, state }: View): string {
  const control = { id, key: 'steps', label: words.labels.steps, value: `${state.steps}` };
  return rangeField(control, { min: 0, max: mostSteps(state), step: 1 });
}

function numbersHtml({ words, ui, outputs }: View): string {
  const open = ui['fold-numbers'] === '1';
  const { samples, field, optimum, manifold, pull } = outputs!;
  const rest = { field, optimum, manifold, pull };
  return (
    contractTable('samples', samples.data, samples.shape, words.tables.samples, true) +
    (Object.entries(rest) as [keyof typeof rest, Grid][])
      .map(([name, g]) =>
        open ? longTable(`data-output="${name}"`, g.data, g.shape, words.tables[name]) : '',
      ) // prettier-ignore
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
    maps: mapsHtml(view),
    slider: sliderHtml(view),
    scores: scoresHtml(view),
    formula: formula(view, true),
    chart: chartHtml(view),
    losses: lossesHtml(view),
    params: paramsHtml(view),
    numbers: numbersOnce(view),
  };
}

/** Marks how many modes the reader thought the generator would reach. */
export function guess({ words, outputs }: View, [text]: string[]) {
  const n = outputs!.modes.data[0];
  if (text === '') return { right: false, text: words.choose };
  const right = Number(text) === n;
  return { right, text: fill(right ? words.right : words.wrong, { n }) };
}
