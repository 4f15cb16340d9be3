/** Seeded states for tests: every size, every kind, heads, orders and temperatures. */
import { mulberry32 } from '@lib/random.ts';
import { DIMS, HEADS, parse, PATCHES, POSITIONS, WEIGHTS, type State } from '@widgets/attention/state.ts'; // prettier-ignore
import type { Query } from '@widgets/toolkit/query.ts';

/** Queries that are states, the same ones in every run; pictures are typed where `drawn`. */
export function combinations(
  count: number,
  seed = 1,
  drawn = 0.2,
): { query: Query; state: State }[] {
  const random = mulberry32(seed);
  const whole = (n: number) => Math.floor(random() * n);
  const one = <T>(list: readonly T[]): T => list[whole(list.length)];
  return Array.from({ length: count }, (_, i) => {
    const query: Query = {
      patch: PATCHES[i % PATCHES.length],
      dims: one(DIMS),
      heads: one(HEADS),
      head: `${1 + whole(4)}`,
      query: `${1 + whole(36)}`,
      temperature: one(['0.1', '0.25', '1', '1', '1', '3.5', '10']),
      scale: one(['0', '1', '1']),
      positions: one(POSITIONS),
      order: one(['0', '1', '7', '999']),
      weights: one(WEIGHTS),
      seed: `${whole(1000)}`,
    };
    if (random() < drawn) {
      const size = one([28, 12, 5]);
      query.input = Array.from({ length: size }, () => Array.from({ length: size }, () => (random() < 0.6 ? 0 : whole(256))).join(',')).join(';'); // prettier-ignore
    }
    const { state, problems } = parse(query);
    if (!state) throw new Error(JSON.stringify(problems));
    return { query, state };
  });
}
