import { describe, expect, test } from 'vitest';
import { convWindow } from '@lib/ops/conv.ts';
import { reference } from '@widgets/convolution/oracle.ts';
import {
  derive,
  kernelGrid,
  matrixGrid,
  optionsOf,
  parseQuery,
  type State,
} from '@widgets/convolution/state.ts';
import { STRINGS } from '@widgets/convolution/strings.ts';
import { costLine, fedBy, formula, sizeLines } from '@widgets/convolution/view.ts';
import { fieldTable, longTable, valueTables } from '@widgets/toolkit/grids.ts';
import { legendHtml, luma, paint, pixelGrid, scaleOf } from '@widgets/toolkit/maps.ts';
import { escapeHtml, fill, show, type Words } from '@widgets/toolkit/text.ts';
import { combinations } from './combinations.ts';

const words = STRINGS.en as unknown as Words;
const inputOf = (state: State) => matrixGrid((state.source as { channels: number[][][] }).channels);

describe('numbers for people', () => {
  test.each([
    [5, '5'],
    [-3, '−3'],
    [-0, '0'],
    [0.25, '0.25'],
    [1 / 9, '≈0.1111'],
    [-2 / 3, '≈−0.6667'],
    [1234567, '1234567'],
    [0.30000000000000004, '≈0.3'],
  ])('%d is shown as %s', (value, text) => expect(show(value)).toBe(text));

  test('what comes from outside is escaped', () => {
    expect(escapeHtml('<img src="x">&')).not.toMatch(/[<>"]/);
    expect(fill('{a} and {b}', { a: 1, b: '{a}' })).toBe('1 and {a}');
  });
});

describe('the arithmetic', () => {
  /** Reads a formula as a reader would, with −, brackets and ×. */
  const read = (text: string) => {
    const [sum, result] = text.split(/ [=≈] /);
    const number = (part: string) => Number(part.replace(/[()]/g, '').replace('−', '-'));
    const total = sum.split(' + ').reduce(
      (a, part) =>
        a +
        part
          .split('×')
          .map(number)
          .reduce((x, y) => x * y, 1),
      0,
    );
    return { total, result: number(result), exact: text.includes(' = ') };
  };

  test('the operands on screen add up to the result on screen, in 300 windows', () => {
    for (const { query, state } of combinations(300, 13)) {
      const [height, width, filters] = derive(state).output;
      const cell = [height - 1, width - 1, filters - 1] as const;
      const window = convWindow(inputOf(state), kernelGrid(state), optionsOf(state), ...cell);
      const value = reference(inputOf(state), { ...state, activation: 'none' }).data.at(-1)!;
      expect(window.sum).toBeCloseTo(value, 10);
      const text = formula({ ...window, value }, '', false, words);
      const { total, result, exact } = read(text);
      expect(text.split(' + ')).toHaveLength(window.terms.length + 1);
      if (exact) expect(total, JSON.stringify(query)).toBeCloseTo(result, 9);
      else expect(Math.abs(total - result)).toBeLessThan(1e-4 * Math.max(1, Math.abs(result)));
    }
  });

  test('the activation comes after the sum, rounding is admitted, padding is marked', () => {
    const terms = [
      { row: -1, col: 0, channel: 0, kernelRow: 0, kernelCol: 0, x: 0, w: 2, padded: true },
      { row: 0, col: 0, channel: 0, kernelRow: 1, kernelCol: 0, x: 3, w: -1, padded: false },
    ];
    const explained = { terms, bias: 0.5, sum: -2.5, value: 0 };
    expect(formula(explained, 'relu', false, words)).toBe(
      '0×2 + 3×(−1) + 0.5 = −2.5 → relu(−2.5) = 0',
    );
    const third = { terms: [{ ...terms[1], w: 1 / 3 }], bias: 0, sum: 1, value: 1 };
    expect(formula(third, '', false, words)).toBe('3×0.333333 + 0 ≈ 1');
    expect(formula(explained, '', true, words)).toContain('class="term pad"');
  });

  test('an input cell feeds exactly the outputs whose windows read it', () => {
    for (const { query, state } of combinations(80, 17)) {
      const derived = derive(state);
      const [height, width] = derived.input;
      const [oh, ow] = derived.output;
      const readers = new Map<string, string[]>();
      for (let r = 0; r < oh; r++) {
        for (let c = 0; c < ow; c++) {
          const { terms } = convWindow(
            inputOf(state),
            kernelGrid(state),
            optionsOf(state),
            r,
            c,
            0,
          );
          const cells = new Set(terms.filter((t) => !t.padded).map((t) => `${t.row},${t.col}`));
          for (const cell of cells) readers.set(cell, [...(readers.get(cell) ?? []), `${r},${c}`]);
        }
      }
      for (let r = 0; r < height; r++) {
        for (let c = 0; c < width; c++) {
          const found = fedBy(state, derived, r, c).map((cell) => cell.join());
          expect(found, JSON.stringify(query)).toEqual(readers.get(`${r},${c}`) ?? []);
        }
      }
    }
  });
});

describe('the HTML of the contract', () => {
  test('one table, its shape, full precision', () => {
    const options = { output: 'y', label: 'output' };
    const html = valueTables([1 / 3, 2], [1, 2, 1], options);
    expect(html).toContain('data-output="y" data-shape="1,2,1"');
    expect(html).toContain('<data value="0.3333333333333333">≈0.3333</data>');
    expect(valueTables([1, 2], [1, 1, 2], options)).not.toContain('data-output');
    const long = longTable('data-output="y"', [1, 2, 3, 4], [1, 2, 2], 'caption');
    expect([...long.matchAll(/value="(\d)"/g)].map(([, n]) => n)).toEqual(['1', '2', '3', '4']);
    expect(longTable('data-output="y"', undefined, [9, 9, 9], '')).toContain('data-shape="9,9,9"');
  });

  test('padding is drawn around the fields and cannot be typed into', () => {
    const html = fieldTable([[[1, 2]]], {
      input: 'x',
      key: 'input',
      what: 'input',
      words: STRINGS.en,
      around: [1, 0, 0, 2],
    });
    expect(html.match(/<input/g)).toHaveLength(2);
    expect(html.match(/class="pad"/g)).toHaveLength(6);
    expect(html).toContain('data-at="0,-1,3"');
    expect(html).toContain('aria-label="input row 1, column 2"');
  });

  test('the size formula and the cost, with the numbers of the state', () => {
    const { state } = parseQuery({ stride: '2', padding: '1,0,2,0', dilation: '2' });
    const derived = derive(state!);
    expect(sizeLines(state!, derived, words)).toContain(
      '⌊(5 + 1 + 0 − 2×(3 − 1) − 1) / 2⌋ + 1 = <b>1</b>',
    );
    expect(sizeLines(state!, derived, words)).toContain(
      '⌊(5 + 2 + 0 − 2×(3 − 1) − 1) / 2⌋ + 1 = <b>2</b>',
    );
    expect(costLine(derived, words)).toContain('data-output="macs" value="18"');
  });
});

describe('pictures of numbers', () => {
  test('a scale is grey without negative values, else the same on both sides of zero', () => {
    expect(scaleOf([0, 90, 200], true)).toEqual({ kind: 'grey', min: 0, max: 255 });
    expect(scaleOf([0, 90, 300], true)).toEqual({ kind: 'grey', min: 0, max: 300 });
    expect(scaleOf([0, 3], false)).toEqual({ kind: 'grey', min: 0, max: 3 });
    expect(scaleOf([0, 0], true)).toEqual({ kind: 'grey', min: 0, max: 1 });
    expect(scaleOf([-4, 1], true)).toEqual({ kind: 'signed', min: -4, max: 4 });
    expect(legendHtml(scaleOf([-4, 1], true))).toContain('−4');
  });

  test('zero is transparent, the largest magnitude opaque, the sign a colour', () => {
    const scale = scaleOf([-4, 0, 4], false);
    const pixels = paint([-4, 0, 4], 3, 0, 1, scale, [200, 100, 0], [0, 100, 200]);
    expect([...pixels]).toEqual([0, 100, 200, 255, 200, 100, 0, 0, 200, 100, 0, 255]);
  });

  test('grey is what Pillow makes of a colour', () => {
    // Image.new("RGB", (1, 1), colour).convert("L").getpixel((0, 0)) with Pillow 9.4
    expect(luma(200, 100, 50)).toBe(124);
    expect(luma(255, 255, 255)).toBe(255);
    expect(luma(1, 2, 3)).toBe(2);
    expect(luma(13, 200, 77)).toBe(130);
    expect([...pixelGrid([200, 100, 50, 255, 7, 7, 7, 255], 1, 2, 1).data]).toEqual([124, 7]);
    expect([...pixelGrid([200, 100, 50, 255], 1, 1, 3).data]).toEqual([200, 100, 50]);
  });
});
