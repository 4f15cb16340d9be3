/** What the activations widget shows, as HTML. Pure: the build and the browser draw the same. */
import { ACTIVATIONS, softmax, type ActivationId } from '../../../lib/ops/activation.ts';
import { sigmoidBound, type ChainLayer } from '../../../lib/ops/chain.ts';
import {
  checkField,
  errorHtml,
  explainHtml,
  optionList,
  rangeField,
  setButton,
  sizeFields,
  stepperField,
  textField,
} from '../toolkit/controls.ts';
import { fieldTable, longTable, valueTables } from '../toolkit/grids.ts';
import type { Cursor, View as ViewOf } from '../toolkit/kind.ts';
import { type Query } from '../toolkit/query.ts';
import { datum, equals, fill, minus, operand, plain, scalar, show } from '../toolkit/text.ts';
import { DEFINITIONS, equation, isExact, slopeSteps, valueSteps } from './arithmetic.ts';
import { barsSvg, chainSvg, curveSvg, dragBox, inDigits, saturation, sci } from './plots.ts';
import { layersOf, naiveSoftmax } from './reference.ts';
import {
  ACTIVE_IDS,
  BOUNDS,
  defaultAlpha,
  HARD_SIGMOID,
  otherSlope,
  POINTS,
  REACH,
  SATURATED,
  STEPS,
  texts,
  type State,
} from './state.ts';
import type { Words } from './strings.ts';

const RANGE = { min: -REACH, max: REACH, step: 1 / STEPS };

export type View = ViewOf<State, Words>;

/** The HTML of each part. */
export function parts(view: View): Record<string, string> {
  const vector = view.state.fn === 'softmax';
  return {
    choose: chooseHtml(view),
    left: vector ? logitsHtml(view) : curveHtml(view),
    right: vector ? compareHtml(view) : chainHtml(view),
    formula: formulaHtml(view),
    rows: vector ? workingHtml(view) : layersHtml(view),
    numbers: `<div class="w-covered">${numbersHtml(view)}</div>`,
    ask: askHtml(view),
  };
}

/** What is explained at first: the last step of the gradient, or the first probability. */
export function firstCursor({ fn }: State): Cursor {
  return fn === 'softmax' ? { on: 'y', at: [0, 0, 0] } : { on: 'chain', at: [0, 0, 4] };
}

/** Whether the cursor lies on a cell that exists. */
export function holds({ state, cursor }: View): boolean {
  const { fn, depth, logits } = state;
  const [, row, col] = cursor.at;
  const n = logits.length;
  const within = (rows: number, cols: number) => row < rows && col < cols;
  if (fn !== 'softmax') return cursor.on === 'chain' && within(depth, 5);
  return cursor.on !== 'chain' && within(cursor.on === 'jacobian' ? n : 1, n);
}

/** The way back: from the last layer to the first; or one probability after the other. */
export function stops({ state }: View): Cursor[] {
  const { fn, depth, logits } = state;
  return fn === 'softmax'
    ? logits.map((_, i) => ({ on: 'y', at: [0, 0, i] }))
    : Array.from({ length: depth }, (_, i) => ({ on: 'chain', at: [0, depth - 1 - i, 4] }));
}

/** Another function starts with its own α. */
export function edit({ state }: View, name: string, value: string): Query | undefined {
  if (name !== 'fn') return undefined;
  const query = texts(state);
  delete query.alpha;
  return { ...query, fn: value };
}

/** `shift±N` adds N to every logit, to six decimals so that nothing grows by rounding. */
export function act({ state }: View, name: string): Query | undefined {
  const by = Number(name.replace('shift', ''));
  const moved = state.logits.map((z) => Math.round((z + by) * 1e6) / 1e6);
  return { ...texts(state), logits: moved.join(',') };
}

// ---- the function ---------------------------------------------------------------------------

