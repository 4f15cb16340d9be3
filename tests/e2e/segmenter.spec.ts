/** The segmenter widget as a reader meets it, and on WebGL. */
import { expect, test, type Locator, type Page } from '@playwright/test';
import { combinations } from '../widgets/segmenter/combinations.ts';
import { KIND } from '../../src/components/widgets/segmenter/kind.ts';
import { SCENES } from '../../src/components/widgets/segmenter/scenes.ts';
import { addressOf, ask, gates, ready, settled, widgetOf } from './gates.ts';
import { modelGate } from './models.ts';

const PAGE = 'models/scenes-segmenter/';
const address = { zh: addressOf('zh', PAGE), en: addressOf('en', PAGE) };
const widget = (page: Page): Locator => widgetOf(page, 'segmenter');
const part = (page: Page, name: string): Locator => widget(page).locator(`[data-part="${name}"]`);
const scalar = async (page: Page, name: string) =>
  Number(await widget(page).locator(`data[data-output="${name}"]`).getAttribute('value'));

gates({
  kind: KIND,
  concept: PAGE,
  scenes: SCENES,
  queries: combinations(32, 21, 4).map(({ query }) => query),
  tolerance: 1e-4,
  folded: /^(semantic|masks|map|truth)$/,
  hostile: [
    ['seed=0', '种子要在 1 到 9999999 之间'],
    ['count=9', '数字个数要在 1 到 8 之间'],
    ['overlap=2', '重叠要在 0 到 1 之间'],
    ['view=panoptic', '视图不能是“panoptic”'],
    ['clicks=1,2', '点击里每一个都要以 + 或 - 开头'],
    ['clicks=+64,2', '点击要在 0 到 63 之间'],
    ['pixel=3', '像素要写成“行,列”'],
    ['clicks=%3Cimg%20src=x%20onerror=alert(1)%3E', '点击里每一个'],
  ],
  // One run of the model each: a hundred of them on a software GPU take their time.
  interactions: ['seed=7', 'view=click&clicks=+20,20', 'pixel=3,4', 'view=click'],
  // What is right depends on the model: the unit tests know it.
  guesses: { right: ['0.7'], wrong: [''] },
});

modelGate({
  name: 'segmenter',
  concept: PAGE,
  hash: 'seed=2',
  next: 'seed=3',
  file: 'models/scenes-segmenter/weights.bin',
});

const spot = async (page: Page, row: number, col: number) => {
  const map = widget(page).locator('[data-map="scene"]');
  await map.scrollIntoViewIfNeeded();
  const box = (await map.boundingBox())!;
  await page.mouse.click(
    box.x + (box.width * (col + 0.5)) / 64,
    box.y + (box.height * (row + 0.5)) / 64,
  );
};

test('a click takes out a digit, a negative one corrects it, undo takes it back', async ({
  page,
}) => {
  await page.goto(`${address.en}#segmenter?seed=13&overlap=0.5&view=click`);
  await ready(page, 'segmenter');
  await expect(part(page, 'scores')).toContainText('Without a positive click');
  await settled(page, 'segmenter', () => spot(page, 16, 38));
  await expect.poll(() => decodeURIComponent(page.url())).toContain('clicks=+16,38');
  const first = await scalar(page, 'score');
  expect(first).toBeGreaterThan(0.2);
  await widget(page).getByRole('button', { name: '− not part of it' }).click();
  await settled(page, 'segmenter', () => spot(page, 22, 40));
  await expect.poll(() => decodeURIComponent(page.url())).toContain('+16,38;-22,40');
  await expect(part(page, 'scores').locator('tbody tr')).toHaveCount(2);
  expect(await scalar(page, 'score')).not.toBe(first);
  await settled(page, 'segmenter', () =>
    widget(page).getByRole('button', { name: 'Undo one' }).click(),
  );
  expect(await scalar(page, 'score')).toBe(first);
  await settled(page, 'segmenter', () =>
    widget(page).getByRole('button', { name: 'Clear all' }).click(),
  );
  await expect(part(page, 'scores')).toContainText('Without a positive click');
});

