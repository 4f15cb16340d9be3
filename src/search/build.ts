/** Makes the files of the search when the site is built; nothing here reaches a reader's device. */
import { Converter } from 'opencc-js';
import { pinyin } from 'pinyin-pro';
import { LANGS, type L10n } from '../i18n/langs.ts';
import { compact, fold, hasHan } from './fold.ts';
import { learn, type Example } from './learn.ts';
import { Matcher } from './match.ts';
import { STOP_HAN } from './stop.ts';
import type { IndexFile, TextFile } from './types.ts';
import { NAME, pack } from './words.ts';

export interface ConceptSource {
  slug: string;
  title: L10n;
  aliases: L10n<string[]>;
  /** Questions that the page answers. */
  questions: L10n[];
  /** How readers put it who do not know its name. */
  asked: L10n<string[]>;
  /** Methods, short names and symbols for which it is the page to read. */
  also: string[];
  answer: L10n;
  /** The page as plain words. */
  prose: L10n;
  /** Its formulas in TeX. */
  formulas: string[];
}

export interface SearchSources {
  /** In learning order. */
  concepts: ConceptSource[];
  terms: { id: string; zh: string; en: string; also: string[]; concept?: string }[];
  scenes: { path: string; widget: string; list: { name: string; query: string; title: L10n }[] }[];
  notebooks: { slug: string; title: L10n }[];
  models: { id: string; title: L10n }[];
}

/** Other wordings of Chinese, after the characters were made simplified. */
const WORDINGS: [string, string][] = [
  ['网路', '网络'],
  ['资料', '数据'],
  ['影像', '图像'],
  ['辨识', '识别'],
  ['物件', '目标'],
  ['侦测', '检测'],
  ['语意', '语义'],
  ['批次', '批量'],
  ['正规化', '归一化'],
  ['函式', '函数'],
  ['演算法', '算法'],
  ['强健', '鲁棒'],
  ['样本不均', '类别不平'],
  ['不均衡', '不平衡'],
  ['滤镜', '滤波器'],
  ['感知器', '感知机'],
  ['编码机', '编码器'],
  ['最佳化', '优化'],
  ['学习速率', '学习率'],
  ['精准率', '精确率'],
];

/** Readable parameters of a scene: `stride=2&padding=1` → `stride 2 padding 1`. */
export function parametersOf(query: string): string {
  return [...new URLSearchParams(query)]
    .filter(([key, value]) => key !== 'input' && key !== 'kernel' && /^[\w.-]{1,16}$/.test(value))
    .map(([key, value]) => `${key} ${value}`)
    .join(' ');
}

/** `卷积神经网络（CNN）` is also found by either part. */
function namesOf(title: string): string[] {
  const parts = title.split(/[（）()]|与(?=.{2})/).map((part) => part.trim());
  return parts.length > 1 ? parts.filter((part) => part.length > 1) : [];
}

const unique = (list: string[]): string[] => [...new Set(list)];

/** The first file: everything but texts. */
export function buildIndex(sources: SearchSources): IndexFile {
  const { concepts, terms } = sources;
  const place = new Map(concepts.map(({ slug }, at) => [slug, at]));
  const file: IndexFile = {
    concepts: concepts.map(({ slug, title, aliases }) => {
      const titles = LANGS.map((lang) => fold(title[lang]));
      const further = LANGS.flatMap((lang) => [...namesOf(title[lang]), ...aliases[lang]]);
      const names = unique(further.map((name) => fold(name)));
      return [slug, title.zh, title.en, names.filter((name) => !titles.includes(name))];
    }),
    terms: terms.map(({ id, zh, en, also, concept }) => {
      const names = unique([...namesOf(zh), ...namesOf(en), ...also].map((name) => fold(name)));
      return [id, zh, en, names, concept === undefined ? -1 : (place.get(concept) ?? -1)];
    }),
    says: '',
    han: '',
    words: WORDINGS,
    pinyin: {},
  };
  const names = unique([
    ...file.concepts.flatMap(([, zh, en, more]) => [fold(zh), fold(en), ...more]),
    ...file.terms.flatMap(([, zh, en, more]) => [fold(zh), fold(en), ...more]),
  ]).filter(Boolean);
  file.says = saying(names, concepts);
  file.han = traditional([...names, ...WORDINGS.flat(), ...STOP_HAN].join(''));
  file.pinyin = readings(names.filter(hasHan));
  return file;
}

/** How much each name says, from the number of pages that mention it: a digit a name: 1, 3, 5, 7 or 9. */
function saying(names: string[], concepts: ConceptSource[]): string {
  const texts = concepts.map(({ prose }) => ` ${fold(prose.zh)} ${fold(prose.en)} `);
  const spaced = texts.map((text) => text.replace(SCRIPTS_MEET, ' '));
  const digits = names.map((name) => {
    const within = hasHan(name) ? texts : spaced;
    const sought = hasHan(name) ? name : ` ${name} `;
    const pages = within.filter((text) => text.includes(sought)).length;
    const rare = 1 - Math.log(Math.max(pages, 1)) / Math.log(concepts.length * 1.3);
    return 1 + 2 * Math.max(0, Math.round(4 * rare));
  });
  return digits.join('');
}

/** Between a Chinese character and another one. */
const SCRIPTS_MEET = /(?<=\p{Script=Han})(?=[a-z\d])|(?<=[a-z\d])(?=\p{Script=Han})/gu;

