import vm from 'node:vm';
import { afterEach, describe, expect, test } from 'vitest';
import type { CellLanguage } from '../../src/notebook/protocol.ts';
import { openScope } from '../../src/notebook/scope.ts';
import { framesOf, type Script } from '../../src/notebook/stack.ts';
import { CellSyntaxError, HELPER, MODULE, transform } from '../../src/notebook/transform.ts';

let helper: object | undefined;
Object.defineProperty(globalThis, HELPER, { get: () => helper });
const made = new Set<string>();
afterEach(() => {
  for (const name of made) Reflect.deleteProperty(globalThis, name);
  made.clear();
});

/** A kernel without a browser: cells run one after the other in the global scope of the test. */
function notebook() {
  const scope = openScope(globalThis);
  const scripts = new Map<string, Script>();
  let task: (() => Promise<[unknown] | undefined>) | undefined;
  const library: Record<string, unknown> = { tensor: (x: unknown) => x, relu: Math.abs };
  helper = {
    run: (next: typeof task) => (task = next),
    lock: scope.lock,
    module: (name?: string) => (name ? library[name] : library),
  };
  let count = 0;
  const load = (text: string, script: Script) => {
    const url = `blob:null/${++count}`;
    scripts.set(url, script);
    vm.runInThisContext(text, { filename: url });
  };
  return {
    async run(source: string, language: CellLanguage = 'ts', cell = `cell${count}`) {
      const cellScripts = transform(source, language);
      scope.prepare(cellScripts.declarations);
      for (const { name } of cellScripts.declarations) made.add(name);
      try {
        if (cellScripts.hoisted) {
          load(cellScripts.hoisted, { cell, place: (l, c) => cellScripts.place('hoisted', l, c) });
        }
        load(cellScripts.main, { cell, place: (l, c) => cellScripts.place('main', l, c) });
        return await (
          await task!()
        )?.[0];
      } finally {
        scope.settle();
      }
    },
    frames: (error: unknown) => framesOf((error as Error).stack, scripts),
  };
}

