/** The up-sampling widget as a reader meets it. */
import { expect, test } from '@playwright/test';
import { KIND } from '../../src/components/widgets/upsampling/kind.ts';
import { SCENES } from '../../src/components/widgets/upsampling/scenes.ts';
import { combinations } from '../widgets/upsampling/combinations.ts';
import { ask, gates, ready, settled, widgetOf } from './gates.ts';

const NAME = 'upsampling';
const CONCEPT = 'pooling';

gates({
  kind: KIND,
  concept: CONCEPT,
  scenes: SCENES,
  queries: combinations(40, 5).map(({ query }) => query),
  hostile: [
    ['stride=0', '步幅要在 1 到 8 之间'],
    ['stride=1e9', '步幅要在 1 到 8 之间'],
    ['outputPadding=2', '输出填充 2 要小于步幅与膨胀率中较大的那个（2）'],
    ['outputPadding=1&padding=same', '输出填充由它自己决定'],
    ['padding=9', '填充一共裁掉 18 格'],
    ['image=cat&stride=8', '一边最多 640 格'],
    ['op=bicubic', '不能是“bicubic”'],
    ['alignCorners=yes', '角点对齐不能是“yes”'],
    ['kernel=1|1', '只能有一个通道'],
    ['input=1,2;3', '各行'],
    ['input=%3Cimg%20src=x%20onerror=alert(1)%3E', '不是数'],
  ],
  interactions: [
    'stride=3',
    'dilation=2&outputPadding=1',
    'op=nearest&stride=2,3',
    'image=digit-3',
    'op=bilinear&image=coins',
    'padding=same&kernel=1,2;3,4',
  ],
  guesses: { wrong: ['6', '7', '4'], right: ['7', '7', '4'] },
});

const PAGE = `/en/concepts/${CONCEPT}/`;

test('by keyboard alone: type, walk, hear what meets, change the stride', async ({ page }) => {
  await page.goto(PAGE);
  const widget = widgetOf(page, NAME);
  const active = () =>
    page.evaluate(() => {
      const cell = document.activeElement!.closest('td');
      const table = cell?.closest('table')?.dataset;
      return cell
        ? `${table!.input ?? table!.output} ${cell.dataset.at}`
        : (document.activeElement as HTMLInputElement).name;
    });
  await widget.locator('.w-scenes a').last().focus();
  await page.keyboard.press('Tab');
  expect(await active()).toBe('x 0,0,0');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowRight');
  await expect.poll(active).toBe('x 0,1,1');
  await expect(widget.locator('[data-part="speech"]')).toContainText(
    'Input row 2, column 2 (value 7) stamps 7 × [1 1 1; 1 1 1; 1 1 1]',
  );
  await page.keyboard.type('5');
  await ready(page, NAME);
  await expect(widget.locator('[data-output="y"] data').nth(16)).toHaveAttribute('value', '14');
  for (let i = 0; i < 40 && (await active()) !== 'y 0,0,0'; i++) await page.keyboard.press('Tab');
  for (const key of ['ArrowRight', 'ArrowRight', 'ArrowDown', 'ArrowDown']) {
    await page.keyboard.press(key);
  }
  expect(await active()).toBe('y 0,2,2');
  await expect(widget.locator('[data-part="speech"]')).toHaveText(
    'row 3, column 3: 3×1 + 3×1 + 3×1 + 5×1 = 14',
  );
  await page.keyboard.press('Tab');
  expect(await active()).toBe('overlap 0,0,0');
  for (let i = 0; i < 30 && (await active()) !== 'stride'; i++) await page.keyboard.press('Tab');
  await page.keyboard.press('Control+A');
  await page.keyboard.type('3');
  await expect(widget.locator('[data-output="y"]')).toHaveAttribute('data-shape', '9,9,1');
  await expect(widget.locator('[data-output="overlap"] data').first()).toHaveAttribute(
    'value',
    '1',
  );
});

