import { expect, test } from 'vitest';
import type { Sprites } from '@models/data.ts';
import { readFromDisk } from '@models/on-disk.ts';
import { alternate, loadSet } from '@models/sets.ts';

const SIZE = 28 * 28;
const sprite = (labels: number[]): Sprites => ({
  count: labels.length,
  labels: Uint8Array.from(labels),
  pixels: Uint8Array.from(
    { length: labels.length * SIZE },
    (_, i) => 10 * labels[Math.floor(i / SIZE)],
  ),
});

test('classes alternate until they are used up, and each tile keeps its label', () => {
  const { count, labels, pixels } = alternate([sprite([0, 0, 0, 1]), sprite([2, 1])], Infinity);
  expect(count).toBe(6);
  expect([...labels]).toEqual([0, 1, 2, 0, 1, 0]);
  expect([...labels].map((_, i) => pixels[i * SIZE])).toEqual([0, 10, 20, 0, 10, 0]);
  expect([...alternate([sprite([0, 0, 1])], 2).labels]).toEqual([0, 1]);
});

test('the shipped sets: 2,000 to train by default, balanced, and all of the test set', async () => {
  readFromDisk();
  const train = await loadSet('digits/train');
  expect([train.count, train.pixels.length]).toEqual([2_000, 2_000 * SIZE]);
  for (let label = 0; label < 10; label++) {
    expect(train.labels.filter((each) => each === label)).toHaveLength(200);
  }
  expect([...(await loadSet('fashion/train', 20)).labels.slice(0, 12)]).toEqual([
    0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1,
  ]);
  expect((await loadSet('digits/test')).count).toBe(1_500);
  expect(Math.max(...(await loadSet('fashion/test', 30)).pixels)).toBeGreaterThan(200);
});
