/** What the backpropagation stepper shows, as HTML. Pure: the build and the browser draw the same. */
import type { GraphNode } from '../../../lib/backprop.ts';
import { ACTIVATIONS, softmax } from '../../../lib/ops/activation.ts';
import {
  checkField,
  errorHtml,
  named,
  rangeField,
  selectField,
  setButton,
  textField,
} from '../toolkit/controls.ts';
import { fieldTable, plainTable, valueTables } from '../toolkit/grids.ts';
import type { Cursor, View as ViewOf } from '../toolkit/kind.ts';
import type { Query } from '../toolkit/query.ts';
import { datum, fill, minus, operand, plain, scalar, show } from '../toolkit/text.ts';
import { LOSSES, NETS, SHAPES, workers, type LeafKey } from './graphs.ts';
import { traceOf, type Trace } from './reference.ts';
import { designOf, samplesOf, stepsOf, texts, type State } from './state.ts';
import type { Words } from './strings.ts';

export type View = ViewOf<State, Words>;

/** The HTML of each part. */
export function parts(view: View): Record<string, string> {
  return {
    choose: chooseHtml(view),
    slider: sliderHtml(view),
    graph: graphHtml(view),
    formula: formulaHtml(view),
    fields: fieldsHtml(view),
    update: updateHtml(view),
    ask: askHtml(view),
    numbers: `<div class="w-covered">${numbersHtml(view)}</div>`,
  };
}

// ---- where the reader is --------------------------------------------------------------------

/** The node at which a step works, and which way. */
interface Step {
  node: number;
  back: boolean;
  /** Which one of its way, from 1. */
  count: number;
  of: number;
}

/** Step 0 has done nothing yet. */
function stepAt(trace: Trace, step: number): Step | undefined {
  const list = workers(trace.built.graph);
  const of = list.length;
  if (step === 0) return undefined;
  return step <= of
    ? { node: list[step - 1], back: false, count: step, of }
    : { node: list[2 * of - step], back: true, count: step - of, of };
}

export const firstCursor = ({ step }: State): Cursor => ({ on: 'step', at: [step] });

/** A place in the drawing stays; a step only as long as it is the one of the state. */
export function holds({ state, cursor }: View): boolean {
  if (cursor.on === 'step') return cursor.at[0] === state.step;
  return nodeAt(state, cursor) >= 0;
}

/** The node under the cursor, in the drawing or as one of the fields; −1 where there is none. */
function nodeAt(state: State, { on, at: [, row, col] }: Cursor): number {
  const { places, leaves } = traceOf(state).built;
  if (on === 'node') return places.findIndex((place) => place.row === row && place.col === col);
  const sampled = state.net !== 'conv' && (on === 'x' || on === 't');
  if (sampled && row !== state.pass - 1) return -1;
  const leaf = leaves.find((each) => each.key === on && each.row === (sampled ? 0 : row) && each.col === col); // prettier-ignore
  return leaf?.node ?? -1;
}

/** Every step; the one of the state is also where a node is looked at. */
export const stops = ({ state, cursor }: View): Cursor[] =>
  Array.from({ length: stepsOf(designOf(state)) + 1 }, (_, k) =>
    k === state.step ? cursor : { on: 'step', at: [k] },
  );

/** Another step is another state. */
export const pick = ({ state }: View, cursor: Cursor): Query | undefined =>
  cursor.on === 'step' ? { ...texts(state), step: `${cursor.at[0]}` } : undefined;

