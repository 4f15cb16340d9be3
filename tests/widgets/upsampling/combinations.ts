/** A grid of parameters that covers every branch of the program, the same in every run. */
import { mulberry32 } from '@lib/random.ts';
import type { Query } from '@widgets/toolkit/query.ts';
import { OPS, parse, type State } from '@widgets/upsampling/state.ts';

/** Queries whose parameters fit together. */
export function combinations(count: number, seed = 1): { query: Query; state: State }[] {
  const random = mulberry32(seed);
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)];
  const integer = () => Math.round(random() * 18 - 9);
  const decimal = () => Math.round((random() * 4 - 2) * 1000) / 1000;
  const found: { query: Query; state: State }[] = [];
  while (found.length < count) {
    const number = pick([integer, decimal]);
    const matrix = (rows: number, cols: number) =>
      Array.from({ length: rows }, () => Array.from({ length: cols }, number).join(',')).join(';');
    const op = pick(['transposed', 'transposed', 'transposed', ...OPS]);
    const side = () => pick([0, 0, 1, 2, 3]);
    const query: Query = {
      input: matrix(pick([1, 2, 3, 4, 5]), pick([1, 2, 3, 4])),
      op,
      kernel: matrix(pick([1, 2, 3, 4]), pick([1, 2, 3, 5])),
      stride: pick(['1', '2', '2', '3', '5', '1,2', '3,1', '4,2']),
      padding: pick(['valid', 'same', '0', '0', '1', '2', [side(), side(), side(), side()].join()]),
      outputPadding: pick(['0', '0', '1', '2', '1,0', '0,2']),
      dilation: pick(['1', '1', '1', '2', '3', '1,2', '2,1']),
      alignCorners: pick(['0', '1']),
    };
    const { state } = parse(query);
    if (state) found.push({ query, state });
  }
  return found;
}
