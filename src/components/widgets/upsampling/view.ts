/** What the up-sampling widget shows, as HTML. Pure: the build and the browser draw the same. */
import { evenOverlap, sourcePlace, tapPattern } from '../../../lib/ops/upsample.ts';
import {
  checkField,
  explainHtml,
  selectField,
  setButton,
  sizeFields,
  sourceControls,
  stepperField,
  uiCheck,
} from '../toolkit/controls.ts';
import { contractTable, fieldTable, fitsTable, type Mark, valueTables } from '../toolkit/grids.ts';
import type { Colours, Cursor, Pixels, View as ViewOf } from '../toolkit/kind.ts';
import { legendHtml, mapHtml, mapShare, pixelsOf, scaleOf } from '../toolkit/maps.ts';
import { LIMITS, matrixText } from '../toolkit/query.ts';
import { equals, fill, magnitude, minus, onceFor, operand, plain, show } from '../toolkit/text.ts';
import { otherConvention, type Other } from './reference.ts';
import {
  axesOf,
  centresOf,
  inputGrid,
  inputShape,
  meetings,
  OPS,
  outputShape,
  texts,
  type Meeting,
  type State,
} from './state.ts';
import type { Words } from './strings.ts';

export type View = ViewOf<State, Words>;

/** One product in an output cell. */
export interface Term {
  row: number;
  col: number;
  /** The tap of the kernel; −1 in a resize. */
  i: number;
  j: number;
  x: number;
  w: number;
}

/** What the cursor lies on: `overlap` is another look at `y`. */
const placeOf = ({ cursor }: View) => (cursor.on === 'overlap' ? 'y' : cursor.on);
const rowsOf = ({ kernel }: State) => kernel.length;
const colsOf = ({ kernel }: State) => kernel[0].length;

/** Everything the parts draw from. */
function facts(view: View) {
  const { state, outputs, picture, cursor } = view;
  const { y, overlap } = outputs!;
  const input = inputGrid(state, picture);
  const [down, across] = meetings(state);
  const [, row, col] = cursor.at;
  const product = (a: Meeting, b: Meeting): Term => ({
    row: a.at,
    col: b.at,
    i: a.tap,
    j: b.tap,
    x: input.data[a.at * input.shape[1] + b.at],
    w: a.tap < 0 ? a.weight * b.weight : state.kernel[a.tap][b.tap],
  });
  const on = placeOf(view);
  /** The products that meet in the output cell under the cursor. */
  const terms = on === 'y' ? down[row].flatMap((a) => across[col].map((b) => product(a, b))) : [];
  /** What lies under the stamp of the input cell, or the weight of the kernel, under the cursor. */
  const picks = (each: Meeting, axis: 0 | 1) =>
    on === 'x' ? each.at === [row, col][axis] : on === 'kernel' && each.tap === [row, col][axis];
  const along = (all: Meeting[][], axis: 0 | 1) =>
    all.flatMap((each, o) => each.filter((one) => picks(one, axis)).map((one) => ({ o, one })));
  const hits = on === 'y' ? [] : [along(down, 0), along(across, 1)];
  const stamped = new Map<string, Term>();
  for (const a of hits[0] ?? []) {
    for (const b of hits[1]) stamped.set(`${a.o},${b.o}`, product(a.one, b.one));
  }
  const [H, W] = inputShape(state);
  const smallInput = state.source.kind === 'matrix' && fitsTable(H, W);
  const small = fitsTable(y.shape[0], y.shape[1]);
  return { y, overlap, input, down, across, terms, stamped, smallInput, small };
}

type Facts = ReturnType<typeof facts>;

/** The HTML of each part. */
export function parts(view: View): Record<string, string> {
  const known = facts(view);
  return {
    input: inputHtml(view, known),
    kernel: kernelHtml(view, known),
    output: outputHtml(view, known),
    overlap: overlapHtml(view, known),
    formula: formulaHtml(view, known),
    verdicts: verdictsHtml(view),
    params: paramsHtml(view),
    convention: conventionHtml(view, known),
    facts: factsHtml(view),
    numbers: numbersHtml(view, known),
  };
}

