/** Links and names that lead nowhere. */
import { EN, YAML, ZH } from '../fixture.ts';
import { afterHow, fault, HOW_END, type Fault } from '../plant.ts';

export const LINKS: Fault[] = [
  fault('ids', 'term twice', 'the term `window` is defined twice', ZH, HOW_END, afterHow('又是 <Term id="window" />。')), // prettier-ignore
  // links
  fault(
    'links',
    'concept that does not exist',
    'no concept `slidign`; did you mean `sliding`?',
    EN,
    '/concepts/outline/',
    '/concepts/slidign/',
  ),
  fault(
    'links',
    'anchor that does not exist',
    'no `#hwo` in',
    ZH,
    '/concepts/outline/',
    '/concepts/sliding/#hwo',
  ),
  fault(
    'links',
    'anchor on the same page',
    'no `#nowhere` in',
    EN,
    '/concepts/outline/',
    '#nowhere',
  ),
  fault(
    'links',
    'scene that does not exist',
    'no scene `frist`',
    EN,
    '?scene=first',
    '?scene=frist',
  ),
  fault(
    'links',
    'query on a heading',
    'is no widget',
    EN,
    '#sliding?scene=first',
    '#how?scene=first',
  ),
  fault(
    'links',
    'term that does not exist',
    'no `widnow` on the page /glossary/',
    EN,
    '/glossary/#window',
    '/glossary/#widnow',
  ),
  fault(
    'links',
    'address outside the site',
    'leads outside',
    EN,
    '/concepts/outline/',
    'https://example.org/',
  ),
  fault('links', 'anchor in a yaml text', 'no `#maths` in', YAML, '#math)。', '#maths)。'),

  // ids
  fault(
    'ids',
    'unknown term',
    'no term `widnow`; did you mean `window`?',
    EN,
    '<Term id="window" />',
    '<Term id="widnow" />',
  ),
  fault('ids', 'unknown fact', 'no fact `tiem`', ZH, '<Fact id="time" />', '<Fact id="tiem" />'),
  fault(
    'ids',
    'unknown reference',
    'no reference `one2002`',
    ZH,
    '<Cite id="one2001" />',
    '<Cite id="one2002" />',
  ),
  fault('ids', 'missing id', 'term is missing', EN, '<Term id="window" />', '<Term />'),
  fault(
    'ids',
    'listing not declared',
    'no listing `slid.ts`',
    EN,
    'file="slide.ts"',
    'file="slid.ts"',
  ),
  fault('ids', 'unknown region', 'no region “cor”', EN, 'region="core"', 'region="cor"'),
  fault(
    'ids',
    'unknown figure',
    'no figure `step`',
    EN,
    '<Figure name="steps"',
    '<Figure name="step"',
  ),
  fault(
    'ids',
    'figure without alt text',
    'without alt',
    EN,
    ' alt="The window takes three steps."',
    '',
  ),
  fault('ids', 'unknown scene', 'no scene `frist`', EN, 'scene="first" />', 'scene="frist" />'),
];
