/** `npm run new` in a copy of the repository: what it writes works, and what it leaves is told. */
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { check as prettierCheck, getFileInfo, resolveConfig } from 'prettier';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { conceptSchema, termsSchema } from '../../src/content/schema.ts';
import { checkContent } from '../../tools/content-checks/check.ts';
import type { Problem } from '../../tools/content-checks/problem.ts';
import unfinished from '../../tools/content-checks/rules/unfinished.ts';
import { loadSite } from '../../tools/content-checks/site.ts';
import { apply, Refusal, type Options, type Plan } from '../../tools/scaffold/plan.ts';
import { planOf } from '../../tools/scaffold/scaffold.ts';
import { scalar } from '../../tools/scaffold/yaml.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const TERMS = 'src/content/glossary/terms.yaml';
const site = loadSite(root);
// A concept to which no page leads by heading: in the copy it is an outline again.
const outline = site.concepts.find(({ slug }) => slug === 'slam')!;
const folder = outline.folder;
const { title, chapter, order, kind, aliases, prerequisites, questions, errata } = outline.data!;
const open = Object.fromEntries(Object.keys(questions).map((id) => [id, null]));
const kept = stringify({ title, chapter, order, kind, aliases, prerequisites, questions: open, errata }); // prettier-ignore
const listing = outline.slug.replaceAll('-', '_');

let copy: string;
let before: Set<string>;
const made: Record<string, Plan> = {};
const filesOf = (kind: string) => Object.keys(made[kind].write);
const everyFile = () => Object.values(made).flatMap(({ write }) => Object.keys(write));

/** Makes something in the copy, as the command does. */
async function make(kind: string, name: string, options: Options = {}): Promise<Plan> {
  const plan = planOf(copy, kind, name, options);
  await apply(copy, plan);
  return plan;
}

/** What the command answers when it makes nothing. */
async function refusal(kind: string, name: string, options: Options = {}): Promise<string> {
  try {
    await make(kind, name, options);
  } catch (error) {
    if (error instanceof Refusal) return error.message;
    throw error;
  }
  return 'it was made';
}

const read = (path: string) => readFileSync(join(copy, path), 'utf8');
const key = ({ file, rule, message }: Problem) => `${file} ${rule} ${message}`;

/** What the content checks say that they did not say before anything was made. */
const added = () => checkContent(copy).filter((problem) => !before.has(key(problem)));
let found: Problem[] | undefined;

/** The same right after `beforeAll`, worked out once: it takes seconds. */
const addedAtFirst = () => (found ??= added());

beforeAll(async () => {
  copy = mkdtempSync(join(tmpdir(), 'new-'));
  const needed = [
    'src', 'tools', 'tests', 'package.json', 'tsconfig.json', 'vitest.config.ts',
    '.prettierrc.json', '.prettierignore',
  ]; // prettier-ignore
  for (const path of needed) cpSync(join(root, path), join(copy, path), { recursive: true });
  for (const file of outline.files) rmSync(join(copy, folder, file), { recursive: true });
  rmSync(join(copy, 'tests/content/facts', `${outline.slug}.test.ts`));
  writeFileSync(join(copy, folder, 'concept.yaml'), kept);
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  before = new Set(checkContent(copy).map(key));
  made.page = await make('concept', outline.slug);
  made.history = await make('concept', 'a-history', {
    chapter: 'foundations',
    kind: 'history',
    zh: '一段历史',
    en: 'New: a one',
  });
  made.widget = await make('widget', 'scale-up', { zh: '放大', en: `It's "scaled" up` });
  made.model = await make('model', 'trial-model');
  made.notebook = await make('notebook', 'trial-steps', { zh: '几步', en: 'Some: steps' });
}, 60_000);
afterAll(() => rmSync(copy, { recursive: true, force: true }));

