/** What the modes are drawn from: maps of cells, buttons, tables, sums. Pure. */
import { escapeHtml, fill, minus, plain } from '../toolkit/text.ts';
import { placeOf, sizeOf, type View } from './places.ts';

export const num = (value: number) => minus(plain(value, 5));

const exact = (value: number) => Number(plain(value, 5)) === value;

export const same = (...values: number[]) => (values.every(exact) ? '=' : '≈');

/** A sum, what it comes to, in bold. */
export const put = (text: string, value: number, ...used: number[]) => `${same(...used)} ${text} ${same(value, ...used)} <b>${num(value)}</b>`; // prettier-ignore

const outline = (r: number, c: number) => `M${c} ${r}h1v1h-1z`;

interface Drawn {
  /** What the cursor's `on` is on this map. */
  on: string;
  title: string;
  /** What is seen, in short. */
  alt?: string;
  /** Class of the style sheet for a cell, or a grey from 0 to 255. */
  look: (r: number, c: number) => string | number;
  text?: (r: number, c: number) => string;
  /** Painted, moved, or only looked at. */
  does?: 'paint' | 'move';
  covered?: boolean;
  below?: string;
}

/** A map of cells that can be walked. */
export function mapFigure(view: View, drawn: Drawn): string {
  const { state, words } = view;
  const { on, title, alt = '', look, text, does, covered, below = '' } = drawn;
  const [rows, cols] = sizeOf(state);
  const paths = new Map<string, string>();
  let letters = '';
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < cols; c++) {
      const seen = look(r, c);
      const key = typeof seen === 'number' ? `fill="rgb(${Array(3).fill(Math.round(seen))})"` : seen && `class="${seen}"`; // prettier-ignore
      if (key) paths.set(key, (paths.get(key) ?? '') + outline(r, c));
      const sign = text?.(r, c);
      if (sign) letters += `<text x="${c + 0.5}" y="${r + 0.67}">${sign}</text>`;
    }
  }
  const place = placeOf(view);
  const here = place ? `<path class="at" d="${outline(...place)}"/>` : '';
  const label = fill(does === 'move' ? words.shapeLabel : does === 'paint' ? words.mapLabel : '{name}', { name: title, k: state.move }); // prettier-ignore
  const [top, left] = state.move === '1' ? state.one : state.two;
  const acts = does === 'paint' ? ' data-press="paint" data-sweep' : does === 'move' ? ` data-pick="${top + 2},${left + 2}"` : ''; // prettier-ignore
  return (
    `<figure class="m-figure${does ? ' m-own' : ''}" style="--cols:${cols}"><figcaption>${title}</figcaption>` +
    (covered ? '<div class="w-covered">' : '') +
    `<div class="w-map m-map" data-map="${on}" data-layer="0" data-rows="${rows}" data-cols="${cols}"${acts} tabindex="0" role="application" ` +
    `aria-label="${escapeHtml(label)}" style="aspect-ratio:${cols}/${rows};--rows:${rows}">` +
    `<svg viewBox="0 0 ${cols} ${rows}" role="img" aria-label="${escapeHtml(`${title} ${alt}`.trim())}">` +
    [...paths].map(([key, d]) => `<path ${key} d="${d}"/>`).join('') +
    `${letters}${here}</svg></div>` +
    (covered ? '</div><p class="w-veil" aria-hidden="true">?</p>' : '') +
    `${below}</figure>`
  );
}

export const figures = (...list: string[]) => `<div class="m-figures">${list.join('')}</div>`;

/** Buttons for what is painted. */
export function brushes(
  view: View,
  name: string,
  label: string,
  choices: readonly (readonly [value: string, text: string, look: string])[],
  chosen: string,
): string {
  // prettier-ignore
  const buttons = choices.map(([value, text, look]) => `<button type="button" data-do="ui:${name}=${value}" aria-pressed="${value === chosen}"><i class="m-key ${look}"></i>${text}</button>`); // prettier-ignore
  return `<div class="w-chips w-live-only"><span class="w-label">${label}</span>${buttons.join('')}</div>`;
}

export const actButton = (name: string, text: string) => `<button type="button" data-do="act:${name}">${text}</button>`; // prettier-ignore

export const hint = (text: string) => `<p class="w-hint">${text}</p>`;

export const paintHint = ({ words, state }: View) => `<p class="w-hint w-needs-script">${words.paintHint}${state.mode === 'panoptic' ? '' : words.backTo0}</p>`; // prettier-ignore

export const tables = (...list: string[]) => `<div class="m-tables">${list.join('')}</div>`;
