/** Seeded states for tests: few scenes, for a scene takes long, and every kind of suppression. */
import { mulberry32 } from '@lib/random.ts';
import { parse, type State } from '@widgets/detector/state.ts';
import type { Query } from '@widgets/toolkit/query.ts';

/** `count` different queries on at most `scenes` scenes, each a state. */
export function combinations(
  count: number,
  seed: number,
  scenes = 24,
): { query: Query; state: State }[] {
  const random = mulberry32(seed);
  const whole = (n: number) => Math.floor(random() * n);
  const composed = Array.from({ length: scenes }, () => ({
    seed: `${1 + whole(99_999)}`,
    count: `${1 + whole(8)}`,
    overlap: `${whole(21) / 20}`,
  }));
  return Array.from({ length: count }, (_, i) => {
    const query: Query = {
      ...composed[i % scenes],
      threshold: `${random() < 0.2 ? 0 : whole(100) / 100}`,
      iou: `${(1 + whole(100)) / 100}`,
      perClass: `${whole(2)}`,
      step: random() < 0.4 ? 'end' : `${whole(12)}`,
      box: random() < 0.5 ? '' : `${whole(8)},${whole(8)}`,
    };
    return { query, state: parse(query).state! };
  });
}
