/** The metrics bench as a reader meets it, and on WebGL. */
import { expect, test, type Locator, type Page } from '@playwright/test';
import { KIND } from '../../src/components/widgets/metrics/kind.ts';
import { SCENES } from '../../src/components/widgets/metrics/scenes.ts';
import { combinations } from '../widgets/metrics/combinations.ts';
import { gates, ready as readyOf, settled as settledOf, widgetOf } from './gates.ts';

/** A page that holds the widget. */
const SLUG = 'classification-metrics';
const PAGE = { zh: `/zh/concepts/${SLUG}/`, en: `/en/concepts/${SLUG}/` };
const widget = (page: Page): Locator => widgetOf(page, 'metrics');
const part = (page: Page, name: string) => widget(page).locator(`[data-part="${name}"]`);
const ready = (page: Page): Promise<void> => readyOf(page, 'metrics');
const settled = (page: Page, act: () => Promise<unknown>): Promise<void> =>
  settledOf(page, 'metrics', act);
const table = (page: Page, name: string) =>
  widget(page)
    .locator(`table[data-output="${name}"] data`)
    .evaluateAll((cells) => cells.map((cell) => Number((cell as HTMLDataElement).value)));
const typed = (page: Page, name: string) => widget(page).locator(`input[name="${name}"]:not([type="range"])`); // prettier-ignore
const type = (page: Page, name: string, text: string) =>
  settled(page, async () => {
    await typed(page, name).fill(text);
    await typed(page, name).press('Tab');
  });

gates({
  kind: KIND,
  concept: SLUG,
  scenes: SCENES,
  queries: combinations(32, 11).map(({ query }) => query),
  tolerance: 1e-6,
  folded: /^curve$/,
  hostile: [
    ['mode=auc', '任务不能是“auc”'],
    ['pos=1,,2', '正类的分数没有填'],
    ['neg=NaN', '负类的分数里的“NaN”不是数'],
    ['threshold=1e9', '阈值要在 -250 到 250 之间'],
    ['times=1.5', '负类的倍数要填整数'],
    ['counts=0,0;0,0', '混淆矩阵里一个样本也没有'],
    ['matrix=1,2;3', '混淆矩阵要是方阵'],
    ['plot=lift', '曲线不能是“lift”'],
    ['neg=%3Cimg%20src=x%20onerror=alert(1)%3E', '不是数'],
  ],
  interactions: ['threshold=6', 'plot=roc&apart=2', 'mode=counts', 'mode=classes', 'times=9'],
  looks: ['scene=imbalance', 'scene=roc', 'scene=multiclass', 'scene=source-accuracy'],
  guesses: { right: ['2/3'], wrong: ['0.5'] },
});

test.describe('before any script', () => {
  test.use({ javaScriptEnabled: false });
  for (const lang of ['zh', 'en'] as const) {
    test(`scores, matrix, curve, arithmetic and numbers are on the ${lang} page`, async ({
      page,
    }) => {
      await page.goto(PAGE[lang]);
      await expect(widget(page).locator('.m-strip circle')).toHaveCount(11);
      await expect(widget(page).locator('table[data-output="counts"] data')).toHaveText(['4', '1', '2', '3']); // prettier-ignore
      await expect(part(page, 'formula')).toContainText('4 / (4 + 2) = 4/6 = 2/3 ≈ 0.66667');
      await expect(widget(page).locator('.m-plot svg')).toHaveCount(1);
      await expect(widget(page).locator('table[data-output="areas"] data').first()).toHaveText('0.84'); // prettier-ignore
    });
  }
});

