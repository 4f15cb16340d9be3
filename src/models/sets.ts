/** The data sets of this site for notebooks: tiles in an order in which classes alternate. */
import { loadData, TILE, type Sprites } from './data.ts';

/** The classes of both sets: ten digits, ten garments. */
const CLASSES = 10;
/** Training tiles when no count is given. */
const TRAIN = 2_000;

export type SetName = 'digits/train' | 'digits/test' | 'fashion/train' | 'fashion/test';

/**
 * The first `count` tiles of a data set. Classes alternate (0, 1, …, 9, 0, …), so the first tiles
 * of it are balanced whatever the count; a class that is used up is left out.
 *
 * @param count at most all of them; by default 2,000 of the training set, all of the test set
 * @throws RuntimeError `offline`, or `corrupt` with the file.
 */
export async function loadSet(name: SetName, count?: number): Promise<Sprites> {
  const [set, split] = name.split('/');
  const parts =
    split === 'test'
      ? [await loadData(`${set}/test`)]
      : await Promise.all(
          Array.from({ length: CLASSES }, (_, label) => loadData(`${set}/train-${label}`)),
        );
  return alternate(parts, count ?? (split === 'test' ? Infinity : TRAIN));
}

/**
 * The tiles of some sprites, one of each class in turn, in the order in which they stand.
 *
 * @param count how many; fewer when there are not as many
 */
export function alternate(parts: readonly Sprites[], count: number): Sprites {
  const size = TILE * TILE;
  const byClass: Uint8Array[][] = Array.from({ length: CLASSES }, () => []);
  for (const { pixels, labels } of parts) {
    labels.forEach((label, i) => byClass[label].push(pixels.subarray(i * size, (i + 1) * size)));
  }
  const all = byClass.reduce((sum, tiles) => sum + tiles.length, 0);
  const wanted = Math.min(count, all);
  const pixels = new Uint8Array(wanted * size);
  const labels = new Uint8Array(wanted);
  let got = 0;
  for (let turn = 0; got < wanted; turn++) {
    for (let label = 0; label < CLASSES && got < wanted; label++) {
      const tile = byClass[label][turn];
      if (!tile) continue;
      pixels.set(tile, got * size);
      labels[got++] = label;
    }
  }
  return { count: wanted, pixels, labels };
}
