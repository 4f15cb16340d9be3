/**
 * The colours of code in the editor: the classes that Shiki's tokens get in the static page
 * (`src/markdown/code-classes.ts`), so that Edit changes no letter's colour.
 *
 * Shiki reads a TextMate grammar, the editor a syntax tree; the rules below are the grammar's
 * decisions told in terms of the tree. tests/notebook/editor/highlight.test.ts compares the two.
 */
import { syntaxTree } from '@codemirror/language';
import type { Extension } from '@codemirror/state';
import {
  Decoration,
  ViewPlugin,
  type DecorationSet,
  type EditorView,
  type ViewUpdate,
} from '@codemirror/view';
import type { SyntaxNode, Tree } from '@lezer/common';
import { treeOf } from './tree.ts';

export type TokenClass = 'keyword' | 'function' | 'constant' | 'string-expression' | 'comment';

const COMMENT = new Set(['LineComment', 'BlockComment', 'Hashbang']);
const STRING = new Set(['String', 'TemplateString', 'RegExp', 'Escape']);
const CONSTANT = new Set(['Number', 'BooleanLiteral', 'null', 'this', 'super', 'VoidType', 'void']); // prettier-ignore
const KEYWORD = new Set(
  'ArithOp BitOp CompareOp LogicOp UpdateOp Equals Arrow Star Spread Optional InterpolationStart InterpolationEnd Privacy'.split(
    ' ',
  ),
);
const PRIMITIVE = /^(any|bigint|boolean|never|null|number|object|string|symbol|undefined|unknown|void)$/; // prettier-ignore
const CAPITALS = /^[A-Z][_$\dA-Z]*$/;
const PROPERTY_CONSTANT = /^length$/;

/** The initial value of a declared name, past its type. */
function initial(definition: SyntaxNode): SyntaxNode | null {
  let node = definition.nextSibling;
  if (node?.name === 'TypeAnnotation') node = node.nextSibling;
  return node?.name === 'Equals' ? node.nextSibling : null;
}

const isFunction = (node: SyntaxNode | null): boolean =>
  node?.name === 'ArrowFunction' || node?.name === 'FunctionExpression';

/** Whether a name is declared with `const`, also inside a pattern. */
function isConst(definition: SyntaxNode): boolean {
  let node: SyntaxNode | null = definition.parent;
  while (node && /Pattern/.test(node.name)) node = node.parent;
  return /^(VariableDeclaration|ForOfSpec|ForInSpec)$/.test(node?.name ?? '') && Boolean(node!.getChild('const')); // prettier-ignore
}

/** Whether `.` follows a node: it is the object of a property. */
function dotFollows(node: SyntaxNode): boolean {
  return node.nextSibling?.name === '.' || node.nextSibling?.name === '?.';
}

/** Whether a member expression is what a call calls, also with type arguments or a template. */
function called(member: SyntaxNode | null): boolean {
  if (member?.name !== 'MemberExpression') return false;
  const { parent } = member;
  if (parent?.name === 'InstantiationExpression') return parent.parent?.name === 'CallExpression';
  if (!/^(Call|TaggedTemplate)Expression$/.test(parent?.name ?? '')) return false;
  return parent!.firstChild?.from === member.from && member.nextSibling !== null;
}

/** Whether `a.b.c` ends in a call: the grammar colours the first dot of such a chain too. */
function chainCalled(member: SyntaxNode | null): boolean {
  let node = member;
  while (node?.parent?.name === 'MemberExpression' && dotFollows(node)) node = node.parent;
  return called(node);
}

