/** Matrices as grids of cells with their numbers. */
import { coordinate, element, esc, formatNumber, path, rect, text } from './svg.ts';

/** A cell's content: a number, a word such as “?”, or null for an empty cell. */
export type Cell = number | string | null;

/** A block of cells to draw a frame around, such as the window of a kernel. */
export interface Frame {
  row: number;
  col: number;
  rows: number;
  cols: number;
  /** A stroke class; the accent by default. */
  class?: string;
}

export interface MatrixGridOptions {
  /** Top left corner of the first cell. */
  x: number;
  y: number;
  /** Side of a cell, at least 24 for numbers that can be read on a phone. */
  cell: number;
  /** A name above the grid. */
  label?: string;
  /** Class of a cell's ground, such as `f-soft-accent`; none leaves the surface. */
  highlight?: (row: number, col: number) => string | undefined;
  /** Class of a cell's number, such as `f-muted`; none leaves the ink. */
  ink?: (row: number, col: number) => string | undefined;
  frames?: readonly Frame[];
  fontSize?: number;
  /** How a number is written; at most two decimals by default. */
  format?: (value: number) => string;
}

/** Space between a grid and the baseline of its label. */
const LABEL_GAP = 8;

/**
 * A matrix drawn cell by cell, as an SVG fragment for `svgDoc`.
 *
 * @throws RangeError when rows differ in length or a frame leaves the grid.
 */
export function matrixGrid(
  values: readonly (readonly Cell[])[],
  options: MatrixGridOptions,
): string {
  const { x, y, cell, label, highlight, ink, frames = [], format = formatNumber } = options;
  const { width, height } = matrixSize(values, cell);
  const fontSize = options.fontSize ?? Math.max(13, Math.round(cell * 0.44));
  const parts: string[] = [];
  if (label !== undefined) {
    parts.push(text(x + width / 2, y - LABEL_GAP, label, { class: 'f-muted', 'font-size': 13 }));
  }
  parts.push(rect(x, y, width, height, { class: 'f-surface' }));
  const numbers: string[] = [];
  const grounds = new Map<string, string>();
  values.forEach((row, r) =>
    row.forEach((value, c) => {
      const [left, top] = [x + c * cell, y + r * cell];
      const ground = highlight?.(r, c);
      if (ground) grounds.set(ground, (grounds.get(ground) ?? '') + square(left, top, cell));
      if (value === null) return;
      const shown = typeof value === 'number' ? format(value) : value;
      const place = { x: left + cell / 2, y: top + cell / 2 + fontSize * 0.35 };
      numbers.push(element('text', { ...place, class: ink?.(r, c) }, esc(shown)));
    }),
  );
  for (const [ground, d] of grounds) parts.push(path(d, { class: ground }));
  parts.push(
    path(gridLines(x, y, values.length, values[0]?.length ?? 0, cell), { class: 's-line' }),
  );
  const shared = { class: 'f-ink', 'font-size': fontSize, 'text-anchor': 'middle' };
  parts.push(element('g', shared, ...numbers));
  for (const frame of frames) {
    const { row, col, rows, cols } = frame;
    if (row < 0 || col < 0 || row + rows > values.length || col + cols > values[0].length) {
      throw new RangeError(
        `frame of ${rows}×${cols} at (${row}, ${col}) leaves the ${values.length}×${values[0].length} grid`,
      );
    }
    parts.push(
      rect(x + col * cell, y + row * cell, cols * cell, rows * cell, {
        class: frame.class ?? 's-accent',
        'stroke-width': 2.5,
      }),
    );
  }
  return parts.join('');
}

/** The `d` of one cell: all cells of a color are one path. */
const square = (x: number, y: number, cell: number) =>
  `M${coordinate(x)} ${coordinate(y)}h${coordinate(cell)}v${coordinate(cell)}h${coordinate(-cell)}z`;

/** The `d` of all lines of a grid: shared lines are drawn once. */
function gridLines(x: number, y: number, rows: number, cols: number, cell: number): string {
  const across = Array.from({ length: rows + 1 }, (_, r) => {
    return `M${coordinate(x)} ${coordinate(y + r * cell)}h${coordinate(cols * cell)}`;
  });
  const down = Array.from({ length: cols + 1 }, (_, c) => {
    return `M${coordinate(x + c * cell)} ${coordinate(y)}v${coordinate(rows * cell)}`;
  });
  return [...across, ...down].join('');
}

/**
 * Width and height of a grid, for placing what stands beside it.
 *
 * @throws RangeError when rows differ in length.
 */
export function matrixSize(
  values: readonly (readonly Cell[])[],
  cell: number,
): { width: number; height: number } {
  const cols = values[0]?.length ?? 0;
  values.forEach((row, r) => {
    if (row.length !== cols) {
      throw new RangeError(`row ${r} has ${row.length} cells, but row 0 has ${cols}`);
    }
  });
  return { width: cols * cell, height: values.length * cell };
}
