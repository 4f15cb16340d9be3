/** The backpropagation stepper as a reader meets it, and on WebGL. */
import { expect, test, type Locator, type Page } from '@playwright/test';
import { KIND } from '../../src/components/widgets/backprop/kind.ts';
import { SCENES } from '../../src/components/widgets/backprop/scenes.ts';
import { combinations } from '../widgets/backprop/combinations.ts';
import { ask, gates, ready as readyOf, settled as settledOf, widgetOf } from './gates.ts';

/** A page that holds the widget. */
const SLUG = 'backpropagation';
const PAGE = { zh: `/zh/concepts/${SLUG}/`, en: `/en/concepts/${SLUG}/` };
const widget = (page: Page): Locator => widgetOf(page, 'backprop');
const part = (page: Page, name: string) => widget(page).locator(`[data-part="${name}"]`);
const ready = (page: Page): Promise<void> => readyOf(page, 'backprop');
const settled = (page: Page, act: () => Promise<unknown>): Promise<void> =>
  settledOf(page, 'backprop', act);
const scalar = async (page: Page, name: string) =>
  Number(await widget(page).locator(`data[data-output="${name}"]`).getAttribute('value'));
/** A node of the drawing by its name. */
const node = (page: Page, name: string) => widget(page).locator(`td[data-node="${name}"]`);

gates({
  kind: KIND,
  concept: SLUG,
  scenes: SCENES,
  queries: combinations(36, 11).map(({ query }) => query),
  tolerance: 1e-5,
  notOnDevice: ['check'],
  hostile: [
    ['net=cnn', '网络不能是“cnn”'],
    ['x=1', '输入 x要填 2 个数'],
    ['w=1,2', '权重 w要填 4 个数'],
    ['x=1e9,0', '要在 -10 到 10 之间'],
    ['net=neuron&w2=1,2', '这个网络没有下一层权重 v'],
    ['net=softmax&loss=bce', '不能选二元交叉熵'],
    ['step=99', '步数要在 0 到 26 之间'],
    ['pass=2', '第几个样本要在 1 到 1 之间'],
    ['x=%3Cimg%20src=x%20onerror=alert(1)%3E,1', '不是数'],
  ],
  interactions: ['net=neuron', 'net=softmax&step=3', 'net=conv', 'scene=accumulate', 'activation=tanh&x=0.5,1'], // prettier-ignore
  looks: ['scene=conv&step=12', 'scene=accumulate', 'step=0'],
  guesses: { right: ['-0.1002'], wrong: ['0.5'] },
});

test.describe('before any script', () => {
  test.use({ javaScriptEnabled: false });
  for (const lang of ['zh', 'en'] as const) {
    test(`graph, gradients, arithmetic and update are on the ${lang} page`, async ({ page }) => {
      await page.goto(PAGE[lang]);
      await expect(node(page, 'L')).toContainText('≈0.159');
      await expect(node(page, 'x₁')).toContainText('∂ ≈−0.0405');
      await expect(part(page, 'formula')).toContainText('→ w₁₁: ∂L/∂p₁₁ × x₁');
      await expect(widget(page).locator('table[data-output="update"] data')).toHaveCount(36);
      await expect(widget(page).getByRole('button').first()).toBeHidden();
    });
  }
});

test('forward and back, step by step: what is known grows, the address keeps the step', async ({
  page,
}) => {
  await page.goto(`${PAGE.en}#backprop?step=0`);
  await ready(page);
  await expect(node(page, 'p₁₁')).toContainText('·');
  const next = widget(page).getByRole('button', { name: 'Next step' });
  for (let i = 0; i < 13; i++) await next.click();
  await expect(node(page, 'L')).toContainText('≈0.159');
  await expect(node(page, 'y')).not.toContainText('∂');
  await expect(part(page, 'formula')).toContainText('Forward 13 of 13: compute L');
  await next.click();
  await expect(part(page, 'formula')).toContainText('Back 1 of 13');
  await expect(node(page, 'y')).toContainText('∂ ≈−0.797');
  await expect(page).toHaveURL(/step=14/);
  await widget(page).getByRole('button', { name: 'Previous step' }).click();
  await expect(node(page, 'y')).not.toContainText('∂');
  await expect(widget(page).locator('input[name="step"][type="range"]')).toHaveValue('13');
});

