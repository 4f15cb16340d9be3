/**
 * What the notes of a widget say to someone who operates it, or about the device that computes: it
 * goes where nothing can be operated. What they say about the drawing stays.
 */
import type { L10n, Lang } from '../../src/i18n/langs.ts';
import { all, byTag, isElement, isText, rawText, remove, type Element, type Node } from './html.ts';

interface Hints {
  /** Words in the middle of others, and what stands for them. */
  words: [RegExp, string][];
  /** Parts of sentences that ask for something. */
  asks: RegExp;
  /** Sentences on which numbers the device of the reader computes. */
  device: RegExp;
}

const HINTS: L10n<Hints> = {
  zh: {
    words: [
      [/（(?:拖回去就是倒带|自己填|可以直接填|可改|自己放的点[^）]*)）/g, ''],
      [/：逐个看，逐个改/g, ''],
      [/，(?:点一下就跳到那一步|换几个看看|点图选框)/g, ''],
      [/；点图选框/g, ''],
      [/拖动竖线：线右边/g, '竖线右边'],
      [/^(\s*)(?:拖动|移动) /g, '$1'],
      [/与你的点击/g, '与点击'],
      [/逐个修改输入的数/g, '输入的每个数'],
    ],
    asks: new RegExp(
      [
        '^(?:点任|点一|按一|指到|指向|指着|涂几|选次数|换成数字|再点|同一符号再点|已点|现在变了)',
        '^(?:键盘：|改哪个|改任何一个|把滑块|把 logit|“让程序点”|打乱之后，|选 [+＋]|多的地方)',
        '都可以改$|按一个看|点一张|点一行|看哪',
      ].join('|'),
    ),
    device: /你的设备|在设备上|[由按] ?float64/,
  },
  en: {
    words: [
      [/ \((?:drag back to rewind|type here|yours to change|points of your own[^)]*)\)/g, ''],
      [/, to look at and to change/g, ''],
      [/: press to go to a step/g, ''],
      [/; (?:try some|press to choose a box)/g, ''],
      [/Drag the line: what lies right of it/g, 'What lies right of the line'],
      [/^(\s*)(?:Move|Drag) (?=\S+(?:$| ·))/g, '$1'],
      [/and your clicks/g, 'and clicks'],
      [/your own list/g, 'a list of layers'],
      [/Edit the input number by number/g, 'The input, number by number'],
    ],
    asks: new RegExp(
      [
        '^(?:(?:press|click|point at|choose) [\\w+]|paint a|keys:|keyboard:|where it takes too much)',
        '^(?:change any|take the slider|try a logit|the same sign again|“let the program click”)',
        '^(?:moved so far|the whole graph follows|input, kernels and weights can be changed)',
        '^\\d+ of at most|^once shuffled|add 1000',
      ].join('|'),
      'i',
    ),
    device: /your device|(?:in|with|are those of|from) float64/i,
  },
};

const CLAUSE: L10n<RegExp> = { zh: /[。！？；]\s*/g, en: /[.!?;](?=\s|$)\s*/g };
const SENTENCE: L10n<RegExp> = { zh: /[。！？]\s*/g, en: /[.!?](?=\s|$)\s*/g };

/** A text in its parts, each with the mark that ends it. */
function parts(value: string, end: RegExp): string[] {
  const cuts = [...value.matchAll(end)].map((match) => match.index + match[0].length);
  return [0, ...cuts]
    .map((from, at) => value.slice(from, cuts[at] ?? value.length))
    .filter((part) => part !== '');
}

/** Cuts the texts of an element into parts of sentences and takes away those that `goes` names. */
function dropParts(node: Element, end: RegExp, goes: (part: string) => boolean): void {
  const groups: Node[][] = [[]];
  for (const child of [...node.childNodes]) {
    if (!isText(child)) {
      groups.at(-1)!.push(child);
      continue;
    }
    for (const value of parts(child.value, end)) {
      groups.at(-1)!.push({ ...child, value });
      if (new RegExp(`(?:${end.source})$`).test(value)) groups.push([]);
    }
  }
  const said = (group: Node[]) => group.map(rawText).join('').trim();
  const stays = groups.filter((group) => !said(group) || !goes(said(group)));
  if (stays.length === groups.length) return;
  const first = groups.findIndex((group) => said(group));
  const kept = stays.flat();
  const opening = kept.find((child) => isText(child) && child.value.trim());
  if (opening && isText(opening) && !stays.includes(groups[first])) {
    opening.value = opening.value.replace(/^\s*[a-z](?=[a-z]* )/, (letter) => letter.toUpperCase());
  }
  const last = kept.findLast((child) => isText(child) && child.value.trim());
  if (last && isText(last)) {
    last.value = last.value.replace(/([；;])\s*$/, (mark) => (mark.startsWith('；') ? '。' : '.'));
  }
  for (const child of [...node.childNodes]) remove(child);
  for (const child of kept) {
    child.parentNode = node;
    node.childNodes.push(child);
  }
}

const isNote = byTag('p', 'small', 'figcaption', 'summary', 'caption');
const isNamed = byTag('span', 'b', 'h3');
const DRAWN = ['svg', 'math', 'pre', 'table'];

/** Everything below a node that is neither drawn nor code, the innermost first. */
function notes(root: Element): Element[] {
  return root.childNodes
    .filter(isElement)
    .filter((child) => !DRAWN.includes(child.tagName))
    .flatMap((child) => [...notes(child), ...(isNote(child) || isNamed(child) ? [child] : [])]);
}

/** Takes the hints out of the notes of a widget. */
export function dropHints(widget: Element, lang: Lang): void {
  const { words, asks, device } = HINTS[lang];
  for (const note of notes(widget)) {
    for (const child of note.childNodes) {
      if (!isText(child)) continue;
      child.value = words.reduce((value, [from, to]) => value.replace(from, to), child.value);
    }
    if (!isNote(note)) continue;
    dropParts(note, SENTENCE[lang], (part) => device.test(part));
    dropParts(note, CLAUSE[lang], (part) => asks.test(part.replace(/[。；！？.;!?]$/, '')));
  }
  for (const box of all(widget, byTag('p', 'small', 'figcaption'))) {
    if (!rawText(box).trim() && !box.childNodes.some(isElement)) remove(box);
  }
}
