/** What the clicks widget shows, as HTML. Pure: the build and the browser draw the same. */
import { nextClick } from '../../../lib/graph-cut.ts';
import { explainHtml, rangeField, sourceControls, stepperField } from '../toolkit/controls.ts';
import { contractTable, longTable, valueTables } from '../toolkit/grids.ts';
import type { Colours, Cursor, Outputs, Pixels } from '../toolkit/kind.ts';
import { legendHtml, mapHtml, paint, type Scale } from '../toolkit/maps.ts';
import type { Query } from '../toolkit/query.ts';
import { equals, fill, onceFor, plain, scalar, show } from '../toolkit/text.ts';
import { crossHtml } from './cross.ts';
import { pixelText, type View } from './pixel.ts';
import { analysisOf, type Step } from './reference.ts';
import { BOUNDS, format, MOST_CLICKS, SHAPES, texts, type Click, type State } from './state.ts';

export type { View };

/** The HTML of each part. */
export function parts(view: View): Record<string, string> {
  return {
    maps: mapsHtml(view),
    tools: toolsHtml(view),
    formula: explainHtml(where(view), formula(view, true)),
    local: crossHtml(view),
    energy: energyHtml(view),
    history: historyHtml(view),
    params: paramsHtml(view),
    source: sourceHtml(view),
    ask: view.state.image === SHAPES ? view.words.askNeighbor : view.words.askTaken,
    numbers: numbersHtml(view),
  };
}

// ---- the cursor -------------------------------------------------------------------------------

const MAPS = ['picture', 'data', 'border'];
const isMap = (on: string) => MAPS.includes(on);

export function holds({ state, cursor }: View): boolean {
  const { on, at } = cursor;
  if (on === 'history') return at[1] < Math.max(1, state.clicks.length);
  return isMap(on) && at[1] >= 0 && at[2] >= 0 && at[1] < state.height && at[2] < state.width;
}

/** The middle of the largest error, else the last click, else the middle. */
export function firstCursor(state: State, _outputs?: Outputs): Cursor {
  const { scene, steps } = analysisOf(state);
  const { height, width, truth } = scene;
  const step = steps[steps.length - 1];
  const next = truth && step.cut ? nextClick(step.last.mask, truth, height, width) : undefined;
  const last = state.clicks[state.clicks.length - 1];
  // Where the truth is not known a click would explain nothing but itself.
  const at = next?.at ?? (truth ? last?.at : undefined) ?? [height >> 1, width >> 1];
  return { on: 'picture', at: [0, at[0], at[1]] };
}

/** Click after click. */
export const stops = ({ state }: View): Cursor[] =>
  state.clicks.map((_, k) => ({ on: 'history', at: [0, k, 0] }));

/** What is on show: the result of all clicks, or of those up to the row that is looked at. */
function stepOf({ state, cursor }: View): Step {
  const { steps } = analysisOf(state);
  const row = cursor.on === 'history' ? cursor.at[1] + 1 : steps.length - 1;
  return steps[Math.min(row, steps.length - 1)];
}

// ---- clicking ---------------------------------------------------------------------------------

/** What a press of the pointer or of the space key says. */
const signOf = ({ ui }: View) => ui.sign !== '-';

/** A click of the same sign goes when it is given again, one of the other sign changes. */
function clicked(state: State, click: Click): Query | undefined {
  const here = state.clicks.find(({ at }) => at.join() === click.at.join());
  const others = state.clicks.filter((each) => each !== here);
  if (here?.inside === click.inside) return format({ ...state, clicks: others });
  if (others.length === MOST_CLICKS) return undefined;
  return format({ ...state, clicks: [...others, click] });
}

/** Where the simulated user clicks: the middle of the largest error; of the background while it has none. */
export function simulated({ state }: Pick<View, 'state'>): Click | undefined {
  const { scene, steps } = analysisOf(state);
  const { height, width, truth } = scene;
  if (!truth || state.clicks.length === MOST_CLICKS) return undefined;
  const sided = (side: boolean) => state.clicks.some(({ inside }) => inside === side);
  const { mask } = steps[steps.length - 1].last;
  const seen = sided(true) && !sided(false) ? mask.map(() => 1) : mask;
  return nextClick(seen, truth, height, width);
}

