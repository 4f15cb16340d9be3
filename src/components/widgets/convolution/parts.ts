/** What the convolution widget shows, as HTML. Pure: the build and the browser draw the same. */
import type { Grid } from '../../../lib/grid.ts';
import { convWindow } from '../../../lib/ops/conv.ts';
import {
  checkField,
  errorHtml,
  explainHtml,
  optionList,
  selectField,
  setButton,
  sourceControls,
  stepperField,
  textField,
  uiCheck,
} from '../toolkit/controls.ts';
import {
  contractTable,
  fieldTable,
  fitsTable,
  longTable,
  plainTable,
  valueTables,
  type Mark,
} from '../toolkit/grids.ts';
import type { Colours, Cursor, Outputs, Pixels, View as ViewOf } from '../toolkit/kind.ts';
import { legendHtml, mapHtml, mapShare, pixelsOf, scaleOf } from '../toolkit/maps.ts';
import { fill, show } from '../toolkit/text.ts';
import { reference } from './oracle.ts';
import {
  ACTIVATIONS,
  derive,
  formatQuery,
  groupCount,
  kernelGrid,
  LIMITS,
  matrixGrid,
  optionsOf,
  PICTURES,
  PRESETS,
  type Derived,
  type Key,
  type State,
} from './state.ts';
import type { Words } from './strings.ts';
import { costLine, fedBy, formula, sizeLines } from './view.ts';

export type View = ViewOf<State, Words>;

/** More products than this are not read out one by one. */
const SPOKEN_TERMS = 25;

const onInput = ({ on }: Cursor) => on === 'x' || on === 'input';

/** The numbers that are convolved [H, W, C]. */
export function inputGrid({ state, picture }: Pick<View, 'state' | 'picture'>): Grid {
  return state.source.kind === 'matrix' ? matrixGrid(state.source.channels) : picture!;
}

/** Everything the parts draw from. */
function facts(view: View) {
  const { state, outputs, cursor, ui } = view;
  const derived = derive(state);
  const input = inputGrid(view);
  const y = outputs!.y;
  const [height, width, filters] = derived.output;
  const inputTable =
    state.source.kind === 'matrix' && fitsTable(derived.input[0], derived.input[1]);
  const outputTable = fitsTable(height, width);
  const filter = onInput(cursor)
    ? Math.min(Number(ui.layer ?? 0), filters - 1)
    : Math.min(cursor.at[0], filters - 1);
  const window = onInput(cursor)
    ? undefined
    : convWindow(input, kernelGrid(state), optionsOf(state), cursor.at[1], cursor.at[2], filter);
  const value = window && y.data[(cursor.at[1] * width + cursor.at[2]) * filters + filter];
  return { derived, input, y, inputTable, outputTable, filter, window, value };
}

type Facts = ReturnType<typeof facts>;

export function parts(view: View): Record<string, string> {
  const known = facts(view);
  return {
    input: inputHtml(view, known),
    kernel: kernelHtml(view, known),
    output: outputHtml(view, known),
    formula: formulaHtml(view, known),
    params: paramsHtml(view, known),
    facts: factsHtml(view, known),
    folds: foldsHtml(view, known),
  };
}

/** Whether the cursor lies on a cell that exists. */
export function holds({ state, cursor }: View): boolean {
  const { input, output } = derive(state);
  const [height, width, layers] = onInput(cursor) ? input : output;
  const [layer, row, col] = cursor.at;
  const known = ['x', 'input', 'y', 'output'].includes(cursor.on);
  return known && layer < layers && row >= 0 && row < height && col >= 0 && col < width;
}

/** The corner of a table, the strongest cell of a map. */
export function firstCursor(_state: State, { y }: Outputs): Cursor {
  const [height, width, filters] = y.shape;
  let strongest = 0;
  for (let i = 0; i < y.data.length && !fitsTable(height, width); i += filters) {
    if (Math.abs(y.data[i]) > Math.abs(y.data[strongest])) strongest = i;
  }
  const at = strongest / filters;
  return { on: 'y', at: [0, Math.floor(at / width), at % width] };
}

