import { describe, expect, test } from 'vitest';
import { reference } from '@widgets/pooling/reference.ts';
import { SCENES } from '@widgets/pooling/scenes.ts';
import {
  DEFAULTS,
  inputShape,
  KEYS,
  outputShape,
  parse,
  pooledGrid,
  sidesOf,
  strideOf,
  texts,
  type Key,
  type State,
} from '@widgets/pooling/state.ts';
import { STRINGS } from '@widgets/pooling/strings.ts';
import { queryText, readQuery, withoutDefaults, type Query } from '@widgets/toolkit/query.ts';
import { combinations } from './combinations.ts';

const EITHER = [['input', 'image']] as const;
const read = (text: string) =>
  readQuery<Key>(text, KEYS, EITHER, (name) => SCENES[name as 'max-2x2']?.query);
const problems = (text: string) => {
  const { query, problems: first } = read(text);
  return [...first, ...(parse(query).problems ?? [])];
};
const codes = (text: string) => problems(text).map(({ key, code }) => `${key}: ${code}`);
const stateOf = (text: string): State => {
  expect(problems(text), text).toEqual([]);
  return parse(read(text).query).state!;
};
const values = (text: string, name = 'y') => [...reference(stateOf(text), undefined)[name].data];

describe('the address', () => {
  test('round trip: 600 combinations and every scene come back as they were', () => {
    const states = [
      ...combinations(600, 7).map(({ state }) => state),
      ...Object.values(SCENES).map(({ query }) => stateOf(query)),
    ];
    for (const state of states) {
      const text = queryText(withoutDefaults(texts(state), DEFAULTS as Query<Key>), KEYS);
      expect(stateOf(text), text).toEqual(state);
      expect(parse(texts(state)).state, 'every key written').toEqual(state);
    }
  });

  test('absent keys have their defaults, and the default state is the empty query', () => {
    const state = stateOf('');
    expect(state).toMatchObject({
      op: 'max',
      window: [2, 2],
      stride: undefined,
      padding: 'valid',
      ceil: false,
      includePad: false,
      shift: [0, 0],
    });
    expect(inputShape(state)).toEqual([4, 4, 1]);
    expect(outputShape(state)).toEqual([2, 2, 1]);
    expect(withoutDefaults(texts(state), DEFAULTS as Query<Key>)).toEqual({});
  });

  test('the stride follows the window until it is given', () => {
    expect(strideOf(stateOf('window=3,2'))).toEqual([3, 2]);
    expect(strideOf(stateOf('window=3&stride=1,2'))).toEqual([1, 2]);
    expect(texts(stateOf('window=3')).stride).toBeUndefined();
    expect(texts(stateOf('stride=2')).stride).toBe('2'); // said, even if it is the same
  });

  test('a shift of one number goes to the right, two go down and right', () => {
    expect(stateOf('shift=3').shift).toEqual([0, 3]);
    expect(stateOf('shift=-1,2').shift).toEqual([-1, 2]);
    expect(texts(stateOf('shift=0,2')).shift).toBe('2');
    expect(texts(stateOf('shift=2,0')).shift).toBe('2,0');
  });

  test('a global window is the whole input, without padding', () => {
    const state = stateOf('op=globalavg&padding=same&window=3&stride=2&ceil=1');
    expect(sidesOf(state)).toEqual([0, 0, 0, 0]);
    expect(outputShape(state)).toEqual([1, 1, 1]);
    expect(outputShape(stateOf('op=globalmax&input=1,2|3,4|5,6'))).toEqual([1, 1, 3]);
    // what is said about the window stays for when it is wanted again
    expect(texts(state)).toMatchObject({ padding: 'same', window: '3', stride: '2', ceil: '1' });
    expect(stateOf('op=globalmax&window=11&padding=9').op).toBe('globalmax');
  });

  test('a picture is pooled in grey', () => {
    expect(inputShape(stateOf('image=cat&window=4'))).toEqual([128, 128, 1]);
    expect(outputShape(stateOf('image=digit-3&window=3'))).toEqual([9, 9, 1]);
    const own = { height: 20, width: 30, channels: 3 } as const;
    expect(inputShape(parse({ image: 'own' }, own).state!)).toEqual([20, 30, 1]);
  });

  test('minus zero is zero', () => {
    expect(Object.is(stateOf('shift=-0').shift[1], 0)).toBe(true);
    expect(Object.is(pooledGrid(stateOf('input=-0;1&window=1'), undefined).data[0], 0)).toBe(true);
  });
});

