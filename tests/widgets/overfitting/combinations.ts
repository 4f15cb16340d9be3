/** States of the overfitting lab that cover every branch, the same ones in every run. */
import { mulberry32 } from '@lib/random.ts';
import { parse, type State } from '@widgets/overfitting/state.ts';
import type { Query } from '@widgets/toolkit/query.ts';

export function combinations(count: number, seed = 1): { query: Query; state: State }[] {
  const random = mulberry32(seed);
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)];
  return Array.from({ length: count }, (_, i) => {
    const optimizer = i % 2 === 0 ? 'adam' : 'sgd';
    const query: Query = {
      samples: pick(['4', '7', '12', '20']),
      noise: pick(['0', '0.25', '0.6']),
      wrong: pick(['0', '0', '0.25', '0.5']),
      width: pick(['1', '3', '8', '12']),
      optimizer,
      rate: optimizer === 'adam' ? pick(['0.003', '0.01', '0.03']) : pick(['0.02', '0.1']),
      l2: pick(['0', '0', '0.003', '0.1']),
      decay: pick(['loss', 'decoupled']),
      l1: pick(['0', '0', '0.01', '0.2']),
      dropout: pick(['0', '0', '0.2', '0.5']),
      jitter: pick(['0', '0', '0.1', '0.5']),
      patience: pick(['0', '0', '10', '30']),
      steps: pick(['10', '25', '40', '60']),
      at: pick(['end', 'end', 'best', '0', '1', '7', '10']),
      seed: `${Math.floor(random() * 1000)}`,
      pin: pick(['', '', 'default', 'width:5,l2:0.1', 'optimizer:sgd,rate:0.05,patience:20']),
    };
    if (query.pin === 'default') query.pin = 'width:6'; // a small network of its own
    const { state, problems } = parse(query);
    if (!state) throw new Error(JSON.stringify(problems));
    return { query, state };
  });
}