function chooseHtml({ id, state, words }: View): string {
  const names = Object.fromEntries(ACTIVE_IDS.map((fn) => [fn, words.fns[fn]]));
  const { softmax: last, ...others } = names;
  return (
    `<label for="${id}-fn">${words.fn}</label><select id="${id}-fn" name="fn">` +
    `<optgroup label="${words.groups.function}">${optionList(others, state.fn)}</optgroup>` +
    `<optgroup label="${words.groups.vector}">${optionList({ softmax: last }, state.fn)}</optgroup></select>` +
    errorHtml('fn')
  );
}

/** A value of the device as text: with “≈” only where the float64 number has one. */
function shown(device: number, exact: number): string {
  return plain(device) === plain(exact) ? show(exact, 6) : show(device, 6);
}

function curveHtml(view: View): string {
  const { id, state, words, outputs } = view;
  const { x, alpha } = state;
  const fn = state.fn as ActivationId;
  const { f, df } = ACTIVATIONS[fn];
  const [y, dy] = [outputs!.y.data[0], outputs!.dy.data[0]];
  const [exactY, exactDy] = [f(x, alpha), df(x, alpha)];
  const text = { y: shown(y, exactY), dy: shown(dy, exactDy) };
  const value = minus(plain(x));
  const name = words.fns[fn];
  const [left, right] = saturation(df, alpha);
  const tinted = left > -REACH || right < REACH;
  const svg = curveSvg(view, {
    title: fill(words.plot, { fn: name }),
    desc: fill(words.plotDesc, { fn: name, x: value, ...text, tint: tinted ? words.saturatedTint : '' }), // prettier-ignore
  });
  const spoken = `x = ${value}, f(x) = ${text.y}, f′(x) = ${text.dy}`;
  const [fText, dfText] = DEFINITIONS[fn];
  const sum = (symbol: string, steps: string[], result: number, definition: string) =>
    `<p><span class="w-where">${symbol}(x) = ${definition}</span> ` +
    `<span class="w-sum w-covered">${equation([`${symbol}(${value})`, ...steps], isExact(fn, x, alpha, result))}</span></p>`;
  return (
    `<div class="w-plot w-drag-box w-covered">${svg}` +
    `<input type="range" class="w-drag" name="x" tabindex="-1" aria-hidden="true" min="${-REACH}" max="${REACH}" step="${1 / STEPS}" value="${x}" style="${dragBox(view)}"></div>` +
    `<p class="w-veil" aria-hidden="true">?</p>` +
    rangeField({ id, key: 'x', label: words.x, value: `${x}` }, { ...RANGE, spoken }) +
    alphaHtml(view) +
    `<p class="w-result w-covered"><span><span class="w-label">f(x)</span> ${scalar('y', y, text.y)}</span> ` +
    `<span><span class="w-label">f′(x)</span> ${scalar('dy', dy, text.dy)}</span></p>` +
    `<div class="w-steps">${sum('f', valueSteps(fn, x, alpha), exactY, fText)}${sum('f′', slopeSteps(fn, x, alpha), exactDy, dfText)}</div>` +
    `<p class="w-hint w-covered">${notes(view, fn, exactDy)}${tinted ? ` <span class="w-tint"></span>${words.saturatedTint}` : ''}</p>`
  );
}

/** What there is to say about this x: corner, saturation, the other convention. */
function notes({ state, words }: View, fn: ActivationId, dy: number): string {
  const { x, alpha } = state;
  const { f, df } = ACTIVATIONS[fn];
  const value = minus(plain(x));
  const said: string[] = [];
  const tiny = 1e-9;
  const [before, after] = [df(x - tiny, alpha), df(x + tiny, alpha)];
  if (Math.abs(before - after) > 1e-6) {
    const sides = { left: show(before), right: show(after), dy: show(dy) };
    said.push(fill(words.atCorner, { x: value, ...sides }));
  } else {
    const [left, right] = saturation(df, alpha);
    const flat = (x <= left || x >= right) && Math.abs(dy) < SATURATED;
    said.push(fill(flat ? words.saturated : words.live, { x: value }));
  }
  if (Math.abs(x) > REACH) said.push(fill(words.outside, { x: value }));
  if (fn === 'prelu') said.push(fill(words.learned, { v: show(Math.min(x, 0)) }));
  if (fn === 'hard-sigmoid') {
    const other = otherSlope(alpha!);
    const [mine, theirs] = [f(x, alpha), f(x, other)];
    // Two lines through (0, 0.5): they part until the steeper one is clipped.
    const at = 0.5 / Math.max(alpha!, other);
    const most = 0.5 - Math.min(alpha!, other) * at;
    said.push(
      fill(words.hardHere, {
        x: value,
        v: show(theirs),
        d: show(Math.abs(mine - theirs)),
        at: show(at),
        most: show(most),
      }),
    );
  }
  return said.join(' ').replaceAll('。 ', '。');
}

