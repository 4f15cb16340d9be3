/** Tables. */
import type { NotebookWords } from '../../i18n/notebook.ts';
import { h, type TreeElement } from './tree.ts';

const numeric = (text: string) => /^[-−+]?(\d[\d,]*\.?\d*(e[-+]?\d+)?|∞|NaN)%?$/i.test(text.trim());

/** A table that scrolls inside its frame; columns of numbers stand on the right. */
export function tableBlock(
  {
    columns,
    rows,
    more,
  }: { columns: readonly string[]; rows: readonly (readonly string[])[]; more: number },
  words: NotebookWords,
): TreeElement {
  const right = columns.map(
    (_, at) => rows.length > 0 && rows.every((row) => numeric(row[at] ?? '')),
  );
  const side = (at: number) => (right[at] ? 'nb-right' : undefined);
  return h(
    'div',
    {
      class: 'nb-scroll',
      'data-kind': 'table',
      tabindex: 0,
      role: 'group',
      'aria-label': words.table,
    },
    h(
      'table',
      {},
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          columns.map((name, at) => h('th', { scope: 'col', class: side(at) }, name)),
        ),
      ),
      h(
        'tbody',
        {},
        rows.map((row) =>
          h(
            'tr',
            {},
            columns.map((_, at) => h('td', { class: side(at) }, row[at] ?? '')),
          ),
        ),
      ),
    ),
    more > 0
      ? h('p', { class: 'nb-more' }, words.moreRows.replace('{n}', String(more)))
      : undefined,
  );
}
