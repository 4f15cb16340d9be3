/** The parts of the multilayer perceptron as HTML, and what is said about them. Pure. */
import type { Grid } from '../../../lib/grid.ts';
import { layout } from '../../../lib/mlp.ts';
import {
  ACTIVATIONS,
  activate,
  DATA_SETS,
  FEATURES,
  forward,
  HALF,
  inputsOf,
  OPTIMIZERS,
  REACH,
  sizesOf,
  type Feature,
  type Net,
} from '../../../lib/playground.ts';
import { checkField, errorHtml, explainHtml, rangeField, selectField, stepperField, textField } from '../toolkit/controls.ts'; // prettier-ignore
import { longTable } from '../toolkit/grids.ts';
import type { Colours, Cursor, Outputs, Pixels, View as ViewOf } from '../toolkit/kind.ts';
import { mapHtml, paint } from '../toolkit/maps.ts';
import type { Query } from '../toolkit/query.ts';
import {
  equals,
  fill,
  magnitude,
  minus,
  onceFor,
  operand,
  plain,
  scalar,
  show,
} from '../toolkit/text.ts';
import { cellPoint } from './reference.ts';
import { BOUNDS, FIRST_POINTS, outputOf, parametersOf, SIDE, STRIDE, texts, type State } from './state.ts'; // prettier-ignore
import type { Words } from './strings.ts';

type View = ViewOf<State, Words>;
const CELLS = SIDE * SIDE;

/** What the features are called. */
const SIGNS: Record<Feature, string> = { x: 'x', y: 'y', x2: 'x²', y2: 'y²', xy: 'xy', sinx: 'sin x', siny: 'sin y' }; // prettier-ignore

// ---- the point and the neuron ---------------------------------------------------------------

const cellOf = (v: number) => Math.min(SIDE - 1, Math.floor(((v + REACH) * SIDE) / (2 * REACH)));

/** The cell of the first training point. */
export function firstCursor(_: State, { data }: Outputs): Cursor {
  const [x, y] = data.data;
  return { on: 'plane', at: [0, SIDE - 1 - cellOf(y), cellOf(x)] };
}

export const holds = ({ cursor }: View): boolean => ['plane', 'steps'].includes(cursor.on);

const cellAt = ({ cursor, state, outputs }: View): number[] =>
  (cursor.on === 'plane' ? cursor : firstCursor(state, outputs!)).at.slice(1);

/** The training point in the cell under the cursor, else the middle of the cell. */
function pointOf(view: View): { x: number; y: number; label?: number } {
  const [row, col] = cellAt(view);
  const { data } = view.outputs!.data;
  for (let i = 0; i < data.length; i += 3) {
    if (cellOf(data[i]) === col && SIDE - 1 - cellOf(data[i + 1]) === row) {
      return { x: data[i], y: data[i + 1], label: data[i + 2] };
    }
  }
  const [x, y] = cellPoint(row, col);
  return { x, y };
}

const netOf = ({ state, outputs }: View): Net => ({
  sizes: sizesOf(state),
  activation: state.activation,
  weights: outputs!.weights.data,
});

/** What a neuron is called: a feature, “h2·3” for the third of the second hidden layer, the output. */
function nameOf({ state, words }: View, layer: number, index: number): string {
  if (layer === 0) return SIGNS[state.features[index]];
  return layer > state.hidden.length ? words.output : `h${layer}·${index + 1}`;
}

/** Where the incoming weights of the chosen neuron stand, its bias last. */
function incoming({ state }: View): number[] {
  const [layer, index] = state.neuron;
  const { from, to, kernel, bias } = layout(sizesOf(state)).layers[layer - 1];
  return [...Array.from({ length: from }, (_, i) => kernel + i * to + index), bias + index];
}

// ---- steps ----------------------------------------------------------------------------------

/** The key frames from here to the end: what “train” goes through. */
export function stops({ state }: View): Cursor[] {
  const first = (Math.floor(state.steps / STRIDE) + 1) * STRIDE;
  return Array.from({ length: Math.floor((BOUNDS.steps - first) / STRIDE) + 1 }, (_, i) => ({
    on: 'steps',
    at: [0, 0, first + i * STRIDE],
  }));
}

const withSteps = (state: State, steps: number): Query => ({ ...texts(state), steps: `${Math.min(BOUNDS.steps, Math.max(0, steps))}` }); // prettier-ignore

export const pick = ({ state }: View, { on, at }: Cursor): Query | undefined =>
  on === 'steps' ? withSteps(state, at[2]) : undefined;

