/** The tensor viewer as a reader meets it, and on WebGL. */
import { expect, test, type Page } from '@playwright/test';
import { KIND } from '../../src/components/widgets/tensor/kind.ts';
import { SCENES } from '../../src/components/widgets/tensor/scenes.ts';
import { combinations } from '../widgets/tensor/combinations.ts';
import { ask, gates, ready, settled, widgetOf } from './gates.ts';

/** The page that shows the first scene. */
const CONCEPT = 'tensor';
const NAME = 'tensor';

gates({
  kind: KIND,
  concept: CONCEPT,
  scenes: SCENES,
  // Casts of numbers that only float64 holds have no cell on the device; the wrong value needs one.
  queries: combinations(45, 4)
    .filter(({ state }) => state.op !== 'cast')
    .map(({ query }) => query),
  hostile: [
    ['source=cat', '来源不能是“cat”'],
    ['op=%3Cimg%20src=x%20onerror=alert(1)%3E', '操作不能是'],
    ['shape=2,2', '只有 source=numbers'],
    ['source=numbers&shape=1,1,1,1,1', '形状最多 4 个轴'],
    ['source=numbers&shape=999', '形状太大'],
    ['source=numbers&values=1,2', '数要填 6 个数'],
    ['source=numbers&op=reshape&to=4,2', '一共有 6 个数，新形状却要 8 个'],
    ['source=numbers&op=reshape&to=4,-1', '不能按 4 个一组分完'],
    ['source=numbers&op=transpose&perm=0,0', '每个恰好写一次'],
    ['source=numbers&op=slice&slice=5', '下标 5 超出了轴 0：它的长度是 2'],
    ['source=numbers&op=broadcast&bShape=4', '从右数第 1 个轴，一个是 3，另一个是 4'],
    ['source=numbers&op=matmul&bShape=2,2', '左边最后一个轴是 3，右边倒数第二个轴是 2'],
    ['source=numbers&op=concat&bShape=2,9', '不能沿轴 0 拼接'],
    ['source=numbers&op=reduce&axes=4', '轴要在 -4 到 3 之间'],
    ['dtype=int7', '类型不能是“int7”'],
  ],
  interactions: [
    'source=numbers&op=reshape&to=3,2',
    'source=numbers&shape=2,3,4&op=transpose&perm=2,0,1',
    'source=color&op=reduce&axes=0,1',
    'source=numbers&op=matmul&shape=2,2,3',
    'source=digit&op=broadcast',
  ],
  looks: ['scene=color', 'scene=broadcast', 'source=numbers&shape=2,2,2&op=stack'], // prettier-ignore
  guesses: { right: ['10, 10'], wrong: ['28,28'] },
});

const address = (lang: 'zh' | 'en', rest = '') => `/${lang}/concepts/${CONCEPT}/${rest}`;
const text = (page: Page, part: string) =>
  widgetOf(page, NAME).locator(`[data-part="${part}"]`).innerText();

test('reshape against transpose: pointed at, both name the cells of x, and both are marked', async ({
  page,
}) => {
  await page.goto(address('en', `#${NAME}?scene=reshape`));
  await ready(page, NAME);
  const widget = widgetOf(page, NAME);
  await widget.locator('[data-part="y"] td[data-at="0,1,0"]').hover();
  await expect(widget.locator('[data-part="formula"]')).toContainText('y[1, 0] = x[0, 2] = 2');
  await expect(widget.locator('[data-part="x"] td[data-at="0,0,2"]')).toHaveClass(/\bin\b/);
  await widget.locator('[data-part="other"] td[data-at="0,1,0"]').hover();
  await expect(widget.locator('[data-part="formula"]')).toContainText('z[1, 0] = x[0, 1] = 1');
  await expect(widget.locator('[data-part="x"] td[data-at="0,0,1"]')).toHaveClass(/\bin\b/);
  await expect(widget.locator('[data-part="other"] td.differs')).toHaveCount(4);
  await widget.locator('[data-part="x"] td[data-at="0,1,1"]').hover();
  await expect(widget.locator('[data-part="formula"]')).toContainText('goes to y[2, 0]');
});

