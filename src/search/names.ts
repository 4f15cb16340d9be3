/**
 * How the first file is written. A reader waits for it, so names stand in one text for each language
 * with marks between them, which compresses better than lists, and what follows from a title is left
 * out. Pure.
 */
import { hasHan } from './fold.ts';
import type { IndexFile } from './types.ts';
import { pageLetter, placeOf } from './words.ts';

/** The first file as it is sent: see `IndexFile` for what it holds. */
export interface NameFile {
  /** Of concepts, then of terms: the title and the names up to the last Chinese one. */
  zh: string;
  /** The English title and the other names; `=` and the slug or id where the title does not give it. */
  en: string;
  /** The concept of each term, a character each. */
  of: string;
  says: string;
  han: string;
  words: string;
  /** Syllables, each before its characters. */
  pinyin: string;
}

/** Between names and between entries; before a slug. */
const [NEXT, END, IS] = ['|', ';', '='];

const joined = (rows: readonly (readonly string[])[]): string =>
  rows.map((row) => row.join(NEXT)).join(END);
const split = (text: string): string[][] =>
  text ? text.split(END).map((row) => row.split(NEXT)) : [];

/** `Max pooling (MP)` → `max-pooling-mp`: what most slugs and ids are. */
const slugOf = (title: string): string =>
  title
    .toLowerCase()
    .replace(/[^a-z\d]+/g, '-')
    .replace(/^-|-$/g, '');

/** Writes the first file. */
export function packNames({ concepts, terms, says, han, words, pinyin }: IndexFile): NameFile {
  const entries = [...concepts, ...terms];
  for (const text of entries.flat(2)) {
    if (/[|;=]/.test(String(text))) throw new Error(`${text}: | ; = cannot stand in a name`);
  }
  const chinese = (names: readonly string[]): number => names.findLastIndex(hasHan) + 1;
  return {
    zh: joined(entries.map(([, zh, , names]) => [zh, ...names.slice(0, chinese(names))])),
    en: joined(
      entries.map(([id, , en, names]) => [
        slugOf(en) === id ? en : en + IS + id,
        ...names.slice(chinese(names)),
      ]),
    ),
    of: terms.map((term) => pageLetter(term[4])).join(''),
    says,
    han,
    words: joined(words),
    pinyin: Object.entries(pinyin).flat().join(''),
  };
}

/** The reverse of `packNames`. */
export function unpackNames({ zh, en, of, says, han, words, pinyin }: NameFile): IndexFile {
  const english = split(en);
  const entries = split(zh).map(([title, ...names], at): IndexFile['concepts'][number] => {
    const [[twin, more], others] = [english[at][0].split(IS), english[at].slice(1)];
    return [more ?? slugOf(twin), title, twin, [...names, ...others]];
  });
  const terms = entries.splice(entries.length - of.length);
  return {
    concepts: entries,
    terms: terms.map((term, at) => [...term, placeOf(of[at])]),
    says,
    han,
    words: split(words) as IndexFile['words'],
    pinyin: Object.fromEntries(
      [...pinyin.matchAll(/([a-z]+)([^a-z]+)/g)].map(([, read, letters]) => [read, letters]),
    ),
  };
}