/** Whether a node's value is known, and how much of its gradient, at the step of the state. */
function known(trace: Trace, step: number) {
  const { graph } = trace.built;
  const list = workers(graph);
  const place = new Map(list.map((node, i) => [node, i]));
  const back = Math.max(0, step - list.length);
  const sent = (node: number) => list.length - 1 - place.get(node)! < back;
  const value = (node: number) => graph[node].op === 'leaf' || place.get(node)! < step;
  /** [sum so far, how many shares of how many are in]; the loss itself starts with 1. */
  const gradient = (node: number): [number, number, number] => {
    if (node === graph.length - 1) return [1, back > 0 ? 1 : 0, 1];
    let [sum, here, all] = [0, 0, 0];
    graph.forEach(({ args }, user) =>
      args.forEach((arg, k) => {
        if (arg !== node) return;
        all++;
        if (!sent(user)) return;
        here++;
        sum += trace.back.sent[user][k];
      }),
    );
    return [sum, here, all];
  };
  return { value, gradient };
}

// ---- the drawing ----------------------------------------------------------------------------

/** A number in three digits, as it fits into a node. */
function brief(value: number): string {
  const size = Math.abs(value);
  const text =
    size !== 0 && (size < 1e-3 || size >= 1e5) ? value.toExponential(1) : plain(value, 3);
  return `${Number(text) === value ? '' : '≈'}${minus(text)}`;
}

/** Heights of the drawing in pixels. */
const BOX = 42;
const GAP = 22;

function graphHtml(view: View): string {
  const { state, words, cursor } = view;
  const trace = traceOf(state);
  const { built, values, left, parameters } = trace;
  const { graph, places, columns, rows, joined, heads } = built;
  const now = stepAt(trace, state.step);
  const { value, gradient } = known(trace, state.step);
  const looked = cursor.on === 'step' ? undefined : nodeAt(state, cursor);
  const at = looked ?? now?.node;
  const conv = state.net === 'conv';
  const tops: number[] = [];
  let height = 0;
  for (let r = 0; r < rows; r++) {
    height += joined.has(r) ? (conv ? 3 : 0) : r === 0 ? (conv ? GAP : 0) : GAP;
    tops.push(height);
    height += BOX;
  }
  let body = '';
  for (let r = 0; r < rows; r++) {
    if (heads[r]) {
      let line = '';
      let col = 0;
      for (const [c, span, name] of heads[r]) {
        if (c > col) line += `<td colspan="${c - col}"></td>`;
        line += `<th scope="colgroup" colspan="${span}">${words.heads[name as keyof Words['heads']]}</th>`;
        col = c + span;
      }
      if (col < columns) line += `<td colspan="${columns - col}"></td>`;
      body += `<tr class="n-head">${line}</tr>`;
    }
    let line = '';
    let col = 0;
    const here = places
      .map((place, node) => ({ ...place, node }))
      .filter(({ row }) => row === r)
      .sort((a, b) => a.col - b.col);
    for (const { col: c, span, node } of here) {
      if (c > col) line += `<td colspan="${c - col}"></td>`;
      const { name, op } = graph[node];
      const leaf = built.leaves.findIndex((each) => each.node === node);
      const parameter = parameters.indexOf(leaf);
      const rest = parameter >= 0 ? left[parameter] : 0;
      const [sum, in_, all] = gradient(node);
      const classes = [
        op === 'leaf' ? (parameter >= 0 ? 'n-weight' : 'n-given') : `n-op`,
        node === at ? 'at' : '',
        node === now?.node && node !== at ? 'n-now' : '',
        at !== undefined && graph[at].args.includes(node) ? 'in' : '',
      ];
      const shown = value(node) ? brief(values[node]) : '·';
      const grad =
        in_ > 0 || rest !== 0
          ? `${conv ? '<span class="visually-hidden">∂ </span>' : '∂ '}${brief(sum + rest)}${in_ < all ? '…' : all > 1 ? ` <i>Σ${all}</i>` : ''}`
          : '&nbsp;';
      const hidden = conv && !/^[Lytcb]$/.test(name) ? ' class="visually-hidden"' : '';
      line +=
        `<td data-at="0,${r},${c}" data-on="node" data-node="${name}" tabindex="${node === 0 ? 0 : -1}" colspan="${span}" ` +
        `class="${classes.filter(Boolean).join(' ')}">` +
        `<div><span><b${hidden}>${name}</b> ${shown}</span><small>${grad}</small></div></td>`;
      col = c + span;
    }
    if (col < columns) line += `<td colspan="${columns - col}"></td>`;
    body += `<tr${joined.has(r) ? ' class="n-joined"' : ''}>${line}</tr>`;
  }
  const back = looked === undefined && now?.back;
  const lines = conv ? '' : edgesHtml(trace, tops, height, at, back === true);
  const key =
    `<p class="w-hint n-key"><span class="n-k-v">${words.keyValue}</span> <span class="n-k-g">${words.keyGradient}</span> ` +
    `<span>${words.keySum}</span></p>`;
  return (
    `<p class="w-h">${words.titles[state.net]}</p>` +
    `<div class="n-graph${back ? ' n-back' : ''}${conv ? ' n-conv' : ''} w-covered">${lines}` +
    `<table role="grid" aria-label="${words.graphSide}"><tbody>${body}</tbody></table></div>` +
    `<p class="w-veil" aria-hidden="true">?</p>${key}`
  );
}

