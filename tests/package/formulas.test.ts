import { describe, expect, it } from 'vitest';
import { breakFormulas, tieMarks, widthOf } from '../../tools/package/formulas.ts';
import { all, byClass, byTag, get, piece, text } from '../../tools/package/html.ts';

const SPACE = '<mspace width="2em"></mspace>';
const word = (name: string) => `<mi>${name}</mi>`;
const math = (row: string, display = 'block') =>
  piece(`<div class="math-display"><math display="${display}"><mrow>${row}</mrow></math></div>`);
const LONG = word('abcdefghijklmnop');

describe('the width of a formula', () => {
  const width = (html: string) => widthOf(piece(`<math>${html}</math>`));

  it('is that of the wider part of a fraction and of all columns of a table', () => {
    expect(width(`<mfrac>${LONG}${word('a')}</mfrac>`)).toBeCloseTo(width(LONG) + 0.2);
    const row = `<mtr><mtd>${LONG}</mtd><mtd>${word('a')}</mtd></mtr>`;
    expect(width(`<mtable>${row}${row}</mtable>`)).toBeCloseTo(width(LONG) + width(word('a')) + 1);
  });

  it('counts scripts as smaller and Chinese letters as wider', () => {
    expect(width(`<msub>${word('ab')}${word('ab')}</msub>`)).toBeLessThan(2 * width(word('ab')));
    expect(width('<mtext>若</mtext>')).toBeGreaterThan(width('<mtext>a</mtext>'));
  });
});

describe('formulas on narrow pages', () => {
  const pieces = (row: string, display?: string) => {
    const body = math(row, display);
    breakFormulas(body);
    return all(body, byTag('math'));
  };

  it('stay whole where they fit', () => {
    expect(pieces('<mi>a</mi><mo>=</mo><mi>b</mi>').map(text)).toEqual(['a=b']);
  });

  it('end lines at wide spaces first, then before relations', () => {
    const short = `${word('a')}<mo>=</mo>${word('b')}`;
    expect(pieces(`${short}${SPACE}${LONG}${LONG}`).map(text)).toEqual([
      'a=b',
      text(piece(`<i>${LONG}${LONG}</i>`)),
    ]);
    const [first, second] = pieces(`${LONG}${LONG}<mo>=</mo>${LONG}`);
    expect(text(first)).not.toContain('=');
    const sign = all(second, byTag('mo'))[0];
    expect([text(sign), get(sign, 'form')]).toEqual(['=', 'infix']);
    expect(all(second, byTag('mstyle')).map((style) => get(style, 'displaystyle'))).toEqual([
      'true',
    ]);
  });

  it('keep a first sign that belongs to a number', () => {
    const [first] = pieces(`<mo>−</mo>${LONG}<mo>=</mo>${LONG}${LONG}`);
    expect(text(first)).toBe(`−${text(piece(LONG))}`);
    expect(get(all(first, byTag('mo'))[0], 'form')).toBeUndefined();
  });

  it('make rows of wide tables into lines', () => {
    const row = `<mtr><mtd>${LONG}</mtd><mtd><mrow><mo>=</mo>${LONG}${LONG}</mrow></mtd></mtr>`;
    const body = piece(`<div><math display="block"><mtable>${row}${row}</mtable></math></div>`);
    breakFormulas(body);
    const lines = all(body, byClass('math-line'));
    expect(lines.map((line) => all(line, byTag('math')).length)).toEqual([2, 2]);
    expect(all(body, byTag('mtable'))).toEqual([]);
  });

  it('hold the mark that follows, and only the last piece does', () => {
    const body = piece(`<p>设 <math><mi>x</mi></math>，则 <math><mi>y</mi></math> 为</p>`);
    tieMarks(body);
    expect(all(body, byClass('tie')).map(text)).toEqual(['x，']);
    expect(text(body)).toBe('设 x，则 y 为');
    const broken = piece(
      `<p><span class="tie"><math><mrow>${LONG}${LONG}<mo>=</mo>${LONG}</mrow></math>。</span></p>`,
    );
    breakFormulas(broken);
    tieMarks(broken);
    expect(all(broken, byTag('math'))).toHaveLength(2);
    expect(all(broken, byClass('tie')).map(text)).toEqual([`=${text(piece(LONG))}。`]);
  });
});
