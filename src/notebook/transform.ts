/**
 * Turns a cell into two scripts whose lines are those of the cell, so that places in stack traces
 * can be told in the cell's own lines and columns.
 *
 * The first script defines the functions of the cell (they are hoisted), the second one runs the
 * rest inside an async function. Declarations at the top of a cell become properties of the global
 * object, which all cells share and may declare again. TypeScript must be erasable: types are
 * replaced by blanks, nothing is generated.
 */
import { Parser } from 'acorn';
import { tsPlugin } from '@sveltejs/acorn-typescript';
import type { CellLanguage, Place } from './protocol.ts';

/** A node of the syntax tree; the properties depend on its type. */
interface Node {
  type: string;
  start: number;
  end: number;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  [property: string]: any;
}

/** How a name is declared: `const` may not be assigned to, `var` and functions exist from the start. */
export type DeclarationKind = 'const' | 'let' | 'var' | 'class' | 'function' | 'import';

export interface Declaration {
  name: string;
  kind: DeclarationKind;
}

export interface Transformed {
  /** Script that defines the functions; '' when there are none. */
  hoisted: string;
  /**
   * Script that hands an async function to `$rf.run`. It resolves to a list with the last value, or
   * to nothing: a value with a `then` of its own would otherwise be called.
   */
  main: string;
  declarations: Declaration[];
  /** The place in the cell of a place in one of the scripts (both from 1), if it is in the cell. */
  place(script: 'hoisted' | 'main', line: number, column: number): Place | undefined;
}

/** A mistake of syntax with its place; its name is that of all syntax errors. */
export class CellSyntaxError extends Error {
  override name = 'SyntaxError';
  readonly place: Place;
  constructor(message: string, place: Place) {
    super(message);
    this.place = place;
  }
}

/** The global object of the kernel that the scripts speak to. */
export const HELPER = '$rf';
/** The package that a cell may import: it is there already. */
export const MODULE = '@tensorflow/tfjs';

const HEAD = `"use strict";${HELPER}.run(async()=>{`;
const HEAD_OF_FUNCTIONS = '"use strict";';
const TAIL = '\n});';
const UNDECLARABLE = new Set(['undefined', 'NaN', 'Infinity', 'globalThis', HELPER]);
const LINE_END = /\r\n?|\n|\u2028|\u2029/g;

const TypeScript = Parser.extend(tsPlugin() as unknown as Parameters<typeof Parser.extend>[0]);

/**
 * The scripts of a cell.
 *
 * @throws CellSyntaxError with the place, also for TypeScript that cannot be erased.
 */
export function transform(source: string, language: CellLanguage): Transformed {
  const lines = lineStarts(source);
  const tree = parse(source, language, lines);
  const text = new Draft(source);
  const fail = (node: Node, message: string): never => {
    throw new CellSyntaxError(message, placeOf(lines, node.start));
  };
  if (language === 'ts') eraseTypes(tree, text, source, fail);
  guardStatements(tree, text);

  const declarations = new Map<string, DeclarationKind>();
  const declare = (names: string[], kind: DeclarationKind, node: Node): void => {
    for (const name of names) {
      if (UNDECLARABLE.has(name)) fail(node, `'${name}' cannot be declared in a cell`);
      declarations.set(name, kind);
    }
  };
  const functions: Node[] = [];
  const statements = tree.body as Node[];
  statements.forEach((statement, index) => {
    let node = statement;
    if (isType(node)) return;
    if (node.type === 'ExportNamedDeclaration' && node.declaration) {
      text.blank(node.start, node.declaration.start);
      node = node.declaration as Node;
      if (isType(node)) return;
    } else if (/^Export/.test(node.type)) {
      fail(node, 'export has no meaning in a cell: all cells share their names');
    }
    switch (node.type) {
      case 'FunctionDeclaration':
        declare([node.id.name], 'function', node);
        functions.push(node);
        break;
      case 'ClassDeclaration':
        declare([node.id.name], 'class', node);
        text.insert(node.start, `;${node.id.name}=`);
        text.insert(node.end, ';');
        break;
      case 'VariableDeclaration':
        declareVariables(node, true, text, source, declare, fail);
        break;
      case 'ImportDeclaration':
        importModule(node, text, declare, fail);
        break;
      case 'ExpressionStatement':
        if (index === lastStatement(statements)) {
          text.insert(node.start, ';return [(');
          text.insert(endOf(node, source), ')]');
        }
        break;
      default:
        sharedVars(node, text, source, declare, fail);
    }
  });

  const main = text.copy();
  const hoisted = functions.length > 0 ? text.copy() : undefined;
  for (const node of functions) main.blank(node.start, node.end);
  if (hoisted) {
    let from = 0;
    hoisted.clearInsertions((at) => functions.some(({ start, end }) => start < at && at < end));
    for (const node of functions) {
      hoisted.blank(from, node.start);
      hoisted.blank(node.id.start, node.id.end);
      hoisted.insert(node.start, `;${node.id.name}=`, true);
      hoisted.insert(node.end, ';');
      from = node.end;
    }
    hoisted.blank(from, source.length);
    hoisted.insert(0, HEAD_OF_FUNCTIONS, true);
  }
  main.clearInsertions((at) => !functions.some(({ start, end }) => start <= at && at < end));
  main.insert(0, HEAD, true);
  return {
    hoisted: hoisted?.toString() ?? '',
    main: main.toString() + TAIL,
    declarations: [...declarations].map(([name, kind]) => ({ name, kind })),
    place: (script, line, column) =>
      (script === 'main' ? main : hoisted)?.place(lines, line, column),
  };
}

