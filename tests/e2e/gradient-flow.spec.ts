/** The gradient flow as a reader meets it, and on WebGL. */
import { expect, test, type Page } from '@playwright/test';
import { KIND } from '../../src/components/widgets/gradient-flow/kind.ts';
import { resultsOf } from '../../src/components/widgets/gradient-flow/reference.ts';
import { SCENES } from '../../src/components/widgets/gradient-flow/scenes.ts';
import { parse } from '../../src/components/widgets/gradient-flow/state.ts';
import { combinations } from '../widgets/gradient-flow/combinations.ts';
import { ask, gates, ready, settled, widgetOf } from './gates.ts';

const CONCEPT = 'vanishing-and-exploding-gradients';
const SHOWN = 'sigmoid-deep';
const NAME = 'gradient-flow';

const left = Math.log10(resultsOf(parse({}).state!).backward.data[0]);

gates({
  kind: KIND,
  concept: CONCEPT,
  scenes: SCENES,
  shown: SHOWN,
  queries: combinations(34, 4).map(({ query }) => query),
  tolerance: 2e-4,
  folded: /^units$/,
  hostile: [
    ['depth=51', '层数要在 1 到 50 之间'],
    ['width=7', '宽度要在 8 到 128 之间'],
    ['fn=%3Cimg%20src=x%20onerror=alert(1)%3E', '激活函数不能是'],
    ['init=kaiming', '初始化不能是“kaiming”'],
    ['std=NaN', '标准差里的“NaN”不是数'],
    ['init=constant&norm=layer', '层归一化没有意义'],
    ['skip=2', '跳跃连接不能是“2”'],
    ['steps=21', '训练步数要在 0 到 20 之间'],
    ['layer=21', '当前层要在 0 到 20 之间'],
    ['seed=0.5', '种子要填整数'],
  ],
  interactions: [
    'depth=5&width=16&fn=tanh',
    'depth=3&width=24&fn=relu&init=he-normal&skip=1',
    'depth=8&width=8&norm=batch',
    'depth=4&width=16&norm=layer&fn=leaky-relu&layer=0',
    'depth=6&width=16&init=zeros&steps=2',
  ],
  looks: ['scene=exploding', 'scene=zeros'],
  guesses: { right: [`${Math.round(left)}`], wrong: [`${Math.round(left) + 5}`] },
});

const address = (lang: 'zh' | 'en', rest = '') => `/${lang}/concepts/${CONCEPT}/${rest}`;
const scalar = async (page: Page, name: string) =>
  Number(await widgetOf(page, NAME).locator(`data[data-output="${name}"]`).getAttribute('value'));

test('a layer is chosen by pressing a plot, by keys, buttons and the slider; all say the same', async ({
  page,
}) => {
  await page.goto(address('en', `#${NAME}?depth=9&width=16&fn=tanh`));
  await ready(page, NAME);
  const widget = widgetOf(page, NAME);
  const formula = widget.locator('[data-part="formula"]');
  const slider = widget.locator('input[type="range"][name="layer"]');
  await expect(formula).toContainText('Layer 5');
  const plot = widget.locator('[data-map="depth"]').first();
  const box = (await plot.boundingBox())!;
  await plot.click({ position: { x: (2.5 / 10) * box.width, y: box.height / 2 } });
  await expect(formula).toContainText('Layer 2');
  await expect(slider).toHaveValue('2');
  await plot.focus();
  await page.keyboard.press('ArrowRight');
  await expect(formula).toContainText('Layer 3');
  await expect(widget.locator('[data-part="speech"]')).toContainText('Layer 3: Var(z₃)');
  await settled(page, NAME, () => widget.getByRole('button', { name: 'Previous layer' }).click());
  await expect(formula).toContainText('Layer 2');
  await slider.fill('0');
  await expect(formula).toContainText('512 numbers from N(0, 1)');
  await expect.poll(() => page.url()).toContain('layer=0');
  await widget.locator('[data-part="play"]').click();
  await expect(formula).toContainText('Layer 2', { timeout: 20_000 });
  await widget.locator('[data-part="play"]').click();
});

test('skip connections bring the gradient back; the depth slider takes it away', async ({
  page,
}) => {
  await page.goto(address('en', `#${NAME}?depth=12&width=32`));
  await ready(page, NAME);
  const widget = widgetOf(page, NAME);
  const before = await scalar(page, 'backward');
  expect(before).toBeLessThan(1e-8);
  await settled(page, NAME, () => widget.getByLabel('Skip connections').check());
  expect(await scalar(page, 'backward')).toBeGreaterThan(0.1);
  await expect(widget.locator('[data-part="summary"]')).toContainText('it is kept');
  await settled(page, NAME, () => widget.getByLabel('Skip connections').uncheck());
  await settled(page, NAME, () => widget.locator('input[type="range"][name="depth"]').fill('24'));
  expect(await scalar(page, 'backward')).toBeLessThan(before ** 1.8);
  await expect(widget.locator('[data-part="summary"]')).toContainText('float16');
});

test('with zeros the neurons stay equal, step by step; a normal draw sets them apart', async ({
  page,
}) => {
  await page.goto(address('zh', `#${NAME}?scene=zeros`));
  await ready(page, NAME);
  const widget = widgetOf(page, NAME);
  const summary = widget.locator('[data-part="summary"]');
  await expect(summary).toContainText('16 个神经元一模一样');
  await expect(summary).toContainText('训练 10 步之后仍是如此');
  await settled(page, NAME, () => widget.locator('button[data-do="more:steps"]').click());
  await expect(summary).toContainText('训练 11 步之后仍是如此');
  await settled(page, NAME, () => widget.locator('select[name="init"]').selectOption('normal'));
  await expect(summary).not.toContainText('一模一样');
});

test('the deepest and widest network arrives, trained', async ({ page }) => {
  await page.goto(address('en', `#${NAME}?depth=3&width=8`));
  await ready(page, NAME);
  const [answer] = await ask(page, NAME, ['depth=50&width=128&steps=2']);
  expect(answer.state).toBe('ready');
  expect(answer.error).toBeLessThan(1e-3);
  expect(await scalar(page, 'backward')).toBeLessThan(1e-30);
});
