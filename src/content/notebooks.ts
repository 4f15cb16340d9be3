/** Notebooks as pages see them: in order, with cells, recorded outputs and prose. */
import { getCollection } from 'astro:content';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LANGS, type Lang } from '../i18n/langs.ts';
import type { Part } from '../notebook/ipynb.ts';
import type { Recorded } from '../notebook/recorded.ts';
import { catalog } from './catalog.ts';
import { notebookParts } from './notebook-markdown.ts';
import type { NotebookData, PythonListing } from './schema.ts';

export interface PythonSource extends PythonListing {
  source: string;
  /** What it printed, if that was kept. */
  output?: string;
}

export interface CellData {
  /** Its file, which is its name. */
  file: string;
  source: string;
  /** The first 12 hex digits of the SHA-256 of the source: edits are kept under it. */
  sha: string;
  python: PythonSource[];
}

export interface Notebook extends NotebookData {
  slug: string;
  cellData: CellData[];
  recorded?: Recorded;
}

/** The first 12 hex digits of the SHA-256 of a source without blanks at its end. */
export function shaOf(source: string): string {
  return createHash('sha256').update(source.trimEnd()).digest('hex').slice(0, 12);
}

let loaded: Promise<Notebook[]> | undefined;

/** Every notebook in order; read once a build. */
export function notebooks(): Promise<Notebook[]> {
  if (import.meta.env.DEV) return load();
  return (loaded ??= load());
}

async function load(): Promise<Notebook[]> {
  const [entries, prose] = await Promise.all([
    getCollection('notebooks'),
    getCollection('notebookProse'),
  ]);
  const pages = new Set(prose.map(({ id }) => id));
  return entries
    .filter(({ id }) => LANGS.every((lang) => pages.has(`${id}/${lang}`)))
    .map(({ id, data }) => readNotebook(process.cwd(), id, data))
    .sort((a, b) => a.order - b.order);
}

/**
 * A notebook with what stands in its folder.
 *
 * @throws Error naming the file that is missing
 */
export function readNotebook(root: string, slug: string, data: NotebookData): Notebook {
  const folder = join(root, 'src/content/notebooks', slug);
  const read = (file: string): string => {
    if (!existsSync(join(folder, file))) {
      throw new Error(`src/content/notebooks/${slug}/notebook.yaml: there is no ${file}`);
    }
    return readFileSync(join(folder, file), 'utf8').trimEnd();
  };
  const cellData = data.cells.map((file): CellData => {
    const source = read(`cells/${file}`);
    const python = (data.python[file] ?? []).map((listing) => {
      const output = listing.file.replace(/\.py$/, '.out.txt');
      const printed = existsSync(join(folder, output)) ? { output: read(output) } : {};
      return { ...listing, ...printed, source: read(listing.file) };
    });
    return { file, source, sha: shaOf(source), python };
  });
  const recorded = existsSync(join(folder, 'recorded.json'))
    ? { recorded: JSON.parse(read('recorded.json')) as Recorded }
    : {};
  return { ...data, slug, cellData, ...recorded };
}

/** The notebooks that accompany a concept. */
export async function notebooksOf(concept: string): Promise<Notebook[]> {
  return (await notebooks()).filter(({ concepts }) => concepts.includes(concept));
}

/** The prose and cells of a notebook in a language, in order, the prose as plain Markdown. */
export async function partsOf(notebook: Notebook, lang: Lang, origin: string): Promise<Part[]> {
  const [page] = await getCollection('notebookProse', ({ id }) => id === `${notebook.slug}/${lang}`);
  const { terms } = await catalog();
  return notebookParts(page.body ?? '', {
    lang,
    origin,
    title: notebook.title[lang],
    summary: notebook.summary[lang],
    term: (id) => terms.find((term) => term.id === id)?.[lang] ?? id,
    reference: (id) => notebook.references.findIndex((each) => each.id === id) + 1,
    source: (file) => notebook.cellData.find((cell) => cell.file === file)?.source ?? '',
  });
}
