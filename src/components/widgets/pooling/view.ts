/** What the pooling widget shows, as HTML. Pure: the build and the browser draw the same. */
import { poolWindow } from '../../../lib/ops/pool.ts';
import {
  checkField,
  explainHtml,
  selectField,
  sizeFields,
  sourceControls,
  stepperField,
  uiCheck,
} from '../toolkit/controls.ts';
import {
  contractTable,
  fieldTable,
  fitsTable,
  plainTable,
  valueTables,
  type Mark,
} from '../toolkit/grids.ts';
import type { Colours, Cursor, Pixels, View as ViewOf } from '../toolkit/kind.ts';
import { legendHtml, mapHtml, mapShare, pixelsOf, scaleOf } from '../toolkit/maps.ts';
import { LIMITS } from '../toolkit/query.ts';
import { equals, fill, minus, operand, plain, show } from '../toolkit/text.ts';
import { gradient, pytorch, unmoved } from './reference.ts';
import {
  inputShape,
  isGlobal,
  isMoved,
  MAX_WINDOW,
  OPS,
  optionsOf,
  outputShape,
  pooledGrid,
  ruleOf,
  sidesOf,
  texts,
  type State,
} from './state.ts';
import type { Words } from './strings.ts';

export type View = ViewOf<State, Words>;

/** Everything the parts draw from. */
function facts(view: View) {
  const { state, outputs, picture, cursor } = view;
  const { y, argmax } = outputs!;
  const input = pooledGrid(state, picture);
  const sides = sidesOf(state);
  const options = optionsOf(state);
  const small = state.source.kind === 'matrix' && fitsTable(input.shape[0], input.shape[1]);
  const smallOutput = fitsTable(y.shape[0], y.shape[1]);
  const window =
    cursor.on === 'y'
      ? poolWindow(input, options, cursor.at[1], cursor.at[2], cursor.at[0])
      : undefined;
  return { y, argmax, input, sides, options, small, smallOutput, window };
}

type Facts = ReturnType<typeof facts>;

/** The HTML of each part. */
export function parts(view: View): Record<string, string> {
  const known = facts(view);
  return {
    input: inputHtml(view, known),
    output: outputHtml(view, known),
    formula: formulaHtml(view, known),
    params: paramsHtml(view),
    facts: factsHtml(view, known),
    numbers: numbersHtml(view, known),
  };
}

/** Whether the cursor lies on a cell that exists. */
export function holds({ state, cursor }: View): boolean {
  const [layer, row, col] = cursor.at;
  const [height, width, channels] = cursor.on === 'y' ? outputShape(state) : inputShape(state);
  return layer < channels && row >= 0 && row < height && col >= 0 && col < width;
}

export function firstCursor(): Cursor {
  return { on: 'y', at: [0, 0, 0] };
}

/** Every output cell, layer by layer. */
export function stops({ state }: View): Cursor[] {
  const [height, width, channels] = outputShape(state);
  return Array.from({ length: height * width * channels }, (_, i) => ({
    on: 'y',
    at: [Math.floor(i / (height * width)), Math.floor(i / width) % height, i % width],
  }));
}

// ---- the input ------------------------------------------------------------------------------

