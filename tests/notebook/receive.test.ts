import { describe, expect, test } from 'vitest';
import { readKernelMessage, readRunnerMessage } from '../../src/notebook/receive.ts';
import { frameDocument } from '../../src/notebook/sandbox.ts';

const out = (output: unknown): unknown => ({ type: 'out', run: 1, output });
const frame = { cell: 'a', name: 'f', line: 1, column: 2 };
const failure = { name: 'Error', message: 'm', frames: [frame] };
const tensor = {
  kind: 'tensor',
  shape: [2],
  dtype: 'float32',
  stats: { min: 0, max: 1, mean: NaN, nan: 0 },
  values: new Float32Array([0, 1]),
};
const image = {
  kind: 'image',
  width: 1,
  height: 2,
  pixels: new Uint8ClampedArray(8),
  scale: 2,
  caption: 'c',
};
const table = { kind: 'table', columns: ['a', 'b'], rows: [['1', '2']], more: 0 };
const chart = { type: 'line', title: 't', log: false, series: [{ name: 's', points: [[1, 2]] }] };
const points = { type: 'points', run: 1, key: 'k', x: [1, 2], values: { a: [3, NaN] } };
const done = {
  type: 'done',
  run: 1,
  ms: 2.5,
  memory: { tensors: 1, bytes: 4 },
  names: ['x'],
  failure,
};

describe('what is right comes through as it is', () => {
  const RIGHT: unknown[] = [
    { type: 'ready', backend: 'webgl' },
    { type: 'unable', backend: 'wasm', message: 'no' },
    { type: 'start', run: 3 },
    out({ kind: 'log', level: 'warn', text: 'x' }),
    out({ kind: 'text', text: '' }),
    out(tensor),
    out({ ...tensor, dtype: 'string', values: ['a'] }),
    out(image),
    out(table),
    out({ kind: 'chart', chart }),
    out({ kind: 'math', tex: 'x^2' }),
    out({ kind: 'progress', key: 'p', value: 1, total: 2, info: 'i' }),
    { type: 'dropped', run: 1, lines: 5 },
    points,
    { type: 'want', run: 1, n: 1, data: 'digits/train', count: 5 },
    { type: 'want', run: 1, n: 1, data: 'fashion/test' },
    done,
    { type: 'late', failure },
    { type: 'lost' },
    { type: 'pong', n: 1 },
  ];
  test.each(RIGHT)('%j', (message) => expect(readKernelMessage(message)).toEqual(message));
});

