/** What the metrics bench shows, as HTML. Pure: the build and the browser draw the same. */
import {
  areaOf,
  averageOf,
  forgetful,
  metricsOf,
  MIXTURES,
  pairCounts,
  rarest,
  reportOf,
  sweep,
  withErrors,
} from '../../../lib/metric-bench.ts';
import type { Counts } from '../../../lib/metrics.ts';
import {
  controlOf,
  errorHtml,
  explainHtml,
  named,
  rangeField,
  selectField,
  stepperField,
  textField,
} from '../toolkit/controls.ts';
import { fieldTable, valueTables, type Mark } from '../toolkit/grids.ts';
import type { Cursor, View as ViewOf } from '../toolkit/kind.ts';
import type { Query } from '../toolkit/query.ts';
import { datum, escapeHtml, fill, minus, onceFor, plain, scalar, show } from '../toolkit/text.ts';
import { barsSvg, cellOf, curveSvg, scaleOf, stripSvg, thresholdAt } from './plots.ts';
import { countsAt } from './reference.ts';
import { BOUNDS, DATA, MODES, PLOTS, scoresOf, texts, type State } from './state.ts';
import type { Words } from './strings.ts';

export type View = ViewOf<State, Words>;

/** The HTML of each part. */
export function parts(view: View): Record<string, string> {
  const { mode } = view.state;
  return {
    choose: chooseHtml(view),
    left: { scores: stripHtml, counts: countsHtml, classes: matrixHtml }[mode](view),
    right: { scores: curveHtml, counts: forgetfulHtml, classes: barsHtml }[mode](view),
    formula: explainHtml(...arithmetic(view)),
    rest: mode === 'classes' ? classesHtml(view) : binaryHtml(view),
    numbers: mode === 'scores' ? `<div class="w-covered">${numbersHtml(view)}</div>` : '',
    params: mode === 'scores' ? paramsHtml(view) : '',
    ask: askHtml(view),
  };
}

// ---- changes --------------------------------------------------------------------------------

/** The threshold goes where the strip is pressed. */
export function pick({ state }: View, { on, at }: Cursor): Query | undefined {
  if (on !== 'strip') return undefined;
  const threshold = thresholdAt(scaleOf(state), at[2]);
  return threshold === state.threshold ? undefined : { ...texts(state), threshold: `${threshold}` };
}

/** The errors of the smallest class. */
export function edit({ state }: View, name: string, value: string): Query | undefined {
  if (name !== 'errors') return undefined;
  const k = rarest(state.matrix);
  const size = state.matrix[k].reduce((a, b) => a + b, 0);
  const errors = Math.max(0, Math.min(size, Math.round(Number(value)) || 0));
  return { ...texts(state), matrix: withErrors(state.matrix, k, errors).map((row) => row.join()).join(';') }; // prettier-ignore
}

/** `right`: no answer is wrong any more; `own`: the scores drawn become typed ones; classes come and go. */
export function act({ state }: View, name: string): Query | undefined {
  const query = texts(state);
  if (name === 'right') {
    const [[tp, fn], [fp, tn]] = state.counts;
    return { ...query, counts: `${tp + fn},0;0,${fp + tn}` };
  }
  if (name === 'own') {
    const { positives, negatives } = scoresOf(state);
    return { ...query, data: 'own', pos: positives.join(), neg: negatives.join(), apart: '0' };
  }
  const { matrix } = state;
  const k = matrix.length;
  const next = name === 'more' ? [...matrix.map((row) => [...row, 0]), [...Array<number>(k).fill(0), 10]] : matrix.slice(0, -1).map((row) => row.slice(0, -1)); // prettier-ignore
  return { ...query, matrix: next.map((row) => row.join()).join(';') };
}

// ---- where the reader looks -----------------------------------------------------------------