/** A press on the picture (its sign chosen, or a key), undo, or the click of the simulated user. */
export function act(view: View, name: string): Query | undefined {
  const { state, cursor } = view;
  if (['undo', 'pressBackspace', 'pressDelete'].includes(name)) return format({ ...state, clicks: state.clicks.slice(0, -1) }); // prettier-ignore
  if (name === 'simulate') {
    const click = simulated(view);
    return click && clicked(state, click);
  }
  if (!isMap(cursor.on) || !/^press[-+=]?$/.test(name)) return undefined;
  const inside = name === 'press' ? signOf(view) : name !== 'press-';
  return clicked(state, { inside, at: [cursor.at[1], cursor.at[2]] });
}

/** The program's click is looked at; a row of the history gives way to the newest mask. */
export function after(view: View, name: string): Cursor | undefined {
  const click = name === 'simulate' ? simulated(view) : view.state.clicks.at(-2);
  if (name !== 'simulate' && view.cursor.on !== 'history') return undefined;
  return click && { on: 'picture', at: [0, ...click.at] };
}

// ---- pictures ---------------------------------------------------------------------------------

/**
 * The outline of the pixels of a kind as closed loops along their sides, those in a line joined.
 * Filled, it is these pixels: holes run the other way around.
 */
function outline(width: number, height: number, is: (i: number) => boolean): string {
  const at = (r: number, c: number) => r >= 0 && c >= 0 && r < height && c < width && is(r * width + c); // prettier-ignore
  // From each corner the sides to walk, with a pixel of the kind on the right: steps of [row, column].
  const sides = new Map<string, [down: number, right: number][]>();
  const put = (r: number, c: number, down: number, right: number) =>
    sides.set(`${r},${c}`, [...(sides.get(`${r},${c}`) ?? []), [down, right]]);
  for (let r = 0; r < height; r++) {
    for (let c = 0; c < width; c++) {
      if (!at(r, c)) continue;
      if (!at(r - 1, c)) put(r, c, 0, 1);
      if (!at(r, c + 1)) put(r, c + 1, 1, 0);
      if (!at(r + 1, c)) put(r + 1, c + 1, 0, -1);
      if (!at(r, c - 1)) put(r + 1, c, -1, 0);
    }
  }
  let d = '';
  for (const corner of sides.keys()) {
    let [r, c] = corner.split(',').map(Number);
    let next = sides.get(corner)!.shift();
    if (!next) continue;
    d += `M${c} ${r}`;
    while (next) {
      const [down, right]: [number, number] = next;
      let length = 0;
      for (; next && next[0] === down && next[1] === right; length++) {
        [r, c] = [r + down, c + right];
        next = sides.get(`${r},${c}`)?.shift();
      }
      d += down === 0 ? `h${length * right}` : `v${length * down}`;
    }
    d += 'z';
  }
  return d;
}

/** A click as a disc with its sign, as large on every picture. */
function clickMark({ inside, at: [row, col] }: Click, u: number): string {
  const [x, y, s] = [col + 0.5, row + 0.5, +(0.95 * u).toFixed(2)];
  const sign = `M${x - s} ${y}h${2 * s}${inside ? `M${x} ${y - s}v${2 * s}` : ''}`;
  return `<circle class="${inside ? 'plus' : 'minus'}" cx="${x}" cy="${y}" r="${+(1.6 * u).toFixed(2)}"/><path d="${sign}"/>`;
}

