/** The convolution widget as a reader meets it: contract, keyboard, failures, phone. */
import { expect, test, type Locator, type Page } from '@playwright/test';

const PAGE = { zh: '/zh/concepts/convolution/', en: '/en/concepts/convolution/' };
const widget = (page: Page): Locator => page.locator('[data-widget="convolution"]');
const output = (page: Page): Locator => widget(page).locator('table[data-output="y"]');

/** The output's shape and numbers, in full precision, as the contract has them. */
async function read(page: Page): Promise<{ shape: string; values: number[] }> {
  return output(page).evaluate((table: HTMLElement) => ({
    shape: table.dataset.shape!,
    values: [...table.querySelectorAll('data')].map((cell) => Number(cell.value)),
  }));
}

async function ready(page: Page): Promise<void> {
  await expect(widget(page)).toHaveAttribute('data-state', 'ready', { timeout: 30_000 });
}

/** Does something and waits until the widget has settled after it. */
async function settled(page: Page, act: () => Promise<unknown>): Promise<void> {
  await page.evaluate(() => {
    const marked = window as unknown as { settled: Promise<void> };
    marked.settled = new Promise((resolve) => {
      document.addEventListener('widget:settled', () => resolve(), { once: true });
    });
  });
  await act();
  await page.evaluate(() => (window as unknown as { settled: Promise<void> }).settled);
  await expect(widget(page)).not.toHaveAttribute('data-state', /busy|loading/);
}

const setHash = (page: Page, hash: string) =>
  settled(page, () => page.evaluate((text) => void (location.hash = text), hash));

const WORKED = [-4, -2, 2, -2, 0, 5, -2, 4, 2];

test.describe('before any script', () => {
  test.use({ javaScriptEnabled: false });
  for (const lang of ['zh', 'en'] as const) {
    test(`the worked result is on the ${lang} page, and its arithmetic adds up`, async ({
      page,
    }) => {
      await page.goto(PAGE[lang]);
      await expect(widget(page)).toHaveAttribute('data-state', 'static');
      await expect(output(page)).toBeVisible();
      const html = await page.content();
      const table = /<table[^>]*data-output="y"[\s\S]*?<\/table>/.exec(html)![0];
      expect(table).toContain('data-shape="3,3,1"');
      const numbers = [...table.matchAll(/<data value="([^"]*)">/g)].map(([, text]) =>
        Number(text),
      );
      expect(numbers).toEqual(WORKED);
      const formula = await widget(page).locator('.w-sum').textContent();
      expect(formula).toBe('1×1 + 2×0 + 0×(−1) + 0×2 + 1×0 + 3×(−2) + 2×1 + 0×0 + 1×(−1) + 0 = −4');
      await expect(widget(page).getByRole('button').first()).toBeHidden();
    });
  }
});

test('no byte of TensorFlow.js, no picture and no widget code before interest', async ({
  page,
}) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.goto(PAGE.zh, { waitUntil: 'networkidle' });
  await widget(page).scrollIntoViewIfNeeded();
  await page.waitForTimeout(500);
  const late = /tfjs|ops\.|backend-|dist\.|\.wasm|live\.|state\.|pictures\//;
  expect(asked.filter((url) => late.test(url))).toEqual([]);
  await expect(widget(page)).toHaveAttribute('data-backend', 'none');

  // Looking takes the float64 code, not TensorFlow.js.
  await output(page).locator('td').nth(5).hover();
  await expect(widget(page).locator('[data-part="formula"] b')).toHaveText('5');
  expect(asked.filter((url) => /backend-|\.wasm/.test(url))).toEqual([]);

  await output(page).locator('td').nth(5).click();
  await ready(page);
  expect(asked.some((url) => /backend-|\.wasm/.test(url))).toBe(true);
  expect(asked.every((url) => url.startsWith('http://localhost'))).toBe(true);
});

