/** What the loss bench shows, as HTML. Pure: the build and the browser draw the same. */
import { naiveCrossEntropy, oppositeLogits } from '../../../lib/losses.ts';
import { ACTIVATIONS } from '../../../lib/ops/activation.ts';
import {
  errorHtml,
  explainHtml,
  named,
  rangeField,
  selectField,
  setButton,
  textField,
} from '../toolkit/controls.ts';
import { fieldTable, valueTables, type Mark } from '../toolkit/grids.ts';
import type { Cursor, View as ViewOf } from '../toolkit/kind.ts';
import type { Query } from '../toolkit/query.ts';
import { fill, minus, operand, plain, scalar, show } from '../toolkit/text.ts';
import { curvesSvg, type Moved } from './plots.ts';
import { classes, divisorOf, otherConvention } from './reference.ts';
import { BOUNDS, CONVENTIONS, MODES, REDUCTIONS, texts, type State } from './state.ts';
import type { Words } from './strings.ts';

export type View = ViewOf<State, Words>;

/** The HTML of each part. */
export function parts(view: View): Record<string, string> {
  const { mode } = view.state;
  const left = { classes: classesHtml, binary: binaryHtml, regression: residualsHtml }[mode];
  const rest = { classes: conventionsHtml, binary: () => '', regression: bestHtml }[mode];
  return {
    choose: chooseHtml(view),
    left: left(view),
    right: plotHtml(view),
    formula: explainHtml(...arithmetic(view)),
    rest: rest(view),
    params: paramsHtml(view),
    ask: askHtml(view),
  };
}

// ---- where the reader looks -----------------------------------------------------------------

const sizeOf = ({ mode, logits, z, predictions }: State): [rows: number, cols: number] =>
  mode === 'classes' ? [logits.length, logits[0].length] : [mode === 'binary' ? z.length : predictions.length, 7]; // prettier-ignore

const TABLES = ['p', 'terms', 'gradient', 'mseGradient'];

/** The term of the label, the loss of the first sample, or the residual of the last point. */
export function firstCursor({ mode, labels, predictions }: State): Cursor {
  if (mode === 'classes') return { on: 'terms', at: [0, 0, labels[0]] };
  return { on: 'rows', at: [0, mode === 'binary' ? 0 : predictions.length - 1, 1] };
}

export function holds({ state, cursor }: View): boolean {
  const [rows, cols] = sizeOf(state);
  const { on, at } = cursor;
  const own = state.mode === 'classes' ? ['logits', ...TABLES] : ['rows', 'z', 'predictions', 'targets']; // prettier-ignore
  if (!own.includes(on)) return false;
  // A list is one row of fields; its column is the sample.
  return on === 'logits' || TABLES.includes(on) || on === 'rows' ? at[1] < rows && at[2] < cols : at[2] < rows; // prettier-ignore
}

/** Sample and column under the cursor. */
function placeOf({ state, cursor }: View): [row: number, col: number] {
  const [, row, col] = cursor.at;
  if (state.mode === 'classes' || cursor.on === 'rows') return [row, col];
  return [col, 1];
}

/** p, term and gradient of every class; or every column of every sample. */
export function stops({ state }: View): Cursor[] {
  const [rows, cols] = sizeOf(state);
  const names = state.mode === 'classes' ? ['p', 'terms', 'gradient'] : ['rows'];
  return Array.from({ length: rows }, (_, r) =>
    names.flatMap((on) => Array.from({ length: cols }, (__, c): Cursor => ({ on, at: [0, r, c] }))),
  ).flat();
}

/** What the slider moves. */
function movedOf(view: View): Moved {
  const { state, words } = view;
  const [row, col] = placeOf(view);
  const { mode, logits, z, predictions, targets } = state;
  if (mode === 'classes') {
    const now = logits[row][col];
    const others = logits[row].filter((_, k) => k !== col && Math.abs(logits[row][k]) <= 100);
    const middle = others.length > 0 ? Math.max(...others) : 0;
    const label = `z${low(col)}${logits.length > 1 ? ` · ${fill(words.sample, { n: row + 1 })}` : ''}`; // prettier-ignore
    return { row, col, now, from: middle - 10, to: middle + 10, label };
  }
  const sample = fill(words.sample, { n: row + 1 });
  if (mode === 'binary') return { row, col, now: z[row], from: -6, to: 6, label: `z · ${sample}` };
  const now = predictions[row] - targets[row];
  const reach = [6, 15, 40, 100, 300, 1000].find((most) => Math.abs(now) <= most) ?? 2000;
  return { row, col, now, from: -reach, to: reach, label: `r · ${sample}` };
}

