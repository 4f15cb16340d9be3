/** The adversarial examples as a reader meets them, and on WebGL. */
import { expect, test, type Locator, type Page } from '@playwright/test';
import { KIND } from '../../src/components/widgets/adversarial/kind.ts';
import { SCENES } from '../../src/components/widgets/adversarial/scenes.ts';
import { combinations } from '../widgets/adversarial/combinations.ts';
import { gates, ready as readyOf, settled as settledOf, widgetOf } from './gates.ts';
import { modelGate } from './models.ts';

/** A page that holds the widget. */
const SLUG = 'interpretability';
const PAGE = { zh: `/zh/concepts/${SLUG}/`, en: `/en/concepts/${SLUG}/` };
const widget = (page: Page): Locator => widgetOf(page, 'adversarial');
const part = (page: Page, name: string) => widget(page).locator(`[data-part="${name}"]`);
const ready = (page: Page): Promise<void> => readyOf(page, 'adversarial');
const settled = (page: Page, act: () => Promise<unknown>): Promise<void> =>
  settledOf(page, 'adversarial', act);
/** The scores of a column: as it is, attacked, noisy. */
const column = async (page: Page, which: 0 | 1 | 2) => {
  const all = await widget(page)
    .locator('table[data-output="scores"] data')
    .evaluateAll((cells) => cells.map((cell) => Number((cell as HTMLDataElement).value)));
  return all.filter((_, i) => i % 3 === which);
};
const top = (scores: readonly number[]) => scores.indexOf(Math.max(...scores));

gates({
  kind: KIND,
  concept: SLUG,
  scenes: SCENES,
  queries: combinations(30, 11).map(({ query }) => query),
  tolerance: (name) => (name === 'direction' ? 1e-4 : 2e-5),
  folded: /gradient|direction|attacked|noisy|path|draws/,
  hostile: [
    ['attack=up', '攻击不能是“up”'],
    ['target=10', '目标类别要在 0 到 9 之间'],
    ['eps=0.31', 'ε要在 0 到 0.3 之间'],
    ['eps=%3Cimg%20src=x%20onerror=alert(1)%3E', '不是数'],
    ['steps=21', '步数要在 1 到 20 之间'],
    ['draws=0', '噪声次数要在 1 到 24 之间'],
    ['image=test-1500', 'test-0 到 test-1499'],
    ['image=own', '只存在于打开它的那个页面'],
    ['input=1,2;3', '各行'],
  ],
  interactions: [
    'draws=1&eps=0.05',
    'draws=1&attack=toward&target=8',
    'draws=2&image=test-40',
    'draws=1&image=test-40&steps=2',
  ],
  guesses: { right: ['3', '5'], wrong: ['5', '5'] },
});

test.describe('before any script', () => {
  test.use({ javaScriptEnabled: false });
  for (const lang of ['zh', 'en'] as const) {
    test(`pictures, probabilities and the arithmetic of a pixel are on the ${lang} page`, async ({
      page,
    }) => {
      await page.goto(PAGE[lang]);
      await expect(widget(page).locator('.w-map img')).toHaveCount(7);
      await expect(widget(page).locator('table[data-output="scores"] data')).toHaveCount(30);
      await expect(part(page, 'formula')).toContainText('∂L/∂x');
      await expect(widget(page).locator('.a-draws li.right')).toHaveCount(8);
    });
  }
});

test('the slider: a small ε fools nobody, a large one needs no gradient', async ({ page }) => {
  await page.goto(`${PAGE.en}#adversarial?draws=4`);
  await ready(page);
  expect([top(await column(page, 0)), top(await column(page, 1)), top(await column(page, 2))]).toEqual([5, 3, 5]); // prettier-ignore
  const slider = widget(page).locator('input[name="eps"][type="range"]');
  const typed = widget(page).locator('input[name="eps"]:not([type="range"])');
  const set = (value: string) =>
    settled(page, async () => {
      await typed.fill(value);
      await typed.press('Tab');
    });
  await set('0.02');
  await ready(page);
  await expect(slider).toHaveValue('0.02');
  expect(top(await column(page, 1))).toBe(5);
  await expect(part(page, 'outcome')).toContainText('The attack fails');
  await set('0.16');
  await ready(page);
  await expect(part(page, 'outcome')).toContainText('fools it too, in 4 of 4 draws');
  await typed.fill('banana');
  await typed.press('Tab');
  await expect(widget(page).locator('[data-error="eps"]')).toContainText('not a number');
});

test('by keyboard alone: a class is chosen, more steps, a pixel is read out', async ({ page }) => {
  await page.goto(`${PAGE.en}#adversarial?draws=1&image=test-1092&steps=9`);
  await ready(page);
  const button = widget(page).getByRole('button', { name: 'toward a chosen class' });
  await button.focus();
  await settled(page, () => page.keyboard.press('Enter'));
  await ready(page);
  await settled(page, () => widget(page).locator('[data-do="more:steps"]').press('Enter'));
  await ready(page);
  await expect(page).toHaveURL(/steps=10/);
  expect(top(await column(page, 1))).toBe(3);
  await expect(part(page, 'outcome')).toContainText('The target is reached: it is read as 3.');
  await expect(widget(page).locator('.a-plot svg')).toHaveCount(2);
  const map = widget(page).locator('[data-map="attacked"]');
  await map.focus();
  await page.keyboard.press('ArrowRight');
  await expect(part(page, 'speech')).toContainText('steps of ±0.025:');
  await widget(page).locator('[data-map="noisy"]').focus();
  await page.keyboard.press('ArrowDown');
  await expect(part(page, 'speech')).toContainText('random sign');
});

test('a digit of one’s own is drawn and attacked', async ({ page }) => {
  await page.goto(`${PAGE.en}#adversarial?draws=1`);
  await ready(page);
  await settled(page, () => widget(page).locator('[name="image"]').selectOption('draw'));
  const pad = widget(page).locator('[data-map="ink"]');
  await expect(pad).toHaveAttribute('data-ink', '');
  await settled(page, () => widget(page).getByRole('button', { name: 'Clear' }).click());
  await pad.focus();
  for (let i = 0; i < 5; i++) await page.keyboard.press('ArrowDown');
  for (let i = 0; i < 14; i++) await page.keyboard.press('ArrowRight');
  for (let i = 0; i < 18; i++) {
    await page.keyboard.press(' ');
    await page.keyboard.press('ArrowDown');
  }
  await expect.poll(async () => top(await column(page, 0))).toBe(1);
});

modelGate({
  name: 'adversarial',
  concept: SLUG,
  hash: 'draws=1',
  next: 'draws=2',
  file: 'models/digits-classifier/weights.bin',
});
