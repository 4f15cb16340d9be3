/** The edges widget as a reader meets it, and on WebGL. */
import { expect, test, type Locator, type Page } from '@playwright/test';
import { combinations } from '../widgets/edges/combinations.ts';
import { KIND } from '../../src/components/widgets/edges/kind.ts';
import { SCENES } from '../../src/components/widgets/edges/scenes.ts';
import { magnitude } from '../../src/components/widgets/toolkit/text.ts';
import { gates, ready as readyOf, widgetOf } from './gates.ts';

const CONCEPT = 'edge-detection';
/** The page has the scene `canny`. */
const PAGE = { zh: `/zh/concepts/${CONCEPT}/`, en: `/en/concepts/${CONCEPT}/` };
const widget = (page: Page): Locator => widgetOf(page, 'edges');
const output = (page: Page): Locator => widget(page).locator('table[data-output="y"]');
const part = (page: Page, name: string): Locator => widget(page).locator(`[data-part="${name}"]`);
const ready = (page: Page): Promise<void> => readyOf(page, 'edges');

/** A bright square in the lower right corner: whole numbers by hand. */
const CORNER = 'input=0,0,0,0;0,0,0,0;0,0,8,8;0,0,8,8';

gates({
  kind: KIND,
  concept: CONCEPT,
  scenes: SCENES,
  shown: 'canny',
  queries: combinations(40, 11).map(({ query }) => query),
  tolerance: 3e-7,
  scale: ({ source }) => (source.kind === 'matrix' ? 32 * magnitude(source.rows.flat()) : 0),
  hostile: [
    ['sigma=-1', 'σ 的值要在 0 到 4 之间'],
    ['sigma=NaN', 'σ 的值里的“NaN”不是数'],
    ['op=%3Cimg%20src=x%20onerror=alert(1)%3E', '算子不能是'],
    ['stage=suppressed', '步骤不能是“suppressed”'],
    ['low=200&high=100', '低阈值（200）不能大于高阈值（100）'],
    ['op=log&sigma=0.1', 'σ 的值要在 0.5 到 4 之间'],
    ['input=1,2;3', '各行'],
  ],
  interactions: [
    'input=1,2,3,4;5,6,7,8;9,8,7,6&sigma=1',
    'input=7,2,3,4;5,6,7,8;9,8,7,6&op=canny&sigma=1.5&border=nearest',
    'image=cat&op=laplacian&sigma=2&border=zero',
    'op=log&sigma=1&input=3,2,3,4;5,6,7,8;9,8,7,6',
    'op=scharr&input=4,2,3,4;5,6,7,8;9,8,7,6&border=zero',
  ],
  looks: ['scene=canny', 'scene=log', 'scene=matrix'],
});

async function read(page: Page): Promise<{ shape: string; values: number[] }> {
  return output(page).evaluate((table: HTMLElement) => ({
    shape: table.dataset.shape!,
    values: [...table.querySelectorAll('data')].map((cell) => Number(cell.value)),
  }));
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

test('looking takes no TensorFlow.js', async ({ page }) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.goto(PAGE.zh);
  await widget(page)
    .locator('[data-map="y"]')
    .hover({ position: { x: 40, y: 40 } });
  await expect(part(page, 'formula')).not.toContainText('第 24 行第 4 列');
  expect(asked.filter((url) => /backend-|\.wasm/.test(url))).toEqual([]);
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
