/** States of the gradient flow that cover every branch, the same ones in every run. */
import { FUNCTIONS, INITS, NORMS } from '@lib/gradient-flow.ts';
import { mulberry32 } from '@lib/random.ts';
import { parse, type State } from '@widgets/gradient-flow/state.ts';
import type { Query } from '@widgets/toolkit/query.ts';

export function combinations(count: number, seed = 1): { query: Query; state: State }[] {
  const random = mulberry32(seed);
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)];
  return Array.from({ length: count }, (_, i) => {
    const init = INITS[i % INITS.length];
    const norm = pick(NORMS);
    const depth = pick([1, 2, 5, 9, 14]);
    const query: Query = {
      depth: `${depth}`,
      width: pick(['8', '11', '16', '24']),
      fn: FUNCTIONS[Math.floor(i / INITS.length) % FUNCTIONS.length],
      init,
      std: pick(['0.01', '0.1', '0.5', '1.5']),
      skip: pick(['0', '1']),
      norm: init === 'constant' && norm === 'layer' ? 'none' : norm,
      steps: pick(['0', '0', '1', '3']),
      seed: `${Math.floor(random() * 1000)}`,
      ...(random() < 0.5 && { layer: `${Math.floor(random() * (depth + 1))}` }),
    };
    const { state, problems } = parse(query);
    if (!state) throw new Error(JSON.stringify(problems));
    return { query, state };
  });
}
