/** The mask bench as a reader meets it, and on WebGL. */
import { expect, test, type Locator, type Page } from '@playwright/test';
import { KIND } from '../../src/components/widgets/masks/kind.ts';
import { SCENES } from '../../src/components/widgets/masks/scenes.ts';
import { combinations } from '../widgets/masks/combinations.ts';
import { gates, ready as readyOf, settled as settledOf, widgetOf } from './gates.ts';

/** A page that holds the widget. */
const SLUG = 'image-segmentation';
const PAGE = { zh: `/zh/concepts/${SLUG}/`, en: `/en/concepts/${SLUG}/` };
const widget = (page: Page): Locator => widgetOf(page, 'masks');
const part = (page: Page, name: string) => widget(page).locator(`[data-part="${name}"]`);
const ready = (page: Page): Promise<void> => readyOf(page, 'masks');
const settled = (page: Page, act: () => Promise<unknown>): Promise<void> =>
  settledOf(page, 'masks', act);
const map = (page: Page, name: string) => widget(page).locator(`[data-map="${name}"]`);
const table = (page: Page, name: string) =>
  widget(page)
    .locator(`table[data-output="${name}"] data`)
    .evaluateAll((cells) => cells.map((cell) => Number((cell as HTMLDataElement).value)));
const go = async (page: Page, scene: string, lang: 'zh' | 'en' = 'en') => {
  await page.goto(`${PAGE[lang]}#masks?scene=${scene}`);
  await ready(page);
};
/** The middle of a cell of a map. */
async function cell(page: Page, name: string, row: number, col: number) {
  const place = map(page, name);
  await place.scrollIntoViewIfNeeded();
  const box = (await place.boundingBox())!;
  const [rows, cols] = await place.evaluate(({ dataset }) => [Number(dataset.rows), Number(dataset.cols)]); // prettier-ignore
  return [box.x + (box.width * (col + 0.5)) / cols, box.y + (box.height * (row + 0.5)) / rows] as const; // prettier-ignore
}

gates({
  kind: KIND,
  concept: SLUG,
  scenes: SCENES,
  shown: 'panoptic',
  queries: combinations(30, 11).map(({ query }) => query),
  tolerance: 2e-6,
  hostile: [
    ['mode=iou', '任务不能是“iou”'],
    ['a=2&b=0', '真实的掩膜 A要在 0 到 1 之间'],
    ['b=1,0', '预测的掩膜 B是 1×2，要和另一张图一样是 6×8'],
    ['two=0,10', '图形 2 的位置要在 0 到 9 之间'],
    ['neighbors=6', '相邻的规则不能是“6”'],
    ['said=%3Cimg%20src=x%20onerror=alert(1)%3E', '不是数'],
  ],
  interactions: ['v=1', 'mode=miou', 'mode=merged', 'mode=panoptic', 'mode=cut'],
  looks: ['scene=dice', 'scene=miou', 'scene=post', 'scene=swallowed', 'scene=soft'],
  guesses: { right: ['1'], wrong: ['2/3'] },
});

test.describe('before any script', () => {
  test.use({ javaScriptEnabled: false });
  for (const lang of ['zh', 'en'] as const) {
    test(`maps, label of a pixel, scores are on the ${lang} page`, async ({ page }) => {
      await page.goto(PAGE[lang]);
      await expect(widget(page).locator('.m-map svg')).toHaveCount(4);
      await expect(part(page, 'formula')).toContainText(lang === 'zh' ? '全景：车 1' : 'panoptic: car 1'); // prettier-ignore
      await expect(widget(page).locator('table[data-output="quality"] data')).toHaveCount(18);
    });
  }
});

test('merged cars: the semantic map and mIoU stay, PQ falls; swapped numbers cost nothing', async ({
  page,
}) => {
  await go(page, 'panoptic');
  const semantic = await table(page, 'semantic');
  expect(await table(page, 'means')).toEqual([1, 1]);
  await settled(page, () => widget(page).getByRole('button', { name: 'merge the cars' }).click());
  await ready(page);
  expect(await table(page, 'semantic')).toEqual(semantic);
  const [miou, pq] = await table(page, 'means');
  expect(miou).toBe(1);
  expect(pq).toBeCloseTo(2 / 3, 6);
  await settled(page, () => widget(page).getByRole('button', { name: 'same as the truth' }).click()); // prettier-ignore
  await settled(page, () => widget(page).getByRole('button', { name: 'swap the numbers' }).click());
  await ready(page);
  expect(await table(page, 'means')).toEqual([1, 1]);
});

