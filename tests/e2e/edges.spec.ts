/** The edges widget as a reader meets it, and on WebGL. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test, type Locator, type Page } from '@playwright/test';
import { combinations } from '../widgets/edges/combinations.ts';
import { reference } from '../../src/components/widgets/edges/reference.ts';
import { DEFAULTS, KEYS, texts } from '../../src/components/widgets/edges/state.ts';
import type { Outputs } from '../../src/components/widgets/toolkit/kind.ts';
import { queryText, withoutDefaults } from '../../src/components/widgets/toolkit/query.ts';
import { magnitude } from '../../src/components/widgets/toolkit/text.ts';

/** The page has the scene `canny`. */
const PAGE = { zh: '/zh/concepts/edge-detection/', en: '/en/concepts/edge-detection/' };
const widget = (page: Page): Locator => page.locator('[data-widget="edges"]');
const output = (page: Page): Locator => widget(page).locator('table[data-output="y"]');
const part = (page: Page, name: string): Locator => widget(page).locator(`[data-part="${name}"]`);

/** A bright square in the lower right corner: whole numbers by hand. */
const CORNER = 'input=0,0,0,0;0,0,0,0;0,0,8,8;0,0,8,8';

const axePath = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** What axe finds in the widget. */
async function axe(page: Page): Promise<string[]> {
  await page.evaluate(readFileSync(axePath, 'utf8'));
  return page.evaluate(async () => {
    interface Found {
      violations: { id: string; nodes: { html: string }[] }[];
    }
    const { axe } = window as unknown as { axe: { run(on: string): Promise<Found> } };
    const { violations } = await axe.run('[data-widget="edges"]');
    return violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`);
  });
}

async function read(page: Page): Promise<{ shape: string; values: number[] }> {
  return output(page).evaluate((table: HTMLElement) => ({
    shape: table.dataset.shape!,
    values: [...table.querySelectorAll('data')].map((cell) => Number(cell.value)),
  }));
}

async function ready(page: Page): Promise<void> {
  await expect(widget(page)).toHaveAttribute('data-state', 'ready', { timeout: 30_000 });
}

/** Sets hashes one after the other and reads what the widget has settled on. */
function ask(page: Page, hashes: string[]) {
  return page.evaluate(async (list) => {
    const root = document.querySelector<HTMLElement>('[data-widget="edges"]')!;
    const answers = [];
    for (const text of list) {
      const done = new Promise((resolve) => {
        const check = () => {
          if (/busy|loading/.test(root.dataset.state!)) return;
          root.removeEventListener('widget:settled', check);
          resolve(undefined);
        };
        root.addEventListener('widget:settled', check);
      });
      location.hash = `#edges?${text}`;
      await done;
      const table = root.querySelector<HTMLElement>('table[data-output="y"]')!;
      const proof = root.querySelector<HTMLElement>('[data-proof]')!;
      answers.push({
        backend: root.dataset.backend!,
        shape: table.dataset.shape!,
        values: [...table.querySelectorAll('data')].map((cell) => Number(cell.value)),
        error: Number(proof.dataset.maxError),
        cells: Number(proof.dataset.cells),
        tensors: Number(root.dataset.tensors),
      });
    }
    return answers;
  }, hashes);
}

test.describe('before any script', () => {
  test.use({ javaScriptEnabled: false });
  for (const lang of ['zh', 'en'] as const) {
    test(`the ${lang} page shows picture, window, arrow and sums that add up`, async ({ page }) => {
      await page.goto(PAGE[lang]);
      await expect(widget(page)).toHaveAttribute('data-state', 'static');
      await expect(output(page)).toHaveAttribute('data-shape', '128,128,1');
      for (const map of ['x', 'y']) {
        const image = widget(page).locator(`[data-map="${map}"] img`);
        await expect(image).toBeVisible();
        await image.scrollIntoViewIfNeeded();
        await expect
          .poll(() => image.evaluate((img: HTMLImageElement) => img.naturalWidth))
          .toBe(128);
      }
      const text = (await part(page, 'formula').textContent())!.replaceAll('−', '-');
      const [, gx, gy, length] = /√\(\(?([-\d.]+)\)?² \+ \(?([-\d.]+)\)?²\) ≈ ([\d.]+)/
        .exec(text)!
        .map(Number);
      expect(Math.hypot(gx, gy)).toBeCloseTo(length, 2);
      expect(length).toBeGreaterThan(150);
      expect(text).toContain(lang === 'zh' ? '是边缘' : 'an edge');
      await expect(widget(page).locator('.w-arrow .shaft')).toHaveCount(1);
      await expect(widget(page).getByRole('button').first()).toBeHidden();
    });
  }
});

