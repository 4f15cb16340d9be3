/** The vae widget as a reader meets it, and on WebGL. */
import { expect, test, type Locator, type Page } from '@playwright/test';
import { combinations } from '../widgets/vae/combinations.ts';
import { KIND } from '../../src/components/widgets/vae/kind.ts';
import { SCENES } from '../../src/components/widgets/vae/scenes.ts';
import { ask, differences, gates, ready, settled, widgetOf } from './gates.ts';
import { modelGate } from './models.ts';

const CONCEPT = 'variational-autoencoder';
const page2 = { zh: `/zh/concepts/${CONCEPT}/`, en: `/en/concepts/${CONCEPT}/` };
const widget = (page: Page): Locator => widgetOf(page, 'vae');
const part = (page: Page, name: string): Locator => widget(page).locator(`[data-part="${name}"]`);
const scalar = async (page: Page, name: string) =>
  Number(await widget(page).locator(`data[data-output="${name}"]`).getAttribute('value'));

// Draws of six only: every size of a batch is compiled anew by WebGL, slowly in software.
const queries = [
  { z: '0.3,-1.2' },
  { image: 'test-333', epsilon: '4' },
  { model: 'digits-vae', image: 'test-333', epsilon: '4' },
  ...combinations(60, 21)
    .map(({ query }) => ({ ...query, ...(query.draws && { draws: '6' }) }))
    .slice(0, 31),
];

gates({
  kind: KIND,
  concept: CONCEPT,
  scenes: SCENES,
  queries,
  tolerance: 1e-4,
  rounded: { image: 2 },
  hostile: [
    ['z=1', 'z要填 2 个数'],
    ['z=9,0', 'z要在 -6 到 6 之间'],
    ['image=cat', '图片要写成 test-0 到 test-1499'],
    ['image=%3Cimg%20src=x%20onerror=alert(1)%3E', '图片要写成'],
    ['seed=1&z=0,0', '只能给一个'],
    ['model=bert', '模型不能是“bert”'],
    ['to=1,2,3', '终点要填 2 个数'],
    ['t=2', 't要在 0 到 1 之间'],
    ['samples=1', '样本数要在 2 到 100000 之间'],
    ['image=own', '只存在于打开它的那个页面'],
  ],
  interactions: [
    'z=0.1,0.2',
    'image=test-9',
    'model=digits-vae&seed=3',
    'image=test-9&to=test-200',
  ],
  guesses: { right: ['-2.14'], wrong: ['3'] },
});

modelGate({
  name: 'vae',
  concept: CONCEPT,
  hash: 'z=1,1',
  next: 'z=0.5,1',
  file: 'models/digits-vae2/decoder/weights.bin',
});
modelGate({
  name: 'vae',
  concept: CONCEPT,
  hash: 'image=test-17',
  next: 'image=test-18',
  file: 'data/digits/test.png',
});

test('a damaged encoder leaves the plane as it was', async ({ page }) => {
  await page.route('**/digits-vae2/encoder/weights.bin', (route) => route.abort());
  await page.goto(`${page2.en}#vae?z=1,1`);
  await ready(page, 'vae');
  const [bad] = await ask(page, 'vae', ['image=test-17']);
  expect(bad.state).toBe('error');
  await expect(widget(page).locator('[data-error="hash"]')).toContainText('weights.bin');
  const [good] = await ask(page, 'vae', ['z=0.4,0.2']);
  expect(good.state).toBe('ready');
  expect(good.outputs.z.values.map((v) => +v.toFixed(6))).toEqual([0.4, 0.2]);
});

test('a press on the plane and a drag decode there; arrow keys walk; the address follows', async ({
  page,
}) => {
  await page.goto(page2.en);
  const plane = widget(page).locator('[data-map="plane"]');
  await plane.scrollIntoViewIfNeeded();
  const box = (await plane.boundingBox())!;
  const at = (z1: number, z2: number) =>
    [box.x + ((z1 + 3.025) / 6.05) * box.width, box.y + ((3.025 - z2) / 6.05) * box.height] as const; // prettier-ignore
  await page.mouse.click(...at(1.5, -0.5));
  await ready(page, 'vae');
  await expect.poll(() => page.url()).toContain('z=1.5,-0.5');
  const [first] = await ask(page, 'vae', ['z=1.5,-0.5']);
  await page.mouse.move(...at(1.5, -0.5));
  await page.mouse.down();
  await page.mouse.move(...at(0, 0), { steps: 8 });
  await page.mouse.move(...at(-2, 1), { steps: 8 });
  await page.mouse.up();
  await expect.poll(() => page.url()).toContain('z=-2,1');
  await ready(page, 'vae');
  const [moved] = await ask(page, 'vae', ['z=-2,1']);
  expect(Object.keys(differences(moved, first))).toContain('image');
  await plane.focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Shift+ArrowUp');
  await expect.poll(() => page.url()).toContain('z=-1.95,1.4');
  await expect(part(page, 'speech')).toContainText('ln p(z)');
});