/** Every output cell of the filter on show; key frames of a large output. */
export function stops({ state, cursor }: View): Cursor[] {
  const [height, width] = derive(state).output;
  const layer = onInput(cursor) ? 0 : cursor.at[0];
  return Array.from({ length: height * width }, (_, i) => ({
    on: 'y',
    at: [layer, Math.floor(i / width), i % width],
  }));
}

/** Whether grey tones are meant as such: pictures and drawings go from 0 to 255. */
const isPicture = ({ state, ui }: View) => state.source.kind === 'picture' || ui.draw === '1';

/** What the input shows, in words. */
const subject = ({ state, words }: View) =>
  words.pictureAlt[state.source.kind === 'picture' ? state.source.id : 'matrix'];

/** What a channel is called; three channels of a picture are red, green and blue. */
function channelName(
  channel: number,
  count: number,
  view: View,
  picture = isPicture(view),
): string {
  const { words } = view;
  if (count === 1) return '';
  if (picture && count === 3) return [words.red, words.green, words.blue][channel];
  return fill(words.channel, { n: channel + 1 });
}

const filterName = ({ words }: View, f: number) => fill(words.filter, { n: f + 1 });

// ---- input and kernel -----------------------------------------------------------------------

function inputHtml(view: View, known: Facts): string {
  const { state, words, ui, cursor } = view;
  const { derived, window, inputTable } = known;
  const { source } = state;
  const picture = source.kind === 'picture';
  const [height, width, channels] = derived.input;
  let html = `<p class="w-h">${words.inputTitle} <small data-part="input-size">${derived.input.join('×')}</small></p>`;
  if (inputTable && source.kind === 'matrix') {
    const weights = new Map(
      window?.terms.map(({ channel, row, col, w }) => [`${channel},${row},${col}`, w]),
    );
    const mark = (channel: number, r: number, c: number): Mark => {
      const w = weights.get(`${channel},${r},${c}`);
      const here = onInput(cursor) && cursor.at.join() === `${channel},${r},${c}`;
      if (w !== undefined) return { class: 'in', note: `×${show(w, 3)}` };
      return here ? { class: 'at' } : {};
    };
    html += `<div class="w-scroll">${fieldTable(source.channels, {
      input: 'x',
      key: 'input',
      what: words.input,
      words,
      title: (channel) => channelName(channel, channels, view, false),
      around: derived.sides,
      mark,
    })}</div>`;
  } else html += `<div class="w-scroll">${inputMap(view, known)}</div>`;
  if (ui.compact) {
    const chip = (id: string) =>
      setButton('image', id, words.pictures[id], picture && source.id === id);
    html += `<div class="w-chips">${Object.keys(PICTURES).map(chip).join('')}</div>`;
  }
  html += sourceControls(words, picture ? source.id : ui.draw ? 'draw' : '', {
    own: ui.own === '1',
  });
  if (!picture) {
    html += sizes([
      ['input:rows', words.rows, height, LIMITS.matrix],
      ['input:columns', words.columns, width, LIMITS.matrix],
      ['input:channels', words.channels, channels, LIMITS.channels],
    ]);
  }
  html += errorHtml('input');
  const known3 = picture && (source.id === 'own' || PICTURES[source.id]?.channels === 3);
  if (known3) {
    html += `<label class="w-check w-needs-script"><input type="checkbox" name="colour"${channels === 3 ? ' checked' : ''}><span>${words.colour}</span></label>`;
  }
  return html;
}

function inputMap(view: View, { derived }: Facts): string {
  const { state, words, ui, cursor, image } = view;
  const [top, bottom, left, right] = derived.sides;
  const [height, width] = derived.input;
  const [, row, col] = cursor.at;
  const covered = (axis: 0 | 1) => state.dilation[axis] * (derived.kernel[axis] - 1) + 1;
  return mapHtml({
    on: 'input',
    rows: height + top + bottom,
    cols: width + left + right,
    offset: [top, left],
    name: 'input',
    image,
    alt: fill(words.inputPicture, { what: subject(view), h: height, w: width }),
    label: words.input,
    box: onInput(cursor)
      ? [row + top, col + left, 1, 1]
      : [row * state.stride[0], col * state.stride[1], covered(0), covered(1)],
    ink: ui.draw === '1',
  });
}