test('an input cell shows its stamp on the output, an output cell what meets in it', async ({
  page,
}) => {
  await page.goto(PAGE);
  const widget = widgetOf(page, NAME);
  await widget.locator('[data-input="x"] td').nth(4).hover();
  const stamped = widget.locator('[data-output="y"] td.in');
  await expect(stamped).toHaveCount(9);
  await expect(stamped.first()).toHaveAttribute('data-at', '0,2,2');
  await expect(stamped.first()).toHaveAttribute('data-w', '+7');
  await expect(widget.locator('[data-output="overlap"] td.in')).toHaveCount(9);
  await expect(widget.locator('[data-part="formula"]')).toContainText('on rows 3–5, columns 3–5');

  await widget.locator('[data-output="overlap"] td[data-at="0,2,3"]').hover();
  await expect(widget.locator('[data-input="x"] td.in')).toHaveCount(2);
  await expect(widget.locator('[data-input="kernel"] td.in')).toHaveCount(2);
  await expect(widget.locator('[data-part="formula"] b')).toHaveText('10');

  await widget.locator('[data-input="kernel"] td').first().hover();
  await expect(stamped).toHaveCount(9);
  await expect(widget.locator('[data-part="formula"]')).toContainText('lands on 9 output cells');
});

test('playing stamps one input cell after the other', async ({ page }) => {
  await page.goto(PAGE);
  const widget = widgetOf(page, NAME);
  await widget.getByRole('button', { name: 'Next cell' }).click();
  await expect(widget.locator('[data-input="x"] td.at')).toHaveAttribute('data-at', '0,0,0');
  await widget.getByRole('button', { name: 'Next cell' }).click();
  await expect(widget.locator('[data-input="x"] td.at')).toHaveAttribute('data-at', '0,0,1');
  await widget.getByRole('button', { name: 'Previous cell' }).click();
  await expect(widget.locator('[data-input="x"] td.at')).toHaveAttribute('data-at', '0,0,0');
  // Play does not wait for a crowded machine to look: every cell is noted as it comes.
  const played = await widget.evaluateHandle((root) => {
    const cells: string[] = [];
    new MutationObserver(() => {
      const at = root.querySelector<HTMLElement>('[data-input="x"] td.at')?.dataset.at;
      if (at && at !== cells.at(-1)) cells.push(at);
    }).observe(root, { subtree: true, childList: true, attributes: true });
    return cells;
  });
  await widget.getByRole('button', { name: 'Play' }).click();
  const cells = async () => (await played.jsonValue()).filter((at) => at !== '0,0,0').slice(0, 3);
  await expect.poll(cells, { timeout: 20_000 }).toEqual(['0,0,1', '0,0,2', '0,1,0']);
  await widget.getByRole('button', { name: 'Pause' }).click();
});

test('even and uneven overlap are told apart, and so is what they do to a flat input', async ({
  page,
}) => {
  await page.goto(PAGE);
  const widget = widgetOf(page, NAME);
  const verdict = widget.locator('[data-part="verdicts"]');
  await expect(verdict).toContainText('3 mod 2 = 1');
  await expect(verdict).toContainText('that is the checkerboard');
  await settled(page, NAME, () => widget.getByRole('button', { name: 'bilinear weights' }).click());
  await expect(verdict).toContainText('4 mod 2 = 0');
  await expect(verdict).toContainText('flat input stays flat');
  await expect(widget.locator('[data-output="y"]')).toHaveAttribute('data-shape', '6,6,1');
  await expect(page).toHaveURL(/padding=1/);
  await settled(page, NAME, () => widget.locator('[name="op"]').selectOption('nearest'));
  await expect(widget.locator('[data-input="kernel"]')).toHaveCount(0);
  await expect(verdict).toContainText('makes no checkerboard');
});