describe('what is made', () => {
  it('is formatted', async () => {
    for (const file of everyFile()) {
      const filepath = join(copy, file);
      const info = await getFileInfo(filepath, { ignorePath: join(copy, '.prettierignore') });
      if (info.ignored || !info.inferredParser) continue;
      const config = await resolveConfig(filepath);
      expect(await prettierCheck(read(file), { ...config, filepath }), file).toBe(true);
    }
  });

  it('satisfies the type checker', () => {
    const { config } = ts.readConfigFile(join(copy, 'tsconfig.json'), ts.sys.readFile);
    const { options } = ts.parseJsonConfigFileContent({ ...config, include: [] }, ts.sys, copy);
    const own = everyFile().filter((file) => file.endsWith('.ts')).map((file) => join(copy, file)); // prettier-ignore
    const globals = join(copy, 'node_modules/astro/client.d.ts');
    const program = ts.createProgram([...own, globals], { ...options, skipLibCheck: true });
    const problems = ts
      .getPreEmitDiagnostics(program)
      .filter(({ file }) => file && own.includes(file.fileName))
      .map(({ file, messageText }) => `${file!.fileName}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`); // prettier-ignore
    expect(own.length).toBeGreaterThan(12);
    expect(problems).toEqual([]);
  });

  it('passes its own tests', () => {
    const files = everyFile().filter((file) => file.endsWith('.test.ts'));
    const report = join(copy, 'report.json');
    const program = join(root, 'node_modules/vitest/vitest.mjs');
    const args = [program, 'run', '--reporter=json', `--outputFile=${report}`];
    const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^VITEST|^TEST$|^NODE_ENV$/.test(name))); // prettier-ignore
    const { stderr } = spawnSync(process.execPath, [...args, ...files, 'tests/arch'], { cwd: copy, env }); // prettier-ignore
    expect(existsSync(report), String(stderr)).toBe(true);
    const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as {
      testResults: {
        name: string;
        assertionResults: { title: string; status: string; failureMessages: string[] }[];
      }[];
    };
    expect(testResults.length).toBeGreaterThanOrEqual(files.length);
    const all = testResults.flatMap(({ assertionResults }) => assertionResults);
    expect(all.filter(({ status }) => status === 'passed').length).toBeGreaterThan(15);
    expect(all.filter(({ status }) => status === 'failed')).toEqual([]);
  }, 60_000);

  it('is never made over something else', async () => {
    const texts = everyFile().map(read);
    const yaml = read(`${folder}/concept.yaml`);
    for (const [kind, name] of [
      ['concept', outline.slug],
      ['concept', site.concepts.find(({ pages }) => pages.zh && pages.en)!.slug],
      ['widget', 'scale-up'],
      ['widget', 'convolution'],
      ['model', 'trial-model'],
      ['notebook', 'trial-steps'],
    ]) {
      expect(await refusal(kind, name)).toContain('nothing is overwritten');
    }
    expect(everyFile().map(read)).toEqual(texts);
    expect(read(`${folder}/concept.yaml`)).toBe(yaml);
  });
});

