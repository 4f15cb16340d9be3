/** The GAN in the plane as a reader meets it, and on WebGL. */
import { expect, test, type Page } from '@playwright/test';
import { KIND } from '../../src/components/widgets/gan-2d/kind.ts';
import { resultsOf } from '../../src/components/widgets/gan-2d/reference.ts';
import { SCENES } from '../../src/components/widgets/gan-2d/scenes.ts';
import { parse } from '../../src/components/widgets/gan-2d/state.ts';
import { combinations } from '../widgets/gan-2d/combinations.ts';
import { ask, gates, ready, settled, widgetOf } from './gates.ts';

const CONCEPT = 'generative-adversarial-network';
const NAME = 'gan-2d';
const modes = resultsOf(parse({}).state!).modes.data[0];

gates({
  kind: KIND,
  concept: CONCEPT,
  scenes: SCENES,
  queries: combinations(30, 4).map(({ query }) => query),
  tolerance: 1e-4,
  hostile: [
    ['data=moons', '数据不能是“moons”'],
    ['loss=%3Cimg%20src=x%20onerror=alert(1)%3E', '损失不能是'],
    ['points=0,0', '只有 data=custom'],
    ['data=custom&points=1,2', '数据中心要在 -1.6 到 1.6 之间'],
    ['data=custom&points=1', '数据中心要填 2 个数'],
    ['lrG=0', 'G 的学习率要在'],
    ['lrD=NaN', 'D 的学习率里的“NaN”不是数'],
    ['k=21', '每步更新 D 的次数要在 1 到 20 之间'],
    ['sizeG=16,16,16,16', 'G 的隐藏层太大'],
    ['sizeD=33', 'D 的隐藏层要在 1 到 32 之间'],
    ['steps=1e9', '步数要在 0 到 3000 之间'],
    ['steps=3000&sizeG=32,32,32&sizeD=32,32,32&k=20', '步数最多'],
    ['then=X3', '追加更新写成'],
    ['then=D999', '追加更新太大'],
    ['seed=0.5', '种子要填整数'],
  ],
  interactions: [
    'steps=3',
    'steps=5&loss=minimax',
    'steps=4&loss=wgan-gp',
    'data=spiral&steps=2&then=D2',
    'data=custom&points=0,0;1,1&steps=3',
  ],
  guesses: { right: [`${modes}`], wrong: [`${modes + 1}`] },
});

const address = (lang: 'zh' | 'en', rest = '') => `/${lang}/concepts/${CONCEPT}/${rest}`;
const scalar = async (page: Page, name: string) =>
  Number(await widgetOf(page, NAME).locator(`data[data-output="${name}"]`).getAttribute('value'));

test('step D, step G, one step, on, back and run: the numbers are those of the steps', async ({
  page,
}) => {
  await page.goto(address('en', `#${NAME}?steps=20&seed=9`));
  await ready(page, NAME);
  const widget = widgetOf(page, NAME);
  const press = (name: string) =>
    settled(page, NAME, () => widget.getByRole('button', { name, exact: true }).click());
  const expectState = async (query: Record<string, string>) => {
    const expected = resultsOf(parse({ seed: '9', ...query }).state!);
    expect(await scalar(page, 'lossD')).toBeCloseTo(expected.lossD.data[0], 4);
    expect(await scalar(page, 'lossG')).toBeCloseTo(expected.lossG.data[0], 4);
    expect(await scalar(page, 'w1')).toBeCloseTo(expected.w1.data[0], 4);
    expect(await scalar(page, 'step')).toBe(expected.step.data[0]);
  };
  await expectState({ steps: '20' });
  await press('Step D');
  await press('Step G');
  await expectState({ steps: '20', then: 'D1G1' });
  await expect.poll(() => page.url()).toContain('then=D1G1');
  await press('One step');
  await expectState({ steps: '21' });
  await press('Train to the next key frame');
  const on = await scalar(page, 'step');
  expect(on).toBeGreaterThan(21);
  await expectState({ steps: `${on}` });
  await press('Back to the key frame before');
  await expectState({ steps: '21' === `${on}` ? '0' : `${await scalar(page, 'step')}` });
  expect(await scalar(page, 'step')).toBeLessThan(on);
  await widget.locator('[data-part="play"]').click();
  await expect.poll(() => scalar(page, 'step')).toBeGreaterThan(75);
  await widget.locator('[data-part="play"]').click();
  await expect(widget.locator('[data-part="play"]')).toHaveText('Train');
  await expect(widget).toHaveAttribute('data-state', 'ready');
  await expectState({ steps: `${await scalar(page, 'step')}` });
  // Scrubbing back to where it began gives what was there.
  await ask(page, NAME, ['steps=20&seed=9']);
  await expectState({ steps: '20' });
});