const low = (n: number) => String(n).replace(/\d/g, (d) => String.fromCharCode(0x2080 + Number(d)));
const rounded = (v: number) => Math.round(v * 1e6) / 1e6;

/** Fields that are no key: the slider, labels of samples. */
export function edit(view: View, name: string, value: string): Query | undefined {
  const { state } = view;
  if (name !== 'moved') return undefined;
  const query = texts(state);
  const number = Number(value);
  if (!Number.isFinite(number)) return { ...query, [movedKey(state)]: value };
  const { row, col } = movedOf(view);
  const put = (list: number[], i: number, v: number) => list.map((old, k) => (k === i ? v : old));
  if (state.mode === 'classes') {
    const rows = state.logits.map((r, n) => (n === row ? put(r, col, number) : r));
    return { ...query, logits: rows.map((r) => r.join(',')).join(';') };
  }
  if (state.mode === 'binary') return { ...query, z: put(state.z, row, number).join(',') };
  const prediction = rounded(state.targets[row] + number);
  return { ...query, predictions: put(state.predictions, row, prediction).join(',') };
}

const movedKey = ({ mode }: State) => (mode === 'classes' ? 'logits' : mode === 'binary' ? 'z' : 'predictions'); // prettier-ignore

/** `right:ROW,CLASS` changes a label; `more` and `less` samples, `wider` and `narrower` classes. */
export function act({ state }: View, name: string): Query | undefined {
  const query = texts(state);
  const { mode, logits, labels, weights, z, y, predictions, targets } = state;
  const [what, detail = ''] = name.split(':');
  if (what === 'right') {
    const [row, label] = detail.split(',').map(Number);
    const list = mode === 'classes' ? labels : y;
    const next = list.map((old, n) => (n === row ? label : old)).join(',');
    return { ...query, [mode === 'classes' ? 'labels' : 'y']: next };
  }
  const more = what === 'more';
  const grow = (list: readonly number[], last: number) => (more ? [...list, last] : list.slice(0, -1)).join(','); // prettier-ignore
  if (what === 'wider' || what === 'narrower') {
    const wide = what === 'wider';
    const rows = logits.map((row) => (wide ? [...row, 0] : row.slice(0, -1)));
    return {
      ...query,
      logits: rows.map((row) => row.join(',')).join(';'),
      labels: labels.map((k) => Math.min(k, rows[0].length - 1)).join(','),
      weights: (wide ? [...weights, 1] : weights.slice(0, -1)).join(','),
    };
  }
  if (mode === 'classes') {
    const rows = more ? [...logits, logits[0].map(() => 0)] : logits.slice(0, -1);
    return {
      ...query,
      logits: rows.map((row) => row.join(',')).join(';'),
      labels: grow(labels, 0),
    };
  }
  if (mode === 'binary') return { ...query, z: grow(z, 0), y: grow(y, 0) };
  return { ...query, predictions: grow(predictions, 0), targets: grow(targets, 0) };
}

// ---- tables ---------------------------------------------------------------------------------

function chooseHtml({ id, state, words }: View): string {
  return selectField({ id, key: 'mode', label: words.labels.mode, value: state.mode }, named(MODES, words.modes)); // prettier-ignore
}

const sizer = (words: Words, n: number, most: number) =>
  `<div class="w-chips">` +
  (n < most ? `<button type="button" data-do="act:more">${words.more1}</button>` : '') +
  (n > 1 ? `<button type="button" data-do="act:less">${words.less1}</button>` : '') +
  `</div>`;