function mapsHtml(view: View): string {
  const { state, words, cursor, image } = view;
  const { scene, steps } = analysisOf(state);
  const { height: rows, width: cols, truth } = scene;
  const { last, clicks, cut } = stepOf(view);
  const { mask } = last;
  const box = isMap(cursor.on) ? [cursor.at[1], cursor.at[2], 1, 1] : undefined;
  const svg = (name: string, inside: string) => `<svg class="${name}" viewBox="0 0 ${cols} ${rows}" aria-hidden="true">${inside}</svg>`; // prettier-ignore
  const overlay = onceFor(mask, 'overlay', () =>
    svg(
      'k-mask w-covered',
      `<path class="${truth ? 'right' : 'taken'}" d="${outline(cols, rows, (i) => mask[i] > 0 && (!truth || truth[i] > 0))}"/>` +
        (truth
          ? `<path class="extra" d="${outline(cols, rows, (i) => mask[i] > 0 && truth[i] === 0)}"/><path class="missed" d="${cut ? outline(cols, rows, (i) => mask[i] === 0 && truth[i] > 0) : ''}"/>`
          : '') +
        `<path class="line" d="${outline(cols, rows, (i) => mask[i] > 0)}"/>`,
    ),
  );
  const marks = svg('k-clicks', clicks.map((click) => clickMark(click, cols / 40)).join(''));
  const seen = fill(words.pictureAlt2, { n: last.taken, of: rows * cols, k: clicks.length });
  const draw = (on: 'picture' | 'data' | 'border', alt: string, title: string) => mapHtml({ on, rows, cols, name: on, image, alt, label: words.maps[on], title, box }); // prettier-ignore
  const key = (name: string, text: string) => `<span class="w-together"><i class="k-key ${name}"></i>${text}</span>`; // prettier-ignore
  const legend = truth ? [key('right', words.rightKey), key('extra', words.extraKey), key('missed', words.missedKey)].join(' ') : key('taken', words.takenKey); // prettier-ignore
  const main = draw('picture', seen, `<span class="w-covered">${legend}</span>`)
    .replace('data-map=', 'data-press="press" data-keys="+ = - Backspace Delete" data-map=')
    .replace('<i class="w-box"', `${overlay}${marks}<i class="w-box"`);
  const { data, border } = scales(state);
  const small = (on: 'data' | 'border', scale: Scale) => draw(on, words.alts[on], `${words.titles[on]}<span class="w-legend" aria-hidden="true">${legendHtml(scale)}</span>`); // prettier-ignore
  const step = clicks.length < steps.length - 1 ? `<p class="w-hint">${fill(words.afterSome, { k: clicks.length })}</p>` : ''; // prettier-ignore
  return `<div class="k-maps"><div>${main}${step}</div><div class="k-small">${small('data', data)}${small('border', border)}</div></div>`;
}

/** Scales of the two maps of costs. */
function scales(state: State): { data: Scale; border: Scale } {
  const { steps, right, down } = analysisOf(state);
  const { costs } = steps[steps.length - 1].last;
  const most = costs.object.reduce((a, v, i) => Math.max(a, Math.abs(costs.background[i] - v)), 0) || 1; // prettier-ignore
  const dear = right.reduce((a, v, i) => Math.max(a, v, down[i]), 0) || 1;
  return { data: { kind: 'signed', min: -most, max: most }, border: { kind: 'grey', min: 0, max: dear } }; // prettier-ignore
}

export function images({ state }: View, colours: Colours): Record<string, () => Pixels> {
  const { scene, steps, right, down } = analysisOf(state);
  const { height, width, channels, image } = scene;
  const n = height * width;
  const { costs } = steps[steps.length - 1].last;
  const whole = (data: Uint8ClampedArray<ArrayBuffer>): Pixels => ({ height, width, data });
  const { data, border } = scales(state);
  const from = (values: Float64Array, scale: Scale) => whole(paint(values, n, 0, 1, scale, colours.positive, colours.negative)); // prettier-ignore
  return {
    picture: () => {
      const bytes = new Uint8ClampedArray(4 * n).fill(255);
      for (let i = 0; i < n; i++) {
        for (let c = 0; c < 3; c++) bytes[4 * i + c] = 25.5 * image[i * channels + (c % channels)];
      }
      return whole(bytes);
    },
    data: () =>
      from(
        costs.object.map((v, i) => costs.background[i] - v),
        data,
      ),
    // The mean of the edges of a pixel to the right and below, where there are both.
    border: () => {
      const mean = (v: number, i: number) => {
        const both = Number(i % width < width - 1) + Number(i + width < n);
        return both === 0 ? 0 : (v + down[i]) / both;
      };
      return from(right.map(mean), border);
    },
  };
}

// ---- clicks -----------------------------------------------------------------------------------

function toolsHtml(view: View): string {
  const { state, words } = view;
  const plus = signOf(view);
  const { clicks } = state;
  const sign = (value: string, label: string, on: boolean) => `<button type="button" data-do="ui:sign=${value}" aria-pressed="${on}">${label}</button>`; // prettier-ignore
  const off = clicks.length === 0 ? ' disabled' : '';
  const auto = state.image === SHAPES ? `<button type="button" data-do="act:simulate"${simulated(view) ? '' : ' disabled'}>${words.simulate}</button>` : ''; // prettier-ignore
  const sides = new Set(clicks.map(({ inside }) => inside));
  const missing = sides.has(true) ? (sides.has(false) ? '' : words.needMinus) : words.needPlus;
  const note = missing || (clicks.length === MOST_CLICKS ? fill(words.full, { n: MOST_CLICKS }) : words.hint); // prettier-ignore
  return (
    `<div class="w-chips w-live-only"><div class="k-signs" role="group" aria-label="${words.signs}">${sign('+', words.plus, plus)}${sign('-', words.minus, !plus)}</div>` +
    `<button type="button" data-do="act:undo"${off}>${words.undo}</button><button type="button" data-do="set:clicks="${off}>${words.clear}</button>${auto}</div>` +
    `<p class="w-hint">${note}</p><p class="w-error" role="alert" data-error="clicks" hidden></p>`
  );
}

