/** How a query becomes the state, or is refused beside the control it came from. */
import { writeHash } from './address.ts';
import { request, shown, settle } from './computing.ts';
import { draw } from './drawing.ts';
import type { Problem, Query } from './query.ts';
import { at, ownInfo, type Live } from './session.ts';
import { fill } from './text.ts';

/** Takes a query over, or refuses it beside the control it came from. */
export function apply(live: Live, query: Query, from: string, quietly = false): boolean {
  const parsed = live.kind.parse(query, ownInfo(live));
  if (parsed.problems) {
    if (!quietly) refuse(live, parsed.problems, from);
    return false;
  }
  clearMessages(live);
  live.state = parsed.state;
  if (from !== 'hash') writeHash(live);
  live.mustWrite ||= ['hash', 'reset', 'act'].includes(from);
  void shown(live);
  request(live);
  return true;
}

/** Says beside the control it came from why there is no such state. */
export function refuse(live: Live, problems: Problem[], from: string): void {
  const say = ({ key, code, params }: Problem) =>
    fill(live.words.problems[code] ?? code, { key, name: live.words.names[key] ?? key, ...params });
  // A slider has its number beside it, and that is where a bad value was typed.
  const field =
    live.root.querySelector(`[name="${from}"]:not([type="range"])`) ??
    live.root.querySelector(`[name="${from}"]`);
  field?.setAttribute('aria-invalid', 'true');
  if (field?.tagName === 'SELECT') draw(live, true); // a list shows what is, not what was wished
  const place = live.root.querySelector<HTMLElement>(`[data-error="${from}"]`);
  message(live, problems.slice(0, 4).map(say).join(' '), place ?? undefined);
  if (from === 'hash') settle(live);
}

/** Shows a sentence; by default below the controls. */
export function message(live: Live, text: string, place = at(live, 'message')): void {
  place.textContent = text;
  place.hidden = false;
}

/** Takes back what was refused. */
export function clearMessages(live: Live): void {
  for (const place of live.root.querySelectorAll<HTMLElement>('[data-error]')) {
    place.hidden = true;
    place.textContent = '';
  }
  for (const field of live.root.querySelectorAll('[aria-invalid]')) {
    field.removeAttribute('aria-invalid');
  }
}
