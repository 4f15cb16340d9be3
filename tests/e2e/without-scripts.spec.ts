/** With JavaScript off every page is complete and the widget shows its worked result. */
import { expect, test } from '@playwright/test';
import { REQUIRED } from '../../tools/content-checks/rules/required-headings.ts';
import { catalog, LANGS, models, ON_MODELS, written } from './site.ts';

test.use({ javaScriptEnabled: false });

for (const lang of LANGS) {
  for (const slug of written()) {
    test(`${lang}/concepts/${slug}/ reads without scripts`, async ({ page }) => {
      await page.goto(`/${lang}/concepts/${slug}/`);
      const { kind } = catalog().concepts.find((concept) => concept.slug === slug)!;
      for (const id of [...REQUIRED[kind], 'corrections', 'references']) {
        await expect(page.locator(`h2#${id}`)).toBeVisible();
      }
      await expect(page.locator('.answer')).toBeVisible();
      await expect(page.locator('.katex').first()).toBeVisible();
      // Tabs are made by a script; without it every listing stands there.
      // One in a follow-up comes with the answer, which opens without scripts.
      const listings = page.locator('.listing:not(details:not([open]) *)');
      expect(await listings.and(page.locator(':visible')).count()).toBe(await listings.count());
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
