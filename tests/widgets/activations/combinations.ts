/** A grid of parameters that covers every function and every kind of value. */
import { mulberry32 } from '@lib/random.ts';
import { ACTIVE_IDS, parse, type State } from '@widgets/activations/state.ts';
import type { Query } from '@widgets/toolkit/query.ts';

/** Queries that are states, the same ones in every run; each function in turn. */
export function combinations(count: number, seed = 1): { query: Query; state: State }[] {
  const random = mulberry32(seed);
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)];
  const number = (size: number, digits = 2) => ((random() * 2 - 1) * size).toFixed(digits);
  const found: { query: Query; state: State }[] = [];
  for (let i = 0; found.length < count; i++) {
    const fn = ACTIVE_IDS[i % ACTIVE_IDS.length];
    const query: Query = {
      fn,
      x: pick(['0', '1', '-3', '3', '-2.5', '1000', '-1000', number(6), number(2), number(50)]),
      depth: pick(['1', '2', '5', '10', '20']),
      weight: pick(['1', '1', '0.05', '0.5', '1.5', '3']),
      skip: pick(['0', '1']),
      logits: Array.from({ length: pick([1, 2, 3, 5, 10]) }, () =>
        pick([number(3), '0', number(20, 3), pick(['10000', '-10000', '9999.37', '100000'])]),
      ).join(','),
      temperature: pick(['1', '1', '0.01', '0.5', '4', '100']),
    };
    if (random() < 0.5) {
      const slopes = ['0.2', '0.1', '0.25', '1'];
      query.alpha = fn === 'hard-sigmoid' ? pick(slopes) : pick([...slopes, '-0.5', '2', '-3']);
    }
    const { state } = parse(query);
    if (!state) throw new Error(JSON.stringify(query));
    found.push({ query, state });
  }
  return found;
}