test('nothing is loaded before interest; looking takes no TensorFlow.js', async ({ page }) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.goto(PAGE.zh, { waitUntil: 'networkidle' });
  await widget(page).scrollIntoViewIfNeeded();
  await page.waitForTimeout(400);
  const late = /tfjs|ops\.|backend-|\.wasm|live\.|pictures\//;
  expect(asked.filter((url) => late.test(url))).toEqual([]);
  await widget(page)
    .locator('[data-map="y"]')
    .hover({ position: { x: 40, y: 40 } });
  await expect(part(page, 'formula')).not.toContainText('第 24 行第 4 列');
  expect(asked.filter((url) => /backend-|\.wasm/.test(url))).toEqual([]);
  await widget(page).locator('[data-map="y"]').click();
  await ready(page);
  expect(asked.some((url) => /backend-|\.wasm/.test(url))).toBe(true);
  expect(asked.every((url) => url.startsWith('http://localhost'))).toBe(true);
});

test('a change gives the right numbers, the proof, a link that restores it, and a reset', async ({
  page,
}) => {
  await page.goto(`${PAGE.en}#edges?${CORNER}&op=prewitt&stage=gx`);
  await ready(page);
  expect(await read(page)).toEqual({
    shape: '4,4,1',
    values: [0, 0, 0, 0, 0, 8, 8, 0, 0, 16, 16, 0, 0, 24, 24, 0],
  });
  const proof = widget(page).locator('[data-proof]');
  await expect(proof).toHaveAttribute('data-max-error', /^(0|\d\.\d*e-[67])/);
  await expect(proof).toHaveAttribute('data-cells', '48');
  await widget(page).locator('select[name="op"]').selectOption('sobel');
  await expect.poll(() => page.url()).toMatch(/#edges\?input=0,0,0,0;0,0,0,0;0,0,8,8;0,0,8,8$/);
  await ready(page);
  const { values } = await read(page);
  expect(values[15]).toBe(0);
  expect(values[14]).toBe(32);
  expect(values[5]).toBeCloseTo(8 * Math.SQRT2, 5);

  await widget(page).locator('[data-input="x"] input').first().fill('80');
  await expect.poll(async () => (await read(page)).values[0]).toBeGreaterThan(100);
  await expect.poll(() => page.url()).toContain('input=80,0,0,0');
  const link = page.url();
  const before = await read(page);
  await page.goto('about:blank');
  await page.goto(link);
  await ready(page);
  expect(await read(page)).toEqual(before);

  await widget(page).getByRole('button', { name: 'Reset' }).click();
  await expect(output(page)).toHaveAttribute('data-shape', '128,128,1');
  await ready(page);
  expect(page.url()).not.toContain('#');
});

test('the steps of Canny, one after the other, on a picture', async ({ page }) => {
  await page.goto(`${PAGE.en}#edges?scene=canny`);
  await ready(page);
  const names = ['Smoothed', 'magnitude', 'direction', 'suppression', 'threshold', 'Hysteresis'];
  for (const name of names) {
    const button = part(page, 'steps').getByRole('button', { name });
    await button.click();
    await expect(button).toHaveAttribute('aria-pressed', 'true');
    await ready(page);
  }
  await widget(page).getByText('Every number of the output').click();
  await expect(output(page).locator('data')).toHaveCount(128 * 128);
  const { values } = await read(page);
  expect(new Set(values)).toEqual(new Set([0, 1]));
  const edges = values.filter((v) => v === 1).length;
  await expect(part(page, 'facts')).toContainText(`${edges} edge pixels`);
  // Lower thresholds keep more; a threshold pushes the other.
  await widget(page).locator('input[type="range"][name="high"]').fill('20');
  await expect(widget(page).locator('input[name="low"]').first()).toHaveValue('20');
  await ready(page);
  expect((await read(page)).values.filter((v) => v === 1).length).toBeGreaterThan(edges);
});

for (const [hash, words] of [
  ['sigma=-1', 'σ 的值要在 0 到 4 之间'],
  ['sigma=NaN', 'σ 的值里的“NaN”不是数'],
  ['op=%3Cimg%20src=x%20onerror=alert(1)%3E', '算子不能是'],
  ['stage=suppressed', '步骤不能是“suppressed”'],
  ['low=200&high=100', '低阈值（200）不能大于高阈值（100）'],
  ['op=log&sigma=0.1', 'σ 的值要在 0.5 到 4 之间'],
  ['colour=1', '不认识参数“colour”'],
  ['input=1,2;3', '各行'],
]) {
  test(`${hash} is refused in words, and the last good state stays`, async ({ page }) => {
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error.message));
    await page.goto(`${PAGE.zh}#edges?${CORNER}&stage=gx`);
    await ready(page);
    const before = await read(page);
    await page.evaluate((text) => void (location.hash = text), `#edges?${hash}`);
    await expect(widget(page).locator('[data-error="hash"]')).toContainText(words);
    expect(await read(page)).toEqual(before);
    expect(await page.locator('img[src="x"]').count()).toBe(0);
    expect(errors).toEqual([]);
  });
}

