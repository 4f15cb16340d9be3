/** The search of the dialog and of its page, in both languages, on the built site. */
import { expect, test, type Page } from '@playwright/test';
import { theme, unroll, violations, widthOf } from './axe.ts';
import { fetched, LANGS, load } from './site.ts';

const BOX = '[data-search] input';
const LIST = '[data-search] [data-search-results]';

/** Types a query into the open dialog and waits for the whole answer. */
async function ask(page: Page, query: string, list = LIST): Promise<void> {
  await page.locator(list).locator('..').locator('input[name="q"]').fill(query);
  await answered(page, query, list);
}

async function answered(page: Page, query: string, list = LIST): Promise<void> {
  await expect(page.locator(list)).toHaveAttribute('data-query', query);
  await expect(page.locator(list)).toHaveAttribute('data-state', /done|error/);
}

const firstConcept = (page: Page) => page.locator(`${LIST} [data-concept]`).first();

test.describe('the right concept comes first', () => {
  const cases: [at: 'zh' | 'en', what: string, query: string, slug: string][] = [
    ['zh', 'a word', '感受野', 'receptive-field'],
    ['zh', 'a whole question', '为什么 BN 在训练和推理时不一样？', 'batch-normalization'],
    ['zh', 'traditional characters', '過擬合', 'overfitting'],
    ['zh', 'pinyin', 'guonihe', 'overfitting'],
    ['zh', 'initials', 'jhhs', 'activation-function'],
    ['zh', 'a wrong character', '过拟和', 'overfitting'],
    ['zh', 'both scripts', 'BN层', 'batch-normalization'],
    ['en', 'a word', 'skip connection', 'residual-connection'],
    ['en', 'a wrong letter', 'convoluton', 'convolution'],
    ['en', 'the other language', '早停', 'early-stopping'],
    ['en', 'an abbreviation', 'NMS', 'iou-and-nms'],
  ];
  for (const lang of LANGS) {
    test(`on ${lang} pages`, async ({ page }) => {
      await page.goto(`/${lang}/about/`);
      await page.keyboard.press('Control+k');
      for (const [, what, query, slug] of cases.filter(([at]) => at === lang)) {
        await ask(page, query);
        await expect(firstConcept(page), what).toHaveAttribute('data-concept', slug);
      }
    });
  }
});

test('a result has both titles, the reader’s first, and the answer', async ({ page }) => {
  await page.goto('/en/about/');
  await page.keyboard.press('/');
  await ask(page, '过拟合');
  const result = firstConcept(page);
  await expect(result.locator('strong')).toHaveText('Overfitting');
  await expect(result.locator('[lang="zh-CN"]')).toHaveText('过拟合');
  await expect(result.locator('p')).not.toBeEmpty();
  const slugs = await page
    .locator(`${LIST} [data-concept]`)
    .evaluateAll((links) => links.map((link) => (link as HTMLElement).dataset.concept));
  expect(new Set(slugs).size, 'each concept once').toBe(slugs.length);
});

test('the text is searched: sections with the words marked lead to their headings', async ({
  page,
}) => {
  await page.goto('/zh/about/');
  await page.keyboard.press('/');
  await ask(page, '移动平均');
  const section = page.locator(`${LIST} [data-result="section"]`).first();
  await expect(section.locator('mark').first()).toBeVisible();
  await expect(section).toHaveAttribute('href', /^\/(zh|en)\/.+/);
});

test('a whole question in other words than the page’s finds its concept', async ({ page }) => {
  await page.goto('/zh/about/');
  await page.keyboard.press('/');
  for (const [query, slug] of [
    ['拍糊了的照片能不能先让网络把噪点去掉', 'autoencoder'],
    ['训练突然全变成 NaN 了', 'vanishing-and-exploding-gradients'],
    ['\\nabla', 'gradient-descent'],
  ]) {
    await ask(page, query);
    await expect(firstConcept(page), query).toHaveAttribute('data-concept', slug);
  }
});

