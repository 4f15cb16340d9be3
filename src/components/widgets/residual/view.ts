/** What the residual widget shows, as HTML. Pure: the build and the browser draw the same. */
import { CONV_DEFAULTS, convWindow } from '../../../lib/ops/conv.ts';
import type { Grid } from '../../../lib/grid.ts';
import { JOINS, projects } from '../../../lib/residual.ts';
import { controlOf, errorHtml, explainHtml, named, rangeField, selectField, setButton, sizeFields, textField, checkField } from '../toolkit/controls.ts'; // prettier-ignore
import { contractTable, fieldTable, valueTables } from '../toolkit/grids.ts';
import type { Cursor, View as ViewOf } from '../toolkit/kind.ts';
import { resizeText, type Query } from '../toolkit/query.ts';
import { equals, fill, minus, onceFor, operand, plain, scalar, show, thousands } from '../toolkit/text.ts'; // prettier-ignore
import { layerSvg, lossSvg, type Line } from './plots.ts';
import { parametersOf } from './reference.ts';
import { BOUNDS, filtersOf, loose, MODES, rowsOf, STRIDE, texts, WEIGHTS, type KernelKey, type State } from './state.ts'; // prettier-ignore
import type { Words } from './strings.ts';

export type View = ViewOf<State, Words>;

/** The HTML of each part. */
export function parts(view: View): Record<string, string> {
  const block = view.state.mode === 'block';
  return {
    choose: chooseHtml(view),
    stage: block ? flowHtml(view) : chartsHtml(view),
    go: block ? '' : goHtml(view),
    formula: explainHtml(...arithmetic(view)),
    rest: block ? backHtml(view) : scoresHtml(view),
    kernels: block ? kernelsHtml(view) : '',
    params: block ? blockParams(view) : netParams(view),
    ask: askHtml(view),
    numbers: onceFor(view.outputs!, view.state.mode, () => numbersHtml(view)),
  };
}

const control = (view: View, key: keyof Words['labels']) =>
  controlOf(view, key, texts(view.state)[key]);

// ---- where the reader looks -----------------------------------------------------------------

const CELLS = ['y', 'hidden', 'branch', 'shortcut', 'gradient', 'gradientBranch', 'gradientShortcut']; // prettier-ignore

export function firstCursor(state: State): Cursor {
  return state.mode === 'block' ? { on: 'y', at: [0, 1, 1].map((v, i) => Math.min(v, [0, ...state.input.shape][i] - Number(i > 0))) } : { on: 'steps', at: [0, 0, state.steps] }; // prettier-ignore
}

export function holds({ state, cursor: { on, at }, outputs }: View): boolean {
  if (state.mode === 'nets') return on === 'steps' && at[2] === state.steps;
  const found = CELLS.includes(on) ? outputs![on] : undefined;
  return !!found && at[1] < found.shape[0] && at[2] < found.shape[1] && at[0] < found.shape[2];
}

/** The cells of y; the key frames of the training. */
export function stops({ state, outputs }: View): Cursor[] {
  const count = (n: number) => [...Array(n).keys()];
  if (state.mode === 'nets') {
    return count(BOUNDS.steps / STRIDE + 1).map((k) => ({ on: 'steps', at: [0, 0, k * STRIDE] }));
  }
  const [height, width, channels] = outputs!.y.shape;
  return count(channels).flatMap((k) =>
    count(height).flatMap((i) => count(width).map((j) => ({ on: 'y', at: [k, i, j] }))),
  );
}

export function pick({ state }: View, { on, at }: Cursor): Query | undefined {
  if (state.mode === 'block' || on !== 'steps' || at[2] === state.steps) return undefined;
  return { ...texts(state), steps: `${at[2]}` };
}