test('divergences keep their bounds while training; collapse and saturation are on show', async ({
  page,
}) => {
  test.setTimeout(120_000);
  await page.goto(address('zh', `#${NAME}?steps=0`));
  await ready(page, NAME);
  const answers = await ask(page, NAME, ['steps=0', 'steps=60', 'steps=200', 'scene=collapse', 'scene=saturated']); // prettier-ignore
  for (const { outputs } of answers) {
    expect(outputs.kl.values[0]).toBeGreaterThanOrEqual(0);
    expect(outputs.js.values[0]).toBeGreaterThanOrEqual(0);
    expect(outputs.js.values[0]).toBeLessThanOrEqual(1 + 1e-6);
  }
  expect(answers[2].outputs.w1.values[0]).toBeLessThan(answers[0].outputs.w1.values[0]);
  expect(answers[3].outputs.modes.values).toEqual([1]);
  const stuck = answers[4].outputs;
  expect(stuck.lossD.values[0]).toBeLessThan(0.1);
  expect(Math.abs(stuck.lossG.values[0])).toBeLessThan(0.1);
});

test('points of one’s own: by pointer and by the space key', async ({ page }) => {
  await page.goto(address('zh', `#${NAME}?data=custom&points=0,0&steps=2`));
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
  await expect(field).toHaveValue('0,0;0.85,0.75');
  await expect.poll(() => page.url()).toContain('points=0,0;0.85,0.75');
  await map.focus();
  await page.keyboard.press('ArrowRight');
  await settled(page, NAME, () => page.keyboard.press('Space'));
  await expect(field).toHaveValue('0,0;0.85,0.75;0.95,0.75');
  await press(24.5, 8.5);
  await expect(field).toHaveValue('0,0;0.95,0.75');
  expect(await widget.locator('[data-part="scores"]').textContent()).toContain('/ 2');
});

test('the cell under the cursor: p/(p + q) on screen adds up, by keys alone', async ({ page }) => {
  await page.goto(address('en', `#${NAME}?steps=30`));
  await ready(page, NAME);
  const widget = widgetOf(page, NAME);
  await widget.locator('[data-map]').first().focus();
  for (const key of ['ArrowUp', 'ArrowLeft', 'ArrowDown', 'ArrowRight']) {
    await page.keyboard.press(key);
    const text = (await widget.locator('[data-part="formula"]').textContent())!;
    const found = /= ([\d.e-]+)\/\(([\d.e-]+) \+ ([\d.e-]+)\) ≈ ([\d.e-]+)/.exec(text);
    expect(found, text).not.toBeNull();
    const [p, again, q, best] = found!.slice(1).map(Number);
    expect(again).toBe(p);
    expect(p / (p + q)).toBeCloseTo(best, 4);
  }
  await expect(widget.locator('[data-part="speech"]')).toContainText('D* = p/(p + q)');
  await widget.locator('summary', { hasText: 'Every number' }).click();
  await expect(widget.locator('table[data-output="field"] data')).toHaveCount(1024);
});

test('a loss that needs more work takes no more steps than one would wait for', async ({
  page,
}) => {
  await page.goto(address('en', `#${NAME}?sizeG=32,32&sizeD=32,32&steps=0`));
  await ready(page, NAME);
  const widget = widgetOf(page, NAME);
  await ask(page, NAME, ['sizeG=32,32,32&sizeD=32,32,32&steps=0&loss=wgan-gp']);
  const most = Number(
    await widget.locator('input[type="range"][name="steps"]').getAttribute('max'),
  );
  expect(most).toBeGreaterThan(100);
  expect(most).toBeLessThan(1500);
  await widget.locator('input[name="steps"]:not([type="range"])').fill(`${most + 50}`);
  await widget.locator('input[name="steps"]:not([type="range"])').press('Tab');
  await expect(widget.locator('[data-error="steps"]')).toContainText(`at most ${most} steps`);
});
