/** The parts of the tensor viewer as HTML, and what is said about them. Pure. */
import { sizeOf, type Grid } from '../../../lib/grid.ts';
import {
  BINARY,
  DTYPES,
  flatOf,
  indexOf,
  meet,
  REDUCTIONS,
  shapeText,
  stridesOf,
} from '../../../lib/tensor.ts';
import { checkField, explainHtml, named, selectField, setButton, stepperField, textField } from '../toolkit/controls.ts'; // prettier-ignore
import type { Colours, Cursor, Outputs, Pixels, View as ViewOf } from '../toolkit/kind.ts';
import { mapHtml, percent, pixelsOf, scaleOf } from '../toolkit/maps.ts';
import type { Query } from '../toolkit/query.ts';
import { allExact, datum, equals, escapeHtml, fill, heat, magnitude, minus, onceFor, operand, plain, scalar, show } from '../toolkit/text.ts'; // prettier-ignore
import { exact } from './exact.ts';
import { workedOf } from './reference.ts';
import { bytesOf, OPS, resultType, slicesText, SOURCES, takesB, texts, type State } from './state.ts'; // prettier-ignore
import type { Words } from './strings.ts';

type View = ViewOf<State, Words>;
/** The tensors on show: operands, result, and what is set against it. */
type Name = 'x' | 'b' | 'y' | 'other';

// ---- how a tensor is laid out ---------------------------------------------------------------

/** Tables up to this; above it pictures. */
const MOST = { side: 12, cells: 160, strip: 48, slices: 12, listed: 512, terms: 8 } as const;

interface Layout {
  kind: 'table' | 'map' | 'picture';
  rows: number;
  cols: number;
  slices: number;
}

/** The last two axes are rows and columns; with three last channels of a large picture, the two before. */
function layoutOf({ shape, data }: Grid): Layout {
  const [h, w, c] = shape.slice(-3);
  if (shape.length > 2 && c === 3 && h >= 8 && w >= 8) {
    return { kind: 'picture', rows: h, cols: w, slices: data.length / (h * w * 3) };
  }
  const [rows, cols] = [1, 1, ...shape].slice(-2);
  const small = rows <= MOST.side && cols <= MOST.side && data.length <= MOST.cells;
  return { kind: small ? 'table' : 'map', rows, cols, slices: data.length / (rows * cols) };
}

/** Where a flat place lies: slice, row, column. */
function placeOf(g: Grid, flat: number): number[] {
  const { kind, rows, cols } = layoutOf(g);
  const cell = kind === 'picture' ? Math.floor(flat / 3) : flat;
  return [Math.floor(cell / (rows * cols)), Math.floor(cell / cols) % rows, cell % cols];
}

/** The flat place of a cell; in a color picture that of its red. */
function flatAt(g: Grid, [slice, row, col]: readonly number[]): number {
  const { kind, rows, cols } = layoutOf(g);
  return ((slice * rows + row) * cols + col) * (kind === 'picture' ? 3 : 1);
}

// ---- the cursor -----------------------------------------------------------------------------

/** In the middle of the result, where reshape and transpose differ. */
export function firstCursor(_: State, { y }: Outputs): Cursor {
  const { length } = y.data;
  const across = length > 60 ? Math.floor(layoutOf(y).cols / 2) : 0;
  return { on: 'y', at: placeOf(y, Math.min(length - 1, Math.floor(length / 2) + across)) };
}

export function holds({ cursor, outputs }: View): boolean {
  const g = outputs![cursor.on];
  if (!['x', 'b', 'y', 'other'].includes(cursor.on) || !g) return false;
  const { rows, cols, slices } = layoutOf(g);
  const [slice, row, col] = cursor.at;
  return slice < slices && row < rows && col < cols;
}

/** The cells of the result, one after the other. */
export function stops({ outputs }: View): Cursor[] {
  const { y } = outputs!;
  const { kind } = layoutOf(y);
  const step = kind === 'picture' ? 3 : 1;
  return Array.from({ length: y.data.length / step }, (_, i) => ({ on: 'y', at: placeOf(y, i * step) })); // prettier-ignore
}

const links = new WeakMap<Grid, { key: string; found: Partial<Record<Name, number[]>> }>();

