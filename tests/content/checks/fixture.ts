/** A tiny repository without a fault, in which the tests plant one at a time. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { checkContent } from '../../../tools/content-checks/check.ts';
import type { Problem } from '../../../tools/content-checks/problem.ts';
import { pageHash } from '../../../tools/content-checks/reading.ts';
import { runHash } from '../../../tools/content-checks/rules/source-runs.ts';

/** Path → text of every file. */
export type Files = Record<string, string>;

export const SLIDING = 'src/content/concepts/sliding';
export const ZH = `${SLIDING}/zh.mdx`;
export const EN = `${SLIDING}/en.mdx`;
export const YAML = `${SLIDING}/concept.yaml`;
export const OUTLINE = 'src/content/concepts/outline/concept.yaml';
export const TERMS = 'src/content/glossary/terms.yaml';
export const CHAPTERS = 'src/content/chapters.yaml';
export const QUESTIONS = 'src/content/questions.yaml';

export const PATHS = 'src/content/reading-paths.yaml';
export const WEB = 'src/content/web-errors.yaml';

export const WALKING = 'src/content/notebooks/walking';
export const NB_YAML = `${WALKING}/notebook.yaml`;
export const NB_ZH = `${WALKING}/zh.mdx`;
export const NB_EN = `${WALKING}/en.mdx`;

/** A run of 13 characters that the fixture's source documents contain. */
export const FOREIGN_RUN = '甲乙丙丁戊己庚辛壬癸子丑寅';

// Varied enough not to be one run of characters, long enough for the length rule.
const FILLER = {
  zh: Array.from(
    { length: 50 },
    (_, i) => `窗口一格一格地移动，每到一处就把看到的 ${i} 个数合成一个数，再往前走。`,
  ).join(''),
  en: Array.from(
    { length: 60 },
    (_, i) => `The window moves cell by cell and turns the ${i} numbers it sees into one number.`,
  ).join(' '),
};

const ZH_PAGE = `## 看一看 {/* see-it */}

先看 <Term id="window" /> 怎样走，打开[第一个场景](/concepts/sliding/#sliding?scene=first)。

<SlidingWidget scene="first" />

## 怎么做 {/* how */}

${FILLER.zh}

<Figure name="steps" alt="窗口走三步。" />

### 一步 {/* one-step */}

一步用时 <Fact id="time" /> 秒 <Cite id="one2001" />，见[大纲](/concepts/outline/)和[窗口](/glossary/#window)。

## 数学 {/* math */}

设 $n$ 为宽度，则 $\\text{步数} = n - 1$。

$$
y_i = x_i + x_{i+1}
$$

$$
z = \\sum_i y_i
$$

## 代码 {/* code */}

<Listing file="slide.ts" region="core" output />

<Listing file="slide.py" output />

## 误区 {/* pitfalls */}

<Pitfall>
<Wrong>

多走一步。

</Wrong>
<Why>

窗口会出界。

</Why>
<Right>

**少走一步**，用 \`n - 1\` 步。

</Right>
</Pitfall>

## 追问 {/* follow-ups */}

<FollowUp question="宽度为 1 呢？">

走不动。

</FollowUp>

<FollowUp question="步幅为 2 呢？">

少一半。

</FollowUp>

<FollowUp question="为什么要走？">

为了看全。
`;

const EN_PAGE = `## See it {/* see-it */}

Watch how the <Term id="window" /> walks; open [the first scene](/concepts/sliding/#sliding?scene=first).

<SlidingWidget scene="first" />

## How it works {/* how */}

${FILLER.en}

<Figure name="steps" alt="The window takes three steps." />

### One step {/* one-step */}

A step takes <Fact id="time" /> seconds <Cite id="one2001" />; see [the outline](/concepts/outline/) and [window](/glossary/#window).

## Math {/* math */}

Let $n$ be the width, then $\\text{steps} = n - 1$.

$$
y_i = x_i + x_{i+1}
$$

$$
z = \\sum_i y_i
$$

## Code {/* code */}

<Listing file="slide.ts" region="core" output />

<Listing file="slide.py" output />

## Pitfalls {/* pitfalls */}

<Pitfall>
<Wrong>

One step too many.

</Wrong>
<Why>

The window leaves the row.

</Why>
<Right>

**One step fewer**: \`n - 1\` of them, in Python 3.11 as well.

</Right>
</Pitfall>

## Follow-ups {/* follow-ups */}

<FollowUp question="And a width of 1?">

It cannot move.

</FollowUp>

<FollowUp question="And a stride of 2?">

Half as many.

</FollowUp>

<FollowUp question="Why walk at all?">

To see everything.
`;

