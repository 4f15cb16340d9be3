/** The clicks widget as a reader meets it, and on WebGL. */
import { expect, test, type Locator, type Page } from '@playwright/test';
import { KIND } from '../../src/components/widgets/clicks/kind.ts';
import { SCENES } from '../../src/components/widgets/clicks/scenes.ts';
import { combinations } from '../widgets/clicks/combinations.ts';
import { addressOf, gates, ready, settled, widgetOf } from './gates.ts';

const PAGE = 'interactive-segmentation';
const address = { zh: addressOf('zh', PAGE), en: addressOf('en', PAGE) };
const widget = (page: Page): Locator => widgetOf(page, 'clicks');
const part = (page: Page, name: string): Locator => widget(page).locator(`[data-part="${name}"]`);
const scalar = async (page: Page, name: string) =>
  Number(await widget(page).locator(`data[data-output="${name}"]`).getAttribute('value'));

gates({
  kind: KIND,
  concept: PAGE,
  scenes: SCENES,
  queries: combinations(32, 21).map(({ query }) => query),
  tolerance: 1e-5,
  notOnDevice: ['y', 'flow', 'iou', 'history', 'rounds'],
  folded: /^costs$/,
  hostile: [
    ['lambda=-1', 'λ要在 0 到 400 之间'],
    ['sigma=0', 'σ要在 0.2 到 8 之间'],
    ['image=dog', '不能是“dog”'],
    ['image=own', '链接里的图片只存在于打开它的那个页面'],
    ['clicks=1,2', '每次点击都要以 + 或 - 开头'],
    ['clicks=-40,2', '点击要在 0 到 29 之间'],
    ['clicks=-1,1;-1,1', '出现了两次'],
    ['clicks=%3Cimg%20src=x%20onerror=alert(1)%3E', '每次点击都要以'],
  ],
  interactions: ['lambda=5', 'scene=corrected', 'rounds=3', 'clicks='],
  looks: ['scene=corrected&rounds=3', 'clicks='],
  guesses: { right: ['100'], wrong: ['0'] },
});

/** Presses a pixel of the picture. */
async function spot(page: Page, row: number, col: number, rows = 30, cols = 40): Promise<void> {
  const map = widget(page).locator('[data-map="picture"]');
  await map.scrollIntoViewIfNeeded();
  const box = (await map.boundingBox())!;
  await page.mouse.click(
    box.x + (box.width * (col + 0.5)) / cols,
    box.y + (box.height * (row + 0.5)) / rows,
  );
}

test('one click each leaks; a negative click takes back the whole neighbor; undo, and the same click again', async ({
  page,
}) => {
  await page.goto(`${address.en}#clicks?clicks=`);
  await ready(page, 'clicks');
  await expect(part(page, 'tools')).toContainText('First click + on the object.');
  await settled(page, 'clicks', () => spot(page, 17, 12));
  await expect(part(page, 'tools')).toContainText('Now click − on the background');
  await widget(page).getByRole('button', { name: '− background' }).click();
  await settled(page, 'clicks', () => spot(page, 4, 32));
  const leak = await scalar(page, 'iou');
  expect(leak).toBeCloseTo(0.58, 2);
  expect(await scalar(page, 'flow')).toBeCloseTo(await scalar(page, 'energy'), 2);
  await settled(page, 'clicks', () => spot(page, 16, 27));
  await expect.poll(() => decodeURIComponent(page.url())).toContain('-16,27');
  expect(await scalar(page, 'iou')).toBeGreaterThan(0.99);
  await expect(part(page, 'energy')).toContainText('IoU ≥ 0.9 after 3 clicks');
  await settled(page, 'clicks', () => widget(page).getByRole('button', { name: 'Undo' }).click());
  expect(await scalar(page, 'iou')).toBe(leak);
  await settled(page, 'clicks', () => spot(page, 4, 32)); // the same once more: taken back
  await expect(part(page, 'tools')).toContainText('Now click − on the background');
});

