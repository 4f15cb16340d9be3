/** The optimizer race as a reader meets it, and on WebGL. */
import { expect, test, type Page } from '@playwright/test';
import { KIND } from '../../src/components/widgets/optimizers/kind.ts';
import { raceOf } from '../../src/components/widgets/optimizers/race.ts';
import { SCENES } from '../../src/components/widgets/optimizers/scenes.ts';
import { parse } from '../../src/components/widgets/optimizers/state.ts';
import { combinations } from '../widgets/optimizers/combinations.ts';
import { ask, gates, ready, settled, widgetOf } from './gates.ts';

const CONCEPT = 'gradient-descent';
const SHOWN = 'sgd';
const NAME = 'optimizers';

gates({
  kind: KIND,
  concept: CONCEPT,
  scenes: SCENES,
  shown: SHOWN,
  queries: combinations(32, 4).map(({ query }) => query),
  tolerance: 2e-5,
  folded: /^(losses|path)$/,
  notOnDevice: ['path'],
  hostile: [
    ['surface=%3Cimg%20src=x%20onerror=alert(1)%3E', '曲面不能是'],
    ['curvatures=0,1', '曲率要在 0.01 到 1000 之间'],
    ['start=9,9', '起点要在 -2 到 2 之间'],
    ['optimizers=lion', '优化器不能是“lion”'],
    ['rate=NaN', '学习率里的“NaN”不是数'],
    ['rate=0', '学习率要在'],
    ['beta=1', '动量系数 β要在 0 到 0.9999 之间'],
    ['steps=501', '总步数要在 1 到 500 之间'],
    ['steps=10&at=11', '当前步要在 0 到 10 之间'],
    ['seed=0.5', '种子要填整数'],
  ],
  interactions: [
    'optimizers=sgd,adam&at=3',
    'surface=rosenbrock&optimizers=momentum,rmsprop&rate=0.001&steps=20',
    'surface=saddle&optimizers=adagrad',
    'rate=0.27&optimizers=sgd,nesterov',
    'surface=plateau&convention=keras&optimizers=adamw&decay=0.1',
  ],
  looks: ['scene=race', 'scene=diverging'],
  guesses: { right: ['1'], wrong: ['0'] },
});

const address = (lang: 'zh' | 'en', rest = '') => `/${lang}/concepts/${CONCEPT}/${rest}`;
const cells = (page: Page) =>
  widgetOf(page, NAME)
    .locator('table[data-output="race"] data')
    .evaluateAll((all) => all.map((each) => Number((each as HTMLDataElement).value)));

test('steps on and back, the slider and “Run” show what the run has there', async ({ page }) => {
  await page.goto(address('en', `#${NAME}?at=5`));
  await ready(page, NAME);
  const widget = widgetOf(page, NAME);
  const [run] = raceOf(parse({}).state!).runs;
  const expectStep = async (t: number) => {
    const [x, y, f] = await cells(page);
    expect(x).toBeCloseTo(run.points[t][0], 5);
    expect(y).toBeCloseTo(run.points[t][1], 5);
    expect(f).toBeCloseTo(run.losses[t], 5);
    await expect(widget.locator('[data-part="formula"]')).toContainText(`SGD, step ${t}`);
  };
  await expectStep(5);
  const press = (name: string) =>
    settled(page, NAME, () => widget.getByRole('button', { name, exact: true }).click());
  await press('One step on');
  await expectStep(6);
  await press('One step back');
  await press('One step back');
  await expectStep(4);
  await widget.locator('input[type="range"][name="at"]').fill('11');
  await expect.poll(() => page.url()).toContain('at=11');
  await expectStep(11);
  await widget.locator('[data-part="play"]').click();
  const at = async () =>
    Number(await widget.locator('input[type="range"][name="at"]').inputValue());
  await expect.poll(at).toBeGreaterThan(13);
  await widget.locator('[data-part="play"]').click();
  await expect(widget.locator('[data-part="play"]')).toHaveText('Run');
  await press('Back to the start');
  expect((await cells(page)).slice(0, 2)).toEqual([expect.closeTo(-1.6, 6), expect.closeTo(1.2, 6)]); // prettier-ignore
});

