/** Which widgets a built site has, and a page on which each can be found. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const WIDGET = /<section\b[^>]*\bdata-widget="([\w-]+)"/g;

/**
 * Every widget of a built site by the name it has in the page, with the first page in Chinese that
 * holds it: `[{ name: 'pooling', page: 'zh/concepts/pooling/' }]`. Concepts come first, in their
 * order, then all other pages (those of the models have widgets of their own).
 */
export function widgetsOf(folder) {
  const { concepts } = JSON.parse(readFileSync(path.join(folder, 'catalog.json'), 'utf8'));
  const others = readdirSync(path.join(folder, 'zh'), { recursive: true })
    .map((file) => `zh/${file.replaceAll('\\', '/')}`)
    .filter((file) => file.endsWith('/index.html'))
    .map((file) => file.replace(/index\.html$/, ''))
    .sort();
  const found = new Map();
  for (const page of [...concepts.map(({ slug }) => `zh/concepts/${slug}/`), ...others]) {
    const file = path.join(folder, page, 'index.html');
    if (!existsSync(file)) continue;
    for (const [, name] of readFileSync(file, 'utf8').matchAll(WIDGET)) {
      if (!found.has(name)) found.set(name, page);
    }
  }
  return [...found].map(([name, page]) => ({ name, page }));
}
