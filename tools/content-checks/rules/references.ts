import type { Finding } from '../rule.ts';
import { foldersOf, type Site } from '../site.ts';

const LEAST = 4;

/** A written concept has at least four references, each once. */
export default function references(site: Site): Finding[] {
  return foldersOf(site).flatMap((folder) => {
    const { yaml, data } = folder;
    const found: Finding[] = [];
    if (!data) return found;
    const { length } = data.references;
    if ('written' in folder && folder.written && length < LEAST) {
      found.push({
        ...yaml.keyPlace(['references']),
        file: yaml.file,
        message: `${length} references, at least ${LEAST} are needed`,
        fix: 'add primary sources that you looked up',
      });
    }
    data.references.forEach(({ id }, at) => {
      if (data.references.findIndex((other) => other.id === id) === at) return;
      found.push({
        ...yaml.place(['references', at, 'id']),
        file: yaml.file,
        message: `the reference \`${id}\` stands twice`,
        fix: 'keep one of the two',
      });
    });
    return found;
  });
}
