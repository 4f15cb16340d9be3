/**
 * Where a digit comes from, for widgets on models of digits: one that was held out from training
 * (`image=test-17`), drawn (`input`), or a picture of the reader's own (`image=own`). Pure but for
 * `bring`.
 */
import type { L10n } from '../../../i18n/langs.ts';
import { fromRows, type Grid } from '../../../lib/grid.ts';
import { loadData, loadedData, tileOf } from '../../../models/data.ts';
import { centreDigit, inkOf } from '../../../models/digits.ts';
import { loadModel } from '../../../models/store.ts';
import { errorHtml, optionList } from './controls.ts';
import type { PictureInfo, PictureRef } from './kind.ts';
import { findPicture } from './maps.ts';
import { LIMITS, matrixText, parseChannels, Refusal, type Query } from './query.ts';
import type { ToolWords } from './strings.ts';
import { fill } from './text.ts';

/** How many held-out digits there are of each class, 0 to 9, in the order in which they stand. */
export const HELD_OUT = [150, 169, 149, 155, 147, 129, 152, 160, 142, 147];
const COUNT = HELD_OUT.reduce((sum, n) => sum + n, 0);

export type DigitSource =
  | { kind: 'held-out'; index: number }
  | { kind: 'drawn'; rows: number[][] }
  | { kind: 'own'; height: number; width: number };

/** The class of a held-out digit. */
export function labelOf(index: number): number {
  let left = index;
  return HELD_OUT.findIndex((n) => (left -= n) < 0);
}

/** The first held-out digit of a class. */
export const firstOf = (label: number) => HELD_OUT.slice(0, label).reduce((sum, n) => sum + n, 0);

/** A digit of a class to begin with. */
export const sampleOf = (label: number) => firstOf(label) + 30;

/**
 * The number in `test-17`.
 *
 * @throws Refusal when there is no such digit.
 */
export function parseHeldOut(key: string, text: string): number {
  const [, number] = /^test-(\d{1,4})$/.exec(text.trim()) ?? [];
  if (number === undefined || Number(number) >= COUNT) {
    throw new Refusal(key, 'held-out', { value: text.slice(0, 24), max: COUNT - 1 });
  }
  return Number(number);
}

/**
 * The digit that `image` or `input` of a query names.
 *
 * @throws Refusal when there is no such digit.
 */
export function parseDigit(
  { image, input }: Query<'image' | 'input'>,
  own: PictureInfo | undefined,
): DigitSource {
  if (input !== undefined) {
    const [rows] = parseChannels('input', input, LIMITS.matrix, 1);
    const bad = rows.flat().find((value) => value < 0 || value > 255);
    if (bad !== undefined) throw new Refusal('input', 'range', { value: bad, min: 0, max: 255 });
    return { kind: 'drawn', rows };
  }
  if (image === 'own') {
    const { height, width } = findPicture('own', own);
    return { kind: 'own', height, width };
  }
  return { kind: 'held-out', index: parseHeldOut('image', image ?? '') };
}

/** The same as texts of the address. */
export function digitTexts(source: DigitSource): Query<'image' | 'input'> {
  if (source.kind === 'drawn') return { input: matrixText(source.rows) };
  return { image: source.kind === 'own' ? 'own' : `test-${source.index}` };
}

/** The picture that the toolkit reads for a source. */
export const pictureOfDigit = (source: DigitSource | undefined): PictureRef | undefined =>
  source?.kind === 'own' ? { id: 'own', channels: 1 } : undefined;

const there = new Set<string>();

/**
 * Models, and the held-out digits where a source needs them, for `load` of a kind: undefined when
 * all of it has come before.
 */
export function bring(
  models: readonly string[],
  ...sources: readonly (DigitSource | undefined)[]
): Promise<unknown> | undefined {
  const data = sources.some((source) => source?.kind === 'held-out') ? ['digits/test'] : [];
  const wanted = [
    ...models.map((id) => [id, loadModel] as const),
    ...data.map((id) => [id, loadData] as const),
  ].filter(([id]) => !there.has(id));
  if (wanted.length === 0) return undefined;
  return Promise.all(
    wanted.map(async ([id, load]) => {
      await load(id);
      there.add(id);
    }),
  );
}

/** The digit [28, 28, 1] from 0 to 1, bright on black and centred as in training; `bring` first. */
export function digitGrid(source: DigitSource, picture: Grid | undefined): Grid {
  if (source.kind === 'held-out') return tileOf(loadedData('digits/test'), source.index);
  return centreDigit(source.kind === 'drawn' ? fromRows(source.rows) : inkOf(picture!));
}

