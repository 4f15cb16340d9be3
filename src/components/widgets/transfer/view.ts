/** The parts of the transfer bench as HTML, and what is said about them. Pure. */
import { linePlot, type Point } from '../../figures/plot.ts';
import { circle } from '../../figures/svg.ts';
import { softmax } from '../../../lib/ops/activation.ts';
import {
  controlOf,
  explainHtml,
  named,
  rangeField,
  selectField,
  stepperField,
} from '../toolkit/controls.ts';
import { longTable, valueTables } from '../toolkit/grids.ts';
import type { Cursor, View as ViewOf } from '../toolkit/kind.ts';
import { mapHtml } from '../toolkit/maps.ts';
import { withoutDefaults, type Query } from '../toolkit/query.ts';
import { fill, minus, onceFor, plain, scalar, show, thousands } from '../toolkit/text.ts';
import { MEASURED } from './measured.ts';
import { actOwn, ownHtml, ownSum, probsHtml, sourceHtml } from './own-view.ts';
import { allScores, frozenNumbers, largest, LAYERS, layerOf, READ, runOf, testDigits, trainedNumbers } from './reference.ts'; // prettier-ignore
import { BOUNDS, DEFAULTS, SHOTS, TASKS, texts, WAYS, type Key, type State } from './state.ts';
import type { Words } from './strings.ts';

export type View = ViewOf<State, Words>;

const percent = (share: number) => `${(100 * share).toFixed(1)}%`;
const labelOf = (at: number) => Math.floor(at / READ);

// ---- the cursor -----------------------------------------------------------------------------

export const firstCursor = ({ task }: State): Cursor =>
  task === 'own' ? { on: 'probs', at: [0, 0, 0] } : { on: 'tests', at: [0, 0, 0] };

export function holds({ state, outputs, cursor }: View): boolean {
  const { on, at } = cursor;
  if (on === 'ink' || on === 'ownMoved') return state.task === 'own';
  if (on === 'probs') return state.task === 'own' && at[1] < outputs!.probs.shape[0];
  return state.task === 'digits' && (on === 'tests' || on === 'moved');
}

export function stops({ state, outputs }: View): Cursor[] {
  if (state.task === 'own') {
    return Array.from({ length: outputs!.probs.shape[0] }, (_, k) => ({ on: 'probs', at: [0, k, 0] })); // prettier-ignore
  }
  return testDigits().map((_, i) => ({ on: 'tests', at: [0, labelOf(i), i % READ] }));
}

// ---- the arithmetic -------------------------------------------------------------------------

/** A probability in four digits; 1 and 0 only where it is that. */
export function chance(p: number): string {
  if (p === 0 || p === 1) return `= ${p}`;
  if (p < 0.00005) return '< 0.0001';
  return p > 0.99995 ? '> 0.9999' : `≈ ${p.toFixed(4)}`;
}

/** What the four ways read a digit as. */
function digitText({ state, words }: View, at: number): string {
  const scores = allScores(state);
  return WAYS.map((way, w) => {
    const z = scores[w][at];
    const d = largest(z);
    return fill(words.readAs, { way: words.ways[way], d, p: chance(softmax(z)[d]) });
  }).join(words.between);
}

function movedText({ state, words, outputs }: View, row: number, col: number): string {
  const run = runOf(state);
  const value = outputs!.moved.data[2 * row + col];
  const { length } = row < 4 ? layerOf(LAYERS[row]).kernel : run.frozen.kernel;
  return fill(words.movedText, { n: thousands(length), r: value === 0 ? '= 0' : `≈ ${plain(value, 4)}` }); // prettier-ignore
}

function told(view: View): [where: string, sum: string] {
  const { state, words, cursor } = view;
  const [, r, c] = cursor.at;
  if (state.task === 'own') return ownSum(view);
  if (cursor.on === 'moved') {
    const name = r < 4 ? LAYERS[r] : words.head;
    return [`${words.ways[c === 0 ? 'frozen' : 'tuned']}${words.comma}${name}${words.colon}`.trim(), movedText(view, r, c)]; // prettier-ignore
  }
  const at = READ * r + c;
  return [fill(words.digitIs, { n: testDigits()[at], d: r }), digitText(view, at)];
}

export const speak = (view: View): string => told(view).join(' ');
const escaped = (text: string) => text.replace(/</g, '&lt;').replace(/>/g, '&gt;');

// ---- controls -------------------------------------------------------------------------------

const control = (view: View, key: keyof Words['labels']) =>
  controlOf(view, key, texts(view.state)[key]);

