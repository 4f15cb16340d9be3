/** The EPUB and the docset of each language, made from the built site. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { gunzipSync } from 'node:zlib';
import { parse } from 'node-html-parser';
import { describe, expect, test } from 'vitest';
import { LANGS } from '../../src/i18n/langs.ts';
import { tarGz } from '../../tools/package/tar.ts';
import { zip } from '../../tools/package/zip.ts';
import { readCatalog } from '../../tools/package/book.ts';
import { docsetFiles, docsetName } from '../../tools/package/docset.ts';
import { epubFiles } from '../../tools/package/epub.ts';
import { deadLink, epubProblems, xmlTags } from '../package/problems.ts';
import { readTar, readZip } from '../package/read.ts';

const DIST = 'dist';
const catalog = readCatalog(DIST);
const readSite = (name: string): string => readFileSync(path.join(DIST, name), 'utf8');

describe.each(LANGS)('EPUB %s', async (lang) => {
  const packed = zip(await epubFiles(DIST, lang, '0.0.0'));
  const entries = readZip(packed);
  const files = new Map(entries.map(({ name, data }) => [name, data]));
  const page = (name: string) => files.get(`EPUB/${name}.xhtml`)!.toString();

  test('begins with its type, as it is', () => {
    expect([entries[0].name, entries[0].method, entries[0].extra]).toEqual(['mimetype', 0, 0]);
    expect(packed.length).toBeLessThan(15e6);
  });

  test('is sound: XML, manifest, links, ids, nothing that runs or is remote', () => {
    expect(epubProblems(files)).toEqual([]);
  });

  test('holds every concept, in the order of learning', () => {
    const order = [...page('nav').matchAll(/href="concept-([\w-]+)\.xhtml"/g)].map(
      ([, slug]) => slug,
    );
    const wanted = catalog.chapters.flatMap((chapter) =>
      catalog.concepts
        .filter((concept) => concept.chapter === chapter.slug && concept.languages.includes(lang))
        .sort((a, b) => a.order - b.order)
        .map(({ slug }) => slug),
    );
    expect(order).toEqual(wanted);
    for (const name of [
      'how-to-read',
      'glossary',
      'corrections',
      'questions',
      'corrections-web',
      'licences',
    ]) {
      expect(page('nav')).toContain(`href="${name}.xhtml"`);
    }
  });

  test('has the formulas and a figure for every widget of the site', () => {
    for (const slug of ['pooling', 'batch-normalization', 'slam']) {
      const site = parse(
        String(
          parse(readSite(`${lang}/concepts/${slug}/index.html`)).querySelector('article.concept'),
        ),
      );
      const tags = xmlTags(page(`concept-${slug}`));
      const maths = tags.filter(({ name }) => name === 'math').length;
      const figures = tags.filter(({ attributes }) =>
        /\bwidget\b/.test(attributes.class ?? ''),
      ).length;
      // Long ones are in pieces.
      expect(maths).toBeGreaterThanOrEqual(site.querySelectorAll('math').length);
      expect([slug, figures]).toEqual([slug, site.querySelectorAll('.widget').length]);
    }
  });
});

test('the same site gives the same book', async () => {
  const write = async () => zip(await epubFiles(DIST, 'en', '0.0.0'));
  expect((await write()).equals(await write())).toBe(true);
});

describe.each(LANGS)('docset %s', async (lang) => {
  const packed = tarGz(await docsetFiles(DIST, lang, '0.0.0'));
  const files = readTar(gunzipSync(packed));
  const contents = `${docsetName(lang)}.docset/Contents`;
  const documents = `${contents}/Resources/Documents`;
  const pages = new Map(
    [...files]
      .filter(([name]) => name.endsWith('.html'))
      .map(([name, data]) => [name, parse(data.toString())]),
  );
  const ids = new Map(
    [...pages].map(([name, page]) => [
      name,
      new Set(page.querySelectorAll('[id]').map(({ id }) => id)),
    ]),
  );

  test('every entry leads to a page and an id, and none is there twice', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'docset-'));
    try {
      const file = path.join(folder, 'docSet.dsidx');
      writeFileSync(file, files.get(`${contents}/Resources/docSet.dsidx`)!);
      const database = new DatabaseSync(file, { readOnly: true });
      const rows = database.prepare('SELECT name, type, path FROM searchIndex').all();
      database.close();
      const dead = rows.flatMap((row) =>
        deadLink(`${documents}/index`, String(row.path), files, ids),
      );
      expect(dead).toEqual([]);
      expect(new Set(rows.map((row) => JSON.stringify(row))).size).toBe(rows.length);
      for (const { title, slug } of catalog.concepts) {
        for (const name of [title.zh, title.en]) {
          expect(rows).toContainEqual({ name, type: 'Guide', path: `concept-${slug}.html` });
        }
      }
      for (const type of ['Section', 'Word', 'Resource', 'Sample', 'Query']) {
        expect(rows.filter((row) => row.type === type).length, type).toBeGreaterThan(5);
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('every link inside leads somewhere; nothing runs, nothing is fetched', () => {
    const problems = [...pages].flatMap(([name, page]) => [
      ...page
        .querySelectorAll('script, button, input, canvas')
        .map((each) => `${name}: ${each.tagName}`),
      ...page.querySelectorAll('[href], [src]').flatMap((each) => {
        const address = each.getAttribute('src') ?? each.getAttribute('href')!;
        const remote = each.tagName !== 'A' && /^https?:/.test(address);
        return remote ? [`${name}: ${address}`] : deadLink(name, address, files, ids);
      }),
    ]);
    expect(problems).toEqual([]);
    const css = files.get(`${documents}/style.css`)!.toString();
    const fetched = [...css.matchAll(/url\(([^)"']+)\)/g)].map(([, address]) => address);
    expect(fetched.filter((each) => !files.has(`${documents}/${each}`))).toEqual([]);
    expect(fetched.length).toBeGreaterThan(5);
  });

  test('every section has its heading and its anchor', () => {
    const page = pages.get(`${documents}/concept-pooling.html`)!;
    const anchors = page.querySelectorAll('a.dashAnchor').map((each) => each.getAttribute('name'));
    const titles = page.querySelectorAll('h2[id], h3[id]').length;
    expect(anchors.length).toBe(titles);
    expect(anchors.length).toBeGreaterThan(6);
  });

  test('names itself in a property list, with icons', () => {
    const plist = files.get(`${contents}/Info.plist`)!.toString();
    expect(
      xmlTags(plist)
        .map(({ name }) => name)
        .slice(0, 2),
    ).toEqual(['plist', 'dict']);
    expect(plist).toContain(`<string>receptive-field-${lang}</string>`);
    for (const icon of ['icon.png', 'icon@2x.png']) {
      const data = files.get(`${docsetName(lang)}.docset/${icon}`)!;
      expect(data.readUInt32BE(16)).toBe(icon === 'icon.png' ? 16 : 32);
    }
    expect(packed.length).toBeLessThan(15e6);
  });
});
