/**
 * rehype: a table wider than the screen scrolls inside its own group, which the keyboard reaches;
 * a heading cell that holds nothing but a formula gets the formula's TeX as its text (readers of
 * tables skip MathML, so the column would have no name); an empty one, over the column that names
 * the rows, is no heading.
 */
import type { Element, ElementContent, Root } from 'hast';
import { toString } from 'hast-util-to-string';
import { visit } from 'unist-util-visit';
import type { VFile } from 'vfile';
import type { L10n } from '../i18n/langs.ts';
import { langOf } from './file-facts.ts';

const LABEL: L10n = { zh: '表格', en: 'Table' };

/** The TeX of a formula, or undefined for anything else. */
function texOf(node: ElementContent): string | undefined {
  return node.type === 'element' ? (node.properties.dataTex as string | undefined) : undefined;
}

function nameFormulaHeadings(table: Element): void {
  visit(table, 'element', (cell) => {
    if (cell.tagName !== 'th') return;
    const formulas = cell.children.filter((child) => texOf(child) !== undefined);
    const rest = cell.children.filter((child) => texOf(child) === undefined);
    if (!formulas.length || rest.some((child) => toString(child).trim())) return;
    for (const formula of formulas) (formula as Element).properties.ariaHidden = 'true';
    cell.children.unshift({
      type: 'element',
      tagName: 'span',
      properties: { className: ['visually-hidden'] },
      children: [{ type: 'text', value: formulas.map(texOf).join(' ') }],
    });
  });
}

function emptyHeadings(table: Element): void {
  visit(table, 'element', (cell) => {
    const blank = cell.children.every((child) => child.type === 'text' && !child.value.trim());
    if (cell.tagName === 'th' && blank) cell.tagName = 'td';
  });
}

export default function rehypeTables() {
  return (tree: Root, file: VFile): void => {
    const lang = langOf(file);
    let count = 0;
    visit(tree, 'element', (node, index, parent) => {
      if (node.tagName !== 'table' || !parent || index === undefined) return;
      nameFormulaHeadings(node);
      emptyHeadings(node);
      const wrapper: Element = {
        type: 'element',
        tagName: 'div',
        properties: {
          className: ['table-scroll'],
          tabIndex: 0,
          role: 'group',
          ariaLabel: `${LABEL[lang]} ${++count}`,
        },
        children: [node],
      };
      parent.children[index] = wrapper;
      return index + 1;
    });
  };
}
