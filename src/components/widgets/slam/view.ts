/** What the SLAM world shows, as HTML. Pure: the build and the browser draw the same. */
import {
  blockOf,
  ellipseOf,
  judged,
  LANDMARKS,
  moved,
  placeOf,
  poseOf,
  spreadOf,
  STEPS,
  withinSquared,
  type Belief,
  type Event,
  type Place,
  type Pose,
} from '../../../lib/slam.ts';
import { linePlot, type Point } from '../../figures/plot.ts';
import { line } from '../../figures/svg.ts';
import { checkField, errorHtml, explainHtml, rangeField, selectField, textField } from '../toolkit/controls.ts'; // prettier-ignore
import { longTable, valueTables } from '../toolkit/grids.ts';
import type { Colours, Cursor, Pixels, View as ViewOf } from '../toolkit/kind.ts';
import { mapHtml, paint } from '../toolkit/maps.ts';
import type { Query } from '../toolkit/query.ts';
import { escapeHtml, fill, minus, operand, plain, show } from '../toolkit/text.ts';
import { driveOf, nowOf, spreadBefore, type Now } from './reference.ts';
import { BOUNDS, CONFIDENCES, DRIVES, shareOf, texts, type Key, type State } from './state.ts';
import type { Words } from './strings.ts';

export type View = ViewOf<State, Words>;

/** The HTML of each part. */
export function parts(view: View): Record<string, string> {
  const now = nowOf(view.state);
  return {
    map: mapPart(view, now),
    errors: errorsPart(view, now),
    chart: chartPart(view, now),
    slider: sliderPart(view),
    formula: explainHtml(...arithmetic(view, now)),
    matrix: matrixPart(view, now),
    landmarks: landmarksPart(view, now),
    rate: ratePart(view),
    params: paramsPart(view),
    numbers: numbersPart(view),
    ask: askPart(view),
  };
}

// ---- steps and operations -------------------------------------------------------------------

export const firstCursor = ({ t }: State): Cursor => ({ on: 'event', at: [0, 0, t] });

export function holds({ state, cursor }: View): boolean {
  const { on, at } = cursor;
  const { belief } = nowOf(state);
  const sizes: Record<string, readonly [rows: number, cols: number]> = {
    matrix: [belief.mean.length, belief.mean.length],
    errors: [2, 4],
    landmarks: [belief.ids.length, 5],
  };
  if (on === 'event') return at[2] === state.t;
  return on in sizes && at[1] < sizes[on][0] && at[2] < sizes[on][1];
}

/** The steps from here to the end, or all of them when it has been reached. */
export function stops({ state }: View): Cursor[] {
  const from = state.t === STEPS ? 0 : state.t;
  return Array.from({ length: STEPS - from }, (_, i) => firstCursor({ ...state, t: from + i + 1 }));
}

const withStep = (state: State, t: number, done: number | 'all' = 'all'): Query => ({ ...texts(state), t: `${t}`, done: `${done}` }); // prettier-ignore

export function pick({ state }: View, { on, at }: Cursor): Query | undefined {
  return on === 'event' && (at[2] !== state.t || state.done !== 'all') ? withStep(state, at[2]) : undefined; // prettier-ignore
}

/** One operation on or back, or to the start. */
export function act({ state }: View, name: string): Query | undefined {
  const { t } = state;
  const { done } = nowOf(state);
  const count = (step: number) => driveOf(state)[step].events.length;
  const at = (step: number, i: number) => withStep(state, step, i === count(step) ? 'all' : i);
  if (name === 'first') return withStep(state, 0);
  if (name === 'on') {
    if (done < count(t)) return at(t, done + 1);
    return t < STEPS ? at(t + 1, 1) : undefined;
  }
  if (done > 1) return at(t, done - 1);
  return t > 0 ? withStep(state, t - 1) : undefined;
}

/** A new step is seen to its end. */
export function edit({ state }: View, name: string, value: string): Query | undefined {
  return name === 't' ? { ...texts(state), t: value, done: 'all' } : undefined;
}

// ---- arithmetic -----------------------------------------------------------------------------

