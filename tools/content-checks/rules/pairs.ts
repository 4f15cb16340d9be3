import { LANGS, otherLang } from '../../../src/i18n/langs.ts';
import type { Finding } from '../rule.ts';
import type { Site } from '../site.ts';

function notebookPairs(site: Site): Finding[] {
  return site.notebooks.flatMap(({ folder, files, yaml }) => {
    const needed = ['notebook.yaml', ...LANGS.map((lang) => `${lang}.mdx`)];
    return needed
      .filter((name) => !files.includes(name))
      .map((name) => ({
        file: files.includes('notebook.yaml') ? yaml.file : `${folder}/${name}`,
        line: 1,
        message: `${folder}/${name} is missing`,
        fix: 'write it: a notebook appears in both languages or not at all',
      }));
  });
}

/** A concept is either coming (outline only) or written: concept.yaml and both pages. */
export default function pairs(site: Site): Finding[] {
  const concepts = site.concepts.flatMap(
    ({ folder, files, yaml, pages, written, data }): Finding[] => {
      if (!files.includes('concept.yaml')) {
        return [
          {
            file: yaml.file,
            line: 1,
            message: 'concept.yaml is missing in this folder',
            fix: 'write it, or: npm run new -- concept <slug>',
          },
        ];
      }
      const there = LANGS.filter((lang) => pages[lang]);
      if (there.length === 1) {
        const [lang] = there;
        const missing = `${folder}/${otherLang(lang)}.mdx`;
        return [
          {
            file: pages[lang]!.file,
            line: 1,
            message: `${missing} is missing`,
            fix: 'write it too: a page appears in both languages or not at all',
          },
        ];
      }
      if (data && there.length === 2 && !written) {
        return [
          {
            file: yaml.file,
            line: 1,
            message: 'the pages are there, the facts are not',
            fix: 'add question, answer, references, corrections',
          },
        ];
      }
      if (written && there.length === 0) {
        return [
          {
            file: yaml.file,
            ...yaml.keyPlace(['question']),
            message: 'the facts are there, the pages are not',
            fix: `write ${folder}/zh.mdx and en.mdx`,
          },
        ];
      }
      return [];
    },
  );
  return [...concepts, ...notebookPairs(site)];
}
