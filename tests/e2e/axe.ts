/** What axe finds, in words; and a page in the other theme without loading it again. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';

const axePath = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const source = readFileSync(axePath, 'utf8');

/** The rules that a theme can break; all others read the structure, which is the same in both. */
const COLOR = ['color-contrast', 'link-in-text-block'];

interface Violation {
  id: string;
  help: string;
  nodes: { target: string[]; failureSummary: string }[];
}

interface Where {
  /** A selector; without it the whole page. */
  within?: string;
  /** Only the rules about colors: for another theme of a page that was examined before. */
  colors?: boolean;
}

/**
 * Runs in the page: of words in code, formulas as drawn, and numbers in tables of results that look
 * the same (color, ground, size, weight) only the first is left visible; likewise nothing outside
 * `within`. They all keep their place. Contrast is asked of every piece of text, and there are
 * thousands. Returns how many were hidden; `[data-alike]` marks them.
 */
function hideAlike(within: string | undefined): number {
  const ground = (element: Element): string => {
    for (let each: Element | null = element; each; each = each.parentElement) {
      const { backgroundColor, backgroundImage } = getComputedStyle(each);
      const drawn = !/^(transparent|rgba\(.*, 0\))$/.test(backgroundColor);
      if (drawn || backgroundImage !== 'none') return `${backgroundColor} ${backgroundImage}`;
    }
    return '';
  };
  const known = new Set<string>();
  const alike = [...document.querySelectorAll('pre span, .katex-html, table[data-output] td data')]
    .filter((element) => element.matches('.katex-html') || element.childElementCount === 0)
    .filter((element) => {
      const { color, fontSize, fontWeight, opacity } = getComputedStyle(element);
      const look = [element.tagName, color, fontSize, fontWeight, opacity, ground(element)].join();
      if (!known.has(look)) return void known.add(look);
      return true;
    });
  const inside = within ? document.querySelector(within) : null;
  for (let each = inside; each && each !== document.body; each = each.parentElement) {
    alike.push(...[...each.parentElement!.children].filter((sibling) => sibling !== each));
  }
  for (const element of alike) element.setAttribute('data-alike', '');
  return alike.length;
}

/** What axe finds on the page as it is now: a sentence for each rule and place, [] when all is well. */
export async function violations(page: Page, { within, colors }: Where = {}): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) {
    // Through the debugger: the page's own policy refuses a script tag, and rightly.
    await page.evaluate(source);
    await page.evaluate(() => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync('[data-alike], [data-alike] * { visibility: hidden !important; }');
      document.adoptedStyleSheets.push(sheet);
    });
  }
  await page.evaluate(hideAlike, within);
  const found = await page.evaluate(
    async ({ within, rules }) => {
      const { axe } = window as unknown as {
        axe: { run(on: string, options: object): Promise<{ violations: Violation[] }> };
      };
      const only = rules ? { runOnly: { type: 'rule', values: rules } } : {};
      const result = await axe.run(within ?? 'html', { resultTypes: ['violations'], ...only });
      for (const each of document.querySelectorAll('[data-alike]')) {
        each.removeAttribute('data-alike');
      }
      return result.violations;
    },
    { within, rules: colors ? COLOR : undefined },
  );
  return found.flatMap(({ id, help, nodes }) =>
    nodes.map(
      ({ target, failureSummary }) => `${id}: ${help} at ${target.join(' ')} — ${failureSummary}`,
    ),
  );
}

/** Takes a page to a theme and waits until no color is on its way any more. */
export async function theme(page: Page, colorScheme: 'light' | 'dark'): Promise<void> {
  await page.emulateMedia({ colorScheme });
  await page.evaluate(async () => {
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    const moving = document
      .getAnimations()
      .filter((each) => Number.isFinite(Number(each.effect?.getComputedTiming().endTime)));
    await Promise.allSettled(moving.map((each) => each.finished));
  });
}

/**
 * Gives a box that scrolls all the height it wants: of what is scrolled out of sight axe does not
 * ask the contrast. The window must be high enough for it.
 */
export const unroll = (page: Page, selector: string): Promise<void> =>
  page.locator(selector).evaluate((box) => {
    (box as HTMLElement).style.maxHeight = 'none';
  });

/** How wide the page is laid out, in px: more than the window means that it scrolls sideways. */
export const widthOf = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth);