/** Number fields `data-size="key:axis"`. */
function sizes(fields: readonly (readonly [string, string, number, number])[]): string {
  const inside = fields.map(
    ([size, label, value, max]) =>
      `<label><span>${label}</span><input type="number" data-size="${size}" value="${value}" min="1" max="${max}"></label>`,
  );
  return `<div class="w-sizes">${inside.join('')}</div>`;
}

function kernelHtml(view: View, known: Facts): string {
  const { state, words, ui } = view;
  const { derived, filter, window, inputTable } = known;
  const [kh, kw, channels, filters] = derived.kernel;
  let html = `<p class="w-h">${words.kernelTitle} <small data-part="kernel-size">${[kh, kw, channels].join('×')}</small></p>`;
  if (ui.compact) {
    const chip = (name: (typeof PRESETS)[number]) =>
      setButton('preset', name, words.presets[name], state.preset === name);
    html += `<div class="w-chips">${PRESETS.filter((name) => name !== 'random')
      .map(chip)
      .join('')}</div>`;
  }
  html += `<div class="w-scroll">${fieldTable(state.kernel[filter], {
    input: 'kernel',
    key: 'kernel',
    what: words.kernel,
    words,
    title: (channel) => channelName(channel, channels, view, false),
    path: [filter],
    still: true,
  })}</div>`;
  if (!inputTable) {
    // While an input cell is looked at its place is kept, so that nothing below it moves.
    html += `<div data-part="window"${window ? '' : ' class="w-idle" aria-hidden="true"'}><p class="w-h">${words.windowTitle}</p><div class="w-scroll">${windowTables(view, known)}</div></div>`;
  }
  if (state.flip) {
    const turned = state.kernel[filter].map((rows) =>
      plainTable(rows.map((row) => row.map((v) => show(v)).reverse()).reverse(), words.kernel),
    );
    html += `<p class="w-hint">${words.applied}</p><div class="w-scroll">${turned.join('')}</div>`;
  }
  const presets = { '': words.custom, ...words.presets };
  html += `<div class="w-line"><label><span>${words.preset}</span><select name="preset">${optionList(presets, state.preset)}</select></label>`;
  if (filters > 1) {
    const list = Object.fromEntries(state.kernel.map((_, f) => [`${f}`, `${f + 1}`]));
    html += `<label><span>${words.filterShown}</span><select data-layer="y output">${optionList(list, `${filter}`)}</select></label>`;
  }
  html += `</div>${errorHtml('preset')}`;
  html += sizes([
    ['kernel:rows', words.rows, kh, LIMITS.kernel],
    ['kernel:columns', words.columns, kw, LIMITS.kernel],
    ['kernel:filters', words.filters, filters, LIMITS.filters],
  ]);
  return html + errorHtml('kernel');
}

/** The magnified window of a large input: one grid per channel, padded zeros dotted. */
function windowTables(view: View, { window, derived }: Facts): string {
  const { words } = view;
  const [kh, kw, each] = derived.kernel;
  if (!window) {
    const blank = Array.from({ length: kh }, () => Array.from({ length: kw }, () => '0'));
    return plainTable(blank, words.window).repeat(each);
  }
  const { terms } = window;
  const channels = [...new Set(terms.map(({ channel }) => channel))];
  return channels
    .map((channel) => {
      const cells = terms
        .filter((term) => term.channel === channel)
        .map(({ x, padded }) => (padded ? '<span class="pad">0</span>' : show(x)));
      const rows: string[][] = [];
      for (let i = 0; i < cells.length; i += kw) rows.push(cells.slice(i, i + kw));
      return plainTable(rows, `${words.window} ${channelName(channel, derived.input[2], view)}`);
    })
    .join('');
}

