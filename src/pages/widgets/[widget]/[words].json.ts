/** The words that the script of a widget fetches when it wakes: `<language>.<hash>.json`. */
import type { APIRoute, GetStaticPaths } from 'astro';
import { usesOf, wordsFile } from '../../../components/widgets/toolkit/build.ts';
import type { Kind } from '../../../components/widgets/toolkit/kind.ts';
import { LANGS, type Lang } from '../../../i18n/langs.ts';

const kinds = import.meta.glob<{ KIND: Kind<object> }>('../../../components/widgets/*/kind.ts', {
  eager: true,
});
const strings = import.meta.glob<{ STRINGS: Record<Lang, object> }>(
  '../../../components/widgets/*/strings.ts',
  { eager: true },
);

export const getStaticPaths = (() =>
  Object.entries(kinds).flatMap(([file, { KIND }]) => {
    if (!KIND) return []; // toolkit/kind.ts says what a kind is
    const { STRINGS } = strings[file.replace('kind.ts', 'strings.ts')];
    return LANGS.map((lang) => {
      const { name, text } = wordsFile(lang, STRINGS[lang], usesOf(KIND));
      return { params: { widget: KIND.name, words: name }, props: { text } };
    });
  })) satisfies GetStaticPaths;

export const GET: APIRoute<{ text: string }> = ({ props }) =>
  new Response(props.text, { headers: { 'Content-Type': 'application/json' } });