// ---- arithmetic -------------------------------------------------------------------------------

function where({ words, cursor, state }: View): string {
  if (cursor.on !== 'history') return fill(words.cell, { r: cursor.at[1] + 1, c: cursor.at[2] + 1 }); // prettier-ignore
  const click = state.clicks[cursor.at[1]];
  if (!click) return words.noClick;
  const [r, c] = click.at;
  return fill(words.after, { k: cursor.at[1] + 1, s: click.inside ? '+' : '−', where: fill(words.cell, { r: r + 1, c: c + 1 }) }); // prettier-ignore
}

const number = (value: number) => plain(value, 6);

/** Energy, flow and IoU after a click. */
export function stepText({ words, state }: Pick<View, 'words' | 'state'>, step: Step): string {
  const { steps } = analysisOf(state);
  if (!step.cut) return words.noCut;
  const { data, border, total, flow, taken } = step.last;
  const before = steps[step.clicks.length - 1]?.last;
  const moved = before ? `${fill(words.moved, { a: before.taken, b: taken })} ` : '';
  const iou =
    step.iou === undefined
      ? ''
      : `IoU ${equals(step.iou)} ${plain(step.iou, 3)}${words.stop.trim()}`;
  return `E = ${words.dataCost} + ${words.borderCost} ${equals(data, border, total)} ${number(data)} + ${number(border)} ${equals(data, border, total)} ${number(total)}${words.semi}${words.flow} ${equals(flow)} ${number(flow)}${words.stop}${moved}${iou}`;
}

/** The arithmetic of what is looked at. */
export function formula(view: View, html: boolean): string {
  if (view.cursor.on === 'history') return stepText(view, stepOf(view));
  return pixelText(view, stepOf(view), html);
}

export const speak = (view: View): string =>
  `${where(view)}${view.words.colon}${formula(view, false)}`;

// ---- results ----------------------------------------------------------------------------------

/** First click after which IoU is at least 0.9. */
export const noc = (steps: readonly Step[]): number =>
  steps.findIndex(({ cut, iou }) => cut && iou !== undefined && iou >= 0.9);

function energyHtml(view: View): string {
  const { words, outputs, state } = view;
  const { steps, scene } = analysisOf(state);
  const step = steps[steps.length - 1];
  const value = (name: string) => outputs![name].data[0];
  const shown = (name: string) => scalar(name, value(name), plain(value(name), 5));
  const [data, border, energy, flow] = ['data', 'border', 'energy', 'flow'].map(value);
  const bar = energy > 0 ? `<span class="k-bar" aria-hidden="true"><i class="data" style="width:${((100 * data) / energy).toFixed(1)}%"></i><i class="edge" style="width:${((100 * border) / energy).toFixed(1)}%"></i></span>` : ''; // prettier-ignore
  const sign = equals(data, border, energy);
  const sum = `<p><b>E</b> = <span class="w-together"><i class="k-key data"></i>${words.dataCost} ${shown('data')}</span> + <span class="w-together"><i class="k-key edge"></i>${words.borderCost} ${shown('border')}</span> ${sign} <b>${shown('energy')}</b></p>`;
  const equal = `<p>${words.flow} ${equals(flow)} ${shown('flow')} ${words.flowIs}</p>`;
  if (!step.cut) {
    const all = ['data', 'border', 'energy', 'flow', ...(scene.truth ? ['iou'] : [])];
    return `<p>${words.noCut}</p><p hidden>${all.map(shown).join(' ')}</p>${roundsHtml(view)}`;
  }
  let iou = '';
  if (scene.truth) {
    const first = noc(steps);
    const text = first > 0 ? fill(words.noc, { k: first }) : words.noNoc;
    iou = `<p>IoU ${equals(value('iou'))} <b>${scalar('iou', value('iou'), plain(value('iou'), 3))}</b>${words.semi}${text}</p>`;
  }
  return `<div class="k-energy">${bar}${sum}${equal}${iou}</div>${roundsHtml(view)}`;
}