test('by keys alone: an operation is chosen, a number typed, the cells walked', async ({
  page,
}) => {
  await page.goto(address('en', `#${NAME}?scene=broadcast`));
  await ready(page, NAME);
  const widget = widgetOf(page, NAME);
  const first = widget.locator('[data-part="x"] td input').first();
  await first.focus();
  await page.keyboard.press('ControlOrMeta+a');
  await settled(page, NAME, () => page.keyboard.type('7'));
  expect(await text(page, 'y')).toContain('17');
  await expect.poll(() => page.url()).toContain('values=7,1,2,3,4,5');
  await widget.locator('[data-part="y"] td[tabindex="0"]').focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowDown');
  await expect(widget.locator('[data-part="formula"]')).toContainText('y[1, 1] = x[1, 1] + b[1] = 4 + 20 = 24'); // prettier-ignore
  await expect(widget.locator('[data-part="speech"]')).toContainText('4 + 20 = 24');
  const op = widget.locator('select[name="op"]');
  await settled(page, NAME, () => op.selectOption('matmul'));
  expect(await text(page, 'y')).toContain('(2, 2)');
});

test('a shape that does not fit is refused beside its field, and the last result stays', async ({
  page,
}) => {
  await page.goto(address('en', `#${NAME}?scene=broadcast`));
  await ready(page, NAME);
  const widget = widgetOf(page, NAME);
  const before = await text(page, 'y');
  const field = widget.locator('input[name="bShape"]');
  await field.fill('2,4');
  await field.press('Tab');
  await expect(widget.locator('[data-error="bShape"]')).toHaveText('(2, 3) and (2, 4) cannot be broadcast: axis 1 from the right is 3 in one and 4 in the other, neither equal nor 1.'); // prettier-ignore
  expect(await text(page, 'y')).toBe(before);
  await field.fill('2,1');
  await field.press('Tab');
  await expect(widget.locator('[data-error="bShape"]')).toBeHidden();
  await ready(page, NAME);
  expect(await text(page, 'note')).toContain('b is repeated 3 times');
});

test('pictures: the device agrees exactly, channels and mapping', async ({ page }) => {
  await page.goto(address('en', `?backend=webgl#${NAME}?scene=color`));
  await ready(page, NAME);
  const widget = widgetOf(page, NAME);
  const answers = await ask(page, NAME, ['scene=color', 'scene=layout', 'scene=batch', 'scene=digit'], false); // prettier-ignore
  expect(answers.map(({ backend, error }) => [backend, error < 1e-4])).toEqual(Array(4).fill(['webgl', true])); // prettier-ignore
  // Whole numbers are moved, not computed; the mean of the batch may be rounded.
  expect(answers.map(({ error }) => error).filter((_, i) => i !== 2)).toEqual([0, 0, 0]);
  await ask(page, NAME, ['scene=color'], false);
  await expect(widget.locator('[data-part="y"] .w-map')).toHaveCount(3);
  await widget.locator('[data-part="y"] .w-map').nth(1).focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowDown');
  await expect(widget.locator('[data-part="formula"]')).toContainText(/y\[1, \d+, \d+\] = x\[\d+, \d+, 1\]/); // prettier-ignore
  await expect(widget.locator('[data-part="x"] .w-box')).toBeVisible();
});

test('what float32 cannot hold is left to float64, and said', async ({ page }) => {
  await page.goto(address('en', `#${NAME}?source=numbers&shape=2&values=16777217,300&op=cast&as=float32`)); // prettier-ignore
  await ready(page, NAME);
  expect(await text(page, 'y')).toContain('16777216');
  expect(await text(page, 'note')).toContain('computed in float64 alone');
  await expect(widgetOf(page, NAME).locator('[data-proof]')).toHaveAttribute('data-cells', '0');
});
