/** `npm run new -- notebook <slug>`: cells that run one after another, with words in both languages. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { namesOf } from './names.ts';
import { template, type Options, type Plan } from './plan.ts';
import { scalar } from './yaml.ts';

export const NOTEBOOK_OPTIONS = ['zh', 'en'];

/** The place after the last notebook there is. */
function nextOrder(root: string): number {
  const folder = join(root, 'src/content/notebooks');
  const slugs = existsSync(folder) ? readdirSync(folder) : [];
  const orders = slugs
    .map((slug) => join(folder, slug, 'notebook.yaml'))
    .filter((file) => existsSync(file))
    .map((file) => Number(/^order:\s*(\d+)/m.exec(readFileSync(file, 'utf8'))?.[1] ?? 0));
  return Math.max(0, ...orders) + 1;
}

/** The files of a notebook: facts, words and one cell. */
export function notebook(root: string, name: string, options: Options): Plan {
  const names = namesOf(name);
  const title = (lang: 'zh' | 'en') => scalar(String(options[lang] ?? '').trim());
  const order = String(nextOrder(root));
  const words = { ...names, zh: title('zh'), en: title('en'), order };
  const folder = `src/content/notebooks/${name}`;
  return {
    write: {
      [`${folder}/notebook.yaml`]: template('notebook/notebook.yaml', words),
      [`${folder}/zh.mdx`]: template('notebook/zh.mdx', words),
      [`${folder}/en.mdx`]: template('notebook/en.mdx', words),
      [`${folder}/cells/start.ts`]: template('notebook/start.ts', words),
    },
    next: [
      `Write the cells in ${folder}/cells/ and name them, in order, in notebook.yaml; place each on both pages as <Cell file="…" />.`,
      `See what is still missing: node tools/content-checks/cli.ts notebooks/${name}`,
      `Try it: npm run dev, then /en/notebooks/${name}/`,
      `Record what the cells show: npm run build && npm run record -- ${name}; the tests run it again and compare.`,
      `Read the two pages against each other: npm run content:read -- notebooks/${name}`,
    ],
  };
}
