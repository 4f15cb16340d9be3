/** With JavaScript off every page is complete and the widget shows its worked result. */
import { expect, test, type Page } from '@playwright/test';
import { REQUIRED } from '../../tools/content-checks/rules/required-headings.ts';
import { catalog, LANGS, models, ON_MODELS, written, type Lang } from './site.ts';

test.use({ javaScriptEnabled: false });

/** Pages that one test reads after one another: a browser of its own for each takes longer. */
const TOGETHER = 10;

for (const lang of LANGS) {
  const slugs = written();
  for (let from = 0; from < slugs.length; from += TOGETHER) {
    const some = slugs.slice(from, from + TOGETHER);
    test(`${lang}/concepts: ${some.join(', ')} read without scripts`, async ({ page }) => {
      for (const slug of some) await test.step(slug, () => reads(page, lang, slug));
    });
  }

  for (const id of models()) {
    test(`${lang}/models/${id}/ reads without scripts`, async ({ page }) => {
      await page.goto(`/${lang}/models/${id}/`);
      for (const part of ['metrics', 'training', 'data', 'load', 'files']) {
        await expect(page.locator(`h2#${part}`)).toBeVisible();
      }
      await expect(page.locator('main td data').first()).toBeVisible();
      const widgets = page.locator('[data-widget]');
      const own = Object.entries(ON_MODELS).flatMap(([model, name]) => model === id ? name : []); // prettier-ignore
      await expect(widgets).toHaveCount(own.length);
      if (own.length === 0) return;
      await expect(widgets).toHaveAttribute('data-widget', own[0]);
      await expect(widgets.locator('img').first()).toBeVisible();
      await expect(widgets.locator('[data-part="formula"]')).toContainText('IoU');
      await expect(widgets.locator('table[data-output] data').first()).toBeVisible();
    });
  }
}

async function reads(page: Page, lang: Lang, slug: string): Promise<void> {
  await page.goto(`/${lang}/concepts/${slug}/`);
  const { kind } = catalog().concepts.find((concept) => concept.slug === slug)!;
  const missing = async (selectors: readonly string[]) => {
    for (const each of selectors) await expect(page.locator(each).first(), slug).toBeVisible();
  };
  await missing([...REQUIRED[kind], 'corrections', 'references'].map((id) => `h2#${id}`));
  await missing(['.answer', '.katex']);
  // Tabs are made by a script; without it every listing stands there.
  // One in a follow-up comes with the answer, which opens without scripts.
  const listings = page.locator('.listing:not(details:not([open]) *)');
  expect(await listings.and(page.locator(':visible')).count(), slug).toBe(await listings.count());
}