/** Buttons: steps, other starts, layers more and fewer, a point of the reader's own. */
export function act({ state, cursor, ui }: View, name: string): Query | undefined {
  const { steps, hidden } = state;
  if (name === 'start') return withSteps(state, 0);
  if (name === 'back') return withSteps(state, (Math.ceil(steps / STRIDE) - 1) * STRIDE);
  if (name === 'on') return withSteps(state, (Math.floor(steps / STRIDE) + 1) * STRIDE);
  if (name === 'one') return withSteps(state, steps + 1);
  const { weights, neuron, ...all } = texts(state);
  if (name === 'seed') return { ...all, ...(neuron && { neuron }), seed: `${(state.seed % BOUNDS.seed) + 1}` }; // prettier-ignore
  if (name === 'deeper') return { ...all, hidden: [...hidden, hidden.at(-1) ?? 4].join(',') };
  if (name === 'flatter') return { ...all, hidden: hidden.slice(0, -1).join(',') };
  if (state.data !== 'custom' || cursor.on !== 'plane') return undefined;
  const place = cellPoint(cursor.at[1], cursor.at[2]).join(',');
  const points = all.points!.split(';');
  const rest = points.filter((each) => !each.startsWith(`${place},`));
  const next = rest.length < points.length ? rest : [...points, `${place},${ui.class || '1'}`];
  const kept = { ...(weights && { weights }), ...(neuron && { neuron }) };
  return { ...all, ...kept, points: (next.length > 0 ? next : points).join(';') };
}

/** Choices that others depend on: features, sizes, points, and single weights. */
export function edit({ state, outputs }: View, name: string, value: string): Query | undefined {
  const { weights: _, neuron: __, ...all } = texts(state);
  const [key, which] = name.split(':');
  if (key === 'feature') {
    const chosen = FEATURES.filter((f) =>
      f === which ? value === '1' : state.features.includes(f),
    );
    return { ...all, features: chosen.join(',') };
  }
  if (key === 'w') {
    const values: (number | string)[] = Array.from(outputs!.weights.data, (w) => +w.toPrecision(6));
    values[Number(which)] = value;
    return { ...texts(state), weights: values.join(','), steps: '0' };
  }
  if (name === 'hidden') return { ...all, hidden: value };
  if (name === 'data') {
    const { points: ___, ...rest } = texts(state);
    return { ...rest, data: value, ...(value === 'custom' && { points: FIRST_POINTS }) };
  }
  return undefined;
}

// ---- the network ----------------------------------------------------------------------------

/** Width and height that a neuron takes, and its field, in pixels of the picture. */
const PITCH = [66, 40] as const;
const TILE = SIDE;

interface Placed {
  layer: number;
  index: number;
  left: number;
  top: number;
}

function placed(state: State): { width: number; height: number; neurons: Placed[] } {
  const sizes = sizesOf(state);
  const most = Math.max(...sizes);
  const neurons = sizes.flatMap((count, layer) =>
    Array.from({ length: count }, (_, index) => ({
      layer,
      index,
      left: layer * PITCH[0],
      top: ((most - count) / 2 + index) * PITCH[1],
    })),
  );
  const width = (sizes.length - 1) * PITCH[0] + TILE;
  return { width, height: (most - 1) * PITCH[1] + TILE, neurons };
}

/** What the field of a neuron is coloured by: −1 to 1. */
function fieldOf({ state, outputs }: View, layer: number, index: number): Float64Array {
  const { field, units } = outputs!;
  if (layer > state.hidden.length) return field.data.map((p) => 2 * p - 1);
  let values: Float64Array;
  if (layer === 0) {
    const width = state.features.length;
    const inputs = featuresOfCells(state);
    values = Float64Array.from({ length: CELLS }, (_, e) => inputs[e * width + index]);
  } else {
    const width = units.shape[1];
    const first = state.hidden.slice(0, layer - 1).reduce((a, b) => a + b, 0);
    values = Float64Array.from({ length: CELLS }, (_, e) => units.data[e * width + first + index]);
    if (state.activation === 'sigmoid') return values.map((a) => 2 * a - 1);
    if (state.activation === 'tanh') return values;
  }
  const most = magnitude(values) || 1;
  return values.map((a) => a / most);
}

const featuresOfCells = (state: State) =>
  inputsOf(state.features, Array.from({ length: CELLS }, (_, i) => cellPoint(Math.floor(i / SIDE), i % SIDE))); // prettier-ignore

