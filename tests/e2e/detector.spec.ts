/** The detector widget as a reader meets it, and on WebGL. */
import { expect, test, type Locator, type Page } from '@playwright/test';
import { combinations } from '../widgets/detector/combinations.ts';
import { KIND } from '../../src/components/widgets/detector/kind.ts';
import { SCENES } from '../../src/components/widgets/detector/scenes.ts';
import { addressOf, ask, gates, ready, settled, widgetOf } from './gates.ts';
import { modelGate } from './models.ts';

const PAGE = 'models/scenes-detector/';
const address = { zh: addressOf('zh', PAGE), en: addressOf('en', PAGE) };
const widget = (page: Page): Locator => widgetOf(page, 'detector');
const part = (page: Page, name: string): Locator => widget(page).locator(`[data-part="${name}"]`);
const scalar = async (page: Page, name: string) =>
  Number(await widget(page).locator(`data[data-output="${name}"]`).getAttribute('value'));

gates({
  kind: KIND,
  concept: PAGE,
  scenes: SCENES,
  queries: combinations(34, 21, 10).map(({ query }) => query),
  tolerance: 1e-4,
  folded: /^(heads|boxes)$/,
  hostile: [
    ['seed=0', '种子要在 1 到 9999999 之间'],
    ['count=9', '数字个数要在 1 到 8 之间'],
    ['overlap=2', '重叠要在 0 到 1 之间'],
    ['threshold=x', '得分阈值里的“x”不是数'],
    ['iou=0', 'IoU 阈值要在 0.01 到 1 之间'],
    ['step=99', '步数要在 0 到 64 之间'],
    ['box=9', '框要写成“行,列”'],
    ['box=%3Cimg%20src=x%20onerror=alert(1)%3E', '框要写成'],
  ],
  interactions: ['threshold=0.1', 'seed=3', 'seed=4&count=7&overlap=0.7', 'step=2', 'scene=nms'],
  // What is right depends on the model: the unit tests know it.
  guesses: { right: ['7'], wrong: [''] },
});

modelGate({
  name: 'detector',
  concept: PAGE,
  hash: 'seed=2',
  next: 'seed=3',
  file: 'models/scenes-detector/weights.bin',
});

test('step by step: what stands on screen adds up, and the address follows', async ({ page }) => {
  await page.goto(`${address.en}#detector?scene=nms`);
  await ready(page, 'detector');
  const formula = async () => (await part(page, 'formula').textContent())!.replaceAll('−', '-');
  await expect(part(page, 'formula')).toContainText('step 2 of');
  const value = '\\(?(-?[\\d.e-]+)\\)?';
  const [, w, h, both] = new RegExp(`≈ ${value}×${value} [=≈] ${value};`).exec(await formula())!.map(Number); // prettier-ignore
  expect(Math.abs(w * h - both)).toBeLessThan(1e-3 * both);
  const [, top, bottom, iou] = new RegExp(`IoU = ${value} / ${value} [=≈] ${value}`).exec(await formula())!.map(Number); // prettier-ignore
  expect(top / bottom).toBeCloseTo(iou, 3);
  await settled(page, 'detector', () =>
    widget(page).getByRole('button', { name: 'Next step' }).click(),
  );
  await expect(part(page, 'formula')).toContainText('step 3 of');
  await expect.poll(() => page.url()).toContain('step=3');
  const slider = part(page, 'steps').locator('input[type="range"]');
  await slider.focus();
  await settled(page, 'detector', () => page.keyboard.press('End'));
  await expect.poll(() => page.url()).not.toContain('step=');
  await expect(part(page, 'candidates').locator('tr.open')).toHaveCount(0);
  const kept = await part(page, 'candidates').locator('tr.kept').count();
  expect(kept).toBe(await scalar(page, 'kept'));
  expect((await scalar(page, 'tp')) + (await scalar(page, 'fp'))).toBe(kept);
});

test('keyboard alone: the picture, a box chosen, the table of candidates', async ({ page }) => {
  await page.goto(`${address.en}#detector?threshold=0.05`);
  await ready(page, 'detector');
  const map = widget(page).locator('[data-map="scene"]');
  await map.focus();
  for (const key of ['ArrowDown', 'ArrowDown', 'ArrowRight']) await page.keyboard.press(key);
  await expect(part(page, 'formula')).toContainText('cell in row 3, column 2');
  await expect(part(page, 'formula')).toContainText('o·p =');
  await expect(part(page, 'speech')).toContainText('cell in row 3, column 2');
  await page.keyboard.press('Space');
  await expect.poll(() => page.url()).toMatch(/box=[0-7],[0-7]/);
  const first = part(page, 'candidates').locator('td').first();
  await first.focus();
  await page.keyboard.press('ArrowDown');
  await expect(part(page, 'formula')).toContainText('box #2');
  await expect(part(page, 'formula')).toContainText(/TP\.|FP\.|goes\./);
});

test('a press on the picture, a higher threshold, no box at all', async ({ page }) => {
  await page.goto(`${address.en}#detector?scene=detect`);
  await ready(page, 'detector');
  const map = widget(page).locator('[data-map="scene"]');
  await map.scrollIntoViewIfNeeded();
  const box = (await map.boundingBox())!;
  await page.mouse.click(box.x + box.width * 0.5, box.y + box.height * 0.5);
  await expect.poll(() => page.url()).toMatch(/box=/);
  const before = await part(page, 'candidates').locator('tbody tr').count();
  const [high] = await ask(page, 'detector', ['threshold=0.9']);
  expect(high.state).toBe('ready');
  expect(await part(page, 'candidates').locator('tbody tr').count()).toBeLessThanOrEqual(before);
  const [none] = await ask(page, 'detector', ['threshold=1']);
  expect(none.outputs.candidates).toBeUndefined();
  expect(none.outputs.ap.values).toEqual([0]);
  await expect(part(page, 'candidates')).toContainText('No box scores more than 1');
});

test('the same seed, the same boxes: twice on cpu, and on WebGL within a hundredth of a pixel', async ({
  page,
}) => {
  const results: number[][] = [];
  for (const backend of ['cpu', 'cpu', 'webgl']) {
    await page.goto('about:blank');
    await page.goto(`${address.en}?backend=${backend}#detector?seed=7`);
    await ready(page, 'detector');
    await widget(page).locator('details[data-fold="numbers"] > summary').click();
    await expect(widget(page).locator('table[data-output="boxes"] data')).toHaveCount(320);
    const [{ outputs }] = await ask(page, 'detector', ['seed=7']);
    results.push(outputs.boxes.values);
  }
  const [one, two, gpu] = results;
  expect(two).toEqual(one);
  expect(Math.max(...gpu.map((v, i) => Math.abs(v - one[i])))).toBeLessThan(0.01);
});
