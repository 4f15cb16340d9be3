/**
 * Finds concepts, terms, scenes, notebooks and models by what a reader types. Names are compared in
 * tiers (the same, begins with, contains, read so in pinyin, misspelled); a longer query is cut into
 * the names it holds, and each says as much as it is rare; what is left is looked up among the words
 * that set a page apart. Pure: no page, no network.
 */
import { bigrams, compact, distance, fold, hasHan, pieces, type Spelling } from './fold.ts';
import { STOP_HAN, STOP_WORDS } from './stop.ts';
import type { Entry, IndexFile, Match, TextFile } from './types.ts';
import { NAME, root, unpack, unpackPages, wordsOf } from './words.ts';

/** A folded name and who bears it. */
interface Name {
  text: string;
  compact: string;
  han: boolean;
  /** How much it says, up to 1. */
  says: number;
  /** From the second file: texts are not asked for it as a name, only for its words. */
  further?: boolean;
  owners: { entry: Entry; weight: number }[];
  /** Pairs of Chinese characters, Latin words. */
  units?: string[];
  /** Readings without tones, and their first letters; made when first wanted. */
  pinyin?: { whole: string[]; starts: number[]; initials: string };
}

/** Scores of the tiers: each lies well above what the next one can reach. */
const TIER = { exact: 1000, prefix: 620, contained: 420, pinyin: 800, initials: 700, pinyinPart: 480, misspelled: 500 } as const; // prettier-ignore
/** Weight of a name by where it stands. */
const WEIGHT = { title: 1, name: 0.96, term: 0.93, also: 0.9 } as const;

const LONGEST_QUERY = 120;

export class Matcher {
  readonly concepts: Entry[];
  readonly spelling: Spelling;
  readonly #names = new Map<string, Name>();
  readonly #han = new Map<string, string>();
  readonly #says: string;
  readonly #syllables = new Map<string, string[]>();
  /** Latin words of names and texts: what a misspelled word can mean. */
  readonly #vocabulary = new Set<string>();
  /** Word of a text → its packed pages. */
  #words: ReadonlyMap<string, string> = new Map();
  readonly #roots = new Set<string>();
  #scenes: { entry: Entry; words: Set<string>; text: string }[] = [];

