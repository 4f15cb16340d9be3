/**
 * Builds what runs in the sandbox of a notebook: the kernel and TF.js as classic scripts, because
 * the workers there have no network and no modules. Pages get the addresses, and the script of the
 * frame as text, from the module `virtual:notebook-assets`.
 */
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import { build, type Plugin } from 'vite';
import type { NotebookAssets } from '../../src/notebook/assets.ts';

const ID = 'virtual:notebook-assets';
const root = fileURLToPath(new URL('../..', import.meta.url));
const CORE = '@tensorflow/tfjs-core';

interface Script {
  entry: string;
  /** Global that gets what the entry exports. */
  global?: string;
}

const SCRIPTS = {
  tf: { entry: 'src/runtime/classic/tf.ts', global: 'tf' },
  webgl: { entry: 'src/runtime/classic/webgl.ts' },
  cpu: { entry: 'src/runtime/classic/cpu.ts' },
  wasm: { entry: 'src/runtime/classic/wasm.ts' },
  kernel: { entry: 'src/notebook/kernel.ts' },
} satisfies Record<string, Script>;

const BINARIES = { simd: 'tfjs-backend-wasm-simd.wasm', plain: 'tfjs-backend-wasm.wasm' };

/** A file for the sandbox, under a name that changes with its content. */
export interface SandboxFile {
  name: string;
  content: Uint8Array;
}

/** An entry and all that it imports, as one script in strict mode that defines no global names. */
export async function bundle({ entry, global }: Script): Promise<string> {
  const result = await build({
    configFile: false,
    root,
    logLevel: 'error',
    publicDir: false,
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      write: false,
      minify: true,
      target: 'es2022',
      lib: { entry: path.join(root, entry), formats: ['iife'], name: global ?? 'none' },
      rolldownOptions: {
        // What adds itself to TF.js must find the one that is there.
        external: (id) => global === undefined && id === CORE,
        output: { globals: { [CORE]: 'tf' } },
      },
    },
  });
  const [{ output }] = result as unknown as { output: { type: string; code: string }[] }[];
  const chunks = output.filter(({ type }) => type === 'chunk');
  if (chunks.length !== 1) throw new Error(`${entry} is ${chunks.length} scripts instead of one`);
  const code = chunks[0].code.trim();
  const define = global ? `Object.assign(self,{${global}})` : '';
  return `(()=>{"use strict";${code};${define}})();`;
}

/** A hash as a policy lists it. */
const sourceHash = (text: string): string =>
  `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

let runner: Promise<{ text: string; hash: string }> | undefined;

/** The script of the sandboxed frame, and its hash for the policy of the page. */
export function runnerScript(): Promise<{ text: string; hash: string }> {
  runner ??= bundle({ entry: 'src/notebook/runner.ts' }).then((text) => {
    if (/<\/script|<!--/i.test(text))
      throw new Error('the runner would end its own script element');
    return { text, hash: sourceHash(text) };
  });
  return runner;
}

async function readFiles(): Promise<
  Record<keyof typeof SCRIPTS | keyof typeof BINARIES, SandboxFile>
> {
  const named = (name: string, extension: string, content: Uint8Array): SandboxFile => {
    const digest = createHash('sha256').update(content).digest('base64url').slice(0, 8);
    return { name: `notebook-${name}.${digest}.${extension}`, content };
  };
  const files: [string, SandboxFile][] = [];
  for (const [name, script] of Object.entries(SCRIPTS)) {
    files.push([name, named(name, 'js', Buffer.from(await bundle(script)))]);
  }
  const dist = path.dirname(
    createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm'),
  );
  for (const [name, file] of Object.entries(BINARIES)) {
    files.push([name, named(name, 'wasm', await readFile(path.join(dist, file)))]);
  }
  return Object.fromEntries(files) as Awaited<ReturnType<typeof readFiles>>;
}

let files: ReturnType<typeof readFiles> | undefined;
/** All files for the sandbox, built once. */
export const sandboxFiles = (): ReturnType<typeof readFiles> => (files ??= readFiles());

/** What `virtual:notebook-assets` exports: paths inside the site that begin with `prefix`. */
export async function notebookAssets(prefix: string): Promise<NotebookAssets> {
  const { text, hash } = await runnerScript();
  const assets = Object.entries(await sandboxFiles()).map(([name, { name: file, content }]) => [
    name,
    { url: prefix + file, bytes: content.length },
  ]);
  return { runner: text, hash, ...Object.fromEntries(assets) } as NotebookAssets;
}

/** Serves the files while developing, and writes them into the built site when a page uses them. */
export default function notebook(): AstroIntegration {
  let assetsFolder = '_astro';
  let used = false;
  const plugin: Plugin = {
    name: 'rf:notebook-assets',
    resolveId: (id) => (id === ID ? `\0${ID}` : undefined),
    async load(id) {
      if (id !== `\0${ID}`) return undefined;
      used = true;
      return `export default ${JSON.stringify(await notebookAssets(`${assetsFolder}/`))};`;
    },
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const name = request.url?.split('?')[0].split('/').pop() ?? '';
        if (!/^notebook-.*\.(?:js|wasm)$/.test(name)) return next();
        sandboxFiles().then((all) => {
          const file = Object.values(all).find((each) => each.name === name);
          if (!file) return next();
          const type = name.endsWith('.wasm') ? 'application/wasm' : 'text/javascript';
          response.writeHead(200, { 'Content-Type': type });
          response.end(file.content);
        }, next);
      });
    },
  };
  return {
    name: 'rf:notebook',
    hooks: {
      'astro:config:setup': ({ updateConfig }) => {
        updateConfig({ vite: { plugins: [plugin] } });
      },
      'astro:config:done': ({ config }) => {
        assetsFolder = config.build.assets;
      },
      'astro:build:done': async ({ dir, logger }) => {
        if (!used) return;
        const folder = path.join(fileURLToPath(dir), assetsFolder);
        await mkdir(folder, { recursive: true });
        const all = Object.values(await sandboxFiles());
        for (const { name, content } of all) await writeFile(path.join(folder, name), content);
        logger.info(`${all.length} files for the sandbox of notebooks`);
      },
    },
  };
}