function alphaHtml({ id, state, words }: View): string {
  const { fn, alpha } = state;
  const usual = defaultAlpha(fn);
  if (usual === undefined) return '';
  const chips = (hint: string, buttons: string) =>
    `<p class="w-hint">${hint}</p><div class="w-chips">${buttons}</div>`;
  const chip = (value: number, label: string) =>
    setButton('alpha', `${value}`, label, alpha === value);
  if (fn === 'hard-sigmoid') {
    const { pytorch, tfjs } = HARD_SIGMOID;
    return chips(words.hardHint, chip(pytorch, words.hardPytorch) + chip(tfjs, words.hardTfjs));
  }
  const field = textField({ id, key: 'alpha', label: words.alpha, value: `${alpha}` });
  return fn === 'leaky-relu'
    ? field + chips(words.leakyHint, chip(0.01, '0.01 PyTorch') + chip(0.2, '0.2 tf.leakyRelu') + chip(0.3, '0.3 Keras LeakyReLU')) // prettier-ignore
    : field;
}

// ---- the chain ------------------------------------------------------------------------------

function chainHtml(view: View): string {
  const { id, state, words, outputs } = view;
  const { fn, depth, weight, skip } = state;
  const [plainG, skipG] = [outputs!.gradientPlain.data[0], outputs!.gradientSkip.data[0]];
  const title = fill(words.chain, { n: depth });
  const desc = fill(words.chainDesc, { n: depth, plain: sci(plainG), skip: sci(skipG) });
  const line = (chosen: boolean, label: string, name: string, value: number) =>
    `<span${chosen ? ' class="w-chosen"' : ''}><span class="w-label">${label}</span> ${scalar(name, value, sci(value))}</span> `;
  const bound =
    fn === 'sigmoid'
      ? `<span><span class="w-label">${words.bound}</span> ${sci(sigmoidBound(depth, weight))}</span>`
      : '';
  const dead = plainG === 0 ? `<p class="w-hint w-covered">${words.zero}</p>` : '';
  return (
    `<p class="w-h">${title}</p>` +
    `<div class="w-plot w-covered">${chainSvg(view, { title: words.chainPlot, desc })}</div>` +
    `<p class="w-veil" aria-hidden="true">?</p>` +
    `<p class="w-result w-covered"><span class="w-label">${words.left}</span> ` +
    line(!skip, words.noSkip, 'gradientPlain', plainG) +
    line(skip, words.withSkip, 'gradientSkip', skipG) +
    `${bound}</p>${dead}` +
    `<div class="w-pair">` +
    stepperField(
      { id, key: 'depth', label: words.depth, value: `${depth}` },
      { min: 1, max: BOUNDS.depth, words },
    ) +
    rangeField(
      { id, key: 'weight', label: words.weight, value: `${weight}` },
      { min: 0.05, max: 3, step: 0.05 },
    ) +
    '</div>' +
    checkField({ id, key: 'skip', label: words.skip, value: skip ? '1' : '0' })
  );
}

/** An index below the line: `a₁₀`. */
export const sub = (i: number) => inDigits(i, '₀₁₂₃₄₅₆₇₈₉');

const COLUMNS = ['z', 'a', 'slope', 'factor', 'gradient'] as const;
type Column = (typeof COLUMNS)[number];

