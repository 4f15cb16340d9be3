/** Brings a query and what it is compared with to one form: width, case, script, spelling. */

/** What a query is rewritten by; made when the site is built (see build.ts). */
export interface Spelling {
  /** Traditional character → simplified one. */
  han: ReadonlyMap<string, string>;
  /** Wordings of other regions → ours, in simplified characters. */
  words: readonly (readonly [from: string, to: string])[];
}

const NONE: Spelling = { han: new Map(), words: [] };

const GREEK: Readonly<Record<string, string>> = {
  α: 'alpha',
  β: 'beta',
  γ: 'gamma',
  δ: 'delta',
  ε: 'epsilon',
  η: 'eta',
  θ: 'theta',
  λ: 'lambda',
  μ: 'mu',
  π: 'pi',
  ρ: 'rho',
  σ: 'sigma',
  τ: 'tau',
  φ: 'phi',
  ω: 'omega',
  '×': 'x',
  '∇': 'nabla',
  '∂': 'partial',
  '⊙': 'odot',
};

/** TeX that only says how a formula is set: `\\mathrm{softmax}` → `softmax`, `\\ell_2` → `l2`. */
const unset = (text: string): string =>
  text
    .replace(
      /\\[dt]?(?:math|text|operatorname|left|right|frac|begin|end|q?quad|big|tag)[a-z]*/gi,
      ' ',
    )
    .replace(/\\ell(?![a-z])[\s_{]*/gi, ' l');

const HAN = '\\p{Script=Han}';
const BESIDE_HAN = new RegExp(`(?<=${HAN}) | (?=${HAN})`, 'gu');
const isHanPattern = new RegExp(HAN, 'u');

/** Whether a text has a Chinese character. */
export const hasHan = (text: string): boolean => isHanPattern.test(text);

/** British to American, plural to singular, the same on both sides of every comparison. */
function stem(word: string): string {
  if (word.length < 4 || hasHan(word)) return word;
  return word
    .replace(/is(ation|e|ed|es|ing|er)(s?)$/, 'iz$1$2')
    .replace(/(?<=[a-z]{2})our$/, 'or')
    .replace(/(?<=[^s])s$/, '');
}

/**
 * `ＢＮ 層` → `bn层`, `Batch-Normalisation` → `batch normalization`, `$\sigma$` → `sigma`: words
 * with one space between them, none beside Chinese.
 */
export function fold(text: string, { han, words }: Spelling = NONE): string {
  let folded = unset(text)
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .normalize('NFC')
    .replace(/[α-ω×∇∂⊙]/g, (letter) => GREEK[letter] ?? letter)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
  folded = folded.replace(/[^\s\p{Script=Latin}\p{N}]/gu, (letter) => han.get(letter) ?? letter);
  folded = folded.replace(BESIDE_HAN, '').replace(/[a-z]+/g, stem);
  for (const [from, to] of words) folded = folded.replaceAll(from, to);
  return folded;
}

/** A folded text without its spaces: `data set` and `dataset` are one. */
export const compact = (folded: string): string => folded.replaceAll(' ', '');

/** The pieces of a folded text: words of letters and digits, runs of Chinese. */
export function pieces(folded: string): string[] {
  return folded.match(/\p{Script=Han}+|[^\s\p{Script=Han}]+/gu) ?? [];
}

/** Pairs of neighbouring characters: what Chinese is compared by where no dictionary knows it. */
export function bigrams(run: string): string[] {
  const letters = [...run];
  return letters.slice(1).map((letter, at) => letters[at] + letter);
}

/** Edits between two texts: insert, delete, replace, swap neighbours. More than `limit` is Infinity. */
export function distance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return Infinity;
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      row[j] = Math.min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        row[j] = Math.min(row[j], before[j - 2] + 1);
      }
      least = Math.min(least, row[j]);
    }
    if (least > limit) return Infinity;
    before = above;
    above = row;
  }
  return above[b.length] <= limit ? above[b.length] : Infinity;
}
