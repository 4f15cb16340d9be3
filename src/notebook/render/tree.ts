/**
 * What a cell shows, as a small tree. Pure functions make trees of outputs; one writer makes HTML
 * of them when the site is built (html.ts), another makes DOM nodes in the page (dom.ts). Text is
 * only ever text: no writer parses any of it.
 */

/** A picture, RGBA, 4 × width × height. */
export interface Pixels {
  width: number;
  height: number;
  data: Uint8ClampedArray;
}

export interface TreeElement {
  tag: string;
  attributes: Readonly<Record<string, string | number | undefined>>;
  children: readonly Tree[];
  /** Of a `canvas`: what is on it. */
  pixels?: Pixels;
  /** Of a formula: its TeX, drawn by whoever has KaTeX; the children stand there until then. */
  tex?: string;
}

export type Tree = string | TreeElement;

/** Elements that outputs are made of; a writer refuses any other. */
const TAGS = new Set(
  'div p span strong b code pre samp ul ol li button details summary figure figcaption canvas img progress table caption thead tbody tr th td svg title g path line circle rect text'.split(
    ' ',
  ),
);

/** Attributes that outputs may have, besides `data-…` and `aria-…`. */
const ATTRIBUTES =
  /^(class|role|tabindex|type|scope|value|max|width|height|alt|src|loading|decoding|viewBox|d|x|y|x1|x2|y1|y2|cx|cy|r|transform|text-anchor|stroke-dasharray|--[a-z]+|(data|aria)-[a-z-]+)$/;

/** Elements of SVG, which need their namespace in the DOM. */
export const SVG_TAGS = new Set('svg title g path line circle rect text'.split(' '));

/**
 * An element of an output; attributes that are undefined are left out.
 *
 * @throws Error for an element or attribute that outputs are not made of: a mistake in our code.
 */
export function h(
  tag: string,
  attributes: TreeElement['attributes'] = {},
  ...children: readonly (Tree | readonly Tree[] | undefined)[]
): TreeElement {
  if (!TAGS.has(tag)) throw new Error(`outputs are not made of <${tag}>`);
  for (const name of Object.keys(attributes)) {
    if (!ATTRIBUTES.test(name)) throw new Error(`outputs have no attribute ${name}`);
  }
  return {
    tag,
    attributes,
    children: children.flat().filter((child): child is Tree => child !== undefined),
  };
}

/** The text of a tree, as a reader without eyes gets it. */
export function textOf(tree: Tree): string {
  return typeof tree === 'string' ? tree : tree.children.map(textOf).join('');
}
