/** What the ledger shows, as HTML. Pure: the build and the browser draw the same. */
import { effectiveBox, fieldOf, type Pair, type Row } from '../../../lib/network.ts';
import { LAYER_NAMES, layerText, NETWORK_NAMES } from '../../../lib/network-list.ts';
import { optionList, selectField, textField, uiCheck, errorHtml } from '../toolkit/controls.ts';
import { longTable } from '../toolkit/grids.ts';
import type { Colours, Cursor, Pixels, View as ViewOf } from '../toolkit/kind.ts';
import { boxHtml, percent, PICTURES } from '../toolkit/maps.ts';
import { pairText, type Query } from '../toolkit/query.ts';
import { escapeHtml, fill, minus, scalar, show, thousands } from '../toolkit/text.ts';
import { ADDABLE, change, editText, milestones, network, type State } from './state.ts';
import type { Words } from './strings.ts';

export type View = ViewOf<State, Words>;

/** How much of the paths the inner box holds. */
const CORE = 0.95;

const AXES = [0, 1] as const;
const times = (numbers: readonly number[]) => numbers.join('×');
/** Rows and columns that are the same are said once. */
const square = ([a, b]: Pair) => (a === b ? `${a}` : `${a}×${b}`);

/** Everything the parts draw from. */
function facts({ state, outputs }: View) {
  const { ledger, layer, cell } = state;
  const row = ledger.rows[layer];
  const before = ledger.rows[row.from[0] ?? 0];
  const field = fieldOf(row, cell);
  const paths = outputs!.paths;
  const [H, W] = paths.shape;
  // How far the fields of all cells of this layer reach into the padding; the picture is that large.
  const around = AXES.map((a) => {
    const size = [H, W][a];
    const end = row.start[a] + (row.cells[a] - 1) * row.stride[a] + row.size[a];
    return [Math.min(size, Math.max(0, -row.start[a])), Math.min(size, Math.max(0, end - size))];
  });
  const sum = paths.data.reduce((total, share) => total + share, 0);
  return { ledger, row, before, field, paths, H, W, around, reached: Math.abs(1 - sum) < 1e-6 ? 1 : sum }; // prettier-ignore
}

type Facts = ReturnType<typeof facts>;

export function parts(view: View): Record<string, string> {
  const f = facts(view);
  return {
    field: fieldHtml(view, f),
    cell: cellHtml(view, f),
    why: whyHtml(view, f),
    table: tableHtml(view, f),
    change: changeHtml(view, f),
    params: paramsHtml(view),
    own: ownHtml(view),
    facts: factsHtml(view, f),
    numbers: numbersHtml(view),
  };
}

// ---- the picture and the field ------------------------------------------------------------------

function fieldHtml({ state, words, outputs, image }: View, f: Facts): string {
  const { row, field, H, W, around, paths } = f;
  const [[top, bottom], [left, right]] = around;
  const [rows, cols] = [H + top + bottom, W + left + right];
  const place = (t: number, l: number, h: number, w: number) =>
    `style="top:${percent(t + top, rows)};left:${percent(l + left, cols)};height:${percent(h, rows)};width:${percent(w, cols)}"`;
  const core = effectiveBox(paths, field, CORE);
  const coreTop = field.top + (field.height - core[0]) / 2;
  const coreLeft = field.left + (field.width - core[1]) / 2;
  const alt = fill(words.fieldAlt, {
    what: words.pictureAlt[state.image] ?? words.noPicture,
    h: H,
    w: W,
    layer: state.layer,
    size: times(row.size),
    top: field.top + 1,
    bottom: field.top + field.height,
    left: field.left + 1,
    right: field.left + field.width,
  });
  const inside = image
    ? `<img src="${image('field')}" alt="${escapeHtml(alt)}" width="${W}" height="${H}" decoding="async">`
    : `<canvas data-paint="field" role="img" aria-label="${escapeHtml(alt)}" width="${W}" height="${H}"></canvas>`;
  const strip = (axis: 0 | 1) => {
    const sums = axis === 0 ? outputs!.pathsRow.data : outputs!.pathsColumn.data;
    const [first, length] = axis === 0 ? [top, rows] : [left, cols];
    const start = (axis === 0 ? field.top : field.left) + first;
    const wide = axis === 0 ? field.height : field.width;
    return stripHtml(sums, first, length, start, wide, axis, words);
  };
  return (
    `<p class="w-h">${words.fieldTitle} <small>${times(state.input)}</small></p>` +
    `<div class="l-view"><div class="w-map" data-map="input" data-layer="0" data-rows="${rows}" data-cols="${cols}" ` +
    `data-offset="${top},${left}" data-pick="" style="aspect-ratio:${cols}/${rows}">` +
    `<div class="l-in" ${place(0, 0, H, W)}><div class="w-covered">${inside}</div></div>` +
    `<i class="w-box l-core w-covered" ${place(coreTop, coreLeft, core[0], core[1])}></i>` +
    `<i class="w-box w-covered" ${place(field.top, field.left, field.height, field.width)}></i></div>` +
    `${strip(0)}${strip(1)}</div>` +
    `<p class="w-hint w-covered">${fill(words.legendField, { size: times(row.size), core: times(core) })}</p>`
  );
}

