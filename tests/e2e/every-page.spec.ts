/**
 * What holds on every page, examined in one visit to each: axe finds nothing, nothing is wider than
 * a phone, nothing comes from another host, nothing breaks the page's own policy. The pages that
 * stand for their kind are examined in both themes, on a phone and on a desktop. A concept keeps
 * the byte budgets of DESIGN besides, and stands beside its twin in the other language.
 */
import { expect, test, type Page } from '@playwright/test';
import { theme, unroll, violations, widthOf } from './axe.ts';
import { catalog, everyPage, fetched, isScript, kilobytes, kinds, LANGS, listed, load, quiet, watchNetwork, type Sent } from './site.ts'; // prettier-ignore

const PHONE = { width: 390, height: 844 };
const DESKTOP = { width: 1440, height: 844 };
const examples = new Set(LANGS.flatMap(kinds));

/** Notes every request to another host, every error and warning of the console, from now on. */
function watchProblems(page: Page, own: string): string[] {
  watchNetwork(page);
  const problems: string[] = [];
  page.on('request', (request) => {
    const { origin, protocol } = new URL(request.url());
    if (protocol.startsWith('http') && origin !== own) problems.push(request.url());
  });
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type()) && !/404/.test(message.text())) {
      problems.push(`${page.url()}: ${message.text()}`);
    }
  });
  page.on('pageerror', (error) => problems.push(`${page.url()}: ${error.message}`));
  return problems;
}

/** Its policy keeps the scripts of a page to its own. */
async function expectPolicy(page: Page): Promise<void> {
  const policy = await page
    .locator('meta[http-equiv="content-security-policy"]')
    .getAttribute('content');
  const scripts = /script-src ([^;]*)/.exec(policy ?? '')?.[1] ?? '';
  expect(scripts).toContain("'self'");
  expect(scripts).not.toMatch(/unsafe-inline|'unsafe-eval'/);
}

/** The page keeps scripts to its own, sets no cookie, and nothing was amiss. */
async function expectQuiet(page: Page, problems: string[]): Promise<void> {
  await expectPolicy(page);
  await quiet(page);
  expect(problems).toEqual([]);
  expect(await page.context().cookies()).toEqual([]);
}

async function expectFits(page: Page): Promise<void> {
  expect(await widthOf(page), 'it scrolls sideways').toBeLessThanOrEqual(
    page.viewportSize()!.width,
  );
}

/** What the first load of a concept may cost, in kB: another widget may add its own scripts. */
const widgetsOf = new Map(catalog().concepts.map(({ slug, widgets }) => [slug, widgets.length]));
const budgetOf = (slug: string) => 85 + 12 * Math.max(widgetsOf.get(slug)! - 1, 0);

/** A first load keeps its budget and fetches nothing of TF.js. */
function expectLight(sent: Sent[], budget: number): void {
  const scripts = sent.filter(isScript);
  expect(kilobytes(sent), listed(sent)).toBeLessThanOrEqual(budget);
  expect(kilobytes(scripts), listed(scripts)).toBeLessThanOrEqual(30);
  const early = sent.filter(({ tensorflow }) => tensorflow);
  expect(early, 'TF.js before it is wanted').toEqual([]);
}

/** Every section stands beside its twin, the widgets once, for at most 40 kB more; and back. */
async function expectBeside(page: Page, twin: string, sent: Sent[]): Promise<void> {
  const widgets = await page.locator('[data-widget]').count();
  const sides = page.locator('.prose > .side');
  const both = await fetched(page, async () => {
    await page.locator('[data-side-by-side]').click();
    await expect(sides.first()).toBeVisible();
  });
  const known = new Set(sent.map(({ url }) => url));
  const more = both.filter(({ url }) => !known.has(url));
  expect(more.map(({ url }) => new URL(url).pathname)).toContain(`${twin}side.html`);
  expect(kilobytes(more), listed(more)).toBeLessThanOrEqual(40);

  expect(await sides.count()).toBe(await page.locator('.prose > section[data-section]').count());
  // In one go: a picture that comes meanwhile moves both.
  const places = await page.evaluate(() => {
    const boxes = (selector: string) =>
      [...document.querySelectorAll(selector)].map((each) => each.getBoundingClientRect());
    const theirs = boxes('.prose > .side');
    return boxes('.prose > section[data-section]').map(({ x, y }, at) => ({
      below: Math.abs(y - theirs[at].y),
      beside: theirs[at].x - x,
    }));
  });
  for (const { below, beside } of places) {
    expect(below).toBeLessThan(30);
    expect(beside).toBeGreaterThan(100);
  }
  expect(await page.locator('[data-widget]').count()).toBe(widgets);
  await expect(sides.first()).toHaveAttribute('lang', new RegExp(`^${twin.slice(1, 3)}`));
  const ids = await page.evaluate(() => [...document.querySelectorAll('[id]')].map(({ id }) => id));
  expect(ids.length).toBe(new Set(ids).size);
  await page.locator('[data-side-by-side]').click();
  await expect(page.locator('.side')).toHaveCount(0);
}

