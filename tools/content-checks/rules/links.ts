import { visit } from 'unist-util-visit';
import { RESERVED_IDS } from '../../../src/markdown/heading-ids.ts';
import { pascalCase } from '../../../src/markdown/components.ts';
import { resolveLink } from '../../../src/markdown/links.ts';
import { didYouMean } from '../../../src/markdown/nearest.ts';
import type { Page } from '../page.ts';
import { proseOf } from '../prose.ts';
import type { Finding } from '../rule.ts';
import { pagesOf, type Site } from '../site.ts';

/** Names of the widgets on a page, as they stand in addresses. */
function widgetsOn(page: Page, site: Site): string[] {
  return [...site.components]
    .filter(([component]) => page.elements.some(({ name }) => name === component))
    .flatMap(([, from]) => /^@widgets\/([^/]+)\//.exec(from)?.[1] ?? []);
}

/** The anchors of one page. */
function anchors(page: Page, site: Site): string[] {
  const headings = page.headings.flatMap(({ id }) => id ?? []);
  return [...headings, ...RESERVED_IDS, ...widgetsOn(page, site)];
}

/** Whether a widget has a named scene; true when its scenes cannot be read. */
export function hasScene(site: Site, widget: string, scene: string): boolean {
  const source = site.read(`src/components/widgets/${widget}/scenes.ts`);
  return (
    source === undefined ||
    new RegExp(`(['"\`]?)\\b${scene}\\1\\s*[:,]|id: ['"\`]${scene}['"\`]`).test(source)
  );
}

function anchorProblem(hash: string, page: Page, site: Site): string | undefined {
  const [id, query] = hash.split('?');
  const known = anchors(page, site);
  if (!known.includes(id)) return `there is no \`#${id}\` in ${page.file}${didYouMean(id, known)}`;
  const scene = /(?:^|&)scene=([^&]+)/.exec(query ?? '')?.[1];
  if (query && !widgetsOn(page, site).includes(id))
    return `\`#${id}\` is no widget: it takes no \`?${query}\``;
  if (scene && !hasScene(site, id, scene))
    return `the widget ${pascalCase(id)} has no scene \`${scene}\``;
  return undefined;
}

function notebookProblem(url: string, site: Site): string | undefined {
  const slug = /^\/notebooks\/([^/#?]+)/.exec(url)?.[1];
  const known = site.notebooks.map((notebook) => notebook.slug);
  if (!slug || known.includes(slug)) return undefined;
  return `there is no notebook \`${slug}\`${didYouMean(slug, known)}`;
}

function listProblem(url: string, site: Site): string | undefined {
  const [, part, id] = /^\/(glossary|questions)\/#(.+)$/.exec(url) ?? [];
  const list = part === 'glossary' ? site.terms?.data : part ? site.questions?.data : undefined;
  if (!list || list.some((entry) => entry.id === id)) return undefined;
  return `there is no \`${id}\` on the page /${part}/${didYouMean(
    id,
    list.map((entry) => entry.id),
  )}`;
}

/** Links lead to pages and anchors that exist, in the reader's language. */
export default function links(site: Site): Finding[] {
  return proseOf(site).flatMap((prose) => {
    const found: Finding[] = [];
    visit(prose.tree, (node) => {
      if (node.type !== 'link' && node.type !== 'definition') return;
      const { url } = node;
      const add = (message: string | undefined) => {
        if (!message) return;
        const fix =
          'write links as /concepts/<slug>/#<heading-id>, the id as it stands in that page';
        found.push({ file: prose.file, ...prose.place(node), message, fix });
      };
      const target = resolveLink(url, prose.lang, { base: '/', concepts: site.conceptPages });
      if (target.kind === 'bad') return add(target.reason);
      const hash = url.split('#')[1];
      const slug = /^\/concepts\/([^/]+)\//.exec(url)?.[1];
      const page = slug
        ? site.concepts.find((concept) => concept.slug === slug)?.pages[prose.lang]
        : pagesOf(site).find((own) => own.file === prose.file);
      if (hash && page && (slug || url.startsWith('#'))) add(anchorProblem(hash, page, site));
      else add(notebookProblem(url, site) ?? listProblem(url, site));
    });
    return found;
  });
}