/** The cells that belong together: what the one under the cursor is made of, or goes into. */
function linked(view: View): Partial<Record<Name, number[]>> {
  const { cursor, outputs } = view;
  const key = `${cursor.on} ${cursor.at}`;
  const known = links.get(outputs!.x);
  if (known?.key === key) return known.found;
  const found = link(view);
  links.set(outputs!.x, { key, found });
  return found;
}

function link({ cursor, outputs }: View): Partial<Record<Name, number[]>> {
  const { made, other } = workedOf(outputs!);
  const on = cursor.on as Name;
  const flat = flatAt(outputs![on], cursor.at);
  if (on === 'y') return { y: [flat], ...made.from(flat) };
  if (on === 'other') return { other: [flat], x: other!.made.from(flat).x };
  const into: number[] = [];
  for (let i = 0; i < made.y.data.length; i++) if (made.from(i)[on].includes(flat)) into.push(i);
  return { [on]: [flat], y: into };
}

// ---- tensors --------------------------------------------------------------------------------

const indexText = (name: string, index: readonly number[]) =>
  index.length > 0 ? `${name}[${index.join(', ')}]` : name;

/** y[1, 0] in words of code; the rival is called by its operation. */
function cellName({ outputs, words }: View, name: Name, flat: number): string {
  const { shape } = outputs![name];
  return indexText(name === 'other' ? words.rivalName : name, indexOf(flat, shape));
}

function facts(view: View, name: Name): string {
  const { words, state, outputs } = view;
  const { shape, data } = outputs![name];
  const dtype = name === 'y' ? resultType(state) : state.dtype;
  const each = bytesOf(dtype);
  const strides = stridesOf(shape);
  const own = name === 'y';
  const number = (key: 'rank' | 'size' | 'bytes', value: number) => (own ? scalar(key, value, `${value}`) : `${value}`); // prettier-ignore
  const piece = (label: string, value: string) => `<span><span class="w-label">${label}</span> ${value}</span>`; // prettier-ignore
  return (
    `<p class="t-facts">` +
    piece(words.shape, `<b>${shapeText(shape)}</b>`) +
    piece(words.rank, number('rank', shape.length)) +
    piece(words.size, number('size', data.length)) +
    piece(
      words.strides,
      `${shapeText(strides)} ${words.numbers} = ${shapeText(strides.map((s) => s * each))} B`,
    ) + // prettier-ignore
    piece(dtype, `${data.length} × ${each} = ${number('bytes', data.length * each)} B`) +
    `</p>`
  );
}

/** Mark and value of each cell of a small tensor, as nested boxes around matrices. */
function boxes(view: View, name: Name): string {
  const { state, outputs, words, cursor } = view;
  const g = outputs![name];
  const { shape, data } = g;
  const { rows, cols } = layoutOf(g);
  const marked = new Set(linked(view)[name]);
  const at = cursor.on === name ? flatAt(g, cursor.at) : -1;
  const largest = magnitude(data);
  const typed = state.source === 'numbers' ? name === 'x' : name === 'b';
  const differs = (flat: number) => name === 'other' && data[flat] !== outputs!.y.data[flat];
  const matrix = (slice: number, outer: readonly number[]) => {
    let body = '';
    for (let r = 0; r < rows; r++) {
      let line = shape.length > 1 ? `<th scope="row">${r}</th>` : '';
      for (let c = 0; c < cols; c++) {
        const flat = (slice * rows + r) * cols + c;
        const classes = [flat === at ? 'at' : marked.has(flat) ? 'in' : '', differs(flat) ? 'differs' : '']; // prettier-ignore
        const colour = heat(data[flat], largest);
        const own = classes.filter(Boolean).join(' ');
        const look = colour ? colour.replace('class="', `class="${own ? `${own} ` : ''}`) : own ? ` class="${own}"` : ''; // prettier-ignore
        const inside =
          (name === 'x' || name === 'b') && typed
            ? `<input type="number" step="any" name="${name}:${flat}" value="${data[flat]}" aria-label="${indexText(name, indexOf(flat, shape))}" tabindex="${flat === 0 ? 0 : -1}" autocomplete="off">`
            : datum(data[flat]);
        line += `<td data-at="${slice},${r},${c}" data-on="${name}"${inside.startsWith('<input') ? '' : ` tabindex="${flat === 0 ? 0 : -1}"`}${look}>${inside}</td>`;
      }
      body += `<tr>${line}</tr>`;
    }
    const head =
      shape.length > 0
        ? `<thead><tr>${shape.length > 1 ? '<td></td>' : ''}${Array.from({ length: cols }, (_, c) => `<th scope="col">${c}</th>`).join('')}</tr></thead>`
        : '';
    const crowd = cols > 8 ? ' w-crowd' : cols > 6 ? ' w-many' : '';
    const label = escapeHtml(`${words.tensorNames[name]} ${indexText('', outer)}`.trim());
    return `<table class="w-grid w-heat${crowd}"${typed ? ` data-input="${name}"` : ''} aria-label="${label}">${head}<tbody>${body}</tbody></table>`;
  };
  const nest = (axis: number, outer: number[]): string => {
    if (axis >= shape.length - 2) return matrix(flatOf(outer, shape.slice(0, -2)), outer);
    return `<div class="t-nest">${Array.from(
      { length: shape[axis] },
      (_, i) =>
        `<div class="t-box"><span class="t-index">${indexText('', [...outer, i])}</span>${nest(axis + 1, [...outer, i])}</div>`,
    ).join('')}</div>`;
  };
  return `<div class="w-scroll" tabindex="0" role="group" aria-label="${words.tensorNames[name]}">${nest(0, [])}</div>`;
}

