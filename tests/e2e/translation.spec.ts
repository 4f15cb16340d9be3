/** The translation widget as a reader meets it, and on WebGL. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test, type Locator, type Page } from '@playwright/test';
import { combinations } from '../widgets/translation/combinations.ts';
import { errorsOf, reference } from '../../src/components/widgets/translation/reference.ts';
import { DEFAULTS, KEYS, texts } from '../../src/components/widgets/translation/state.ts';
import type { Outputs } from '../../src/components/widgets/toolkit/kind.ts';
import { queryText, withoutDefaults } from '../../src/components/widgets/toolkit/query.ts';
import { magnitude } from '../../src/components/widgets/toolkit/text.ts';

const PAGE = {
  zh: '/zh/concepts/translation-equivariance/',
  en: '/en/concepts/translation-equivariance/',
};
const widget = (page: Page): Locator => page.locator('[data-widget="translation"]');
const part = (page: Page, name: string): Locator => widget(page).locator(`[data-part="${name}"]`);
const scalar = (page: Page, name: string): Locator =>
  widget(page).locator(`data[data-output="${name}"]`);

/** A vertical bar on 8×8. */
const BAR = `input=${Array(8).fill('0,0,0,6,0,0,0,0').join(';')}`;

const axePath = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** What axe finds in the widget. */
async function axe(page: Page): Promise<string[]> {
  await page.evaluate(readFileSync(axePath, 'utf8'));
  return page.evaluate(async () => {
    interface Found {
      violations: { id: string; nodes: { html: string }[] }[];
    }
    const { axe } = window as unknown as { axe: { run(on: string): Promise<Found> } };
    const { violations } = await axe.run('[data-widget="translation"]');
    return violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`);
  });
}

async function ready(page: Page): Promise<void> {
  await expect(widget(page)).toHaveAttribute('data-state', 'ready', { timeout: 30_000 });
}

const errors = async (page: Page): Promise<number[]> => [
  Number(await scalar(page, 'equivarianceError').getAttribute('value')),
  Number(await scalar(page, 'invarianceError').getAttribute('value')),
];

/** Sets hashes one after the other and reads what the widget has settled on. */
function ask(page: Page, hashes: string[]) {
  return page.evaluate(async (list) => {
    const root = document.querySelector<HTMLElement>('[data-widget="translation"]')!;
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
      location.hash = `#translation?${text}`;
      await done;
      const table = root.querySelector<HTMLElement>('table[data-output="y"]')!;
      const proof = root.querySelector<HTMLElement>('[data-proof]')!;
      const value = (name: string) =>
        Number(root.querySelector<HTMLDataElement>(`data[data-output="${name}"]`)!.value);
      answers.push({
        backend: root.dataset.backend!,
        shape: table.dataset.shape!,
        values: [...table.querySelectorAll('data')].map((cell) => Number(cell.value)),
        equivariance: value('equivarianceError'),
        invariance: value('invarianceError'),
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
    test(`the ${lang} page shows six maps, both errors and a sum that adds up`, async ({
      page,
    }) => {
      await page.goto(PAGE[lang]);
      await expect(widget(page)).toHaveAttribute('data-state', 'static');
      await expect(widget(page).locator('[data-map] img')).toHaveCount(6);
      const image = widget(page).locator('[data-map="difference"] img');
      await image.scrollIntoViewIfNeeded();
      await expect.poll(() => image.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBe(14);
      const [equivariance, invariance] = await errors(page);
      expect(equivariance).toBeGreaterThan(0.1);
      expect(invariance).toBeGreaterThan(equivariance);
      const text = (await part(page, 'formula').textContent())!.replaceAll('−', '-');
      const [, a, b, d] = / = \(?([\d.]+)\)? - \(?([\d.]+)\)? [=≈] (-?[\d.]+)/.exec(text)!;
      expect(Number(a) - Number(b)).toBeCloseTo(Number(d), 4);
      await expect(widget(page).locator('table[data-output="y"] data')).toHaveCount(196);
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
    .locator('[data-map="tx"]')
    .hover({ position: { x: 60, y: 60 } });
  await expect(part(page, 'formula')).toContainText('Tx = ');
  expect(asked.filter((url) => /backend-|\.wasm/.test(url))).toEqual([]);
  await widget(page).locator('[data-map="y"]').click();
  await ready(page);
  expect(asked.some((url) => /backend-|\.wasm/.test(url))).toBe(true);
  expect(asked.every((url) => url.startsWith('http://localhost'))).toBe(true);
});

test('what the page claims: 0 at multiples of the stride, not between, 0 for symmetric turns', async ({
  page,
}) => {
  await page.goto(PAGE.en);
  for (const [scene, zero] of [
    ['shift-one', false],
    ['shift-stride', true],
    ['conv', true],
    ['rotate-90', false],
    ['rotate-symmetric', true],
    ['scale', false],
    ['blurpool', false],
    ['deep', false],
  ] as const) {
    await widget(page).locator(`[data-scene="${scene}"]`).click();
    await expect(page).toHaveURL(new RegExp(`scene=${scene}$`));
    await expect
      .poll(async () => ((await errors(page))[0] === 0) === zero, { message: scene })
      .toBe(true);
    await ready(page);
    expect((await errors(page))[0] === 0, scene).toBe(zero);
    expect((await errors(page))[1], scene).toBeGreaterThan(0);
  }
});

test('a change gives the right numbers, the proof, a link that restores it, and a reset', async ({
  page,
}) => {
  await page.goto(`${PAGE.en}#translation?${BAR}&shift=2`);
  await ready(page);
  const table = widget(page).locator('table[data-output="y"]');
  await expect(table).toHaveAttribute('data-shape', '4,4,1');
  const row = async () =>
    (await table.locator('data').evaluateAll((cells) => cells.map((c) => Number((c as HTMLDataElement).value)))) // prettier-ignore
      .slice(4, 8);
  await widget(page).getByText('Every number of the output').click();
  expect(await row()).toEqual([0, 0, 24, 0]);
  await expect(scalar(page, 'equivarianceError')).toHaveAttribute('value', '0');
  const proof = widget(page).locator('[data-proof]');
  await expect(proof).toHaveAttribute('data-max-error', '0');
  await expect(proof).toHaveAttribute('data-cells', String(64 + 4 * 16));
  await widget(page).getByRole('button', { name: 'Shift (pixels) one less' }).click();
  await expect.poll(row).toEqual([0, 24, 0, 0]);
  await expect.poll(() => page.url()).not.toContain('shift=');
  await ask(page, [`${BAR}&shift=8`]);
  await expect(scalar(page, 'equivarianceError')).toHaveAttribute('value', 'NaN');
  await expect(part(page, 'errors')).toContainText('No cell is far enough');
  await ask(page, [`${BAR}&shift=1`]);
  await widget(page).locator('select[name="stack"]').selectOption('conv');
  await expect(table).toHaveAttribute('data-shape', '8,8,1');
  await expect.poll(() => page.url()).toContain('stack=conv');
  await ready(page);
  expect((await errors(page))[0]).toBe(0);
  const link = page.url();
  await page.goto('about:blank');
  await page.goto(link);
  await ready(page);
  await expect(table).toHaveAttribute('data-shape', '8,8,1');
  await widget(page).getByRole('button', { name: '90°', exact: true }).click();
  await expect.poll(() => page.url()).toContain('rotate=90');
  await widget(page).getByRole('button', { name: 'Reset' }).click();
  await expect(table).toHaveAttribute('data-shape', '14,14,1');
  expect(page.url()).not.toContain('#');
});

for (const [hash, words] of [
  ['shift=9', '平移要在 -8 到 8 之间'],
  ['shift=0.5', '平移要填整数'],
  ['rotate=NaN', '旋转里的“NaN”不是数'],
  ['scale=0', '缩放要在 0.5 到 2 之间'],
  ['stack=%3Cimg%20src=x%20onerror=alert(1)%3E', '层不能是'],
  ['input=1,2;3,4', '输入至少要有 8×8，却是 2×2'],
  ['colour=1', '不认识参数“colour”'],
]) {
  test(`${hash} is refused in words, and the last good state stays`, async ({ page }) => {
    const failed: string[] = [];
    page.on('pageerror', (error) => failed.push(error.message));
    await page.goto(`${PAGE.zh}#translation?shift=2`);
    await ready(page);
    expect((await errors(page))[0]).toBe(0);
    await page.evaluate((text) => void (location.hash = text), `#translation?${hash}`);
    await expect(widget(page).locator('[data-error="hash"]')).toContainText(words);
    expect((await errors(page))[0]).toBe(0);
    expect(await page.locator('img[src="x"]').count()).toBe(0);
    expect(failed).toEqual([]);
  });
}

test('by keyboard alone: walk a map, hear the sum, change the shift', async ({ page }) => {
  await page.goto(PAGE.en);
  await widget(page).locator('[data-map="difference"]').focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowDown');
  await expect(part(page, 'speech')).toContainText('F(Tx) − T′F(x) = ');
  await ready(page);
  const active = () => page.evaluate(() => (document.activeElement as HTMLInputElement).name);
  for (let i = 0; i < 40 && (await active()) !== 'shift'; i++) await page.keyboard.press('Tab');
  expect(await active()).toBe('shift');
  await page.keyboard.type('2');
  await expect.poll(async () => (await errors(page))[0]).toBe(0);
  await page.keyboard.type('x');
  await page.keyboard.press('Tab');
  await expect(widget(page).locator('[data-error="shift"]')).toContainText('“2x”');
});

test('predict first: the other way is covered until the guess is marked', async ({ page }) => {
  await page.goto(PAGE.en);
  await widget(page).getByText('Predict first').click();
  await expect(widget(page).locator('[data-map="y"]')).toBeHidden();
  await expect(scalar(page, 'equivarianceError')).toBeHidden();
  await expect(widget(page).locator('[data-map="tx"]')).toBeVisible();
  await part(page, 'predict').locator('select').selectOption('zero');
  await widget(page).getByRole('button', { name: 'Check' }).click();
  await expect(part(page, 'verdict')).toContainText('Not so: the error is ≈');
  await expect(widget(page).locator('[data-map="y"]')).toBeVisible();
  await widget(page).locator('[name="shift"]').fill('2');
  await expect(widget(page).locator('[data-map="y"]')).toBeHidden();
  await widget(page).getByRole('button', { name: 'Check' }).click();
  await expect(part(page, 'verdict')).toHaveText('Right: the error is 0.');
});

test('the code twin follows the state', async ({ page }) => {
  await page.goto(PAGE.en);
  await widget(page).getByText('The same computation as code').click();
  await widget(page).getByRole('tab', { name: 'PyTorch' }).click();
  await expect(part(page, 'code')).toContainText('F.max_pool2d(x, 2)');
  await widget(page).locator('select[name="stack"]').selectOption('conv-blurpool');
  await expect(part(page, 'code')).toContainText('/ 16, stride=2');
});

test('a drawing and a picture of one’s own, cut to a square', async ({ page }) => {
  await page.goto(PAGE.en);
  await widget(page).locator('[name="image"]').selectOption('draw');
  await ready(page);
  const map = widget(page).locator('[data-map="x"]');
  await map.scrollIntoViewIfNeeded();
  const box = (await map.boundingBox())!;
  await page.mouse.move(box.x + box.width * 0.4, box.y + box.height * 0.2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.4, box.y + box.height * 0.8);
  await page.mouse.up();
  await expect.poll(async () => (await errors(page))[1]).toBeGreaterThan(0);
  const png = await page.evaluate(async () => {
    const canvas = new OffscreenCanvas(50, 33);
    const context = canvas.getContext('2d')!;
    context.fillRect(0, 0, 50, 33);
    context.fillStyle = '#fff';
    context.fillRect(20, 10, 9, 9);
    return [...new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer())];
  });
  const sent: string[] = [];
  page.on('request', (request) => sent.push(request.method()));
  await widget(page)
    .locator('input[type="file"]')
    .setInputFiles({ name: 'own.png', mimeType: 'image/png', buffer: Buffer.from(png) });
  await expect(widget(page).locator('table[data-output="y"]')).toHaveAttribute('data-shape', '16,16,1'); // prettier-ignore
  await expect(widget(page).locator('[name="image"]')).toHaveValue('own');
  expect(sent.every((method) => method === 'GET')).toBe(true);
  await expect(widget(page).getByRole('button', { name: 'Take a picture' })).toBeVisible();
});

test('at 390 px nothing scrolls sideways and targets are large enough; axe finds nothing', async ({
  browser,
  baseURL,
}) => {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, baseURL });
  const page = await context.newPage();
  for (const scene of ['', 'deep', 'rotate-90']) {
    await page.goto('about:blank');
    await page.goto(`${PAGE.zh}${scene ? `#translation?scene=${scene}` : ''}`);
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

  test('48 combinations: shapes equal, whole numbers exact, errors as in float64', async ({
    page,
  }) => {
    test.setTimeout(120_000);
    await page.goto(WEBGL);
    await ready(page);
    const all = combinations(48, 11);
    const answers = await ask(page, all.map(({ state }) => queryText(withoutDefaults(texts(state), DEFAULTS), KEYS))); // prettier-ignore
    answers.forEach((answer, i) => {
      const { state, query } = all[i];
      const expected = reference(state, undefined, async () => true) as Outputs;
      const about = JSON.stringify(query);
      const { y, tx, fx } = expected;
      const whole = tx.data.every(Number.isInteger) && y.data.every(Number.isInteger);
      const size = Math.max(...[tx, fx, y].map(({ data }) => magnitude(data)));
      const allowed = 3e-7 * 16 * Math.max(1, size);
      const worst = answer.values.reduce((w, v, k) => Math.max(w, Math.abs(v - y.data[k])), 0);
      expect(answer.backend).toBe('webgl');
      expect(answer.shape, about).toBe(y.shape.join(','));
      expect(answer.values.length, about).toBe(y.data.length);
      expect(worst, about).toBeLessThanOrEqual(whole ? 0 : allowed);
      expect(answer.error, about).toBeGreaterThanOrEqual(worst - 1e-9);
      expect(answer.error, about).toBeLessThanOrEqual(allowed);
      expect(answer.tensors).toBe(0);
      const { equivariance, invariance } = errorsOf(expected);
      if (equivariance === 0) expect(answer.equivariance, about).toBe(0);
      else if (Number.isFinite(equivariance)) {
        expect(answer.equivariance, about).toBeCloseTo(equivariance, 4);
        expect(answer.invariance, about).toBeCloseTo(invariance, 4);
      }
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
    await ask(page, ['shift=3']);
    const before = [await memory(page), await textures()];
    const stacks = ['conv', 'conv-pool', 'conv-blurpool', 'conv-pool-conv-pool', 'symmetric-pool'];
    const answers = await ask(
      page,
      Array.from({ length: 100 }, (_, i) =>
        [
          i % 11 === 0 ? 'image=coins' : '',
          `shift=${(i % 9) - 4},${i % 3}`,
          `stack=${stacks[i % 5]}`,
          i % 4 === 0 ? `rotate=${i - 50}` : '',
          i % 7 === 0 ? 'scale=1.25' : '',
        ]
          .filter(Boolean)
          .join('&'),
      ),
    );
    expect(answers.every(({ backend, error }) => backend === 'webgl' && error < 0.05)).toBe(true);
    expect([await memory(page), await textures()]).toEqual(before);
    expect(before[0]).toBe(0);

    expect(await page.evaluate(() => window.__rf.loseContext())).toBe(true);
    const [answer] = await ask(page, ['shift=4']);
    expect(answer).toMatchObject({ backend: 'webgl', tensors: 0, equivariance: 0, error: 0 });
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
  await page.goto(`${PAGE.en}#translation?shift=2`);
  await ready(page);
  await expect(widget(page)).toHaveAttribute('data-backend', /wasm|cpu/);
  await expect(widget(page).locator('[data-proof]')).toContainText('no usable WebGL');
  for (const backend of ['cpu', 'wasm']) {
    await widget(page).locator('[name="backend"]').selectOption(backend);
    await expect(widget(page)).toHaveAttribute('data-backend', backend, { timeout: 30_000 });
    await ready(page);
    const stacks = ['conv-blurpool', 'conv-pool-conv-pool'];
    const answers = await ask(page, stacks.map((stack) => `shift=4&stack=${stack}${backend === 'cpu' ? '' : '&rotate=180'}`)); // prettier-ignore
    for (const { error } of answers) expect(error).toBe(0);
  }
});
