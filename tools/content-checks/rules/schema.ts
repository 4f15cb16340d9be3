import type { Finding } from '../rule.ts';
import { foldersOf, type Checked, type Site } from '../site.ts';
import type { SchemaIssue, YamlFile } from '../yaml.ts';

function findings(yaml: YamlFile, issues: SchemaIssue[]): Finding[] {
  const syntax = yaml.syntax.map(({ place, message }) => ({
    ...place,
    file: yaml.file,
    message: `not YAML: ${message}`,
    fix: 'quote texts that contain `: `, `#` or start with a special character',
  }));
  const schema = issues.map(({ place, message, unknownKey }) => ({
    ...place,
    file: yaml.file,
    message,
    fix: unknownKey
      ? `rename or remove \`${unknownKey}\`; the schema is src/content/schema.ts`
      : 'write it as src/content/schema.ts describes it',
  }));
  return [...syntax, ...schema];
}

/** Yaml files follow their closed schemas. */
export default function schema(site: Site): Finding[] {
  const lists: (Checked<unknown> | undefined)[] = [
    site.chapters,
    site.readingPaths,
    site.webErrors,
    site.questions,
    site.terms,
  ];
  return [
    ...foldersOf(site)
      .filter(({ files }) => files.includes('concept.yaml') || files.includes('notebook.yaml'))
      .flatMap(({ yaml, issues }) => findings(yaml, issues)),
    ...lists.flatMap((list) => (list ? findings(list.yaml, list.issues) : [])),
  ];
}
