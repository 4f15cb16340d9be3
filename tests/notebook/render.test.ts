/** Outputs as trees, and trees as HTML. */
import { describe, expect, it } from 'vitest';
import { NOTEBOOK_WORDS } from '../../src/i18n/notebook.ts';
import { diffLines } from '../../src/notebook/diff.ts';
import type { Output } from '../../src/notebook/protocol.ts';
import { chartBlock, chartTable, thin } from '../../src/notebook/render/chart.ts';
import { caretLines, failureBlock } from '../../src/notebook/render/failure.ts';
import { toHtml } from '../../src/notebook/render/html.ts';
import { bytesText, niceTicks, shortNumber, timeText } from '../../src/notebook/render/numbers.ts';
import { joinLines, outputBlock } from '../../src/notebook/render/output.ts';
import { progressBlock, timeLeft } from '../../src/notebook/render/progress.ts';
import { nestedValues, tensorPixels } from '../../src/notebook/render/tensor.ts';
import { logLine } from '../../src/notebook/render/text.ts';
import { h, textOf } from '../../src/notebook/render/tree.ts';

const words = NOTEBOOK_WORDS.en;
const html = (output: Output) => toHtml(outputBlock(output, words));

describe('a tree', () => {
  it.each(['script', 'iframe', 'a', 'style', 'object'])('has no <%s>', (tag) => {
    expect(() => h(tag)).toThrow(tag);
  });

  it.each(['onclick', 'href', 'style', 'srcdoc', 'id'])('has no attribute %s', (name) => {
    expect(() => h('p', { [name]: 'x' })).toThrow(name);
  });
});

const MARKUP = '<img src=x onerror="alert(1)">';
const HOSTILE: Output[] = [
  { kind: 'log', level: 'warn', text: MARKUP },
  { kind: 'text', text: MARKUP },
  {
    kind: 'tensor',
    shape: [1],
    dtype: MARKUP,
    stats: { min: 0, max: 0, mean: 0, nan: 0 },
    values: [MARKUP],
  },
  {
    kind: 'image',
    width: 1,
    height: 1,
    pixels: new Uint8ClampedArray(4),
    scale: 1,
    caption: MARKUP,
  },
  { kind: 'table', columns: [MARKUP], rows: [[MARKUP]], more: 0 },
  {
    kind: 'chart',
    chart: {
      type: 'bar',
      title: MARKUP,
      x: MARKUP,
      y: MARKUP,
      series: [{ name: MARKUP, points: [[1, 2]] }],
    },
  },
  { kind: 'math', tex: `\\href{javascript:alert(1)}{x} ${MARKUP}` },
  { kind: 'progress', key: MARKUP, value: 1, total: 2, info: MARKUP },
];

describe('an output made of markup', () => {
  it.each(HOSTILE)('stays text: $kind', (output) => {
    const written = html(output);
    expect(written).not.toContain('<img');
    expect(written).toContain('&#60;img');
    expect(written).not.toMatch(/="[^"]*"alert/);
    expect(textOf(outputBlock(output, words))).toContain('onerror');
  });
});

describe('a tensor', () => {
  const matrix = (shape: number[]) => {
    const size = shape.reduce((a, b) => a * b, 1);
    return nestedValues(
      shape,
      Array.from({ length: size }, (_, i) => i),
    );
  };

  it('of any rank is written in nested brackets, columns aligned', () => {
    expect(matrix([])).toBe('0');
    expect(matrix([3])).toBe('[0, 1, 2]');
    expect(matrix([3, 4])).toBe('[[ 0,  1,  2,  3],\n [ 4,  5,  6,  7],\n [ 8,  9, 10, 11]]');
    expect(matrix([2, 1, 2])).toBe('[[[0, 1]],\n\n [[2, 3]]]');
    expect(matrix([0, 3])).toBe('[]');
  });

  it('that is large is cut in the middle of each axis', () => {
    const text = matrix([100, 100]);
    expect(text.split('\n')).toHaveLength(17);
    expect(text).toContain('…');
    expect(text.split('\n')[0]).toMatch(/^\[\[ +0, .*…, .* 99\],$/);
    expect(text).toMatch(/9999\]\]$/);
    expect(matrix([9, 2, 2]).match(/…/g)).toHaveLength(1);
  });

  it('whose values were cut by the kernel says so', () => {
    expect(nestedValues([2, 2], [1, 2, 3])).toBe('[[1, 2],\n [3, …]]');
  });

  const image = (shape: number[], values: number[]) =>
    tensorPixels({
      kind: 'tensor',
      dtype: 'float32',
      shape,
      values,
      stats: { min: Math.min(...values), max: Math.max(...values), mean: 0, nan: 0 },
    });

  it('that looks like a picture is one, from its least value to its greatest', () => {
    const values = [-1, 0, 1, 0, 0, 0, 0, 0, 1];
    const pixels = image([3, 3], values)!;
    expect([pixels.width, pixels.height]).toEqual([3, 3]);
    expect([...pixels.data.slice(0, 12)]).toEqual([0, 0, 0, 255, 128, 128, 128, 255, 255, 255, 255, 255]); // prettier-ignore
    const colour = image(
      [3, 3, 3],
      Array.from({ length: 27 }, (_, i) => i % 3),
    )!;
    expect([...colour.data.slice(0, 4)]).toEqual([0, 128, 255, 255]);
    expect(image([1, 3, 3, 1], values)).toEqual(pixels);
    expect(image([9], values)).toBeUndefined();
    expect(image([4, 4], values)).toBeUndefined();
    expect(image([3, 3, 2], [...values, ...values])).toBeUndefined();
  });

  it('says how many values are not numbers', () => {
    const stats = { min: 1, max: 2, mean: 1.5, nan: 3 };
    const text = textOf(
      outputBlock({ kind: 'tensor', shape: [5], dtype: 'float32', stats, values: [1] }, words),
    );
    expect(text).toContain('float32 [5]');
    expect(text).toContain('mean 1.5');
    expect(text).toContain('NaN 3');
  });
});

