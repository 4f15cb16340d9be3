/** The parts of the distillation bench as HTML, and what is said about them. Pure. */
import { softSlope, softWeight, topOf } from '../../../lib/distill.ts';
import { checkField, controlOf, explainHtml, rangeField, selectField, setButton, stepperField, textField } from '../toolkit/controls.ts'; // prettier-ignore
import { digitControls, digitName } from '../toolkit/digits.ts';
import { contractTable, longTable, valueTables } from '../toolkit/grids.ts';
import type { Cursor, Outputs, Pixels } from '../toolkit/kind.ts';
import { mapHtml, paint } from '../toolkit/maps.ts';
import type { Query } from '../toolkit/query.ts';
import {
  equals,
  fill,
  minus,
  onceFor,
  operand,
  plain,
  scalar,
  show,
  thousands,
} from '../toolkit/text.ts';
import { curveHtml, historyHtml, pullsHtml, softHtml, type View } from './plots.ts';
import { COLUMNS, HEADS, madeOf, temperatureAt } from './reference.ts';
import {
  BOUNDS,
  DEFAULTS,
  EVERY,
  HIDDEN,
  LADDER,
  MODES,
  texts,
  type Key,
  type State,
} from './state.ts';
import { labelledDigits, mixOf, poolDigits, roleOf, shownStep, STUDENTS, testDigits } from './training.ts'; // prettier-ignore

export type { View } from './plots.ts';

// ---- the cursor -----------------------------------------------------------------------------

/** The second choice of the teacher, the temperature on show, or the student of both. */
export function firstCursor(state: State, { targets }: Outputs): Cursor {
  if (state.mode === 'train') return { on: 'students', at: [0, 2, 0] };
  if (state.mode === 'temperature') return { on: 'curve', at: [0, 0, columnOf(state)] };
  return { on: 'bars', at: [0, 0, orderOf(targets.data.filter((_, i) => i % HEADS.length === 0))[1]] }; // prettier-ignore
}

const columnOf = ({ temperature }: State) => Math.round(4 * (Math.log2(temperature) + 1));
const lastColumn = ({ steps }: State) => Math.ceil(steps / EVERY);

/** Places by size, the largest first. */
function orderOf(values: ArrayLike<number>): number[] {
  return Array.from(values, (_, k) => k).sort((a, b) => values[b] - values[a] || a - b);
}

export function holds({ state, cursor }: View): boolean {
  const { on, at } = cursor;
  if (on === 'x' || on === 'ink') return true;
  const places = { targets: ['bars', 'pulls', 'targets'], temperature: ['curve', 'targets'], train: ['train', 'fall', 'students', 'answers', 'right'] }[state.mode]; // prettier-ignore
  return places.includes(on) && (!['train', 'fall'].includes(on) || at[2] <= lastColumn(state));
}

/** The classes, or the temperatures, or the steps of the training from here on. */
export function stops({ state }: View): Cursor[] {
  const across = (on: string, from: number, to: number): Cursor[] => Array.from({ length: to - from + 1 }, (_, i) => ({ on, at: [0, 0, from + i] })); // prettier-ignore
  if (state.mode === 'targets') return across('bars', 0, 9);
  if (state.mode === 'temperature') return across('curve', 0, COLUMNS - 1);
  const here = Math.floor(shownStep(state) / EVERY);
  const last = lastColumn(state);
  return across('train', here < last ? here : 0, last);
}

/** Where the place is part of the state: a temperature, a step. */
export function pick({ state }: View, { on, at }: Cursor): Query | undefined {
  const all = texts(state);
  if (on === 'curve') return { ...all, temperature: `${+temperatureAt(at[2]).toPrecision(3)}` };
  if (on !== 'train' && on !== 'fall') return undefined;
  const step = at[2] * EVERY;
  return { ...all, at: step >= state.steps ? 'end' : `${step}` };
}

export function edit({ state }: View, name: string, value: string): Query | undefined {
  const all = texts(state);
  if (name === 'heat') return { ...all, temperature: `${LADDER[Number(value)]}` };
  if (name === 'steps') return { ...all, steps: value, at: 'end' };
  return undefined;
}

