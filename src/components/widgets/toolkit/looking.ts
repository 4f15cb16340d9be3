/** The cell that is explained, by pointer, by key and by focus. */
import { apply } from './changes.ts';
import { engage, shown } from './computing.ts';
import { draw } from './drawing.ts';
import { stroke } from './fields.ts';
import type { Cursor } from './kind.ts';
import { at, type Live } from './session.ts';
import {
  ARROWS,
  cellCursor,
  focusCell,
  mapCursor,
  mapNeighbour,
  neighbour,
  pointed,
  samePlace,
} from './walking.ts';

/** Whether a key is meant for the browser. */
const withModifier = ({ ctrlKey, metaKey, altKey }: KeyboardEvent) => ctrlKey || metaKey || altKey;

/** Draws again what is on show, after a change that is not in the address. */
export function redraw(live: Live): Promise<void> {
  return look(live, live.cursor, false, true);
}

/** The same place in another layer of a result; `names` are what its cells and maps are `on`. */
export function lookAtLayer(live: Live, names: string[], layer: number): Promise<void> {
  const here = live.cursor ?? live.view?.cursor;
  const place = here && names.includes(here.on) ? here.at.slice(1) : [0, 0];
  return look(live, { on: names[0], at: [layer, ...place] }, true);
}

/** Explains another cell, `aloud` or not; with `canvases` all of them are painted anew. */
export async function look(
  live: Live,
  next: Cursor | undefined,
  aloud: boolean,
  canvases = false,
): Promise<void> {
  live.cursor = next;
  const list = live.root.querySelector<HTMLElement>('select[data-layer]');
  if (next && list?.dataset.layer!.split(' ').includes(next.on)) {
    live.ui = { ...live.ui, layer: `${next.at[0]}` }; // still known while an input cell is looked at
  }
  if (!(await shown(live)) || !live.view) return;
  draw(live, false, canvases);
  const text = live.kind.speak?.(live.view);
  if (text === undefined || !aloud) return;
  clearTimeout(live.speechTimer);
  live.speechTimer = window.setTimeout(() => (at(live, 'speech').textContent = text), 150);
}

/** Goes to a cell; where the place is part of the state, that changes. */
export async function visit(live: Live, next: Cursor, aloud: boolean): Promise<void> {
  if (live.kind.pick) {
    if (!(await shown(live)) || !live.view) return;
    const query = live.kind.pick({ ...live.view, state: live.state, ui: live.ui }, next);
    if (query && !apply(live, query, 'pick')) return;
  }
  void look(live, next, aloud);
}

/** A cell of a map with `data-press` was pressed, or the space key on it: the act it names. */
async function press(live: Live, name: string, on: Cursor | undefined): Promise<void> {
  if (!on || !(await shown(live)) || !live.view) return;
  live.cursor = on;
  const query = live.kind.act?.({ ...live.view, state: live.state, ui: live.ui, cursor: on }, name);
  if (query) apply(live, query, 'act');
  void look(live, on, true);
}

/** Shows what the cell under the pointer is made of; draws while the button is down. */
export function onPoint(live: Live, event: PointerEvent): void {
  const target = event.target as HTMLElement;
  const map = target.closest<HTMLElement>('[data-map]');
  if (map) {
    const next = pointed(map, event);
    if (map.dataset.pick !== undefined) {
      if (event.type === 'pointerdown' || event.buttons & 1) void visit(live, next, false);
      return;
    }
    const { press: name } = map.dataset;
    if (name !== undefined && event.type === 'pointerdown') {
      live.swept = next;
      void press(live, name, next);
      return;
    }
    if (!(event.buttons & 1)) live.swept = undefined;
    if (map.hasAttribute('data-sweep') && live.swept?.on === next.on) {
      if (samePlace(live.swept, next)) return;
      const from = live.swept.at.slice(1).join();
      live.swept = next;
      void press(live, `${name}:${from}`, next);
      return;
    }
    const before = live.cursor ?? next;
    if (live.cursor && samePlace(before, next) && event.type === 'pointermove') return;
    void look(live, next, false);
    if (live.ui.draw && map.hasAttribute('data-ink') && event.buttons & 1) {
      event.preventDefault();
      const joined = event.type === 'pointermove' && before.on === next.on;
      void stroke(live, joined ? before : next, next, true);
    }
  } else if (event.type !== 'pointermove') {
    const cell = target.closest<HTMLElement>('td[data-at]');
    const next = cell && cellCursor(cell);
    if (next) void look(live, next, false);
  }
}

/** Arrow keys walk over grids and maps; space and the keys of a map act. `target` has the focus. */
export function onKey(
  live: Live,
  event: KeyboardEvent,
  target = event.target as HTMLElement,
): void {
  if (['Shift', 'Control', 'Alt', 'Meta'].includes(event.key)) return;
  engage(live);
  const cell = target.closest<HTMLElement>('td[data-at]');
  const map = target.closest<HTMLElement>('[data-map]');
  const move = ARROWS[event.key] ?? (event.key === 'Enter' && cell ? [1, 0] : undefined);
  if (cell && move) {
    event.preventDefault();
    const next = neighbour(cell, ...move);
    if (next) focusCell(next);
  } else if (map && move) {
    event.preventDefault();
    if (!live.cursor && !live.view) {
      // Pressed before the first numbers are there: it moves on from where the cursor begins.
      void redraw(live).then(() => live.view && onKey(live, event, target));
      return;
    }
    const by = event.shiftKey ? 8 : 1;
    const next = mapNeighbour(map, live.cursor ?? live.view?.cursor, move[0] * by, move[1] * by);
    void (map.dataset.pick !== undefined ? visit : look)(live, next, true);
  } else if (map?.dataset.press !== undefined && event.key === ' ') {
    event.preventDefault();
    const here = live.cursor ?? live.view?.cursor;
    const away = map.hasAttribute('data-sweep') && here?.on !== map.dataset.map;
    void press(live, map.dataset.press, away ? mapCursor(map, 0, 0) : here);
  } else if (map?.dataset.keys?.split(' ').includes(event.key) && !withModifier(event)) {
    event.preventDefault();
    void press(live, `${map.dataset.press}${event.key}`, live.cursor ?? live.view?.cursor);
  } else if (map?.hasAttribute('data-ink') && live.ui.draw && event.key === ' ') {
    event.preventDefault();
    const pen =
      live.cursor && live.cursor.on === map.dataset.map ? live.cursor : mapCursor(map, 0, 0);
    live.cursor = pen;
    void stroke(live, pen, pen, false);
  } else if (target.role === 'tab' && move?.[1]) {
    const tabs = [...live.root.querySelectorAll<HTMLElement>('[role="tab"]')];
    const next = tabs[(tabs.indexOf(target) + move[1] + tabs.length) % tabs.length];
    next.focus();
    next.click();
  }
}

/** A number of a grid that has the focus is explained. */
export function onFocus(live: Live, field: HTMLInputElement): void {
  const cell = field.closest<HTMLElement>('td[data-at]');
  const next = cell && cellCursor(cell);
  if (!next) return;
  void look(live, next, true);
  field.select?.();
}
