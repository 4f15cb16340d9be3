import { describe, expect, test } from 'vitest';
import { mulberry32 } from '@lib/random.ts';
import {
  attempts,
  channelsText,
  editCell,
  LIMITS,
  matrixText,
  nudgeText,
  paddingText,
  pairText,
  parseChannels,
  parseChoice,
  parseFlag,
  parseList,
  parseNumber,
  parsePadding,
  parsePair,
  parseWhole,
  queryText,
  readQuery,
  Refusal,
  requireSameSize,
  resizeText,
  short,
  withoutDefaults,
} from '@widgets/toolkit/query.ts';

/** What a reader of values answers: the value, or the code of its refusal. */
function answer(read: () => unknown): unknown {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return `refused: ${error.problem.key} ${error.problem.code}`;
  }
}

describe('numbers', () => {
  test.each([
    ['1', 1],
    [' 2.5 ', 2.5],
    ['-3', -3],
    ['+4', 4],
    ['.5', 0.5],
    ['5.', 5],
    ['1e3', 1000],
    ['1E-3', 0.001],
    ['-1e6', -1e6],
    ['1e-999', 0],
  ])('%j is %d', (text, value) => {
    expect(parseNumber('x', text)).toBe(value);
  });

  test.each([
    ['', 'empty'],
    ['   ', 'empty'],
    ['x', 'not-a-number'],
    ['NaN', 'not-a-number'],
    ['Infinity', 'not-a-number'],
    ['-Infinity', 'not-a-number'],
    ['0x10', 'not-a-number'],
    ['0b1', 'not-a-number'],
    ['1_000', 'not-a-number'],
    ['1 2', 'not-a-number'],
    ['1,2', 'not-a-number'],
    ['１', 'not-a-number'],
    ['−1', 'not-a-number'],
    ['--1', 'not-a-number'],
    ['.', 'not-a-number'],
    ['e5', 'not-a-number'],
    ['1e', 'not-a-number'],
    ['1e1000', 'not-a-number'],
    ['<b>1</b>', 'not-a-number'],
    ['null', 'not-a-number'],
    ['1e999', 'range'],
    ['1000000.1', 'range'],
    ['-1e7', 'range'],
  ])('%j is refused: %s', (text, code) => {
    expect(answer(() => parseNumber('x', text))).toBe(`refused: x ${code}`);
  });

  test('bounds are inside', () => {
    expect(parseNumber('x', '5', 5)).toBe(5);
    expect(parseNumber('x', '-5', 5)).toBe(-5);
    expect(answer(() => parseNumber('x', '-0.1', 5, 0))).toBe('refused: x range');
    expect(answer(() => parseNumber('x', '5.1', 5, 0))).toBe('refused: x range');
  });

  test('minus zero is zero everywhere', () => {
    expect(Object.is(parseNumber('x', '-0'), 0)).toBe(true);
    expect(Object.is(parseNumber('x', '-1e-999'), 0)).toBe(true);
    expect(Object.is(parseWhole('x', '-0', -1, 1), 0)).toBe(true);
  });

  test('whole numbers are whole, and bounded on both sides', () => {
    expect(parseWhole('n', '1e2', 1, 100)).toBe(100);
    expect(parseWhole('n', '2.0', 1, 100)).toBe(2);
    for (const [text, code] of [
      ['', 'empty'],
      ['a', 'not-a-number'],
      ['1.5', 'not-whole'],
      ['0', 'range'],
      ['101', 'range'],
    ]) {
      expect(answer(() => parseWhole('n', text, 1, 100))).toBe(`refused: n ${code}`);
    }
  });

  test('a refusal carries what its message needs, and a long value is shortened', () => {
    const { problems, attempt } = attempts();
    attempt(() => parseWhole('n', '9', 1, 8));
    attempt(() => parseNumber('x', 'y'.repeat(1000)));
    expect(problems).toEqual([
      { key: 'n', code: 'range', params: { value: '9', min: 1, max: 8 } },
      { key: 'x', code: 'not-a-number', params: { value: `${'y'.repeat(23)}…` } },
    ]);
    expect(short('z'.repeat(24))).toBe('z'.repeat(24));
    expect(short('z'.repeat(25))).toHaveLength(24);
  });
});