function classesHtml(view: View): string {
  const { state, words, outputs, cursor } = view;
  const { logits, labels } = state;
  const [n, c] = sizeOf(state);
  const many = n > 1;
  const heads = Array.from({ length: c }, (_, k) => `${k}`);
  const rows = many ? labels.map((_, i) => fill(words.sample, { n: i + 1 })) : undefined;
  const at =
    (on: string) =>
    (_: number, r: number, k: number): Mark => {
      const classes = [
        labels[r] === k ? 'l-right' : '',
        cursor.at[1] === r && cursor.at[2] === k ? (cursor.on === on ? 'at' : 'in') : '',
      ];
      return { class: classes.filter(Boolean).join(' ') };
    };
  const table = (name: string, title: string) =>
    `<div><p class="w-h">${title}</p><div class="w-scroll w-covered">` +
    valueTables(outputs![name].data, outputs![name].shape, {
      output: name,
      label: title,
      mark: at(name),
      digits: 3,
      columns: heads,
      ...(rows && { rows }),
    }) +
    `</div></div>`;
  const picks = labels
    .map((y, r) => {
      const buttons = heads
        .map(
          (k) =>
            `<button type="button" data-do="act:right:${r},${k}" aria-pressed="${`${y}` === k}" aria-label="${fill(words.rightIs, { n: r + 1, k })}">${k}</button>`,
        ) // prettier-ignore
        .join('');
      return `<span>${many ? `${fill(words.sample, { n: r + 1 })} ` : ''}${buttons}</span>`;
    })
    .join('');
  const wider =
    (c < BOUNDS.classes
      ? `<button type="button" data-do="act:wider">${words.wider}</button>`
      : '') +
    (c > 2 ? `<button type="button" data-do="act:narrower">${words.narrower}</button>` : '');
  return (
    `<p class="w-h">${words.logits}</p><div class="w-scroll">` +
    fieldTable([logits], {
      input: 'logits',
      key: 'logits',
      what: words.logits,
      words,
      columns: heads,
      ...(rows && { rows }),
      mark: at('logits'),
    }) +
    `</div>${errorHtml('logits')}` +
    `<div class="l-picks w-chips"><span class="w-label">${words.rightClass}</span>${picks}</div>${errorHtml('labels')}` +
    `<div class="w-line">${sizer(words, n, BOUNDS.samples)}<div class="w-chips">${wider}</div></div>` +
    `<div class="l-tables">` +
    table('p', state.temperature === 1 ? 'p = softmax(z)' : 'p = softmax(z/T)') +
    table('terms', words.terms[state.gamma > 0 ? 'focal' : 'plain']) +
    table('gradient', words.gradient) +
    table('mseGradient', words.mseGradient) +
    `</div>` +
    totalsHtml(view)
  );
}

function totalsHtml({ state, words, outputs }: View): string {
  const { loss, bits, mse } = outputs!;
  const item = (label: string, name: string, value: number, unit: string) =>
    `<span><span class="w-label">${label}</span> ${scalar(name, value)} ${unit}</span>`;
  const over = state.reduction === 'sum' ? words.summed : words.averaged;
  return (
    `<p class="l-totals w-covered"><span class="w-label">${over}</span> ` +
    item(state.gamma > 0 ? 'focal' : words.crossEntropy, 'loss', loss.data[0], 'nat') +
    item('=', 'bits', bits.data[0], 'bit') +
    item(words.mseP, 'mse', mse.data[0], '') +
    `</p>`
  );
}

/** Samples as rows, losses and slopes as columns, with the fields above. */
function rowsHtml(view: View, columns: readonly string[], digits = 3): string {
  const { state, words, outputs, cursor } = view;
  const [n] = sizeOf(state);
  const [row, col] = placeOf(view);
  const html = valueTables(outputs!.rows.data, outputs!.rows.shape, {
    output: 'rows',
    label: words.leftSide,
    plain: true,
    digits,
    columns,
    rows: Array.from({ length: n }, (_, i) => fill(words.sample, { n: i + 1 })),
    mark: (_, r, k) =>
      r === row && k === col && cursor.on === 'rows' ? { class: 'at' } : undefined,
  });
  return `<div class="w-scroll w-covered l-rows">${html}</div>`;
}

const listField = (view: View, key: 'z' | 'predictions' | 'targets') => {
  const { state, words } = view;
  const [row] = placeOf(view);
  return (
    `<div><p class="w-h">${words.lists[key]}</p><div class="w-scroll">` +
    fieldTable([[state[key]]], {
      input: key,
      key,
      what: words.lists[key],
      words,
      columns: state[key].map((_, i) => `${i + 1}`),
      cellName: (_, __, c) => fill(words.sample, { n: c + 1 }),
      mark: (_, __, c) => (c === row ? { class: 'in' } : undefined),
    }) +
    `</div>${errorHtml(key)}</div>`
  );
};

