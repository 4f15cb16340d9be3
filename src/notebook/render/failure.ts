/** What went wrong, with the line, a caret and what to do. */
import type { Failure, Place } from '../protocol.ts';
import type { NotebookWords } from '../../i18n/notebook.ts';
import { h, type TreeElement } from './tree.ts';

/** Han letters and full-width marks take two places in a fixed-width face. */
const widthOf = (text: string) =>
  [...text].reduce((sum, c) => sum + (/[\u2E80-\uFFEF]/.test(c) ? 2 : 1), 0);

/** The line at a place with a caret below its column; undefined when the source has no such line. */
export function caretLines(source: string, { line, column }: Place): string | undefined {
  const text = source.split('\n')[line - 1];
  if (text === undefined) return undefined;
  const number = `${line} │ `;
  const before = text.slice(0, Math.max(0, column - 1)).replace(/\t/g, '  ');
  return `${number}${text.replace(/\t/g, '  ')}\n${' '.repeat(number.length + widthOf(before))}^`;
}

/**
 * A failure as a block.
 *
 * @param cell whose code failed: frames of other cells are named with their cell
 * @param source the code that ran
 * @param hint in the reader's language
 * @param labelOf what a cell is called on the page
 */
export function failureBlock(
  failure: Failure,
  cell: string,
  source: string,
  hint: string | undefined,
  labelOf: (cell: string) => string,
  words: NotebookWords,
): TreeElement {
  const { name, message, frames } = failure;
  const own = frames.find((frame) => frame.cell === cell);
  const caret = own && caretLines(source, own);
  const place = ({ line, column }: Place) =>
    words.place.replace('{l}', String(line)).replace('{c}', String(column));
  return h(
    'div',
    { class: 'nb-failure', 'data-kind': 'failure', role: 'group', 'aria-label': words.failure },
    h('p', {}, h('strong', {}, name), message ? `${words.colon}${message}` : ''),
    caret
      ? h(
          'pre',
          { class: 'nb-caret', tabindex: 0, role: 'group', 'aria-label': place(own) },
          h('samp', {}, caret),
        )
      : undefined,
    hint ? h('p', { class: 'nb-hint' }, h('b', {}, words.hint), ` ${hint}`) : undefined,
    frames.length
      ? h(
          'ul',
          { class: 'nb-frames' },
          frames.slice(0, 10).map((frame) =>
            h(
              'li',
              {},
              h(
                'button',
                {
                  type: 'button',
                  'data-goto': `${frame.line}:${frame.column}`,
                  'data-goto-cell': frame.cell,
                },
                `${frame.cell === cell ? '' : `${labelOf(frame.cell)} `}${place(frame)}`,
              ),
              frame.name ? ` ${frame.name}` : '',
            ),
          ),
        )
      : undefined,
  );
}
