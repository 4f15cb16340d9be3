/** The normalisation widget as a reader meets it. */
import { expect, test } from '@playwright/test';
import { KIND } from '../../src/components/widgets/batchnorm/kind.ts';
import { SCENES } from '../../src/components/widgets/batchnorm/scenes.ts';
import { combinations } from '../widgets/batchnorm/combinations.ts';
import { ask, gates, ready, settled, widgetOf } from './gates.ts';

const NAME = 'batchnorm';

gates({
  kind: KIND,
  concept: 'batch-normalization',
  scenes: SCENES,
  // With ε = 0 a variance may be as small as rounding allows, and so may the digits of y.
  queries: combinations(72, 5)
    .filter(({ state }) => state.eps >= 0.001)
    .map(({ query }) => query),
  // x − μ is rounded where x is and then scaled by γ / √(σ² + ε), here up to 30 times.
  tolerance: 1e-5,
  hostile: [
    ['norm=spectral', '不能是“spectral”'],
    ['norm=instance', '输入得是图'],
    ['norm=group&groups=3', '4 个通道分不成 3 个'],
    ['gamma=1,2', '要填 1, 4 个数'],
    ['momentum=2', 'momentum 的值要在 0 到 1 之间'],
    ['steps=1.5', '步数要填整数'],
    ['eps=-1', 'ε 的值要在 0 到 100 之间'],
    ['input=1;1;1&eps=0', '就要除以 0 了'],
    ['input=1,2;3', '各行'],
    ['input=%3Cimg%20src=x%20onerror=alert(1)%3E', '不是数'],
  ],
  interactions: [
    'mode=inference&movingMean=5&movingVariance=4',
    'scene=images&norm=layer',
    'scene=images&norm=instance&gamma=2',
    'scene=images&norm=group&groups=4',
    'convention=pytorch&momentum=0.1&steps=20',
    'input=1,2;3,4;5,7',
  ],
  guesses: { wrong: ['4', '0.56'], right: ['4', '1.67'] },
});

const PAGE = '/en/concepts/batch-normalization/';

test('by keyboard alone: type, walk, hear the arithmetic, change the kind', async ({ page }) => {
  await page.goto(PAGE);
  const widget = widgetOf(page, NAME);
  const active = () =>
    page.evaluate(() => {
      const cell = document.activeElement!.closest('td');
      const field = document.activeElement as HTMLInputElement;
      return cell
        ? `${cell.closest('table')!.dataset.input ?? 'y'} ${cell.dataset.at}`
        : field.name || field.dataset.do;
    });
  const tabTo = async (place: string) => {
    for (let i = 0; i < 40 && (await active()) !== place; i++) await page.keyboard.press('Tab');
    expect(await active()).toBe(place);
  };
  await widget.locator('.w-scenes a').last().focus();
  await page.keyboard.press('Tab');
  expect(await active()).toBe('set:norm=batch');
  await tabTo('x 0,0,0');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowUp');
  await expect.poll(active).toBe('x 0,1,0');
  await page.keyboard.type('7');
  await ready(page, NAME);
  await expect(widget.locator('[data-output="mean"] data').first()).toHaveAttribute('value', '5');

  await tabTo('y 0,0,0');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowDown');
  expect(await active()).toBe('y 0,1,1');
  await expect(widget.locator('[data-part="speech"]')).toHaveText(
    'sample 2, channel 2: μ = (30 + 110 + 90 + 170) / 4 = 100; σ² = ((30 − 100)² + (110 − 100)² + (90 − 100)² + (170 − 100)²) / 4 = 2500; y = 1 × (110 − 100) / √(2500 + 0.001) + 0 ≈ 0.2',
  );
  await tabTo('norm');
  await page.keyboard.type('L');
  await expect(widget.locator('[data-output="mean"]')).toHaveAttribute('data-shape', '4');
  await expect(widget.locator('.w-shares')).toContainText('one sample');
});

test('images: a cell typed into, walked across the maps, and a batch that shrinks', async ({
  page,
}) => {
  await page.goto(`${PAGE}#batchnorm?scene=images`);
  await ready(page, NAME);
  const widget = widgetOf(page, NAME);
  const cell = widget.locator('[data-input="x"] td[data-at="0,3,5"] input'); // sample 2, channel 3
  await expect(cell).toHaveValue('4');
  await settled(page, NAME, () => cell.fill('16'));
  await expect(page).toHaveURL(/8,8;4,16\|/);
  await expect(widget.locator('[data-output="mean"] data').nth(2)).toHaveAttribute('value', '5');
  await cell.press('ArrowRight');
  await expect(widget.locator('[data-input="x"] td[data-at="0,3,6"] input')).toBeFocused();
  for (const [name, value, shape] of [
    ['samples', '1', '1,2,2,4'],
    ['channels', '1', '1,2,2,1'],
    ['samples', '2', '2,2,2,1'],
    ['height', '3', '2,3,2,1'],
  ]) {
    await settled(page, NAME, () => widget.locator(`input[name="${name}"]`).fill(value));
    await expect(widget.locator('[data-output="y"]')).toHaveAttribute('data-shape', shape);
  }
  const samples = widget.locator('input[name="samples"]');
  await samples.fill('99');
  await samples.press('Tab');
  await expect(widget.locator('[data-error="samples"]')).toContainText('at most 8');
  await expect(widget.locator('[data-output="y"]')).toHaveAttribute('data-shape', '2,3,2,1');
});