function binaryHtml(view: View): string {
  const { state, words, outputs } = view;
  const picks = state.y
    .map((y, r) => {
      const buttons = [0, 1].map((k) => `<button type="button" data-do="act:right:${r},${k}" aria-pressed="${y === k}" aria-label="${fill(words.rightIs, { n: r + 1, k })}">${k}</button>`); // prettier-ignore
      return `<span>${fill(words.sample, { n: r + 1 })} ${buttons.join('')}</span>`;
    })
    .join('');
  const { loss, hinge, mse } = outputs!;
  const name = state.gamma > 0 ? 'focal' : 'BCE';
  return (
    listField(view, 'z') +
    `<div class="l-picks w-chips"><span class="w-label">${words.rightClass}</span>${picks}</div>${errorHtml('y')}` +
    sizer(words, state.z.length, BOUNDS.samples) +
    rowsHtml(view, ['p = σ(z)', name, '∂', 'hinge', '∂', '(p − y)²', '∂']) +
    `<p class="l-totals w-covered"><span class="w-label">${state.reduction === 'sum' ? words.summed : words.averaged}</span> ` +
    `<span><span class="w-label">${name}</span> ${scalar('loss', loss.data[0])}</span>` +
    `<span><span class="w-label">hinge</span> ${scalar('hinge', hinge.data[0])}</span>` +
    `<span><span class="w-label">(p − y)²</span> ${scalar('mse', mse.data[0])}</span></p>`
  );
}

function residualsHtml(view: View): string {
  const { state, words, outputs } = view;
  const { mse, mae, huber } = outputs!;
  return (
    listField(view, 'predictions') +
    listField(view, 'targets') +
    sizer(words, state.targets.length, BOUNDS.points) +
    rowsHtml(view, ['r', 'r²', '∂', '|r|', '∂', 'Huber', '∂']) +
    `<p class="l-totals w-covered"><span class="w-label">${state.reduction === 'sum' ? words.summed : words.averaged}</span> ` +
    `<span><span class="w-label">MSE</span> ${scalar('mse', mse.data[0])}</span>` +
    `<span><span class="w-label">MAE</span> ${scalar('mae', mae.data[0])}</span>` +
    `<span><span class="w-label">Huber</span> ${scalar('huber', huber.data[0])}</span></p>`
  );
}

// ---- curves ---------------------------------------------------------------------------------

function plotHtml(view: View): string {
  const { id, state, words } = view;
  const moved = movedOf(view);
  return (
    `<div class="l-plots w-covered">${curvesSvg(state, moved, words, id)}</div>` +
    `<p class="w-veil" aria-hidden="true">?</p>` +
    rangeField(
      { id, key: 'moved', label: fill(words.move, { name: moved.label }), value: `${rounded(moved.now)}` }, // prettier-ignore
      { min: moved.from, max: moved.to, step: 0.1 },
    ) +
    `<p class="w-hint">${words.plotHints[state.mode]}</p>`
  );
}

// ---- the arithmetic -------------------------------------------------------------------------

const n = (v: number) => operand(v, 5);
const r = (v: number) => minus(plain(v, 5));
const eq = (...values: number[]) => (values.every((v) => Number(plain(v, 5)) === v) ? '=' : '≈');

/** The cell under the cursor: what it is, and the equation as HTML. */
export function arithmetic(view: View): [where: string, sum: string] {
  const { mode } = view.state;
  return mode === 'classes' ? classSum(view) : mode === 'binary' ? binarySum(view) : residualSum(view); // prettier-ignore
}

