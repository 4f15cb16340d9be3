/** The SLAM world: shared gates, and what only it does. */
import { expect, test, type Locator, type Page } from '@playwright/test';
import { KIND } from '../../src/components/widgets/slam/kind.ts';
import { SCENES } from '../../src/components/widgets/slam/scenes.ts';
import { combinations } from '../widgets/slam/combinations.ts';
import { gates, ready as readyOf, settled as settledOf, widgetOf } from './gates.ts';

/** The page that holds the widget. */
const SLUG = 'slam';
const PAGE = { zh: `/zh/concepts/${SLUG}/`, en: `/en/concepts/${SLUG}/` };
const widget = (page: Page): Locator => widgetOf(page, 'slam');
const part = (page: Page, name: string) => widget(page).locator(`[data-part="${name}"]`);
const ready = (page: Page): Promise<void> => readyOf(page, 'slam');
const settled = (page: Page, act: () => Promise<unknown>): Promise<void> =>
  settledOf(page, 'slam', act);
const table = (page: Page, name: string) =>
  widget(page)
    .locator(`table[data-output="${name}"] data`)
    .evaluateAll((cells) => cells.map((cell) => Number((cell as HTMLDataElement).value)));

gates({
  kind: KIND,
  concept: SLUG,
  scenes: SCENES,
  queries: combinations(32, 11).map(({ query }) => query),
  tolerance: 1e-4,
  notOnDevice: ['errors', 'landmarks', 'course', 'rate'],
  folded: /^(mean|cov|gain|S|course)$/,
  hostile: [
    ['seed=0', '随机种子要在 1 到 9999 之间'],
    ['t=73', '步要在 0 到 72 之间'],
    ['wheels=x', '轮子的噪声里的“x”不是数'],
    ['mistake=1', '把 1 号认成 1 号就没有认错'],
    ['confidence=90', '椭圆的置信度不能是“90”'],
    ['t=%3Cimg%20src=x%20onerror=alert(1)%3E', '不是数'],
  ],
  interactions: ['t=21', 't=54', 't=0', 'sight=0', 't=54&done=1'],
  looks: ['scene=loop', 'scene=gate', 'scene=odometry'],
  guesses: { right: ['7'], wrong: ['2'] },
});

test.describe('before any script', () => {
  test.use({ javaScriptEnabled: false });
  for (const lang of ['zh', 'en'] as const) {
    test(`map, errors, matrix and arithmetic are on the ${lang} page`, async ({ page }) => {
      await page.goto(PAGE[lang]);
      await expect(widget(page).locator('.l-map rect')).toHaveCount(16);
      await expect(widget(page).locator('table[data-output="errors"] data')).toHaveCount(8);
      await expect(widget(page).locator('table[data-output="landmarks"] data')).toHaveCount(35);
      await expect(widget(page).locator('.l-matrix img')).toBeVisible();
      await expect(part(page, 'formula')).toContainText('−2.677');
    });
  }
});

test('operation by operation through the closing of the loop, and the link restores it', async ({
  page,
}) => {
  await page.goto(`${PAGE.en}#slam?t=53`);
  await ready(page);
  const [, , , , , before] = await table(page, 'errors');
  expect(before).toBeGreaterThan(0.9);
  const next = widget(page).getByRole('button', { name: 'Next operation' });
  await settled(page, () => next.click());
  await expect(part(page, 'formula')).toContainText('Step 54, operation 1 of 4, predict');
  for (let i = 0; i < 3; i++) await settled(page, () => next.click());
  await expect(part(page, 'formula')).toContainText('update with landmark 16');
  await ready(page);
  expect((await table(page, 'errors'))[5]).toBeLessThan(0.4);
  const marks = await table(page, 'landmarks');
  for (let k = 0; k < 16; k++) expect(marks[5 * k + 4]).toBeLessThan(marks[5 * k + 3]);
  await expect(page).toHaveURL(/#slam\?t=54$/);
  await settled(page, () =>
    widget(page).getByRole('button', { name: 'One operation back' }).click(),
  );
  await expect(page).toHaveURL(/t=54&done=3/);
  const link = page.url();
  await page.goto('about:blank');
  await page.goto(link);
  await ready(page);
  await expect(part(page, 'formula')).toContainText('operation 3 of 4');
});

test('noise of the wheels, by keyboard; a bad number is refused beside it', async ({ page }) => {
  await page.goto(`${PAGE.en}#slam?t=48`);
  await ready(page);
  const [wheels] = await table(page, 'errors');
  const slider = widget(page).locator('input[name="wheels"][type="range"]');
  await slider.focus();
  await settled(page, async () => {
    for (let i = 0; i < 4; i++) await page.keyboard.press('ArrowRight');
  });
  await expect(page).toHaveURL(/wheels=2/);
  await ready(page);
  expect((await table(page, 'errors'))[0]).toBeGreaterThan(1.9 * wheels);
  const typed = widget(page).locator('input[name="wheels"]:not([type="range"])');
  await typed.fill('banana');
  await typed.press('Tab');
  await expect(widget(page).locator('[data-error="wheels"]')).toContainText('not a number');
});

test('the matrix is walked and read out; a row of the map tells how an unseen landmark moves', async ({
  page,
}) => {
  await page.goto(`${PAGE.en}#slam?scene=loop`);
  await ready(page);
  await widget(page).locator('[data-map="matrix"]').focus();
  await page.keyboard.press('ArrowRight');
  await expect(part(page, 'speech')).toContainText('correlation');
  await widget(page)
    .locator('table[data-output="landmarks"] td')
    .nth(5 * 9)
    .click();
  await expect(part(page, 'formula')).toContainText('nobody measured it, and it moves');
});

test('many drives are counted: with noisy wheels the ellipse of the EKF holds the truth less often', async ({
  page,
}) => {
  await page.goto(`${PAGE.en}#slam?wheels=2&t=54`);
  await ready(page);
  await settled(page, () => widget(page).locator('select[name="drives"]').selectOption('50'));
  await expect(part(page, 'rate')).toContainText('seeds 1 to 50');
  const [n, wheels, slam] = await table(page, 'rate');
  expect([n, slam < wheels]).toEqual([50, true]);
});

test('one landmark confused bends the map; the gate refuses it', async ({ page }) => {
  await page.goto(`${PAGE.zh}#slam?scene=wrong-association`);
  await ready(page);
  expect((await table(page, 'errors'))[4]).toBeGreaterThan(2.5);
  await settled(page, () => widget(page).locator('input[name="gate"]').check());
  await ready(page);
  expect((await table(page, 'errors'))[4]).toBeLessThan(0.1);
});