for (const path of everyPage()) {
  const themes = examples.has(path);
  const [, lang, slug] = /^\/(zh|en)\/concepts\/([^/]+)\/$/.exec(path) ?? [];
  const more =
    (slug ? `; at most ${budgetOf(slug)} kB, beside its twin at most 40 kB more` : '') +
    (themes ? '; in both themes and both widths' : '');
  test(`axe, width, no other host, its own policy: ${path}${more}`, async ({ page, baseURL }) => {
    test.setTimeout(120_000);
    const problems = watchProblems(page, baseURL!);
    if (slug) {
      const sent = await load(page, path);
      expectLight(sent, budgetOf(slug));
      await page.setViewportSize(DESKTOP);
      await expectBeside(page, path.replace(lang, lang === 'zh' ? 'en' : 'zh'), sent);
    } else {
      await page.setViewportSize(DESKTOP);
      await page.goto(path);
    }
    expect(await violations(page), 'desktop, light').toEqual([]);
    await expectFits(page);
    // Each theme in one of the widths: structure and contrast are looked at in both.
    if (themes) await theme(page, 'dark');
    await page.setViewportSize(PHONE);
    await expectFits(page);
    if (themes) expect(await violations(page), 'phone, dark').toEqual([]);
    await expectQuiet(page, problems);
  });
}

test('the choice of a language at / leads to a language, asks no other host and keeps its policy', async ({
  page,
  baseURL,
}) => {
  const problems = watchProblems(page, baseURL!);
  await page.goto('/', { waitUntil: 'networkidle' });
  await expect(page).toHaveURL(`${baseURL}/zh/`);
  await expectQuiet(page, problems);
});

test.describe('without scripts nobody leaves the choice of a language at /', () => {
  test.use({ javaScriptEnabled: false });
  test('it links both, asks no other host and keeps its policy', async ({ page, baseURL }) => {
    const problems = watchProblems(page, baseURL!);
    await page.goto('/', { waitUntil: 'networkidle' });
    await expect(page).toHaveURL(`${baseURL}/`);
    for (const lang of LANGS) await expect(page.locator(`main a[href="/${lang}/"]`)).toBeVisible();
    await expectPolicy(page);
    expect(problems).toEqual([]);
  });
});

for (const lang of LANGS) {
  test(`axe: search dialog and both languages side by side, ${lang}`, async ({ page }) => {
    await page.goto(`/${lang}/concepts/pooling/?view=both`);
    await expect(page.locator('.side').first()).toBeVisible({ timeout: 20_000 });
    expect.soft(await violations(page), 'side by side').toEqual([]);
    await page.setViewportSize({ width: 1280, height: 3200 });
    await page.keyboard.press('/');
    await unroll(page, '[data-search]');
    await page.locator('[data-search] input').fill('pool');
    await expect(page.locator('[data-search] [data-result="section"]').first()).toBeVisible();
    expect.soft(await violations(page), 'search').toEqual([]);
  });
}

test.describe('a planted fault is found', () => {
  test('a box wider than a phone', async ({ page }) => {
    await page.setViewportSize(PHONE);
    await page.goto('/zh/about/');
    await page.evaluate(() => {
      const wide = document.createElement('div');
      wide.style.width = '500px';
      wide.style.height = '1px';
      document.querySelector('main')!.append(wide);
    });
    expect(await widthOf(page)).toBeGreaterThan(PHONE.width);
  });

  test('a button without a name', async ({ page }) => {
    await page.goto('/zh/about/');
    await page.evaluate(() =>
      document.querySelector('main')!.append(document.createElement('button')),
    );
    expect(await violations(page)).toHaveLength(1);
  });

  test('a pale word of code, a pale formula, and a paragraph pale in the dark alone', async ({
    page,
  }) => {
    await page.goto('/zh/concepts/convolution/');
    const fade = (selector: string) =>
      page.evaluate((all) => {
        const words = [...document.querySelectorAll<HTMLElement>(all)];
        const shown = words.filter(
          (each) => each.checkVisibility() && each.textContent!.trim().length > 2,
        );
        shown.at(-1)!.style.color = 'light-dark(#e8e8e8, #202020)';
      }, selector);
    await fade('pre.astro-code span:not(:has(*))');
    expect(await violations(page, { colors: true })).toHaveLength(1);
    await fade('.katex-html');
    expect((await violations(page, { colors: true })).length).toBeGreaterThan(1);
    await page.reload();
    await page.evaluate(() => {
      const pale = document.createElement('p');
      pale.textContent = 'pale';
      pale.style.color = 'light-dark(#111, #222)';
      // Not at the top: a page that comes back scrolled has it below the header, where axe asks nothing.
      document.querySelector('main')!.append(pale);
    });
    expect(await violations(page, { colors: true })).toEqual([]);
    await theme(page, 'dark');
    expect(await violations(page, { colors: true })).toHaveLength(1);
  });

  test('a picture of another host and an inline script', async ({ page, baseURL }) => {
    const problems = watchProblems(page, baseURL!);
    await page.goto('/en/about/');
    expect(problems).toEqual([]);
    await page.evaluate(() => {
      const picture = document.createElement('img');
      picture.src = 'https://elsewhere.example/a.png';
      const script = document.createElement('script');
      script.textContent = 'document.title = "planted"';
      document.body.append(picture, script);
    });
    await expect.poll(() => problems.length).toBeGreaterThanOrEqual(2);
    await expect(page).not.toHaveTitle('planted');
  });
});