function classSum(view: View): [string, string] {
  const { state, words, cursor } = view;
  const [row, col] = placeOf(view);
  const { logits, labels, weights, temperature, gamma, convention } = state;
  const all = classes(state);
  const p = all.p[row][col];
  const w = convention === 'keras' ? weights[labels[row]] : weights[col];
  const q = all.q[row][col];
  const by = all.divisor;
  const k = low(col);
  const where = `${logits.length > 1 ? `${fill(words.sample, { n: row + 1 })}, ` : ''}${fill(words.classN, { k: col })}`; // prettier-ignore
  const right = labels[row] === col ? words.isRight : '';
  if (cursor.on === 'terms') {
    const v = all.terms[row][col];
    const u = oppositeLogits(logits[row].map((z) => z / temperature))[col];
    // Where p underflows, its logarithm is still there.
    const ln = -ACTIVATIONS.softplus.f(u);
    const easy = 1 - p;
    const factors: [string, string, number][] = [];
    if (w !== 1) factors.push(['w', n(w), w]);
    factors.push(['q', n(q), q]);
    if (gamma > 0) factors.push(['(1 − p)^γ', `${n(easy)}^${plain(gamma)}`, easy]);
    factors.push([`(−ln p${k})`, n(-ln), -ln]);
    const used = factors.map(([, , value]) => value);
    return [
      `${where}${right}: ${factors.map(([name]) => name).join('·')}`,
      `${eq(...used)} ${factors.map(([, text]) => text).join(' × ')} ${eq(...used, v)} <b>${r(v)}</b>`,
    ];
  }
  if (cursor.on === 'gradient') {
    const g = all.gradient[row][col];
    if (gamma === 0) {
      // Σ w·q over the classes: 1 without weights.
      const own = (i: number) => (convention === 'keras' ? weights[labels[row]] : weights[i]);
      const sum = all.q[row].reduce((total, qi, i) => total + own(i) * qi, 0);
      const share = temperature * by;
      const whole = Math.abs(sum - 1) < 1e-12 && w === 1;
      const over = share === 1 ? '' : ` / ${n(share)}`;
      const used = [p, q, sum, w, share];
      const put = whole ? `${n(p)} − ${n(q)}` : `${n(p)}×${n(sum)} − ${n(w)}×${n(q)}`;
      return [
        `${where}: ∂L/∂z${k} = (${whole ? 'p − q' : 'p·Σwq − w·q'})${share === 1 ? '' : ` / ${words.divisor}`}`,
        `${eq(...used)} (${put})${over} ${eq(...used, g)} <b>${r(g)}</b>`,
      ];
    }
    return [`${where}: ∂L/∂z${k}`, `${words.weightedGradient} ${eq(g)} <b>${r(g)}</b>`];
  }
  if (cursor.on === 'mseGradient') {
    const g = view.outputs!.mseGradient.data[row * logits[0].length + col];
    return [`${where}: ∂MSE/∂z${k}`, `${words.mseChain} ${eq(g)} <b>${r(g)}</b>`];
  }
  const top = Math.max(...logits[row]);
  const powers = logits[row].map((z) => Math.exp((z - top) / temperature));
  const t = temperature === 1 ? '' : '/T';
  const sum = powers.map((v) => r(v)).join(' + ');
  return [
    `${where}${right}: p${k} = e^((z${k} − ${words.largest})${t}) / Σ`,
    `${eq(...powers)} ${r(powers[col])} / (${sum}) ${eq(...powers, p)} <b>${r(p)}</b>`,
  ];
}

function binarySum(view: View): [string, string] {
  const { state, words } = view;
  const [row, col] = placeOf(view);
  const { z, y, positive, gamma } = state;
  const [logit, label] = [z[row], y[row]];
  const data = view.outputs!.rows.data;
  const v = data[7 * row + col];
  const p = data[7 * row];
  const by = divisorOf(state, z.length);
  const where = `${fill(words.sample, { n: row + 1 })}, y = ${label}`;
  const own = label === 1 ? -logit : logit;
  const s = 2 * label - 1;
  const weight = label === 1 && positive !== 1 ? `${n(positive)} × ` : '';
  const shared = by === 1 ? '' : ` / ${by}`;
  const focal = gamma > 0 ? ` × (1 − p_y)^${plain(gamma)}` : '';
  const sums: Record<number, [string, string]> = {
    0: ['p = σ(z)', `σ(${r(logit)})`],
    1: [
      `${label === 1 ? '−ln p' : '−ln(1 − p)'} = ln(1 + e^(${label === 1 ? '−z' : 'z'}))`,
      `${weight}ln(1 + e^(${r(own)}))${focal}`,
    ],
    2: [
      gamma > 0 ? '∂ focal/∂z' : label === 1 && positive !== 1 ? 'w(p − y)' : 'p − y',
      gamma > 0 ? words.byChain : `${weight}(${n(p)} − ${label})${shared}`,
    ],
    3: ['max(0, 1 − s·z)', `max(0, 1 − ${n(s)}×${n(logit)})`],
    4: ['∂ hinge/∂z', s * logit < 1 ? `−s${shared}` : '0'],
    5: ['(p − y)²', `(${n(p)} − ${label})²`],
    6: ['2(p − y)·p(1 − p)', `2(${n(p)} − ${label}) × ${n(p)}(1 − ${n(p)})${shared}`],
  };
  const [head, put] = sums[col];
  return [`${where}: ${head}`, `≈ ${put} ${eq(v)} <b>${r(v)}</b>`];
}