describe('what is not, is dropped', () => {
  const big = (length: number): string => 'x'.repeat(length);
  const many = <T>(length: number, value: T): T[] => Array.from({ length }, () => value);
  const WRONG: unknown[] = [
    null,
    undefined,
    1,
    'ready',
    [],
    {},
    { type: 'nothing' },
    { type: {} },
    { type: 'ready', backend: 'gpu' },
    { type: 'start', run: -1 },
    { type: 'start', run: 1.5 },
    { type: 'start', run: '1' },
    out(null),
    out({ kind: 'html', html: '<b>' }),
    out({ kind: 'text', text: 1 }),
    out({ kind: 'text', text: big(100_001) }),
    out({ kind: 'log', level: 'alert', text: '' }),
    out({ ...tensor, shape: many(9, 1) }),
    out({ ...tensor, shape: [-1] }),
    out({ ...tensor, dtype: 'float64' }),
    out({ ...tensor, values: new Float32Array(4_097) }),
    out({ ...tensor, values: { length: 1e9 } }),
    out({ ...tensor, values: [{}] }),
    out({ ...tensor, stats: {} }),
    out({ ...image, width: 1e5, height: 1e5 }),
    out({ ...image, pixels: new Uint8ClampedArray(7) }),
    out({ ...image, pixels: new Uint8Array(8) }),
    out({ ...image, width: 0, height: 0, pixels: new Uint8ClampedArray(0) }),
    out({ ...image, scale: 1e6 }),
    out({ ...image, scale: NaN }),
    out({ ...image, caption: {} }),
    out({ ...table, columns: many(51, 'a') }),
    out({ ...table, rows: [['1']] }),
    out({ ...table, rows: many(501, ['1', '2']) }),
    out({ ...table, rows: [['1', { toString: 1 }]] }),
    out({ kind: 'chart', chart: { ...chart, type: 'pie' } }),
    out({ kind: 'chart', chart: { ...chart, series: many(9, { name: '', points: [] }) } }),
    out({ kind: 'chart', chart: { ...chart, series: [{ name: '', points: [[1, 2, 3]] }] } }),
    out({ kind: 'chart', chart: { ...chart, series: [{ name: '', points: [['1', 2]] }] } }),
    out({ kind: 'chart', chart: { ...chart, title: { a: 1 } } }),
    out({
      kind: 'chart',
      chart: { ...chart, series: [{ name: '', points: many(5_001, [1, 2]) }] },
    }),
    out({ kind: 'math', tex: big(5_001) }),
    out({ kind: 'progress', key: 'p', value: '1', total: 2 }),
    { ...points, x: [1] },
    { ...points, values: { a: ['3', 4] } },
    { ...points, values: Object.fromEntries(many(9, 0).map((_, i) => [`s${i}`, [1, 2]])) },
    { ...points, x: many(5_001, 1), values: {} },
    { type: 'want', run: 1, n: 1, data: '../../etc/passwd' },
    { type: 'want', run: 1, n: 1, data: 'digits/train', count: -1 },
    { type: 'want', run: 1, n: 1, data: ['digits/train'] },
    { ...done, ms: 'x' },
    { ...done, names: many(1_001, 'a') },
    { ...done, memory: { tensors: -1, bytes: 0 } },
    { ...done, failure: 'no' },
    { ...done, failure: { ...failure, frames: many(21, frame) } },
    { ...done, failure: { ...failure, frames: [{ ...frame, line: '1' }] } },
    { ...done, failure: { ...failure, message: big(5_001) } },
    { type: 'late' },
    { type: 'pong', n: {} },
  ];
  test.each(WRONG.map((message, i) => [i, message]))('%i: %j', (_i, message) => {
    expect(readKernelMessage(message)).toBeUndefined();
  });
});

test('what is not known is left out', () => {
  const message = readKernelMessage({
    type: 'out',
    run: 1,
    extra: 1,
    output: { kind: 'text', text: 'a', html: '<b>' },
  });
  expect(message).toEqual({ type: 'out', run: 1, output: { kind: 'text', text: 'a' } });
  const withHint = readKernelMessage({ type: 'late', failure: { ...failure, hint: '<script>' } });
  expect(withHint).toEqual({ type: 'late', failure });
  expect(
    readKernelMessage(
      JSON.parse('{"type":"points","run":1,"key":"k","x":[],"values":{"__proto__":[]}}'),
    ),
  ).toBeDefined();
  expect(({} as { length?: number }).length).toBeUndefined();
});

test('a small view does not keep a large buffer alive', () => {
  const pixels = new Uint8ClampedArray(new ArrayBuffer(1e6), 0, 8);
  const message = readKernelMessage(out({ ...image, pixels })) as {
    output: { pixels: Uint8ClampedArray };
  };
  expect(message.output.pixels.buffer.byteLength).toBe(8);
});

test('the frame says little', () => {
  expect(readRunnerMessage({ type: 'hello', more: 1 })).toEqual({ type: 'hello' });
  expect(readRunnerMessage({ type: 'spawned', n: 2 })).toEqual({ type: 'spawned', n: 2 });
  expect(readRunnerMessage({ type: 'broken', n: 2, message: 'x'.repeat(1_000) })).toEqual({
    type: 'broken',
    n: 2,
    message: 'x'.repeat(500),
  });
  for (const wrong of [
    null,
    'hello',
    { type: 'spawned' },
    { type: 'killed', n: -1 },
    { type: 'ready' },
  ]) {
    expect(readRunnerMessage(wrong)).toBeUndefined();
  }
});

test('the frame has a policy of its own, before its script', () => {
  const text = frameDocument('run()', "'sha256-abc'");
  const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(text)![1];
  expect(policy.split('; ')).toEqual([
    "default-src 'none'",
    "script-src 'sha256-abc' blob: 'wasm-unsafe-eval'",
    'worker-src blob:',
    "connect-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ]);
  expect(text.indexOf(policy)).toBeLessThan(text.indexOf('<script>'));
});