const close = (page: string) => `${page}\n</FollowUp>\n`;

const reference = (id: string) => `  - id: ${id}
    authors: A. Author
    title: A Title
    year: 2001
    venue: A Journal 1:1–2
    doi: 10.1000/${id}
    checked: 2026-11-21
    lookup: a stored page that shows title and venue
`;

const concept = (zh: string, en: string) => `title: { zh: 滑动, en: Sliding }
chapter: basics
order: 1
kind: concept
aliases: { zh: [滑窗], en: [sliding window] }
prerequisites: []
questions: { s0-q01: how }
errata: [e001]
question:
  zh: 窗口怎样滑动？
  en: How does a window slide?
answer:
  zh: 一步走 $1$ 格，见[数学](/concepts/sliding/#math)。
  en: One cell at a time, see [math](/concepts/sliding/#math) and $1$.
facts:
  time: { value: 0.5, proof: 'tests/content/facts/sliding.test.ts#half a second' }
listings:
  slide.ts: {}
  slide.py: { ran: 'Python 3.11' }
references:
${['one2001', 'two2002', 'three2003', 'four2004'].map(reference).join('')}corrections:
  - errata: [e001]
    claim: { zh: 每步 90% 正确。, en: Each step is 90% right. }
    truth: { zh: 每步 80% 正确。, en: Each step is 80% right. }
    source: [two2002]
    proof: { test: 'tests/content/facts/sliding.test.ts#half a second' }
readAgainst: { zh: '${pageHash(en)}', en: '${pageHash(zh)}' }
`;

const outline = `title: { zh: 大纲, en: Outline }
chapter: basics
order: 2
kind: concept
aliases: { zh: [], en: [] }
prerequisites: [sliding]
questions: { s0-q02: null }
errata: []
`;

const terms = `- id: window
  zh: 窗口
  en: window
  avoid: { zh: [窗子], en: [pane] }
  why: { zh: 面试时都这么说。, en: It is what interviewers say. }
  definition: { zh: 一次看到的一小块。, en: The part seen at once. }
  concept: sliding
`;

const questions = `- id: s0-q01
  concept: sliding
  zh: 窗口怎样滑动？
  en: How does a window slide?
- id: s0-q02
  concept: outline
  zh: 什么是大纲？
  en: What is an outline?
  sameAs: s0-q01
`;

const slideTs = `// #region core
export const slide = (x: number[]) => x.slice(1).map((v, i) => v + x[i]);
// #endregion
export function main(): void {
  console.log(slide([1, 2]).join(' '));
}
`;

const NOTEBOOK_ZH = `## 起步 {/* start */}

每一步走 0.5 格，见[滑动](/concepts/sliding/#how)和 <Cite id="five2005" />；<Term id="window" /> 不动。

<Cell file="first-step.ts" />

## 再走 {/* again */}

${FILLER.zh.slice(0, 400)}

<Cell file="second-step.ts" />
`;

const NOTEBOOK_EN = `## Start {/* start */}

A step takes 0.5 cells, see [sliding](/concepts/sliding/#how) and <Cite id="five2005" />; the <Term id="window" /> stays.

<Cell file="first-step.ts" />

## Again {/* again */}

${FILLER.en.slice(0, 1200)}

<Cell file="second-step.ts" />
`;

