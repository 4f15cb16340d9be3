/** Seeded states for tests: the five tasks in turn, maps of all sizes, masks that are empty or full. */
import { mulberry32 } from '@lib/random.ts';
import { MODES, parse, type State } from '@widgets/masks/state.ts';
import type { Query } from '@widgets/toolkit/query.ts';

/** Queries that are states, the same ones in every run. */
export function combinations(count: number, seed = 1): { query: Query; state: State }[] {
  const random = mulberry32(seed);
  const whole = (n: number) => Math.floor(random() * n);
  const one = <T>(list: readonly T[]): T => list[whole(list.length)];
  const found: { query: Query; state: State }[] = [];
  for (let i = 0; i < count; i++) {
    const mode = MODES[i % MODES.length];
    const [h, w] = [1 + whole(10), 1 + whole(12)];
    const map = (value: (r: number, c: number) => number) =>
      Array.from({ length: h }, (_, r) => Array.from({ length: w }, (__, c) => value(r, c)));
    const text = (rows: number[][]) => rows.map((row) => row.join(',')).join(';');
    const query: Query = { mode };
    if (mode === 'dice') {
      const [p, q] = [one([0, 0.3, 0.7, 1]), one([0, 0.3, 0.7, 1])];
      query.a = text(map(() => Number(random() < p)));
      query.b = text(map(() => Number(random() < q)));
    } else if (mode === 'miou' || mode === 'panoptic') {
      const most = mode === 'miou' ? 4 : 6;
      const [k, noise] = [1 + whole(most), one([0, 0.1, 0.5])];
      const bands = random() < 0.5;
      const truth = map((_, c) => (bands ? Math.floor((c * k) / w) : whole(k)));
      const guess = truth.map((row) => row.map((v) => (random() < noise ? whole(most) : v)));
      const merged = random() < 0.3 ? guess.map((row) => row.map((v) => Math.min(v, 3))) : guess;
      Object.assign(query, mode === 'miou' ? { truth: text(truth), guess: text(merged) } : { street: text(truth), said: text(merged) }); // prettier-ignore
    } else if (mode === 'merged') {
      query.one = `${whole(4)},${whole(10)}`;
      query.two = random() < 0.1 ? query.one : `${whole(4)},${whole(10)}`;
      query.neighbors = one(['4', '8']);
      query.post = one(['0', '1']);
      query.move = one(['1', '2']);
    } else {
      const values = one([[0], [1], [0, 1], [0, 0.25, 0.5, 1], [0.123]]);
      query.picture = text(
        map(() => one([0, 255, whole(256), Number((255 * random()).toFixed(1))])),
      );
      query.ground = text(map(() => whole(256)));
      query.mask = text(map(() => one(values)));
    }
    const { state } = parse(query);
    if (!state) throw new Error(JSON.stringify(query));
    found.push({ query, state });
  }
  return found;
}