/** An outline around what a slice takes of a layer of x. */
function cutHtml({ outputs }: View, layer: number): string {
  const { x, y } = outputs!;
  const { made } = workedOf(outputs!);
  const { rows, cols } = layoutOf(x);
  const taken = Array.from(y.data, (_, i) => placeOf(x, made.from(i).x[0])).filter(([slice]) => slice === layer); // prettier-ignore
  if (taken.length === 0) return '';
  const span = (axis: 1 | 2): [number, number] => {
    const all = taken.map((place) => place[axis]);
    return [Math.min(...all), Math.max(...all) + 1];
  };
  const [[top, bottom], [left, right]] = [span(1), span(2)];
  return `<i class="t-cut" style="top:${percent(top, rows)};left:${percent(left, cols)};height:${percent(bottom - top, rows)};width:${percent(right - left, cols)}"></i>`;
}

/** A large tensor as pictures, one for each index of the axes in front. */
function maps(view: View, name: Name): string {
  const { state, outputs, words, image } = view;
  const g = outputs![name];
  const { kind, rows, cols, slices } = layoutOf(g);
  const shown = Math.min(slices, MOST.slices);
  const mine = (linked(view)[name] ?? []).map((flat) => placeOf(g, flat));
  const front = g.shape.slice(0, kind === 'picture' ? -3 : -2);
  let html = '';
  for (let layer = 0; layer < shown; layer++) {
    const inside = mine.filter(([slice]) => slice === layer);
    const side = (axis: 1 | 2) => inside.map((place) => place[axis]);
    const [top, left] = [Math.min(...side(1)), Math.min(...side(2))];
    const box =
      inside.length > 0
        ? [top, left, Math.max(...side(1)) - top + 1, Math.max(...side(2)) - left + 1]
        : undefined;
    const title = front.length > 0 ? indexText('', indexOf(layer, front)) : '';
    const what = `${words.tensorNames[name]} ${title}`.trim();
    const alt = fill(words.mapAlt, { what, h: rows, w: cols });
    let map = mapHtml({ on: name, layer, rows, cols, name: `${name}-${layer}`, image, alt, label: what, title, box, share: slices > 1 ? 1 : Math.min(1, Math.max(cols, rows) / 28) }); // prettier-ignore
    const cut = name === 'x' && state.op === 'slice' ? cutHtml(view, layer) : '';
    if (cut) map = map.replace('<i class="w-box"', `${cut}<i class="w-box"`);
    html += map;
  }
  const more = slices > shown ? `<p class="w-hint">${fill(words.moreSlices, { n: slices - shown })}</p>` : ''; // prettier-ignore
  return `<div class="w-maps${rows < 4 || cols < 4 ? ' t-flat' : ''}">${html}</div>${more}`;
}

