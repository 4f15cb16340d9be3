import { describe, expect, test } from 'vitest';
import { parse, type HTMLElement } from 'node-html-parser';
import {
  CELL_LIMIT,
  contractTable,
  crowd,
  fieldTable,
  fitsTable,
  longTable,
  plainTable,
  TABLE_LIMIT,
  valueTables,
  type FieldOptions,
} from '@widgets/toolkit/grids.ts';

const words = { cell: 'row {r}, column {c}', channel: 'channel {n}' };
const table = (html: string) => {
  const root = parse(html);
  const tables = root.querySelectorAll('table');
  expect(root.childNodes).toHaveLength(tables.length); // nothing but tables
  return tables;
};
const at = (root: HTMLElement, place: string) => root.querySelector(`[data-at="${place}"]`)!;
const numbers = (root: HTMLElement) =>
  root.querySelectorAll('data').map((cell) => Number(cell.getAttribute('value')));

const options: FieldOptions = { input: 'x', key: 'input', what: 'Input', words };
const layers = [
  [
    [1, 2, 3],
    [4, 5, 6],
  ],
  [
    [7, 8, 9],
    [0, -1, 0.5],
  ],
];

describe('a grid of fields', () => {
  test('names its input, and each cell says where it belongs and what it is', () => {
    const [grid] = table(fieldTable(layers, options));
    expect(grid.getAttribute('data-input')).toBe('x');
    expect(grid.querySelectorAll('tbody')).toHaveLength(2);
    const fields = grid.querySelectorAll('input');
    expect(fields.map((field) => Number(field.getAttribute('value')))).toEqual(layers.flat(2));
    expect(fields.every((field) => field.getAttribute('name') === 'input')).toBe(true);
    expect(fields.every((field) => field.getAttribute('type') === 'number')).toBe(true);
    const cell = at(grid, '1,1,2').querySelector('input')!;
    expect(cell.getAttribute('value')).toBe('0.5');
    expect(cell.getAttribute('aria-label')).toBe('Input row 2, column 3');
    const places = grid.querySelectorAll('td').map((td) => td.getAttribute('data-at'));
    expect(new Set(places).size).toBe(12);
  });

  test('has one tab stop', () => {
    const [grid] = table(fieldTable(layers, options));
    const stops = grid.querySelectorAll('input[tabindex="0"]');
    expect(stops).toHaveLength(1);
    expect(stops[0].parentNode!.getAttribute('data-at')).toBe('0,0,0');
  });

  test('padding stands around it and cannot be typed into', () => {
    const around = [1, 0, 0, 2];
    const [grid] = table(fieldTable([[[1, 2]]], { ...options, around, padding: '−∞' }));
    expect(grid.querySelectorAll('input')).toHaveLength(2);
    const pads = grid.querySelectorAll('td.pad');
    expect(pads.map((pad) => pad.getAttribute('data-at'))).toEqual([
      '0,-1,0',
      '0,-1,1',
      '0,-1,2',
      '0,-1,3',
      '0,0,2',
      '0,0,3',
    ]);
    expect(pads.every((pad) => pad.textContent === '−∞')).toBe(true);
    expect(pads.every((pad) => pad.getAttribute('aria-hidden') === 'true')).toBe(true);
    // the tab stop stays on the first field
    expect(at(grid, '0,0,0').querySelector('input')!.getAttribute('tabindex')).toBe('0');
  });

  test('headings of layers, rows and columns', () => {
    const [grid] = table(
      fieldTable(layers, {
        ...options,
        title: (layer) => `channel ${layer + 1}`,
        columns: ['a', 'b', 'c'],
        rows: ['first', 'second'],
        cellName: (layer, r, c) => `${layer}/${r}/${c}`,
      }),
    );
    const groups = grid.querySelectorAll('th[scope="rowgroup"]');
    expect(groups.map((th) => th.textContent)).toEqual(['channel 1', 'channel 2']);
    expect(groups[0].getAttribute('colspan')).toBe('4');
    expect(grid.querySelectorAll('th[scope="col"]').map((th) => th.textContent)).toEqual([
      'a',
      'b',
      'c',
    ]);
    expect(grid.querySelectorAll('th[scope="row"]').map((th) => th.textContent)).toEqual([
      'first',
      'second',
      'first',
      'second',
    ]);
    expect(grid.querySelectorAll('thead tr > *')).toHaveLength(4); // a corner over the headings
    expect(at(grid, '1,1,0').querySelector('input')!.getAttribute('aria-label')).toBe(
      'Input channel 2 1/1/0',
    );
  });

  test('marks are classes and notes, on padding too', () => {
    const [grid] = table(
      fieldTable([[[1]]], {
        ...options,
        around: [0, 0, 1, 0],
        mark: (_, r, c) => (c < 0 ? { class: 'in' } : { class: 'in won', note: '"<wins>"' }),
      }),
    );
    expect(at(grid, '0,0,-1').getAttribute('class')).toBe('pad in');
    expect(at(grid, '0,0,0').getAttribute('class')).toBe('in won');
    expect(at(grid, '0,0,0').rawAttributes['data-w']).not.toMatch(/[<>"]/);
    expect(at(grid, '0,0,0').getAttribute('data-w')).toBe('"<wins>"');
  });

  test('what a label says is escaped', () => {
    const html = fieldTable([[[1]]], { ...options, what: '"><script>' });
    expect(html).not.toContain('<script>');
    expect(table(html)[0].querySelector('input')!.getAttribute('aria-label')).toBe(
      '"><script> row 1, column 1',
    );
  });

  test('crowds when there are many cells side by side', () => {
    expect([6, 7, 8, 9].map(crowd)).toEqual(['', ' w-many', ' w-many', ' w-crowd']);
    const wide = [[[1, 2, 3, 4, 5]]];
    expect(fieldTable(wide, options)).not.toMatch(/w-many|w-crowd/);
    // padding and headings count as well
    expect(fieldTable(wide, { ...options, around: [0, 0, 2, 2] })).toContain('w-crowd');
    expect(fieldTable(wide, { ...options, around: [0, 0, 0, 1], rows: ['a'] })).toContain('w-many');
  });
});

describe('tables of a result', () => {
  const one = { output: 'y', label: 'Output' };

  test('one channel is the contract: shape, order, full precision', () => {
    const values = [1 / 3, 2, -0.5, 0, 5, 6];
    const [grid] = table(valueTables(values, [2, 3, 1], one));
    expect(grid.getAttribute('data-output')).toBe('y');
    expect(grid.getAttribute('data-shape')).toBe('2,3,1');
    expect(grid.getAttribute('role')).toBe('grid');
    expect(grid.getAttribute('aria-label')).toBe('Output');
    expect(numbers(grid)).toEqual(values);
    expect(at(grid, '0,1,0').textContent).toBe('0');
    expect(at(grid, '0,0,0').textContent).toBe('≈0.3333');
    expect(at(grid, '0,0,2').textContent).toBe('−0.5');
    expect(grid.querySelectorAll('td').every((td) => td.getAttribute('data-on') === 'y')).toBe(
      true,
    );
    expect(grid.querySelectorAll('[tabindex="0"]')).toHaveLength(1);
  });

  test('several channels are walked one by one, and the contract is elsewhere', () => {
    const values = [1, 10, 2, 20, 3, 30, 4, 40];
    const title = (layer: number) => `channel ${layer + 1}`;
    const html = valueTables(values, [2, 2, 2], { ...one, title });
    expect(html).not.toContain('data-output=');
    const [first, second] = table(html);
    expect(numbers(first)).toEqual([1, 2, 3, 4]);
    expect(numbers(second)).toEqual([10, 20, 30, 40]);
    expect(second.querySelector('caption')!.textContent).toBe('channel 2');
    expect(second.getAttribute('aria-label')).toBe('Output channel 2');
    expect(at(second, '1,1,0').textContent).toBe('30');
    expect(parse(html).querySelectorAll('[tabindex="0"]')).toHaveLength(1);
  });

  test('a colour is the share of the largest magnitude, with the sign as its class', () => {
    const [grid] = table(valueTables([-4, 0, 2], [1, 3, 1], one));
    expect(at(grid, '0,0,0').getAttribute('class')).toBe('neg');
    expect(at(grid, '0,0,0').getAttribute('style')).toBe('--h:100%');
    expect(at(grid, '0,0,1').getAttribute('class')).toBeUndefined();
    expect(at(grid, '0,0,2').getAttribute('style')).toBe('--h:50%');
    const [scaled] = table(valueTables([-4, 0, 2], [1, 3, 1], { ...one, largest: 8 }));
    expect(at(scaled, '0,0,2').getAttribute('style')).toBe('--h:25%');
    expect(valueTables([-4, 0, 2], [1, 3, 1], { ...one, plain: true })).not.toContain('--h');
  });

  test('marks join the colour', () => {
    const mark = (_: number, _r: number, c: number) =>
      c < 2 ? { class: 'differs', note: 'a&b' } : undefined;
    const [grid] = table(valueTables([1, 0, 1], [1, 3, 1], { ...one, mark }));
    expect(at(grid, '0,0,0').getAttribute('class')).toBe('differs pos');
    expect(at(grid, '0,0,0').getAttribute('data-w')).toBe('a&b');
    expect(at(grid, '0,0,1').getAttribute('class')).toBe('differs');
    expect(at(grid, '0,0,2').getAttribute('class')).toBe('pos');
    expect(at(grid, '0,0,2').getAttribute('data-w')).toBeUndefined();
  });

  test('digits, headings and labels', () => {
    const html = valueTables([1 / 3, 2], [2, 1, 1], {
      ...one,
      label: '"Output"',
      digits: 2,
      columns: ['value'],
      rows: ['mean', 'max'],
    });
    const [grid] = table(html);
    expect(at(grid, '0,0,0').textContent).toBe('≈0.33');
    expect(grid.getAttribute('aria-label')).toBe('"Output"');
    expect(grid.querySelectorAll('th').map((th) => th.textContent)).toEqual([
      'value',
      'mean',
      'max',
    ]);
  });

  test('NaN and infinity are written so that they can be read back', () => {
    const [grid] = table(valueTables([NaN, Infinity, -Infinity], [1, 3, 1], one));
    expect(numbers(grid)).toEqual([NaN, Infinity, -Infinity]);
    expect(grid.querySelectorAll('td').map((td) => td.textContent)).toEqual([
      'NaN',
      'Infinity',
      '−Infinity',
    ]);
  });
});

describe('the contract’s table', () => {
  test('channels last, one row per image row', () => {
    const values = [1, 2, 3, 4, 5, 6, 7, 8];
    const [long] = table(longTable('data-output="y"', values, [2, 2, 2], 'all'));
    expect(long.getAttribute('data-output')).toBe('y');
    expect(long.getAttribute('data-shape')).toBe('2,2,2');
    expect(numbers(long)).toEqual(values);
    const rows = long.querySelectorAll('tbody tr');
    expect(rows).toHaveLength(2);
    expect(rows[1].querySelector('th')!.textContent).toBe('2');
    expect(long.querySelector('caption')!.textContent).toBe('all');
  });

  test('up to the limit it is full; above, only when it is open, but its shape is there', () => {
    const full = (n: number, open: boolean) => {
      const [found] = table(contractTable('y', new Float64Array(n), [n, 1, 1], '', open));
      expect(found.getAttribute('data-output')).toBe('y');
      expect(found.getAttribute('data-shape')).toBe(`${n},1,1`);
      return found.querySelectorAll('data').length;
    };
    expect(CELL_LIMIT).toBe(4096); // promised in docs/widgets-contract.md
    expect(full(CELL_LIMIT, false)).toBe(CELL_LIMIT);
    expect(full(CELL_LIMIT + 1, false)).toBe(0);
    expect(full(CELL_LIMIT + 1, true)).toBe(CELL_LIMIT + 1);
  });
});

test('a plain table has cells as they are given, and an escaped name', () => {
  const [plain] = table(plainTable([['1', '<b>2</b>'], ['3']], '"window"'));
  expect(plain.querySelectorAll('td').map((td) => td.innerHTML)).toEqual(['1', '<b>2</b>', '3']);
  expect(plain.getAttribute('aria-label')).toBe('"window"');
});

test('a matrix fits as numbers up to the limit on both axes', () => {
  expect(fitsTable(TABLE_LIMIT, TABLE_LIMIT)).toBe(true);
  expect(fitsTable(TABLE_LIMIT + 1, 1)).toBe(false);
  expect(fitsTable(1, TABLE_LIMIT + 1)).toBe(false);
});
