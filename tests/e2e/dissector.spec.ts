/** The dissector as a reader meets it. */
import { expect, test, type Page } from '@playwright/test';
import sharp from 'sharp';
import { KIND } from '../../src/components/widgets/dissector/kind.ts';
import { SCENES } from '../../src/components/widgets/dissector/scenes.ts';
import { loadData, tileOf } from '../../src/models/data.ts';
import { readFromDisk } from '../../src/models/on-disk.ts';
import { networkOf, topologyOf } from '../lib/random-networks.ts';
import { combinations } from '../widgets/dissector/combinations.ts';
import { ask, gates, ready, settled, widgetOf } from './gates.ts';
import { modelGate } from './models.ts';

readFromDisk();

const CONCEPT = 'convolutional-neural-network';
const PAGE = { zh: `/zh/concepts/${CONCEPT}/`, en: `/en/concepts/${CONCEPT}/` };

gates({
  kind: KIND,
  concept: CONCEPT,
  scenes: SCENES,
  tolerance: 1e-5,
  // A full occlusion map is a batch of 196 images: one or two of them.
  queries: combinations(32, 8, 0.04).map(({ query }) => query),
  hostile: [
    ['image=test-1500', 'test-0 到 test-1499'],
    ['image=own', '只存在于打开它的那个页面'],
    ['model=own', '链接里的模型只存在于'],
    ['layer=conv9', '不能是“conv9”'],
    ['layer=%3Cimg%20src=x%3E', '不能是'],
    ['map=99', '特征图编号要在 0 到 31 之间'],
    ['cell=14,0', '格子要在 0 到 13 之间'],
    ['cell=1', '格子要填 2 个数'],
    ['square=4', '方块边长要是奇数'],
    ['class=10', '类别要在 0 到 9 之间'],
    ['view=x', '不能是“x”'],
    ['input=1,2;3', '各行'],
  ],
  interactions: [
    'layer=conv1&cell=3,3',
    'image=test-40&layer=conv4&map=3',
    'view=grad-cam&class=2',
    'image=test-300&layer=dense2',
    'layer=pool2&map=1&cell=2,2',
  ],
  guesses: { right: ['14', '14', '32', '4640'], wrong: ['12', '12', '32', '288'] },
});

const widget = (page: Page) => widgetOf(page, 'dissector');
const formula = (page: Page) => widget(page).locator('[data-part="formula"]');
const hash = (page: Page) => page.evaluate(() => location.hash);

/** The class with the highest score on the page. */
const top = (page: Page) =>
  widget(page)
    .locator('[data-output="scores"] data')
    .evaluateAll((cells) => {
      const scores = cells.map((cell) => Number((cell as HTMLDataElement).value));
      return scores.indexOf(Math.max(...scores));
    });

test('a map, a cell and a share by pointer and by key; each step ends in an equation', async ({
  page,
}) => {
  await page.goto(`${PAGE.en}#dissector?layer=conv4`);
  await ready(page, 'dissector');
  const sheet = widget(page).locator('[data-map="sheet"][data-layer="1"]');
  const size = (await sheet.boundingBox())!;
  // The sixth map of conv2.
  await sheet.click({ position: { x: (5.5 / 16) * size.width, y: size.height / 2 } });
  await expect.poll(() => hash(page)).toBe('#dissector?layer=conv2&map=5');
  await expect(formula(page)).toContainText('conv2, map 5');
  await sheet.press('ArrowRight');
  await expect(formula(page)).toContainText('conv2, map 6');

  const map = widget(page).locator('[data-map="map"]');
  const big = (await map.boundingBox())!;
  await map.click({ position: { x: (10.5 / 28) * big.width, y: (4.5 / 28) * big.height } });
  await expect(formula(page)).toContainText('row 5, column 11');
  await map.press('ArrowDown');
  await expect(formula(page)).toContainText('row 6, column 11');
  await expect.poll(() => hash(page)).toBe('#dissector?layer=conv2&map=6&cell=5,10');
  await expect(widget(page).locator('[data-part="speech"]')).toContainText('row 6, column 11');

  await widget(page).locator('[data-on="shares"]').nth(3).hover();
  await expect(widget(page).locator('.d-before')).toContainText('conv1, map 3');
  await widget(page).getByRole('button', { name: 'Next cell' }).click();
  await expect(formula(page)).toContainText('row 6, column 12');
  await widget(page).locator('[name="layer"]').selectOption('dense2');
  await expect(formula(page)).toContainText('softmax:');
  await widget(page).getByRole('button', { name: 'Next cell' }).click();
  await expect(formula(page)).toContainText('score of class');
  await widget(page).getByRole('button', { name: 'Grad-CAM' }).click();
  await expect(formula(page)).toContainText('α×A');
  await widget(page).locator('[name="class"]').selectOption('3');
  await expect.poll(() => hash(page)).toContain('class=3');
});

