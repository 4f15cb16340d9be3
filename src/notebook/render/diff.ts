/** A difference of two codes. */
import type { NotebookWords } from '../../i18n/notebook.ts';
import { diffLines, type DiffLine } from '../diff.ts';
import { h, type TreeElement } from './tree.ts';

const SIGN: Record<DiffLine['kind'], string> = { same: '  ', added: '+ ', removed: '− ' };

/** The lines of both codes; what a line is stands in its sign, its colour and its class. */
export function diffBlock(before: string, after: string, words: NotebookWords): TreeElement {
  return h(
    'pre',
    { class: 'nb-diff', tabindex: 0, role: 'group', 'aria-label': words.diffLabel },
    diffLines(before, after).map(({ kind, text }) =>
      h('span', { class: `nb-${kind}`, 'data-diff': kind }, `${SIGN[kind]}${text}\n`),
    ),
  );
}
