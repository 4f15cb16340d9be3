/** The separable bench as a reader meets it, and on WebGL. */
import { expect, test } from '@playwright/test';
import { KIND } from '../../src/components/widgets/separable/kind.ts';
import { SCENES } from '../../src/components/widgets/separable/scenes.ts';
import { combinations } from '../widgets/separable/combinations.ts';
import { gates, ready, settled, widgetOf } from './gates.ts';

/** The page that shows the first scene. */
const CONCEPT = 'depthwise-separable-convolution';
const NAME = 'separable';

gates({
  kind: KIND,
  concept: CONCEPT,
  scenes: SCENES,
  queries: combinations(30, 4).map(({ query }) => query),
  notOnDevice: ['counts', 'ratio', 'blocks', 'totals'],
  hostile: [
    ['net=resnet', '计数的对象不能是“resnet”'],
    ['form=%3Cimg%20src=x%20onerror=alert(1)%3E', '小例子的算法不能是'],
    ['kernel=12', '核的边长要在 1 到 11 之间'],
    ['outputs=0', '输出通道数要在 1 到 4096 之间'],
    ['inputs=a', '输入通道数里的“a”不是数'],
    ['x=1|2', '逐通道的核是 2×2，比 1×1 的输入还大'],
    ['depthwise=1,2;3,4', '输入有 2 个通道，却有 1 个核'],
    ['depthwise=1,2|3,4', '逐通道的核要是正方形，现在却是 1×2'],
    ['pointwise=1;2', '逐点的权重每行要有 2 个数'],
    ['pointwise=1,2|3,4', '逐点的权重只是一个矩阵'],
  ],
  interactions: ['outputs=256', 'kernel=5', 'form=standard', 'net=mobilenet', 'pointwise=1,2;3,4'],
  looks: ['scene=standard', 'scene=mobilenet', 'outputs=1&kernel=11'],
  guesses: { right: ['8768'], wrong: ['9000'] },
});

test('what the page says: outputs up, kernel up, few outputs', async ({ page }) => {
  await page.goto(`/en/concepts/${CONCEPT}/#${NAME}?scene=separable`);
  await ready(page, NAME);
  const widget = widgetOf(page, NAME);
  const ratio = widget.locator('[data-output="ratio"]');
  await expect(ratio).toHaveText('11.9%');
  const outputs = widget.locator('input[name="outputs"]:not([type="range"])');
  const give = (text: string) => settled(page, NAME, async () => { await outputs.fill(text); await outputs.press('Tab'); }); // prettier-ignore
  await give('4096');
  await expect(ratio).toHaveText('11.1%');
  await settled(page, NAME, () => widget.locator('[data-do="more:kernel"]').click());
  await settled(page, NAME, () => widget.locator('[data-do="more:kernel"]').click());
  await expect(ratio).toHaveText('4.02%');
  await give('2');
  await expect(ratio).toHaveText('54%');
  await expect.poll(() => page.url()).toContain('kernel=5&outputs=2');
});

test('by keys alone: a number of the example is typed, the results are walked and stepped through', async ({
  page,
}) => {
  await page.goto(`/en/concepts/${CONCEPT}/#${NAME}?scene=separable`);
  await ready(page, NAME);
  const widget = widgetOf(page, NAME);
  const formula = widget.locator('[data-part="formula"]');
  await widget.locator('input[name="x"]').nth(9).focus();
  await page.keyboard.press('ControlOrMeta+a');
  await settled(page, NAME, () => page.keyboard.type('7'));
  await expect(widget.locator('[data-part="example"]')).toContainText('10');
  await expect.poll(() => page.url()).toContain('x=1,2,0;0,1,2;1,0,1|7,1,0');
  await widget.locator('[data-on="z"][data-at="1,0,0"]').focus();
  await expect(formula).toContainText('7×1 + 1×(−1) + 2×0 + 2×1 = 8');
  await expect(widget.locator('[data-part="input"] td.in')).toHaveCount(8);
  await page.keyboard.press('ArrowDown');
  await expect(formula).toContainText('row 2, column 1');
  await widget.locator('button[data-do="step:1"]').press('Enter');
  await expect(formula).toContainText('y, channel 1, row 2, column 1');
});
