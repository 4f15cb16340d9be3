/** What is on show: the parts whose HTML changed, the canvases, the cover of “predict first”. */
import { paintCanvases } from './painting.ts';
import { at, type Live } from './session.ts';
import { sync } from './sync.ts';
import { scrollIntoBox } from './walking.ts';

/** The parts whose HTML changed, and the canvases; `force` also writes into the field in focus. */
export function draw(live: Live, force: boolean, canvases = true): void {
  if (!live.view) return;
  force ||= live.mustWrite;
  live.mustWrite = false;
  live.onPage = live.view.state;
  const first = () => live.kind.firstCursor(live.view!.state, live.view!.outputs!);
  live.view = { ...live.view, cursor: live.cursor ?? first(), ui: live.ui };
  if (live.kind.holds && !live.kind.holds(live.view)) {
    live.cursor = undefined;
    live.view = { ...live.view, cursor: first() };
  }
  const active = document.activeElement as HTMLElement | null;
  const cell = active?.closest<HTMLElement>('[data-at]');
  const inPart = cell?.closest<HTMLElement>('[data-part]');
  const parts = live.kind.parts(live.view);
  live.syncing = true;
  for (const name in parts) {
    if (live.drawn[name] === parts[name] && !force) continue;
    live.drawn[name] = parts[name];
    const place = at(live, name);
    if (place) sync(place, parts[name], force);
  }
  live.syncing = false;
  if (cell && inPart && !cell.isConnected) {
    inPart.querySelector<HTMLElement>(`[data-at="${cell.dataset.at}"]`)?.focus();
  }
  live.root.toggleAttribute('data-drawing', live.ui.draw === '1');
  paintAll(live, canvases);
  follow(live);
  coverAgain(live);
}

/** A row with `data-follow` comes into sight of the box that scrolls it when it changes. */
function follow(live: Live): void {
  const row = live.root.querySelector<HTMLElement>('[data-follow]');
  if (row && row !== live.followed) scrollIntoBox(row);
  live.followed = row;
}

/** Draws the canvases; with `all` false those alone that need it. */
export function paintAll(live: Live, all = true): void {
  const { images } = live.kind;
  if (live.view && images) paintCanvases(live.root, all, (colours) => images(live.view!, colours));
}

/** What was guessed is no longer asked: the output is covered anew, the code written anew. */
function coverAgain(live: Live): void {
  if (live.coveredFor === live.view?.state) return;
  live.coveredFor = live.view?.state;
  if (live.root.querySelector<HTMLDetailsElement>('[data-part="predict"]')?.open) {
    live.root.setAttribute('data-predict', '');
    at(live, 'verdict').textContent = '';
  }
  if (live.root.querySelector<HTMLDetailsElement>('[data-part="twin"]')?.open) void live.showCode();
}