test('a bad value in a control is told beside it', async ({ page }) => {
  await page.goto(PAGE.zh);
  const sigma = widget(page).locator('input[name="sigma"]').nth(1);
  await sigma.fill('9');
  await sigma.press('Tab');
  await expect(widget(page).locator('[data-error="sigma"]')).toContainText(
    'σ 的值要在 0 到 4 之间',
  );
  await sigma.fill('1');
  await expect(widget(page).locator('[data-error="sigma"]')).toBeHidden();
});

test('by keyboard alone: walk the picture, hear the sum, change a cell and the operator', async ({
  page,
}) => {
  await page.goto(PAGE.en);
  const map = widget(page).locator('[data-map="y"]');
  await map.focus();
  await page.keyboard.press('ArrowRight');
  await expect(part(page, 'speech')).toContainText('row 24, column 5: |g| = ');
  await page.keyboard.press('ArrowDown');
  await expect(part(page, 'speech')).toContainText('row 25, column 5');
  await page.keyboard.press('Shift+ArrowRight');
  await expect(part(page, 'formula')).toContainText('row 25, column 13');
  await ready(page);
  await page.goto('about:blank');
  await page.goto(`${PAGE.en}#edges?${CORNER}`);
  await ready(page);
  await widget(page).locator('[data-input="x"] input').first().focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.type('5');
  await expect.poll(() => page.url()).toContain('input=0,5,0,0');
  await page.keyboard.press('Tab');
  const active = () => page.evaluate(() => (document.activeElement as HTMLInputElement).name);
  for (let i = 0; i < 40 && (await active()) !== 'op'; i++) await page.keyboard.press('Tab');
  expect(await active()).toBe('op');
  await page.keyboard.press('ArrowDown');
  await expect.poll(() => page.url()).toContain('op=prewitt');
});

test('predict first: the result is covered until the cell is typed', async ({ page }) => {
  await page.goto(`${PAGE.en}#edges?${CORNER}&stage=gx`);
  await ready(page);
  await widget(page).getByText('Predict first').click();
  await expect(output(page)).toBeHidden();
  await expect(part(page, 'formula')).toBeHidden();
  await expect(part(page, 'window').locator('table').first()).toBeVisible();
  await expect(part(page, 'ask')).toHaveText('row 2, column 2');
  const field = part(page, 'predict').locator('input');
  await field.fill('9');
  await widget(page).getByRole('button', { name: 'Check' }).click();
  await expect(part(page, 'verdict')).toHaveText('Not yet: you typed 9; row 2, column 2 is 8.');
  await expect(output(page)).toBeVisible();
  await widget(page).locator('select[name="op"]').selectOption('prewitt');
  await expect(output(page)).toBeHidden();
});

test('the code twin follows the state', async ({ page }) => {
  await page.goto(`${PAGE.en}#edges?${CORNER}`);
  await ready(page);
  await widget(page).getByText('The same computation as code').click();
  for (const [name, text] of [
    ['PyTorch', 'F.conv2d'],
    ['NumPy', 'np.einsum'],
    ['TensorFlow.js', 'tf.conv2d'],
  ]) {
    await widget(page).getByRole('tab', { name }).click();
    await expect(part(page, 'code')).toContainText(text);
  }
  await widget(page).locator('select[name="op"]').selectOption('canny');
  await expect(part(page, 'code')).toContainText('joined to strong ones');
});