function layersHtml({ state, words, outputs, cursor }: View): string {
  const { depth, skip } = state;
  const html = valueTables(outputs!.chain.data, [depth, 5, 1], {
    output: 'chain',
    label: words.layers,
    plain: true,
    digits: 3,
    rows: Array.from({ length: depth }, (_, k) => fill(words.layer, { k: k + 1 })),
    columns: [
      'z = w·a',
      skip ? 'a + f(z)' : 'f(z)',
      'f′(z)',
      skip ? 'w·f′(z) + 1' : 'w·f′(z)',
      `∂a${sub(depth)}/∂a`,
    ],
    mark: (_, r, c) => {
      if (cursor.on !== 'chain') return undefined;
      return cursor.at[1] === r && cursor.at[2] === c ? { class: 'at' } : undefined;
    },
  });
  return `<p class="w-h">${words.layers}</p><div class="w-scroll w-covered">${html}</div>`;
}

/** The arithmetic of one cell of the chain as text: what it is, and the equation. */
function layerText({ state, words, cursor }: View): [where: string, sum: string] {
  const { weight, skip, depth, x } = state;
  const [, row, col] = cursor.at;
  const layers = layersOf(state);
  const { z, slope, factor, gradient, a }: ChainLayer = layers[row];
  const before = row === 0 ? x : layers[row - 1].a;
  const after = row === depth - 1 ? 1 : layers[row + 1].gradient;
  const n = (v: number) => operand(v);
  const r = (v: number) => minus(plain(v));
  const k = row + 1;
  const w = n(weight);
  const value = skip ? a - before : a;
  const unit = skip ? ' + 1' : '';
  const sums: Record<Column, [head: string, put: string, ...numbers: number[]]> = {
    z: [`z${sub(k)} = w × a${sub(k - 1)}`, `${w} × ${n(before)}`, weight, before, z],
    a: skip
      ? [
          `a${sub(k)} = a${sub(k - 1)} + f(z${sub(k)})`,
          `${n(before)} + ${n(value)}`,
          before,
          value,
          a,
        ]
      : [`a${sub(k)} = f(z${sub(k)})`, `f(${r(z)})`, z, a],
    slope: [`f′(z${sub(k)})`, `f′(${r(z)})`, z, slope],
    factor: [`w × f′(z${sub(k)})${unit}`, `${w} × ${n(slope)}${unit}`, weight, slope, factor],
    gradient: [
      `∂a${sub(depth)}/∂a${sub(k - 1)}`,
      `${n(factor)} × ${n(after)}`,
      factor,
      after,
      gradient,
    ],
  };
  const column = COLUMNS[col];
  const [head, put, ...numbers] = sums[column];
  const sign = equals(...numbers);
  const where = `${fill(words.layer, { k })} · ${words.cellOf[column]}`;
  return [where, `${head} ${sign} ${put} ${sign} <b>${r(numbers[numbers.length - 1])}</b>`];
}

// ---- softmax --------------------------------------------------------------------------------

const heads = (n: number) => Array.from({ length: n }, (_, i) => `${i + 1}`);

function logitsHtml(view: View): string {
  const { id, state, words, outputs, cursor } = view;
  const { logits, temperature } = state;
  const n = logits.length;
  const p = outputs!.y.data;
  const here = (c: number) => ({
    class: cursor.at[2] === c && cursor.on !== 'jacobian' ? 'at' : '',
  });
  const list = Array.from(p, (v, i) => `p${sub(i + 1)} = ${show(v)}`).join(', ');
  return (
    `<p class="w-h">${words.logits} z</p><div class="w-scroll">` +
    fieldTable([[logits]], {
      input: 'logits',
      key: 'logits',
      what: words.logit,
      words,
      columns: heads(n),
      cellName: (_, __, c) => `${c + 1}`,
    }) +
    `</div>${sizeFields('logits', [[0, words.count, n, BOUNDS.logits]])}` +
    rangeField(
      { id, key: 'temperature', label: words.temperature, value: `${temperature}` },
      { min: 0.1, max: 10, step: 0.1 },
    ) +
    `<div class="w-plot w-covered">${barsSvg(p, softmax(logits), { id: `${id}-bars`, title: words.probabilities, desc: fill(words.bars, { list }) })}</div>` +
    `<p class="w-h">${words.probabilities}</p><div class="w-scroll w-covered">` +
    valueTables(p, [1, n, 1], {
      output: 'y',
      label: words.probabilities,
      largest: 1,
      columns: heads(n),
      mark: (_, __, c) => here(c),
    }) +
    `</div><p class="w-veil" aria-hidden="true">?</p>` +
    (temperature === 1
      ? ''
      : `<p class="w-hint"><span class="w-tint w-hollow"></span>${words.atOne}</p>`)
  );
}