test('a pixel is read in every view, by pointer and by keyboard, and given to the other car', async ({
  page,
}) => {
  await go(page, 'panoptic');
  await page.mouse.move(...(await cell(page, 'instances', 1, 3)));
  await expect(part(page, 'formula')).toContainText('semantic: car; instance: 2; panoptic: car 2');
  await map(page, 'said').focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowDown');
  await expect(part(page, 'speech')).toContainText('row 2, column 3');
  await page.keyboard.press('ArrowRight');
  await settled(page, () => page.keyboard.press(' '));
  await ready(page);
  await expect(page).toHaveURL(/said=0,0,0,0,0,0;0,2,2,2,3,0/);
  expect((await table(page, 'quality'))[17]).toBeCloseTo(31 / 40, 6);
});

test('masks are painted by a drag and by keyboard; Dice stays 2·IoU / (1 + IoU)', async ({
  page,
}) => {
  await go(page, 'dice');
  const right = async () => {
    const [iou, dice] = await table(page, 'measures');
    expect(dice).toBeCloseTo((2 * iou) / (1 + iou), 6);
    return iou;
  };
  expect(await right()).toBe(0.5);
  await page.mouse.move(...(await cell(page, 'field', 0, 0)));
  await page.mouse.down();
  await settled(page, async () => page.mouse.move(...(await cell(page, 'field', 0, 5)), { steps: 9 })); // prettier-ignore
  await page.mouse.up();
  await ready(page);
  await expect(page).toHaveURL(/b=1,1,1,1,1,1,0,0;/);
  expect(await right()).toBeCloseTo(8 / 22, 6);
  await settled(page, () => widget(page).getByRole('button', { name: 'Reset' }).click());
  await page.mouse.move(0, 0); // a pointer that rests on a map is a cursor too
  await go(page, 'dice');
  await map(page, 'field').focus();
  await settled(page, () => page.keyboard.press(' '));
  await ready(page);
  await expect(page).toHaveURL(/b=1,0,0,0/);
  expect(await right()).toBeCloseTo(8 / 17, 6);
});

test('shapes part and meet: regions 1, 2, 1; instances 2', async ({ page }) => {
  await go(page, 'merged');
  await expect(part(page, 'left')).toContainText('1 region');
  const slider = widget(page).locator('input[name="slide"][type="range"]');
  await slider.focus();
  await settled(page, () => page.keyboard.press('ArrowRight'));
  await expect(part(page, 'left')).toContainText('2 regions');
  await ready(page);
  expect(await table(page, 'totals')).toEqual([2, 2, 0]);
  await settled(page, () => page.keyboard.press('ArrowLeft'));
  await expect(part(page, 'left')).toContainText('1 region');
  await expect(part(page, 'right')).toContainText('2 instances');
  await map(page, 'things').focus();
  await settled(page, () => page.keyboard.press('ArrowRight'));
  await expect(page).toHaveURL(/two=2,8/);
  const typed = widget(page).locator('input[name="slide"]:not([type="range"])');
  await typed.fill('99');
  await typed.press('Tab');
  await expect(widget(page).locator('[data-error="slide"]')).toContainText('between 0 and 9');
});

test('cutting out: a wiped pixel shows the background, the picture keeps it', async ({ page }) => {
  await go(page, 'cut-out');
  expect((await table(page, 'y'))[9]).toBe(200);
  const [x, y] = await cell(page, 'mask', 1, 1);
  await settled(page, () => page.mouse.click(x, y));
  await ready(page);
  expect((await table(page, 'y'))[9]).toBe(45);
  await expect(part(page, 'formula')).toContainText('= 0×200 + (1 − 0)×45 = 45');
  await widget(page).locator('details[data-fold="numbers"] > summary').click();
  await expect(widget(page).locator('table[data-input="picture"] input').nth(9)).toHaveValue('200');
  const typed = widget(page).locator('table[data-input="mask"] input').first();
  await settled(page, async () => {
    await typed.fill('0.5');
    await typed.press('Tab');
  });
  await ready(page);
  expect((await table(page, 'y'))[0]).toBe(45);
  await typed.fill('2');
  await typed.press('Tab');
  await expect(widget(page).locator('[data-error="mask"]')).toContainText('between 0 and 1');
});
