/** Faults in reading paths. */
import { PATHS } from '../fixture.ts';
import { fault, faultOf, lineOf, type Fault } from '../plant.ts';

export const READING_PATHS: Fault[] = [
  fault(
    'reading-paths',
    'unknown concept',
    'there is no concept `slidng`; did you mean `sliding`?',
    PATHS,
    'concept: sliding',
    'concept: slidng',
  ),
  fault(
    'reading-paths',
    'unknown notebook',
    'there is no notebook `running`',
    PATHS,
    'notebook: walking',
    'notebook: running',
  ),
  faultOf('reading-paths', 'the same step twice', '`sliding` stands twice', (files) => {
    files[PATHS] += `        - concept: sliding\n          why: { zh: 再看一遍。, en: Again. }\n`;
    return { file: PATHS, line: lineOf(files[PATHS], files[PATHS].lastIndexOf('concept:')) };
  }),
  faultOf('reading-paths', 'two paths of one id', 'shares its id or order', (files) => {
    const path = files[PATHS];
    files[PATHS] += path.replace('order: 1', 'order: 2');
    return { file: PATHS, line: lineOf(path, path.length) };
  }),
  fault('schema', 'a step to nowhere', 'a step leads to one page', PATHS, 'concept: sliding\n          why', 'why'), // prettier-ignore
  fault('chinese', 'reading path', 'no space between', PATHS, '先看这一页', '先看1页'),
];
