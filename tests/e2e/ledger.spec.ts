/** The architecture ledger as a reader meets it. */
import { expect, test } from '@playwright/test';
import { KIND } from '../../src/components/widgets/ledger/kind.ts';
import { SCENES } from '../../src/components/widgets/ledger/scenes.ts';
import { combinations } from '../widgets/ledger/combinations.ts';
import { ask, gates, ready, settled, widgetOf } from './gates.ts';

gates({
  kind: KIND,
  concept: 'receptive-field',
  scenes: SCENES,
  queries: combinations(40, 5).map(({ query }) => ({ ...query, image: 'none' })),
  hostile: [
    ['net=vgg19', '网络不能是“vgg19”'],
    ['net=vgg16&layers=relu', '只能给一个'],
    ['layers=conv:3x3', '第 1 行“conv:3x3”没写全'],
    ['layers=input:4,4,1;conv:5x5,2', '第 2 行“conv:5x5,2”：窗口要 5 格'],
    ['layers=%3Cimg%20src=x%20onerror=alert(1)%3E', '读不懂'],
    ['layer=9', '层号要在 0 到 3 之间'],
    ['cell=32,0', '格子要在 0 到 31 之间'],
    ['size=1e9', '输入大小要在 1 到 512 之间'],
  ],
  interactions: [
    'net=lenet5',
    'layer=1&cell=0,0',
    'size=48',
    'scene=dilated',
    'layers=input:20,20,1;add(conv:3x3,4,p1|conv:1x1,4);maxpool:3,s2,ceil',
  ],
  guesses: { wrong: ['9', ''], right: ['7', '2,320'] },
});

const PAGE = '/en/concepts/receptive-field/';
const scalarOf = (answer: { outputs: Record<string, { values: number[] }> }, name: string) =>
  answer.outputs[name].values[0];

test('published totals stand in the page', async ({ page }) => {
  test.setTimeout(120_000);
  await page.goto(`${PAGE}#ledger?net=lenet5`);
  await ready(page, 'ledger');
  const nets = {
    lenet5: [61_706, 416_520, 32, 4],
    alexnet: [60_965_224, 724_406_816, 195, 32],
    'alexnet-ungrouped': [62_378_344, 1_135_256_096, 195, 32],
    'alexnet-torchvision': [61_100_840, 714_188_480, 195, 32],
    vgg16: [138_357_544, 15_470_264_320, 212, 32],
    resnet50: [25_557_032, 4_089_184_256, 427, 32],
    mobilenet: [4_231_976, 568_740_352, 315, 32],
  };
  for (const [net, totals] of Object.entries(nets)) {
    const [answer] = await ask(page, 'ledger', [`net=${net}&v=1`]);
    const names = ['parameters', 'macs', 'receptiveField', 'stride'];
    expect(names.map((name) => scalarOf(answer, name)), net).toEqual(totals); // prettier-ignore
    expect(answer.error, net).toBeLessThan(1e-6);
  }
});

test.describe('before any script', () => {
  test.use({ javaScriptEnabled: false });
  test('the arithmetic of three 3×3, the picture and the table are there', async ({ page }) => {
    await page.goto(PAGE);
    const widget = widgetOf(page, 'ledger');
    await expect(widget.locator('.l-why')).toContainText('5 + (3 − 1)×1 = 7');
    await expect(widget.locator('[data-map="input"] img')).toBeVisible();
    await expect(widget.locator('[data-output="layers"] tbody tr')).toHaveCount(4);
    await expect(widget.locator('[data-output="receptiveField"]')).toHaveAttribute('value', '7');
  });
});

