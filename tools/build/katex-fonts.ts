import { createHash } from 'node:crypto';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import { NodeType, parse, type HTMLElement } from 'node-html-parser';
import subsetFont from 'subset-font';

/** Fonts that nearly every formula needs: fetched early so that formulas do not jump. */
const PRELOADED = ['KaTeX_Main-Regular', 'KaTeX_Math-Italic'];

/** A KaTeX font file's stem, such as `KaTeX_Main-Bold`, and the selectors that choose it. */
export type FontRules = Map<string, string[]>;

const MAIN = 'KaTeX_Main-Regular';

/** Which selectors choose which font, read from KaTeX's own style sheet. */
export function fontRules(css: string): FontRules {
  const rules: FontRules = new Map();
  for (const [, selectors, body] of css.matchAll(/([^{}]+)\{([^{}]*)\}/g)) {
    if (selectors.includes('@font-face')) continue;
    const family = /font(?:-family)?:[^;]*\b(KaTeX_\w+)/.exec(body)?.[1];
    const bold = /font-weight:(?:700|bold)/.test(body);
    const italic = /font-style:italic/.test(body);
    if (!family && !bold && !italic) continue;
    const style = bold ? (italic ? 'BoldItalic' : 'Bold') : italic ? 'Italic' : 'Regular';
    const stem = `${family ?? 'KaTeX_Main'}-${style}`;
    const clean = selectors.split(',').map((each) => each.trim());
    rules.set(stem, [...(rules.get(stem) ?? []), ...clean]);
  }
  return rules;
}

/** Adds the characters that the formulas of a page draw to the font that draws each. */
export function collectCharacters(
  html: string,
  rules: FontRules,
  into: Map<string, Set<string>>,
): boolean {
  const formulas = parse(html).querySelectorAll('.katex-html');
  const add = (font: string, text: string) => {
    const known = into.get(font) ?? new Set();
    for (const character of text) known.add(character);
    into.set(font, known);
  };
  for (const formula of formulas) {
    const chosen = new Set<HTMLElement>();
    for (const [font, selectors] of rules) {
      for (const selector of selectors) {
        const inside = selector.replace(/^\.katex\s+/, '');
        if (inside === '.katex' || /[:@]/.test(inside)) continue;
        for (const element of formula.querySelectorAll(inside)) {
          chosen.add(element);
          add(font, element.text);
        }
      }
    }
    // What no rule speaks of is drawn in the main font.
    const walk = (node: HTMLElement): void => {
      for (const child of node.childNodes) {
        if (child.nodeType === NodeType.TEXT_NODE) add(MAIN, child.text);
        else if (!chosen.has(child as HTMLElement)) walk(child as HTMLElement);
      }
    };
    walk(formula);
  }
  return formulas.length > 0;
}

/**
 * KaTeX's rules without those that no page needs: a selector stays when every class that it asks
 * for stands on some page (one inside `:not(…)` is not asked for). Rules of the site's own, which do
 * not begin with `.katex`, are left alone.
 */
export function usedRules(css: string, classes: ReadonlySet<string>): string {
  return css.replace(/([^{}]+)\{([^{}]*)\}/g, (rule, selectors: string, body: string) => {
    if (!/^\s*\.katex/.test(selectors)) return rule;
    const asked = (selector: string) =>
      selector.replace(/:not\([^)]*\)/g, '').matchAll(/\.([\w-]+)/g);
    const kept = selectors
      .split(',')
      .filter((each) => [...asked(each)].every(([, name]) => classes.has(name)));
    return kept.length ? `${kept.join(',')}{${body}}` : '';
  });
}

/**
 * Subsets KaTeX's woff2 fonts to the characters the built pages use, drops unused fonts and
 * older formats, and preloads the two common ones on pages with formulas.
 */
export default function katexFonts(): AstroIntegration {
  let base = '/';
  return {
    name: 'rf:katex-fonts',
    hooks: {
      'astro:config:done': ({ config }) => {
        base = config.base.replace(/\/*$/, '/');
      },
      'astro:build:done': async ({ dir, logger }) => {
        const root = fileURLToPath(dir);
        const files = await readdir(root, { recursive: true });
        const sheets = new Map<string, string>();
        for (const name of files.filter((each) => each.endsWith('.css'))) {
          const css = await readFile(root + name, 'utf8');
          if (css.includes('KaTeX_Main')) sheets.set(name, css);
        }
        const rules = fontRules([...sheets.values()].join('\n'));
        const used = new Map<string, Set<string>>();
        const classes = new Set<string>();
        const mathPages: string[] = [];
        for (const name of files.filter((each) => each.endsWith('.html'))) {
          const html = await readFile(root + name, 'utf8');
          for (const [, list] of html.matchAll(/class="([^"]*)"/g)) {
            for (const each of list.split(/\s+/)) classes.add(each);
          }
          if (collectCharacters(html, rules, used)) mathPages.push(name);
        }

        const renamed = new Map<string, string>();
        const dropped = new Set<string>();
        let before = 0;
        let after = 0;
        for (const name of files.filter((each) => /KaTeX_[^/]*\.woff2$/.test(each))) {
          const old = path.basename(name);
          const font = await readFile(root + name);
          before += font.length;
          await rm(root + name);
          const characters = used.get(old.split('.')[0]);
          if (!characters) {
            dropped.add(old);
            continue;
          }
          const text = [...characters].join('');
          const subset = await subsetFont(font, text, {
            targetFormat: 'woff2',
            noHinting: true,
            noLayoutClosure: true,
          });
          const digest = createHash('sha256').update(subset).digest('base64url').slice(0, 8);
          const fresh = old.replace(/\.[^.]+\.woff2$/, `.${digest}.woff2`);
          await writeFile(path.join(root, path.dirname(name), fresh), subset);
          renamed.set(old, fresh);
          after += subset.length;
        }
        for (const [name, css] of sheets) {
          let slim = usedRules(css, classes)
            .replace(/,\s*url\([^)]*\.(?:woff|ttf)\)\s*format\(["'](?:woff|truetype)["']\)/g, '')
            .replace(/@font-face\{[^}]*\}/g, (face) =>
              [...dropped].some((old) => face.includes(old)) ? '' : face,
            );
          for (const [old, fresh] of renamed) slim = slim.replaceAll(old, fresh);
          await writeFile(root + name, slim);
        }
        for (const name of files.filter((each) => /KaTeX_[^/]*\.(woff|ttf)$/.test(each))) {
          await rm(root + name);
        }

        const preload = PRELOADED.map((font) =>
          [...renamed.values()].find((name) => name.startsWith(`${font}.`)),
        )
          .filter((name) => name !== undefined)
          .map(
            (name) =>
              `<link rel="preload" as="font" type="font/woff2" crossorigin href="${base}_astro/${name}">`,
          )
          .join('');
        for (const name of mathPages) {
          const html = await readFile(root + name, 'utf8');
          await writeFile(root + name, html.replace('</title>', `</title>${preload}`));
        }
        logger.info(
          `${renamed.size} fonts kept, ${dropped.size} dropped, ${before} → ${after} bytes`,
        );
      },
    },
  };
}