/** The numbers in the order in which they lie in memory. */
function strip(view: View, name: Name): string {
  const { words, outputs, cursor } = view;
  const g = outputs![name];
  if (g.data.length > MOST.strip || g.shape.length === 0) return '';
  const marked = new Set(linked(view)[name]);
  const at = cursor.on === name ? flatAt(g, cursor.at) : -1;
  const cells = Array.from(g.data, (value, flat) => {
    const mark = flat === at ? ' class="at"' : marked.has(flat) ? ' class="in"' : '';
    return `<li${mark}>${show(value, 3)}</li>`;
  });
  return `<div class="t-strip"><span class="w-label">${words.memory}</span><ol start="0">${cells.join('')}</ol></div>`; // prettier-ignore
}

function panel(view: View, name: Name, title: string): string {
  const table = layoutOf(view.outputs![name]).kind === 'table';
  return `<p class="w-h">${title}</p>${table ? boxes(view, name) : maps(view, name)}${strip(view, name)}${name === 'other' ? '' : facts(view, name)}`; // prettier-ignore
}

/** The pixels of the maps: pictures as they are, all others on one scale for a tensor. */
export function images(
  { state, outputs }: View,
  { positive, negative }: Colours,
): Record<string, () => Pixels> {
  const all: Record<string, () => Pixels> = {};
  for (const name of ['x', 'b', 'y', 'other'] as const) {
    const g = outputs![name];
    if (!g) continue;
    const { kind, rows, cols, slices } = layoutOf(g);
    if (kind === 'table') continue;
    const scale = scaleOf(g.data, state.source !== 'numbers');
    const size = sizeOf([rows, cols, kind === 'picture' ? 3 : 1]);
    for (let layer = 0; layer < Math.min(slices, MOST.slices); layer++) {
      all[`${name}-${layer}`] = () => {
        const data = g.data.slice(layer * size, (layer + 1) * size);
        // What is negative in a picture shows as black there.
        const shown = kind === 'picture' ? { kind: 'grey' as const, min: 0, max: Math.max(scale.max, 1) } : scale; // prettier-ignore
        const image = { shape: [rows, cols, size / rows / cols], data };
        return { height: rows, width: cols, data: pixelsOf(image, shown, positive, negative) };
      };
    }
  }
  return all;
}

// ---- the arithmetic -------------------------------------------------------------------------

const value = (v: number) => minus(plain(v));

/** i₀·s₀ + i₁·s₁ = flat */
function flatSum(flat: number, shape: readonly number[]): string {
  if (shape.length === 0) return '0';
  const strides = stridesOf(shape);
  return `${indexOf(flat, shape).map((i, axis) => `${i}·${strides[axis]}`).join(' + ')} = ${flat}`; // prettier-ignore
}

/** Terms joined, the middle left out when there are many. */
function some(terms: readonly string[], sign = ' + '): string {
  if (terms.length <= MOST.terms) return terms.join(sign);
  return [...terms.slice(0, 5), '…', ...terms.slice(-2)].join(sign);
}