/** What the plot is about. */
export function firstCursor({ mode, plot }: State): Cursor {
  if (mode === 'classes') return { on: 'averages', at: [0, 0, 1] };
  if (mode === 'counts') return { on: 'metrics', at: [0, 0, 0] };
  if (plot === 'roc' || plot === 'pr') return { on: 'areas', at: [0, 0, Number(plot === 'pr')] };
  return { on: 'metrics', at: [0, 1, 0] };
}

const sizesOf = ({ mode, matrix }: State): Record<string, [rows: number, cols: number]> =>
  mode === 'classes'
    ? { averages: [3, 3], perClass: [matrix.length, 3], matrix: [matrix.length, matrix.length] }
    : { counts: [2, 2], metrics: [8, 1], ...(mode === 'scores' && { areas: [1, 2], mixtures: [MIXTURES.length, 5] }) }; // prettier-ignore

export function holds({ state, cursor: { on, at } }: View): boolean {
  if (on === 'strip') return state.mode === 'scores';
  const size = sizesOf(state)[on];
  return size !== undefined && at[1] < size[0] && at[2] < size[1];
}

/** Counts, metrics, areas; classes and averages. */
export function stops({ state }: View): Cursor[] {
  const names = state.mode === 'classes' ? ['perClass', 'averages'] : state.mode === 'scores' ? ['counts', 'metrics', 'areas'] : ['counts', 'metrics']; // prettier-ignore
  return names.flatMap((on) => {
    const [rows, cols] = sizesOf(state)[on];
    return Array.from({ length: rows * cols }, (_, i): Cursor => ({ on, at: [0, Math.floor(i / cols), i % cols] })); // prettier-ignore
  });
}

// ---- arithmetic -----------------------------------------------------------------------------

const num = (value: number) => minus(plain(value, 5));
/** Up to the rounding of float64. */
const exact = (value: number) => Math.abs(Number(plain(value, 5)) - value) < 1e-12;

function divisor(a: number, b: number): number {
  return b === 0 ? a : divisor(b, a % b);
}

/** `6/9 = 2/3 ≈ 0.66667`; nothing to divide by gets its sentence. */
function fraction(a: number, b: number, words: Words): string {
  if (b === 0) return ` = 0/0: <b>${words.undefined}</b>`;
  const d = divisor(a, b);
  const value = a / b;
  const lowest = d > 1 && b / d > 1 ? ` = ${a / d}/${b / d}` : '';
  return ` = ${a}/${b}${lowest} ${exact(value) ? '=' : '≈'} <b>${num(value)}</b>`;
}

/** Formula of a metric, with numbers, and the fraction that it is. */
function metricOf(
  { tp, fp, fn, tn }: Counts,
  k: number,
): [formula: string, put: string, over?: number, under?: number] {
  // prettier-ignore
  const [p, n] = [tp + fn, fp + tn];
  return (
    [
      ['(TP + TN) / N', `(${tp} + ${tn}) / ${p + n}`, tp + tn, p + n],
      ['TP / (TP + FP)', `${tp} / (${tp} + ${fp})`, tp, tp + fp],
      ['TP / (TP + FN)', `${tp} / (${tp} + ${fn})`, tp, p],
      ['2·TP / (2·TP + FP + FN)', `2×${tp} / (2×${tp} + ${fp} + ${fn})`, 2 * tp, tp + fp + p],
      ['TN / (TN + FP)', `${tn} / (${tn} + ${fp})`, tn, n],
      ['FP / (FP + TN)', `${fp} / (${fp} + ${tn})`, fp, n],
      ['(TPR + TNR) / 2', `(${tp}/${p} + ${tn}/${n}) / 2`, tp * n + tn * p, 2 * p * n], // prettier-ignore
      ['(TP·TN − FP·FN) / √((TP + FP)(TP + FN)(TN + FP)(TN + FN))', `(${tp}×${tn} − ${fp}×${fn}) / √(${tp + fp}×${p}×${n}×${fn + tn})`], // prettier-ignore
    ] as [string, string, number?, number?][]
  )[k];
}

