/**
 * `node tools/package/epub.ts`: the built site as an EPUB 3.3 of each language. Formulas are MathML,
 * widgets the figures that the build computed. The same `dist/` gives the same bytes.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { HTML_LANG, type Lang } from '../../src/i18n/langs.ts';
import { zip, type ArchiveFile } from './zip.ts';
import { BOOK_LANGS, linkBook, readBook, stylesOf, type Book, type BookPage } from './book.ts';
import { runAlone, type PackageOptions, type PackageResult, ROOT } from './command.ts';
import { all, escapeXml, NAMESPACES, toXml } from './html.ts';
import { asPng, cover, pictureData } from './pictures.ts';
import { BOOK_CSS, siteStyles } from './style.ts';
import { BOOK_WORDS } from './words.ts';

const ENDING = '.xhtml';

/** A version-5 style UUID: the same name gives the same identifier. */
export function uuidOf(name: string): string {
  const hash = createHash('sha1').update(name).digest();
  hash[6] = (hash[6] & 0x0f) | 0x50;
  hash[8] = (hash[8] & 0x3f) | 0x80;
  const hex = hash.toString('hex').slice(0, 32);
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

function document(lang: Lang, title: string, body: string, type = ''): string {
  const tag = HTML_LANG[lang];
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<!DOCTYPE html>',
    `<html xmlns="${NAMESPACES.html}" xmlns:epub="http://www.idpf.org/2007/ops" lang="${tag}" xml:lang="${tag}">`,
    `<head><title>${escapeXml(title)}</title><link rel="stylesheet" type="text/css" href="style.css"/></head>`,
    `<body${type}>${body}</body>`,
    '</html>\n',
  ].join('\n');
}

/** Items of the manifest whose content needs to be announced: MathML, SVG. */
export function propertiesOf(page: Pick<BookPage, 'body'>): string {
  const namespaces = new Set<string>(all(page.body).map((node) => node.namespaceURI));
  return [namespaces.has(NAMESPACES.math) && 'mathml', namespaces.has(NAMESPACES.svg) && 'svg']
    .filter(Boolean)
    .join(' ');
}

interface Entry {
  name: string;
  href: string;
  below: Entry[];
}

/** The tree of contents: parts, their pages, the sections of each page. */
export function contentsOf(book: Book, ending: string): Entry[] {
  const entry = (page: BookPage, below: Entry[]): Entry => ({
    name: page.name,
    href: page.file + ending,
    below,
  });
  const sections = (page: BookPage): Entry[] =>
    page.sections
      .filter(({ depth }) => depth === 2)
      .map(({ id, title }) => ({
        name: title,
        href: `${page.file}${ending}#${encodeURI(id)}`,
        below: [],
      }));
  return book.parts.map(({ page, pages }) =>
    entry(page, pages.length ? pages.map((each) => entry(each, sections(each))) : sections(page)),
  );
}

/** Sections are in the reader's own contents; on the page of contents they would only fill pages. */
const list = (entries: Entry[], hidden = false): string =>
  `<ol${hidden ? ' hidden="hidden"' : ''}>${entries
    .map(
      ({ name, href, below }) =>
        `<li><a href="${escapeXml(href)}">${escapeXml(name)}</a>${below.length ? list(below, !below.some(({ href }) => !href.includes('#'))) : ''}</li>`,
    )
    .join('')}</ol>`;

function navigation(book: Book, entries: Entry[]): string {
  const words = BOOK_WORDS[book.lang];
  const start = book.parts.find(({ page }) => page.file.startsWith('chapter-'))!.page;
  const landmarks = [
    ['cover', `cover${ENDING}`, words.cover],
    ['toc', `nav${ENDING}`, words.contents],
    ['bodymatter', start.file + ENDING, start.name],
  ]
    .map(
      ([type, href, name]) =>
        `<li><a epub:type="${type}" href="${href}">${escapeXml(name)}</a></li>`,
    )
    .join('');
  return document(
    book.lang,
    words.contents,
    `<nav epub:type="toc" id="toc"><h1>${words.contents}</h1>${list(entries)}</nav>` +
      `<nav epub:type="landmarks" id="landmarks" hidden="hidden"><h2>${words.contents}</h2><ol>${landmarks}</ol></nav>`,
  );
}

/** The contents once more, for readers of EPUB 2. */
function ncx(book: Book, entries: Entry[], uuid: string): string {
  const words = BOOK_WORDS[book.lang];
  let order = 0;
  const points = (level: Entry[]): string =>
    level
      .map(({ name, href, below }) => {
        order += 1;
        return `<navPoint id="p${order}" playOrder="${order}"><navLabel><text>${escapeXml(name)}</text></navLabel><content src="${escapeXml(href)}"/>${points(below)}</navPoint>`;
      })
      .join('');
  const map = points(entries);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/" version="2005-1" xml:lang="${HTML_LANG[book.lang]}">`,
    `<head><meta name="dtb:uid" content="urn:uuid:${uuid}"/><meta name="dtb:depth" content="3"/><meta name="dtb:totalPageCount" content="0"/><meta name="dtb:maxPageNumber" content="0"/></head>`,
    `<docTitle><text>${words.name}</text></docTitle>`,
    `<navMap>${map}</navMap>`,
    '</ncx>\n',
  ].join('\n');
}

interface Item {
  id: string;
  href: string;
  type: string;
  properties?: string;
}

