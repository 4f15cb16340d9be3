/** What the normalisation widget shows, as HTML. Pure: the build and the browser draw the same. */
import type { Grid } from '../../../lib/grid.ts';
import { movingAverage, unbiasedVariance } from '../../../lib/ops/norm.ts';
import {
  errorHtml,
  optionList,
  rangeField,
  selectField,
  setButton,
  stepperField,
  textField,
} from '../toolkit/controls.ts';
import { crowd, plainTable } from '../toolkit/grids.ts';
import type { Cursor, View as ViewOf } from '../toolkit/kind.ts';
import { datum, fill, heat, magnitude, minus, operand, plain, show } from '../toolkit/text.ts';
import { blockOf, cube, curves, histogram } from './draw.ts';
import { folded, gradient, movingAfter } from './reference.ts';
import {
  batchGrid,
  edited,
  LIMITS,
  MODES,
  movesStatistics,
  NORMS,
  placeOf,
  pytorchRefuses,
  SIZES,
  sizesOf,
  slicesOfState,
  statistics,
  texts,
  translated,
  usesMoving,
  type Key,
  type State,
} from './state.ts';
import type { Words } from './strings.ts';

export type View = ViewOf<State, Words>;

/** Everything the parts draw from. */
function facts(view: View) {
  const { state, cursor } = view;
  const outputs = view.outputs!;
  const sizes = sizesOf(state);
  const [, H, W, C] = sizes;
  const x = batchGrid(state);
  const slices = slicesOfState(state);
  const [, row, col] = cursor.at;
  const [n, h, w, c] = [Math.floor(row / H), row % H, col % W, Math.floor(col / W)];
  /** Flat index of the cell under the cursor. */
  const flat = ((n * H + h) * W + w) * C + c;
  const slice = slices.of[flat];
  const { mean, variance } = statistics(state);
  const moving = usesMoving(state);
  return {
    outputs,
    x,
    sizes,
    slices,
    n,
    c,
    flat,
    /** Flat indices of the cells that share their statistics with the cursor's. */
    members: Array.from(slices.of.keys()).filter((i) => slices.of[i] === slice),
    slice,
    batchMean: mean.data[slice],
    batchVariance: variance.data[slice],
    /** Those that y is made with. */
    mean: moving ? state.movingMean[c] : mean.data[slice],
    variance: moving ? state.movingVariance[c] : variance.data[slice],
  };
}

type Facts = ReturnType<typeof facts>;

/** The HTML of each part. */
export function parts(view: View): Record<string, string> {
  const known = facts(view);
  return {
    kinds: kindsHtml(view, known),
    input: inputHtml(view, known),
    output: outputHtml(view, known),
    formula: formulaHtml(view, known),
    note: notesOf(view, known).join(view.words.gap),
    stats: statsHtml(view, known),
    histograms: histogramsHtml(view, known),
    params: paramsHtml(view),
    moving: movingHtml(view),
    curves: curvesHtml(view, known),
    fold: foldHtml(view, known),
    grad: gradHtml(view, known),
    ask: askHtml(view, known),
  };
}

export function firstCursor({ images, samples }: State): Cursor {
  // Of numbers the last sample: in the worked example it is the largest of its channel.
  return { on: 'y', at: [0, images ? 0 : samples.length - 1, 0] };
}

/** Whether the cursor lies on a cell that exists. */
export function holds({ state, cursor }: View): boolean {
  const [N, H, W, C] = sizesOf(state);
  const [, row, col] = cursor.at;
  return row >= 0 && row < N * H && col >= 0 && col < W * C;
}

/** Every cell of the result, row by row. */
export function stops({ state }: View): Cursor[] {
  const [N, H, W, C] = sizesOf(state);
  return Array.from({ length: N * H * W * C }, (_, i) => ({
    on: 'y',
    at: [0, Math.floor(i / (W * C)), i % (W * C)],
  }));
}

// ---- which numbers share their statistics ---------------------------------------------------

