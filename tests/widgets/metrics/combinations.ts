/** Seeded states for tests: the three modes in turn, with ties, empty answers and rare classes. */
import { mulberry32 } from '@lib/random.ts';
import { parse, PLOTS, type State } from '@widgets/metrics/state.ts';
import type { Query } from '@widgets/toolkit/query.ts';

/** Queries that are states, the same ones in every run. */
export function combinations(count: number, seed = 1): { query: Query; state: State }[] {
  const random = mulberry32(seed);
  const whole = (n: number) => Math.floor(random() * n);
  const one = <T>(list: readonly T[]): T => list[whole(list.length)];
  const scores = (n: number, digits: number, by: number) =>
    Array.from({ length: n }, () => Number((random() * 10 - 5 + by).toFixed(digits))).join(',');
  const counts = (k: number, most: number) =>
    Array.from({ length: k }, () =>
      Array.from({ length: k }, () => (random() < 0.3 ? 0 : 1 + whole(most))),
    );
  const found: { query: Query; state: State }[] = [];
  for (let i = 0; i < count; i++) {
    const query: Query = {};
    if (i % 4 === 2) {
      query.mode = 'counts';
      const matrix = counts(2, one([3, 100, 1e5]));
      if (matrix.flat().every((n) => n === 0)) matrix[1][1] = 7;
      query.counts = matrix.map((row) => row.join()).join(';');
    } else if (i % 4 === 3) {
      query.mode = 'classes';
      const matrix = counts(2 + whole(5), one([3, 50, 1000]));
      if (matrix.flat().every((n) => n === 0)) matrix[0][0] = 7;
      query.matrix = matrix.map((row) => row.join()).join(';');
    } else {
      query.plot = one(PLOTS);
      query.times = `${one([1, 1, 2, 9, 100, 1000])}`;
      query.apart = `${one([0, 0, 1, 2.5, -3, 10])}`;
      query.threshold = `${one([-7, -1, 0, 0.5, 1.25, 3, 20])}`;
      if (random() < 0.5) {
        query.data = 'drawn';
        query.positives = `${1 + whole(one([3, 30, 100]))}`;
        query.negatives = `${1 + whole(one([3, 30, 100]))}`;
        query.seed = `${whole(100)}`;
      } else {
        const digits = one([0, 0, 1, 3]);
        query.pos = scores(1 + whole(20), digits, 1);
        query.neg = scores(1 + whole(20), digits, 0);
      }
    }
    const { state } = parse(query);
    if (!state) throw new Error(JSON.stringify(query));
    found.push({ query, state });
  }
  return found;
}
