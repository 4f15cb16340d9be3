/** What README, CONTRIBUTING and docs say about the repository is so. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string) => readFileSync(`${root}${path}`, 'utf8');
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
const DOCUMENTS = ['README.md', 'CONTRIBUTING.md', ...readdirSync(`${root}docs`).filter((name) => name.endsWith('.md')).map((name) => `docs/${name}`)]; // prettier-ignore

describe.each(DOCUMENTS)('%s', (document) => {
  const text = read(document);

  it('names npm scripts that exist', () => {
    const named = [...text.matchAll(/npm (?:run )?([a-z][a-z:]*)/g)].map(([, name]) => name);
    const builtIn = ['ci', 'install', 'run'];
    expect(named.filter((name) => !(name in scripts) && !builtIn.includes(name))).toEqual([]);
  });

  it('names files and folders that exist', () => {
    const paths = [...text.matchAll(/(?<![\w/.-])(?:src|tests|tools|docs|public)\/[\w./-]*/g)]
      .map(([path]) => path.replace(/\.$/, ''))
      // Folders that the first model or notebook makes, and paths with a name to be filled in.
      .filter((path) => !/^(public|src|tests)\/models|notebooks?(\/|$)/.test(path));
    const missing = paths.filter((path) => !existsSync(`${root}${path}`));
    expect([...new Set(missing)]).toEqual([]);
  });

  it('links to files that exist', () => {
    const targets = [...text.matchAll(/\]\((?!https?:|\/|#)([^)#]+)/g)].map(([, target]) => target);
    const from = document.includes('/') ? 'docs/' : '';
    expect(targets.filter((target) => !existsSync(`${root}${from}${target}`))).toEqual([]);
  });
});

describe('the first screen of the README', () => {
  it('has the picture and the two commands', () => {
    const screen = read('README.md').split('\n').slice(0, 16).join('\n');
    for (const part of ['docs/screenshot.png', 'npm start', 'npm test', 'Node 20']) {
      expect(screen).toContain(part);
    }
  });
});

describe('docs/widgets-contract.md', () => {
  const rows = [
    ...read('docs/widgets-contract.md').matchAll(/^\| `([\w-]+)`\s+\| (.+?)\s+\| (.+?)\s*\|$/gm),
  ];
  const keys = new Map(rows.slice(1).map(([, name, cell]) => [name, cell.replaceAll('\\|', '|')]));

  const folder = `${root}src/components/widgets`;
  const widgets = readdirSync(folder).filter((name) => existsSync(`${folder}/${name}/kind.ts`));
  const built = widgets.filter((name) => name !== 'toolkit');

  it('has a row for every widget', () => {
    expect(built.length).toBeGreaterThan(1);
    expect([...keys.keys()].sort()).toEqual(built.sort());
  });

  it.each(built)('names every key of %s in its row', async (name) => {
    const { KIND } = (await import(`../../src/components/widgets/${name}/kind.ts`)) as {
      KIND: { name: string; keys: readonly string[] };
    };
    expect(KIND.name).toBe(name);
    for (const key of KIND.keys) expect(keys.get(name)).toContain(`\`${key}\``);
  });
});