/** Kernels that were typed give way to other sizes and to a choice of weights. */
export function edit({ state }: View, name: string, value: string): Query | undefined {
  if (name === 'filters' || name === 'weights' || name === 'seed') {
    return { ...loose(state), [name]: value };
  }
  if (name !== 'size:input:2') return undefined;
  const filters = state.filters === state.input.shape[2] ? value : `${state.filters}`;
  return { ...loose(state), input: resizeText(texts(state).input!, 2, Number(value)), filters };
}

/** Other weights; the training from its start, and one key frame back or on. */
export function act({ state }: View, name: string): Query | undefined {
  if (name === 'seed') return { ...loose(state), seed: `${(state.seed + 1) % BOUNDS.seed}` };
  return name === 'start' ? { ...texts(state), steps: '0' } : undefined;
}

// ---- arithmetic -----------------------------------------------------------------------------

const bold = (value: number) => `<b>${minus(plain(value))}</b>`;
const at = ({ shape, data }: Grid, [k, i, j]: readonly number[]) => data[(i * shape[1] + j) * shape[2] + k]; // prettier-ignore

/** The products of a window that are not 0, and their sum. */
function windowText(input: Grid, kernel: Grid, [k, i, j]: readonly number[]): [string, number] {
  const same = { ...CONV_DEFAULTS, padding: 'same' } as const;
  const { terms, sum } = convWindow(input, kernel, same, i, j, k);
  const used = terms.filter(({ x, w }) => x * w !== 0);
  const text = used.map(({ x, w }) => `${operand(x)}×${operand(w)}`).join(' + ') || '0';
  return [text, sum + 0];
}

/** What is looked at, and its arithmetic as HTML. */
export function arithmetic(view: View): [where: string, sum: string] {
  const { state, words, cursor, outputs } = view;
  if (state.mode === 'nets') return netText(view);
  const { on } = cursor;
  const [k, i, j] = cursor.at;
  const found = outputs![on];
  const place = fill(words.place, { r: i + 1, c: j + 1, k: k + 1 });
  const head = (name: string) => `${name}${words.comma}${place}${words.colon}`;
  const value = at(found, cursor.at);
  const { input, join, relu } = state;
  const C = input.shape[2];
  const is = (text: string, ...used: number[]) =>
    `${text} ${equals(value, ...used)} ${bold(value)}`;
  const cut = (inside: string, ...used: number[]) =>
    is(relu ? `max(0, ${inside})` : inside, ...used);
  if (on === 'hidden' || on === 'branch') {
    const [text, sum] = on === 'hidden' ? windowText(input, state.kernel1, cursor.at) : windowText(outputs!.hidden, state.kernel2, cursor.at); // prettier-ignore
    const name = on === 'hidden' ? 'ReLU(W₁ ∗ x)' : 'F(x)';
    return [head(name), on === 'hidden' ? is(`max(0, ${text})`, sum) : is(text)];
  }
  if (on === 'shortcut') {
    return [head(words.shortcutName), projects(state) ? is(windowText(input, state.projection, cursor.at)[0]) : `x = ${bold(value)}`]; // prettier-ignore
  }
  if (on === 'gradient') {
    const [s, b] = [at(outputs!.gradientShortcut, cursor.at), at(outputs!.gradientBranch, cursor.at)]; // prettier-ignore
    return [head('∂L/∂x'), is(`${operand(s)} ${words.byShortcut} + ${operand(b)} ${words.byBranch}`, s, b)]; // prettier-ignore
  }
  if (on.startsWith('gradient')) {
    const way = on === 'gradientBranch' ? words.backBranch : words.backShortcut[state.join];
    return [head('∂L/∂x'), `${bold(value)}${words.colon}${way}`];
  }
  if (join === 'concatenate') {
    const mine = k < C;
    const from = mine ? at(input, cursor.at) : at(outputs!.branch, [k - C, i, j]);
    return [head('y'), `${cut(minus(plain(from)), from)}${words.comma}${fill(mine ? words.fromX : words.fromF, { k: mine ? k + 1 : k - C + 1 })}`]; // prettier-ignore
  }
  const f = at(outputs!.branch, cursor.at);
  if (join === 'none') return [head('y'), `${cut('F(x)', f)}${relu ? ` (F(x) ${equals(f)} ${minus(plain(f))})` : ''}`]; // prettier-ignore
  const s = at(outputs!.shortcut, cursor.at);
  return [head(projects(state) ? 'y = F(x) + Wₛx' : 'y = F(x) + x'), cut(`${operand(f)} + ${operand(s)}`, f, s)]; // prettier-ignore
}

