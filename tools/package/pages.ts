/** Pages of the built site as pages of a book: parsed, without frame and scripts, ready to be linked. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { HTML_LANG, type Lang } from '../../src/i18n/langs.ts';
import {
  addClass,
  after,
  all,
  append,
  around,
  before,
  byClass,
  byTag,
  classesOf,
  element,
  first,
  get,
  has,
  hasClass,
  isElement,
  NAMESPACES,
  parsePage,
  piece,
  remove,
  rename,
  replace,
  set,
  text,
  unwrap,
  type Element,
  type Parent,
} from './html.ts';
import { BOOK_WORDS } from './words.ts';
import { breakFormulas, tieMarks } from './formulas.ts';
import { still } from './still.ts';

/** How formulas are kept: EPUB readers know MathML, the viewers of docsets rather KaTeX's HTML. */
export type Formulas = 'mathml' | 'html';

export interface Section {
  id: string;
  title: string;
  depth: number;
}

export interface SourcePage {
  /** Path in the site below the base, as `zh/concepts/pooling/`. */
  path: string;
  /** Absolute address of the live page. */
  address: string;
  title: string;
  body: Element;
  sections: Section[];
  /** Names of the style sheets that the page links, in order. */
  styles: string[];
}

/** The site that was built: where its files are and where it will be served. */
export interface Site {
  dist: string;
  origin: string;
  base: string;
}

/** Reads origin and base from the canonical address of a page. */
export function readSite(dist: string): Site {
  const file = path.join(dist, 'zh', 'index.html');
  if (!existsSync(file)) throw new Error(`${file} is missing: run npm run build first.`);
  const page = parsePage(readFileSync(file, 'utf8'));
  const link = first(page, (node) => node.tagName === 'link' && get(node, 'rel') === 'canonical');
  const canonical = link && get(link, 'href');
  if (!canonical) throw new Error(`${file} names no canonical address.`);
  const { origin, pathname } = new URL(canonical);
  return { dist, origin, base: pathname.replace(/zh\/$/, '') };
}

const FRAME = [
  'no-print',
  'side-status',
  'anchor',
  'skip',
  'breadcrumbs',
  'visually-hidden',
  'nb-without',
  'nb-bar',
  'nb-row',
  'nb-before',
  'nb-banner',
  'nb-add',
  'up',
];
const DEAD = ['script', 'style', 'template', 'noscript', 'form', 'progress', 'dialog', 'link'];

/** Terms are buttons with a note on the site; here they lead to the glossary. */
function linkTerms(root: Parent, glossary: string): void {
  for (const term of all(root, byClass('term'))) {
    const word = first(term, byClass('term-word'));
    const tip = first(term, byClass('term-tip'));
    if (!word || !tip) continue;
    const id = get(tip, 'id')!.replace(/^term-/, '');
    const link = element('a', { class: 'term-word', href: `${glossary}#${id}` }, [
      ...word.childNodes,
    ]);
    replace(word, [link]);
    remove(tip);
  }
}

const TOKENS = byTag('mi', 'mn', 'mo', 'mtext', 'ms');
const CHILDREN: Record<string, number> = {
  msub: 2,
  msup: 2,
  mover: 2,
  munder: 2,
  mfrac: 2,
  mroot: 2,
  msubsup: 3,
  munderover: 3,
};
const APPLY = '\u2061';

/** KaTeX nests a name in an operator, and counts “apply function” as a child of a script: schemas refuse both. */
export function mendMathml(math: Element): void {
  for (const token of all(math, TOKENS)) {
    if (!token.childNodes.some(isElement)) continue;
    const name = text(token);
    for (const child of [...token.childNodes]) remove(child);
    append(token, [name]);
  }
  for (const script of all(math, (node) => node.tagName in CHILDREN)) {
    for (const extra of script.childNodes.filter(isElement).slice(CHILDREN[script.tagName])) {
      if (text(extra) !== APPLY) throw new Error(`<${script.tagName}> has too many children.`);
      remove(extra);
    }
  }
}