function kindsHtml(view: View, { sizes, n, c, slices }: Facts): string {
  const { state, words } = view;
  const [N, H, W, C] = sizes;
  const pictures = NORMS.map((norm) => {
    const query = edited(state, 'norm', norm);
    const groups = Number(query?.groups ?? state.groups);
    const block = blockOf(norm, [N, C], norm === 'group' ? groups : 1, n, c);
    const also = query ? `&groups=${query.groups}` : '';
    const off = norm === 'instance' && !state.images ? ' disabled' : '';
    return (
      `<button type="button" data-do="set:norm=${norm}${also}" aria-pressed="${state.norm === norm}"${off}>` +
      `${cube([N, H * W, C], block)}<span>${words.kinds[norm]}</span></button>`
    );
  });
  const shares = fill(words.shares[state.norm], { n: slices.count, k: C / state.groups });
  const modes = MODES.map((mode) =>
    setButton('mode', mode, words.modes[mode], state.mode === mode),
  ).join('');
  return (
    `<div class="w-four w-live-only">${pictures.join('')}</div>` +
    `<p class="w-shares">${shares}</p>` +
    `<div class="w-chips">${modes}</div>`
  );
}

function placeText({ words, state }: View, flat: number): string {
  const [n, h, w, c] = placeOf(flat, sizesOf(state));
  const at = { n: n + 1, h: h + 1, w: w + 1, c: c + 1 };
  return fill(state.images ? words.pixel : words.place, at);
}

/** The batch as one grid: samples below each other, the channels of a sample side by side. */
function gridHtml(view: View, known: Facts, on: 'x' | 'y'): string {
  const { state, words } = view;
  const { sizes, slices, slice, flat: here, x, outputs } = known;
  const [N, H, W, C] = sizes;
  const { data } = on === 'x' ? x : outputs.y;
  const largest = magnitude(data);
  const what = on === 'x' ? words.input : words.output;
  const heads = Array.from({ length: C }, (_, c) => {
    const name = fill(words.channelShort, { n: c + 1 });
    return `<th scope="col"${W > 1 ? ` colspan="${W}"` : ''}>${name}</th>`;
  });
  let body = '';
  for (let row = 0; row < N * H; row++) {
    const [n, h] = [Math.floor(row / H), row % H];
    if (h === 0) {
      const name = fill(words.sample, { n: n + 1 });
      body += `<tr><th scope="row"${H > 1 ? ` rowspan="${H}"` : ''}>${name}</th>`;
    } else body += '<tr>';
    for (let col = 0; col < W * C; col++) {
      const [c, w] = [Math.floor(col / W), col % W];
      const i = ((n * H + h) * W + w) * C + c;
      const classes = [
        slices.of[i] === slice ? 'in' : '',
        i === here ? 'at' : '',
        state.images && w === 0 && c > 0 ? 'tl' : '',
        state.images && h === 0 && n > 0 ? 'tt' : '',
      ]
        .filter(Boolean)
        .join(' ');
      const coloured = heat(data[i], largest) || ' class=""';
      const look = coloured.replace('class="', `class="${classes} `).replace(' ""', '""');
      const stop = row + col === 0 ? 0 : -1;
      body += `<td data-at="0,${row},${col}"${look}`;
      body +=
        on === 'x'
          ? ` data-put="${state.images ? `${n},${c},${h},${w}` : `${n},${c}`}"><input type="number" step="any" name="input" ` +
            `value="${data[i]}" aria-label="${what} ${placeText(view, i)}" tabindex="${stop}" autocomplete="off"></td>`
          : ` data-on="y" tabindex="${stop}">${datum(data[i], state.images ? 2 : 3)}</td>`;
    }
    body += '</tr>';
  }
  const about =
    on === 'x'
      ? ' data-input="x"'
      : ` role="grid" aria-label="${what}"${state.images ? '' : contract('y', [N, C])}`;
  return (
    `<div class="w-scroll"><table class="w-grid w-heat${W * C > 6 && on === 'y' ? ' w-crowd' : crowd(W * C)}"${about}>` +
    `<thead><tr><td></td>${heads.join('')}</tr></thead><tbody>${body}</tbody></table></div>`
  );
}

