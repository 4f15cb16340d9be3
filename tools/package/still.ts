/**
 * A widget as it stands in the built page, before any script, made into a figure: its drawings and
 * numbers stay, what the reader would operate becomes text or goes.
 */
import type { Lang } from '../../src/i18n/langs.ts';
import {
  addClass,
  all,
  append,
  around,
  byClass,
  byTag,
  element,
  first,
  get,
  has,
  hasClass,
  isElement,
  isInside,
  rawText,
  remove,
  rename,
  replace,
  set,
  text,
  unwrap,
  type Element,
} from './html.ts';
import { dropHints } from './hints.ts';
import { BOOK_WORDS } from './words.ts';

/** Parts that mean nothing where nothing can be operated; the site hides most of them itself. */
const OPERATED = [
  'w-head',
  'w-foot',
  'w-live-only',
  'w-buttons',
  'w-actions',
  'w-sizes',
  'w-scenes',
  'w-file',
  'w-needs-script',
  'w-error',
  'w-veil',
  'visually-hidden',
];

const isField = byTag('input', 'select', 'textarea');
const type = (field: Element) => get(field, 'type') ?? 'text';
const isSwitch = (field: Element) => ['checkbox', 'radio'].includes(type(field));

/** What a field shows: the chosen option, the typed value, or the value that stands for an empty one. */
export function shown(field: Element): string {
  if (field.tagName === 'textarea') return rawText(field);
  if (field.tagName === 'select') {
    const options = all(field, byTag('option'));
    const chosen = options.find((option) => has(option, 'selected')) ?? options[0];
    return chosen ? text(chosen) : '';
  }
  if (isSwitch(field) || type(field) === 'file') return '';
  return get(field, 'value') || get(field, 'placeholder') || '';
}

/** “Stride 2” as a piece of the figure. */
function setting(name: string, value: string): Element {
  const pair = element('span', { class: 'w-set' });
  append(pair, name ? [element('span', {}, [name]), ' '] : []);
  append(pair, [element('b', {}, [value])]);
  return pair;
}

/** The value that a group of fields shows; a slider and its box show the same one. */
function valueOf(fields: readonly Element[]): string {
  const plain = fields.filter((field) => type(field) !== 'range');
  const values = (plain.length ? plain : fields).map((field) => shown(field)).filter(Boolean);
  return values.join(', ');
}

/** The words of a label, without those of the field in it. */
function nameIn(label: Element): string {
  for (const small of all(label, byTag('small'))) remove(small);
  return text({
    ...label,
    childNodes: label.childNodes.filter((node) => !isElement(node) || !isField(node)),
  });
}

/** A row of buttons of which one is pressed becomes the name of the choice and what is chosen. */
function chosen(group: Element): void {
  const buttons = all(group, byTag('button'));
  const pressed = buttons.filter((button) =>
    ['aria-pressed', 'aria-selected', 'aria-checked'].some((name) => get(button, name) === 'true'),
  );
  const label = first(group, byClass('w-label'));
  const name = label ? text(label) : (get(group, 'aria-label') ?? '');
  const value = pressed.map((button) => text(button) || (get(button, 'aria-label') ?? ''));
  replace(group, value.length ? [element('p', {}, [setting(name, value.join(', '))])] : []);
}

/** What is drawn on a button stays where it is; a button of words goes. */
function buttonToText(button: Element): void {
  const drawn = has(button, 'style') || first(button, byTag('img', 'svg', 'table', 'i'));
  const pressed = get(button, 'aria-pressed') === 'true';
  if (!drawn && !pressed) return remove(button);
  const label = text(button);
  const made = rename(button, 'span', ['class', 'style', 'aria-label', 'title']);
  addClass(made, pressed ? 'w-was-button w-pressed' : 'w-was-button');
  if (!label && has(made, 'aria-label')) set(made, 'role', 'img');
  else set(made, 'aria-label', undefined);
}

const isDrawing = byTag('svg', 'img', 'table', 'math', 'pre');
const STILL_EMPTY = ['p', 'div', 'fieldset', 'label', 'small', 'ul', 'dl'];

/** Takes away the boxes that nothing is left in. */
function dropEmpty(root: Element): void {
  for (const node of all(root).reverse()) {
    if (!STILL_EMPTY.includes(node.tagName) || has(node, 'style')) continue;
    if (!text(node) && !node.childNodes.some((child) => 'tagName' in child)) remove(node);
  }
}

/** Larger tables of numbers do not go onto a page. */
const LARGEST = { columns: 12, cells: 150, rows: 60 };