function residualSum(view: View): [string, string] {
  const { state, words } = view;
  const [row, col] = placeOf(view);
  const { predictions, targets, delta } = state;
  const residual = predictions[row] - targets[row];
  const v = view.outputs!.rows.data[7 * row + col];
  const size = Math.abs(residual);
  const inside = size <= delta;
  const by = divisorOf(state, targets.length);
  const shared = by === 1 ? '' : ` / ${by}`;
  const sign = residual > 0 ? '1' : residual < 0 ? '(−1)' : '0';
  const sums: Record<number, [string, string]> = {
    0: [words.residual, `${n(predictions[row])} − ${n(targets[row])}`],
    1: ['r²', `${n(residual)}²`],
    2: ['2r', `2×${n(residual)}${shared}`],
    3: ['|r|', `|${r(residual)}|`],
    4: ['sign r', `${sign}${shared}`],
    5: inside
      ? [`|r| ≤ δ: ½r²`, `½ × ${n(residual)}²`]
      : [`|r| > δ: δ(|r| − ½δ)`, `${n(delta)} × (${n(size)} − ½×${n(delta)})`],
    6: inside ? ['|r| ≤ δ: r', `${n(residual)}${shared}`] : ['|r| > δ: δ·sign r', `${n(delta)} × ${sign}${shared}`], // prettier-ignore
  };
  const [head, put] = sums[col];
  return [`${fill(words.sample, { n: row + 1 })}: ${head}`, `${eq(residual)} ${put} ${eq(residual, v)} <b>${r(v)}</b>`]; // prettier-ignore
}

export function speak(view: View): string {
  const [where, sum] = arithmetic(view);
  return `${where} ${sum}`.replace(/<[^>]+>/g, '');
}

// ---- conventions ----------------------------------------------------------------------------

const HALF = 5e-4;

function conventionsHtml({ state, words, outputs }: View): string {
  const { loss, other, plain: once, twice, clipped } = outputs!;
  const cell = (name: string, value: number, right: number) =>
    `<td class="${Math.abs(value - right) > HALF ? 'differs' : ''}">${scalar(name, value, show(value))}</td>`;
  const line = (who: string, body: string, call: string) =>
    `<tr><th scope="row">${who}</th>${body}<td><code>${call}</code></td></tr>`;
  const plainLoss = once.data[0];
  const { logits, probabilities } = words.gives;
  const chosen = `<td>${show(loss.data[0])}</td>`;
  const unchosen = cell('other', other.data[0], loss.data[0]);
  const weighted = { [state.convention]: chosen, [otherConvention(state)]: unchosen };
  const naive = state.logits.map((row, i) => naiveCrossEntropy(row.map((z) => z / state.temperature), state.labels[i])); // prettier-ignore
  const broken = naive.some((v) => !Number.isFinite(v));
  return (
    `<p class="w-h">${words.conventions}</p><div class="w-scroll" tabindex="0" role="group" aria-label="${words.conventions}"><table class="l-conv"><thead><tr><td></td><th scope="col">${words.result}</th><th scope="col">${words.call}</th></tr></thead><tbody>` +
    line(`PyTorch${logits}`, cell('plain', plainLoss, plainLoss), 'CrossEntropyLoss()(z, y)') +
    line(`PyTorch${probabilities}`, cell('twice', twice.data[0], plainLoss), 'CrossEntropyLoss()(softmax(z), y)') + // prettier-ignore
    line(`Keras${logits}`, `<td>${show(plainLoss)}</td>`, 'CategoricalCrossentropy(from_logits=True)') + // prettier-ignore
    line(`Keras${logits}`, cell('clipped', clipped.data[0], plainLoss), 'CategoricalCrossentropy()') + // prettier-ignore
    line(words.weighted.pytorch, weighted.pytorch, 'CrossEntropyLoss(weight=w)') +
    line(words.weighted.keras, weighted.keras, 'fit(…, class_weight=w)') +
    `</tbody></table></div><p class="w-hint">${words.conventionHint}</p>` +
    `<p class="w-hint" data-naive="${broken ? 'broken' : 'fine'}">${broken ? fill(words.naiveBroken, { v: naive.map((v) => minus(String(v))).join(', ') }) : words.naiveFine}</p>` // prettier-ignore
  );
}