/** The wires, from under each argument to the top of the node that uses it. */
function edgesHtml(
  { built }: Trace,
  tops: readonly number[],
  height: number,
  at: number | undefined,
  back: boolean,
): string {
  const { graph, places, columns, joined } = built;
  const middle = (node: number) => ((places[node].col + places[node].span / 2) * 400) / columns;
  let [quiet, loud] = ['', ''];
  graph.forEach(({ args }, node) => {
    for (const arg of args) {
      const [from, to] = [places[arg], places[node]];
      // A weight stands on its product, a bias and a target beside their sum.
      if (from.row === to.row) {
        const d = `M${middle(arg)} ${tops[to.row] + BOX / 2}H${middle(node)}`;
        if (node === at) loud += d;
        else quiet += d;
        continue;
      }
      const over = joined.has(to.row) ? to.row - 1 : to.row;
      if (from.row === over) continue;
      const d = `M${middle(arg)} ${tops[from.row] + BOX}L${middle(node)} ${tops[over]}`;
      if (node === at) loud += d;
      else quiet += d;
    }
  });
  return (
    `<svg viewBox="0 0 400 ${height}" height="${height}" preserveAspectRatio="none" aria-hidden="true">` +
    `<path d="${quiet}"/><path class="n-loud${back ? ' n-grad' : ''}" d="${loud}"/></svg>`
  );
}

// ---- the arithmetic -------------------------------------------------------------------------

/** What is said of a node: a head, and the equation. */
type Line = readonly [where: string, sum: string];

const DIGITS = 5;
const number = (v: number) => minus(plain(v, DIGITS));
const put = (v: number) => operand(v, DIGITS);
const sign = (...values: number[]) =>
  values.every((v) => Number(plain(v, DIGITS)) === v) ? '=' : '≈';

const SYMBOLS = { sigmoid: 'σ', tanh: 'tanh', relu: 'ReLU', linear: '' } as const;