// ---- output ---------------------------------------------------------------------------------

/** Cells in which PyTorch's `padding=⌊d(k − 1)/2⌋` parts from TensorFlow's SAME. */
function conventions(view: View, { y, input, derived }: Facts) {
  const { state, words, ui } = view;
  const cells = new Set<string>();
  if (ui.convention !== '1' || state.padding !== 'same') return { cells, text: '' };
  const [p, q] = ([0, 1] as const).map((axis) =>
    Math.floor((state.dilation[axis] * (derived.kernel[axis] - 1)) / 2),
  );
  const other = reference(input, { ...state, padding: [p, p, q, q] });
  const [height, width, filters] = derived.output;
  const [oh, ow] = other.shape;
  for (let r = 0; r < Math.min(height, oh); r++) {
    for (let c = 0; c < Math.min(width, ow); c++) {
      for (let f = 0; f < filters; f++) {
        const ours = y.data[(r * width + c) * filters + f];
        const theirs = other.data[(r * ow + c) * filters + f];
        if (Math.abs(ours - theirs) > 1e-5 * Math.max(1, Math.abs(theirs))) {
          cells.add(`${f},${r},${c}`);
        }
      }
    }
  }
  const d = cells.size;
  const template =
    oh !== height || ow !== width ? words.differShape : d > 0 ? words.differ : words.same;
  const values = {
    p: p === q ? p : `(${p}, ${q})`,
    d,
    n: y.data.length,
    h: oh,
    w: ow,
  };
  return { cells, text: fill(template, values) };
}

/** What the output map of a filter is called. */
function mapTitle(view: View, f: number, filters: number): string {
  if (filters === 1) return '';
  return view.state.groups === 'depthwise' ? channelName(f, filters, view) : filterName(view, f);
}

function outputHtml(view: View, known: Facts): string {
  const { state, words, cursor, image } = view;
  const { derived, y, outputTable, filter } = known;
  const [height, width, filters] = derived.output;
  const { cells } = conventions(view, known);
  // A cell of a table is one channel, read by its group; a pixel is all of them.
  const feeds = onInput(cursor) ? fedBy(state, derived, cursor.at[1], cursor.at[2]) : [];
  const group = Math.floor(cursor.at[0] / derived.kernel[2]);
  const each = filters / groupCount(state);
  const reads = (f: number) => !known.inputTable || Math.floor(f / each) === group;
  let html = `<p class="w-h">${words.outputTitle} <small data-part="output-size" class="w-covered">${derived.output.join('×')}</small></p>`;
  html += '<div class="w-scroll w-maps w-covered">';
  if (outputTable) {
    html += valueTables(y.data, y.shape, {
      output: 'y',
      label: words.output,
      title: (f) => (filters > 1 ? filterName(view, f) : ''),
      mark: (f, r, c) => {
        const here = !onInput(cursor) && cursor.at.join() === `${f},${r},${c}`;
        const fed = reads(f) && feeds.some(([a, b]) => a === r && b === c);
        const classes = [here || fed ? 'at' : '', cells.has(`${f},${r},${c}`) ? 'differs' : ''];
        return { class: classes.filter(Boolean).join(' ') };
      },
    });
  } else {
    const widest = derived.input[1] + derived.sides[2] + derived.sides[3];
    const scale = scaleOf(y.data, isPicture(view));
    const [min, max] = [show(scale.min), show(scale.max)];
    for (let f = 0; f < filters; f++) {
      const last = feeds[feeds.length - 1];
      const title = mapTitle(view, f, filters);
      html += mapHtml({
        on: 'output',
        layer: f,
        rows: height,
        cols: width,
        share: mapShare(width, widest),
        name: `output-${f}`,
        image,
        alt: fill(words.outputPicture, {
          n: f + 1,
          what: subject(view),
          h: height,
          w: width,
          min,
          max,
        }),
        label: `${words.output} ${title}`.trim(),
        title,
        box: onInput(cursor)
          ? feeds.length > 0
            ? [feeds[0][0], feeds[0][1], last[0] - feeds[0][0] + 1, last[1] - feeds[0][1] + 1]
            : undefined
          : f === filter
            ? [cursor.at[1], cursor.at[2], 1, 1]
            : undefined,
      });
    }
  }
  html += '</div>';
  if (!outputTable) {
    const legend = legendHtml(scaleOf(y.data, isPicture(view)));
    html += `<p class="w-legend w-covered" role="img" aria-label="${words.legend}">${legend}</p>`;
  }
  return `${html}<p class="w-veil" aria-hidden="true">?</p>`;
}

