/** Printed lines and values as text. */
import type { LogLevel } from '../protocol.ts';
import { h, type TreeElement } from './tree.ts';

/** One printed line; warnings and errors say so in their class and, for readers, in the word before. */
export function logLine(level: LogLevel, text: string): TreeElement {
  return h('span', { class: `nb-line nb-${level}`, 'data-level': level }, `${text}\n`);
}

/** The block in which printed lines stand. */
export function logBlock(...lines: TreeElement[]): TreeElement {
  return h('pre', { class: 'nb-log', 'data-kind': 'log' }, h('samp', {}, lines));
}

/** A value as text. */
export function textBlock(text: string): TreeElement {
  return h('pre', { class: 'nb-text', 'data-kind': 'text' }, h('samp', {}, text));
}
