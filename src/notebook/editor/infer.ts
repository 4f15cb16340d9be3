/**
 * What an expression of a cell is, as far as the table of names tells: enough to complete
 * `tf.layers.dense({…}).apply(x).` without a type checker.
 */
import type { EditorState } from '@codemirror/state';
import type { SyntaxNode } from '@lezer/common';
import { membersOf, splitParameters, type Api, type Entry } from './table.ts';
import { treeOf } from './tree.ts';

/** Chains longer than this are not followed; it also ends `let x = x`. */
const DEEPEST = 40;

/** `Promise<Tensor>` → `Tensor`. */
function awaited(type: string): string {
  return /^Promise<(.*)>$/.exec(type)?.[1] ?? type;
}

/** The space that holds the members of a type: `tf.Tensor2D | Scalar` → `Tensor`. */
export function spaceOf(api: Api, type: string | undefined): string | undefined {
  if (type === undefined) return undefined;
  const first = type.split(' | ')[0].trim();
  if (api.has(first)) return first;
  const bare = first.replace(/^tf\./, '').replace(/<.*$/, '');
  if (/^(Tensor\dD|Scalar)$/.test(bare)) return 'Tensor';
  return api.has(bare) ? bare : undefined;
}

/** The type of one element: `Tensor[]` → `Tensor`; undefined for what is no array. */
function elementOf(type: string | undefined): string | undefined {
  const array = type?.split(' | ').find((part) => part.endsWith('[]'));
  return array?.slice(0, -2);
}

/** Reads types off a syntax tree. `text` gives the source of a node. */
export class Types {
  readonly #api: Api;
  readonly #state: EditorState;

  constructor(api: Api, state: EditorState) {
    this.#api = api;
    this.#state = state;
  }

  text(node: SyntaxNode): string {
    return this.#state.sliceDoc(node.from, node.to);
  }

  /** The space of members of an expression, or undefined. */
  space(node: SyntaxNode | null): string | undefined {
    return spaceOf(this.#api, this.type(node));
  }

  /** The entry that a name or `a.b` means in the table. */
  entry(node: SyntaxNode | null): Entry | undefined {
    if (!node) return undefined;
    if (node.name === 'VariableName') {
      const name = this.text(node);
      const declared = this.#declaration(name, node.from);
      if (declared?.parent?.name === 'ImportGroup')
        return membersOf(this.#api, 'tf').find((entry) => entry.name === name);
      if (declared) return undefined;
      return membersOf(this.#api, 'globals').find((entry) => entry.name === name);
    }
    if (node.name !== 'MemberExpression') return undefined;
    const property = node.lastChild;
    if (property?.name !== 'PropertyName') return undefined;
    const name = this.text(property);
    return membersOf(this.#api, this.space(node.firstChild)).find((entry) => entry.name === name);
  }

  /** The type of an expression as the table writes it, or undefined. */
  type(node: SyntaxNode | null, depth = 0): string | undefined {
    if (!node || depth > DEEPEST) return undefined;
    switch (node.name) {
      case 'ParenthesizedExpression':
        return this.type(node.firstChild?.nextSibling ?? null, depth + 1);
      case 'AwaitExpression': {
        const type = this.type(node.lastChild, depth + 1);
        return type && awaited(type);
      }
      case 'VariableName': {
        const name = this.text(node);
        const declared = this.#declaration(name, node.from);
        if (declared) return this.#declaredType(declared, depth + 1);
        const entry = this.entry(node);
        // `display(…)` is a function that has members of its own.
        return entry && (this.#api.has(entry.name) ? entry.name : entry.type);
      }
      case 'MemberExpression':
        if (node.getChild('PropertyName')) return this.entry(node)?.type;
        return elementOf(this.type(node.firstChild, depth + 1));
      case 'CallExpression': {
        const entry = this.entry(node.firstChild);
        if (entry?.name !== 'tidy') return entry?.kind === 'function' ? entry.type : undefined;
        // What `tf.tidy(() => …)` gives is what its function gives.
        const body = node.getChild('ArgList')?.getChild('ArrowFunction')?.lastChild;
        const returned =
          body?.name === 'Block' ? body.getChild('ReturnStatement')?.lastChild : body;
        return this.type(
          returned?.name === ';' ? returned.prevSibling : (returned ?? null),
          depth + 1,
        );
      }
      case 'NewExpression':
        return node.firstChild?.nextSibling ? this.text(node.firstChild.nextSibling) : undefined;
      default:
        return undefined;
    }
  }

  /** Where a name was declared last before a place. */
  #declaration(name: string, before: number): SyntaxNode | undefined {
    let found: SyntaxNode | undefined;
    treeOf(this.#state).iterate({
      to: before,
      enter: (ref) => {
        if (ref.name !== 'VariableDefinition' || ref.to > before) return;
        // `import * as tf` names what is there already.
        if (ref.node.parent?.name === 'ImportDeclaration') return;
        if (this.#state.sliceDoc(ref.from, ref.to) === name) found = ref.node;
      },
    });
    return found;
  }

  #declaredType(definition: SyntaxNode, depth: number): string | undefined {
    const parent = definition.parent;
    const annotation = definition.nextSibling;
    if (annotation?.name === 'TypeAnnotation') return this.text(annotation).replace(/^:\s*/, '');
    if (parent?.name === 'VariableDeclaration') {
      const equals = definition.nextSibling;
      return equals?.name === 'Equals' ? this.type(equals.nextSibling, depth) : undefined;
    }
    const pattern = parent?.name === 'PatternProperty' ? parent.parent : parent;
    const whole = pattern?.nextSibling?.name === 'Equals' ? pattern.nextSibling.nextSibling : null;
    if (parent?.name === 'PatternProperty') {
      const key = this.text(parent.firstChild ?? definition);
      const space = spaceOf(this.#api, this.type(whole, depth));
      return membersOf(this.#api, space).find((entry) => entry.name === key)?.type;
    }
    return parent?.name === 'ArrayPattern' ? elementOf(this.type(whole, depth)) : undefined;
  }
}

/** A call around a place: its arguments, the function, and which argument the place is in. */
export interface Call {
  list: SyntaxNode;
  entry: Entry;
  index: number;
}

/** The innermost call of a known function whose arguments a place is in. */
export function callAt(types: Types, state: EditorState, at: number): Call | undefined {
  let node: SyntaxNode | null = treeOf(state).resolveInner(at, -1);
  for (; node; node = node.parent) {
    if (node.name === 'Block' || node.name === 'ClassBody') return undefined;
    if (node.name !== 'ArgList' || at <= node.from) continue;
    if (node.lastChild?.name === ')' && at >= node.to) continue;
    const entry = types.entry(node.parent?.firstChild ?? null);
    if (entry?.kind !== 'function') return undefined;
    return { list: node, entry, index: node.getChildren(',').filter(({ to }) => to <= at).length };
  }
  return undefined;
}

/** The declared type of a parameter; a rest parameter takes all that follow. */
export function parameterType({ entry, index }: Call): string | undefined {
  const parameters = splitParameters(entry.parameters);
  const last = parameters.at(-1);
  const one = parameters[index] ?? (last?.startsWith('...') ? last : undefined);
  return one && /:\s*(.*)$/s.exec(one)?.[1];
}
