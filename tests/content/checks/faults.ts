/** Every fault that is planted: each must be caught by its rule, in the right file and line. */
import { FACTS } from './faults/facts.ts';
import { FILES } from './faults/files.ts';
import { LINKS } from './faults/links.ts';
import { NOTEBOOKS } from './faults/notebooks.ts';
import { PAGES } from './faults/pages.ts';
import { PARITY } from './faults/parity.ts';
import { READING_PATHS } from './faults/reading-paths.ts';
import { WEB_ERRORS } from './faults/web-errors.ts';
import { WORDS } from './faults/words.ts';
import type { Fault } from './plant.ts';

export const FAULTS: Fault[] = [
  ...FILES,
  ...PAGES,
  ...PARITY,
  ...LINKS,
  ...WORDS,
  ...FACTS,
  ...NOTEBOOKS,
  ...READING_PATHS,
  ...WEB_ERRORS,
];
