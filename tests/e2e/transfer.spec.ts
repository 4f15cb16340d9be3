/** The transfer bench as a reader meets it, and on WebGL. */
import { expect, test } from '@playwright/test';
import { KIND } from '../../src/components/widgets/transfer/kind.ts';
import { SCENES } from '../../src/components/widgets/transfer/scenes.ts';
import { combinations } from '../widgets/transfer/combinations.ts';
import { gates, ready, settled, widgetOf } from './gates.ts';

/** The page that shows the first scene. */
const CONCEPT = 'transfer-learning';
const NAME = 'transfer';

gates({
  kind: KIND,
  concept: CONCEPT,
  scenes: SCENES,
  // The toolkit takes a query with `image` for one with a picture: those ask about the default shape.
  queries: combinations(30, 4, 2).map(({ query: { image: _, ...query } }) => query),
  notOnDevice: ['right', 'losses', 'read'],
  tolerance: 1e-5,
  folded: /scores|read/,
  hostile: [
    ['task=cats', '任务不能是“cats”'],
    ['shots=4', '每类的样本数不能是“4”'],
    ['draw=9', '抽样的编号要在 1 到 8 之间'],
    ['steps=1.5', '微调的步数要填整数'],
    ['dx=7', '右移的像素数要在 -6 到 6 之间'],
    ['examples=o1', '类别要有 2 到 4 个'],
    ['examples=o1;%3Cimg%20src=x%20onerror=alert(1)%3E', '不是形状、图画或图片'],
    ['examples=o1;p999', '这里没有'],
    ['image=cat', '不是形状、图画或图片'],
  ],
  // A state of the digits is trained in float64 each time: one in ten.
  interactions: ['shots=1&steps=1', ...['o1;x1', 'o1;x2', 'o2;x1', 'o1;z1', 'z1;x1', 'o1;x1;z1', 'o3;x3', 'z2;o2', 'x1;z3'].map((examples) => `task=own&examples=${examples}`)], // prettier-ignore
  looks: ['scene=own', 'scene=shifted', 'shots=1'],
  guesses: { right: ['76'], wrong: ['20'] },
});

test('what the page says: frozen weights stay, moved digits cost every way', async ({ page }) => {
  await page.goto(`/en/concepts/${CONCEPT}/#${NAME}?scene=four-way`);
  await ready(page, NAME);
  const widget = widgetOf(page, NAME);
  await expect(widget.locator('.t-frozen')).toContainText('16,368 numbers');
  await expect(widget.locator('.t-frozen')).toContainText('0 changed');
  const right = () => widget.locator('[data-output="right"] data').allTextContents();
  const before = (await right()).map(Number);
  await settled(page, NAME, () => widget.locator('input[type="range"][name="dx"]').fill('4'));
  const after = (await right()).map(Number);
  expect(before).toHaveLength(4);
  after.forEach((n, w) => expect(n).toBeLessThan(before[w] - 20));
});

test('more examples, by keys alone, and the digits walked through', async ({ page }) => {
  await page.goto(`/en/concepts/${CONCEPT}/#${NAME}?scene=shots`);
  await ready(page, NAME);
  const widget = widgetOf(page, NAME);
  await widget.locator('select[name="shots"]').focus();
  await settled(page, NAME, () => page.keyboard.press('ArrowDown'));
  await expect.poll(() => page.url()).toContain('shots=2');
  await widget.locator('[data-map="tests"]').focus();
  await page.keyboard.press('ArrowDown');
  await expect(widget.locator('[data-part="formula"]')).toContainText('a 1:');
});

test('a class of one’s own: drawn, added, asked; a file stays on the page', async ({ page }) => {
  await page.goto(`/en/concepts/${CONCEPT}/#${NAME}?scene=own`);
  await ready(page, NAME);
  const widget = widgetOf(page, NAME);
  await settled(page, NAME, () => widget.locator('select[name="image"]').selectOption('draw'));
  const pad = widget.locator('[data-map="ink"]');
  const box = (await pad.boundingBox())!;
  await page.mouse.move(box.x + box.width / 2, box.y + 0.2 * box.height);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2, box.y + 0.8 * box.height, { steps: 8 });
  await page.mouse.up();
  await settled(page, NAME, () => widget.getByRole('button', { name: 'Add a class' }).click());
  await settled(page, NAME, () => widget.getByRole('button', { name: 'Add to D' }).click());
  await expect(widget.locator('.t-class').nth(3).locator('canvas')).toHaveCount(1);
  await expect.poll(() => page.url()).toMatch(/examples=[^&]*;d[\w-]+/);
  await widget.locator('input[type="file"]').setInputFiles('public/pictures/digit-3.png');
  await expect(widget.locator('select[name="image"]')).toHaveValue('own');
  await settled(page, NAME, () => widget.getByRole('button', { name: 'Add to A' }).click());
  await expect(widget.locator('.t-class').first().locator('canvas')).toHaveCount(4);
  await expect.poll(() => page.url()).toMatch(/examples=o1,o2,o3,p\d+/);
});
