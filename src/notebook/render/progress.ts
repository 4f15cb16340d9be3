/** How far something is, and how long it may take. */
import type { NotebookWords } from '../../i18n/notebook.ts';
import { shortNumber } from './numbers.ts';
import { h, type TreeElement } from './tree.ts';

export interface Progress {
  key: string;
  value: number;
  total: number;
  info?: string;
  /** Since the bar appeared, in milliseconds; the time left follows from it. */
  elapsed?: number;
}

/** Milliseconds left when the rest goes as fast as what is done; undefined while nothing can be said. */
export function timeLeft({ value, total, elapsed }: Progress): number | undefined {
  if (elapsed === undefined || elapsed < 500 || !(value > 0) || !(total > value)) return undefined;
  return (elapsed * (total - value)) / value;
}

/** A bar with its words. */
export function progressBlock(progress: Progress, words: NotebookWords): TreeElement {
  const { key, value, total, info } = progress;
  const left = timeLeft(progress);
  const seconds = left === undefined ? undefined : Math.max(1, Math.round(left / 1000));
  const text = [
    `${shortNumber(value)} / ${shortNumber(total)}`,
    info,
    seconds === undefined ? undefined : words.timeLeft.replace('{s}', String(seconds)),
  ].filter((part) => part !== undefined && part !== '');
  return h(
    'p',
    { class: 'nb-progress', 'data-kind': 'progress', 'data-key': key },
    h('span', { class: 'nb-name' }, key),
    h('progress', {
      value: Math.min(Math.max(value, 0), total) || 0,
      max: total > 0 ? total : 1,
      'aria-label': key,
    }),
    h('span', { class: 'nb-number' }, text.join(' · ')),
  );
}
