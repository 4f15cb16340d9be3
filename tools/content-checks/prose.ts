/** The words of the site, wherever they stand: pages, texts in yaml, texts in properties. */
import type { Node, Parents, Root, Text } from 'mdast';
import remarkCjkFriendly from 'remark-cjk-friendly';
import remarkMath from 'remark-math';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { formatFact } from '../../src/content/facts.ts';
import type { Fact } from '../../src/content/schema.ts';
import { LANGS, type L10n, type Lang } from '../../src/i18n/langs.ts';
import { placeOf, type Page } from './page.ts';
import { foldersOf, understood, type Site } from './site.ts';
import type { Place, YamlFile, YamlPath } from './yaml.ts';

/** One text in one language, as a Markdown tree. */
export interface Prose {
  file: string;
  lang: Lang;
  tree: Root;
  /** What the tree was parsed from. */
  source: string;
  /** `page`: a whole MDX page; `yaml`: one string; `prop`: a property of a component. */
  from: 'page' | 'yaml' | 'prop';
  /** Name of the yaml key or the property. */
  key?: string;
  /** The facts of the concept, as this text shows them. */
  fact(id: string | undefined): string | undefined;
  /** Where a node of the tree stands in the file. */
  place(node: Node): Place;
}

const inline = unified().use(remarkParse).use(remarkMath).use(remarkCjkFriendly).freeze();

/** Properties of components that are words for readers, and so differ between the languages. */
export const TEXT_PROPS = ['alt', 'caption', 'label', 'question', 'title'];

const noFact = () => undefined;

function pageProse(page: Page, facts: Record<string, Fact>): Prose[] {
  const { file, lang, tree, text: source } = page;
  const fact: Prose['fact'] = (id) => {
    const found = id === undefined ? undefined : facts[id];
    return found && formatFact(found, lang);
  };
  const props = page.elements.flatMap(({ props, line, column }) =>
    TEXT_PROPS.filter((key) => props[key] !== undefined).map((key): Prose => ({
      file,
      lang,
      key,
      fact,
      from: 'prop',
      tree: inline.parse(props[key]),
      source: props[key],
      place: () => ({ line, column }),
    })),
  );
  return [{ file, lang, tree, source, fact, from: 'page', place: placeOf }, ...props];
}

/** A text of a yaml file in both languages, with its path. */
export interface YamlText {
  yaml: YamlFile;
  path: YamlPath;
  text: L10n;
}

type Found = [path: (string | number)[], text: L10n | undefined];

function conceptTexts(site: Site): YamlText[] {
  return understood(site).flatMap(({ yaml, data }) => {
    const found: Found[] = [
      [['title'], data.title],
      [['question'], data.question],
      [['answer'], data.answer],
      ...Object.entries(data.facts).map(([id, fact]): Found => [
        ['facts', id, 'shown'],
        fact.shown,
      ]),
      ...data.corrections.flatMap(({ claim, truth }, at): Found[] => [
        [['corrections', at, 'claim'], claim],
        [['corrections', at, 'truth'], truth],
      ]),
    ];
    return found.flatMap(([path, text]) => (text ? [{ yaml, path, text }] : []));
  });
}

function notebookTexts(site: Site): YamlText[] {
  return site.notebooks.flatMap(({ yaml, data }) =>
    data
      ? [
          { yaml, path: ['title'], text: data.title },
          { yaml, path: ['summary'], text: data.summary },
        ]
      : [],
  );
}

function listTexts(site: Site): YamlText[] {
  const texts: { yaml: YamlFile; found: Found[] }[] = [];
  const add = <T>(
    checked: { yaml: YamlFile; data?: T[] } | undefined,
    of: (item: T, at: number) => Found[],
  ) => {
    if (checked?.data) texts.push({ yaml: checked.yaml, found: checked.data.flatMap(of) });
  };
  add(site.chapters, (chapter, at) => [
    [[at, 'title'], chapter.title],
    [[at, 'summary'], chapter.summary],
  ]);
  add(site.readingPaths, (path, at) => [
    [[at, 'title'], path.title],
    [[at, 'summary'], path.summary],
    ...path.parts.flatMap(({ title, steps }, i): Found[] => [
      [[at, 'parts', i, 'title'], title],
      ...steps.map(({ why }, j): Found => [[at, 'parts', i, 'steps', j, 'why'], why]),
    ]),
  ]);
  add(site.webErrors, ({ where, claim, truth }, at) => [
    [[at, 'where'], where],
    [[at, 'claim'], claim],
    [[at, 'truth'], truth],
  ]);
  add(site.questions, (question, at) => [
    [[at], question],
    ...(question.parts ?? []).map((part, i): Found => [[at, 'parts', i], part]),
  ]);
  add(site.terms, (term, at) => [
    [[at], term],
    [[at, 'definition'], term.definition],
    [[at, 'why'], term.why],
  ]);
  return texts.flatMap(({ yaml, found }) =>
    found.flatMap(([path, text]) => (text ? [{ yaml, path, text }] : [])),
  );
}

/** Every text of the yaml files that readers see. */
export function yamlTexts(site: Site): YamlText[] {
  return [...conceptTexts(site), ...notebookTexts(site), ...listTexts(site)];
}

function yamlProse({ yaml, path, text }: YamlText): Prose[] {
  return LANGS.map((lang) => {
    const start = yaml.place([...path, lang]);
    return {
      file: yaml.file,
      lang,
      fact: noFact,
      from: 'yaml',
      key: String(path.at(-1)),
      tree: inline.parse(text[lang]),
      source: text[lang],
      place: () => start,
    };
  });
}

const cache = new WeakMap<Site, Prose[]>();

/** Every text of the site. */
export function proseOf(site: Site): Prose[] {
  if (!cache.has(site)) {
    const pages = foldersOf(site).flatMap(({ pages, data }) => {
      const facts = data && 'facts' in data ? data.facts : {};
      return LANGS.flatMap((lang) => (pages[lang] ? pageProse(pages[lang], facts) : []));
    });
    cache.set(site, [...pages, ...yamlTexts(site).flatMap(yamlProse)]);
  }
  return cache.get(site)!;
}

/** Visits the text a reader reads: no code, no formulas, no comments. */
export function eachText(prose: Prose, see: (text: Text, parents: Parents[]) => void): void {
  const walk = (node: Node, parents: Parents[]): void => {
    if (node.type === 'text') see(node as Text, parents);
    const children = (node as Partial<Parents>).children ?? [];
    for (const child of children) walk(child, [...parents, node as Parents]);
  };
  walk(prose.tree, []);
}

/** Where a position inside a text node stands. */
export function placeInText(prose: Prose, node: Text, index: number): Place {
  const { line, column } = prose.place(node);
  const before = node.value.slice(0, index).split('\n');
  if (prose.from !== 'page') return { line, column };
  if (before.length === 1) return { line, column: (column ?? 1) + index };
  return { line: line + before.length - 1, column: before.at(-1)!.length + 1 };
}