/** Keeps of long tables the beginning and the end, and of large ones behind the figure the size. */
function shortenTables(section: Element, lang: Lang): void {
  const { numbers } = BOOK_WORDS[lang];
  for (const table of all(section, byTag('table'))) {
    const rows = all(table, byTag('tr'));
    const columns = Math.max(0, ...rows.map((row) => all(row, byTag('td', 'th')).length));
    const cells = all(table, byTag('td')).length;
    if (around(table, byTag('details')) && (columns > LARGEST.columns || cells > LARGEST.cells)) {
      const caption = first(table, byTag('caption'));
      const name = caption ? text(caption) + (lang === 'zh' ? '：' : ': ') : '';
      replace(table, [element('p', { class: 'w-more' }, [name + numbers(cells)])]);
    } else if (rows.length > LARGEST.rows) {
      const [gap, ...others] = rows.slice(10, -9);
      for (const row of others) remove(row);
      const dots = element('td', { colspan: String(columns), style: 'text-align:center' }, ['…']);
      replace(gap, [element('tr', {}, [dots])]);
    }
  }
}

export interface StillOptions {
  lang: Lang;
  /** Absolute address of the page that has the live one. */
  address: string;
}

/** The figure of a widget; `host` is the custom element around it. */
export function still(host: Element, { lang, address }: StillOptions): Element {
  const words = BOOK_WORDS[lang];
  const section = first(host, byClass('widget'));
  if (!section) throw new Error(`<${host.tagName}> holds no .widget: its figure cannot be made.`);
  const heading = first(section, byClass('w-title'));
  const title = heading ? text(heading) : (get(section, 'aria-label') ?? '');

  for (const hidden of all(section, (node) => has(node, 'hidden') || hasClass(node, ...OPERATED))) {
    remove(hidden);
  }
  for (const group of all(section, byClass('w-chips'))) chosen(group);
  for (const tabs of all(section, (node) => get(node, 'role') === 'tablist')) chosen(tabs);

  // A number typed into a cell is the number in the cell.
  for (const field of all(section, isField)) {
    const cell = field.parentNode;
    if (cell && 'tagName' in cell && ['td', 'th'].includes(cell.tagName)) {
      replace(field, [shown(field)]);
    }
  }
  // A switch that is on leaves its name, and so does every switch that names a row.
  for (const label of all(section, byTag('label'))) {
    const field = first(label, (node) => node.tagName === 'input' && isSwitch(node));
    if (!field) continue;
    const stays = has(field, 'checked') || isInside(label, byTag('td', 'th'));
    remove(field);
    if (stays) rename(label, 'span', ['class', 'style']);
    else remove(around(label, byClass('w-field')) ?? label);
  }
  // A field with its name is “name value”.
  for (const box of all(section, byClass('w-field'))) {
    const fields = all(box, isField);
    if (!fields.length) continue;
    const label = first(box, byTag('label'));
    const name = label ? nameIn(label) : (get(fields[0], 'aria-label') ?? '');
    const value = valueOf(fields);
    // Results that stand beside the field are kept.
    const results = all(box, byTag('output', 'table', 'svg', 'img'));
    replace(box, [...(value ? [setting(name, value)] : []), ...results]);
  }
  for (const label of all(section, byTag('label'))) {
    const fields = all(label, isField);
    if (!fields.length) {
      unwrap(label);
      continue;
    }
    const value = valueOf(fields);
    replace(label, value ? [setting(nameIn(label), value)] : []);
  }
  for (const field of all(section, isField)) {
    const value = shown(field);
    if (field.tagName === 'textarea' && value) replace(field, [element('pre', {}, [value])]);
    else remove(field);
  }
  for (const button of all(section, byTag('button'))) buttonToText(button);
  for (const data of all(section, byTag('data'))) {
    if (hasClass(data, ...['w-covered']) || has(data, 'class')) rename(data, 'span', ['class']);
    else unwrap(data);
  }
  for (const body of all(section, byTag('fieldset'))) rename(body, 'div', ['class']);
  for (const legend of all(section, byTag('legend'))) remove(legend);
  for (const box of all(section, (node) => hasClass(node, 'w-params'))) {
    if (!first(box, isDrawing) && !text(box)) remove(box);
  }
  shortenTables(section, lang);
  dropHints(section, lang);
  dropEmpty(section);

  const scene = get(section, 'data-scene-name');
  const id = get(section, 'id');
  const query = get(host, 'data-query') ? `?scene=${scene}` : '';
  const live = `${address}#${id ?? ''}${query}`;
  return element('figure', { class: get(section, 'class') ?? 'widget', id: id ?? '' }, [
    ...section.childNodes,
    element('figcaption', { class: 'w-caption' }, [
      element('strong', {}, [title]),
      lang === 'zh' ? `：${words.computed}` : `. ${words.computed} `,
      words.live,
      element('a', { href: live, class: 'live' }, [decodeURI(live)]),
    ]),
  ]);
}
