/**
 * Syntax errors of a cell, from the error nodes of the editor's own parser: no second parser is
 * loaded for that. The kernel has the last word; it shows its failure when the cell is run.
 */
import type { EditorState } from '@codemirror/state';
import type { SyntaxNode, SyntaxNodeRef } from '@lezer/common';
import { freshTree } from './tree.ts';
import type { EditorWords } from './words.ts';

export interface Problem {
  from: number;
  to: number;
  message: string;
}

const CLOSING: Record<string, string> = { '(': ')', '[': ']', '{': '}', InterpolationStart: '}' };
const RESERVED = /^(break|case|catch|class|const|continue|debugger|default|delete|do|else|enum|export|extends|false|finally|for|function|if|import|in|instanceof|new|null|return|super|switch|this|throw|true|try|typeof|var|void|while|with)\b/; // prettier-ignore
/** What the kernel takes as the module that is there already. */
const TF = /^['"]@tensorflow\/tfjs['"]$/;

/**
 * Whether the parser stumbles where the code is right: it knows `[a, b] = [b, a]`, but not
 * `[m[0], m[1]] = [m[1], m[0]]` or `({ a: m.a } = b)`.
 */
function isAssignment(node: SyntaxNode | null): boolean {
  if (!node?.type.isError) return false;
  const { firstChild, prevSibling } = node;
  const target = ['ArrayExpression', 'ObjectExpression'].includes(prevSibling?.name ?? '');
  // What follows the sign in parentheses is an error of its own.
  return (target && firstChild?.name === 'Equals') || isAssignment(prevSibling);
}

/** The syntax errors of a cell in order; of those that follow from another one, the first only. */
export function problemsOf(state: EditorState, words: EditorWords): Problem[] {
  const tree = freshTree(state);
  if (!tree) return [];
  const problems: Problem[] = [];
  const text = (from: number, to: number) => state.sliceDoc(from, to);
  const quoted = (from: number, to: number) => `“${text(from, to).split('\n')[0].slice(0, 30)}”`;
  const end = state.doc.length;
  const lineEnd = (at: number) => state.doc.lineAt(at).to;

  /** The word or sign after a place, white space skipped. */
  function next(at: number): { from: number; to: number } | undefined {
    const rest = text(at, Math.min(end, at + 400));
    const found = /^\s*([\p{L}\p{N}_$]+|\S)/u.exec(rest);
    return found ? { from: at + found[0].length - found[1].length, to: at + found[0].length } : undefined; // prettier-ignore
  }

  function atError(node: SyntaxNode): Problem {
    const { from, to, parent } = node;
    if (parent?.name === 'String' || parent?.name === 'TemplateString')
      return { from: parent.from, to: from, message: words.openString };
    if (parent?.name === 'BlockComment')
      return { from: parent.from, to: parent.from + 2, message: words.openComment };
    // `let const = 1`: a word of the language in the place of a name.
    const named = /\b(?:let|const|var|function|class)\s+$/.test(text(Math.max(0, from - 20), from));
    if (named && RESERVED.test(text(from, to)))
      return { from, to, message: words.reserved(quoted(from, to)) };
    if (to > from) return { from, to, message: words.unexpected(quoted(from, to)) };
    const open = parent?.firstChild;
    const closing = open && CLOSING[open.name];
    if (closing && parent.lastChild?.from === from && parent.lastChild.type.isError) {
      const follows = next(to);
      const bracket = text(open.from, open.to);
      if (!follows || parent.name !== 'ObjectExpression')
        return { from: open.from, to: open.to, message: words.notClosed(bracket) };
    }
    const before = node.prevSibling;
    const follows = next(to);
    if (before?.name === 'String' && !/['"]$/.test(text(before.from, before.to)))
      return {
        from: before.from,
        to: Math.min(before.to, lineEnd(before.from)),
        message: words.openString,
      };
    if (!follows) return { from: Math.max(0, to - 1), to: end, message: words.missingAtEnd };
    // Two expressions side by side: the second is what surprises.
    if (/Statement|Declaration/.test(parent?.name ?? '') && before)
      return { ...follows, message: words.unexpected(quoted(follows.from, follows.to)) };
    return { ...follows, message: words.missingBefore(quoted(follows.from, follows.to)) };
  }

  const add = (problem: Problem): void => {
    const last = problems.at(-1);
    const line = state.doc.lineAt(problem.from).number;
    // Recovery from one error often finds three more on its line.
    if (!last || state.doc.lineAt(last.from).number !== line) problems.push(problem);
  };

  let errors = 0;
  tree.iterate({
    enter(ref) {
      if (isAssignment(ref.node)) return;
      if (ref.type.isError) {
        errors++;
        add(atError(ref.node));
        return;
      }
      const meaning = meaningOf(ref, (from, to) => text(from, to), words);
      if (meaning) add({ ...meaning });
    },
  });
  return errors > 3 ? problems.slice(0, 3) : problems;
}

/** What parses but cannot run in a cell. */
function meaningOf(
  ref: SyntaxNodeRef,
  text: (from: number, to: number) => string,
  words: EditorWords,
): Problem | undefined {
  const { node } = ref;
  const whole = { from: node.from, to: node.to };
  const head = node.firstChild ?? whole;
  switch (ref.name) {
    case 'Decorator':
      return { ...whole, message: words.notErasable(text(node.from, node.to)) };
    case 'EnumDeclaration':
      if (node.parent?.name === 'AmbientDeclaration') return undefined;
      return { from: head.from, to: head.to, message: words.notErasable('enum') };
    case 'NamespaceDeclaration':
      if (node.parent?.name === 'AmbientDeclaration') return undefined;
      return { from: head.from, to: head.to, message: words.notErasable('namespace') };
    case 'PrefixCast':
      return { ...whole, message: words.notErasable('<T>x') };
    case 'Privacy':
    case 'Readonly':
      if (node.parent?.name !== 'ParamList') return undefined;
      return { ...whole, message: words.notErasable(text(node.from, node.to)) };
    case 'ImportDeclaration': {
      const module = node.getChild('String');
      if (!module || node.getChild('type') || TF.test(text(module.from, module.to)))
        return undefined;
      return {
        from: module.from,
        to: module.to,
        message: words.onlyTf(text(module.from, module.to)),
      };
    }
    case 'ExportDeclaration':
      // `export const` is taken for `const`.
      if (/Declaration$/.test(node.lastChild?.name ?? '')) return undefined;
      return { from: head.from, to: head.to, message: words.noExport };
    case 'ReturnStatement': {
      for (let up = node.parent; up; up = up.parent)
        if (/Function|Method|StaticBlock/.test(up.name)) return undefined;
      return { from: head.from, to: head.to, message: words.noReturn };
    }
    default:
      return undefined;
  }
}
