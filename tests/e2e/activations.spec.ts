/** The activations widget as a reader meets it, and on WebGL. */
import { expect, test, type Locator, type Page } from '@playwright/test';
import { KIND } from '../../src/components/widgets/activations/kind.ts';
import { SCENES } from '../../src/components/widgets/activations/scenes.ts';
import { combinations } from '../widgets/activations/combinations.ts';
import { gates, ready as readyOf, settled as settledOf, widgetOf } from './gates.ts';

/** A page that holds the widget. */
const SLUG = 'relu';
const PAGE = { zh: `/zh/concepts/${SLUG}/`, en: `/en/concepts/${SLUG}/` };
const widget = (page: Page): Locator => widgetOf(page, 'activations');
const scalar = (page: Page, name: string) => widget(page).locator(`data[data-output="${name}"]`);
const x = (page: Page) => widget(page).locator('.w-x input:not([type="range"])');
const ready = (page: Page): Promise<void> => readyOf(page, 'activations');
const settled = (page: Page, act: () => Promise<unknown>): Promise<void> =>
  settledOf(page, 'activations', act);

const number = async (page: Page, name: string) =>
  Number(await scalar(page, name).getAttribute('value'));

gates({
  kind: KIND,
  concept: SLUG,
  scenes: SCENES,
  queries: combinations(45, 11).map(({ query }) => query),
  // What goes through many layers is rounded in each.
  tolerance: (output) => (/chain|gradient/.test(output) ? 2e-5 : 1e-6),
  folded: /^curve$/,
  hostile: [
    ['x=NaN', 'x 的值里的“NaN”不是数'],
    ['x=1e9', '要在 -1000 到 1000 之间'],
    ['fn=toString', '函数不能是“toString”'],
    ['depth=0', '层数要在 1 到 20 之间'],
    ['weight=-1', '权重要在 0.05 到 3 之间'],
    ['logits=1,,2', 'logit 的值没有填'],
    ['temperature=0', '温度要在 0.01 到 100 之间'],
    ['x=%3Cimg%20src=x%20onerror=alert(1)%3E', '不是数'],
  ],
  interactions: [
    ...['gelu', 'mish', 'selu', 'sigmoid', 'tanh'].map((fn) => `fn=${fn}&depth=4`),
    ...['elu', 'softplus', 'hard-swish', 'leaky-relu'].map((fn) => `fn=${fn}&depth=4&skip=1`),
    'fn=softmax&logits=1,2,3',
  ],
  looks: ['scene=hard-sigmoid', 'scene=softmax-large', 'scene=skip-chain', 'scene=leaky-relu'],
});

test.describe('before any script', () => {
  test.use({ javaScriptEnabled: false });
  for (const lang of ['zh', 'en'] as const) {
    test(`value, derivative and their arithmetic are on the ${lang} page`, async ({ page }) => {
      await page.goto(PAGE[lang]);
      await expect(widget(page)).toHaveAttribute('data-state', 'static');
      await expect(scalar(page, 'y')).toHaveAttribute('value', '1');
      await expect(scalar(page, 'dy')).toHaveAttribute('value', '1');
      await expect(scalar(page, 'gradientPlain')).toHaveAttribute('value', '1');
      await expect(widget(page).locator('.w-steps')).toContainText('f(1) = max(1, 0) = 1');
      await expect(widget(page).locator('svg').first()).toBeVisible();
      const table = widget(page).locator('table[data-output="chain"]');
      await expect(table).toHaveAttribute('data-shape', '10,5,1');
      await expect(table.locator('data')).toHaveCount(50);
      await expect(widget(page).getByRole('button').first()).toBeHidden();
    });
  }
});

