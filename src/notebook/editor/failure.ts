/** Problems of a cell as CodeMirror shows them: syntax while writing, the failure of the last run. */
import { syntaxTree } from '@codemirror/language';
import { lintGutter, setDiagnostics, type Diagnostic } from '@codemirror/lint';
import { StateEffect, StateField, type EditorState, type Extension } from '@codemirror/state';
import { EditorView, keymap, ViewPlugin, type Command, type ViewUpdate } from '@codemirror/view';
import type { Place } from '../protocol.ts';
import { problemsOf, type Problem } from './lint.ts';
import type { EditorWords } from './words.ts';

/** Milliseconds after the last key before problems are shown: half a word is no mistake. */
const PATIENCE = 600;

export const setFailure = StateEffect.define<Problem | undefined>();

/** The failure of the last run, until the reader edits its line. */
export const failureField = StateField.define<Problem | undefined>({
  create: () => undefined,
  update(value, { effects, changes, docChanged, startState }) {
    for (const effect of effects) if (effect.is(setFailure)) return effect.value;
    if (!value || !docChanged) return value;
    const line = startState.doc.lineAt(value.from);
    if (changes.touchesRange(line.from, line.to)) return undefined;
    return { ...value, from: changes.mapPos(value.from), to: changes.mapPos(value.to) };
  },
});

/** The offset of a place; one beyond the text is drawn back into it. */
export function offsetOf({ doc }: EditorState, { line, column }: Place): number {
  const at = doc.line(Math.max(1, Math.min(line, doc.lines)));
  return Math.min(at.from + Math.max(0, column - 1), at.to);
}

/** The word or sign at a place, so that there is something to underline. */
export function stretchAt(state: EditorState, place: Place): { from: number; to: number } {
  const from = offsetOf(state, place);
  const { to: end, from: start } = state.doc.lineAt(from);
  const word = /^(?:[\p{L}\p{N}_$]+|\S)/u.exec(state.sliceDoc(from, end))?.[0].length ?? 0;
  if (word) return { from, to: from + word };
  return from > start ? { from: from - 1, to: from } : { from, to: end };
}

/** Everything that is wrong with the cell now, in the order of the text. */
export function problems(state: EditorState, words: EditorWords): Problem[] {
  const failure = state.field(failureField, false);
  return [...problemsOf(state, words), ...(failure ? [failure] : [])].sort(
    (a, b) => a.from - b.from || a.to - b.to,
  );
}

/** Marks problems in the text and the margin; F8 goes to the next one and says it. */
export function diagnostics(words: EditorWords): Extension {
  const publish = (view: EditorView): void => {
    const found = problems(view.state, words).map((problem): Diagnostic => ({
      ...problem,
      severity: 'error',
    }));
    view.dispatch(setDiagnostics(view.state, found));
  };

  const plugin = ViewPlugin.fromClass(
    class {
      #timer: number | undefined;
      readonly #view: EditorView;
      constructor(view: EditorView) {
        this.#view = view;
        this.#wait(PATIENCE);
      }
      update({ docChanged, transactions, startState, state }: ViewUpdate) {
        const failed = transactions.some(({ effects }) =>
          effects.some((one) => one.is(setFailure)),
        );
        // A failure is shown at once; the view takes no other update while it is in one.
        if (failed) this.#wait(0);
        else if (docChanged || syntaxTree(startState) !== syntaxTree(state)) this.#wait(PATIENCE);
      }
      #wait(time: number) {
        window.clearTimeout(this.#timer);
        this.#timer = window.setTimeout(() => publish(this.#view), time);
      }
      destroy() {
        window.clearTimeout(this.#timer);
      }
    },
  );

  const next: Command = (view) => {
    const found = problems(view.state, words);
    const { head } = view.state.selection.main;
    const one = found.find(({ from }) => from > head) ?? found[0];
    if (!one) return false;
    const { number } = view.state.doc.lineAt(one.from);
    view.dispatch({
      selection: { anchor: one.from },
      scrollIntoView: true,
      effects: EditorView.announce.of(words.problem(number, one.message)),
    });
    return true;
  };

  return [failureField, lintGutter(), plugin, keymap.of([{ key: 'F8', run: next }])];
}
