/** The parts of the overfitting lab as HTML, and what is said about them. Pure. */
import type { Grid } from '../../../lib/grid.ts';
import { EVERY, OPTIMIZERS, REACH } from '../../../lib/overfit.ts';
import { rangeField, selectField, stepperField, textField } from '../toolkit/controls.ts';
import { contractTable, longTable } from '../toolkit/grids.ts';
import type { Cursor, Outputs, View as ViewOf } from '../toolkit/kind.ts';
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
import { BIN, BINS, PLACES } from './reference.ts';
import { BOUNDS, COLUMNS, DECAYS, mostSteps, parse, PINNED, pinnedOf, pinOf, texts, type Key, type State } from './state.ts'; // prettier-ignore
import type { Words } from './strings.ts';

type View = ViewOf<State, Words>;

// ---- the cursor and the steps ---------------------------------------------------------------

/** Where the curve strays farthest from the truth. */
export function firstCursor(_state: State, { curve }: Outputs): Cursor {
  let worst = 0;
  curve.data.forEach((y, i) => {
    const off = (at: number) => Math.abs(curve.data[at] - Math.sin(PLACES[at]));
    if (Math.abs(y - Math.sin(PLACES[i])) > off(worst)) worst = i;
  });
  return { on: 'fit', at: [0, 0, worst] };
}

export const holds = ({ cursor }: View): boolean => ['fit', 'loss'].includes(cursor.on);

/** Steps from one frame of the training on show to the next. */
const frameOf = ({ steps }: State) => Math.max(EVERY, Math.ceil(steps / 60 / EVERY) * EVERY);

const stepOf = ({ outputs }: View) => outputs!.step.data[0];
const endOf = ({ outputs }: View) => outputs!.end.data[0];

/** The frames that “train” goes through: on from here, or from the start when it is at the end. */
export function stops(view: View): Cursor[] {
  const stride = frameOf(view.state);
  const end = endOf(view);
  const at = view.state.at;
  const here = typeof at === 'number' && at < end ? at : 0;
  const all: Cursor[] = [];
  for (let s = here; s < end; s += stride) all.push({ on: 'loss', at: [0, 0, s / EVERY] });
  all.push({ on: 'loss', at: [0, 0, end / EVERY] });
  return all;
}

const atStep = (view: View, step: number): Query => {
  const end = endOf(view);
  return { ...texts(view.state), at: step >= end ? 'end' : `${Math.max(0, Math.round(step))}` };
};

export const pick = (view: View, { on, at }: Cursor): Query | undefined =>
  on === 'loss' ? atStep(view, at[2] * EVERY) : undefined;

export function act(view: View, name: string): Query | undefined {
  const all = texts(view.state);
  const stride = frameOf(view.state);
  const here = stepOf(view);
  if (name === 'back') return atStep(view, (Math.ceil(here / stride) - 1) * stride);
  if (name === 'on') return atStep(view, (Math.floor(here / stride) + 1) * stride);
  if (name === 'start') return { ...all, at: '0' };
  if (name === 'best' || name === 'end') return { ...all, at: name };
  return { ...all, pin: name === 'pin' ? pinOf(view.state) : '' };
}

/** Another run begins at its end; no more steps than one would wait for. */
export function edit({ state }: View, name: string, value: string): Query | undefined {
  if (name === 'at') return undefined;
  const query: Query = { ...texts(state), [name]: value, at: 'end' };
  if (name === 'steps') return query;
  const { at: _, steps: __, ...rest } = query;
  const longest = parse({ ...rest, steps: `${BOUNDS.steps[0]}` }).state;
  if (!longest) return query;
  const most = Math.min(mostSteps(longest), longest.pin ? mostSteps(pinnedOf(longest)) : Infinity);
  return { ...query, steps: `${Math.min(state.steps, most)}` };
}

// ---- the plots ------------------------------------------------------------------------------

const [WIDE, HIGH] = [600, 330];
const TOP = 2.4;
/** The middle of a column of the map, so that the pointer is where the curve is. */
const across = (column: number, columns: number) => ((column + 0.5) / columns) * WIDE;
const px = (x: number) => Math.round(across(((x + REACH) / (2 * REACH)) * (COLUMNS - 1), COLUMNS));
const py = (y: number) => +((HIGH * (TOP - Math.min(3, Math.max(-3, y)))) / (2 * TOP)).toFixed(1);