test('a change gives the right numbers, the proof, and a link that restores it', async ({
  page,
}) => {
  await page.goto(PAGE.en);
  await settled(page, () => widget(page).locator('[name="stride"]').fill('2'));
  await ready(page);
  expect(await read(page)).toEqual({ shape: '2,2,1', values: [-4, 2, -2, 2] });
  const proof = widget(page).locator('[data-proof]');
  await expect(proof).toHaveAttribute('data-max-error', '0');
  await expect(proof).toHaveAttribute('data-cells', '4');
  await expect(widget(page)).toHaveAttribute('data-tensors', '0');
  await expect(widget(page).locator('[data-output="parameters"]')).toHaveAttribute('value', '10');
  await expect(widget(page).locator('[data-output="macs"]')).toHaveAttribute('value', '36');
  await expect(page).toHaveURL(/#convolution\?stride=2$/);

  await settled(page, () => widget(page).locator('[data-input="x"] input').first().fill('7'));
  expect((await read(page)).values).toEqual([2, 2, -2, 2]);
  await expect(page).toHaveURL(/input=7,2,0,1,3/);
  const link = page.url();
  await page.goto('about:blank');
  await page.goto(link);
  await ready(page);
  expect((await read(page)).values).toEqual([2, 2, -2, 2]);

  await settled(page, () => widget(page).getByRole('button', { name: 'Reset' }).click());
  expect((await read(page)).values).toEqual(WORKED);
  expect(page.url()).not.toContain('#');
});

test('several filters and channels: channel-last order', async ({ page }) => {
  await page.goto(`${PAGE.en}#convolution?input=1,2;3,4|5,6;7,8&kernel=1|2/3|4&bias=1,2`);
  await ready(page);
  expect(await read(page)).toEqual({ shape: '2,2,2', values: [12, 25, 15, 32, 18, 39, 21, 46] });
});

test('a picture: the large table is filled when it is opened', async ({ page }) => {
  await page.goto(`${PAGE.en}#convolution?image=coins&preset=identity&padding=same`);
  await ready(page);
  await expect(output(page)).toHaveAttribute('data-shape', '128,128,1');
  await expect(widget(page).locator('[data-proof]')).toHaveAttribute('data-max-error', '0');
  await widget(page).getByText('Every number of the output').click();
  await expect(output(page).locator('data')).toHaveCount(128 * 128);
  await widget(page).getByText('Edit the input number by number').click();
  const twin = widget(page).locator('[data-input="x"] data');
  await expect(twin).toHaveCount(128 * 128);
  const { values } = await read(page);
  expect(
    await twin.evaluateAll((cells) => cells.map((cell) => Number((cell as HTMLDataElement).value))),
  ).toEqual(values);
});

test.describe('what the address may not say', () => {
  test('is refused in words, the last good state stays, and a good one is taken again', async ({
    page,
  }) => {
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error.message));
    await page.goto(`${PAGE.zh}#convolution?stride=2`);
    await ready(page);
    for (const [hash, words] of [
      ['stride=-1', '步幅要在 1 到 8 之间'],
      ['stride=NaN', '步幅里的“NaN”不是数'],
      ['stride=1e9', '步幅要在 1 到 8 之间'],
      ['stride=', '步幅没有填'],
      ['padding=%3Cimg%20src=x%20onerror=alert(1)%3E', '不是数'],
      ['colour=1', '不认识参数“colour”'],
      ['input=1,2;3', '各行'],
      ['kernel=1|1', '每个滤波器应读 1 个通道'],
    ]) {
      await setHash(page, `#convolution?${hash}`);
      await expect(widget(page).locator('[data-error="hash"]'), hash).toContainText(words);
      expect((await read(page)).values, hash).toEqual([-4, 2, -2, 2]);
      expect(await page.locator('img[src="x"]').count(), hash).toBe(0);
      await setHash(page, '#convolution?padding=same');
      await expect(widget(page).locator('[data-error="hash"]'), hash).toBeHidden();
      await expect.poll(async () => (await read(page)).shape, hash).toBe('5,5,1');
      await setHash(page, '#convolution?stride=2');
      await expect.poll(async () => (await read(page)).values).toEqual([-4, 2, -2, 2]);
    }
    expect(errors).toEqual([]);
  });

  test('at load it is refused too, and the default is computed', async ({ page }) => {
    await page.goto(`${PAGE.en}#convolution?stride=banana`);
    await expect(widget(page).locator('[data-error="hash"]')).toContainText(
      '“banana” in the stride is not a number',
    );
    await ready(page);
    expect((await read(page)).values).toEqual(WORKED);
  });
});