/** What Matthews' correlation has under its root. */
const correlates = ({ tp, fp, fn, tn }: Counts) => (tp + fp) * (tp + fn) * (tn + fp) * (tn + fn);

/** What is looked at, and its arithmetic as HTML. */
export function arithmetic(view: View): [where: string, sum: string] {
  return view.state.mode === 'classes' ? classText(view) : binaryText(view);
}

/** The same, read out. */
export function speak(view: View): string {
  return arithmetic(view).filter(Boolean).join(' ').replace(/<[^>]+>/g, ''); // prettier-ignore
}

function binaryText({ state, words, cursor: { on, at } }: View): [string, string] {
  const c = countsAt(state);
  const { tp, fp, fn, tn } = c;
  const given = state.mode === 'scores';
  if (on === 'counts') {
    const k = 2 * at[1] + at[2];
    const value = [tp, fn, fp, tn][k];
    const { times, threshold } = state;
    const of = given && times > 1 && k > 1 ? ` = ${value / times}×${times}` : '';
    const say = given ? ` ${fill(words.side[at[2]], { t: minus(`${threshold}`) })}` : '';
    return [`${words.countNames[k]}${words.colon}`, `${['TP', 'FN', 'FP', 'TN'][k]}${of} = <b>${value}</b>${say}`]; // prettier-ignore
  }
  if (on === 'areas' && at[2] === 0) {
    const { pairs, won, tied } = pairCounts(scoresOf(state));
    const value = (won + tied / 2) / pairs;
    return [fill(words.aucIs, { p: tp + fn, n: (fp + tn) / state.times, all: pairs, w: won, t: tied }), `AUC = (${won} + ${tied}/2) / ${pairs} ${exact(value) ? '=' : '≈'} <b>${num(value)}</b>`]; // prettier-ignore
  }
  if (on === 'areas') {
    const points = sweep(scoresOf(state));
    const terms = points.flatMap(({ tp: t, fp: f }, i) => {
      const more = t - (points[i - 1]?.tp ?? 0);
      return more === 0 ? [] : [`${more > 1 ? `${more}×` : ''}${t}/${t + f}`];
    });
    const value = averageOf(points);
    const list = terms.length > 8 ? [...terms.slice(0, 6), '…', terms[terms.length - 1]] : terms;
    return [words.apIs, `AP = (${list.join(' + ')}) / ${tp + fn} ${exact(value) ? '=' : '≈'} <b>${num(value)}</b>`]; // prettier-ignore
  }
  if (on === 'mixtures') {
    const m = MIXTURES[at[1]] / state.times;
    const mixed = { tp, fn, fp: Math.round(fp * m), tn: Math.round(tn * m) };
    const [p, n] = [tp + fn, mixed.fp + mixed.tn];
    const k = [-1, 1, 2, 0][at[2]];
    const head = `${fill(words.mixed, { m: MIXTURES[at[1]] })} ${words.mixtureHeads[at[2]]} =`;
    if (at[2] === 0) return [head, `${p} / (${p} + ${n})${fraction(p, p + n, words)}`];
    if (at[2] === 4) return [head, `${n} / (${p} + ${n})${fraction(n, p + n, words)}`];
    const [, put, over, under] = metricOf(mixed, k);
    return [head, `${put}${fraction(over!, under!, words)}`];
  }
  if (on === 'strip') {
    const both = (state.plot === 'roc' ? [2, 5] : [1, 2]).map((each) => {
      const [, put, over, under] = metricOf(c, each);
      return `${words.metrics[each]} = ${put}${fraction(over!, under!, words)}`;
    });
    return [fill(words.thresholdIs, { t: minus(`${state.threshold}`) }) + words.colon, both.join('; ')]; // prettier-ignore
  }
  const k = on === 'metrics' ? at[1] : 1;
  const [formula, put, over, under] = metricOf(c, k);
  const head = `${words.metrics[k]} = ${formula} =`;
  if (k === 7) {
    const value = metricsOf(c)[7];
    const none = correlates(c) === 0;
    return [head, none ? `${put}: <b>${words.undefined}</b>` : `${put} ${exact(value) ? '=' : '≈'} <b>${num(value)}</b>`]; // prettier-ignore
  }
  return [head, `${put}${fraction(over!, under!, words)}`];
}