test('the start is dragged, walked by keys and typed; all say the same', async ({ page }) => {
  await page.goto(address('zh', `#${NAME}?at=0`));
  await ready(page, NAME);
  const widget = widgetOf(page, NAME);
  const map = widget.locator('[data-map="plane"]');
  const field = widget.locator('input[name="start"]');
  const box = (await map.boundingBox())!;
  const place = (column: number, row: number) =>
    [box.x + ((column + 0.5) / 81) * box.width, box.y + ((row + 0.5) / 81) * box.height] as const;
  await page.mouse.move(...place(20, 20));
  await page.mouse.down();
  await page.mouse.move(...place(60, 30), { steps: 4 });
  await page.mouse.up();
  await expect(field).toHaveValue('1,0.5');
  await map.focus();
  await page.keyboard.press('ArrowLeft');
  await expect(field).toHaveValue('0.95,0.5');
  await page.keyboard.press('Shift+ArrowDown');
  await expect(field).toHaveValue('0.95,0.1');
  await field.fill('0.5,-0.25');
  await field.press('Tab');
  await expect.poll(() => page.url()).toContain('start=0.5,-0.25');
  await expect.poll(async () => (await cells(page))[1]).toBeCloseTo(-0.25, 6);
  await field.fill('5,5');
  await field.press('Tab');
  await expect(widget.locator('[data-error="start"]')).toContainText('起点要在 -2 到 2 之间');
});

test('optimizers are switched on by key; the arithmetic follows the cell', async ({ page }) => {
  await page.goto(address('en', `#${NAME}?curvatures=1,100&start=1,1&adaptiveRate=0.01&steps=20&at=1`)); // prettier-ignore
  await ready(page, NAME);
  const widget = widgetOf(page, NAME);
  const box = widget.getByRole('checkbox', { name: 'Adam', exact: true });
  await box.focus();
  await settled(page, NAME, () => page.keyboard.press('Space'));
  await expect.poll(() => page.url()).toContain('optimizers=sgd,adam');
  const formula = widget.locator('[data-part="formula"]');
  await widget.locator('[data-output="race"] td[data-at="0,5,0"]').click();
  await expect(formula).toContainText('Adam, step 1');
  await expect(formula).toContainText(/x = 1 − 0\.01×1\/\(√1 \+ 1e−8\) ≈ 0\.99/);
  await widget.locator('[data-output="race"] td[data-at="0,5,0"]').focus();
  await page.keyboard.press('ArrowRight');
  await expect(formula).toContainText(/y = 1 − 0\.01×100\/\(√10000 \+ 1e−8\) ≈ 0\.99/);
  for (let row = 5; row > 0; row--) await page.keyboard.press('ArrowUp');
  await expect(formula).toContainText('SGD, step 1');
  await expect(widget.locator('[data-part="speech"]')).toContainText('SGD, step 1');
});

test('the rate slider crosses 2/λ: met, exactly at it, exceeded and said in words', async ({
  page,
}) => {
  await page.goto(address('en', `#${NAME}?steps=60`));
  await ready(page, NAME);
  const widget = widgetOf(page, NAME);
  const limits = widget.locator('[data-part="limits"]');
  const slider = widget.locator('input[type="range"][name="rate"]');
  await expect(limits).toContainText('2/λ = 0.25 met');
  await slider.fill('0.25');
  await expect(limits).toContainText('2/λ = 0.25 exactly at it');
  await expect(widget.locator('[data-part="notes"]')).toBeEmpty();
  await slider.fill('0.3');
  await expect(limits).toContainText('exceeded');
  await expect(widget.locator('[data-part="notes"]')).toContainText(/SGD diverges at step \d+/);
  await expect(widget.locator('[data-part="notes"]')).toContainText(/step \d+ leaves the range of float32/); // prettier-ignore
  expect((await widget.textContent())!.replace('Infinity and NaN follow', '')).not.toMatch(/NaN|Infinity/); // prettier-ignore
});

test('a surface brings its start and rates; the conventions are compared', async ({ page }) => {
  await page.goto(address('en', `#${NAME}?optimizers=momentum&schedule=cosine`));
  await ready(page, NAME);
  const widget = widgetOf(page, NAME);
  await expect(widget.locator('td.differs')).toHaveCount(2);
  await expect(widget.locator('[data-part="notes"]')).toContainText('by the convention of Keras');
  await settled(page, NAME, () =>
    widget.locator('select[name="surface"]').selectOption('rosenbrock'),
  );
  await expect(widget.locator('input[name="start"]')).toHaveValue('-1.2,1');
  await expect(widget.locator('input[name="rate"]:not([type="range"])')).toHaveValue('0.001');
  const [answer] = await ask(page, NAME, ['scene=critical']);
  expect(Math.abs(answer.outputs.race.values[1])).toBeCloseTo(1.2, 6);
});