/** The same, read out. */
export function speak(view: View): string {
  return arithmetic(view).filter(Boolean).join(' ').replace(/<[^>]+>/g, ''); // prettier-ignore
}

function netText({ state, words, outputs }: View): [string, string] {
  const { loss, gradients, step } = outputs!;
  const n = (v: number) => `<b>${show(v, 3)}</b>`;
  const [shallow, deep, joined] = loss.data;
  const count = gradients.shape[1];
  const ratio = (i: number) => show(gradients.data[i] / gradients.data[(state.depth - 1) * count + i], 3); // prettier-ignore
  let text = `${fill(words.lossIs, { n: state.shallow })} ${n(shallow)}${words.comma}${fill(words.lossIs, { n: state.depth })} ${n(deep)}`;
  if (joined !== undefined) text += `${words.comma}${fill(words.lossJoined, { n: state.depth })} ${n(joined)}`; // prettier-ignore
  text += `${words.stop}${fill(words.ratio, { r: ratio(0) })}`;
  if (joined !== undefined) text += `${words.comma}${fill(words.ratioJoined, { r: ratio(1) })}`;
  const ended = Array.from(step.data, (s, i) => (s < state.steps ? i : -1)).filter((i) => i >= 0);
  const names = ended.map((i) => `${nameOf(words, state, i)} (${step.data[i]})`).join(', ');
  if (names) text += `${words.stop}${fill(words.diverged, { names })}`;
  return ['', `${fill(words.after, { n: state.steps })} ${text}${words.end}`];
}

const nameOf = (words: Words, { shallow, depth }: State, i: number) => fill(words.nets[i], { n: i === 0 ? shallow : depth }); // prettier-ignore

// ---- the block ------------------------------------------------------------------------------

function chooseHtml(view: View): string {
  const { state, words } = view;
  const mode = selectField(control(view, 'mode'), named(MODES, words.modes));
  const group = (label: string, buttons: string, key: string) =>
    `<div class="w-chips r-chips" role="group" aria-label="${label}"><span class="w-label">${label}</span>${buttons}</div>${errorHtml(key)}`;
  if (state.mode === 'nets') {
    return `${mode}<div class="w-chips r-chips">${setButton('shortcuts', state.shortcuts ? '0' : '1', words.give, state.shortcuts)}</div>`; // prettier-ignore
  }
  const joins = JOINS.map((join) => setButton('join', join, words.joins[join], state.join === join)).join(''); // prettier-ignore
  const weights = WEIGHTS.map((w) => setButton('weights', w, words.weightNames[w], state.weights === w && isPreset(state))).join(''); // prettier-ignore
  return mode + group(words.labels.join, joins, 'join') + group(words.labels.weights, weights, 'weights'); // prettier-ignore
}

const isPreset = (state: State) => {
  const { kernel1, kernel2 } = texts(state);
  const sum = (text: string) => text.split(/[,;|/]/).reduce((all, v) => all + Math.abs(Number(v)), 0); // prettier-ignore
  return state.weights !== 'zero' || sum(kernel1!) + sum(kernel2!) === 0;
};

/** A result as walkable tables, one for each channel. */
function tables({ words, outputs, cursor }: View, output: string, label: string): string {
  const { data, shape } = outputs![output];
  const many = shape[2] > 1;
  const html = valueTables(data, shape, {
    output,
    label,
    digits: 3,
    ...(many && { title: (k) => fill(words.channel, { n: k + 1 }) }),
    mark: (k, r, c) =>
      cursor.on === output && `${cursor.at}` === `${[k, r, c]}` ? { class: 'at' } : undefined,
  });
  // The contract's table of each result stands in the fold below.
  return html.replace(/ data-output="[^"]*" data-shape="[^"]*"/, '');
}