test('the other border marks its cells', async ({ page }) => {
  await page.goto(`${PAGE.en}#edges?input=7,7,7,7;7,7,7,7;7,7,7,7;7,7,7,7`);
  await ready(page);
  await widget(page).getByLabel('Mark the pixels that differ').check();
  await expect(part(page, 'output')).toContainText('12 of 16 pixels differ');
  await expect(output(page).locator('td.differs')).toHaveCount(12);
});

test('a picture of one’s own: opened, drawn, refused; it stays here', async ({ page }) => {
  await page.goto(`${PAGE.en}#edges?scene=sobel`);
  await ready(page);
  const sent: string[] = [];
  page.on('request', (request) => sent.push(request.method()));
  const png = await page.evaluate(async () => {
    const canvas = new OffscreenCanvas(80, 40);
    const context = canvas.getContext('2d')!;
    context.fillRect(0, 0, 80, 40);
    context.fillStyle = '#fff';
    context.fillRect(40, 0, 40, 40);
    return [...new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer())];
  });
  const file = widget(page).locator('input[type="file"]');
  await file.setInputFiles({ name: 'own.png', mimeType: 'image/png', buffer: Buffer.from(png) });
  await expect(output(page)).toHaveAttribute('data-shape', '40,80,1');
  await ready(page);
  await widget(page).getByText('Every number of the output').click();
  expect(Math.max(...(await read(page)).values)).toBe(1020);
  await expect(widget(page).locator('[name="image"]')).toHaveValue('own');
  await widget(page).getByText('Every number of the output').click();
  await file.setInputFiles({ name: 'no.png', mimeType: 'image/png', buffer: Buffer.from('none') });
  await expect(widget(page).locator('[data-error="image"]')).toContainText('not a picture');
  expect(sent.every((method) => method === 'GET')).toBe(true);

  await widget(page).locator('[name="image"]').selectOption('draw');
  await expect(output(page)).toHaveAttribute('data-shape', '28,28,1');
  await widget(page).locator('[data-map="x"]').focus();
  for (const key of ['ArrowDown', 'ArrowDown', ' ']) await page.keyboard.press(key);
  // A dot on the left border, mirrored there: √(765² + 255²).
  await expect
    .poll(async () => Math.round(Math.max(...(await read(page)).values)))
    .toBe(Math.round(Math.hypot(765, 255)));
  await widget(page).locator('[name="image"]').selectOption('');
  await expect(output(page)).toHaveAttribute('data-shape', '6,6,1');
});

test('at 390 px nothing scrolls sideways and targets are large enough; axe finds nothing', async ({
  browser,
  baseURL,
}) => {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, baseURL });
  const page = await context.newPage();
  for (const scene of ['', 'canny', 'log', 'matrix']) {
    await page.goto('about:blank');
    await page.goto(`${PAGE.zh}${scene ? `#edges?scene=${scene}` : ''}`);
    if (scene) await ready(page);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(wide, scene).toBeLessThanOrEqual(0);
    expect(await axe(page), scene).toEqual([]);
  }
  const small = await widget(page).evaluate((root) =>
    [...root.querySelectorAll<HTMLElement>('button, select, input, summary, .w-scenes a')]
      .filter((element) => element.checkVisibility())
      .filter((element) => {
        const { width, height } = element.getBoundingClientRect();
        return width < 24 || height < 24;
      })
      .map((element) => element.outerHTML.slice(0, 80)),
  );
  expect(small).toEqual([]);
  await context.close();
});

