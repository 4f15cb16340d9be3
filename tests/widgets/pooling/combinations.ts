/** A grid of parameters that covers every branch of the program, and random ones between. */
import { mulberry32 } from '@lib/random.ts';
import { OPS, parse, type State } from '@widgets/pooling/state.ts';
import { channelsText, type Query } from '@widgets/toolkit/query.ts';

/** Queries whose parameters fit together, the same ones in every run. */
export function combinations(count: number, seed = 1): { query: Query; state: State }[] {
  const random = mulberry32(seed);
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)];
  const integer = () => Math.round(random() * 18 - 9);
  const decimal = () => Math.round((random() * 4 - 2) * 1000) / 1000;
  const negative = () => -1 - Math.round(random() * 8);
  const found: { query: Query; state: State }[] = [];
  while (found.length < count) {
    const number = pick([integer, decimal, negative]);
    const [height, width] = [pick([1, 2, 4, 5, 7, 9]), pick([1, 3, 4, 6, 8])];
    const channels = Array.from({ length: pick([1, 1, 2, 3]) }, () =>
      Array.from({ length: height }, () => Array.from({ length: width }, number)),
    );
    const side = () => pick([0, 1, 2]);
    const query: Query = {
      input: channelsText(channels),
      op: pick([...OPS, 'max', 'avg', 'l2']),
      window: pick(['1', '2', '2', '3', '3', '4', '2,3', '3,1', '5']),
      padding: pick(['valid', 'same', 'same', '1', '2', [side(), side(), side(), side()].join()]),
      ceil: pick(['0', '1']),
      includePad: pick(['0', '1']),
      shift: pick(['0', '0', '1', '-1', '1,-2']),
    };
    const stride = pick([undefined, '1', '2', '3', '2,1', '4']);
    if (stride) query.stride = stride;
    const { state } = parse(query);
    if (state) found.push({ query, state });
  }
  return found;
}