/** Whether the cursor lies on a cell that exists. */
export function holds(view: View): boolean {
  const { state, cursor } = view;
  const [layer, row, col] = cursor.at;
  const on = placeOf(view);
  if (on === 'kernel' && state.op !== 'transposed') return false;
  const [height, width] =
    on === 'y'
      ? outputShape(state)
      : on === 'kernel'
        ? [rowsOf(state), colsOf(state)]
        : inputShape(state);
  return layer === 0 && row >= 0 && row < height && col >= 0 && col < width;
}

/** Of the cells in which most products meet, the one nearest to the middle. */
export function firstCursor(state: State): Cursor {
  const fullest = (all: Meeting[][]) => {
    const most = Math.max(...all.map(({ length }) => length));
    const off = (o: number) => Math.abs(2 * o + 1 - all.length);
    let best = -1;
    all.forEach(({ length }, o) => {
      if (length === most && (best < 0 || off(o) < off(best))) best = o;
    });
    return best;
  };
  const [down, across] = meetings(state);
  return { on: 'y', at: [0, fullest(down), fullest(across)] };
}

/** A transposed convolution stamps input cell after input cell; a resize fills output cells. */
export function stops({ state }: View): Cursor[] {
  const stamps = state.op === 'transposed';
  const [height, width] = stamps ? inputShape(state) : outputShape(state);
  return Array.from({ length: height * width }, (_, i) => ({
    on: stamps ? 'x' : 'y',
    at: [0, Math.floor(i / width), i % width],
  }));
}

const heading = (name: string, size: string, covered = false) =>
  `<p class="w-h">${name} <small${covered ? ' class="w-covered"' : ''}>${size}</small></p>`;

/** Whether the cursor lies on this cell of one of these grids. */
const isAt = ({ cursor }: View, on: string[], row: number, col: number) =>
  on.includes(cursor.on) && cursor.at[1] === row && cursor.at[2] === col;

// ---- input and kernel -----------------------------------------------------------------------

function inputHtml(view: View, known: Facts): string {
  const { state, words, ui, image } = view;
  const { smallInput, terms } = known;
  const [H, W] = inputShape(state);
  let html = heading(words.input, `${H}×${W}`);
  if (smallInput && state.source.kind === 'matrix') {
    const mark = (_: number, r: number, c: number): Mark => {
      const mine = terms.filter(({ row, col }) => row === r && col === c);
      const note = mine.length > 0 ? weightNote(mine[0].w) : '';
      const classes = [mine.length > 0 ? 'in' : '', isAt(view, ['x'], r, c) ? 'at' : ''];
      return { class: classes.filter(Boolean).join(' '), note };
    };
    const fields = fieldTable([state.source.rows], {
      input: 'x',
      key: 'input',
      what: words.input,
      words,
      mark,
    });
    html += `<div class="w-scroll">${fields}</div>`;
  } else {
    const rows = terms.map(({ row }) => row);
    const cols = terms.map(({ col }) => col);
    const box =
      terms.length > 0
        ? boxOf(rows, cols)
        : view.cursor.on === 'x'
          ? [view.cursor.at[1], view.cursor.at[2], 1, 1]
          : undefined;
    const id = state.source.kind === 'picture' ? state.source.id : 'matrix';
    html += mapHtml({
      on: 'x',
      rows: H,
      cols: W,
      share: mapShare(W, known.y.shape[1]),
      name: 'input',
      image,
      alt: fill(words.inputPicture, { what: words.pictureAlt[id], h: H, w: W }),
      label: words.input,
      box,
      ink: ui.draw === '1',
    });
  }
  const chosen = state.source.kind === 'picture' ? state.source.id : ui.draw ? 'draw' : '';
  html += sourceControls(words, chosen, { own: ui.own === '1' });
  if (state.source.kind === 'matrix') {
    html += sizeFields('input', [
      [1, words.rows, H, LIMITS.matrix],
      [0, words.columns, W, LIMITS.matrix],
    ]);
  }
  return html;
}

