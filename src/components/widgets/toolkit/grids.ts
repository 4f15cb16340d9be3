/** Tables of numbers as HTML. Pure: the build and the browser draw with the same functions. */
import type { View } from './kind.ts';
import { datum, escapeHtml, fill, heat, magnitude } from './text.ts';

/** Above this a matrix is drawn as a picture, and its numbers stand in a table below. */
export const TABLE_LIMIT = 12;
/** Above this a table is filled when it is opened; `data-shape` is always there. */
export const CELL_LIMIT = 4096;

/** Whether a result is small enough to be read as numbers. */
export function fitsTable(height: number, width: number): boolean {
  return height <= TABLE_LIMIT && width <= TABLE_LIMIT;
}

/** The words a grid needs; they are part of every widget's words. */
export interface GridWords {
  /** `row {r}, column {c}` */
  cell: string;
  /** `channel {n}` */
  channel: string;
}

/** How a cell is marked: classes (`in`, `at`, `differs`, `won` …) and a small note in its corner. */
export interface Mark {
  class?: string;
  note?: string;
}

export type Marker = (layer: number, row: number, col: number) => Mark | undefined;

export interface FieldOptions {
  /** The value of `data-input` (“x” for the input of the contract). */
  input: string;
  /** The key of the address that the fields write. */
  key: string;
  /** What the matrix is called in the label of each cell. */
  what: string;
  words: GridWords;
  /** Heading of a layer (channel, sample, filter); empty for none. */
  title?: (layer: number) => string;
  /** Cells of padding drawn around as zeros that cannot be typed into: top, bottom, left, right. */
  around?: readonly number[];
  mark?: Marker;
  /** Label of a cell when “row, column” is not what they are. */
  cellName?: (layer: number, row: number, col: number) => string;
  /** Headings of the columns and of the rows. */
  columns?: readonly string[];
  rows?: readonly string[];
  /** Where these layers lie in the text of the key, when they are not all of it (a filter). */
  path?: readonly number[];
  /** Looking at its cells explains nothing. */
  still?: boolean;
  /** Text of the padding cells (0 for sums, −∞ for a maximum). */
  padding?: string;
}

/**
 * A grid of number fields, one `tbody` per layer. Cells carry `data-at="layer,row,column"`, which
 * is where `editCell` puts what is typed.
 */
export function fieldTable(layers: readonly number[][][], options: FieldOptions): string {
  const { input, key, what, words, title, mark, cellName, columns, rows: heads } = options;
  const [top, bottom, left, right] = options.around ?? [0, 0, 0, 0];
  const cols = left + layers[0][0].length + right + (heads ? 1 : 0);
  const body = layers.map((rows, layer) => {
    const heading = title?.(layer) ?? '';
    let lines = heading ? `<tr><th scope="rowgroup" colspan="${cols}">${heading}</th></tr>` : '';
    for (let r = -top; r < rows.length + bottom; r++) {
      let line = heads ? `<th scope="row">${heads[r] ?? ''}</th>` : '';
      for (let c = -left; c < rows[0].length + right; c++) {
        const value = rows[r]?.[c];
        const { class: name = '', note } = mark?.(layer, r, c) ?? {};
        const data = `data-at="${layer},${r},${c}"${note ? ` data-w="${escapeHtml(note)}"` : ''}`;
        if (value === undefined) {
          line += `<td class="pad${name && ` ${name}`}" aria-hidden="true" ${data}>${options.padding ?? '0'}</td>`;
          continue;
        }
        const where = cellName?.(layer, r, c) ?? fill(words.cell, { r: r + 1, c: c + 1 });
        const label = [what, heading, where].filter(Boolean).join(' ');
        line +=
          `<td${name && ` class="${name}"`} ${data}><input type="number" step="any" name="${key}" ` +
          `value="${value}" aria-label="${escapeHtml(label)}" tabindex="${layer + r + c === 0 ? 0 : -1}" ` +
          `autocomplete="off"></td>`;
      }
      lines += `<tr>${line}</tr>`;
    }
    return `<tbody>${lines}</tbody>`;
  });
  const head = columns
    ? `<thead><tr>${heads ? '<td></td>' : ''}${columns.map((name) => `<th scope="col">${name}</th>`).join('')}</tr></thead>`
    : '';
  const extra =
    (options.path ? ` data-path="${options.path.join()}"` : '') +
    (options.still ? ' data-still' : '');
  return `<table class="w-grid${crowd(cols)}" data-input="${input}"${extra}>${head}${body.join('')}</table>`;
}

/** Cells grow smaller when there are many side by side. */
export function crowd(cols: number): string {
  return cols > 8 ? ' w-crowd' : cols > 6 ? ' w-many' : '';
}

