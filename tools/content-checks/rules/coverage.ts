import type { Finding } from '../rule.ts';
import { understood, type Site } from '../site.ts';
import type { Place } from '../yaml.ts';

/** Every question and erratum of tests/curriculum has its place in a concept. */
export default function coverage(site: Site): Finding[] {
  const { curriculum, questions } = site;
  if (!curriculum) return [];
  const found: Finding[] = [];
  const concepts = new Map(understood(site).map((concept) => [concept.slug, concept]));
  const add = (file: string, place: Place, message: string, fix: string) =>
    found.push({ ...place, file, message, fix });
  for (const { slug } of curriculum.concepts) {
    const there = site.concepts.some((concept) => concept.slug === slug);
    if (there) continue;
    const file = `src/content/concepts/${slug}/concept.yaml`;
    add(file, { line: 1 }, `the concept \`${slug}\` is missing`, 'add its outline');
  }
  for (const { id, concept } of curriculum.questions) {
    const owner = concepts.get(concept);
    if (owner && !(id in owner.data.questions)) {
      add(
        owner.yaml.file,
        owner.yaml.keyPlace(['questions']),
        `the source question ${id} is not listed`,
        `add \`${id}: <heading id>\` (null while coming) under \`questions:\``,
      );
    }
    if (
      questions?.data &&
      !questions.data.some((entry) => entry.id === id && entry.concept === concept)
    ) {
      const elsewhere = questions.data.findIndex((entry) => entry.id === id);
      add(
        questions.yaml.file,
        elsewhere < 0 ? { line: 1 } : questions.yaml.place([elsewhere, 'concept']),
        `no entry ${id} for the concept \`${concept}\``,
        'add the question in our words',
      );
    }
  }
  for (const { id, concepts: slugs, kind } of curriculum.errata) {
    if (kind === 'defect') continue; // met by the pages existing
    for (const slug of slugs) {
      const owner = concepts.get(slug);
      if (!owner || owner.data.errata.includes(id)) continue;
      const { file, keyPlace } = owner.yaml;
      add(
        file,
        keyPlace(['errata']),
        `the erratum ${id} is not listed`,
        `add ${id} to \`errata:\``,
      );
    }
  }
  return found;
}