test('a bad value in a control is told beside it', async ({ page }) => {
  await page.goto(PAGE.zh);
  const stride = widget(page).locator('[name="stride"]');
  await stride.fill('99');
  await stride.press('Tab');
  await expect(widget(page).locator('[data-error="stride"]')).toContainText('步幅要在 1 到 8 之间');
  await expect(stride).toHaveAttribute('aria-invalid', 'true');
  await ready(page);
  expect((await read(page)).values).toEqual(WORKED);
  await stride.fill('2');
  await expect(widget(page).locator('[data-error="stride"]')).toBeHidden();
  await expect(output(page)).toHaveAttribute('data-shape', '2,2,1');
});

test('by keyboard alone: type, walk, hear the arithmetic, step, change a parameter', async ({
  page,
}) => {
  await page.goto(PAGE.en);
  const active = () =>
    page.evaluate(() => {
      const cell = document.activeElement!.closest('td');
      return cell
        ? `${cell.closest('table')!.dataset.input ?? 'y'} ${cell.dataset.at}`
        : (document.activeElement as HTMLInputElement).name;
    });
  // Tab from the link before the widget's fields until the first cell of the input.
  await widget(page).locator('.w-scenes a').last().focus();
  await page.keyboard.press('Tab');
  expect(await active()).toBe('x 0,0,0');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowLeft');
  await expect.poll(active).toBe('x 0,1,0'); // kept until the code has come, then replayed
  await page.keyboard.type('5');
  await ready(page);
  await expect(output(page).locator('data').first()).toHaveAttribute('value', '6');

  for (let i = 0; i < 40 && (await active()) !== 'y 0,0,0'; i++) await page.keyboard.press('Tab');
  expect(await active()).toBe('y 0,0,0');
  await page.keyboard.press('ArrowRight');
  expect(await active()).toBe('y 0,0,1');
  await expect(widget(page).locator('[data-part="speech"]')).toHaveText(
    'row 1, column 2: 2×1 + 0×0 + 1×(−1) + 1×2 + 3×0 + 2×(−2) + 0×1 + 1×0 + 1×(−1) + 0 = −2',
  );
  for (let i = 0; i < 20 && (await active()) !== 'stride'; i++) await page.keyboard.press('Tab');
  expect(await active()).toBe('stride');
  await page.keyboard.type('3');
  await expect(output(page)).toHaveAttribute('data-shape', '1,1,1');
});

test('one more and one less: from a number, from a word, not beyond the ends', async ({ page }) => {
  await page.goto(`${PAGE.en}#convolution?padding=same`);
  await ready(page);
  const press = (key: string, which: number) =>
    settled(page, () => widget(page).locator(`.w-${key} .w-stepper button`).nth(which).click());
  const field = (key: string) => widget(page).locator(`[name="${key}"]`);
  await press('padding', 1);
  await expect(field('padding')).toHaveValue('2');
  await press('padding', 0);
  await press('padding', 0);
  await press('padding', 0);
  await expect(field('padding')).toHaveValue('0');
  await press('stride', 0);
  await expect(field('stride')).toHaveValue('1');
  await settled(page, () => field('stride').fill('2,3'));
  await press('stride', 1);
  await expect(field('stride')).toHaveValue('3,4');
});

