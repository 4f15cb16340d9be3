/** Recorded outputs belong to the cells that stand there now. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { notebookSchema } from '../../src/content/schema.ts';
import type { Recorded } from '../../src/notebook/recorded.ts';

const root = fileURLToPath(new URL('../../src/content/notebooks/', import.meta.url));
const slugs = existsSync(root) ? readdirSync(root) : [];
const sha = (source: string) =>
  createHash('sha256').update(source.trimEnd()).digest('hex').slice(0, 12);

it('there are notebooks', () => expect(slugs.length).toBeGreaterThan(0));

describe.each(slugs)('%s', (slug) => {
  const read = (file: string) => readFileSync(join(root, slug, file), 'utf8');
  const data = notebookSchema.parse(parse(read('notebook.yaml')));

  it('was recorded with the cells as they are: else npm run record', () => {
    const { cells, backend } = JSON.parse(read('recorded.json')) as Recorded;
    expect(Object.keys(cells)).toEqual(data.cells);
    for (const file of data.cells) expect(cells[file].sha, file).toBe(sha(read(`cells/${file}`)));
    expect(backend).toBe('wasm');
  });

  it('ends in something seen', () => {
    const { cells } = JSON.parse(read('recorded.json')) as Recorded;
    const kinds = new Set(Object.values(cells).flatMap(({ outputs }) => outputs.map(({ kind }) => kind))); // prettier-ignore
    expect([...kinds].some((kind) => ['image', 'chart', 'tensor', 'table'].includes(kind))).toBe(true); // prettier-ignore
  });

  const python = Object.values(data.python).flat();
  const command = ['/usr/bin/python3', 'python3'].find((name) => spawnSync(name, ['--version']).status === 0); // prettier-ignore
  it.runIf(python.length > 0 && command)('has Python that can be read', () => {
    for (const { file } of python) {
      const check = 'import ast, sys; ast.parse(sys.stdin.read())';
      const { status, stderr } = spawnSync(command!, ['-c', check], { input: read(file) });
      expect(status, `${file}: ${String(stderr)}`).toBe(0);
    }
  });
});
