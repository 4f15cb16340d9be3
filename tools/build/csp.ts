import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import { runnerScript } from './notebook.ts';

const hash = (text: string): string =>
  `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/**
 * The Content-Security-Policy of one built page, made from the inline scripts and styles it has.
 * A page with a notebook also allows the script of the sandboxed frame, by its hash, and the
 * workers' own scripts (`blob:`): a frame without an address inherits the policy of its page, so
 * what is not allowed here cannot run there.
 *
 * WebAssembly (Pagefind, the wasm backend of TF.js) needs 'wasm-unsafe-eval'; KaTeX and computed
 * figures need style attributes.
 *
 * @param runnerHash hash of the script of the frame, where the page has a notebook
 * @throws Error on inline event handlers, which no hash can allow.
 */
export function policyFor(html: string, file: string, runnerHash?: string): string {
  const handler = /<[a-z][^>]*\son[a-z]+\s*=/i.exec(
    html.replace(/<script\b[\s\S]*?<\/script>/g, ''),
  );
  if (handler) {
    throw new Error(
      `${file}: inline event handler in ${handler[0].slice(0, 80)}; use a script file`,
    );
  }
  const scripts = new Set<string>();
  for (const [, attributes, body] of html.matchAll(/<script\b([^>]*)>([\s\S]*?)<\/script>/g)) {
    if (body && !/\bsrc=|ld\+json|application\/json/.test(attributes)) scripts.add(hash(body));
  }
  const styles = new Set<string>();
  for (const [, body] of html.matchAll(/<style\b[^>]*>([\s\S]*?)<\/style>/g))
    styles.add(hash(body));
  return [
    `default-src 'self'`,
    `base-uri 'self'`,
    `object-src 'none'`,
    `form-action 'self'`,
    `img-src 'self' data: blob:`,
    `font-src 'self'`,
    `connect-src 'self'`,
    `worker-src 'self' blob:`,
    [
      'script-src',
      `'self'`,
      `'wasm-unsafe-eval'`,
      ...scripts,
      ...(runnerHash ? [runnerHash, 'blob:'] : []),
    ].join(' '),
    ['style-src', `'self'`, ...styles].join(' '),
    `style-src-attr 'unsafe-inline'`,
  ].join('; ');
}

/** Whether cells can run on a page: only then does its policy let the sandbox in. */
export const hasNotebook = (html: string): boolean =>
  /<[a-z][\w-]*\s[^>]*\bdata-notebook[\s=>]/.test(html);

/** Writes the policy of each built page into it, right after the charset. */
export default function csp(): AstroIntegration {
  return {
    name: 'rf:csp',
    hooks: {
      'astro:build:done': async ({ dir, logger }) => {
        const root = fileURLToPath(dir);
        let pages = 0;
        for (const name of await readdir(root, { recursive: true })) {
          if (!name.endsWith('.html')) continue;
          const file = path.join(root, name);
          const html = await readFile(file, 'utf8');
          const runnerHash = hasNotebook(html) ? (await runnerScript()).hash : undefined;
          const policy = policyFor(html, name, runnerHash);
          const meta = `<meta http-equiv="content-security-policy" content="${policy}">`;
          const withPolicy = html.replace(
            /<meta charset="?utf-8"?\s*\/?>/i,
            (found) => found + meta,
          );
          if (withPolicy === html)
            throw new Error(`${name}: no <meta charset> to put the policy after`);
          await writeFile(file, withPolicy);
          pages++;
        }
        logger.info(`${pages} pages carry a policy`);
      },
    },
  };
}