/** The value of a node with its numbers. */
function valueLine(trace: Trace, node: number): Line {
  const { graph } = trace.built;
  const { name, op, args, label } = graph[node];
  const a = args.map((arg) => trace.values[arg]);
  const n = args.map((arg) => graph[arg].name);
  const v = trace.values[node];
  const result = (head: string, sum: string, ...used: number[]): Line => [
    `${name} = ${head}`,
    `${sign(...used)} ${sum} ${sign(...used, v)} <b>${number(v)}</b>`,
  ];
  switch (op) {
    case 'leaf':
      return [name, `${sign(v)} <b>${number(v)}</b>`];
    case 'product':
      return result(n.join(' × '), a.map(put).join(' × '), ...a);
    case 'sum':
      return result(n.join(' + '), a.map(put).join(' + '), ...a);
    case 'dot': {
      const half = (a.length - 1) / 2;
      const pairs = a.slice(0, half).map((x, i) => `${put(x)}×${put(a[half + i])}`);
      const inside = `${n[0].charAt(0)}·${n[half].charAt(0)}`;
      return result(`Σ ${inside} + ${n[2 * half]}`, [...pairs, put(a[2 * half])].join(' + '), ...a);
    }
    case 'squared':
      return result(`(${n[0]} − ${n[1]})²`, `(${put(a[0])} − ${put(a[1])})²`, ...a);
    case 'bce': {
      const p = ACTIVATIONS.sigmoid.f(a[0]);
      return [
        `L = ln(1 + eᵒ) − t·o`.replaceAll('o', n[0]).replace('eᵒ', `exp ${n[0]}`),
        `${sign(...a)} ln(1 + exp ${put(a[0])}) − ${put(a[1])}×${put(a[0])} ${sign(...a, v)} <b>${number(v)}</b>, σ(${n[0]}) ${sign(p)} ${number(p)}`,
      ];
    }
    case 'cross-entropy': {
      const p = softmax(a);
      return [
        `L = −ln p${String.fromCharCode(0x2081 + label!)}, p = softmax(${n.join(', ')})`,
        `≈ −ln ${number(p[label!])} ≈ <b>${number(v)}</b>, p ≈ (${p.map(number).join(', ')})`,
      ];
    }
    default:
      return result(`${SYMBOLS[op]}(${n[0]})`, `${SYMBOLS[op]}(${number(a[0])})`, a[0]);
  }
}

/** A local derivative as it is derived: `σ′ = y(1 − y)`. */
function localText(
  { name, op, args, label }: GraphNode,
  k: number,
  names: readonly string[],
): string {
  const other = names[1 - k];
  switch (op) {
    case 'product':
      return other;
    case 'dot': {
      const half = (args.length - 1) / 2;
      return k === 2 * half ? '1' : names[k < half ? k + half : k - half];
    }
    case 'sigmoid':
      return `${name}(1 − ${name})`;
    case 'tanh':
      return `(1 − ${name}²)`;
    case 'relu':
      return `ReLU′(${names[0]})`;
    case 'squared':
      return k === 0 ? `2(${names[0]} − t)` : `2(t − ${names[0]})`;
    case 'bce':
      return k === 0 ? `(σ(${names[0]}) − t)` : `(−${names[0]})`;
    case 'cross-entropy':
      return k === label
        ? `(p${String.fromCharCode(0x2081 + k)} − 1)`
        : `p${String.fromCharCode(0x2081 + k)}`;
    default:
      return '1';
  }
}

/** incoming × local = outgoing, for one argument of a node. */
function sentLine(trace: Trace, node: number, k: number): Line {
  const { graph } = trace.built;
  const { args, name } = graph[node];
  const names = args.map((arg) => graph[arg].name);
  const [g, d, out] = [trace.back.grads[node], trace.back.local[node][k], trace.back.sent[node][k]];
  const local = localText(graph[node], k, names);
  return [
    `→ ${names[k]}: ∂L/∂${name} × ${local}`,
    `${sign(g, d)} ${put(g)} × ${put(d)} ${sign(g, d, out)} <b>${number(out)}</b>`,
  ];
}

/** The gradient of a node as the sum of what its users send. */
function gradientLine(trace: Trace, node: number): Line {
  const { graph } = trace.built;
  const { name } = graph[node];
  if (node === graph.length - 1) return [`∂L/∂L`, '= <b>1</b>'];
  const users = graph.flatMap(({ args }, user) =>
    args.flatMap((arg, k) => (arg === node ? [[user, k] as const] : [])),
  );
  const shares = users.map(([user, k]) => [trace.back.grads[user], trace.back.local[user][k]]);
  const total = trace.back.grads[node];
  const used = shares.flat();
  const symbols = users.map(([user]) => `∂L/∂${graph[user].name}·∂${graph[user].name}/∂${name}`);
  return [
    `∂L/∂${name} = ${symbols.join(' + ')}`,
    `${sign(...used)} ${shares.map(([g, d]) => `${put(g)}×${put(d)}`).join(' + ')} ${sign(...used, total)} <b>${number(total)}</b>`,
  ];
}

