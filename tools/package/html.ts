/** Small steps on the tree of a parsed page: look, take out, put in, write as XML. */
import { defaultTreeAdapter, html, parse, parseFragment } from 'parse5';
import type { DefaultTreeAdapterTypes as Tree } from 'parse5';

export type Element = Tree.Element;
export type Node = Tree.ChildNode;
export type Parent = Tree.ParentNode;

export const NAMESPACES = {
  html: html.NS.HTML,
  svg: html.NS.SVG,
  math: html.NS.MATHML,
} as const;

export const isElement = (node: Node | Parent): node is Element => 'tagName' in node;
export const isText = (node: Node): node is Tree.TextNode => node.nodeName === '#text';

/** A whole page as a tree. */
export const parsePage = (source: string): Tree.Document => parse(source);

/** A piece of HTML as a list of nodes without a parent. */
export function pieces(source: string): Node[] {
  const fragment = parseFragment(source);
  const nodes = [...fragment.childNodes];
  for (const node of nodes) defaultTreeAdapter.detachNode(node);
  return nodes;
}

/** The one element that a piece of HTML consists of. */
export function piece(source: string): Element {
  const found = pieces(source).find(isElement);
  if (!found) throw new Error(`No element in “${source}”.`);
  return found;
}

/** A new element around nodes, which leave the place where they were. */
export function element(
  tag: string,
  attributes: Record<string, string> = {},
  children: (Node | string)[] = [],
): Element {
  const made = defaultTreeAdapter.createElement(
    tag,
    html.NS.HTML,
    Object.entries(attributes).map(([name, value]) => ({ name, value })),
  );
  append(made, children);
  return made;
}

/** Puts nodes and texts at the end of an element. */
export function append(parent: Parent, children: readonly (Node | string)[]): void {
  for (const child of children) {
    if (typeof child === 'string') defaultTreeAdapter.insertText(parent, child);
    else {
      if (child.parentNode) defaultTreeAdapter.detachNode(child);
      defaultTreeAdapter.appendChild(parent, child);
    }
  }
}

export const get = (node: Element, name: string): string | undefined =>
  node.attrs.find((attribute) => attribute.name === name)?.value;

export const has = (node: Element, name: string): boolean => get(node, name) !== undefined;

/** Sets an attribute, or takes it away when the value is undefined. */
export function set(node: Element, name: string, value: string | undefined): void {
  node.attrs = node.attrs.filter((attribute) => attribute.name !== name);
  if (value !== undefined) node.attrs.push({ name, value });
}

export const classesOf = (node: Element): string[] =>
  (get(node, 'class') ?? '').split(/\s+/).filter(Boolean);

export const hasClass = (node: Element, ...names: string[]): boolean => {
  const classes = classesOf(node);
  return names.some((name) => classes.includes(name));
};

export function addClass(node: Element, name: string): void {
  set(node, 'class', [...classesOf(node), name].join(' '));
}

type Test = (node: Element) => boolean;

/** Every element below a node that passes the test, in document order. */
export function all(root: Parent, test: Test = () => true): Element[] {
  const found: Element[] = [];
  for (const child of root.childNodes) {
    if (!isElement(child)) continue;
    if (test(child)) found.push(child);
    found.push(...all(child, test));
  }
  return found;
}

/** The first element below a node that passes the test. */
export function first(root: Parent, test: Test): Element | undefined {
  for (const child of root.childNodes) {
    if (!isElement(child)) continue;
    const found = test(child) ? child : first(child, test);
    if (found) return found;
  }
  return undefined;
}

export const byTag =
  (...tags: string[]): Test =>
  (node) =>
    tags.includes(node.tagName);
export const byClass =
  (...names: string[]): Test =>
  (node) =>
    hasClass(node, ...names);
export const byId =
  (id: string): Test =>
  (node) =>
    get(node, 'id') === id;

export const isInside = (node: Element, test: Test): boolean => {
  for (let up: Parent | null = node.parentNode; up && isElement(up); up = up.parentNode) {
    if (test(up)) return true;
  }
  return false;
};

/** The nearest element around a node that passes the test. */
export function around(node: Element, test: Test): Element | undefined {
  for (let up: Parent | null = node.parentNode; up && isElement(up); up = up.parentNode) {
    if (test(up)) return up;
  }
  return undefined;
}

export function remove(node: Node): void {
  if (node.parentNode) defaultTreeAdapter.detachNode(node);
}

/** Puts nodes where another one was. */
export function replace(node: Node, others: readonly (Node | string)[]): void {
  const parent = node.parentNode;
  if (!parent) return;
  for (const other of others) {
    if (typeof other === 'string') defaultTreeAdapter.insertTextBefore(parent, other, node);
    else {
      if (other.parentNode) defaultTreeAdapter.detachNode(other);
      defaultTreeAdapter.insertBefore(parent, other, node);
    }
  }
  defaultTreeAdapter.detachNode(node);
}

/** Puts a new element before a node that stays. */
export function before(node: Node, other: Element): void {
  if (node.parentNode) defaultTreeAdapter.insertBefore(node.parentNode, other, node);
}

/** Puts an element right behind a node. */
export function after(node: Node, other: Element): void {
  const parent = node.parentNode;
  if (!parent) return;
  const next = parent.childNodes[parent.childNodes.indexOf(node) + 1];
  if (next) before(next, other);
  else append(parent, [other]);
}

/** Takes an element away and leaves its children. */
export const unwrap = (node: Element): void => replace(node, [...node.childNodes]);

/** Gives an element another name, and drops the attributes that are not named. */
export function rename(node: Element, tag: string, keep: readonly string[] = []): Element {
  const made = element(
    tag,
    Object.fromEntries(
      node.attrs.filter(({ name }) => keep.includes(name)).map(({ name, value }) => [name, value]),
    ),
    [...node.childNodes],
  );
  replace(node, [made]);
  return made;
}

/** All text below a node, as it stands. */
export function rawText(node: Node | Parent): string {
  if ('value' in node) return node.value;
  return 'childNodes' in node ? node.childNodes.map(rawText).join('') : '';
}

/** All text below a node on one line. */
export const text = (node: Node | Parent): string => rawText(node).replace(/\s+/g, ' ').trim();

/** Text as it may stand in XML: escaped, without the characters that XML forbids. */
export const escapeXml = (value: string): string =>
  value
    // eslint-disable-next-line no-control-regex
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;');

const VOID = new Set(['area', 'br', 'col', 'hr', 'img', 'input', 'link', 'meta', 'wbr', 'source']);

/** A node as XML; `around` is the namespace of the element it stands in. */
export function toXml(node: Node, around: string = NAMESPACES.html): string {
  if (isText(node)) return escapeXml(node.value);
  if (!isElement(node)) return '';
  const namespace = node.namespaceURI === around ? '' : ` xmlns="${node.namespaceURI}"`;
  const attributes = node.attrs
    .filter(({ name }) => !name.startsWith('xmlns'))
    .map(({ prefix, name, value }) => {
      return ` ${prefix ? `${prefix}:` : ''}${name}="${escapeXml(value)}"`;
    })
    .join('');
  const open = `<${node.tagName}${namespace}${attributes}`;
  const inside = node.childNodes.map((child) => toXml(child, node.namespaceURI)).join('');
  const selfClosing = node.namespaceURI !== NAMESPACES.html || VOID.has(node.tagName);
  return inside || !selfClosing ? `${open}>${inside}</${node.tagName}>` : `${open}/>`;
}
