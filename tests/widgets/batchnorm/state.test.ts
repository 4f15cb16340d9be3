import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { KIND } from '@widgets/batchnorm/kind.ts';
import { SCENES } from '@widgets/batchnorm/scenes.ts';
import {
  batchGrid,
  DEFAULTS,
  edited,
  KEYS,
  LIMITS,
  parse,
  shapeOf,
  texts,
  translated,
  type State,
} from '@widgets/batchnorm/state.ts';
import { STRINGS } from '@widgets/batchnorm/strings.ts';
import { editCell, queryText, readQuery, withoutDefaults } from '@widgets/toolkit/query.ts';
import { combinations } from './combinations.ts';

const read = (text: string) => readQuery(text, KEYS, [], (name) => SCENES[name as 'images']?.query);
const stateOf = (text: string): State => {
  const { query, problems } = read(text);
  const parsed = parse(query);
  expect([...problems, ...(parsed.problems ?? [])]).toEqual([]);
  return parsed.state!;
};
const codes = (text: string) => {
  const { query, problems } = read(text);
  return [...problems, ...(parse(query).problems ?? [])].map(({ key, code }) => `${key}: ${code}`);
};

describe('the address', () => {
  test('round trip: 500 combinations and every scene come back as they were', () => {
    const states = [
      ...combinations(500, 7).map(({ state }) => state),
      ...Object.values(SCENES).map(({ query }) => stateOf(query)),
    ];
    for (const state of states) {
      const text = queryText(withoutDefaults(texts(state), DEFAULTS), KEYS);
      expect(stateOf(text), text).toEqual(state);
    }
  });

  test('the default state is the empty query; absent keys have their defaults', () => {
    const state = stateOf('');
    expect(queryText(withoutDefaults(texts(state), DEFAULTS), KEYS)).toBe('');
    expect(texts(state)).toEqual(DEFAULTS);
    expect(shapeOf(state)).toEqual([4, 4]);
    expect(state).toMatchObject({
      gamma: [1, 1, 1, 1],
      movingVariance: [1, 1, 1, 1],
      eps: 0.001,
      momentum: 0.99,
      convention: 'keras',
      norm: 'batch',
      mode: 'train',
    });
  });

  test('rows are samples; with / or | they are images, channels last', () => {
    expect([...batchGrid(stateOf('input=1,2;3,4')).data]).toEqual([1, 2, 3, 4]);
    const images = stateOf('input=1,2;3,4|5,6;7,8/9,10;11,12|13,14;15,16');
    expect(shapeOf(images)).toEqual([2, 2, 2, 2]);
    expect([...batchGrid(images).data]).toEqual([
      1, 5, 2, 6, 3, 7, 4, 8, 9, 13, 10, 14, 11, 15, 12, 16,
    ]);
    expect(shapeOf(stateOf('input=1,2;3,4/'))).toEqual([1, 2, 2, 1]);
    expect(shapeOf(stateOf('input=1,2;3,4|5,6;7,8'))).toEqual([1, 2, 2, 2]);
    expect(texts(stateOf('input=1|2')).input).toBe('1|2/');
  });

  test('one number stands for all channels', () => {
    expect(stateOf('gamma=2').gamma).toEqual([2, 2, 2, 2]);
    expect(texts(stateOf('gamma=2,2,2,2')).gamma).toBe('2');
    expect(texts(stateOf('gamma=2,2,2,3')).gamma).toBe('2,2,2,3');
  });

  test('a scene can be named and changed', () => {
    expect(stateOf('scene=layer&norm=group').norm).toBe('group');
    expect(stateOf('scene=layer')).toEqual(stateOf(SCENES.layer.query));
  });
});

describe('what may not be said', () => {
  test.each([
    ['norm=spectral', 'norm: choice'],
    ['norm=instance', 'norm: instance-needs-images'],
    ['norm=group&groups=3', 'groups: groups-do-not-divide'],
    ['groups=0', 'groups: range'],
    ['groups=1.5', 'groups: not-whole'],
    ['groups=99', 'groups: range'],
    ['mode=test', 'mode: choice'],
    ['gamma=1,2', 'gamma: count'],
    ['gamma=', 'gamma: empty'],
    ['gamma=1e7', 'gamma: range'],
    ['beta=NaN', 'beta: not-a-number'],
    ['beta=Infinity', 'beta: not-a-number'],
    ['movingMean=1,2,3,4,5,6,7,8,9', 'movingMean: too-many'],
    ['movingVariance=-1', 'movingVariance: range'],
    ['eps=-0.1', 'eps: range'],
    ['eps=1e9', 'eps: range'],
    ['eps=1e-999', undefined],
    ['momentum=1.01', 'momentum: range'],
    ['momentum=-0.1', 'momentum: range'],
    ['convention=jax', 'convention: choice'],
    ['steps=301', 'steps: range'],
    ['steps=1e400', 'steps: not-whole'],
    ['steps=-1', 'steps: range'],
    ['input=', 'input: empty'],
    ['input=1,2;3', 'input: ragged'],
    ['input=1,2|3', 'input: ragged'],
    ['input=1|2/3', 'input: ragged'],
    ['input=1/2//', 'input: empty'],
    ['input=1;1;1&eps=0', 'eps: zero-under-root'],
    ['mode=inference&movingVariance=0&eps=0', 'eps: zero-under-root'],
    [`input=${Array(33).fill('1').join(';')}`, 'input: too-many'],
    [`input=${Array(9).fill('1').join(',')}`, 'input: too-many'],
    [`input=${Array(9).fill('1').join('/')}`, 'input: too-many'],
    [`input=${Array(9).fill('1').join('|')}`, 'input: too-many'],
    [`input=${Array(9).fill('1').join(',')}/`, 'input: too-many'],
    [
      `input=${Array(8)
        .fill(Array(8).fill(Array(8).fill('1,2').join(';')).join('|'))
        .join('/')}`,
      'input: too-many',
    ],
    ['input=<img src=x onerror=alert(1)>', 'input: not-a-number'],
    ['input=%3Cscript%3E', 'input: not-a-number'],
    ['input=1e9', 'input: range'],
    ['input=0x10', 'input: not-a-number'],
    ['constructor=1', 'constructor: unknown-key'],
    ['__proto__=1', '__proto__: unknown-key'],
    ['norm=batch&norm=layer', 'norm: repeated'],
    ['scene=nowhere', 'scene: choice'],
    ['v=2', 'v: version'],
  ])('%s → %s', (text, code) => {
    if (code === undefined) expect(codes(text)).toEqual([]);
    else expect(codes(text)).toContain(code);
  });

  test('every problem of its own has words in both languages, and every key a name', () => {
    for (const words of Object.values(STRINGS)) {
      for (const code of ['instance-needs-images', 'groups-do-not-divide', 'zero-under-root']) {
        expect(words.problems[code].length).toBeGreaterThan(10);
      }
      for (const key of KEYS) expect(words.names[key]).toBeTruthy();
    }
  });

  test('both languages fill the same places', () => {
    const places = (value: unknown): string =>
      typeof value === 'string'
        ? [...new Set(value.match(/\{\w+\}/g) ?? [])].sort().join()
        : JSON.stringify(Object.values(value as object).map(places));
    for (const key of Object.keys(STRINGS.en) as (keyof typeof STRINGS.en)[]) {
      expect(places(STRINGS.zh[key]), key).toBe(places(STRINGS.en[key]));
    }
  });
});