const line = (values: ArrayLike<number>) =>
  `M${Array.from(values, (y, i) => `${px(PLACES[i])} ${py(y)}`).join('L')}`;

/** A sine needs a point in four only. */
const TRUTH = `M${Array.from(PLACES.filter((_, i) => i % 4 === 0), (x) => `${px(x)} ${py(Math.sin(x))}`).join('L')}`; // prettier-ignore

function dots({ data }: Grid, except: ReadonlySet<number> = new Set()): string {
  let d = '';
  for (let i = 0; i < data.length / 2; i++) {
    if (!except.has(i)) d += `M${px(data[2 * i])} ${py(data[2 * i + 1])}h0`;
  }
  return d;
}

/** A plot that can be pointed at, column by column. */
function plotHtml(
  { on, cols, pick: at, label, alt, inside, caption }: { on: string; cols: number; pick?: string; label: string; alt: string; inside: string; caption: string }, // prettier-ignore
  ratio: string,
): string {
  return (
    `<figure class="w-figure" style="--share:1"><div class="w-map" data-map="${on}" data-layer="0" data-rows="1" data-cols="${cols}"` +
    `${at === undefined ? '' : ` data-pick="${at}"`} tabindex="0" role="application" aria-label="${escapeHtml(label)}" style="aspect-ratio:${ratio}">` +
    `<svg viewBox="0 0 ${ratio.replace('/', ' ')}" preserveAspectRatio="none" role="img" aria-label="${escapeHtml(alt)}">${inside}</svg></div>` +
    `<figcaption>${caption}</figcaption></figure>`
  );
}

const key = (name: string, text: string) =>
  `<span class="w-together"><i class="o-key ${name}"></i>${text}</span> `;

function fitHtml(view: View): string {
  const { words, outputs, cursor, state } = view;
  const { curve, train, held, wrong, pinCurve, step } = outputs!;
  const places = [...(wrong?.data ?? [])];
  const cross = places
    .map((i) => `M${px(train.data[2 * i])} ${py(train.data[2 * i + 1])}m-6 -6l12 12m0 -12l-12 12`)
    .join('');
  const here = cursor.on === 'fit' ? across(cursor.at[2], COLUMNS).toFixed(1) : undefined;
  const inside =
    `<path class="o-axis" d="M0 ${py(0)}H${WIDE}"/><path class="o-held" d="${dots(held)}"/><path class="o-truth" d="${TRUTH}"/>` +
    (pinCurve ? `<path class="o-pin" d="${line(pinCurve.data)}"/>` : '') +
    `<path class="o-fit" d="${line(curve.data)}"/><path class="o-train" d="${dots(train, new Set(places))}"/>` +
    (cross ? `<path class="o-cross" d="${cross}"/>` : '') +
    (here === undefined ? '' : `<path class="o-here" d="M${here} 0V${HIGH}"/>`);
  const caption =
    `<b>${words.fit}</b> ` +
    key('fit', words.fitted) +
    key('truth', words.truth) +
    key('train', words.train) +
    (cross ? key('cross', words.wrongLabel) : '') +
    key('held', words.held) +
    (pinCurve ? key('pin', `${words.pinned}`) : '');
  const alt = fill(words.fitAlt, { step: step.data[0], n: state.samples, m: held.shape[0] });
  return plotHtml({ on: 'fit', cols: COLUMNS, label: words.fit, alt, inside, caption }, `${WIDE}/${HIGH}`); // prettier-ignore
}

const LOSS_HIGH = 240;
const [LEAST, MOST] = [-4, 0.5];
/** Down from 10^0.5 to 10^−4. */
const ly = (loss: number) =>
  +((LOSS_HIGH * (MOST - Math.min(MOST, Math.max(LEAST, Math.log10(loss || 1e-9))))) / (MOST - LEAST)).toFixed(1); // prettier-ignore