/** Paler than the dots that lie on it. */
const WHOLE = { kind: 'signed', min: -1.7, max: 1.7 } as const;

/** The pixels of the network, a field for every neuron, and of the large field. */
export function images(view: View, { positive, negative }: Colours): Record<string, () => Pixels> {
  const { state } = view;
  const draw = (layer: number, index: number) =>
    paint(fieldOf(view, layer, index), CELLS, 0, 1, WHOLE, positive, negative);
  return {
    net: () => {
      const { width, height, neurons } = placed(state);
      const data = new Uint8ClampedArray(4 * width * height);
      for (const { layer, index, left, top } of neurons) {
        const tile = draw(layer, index);
        for (let r = 0; r < TILE; r++) {
          data.set(tile.subarray(4 * r * TILE, 4 * (r + 1) * TILE), 4 * ((top + r) * width + left));
        }
      }
      return { width, height, data };
    },
    plane: () => ({ width: SIDE, height: SIDE, data: draw(...state.neuron) }),
  };
}

function netHtml(view: View): string {
  const { state, words, image, outputs } = view;
  const { width, height, neurons } = placed(state);
  const { layers } = layout(sizesOf(state));
  const { weights } = outputs!;
  const [chosenLayer, chosenIndex] = state.neuron;
  const at = (layer: number, index: number) =>
    neurons.find((each) => each.layer === layer && each.index === index)!;
  let links = '';
  layers.forEach(({ from, to, kernel }, l) => {
    for (let i = 0; i < from; i++) {
      for (let j = 0; j < to; j++) {
        const w = weights.data[kernel + i * to + j];
        const [a, b] = [at(l, i), at(l + 1, j)];
        const [x1, y1, x2, y2] = [a.left + TILE, a.top + TILE / 2, b.left, b.top + TILE / 2];
        const mine = l + 1 === chosenLayer && j === chosenIndex ? ' mine' : '';
        const bend = (x2 - x1) / 2;
        links += `<path class="${w < 0 ? 'n' : 'p'}${mine}" stroke-width="${Math.min(6, 0.4 + 2 * Math.abs(w)).toFixed(1)}" d="M${x1} ${y1}c${bend} 0 ${bend} ${y2 - y1} ${x2 - x1} ${y2 - y1}"/>`;
      }
    }
  });
  const signs = state.features.map(
    (f, i) => `<text x="${TILE / 2}" y="${at(0, i).top + TILE / 2 + 4}">${SIGNS[f]}</text>`,
  );
  const alt = fill(words.netAlt, { sizes: sizesOf(state).join('–') });
  const picture = image
    ? `<img src="${image('net')}" alt="${alt}" width="${width}" height="${height}" decoding="async">`
    : `<canvas data-paint="net" role="img" aria-label="${alt}" width="${width}" height="${height}"></canvas>`;
  const percent = (v: number, whole: number) => `${+((100 * v) / whole).toFixed(2)}%`;
  const buttons = neurons.map(({ layer, index, left, top }) => {
    const chosen = layer === chosenLayer && index === chosenIndex;
    const value = `${layer},${index}`;
    const set = value === `${outputOf(state)}` ? 'neuron' : `neuron=${value}`;
    return (
      `<button type="button" data-do="set:${set}" aria-pressed="${chosen}" aria-label="${fill(words.look, { neuron: nameOf(view, layer, index) })}" ` +
      `style="left:${percent(left, width)};top:${percent(top, height)};width:${percent(TILE, width)};height:${percent(TILE, height)}">` +
      `</button>`
    );
  });
  return (
    `<div class="m-net" style="--w:${width};--h:${height};aspect-ratio:${width}/${height}"><svg viewBox="0 0 ${width} ${height}" aria-hidden="true">${links}</svg>${picture}<svg viewBox="0 0 ${width} ${height}" aria-hidden="true">${signs.join('')}</svg>${buttons.join('')}</div>` +
    `<p class="w-hint">${words.netHint}</p>`
  );
}

// ---- the plane ------------------------------------------------------------------------------

