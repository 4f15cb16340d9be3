/** What the test page of the editor does; the spec builds it with Vite. */
import '../../../src/styles/base.css';
import '../../../src/styles/prose.css';
import type { CellEditor, EditorOptions } from '../../../src/notebook/editor/index.ts';

export interface Opened {
  editor: CellEditor;
  /** What the editor told the page, in order. */
  told: string[];
  /** What a screen reader was given to say; CodeMirror takes it away after 200 ms. */
  said: string[];
}

declare global {
  interface Window {
    opened: Opened[];
    /** Opens an editor in the place of the static code of a cell. */
    edit(cell: string, options?: Partial<EditorOptions>): Promise<void>;
  }
}

window.opened = [];
window.edit = async (cell, options = {}) => {
  const { openEditor } = await import('../../../src/notebook/editor/index.ts');
  const parent = document.querySelector<HTMLElement>(`#${cell}`)!;
  const pre = parent.querySelector('pre')!;
  const told: string[] = [];
  const editor = await openEditor({
    parent,
    source: pre.textContent,
    lang: document.documentElement.lang === 'en' ? 'en' : 'zh',
    language: 'ts',
    label: 'Code of cell 1',
    names: () => ['weights', 'history'],
    onChange: (source) => told.push(`change ${source.length}`),
    onRun: (how) => told.push(`run ${how}`),
    onLeave: () => told.push('leave'),
    ...options,
  });
  pre.hidden = true;
  const said: string[] = [];
  new MutationObserver(() => {
    const text = parent.querySelector('.cm-announced')?.textContent.trim();
    if (text) said.push(text);
  }).observe(parent.querySelector('.cm-announced')!, { childList: true });
  window.opened.push({ editor, told, said });
};
document.documentElement.dataset.ready = '';
