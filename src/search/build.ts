/** Makes the files of the search when the site is built; nothing here reaches a reader's device. */
import { Converter } from 'opencc-js';
import { pinyin } from 'pinyin-pro';
import { LANGS, type L10n, type Lang } from '../i18n/langs.ts';
import { bigrams, compact, fold, hasHan, pieces } from './fold.ts';
import { withoutStops } from './match.ts';
import { STOP_HAN } from './stop.ts';
import type { IndexFile, TextFile } from './types.ts';
import { pack, wordsOf } from './words.ts';

export interface ConceptSource {
  slug: string;
  title: L10n;
  aliases: L10n<string[]>;
  /** Questions that the page answers. */
  questions: L10n[];
  /** How readers put it who do not know its name. */
  asked: L10n<string[]>;
  answer: L10n;
  /** The page as plain words. */
  prose: L10n;
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

/** How much each name says, from the number of pages that mention it: a digit a name, 1 to 9. */
function saying(names: string[], concepts: ConceptSource[]): string {
  const texts = concepts.map(({ prose }) => ` ${fold(prose.zh)} ${fold(prose.en)} `);
  const spaced = texts.map((text) => text.replace(SCRIPTS_MEET, ' '));
  const digits = names.map((name) => {
    const within = hasHan(name) ? texts : spaced;
    const sought = hasHan(name) ? name : ` ${name} `;
    const pages = within.filter((text) => text.includes(sought)).length;
    const rare = 1 - Math.log(Math.max(pages, 1)) / Math.log(concepts.length * 1.3);
    return Math.max(1, Math.round(9 * rare));
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

/** How often a word stands in a text counts by where it stands. */
const FIELDS = { prose: 1, answer: 2, heading: 3, question: 3, asked: 15, name: 20 } as const;
/** Weight of a pair of characters that belong to two words. */
const ACROSS = 0.2;
/** What counts less on a page is left out: a single pair across two words. */
const COUNTED = 0.5;
/** Repetition: a word that stands so often in a text of usual length says half of what it can. */
const HALF = 40;
/** Share of what being there at all says, however often. */
const MENTION = 0.1;
/** How much longer texts are held against their words. */
const LENGTH = 0.3;
/** What says less of a page is left out. */
const LEAST = { han: 0.12, latin: 0.05 } as const;

const segmenter = new Intl.Segmenter('zh', { granularity: 'word' });

/** Pairs of a Chinese run with their weight. */
function weighedPairs(run: string): [pair: string, weight: number][] {
  const ends = new Set([0]);
  for (const { index, segment } of segmenter.segment(run)) ends.add(index + segment.length);
  return bigrams(run).map((pair, at) => {
    const alone = ends.has(at) && ends.has(at + 1) && ends.has(at + 2);
    return [pair, ends.has(at + 1) && !alone ? ACROSS : 1];
  });
}

/** The words of a page in one language with how often they stand there, by where. */
function countsOf(page: ConceptSource, lang: Lang): Map<string, number> {
  const counts = new Map<string, number>();
  const add = (text: string, weight: number) => {
    for (const piece of pieces(withoutStops(fold(text)))) {
      const words = hasHan(piece)
        ? weighedPairs(piece)
        : wordsOf(piece).map((word): [string, number] => [word, 1]);
      for (const [word, share] of words) counts.set(word, (counts.get(word) ?? 0) + weight * share);
    }
  };
  add(page.prose[lang], FIELDS.prose);
  for (const heading of page.prose[lang].match(/^#+ .*$/gm) ?? []) add(heading, FIELDS.heading);
  add(page.answer[lang], FIELDS.answer);
  for (const question of page.questions) add(question[lang], FIELDS.question);
  for (const phrase of page.asked[lang]) add(phrase, FIELDS.asked);
  for (const name of [page.title[lang], ...page.aliases[lang]]) add(name, FIELDS.name);
  return counts;
}

/** Who uses which word, and how much it says of each: as in BM25, fields as counts. */
export function weighedWords(concepts: ConceptSource[]): Map<string, [number, number][]> {
  const words = new Map<string, Map<number, number>>();
  for (const lang of LANGS) {
    const counts = concepts.map((page) => countsOf(page, lang));
    const lengths = concepts.map(({ prose }) => prose[lang].length);
    const usual = lengths.reduce((sum, length) => sum + length, 0) / concepts.length;
    counts.forEach((count, place) => {
      const half = HALF * (1 - LENGTH + (LENGTH * lengths[place]) / (usual || 1));
      for (const [word, times] of count) {
        if (times < COUNTED) continue;
        const says = (1 - MENTION) * (times / (times + half)) + MENTION * (times / (times + 0.5));
        const pages = words.get(word) ?? new Map<number, number>();
        words.set(word, pages.set(place, Math.max(pages.get(place) ?? 0, says)));
      }
    });
  }
  const kept = [...words].map(([word, pages]): [string, [number, number][]] => {
    const rare = Math.log(1 + (concepts.length - pages.size + 0.5) / (pages.size + 0.5));
    const least = LEAST[hasHan(word) ? 'han' : 'latin'];
    const list = [...pages].map(([place, says]): [number, number] => [place, says * rare]);
    return [word, list.filter(([, says]) => says >= least)];
  });
  return new Map(kept.filter(([word, pages]) => pages.length && !/^.$|\d{3}|.{24}/.test(word)));
}

/** The second file: answers, and the words of each page that say something of it. */
export function buildText(sources: SearchSources): TextFile {
  const { concepts } = sources;
  const words = weighedWords(concepts);
  return {
    answers: concepts.map(({ answer }) => answer),
    words: pack(words),
    han: traditional([...words.keys()].filter(hasHan).join('')),
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