function inputHtml(view: View, known: Facts): string {
  const { state, words, ui, cursor, image } = view;
  const { input, sides, small, window } = known;
  const [H, W, C] = input.shape;
  const title = (layer: number) => (C > 1 ? fill(words.channel, { n: layer + 1 }) : '');
  const moved = isMoved(state);
  const slopes = ui.gradient ? gradient(state, view.picture) : undefined;
  const winner = window?.argmax;
  const mark = (layer: number, r: number, c: number): Mark => {
    const flat = (r * W + c) * C + layer;
    const inside = window?.terms.some((term) => term.row === r && term.col === c);
    const mine = cursor.on === 'y' && cursor.at[0] === layer;
    const padded = r < 0 || c < 0 || r >= H || c >= W;
    const slope = !padded && slopes ? slopes.data[flat] : 0;
    const classes = [
      inside && mine ? 'in' : '',
      inside && mine && winner === flat ? 'won' : '',
      cursor.on === 'x' && cursor.at.join() === `${layer},${r},${c}` ? 'at' : '',
    ];
    const note =
      slope !== 0 ? `∂ ${show(slope, 2)}` : inside && mine && winner === flat ? words.won : '';
    return { class: classes.filter(Boolean).join(' '), note };
  };
  const padding = ruleOf(state.op) === 'max' ? '−∞' : '0';
  let html = `<p class="w-h">${words.input} <small>${[H, W, C].join('×')}</small></p>`;
  if (small && state.source.kind === 'matrix') {
    const fields = fieldTable(state.source.channels, {
      input: 'x',
      key: 'input',
      what: words.input,
      words,
      title,
      around: moved ? undefined : sides,
      padding,
      mark: moved ? undefined : mark,
    });
    html += `<div class="w-scroll">${fields}</div>`;
    if (moved) html += movedHtml(view, known, mark);
  } else {
    const [top, bottom, left, right] = sides;
    const first = window?.terms[0];
    const { window: k } = known.options;
    const box = first
      ? [first.row + top, first.col + left, k[0], k[1]]
      : [cursor.at[1] + top, cursor.at[2] + left, 1, 1];
    const id = state.source.kind === 'picture' ? state.source.id : 'matrix';
    html += mapHtml({
      on: 'x',
      rows: H + top + bottom,
      cols: W + left + right,
      offset: [top, left],
      name: 'input',
      image,
      alt: fill(words.inputPicture, { what: words.pictureAlt[id], h: H, w: W }),
      label: words.input,
      box,
      ink: ui.draw === '1',
    });
    if (window && window.terms.length <= 121) {
      const rows: string[][] = [];
      window.terms.forEach(({ row, x, padded, col }, i) => {
        if (i === 0 || row !== window.terms[i - 1].row) rows.push([]);
        const text = padded ? `<span class="pad">${padding}</span>` : show(x);
        const flat = (row * W + col) * C + cursor.at[0];
        rows[rows.length - 1].push(flat === winner ? `<b>${text}</b>` : text);
      });
      html += `<div class="w-scroll">${plainTable(rows, words.window)}</div>`;
    }
  }
  const chosen = state.source.kind === 'picture' ? state.source.id : ui.draw ? 'draw' : '';
  html += sourceControls(words, chosen, { own: ui.own === '1' });
  if (state.source.kind === 'matrix') {
    html += sizeFields('input', [
      [1, words.rows, H, LIMITS.matrix],
      [0, words.columns, W, LIMITS.matrix],
      [2, words.channels, C, LIMITS.channels],
    ]);
  }
  return html;
}

/** The input after its shift, read-only, with the window on it. */
function movedHtml(
  view: View,
  { input, sides }: Facts,
  mark: (layer: number, r: number, c: number) => Mark,
): string {
  const [H, W, C] = input.shape;
  const [top, bottom, left, right] = sides;
  let body = '';
  for (let layer = 0; layer < C; layer++) {
    for (let r = -top; r < H + bottom; r++) {
      let line = '';
      for (let c = -left; c < W + right; c++) {
        const { class: name, note } = mark(layer, r, c);
        const inside = r >= 0 && c >= 0 && r < H && c < W;
        const text = inside ? show(input.data[(r * W + c) * C + layer]) : '';
        const classes = [inside ? '' : 'pad', name].filter(Boolean).join(' ');
        line += `<td${classes && ` class="${classes}"`}${note ? ` data-w="${note}"` : ''}>${text}</td>`;
      }
      body += `<tr>${line}</tr>`;
    }
  }
  return (
    `<p class="w-h">${view.words.moved}</p><div class="w-scroll">` +
    `<table class="w-grid w-plain" aria-label="${view.words.moved}"><tbody>${body}</tbody></table></div>`
  );
}

// ---- the output -----------------------------------------------------------------------------

const close = (a: number, b: number) => Math.abs(a - b) <= 1e-5 * Math.max(1, Math.abs(b));

