import { describe, expect, test } from 'vitest';
import { readFileSync } from 'node:fs';
import { KIND } from '@widgets/activations/kind.ts';
import { reference } from '@widgets/activations/reference.ts';
import { SCENES } from '@widgets/activations/scenes.ts';
import {
  ACTIVE_IDS,
  BOUNDS,
  DEFAULTS,
  defaultAlpha,
  KEYS,
  parse,
  texts,
  type State,
} from '@widgets/activations/state.ts';
import { STRINGS } from '@widgets/activations/strings.ts';
import { queryText, readQuery, withoutDefaults } from '@widgets/toolkit/query.ts';
import { combinations } from './combinations.ts';

const read = (text: string) =>
  readQuery(text, KEYS, [], (name) => (SCENES as Record<string, { query: string }>)[name]?.query);
const problems = (text: string) => {
  const { query, problems: first } = read(text);
  return [...first, ...(parse(query).problems ?? [])];
};
const codes = (text: string) => problems(text).map(({ key, code }) => `${key}: ${code}`);
const state = (text: string): State => {
  expect(problems(text), text).toEqual([]);
  return parse(read(text).query).state!;
};

describe('the address', () => {
  test('round trip: 600 combinations and every scene come back as they were', () => {
    const states = [
      ...combinations(600, 7).map(({ state: made }) => made),
      ...Object.values(SCENES).map(({ query }) => state(query)),
    ];
    for (const each of states) {
      expect(parse(texts(each)).state).toEqual(each);
      const text = queryText(withoutDefaults(texts(each), DEFAULTS), KEYS);
      expect(state(text), text).toEqual(each);
    }
  });

  test('absent keys have their defaults, and the default state is the empty query', () => {
    expect(state('')).toEqual({
      fn: 'relu',
      x: 1,
      alpha: undefined,
      depth: 10,
      weight: 1,
      skip: false,
      logits: [2, 1, 0.1],
      temperature: 1,
    });
    expect(withoutDefaults(texts(state('')), DEFAULTS)).toEqual({});
  });

  test('each function has its own α; where there is none, one given is of no use', () => {
    for (const fn of ACTIVE_IDS) expect(state(`fn=${fn}`).alpha).toBe(defaultAlpha(fn));
    expect(state('fn=hard-sigmoid').alpha).toBe(1 / 6);
    expect(state('fn=hard-sigmoid&alpha=0.2').alpha).toBe(0.2);
    expect(state('fn=sigmoid&alpha=0.2').alpha).toBeUndefined();
    expect(state('fn=prelu&alpha=-0.5').alpha).toBe(-0.5);
  });

  test('numbers keep six decimals, minus zero is zero', () => {
    expect(state('x=1e-9').x).toBe(0);
    expect(state('x=0.1234567').x).toBe(0.123457);
    expect(Object.is(state('x=-0').x, 0)).toBe(true);
    expect(Object.is(state('x=-1e-9').x, 0)).toBe(true);
    expect(Object.is(state('fn=softmax&logits=-0').logits[0], 0)).toBe(true);
  });

  test('a scene can be named and changed', () => {
    expect(state('scene=skip-chain&depth=3')).toEqual(state('fn=sigmoid&x=0&skip=1&depth=3'));
  });

  test.each([
    ['x=', 'x: empty'],
    ['x=NaN', 'x: not-a-number'],
    ['x=Infinity', 'x: not-a-number'],
    ['x=1e9', 'x: range'],
    ['x=-1001', 'x: range'],
    ['x=0x10', 'x: not-a-number'],
    ['x=1,2', 'x: not-a-number'],
    ['x=%3Cimg%20src=x%20onerror=alert(1)%3E', 'x: not-a-number'],
    ['fn=toString', 'fn: choice'],
    ['fn=', 'fn: choice'],
    ['fn=elu&alpha=99', 'alpha: range'],
    ['fn=hard-sigmoid&alpha=0', 'alpha: range'],
    ['fn=hard-sigmoid&alpha=-0.2', 'alpha: range'],
    ['alpha=x', 'alpha: not-a-number'],
    ['depth=0', 'depth: range'],
    ['depth=21', 'depth: range'],
    ['depth=2.5', 'depth: not-whole'],
    ['weight=0', 'weight: range'],
    ['weight=-1', 'weight: range'],
    ['weight=4', 'weight: range'],
    ['skip=yes', 'skip: choice'],
    ['logits=', 'logits: empty'],
    ['logits=1,,2', 'logits: empty'],
    ['logits=1;2', 'logits: not-a-number'],
    ['logits=1e6', 'logits: range'],
    [`logits=${Array(11).fill('1').join()}`, 'logits: too-many'],
    ['temperature=0', 'temperature: range'],
    ['temperature=-1', 'temperature: range'],
    ['temperature=1e3', 'temperature: range'],
    ['colour=1', 'colour: unknown-key'],
    ['x=1&x=2', 'x: repeated'],
    ['scene=nothing', 'scene: choice'],
    ['v=2', 'v: version'],
    ['x=%E0%A4%A', 'x=%E0%A4%A: encoding'],
  ])('%s is refused', (text, problem) => expect(codes(text)).toEqual([problem]));

  test('every problem is told at once', () => {
    expect(codes('x=a&depth=99&logits=b')).toEqual([
      'x: not-a-number',
      'depth: range',
      'logits: not-a-number',
    ]);
  });

  test('the ends of every range are allowed', () => {
    const [light, heavy] = BOUNDS.weight;
    const [cold, hot] = BOUNDS.temperature;
    for (const text of [
      `x=${BOUNDS.x}`,
      `x=-${BOUNDS.x}`,
      `depth=1&weight=${light}&temperature=${cold}`,
      `depth=${BOUNDS.depth}&weight=${heavy}&temperature=${hot}`,
      `fn=elu&alpha=${BOUNDS.alpha}`,
      `fn=elu&alpha=-${BOUNDS.alpha}`,
      `fn=softmax&logits=${BOUNDS.logit},-${BOUNDS.logit}`,
    ]) {
      for (const { data } of Object.values(reference(state(text)))) {
        for (const value of data) expect(value, text).toSatisfy(Number.isFinite);
      }
    }
  });
});

