/** Reading paths are checked off on this device; corrections are narrowed; proofs stand at their address. */
import { expect, test } from '@playwright/test';
import { LANGS } from './site.ts';

const PATH = 'paths/why-training-fails/';

for (const lang of LANGS) {
  test(`a step is checked off, kept, and counts in every path (${lang})`, async ({ page }) => {
    await page.goto(`/${lang}/${PATH}`);
    // The first of two numbers: so many of so many.
    const done = async () => parseInt(/\d+/.exec(await page.getByRole('status').innerText())![0]);
    await expect.poll(done).toBe(0);
    const boxes = page.getByRole('checkbox');
    const relu = page.locator('input[value="concepts/relu"]');
    await relu.focus();
    await page.keyboard.press('Space');
    await expect(relu).toBeChecked();
    await expect.poll(done).toBe(1);
    await page.reload();
    await expect(relu).toBeChecked();
    // Batch normalization stands twice in this path and is one page.
    const norm = page.locator('input[value="concepts/batch-normalization"]');
    await norm.first().check();
    await expect(norm.last()).toBeChecked();
    await expect.poll(done).toBe(2);
    await page.goto(`/${lang}/paths/interview-in-a-week/`);
    await expect(page.locator('input[value="concepts/relu"]')).toBeChecked();
    await page.locator('[data-clear]').click();
    await expect(boxes.and(page.locator(':checked'))).toHaveCount(0);
    await expect(page.locator('[data-clear]')).toBeHidden();
  });
}

test('what was kept and is damaged does no harm; storage that fails is told', async ({ page }) => {
  await page.goto(`/en/${PATH}`);
  await page.evaluate(() => localStorage.setItem('rf:read', '{"a":'));
  await page.reload();
  await expect(page.getByRole('status')).toContainText('0 of');
  await page.evaluate(() => {
    Storage.prototype.setItem = () => {
      throw new DOMException('no', 'QuotaExceededError');
    };
  });
  await page.locator('input[value="concepts/relu"]').check();
  await expect(page.locator('[data-kept-line]')).toContainText('does not let this site keep');
  await expect(page.getByRole('status')).toContainText('1 of');
});

test.describe('without scripts', () => {
  test.use({ javaScriptEnabled: false });
  test('a path is a list of links, the corrections are all there', async ({ page }) => {
    await page.goto(`/zh/${PATH}`);
    await expect(page.getByRole('checkbox')).toHaveCount(0);
    await expect(page.getByRole('link', { name: 'ReLU 激活函数' }).or(page.locator('a[href*="concepts/relu"]'))).not.toHaveCount(0); // prettier-ignore
    await page.goto('/zh/corrections/');
    await expect(page.locator('correction-filter form')).toBeHidden();
    expect(await page.locator('.corrections > li:visible').count()).toBeGreaterThan(40);
  });
});

test('corrections are narrowed by words and chapter; the address keeps it', async ({ page }) => {
  await page.goto('/zh/corrections/');
  const shown = page.locator('.corrections > li:visible');
  const all = await shown.count();
  await page.locator('correction-filter [name="q"]').fill('池化 移动');
  await expect(page).toHaveURL(/q=/);
  const some = await shown.count();
  expect(some).toBeGreaterThan(0);
  expect(some).toBeLessThan(all);
  await expect(page.locator('correction-filter [role="status"]')).toContainText(String(some));
  await page.reload();
  expect(await shown.count()).toBe(some);
  await page.locator('correction-filter [name="q"]').fill('没有这样的话');
  await expect(page.locator('correction-filter [role="status"]')).toContainText('没有符合的更正');
  await page.locator('correction-filter [type="reset"]').click();
  await expect(shown).toHaveCount(all);
  await page.goto('/zh/corrections/?chapter=no-such-chapter');
  await expect(shown).toHaveCount(all);
  await page.locator('[name="chapter"]').selectOption('learning');
  await expect.poll(() => shown.count()).toBeLessThan(all);
});

test('every correction leads to its proof', async ({ page, request }) => {
  await page.goto('/en/corrections/');
  const links = await page
    .locator('.corrections .evidence a')
    .evaluateAll((all) => all.map((a) => (a as HTMLAnchorElement).href));
  const items = page.locator('.corrections > li');
  expect(await items.count()).toBeGreaterThan(40);
  await expect(items.filter({ hasNot: page.locator('.evidence > span a') })).toHaveCount(0);
  const pages = new Map<string, string>();
  for (const link of links) {
    const { pathname, hash } = new URL(link);
    if (!pages.has(pathname)) pages.set(pathname, await (await request.get(pathname)).text());
    expect(pages.get(pathname), link).toContain(`id="${decodeURIComponent(hash.slice(1))}"`);
  }
  await page.goto(links.find((link) => link.includes('/proofs/'))!);
  await expect(page.locator('section:target pre')).toBeVisible();
});