const counted = ({ words }: View, n: number) => `<small>${fill(words.channelsAre, { n })}</small>`;

function flowHtml(view: View): string {
  const { state, words, outputs } = view;
  const { input, join, filters, relu } = state;
  const C = input.shape[2];
  const channels = Array.from({ length: C }, (_, c) => rowsOf(input, c));
  const fields = fieldTable(channels, {
    input: 'x',
    key: 'input',
    what: 'x',
    words,
    still: true,
    ...(C > 1 && { title: (k) => fill(words.channel, { n: k + 1 }) }),
  });
  const cell = (name: string, title: string, n: number, html: string, covered = false) =>
    `<div class="r-cell r-${name}"><p class="w-h">${title} ${counted(view, n)}</p><div class="w-scroll r-side${covered ? ' w-covered' : ''}">${html}</div></div>`;
  const arrow = (name: string, ...lines: string[]) =>
    `<p class="r-arrow r-${name}"><span>${lines.join('<br> ')}</span><i aria-hidden="true"></i></p>`;
  const sign = { none: '→', add: '+', concatenate: '∥' }[join];
  const way = join === 'add' && projects(state) ? fill(words.ways.projection, { c: C, d: filters }) : words.ways[join]; // prettier-ignore
  const out = outputs!.y.shape[2];
  return (
    `<div class="r-flow r-join-${join}">` +
    `<p class="r-way"><span>${way}</span></p>` +
    cell('x', 'x', C, fields) +
    arrow('one', 'W₁ ∗', '3×3', 'ReLU') +
    cell('h', words.hidden, filters, tables(view, 'hidden', words.hidden)) +
    arrow('two', 'W₂ ∗', '3×3') +
    cell('f', 'F(x)', filters, tables(view, 'branch', 'F(x)')) +
    `<p class="r-arrow r-sum"><b title="${words.joins[join]}">${sign}</b><span>${relu ? 'ReLU' : ''}</span></p>` +
    cell('y', 'y', out, tables(view, 'y', 'y'), true) +
    `</div>` +
    `<p class="r-note w-covered">${noteText(view)}</p>`
  );
}

/** What the block does here, in a sentence. */
function noteText({ state, words, outputs }: View): string {
  const { input, join, filters } = state;
  const { y, branch } = outputs!;
  const C = input.shape[2];
  const same = y.data.length === input.data.length && y.shape[2] === C && y.data.every((v, i) => v === input.data[i]); // prettier-ignore
  if (same) return words.said.same;
  if (y.data.every((v) => v === 0)) return words.said.nothing;
  if (join === 'concatenate') return fill(words.said.concatenate, { c: C, d: filters, n: C + filters }); // prettier-ignore
  if (projects(state)) return fill(words.said.projection, { c: C, d: filters, n: C * filters });
  if (branch.data.every((v) => v === 0)) return words.said.cut;
  return join === 'add' ? words.said.add : words.said.none;
}

function backHtml(view: View): string {
  const { state, words, outputs } = view;
  const cell = (title: string, output: string, name = '') =>
    `<div class="r-cell${name}"><p class="w-h">${title}</p><div class="w-scroll r-side">${tables(view, output, title)}</div></div>`;
  const projected = projects(state) ? `<div class="r-back">${cell(words.projected, 'shortcut')}</div>` : ''; // prettier-ignore
  const [a, ...more] = parametersOf(state);
  const total = outputs!.parameters.data[0];
  return (
    projected +
    `<p class="w-h">${words.backward} <small>${words.backwardHint}</small></p>` +
    `<div class="r-back">${cell(words.byShortcutTitle, 'gradientShortcut')}<span class="r-op" aria-hidden="true">+</span>${cell(words.byBranchTitle, 'gradientBranch')}<span class="r-op" aria-hidden="true">=</span>${cell('∂L/∂x', 'gradient')}</div>` +
    `<p class="r-line"><span class="w-label">${words.parameters}</span> ${[a, ...more].join(' + ')} = ${scalar('parameters', total, `<b>${thousands(total)}</b>`)} <small>${fill(words.parameterHint[Number(projects(state))], { c: state.input.shape[2], d: state.filters })}</small></p>`
  );
}

