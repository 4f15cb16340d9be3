/**
 * The search of the dialog and of the search page. Names answer first, from a small file; then come
 * the answers and telling words of the second file, then the sections that Pagefind finds.
 */
import { HTML_LANG, isLang, otherLang, type Lang } from '../../i18n/langs.ts';
import { SEARCH_WORDS } from '../../i18n/search.ts';
import { Matcher } from '../../search/match.ts';
import { unpackNames, type NameFile } from '../../search/names.ts';
import { pick, remembered } from '../../search/pick.ts';
import type { Match, TextFile } from '../../search/types.ts';
import css from './search.css?inline';
import type { findSections, Pagefind, Section } from './search-sections.ts';
import { entryItem, recentList, sectionItem, type Frame } from './search-view.ts';

const KEPT = 'rf:searches';
/** Sections that are shown at most. */
const SECTIONS = 8;
/** The text is searched when the reader has not typed for so long, in ms. */
const PAUSE = 80;

interface Names {
  matcher: Matcher;
  /** Resolves when the second file is there; it may not come. */
  texts: Promise<TextFile | undefined>;
}

let names: Promise<Names> | undefined;
let pagefind: Promise<Text> | undefined;

async function json<T>(address: string): Promise<T> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  return (await response.json()) as T;
}

/** Fetches the names, once; the second file follows. */
export function prepare(base: string): Promise<Names> {
  names ??= json<NameFile>(`${base}search/names.json`).then((file) => {
    const matcher = new Matcher(unpackNames(file));
    const texts = json<TextFile>(`${base}search/texts.json`).then(
      (text) => {
        matcher.addText(text);
        return text;
      },
      () => undefined,
    );
    return { matcher, texts };
  });
  names.catch(() => (names = undefined));
  return names;
}

interface Text {
  pagefind: Pagefind;
  findSections: typeof findSections;
}

/** Pagefind with the indexes of both languages, once. */
function textIndex(base: string, other: Lang): Promise<Text> {
  pagefind ??= import('./search-sections.ts').then(async ({ findSections, loadPagefind }) => ({
    pagefind: await loadPagefind(base, HTML_LANG[other]),
    findSections,
  }));
  pagefind.catch(() => (pagefind = undefined));
  return pagefind;
}

function kept(): string[] {
  try {
    const list: unknown = JSON.parse(localStorage.getItem(KEPT) ?? '[]');
    return Array.isArray(list) ? list.filter((each) => typeof each === 'string') : [];
  } catch {
    return [];
  }
}

function keep(list: readonly string[]): void {
  try {
    if (list.length) localStorage.setItem(KEPT, JSON.stringify(list));
    else localStorage.removeItem(KEPT);
  } catch {
    // Storage can be refused: nothing is remembered then.
  }
}

