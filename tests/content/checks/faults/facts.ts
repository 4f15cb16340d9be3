/** Facts, corrections, references, listings and what must be covered. */
import { EN, OUTLINE, QUESTIONS, SLIDING, YAML } from '../fixture.ts';
import { edit, fault, faultOf, faultSeen, lineOf, type Fault } from '../plant.ts';

export const FACTS: Fault[] = [
  // facts, corrections, references, questions
  fault(
    'facts',
    'unused fact',
    '`pace` is used on no page',
    YAML,
    'facts:',
    `facts:\n  pace: { value: 2, source: one2001 }`,
    1,
  ),
  fault(
    'facts',
    'unknown source',
    'no reference `one1999`',
    YAML,
    `proof: 'tests/content/facts/sliding.test.ts#half a second' }\nlistings`,
    `source: one1999 }\nlistings`,
  ),
  fault(
    'facts',
    'proof that is no test',
    'no test called “half a minute”',
    YAML,
    '#half a second',
    '#half a minute',
  ),
  fault(
    'facts',
    'proof in a file that is not there',
    'there is no file tests/content/facts/slide.test.ts',
    YAML,
    'facts/sliding.test.ts',
    'facts/slide.test.ts',
  ),
  fault(
    'corrections',
    'erratum without correction',
    'e009 has no correction',
    YAML,
    'errata: [e001]\nquestion',
    'errata: [e001, e009]\nquestion',
  ),
  fault(
    'corrections',
    'correction of a foreign erratum',
    'e008 is not among',
    YAML,
    '  - errata: [e001]',
    '  - errata: [e001, e008]',
  ),
  fault('corrections', 'unknown source', 'no reference `two2020`', YAML, '[two2002]', '[two2020]'),
  fault(
    'corrections',
    'proof by an unknown reference',
    'no reference `five2005`',
    YAML,
    `    proof: { test: 'tests/content/facts/sliding.test.ts#half a second' }`,
    '    proof: { reference: five2005 }',
  ),
  fault(
    'corrections',
    'proof that is no test',
    'no test called “three”',
    YAML,
    `    proof: { test: 'tests/content/facts/sliding.test.ts#half a second' }`,
    `    proof: { test: 'tests/content/facts/sliding.test.ts#three' }`,
  ),
  faultOf('references', 'fewer than four', '3 references', (files) => {
    files[YAML] = files[YAML].replace(/ {2}- id: four2004\n(?: {4}.*\n)*/, '');
    return { file: YAML, line: lineOf(files[YAML], files[YAML].indexOf('references:')) };
  }),
  fault(
    'references',
    'one id twice',
    '`three2003` stands twice',
    YAML,
    'id: four2004',
    'id: three2003',
  ),
  fault(
    'questions',
    'heading that does not exist',
    's0-q01 is answered at `hwo`',
    YAML,
    's0-q01: how',
    's0-q01: hwo',
  ),
  ...(
    [
      [
        'skipped',
        'no test called “half a second” that runs',
        `it.skip('half a second', () => {});`,
      ],
      ['only planned', 'no test called “half a second” that runs', `it.todo('half a second');`],
      ['commented out', 'no test called “half a second” that runs', `// it('half a second', f);`],
      [
        'in a comment',
        'no test called “half a second” that runs',
        `/**\n * it('half a second')\n */`,
      ],
      [
        'in a group left out',
        'leaves out a group',
        `describe.skip('a', () => {\nit('half a second', f);\n});`,
      ],
    ] as const
  ).map(([name, says, source]) =>
    faultOf('corrections', `proof by a test that is ${name}`, says, (files) => {
      files['tests/content/facts/sliding.test.ts'] = `${source}\n`;
      return { file: YAML, line: lineOf(files[YAML], files[YAML].indexOf('    proof: { test:')) };
    }),
  ),

  // coverage
  faultOf('coverage', 'question not listed', 's0-q02 is not listed', (files) => {
    edit(files, OUTLINE, '{ s0-q02: null }', '{}');
    return { file: OUTLINE, line: lineOf(files[OUTLINE], files[OUTLINE].indexOf('questions:')) };
  }),
  faultOf('coverage', 'erratum not listed', 'e003 is not listed', (files) => {
    edit(
      files,
      'tests/curriculum/errata.json',
      '[{',
      '[{"id":"e003","concepts":["outline"],"kind":"wrong-fact"},{',
    );
    return { file: OUTLINE, line: lineOf(files[OUTLINE], files[OUTLINE].indexOf('errata:')) };
  }),
  faultOf('coverage', 'concept missing', '`missing` is missing', (files) => {
    edit(files, 'tests/curriculum/concepts.json', '[{', '[{"slug":"missing"},{');
    return { file: 'src/content/concepts/missing/concept.yaml', line: 1 };
  }),
  faultOf('coverage', 'question without words', 'no entry s0-q02', (files) => {
    files[QUESTIONS] = files[QUESTIONS].split('- id: s0-q02')[0];
    return { file: QUESTIONS, line: 1 };
  }),
  faultOf('coverage', 'question of another concept', 'no entry s0-q02', (files) => {
    edit(files, QUESTIONS, 'concept: outline', 'concept: sliding');
    const at = files[QUESTIONS].lastIndexOf('concept: sliding');
    return { file: QUESTIONS, line: lineOf(files[QUESTIONS], at) };
  }),

  // listings
  fault(
    'listings',
    'python listing that does not say how it was run',
    'either `ran:` or `notRun:`',
    YAML,
    `slide.py: { ran: 'Python 3.11' }`,
    'slide.py: {}',
  ),
  fault(
    'listings',
    'listing that is not there',
    'no file',
    YAML,
    'slide.ts: {}',
    'slide.ts: {}\n  gone.ts: {}',
    1,
  ),
  faultOf('listings', 'TypeScript listing without output', 'no slide.out.txt', (files) => {
    delete files[`${SLIDING}/slide.out.txt`];
    return { file: YAML, line: lineOf(files[YAML], files[YAML].indexOf('slide.ts')) };
  }),
  faultOf('listings', 'listing without main', 'no `export function main', (files) => {
    edit(files, `${SLIDING}/slide.ts`, 'function main', 'function run');
    return { file: YAML, line: lineOf(files[YAML], files[YAML].indexOf('slide.ts')) };
  }),
  faultOf('listings', 'file that is not declared', 'does not declare', (files) => {
    files[`${SLIDING}/extra.py`] = 'print(1)\n';
    return { file: `${SLIDING}/extra.py`, line: 1 };
  }),
  faultOf('listings', 'listing that nothing shows', 'no page shows extra.py', (files) => {
    files[`${SLIDING}/extra.py`] = 'print(1)\n';
    return edit(files, YAML, '  slide.ts: {}', `  extra.py: { notRun: 'Keras 3' }\n  slide.ts: {}`);
  }),

  // read against
  faultSeen(
    'read-against',
    'page changed since',
    'changed since zh.mdx was read against it',
    [EN, 'One step fewer', 'A step fewer'],
    [YAML, 'readAgainst'],
  ),
];
