/**
 * `npm run package`: everything that can be taken away, into packages/. Builds the site first when
 * dist/ is missing or older than its sources.
 *
 *   node tools/package.ts [--dist dist] [--out packages] [--no-build] [site] [docset] [epub]
 */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { run, setup } from './lib/setup.mjs';
import type { PackageOptions, PackageResult } from './package/command.ts';
import { writeDocsets } from './package/docset.ts';
import { writeEpubs } from './package/epub.ts';
import { writeSite } from './package/site.ts';

const project = fileURLToPath(new URL('..', import.meta.url));
/** What can be made, by the name that the command knows. */
const MAKERS: Record<string, (options: PackageOptions) => Promise<PackageResult>> = {
  site: writeSite,
  docset: writeDocsets,
  epub: writeEpubs,
};
const SOURCES = ['src', 'public', 'tools/build', 'astro.config.mjs', 'package.json'];

/** When the newest of the files at and below a path was written, in ms. */
export async function newest(place: string): Promise<number> {
  const stats = await stat(place);
  if (!stats.isDirectory()) return stats.mtimeMs;
  const inside = await readdir(place);
  const times = await Promise.all(inside.map((name) => newest(path.join(place, name))));
  return Math.max(0, ...times);
}

/** Whether the site must be built: there is none, or a source is newer. */
export async function isStale(dist: string, sources: readonly string[]): Promise<boolean> {
  const page = path.join(dist, '404.html');
  if (!existsSync(page)) return true;
  const { mtimeMs } = await stat(page);
  const times = await Promise.all(sources.filter((each) => existsSync(each)).map(newest));
  return Math.max(...times) > mtimeMs;
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      dist: { type: 'string', default: 'dist' },
      out: { type: 'string', default: 'packages' },
      'no-build': { type: 'boolean', default: false },
    },
  });
  const kinds = Object.keys(MAKERS);
  const unknown = positionals.filter((each) => !kinds.includes(each));
  if (unknown.length) throw new Error(`No package “${unknown[0]}”. There are ${kinds.join(', ')}.`);
  const dist = path.resolve(project, values.dist);
  const out = path.resolve(project, values.out);
  const sources = SOURCES.map((each) => path.join(project, each));
  if (!values['no-build'] && (await isStale(dist, sources))) {
    setup();
    const { code } = await run('astro', ['build'], {
      extraEnv: { OUT: `./${path.relative(project, dist)}` },
    });
    if (code !== 0) throw new Error('The site was not built; nothing is packaged.');
  }
  const { version } = JSON.parse(await readFile(path.join(project, 'package.json'), 'utf8')) as {
    version: string;
  };
  await mkdir(out, { recursive: true });
  const rows: Record<string, { MB: string; 'SHA-256': string }> = {};
  for (const kind of positionals.length ? positionals : kinds) {
    for (const file of (await MAKERS[kind]({ dist, out, version })).files) {
      const content = await readFile(file);
      rows[path.relative(project, file)] = {
        MB: (content.length / 1e6).toFixed(1),
        'SHA-256': createHash('sha256').update(content).digest('hex'),
      };
    }
  }
  console.table(rows);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
}