  constructor(file: IndexFile) {
    this.spelling = { han: this.#han, words: file.words };
    this.#learnHan(file.han);
    this.#says = file.says;
    for (const [read, all] of Object.entries(file.pinyin)) {
      for (const letter of all) {
        this.#syllables.set(letter, [...(this.#syllables.get(letter) ?? []), read]);
      }
    }
    this.concepts = file.concepts.map(([slug, zh, en, names]) => {
      const entry: Entry = {
        kind: 'concept',
        id: slug,
        title: { zh, en },
        path: `concepts/${slug}/`,
      };
      this.#add(fold(zh), entry, WEIGHT.title);
      this.#add(fold(en), entry, WEIGHT.title);
      for (const name of names) this.#add(name, entry, WEIGHT.name);
      return entry;
    });
    for (const [id, zh, en, also, concept] of file.terms) {
      const entry: Entry = { kind: 'term', id, title: { zh, en }, path: `glossary/#${id}` };
      for (const name of [fold(zh), fold(en), ...also]) {
        this.#add(name, entry, 0.5);
        if (concept >= 0) this.#add(name, this.concepts[concept], WEIGHT.term);
      }
    }
    for (const { text } of this.#names.values()) this.#learn(text);
  }

  /** Adds what comes with the second file. */
  addText({ words, han, also, scenes, notebooks, models }: TextFile): void {
    this.#learnHan(han);
    this.#words = unpack(words, this.names);
    this.#addFurther(also);
    for (const word of words.latin.split(' ')) this.#roots.add(word);
    for (const [path, widget, list] of scenes) {
      for (const [name, zh, en, more] of list) {
        this.#addPage(
          { kind: 'scene', id: `${widget}/${name}`, title: { zh, en }, path: `${path}#${widget}?scene=${name}` },
          `${more} ${widget}`,
        ); // prettier-ignore
      }
    }
    for (const [slug, zh, en] of notebooks) {
      this.#addPage(
        { kind: 'notebook', id: slug, title: { zh, en }, path: `notebooks/${slug}/` },
        'notebook 笔记本',
      );
    }
    for (const [id, zh, en] of models) {
      this.#addPage(
        { kind: 'model', id, title: { zh, en }, path: `models/${id}/` },
        `model 模型 ${id}`,
      );
    }
  }

  /** What answers a query, best first. */
  search(query: string): Match[] {
    const folded = fold(query.slice(0, LONGEST_QUERY), this.spelling);
    if (!folded) return [];
    const scores = new Map<Entry, number>();
    const best = (entry: Entry, score: number) =>
      scores.set(entry, Math.max(scores.get(entry) ?? 0, score));

    const topic = compact(withoutStops(folded)) || compact(folded);
    const whole = compact(folded);
    this.#direct(whole, best);
    if (topic !== whole) this.#direct(topic, best, 0.97);
    if (!hasHan(whole) && whole.length > 1) this.#byPinyin(whole, best);
    const strong = Math.max(0, ...scores.values());

    if (!strong && /^\p{Script=Han}{2,4}$/u.test(topic)) {
      for (const { text, owners } of this.#names.values()) {
        if (!isShortFor(topic, text)) continue;
        const score = (300 * topic.length) / text.length;
        for (const { entry, weight } of owners) best(entry, score * weight);
      }
    }

    let parts = this.#parts(folded);
    if (strong < TIER.contained) {
      const repaired = this.#repaired(folded);
      if (repaired !== folded) {
        this.#direct(compact(repaired), best, 0.6);
        this.#direct(compact(withoutStops(repaired)), best, 0.58);
        parts = this.#parts(repaired);
      }
    }
    // Parts decide among equals and answer what is no name as a whole.
    const most = Math.max(0, ...parts.values());
    for (const [entry, sum] of parts) {
      const share = entry.kind === 'concept' ? 1 : 0.5;
      const much = strong < TIER.contained ? 400 : SHARE.tie;
      scores.set(entry, (scores.get(entry) ?? 0) + (share * much * sum) / Math.max(most, 1.5));
    }
    for (const [entry, score] of this.#pages(folded)) best(entry, score);
    if (!scores.size) this.#nearest(whole, best);
    return [...scores]
      .map(([entry, score]) => ({ entry, score }))
      .filter(({ score }) => score > 20)
      .sort((a, b) => b.score - a.score);
  }

  /** All names, in the order of the first file. */
  get names(): string[] {
    return [...this.#names.keys()];
  }

  /** What the words of texts are asked for: the names in a folded text, and its words. */
  told(folded: string, names = this.#cut(folded).names): string[] {
    const words = wordsOf(withoutHan(folded) || folded);
    const own = names.filter(({ further }) => !further);
    return [...new Set([...own.map(({ text }) => NAME + text), ...words])];
  }

  /** Words of a query that the texts are asked for: names it holds, and what is left of it. */
  wordsOf(query: string): string[] {
    const folded = fold(query.slice(0, LONGEST_QUERY), this.spelling);
    const { names, rest } = this.#cut(folded);
    return [
      ...new Set([...names.map(({ text }) => text), ...rest.filter((each) => each.length > 1)]),
    ];
  }

  #add(text: string, entry: Entry, weight: number): void {
    if (!text) return;
    let name = this.#names.get(text);
    if (!name) {
      const says = Number(this.#says[this.#names.size]) / 9;
      name = { text, compact: compact(text), han: hasHan(text), says, owners: [] };
      this.#names.set(text, name);
    }
    const known = name.owners.find((owner) => owner.entry === entry);
    if (known) known.weight = Math.max(known.weight, weight);
    else name.owners.push({ entry, weight });
  }

  /** Names of the second file, none of which the first one has. */
  #addFurther(also: readonly string[]): void {
    for (const [place, names] of also.entries()) {
      for (const text of names.split('|').filter(Boolean)) {
        const owners = [{ entry: this.concepts[place], weight: WEIGHT.also }];
        const name = { text, compact: compact(text), han: hasHan(text), says: 0.5, further: true };
        this.#names.set(text, { ...name, owners });
        this.#learn(text);
      }
    }
  }

  #learnHan(pairs: string): void {
    const letters = [...pairs];
    for (let at = 0; at < letters.length; at += 2) this.#han.set(letters[at + 1], letters[at]);
  }

  #learn(text: string): void {
    for (const piece of pieces(text)) if (!hasHan(piece)) this.#vocabulary.add(piece);
  }

  #addPage(entry: Entry, more: string): void {
    const text = fold(`${entry.title.zh} ${entry.title.en} ${more}`, this.spelling);
    this.#scenes.push({ entry, text, words: new Set(text.match(/\p{Script=Han}+|\d+|[a-z]+/gu)) });
  }

  /** The tiers that compare with a whole name. */
  #direct(sought: string, best: (entry: Entry, score: number) => void, factor = 1): void {
    if (!sought) return;
    for (const name of this.#names.values()) {
      const score = nearness(sought, name);
      if (!score) continue;
      for (const { entry, weight } of name.owners) best(entry, score * weight * factor);
    }
  }

  #byPinyin(sought: string, best: (entry: Entry, score: number) => void): void {
    for (const name of this.#names.values()) {
      if (!name.han) continue;
      const { whole, starts, initials } = (name.pinyin ??= this.#read(name.compact));
      let score = 0;
      for (const read of whole) {
        if (read === sought) score = TIER.pinyin;
        else if (sought.length > 2 && read.startsWith(sought)) {
          score = Math.max(score, TIER.pinyinPart + (150 * sought.length) / read.length);
        } else if (sought.length > 4 && starts.some((at) => read.startsWith(sought, at))) {
          score = Math.max(score, TIER.pinyinPart - 60 + (100 * sought.length) / read.length);
        } else if (sought.length > 6 && distance(sought, read, 1) === 1) {
          score = Math.max(score, TIER.pinyinPart + 90);
        }
      }
      if (initials === sought) score = Math.max(score, sought.length > 2 ? TIER.initials : 300);
      else if (sought.length > 2 && initials.startsWith(sought)) {
        score = Math.max(score, 380 + (60 * sought.length) / initials.length);
      }
      if (!score) continue;
      for (const { entry, weight } of name.owners) best(entry, score * weight);
    }
  }

  /** Where nothing else was found: names two edits away at most, or initials. */
  #nearest(sought: string, best: (entry: Entry, score: number) => void): void {
    const limit = sought.length > 3 ? 2 : 1;
    for (const { compact: text, pinyin, owners } of this.#names.values()) {
      const near = [text, pinyin?.initials ?? ''].filter((each) => each.length > limit);
      const edits = Math.min(...near.map((each) => distance(sought, each, limit)));
      if (edits <= limit)
        for (const { entry, weight } of owners) best(entry, (90 * weight) / edits);
    }
  }

  #read(text: string): NonNullable<Name['pinyin']> {
    let whole = [''];
    let initials = '';
    const starts: number[] = [];
    for (const letter of text) {
      const reads = this.#syllables.get(letter) ?? [letter];
      starts.push(whole[0].length);
      whole = whole.flatMap((start) => reads.map((read) => start + read)).slice(0, 8);
      initials += reads[0][0];
    }
    return { whole, starts: starts.slice(1), initials };
  }

  /** Cuts a folded query into names, the longest first, and what lies between them. */
  #cut(folded: string): { names: Name[]; rest: string[] } {
    const found: { name: Name; from: number; to: number }[] = [];
    for (const name of this.#names.values()) {
      if (name.text.length > folded.length || (name.han && name.text.length < 2)) continue;
      if (!name.han && STOP_WORDS.has(name.text)) continue;
      for (let at = folded.indexOf(name.text); at >= 0; at = folded.indexOf(name.text, at + 1)) {
        if (isWhole(folded, at, at + name.text.length)) {
          found.push({ name, from: at, to: at + name.text.length });
        }
      }
    }
    found.sort((a, b) => b.to - b.from - (a.to - a.from));
    const taken = new Array<boolean>(folded.length).fill(false);
    const names: Name[] = [];
    for (const { name, from, to } of found) {
      if (taken.slice(from, to).includes(true)) continue;
      taken.fill(true, from, to);
      if (!names.includes(name)) names.push(name);
    }
    const left = [...folded].map((letter, at) => (taken[at] ? ' ' : letter)).join('');
    return {
      names,
      rest: pieces(withoutStops(left)).filter((piece) => !STOP_WORDS.has(piece)),
    };
  }

  /** Sums over the names a query holds and the words of texts. */
  #parts(folded: string): Map<Entry, number> {
    const sums = new Map<Entry, number>();
    const add = (entry: Entry, value: number) => sums.set(entry, (sums.get(entry) ?? 0) + value);
    const { names } = this.#cut(folded);
    // What a name says is learned with the words: until they are there, its rarity tells.
    for (const name of this.#words.size ? names.filter(({ further }) => further) : names) {
      const length = name.han ? name.text.length : 1.5 + name.text.length / 6;
      for (const { entry, weight } of name.owners) {
        // A title says whose page it is even where many pages mention it.
        const share = name.further ? SHARE.further : SHARE.name;
        add(entry, share * weight * length * (0.15 + 0.85 * name.says ** 1.5));
      }
    }
    // A name whose parts are there with others between them: 权重全部初始化 for 权重初始化.
    const asked = new Set(unitsOf(folded));
    for (const name of this.#names.values()) {
      const units = (name.units ??= unitsOf(name.text));
      if (units.length < 3 || name.further || names.includes(name)) continue;
      const cover = units.filter((unit) => asked.has(unit)).length / units.length;
      if (cover < 0.6) continue;
      for (const { entry, weight } of name.owners)
        add(entry, weight * units.length * cover * SHARE.apart);
    }
    // A name is looked up among the words too: a page that speaks of it counts.
    for (const [place, says] of this.#byText(folded, names)) {
      add(this.concepts[place], SHARE.text * says);
    }
    return sums;
  }

  /** What the words of a query say for each page, in the mean. */
  #byText(folded: string, names: Name[]): Map<number, number> {
    const sums = new Map<number, number>();
    const words = this.told(folded, names).filter((word) => this.#words.has(word));
    for (const word of words) {
      for (const [place, says] of unpackPages(this.#words.get(word)!)) {
        sums.set(place, (sums.get(place) ?? 0) + says / Math.sqrt(words.length));
      }
    }
    return sums;
  }

  /** The query with misspelled words replaced by the nearest known ones. */
  #repaired(folded: string): string {
    let repaired = pieces(folded)
      .map((piece) => (hasHan(piece) ? piece : this.#nearestWord(piece)))
      .join(' ');
    const { names, rest } = this.#cut(repaired);
    // Names next to each other are no misspelled name.
    if (!rest.length) return fold(repaired, this.spelling);
    const known = new Set(names.map(({ text }) => text));
    const short = compact(withoutStops(folded)).length;
    let best: { name: Name; at: number } | undefined;
    for (const name of this.#names.values()) {
      const { text } = name;
      if (name.further) continue;
      // Of three characters one in three is much: only where little else was typed.
      if (!/^\p{Script=Han}{3,}$/u.test(text) || (text.length === 3 && short > 4)) continue;
      for (let at = 0; at + text.length <= repaired.length; at++) {
        const part = repaired.slice(at, at + text.length);
        if (differences(part, text) !== 1 || !hasHan(part)) continue;
        // 高卷积网络 holds a name as it is, and is no misspelled 反卷积网络.
        if (known.has(part) || known.has(part.slice(1)) || known.has(part.slice(0, -1))) continue;
        const longer = text.length - (best?.name.text.length ?? 0);
        if (longer > 0 || (longer === 0 && weightOf(name) > weightOf(best!.name))) {
          best = { name, at };
        }
      }
    }
    if (best) {
      const { text } = best.name;
      repaired = repaired.slice(0, best.at) + text + repaired.slice(best.at + text.length);
    }
    return fold(repaired, this.spelling);
  }

  #nearestWord(word: string): string {
    if (
      word.length < 4 ||
      this.#vocabulary.has(word) ||
      this.#roots.has(root(word)) ||
      STOP_WORDS.has(word)
    )
      return word;
    const limit = word.length < 7 ? 1 : 2;
    let nearest = word;
    let least = Infinity;
    for (const known of [...this.#vocabulary, ...this.#roots]) {
      if (known.length < 4 || (limit > 1 && known[0] !== word[0] && known.length < 9)) continue;
      const edits = distance(word, known, limit) + (known[0] === word[0] ? 0 : 0.5);
      if (edits < least) [nearest, least] = [known, edits];
    }
    return nearest;
  }

  /** Scenes, notebooks and models: every word of the query must be there. */
  #pages(folded: string): [Entry, number][] {
    const words = pieces(withoutStops(folded))
      .flatMap((piece) => (hasHan(piece) ? [piece] : (piece.match(/\d+|[^\d]+/g) ?? [])))
      .filter((word) => !STOP_WORDS.has(word));
    if (!words.length) return [];
    const found: [Entry, number][] = [];
    for (const { entry, text, words: known } of this.#scenes) {
      const all = words.every((word) =>
        hasHan(word)
          ? text.includes(word)
          : known.has(word) || (word.length > 3 && text.includes(word)),
      );
      if (all)
        found.push([entry, 150 + Math.min(200, (400 * compact(folded).length) / text.length)]);
    }
    return found;
  }
}

