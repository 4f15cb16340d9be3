/** Inline Markdown of yaml strings (questions, answers, corrections) as HTML. */
import type { Root as HastRoot } from 'hast';
import type { Root } from 'mdast';
import { toString } from 'mdast-util-to-string';
import rehypeStringify from 'rehype-stringify';
import remarkCjkFriendly from 'remark-cjk-friendly';
import remarkMath from 'remark-math';
import remarkParse from 'remark-parse';
import remarkRehype from 'remark-rehype';
import { unified } from 'unified';
import { visit } from 'unist-util-visit';
import type { VFile } from 'vfile';
import type { Lang } from '../i18n/langs.ts';
import rehypeCjkNoBreak from './cjk-nobreak.ts';
import { rehypeMath, rehypeMathGuard, rehypeMathWrap } from './katex.ts';
import remarkLinks, { type LinkOptions } from './links.ts';
import { texText } from './tex-text.ts';

/** Where the site stands and which pages are written: `{ base, concepts: scanConcepts(root) }`. */
export type InlineOptions = LinkOptions;

const parser = unified().use(remarkParse).use(remarkMath).use(remarkCjkFriendly).freeze();

/** remark: only one paragraph is inline; anything else is a mistake in the yaml. */
function remarkOneParagraph() {
  return (tree: Root, file: VFile): void => {
    const [first, second] = tree.children;
    if (!second && (!first || first.type === 'paragraph')) return;
    file.fail(
      'this text must be one paragraph: no lists, headings or blank lines',
      second ?? first,
    );
  };
}

/** rehype: the paragraph's content without the paragraph. */
function rehypeUnwrap() {
  return (tree: HastRoot): void => {
    tree.children = tree.children.flatMap((node) => ('children' in node ? node.children : []));
  };
}

/**
 * Renders one line of Markdown (`code`, *em*, **strong**, `$math$`, links) to HTML.
 * Throws with the reason on bad TeX, a broken link or more than one paragraph.
 */
export function renderInline(markdown: string, lang: Lang, options: InlineOptions): string {
  const html = parser()
    .use(remarkOneParagraph)
    .use(remarkLinks, options)
    .use(remarkRehype)
    .use([rehypeMath, rehypeMathGuard, rehypeMathWrap, rehypeCjkNoBreak, rehypeUnwrap])
    .use(rehypeStringify)
    .processSync({ path: `${lang}.md`, value: markdown });
  return String(html);
}

/** The same text without markup, formulas as Unicode, for titles, descriptions and search. */
export function inlineText(markdown: string): string {
  const tree = parser.parse(markdown);
  visit(tree, 'inlineMath', (node) => {
    node.value = texText(node.value);
  });
  return toString(tree).trim();
}