describe('attempts', () => {
  test('keep every refusal, hand out values, and let other errors through', () => {
    const { problems, attempt } = attempts();
    expect(attempt(() => 7)).toBe(7);
    expect(attempt(() => parseFlag('a', '2'))).toBeUndefined();
    expect(attempt(() => parseFlag('b', ''))).toBeUndefined();
    expect(problems.map(({ key }) => key)).toEqual(['a', 'b']);
    expect(() =>
      attempt(() => {
        throw new RangeError('a fault of the code');
      }),
    ).toThrow('a fault of the code');
  });
});

describe('pairs, padding, choices, lists', () => {
  test('one number stands for both axes', () => {
    expect(parsePair('k', '3', 8)).toEqual([3, 3]);
    expect(parsePair('k', '3,2', 8)).toEqual([3, 2]);
    expect(parsePair('k', '0', 8, 0)).toEqual([0, 0]);
    expect(answer(() => parsePair('k', '0', 8))).toBe('refused: k range');
    expect(answer(() => parsePair('k', '1,9', 8))).toBe('refused: k range');
    expect(answer(() => parsePair('k', '1,', 8))).toBe('refused: k empty');
    expect(answer(() => parsePair('k', '1,2,3', 8))).toBe('refused: k count');
  });

  test('padding: a word, one number, two, or four', () => {
    expect(parsePadding('valid')).toBe('valid');
    expect(parsePadding('same')).toBe('same');
    expect(parsePadding('2')).toEqual([2, 2, 2, 2]);
    expect(parsePadding('1,2')).toEqual([1, 1, 2, 2]);
    expect(parsePadding('1,2,3,4')).toEqual([1, 2, 3, 4]);
    for (const [text, code] of [
      ['SAME', 'not-a-number'],
      ['-1', 'range'],
      ['17', 'range'],
      ['0.5', 'not-whole'],
      ['1,2,3', 'count'],
      ['1,2,3,4,5', 'count'],
      ['', 'empty'],
    ]) {
      expect(
        answer(() => parsePadding(text)),
        text,
      ).toBe(`refused: padding ${code}`);
    }
  });

  test.each(['valid', 'same', '0', '2', '1,2', '1,2,3,4', '1,1,2,3'])(
    'padding %s is written as it was typed',
    (text) => expect(paddingText(parsePadding(text))).toBe(text),
  );

  test('pairs are written as short as they can be', () => {
    expect(pairText([2, 2])).toBe('2');
    expect(pairText([2, 3])).toBe('2,3');
  });

  test('a choice is one of the list, never a property of an object', () => {
    expect(parseChoice('op', 'max', ['max', 'avg'])).toBe('max');
    for (const text of ['', 'MAX', ' max', '__proto__', 'toString', '<img>']) {
      expect(
        answer(() => parseChoice('op', text, ['max', 'avg'])),
        text,
      ).toBe('refused: op choice');
    }
  });

  test('a flag is 0 or 1', () => {
    expect([parseFlag('f', '0'), parseFlag('f', '1')]).toEqual([false, true]);
    for (const text of ['', 'true', '2', '01', '-0']) {
      expect(
        answer(() => parseFlag('f', text)),
        text,
      ).toBe('refused: f choice');
    }
  });

  test('a list is bounded before its numbers are read', () => {
    expect(parseList('l', '1, 2,3', 3)).toEqual([1, 2, 3]);
    expect(answer(() => parseList('l', '1,2,x,4', 3))).toBe('refused: l too-many');
    expect(answer(() => parseList('l', '1,,3', 3))).toBe('refused: l empty');
    expect(answer(() => parseList('l', '1,9', 3, 8))).toBe('refused: l range');
    expect(answer(() => parseList('l', '-1', 3, 8, 0))).toBe('refused: l range');
  });
});