// ---- the arithmetic -------------------------------------------------------------------------

function whereOf({ words, cursor }: View, prefix: string): string {
  const place = fill(words.cell, { r: cursor.at[1] + 1, c: cursor.at[2] + 1 });
  return prefix ? `${prefix} ${place}` : place;
}

function inputSentence(view: View, { derived, input, inputTable }: Facts): string {
  const { state, words, cursor } = view;
  const [layer, row, col] = cursor.at;
  const [, width, channels] = derived.input;
  const filters = derived.output[2];
  const each = inputTable ? filters / groupCount(state) : filters;
  const n = fedBy(state, derived, row, col).length * each;
  const where = whereOf(view, inputTable ? channelName(layer, channels, view, false) : '');
  const value = show(input.data[(row * width + col) * channels + layer], 6);
  return fill(n ? words.feeds : words.feedsNone, { where, value, n });
}

const activationOf = ({ state }: View) => (state.activation === 'none' ? '' : state.activation);

function formulaHtml(view: View, known: Facts): string {
  if (!known.window) return inputSentence(view, known);
  const explained = { ...known.window, value: known.value! };
  const filters = known.derived.output[2];
  return explainHtml(
    whereOf(view, filters > 1 ? filterName(view, known.filter) : ''),
    formula(explained, activationOf(view), true, view.words as never),
  );
}

/** The same, read out. */
export function speak(view: View): string {
  const known = facts(view);
  const { words } = view;
  const { window, value, filter, derived } = known;
  if (!window) return inputSentence(view, known);
  const explained = { ...window, value: value! };
  const where = whereOf(view, derived.output[2] > 1 ? filterName(view, filter) : '');
  const text =
    window.terms.length <= SPOKEN_TERMS
      ? formula(explained, activationOf(view), false, words as never)
      : `${fill(words.sumOf, { n: window.terms.length })} + ${words.bias} ${show(window.bias)} = ${show(value!, 6)}`;
  return fill(words.spoken, { where, text });
}

// ---- parameters, facts, numbers -------------------------------------------------------------

function paramsHtml(view: View, known: Facts): string {
  const { id, words, state, ui, own } = view;
  const { derived } = known;
  const query = formatQuery(state, own);
  const control = (key: Key, label: string, value: string, hint?: string) => ({
    id,
    key,
    label,
    hint,
    value: query[key] ?? value,
  });
  const steps = { min: 1, max: LIMITS.stride, words };
  const choice = (value: 'valid' | 'same') =>
    setButton('padding', value, value, state.padding === value);
  const groups = [...Array(LIMITS.channels).keys()].map((i) => `${i + 1}`);
  const uneven = groups.filter((n) => derived.input[2] % Number(n) !== 0);
  let html =
    stepperField(control('stride', words.stride, '1', words.pairHint), steps) +
    stepperField(control('dilation', words.dilation, '1', words.pairHint), steps) +
    stepperField(
      {
        ...control('padding', words.padding, '0', words.paddingHint),
        number: derived.sides.join(),
      },
      {
        min: 0,
        max: LIMITS.padding,
        words,
        extra: choice('valid') + choice('same'),
      },
    ) +
    selectField(
      { ...control('groups', words.groups, '1'), value: `${state.groups}` },
      {
        ...Object.fromEntries(groups.map((n) => [n, n])),
        depthwise: words.depthwise,
      },
      uneven,
    ) +
    textField(control('bias', words.biasLabel, '0', words.biasHint)) +
    selectField(
      control('activation', words.activation, 'none'),
      Object.fromEntries(ACTIVATIONS.map((name) => [name, words.activations[name]])),
    ) +
    checkField(control('flip', words.flip, '0', words.flipHint));
  if (state.padding === 'same') {
    const { text } = conventions(view, known);
    html +=
      `<div class="w-field w-wide" data-part="convention">${uiCheck('convention', words.convention, ui.convention === '1')}` +
      `<small>${words.conventionNote}</small><p class="w-verdict w-covered" data-part="convention-verdict" role="status">${text}</p></div>`;
  }
  return html;
}

