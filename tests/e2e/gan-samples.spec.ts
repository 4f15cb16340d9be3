/** The gan-samples widget as a reader meets it, and on WebGL. */
import { expect, test, type Locator, type Page } from '@playwright/test';
import { KIND } from '../../src/components/widgets/gan-samples/kind.ts';
import { SCENES } from '../../src/components/widgets/gan-samples/scenes.ts';
import { combinations } from '../widgets/gan-samples/combinations.ts';
import { ask, gates, ready, settled, widgetOf } from './gates.ts';
import { modelGate } from './models.ts';

const CONCEPT = 'generative-adversarial-network';
const PAGE = `/en/concepts/${CONCEPT}/`;
const widget = (page: Page): Locator => widgetOf(page, 'gan-samples');
const part = (page: Page, name: string): Locator => widget(page).locator(`[data-part="${name}"]`);

gates({
  kind: KIND,
  concept: CONCEPT,
  scenes: SCENES,
  queries: combinations(31, 9, 4).map(({ query }) => query),
  tolerance: 1e-4,
  rounded: { classified: 4, z: 4 },
  folded: /^(image-\d+|strip|nearest)$/,
  hostile: [
    ['n=0', '张数要在 1 到 36 之间'],
    ['n=37', '张数要在 1 到 36 之间'],
    ['class=10', '类别要在 0 到 9 之间'],
    ['seed=0', '种子要在 1 到 999999 之间'],
    ['truncation=-1', '截断 ψ要在 0 到 2 之间'],
    ['model=%3Cimg%20src=x%20onerror=alert(1)%3E', '模型不能是'],
    ['walk=spline', '插值不能是“spline”'],
    ['n=4&sample=4', '样本要在 0 到 3 之间'],
    ['t=2', 't要在 0 到 1 之间'],
    ['nearest=2', '最近的训练图不能是“2”'],
  ],
  interactions: ['n=4&seed=9', 'class=2&n=4', 'n=4&walk=slerp', 'model=fashion-gan&n=4'],
});

modelGate({
  name: 'gan-samples',
  concept: CONCEPT,
  hash: 'n=4&seed=3',
  next: 'n=4&seed=8',
  file: 'models/digits-gan/weights.bin',
});
modelGate({
  name: 'gan-samples',
  concept: CONCEPT,
  hash: 'n=4&class=6&nearest=1',
  next: 'n=4&class=6&nearest=1&seed=2',
  file: 'data/digits/train-6.png',
});

test('predict first: verdicts, facts and scores are covered until the count is marked', async ({
  page,
}) => {
  await page.goto(`${PAGE}#gan-samples?n=9&seed=21`);
  await ready(page, 'gan-samples');
  const agreed = await widget(page).locator('data[data-output="agreed"]').getAttribute('value');
  await part(page, 'predict').locator('summary').click();
  await expect(part(page, 'predict')).toContainText('How many of 9?');
  await expect(part(page, 'facts')).not.toBeVisible();
  await expect(widget(page).locator('.w-verdicts')).not.toBeVisible();
  await widget(page)
    .locator('[data-guess]')
    .fill(String(Number(agreed) - 1));
  await part(page, 'predict').getByRole('button').click();
  await expect(part(page, 'verdict')).toContainText(`it is ${agreed}`);
  await expect(part(page, 'facts')).toBeVisible();
});

test('press a sample, walk with the keys: its z, scores and arithmetic follow', async ({
  page,
}) => {
  await page.goto(PAGE);
  const map = widget(page).locator('[data-map="samples"]');
  await map.scrollIntoViewIfNeeded();
  const box = (await map.boundingBox())!;
  await page.mouse.click(box.x + box.width * 0.62, box.y + box.height * 0.37);
  await ready(page, 'gan-samples');
  await expect.poll(() => page.url()).toContain('sample=6');
  await expect(part(page, 'chosen')).toContainText('sample 7 · asked 6');
  await map.focus();
  await page.keyboard.press('ArrowDown');
  await expect.poll(() => page.url()).toContain('sample=10');
  await expect(part(page, 'speech')).toContainText('sample 11: asked for “0”');
  await widget(page).locator('[data-map="z"]').focus();
  await page.keyboard.press('ArrowRight');
  await expect(part(page, 'formula')).toContainText('z₂ = ψ·ε₂');
});