test('by keyboard alone: a row, a cell, the next layer, a longer network', async ({ page }) => {
  await page.goto(PAGE);
  const widget = widgetOf(page, 'ledger');
  const active = () =>
    page.evaluate(() => {
      const element = document.activeElement as HTMLInputElement;
      return element.dataset.map ?? `${element.name} ${element.value}`;
    });
  await widget.locator('.w-scenes a').last().focus();
  await page.keyboard.press('Tab');
  expect(await active()).toBe('cell');
  await page.keyboard.press('ArrowLeft');
  await expect(widget.locator('[data-map="cell"]')).toHaveAttribute('data-pick', '16,15');
  await page.keyboard.press('Shift+ArrowUp');
  await expect(widget.locator('[data-map="cell"]')).toHaveAttribute('data-pick', '8,15');
  await expect(widget.locator('[data-part="speech"]')).toContainText('sees rows 6 to 12');
  await expect.poll(() => page.url()).toContain('cell=8,15');
  for (let i = 0; i < 9 && (await active()) !== 'layer 3'; i++) await page.keyboard.press('Tab');
  expect(await active()).toBe('layer 3');
  await page.keyboard.press('ArrowUp');
  expect(await active()).toBe('layer 2');
  await expect(widget.locator('.l-on [data-key="field"] data')).toHaveAttribute('value', '5');
  await expect(widget.locator('[data-part="speech"]')).toContainText('Layer 2, conv 3×3 16 p1');
  await ready(page, 'ledger');
  await expect(widget.locator('[data-proof]')).toHaveAttribute('data-cells', '1088');
  for (let i = 0; i < 3 && !(await active()).endsWith(' '); i++) await page.keyboard.press('Tab');
  await settled(page, 'ledger', () => widget.locator('[data-do="act:dilated"]').press('Enter'));
  await expect(widget.locator('[data-output="layers"] tbody tr')).toHaveCount(5);
  await expect(widget.locator('.l-on [data-key="field"] data')).toHaveAttribute('value', '9');
  await expect(widget.locator('[data-output="receptiveField"]')).toHaveAttribute('value', '11');
});

test('“next” walks the layers, and the box grows', async ({ page }) => {
  await page.goto(`${PAGE}#ledger?layer=1`);
  await ready(page, 'ledger');
  const widget = widgetOf(page, 'ledger');
  const sizes = [];
  for (let i = 0; i < 2; i++) {
    await settled(page, 'ledger', () => widget.locator('[data-do="step:1"]').click());
    sizes.push(await widget.locator('.l-on [data-key="field"] data').getAttribute('value'));
  }
  expect(sizes).toEqual(['5', '7']);
  const share = await widget
    .locator('[data-map="input"] > .w-box:not(.l-core)')
    .evaluate((box: HTMLElement) => parseFloat(box.style.width) / 100);
  expect(share).toBeCloseTo(7 / 38, 4);
});

test('a press and a drag on the picture choose the cell whose field lies there', async ({
  page,
}) => {
  await page.goto(`${PAGE}#ledger?net=vgg16`);
  await ready(page, 'ledger');
  const widget = widgetOf(page, 'ledger');
  const map = widget.locator('[data-map="input"]');
  const cell = widget.locator('[data-map="cell"]');
  await map.scrollIntoViewIfNeeded();
  const box = (await map.boundingBox())!;
  await page.mouse.move(box.x + 5, box.y + 5);
  await page.mouse.down();
  await expect(cell).toHaveAttribute('data-pick', '0,0');
  await page.mouse.move(box.x + box.width - 5, box.y + 5, { steps: 4 });
  await page.mouse.up();
  await expect(cell).toHaveAttribute('data-pick', '0,6');
  await expect(widget.locator('.l-why')).toContainText('lie in the padding');
  await ready(page, 'ledger');
  expect(page.url()).not.toContain('NaN');
});

