/** The translation widget as a reader meets it, and on WebGL. */
import { expect, test, type Locator, type Page } from '@playwright/test';
import { combinations } from '../widgets/translation/combinations.ts';
import { KIND } from '../../src/components/widgets/translation/kind.ts';
import { errorsOf, reference } from '../../src/components/widgets/translation/reference.ts';
import { SCENES } from '../../src/components/widgets/translation/scenes.ts';
import { DEFAULTS, KEYS, texts } from '../../src/components/widgets/translation/state.ts';
import type { Outputs } from '../../src/components/widgets/toolkit/kind.ts';
import { queryText, withoutDefaults } from '../../src/components/widgets/toolkit/query.ts';
import { magnitude } from '../../src/components/widgets/toolkit/text.ts';
import { ask, gates, ready as readyOf, widgetOf } from './gates.ts';

const CONCEPT = 'translation-equivariance';
const PAGE = { zh: `/zh/concepts/${CONCEPT}/`, en: `/en/concepts/${CONCEPT}/` };
const widget = (page: Page): Locator => widgetOf(page, 'translation');
const part = (page: Page, name: string): Locator => widget(page).locator(`[data-part="${name}"]`);
const scalar = (page: Page, name: string): Locator =>
  widget(page).locator(`data[data-output="${name}"]`);
const ready = (page: Page): Promise<void> => readyOf(page, 'translation');

/** A vertical bar on 8×8. */
const BAR = `input=${Array(8).fill('0,0,0,6,0,0,0,0').join(';')}`;

gates({
  kind: KIND,
  concept: CONCEPT,
  scenes: SCENES,
  queries: combinations(40, 11).map(({ query }) => query),
  tolerance: 3e-7,
  scale: ({ source }) => (source.kind === 'matrix' ? 64 * magnitude(source.rows.flat()) : 0),
  hostile: [
    ['shift=9', '平移要在 -8 到 8 之间'],
    ['shift=0.5', '平移要填整数'],
    ['rotate=NaN', '旋转里的“NaN”不是数'],
    ['scale=0', '缩放要在 0.5 到 2 之间'],
    ['stack=%3Cimg%20src=x%20onerror=alert(1)%3E', '层不能是'],
    ['input=1,2;3,4', '输入至少要有 8×8，却是 2×2'],
  ],
  interactions: [
    'image=coins&shift=-4,1&stack=conv',
    'shift=3&stack=conv-pool&rotate=-46',
    'shift=2,1&stack=conv-blurpool&scale=1.25',
    'shift=-1&stack=conv-pool-conv-pool',
    'shift=1,2&stack=symmetric-pool&rotate=90',
  ],
  looks: ['scene=deep', 'scene=rotate-90'],
  folded: /^(fx|tfx|difference)$/,
});

const errors = async (page: Page): Promise<number[]> => [
  Number(await scalar(page, 'equivarianceError').getAttribute('value')),
  Number(await scalar(page, 'invarianceError').getAttribute('value')),
];

test.describe('before any script', () => {
  test.use({ javaScriptEnabled: false });
  for (const lang of ['zh', 'en'] as const) {
    test(`the ${lang} page shows six maps, both errors and a sum that adds up`, async ({
      page,
    }) => {
      await page.goto(PAGE[lang]);
      await expect(widget(page)).toHaveAttribute('data-state', 'static');
      await expect(widget(page).locator('[data-map] img')).toHaveCount(6);
      const image = widget(page).locator('[data-map="difference"] img');
      await image.scrollIntoViewIfNeeded();
      await expect.poll(() => image.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBe(14);
      const [equivariance, invariance] = await errors(page);
      expect(equivariance).toBeGreaterThan(0.1);
      expect(invariance).toBeGreaterThan(equivariance);
      const text = (await part(page, 'formula').textContent())!.replaceAll('−', '-');
      const [, a, b, d] = / = \(?([\d.]+)\)? - \(?([\d.]+)\)? [=≈] (-?[\d.]+)/.exec(text)!;
      expect(Number(a) - Number(b)).toBeCloseTo(Number(d), 4);
      await expect(widget(page).locator('table[data-output="y"] data')).toHaveCount(196);
    });
  }
});

test('looking takes no TensorFlow.js', async ({ page }) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.goto(PAGE.zh);
  await widget(page)
    .locator('[data-map="tx"]')
    .hover({ position: { x: 60, y: 60 } });
  await expect(part(page, 'formula')).toContainText('Tx = ');
  expect(asked.filter((url) => /backend-|\.wasm/.test(url))).toEqual([]);
});