/** Every filter as a table of fields. */
function kernelsHtml(view: View): string {
  const { state, words } = view;
  const one = (key: KernelKey, name: string) => {
    const filters = filtersOf(state[key]).map((channels, f) =>
      fieldTable(channels, {
        input: key,
        key,
        what: `${name} ${fill(words.filter, { n: f + 1 })}`,
        words,
        still: true,
        path: [f],
        title: (c) => fill(words.into, { f: f + 1, c: c + 1 }),
      }),
    );
    return `<div><p class="w-h">${name} <small>${words.kernelNotes[key]}</small></p><div class="r-filters">${filters.join('')}</div>${errorHtml(key)}</div>`;
  };
  return (
    `<div class="r-kernels">${one('kernel1', 'W₁')}${one('kernel2', 'W₂')}${projects(state) ? one('projection', 'Wₛ') : ''}</div>` +
    (projects(state) ? '' : errorHtml('projection'))
  );
}

function blockParams(view: View): string {
  const { state, words } = view;
  const [height, width, C] = state.input.shape;
  const axes = [[1, words.rows, height, BOUNDS.size], [0, words.columns, width, BOUNDS.size], [2, words.channels, C, BOUNDS.channels]] as const; // prettier-ignore
  return (
    `<div class="w-field"><span class="w-label">x</span>${sizeFields('input', axes)}</div>` +
    rangeField(control(view, 'filters'), { min: 1, max: BOUNDS.channels, step: 1 }) +
    checkField(control(view, 'relu')) +
    textField(control(view, 'seed')) +
    `<div class="w-chips w-live-only"><button type="button" data-do="act:seed">${words.newSeed}</button></div>`
  );
}

// ---- the networks ---------------------------------------------------------------------------

const LINES = ['r-shallow', 'r-deep', 'r-joined'];

function chartsHtml(view: View): string {
  const { state, words, outputs } = view;
  const { history, gradients, loss } = outputs!;
  const column = (g: Grid, i: number) => Array.from({ length: g.shape[0] }, (_, r) => g.data[r * g.shape[1] + i]); // prettier-ignore
  const nets = Array.from(loss.data, (_, i): Line => ({ name: LINES[i], label: nameOf(words, state, i), values: column(history, i) })); // prettier-ignore
  const deep = nets.slice(1).map((line, i): Line => ({ ...line, values: column(gradients, i) }));
  const alt = `${words.lossTitle}: ${nets.map(({ label }, i) => `${label} ${show(loss.data[i], 3)}`).join(', ')}`;
  const sizes = `${words.gradientTitle}: ${deep.map(({ label, values }) => `${label} ${show(values[0], 3)} … ${show(values[values.length - 1], 3)}`).join(', ')}`;
  const losses = `<div class="w-plot"><p class="w-h">${words.lossTitle} <small>${words.chance}</small></p>${lossSvg(nets, [words.stepNames[0], state.steps > 0 ? fill(words.stepNames[1], { n: state.steps }) : ''], alt)}</div>`;
  const layers = `<div class="w-plot"><p class="w-h">${words.gradientTitle} <small>${words.gradientNote}</small></p>${layerSvg(deep, [words.layerNames[0], fill(words.layerNames[1], { n: state.depth })], sizes)}</div>`;
  const both = state.steps === 0 ? layers + losses : losses + layers;
  return `<div class="r-charts w-covered">${both}</div>`;
}

