/** Completion in a cell: names of TF.js, of the page, of the reader. */
import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete';
import type { EditorState } from '@codemirror/state';
import type { SyntaxNode } from '@lezer/common';
import { callAt, parameterType, spaceOf, Types, type Call } from './infer.ts';
import { membersOf, signatureOf, type Api, type Entry } from './table.ts';
import { treeOf } from './tree.ts';

const WORD = /^[\p{L}\p{N}_$]*$/u;

const KEYWORDS =
  'async await break case catch class const continue default delete do else export extends false finally for function if import in instanceof interface let new null of return static super switch this throw true try type typeof undefined void while yield'.split(
    ' ',
  );

/** Built-in objects whose functions the browser can list itself. */
const BUILT_IN = [
  'Array', 'Float32Array', 'Int32Array', 'JSON', 'Map', 'Math', 'Number', 'Object', 'Promise', 'Set',
  'String', 'Uint8Array', 'performance',
]; // prettier-ignore

/** Nothing is offered inside these. */
const PROSE = new Set(['LineComment', 'BlockComment', 'RegExp', 'TemplateString', 'Escape']);

/** Here the reader makes a new name. */
const NEW_NAME = new Set(['VariableDefinition', 'TypeDefinition', 'Label', 'PrivatePropertyName']);

export interface Names {
  api: Api;
  /** Names declared in earlier cells. */
  declared(): string[];
  /** Draws what is known of an entry, for the panel beside the list. */
  info?(entry: Entry): Node;
}

const ICON: Record<Entry['kind'], string> = {
  function: 'function',
  property: 'property',
  class: 'class',
  namespace: 'namespace',
  option: 'property',
  value: 'constant',
  variable: 'variable',
};

/** Every name declared in the cell itself, but not the one that is being written at `at`. */
export function declaredIn(state: EditorState, at = -1): string[] {
  const names = new Set<string>();
  treeOf(state).iterate({
    enter: ({ name, from, to }) => {
      if (name === 'VariableDefinition' && to > from && !(from <= at && at <= to))
        names.add(state.sliceDoc(from, to));
    },
  });
  return [...names];
}

/** The source that CodeMirror asks; it keeps no state. */
export function completions({ api, declared, info }: Names) {
  const option = (entry: Entry, boost = 0): Completion => ({
    label: entry.name,
    type: ICON[entry.kind],
    detail: detailOf(entry),
    boost: boost + (entry.kind === 'option' && entry.parameters ? 10 : 0),
    ...(entry.kind === 'option' && { apply: `${entry.name}: ` }),
    ...(info && (entry.doc || entry.kind === 'function') && { info: () => info(entry) }),
  });
  const result = (from: number, options: Completion[]): CompletionResult | null =>
    options.length ? { from, options, validFor: WORD } : null;
  const simple = (names: Iterable<string>, type: string, boost = 0): Completion[] =>
    [...names].map((label) => ({ label, type, boost }));

  return ({ state, pos, explicit }: CompletionContext): CompletionResult | null => {
    const node = treeOf(state).resolveInner(pos, -1);
    const types = new Types(api, state);
    const word = /[\p{L}\p{N}_$]*$/u.exec(state.sliceDoc(Math.max(0, pos - 60), pos))![0];
    const from = pos - word.length;

    if (node.name === 'String') return strings(state, types, node, pos);
    if (PROSE.has(node.name) || NEW_NAME.has(node.name)) return null;

    const object = objectBefore(state, node, from);
    if (object === 'unknown' || /^\d/.test(word)) return null;
    if (object) {
      const space = types.space(object);
      if (space)
        return result(
          from,
          membersOf(api, space).map((entry) => option(entry)),
        );
      if (object.name === 'VariableName') {
        const name = state.sliceDoc(object.from, object.to);
        if (BUILT_IN.includes(name)) return result(from, builtIn(name));
      }
      // Of no known type; most things in a cell are tensors.
      const known = types.type(object) !== undefined || /^(String|Number|Template|Array|Object)/.test(object.name); // prettier-ignore
      return known
        ? null
        : result(
            from,
            membersOf(api, 'Tensor').map((entry) => option(entry)),
          );
    }

    const keys = keysAt(api, types, state, node, from);
    if (keys)
      return result(
        from,
        keys.map((entry) => option(entry)),
      );
    if (!word && !explicit) return null;
    return result(from, [
      ...simple(declaredIn(state, pos), 'variable', 3),
      ...simple(declared(), 'variable', 2),
      ...membersOf(api, 'globals').map((entry) => option(entry, 1)),
      ...simple(BUILT_IN, 'class'),
      ...simple(KEYWORDS, 'keyword', -1),
    ].filter(({ label }, i, all) => all.findIndex((one) => one.label === label) === i)); // prettier-ignore
  };

  /** `'sa|'` where the parameter or the option is one of a few strings. */
  function strings(state: EditorState, types: Types, node: SyntaxNode, pos: number) {
    const call = callAt(types, state, pos);
    if (!call || pos <= node.from) return null;
    const property = node.parent?.name === 'Property' ? node.parent : undefined;
    const type = property
      ? optionsOf(api, call).find(({ name }) => name === types.text(property.firstChild!))?.type
      : parameterType(call);
    return result(
      node.from + 1,
      valuesOf(api, type).map((label) => ({ label, type: 'constant' })),
    );
  }
}