function planeHtml(view: View): string {
  const { state, words, image, outputs } = view;
  const { neuron } = state;
  const box = [...cellAt(view), 1, 1];
  const name = nameOf(view, ...neuron);
  const onOutput = `${neuron}` === `${outputOf(state)}`;
  const own = state.data === 'custom';
  const alt = fill(words.planeAlt, { neuron: name, n: outputs!.data.shape[0] });
  const px = (v: number) => Math.round(v * 50);
  const dots = (label: number) => {
    const { data } = outputs!.data;
    let d = '';
    for (let i = 0; i < data.length; i += 3) {
      if (data[i + 2] === label) d += `M${px(data[i])} ${-px(data[i + 1])}h0`;
    }
    return d;
  };
  const [zero, one] = [dots(0), dots(1)];
  const over =
    `<svg viewBox="-300 -300 600 600" aria-hidden="true"><path class="m-ring" d="${zero + one}"/>` +
    `<path class="m-under" d="${zero + one}"/><path class="m-zero" d="${zero}"/><path class="m-one" d="${one}"/></svg>`;
  const title = onOutput ? words.fieldTitle : fill(words.neuronTitle, { neuron: name });
  const scale = onOutput
    ? `<span class="w-neg">${words.class} 0</span><i class="w-bar"></i><span class="w-pos">${words.class} 1</span>`
    : `<span class="w-neg">−</span><i class="w-bar"></i><span class="w-pos">+</span>`;
  let html = mapHtml({ on: 'plane', rows: SIDE, cols: SIDE, name: 'plane', image, alt, label: words.plane, title: `<b>${title}</b> ${words.dots} <span class="w-legend">${scale}</span>`, box }); // prettier-ignore
  html = html.replace('<i class="w-box"', `${over}<i class="w-box"`);
  if (!own) return html;
  const chosen = view.ui.class || '1';
  const option = (value: string) =>
    `<button type="button" data-do="ui:class=${value}" aria-pressed="${chosen === value}">${words.class} ${value}</button>`;
  return (
    html.replace('data-map=', 'data-press="point" data-map=') +
    `<p class="w-hint">${words.drawPoints}</p><div class="w-buttons">${option('0')}${option('1')}</div>`
  );
}

// ---- scores and chart -----------------------------------------------------------------------

function scoresHtml({ state, words, outputs }: View): string {
  const { loss, lossTest, accuracy, accuracyTest, penalty, parameters, step, data } = outputs!;
  const epochs = step.data[0] / Math.ceil(data.shape[0] / state.batch);
  const number = (name: string, g: Grid) => scalar(name, g.data[0], show(g.data[0], 4));
  const percent = (name: string, g: Grid) =>
    scalar(name, g.data[0], `${show(+(100 * g.data[0]).toFixed(9), 4)}%`);
  const score = (label: string, value: string, note = '') =>
    `<p><span class="w-label">${label}</span> <span>${value}</span>${note && ` <small>${note}</small>`}</p>`;
  const sizes = sizesOf(state);
  const sum = sizes
    .slice(1)
    .map((to, l) => (state.bias ? `(${sizes[l]} + 1)·${to}` : `${sizes[l]}·${to}`))
    .join(' + ');
  return (
    score(words.stepLabel, scalar('step', step.data[0]), fill(words.epochs, { n: show(+epochs.toFixed(2), 4) })) + // prettier-ignore
    score(words.loss, number('loss', loss), 'nat') +
    (lossTest ? score(words.lossTest, number('lossTest', lossTest), 'nat') : '') +
    score(words.accuracy, percent('accuracy', accuracy)) +
    (accuracyTest ? score(words.accuracyTest, percent('accuracyTest', accuracyTest)) : '') +
    (state.l2 > 0 ? score(words.penalty, number('penalty', penalty), 'λ/2·Σw²') : scalar('penalty', 0, '')) + // prettier-ignore
    `<div class="w-covered">${score(words.parameters, scalar('parameters', parameters.data[0]), `= ${sum}`)}</div>` +
    (step.data[0] < state.steps ? `<p class="w-error">${fill(words.diverged, { n: step.data[0] })}</p>` : '') // prettier-ignore
  );
}