describe('what is refused', () => {
  test.each([
    ['window=0', 'window: range'],
    ['window=12', 'window: range'],
    ['window=-2', 'window: range'],
    ['window=1.5', 'window: not-whole'],
    ['window=', 'window: empty'],
    ['window=2,2,2', 'window: count'],
    ['window=5', 'window: window-too-large'],
    ['window=1,5', 'window: window-too-large'],
    ['stride=0', 'stride: range'],
    ['stride=9', 'stride: range'],
    ['stride=NaN', 'stride: not-a-number'],
    ['stride=1e9', 'stride: range'],
    ['padding=-1', 'padding: range'],
    ['padding=17', 'padding: range'],
    ['padding=2', 'padding: padding-too-wide'],
    ['padding=0,0,0,2', 'padding: padding-too-wide'],
    ['padding=0,2,0,0', 'padding: padding-too-wide'],
    ['padding=full', 'padding: not-a-number'],
    ['padding=1,2,3', 'padding: count'],
    ['op=median', 'op: choice'],
    ['op=__proto__', 'op: choice'],
    ['ceil=2', 'ceil: choice'],
    ['includePad=yes', 'includePad: choice'],
    ['shift=9', 'shift: range'],
    ['shift=1,-9', 'shift: range'],
    ['shift=0.5', 'shift: not-whole'],
    ['shift=1,2,3', 'shift: count'],
    ['image=dog', 'image: choice'],
    ['image=toString', 'image: choice'],
    ['image=own', 'image: own-picture'],
    ['image=cat&input=1', 'image: both'],
    ['input=1,2;3', 'input: ragged'],
    ['input=1,2|3', 'input: ragged'],
    ['input=1,,2', 'input: empty'],
    ['input=<b>1</b>', 'input: not-a-number'],
    ['input=1e7', 'input: range'],
    ['input=1/2', 'input: not-a-number'],
    [`input=${Array(33).fill('1').join(',')}`, 'input: too-many'],
    [`input=${Array(9).fill('1').join('|')}`, 'input: too-many'],
    ['stride=2&stride=3', 'stride: repeated'],
    ['scene=none', 'scene: choice'],
    ['v=2', 'v: version'],
    ['colour=1', 'colour: unknown-key'],
    ['%E0%A4%A=1', '%E0%A4%A=1: encoding'],
  ])('%s', (text, expected) => {
    expect(codes(text)).toContain(expected);
  });

  test('all problems are told at once', () => {
    expect(codes('window=0&stride=x&op=y')).toEqual([
      'op: choice',
      'window: range',
      'stride: not-a-number',
    ]);
  });

  test('every reason has words in both languages, and every placeholder a value', () => {
    const texts = [
      'window=0', 'window=', 'window=x', 'window=1.5', 'window=2,2,2', 'window=5', 'padding=2',
      'op=x', 'input=1,2;3', `input=${Array(33).fill('1').join(',')}`, 'image=own',
      'image=cat&input=1', 'v=2', 'x=1', 'stride=1&stride=1', '%=1',
    ]; // prettier-ignore
    const seen = new Set<string>();
    for (const { key, code, params } of texts.flatMap(problems)) {
      seen.add(code);
      for (const lang of ['zh', 'en'] as const) {
        const template = STRINGS[lang].problems[code];
        for (const [, name] of template.matchAll(/\{(\w+)\}/g)) {
          expect(['key', 'name', ...Object.keys(params)], `${code} (${key})`).toContain(name);
        }
      }
    }
    expect([...seen].sort()).toEqual(Object.keys(STRINGS.en.problems).sort());
    expect(Object.keys(STRINGS.zh.problems).sort()).toEqual([...seen].sort());
    for (const key of KEYS) expect(STRINGS.zh.names[key], key).toBeTruthy();
    for (const key of KEYS) expect(STRINGS.en.names[key], key).toBeTruthy();
  });
});

describe('the scenes', () => {
  test('the worked example: max and mean of 1, 3, 9, 3', () => {
    expect(values('scene=max-2x2')).toEqual([9, 4, 5, 11]);
    expect(values('scene=max-2x2', 'argmax')).toEqual([4, 3, 13, 15]);
    expect(values('scene=average')).toEqual([4, 1, 2, 6]);
    expect(values('op=globalavg')).toEqual([3.25]);
    expect(values('op=globalmax')).toEqual([11]);
  });

  test('L2 is the root of the mean of squares', () => {
    const roots = [100 / 4, 16 / 4, 36 / 4, 196 / 4].map(Math.sqrt);
    values('scene=l2').forEach((value, i) => expect(value).toBeCloseTo(roots[i], 12));
  });

  test('all negative: what wins is negative, so no padding has won', () => {
    expect(values('scene=all-negative').every((value) => value < 0)).toBe(true);
  });

  test('one step to the side changes four outputs of nine', () => {
    const still = values('scene=shift-one&shift=0');
    const moved = values('scene=shift-one');
    expect(moved.filter((value, i) => value !== still[i])).toHaveLength(4);
  });

  test('ceil mode keeps the last row and column of 7', () => {
    expect(outputShape(stateOf('scene=ceil-mode'))).toEqual([4, 4, 1]);
    expect(outputShape(stateOf('scene=ceil-mode&ceil=0'))).toEqual([3, 3, 1]);
  });

  test('padded zeros that count make the corner smaller', () => {
    const [counted] = values('scene=count-padding');
    const [left] = values('scene=count-padding&includePad=0');
    expect(counted * 9).toBeCloseTo(left * 4, 12);
  });
});

describe('the size formula', () => {
  test('equals counting the windows, over 600 combinations', () => {
    for (const { query, state } of combinations(600, 3)) {
      if (state.op.startsWith('global')) continue;
      const input = inputShape(state);
      const sides = sidesOf(state);
      const stride = strideOf(state);
      const count = (axis: 0 | 1) => {
        const [before, after] = [sides[axis * 2], sides[axis * 2 + 1]];
        let windows = 0;
        for (let start = 0; ; start += stride[axis]) {
          const inside = start + state.window[axis] <= input[axis] + before + after;
          const hangs = state.ceil && start < input[axis] + before && windows > 0;
          const reached = start - stride[axis] + state.window[axis] >= input[axis] + before + after;
          if (!inside && !(hangs && !reached)) return windows;
          windows++;
        }
      };
      expect(outputShape(state).slice(0, 2), JSON.stringify(query)).toEqual([count(0), count(1)]);
      if (state.padding === 'same' && !state.ceil) {
        expect(outputShape(state)[0]).toBe(Math.ceil(input[0] / stride[0]));
      }
    }
  });
});