/** Each formula once: as MathML with its TeX as alternative, or as KaTeX's boxes. */
export function convertFormulas(root: Parent, formulas: Formulas): void {
  for (const formula of all(root, byClass('katex'))) {
    const mathml = first(formula, byClass('katex-mathml'));
    const math = mathml && first(mathml, byTag('math'));
    if (!mathml || !math) continue;
    if (formulas === 'html') {
      remove(mathml);
      continue;
    }
    const around_ = around(formula, byClass('math-display'));
    const tex = get(formula, 'data-tex') ?? (around_ && get(around_, 'data-tex'));
    for (const note of all(math, byTag('annotation', 'annotation-xml'))) remove(note);
    for (const semantics of all(math, byTag('semantics'))) unwrap(semantics);
    mendMathml(math);
    if (tex) set(math, 'alttext', tex.replace(/\s+/g, ' '));
    const display = around(formula, byClass('katex-display'));
    replace(display ?? formula, [math]);
  }
}

/** Follow-up questions stand open, listings of tabs one below another with their names. */
function unfold(root: Parent): void {
  for (const question of all(root, byClass('follow-up'))) {
    if (question.tagName !== 'details') continue;
    for (const summary of all(question, byTag('summary'))) {
      rename(summary, 'p', ['id']);
    }
    const box = rename(question, 'div', ['class', 'id']);
    const asked = first(box, byTag('p'));
    if (asked) addClass(asked, 'follow-up-question');
  }
  for (const tabs of all(root, byTag('rf-tabs'))) rename(tabs, 'div', ['class']);
  for (const listing of all(root, (node) => has(node, 'data-tab'))) {
    const caption = first(listing, byTag('figcaption'));
    const name = get(listing, 'data-tab')!;
    if (caption) append(caption, [' ', element('span', { class: 'tag' }, [name])]);
    else if (listing.childNodes.length) {
      before(listing, element('p', { class: 'w-h' }, [name]));
    }
  }
}

/** Attributes that mean the same in a book; SVG and MathML keep theirs. */
const KEPT = new Set(
  'id class style lang title alt src width height href colspan rowspan scope start value dir aria-hidden open'.split(
    ' ',
  ),
);
const NAMED = new Set(['svg', 'section', 'figure', 'table', 'nav', 'figure']);

function cleanAttributes(root: Parent, styled: ReadonlySet<string>): void {
  for (const node of all(root)) {
    const html = node.namespaceURI === NAMESPACES.html;
    const align = get(node, 'align');
    if (html && align && !has(node, 'style')) set(node, 'style', `text-align:${align}`);
    const role = get(node, 'role');
    const named = NAMED.has(node.tagName) || role === 'img' || (role === 'group' && html);
    node.attrs = node.attrs.filter(({ name, value }) => {
      if (name.startsWith('on')) return false;
      if (name.startsWith('data-')) return styled.has(name);
      if (name === 'tabindex') return false;
      if (name === 'role') return value === 'img' || (value === 'group' && has(node, 'aria-label'));
      if (name === 'aria-label') return named && value !== '';
      if (name === 'aria-labelledby') return NAMED.has(node.tagName);
      if (!html) return !name.startsWith('aria-') || name === 'aria-hidden';
      if (name === 'value') return node.tagName === 'li' || node.tagName === 'data';
      return KEPT.has(name);
    });
    if (get(node, 'class') === '') set(node, 'class', undefined);
    if (get(node, 'style') === '') set(node, 'style', undefined);
    const lang = get(node, 'lang');
    if (lang && html) set(node, 'xml:lang', lang);
  }
  // A name taken from an element that is gone would point nowhere.
  const ids = new Set(all(root).map((node) => get(node, 'id')));
  for (const node of all(root, (each) => has(each, 'aria-labelledby'))) {
    const left = get(node, 'aria-labelledby')!
      .split(' ')
      .filter((id) => ids.has(id));
    set(node, 'aria-labelledby', left.length ? left.join(' ') : undefined);
  }
}