/** How many paths end in each row or column: the bell over the flat band of the field. */
function stripHtml(
  sums: Float64Array,
  first: number,
  length: number,
  start: number,
  wide: number,
  axis: 0 | 1,
  words: Words,
): string {
  const most = sums.reduce((a, b) => Math.max(a, b), 0) || 1;
  const number = (value: number) => String(+value.toFixed(1));
  let path = axis === 1 ? `M${first} 30` : `M0 ${first}`;
  for (const value of sums) {
    const high = (28 * value) / most;
    path += axis === 1 ? `V${number(30 - high)}h1` : `H${number(high)}v1`;
  }
  path += axis === 1 ? 'V30z' : 'H0z';
  const band =
    axis === 1
      ? `x="${start}" y="0" width="${wide}" height="30"`
      : `x="0" y="${start}" width="30" height="${wide}"`;
  const box = axis === 1 ? `0 0 ${length} 30` : `0 0 30 ${length}`;
  return (
    `<svg class="l-strip l-${axis ? 'columns' : 'rows'} w-covered" viewBox="${box}" preserveAspectRatio="none" role="img" ` +
    `aria-label="${axis ? words.stripColumns : words.stripRows}"><rect class="f-soft-accent" ${band}/>` +
    `<path class="f-accent" d="${path}"/></svg>`
  );
}

/** The output of the chosen layer, one channel of it, as a grid in which a cell is chosen. */
function cellHtml({ state, words, id }: View, { row }: Facts): string {
  const [h, w] = row.cells;
  const [r, c] = state.cell;
  const lines = Math.max(h, w) <= 32 ? ` l-lines` : '';
  const where = fill(words.cell, { r: r + 1, c: c + 1 });
  return (
    `<p class="w-h" id="${id}-cell">${fill(words.cellTitle, { n: state.layer })} <small>${times(row.output)}</small></p>` +
    `<div class="w-map l-cells${lines}" data-map="cell" data-layer="0" data-rows="${h}" data-cols="${w}" data-pick="${r},${c}" ` +
    `tabindex="0" role="application" aria-label="${words.cellLabel} ${where}" ` +
    `style="aspect-ratio:${w}/${h};--c:${w};--r:${h}">` +
    `${boxHtml([r, c, 1, 1], h, w)}</div>` +
    `<p class="w-hint">${where}</p>`
  );
}

/**
 * The input as light: what the cell sees stands out, and the more paths a pixel has, the brighter.
 * Without a picture the paths are drawn alone.
 */
export function images(view: View, colours: Colours): Record<string, () => Pixels> {
  return {
    field: () => {
      const { field, paths, H, W } = facts(view);
      const data = new Uint8ClampedArray(4 * H * W);
      const most = paths.data.reduce((a, b) => Math.max(a, b), 0) || 1;
      const { picture } = view;
      for (let r = 0; r < H; r++) {
        for (let c = 0; c < W; c++) {
          const light = Math.sqrt(paths.data[r * W + c] / most);
          const seen =
            r >= field.top &&
            r < field.top + field.height &&
            c >= field.left &&
            c < field.left + field.width;
          const colour = picture ? average(picture, r, c, H, W) : colours.accent;
          const alpha = picture ? (seen ? 0.4 + 0.6 * light : 0.22) : light;
          data.set([...colour, 255 * alpha], 4 * (r * W + c));
        }
      }
      return { height: H, width: W, data, ...(picture && { quality: 60 }) };
    },
  };
}