/** Cells and what the last one gives. */
const WORK: [title: string, cells: string[], gives: unknown][] = [
  // Declarations.
  ['const with a type, used in the next cell', ['const x: number = 41', 'x + 1'], 42],
  ['let, changed in the next cell', ['let x = 1', 'x += 1; x'], 2],
  ['var', ['var x = 3', 'x'], 3],
  ['let without a value', ['let x: number | undefined', 'x === undefined'], true],
  ['several in one declaration', ['const a = 1, b = a + 1, c = b + 1;', '[a, b, c]'], [1, 2, 3]],
  ['several, one without a value', ['let a = 1, b, c = 3', '[a, b, c]'], [1, undefined, 3]],
  ['over several lines', ['const a = [\n  1,\n  2,\n]\nconst b = 3', 'a.length + b'], 5],
  ['a class', ['class A { x = 1; get y() { return this.x + 1 } }', 'new A().y'], 2],
  [
    'a class that extends one of another cell',
    [
      'class A { f() { return 1 } }',
      'class B extends A { f() { return super.f() + 1 } }\nnew B().f()',
    ],
    2,
  ],
  [
    'private and static members',
    ['class A { #x = 2; static n = 3; y() { return this.#x * A.n } }\nnew A().y()'],
    6,
  ],
  ['a function', ['function f(a: number): number { return a * 2 }', 'f(4)'], 8],
  ['a function keeps its name', ['function f() {}', 'f.name'], 'f'],
  ['an arrow function keeps its name', ['const f = () => 1', 'f.name'], 'f'],
  ['a generator', ['function* g() { yield 1; yield 2 }', '[...g()]'], [1, 2]],
  [
    'an async generator',
    [
      'async function* g() { yield 1; yield 2 }',
      'const all = []; for await (const x of g()) all.push(x); all',
    ],
    [1, 2],
  ],
  ['an async function', ['async function f() { return 7 }', 'await f()'], 7],
  ['a name of the browser', ['const name = 5; const status = 6', 'name + status'], 11],
  ['an exported declaration', ['export const x = 1\nexport function f() { return x }', 'f()'], 1],
  ['var in a loop belongs to the cell', ['for (var i = 0; i < 3; i++);', 'i'], 3],
  ['var in a block', ['if (true) { var y = 4 } else var z = 5', 'y'], 4],
  ['var in a for-of', ['for (var [a, b] of [[1, 2], [3, 4]]) {}', 'a + b'], 7],
  ['let in a block does not', ['{ let q = 1 }', 'typeof q'], 'undefined'],
  // Destructuring.
  [
    'an object',
    ['const { a, b: { c }, ...rest } = { a: 1, b: { c: 2 }, d: 3 }', '[a, c, rest.d]'],
    [1, 2, 3],
  ],
  ['an array', ['const [a, , b = 5, ...c] = [1, 2, undefined, 4]', '[a, b, c]'], [1, 5, [4]]],
  ['with types', ['const { a, b }: { a: number; b: string } = { a: 1, b: "x" }', 'a + b'], '1x'],
  ['with a computed key', ['const k = "z"; const { [k]: v } = { z: 9 }', 'v'], 9],
  [
    'with defaults that call',
    ['const d = () => 3; const { a = d() } = {} as { a?: number }', 'a'],
    3,
  ],
  // Hoisting.
  ['a call above the function', ['const r = f(); function f() { return 1 }', 'r'], 1],
  [
    'functions that call each other',
    [
      'even(4)\nfunction even(n: number): boolean { return n === 0 || odd(n - 1) }\nfunction odd(n: number): boolean { return n !== 0 && even(n - 1) }\neven(5)',
    ],
    false,
  ],
  ['a function that sees a later const', ['function f() { return k }\nconst k = 2\nf()'], 2],
  [
    'a function that replaces itself',
    ['function f() {\n  f = () => 2;\n  return 1;\n}\n[f(), f()]'],
    [1, 2],
  ],
  // Redefinition.
  ['a const', ['const x = 1', 'const x = 2', 'x'], 2],
  ['a const as a function', ['const x = 1', 'function x() { return 5 }', 'x()'], 5],
  ['a function as a const', ['function x() { return 5 }', 'const x = 6', 'x'], 6],
  [
    'a variable seen by an older function',
    ['let x = 1\nfunction f() { return x }', 'const x = 10', 'f()'],
    10,
  ],
  [
    'a function seen by an older function',
    ['function g() { return 1 }\nfunction f() { return g() }', 'function g() { return 2 }', 'f()'],
    2,
  ],
  [
    'a class seen by an older function',
    ['class A { v = 1 }\nconst make = () => new A()', 'class A { v = 2 }', 'make().v'],
    2,
  ],
  ['a cell run twice', ['const x = 1; let y = x', 'const x = 1; let y = x', 'x + y'], 2],
  // Await and loops.
  ['await at the top', ['const x = await Promise.resolve(3)', 'x'], 3],
  [
    'for await at the top',
    ['let s = 0; for await (const x of [1, Promise.resolve(2)]) s += x', 's'],
    3,
  ],
  ['a promise as the last value is awaited', ['Promise.resolve(8)'], 8],
  // The last value.
  ['an expression', ['1 + 1'], 2],
  ['with a comment behind', ['5 // five'], 5],
  ['with a semicolon and a type behind', ['6;\ntype T = number;'], 6],
  ['an object in parentheses', ['({ a: 1 })'], { a: 1 }],
  ['a call over several lines', ['[3, 1, 2]\n  .sort()\n  .join(\n    "-",\n  )'], '1-2-3'],
  ['none after a declaration', ['const x = 1'], undefined],
  ['none after a statement', ['if (true) 1'], undefined],
  ['an assignment', ['let x', 'x = 5'], 5],
  ['a template', ['`a${1}b`'], 'a1b'],
  ['an arrow function that was called', ['(() => 4)()'], 4],
  // Imports.
  ['import of a namespace', [`import * as tf from '${MODULE}'`, 'tf.tensor(3)'], 3],
  ['import of names', [`import { tensor, relu as r } from '${MODULE}'; r(-2)`], 2],
  ['import of types only', [`import type { Tensor } from '${MODULE}'\nconst t: Tensor = 1\nt`], 1],
  [
    'import with a type inside',
    [`import { type Tensor, tensor } from '${MODULE}'\ntensor(2) as Tensor`],
    2,
  ],
  // Types.
  ['as, satisfies, !', ['const x = ({ a: 1 } as any) satisfies object; x!.a as number'], 1],
  [
    'as behind parentheses and comments',
    ['const a = ((1 + 2) /* as x */ as /* as y */ number)! as any; (a)! * 2'],
    6,
  ],
  [
    'generics',
    ['function id<T extends object = {}>(x: T): T { return x }\nid<{ a: number }>({ a: 1 }).a'],
    1,
  ],
  ['a generic arrow function', ['const id = <T,>(x: T): T => x; id<number>(3)'], 3],
  ['a generic call and class', ['new Map<string, Array<number>>([["a", [1]]]).get("a")'], [1]],
  [
    'interfaces and type aliases',
    ['interface A { x: number }\ntype B = A & { y: string }\nconst b: B = { x: 1, y: "" }\nb.x'],
    1,
  ],
  ['declare', ['declare const foo: number\ndeclare function bar(): void\n3'], 3],
  [
    'optional and definite',
    ['let a!: number; function f(x?: number, { y }: { y?: number } = {}) { return [x, y] }\nf()'],
    [undefined, undefined],
  ],
  [
    'overloads',
    [
      'function f(a: number): number\nfunction f(a: string): string\nfunction f(a: any) { return a }\nf(1)',
    ],
    1,
  ],
  [
    'a class with modifiers',
    [
      'abstract class A<T> extends Object implements Iterable<T>, Base { private readonly x: number = 1; protected y?: string; z!: T; declare w: T; abstract g(): void; public static s = 2; override toString(): string { return `${this.x}` } *[Symbol.iterator](): Iterator<T> {} }\nclass B extends A<number> { g() {} }\n`${new B()}${B.s}`',
    ],
    '12',
  ],
  [
    'an index signature and a call signature',
    ['class A { [key: string]: unknown; x = 1 }\nnew A().x'],
    1,
  ],
  [
    'the type of this',
    ['function f(this: { a: number }, b: number) { return this.a + b }\nf.call({ a: 1 }, 2)'],
    3,
  ],
  [
    'a return type over several lines',
    ['const f = (a: number): {\n  b: number;\n} => ({ b: a })\nf(2).b'],
    2,
  ],
  ['a predicate', ['const is = (x: unknown): x is number => typeof x === "number"\nis(3)'], true],
  [
    'catch with a type',
    ['let m\ntry { throw new Error("e") } catch (e: unknown) { m = (e as Error).message }\nm'],
    'e',
  ],
  [
    'a type between lines that would join',
    ['let a = 1\ntype T = string\n;[a] = [2]\na', 'const b = a\ninterface I {}\n(b)'],
    2,
  ],
  [
    'an erased type before a line in parentheses',
    ['const f = 3 as any\n;(f)\nlet g = f as number\n[g]'],
    [3],
  ],
  [
    'accessors and computed keys',
    [
      'class A { private ["x y"]?: number = 2; get v(): number { return this["x y"]! } set v(n: number) { this["x y"] = n } }\nconst a = new A(); a.v = 5; a.v',
    ],
    5,
  ],
];