function lossHtml(view: View): string {
  const { words, outputs, state } = view;
  const { history, best, pinHistory, step } = outputs!;
  const cols = Math.ceil(state.steps / EVERY) + 1;
  const lx = (at: number) => +across(at / EVERY, cols).toFixed(1);
  const curve = ({ data, shape }: Grid, column: 1 | 2, from = 0, to = Infinity) => {
    let d = '';
    for (let r = 0; r < shape[0]; r++) {
      const at = data[3 * r];
      if (at >= from && at <= to) d += `${d ? 'L' : 'M'}${lx(at)} ${ly(data[3 * r + column])}`;
    }
    return d;
  };
  const now = step.data[0];
  const grid = [1, 0.1, 0.01, 0.001].map((v) => `<path class="o-axis" d="M0 ${ly(v)}H${WIDE}"/><text x="6" y="${ly(v) + 8}">${v}</text>`).join(''); // prettier-ignore
  const inside =
    grid +
    `<path class="o-best" d="M${lx(best.data[0])} 0V${LOSS_HIGH}"/>` +
    (pinHistory ? `<path class="o-pin" d="${curve(pinHistory, 2)}"/>` : '') +
    ([1, 2] as const)
      .map(
        (c) =>
          `<path class="o-loss${c} o-faint" d="${curve(history, c, now)}"/><path class="o-loss${c}" d="${curve(history, c, 0, now)}"/>`,
      )
      .join('') + // prettier-ignore
    `<path class="o-here" d="M${lx(now)} 0V${LOSS_HIGH}"/>`;
  const caption =
    `<b>${words.losses}</b> ` +
    key('loss1', words.train) +
    key('loss2', words.held) +
    key('best', `${words.bestLabel} (${best.data[0]})`) +
    (pinHistory ? key('pin', `${words.pinned}: ${words.valLoss}`) : '');
  const alt = fill(words.lossAlt, { best: best.data[0] });
  const at = `0,${Math.round(now / EVERY)}`;
  return plotHtml({ on: 'loss', cols, pick: at, label: words.losses, alt, inside, caption }, `${WIDE}/${LOSS_HIGH}`); // prettier-ignore
}

function histogramHtml({ words, outputs }: View): string {
  const { histogram, zeros, kernels } = outputs!;
  const [n, none] = [kernels.data[0], zeros.data[0]];
  const most = Math.max(...histogram.data, 1);
  const wide = WIDE / BINS;
  // Exact zeros may be most of them all: their bar is cut off, their number stands below.
  const tall = (count: number) => +((90 * Math.min(count, most)) / most).toFixed(1);
  const bar = (name: string, i: number, count: number, share = 1) =>
    `<rect class="${name}" x="${(i * wide + (wide * (1 - share)) / 2).toFixed(1)}" y="${(92 - tall(count)).toFixed(1)}" width="${(wide * share - 1).toFixed(1)}" height="${tall(count)}"/>`;
  const middle = (BINS - 1) / 2;
  const bars = Array.from(histogram.data, (count, i) => bar('o-bar', i, count)).join('');
  const reach = (BIN * (BINS - 1)) / 2;
  const alt = fill(words.histogramAlt, { n, zeros: none });
  return (
    `<figure class="w-figure" style="--share:1"><svg viewBox="0 0 ${WIDE} 120" role="img" aria-label="${escapeHtml(alt)}">${bars}${none > 0 ? bar('o-zero', middle, none, 0.45) : ''}` +
    `<path class="o-axis" d="M0 92H${WIDE}"/><text x="2" y="114">≤ −${reach}</text><text x="${WIDE / 2}" y="114" text-anchor="middle">0</text><text x="${WIDE - 2}" y="114" text-anchor="end">≥ ${reach}</text></svg>` +
    `<figcaption><b>${words.histogram}</b> ${key('zero', `${words.zeros}: ${none} / ${n}`)}</figcaption></figure>`
  );
}

// ---- scores ---------------------------------------------------------------------------------

/** What a pinned run was given, in the words of the controls. */
function pinnedName(pin: NonNullable<State['pin']>, words: Words): string {
  const { optimizerNames, decayNames, labels } = words;
  const names: Record<string, string> = { ...optimizerNames, ...decayNames };
  const given = PINNED.filter((key) => pin[key] !== undefined);
  if (given.length === 0) return words.plain;
  return given.map((key) => `${labels[key]} = ${escapeHtml(names[pin[key]!] ?? pin[key]!)}`).join(', '); // prettier-ignore
}

