/**
 * `node tools/package/docset.ts`: the built site as a docset for Dash and Zeal, one for each
 * language. In each of them both languages' names are found and lead to pages of the one language
 * that the reader chose to install. Formulas are KaTeX's boxes, because Zeal's engine knows no
 * MathML; nothing needs a script, and all links are relative.
 */
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { serializeOuter } from 'parse5';
import { HTML_LANG, LANGS, type Lang } from '../../src/i18n/langs.ts';
import { tarGz } from './tar.ts';
import type { ArchiveFile } from './zip.ts';
import {
  BOOK_LANGS,
  linkBook,
  readBook,
  readCatalog,
  stylesOf,
  type Book,
  type BookPage,
} from './book.ts';
import { runAlone, type PackageOptions, type PackageResult, ROOT } from './command.ts';
import {
  all,
  append,
  before,
  byTag,
  element,
  escapeXml,
  first,
  get,
  has,
  isElement,
  piece,
  text,
} from './html.ts';
import { icon, pictureData } from './pictures.ts';
import { distinct, searchIndex, type IndexEntry } from './sqlite.ts';
import { BOOK_CSS, siteStyles } from './style.ts';
import { BOOK_WORDS } from './words.ts';

const ENDING = '.html';

/** The name of the bundle of a language. */
export const docsetName = (lang: Lang): string => `ReceptiveField-${lang}`;

/** The anchor from which Dash makes the table of contents of a page. */
export const anchorName = (type: string, name: string): string =>
  `//apple_ref/cpp/${type}/${encodeURIComponent(name)}`;

function addAnchors(page: BookPage): void {
  for (const { id, title } of page.sections) {
    const heading = first(page.body, (node) => get(node, 'id') === id);
    if (!heading) continue;
    const anchor = element('a', { name: anchorName('Section', title), class: 'dashAnchor' });
    before(heading, anchor);
  }
}

/** Names that lead to pages, sections, terms, models, notebooks and questions. */
export function indexEntries(book: Book, dist: string): IndexEntry[] {
  const { lang } = book;
  const words = BOOK_WORDS[lang];
  const { concepts, notebooks } = readCatalog(dist);
  const file = (name: string) => name + ENDING;
  const names = (titles: readonly string[], type: string, where: string): IndexEntry[] =>
    titles.map((name) => ({ name, type, path: where }));
  const pageOf = new Map(book.pages.map((page) => [page.file, page]));

  const guides = concepts.flatMap(({ slug, title, aliases }) => {
    const page = pageOf.get(`concept-${slug}`);
    const known = LANGS.flatMap((each) => [title[each], ...aliases[each]]);
    return page ? names(known, 'Guide', file(page.file)) : [];
  });
  const samples = notebooks.flatMap(({ slug, title }) => {
    const page = pageOf.get(`notebook-${slug}`);
    return page
      ? names(
          LANGS.map((each) => title[each]),
          'Sample',
          file(page.file),
        )
      : [];
  });
  const models = book.pages
    .filter((page) => page.file.startsWith('model-'))
    .flatMap((page) => names([page.slug!], 'Resource', file(page.file)));
  const sections = book.pages
    .filter((page) => page.slug)
    .flatMap((page) =>
      page.sections.map(({ id, title }) => ({
        name: words.section(page.name, title),
        type: 'Section',
        path: `${file(page.file)}#${encodeURI(id)}`,
      })),
    );
  return distinct([...guides, ...samples, ...models, ...terms(), ...questions(), ...sections]);

  function terms(): IndexEntry[] {
    const glossary = pageOf.get('glossary')!;
    return all(glossary.body, (node) => node.tagName === 'div' && has(node, 'id')).flatMap(
      (entry) => {
        const head = first(entry, byTag('dt'));
        const other = head && first(head, byTag('span'));
        if (!head) return [];
        const own = text({ ...head, childNodes: head.childNodes.filter((n) => !isElement(n)) });
        const both = [own, ...(other ? [text(other)] : [])];
        return names(both, 'Word', `${file(glossary.file)}#${encodeURI(get(entry, 'id')!)}`);
      },
    );
  }

  function questions(): IndexEntry[] {
    const page = pageOf.get('questions')!;
    return all(page.body, (node) => node.tagName === 'li' && has(node, 'id')).flatMap((item) => {
      const link = first(item, byTag('a'));
      const href = link && get(link, 'href');
      return link && href && !/^\w+:/.test(href) ? names([text(link)], 'Query', href) : [];
    });
  }
}

function plist(lang: Lang, home: string): string {
  const words = BOOK_WORDS[lang];
  const strings: [string, string][] = [
    ['CFBundleIdentifier', `receptive-field-${lang}`],
    ['CFBundleName', words.name],
    ['DocSetPlatformFamily', `rf-${lang}`],
    ['DashDocSetFamily', 'dashtoc'],
    ['DashDocSetKeyword', 'rf'],
    ['dashIndexFilePath', `index${ENDING}`],
    ['DashDocSetFallbackURL', home],
  ];
  const pairs = strings.map(
    ([key, value]) => `<key>${key}</key><string>${escapeXml(value)}</string>`,
  );
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">',
    '<plist version="1.0"><dict>',
    ...pairs,
    '<key>isDashDocset</key><true/>',
    '<key>isJavaScriptEnabled</key><false/>',
    '</dict></plist>\n',
  ].join('\n');
}

