/** All content as data: read once, then every rule is a pure function of it. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import {
  chaptersSchema,
  conceptSchema,
  isWritten,
  notebookSchema,
  questionsSchema,
  readingPathsSchema,
  termsSchema,
  webErrorsSchema,
  type Chapter,
  type ConceptData,
  type NotebookData,
  type ReadingPath,
  type SourceQuestion,
  type Term,
  type WebError,
} from '../../src/content/schema.ts';
import { LANGS, type Lang } from '../../src/i18n/langs.ts';
import { scanComponents, type ComponentRegistry } from '../../src/markdown/components.ts';
import { scanConcepts, type ConceptPages } from '../../src/markdown/links.ts';
import { parsePage, type Page } from './page.ts';
import { parseYaml, validate, type SchemaIssue, type YamlFile } from './yaml.ts';

export interface Checked<T> {
  yaml: YamlFile;
  data?: T;
  issues: SchemaIssue[];
}

export interface ConceptFolder {
  slug: string;
  /** Path from the root of the repository. */
  folder: string;
  /** Names of the files in it. */
  files: string[];
  yaml: YamlFile;
  data?: ConceptData;
  issues: SchemaIssue[];
  pages: Partial<Record<Lang, Page>>;
  /** Whether concept.yaml has more than the outline. */
  written: boolean;
}

export interface NotebookFolder {
  slug: string;
  /** Path from the root of the repository. */
  folder: string;
  /** Names of the files in it, and of those in its folder `cells`. */
  files: string[];
  cellFiles: string[];
  yaml: YamlFile;
  data?: NotebookData;
  issues: SchemaIssue[];
  pages: Partial<Record<Lang, Page>>;
}

/** What the handbook must cover, from tests/curriculum. */
export interface Curriculum {
  concepts: { slug: string }[];
  questions: { id: string; concept: string }[];
  errata: { id: string; concepts: string[]; kind: string }[];
}

export interface Site {
  root: string;
  concepts: ConceptFolder[];
  notebooks: NotebookFolder[];
  chapters?: Checked<Chapter[]>;
  readingPaths?: Checked<ReadingPath[]>;
  webErrors?: Checked<WebError[]>;
  questions?: Checked<SourceQuestion[]>;
  terms?: Checked<Term[]>;
  curriculum?: Curriculum;
  /** Hashes of 13 Han characters in a row that we did not write. */
  sourceRuns: ReadonlySet<string>;
  components: ComponentRegistry;
  conceptPages: ConceptPages;
  /** The text of a file of the repository, or undefined when there is none. */
  read(path: string): string | undefined;
}

type Read = Site['read'];

function reader(root: string): Read {
  const cache = new Map<string, string | undefined>();
  return (path) => {
    const full = join(root, path);
    if (!cache.has(path))
      cache.set(path, existsSync(full) ? readFileSync(full, 'utf8') : undefined);
    return cache.get(path);
  };
}

function loadPages(folder: string, read: Read): ConceptFolder['pages'] {
  const pages: ConceptFolder['pages'] = {};
  for (const lang of LANGS) {
    const text = read(`${folder}/${lang}.mdx`);
    if (text !== undefined) pages[lang] = parsePage(`${folder}/${lang}.mdx`, lang, text);
  }
  return pages;
}

function loadNotebook(root: string, slug: string, read: Read): NotebookFolder {
  const folder = `src/content/notebooks/${slug}`;
  const yaml = parseYaml(`${folder}/notebook.yaml`, read(`${folder}/notebook.yaml`) ?? '');
  const names = (path: string) => {
    const full = join(root, path);
    return existsSync(full) ? readdirSync(full).sort() : [];
  };
  return {
    slug,
    folder,
    files: names(folder),
    cellFiles: names(`${folder}/cells`),
    yaml,
    ...validate(yaml, notebookSchema),
    pages: loadPages(folder, read),
  };
}

function loadConcept(root: string, slug: string, read: Read): ConceptFolder {
  const folder = `src/content/concepts/${slug}`;
  const yaml = parseYaml(`${folder}/concept.yaml`, read(`${folder}/concept.yaml`) ?? '');
  const { data, issues } = validate(yaml, conceptSchema);
  const pages = loadPages(folder, read);
  const files = readdirSync(join(root, folder)).sort();
  const written = data !== undefined && isWritten(data);
  return { slug, folder, files, yaml, data, issues, pages, written };
}

function loadCurriculum(read: Read): Curriculum | undefined {
  const json = (name: string) => read(`tests/curriculum/${name}.json`);
  const [concepts, questions, errata] = ['concepts', 'questions', 'errata'].map(json);
  if (!concepts || !questions || !errata) return undefined;
  return {
    concepts: JSON.parse(concepts),
    questions: JSON.parse(questions),
    errata: JSON.parse(errata),
  };
}

/** Reads everything under `root` that the rules look at. */
export function loadSite(root: string): Site {
  const read = reader(root);
  const folders = (name: string): string[] => {
    const path = join(root, 'src/content', name);
    if (!existsSync(path)) return [];
    return readdirSync(path, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => basename(entry.name));
  };
  const list = <T>(
    path: string,
    schema: Parameters<typeof validate>[1],
  ): Checked<T> | undefined => {
    const text = read(path);
    if (text === undefined) return undefined;
    const yaml = parseYaml(path, text);
    return { yaml, ...(validate(yaml, schema) as { data?: T; issues: SchemaIssue[] }) };
  };
  return {
    root,
    concepts: folders('concepts').map((slug) => loadConcept(root, slug, read)),
    notebooks: folders('notebooks').map((slug) => loadNotebook(root, slug, read)),
    chapters: list('src/content/chapters.yaml', chaptersSchema),
    readingPaths: list('src/content/reading-paths.yaml', readingPathsSchema),
    webErrors: list('src/content/web-errors.yaml', webErrorsSchema),
    questions: list('src/content/questions.yaml', questionsSchema),
    terms: list('src/content/glossary/terms.yaml', termsSchema),
    curriculum: loadCurriculum(read),
    sourceRuns: new Set(read('tests/curriculum/source-13grams.txt')?.split('\n').filter(Boolean)),
    components: scanComponents(root),
    conceptPages: scanConcepts(root),
    read,
  };
}

/** Concepts and notebooks: what has a yaml file and a page in each language. */
export function foldersOf(site: Site): (ConceptFolder | NotebookFolder)[] {
  return [...site.concepts, ...site.notebooks];
}

/** Every page of the site. */
export function pagesOf(site: Site): Page[] {
  return foldersOf(site).flatMap(({ pages }) => LANGS.flatMap((lang) => pages[lang] ?? []));
}

/** Whether a file belongs to a notebook. */
export const inNotebook = (file: string): boolean => file.startsWith('src/content/notebooks/');

/** Concepts with data, that is, whose concept.yaml could be understood. */
export function understood(site: Site): (ConceptFolder & { data: ConceptData })[] {
  return site.concepts.filter((concept): concept is ConceptFolder & { data: ConceptData } =>
    Boolean(concept.data),
  );
}