function scoresHtml({ state, words, outputs }: View): string {
  const { step, trainLoss, valLoss, gap, best, bestLoss, zeros, kernels, end, pinTrain, pinVal } = outputs!; // prettier-ignore
  const score = (label: string, value: string, note = '') =>
    `<p><span class="w-label">${label}</span> <span>${value}</span> <small>${note}</small></p>`;
  const number = (name: string, { data }: Grid) => scalar(name, data[0], show(data[0], 3));
  const pinName = state.pin ? pinnedName(state.pin, words) : '';
  const last = end.data[0];
  const early = last < state.steps;
  const stopped =
    state.patience > 0
      ? `${early ? fill(words.stoppedAt, { n: last }) : fill(words.ofSteps, { n: last })}${step.data[0] === best.data[0] ? fill(words.restored, { best: best.data[0] }) : ''}` // prettier-ignore
      : early
        ? fill(words.lost, { n: last })
        : fill(words.ofSteps, { n: last });
  return (
    score(words.stepLabel, scalar('step', step.data[0]), stopped) +
    `<div class="w-covered">` +
    score(words.trainLoss, number('trainLoss', trainLoss)) +
    score(words.valLoss, number('valLoss', valLoss)) +
    score(words.gap, number('gap', gap), `${words.valLoss} − ${words.trainLoss}`) +
    score(
      words.bestLabel,
      number('bestLoss', bestLoss),
      `${words.stepLabel} ${scalar('best', best.data[0])}`,
    ) + // prettier-ignore
    score(
      words.zeros,
      scalar('zeros', zeros.data[0]),
      fill(words.ofKernels, { n: kernels.data[0] }),
    ) + // prettier-ignore
    `</div>` +
    (pinTrain
      ? `<p class="o-pinned w-covered"><span>${fill(words.pinLine, { what: pinName, t: number('pinTrain', pinTrain), v: number('pinVal', pinVal) })}${pinnedOf(state).width === state.width ? '' : ` — ${words.otherWeights}`}</span></p>` // prettier-ignore
      : '')
  );
}

/** The objective as the sum it is, and what the penalties do in a step. */
function sumHtml({ state, words, outputs }: View): string {
  const { trainLoss, objective, squares, absolutes, apart } = outputs!;
  const half = state.decoupled ? 0 : state.l2 / 2;
  const [mse, s, a, total] = [trainLoss, squares, absolutes, objective].map(({ data }) => data[0]);
  const terms = `${operand(mse)} + ${plain(half)}·${operand(s)} + ${plain(state.l1)}·${operand(a)}`;
  const off = apart.data[0];
  const decay = state.optimizer === 'sgd' ? words.sameDecay : words.otherDecay;
  return (
    `<p>${words.objective} <span class="w-sum">${equals(mse, s, a)} ${terms} ${equals(mse, s, a, total)} <b>${scalar('objective', total, minus(plain(total)))}</b></span>${state.decoupled ? ` ${words.noPenalty}` : ''}</p>` +
    (state.l2 > 0 ? `<p>${fill(decay, { v: show(off, 2) })}</p>` : '') +
    (state.l1 > 0 ? `<p>${words.proximal}</p>` : '') +
    `<p class="w-hint">${words.method}</p>`
  );
}

// ---- the place under the cursor -------------------------------------------------------------

/** f at the place under the cursor against the truth; on the losses, those of the step. */
export function formula({ words, cursor, outputs }: View, html: boolean): string {
  const bold = (text: string) => (html ? `<b>${text}</b>` : text);
  if (cursor.on === 'loss') {
    const { step, trainLoss, valLoss, gap } = outputs!;
    const [t, v, g] = [trainLoss, valLoss, gap].map(({ data }) => data[0]);
    return `${fill(words.lossesAt, { n: step.data[0] })}: ${words.gap} = ${words.valLoss} − ${words.trainLoss} ${equals(v, t)} ${operand(v)} − ${operand(t)} ${equals(v, t, g)} ${bold(minus(plain(g)))}`; // prettier-ignore
  }
  const at = cursor.at[2];
  const x = PLACES[at];
  const [found, truth] = [outputs!.curve.data[at], Math.sin(x)];
  const off = found - truth;
  return (
    `f(${minus(`${x}`)}) ${equals(found)} ${bold(minus(plain(found)))}, sin(${minus(`${x}`)}) ${equals(truth)} ${minus(plain(truth))}; ` +
    `${words.here} ${operand(found)} − ${operand(truth)} ${equals(found, truth, off)} ${bold(minus(plain(off)))}`
  );
}

