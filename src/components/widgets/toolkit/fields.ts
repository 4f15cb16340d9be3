/** What a field says becomes a query; pictures and files are opened. */
import type { BackendChoice } from '../../../runtime/tf.ts';
import { texts, format, withKey, edited } from './asking.ts';
import { apply, refuse, message } from './changes.ts';
import { shown, switchBackend } from './computing.ts';
import type { Cursor } from './kind.ts';
import { redraw, lookAtLayer, look } from './looking.ts';
import type { Field } from './missed.ts';
import type { Picture } from './pictures.ts';
import { editCell, Refusal, resizeText } from './query.ts';
import type { Live } from './session.ts';

/** A control changed; while typing (`final` false) what cannot be read yet is left alone. */
export function onField(live: Live, field: Field, final: boolean): void {
  if (live.syncing) return; // a field that is taken away in focus tells once more what was typed
  const { name, value, type } = field;
  const { size, ui: shown, layer } = field.dataset;
  const box = type === 'checkbox' ? ((field as HTMLInputElement).checked ? '1' : '0') : undefined;
  const typed = type === 'text' || type === 'number' || type === 'textarea';
  if (type === 'file') {
    const { files } = field as HTMLInputElement;
    if (final && field.dataset.files) void openFiles(live, field as HTMLInputElement);
    else if (final) void open(live, files?.[0]);
  } else if (shown) {
    live.ui = { ...live.ui, [shown]: box === '0' ? '' : (box ?? value) };
    void redraw(live);
  } else if (layer) {
    void lookAtLayer(live, layer.split(' '), Number(value));
  } else if (field.closest('[data-part="predict"]')) {
    return;
  } else if (size) {
    resize(live, size, field as HTMLInputElement, final);
  } else if (!final && !typed && type !== 'range') {
    return; // lists and boxes tell again with “change”
  } else if (name === 'backend') {
    void switchBackend(live, value as BackendChoice);
  } else if (name) {
    change(live, field, name, box ?? value, final);
  }
}

/** The value of a field: what the kind makes of it, a cell of a typed matrix, or a key. */
function change(live: Live, field: Field, name: string, value: string, final: boolean): void {
  const query = name === 'image' ? undefined : edited(live, name, value);
  if (query) {
    const taken = apply(live, query, name, !final);
    // A choice that moves what is explained is read out, as a walk over a grid is.
    if (taken && field.type === 'radio') void look(live, undefined, true);
    return;
  }
  const cell = field.closest<HTMLElement>('td[data-at]');
  if (cell) {
    if (value === '') {
      const bad = field.validity.badInput;
      const params = { value: '…' };
      if (final) refuse(live, [{ key: name, code: bad ? 'not-a-number' : 'empty', params }], name);
      return;
    }
    const { path } = cell.closest('table')!.dataset;
    const place = cell.dataset.put ?? [path, cell.dataset.at].filter(Boolean).join();
    const text = editCell(texts(live)[name]!, place.split(',').map(Number), value);
    apply(live, withKey(live, name, text), name, !final);
  } else if (name === 'image') {
    void chooseImage(live, value);
  } else if (live.kind.keys.includes(name)) {
    apply(live, withKey(live, name, value), name, !final);
  }
}

/** Another size of a typed matrix. */
function resize(live: Live, size: string, field: HTMLInputElement, final: boolean): void {
  const [key, axis] = size.split(':');
  const count = Number(field.value);
  const max = Number(field.max);
  if (!Number.isInteger(count) || count < 1 || count > max) {
    const params = { value: field.value, min: 1, max };
    if (final) refuse(live, [{ key, code: 'range', params }], key);
    return;
  }
  const query =
    edited(live, `size:${size}`, field.value) ??
    withKey(live, key, resizeText(texts(live)[key]!, Number(axis), count));
  apply(live, query, key, !final);
}

/** Another source: a shipped picture, the reader’s own, a drawing, or a typed matrix. */
async function chooseImage(live: Live, id: string): Promise<void> {
  if (!live.view) await shown(live); // what else follows from a picture may depend on what is there
  let query = edited(live, 'image', id);
  if (!query) {
    query = format(live);
    delete query.input;
    delete query.image;
    if (id === 'draw') query.input = (await import('./ink.ts')).BLANK;
    else if (id !== '') query.image = id;
    else if (live.kind.typed) query.input = live.kind.typed;
  }
  const before = live.ui;
  live.ui = { ...live.ui, draw: id === 'draw' ? '1' : '' };
  if (!apply(live, query, 'image')) live.ui = before;
}

/** Ink from where the last stroke ended, when the button is still down, to the cursor. */
export async function stroke(live: Live, from: Cursor, to: Cursor, soft: boolean): Promise<void> {
  const { strokeText, inked } = await import('./ink.ts');
  const input = texts(live).input;
  if (input === undefined) return;
  const [a, b] = [from, to].map(({ at: cell }) => [cell[1], cell[2]] as const);
  const erase = !soft && inked(input, b);
  apply(live, withKey(live, 'input', strokeText(input, a, b, erase, soft)), 'input');
}

/** A picture of the reader's own; it stays on this page. */
export async function open(live: Live, file: Blob | undefined): Promise<void> {
  if (!file) return;
  try {
    takePicture(live, await (await import('./pictures.ts')).decode(file));
  } catch {
    message(
      live,
      live.words.pictureBad,
      live.root.querySelector<HTMLElement>('[data-error="image"]')!,
    );
  }
}

/** Files that are no picture: the widget reads them, or says why not beside the field. */
async function openFiles(live: Live, field: HTMLInputElement): Promise<void> {
  const { files } = field.dataset;
  const chosen = [...(field.files ?? [])];
  try {
    const query = await live.kind.openFiles?.(live.state, chosen);
    if (query) apply(live, query, files!);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    refuse(live, [error.problem], files!);
  }
  field.value = ''; // the same files can be chosen again
}

/** A picture that was opened or taken is now the reader’s own. */
export function takePicture(live: Live, picture: Picture): void {
  live.own = picture;
  live.ownGrid = undefined;
  live.judged = undefined;
  live.ui = { ...live.ui, own: '1' };
  void chooseImage(live, 'own');
}
