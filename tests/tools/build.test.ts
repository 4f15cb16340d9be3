/** The steps that run over the built files. */
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { hasNotebook, policyFor } from '../../tools/build/csp.ts';
import { runnerScript } from '../../tools/build/notebook.ts';
import { collectCharacters, fontRules, usedRules } from '../../tools/build/katex-fonts.ts';
import { sideOf } from '../../tools/build/side.ts';

describe('the policy of a page', () => {
  const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

  test('allows the inline scripts that stand there, by hash, and nothing else', () => {
    const html = '<script>go()</script><script src="/a.js"></script><style>p{}</style>';
    const policy = policyFor(html, 'a.html');
    expect(policy).toContain(`script-src 'self' 'wasm-unsafe-eval' ${hash('go()')};`);
    expect(policy).toContain(`style-src 'self' ${hash('p{}')};`);
    expect(policy).not.toContain(hash('other()'));
    expect(policy).not.toMatch(/script-src[^;]*unsafe-inline/);
  });

  test('data blocks are no scripts', () => {
    const html = '<script type="application/ld+json">{"a":1}</script>';
    expect(policyFor(html, 'a.html')).toMatch(/script-src 'self' 'wasm-unsafe-eval';/);
  });

  test('an inline event handler is refused with the file', () => {
    expect(() => policyFor('<p onclick="go()">', 'zh/a.html')).toThrow(
      /zh\/a\.html: inline event handler/,
    );
    expect(() => policyFor('<script>a = "<p onclick=x>"</script>', 'a.html')).not.toThrow();
  });
});

describe('fonts of formulas', () => {
  const css =
    '@font-face{font-family:KaTeX_Math;src:url(x)}.katex{font:normal 1em KaTeX_Main,serif}' +
    '.katex .mathnormal{font-family:KaTeX_Math;font-style:italic}.katex .textbf{font-weight:700}' +
    '.katex .op-symbol.large-op{font-family:KaTeX_Size2}';
  const html =
    '<span class="katex"><span class="katex-html"><span class="mord mathnormal">x</span>' +
    '<span class="mbin">+</span><span class="mop op-symbol large-op">∑</span>' +
    '<span class="textbf">b</span></span></span>';

  test('each character goes to the font that draws it', () => {
    const used = new Map<string, Set<string>>();
    expect(collectCharacters(html, fontRules(css), used)).toBe(true);
    const found = Object.fromEntries([...used].map(([font, set]) => [font, [...set].join('')]));
    expect(found).toEqual({
      'KaTeX_Math-Italic': 'x',
      'KaTeX_Main-Bold': 'b',
      'KaTeX_Size2-Regular': '∑',
      'KaTeX_Main-Regular': '+',
    });
    expect(collectCharacters('<p>no formula</p>', fontRules(css), new Map())).toBe(false);
  });

  test('rules that no page needs are dropped, all others stay', () => {
    const sheet = '.katex .a,.katex .b{x:1}.katex .b{x:2}p .b{x:3}@media print{.katex .a{x:4}}';
    expect(usedRules(sheet, new Set(['katex', 'a']))).toBe(
      '.katex .a{x:1}p .b{x:3}@media print{.katex .a{x:4}}',
    );
    // A class that must *not* be there is on no page, and yet the hat over a letter needs the rule.
    const hat = '.katex .a:not(.wide){width:0}';
    expect(usedRules(hat, new Set(['katex', 'a']))).toBe(hat);
  });
});

describe('what stands beside a page', () => {
  const html =
    '<html lang="en"><body><article class="concept"><h1 id="question">Why?</h1><p id="answer">So.</p>' +
    '<div class="prose"><section data-section="see-it"><rf-x><section data-widget="x">w</section></rf-x>' +
    '<p>text</p><figure class="listing">code</figure></section></div></article></body></html>';

  test('keeps the words, leaves out widget and code', () => {
    const side = sideOf(html)!;
    for (const kept of [
      'Why?',
      'So.',
      '<p>text</p>',
      'data-section="see-it"',
      'noindex',
      'lang="en"',
    ]) {
      expect(side).toContain(kept);
    }
    expect(side).not.toMatch(/data-widget|rf-x/);
    expect(side).not.toContain('code');
  });

  test('a page that is no concept has none', () => {
    expect(sideOf('<html lang="zh"><main>x</main></html>')).toBeUndefined();
  });
});

describe('the policy of a page with a notebook', () => {
  test('lets the script of the frame and the workers in, and only there', async () => {
    const { text, hash } = await runnerScript();
    const expected = createHash('sha256').update(text).digest('base64');
    expect(hash).toBe(`'sha256-${expected}'`);
    const scripts = (policy: string) => /script-src ([^;]*)/.exec(policy)![1].split(' ');
    const plain = scripts(policyFor('<p>', 'a.html'));
    expect(scripts(policyFor('<p>', 'a.html', hash))).toEqual([...plain, hash, 'blob:']);
    expect(plain.join()).not.toMatch(/blob:|unsafe-inline|'unsafe-eval'/);
  });

  test('is known by an attribute, not by words', () => {
    expect(hasNotebook('<rf-notebook class="a" data-notebook="x">')).toBe(true);
    expect(hasNotebook('<div data-notebook data-state="cold">')).toBe(true);
    expect(hasNotebook('<p>data-notebook</p><a data-notebooks="1">')).toBe(false);
  });
});
