/** States of the shared space, the same ones in every run. */
import { mulberry32 } from '@lib/random.ts';
import { ASKS, COMBINED, parse, SHOWS, TASKS, USES, WHENS, type State } from '@widgets/embed/state.ts'; // prettier-ignore
import { HELD_OUT } from '@widgets/toolkit/digits.ts';
import type { Query } from '@widgets/toolkit/query.ts';

const COUNT = HELD_OUT.reduce((sum, n) => sum + n, 0);

export function combinations(
  count: number,
  seed = 1,
  shows: readonly State['show'][] = SHOWS,
): { query: Query; state: State }[] {
  const random = mulberry32(seed);
  const whole = (from: number, to: number) => from + Math.floor(random() * (to - from + 1));
  const pick = <T>(values: readonly T[]): T => values[whole(0, values.length - 1)];
  return Array.from({ length: count }, (_, i) => {
    const pairs = whole(2, 10);
    const one = whole(0, pairs - 1);
    const swap = random() < 0.5 ? `${one},${(one + whole(1, pairs - 1)) % pairs}` : '';
    const from = whole(0, 40);
    const drawn = random() < 0.2;
    const ink = Array.from({ length: 28 }, (__, r) => Array.from({ length: 28 }, (___, c) => (Math.abs(r - 14) < 8 && Math.abs(c - 10 - (r % 5)) < 2 ? 255 : 0)).join()).join(';'); // prettier-ignore
    const query: Query = {
      show: shows[i % shows.length],
      pairs: `${pairs}`,
      shots: pick(['1', '1', '2', '3']),
      rate: pick(['0.01', '0.05', '0.1']),
      tau: pick(['0.1', '0.2', '0.5', '1']),
      seed: `${whole(1, 60)}`,
      swap,
      ...(swap && { from: `${from}` }),
      // The first steps may begin beside the centre, where a small norm makes any slope large.
      at: `${swap ? from + whole(10, 200) : whole(10, 200)}`,
      look: pick(['', '', '0.05', '0.3', '2']),
      ask: pick(ASKS),
      word: `${whole(0, pairs - 1)}`,
      ...(drawn ? { input: ink } : { image: `test-${whole(0, COUNT - 1)}` }),
      task: pick(TASKS),
      use: pick(USES),
      way: pick(COMBINED),
      noise: `${whole(0, 24) / 4}`,
      when: pick(WHENS),
      size: pick(['5', '8', '10']),
    };
    const { state, problems } = parse(query);
    if (!state) throw new Error(JSON.stringify([query, problems]));
    return { query, state };
  });
}
