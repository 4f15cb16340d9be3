/** Faults in notebooks. */
import { EN, NB_EN, NB_YAML, NB_ZH, WALKING, ZH } from '../fixture.ts';
import { edit, fault, faultOf, type Fault } from '../plant.ts';

const FIRST = `${WALKING}/cells/first-step.ts`;

export const NOTEBOOKS: Fault[] = [
  fault('schema', 'key of a notebook', 'unknown key `minuts`', NB_YAML, 'minutes: 5', 'minuts: 5'),
  fault('schema', 'library', 'library must be keras or pytorch', NB_YAML, 'pytorch', 'jax'),
  fault('schema', 'name of a cell', 'is not a cell like', NB_YAML, 'second-step.ts', 'second.js'),
  fault('parity-headings', 'notebook', 'is only on the en page', NB_EN, 'again */', 'anew */'),
  fault('parity-numbers', 'notebook', '0.6 stands only in en', NB_EN, '0.5', '0.6'),
  fault('parity-formulas', 'notebook', '`x`', NB_EN, 'A step takes', 'Let $x$ be. It takes'),
  fault('chinese', 'notebook', 'no space between', NB_ZH, '走 0.5', '走0.5'),
  fault('terms', 'notebook', 'banned term', NB_EN, 'A step takes', 'A pane takes'),
  fault('links', 'notebook', 'no `#hwo`', NB_EN, 'sliding/#how', 'sliding/#hwo'),
  fault(
    'links',
    'to a notebook',
    'there is no notebook `walkin`; did you mean `walking`?',
    EN,
    '[the outline](/concepts/outline/)',
    '[the notebook](/notebooks/walkin/)',
  ),
  fault(
    'unfinished',
    'cell',
    'to be written: the step',
    FIRST,
    'const',
    '// TODO: the step\nconst',
  ),
  faultOf('unfinished', 'notebook.yaml', 'to be written', (files) =>
    edit(files, NB_YAML, 'minutes: 5', 'minutes: 5 # TODO'),
  ),
  faultOf('pairs', 'notebook in one language', 'en.mdx is missing', (files) => {
    delete files[NB_EN];
    return { file: NB_YAML, line: 1 };
  }),
  faultOf('length', 'endless notebook', 'a page has 150 to 1200', (files) => {
    edit(files, NB_EN, '## Again', `${'and so on '.repeat(500)}\n\n## Again`);
    return { file: NB_EN, line: 1 };
  }),
  fault('read-against', 'notebook', 'changed since', NB_YAML, "readAgainst: { zh: '", "readAgainst: { zh: '0"), // prettier-ignore
  faultOf('cells', 'no file', `there is no file ${FIRST}`, (files) => {
    delete files[FIRST];
    return edit(files, NB_YAML, 'cells: [', 'cells: [');
  }),
  faultOf('cells', 'a long cell', 'has more than 40 lines', (files) => {
    files[FIRST] = 'f();\n'.repeat(41);
    return edit(files, NB_YAML, 'cells: [', 'cells: [');
  }),
  faultOf('cells', 'a file of no cell', 'does not name', (files) => {
    files[`${WALKING}/cells/third.ts`] = '3;\n';
    return { file: `${WALKING}/cells/third.ts`, line: 1 };
  }),
  fault('cells', 'python of no cell', 'there is no cell first-stop.ts', NB_YAML, 'python: { first-step', 'python: { first-stop'), // prettier-ignore
  fault('cells', 'no python file', 'there is no file', NB_YAML, 'cells/first_step', 'cells/a_step'),
  fault('cells', 'concept', 'there is no concept `slidin`', NB_YAML, '[sliding]', '[slidin]'),
  fault('cells', 'misspelt cell', 'did you mean `first-step.ts`', NB_EN, 'first-step', 'first-stop'), // prettier-ignore
  faultOf('cells', 'missing cell', 'second-step.ts: not on this page', (files) => {
    edit(files, NB_ZH, '<Cell file="second-step.ts" />', '');
    return { file: NB_ZH, line: files[NB_ZH].trimEnd().split('\n').length };
  }),
  faultOf('cells', 'order of cells', 'stands where notebook.yaml has first-step.ts', (files) =>
    edit(files, NB_ZH, '<Cell file="first-step.ts" />', '<Cell file="second-step.ts" />'),
  ),
  fault('cells', 'reference', 'there is no reference `five2006`', NB_EN, 'five2005', 'five2006'),
  fault('cells', 'term', 'there is no term `windw`', NB_ZH, '"window"', '"windw"'),
  fault('cells', 'fact', '<Fact> is for concept pages', NB_EN, '0.5', '<Fact id="time" />'),
  fault('cells', 'on a concept page', '<Cell> is for notebooks', ZH, '## 数学', '<Cell file="a.ts" />\n\n## 数学'), // prettier-ignore
  faultOf('cells', 'order of notebooks', 'order 1 is taken by `running`', (files) => {
    for (const path of Object.keys(files).filter((each) => each.startsWith(WALKING))) {
      files[path.replace('walking', 'running')] = files[path];
    }
    return edit(files, NB_YAML, 'order: 1', 'order: 1');
  }),
];
