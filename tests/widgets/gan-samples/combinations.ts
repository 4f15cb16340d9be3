/** Seeded states for tests: both models, one class and all, truncations, walks. */
import { mulberry32 } from '@lib/random.ts';
import type { Query } from '@widgets/toolkit/query.ts';
import { parse, type State } from '@widgets/gan-samples/state.ts';

/** `count` queries, each a state of at most `most` samples. */
export function combinations(
  count: number,
  seed: number,
  most = 5,
): { query: Query; state: State }[] {
  const random = mulberry32(seed);
  const whole = (n: number) => Math.floor(random() * n);
  return Array.from({ length: count }, () => {
    const n = 1 + whole(most);
    const query: Query = { seed: `${1 + whole(99_999)}`, n: `${n}` };
    if (random() < 0.4) query.model = 'fashion-gan';
    if (random() < 0.5) query.class = `${whole(10)}`;
    if (random() < 0.4) query.truncation = `${whole(41) / 20}`;
    if (random() < 0.5) query.sample = `${whole(n)}`;
    if (random() < 0.35) {
      query.walk = random() < 0.5 ? 'lerp' : 'slerp';
      query.to = `${1 + whole(999)}`;
      query.t = `${whole(41) / 40}`;
    }
    return { query, state: parse(query).state! };
  });
}