/** What the cell under the cursor is made of, or goes into. */
export function formula(view: View, html: boolean): string {
  const { state, words, cursor, outputs } = view;
  const { x, b, y } = outputs!;
  const on = cursor.on as Name;
  const flat = flatAt(outputs![on], cursor.at);
  const name = cellName(view, on, flat);
  const bold = (v: number) => (html ? `<b>${value(v)}</b>` : value(v));
  const found = linked(view);
  if (on === 'x' || on === 'b') {
    const into = (found.y ?? []).map((i) => cellName(view, 'y', i));
    const where = fill(words.flat, { sum: flatSum(flat, outputs![on].shape) });
    const goes = into.length > 0 ? fill(words.goesTo, { cells: some(into, ', ') }) : words.nowhere;
    const text = `${name} ${equals(outputs![on].data[flat])} ${bold(outputs![on].data[flat])}`;
    return html ? explainHtml(`${text};`, `${where}; ${goes}`) : `${text}; ${where}; ${goes}`;
  }
  const p = found.x ?? [];
  const q = found.b ?? [];
  const v = outputs![on].data[flat];
  const [a, c] = [p.map((i) => x.data[i]), q.map((i) => b!.data[i])];
  const wraps = (raw: number) => (raw === v ? '' : ` → ${bold(v)} (${fill(words.wrapped, { dtype: state.dtype })})`); // prettier-ignore
  const plus = (raw: number, terms: string, names: string) =>
    `${name} = ${names} ${equals(...a, ...c)} ${terms} ${equals(...a, ...c, raw)} ${raw === v ? bold(v) : value(raw)}${wraps(raw)}`; // prettier-ignore
  let text: string;
  const op = on === 'other' ? 'copy' : state.op;
  if (op === 'broadcast') {
    const sign = { add: '+', sub: '−', mul: '·' }[state.fn];
    const raw = { add: a[0] + c[0], sub: a[0] - c[0], mul: a[0] * c[0] }[state.fn];
    text = plus(raw, `${operand(a[0])} ${sign} ${operand(c[0])}`, `${cellName(view, 'x', p[0])} ${sign} ${cellName(view, 'b', q[0])}`); // prettier-ignore
  } else if (op === 'matmul') {
    const raw = a.reduce((sum, t, i) => sum + t * c[i], 0);
    text = plus(raw, some(a.map((t, i) => `${operand(t)}·${operand(c[i])}`)), some(p.map((i, t) => `${cellName(view, 'x', i)}·${cellName(view, 'b', q[t])}`))); // prettier-ignore
  } else if (op === 'reduce') {
    const many = fill(words.ofMany, { n: p.length, first: cellName(view, 'x', p[0]), last: cellName(view, 'x', p[p.length - 1]) }); // prettier-ignore
    const list = state.reduce === 'max' ? `max(${some(a.map(value), ', ')})` : some(a.map((t) => operand(t))); // prettier-ignore
    const mean = state.reduce === 'mean';
    text = `${name} ${allExact(a) ? '=' : '≈'} ${mean ? `(${list})/${p.length}` : list} ${equals(...a, v)} ${bold(v)} (${many})`; // prettier-ignore
  } else if (op === 'cast') {
    const [from] = a;
    const why = v === from ? words.castSame : state.as === 'float32' ? words.castRound : Math.trunc(from) === v ? words.castCut : fill(words.castWrap, { range: state.as === 'uint8' ? '256' : '2³²' }); // prettier-ignore
    text = `${cellName(view, 'x', p[0])}: ${state.dtype} ${value(from)} → ${state.as} ${bold(v)} (${why})`;
  } else {
    const source: Name = p.length > 0 ? 'x' : 'b';
    const from = p.length > 0 ? p[0] : q[0];
    const shape = outputs![source].shape;
    text = `${name} = ${cellName(view, source, from)} ${equals(v)} ${bold(v)}; ${fill(words.placeIn, { name: on === 'other' ? words.rivalName : 'y' })}: ${flatSum(flat, y.shape)}; ${fill(words.placeIn, { name: source })}: ${flatSum(from, shape)}`; // prettier-ignore
    if (state.source !== 'numbers' || state.op !== 'reshape' || on === 'other') {
      text += from === flat && source === 'x' ? ` (${words.samePlace})` : '';
    } else text += ` (${words.samePlace})`;
  }
  return html ? explainHtml(' ', text) : text;
}

export const speak = (view: View): string => formula(view, false);

