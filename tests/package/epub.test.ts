import { describe, expect, it } from 'vitest';
import { zip } from '../../tools/package/zip.ts';
import { fileName, markdown, newestDay } from '../../tools/package/book.ts';
import { pictureName, propertiesOf, uuidOf } from '../../tools/package/epub.ts';
import { all, first, byTag, byClass, get, piece, text, toXml } from '../../tools/package/html.ts';
import { mendMathml, prepare } from '../../tools/package/pages.ts';
import { shown } from '../../tools/package/still.ts';
import { between, oneTheme } from '../../tools/package/style.ts';
import { epubProblems, xmlTags } from './problems.ts';
import { readZip } from './read.ts';

describe('zip', () => {
  const files = [
    { name: 'mimetype', data: Buffer.from('application/epub+zip'), store: true },
    { name: '文/a.txt', data: Buffer.from('a'.repeat(5000)) },
    { name: 'empty', data: Buffer.alloc(0) },
  ];

  it('keeps names, order and contents', () => {
    const read = readZip(zip(files));
    expect(read.map(({ name }) => name)).toEqual(files.map(({ name }) => name));
    expect(read.map(({ data }) => data.toString())).toEqual(
      files.map((each) => each.data.toString()),
    );
    expect(read.map(({ method }) => method)).toEqual([0, 8, 0]);
  });

  it('begins so that a reader finds the type at byte 38', () => {
    const bytes = zip(files);
    expect(bytes.toString('latin1', 30, 58)).toBe('mimetypeapplication/epub+zip');
    expect(readZip(bytes)[0].extra).toBe(0);
  });

  it('gives equal bytes for equal files', () => expect(zip(files).equals(zip(files))).toBe(true));
});

describe('XML of a page', () => {
  it('closes, escapes and names the namespaces', () => {
    const html =
      '<p title="a&quot;&lt;">x<br>&nbsp;&amp;<svg viewBox="0 0 1 1"><path d="M0 0"/></svg><i></i></p>';
    expect(toXml(piece(html))).toBe(
      '<p title="a&quot;&lt;">x<br/>\u00a0&amp;' +
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M0 0"/></svg><i></i></p>',
    );
  });

  it('leaves out what XML cannot say', () => {
    expect(toXml(piece('<p>a\u0001b</p>'))).toBe('<p>ab</p>');
  });

  it('says when a page holds formulas or drawings', () => {
    const body = (html: string) => propertiesOf({ body: piece(`<div>${html}</div>`) });
    expect([body('<p>x</p>'), body('<svg></svg>'), body('<math></math><svg></svg>')]).toEqual([
      '',
      'svg',
      'mathml svg',
    ]);
  });
});