describe('controls that touch other keys', () => {
  const size = (text: string, name: string, value: string) => {
    const parsed = parse(edited(stateOf(text), name, value)!);
    return parsed.state ? shapeOf(parsed.state) : parsed.problems.map(({ code }) => code);
  };

  test('sizes of numbers and of images', () => {
    expect(size('', 'samples', '6')).toEqual([6, 4]);
    expect(size('', 'channels', '2')).toEqual([4, 2]);
    expect(size('gamma=1,2,3,4', 'channels', '5')).toEqual([4, 5]);
    expect(size('scene=images', 'samples', '1')).toEqual([1, 2, 2, 4]);
    expect(size('scene=images', 'channels', '1')).toEqual([3, 2, 2, 1]);
    expect(size('scene=images', 'height', '3')).toEqual([3, 3, 2, 4]);
    expect(size('scene=images', 'width', '1')).toEqual([3, 2, 1, 4]);
    expect(size('input=1,2;3,4/', 'samples', '2')).toEqual([2, 2, 2, 1]);
    expect(size('input=1,2;3,4/', 'channels', '2')).toEqual([1, 2, 2, 2]);
    expect(size('input=1/2', 'samples', '1')).toEqual([1, 1, 1, 1]);
  });

  test('a size that cannot be is refused and not guessed', () => {
    for (const value of ['0', '', '-1', '1.5', 'x'])
      expect(size('', 'samples', value)).toEqual(['empty']);
    expect(size('', 'samples', '33')).toEqual(['too-many']);
    expect(size('scene=images', 'samples', '1e9')).toEqual(['empty']);
    expect(size('scene=images', 'samples', '99999999')).toEqual(['too-many']);
  });

  test('vectors follow the channels, and groups keep dividing them', () => {
    const state = stateOf('gamma=1,2,3,4&norm=group');
    const more = parse(edited(state, 'channels', '5')!).state!;
    expect(more.gamma).toEqual([1, 2, 3, 4, 1]);
    expect(more.groups).toBe(1);
    expect(parse(edited(state, 'channels', '2')!).state!.gamma).toEqual([1, 2]);
    const three = stateOf('input=1,2,3;4,5,6');
    expect(parse(edited(three, 'norm', 'group')!).state).toMatchObject({
      norm: 'group',
      groups: 3,
    });
    expect(edited(stateOf(''), 'norm', 'group')).toBeUndefined();
    expect(edited(state, 'momentum', '1')).toBeUndefined();
  });

  test('a cell typed into lands in its place, four levels deep', () => {
    const text = texts(stateOf('scene=images')).input;
    const { samples } = stateOf(`input=${editCell(text, [2, 3, 1, 0], '99')}`);
    expect(samples[2][3][1][0]).toBe(99);
    expect(samples.flat(3).filter((value) => value === 99)).toHaveLength(1);
  });

  test('the translation of the momentum goes there and back', () => {
    const state = stateOf('momentum=0.9');
    expect(translated(state)).toMatchObject({ convention: 'pytorch', momentum: 0.1 });
    expect(translated(translated(state))).toEqual(state);
    expect(KIND.act!({ state } as never, 'translate')).toMatchObject({
      momentum: '0.1',
      convention: 'pytorch',
    });
    expect(KIND.act!({ state } as never, 'other')).toBeUndefined();
  });
});

test('docs/widgets-contract.md names every key with its default', () => {
  const docs = readFileSync('docs/widgets-contract.md', 'utf8');
  const row = /^\| `batchnorm`.*$/m.exec(docs)![0];
  for (const key of KEYS) expect(row).toContain(`\`${key}\``);
  for (const output of ['y', 'mean', 'variance', 'movingMean', 'movingVariance']) {
    expect(row.split('|').at(-2)).toContain(`\`${output}\``);
  }
  expect(row).toContain(`${LIMITS.steps}`);
});
