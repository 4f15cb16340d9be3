/** A language of the built site as a book: pages in reading order, linked with each other. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import rehypeStringify from 'rehype-stringify';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import remarkRehype from 'remark-rehype';
import { unified } from 'unified';
import { LANGS, type L10n, type Lang } from '../../src/i18n/langs.ts';
import { all, byTag, escapeXml, first, get, has, set, text, type Element } from './html.ts';
import {
  readPage,
  readSite,
  writtenPage,
  type Formulas,
  type Site,
  type SourcePage,
} from './pages.ts';
import { styledAttributes } from './style.ts';
import { BOOK_WORDS } from './words.ts';

interface Catalog {
  chapters: { slug: string; order: number; title: L10n }[];
  concepts: {
    slug: string;
    chapter: string;
    order: number;
    title: L10n;
    aliases: L10n<string[]>;
    question: L10n;
    languages: Lang[];
  }[];
  notebooks: { slug: string; order: number; title: L10n; languages: Lang[] }[];
}

export type CatalogConcept = Catalog['concepts'][number];

/** `catalog.json` of the built site. */
export function readCatalog(dist: string): Catalog {
  return JSON.parse(readFileSync(path.join(dist, 'catalog.json'), 'utf8')) as Catalog;
}

export interface BookPage extends SourcePage {
  /** File name without its ending. */
  file: string;
  /** Its name in the contents. */
  name: string;
  slug?: string;
}

export interface Part {
  page: BookPage;
  /** Pages below this one in the contents. */
  pages: BookPage[];
}

export interface Book {
  lang: Lang;
  site: Site;
  version: string;
  /** The newest day that the pages name, as `2026-11-22`. */
  date: string;
  parts: Part[];
  /** Index of the first part of the body, for landmarks. */
  pages: BookPage[];
}

export interface BookOptions {
  dist: string;
  lang: Lang;
  version: string;
  formulas: Formulas;
  /** With model cards and notebooks, for the docset. */
  whole: boolean;
  root: string;
}

/** The file of a page of the site: `zh/concepts/pooling/` is `concept-pooling`. */
export function fileName(where: string): string {
  const [, ...parts] = where.split('/').filter(Boolean);
  const [folder, name] = parts;
  if (!folder) return 'home';
  if (!name) return folder;
  const singular = { concepts: 'concept', models: 'model', notebooks: 'notebook' }[folder];
  return `${singular ?? folder}-${name}`;
}

/** The newest day written as such in the parts that say when something was checked. */
export function newestDay(pages: readonly SourcePage[]): string {
  const days = pages.flatMap(({ body }) => text(body).match(/\b20\d\d-[01]\d-[0-3]\d\b/g) ?? []);
  return days.sort().at(-1) ?? '2026-01-01';
}

/** Markdown of the repository as HTML. */
export const markdown = (source: string): string =>
  String(
    unified()
      .use(remarkParse)
      .use(remarkGfm)
      .use(remarkRehype)
      .use(rehypeStringify)
      .processSync(source),
  );

