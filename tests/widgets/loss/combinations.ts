/** Seeded states for tests: the three modes in turn, plain and hard ones. */
import { mulberry32 } from '@lib/random.ts';
import { MODES, parse, type State } from '@widgets/loss/state.ts';
import type { Query } from '@widgets/toolkit/query.ts';

/** Queries that are states, the same ones in every run. */
export function combinations(count: number, seed = 1): { query: Query; state: State }[] {
  const random = mulberry32(seed);
  const whole = (n: number) => Math.floor(random() * n);
  const one = <T>(list: readonly T[]): T => list[whole(list.length)];
  const number = (size: number) => ((2 * random() - 1) * size).toFixed(2);
  const list = (n: number, make: () => string) => Array.from({ length: n }, make).join(',');
  const found: { query: Query; state: State }[] = [];
  for (let i = 0; i < count; i++) {
    const mode = MODES[i % 3];
    const [n, c] = [1 + whole(5), 2 + whole(4)];
    const size = one([1, 3, 10]);
    const logit = () => one([number(size), number(size), number(size), one(['0', '10000', '-10000', '9999.37'])]); // prettier-ignore
    const query: Query = {
      mode,
      gamma: one(['0', '0', '0.5', '1', '2', '5']),
      reduction: one(['mean', 'sum']),
    };
    if (mode === 'classes') {
      query.logits = Array.from({ length: n }, () => list(c, logit)).join(';');
      query.labels = list(n, () => `${whole(c)}`);
      if (random() < 0.5) query.weights = list(c, () => (0.2 + 3 * random()).toFixed(1));
      query.smoothing = one(['0', '0', '0.1', '0.3']);
      query.temperature = one(['1', '1', '0.5', '2', '10']);
      query.convention = one(['pytorch', 'keras']);
    } else if (mode === 'binary') {
      query.z = list(n, logit);
      query.y = list(n, () => `${whole(2)}`);
      query.positive = one(['1', '1', '0', '4.5']);
    } else {
      const m = 1 + whole(8);
      query.predictions = list(m, () => number(size));
      query.targets = list(m, () => one([number(size), number(size), number(300)]));
      query.delta = one(['1', '0.25', '5', '100']);
    }
    const { state } = parse(query);
    if (!state) throw new Error(JSON.stringify(query));
    found.push({ query, state });
  }
  return found;
}
