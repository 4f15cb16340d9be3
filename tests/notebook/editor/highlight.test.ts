import { typescriptLanguage } from '@codemirror/lang-javascript';
import { createCssVariablesTheme, createHighlighter } from 'shiki';
import { describe, expect, it } from 'vitest';
import { tokens } from '../../../src/notebook/editor/highlight.ts';
import { SOURCES } from './sources.ts';

const theme = createCssVariablesTheme({ variablePrefix: '--astro-code-' });
const shiki = await createHighlighter({ themes: [theme], langs: ['ts'] });

/** The class of every character as the static page has it; commas have a class but no colour. */
function fromShiki(source: string): (string | undefined)[] {
  const lines = shiki.codeToTokensBase(source, {
    lang: 'ts',
    theme,
    tokenizeTimeLimit: 0,
  });
  return lines.flatMap((line, i) => [
    ...(i > 0 ? [undefined] : []),
    ...line.flatMap(({ content, color }) => {
      const token = /token-([a-z-]+)\)/.exec(color ?? '')?.[1];
      return Array<string | undefined>(content.length).fill(
        token === 'punctuation' ? undefined : token,
      );
    }),
  ]);
}

function fromEditor(source: string): (string | undefined)[] {
  const classes = Array<string | undefined>(source.length).fill(undefined);
  const tree = typescriptLanguage.parser.parse(source);
  for (const { from, to, token } of tokens(tree, (a, b) => source.slice(a, b)))
    classes.fill(token, from, to);
  return classes;
}

function differences(source: string): string[] {
  const shown = fromShiki(source);
  const own = fromEditor(source);
  expect(shown).toHaveLength(source.length);
  return [...source].length === source.length
    ? [...source].flatMap((letter, i) =>
        /\s/.test(letter) || shown[i] === own[i]
          ? []
          : [`${source.slice(Math.max(0, i - 20), i)}«${letter}: ${shown[i]} ≠ ${own[i]}`],
      )
    : [];
}

describe('colours of the editor', () => {
  it('are those of Shiki in 999 of 1,000 letters of all code of the handbook', () => {
    const letters = SOURCES.reduce((sum, [, source]) => sum + source.replace(/\s/g, '').length, 0);
    const different = SOURCES.flatMap(([, source]) => differences(source));
    expect(letters).toBeGreaterThan(50_000);
    expect(different.length / letters, different.slice(0, 20).join('\n')).toBeLessThan(0.001);
  });

  it.each([
    'const model = tf.sequential();',
    'model.add(tf.layers.dense({ units: 10, activation: "softmax" }));',
    'let x: tf.Tensor2D = tf.zeros([2, 3]), LIMIT = 3;',
    'for (const [i, row] of rows.entries()) total += row.length ** 2; // sum',
    'const { images, labels } = await dataset("digits", "train", 500);',
    'function f(a: number, b = 1): number { return a > 2 && !b ? -a : undefined; }',
    'class Net { w = tf.variable(tf.ones([1])); run(x: number) { return this.w.mul(x); } }',
    'console.log(`loss ${loss.toFixed(3)}\\n`, new Float32Array(4), typeof x, null, true);',
    'export const grow = (x: Matrix) => x.map((row) => row.map(Math.exp));',
  ])('are exactly those of Shiki in %s', (source) => {
    expect(differences(source)).toEqual([]);
  });
});