export function act({ state }: View, name: string): Query | undefined {
  const all = texts(state);
  if (name === 'zero') return { ...all, student: '0' };
  if (name === 'copy') return { ...all, student: Array.from(madeOf(state)?.v ?? state.student, (v) => +v.toFixed(3)).join() }; // prettier-ignore
  if (name === 'start' || name === 'end') return { ...all, at: name === 'start' ? '0' : 'end' };
  if (name !== 'clear') return undefined;
  const { image: _, ...rest } = all;
  return { ...rest, input: Array(28).fill(Array(28).fill(0).join(',')).join(';') };
}

// ---- the arithmetic -------------------------------------------------------------------------

const number = (value: number) => minus(plain(value));
const times = (state: State, value: string) =>
  state.square ? `${number(state.temperature)}×${value}` : `${value}/${number(state.temperature)}`;

/** How a class comes to its probability and to its gradients. */
export function classText({ state, words }: View, k: number): string {
  const { v, label, lesson } = madeOf(state)!;
  const { temperature: t, alpha } = state;
  const most = v.reduce((a, b) => Math.max(a, b));
  const sum = v.reduce((all, each) => all + Math.exp((each - most) / t), 0);
  const { p, q, plain: own, hard, soft, total } = lesson;
  const y = Number(k === label);
  const name = state.square ? 'T·(q − p)' : '(q − p)/T';
  // As many digits as it takes for the difference to be seen.
  const apart = (a: number, b: number): [string, string] => {
    const lost = a === b ? 0 : Math.ceil(Math.log10(Math.max(a, b) / Math.abs(a - b)));
    const count = Math.min(16, 6 + Math.max(0, lost));
    return [minus(plain(a, count)), minus(plain(b, count))];
  };
  const [mine, theirs] = apart(q.p[k], p.p[k]);
  return (
    `p = e^((${operand(v[k])} − ${operand(most)})/${number(t)})/${number(sum)} ${equals(v[k], most, sum, p.p[k])} <b>${number(p.p[k])}</b>; ` +
    `${words.fromLabel}${apart(own.p[k], y)[0]} − ${y} ${equals(own.p[k], hard[k])} ${number(hard[k])}; ` +
    `${words.fromSoft}${name} = ${times(state, `(${mine} − ${theirs})`)} ${equals(q.p[k], p.p[k], soft[k])} ${minus(plain(soft[k], 5))}; ` +
    `${words.together}${number(alpha)}×${operand(soft[k])} + ${number(1 - alpha)}×${operand(hard[k])} ${equals(soft[k], hard[k], total[k])} <b>${number(total[k])}</b>`
  );
}

/** The loss as the sum it is. */
function lossText(state: State, alpha: number, kl: number, ce: number, loss: string): string {
  const weight = state.square ? `${number(state.temperature)}²×` : '';
  const exact = equals(kl, ce, alpha * softWeight(state) * kl + (1 - alpha) * ce);
  return `L = α·${state.square ? 'T²·' : ''}KL(p‖q) + (1 − α)·CE ${exact} ${number(alpha)}×${weight}${number(kl)} + ${number(1 - alpha)}×${number(ce)} ${exact} <b>${loss}</b>`; // prettier-ignore
}

/** Nearly equal, in the same order. */
function temperatureText({ state, words }: View): string {
  const { v, lesson } = madeOf(state)!;
  const { p } = lesson.p;
  const order = orderOf(v);
  const [first, last] = [order[0], order[order.length - 1]];
  const ratio = Math.exp((v[first] - v[last]) / state.temperature);
  return (
    `${words.order} ${order.join(' > ')}; ${words.most} p ${equals(p[first])} ${number(p[first])}, ${words.least} p ${equals(p[last])} ${number(p[last])}; ` +
    `${words.ratio} e^((${operand(v[first])} − ${operand(v[last])})/${number(state.temperature)}) ${equals(v[first], v[last], ratio)} <b>${number(ratio)}</b>`
  );
}