/** What is to be known about the operation: the rule axis by axis, what moves, what wraps. */
function noteHtml(view: View): string {
  const { state, words, outputs } = view;
  const { x, b, y } = outputs!;
  const notes: string[] = [words.opNotes[state.op]];
  if (state.op === 'transpose' && x.shape.length > 1) {
    const strides = stridesOf(x.shape);
    notes.push(fill(words.viewStrides, { view: shapeText(state.perm.map((axis) => strides[axis])), copy: shapeText(stridesOf(y.shape)) })); // prettier-ignore
  }
  if (!exact(state, x, b)) notes.push(words.inexact);
  let table = '';
  if (state.op === 'broadcast') {
    const rows = meet(x.shape, b!.shape).map(({ a, b: other, out }, k) => {
      const cell = (n: number) => `<td>${n === 0 ? '—' : n}</td>`;
      const repeated = a === other ? words.equal : a <= 1 && other <= 1 ? words.equal : fill(words.repeat, { who: a < other ? 'x' : 'b', n: out }); // prettier-ignore
      return `<tr><th scope="row">−${k + 1}</th>${cell(a)}${cell(other)}<td>${out}</td><td>${repeated}</td></tr>`;
    });
    const head = [words.axisFromRight, 'x', 'b', 'y', words.rule].map((text) => `<th scope="col">${text}</th>`); // prettier-ignore
    table = `<div class="w-scroll" tabindex="0" role="group" aria-label="${words.rule}"><table class="w-numbers"><thead><tr>${head.join('')}</tr></thead><tbody>${rows.join('')}</tbody></table></div>`; // prettier-ignore
  }
  return `<p>${notes.join(' ')}</p>${table}`;
}

// ---- controls -------------------------------------------------------------------------------

/** A choice brings along what depends on it. */
export function edit({ state, outputs }: View, name: string, text: string): Query | undefined {
  const all = texts(state);
  const { source, shape, values, dtype } = all;
  const input = { source, ...(shape && { shape }), ...(values && { values }), ...(dtype && { dtype }) }; // prettier-ignore
  if (name === 'source') return { source: text, op: all.op };
  if (name === 'op') return { ...input, op: text };
  if (name === 'shape') return { source, shape: text, op: all.op, ...(dtype && { dtype }) };
  if (name === 'dtype') return { ...all, dtype: text };
  if (name === 'bShape') {
    const { bValues: _, ...rest } = all;
    return { ...rest, bShape: text };
  }
  const [which, place] = name.split(':');
  if (place === undefined || (which !== 'x' && which !== 'b')) return undefined;
  const numbers: (number | string)[] = [...outputs![which].data];
  numbers[Number(place)] = text;
  return { ...all, [which === 'x' ? 'values' : 'bValues']: numbers.join(',') };
}

function sourceHtml({ id, words, state }: View): string {
  const all = texts(state);
  const control = (key: keyof Words['labels'], text: string, hint?: string) => ({ id, key, label: words.labels[key], hint, value: text }); // prettier-ignore
  const own = state.source === 'numbers';
  return (
    selectField(control('source', state.source), named(SOURCES, words.sources)) +
    (own ? textField(control('shape', state.shape.join(','), words.shapeHint)) : '') +
    (own ? textField({ ...control('values', all.values ?? '', words.valuesHint), placeholder: '0, 1, 2, …' }) : '') + // prettier-ignore
    selectField(control('dtype', state.dtype), Object.fromEntries(DTYPES.map((d) => [d, `${d} (${bytesOf(d)} B)`]))) // prettier-ignore
  );
}

function operationHtml(view: View): string {
  const { id, words, state, outputs } = view;
  const { op, shape } = state;
  const all = texts(state);
  const control = (key: keyof Words['labels'], text: string, hint?: string) => ({ id, key, label: words.labels[key], hint, value: text }); // prettier-ignore
  const perms = { 2: ['1,0'], 3: ['2,0,1', '1,2,0', '2,1,0'], 4: ['0,3,1,2', '0,2,3,1'] }[shape.length] ?? []; // prettier-ignore
  const called: Record<string, string> = { '2,0,1': 'HWC → CHW', '1,2,0': 'CHW → HWC', '0,3,1,2': 'NHWC → NCHW', '0,2,3,1': 'NCHW → NHWC' }; // prettier-ignore
  const chips = perms.map((perm) => setButton('perm', perm, called[perm] ?? `(${perm.replaceAll(',', ', ')})`, perm === state.perm.join(','))); // prettier-ignore
  const fields: Record<string, () => string> = {
    reshape: () => textField(control('to', state.to.join(','), words.toHint)),
    transpose: () =>
      textField(control('perm', state.perm.join(','), words.permHint)) +
      `<div class="w-chips">${chips.join('')}</div>`,
    slice: () => textField(control('slice', slicesText(state.slice), words.sliceHint)),
    broadcast: () => selectField(control('fn', state.fn), named(BINARY, words.fns)),
    reduce: () =>
      selectField(control('reduce', state.reduce), named(REDUCTIONS, words.reductions)) +
      textField(control('axes', state.axes.join(','), words.axesHint)) +
      checkField(control('keepdims', state.keepdims ? '1' : '0')),
    cast: () => selectField(control('as', state.as), named(DTYPES, { uint8: 'uint8', int32: 'int32', float32: 'float32' })), // prettier-ignore
  };
  const axis = () => stepperField(control('axis', `${state.axis}`), { min: -4, max: 4, words });
  const b = takesB(op)
    ? textField(control('bShape', state.bShape.join(','), words.bShapeHint)) +
      (outputs!.b.data.length > 1
        ? textField({ ...control('bValues', all.bValues ?? '', words.valuesHint), placeholder: '10, 20, 30, …' }) // prettier-ignore
        : '')
    : '';
  return (
    selectField(control('op', op), named(OPS, words.ops)) +
    (fields[op]?.() ?? '') +
    (op === 'concat' || op === 'stack' ? axis() : '') +
    b
  );
}