function compareHtml({ state, words }: View): string {
  const { logits, temperature } = state;
  const naive = naiveSoftmax(logits, temperature);
  const broken = naive.some(Number.isNaN);
  const stable = softmax(logits, temperature);
  const top = Math.max(...logits);
  const cell = (v: number) => (Number.isFinite(v) ? show(v, 3) : `<b class="w-bad">${v}</b>`);
  const powers = (of: number) => logits.map((z) => cell(Math.exp((z - of) / temperature)));
  const shifts = [-1000, -10, 10, 1000]
    .map((by) => {
      const label = `${by > 0 ? '+' : '−'}${Math.abs(by)}`;
      return `<button type="button" data-do="act:shift${by}">${label}</button>`;
    })
    .join('');
  const table = (label: string, of: number, p: readonly number[]) => {
    const rows = { [of === 0 ? 'e^(z/T)' : 'e^((z − max)/T)']: powers(of), p: p.map(cell) };
    const body = Object.entries(rows).map(
      ([head, values]) =>
        `<tr><th scope="row">${head}</th><td>${values.join('</td><td>')}</td></tr>`,
    );
    return `<p class="w-h">${label}</p><div class="w-scroll w-covered"><table class="w-grid w-plain w-work" aria-label="${label}"><tbody>${body.join('')}</tbody></table></div>`;
  };
  return (
    `<p class="w-h">${words.shift}</p><div class="w-chips">${shifts}</div><p class="w-hint">${words.shiftHint}</p>` +
    table(words.stable, top, stable) +
    table(words.naive, 0, naive) +
    `<p class="${broken ? 'w-bad' : 'w-hint'} w-covered" data-naive="${broken ? 'broken' : 'fine'}">${broken ? words.naiveBroken : words.naiveSame}</p>`
  );
}

function workingHtml({ words, outputs, state, cursor }: View): string {
  const n = state.logits.length;
  const html = valueTables(outputs!.jacobian.data, [n, n, 1], {
    output: 'jacobian',
    label: words.jacobian,
    digits: 3,
    rows: heads(n).map((i) => `p${sub(Number(i))}`),
    columns: heads(n).map((i) => `z${sub(Number(i))}`),
    mark: (_, r, c) =>
      cursor.on === 'jacobian' && cursor.at[1] === r && cursor.at[2] === c
        ? { class: 'at' }
        : undefined,
  });
  return `<p class="w-h">${words.jacobian}</p><div class="w-scroll w-covered">${html}</div>`;
}

/** The arithmetic of a probability, or of a cell of the Jacobian. */
function softmaxText({ state, cursor, words }: View): [where: string, sum: string] {
  const { logits, temperature } = state;
  const p = softmax(logits, temperature);
  const n = (v: number) => operand(v);
  const [, row, col] = cursor.at;
  if (cursor.on === 'jacobian') {
    const same = row === col ? 1 : 0;
    const slope = (p[row] * (same - p[col])) / temperature;
    const head = `∂p${sub(row + 1)}/∂z${sub(col + 1)}`;
    const put = `${n(p[row])} × (${same} − ${n(p[col])}) / ${n(temperature)}`;
    return [words.jacobian, `${head} ≈ ${put} ≈ <b>${minus(plain(slope))}</b>`];
  }
  const top = Math.max(...logits);
  const powers = logits.map((z) => Math.exp((z - top) / temperature));
  const put = `e^((${n(logits[col])} − ${n(top)}) / ${n(temperature)}) / Σ`;
  const sum = `${n(powers[col])} / (${powers.map(n).join(' + ')})`;
  return [
    words.probabilities,
    `p${sub(col + 1)} = ${put} ≈ ${sum} ≈ <b>${minus(plain(p[col]))}</b>`,
  ];
}