function told(view: View): [where: string, html: string] {
  const { state, words, cursor, outputs } = view;
  const { on, at } = cursor;
  const [, r, c] = at;
  if (on === 'x' || on === 'ink') {
    const value = madeOf(state)!.x.data[28 * r + c];
    return [fill(words.pixel, { r: r + 1, c: c + 1 }), `${equals(value)} ${number(value)}`];
  }
  if (state.mode === 'temperature' && on === 'curve') return [fill(words.atT, { t: number(state.temperature) }), temperatureText(view)]; // prettier-ignore
  if (state.mode !== 'train') {
    const k = on === 'targets' ? r : c;
    return [fill(words.classIs, { k }), classText(view, k)];
  }
  if (on === 'answers') {
    const p = outputs!.answers.data[10 * r + c];
    const who = r === 0 ? words.teacher : words.students[STUDENTS[r - 1]];
    return [who + words.colon, `p(${c}) ${equals(p)} ${number(p)}`];
  }
  if (on === 'students' || on === 'right') {
    const name = STUDENTS[r];
    const [kl, ce] = outputs!.students.data.slice(3 * r, 3 * r + 2);
    const { alpha } = mixOf(state, name);
    return [words.students[name] + words.colon, lossText(state, alpha, kl, ce, number(outputs!.losses.data[r]))]; // prettier-ignore
  }
  const { right, step } = outputs!;
  const each = STUDENTS.map((name, i) => `${words.students[name]} ${right.data[i]}`).join(words.comma); // prettier-ignore
  return [fill(words.afterSteps, { n: step.data[0] }), each];
}

export const speak = (view: View): string =>
  told(view)
    .join(' ')
    .replace(/<[^>]+>/g, '');

// ---- the digit and the controls ---------------------------------------------------------------

function inputHtml(view: View): string {
  const { state, words, ui, image, outputs } = view;
  const { source } = state;
  const { v, label } = madeOf(state)!;
  const map = { rows: 28, cols: 28, image };
  let html = '';
  if (source.kind === 'drawn') {
    const ink = ui.draw === '1';
    const size = { rows: source.rows.length, cols: source.rows[0].length };
    html +=
      mapHtml({ ...map, ...size, on: 'ink', name: 'drawn', alt: words.drawHere, label: words.drawHere, title: words.drawHere, ink }) + // prettier-ignore
      `<div class="w-chips"><button type="button" data-do="act:clear">${words.clear}</button></div>`;
  }
  const name = digitName(source, words);
  html += mapHtml({ ...map, on: 'x', name: 'x', alt: name, label: words.digit, title: name });
  const read = topOf(v);
  const said = source.kind !== 'held-out' ? words.noLabel : read === label ? words.reads : words.misreads; // prettier-ignore
  html += `<p class="d-read">${fill(said, { k: read, y: label })}</p>`;
  if (state.mode === 'train' && source.kind === 'held-out') html += `<p class="w-hint">${words.roles[roleOf(source.index, state)]}</p>`; // prettier-ignore
  return outputs ? html + digitControls(words, source, ui) : html;
}

type Field = Exclude<Key, 'image' | 'input' | 'mode'>;

const control = (view: View, key: Field) => controlOf(view, key, texts(view.state)[key]);

/** The temperature as a number, and a slider on which every step is about the same factor. */
function heatField(view: View): string {
  const { id, state, words } = view;
  const t = state.temperature;
  const near = LADDER.reduce((best, each, i) => Math.abs(Math.log(each / t)) < Math.abs(Math.log(LADDER[best] / t)) ? i : best, 0); // prettier-ignore
  return (
    `<div class="w-field w-temperature"><label for="${id}-heat">${words.labels.temperature}</label><div class="w-range">` +
    `<input type="range" id="${id}-heat" name="heat" value="${near}" min="0" max="${LADDER.length - 1}" step="1" aria-valuetext="T = ${t}">` +
    `<input name="temperature" value="${t}" aria-label="${words.labels.temperature}" autocomplete="off" spellcheck="false"></div>` +
    `<p class="w-error" role="alert" data-error="temperature" hidden></p></div>`
  );
}