const notebook = `title: { zh: 走路, en: Walking }
summary: { zh: 一步一步走。, en: Step by step. }
order: 1
concepts: [sliding]
minutes: 5
cells: [first-step.ts, second-step.ts]
python: { first-step.ts: { file: cells/first_step.py, library: pytorch, run: 'PyTorch 1.13' } }
references:
${reference('five2005')}readAgainst: { zh: '${pageHash(NOTEBOOK_EN)}', en: '${pageHash(NOTEBOOK_ZH)}' }
`;

const PROSE = [
  'Cite',
  'Fact',
  'Figure',
  'FollowUp',
  'Listing',
  'Pitfall',
  'Right',
  'Term',
  'Why',
  'Wrong',
];

const paths = `- id: a-walk
  order: 1
  title: { zh: 一条路线, en: A path }
  summary: { zh: 走一走。, en: A walk. }
  parts:
    - title: { zh: 开头, en: The beginning }
      steps:
        - concept: sliding
          why: { zh: 先看这一页。, en: Read this first. }
        - notebook: walking
          why: { zh: 再动手。, en: Then try it. }
`;

const web = `- id: half-speed
  order: 1
  concept: sliding
  where: { zh: 一份教程, en: A tutorial }
  claim: { zh: 一步走两格。, en: Two cells at a time. }
  truth: { zh: 一步走一格。, en: One cell at a time. }
  references:
${reference('web2005')
  .replace(/^(?=.)/gm, '  ')
  .trimEnd()}
  proof: 'tests/content/facts/sliding.test.ts#half a second'
`;

/** The files of the repository without a fault. */
export function goodFiles(): Files {
  const [zh, en] = [close(ZH_PAGE), close(EN_PAGE)];
  return {
    [ZH]: zh,
    [EN]: en,
    [YAML]: concept(zh, en),
    [OUTLINE]: outline,
    [NB_ZH]: NOTEBOOK_ZH,
    [NB_EN]: NOTEBOOK_EN,
    [NB_YAML]: notebook,
    [`${WALKING}/cells/first-step.ts`]: 'const x = 1;\n',
    [`${WALKING}/cells/second-step.ts`]: 'x + 1;\n',
    [`${WALKING}/cells/first_step.py`]: 'x = 1\n',
    'src/components/notebook/Cell.astro': '',
    [TERMS]: terms,
    [CHAPTERS]: `- id: basics\n  order: 1\n  title: { zh: 基础, en: Basics }\n`,
    [QUESTIONS]: questions,
    [PATHS]: paths,
    [WEB]: web,
    [`${SLIDING}/slide.ts`]: slideTs,
    [`${SLIDING}/slide.out.txt`]: '3\n',
    [`${SLIDING}/slide.py`]: 'print(3)\n',
    [`${SLIDING}/figures.ts`]: `export const figures = { steps: () => '<svg></svg>' };\n`,
    'src/components/widgets/sliding/Widget.astro': '',
    'src/components/widgets/sliding/scenes.ts': `export const scenes = { first: '', 'second-one': '' };\n`,
    ...Object.fromEntries(PROSE.map((name) => [`src/components/prose/${name}.astro`, ''])),
    'tests/content/facts/sliding.test.ts': `it('half a second', () => {});\n`,
    'tests/curriculum/concepts.json': JSON.stringify([{ slug: 'sliding' }, { slug: 'outline' }]),
    'tests/curriculum/questions.json': JSON.stringify([
      { id: 's0-q01', concept: 'sliding' },
      { id: 's0-q02', concept: 'outline' },
    ]),
    'tests/curriculum/errata.json': JSON.stringify([
      { id: 'e001', concepts: ['sliding'], kind: 'wrong-fact' },
      { id: 'e002', concepts: ['outline'], kind: 'defect' },
    ]),
    'tests/curriculum/source-13grams.txt': `${runHash(FOREIGN_RUN)}\n`,
  };
}

/** Checks the files as a repository of their own. */
export function check(files: Files): Problem[] {
  const root = mkdtempSync(join(tmpdir(), 'content-checks-'));
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(join(root, dirname(path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    return checkContent(root);
  } finally {
    rmSync(root, { recursive: true });
  }
}
