import type { Problem } from './problem.ts';
import type { Rule } from './rule.ts';
import catalog from './rules/catalog.ts';
import cells from './rules/cells.ts';
import chinese from './rules/chinese.ts';
import corrections from './rules/corrections.ts';
import coverage from './rules/coverage.ts';
import emphasis from './rules/emphasis.ts';
import facts from './rules/facts.ts';
import hanInFormula from './rules/han-in-formula.ts';
import headingIds from './rules/heading-ids.ts';
import ids from './rules/ids.ts';
import length from './rules/length.ts';
import links from './rules/links.ts';
import listings from './rules/listings.ts';
import mdx from './rules/mdx.ts';
import pairs from './rules/pairs.ts';
import parityComponents from './rules/parity-components.ts';
import parityFormulas from './rules/parity-formulas.ts';
import parityHeadings from './rules/parity-headings.ts';
import parityNumbers from './rules/parity-numbers.ts';
import questions from './rules/questions.ts';
import readAgainst from './rules/read-against.ts';
import readingPaths from './rules/reading-paths.ts';
import references from './rules/references.ts';
import requiredHeadings from './rules/required-headings.ts';
import schema from './rules/schema.ts';
import sourceRuns from './rules/source-runs.ts';
import structure from './rules/structure.ts';
import terms from './rules/terms.ts';
import tex from './rules/tex.ts';
import typedNumbers from './rules/typed-numbers.ts';
import unfinished from './rules/unfinished.ts';
import webErrors from './rules/web-errors.ts';
import { loadSite } from './site.ts';

/** Every rule by the name it is reported under: the name of its file. */
export const RULES: Record<string, Rule> = {
  schema,
  catalog,
  mdx,
  unfinished,
  'heading-ids': headingIds,
  'required-headings': requiredHeadings,
  structure,
  pairs,
  'parity-headings': parityHeadings,
  'parity-components': parityComponents,
  'parity-formulas': parityFormulas,
  'parity-numbers': parityNumbers,
  links,
  ids,
  tex,
  'han-in-formula': hanInFormula,
  emphasis,
  terms,
  'typed-numbers': typedNumbers,
  chinese,
  length,
  facts,
  corrections,
  references,
  questions,
  coverage,
  listings,
  cells,
  'source-runs': sourceRuns,
  'read-against': readAgainst,
  'reading-paths': readingPaths,
  'web-errors': webErrors,
};

/** Everything that is wrong with the content under `root`, by file and line. */
export function checkContent(root: string): Problem[] {
  const site = loadSite(root);
  const problems = Object.entries(RULES).flatMap(([rule, check]) =>
    check(site).map((finding): Problem => ({ ...finding, rule })),
  );
  return problems.sort(
    (a, b) => a.file.localeCompare(b.file) || a.line - b.line || (a.column ?? 0) - (b.column ?? 0),
  );
}