/** The colour of the picture where pixel (r, c) of H×W lies. */
function average(
  { shape: [h, w, channels], data }: NonNullable<View['picture']>,
  r: number,
  c: number,
  H: number,
  W: number,
): [number, number, number] {
  const sum = [0, 0, 0];
  const span = (i: number, n: number, N: number) => {
    const from = Math.floor((i * n) / N);
    return [from, Math.max(from + 1, Math.floor(((i + 1) * n) / N))];
  };
  const [top, bottom] = span(r, h, H);
  const [left, right] = span(c, w, W);
  for (let i = top; i < bottom; i++) {
    for (let j = left; j < right; j++) {
      for (let k = 0; k < 3; k++) sum[k] += data[(i * w + j) * channels + (k % channels)];
    }
  }
  const count = (bottom - top) * (right - left);
  return [sum[0] / count, sum[1] / count, sum[2] / count];
}

// ---- the arithmetic -----------------------------------------------------------------------------

/** What a layer is called: the word and its options as the list writes them. */
export function rowName({ op, layer }: Row, words: Words): string {
  const options = layer && !('branches' in layer) ? layerText(layer).split(':')[1] : undefined;
  const shown = options?.replace(/(\d)x(?=\d)/g, '$1×').replaceAll(',', ' ');
  return `${words.ops[op] ?? op}${shown ? ` ${shown}` : ''}`;
}

const sign = (value: number) => minus(String(value));
/** A sum whose first number may be negative. */
const bracket = (value: number) => (value < 0 ? `(${sign(value)})` : String(value));

function outputRule(row: Row, words: Words): string {
  const { reach, layer, output } = row;
  const shape = times(output);
  if (!reach)
    return row.input.join() === row.output.join()
      ? words.unchanged
      : `${times(row.input)} → ${shape}`;
  const ceil = layer && 'ceil' in layer && layer.ceil;
  const rule = (a: 0 | 1) => {
    const [n, k, s, d] = [row.input[a], reach.kernel[a], reach.stride[a], reach.dilation[a]];
    const span = d === 1 ? `${k}` : `(${d}×(${k} − 1) + 1)`;
    const room = n + reach.before[a] + reach.after[a] - (d * (k - 1) + 1);
    const cut = ceil && Math.ceil(room / s) + 1 > row.cells[a] ? ' − 1' : '';
    const [open, close] = ceil ? '⌈⌉' : '⌊⌋';
    const inner = `${n} + ${reach.before[a]} + ${reach.after[a]} − ${span}`;
    return `${open}(${inner}) / ${s}${close} + 1${cut} = ${row.cells[a]}`;
  };
  const [down, across] = [rule(0), rule(1)];
  return down === across ? down : `${down}<br>${across}`;
}

/** The product that both parameters and multiply-adds are made of; undefined where there are none. */
function weights({ layer, input, output }: Row): { text: string; bias: number } | undefined {
  const channels = input[input.length - 1];
  const out = output[output.length - 1];
  switch (layer?.op) {
    case 'conv': {
      const { groups, kernel, bias } = layer;
      const each = groups === 1 ? channels : `(${channels}/${groups})`;
      return { text: `${times(kernel)}×${each}×${out}`, bias: bias ? out : 0 };
    }
    case 'depthwise': {
      const { kernel, multiplier, bias } = layer;
      const each = multiplier === 1 ? channels : `${channels}×${multiplier}`;
      return { text: `${times(kernel)}×${each}`, bias: bias ? out : 0 };
    }
    case 'dense':
      return { text: `${channels}×${out}`, bias: layer.bias ? out : 0 };
    default:
      return undefined;
  }
}

function fieldRule(row: Row, before: Row, rows: readonly Row[], words: Words): string {
  const rule = (a: 0 | 1) => {
    if (row.from.length > 1) {
      const ends = row.from.map((i) => rows[i].size[a]).join(', ');
      return `${fill(words.branches, { ends })} = ${row.size[a]}`;
    }
    if (row.reach) {
      const { kernel, dilation } = row.reach;
      const d = dilation[a] === 1 ? '' : `${dilation[a]}×`;
      return `${before.size[a]} + ${d}(${kernel[a]} − 1)×${before.stride[a]} = ${row.size[a]}`;
    }
    if (row.size[a] === before.size[a]) return words.unchanged;
    return `${before.size[a]} + (${before.cells[a]} − 1)×${before.stride[a]} = ${row.size[a]}`;
  };
  const [down, across] = [rule(0), rule(1)];
  return down === across ? down : `${down}<br>${across}`;
}

