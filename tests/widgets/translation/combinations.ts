/** States of the translation widget that cover every branch, the same ones in every run. */
import { mulberry32 } from '@lib/random.ts';
import { STACK_IDS } from '@widgets/translation/stacks.ts';
import { parse, type State } from '@widgets/translation/state.ts';
import type { Query } from '@widgets/toolkit/query.ts';

export function combinations(count: number, seed = 1): { query: Query; state: State }[] {
  const random = mulberry32(seed);
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)];
  return Array.from({ length: count }, (_, i) => {
    const [H, W] = [pick([8, 12, 14, 17, 20]), pick([8, 12, 16, 20])];
    const rows = Array.from({ length: H }, () =>
      Array.from({ length: W }, () => Math.round(random() * 255)).join(','),
    );
    const query: Query = {
      input: rows.join(';'),
      shift: pick(['0', '0', '1', '2', '-3', '4', '1,1', '-2,4', '0,8']),
      rotate: pick(['0', '0', '90', '180', '-90', '30', '-12.5']),
      scale: pick(['1', '1', '1', '1.5', '0.8', '2']),
      stack: STACK_IDS[i % STACK_IDS.length],
    };
    const { state, problems } = parse(query);
    if (!state) throw new Error(JSON.stringify(problems));
    return { query, state };
  });
}