/** What there is to say now: a title, lines, a remark. */
function said(view: View): { title: string; lines: Line[]; note: string } {
  const { state, words, cursor } = view;
  const trace = traceOf(state);
  const { graph } = trace.built;
  const looked = cursor.on === 'step' ? -1 : nodeAt(state, cursor);
  if (looked >= 0) {
    const { name } = graph[looked];
    const leaf = trace.parameters.findIndex((each) => trace.built.leaves[each].node === looked);
    const lines = [valueLine(trace, looked), gradientLine(trace, looked)];
    if (leaf >= 0 && trace.left[leaf] !== 0) lines.push(heldLine(trace, leaf));
    if (leaf >= 0) lines.push(updateLine(view, trace, leaf));
    return { title: fill(words.lookAt, { name }), lines, note: remark(words, trace, looked) };
  }
  const step = stepAt(trace, state.step);
  if (!step) return { title: words.begin, lines: [], note: words.beginNote };
  const { node, back, count, of } = step;
  const { name } = graph[node];
  const title = fill(back ? words.stepBack : words.stepForward, { name, k: count, n: of });
  if (!back) return { title, lines: [valueLine(trace, node)], note: '' };
  const lines: Line[] = graph[node].args.map((_, k) => sentLine(trace, node, k));
  const { gradient } = known(trace, state.step);
  const sums = [...new Set(graph[node].args)].flatMap((arg): string[] => {
    const [sum, here, all] = gradient(arg);
    if (all < 2) return [];
    return [fill(words.soFar, { name: graph[arg].name, v: show(sum), k: here, n: all })];
  });
  const last = state.step === stepsOf(designOf(state)) ? ` ${words.done}` : '';
  const note = [remark(words, trace, node), sums.join(' ')].filter(Boolean).join(' ') + last;
  return { title, lines: lines.length > 5 ? compact(trace, node, lines) : lines, note };
}

/** Nine lines of a convolution: what goes to the kernel, and the bias. */
function compact(trace: Trace, node: number, lines: Line[]): Line[] {
  const half = (lines.length - 1) / 2;
  const { graph } = trace.built;
  const { args, name } = graph[node];
  const list = (from: number) =>
    args.slice(from, from + half).map((_, i) => put(trace.back.local[node][from + i])).join(', '); // prettier-ignore
  const out = (from: number) => trace.back.sent[node].slice(from, from + half).map(number).join(', '); // prettier-ignore
  const g = trace.back.grads[node];
  const row = (from: number): Line => {
    const names = `${graph[args[from]].name}…${graph[args[from + half - 1]].name}`;
    return [`→ ${names}: ∂L/∂${name} × …`, `${sign(g)} ${put(g)} × (${list(from)}) ${sign(g, ...trace.back.local[node])} <b>(${out(from)})</b>`]; // prettier-ignore
  };
  return [row(half), row(0), lines[2 * half]];
}

/** What this node shows: a dead ReLU, a flat sigmoid, a shared number. */
function remark(words: Words, trace: Trace, node: number): string {
  const { op, args, name } = trace.built.graph[node];
  const d = trace.back.local[node][0];
  const z = args.length > 0 ? trace.values[args[0]] : 0;
  if (op === 'relu' && d === 0) return fill(words.dead, { name, z: show(z) });
  if ((op === 'sigmoid' || op === 'tanh') && d < 0.05) return fill(words.flat, { name, d: show(d, 3) }); // prettier-ignore
  if (op === 'bce') return words.cancels;
  if (op === 'cross-entropy') return words.softmaxMinus;
  const users = trace.built.graph.filter((each) => each.args.includes(node)).length;
  return users > 1 ? fill(words.shared, { name, n: users }) : '';
}

