/** The parts of the shared space as HTML, and what is said about them. Pure. */
import { controlOf, named, rangeField, selectField, setButton, stepperField, textField, explainHtml, optionList } from '../toolkit/controls.ts'; // prettier-ignore
import { digitGrid, sampleOf } from '../toolkit/digits.ts';
import { contractTable, longTable } from '../toolkit/grids.ts';
import type { Colours, Cursor, Outputs, Pixels } from '../toolkit/kind.ts';
import { pixelsOf } from '../toolkit/maps.ts';
import type { Query } from '../toolkit/query.ts';
import { fill, onceFor, show } from '../toolkit/text.ts';
import { fromRows } from '../../../lib/grid.ts';
import { WAYS } from '../../../lib/fusion.ts';
import { digitPixels, placesOf, type View } from './drawing.ts';
import * as fusion from './fusion-view.ts';
import { EVERY, NOISES, tauOf } from './reference.ts';
import * as retrieval from './retrieval-view.ts';
import * as space from './space-view.ts';
import { BOUNDS, COMBINED, endOf, SPAN, swapOf as swapNow, TASKS, texts, USES, WHENS, type Key, type State } from './state.ts'; // prettier-ignore
import { galleryOf, partnersAt, pictureAt, trainingAt } from './training.ts';

export type { View };

// ---- the cursor -----------------------------------------------------------------------------

export function firstCursor(state: State, _outputs?: Outputs): Cursor {
  if (state.show === 'retrieval') return { on: 'list', at: [0, 0, 0] };
  if (state.show === 'fusion') return { on: 'probabilities', at: [0, 0, WAYS.indexOf(fusion.decides(state))] }; // prettier-ignore
  return { on: state.show === 'temperature' ? 'rows' : 'cosines', at: [0, 0, partnersAt(state, state.at)[0]] }; // prettier-ignore
}

/** The plot of each show and the number of its columns. */
const plotOf = ({ show, swap, from }: State): [name: string, cols: number] | undefined =>
  ({
    space: ['steps', Math.floor(endOf({ swap, from }) / EVERY) + 1],
    temperature: ['taus', space.TAUS.length],
    retrieval: undefined,
    fusion: ['noises', NOISES.length],
  } as const)[show] as [string, number] | undefined; // prettier-ignore

export function holds({ state, outputs, cursor }: View): boolean {
  const { on, at } = cursor;
  const plot = plotOf(state);
  if (plot && on === plot[0]) return at[2] < plot[1];
  if (on === 'list') return state.show === 'retrieval' && at[1] < Math.min(retrieval.TOP, outputs!.ranks.data.length); // prettier-ignore
  const table = { fusion: ['probabilities'], retrieval: [] as string[], space: ['cosines', ...space.BESIDE], temperature: ['cosines', ...space.BESIDE] }[state.show]; // prettier-ignore
  if (!table.includes(on)) return false;
  const [rows, cols] = outputs![on].shape;
  return at[1] < rows && at[2] < cols;
}

/** The column of the plot that the state is at. */
const columnOf = ({ show, at, look, tau, noise }: State): number => {
  if (show === 'space') return Math.floor(at / EVERY);
  if (show === 'fusion') return NOISES.findLastIndex((v) => v <= noise);
  return Math.max(0, space.TAUS.findLastIndex((v) => v <= (look ?? tau) + 1e-9)); // prettier-ignore
};

/** The queries that “play” goes through. */
const askedNow = ({ ask, word, pairs, digit }: State): number =>
  ask === 'word' ? Math.min(word, pairs - 1) : digit.kind === 'held-out' ? [...Array(10).keys()].findLastIndex((d) => sampleOf(d) - 30 <= digit.index) : 0; // prettier-ignore

/** What “play” goes through: steps, temperatures, queries, noise; on from here, or from the start. */
export function stops({ state }: View): Cursor[] {
  const plot = plotOf(state);
  if (!plot) return Array.from({ length: state.pairs }, (_, d): Cursor => ({ on: 'asks', at: [0, 0, d] })); // prettier-ignore
  const [on, cols] = plot;
  const begin = state.show === 'space' && state.swap ? Math.ceil(state.from / EVERY) : 0;
  const now = columnOf(state);
  const first = now < cols - 1 ? now : begin;
  return Array.from({ length: cols - first }, (_, i): Cursor => ({ on, at: [0, 0, first + i] }));
}