const total = (values: readonly number[]) => values.reduce((sum, v) => sum + v, 0);

function classText({ state, words, cursor: { on, at } }: View): [string, string] {
  const { matrix } = state;
  const truths = matrix.map(total);
  const answers = matrix.map((_, k) => total(matrix.map((row) => row[k])));
  const all = total(truths);
  /** Precision, recall or F1 of a class as a fraction. */
  const of = (k: number, c: number): [over: number, under: number] =>
    c === 2 ? [2 * matrix[k][k], truths[k] + answers[k]] : [matrix[k][k], (c ? truths : answers)[k]]; // prettier-ignore
  if (on === 'matrix') {
    const [i, j] = [at[1], at[2]];
    return ['', fill(i === j ? words.cellRight : words.cellWrong, { a: words.classes[i], b: words.classes[j], n: matrix[i][j] })]; // prettier-ignore
  }
  const c = at[2];
  const name = words.shares[c];
  if (on === 'perClass') {
    const [over, under] = of(at[1], c);
    const sums = [matrix.map((row) => row[at[1]]), matrix[at[1]]];
    const put = c === 2 ? `2×${matrix[at[1]][at[1]]} / (${truths[at[1]]} + ${answers[at[1]]})` : `${over} / (${sums[c].join(' + ')})`; // prettier-ignore
    return [`${words.classes[at[1]]}${words.space}${name} =`, put + fraction(over, under, words)];
  }
  const head = `${words.averages[at[1]]}${words.space}${name} =`;
  if (at[1] === 1) {
    const right = matrix.map((row, k) => row[k]);
    return [head, `(${right.join(' + ')}) / ${all}${fraction(total(right), all, words)}`];
  }
  const { macro, weighted } = reportOf(matrix);
  const value = [[macro.precision, macro.recall, macro.f1], [weighted.precision, weighted.recall, weighted.f1]][at[1] / 2][c]; // prettier-ignore
  const terms = matrix.map((_, k) => {
    const [over, under] = of(k, c);
    return `${at[1] === 0 ? '' : `${truths[k]}×`}${under === 0 ? '0' : `${over}/${under}`}`;
  });
  return [head, `(${terms.join(' + ')}) / ${at[1] === 0 ? matrix.length : all} ${exact(value) ? '=' : '≈'} <b>${num(value)}</b>`]; // prettier-ignore
}

// ---- scores ---------------------------------------------------------------------------------

type Field = Exclude<keyof State, 'counts' | 'matrix'>;

const control = (view: View, key: Field) => controlOf(view, key, texts(view.state)[key]);

const chooseHtml = (view: View) =>
  selectField(control(view, 'mode'), named(MODES, view.words.modes)) +
  (view.state.mode === 'scores' ? selectField(control(view, 'plot'), named(PLOTS, view.words.plots)) : ''); // prettier-ignore

const legend = (words: Words, keys: readonly string[]) =>
  `<p class="w-hint">${keys.map((key) => `<span class="w-together"><i class="m-key ${key}"></i>${words.keys[key]}</span>`).join(' ')}</p>`; // prettier-ignore

