import { expect, test } from 'vitest';
import { namesHtml } from '@widgets/embed/drawing.ts';

const towards = (degrees: number) => [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)]; // prettier-ignore
const places = (html: string) => [...html.matchAll(/x="(.+?)" y="(.+?)"/g)].map(([, x, y]) => [Number(x), Number(y)]); // prettier-ignore

test('names that lie close give each other room, others stay beside their cross', () => {
  const vectors = [towards(105), towards(100), towards(0)];
  for (const names of [
    ['zero', 'two', 'five'],
    ['零', '二', '五'],
  ]) {
    const [[, zero], [, two], [x, y]] = places(namesHtml(vectors, names, () => ''));
    expect(Math.abs(zero - two)).toBeGreaterThanOrEqual(12.9);
    expect([x, y]).toEqual([88, 0]);
  }
});

test('the kind of each name is its class', () => {
  expect(namesHtml([towards(0), towards(180)], ['a', 'b'], (j) => (j ? 'at' : ''))).toMatch(
    /class="e-word ".*>a<.*class="e-word at".*>b</,
  );
});