/** The query of a column of the plot, or of one of the queries. */
function column(state: State, col: number): Query {
  const all = texts(state);
  if (state.show === 'space') return { ...all, at: `${Math.min(endOf(state), Math.max(0, col * EVERY))}` }; // prettier-ignore
  if (state.show === 'fusion') return { ...all, noise: `${NOISES[Math.min(NOISES.length - 1, Math.max(0, col))]}` }; // prettier-ignore
  if (state.show === 'temperature') return { ...all, look: `${space.TAUS[Math.min(space.TAUS.length - 1, Math.max(0, col))]}` }; // prettier-ignore
  const digit = (col + state.pairs) % state.pairs;
  const { input: _, ...rest } = all;
  return state.ask === 'word' ? { ...all, word: `${digit}` } : { ...rest, image: `test-${sampleOf(digit)}` }; // prettier-ignore
}

export const pick = ({ state }: View, { on, at }: Cursor): Query | undefined =>
  on === 'asks' || on === plotOf(state)?.[0] ? column(state, at[2]) : undefined;

export function act(view: View, name: string): Query | undefined {
  const { state, ui } = view;
  const all = texts(state);
  const here = state.show === 'retrieval' ? askedNow(state) : columnOf(state);
  if (name === 'back' || name === 'on') return column(state, here + (name === 'on' ? 1 : -1));
  if (name === 'start') return column(state, 0);
  if (name === 'end') return column(state, (plotOf(state)?.[1] ?? state.pairs) - 1);
  if (name === 'unswap') return { ...all, swap: '', from: `${SPAN}`, at: `${Math.min(state.at, SPAN)}` }; // prettier-ignore
  const [one, two] = chosen(view, ui);
  const from = Math.min(state.at, SPAN);
  return { ...all, swap: `${one},${two}`, from: `${from}`, at: `${from}` };
}

/** The two texts that are chosen for a swap. */
function chosen({ state }: View, ui: View['ui']): [number, number] {
  const inside = (text: string | undefined, other: number) => {
    const n = Number(text);
    return text !== undefined && n < state.pairs ? n : Math.min(other, state.pairs - 1);
  };
  const one = inside(ui.one, state.swap?.[0] ?? 1);
  const two = inside(ui.two, state.swap?.[1] ?? 4);
  return [one, one === two ? (one + 1) % state.pairs : two];
}

// ---- the arithmetic -------------------------------------------------------------------------

function told(view: View): [where: string, sum: string] {
  const { state, words, cursor, outputs } = view;
  const percent = (n: number) => `${show((100 * n) / fusion.TOTAL, 3)}%`;
  if (cursor.on === 'steps') return ['', fill(words.stepText, { s: state.at, v: show(outputs!.trainLoss.data[0]), f: outputs!.found.data[0], n: state.pairs })]; // prettier-ignore
  if (cursor.on === 'taus') return ['', fill(words.tauText, { t: tauOf(state), v: show(outputs!.loss.data[0]) })]; // prettier-ignore
  if (cursor.on === 'noises') {
    const w = WAYS.indexOf(fusion.decides(state));
    const { data } = outputs!.right;
    return ['', fill(words.noiseText, { s: state.noise, w: fusion.nameOf(view, WAYS[w]), p: percent(data[w]), m: fusion.nameOf(view, 'a'), q: percent(data[0]) })]; // prettier-ignore
  }
  const { show: what } = state;
  return what === 'retrieval' ? retrieval.told(view) : what === 'fusion' ? fusion.told(view) : space.told(view); // prettier-ignore
}

export const speak = (view: View): string =>
  told(view)
    .join(' ')
    .trim()
    .replace(/<\/?b>/g, '');

// ---- controls -------------------------------------------------------------------------------

type Field = Exclude<Key, 'show' | 'image' | 'input' | 'swap' | 'from' | 'ask' | 'word'>;