/** What a text says beside a name, a name of either file, and one of which only parts are there. */
const SHARE = { text: 3, name: 0.5, further: 6, apart: 0.2, tie: 100 } as const;

const unitsOf = (folded: string): string[] =>
  pieces(folded).flatMap((piece) => (hasHan(piece) ? bigrams(piece) : [piece]));

const weightOf = ({ owners, says }: Name): number =>
  Math.max(...owners.map(({ weight }) => weight)) * (0.5 + says);

/** Score of a name for a whole query: the same, begins so, contains it. */
function nearness(sought: string, name: Name): number {
  const { compact: text } = name;
  if (text === sought) return TIER.exact;
  if (text.length <= sought.length) return 0;
  const cover = sought.length / text.length;
  if (text.startsWith(sought)) return TIER.prefix + 200 * cover;
  if (sought.length < 2 || (!name.han && sought.length < 3)) return 0;
  const at = text.indexOf(sought);
  if (at < 0) return 0;
  const within = name.text.indexOf(sought);
  if (!hasHan(sought) && (within < 0 || !isBoundary(name.text, within))) return 0;
  return TIER.contained + 150 * cover;
}

/** `跳连` for 跳跃连接: characters of a name in their order, from its first one. */
function isShortFor(sought: string, name: string): boolean {
  if (sought.length < 2 || name.length > 3 * sought.length || sought[0] !== name[0]) return false;
  let at = 0;
  for (const letter of name) if (letter === sought[at]) at++;
  return at === sought.length;
}

