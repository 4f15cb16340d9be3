/** The files of a package from a built site of a few files, and when a site must be built first. */
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Manifest } from '../../src/offline/plan.ts';
import { isStale } from '../../tools/package.ts';
import {
  packageFiles,
  relativeSite,
  writeFiles,
  writeSite,
  type Files,
} from '../../tools/package/site.ts';

const page = (lang: string, base: string, body = '') =>
  `<!DOCTYPE html><html lang="${lang}" data-root="${base}"><head><meta charset="utf-8">` +
  `<meta http-equiv="content-security-policy" content="script-src 'self'"></head>${body}</html>`;

/** A built site below `base`. */
const built = (base = '/'): Files =>
  new Map(
    Object.entries({
      '404.html': page('zh-CN', base, `<a href="${base}zh/">`),
      'en/index.html': page('en', base, `<a href="${base}zh/">`),
      'zh/index.html': page('zh-CN', base, `<script src="${base}_astro/a.js"></script>`),
      'zh/side.html': page('zh-CN', base),
      '_astro/a.js': 'export {}',
      '_astro/a.css': `a{b:url(${base}_astro/c.woff2)}`,
      'og/zh/home.png': 'picture',
    }).map(([name, text]) => [name, Buffer.from(text)]),
  );
const textOf = (files: Files, name: string): string => Buffer.from(files.get(name)!).toString();

let folder: string;
beforeEach(async () => (folder = await mkdtemp(path.join(tmpdir(), 'rf-package-'))));
afterEach(() => rm(folder, { recursive: true }));

/** Writes the built site into the folder. */
async function write(): Promise<void> {
  await writeFiles(folder, built());
}

test.each(['/', '/rf/'])('a site built for %s leads to itself from anywhere', async (base) => {
  const files = await relativeSite(built(base));
  expect(textOf(files, '404.html')).toContain('<a href="zh/">');
  expect(textOf(files, 'zh/index.html')).toContain('data-root="../"');
  expect(textOf(files, 'zh/index.html')).toContain('<script src="../_astro/a.js">');
  expect(textOf(files, '_astro/a.css')).toBe('a{b:url(../_astro/c.woff2)}');
  expect([...files.keys()].filter((name) => name.startsWith('og/'))).toEqual([]);
});

test('each page can say how it must be opened, in its language; its policy lets it', async () => {
  const files = await relativeSite(built());
  const says = (name: string) => [
    /直接打开/.test(textOf(files, name)),
    /straight from disk/.test(textOf(files, name)),
  ];
  expect(says('404.html')).toEqual([true, true]);
  expect(says('zh/index.html')).toEqual([true, false]);
  expect(says('en/index.html')).toEqual([false, true]);
  expect(says('zh/side.html')).toEqual([false, false]);
  for (const name of ['404.html', 'zh/index.html', 'en/index.html']) {
    const html = textOf(files, name);
    const inline = [...html.matchAll(/<script>([\s\S]*?)<\/script>/g)];
    expect(inline).toHaveLength(name === '404.html' ? 2 : 1);
    for (const [, script] of inline) {
      expect(html).toContain(createHash('sha256').update(script).digest('base64'));
      expect(() => new Function(script)).not.toThrow();
    }
  }
});

test('a script that names a file from the root of the host ends the packaging', async () => {
  const files = built().set('_astro/b.js', Buffer.from('import("/_astro/a.js")'));
  await expect(relativeSite(files)).rejects.toThrow('_astro/b.js');
});

test('the list of the offline copy has the hashes of the files as they are in the package', async () => {
  const files = built();
  for (const name of ['index.html', 'zh/offline/index.html', 'en/offline/index.html']) {
    files.set(name, Buffer.from(page('en', '/')));
  }
  for (const name of ['favicon.svg', 'manifest.webmanifest', 'search/names.json', 'offline.json']) {
    files.set(name, Buffer.from('{}'));
  }
  const relative = await relativeSite(files);
  const { parts } = JSON.parse(textOf(relative, 'offline.json')) as Manifest;
  const hashOf = new Map(parts.pages.map(([name, hash]) => [name, hash]));
  const now = createHash('sha256').update(relative.get('zh/index.html')!).digest();
  expect(textOf(relative, 'zh/index.html')).not.toBe(textOf(built(), 'zh/index.html'));
  expect(hashOf.get('zh/index.html')).toBe(now.subarray(0, 16).toString('base64url'));
  expect(textOf(relative, 'sw.js')).toContain('RF_LIST');
});

test('the folder has a server, a README with the version, and the license', async () => {
  await write();
  const files = await packageFiles(folder, '1.2.3');
  expect(textOf(files, 'README.txt')).toContain('1.2.3');
  expect(textOf(files, 'serve.mjs')).toContain('createServer');
  expect(textOf(files, 'LICENSE')).toContain('MIT');
  expect([...files.keys()]).toEqual([...files.keys()].sort());
});

test('the zip holds one folder with the version in its name', async () => {
  await write();
  const { files } = await writeSite({
    dist: folder,
    out: path.join(folder, 'out'),
    version: '1.2.3',
  });
  expect(files.map((file) => path.basename(file))).toEqual(['receptive-field-1.2.3.zip']);
});

test('a site is built when there is none, or a source is newer', async () => {
  const source = path.join(folder, 'src');
  await mkdir(source);
  await writeFile(path.join(source, 'a.ts'), '');
  const dist = path.join(folder, 'dist');
  expect(await isStale(dist, [source])).toBe(true);
  await mkdir(dist);
  await writeFile(path.join(dist, '404.html'), '');
  await utimes(path.join(source, 'a.ts'), 1_000, 1_000);
  await utimes(source, 1_000, 1_000);
  expect(await isStale(dist, [source])).toBe(false);
  await utimes(path.join(source, 'a.ts'), Date.now() / 1000 + 60, Date.now() / 1000 + 60);
  expect(await isStale(dist, [source, path.join(folder, 'not-there')])).toBe(true);
});
