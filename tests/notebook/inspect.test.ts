import { describe, expect, test } from 'vitest';
import { inspect } from '../../src/notebook/inspect.ts';
import { CAPS } from '../../src/notebook/protocol.ts';
import { framesOf, readStack } from '../../src/notebook/stack.ts';

const circular: Record<string, unknown> = { a: 1 };
circular.self = circular;
class Point {
  x = 1;
  get y(): number {
    throw new Error('called');
  }
}
const sparse = [1, 2, 3];
delete sparse[1];

const SHOWN: [title: string, value: unknown, text: string][] = [
  ['a string as it is', 'a "b"\nc', 'a "b"\nc'],
  ['a string inside', ['a "b"'], '["a \\"b\\""]'],
  ['numbers', [1, -0, NaN, 1e21], '[1, -0, NaN, 1e+21]'],
  ['nothing', [null, undefined], '[null, undefined]'],
  ['bigint and symbol', [10n, Symbol('s')], '[10n, Symbol(s)]'],
  ['functions', [inspect, () => 1], '[ƒ inspect(), ƒ (anonymous)()]'],
  ['an object', { a: 1, 'b-c': [true] }, '{ a: 1, "b-c": [true] }'],
  ['nothing inside', [{}, []], '[{}, []]'],
  ['a class without calling its getters', new Point(), 'Point { x: 1 }'],
  [
    'a getter',
    Object.defineProperty({}, 'x', { get: () => 1, enumerable: true }),
    '{ x: [getter] }',
  ],
  ['a circle', circular, '{ a: 1, self: [circular] }'],
  ['holes', sparse, '[1, <empty>, 3]'],
  ['a map and a set', new Map([['k', new Set([1])]]), 'Map(1) { "k" => Set(1) { 1 } }'],
  ['typed arrays', new Float32Array([0.5, 2]), 'Float32Array(2) [0.5, 2]'],
  ['an error', { e: new TypeError('no') }, '{ e: TypeError: no }'],
  ['a date', new Date(0), '1970-01-01T00:00:00.000Z'],
  ['a wrong date', new Date(NaN), 'Invalid Date'],
  ['a promise', Promise.resolve(1), 'Promise (not awaited)'],
  [
    'an object without a prototype',
    Object.assign(Object.create(null) as object, { a: 1 }),
    '{ a: 1 }',
  ],
  ['five levels', { a: { b: { c: { d: { e: 1 } } } } }, '{ a: { b: { c: { d: {…} } } } }'],
  ['the same twice is no circle', [sparse, sparse], '[[1, <empty>, 3], [1, <empty>, 3]]'],
];

test.each(SHOWN)('%s', (_title, value, text) => expect(inspect(value)).toBe(text));

describe('what is endless or hostile', () => {
  const trap = (): never => {
    throw new Error('trap');
  };
  const HOSTILE: [title: string, value: unknown][] = [
    [
      'a proxy that throws',
      new Proxy(
        {},
        { ownKeys: trap, get: trap, getPrototypeOf: trap, getOwnPropertyDescriptor: trap },
      ),
    ],
    ['an error whose message throws', Object.defineProperty(new Error(), 'message', { get: trap })],
    [
      'a revoked proxy',
      (() => {
        const { proxy, revoke } = Proxy.revocable({}, {});
        revoke();
        return proxy;
      })(),
    ],
    [
      'a toStringTag that throws',
      {
        get [Symbol.toStringTag]() {
          return trap();
        },
      },
    ],
    [
      'wide in four dimensions',
      (() => {
        const grow = (d: number): unknown =>
          d ? Array.from({ length: 150 }, () => next[d - 1]) : 'leaf';
        const next: unknown[] = [];
        for (let d = 0; d < 5; d++) next.push(grow(d));
        return next[4];
      })(),
    ],
    ['a million items', Array.from({ length: 1e6 }, (_, i) => i)],
    ['long strings', Array.from({ length: 100 }, () => 'x'.repeat(1e5))],
    ['a huge string', 'y'.repeat(5e6)],
    ['a huge bigint', 1n << 5_000_000n],
    ['many keys', Object.fromEntries(Array.from({ length: 1e5 }, (_, i) => [`k${i}`, i]))],
    ['a long key', { ['k'.repeat(1e6)]: 1 }],
    [
      'an endless iterable that says it is a map',
      Object.setPrototypeOf({ size: 3 }, Map.prototype),
    ],
  ];
  test.each(HOSTILE)('%s', (_title, value) => {
    const start = performance.now();
    const text = inspect(value);
    expect(text.length).toBeLessThanOrEqual(CAPS.text);
    expect(text.length).toBeGreaterThan(0);
    expect(performance.now() - start).toBeLessThan(1_000);
  });

  test('says how much is left out', () => {
    expect(inspect(Array.from({ length: 150 }, () => 0))).toMatch(/, … 50 more\]$/);
    expect(inspect('x'.repeat(200_000))).toMatch(/… \(200000 characters\)$/);
  });

  test('a special class is written by whoever knows it', () => {
    expect(inspect([new Point()], (value) => (value instanceof Point ? 'P' : undefined))).toBe(
      '[P]',
    );
  });
});

describe('stack traces', () => {
  const V8 = `Error: x
    at f (blob:null/1:3:9)
    at async Object.g (blob:null/2:1:20)
    at new A (blob:null/1:4:1)
    at blob:null/2:7:3
    at kernel (https://example.org/k.js:1:1)`;
  const FIREFOX = `f@blob:null/1:3:9
async*g@blob:null/2:1:20
@blob:null/2:7:3
h/<@blob:null/1:8:2
kernel@https://example.org/k.js:1:1`;

  test('of Chromium and Firefox', () => {
    expect(readStack(V8).map(({ name, line, column }) => [name, line, column])).toEqual([
      ['f', 3, 9],
      ['g', 1, 20],
      ['A', 4, 1],
      ['', 7, 3],
    ]);
    expect(readStack(FIREFOX).map(({ name, url, line }) => [name, url, line])).toEqual([
      ['f', 'blob:null/1', 3],
      ['g', 'blob:null/2', 1],
      ['', 'blob:null/2', 7],
      ['h', 'blob:null/1', 8],
    ]);
  });

  test('whatever they are', () => {
    for (const stack of [undefined, 1, {}, '', 'x'.repeat(1e6), 'at f (blob:null/1:'.repeat(1e4)]) {
      expect(readStack(stack)).toEqual([]);
    }
    expect(readStack(`${'    at f (blob:null/1:3:9)\n'.repeat(1e5)}`).length).toBeLessThanOrEqual(
      100,
    );
  });

  test('only steps in cells are told', () => {
    const scripts = new Map([
      [
        'blob:null/1',
        { cell: 'a', place: (line: number, column: number) => ({ line: line - 1, column }) },
      ],
    ]);
    expect(framesOf(V8, scripts)).toEqual([
      { cell: 'a', name: 'f', line: 2, column: 9 },
      { cell: 'a', name: 'A', line: 3, column: 1 },
    ]);
  });
});
