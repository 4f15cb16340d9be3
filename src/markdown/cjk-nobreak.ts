/**
 * rehype: keeps punctuation with the formula beside it. A formula is an inline block, and browsers
 * break the line between one and the 。 after it, whatever joiners stand there (measured in
 * Chromium 156: U+2060 changes nothing). Only a box around both holds, so a formula that need not
 * break itself is tied to its punctuation by a `<span class="tie">`.
 */
import type { Element, ElementContent, Root, Text } from 'hast';
import { visit } from 'unist-util-visit';

const CLOSING = /^[，。；：、）」』】》〉！？…”’,.;:)\]%]+/;
const OPENING = /[（「『【《〈“‘([]+$/;

/** Longest TeX whose formula surely fits a phone's line. */
const SHORT = 24;

const hasClass = (node: Element, name: string): boolean =>
  Array.isArray(node.properties.className) && node.properties.className.includes(name);

/** Whether a node is an inline formula that may stay on one line. */
function isShortFormula(node: unknown): node is Element {
  const element = node as Element | undefined;
  if (element?.type !== 'element' || !hasClass(element, 'katex')) return false;
  let pieces = 0;
  visit(element, 'element', (each) => {
    if (hasClass(each, 'katex-base')) pieces++;
  });
  return pieces < 2 || String(element.properties.dataTex ?? '').length <= SHORT;
}

/** Cuts what matches off a neighbouring text; undefined when it is no text or does not match. */
function cut(node: ElementContent | undefined, pattern: RegExp): Text | undefined {
  if (node?.type !== 'text') return undefined;
  const found = pattern.exec(node.value)?.[0];
  if (!found) return undefined;
  node.value = node.value.replace(pattern, '');
  return { type: 'text', value: found };
}

export default function rehypeCjkNoBreak() {
  return (tree: Root): void => {
    visit(tree, 'element', (node, index, parent) => {
      if (!parent || index === undefined || !isShortFormula(node)) return;
      const siblings = parent.children as ElementContent[];
      const before = cut(siblings[index - 1], OPENING);
      const after = cut(siblings[index + 1], CLOSING);
      if (!before && !after) return;
      siblings[index] = {
        type: 'element',
        tagName: 'span',
        properties: { className: ['tie'] },
        children: [before, node, after].filter((each) => each !== undefined),
      };
      return index + 1;
    });
  };
}
