/** States of the style widget that cover every branch, the same ones in every run. */
import { mulberry32 } from '@lib/random.ts';
import { IDS, parse, type State } from '@widgets/style/state.ts';
import { maskText } from '@lib/style-pictures.ts';
import type { Query } from '@widgets/toolkit/query.ts';

export function combinations(count: number, seed = 1): { query: Query; state: State }[] {
  const random = mulberry32(seed);
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)];
  return Array.from({ length: count }, (_, i) => {
    const [alpha, beta] = pick([['1', '0'], ['1', '10000'], ['1', '100000'], ['0', '100000'], ['0.5', '200000'], ['1', '1000000']]); // prettier-ignore
    const steps = pick(['10', '20', '40']);
    const share = pick([0, 0, 0.02, 0.3]);
    const query: Query = {
      show: i % 3 === 1 ? 'gram' : 'transfer',
      content: pick(IDS),
      paint: maskText(Uint8Array.from({ length: 256 }, () => Number(random() < share))),
      style: pick(IDS),
      alpha,
      beta,
      start: pick(['noise', 'noise', 'content']),
      seed: `${Math.floor(random() * 1000)}`,
      steps,
      at: pick(['end', 'end', '0', '1', '7', '10']),
      shuffle: pick(['0', '1', '17']),
    };
    const { state, problems } = parse(query);
    if (!state) throw new Error(JSON.stringify(problems));
    return { query, state };
  });
}