const num = (value: number) => minus(plain(value, 4));
const exact = (value: number) => Number(plain(value, 4)) === value;
const same = (...values: number[]) => (values.every(exact) ? '=' : '≈');
const degrees = (angle: number) => `${minus(plain((180 * angle) / Math.PI, 3))}°`;
const two = ([x, y]: readonly number[]) => `${minus(plain(x, 3))}, ${minus(plain(y, 3))}`;

/** Which landmark an operation is about, and what it is taken for. */
function nameOf(event: Event, words: Words): string {
  if (event.kind === 'predict') return words.kinds.predict;
  const { landmark, named, kind } = event;
  const k = landmark === named ? `${named + 1}` : fill(words.takenFor, { i: landmark + 1, k: named + 1 }); // prettier-ignore
  return fill(words.kinds[kind], { k });
}

/** What is looked at, and its arithmetic as HTML. */
export function arithmetic(view: View, now = nowOf(view.state)): [where: string, sum: string] {
  const { state, words, cursor } = view;
  const { on, at } = cursor;
  if (on === 'matrix') return entryText(view, now, at[1], at[2]);
  if (on === 'errors') return ['', errorText(view, now, at[1], at[2])];
  const { event, done, step } = now;
  if (!event) return ['', words.start];
  const where = fill(words.where, { t: state.t, i: done, n: step.events.length, kind: nameOf(event, words) }); // prettier-ignore
  return [where, eventText(view, now, event)];
}

/** The same, read out. */
export function speak(view: View): string {
  return arithmetic(view).filter(Boolean).join(' ').replace(/<[^>]+>/g, '').replaceAll('&gt;', '>'); // prettier-ignore
}

function eventText({ words, cursor }: View, { belief }: Now, event: Event): string {
  const { before, after } = event;
  const spreads = { before: show(spreadOf(before), 3), after: show(spreadOf(after), 3) };
  if (event.kind === 'predict') {
    const [x0, y0, h] = poseOf(before);
    const [d, a] = event.control;
    const [x, y] = moved(poseOf(before), event.control);
    return fill(words.predictSum, { ...spreads, d: num(d), a: degrees(a), h: degrees(h), x: num(x), y: num(y), x0: num(x0), y0: num(y0) }); // prettier-ignore
  }
  const [r, b] = event.seen;
  const seen = { r: num(r), b: degrees(b) };
  if (event.kind === 'enter') {
    const k = after.ids.length - 1;
    const [x, y] = placeOf(after, k);
    return fill(words.enterSum, { ...seen, x: num(x), y: num(y), after: show(spreadOf(after, 3 + 2 * k), 3) }); // prettier-ignore
  }
  const { expected, surprise, distance } = event.correction;
  const more = { ...seen, er: num(expected[0]), eb: degrees(expected[1]) };
  if (event.kind === 'refuse') return fill(words.refuseSum, { ...more, d: show(distance, 4) });
  // The robot, or the landmark of the row that is looked at.
  const row = cursor.on === 'landmarks' ? cursor.at[1] : -1;
  const known = row >= 0 && row < before.ids.length;
  const i = known ? 3 + 2 * row : 0;
  const { gain } = event.correction;
  const sum = (at: number, axis: string) => {
    const [k0, k1] = [gain[2 * at], gain[2 * at + 1]];
    return `${axis} = ${num(before.mean[at])} + ${operand(k0, 4)}×${operand(surprise[0], 4)} + ${operand(k1, 4)}×${operand(surprise[1], 4)} ${same(before.mean[at], k0, k1, ...surprise, after.mean[at])} <b>${num(after.mean[at])}</b>`; // prettier-ignore
  };
  const own = known ? before.ids[row] : -1;
  const told = known ? ` ${own === event.named ? words.isMeasured : words.alsoMoves}` : '';
  const who = known ? fill(words.ofLandmark, { k: own + 1 }) : words.ofRobot;
  const change = known ? `, ${fill(words.spreadText, { before: show(spreadOf(before, i), 3), after: show(spreadOf(belief, i), 3) })}` : ''; // prettier-ignore
  return fill(words.updateSum, { ...more, ...spreads, n0: num(surprise[0]), n1: num(surprise[1]), who: `${who}${told}`, sum: `${sum(i, 'x')}, ${sum(i + 1, 'y')}${change}` }); // prettier-ignore
}

