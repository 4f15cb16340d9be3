/** The pooling widget as a reader meets it. */
import { expect, test } from '@playwright/test';
import { KIND } from '../../src/components/widgets/pooling/kind.ts';
import { SCENES } from '../../src/components/widgets/pooling/scenes.ts';
import { combinations } from '../widgets/pooling/combinations.ts';
import { ask, gates, ready, settled, widgetOf } from './gates.ts';

gates({
  kind: KIND,
  concept: 'pooling',
  scenes: SCENES,
  queries: combinations(40, 5).map(({ query }) => query),
  hostile: [
    ['window=0', '窗口要在 1 到 11 之间'],
    ['window=99', '窗口要在 1 到 11 之间'],
    ['window=9', '比填充后的输入'],
    ['padding=2', '填充 2 要小于窗口 2'],
    ['op=median', '不能是“median”'],
    ['shift=1.5', '平移要填整数'],
    ['input=1,2;3', '各行'],
    ['input=%3Cimg%20src=x%20onerror=alert(1)%3E', '不是数'],
  ],
  interactions: ['window=3', 'op=avg', 'op=l2&stride=1', 'image=coins&window=4', 'op=globalavg'],
  guesses: { wrong: ['3', '2', '1'], right: ['2', '2', '9'] },
});

const PAGE = '/en/concepts/pooling/';

test('by keyboard alone: type, walk, hear the arithmetic, change the window', async ({ page }) => {
  await page.goto(PAGE);
  const widget = widgetOf(page, 'pooling');
  const active = () =>
    page.evaluate(() => {
      const cell = document.activeElement!.closest('td');
      return cell
        ? `${cell.closest('table')!.dataset.input ?? 'y'} ${cell.dataset.at}`
        : (document.activeElement as HTMLInputElement).name;
    });
  await widget.locator('.w-scenes a').last().focus();
  await page.keyboard.press('Tab');
  expect(await active()).toBe('x 0,0,0');
  await page.keyboard.press('ArrowDown');
  await expect.poll(active).toBe('x 0,1,0');
  await page.keyboard.type('2');
  await ready(page, 'pooling');
  await expect(widget.locator('[data-output="y"] data').first()).toHaveAttribute('value', '3');
  for (let i = 0; i < 40 && (await active()) !== 'y 0,0,0'; i++) await page.keyboard.press('Tab');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowDown');
  expect(await active()).toBe('y 0,1,1');
  await expect(widget.locator('[data-part="speech"]')).toHaveText(
    'row 2, column 2: max(1, 5, 7, 11) = 11',
  );
  for (let i = 0; i < 30 && (await active()) !== 'window'; i++) await page.keyboard.press('Tab');
  await page.keyboard.press('Control+A');
  await page.keyboard.type('3');
  await expect(widget.locator('[data-output="y"]')).toHaveAttribute('data-shape', '1,1,1');
});

test('the winner is marked, and the gradient goes back to it alone', async ({ page }) => {
  await page.goto(PAGE);
  const widget = widgetOf(page, 'pooling');
  await widget.locator('[data-output="y"] td').nth(0).hover();
  await expect(widget.locator('[data-input="x"] td.won')).toHaveAttribute('data-at', '0,1,0');
  await widget.locator('[data-ui="gradient"]').check();
  await expect(widget.locator('[data-input="x"] td[data-w^="∂"]')).toHaveCount(4);
  const [max] = await ask(page, 'pooling', ['v=1']);
  expect(max.outputs.argmax.values).toEqual([4, 3, 13, 15]);
  await settled(page, 'pooling', () => widget.locator('[name="op"]').selectOption('avg'));
  await expect(widget.locator('[data-input="x"] td[data-w="∂ 0.25"]')).toHaveCount(16);
});

test('a shift by one changes outputs, and says how many', async ({ page }) => {
  await page.goto(`${PAGE}#pooling?scene=shift-one`);
  await ready(page, 'pooling');
  const widget = widgetOf(page, 'pooling');
  await expect(widget.locator('.w-verdict').first()).toContainText('4 of 9 outputs');
  await expect(widget.locator('[data-part="output"] td.differs')).toHaveCount(4);
  // by the stride it only moves along: on this torus every output is found again
  const [still] = await ask(page, 'pooling', ['scene=shift-one&shift=0']);
  const [moved] = await ask(page, 'pooling', ['scene=shift-one&shift=2']);
  const sorted = (values: number[]) => [...values].sort((a, b) => a - b);
  expect(sorted(moved.outputs.y.values)).toEqual(sorted(still.outputs.y.values));
});

test('where PyTorch differs is marked and explained', async ({ page }) => {
  await page.goto(`${PAGE}#pooling?op=avg&window=3&stride=2&padding=1`);
  await ready(page, 'pooling');
  const widget = widgetOf(page, 'pooling');
  await widget.locator('[data-ui="convention"]').check();
  await expect(widget.locator('[data-part="output"] td.differs')).toHaveCount(3);
  await expect(widget.locator('.w-verdict').first()).toContainText('count_include_pad');
  await widget.locator('[name="includePad"]').check();
  await expect(widget.locator('[data-part="output"] td.differs')).toHaveCount(0);
});

test('a picture is pooled, pointed at, drawn, and one’s own stays here', async ({ page }) => {
  await page.goto(`${PAGE}#pooling?image=digit-3&window=4`);
  await ready(page, 'pooling');
  const widget = widgetOf(page, 'pooling');
  await widget.locator('[data-map="y"], [data-output="y"] td').first().hover();
  await expect(widget.locator('[data-part="formula"]')).toContainText('max(');
  await widget.locator('[name="image"]').selectOption('draw');
  await ready(page, 'pooling');
  const map = widget.locator('[data-map="x"]');
  await map.focus();
  for (const key of ['ArrowDown', 'ArrowRight', ' ']) await page.keyboard.press(key);
  await expect.poll(() => page.url()).toContain('255');
  await ready(page, 'pooling');
  const [drawn] = await ask(page, 'pooling', [
    (await page.evaluate(() => location.hash)).split('?')[1],
  ]);
  expect(Math.max(...drawn.outputs.y.values)).toBe(255);

  const sent: string[] = [];
  page.on('request', (request) => sent.push(request.method()));
  const png = await page.evaluate(async () => {
    const canvas = new OffscreenCanvas(300, 150);
    canvas.getContext('2d')!.fillRect(0, 0, 300, 150);
    return [...new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer())];
  });
  await settled(page, 'pooling', () =>
    widget
      .locator('input[type="file"]')
      .setInputFiles({ name: 'own.png', mimeType: 'image/png', buffer: Buffer.from(png) }),
  );
  await ready(page, 'pooling');
  await expect(widget.locator('[data-output="y"]')).toHaveAttribute('data-shape', '32,64,1');
  expect(sent.every((method) => method === 'GET')).toBe(true);
  await widget
    .locator('input[type="file"]')
    .setInputFiles({ name: 'no.png', mimeType: 'image/png', buffer: Buffer.from('no picture') });
  await expect(widget.locator('[data-error="image"]')).toContainText('not a picture');
  await expect(widget.locator('[data-output="y"]')).toHaveAttribute('data-shape', '32,64,1');
});
