/** The overfitting lab as a reader meets it, and on WebGL. */
import { expect, test, type Page } from '@playwright/test';
import { KIND } from '../../src/components/widgets/overfitting/kind.ts';
import { resultsOf } from '../../src/components/widgets/overfitting/reference.ts';
import { SCENES } from '../../src/components/widgets/overfitting/scenes.ts';
import { parse } from '../../src/components/widgets/overfitting/state.ts';
import { combinations } from '../widgets/overfitting/combinations.ts';
import { ask, gates, ready, settled, widgetOf } from './gates.ts';

const CONCEPT = 'overfitting';
const NAME = 'overfitting';
const best = resultsOf(parse({}).state!).best.data[0];

gates({
  kind: KIND,
  concept: CONCEPT,
  scenes: SCENES,
  queries: combinations(30, 4).map(({ query }) => query),
  // Adam divides by the root of g²: where a gradient is nothing but rounding, so is its step.
  tolerance: (output) => (output === 'next' ? 1e-3 : 1e-4),
  rounded: { curve: 3 },
  folded: /^(history|weights|gradient|next|pinCurve)$/,
  hostile: [
    ['samples=61', '训练样本数要在 4 到 60 之间'],
    ['optimizer=%3Cimg%20src=x%20onerror=alert(1)%3E', '优化器不能是'],
    ['rate=0', '学习率要在'],
    ['l1=NaN', 'L1 的 λ₁里的“NaN”不是数'],
    ['dropout=1', 'Dropout 的比例要在 0 到 0.8 之间'],
    ['steps=1e9', '训练步数要在 10 到 2000 之间'],
    ['steps=2000&samples=60&width=64', '最多训练'],
    ['at=601', '显示的步要在 0 到 600 之间'],
    ['pin=l2:9', '固定的那次写成'],
    ['pin=seed:1', '固定的那次写成'],
    ['seed=0.5', '种子要填整数'],
  ],
  interactions: [
    'width=4&steps=20',
    'width=6&steps=30&l1=0.1&at=10',
    'width=5&steps=20&dropout=0.3&jitter=0.1',
    'width=4&steps=40&patience=10&pin=width:4,l2:0.1',
    'width=8&steps=20&optimizer=sgd&l2=0.1',
  ],
  guesses: { right: [`${best}`], wrong: [`${best + 200}`] },
});

const address = (lang: 'zh' | 'en', rest = '') => `/${lang}/concepts/${CONCEPT}/${rest}`;
const scalar = async (page: Page, name: string) =>
  Number(await widgetOf(page, NAME).locator(`data[data-output="${name}"]`).first().getAttribute('value')); // prettier-ignore

test('rewind, best, end, frames and the loss curve lead to the numbers of their steps', async ({
  page,
}) => {
  const run = { width: '8', steps: '200' };
  await page.goto(address('en', `#${NAME}?width=8&steps=200`));
  await ready(page, NAME);
  const widget = widgetOf(page, NAME);
  const press = (name: string) =>
    settled(page, NAME, () => widget.getByRole('button', { name, exact: true }).click());
  const expectStep = async (at: string) => {
    const expected = resultsOf(parse({ ...run, at }).state!);
    expect(await scalar(page, 'step')).toBe(expected.step.data[0]);
    expect(await scalar(page, 'trainLoss')).toBeCloseTo(expected.trainLoss.data[0], 4);
    expect(await scalar(page, 'valLoss')).toBeCloseTo(expected.valLoss.data[0], 4);
  };
  await expectStep('end');
  await press('Rewind to the initial weights');
  await expectStep('0');
  await press('One frame on');
  await expectStep('10');
  await press('To the best validation step');
  await expectStep('best');
  await press('To the end');
  await expectStep('end');
  const loss = widget.locator('[data-map="loss"]');
  const box = (await loss.boundingBox())!;
  await settled(page, NAME, () => loss.click({ position: { x: (box.width * 10.5) / 21, y: 20 } }));
  await expectStep('100');
  await loss.focus();
  await settled(page, NAME, () => page.keyboard.press('ArrowRight'));
  await expectStep('110');
  await expect.poll(() => page.url()).toContain('at=110');
});

test('pin a run, change the next, and both stand there from the same weights', async ({ page }) => {
  await page.goto(address('en', `#${NAME}?width=8&steps=100`));
  await ready(page, NAME);
  const widget = widgetOf(page, NAME);
  const alone = await scalar(page, 'valLoss');
  await settled(page, NAME, () => widget.getByRole('button', { name: 'Pin this run' }).click());
  await settled(page, NAME, async () => {
    await widget.locator('input[name="l2"]').fill('0.1');
    await page.keyboard.press('Enter');
  });
  await ready(page, NAME);
  expect(await scalar(page, 'pinVal')).toBeCloseTo(alone, 4);
  expect(await scalar(page, 'valLoss')).not.toBeCloseTo(alone, 3);
  await expect(widget.locator('path.o-pin')).toHaveCount(2);
  await expect.poll(() => page.url()).toContain('pin=width:8');
  const [first] = await ask(page, NAME, ['width=8&steps=100&l2=0.1&pin=width:8&at=0']);
  expect(first.outputs.pinVal.values[0]).toBeCloseTo(first.outputs.valLoss.values[0], 5);
  await settled(page, NAME, () => widget.getByRole('button', { name: 'Unpin' }).click());
  await expect(widget.locator('path.o-pin')).toHaveCount(0);
});

test('training plays from the start to the end, and stops when asked', async ({ page }) => {
  await page.goto(address('zh', `#${NAME}?width=6&steps=100`));
  await ready(page, NAME);
  const play = widgetOf(page, NAME).locator('[data-part="play"]');
  await play.click();
  await expect(play).toHaveText('暂停');
  await expect.poll(() => scalar(page, 'step')).toBeLessThan(60);
  await expect.poll(() => scalar(page, 'step'), { timeout: 30_000 }).toBe(100);
  await expect(play).toHaveText('训练');
});