test('scenes of widgets open the widget in that state', async ({ page }) => {
  await page.goto('/zh/about/');
  await page.keyboard.press('/');
  await ask(page, 'stride 2 padding 1');
  const scene = page.locator(`${LIST} [data-result="scene"]`).first();
  await expect(scene).toHaveAttribute('href', /^\/zh\/concepts\/[\w-]+\/#[\w-]+\?scene=[\w-]+$/);
});

test('names answer before the text is there, from the first letter', async ({ page }) => {
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route('**/pagefind/**', async (route) => {
    await held;
    await route.continue();
  });
  await page.goto('/zh/about/');
  await page.keyboard.press('/');
  await page.locator(BOX).pressSequentially('池');
  await expect(firstConcept(page)).toHaveAttribute('data-concept', 'pooling');
  await expect(page.locator(LIST)).toHaveAttribute('data-state', 'loading');
  release();
  await answered(page, '池');
});

test('nothing of it is fetched before the reader shows interest', async ({ page }) => {
  const sent = await load(page, '/zh/about/');
  const own = (url: string): boolean => /\/search\/\w+\.json|\/pagefind\//.test(url);
  expect(sent.filter(({ url }) => own(url))).toEqual([]);
  const then = await fetched(page, async () => {
    await page.locator('[data-search-open]').hover();
    await expect
      .poll(() => page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name)))
      .toContainEqual(expect.stringContaining('/search/names.json')); // prettier-ignore
  });
  expect(then.filter(({ url }) => /\/pagefind\//.test(url))).toEqual([]);
});

test('by keys alone: typing goes on from a result, Escape closes, searches are remembered', async ({
  page,
}) => {
  await page.goto('/zh/about/');
  await page.keyboard.press('Control+k');
  await expect(page.locator(BOX)).toBeFocused();
  await page.keyboard.type('池');
  await answered(page, '池');
  await page.keyboard.press('ArrowDown');
  await expect(page.locator(`${LIST} [data-result]`).first()).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await expect(page.locator(BOX)).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.type('化');
  await answered(page, '池化');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/zh\/concepts\/pooling\/$/);
  // The address changes before the page's scripts have run, and `/` is one of theirs.
  await page.waitForLoadState();
  await page.keyboard.press('/');
  const recent = page.locator('[data-search] .search-recent button');
  await expect(recent.filter({ hasText: '池化' })).toBeVisible();
  await page.locator('[data-search] .search-clear').click();
  await expect(recent).toHaveCount(0);
  expect(await page.evaluate(() => localStorage.getItem('rf:searches'))).toBeNull();
  await page.keyboard.press('Escape');
  await expect(page.locator('[data-search]')).not.toBeVisible();
});

test('results are announced, and so is that there are none', async ({ page }) => {
  await page.goto('/en/about/');
  await page.keyboard.press('/');
  const status = page.locator('[data-search] [role="status"]');
  await ask(page, 'pooling');
  await expect(status).toHaveText(/^Results: \d+$/);
  await ask(page, 'zzzzqqqq');
  await expect(status).toHaveText(/Nothing found/);
  await expect(page.locator(`${LIST} [data-result]`)).toHaveCount(0);
});

test('without the index of the text names and answers do, and the page says what is missing', async ({
  page,
}) => {
  await page.route('**/pagefind/**', (route) => route.abort());
  await page.goto('/en/about/');
  await page.keyboard.press('/');
  const status = page.locator('[data-search-status]');
  await ask(page, 'pooling');
  await expect(page.locator(LIST)).toHaveAttribute('data-state', 'done');
  await expect(status).toHaveText(/^Results: \d+\..*could not be loaded/);
  await expect(firstConcept(page)).toHaveAttribute('data-concept', 'pooling');
  await expect(firstConcept(page).locator('p')).not.toBeEmpty();
  await ask(page, 'zzzzqqqq');
  await expect(page.locator(LIST)).toHaveAttribute('data-state', 'done');
  await expect(status).toHaveText(/could not be loaded/);
});

test('with the names alone they answer, and the page says what is missing', async ({ page }) => {
  await page.route(/\/pagefind\/|\/search\/texts\.json/, (route) => route.abort());
  await page.goto('/zh/about/');
  await page.keyboard.press('/');
  await ask(page, '池化');
  await expect(page.locator(LIST)).toHaveAttribute('data-state', 'done');
  await expect(page.locator('[data-search-status]')).toHaveText(/没能加载出来/);
  await expect(firstConcept(page)).toHaveAttribute('data-concept', 'pooling');
});

