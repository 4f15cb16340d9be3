import { describe, expect, test } from 'vitest';
import { splitHash } from '@widgets/toolkit/hash.ts';
import { reference } from '@widgets/convolution/oracle.ts';
import { SCENE_NAMES, SCENES } from '@widgets/convolution/scenes.ts';
import {
  derive,
  formatQuery,
  inputShape,
  kernelText,
  LIMITS,
  matrixGrid,
  parseQuery,
  PRESETS,
  queryText,
  readQuery,
  type Query,
  type State,
} from '@widgets/convolution/state.ts';
import { STRINGS } from '@widgets/convolution/strings.ts';
import { combinations } from './combinations.ts';

const read = (text: string) => readQuery(text, (name) => SCENES[name as never as 'rgb']?.query);
const parse = (text: string): State => {
  const { query, problems } = read(text);
  const parsed = parseQuery(query);
  expect([...problems, ...(parsed.problems ?? [])]).toEqual([]);
  return parsed.state!;
};
const problems = (text: string) => {
  const { query, problems: first } = read(text);
  return [...first, ...(parseQuery(query).problems ?? [])];
};
const codes = (text: string) => problems(text).map(({ key, code }) => `${key}: ${code}`);

describe('the address', () => {
  test('round trip: 500 combinations and every scene come back as they were', () => {
    const states = [
      ...combinations(500, 7).map(({ state }) => state),
      ...SCENE_NAMES.map((name) => parse(SCENES[name].query)),
    ];
    for (const state of states) {
      const text = queryText(formatQuery(state));
      expect(parse(text), text).toEqual(state);
    }
  });

  test('absent keys have their defaults, and the default state is the empty query', () => {
    const state = parse('');
    expect(derive(state)).toMatchObject({
      input: [5, 5, 1],
      kernel: [3, 3, 1, 1],
      output: [3, 3, 1],
      parameters: 10,
      macs: 81,
    });
    expect(state).toMatchObject({
      stride: [1, 1],
      padding: [0, 0, 0, 0],
      dilation: [1, 1],
      groups: 1,
      bias: [0],
      flip: false,
      activation: 'none',
    });
    expect(queryText(formatQuery(state))).toBe('');
  });

  test('one number stands for both axes, four for the sides', () => {
    expect(parse('stride=2,3').stride).toEqual([2, 3]);
    expect(parse('stride=2').stride).toEqual([2, 2]);
    expect(parse('padding=1,2,0,3').padding).toEqual([1, 2, 0, 3]);
    expect(parse('padding=1,2').padding).toEqual([1, 1, 2, 2]);
  });

  test('minus zero is zero', () => {
    expect(Object.is(parse('bias=-0').bias[0], 0)).toBe(true);
    expect(Object.is(parse('padding=-0').padding[0], 0)).toBe(true);
  });

  test('a matrix has rows, values, channels and filters', () => {
    const state = parse('input=1,2;3,4|5,6;7,8&kernel=1|2/3|4&bias=1,2');
    expect(inputShape(state)).toEqual([2, 2, 2]);
    expect(derive(state).kernel).toEqual([1, 1, 2, 2]);
    const y = reference(matrixGrid((state.source as { channels: number[][][] }).channels), state);
    expect([...y.data]).toEqual([12, 25, 15, 32, 18, 39, 21, 46]);
  });

  test('a scene can be named and changed; what excludes its keys replaces them', () => {
    expect(parse('scene=stride-2')).toEqual(parse('stride=2'));
    expect(parse('scene=stride-2&padding=same').padding).toBe('same');
    expect(parse('scene=sobel-x&kernel=1').preset).toBe('');
    expect(parse('scene=sobel-x&input=1,2,3;4,5,6;7,8,9').source.kind).toBe('matrix');
  });

  test('a colour picture is read in grey or in colour as the kernel asks', () => {
    expect(inputShape(parse('image=cat&preset=box'))).toEqual([128, 128, 1]);
    expect(inputShape(parse('image=cat&preset=box&groups=depthwise'))).toEqual([128, 128, 3]);
    expect(inputShape(parse('image=cat&kernel=1|0|0'))).toEqual([128, 128, 3]);
    expect(inputShape(parse('image=coins&preset=box&groups=depthwise'))).toEqual([128, 128, 1]);
  });

  test('every preset parses, and sums to what it should', () => {
    const sum = (name: string) =>
      parse(`preset=${name}`)
        .kernel.flat(3)
        .reduce((a, b) => a + b, 0);
    for (const name of PRESETS)
      expect(derive(parse(`preset=${name}`)).kernel).toEqual([3, 3, 1, 1]);
    for (const name of ['identity', 'box', 'gaussian', 'sharpen', 'emboss']) {
      expect(sum(name)).toBeCloseTo(1, 12);
    }
    for (const name of ['sobel-x', 'sobel-y', 'laplacian']) expect(sum(name)).toBe(0);
  });

  test('only the hash of this instance counts', () => {
    expect(splitHash('#convolution?stride=2', 'convolution')).toBe('stride=2');
    expect(splitHash('#convolution', 'convolution')).toBeUndefined();
    expect(splitHash('#convolution-2?stride=2', 'convolution')).toBeUndefined();
    expect(splitHash('#convolution-2?stride=2', 'convolution-2')).toBe('stride=2');
  });
});