function strideRule(row: Row, before: Row, words: Words): string {
  if (row.stride[0] === 0) return words.noStride;
  if (!row.reach) return words.unchanged;
  const rule = (a: 0 | 1) => `${before.stride[a]}×${row.reach!.stride[a]} = ${row.stride[a]}`;
  return rule(0) === rule(1) ? rule(0) : `${rule(0)}<br>${rule(1)}`;
}

/** A number of paths: whole ones as they are, larger ones by their power of ten. */
export function pathCount(logPaths: number): string {
  const count = Math.exp(logPaths);
  if (count < 1e9) return thousands(Math.round(count));
  const tens = logPaths / Math.LN10;
  const power = Math.floor(tens);
  return `≈${(10 ** (tens - power)).toFixed(1)}×10<sup>${power}</sup>`;
}

function whyHtml({ state, words }: View, f: Facts): string {
  const { row, before, field, H, W, ledger, reached, paths } = f;
  const lines: [string, string, boolean?][] = [];
  const product = weights(row);
  const bytes = `${times(row.output)}×4 = ${thousands(row.bytes)}`;
  if (row.layer) {
    lines.push([words.output, outputRule(row, words)]);
    if (product) {
      const bias = product.bias ? ` + ${product.bias}` : '';
      lines.push([words.parameters, `${product.text}${bias} = ${thousands(row.parameters)}`, true]);
      const cells = row.layer.op === 'dense' ? '' : `${times(row.cells)} × `;
      lines.push([words.macs, `${cells}${product.text} = ${thousands(row.macs)}`]);
    } else if (row.op === 'bn') {
      const channels = row.output[row.output.length - 1];
      const more = fill(words.statistics, { n: thousands(row.statistics) });
      lines.push([words.parameters, `2×${channels} = ${thousands(row.parameters)} ${more}`, true]);
    }
  }
  lines.push([words.bytes, bytes]);
  if (row.layer) {
    lines.push([words.receptive, fieldRule(row, before, ledger.rows, words), true]);
    lines.push([words.stride, strideRule(row, before, words)]);
  }
  const range = (a: 0 | 1) => {
    const first = a === 0 ? field.top : field.left;
    const last = first + row.size[a] - 1;
    const start = `${bracket(row.start[a])} + ${state.cell[a]}×${row.stride[a]} = ${sign(first)}`;
    return fill(a === 0 ? words.seesRows : words.seesColumns, { start, last: sign(last) });
  };
  const rows = Math.max(0, Math.min(H, field.top + field.height) - Math.max(0, field.top));
  const cols = Math.max(0, Math.min(W, field.left + field.width) - Math.max(0, field.left));
  const outside = field.height * field.width - rows * cols;
  lines.push([words.sees, `${range(0)}<br>${range(1)}${outside ? `<br>${fill(words.outside, { n: thousands(outside), of: thousands(field.height * field.width) })}` : ''}`, true]); // prettier-ignore
  const core = effectiveBox(paths, field, CORE);
  const part = show((100 * core[0] * core[1]) / (field.height * field.width), 3);
  lines.push([
    words.paths,
    fill(words.pathsRule, {
      n: pathCount(row.logPaths),
      share: show(100 * reached, 4),
      core: times(core),
      part,
    }),
    true,
  ]);
  const body = lines
    .map(
      ([name, text, covered]) =>
        `<dt>${name}</dt><dd${covered ? ' class="w-covered"' : ''}>${text}</dd>`,
    )
    .join('');
  return `<p class="w-h">${fill(words.layerN, { n: state.layer })} ${rowName(row, words)}</p><dl class="l-why">${body}</dl>`;
}

// ---- the table ----------------------------------------------------------------------------------

const data = (value: number) => `<data value="${value}">${thousands(value)}</data>`;
const dataOf = (numbers: readonly number[]) => numbers.map(data).join('×');
const pairOf = ([a, b]: Pair) => (a === b ? data(a) : dataOf([a, b]));