function controls(view: View) {
  const all = texts(view.state);
  return (key: Field, value = all[key]) => controlOf(view, key, value);
}

function sliderHtml(view: View): string {
  const { state, words } = view;
  const control = controls(view);
  if (state.show === 'fusion') return rangeField(control('noise'), { min: 0, max: BOUNDS.noise[1], step: 0.25 }); // prettier-ignore
  if (state.show === 'temperature') return rangeField(control('look', `${tauOf(state)}`), { min: BOUNDS.tau[0], max: BOUNDS.tau[1], step: 0.01 }); // prettier-ignore
  if (state.show === 'retrieval') return `<p class="w-hint">${words.queriesHint}</p>`;
  return rangeField(control('at'), { min: 0, max: endOf(state), step: 1 });
}

function swapHtml(view: View): string {
  const { state, words, ui } = view;
  if (state.show !== 'space') return '';
  const [one, two] = chosen(view, ui);
  const choices = Object.fromEntries(Array.from({ length: state.pairs }, (_, j) => [`${j}`, words.digits[j]])); // prettier-ignore
  const list = (name: 'one' | 'two', chosen: number) => `<select data-ui="${name}" aria-label="${words.swapLabels[name]}">${optionList(choices, `${chosen}`)}</select>`; // prettier-ignore
  const swap = swapNow(state);
  const undo = swap ? ` <button type="button" data-do="act:unswap">${words.unswap}</button>` : ''; // prettier-ignore
  const said = swap ? `<p class="w-hint">${fill(words.swapped, { a: words.digits[swap[0]], b: words.digits[swap[1]], s: state.from })}</p>` : ''; // prettier-ignore
  return `<div class="e-swaps w-live-only"><span>${words.swapAsk}</span> ${list('one', one)} ⇄ ${list('two', two)} <button type="button" data-do="act:swap">${words.swapDo}</button>${undo}</div>${said}`; // prettier-ignore
}

function paramsHtml(view: View): string {
  const { state, words } = view;
  const control = controls(view);
  const stepper = (key: 'pairs' | 'shots' | 'seed' | 'size') => stepperField(control(key), { min: BOUNDS[key][0], max: BOUNDS[key][1], words }); // prettier-ignore
  if (state.show === 'fusion') {
    const [a, b] = words.modalities[state.task];
    const uses = named(USES, { both: words.both, a: fill(words.alone, { m: a }), b: fill(words.alone, { m: b }) }); // prettier-ignore
    return (
      selectField(control('task'), named(TASKS, words.tasks)) +
      `<div class="w-field"><span class="e-label">${words.labels.use}</span><div class="w-chips" role="group" aria-label="${words.labels.use}">${USES.map((use) => setButton('use', use, uses[use], state.use === use)).join('')}</div></div>` +
      selectField(control('way'), named(COMBINED, words.ways)) +
      selectField(control('when'), named(WHENS, words.whens)) +
      stepper('size') +
      stepper('seed')
    );
  }
  const late = state.show !== 'space' ? rangeField(control('at'), { min: 0, max: endOf(state), step: 1 }) : ''; // prettier-ignore
  return late + stepper('pairs') + stepper('shots') + textField(control('tau')) + textField(control('rate')) + stepper('seed'); // prettier-ignore
}

// ---- every number ---------------------------------------------------------------------------

/** Outputs that stand in the fold of all numbers, those with many numbers only while it is open. */
const FOLDED: Record<State['show'], readonly string[]> = {
  space: ['pictures', 'texts', 'turns'],
  temperature: ['pictures', 'texts', 'turns'],
  retrieval: ['scores', 'ranks', 'query', 'texts'],
  fusion: ['right', 'entropy', 'labels', 'trainLosses'],
};
const LONG: Record<State['show'], readonly string[]> = {
  space: ['gradient', 'history'],
  temperature: ['gradient', 'history'],
  retrieval: ['held', 'gallery'],
  fusion: ['gradients', 'curve'],
};

