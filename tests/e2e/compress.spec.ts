/** The compression bench as a reader meets it, and on WebGL. */
import { expect, test } from '@playwright/test';
import { KIND } from '../../src/components/widgets/compress/kind.ts';
import { SCENES } from '../../src/components/widgets/compress/scenes.ts';
import { combinations } from '../widgets/compress/combinations.ts';
import { gates, ready, settled, widgetOf } from './gates.ts';

/** The page that shows the first scene. */
const CONCEPT = 'quantization';
const NAME = 'compress';

gates({
  kind: KIND,
  concept: CONCEPT,
  scenes: SCENES,
  // Every digit is read in float64, here and in the page: fifty are enough for the device.
  queries: combinations(30, 4).map(({ query }) => ({ ...query, count: '50' })),
  notOnDevice: ['read', 'right', 'bytes', 'layers', 'weights'],
  tolerance: 1e-5,
  hostile: [
    ['method=zip', '办法不能是“zip”'],
    ['scales=%3Cimg%20src=x%20onerror=alert(1)%3E', '尺度不能是'],
    ['bits=1', '位数要在 2 到 8 之间'],
    ['bits=4.5', '位数要填整数'],
    ['outlier=-1', '大权重的倍数要在 0 到 100 之间'],
    ['share=96', '剪掉的百分比要在 0 到 95 之间'],
    ['retrain=yes', '再训练不能是“yes”'],
    ['count=1500', '数字的个数不能是“1500”'],
  ],
  interactions: ['bits=4&count=50', 'layer=conv1&count=50', 'method=prune&count=50', 'bits=3&scales=channel&count=50'], // prettier-ignore
  looks: ['scene=outlier', 'scene=prune', 'layer=conv1'],
  guesses: { right: ['99'], wrong: ['40'] },
});

test('what the page says: a large weight ruins the others, a scale a channel saves them', async ({
  page,
}) => {
  await page.goto(`/en/concepts/${CONCEPT}/#${NAME}?scene=outlier`);
  await ready(page, NAME);
  const widget = widgetOf(page, NAME);
  const right = widget.locator('[data-output="right"]');
  await expect(right).toHaveText('10');
  await settled(page, NAME, () => widget.locator('select[name="scales"]').selectOption('channel'));
  await expect(right).toHaveText('99');
  await expect.poll(() => page.url()).toContain('scales=channel');
});

test('by keys alone: pruned, retrained, and the weights stepped through', async ({ page }) => {
  await page.goto(`/en/concepts/${CONCEPT}/#${NAME}?scene=prune`);
  await ready(page, NAME);
  const widget = widgetOf(page, NAME);
  const right = widget.locator('[data-output="right"]');
  await expect(right).toHaveText('25');
  await widget.locator('input[name="retrain"]').focus();
  await settled(page, NAME, () => page.keyboard.press('Space'));
  await expect(right).toHaveText('91');
  await widget.locator('[data-on="weights"][tabindex="0"]').focus();
  await page.keyboard.press('ArrowDown');
  await expect(widget.locator('[data-part="formula"]')).toContainText('weight 18816 of dense1');
});