test.describe('on WebGL', () => {
  const WEBGL = `${PAGE.en}?backend=webgl`;
  const memory = (page: Page) => page.evaluate(() => window.__rf.memory().numTensors);

  test('60 combinations: shapes equal, numbers close to float64, and the proof line true', async ({
    page,
  }) => {
    test.setTimeout(120_000);
    await page.goto(WEBGL);
    await ready(page);
    const all = combinations(60, 11);
    const answers = await ask(page, all.map(({ state }) => queryText(withoutDefaults(texts(state), DEFAULTS), KEYS))); // prettier-ignore
    answers.forEach((answer, i) => {
      const { state, query } = all[i];
      const { y } = reference(state, undefined, async () => true) as Outputs;
      const about = JSON.stringify(query);
      const rows = (state.source as { rows: number[][] }).rows.flat();
      const allowed = 3e-7 * Math.max(1, 32 * magnitude(rows));
      const worst = answer.values.reduce((w, v, k) => Math.max(w, Math.abs(v - y.data[k])), 0);
      expect(answer.backend).toBe('webgl');
      expect(answer.shape, about).toBe(y.shape.join(','));
      expect(answer.values.length, about).toBe(y.data.length);
      expect(worst, about).toBeLessThanOrEqual(allowed);
      expect(answer.error, about).toBeGreaterThanOrEqual(worst - 1e-9);
      expect(answer.error, about).toBeLessThanOrEqual(allowed);
      expect(answer.cells, about).toBeGreaterThan(0);
      expect(answer.tensors).toBe(0);
    });
  });

  test('100 interactions leave tensors and textures; a lost context is recovered', async ({
    page,
  }) => {
    test.setTimeout(120_000);
    await page.addInitScript(() => {
      const live = new Set<WebGLTexture>();
      const { createTexture, deleteTexture } = WebGL2RenderingContext.prototype;
      WebGL2RenderingContext.prototype.createTexture = function () {
        const texture = createTexture.call(this);
        live.add(texture);
        return texture;
      };
      WebGL2RenderingContext.prototype.deleteTexture = function (texture) {
        if (texture) live.delete(texture);
        deleteTexture.call(this, texture);
      };
      Object.assign(window, { liveTextures: () => live.size });
    });
    const textures = () =>
      page.evaluate(() => (window as unknown as { liveTextures(): number }).liveTextures());
    await page.goto(WEBGL);
    await ready(page);
    await ask(page, [`${CORNER}&sigma=1`]);
    const before = [await memory(page), await textures()];
    const answers = await ask(
      page,
      Array.from({ length: 100 }, (_, i) =>
        [
          i % 9 === 0 ? 'image=cat' : `input=${i},2,3,4;5,6,7,8;9,8,7,6`,
          `op=${['sobel', 'canny', 'laplacian', 'log', 'scharr'][i % 5]}`,
          `sigma=${1 + (i % 3) / 2}`,
          `border=${['reflect', 'nearest', 'zero'][i % 3]}`,
        ].join('&'),
      ),
    );
    expect(answers.every(({ backend, error }) => backend === 'webgl' && error < 0.01)).toBe(true);
    expect([await memory(page), await textures()]).toEqual(before);
    expect(before[0]).toBe(0);

    expect(await page.evaluate(() => window.__rf.loseContext())).toBe(true);
    const [answer] = await ask(page, [`${CORNER}&stage=gy`]);
    expect(answer).toMatchObject({ backend: 'webgl', tensors: 0, shape: '4,4,1' });
    expect(answer.values[5]).toBe(8);
    await expect(widget(page).locator('[data-proof]')).toContainText('was lost');
  });
});

test('without WebGL it runs elsewhere and says so', async ({ page }) => {
  await page.addInitScript(() => {
    const off = (prototype: { getContext: (...args: never[]) => unknown }) => {
      const { getContext } = prototype;
      prototype.getContext = function (this: unknown, ...args: never[]) {
        return /webgl/.test(args[0]) ? null : getContext.apply(this as never, args);
      };
    };
    off(HTMLCanvasElement.prototype);
    off(OffscreenCanvas.prototype);
  });
  await page.goto(`${PAGE.en}#edges?${CORNER}&sigma=1`);
  await ready(page);
  await expect(widget(page)).toHaveAttribute('data-backend', /wasm|cpu/);
  await expect(widget(page).locator('[data-proof]')).toContainText('no usable WebGL');
  for (const backend of ['cpu', 'wasm']) {
    await widget(page).locator('[name="backend"]').selectOption(backend);
    await expect(widget(page)).toHaveAttribute('data-backend', backend, { timeout: 30_000 });
    await ready(page);
    const [answer] = await ask(page, [`${CORNER}&op=scharr&sigma=${backend === 'cpu' ? 1 : 2}`]);
    expect(answer.error).toBeLessThan(1e-3);
  }
});