function inputHtml(view: View, known: Facts): string {
  const { words, state } = view;
  const [N, H, W, C] = known.sizes;
  const values = { samples: N, channels: C, height: H, width: W };
  const most = {
    samples: state.images ? LIMITS.images : LIMITS.samples,
    channels: LIMITS.channels,
    height: LIMITS.side,
    width: LIMITS.side,
  };
  const sizes = SIZES.slice(0, state.images ? 4 : 2).map(
    (name) =>
      `<label><span>${words.sizes[name]}</span><input type="number" name="${name}" value="${values[name]}" min="1" max="${most[name]}"></label>`,
  );
  const shape = state.images ? 'N×H×W×C' : 'N×C';
  return (
    `<p class="w-h">${words.input}<small>${shape}</small></p>` +
    gridHtml(view, known, 'x') +
    `<div class="w-sizes">${sizes.join('')}</div>` +
    SIZES.map(errorHtml).join('') +
    errorHtml('input')
  );
}

function outputHtml(view: View, known: Facts): string {
  const { numbers } = view.words;
  const all = view.state.images
    ? `<details><summary>${numbers}</summary>${scroll(numbers, numbersHtml(view, known))}</details>`
    : '';
  return (
    `<p class="w-h">${view.words.output}</p><span class="w-veil" aria-hidden="true">?</span>` +
    `<div class="w-covered">${gridHtml(view, known, 'y')}${all}</div>`
  );
}

// ---- the arithmetic -------------------------------------------------------------------------

/** More numbers than this are added up before they are written. */
const TERMS = 8;

/** Digits that leave an error of less than a millionth of `unit`. */
const digitsFor = (value: number, unit: number) =>
  Math.min(15, Math.max(6, Math.ceil(Math.log10(Math.abs(value) / unit || 1)) + 6));

/** “=” when all operands are written in full and their result is the one written, else “≈”. */
const sign = (
  operands: readonly (readonly [value: number, digits: number])[],
  exact: number,
  shown: number,
  digits = 6,
) =>
  operands.every(([value, d]) => Number(plain(value, d)) === value) &&
  Number(plain(shown, digits)) === exact
    ? '='
    : '≈';

/** The mean, the variance and the cell, each as one equation whose operands give its result. */
export function equations(view: View, html: boolean): string[] {
  const { state, outputs } = view;
  const known = facts(view);
  const { members, x, c, flat, mean, variance, slices } = known;
  const bold = (text: string) => (html ? `<b>${text}</b>` : text);
  const { eps } = state;
  const root = Math.sqrt(variance + eps);
  const md = digitsFor(mean, root);
  const m = operand(mean, md);
  const values = members.map((i) => x.data[i]);
  const n = slices.count;
  const lines: string[] = [];
  if (usesMoving(state)) {
    lines.push(`μ = ${minus(plain(mean, md))}, σ² = ${plain(variance)}`);
  } else {
    const sum = values.reduce((a, b) => a + b, 0);
    const few = n <= TERMS;
    const added = few ? values.map((v) => operand(v)).join(' + ') : operand(sum, md);
    const addends = few ? values.map((v) => [v, 6] as const) : ([[sum, md]] as const);
    lines.push(
      `μ = ${few ? `(${added})` : added} / ${n} ${sign(addends, sum / n, mean, md)} ${minus(plain(mean, md))}`,
    );
    const squares = values.reduce((a, b) => a + (b - mean) ** 2, 0);
    const squared = few
      ? `(${values.map((v) => `(${minus(plain(v))} − ${m})²`).join(' + ')})`
      : plain(squares);
    const parts: readonly (readonly [number, number])[] = few
      ? [...addends, [mean, md]]
      : [[squares, 6]];
    lines.push(`σ² = ${squared} / ${n} ${sign(parts, squares / n, variance)} ${plain(variance)}`);
  }
  const value = x.data[flat];
  const [gamma, beta] = [state.gamma[c], state.beta[c]];
  const exact = (gamma * (value - mean)) / root + beta;
  const shown = outputs!.y.data[flat];
  const xd = digitsFor(value, root);
  const all: [number, number][] = [
    [gamma, 6],
    [value, xd],
    [mean, md],
    [variance, 6],
    [eps, 6],
    [beta, 6],
  ];
  lines.push(
    `y = ${operand(gamma)} × (${minus(plain(value, xd))} − ${m}) / √(${plain(variance)} + ${plain(eps)}) + ${operand(beta)} ` +
      `${sign(all, exact, shown, 5)} ${bold(minus(plain(shown, 5)))}`,
  );
  return lines;
}

