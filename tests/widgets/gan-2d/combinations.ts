/** States of the GAN in the plane that cover every branch, the same ones in every run. */
import { DATA_SETS, LOSSES } from '@lib/gan2d.ts';
import { mulberry32 } from '@lib/random.ts';
import { parse, type State } from '@widgets/gan-2d/state.ts';
import type { Query } from '@widgets/toolkit/query.ts';

export function combinations(count: number, seed = 1): { query: Query; state: State }[] {
  const random = mulberry32(seed);
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)];
  return Array.from({ length: count }, (_, i) => {
    const data = DATA_SETS[i % DATA_SETS.length];
    const place = () => Math.round((random() * 3 - 1.5) * 100) / 100;
    const query: Query = {
      data,
      ...(data === 'custom' && {
        points: Array.from({ length: 1 + Math.floor(random() * 6) }, () => `${place()},${place()}`).join(';'), // prettier-ignore
      }),
      loss: LOSSES[Math.floor(i / DATA_SETS.length) % LOSSES.length],
      lrG: pick(['0.001', '0.003', '0.01']),
      lrD: pick(['0.001', '0.006', '0.01']),
      ...(random() < 0.3 && { k: pick(['1', '2', '3']) }),
      sizeG: pick(['4', '8,8', '12,12', '5,6,7']),
      sizeD: pick(['4', '8,8', '12,12', '7,6,5']),
      steps: pick(['0', '1', '3', '12', '25', '40']),
      then: pick(['', '', 'D3', 'G2', 'D5G1D1']),
      seed: `${Math.floor(random() * 1000)}`,
    };
    const { state, problems } = parse(query);
    if (!state) throw new Error(JSON.stringify(problems));
    return { query, state };
  });
}
