/**
 * The byte budgets of DESIGN: what a first load may cost before anything is touched. Those of the
 * concepts are in every-page.spec.ts, which visits each of them.
 */
import { expect, test, type Page } from '@playwright/test';
import { isScript, kilobytes, LANGS, listed, load, models, ON_MODELS } from './site.ts';

const TEXT_PAGES = ['about/', 'questions/', 'concepts/'];

for (const lang of LANGS) {
  for (const part of TEXT_PAGES) {
    test(`text page ${lang}/${part}: at most 15 kB and 6 requests`, async ({ page }) => {
      const sent = await load(page, `/${lang}/${part}`);
      expect(kilobytes(sent), listed(sent)).toBeLessThanOrEqual(15);
      expect(sent.length, listed(sent)).toBeLessThanOrEqual(6);
    });
  }

  for (const part of ['corrections/', 'corrections/learning/'])
    test(`math page ${lang}/${part}: at most 60 kB`, async ({ page }) => {
      const sent = await load(page, `/${lang}/${part}`);
      expect(kilobytes(sent), listed(sent)).toBeLessThanOrEqual(60);
    });

  test(`widget page ${lang}/: at most 50 kB`, async ({ page }) => {
    const sent = await load(page, `/${lang}/`);
    expect(kilobytes(sent), listed(sent)).toBeLessThanOrEqual(50);
  });

  for (const id of models()) {
    const budget = id in ON_MODELS ? 65 : 50;
    test(`model page ${lang}/models/${id}/: at most ${budget} kB`, async ({ page }) => {
      const sent = await load(page, `/${lang}/models/${id}/`);
      expect(kilobytes(sent), listed(sent)).toBeLessThanOrEqual(budget);
      expect(
        sent.filter(({ tensorflow }) => tensorflow),
        'TF.js before it is wanted',
      ).toEqual([]);
    });
  }

  test(`the convolution widget on ${lang}: at most 12 kB of its own scripts`, async ({ page }) => {
    const frame = new Set((await load(page, `/${lang}/corrections/`)).map(({ url }) => url));
    const sent = (await load(page, `/${lang}/`)).filter(isScript);
    const own = sent.filter(({ url }) => !frame.has(url));
    expect(own.length, 'the widget has a script').toBeGreaterThan(0);
    expect(kilobytes(own), listed(own)).toBeLessThanOrEqual(12);
  });
}

/** From the next page on, adds up what jumps without the reader having touched anything. */
async function watchShifts(page: Page): Promise<() => Promise<number>> {
  await page.addInitScript(() => {
    const shifts = { total: 0 };
    Object.assign(window, { shifts });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as unknown as {
        value: number;
        hadRecentInput: boolean;
      }[]) {
        if (!entry.hadRecentInput) shifts.total += entry.value;
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
  return () =>
    page.evaluate(() => (window as unknown as { shifts: { total: number } }).shifts.total);
}

for (const width of [390, 1440]) {
  test(`nothing jumps while a widget page loads at ${width} px`, async ({ page }) => {
    await page.setViewportSize({ width, height: 844 });
    const shifted = await watchShifts(page);
    for (const path of [
      '/zh/concepts/convolution/',
      '/en/',
      '/zh/models/scenes-detector/',
      '/zh/models/scenes-segmenter/',
    ]) {
      await page.goto(path, { waitUntil: 'networkidle' });
      await page.mouse.wheel(0, 2000);
      await page.waitForTimeout(500);
      expect(await shifted(), path).toBeLessThanOrEqual(0.02);
    }
  });
}

test.describe('a planted fault turns each gate red', () => {
  test('a heavy script and one more request', async ({ page }) => {
    const before = await load(page, '/en/about/');
    const noise = Array.from({ length: 20_000 }, (_, i) => Math.imul(i, 2654435761).toString(36));
    await page.route('**/planted.js', (route) =>
      route.fulfill({ contentType: 'text/javascript', body: `/* ${noise.join(' ')} */` }),
    );
    await page.route('**/en/about/', async (route) => {
      const response = await route.fetch();
      const body = (await response.text()).replace(
        '</body>',
        '<script src="/planted.js"></script></body>',
      );
      await route.fulfill({ response, body });
    });
    const after = await load(page, '/en/about/');
    expect(after.length).toBe(before.length + 1);
    expect(kilobytes(after)).toBeGreaterThan(15);
    expect(kilobytes(after.filter(isScript))).toBeGreaterThan(30);
  });

  test('what is fetched in an idle moment after the page, and what follows from that', async ({
    page,
  }) => {
    await page.route('**/planted.js', (route) =>
      route.fulfill({
        contentType: 'text/javascript',
        body: `addEventListener('load', () => requestIdleCallback(async () => {
          await (await fetch('/favicon.svg?late')).text();
          await (await fetch('/favicon.svg?later')).text();
        }));`,
      }),
    );
    await page.route('**/en/about/', async (route) => {
      const response = await route.fetch();
      const body = (await response.text()).replace(
        '</body>',
        '<script src="/planted.js"></script></body>',
      );
      await route.fulfill({ response, body });
    });
    const sent = (await load(page, '/en/about/')).map(({ url }) => new URL(url).search);
    expect(sent).toEqual(expect.arrayContaining(['?late', '?later']));
  });

  test('a jump', async ({ page }) => {
    const shifted = await watchShifts(page);
    await page.goto('/en/', { waitUntil: 'networkidle' });
    await page.evaluate(() => {
      const late = document.createElement('div');
      late.style.height = '300px';
      document.querySelector('main')!.prepend(late);
    });
    await page.waitForTimeout(500);
    expect(await shifted()).toBeGreaterThan(0.02);
  });

  test('TF.js is recognized when it comes', async ({ page }) => {
    const sent = await load(page, '/en/concepts/convolution/#convolution?stride=2');
    expect(sent.filter(({ tensorflow }) => tensorflow).length).toBeGreaterThan(0);
  });
});
