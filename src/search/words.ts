/**
 * The words of texts, as both the build and the matcher cut them: Latin words without their endings,
 * pairs of Chinese characters. And how the list of who uses which word is packed into a file. Pure.
 */
import { bigrams, hasHan, pieces } from './fold.ts';

/** Word → pages that use it and how much it says of each. */
export interface WordFile {
  /** First character and what follows it, `卷积核 池化`; `-` if nothing does. All in this order. */
  han: string;
  /** Which pages each speaks for, see `packPages`. */
  hanPages: string;
  latin: string;
  latinPages: string;
  /** Of the names, in the order in which the first file has them. */
  namePages: string;
}

/** Marks a word that is a whole name: `#卷积核`. */
export const NAME = '#';

/** `normalizing`, `normalized`, `normalization` → one word, the same on both sides of a comparison. */
export function root(word: string): string {
  if (word.length < 5 || /\d/.test(word)) return word;
  const short = word
    .replace(/(?:ications?|ying|iers?|ied|ify)$/, 'i')
    .replace(/(?:ations?|ators?|ating|ated|ates?|ative)$/, '')
    .replace(/(?:ions?|ings?|ed|ers?|ors?|ly|ively|ive|e)$/, '');
  if (short.length < 3) return word;
  return short.replace(/([bdfgmnprt])\1$/, '$1').replace(/y$/, 'i');
}

/** The words of a folded text; words of asking are left to `withoutStops`. */
export const wordsOf = (folded: string): string[] =>
  pieces(folded).flatMap((piece) =>
    hasHan(piece) ? [...piece, ...bigrams(piece)] : [root(piece)],
  );

/** Pages are written as characters from here on, levels as those from the second one on. */
const FIRST_PAGE = 0x40;
const FIRST_LEVEL = 0x23;
/** What a word says of a page is written as a level: each is so much more than the one before. */
const LEAST = 0.9;
const STEP = 1.3;
const MOST = FIRST_PAGE - FIRST_LEVEL - 1;

/** `[[3, 0.5], [7, 0.5]]` → `-CG`: levels, each before its pages. */
export function packPages(pages: readonly (readonly [place: number, says: number])[]): string {
  const levels = new Map<number, string>();
  for (const [place, says] of pages) {
    const level = Math.min(MOST, Math.max(0, Math.round(Math.log(says / LEAST) / Math.log(STEP))));
    levels.set(level, (levels.get(level) ?? '') + pageLetter(place));
  }
  return [...levels].sort(([a], [b]) => b - a).map(([level, letters]) => String.fromCharCode(FIRST_LEVEL + level) + letters).join('');
} // prettier-ignore

/** The reverse of `packPages`, within the precision of a level. */
export function unpackPages(packed: string): [place: number, says: number][] {
  let says = 0;
  const pages: [number, number][] = [];
  for (const letter of packed) {
    const level = letter.charCodeAt(0) - FIRST_LEVEL;
    if (level <= MOST) says = LEAST * STEP ** level;
    else pages.push([placeOf(letter), says]);
  }
  return pages;
}

/** A page as a character (none, -1, as well). A backslash would be longer in JSON: it is left out. */
export const pageLetter = (place: number): string =>
  String.fromCharCode(FIRST_PAGE + place + (FIRST_PAGE + place >= 0x5c ? 1 : 0));
/** The reverse of `pageLetter`. */
export const placeOf = (letter: string): number => {
  const code = letter.charCodeAt(0);
  return code - FIRST_PAGE - (code > 0x5c ? 1 : 0);
};

/** Stands for a character by itself where the second one of a pair would stand. */
const ALONE = '-';

/** Packs a list of words. */
export function pack(
  words: ReadonlyMap<string, [place: number, says: number][]>,
  names: readonly string[] = [],
): WordFile {
  const sorted = [...words.keys()].filter((word) => word[0] !== NAME).sort();
  const latin = sorted.filter((word) => !hasHan(word));
  const han = sorted.filter(hasHan);
  const pagesOf = (list: string[]): string =>
    list.map((word) => packPages(words.get(word)!)).join(' ');
  let first = '';
  let letters = '';
  for (const word of han) {
    const [own, other = ALONE] = word;
    if (own !== first) letters += (letters && ' ') + own;
    letters += other;
    first = own;
  }
  return {
    han: letters,
    hanPages: pagesOf(han),
    latin: latin.join(' '),
    latinPages: pagesOf(latin),
    namePages: names.map((name) => packPages(words.get(NAME + name) ?? [])).join(' '),
  };
}

/** Word → its packed pages. */
export function unpack(file: WordFile, names: readonly string[] = []): Map<string, string> {
  const han = file.han.split(' ').flatMap((group) => {
    const [first, ...others] = group;
    return others.map((other) => (other === ALONE ? first : first + other));
  });
  const listed = (text: string): string[] => text.split(' ').filter(Boolean);
  const pages = [...listed(file.hanPages), ...listed(file.latinPages)];
  const words = [...han, ...listed(file.latin)].map((word, at): [string, string] => [
    word,
    pages[at],
  ]);
  const ofNames = file.namePages.split(' ');
  for (const [at, name] of names.entries()) if (ofNames[at]) words.push([NAME + name, ofNames[at]]);
  return new Map(words);
}