test('a cell of a preset, and of the second filter, can be typed over', async ({ page }) => {
  await page.goto(`${PAGE.en}#convolution?preset=sobel-x`);
  await ready(page);
  const cells = widget(page).locator('[data-input="kernel"] input');
  await settled(page, () => cells.first().fill('5'));
  await ready(page);
  await expect(page).toHaveURL(/kernel=5,0,1;-2,0,2;-1,0,1/);
  expect(page.url()).not.toContain('preset');
  await expect(widget(page).locator('[name="preset"]')).toHaveValue('');

  await setHash(page, '#convolution?input=1,2;3,4|5,6;7,8&kernel=1|2/3|4');
  await widget(page).locator('[data-layer="y output"]').selectOption({ value: '1' });
  await expect(cells.last()).toHaveValue('4');
  await widget(page).locator('[data-input="x"] td').first().hover();
  await expect(cells.last(), 'an input cell does not change the filter').toHaveValue('4');
  await settled(page, () => cells.last().fill('9'));
  await ready(page);
  await expect(page).toHaveURL(/kernel=1\|2\/3\|9/);
  expect((await read(page)).values).toEqual([11, 48, 14, 60, 17, 72, 20, 84]);
});

test('another picture takes groups, channels and filters along', async ({ page }) => {
  await page.goto(`${PAGE.en}#convolution?scene=rgb`);
  await ready(page);
  const choose = (id: string) =>
    settled(page, () => widget(page).locator('[name="image"]').selectOption(id));
  await choose('coins');
  await ready(page);
  await expect(widget(page).locator('[data-error="image"]')).toBeHidden();
  expect((await read(page)).shape).toBe('127,127,2');
  await setHash(page, '#convolution?scene=depthwise');
  await choose('digit-3');
  await ready(page);
  expect((await read(page)).shape).toBe('26,26,3');
  await choose('draw');
  await ready(page);
  expect((await read(page)).shape).toBe('26,26,3');
  await choose('');
  await ready(page);
  expect((await read(page)).shape).toBe('3,3,3');
});

test('looking back: an input cell names the outputs it feeds', async ({ page }) => {
  await page.goto(PAGE.en);
  await widget(page).locator('[data-input="x"] td').nth(12).hover();
  await expect(widget(page).locator('[data-part="formula"]')).toHaveText(
    'Input row 3, column 3 (value 1) contributes to 9 output cells',
  );
  await expect(output(page).locator('td.at')).toHaveCount(9);
});

test('padded zeros are shown as such and enter the sum', async ({ page }) => {
  await page.goto(`${PAGE.en}#convolution?padding=1`);
  await ready(page);
  await expect(widget(page).locator('[data-input="x"] td.pad')).toHaveCount(24);
  await expect(widget(page).locator('[data-part="formula"] .term.pad')).toHaveCount(5);
  expect((await read(page)).shape).toBe('5,5,1');
});

test('a guess is marked, and the output covered until then', async ({ page }) => {
  await page.goto(PAGE.en);
  await widget(page).getByText('Predict first').click();
  await expect(output(page)).toBeHidden();
  const fields = widget(page).locator('[data-part="predict"] input');
  await fields.nth(0).fill('4');
  await fields.nth(1).fill('3');
  await widget(page).getByRole('button', { name: 'Check' }).click();
  await expect(widget(page).locator('[data-part="verdict"]')).toContainText('it is 3×3');
  await expect(output(page)).toBeVisible();
  await settled(page, () => widget(page).locator('[name="stride"]').fill('2'));
  await expect(output(page)).toBeHidden();
  await fields.nth(0).fill('2');
  await fields.nth(1).fill('2');
  await widget(page).getByRole('button', { name: 'Check' }).click();
  await expect(widget(page).locator('[data-part="verdict"]')).toHaveText('Right: 2×2.');
});