function packageFile(book: Book, items: Item[], spine: string[], uuid: string): string {
  const words = BOOK_WORDS[book.lang];
  const lang = HTML_LANG[book.lang];
  const meta = (property: string, value: string) =>
    `<meta property="${property}">${escapeXml(value)}</meta>`;
  const features = [
    'MathML',
    'alternativeText',
    'tableOfContents',
    'structuralNavigation',
    'readingOrder',
    'displayTransformability',
  ];
  const metadata = [
    `<dc:identifier id="uid">urn:uuid:${uuid}</dc:identifier>`,
    `<dc:title>${escapeXml(words.name)}</dc:title>`,
    `<dc:creator>${escapeXml(words.name)}</dc:creator>`,
    `<dc:language>${lang}</dc:language>`,
    `<dc:description>${escapeXml(words.tagline)}</dc:description>`,
    '<dc:rights>MIT</dc:rights>',
    `<dc:source>${escapeXml(`${book.site.origin}${book.site.base}${book.lang}/`)}</dc:source>`,
    `<dc:date>${book.date}</dc:date>`,
    meta('dcterms:modified', `${book.date}T00:00:00Z`),
    ...['textual', 'visual'].map((mode) => meta('schema:accessMode', mode)),
    ...['textual', 'textual,visual'].map((mode) => meta('schema:accessModeSufficient', mode)),
    ...features.map((feature) => meta('schema:accessibilityFeature', feature)),
    meta('schema:accessibilityHazard', 'none'),
    meta('schema:accessibilitySummary', words.accessibility),
    '<meta name="cover" content="cover-image"/>',
  ];
  const manifest = items.map(
    ({ id, href, type, properties }) =>
      `<item id="${id}" href="${escapeXml(href)}" media-type="${type}"${properties ? ` properties="${properties}"` : ''}/>`,
  );
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="uid" xml:lang="${lang}">`,
    `<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">`,
    ...metadata,
    '</metadata>',
    `<manifest>`,
    ...manifest,
    '</manifest>',
    `<spine toc="ncx">${spine.map((id) => `<itemref idref="${id}"/>`).join('')}</spine>`,
    '</package>\n',
  ].join('\n');
}

const CONTAINER = `<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles></container>
`;

/** The file name of a picture in the book: the end of its address, or a hash of its data. */
export function pictureName(address: string): string {
  const name = address.startsWith('data:')
    ? createHash('sha256').update(address).digest('hex').slice(0, 16)
    : address
        .replace(/^\/+/, '')
        .replace(/\.\w+$/, '')
        .replace(/[^\w-]+/g, '-');
  return `images/${name}.png`;
}

/** All files of the book of one language, `mimetype` first. */
export async function epubFiles(dist: string, lang: Lang, version: string): Promise<ArchiveFile[]> {
  const words = BOOK_WORDS[lang];
  const book = readBook({ dist, lang, version, formulas: 'mathml', whole: false, root: ROOT });
  const pictures = linkBook(book, { ending: ENDING, contents: `nav${ENDING}`, pictureName });
  const uuid = uuidOf(`receptive-field ${version} ${lang}`);
  const entries = contentsOf(book, ENDING);
  const css = `${siteStyles(dist, stylesOf(book, /^katex/))}\n${BOOK_CSS}\n`;

  const images = await Promise.all(
    [...pictures].map(async ([address, name]) => ({
      name,
      data: await asPng(await pictureData(dist, book.site.base, address)),
    })),
  );
  images.push({ name: 'images/cover.png', data: await cover(lang, version) });

  const xhtml = 'application/xhtml+xml';
  const items: Item[] = [
    { id: 'nav', href: `nav${ENDING}`, type: xhtml, properties: 'nav' },
    { id: 'ncx', href: 'toc.ncx', type: 'application/x-dtbncx+xml' },
    { id: 'style', href: 'style.css', type: 'text/css' },
    { id: 'cover', href: `cover${ENDING}`, type: xhtml },
    ...book.pages.map((page) => ({
      id: `page-${page.file}`,
      href: page.file + ENDING,
      type: xhtml,
      properties: propertiesOf(page),
    })),
    ...images.map(({ name }) => ({
      id: name === 'images/cover.png' ? 'cover-image' : `image-${name.replace(/\W+/g, '-')}`,
      href: name,
      type: 'image/png',
      properties: name === 'images/cover.png' ? 'cover-image' : '',
    })),
  ];
  const [front, ...rest] = book.pages;
  const spine = ['cover', `page-${front.file}`, 'nav', ...rest.map(({ file }) => `page-${file}`)];
  const coverPage = document(
    lang,
    words.cover,
    `<p style="margin:0;text-align:center"><img src="images/cover.png" alt="${escapeXml(words.name)}"/></p>`,
    ' epub:type="cover"',
  );
  const texts: [string, string][] = [
    ['package.opf', packageFile(book, items, spine, uuid)],
    [`nav${ENDING}`, navigation(book, entries)],
    ['toc.ncx', ncx(book, entries, uuid)],
    ['style.css', css],
    [`cover${ENDING}`, coverPage],
    ...book.pages.map((page): [string, string] => [
      page.file + ENDING,
      document(lang, page.name, toXml(page.body)),
    ]),
  ];
  return [
    { name: 'mimetype', data: Buffer.from('application/epub+zip'), store: true },
    { name: 'META-INF/container.xml', data: Buffer.from(CONTAINER) },
    ...texts.map(([name, text]) => ({ name: `EPUB/${name}`, data: Buffer.from(text) })),
    ...images.map(({ name, data }) => ({ name: `EPUB/${name}`, data })),
  ];
}

/** Writes `receptive-field-<language>.epub` for each language into `out`. */
export async function writeEpubs({ dist, out, version }: PackageOptions): Promise<PackageResult> {
  mkdirSync(out, { recursive: true });
  const files: string[] = [];
  for (const lang of BOOK_LANGS) {
    const file = path.join(out, `receptive-field-${lang}.epub`);
    writeFileSync(file, zip(await epubFiles(dist, lang, version)));
    files.push(file);
  }
  return { files };
}

await runAlone(import.meta.url, writeEpubs);
