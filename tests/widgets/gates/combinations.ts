/** Seeded states for tests: the three cells in turn, one to three units, forced gates, both resets. */
import { BLOCKS } from '@lib/recurrent.ts';
import { mulberry32 } from '@lib/random.ts';
import { loadData } from '@models/data.ts';
import { readFromDisk } from '@models/on-disk.ts';
import { bringReaders } from '@widgets/gates/readers.ts';
import { CELLS, parse, type State } from '@widgets/gates/state.ts';
import type { Query } from '@widgets/toolkit/query.ts';

/** Digits and trained weights, read from the disk. */
export async function loadAll(): Promise<void> {
  readFromDisk();
  await Promise.all([loadData('digits/test'), bringReaders()]);
}

/** Queries that are states, the same ones in every run; `most` steps at most. */
export function combinations(count: number, seed = 1, most = 24): { query: Query; state: State }[] {
  const random = mulberry32(seed);
  const whole = (n: number) => Math.floor(random() * n);
  const one = <T>(list: readonly T[]): T => list[whole(list.length)];
  const number = (size: number) => Number(((2 * random() - 1) * size).toFixed(one([0, 1, 2])));
  return Array.from({ length: count }, (_, i) => {
    const cell = CELLS[i % 3];
    const n = 1 + whole(3);
    const T = 1 + whole(most);
    const list = (length: number, size: number) => Array.from({ length }, () => number(size));
    const blocks = (width: number, size: number) =>
      BLOCKS[cell].map(() => list(width, size).join());
    const query: Query = {
      cell,
      x: list(T, one([1, 1, 3, 10])).join(),
      k: `${1 + whole(28)}`,
      keep: one(['learned', 'learned', '0', '0.5', '1', '0.37']),
      reset: one(['after', 'before']),
    };
    if (random() < 0.8) {
      // Larger weights between several units are chaos: the last bit of an input decides.
      const size = n === 1 ? 2 : 1;
      query.w = blocks(n, 2).join(';');
      query.u = BLOCKS[cell].map(() => Array.from({ length: n }, () => list(n, size).join()).join(';')).join('|'); // prettier-ignore
      query.b = blocks(n, 1).join(';');
      query.br = list(n, 1).join();
    }
    const { state, problems } = parse(query);
    if (!state) throw new Error(JSON.stringify([query, problems]));
    return { query, state };
  });
}

/** Digits read row by row by all three networks. */
export function readings(count: number, seed = 1): { query: Query; state: State }[] {
  const random = mulberry32(seed);
  return Array.from({ length: count }, (_, i) => {
    const query: Query = {
      task: 'rows',
      cell: CELLS[i % 3],
      k: `${1 + Math.floor(random() * 28)}`,
      keep: i % 4 === 3 ? '0.5' : 'learned',
      reset: i % 5 === 4 ? 'before' : 'after',
      image: `test-${Math.floor(random() * 1500)}`,
    };
    return { query, state: parse(query).state! };
  });
}