function paramsHtml(view: View): string {
  const { state, words } = view;
  if (state.mode === 'temperature') return '';
  const common = rangeField(control(view, 'alpha'), { min: 0, max: 1, step: 0.1 }) + checkField(control(view, 'square')); // prettier-ignore
  const button = (name: string, text: string) => `<button type="button" data-do="act:${name}">${text}</button>`; // prettier-ignore
  if (state.mode === 'targets') return `${common}<div class="d-wide">${textField(control(view, 'student'))}<div class="w-chips">${button('zero', words.zero)}${button('copy', words.copyTeacher)}</div></div>`; // prettier-ignore
  const bounds = (key: 'labels' | 'pool' | 'seed') => ({ min: BOUNDS[key][0], max: BOUNDS[key][1] }); // prettier-ignore
  const units = Object.fromEntries(HIDDEN.map((n) => [n, n === '0' ? words.linear : fill(words.units, { n })])); // prettier-ignore
  return (
    common +
    stepperField(control(view, 'labels'), { ...bounds('labels'), words }) +
    rangeField(control(view, 'pool'), { ...bounds('pool'), step: 5 }) +
    selectField(control(view, 'hidden'), units) +
    textField(control(view, 'steps')) +
    stepperField(control(view, 'seed'), { ...bounds('seed'), words })
  );
}

/** The step on show. */
function goHtml(view: View): string {
  const { state, words, id } = view;
  if (state.mode !== 'train') return '';
  const field = { id, key: 'at', label: words.labels.at, value: `${shownStep(state)}` };
  const button = (name: string, text: string) => `<button type="button" data-do="act:${name}">${text}</button>`; // prettier-ignore
  return `<div class="d-go">${rangeField(field, { min: 0, max: state.steps, step: 1 })}<div class="w-buttons">${button('start', words.start)}${button('end', words.end)}</div></div>`;
}

// ---- results ----------------------------------------------------------------------------------

function mainHtml(view: View): string {
  const { state } = view;
  if (state.mode === 'targets') return softHtml(view) + pullsHtml(view);
  if (state.mode === 'temperature') return curveHtml(view);
  return rightHtml(view) + historyHtml(view, 'train') + historyHtml(view, 'fall');
}

/** How many test digits each student reads, as bars. */
function rightHtml({ state, words, outputs }: View): string {
  const n = testDigits().length;
  const [few, more] = [labelledDigits(state).length, poolDigits(state).length];
  const rows = STUDENTS.map((name, i) => {
    const right = outputs!.right.data[i];
    const from = fill(name === 'pool' ? words.learnsMore : words.learns[name], { n: few, m: more });
    return (
      `<tr><th scope="row"><i class="d-key line ${name}"></i>${words.students[name]} <small>${from}</small></th>` +
      `<td class="d-bar ${name}" style="--p:${+((100 * right) / n).toFixed(1)}%"><data value="${right}">${right}</data></td></tr>`
    );
  });
  return (
    `<p class="w-h">${fill(words.rightTitle, { n: thousands(n) })}</p>` +
    `<table class="d-right w-covered" data-output="right" data-shape="4,1,1" aria-label="${fill(words.rightTitle, { n: thousands(n) })}"><tbody>${rows.join('')}</tbody></table>`
  );
}

