import { didYouMean } from '../../../src/markdown/nearest.ts';
import { testProblem } from '../proof.ts';
import type { Finding } from '../rule.ts';
import type { Site } from '../site.ts';

/** Errors on the web belong to written concepts, have ids of their own and proofs that resolve. */
export default function webErrors(site: Site): Finding[] {
  const { yaml, data } = site.webErrors ?? {};
  if (!yaml || !data) return [];
  const written = site.concepts.filter((concept) => concept.written).map(({ slug }) => slug);
  const references = data.flatMap(({ references: own }) => own.map(({ id }) => id));
  const found: Finding[] = [];
  data.forEach(({ id, order, concept, proof, references: own }, at) => {
    const add = (path: (string | number)[], message: string, fix: string) =>
      found.push({ ...yaml.place([at, ...path]), file: yaml.file, message, fix });
    const first = data.findIndex((other) => other.id === id || other.order === order);
    if (first !== at)
      add(['id'], `\`${id}\` shares its id or order with \`${data[first].id}\``, 'give it its own');
    if (!written.includes(concept)) {
      const near = didYouMean(concept, written);
      add(['concept'], `there is no written concept \`${concept}\`${near}`, 'correct it');
    }
    const problem = testProblem(site, proof);
    if (problem) add(['proof'], problem, 'name an existing test as tests/…/file.test.ts#its title');
    own.forEach((reference, i) => {
      const others = references.filter((each) => each === reference.id).length;
      if (others > 1)
        add(['references', i, 'id'], `the reference \`${reference.id}\` stands ${others} times on the page`, 'give each its own id'); // prettier-ignore
    });
  });
  return found;
}