test('TensorFlow SAME and PyTorch padding part where they part', async ({ page }) => {
  await page.goto(
    `${PAGE.en}#convolution?padding=same&stride=2&input=1,2,3,4;5,6,7,8;9,10,11,12;13,14,15,16`,
  );
  await ready(page);
  await widget(page).getByLabel('Mark the cells that PyTorch').check();
  await expect(widget(page).locator('[data-part="convention-verdict"]')).toContainText(
    'differs in 4 of 4 cells',
  );
  await expect(output(page).locator('td.differs')).toHaveCount(4);
  await setHash(page, '#convolution?padding=same');
  await expect(widget(page).locator('[data-part="convention-verdict"]')).toContainText(
    'gives the same 25 cells',
  );
});

test('the code twin follows the state', async ({ page }) => {
  await page.goto(PAGE.en);
  await widget(page).getByText('The same computation as code').click();
  await widget(page).getByRole('tab', { name: 'PyTorch' }).click();
  const code = widget(page).locator('[data-part="code"]');
  await expect(code).toContainText('stride=(1, 1)');
  await settled(page, () => widget(page).locator('[name="stride"]').fill('2'));
  await expect(code).toContainText('stride=(2, 2)');
});

test('a drawing by key, and a picture of one’s own that stays here', async ({ page }) => {
  await page.goto(PAGE.en);
  await widget(page).locator('[name="image"]').selectOption('draw');
  await ready(page);
  const map = widget(page).locator('[data-map="input"]');
  await map.focus();
  for (const key of ['ArrowDown', 'ArrowDown', 'ArrowRight', ' ']) await page.keyboard.press(key);
  await expect.poll(() => page.url()).toContain('255');
  await ready(page);
  expect(Math.max(...(await read(page)).values.map(Math.abs))).toBe(510);

  const sent: string[] = [];
  page.on('request', (request) => sent.push(request.method()));
  const png = await page.evaluate(async () => {
    const canvas = new OffscreenCanvas(300, 150);
    canvas.getContext('2d')!.fillRect(0, 0, 300, 150);
    const bytes = new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer());
    return [...bytes];
  });
  await settled(page, () =>
    widget(page)
      .locator('input[type="file"]')
      .setInputFiles({ name: 'own.png', mimeType: 'image/png', buffer: Buffer.from(png) }),
  );
  await ready(page);
  await expect(output(page)).toHaveAttribute('data-shape', '126,254,1');
  expect(sent.every((method) => method === 'GET')).toBe(true);
  await widget(page)
    .locator('input[type="file"]')
    .setInputFiles({ name: 'no.png', mimeType: 'image/png', buffer: Buffer.from('no picture') });
  await expect(widget(page).locator('[data-error="image"]')).toContainText('not a picture');
  await expect(output(page)).toHaveAttribute('data-shape', '126,254,1');
});

test('pointing at a picture shows its numbers; a pointer draws', async ({ page }) => {
  await page.goto(`${PAGE.en}#convolution?image=digit-3&preset=sobel-x`);
  await ready(page);
  const map = widget(page).locator('[data-map="output"]');
  await map.hover({ position: { x: 100, y: 100 } });
  const text = await widget(page).locator('[data-part="formula"]').textContent();
  const [, row, col] = /row (\d+), column (\d+)/.exec(text!)!.map(Number);
  const { values } = await read(page);
  const shown = await widget(page).locator('[data-part="formula"] b').textContent();
  expect(Number(shown!.replace('−', '-'))).toBe(values[(row - 1) * 26 + col - 1]);
  await expect(widget(page).locator('[data-part="window"] td')).toHaveCount(9);

  await widget(page).locator('[name="image"]').selectOption('draw');
  await ready(page);
  await expect.poll(async () => Math.max(...(await read(page)).values)).toBe(0);
  const box = (await widget(page).locator('[data-map="input"]').boundingBox())!;
  await page.mouse.move(box.x + box.width * 0.5, box.y + box.height * 0.2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.5, box.y + box.height * 0.8);
  await page.mouse.up();
  // A straight vertical stroke: strong on both sides, and opposite.
  await expect.poll(async () => Math.max(...(await read(page)).values)).toBe(1020);
  await expect.poll(async () => Math.min(...(await read(page)).values)).toBe(-1020);
});

