/** Printed lines and values as text. */
import type { NotebookWords } from '../../i18n/notebook.ts';
import type { LogLevel } from '../protocol.ts';
import { h, type Tree, type TreeElement } from './tree.ts';

/** One printed line; warnings and errors say so in their class and, for readers, in the word before. */
export function logLine(level: LogLevel, text: string): TreeElement {
  return h('span', { class: `nb-line nb-${level}`, 'data-level': level }, `${text}\n`);
}

/** The block in which printed lines stand. */
export function logBlock(words: NotebookWords, ...lines: TreeElement[]): TreeElement {
  return block('log', words, lines);
}

/** A value as text. */
export function textBlock(text: string, words: NotebookWords): TreeElement {
  return block('text', words, [text]);
}

/** Long text scrolls, so it can be focused. */
function block(kind: 'log' | 'text', words: NotebookWords, children: readonly Tree[]): TreeElement {
  const place = { tabindex: 0, role: 'group', 'aria-label': words.textOutput };
  return h('pre', { class: `nb-${kind}`, 'data-kind': kind, ...place }, h('samp', {}, children));
}
