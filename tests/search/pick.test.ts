import { expect, it } from 'vitest';
import { marked, pick, remembered, tells } from '../../src/search/pick.ts';
import type { Kind, Match } from '../../src/search/types.ts';

const match = (kind: Kind, id: string, score: number): Match => ({
  entry: { kind, id, title: { zh: id, en: id }, path: '' },
  score,
});

it('concepts come first, weak ones are left out, each kind has its share', () => {
  const terms = ['a', 'b', 'c'].map((id) => match('term', id, 900));
  const picked = pick([...terms, match('concept', 'x', 800), match('concept', 'y', 100), match('scene', 's', 200)]); // prettier-ignore
  expect(picked.map(({ entry }) => entry.id)).toEqual(['x', 's', 'a', 'b']);
  expect(pick([])).toEqual([]);
});

it('marks the words that were asked for, never as a pattern', () => {
  expect(marked('Max pooling keeps one', ['pooling'])).toEqual(['Max ', 'pooling', ' keeps one']);
  expect(marked('a.c abc', ['a.c'])).toEqual(['', 'a.c', ' abc']);
  expect(marked('文字', [])).toEqual(['文字']);
});

it('a word of asking is marked only where nothing else was asked for', () => {
  expect(marked('the pooling of the map', ['the', 'pooling'])).toEqual(['the ', 'pooling', ' of the map']); // prettier-ignore
  expect(marked('什么是池化', ['什么', '池化'])).toEqual(['什么是', '池化', '']);
  expect(marked('the map', ['the'])).toEqual(['', 'the', ' map']);
  expect(['The', '的', 'pooling'].map((word) => tells(word, ['pooling']))).toEqual([false, false, true]); // prettier-ignore
  expect(tells('the', [])).toBe(true);
});

it('remembers the newest searches once each', () => {
  expect(remembered(['a', 'b'], 'b')).toEqual(['b', 'a']);
  expect(remembered(['a', 'b'], ' ')).toEqual(['a', 'b']);
  expect(remembered(['a', 'b', 'c'], 'd', 3)).toEqual(['d', 'a', 'b']);
});
