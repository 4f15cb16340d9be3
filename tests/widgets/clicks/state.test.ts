/** The state of the widget: its form in the address, what is refused, what the controls ask for. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { SCENES } from '@widgets/clicks/scenes.ts';
import { DEFAULTS, edit, format, KEYS, parse, STARTS, texts, type Key } from '@widgets/clicks/state.ts'; // prettier-ignore
import { STRINGS } from '@widgets/clicks/strings.ts';
import { PICTURES } from '@widgets/toolkit/maps.ts';
import { queryText, readQuery } from '@widgets/toolkit/query.ts';
import { worked } from './bench.ts';
import { combinations } from './combinations.ts';

const OWN = { height: 60, width: 90, channels: 3 } as const;
const read = (text: string) => readQuery<Key>(text, KEYS, [], (name) => SCENES[name as 'own']?.query); // prettier-ignore
const problems = (text: string) => {
  const { query, problems: first } = read(text);
  return [...first, ...(parse(query).problems ?? [])];
};
const stateOf = (text: string) => parse(read(text).query, OWN).state!;

describe('the address', () => {
  test('brings every state and every scene back', () => {
    const states = [
      ...combinations(200).map(({ state }) => state),
      ...Object.keys(SCENES).map((name) => stateOf(`scene=${name}`)),
      stateOf('image=own&size=32&clicks=%2B0,0;-20,31'),
      stateOf('image=coins&clicks='),
    ];
    for (const state of states) {
      const text = queryText(format(state), KEYS);
      expect(stateOf(text), text).toEqual(state);
    }
    expect(format(stateOf(''))).toEqual({});
    expect(texts(stateOf(''))).toEqual(DEFAULTS);
  });

  test.each([
    ['lambda=', 'lambda: empty'],
    ['lambda=x', 'lambda: not-a-number'],
    ['lambda=-1', 'lambda: range'],
    ['sigma=0', 'sigma: range'],
    ['gray=11', 'gray: range'],
    ['noise=5', 'noise: range'],
    ['soft=-1', 'soft: range'],
    ['rounds=1.5', 'rounds: not-whole'],
    ['rounds=9', 'rounds: range'],
    ['size=65', 'size: range'],
    ['seed=0', 'seed: range'],
    ['image=dog', 'image: choice'],
    ['image=toString', 'image: choice'],
    ['image=own', 'image: own-picture'],
    ['clicks=1,2', 'clicks: sign'],
    ['clicks=%2B1', 'clicks: count'],
    ['clicks=%2B30,0', 'clicks: range'],
    ['clicks=-0,40', 'clicks: range'],
    ['clicks=%2B1,1;-1,1', 'clicks: click-twice'],
    [`clicks=${Array.from({ length: 13 }, (_, k) => `-0,${k}`).join(';')}`, 'clicks: clicks-many'],
    ['clicks=<img src=x>', 'clicks: sign'],
    ['speed=1', 'speed: unknown-key'],
    ['scene=none', 'scene: choice'],
    ['v=2', 'v: version'],
  ])('%s is refused, in words of both languages', (text, expected) => {
    const found = problems(text);
    expect(found.map(({ key, code }) => `${key}: ${code}`)).toEqual([expected]);
    for (const lang of ['zh', 'en'] as const) expect(STRINGS[lang].problems[found[0].code]).toBeTruthy(); // prettier-ignore
  });

  test('every key has a name in both languages', () => {
    for (const key of KEYS) for (const { names } of [STRINGS.zh, STRINGS.en]) expect(names[key]).toBeTruthy(); // prettier-ignore
  });
});

test('another picture takes its own first clicks, the reader’s own none; another size moves them', () => {
  const state = stateOf('lambda=60&rounds=2');
  for (const id of Object.keys(PICTURES)) {
    const query = edit(state, 'image', id)!;
    expect(query).toEqual({ image: id, clicks: STARTS[id] });
    expect(parse(query).problems).toBeUndefined();
    for (const size of [16, 32, 64]) {
      const moved = parse(edit(parse(query).state!, 'size', `${size}`)!).state!;
      expect(Math.max(moved.height, moved.width)).toBe(Math.min(size, PICTURES[id].height));
      expect(new Set(moved.clicks.map(({ inside }) => inside)).size).toBe(2);
    }
  }
  expect(edit(state, 'image', 'own')).toEqual({ image: 'own', clicks: '' });
  expect(edit(stateOf('image=own'), 'image', '')).toEqual({});
  expect(edit(state, 'lambda', '3')).toBeUndefined();
  const own = stateOf('image=own&size=30&clicks=-19,29');
  expect([own.height, own.width]).toEqual([20, 30]);
  expect(edit(own, 'size', '60', OWN)!.clicks).toBe('-39,59');
});

test('the contract names every key and every output', async () => {
  const row = readFileSync('docs/widgets-contract.md', 'utf8').split('\n').find((line) => line.startsWith('| `clicks`'))!; // prettier-ignore
  const outputs = await worked(stateOf('rounds=2'));
  for (const name of [...KEYS, ...Object.keys(outputs)]) expect(row).toContain(`\`${name}\``);
});