// ---- the parts ------------------------------------------------------------------------------

/** Every number of the result, one row for each index of the axes before the last. */
function numbersHtml({ words, ui, outputs }: View): string {
  const open = ui['fold-numbers'] === '1';
  const table = (name: 'y' | 'other') => {
    const g = outputs![name];
    if (!g) return '';
    const { shape, data } = g;
    const cols = shape[shape.length - 1] ?? 1;
    const front = shape.slice(0, -1);
    let body = '';
    if (open || data.length <= MOST.listed) {
      for (let r = 0; r < data.length / cols; r++) {
        const cells = Array.from(data.subarray(r * cols, (r + 1) * cols), (v) => `<td>${datum(v)}</td>`); // prettier-ignore
        body += `<tr><th scope="row">${indexText('', indexOf(r, front)) || '·'}</th>${cells.join('')}</tr>`;
      }
    }
    return `<table class="w-numbers" data-output="${name}" data-shape="${shape.join(',')}"><caption>${words.tensorNames[name]} ${shapeText(shape)}</caption><tbody>${body}</tbody></table>`;
  };
  return table('y') + table('other');
}

/** The tables do not follow the cursor: they are written once. */
function numbersOnce(view: View): string {
  return onceFor(view.outputs!, view.ui['fold-numbers'] ?? '', () => numbersHtml(view));
}

function rivalHtml(view: View): string {
  const { words, outputs } = view;
  if (!outputs!.other) return '';
  const { perm } = workedOf(outputs!).other!;
  const { y, other } = outputs!;
  const count = y.data.reduce((n, v, i) => n + Number(v !== other.data[i]), 0);
  const title = perm
    ? fill(words.rivalTranspose, { perm: perm.join(', ') })
    : fill(words.rivalReshape, { shape: shapeText(y.shape) });
  const note = `<p class="w-hint">${fill(count > 0 ? words.rivalNote : words.rivalSame, { n: count, all: y.data.length })}</p>`; // prettier-ignore
  return panel(view, 'other', title) + note;
}

/** The HTML of each `data-part`. */
export function parts(view: View): Record<string, string> {
  const { words, state, outputs } = view;
  return {
    source: sourceHtml(view),
    x: panel(view, 'x', words.tensorNames.x),
    b: outputs!.b ? panel(view, 'b', words.tensorNames.b) : '',
    op: operationHtml(view),
    y: panel(view, 'y', `${words.tensorNames.y} · ${words.ops[state.op]}`),
    other: rivalHtml(view),
    note: noteHtml(view),
    formula: formula(view, true),
    numbers: numbersOnce(view),
  };
}

/** Marks the shape that the reader expected. */
export function guess({ words, outputs }: View, [text]: string[]) {
  const { shape } = outputs!.y;
  if (text === '') return { right: false, text: words.choose };
  const said = text.match(/-?\d+/g) ?? [];
  const right = said.join(',') === shape.join(',');
  return { right, text: fill(right ? words.right : words.wrong, { shape: shapeText(shape) }) };
}