/** What nobody set to zero, and what came to it. */
function heldLine(trace: Trace, parameter: number): Line {
  const { node } = trace.built.leaves[trace.parameters[parameter]];
  const [left, own, held] = [trace.left[parameter], trace.back.grads[node], trace.held[parameter]];
  const text = `${sign(left, own)} ${put(left)} + ${put(own)} ${sign(left, own, held)} <b>${number(held)}</b>`;
  return [`${trace.built.graph[node].name}.grad`, text];
}

function updateLine({ state }: View, trace: Trace, parameter: number): Line {
  const leaf = trace.parameters[parameter];
  const { name } = trace.built.graph[trace.built.leaves[leaf].node];
  const [v, g, next] = [trace.leaves[leaf], trace.held[parameter], trace.next[parameter]];
  const used = [v, state.rate, g];
  return [
    `${name} ← ${name} − η·grad`,
    `${sign(...used)} ${number(v)} − ${number(state.rate)}×${put(g)} ${sign(...used, next)} <b>${number(next)}</b>`,
  ];
}

/** What the part `formula` holds. */
export function formulaHtml(view: View): string {
  const { title, lines, note } = said(view);
  const items = lines.map(
    ([where, sum]) => `<li><span class="w-where">${where}</span> <span class="w-sum">${sum}</span></li>`, // prettier-ignore
  );
  return `<p class="n-title">${title}</p><ul>${items.join('')}</ul><p class="w-hint">${note}</p>`;
}

export function speak(view: View): string {
  const { title, lines, note } = said(view);
  const all = [title, ...lines.map(([where, sum]) => `${where} ${sum}`), note].filter(Boolean);
  return all.join('; ').replace(/<[^>]+>/g, '');
}

// ---- controls -------------------------------------------------------------------------------

function chooseHtml({ id, state, words }: View): string {
  const { net, activation, loss } = state;
  const both = net === 'neuron' || net === 'two-layer';
  return (
    selectField({ id, key: 'net', label: words.labels.net, value: net }, named(NETS, words.nets)) +
    selectField(
      { id, key: 'activation', label: net === 'neuron' ? words.labels.activation : words.hidden, value: activation }, // prettier-ignore
      { sigmoid: 'sigmoid', tanh: 'tanh', relu: 'ReLU', linear: words.linear },
    ) +
    (both
      ? selectField({ id, key: 'loss', label: words.labels.loss, value: loss }, named(LOSSES, words.losses)) // prettier-ignore
      : `<p class="w-field"><span class="w-h">${words.labels.loss}</span> ${net === 'softmax' ? words.softmaxLoss : words.losses.mse}</p>`)
  );
}

function sliderHtml({ id, state, words }: View): string {
  const most = stepsOf(designOf(state));
  return rangeField(
    { id, key: 'step', label: words.labels.step, value: `${state.step}` },
    { min: 0, max: most, step: 1 },
  );
}

function fieldsHtml(view: View): string {
  const { id, state, words } = view;
  const { net, leaves, pass, zero, rate } = state;
  const samples = samplesOf(state);
  const table = (key: LeafKey) => {
    const values = leaves[key]!;
    const sampled = net !== 'conv' && (key === 'x' || key === 't') && samples > 1;
    return (
      `<div><p class="w-h">${words.leafNames[net === 'conv' && key === 'w' ? 'k' : key]}</p>` +
      fieldTable([values], {
        input: key,
        key,
        what: words.leafNames[key],
        words,
        ...(sampled && { rows: values.map((_, s) => fill(words.sample, { n: s + 1 })) }),
        mark: (_, r) => (sampled && r !== pass - 1 ? { class: 'n-other' } : undefined),
      }) +
      `${errorHtml(key)}</div>`
    );
  };
  const keys = Object.keys(SHAPES[net]) as LeafKey[];
  const two = samples > 1;
  const loop = two
    ? `<div class="w-chips">${setButton('pass', '1', words.pass1, pass === 1)}${setButton('pass', '2', words.pass2, pass === 2)}</div>` +
      checkField({ id, key: 'zero', label: words.zero, value: zero ? '1' : '0' })
    : '';
  const more =
    net === 'conv'
      ? ''
      : `<div class="w-chips"><button type="button" data-do="act:samples">${two ? words.oneSample : words.twoSamples}</button></div>`;
  return (
    `<p class="w-hint">${words.editHint}</p><div class="n-tables">${keys.map(table).join('')}</div>` +
    `<div class="n-loop">${textField({ id, key: 'rate', label: words.labels.rate, value: `${rate}` })}${loop}${more}</div>`
  );
}

