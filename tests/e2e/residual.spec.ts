/** The residual widget as a reader meets it, and on WebGL. */
import { expect, test, type Page } from '@playwright/test';
import { KIND } from '../../src/components/widgets/residual/kind.ts';
import { SCENES } from '../../src/components/widgets/residual/scenes.ts';
import { combinations } from '../widgets/residual/combinations.ts';
import { gates, ready, settled, widgetOf } from './gates.ts';

const NAME = 'residual';
const CONCEPT = 'residual-connection';

gates({
  kind: KIND,
  concept: CONCEPT,
  scenes: SCENES,
  shown: 'skip',
  queries: [
    ...combinations(27, 11).map(({ query }) => query),
    ...combinations(3, 12, { nets: 1 }).map(({ query }) => ({ ...query, steps: '1' })),
  ],
  tolerance: 5e-6,
  hostile: [
    ['mode=nett', '任务不能是“nett”'],
    ['input=1,2;3', '输入 x'],
    ['input=%3Cimg%20src=x%20onerror=alert(1)%3E', '不是数'],
    ['kernel1=1', 'W₁要有 2 个卷积核'],
    ['kernel2=1,2;3,4/1,2;3,4', '要有 2 个通道'],
    ['filters=4', '要在 1 到 3 之间'],
    ['depth=7', '要是偶数'],
    ['steps=121', '要在 0 到 120 之间'],
  ],
  interactions: ['join=add', 'join=concatenate', 'filters=3&join=add', 'weights=zero', 'mode=nets&depth=4&shallow=4&steps=1'], // prettier-ignore
  looks: ['scene=concatenate', 'scene=projection', 'mode=nets&depth=6&steps=3'],
  guesses: { right: ['3', '2'], wrong: ['0', '2'] },
});

const address = (lang: 'zh' | 'en', hash: string) => `/${lang}/concepts/${CONCEPT}/#${NAME}?${hash}`; // prettier-ignore
const part = (page: Page, name: string) => widgetOf(page, NAME).locator(`[data-part="${name}"]`);
const table = (page: Page, name: string) =>
  widgetOf(page, NAME)
    .locator(`table[data-output="${name}"] data`)
    .evaluateAll((cells) => cells.map((cell) => Number((cell as HTMLDataElement).value)));

test('what the page says: weights 0, the shortcut away, then concatenated', async ({ page }) => {
  await page.goto(address('en', 'scene=skip'));
  await ready(page, NAME);
  const widget = widgetOf(page, NAME);
  const press = (name: string) =>
    settled(page, NAME, () => widget.getByRole('button', { name, exact: true }).click());
  await expect(part(page, 'stage')).toContainText('y is x: not one number has changed.');
  await press('none');
  await expect(part(page, 'stage')).toContainText('the input is lost');
  expect((await table(page, 'y')).every((v) => v === 0)).toBe(true);
  await press('concatenate');
  await expect(part(page, 'stage').locator('.r-y .w-h')).toHaveText('y channels: 4');
  expect(await table(page, 'y')).toHaveLength(64);
  await press('add');
  await expect(part(page, 'stage').locator('.r-y .w-h')).toHaveText('y channels: 2');
  const cell = widget.locator('table[data-input="x"] input').first();
  await cell.fill('9');
  await settled(page, NAME, () => cell.press('Tab'));
  expect((await table(page, 'y'))[0]).toBe(9);
  await widget.locator('.r-weights summary').click();
  const weight = widget.getByRole('spinbutton', { name: /^W₂ filter 1/ }).first();
  await weight.fill('1');
  await settled(page, NAME, () => weight.press('Tab'));
  await expect(page).toHaveURL(/kernel2=1,0,0;/);
  await press('all 0');
  await expect(page).not.toHaveURL(/kernel2/);
});

test('by keyboard alone: a cell of y is walked to and read out', async ({ page }) => {
  await page.goto(address('en', 'join=add'));
  await ready(page, NAME);
  const first = part(page, 'stage').locator('.r-y td').first();
  await first.focus();
  await page.keyboard.press('ArrowRight');
  await expect(part(page, 'formula')).toContainText('row 1, column 2, channel 1');
  const text = (await part(page, 'formula').textContent())!.replaceAll('−', '-');
  const [, a, b, y] = /max\(0, \(?(-?\d+)\)? \+ (\d+)\) = (-?\d+)/.exec(text)!.map(Number);
  expect(Math.max(0, a + b)).toBe(y);
  await expect(part(page, 'speech')).toContainText('row 1, column 2');
});

test('training: the deep one gets shortcuts and catches up; rewound, played', async ({ page }) => {
  test.setTimeout(120_000);
  await page.goto(address('en', 'scene=degradation&depth=12&shallow=4'));
  await ready(page, NAME);
  const widget = widgetOf(page, NAME);
  const rows = widget.locator('.r-scores tbody tr');
  await expect(rows).toHaveCount(2);
  const give = widget.getByRole('button', { name: 'Give the deep one shortcuts' });
  await settled(page, NAME, () => give.click());
  await expect(rows).toHaveCount(3);
  await expect(give).toHaveAttribute('aria-pressed', 'true');
  const [, deep, joined] = await table(page, 'loss');
  expect(joined).toBeLessThan(deep);
  await settled(page, NAME, () => widget.getByRole('button', { name: 'Back to step 0' }).click());
  await expect(part(page, 'formula')).toContainText('After 0 steps');
  await part(page, 'play').click();
  await expect(part(page, 'formula')).toContainText(/After [1-9]\d* steps/, {
    timeout: 30_000,
  });
  await part(page, 'play').click();
});
