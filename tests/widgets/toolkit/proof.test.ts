import { describe, expect, test } from 'vitest';
import { grid } from '@lib/grid.ts';
import { compare, maxError, proofText } from '@widgets/toolkit/proof.ts';
import { TOOL_WORDS } from '@widgets/toolkit/strings.ts';

describe('how far apart', () => {
  test('the largest difference', () => {
    expect(maxError([1, 2.5, -3], [1, 2, -3])).toBe(0.5);
    expect(maxError([1, 2], [1, 2])).toBe(0);
    expect(maxError([], [])).toBe(0);
    expect(maxError([Infinity], [Infinity])).toBe(0);
    expect(maxError([0], [-0])).toBe(0);
  });

  test('a NaN is an error, not a match, wherever it stands', () => {
    expect(maxError([NaN, 1], [2, 1])).toBeNaN();
    expect(maxError([1, NaN], [1, 2])).toBeNaN();
    expect(maxError([1, 2], [1, NaN])).toBeNaN();
    expect(maxError([NaN, 9], [2, 1])).toBeNaN();
    expect(maxError([NaN], [NaN])).toBeNaN();
    expect(maxError([Infinity], [-Infinity])).toBe(Infinity);
  });

  test('another number of cells is an error', () => {
    expect(maxError([1], [1, 2])).toBeNaN();
    expect(maxError([1, 2], [])).toBeNaN();
  });
});

describe('several results', () => {
  const y = grid([1, 2, 1], [1, 2]);
  const z = grid([2], [3, 4]);

  test('cells are counted over all that the device computed', () => {
    expect(compare({ y, z }, { y, z })).toEqual({ cells: 4, error: 0 });
    expect(compare({ y }, { y, z })).toEqual({ cells: 2, error: 0 });
    expect(compare({ y, z: grid([2], [3, 4.5]) }, { y, z })).toEqual({ cells: 4, error: 0.5 });
    expect(compare({ y: grid([1, 2, 1], [9, 2]), z }, { y, z }).error).toBe(8);
  });

  test('a result that nobody judges is an error', () => {
    expect(compare({ y, other: z }, { y }).error).toBeNaN();
    expect(compare({ other: z, y }, { y }).error).toBeNaN();
  });

  test('one NaN is not hidden by the results after it', () => {
    const bad = grid([2], [NaN, 4]);
    expect(compare({ z: bad, y: grid([1, 2, 1], [1, 7]) }, { y, z }).error).toBeNaN();
  });

  test('the same numbers in another shape are an error', () => {
    const wide = grid([2, 3, 1], [1, 2, 3, 4, 5, 6]);
    const high = grid([3, 2, 1], [1, 2, 3, 4, 5, 6]);
    expect(compare({ y: high }, { y: wide }).error).toBeNaN();
    // axes of length 1 do not count: a table has three, a result may have fewer
    expect(compare({ z: grid([1, 1, 2], [3, 4]) }, { z }).error).toBe(0);
  });
});

describe('the line', () => {
  const run = { backend: 'webgl', ms: 3.14, tensors: 0 } as const;

  test('says what was compared, where, how long, and what is alive', () => {
    expect(proofText({ cells: 9, error: 0 }, run, TOOL_WORDS.en)).toBe(
      'Your device compared with float64, cell by cell: 9 cells, largest error 0 · WebGL · 3.1 ms · 0 live tensors',
    );
    expect(proofText({ cells: 9, error: 1.234e-7 }, run, TOOL_WORDS.zh)).toContain('1.2e−7');
  });

  test('slow runs are whole milliseconds; a note comes last', () => {
    const text = proofText(
      { cells: 1, error: NaN },
      { backend: 'cpu', ms: 12.7, tensors: 3, note: 'because' },
      TOOL_WORDS.en,
    );
    expect(text).toMatch(/NaN · CPU · 13 ms · 3 live tensors · because$/);
  });
});