/** The class of a leaf of the syntax tree, or undefined for plain ink. */
export function classOf(node: SyntaxNode, text: string): TokenClass | undefined {
  const { name, parent } = node;
  if (COMMENT.has(name)) return 'comment';
  if (STRING.has(name)) return 'string-expression';
  if (CONSTANT.has(name)) return name === 'void' && parent?.name === 'UnaryExpression' ? 'keyword' : 'constant'; // prettier-ignore
  if (name === 'Star' && parent?.name === 'ImportDeclaration') return 'constant';
  if (KEYWORD.has(name)) return 'keyword';
  switch (name) {
    case 'VariableName':
      if (dotFollows(node) && parent?.name === 'MemberExpression') return 'constant';
      if (parent?.name === 'CallExpression' || parent?.name === 'NewExpression') return 'function';
      if (parent?.name === 'TaggedTemplateExpression') return 'function';
      if (parent?.name === 'InstantiationExpression') return 'function';
      return CAPITALS.test(text) || /^(undefined|NaN|Infinity)$/.test(text) ? 'constant' : undefined; // prettier-ignore
    case 'VariableDefinition': {
      if (parent && /^(Function|Class)(Declaration|Expression)$/.test(parent.name))
        return 'function';
      if (isFunction(initial(node))) return 'function';
      const annotation = node.nextSibling;
      if (annotation?.name === 'TypeAnnotation' && annotation.getChild('FunctionSignature')) return 'function'; // prettier-ignore
      if (isConst(node)) return 'constant';
      return parent?.name === 'VariableDeclaration' && CAPITALS.test(text) ? 'constant' : undefined;
    }
    case 'PropertyName':
      if (called(parent)) return 'function';
      if (parent?.name === 'MemberExpression' && dotFollows(parent)) return 'constant';
      return CAPITALS.test(text) || PROPERTY_CONSTANT.test(text) ? 'constant' : undefined;
    case 'PropertyDefinition':
      if (parent?.name === 'MethodDeclaration') return 'function';
      return isFunction(node.nextSibling?.nextSibling ?? null) ? 'function' : undefined;
    case 'TypeName':
      return PRIMITIVE.test(text) ? 'constant' : 'function';
    case 'TypeDefinition':
      return 'function';
    case '.':
      if (called(parent)) return 'function';
      return /^(VariableName|this)$/.test(parent?.firstChild?.name ?? '') && chainCalled(parent) ? 'function' : undefined; // prettier-ignore
    case ':':
      return /^(TupleType|PatternProperty)$/.test(parent?.name ?? '') ? undefined : 'keyword';
    default:
      // Tokens of the grammar that are words are keywords.
      return /^[a-z]+$/.test(name) ? 'keyword' : undefined;
  }
}

/** Every coloured stretch of a text, in order. */
export function* tokens(
  tree: Tree,
  read: (from: number, to: number) => string,
): Generator<{ from: number; to: number; token: TokenClass }> {
  const cursor = tree.cursor();
  /** Colours one node, and around its children what is its own (a template string). */
  function* visit(): Generator<{ from: number; to: number; token: TokenClass }> {
    const { from, to, node } = cursor;
    const token = classOf(node, read(from, to));
    let at = from;
    if (cursor.firstChild()) {
      do {
        if (token && cursor.from > at) yield { from: at, to: cursor.from, token };
        at = cursor.to;
        yield* visit();
      } while (cursor.nextSibling());
      cursor.parent();
    }
    if (token && to > at) yield { from: at, to, token };
  }
  yield* visit();
}

function decorate(view: EditorView): DecorationSet {
  const marks = [...tokens(treeOf(view.state), (from, to) => view.state.sliceDoc(from, to))];
  return Decoration.set(
    marks.map(({ from, to, token }) => Decoration.mark({ class: `tk-${token}` }).range(from, to)),
  );
}

/** Colours the whole text: a cell is short. */
export const highlighting: Extension = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;
    constructor(view: EditorView) {
      this.decorations = decorate(view);
    }
    update({ docChanged, startState, state, view }: ViewUpdate) {
      if (docChanged || syntaxTree(startState) !== syntaxTree(state))
        this.decorations = decorate(view);
    }
  },
  { decorations: ({ decorations }) => decorations },
);