test('x is dragged along the curve, and the link restores it', async ({ page }) => {
  await page.goto(`${PAGE.en}#activations?fn=sigmoid&x=0`);
  await ready(page);
  const drag = widget(page).locator('.w-drag');
  await drag.scrollIntoViewIfNeeded();
  const box = (await drag.boundingBox())!;
  const to = (u: number) => [box.x + ((u + 6) / 12) * box.width, box.y + box.height / 2] as const;
  await page.mouse.move(...to(0));
  await page.mouse.down();
  await page.mouse.move(...to(1.5), { steps: 4 });
  await page.mouse.move(...to(3), { steps: 4 });
  await page.mouse.up();
  await expect
    .poll(async () => Math.abs(Number(await x(page).inputValue()) - 3))
    .toBeLessThan(0.11);
  await ready(page);
  const value = Number(await x(page).inputValue());
  expect(await number(page, 'y')).toBeCloseTo(1 / (1 + Math.exp(-value)), 6);
  await expect(widget(page).locator('[data-part="left"]')).toContainText('is saturated');
  const proof = widget(page).locator('[data-proof]');
  await expect(proof).toHaveAttribute('data-cells', `${482 + 2 + 50 + 2}`);
  expect(Number(await proof.getAttribute('data-max-error'))).toBeLessThan(1e-6);
  await expect(widget(page)).toHaveAttribute('data-tensors', '0');
  await expect(page).toHaveURL(new RegExp(`x=${value}$`));
  const link = page.url();
  await page.goto('about:blank');
  await page.goto(link);
  await ready(page);
  await expect(x(page)).toHaveValue(`${value}`);

  await settled(page, () => widget(page).getByRole('button', { name: 'Reset' }).click());
  expect(await number(page, 'y')).toBe(1);
  expect(page.url()).not.toContain('#');
});

test('by keyboard alone: function, x, layers, the way back', async ({ page }) => {
  await page.goto(PAGE.en);
  const active = () =>
    page.evaluate(() => {
      const element = document.activeElement as HTMLInputElement;
      return `${element.name || element.dataset.at || element.dataset.do || element.tagName} ${element.type ?? ''}`.trim();
    });
  const reach = async (name: string, most = 40) => {
    for (let i = 0; i < most && !(await active()).startsWith(name); i++) {
      await page.keyboard.press('Tab');
    }
    expect(await active()).toMatch(new RegExp(`^${name}`));
  };
  await widget(page).locator('.w-scenes a').last().focus();
  await reach('fn');
  await page.keyboard.type('sig');
  await expect(widget(page).locator('select[name="fn"]')).toHaveValue('sigmoid');
  await reach('x range');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect(x(page)).toHaveValue('1.1');
  const slider = widget(page).locator('.w-x input[type="range"]');
  await expect(slider).toHaveAttribute('aria-valuetext', /^x = 1\.1, f\(x\) = ≈0\.750/);
  await reach('x text');
  await page.keyboard.type('0');
  await ready(page);
  await expect.poll(() => number(page, 'dy')).toBe(0.25);
  await reach('depth');
  await page.keyboard.type('2');
  await expect(widget(page).locator('table[data-output="chain"]')).toHaveAttribute(
    'data-shape',
    '2,5,1',
  );
  await reach('0,0,0');
  await page.keyboard.press('ArrowDown');
  for (let i = 0; i < 4; i++) await page.keyboard.press('ArrowRight');
  await expect(widget(page).locator('[data-part="speech"]')).toHaveText(
    'Layer 2 · gradient that reaches the input of this layer: ∂a₂/∂a₁ ≈ 0.235004 × 1 ≈ 0.235004',
  );
  await page.keyboard.press('ArrowUp');
  await expect(widget(page).locator('[data-part="speech"]')).toHaveText(
    'Layer 1 · gradient that reaches the input of this layer: ∂a₂/∂a₀ ≈ 0.25 × 0.235004 ≈ 0.0587509',
  );
});

test('ReLU′(0), saturation and what lies outside are said', async ({ page }) => {
  await page.goto(`${PAGE.zh}#activations?x=0`);
  await ready(page);
  const left = widget(page).locator('[data-part="left"]');
  await expect(left).toContainText('按约定取 0');
  await x(page).fill('-3');
  await expect(left).toContainText('在饱和区');
  await expect(widget(page).locator('[data-part="right"]')).toContainText('斜率恰为 0');
  await x(page).fill('50');
  await expect(left).toContainText('在图外');
});

test('ten sigmoids lose the gradient, a skip connection keeps it', async ({ page }) => {
  await page.goto(`${PAGE.en}#activations?scene=sigmoid-chain`);
  await ready(page);
  expect(await number(page, 'gradientPlain')).toBeLessThanOrEqual(0.25 ** 10);
  expect(await number(page, 'gradientSkip')).toBeGreaterThan(1);
  await settled(page, () => widget(page).locator('[name="skip"]').check());
  const last = widget(page).locator('table[data-output="chain"] tr').nth(1).locator('data').last();
  expect(Number(await last.getAttribute('value'))).toBe(await number(page, 'gradientSkip'));
  await widget(page).getByRole('button', { name: 'Next cell' }).click();
  await expect(widget(page).locator('[data-part="formula"]')).toContainText('Layer 10');
});

