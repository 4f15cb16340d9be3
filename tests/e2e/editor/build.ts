/** Builds the test page of the editor and serves it below a made-up host, under the site's policy. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { createCssVariablesTheme, createHighlighter } from 'shiki';
import { build } from 'vite';
import { codeClasses } from '../../../src/markdown/code-classes.ts';
import { policyFor } from '../../../tools/build/csp.ts';
import tfComplete from '../../../tools/build/tf-complete.ts';

const ENTRY = fileURLToPath(new URL('page.ts', import.meta.url));

export const HOST = 'http://editor.test/';

export interface BuiltFile {
  name: string;
  /** Files that this one needs before it can run. */
  imports: string[];
  text: string;
}

/** Every file of the test page, as the site would send it. */
export async function buildPage(): Promise<Map<string, BuiltFile>> {
  const result = await build({
    configFile: false,
    logLevel: 'error',
    root: fileURLToPath(new URL('.', import.meta.url)),
    base: '/',
    publicDir: false,
    plugins: [tfComplete()],
    build: {
      write: false,
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rolldownOptions: {
        input: ENTRY,
        output: { entryFileNames: 'page.js', assetFileNames: '[name][extname]' },
      },
    },
  });
  const { output } = (Array.isArray(result) ? result[0] : result) as Extract<
    typeof result,
    { output: unknown }
  >;
  return new Map(
    output.map((file) => [
      file.fileName,
      {
        name: file.fileName,
        imports: file.type === 'chunk' ? file.imports : [],
        text: file.type === 'chunk' ? file.code : String(file.source),
      },
    ]),
  );
}

/** The static code of a page, as Astro makes it. */
export async function staticCode(source: string): Promise<string> {
  const theme = createCssVariablesTheme({ variablePrefix: '--astro-code-' });
  const highlighter = await createHighlighter({ themes: [theme], langs: ['ts'] });
  const transformers = [codeClasses];
  return highlighter.codeToHtml(source, { lang: 'ts', theme, transformers, tokenizeTimeLimit: 0 });
}

export async function pageHtml(lang: string, sources: string[]): Promise<string> {
  const cells = await Promise.all(
    sources.map(
      async (source, i) =>
        `<p>Before</p><figure class="listing" id="cell-${i + 1}">${await staticCode(source)}</figure><p id="after-${i + 1}">After <button class="control">next</button></p>`,
    ),
  );
  const html = `<!doctype html><html lang="${lang}"><head><meta charset="utf-8"><title>Editor</title><meta name="viewport" content="width=device-width, initial-scale=1"><link rel="stylesheet" href="/page.css"><script type="module" src="/page.js"></script></head><body><main class="wrap"><div class="prose"><section><h1>Editor</h1>${cells.join('')}</section></div></main></body></html>`;
  return html.replace(
    '<meta charset="utf-8">',
    `$&<meta http-equiv="content-security-policy" content="${policyFor(html, 'page')}">`,
  );
}

/** Answers every request of a page below HOST from memory. */
export async function serve(
  page: Page,
  files: Map<string, BuiltFile>,
  html: string,
): Promise<void> {
  await page.route(`${HOST}**`, async (route) => {
    const name = new URL(route.request().url()).pathname.slice(1);
    if (name === '') return route.fulfill({ contentType: 'text/html', body: html });
    const file = files.get(name);
    if (!file) return route.fulfill({ status: 404, body: '' });
    const contentType = name.endsWith('.css') ? 'text/css' : 'text/javascript';
    return route.fulfill({ contentType, body: file.text });
  });
}

/** The text of axe-core, to be evaluated through the debugger: the policy refuses a script tag. */
export const axe = (): string =>
  readFileSync(join(fileURLToPath(new URL('../../..', import.meta.url)), 'node_modules/axe-core/axe.min.js'), 'utf8'); // prettier-ignore
