import { didYouMean } from '../../../src/markdown/nearest.ts';
import type { Finding } from '../rule.ts';
import type { Site } from '../site.ts';

/** Reading paths lead to concepts and notebooks that exist, to each once within a part. */
export default function readingPaths(site: Site): Finding[] {
  const { yaml, data } = site.readingPaths ?? {};
  if (!yaml || !data) return [];
  const known = {
    concept: site.concepts.map(({ slug }) => slug),
    notebook: site.notebooks.map(({ slug }) => slug),
  };
  const found: Finding[] = [];
  data.forEach(({ id, order, parts }, at) => {
    const add = (path: (string | number)[], message: string, fix: string) =>
      found.push({ ...yaml.place([at, ...path]), file: yaml.file, message, fix });
    const first = data.findIndex((other) => other.id === id || other.order === order);
    if (first !== at)
      add(['id'], `\`${id}\` shares its id or order with \`${data[first].id}\``, 'give it its own');
    parts.forEach(({ steps }, i) => {
      const seen = new Set<string>();
      steps.forEach((step, j) => {
        const kind = step.concept === undefined ? 'notebook' : 'concept';
        const slug = step[kind]!;
        const path = ['parts', i, 'steps', j, kind];
        if (!known[kind].includes(slug))
          add(
            path,
            `there is no ${kind} \`${slug}\`${didYouMean(slug, known[kind])}`,
            'correct it',
          );
        if (seen.has(`${kind}/${slug}`))
          add(path, `the ${kind} \`${slug}\` stands twice in this part`, 'keep one of them');
        seen.add(`${kind}/${slug}`);
      });
    });
  });
  return found;
}