/** A product in the corner of the cell it is added to: `+6`, `−3`, `≈.333`. */
function productNote(value: number): string {
  const text = show(value, 3).replace('0.', '.');
  return /^\d|^\./.test(text) ? `+${text}` : text;
}

/** A weight in the corner of a cell: `×2`, `×.25`, `≈.56`. */
function weightNote(w: number): string {
  const text = show(w, 2).replace('0.', '.');
  return text.startsWith('≈') ? text : `×${text}`;
}

/** The rectangle around some cells: row, column, height, width. */
function boxOf(rows: number[], cols: number[]): number[] {
  const [top, left] = [Math.min(...rows), Math.min(...cols)];
  return [top, left, Math.max(...rows) - top + 1, Math.max(...cols) - left + 1];
}

/** A kernel of ones, as text. */
const ones = (h: number, w: number) => matrixText(Array(h).fill(Array(w).fill(1)));

function kernelHtml(view: View, { terms }: Facts): string {
  const { state, words } = view;
  if (state.op !== 'transposed') return '';
  const [kh, kw] = [rowsOf(state), colsOf(state)];
  const mark = (_: number, i: number, j: number): Mark => {
    const used = terms.some((term) => term.i === i && term.j === j);
    const classes = [used ? 'in' : '', isAt(view, ['kernel'], i, j) ? 'at' : ''];
    return { class: classes.filter(Boolean).join(' ') };
  };
  const fields = fieldTable([state.kernel], {
    input: 'kernel',
    key: 'kernel',
    what: words.kernel,
    words,
    mark,
  });
  const text = matrixText(state.kernel);
  const flat = ones(kh, kw);
  const [sh, sw] = state.stride;
  // Strides whose weights are written out in few digits.
  const linear = [sh, sw].every((s) => s === 2 || s === 4) ? linearQuery(sh, sw) : undefined;
  return (
    heading(words.kernel, `${kh}×${kw}`) +
    `<div class="w-scroll">${fields}</div><div class="w-chips">` +
    setButton('kernel', flat, words.ones, text === flat) +
    (linear ? setButton('kernel', linear, words.linear, linear.startsWith(`${text}&`)) : '') +
    '</div>' +
    sizeFields('kernel', [
      [1, words.rows, kh, LIMITS.kernel],
      [0, words.columns, kw, LIMITS.kernel],
    ])
  );
}

/** The kernel that makes a transposed convolution interpolate, and the padding that goes with it. */
function linearQuery(sh: number, sw: number): string {
  const taps = (s: number) =>
    Array.from({ length: 2 * s }, (_, i) => 1 - Math.abs(i - s + 0.5) / s);
  const kernel = taps(sh).map((a) => taps(sw).map((b) => a * b));
  const padding = [sh / 2, sh / 2, sw / 2, sw / 2].join(',');
  return `${matrixText(kernel)}&padding=${padding}&outputPadding=0&dilation=1`;
}

// ---- output and overlap ---------------------------------------------------------------------

const close = (a: number, b: number) => Math.abs(a - b) <= 1e-5 * Math.max(1, Math.abs(b));

/** Which convention can be set against the one shown. */
function conventionOf({ op, padding, alignCorners }: State): 'same' | 'flags' | 'corners' | '' {
  if (op === 'bilinear') return alignCorners ? 'corners' : 'flags';
  return op === 'transposed' && padding === 'same' ? 'same' : '';
}

/** Found once for each state: it is drawn anew whenever the pointer moves. */
const others = new WeakMap<State, Other | undefined>();

/** The result in the other convention; undefined when there is none. */
function otherOf({ state, picture }: View): Other | undefined {
  if (!others.has(state)) others.set(state, otherConvention(state, picture));
  return others.get(state);
}