describe('a page', () => {
  const options = {
    lang: 'zh',
    formulas: 'mathml',
    styled: new Set(['data-w']),
    address: 'http://site/zh/concepts/pooling/',
    glossary: '/zh/glossary/',
  } as const;
  const prepared = (html: string) => {
    const body = piece(`<div>${html}</div>`);
    const sections = prepare(body, options);
    return { body, sections, xml: toXml(body) };
  };

  const table = (rows: number, columns: number) =>
    `<table><caption>z</caption><tbody>${`<tr>${'<td>0</td>'.repeat(columns)}</tr>`.repeat(rows)}</tbody></table>`;
  const figure = (inside: string) =>
    `<rf-x><section class="widget" id="x" aria-label="X">${inside}</section></rf-x>`;

  it('says where what the text asks for can be done, in the section with the widget only', () => {
    const heading = '<div class="heading"><h2 id="look">动手看</h2></div>';
    const section = (inside: string) =>
      prepared(`<section data-section="see-it">${heading}${inside}<p>改</p></section>`);
    const { body, xml } = section(figure('<p>1</p>'));
    const note = first(body, byClass('book-note'))!;
    expect(get(first(note, byTag('a'))!, 'href')).toMatch(/#look$/);
    expect(xml.indexOf('动手看')).toBeLessThan(xml.indexOf('book-note'));
    expect(xml.indexOf('book-note')).toBeLessThan(xml.indexOf('<figure'));
    expect(section('').xml).not.toContain('book-note');
  });

  it('names the size of tables too large for a page, and shortens long ones', () => {
    const inside = (html: string) => prepared(figure(html)).body;
    const hidden = (rows: number, columns: number) =>
      inside(`<details><summary>s</summary>${table(rows, columns)}</details>`);
    expect(all(hidden(10, 10), byTag('td'))).toHaveLength(100);
    expect(text(first(hidden(1, 40), byClass('w-more'))!)).toMatch(/^z：.*40/);
    expect(text(first(hidden(50, 4), byClass('w-more'))!)).toMatch(/200/);
    expect(all(inside(table(60, 2)), byTag('tr'))).toHaveLength(60);
    expect(all(inside(table(61, 2)), byTag('tr'))).toHaveLength(20);
  });

  it('keeps each formula once, as MathML with its TeX', () => {
    const { xml, body } = prepared(
      '<span class="katex" data-tex="x &lt; 1"><span class="katex-mathml"><math><semantics><mrow><mi>x</mi></mrow>' +
        '<annotation encoding="application/x-tex">x</annotation></semantics></math></span>' +
        '<span class="katex-html">x</span></span>',
    );
    expect(xml).toContain('alttext="x &lt; 1"><mrow><mi>x</mi></mrow></math>');
    expect(text(body)).toBe('x');
  });

  it('mends what KaTeX writes and schemas refuse', () => {
    const math = piece(
      '<math><msub><mi>λ</mi><mi>max</mi><mo>\u2061</mo></msub><mo><mrow><mi>m</mi><mi>od</mi></mrow></mo></math>',
    );
    mendMathml(math);
    expect(toXml(math)).toContain('<msub><mi>λ</mi><mi>max</mi></msub><mo>mod</mo>');
    expect(() =>
      mendMathml(piece('<math><msup><mi>a</mi><mi>b</mi><mi>c</mi></msup></math>')),
    ).toThrow('too many');
  });

  it('links a term to the glossary and drops its note', () => {
    const { xml } = prepared(
      '<span class="term"><button class="term-word" popovertarget="term-stride">步幅</button>' +
        '<span class="term-tip" id="term-stride" popover>说明</span></span>',
    );
    expect(xml).toContain('<a class="term-word" href="/zh/glossary/#stride">步幅</a>');
    expect(xml).not.toContain('说明');
  });

  it('opens follow-up questions and drops scripts, handlers and hidden parts', () => {
    const { xml } = prepared(
      '<details class="follow-up"><summary>问？</summary><p onclick="x()">答</p></details>' +
        '<script>1</script><p hidden>no</p><a class="anchor" href="#a"></a><p data-x="1" data-w="2">k</p>',
    );
    expect(xml).toBe(
      '<div><div class="follow-up"><p class="follow-up-question">问？</p><p>答</p></div><p data-w="2">k</p></div>',
    );
  });

  it('keeps the code under the names of tabs', () => {
    const { xml } = prepared('<div data-tab="Python"><pre><code>1</code></pre></div>');
    expect(xml).toContain('<p class="w-h">Python</p><div><pre><code>1</code></pre></div>');
  });

  it('lists its sections', () => {
    expect(prepared('<h2 id="how">怎么算</h2><h3 id="a">细节</h3><h2>无名</h2>').sections).toEqual([
      { id: 'how', title: '怎么算', depth: 2 },
      { id: 'a', title: '细节', depth: 3 },
    ]);
  });
});

describe('a widget', () => {
  const widget = `<rf-x data-query="k=3"><section class="widget w-x" id="x" data-scene-name="three">
    <header class="w-head"><p class="w-title">池化演示</p></header>
    <fieldset class="w-body" disabled><legend>池化演示</legend>
      <table><tr><td><input type="number" value="9"></td><td><data value="4">4</data></td></tr></table>
      <div class="w-field"><label for="s">步幅</label><div><button>−</button><input id="s" value="" placeholder="2"><button>+</button></div><small>提示</small></div>
      <div class="w-field"><label for="o">运算</label><select id="o"><option>平均</option><option selected>最大</option></select></div>
      <div class="w-field"><label class="w-check"><input type="checkbox"><span>向上取整</span></label><small>提示</small></div>
      <label class="w-check"><input type="checkbox" checked><i class="key"></i><span>偏置</span></label>
      <div class="w-chips" aria-label="核"><button aria-pressed="false">甲</button><button aria-pressed="true">乙</button></div>
      <button style="left:1%"><img src="/a.png" alt="h"></button>
      <div class="w-buttons"><button>播放</button></div>
    </fieldset>
    <footer class="w-foot"><button>重置</button></footer></section></rf-x>`;
  const body = piece(`<div>${widget}</div>`);
  prepare(body, {
    lang: 'zh',
    formulas: 'mathml',
    styled: new Set(),
    address: 'http://site/zh/concepts/pooling/',
    glossary: '/g/',
  });
  const figure = first(body, byClass('widget'))!;

  it('is a figure with its numbers', () => {
    expect(figure.tagName).toBe('figure');
    expect(all(figure, byTag('td')).map(text)).toEqual(['9', '4']);
  });

  it('says its settings in words', () => {
    expect(all(figure, byClass('w-set')).map(text)).toEqual(['步幅 2', '运算 最大', '核 乙']);
    expect(text(figure)).toContain('偏置');
    expect(text(figure)).not.toMatch(/向上取整|提示|播放|重置|甲/);
    expect(first(figure, byClass('key'))).toBeDefined();
  });

  it('keeps what is drawn on a button, and nothing to operate', () => {
    const drawn = first(figure, byTag('img'))!.parentNode!;
    expect('tagName' in drawn && [drawn.tagName, get(drawn, 'style')]).toEqual(['span', 'left:1%']);
    expect(all(body, byTag('button', 'input', 'select', 'label', 'fieldset', 'rf-x'))).toEqual([]);
  });

  it('says where it runs, in the scene that is shown', () => {
    const link = first(first(figure, byClass('w-caption'))!, byTag('a'))!;
    expect(get(link, 'href')).toBe('http://site/zh/concepts/pooling/#x?scene=three');
  });

  it('reads the value of each kind of field', () => {
    const value = (html: string) => shown(piece(html));
    expect(value('<select><option>a</option><option>b</option></select>')).toBe('a');
    expect(value('<textarea>1 2</textarea>')).toBe('1 2');
    expect(value('<input type="file" value="x">')).toBe('');
  });
});

describe('styles', () => {
  it('take one color for both themes', () => {
    expect(between('#000', '#ffffff')).toBe('#808080');
    expect(oneTheme('a{color-scheme:light dark;color:light-dark(#000,#fff);fill:red}')).toBe(
      'a{color:#808080;fill:red}',
    );
    expect(oneTheme('a{fill:light-dark(oklch(1 2 3), oklch(4 5 6))}')).toBe('a{fill:oklch(1 2 3)}');
  });
});

it('names files, pictures and the book', () => {
  expect(
    ['zh/', 'zh/glossary/', 'zh/concepts/pooling/', 'en/corrections/web/'].map(fileName),
  ).toEqual(['home', 'glossary', 'concept-pooling', 'corrections-web']);
  expect(pictureName('/widgets/vae/x.webp')).toBe('images/widgets-vae-x.png');
  expect(pictureName('data:image/png;base64,AA')).toMatch(/^images\/[0-9a-f]{16}\.png$/);
  expect(uuidOf('a')).toMatch(
    /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
  );
  expect(uuidOf('a')).not.toBe(uuidOf('b'));
});

it('dates a book by the newest day that it names', () => {
  const page = (html: string) => ({ body: piece(`<p>${html}</p>`) }) as never;
  expect(newestDay([page('2026-11-02'), page('于 2026-11-22'), page('2026-10-30')])).toBe(
    '2026-11-22',
  );
});

it('turns the tables of a licence into HTML', () => {
  expect(markdown('| a |\n|---|\n| b |')).toContain('<td>b</td>');
});

describe('the check of an EPUB', () => {
  const html = (inside: string) =>
    `<html xmlns="http://www.w3.org/1999/xhtml"><body>${inside}</body></html>`;
  const book = (change: Record<string, string | undefined> = {}) => {
    const texts: Record<string, string | undefined> = {
      mimetype: 'application/epub+zip',
      'META-INF/container.xml': '<container><rootfile full-path="E/p.opf"/></container>',
      'E/p.opf':
        '<package><item id="a" href="a.xhtml"/><item id="b" href="b.xhtml" properties="svg"/><item id="n" href="toc.ncx"/><itemref idref="a"/><itemref idref="b"/></package>',
      'E/toc.ncx': '<ncx><content src="a.xhtml"/><content src="b.xhtml#x"/></ncx>',
      'E/a.xhtml': html('<a href="b.xhtml#x">b</a>'),
      'E/b.xhtml': html('<p id="x"/><svg xmlns="http://www.w3.org/2000/svg"/>'),
      ...change,
    };
    return epubProblems(
      new Map(
        Object.entries(texts).flatMap(([name, value]) =>
          value === undefined ? [] : [[name, Buffer.from(value)]],
        ),
      ),
    );
  };

  it('finds nothing in a good one', () => expect(book()).toEqual([]));

  it.each([
    ['a page that is not XML', { 'E/a.xhtml': '<html><br></html>' }, 'not well-formed'],
    ['a dead link', { 'E/a.xhtml': html('<a href="c.xhtml"/>') }, 'has no file'],
    ['a dead fragment', { 'E/a.xhtml': html('<a href="b.xhtml#y"/>') }, 'no such id'],
    [
      'an id twice',
      { 'E/b.xhtml': html('<p id="x"/><p id="x"/><svg xmlns="http://www.w3.org/2000/svg"/>') },
      'stands twice',
    ],
    ['a script', { 'E/a.xhtml': html('<script/>') }, '<script>'],
    ['a handler', { 'E/a.xhtml': html('<p onclick="x"/>') }, 'onclick'],
    ['a remote picture', { 'E/a.xhtml': html('<img src="http://x/y.png"/>') }, 'is remote'],
    [
      'a drawing that is not announced',
      { 'E/a.xhtml': html('<svg xmlns="http://www.w3.org/2000/svg"/>') },
      'property svg',
    ],
    [
      'a formula outside its namespace',
      { 'E/a.xhtml': html('<math><mi>x</mi></math>') },
      'is not MathML',
    ],
    ['a file that nobody lists', { 'E/c.png': '' }, 'not in the manifest'],
    ['a file that is missing', { 'E/toc.ncx': undefined }, 'no such file'],
    [
      'contents out of order',
      { 'E/toc.ncx': '<ncx><content src="b.xhtml"/><content src="a.xhtml"/></ncx>' },
      'not in reading order',
    ],
    ['a style that fetches', { 'E/s.css': 'a{background:url(x.png)}' }, 'fetches'],
  ])('finds %s', (_, change, problem) => {
    expect(book(change).join('\n')).toContain(problem);
  });

  it('reads namespaces', () => {
    expect(xmlTags('<a xmlns="u"><b/></a>').map(({ uri }) => uri)).toEqual(['u', 'u']);
  });
});