test('keyboard alone: a view, a pixel explained, a click with the space key', async ({ page }) => {
  await page.goto(`${address.en}#segmenter?scene=semantic`);
  await ready(page, 'segmenter');
  const map = widget(page).locator('[data-map="model"]');
  await map.focus();
  for (const key of ['Shift+ArrowDown', 'ArrowDown', 'ArrowRight']) await page.keyboard.press(key);
  await expect(part(page, 'formula')).toContainText('row 10, column 2');
  const shares = [...(await part(page, 'formula').textContent())!.matchAll(/(\d\.\d{4}) \(/g)];
  expect(shares.reduce((sum, [, v]) => sum + Number(v), 0)).toBeCloseTo(1, 3);
  await expect(part(page, 'speech')).toContainText('row 10, column 2');
  await page.keyboard.press('Space');
  await expect.poll(() => page.url()).toContain('pixel=9,1');
  await widget(page).getByRole('button', { name: 'Click', exact: true }).focus();
  await settled(page, 'segmenter', () => page.keyboard.press('Enter'));
  await widget(page).locator('[data-map="scene"]').focus();
  await page.keyboard.press('ArrowDown');
  await settled(page, 'segmenter', () => page.keyboard.press('Space'));
  await expect.poll(() => decodeURIComponent(page.url())).toMatch(/clicks=\+\d+,\d+/);
});

test('what stands in the table adds up: A ∪ B, IoU, Dice = 2J/(1 + J)', async ({ page }) => {
  await page.goto(`${address.en}#segmenter?scene=instance`);
  await ready(page, 'segmenter');
  const rows = await part(page, 'scores').locator('tbody tr').all();
  expect(rows).toHaveLength(4);
  for (const row of rows) {
    const values = await row.locator('data').evaluateAll((cells) => cells.map((cell) => Number((cell as HTMLDataElement).value))); // prettier-ignore
    const [, model, truth, both, either, iou, dice] = values;
    expect(model + truth - both).toBe(either);
    expect(both / either).toBeCloseTo(iou, 12);
    expect((2 * iou) / (1 + iou)).toBeCloseTo(dice, 12);
  }
  await rows[1].locator('td').first().focus();
  await expect(part(page, 'formula')).toContainText('2J / (1 + J)');
});

test('one picture of numbers at a time, and only when the fold is open', async ({ page }) => {
  await page.goto(`${address.en}#segmenter?scene=semantic`);
  await ready(page, 'segmenter');
  const numbers = part(page, 'numbers');
  await expect(numbers.locator('data')).toHaveCount(0);
  await widget(page).locator('details[data-fold="numbers"] > summary').click();
  await expect(numbers.locator('data')).toHaveCount(4096);
  await numbers.locator('select').selectOption('map');
  await expect(numbers.locator('table[data-output="map"] data')).toHaveCount(4096);
  const [{ outputs }] = await ask(page, 'segmenter', ['scene=semantic']);
  expect(new Set(outputs.map.values).size).toBeGreaterThan(1);
});

test('the same seed, the same masks: twice on cpu, and on WebGL within 2/255', async ({ page }) => {
  const masks: number[][] = [];
  for (const backend of ['cpu', 'cpu', 'webgl']) {
    await page.goto('about:blank');
    await page.goto(`${address.en}?backend=${backend}#segmenter?scene=click`);
    await ready(page, 'segmenter');
    await widget(page).locator('details[data-fold="numbers"] > summary').click();
    const cells = part(page, 'numbers').locator('data');
    await expect(cells).toHaveCount(4096);
    masks.push(await cells.evaluateAll((all) => all.map((cell) => Number((cell as HTMLDataElement).value)))); // prettier-ignore
  }
  const [one, two, gpu] = masks;
  expect(two).toEqual(one);
  expect(Math.max(...gpu.map((v, i) => Math.abs(v - one[i])))).toBeLessThan(2 / 255);
});
