/** Faults in the errors of the web. */
import { WEB } from '../fixture.ts';
import { fault, faultOf, lineOf, type Fault } from '../plant.ts';

export const WEB_ERRORS: Fault[] = [
  fault(
    'web-errors',
    'unknown concept',
    'there is no written concept `slidng`; did you mean `sliding`?',
    WEB,
    'concept: sliding',
    'concept: slidng',
  ),
  fault('web-errors', 'unwritten concept', 'there is no written concept `outline`', WEB, 'concept: sliding', 'concept: outline'), // prettier-ignore
  fault('web-errors', 'no such test', 'has no test called “a full second”', WEB, 'half a second', 'a full second'), // prettier-ignore
  faultOf('web-errors', 'two entries of one order', 'shares its id or order', (files) => {
    const before = files[WEB];
    files[WEB] += before.replace('half-speed', 'other').replace('web2005', 'web2006');
    return { file: WEB, line: lineOf(before, before.length) };
  }),
  faultOf('web-errors', 'two references of one id', 'stands 2 times on the page', (files) => {
    const before = files[WEB];
    const copy = before.slice(before.indexOf('    - id: web2005'), before.indexOf('  proof:'));
    files[WEB] = before.replace('  proof:', `${copy}  proof:`);
    return { file: WEB, line: lineOf(files[WEB], files[WEB].indexOf('- id: web2005')) };
  }),
  fault(
    'schema',
    'an error without a test',
    'is not a test like',
    WEB,
    'proof: ',
    'proof: none # ',
  ),
  fault('chinese', 'error on the web', 'no space between', WEB, '一步走两格', '一步走2格'),
];
