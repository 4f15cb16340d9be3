/**
 * Closed schemas of everything under src/content: an unknown key is an error, never ignored.
 * Used by Astro (src/content.config.ts) and, in plain Node, by tools/content-checks.
 */
import { z } from 'astro/zod';
import { didYouMean } from '../markdown/nearest.ts';

/** An object that accepts exactly these keys and says which ones it knows. */
function closed<S extends z.core.$ZodLooseShape>(what: string, shape: S) {
  const known = Object.keys(shape);
  return z.strictObject(shape, {
    error: (issue) => {
      if (issue.code === 'unrecognized_keys') {
        const [key] = issue.keys;
        const hint = didYouMean(key, known);
        return `unknown key \`${key}\` in ${what}${hint || `; known keys: ${known.join(', ')}`}`;
      }
      if (issue.code === 'invalid_type') return `${what} must have the keys ${known.join(', ')}`;
      return undefined;
    },
  });
}

const text = (what: string) =>
  z
    .string({
      error: (issue) =>
        issue.input === undefined
          ? `${what} is missing`
          : `${what} must be text (put it in quotes), not ${JSON.stringify(issue.input)}`,
    })
    .trim()
    .min(1, `${what} is empty`);

const matching = (pattern: RegExp, what: string) =>
  text(what).regex(pattern, { error: (issue) => `\`${issue.input}\` is not ${what}` });

/** Both languages of one piece of text. */
const l10n = (what: string) =>
  closed(`${what} { zh, en }`, { zh: text(`${what}.zh`), en: text(`${what}.en`) });

const list = <T extends z.ZodType>(item: T, what: string) =>
  z.array(item, { error: `${what} must be a list` });