describe('numbers', () => {
  it.each([
    [0.1 + 0.2, '0.3'],
    [-0, '0'],
    [1e-7, '1e-7'],
    [-1.2345e-9, '-1.235e-9'],
    [123456.789, '123500'],
    [2 ** 31, '2.147e9'],
    [NaN, 'NaN'],
    [-Infinity, '-∞'],
  ])('%f is written %s', (value, text) => expect(shortNumber(value)).toBe(text));

  it('have ticks at 1, 2 and 5 times powers of ten', () => {
    expect(niceTicks(0, 1, 4)).toEqual([0, 0.5, 1]);
    expect(niceTicks(-3, 17, 5)).toEqual([0, 5, 10, 15]);
    expect(niceTicks(0, 0.03, 4)).toEqual([0, 0.01, 0.02, 0.03]);
  });

  it('of bytes and time have units', () => {
    expect([bytesText(12), bytesText(3136), bytesText(2.5e6)]).toEqual([
      '12 B',
      '3.14 kB',
      '2.5 MB',
    ]);
    expect([timeText(34.6), timeText(2345)]).toEqual(['35 ms', '2.3 s']);
  });
});

describe('a chart', () => {
  const points = (n: number): [number, number][] =>
    Array.from({ length: n }, (_, i) => [i, Math.sin(i)]);
  const line = (chart: Partial<Parameters<typeof chartBlock>[0]>) =>
    toHtml(chartBlock({ type: 'line', series: [], ...chart }, words));

  it('has a picture with a name and a table with every number', () => {
    const written = line({ title: 'Loss', y: 'loss', series: [{ name: 'train', points: [[0, 2.5], [1, 1.25]] }] }); // prettier-ignore
    expect(written).toContain('aria-label="Loss: train"');
    expect(written).toContain('<figcaption>Loss</figcaption>');
    expect(written).toMatch(/<td[^>]*>1<\/td><td[^>]*>1.25<\/td>/);
  });

  it('of one point, of none, of the same value, of NaN draws no NaN', () => {
    for (const series of [
      [[1, 2]],
      [],
      [
        [0, 3],
        [1, 3],
      ],
      [
        [0, NaN],
        [1, 2],
        [2, Infinity],
      ],
    ]) {
      // prettier-ignore
      for (const type of ['line', 'scatter', 'bar'] as const) {
        for (const log of [true, false]) {
          const one = { name: 'a', points: series as [number, number][] };
          const picture = line({ type, log, series: [one] }).split('<details')[0];
          expect(picture).not.toMatch(/NaN|Infinity|undefined/);
        }
      }
    }
    expect(line({})).toContain(words.noPoints);
  });

  it('on a logarithmic axis has ticks at powers of ten', () => {
    const written = line({ log: true, series: [{ name: '', points: [[0, 1], [1, 1000]] }] }); // prettier-ignore
    for (const tick of ['>1<', '>10<', '>100<', '>1000<']) expect(written).toContain(tick);
  });

  it('keeps its spikes when it is thinned', () => {
    const many = points(5000);
    many[3210] = [3210, 99];
    const kept = thin(many, 800);
    expect(kept.length).toBeLessThanOrEqual(800);
    expect(kept).toContainEqual([3210, 99]);
    expect(kept.every(([x], at) => at === 0 || x > kept[at - 1][0])).toBe(true);
  });

  it('has rows of its table apart when there are many, and says how many are not there', () => {
    const { children } = chartTable({ type: 'line', series: [{ name: 'a', points: points(1000) }] }, words); // prettier-ignore
    expect(textOf(children[1])).toContain('899 more rows');
  });
});