function formulaHtml(view: View, { flat }: Facts): string {
  const moving = usesMoving(view.state) ? `<small>${view.words.fromMoving}</small>` : '';
  const rows = equations(view, true).map((line) => `<span>${line}</span>`);
  return (
    `<span class="w-where">${placeText(view, flat)}</span> ${moving}` +
    `<span class="w-sum w-covered">${rows.join('')}</span>`
  );
}

/** The same, read out. */
export function speak(view: View): string {
  const { flat } = facts(view);
  const text = equations(view, false).join('; ');
  return fill(view.words.spoken, { place: placeText(view, flat), text });
}

function notesOf({ state, words }: View, { slices, c, batchMean }: Facts): string[] {
  const notes: string[] = [];
  const moving = usesMoving(state);
  if (slices.count === 1 && !moving) {
    notes.push(fill(words.noteOne, { beta: show(state.beta[c]) }));
    if (pytorchRefuses(state)) notes.push(words.noteRefuses);
  } else if (moving) notes.push(fill(words.noteInference, { mean: show(batchMean) }));
  else notes.push(state.norm === 'batch' ? words.noteTrain : words.noteAlone);
  return notes;
}

/** A region that may scroll sideways, and can be reached by key to do so. */
const scroll = (label: string, inside: string) =>
  `<div class="w-scroll" tabindex="0" role="group" aria-label="${label}">${inside}</div>`;
const cell = (inside: string, name = '') => `<td${name && ` class="${name}"`}>${inside}</td>`;
const row = (head: string, cells: readonly string[]) =>
  `<tr><th scope="row">${head}</th>${cells.join('')}</tr>`;
const table = (about: string, caption: string, heads: readonly string[], rows: string) =>
  `<table class="w-numbers"${about}><caption>${caption}</caption>` +
  `<thead><tr><td></td>${heads.map((head) => `<th scope="col">${head}</th>`).join('')}</tr></thead><tbody>${rows}</tbody></table>`;
const contract = (output: string, shape: readonly number[]) =>
  ` data-output="${output}" data-shape="${shape.join()}"`;
const counted = (word: string, n: number) =>
  Array.from({ length: n }, (_, i) => fill(word, { n: i + 1 }));

// ---- statistics -----------------------------------------------------------------------------

function statsHtml({ state, words }: View, { outputs, slice, slices }: Facts): string {
  const { shape } = outputs.mean;
  const cols = shape[shape.length - 1];
  // What the last axis of the statistics counts: channels, samples or groups.
  const { norm } = state;
  const last =
    norm === 'layer' ? words.sample : norm === 'group' ? words.group : words.channelShort;
  const one = (name: 'mean' | 'variance', symbol: string, extra = '') => {
    const cells = Array.from(outputs[name].data, (value, i) =>
      cell(datum(value), i === slice ? 'at' : ''),
    );
    let body = '';
    for (let i = 0; i < cells.length; i += cols) {
      const head = shape.length > 1 ? fill(words.sample, { n: i / cols + 1 }) : symbol;
      body += row(head, cells.slice(i, i + cols));
    }
    return table(contract(name, shape), words[name], counted(last, cols), body + extra);
  };
  // For inspection only, so no <data>: the contract's numbers are the biased ones.
  const other = Array.from(outputs.variance.data, (value) =>
    cell(slices.count > 1 ? show(unbiasedVariance(value, slices.count)) : '—'),
  );
  const unbiased =
    shape.length > 1
      ? `<tr><th scope="row" colspan="${cols}">${words.unbiased}</th>${other[slice]}</tr>`
      : row('s²', other) +
        `<tr><th colspan="${cols + 1}"><small>s²: ${words.unbiased}</small></th></tr>`;
  const both = one('mean', 'μ') + one('variance', 'σ²', unbiased);
  return `<div class="w-covered">${scroll(words.statistics, both)}</div>`;
}

