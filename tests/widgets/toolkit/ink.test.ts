import { describe, expect, test } from 'vitest';
import { BLANK, inked, lineOf, strokeText } from '@widgets/toolkit/ink.ts';
import { parseChannels } from '@widgets/toolkit/query.ts';

const cells = (text: string) => parseChannels('input', text);
const total = (text: string) =>
  cells(text)
    .flat(2)
    .reduce((a, b) => a + b, 0);

describe('drawing', () => {
  test('begins with 28×28 zeros', () => {
    const [rows, ...others] = cells(BLANK);
    expect([rows.length, rows[0].length, others.length]).toEqual([28, 28, 0]);
    expect(total(BLANK)).toBe(0);
  });

  test('by key sets one cell, and takes it away again', () => {
    const drawn = strokeText(BLANK, [3, 4], [3, 4], false, false);
    expect(cells(drawn)[0][3][4]).toBe(255);
    expect(total(drawn)).toBe(255);
    expect(inked(drawn, [3, 4])).toBe(true);
    expect(inked(drawn, [4, 3])).toBe(false);
    expect(strokeText(drawn, [3, 4], [3, 4], true, false)).toBe(BLANK);
  });

  test('by pointer is softer around, and never takes ink away', () => {
    const once = strokeText(BLANK, [3, 4], [3, 4], false, true);
    const [rows] = cells(once);
    expect([rows[3][4], rows[2][4], rows[4][4], rows[3][3], rows[3][5], rows[2][3]]).toEqual([
      255, 160, 160, 160, 160, 0,
    ]);
    expect(strokeText(once, [3, 4], [3, 4], false, true)).toBe(once);
    expect(cells(strokeText(once, [3, 5], [3, 5], false, true))[0][3][4]).toBe(255);
  });

  test('stays on the paper', () => {
    expect(total(strokeText('0,0;0,0', [0, 0], [0, 0], false, true))).toBe(255 + 2 * 160);
    expect(strokeText('0,0;0,0', [1, 1], [1, 1], false, true)).toBe('0,160;160,255');
    expect(strokeText('0,0;0,0', [5, -5], [5, -5], false, true)).toBe('0,0;0,0');
    expect(inked('0,0;0,0', [9, 9])).toBe(false);
    expect(inked('0,0;0,0', [-1, 0])).toBe(false);
  });

  test('goes on the first channel only', () => {
    const drawn = strokeText('0,0|7,7', [0, 1], [0, 1], false, false);
    expect(drawn).toBe('0,255|7,7');
  });
});

describe('a line between two cells', () => {
  test('has no gaps, both ends included', () => {
    for (const [from, to] of [
      [
        [0, 0],
        [0, 0],
      ],
      [
        [0, 0],
        [0, 9],
      ],
      [
        [9, 2],
        [1, 2],
      ],
      [
        [2, 3],
        [9, 27],
      ],
      [
        [20, 27],
        [0, 1],
      ],
    ] as const) {
      const line = lineOf(from, to);
      expect(line[0]).toEqual([...from]);
      expect(line.at(-1)).toEqual([...to]);
      for (let i = 1; i < line.length; i++) {
        const [dr, dc] = [0, 1].map((axis) => Math.abs(line[i][axis] - line[i - 1][axis]));
        expect(Math.max(dr, dc), `${from} to ${to}`).toBeLessThanOrEqual(1);
      }
    }
  });
});