test('code is pasted, read, refused with its line, and copied again', async ({ page }) => {
  await page.goto(PAGE);
  const widget = widgetOf(page, 'ledger');
  await widget.getByText('Edit, or paste').click();
  const list = widget.locator('textarea[name="layers"]');
  await list.fill(
    'model = keras.Sequential([\n  keras.Input(shape=(28, 28, 1)),\n  layers.Conv2D(64, 3, strides=2, padding="same"),\n  layers.MaxPooling2D(),\n  layers.Flatten(),\n  layers.Dense(10),\n])',
  );
  await widget.getByRole('button', { name: 'Read' }).click();
  await expect(widget.locator('[data-output="parameters"]')).toHaveAttribute('value', '32010');
  await expect(widget.locator('[data-output="receptiveField"]')).toHaveAttribute('value', '5');
  await expect
    .poll(() => page.url())
    .toContain('layers=input:28,28,1;conv:3x3,64,s2,same;maxpool:2');
  await list.fill('nn.Conv2d(3, 64, 3, stride=2, padding=1),\nnn.BatchNorm2d(32),');
  await widget.getByRole('button', { name: 'Read' }).click();
  await expect(widget.locator('[data-error="layers"]')).toContainText('Line 2');
  await expect(widget.locator('[data-error="layers"]')).toContainText('64 arrive');
  await expect(widget.locator('[data-output="parameters"]')).toHaveAttribute('value', '32010');
  await list.fill('nn.Conv2d(3, 64, 3, stride=2, padding=1),\nnn.BatchNorm2d(64),');
  await widget.getByRole('button', { name: 'Read' }).click();
  await expect(widget.locator('[data-error="layers"]')).toBeHidden();
  await expect(widget.locator('[data-output="parameters"]')).toHaveAttribute('value', '1920');
  await widget.getByText('The same network as code').click();
  await widget.getByRole('tab', { name: 'Keras' }).click();
  await expect(widget.locator('[data-part="code"]')).toContainText('layers.Conv2D(filters=64');
});

test('another network lets go of the layer; Keras counts more, and that is marked', async ({
  page,
}) => {
  await page.goto(`${PAGE}#ledger?net=vgg16&layer=30&cell=3,3`);
  await ready(page, 'ledger');
  const widget = widgetOf(page, 'ledger');
  await settled(page, 'ledger', () => widget.locator('[name="net"]').selectOption('mobilenet'));
  await expect(widget.locator('[data-output="parameters"]')).toHaveAttribute('value', '4231976');
  await widget.locator('[data-ui="keras"]').check();
  await expect(widget.locator('[data-part="facts"]')).toContainText('4,253,864');
  await expect(widget.locator('[data-output="layers"] td.differs')).toHaveCount(27);
  await widget.locator('[name="size"]').fill('32');
  await expect(widget.locator('[data-output="macs"]')).not.toHaveAttribute('value', '568740352');
  await expect(widget.locator('[data-output="parameters"]')).toHaveAttribute('value', '4231976');
});

test('a picture of one’s own stays here', async ({ page }) => {
  await page.goto(`${PAGE}#ledger?net=lenet5`);
  await ready(page, 'ledger');
  const widget = widgetOf(page, 'ledger');
  const sent: string[] = [];
  page.on('request', (request) => sent.push(request.method()));
  const png = await page.evaluate(async () => {
    const canvas = new OffscreenCanvas(300, 150);
    const context = canvas.getContext('2d')!;
    context.fillStyle = '#f00';
    context.fillRect(0, 0, 300, 150);
    return [...new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer())];
  });
  await settled(page, 'ledger', () =>
    widget
      .locator('input[type="file"]')
      .setInputFiles({ name: 'own.png', mimeType: 'image/png', buffer: Buffer.from(png) }),
  );
  await ready(page, 'ledger');
  const colour = await widget
    .locator('canvas[data-paint="field"]')
    .evaluate((canvas: HTMLCanvasElement) => [
      ...canvas.getContext('2d')!.getImageData(16, 16, 1, 1).data,
    ]);
  expect(colour.slice(0, 3)).toEqual([255, 0, 0]);
  expect(sent.every((method) => method === 'GET')).toBe(true);
});

test('while one guesses, nothing on screen says the field', async ({ page }) => {
  await page.goto(PAGE);
  const widget = widgetOf(page, 'ledger');
  await widget.getByText('Predict first').click();
  await expect(widget).toHaveAttribute('data-predict', '');
  for (const place of [
    '[data-output="receptiveField"]',
    '.l-on [data-key="field"]',
    '[data-map="input"] canvas, [data-map="input"] img',
    '.l-strip',
  ]) {
    // prettier-ignore
    await expect(widget.locator(place).first(), place).toBeHidden();
  }
  await widget.locator('[data-guess]').first().fill('7');
  await widget.getByRole('button', { name: 'Check' }).click();
  await expect(widget.locator('[data-part="verdict"]')).toContainText('Right');
  await expect(widget.locator('[data-output="receptiveField"]')).toBeVisible();
});