describe('matrices', () => {
  test('channels, rows and values', () => {
    expect(parseChannels('x', '1,2;3,4|5,6;7,8')).toEqual([
      [
        [1, 2],
        [3, 4],
      ],
      [
        [5, 6],
        [7, 8],
      ],
    ]);
  });

  test.each([
    ['1,2;3', 'ragged'],
    ['1,2|1', 'ragged'],
    ['1;2|1', 'ragged'],
    ['1,2;3,4|1,2', 'ragged'],
    ['', 'empty'],
    ['1;', 'empty'],
    ['1|', 'empty'],
    ['1/2', 'not-a-number'],
    [Array(33).fill('1').join(','), 'too-many'],
    [Array(33).fill('1').join(';'), 'too-many'],
    [Array(9).fill('1').join('|'), 'too-many'],
  ])('%j is refused: %s', (text, code) => {
    expect(answer(() => parseChannels('x', text))).toBe(`refused: x ${code}`);
  });

  test('the largest that is allowed is allowed', () => {
    const rows = Array(LIMITS.matrix).fill(Array(LIMITS.matrix).fill('1').join(',')).join(';');
    const text = Array(LIMITS.channels).fill(rows).join('|');
    const channels = parseChannels('x', text);
    expect([channels.length, channels[0].length, channels[0][0].length]).toEqual([8, 32, 32]);
    expect(channelsText(channels)).toBe(text);
  });

  test('the message of a ragged matrix counts what there is', () => {
    expect(() => requireSameSize('x', [[[1, 2]], [[1, 2, 3]]])).toThrow(Refusal);
    const { problems, attempt } = attempts();
    attempt(() => parseChannels('x', '1,2;3'));
    expect(problems[0].params).toEqual({ expected: 2, got: 1 });
    const { problems: rows, attempt: again } = attempts();
    again(() => parseChannels('x', '1;2|1')); // a row is missing, not a value
    expect(rows[0].params).toEqual({ expected: 2, got: 1 });
  });

  test('300 random matrices come back as they were', () => {
    const random = mulberry32(4);
    const upTo = (n: number) => 1 + Math.floor(random() * n);
    for (let i = 0; i < 300; i++) {
      const [c, h, w] = [upTo(4), upTo(6), upTo(6)];
      const number = () => (random() < 0.5 ? Math.round(random() * 99 - 50) : random() * 1e-7);
      const channels = Array.from({ length: c }, () =>
        Array.from({ length: h }, () => Array.from({ length: w }, () => number() || 0)),
      );
      expect(parseChannels('x', channelsText(channels))).toEqual(channels);
      expect(parseChannels('x', matrixText(channels[0]))).toEqual([channels[0]]);
    }
  });
});

