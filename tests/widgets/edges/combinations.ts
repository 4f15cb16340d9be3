/** States of the edges widget that cover every branch of the program, the same ones in every run. */
import { mulberry32 } from '@lib/random.ts';
import { OPS, parse, stagesOf, type Op, type State } from '@widgets/edges/state.ts';
import type { Query } from '@widgets/toolkit/query.ts';

export function combinations(count: number, seed = 1): { query: Query; state: State }[] {
  const random = mulberry32(seed);
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)];
  const found: { query: Query; state: State }[] = [];
  while (found.length < count) {
    const [H, W] = [pick([1, 3, 4, 6, 7, 9]), pick([1, 2, 5, 8, 10])];
    const whole = random() < 0.5;
    const number = () =>
      whole ? Math.round(random() * 255) : Math.round((random() * 300 - 20) * 100) / 100;
    const rows = Array.from({ length: H }, () => Array.from({ length: W }, number).join(','));
    const op: Op = OPS[found.length % OPS.length];
    const low = pick([0, 20, 100, 200]);
    const query: Query = {
      input: rows.join(';'),
      op,
      stage: pick(['result', 'result', ...stagesOf(op)]),
      sigma: op === 'log' ? pick(['0.5', '1', '1.7', '4']) : pick(['0', '0', '0.6', '1', '2.3']),
      low: `${low}`,
      high: `${low + pick([0, 50, 300])}`,
      border: pick(['reflect', 'nearest', 'zero']),
    };
    const { state } = parse(query);
    if (state) found.push({ query, state });
    else throw new Error(JSON.stringify(query));
  }
  return found;
}
