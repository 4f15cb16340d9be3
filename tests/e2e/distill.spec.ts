/** The distillation bench as a reader meets it, and on WebGL. */
import { expect, test } from '@playwright/test';
import { KIND } from '../../src/components/widgets/distill/kind.ts';
import { SCENES } from '../../src/components/widgets/distill/scenes.ts';
import { combinations } from '../widgets/distill/combinations.ts';
import { gates, ready, settled, widgetOf } from './gates.ts';

/** The page that shows the first scene. */
const CONCEPT = 'model-compression';
const NAME = 'distill';

gates({
  kind: KIND,
  concept: CONCEPT,
  scenes: SCENES,
  queries: combinations(30, 4, 6).map(({ query }) => query),
  notOnDevice: ['softLoss', 'loss', 'right', 'losses', 'history', 'step'],
  tolerance: 5e-5,
  folded: /curve|gradient|history/,
  hostile: [
    ['mode=play', '看什么不能是“play”'],
    ['image=test-1500', 'test-0 到 test-1499'],
    ['image=own', '只存在于打开它的那个页面'],
    ['temperature=0', '温度要在 0.5 到 128 之间'],
    ['temperature=%3Cimg%20src=x%20onerror=alert(1)%3E', '不是数'],
    ['alpha=2', 'α要在 0 到 1 之间'],
    ['student=1,2,3', '要填 10 个数'],
    ['labels=0', '每类有标签的图数要在 1 到 10 之间'],
    ['pool=41', '每类无标签的图数要在 0 到 40 之间'],
    ['hidden=64', '隐藏层不能是“64”'],
    ['steps=20&at=30', '所看的步要在 0 到 20 之间'],
  ],
  interactions: [
    'temperature=8',
    'image=test-7&student=1',
    'mode=temperature&temperature=2',
    'mode=train&labels=1&pool=1&steps=10',
    'mode=train&labels=1&pool=1&steps=10&at=5',
  ],
  looks: ['scene=temperature', 'scene=dark-knowledge', 'square=0&temperature=16'],
  guesses: { right: ['2'], wrong: ['5'] },
});

test('what the page says: small probabilities grow with the temperature, and the order stays', async ({
  page,
}) => {
  await page.goto(`/en/concepts/${CONCEPT}/#${NAME}?temperature=1`);
  await ready(page, NAME);
  const widget = widgetOf(page, NAME);
  const column = async () => {
    const all = await widget
      .locator('table[data-output="targets"] data')
      .evaluateAll((cells) => cells.map((cell) => Number((cell as HTMLDataElement).value)));
    return all.filter((_, i) => i % 7 === 2);
  };
  const order = (values: number[]) => values.map((_, k) => k).sort((a, b) => values[b] - values[a]);
  const cold = await column();
  expect(Math.max(...cold)).toBeGreaterThan(0.85);
  // By key alone: to the end of the slider.
  await widget.locator('input[name="heat"]').focus();
  await settled(page, NAME, () => page.keyboard.press('End'));
  await expect.poll(() => page.url()).toContain('temperature=128');
  const warm = await column();
  expect(order(warm)).toEqual(order(cold));
  for (const p of warm) expect(Math.abs(p - 0.1)).toBeLessThan(0.01);
});

test('four students: more pictures that the teacher answers help, soft targets alone do not', async ({
  page,
}) => {
  await page.goto(`/en/concepts/${CONCEPT}/#${NAME}?scene=dark-knowledge`);
  await ready(page, NAME);
  const widget = widgetOf(page, NAME);
  const right = widget.locator('[data-output="right"] data');
  await expect(right).toHaveText(['731', '730', '739', '812']);
  await expect(widget.locator('[data-part="outcome"]')).toContainText('too close to call');
  // Back to before the training: all alike.
  await settled(page, NAME, () => widget.locator('[data-do="act:start"]').click());
  await expect(right).toHaveText(['136', '136', '136', '136']);
  await expect.poll(() => page.url()).toContain('at=0');
  // By keys along the plot: one column is five steps.
  await widget.locator('[data-map="train"]').focus();
  await settled(page, NAME, () => page.keyboard.press('ArrowRight'));
  await expect.poll(() => page.url()).toContain('at=5');
  await expect(widget.locator('[data-part="formula"]')).toContainText('at step 5');
});

test('a drawn digit: the answer of the teacher stands in for its label', async ({ page }) => {
  const ink = Array.from({ length: 28 }, (_, r) => Array.from({ length: 28 }, (__, c) => r > 4 && r < 23 && (c === 13 || c === 14) ? 255 : 0).join()).join(';'); // prettier-ignore
  await page.goto(`/en/concepts/${CONCEPT}/#${NAME}?input=${ink}`);
  await ready(page, NAME);
  const widget = widgetOf(page, NAME);
  await expect(widget.locator('[data-part="input"]')).toContainText('The teacher reads 1');
  await expect(widget.locator('[data-part="input"]')).toContainText('has no label');
  await settled(page, NAME, () =>
    widget.getByRole('button', { name: 'same as the teacher' }).click(),
  );
  await expect.poll(async () => Number(await widget.locator('[data-output="kl"]').getAttribute('value'))).toBeLessThan(1e-4); // prettier-ignore
});