/** The colors learned from the mask, round after round. */
function roundsHtml(view: View): string {
  const { words, state, outputs } = view;
  if (state.rounds === 0) return '';
  const { shape, data } = outputs!.rounds;
  const html = valueTables(data, shape, { output: 'rounds', label: words.roundsTitle, plain: true, digits: 6, columns: words.roundHeads, rows: Array.from({ length: shape[0] }, (_, k) => `${k}`) }); // prettier-ignore
  return `<div><p class="w-h">${words.roundsTitle}</p><div class="w-scroll" tabindex="0" role="group" aria-label="${words.roundsTitle}">${html}</div><p class="w-hint">${words.roundsHint}</p></div>`;
}

function historyHtml(view: View): string {
  const { words, state, outputs, cursor } = view;
  const { data, shape } = outputs!.history;
  const rows = state.clicks.map(({ inside, at }, k) => `${k + 1} ${inside ? '+' : '−'} ${at[0] + 1},${at[1] + 1}`); // prettier-ignore
  const html = valueTables(data, shape, {
    output: 'history',
    label: words.historyTitle,
    plain: true,
    digits: 4,
    columns: words.historyHeads.slice(0, shape[1]),
    rows: rows.length > 0 ? rows : ['–'],
    mark: (_, r) => (cursor.on === 'history' && cursor.at[1] === r ? { class: 'at' } : undefined),
  });
  const hint = analysisOf(state).scene.truth ? words.simulated : '';
  return `<p class="w-h">${words.historyTitle}</p><div class="w-scroll" tabindex="0" role="group" aria-label="${words.historyTitle}">${html}</div><p class="w-hint">${words.historyHint}${hint}</p>`;
}

// ---- controls ---------------------------------------------------------------------------------

type Slider = 'gray' | 'soft' | 'noise' | 'lambda' | 'sigma';
const STEP: Record<Slider, number> = { gray: 0.1, soft: 1, noise: 0.1, lambda: 1, sigma: 0.1 };

function paramsHtml({ id, words, state }: View): string {
  const all = texts(state);
  const control = (key: keyof typeof words.labels) => ({ id, key, label: words.labels[key], hint: words.hints[key], value: all[key]! }); // prettier-ignore
  const slider = (key: Slider) => rangeField(control(key), { min: BOUNDS[key][0], max: BOUNDS[key][1], step: STEP[key] }); // prettier-ignore
  const stepper = (key: 'seed' | 'rounds') => stepperField(control(key), { min: BOUNDS[key][0], max: BOUNDS[key][1], words }); // prettier-ignore
  const own =
    state.image === SHAPES
      ? slider('gray') + slider('soft') + slider('noise') + stepper('seed')
      : rangeField(control('size'), { min: BOUNDS.size[0], max: BOUNDS.size[1], step: 1 });
  return slider('lambda') + slider('sigma') + stepper('rounds') + own;
}

const sourceHtml = ({ words, state, ui }: View) =>
  sourceControls(words, state.image === SHAPES ? '' : state.image, { own: ui.own === '1', draw: false }); // prettier-ignore

/** The mask and the costs; thousands of cells only while the fold is open. */
function numbersHtml({ outputs, words, ui }: View): string {
  const open = ui['fold-numbers'] === '1';
  return onceFor(outputs!, `numbers ${open}`, () => {
    const { y, costs } = outputs!;
    const small = contractTable('y', y.data, y.shape, words.yCaption, open);
    // Four numbers a pixel weigh more than the rest of the widget.
    return small + longTable('data-output="costs"', open ? costs.data : undefined, costs.shape, words.costsCaption); // prettier-ignore
  });
}

// ---- predict first ----------------------------------------------------------------------------

/** How much of the gray neighbor is object, or of the whole picture; in percent. */
export function asked({ state }: Pick<View, 'state'>): number {
  const { scene, steps } = analysisOf(state);
  const { mask } = steps[steps.length - 1].last;
  const { neighbor } = scene;
  let [part, of] = [0, 0];
  mask.forEach((v, i) => {
    if (neighbor && neighbor[i] === 0) return;
    of++;
    part += v;
  });
  return (100 * part) / of;
}

export function guess(view: View, [text]: string[]): { right: boolean; text: string } {
  const { words } = view;
  const value = asked(view);
  const given = text.trim() === '' ? NaN : Number(text.replace('%', ''));
  if (Number.isNaN(given)) return { right: false, text: words.notNumber };
  const right = Math.abs(given - value) <= 10 + 1e-9;
  return { right, text: fill(right ? words.right : words.wrong, { v: show(value, 3) }) };
}