test('an encoded digit: the arithmetic on screen adds up, in every dimension and term', async ({
  page,
}) => {
  await page.goto(`${page2.en}#vae?model=digits-vae&image=test-200&epsilon=3&samples=5000`);
  await ready(page, 'vae');
  const rows = part(page, 'dims').locator('tbody tr');
  await expect(rows).toHaveCount(16);
  let kl = 0;
  for (let i = 0; i < 16; i++) {
    await rows.nth(i).locator('td').first().click();
    await expect(part(page, 'formula')).toContainText(`dim. ${i + 1}`);
    const text = (await part(page, 'formula').textContent())!.replaceAll('−', '-');
    const value = '\\(?(-?[\\d.e-]+)\\)?';
    const [, m, s, e, z] = new RegExp(`= ${value} \\+ ${value}×${value} [=≈] (-?[\\d.e-]+)`).exec(text)!.map(Number); // prettier-ignore
    expect(m + s * e).toBeCloseTo(z, 4);
    const term = Number(/[=≈] (-?[\d.e-]+)$/.exec(text)![1]);
    expect((m * m + s * s - 1) / 2 - Math.log(s)).toBeCloseTo(term, 3);
    kl += term;
  }
  expect(kl).toBeCloseTo(await scalar(page, 'kl'), 2);
  const [r, k, elbo] = [await scalar(page, 'reconstruction'), await scalar(page, 'kl'), await scalar(page, 'elbo')]; // prettier-ignore
  expect(elbo).toBeCloseTo(-(r + k), 2);
  const [mean, error] = [await scalar(page, 'klSampled'), await scalar(page, 'klError')];
  expect(Math.abs(mean - k)).toBeLessThan(4 * error);
});

test('draw a digit: it is centred, encoded and reconstructed; by pointer and by key', async ({
  page,
}) => {
  await page.goto(page2.en);
  await widget(page).locator('select[name="image"]').selectOption('draw');
  const ink = widget(page).locator('[data-map="input"]');
  await ink.scrollIntoViewIfNeeded();
  const box = (await ink.boundingBox())!;
  await page.mouse.move(box.x + box.width * 0.5, box.y + box.height * 0.2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.5, box.y + box.height * 0.8, { steps: 12 });
  await page.mouse.up();
  await expect(widget(page).locator('data[data-output="elbo"]')).toBeVisible();
  await ready(page, 'vae');
  const before = await scalar(page, 'reconstruction');
  expect(before).toBeGreaterThan(1);
  expect(page.url()).toContain('input=');
  await ink.focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await settled(page, 'vae', () => page.keyboard.press('Space'));
  await expect.poll(() => scalar(page, 'reconstruction')).not.toBe(before);
});

test('a picture of one’s own is encoded and stays on the page', async ({ page }) => {
  const sent: string[] = [];
  page.on('request', (request) => request.method() !== 'GET' && sent.push(request.url()));
  await page.goto(page2.en);
  await widget(page).locator('input[type="file"]').setInputFiles('public/pictures/digit-3.png');
  await expect(widget(page).locator('data[data-output="elbo"]')).toBeVisible({ timeout: 30_000 });
  await ready(page, 'vae');
  await expect(widget(page).locator('[data-map="x"] canvas')).toHaveAttribute(
    'aria-label',
    /your picture/,
  );
  expect(await scalar(page, 'reconstruction')).toBeGreaterThan(1);
  await expect(widget(page).locator('select[name="image"]')).toHaveValue('own');
  expect(sent).toEqual([]);
});

test('seed, sliders, model and walk by their controls', async ({ page }) => {
  await page.goto(`${page2.en}#vae?seed=5`);
  await ready(page, 'vae');
  const [five] = await ask(page, 'vae', ['seed=5']);
  await settled(page, 'vae', () =>
    widget(page).getByRole('button', { name: 'Draw z: seed one more' }).click(),
  );
  await expect.poll(() => page.url()).toContain('seed=6');
  const [six, again] = await ask(page, 'vae', ['seed=6', 'seed=5']);
  expect(Object.keys(differences(six, five))).toContain('image');
  expect(differences(again, five)).toEqual({});
  await widget(page).locator('input[name="z:0"]:not([type="range"])').fill('1.25');
  await expect.poll(() => page.url()).toMatch(/z=1\.25,/);
  await widget(page).locator('select[name="model"]').selectOption('digits-vae');
  await expect(widget(page).locator('input[type="range"][name^="z:"]')).toHaveCount(16);
  await ready(page, 'vae');
  await widget(page).getByRole('button', { name: 'walk to a 5' }).click();
  const strip = widget(page).locator('[data-map="strip"]');
  await expect(strip).toBeVisible();
  await strip.focus();
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => page.url()).toContain('t=0.625');
  await widget(page).getByRole('button', { name: 'no walk' }).click();
  await expect(strip).toHaveCount(0);
});

test('the same seed, the same picture: twice on cpu, and WebGL within 2/255', async ({ page }) => {
  const hash = 'model=digits-vae&seed=77';
  const pictures: number[][] = [];
  for (const backend of ['cpu', 'cpu', 'webgl']) {
    await page.goto('about:blank');
    await page.goto(`${page2.en}?backend=${backend}#vae?${hash}`);
    await ready(page, 'vae');
    await expect(widget(page)).toHaveAttribute('data-backend', backend);
    const [{ outputs }] = await ask(page, 'vae', [hash]);
    pictures.push(outputs.image.values);
  }
  const [one, two, gpu] = pictures;
  expect(one).toHaveLength(784);
  expect(
    two.findIndex((v, i) => v !== one[i]),
    'the first pixel that differs',
  ).toBe(-1);
  expect(Math.max(...gpu.map((v, i) => Math.abs(v - one[i])))).toBeLessThan(2 / 255);
});