test('class, truncation, seed and a walk by their controls; every image has its numbers', async ({
  page,
}) => {
  await page.goto(`${PAGE}#gan-samples?n=4&seed=3`);
  await ready(page, 'gan-samples');
  const root = widget(page);
  await settled(page, 'gan-samples', () => root.locator('[name="class"]').selectOption('7'));
  await expect(part(page, 'chosen')).toContainText('asked 7');
  await root.getByRole('button', { name: 'Seed one more' }).click();
  await expect.poll(() => page.url()).toContain('seed=4');
  await root.locator('input[name="truncation"]:not([type="range"])').fill('0');
  await expect.poll(() => page.url()).toContain('truncation=0');
  await ready(page, 'gan-samples');
  await root.getByText('All output numbers').or(root.locator('[data-fold="numbers"] > summary')).first().click(); // prettier-ignore
  const numbers = (name: string) =>
    root.locator(`table[data-output="${name}"] data`).evaluateAll((cells) => cells.map((cell) => (cell as HTMLDataElement).value)); // prettier-ignore
  const first = await numbers('image-0');
  expect(first).toHaveLength(784);
  expect((await numbers('image-3')).join() === first.join()).toBe(true); // z = 0 leaves one picture for a class
  await root.locator('[name="walk"]').selectOption('slerp');
  await ready(page, 'gan-samples');
  const strip = root.locator('[data-map="strip"]');
  await strip.focus();
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => page.url()).toContain('t=0.625');
});

test('the nearest training image comes when it is asked for, and goes', async ({ page }) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.goto(`${PAGE}#gan-samples?n=4&class=6&seed=3`);
  await ready(page, 'gan-samples');
  expect(asked.filter((url) => url.includes('/data/'))).toEqual([]);
  await part(page, 'nearest').getByRole('button').click();
  await expect(widget(page).locator('data[data-output="distance"]')).toBeVisible({
    timeout: 30_000,
  });
  expect(asked.filter((url) => /train-\d/.test(url)).map((url) => url.split('/').at(-1))).toEqual(['train-6.png']); // prettier-ignore
  const value = async (name: string) =>
    Number(await widget(page).locator(`data[data-output="${name}"]`).getAttribute('value'));
  expect(await value('distance')).toBeGreaterThan(1);
  expect(await value('heldOutDistance')).toBeGreaterThan(3);
  await part(page, 'nearest').getByRole('button').click();
  await expect(widget(page).locator('data[data-output="distance"]')).toHaveCount(0);
});

test('the same seed, the same picture: twice on cpu, and WebGL within 2/255', async ({ page }) => {
  const hash = 'n=4&seed=77';
  const pictures: number[][] = [];
  for (const backend of ['cpu', 'cpu', 'webgl']) {
    await page.goto('about:blank');
    await page.goto(`${PAGE}?backend=${backend}#gan-samples?${hash}`);
    await ready(page, 'gan-samples');
    await expect(widget(page)).toHaveAttribute('data-backend', backend);
    await widget(page).locator('[data-fold="numbers"] > summary').click();
    await expect(widget(page).locator('table[data-output="image-0"] data')).toHaveCount(784);
    const [{ outputs }] = await ask(page, 'gan-samples', [hash]);
    pictures.push([0, 1, 2, 3].flatMap((i) => outputs[`image-${i}`].values));
  }
  const [one, two, gpu] = pictures;
  expect(one).toHaveLength(4 * 784);
  expect(
    two.findIndex((v, i) => v !== one[i]),
    'the first pixel that differs',
  ).toBe(-1);
  expect(Math.max(...gpu.map((v, i) => Math.abs(v - one[i])))).toBeLessThan(2 / 255);
});