test('without any index it says so, and works once the files are back', async ({ page }) => {
  await page.route(/\/pagefind\/|\/search\/\w+\.json/, (route) => route.abort());
  await page.goto('/zh/about/');
  await page.keyboard.press('/');
  await ask(page, '池化');
  await expect(page.locator(LIST)).toHaveAttribute('data-state', 'error');
  await expect(page.locator(`${LIST} [data-result]`)).toHaveCount(0);
  await expect(page.locator('[data-search-status]')).toHaveText(/没能加载出来/);
  await page.unrouteAll();
  await ask(page, '池化层');
  await expect(firstConcept(page)).toHaveAttribute('data-concept', 'pooling');
});

test.describe('the page of its own', () => {
  const list = '[data-search-page] [data-search-results]';

  for (const lang of LANGS) {
    test(`${lang}: answers the address, and the address follows`, async ({ page }) => {
      await page.goto(`/${lang}/search/?q=${encodeURIComponent('梯度消失')}`);
      await answered(page, '梯度消失', list);
      const first = page.locator(`${list} [data-concept]`).first();
      await expect(first).toHaveAttribute('data-concept', 'vanishing-and-exploding-gradients');
      await page.locator('[data-search-page] input').fill('dropout');
      await answered(page, 'dropout', list);
      await expect(page).toHaveURL(new RegExp(`/${lang}/search/\\?q=dropout$`));
      await expect(first).toHaveAttribute('data-concept', 'dropout');
      expect(await violations(page)).toEqual([]);
    });
  }

  test('the dialog leads there with what was typed', async ({ page }) => {
    await page.goto('/zh/about/');
    await page.keyboard.press('/');
    await ask(page, '卷积 步幅');
    await page.locator('.search-more').click();
    await answered(page, '卷积 步幅', list);
  });

  test('without scripts it leads to the list of concepts', async ({ browser, baseURL }) => {
    const context = await browser.newContext({ javaScriptEnabled: false, baseURL });
    const page = await context.newPage();
    await page.goto('/zh/search/');
    await page.locator('main a[href="/zh/concepts/"]').click();
    await expect(page).toHaveURL(/\/zh\/concepts\/$/);
    await context.close();
  });
});

for (const lang of LANGS) {
  for (const scheme of ['light', 'dark'] as const) {
    test(`axe in the dialog: ${lang}, ${scheme}`, async ({ page }) => {
      await page.setViewportSize({ width: 390, height: 3200 });
      await page.emulateMedia({ colorScheme: scheme });
      await page.goto(`/${lang}/about/`);
      await page.locator('[data-search-open]').click();
      await theme(page, scheme);
      const within = '[data-search]';
      await unroll(page, within);
      // axe asks for the name of a dialog only where the role is written out.
      const name = lang === 'zh' ? '搜索' : 'Search';
      await expect(page.getByRole('dialog', { name, exact: true })).toBeVisible();
      // Results of all kinds, nothing found, and what was searched before.
      for (const query of ['stride 2', '为什么训练和推理时不一样', 'zzzzqqqq']) {
        await ask(page, query);
        const { width, height, hidden } = await page.locator(within).evaluate((dialog) => ({
          width: dialog.getBoundingClientRect().right,
          height: dialog.getBoundingClientRect().bottom,
          hidden: dialog.scrollHeight > dialog.clientHeight || dialog.scrollWidth > dialog.clientWidth,
        })); // prettier-ignore
        expect(width, query).toBeLessThanOrEqual(390);
        expect([height < 3200, hidden], `${query}: all of it is in sight`).toEqual([true, false]);
        for (const kind of query === 'stride 2' ? ['concept', 'scene', 'section'] : []) {
          await expect(page.locator(`${LIST} [data-result="${kind}"]`).first()).toBeVisible();
        }
        expect(await violations(page, { within }), query).toEqual([]);
      }
      await page.evaluate(() => localStorage.setItem('rf:searches', '["池化"]'));
      await ask(page, '');
      await expect(page.locator(`${within} .search-recent button`)).toHaveCount(2);
      expect(await violations(page, { within }), 'earlier searches').toEqual([]);
      expect(await widthOf(page)).toBeLessThanOrEqual(390);
    });
  }
}