describe('what is refused', () => {
  test.each([
    ['stride=-1', 'stride: range'],
    ['stride=0', 'stride: range'],
    ['stride=1e9', 'stride: range'],
    ['stride=1.5', 'stride: not-whole'],
    ['stride=NaN', 'stride: not-a-number'],
    ['stride=Infinity', 'stride: not-a-number'],
    ['stride=0x2', 'stride: not-a-number'],
    ['stride=', 'stride: empty'],
    ['stride', 'stride: empty'],
    ['stride=1,2,3', 'stride: count'],
    ['stride=2&stride=3', 'stride: repeated'],
    ['padding=-1', 'padding: range'],
    ['padding=17', 'padding: range'],
    ['padding=full', 'padding: not-a-number'],
    ['padding=1,2,3', 'padding: count'],
    ['dilation=9', 'dilation: range'],
    ['groups=0', 'groups: range'],
    ['groups=2', 'groups: divide-channels'],
    ['input=1,2;3,4|5,6;7,8&kernel=1/1/1&groups=2', 'groups: divide-filters'],
    ['bias=1,2', 'bias: count'],
    ['bias=x', 'bias: not-a-number'],
    ['flip=2', 'flip: choice'],
    ['activation=sin', 'activation: choice'],
    ['activation=__proto__', 'activation: choice'],
    ['preset=blur', 'preset: choice'],
    ['image=dog', 'image: choice'],
    ['image=__proto__', 'image: choice'],
    ['image=own', 'image: own-picture'],
    ['image=cat&input=1', 'image: both'],
    ['kernel=1&preset=box', 'preset: both'],
    ['input=1,2;3', 'input: ragged'],
    ['input=1,2;3,4|1', 'input: ragged'],
    ['input=1,,2', 'input: empty'],
    ['input=<b>1</b>', 'input: not-a-number'],
    ['input=1e9', 'input: range'],
    ['input=1', 'kernel: kernel-too-large'],
    ['kernel=1|1', 'kernel: channels'],
    ['kernel=1,2/1', 'kernel: ragged'],
    ['kernel=1|2/3', 'kernel: ragged'],
    ['scene=none', 'scene: choice'],
    ['v=2', 'v: version'],
    ['colour=1', 'colour: unknown-key'],
    ['<img src=x onerror=alert(1)>=1', '<img src: unknown-key'],
    ['%E0%A4%A=1', '%E0%A4%A=1: encoding'],
  ])('%s', (text, expected) => {
    expect(codes(text)).toContain(expected);
  });

  test('sizes are bounded before anything is allocated', () => {
    const row = (n: number) => Array(n).fill('1').join(',');
    expect(codes(`input=${row(LIMITS.matrix + 1)}`)).toEqual(['input: too-many']);
    expect(
      codes(
        `input=${Array(LIMITS.matrix + 1)
          .fill('1')
          .join(';')}`,
      ),
    ).toEqual(['input: too-many']);
    expect(codes(`kernel=${row(LIMITS.kernel + 1)}`)).toEqual(['kernel: too-many']);
    expect(
      codes(
        `kernel=${Array(LIMITS.filters + 1)
          .fill('1')
          .join('/')}`,
      ),
    ).toEqual(['kernel: too-many']);
    expect(
      codes(
        `input=${Array(LIMITS.channels + 1)
          .fill('1')
          .join('|')}`,
      ),
    ).toEqual(['input: too-many']);
  });

  test('every reason has words in both languages, and every placeholder a value', () => {
    const texts = [
      'stride=-1',
      'stride=',
      'stride=x',
      'stride=1.5',
      'flip=2',
      'input=1,2;3',
      'bias=1,2',
      'kernel=1|1',
      'groups=2',
      'input=1',
      'image=own',
      'v=2',
      'x=1',
      'stride=1&stride=1',
      '%=1',
      'image=cat&input=1',
      'input=1,2;3,4|5,6;7,8&kernel=1/1/1&groups=2',
      `kernel=${Array(17).fill('1').join('/')}`,
    ];
    const seen = new Set<string>();
    for (const { key, code, params } of texts.flatMap(problems)) {
      seen.add(code);
      for (const lang of ['zh', 'en'] as const) {
        const template = STRINGS[lang].problems[code];
        for (const [, name] of template.matchAll(/\{(\w+)\}/g)) {
          expect(['key', 'name', ...Object.keys(params)], `${code} (${key}, ${lang})`).toContain(
            name,
          );
        }
      }
    }
    expect([...seen].sort()).toEqual(Object.keys(STRINGS.en.problems).sort());
  });
});

