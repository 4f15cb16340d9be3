/** Faults in formulas and in what is written. */
import { EN, FOREIGN_RUN, YAML, ZH } from '../fixture.ts';
import { afterHow, edit, EN_STEP, fault, faultOf, HOW_END, zhText, type Fault } from '../plant.ts';

export const WORDS: Fault[] = [
  // what npm run new leaves to be written
  zhText(
    'unfinished',
    'a mark left by the scaffold',
    'to be written: 图',
    '{/* TODO: 图里该看什么。 */}',
  ),
  fault(
    'unfinished',
    'a mark in yaml',
    'to be written: more',
    YAML,
    'kind: concept',
    'kind: concept # TODO: more',
  ),
  // tex and han
  fault('tex', 'bad TeX', 'bad TeX in `\\frac{n`', EN, 'Let $n$ be', 'Let $\\frac{n$ be'),
  fault(
    'tex',
    'bad TeX in the second line of a displayed formula',
    'bad TeX',
    ZH,
    'y_i = x_i + x_{i+1}',
    'y_i = x_i\n+ \\nosuch',
    1,
  ),
  fault('tex', 'bad TeX in yaml', 'bad TeX', YAML, '一步走 $1$ 格', '一步走 $\\nosuch$ 格'),
  fault(
    'tex',
    'dollars squeezed into a line',
    'inside a line does not display',
    EN,
    'Let $n$ be',
    'Let $$n$$ be',
  ),
  zhText('tex', 'dollar without partner', 'without its partner', '价格 $ 五元。'),
  fault(
    'han-in-formula',
    'Chinese in a formula',
    'Chinese in a formula outside',
    ZH,
    '设 $n$ 为',
    '设 $n 个$ 为',
  ),
  fault(
    'han-in-formula',
    'Chinese punctuation in a displayed formula',
    'outside \\text{}',
    ZH,
    'z = \\sum_i y_i',
    'z = \\sum_i y_i。',
  ),

  // words
  fault('emphasis', 'literal ** in Chinese', 'literal `**`', ZH, '**少走一步**', '** 少走一步**'),
  fault(
    'emphasis',
    'a link in a link',
    'literal `](`',
    ZH,
    '**少走一步**',
    '[[少走](/glossary/)](/glossary/)',
  ),
  fault('emphasis', 'literal ** in yaml', 'literal `**`', YAML, 'en: How does', 'en: How ** does'),
  zhText('terms', 'banned Chinese term', '“窗子” is a banned term', '这扇窗子开着。'),
  fault(
    'terms',
    'banned English term',
    '“pane” is a banned term',
    EN,
    EN_STEP,
    `A Pane here.\n\n${EN_STEP}`,
  ),
  fault(
    'terms',
    'banned term in a property',
    '“窗子” is a banned term',
    ZH,
    'alt="窗口',
    'alt="窗子',
  ),
  fault(
    'terms',
    'banned term in the second line of a paragraph',
    '“pane” is a banned term',
    EN,
    EN_STEP,
    `A window\nis no pane.\n\n${EN_STEP}`,
    1,
  ),
  fault(
    'terms',
    'banned term in yaml',
    '“pane” is a banned term',
    YAML,
    'en: How does a window',
    'en: How does a pane',
  ),
  zhText('typed-numbers', 'decimal', '0.5 is typed', '一步用时 0.5 秒。'),
  fault(
    'typed-numbers',
    'percentage',
    '15% is typed',
    EN,
    EN_STEP,
    `It takes 15% more.\n\n${EN_STEP}`,
  ),
  fault(
    'typed-numbers',
    'decimal in a question',
    '1.5 is typed',
    EN,
    'And a width of 1?',
    'And a width of 1.5?',
  ),
  zhText('chinese', '您', '“您”', '您看。'),
  zhText('chinese', 'no space before a Latin word', 'no space', '用ReLU 激活。'),
  zhText('chinese', 'no space after a number', 'no space', '走 3步。'),
  zhText('chinese', 'no space before code', 'no space', '用`n` 步。'),
  zhText('chinese', 'no space after a formula', 'no space', '共 $n$步。'),
  zhText(
    'chinese',
    'no space before a number from the facts',
    'no space',
    '用时<Fact id="time" /> 秒。',
  ),
  zhText('chinese', 'half-width comma', 'half-width punctuation', '先走,再停。'),
  zhText('chinese', 'half-width brackets', 'half-width brackets', '走(停)。'),
  zhText('chinese', 'space beside full-width punctuation', 'beside full-width', '走 ，停。'),
  zhText('chinese', 'space between Han characters', 'between Han', '走 停。'),
  zhText('chinese', 'two spaces', 'more than one space', '走  n 步。'),
  fault('chinese', 'space before %', 'before %', YAML, 'zh: 每步 80%', 'zh: 每步 80 %'),
  fault('chinese', 'line break in a paragraph', 'line break', ZH, HOW_END, afterHow('走，\n停。')),
  fault('chinese', 'in a property', 'no space', ZH, '宽度为 1 呢', '宽度为1 呢'),
  faultOf('length', 'too short', '; a page has 900 to 1600', (files) => {
    edit(
      files,
      EN,
      files[EN].split('\n').find((line) => line.startsWith('The window moves'))!,
      'Short.',
    );
    return { file: EN, line: 1 };
  }),
  faultOf('length', 'too long', '; a page has 1500 to 3000', (files) => {
    const long = files[ZH].split('\n').find((line) => line.startsWith('窗口一格'))!;
    edit(files, ZH, long, long.repeat(3));
    return { file: ZH, line: 1 };
  }),
  zhText('source-runs', 'a run of a source document', FOREIGN_RUN, `所谓${FOREIGN_RUN}是也。`),
  fault(
    'source-runs',
    'a run in yaml',
    FOREIGN_RUN,
    YAML,
    'zh: 窗口怎样滑动？',
    `zh: 窗口${FOREIGN_RUN}？`,
  ),
];