function histogramsHtml({ words }: View, { x, outputs, slices, slice, members }: Facts): string {
  const one = ({ data }: Grid, title: string) => {
    const drawn = histogram(data, (i) => slices.of[i] === slice, { title, desc: words.histogram });
    return `<p class="w-h">${title}</p><div class="w-plot">${drawn}</div>`;
  };
  return (
    one(x, words.before) +
    `<div class="w-covered">${one(outputs.y, words.after)}</div>` +
    `<small>${fill(words.histogramHint, { k: members.length })}</small>`
  );
}

// ---- parameters -----------------------------------------------------------------------------

function paramsHtml({ id, words, state }: View): string {
  const all = texts(state);
  const control = (key: Key, label: string, hint?: string) => ({
    id,
    key,
    label,
    hint,
    value: all[key],
  });
  const each = (key: 'gamma' | 'beta' | 'movingMean' | 'movingVariance', hint?: string) =>
    textField(control(key, words[key], hint));
  return (
    selectField(control('norm', words.norm), words.kinds, state.images ? [] : ['instance']) +
    (state.norm === 'group'
      ? stepperField(control('groups', words.groups), { min: 1, max: LIMITS.channels, words })
      : '') +
    selectField(control('mode', words.mode), words.modes) +
    textField(control('eps', words.eps)) +
    each('gamma', words.perChannel) +
    each('beta', words.perChannel) +
    (state.norm === 'batch'
      ? selectField(control('convention', words.convention), words.conventions) +
        textField(control('momentum', words.momentum, words.momentumHint[state.convention])) +
        rangeField(control('steps', words.steps, words.stepsHint), {
          min: 0,
          max: LIMITS.steps,
          step: 1,
        }) +
        each('movingMean') +
        each('movingVariance')
      : '')
  );
}

// ---- moving statistics ----------------------------------------------------------------------

/** The other library with the same meaning, and with the same number. */
function others(state: State): { state: State; colour: string }[] {
  const same = translated(state);
  const all = [{ state: same, colour: 's-a' }];
  if (same.momentum !== state.momentum) {
    all.push({ state: { ...same, momentum: state.momentum }, colour: 's-b' });
  }
  return all;
}

/** `PyTorch 0.01` */
const libraryText = ({ conventions }: Words, { convention, momentum }: State) =>
  `${conventions[convention]} ${show(momentum)}`;

