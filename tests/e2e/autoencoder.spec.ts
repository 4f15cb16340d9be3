/** The autoencoder widget as a reader meets it, and on WebGL. */
import { expect, test, type Locator, type Page } from '@playwright/test';
import { combinations } from '../widgets/autoencoder/combinations.ts';
import { KIND } from '../../src/components/widgets/autoencoder/kind.ts';
import { SCENES } from '../../src/components/widgets/autoencoder/scenes.ts';
import { ask, gates, ready, settled, widgetOf } from './gates.ts';
import { modelGate } from './models.ts';

const CONCEPT = 'autoencoder';
const address = { zh: `/zh/concepts/${CONCEPT}/`, en: `/en/concepts/${CONCEPT}/` };
const widget = (page: Page): Locator => widgetOf(page, 'autoencoder');
const part = (page: Page, name: string): Locator => widget(page).locator(`[data-part="${name}"]`);
const scalar = async (page: Page, name: string) =>
  Number(await widget(page).locator(`data[data-output="${name}"]`).getAttribute('value'));

gates({
  kind: KIND,
  concept: CONCEPT,
  scenes: SCENES,
  queries: combinations(34, 21).map(({ query }) => query),
  tolerance: 1e-4,
  rounded: { image: 2 },
  hostile: [
    ['sigma=2', 'σ要在 0 到 1 之间'],
    ['sigma=x', 'σ里的“x”不是数'],
    ['seed=0', '种子要在 1 到 999999 之间'],
    ['image=cat', '图片要写成 test-0 到 test-1499'],
    ['image=%3Cimg%20src=x%20onerror=alert(1)%3E', '图片要写成'],
    ['image=test-1&input=1', '只能给一个'],
    ['input=1,300', '要在 0 到 255 之间'],
    ['image=own', '只存在于打开它的那个页面'],
  ],
  interactions: ['sigma=0.2', 'image=test-9&seed=4', 'sigma=0.7&image=test-800', 'scene=own'],
  // What is right depends on the model: the unit tests know it.
  guesses: { right: ['7'], wrong: [''] },
});

modelGate({
  name: 'autoencoder',
  concept: CONCEPT,
  hash: 'sigma=0.3',
  next: 'sigma=0.2',
  file: 'models/digits-denoiser/weights.bin',
});

test('the slider changes the noise; what stands on screen adds up', async ({ page }) => {
  await page.goto(address.en);
  const slider = widget(page).locator('input[type="range"][name="sigma"]');
  await slider.focus();
  await slider.fill('0.6');
  await ready(page, 'autoencoder');
  await expect.poll(() => page.url()).toContain('sigma=0.6');
  const [a, b, gain] = [await scalar(page, 'psnr'), await scalar(page, 'psnrNoisy'), await scalar(page, 'gain')]; // prettier-ignore
  expect(gain).toBeCloseTo(a - b, 10);
  expect(a).toBeCloseTo(-10 * Math.log10(await scalar(page, 'mse')), 3);
  expect(b).toBeCloseTo(-20 * Math.log10(0.6), 0);
  for (const on of ['image', 'noisy', 'error']) {
    const map = widget(page).locator(`[data-map="${on}"]`);
    await map.focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowRight');
    const text = (await part(page, 'formula').textContent())!.replaceAll('−', '-');
    const value = '\\(?(-?[\\d.e-]+)\\)?';
    const [, x, s, n, noisy] = new RegExp(`= ${value} \\+ ${value}×${value} [=≈] (-?[\\d.e-]+)`).exec(text)!.map(Number); // prettier-ignore
    expect(x + s * n).toBeCloseTo(noisy, 4);
    if (on === 'noisy') continue;
    const [, y, x2, error] = new RegExp(`= ${value} - ${value} [=≈] (-?[\\d.e-]+)`).exec(text)!.map(Number); // prettier-ignore
    expect(y - x2).toBeCloseTo(error, 4);
  }
  await expect(part(page, 'speech')).toContainText('minus x');
});

test('another digit, more noise of the same seed, a drawing, and no noise at all', async ({
  page,
}) => {
  await page.goto(`${address.en}#autoencoder?sigma=0.4`);
  await ready(page, 'autoencoder');
  await widget(page).getByRole('button', { name: '7', exact: true }).click();
  await expect.poll(() => page.url()).toMatch(/image=test-\d+/);
  await expect(part(page, 'input')).toContainText('labeled 7');
  await widget(page).locator('select[name="image"]').selectOption('draw');
  const ink = widget(page).locator('[data-map="input"]');
  await ink.scrollIntoViewIfNeeded();
  const box = (await ink.boundingBox())!;
  await page.mouse.move(box.x + box.width * 0.4, box.y + box.height * 0.2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.6, box.y + box.height * 0.8, { steps: 12 });
  await page.mouse.up();
  await expect.poll(() => page.url()).toContain('input=');
  await ready(page, 'autoencoder');
  const drawn = await scalar(page, 'psnr');
  expect(drawn).toBeGreaterThan(5);
  await ink.focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await settled(page, 'autoencoder', () => page.keyboard.press('Space'));
  await expect.poll(() => scalar(page, 'psnr')).not.toBe(drawn);
  const [none] = await ask(page, 'autoencoder', ['sigma=0']);
  expect(none.outputs.gain.values).toEqual([-Infinity]);
  await expect(part(page, 'decibels')).toContainText('∞ dB');
  await expect(part(page, 'decibels')).toContainText('no noise to remove');
});

test('the same seed, the same picture: twice on cpu, and WebGL within 2/255', async ({ page }) => {
  const hash = 'image=test-777&seed=12';
  const pictures: number[][] = [];
  for (const backend of ['cpu', 'cpu', 'webgl']) {
    await page.goto('about:blank');
    await page.goto(`${address.en}?backend=${backend}#autoencoder?${hash}`);
    await ready(page, 'autoencoder');
    await expect(widget(page)).toHaveAttribute('data-backend', backend);
    const [{ outputs }] = await ask(page, 'autoencoder', [hash]);
    pictures.push(outputs.image.values);
  }
  const [one, two, gpu] = pictures;
  expect(one).toHaveLength(784);
  expect(two).toEqual(one);
  expect(Math.max(...gpu.map((v, i) => Math.abs(v - one[i])))).toBeLessThan(2 / 255);
});
