/** The syntax tree of a cell. */
import { ensureSyntaxTree, language, syntaxTree } from '@codemirror/language';
import type { EditorState } from '@codemirror/state';
import type { Tree } from '@lezer/common';

/** Milliseconds that parsing may hold up the page; a cell takes one or two. */
const PATIENCE = 100;

/** No cell is so long; its errors are then left to the kernel. */
const LONGEST = 50_000;

/**
 * The tree of the whole text, parsed anew: one that was continued after a pause has errors where it
 * paused. Undefined without a language and for a very long text.
 */
export function freshTree(state: EditorState): Tree | undefined {
  if (state.doc.length > LONGEST) return undefined;
  return state.facet(language)?.parser.parse(state.doc.toString());
}

/** The tree as far as it goes; CodeMirror by itself starts with the first 3,000 letters. */
export function treeOf(state: EditorState): Tree {
  return ensureSyntaxTree(state, state.doc.length, PATIENCE) ?? syntaxTree(state);
}