/** Targets on a line, and the constant that each loss would choose. */
function bestHtml({ state, words, outputs }: View): string {
  const { targets } = state;
  const [mean, median, huber] = outputs!.best.data;
  const [least, most] = [Math.min(...targets), Math.max(...targets)];
  const wide = most - least || 1;
  const x = (v: number) => (20 + (320 * (v - least)) / wide).toFixed(1);
  const mark = (v: number, colour: string, name: string, y: number) =>
    `<path class="s-${colour}" d="M${x(v)} ${y + 4}V92"/><text class="f-${colour}" x="${x(v)}" y="${y}" text-anchor="${v - least > wide * 0.7 ? 'end' : 'start'}">${name} ${show(v, 3)}</text>`; // prettier-ignore
  const dots = targets.map((v) => `<circle cx="${x(v)}" cy="92" r="5" class="f-ink"/>`).join('');
  const table = valueTables(outputs!.best.data, [1, 3, 1], {
    output: 'best',
    label: words.best,
    plain: true,
    columns: [words.mean, words.median, 'Huber'],
  });
  return (
    `<p class="w-h">${words.best}</p><div class="l-best"><div class="w-plot"><svg viewBox="0 0 360 110" role="img" aria-label="${words.best}: MSE ${show(mean)}, MAE ${show(median)}, Huber ${show(huber)}">` +
    `<path class="s-line" d="M10 92H350"/>${mark(mean, 'a', 'MSE', 18)}${mark(median, 'b', 'MAE', 40)}${mark(huber, 'c', 'Huber', 62)}${dots}</svg></div>` +
    `<div>${table}<p class="w-hint">${words.bestHint}</p></div></div>`
  );
}

function paramsHtml({ id, state, words }: View): string {
  const all = texts(state);
  const control = (key: keyof Words['labels'], hint?: string) => ({ id, key, label: words.labels[key], value: all[key]!, ...(hint && { hint }) }); // prettier-ignore
  const reduction = selectField(control('reduction'), named(REDUCTIONS, words.reductions));
  const gamma = textField(control('gamma', words.gammaHint));
  if (state.mode === 'regression') return textField(control('delta', words.deltaHint)) + reduction;
  if (state.mode === 'binary') {
    return textField(control('positive', words.positiveHint)) + gamma + reduction;
  }
  return (
    textField(control('smoothing', words.smoothingHint)) +
    textField(control('temperature', words.temperatureHint)) +
    gamma +
    textField(control('weights', words.weightsHint)) +
    reduction +
    `<div class="w-field w-wide"><p class="w-h">${words.labels.convention}</p><div class="w-chips">` +
    CONVENTIONS.map((each) =>
      setButton('convention', each, words.conventionNames[each], state.convention === each),
    ).join('') + // prettier-ignore
    `</div></div>`
  );
}

// ---- the guess ------------------------------------------------------------------------------

function asked(view: View): [name: string, value: number] {
  const { mode } = view.state;
  const outputs = view.outputs!;
  return mode === 'regression' ? ['MSE', outputs.mse.data[0]] : [mode === 'binary' ? 'BCE' : 'L', outputs.loss.data[0]]; // prettier-ignore
}

function askHtml(view: View): string {
  const [name] = asked(view);
  return `<label><span>${name}</span><input data-guess inputmode="decimal" autocomplete="off" aria-label="${name}"></label>`;
}

/** Right within 0.02, or two percent of a large one. */
export function guess(view: View, [text]: string[]): { right: boolean; text: string } {
  const { words } = view;
  const [name, value] = asked(view);
  const typed = text === '' ? NaN : Number(text.replace('−', '-').replace(',', '.'));
  const right = Math.abs(typed - value) <= 0.02 * Math.max(1, Math.abs(value)) + 1e-9;
  const v = `${name} = ${show(value)}`;
  return { right, text: fill(right ? words.right : words.wrong, { v, g: text || '?' }) };
}