function outputHtml(view: View, known: Facts): string {
  const { state, words, ui, image } = view;
  const { y, small, stamped } = known;
  const [height, width] = y.shape;
  let html = heading(words.output, `${height}×${width}`, true);
  html += '<div class="w-scroll w-maps w-covered">';
  if (small) {
    const other = ui.convention === '1' ? otherOf(view)?.y.data : undefined;
    const mark = (_: number, r: number, c: number): Mark => {
      const term = stamped.get(`${r},${c}`);
      const at = r * width + c;
      const classes = [
        term ? 'in' : '',
        isAt(view, ['y', 'overlap'], r, c) ? 'at' : '',
        other && !close(y.data[at], other[at]) ? 'differs' : '',
      ];
      const note = term
        ? state.op === 'transposed'
          ? productNote(term.x * term.w)
          : weightNote(term.w)
        : '';
      return { class: classes.filter(Boolean).join(' '), note: width <= 8 ? note : '' };
    };
    html += valueTables(y.data, y.shape, { output: 'y', label: words.output, mark });
  } else {
    const scale = scaleOf(y.data, true);
    const id = state.source.kind === 'picture' ? state.source.id : 'matrix';
    html += mapHtml({
      on: 'y',
      rows: height,
      cols: width,
      share: mapShare(width, Math.max(width, inputShape(state)[1])),
      name: 'output',
      image,
      alt: fill(words.outputPicture, {
        what: words.pictureAlt[id],
        h: height,
        w: width,
        min: show(Math.min(0, scale.min)),
        max: show(scale.max),
      }),
      label: words.output,
      box: mapBox(view, known),
    });
    html += `<p class="w-legend" role="img" aria-label="${words.legend}">${legendHtml(scale)}</p>`;
  }
  return `${html}</div><p class="w-veil" aria-hidden="true">?</p>`;
}

/** The output cell under the cursor, or the rectangle that the stamp covers. */
function mapBox(view: View, { stamped }: Facts): number[] | undefined {
  if (placeOf(view) === 'y') return [view.cursor.at[1], view.cursor.at[2], 1, 1];
  const cells = [...stamped.keys()].map((key) => key.split(',').map(Number));
  if (cells.length === 0) return undefined;
  return boxOf(
    cells.map(([r]) => r),
    cells.map(([, c]) => c),
  );
}

function overlapHtml(view: View, known: Facts): string {
  const { words, image } = view;
  const { overlap, small, down, across, stamped } = known;
  const [height, width] = overlap.shape;
  let html = heading(words.overlap, `${height}×${width}`, true);
  html += '<div class="w-scroll w-maps w-covered">';
  if (small) {
    const mark = (_: number, r: number, c: number): Mark => ({
      class: [
        isAt(view, ['y', 'overlap'], r, c) ? 'at' : '',
        stamped.has(`${r},${c}`) ? 'in' : '',
        overlap.data[r * width + c] === 0 ? 'none' : '',
      ]
        .filter(Boolean)
        .join(' '),
    });
    html += valueTables(overlap.data, overlap.shape, {
      output: 'overlap',
      label: words.overlap,
      mark,
      rows: down.map(({ length }) => `${length}`),
      columns: across.map(({ length }) => `${length}`),
    });
    html += `</div><small class="w-covered">${words.overlapHint}</small>`;
  } else {
    html += mapHtml({
      on: 'overlap',
      rows: height,
      cols: width,
      name: 'overlap',
      image,
      alt: fill(words.overlapPicture, {
        min: least(overlap.data),
        max: magnitude(overlap.data),
      }),
      label: words.overlap,
      box: mapBox(view, known),
    });
    const bar = `<span>0</span><i class="w-bar w-counts"></i><span>${magnitude(overlap.data)}</span>`;
    html += `<p class="w-legend" role="img" aria-label="${words.legend}">${bar}</p></div>`;
  }
  return `${html}<p class="w-veil" aria-hidden="true">?</p>`;
}

function least(values: ArrayLike<number>): number {
  let found = Infinity;
  for (let i = 0; i < values.length; i++) found = Math.min(found, values[i]);
  return found;
}