/** Cells in which another result of the same layer differs, as `row,col,channel`. */
function differences(view: View, known: Facts): { cells: Set<string>; text: string } {
  const { state, words, ui, picture } = view;
  const { y } = known;
  const [height, width, channels] = y.shape;
  const cells = new Set<string>();
  const asked = ui.convention === '1';
  const other = asked ? pytorch(state, picture) : unmoved(state, picture);
  if (!other) return { cells, text: '' };
  const [oh, ow] = other.shape;
  for (let r = 0; r < Math.min(height, oh); r++) {
    for (let c = 0; c < Math.min(width, ow); c++) {
      for (let f = 0; f < channels; f++) {
        const ours = y.data[(r * width + c) * channels + f];
        const theirs = other.data[(r * ow + c) * channels + f];
        if (!close(ours, theirs)) cells.add(`${r},${c},${f}`);
      }
    }
  }
  const values = { d: cells.size, n: y.data.length, h: oh, w: ow };
  if (!asked) return { cells, text: fill(words.changed, values) };
  const resized = oh !== height || ow !== width;
  const { same, pad, l2 } = words.reasons;
  const why = ruleOf(state.op) === 'l2' ? l2 : state.padding === 'same' ? same : pad;
  const template = resized ? words.differShape : cells.size > 0 ? words.differ : words.same;
  return { cells, text: fill(template, { ...values, why }) };
}

function outputHtml(view: View, known: Facts): string {
  const { state, words, cursor, image } = view;
  const { y, input, sides, smallOutput } = known;
  const [height, width, channels] = y.shape;
  const { cells, text } = differences(view, known);
  const title = (layer: number) => (channels > 1 ? fill(words.channel, { n: layer + 1 }) : '');
  const readers = cursor.on === 'x' ? readersOf(known, cursor) : [];
  const mark = (layer: number, r: number, c: number): Mark => {
    const here = cursor.on === 'y' && cursor.at.join() === `${layer},${r},${c}`;
    const reads = cursor.at[0] === layer && readers.some(([a, b]) => a === r && b === c);
    const classes = [here || reads ? 'at' : '', cells.has(`${r},${c},${layer}`) ? 'differs' : ''];
    return { class: classes.filter(Boolean).join(' ') };
  };
  let html = `<p class="w-h">${words.output} <small class="w-covered">${y.shape.join('×')}</small></p><div class="w-scroll w-maps w-covered">`;
  if (smallOutput) {
    html += valueTables(y.data, y.shape, { output: 'y', label: words.output, title, mark });
  } else {
    const id = state.source.kind === 'picture' ? state.source.id : 'matrix';
    const widest = input.shape[1] + sides[2] + sides[3];
    for (let layer = 0; layer < channels; layer++) {
      const [row, col] = [cursor.at[1], cursor.at[2]];
      const box =
        cursor.on === 'y' && cursor.at[0] === layer
          ? [row, col, 1, 1]
          : readers.length > 0
            ? [
                readers[0][0],
                readers[0][1],
                readers[readers.length - 1][0] - readers[0][0] + 1,
                readers[readers.length - 1][1] - readers[0][1] + 1,
              ]
            : undefined;
      html += mapHtml({
        on: 'y',
        layer,
        rows: height,
        cols: width,
        share: mapShare(width, widest),
        name: `output-${layer}`,
        image,
        alt: fill(words.outputPicture, { what: words.pictureAlt[id], h: height, w: width }),
        label: `${words.output} ${title(layer)}`.trim(),
        title: title(layer),
        box,
      });
    }
    const scale = scaleOf(y.data, true);
    html += `<p class="w-legend" role="img" aria-label="${words.legend}">${legendHtml(scale)}</p>`;
  }
  html += '</div><p class="w-veil" aria-hidden="true">?</p>';
  if (text) html += `<p class="w-verdict w-covered">${text}</p>`;
  return (
    `${html}<div class="w-needs-script">${uiCheck('gradient', words.gradient, view.ui.gradient === '1')}` +
    `<br><small>${words.gradientHint}</small><br>` +
    `${uiCheck('convention', words.convention, view.ui.convention === '1')}</div>`
  );
}

/** The output cells whose window covers an input cell. */
function readersOf({ options, sides, y }: Facts, { at }: Cursor): [row: number, col: number][] {
  const along = (axis: 0 | 1, place: number) => {
    const found: number[] = [];
    for (let i = 0; i < y.shape[axis]; i++) {
      const start = i * options.stride[axis] - sides[axis * 2];
      if (place >= start && place < start + options.window[axis]) found.push(i);
    }
    return found;
  };
  const columns = along(1, at[2]);
  return along(0, at[1]).flatMap((r) => columns.map((c): [number, number] => [r, c]));
}