test('the slice follows the kind and the cell', async ({ page }) => {
  await page.goto(`${PAGE}#batchnorm?scene=images`);
  await ready(page, NAME);
  const widget = widgetOf(page, NAME);
  const inside = widget.locator('[data-input="x"] td.in');
  for (const [kind, cells] of [
    ['layer', 16],
    ['instance', 4],
    ['group', 8],
    ['batch', 12],
  ] as const) {
    await settled(page, NAME, () => widget.locator(`[data-do^="set:norm=${kind}"]`).click());
    await expect(inside).toHaveCount(cells);
    await expect(widget.locator('[name="norm"]')).toHaveValue(kind);
  }
  await widget.locator('[data-part="output"] td[data-at="0,0,6"]').hover();
  await expect(inside.first()).toHaveAttribute('data-at', '0,0,6');
  await expect(widget.locator('[data-part="formula"]')).toContainText('channel 4');
});

test('moving averages: steps, both conventions, and the translation between them', async ({
  page,
}) => {
  await page.goto(`${PAGE}#batchnorm?steps=100`);
  await ready(page, NAME);
  const widget = widgetOf(page, NAME);
  const [keras, torch, translated] = await ask(page, NAME, [
    'steps=100',
    'steps=100&convention=pytorch&momentum=0.99',
    'steps=100&convention=pytorch&momentum=0.01',
  ]);
  const left = 0.99 ** 100;
  const near = (answer: typeof keras, name: string, value: number) =>
    expect(Math.abs(answer.outputs[name].values[0] - value)).toBeLessThan(1e-5 * Math.abs(value));
  near(keras, 'movingMean', 4 * (1 - left));
  near(keras, 'movingVariance', left + 9 * (1 - left));
  near(torch, 'movingVariance', 12);
  near(translated, 'movingMean', 4 * (1 - left));
  near(translated, 'movingVariance', left + 12 * (1 - left));
  await ask(page, NAME, ['v=1']);
  await expect(widget.locator('[data-output="movingVariance"] td.differs')).toHaveCount(8);
  await settled(page, NAME, () => widget.locator('[data-do="act:translate"]').click());
  await expect(page).toHaveURL(/momentum=0\.01&convention=pytorch$/);
  const curve = widget.locator('[data-part="curves"] svg desc');
  await expect(curve).toContainText('moving variance over the steps: from 1 toward 12');
  await widget.locator('[data-ui="curve"]').selectOption('movingMean');
  await expect(curve).toContainText('moving mean over the steps: from 0 toward 4');
});

test('a batch of one gives β; at inference the others do not matter', async ({ page }) => {
  await page.goto(`${PAGE}#batchnorm?scene=batch-of-one`);
  await ready(page, NAME);
  const widget = widgetOf(page, NAME);
  const [one, alone, together] = await ask(page, NAME, [
    'scene=batch-of-one&beta=0,1,2,3',
    'mode=inference&input=1,30,-5,2',
    'mode=inference&input=1,30,-5,2;900,-50,3,8',
  ]);
  expect(one.outputs.y.values).toEqual([0, 1, 2, 3]);
  expect(together.outputs.y.values.slice(0, 4)).toEqual(alone.outputs.y.values);
  await ask(page, NAME, ['scene=batch-of-one']);
  await expect(widget.locator('[data-part="note"]')).toContainText('more than 1 value per channel');
  await expect(widget.locator('[data-output="movingVariance"]')).toContainText('an error');
});

test('folds: the folded convolution and a gradient that sums to zero', async ({ page }) => {
  await page.goto(`${PAGE}#batchnorm?scene=gamma-beta`);
  await ready(page, NAME);
  const widget = widgetOf(page, NAME);
  await widget.getByText('Folding it into').click();
  await widget.getByText('Backward:').click();
  const number = (part: string, name: string) =>
    widget
      .locator(`[data-part="${part}"] [${name}]`)
      .evaluate((e, n) => Number(e.getAttribute(n)), name);
  expect(await number('fold', 'data-fold-error')).toBeLessThan(1e-6);
  expect(Math.abs(await number('grad', 'data-grad-sum'))).toBeLessThan(1e-12);
  await settled(page, NAME, () => widget.locator('[data-do="set:mode=inference"]').click());
  await expect(widget.locator('[data-part="grad"]')).toContainText('not to zero');
});