/** Distinct numbers in order, at most five, as a list in words. */
function distinct(values: readonly number[], words: Words): string {
  const shown = [...new Set([...values].sort((a, b) => a - b).map((value) => show(value, 4)))];
  const listed = shown.length > 5 ? [...shown.slice(0, 4), '…', shown[shown.length - 1]] : shown;
  return listed.join(words.list);
}

/** Whether the overlap is even, and what becomes of a flat input. */
export function verdicts({ state, words }: View): { overlap: string; flat: string } {
  if (state.op !== 'transposed') return { overlap: '', flat: words.resizeFlat };
  const axes = axesOf(state);
  const even = axes.every(({ k, stride, dilation }) => evenOverlap(k, stride, dilation));
  const rules = axes.map(({ k, stride, dilation }) => {
    const shared = commonFactor(stride, dilation);
    const note = shared > 1 ? fill(words.sharedFactor, { g: shared }) : '';
    return `${k} mod ${stride} = ${k % stride}${note}`;
  });
  const [rows, cols] = axes.map(({ k, stride, dilation }) => tapPattern(k, stride, dilation));
  const counts = rows.flatMap((a) => cols.map((b) => a.length * b.length));
  const sums = rows.flatMap((a) =>
    cols.map((b) => {
      let sum = 0;
      for (const i of a) for (const j of b) sum += state.kernel[i][j];
      return sum;
    }),
  );
  const flat = sums.every((sum) => close(sum, sums[0]));
  return {
    overlap: fill(even ? words.even : words.uneven, {
      rule: [...new Set(rules)].join(words.comma),
      n: distinct(counts, words),
    }),
    flat: fill(flat ? words.flatTimes : words.notFlat, {
      v: flat ? show(sums[0], 4) : distinct(sums, words),
    }),
  };
}

const commonFactor = (a: number, b: number): number => (b === 0 ? a : commonFactor(b, a % b));

function verdictsHtml(view: View): string {
  const { overlap, flat } = verdicts(view);
  return `<p class="w-covered">${overlap ? `<b>${overlap}</b> ` : ''}${flat}</p>`;
}

// ---- the arithmetic -------------------------------------------------------------------------

/** More products than this are not written out one by one. */
const TERMS = 25;

/** `3×1 + 3×1 + 3×1 + 7×1 = 16` */
export function formula(view: View, html: boolean): string {
  const { words, cursor } = view;
  const { terms, y } = facts(view);
  const value = y.data[cursor.at[1] * y.shape[1] + cursor.at[2]];
  const result = minus(plain(value));
  const bold = html ? `<b>${result}</b>` : result;
  if (terms.length === 0) return `${words.nothing}: ${bold}`;
  if (terms.length > TERMS) {
    return `${fill(words.ofProducts, { n: terms.length })} ${equals(value)} ${bold}`;
  }
  const products = terms.map(({ x, w }) => {
    const text = `${operand(x)}×${operand(w)}`;
    return html ? `<span class="term">${text}</span>` : text;
  });
  return `${products.join(' + ')} ${equals(...terms.flatMap(({ x, w }) => [x, w]), value)} ${bold}`;
}

function whereOf(view: View): string {
  const { words, cursor, state } = view;
  const [, row, col] = cursor.at;
  const place = fill(words.where, { r: row + 1, c: col + 1 });
  if (placeOf(view) !== 'y' || state.op !== 'bilinear') return place;
  // Counted from 1, as rows and columns are.
  const [H, W] = inputShape(state);
  const source = (o: number, n: number, s: number) => {
    const [above, below] = sourcePlace(o, n, n * s, centresOf(state));
    return show(Math.min(Math.max(above / below, 0), n - 1) + 1);
  };
  const from = { r: source(row, H, state.stride[0]), c: source(col, W, state.stride[1]) };
  return place + fill(words.from, from);
}

/** `[1 1; 1 1]` */
const matrixWords = (rows: readonly (readonly number[])[]) =>
  `[${rows.map((row) => row.map((value) => minus(plain(value, 4))).join(' ')).join('; ')}]`;