function controlsHtml(view: View): string {
  const { state, words } = view;
  const task = selectField(control(view, 'task'), named(TASKS, words.tasks));
  if (state.task === 'own') return task + sourceHtml(view);
  const { shift } = BOUNDS;
  const spoken = (n: number) => fill(words.pixelsAway, { n: minus(`${n}`) });
  const move = (key: 'dx' | 'dy') => rangeField(control(view, key), { min: -shift, max: shift, step: 1, spoken: spoken(state[key]) }); // prettier-ignore
  return (
    task +
    selectField(control(view, 'shots'), Object.fromEntries(SHOTS.map((n) => [n, n]))) +
    stepperField(control(view, 'draw'), { min: 1, max: BOUNDS.draws, words }) +
    rangeField(control(view, 'steps'), { min: 0, max: BOUNDS.steps, step: 1 }) +
    move('dx') +
    move('dy')
  );
}

// ---- the comparison -------------------------------------------------------------------------

interface Spread {
  all: number[];
  mean: number;
  low: number;
  high: number;
}

/** What the eight draws of these shots read, as shares, way by way. */
export function spreadsOf(shots: number): Spread[] {
  const rows = MEASURED.counts[MEASURED.shots.findIndex((n) => n === shots)];
  return WAYS.map((_, w) => {
    const all = rows.map((row) => row[w] / MEASURED.tests);
    const mean = all.reduce((a, b) => a + b, 0) / all.length;
    return { all, mean, low: Math.min(...all), high: Math.max(...all) };
  });
}

/** The spread between draws against the distance between ways, in numbers alone. */
export function spreadText({ state, words }: View): string {
  const all = spreadsOf(state.shots);
  const means = all.map(({ mean }) => mean);
  const widths = all.map(({ low, high }) => high - low);
  const [top, bottom] = [means.indexOf(Math.max(...means)), means.indexOf(Math.min(...means))];
  const wide = widths.indexOf(Math.max(...widths));
  let overlaps = 0;
  all.forEach((a, i) => all.slice(i + 1).forEach((b) => (overlaps += Number(a.low <= b.high && b.low <= a.high)))); // prettier-ignore
  const points = (share: number) => (100 * share).toFixed(1);
  return fill(words.spread, {
    n: state.shots,
    a: words.ways[WAYS[top]],
    pa: percent(means[top]),
    b: words.ways[WAYS[bottom]],
    pb: percent(means[bottom]),
    d: points(means[top] - means[bottom]),
    w: words.ways[WAYS[wide]],
    s: points(widths[wide]),
    o: overlaps,
  });
}

function waysHtml(view: View): string {
  const { state, words, outputs } = view;
  const right = outputs!.right.data;
  const spreads = spreadsOf(state.shots);
  const strips = WAYS.map((way, w) => {
    const { all, mean } = spreads[w];
    const at = (share: number) => `left:${+(100 * share).toFixed(2)}%`;
    // One under the other, so that none hides another.
    const dots = all
      .map(
        (share, i) =>
          `<i${i + 1 === state.draw ? ' class="mine"' : ''} style="${at(share)};top:${10 + Math.round((80 * i) / 7)}%"></i>`,
      ) // prettier-ignore
      .join('');
    return (
      `<div class="t-way ${way}"><span>${words.ways[way]}</span><b>${right[w]}${words.ofHundred}</b>` +
      `<span class="t-track" aria-hidden="true">${dots}<u style="${at(mean)}"></u><em style="${at(right[w] / 100)}"></em></span></div>`
    );
  });
  const moved = state.dx !== 0 || state.dy !== 0;
  return (
    `<p class="w-h">${words.waysTitle}</p><div class="t-ways w-covered">${strips.join('')}</div>` +
    `<p class="t-axis" aria-hidden="true"><span>0</span><span>50%</span><span>100%</span></p>` +
    `<p class="w-hint">${words.stripHint}${moved ? words.stripMoved : ''}</p>` +
    `<p class="w-covered">${spreadText(view)}</p>`
  );
}

function waysTable({ state, words, outputs }: View): string {
  const run = runOf(state);
  const spreads = spreadsOf(state.shots);
  const numbers = trainedNumbers(run);
  const kept = [0, frozenNumbers().total, LAYERS.slice(0, 3).reduce((sum, name) => sum + layerOf(name).kernel.length + layerOf(name).bias.length, 0), 0]; // prettier-ignore
  const rows = WAYS.map((way, w) => {
    const { mean, low, high } = spreads[w];
    const right = outputs!.right.data[w];
    const cells = [percent(mean), percent(low), percent(high), thousands(numbers[w]), thousands(kept[w])]; // prettier-ignore
    return `<tr><th scope="row">${words.ways[way]}</th><td><data value="${right}">${right}</data></td>${cells.map((text) => `<td>${text}</td>`).join('')}</tr>`;
  });
  const heads = words.wayHeads.map((name) => `<th scope="col">${name}</th>`).join('');
  return (
    `<p class="w-h">${fill(words.tableTitle, { n: state.shots, i: state.draw })}</p>` +
    `<div class="w-scroll w-covered" tabindex="0" role="group" aria-label="${words.tableName}"><table class="t-table" data-output="right" data-shape="4,1,1">` +
    `<thead><tr><td></td>${heads}</tr></thead><tbody>${rows.join('')}</tbody></table></div>`
  );
}