test('dragging the line moves the threshold; nothing called positive is 0/0', async ({ page }) => {
  await page.goto(`${PAGE.en}#metrics?v=1`);
  await ready(page);
  const strip = (await widget(page).locator('.m-strip').boundingBox())!;
  // 23 places from 0 to 11, half a unit apart.
  const at = (score: number) => [strip.x + ((2 * score + 0.5) / 23) * strip.width, strip.y + strip.height / 2] as const; // prettier-ignore
  await page.mouse.move(...at(5));
  await page.mouse.down();
  await settled(page, () => page.mouse.move(...at(8), { steps: 4 }));
  await page.mouse.up();
  await expect(page).toHaveURL(/threshold=8/);
  await ready(page);
  expect(await table(page, 'counts')).toEqual([2, 3, 1, 4]);
  await expect(part(page, 'formula')).toContainText('precision = 2 / (2 + 1) = 2/3');
  await type(page, 'threshold', '10.5');
  await ready(page);
  expect(await table(page, 'counts')).toEqual([0, 5, 0, 5]);
  await expect(part(page, 'rest')).toContainText('not defined');
  await expect(page).toHaveURL(/threshold=10\.5/);
  await typed(page, 'threshold').fill('high');
  await typed(page, 'threshold').press('Tab');
  await expect(widget(page).locator('[data-error="threshold"]')).toContainText('not a number');
  const link = page.url();
  await page.goto('about:blank');
  await page.goto(link);
  await ready(page);
  expect(await table(page, 'counts')).toEqual([0, 5, 0, 5]);
});

test('by keyboard alone: the strip is walked and read out, and so are the numbers', async ({
  page,
}) => {
  await page.goto(`${PAGE.en}#metrics?plot=roc`);
  await ready(page);
  await widget(page).locator('.m-strip').focus();
  await settled(page, () => page.keyboard.press('ArrowRight'));
  await expect(page).toHaveURL(/threshold=5.5/);
  await expect(part(page, 'speech')).toContainText('recall = 4 / (4 + 1) = 4/5 = 0.8; false positive rate = 1 / (1 + 4)'); // prettier-ignore
  await widget(page).locator('table[data-output="metrics"] td[data-at="0,0,0"]').focus();
  await page.keyboard.press('ArrowDown');
  await expect(part(page, 'speech')).toContainText('precision = TP / (TP + FP) = 4 / (4 + 1)');
});

test('scores pulled apart bend the curve; rarer positives leave AUC and lower AP', async ({
  page,
}) => {
  await page.goto(`${PAGE.en}#metrics?scene=roc`);
  await ready(page);
  const before = await table(page, 'areas');
  const path = () => widget(page).locator('.m-plot path.s-a').getAttribute('d');
  const curve = await path();
  await type(page, 'apart', '3.5');
  await ready(page);
  const apart = await table(page, 'areas');
  expect(apart[0]).toBeGreaterThan(before[0] + 0.05);
  expect(await path()).not.toBe(curve);
  await type(page, 'apart', '0');
  await ready(page);
  expect(Math.abs((await table(page, 'areas'))[0] - 0.5)).toBeLessThan(0.1);
  await page.goto(`${PAGE.en}#metrics?scene=pr`);
  await ready(page);
  const [auc, rare] = await table(page, 'areas');
  await type(page, 'times', '1');
  await ready(page);
  const [same, once] = await table(page, 'areas');
  expect(same).toBe(auc);
  expect(once).toBeGreaterThan(rare + 0.2);
});

test('errors in the smallest class: accuracy hardly moves, macro recall does', async ({ page }) => {
  await page.goto(`${PAGE.en}#metrics?scene=multiclass`);
  await ready(page);
  const [, macro] = await table(page, 'averages');
  const slider = widget(page).locator('input[name="errors"][type="range"]');
  await slider.focus();
  await settled(page, () => page.keyboard.press('End'));
  await expect(page).toHaveURL(/matrix=480,15,5;12,285,3;19,1,0/);
  await ready(page);
  const after = await table(page, 'averages');
  expect(after[1]).toBeCloseTo(macro - 0.3, 5);
  expect(after[4]).toBeGreaterThan(0.93);
  await expect(slider).toHaveValue('20');
});

test('the wrong formula for accuracy, and a perfect answer', async ({ page }) => {
  await page.goto(`${PAGE.en}#metrics?scene=source-accuracy`);
  await ready(page);
  await expect(widget(page).locator('.m-card.good .m-big')).toHaveText('0.97');
  await expect(widget(page).locator('.m-card.bad .m-big')).toHaveText('0.04');
  await settled(page, () => widget(page).locator('[data-do="act:right"]').click());
  await ready(page);
  await expect(widget(page).locator('.m-card.good .m-big')).toHaveText('1');
  await expect(widget(page).locator('.m-card.bad .m-big')).toHaveText('0.06');
});
