/** The prose of a notebook as Markdown that Jupyter shows: no components, whole addresses. */
import type { Lang } from '../i18n/langs.ts';
import type { Part } from '../notebook/ipynb.ts';

export interface MarkdownOptions {
  lang: Lang;
  /** Where the site is, with a slash at its end; links into it become whole addresses. */
  origin: string;
  title: string;
  summary: string;
  /** The word of a term. */
  term(id: string): string;
  /** The number of a reference. */
  reference(id: string): number;
  /** The code of a cell. */
  source(file: string): string;
}

/** Prose and cells in order, from the MDX of a page. */
export function notebookParts(mdx: string, options: MarkdownOptions): Part[] {
  const parts: Part[] = [{ kind: 'prose', markdown: `# ${options.title}\n\n${options.summary}` }];
  const pieces = mdx.split(/<Cell\s+file="([^"]+)"\s*\/>/);
  pieces.forEach((piece, at) => {
    if (at % 2) parts.push({ kind: 'code', name: piece, source: options.source(piece) });
    else if (piece.trim()) parts.push({ kind: 'prose', markdown: plain(piece, options) });
  });
  return parts;
}

function plain(mdx: string, { lang, origin, term, reference }: MarkdownOptions): string {
  return mdx
    .replace(/\{\/\*[\s\S]*?\*\/\}/g, '')
    .replace(/<Term\s+id="([^"]+)"\s*\/>/g, (_, id: string) => term(id))
    .replace(/<Cite\s+id="([^"]+)"\s*\/>/g, (_, id: string) => `[${reference(id)}]`)
    .replace(/<FollowUp\s+question="([^"]+)"\s*>/g, '**$1**')
    .replace(/<\/?[A-Z]\w*(?:\s[^<>]*)?\/?>/g, '')
    .replace(/\]\(\/([^)]*)\)/g, (_, path: string) => `](${origin}${lang}/${path})`)
    .replace(/[ \t]+$/gm, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}