test('the convention switch of hard-sigmoid marks the difference', async ({ page }) => {
  await page.goto(`${PAGE.en}#activations?scene=hard-sigmoid`);
  await ready(page);
  expect(await number(page, 'y')).toBeCloseTo(5 / 6, 6);
  await expect(widget(page).locator('svg .f-d').first()).toBeVisible();
  await settled(page, () =>
    widget(page)
      .getByRole('button', { name: /0\.2x \+ 0\.5/ })
      .click(),
  );
  expect(await number(page, 'y')).toBeCloseTo(0.9, 6);
  await expect(page).toHaveURL(/alpha=0\.2/);
  await settled(page, () => widget(page).getByRole('button', { name: /x\/6/ }).click());
  expect(await number(page, 'y')).toBeCloseTo(5 / 6, 6);
  await expect(page).not.toHaveURL(/alpha/);
});

test('softmax: the shift changes nothing, large logits do not overflow', async ({ page }) => {
  await page.goto(`${PAGE.en}#activations?fn=softmax`);
  await ready(page);
  const y = () =>
    widget(page)
      .locator('table[data-output="y"] data')
      .evaluateAll((cells) => cells.map((cell) => Number((cell as HTMLDataElement).value)));
  const before = await y();
  expect(before.reduce((a, b) => a + b)).toBeCloseTo(1, 6);
  await expect(widget(page).locator('[data-naive]')).toHaveAttribute('data-naive', 'fine');
  await settled(page, () =>
    widget(page).getByRole('button', { name: '+1000', exact: true }).click(),
  );
  await expect(page).toHaveURL(/logits=1002,1001,1000\.1/);
  (await y()).forEach((p, i) => expect(p).toBeCloseTo(before[i], 6));
  await expect(widget(page).locator('[data-naive]')).toHaveAttribute('data-naive', 'broken');
  const field = widget(page).locator('[data-input="logits"] input').first();
  await settled(page, () => field.fill('10000'));
  expect((await y()).every(Number.isFinite)).toBe(true);
  await settled(page, () => widget(page).locator('[data-size]').fill('5'));
  expect(await y()).toHaveLength(5);
  await settled(page, () => widget(page).locator('select[name="fn"]').selectOption('tanh'));
  expect(await number(page, 'y')).toBeCloseTo(Math.tanh(1), 6);
});

test('every point of the curve stands in the table once it is opened', async ({ page }) => {
  await page.goto(`${PAGE.en}#activations?fn=gelu`);
  await ready(page);
  const table = widget(page).locator('table[data-output="curve"]');
  await expect(table.locator('data')).toHaveCount(0);
  await widget(page).getByText('Every number of the output').click();
  await expect(table.locator('data')).toHaveCount(482);
});

test('a bad value is told beside its field', async ({ page }) => {
  await page.goto(PAGE.zh);
  await x(page).fill('banana');
  await x(page).press('Tab');
  await expect(widget(page).locator('[data-error="x"]')).toContainText('不是数');
  await expect(x(page)).toHaveAttribute('aria-invalid', 'true');
  await x(page).fill('3');
  await expect(widget(page).locator('[data-error="x"]')).toBeHidden();
});

test('a guess is marked, and the answer covered until then', async ({ page }) => {
  await page.goto(`${PAGE.en}#activations?fn=sigmoid&x=0`);
  await ready(page);
  await widget(page).getByText('Predict first').click();
  await expect(scalar(page, 'y')).toBeHidden();
  await expect(widget(page).locator('svg').first()).toBeHidden();
  const fields = widget(page).locator('[data-guess]');
  await fields.nth(0).fill('1');
  await fields.nth(1).fill('0.25');
  await widget(page).getByRole('button', { name: 'Check' }).click();
  await expect(widget(page).locator('[data-part="verdict"]')).toContainText('Not yet');
  await expect(scalar(page, 'y')).toBeVisible();
  await fields.nth(0).fill('0.5');
  await widget(page).getByRole('button', { name: 'Check' }).click();
  await expect(widget(page).locator('[data-part="verdict"]')).toHaveText(
    'Right: f(x) = 0.5, f′(x) = 0.25.',
  );
});