export interface ValueOptions {
  /** The value of `data-output`, on the table of a single layer. */
  output: string;
  /** What the table is called. */
  label: string;
  title?: (layer: number) => string;
  mark?: Marker;
  /** Share of a cell's colour; by default the largest magnitude of all values is full. */
  largest?: number;
  digits?: number;
  /** Decimals of the values beside the texts, where all would weigh too much in a page. */
  places?: number;
  columns?: readonly string[];
  rows?: readonly string[];
  /** Plain cells without colours. */
  plain?: boolean;
}

/**
 * A result [H, W, C] as one walkable table per channel. With one channel that table is the
 * contract's `data-output`; with several, `longTable` is, and `contract` tells whether it is needed.
 */
export function valueTables(
  values: ArrayLike<number>,
  [height, width, channels]: readonly number[],
  options: ValueOptions,
): string {
  const { output, label, title, mark, digits, places, columns, rows: heads } = options;
  const largest = options.largest ?? magnitude(values);
  let html = '';
  for (let layer = 0; layer < channels; layer++) {
    let body = '';
    for (let r = 0; r < height; r++) {
      let line = heads ? `<th scope="row">${heads[r] ?? ''}</th>` : '';
      for (let c = 0; c < width; c++) {
        const value = values[(r * width + c) * channels + layer];
        const { class: name = '', note } = mark?.(layer, r, c) ?? {};
        let colour = options.plain ? '' : heat(value, largest);
        if (name) {
          colour = colour ? colour.replace('class="', `class="${name} `) : ` class="${name}"`;
        }
        line +=
          `<td data-at="${layer},${r},${c}" data-on="${output}" tabindex="${r + c + layer === 0 ? 0 : -1}"` +
          `${note ? ` data-w="${escapeHtml(note)}"` : ''}${colour}>${datum(value, digits, places)}</td>`;
      }
      body += `<tr>${line}</tr>`;
    }
    const heading = title?.(layer) ?? '';
    const contract =
      channels === 1 ? ` data-output="${output}" data-shape="${height},${width},${channels}"` : '';
    const head = columns
      ? `<thead><tr>${heads ? '<td></td>' : ''}${columns.map((name) => `<th scope="col">${name}</th>`).join('')}</tr></thead>`
      : '';
    html +=
      `<table class="w-grid w-heat${crowd(width)}" role="grid" aria-label="${escapeHtml(`${label} ${heading}`.trim())}"${contract}>` +
      (heading ? `<caption>${heading}</caption>` : '') +
      `${head}<tbody>${body}</tbody></table>`;
  }
  return html;
}

/** A result as a walkable table of plain cells below its heading; `mark` adds classes to a cell. */
export function resultTable(
  { outputs, cursor }: Pick<View<object, unknown>, 'outputs' | 'cursor'>,
  output: string,
  title: string,
  columns?: readonly string[],
  rows?: readonly string[],
  mark?: (row: number, col: number) => string,
  digits = 4,
): string {
  const { data, shape } = outputs![output];
  const marker = (_: number, r: number, c: number): Mark => {
    const here = cursor.on === output && cursor.at[1] === r && cursor.at[2] === c;
    return { class: [mark?.(r, c), here ? 'at' : ''].filter(Boolean).join(' ') };
  };
  const html = valueTables(data, shape, { output, label: title, plain: true, digits, columns, rows, mark: marker }); // prettier-ignore
  return `<div><p class="w-h">${title}</p><div class="w-scroll">${html}</div></div>`;
}

/**
 * Every number of an image in channel-last order: one row per image row, channels side by side.
 * Without values it carries the shape alone.
 *
 * @param mark `data-output="y"` or `data-input="x"`
 * @param places decimals of the values beside the texts, where all would weigh too much in a page
 */
export function longTable(
  mark: string,
  values: ArrayLike<number> | undefined,
  [height, width, channels]: readonly number[],
  caption: string,
  places?: number,
): string {
  let body = '';
  for (let r = 0; values && r < height; r++) {
    let line = `<th scope="row">${r + 1}</th>`;
    for (let i = 0; i < width * channels; i++) {
      line += `<td>${datum(values[r * width * channels + i], 4, places)}</td>`;
    }
    body += `<tr>${line}</tr>`;
  }
  return (
    `<table class="w-numbers" ${mark} data-shape="${height},${width},${channels}">` +
    `<caption>${caption}</caption><tbody>${body}</tbody></table>`
  );
}

/**
 * The contract's table of a result that is not shown as one readable table: full up to CELL_LIMIT
 * cells or when its fold is open, else only its shape.
 */
export function contractTable(
  output: string,
  values: ArrayLike<number>,
  shape: readonly number[],
  caption: string,
  open: boolean,
  places?: number,
): string {
  const full = open || values.length <= CELL_LIMIT;
  return longTable(`data-output="${output}"`, full ? values : undefined, shape, caption, places);
}

/** A grid of numbers without fields: a magnified window, a turned kernel. */
export function plainTable(rows: readonly (readonly string[])[], label: string): string {
  const body = rows
    .map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join('')}</tr>`)
    .join('');
  return `<table class="w-grid w-plain" aria-label="${escapeHtml(label)}"><tbody>${body}</tbody></table>`;
}