function stripHtml(view: View): string {
  const { state, words } = view;
  const { positives, negatives } = scoresOf(state);
  const scale = scaleOf(state);
  const { low, step, cells } = scale;
  const last = thresholdAt(scale, cells - 1);
  const at = { t: minus(`${state.threshold}`) };
  const alt = fill(words.stripAlt, { p: positives.length, n: negatives.length, ...at });
  const { svg, height } = stripSvg(state, words, escapeHtml(alt));
  const spoken = fill(words.thresholdIs, at);
  const weight = state.times > 1 ? ` ${fill(words.eachIs, { m: state.times })}` : '';
  return (
    `<div class="w-map m-strip" data-map="strip" data-layer="0" data-rows="1" data-cols="${cells}" data-pick="0,${cellOf(scale, state.threshold)}" tabindex="0" role="application" ` +
    `aria-label="${escapeHtml(`${words.stripLabel} ${spoken}`)}" style="aspect-ratio:400/${height};--cells:${cells}">${svg}</div>` +
    legend(words, ['p', 'n', 'x']) +
    `<p class="w-hint">${words.stripHint}</p>` +
    rangeField(control(view, 'threshold'), { min: low, max: last, step, spoken }) +
    `<div class="w-covered"><p class="w-h">${words.matrixTitle}${weight}</p><div class="w-scroll">${confusionHtml(view)}</div></div>`
  );
}

/** The marks of a confusion matrix of two classes. */
const fates = [
  ['TP', 'FN'],
  ['FP', 'TN'],
];
const fateMark = (cursor: Cursor) => (_: number, r: number, c: number): Mark => {
  const here = cursor.on === 'counts' && cursor.at[1] === r && cursor.at[2] === c;
  return { class: `m-${r === c ? 'ok' : 'no'}${here ? ' at' : ''}`, note: fates[r][c] };
}; // prettier-ignore

function confusionHtml({ outputs, words, cursor }: View): string {
  const { data, shape } = outputs!.counts;
  return valueTables(data, shape, { output: 'counts', label: words.matrixTitle, plain: true, columns: words.says, rows: words.isTruly, mark: fateMark(cursor) }); // prettier-ignore
}

function curveHtml(view: View): string {
  const { id, state, words, outputs } = view;
  const scored = scoresOf(state);
  const [auc, ap] = outputs!.areas.data;
  const { data, apart, times, threshold } = state;
  // The curve does not move with the cursor; only the numbers in its description are the device's.
  const svg = onceFor(outputs!, `curve ${id} ${state.plot} ${threshold}`, () =>
    curveSvg(state, sweep(scored), countsAt(state), [auc, ap], words, id),
  );
  const spread = data === 'drawn' ? [0, 4, 0.1] : [-5, 5, 0.5];
  const p = scored.positives.length;
  const all = p + times * scored.negatives.length;
  const share = fill(words.shareIs, { p, n: all - p, s: minus(show((100 * p) / all, 3)) });
  return (
    `<div class="m-plot w-plot w-covered">${svg}</div><p class="w-veil" aria-hidden="true">?</p>` +
    rangeField(control(view, 'apart'), { min: Math.min(spread[0], apart), max: Math.max(spread[1], apart), step: spread[2] }) + // prettier-ignore
    rangeField({ ...control(view, 'times'), hint: share }, { min: 1, max: Math.max(100, times), step: 1, spoken: share }) // prettier-ignore
  );
}

// ---- typed counts ---------------------------------------------------------------------------

function countsHtml({ state, words, cursor }: View): string {
  const html = fieldTable([state.counts], { input: 'counts', key: 'counts', what: words.names.counts, words, columns: words.says, rows: words.isTruly, mark: fateMark(cursor), cellName: (_, r, c) => fates[r][c] }); // prettier-ignore
  return (
    `<p class="w-h">${words.matrixTitle}</p><div class="w-scroll m-typed">${html}</div>${errorHtml('counts')}` +
    `<div class="w-chips w-live-only"><button type="button" data-do="act:right">${words.makeRight}</button></div><p class="w-hint">${words.makeRightHint}</p>` // prettier-ignore
  );
}