describe('progress', () => {
  it('says how long the rest will take at the speed so far', () => {
    expect(timeLeft({ key: 'e', value: 2, total: 10, elapsed: 4000 })).toBe(16_000);
    expect(timeLeft({ key: 'e', value: 0, total: 10, elapsed: 4000 })).toBeUndefined();
    expect(timeLeft({ key: 'e', value: 10, total: 10, elapsed: 4000 })).toBeUndefined();
    const text = textOf(
      progressBlock({ key: 'epoch', value: 2, total: 10, info: 'loss 0.5', elapsed: 4000 }, words),
    );
    expect(text).toBe('epoch2 / 10 · loss 0.5 · about 16 s left');
  });

  it('with nonsense in it is a bar all the same', () => {
    const written = html({ kind: 'progress', key: 'x', value: NaN, total: 0 });
    expect(written).toContain('value="0" max="1"');
  });
});

describe('a failure', () => {
  const source = 'const a = 1;\n// 注释 b\nthrow new Error("no");';
  const failure = {
    name: 'Error',
    message: '<b>no</b>',
    frames: [
      { cell: 'a.ts', line: 3, column: 7, name: 'f' },
      { cell: 'b.ts', line: 1, column: 1, name: '' },
    ],
  };
  const label = (cell: string) => ({ 'b.ts': 'Cell 2' })[cell] ?? cell;

  it('shows its line with a caret below the column, also under Han letters', () => {
    expect(caretLines(source, { line: 3, column: 7 })).toBe(
      '3 │ throw new Error("no");\n          ^',
    );
    expect(caretLines(source, { line: 2, column: 6 })).toBe('2 │ // 注释 b\n           ^');
    expect(caretLines(source, { line: 9, column: 1 })).toBeUndefined();
  });

  it('names line, hint and the cells it went through, and leads there', () => {
    const written = toHtml(failureBlock(failure, 'a.ts', source, 'Do this.', label, words));
    expect(written).toContain('&#60;b&#62;no');
    expect(written).toContain('Do this.');
    expect(written).toContain('data-goto="3:7" data-goto-cell="a.ts"');
    expect(written).toContain('Cell 2 line 1, column 1');
  });
});

it('printed lines that follow one another stand in one block', () => {
  const outputs = [
    { kind: 'log', text: 'a' },
    { kind: 'log', text: 'b' },
    { kind: 'text', text: 'c' },
    { kind: 'log', text: 'd' },
  ];
  const blocks = joinLines(
    outputs,
    ({ text }) => text,
    ({ text }) => logLine('log', text),
    words,
  );
  expect(blocks.map(textOf)).toEqual(['a\nb\n', 'c', 'd\n']);
});

describe('a difference', () => {
  const lines = (before: string, after: string) =>
    diffLines(before, after).map(({ kind, text }) => `${{ same: ' ', added: '+', removed: '-' }[kind]}${text}`); // prettier-ignore

  it('keeps the lines that both have', () => {
    expect(lines('a\nb\nc', 'a\nx\nc')).toEqual([' a', '-b', '+x', ' c']);
    expect(lines('a', 'a')).toEqual([' a']);
    expect(lines('a\nb\nc\nd', 'b\nd\ne')).toEqual(['-a', ' b', '-c', ' d', '+e']);
    expect(lines('a\na', 'a')).toEqual([' a', '-a']);
  });

  it('gives both texts back', () => {
    const words = (seed: number) => Array.from({ length: 30 }, (_, i) => (i * seed) % 7).join('\n');
    for (const [a, b] of [
      [3, 5],
      [1, 6],
      [2, 4],
    ]) {
      // prettier-ignore
      const diff = diffLines(words(a), words(b));
      const side = (not: string) => diff.filter(({ kind }) => kind !== not).map(({ text }) => text).join('\n'); // prettier-ignore
      expect(side('added')).toBe(words(a));
      expect(side('removed')).toBe(words(b));
    }
  });

  it('of long texts with nothing in common is quick', () => {
    const long = (letter: string) => Array.from({ length: 20_000 }, (_, i) => `${letter}${i}`).join('\n'); // prettier-ignore
    const since = performance.now();
    expect(diffLines(long('a'), long('b'))).toHaveLength(40_000);
    expect(performance.now() - since).toBeLessThan(1000);
  });
});