// ---- below ----------------------------------------------------------------------------------

const stepText = (view: View) =>
  view.state.fn === 'softmax' ? softmaxText(view) : layerText(view);

function formulaHtml(view: View): string {
  const [where, sum] = stepText(view);
  return explainHtml(where, `<span class="w-covered">${sum}</span>`);
}

/** The arithmetic as it is read out. */
export function speak(view: View): string {
  return stepText(view)
    .join(': ')
    .replace(/<\/?b>/g, '');
}

/** Every point of the curve when the fold is open; whole numbers of x before. */
function numbersHtml({ state, words, outputs, ui }: View): string {
  if (state.fn === 'softmax')
    return longTable('', outputs!.y.data, [state.logits.length, 1, 1], words.probabilities);
  const { fn, alpha } = state;
  const { f } = ACTIVATIONS[fn];
  const { data } = outputs!.curve;
  const all = ui['fold-numbers'] === '1';
  const caption = `${words.fns[fn]}: x, f(x), f′(x)`;
  const body = POINTS.map((x, i) => {
    if (!all && i % (2 * STEPS) !== 0) return '';
    const cells = [data[2 * i], data[2 * i + 1]].map((v) => `<td>${all ? datum(v) : show(v)}</td>`);
    const parted = fn === 'hard-sigmoid' && Math.abs(f(x, alpha) - f(x, otherSlope(alpha!))) > 1e-9;
    const row = `<th scope="row">${minus(plain(x))}</th>${cells.join('')}`;
    return `<tr>${parted ? row.replace('<td', '<td class="differs"') : row}</tr>`;
  }).join('');
  const contract = `data-output="curve" data-shape="${POINTS.length},2,1"`;
  return (
    `<table class="w-numbers"${all ? ` ${contract}` : ''}><caption>${caption}</caption><tbody>${body}</tbody></table>` +
    (all ? '' : longTable('data-output="curve"', undefined, [POINTS.length, 2, 1], ''))
  );
}

/** The fields of “predict first”. */
function askHtml({ state }: View): string {
  const field = (label: string) =>
    `<label><span>${label}</span><input data-guess inputmode="decimal" autocomplete="off"></label>`;
  if (state.fn === 'softmax') return field('p₁');
  const x = minus(plain(state.x));
  return field(`f(${x})`) + field(`f′(${x})`);
}

/** Right within 0.01 of each number that was typed, and at least one was. */
export function guess({ state, words }: View, typed: string[]): { right: boolean; text: string } {
  const { fn, x, alpha, logits, temperature } = state;
  const answers: [string, number][] =
    fn === 'softmax'
      ? [['p₁', softmax(logits, temperature)[0]]]
      : [
          ['f(x)', ACTIVATIONS[fn].f(x, alpha)],
          ['f′(x)', ACTIVATIONS[fn].df(x, alpha)],
        ];
  const tried = typed.map((text, i) => ({ text: text.replace('−', '-').replace(',', '.'), i }));
  const filled = tried.filter(({ text }) => text !== '');
  const close = ({ text, i }: { text: string; i: number }) =>
    Math.abs(Number(text) - answers[i][1]) <= 0.01 + 1e-12;
  const right = filled.length > 0 && filled.every(close);
  const v = answers.map(([name, value]) => `${name} = ${show(value)}`).join(', ');
  const g = filled.map(({ text, i }) => `${answers[i][0]} = ${text}`).join(', ') || '?';
  return { right, text: fill(right ? words.right : words.wrong, { v, g }) };
}
