/** Writes trees as DOM nodes, in the page: by createElement and text nodes alone. */
import { SVG_TAGS, type Tree } from './tree.ts';

const SVG = 'http://www.w3.org/2000/svg';

/** A tree as a node; formulas show their TeX and are collected in `formulas` for KaTeX. */
export function toDom(tree: Tree, formulas?: { node: HTMLElement; tex: string }[]): Node {
  if (typeof tree === 'string') return document.createTextNode(tree);
  const { tag, attributes, children, pixels, tex } = tree;
  const node = SVG_TAGS.has(tag) ? document.createElementNS(SVG, tag) : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined) continue;
    if (name.startsWith('--')) node.style.setProperty(name, String(value));
    else node.setAttribute(name, String(value));
  }
  for (const child of children) node.append(toDom(child, formulas));
  if (pixels && node instanceof HTMLCanvasElement) {
    node.width = pixels.width;
    node.height = pixels.height;
    const data = new Uint8ClampedArray(pixels.data);
    node.getContext('2d')!.putImageData(new ImageData(data, pixels.width, pixels.height), 0, 0);
  }
  if (tex !== undefined) formulas?.push({ node: node as HTMLElement, tex });
  return node;
}
