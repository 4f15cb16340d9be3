/** States of the compression bench, the same ones in every run. */
import { mulberry32 } from '@lib/random.ts';
import { LAYERS, ORDERS, parse, SCALES, type State } from '@widgets/compress/state.ts';
import type { Query } from '@widgets/toolkit/query.ts';

export function combinations(count: number, seed = 1): { query: Query; state: State }[] {
  const random = mulberry32(seed);
  const whole = (from: number, to: number) => from + Math.floor(random() * (to - from + 1));
  const pick = <T>(values: readonly T[]): T => values[whole(0, values.length - 1)];
  return Array.from({ length: count }, () => {
    const query: Query = {
      method: pick(['quantize', 'prune']),
      bits: `${whole(2, 8)}`,
      scales: pick(SCALES),
      outlier: pick(['0', '0', '3', '20', '100']),
      share: `${5 * whole(0, 19)}`,
      order: pick(ORDERS),
      retrain: '0',
      layer: pick(LAYERS),
      count: '50',
    };
    const { state, problems } = parse(query);
    if (!state) throw new Error(JSON.stringify([query, problems]));
    return { query, state };
  });
}