/** The formula that forgets the true negatives, beside the right one. */
function forgetfulHtml({ state, words, outputs }: View): string {
  const c = countsAt(state);
  const { tp, fp, fn, tn } = c;
  const n = tp + fp + fn + tn;
  const row = (name: string, kind: string, formula: string, put: string, value: string) =>
    `<div class="m-card ${kind}"><p><b>${name}</b></p><p class="w-sum">${formula} = ${put}</p><p class="m-big">${value}</p></div>`; // prettier-ignore
  const none = fp + fn === 0;
  const verdict = none ? fill(words.perfect, { v: show(forgetful(c), 4) }) : fill(words.forgets, { tn }); // prettier-ignore
  const right = (tp + tn) / n;
  return (
    `<div class="m-cards w-covered">${row(words.rightIs, 'good', '(TP + TN) / N', `(${tp} + ${tn}) / ${n}`, show(right, 4))}` +
    `${row(words.sourceIs, 'bad', 'TP / N', `${tp} / ${n}`, scalar('forgetful', outputs!.forgetful.data[0], show(forgetful(c), 4)))}</div>` +
    `<p class="w-veil" aria-hidden="true">?</p><p class="w-covered">${verdict}</p>`
  );
}

// ---- results of two classes -----------------------------------------------------------------

/** What the device found, “≈” only where the number of float64 has one. */
function cellHtml(device: number, right: number): string {
  const shown = plain(device, 4) === plain(right, 4) ? right : device;
  return `<data value="${device}">${show(shown)}</data>`;
}

function metricsHtml(view: View): string {
  const { state, words, outputs, cursor } = view;
  const c = countsAt(state);
  const { data } = outputs!.metrics;
  const right = metricsOf(c);
  const rows = words.metrics.map((name, k) => {
    const [formula, , over, under] = metricOf(c, k);
    const here = cursor.on === 'metrics' && cursor.at[1] === k;
    const none = k < 7 ? under === 0 : correlates(c) === 0;
    const share = k < 6 ? (none ? '0/0' : `${over}/${under}`) : '';
    return (
      `<tr><th scope="row">${name}</th>` +
      `<td data-at="0,${k},0" data-on="metrics" tabindex="${k === 0 ? 0 : -1}"${here ? ' class="at"' : ''}>${cellHtml(data[k], right[k])}${none ? ` <small>${words.notDefined}</small>` : ''}</td>` +
      `<td>${share}</td><td class="m-f">${k < 7 ? formula : ''}</td></tr>`
    );
  });
  return `<div class="w-scroll"><table class="w-grid m-list" aria-label="${words.metricsTitle}" data-output="metrics" data-shape="8,1,1"><tbody>${rows.join('')}</tbody></table></div>`; // prettier-ignore
}

function areasHtml({ state, words, outputs, cursor }: View): string {
  const scored = scoresOf(state);
  const { data } = outputs!.areas;
  const cells = [areaOf(scored), averageOf(sweep(scored))].map((right, c) => {
    const here = cursor.on === 'areas' && cursor.at[2] === c ? ' class="at"' : '';
    return `<td data-at="0,0,${c}" data-on="areas" tabindex="${c === 0 ? 0 : -1}"${here}>${cellHtml(data[c], right)}</td>`;
  });
  return `<p class="w-h">${words.areasTitle}</p><table class="w-grid" aria-label="${words.areasTitle}" data-output="areas" data-shape="1,2,1"><thead><tr><th scope="col">AUC</th><th scope="col">AP</th></tr></thead><tbody><tr>${cells.join('')}</tr></tbody></table>`;
}

/** A result as a walkable table with a heading. */
function table(
  { outputs, cursor }: View,
  output: string,
  title: string,
  columns: readonly string[],
  rows?: readonly string[],
  kind?: (r: number, c: number) => string,
): string {
  const { data, shape } = outputs![output];
  const mark = (_: number, r: number, c: number): Mark => {
    const here = cursor.on === output && cursor.at[1] === r && cursor.at[2] === c;
    return { class: [kind?.(r, c), here ? 'at' : ''].filter(Boolean).join(' ') };
  };
  const html = valueTables(data, shape, { output, label: title, plain: true, digits: output === 'mixtures' ? 3 : 4, columns, ...(rows && { rows }), mark }); // prettier-ignore
  return `<div class="m-${output}"><p class="w-h">${title}</p><div class="w-scroll">${html}</div></div>`;
}