describe('the scenes', () => {
  const of = (name: keyof typeof SCENES) => reference(state(SCENES[name].query));

  test('ReLU comes first, with y = 1 and slope 1', () => {
    expect(Object.keys(SCENES)[0]).toBe('relu');
    expect([of('relu').y.data[0], of('relu').dy.data[0]]).toEqual([1, 1]);
  });

  test('numbers that can be checked by hand', () => {
    expect(of('leaky-relu').y.data[0]).toBe(-0.02);
    expect(of('hard-sigmoid').y.data[0]).toBeCloseTo(5 / 6, 15);
    expect(of('relu-chain').gradientPlain.data[0]).toBe(1);
    expect(of('relu-chain').gradientSkip.data[0]).toBe(2 ** 20);
    expect(of('sigmoid-chain').gradientPlain.data[0]).toBeLessThan(0.25 ** 10);
    expect(of('skip-chain').gradientSkip.data[0]).toBeGreaterThan(1);
    expect([...of('softmax-large').y.data]).toEqual([
      1 / (1 + Math.exp(-1)),
      Math.exp(-1) / (1 + Math.exp(-1)),
      0,
    ]);
  });
});

describe('the words', () => {
  test('both languages say the same things', () => {
    const shape = (words: object): unknown =>
      Object.entries(words).map(([key, value]) =>
        typeof value === 'object'
          ? [key, shape(value as object)]
          : [key, [...String(value).matchAll(/\{\w+\}/g)].map(String).sort()],
      );
    const sorted = (words: object) => JSON.stringify(shape(words));
    expect(sorted(STRINGS.zh)).toBe(sorted(STRINGS.en));
  });

  test('every key has a name', () => {
    for (const lang of ['zh', 'en'] as const) {
      for (const key of KEYS) expect(STRINGS[lang].names[key]).toBeTruthy();
    }
  });
});

test('the row of docs/widgets-contract.md names every key and output', () => {
  const docs = readFileSync(new URL('../../../docs/widgets-contract.md', import.meta.url), 'utf8');
  const row = docs.split('\n').find((line) => line.startsWith('| `activations`'))!;
  for (const key of [...KEYS, ...ACTIVE_IDS]) expect(row).toContain(`\`${key}\``);
  for (const fn of ['relu', 'softmax']) {
    for (const name of Object.keys(reference(state(`fn=${fn}`)))) expect(row).toContain(`\`${name}\``); // prettier-ignore
  }
  expect(KIND.defaults).toBe(DEFAULTS);
});
