/** The box bench as a reader meets it, and on WebGL. */
import { expect, test, type Locator, type Page } from '@playwright/test';
import { KIND } from '../../src/components/widgets/boxes/kind.ts';
import { SCENES } from '../../src/components/widgets/boxes/scenes.ts';
import { combinations } from '../widgets/boxes/combinations.ts';
import { gates, ready as readyOf, settled as settledOf, widgetOf } from './gates.ts';

/** A page that holds the widget. */
const SLUG = 'iou-and-nms';
const PAGE = { zh: `/zh/concepts/${SLUG}/`, en: `/en/concepts/${SLUG}/` };
const widget = (page: Page): Locator => widgetOf(page, 'boxes');
const part = (page: Page, name: string) => widget(page).locator(`[data-part="${name}"]`);
const ready = (page: Page): Promise<void> => readyOf(page, 'boxes');
const settled = (page: Page, act: () => Promise<unknown>): Promise<void> =>
  settledOf(page, 'boxes', act);
const table = (page: Page, name: string) =>
  widget(page)
    .locator(`table[data-output="${name}"] data`)
    .evaluateAll((cells) => cells.map((cell) => Number((cell as HTMLDataElement).value)));

gates({
  kind: KIND,
  concept: SLUG,
  scenes: SCENES,
  queries: combinations(36, 11).map(({ query }) => query),
  tolerance: 5e-6,
  notOnDevice: ['inclusive', 'kept', 'tens'],
  hostile: [
    ['mode=dice', '任务不能是“dice”'],
    ['a=4,0,4,2', '右要大于左'],
    ['b=1,2,3', '框 B要填 4 个数'],
    ['b=0,0,NaN,4', '框 B里的“NaN”不是数'],
    ['b=0,0,129,4', '要在 0 到 128 之间'],
    ['boxes=0,0,1,1,2', '要在 0 到 1 之间'],
    ['iou=1.5', 'NMS 的 IoU 阈值要在 0 到 1 之间'],
    ['rule=linear', '规则不能是“linear”'],
    ['step=99', '步数要在 0 到 10 之间'],
    ['b=%3Cimg%20src=x%20onerror=alert(1)%3E,0,1,1', '不是数'],
  ],
  interactions: ['b=3,1,9,5', 'mode=nms', 'mode=nms&rule=soft', 'mode=ap', 'mode=ap&at=0.7'],
  looks: ['scene=nms', 'scene=nms-crowded', 'scene=ap-101', 'scene=giou'],
  guesses: { right: ['1/3'], wrong: ['0.5'] },
});

test.describe('before any script', () => {
  test.use({ javaScriptEnabled: false });
  for (const lang of ['zh', 'en'] as const) {
    test(`boxes, curve, arithmetic and numbers are on the ${lang} page`, async ({ page }) => {
      await page.goto(PAGE[lang]);
      await expect(widget(page).locator('.b-field path')).toHaveCount(4);
      await expect(part(page, 'formula')).toContainText('A ∪ B = 24 + 24 − 12 = 36');
      await expect(widget(page).locator('.b-plot svg')).toHaveCount(1);
      await expect(widget(page).locator('table[data-output="measures"] data')).toHaveCount(4);
      await expect(widget(page).locator('.b-rest .differs')).toHaveCount(1);
    });
  }
});

