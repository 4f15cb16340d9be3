/** The built site, read as files: links, alternates, machine-readable parts. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse, type HTMLElement } from 'node-html-parser';
import { describe, expect, test } from 'vitest';

interface Site {
  dir: string;
  base: string;
  origin: string;
}

const SITES: Site[] = [
  { dir: 'dist', base: '/', origin: 'http://localhost:4321' },
  { dir: 'dist-base', base: '/receptive-field/', origin: 'http://localhost:4322' },
];

/** The file a host sends for an address path below the base. */
function fileOf({ dir, base }: Site, pathname: string): string | undefined {
  if (!pathname.startsWith(base)) return undefined;
  const inside = decodeURIComponent(pathname.slice(base.length));
  const candidates = [inside, path.posix.join(inside, 'index.html')];
  return candidates
    .map((each) => path.join(dir, each))
    .find((each) => existsSync(each) && /\.\w+$/.test(each));
}

function pages({ dir }: Site): Map<string, HTMLElement> {
  return new Map(
    readdirSync(dir, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.html') && !name.endsWith('side.html'))
      .map((name) => [name, parse(readFileSync(path.join(dir, name), 'utf8'))]),
  );
}

const idsOf = (page: HTMLElement): Set<string> =>
  new Set(page.querySelectorAll('[id]').map((element) => element.id));

/** Every address on a page that leads nowhere, with the reason. */
export function deadLinks(site: Site, all: Map<string, HTMLElement>): string[] {
  const dead: string[] = [];
  const ids = new Map<string, Set<string>>();
  for (const [name, page] of all) ids.set(path.join(site.dir, name), idsOf(page));
  for (const [name, page] of all) {
    const here = `${site.origin}${site.base}${name.replace(/index\.html$/, '')}`;
    for (const element of page.querySelectorAll('[href], [src]')) {
      const address = element.getAttribute('href') ?? element.getAttribute('src')!;
      const target = new URL(address, here);
      if (target.origin !== site.origin) {
        const marked = element.tagName === 'A' && element.getAttribute('rel')?.includes('external');
        if (target.protocol !== 'data:' && !marked)
          dead.push(`${name}: ${address} leaves the site`);
        continue;
      }
      const file = fileOf(site, target.pathname);
      if (!file) dead.push(`${name}: ${address} has no file`);
      // A hash with a question mark is the state of a widget; its name is the id.
      const id = decodeURIComponent(target.hash.slice(1)).split('?')[0];
      if (file && id && ids.has(file) && !ids.get(file)!.has(id)) {
        dead.push(`${name}: ${address} has no such id`);
      }
    }
  }
  return dead;
}

describe.each(SITES)('$dir', (site) => {
  const all = pages(site);
  const hidden = ([, page]: [string, HTMLElement]) =>
    page.querySelector('meta[name="robots"]')?.getAttribute('content') === 'noindex';
  const both = [...all].filter(([name]) => /^(zh|en)\//.test(name));
  const content = both.filter((each) => !hidden(each));

  test('has pages', () => expect(content.length).toBeGreaterThanOrEqual(20));

  test('every link leads to a file and an id that exist', () => {
    expect(deadLinks(site, all)).toEqual([]);
  });

  test('a planted dead link and a planted dead anchor are found', () => {
    const planted = parse(
      `<a href="${site.base}zh/nowhere/">x</a><a href="${site.base}zh/about/#nowhere">y</a>`,
    );
    expect(deadLinks(site, new Map([...all, ['planted.html', planted]]))).toHaveLength(2);
  });

  test('ids are unique and no formula failed', () => {
    for (const [name, page] of all) {
      const ids = page.querySelectorAll('[id]').map(({ id }) => id);
      expect(ids.length, name).toBe(new Set(ids).size);
      expect(page.querySelectorAll('.katex-error').length, name).toBe(0);
      const visible = page.querySelector('main')!;
      visible.querySelectorAll('pre, code, script, annotation').forEach((node) => node.remove());
      expect(visible.text, name).not.toMatch(/\*\*/);
    }
  });

  test('headings have deep links, with the same ids in both languages', () => {
    const linked = (name: string) => {
      const ids = all
        .get(name)!
        .querySelectorAll('.prose h2, .prose h3')
        .map(({ id }) => id);
      const links = all.get(name)!.querySelectorAll('.prose a.anchor');
      const aims = links.map((link) => link.getAttribute('href'));
      expect(aims.sort(), name).toEqual(ids.map((id) => `#${id}`).sort());
      return ids;
    };
    const concepts = content.map(([name]) => name).filter((name) => /^zh\/concepts\/./.test(name));
    expect(concepts.length).toBeGreaterThanOrEqual(10);
    for (const name of concepts) {
      expect(linked(name.replace(/^zh/, 'en')), name).toEqual(linked(name));
    }
  });

  test('each page names itself and both languages', () => {
    for (const [name, page] of content) {
      const own = name.replace(/index\.html$/, '');
      const address = (file: string) => `${site.origin}${site.base}${file}`;
      const link = (selector: string) =>
        page.querySelector(`link${selector}`)?.getAttribute('href');
      expect(link('[rel="canonical"]'), name).toBe(address(own));
      const zh = own.replace(/^en\//, 'zh/');
      expect(link('[hreflang="zh-CN"]'), name).toBe(address(zh));
      expect(link('[hreflang="en"]'), name).toBe(address(own.replace(/^zh\//, 'en/')));
      const fallback = own === 'zh/' || own === 'en/' ? address('') : address(zh);
      expect(link('[hreflang="x-default"]'), name).toBe(fallback);
      expect(page.querySelector('html')!.getAttribute('lang')).toBe(
        own.startsWith('zh') ? 'zh-CN' : 'en',
      );
    }
  });

  test('each page has a description, an Open Graph image that exists and valid JSON-LD', () => {
    for (const [name, page] of content) {
      expect(
        page.querySelector('meta[name="description"]')?.getAttribute('content')?.length,
        name,
      ).toBeGreaterThan(10);
      const image = page.querySelector('meta[property="og:image"]')!.getAttribute('content')!;
      expect(fileOf(site, new URL(image).pathname), `${name}: ${image}`).toBeDefined();
      for (const script of page.querySelectorAll('script[type="application/ld+json"]')) {
        expect(JSON.parse(script.text)['@context'], name).toBe('https://schema.org');
      }
    }
    const concept = all.get('zh/concepts/convolution/index.html')!;
    const data = JSON.parse(concept.querySelector('script[type="application/ld+json"]')!.text);
    const types = data['@graph'].map((each: { '@type': string }) => each['@type']);
    expect(types).toEqual(expect.arrayContaining(['LearningResource', 'DefinedTerm']));
  });

  test('the sitemap lists every page with its alternates', () => {
    const index = readFileSync(path.join(site.dir, 'sitemap-index.xml'), 'utf8');
    const part = /<loc>([^<]+)<\/loc>/.exec(index)![1];
    const xml = readFileSync(fileOf(site, new URL(part).pathname)!, 'utf8');
    for (const [name] of content) {
      const address = `${site.origin}${site.base}${name.replace(/index\.html$/, '')}`;
      const entry = xml.split('<url>').find((each) => each.includes(`<loc>${address}</loc>`));
      expect(entry, address).toBeDefined();
      expect(entry, address).toMatch(/hreflang="zh-CN"/);
      expect(entry, address).toMatch(/hreflang="en"/);
    }
    expect(xml).not.toMatch(/404/);
    // A page of results has nothing of its own to be found.
    const apart = both.filter(hidden).map(([name]) => name);
    expect(apart.sort()).toEqual(['en/search/index.html', 'zh/search/index.html']);
    for (const name of apart) expect(xml).not.toContain(name.replace(/index\.html$/, ''));
  });

  test('the catalog tells all 80 concepts; llms.txt the written ones', () => {
    const { concepts } = JSON.parse(readFileSync(path.join(site.dir, 'catalog.json'), 'utf8'));
    expect(concepts).toHaveLength(80);
    const keys = [
      ...['slug', 'chapter', 'order', 'title', 'aliases', 'answer', 'prerequisites', 'questions'],
      ...['errata', 'widgets', 'notebooks', 'languages'],
    ];
    for (const concept of concepts)
      expect(Object.keys(concept)).toEqual(expect.arrayContaining(keys));
    const done = concepts.filter(
      (concept: { languages: string[] }) => concept.languages.length === 2,
    );
    expect(done.map(({ slug }: { slug: string }) => slug).sort()).toEqual(
      expect.arrayContaining([
        'activation-function',
        'batch-normalization',
        'convolution',
        'pooling',
      ]),
    );
    expect(done.find(({ slug }: { slug: string }) => slug === 'convolution').widgets).toEqual([
      'convolution',
    ]);
    for (const { slug, widgets } of done) {
      const page = all.get(`zh/concepts/${slug}/index.html`)!;
      const there = page
        .querySelectorAll('[data-widget]')
        .map((each) => each.getAttribute('data-widget'));
      expect([...widgets].sort(), slug).toEqual([...new Set(there)].sort());
    }
    const outline = readFileSync(path.join(site.dir, 'llms.txt'), 'utf8');
    for (const { pages: addresses } of done) {
      for (const address of Object.values(addresses))
        expect(outline).toContain(`${site.origin}${address}`);
    }
  });

  test('all 114 source questions are listed, the answered ones with a link', () => {
    for (const lang of ['zh', 'en']) {
      const page = all.get(`${lang}/questions/index.html`)!;
      const items = page.querySelectorAll('main li[id]');
      expect(items).toHaveLength(114);
      const linked = items.filter((item) => item.querySelector('a'));
      expect(linked).toHaveLength(114);
      for (const item of items) {
        expect(
          Boolean(item.querySelector('a')) !== Boolean(item.querySelector('.tag')),
          item.id,
        ).toBe(true);
      }
    }
  });

  test('the policy allows no inline script by keyword and covers each one by hash', () => {
    for (const [name, page] of all) {
      const policy = page
        .querySelector('meta[http-equiv="content-security-policy"]')!
        .getAttribute('content')!;
      expect(policy, name).toMatch(/default-src 'self'/);
      expect(/script-src ([^;]*)/.exec(policy)![1], name).not.toMatch(
        /'unsafe-inline'|'unsafe-eval'/,
      );
    }
  });
});
