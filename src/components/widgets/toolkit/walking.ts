/** Ways over grids and maps by arrow key and pointer, told by what stands in the page. */
import type { Cursor } from './kind.ts';

/** How far an arrow key goes. */
export const ARROWS: Record<string, readonly [down: number, right: number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

const inside = (value: number, size: number) => Math.min(size - 1, Math.max(0, value));

export const samePlace = (a: Cursor, b: Cursor) => a.on === b.on && a.at.join() === b.at.join();

/** The cursor for a cell of a table; undefined where there is nothing to explain. */
export function cellCursor(cell: HTMLElement): Cursor | undefined {
  const { input, output } = cell.closest<HTMLElement>('table')!.dataset;
  const on = cell.dataset.on ?? input ?? output;
  if (on === undefined || cell.matches('.pad, [data-still] td')) return undefined;
  return { on, at: cell.dataset.at!.split(',').map(Number) };
}

/** Rows and columns of padding that come first in a map. */
function offsetOf(map: HTMLElement): number[] {
  return (map.dataset.offset ?? '0,0').split(',').map(Number);
}

const sizeOf = ({ dataset }: HTMLElement) => [Number(dataset.rows), Number(dataset.cols)];

/** The cursor for a cell of a map, counted from its first row and column, padding included. */
export function mapCursor(map: HTMLElement, row: number, col: number): Cursor {
  const [top, left] = offsetOf(map);
  return { on: map.dataset.map!, at: [Number(map.dataset.layer), row - top, col - left] };
}

/** The cell of a map under the pointer. */
export function pointed(map: HTMLElement, event: PointerEvent): Cursor {
  const box = map.getBoundingClientRect();
  const [rows, cols] = sizeOf(map);
  return mapCursor(
    map,
    inside(Math.floor(((event.clientY - box.top) / box.height) * rows), rows),
    inside(Math.floor(((event.clientX - box.left) / box.width) * cols), cols),
  );
}

/**
 * The cell of a map that is `down` and `right` of the one it is at: that of `data-pick`, else the
 * cursor when it lies on this map, else the first.
 */
export function mapNeighbour(
  map: HTMLElement,
  cursor: Cursor | undefined,
  down: number,
  right: number,
): Cursor {
  const [rows, cols] = sizeOf(map);
  const [top, left] = offsetOf(map);
  const { pick } = map.dataset;
  const here = cursor && cursor.on === map.dataset.map ? cursor.at.slice(1) : [-top, -left];
  const [row, col] = pick === undefined ? here : pick.split(',').map(Number);
  return mapCursor(map, inside(row + top + down, rows), inside(col + left + right, cols));
}

/** The neighbour of a cell of a table, past the end of a layer in the next one. */
export function neighbour(cell: HTMLElement, down: number, right: number): HTMLElement | undefined {
  const [layer, row, col] = cell.dataset.at!.split(',').map(Number);
  const table = cell.closest('table')!;
  // The tables of one result lie side by side; an input is one table.
  const scope = table.dataset.input ? table : (table.closest('[data-part]') ?? table);
  const cells = [...scope.querySelectorAll<HTMLElement>('td[data-at]:not(.pad)')].filter(
    (each) => each.dataset.on === cell.dataset.on,
  );
  /** The cell there; where rows differ, the nearest one of that row on that side. */
  const find = (l: number, r: number, c: number) => {
    const far = (each: HTMLElement) => Number(each.dataset.at!.split(',')[2]) - c;
    const there = cells.filter((each) => {
      const on = right === 0 || far(each) * Math.sign(right) >= 0;
      return each.dataset.at!.startsWith(`${l},${r},`) && on;
    });
    return there.sort((a, b) => Math.abs(far(a)) - Math.abs(far(b)))[0];
  };
  const last = () => {
    const rows = cells.filter((each) => each.dataset.at!.startsWith(`${layer - 1},`));
    return rows.findLast((each) => each.dataset.at!.endsWith(`,${col}`));
  };
  return (
    find(layer, row + down, col + right) ??
    (down > 0 ? find(layer + 1, 0, col) : down < 0 ? last() : undefined)
  );
}

/** Moves the focus into a cell; its grid keeps one tab stop. */
export function focusCell(cell: HTMLElement): void {
  for (const old of cell.closest('table')!.querySelectorAll<HTMLElement>('[tabindex="0"]')) {
    old.tabIndex = -1;
  }
  const next = cell.querySelector('input') ?? cell;
  next.tabIndex = 0;
  next.focus();
}

/** Scrolls the box around a row, and nothing else, until the row is seen below its head. */
export function scrollIntoBox(row: HTMLElement): void {
  const box = row.closest<HTMLElement>('.w-scroll');
  if (!box) return;
  const [a, b] = [row.getBoundingClientRect(), box.getBoundingClientRect()];
  const head = box.querySelector('thead')?.clientHeight ?? 0;
  if (a.top < b.top + head) box.scrollTop -= b.top + head - a.top;
  else if (a.bottom > b.bottom) box.scrollTop += a.bottom - b.bottom;
}