function verdictHtml(view: View): string {
  const { state, words, outputs } = view;
  if (state.mode === 'train') {
    const [hard, soft, , pool] = outputs!.right.data;
    const m = poolDigits(state).length;
    const same = Math.abs(soft - hard) <= CHANCE ? words.even : soft > hard ? words.softBetter : words.hardBetter; // prettier-ignore
    const said = [fill(same, { a: hard, b: soft, d: Math.abs(soft - hard) })];
    if (m === 0) said.push(words.noPool);
    else if (Math.abs(pool - soft) <= CHANCE) said.push(fill(words.poolEven, { m, d: pool }));
    else said.push(fill(pool > soft ? words.poolBetter : words.poolWorse, { m, d: pool, x: Math.abs(pool - soft) })); // prettier-ignore
    return `<p class="w-covered">${said.join(words.between)}</p><p class="w-hint">${words.chance}${m > 0 && pool - soft > CHANCE ? words.between + words.gain : ''}</p>`;
  }
  const { v, lesson } = madeOf(state)!;
  const order = orderOf(v);
  const [first, second, third] = order.map((k) => ({ k, p: lesson.p.p[k] }));
  if (state.mode === 'temperature') {
    const last = lesson.p.p[order[order.length - 1]];
    const range = fill(words.spread, { a: show(first.p, 3), b: show(last, 3) });
    return `<p class="w-covered">${range}</p><p class="w-hint">${words.limit}</p>`;
  }
  const { kl, ce, softLoss, loss } = outputs!;
  const sum = lossText(state, state.alpha, kl.data[0], ce.data[0], scalar('loss', loss.data[0], number(loss.data[0]))); // prettier-ignore
  const scalars = `KL ${scalar('kl', kl.data[0])}${words.comma}CE ${scalar('ce', ce.data[0])}${words.comma}${state.square ? 'T²·KL' : 'KL'} ${scalar('softLoss', softLoss.data[0])}`; // prettier-ignore
  return (
    `<p class="w-covered">${fill(words.ranking, { t: number(state.temperature), a: first.k, p: show(first.p, 3), b: second.k, q: show(second.p, 3), c: third.k, r: show(third.p, 3) })}</p>` +
    `<p class="d-sum">${sum}</p><p class="w-hint">${scalars}</p>`
  );
}

/** Differences that another seed, or other digits, make as well. */
export const CHANCE = 40;

function table(
  view: View,
  output: string,
  title: string,
  columns: readonly string[],
  rows: readonly string[],
): string {
  // prettier-ignore
  const { outputs, cursor } = view;
  const { data, shape } = outputs![output];
  const html = valueTables(data, shape, {
    output,
    label: title,
    plain: true,
    digits: 3,
    columns,
    rows,
    mark: (_, r, c) => cursor.on === output && cursor.at[1] === r && cursor.at[2] === c ? { class: 'at' } : undefined, // prettier-ignore
  });
  return `<div><p class="w-h">${title}</p><div class="w-scroll w-covered" tabindex="0" role="group" aria-label="${title}">${html}</div></div>`;
}

/** What teacher and students say of the digit, in hundredths. */
function answersHtml({ words, outputs, cursor }: View): string {
  const { data } = outputs!.answers;
  const names = [words.teacher, ...STUDENTS.map((name) => words.students[name])];
  const rows = names.map((name, r) => {
    const cells = digits.map((_, k) => {
      const p = data[10 * r + k];
      const here = cursor.on === 'answers' && cursor.at[1] === r && cursor.at[2] === k;
      return `<td data-at="0,${r},${k}" data-on="answers" tabindex="${r + k === 0 ? 0 : -1}" class="d-bar${here ? ' at' : ''}" style="--p:${+(100 * p).toFixed(1)}%"><data value="${p}">${p.toFixed(2)}</data></td>`;
    });
    return `<tr><th scope="row">${name}</th>${cells.join('')}</tr>`;
  });
  const heads = digits.map((k) => `<th scope="col">${k}</th>`).join('');
  return (
    `<div><p class="w-h">${words.answersTitle}</p><div class="w-scroll w-covered" tabindex="0" role="group" aria-label="${words.answersTitle}">` +
    `<table class="w-grid d-answers" role="grid" aria-label="${words.answersTitle}" data-output="answers" data-shape="5,10,1"><thead><tr><td></td>${heads}</tr></thead><tbody>${rows.join('')}</tbody></table></div></div>`
  );
}

const digits = Array.from({ length: 10 }, (_, k) => `${k}`);

