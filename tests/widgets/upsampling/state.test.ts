import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { toRows } from '@lib/grid.ts';
import { transposedSame } from '@lib/ops/upsample.ts';
import { queryText, readQuery, withoutDefaults } from '@widgets/toolkit/query.ts';
import { reference } from '@widgets/upsampling/reference.ts';
import { SCENES, type SceneName } from '@widgets/upsampling/scenes.ts';
import {
  DEFAULTS,
  inputShape,
  KEYS,
  MAX_OUTPUT,
  OPS,
  outputShape,
  parse as parseState,
  texts,
  type State,
} from '@widgets/upsampling/state.ts';
import { STRINGS } from '@widgets/upsampling/strings.ts';
import { combinations } from './combinations.ts';

const read = (text: string) =>
  readQuery(text, KEYS, [['input', 'image']], (name) => SCENES[name as SceneName]?.query);
const problems = (text: string) => {
  const { query, problems: first } = read(text);
  return [...first, ...(parseState(query).problems ?? [])];
};
const codes = (text: string) => problems(text).map(({ key, code }) => `${key}: ${code}`);
const parse = (text: string): State => {
  expect(codes(text), text).toEqual([]);
  return parseState(read(text).query).state!;
};
const y = (text: string) => toRows(reference(parse(text), undefined).y);
const overlap = (text: string) => toRows(reference(parse(text), undefined).overlap);

describe('the address', () => {
  test('round trip: 500 combinations and every scene come back as they were', () => {
    const states = [
      ...combinations(500, 7).map(({ state }) => state),
      ...Object.values(SCENES).map(({ query }) => parse(query)),
    ];
    for (const state of states) {
      const text = queryText(withoutDefaults(texts(state), DEFAULTS), KEYS);
      expect(parse(text), text).toEqual(state);
      expect(Object.keys(texts(state)).every((key) => (KEYS as readonly string[]).includes(key))).toBe(true); // prettier-ignore
    }
  });

  test('absent keys have their defaults, and the default state is the empty query', () => {
    const state = parse('');
    expect(state).toMatchObject({
      op: 'transposed',
      stride: [2, 2],
      padding: [0, 0, 0, 0],
      outputPadding: [0, 0],
      dilation: [1, 1],
      alignCorners: false,
    });
    expect(queryText(withoutDefaults(texts(state), DEFAULTS), KEYS)).toBe('');
    expect(texts(state)).toEqual(DEFAULTS);
  });

  test('one number stands for both axes, four for the sides; valid is none', () => {
    expect(parse('stride=2,3').stride).toEqual([2, 3]);
    expect(parse('padding=1,2').padding).toEqual([1, 1, 2, 2]);
    expect(parse('padding=1,0,0,1').padding).toEqual([1, 0, 0, 1]);
    expect(parse('padding=valid').padding).toEqual([0, 0, 0, 0]);
    expect(parse('padding=same').padding).toBe('same');
    expect(Object.is(parse('input=-0').source.kind === 'matrix' && 0, 0)).toBe(true);
  });

  test('a scene can be named and changed', () => {
    expect(parse('scene=nearest&op=bilinear')).toEqual(parse(SCENES.bilinear.query));
    expect(parse('scene=checkerboard&input=1').source.kind).toBe('matrix');
    expect(parse('scene=nearest&image=cat').source.kind).toBe('picture');
    expect(inputShape(parse('image=cat'))).toEqual([128, 128]);
  });

  test('a resize keeps the kernel and ignores what only stamps need', () => {
    const state = parse('op=nearest&kernel=1,2;3,4&outputPadding=5&padding=16');
    expect(outputShape(state)).toEqual([6, 6, 1]);
    expect(texts(state)).toMatchObject({ kernel: '1,2;3,4', outputPadding: '5', padding: '16' });
  });
});