describe('the size formula', () => {
  test('equals counting the windows, over 500 combinations', () => {
    for (const { query, state } of combinations(500, 3)) {
      const { input, kernel, sides, output } = derive(state);
      const count = (axis: 0 | 1) => {
        const padded = input[axis] + sides[axis * 2] + sides[axis * 2 + 1];
        const covered = state.dilation[axis] * (kernel[axis] - 1) + 1;
        let windows = 0;
        for (let start = 0; start + covered <= padded; start += state.stride[axis]) windows++;
        return windows;
      };
      expect(output.slice(0, 2), JSON.stringify(query)).toEqual([count(0), count(1)]);
      if (state.padding === 'same') {
        expect(output[0]).toBe(Math.ceil(input[0] / state.stride[0]));
      }
    }
  });
});

describe('the scenes', () => {
  const worked = (name: keyof typeof SCENES) => {
    const state = parse(SCENES[name].query);
    return reference(matrixGrid((state.source as { channels: number[][][] }).channels), state);
  };
  const rows = (name: keyof typeof SCENES) => {
    const { shape, data } = worked(name);
    const width = shape[1] * shape[2];
    return Array.from({ length: shape[0] }, (_, r) => [...data.slice(r * width, (r + 1) * width)]);
  };

  test('the worked example, by hand', () => {
    expect(rows('worked-example')).toEqual([
      [-4, -2, 2],
      [-2, 0, 5],
      [-2, 4, 2],
    ]);
  });

  test('conv_arithmetic issue 17: the figure as it should be', () => {
    expect(rows('conv-arithmetic')).toEqual([
      [1, 5, 6],
      [7, 8, 3],
      [3, 10, 4],
    ]);
  });

  test('a 2×2 box with stride 2 averages', () => {
    expect(rows('box-stride-2')).toEqual([
      [4, 5],
      [3, 4],
    ]);
  });

  test('stride 3 on 7 columns leaves one unread', () => {
    expect(worked('stride-remainder').shape).toEqual([2, 2, 1]);
  });

  test('a flipped kernel is the kernel turned by 180°', () => {
    const flipped = parse('flip=1');
    const turned = kernelText(
      flipped.kernel.map((f) => f.map((rows) => rows.map((row) => [...row].reverse()).reverse())),
    );
    const query: Query = { kernel: turned };
    const straight = parseQuery(query).state!;
    const input = matrixGrid((flipped.source as { channels: number[][][] }).channels);
    expect(reference(input, flipped)).toEqual(reference(input, straight));
  });
});