/** A table that scrolls on the site is a table; a tie around a formula is only its text. */
function flatten(root: Parent): void {
  for (const fact of all(root, byTag('data'))) unwrap(fact);
  for (const custom of all(root, (node) => /^(rf-|correction-)/.test(node.tagName))) {
    if (custom.childNodes.length) unwrap(custom);
    else remove(custom);
  }
  for (const button of all(root, byTag('button'))) remove(button);
  for (const field of all(root, byTag('input', 'select', 'textarea'))) remove(field);
  for (const scroll of all(root, byClass('table-scroll'))) set(scroll, 'role', undefined);
}

/** The title of a heading, with formulas in their TeX-free reading. */
function headings(root: Parent): Section[] {
  return all(root, byTag('h2', 'h3'))
    .filter((heading) => get(heading, 'id'))
    .map((heading) => ({
      id: get(heading, 'id')!,
      title: text(heading),
      depth: Number(heading.tagName[1]),
    }));
}

export interface PrepareOptions {
  lang: Lang;
  formulas: Formulas;
  /** Data attributes that style sheets look at, and that are kept for them. */
  styled: ReadonlySet<string>;
  address: string;
  glossary: string;
}

/** Says over the section that asks for experiments where they can be made. */
function noteSeeIt(body: Element, { lang, address }: PrepareOptions): void {
  const section = first(body, (node) => get(node, 'data-section') === 'see-it');
  const heading = section && first(section, byTag('h2'));
  if (!section || !heading || !first(section, byClass('widget'))) return;
  const live = `${address}#${get(heading, 'id') ?? ''}`;
  const note = piece(`<p class="book-note">${BOOK_WORDS[lang].seeIt(live)}</p>`);
  const top = around(heading, byClass('heading')) ?? heading;
  after(top, note);
}

/** Makes the main part of a page, in place, into the body of a page of a book. */
export function prepare(body: Element, options: PrepareOptions): Section[] {
  linkTerms(body, options.glossary);
  for (const dead of all(body, byTag(...DEAD))) remove(dead);
  for (const host of all(body, (node) => /^rf-/.test(node.tagName))) {
    if (first(host, byClass('widget'))) replace(host, [still(host, options)]);
  }
  noteSeeIt(body, options);
  for (const frame of all(body, (node) => hasClass(node, ...FRAME) || has(node, 'hidden'))) {
    remove(frame);
  }
  for (const aside of all(body, (node) => node.tagName === 'aside' || hasClass(node, 'toc'))) {
    remove(aside);
  }
  unfold(body);
  flatten(body);
  convertFormulas(body, options.formulas);
  if (options.formulas === 'mathml') {
    breakFormulas(body);
    tieMarks(body);
  }
  const sections = headings(body);
  cleanAttributes(body, options.styled);
  return sections;
}

/** Reads one page of the site; `undefined` when the site has no such page. */
export function readPage(
  site: Site,
  where: string,
  options: Omit<PrepareOptions, 'address' | 'glossary'>,
): SourcePage | undefined {
  const file = path.join(site.dist, where, 'index.html');
  if (!existsSync(file)) return undefined;
  const page = parsePage(readFileSync(file, 'utf8'));
  const main = first(page, byTag('main'));
  if (!main) throw new Error(`${file} has no <main>.`);
  const article = first(main, byClass('concept')) ?? main;
  const styles = all(page, (node) => node.tagName === 'link' && get(node, 'rel') === 'stylesheet')
    .map((node) => get(node, 'href')!)
    .map((href) => href.slice(href.lastIndexOf('/') + 1));
  const address = `${site.origin}${site.base}${where}`;
  const title = first(article, byTag('h1'));
  const body = element('div', { class: classesOf(article).join(' ') || 'page' }, [
    ...article.childNodes,
  ]);
  const sections = prepare(body, {
    ...options,
    address,
    glossary: `${site.base}${options.lang}/glossary/`,
  });
  return { path: where, address, title: title ? text(title) : where, body, sections, styles };
}

/** A page that the site does not have, from HTML. */
export function writtenPage(where: string, title: string, html: string, lang: Lang): SourcePage {
  const body = piece(
    `<div class="written" lang="${HTML_LANG[lang]}"><h1>${title}</h1>${html}</div>`,
  );
  cleanAttributes(body, new Set());
  return { path: where, address: '', title, body, sections: headings(body), styles: [] };
}