test('what the page claims: 0 at multiples of the stride, not between, 0 for symmetric turns', async ({
  page,
}) => {
  await page.goto(PAGE.en);
  for (const [scene, zero] of [
    ['shift-one', false],
    ['shift-stride', true],
    ['conv', true],
    ['rotate-90', false],
    ['rotate-symmetric', true],
    ['scale', false],
    ['blurpool', false],
    ['deep', false],
  ] as const) {
    await widget(page).locator(`[data-scene="${scene}"]`).click();
    await expect(page).toHaveURL(new RegExp(`scene=${scene}$`));
    await expect
      .poll(async () => ((await errors(page))[0] === 0) === zero, { message: scene })
      .toBe(true);
    await ready(page);
    expect((await errors(page))[0] === 0, scene).toBe(zero);
    expect((await errors(page))[1], scene).toBeGreaterThan(0);
  }
});

test('a change gives the right numbers, the proof, a link that restores it, and a reset', async ({
  page,
}) => {
  await page.goto(`${PAGE.en}#translation?${BAR}&shift=2`);
  await ready(page);
  const table = widget(page).locator('table[data-output="y"]');
  await expect(table).toHaveAttribute('data-shape', '4,4,1');
  const row = async () =>
    (await table.locator('data').evaluateAll((cells) => cells.map((c) => Number((c as HTMLDataElement).value)))) // prettier-ignore
      .slice(4, 8);
  await widget(page).getByText('Every number of the output').click();
  expect(await row()).toEqual([0, 0, 24, 0]);
  await expect(scalar(page, 'equivarianceError')).toHaveAttribute('value', '0');
  const proof = widget(page).locator('[data-proof]');
  await expect(proof).toHaveAttribute('data-max-error', '0');
  await expect(proof).toHaveAttribute('data-cells', String(64 + 4 * 16));
  await widget(page).getByRole('button', { name: 'Shift (pixels) one less' }).click();
  await expect.poll(row).toEqual([0, 24, 0, 0]);
  await expect.poll(() => page.url()).not.toContain('shift=');
  await ask(page, 'translation', [`${BAR}&shift=8`]);
  await expect(scalar(page, 'equivarianceError')).toHaveAttribute('value', 'NaN');
  await expect(part(page, 'errors')).toContainText('No cell is far enough');
  await ask(page, 'translation', [`${BAR}&shift=1`]);
  await widget(page).locator('select[name="stack"]').selectOption('conv');
  await expect(table).toHaveAttribute('data-shape', '8,8,1');
  await expect.poll(() => page.url()).toContain('stack=conv');
  await ready(page);
  expect((await errors(page))[0]).toBe(0);
  const link = page.url();
  await page.goto('about:blank');
  await page.goto(link);
  await ready(page);
  await expect(table).toHaveAttribute('data-shape', '8,8,1');
  await widget(page).getByRole('button', { name: '90°', exact: true }).click();
  await expect.poll(() => page.url()).toContain('rotate=90');
  await widget(page).getByRole('button', { name: 'Reset' }).click();
  await expect(table).toHaveAttribute('data-shape', '14,14,1');
  expect(page.url()).not.toContain('#');
});

test('by keyboard alone: walk a map, hear the sum, change the shift', async ({ page }) => {
  await page.goto(PAGE.en);
  await widget(page).locator('[data-map="difference"]').focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowDown');
  await expect(part(page, 'speech')).toContainText('F(Tx) − T′F(x) = ');
  await ready(page);
  const active = () => page.evaluate(() => (document.activeElement as HTMLInputElement).name);
  for (let i = 0; i < 40 && (await active()) !== 'shift'; i++) await page.keyboard.press('Tab');
  expect(await active()).toBe('shift');
  await page.keyboard.type('2');
  await expect.poll(async () => (await errors(page))[0]).toBe(0);
  await page.keyboard.type('x');
  await page.keyboard.press('Tab');
  await expect(widget(page).locator('[data-error="shift"]')).toContainText('“2x”');
});

