/** Draws results as elements: text is never read as markup. */
import type { Lang } from '../../i18n/langs.ts';
import { HTML_LANG, otherLang } from '../../i18n/langs.ts';
import type { SearchWords } from '../../i18n/search.ts';
import { marked, tells } from '../../search/pick.ts';
import type { Entry } from '../../search/types.ts';
import type { Section } from './search-sections.ts';

/** What is the same for every result of a page. */
export interface Frame {
  base: string;
  lang: Lang;
  words: SearchWords;
}

const element = <K extends keyof HTMLElementTagNameMap>(
  name: K,
  className = '',
  ...content: (string | Node)[]
): HTMLElementTagNameMap[K] => {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...content);
  return made;
};

const mark = (text: string): HTMLElement => element('mark', '', text);

/** A text with the words that were asked for marked. */
const withMarks = (text: string, words: readonly string[]): (string | Node)[] =>
  marked(text, words).map((piece, at) => (at % 2 ? mark(piece) : piece));

function item(href: string, kind: string, ...content: (string | Node)[]): HTMLLIElement {
  const link = element('a', '', ...content);
  link.href = href;
  link.dataset.result = kind;
  return element('li', '', link);
}

/** A concept, scene, notebook, model or term, with both names and its answer. */
export function entryItem(
  entry: Entry,
  answer: string | undefined,
  asked: readonly string[],
  { base, lang, words }: Frame,
): HTMLLIElement {
  const other = otherLang(lang);
  const head = element('span', 'search-head', element('strong', '', entry.title[lang]));
  if (entry.title[other] !== entry.title[lang]) {
    const twin = element('span', 'search-twin', entry.title[other]);
    twin.lang = HTML_LANG[other];
    head.append(' ', twin);
  }
  if (entry.kind !== 'concept') head.append(' ', element('span', 'tag', words[entry.kind]));
  const made = item(`${base}${lang}/${entry.path}`, entry.kind, head);
  const link = made.firstElementChild as HTMLAnchorElement;
  if (entry.kind === 'concept') link.dataset.concept = entry.id;
  if (answer) link.append(element('p', '', ...withMarks(answer, asked)));
  return made;
}

/** A section of a page; Pagefind's excerpt holds only text and <mark>, and is rebuilt as such. */
export function sectionItem(
  section: Section,
  asked: readonly string[],
  { base, lang, words }: Frame,
): HTMLLIElement {
  const address = new URL(section.url, location.href);
  const foreign = !address.pathname.startsWith(`${base}${lang}/`);
  const same = section.title === section.page;
  const head = element('span', 'search-head', element('strong', '', section.title));
  if (!same) head.append(' ', element('span', 'search-twin', section.page));
  const tag = element('span', 'tag', foreign ? words.other : words.section);
  tag.lang = HTML_LANG[lang];
  head.append(' ', tag);
  const text = element('p');
  for (const node of new DOMParser().parseFromString(section.excerpt, 'text/html').body
    .childNodes) {
    const word = node.textContent ?? '';
    text.append(node.nodeName === 'MARK' && tells(word, asked) ? mark(word) : word);
  }
  const made = item(address.pathname + address.hash, 'section', head, text);
  if (foreign) (made.firstElementChild as HTMLElement).lang = HTML_LANG[otherLang(lang)];
  return made;
}

/** Earlier searches, as buttons, and one that forgets them. */
export function recentList(
  list: readonly string[],
  { words }: Frame,
  use: (query: string) => void,
  forget: () => void,
): Node[] {
  if (!list.length) return [];
  const clear = element('button', 'search-clear', words.clear);
  clear.type = 'button';
  clear.addEventListener('click', forget);
  const buttons = list.map((query) => {
    const button = element('button', 'control', query);
    button.type = 'button';
    button.addEventListener('click', () => use(query));
    return button;
  });
  return [element('p', '', words.recent, ' ', clear), element('div', '', ...buttons)];
}
