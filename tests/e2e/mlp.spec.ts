/** The multilayer perceptron as a reader meets it, and on WebGL. */
import { expect, test, type Page } from '@playwright/test';
import { KIND } from '../../src/components/widgets/mlp/kind.ts';
import { resultsOf } from '../../src/components/widgets/mlp/reference.ts';
import { SCENES } from '../../src/components/widgets/mlp/scenes.ts';
import { parse } from '../../src/components/widgets/mlp/state.ts';
import { combinations } from '../widgets/mlp/combinations.ts';
import { ask, gates, ready, settled, widgetOf } from './gates.ts';

/** The page that shows the first scene. */
const CONCEPT = 'neural-network';
const NAME = 'mlp';

gates({
  kind: KIND,
  concept: CONCEPT,
  scenes: SCENES,
  queries: combinations(30, 4).map(({ query }) => query),
  tolerance: 1e-4,
  hostile: [
    ['data=ring', '数据不能是“ring”'],
    ['activation=%3Cimg%20src=x%20onerror=alert(1)%3E', '激活函数不能是'],
    ['points=0,0,1', '只有 data=custom'],
    ['data=custom&points=1,7,0', '数据点要在 -6 到 6 之间'],
    ['data=custom&points=1,1', '数据点要填 3 个数'],
    ['noise=9', '噪声要在 0 到 2 之间'],
    ['features=z', '特征不能是“z”'],
    ['hidden=4,4,4,4,4', '隐藏层太大'],
    ['hidden=9', '隐藏层要在 1 到 8 之间'],
    ['rate=NaN', '学习率里的“NaN”不是数'],
    ['l2=2', 'L2 系数要在 0 到 1 之间'],
    ['batch=0.5', '批大小要填整数'],
    ['steps=1e9', '步数要在 0 到 4000 之间'],
    ['weights=1,2,3', '权重要填 25 个数'],
    ['neuron=9,0', '神经元要在 0 到 3 之间'],
  ],
  interactions: [
    'steps=3',
    'steps=5&activation=relu&neuron=1,2',
    'data=spiral&steps=2&hidden=8,8,8,8&optimizer=sgd',
    'data=custom&points=0,0,1;1,1,0&steps=3&hidden=',
    'features=x2,xy,siny&bias=0&l2=0.1&steps=21',
  ],
  looks: ['data=custom&steps=20', 'neuron=0,1', 'neuron=1,0&hidden=8,8,8,8'],
  folded: /^(start|gradient|next|history|data|field)$/,
  guesses: { right: ['25'], wrong: ['18'] },
});

const address = (lang: 'zh' | 'en', rest = '') => `/${lang}/concepts/${CONCEPT}/${rest}`;
const scalar = async (page: Page, name: string) =>
  Number(await widgetOf(page, NAME).locator(`data[data-output="${name}"]`).getAttribute('value'));

test('one step, on, back, to the start and run: the numbers are those of the steps', async ({
  page,
}) => {
  await page.goto(address('en', `#${NAME}?steps=30&seed=9&hidden=3`));
  await ready(page, NAME);
  const widget = widgetOf(page, NAME);
  const press = (name: string) =>
    settled(page, NAME, () => widget.getByRole('button', { name, exact: true }).click());
  const expectSteps = async (steps: number) => {
    const expected = resultsOf(parse({ seed: '9', hidden: '3', steps: `${steps}` }).state!);
    expect(await scalar(page, 'step')).toBe(steps);
    expect(await scalar(page, 'loss')).toBeCloseTo(expected.loss.data[0], 5);
    expect(await scalar(page, 'lossTest')).toBeCloseTo(expected.lossTest.data[0], 5);
    expect(await scalar(page, 'accuracy')).toBe(expected.accuracy.data[0]);
  };
  await expectSteps(30);
  await press('One step');
  await expectSteps(31);
  await press('Train to the next key frame');
  await expectSteps(40);
  await press('Back to the key frame before');
  await expectSteps(20);
  await press('Back to step 0 (same weights)');
  await expectSteps(0);
  await widget.locator('[data-part="play"]').click();
  await expect.poll(() => scalar(page, 'step')).toBeGreaterThan(60);
  await widget.locator('[data-part="play"]').click();
  await expect(widget.locator('[data-part="play"]')).toHaveText('Train');
  await expect(widget).toHaveAttribute('data-state', 'ready');
  await expectSteps(await scalar(page, 'step'));
  const slider = widget.locator('input[type="range"][name="steps"]');
  await settled(page, NAME, () => slider.fill('10')); // scrubbed back
  await expectSteps(10);
});