test('predict first: the other way is covered until the guess is marked', async ({ page }) => {
  await page.goto(PAGE.en);
  await widget(page).getByText('Predict first').click();
  await expect(widget(page).locator('[data-map="y"]')).toBeHidden();
  await expect(scalar(page, 'equivarianceError')).toBeHidden();
  await expect(widget(page).locator('[data-map="tx"]')).toBeVisible();
  await part(page, 'predict').locator('select').selectOption('zero');
  await widget(page).getByRole('button', { name: 'Check' }).click();
  await expect(part(page, 'verdict')).toContainText('Not so: the error is ≈');
  await expect(widget(page).locator('[data-map="y"]')).toBeVisible();
  await widget(page).locator('[name="shift"]').fill('2');
  await expect(widget(page).locator('[data-map="y"]')).toBeHidden();
  await widget(page).getByRole('button', { name: 'Check' }).click();
  await expect(part(page, 'verdict')).toHaveText('Right: the error is 0.');
});

test('a drawing and a picture of one’s own, cut to a square', async ({ page }) => {
  await page.goto(PAGE.en);
  await widget(page).locator('[name="image"]').selectOption('draw');
  await ready(page);
  const map = widget(page).locator('[data-map="x"]');
  await map.scrollIntoViewIfNeeded();
  const box = (await map.boundingBox())!;
  await page.mouse.move(box.x + box.width * 0.4, box.y + box.height * 0.2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.4, box.y + box.height * 0.8);
  await page.mouse.up();
  await expect.poll(async () => (await errors(page))[1]).toBeGreaterThan(0);
  const png = await page.evaluate(async () => {
    const canvas = new OffscreenCanvas(50, 33);
    const context = canvas.getContext('2d')!;
    context.fillRect(0, 0, 50, 33);
    context.fillStyle = '#fff';
    context.fillRect(20, 10, 9, 9);
    return [...new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer())];
  });
  const sent: string[] = [];
  page.on('request', (request) => sent.push(request.method()));
  await widget(page)
    .locator('input[type="file"]')
    .setInputFiles({ name: 'own.png', mimeType: 'image/png', buffer: Buffer.from(png) });
  await expect(widget(page).locator('table[data-output="y"]')).toHaveAttribute('data-shape', '16,16,1'); // prettier-ignore
  await expect(widget(page).locator('[name="image"]')).toHaveValue('own');
  expect(sent.every((method) => method === 'GET')).toBe(true);
  await expect(widget(page).getByRole('button', { name: 'Take a picture' })).toBeVisible();
});

test('both errors on WebGL are those of float64, 0 exactly where it is 0', async ({ page }) => {
  await page.goto(`${PAGE.en}?backend=webgl`);
  await ready(page);
  const all = combinations(20, 12);
  const hashes = all.map(({ state }) => queryText(withoutDefaults(texts(state), DEFAULTS), KEYS));
  const answers = await ask(page, 'translation', hashes);
  let still = 0;
  answers.forEach(({ backend, outputs }, i) => {
    const about = JSON.stringify(all[i].query);
    const expected = reference(all[i].state, undefined, async () => true) as Outputs;
    const { equivariance, invariance } = errorsOf(expected);
    expect(backend, about).toBe('webgl');
    if (equivariance === 0) still += 1;
    if (equivariance === 0) expect(outputs.equivarianceError.values, about).toEqual([0]);
    else if (Number.isFinite(equivariance)) {
      expect(outputs.equivarianceError.values[0], about).toBeCloseTo(equivariance, 4);
      expect(outputs.invarianceError.values[0], about).toBeCloseTo(invariance, 4);
    }
  });
  expect(still).toBeGreaterThan(0);
});
