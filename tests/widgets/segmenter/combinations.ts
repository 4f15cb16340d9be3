/** Seeded states for tests: few scenes and few lists of clicks, for each of them takes long. */
import { mulberry32 } from '@lib/random.ts';
import { parse, type State } from '@widgets/segmenter/state.ts';
import type { Query } from '@widgets/toolkit/query.ts';

/** `count` different queries on at most `scenes` scenes, each a state. */
export function combinations(
  count: number,
  seed: number,
  scenes = 8,
): { query: Query; state: State }[] {
  const random = mulberry32(seed);
  const whole = (n: number) => Math.floor(random() * n);
  const spot = () => `${whole(64)},${whole(64)}`;
  const composed = Array.from({ length: scenes }, () => ({
    seed: `${1 + whole(99_999)}`,
    count: `${1 + whole(5)}`,
    overlap: `${whole(21) / 20}`,
    lists: ['', `+${spot()};-${spot()};+${spot()}`, `-${spot()}`],
  }));
  return Array.from({ length: count }, (_, i) => {
    const { lists, ...scene } = composed[i % scenes];
    const parts = lists[whole(lists.length)].split(';');
    const query: Query = {
      ...scene,
      view: ['semantic', 'instance', 'click'][whole(3)],
      clicks: parts.slice(0, 1 + whole(parts.length)).join(';'),
      pixel: random() < 0.5 ? '' : spot(),
    };
    return { query, state: parse(query).state! };
  });
}