function factsHtml({ state, words }: View, { derived }: { derived: Derived }): string {
  return (
    `<p class="w-covered"><span class="w-label">${words.size}</span>${sizeLines(state, derived, words as never)}</p>` +
    `<p class="w-covered">${costLine(derived, words as never)}</p>`
  );
}

/** The numbers behind pictures: the input to edit or to read, the contract's table of the output. */
function foldsHtml(view: View, { inputTable, outputTable, input, y, derived }: Facts): string {
  const { state, words, ui } = view;
  const fold = (name: string, title: string, inside: string) =>
    `<details data-fold="${name}" class="w-${name}"><summary>${title}</summary>` +
    `<div class="w-scroll" tabindex="0" role="group" aria-label="${title}">${inside}</div></details>`;
  let html = '';
  if (!inputTable) {
    const open = ui['fold-editor'] === '1';
    const numbers = !open
      ? ''
      : state.source.kind === 'picture'
        ? longTable('data-input="x"', input.data, input.shape, words.inputTable)
        : fieldTable(state.source.channels, {
            input: 'x',
            key: 'input',
            what: words.input,
            words,
            title: (channel) => channelName(channel, derived.input[2], view, false),
          });
    html += fold('editor', words.editNumbers, numbers);
  }
  if (!outputTable || derived.output[2] > 1) {
    const open = ui['fold-numbers'] === '1';
    html += fold(
      'numbers',
      words.allNumbers,
      contractTable('y', y.data, derived.output, words.table, open),
    );
  }
  return html;
}

// ---- predict first, pictures ----------------------------------------------------------------

export function guess({ state, words }: View, [gh, gw]: string[]) {
  const [h, w] = derive(state).output;
  const right = Number(gh) === h && Number(gw) === w;
  return {
    right,
    text: fill(right ? words.right : words.wrong, {
      h,
      w,
      gh: gh || '?',
      gw: gw || '?',
    }),
  };
}

/** The pixels of the maps; the padding around the input is left empty. */
export function images(
  view: View,
  { positive, negative, accent }: Colours,
): Record<string, () => Pixels> {
  const known = facts(view);
  const { derived, y, input } = known;
  const [height, width, filters] = derived.output;
  const made: Record<string, () => Pixels> = {
    input: () => {
      const [H, W] = derived.input;
      const [top, bottom, left, right] = derived.sides;
      const rows = H + top + bottom;
      const cols = W + left + right;
      const data = new Uint8ClampedArray(rows * cols * 4);
      const inner = pixelsOf(input, scaleOf(input.data, isPicture(view)), positive, negative);
      for (let r = 0; r < H; r++) {
        data.set(inner.subarray(r * W * 4, (r + 1) * W * 4), ((r + top) * cols + left) * 4);
      }
      return { height: rows, width: cols, data };
    },
  };
  const { cells } = conventions(view, known);
  for (let f = 0; f < filters; f++) {
    made[`output-${f}`] = () => {
      const data = pixelsOf(y, scaleOf(y.data, isPicture(view)), positive, negative, f);
      for (const cell of cells) {
        const [filter, row, col] = cell.split(',').map(Number);
        if (filter === f) data.set([...accent, 255], (row * width + col) * 4);
      }
      return { height, width, data };
    };
  }
  return made;
}