function binaryHtml(view: View): string {
  const { state, words, outputs } = view;
  const title = `<p class="w-h">${words.metricsTitle}</p>`;
  if (state.mode === 'counts') return `<div class="m-tables"><div>${title}${metricsHtml(view)}</div></div>`; // prettier-ignore
  const { tp, fp, fn, tn } = countsAt(state);
  const [right, lazy] = [tp + tn, fp + tn];
  const sign = right > lazy ? 0 : right === lazy ? 1 : 2;
  const all = tp + fp + fn + tn;
  const base = fill(words.lazy[sign], {
    a: `${right}/${all}`,
    v: show(right / all, 3),
    b: `${lazy}/${all}`,
    w: scalar('always', outputs!.always.data[0], show(lazy / all, 3)),
  });
  const mixtures = state.plot === 'share' ? table(view, 'mixtures', words.mixtures, words.mixtureHeads, MIXTURES.map((m) => `×${m}`)) : ''; // prettier-ignore
  return (
    `<p>${base}</p>` +
    `<div class="m-tables"><div>${title}${metricsHtml(view)}</div>` +
    `<div>${areasHtml(view)}<p class="w-hint">${fill(words.apCoin, { p: show((tp + fn) / all, 3) })}</p></div>${mixtures}</div>` +
    `<p class="w-hint">${words.proofHint}</p>`
  );
}

/** Every distinct score as a threshold; many of them when the fold is open. */
function numbersHtml({ words, outputs, ui }: View): string {
  const { data, shape } = outputs!.curve;
  const caption = fill(words.curveCaption, { n: shape[0] });
  const start = `<table class="w-numbers" data-output="curve" data-shape="${shape.join()}"><caption>${caption}</caption>`;
  if (shape[0] > 16 && ui['fold-numbers'] !== '1') return `${start}<tbody></tbody></table>`;
  const body = Array.from({ length: shape[0] }, (_, r) => `<tr>${Array.from({ length: 6 }, (_, c) => `<td>${datum(data[r * 6 + c])}</td>`).join('')}</tr>`); // prettier-ignore
  return `${start}<thead><tr>${words.curveHeads.map((head) => `<th scope="col">${head}</th>`).join('')}</tr></thead><tbody>${body.join('')}</tbody></table>`; // prettier-ignore
}

function paramsHtml(view: View): string {
  const { words } = view;
  const from = selectField(control(view, 'data'), named(DATA, words.dataNames));
  if (view.state.data === 'own') return from + textField(control(view, 'pos')) + textField(control(view, 'neg')); // prettier-ignore
  return (
    from +
    (['positives', 'negatives'] as const)
      .map((key) => stepperField(control(view, key), { min: 1, max: BOUNDS.scores, words }))
      .join('') + // prettier-ignore
    stepperField(control(view, 'seed'), { min: 0, max: BOUNDS.seed, words }) +
    `<div class="w-field w-live-only"><button type="button" data-do="act:own">${words.typeThem}</button></div>`
  );
}

// ---- several classes ------------------------------------------------------------------------

function matrixHtml(view: View): string {
  const { id, state, words, cursor } = view;
  const { matrix } = state;
  const names = words.classes.slice(0, matrix.length);
  const mark = (_: number, r: number, c: number): Mark => {
    const here = cursor.on === 'matrix' && cursor.at[1] === r && cursor.at[2] === c;
    return { class: `${r === c ? 'm-ok' : matrix[r][c] > 0 ? 'm-no' : ''}${here ? ' at' : ''}` };
  };
  const html = fieldTable([matrix], { input: 'matrix', key: 'matrix', what: words.names.matrix, words, columns: names, rows: names, mark, cellName: (_, r, c) => `${names[r]} → ${names[c]}` }); // prettier-ignore
  const k = rarest(matrix);
  const size = total(matrix[k]);
  const errors = size - matrix[k][k];
  const label = fill(words.errors, { k: names[k], n: size });
  return (
    `<p class="w-h">${words.matrixTitle} <small>${words.rowsTruth}</small></p><div class="w-scroll m-typed">${html}</div>${errorHtml('matrix')}` +
    `<div class="w-chips w-live-only">${matrix.length < BOUNDS.classes ? `<button type="button" data-do="act:more">${words.moreClasses}</button>` : ''}${matrix.length > 2 ? `<button type="button" data-do="act:less">${words.lessClasses}</button>` : ''}</div>` +
    rangeField({ id, key: 'errors', label, value: `${errors}` }, { min: 0, max: size, step: 1 })
  );
}