/** What an input cell stamps, or where a weight of the kernel lands. */
function sentence(view: View, { input, stamped, down, across }: Facts): string {
  const { state, words, cursor } = view;
  const [, row, col] = cursor.at;
  const where = whereOf(view);
  const n = stamped.size;
  if (cursor.on === 'kernel') {
    return fill(words.tap, { where, value: show(state.kernel[row][col], 6), n });
  }
  const x = input.data[row * input.shape[1] + col];
  const value = show(x, 6);
  if (state.op !== 'transposed') {
    let sum = 0;
    for (const { w } of stamped.values()) sum += w;
    return fill(n > 0 ? words.copies : words.unused, { where, value, n, w: show(sum, 6) });
  }
  const [kh, kw] = [rowsOf(state), colsOf(state)];
  const short = kh * kw <= TERMS;
  const stamp = state.kernel.map((weights) => weights.map((w) => x * w));
  const text = fill(words.stamps, {
    where,
    value,
    kernel: short ? matrixWords(state.kernel) : `${kh}×${kw}`,
    stamp: short ? matrixWords(stamp) : '…',
  });
  if (n === 0) return text + words.cutAll;
  const span = (all: Meeting[][], at: number) => {
    const found = all.flatMap((each, o) => (each.some((one) => one.at === at) ? [o + 1] : []));
    const [a, b] = [found[0], found[found.length - 1]];
    return a === b ? `${a}` : fill(words.rowsSpan, { a, b });
  };
  const covers = fill(words.covers, { r: span(down, row), c: span(across, col) });
  const lost = kh * kw - n;
  return text + covers + (lost > 0 ? fill(words.cut, { n: lost }) : '');
}

function formulaHtml(view: View, known: Facts): string {
  return placeOf(view) === 'y'
    ? explainHtml(whereOf(view), formula(view, true))
    : explainHtml('', sentence(view, known));
}

/** The same, read out. */
export function speak(view: View): string {
  return placeOf(view) === 'y'
    ? `${whereOf(view)}: ${formula(view, false)}`
    : sentence(view, facts(view));
}

// ---- parameters and facts -------------------------------------------------------------------

function paramsHtml({ id, words, state }: View): string {
  const all = texts(state);
  const control = (key: keyof typeof all, label: string, hint?: string) => ({
    id,
    key,
    label,
    hint,
    value: all[key]!,
  });
  const stamps = state.op === 'transposed';
  const same =
    `<button type="button" data-do="set:padding=same&#38;outputPadding=0" ` +
    `aria-pressed="${state.padding === 'same'}">same</button>`;
  let html =
    selectField(control('op', words.op), Object.fromEntries(OPS.map((op) => [op, words.ops[op]]))) +
    stepperField(
      stamps
        ? control('stride', words.stride, words.pairHint)
        : control('stride', words.factor, words.factorHint),
      { min: 1, max: LIMITS.stride, words },
    );
  if (stamps) {
    html +=
      stepperField(control('padding', words.padding, words.cutHint), {
        min: 0,
        max: LIMITS.padding,
        words,
        extra: same,
      }) +
      stepperField(control('outputPadding', words.outputPadding, words.outputPaddingHint), {
        min: 0,
        max: LIMITS.stride - 1,
        words,
      }) +
      stepperField(control('dilation', words.dilation, words.pairHint), {
        min: 1,
        max: LIMITS.dilation,
        words,
      });
  } else {
    const hint = state.op === 'nearest' ? words.nearestHint : words.alignHint;
    html += `<div class="w-wide">${checkField(control('alignCorners', words.alignCorners, hint))}</div>`;
  }
  return html;
}