/** The losses at the key frames. */
function chartHtml({ words, outputs }: View): string {
  const { data, shape } = outputs!.history;
  const [count, columns] = shape;
  const row = (i: number) => [...data.slice(columns * i, columns * (i + 1))];
  const every = Math.max(1, Math.ceil(count / 60));
  const rows = Array.from({ length: count }, (_, i) => i)
    .filter((i) => i % every === 0 || i === count - 1)
    .map(row);
  const high = Math.max(Math.LN2, ...rows.flatMap(([, ...losses]) => losses));
  const last = rows[rows.length - 1][0] || 1;
  const y = (v: number) => Math.round(10 + 90 * (1 - v / high));
  const curve = (column: number) =>
    rows.map((r, i) => `${i === 0 ? 'M' : 'L'}${Math.round(36 + (310 * r[0]) / last)} ${y(r[column])}`).join(''); // prettier-ignore
  const tick = (v: number, text: string) => `<text x="30" y="${y(v) + 4}">${text}</text>`;
  const key = (name: string, text: string) => `<i class="m-key ${name}"></i>${text} `;
  return (
    `<figure><svg viewBox="0 0 360 122" role="img" aria-label="${words.chart}">` +
    `<path class="s-line" d="M36 ${y(0)}H346"/><path class="s-muted m-chance" d="M36 ${y(Math.LN2)}H346"/>` +
    (columns > 2 ? `<path class="s-b" d="${curve(2)}"/>` : '') +
    `<path class="s-a" d="${curve(1)}"/>${tick(0, '0')}` +
    (y(Math.LN2) - y(high) > 12 ? tick(high, high.toPrecision(2)) : '') +
    `${tick(Math.LN2, '0.69')}<text x="350" y="119">${words.stepLabel} ${last}</text></svg>` +
    `<figcaption>${key('k-a', words.loss)}${columns > 2 ? key('k-b', words.lossTest) : ''}┄ ln 2 ≈ 0.69 ${words.chance}</figcaption></figure>`
  );
}

// ---- the arithmetic -------------------------------------------------------------------------

/** sum w·x + b = z, a = f(z) of the chosen neuron at the point under the cursor. */
export function formula(view: View, html: boolean): string {
  const { state, words, outputs } = view;
  const [layer, index] = state.neuron;
  const { x, y, label } = pointOf(view);
  const bold = (value: number) => (html ? `<b>${minus(plain(value))}</b>` : minus(plain(value)));
  const at = `(${minus(`${x}`)}, ${minus(`${y}`)})`;
  const name = nameOf(view, layer, index);
  const all = forward(netOf(view), inputsOf(state.features, [[x, y]]), 1);
  const where = fill(label === undefined ? words.where : words.wherePoint, { neuron: name, at, label: label ?? '' }); // prettier-ignore
  const value = all[layer][index];
  let sum: string;
  if (layer === 0) sum = `${name} ${equals(value)} ${bold(value)}`;
  else {
    const places = incoming(view);
    const before = all[layer - 1];
    const w = places.map((place) => outputs!.weights.data[place]);
    const products = Array.from(before, (a, i) => w[i] * a);
    const b = w[before.length];
    const z = products.reduce((s, v) => s + v, 0) + b;
    const terms = Array.from(before, (a, i) => `${operand(w[i])}·${operand(a)}`).join(' + ');
    sum = `z = ${terms} + ${operand(b)} ${equals(...w, ...before, z)} ${minus(plain(z))}; `;
    if (layer <= state.hidden.length) {
      const a = activate(state.activation, z);
      const f = { linear: 'z', relu: `max(0, z)`, tanh: 'tanh(z)', sigmoid: 'σ(z)' };
      sum += `a = ${f[state.activation]} ${equals(a)} ${bold(a)}`;
    } else {
      const p = 1 / (1 + Math.exp(-z));
      sum += `p = σ(z) ${equals(p)} ${bold(p)}`;
      if (label !== undefined) {
        const loss = Math.max(0, label ? -z : z) + Math.log1p(Math.exp(-Math.abs(z)));
        sum += `; ${words.pointLoss} −ln ${label ? 'p' : '(1 − p)'} ${equals(loss)} ${minus(plain(loss))} nat`;
      }
    }
  }
  return html ? explainHtml(where, sum) : `${where} ${sum}`;
}

export const speak = (view: View): string => formula(view, false);

