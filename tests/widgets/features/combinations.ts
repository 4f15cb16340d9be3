/** States of the feature space that cover every method, the same ones in every run. */
import { mulberry32 } from '@lib/random.ts';
import { digitsOf, METHODS, parse, SPACES, type State } from '@widgets/features/state.ts';
import type { Query } from '@widgets/toolkit/query.ts';

/** Few digits, so that hundreds of states are worked out in seconds. */
export function combinations(count: number, seed = 1): { query: Query; state: State }[] {
  const random = mulberry32(seed);
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)];
  return Array.from({ length: count }, (_, i) => {
    const digits = pick([12, 13]);
    const query: Query = {
      method: METHODS[i % METHODS.length],
      space: SPACES[Math.floor(i / METHODS.length) % SPACES.length],
      count: `${digits}`,
      components: pick(['1', '2', '5', '20', '40']),
      neighbors: pick(['1', '3', '5', '15']),
      perplexity: pick(['5', '12', '30']),
      steps: pick(['0', '1', '10', '25', '110']),
      seed: pick(['1', '2', '77']),
      point: `test-${pick(digitsOf({ count: digits }))}`,
    };
    const { state, problems } = parse(query);
    if (!state) throw new Error(JSON.stringify(problems));
    return { query, state };
  });
}