// ---- the arithmetic -------------------------------------------------------------------------

/** More numbers than this are not written out one by one. */
const TERMS = 25;

/** `max(1, 3, 9, 3) = 9`, `(1 + 3 + 9 + 3) / 4 = 4`, `√((1² + 3²) / 2) ≈ 2.236`. */
export function formula(view: View, html: boolean): string {
  const { state, words } = view;
  const { window, y } = facts(view);
  const [layer, row, col] = view.cursor.at;
  const value = y.data[(row * y.shape[1] + col) * y.shape[2] + layer];
  const rule = ruleOf(state.op);
  // Padding never wins a maximum; in a mean it is written when it counts.
  const counted = window!.terms.filter(
    ({ padded }) => !padded || (rule !== 'max' && state.includePad && !isGlobal(state.op)),
  );
  const values = counted.map(({ x }) => x);
  const bold = (text: string) => (html ? `<b>${text}</b>` : text);
  const list = (write: (x: number) => string, joint: string) =>
    values.length <= TERMS
      ? values.map((x) => write(x)).join(joint)
      : fill(words.ofCells, { n: values.length });
  const sign = equals(...(values.length <= TERMS ? values : []), value);
  const result = bold(minus(plain(value)));
  if (rule === 'max') return `max(${list((x) => minus(plain(x)), ', ')}) ${sign} ${result}`;
  if (rule === 'avg') return `(${list(operand, ' + ')}) / ${window!.count} ${sign} ${result}`;
  return `√((${list((x) => `${operand(x)}²`, ' + ')}) / ${window!.count}) ${sign} ${result}`;
}

function whereOf({ words, cursor, state }: View): string {
  const [layer, row, col] = cursor.at;
  const place = fill(words.where, { r: row + 1, c: col + 1 });
  return inputShape(state)[2] > 1 ? `${fill(words.channel, { n: layer + 1 })} ${place}` : place;
}

/** What an input cell is for. */
function inputSentence(view: View, known: Facts): string {
  const { state, words, cursor, picture } = view;
  const { input, argmax } = known;
  const [layer, row, col] = cursor.at;
  const flat = (row * input.shape[1] + col) * input.shape[2] + layer;
  const n = readersOf(known, cursor).length;
  const values = { where: whereOf(view), value: show(input.data[flat], 6), n };
  if (n === 0) return fill(words.inputUnread, values);
  const g = show(gradient(state, picture).data[flat]);
  const wins = argmax ? argmax.data.filter((winner) => winner === flat).length : 0;
  return fill(words.inputCell + (argmax ? words.inputWins : words.inputShare), {
    ...values,
    w: wins,
    g,
  });
}

function formulaHtml(view: View, known: Facts): string {
  return view.cursor.on === 'y'
    ? explainHtml(whereOf(view), formula(view, true))
    : explainHtml('', inputSentence(view, known));
}

/** The same, read out. */
export function speak(view: View): string {
  return view.cursor.on === 'y'
    ? `${whereOf(view)}: ${formula(view, false)}`
    : inputSentence(view, facts(view));
}

// ---- parameters and facts -------------------------------------------------------------------

function paramsHtml({ id, words, state }: View): string {
  const all = texts(state);
  const control = (key: keyof typeof all, label: string, hint?: string) => ({
    id,
    key,
    label,
    hint,
    value: all[key] ?? '',
  });
  const global = isGlobal(state.op);
  const steps = { min: 1, max: MAX_WINDOW, words };
  const choice = (value: 'valid' | 'same') =>
    `<button type="button" data-do="set:padding=${value}" aria-pressed="${state.padding === value}">${value}</button>`;
  let html = selectField(
    control('op', words.op),
    Object.fromEntries(OPS.map((op) => [op, words.ops[op]])),
  );
  if (!global) {
    html +=
      stepperField(control('window', words.window, words.pairHint), steps) +
      stepperField(
        { ...control('stride', words.stride, words.strideHint), placeholder: all.window },
        { ...steps, max: LIMITS.stride },
      ) +
      stepperField(control('padding', words.padding, words.paddingHint), {
        min: 0,
        max: LIMITS.padding,
        words,
        extra: choice('valid') + choice('same'),
      }) +
      checkField(control('ceil', words.ceil, words.ceilHint)) +
      checkField(control('includePad', words.includePad, words.includePadHint));
  }
  html += stepperField(control('shift', words.shift, words.shiftHint), { min: -8, max: 8, words });
  return html;
}