describe('npm run new -- concept', () => {
  it('turns an outline into a page to be written, with its tests', () => {
    expect(filesOf('page')).toEqual([
      `${folder}/zh.mdx`,
      `${folder}/en.mdx`,
      `${folder}/figures.ts`,
      `tests/content/facts/${outline.slug}.test.ts`,
      `${folder}/${listing}.ts`,
      `${folder}/${listing}.out.txt`,
    ]);
    expect(read(`${folder}/concept.yaml`).startsWith(kept.trimEnd())).toBe(true);
    for (const id of ['see-it', 'how', 'math', 'code', 'pitfalls', 'follow-ups']) {
      for (const lang of ['zh', 'en']) expect(read(`${folder}/${lang}.mdx`)).toContain(`{/* ${id} */}`); // prettier-ignore
    }
  });

  it('leaves pages that parse, have every part and agree with each other', () => {
    const mine = addedAtFirst().filter(({ file }) => /\/(concepts)\//.test(file));
    const rules = [...new Set(mine.map(({ rule }) => rule))];
    const kept = ['mdx', 'heading-ids', 'required-headings', 'pairs', 'links', 'tex', 'chinese'];
    expect(rules.filter((rule) => kept.includes(rule) || rule.startsWith('parity'))).toEqual([]);
  });

  it('is told by the content checks what remains, and nothing else breaks', () => {
    const problems = addedAtFirst().filter(({ severity }) => severity !== 'warning');
    const ours = everyFile().map((file) => file.replace(/[^/]*$/, ''));
    expect(problems.filter(({ file }) => !ours.some((path) => file.startsWith(path)))).toEqual([]);
    const said = problems
      .filter(({ file }) => file.startsWith(folder))
      .map(({ message }) => message)
      .join('\n');
    const empty = ['question.zh', 'question.en', 'answer.zh', 'answer.en', 'claim.zh', 'truth.en'];
    for (const field of empty) expect(said).toContain(`${field} is empty`);
    expect(said).toContain('a written concept needs `references`');
    for (const id of Object.keys(outline.data!.questions))
      expect(said).toContain(`${id} must name`);
    expect(said.match(/a follow-up without/g)).toHaveLength(6);
    expect(said).toMatch(/words; a page has/);
  });

  it('marks every place where words are missing, and a check finds each mark', () => {
    const marks = filesOf('page')
      .filter((file) => file.startsWith(folder))
      .flatMap((file) => read(file).match(/TODO/g) ?? []);
    const found = unfinished(loadSite(copy)).filter(({ file }) => file.startsWith(folder));
    expect(found.length).toBeGreaterThan(20);
    expect(found).toHaveLength(marks.length);
    expect(found.map(({ message }) => message)).toContain('to be written: what people do.');
    for (const { file, line } of found) expect(read(file).split('\n')[line - 1]).toContain('TODO');
    expect(unfinished(site)).toEqual([]);
  });

  it('has a place for every erratum, in the shape of the schema', () => {
    const reference = '{ id: x, authors: x, title: x, year: 2000, venue: x, url: "https://x", checked: 2026-01-01, lookup: x }'; // prettier-ignore
    const filled = read(`${folder}/concept.yaml`)
      .replaceAll("''", 'x')
      .replace('references: []', `references: [${reference}]`)
      .replaceAll(': null', ': how');
    const { corrections } = conceptSchema.parse(parse(filled));
    expect(corrections.flatMap(({ errata }) => errata)).toEqual(outline.data!.errata);
  });

  it('has a listing that prints what was captured', () => {
    const code = `import('./${folder}/${listing}.ts').then(({ main }) => main())`;
    const { stdout } = spawnSync(process.execPath, ['-e', code], { cwd: copy, encoding: 'utf8' });
    expect(stdout).toBe(read(`${folder}/${listing}.out.txt`));
  });

  it('makes a new concept, and asks for its chapter', async () => {
    expect(await refusal('concept', 'new-one')).toMatch(/^--chapter is missing: .*foundations/);
    expect(await refusal('concept', 'new-one', { chapter: 'no' })).toContain('no chapter “no”');
    const poem = { chapter: 'foundations', kind: 'poem' };
    expect(await refusal('concept', 'new-one', poem)).toContain('not a kind');
    expect(existsSync(join(copy, 'src/content/concepts/new-one'))).toBe(false);
    const yaml = parse(read('src/content/concepts/a-history/concept.yaml'));
    const title = { zh: '一段历史', en: 'New: a one' };
    expect(yaml).toMatchObject({ title, chapter: 'foundations', kind: 'history' });
    expect(site.concepts.map(({ data }) => data?.order)).not.toContain(yaml.order);
    expect(read('src/content/concepts/a-history/en.mdx')).not.toContain('{/* code */}');
  });

  it('makes an outline only, when asked', async () => {
    const options = { chapter: 'learning', zh: '列出', en: 'Listed', outline: true };
    const { write } = await make('concept', 'only-listed', options);
    expect(Object.keys(write)).toEqual(['src/content/concepts/only-listed/concept.yaml']);
    expect(added().filter(({ file }) => file.includes('only-listed'))).toEqual([]);
    expect(await refusal('concept', 'only-listed', { outline: true })).toContain('already there');
    const changed = await refusal('concept', 'only-listed', { chapter: 'foundations' });
    expect(changed).toContain('edit src/content/concepts/only-listed/concept.yaml');
  });

  it('gives a comparison its table', () => {
    const options = { chapter: 'learning', kind: 'comparison' };
    const { write } = planOf(copy, 'concept', 'this-or-that', options);
    for (const lang of ['zh', 'en']) {
      const text = write[`src/content/concepts/this-or-that/${lang}.mdx`];
      const [how, table, math] = ['how', 'comparison', 'math'].map((id) =>
        text.indexOf(`{/* ${id}`),
      );
      expect(how).toBeLessThan(table);
      expect(table).toBeLessThan(math);
    }
  });
});

describe('npm run new -- widget', () => {
  it('writes a widget of the toolkit with its tests, which pages may use at once', () => {
    const parts = ['state.ts', 'reference.ts', 'compute.ts', 'view.ts', 'strings.ts', 'scenes.ts', 'code.ts', 'kind.ts', 'live.ts', 'Widget.astro', 'scale-up.css']; // prettier-ignore
    const tests = ['combinations.ts', 'state.test.ts', 'compute.test.ts', 'view.test.ts', 'code.test.ts']; // prettier-ignore
    expect(filesOf('widget')).toEqual([
      ...parts.map((part) => `src/components/widgets/scale-up/${part}`),
      ...tests.map((part) => `tests/widgets/scale-up/${part}`),
      'tests/e2e/scale-up.spec.ts',
    ]);
    expect(read('tests/e2e/scale-up.spec.ts')).toContain('gates({');
    expect(made.widget.next.join()).toContain('<ScaleUpWidget');
    const { components } = loadSite(copy);
    expect(components.get('ScaleUpWidget')).toBe('@widgets/scale-up/Widget.astro');
  });
});

describe('npm run new -- term', () => {
  const words = {
    zh: '试验词',
    en: 'trial word',
    'definition-zh': '只在测试里出现的词。',
    'definition-en': 'A word: it stands only in a test.',
  };
  const ids = () => termsSchema.parse(parse(read(TERMS))).map(({ id }) => id);

  it('refuses an entry without words or definitions in both languages', async () => {
    const text = read(TERMS);
    for (const name of Object.keys(words)) {
      const said = await refusal('term', 'trial-word', { ...words, [name]: ' ' });
      expect(said).toMatch(new RegExp(`^--${name} is missing: `));
    }
    expect(read(TERMS)).toBe(text);
  });

  it('adds an entry and changes nothing else', async () => {
    const text = read(TERMS);
    await make('term', 'trial-word', { ...words, concept: 'convolution' });
    expect(read(TERMS).startsWith(text.trimEnd())).toBe(true);
    expect(termsSchema.parse(parse(read(TERMS))).at(-1)).toEqual({
      id: 'trial-word',
      zh: words.zh,
      en: words.en,
      definition: { zh: words['definition-zh'], en: words['definition-en'] },
      concept: 'convolution',
    });
    expect(added().filter(({ file }) => file === TERMS)).toEqual([]);
  });

  it('puts it behind another one, when asked', async () => {
    const order = ids();
    const second = { ...words, zh: '试验二', en: 'second trial' };
    await make('term', 'second-trial', { ...second, after: order[3] });
    expect(ids()).toEqual(order.toSpliced(4, 0, 'second-trial'));
    const third = { ...words, zh: '三', en: 'three', after: 'no-such-term' };
    expect(await refusal('term', 'third', third)).toContain('there is no term “no-such-term”');
  });

  it('refuses a term, a word or a concept that does not fit', async () => {
    expect(await refusal('term', 'trial-word', words)).toContain(
      'has the term “trial-word” already',
    );
    expect(await refusal('term', 'other', words)).toContain('“trial-word” is already called');
    const other = { ...words, zh: '别的', en: 'other', concept: 'no-such' };
    expect(await refusal('term', 'other', other)).toContain('there is no concept “no-such”');
  });

  it.each(['plain', "it's: quoted", '- dash', '#x', 'a, b', '3.0', 'true', '“引号”：中文', '', 'a # b', '{x}', 'a\\b'])(
    'writes %j so that YAML reads it back',
    (text) => {
      expect(parse(`{ a: ${scalar(text)}, b: 1 }`)).toEqual({ a: text, b: 1 });
      expect(parse(`a: ${scalar(text)}\nb: 1`)).toEqual({ a: text, b: 1 });
    },
  ); // prettier-ignore
});

describe('npm run new -- model', () => {
  it('writes a script that Python can read, and gives the model its place', () => {
    expect(filesOf('model')).toEqual(['tools/train/trial_model.py']);
    const script = read('tools/train/trial_model.py');
    expect(script).toContain("if __name__ == '__main__':");
    expect(script).toMatch(/class TrialModel\(nn\.Module\):[\s\S]*def __init__\(self\):/);
    expect(read('tools/train.mjs')).toContain("  'trial-model': ['trial_model.py'],\n};");
    expect(read('src/content/models.ts')).toContain("  'trial-model',\n];");
    const python = ['/usr/bin/python3', 'python3'].find((name) => spawnSync(name, ['--version']).status === 0); // prettier-ignore
    if (!python) return;
    const check = 'import ast, sys; ast.parse(sys.stdin.read())';
    expect(spawnSync(python, ['-c', check], { input: script }).status).toBe(0);
  });
});

describe('npm run new -- notebook', () => {
  const own = () => addedAtFirst().filter(({ file }) => file.includes('notebooks/trial-steps'));

  it('writes cells and words, in the last place of the list', () => {
    expect(filesOf('notebook').map((file) => file.split('/').at(-1))).toEqual([
      'notebook.yaml',
      'zh.mdx',
      'en.mdx',
      'start.ts',
    ]);
    const orders = loadSite(copy).notebooks.flatMap(({ slug, data, yaml }) =>
      slug === 'trial-steps' ? [] : [data?.order ?? yaml],
    );
    expect(parse(read('src/content/notebooks/trial-steps/notebook.yaml'))).toEqual({
      title: { zh: '几步', en: 'Some: steps' },
      summary: { zh: '', en: '' },
      order: Math.max(0, ...orders.map(Number)) + 1,
      concepts: [],
      minutes: 10,
      cells: ['start.ts'],
    });
    expect(made.notebook.next.join()).toContain('npm run record -- trial-steps');
  });

  it('is told by the content checks what remains, and nothing else', () => {
    const rules = new Set(own().map(({ rule }) => rule));
    expect([...rules].sort()).toEqual(['length', 'schema', 'unfinished']);
    const said = own().map(({ message }) => message).join('\n'); // prettier-ignore
    for (const part of ['summary.zh is empty', 'concepts must name a concept', 'to be written']) {
      expect(said).toContain(part);
    }
  });
});

describe('npm run new', () => {
  it.each([
    [undefined, undefined, {}, 'say what to make'],
    ['page', 'x', {}, '“page” cannot be made'],
    ['toString', 'x', {}, '“toString” cannot be made'],
    ['widget', undefined, {}, 'say what to call it'],
    ['widget', 'x', { chapter: 'learning' }, '--chapter is not for a widget'],
    ['concept', 'Batch Norm', {}, 'Try “batch-norm”'],
    ['concept', '../../etc', {}, 'is not a name'],
    ['model', '3d', {}, 'is not a name'],
    ['term', 'a--b', {}, 'is not a name'],
    ['notebook', '', {}, 'is not a name'],
    ['widget', '卷积', {}, 'is not a name'],
    ['widget', 'x'.repeat(51), {}, 'is too long'],
  ])('refuses %s %s %o: %s', async (kind, name, options, says) => {
    expect(() => planOf(copy, kind, name, options as Options)).toThrow(says);
    expect(() => planOf(copy, kind, name, options as Options)).toThrow(Refusal);
  });

  const command = (...args: string[]) =>
    spawnSync(process.execPath, ['tools/new.ts', ...args], { cwd: copy, encoding: 'utf8' });

  it('prints what it wrote and what comes next', () => {
    const { status, stdout, stderr } = command('model', 'from-the-command');
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^Written\n {2}tools\/train\/from_the_command\.py\n/);
    expect(stdout).toMatch(/\nNext\n {2}1\. /);
    expect(read('tools/train/from_the_command.py')).toContain('from-the-command');
  });

  it('fails with a sentence, not with a stack', () => {
    for (const [args, says] of [
      [['widget', 'two', 'words'], '“words” is left over'],
      [['widget', 'x', '--colour', 'red'], "Unknown option '--colour'"],
      [['concept', 'new-one'], '--chapter is missing'],
    ] as const) {
      const { status, stdout, stderr } = command(...args);
      expect([status, stdout]).toEqual([1, '']);
      expect(stderr).toContain(says);
      expect(stderr).not.toMatch(/\n\s+at /);
    }
  });

  it('explains itself', () => {
    const { status, stdout } = command('--help');
    expect(status).toBe(0);
    const kinds = ['concept', 'widget', 'term', 'model', 'notebook'];
    for (const kind of kinds) expect(stdout).toContain(`npm run new -- ${kind} <`);
  });
});
