/**
 * The site as a zip: `receptive-field-<version>/` with relative addresses, a server of its own and
 * a README. Made from the built site; what only search engines read stays out (Open Graph pictures).
 */
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { LANGS, type Lang } from '../../src/i18n/langs.ts';
import { writeOffline } from '../build/offline.ts';
import { FIND_ROOT, fromDisk } from './head.ts';
import { refuseAddresses, relativeCss, relativeHtml, rootFrom, type Site } from './relative.ts';
import { zip } from './zip.ts';

const project = fileURLToPath(new URL('../..', import.meta.url));

/** Path, with `/` between its parts → content. */
export type Files = Map<string, Uint8Array>;

/** What names other files by hash and size; `writeOffline` makes it. */
const HASHES = ['offline.json', 'sw.js'];

/** Makes the list of the offline copy again, for its files have changed. */
async function listAgain(files: Files): Promise<void> {
  if (!files.has(HASHES[0])) return;
  const folder = await mkdtemp(path.join(tmpdir(), 'rf-package-'));
  try {
    await writeFiles(folder, files);
    await writeOffline(folder);
    for (const name of HASHES) files.set(name, await readFile(path.join(folder, name)));
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Writes files below a folder, which is made when it is not there. */
export async function writeFiles(folder: string, files: Files): Promise<void> {
  for (const [name, content] of files) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), content);
  }
}

/** The files of a folder, sorted by path. */
export async function filesIn(folder: string): Promise<Files> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .sort();
  const files: Files = new Map();
  for (const name of names) {
    files.set(name.split(path.sep).join('/'), await readFile(path.join(folder, name)));
  }
  return files;
}

/** Where the site of these files was built to live, as its pages tell. */
export function baseOf(files: Files): string {
  const page = Buffer.from(files.get('404.html') ?? []).toString();
  const base = /<html[^>]*\sdata-root="([^"]*)"/.exec(page)?.[1];
  if (!base?.startsWith('/')) throw new Error('404.html does not tell the base of the site.');
  return base;
}

const langOf = (html: string): Lang => (/<html lang="en/.test(html) ? 'en' : 'zh');

/** What the head of a page gets; pages at the root speak every language, fragments have no head. */
function headOf(file: string, html: string): string {
  const name = path.posix.basename(file);
  if (name === 'side.html') return '';
  const root = rootFrom(file);
  const notice = fromDisk(root === './' ? LANGS : [langOf(html)], root);
  return file === '404.html' ? notice + FIND_ROOT : notice;
}

/** The files of a built site with relative addresses. */
export async function relativeSite(files: Files): Promise<Files> {
  const kept: Files = new Map([...files].filter(([name]) => !name.startsWith('og/')));
  const known = new Set(['']);
  for (const name of kept.keys()) {
    for (let at = name.indexOf('/'); at >= 0; at = name.indexOf('/', at + 1)) {
      known.add(name.slice(0, at)).add(name.slice(0, at + 1));
    }
    known.add(name);
  }
  const site: Site = { base: baseOf(files), has: (name) => known.has(name) };
  for (const [name, content] of kept) {
    const text = () => Buffer.from(content).toString();
    if (name.endsWith('.html')) {
      const html = text();
      kept.set(name, Buffer.from(relativeHtml(html, name, site, headOf(name, html))));
    } else if (name.endsWith('.css')) {
      kept.set(name, Buffer.from(relativeCss(text(), name, site)));
    } else if (name.endsWith('.js') && name.startsWith('_astro/')) {
      refuseAddresses(text(), name, site);
    }
  }
  await listAgain(kept);
  return kept;
}

/** All that the unpacked folder holds. */
export async function packageFiles(dist: string, version: string): Promise<Files> {
  const files = await relativeSite(await filesIn(dist));
  const readme = await readFile(path.join(project, 'tools/package/files/README.txt'), 'utf8');
  files.set('README.txt', Buffer.from(readme.replace('{version}', version)));
  files.set('serve.mjs', await readFile(path.join(project, 'tools/package/files/serve.mjs')));
  files.set('LICENSE', await readFile(path.join(project, 'LICENSE')));
  return new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Writes the zip into `out`. */
export async function writeSite(options: {
  dist: string;
  out: string;
  version: string;
}): Promise<{ files: string[] }> {
  const { dist, out, version } = options;
  const folder = `receptive-field-${version}`;
  const files = await packageFiles(dist, version);
  const packed = zip([...files].map(([name, data]) => ({ name: `${folder}/${name}`, data })));
  const file = path.join(out, `${folder}.zip`);
  await mkdir(out, { recursive: true });
  await writeFile(file, packed);
  return { files: [file] };
}