test('a digit drawn with the pointer and one drawn by key are read', async ({ page }) => {
  await page.goto(PAGE.en);
  await widget(page).locator('[name="image"]').selectOption('draw');
  await ready(page, 'dissector');
  const pad = widget(page).locator('[data-map="ink"]');
  await pad.scrollIntoViewIfNeeded();
  const box = (await pad.boundingBox())!;
  const at = (row: number, col: number): [number, number] => [
    box.x + ((col + 0.5) / 28) * box.width,
    box.y + ((row + 0.5) / 28) * box.height,
  ];
  await page.mouse.move(...at(5, 7));
  await page.mouse.down();
  await page.mouse.move(...at(5, 20), { steps: 6 });
  await page.mouse.move(...at(23, 13), { steps: 10 });
  await page.mouse.up();
  await expect.poll(() => top(page)).toBe(7);
  await settled(page, 'dissector', () => widget(page).getByRole('button', { name: 'Clear' }).click()); // prettier-ignore
  await pad.focus();
  for (let i = 0; i < 5; i++) await page.keyboard.press('ArrowDown');
  for (let i = 0; i < 14; i++) await page.keyboard.press('ArrowRight');
  for (let i = 0; i < 18; i++) {
    await page.keyboard.press(' ');
    await page.keyboard.press('ArrowDown');
  }
  await expect.poll(() => top(page)).toBe(1);
});

test('a photograph of a digit is centred, turned to ink and read; it never leaves the page', async ({
  page,
}) => {
  const sent: string[] = [];
  page.on('request', (request) => sent.push(request.method()));
  const sprites = await loadData('digits/test');
  const index = 520;
  const ink = tileOf(sprites, index).data;
  const paper = Buffer.from(Uint8Array.from(ink, (value) => 235 - 200 * value));
  const photo = await sharp(paper, { raw: { width: 28, height: 28, channels: 1 } })
    .resize(120, 120)
    .extend({ top: 30, bottom: 5, left: 60, right: 10, background: { r: 235, g: 235, b: 235 } })
    .png()
    .toBuffer();
  await page.goto(PAGE.en);
  await widget(page)
    .locator('input[type="file"][accept="image/*"]')
    .setInputFiles({ name: 'digit.png', mimeType: 'image/png', buffer: photo });
  await expect(widget(page).locator('[name="image"]')).toHaveValue('own');
  await ready(page, 'dissector');
  await expect.poll(() => top(page)).toBe(sprites.labels[index]);
  expect(sent.every((method) => method === 'GET')).toBe(true);
});