/** The source with blanks over what goes and texts between what stays. */
class Draft {
  private text: string[];
  private insertions: { at: number; text: string }[] = [];

  constructor(source: string | string[]) {
    this.text = typeof source === 'string' ? source.split('') : [...source];
  }

  copy(): Draft {
    const other = new Draft(this.text);
    other.insertions = [...this.insertions];
    return other;
  }

  /** Replaces characters by blanks; lines stay. */
  blank(from: number, to: number): void {
    for (let i = from; i < to; i++)
      if (!/[\n\r\u2028\u2029]/.test(this.text[i])) this.text[i] = ' ';
  }

  at(offset: number): string {
    return this.text[offset];
  }

  /** Replaces one character. */
  put(at: number, character: string): void {
    this.text[at] = character;
  }

  /** Inserts before the character at an offset, after what was inserted there before (or `first`). */
  insert(at: number, text: string, first = false): void {
    if (first) this.insertions.unshift({ at, text });
    else this.insertions.push({ at, text });
  }

  clearInsertions(keep: (at: number) => boolean): void {
    this.insertions = this.insertions.filter(({ at }) => keep(at));
  }

  private sorted(): { at: number; text: string }[] {
    return this.insertions
      .map((each, order) => ({ ...each, order }))
      .sort((a, b) => a.at - b.at || a.order - b.order);
  }

  toString(): string {
    let [out, from] = ['', 0];
    for (const { at, text } of this.sorted()) {
      out += this.text.slice(from, at).join('') + text;
      from = at;
    }
    return out + this.text.slice(from).join('');
  }

  place(lines: number[], line: number, column: number): Place | undefined {
    const start = lines[line - 1];
    if (start === undefined) return undefined;
    const end = lines[line] ?? Infinity;
    let shift = 0;
    for (const { at, text } of this.sorted()) {
      if (at < start || at >= end) continue;
      const begins = at - start + shift;
      if (column - 1 < begins) break;
      if (column - 1 < begins + text.length) return { line, column: at - start + 1 };
      shift += text.length;
    }
    return { line, column: Math.max(1, column - shift) };
  }
}

function lineStarts(source: string): number[] {
  return [0, ...[...source.matchAll(LINE_END)].map(({ index, 0: end }) => index + end.length)];
}

function placeOf(lines: number[], offset: number): Place {
  let line = lines.length;
  while (line > 1 && lines[line - 1] > offset) line--;
  return { line, column: offset - lines[line - 1] + 1 };
}

function parse(source: string, language: CellLanguage, lines: number[]): Node {
  try {
    return (language === 'ts' ? TypeScript : Parser).parse(source, {
      ecmaVersion: 'latest',
      sourceType: 'module',
      allowAwaitOutsideFunction: true,
      locations: true,
    }) as unknown as Node;
  } catch (error) {
    const { message, pos } = error as Error & { pos?: number };
    throw new CellSyntaxError(
      String(message).replace(/ \(\d+:\d+\)$/, ''),
      placeOf(lines, Math.min(pos ?? 0, source.length)),
    );
  }
}

/** Statements that only TypeScript sees. */
const isType = (node: Node): boolean =>
  /^TS/.test(node.type) ||
  node.declare === true ||
  (node.type === 'ImportDeclaration' && node.importKind === 'type') ||
  (node.type === 'ExportNamedDeclaration' && node.exportKind === 'type');

const lastStatement = (statements: Node[]): number =>
  statements.findLastIndex((each) => !isType(each) && each.type !== 'EmptyStatement');

/** Where a statement ends, before its semicolon. */
const endOf = (node: Node, source: string): number =>
  source[node.end - 1] === ';' ? node.end - 1 : node.end;

