/** The gate stepper as a reader meets it, and on WebGL. */
import { expect, test, type Locator, type Page } from '@playwright/test';
import { KIND } from '../../src/components/widgets/gates/kind.ts';
import { SCENES } from '../../src/components/widgets/gates/scenes.ts';
import { combinations } from '../widgets/gates/combinations.ts';
import { gates, ready as readyOf, settled as settledOf, widgetOf } from './gates.ts';

/** A page that holds the widget. */
const SLUG = 'recurrent-neural-network';
const PAGE = { zh: `/zh/concepts/${SLUG}/`, en: `/en/concepts/${SLUG}/` };
const widget = (page: Page): Locator => widgetOf(page, 'gates');
const part = (page: Page, name: string) => widget(page).locator(`[data-part="${name}"]`);
const ready = (page: Page): Promise<void> => readyOf(page, 'gates');
const settled = (page: Page, act: () => Promise<unknown>): Promise<void> =>
  settledOf(page, 'gates', act);
const table = (page: Page, name: string) =>
  widget(page)
    .locator(`table[data-output="${name}"] data`)
    .evaluateAll((cells) => cells.map((cell) => Number((cell as HTMLDataElement).value)));

gates({
  kind: KIND,
  concept: SLUG,
  scenes: SCENES,
  queries: combinations(30, 11, 5).map(({ query }) => query),
  tolerance: 2e-5,
  hostile: [
    ['task=read', '任务不能是“read”'],
    ['cell=esn', '单元不能是“esn”'],
    ['x=1,,2', '输入序列'],
    ['x=99', '输入序列要在 -10 到 10 之间'],
    ['keep=1.5', '保留门要在 0 到 1 之间'],
    ['u=1,2', '状态权重要填'],
    ['image=cat', '数字要写成 test-0'],
    ['x=%3Cimg%20src=x%20onerror=alert(1)%3E', '不是数'],
  ],
  interactions: ['x=1,0,2', 'x=1,0,2&u=0', 'cell=lstm&x=1,0&keep=0', 'cell=gru&x=1,0,1'],
  looks: ['scene=lstm', 'scene=gru', 'scene=vanishing', 'scene=rows'],
  guesses: { right: ['5'], wrong: ['8'] },
});

test.describe('before any script', () => {
  test.use({ javaScriptEnabled: false });
  for (const lang of ['zh', 'en'] as const) {
    test(`curves, arithmetic and numbers are on the ${lang} page`, async ({ page }) => {
      await page.goto(PAGE[lang]);
      await expect(widget(page).locator('.g-plot svg')).toHaveCount(2);
      await expect(part(page, 'formula')).toContainText('tanh(1×0.5 + 0.8×');
      await expect(widget(page).locator('table[data-output="other"] td.g-moves')).toHaveCount(5);
    });
  }
});

test('an input in the middle moves its own and later states; at state weight 0 its own alone', async ({ page }) => {
  await page.goto(`${PAGE.en}#gates?v=1`);
  await ready(page);
  const before = await table(page, 'h');
  const fourth = widget(page).locator('table[data-input="x"] input').nth(3);
  await settled(page, async () => {
    await fourth.fill('-1');
    await fourth.press('Tab');
  });
  await ready(page);
  await expect(page).toHaveURL(/x=1,0,0,-1,0,0,0,0/);
  const after = await table(page, 'h');
  expect(after.map((v, t) => Math.abs(v - before[t]) > 1e-5)).toEqual([false, false, false, true, true, true, true, true]); // prettier-ignore
  const weight = widget(page).locator('input[name="u"][type="range"]');
  await weight.focus();
  await settled(page, async () => {
    for (let i = 0; i < 8; i++) await page.keyboard.press('ArrowLeft');
  });
  await expect(page).toHaveURL(/u=0(&|$)/);
  await ready(page);
  await expect(part(page, 'left')).toContainText('1 of 8 states change');
  const link = page.url();
  await page.goto('about:blank');
  await page.goto(link);
  await ready(page);
  expect((await table(page, 'h'))[4]).toBe(0);
}); // prettier-ignore

test('LSTM: the buttons of the forget gate, by keyboard', async ({ page }) => {
  await page.goto(`${PAGE.en}#gates?scene=lstm`);
  await ready(page);
  const press = (name: string) =>
    settled(page, async () => {
      await widget(page).getByRole('button', { name, exact: true }).focus();
      await page.keyboard.press('Enter');
    });
  await press('1');
  await expect(page).toHaveURL(/keep=1/);
  await ready(page);
  const kept = await table(page, 'left');
  expect(new Set(kept).size).toBe(1);
  await press('0');
  await ready(page);
  expect((await table(page, 'left')).slice(1)).toEqual([0, 0, 0, 0, 0, 0, 0]);
  await press('½');
  await ready(page);
  expect((await table(page, 'left'))[3]).toBeCloseTo(kept[0] / 8, 6);
});

test('GRU: the other convention swaps the two rows', async ({ page }) => {
  await page.goto(`${PAGE.en}#gates?scene=gru`);
  await ready(page);
  const [h, swapped] = [await table(page, 'h'), await table(page, 'swapped')];
  await settled(page, () => widget(page).locator('select[name="reset"]').selectOption('before'));
  await ready(page);
  (await table(page, 'h')).forEach((v, i) => expect(v).toBeCloseTo(swapped[i], 5));
  (await table(page, 'swapped')).forEach((v, i) => expect(v).toBeCloseTo(h[i], 5));
});

test('a digit is read row by row, by play buttons and by drawing', async ({ page }) => {
  await page.goto(`${PAGE.en}#gates?scene=rows`);
  await ready(page);
  await expect(part(page, 'formula')).toContainText('After row 14');
  await settled(page, () => widget(page).locator('[data-do="step:1"]').click());
  await expect(part(page, 'formula')).toContainText('After row 15');
  await settled(page, () => page.evaluate(() => (location.hash = '#gates?scene=rows&k=28')));
  await ready(page);
  await expect(part(page, 'formula')).toContainText('it says 3');
  await settled(page, () => widget(page).locator('select[name="image"]').selectOption('draw'));
  await ready(page);
  await widget(page).locator('[data-map="ink"]').scrollIntoViewIfNeeded();
  const pad = (await widget(page).locator('[data-map="ink"]').boundingBox())!;
  await page.mouse.move(pad.x + pad.width / 2, pad.y + pad.height * 0.2);
  await page.mouse.down();
  await settled(page, () => page.mouse.move(pad.x + pad.width / 2, pad.y + pad.height * 0.8, { steps: 8 })); // prettier-ignore
  await page.mouse.up();
  await ready(page);
  await expect(part(page, 'formula')).toContainText('it says 1');
});
