/** The loss bench as a reader meets it, and on WebGL. */
import { expect, test, type Locator, type Page } from '@playwright/test';
import { KIND } from '../../src/components/widgets/loss/kind.ts';
import { SCENES } from '../../src/components/widgets/loss/scenes.ts';
import { combinations } from '../widgets/loss/combinations.ts';
import { gates, ready as readyOf, settled as settledOf, widgetOf } from './gates.ts';

/** A page that holds the widget. */
const SLUG = 'cross-entropy';
const PAGE = { zh: `/zh/concepts/${SLUG}/`, en: `/en/concepts/${SLUG}/` };
const widget = (page: Page): Locator => widgetOf(page, 'loss');
const part = (page: Page, name: string) => widget(page).locator(`[data-part="${name}"]`);
const ready = (page: Page): Promise<void> => readyOf(page, 'loss');
const settled = (page: Page, act: () => Promise<unknown>): Promise<void> =>
  settledOf(page, 'loss', act);
const scalar = async (page: Page, name: string) =>
  Number(await widget(page).locator(`data[data-output="${name}"]`).getAttribute('value'));
const table = (page: Page, name: string) =>
  widget(page)
    .locator(`table[data-output="${name}"] data`)
    .evaluateAll((cells) => cells.map((cell) => Number((cell as HTMLDataElement).value)));

gates({
  kind: KIND,
  concept: SLUG,
  scenes: SCENES,
  queries: combinations(36, 11).map(({ query }) => query),
  tolerance: 2e-6,
  notOnDevice: ['clipped', 'best'],
  hostile: [
    ['mode=ranking', '任务不能是“ranking”'],
    ['logits=1', '至少要有两个类别'],
    ['logits=1,NaN', 'logit里的“NaN”不是数'],
    ['logits=1,1e9', '要在 -10000 到 10000 之间'],
    ['labels=7', '标签要在 0 到 2 之间'],
    ['weights=1,2', '类别权重要填 3 个数'],
    ['weights=0,1,1', '类别权重要大于 0'],
    ['temperature=0', '温度要在 0.05 到 20 之间'],
    ['predictions=1', '目标要填 1 个数'],
    ['logits=%3Cimg%20src=x%20onerror=alert(1)%3E,1', '不是数'],
  ],
  interactions: ['logits=3,1,0', 'gamma=2', 'mode=binary', 'mode=regression', 'logits=1,2;3,4&labels=0,1'], // prettier-ignore
  looks: ['scene=imbalance', 'scene=binary', 'scene=regression', 'scene=large'],
  guesses: { right: ['0.35'], wrong: ['3'] },
});

test.describe('before any script', () => {
  test.use({ javaScriptEnabled: false });
  for (const lang of ['zh', 'en'] as const) {
    test(`losses, curves, arithmetic and conventions are on the ${lang} page`, async ({ page }) => {
      await page.goto(PAGE[lang]);
      await expect(widget(page).locator('table[data-output="p"] data')).toHaveCount(3);
      await expect(part(page, 'formula')).toContainText('q·(−ln p₀)');
      await expect(widget(page).locator('.l-plots svg')).toHaveCount(2);
      await expect(widget(page).locator('.l-conv')).toContainText('from_logits=True');
      await expect(widget(page).locator('.l-conv .differs')).toHaveCount(2);
    });
  }
});

test('the slider moves the number under the cursor, and the link restores it', async ({ page }) => {
  await page.goto(`${PAGE.en}#loss?v=1`);
  await ready(page);
  await widget(page).locator('td[data-on="p"]').nth(1).click();
  const slider = widget(page).locator('input[name="moved"][type="range"]');
  await expect(slider).toHaveValue('1');
  await slider.focus();
  await settled(page, async () => {
    for (let i = 0; i < 10; i++) await page.keyboard.press('ArrowRight');
  });
  await expect(page).toHaveURL(/logits=2,2,-1/);
  await ready(page);
  const [first, second] = await table(page, 'p');
  expect(first).toBeCloseTo(second, 6);
  const field = widget(page).locator('input[name="moved"]:not([type="range"])');
  await field.fill('banana');
  await field.press('Tab');
  await expect(widget(page).locator('[data-error="moved"]')).toContainText('not a number');
  const link = page.url();
  await page.goto('about:blank');
  await page.goto(link);
  await ready(page);
  expect((await table(page, 'p'))[1]).toBeCloseTo(second, 6);
});

