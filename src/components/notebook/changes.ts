/** What the page shows of changes from elsewhere, and the file with the reader's own. */
import type { NotebookWords } from '../../i18n/notebook.ts';
import { withChanges, type JupyterNotebook } from '../../notebook/ipynb.ts';
import { diffBlock } from '../../notebook/render/diff.ts';
import { toDom } from '../../notebook/render/dom.ts';
import type { Changes } from '../../notebook/share.ts';

/** A button: its words, its name, what it does. */
export type Choice = readonly [label: string, name: string, act: () => void];

function choices(list: readonly Choice[]): HTMLElement {
  const place = document.createElement('p');
  place.className = 'nb-choices';
  for (const [label, name, act] of list) {
    const button = document.createElement('button');
    button.type = 'button';
    button.dataset.choice = name;
    button.textContent = label;
    button.addEventListener('click', act);
    place.append(button);
  }
  return place;
}

function paragraph(text: string): HTMLElement {
  const place = document.createElement('p');
  place.textContent = text;
  return place;
}

/** A difference with words above it and what can be done below. */
export function changeNotice(
  words: NotebookWords,
  text: string,
  before: string,
  after: string,
  list: readonly Choice[],
): Node {
  const place = document.createElement('div');
  place.append(paragraph(text), toDom(diffBlock(before, after, words)));
  if (list.length) place.append(choices(list));
  return place;
}

/** A message for the whole notebook. */
export function banner(text: string, list: readonly Choice[]): Node[] {
  return list.length ? [paragraph(text), choices(list)] : [paragraph(text)];
}

/** Saves the file that the build made of the notebook with the reader's code in it. */
export async function editedFile(address: string, name: string, changes: Changes): Promise<void> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  const file = withChanges((await response.json()) as JupyterNotebook, changes);
  const blob = new Blob([`${JSON.stringify(file, null, 1)}\n`], {
    type: 'application/x-ipynb+json',
  });
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