describe('what is refused', () => {
  test.each([
    ['stride=-1', 'stride: range'],
    ['stride=0', 'stride: range'],
    ['stride=9', 'stride: range'],
    ['stride=1.5', 'stride: not-whole'],
    ['stride=NaN', 'stride: not-a-number'],
    ['stride=Infinity', 'stride: not-a-number'],
    ['stride=', 'stride: empty'],
    ['stride=1,2,3', 'stride: count'],
    ['stride=2&stride=3', 'stride: repeated'],
    ['padding=-1', 'padding: range'],
    ['padding=17', 'padding: range'],
    ['padding=1,2,3', 'padding: count'],
    ['padding=4', 'padding: nothing-left'],
    ['outputPadding=-1', 'outputPadding: range'],
    ['outputPadding=2', 'outputPadding: output-padding'],
    ['outputPadding=0,2', 'outputPadding: output-padding'],
    ['outputPadding=1&padding=same', 'outputPadding: same-decides'],
    ['dilation=0', 'dilation: range'],
    ['dilation=9', 'dilation: range'],
    ['alignCorners=2', 'alignCorners: choice'],
    ['alignCorners=true', 'alignCorners: choice'],
    ['op=bicubic', 'op: choice'],
    ['op=__proto__', 'op: choice'],
    ['kernel=1,2;3', 'kernel: ragged'],
    ['kernel=1|1', 'kernel: one-channel'],
    ['kernel=1/1', 'kernel: one-channel'],
    ['input=1,2|3,4', 'input: one-channel'],
    ['input=1,2;3', 'input: ragged'],
    ['input=1,,2', 'input: empty'],
    ['input=<b>1</b>', 'input: not-a-number'],
    ['input=1e9', 'input: range'],
    ['image=dog', 'image: choice'],
    ['image=__proto__', 'image: choice'],
    ['image=own', 'image: own-picture'],
    ['image=cat&input=1', 'image: both'],
    ['image=cat&stride=6', 'stride: output-too-large'],
    ['scene=none', 'scene: choice'],
    ['v=2', 'v: version'],
    ['scale=1', 'scale: unknown-key'],
    ['%E0%A4%A=1', '%E0%A4%A=1: encoding'],
  ])('%s', (text, expected) => {
    expect(codes(text)).toContain(expected);
  });

  test('output padding up to the larger of stride and dilation is taken', () => {
    expect(outputShape(parse('outputPadding=2&dilation=3&stride=1'))).toEqual([11, 11, 1]);
    expect(codes('outputPadding=3&dilation=3&stride=1')).toHaveLength(1);
  });

  test('sizes are bounded before anything is allocated', () => {
    const row = (n: number) => Array(n).fill('1').join(',');
    expect(codes(`input=${row(33)}`)).toEqual(['input: too-many']);
    expect(codes(`kernel=${row(12)}`)).toEqual(['kernel: too-many']);
    const largest = parse(
      `input=${Array(32).fill(row(32)).join(';')}&kernel=${Array(11).fill(row(11)).join(';')}&stride=8&dilation=8&outputPadding=7`,
    );
    expect(Math.max(...outputShape(largest))).toBeLessThanOrEqual(MAX_OUTPUT);
  });

  test('every reason of its own has words in both languages, and every placeholder a value', () => {
    const asked = [
      'input=1|1',
      'outputPadding=2',
      'outputPadding=1&padding=same',
      'padding=9',
      'image=cat&stride=8',
      'op=x',
      'stride=0',
    ].flatMap(problems);
    expect(asked.length).toBeGreaterThan(6);
    for (const { key, code, params } of asked) {
      for (const lang of ['zh', 'en'] as const) {
        const template = STRINGS[lang].problems[code];
        expect(template, code).toBeDefined();
        for (const [, name] of template.matchAll(/\{(\w+)\}/g)) {
          expect(['key', 'name', ...Object.keys(params)], `${code} (${lang})`).toContain(name);
        }
        expect(STRINGS[lang].names[key], key).toBeDefined();
      }
    }
    for (const key of KEYS) expect(STRINGS.zh.names[key], key).toBeDefined();
    expect(Object.keys(STRINGS.zh.problems).sort()).toEqual(Object.keys(STRINGS.en.problems).sort()); // prettier-ignore
  });
});