test('by keyboard alone: cells are walked and read out, a logit is typed', async ({ page }) => {
  await page.goto(`${PAGE.en}#loss?v=1`);
  await ready(page);
  await widget(page).locator('td[data-on="gradient"]').first().focus();
  await expect(part(page, 'speech')).toHaveText('class 0: ∂L/∂z₀ = (p − q) ≈ (0.70538 − 1) ≈ −0.29462'); // prettier-ignore
  await page.keyboard.press('ArrowRight');
  await expect(part(page, 'speech')).toContainText('class 1: ∂L/∂z₁');
  await widget(page).locator('[data-input="logits"] input').first().focus();
  await settled(page, () => page.keyboard.type('9'));
  await expect(page).toHaveURL(/logits=9,1,-1/);
  await ready(page);
  expect(await scalar(page, 'loss')).toBeLessThan(1e-3);
});

test('the right class, samples and classes by their buttons', async ({ page }) => {
  await page.goto(`${PAGE.en}#loss?v=1`);
  await ready(page);
  await settled(page, () => widget(page).getByRole('button', { name: 'Make 2 the right class' }).click()); // prettier-ignore
  await ready(page);
  expect(await scalar(page, 'loss')).toBeCloseTo(3.349, 3);
  await settled(page, () => widget(page).getByRole('button', { name: 'add a sample' }).click());
  await settled(page, () => widget(page).getByRole('button', { name: 'add a class' }).click());
  await ready(page);
  expect(await table(page, 'p')).toHaveLength(8);
});

test('what is passed the wrong way is marked; weights follow the convention', async ({ page }) => {
  await page.goto(`${PAGE.en}#loss?scene=imbalance`);
  await ready(page);
  const [pytorch, keras] = [await scalar(page, 'loss'), await scalar(page, 'other')];
  expect(keras - pytorch).toBeGreaterThan(0.1);
  await settled(page, () =>
    widget(page)
      .getByRole('button', { name: /^Keras: divide/ })
      .click(),
  );
  await ready(page);
  expect(await scalar(page, 'loss')).toBeCloseTo(keras, 5);
  expect(await scalar(page, 'other')).toBeCloseTo(pytorch, 5);
});

test('saturated and wrong: cross-entropy pulls, MSE does not; ±10,000 is no trouble', async ({
  page,
}) => {
  await page.goto(`${PAGE.en}#loss?scene=mse-softmax`);
  await ready(page);
  expect((await table(page, 'gradient'))[2]).toBeCloseTo(-1, 5);
  expect(Math.abs((await table(page, 'mseGradient'))[2])).toBeLessThan(1e-6);
  await page.goto(`${PAGE.en}#loss?scene=large`);
  await ready(page);
  await expect(widget(page).locator('[data-naive]')).toHaveAttribute('data-naive', 'broken');
  expect((await table(page, 'p'))[0]).toBeCloseTo(0.731059, 5);
});

test('regression: the mean follows an outlier, the median does not', async ({ page }) => {
  await page.goto(`${PAGE.en}#loss?scene=regression`);
  await ready(page);
  expect(await table(page, 'best')).toEqual([5.9, 4, 4]);
  const target = widget(page).locator('[data-input="targets"] input').last();
  await settled(page, () => target.fill('66'));
  await ready(page);
  const [mean, median] = await table(page, 'best');
  expect([mean, median]).toEqual([15.9, 4]);
  await settled(page, () => widget(page).locator('select[name="mode"]').selectOption('binary'));
  await expect(widget(page).locator('table[data-output="rows"]')).toHaveAttribute('data-shape', '3,7,1'); // prettier-ignore
});
