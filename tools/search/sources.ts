/** Reads from disk what the search is made of: concepts, terms, scenes, notebooks, models. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parse } from 'yaml';
import { readModels } from '../../src/content/models.ts';
import type { ConceptData, NotebookData, SourceQuestion, Term } from '../../src/content/schema.ts';
import { LANGS, type L10n, type Lang } from '../../src/i18n/langs.ts';
import { inlineText } from '../../src/markdown/inline.ts';
import type { SearchSources } from '../../src/search/build.ts';

type Scenes = Record<string, { query: string; title: L10n }>;

/** `GanSamplesWidget` → `gan-samples`, as src/content/widgets.ts names them. */
const folderName = (component: string): string =>
  component.replace(/(?<=[a-z0-9])[A-Z]|(?<=[a-z])\d/g, '-$&').toLowerCase();

/** The words of a page without its components; questions of follow-ups stay. */
function proseOf(mdx: string, term: (id: string) => string): string {
  return mdx
    .replace(/\{\/\*[\s\S]*?\*\/\}/g, '')
    .replace(/<Term\s+id="([^"]+)"\s*\/>/g, (_, id: string) => term(id))
    .replace(/<FollowUp\s+question="([^"]+)"\s*>/g, '$1')
    .replace(/<\/?[A-Za-z][^<>]*>/g, ' ')
    .replace(/\]\([^)]*\)/g, ']')
    .replace(/\$\$?[^$]*\$\$?/g, ' ');
}

/**
 * The scenes of all widgets. A scene opens on the page that places it, any other one at the home of its
 * widget: the page named like it, else the one that places its first scene, which is the default, else
 * the first that places it at all.
 */
async function scenesOf(
  root: string,
  pages: [slug: string, mdx: string][],
): Promise<SearchSources['scenes']> {
  const placed = new Map<string, Map<string, string>>();
  for (const [slug, mdx] of pages) {
    for (const [tag, component] of mdx.matchAll(/<([A-Z]\w*)Widget\b(?![^>]*\bid=)[^>]*>/g)) {
      const widget = folderName(component);
      const places = placed.get(widget) ?? new Map<string, string>();
      const scene = /\bscene="([^"]+)"/.exec(tag)?.[1] ?? '';
      if (!places.has(scene)) placed.set(widget, places.set(scene, slug));
    }
  }
  const scenes: SearchSources['scenes'] = [];
  for (const [widget, places] of placed) {
    const file = join(root, 'src/components/widgets', widget, 'scenes.ts');
    if (!existsSync(file)) continue;
    const { SCENES } = (await import(pathToFileURL(file).href)) as { SCENES: Scenes };
    const [first] = Object.keys(SCENES);
    const stem = widget.replace(/s$/, '');
    const slugs = [...places.values()];
    const home =
      slugs.find((slug) => slug.split('-').some((word) => word.startsWith(stem))) ??
      places.get(first) ??
      slugs[0];
    const groups = new Map<string, SearchSources['scenes'][number]>();
    for (const [name, scene] of Object.entries(SCENES)) {
      const path = `concepts/${places.get(name) ?? home}/`;
      const group = groups.get(path) ?? { path, widget, list: [] };
      group.list.push({ name, ...scene });
      groups.set(path, group);
    }
    scenes.push(...groups.values());
  }
  return scenes;
}

/** The formulas of a page. */
const formulasOf = (mdx: string): string[] =>
  [...mdx.matchAll(/\$\$?([^$]+)\$\$?/g)].map(([, formula]) => formula);

/** Everything that can be found, read from the root of the repository. */
export async function readSources(root: string): Promise<SearchSources> {
  const content = join(root, 'src/content');
  const yaml = <T>(...path: string[]): T =>
    parse(readFileSync(join(content, ...path), 'utf8')) as T;
  const folders = (...path: string[]): string[] =>
    readdirSync(join(content, ...path), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name);

  const asked = parse(readFileSync(join(root, 'src/search/asked.yaml'), 'utf8')) as Record<
    string,
    L10n<string[]>
  >;
  const also = parse(readFileSync(join(root, 'src/search/also.yaml'), 'utf8')) as Record<
    string,
    string[]
  >;
  const terms = yaml<Term[]>('glossary', 'terms.yaml');
  const questions = yaml<SourceQuestion[]>('questions.yaml');
  const written = folders('concepts').filter((slug) =>
    LANGS.every((lang) => existsSync(join(content, 'concepts', slug, `${lang}.mdx`))),
  );
  const data = written
    .map((slug) => ({ slug, ...yaml<ConceptData>('concepts', slug, 'concept.yaml') }))
    .sort((a, b) => a.order - b.order);
  const mdx = (slug: string, lang: Lang): string =>
    readFileSync(join(content, 'concepts', slug, `${lang}.mdx`), 'utf8');
  const both = (text: (lang: Lang) => string): L10n => ({ zh: text('zh'), en: text('en') });
  const term = (lang: Lang) => (id: string) => terms.find((each) => each.id === id)?.[lang] ?? id;

  const concepts = data.map(({ slug, title, aliases, question, answer, corrections = [] }) => ({
    slug,
    title,
    aliases: { zh: aliases?.zh ?? [], en: aliases?.en ?? [] },
    questions: [
      ...(question ? [both((lang) => inlineText(question[lang]))] : []),
      ...questions
        .filter(({ concept }) => concept === slug)
        .flatMap(({ zh, en, parts = [] }) => [{ zh, en }, ...parts]),
    ],
    asked: asked[slug] ?? { zh: [], en: [] },
    also: also[slug] ?? [],
    answer: answer ? both((lang) => inlineText(answer[lang])) : { zh: '', en: '' },
    formulas: formulasOf(mdx(slug, 'zh')),
    prose: both((lang) =>
      [
        proseOf(mdx(slug, lang), term(lang)),
        ...corrections.flatMap(({ claim, truth }) => [claim[lang], truth[lang]]),
      ].join('\n'),
    ),
  }));

  const scenes = await scenesOf(
    root,
    data.map(({ slug }) => [slug, mdx(slug, 'zh')]),
  );

  const notebooks = folders('notebooks')
    .map((slug) => ({ slug, ...yaml<NotebookData>('notebooks', slug, 'notebook.yaml') }))
    .sort((a, b) => a.order - b.order)
    .map(({ slug, title }) => ({ slug, title }));
  const models = (await readModels(root)).map(({ card: { id, task } }) => ({ id, title: task }));
  return {
    concepts,
    terms: terms.map(({ id, zh, en, also, concept }) => ({
      id,
      zh,
      en,
      also: [...(also?.zh ?? []), ...(also?.en ?? [])],
      ...(concept && { concept }),
    })),
    scenes,
    notebooks,
    models,
  };
}