/** Makes the box in `root` search as one types. `onQuery` is told every query. */
export async function attachSearch(
  root: HTMLElement,
  onQuery: (query: string) => void = () => undefined,
): Promise<void> {
  // The address may be relative to the page; scripts and results need the whole path.
  const base = new URL(root.dataset.base!, location.href).pathname;
  const tag = document.documentElement.lang.slice(0, 2);
  const lang: Lang = isLang(tag) ? tag : 'zh';
  const frame: Frame = { base, lang, words: SEARCH_WORDS[lang] };
  const { words } = frame;
  const input = root.querySelector<HTMLInputElement>('input[name="q"]')!;
  const status = root.querySelector<HTMLElement>('[data-search-status]')!;
  const list = root.querySelector<HTMLElement>('[data-search-results]')!;
  const recent = document.createElement('div');
  recent.className = 'search-recent';
  list.before(recent);
  const more = document.createElement('a');
  more.className = 'search-more';
  more.textContent = words.share;
  more.hidden = true;
  if (root.matches('dialog')) list.after(more);

  if (!document.adoptedStyleSheets.some((sheet) => 'search' in sheet)) {
    const sheet = Object.assign(new CSSStyleSheet(), { search: true });
    sheet.replaceSync(css);
    document.adoptedStyleSheets.push(sheet);
  }

  let latest = 0;

  const showRecent = (): void => {
    const use = (query: string) => {
      input.value = query;
      input.focus();
      void search();
    };
    const forget = () => {
      keep([]);
      showRecent();
      input.focus();
    };
    recent.replaceChildren(...recentList(kept(), frame, use, forget));
  };

  /** Shows results and keeps the focus on the one that had it. */
  const show = (items: HTMLElement[]): void => {
    const focused = list.contains(document.activeElement)
      ? (document.activeElement as HTMLAnchorElement).href
      : undefined;
    list.replaceChildren(...items);
    if (focused === undefined) return;
    const again = links().find(({ href }) => href === focused) ?? input;
    again.focus({ preventScroll: true });
  };
  const links = (): HTMLAnchorElement[] => [...list.querySelectorAll('a')];

  const search = async (): Promise<void> => {
    const typed = input.value.trim();
    const mine = ++latest;
    const stale = () => mine !== latest;
    list.dataset.query = typed;
    more.href = `${base}${lang}/search/?q=${encodeURIComponent(typed)}`;
    more.hidden = !typed;
    onQuery(typed);
    if (!typed) {
      list.replaceChildren();
      showRecent();
      status.textContent = words.empty;
      list.dataset.state = 'done';
      return;
    }
    recent.replaceChildren();
    list.dataset.state = 'loading';
    if (!list.childElementCount) status.textContent = words.loading;

    const known = await prepare(base).catch(() => undefined);
    if (stale()) return;
    let asked: string[] = [];
    let matches: Match[] = [];
    let sections: Section[] = [];
    const draw = (answers?: TextFile): number => {
      if (known) {
        asked = known.matcher.wordsOf(typed);
        matches = pick(known.matcher.search(typed));
      }
      const places = known?.matcher.concepts ?? [];
      let entries = matches.map(({ entry }) => entry);
      if (!entries.some(({ kind }) => kind === 'concept')) {
        // No name and no telling word: the pages that hold the text are the concepts then.
        const slugs = new Set(sections.map(({ slug }) => slug));
        const holding = [...slugs].map((slug) => places.find(({ id }) => id === slug));
        entries = [...holding.filter((entry) => entry !== undefined).slice(0, 3), ...entries];
      }
      const ofEntries = entries.map((entry) =>
        entryItem(entry, answers?.answers[places.indexOf(entry)]?.[lang], asked, frame),
      );
      const ofSections = sections.slice(0, SECTIONS).map((each) => sectionItem(each, asked, frame));
      const items = [...ofEntries, ...ofSections];
      show(items);
      return items.length;
    };
    // The names answer the keystroke.
    if (known) draw();

    let textFailed = false;
    const [text] = await Promise.all([
      known?.texts,
      pause(PAUSE).then(async () => {
        if (stale()) return;
        try {
          const index = await textIndex(base, otherLang(lang));
          if (stale()) return;
          const query = typed.normalize('NFKC');
          const cut = known?.matcher.wordsOf(typed) ?? [];
          sections = await index.findSections(index.pagefind, query, cut);
        } catch {
          textFailed = true;
        }
      }),
    ]);
    if (stale()) return;
    const count = draw(text);
    // Names and answers are an answer too: an error is only that nothing could be asked.
    const missing = textFailed || !text;
    const whole = count ? words.count : words.none;
    const partly = count ? words.noText : words.error;
    const say = missing ? partly : whole;
    status.textContent = say.replace('{n}', String(count));
    list.dataset.state = textFailed && !known ? 'error' : 'done';
  };

  input.addEventListener('input', () => void search());
  list.addEventListener('click', () => keep(remembered(kept(), input.value)));
  root.addEventListener('keydown', (event) => {
    // Safari ends the composition first: only the code tells that this Enter chose a word.
    if (event.isComposing || event.keyCode === 229) return;
    const all = links();
    const at = all.indexOf(document.activeElement as HTMLAnchorElement);
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      if (document.activeElement !== input && at < 0) return;
      event.preventDefault();
      const to = at + (event.key === 'ArrowDown' ? 1 : -1);
      (all[to] ?? (to < 0 ? input : all.at(-1)))?.focus();
    } else if (event.key === 'Enter' && document.activeElement === input) {
      event.preventDefault();
      all[0]?.click();
    } else if (
      at >= 0 &&
      event.key.length === 1 &&
      !event.ctrlKey &&
      !event.metaKey &&
      !event.altKey
    ) {
      // Typing goes on in the box.
      input.focus();
    }
  });
  showRecent();
  void prepare(base).catch(() => undefined);
  if (input.value) await search();
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
