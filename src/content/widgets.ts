import { getCollection } from 'astro:content';
import { DEFAULT_LANG } from '../i18n/langs.ts';

/** `GanSamplesWidget` → `gan-samples`, `Gan2dWidget` → `gan-2d`: the name it has in the page. */
function folderName(component: string): string {
  return component
    .replace(/Widget$/, '')
    .replace(/(?<=[a-z0-9])[A-Z]|(?<=[a-z])\d/g, '-$&')
    .toLowerCase();
}

/** The widgets a concept page places (both languages place the same ones: a test says so). */
export async function widgetsOf(slug: string): Promise<string[]> {
  const pages = await getCollection('prose', ({ id }) => id === `${slug}/${DEFAULT_LANG}`);
  // What stands in a comment is not on the page.
  const body = pages[0]?.body?.replace(/\{\/\*[\s\S]*?\*\/\}/g, '');
  const placed = body?.matchAll(/<([A-Z]\w*Widget)\b/g) ?? [];
  return [...new Set([...placed].map(([, component]) => folderName(component)))];
}
