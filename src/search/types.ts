/** The two files of the search: made by build.ts, read by match.ts. */
import type { L10n } from '../i18n/langs.ts';
import type { WordFile } from './words.ts';

/** What answers at once: loaded when the search box is about to be used, packed by names.ts. */
export interface IndexFile {
  /** Slug, titles, further names. */
  concepts: [slug: string, zh: string, en: string, names: string[]][];
  /** Id, names in both languages, further names, the place of its concept or -1. */
  terms: [id: string, zh: string, en: string, also: string[], concept: number][];
  /** How much each name says, a digit each, in the order in which names first stand above. */
  says: string;
  /** Pairs: simplified, traditional. */
  han: string;
  /** Wordings of other regions. */
  words: [from: string, to: string][];
  /** Syllable → the characters of names that are read so. */
  pinyin: Record<string, string>;
}

/** What is added after the first results: answers, the words that set a page apart, more to find. */
export interface TextFile {
  answers: L10n[];
  /** Names by which readers look for a page though it is not called so, by concept, `DWConv|Xception`. */
  also: string[];
  /** What the words of texts say of the pages. */
  words: WordFile;
  /** Pairs: simplified, traditional, for the characters of these words. */
  han: string;
  /** Scenes of the widgets of a page: its address below the language, widget, names and titles. */
  scenes: [
    path: string,
    widget: string,
    list: [name: string, zh: string, en: string, more: string][],
  ][];
  notebooks: [slug: string, zh: string, en: string][];
  models: [id: string, zh: string, en: string][];
}

export type Kind = 'concept' | 'scene' | 'notebook' | 'term' | 'model';

/** One result. */
export interface Entry {
  kind: Kind;
  /** Slug or id. */
  id: string;
  title: L10n;
  /** Address below the language, such as `concepts/pooling/`. */
  path: string;
}

export interface Match {
  entry: Entry;
  score: number;
}
