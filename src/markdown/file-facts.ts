import type { VFile } from 'vfile';
import type { Lang } from '../i18n/langs.ts';

/** The language of a page, from its file name (`zh.mdx`, `en.mdx`); fails on any other name. */
export function langOf(file: VFile): Lang {
  const lang = /(?:^|[/\\])(zh|en)\.mdx?$/.exec(file.path ?? '')?.[1];
  if (!lang) file.fail(`the file must be called zh.mdx or en.mdx, its language is read from there`);
  return lang as Lang;
}

/** The slug of the notebook a page belongs to, from its folder; undefined outside notebooks. */
export function notebookOf(file: VFile): string | undefined {
  return /[/\\]notebooks[/\\]([^/\\]+)[/\\][^/\\]+$/.exec(file.path ?? '')?.[1];
}

/** The slug of the concept a page belongs to, from its folder; undefined outside concepts. */
export function conceptOf(file: VFile): string | undefined {
  return /[/\\]concepts[/\\]([^/\\]+)[/\\][^/\\]+$/.exec(file.path ?? '')?.[1];
}