/** What stands behind a name in the list. */
function detailOf(entry: Entry): string {
  if (entry.kind === 'function') {
    const whole = `(${entry.parameters})`;
    return whole.length > 32 ? `${whole.slice(0, 31)}…` : whole;
  }
  return entry.type.length > 32 ? `${entry.type.slice(0, 31)}…` : entry.type;
}

/** The object of `object.na|`, nothing for a bare name, `unknown` for a number or a spread. */
function objectBefore(
  state: EditorState,
  node: SyntaxNode,
  from: number,
): SyntaxNode | 'unknown' | undefined {
  const before = /(\?\.|\.)\s*$/.exec(state.sliceDoc(Math.max(0, from - 200), from));
  if (!before) return undefined;
  let member: SyntaxNode | null = node;
  while (member && member.name !== 'MemberExpression') member = member.parent;
  return member?.firstChild && member.firstChild.to < from ? member.firstChild : 'unknown';
}

/** Keys for an object that is an argument, `tf.layers.dense({ un| })`; those written already are out. */
function keysAt(
  api: Api,
  types: Types,
  state: EditorState,
  node: SyntaxNode,
  from: number,
): Entry[] | undefined {
  let object: SyntaxNode | null = node;
  if (object.name === 'PropertyDefinition') object = object.parent;
  if (object?.name === 'Property') object = object.parent;
  if (object?.type.isError) object = object.parent;
  if (object?.name !== 'ObjectExpression') return undefined;
  // After the colon stands a value.
  if (!/[{,]\s*$/.test(state.sliceDoc(object.from, from).replace(/\/\/.*$/gm, '')))
    return undefined;
  const written = object
    .getChildren('Property')
    .map((property) => property.firstChild)
    .filter((key) => key && !(key.from <= from && from <= key.to))
    .map((key) => types.text(key!));
  const call = callAt(types, state, from);
  const owner = object.parent;
  if (!call) return undefined;
  let type = parameterType(call);
  if (owner?.name === 'Property' && owner.parent?.parent === call.list) {
    type = optionsOf(api, call).find(({ name }) => name === types.text(owner.firstChild!))?.type;
  } else if (owner !== call.list) {
    return undefined;
  }
  const entries = namesIn(api, type);
  return entries.length ? entries.filter(({ name }) => !written.includes(name)) : undefined;
}

/** The options that the parameter of a call takes. */
function optionsOf(api: Api, call: Call): Entry[] {
  return namesIn(api, parameterType(call));
}

function namesIn(api: Api, type: string | undefined): Entry[] {
  const name = type?.split(' | ').find((part) => membersOf(api, part)[0]?.kind === 'option');
  return membersOf(api, name);
}

/** The strings of `'valid' | 'same' | number` or behind a name such as `PaddingMode`. */
export function valuesOf(api: Api, type: string | undefined): string[] {
  return (type ?? '').split(' | ').flatMap((part) => {
    const literal = /^'(.*)'$/.exec(part)?.[1];
    if (literal !== undefined) return [literal];
    const space = spaceOf(api, part);
    return membersOf(api, space).filter(({ kind }) => kind === 'value').map(({ name }) => name); // prettier-ignore
  });
}

function builtIn(name: string): Completion[] {
  const object = (globalThis as unknown as Record<string, object>)[name];
  const names = new Set([
    ...Object.getOwnPropertyNames(object),
    ...(name === 'performance' ? ['now'] : []),
  ]);
  return [...names]
    .filter((label) => !/^(length|name|prototype|arguments|caller)$/.test(label))
    .map((label) => ({ label, type: label === label.toUpperCase() ? 'constant' : 'function' }));
}

/** The whole signature and the sentence, as text: for tests and for the screen reader. */
export function sayEntry(entry: Entry): string {
  return entry.doc ? `${signatureOf(entry)}. ${entry.doc}` : signatureOf(entry);
}