describe('readQuery', () => {
  const KEYS = ['input', 'image', 'stride', 'padding'] as const;
  const EITHER = [['input', 'image']] as const;
  const SCENES: Record<string, string> = {
    cat: 'image=cat&stride=2',
    typed: 'input=1,2&padding=same',
    nested: 'scene=cat',
  };
  const read = (text: string) => readQuery(text, KEYS, EITHER, (name) => SCENES[name]);
  const codes = (text: string) => read(text).problems.map(({ key, code }) => `${key} ${code}`);

  test('splits keys and values, and decodes both', () => {
    expect(read('stride=2&padding=1,0,2,0')).toEqual({
      query: { stride: '2', padding: '1,0,2,0' },
      problems: [],
    });
    expect(read('input=1%2C2&%73tride=3').query).toEqual({ input: '1,2', stride: '3' });
    expect(read('')).toEqual({ query: {}, problems: [] });
    expect(read('&&stride=1&').query).toEqual({ stride: '1' });
    expect(read('v=1').problems).toEqual([]);
  });

  test('a value may hold =; a key without one is empty', () => {
    expect(read('input=a=b').query).toEqual({ input: 'a=b' });
    expect(read('stride').query).toEqual({ stride: '' });
  });

  test.each([
    ['colour=1', 'colour unknown-key'],
    ['__proto__=1', '__proto__ unknown-key'],
    ['constructor=1', 'constructor unknown-key'],
    ['=1', ' unknown-key'],
    ['Stride=1', 'Stride unknown-key'],
    ['stride=1&stride=2', 'stride repeated'],
    ['v=1&v=1', 'v repeated'],
    ['v=2', 'v version'],
    ['v', 'v version'],
    ['scene=none', 'scene choice'],
    ['scene=', 'scene choice'],
    ['scene=cat&scene=typed', 'scene repeated'],
    ['%E0%A4%A=1', '%E0%A4%A=1 encoding'],
    ['stride=%', 'stride=% encoding'],
    ['<img src=x onerror=alert(1)>=1', '<img src unknown-key'],
    [`${'k'.repeat(100)}=1`, `${'k'.repeat(23)}… unknown-key`],
  ])('%s is refused', (text, expected) => {
    expect(codes(text)).toContain(expected);
  });

  test('every problem is told, and what is right is still read', () => {
    const { query, problems } = read('colour=1&stride=2&v=3&shape=4');
    expect(query).toEqual({ stride: '2' });
    expect(problems.map(({ code }) => code)).toEqual(['unknown-key', 'version', 'unknown-key']);
  });

  test('a scene gives the rest; other keys win, before and after it', () => {
    expect(read('scene=cat').query).toEqual({ image: 'cat', stride: '2' });
    expect(read('stride=3&scene=cat').query).toEqual({ image: 'cat', stride: '3' });
    expect(read('scene=cat&stride=3').query).toEqual({ image: 'cat', stride: '3' });
  });

  test('of two keys that exclude each other the one given replaces that of the scene', () => {
    expect(read('scene=cat&input=1').query).toEqual({ input: '1', stride: '2' });
    expect(read('scene=typed&image=coins').query).toEqual({ image: 'coins', padding: 'same' });
    expect(read('input=1&image=cat').query).toEqual({ input: '1', image: 'cat' }); // parse refuses
  });

  test('a scene does not lead to another one', () => {
    expect(read('scene=nested').query).toEqual({});
  });
});

describe('writing the address', () => {
  const KEYS = ['a', 'b', 'c'] as const;

  test('keys stand in their order, absent ones are left out', () => {
    expect(queryText({ c: '3', a: '1' }, KEYS)).toBe('a=1&c=3');
    expect(queryText({ a: '' }, KEYS)).toBe('a=');
    expect(queryText({}, KEYS)).toBe('');
  });

  test('what would end a value or the hash is escaped, the rest stays readable', () => {
    expect(queryText({ a: '1,2;3|4/5' }, KEYS)).toBe('a=1,2;3|4/5');
    expect(queryText({ a: 'x&b=2#y%z w+\n' }, KEYS)).toBe('a=x%26b=2%23y%25z%20w%2B%0A');
  });

  test.each(['1,2;3|4', 'a&b=c', '100%', '%41', 'x#y', 'a b', 'a+b', '卷积', '\t=', ''])(
    '%j comes back as it was',
    (value) => {
      const text = queryText({ a: value, b: '1' }, KEYS);
      expect(readQuery(text, KEYS, [], () => undefined)).toEqual({
        query: { a: value, b: '1' },
        problems: [],
      });
    },
  );

  test('only what differs from the defaults is written', () => {
    const defaults = { a: '1', b: '2' };
    expect(withoutDefaults({ a: '1', b: '3', c: '4' }, defaults)).toEqual({ b: '3', c: '4' });
    expect(withoutDefaults({ a: '1' }, defaults)).toEqual({});
    expect(withoutDefaults({ a: '' }, defaults)).toEqual({ a: '' });
  });
});