// ---- pictures -------------------------------------------------------------------------------

function picturesHtml(view: View): string {
  const { state, words, cursor, image } = view;
  const w = WAYS.indexOf(state.way);
  const read = allScores(state)[w].map(largest);
  const here = cursor.on === 'tests' ? [cursor.at[1], cursor.at[2], 1, 1] : undefined;
  const wrong = read.flatMap((d, at) => (d === labelOf(at) ? [] : [`<b style="left:${10 * (at % READ)}%;top:${10 * labelOf(at)}%">${d}</b>`])); // prettier-ignore
  const tests = mapHtml({
    on: 'tests',
    rows: 10,
    cols: READ,
    name: 'tests',
    image,
    alt: fill(words.testsAlt, { x: minus(`${state.dx}`), y: minus(`${state.dy}`) }),
    label: words.testsLabel,
    ...(here && { box: here }),
  });
  const inside = image
    ? `<img src="${image('drawn')}" alt="${words.drawnAlt}" width="280" height="${28 * state.shots}" decoding="async">`
    : `<canvas data-paint="drawn" role="img" aria-label="${words.drawnAlt}" width="280" height="${28 * state.shots}"></canvas>`;
  return (
    `<div class="t-pictures"><div><p class="w-h">${fill(words.drawnTitle, { n: 10 * state.shots })}</p>${inside}</div>` +
    `<div><p class="w-h">${words.testsTitle}</p><div class="t-mosaic">${tests}<div class="t-marks w-covered" aria-hidden="true">${wrong.join('')}</div></div>` +
    `${selectField(control(view, 'way'), named(WAYS, words.ways))}<p class="w-hint w-covered">${fill(words.marks, { n: wrong.length })}</p></div></div>`
  );
}

// ---- what moved -----------------------------------------------------------------------------

function movedHtml(view: View): string {
  const { state, words, outputs, cursor } = view;
  const own = state.task === 'own';
  const { total, changed } = frozenNumbers();
  const name = own ? 'ownMoved' : 'moved';
  const { data, shape } = outputs![name];
  const head = own ? outputs!.probs.shape[0] * 1569 : 15690;
  let text = fill(own ? words.ownFrozen : words.frozen, { n: thousands(total), c: changed, h: thousands(head) }); // prettier-ignore
  if (!own) {
    const { kernel, bias } = runOf(state).tuned.blocks[0];
    const was = layerOf('conv4');
    const count = kernel.reduce((sum, v, i) => sum + Number(v !== was.kernel[i]), 0) + bias.reduce((sum, v, i) => sum + Number(v !== was.bias[i]), 0); // prettier-ignore
    text += ` ${fill(words.tunedMoved, { n: thousands(kernel.length + bias.length), c: thousands(count) })}`; // prettier-ignore
  }
  const table = valueTables(data, shape, {
    output: name,
    label: words.movedTitle,
    plain: true,
    digits: 3,
    columns: own ? [words.change] : [words.ways.frozen, words.ways.tuned],
    rows: [...LAYERS, words.head],
    mark: (_, r, c) => (cursor.on === name && cursor.at[1] === r && cursor.at[2] === c ? { class: 'at' } : undefined), // prettier-ignore
  });
  return `<p class="w-h">${words.movedTitle}</p><p class="t-frozen">${text}</p><div class="w-scroll">${table}</div>${own ? '' : `<p class="w-hint">${words.movedHint}</p>`}`;
}

// ---- measured curves ------------------------------------------------------------------------

const CLASSES = { pixels: 's-muted', frozen: 's-a', tuned: 's-b', scratch: 's-c' } as const;
const FILLS = ['f-muted', 'f-a', 'f-b', 'f-c'] as const;
const Y = { domain: [0, 1], ticks: [0, 0.25, 0.5, 0.75, 1], label: '', format: (v: number) => `${100 * v}%` } as const; // prettier-ignore

