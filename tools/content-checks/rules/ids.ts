import { region } from '../../../src/content/region.ts';
import { didYouMean } from '../../../src/markdown/nearest.ts';
import type { Element } from '../page.ts';
import type { Finding } from '../rule.ts';
import { understood, type ConceptFolder, type Site } from '../site.ts';
import type { ConceptData } from '../../../src/content/schema.ts';
import { LANGS } from '../../../src/i18n/langs.ts';
import { hasScene } from './links.ts';

interface Wrong {
  message: string;
  fix: string;
}

type Concept = ConceptFolder & { data: ConceptData };
type Look = (element: Element, concept: Concept, site: Site) => Wrong | undefined;

const among =
  (what: string, known: string[], fix: string): ((id?: string) => Wrong | undefined) =>
  (id) => {
    if (id !== undefined && known.includes(id)) return undefined;
    return {
      message:
        id === undefined
          ? `${what} is missing`
          : `there is no ${what} \`${id}\`${didYouMean(id, known)}`,
      fix,
    };
  };

function listing(
  { props }: Element,
  { folder, files, data }: Concept,
  site: Site,
): Wrong | undefined {
  const known = Object.keys(data.listings);
  const declared = among(
    'listing',
    known,
    'declare it under `listings:` in concept.yaml',
  )(props.file);
  if (declared) return declared;
  const source = site.read(`${folder}/${props.file}`);
  if (source === undefined)
    return {
      message: `there is no file ${folder}/${props.file}`,
      fix: 'add it beside concept.yaml',
    };
  try {
    region(source, props.region);
  } catch (error) {
    return {
      message: `${props.file}: ${(error as Error).message}`,
      fix: 'mark it in the file with `// #region name` and `// #endregion` (`# #region` in Python)',
    };
  }
  const output = props.file.replace(/\.\w+$/, '.out.txt');
  if (!props.output || files.includes(output)) return undefined;
  return {
    message: `there is no captured output ${output}`,
    fix: 'run the listing and keep what it printed, or drop `output`',
  };
}

function figure({ props }: Element, { folder }: Concept, site: Site): Wrong | undefined {
  if (!props.alt)
    return { message: 'a figure without alt text', fix: 'say in `alt="…"` what it shows' };
  const source = site.read(`${folder}/figures.ts`) ?? '';
  const named = new RegExp(`(?<![\\w-])['"]?${props.name}['"]?\\s*[:(,]`).test(source);
  if (props.name && named) return undefined;
  return {
    message: `there is no figure \`${props.name}\` in ${folder}/figures.ts`,
    fix: 'add it to `figures` or correct the name',
  };
}

const LOOK: Record<string, Look> = {
  Term: ({ props }, _, site) =>
    among(
      'term',
      site.terms?.data?.map(({ id }) => id) ?? [],
      'add it to src/content/glossary/terms.yaml',
    )(props.id),
  Fact: ({ props }, { data }) =>
    among('fact', Object.keys(data.facts), 'add it under `facts:` in concept.yaml')(props.id),
  Cite: ({ props }, { data }) =>
    among(
      'reference',
      data.references.map(({ id }) => id),
      'add it under `references:` in concept.yaml',
    )(props.id),
  Listing: listing,
  Figure: figure,
};

function widget({ name, props }: Element, site: Site): Wrong | undefined {
  const folder = /^@widgets\/([^/]+)\//.exec(site.components.get(name) ?? '')?.[1];
  if (!folder || !props.scene || hasScene(site, folder, props.scene)) return undefined;
  return {
    message: `<${name}> has no scene \`${props.scene}\``,
    fix: `name a scene of src/components/widgets/${folder}/scenes.ts`,
  };
}

/** A term is defined once on a page, where it comes first: its definition has an id. */
function definedBefore(element: Element, before: Element[]): Wrong | undefined {
  const again = ({ name, props }: Element) => name === 'Term' && props.id === element.props.id;
  if (element.name !== 'Term' || !before.some(again)) return undefined;
  return {
    message: `the term \`${element.props.id}\` is defined twice on this page`,
    fix: 'write it as plain text after its first use',
  };
}

/** Terms, facts, references, listings, regions, figures and scenes that pages name exist. */
export default function ids(site: Site): Finding[] {
  return understood(site).flatMap((concept) =>
    LANGS.flatMap((lang) => {
      const page = concept.pages[lang];
      return (page?.elements ?? []).flatMap((element, at, all): Finding[] => {
        const wrong =
          LOOK[element.name]?.(element, concept, site) ??
          definedBefore(element, all.slice(0, at)) ??
          widget(element, site);
        if (!wrong) return [];
        return [{ file: page!.file, line: element.line, column: element.column, ...wrong }];
      });
    }),
  );
}