const slug = matching(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'a lower-case id like `batch-normalization`');
const questionId = matching(/^s\d-[a-z]\d{1,2}$/, 'a source-question id like `s2-q06`');
const erratumId = matching(/^e\d{3}$/, 'an erratum id like `e011`');
const testRef = matching(/^tests\/[^#]+\.test\.ts#.+$/, 'a test like `tests/a/b.test.ts#its title`');

/** YAML readers that know dates hand over a Date; we keep the day as text. */
const day = z.preprocess(
  (value) => (value instanceof Date ? value.toISOString().slice(0, 10) : value),
  matching(/^\d{4}-\d{2}-\d{2}$/, 'a day like `2026-11-21`'),
);

export const factSchema = closed('a fact', {
  value: z.number({ error: 'value must be a number; words around it go into `shown`' }),
  unit: text('unit').optional(),
  shown: l10n('shown').optional(),
  source: slug.optional(),
  proof: testRef.optional(),
}).refine((fact) => fact.source || fact.proof, {
  error: 'a fact needs `source:` (the id of a reference) or `proof:` (file#test title)',
});

export const listingSchema = closed('a listing', {
  ran: text('ran').optional(),
  notRun: text('notRun').optional(),
});

export const referenceSchema = closed('a reference', {
  id: slug,
  authors: text('authors'),
  title: text('title'),
  year: z.int({ error: 'year must be a number' }).min(1700).max(2100),
  venue: text('venue'),
  doi: matching(/^10\.\d{4,}\/\S+$/, 'a DOI like `10.1109/5.726791` (no address around it)').optional(),
  arxiv: matching(
    /^(\d{4}\.\d{4,5}|[a-z-]+(\.[A-Z]{2})?\/\d{7})(v\d+)?$/,
    'an arXiv id in quotes like `"1904.11486"`',
  ).optional(),
  url: matching(/^https?:\/\/\S+$/, 'an address starting with https://').optional(),
  checked: day,
  lookup: text('lookup (how it was verified)'),
}).refine((ref) => ref.doi || ref.arxiv || ref.url, {
  error: 'a reference needs at least one of `doi`, `arxiv` and `url`',
});

export const correctionSchema = closed('a correction', {
  errata: list(erratumId, 'errata').default([]),
  claim: l10n('claim'),
  truth: l10n('truth'),
  source: list(slug, 'source').default([]),
  proof: z.union(
    [
      z.strictObject({ test: testRef }),
      z.strictObject({ reference: slug }),
    ],
    {
      error:
        'proof must be { test: "tests/…/x.test.ts#its title" } or { reference: <id of a reference> }',
    },
  ),
});

export const KINDS = ['concept', 'comparison', 'metric', 'history'] as const;

const outline = {
  title: l10n('title'),
  chapter: slug,
  order: z.int({ error: 'order must be a whole number' }).min(1),
  kind: z.enum(KINDS, { error: `kind must be one of ${KINDS.join(', ')}` }),
  aliases: closed('aliases { zh, en }', {
    zh: list(text('an alias'), 'aliases.zh').default([]),
    en: list(text('an alias'), 'aliases.en').default([]),
  }),
  prerequisites: list(slug, 'prerequisites').default([]),
  questions: z
    .record(questionId, slug.nullable(), {
      error: 'questions must map source-question ids to heading ids (null while coming)',
    })
    .default({}),
  errata: list(erratumId, 'errata').default([]),
};

const words = {
  question: l10n('question').optional(),
  answer: l10n('answer').optional(),
  facts: z.record(slug, factSchema).default({}),
  listings: z
    .record(matching(/^[\w-]+\.(ts|py)$/, 'a listing file like `pool.ts`'), listingSchema)
    .default({}),
  references: list(referenceSchema, 'references').default([]),
  corrections: list(correctionSchema, 'corrections').default([]),
  readAgainst: closed('readAgainst', {
    zh: text('readAgainst.zh').optional(),
    en: text('readAgainst.en').optional(),
  }).optional(),
};

/** What a written concept adds to its outline; none of it may come alone. */
export const WRITTEN_KEYS = Object.keys(words) as (keyof typeof words)[];

/** One concept.yaml: the outline while the concept is coming, everything once it is written. */
export const conceptSchema = closed('concept.yaml', { ...outline, ...words }).superRefine(
  (concept, context) => {
    if (!isWritten(concept)) return;
    const need = (key: string, present: unknown) => {
      if (present) return;
      context.addIssue({ code: 'custom', path: [], message: `a written concept needs \`${key}\`` });
    };
    need('question', concept.question);
    need('answer', concept.answer);
    need('references', concept.references.length);
    for (const [id, heading] of Object.entries(concept.questions)) {
      if (heading !== null) continue;
      const message = `${id} must name the heading that answers it (null is only for coming concepts)`;
      context.addIssue({ code: 'custom', path: ['questions', id], message });
    }
  },
);

/** True when a concept.yaml has more than its outline. */
export function isWritten(concept: Pick<ConceptInput, (typeof WRITTEN_KEYS)[number]>): boolean {
  return WRITTEN_KEYS.some((key) => {
    const value = concept[key];
    return value !== undefined && Object.keys(value).length > 0;
  });
}

export const chapterSchema = closed('a chapter', {
  id: slug,
  order: z.int({ error: 'order must be a whole number' }).min(1),
  title: l10n('title'),
  summary: l10n('summary').optional(),
});

/** One source question in our words; `parts` are the sub-questions it brings along. */
export const questionSchema = closed('a question', {
  id: questionId,
  concept: slug,
  zh: text('zh'),
  en: text('en'),
  sameAs: questionId.optional(),
  parts: list(closed('a part', { zh: text('zh'), en: text('en') }), 'parts').optional(),
});

const wordLists = (what: string) =>
  closed(what, {
    zh: list(text(`${what}.zh`), `${what}.zh`).default([]),
    en: list(text(`${what}.en`), `${what}.en`).default([]),
  });

export const termSchema = closed('a term', {
  id: slug,
  zh: text('zh'),
  en: text('en'),
  also: wordLists('also').optional(),
  avoid: wordLists('avoid').optional(),
  why: l10n('why').optional(),
  definition: l10n('definition'),
  concept: slug.optional(),
});

const cellFile = matching(/^[a-z0-9]+(-[a-z0-9]+)*\.ts$/, 'a cell like `first-step.ts`');

/** The same step in Python: shown in a tab beside the cell. */
const pythonSchema = closed('a Python listing', {
  file: matching(/^cells\/\w+\.py$/, 'a Python file like `cells/first_step.py`'),
  library: z.enum(['keras', 'pytorch'], { error: 'library must be keras or pytorch' }),
  run: text('run (the versions it was run with, or `not`)'),
});

/** One listing, or a list with one of each library. */
const pythonOfCell = z.preprocess(
  (value) => (Array.isArray(value) ? value : [value]),
  list(pythonSchema, 'python').min(1, 'python needs a listing'),
);

/** notebook.yaml: everything of a notebook that is not language. */
export const notebookSchema = closed('notebook.yaml', {
  title: l10n('title'),
  summary: l10n('summary'),
  order: z.int({ error: 'order must be a whole number' }).min(1),
  concepts: list(slug, 'concepts').min(1, 'concepts must name a concept'),
  minutes: z.int({ error: 'minutes must be a whole number' }).min(1).max(120),
  data: list(
    z.enum(['digits', 'fashion'], { error: 'data must be digits or fashion' }),
    'data',
  ).default([]),
  cells: list(cellFile, 'cells').min(1, 'cells must name a file'),
  python: z
    .record(cellFile, pythonOfCell, { error: 'python must map cells to listings' })
    .default({}),
  references: list(referenceSchema, 'references').default([]),
  readAgainst: closed('readAgainst', {
    zh: text('readAgainst.zh').optional(),
    en: text('readAgainst.en').optional(),
  }).optional(),
});

const stepSchema = closed('a step { concept | notebook, why }', {
  concept: slug.optional(),
  notebook: slug.optional(),
  why: l10n('why'),
}).refine((step) => (step.concept === undefined) !== (step.notebook === undefined), {
  error: 'a step leads to one page: `concept:` or `notebook:`',
});

/** A way through the handbook for one purpose, in parts. */
export const readingPathSchema = closed('a reading path', {
  id: slug,
  order: z.int({ error: 'order must be a whole number' }).min(1),
  title: l10n('title'),
  summary: l10n('summary'),
  parts: list(
    closed('a part', {
      title: l10n('title'),
      steps: list(stepSchema, 'steps').min(1, 'a part needs a step'),
    }),
    'parts',
  ).min(1, 'a reading path needs a part'),
});

/** A wrong number in a well-known place, with what is right. */
export const webErrorSchema = closed('an error on the web', {
  id: slug,
  order: z.int({ error: 'order must be a whole number' }).min(1),
  concept: slug,
  where: l10n('where'),
  claim: l10n('claim'),
  truth: l10n('truth'),
  references: list(referenceSchema, 'references').min(1, 'an error on the web needs a reference'),
  proof: testRef,
});

export const chaptersSchema = list(chapterSchema, 'chapters.yaml');
export const readingPathsSchema = list(readingPathSchema, 'reading-paths.yaml');
export const webErrorsSchema = list(webErrorSchema, 'web-errors.yaml');
export const questionsSchema = list(questionSchema, 'questions.yaml');
export const termsSchema = list(termSchema, 'terms.yaml');

export type ConceptInput = z.input<typeof conceptSchema>;
export type ConceptData = z.output<typeof conceptSchema>;
export type Fact = z.output<typeof factSchema>;
export type Reference = z.output<typeof referenceSchema>;
export type Correction = z.output<typeof correctionSchema>;
export type Chapter = z.output<typeof chapterSchema>;
export type ReadingPath = z.output<typeof readingPathSchema>;
export type ReadingStep = z.output<typeof stepSchema>;
export type WebError = z.output<typeof webErrorSchema>;
export type SourceQuestion = z.output<typeof questionSchema>;
export type Term = z.output<typeof termSchema>;
export type NotebookData = z.output<typeof notebookSchema>;
export type PythonListing = z.output<typeof pythonSchema>;

const shape = list(z.number(), 'a shape');
/** Name of an input or output → its shape. */
const shapes = z.record(z.string(), shape);
const sha256 = matching(/^[0-9a-f]{64}$/, 'a SHA-256 in hexadecimal');

/** A figure of a model on data that it never saw; its words in Chinese are in metric-words.ts. */
const metricSchema = closed('a metric', {
  name: text('name'),
  value: z.number(),
  bound: z.number().optional(),
  higherIsBetter: z.boolean().optional(),
  split: text('split'),
  date: day,
});

/** Pictures that a model gets wrong: tiles of a sprite, or seeds of composed scenes. */
const failureSchema = closed('failures', {
  data: text('data'),
  what: l10n('what'),
  items: list(
    closed('an item', {
      index: z.int().min(0),
      label: z.int(),
      read: z.int().optional(),
      value: z.number().optional(),
    }),
    'items',
  ),
});

/** What readers and programs must know of a model. */
export const cardSchema = closed('a model card', {
  id: slug,
  task: l10n('task'),
  architecture: l10n('architecture'),
  parameters: z.int(),
  bytes: closed('bytes', { sent: z.int(), gzip: z.int() }),
  input: closed('input', {
    shape: shape.optional(),
    encoder: shapes.optional(),
    decoder: shapes.optional(),
    range: z.union([z.array(z.number()), text('range')]).optional(),
    layout: text('layout').optional(),
    preprocessing: l10n('preprocessing'),
  }),
  output: closed('output', {
    shapes: shapes.optional(),
    encoder: shapes.optional(),
    decoder: shapes.optional(),
    meaning: l10n('meaning'),
    classes: closed('classes', { zh: list(text('class'), 'zh'), en: list(text('class'), 'en') }).optional(),
  }),
  data: closed('data', {
    source: l10n('source'),
    licence: text('licence'),
    split: l10n('split'),
    /** How examples are made of the data. */
    composed: l10n('composed').optional(),
    sha256,
  }),
  training: closed('training', {
    command: text('command'),
    seed: z.int(),
    steps: z.int(),
    seconds: z.number(),
    hardware: l10n('hardware'),
    date: day,
  }),
  quantization: l10n('quantization'),
  /** The code that a decoder or generator takes. */
  latent: closed('latent', {
    size: z.int(),
    distribution: text('distribution'),
    classes: z.int().optional(),
  }).optional(),
  metrics: list(metricSchema, 'metrics'),
  failures: list(failureSchema, 'failures'),
  use: l10n('use'),
  licence: text('licence'),
  files: z.record(z.string(), sha256),
});

export type Card = z.infer<typeof cardSchema>;
