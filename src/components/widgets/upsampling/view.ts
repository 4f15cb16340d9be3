/** What the up-sampling widget shows, as HTML. Pure: the build and the browser draw the same. */
import { setButton, sizeFields, sourceControls } from '../toolkit/controls.ts';
import { contractTable, fieldTable, type Mark, valueTables } from '../toolkit/grids.ts';
import type { Colours, Pixels } from '../toolkit/kind.ts';
import { legendHtml, mapHtml, mapShare, pixelsOf, scaleOf } from '../toolkit/maps.ts';
import { LIMITS, matrixText } from '../toolkit/query.ts';
import { fill, magnitude, onceFor, show } from '../toolkit/text.ts';
import { conventionHtml, factsHtml, otherOf, paramsHtml } from './params.ts';
import { colsOf, type Facts, facts, placeOf, rowsOf, type View } from './places.ts';
import { inputGrid, inputShape } from './state.ts';
import { formulaHtml } from './sums.ts';
import { close, least, verdictsHtml } from './verdicts.ts';

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