function children(node: Node): Node[] {
  const found: Node[] = [];
  for (const [key, value] of Object.entries(node)) {
    if (key === 'loc' || key === 'parent') continue;
    for (const each of Array.isArray(value) ? value : [value]) {
      if (each && typeof each === 'object' && typeof each.type === 'string') found.push(each);
    }
  }
  return found;
}

function boundNames(pattern: Node | null): string[] {
  switch (pattern?.type) {
    case 'Identifier':
      return [pattern.name];
    case 'ObjectPattern':
      return (pattern.properties as Node[]).flatMap((each) =>
        boundNames(each.type === 'RestElement' ? each.argument : each.value),
      );
    case 'ArrayPattern':
      return (pattern.elements as (Node | null)[]).flatMap(boundNames);
    case 'AssignmentPattern':
      return boundNames(pattern.left);
    case 'RestElement':
      return boundNames(pattern.argument);
    default:
      return [];
  }
}

type Declare = (names: string[], kind: DeclarationKind, node: Node) => void;
type Fail = (node: Node, message: string) => never;

/** `const a = 1, b = 2` → `(a = 1, b = 2, $rf.lock("a", "b"))`. */
function declareVariables(
  node: Node,
  inList: boolean,
  text: Draft,
  source: string,
  declare: Declare,
  fail: Fail,
): void {
  if (!/^(?:const|let|var)$/.test(node.kind))
    fail(node, `'${node.kind}' is not supported in cells`);
  const names = (node.declarations as Node[]).flatMap(({ id }) => boundNames(id));
  declare(names, node.kind, node);
  text.blank(node.start, node.start + node.kind.length);
  text.insert(node.start, inList ? ';(' : '(');
  for (const each of node.declarations as Node[]) {
    if (!each.init) text.insert(each.end, '=undefined');
  }
  const end = endOf(node, source);
  const lock =
    node.kind === 'const'
      ? `,${HELPER}.lock(${names.map((name) => JSON.stringify(name)).join()})`
      : '';
  text.insert(end, `${lock})${end === node.end ? ';' : ''}`);
}

/** `var` inside blocks and loops belongs to the whole cell, so it is shared as well. */
function sharedVars(node: Node, text: Draft, source: string, declare: Declare, fail: Fail): void {
  if (/Function|^Class|^TS|^StaticBlock|^PropertyDefinition|^MethodDefinition/.test(node.type))
    return;
  const loop = /^For/.test(node.type);
  const list = /^(?:Block|SwitchCase)/.test(node.type);
  for (const child of children(node)) {
    if (child.type !== 'VariableDeclaration' || child.kind !== 'var') {
      sharedVars(child, text, source, declare, fail);
    } else if (loop && child !== node.body) {
      declare(
        (child.declarations as Node[]).flatMap(({ id }) => boundNames(id)),
        'var',
        child,
      );
      text.blank(child.start, child.start + 'var'.length);
    } else {
      declareVariables(child, list, text, source, declare, fail);
    }
  }
}

/** `import * as tf from '@tensorflow/tfjs'` → `tf=$rf.module(…)`. */
function importModule(node: Node, text: Draft, declare: Declare, fail: Fail): void {
  if (node.source.value !== MODULE) {
    fail(
      node.source,
      `Cannot import '${node.source.value}': cells have no network, only '${MODULE}' is there`,
    );
  }
  const specifiers = (node.specifiers as Node[]).filter((each) => each.importKind !== 'type');
  declare(
    specifiers.map(({ local }) => local.name),
    'import',
    node,
  );
  const parts = specifiers.map(({ type, imported, local }) =>
    type === 'ImportSpecifier'
      ? `${local.name}=${HELPER}.module(${JSON.stringify(imported.name ?? imported.value)})`
      : `${local.name}=${HELPER}.module()`,
  );
  text.blank(node.start, node.end);
  text.insert(node.start, `;${parts.join()};`);
}

/**
 * Statements that begin like the continuation of an expression get a semicolon: what stood between
 * them and the one before may have been erased.
 */