/** Another network has its own numbers; what a choice excludes goes with it. */
export function edit({ state }: View, name: string, value: string): Query | undefined {
  const query = texts(state);
  delete query.step;
  if (name === 'net') return { net: value };
  if (name === 'loss') {
    if (value === 'bce' && state.net === 'neuron') query.activation = 'sigmoid';
    return { ...query, loss: value };
  }
  if (name === 'activation') {
    if (state.net === 'neuron' && value !== 'sigmoid') query.loss = 'mse';
    return { ...query, activation: value };
  }
  return undefined;
}

/** `samples` adds a second sample or takes it away. */
export function act({ state }: View): Query {
  const query = texts(state);
  const { x, t } = state.leaves;
  const first = (rows: number[][]) => rows[0].join(',');
  if (x!.length > 1) return { ...query, x: first(x!), t: first(t!), pass: '1' };
  const other = state.net === 'softmax' ? '2' : '0';
  return { ...query, x: `${first(x!)};-1,1`, t: `${first(t!)};${other}`, pass: '2' };
}

// ---- the update -----------------------------------------------------------------------------

function updateHtml(view: View): string {
  const { state, words, outputs } = view;
  const trace = traceOf(state);
  const { update, loss, after, other } = outputs!;
  const names = trace.parameters.map((leaf) => trace.built.graph[trace.built.leaves[leaf].node].name); // prettier-ignore
  const table = valueTables(update.data, update.shape, {
    output: 'update',
    label: words.update,
    plain: true,
    digits: 3,
    columns: names,
    rows: [words.columns.value, words.columns.own, '.grad', words.columns.next],
    mark: (_, r, c) => (r === 2 && trace.left[c] !== 0 ? { class: 'differs' } : undefined),
  });
  const change = (value: number) => (value < loss.data[0] ? words.falls : words.rises);
  const line = (label: string, name: string, value: number, mark = '') =>
    `<span><span class="w-label">${label}</span> ${scalar(name, value, show(value))}${mark}</span>`;
  const results =
    line(words.lossBefore, 'loss', loss.data[0]) +
    line(words.lossAfter, 'after', after.data[0], ` ${change(after.data[0])}`) +
    (other ? line(state.zero ? words.hadForgotten : words.hadZeroed, 'other', other.data[0], ` ${change(other.data[0])}`) : ''); // prettier-ignore
  const note =
    state.pass === 2 ? (state.zero ? words.zeroed : `${words.forgotten} <span class="w-sum">${heldLine(trace, 0).join(' ')}</span>`) : samplesOf(state) > 1 ? words.firstPass : ''; // prettier-ignore
  return (
    `<p class="w-h">${words.update}</p><p class="n-result">${results}</p>` +
    (note ? `<p class="w-hint">${note}</p>` : '') +
    `<div class="w-scroll">${table}</div>` +
    (state.net === 'conv' ? convHtml(view, trace) : '')
  );
}