function factsHtml({ state, words }: View, { y, input, sides, options }: Facts): string {
  let dropped = false;
  const line = (axis: 0 | 1) => {
    const [before, after] = axis === 0 ? [sides[0], sides[1]] : [sides[2], sides[3]];
    const [open, shut] = state.ceil ? ['⌈', '⌉'] : ['⌊', '⌋'];
    const steps =
      (input.shape[axis] + before + after - options.window[axis]) / options.stride[axis];
    const less = state.ceil && Math.ceil(steps) + 1 > y.shape[axis];
    dropped ||= less;
    return (
      `<span class="w-size"><span>${axis === 0 ? words.height : words.width}</span> ` +
      `${open}(${input.shape[axis]} + ${before} + ${after} − ${options.window[axis]}) / ${options.stride[axis]}${shut} + 1${less ? ' − 1' : ''} ` +
      `= <b>${y.shape[axis]}</b></span>`
    );
  };
  const lines = isGlobal(state.op) ? words.sizeGlobal : line(0) + line(1);
  const size = lines + (dropped ? ` <small>${words.dropped}</small>` : '');
  const kept = fill(words.kept, { from: input.data.length, to: y.data.length });
  return (
    `<p class="w-covered"><span class="w-label">${words.size}</span>${size}</p>` +
    `<p><span>${words.noParameters}</span><span class="w-covered">${kept}</span></p>`
  );
}

function numbersHtml(view: View, { y, argmax, smallOutput, input }: Facts): string {
  const { words, ui, state } = view;
  const open = ui['fold-numbers'] === '1';
  const shown = smallOutput && y.shape[2] === 1;
  return (
    (shown ? '' : contractTable('y', y.data, y.shape, words.table, open)) +
    (argmax ? contractTable('argmax', argmax.data, argmax.shape, words.argmaxTable, open) : '') +
    (state.source.kind === 'picture'
      ? contractTable('', input.data, input.shape, words.input, open).replace(
          'data-output=""',
          'data-input="x"',
        )
      : '')
  );
}

// ---- predict first, pictures ----------------------------------------------------------------

export function guess({ words, outputs }: View, [gh, gw, gv]: string[]) {
  const { y } = outputs!;
  const [h, w] = y.shape;
  const right =
    Number(gh) === h && Number(gw) === w && gv !== '' && Math.abs(Number(gv) - y.data[0]) < 0.005;
  const values = { h, w, v: show(y.data[0]), gh: gh || '?', gw: gw || '?', gv: gv || '?' };
  return { right, text: fill(right ? words.right : words.wrong, values) };
}

/** The pixels of the maps. */
export function images(view: View, { positive, negative }: Colours): Record<string, () => Pixels> {
  const { state, outputs, picture } = view;
  const input = pooledGrid(state, picture);
  const sides = sidesOf(state);
  const made: Record<string, () => Pixels> = {
    input: () => {
      const [H, W] = input.shape;
      const [top, bottom, left, right] = sides;
      const [height, width] = [H + top + bottom, W + left + right];
      const data = new Uint8ClampedArray(height * width * 4);
      const inner = pixelsOf(input, scaleOf(input.data, true), positive, negative);
      for (let r = 0; r < H; r++) {
        data.set(inner.subarray(r * W * 4, (r + 1) * W * 4), ((r + top) * width + left) * 4);
      }
      return { height, width, data };
    },
  };
  const { y } = outputs!;
  for (let layer = 0; layer < y.shape[2]; layer++) {
    made[`output-${layer}`] = () => ({
      height: y.shape[0],
      width: y.shape[1],
      data: pixelsOf(y, scaleOf(y.data, true), positive, negative, layer),
    });
  }
  return made;
}