/** Ground and letters of the pages, which no reading program sets here. */
const DOCSET_CSS = `
html{background:#fff;color:#1b1f24;font-family:var(--font-sans);line-height:1.7}
body{max-width:48rem;margin:0 auto;padding:0 1.2rem 4rem}
.book-title{margin-top:2em}
.katex .katex-accent .accent-body:not(.accent-full){width:0}
@media (prefers-color-scheme:dark){html{background:#14171b;color:#e7e6e1}}
`.trim();

function htmlPage(lang: Lang, page: BookPage): string {
  return [
    '<!doctype html>',
    `<html lang="${HTML_LANG[lang]}"><head><meta charset="utf-8">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escapeXml(page.name)}</title><link rel="stylesheet" href="style.css"></head>`,
    `<body>${serializeOuter(page.body)}</body></html>\n`,
  ].join('\n');
}

/** The list of parts and their pages under the title, as the first page of the docset. */
function addContents({ parts }: Book, title: BookPage): void {
  const item = ({ file, name }: BookPage, below = '') =>
    `<li><a class="live" href="${file}${ENDING}">${escapeXml(name)}</a>${below}</li>`;
  const list = parts
    .filter(({ page }) => page !== title)
    .map(({ page, pages }) =>
      item(page, pages.length ? `<ol>${pages.map((each) => item(each)).join('')}</ol>` : ''),
    );
  append(title.body, [piece(`<ol class="book-contents">${list.join('')}</ol>`)]);
}

/** The file name of a picture in the docset; data stays in the page. */
export const docsetPicture = (address: string): string =>
  address.startsWith('data:') ? address : `images/${address.replace(/[^\w.]+/g, '-').slice(1)}`;

/** All files of the docset of one language. */
export async function docsetFiles(
  dist: string,
  lang: Lang,
  version: string,
): Promise<ArchiveFile[]> {
  const book = readBook({ dist, lang, version, formulas: 'html', whole: true, root: ROOT });
  const [title] = book.pages;
  title.file = 'index';
  addContents(book, title);
  const pictures = linkBook(book, {
    ending: ENDING,
    contents: `index${ENDING}`,
    pictureName: docsetPicture,
  });
  const entries = indexEntries(book, dist);
  for (const page of book.pages) addAnchors(page);
  const home = `${book.site.origin}${book.site.base}${lang}/`;
  const css = siteStyles(dist, stylesOf(book, /^$/)).replace(
    /url\(["']?[^)"']*_astro\/([^)"']+)["']?\)/g,
    'url(fonts/$1)',
  );
  const fonts = readdirSync(path.join(dist, '_astro')).filter(
    (name) => name.endsWith('.woff2') && css.includes(name),
  );
  const images = await Promise.all(
    [...pictures]
      .filter(([address]) => !address.startsWith('data:'))
      .map(async ([address, name]) => ({
        name,
        data: await pictureData(dist, book.site.base, address),
      })),
  );
  const documents: ArchiveFile[] = [
    ...book.pages.map((page) => ({
      name: page.file + ENDING,
      data: Buffer.from(htmlPage(lang, page)),
    })),
    { name: 'style.css', data: Buffer.from(`${css}\n${BOOK_CSS}\n${DOCSET_CSS}\n`) },
    ...fonts.map((name) => ({
      name: `fonts/${name}`,
      data: readFileSync(path.join(dist, '_astro', name)),
    })),
    ...images,
  ];
  const meta = { name: docsetName(lang), title: BOOK_WORDS[lang].name, version };
  const bundle = `${docsetName(lang)}.docset`;
  return [
    { name: `${bundle}/Contents/Info.plist`, data: Buffer.from(plist(lang, home)) },
    { name: `${bundle}/Contents/Resources/docSet.dsidx`, data: searchIndex(entries) },
    ...documents.map(({ name, data }) => ({
      name: `${bundle}/Contents/Resources/Documents/${name}`,
      data,
    })),
    { name: `${bundle}/icon.png`, data: await icon(dist, 16) },
    { name: `${bundle}/icon@2x.png`, data: await icon(dist, 32) },
    { name: `${bundle}/meta.json`, data: Buffer.from(`${JSON.stringify(meta, null, 2)}\n`) },
  ];
}

/** Writes `ReceptiveField-<language>.tgz` for each language into `out`. */
export async function writeDocsets({ dist, out, version }: PackageOptions): Promise<PackageResult> {
  mkdirSync(out, { recursive: true });
  const files: string[] = [];
  for (const lang of BOOK_LANGS) {
    const file = path.join(out, `${docsetName(lang)}.tgz`);
    writeFileSync(file, tarGz(await docsetFiles(dist, lang, version)));
    files.push(file);
  }
  return { files };
}

await runAlone(import.meta.url, writeDocsets);
