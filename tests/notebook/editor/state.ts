import { typescriptLanguage } from '@codemirror/lang-javascript';
import { EditorState } from '@codemirror/state';

/** The state of a cell. */
export function stateWith(doc: string, anchor = 0): EditorState {
  const extensions = typescriptLanguage.extension;
  return EditorState.create({ doc, selection: { anchor }, extensions });
}

/** A state whose cursor is where the text has its first `|`. */
export function stateOf(marked: string): { state: EditorState; pos: number } {
  const pos = Math.max(0, marked.indexOf('|'));
  return { state: stateWith(marked.replace('|', ''), pos), pos };
}