function plotsHtml(view: View): string {
  const { id, state, words, outputs } = view;
  const live = Array.from(outputs!.right.data, (n) => n / 100);
  const means = MEASURED.shots.map((n) => spreadsOf(n).map(({ mean }) => mean));
  const series = (points: (w: number) => Point[]) => WAYS.map((way, w) => ({ label: words.ways[way], class: CLASSES[way], points: points(w) })); // prettier-ignore
  const dots = (x: number, scale: { x: (v: number) => number; y: (v: number) => number }) =>
    live.map((v, w) => circle(scale.x(x), scale.y(v), 4.5, { class: FILLS[w] })).join('');
  const still = state.dx === 0 && state.dy === 0;
  const shots = linePlot({
    id: `${id}-shots`,
    title: words.shotsPlot,
    desc: words.shotsPlot,
    width: 400,
    height: 250,
    x: { domain: [0, 10.5], ticks: [1, 2, 3, 5, 10], label: words.shotsAxis },
    y: Y,
    series: series((w) => MEASURED.shots.map((n, i): Point => [n, means[i][w]])),
    over: (frame) => (still ? dots(state.shots, frame) : ''),
  });
  const rows = MEASURED.moved[MEASURED.shots.findIndex((n) => n === state.shots)];
  const moved = linePlot({
    id: `${id}-moved`,
    title: words.shiftPlot,
    desc: words.shiftPlot,
    width: 400,
    height: 250,
    x: { domain: [-6.5, 6.5], ticks: [-6, -4, -2, 0, 2, 4, 6], label: words.shiftAxis, format: (v) => minus(`${v}`) }, // prettier-ignore
    y: Y,
    series: series((w) => MEASURED.shifts.map((x, i): Point => [x, rows[w][i] / (8 * MEASURED.tests)])), // prettier-ignore
    over: (frame) => (state.dy === 0 ? dots(state.dx, frame) : ''),
  });
  return (
    `<div class="t-plots w-covered"><div><p class="w-h">${words.shotsPlot}</p>${shots}</div>` +
    `<div><p class="w-h">${fill(words.shiftTitle, { n: state.shots })}</p>${moved}</div></div><p class="w-hint">${words.plotHint}</p>`
  );
}

function numbersHtml(view: View): string {
  const { state, words, ui, outputs } = view;
  const open = ui['fold-numbers'] === '1';
  if (state.task === 'own') {
    const { data } = outputs!.ownLoss;
    return `<p>${words.ownLoss} ${scalar('ownLoss', data[0], show(data[0], 4))}</p>`;
  }
  return onceFor(outputs!, `numbers ${open} ${words.tensors}`, () => {
    const { losses, scores, read } = outputs!;
    return (
      longTable('data-output="losses"', losses.data, losses.shape, words.losses) +
      longTable(
        'data-output="scores"',
        open ? scores.data : undefined,
        scores.shape,
        words.scores,
      ) + // prettier-ignore
      longTable('data-output="read"', open ? read.data : undefined, read.shape, words.read)
    );
  });
}

// ---- all of it ------------------------------------------------------------------------------

export function parts(view: View): Record<string, string> {
  const { state, words } = view;
  const own = state.task === 'own';
  const [where, sum] = told(view);
  return {
    controls: controlsHtml(view),
    summary: own ? probsHtml(view) : waysHtml(view),
    pictures: own ? ownHtml(view) : picturesHtml(view),
    table: own ? '' : waysTable(view),
    moved: movedHtml(view),
    plots: own ? '' : plotsHtml(view),
    decided: own ? words.decidedOwn : words.decided,
    formula: explainHtml(where, escaped(sum)),
    numbers: numbersHtml(view),
    ask: `<label><span>${own ? words.askOwn : fill(words.ask, { way: words.ways[state.way] })}</span><input data-guess autocomplete="off"></label>`, // prettier-ignore
  };
}

export function act(view: View, name: string): Query<Key> | undefined {
  const query = withoutDefaults(texts(view.state), DEFAULTS);
  return actOwn(view, name, query);
}

/** How many digits are read correctly, within five; or the class that gets most. */
export function guess(
  { state, words, outputs }: View,
  [given = '']: string[],
): { right: boolean; text: string } {
  if (state.task === 'own') {
    if (state.examples.every((each) => each.length === 0)) return { right: false, text: words.noExamples };
    const letter = 'ABCD'[largest(outputs!.probs.data)];
    const right = given.trim().toUpperCase() === letter;
    return { right, text: fill(right ? words.rightOwn : words.wrongOwn, { a: letter }) };
  }
  const count = outputs!.right.data[WAYS.indexOf(state.way)];
  const right = given.trim() !== '' && Math.abs(Number(given) - count) <= 5;
  return { right, text: fill(right ? words.right : words.wrong, { a: count }) };
} // prettier-ignore
