import { LANGS, otherLang } from '../../../src/i18n/langs.ts';
import { pageHash } from '../reading.ts';
import type { Finding } from '../rule.ts';
import { foldersOf, inNotebook, type Site } from '../site.ts';

/** Each page was read against the present text of the other (a warning while never recorded). */
export default function readAgainst(site: Site): Finding[] {
  return foldersOf(site).flatMap(({ slug, yaml, data, pages }) =>
    LANGS.flatMap((lang): Finding[] => {
      const other = pages[otherLang(lang)];
      if (!data || !pages[lang] || !other) return [];
      const recorded = data.readAgainst?.[lang];
      if (recorded === pageHash(other.text)) return [];
      const fix = `read ${lang}.mdx against ${otherLang(lang)}.mdx, then: npm run content:read -- ${inNotebook(yaml.file) ? 'notebooks/' : ''}${slug}`;
      if (recorded) {
        const place = yaml.place(['readAgainst', lang]);
        return [
          {
            ...place,
            file: yaml.file,
            message: `${other.file} changed since ${lang}.mdx was read against it`,
            fix,
          },
        ];
      }
      return [
        {
          file: yaml.file,
          line: 1,
          severity: 'warning',
          message: `${lang}.mdx was never read against ${otherLang(lang)}.mdx`,
          fix,
        },
      ];
    }),
  );
}
