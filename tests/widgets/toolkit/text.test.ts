import { describe, expect, test } from 'vitest';
import {
  allExact,
  datum,
  equals,
  escapeHtml,
  fill,
  heat,
  magnitude,
  minus,
  operand,
  plain,
  scalar,
  show,
  thousands,
} from '@widgets/toolkit/text.ts';

describe('numbers for people', () => {
  test.each([
    [5, '5'],
    [-3, '−3'],
    [-0, '0'],
    [0.25, '0.25'],
    [1 / 9, '≈0.1111'],
    [-2 / 3, '≈−0.6667'],
    [1234567, '1234567'],
    [123456.75, '≈123500'],
    [0.30000000000000004, '≈0.3'],
    [1e-7, '1e−7'],
    [999999999, '999999999'],
    [1e21, '1e+21'],
    [NaN, 'NaN'],
    [Infinity, 'Infinity'],
    [-Infinity, '−Infinity'],
  ])('%d is shown as %s', (value, text) => expect(show(value)).toBe(text));

  test('digits can be chosen', () => {
    expect(show(1 / 3, 2)).toBe('≈0.33');
    expect(show(1.5, 2)).toBe('1.5');
    expect(plain(2 / 3)).toBe('0.666667');
    expect(plain(-0)).toBe('0');
    expect(plain(12345678)).toBe('12345678');
  });

  test('a negative operand stands in brackets', () => {
    expect(operand(2)).toBe('2');
    expect(operand(-2)).toBe('(−2)');
    expect(operand(-1 / 3, 3)).toBe('(−0.333)');
    expect(operand(-0)).toBe('0');
    expect(minus('-1e-7')).toBe('−1e−7');
  });

  test('= only when nothing on screen is rounded', () => {
    expect(equals(1, 2.5, -0.125)).toBe('=');
    expect(equals(1, 1 / 3)).toBe('≈');
    expect(equals(0.1 + 0.2)).toBe('≈');
    expect(equals(1.2345678)).toBe('≈');
    expect(equals()).toBe('=');
    expect(allExact([1.23456])).toBe(true);
    expect(allExact([1.2345678])).toBe(false);
    expect(allExact([1.23456], 3)).toBe(false);
  });

  test('a cell carries its full precision, and so does a scalar', () => {
    expect(datum(1 / 3)).toBe('<data value="0.3333333333333333">≈0.3333</data>');
    expect(datum(1 / 3, 2)).toBe('<data value="0.3333333333333333">≈0.33</data>');
    expect(datum(1 / 3, 4, 3)).toBe('<data value="0.333">≈0.3333</data>');
    expect(scalar('macs', 18)).toBe('<data data-output="macs" value="18">18</data>');
    expect(scalar('loss', 2 / 3)).toContain('value="0.6666666666666666">≈0.666667<');
    expect(scalar('n', 1e6, '1 M')).toContain('value="1000000">1 M<');
  });

  test('thousands', () => {
    expect([0, 999, 1000, 25636712].map(thousands)).toEqual(['0', '999', '1,000', '25,636,712']);
  });
});

describe('templates', () => {
  test('are filled once: a value is never a template', () => {
    expect(fill('{a} and {b}', { a: 1, b: '{a}' })).toBe('1 and {a}');
    expect(fill('{a}{missing}', { a: '$&' })).toBe('$&');
    expect(fill('第 {r} 行', { r: 2 })).toBe('第 2 行');
  });

  test('what comes from outside is escaped', () => {
    expect(escapeHtml('<img src="x">&')).not.toMatch(/[<>"]/);
    expect(escapeHtml('&')).toBe('&#38;');
    expect(escapeHtml('a')).toBe('a');
  });
});

describe('colours', () => {
  test('are the share of the largest, at most all of it', () => {
    expect(heat(2, 4)).toBe(' class="pos" style="--h:50%"');
    expect(heat(-4, 4)).toBe(' class="neg" style="--h:100%"');
    expect(heat(9, 4)).toContain('--h:100%');
    expect(heat(-Infinity, 4)).toContain('--h:100%');
    for (const [value, largest] of [
      [0, 4],
      [1, 0],
      [NaN, 4],
      [1, NaN],
    ]) {
      expect(heat(value, largest), `${value} of ${largest}`).toBe('');
    }
  });

  test('the largest magnitude', () => {
    expect(magnitude([1, -3, 2])).toBe(3);
    expect(magnitude([])).toBe(0);
  });
});