function tableHtml({ state, words, ui }: View, { ledger }: Facts): string {
  const heads = [words.output, words.parameters, words.macs, words.bytes, words.receptive, words.stride]; // prettier-ignore
  const body = ledger.rows
    .map((row, i) => {
      const on = i === state.layer;
      const deep = (row.at.length - 1) / 2;
      const covered = on ? ' class="w-covered"' : '';
      const stored = ui.keras && row.statistics > 0;
      const cells = [
        ['output', dataOf(row.output)],
        ['parameters', data(row.parameters) + (stored ? ` <small>+${thousands(row.statistics)}</small>` : ''), stored ? ' class="differs"' : covered], // prettier-ignore
        ['macs', data(row.macs)],
        ['bytes', data(row.bytes)],
        ['field', pairOf(row.size), covered],
        ['stride', row.stride[0] === 0 ? '–' : pairOf(row.stride)],
      ].map(([key, html, mark = '']) => `<td data-key="${key}"${mark}>${html}</td>`);
      return (
        `<tr${on ? ' class="l-on" data-follow' : ''}><th scope="row"><label${deep > 0 ? ` style="--d:${deep}"` : ''}>` +
        `<input type="radio" name="layer" value="${i}"${on ? ' checked' : ''}><span>${i}</span> ${rowName(row, words)}</label></th>` +
        `${cells.join('')}</tr>`
      );
    })
    .join('');
  return (
    `<table class="l-table" data-output="layers" data-shape="${ledger.rows.length},6" aria-label="${words.layersLabel}">` +
    `<thead><tr><th scope="col">${words.layer}</th>${heads.map((head) => `<th scope="col">${head}</th>`).join('')}</tr></thead>` +
    `<tbody>${body}</tbody></table>`
  );
}

/** Buttons that lengthen the network behind the chosen row, or take it away. */
function changeHtml({ state, words }: View, { row }: Facts): string {
  const plane = row.output.length === 3;
  const button = (name: string, off: boolean) =>
    `<button type="button" data-do="act:${name}"${off ? ' disabled' : ''}>${words.add[name]}</button>`;
  return (
    ADDABLE.map((name) => button(name, !plane)).join('') +
    button('remove', state.layer === 0 || state.layers.length < 2) +
    errorHtml('act')
  );
}

function factsHtml({ state, words, ui }: View, { ledger }: Facts): string {
  const { rows, last, parameters, macs, bytes, statistics } = ledger;
  const { size, stride } = rows[last];
  const line = (label: string, html: string) =>
    `<p><span class="w-label">${label}</span> ${html}</p>`;
  const both = (name: string, [a, b]: Pair) =>
    scalar(name, a, String(a)) + (a === b ? '' : `×${scalar(`${name}Columns`, b, String(b))}`);
  const stored = ui.keras && statistics > 0 ? ` <small>+${thousands(statistics)} = ${thousands(parameters + statistics)}</small>` : ''; // prettier-ignore
  return (
    line(words.parameters, `${scalar('parameters', parameters, thousands(parameters))}${stored}`) +
    line(words.macs, scalar('macs', macs, thousands(macs))) +
    line(words.bytes, scalar('bytes', bytes, thousands(bytes))) +
    line(words.receptive, `<span class="w-covered">${both('receptiveField', size)}</span>`) +
    line(words.stride, both('stride', stride)) +
    `<p class="w-hint">${fill(words.lastNote, { n: last, name: rowName(rows[last], words) })}</p>` +
    `<p class="w-hint">${fill(words.chosen, { n: state.layer })}</p>`
  );
}

// ---- controls -----------------------------------------------------------------------------------

function paramsHtml({ id, state, words, ui, own }: View): string {
  const nets = { '': words.ownNet, ...Object.fromEntries(NETWORK_NAMES.map((name) => [name, words.nets[name]])) }; // prettier-ignore
  const pictures = {
    none: words.noPicture,
    ...Object.fromEntries(Object.keys(PICTURES).map((name) => [name, words.pictures[name]])),
    ...((state.image === 'own' || own) && { own: words.own }),
  };
  return (
    selectField({ id, key: 'net', label: words.net, value: state.net }, nets) +
    textField({
      id,
      key: 'size',
      label: words.size,
      hint: words.pairHint,
      value: pairText([state.input[0], state.input[1]]),
    }) + // prettier-ignore
    `<div class="w-field"><label for="${id}-image">${words.behind}</label><select id="${id}-image" name="image">${optionList(pictures, state.image)}</select>` +
    `<div><label class="w-file"><input type="file" accept="image/*"><span>${words.upload}</span></label></div>${errorHtml('image')}</div>` +
    `<div class="w-field">${uiCheck('keras', words.keras, Boolean(ui.keras))}</div>`
  );
}

function ownHtml({ id, state, words }: View): string {
  return (
    `<label for="${id}-layers">${words.ownLabel}</label>` +
    `<textarea id="${id}-layers" name="layers" rows="8" spellcheck="false" autocomplete="off" translate="no" ` +
    `aria-describedby="${id}-layers-hint">${escapeHtml(editText(state))}</textarea>` +
    `<div class="w-chips"><button type="button" data-do="act:read">${words.read}</button></div>${errorHtml('layers')}` +
    `<p class="w-hint" id="${id}-layers-hint">${words.ownHint}</p>` +
    `<p class="w-hint" translate="no">${LAYER_NAMES.join(' · ')}</p>`
  );
}