test('where TensorFlow and PyTorch part is marked and said', async ({ page }) => {
  await page.goto(`${PAGE}#upsampling?scene=same-padding`);
  await ready(page, NAME);
  const widget = widgetOf(page, NAME);
  const marked = widget.locator('[data-part="output"] td.differs');
  await widget.locator('[data-ui="convention"]').check();
  await expect(widget.locator('[data-part="convention"]')).toContainText('32 of 36 cells differ');
  await expect(marked).toHaveCount(32);
  await ask(page, NAME, ['scene=bilinear']);
  await expect(widget.locator('[data-part="convention"]')).toContainText('neither flag');
  await expect(marked).toHaveCount(12);
  await ask(page, NAME, ['scene=nearest']);
  await expect(marked).toHaveCount(0);
  await settled(page, NAME, () => widget.locator('[name="op"]').selectOption('transposed'));
  // the same button sets what belongs together
  await ask(page, NAME, ['scene=output-padding']);
  await settled(page, NAME, () => widget.getByRole('button', { name: 'same' }).click());
  await expect(widget.locator('[name="outputPadding"]')).toHaveValue('0');
  await expect(widget.locator('[data-output="y"]')).toHaveAttribute('data-shape', '6,6,1');
});

test('a picture is enlarged, pointed at, drawn, and one’s own stays here', async ({ page }) => {
  await page.goto(`${PAGE}#upsampling?scene=checkerboard`);
  await ready(page, NAME);
  const widget = widgetOf(page, NAME);
  await expect(widget.locator('[data-proof]')).toHaveAttribute('data-max-error', '0');
  await widget.locator('[data-map="y"]').hover({ position: { x: 60, y: 60 } });
  await expect(widget.locator('[data-part="formula"]')).toContainText('row ');
  await widget.locator('[data-map="overlap"]').hover({ position: { x: 60, y: 60 } });
  const place = await widget.locator('[data-part="formula"] .w-where').textContent();
  const [, row, col] = /row (\d+), column (\d+)/.exec(place!)!.map(Number);
  await widget.locator('details[data-fold="numbers"] > summary').click();
  const cells = widget.locator('[data-output="y"] data');
  await expect(cells).toHaveCount(57 * 57);
  const value = await cells.nth((row - 1) * 57 + col - 1).getAttribute('value');
  await expect(widget.locator('[data-part="formula"] b')).toHaveText(value!);
  await widget.locator('details[data-fold="numbers"] > summary').click();

  await widget.locator('[name="image"]').selectOption('draw');
  await ready(page, NAME);
  await widget.locator('[data-map="x"]').focus();
  for (const key of ['ArrowDown', 'ArrowRight', ' ']) await page.keyboard.press(key);
  await expect.poll(() => page.url()).toContain('255');
  await ready(page, NAME);
  const [drawn] = await ask(page, NAME, [(await page.evaluate(() => location.hash)).split('?')[1]]);
  expect(drawn.outputs.y.values.filter((n) => n === 255)).toHaveLength(9);

  const sent: string[] = [];
  page.on('request', (request) => sent.push(request.method()));
  const png = await page.evaluate(async () => {
    const canvas = new OffscreenCanvas(300, 150);
    canvas.getContext('2d')!.fillRect(0, 0, 300, 150);
    return [...new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer())];
  });
  await settled(page, NAME, () =>
    widget
      .locator('input[type="file"]')
      .setInputFiles({ name: 'own.png', mimeType: 'image/png', buffer: Buffer.from(png) }),
  );
  await ready(page, NAME);
  await expect(widget.locator('[data-output="y"]')).toHaveAttribute('data-shape', '257,513,1');
  expect(sent.every((method) => method === 'GET')).toBe(true);
  await widget
    .locator('input[type="file"]')
    .setInputFiles({ name: 'no.png', mimeType: 'image/png', buffer: Buffer.from('no picture') });
  await expect(widget.locator('[data-error="image"]')).toContainText('not a picture');
  await expect(widget.locator('[data-output="y"]')).toHaveAttribute('data-shape', '257,513,1');
});

test('a bad value in a control is told beside it', async ({ page }) => {
  await page.goto(`/zh/concepts/${CONCEPT}/`);
  const widget = widgetOf(page, NAME);
  const field = widget.locator('[name="outputPadding"]');
  await field.fill('5');
  await field.press('Tab');
  await expect(widget.locator('[data-error="outputPadding"]')).toContainText('输出填充 5 要小于');
  await expect(field).toHaveAttribute('aria-invalid', 'true');
  await field.fill('1');
  await expect(widget.locator('[data-error="outputPadding"]')).toBeHidden();
  await expect(widget.locator('[data-output="y"]')).toHaveAttribute('data-shape', '8,8,1');
});
