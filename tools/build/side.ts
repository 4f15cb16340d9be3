import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import { parse } from 'node-html-parser';

/**
 * What stands beside a concept page when both languages are shown: its question, answer and
 * sections, without what is there already — the widget, the code (one file for both languages)
 * and the frame. Undefined for a page that is not a concept.
 */
export function sideOf(html: string): string | undefined {
  const page = parse(html, { comment: false });
  const prose = page.querySelector('article.concept .prose');
  const question = page.querySelector('#question');
  const answer = page.querySelector('#answer');
  if (!prose || !question || !answer) return undefined;
  for (const node of prose.querySelectorAll(
    '[data-widget], .listing, .tabs, script, style, link',
  )) {
    // The element around a widget holds its words and would look for what is gone.
    const around = node.parentNode!;
    (around.rawTagName?.startsWith('rf-') ? around : node).remove();
  }
  const lang = page.querySelector('html')!.getAttribute('lang');
  return [
    `<!doctype html><html lang="${lang}"><head><meta charset="utf-8">`,
    `<meta name="robots" content="noindex"><title>${question.text}</title></head><body>`,
    question.toString(),
    answer.toString(),
    prose.toString(),
    '</body></html>',
  ].join('');
}

/** Writes `side.html` next to each concept page, so that showing both languages costs less. */
export default function side(): AstroIntegration {
  return {
    name: 'rf:side',
    hooks: {
      'astro:build:done': async ({ dir, logger }) => {
        const root = fileURLToPath(dir);
        let count = 0;
        for (const name of await readdir(root, { recursive: true })) {
          if (!/concepts[/\\][^/\\]+[/\\]index\.html$/.test(name)) continue;
          const part = sideOf(await readFile(path.join(root, name), 'utf8'));
          if (!part) continue;
          await writeFile(path.join(root, path.dirname(name), 'side.html'), part);
          count++;
        }
        logger.info(`${count} pages can stand beside their twin`);
      },
    },
  };
}