function numbersHtml({ words, outputs, ui }: View): string {
  const { paths, pathsRow, pathsColumn } = outputs!;
  const table = (name: string, { data: values, shape }: typeof paths, caption: string) =>
    longTable(`data-output="${name}"`, values, shape, caption);
  return (
    table('pathsRow', pathsRow, words.stripRows) +
    table('pathsColumn', pathsColumn, words.stripColumns) +
    (ui['fold-numbers'] ? table('paths', paths, words.pathsTable) : '')
  );
}

// ---- moving -------------------------------------------------------------------------------------

export const firstCursor = ({ layer }: State): Cursor => ({ on: 'layers', at: [layer] });

export const holds = ({ cursor, state }: View) =>
  cursor.on === 'layers' && cursor.at[0] === state.layer;

export const stops = ({ state }: View): Cursor[] =>
  [...new Set([...milestones(state.ledger.rows), state.layer])]
    .sort((a, b) => a - b)
    .map((n) => ({ on: 'layers', at: [n] }));

function go(state: State, layer: number, cell?: Pair): Query {
  const query = { ...network(state) };
  if (layer !== state.ledger.last) query.layer = String(layer);
  if (cell) query.cell = cell.join();
  return query;
}

/** A row by “next” and “play”, a cell of the layer, or the one whose field lies around a pixel. */
export function pick({ state }: View, { on, at }: Cursor): Query | undefined {
  if (on === 'layers') return at[0] === state.layer ? undefined : go(state, at[0]);
  const row = state.ledger.rows[state.layer];
  const cell: Pair =
    on === 'cell' ? [at[1], at[2]] : [nearest(row, 0, at[1]), nearest(row, 1, at[2])];
  return cell.join() === state.cell.join() ? undefined : go(state, state.layer, cell);
}

function nearest({ start, size, stride, cells }: Row, a: 0 | 1, pixel: number): number {
  const place = (pixel - start[a] - (size[a] - 1) / 2) / (stride[a] || 1);
  return Math.min(cells[a] - 1, Math.max(0, Math.round(place)));
}

/** What another network has not goes with it: the layer, the cell. */
export function edit({ state }: View, name: string, value: string): Query | undefined {
  const query = network(state);
  if (name === 'net') {
    delete query.layers;
    delete query.size;
    if (value) return { ...query, net: value };
    delete query.net;
    return { ...query, layers: editText(state) };
  }
  if (name === 'layers') {
    delete query.net;
    delete query.size;
    return { ...query, layers: value };
  }
  if (name === 'size') return { ...query, size: value };
  if (name === 'layer') return { ...query, layer: value };
  return undefined;
}

export function act({ state }: View, name: string): Query | undefined {
  // The press alone ends the typing in the list, and that reads it.
  return name === 'read' ? undefined : change(state, name);
}

export function speak(view: View): string {
  const { state, words } = view;
  const { row, field, H, W } = facts(view);
  return fill(words.spoken, {
    n: state.layer,
    name: rowName(row, words),
    output: times(row.output),
    parameters: row.parameters,
    field: times(row.size),
    stride: row.stride[0] === 0 ? words.noStride : square(row.stride),
    r: state.cell[0] + 1,
    c: state.cell[1] + 1,
    top: Math.max(0, field.top) + 1,
    bottom: Math.min(H, field.top + field.height),
    left: Math.max(0, field.left) + 1,
    right: Math.min(W, field.left + field.width),
  });
}

/** The field of the chosen row, its parameters, or both. */
export function guess(view: View, [field, parameters]: string[]) {
  const { row } = facts(view);
  const words = view.words;
  const number = (text: string) => text.replace(/[,\s]/g, '');
  const fields = [square(row.size), row.size.join('×')];
  const marks = [
    field ? fields.includes(field.replace(/[x*,]/g, '×').replace(/\s/g, '')) : undefined,
    parameters ? number(parameters) === String(row.parameters) : undefined,
  ];
  const right = marks.every((mark) => mark !== false) && marks.some((mark) => mark);
  const text = fill(right ? words.right : words.wrong, {
    field: square(row.size),
    parameters: thousands(row.parameters),
  });
  return { right, text };
}