/** The texts of all licences that concern what is in the book. */
function licences({ dist, lang, root, formulas }: BookOptions): string {
  const words = BOOK_WORDS[lang];
  const read = (...where: string[]) => readFileSync(path.join(...where), 'utf8').trim();
  const plain = (source: string) => `<pre lang="en">${escapeXml(source)}</pre>`;
  const pictures = markdown(read(dist, 'pictures', 'LICENCES.md').replace(/^# .*$/m, ''));
  return [
    `<h2 id="text-and-code">${words.license}</h2>${plain(read(root, 'LICENSE'))}`,
    `<h2 id="pictures">${words.pictures}</h2><div lang="en">${pictures}</div>`,
    `<h2 id="data">${words.data}</h2>`,
    ...['digits', 'fashion'].map((name) => plain(read(dist, 'data', name, 'LICENSE'))),
    formulas === 'html' ? `<h2 id="fonts">${words.fonts}</h2><p>${words.fontsNote}</p>` : '',
  ].join('');
}

/** Reads all pages of a book; links still lead into the site. */
export function readBook(options: BookOptions): Book {
  const { dist, lang, version, formulas, whole } = options;
  const site = readSite(dist);
  const styled = styledAttributes(dist);
  const words = BOOK_WORDS[lang];
  const catalog = readCatalog(dist);
  const read = (where: string, name?: string, slug?: string): BookPage => {
    const page = readPage(site, `${lang}/${where}`, { lang, formulas, styled });
    if (!page) throw new Error(`${lang}/${where} is missing in ${dist}: build the site again.`);
    return { ...page, file: fileName(page.path), name: name ?? page.title, slug };
  };
  const written = (file: string, title: string, html: string): BookPage => ({
    ...writtenPage(`${lang}/${file}/`, escapeXml(title), html, lang),
    file,
    name: title,
  });
  const alone = (page: BookPage): Part => ({ page, pages: [] });

  const intros = chapterIntros(read('concepts/').body);
  const chapters = catalog.chapters.map((chapter): Part => {
    const concepts = catalog.concepts
      .filter((concept) => concept.chapter === chapter.slug && concept.languages.includes(lang))
      .sort((a, b) => a.order - b.order);
    const title = words.chapter(chapter.order, chapter.title[lang]);
    const list = concepts.map(
      ({ slug, title, question }) =>
        `<li><a href="${site.base}${lang}/concepts/${slug}/">${escapeXml(title[lang])}</a><br>${escapeXml(question[lang])}</li>`,
    );
    const intro = intros.get(chapter.slug) ?? '';
    const html = `<p>${escapeXml(intro)}</p><ol class="book-contents">${list.join('')}</ol>`;
    return {
      page: written(`chapter-${chapter.slug}`, title, html),
      pages: concepts.map(({ slug, title }) => read(`concepts/${slug}/`, title[lang], slug)),
    };
  });

  const corrections: Part = {
    page: read('corrections/'),
    pages: catalog.chapters.map(({ slug, title }) => read(`corrections/${slug}/`, title[lang])),
  };
  const middle = [...chapters.flatMap(({ page, pages }) => [page, ...pages])];
  const date = newestDay(middle);
  const home = `${site.origin}${site.base}${lang}/`;
  const title = written(
    'title',
    words.name,
    `<p>${words.tagline}</p><p>${escapeXml(words.edition(version, date))}</p>
     <p>${words.online}${lang === 'zh' ? '：' : ': '}<a href="${home}" class="live">${escapeXml(home)}</a></p>`,
  );
  set(title.body, 'class', 'written book-title');
  const reading = words.reading
    .map((part, at) => `<h2 id="reading-${at + 1}">${part.title}</h2>${part.html}`)
    .join('');
  const extra = (folder: 'models' | 'notebooks', slugs: string[]): Part[] =>
    whole
      ? [
          {
            page: read(`${folder}/`),
            pages: slugs.map((slug) => read(`${folder}/${slug}/`, undefined, slug)),
          },
        ]
      : [];
  const notebooks = catalog.notebooks
    .filter(({ languages }) => languages.includes(lang))
    .sort((a, b) => a.order - b.order)
    .map(({ slug }) => slug);

  const parts: Part[] = [
    alone(title),
    alone(written('how-to-read', words.howToRead, reading)),
    alone(read('about/')),
    ...chapters,
    alone(read('questions/')),
    corrections,
    alone(read('corrections/web/')),
    ...extra('notebooks', notebooks),
    ...extra('models', whole ? modelsOf(read('models/').body) : []),
    alone(read('glossary/')),
    alone(written('licences', words.licences, licences(options))),
  ];
  const pages = parts.flatMap(({ page, pages: below }) => [page, ...below]);
  return { lang, site, version, date, parts, pages };
}

/** The sentence about each chapter, from the map of concepts. */
function chapterIntros(map: Element): Map<string, string> {
  const chapters = all(map, (node) => node.tagName === 'li' && has(node, 'id'));
  return new Map(
    chapters.map((chapter) => {
      const intro = first(chapter, byTag('p'));
      return [get(chapter, 'id')!, intro ? text(intro) : ''];
    }),
  );
}

/** The models that the list of models links to, in its order. */
function modelsOf(list: Element): string[] {
  const links = all(list, byTag('a')).map((link) => get(link, 'href') ?? '');
  const ids = links.map((href) => /\/models\/([\w-]+)\/$/.exec(href)?.[1]);
  return [...new Set(ids.filter((id) => id !== undefined))];
}

/** The pictures that pages show: address in the site or data, and the name they get. */
export type Pictures = Map<string, string>;

export interface LinkOptions {
  /** Ending of the files of pages, with its dot. */
  ending: string;
  /** File that stands for the list of all concepts. */
  contents: string;
  /** The name of a picture in the book, from its address. */
  pictureName: (address: string) => string;
}

/** Points every link and picture inside the book, or else to the live site. */
export function linkBook(book: Book, { ending, contents, pictureName }: LinkOptions): Pictures {
  const { site, lang } = book;
  const byPath = new Map(book.pages.map((page) => [page.path, page]));
  const ids = new Map(
    book.pages.map((page) => [
      page.path,
      new Set(all(page.body).flatMap((node) => get(node, 'id') ?? [])),
    ]),
  );
  const pictures: Pictures = new Map();
  for (const page of book.pages) {
    const here = page.address || `${site.origin}${site.base}${page.path}`;
    for (const node of all(page.body)) {
      const src = node.tagName === 'img' ? get(node, 'src') : undefined;
      if (src) {
        if (!pictures.has(src)) pictures.set(src, pictureName(src));
        set(node, 'src', pictures.get(src)!);
        if (!has(node, 'alt')) set(node, 'alt', '');
      }
      const href = node.tagName === 'a' ? get(node, 'href') : undefined;
      if (href === undefined || get(node, 'class') === 'live') continue;
      set(node, 'href', target(new URL(href, here), page));
    }
  }
  return pictures;

  function target(url: URL, from: BookPage): string {
    if (url.origin !== site.origin || !url.pathname.startsWith(site.base)) return url.href;
    const where = url.pathname.slice(site.base.length);
    const id = decodeURIComponent(url.hash.slice(1));
    if (where === `${lang}/concepts/`) {
      const chapter = byPath.get(`${lang}/chapter-${id}/`);
      return chapter ? chapter.file + ending : contents;
    }
    const page = where === `${lang}/` ? byPath.get(`${lang}/title/`) : byPath.get(where);
    // A state of a widget can be shown by the live page only.
    if (!page || url.search || id.includes('?')) return url.href;
    const known = id !== '' && ids.get(page.path)!.has(id);
    if (id && !known) return page.file + ending;
    const fragment = id ? `#${encodeURI(id)}` : '';
    return page === from && fragment ? fragment : page.file + ending + fragment;
  }
}

/** All style sheets that pages of the book link, in their order, without those named. */
export function stylesOf(book: Book, without: RegExp): string[] {
  return [...new Set(book.pages.flatMap(({ styles }) => styles))].filter(
    (name) => !without.test(name),
  );
}

/** The languages to write books of. */
export const BOOK_LANGS = LANGS;