describe('a cell means what it says', () => {
  test.each(WORK)('%s: %j', async (_title, cells, gives) => {
    const { run } = notebook();
    let last: unknown;
    for (const each of cells) last = await run(each);
    expect(JSON.parse(JSON.stringify([last]))).toEqual(JSON.parse(JSON.stringify([gives])));
    if (gives === undefined) expect(last).toBeUndefined();
  });

  test('there are at least 48 of them', () => expect(WORK.length).toBeGreaterThanOrEqual(48));

  test('JavaScript cells know no types', async () => {
    const { run } = notebook();
    expect(await run('const a = 1 < 2; a', 'js')).toBe(true);
    expect(() => transform('const a: number = 1', 'js')).toThrow(CellSyntaxError);
  });

  test('a constant is constant, in its cell and in later ones', async () => {
    const { run } = notebook();
    await expect(run('const x = 1; x = 2')).rejects.toThrow(/read only/);
    await expect(run('x = 2')).rejects.toThrow(/read only/);
    expect(await run('x')).toBe(1);
  });

  test('a new name cannot be read before it has a value, and is gone when it never got one', async () => {
    const { run } = notebook();
    await expect(run('y; const y = 1')).rejects.toThrow("Cannot access 'y' before initialization");
    expect(await run('typeof y')).toBe('undefined');
    await run('const y = 2');
    await expect(run('throw 1; const y = 3')).rejects.toBe(1);
    expect(await run('y')).toBe(2);
  });

  test('cells are strict', async () => {
    const { run } = notebook();
    await expect(run('undeclared = 1')).rejects.toThrow(/not defined/);
  });

  test('a mistake of syntax loses nothing', async () => {
    const { run } = notebook();
    await run('const x = 1');
    expect(() => transform('const x = ;', 'ts')).toThrow(CellSyntaxError);
    expect(await run('x')).toBe(1);
  });
});

