/** Seeded states for tests: codes, seeds, digits of both models, draws and walks. */
import { mulberry32 } from '@lib/random.ts';
import type { Query } from '@widgets/toolkit/query.ts';
import { parse, type State } from '@widgets/vae/state.ts';

/** `count` different queries, each a state; `small` ones keep to few digits, which are slow in float64. */
export function combinations(count: number, seed: number): { query: Query; state: State }[] {
  const random = mulberry32(seed);
  const whole = (n: number) => Math.floor(random() * n);
  const one = <T>(list: readonly T[]): T => list[whole(list.length)];
  const found: { query: Query; state: State }[] = [];
  while (found.length < count) {
    const model = one(['digits-vae2', 'digits-vae2', 'digits-vae']);
    const n = model === 'digits-vae' ? 16 : 2;
    const code = () => Array.from({ length: n }, () => (whole(600) - 300) / 100).join(',');
    const query: Query = model === 'digits-vae' ? { model } : {};
    const from = whole(4);
    if (from === 0) query.z = code();
    else if (from === 1) query.seed = `${1 + whole(9999)}`;
    else {
      query.image = `test-${one([0, 17, 160, 333, 490, 640, 777, 901, 1100, 1499])}`;
      if (random() < 0.7) query.epsilon = `${whole(50)}`;
      if (random() < 0.3) query.samples = `${2 + whole(3000)}`;
    }
    if (random() < 0.3) query.to = random() < 0.5 ? code() : `test-${one([5, 217, 888])}`;
    if (query.to && random() < 0.8) query.t = `${whole(101) / 100}`;
    if (query.to && random() < 0.5) query.walk = 'slerp';
    if (!query.to && from > 0 && random() < 0.3) query.draws = `${2 + whole(5)}`;
    found.push({ query, state: parse(query).state! });
  }
  return found;
}
