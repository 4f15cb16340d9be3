/** Writes trees as HTML, when the site is built. */
import type { Tree, TreeElement } from './tree.ts';

/** What the build knows and a tree does not. */
export interface HtmlOptions {
  /** A formula as markup that KaTeX made. */
  math?(tex: string): string;
}

const VOID = new Set(['img']);

const escape = (text: string) => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);

/** Names that begin with `--` are custom properties of the style sheet. */
function attributes({ attributes }: TreeElement): string {
  const present = Object.entries(attributes).filter(([, value]) => value !== undefined);
  const style = present.filter(([name]) => name.startsWith('--')).map(([n, v]) => `${n}:${v}`);
  return [
    ...present.filter(([name]) => !name.startsWith('--')),
    ...(style.length ? [['style', style.join(';')] as const] : []),
  ]
    .map(([name, value]) => ` ${name}="${escape(String(value))}"`)
    .join('');
}

/** A tree as HTML text. A canvas has nothing to show without a script, so it is left out. */
export function toHtml(tree: Tree, options: HtmlOptions = {}): string {
  if (typeof tree === 'string') return escape(tree);
  const { tag, tex, children } = tree;
  if (tag === 'canvas') return '';
  const open = `<${tag}${attributes(tree)}>`;
  if (VOID.has(tag)) return open;
  const inside =
    tex !== undefined && options.math
      ? options.math(tex)
      : children.map((child) => toHtml(child, options)).join('');
  return `${open}${inside}</${tag}>`;
}
