import { expect, it } from 'vitest';
import { learn, type Example } from '../../src/search/learn.ts';

const phrase = (text: string, place: number, weight = 1): Example => ({
  words: text.split(' '),
  place,
  weight,
});
const examples = [
  phrase('why model loss nan', 0),
  phrase('model loss infinite', 0),
  phrase('why model test bad', 1),
  phrase('model test worse new', 1),
  phrase('model phone slow', 2),
  phrase('why model phone large', 2),
];
const says = (word: string, place: number, from = learn(examples, 3, 0.1)): number =>
  new Map(from.get(word)).get(place) ?? 0;

it('a word speaks for the page whose phrases it tells from the others', () => {
  expect(says('loss', 0)).toBeGreaterThan(0.3);
  expect(says('loss', 1)).toBe(0);
  expect(says('phone', 2)).toBeGreaterThan(says('loss', 2));
});

it('a word of all pages says little', () => {
  for (const place of [0, 1, 2]) expect(says('model', place)).toBeLessThan(says('test', 1) / 2);
});

it('what says less than the least is left out', () => {
  const all = learn(examples, 3, 0.1);
  const some = learn(examples, 3, 0.4);
  expect(some.size).toBeLessThan(all.size);
  for (const list of some.values())
    for (const [, much] of list) expect(much).toBeGreaterThanOrEqual(0.4);
});

it('a heavier phrase counts more', () => {
  const heavier = [...examples, phrase('slow loss', 0, 0.1)];
  const heaviest = [...examples, phrase('slow loss', 0, 5)];
  expect(says('slow', 0, learn(heaviest, 3, 0))).toBeGreaterThan(
    says('slow', 0, learn(heavier, 3, 0)),
  );
});

it('learns the same at every run', () => {
  expect([...learn(examples, 3, 0)]).toEqual([...learn(examples, 3, 0)]);
});