function movingHtml({ state, words, outputs }: View): string {
  const C = state.gamma.length;
  const moves = movesStatistics(state);
  const now = movingAfter(state).at(-1)!;
  const one = (output: 'movingMean' | 'movingVariance') => {
    const statistic = output === 'movingMean' ? 'mean' : 'variance';
    const mine = Array.from(outputs![output].data, (value) => cell(datum(value), 'at'));
    const plainly = (values: readonly number[]) => values.map((value) => cell(show(tidy(value))));
    let body = row(words.start, moves ? plainly(state[output]) : mine);
    if (moves) body += row(libraryText(words, state), mine);
    for (const { state: other } of moves ? others(state) : []) {
      const refused = other.convention === 'pytorch' && pytorchRefuses(other);
      const cells = Array.from(movingAfter(other).at(-1)![statistic], (value, c) => {
        const here = now[statistic][c];
        const differs = Math.abs(value - here) > 1e-9 * Math.max(1, Math.abs(here));
        return cell(show(tidy(value)), differs ? 'differs' : '');
      });
      const error = `<td class="differs" colspan="${C}">${words.refuses}</td>`;
      body += row(libraryText(words, other), refused ? [error] : cells);
    }
    const caption = fill(moves ? words.afterSteps : '{name}', {
      name: words.names[output],
      k: state.steps,
    });
    return table(contract(output, [C]), caption, counted(words.channelShort, C), body);
  };
  const swap = translated(state);
  const values = {
    here: words.conventions[state.convention],
    lib: words.conventions[swap.convention],
    kind: words.kinds[state.norm],
    m: show(state.momentum),
    m2: show(swap.momentum),
  };
  const remark = moves
    ? words.verdict
    : state.norm === 'batch'
      ? words.movingFrozen
      : words.movingNone;
  const button = `<p class="w-chips"><button type="button" data-do="act:translate">${words.translate}</button></p>`;
  return (
    `<p class="w-h">${words.moving}</p>${scroll(words.moving, one('movingMean') + one('movingVariance'))}` +
    fill(`<p class="w-hint">${remark}</p>${moves ? button : ''}`, values)
  );
}

/** Without the dust of float64: 0.04 and not 0.04000000000000004. */
const tidy = (value: number) => Number(value.toPrecision(12));

function curvesHtml(
  { state, words, ui, image }: View,
  { c, batchMean, batchVariance, slices }: Facts,
): string {
  if (!movesStatistics(state)) return '';
  const lines = [{ state, colour: 's-accent' }, ...others(state)].filter(
    (each) => each.state.convention === 'keras' || !pytorchRefuses(each.state),
  );
  const statistic = ui.curve === 'movingMean' ? 'mean' : 'variance';
  const start = statistic === 'mean' ? state.movingMean[c] : state.movingVariance[c];
  const goal = (convention: State['convention']) =>
    statistic === 'mean'
      ? batchMean
      : convention === 'pytorch'
        ? unbiasedVariance(batchVariance, slices.count)
        : batchVariance;
  // The moving mean of the same meaning is the same curve.
  const shown = lines.filter(({ colour }) => statistic === 'variance' || colour !== 's-a');
  if (shown.length === 0) return '';
  const series = shown.map((each) => ({
    value: (t: number) => {
      const { convention, momentum } = each.state;
      const left = (convention === 'keras' ? momentum : 1 - momentum) ** t;
      return movingAverage('keras', start, goal(convention), left);
    },
    name: libraryText(words, each.state),
    class: each.colour,
  }));
  const to = goal(shown[0].state.convention);
  const title = fill(words.curveOf, { c: c + 1 });
  const { movingVariance, movingMean } = words.names;
  const name = ui.curve || 'movingVariance';
  const desc = fill(words.curve, {
    name: words.names[name],
    from: show(start),
    to: show(to),
    k: state.steps,
    now: show(series[0].value(state.steps)),
  });
  // The build leaves its place free: a curve is nothing without its slider.
  const drawn = image
    ? ''
    : curves(series, { value: to, name: words.goal }, state.steps, {
        title,
        desc,
        x: words.stepAxis,
        y: '',
      });
  return (
    `<div class="w-line"><label><span>${title}</span><select data-ui="curve">${optionList({ movingVariance, movingMean }, name)}</select></label></div>` +
    `<div class="w-plot w-curve w-live-only">${drawn}</div>`
  );
}

// ---- folds ----------------------------------------------------------------------------------

/** A number after “=” or “≈”. */
const being = (value: number) => {
  const text = show(value);
  return text.startsWith('≈') ? `≈ ${text.slice(1)}` : `= ${text}`;
};

