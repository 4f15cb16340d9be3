import { parse } from 'node-html-parser';
import remarkGfm from 'remark-gfm';
import remarkMath from 'remark-math';
import { describe, expect, it } from 'vitest';
import { rehypeMath, rehypeMathWrap } from '../../../src/markdown/katex.ts';
import tables from '../../../src/markdown/tables.ts';
import { PATH, render } from './render.ts';

const TABLE = '| a | b |\n| - | - |\n| 1 | 2 |';
const page = (source: string, path = PATH.zh) => parse(render(source, [remarkGfm], [tables], path));

describe('tables', () => {
  it('scroll inside a named region that the keyboard reaches', () => {
    const regions = page(`${TABLE}\n\ntext\n\n${TABLE}`).querySelectorAll('div.table-scroll');
    expect(regions.map((region) => region.getAttribute('aria-label'))).toEqual([
      '表格 1',
      '表格 2',
    ]);
    expect(regions.map((region) => region.getAttribute('tabindex'))).toEqual(['0', '0']);
    expect(regions[0].getAttribute('role')).toBe('group');
    expect(regions[0].querySelectorAll('table')).toHaveLength(1);
    expect(page(TABLE, PATH.en).querySelector('.table-scroll')?.getAttribute('aria-label')).toBe(
      'Table 1',
    );
  });

  it('name a column whose heading is a formula alone by its TeX', () => {
    const source = '| $x_1$ | size $n$ |\n| - | - |\n| 1 | 2 |';
    const html = parse(
      render(source, [remarkGfm, remarkMath], [rehypeMath, rehypeMathWrap, tables], PATH.zh),
    );
    const [alone, named] = html.querySelectorAll('th');
    expect(alone.querySelector('.visually-hidden')?.text).toBe('x_1');
    expect(alone.querySelector('.katex')?.getAttribute('aria-hidden')).toBe('true');
    expect(named.querySelector('.visually-hidden')).toBeNull();
  });

  it('have no heading without words, as over the column that names the rows', () => {
    const html = page('| | b |\n| - | - |\n| 1 | 2 |');
    expect(html.querySelectorAll('thead th').map((cell) => cell.text)).toEqual(['b']);
    expect(html.querySelectorAll('thead td')).toHaveLength(1);
  });
});