// ---- controls ---------------------------------------------------------------------------------

/** Words of the controls, for `joinWords`. */
export interface DigitWords {
  heldOut: string;
  heldOutHint: string;
  drawOn: string;
  digitNext: string;
  digitBack: string;
  digitIs: string;
  digitDrawn: string;
  digitOwn: string;
}

export const DIGIT_WORDS: L10n<DigitWords> = {
  zh: {
    heldOut: '没参加训练的数字',
    heldOutHint: '留出的数字，编号 {n}，标签 {label}',
    drawOn: '在上面接着画',
    digitNext: '下一个留出的数字',
    digitBack: '上一个留出的数字',
    digitIs: '留出的数字 {label}，编号 {n}',
    digitDrawn: '你画的数字，已按训练时的办法居中缩放',
    digitOwn: '你打开的数字，已按训练时的办法居中缩放',
  },
  en: {
    heldOut: 'a held-out digit',
    heldOutHint: 'held-out digit {n}, labeled {label}',
    drawOn: 'draw on it',
    digitNext: 'Next held-out digit',
    digitBack: 'Previous held-out digit',
    digitIs: 'the held-out digit {label}, number {n}',
    digitDrawn: 'your drawing, centered and scaled as in training',
    digitOwn: 'your picture, centered and scaled as in training',
  },
};

/** The reasons of refusal above, for `problems` of a widget. */
export const DIGIT_PROBLEMS: L10n<Record<string, string>> = {
  zh: { 'held-out': '{name}要写成 test-0 到 test-{max}，“{value}”不行。' },
  en: { 'held-out': 'The {name} must be one of test-0 to test-{max}; “{value}” is not.' },
};

/** What a digit is, for alternative texts. */
export function digitName(source: DigitSource, words: DigitWords): string {
  if (source.kind === 'drawn') return words.digitDrawn;
  if (source.kind === 'own') return words.digitOwn;
  return fill(words.digitIs, { label: labelOf(source.index), n: source.index });
}

/**
 * Ten classes, back and next, drawing, a picture of one's own.
 *
 * @param other a first choice without any digit, when there is one: what it is called
 */
export function digitControls(
  words: ToolWords & DigitWords,
  source: DigitSource | undefined,
  ui: Readonly<Record<string, string>>,
  other?: string,
): string {
  const index = source?.kind === 'held-out' ? source.index : undefined;
  const kept = `test-${index ?? sampleOf(0)}`;
  const chosen = { 'held-out': kept, drawn: 'draw', own: 'own', '': '' }[source?.kind ?? ''];
  const choices = {
    ...(other !== undefined && { '': other }),
    [kept]: words.heldOut,
    draw: words.draw,
    ...((ui.own || chosen === 'own') && { own: words.own }),
  };
  const set = (n: number, label: string, name: string, pressed?: boolean) =>
    `<button type="button" data-do="set:image=test-${n}" aria-label="${name}"${pressed === undefined ? '' : ` aria-pressed="${pressed}"`}>${label}</button>`;
  let html =
    `<div class="w-line"><label><span>${words.source}</span><select name="image">${optionList(choices, chosen!)}</select></label>` +
    `<label class="w-file"><input type="file" accept="image/*"><span>${words.upload}</span></label></div>${errorHtml('image')}`;
  if (index !== undefined) {
    const label = labelOf(index);
    const hint = fill(words.heldOutHint, { n: index, label });
    html +=
      `<div class="w-chips w-digits" role="group" aria-label="${words.heldOut}">` +
      set((index + COUNT - 1) % COUNT, '‹', words.digitBack) +
      HELD_OUT.map((_, d) =>
        set(d === label ? index : sampleOf(d), `${d}`, `${d}`, d === label),
      ).join('') +
      set((index + 1) % COUNT, '›', words.digitNext) +
      `</div><p class="w-hint">${hint}</p>`;
  } else if (source) {
    const drawn = source.kind === 'drawn';
    html += `${errorHtml('input')}<p class="w-hint w-needs-script">${drawn ? words.drawHint : words.uploadHint}</p>`;
    // A drawing that came by a link is shown first, and drawn on when asked.
    if (drawn && ui.draw !== '1') {
      html += `<p class="w-needs-script"><button type="button" data-do="ui:draw=1">${words.drawOn}</button></p>`;
    }
  }
  return html;
}