/** The weights of the chosen neuron: what comes in, each product, the gradient, the next step. */
function neuronHtml(view: View): string {
  const { state, words, outputs } = view;
  const [layer] = state.neuron;
  const name = nameOf(view, ...state.neuron);
  if (layer === 0) return `<p class="w-hint">${fill(words.isFeature, { neuron: name })}</p>`;
  const { x, y } = pointOf(view);
  const before = forward(netOf(view), inputsOf(state.features, [[x, y]]), 1)[layer - 1];
  const { weights, gradient, next } = outputs!;
  const number = (v: number) => `<td>${show(v, 3)}</td>`;
  const rows = incoming(view).map((place, i) => {
    const isBias = i === before.length;
    const from = isBias ? words.bias : nameOf(view, layer - 1, i);
    const w = weights.data[place];
    const a = isBias ? 1 : before[i];
    const field =
      isBias && !state.bias
        ? `<td>0</td>`
        : `<td><input type="number" step="any" name="w:${place}" value="${+w.toPrecision(6)}" aria-label="${fill(words.weightOf, { from, neuron: name })}" autocomplete="off"></td>`;
    return `<tr><th scope="row">${from}</th>${field}${number(a)}${number(w * a)}${number(gradient.data[place])}${number(next.data[place])}</tr>`;
  });
  const head = ['', 'w', 'a', 'w·a', '∂L/∂w', words.after]
    .map((text) => (text ? `<th scope="col">${text}</th>` : '<td></td>'))
    .join('');
  return (
    `<table class="w-numbers m-weights"><caption>${fill(words.weightsOf, { neuron: name })}</caption><thead><tr>${head}</tr></thead><tbody>${rows.join('')}</tbody></table>` +
    `${errorHtml('weights')}<p class="w-hint">${fill(words.batchNote, { loss: scalar('lossStep', outputs!.lossStep.data[0], show(outputs!.lossStep.data[0], 4)), rule: state.optimizer === 'sgd' ? words.sgdRule : words.adamRule })} ${words.editNote}</p>`
  );
}

// ---- controls -------------------------------------------------------------------------------

function paramsHtml({ id, words, state }: View): string {
  const all = texts(state);
  const control = (key: keyof Words['labels'], hint?: string) => ({ id, key, label: words.labels[key], hint, value: all[key] ?? '' }); // prettier-ignore
  const names = <K extends string>(keys: readonly K[], called: Record<K, string>) =>
    Object.fromEntries(keys.map((key) => [key, called[key]]));
  const own = state.data === 'custom';
  const features = FEATURES.map(
    (f) =>
      `<label class="w-check"><input type="checkbox" name="feature:${f}"${state.features.includes(f) ? ' checked' : ''}><span>${SIGNS[f]}</span></label>`,
  );
  return (
    selectField(control('data'), names(DATA_SETS, words.dataNames)) +
    textField(control('hidden', words.hiddenHint)) +
    selectField(control('activation'), names(ACTIVATIONS, words.activationNames)) +
    checkField(control('bias')) +
    `<div class="w-field w-wide"><span class="w-label">${words.labels.features}</span><div class="m-features">${features.join('')}</div>${errorHtml('features')}</div>` +
    (own
      ? textField(control('points', words.pointsHint))
      : textField(control('noise', words.noiseHint)) + textField(control('dataSeed'))) +
    selectField(control('optimizer'), names(OPTIMIZERS, { sgd: 'SGD', adam: 'Adam' })) +
    textField(control('rate', words.rateHint)) +
    textField(control('l2', words.l2Hint)) +
    stepperField(control('batch'), { min: 1, max: HALF, words }) +
    textField(control('seed', words.seedHint))
  );
}

function sliderHtml({ id, words, state }: View): string {
  const control = { id, key: 'steps', label: words.labels.steps, value: `${state.steps}` };
  return rangeField(control, { min: 0, max: BOUNDS.steps, step: 1 });
}

/** The tables do not follow the cursor: they are written once. */
function numbersHtml({ words, ui, outputs }: View): string {
  const open = ui['fold-numbers'] === '1';
  const table = (name: keyof Words['tables'], shown: boolean) =>
    longTable(`data-output="${name}"`, shown ? outputs![name].data : undefined, outputs![name].shape, words.tables[name]); // prettier-ignore
  const folded = ['start', 'gradient', 'next', 'history', 'data', 'field'] as const;
  const tables = () => table('weights', true) + folded.map((name) => table(name, open)).join('');
  return onceFor(outputs!, `${open}`, tables);
}

/** The HTML of each `data-part`. */
export function parts(view: View): Record<string, string> {
  return {
    net: netHtml(view),
    plane: planeHtml(view),
    slider: sliderHtml(view),
    scores: scoresHtml(view),
    formula: formula(view, true),
    neuron: neuronHtml(view),
    chart: chartHtml(view),
    params: paramsHtml(view),
    numbers: numbersHtml(view),
  };
}

/** Marks how many numbers the reader thought the network learns. */
export function guess({ words, state }: View, [text]: string[]) {
  const n = parametersOf(state);
  if (text === '') return { right: false, text: words.choose };
  const right = Number(text) === n;
  return { right, text: fill(right ? words.right : words.wrong, { n }) };
}
