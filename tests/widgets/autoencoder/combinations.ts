/** Seeded states for tests: held-out and drawn digits, every strength of noise. */
import { mulberry32 } from '@lib/random.ts';
import { parse, type State } from '@widgets/autoencoder/state.ts';
import type { Query } from '@widgets/toolkit/query.ts';

/** Strokes on a small field. */
function drawing(random: () => number): string {
  const size = 8 + Math.floor(random() * 20);
  const rows = Array.from({ length: size }, () => Array<number>(size).fill(0));
  let [r, c] = [size >> 1, size >> 1];
  for (let k = 0; k < 3 * size; k++) {
    rows[r][c] = 255;
    const by = () => Math.floor(random() * 3) - 1;
    r = Math.min(size - 2, Math.max(1, r + by()));
    c = Math.min(size - 2, Math.max(1, c + by()));
  }
  return rows.map((row) => row.join(',')).join(';');
}

/** `count` different queries, each a state. */
export function combinations(count: number, seed: number): { query: Query; state: State }[] {
  const random = mulberry32(seed);
  const whole = (n: number) => Math.floor(random() * n);
  return Array.from({ length: count }, () => {
    const query: Query = {
      sigma: `${whole(21) / 20}`,
      seed: `${1 + whole(9999)}`,
      ...(random() < 0.8 ? { image: `test-${whole(1500)}` } : { input: drawing(random) }),
    };
    return { query, state: parse(query).state! };
  });
}
