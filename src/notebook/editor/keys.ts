/** The keys of a cell: Jupyter's for running, and a Tab that does not trap. */
import { acceptCompletion, completionStatus } from '@codemirror/autocomplete';
import { defaultKeymap, historyKeymap, indentLess, indentMore } from '@codemirror/commands';
import { StateEffect, StateField, type EditorState } from '@codemirror/state';
import { EditorView, type Command, type KeyBinding } from '@codemirror/view';
import type { EditorWords } from './words.ts';

export type Run = 'stay' | 'next' | 'insert';

export interface Actions {
  run(how: Run): void;
  leave(): void;
}

const setIndents = StateEffect.define<boolean>();

/** Whether Tab indents; at first it moves on, as everywhere on the page. */
export const tabIndents = StateField.define<boolean>({
  create: () => false,
  update: (value, transaction) =>
    transaction.effects.reduce(
      (now, effect) => (effect.is(setIndents) ? effect.value : now),
      value,
    ),
});

const indents = (state: EditorState): boolean => state.field(tabIndents);

/** Switches what Tab does, and says so. */
export const toggleTab =
  (words: EditorWords): Command =>
  (view) => {
    const now = !indents(view.state);
    const said = now ? words.tabIndents : words.tabLeaves;
    view.dispatch({ effects: [setIndents.of(now), EditorView.announce.of(said)] });
    return true;
  };

/** Indents where Tab indents; else the browser has the key, and the focus moves on. */
const tab =
  (change: Command): Command =>
  (view) => {
    if (!indents(view.state)) return false;
    if (change === indentMore && completionStatus(view.state) === 'active')
      return acceptCompletion(view);
    return change(view);
  };

/** The bindings that come before CodeMirror's own. */
export function cellKeys({ run, leave }: Actions, words: EditorWords): KeyBinding[] {
  const running = (key: string, how: Run): KeyBinding => ({
    key,
    run() {
      run(how);
      return true;
    },
    preventDefault: true,
  });
  return [
    running('Shift-Enter', 'next'),
    running('Ctrl-Enter', 'stay'),
    running('Cmd-Enter', 'stay'),
    running('Alt-Enter', 'insert'),
    { key: 'Ctrl-m', run: toggleTab(words), preventDefault: true },
    { key: 'Tab', run: tab(indentMore), shift: tab(indentLess) },
    {
      key: 'Escape',
      run() {
        leave();
        return true;
      },
    },
  ];
}

/** CodeMirror's editing keys, without those that mean something else here. */
export const editingKeys: KeyBinding[] = [...defaultKeymap, ...historyKeymap].filter(
  ({ key, mac }) =>
    !/^(Ctrl-m|Mod-Enter|Escape|Tab)$/.test(key ?? '') && !/^Shift-Alt-m$/.test(mac ?? ''),
);