function foldHtml({ state, words, outputs, ui }: View, { c }: Facts): string {
  if (!ui['fold-fold']) return '';
  const moving = {
    mean: outputs!.movingMean.data,
    variance: outputs!.movingVariance.data,
  };
  if (!(moving.variance[c] + state.eps > 0)) return '';
  const both = folded(state, moving, c);
  const text = fill(words.foldText, {
    c: c + 1,
    mean: show(moving.mean[c]),
    variance: show(moving.variance[c]),
    s: being(both.scale),
  });
  const rows = [both.middle, both.apart.data, both.together].map((values, i) =>
    row(
      words.foldRows[i],
      Array.from(values, (value) => cell(datum(value, 6))),
    ),
  );
  const worst = both.together.reduce(
    (most, value, i) => Math.max(most, Math.abs(value - both.apart.data[i])),
    0,
  );
  const kernel = [0, 3, 6].map((r) => Array.from(both.kernel.subarray(r, r + 3), (w) => show(w)));
  const error = worst === 0 ? '0' : minus(worst.toExponential(1));
  return (
    `<p>${text}</p>${scroll(words.fold, `<table class="w-numbers"><tbody>${rows.join('')}</tbody></table>`)}` +
    `<p>${words.foldKernel}</p>${plainTable(kernel, words.foldKernel)}` +
    `<p>${fill(words.foldBias, { b: being(both.bias) })}</p>` +
    `<p data-fold-error="${worst}">${fill(words.foldError, { e: error })}</p>`
  );
}

function gradHtml(view: View, { flat, members }: Facts): string {
  const { state, words, ui } = view;
  if (!ui['fold-grad']) return '';
  const { data } = gradient(state, flat);
  const sum = data.reduce((a, b) => a + b, 0);
  const moving = usesMoving(state);
  const shown = moving ? show(sum) : Math.abs(sum) < 1e-12 ? '≈ 0' : being(sum);
  const rows = members.map((i) =>
    row(placeText(view, i), [cell(datum(data[i]), i === flat ? 'at' : '')]),
  );
  return (
    `<p>${words.gradText}</p>${scroll(words.grad, table('', '', ['∂L/∂x'], rows.join('')))}` +
    `<p data-grad-sum="${sum}">${fill(moving ? words.gradNot : words.gradZero, { n: members.length, sum: shown })}</p>`
  );
}

/** The result of images in the order of the contract. */
function numbersHtml({ words }: View, { outputs, sizes }: Facts): string {
  const [N, H, W, C] = sizes;
  let body = '';
  for (let r = 0; r < N * H; r++) {
    const head = fill(words.sample, { n: Math.floor(r / H) + 1 });
    const values = outputs.y.data.subarray(r * W * C, (r + 1) * W * C);
    body += row(
      `${head}, ${(r % H) + 1}`,
      Array.from(values, (value) => cell(datum(value))),
    );
  }
  return table(contract('y', sizes), `[${sizes.join(', ')}]`, [], body);
}

// ---- predict first --------------------------------------------------------------------------

function askHtml(view: View, { flat, x }: Facts): string {
  return fill(view.words.predictAsk, {
    place: placeText(view, flat),
    x: show(x.data[flat], 6),
  });
}

export function guess(view: View, [gm, gy]: string[]) {
  const { words, state } = view;
  const { mean, variance, x, flat, c, slices, outputs } = facts(view);
  if (gm === '' && gy === '') return { right: false, text: words.nothing };
  const y = outputs.y.data[flat];
  const near = (text: string, value: number) =>
    text === '' || Math.abs(Number(text) - value) <= 0.0051 * Math.max(1, Math.abs(value) / 100);
  const right = near(gm, mean) && near(gy, y);
  const values = { mean: being(mean), y: being(y), gm: gm || '?', gy: gy || '?' };
  let text = fill(right ? words.right : words.wrong, values);
  const by = (divisor: number) =>
    gy !== '' && near(gy, (state.gamma[c] * (x.data[flat] - mean)) / divisor + state.beta[c]);
  if (!right && !near(gy, y)) {
    const unbiased = unbiasedVariance(variance, slices.count);
    if (by(variance + state.eps)) text += words.gap + words.wrongVariance;
    else if (by(Math.sqrt(unbiased + state.eps))) text += words.gap + words.wrongUnbiased;
  }
  return { right, text };
}
