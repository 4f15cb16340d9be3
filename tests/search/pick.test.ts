import { expect, it } from 'vitest';
import { marked, pick, remembered } from '../../src/search/pick.ts';
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

it('remembers the newest searches once each', () => {
  expect(remembered(['a', 'b'], 'b')).toEqual(['b', 'a']);
  expect(remembered(['a', 'b'], ' ')).toEqual(['a', 'b']);
  expect(remembered(['a', 'b', 'c'], 'd', 3)).toEqual(['d', 'a', 'b']);
});
