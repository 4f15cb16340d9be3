/** States of the residual widget that cover every branch, the same ones in every run. */
import { mulberry32 } from '@lib/random.ts';
import { JOINS } from '@lib/residual.ts';
import { parse, WEIGHTS, type State } from '@widgets/residual/state.ts';
import type { Query } from '@widgets/toolkit/query.ts';

/** @param nets every how many states is one of networks; 0 for none */
export function combinations(
  count: number,
  seed = 1,
  { nets = 0, whole = false }: { nets?: number; whole?: boolean } = {},
): { query: Query; state: State }[] {
  const random = mulberry32(seed);
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)];
  const number = () => (whole ? Math.floor(9 * random()) - 3 : Math.round(1000 * (8 * random() - 3)) / 1000 + 0); // prettier-ignore
  const matrix = (h: number, w: number, from: () => number) =>
    Array.from({ length: h }, () => Array.from({ length: w }, from).join(',')).join(';');
  const many = (n: number, sign: string, make: () => string) => Array.from({ length: n }, make).join(sign); // prettier-ignore
  return Array.from({ length: count }, (_, i) => {
    const [h, w, C, D] = [1 + Math.floor(6 * random()), 1 + Math.floor(6 * random()), pick([1, 2, 3]), pick([1, 2, 3])]; // prettier-ignore
    const kernel = (c: number, d: number, side: number) => many(d, '/', () => many(c, '|', () => matrix(side, side, () => number() / (whole ? 1 : 4)))); // prettier-ignore
    const small: Query =
      nets > 0 && i % nets === nets - 1
        ? {
            mode: 'nets',
            shallow: pick(['4', '6']),
            depth: pick(['4', '6', '8', '12']),
            shortcuts: pick(['0', '1']),
            norm: pick(['0', '1', '1']),
            rate: pick(['0.01', '0.05', '0.1']),
            steps: pick(['0', '1', '3', '5']),
          }
        : {};
    const query: Query = {
      input: many(C, '|', () => matrix(h, w, number)),
      filters: `${D}`,
      join: JOINS[i % 3],
      weights: pick(WEIGHTS),
      ...(random() < 0.4 && { kernel1: kernel(C, D, 3) }),
      ...(random() < 0.4 && { kernel2: kernel(D, D, 3) }),
      ...(random() < 0.4 && { projection: kernel(C, D, 1) }),
      relu: pick(['0', '1', '1']),
      seed: `${Math.floor(1000 * random())}`,
      ...small,
    };
    const { state, problems } = parse(query);
    if (!state) throw new Error(JSON.stringify([query, problems]));
    return { query, state };
  });
}
