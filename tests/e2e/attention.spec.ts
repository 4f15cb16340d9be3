/** The attention stepper as a reader meets it, and on WebGL. */
import { expect, test, type Locator, type Page } from '@playwright/test';
import { KIND } from '../../src/components/widgets/attention/kind.ts';
import { workedOf } from '../../src/components/widgets/attention/reference.ts';
import { SCENES } from '../../src/components/widgets/attention/scenes.ts';
import { magnitude } from '../../src/components/widgets/toolkit/text.ts';
import { combinations } from '../widgets/attention/combinations.ts';
import { gates, ready as readyOf, settled as settledOf, widgetOf } from './gates.ts';

/** A page that holds the widget. */
const SLUG = 'attention-mechanism';
const PAGE = { zh: `/zh/concepts/${SLUG}/`, en: `/en/concepts/${SLUG}/` };
const widget = (page: Page): Locator => widgetOf(page, 'attention');
const part = (page: Page, name: string) => widget(page).locator(`[data-part="${name}"]`);
const ready = (page: Page): Promise<void> => readyOf(page, 'attention');
const settled = (page: Page, act: () => Promise<unknown>): Promise<void> =>
  settledOf(page, 'attention', act);
const values = (page: Page, name: string) =>
  widget(page)
    .locator(`table[data-output="${name}"] data`)
    .evaluateAll((cells) => cells.map((cell) => Number((cell as HTMLDataElement).value)));

gates({
  kind: KIND,
  concept: SLUG,
  scenes: SCENES,
  queries: combinations(30, 11, 0).map(({ query }) => query),
  tolerance: 2e-6,
  // Softmax is as exact as what goes into it is large.
  scale: (state) => magnitude(workedOf(state, undefined).all.logits.data),
  folded: /^(tokens|weights|y|before|blend)$/,
  hostile: [
    ['patch=5', '图块的边长不能是“5”'],
    ['query=0', '发问的图块要在 1 到 36 之间'],
    ['temperature=0', '温度要在 0.1 到 10 之间'],
    ['temperature=warm', '温度里的“warm”不是数'],
    ['heads=3', '头数不能是“3”'],
    ['positions=learned', '位置嵌入不能是“learned”'],
    ['order=1.5', '次序的种子要填整数'],
    ['image=test-1500', '图片要写成 test-0 到 test-1499'],
    ['seed=%3Cimg%20src=x%20onerror=alert(1)%3E', '不是数'],
  ],
  interactions: [
    'query=7',
    'temperature=0.5',
    'dims=8&heads=2',
    'order=2',
    'order=2&positions=sine',
  ],
  looks: ['scene=heads', 'scene=positions-added'],
  guesses: { right: ['11'], wrong: ['2'] },
});

test('a patch that is pressed asks; arrow keys go on, and the sum is read out', async ({
  page,
}) => {
  await page.goto(`${PAGE.en}#attention?v=1`);
  await ready(page);
  const picture = widget(page).locator('.t-main');
  const box = (await picture.boundingBox())!;
  await settled(page, () => page.mouse.click(box.x + box.width * 0.62, box.y + box.height * 0.38));
  await expect(page).toHaveURL(/query=7/);
  await expect(part(page, 'formula')).toContainText('Patch 7 asks, 16 weights');
  await picture.focus();
  await settled(page, () => page.keyboard.press('ArrowDown'));
  await expect(page).toHaveURL(/query=11/);
  await expect(part(page, 'speech')).toContainText('Patch 11 asks');
  await ready(page);
  const steps = await values(page, 'steps');
  const sum = steps.filter((_, i) => i % 3 === 2).reduce((a, b) => a + b, 0);
  expect(sum).toBeCloseTo(1, 5);
});

test('the buttons go from the query through score and softmax to the output', async ({ page }) => {
  await page.goto(`${PAGE.en}#attention?v=1`);
  await ready(page);
  const formula = part(page, 'formula');
  const next = widget(page).locator('[data-do="step:1"]');
  const said: string[] = [];
  for (let i = 0; i < 8; i++) {
    const before = await formula.textContent();
    await next.click();
    await expect(formula).not.toHaveText(before!);
    said.push((await formula.textContent())!);
  }
  for (const [i, words] of ['W_Q', 'W_K', 'W_V', 'q of patch 3', '√4', 'sum of 16 powers', 'Σ weight', 'W_O'].entries()) {
    expect(said[i]).toContain(words);
  } // prettier-ignore
});

test('temperature and scale change the weights; a word is refused beside the field', async ({
  page,
}) => {
  await page.goto(`${PAGE.en}#attention?v=1`);
  await ready(page);
  const top = async () => Math.max(...(await values(page, 'steps')).filter((_, i) => i % 3 === 2));
  const before = await top();
  await settled(page, () => widget(page).locator('input[name="scale"]').uncheck());
  await ready(page);
  const raw = await top();
  expect(raw).toBeGreaterThan(before);
  const typed = widget(page).locator('input[name="temperature"]:not([type="range"])');
  await settled(page, async () => {
    await typed.fill('2');
    await typed.press('Tab');
  });
  await ready(page);
  expect(await top()).toBeCloseTo(before, 4); // √4 is a temperature of 2
  await typed.fill('warm');
  await typed.press('Tab');
  await expect(widget(page).locator('[data-error="temperature"]')).toContainText('not a number');
});

test('shuffling only reorders; with positions it changes the outputs', async ({ page }) => {
  await page.goto(`${PAGE.en}#attention?v=1`);
  await ready(page);
  await settled(page, () => widget(page).locator('[data-do="act:shuffle"]').click());
  await expect(page).toHaveURL(/order=1/);
  await ready(page);
  const difference = () =>
    widget(page)
      .locator('data[data-output="difference"]')
      .evaluate((cell) => Number((cell as HTMLDataElement).value));
  expect(await difference()).toBeLessThan(1e-5);
  await expect(part(page, 'side')).toContainText('only the order has changed');
  await settled(page, () => widget(page).locator('select[name="positions"]').selectOption('sine'));
  await ready(page);
  expect(await difference()).toBeGreaterThan(0.1);
  await expect(part(page, 'side')).toContainText('The outputs have changed');
  await settled(page, () => widget(page).locator('[data-do="act:restore"]').click());
  await expect(widget(page).locator('data[data-output="difference"]')).toHaveCount(0);
});

test('a drawing of one’s own is attended to', async ({ page }) => {
  await page.goto(`${PAGE.en}#attention?v=1`);
  await ready(page);
  await settled(page, () => widget(page).locator('select[name="image"]').selectOption('draw'));
  const ink = widget(page).locator('.w-map[data-map="input"]');
  await ink.scrollIntoViewIfNeeded();
  const box = (await ink.boundingBox())!;
  await page.mouse.move(box.x + box.width * 0.5, box.y + box.height * 0.2);
  await page.mouse.down();
  await settled(page, () => page.mouse.move(box.x + box.width * 0.5, box.y + box.height * 0.8, { steps: 8 })); // prettier-ignore
  await page.mouse.up();
  await expect(page).toHaveURL(/input=/);
  await ready(page);
  await settled(page, () => widget(page).locator('[data-do="act:clear"]').click());
  await ready(page);
  // Nothing is drawn: all patches are alike, and share evenly.
  const weights = (await values(page, 'steps')).filter((_, i) => i % 3 === 2);
  for (const weight of weights) expect(weight).toBeCloseTo(1 / 16, 5);
});