export const speak = (view: View): string => formula(view, false);

// ---- controls -------------------------------------------------------------------------------

function paramsHtml({ id, words, state }: View): string {
  const all = texts(state);
  const control = (name: Exclude<Key, 'pin'>) => ({
    id,
    key: name,
    label: words.labels[name],
    hint: (words.hints as Record<string, string>)[name],
    value: all[name]!,
  });
  const range = (name: 'samples' | 'wrong' | 'dropout' | 'jitter' | 'noise', step: number) =>
    rangeField(control(name), { min: BOUNDS[name][0], max: BOUNDS[name][1], step });
  const stepper = (name: 'width' | 'patience' | 'seed') =>
    stepperField(control(name), { min: BOUNDS[name][0], max: BOUNDS[name][1], words });
  const names = <K extends string>(keys: readonly K[], called: Record<K, string>) =>
    Object.fromEntries(keys.map((each) => [each, called[each]]));
  return (
    textField(control('l2')) +
    textField(control('l1')) +
    range('dropout', 0.05) +
    range('jitter', 0.05) +
    stepper('patience') +
    range('samples', 1) +
    range('wrong', 0.05) +
    range('noise', 0.05) +
    stepper('width') +
    selectField(control('optimizer'), names(OPTIMIZERS, words.optimizerNames)) +
    textField(control('rate')) +
    selectField(control('decay'), names(DECAYS, words.decayNames)) +
    textField(control('steps')) +
    stepper('seed')
  );
}

function sliderHtml(view: View): string {
  const { id, words, state } = view;
  const control = { id, key: 'at', label: words.labels.at, value: `${stepOf(view)}` };
  return rangeField(control, { min: 0, max: state.steps, step: 1 });
}

function pinHtml({ words, state }: View): string {
  const [name, label] = state.pin ? ['unpin', words.unpin] : ['pin', words.pinThis];
  return `<button type="button" data-do="act:${name}">${label}</button>`;
}

function numbersHtml({ words, ui, outputs, image }: View): string {
  const open = ui['fold-numbers'] === '1';
  // In the HTML of the build every digit has its weight.
  const told = (value: number) => (image ? +value.toFixed(3) : value);
  const { curve, history, weights, gradient, next, pinCurve } = outputs!;
  const folded = { weights, gradient, next };
  return (
    contractTable('curve', curve.data.map(told), curve.shape, words.tables.curve, true) +
    longTable(
      'data-output="history"',
      open ? history.data : undefined,
      history.shape,
      words.tables.history,
    ) + // prettier-ignore
    (Object.entries(folded) as [keyof typeof folded, Grid][])
      .map(([name, g]) =>
        longTable(`data-output="${name}"`, open ? g.data : undefined, g.shape, words.tables[name]),
      )
      .join('') +
    (pinCurve
      ? longTable('data-output="pinCurve"', open ? pinCurve.data : undefined, pinCurve.shape, words.tables.pinCurve) // prettier-ignore
      : '')
  );
}

/** The tables do not follow the cursor: they are written once. */
function numbersOnce(view: View): string {
  return onceFor(view.outputs!, view.ui['fold-numbers'] ?? '', () => numbersHtml(view));
}

/** The HTML of each `data-part`. */
export function parts(view: View): Record<string, string> {
  return {
    fit: fitHtml(view),
    losses: lossHtml(view),
    histogram: histogramHtml(view),
    slider: sliderHtml(view),
    pin: pinHtml(view),
    scores: scoresHtml(view),
    formula: formula(view, true),
    sum: sumHtml(view),
    params: paramsHtml(view),
    numbers: numbersOnce(view),
  };
}

/** Marks where the reader thought the validation loss would be lowest. */
export function guess({ words, outputs }: View, [text]: string[]) {
  const n = outputs!.best.data[0];
  if (text === '') return { right: false, text: words.choose };
  const right = Math.abs(Number(text) - n) <= 30;
  return { right, text: fill(right ? words.right : words.wrong, { n }) };
}
