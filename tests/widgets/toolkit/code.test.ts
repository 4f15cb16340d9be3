import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import {
  decimal,
  flatList,
  list,
  nestedList,
  pictureFile,
  program,
} from '@widgets/toolkit/code.ts';

const evaluate = (text: string): unknown => new Function(`return ${text}`)();
const python = ['/usr/bin/python3', 'python3'].find(
  (path) => spawnSync(path, ['--version']).status === 0,
);

describe('literals', () => {
  const nested = [
    [
      [1, -2],
      [0.5, 1e-7],
    ],
    [
      [3, 4],
      [5, 6],
    ],
  ];

  test('are JavaScript that gives the numbers back', () => {
    expect(evaluate(nestedList(nested))).toEqual(nested);
    expect(evaluate(nestedList([1, 2]))).toEqual([1, 2]);
    expect(evaluate(nestedList(7))).toBe(7);
    expect(evaluate(flatList([1, 2, 3, -4, 5e-9], 2))).toEqual([1, 2, 3, -4, 5e-9]);
    expect(evaluate(`[${list(Float64Array.of(1, 2.5))}]`)).toEqual([1, 2.5]);
  });

  test.skipIf(!python)('are Python that gives the numbers back', () => {
    const code = `import json; print(json.dumps([${nestedList(nested)}, ${decimal(3)}, ${decimal(-1e-7)}, ${decimal(1e21)}]))`;
    const { stdout } = spawnSync(python!, ['-c', code], { encoding: 'utf8' });
    expect(JSON.parse(stdout)).toEqual([nested, 3, -1e-7, 1e21]);
    const types = `print(type(${decimal(3)}).__name__, type(${decimal(1e21)}).__name__)`;
    expect(spawnSync(python!, ['-c', types], { encoding: 'utf8' }).stdout).toBe('float float\n');
  });

  test('have one line for each innermost row', () => {
    expect(flatList([1, 2, 3, 4], 2)).toBe('[\n  1, 2,\n  3, 4,\n]');
    expect(nestedList([[1, 2], [3]])).toBe('[\n    [1, 2],\n    [3],\n]');
    expect(nestedList(nested).split('\n')[2]).toBe('        [1, -2],');
  });

  test('a float is written as one', () => {
    expect([3, -2, 0.5, 1e-7, 1e21].map(decimal)).toEqual(['3.0', '-2.0', '0.5', '1e-7', '1e+21']);
  });
});

test('lines that are undefined are left out, empty ones stay', () => {
  expect(program(['a', undefined, '', 'b'])).toBe('a\n\nb\n');
});

test('one’s own picture has a name of its own', () => {
  expect([pictureFile('cat'), pictureFile('own')]).toEqual(['cat.png', 'picture.png']);
});