const isLatin = (letter: string | undefined): boolean =>
  letter !== undefined && /[\p{L}\p{N}]/u.test(letter) && !hasHan(letter);

/** Whether a Latin word can begin (or end) between two letters. */
const isBoundary = (text: string, at: number): boolean =>
  !(isLatin(text[at - 1]) && isLatin(text[at]));

const isWhole = (text: string, from: number, to: number): boolean =>
  isBoundary(text, from) && isBoundary(text, to);

function differences(a: string, b: string): number {
  let count = 0;
  for (let at = 0; at < b.length; at++) if (a[at] !== b[at]) count++;
  return count;
}

const stopPattern = new RegExp(
  [...STOP_HAN].sort((a, b) => b.length - a.length).filter((stop) => stop.length > 1).join('|'),
  'g',
); // prettier-ignore
const PARTICLES = /[的了吗呢么吧啊]/g;

const withoutHan = (f: string): string => f.replace(stopPattern, ' ').replace(PARTICLES, ' ');
/** A folded query without the words of asking. */
export function withoutStops(folded: string): string {
  return folded
    .replace(stopPattern, ' ')
    .replace(PARTICLES, ' ')
    .split(' ')
    .filter((word) => word && !STOP_WORDS.has(word))
    .join(' ')
    .replace(
      /(?<=\p{Script=Han}) (?=[^\p{Script=Han}])|(?<=[^\p{Script=Han}]) (?=\p{Script=Han})/gu,
      '',
    );
}
