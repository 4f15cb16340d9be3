/** A grid of parameters that covers every branch of the program, and random ones between. */
import { mulberry32 } from '@lib/random.ts';
import { CONVENTIONS, MODES, NORMS, parse, type State } from '@widgets/batchnorm/state.ts';
import type { Query } from '@widgets/toolkit/query.ts';

/** Queries whose parameters fit together, the same ones in every run. */
export function combinations(count: number, seed = 1): { query: Query; state: State }[] {
  const random = mulberry32(seed);
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)];
  const whole = () => Math.round(random() * 18 - 9);
  const decimal = () => Math.round((random() * 4 - 2) * 1000) / 1000;
  const positive = () => Math.round(random() * 4000 + 500) / 1000;
  const many = (n: number, make: () => number | string, joint: string) =>
    Array.from({ length: n }, make).join(joint);
  const found: { query: Query; state: State }[] = [];
  while (found.length < count) {
    const number = pick([whole, whole, decimal]);
    const C = pick([1, 2, 3, 4, 4, 6]);
    const [N, H, W] = [pick([1, 2, 3, 4, 6]), pick([1, 2, 3]), pick([1, 2, 4])];
    const row = (n: number) => many(n, number, ',');
    const map = () => many(H, () => row(W), ';');
    const images = random() < 0.6;
    const input = images
      ? many(N, () => many(C, map, '|'), '/') + (N === 1 ? '/' : '')
      : many(N, () => row(C), ';');
    const each = (make: () => number) => pick([`${make()}`, many(C, make, ',')]);
    const query: Query = {
      input,
      norm: pick([...NORMS, 'batch', 'batch', 'batch']),
      groups: pick(['1', '2', '2', '3', '4']),
      mode: pick(MODES),
      gamma: pick(['1', each(decimal)]),
      beta: pick(['0', each(whole)]),
      eps: pick(['0.001', '0.001', '0.00001', '0', '1']),
      momentum: pick(['0.99', '0.9', '0.1', '0.5', '0', '1']),
      convention: pick(CONVENTIONS),
      movingMean: pick(['0', each(decimal)]),
      movingVariance: pick(['1', each(positive)]),
      steps: pick(['1', '1', '0', '2', '10', '100']),
    };
    const { state } = parse(query);
    if (state) found.push({ query, state });
  }
  return found;
}
