/** The frame of the site as a reader uses it. */
import { expect, test } from '@playwright/test';

test.describe('language choice at /', () => {
  for (const [locale, lang] of [
    ['zh-TW', 'zh'],
    ['en-GB', 'en'],
  ]) {
    test(`${locale} goes to ${lang}`, async ({ browser, baseURL }) => {
      const page = await (await browser.newContext({ locale, baseURL })).newPage();
      await page.goto('/');
      await expect(page).toHaveURL(`/${lang}/`);
    });
  }

  test('another language gets plain links', async ({ browser, baseURL }) => {
    const page = await (await browser.newContext({ locale: 'de-DE', baseURL })).newPage();
    await page.goto('/');
    await expect(page.getByRole('link', { name: '简体中文' })).toHaveAttribute('href', '/zh/');
    await expect(page.getByRole('link', { name: 'English' })).toHaveAttribute('href', '/en/');
  });

  test('so does a reader without scripts', async ({ browser, baseURL }) => {
    const page = await (await browser.newContext({ javaScriptEnabled: false, baseURL })).newPage();
    await page.goto('/');
    await page.getByRole('link', { name: 'English' }).click();
    await expect(page).toHaveURL(/\/en\/$/);
  });

  test('the last choice is remembered', async ({ page }) => {
    await page.goto('/zh/');
    await page.getByRole('link', { name: 'English', exact: true }).click();
    await expect(page).toHaveURL(/\/en\//);
    await page.goto('/');
    await expect(page).toHaveURL(/\/en\//);
  });
});

test('paper is white: what is printed is dark on light in every theme', async ({ page }) => {
  await page.goto('/en/concepts/pooling/');
  const ink = () => page.evaluate(() => getComputedStyle(document.querySelector('h1')!).color);
  const light = await ink();
  await page.getByLabel('Theme').selectOption('dark');
  expect(await ink()).not.toBe(light);
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  expect(await ink()).toBe(light);
});

test('styles are written for the oldest browsers too', async ({ page, request }) => {
  await page.goto('/zh/');
  const sheets = await page
    .locator('link[rel="stylesheet"]')
    .evaluateAll((links) => links.map((link) => (link as HTMLLinkElement).href));
  const texts = await Promise.all(sheets.map(async (url) => (await request.get(url)).text()));
  expect(texts.join()).toContain('-webkit-text-size-adjust');
  expect(texts.join()).not.toContain('light-dark(');
});

test('an address or a link with a heading lands on it, below the header', async ({ page }) => {
  const places = [
    ['concepts/lstm/', 'math'],
    ['concepts/pooling/', 'references'],
  ];
  for (const [place, id] of places) {
    const bounds = () =>
      page.evaluate((name) => {
        const { bottom } = document.querySelector('.site-header')!.getBoundingClientRect();
        const { top } = document.getElementById(name)!.getBoundingClientRect();
        const end = document.documentElement.scrollHeight - innerHeight - scrollY < 2;
        return { below: Math.round(top - bottom), end };
      }, id);
    const lands = async () => {
      const { below, end } = await bounds();
      expect(below, `${place}#${id}`).toBeGreaterThanOrEqual(0);
      if (!end) expect(below, `${place}#${id}`).toBeLessThan(150);
    };
    await page.goto(`/zh/${place}#${id}`);
    await page.waitForTimeout(500);
    await lands();
    await page.goto(`/zh/${place}`);
    await page.locator(`.toc a[href$="#${id}"]`).click();
    await page.waitForTimeout(500);
    await lands();
  }
});

test('a Chinese title on a phone begins no line with punctuation', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  for (const slug of ['batch-normalization', 'slam', 'large-models', 'early-stopping']) {
    await page.goto(`/zh/concepts/${slug}/`);
    const first = await page.locator('h1').evaluate((title) => {
      const text = title.firstChild as Text;
      const start = title.getBoundingClientRect().left;
      const range = document.createRange();
      return [...text.data].filter((_, at) => {
        range.setStart(text, at);
        range.setEnd(text, at + 1);
        return range.getBoundingClientRect().left < start + 2;
      });
    });
    expect(first.length, slug).toBeGreaterThan(1);
    expect(first.join(''), slug).not.toMatch(/[，。；：？！、）”》]/);
  }
});

test('the language switch keeps page and section', async ({ page }) => {
  await page.goto('/zh/concepts/pooling/');
  await page.locator('h2#math').evaluate((heading) => heading.scrollIntoView());
  await page.waitForTimeout(200);
  // Playwright's own click would scroll the sticky header first.
  await page.locator('[data-language-switch]').evaluate((link: HTMLElement) => link.click());
  await expect(page).toHaveURL(/\/en\/concepts\/pooling\/#math$/);
});

test('the language switch keeps the state of a widget', async ({ page }) => {
  await page.goto('/zh/concepts/convolution/#convolution?stride=2');
  await page.locator('[data-language-switch]').click();
  await expect(page).toHaveURL(/\/en\/concepts\/convolution\/#convolution\?stride=2$/);
});

test('theme: system, light, dark, remembered, without a flash', async ({ browser, baseURL }) => {
  const context = await browser.newContext({ colorScheme: 'light', baseURL });
  const page = await context.newPage();
  await page.goto('/en/about/');
  const background = () =>
    page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const light = await background();
  await page.getByLabel('Theme').selectOption('dark');
  const dark = await background();
  expect(dark).not.toBe(light);
  // The choice is there before the body is parsed.
  await page.addInitScript(() => {
    new MutationObserver((_, observer) => {
      if (!document.body) return;
      (window as unknown as { early: string }).early = getComputedStyle(
        document.documentElement,
      ).colorScheme;
      observer.disconnect();
    }).observe(document, { childList: true, subtree: true });
  });
  await page.reload();
  expect(await page.evaluate(() => (window as unknown as { early: string }).early)).toBe('dark');
  expect(await background()).toBe(dark);
  await page.getByLabel('Theme').selectOption('system');
  expect(await background()).toBe(light);
  await page.emulateMedia({ colorScheme: 'dark' });
  expect(await background()).toBe(dark);
  await context.close();
});

test.describe('search', () => {
  const cases: [at: string, query: string, slug: string][] = [
    ['zh', '池化', 'pooling'],
    ['zh', '最大池化没有参数', 'pooling'],
    ['zh', 'batch normalization', 'batch-normalization'],
    ['zh', '为什么批量归一化在训练和推理时不一样？', 'batch-normalization'],
    ['en', 'sigmoid saturation', 'activation-function'],
    ['en', '互相关', 'convolution'],
  ];
  for (const [lang, query, slug] of cases) {
    test(`${lang}: ${query} → ${slug}`, async ({ page }) => {
      await page.goto(`/${lang}/about/`);
      await page.keyboard.press('Control+k');
      await page.locator('[data-search] input').fill(query);
      await expect(page.locator('[data-search-results]')).toHaveAttribute('data-query', query);
      await expect(
        page.locator('[data-search-results][data-state="done"] [data-result]').first(),
      ).toBeVisible();
      const found = await page
        .locator('[data-concept]')
        .evaluateAll((links) =>
          links.slice(0, 3).map((link) => (link as HTMLElement).dataset.concept),
        );
      expect(found).toContain(slug);
    });
  }

  test('by keyboard: / opens, arrows walk, Enter follows, Escape closes', async ({ page }) => {
    await page.goto('/zh/about/');
    await page.keyboard.press('/');
    await expect(page.locator('[data-search] input')).toBeFocused();
    await page.keyboard.type('卷积');
    await expect(page.locator('[data-result]').nth(1)).toBeVisible();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await expect(page.locator('[data-result]').nth(1)).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(page.locator('[data-search]')).not.toBeVisible();
    await page.keyboard.press('/');
    await page.locator('[data-search] input').focus();
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/\/concepts\//);
  });

  test('an Enter that chooses a word of the input method does not follow a result', async ({
    page,
  }) => {
    await page.goto('/zh/about/');
    await page.keyboard.press('/');
    await page.keyboard.type('juanji');
    await expect(page.locator('[data-result]').first()).toBeVisible();
    // As Safari sends it: the composition is over by then.
    const enter = (keyCode: number) =>
      page.locator('[data-search] input').evaluate(
        (input, code) =>
          input.dispatchEvent(
            new KeyboardEvent('keydown', {
              key: 'Enter',
              keyCode: code,
              bubbles: true,
              cancelable: true,
            }),
          ),
        keyCode,
      );
    expect(await enter(229)).toBe(true);
    await expect(page).toHaveURL(/\/about\//);
    expect(await enter(13)).toBe(false);
    await expect(page).toHaveURL(/\/concepts\//);
  });

  test('says when nothing is found and when nothing was typed', async ({ page }) => {
    await page.goto('/en/about/');
    await page.keyboard.press('/');
    await expect(page.locator('[data-search-status]')).toHaveText(/Type a concept/);
    await page.locator('[data-search] input').fill('zzzzqqqq');
    await expect(page.locator('[data-search-status]')).toHaveText(/Nothing found/);
  });

  test('says when the index cannot be loaded', async ({ page }) => {
    await page.route('**/pagefind/**', (route) => route.abort());
    await page.goto('/en/about/');
    await page.keyboard.press('/');
    await page.locator('[data-search] input').fill('pooling');
    await expect(page.locator('[data-search-status]')).toHaveText(/could not be loaded/);
  });

  test('a search for markup shows it as text', async ({ page }) => {
    await page.goto('/en/about/');
    await page.keyboard.press('/');
    await page.locator('[data-search] input').fill('<img src=x onerror=alert(1)>');
    await expect(page.locator('[data-search-results]')).toHaveAttribute('data-state', 'done');
    expect(await page.locator('[data-search] img').count()).toBe(0);
  });
});

test.describe('side by side', () => {
  test('survives a reload and stacks on a phone', async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto('/en/concepts/pooling/?view=both');
    const section = page.locator('.prose > section[data-section="how"]');
    const twin = page.locator('.prose > section[data-section="how"] + .side');
    await expect(twin).toBeVisible();
    expect((await twin.boundingBox())!.y).toBeGreaterThan((await section.boundingBox())!.y + 50);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(wide).toBeLessThanOrEqual(390);
  });

  test('says when the other page cannot be fetched', async ({ page }) => {
    await page.goto('/zh/concepts/pooling/');
    await page.route('**/en/concepts/**', (route) => route.abort());
    await page.locator('[data-side-by-side]').click();
    await expect(page.locator('[data-side-status]')).toHaveText(/没能取到/);
  });
});

test('code and formulas can be copied', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto('/en/concepts/convolution/');
  const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
  await page.locator('.math-display + .copy').first().click();
  expect(await clipboard()).toBe(
    await page.locator('.math-display').first().getAttribute('data-tex'),
  );
  const code = page.locator('.listing:visible').first();
  await code.locator('.copy').click();
  expect((await clipboard()).trim()).toBe(
    (await code.locator('pre.astro-code').innerText()).trim(),
  );
});

test('the menu of a phone works by touch and keyboard', async ({ browser, baseURL }) => {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    baseURL,
  });
  const page = await context.newPage();
  await page.goto('/zh/concepts/pooling/');
  const menu = page.locator('[data-menu]');
  await expect(page.locator('#site-nav')).not.toBeVisible();
  await menu.tap();
  await expect(page.locator('#site-nav')).toBeVisible();
  await expect(menu).toHaveAttribute('aria-expanded', 'true');
  await page.keyboard.press('Escape');
  await expect(page.locator('#site-nav')).not.toBeVisible();
  await expect(menu).toBeFocused();
  await page.keyboard.press('Space');
  await page.locator('#site-nav a').first().click();
  await expect(page).toHaveURL(/\/zh\/concepts\/$/);
  await context.close();
});

test('an address without a page answers 404 in both languages', async ({ page }) => {
  const response = await page.goto('/zh/concepts/no-such-page/');
  expect(response!.status()).toBe(404);
  await expect(page.getByText('没有这一页').first()).toBeVisible();
  await expect(page.getByText('No such page').first()).toBeVisible();
});

test('below a base path every page, link and search result stays inside it', async ({ page }) => {
  const base = 'http://localhost:4322/receptive-field';
  const outside: string[] = [];
  page.on('request', (request) => {
    if (!request.url().startsWith(`${base}/`) && !request.url().startsWith('blob:'))
      outside.push(request.url());
  });
  await page.goto(`${base}/zh/`);
  await page.goto(`${base}/zh/concepts/convolution/#convolution?stride=2`);
  await expect(page.locator('[data-widget="convolution"]')).toHaveAttribute('data-state', 'ready', {
    timeout: 30_000,
  });
  await page.locator('[data-language-switch]').click();
  await expect(page).toHaveURL(`${base}/en/concepts/convolution/#convolution?stride=2`);
  await page.locator('[data-search-open]').click();
  await page.locator('[data-search] input').fill('池化');
  await page.locator('[data-result]').first().click();
  await expect(page).toHaveURL(new RegExp(`^${base}/`));
  expect(outside).toEqual([]);
});