/** The two gradients of a convolution, as convolutions. */
function convHtml({ state, words }: View, trace: Trace): string {
  const { graph } = trace.built;
  const find = (name: string) => trace.back.grads[graph.findIndex((node) => node.name === name)];
  const low = (n: number) => String.fromCharCode(0x2080 + n);
  const gradients = (letter: string, n: number) =>
    Array.from({ length: n }, (_, r) =>
      Array.from({ length: n }, (__, c) => find(`${letter}${low(r + 1)}${low(c + 1)}`)),
    );
  const dz = gradients('z', 2);
  const padded = Array.from({ length: 4 }, (_, r) =>
    Array.from({ length: 4 }, (__, c) => dz[r - 1]?.[c - 1] ?? 0),
  );
  const k = state.leaves.w!;
  const turned = [...k].reverse().map((row) => [...row].reverse());
  const grid = (rows: readonly (readonly number[])[], label: string) =>
    `<figure><figcaption>${label}</figcaption>${plainTable(rows.map((row) => row.map(brief)), label)}</figure>`; // prettier-ignore
  return (
    `<div class="n-convs"><div><p class="w-h">${words.convKernel}</p><div>${grid(state.leaves.x!, 'x')}<span>⋆</span>${grid(dz, '∂L/∂z')}<span>=</span>${grid(gradients('k', 2), '∂L/∂k')}</div></div>` +
    `<div><p class="w-h">${words.convInput}</p><div>${grid(padded, words.padded)}<span>⋆</span>${grid(turned, words.turned)}<span>=</span>${grid(gradients('x', 3), '∂L/∂x')}</div></div></div>`
  );
}

// ---- every number, and the guess ------------------------------------------------------------

function numbersHtml({ state, words, outputs }: View): string {
  const { built } = traceOf(state);
  const { nodes, check } = outputs!;
  const rows = built.graph.map(({ name }) => name);
  const all = valueTables(nodes.data, nodes.shape, {
    output: 'nodes',
    label: words.allNumbers,
    plain: true,
    digits: 6,
    rows,
    columns: [words.columns.value, '∂L/∂'],
  });
  // The differences have a table of their own: they are float64 and no business of the device.
  const checks = built.leaves
    .map(({ node }, i) => {
      const g = nodes.data[2 * node + 1];
      const off = Math.abs(g - check.data[i]);
      return `<tr><th scope="row">${built.graph[node].name}</th><td>${show(g, 6)}</td><td>${datum(check.data[i], 6)}</td><td>${off.toExponential(0)}</td></tr>`;
    })
    .join('');
  return (
    `<p class="w-hint">${words.checkHint}</p><table class="w-numbers" data-output="check" data-shape="${check.shape.join()}">` +
    `<thead><tr><td></td><th scope="col">∂L/∂</th><th scope="col">(L(v + h) − L(v − h)) / 2h</th><th scope="col">${words.difference}</th></tr></thead><tbody>${checks}</tbody></table>` +
    all
  );
}

/** The parameter that is asked for: the last layer's first weight. */
function asked(trace: Trace): number {
  const { leaves, graph } = trace.built;
  const leaf = leaves.find(({ key }) => key === 'w2') ?? leaves.find(({ key }) => key === 'w')!;
  return graph.findIndex((_, i) => i === leaf.node);
}

function askHtml({ state }: View): string {
  const trace = traceOf(state);
  const name = `∂L/∂${trace.built.graph[asked(trace)].name}`;
  return `<label><span>${name}</span><input data-guess inputmode="decimal" autocomplete="off" aria-label="${name}"></label>`;
}

/** Right within two percent, or half a thousandth. */
export function guess({ words, state }: View, [text]: string[]): { right: boolean; text: string } {
  const trace = traceOf(state);
  const node = asked(trace);
  const truth = trace.back.grads[node];
  const typed = text === '' ? NaN : Number(text.replace('−', '-').replace(',', '.'));
  const right = Math.abs(typed - truth) <= Math.max(0.0005, 0.02 * Math.abs(truth));
  const name = `∂L/∂${trace.built.graph[node].name}`;
  const v = `${name} = ${show(truth)}`;
  return { right, text: fill(right ? words.right : words.wrong, { v, g: text || '?' }) };
}
