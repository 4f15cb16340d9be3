/** Notebooks as Jupyter files: in TypeScript for Deno's kernel, and in Python where there is one. */
import type { APIRoute, GetStaticPaths } from 'astro';
import { notebooks, partsOf, type Notebook } from '../../../content/notebooks.ts';
import { LANGS, type Lang } from '../../../i18n/langs.ts';
import { NOTEBOOK_WORDS } from '../../../i18n/notebook.ts';
import { toJupyter, type Part } from '../../../notebook/ipynb.ts';
import preamble from '../../../notebook/preamble.deno.txt?raw';
import { absolute, href } from '../../../site.ts';

type Library = 'keras' | 'pytorch';

interface Props {
  lang: Lang;
  notebook: Notebook;
  library?: Library;
}

const librariesOf = ({ cellData }: Notebook): Library[] => [
  ...new Set(cellData.flatMap(({ python }) => python.map(({ library }) => library))),
];

export const getStaticPaths = (async () => {
  const all = await notebooks();
  return LANGS.flatMap((lang) =>
    all.flatMap((notebook) =>
      [undefined, ...librariesOf(notebook)].map((library) => ({
        params: { lang, file: library ? `${notebook.slug}-${library}` : notebook.slug },
        props: { lang, notebook, library },
      })),
    ),
  );
}) satisfies GetStaticPaths;

/** A cell in Python; one that has none stays readable as text. */
function inPython(part: Part, notebook: Notebook, library: Library): Part {
  if (part.kind === 'prose') return part;
  const cell = notebook.cellData.find(({ file }) => file === part.name);
  const listing = cell?.python.find((each) => each.library === library);
  if (listing) return { kind: 'code', name: part.name, source: listing.source };
  return { kind: 'prose', markdown: `\`\`\`ts\n${part.source}\n\`\`\`` };
}

export const GET: APIRoute<Props> = async ({ props, site }) => {
  const { lang, notebook, library } = props;
  const parts = await partsOf(notebook, lang, absolute(href(''), site));
  const { slug } = notebook;
  const file = library
    ? toJupyter(
        parts.map((part) => inPython(part, notebook, library)),
        { notebook: slug, language: 'python' },
      )
    : toJupyter(parts, {
        notebook: slug,
        language: 'typescript',
        setup: `// ${NOTEBOOK_WORDS[lang].title}: ${absolute(href(`${lang}/notebooks/${slug}/`), site)}\nconst DATA = ${JSON.stringify(absolute(href('data/'), site))};\n${preamble}`,
      });
  return new Response(`${JSON.stringify(file, null, 1)}\n`, {
    headers: { 'Content-Type': 'application/x-ipynb+json' },
  });
};
