import { expect, it } from 'vitest';
import { pack, packPages, root, unpack, unpackPages, wordsOf } from '../../src/search/words.ts';

it.each([
  ['normalization', 'normalize'],
  ['dropped', 'dropping'],
  ['classifying', 'classification'],
  ['compressed', 'compression'],
  ['detector', 'detecting'],
])('%s and %s are one word', (one, other) => {
  expect(root(one)).toBe(root(other));
});

it.each([
  ['training', 'transfer'],
  ['float16', 'float32'],
  ['loss', 'lose'],
])('%s and %s are two words', (one, other) => {
  expect(root(one)).not.toBe(root(other));
});

it('cuts Latin words, Chinese characters and their pairs', () => {
  expect(wordsOf('the dropped 卷积核')).toEqual(['the', 'drop', '卷', '积', '核', '卷积', '积核']);
});

it('packs pages and levels, and reads them back within the step of a level', () => {
  const pages = Array.from({ length: 90 }, (_, place): [number, number] => [place, 1 + place / 10]);
  const packed = packPages(pages);
  expect(packed).not.toMatch(/[\\" ]/);
  const read = new Map(unpackPages(packed));
  expect(read.size).toBe(pages.length);
  for (const [place, says] of pages) expect(read.get(place)! / says).toBeCloseTo(1, 0);
  for (const [place, says] of pages)
    expect(Math.abs(Math.log(read.get(place)! / says))).toBeLessThan(Math.log(1.3) / 2 + 1e-9);
});

it('packs words under their first character', () => {
  const words = new Map<string, [number, number][]>([
    ['drop', [[1, 0.5]]],
    ['卷积', [[0, 1]]],
    ['卷起', [[2, 1]]],
    ['池化', [[3, 2]]],
    ['池', [[3, 1]]],
    ['#relu', [[4, 1]]],
  ]);
  const names = ['pooling', 'relu'];
  const file = pack(words, names);
  expect(file.han).toBe('卷积起 池-化');
  const read = unpack(JSON.parse(JSON.stringify(file)), names);
  expect([...read.keys()].sort()).toEqual([...words.keys()].sort());
  for (const [word, [[place]]] of words) expect(unpackPages(read.get(word)!)[0][0]).toBe(place);
  expect(unpack(pack(new Map([['drop', [[1, 0.5]]]]))).get('drop')).toBeDefined();
  expect(unpack(pack(new Map())).size).toBe(0);
});