function numbersHtml(view: View): string {
  const { outputs, ui, words, state } = view;
  const open = ui['fold-numbers'] === '1';
  const beside = space.besideOf(view);
  const spare = 'cosines' in outputs! ? space.BESIDE.filter((name) => name !== beside) : [];
  const caption = (name: string) => (words.tables as Record<string, string>)[name];
  const write = () =>
    [...spare, ...FOLDED[state.show]].map((name) => contractTable(name, outputs![name].data, outputs![name].shape, caption(name), open, placesOf(view, name))).join('') + // prettier-ignore
    LONG[state.show].map((name) => longTable(`data-output="${name}"`, open ? outputs![name].data : undefined, outputs![name].shape, caption(name))).join(''); // prettier-ignore
  return onceFor(outputs!, `${open} ${beside} ${view.image ? 'image' : ''}`, write);
}

// ---- all of it ------------------------------------------------------------------------------

/** The HTML of each `data-part`. */
export function parts(view: View): Record<string, string> {
  const { state, words } = view;
  const what = state.show;
  const [where, sum] = told(view);
  const picture = { space: space.spaceHtml, temperature: space.spaceHtml, retrieval: retrieval.circle, fusion: fusion.curvesHtml }[what](view); // prettier-ignore
  const side = {
    space: () => space.lossHtml(view) + space.scoresHtml(view),
    temperature: () => space.temperatureHtml(view) + space.scoresHtml(view),
    retrieval: () => retrieval.queryHtml(view) + retrieval.scoresHtml(view),
    fusion: () => fusion.waysHtml(view),
  }[what]();
  const tables = what === 'retrieval' ? retrieval.listHtml(view) : what === 'fusion' ? fusion.examplesHtml(view) : space.tablesHtml(view); // prettier-ignore
  return {
    picture,
    side,
    slider: sliderHtml(view),
    swap: swapHtml(view),
    tables,
    formula: explainHtml(where, sum),
    params: paramsHtml(view),
    about: words.about[what],
    numbers: numbersHtml(view),
    ask: `<label><span>${fill(words.guesses[what], { n: what === 'retrieval' ? 10 * state.pairs : state.pairs, w: what === 'fusion' ? fusion.nameOf(view, fusion.decides(state)) : '' })}</span><input data-guess inputmode="decimal" autocomplete="off"></label>`, // prettier-ignore
  };
}

/** Marks how many find their partner, or the percentage of a way of fusing. */
export function guess(
  { state, words, outputs }: View,
  [given = '']: string[],
): { right: boolean; text: string } {
  // prettier-ignore
  const isFusion = state.show === 'fusion';
  const answer = isFusion ? (100 * outputs!.right.data[WAYS.indexOf(fusion.decides(state))]) / fusion.TOTAL : outputs!.found.data[0]; // prettier-ignore
  const near = isFusion ? 3 : state.show === 'retrieval' ? 4 : 0;
  const right = given.trim() !== '' && Math.abs(Number(given) - answer) <= near;
  return { right, text: fill(right ? words.right : words.wrong, { v: isFusion ? `${show(answer, 3)}%` : answer }) }; // prettier-ignore
}

/** The pixels of the digits on show. */
export function images(view: View, { positive, negative }: Colours): Record<string, () => Pixels> {
  const { state, picture, outputs } = view;
  const all: Record<string, () => Pixels> = {};
  if (state.show === 'fusion') return all;
  for (let d = 0; d < state.pairs; d++) all[`pic-${d}`] = () => digitPixels(pictureAt(trainingAt(d, 0))); // prettier-ignore
  if (state.show !== 'retrieval') return all;
  const { digit } = state;
  all.query = () => digitPixels(digitGrid(digit, picture));
  const gallery = galleryOf(state.pairs);
  for (let r = 0; r < retrieval.TOP; r++) all[`top-${r}`] = () => digitPixels(pictureAt(gallery[outputs!.ranks.data[r]])); // prettier-ignore
  if (digit.kind === 'drawn') {
    all.input = () => {
      const ink = fromRows(digit.rows);
      const data = pixelsOf(ink, { kind: 'grey', min: 0, max: 255 }, positive, negative);
      return { height: digit.rows.length, width: digit.rows[0].length, data };
    };
  }
  return all;
}
