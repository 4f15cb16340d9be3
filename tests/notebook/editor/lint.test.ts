import { describe, expect, it } from 'vitest';
import { problemsOf } from '../../../src/notebook/editor/lint.ts';
import { words } from '../../../src/notebook/editor/words.ts';
import { SOURCES } from './sources.ts';
import { stateWith } from './state.ts';

/** `text under the mark: message`. */
function lint(source: string, lang: 'zh' | 'en' = 'en'): string[] {
  const state = stateWith(source);
  return problemsOf(state, words(lang)).map(
    ({ from, to, message }) => `${state.sliceDoc(from, to)}: ${message}`,
  );
}

describe('syntax errors', () => {
  it('are found in no code of the handbook, imports of our own files apart', () => {
    const wrong = SOURCES.flatMap(([file, source]) =>
      lint(source)
        .filter((problem) => !/cannot be imported/.test(problem))
        .map((problem) => `${file}: ${problem}`),
    );
    expect(SOURCES.length).toBeGreaterThan(30);
    expect(wrong).toEqual([]);
  });

  it.each([
    ['const x = (1 + 2;\nlet y = 3', '(: ( is not closed.'],
    ['const x = * 2', '*: “*” is not expected here.'],
    ['tf.conv2d(x, w', '(: ( is not closed.'],
    ['const a = [1, 2', '[: [ is not closed.'],
    ['if (x) {\n  y()', '{: { is not closed.'],
    ['const s = "abc\nlet y = 1', '"abc: The string does not end.'],
    ['const x = 1 +\nconst y = 2', 'const: Something is missing before “const”.'],
    ['const s = "abc', '"abc: The string does not end.'],
    ['const s = `abc ${x}', '`abc ${x}: The string does not end.'],
    ['/* abc', '/*: The comment does not end.'],
    ['let const = 1', 'const: “const” is a reserved word and cannot be a name.'],
    ['const x = 5 5', '5: “5” is not expected here.'],
    ['if (x) else y()', 'else: “else” is not expected here.'],
    ['f()}', '}: “}” is not expected here.'],
    ['x.', '.: The code ends too early.'],
    ['[m[a]] = [1] 5', '5: “5” is not expected here.'],
    ['[m[a]] = [1', '1: The code ends too early.'],
    ['const x =', '=: The code ends too early.'],
    ['enum Kind { A }', 'enum: enum cannot run by leaving out its types; it is not supported here.'],
    ['namespace N { }', 'namespace: namespace cannot run by leaving out its types; it is not supported here.'],
    ['const y = <number>x', '<number>x: <T>x cannot run by leaving out its types; it is not supported here.'],
    ['class A { constructor(private x: number) {} }', 'private: private cannot run by leaving out its types; it is not supported here.'],
    ["import fs from 'node:fs'", "'node:fs': 'node:fs' cannot be imported: a cell only has @tensorflow/tfjs."],
    ['export default 4', 'export: export has no meaning in a cell: all cells share their names.'],
    ['return 4', 'return: return belongs inside a function.'],
  ])('%s', (source, said) => {
    expect(lint(source)).toEqual([said]);
  }); // prettier-ignore

  it.each([
    '',
    'const { a, b, } = f({ a: 1, }, [2, ], );',
    "import * as tf from '@tensorflow/tfjs';",
    'export const x = 1;',
    'for await (const x of y) await x;',
    'const f = async () => { return 5 };',
    'class A { private x = 1; get y() { return this.x } }',
    'let x = y as const satisfies Z; x!.w?.[0] ??= 1_000n;',
    'declare enum E { A }',
    'label: for (;;) break label;',
    '[m[a], m[b]] = [m[b], m[a]];',
    'for (;;) [m.a] = [1];',
    '({ a: x.y } = z);',
    'const 图 = tf.zeros([1]); // 注释',
  ])('there is none in %s', (source) => expect(lint(source)).toEqual([]));

  it('are told in the language of the page', () => {
    expect(lint('f(1', 'zh')).toEqual(['(: ( 没有闭合。']);
  });
});