test('docs/widgets-contract.md names every key and output', () => {
  const text = readFileSync(new URL('../../../docs/widgets-contract.md', import.meta.url), 'utf8');
  const row = text.split('\n').find((line) => line.startsWith('| `upsampling`'))!;
  const outputs = Object.keys(reference(parse(''), undefined));
  for (const word of [...KEYS, ...OPS, ...outputs]) expect(row).toContain(`\`${word}\``);
  expect(text).toContain(`at most ${MAX_OUTPUT} cells a side`);
});

describe('the size', () => {
  test('(n − 1)s − 2p + d(k − 1) + op + 1, n·s for same and for a resize', () => {
    for (const { query, state } of combinations(500, 3)) {
      const size = (axis: 0 | 1) => {
        const n = inputShape(state)[axis];
        const k = [state.kernel.length, state.kernel[0].length][axis];
        const [s, d] = [state.stride[axis], state.dilation[axis]];
        if (state.op !== 'transposed' || state.padding === 'same') return n * s;
        const p = state.padding[axis * 2] + state.padding[axis * 2 + 1];
        return (n - 1) * s - p + d * (k - 1) + state.outputPadding[axis] + 1;
      };
      const about = JSON.stringify(query);
      expect(outputShape(state), about).toEqual([size(0), size(1), 1]);
      expect(reference(state, undefined).y.shape, about).toEqual([size(0), size(1), 1]);
    }
  });
});

describe('the scenes', () => {
  const SCENE = (name: SceneName) => SCENES[name].query;

  test('the first: seven by seven, one, two or four products', () => {
    expect(Object.keys(SCENES)[0]).toBe('transposed');
    expect(y('')[2]).toEqual([6, 6, 16, 10, 16, 6, 6]);
    const strip = [1, 1, 2, 1, 2, 1, 1];
    expect(overlap('')).toEqual(strip.map((a) => strip.map((b) => a * b)));
  });

  test('a kernel of four with stride 2 is even inside', () => {
    expect(overlap(SCENE('transposed-even')).map((row) => row[2])).toEqual([2, 4, 4, 4, 4, 2]);
  });

  test('nearest, bilinear, corners: by hand', () => {
    expect(y(SCENE('nearest'))[1]).toEqual([0, 0, 12, 12]);
    expect(y(SCENE('bilinear'))).toEqual([
      [0, 3, 9, 12],
      [6, 9, 15, 18],
      [18, 21, 27, 30],
      [24, 27, 33, 36],
    ]);
    expect(y(SCENE('align-corners'))[0]).toEqual([0, 4, 8, 12]);
    expect(y(SCENE('align-corners'))[3]).toEqual([24, 28, 32, 36]);
    expect(overlap(SCENE('bilinear'))[1]).toEqual([2, 4, 4, 2]);
  });

  test('bilinear weights stamp what interpolation gives, but for the edge', () => {
    const stamped = y(SCENE('bilinear-kernel'));
    expect(stamped.slice(1, 3).map((row) => row.slice(1, 3))).toEqual([
      [9, 15],
      [21, 27],
    ]);
    expect(stamped[0]).not.toEqual([0, 3, 9, 12]);
  });

  test('output padding adds the row that stride 2 would lose', () => {
    expect(outputShape(parse('padding=1'))).toEqual([5, 5, 1]);
    expect(outputShape(parse(SCENE('output-padding')))).toEqual([6, 6, 1]);
  });

  test('same is twice as large and cuts at the end', () => {
    expect(outputShape(parse(SCENE('same-padding')))).toEqual([6, 6, 1]);
    expect(transposedSame(3, 2, 1)).toMatchObject({ before: 0, after: 1 });
  });
});