const REFUSED: [source: string, line: number, column: number, says: RegExp][] = [
  ['const x = 1\nconst y = ;', 2, 11, /Unexpected token/],
  ['let a = 1\nlet a = 2', 2, 5, /already been declared/],
  ['enum A { B }', 1, 1, /enum.*not erasable/],
  ['const enum A { B }', 1, 1, /enum.*not erasable/],
  ['namespace N { export const x = 1 }', 1, 1, /namespace.*not erasable/],
  ['class A {\n  constructor(private x: number) {}\n}', 2, 15, /parameter property/],
  ['const x = <number>y', 1, 11, /x as T/],
  ['export default 1', 1, 1, /export has no meaning/],
  ["import fs from 'fs'", 1, 16, /Cannot import 'fs'/],
  ['const undefined = 1', 1, 1, /cannot be declared/],
  [`let ${HELPER} = 1`, 1, 1, /cannot be declared/],
  ['return 1', 1, 1, /return/],
  ['import x = require("x")', 1, 1, /not erasable/],
];

test.each(REFUSED)('refused with its place: %j', (source, line, column, says) => {
  try {
    transform(source, 'ts');
  } catch (error) {
    expect(error).toBeInstanceOf(CellSyntaxError);
    expect((error as Error).message).toMatch(says);
    expect((error as CellSyntaxError).place).toEqual({ line, column });
    return;
  }
  expect.unreachable('was taken');
});

describe('places of errors', () => {
  const PLACES: [title: string, source: string, line: number, column: number][] = [
    [
      'line 3 of a function',
      'function f(a: number) {\n  const b = a\n  throw new Error("x")\n}\nf(1)',
      3,
      9,
    ],
    ['the first line', 'throw new Error("x")', 1, 7],
    ['behind a declaration on the same line', 'const a = 1; throw new Error("x")', 1, 20],
    ['inside a declaration', 'const a = 1, b = (() => { throw new Error("x") })()', 1, 33],
    ['in the last value', '1;\nnull.x', 2, 6],
    ['behind two constants on a line', 'const a = 1; const b = 2; null.x', 1, 32],
    [
      'in an arrow function of a class',
      'class A {\n  private f: () => number = () => { throw new Error("x") }\n}\nnew A().f()',
      2,
      43,
    ],
    ['behind Windows line ends', 'const a = 1\r\n\r\nthrow new Error("x")', 3, 7],
    [
      'in the second of two functions on a line',
      'function f() {} function g() { throw new Error("x") }\ng()',
      1,
      38,
    ],
  ];
  test.each(PLACES)('%s', async (_title, source, line, column) => {
    const { run, frames } = notebook();
    const error: unknown = await run(source, 'ts', 'c').then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(frames(error)[0]).toMatchObject({ cell: 'c', line, column });
  });

  test('through cells, with names', async () => {
    const { run, frames } = notebook();
    await run('function inner() {\n  throw new Error("x")\n}', 'ts', 'one');
    await run('const outer = () =>\n  inner()', 'ts', 'two');
    const error: unknown = await run('\nouter()', 'ts', 'three').catch((reason: unknown) => reason);
    expect(frames(error).map(({ cell, name, line }) => [cell, name, line])).toEqual([
      ['one', 'inner', 2],
      ['two', 'outer', 2],
      ['three', '', 2],
    ]);
  });
});
