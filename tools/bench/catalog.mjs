/** Which widgets a built site has, and a page on which each can be found. */
import { readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Every widget of the catalog with the first page in Chinese that places it, in the order of the
 * concepts: `[{ name: 'pooling', page: 'zh/concepts/pooling/' }]`.
 */
export function widgetsOf({ concepts }) {
  const pages = new Map();
  for (const { slug, languages, widgets } of concepts) {
    if (!languages.includes('zh')) continue;
    for (const name of widgets) if (!pages.has(name)) pages.set(name, `zh/concepts/${slug}/`);
  }
  return [...pages].map(([name, page]) => ({ name, page }));
}

/** The catalog that the build wrote. */
export function readCatalog(folder) {
  return JSON.parse(readFileSync(path.join(folder, 'catalog.json'), 'utf8'));
}