test('by keyboard alone: the nodes are walked and read out, a number is changed', async ({
  page,
}) => {
  await page.goto(`${PAGE.en}#backprop?v=1`);
  await ready(page);
  await node(page, 'x₁').focus();
  await page.keyboard.press('ArrowRight');
  await expect(node(page, 'x₂')).toBeFocused();
  await expect(part(page, 'speech')).toContainText('x₂ is used 2 times');
  await page.keyboard.press('ArrowDown');
  await expect(node(page, 'w₂₁')).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowDown');
  await expect(node(page, 'p₂₂')).toBeFocused();
  await expect(part(page, 'speech')).toContainText('p₂₂ = w₂₂ × x₂ = 0.5 × 2 = 1');
  const field = widget(page).locator('[data-input="x"] input').nth(1);
  await field.focus();
  await settled(page, () => page.keyboard.type('0'));
  await expect(node(page, 'p₂₂')).toContainText('p₂₂ 0');
  expect(Math.abs(await scalar(page, 'loss') - 0.1586)).toBeGreaterThan(1e-3); // prettier-ignore
  await expect(page).toHaveURL(/x=1,0/);
});

test('a node under the pointer is explained: its value, its gradient, its update', async ({
  page,
}) => {
  await page.goto(`${PAGE.en}#backprop?v=1`);
  await ready(page);
  await node(page, 'v₁').click();
  const formula = part(page, 'formula');
  await expect(formula).toContainText('∂L/∂v₁ = ∂L/∂q₁·∂q₁/∂v₁');
  await expect(formula).toContainText('v₁ ← v₁ − η·grad');
  await widget(page).getByRole('button', { name: 'Previous step' }).click();
  await expect(formula).toContainText('Back 12 of 13');
  // A field is a node as well.
  await widget(page).locator('[data-input="w2"] input').last().hover();
  await expect(formula).toContainText('∂L/∂v₂');
});

test('forgetting to zero: the gradients add up, and the loss tells', async ({ page }) => {
  await page.goto(`${PAGE.en}#backprop?scene=accumulate`);
  await ready(page);
  const loss = await scalar(page, 'loss');
  expect(await scalar(page, 'after')).toBeGreaterThan(loss);
  const grads = () =>
    widget(page).locator('table[data-output="update"] data').evaluateAll((cells) =>
      cells.slice(3, 9).map((cell) => Number((cell as HTMLDataElement).value)),
    ); // prettier-ignore
  const [own, held] = [(await grads())[0], (await grads())[3]];
  expect(Math.abs(held - own)).toBeGreaterThan(0.2);
  await settled(page, () => widget(page).locator('[name="zero"]').check());
  expect(await scalar(page, 'after')).toBeLessThan(loss);
  expect((await grads())[3]).toBe((await grads())[0]);
  await expect(page).not.toHaveURL(/zero=/);
  await settled(page, () => widget(page).getByRole('button', { name: 'keep one sample' }).click());
  await expect(widget(page).locator('data[data-output="other"]')).toHaveCount(0);
});

test('another network, activation and loss by their lists', async ({ page }) => {
  await page.goto(PAGE.en);
  await settled(page, () => widget(page).locator('select[name="net"]').selectOption('conv'));
  await expect(widget(page).locator('[data-input="x"] input')).toHaveCount(9);
  await expect(part(page, 'update')).toContainText('kernel turned by 180°');
  await settled(page, () => widget(page).locator('select[name="net"]').selectOption('neuron'));
  await settled(page, () => widget(page).locator('select[name="activation"]').selectOption('relu'));
  await settled(page, () => widget(page).locator('select[name="loss"]').selectOption('bce'));
  await expect(widget(page).locator('select[name="activation"]')).toHaveValue('sigmoid');
  const [answer] = await ask(page, 'backprop', ['net=neuron&loss=bce']);
  expect(answer.error).toBeLessThan(1e-5);
});
