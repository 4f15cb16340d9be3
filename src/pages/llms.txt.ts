import type { APIRoute } from 'astro';
import { catalog } from '../content/catalog.ts';
import { notebooks } from '../content/notebooks.ts';
import { inlineText } from '../markdown/inline.ts';
import { LANGS, LANG_NAME } from '../i18n/langs.ts';
import { ui } from '../i18n/ui.ts';
import { absolute, href, page } from '../site.ts';

/** An outline of the handbook for language models (llmstxt.org). */
export const GET: APIRoute = async ({ site }) => {
  const { concepts, chapters } = await catalog();
  const lines = [
    '# 感受野 · Receptive Field',
    '',
    ...LANGS.map((lang) => `> ${ui(lang).description}`),
  ];
  for (const lang of LANGS) {
    lines.push('', `## ${LANG_NAME[lang]}`);
    for (const chapter of chapters) {
      const own = concepts.filter(
        (concept) => concept.chapter === chapter.id && concept.languages.includes(lang),
      );
      if (!own.length) continue;
      lines.push('', `### ${chapter.title[lang]}`, '');
      for (const concept of own) {
        const address = absolute(page(lang, `concepts/${concept.slug}/`), site);
        lines.push(`- [${concept.title[lang]}](${address}): ${inlineText(concept.answer![lang])}`);
      }
    }
  }
  for (const lang of LANGS) {
    lines.push('', `## ${ui(lang).notebooks}`, '');
    for (const { slug, title, summary } of await notebooks()) {
      const address = absolute(page(lang, `notebooks/${slug}/`), site);
      lines.push(`- [${title[lang]}](${address}): ${summary[lang]}`);
    }
  }
  lines.push('', `- [catalog.json](${absolute(href('catalog.json'), site)})`, '');
  return new Response(lines.join('\n'), {
    headers: { 'Content-Type': 'text/plain; charset=utf-8' },
  });
};
