/** The text of the pages, in both languages, by Pagefind: the sections that hold what was asked. */

interface Part {
  title: string;
  url: string;
  excerpt: string;
}

export interface Fragment {
  url: string;
  excerpt: string;
  meta: { title?: string; name?: string; slug?: string };
  sub_results?: Part[];
}

interface Hit {
  id: string;
  score: number;
  data(): Promise<Fragment>;
}

export interface Pagefind {
  options(options: Record<string, unknown>): Promise<void>;
  init(): Promise<void>;
  mergeIndex(address: string, options: Record<string, unknown>): Promise<void>;
  search(query: string): Promise<{ results: Hit[] }>;
}

/** A section of a page that was found. */
export interface Section {
  /** Name of the page. */
  page: string;
  slug: string | undefined;
  title: string;
  url: string;
  excerpt: string;
}

/** Pages that are opened to look for sections. */
const PAGES = 8;
/** Fewer hits than this, and the words are looked up one by one. */
const FEW = 3;
const RANKING = { pageLength: 0.1, termFrequency: 0.1, termSaturation: 2, termSimilarity: 9 };

export async function loadPagefind(base: string, other: string): Promise<Pagefind> {
  const address = `${base}pagefind/pagefind.js`;
  const pagefind = (await import(/* @vite-ignore */ address)) as Pagefind;
  await pagefind.options({ baseUrl: base, ranking: RANKING });
  await pagefind.init();
  // Named by its whole address the index of the other language counts as another one; Pagefind
  // keeps its languages in lower case.
  await pagefind.mergeIndex(`${location.origin}${base}pagefind/`, {
    language: other.toLowerCase(),
    baseUrl: base,
    ranking: RANKING,
  });
  return pagefind;
}

/** All words first; with few hits, pages by how many of the words they hold. */
async function hitsOf(pagefind: Pagefind, query: string, words: readonly string[]): Promise<Hit[]> {
  const whole = (await pagefind.search(query)).results;
  if (whole.length >= FEW || words.length < 2) return whole;
  const scores = new Map<string, { hit: Hit; score: number }>();
  const add = (hit: Hit, score: number) =>
    scores.set(hit.id, { hit, score: (scores.get(hit.id)?.score ?? 0) + score });
  for (const hit of whole) add(hit, words.length + 1);
  for (const word of words.slice(0, 6)) {
    for (const hit of (await pagefind.search(word)).results) add(hit, 1 + hit.score / 1000);
  }
  return [...scores.values()].sort((a, b) => b.score - a.score).map(({ hit }) => hit);
}

/**
 * Whether a page has what was looked for. Pagefind answers any letters with the nearest word it
 * knows, down to one common letter; a hit counts when a marked word and a searched one share half
 * of its letters, at least three (or all, if fewer), or any Chinese character.
 */
export function isRelevant(
  { excerpt, meta, sub_results: parts = [] }: Fragment,
  query: string,
): boolean {
  const text = [excerpt, ...parts.map((part) => part.excerpt)].join(' ');
  const marks = [...text.matchAll(/<mark>(.*?)<\/mark>/g)].map(([, word]) => word.toLowerCase());
  const title = `${meta.name ?? ''} ${meta.title ?? ''}`.toLowerCase();
  return query
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
    .some((word) => {
      if (/\p{Script=Han}/u.test(word)) {
        return [...word].some(
          (letter) => title.includes(letter) || marks.some((each) => each.includes(letter)),
        );
      }
      const start = word.slice(0, Math.max(3, Math.ceil(word.length / 2)));
      return title.includes(start) || marks.some((each) => each.includes(start));
    });
}

/** Sections of the pages that hold the query, the best first, at most two a page. */
export async function findSections(
  pagefind: Pagefind,
  query: string,
  words: readonly string[],
): Promise<Section[]> {
  const hits = await hitsOf(pagefind, query, words);
  const pages = await Promise.all(hits.slice(0, PAGES).map((hit) => hit.data()));
  return pages
    .filter((page) => isRelevant(page, query))
    .flatMap((page) => {
      const name = page.meta.name ?? page.meta.title ?? page.url;
      // The question at the top is the title again; the concept itself stands above.
      const inside = page.sub_results?.filter(({ url }) => !/#question$/.test(url)) ?? [];
      const parts = inside.length ? inside : [{ ...page, title: name }];
      return parts.slice(0, 2).map(({ title, url, excerpt }) => ({
        page: name,
        slug: page.meta.slug,
        title,
        url,
        excerpt,
      }));
    });
}
