import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { cutTests, proofId, proofSlug } from '../../src/content/proof.ts';

const SOURCE = `import { it } from 'vitest';

describe('sums', () => {
  const one = 1;

  it('adds', () => {
    expect(one + 1).toBe(2);
    it.each([1])('inner', () => {
      expect(1).toBe(1);
    });
  });

  it("says “it's”", () => expect(1).toBe(1));
});

it.skip(
  'over lines', () => {
  expect(2).toBe(2);
});
`;

describe('the proofs of corrections', () => {
  it('are cut out of a test file, whole and without their indentation', () => {
    const pieces = cutTests(SOURCE, ['adds', "says “it's”"]);
    expect(pieces.map(({ title }) => title)).toEqual([undefined, 'adds', "says “it's”", undefined]);
    expect(pieces[1].code.split('\n')).toEqual([
      "it('adds', () => {",
      '  expect(one + 1).toBe(2);',
      "  it.each([1])('inner', () => {",
      '    expect(1).toBe(1);',
      '  });',
      '});',
    ]);
    expect(pieces[2].code).toBe('it("says “it\'s”", () => expect(1).toBe(1));');
    expect(pieces[3].code).toContain('over lines');
  });

  it('lose no line of a real test file', () => {
    const source = readFileSync('tests/content/facts/pooling.test.ts', 'utf8');
    const pieces = cutTests(source, ['the four windows of the figure']);
    const words = (text: string) => text.replace(/\s+/g, ' ').trim();
    expect(words(pieces.map(({ code }) => code).join('\n'))).toBe(words(source));
    expect(pieces.filter(({ title }) => title)).toHaveLength(1);
  });

  it('name a test that is not there', () => {
    expect(() => cutTests(SOURCE, ['subtracts'])).toThrow(/no test called subtracts/);
  });

  it('have addresses that can be read', () => {
    expect(proofSlug('tests/content/facts/pooling.test.ts')).toBe('pooling');
    expect(proofSlug('tests/lib/conv.test.ts')).toBe('lib-conv');
    expect(proofId('ReLU′(0) is 0, by convention')).toBe('relu-0-is-0-by-convention');
  });
});
