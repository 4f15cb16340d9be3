/** Numbers and templates as text. Pure: the build and the browser write with the same functions. */

export type Words = Record<string, string>;

/** Puts values into a template: `第 {r} 行`. */
export function fill(template: string, values: Record<string, string | number>): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''));
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
}

/** A number for people: whole ones exact, others to some digits, “≈” in front when digits are lost. */
export function show(value: number, digits = 4): string {
  const text = plain(value, digits);
  return Number(text) === value || Number.isNaN(value) ? minus(text) : `≈${minus(text)}`;
}

/** A number to some significant digits, whole ones exact, without a sign for what is lost. */
export function plain(value: number, digits = 6): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e9) return String(value === 0 ? 0 : value);
  const text = Number(value.toPrecision(digits));
  return String(text);
}

/** With a true minus sign. */
export const minus = (text: string) => text.replace(/-/g, '−');

/** A number as an operand: in brackets when it is negative. */
export function operand(value: number, digits = 6): string {
  const text = minus(plain(value, digits));
  return value < 0 ? `(${text})` : text;
}

/** Whether every number is written out in full by `plain` (and `operand`) with these digits. */
export function allExact(values: readonly number[], digits = 6): boolean {
  return values.every((value) => Number(plain(value, digits)) === value);
}

/** `=` when every number of an equation is written in full, `≈` when one is rounded. */
export const equals = (...values: number[]) => (allExact(values) ? '=' : '≈');

/** A number in its cell, with its full precision beside it, or with so many decimals of it. */
export const datum = (value: number, digits = 4, places?: number) =>
  `<data value="${places === undefined ? value : +value.toFixed(places)}">${show(value, digits)}</data>`;

/** A scalar result of the contract: `<data data-output="name" value="…">`. */
export const scalar = (name: string, value: number, shown = show(value, 6)) =>
  `<data data-output="${name}" value="${value}">${shown}</data>`;

/** A colour as `class` and share of the largest magnitude; the style sheet mixes it. */
export function heat(value: number, largest: number): string {
  if (!(largest > 0) || value === 0 || Number.isNaN(value)) return '';
  const share = Math.round((100 * Math.min(Math.abs(value), largest)) / largest);
  return ` class="${value > 0 ? 'pos' : 'neg'}" style="--h:${share}%"`;
}

/** The largest |value|. */
export function magnitude(values: ArrayLike<number>): number {
  let largest = 0;
  for (let i = 0; i < values.length; i++) largest = Math.max(largest, Math.abs(values[i]));
  return largest;
}

/** A number with separators of thousands, as both languages write it. */
export const thousands = (value: number) => String(value).replace(/\B(?=(\d{3})+$)/g, ',');

const written = new WeakMap<object, Map<string, string>>();

/** HTML of results that does not follow the cursor: written once for these `outputs` and this `key`. */
export function onceFor(outputs: object, key: string, write: () => string): string {
  const known = written.get(outputs) ?? new Map<string, string>();
  written.set(outputs, known);
  const html = known.get(key) ?? write();
  known.set(key, html);
  return html;
}