function tablesHtml(view: View): string {
  const { state, words } = view;
  if (state.mode !== 'train') {
    const t = number(state.temperature);
    const slope = softSlope(state) === 1 ? 'q − p' : state.square ? 'T(q − p)' : '(q − p)/T';
    const heads = ['v', 'p, T = 1', `p, T = ${t}`, `q, T = ${t}`, 'softmax(z) − y', slope, '∂L/∂z'];
    return table(view, 'targets', words.targetsTitle, heads, digits);
  }
  const names = STUDENTS.map((name) => words.students[name]);
  return (
    table(view, 'students', words.studentsTitle, words.studentHeads, names) + answersHtml(view)
  );
}

function numbersHtml({ state, words, ui, outputs }: View): string {
  const open = ui['fold-numbers'] === '1';
  return onceFor(outputs!, `numbers ${open} ${words.tensors}`, () => {
    const own = (['curve', 'losses', 'gradient', 'history', 'step'] as const)
      .filter((name) => outputs![name])
      .map((name) => {
        const { data, shape } = outputs![name];
        if (name === 'step') return `<p>${words.tables.step} ${scalar('step', data[0])}</p>`;
        if (name === 'losses') return contractTable(name, data, shape, words.tables.losses, true);
        return longTable(`data-output="${name}"`, open ? data : undefined, shape, words.tables[name]); // prettier-ignore
      });
    const { x } = madeOf(state)!;
    return own.join('') + longTable('data-input="x"', open ? x.data : undefined, x.shape, words.tables.x); // prettier-ignore
  });
}

/** Where the numbers come from. */
function noteOf({ state, words }: View): string {
  if (state.mode === 'train') return words.decided.train;
  const { image } = texts(state);
  return (image === DEFAULTS.image ? words.picked + words.between : '') + words.decided.one;
}

// ---- all of it ----------------------------------------------------------------------------------

export function parts(view: View): Record<string, string> {
  const { state, words } = view;
  const [where, sum] = told(view);
  const field =
    state.mode === 'train'
      ? `<select data-guess><option value="">…</option>${STUDENTS.map((name, i) => `<option value="${i}">${words.students[name]}</option>`).join('')}</select>`
      : `<input type="number" min="0" max="9" data-guess>`;
  return {
    modes: MODES.map((mode) => setButton('mode', mode, words.modes[mode], mode === state.mode)).join(''), // prettier-ignore
    input: inputHtml(view),
    main: mainHtml(view),
    heat: heatField(view),
    params: paramsHtml(view),
    go: goHtml(view),
    outcome: verdictHtml(view),
    formula: explainHtml(where, sum),
    tables: tablesHtml(view),
    ask: `<label><span>${state.mode === 'train' ? words.askBest : words.askSecond}</span>${field}</label>`, // prettier-ignore
    note: noteOf(view),
    numbers: numbersHtml(view),
  };
}

/** The student that reads most, or the teacher's second choice. */
export function guess({ state, words, outputs }: View, [given = '']: string[]) {
  if (state.mode === 'train') {
    const { data } = outputs!.right;
    const most = data.reduce((a, b) => Math.max(a, b));
    const right = given !== '' && data[Number(given)] === most;
    return { right, text: fill(right ? words.bestRight : words.bestWrong, { k: words.students[STUDENTS[topOf(data)]], n: most }) }; // prettier-ignore
  }
  const { v } = madeOf(state)!;
  const [first, second] = orderOf(v);
  const right = given.trim() === `${second}`;
  return { right, text: fill(right ? words.secondRight : words.secondWrong, { a: first, b: second }) }; // prettier-ignore
}

/** The digit, and what is drawn. */
export function images({ state }: View): Record<string, () => Pixels> {
  const grey = { kind: 'grey', min: 0, max: 1 } as const;
  return {
    x: () => {
      const { x } = madeOf(state)!;
      return { height: 28, width: 28, data: paint(x.data, 784, 0, 1, grey, [0, 0, 0], [0, 0, 0]) };
    },
    drawn: () => {
      const { rows } = state.source as { rows: number[][] };
      const data = paint(rows.flat(), rows.flat().length, 0, 1, { ...grey, max: 255 }, [0, 0, 0], [0, 0, 0]); // prettier-ignore
      return { height: rows.length, width: rows[0].length, data };
    },
  };
}