function errorText(
  { state, words }: View,
  { step, belief }: Now,
  row: number,
  col: number,
): string {
  const of = row === 0 ? step.odometry : belief;
  const { dx, dy, dheading, error, spread, distance } = judged(of, step.truth);
  const [xx, , yy] = blockOf(of, 0);
  const q = shareOf(state);
  return [
    fill(words.offText, { dx: operand(dx, 4), dy: operand(dy, 4), e: same(dx, dy, error), v: num(error) }), // prettier-ignore
    fill(words.believedText, { xx: num(xx), yy: num(yy), e: same(xx, yy, spread), v: num(spread) }),
    fill(words.headingText, { v: num((180 * dheading) / Math.PI) }),
    fill(words.distanceText, { e: same(distance), v: num(distance), p: state.confidence, q, rim: plain(withinSquared(q), 4) }), // prettier-ignore
  ][col];
}

/** The name of entry i of the state. */
function axisName({ words }: View, { ids }: Belief, i: number): string {
  if (i < 3) return `${words.ofRobot} ${['x', 'y', 'θ'][i]}`;
  return `${fill(words.ofLandmark, { k: ids[(i - 3) >> 1] + 1 })} ${'xy'[(i - 3) & 1]}`;
}

function entryText(view: View, { belief }: Now, r: number, c: number): [string, string] {
  const { words } = view;
  const n = belief.mean.length;
  const value = belief.cov[r * n + c];
  const [s, u] = [r, c].map((i) => Math.sqrt(belief.cov[i * n + i]));
  const v = correlation(belief, r, c);
  const where = fill(words.entry, { a: axisName(view, belief, r), b: axisName(view, belief, c) });
  return [where, fill(words.correlation, { c: num(value), s: num(s), u: num(u), e: same(value, s, u, v), v: num(v) })]; // prettier-ignore
}

/** cov / (σ σ); 0 where there is no variance. */
function correlation({ mean, cov }: Belief, r: number, c: number): number {
  const n = mean.length;
  const size = Math.sqrt(cov[r * n + r] * cov[c * n + c]);
  return size > 0 ? cov[r * n + c] / size : 0;
}

// ---- the map --------------------------------------------------------------------------------

/** Units of the drawing for each of the world. */
const UNIT = 20;

/** How far the map reaches: the smallest that holds what is drawn. */
function reachOf({ step, belief }: Now, state: State): number {
  const ways = driveOf(state).slice(0, state.t + 1);
  const all = [
    ...ways.flatMap(({ odometry, belief: each }) => [...odometry.mean.slice(0, 2), ...each.mean.slice(0, 2)]), // prettier-ignore
    ...belief.mean.slice(3),
    ...step.truth.slice(0, 2),
  ];
  const most = Math.max(...all.map(Math.abs));
  return [11, 15, 20, 30].find((reach) => most < reach - 0.6) ?? 40;
}