test('dragging moves B, the slider too, and the link restores it', async ({ page }) => {
  await page.goto(`${PAGE.en}#boxes?v=1`);
  await ready(page);
  const field = (await widget(page).locator('.b-field').boundingBox())!;
  const at = (x: number, y: number) => [field.x + (field.width * (x + 0.5)) / 16, field.y + (field.height * (y + 0.5)) / 10] as const; // prettier-ignore
  await page.mouse.move(...at(5, 3));
  await page.mouse.down();
  await settled(page, () => page.mouse.move(...at(9, 3), { steps: 6 }));
  await page.mouse.up();
  await expect(page).toHaveURL(/b=6,1,12,5/);
  await ready(page);
  expect((await table(page, 'measures'))[0]).toBe(0);
  const slider = widget(page).locator('input[name="shift"][type="range"]');
  await expect(slider).toHaveValue('6');
  await slider.focus();
  await settled(page, async () => {
    for (let i = 0; i < 12; i++) await page.keyboard.press('ArrowLeft');
  });
  await expect(page).toHaveURL(/b=0,1,6,5/);
  await ready(page);
  expect((await table(page, 'measures'))[0]).toBeCloseTo(18 / 30, 5);
  const typed = widget(page).locator('input[name="shift"]:not([type="range"])');
  await typed.fill('banana');
  await typed.press('Tab');
  await expect(widget(page).locator('[data-error="shift"]')).toContainText('not a number');
  const link = page.url();
  await page.goto('about:blank');
  await page.goto(link);
  await ready(page);
  expect((await table(page, 'measures'))[0]).toBeCloseTo(18 / 30, 5);
});

test('by keyboard alone: a box is moved and read out, another is chosen', async ({ page }) => {
  await page.goto(`${PAGE.en}#boxes?v=1`);
  await ready(page);
  await widget(page).locator('.b-field').focus();
  await settled(page, () => page.keyboard.press('ArrowRight'));
  await expect(page).toHaveURL(/b=3,1,9,5/);
  await expect(part(page, 'speech')).toContainText('A ∩ B = (6 − 3)×(4 − 1) = 3×3 = 9');
  await settled(page, () => widget(page).getByRole('button', { name: 'A', exact: true }).click());
  await widget(page).locator('.b-field').focus();
  await settled(page, () => page.keyboard.press('ArrowDown'));
  await expect(page).toHaveURL(/a=0,1,6,5/);
});

test('NMS: the buttons go through the steps; a threshold keeps more', async ({ page }) => {
  await page.goto(`${PAGE.en}#boxes?scene=nms`);
  await ready(page);
  await expect(part(page, 'formula')).toContainText('B: IoU ≈ 0.66667 > 0.5, deleted');
  await expect(widget(page).locator('.b-list tr.gone')).toHaveCount(1);
  await settled(page, () => widget(page).locator('[data-do="step:1"]').click());
  await expect(part(page, 'formula')).toContainText('C is kept');
  await ready(page);
  expect(await table(page, 'kept')).toEqual([1, 0, 1]);
  const typed = widget(page).locator('input[name="iou"]:not([type="range"])');
  await settled(page, async () => {
    await typed.fill('0.7');
    await typed.press('Tab');
  });
  await ready(page);
  expect(await table(page, 'kept')).toEqual([1, 1, 1]);
});

test('a crowd: greedy loses a person, soft-NMS finds all', async ({ page }) => {
  await page.goto(`${PAGE.en}#boxes?scene=nms-crowded`);
  await ready(page);
  await expect(part(page, 'rest')).toContainText('2 of 3 true objects are found');
  await page.goto(`${PAGE.en}#boxes?scene=nms-soft`);
  await ready(page);
  await expect(part(page, 'rest')).toContainText('3 of 3 true objects are found');
});

test('AP: more overlap asked for, fewer hits; 11 recalls instead of 101', async ({ page }) => {
  await page.goto(`${PAGE.en}#boxes?scene=ap-101`);
  await ready(page);
  await expect(widget(page).locator('.b-ap')).toContainText('(26×1 + 50×3/4 + 25×0) / 101');
  const [area, eleven, hundred] = await table(page, 'aps');
  expect(area).toBeCloseTo(5 / 8, 5);
  expect(eleven).toBeCloseTo(27 / 44, 5);
  expect(hundred).toBeCloseTo(127 / 202, 5);
  await settled(page, () => widget(page).locator('select[name="points"]').selectOption('11'));
  await expect(widget(page).locator('.b-ap')).toContainText('(3×1 + 5×3/4 + 3×0) / 11');
  const typed = widget(page).locator('input[name="at"]:not([type="range"])');
  await settled(page, async () => {
    await typed.fill('0.75');
    await typed.press('Tab');
  });
  await ready(page);
  expect((await table(page, 'aps'))[0]).toBeLessThan(area);
  await expect(widget(page).locator('.b-field path.right')).toHaveCount(1);
});
