/** Which matches are shown, and in which order. Pure. */
import { withoutStops } from './match.ts';
import type { Kind, Match } from './types.ts';

/** At most so many of each kind, in this order. */
const SHOWN: readonly [kind: Kind, most: number][] = [
  ['concept', 6],
  ['scene', 3],
  ['notebook', 2],
  ['model', 2],
  ['term', 2],
];

/** A match that is this much weaker than the best of its kind is not worth a line. */
const SHARE = 0.3;

/** The matches to show: concepts first, then what can be run, then terms. */
export function pick(matches: readonly Match[]): Match[] {
  const top = matches[0]?.score ?? 0;
  return SHOWN.flatMap(([kind, most]) => {
    const own = matches.filter(({ entry }) => entry.kind === kind);
    const least = kind === 'concept' ? SHARE * (own[0]?.score ?? 0) : 0;
    const weak = kind === 'term' ? SHARE * top : 0;
    return own.filter(({ score }) => score >= Math.max(least, weak)).slice(0, most);
  });
}

/** Whether a marked word says something: `the` and 的 do only where nothing else was asked for. */
export const tells = (word: string, asked: readonly string[]): boolean =>
  !asked.length || withoutStops(word.toLowerCase()) !== '';

/** Cuts a text at the words that were asked for: odd pieces are to be marked. */
export function marked(text: string, words: readonly string[]): string[] {
  const telling = words.some((word) => tells(word, words)) ? words : [];
  const sought = words
    .filter((word) => word.length > 1 && tells(word, telling))
    .sort((a, b) => b.length - a.length);
  if (!sought.length) return [text];
  const pattern = sought.map((word) => word.replace(/[^\p{L}\p{N} ]/gu, '\\$&')).join('|');
  return text.split(new RegExp(`(${pattern})`, 'giu'));
}

/** The searches kept on the device, newest first, with one more. */
export function remembered(list: readonly string[], query: string, most = 6): string[] {
  const text = query.trim();
  if (!text) return [...list];
  return [text, ...list.filter((each) => each !== text)].slice(0, most);
}
