/** “Play”, “next” and “back” through the stops of a kind. */
import { shown } from './computing.ts';
import { visit } from './looking.ts';
import { at, type Live } from './session.ts';
import { samePlace } from './walking.ts';

/** Goes through the stops, slower and in fewer frames where motion is reduced. */
export async function play(live: Live): Promise<void> {
  if (!(await shown(live)) || !live.view) return;
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  const all = live.kind.stops?.(live.view) ?? [];
  const most = still ? 4 : 144;
  const every = Math.max(1, Math.ceil(all.length / most));
  const stops = all.filter((_, i) => i % every === 0);
  const pace = still ? 1500 : stops.length <= 36 ? 700 : 200;
  const go = () => {
    const next = stops.shift();
    if (!next) return stop(live);
    void visit(live, next, false);
  };
  stop(live);
  live.playing = window.setInterval(go, pace);
  at(live, 'play').textContent = live.words.pause;
  go();
}

/** Ends the play. */
export function stop(live: Live): void {
  clearInterval(live.playing);
  if (live.playing) at(live, 'play').textContent = live.words.play;
  live.playing = 0;
}

/** One stop on or back. */
export async function step(live: Live, by: number): Promise<void> {
  stop(live);
  if (!(await shown(live)) || !live.view) return;
  const all = live.kind.stops?.(live.view) ?? [];
  if (all.length === 0) return;
  const now = live.view.cursor;
  const here = all.findIndex((each) => samePlace(each, now));
  void visit(live, all[here < 0 ? 0 : (here + by + all.length) % all.length], true);
}
