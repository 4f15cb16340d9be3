import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { checkContent, RULES } from '../../tools/content-checks/check.ts';
import { errorsOf, formatProblem, type Problem } from '../../tools/content-checks/problem.ts';
import { testTitles } from '../../tools/content-checks/proof.ts';
import { ACCEPTED } from './checks/accepted.ts';
import { FAULTS } from './checks/faults.ts';
import { check, goodFiles, YAML } from './checks/fixture.ts';

const list = (problems: Problem[]) => problems.map(formatProblem);

describe('the content of this repository', () => {
  it('has no problems', { timeout: 120_000 }, () => {
    const root = fileURLToPath(new URL('../..', import.meta.url));
    expect(list(errorsOf(checkContent(root)))).toEqual([]);
  });

  it('is held to all of the curriculum: 11 chapters, 80 concepts, 114 questions, 159 mistakes', () => {
    const read = (name: string): { kind?: string }[] =>
      JSON.parse(readFileSync(new URL(`../curriculum/${name}.json`, import.meta.url), 'utf8'));
    const toCorrect = read('errata').filter(({ kind }) => kind !== 'defect');
    const counts = ['chapters', 'concepts', 'questions'].map((name) => read(name).length);
    expect([...counts, toCorrect.length]).toEqual([11, 80, 114, 159]);
  });
});

describe('the content checks', () => {
  it('find nothing in a repository without a fault', () => {
    expect(list(check(goodFiles()))).toEqual([]);
  });

  it.each(FAULTS)('$rule: $name', (fault) => {
    const files = goodFiles();
    const expected = fault.plant(files);
    const problems = check(files);
    const ours = problems.filter(({ rule }) => rule === fault.rule);
    expect(list(ours).join('\n'), list(problems).join('\n')).toContain(fault.says);
    const hit = ours.find((problem) => problem.message.includes(fault.says))!;
    expect({ file: hit.file, line: hit.line }).toEqual(expected);
    expect(hit.fix).not.toBe('');
  });

  it.each(ACCEPTED)('accept $name', ({ change }) => {
    const files = goodFiles();
    change(files);
    // Whoever edits a page has it read against the other again.
    const problems = check(files).filter(({ rule }) => rule !== 'read-against');
    expect(list(problems)).toEqual([]);
  });

  it('are each tested with a planted fault', () => {
    expect([...new Set(FAULTS.map(({ rule }) => rule))].sort()).toEqual(Object.keys(RULES).sort());
  });

  it('only warn about pages never read against each other', () => {
    const files = goodFiles();
    files[YAML] = files[YAML].replace(/^readAgainst.*\n/m, '');
    const problems = check(files);
    expect(problems.map(({ rule, severity }) => [rule, severity])).toEqual([
      ['read-against', 'warning'],
      ['read-against', 'warning'],
    ]);
    expect(errorsOf(problems)).toEqual([]);
  });

  it('go on after a fault in the yaml: the rest of the file still counts', () => {
    const files = goodFiles();
    files[YAML] = files[YAML].replace('kind: concept\n', 'kind: concept\nknid: concept\n').replace(
      '[two2002]',
      '[twoo2002]',
    );
    expect(check(files).map(({ rule }) => rule)).toEqual(['schema', 'corrections']);
    files[YAML] = files[YAML].replace('facts:\n', 'facts:\n  bad: { value: x, source: one2001 }\n');
    expect(check(files).map(({ rule }) => rule)).toEqual(['schema', 'schema', 'corrections']);
  });

  it('print file, line, rule, message and remedy on one line', () => {
    const problem = {
      file: 'a.mdx',
      line: 3,
      column: 2,
      rule: 'links',
      message: 'broken',
      fix: 'mend it',
    };
    expect(formatProblem(problem)).toBe('a.mdx:3:2 links — broken. Fix: mend it');
  });
});

describe('titles of tests', () => {
  it('are read from it, test and their variants, with their quotes', () => {
    const source = `it('a', f); test("b 'q'", f); it.each([1])(\`c\`, f); it.only('d\\'s', f); split('no'); it.skip('e', f); it.skipIf(a)('f', f);`;
    expect(testTitles(source)).toEqual(['a', `b 'q'`, 'c', `d's`, 'f']);
  });
});