function barsHtml({ id, state, words }: View): string {
  const { perClass, macro, accuracy } = reportOf(state.matrix);
  const bars = [
    ...perClass.map((row, k) => [words.classes[k], row[1], 'class'] as const),
    [words.macroShort, macro.recall, 'macro'] as const,
    [words.microShort, accuracy, 'micro'] as const,
  ];
  return (
    `<p class="w-h">${words.barsTitle}</p><div class="m-bars w-plot w-covered">${barsSvg(bars, words.barsTitle, id)}</div><p class="w-veil" aria-hidden="true">?</p>` +
    `<p class="w-hint">${words.barsHint}</p>`
  );
}

function classesHtml(view: View): string {
  const { state, words, outputs } = view;
  const { matrix } = state;
  const { macro, accuracy, f1OfMeans } = reportOf(matrix);
  const names = matrix.map((row, k) => `${words.classes[k]} (${total(row)})`);
  const value = (name: string, exactly: number) => scalar(name, outputs![name].data[0], `<b>${show(exactly, 4)}</b>`); // prettier-ignore
  return (
    `<p>${fill(words.accuracyIs, { v: value('accuracy', accuracy) })}</p>` +
    `<div class="m-tables">${table(view, 'perClass', words.perClass, words.shares, names)}` +
    `${table(view, 'averages', words.averagesTitle, words.shares, words.averages, (r) => (r === 1 ? 'm-micro' : ''))}</div>` +
    `<p>${fill(words.twoF1, { a: show(macro.f1, 4), b: value('f1OfMeans', f1OfMeans) })}</p>`
  );
}

// ---- the guess ------------------------------------------------------------------------------

/** What is asked: AUC, AP, precision; accuracy; macro recall. */
function asked({ state, words }: View): [name: string, value: number] {
  const { mode, plot } = state;
  if (mode === 'classes') return [`${words.averages[0]}${words.space}${words.shares[1]}`, reportOf(state.matrix).macro.recall]; // prettier-ignore
  const c = countsAt(state);
  if (mode === 'counts') return [words.metrics[0], metricsOf(c)[0]];
  if (plot === 'roc') return ['AUC', areaOf(scoresOf(state))];
  if (plot === 'pr') return ['AP', averageOf(sweep(scoresOf(state)))];
  return [words.metrics[1], c.tp / (c.tp + c.fp)];
}

function askHtml(view: View): string {
  const [name] = asked(view);
  return `<label><span>${name}</span><input data-guess inputmode="decimal" autocomplete="off" aria-label="${name}"></label>`;
}

/** A number, or a fraction like 2/3; right within 0.02. Where it is 0/0, that is the answer. */
export function guess(view: View, [text]: string[]): { right: boolean; text: string } {
  const { words } = view;
  const [, value] = asked(view);
  const [top, under = '1', ...more] = text.replace(',', '.').split('/').map((part) => part.trim()); // prettier-ignore
  const typed = top === '' || under === '' || more.length > 0 ? NaN : Number(top) / Number(under);
  const none = Number.isNaN(value);
  const right = none ? /^\s*0\s*\/\s*0\s*$/.test(text) : Math.abs(typed - value) <= 0.02 + 1e-9;
  return { right, text: fill(right ? words.right : words.wrong, { v: none ? '0/0' : show(value), g: text || '?' }) }; // prettier-ignore
}
