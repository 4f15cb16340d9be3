import { describe, expect, it } from 'vitest';
import { inlineText, renderInline } from '../../../src/markdown/inline.ts';

const options = { base: '/', concepts: new Map([['pooling', { zh: true, en: true }]]) };
const html = (markdown: string) => renderInline(markdown, 'zh', options);

describe('inline Markdown of yaml strings', () => {
  it('renders code, emphasis, links and formulas without a paragraph', () => {
    expect(html('`a<b` *c* **d**')).toBe('<code>a&#x3C;b</code> <em>c</em> <strong>d</strong>');
    expect(html('[池化](/concepts/pooling/)')).toBe('<a href="/zh/concepts/pooling/">池化</a>');
    expect(html('$x$，')).toMatch(
      /^<span class="tie"><span class="katex" data-tex="x">.*<\/span>，<\/span>$/s,
    );
  });

  it('closes emphasis that ends in Chinese punctuation', () => {
    expect(html('**句子。**后文')).toBe('<strong>句子。</strong>后文');
  });

  it('takes less-than and braces as they are, and lets no HTML through', () => {
    expect(html('a < b {c}')).toBe('a &#x3C; b {c}');
    expect(html('a <script>x</script>')).toBe('a x');
  });

  it('throws on bad TeX, broken links and more than one paragraph', () => {
    expect(() => html('$\\frac{$')).toThrow('bad TeX');
    expect(() => html('[a](/concepts/nothing/)')).toThrow('no concept');
    expect(() => html('a\n\nb')).toThrow('one paragraph');
  });

  it('gives plain text for titles and descriptions', () => {
    expect(inlineText('**a** `b` $c_1$ [d](/concepts/pooling/)')).toBe('a b c₁ d');
  });
});