/** The traditional forms of characters that occur, as pairs. */
function traditional(text: string): string {
  const used = new Set(text);
  const simplify = Converter({ from: 't', to: 'cn' });
  const pairs: string[] = [];
  for (let code = 0x4e00; code <= 0x9fff; code++) {
    const letter = String.fromCodePoint(code);
    const simple = simplify(letter);
    if (simple !== letter && simple.length === 1 && used.has(simple)) pairs.push(simple + letter);
  }
  return pairs.join('');
}

/** How the characters of names are read, by syllable; a character can stand under several. */
function readings(names: string[]): Record<string, string> {
  const table = new Map<string, Set<string>>();
  for (const name of names) {
    const letters = [...name];
    const read = pinyin(name, { toneType: 'none', type: 'array', v: true, nonZh: 'spaced' });
    if (read.length !== letters.length)
      throw new Error(`pinyin: ${name} is read as ${read.join(' ')}`);
    letters.forEach((letter, at) => {
      if (!hasHan(letter)) return;
      const known = table.get(read[at]) ?? new Set();
      table.set(read[at], known.add(letter));
    });
  }
  return Object.fromEntries(
    [...table].sort().map(([read, letters]) => [read, [...letters].join('')]),
  );
}

/** How much a phrase of a page counts by where it stands. */
const WEIGHT = {
  prose: 0.5,
  answer: 4,
  heading: 2,
  formula: 2,
  question: 6,
  asked: 4,
  name: 4,
} as const;
/** What says less of a page is left out. */
const LEAST = 0.9;
/** Shorter pieces of prose are no sentences. */
const SENTENCE = { zh: 5, en: 13 } as const;

/** Cuts a text into words as the matcher cuts a query. */
type Cut = (text: string) => string[];

/** The phrases of a page, cut into words: what the weights of words are learned from. */
function examplesOf(page: ConceptSource, place: number, wordsOf: Cut): Example[] {
  const examples: Example[] = [];
  const add = (text: string, weight: number): void => {
    const words = wordsOf(text);
    if (words.length) examples.push({ words, place, weight });
  };
  for (const lang of LANGS) {
    for (const name of [page.title[lang], ...page.aliases[lang]]) add(name, WEIGHT.name);
    for (const phrase of page.asked[lang]) add(phrase, WEIGHT.asked);
    for (const question of page.questions) add(question[lang], WEIGHT.question);
    for (const part of sentences(page.answer[lang])) add(part, WEIGHT.answer);
    for (const line of page.prose[lang].split('\n')) {
      if (line.startsWith('#')) add(line, WEIGHT.heading);
      else
        for (const part of sentences(line))
          if (part.trim().length >= SENTENCE[lang]) add(part, WEIGHT.prose);
    }
  }
  for (const formula of page.formulas) add(formula, WEIGHT.formula);
  return examples;
}

const sentences = (text: string): string[] => text.split(/[。；？！;?!]|\. /);

/** The further names of each page as the second file has them, without those of the first. */
function furtherNames(concepts: ConceptSource[], known: readonly string[]): string[] {
  const taken = new Set(known);
  return concepts.map(({ also }) => {
    const names = unique(also.map((name) => fold(name))).filter((name) => name && !taken.has(name));
    for (const name of names) taken.add(name);
    return names.join('|');
  });
}

/** What each word says of each page. */
export function weighedWords(
  sources: SearchSources,
  least: number = LEAST,
): Map<string, [number, number][]> {
  const { concepts, terms } = sources;
  const matcher = new Matcher(buildIndex(sources));
  const cut = (text: string): string[] => matcher.told(fold(text, matcher.spelling));
  const place = new Map(concepts.map(({ slug }, at) => [slug, at]));
  const examples = concepts.flatMap((page, at) => examplesOf(page, at, cut));
  for (const { zh, en, also, concept } of terms) {
    const page = concept === undefined ? undefined : place.get(concept);
    if (page === undefined) continue;
    for (const name of [zh, en, ...also]) {
      examples.push({ words: cut(name), place: page, weight: WEIGHT.name });
    }
  }
  const words = learn(examples, concepts.length, least);
  return new Map(
    [...words].filter(
      ([word]) => word[0] === NAME || !/^[^\p{Script=Han}]$|\d{3}|.{24}/u.test(word),
    ),
  );
}

/** The second file: answers, and the words of each page that say something of it. */
export function buildText(sources: SearchSources, least?: number): TextFile {
  const { concepts } = sources;
  const words = weighedWords(sources, least);
  const { names } = new Matcher(buildIndex(sources));
  const also = furtherNames(concepts, names);
  const han = [...words.keys()].filter((word) => word[0] !== NAME && hasHan(word));
  return {
    answers: concepts.map(({ answer }) => answer),
    also,
    words: pack(words, names),
    han: traditional([...han, ...also].join('')),
    scenes: sources.scenes.map(({ path, widget, list }) => [
      path,
      widget,
      list.map(({ name, query, title }) => [name, title.zh, title.en, parametersOf(query)]),
    ]),
    notebooks: sources.notebooks.map(({ slug, title }) => [slug, title.zh, title.en]),
    models: sources.models.map(({ id, title }) => [id, title.zh, title.en]),
  };
}

/** A name as it is compared, for tests and checks of the index. */
export const nameKey = (name: string): string => compact(fold(name));
