/** Form controls as HTML, the same in every widget. Pure. */
import { PICTURES } from './maps.ts';
import type { ToolWords } from './strings.ts';
import { escapeHtml } from './text.ts';

/** Where the message of a refused value appears; `sync` leaves it alone. */
const errorHtml = (key: string) =>
  `<p class="w-error" role="alert" data-error="${key}" hidden></p>`;

export interface ControlOptions {
  /** The instance, for ids. */
  id: string;
  /** The key of the address. */
  key: string;
  label: string;
  hint?: string;
  value: string;
  /** What an empty field means. */
  placeholder?: string;
  /** What a word in a stepper means in numbers (“same”), so that − and + can go on from there. */
  number?: string;
}

/** What a field is called and what it says of itself, as `labels` and `hints` of the words have it. */
export function controlOf<K extends string>(
  { id, words }: { id: string; words: { labels: Readonly<Record<K, string>>; hints: object } },
  key: K,
  value = '',
): ControlOptions {
  const hint = (words.hints as Partial<Record<string, string>>)[key];
  return { id, key, label: words.labels[key], value, ...(hint && { hint }) };
}

/** The choices of a list, in order, by what they are called. */
export const named = <K extends string>(keys: readonly K[], called: Readonly<Record<K, string>>) =>
  Object.fromEntries(keys.map((key) => [key, called[key]]));

const hintId = ({ id, key }: ControlOptions) => `${id}-${key}-hint`;
const labelHtml = ({ id, key, label }: ControlOptions) =>
  `<label for="${id}-${key}">${label}</label>`;
const describe = (options: ControlOptions) =>
  options.hint ? ` aria-describedby="${hintId(options)}"` : '';
const hintHtml = (options: ControlOptions) =>
  options.hint ? `<small id="${hintId(options)}">${options.hint}</small>` : '';
const placeholderHtml = ({ placeholder, number }: ControlOptions) =>
  (placeholder ? ` placeholder="${escapeHtml(placeholder)}"` : '') +
  (number ? ` data-number="${number}"` : '');
const wrap = (options: ControlOptions, inside: string) =>
  `<div class="w-field w-${options.key}">${labelHtml(options)}${inside}${hintHtml(options)}${errorHtml(options.key)}</div>`;

/** A list of choices: value → what it is called. */
export function selectField(
  options: ControlOptions,
  choices: Readonly<Record<string, string>>,
  disabled: readonly string[] = [],
): string {
  const list = optionList(choices, options.value, disabled);
  return wrap(
    options,
    `<select id="${options.id}-${options.key}" name="${options.key}"${describe(options)}>${list}</select>`,
  );
}

/** The `<option>`s of a list. */
export function optionList(
  choices: Readonly<Record<string, string>>,
  chosen: string,
  disabled: readonly string[] = [],
): string {
  return Object.entries(choices)
    .map(
      ([value, name]) =>
        `<option value="${escapeHtml(value)}"${value === chosen ? ' selected' : ''}${disabled.includes(value) ? ' disabled' : ''}>${name}</option>`,
    )
    .join('');
}

/** A text field: numbers, lists, whatever the widget parses. */
export function textField(options: ControlOptions): string {
  return wrap(
    options,
    `<input id="${options.id}-${options.key}" name="${options.key}" value="${escapeHtml(options.value)}" autocomplete="off" spellcheck="false"${placeholderHtml(options)}${describe(options)}>`,
  );
}

/** Whole numbers (one or several, separated by commas) with − and +, bounded by `min` and `max`. */
export function stepperField(
  options: ControlOptions,
  { min, max, words, extra = '' }: { min: number; max: number; words: ToolWords; extra?: string },
): string {
  const { key, label, value } = options;
  const button = (name: 'less' | 'more', sign: string) =>
    `<button type="button" data-do="${name}:${key}" aria-label="${label} ${words[name]}">${sign}</button>`;
  return wrap(
    options,
    `<div class="w-stepper" data-min="${min}" data-max="${max}">${button('less', '−')}` +
      `<input id="${options.id}-${key}" name="${key}" value="${escapeHtml(value)}" autocomplete="off" spellcheck="false"${placeholderHtml(options)}${describe(options)}>` +
      `${button('more', '+')}${extra}</div>`,
  );
}

/** A slider with its number beside it, both writing the same key; `spoken` is read for its value. */
export function rangeField(
  options: ControlOptions,
  { min, max, step, spoken }: { min: number; max: number; step: number; spoken?: string },
): string {
  const { id, key, value, label } = options;
  const said = spoken === undefined ? '' : ` aria-valuetext="${escapeHtml(spoken)}"`;
  return wrap(
    options,
    `<div class="w-range"><input type="range" id="${id}-${key}" name="${key}" value="${escapeHtml(value)}" min="${min}" max="${max}" step="${step}"${said}${describe(options)}>` +
      `<input name="${key}" value="${escapeHtml(value)}" aria-label="${label}" autocomplete="off" spellcheck="false"></div>`,
  );
}

/** A box that is 1 or 0 in the address. */
export function checkField(options: ControlOptions): string {
  const { id, key, label, value } = options;
  return (
    `<div class="w-field"><label class="w-check"><input type="checkbox" id="${id}-${key}" name="${key}"` +
    `${value === '1' ? ' checked' : ''}${describe(options)}><span>${label}</span></label>` +
    `${hintHtml(options)}${errorHtml(key)}</div>`
  );
}

/** A box for what is on show but not in the address. */
export function uiCheck(name: string, label: string, checked: boolean): string {
  return `<label class="w-check"><input type="checkbox" data-ui="${name}"${checked ? ' checked' : ''}><span>${label}</span></label>`;
}

/** A button that sets a key. */
export function setButton(key: string, value: string, label: string, pressed: boolean): string {
  return `<button type="button" data-do="set:${key}=${escapeHtml(value)}" aria-pressed="${pressed}">${label}</button>`;
}

/** Sizes of a typed matrix: [axis (0 values in a row, 1 rows, 2 channels), label, value, max]. */
export function sizeFields(
  key: string,
  axes: readonly (readonly [axis: number, label: string, value: number, max: number])[],
): string {
  return (
    `<div class="w-sizes">` +
    axes
      .map(
        ([axis, label, value, max]) =>
          `<label><span>${label}</span><input type="number" data-size="${key}:${axis}" value="${value}" min="1" max="${max}"></label>`,
      )
      .join('') +
    `</div>${errorHtml(key)}`
  );
}

/** Where the input comes from: typed, drawn, a picture of the site, or one of the reader's own. */
export function sourceControls(
  words: ToolWords,
  chosen: string,
  { own, draw = true, typed = true }: { own: boolean; draw?: boolean; typed?: boolean },
): string {
  const choices = {
    ...(typed && { '': words.typed }),
    ...Object.fromEntries(Object.keys(PICTURES).map((id) => [id, words.pictures[id]])),
    ...(draw && { draw: words.draw }),
    ...(own && { own: words.own }),
  };
  return (
    `<div class="w-line"><label><span>${words.source}</span><select name="image">${optionList(choices, chosen)}</select></label>` +
    `<label class="w-file"><input type="file" accept="image/*"><span>${words.upload}</span></label></div>` +
    errorHtml('image') +
    `<p class="w-hint w-needs-script">${chosen === 'draw' ? words.drawHint : words.uploadHint}</p>`
  );
}

/** The arithmetic of the cell under the cursor; a sentence has no `where`. */
export function explainHtml(where: string, html: string): string {
  if (where === '') return html;
  return `<span class="w-where">${where}</span> <span class="w-sum">${html}</span>`;
}

export { errorHtml };