function guardStatements(tree: Node, text: Draft): void {
  const continues = (node: Node): boolean =>
    node.type === 'ExpressionStatement' && /^[([`+\-/]/.test(text.at(node.start));
  const walk = (node: Node): void => {
    const list = node.type === 'Program' || /^(?:Block|StaticBlock|SwitchCase)/.test(node.type);
    const statements = (list ? (node.body ?? node.consequent) : []) as Node[];
    for (const each of statements.slice(1)) {
      if (!isType(each) && continues(each)) text.insert(each.start, ';');
    }
    for (const child of children(node)) walk(child);
  };
  walk(tree);
}

/** Blanks everything that only the type checker needs. */
function eraseTypes(tree: Node, text: Draft, source: string, fail: Fail): void {
  const REFUSED: Record<string, string> = {
    TSEnumDeclaration: "'enum' is not erasable: use an object or an array",
    TSModuleDeclaration: "'namespace' is not erasable: use an object",
    TSParameterProperty: 'a parameter property is not erasable: declare the field and assign it',
    TSImportEqualsDeclaration: "'import … =' is not erasable",
    TSExportAssignment: "'export =' is not erasable",
    TSTypeAssertion: "'<T>x' is not erasable: write 'x as T'",
    Decorator: 'decorators are not supported in cells',
  };
  /** Blanks a pattern found in the source between two offsets. */
  const blankMatch = (pattern: RegExp, from: number, to: number): void => {
    for (const found of source.slice(from, to).matchAll(pattern)) {
      text.blank(from + found.index, from + found.index + found[0].length);
    }
  };
  /** A statement or member that goes: the semicolon keeps its neighbors apart. */
  const remove = (node: Node): void => {
    text.blank(node.start, node.end);
    text.put(node.start, ';');
  };
  const walk = (node: Node, parent: Node | undefined): void => {
    if (!node.declare && REFUSED[node.type]) fail(node, REFUSED[node.type]);
    if (isType(node)) {
      if (/^TS(?:As|Satisfies|NonNull|Instantiation)/.test(node.type)) {
        // Parentheses around the expression stay.
        const { end } = node.expression as Node;
        const before = /^(?:[\s)]|\/\*[^]*?\*\/|\/\/.*)*/.exec(source.slice(end, node.end))![0];
        text.blank(end + before.length, node.end);
        return walk(node.expression, node);
      }
      const listed =
        parent && /^(?:Program|Block|ClassBody|StaticBlock|SwitchCase)/.test(parent.type);
      return listed ? remove(node) : text.blank(node.start, node.end);
    }
    switch (node.type) {
      case 'ImportSpecifier':
      case 'ExportSpecifier':
        if (node.importKind === 'type' || node.exportKind === 'type') return;
        break;
      case 'ClassDeclaration':
      case 'ClassExpression': {
        if (node.abstract)
          blankMatch(/\babstract\b/g, node.start, node.id?.start ?? node.body.start);
        if (node.implements?.length) {
          const first = (node.implements as Node[])[0].start;
          const keyword = source.lastIndexOf('implements', first);
          text.blank(keyword, node.body.start);
        }
        break;
      }
      case 'PropertyDefinition':
      case 'MethodDefinition':
      case 'AccessorProperty':
        if (node.abstract) return remove(node);
        eraseModifiers(node);
        break;
      case 'VariableDeclarator':
        if (node.definite) {
          const { id } = node;
          const from = id.typeAnnotation?.start ?? id.end;
          text.blank(source.lastIndexOf('!', from), source.lastIndexOf('!', from) + 1);
        }
        break;
      case 'ArrowFunctionExpression':
        if (
          node.returnType &&
          /[\n\r\u2028\u2029]/.test(source.slice(node.returnType.start, node.returnType.end))
        ) {
          // No line may end between `)` and `=>`, so the parenthesis moves down.
          text.blank(source.lastIndexOf(')', node.returnType.start), node.returnType.start);
          text.blank(node.returnType.start, node.returnType.end);
          text.put(node.returnType.end - 1, ')');
          for (const child of children(node)) if (child !== node.returnType) walk(child, node);
          return eraseThis(node);
        }
        break;
    }
    if (node.optional === true && /^(?:Identifier|ObjectPattern|ArrayPattern)$/.test(node.type)) {
      const mark = source.lastIndexOf('?', node.typeAnnotation?.start ?? node.end - 1);
      text.blank(mark, mark + 1);
    }
    for (const child of children(node)) walk(child, node);
    eraseThis(node);
  };
  const eraseModifiers = (node: Node): void => {
    const head = node.computed ? source.lastIndexOf('[', node.key.start) : node.key.start;
    blankMatch(/\b(?:public|private|protected|readonly|override)\b/g, node.start, head);
    if (!node.optional && !node.definite) return;
    const from = node.computed ? source.indexOf(']', node.key.end) + 1 : node.key.end;
    const mark = /^\s*[?!]/.exec(source.slice(from));
    if (mark) text.blank(from, from + mark[0].length);
  };
  /** `function f(this: T, a)` → `function f(a)`. */
  const eraseThis = (node: Node): void => {
    const first = node.params?.[0] as Node | undefined;
    if (first?.type !== 'Identifier' || first.name !== 'this') return;
    const comma = /^\s*,/.exec(source.slice(first.end));
    text.blank(first.start, first.end + (comma?.[0].length ?? 0));
  };
  walk(tree, undefined);
}