test('a model of one’s own: refused with the reason, then taken apart, then put away', async ({
  page,
}) => {
  const { weights } = networkOf('digits', 3);
  const bytes = Buffer.from(
    Float32Array.from(Object.values(weights).flatMap(({ data }) => [...data])).buffer,
  );
  const entries = Object.entries(weights).map(([name, { shape }]) => ({ name, shape, dtype: 'float32' })); // prettier-ignore
  const json = (topology: unknown) => ({
    name: 'model.json',
    mimeType: 'application/json',
    buffer: Buffer.from(
      JSON.stringify({
        modelTopology: topology,
        weightsManifest: [{ paths: ['w.bin'], weights: entries }],
      }),
    ),
  });
  const shard = { name: 'w.bin', mimeType: 'application/octet-stream', buffer: bytes };
  await page.goto(`${PAGE.en}#dissector?image=test-200`);
  await ready(page, 'dissector');
  await widget(page).locator('[data-fold="own"] > summary').click();
  const field = widget(page).locator('[data-files="model"]');
  const error = widget(page).locator('[data-error="model"]');
  await field.setInputFiles([json(topologyOf('digits'))]);
  await expect(error).toContainText('w.bin is missing');
  await field.setInputFiles([json(topologyOf('digits')), { ...shard, buffer: bytes.subarray(0, 100) }]); // prettier-ignore
  await expect(error).toContainText('ends before');
  const odd = structuredClone(topologyOf('digits')) as {
    config: { layers: { class_name: string }[] };
  };
  odd.config.layers[2].class_name = 'ConvLSTM2D';
  await field.setInputFiles([json(odd), shard]);
  await expect(error).toContainText('“conv2” is of the kind ConvLSTM2D');
  // What was there is still there.
  await expect(widget(page).locator('[data-output="scores"]')).toHaveAttribute('data-shape', '1,10,1'); // prettier-ignore

  await field.setInputFiles([json(topologyOf('digits')), shard]);
  await expect(widget(page).locator('[data-part="own"]')).toContainText('5 classes');
  await ready(page, 'dissector');
  await expect(error).toBeHidden();
  await expect(widget(page).locator('[data-output="scores"]')).toHaveAttribute('data-shape', '1,5,1'); // prettier-ignore
  for (const view of ['Occlusion', 'Grad-CAM', 'Feature maps']) {
    await settled(page, 'dissector', () => widget(page).getByRole('button', { name: view }).click()); // prettier-ignore
    const off = await widget(page).locator('[data-proof]').getAttribute('data-max-error');
    expect(Number(off)).toBeLessThan(1e-4);
    expect(off).not.toBe('');
  }
  await widget(page).getByRole('button', { name: 'Back to the model' }).click();
  await expect(widget(page).locator('[data-output="scores"]')).toHaveAttribute('data-shape', '1,10,1'); // prettier-ignore
});

test('the same class wins on WebGL, on the CPU and in float64', async ({ page }) => {
  test.setTimeout(120_000);
  const digits = Array.from({ length: 24 }, (_, i) => `image=test-${i * 62}`);
  const found: number[][] = [];
  for (const backend of ['webgl', 'cpu']) {
    await page.goto('about:blank');
    await page.goto(`${PAGE.en}?backend=${backend}`);
    await ready(page, 'dissector');
    const answers = await ask(page, 'dissector', digits);
    expect(answers.every((answer) => answer.backend === backend)).toBe(true);
    found.push(
      answers.map(({ outputs }) => {
        const { values } = outputs.scores;
        expect(Math.abs(values.reduce((a, b) => a + b) - 1)).toBeLessThan(1e-6);
        return values.indexOf(Math.max(...values));
      }),
    );
  }
  const exact = await Promise.all(
    digits.map(async (text) => {
      const { state } = KIND.parse({ image: text.split('=')[1] });
      await KIND.load!(state!);
      const { data } = (await KIND.reference(state!, undefined, async () => true))!.scores;
      return data.indexOf(Math.max(...data));
    }),
  );
  expect(found).toEqual([exact, exact]);
});

for (const file of ['models/digits-classifier/weights.bin', 'data/digits/test.png']) {
  modelGate({
    name: 'dissector',
    concept: CONCEPT,
    hash: 'layer=conv1',
    next: 'layer=conv2',
    file,
  });
}
