/** Comparing what the two pages of a concept or a notebook contain. */
import { LANGS, otherLang } from '../../src/i18n/langs.ts';
import type { Page } from './page.ts';
import type { Finding } from './rule.ts';
import { foldersOf, type Site } from './site.ts';
import type { Place } from './yaml.ts';

/** Something that both pages must have: a key to compare and words to name it. */
export interface Item {
  key: string;
  name: string;
  place: Place;
}

interface Sides {
  zh: Item[];
  en: Item[];
}

const count = (items: Item[], key: string) => items.filter((item) => item.key === key).length;

/** Items beyond those the other side has; with `asSet`, how often does not matter. */
function extra(own: Item[], other: Item[], asSet: boolean): Item[] {
  const seen = new Map<string, number>();
  return own.filter(({ key }) => {
    const nth = (seen.get(key) ?? 0) + 1;
    seen.set(key, nth);
    return asSet ? nth === 1 && count(other, key) === 0 : nth > count(other, key);
  });
}

/**
 * Compares lists from both pages of every concept and notebook: first what only one has, then (unless `asSet`)
 * the first place where the order differs.
 */
export function compare(
  site: Site,
  list: (page: Page) => Item[],
  what: string,
  asSet = false,
): Finding[] {
  return foldersOf(site).flatMap(({ pages: { zh, en } }): Finding[] => {
    if (!zh || !en || zh.syntax || en.syntax) return [];
    const pages = { zh, en };
    const items: Sides = { zh: list(zh), en: list(en) };
    const lonely = LANGS.flatMap((lang) =>
      extra(items[lang], items[otherLang(lang)], asSet).map(({ name, place }) => ({
        file: pages[lang].file,
        ...place,
        message: `${what} ${name} is only on the ${lang} page`,
        fix: `add it to ${pages[otherLang(lang)].file} or take it out here`,
      })),
    );
    if (lonely.length || asSet) return lonely;
    const at = items.en.findIndex(({ key }, index) => key !== items.zh[index].key);
    if (at < 0) return [];
    const { name, place } = items.en[at];
    return [
      {
        file: en.file,
        ...place,
        message: `${what} ${name} stands where the zh page has ${items.zh[at].name} (line ${items.zh[at].place.line})`,
        fix: 'put both pages in the same order',
      },
    ];
  });
}