function mapPart(view: View, now: Now): string {
  const { state, words } = view;
  const { step, belief, blind, done } = now;
  const reach = reachOf(now, state);
  const side = 2 * reach * UNIT;
  const x = (v: number) => Math.round(Math.max(-99, Math.min(99, v)) * UNIT + side / 2);
  const spot = (p: ArrayLike<number>) => `${x(p[0])} ${x(-p[1])}`;
  const ways = driveOf(state).slice(0, state.t);
  const way = (name: string, list: readonly ArrayLike<number>[]) => `<path class="${name}" d="M${list.map(spot).join('L')}"/>`; // prettier-ignore
  const p = shareOf(state);
  const ellipse = (name: string, [u, v]: Place, block: readonly number[]) => {
    const { a, b, angle } = ellipseOf(block, p);
    if (a * UNIT < 0.5) return '';
    const [rx, ry] = [a, b].map((axis) => +(axis * UNIT).toFixed(1));
    return `<ellipse class="${name}" rx="${rx}" ry="${ry}" transform="translate(${spot([u, v])})rotate(${(-180 * angle / Math.PI).toFixed(1)})"/>`; // prettier-ignore
  };
  const fine = reach / 10;
  const robot = (name: string, [u, v, h]: Pose) => {
    const at = (forward: number, aside: number) => [u + fine * (forward * Math.cos(h) - aside * Math.sin(h)), v + fine * (forward * Math.sin(h) + aside * Math.cos(h))]; // prettier-ignore
    return `<path class="${name} robot" d="M${[at(0.55, 0), at(-0.35, 0.3), at(-0.35, -0.3)].map(spot).join('L')}z"/>`;
  };
  const taken = step.events.slice(1, done).filter((event) => event.kind !== 'predict');
  const seen = new Set(taken.map(({ landmark }) => landmark));
  const half = 0.22 * fine;
  const posts = LANDMARKS.map((place, i) => {
    const [cx, cy] = [x(place[0] - half), x(-place[1] - half)];
    const size = Math.round(2 * half * UNIT);
    const out = [place[0] * 1.09, place[1] * 1.09];
    return `<rect${seen.has(i) ? ' class="seen"' : ''} x="${cx}" y="${cy}" width="${size}" height="${size}"/><text x="${x(out[0])}" y="${x(-out[1])}" font-size="${Math.round(0.62 * fine * UNIT)}">${i + 1}</text>`; // prettier-ignore
  });
  const rays = taken.map(({ landmark, kind }) => `<path class="ray ${kind}" d="M${spot(step.truth)}L${spot(LANDMARKS[landmark])}"/>`); // prettier-ignore
  const arm = Math.round(0.2 * fine * UNIT);
  const estimates = belief.ids.map((_, k) => {
    const place = placeOf(belief, k);
    const old = k < blind.ids.length ? ellipse('before', placeOf(blind, k), blockOf(blind, 3 + 2 * k)) : ''; // prettier-ignore
    const cross = `<path class="slam" d="M${spot(place)}m-${arm} -${arm}l${2 * arm} ${2 * arm}m0 -${2 * arm}l-${2 * arm} ${2 * arm}"/>`;
    return `${old}${ellipse('slam', place, blockOf(belief, 3 + 2 * k))}${cross}`;
  });
  const [pose, wheels] = [poseOf(belief), poseOf(step.odometry)];
  const inside =
    rays.join('') +
    way('truth', [...ways.map(({ truth }) => truth), step.truth]) +
    way('wheels', [...ways.map(({ odometry }) => odometry.mean), wheels]) +
    ellipse('wheels', [wheels[0], wheels[1]], blockOf(step.odometry, 0)) +
    `<g class="w-covered">${estimates.join('')}` +
    ellipse('before', [blind.mean[0], blind.mean[1]], blockOf(blind, 0)) +
    ellipse('slam', [pose[0], pose[1]], blockOf(belief, 0)) +
    `</g>` +
    way('slam', [...ways.map(({ belief: each }) => each.mean), pose]) +
    posts.join('') +
    robot('truth', step.truth) +
    robot('wheels', wheels) +
    robot('slam', pose);
  const alt = fill(words.mapAlt, { t: state.t, truth: two(step.truth), wheels: two(wheels), slam: two(pose), m: belief.ids.length, seen: seen.size }); // prettier-ignore
  const keys = Object.entries(words.keys).map(([key, text]) => `<span class="w-together"><i class="l-key ${key}"></i>${fill(text, { p: state.confidence })}</span>`); // prettier-ignore
  return (
    `<svg class="l-map" viewBox="0 0 ${side} ${side}" role="img" aria-label="${escapeHtml(`${words.map}. ${alt}`)}">${inside}</svg>` +
    `<p class="w-hint">${keys.join(' ')}</p>`
  );
}

// ---- errors ---------------------------------------------------------------------------------

/** A result as a walkable table with a heading. */
function table(
  view: View,
  output: 'errors' | 'landmarks',
  title: string,
  columns: readonly string[],
  rows: readonly string[],
): string {
  // prettier-ignore
  const { outputs, cursor } = view;
  const { data, shape } = outputs![output];
  const mark = (_: number, r: number, c: number) => (cursor.on === output && cursor.at[1] === r && cursor.at[2] === c ? { class: 'at' } : undefined); // prettier-ignore
  const html = valueTables(data, shape, { output, label: title, plain: true, digits: 3, columns, rows, mark }); // prettier-ignore
  return `<p class="w-h">${title}</p><div class="w-scroll">${html}</div>`;
}