test('every weight can be changed, and what follows is computed anew', async ({ page }) => {
  await page.goto(address('en', `#${NAME}?hidden=2&neuron=1,1&steps=40`));
  await ready(page, NAME);
  const widget = widgetOf(page, NAME);
  const bias = widget.getByRole('spinbutton', { name: 'weight from bias b to h1·2' });
  await bias.fill('0.75');
  await settled(page, NAME, () => bias.press('Tab'));
  expect(await scalar(page, 'step')).toBe(0);
  await expect(widget.locator('[data-part="formula"]')).toContainText('+ 0.75 ');
  await expect.poll(() => page.url()).toMatch(/weights=[-\d.,e]+/);
  const weights = new URL(page.url()).hash.split('weights=')[1].split('&')[0].split(',');
  expect(weights).toHaveLength(9);
  expect(weights[5]).toBe('0.75');
  await bias.fill('5000');
  await bias.press('Tab');
  await expect(widget.locator('[data-error="weights"], [data-error="hash"]').filter({ hasText: 'between -1000 and 1000' })).toHaveCount(1); // prettier-ignore
});

test('a neuron is looked at and its sum adds up, by keys alone', async ({ page }) => {
  await page.goto(address('en', `#${NAME}?steps=60`));
  await ready(page, NAME);
  const widget = widgetOf(page, NAME);
  const neuron = widget.getByRole('button', { name: 'Look at neuron h1·3' });
  await neuron.focus();
  await settled(page, NAME, () => page.keyboard.press('Enter'));
  await expect(neuron).toHaveAttribute('aria-pressed', 'true');
  await widget.locator('[data-map="plane"]').focus();
  for (const key of ['ArrowUp', 'ArrowLeft', 'ArrowLeft', 'ArrowDown']) {
    await page.keyboard.press(key);
    const text = (await widget.locator('[data-part="formula"]').textContent())!.replaceAll('−', '-'); // prettier-ignore
    const found = /z = (.*) [=≈] (\S+); a = tanh\(z\) [=≈] (\S+)/.exec(text)!;
    const terms = found[1].split(/ \+ (?=[(\d])/).map((t) => t.split('·').map((v) => Number(v.replace(/[()]/g, ''))).reduce((a, b) => a * b)); // prettier-ignore
    expect(terms).toHaveLength(3);
    expect(terms.reduce((a, b) => a + b)).toBeCloseTo(Number(found[2]), 3);
    expect(Math.tanh(Number(found[2]))).toBeCloseTo(Number(found[3]), 4);
  }
  await expect(widget.locator('[data-part="speech"]')).toContainText('h1·3 at');
});

test('points of one’s own: by pointer and by the space key', async ({ page }) => {
  await page.goto(address('zh', `#${NAME}?data=custom&points=0,0,1&steps=2`));
  await ready(page, NAME);
  const widget = widgetOf(page, NAME);
  const field = widget.locator('input[name="points"]');
  const map = widget.locator('[data-press]');
  const box = (await map.boundingBox())!;
  const press = (x: number, y: number) =>
    settled(page, NAME, () =>
      map.click({ position: { x: (x / 32) * box.width, y: (y / 32) * box.height } }),
    );
  await press(24.5, 8.5);
  await expect(field).toHaveValue('0,0,1;3.1875,2.8125,1');
  // The page scrolls to the button: a pointer left on the plane would look at another cell.
  await page.mouse.move(0, 0);
  await widget.getByRole('button', { name: '类 0' }).press('Enter');
  await map.focus();
  await page.keyboard.press('ArrowRight');
  await settled(page, NAME, () => page.keyboard.press('Space'));
  await expect(field).toHaveValue('0,0,1;3.1875,2.8125,1;3.5625,2.8125,0');
  await press(24.5, 8.5);
  await expect(field).toHaveValue('0,0,1;3.5625,2.8125,0');
});

test('layers and features come and go with the number of parameters', async ({ page }) => {
  await page.goto(address('en', `#${NAME}?steps=0`));
  await ready(page, NAME);
  const widget = widgetOf(page, NAME);
  const press = (name: string) =>
    settled(page, NAME, () => widget.getByRole('button', { name, exact: true }).click());
  expect(await scalar(page, 'parameters')).toBe(25);
  await press('Add a layer');
  expect(await scalar(page, 'parameters')).toBe(12 + 10 + 6 + 3);
  await settled(page, NAME, () => widget.getByLabel('x²').check());
  expect(await scalar(page, 'parameters')).toBe(16 + 10 + 6 + 3);
  await settled(page, NAME, () => widget.getByLabel('Use biases').uncheck());
  expect(await scalar(page, 'parameters')).toBe(12 + 8 + 4 + 2);
  for (let i = 0; i < 3; i++) await press('Remove a layer');
  expect(await scalar(page, 'parameters')).toBe(3);
  const [answer] = await ask(page, NAME, ['scene=linear']);
  expect(answer.outputs.parameters.values).toEqual([3]);
});
