import type { APIRoute } from 'astro';
import { catalog } from '../content/catalog.ts';
import { notebooks } from '../content/notebooks.ts';
import { inlineText } from '../markdown/inline.ts';
import { LANGS, type L10n } from '../i18n/langs.ts';
import { page } from '../site.ts';
import { widgetsOf } from '../content/widgets.ts';

/** Every concept in machine-readable form: stable, for tools and for whoever builds on the pages. */
export const GET: APIRoute = async () => {
  const { concepts, chapters } = await catalog();
  const all = await notebooks();
  const plain = (words: L10n | undefined): L10n | null =>
    words ? { zh: inlineText(words.zh), en: inlineText(words.en) } : null;
  const body = {
    version: 1,
    languages: LANGS,
    chapters: chapters.map(({ id, order, title }) => ({ slug: id, order, title })),
    concepts: await Promise.all(
      concepts.map(async (concept) => ({
        slug: concept.slug,
        chapter: concept.chapter,
        order: concept.order,
        kind: concept.kind,
        title: concept.title,
        aliases: concept.aliases,
        question: plain(concept.question),
        answer: plain(concept.answer),
        prerequisites: concept.prerequisites,
        questions: Object.keys(concept.questions),
        errata: concept.errata,
        widgets: await widgetsOf(concept.slug),
        notebooks: all
          .filter((notebook) => notebook.concepts.includes(concept.slug))
          .map(({ slug }) => slug),
        languages: concept.languages,
        pages: Object.fromEntries(
          concept.languages.map((lang) => [lang, page(lang, `concepts/${concept.slug}/`)]),
        ),
      })),
    ),
    notebooks: all.map(({ slug, order, title, summary, minutes, concepts, cells }) => ({
      slug,
      order,
      title,
      summary,
      minutes,
      concepts,
      cells: cells.length,
      languages: LANGS,
      pages: Object.fromEntries(LANGS.map((lang) => [lang, page(lang, `notebooks/${slug}/`)])),
    })),
  };
  return new Response(JSON.stringify(body), { headers: { 'Content-Type': 'application/json' } });
};
