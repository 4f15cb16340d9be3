/** What the page asks of an editor, whichever it is. */
import type { Lang } from '../../i18n/langs.ts';
import type { CellLanguage, Place } from '../../notebook/protocol.ts';

export interface CellEditor {
  readonly source: string;
  setSource(text: string): void;
  /** Marks the place of a failure, or takes the mark away. */
  showFailure(failure: { place: Place; message: string } | undefined): void;
  focus(at?: Place): void;
  destroy(): void;
}

export interface EditorOptions {
  parent: HTMLElement;
  source: string;
  lang: Lang;
  language: CellLanguage;
  label: string;
  /** Names declared by the cells that ran. */
  names(): string[];
  onChange(source: string): void;
  onRun(how: 'stay' | 'next' | 'insert'): void;
  onLeave(): void;
}