function errorsPart(view: View, { step, belief }: Now): string {
  const { state, words } = view;
  const rim = withinSquared(shareOf(state));
  const verdict = [step.odometry, belief].map((of, i) => {
    const { distance, spread } = judged(of, step.truth);
    const text = spread === 0 ? words.sure : distance <= rim ? words.inside : words.outside;
    const d = Number.isFinite(distance) ? show(distance, 3) : '= ∞';
    return `<span>${fill(text, { who: words.errorRows[i], p: state.confidence, d, rim: plain(rim, 3) })}</span>`;
  });
  return `${table(view, 'errors', words.errors, words.errorHeads, words.errorRows)}<p class="w-hint l-verdict">${verdict.join(' ')}</p>`;
}

function chartPart({ id, state, words, outputs }: View, { step, belief }: Now): string {
  const course = driveOf(state).map(({ truth, odometry, belief: end }) => [judged(odometry, truth).error, judged(end, truth).error]); // prettier-ignore
  const { data } = outputs!.course;
  const column = (c: number) => Array.from({ length: state.t + 1 }, (_, i): Point => [i, data[4 * i + c]]); // prettier-ignore
  const most = Math.max(0.5, ...course.flat(), ...column(3).map(([, y]) => y));
  const by = [0.1, 0.2, 0.5, 1, 2, 5, 10].find((unit) => most / unit <= 5) ?? 20;
  const top = Math.ceil(most / by) * by;
  const text = (of: Belief) => show(judged(of, step.truth).error, 3);
  return linePlot({
    id: `${id}-chart`,
    title: words.chart,
    desc: fill(words.chartAlt, { t: state.t, a: text(step.odometry), b: text(belief), c: show(spreadOf(belief), 3) }), // prettier-ignore
    width: 360,
    height: 220,
    x: { domain: [0, STEPS], ticks: [0, 12, 24, 36, 48, 60, 72], label: words.stepAxis },
    y: { domain: [0, top], ticks: Array.from({ length: Math.round(top / by) + 1 }, (_, i) => +(i * by).toFixed(1)), label: '' }, // prettier-ignore
    series: [
      { label: words.keys.wheels, class: 's-a', points: column(0), dash: '7 4' },
      { label: words.keys.slam, class: 's-accent', points: column(2), dash: '' },
      { label: words.believed, class: 's-accent', points: column(3), dash: '2 3' },
    ],
    over: ({ x, top: high, bottom }) => line(x(state.t), high, x(state.t), bottom, { class: 's-muted', 'stroke-dasharray': '2 3' }), // prettier-ignore
  });
}

// ---- matrix and landmarks -------------------------------------------------------------------

function matrixPart({ words, image, cursor }: View, { belief }: Now): string {
  const n = belief.mean.length;
  const box = cursor.on === 'matrix' ? { box: [cursor.at[1], cursor.at[2], 1, 1] } : {};
  return (
    `<p class="w-h">${fill(words.matrixTitle, { n })}</p>` +
    mapHtml({
      on: 'matrix',
      rows: n,
      cols: n,
      name: 'matrix',
      image,
      alt: fill(words.matrixAlt, { n }),
      label: words.matrixLabel,
      ...box,
    }) + // prettier-ignore
    `<p class="w-legend"><span class="w-neg">−1</span><i class="w-bar"></i><span class="w-pos">1</span></p>` +
    `<p class="w-hint">${words.matrixHint}</p>`
  );
}

export function images(
  { state }: View,
  { positive, negative }: Colours,
): Record<string, () => Pixels> {
  const draw = () => {
    const { belief } = nowOf(state);
    const n = belief.mean.length;
    const values = Array.from({ length: n * n }, (_, i) => correlation(belief, Math.floor(i / n), i % n)); // prettier-ignore
    const data = paint(
      values,
      n * n,
      0,
      1,
      { kind: 'signed', min: -1, max: 1 },
      positive,
      negative,
    );
    return { height: n, width: n, data };
  };
  return { matrix: draw };
}