describe('editCell', () => {
  test.each([
    ['7', [], '8', '8'],
    ['1,2,3', [1], '9', '1,9,3'],
    ['1,2;3,4', [1, 0], '9', '1,2;9,4'],
    ['1,2;3,4|5,6;7,8', [1, 0, 1], '9', '1,2;3,4|5,9;7,8'],
    ['1|2/3|4;5', [1, 1, 1, 0], '9', '1|2/3|4;9'],
    ['1,2;3,4', [0, 1, 1], '-0.5', '1,2;3,-0.5'],
  ])('%s at %j becomes %s: %s', (text, at, value, expected) => {
    expect(editCell(text, at, value)).toBe(expected);
  });

  test('changes the one number that it names, in every place of 4 levels', () => {
    const [N, C, H, W] = [2, 3, 2, 4];
    const value = (n: number, c: number, h: number, w: number) => ((n * C + c) * H + h) * W + w;
    const text = (replaced = -1) =>
      Array.from({ length: N }, (_, n) =>
        Array.from({ length: C }, (_, c) =>
          Array.from({ length: H }, (_, h) =>
            Array.from({ length: W }, (_, w) => {
              const here = value(n, c, h, w);
              return here === replaced ? 'new' : here;
            }).join(','),
          ).join(';'),
        ).join('|'),
      ).join('/');
    for (let n = 0; n < N; n++)
      for (let c = 0; c < C; c++)
        for (let h = 0; h < H; h++)
          for (let w = 0; w < W; w++)
            expect(editCell(text(), [n, c, h, w], 'new')).toBe(text(value(n, c, h, w)));
  });
});

describe('resizeText', () => {
  const image = '1,2;3,4|5,6;7,8';
  const batch = '1,2;3,4|5,6;7,8/9,1;2,3|4,5;6,7';

  test.each([
    ['1,2,3', 0, 2, '1,2'],
    ['1,2,3', 0, 5, '1,2,3,0,0'],
    ['1', 0, 3, '1,0,0'],
    ['1,2;3,4', 0, 3, '1,2,0;3,4,0'],
    ['1,2;3,4', 0, 1, '1;3'],
    ['1,2;3,4', 1, 1, '1,2'],
    ['1,2;3,4', 1, 3, '1,2;3,4;0,0'],
    ['1,2', 1, 2, '1,2;0,0'],
    [image, 0, 1, '1;3|5;7'],
    [image, 1, 3, '1,2;3,4;0,0|5,6;7,8;0,0'],
    [image, 2, 1, '1,2;3,4'],
    [image, 2, 3, `${image}|5,6;7,8`],
    ['1,2;3,4', 2, 2, '1,2;3,4|1,2;3,4'],
    ['-1.5,2e3', 1, 2, '-1.5,2e3;0,0'],
    [batch, 0, 3, '1,2,0;3,4,0|5,6,0;7,8,0/9,1,0;2,3,0|4,5,0;6,7,0'],
    [batch, 1, 1, '1,2|5,6/9,1|4,5'],
    [batch, 2, 1, '1,2;3,4/9,1;2,3'],
    [batch, 3, 1, image],
    [batch, 3, 3, `${batch}/4,5;6,7`.replace('/4,5;6,7', '/9,1;2,3|4,5;6,7')],
    [image, 3, 2, `${image}/${image}`],
  ])('%s on axis %d to %d is %s', (text, axis, count, expected) => {
    expect(resizeText(text, axis, count)).toBe(expected);
  });

  test('the same count changes nothing', () => {
    for (const [axis, count] of [2, 2, 2, 2].entries()) {
      expect(resizeText(batch, axis, count)).toBe(batch);
    }
  });
});

describe('nudgeText', () => {
  const bounds = { min: 0, max: 8, step: 1 };

  test.each([
    ['1', 1, '2'],
    ['2,3', 1, '3,4'],
    ['8', 1, '8'],
    ['0', -1, '0'],
    ['7,8', 1, '8'],
    ['1,1,2,1', -1, '0,0,1,0'],
  ])('%s moved by %d is %s', (text, by, moved) => {
    expect(nudgeText(text, by, bounds)).toBe(moved);
  });

  test('keeps decimals short', () => {
    expect(nudgeText('0.2', 1, { min: 0, max: 1, step: 0.1 })).toBe('0.3');
    expect(nudgeText('-0.3', 3, { min: -1, max: 1, step: 0.1 })).toBe('0');
  });
});