test('by keyboard alone: walk, hear what a pixel costs, click with + and −, take back', async ({
  page,
}) => {
  await page.goto(`${address.en}#clicks?scene=one-click`);
  await ready(page, 'clicks');
  const map = widget(page).locator('[data-map="picture"]');
  await map.focus();
  const before = await part(page, 'formula').textContent();
  for (const key of ['ArrowRight', 'ArrowDown']) await page.keyboard.press(key);
  await expect(part(page, 'formula')).not.toHaveText(before!);
  await expect(part(page, 'speech')).toContainText('D(1) = (');
  await settled(page, 'clicks', () => page.keyboard.press('-'));
  await expect(part(page, 'history').locator('tbody tr')).toHaveCount(3);
  expect(await scalar(page, 'iou')).toBeGreaterThan(0.9);
  await expect(part(page, 'formula')).toContainText('you say it is background');
  await settled(page, 'clicks', () => page.keyboard.press('+'));
  await expect(part(page, 'formula')).toContainText('you say it is object');
  await settled(page, 'clicks', () => page.keyboard.press('Backspace'));
  await expect(part(page, 'history').locator('tbody tr')).toHaveCount(2);
});

test('what stands there adds up; a row of the history shows the mask of then', async ({ page }) => {
  await page.goto(`${address.en}#clicks?scene=corrected`);
  await ready(page, 'clicks');
  const [data, border, energy, flow] = await Promise.all(['data', 'border', 'energy', 'flow'].map((name) => scalar(page, name))); // prettier-ignore
  expect(Math.abs(data + border - energy)).toBeLessThan(0.01);
  expect(Math.abs(flow - energy)).toBeLessThan(0.01);
  await widget(page).getByRole('button', { name: 'Next click' }).click();
  await expect(part(page, 'formula')).toContainText('after click 1');
  await widget(page).getByRole('button', { name: 'Next click' }).click();
  await expect(part(page, 'maps')).toContainText('This is the mask after click 2.');
  await expect(part(page, 'formula')).toContainText('E = data cost + border cost ≈');
});

test('after a row of the history, the program’s click shows the newest mask', async ({ page }) => {
  await page.goto(`${address.en}#clicks?scene=one-click`);
  await ready(page, 'clicks');
  await part(page, 'history').locator('td[data-at="0,0,0"]').click();
  await expect(part(page, 'maps')).toContainText('after click 1');
  await settled(page, 'clicks', () =>
    widget(page).getByRole('button', { name: 'Let the program click' }).click(),
  );
  await expect(part(page, 'maps')).not.toContainText('after click');
  await expect(part(page, 'maps').locator('.k-clicks circle')).toHaveCount(3);
});

test('the program clicks until IoU is 0.9', async ({ page }) => {
  await page.goto(`${address.en}#clicks?clicks=`);
  await ready(page, 'clicks');
  const button = widget(page).getByRole('button', { name: 'Let the program click' });
  for (let k = 0; k < 3; k++) await settled(page, 'clicks', () => button.click());
  await expect(part(page, 'energy')).toContainText('IoU ≥ 0.9 after 3 clicks');
});

test('a picture of one’s own: clicked, cut, and on the page alone; pictures of the site', async ({
  page,
}) => {
  await page.goto(`${address.en}#clicks?scene=own`);
  await ready(page, 'clicks');
  await expect(part(page, 'history').locator('tbody tr')).toHaveCount(6);
  await widget(page).locator('input[type="file"]').setInputFiles('public/pictures/cat.png');
  await expect(part(page, 'tools')).toContainText('First click + on the object.');
  await settled(page, 'clicks', () => spot(page, 20, 11, 48, 48));
  await widget(page).getByRole('button', { name: '− background' }).click();
  await settled(page, 'clicks', () => spot(page, 30, 20, 48, 48));
  await expect(part(page, 'energy')).toContainText('the cost of the cut');
  await expect(widget(page).locator('data[data-output="iou"]')).toHaveCount(0);
});

test('a finger scrolls the page beside the picture and over the maps of costs', async ({
  page,
}) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`${address.zh}#clicks?scene=one-click`);
  await ready(page, 'clicks');
  const touch = (on: string) => widget(page).locator(`[data-map="${on}"]`).evaluate((map) => getComputedStyle(map).touchAction); // prettier-ignore
  for (const on of ['picture', 'data', 'border']) expect(await touch(on)).toContain('pan-y');
  await expect(widget(page).locator('[data-press]')).toHaveCount(1);
});