const goHtml = (view: View): string =>
  rangeField(control(view, 'steps'), { min: 0, max: BOUNDS.steps, step: STRIDE }) +
  `<div class="w-chips w-live-only"><button type="button" data-do="act:start">${view.words.start}</button><button type="button" data-do="act:seed">${view.words.newSeed}</button></div>`;

function scoresHtml({ state, words, outputs }: View): string {
  const { loss, accuracy, parameters } = outputs!;
  const rows = Array.from(loss.data, (value, i) => {
    const cells = [thousands(parameters.data[i]), show(value, 3), `${show(+(100 * accuracy.data[i]).toFixed(6), 3)}%`]; // prettier-ignore
    return `<tr><th scope="row">${nameOf(words, state, i)}</th>${cells.map((text, k) => `<td${k > 0 ? ' class="w-covered"' : ''}>${text}</td>`).join('')}</tr>`;
  });
  const heads = words.heads.map((text) => `<th scope="col">${text}</th>`).join('');
  return `<div class="w-scroll"><table class="w-numbers r-scores"><thead><tr><td></td>${heads}</tr></thead><tbody>${rows.join('')}</tbody></table></div><p class="w-hint">${words.method}</p>`;
}

function netParams(view: View): string {
  const { words } = view;
  const [min, max] = BOUNDS.depth;
  return (
    stepField(view, 'shallow', min, max) +
    stepField(view, 'depth', min, max) +
    checkField(control(view, 'norm')) +
    textField(control(view, 'rate')) +
    textField(control(view, 'seed')) +
    `<p class="w-hint">${words.netHint} ${words.netWeights}</p>`
  );
}

const stepField = (view: View, key: 'shallow' | 'depth', min: number, max: number) =>
  rangeField(control(view, key), { min, max, step: 2 });

// ---- every number ---------------------------------------------------------------------------

function numbersHtml({ words, outputs }: View): string {
  return Object.entries(outputs!)
    .filter(([name, { shape }]) => shape.length === 3 && name in words.tables)
    .map(([name, { data, shape }]) =>
      contractTable(name, data, shape, words.tables[name as keyof Words['tables']], true),
    )
    .join('');
}

// ---- the guess ------------------------------------------------------------------------------

function askHtml({ state, words }: View): string {
  if (state.mode === 'block') {
    const field = (label: string) =>
      `<label><span>${label}</span><input data-guess inputmode="decimal" autocomplete="off" aria-label="${label}"></label>`;
    return field(words.askValue) + field(words.askChannels);
  }
  const names = Array.from({ length: state.shortcuts ? 3 : 2 }, (_, i) => nameOf(words, state, i));
  return `<label><span>${words.askNet}</span><select data-guess aria-label="${words.askNet}">${names.map((name, i) => `<option value="${i}">${name}</option>`).join('')}</select></label>`;
}

/** The first cell of y and its channels; which network has the lowest loss. */
export function guess(view: View, texts: string[]): { right: boolean; text: string } {
  const { words, state, outputs } = view;
  if (state.mode === 'nets') {
    const { data } = outputs!.loss;
    const best = data.indexOf(Math.min(...data));
    const right = Number(texts[0]) === best;
    return { right, text: fill(right ? words.rightNet : words.wrongNet, { name: nameOf(words, state, best) }) }; // prettier-ignore
  }
  const { shape } = outputs!.y;
  const cell = [0, Math.min(1, shape[0] - 1), Math.min(1, shape[1] - 1)];
  const value = at(outputs!.y, cell);
  const near = (text: string, want: number) => text.trim() !== '' && Math.abs(Number(text.replace('−', '-')) - want) <= 0.01 * Math.max(1, Math.abs(want)); // prettier-ignore
  const right = near(texts[0] ?? '', value) && near(texts[1] ?? '', shape[2]);
  return { right, text: fill(right ? words.right : words.wrong, { v: show(value), n: shape[2] }) };
}
