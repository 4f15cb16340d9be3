/** Seeded states for tests: drives of all kinds, at any operation. */
import { mulberry32 } from '@lib/random.ts';
import type { Query } from '@widgets/toolkit/query.ts';
import { parse, type State } from '@widgets/slam/state.ts';

/** Queries that are states, the same ones in every run. */
export function combinations(count: number, seed = 1): { query: Query; state: State }[] {
  const random = mulberry32(seed);
  const whole = (n: number) => Math.floor(random() * n);
  const one = <T>(list: readonly T[]): T => list[whole(list.length)];
  return Array.from({ length: count }, () => {
    const query: Query = {
      seed: `${1 + whole(40)}`,
      t: `${one([whole(73), 54, 58, 72, whole(8)])}`,
      done: one(['all', '1', '2', '3', '4', '17']),
      wheels: one(['1', '1', '0', '0.25', '2', '4']),
      camera: one(['1', '1', '0.25', '0.5', '2', '4']),
      sight: one(['4', '4', '4', '0', '2.5', '3.125', '6']),
      confidence: one(['68', '95', '99']),
      mistake: one(['0', '0', '2', '9', '16']),
      gate: one(['0', '0', '1']),
      cut: one(['0', '0', '0', '1']),
    };
    const { state } = parse(query);
    if (!state) throw new Error(JSON.stringify(query));
    return { query, state };
  });
}
