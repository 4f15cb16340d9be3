/**
 * The offline copy: `offline.json` lists every file of the built site with its hash, part and size;
 * `sw.js` is the service worker of exactly this list. `OFFLINE=off` writes the worker that removes
 * all that the other kept, and itself.
 */
import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { AstroIntegration } from 'astro';
import type { Plugin } from 'vite';
import {
  addressOf,
  filesOf,
  needsOf,
  partOf,
  sumOf,
  type Entry,
  type Files,
  type Manifest,
} from '../../src/offline/plan.ts';
import { bundle } from './notebook.ts';

const compress = promisify(gzip);
/** What a host sends as it is. */
const PACKED = /\.(png|webp|jpe?g|woff2?|pf_\w+|pagefind|zip)$/;

/** What is there without being asked for: the way in, both homes, the page for what is missing. */
const SHELL = [
  'index.html',
  '404.html',
  'favicon.svg',
  'manifest.webmanifest',
  'zh/index.html',
  'en/index.html',
  'zh/offline/index.html',
  'en/offline/index.html',
  'search/names.json',
];
/** Scripts that are fetched on demand but belong to the frame of every page. */
const ON_DEMAND = /^_astro\/(search|search-sections|client|offer)\.[\w-]+\.js$/;

const sha = (content: Uint8Array | string): Buffer => createHash('sha256').update(content).digest();
const short = (content: Uint8Array | string): string =>
  sha(content).subarray(0, 16).toString('base64url');

async function entryOf(root: string, name: string): Promise<Entry> {
  const content = await readFile(path.join(root, name));
  const sent = PACKED.test(name)
    ? content.length
    : Math.min(content.length, (await compress(content)).length);
  return [name, short(content), content.length, sent];
}

/** The shell with all that it needs to be shown. */
async function shellOf(root: string, base: string, files: Files): Promise<string[]> {
  const scope = `http://localhost${base}`;
  const shell = new Set<string>();
  const add = async (name: string): Promise<void> => {
    if (shell.has(name) || !files.has(name)) return;
    shell.add(name);
    if (!/\.(html|js|css)$/.test(name)) return;
    const text = await readFile(path.join(root, name), 'utf8');
    const needs = needsOf(name, text, scope + addressOf(name), scope, files);
    for (const need of needs) await add(need.path);
  };
  for (const name of SHELL) {
    if (!files.has(name)) throw new Error(`${name}: the shell of the offline copy needs it`);
    await add(name);
  }
  for (const name of files.keys()) if (ON_DEMAND.test(name)) await add(name);
  return [...shell].sort();
}

/** The list of all files below a folder that are kept offline. */
export async function manifestOf(root: string, base = '/'): Promise<Manifest> {
  const parts: Manifest['parts'] = { pages: [], search: [], models: [], notebooks: [] };
  const names = (await readdir(root, { recursive: true, withFileTypes: true }))
    .filter((each) => each.isFile())
    .map((each) => path.relative(root, path.join(each.parentPath, each.name)))
    .map((name) => name.split(path.sep).join('/'))
    .sort();
  for (const name of names) {
    const part = partOf(name);
    if (part) parts[part].push(await entryOf(root, name));
  }
  return { shell: await shellOf(root, base, filesOf({ shell: [], parts })), parts };
}

const worker = { on: 'src/offline/worker.ts', off: 'src/offline/off.ts' };
const scripts = new Map<string, Promise<string>>();

/** The script of a service worker, built once. */
function script(entry: string): Promise<string> {
  const known = scripts.get(entry) ?? bundle({ entry });
  scripts.set(entry, known);
  return known;
}

/** The worker that ends the offline copy. */
export const offScript = (): Promise<string> => script(worker.off);

/**
 * Writes `offline.json` and `sw.js` for the files as they are in a folder: to be called again after
 * any of them was changed.
 *
 * @param base where the folder is served, for links that begin with it
 */
export async function writeOffline(root: string, base = '/'): Promise<Manifest> {
  const manifest = await manifestOf(root, base);
  const text = JSON.stringify(manifest);
  const code = await script(worker.on);
  const constants = { RF_VERSION: short(text + code), RF_LIST: short(text) };
  const head = Object.entries(constants).map(([name, value]) => `const ${name}="${value}";`);
  await writeFile(path.join(root, 'offline.json'), text);
  await writeFile(path.join(root, 'sw.js'), `${head.join('')}\n${code}\n`);
  return manifest;
}

/** A worker that a built site left at the address of the dev server would hide what is developed. */
const whileDeveloping: Plugin = {
  name: 'rf:offline-off',
  configureServer(server) {
    server.middlewares.use((request, response, next) => {
      if (!/\/sw\.js(\?|$)/.test(request.url ?? '')) return next();
      offScript().then((code) => {
        response.writeHead(200, { 'Content-Type': 'text/javascript' });
        response.end(code);
      }, next);
    });
  },
};

/** Writes the worker and its list over the built files; while developing there is none. */
export default function offline(): AstroIntegration {
  const on = process.env.OFFLINE !== 'off';
  let base = '/';
  return {
    name: 'rf:offline',
    hooks: {
      'astro:config:setup': ({ updateConfig }) => {
        const define = { 'import.meta.env.OFFLINE': JSON.stringify(on) };
        updateConfig({ vite: { define, plugins: [whileDeveloping] } });
      },
      'astro:config:done': ({ config }) => {
        base = config.base.replace(/\/*$/, '/');
      },
      'astro:build:done': async ({ dir, logger }) => {
        const root = fileURLToPath(dir);
        if (!on) {
          await writeFile(path.join(root, 'sw.js'), await offScript());
          logger.info('no offline copy: what readers have stored is removed');
          return;
        }
        const { shell, parts } = await writeOffline(root, base);
        const all = filesOf({ shell, parts });
        const mb = (bytes: number) => (bytes / 1e6).toFixed(1);
        const whole = sumOf(all.values());
        const start = sumOf(shell.map((name) => all.get(name)!));
        logger.info(
          `shell ${(start.sent / 1000).toFixed(0)} kB; whole ${mb(whole.sent)} MB sent, ${mb(whole.bytes)} MB kept, ${whole.files} files`,
        );
      },
    },
  };
}
