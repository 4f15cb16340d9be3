/** Makes the files of the search when the site is built; nothing here reaches a reader's device. */
import { Converter } from 'opencc-js';
import { pinyin } from 'pinyin-pro';
import { LANGS, type L10n } from '../i18n/langs.ts';
import { bigrams, compact, fold, hasHan, pieces } from './fold.ts';
import { STOP_HAN, STOP_WORDS } from './stop.ts';
import type { IndexFile, TextFile } from './types.ts';

export interface ConceptSource {
  slug: string;
  title: L10n;
  aliases: L10n<string[]>;
  /** Questions that the page answers. */
  questions: L10n[];
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

/** How many words of a page are kept in each language. */
const KEPT: L10n<number> = { zh: 150, en: 100 };

/** The words of a text, as the matcher cuts a query. */
export function wordsIn(text: string): string[] {
  return pieces(fold(text)).flatMap((piece) =>
    hasHan(piece)
      ? bigrams(piece).filter((pair) => !STOP_HAN.some((stop) => stop === pair))
      : STOP_WORDS.has(piece) || piece.length < 2
        ? []
        : [piece],
  );
}

/** The second file: answers, and the most telling words of each page. */
export function buildText(sources: SearchSources): TextFile {
  const { concepts } = sources;
  const telling = (lang: 'zh' | 'en'): string[] => {
    const counts = concepts.map(({ prose, questions, answer }) => {
      const count = new Map<string, number>();
      const add = (text: string, weight: number) => {
        for (const word of wordsIn(text)) count.set(word, (count.get(word) ?? 0) + weight);
      };
      add(prose[lang], 1);
      add(answer[lang], 2);
      for (const question of questions) add(question[lang], 3);
      return count;
    });
    const pages = new Map<string, number>();
    for (const count of counts) {
      for (const word of count.keys()) pages.set(word, (pages.get(word) ?? 0) + 1);
    }
    return counts.map((count) => {
      const weight = ([word, times]: [string, number]) =>
        (times / (times + 9)) * Math.log((concepts.length + 1) / pages.get(word)!);
      const kept = [...count]
        .map((each): [string, number] => [each[0], weight(each)])
        .sort((a, b) => b[1] - a[1])
        .slice(0, KEPT[lang]);
      return kept.map(([word]) => word).join(' ');
    });
  };
  const zh = telling('zh');
  const en = telling('en');
  return {
    answers: concepts.map(({ answer }) => answer),
    words: zh.map((words, at) => ({ zh: words, en: en[at] })),
    han: traditional(zh.join('')),
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