function landmarksPart(view: View, { belief, step, done }: Now): string {
  const { words } = view;
  if (belief.ids.length === 0) return `<p class="w-h">${words.landmarks}</p><p class="w-hint">${words.none}</p>`; // prettier-ignore
  const seen = new Set(step.events.slice(1, done).map((event) => (event.kind === 'predict' ? -1 : event.named))); // prettier-ignore
  const names = belief.ids.map((id) => `${id + 1}${seen.has(id) ? ` <span title="${words.seenNow}">●</span>` : ''}`); // prettier-ignore
  return (
    table(view, 'landmarks', words.landmarks, words.landmarkHeads, names) +
    `<p class="w-hint">${words.landmarksHint}</p>`
  );
}

// ---- controls -------------------------------------------------------------------------------

function control({ id, state, words }: View, key: Key) {
  const hint = words.hints[key];
  return { id, key, label: words.labels[key], value: texts(state)[key]!, ...(hint && { hint }) };
}

const sliderPart = (view: View) => rangeField(control(view, 't'), { min: 0, max: STEPS, step: 1 }) + errorHtml('done'); // prettier-ignore

function paramsPart(view: View): string {
  const { words } = view;
  const range = (key: 'wheels' | 'camera' | 'sight', step: number) => rangeField(control(view, key), { min: BOUNDS[key][0], max: BOUNDS[key][1], step }); // prettier-ignore
  const numbers = ['0', ...LANDMARKS.map((_, i) => `${i + 1}`).slice(1)];
  const taken = Object.fromEntries(numbers.map((n) => [n, n === '0' ? words.mistakes[0] : fill(words.mistakes[1], { n })])); // prettier-ignore
  // In the order of the words: keys that look like numbers come first in any case.
  const confidences = Object.fromEntries(CONFIDENCES.map((each) => [each, words.confidenceNames[each]])); // prettier-ignore
  const check = (key: 'gate' | 'cut') => checkField(control(view, key));
  return (
    range('wheels', 0.25) +
    range('camera', 0.25) +
    range('sight', 0.5) +
    selectField(control(view, 'confidence'), confidences) +
    selectField(control(view, 'mistake'), taken) +
    check('gate') +
    check('cut') +
    textField(control(view, 'seed'))
  );
}

function ratePart(view: View): string {
  const { state, words, outputs } = view;
  const choices = Object.fromEntries(DRIVES.map((each) => [each, words.driveNames[each]]));
  const field = selectField(control(view, 'drives'), choices);
  if (!outputs!.rate) return `${field}<p class="w-hint">${words.rateHint}</p>`;
  const { data, shape } = outputs!.rate;
  const [n, a, b] = data;
  const percent = (held: number) => plain((100 * held) / n, 3);
  const text = fill(words.rateText, { n, t: state.t, p: state.confidence, a, ap: percent(a), b, bp: percent(b) }); // prettier-ignore
  const values = `<table class="visually-hidden" data-output="rate" data-shape="${shape.join()}"><tbody><tr>${[...data].map((v) => `<td><data value="${v}">${v}</data></td>`).join('')}</tr></tbody></table>`; // prettier-ignore
  return `${field}<p>${text}</p>${values}`;
}

function numbersPart({ words, ui, outputs }: View): string {
  const open = ui['fold-numbers'] === '1';
  const names = (['mean', 'cov', 'gain', 'S', 'course'] as const).filter((name) => outputs![name]);
  return names
    .map((name) => {
      const { data, shape } = outputs![name];
      return longTable(`data-output="${name}"`, open ? data : undefined, shape, words.tables[name]);
    })
    .join('');
}

// ---- the guess ------------------------------------------------------------------------------

/** Landmarks of the map whose ellipses are smaller at the end of this step than before its sightings. */
export function shrunk(state: State): number {
  const now = nowOf({ ...state, done: 'all' });
  return now.belief.ids.filter(
    (_, k) => spreadOf(now.belief, 3 + 2 * k) < spreadBefore(now, k) * (1 - 1e-9),
  ).length;
}

const askPart = ({ words }: View) => `<label><span>${words.ask}</span><input data-guess inputmode="numeric" autocomplete="off" aria-label="${words.ask}"></label>`; // prettier-ignore

export function guess({ state, words }: View, [text]: string[]): { right: boolean; text: string } {
  const value = shrunk(state);
  const right = text !== '' && Number(text) === value;
  return { right, text: fill(right ? words.right : words.wrong, { v: value, g: escapeHtml(text || '?') }) }; // prettier-ignore
}