function conventionHtml(view: View, { y }: Facts): string {
  const { state, words, ui } = view;
  const which = conventionOf(state);
  if (!which) return '';
  const other = otherOf(view);
  if (!other) return `<p><small>${words.noOther}</small></p>`;
  const pair = (values: readonly number[] | undefined) =>
    values && (values[0] === values[1] ? `${values[0]}` : `(${values.join(', ')})`);
  const label = {
    same: fill(words.conventionSame, {
      p: pair(other.padding) ?? '',
      op: pair(other.outputPadding) ?? '',
    }),
    flags: words.conventionFlags,
    corners: words.conventionCorners,
  }[which];
  const box = uiCheck('convention', label, ui.convention === '1');
  if (ui.convention !== '1') return box;
  let different = 0;
  y.data.forEach((value, i) => {
    if (!close(value, other.y.data[i])) different++;
  });
  const values = { n: y.data.length, d: different, why: words.why[which] };
  const text = fill(different > 0 ? words.differ : words.agree, values);
  return `${box}<p class="w-verdict w-covered" role="status">${text}</p>`;
}

/** The size formula with the numbers of a state, one line per axis. */
export function sizeLines({ state, words }: View): string {
  const [H, W] = inputShape(state);
  const name = (axis: number) => (axis === 0 ? words.height : words.width);
  const line = (axis: number, text: string, size: number) =>
    `<span class="w-size"><span>${name(axis)}</span> ${text} = <b>${size}</b></span>`;
  if (state.op !== 'transposed') {
    const [oh, ow] = outputShape(state);
    return line(0, `${H}×${state.stride[0]}`, oh) + line(1, `${W}×${state.stride[1]}`, ow);
  }
  return axesOf(state)
    .map(({ n, k, stride, dilation, before, after, outputPadding, size }, axis) =>
      line(
        axis,
        `(${n} − 1)×${stride} − ${before} − ${after} + ${dilation}×(${k} − 1) + ${outputPadding} + 1`,
        size,
      ),
    )
    .join('');
}

function factsHtml(view: View): string {
  return `<p class="w-covered"><span class="w-label">${view.words.size}</span>${sizeLines(view)}</p>`;
}

/** The long tables of a result, written once: the pointer moves often, and they may be long. */
function numbersHtml(view: View, known: Facts): string {
  const open = view.ui['fold-numbers'] === '1';
  return onceFor(view.outputs!, `${open} ${view.words.table}`, () => tablesHtml(view, known, open));
}

function tablesHtml({ words, state }: View, known: Facts, open: boolean): string {
  const { y, overlap, input, small } = known;
  return (
    (small
      ? ''
      : contractTable('y', y.data, y.shape, words.table, open) +
        contractTable('overlap', overlap.data, overlap.shape, words.overlap, open)) +
    (state.source.kind === 'picture'
      ? contractTable('x', input.data, input.shape, words.input, open).replace(
          'data-output="x"',
          'data-input="x"',
        )
      : '')
  );
}

// ---- predict first, pictures ----------------------------------------------------------------

export function guess({ words, outputs }: View, [gh, gw, gm]: string[]) {
  const { y, overlap } = outputs!;
  const [h, w] = y.shape;
  const m = magnitude(overlap.data);
  const right = Number(gh) === h && Number(gw) === w && gm !== '' && Number(gm) === m;
  const values = { h, w, m, gh: gh || '?', gw: gw || '?', gm: gm || '?' };
  return { right, text: fill(right ? words.right : words.wrong, values) };
}

/** The pixels of the maps. */
export function images(
  view: View,
  { positive, negative, accent }: Colours,
): Record<string, () => Pixels> {
  const { state, outputs, picture } = view;
  const input = inputGrid(state, picture);
  const { y, overlap } = outputs!;
  const map = (image: typeof y) => (): Pixels => ({
    height: image.shape[0],
    width: image.shape[1],
    data: pixelsOf(image, scaleOf(image.data, true), positive, negative),
  });
  return {
    input: map(input),
    output: map(y),
    overlap: () => {
      const most = magnitude(overlap.data);
      const data = new Uint8ClampedArray(overlap.data.length * 4);
      overlap.data.forEach((count, i) => data.set([...accent, (255 * count) / most], i * 4));
      return { height: overlap.shape[0], width: overlap.shape[1], data };
    },
  };
}