test('the language switch keeps the state', async ({ page }) => {
  await page.goto(`${PAGE.zh}#convolution?stride=2`);
  await ready(page);
  await page.getByRole('link', { name: 'English', exact: true }).first().click();
  await expect(page).toHaveURL(/\/en\/concepts\/convolution\/#convolution\?stride=2/);
  await ready(page);
  expect((await read(page)).shape).toBe('2,2,1');
});

for (const scheme of ['light', 'dark'] as const) {
  test(`at 390 px nothing scrolls sideways (${scheme})`, async ({ browser, baseURL }) => {
    const context = await browser.newContext({
      viewport: { width: 390, height: 844 },
      colorScheme: scheme,
      baseURL,
    });
    const page = await context.newPage();
    for (const scene of ['', 'rgb', 'depthwise', 'stride-remainder', 'same-padding', 'sobel-x']) {
      await page.goto('about:blank');
      await page.goto(`${PAGE.zh}${scene ? `#convolution?scene=${scene}` : ''}`);
      if (scene) await ready(page);
      const [content, window] = await page.evaluate(() => [
        document.documentElement.scrollWidth,
        innerWidth,
      ]);
      expect(content, scene).toBeLessThanOrEqual(window);
    }
    const small = await widget(page).evaluate((root) =>
      [...root.querySelectorAll<HTMLElement>('button, select, input, summary, .w-scenes a')]
        .filter((element) => element.checkVisibility())
        .map((element) => ({
          name: element.outerHTML.slice(0, 60),
          box: element.getBoundingClientRect(),
        }))
        .filter(({ box }) => box.width < 24 || box.height < 24)
        .map(({ name }) => name),
    );
    expect(small, 'targets of at least 24 px').toEqual([]);
  });
}

test.describe('when the engine does not come', () => {
  // In the headless shell the second try does not succeed after the network is back.
  test(
    'offline: said so, numbers from float64, and a second try works',
    { tag: '@window' },
    async ({ page, context }) => {
      await page.goto(PAGE.en);
      await output(page).locator('td').first().hover();
      await expect(widget(page).locator('[data-part="formula"] b')).toHaveText('−4');
      await page.route(/\/_astro\/(ops|dist|backend)/, (route) =>
        route.abort('internetdisconnected'),
      );
      await context.setOffline(true);
      await output(page).locator('td').first().click();
      await expect(widget(page)).toHaveAttribute('data-state', 'error');
      await expect(widget(page).locator('[data-part="message"]')).toContainText('No network');
      expect((await read(page)).values).toEqual(WORKED);

      await context.setOffline(false);
      await page.unroute(/\/_astro\/(ops|dist|backend)/);
      await output(page).locator('td').nth(1).click();
      await ready(page);
      await expect(widget(page).locator('[data-part="message"]')).toBeHidden();
      await expect(widget(page).locator('[data-proof]')).toHaveAttribute('data-max-error', '0');
    },
  );

  test('corrupt: told apart from offline', async ({ page }) => {
    await page.route(/\/_astro\/backend/, (route) =>
      route.fulfill({ contentType: 'text/javascript', body: 'export const = ;' }),
    );
    await page.goto(`${PAGE.en}#convolution?stride=2`);
    await expect(widget(page)).toHaveAttribute('data-state', 'error');
    await expect(widget(page).locator('[data-part="message"]')).toContainText('damaged');
    expect((await read(page)).values).toEqual([-4, 2, -2, 2]);
  });

  test('a WASM file that is none falls back to another backend', async ({ page }) => {
    await page.route(/\.wasm$/, (route) =>
      route.fulfill({ contentType: 'application/wasm', body: '<html>' }),
    );
    await page.goto(`${PAGE.en}?backend=wasm#convolution?stride=2`);
    await ready(page);
    await expect(widget(page)).toHaveAttribute('data-backend', /webgl|cpu/);
    await expect(widget(page).locator('[data-proof]')).toContainText('not available here');
    expect((await read(page)).values).toEqual([-4, 2, -2, 2]);
  });
});
