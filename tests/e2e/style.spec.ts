/** The style widget as a reader meets it, and on WebGL. */
import { expect, test, type Page } from '@playwright/test';
import { KIND } from '../../src/components/widgets/style/kind.ts';
import { SCENES } from '../../src/components/widgets/style/scenes.ts';
import { combinations } from '../widgets/style/combinations.ts';
import { gates, ready, settled, widgetOf } from './gates.ts';

/** The page that shows the first scene. */
const CONCEPT = 'style-transfer';
const NAME = 'style';

gates({
  kind: KIND,
  concept: CONCEPT,
  scenes: SCENES,
  queries: combinations(36, 4).map(({ query }) => query),
  notOnDevice: ['moved', 'movedCount', 'image', 'next', 'history', 'step'],
  tolerance: 1e-5,
  folded: /^(moved|features|image|gradient|next|history)$/,
  hostile: [
    ['show=both', '显示的内容不能是“both”'],
    ['style=%3Cimg%20src=x%20onerror=alert(1)%3E', '风格图不能是'],
    ['content=own', '只存在于打开它的那个页面'],
    ['paint=12', '64 个十六进制数字'],
    ['beta=20000000', 'β要在 0 到 10000000 之间'],
    ['alpha=0&beta=0', 'α 和 β 不能都是 0'],
    ['steps=601', '步数要在 10 到 600 之间'],
    ['at=201', '显示的步要在 0 到 200 之间'],
    ['seed=1.5', '种子要填整数'],
  ],
  interactions: ['shuffle=3', 'content=house', 'show=transfer&steps=20', 'show=transfer&steps=20&at=7&alpha=0'], // prettier-ignore
  looks: ['scene=mixed', 'scene=style', 'shuffle=1&content=digit'],
  guesses: { right: ['0'], wrong: ['64'] },
});

const numbers = (page: Page, output: string): Promise<number[]> =>
  widgetOf(page, NAME).locator(`[data-output="${output}"]`).first().evaluate((place) => {
    const cells = place.matches('data') ? [place] : [...place.querySelectorAll('data')];
    return cells.map((cell) => Number((cell as HTMLDataElement).value));
  }); // prettier-ignore

test('what the page says: painting moves entries of the Gram matrix, shuffling none', async ({
  page,
}) => {
  await page.goto(`/en/concepts/${CONCEPT}/#${NAME}?scene=gram`);
  await ready(page, NAME);
  const widget = widgetOf(page, NAME);
  const moved = widget.locator('[data-output="movedCount"]');
  const before = await numbers(page, 'gram');
  const maps = widget.locator('[data-map="feature"] svg').first();
  const drawn = await maps.innerHTML();
  await settled(page, NAME, () => widget.getByRole('button', { name: 'Shuffle the positions' }).click()); // prettier-ignore
  await expect(moved).toHaveText('0');
  await expect(widget).toContainText('The positions are shuffled.');
  expect(await maps.innerHTML()).not.toBe(drawn);
  expect(await numbers(page, 'gram')).toEqual(before);
  const map = widget.locator('[data-map="content"]');
  await map.scrollIntoViewIfNeeded();
  const box = (await map.boundingBox())!;
  const middle = (share: number) => [box.x + box.width * 0.53, box.y + box.height * share] as const;
  await settled(page, NAME, async () => {
    await page.mouse.move(...middle(0.4));
    await page.mouse.down();
    await page.mouse.move(...middle(0.65), { steps: 4 });
    await page.mouse.up();
  });
  await expect.poll(async () => Number(await moved.textContent())).toBeGreaterThan(20);
  await expect(widget.locator('td.differs').first()).toBeVisible();
  await expect.poll(() => page.url()).toContain('paint=');
});

test('an entry tells its terms; by keys alone', async ({ page }) => {
  await page.goto(`/en/concepts/${CONCEPT}/#${NAME}?scene=gram`);
  await ready(page, NAME);
  const widget = widgetOf(page, NAME);
  const formula = widget.locator('[data-part="formula"]');
  await widget.locator('table[data-output="gram"] td[tabindex="0"]').focus();
  await page.keyboard.press('ArrowRight');
  await expect(formula).toContainText('G→↓ = Σₖ F→ₖ·F↓ₖ');
  await page.keyboard.press('ArrowRight');
  await expect(formula).toContainText('94/9');
  await widget.locator('[data-map="content"]').focus();
  await page.keyboard.press('ArrowDown');
  await settled(page, NAME, () => page.keyboard.press('Space'));
  await expect(widget.locator('[data-output="movedCount"]')).not.toHaveText('0');
  await expect(formula).toContainText('The entry that moved most');
});

test('what the page says: content alone becomes the first picture, the mixture lies between', async ({
  page,
}) => {
  await page.goto(`/en/concepts/${CONCEPT}/#${NAME}?scene=content`);
  await ready(page, NAME);
  const widget = widgetOf(page, NAME);
  const losses = async () => [...(await numbers(page, 'contentLoss')), ...(await numbers(page, 'styleLoss'))]; // prettier-ignore
  const content = await losses();
  expect(content[0]).toBeLessThan(1e-4);
  await settled(page, NAME, () =>
    widget.getByRole('button', { name: 'Both', exact: true }).click(),
  );
  const changed = (from: number[]) =>
    expect.poll(async () => (await losses())[1]).not.toBe(from[1]);
  await changed(content);
  const both = await losses();
  await settled(page, NAME, () => widget.getByRole('button', { name: 'Style only', exact: true }).click()); // prettier-ignore
  await changed(both);
  const style = await losses();
  expect(content[0]).toBeLessThan(both[0]);
  expect(both[0]).toBeLessThan(style[0]);
  expect(style[1]).toBeLessThan(both[1]);
  expect(both[1]).toBeLessThan(content[1]);
  // The slider of the mixture brings both back.
  await settled(page, NAME, () => widget.locator('input[name="mix"]').fill('4'));
  await expect(widget.locator('input[name="beta"]')).toHaveValue('10000');
  await expect(widget.locator('input[name="alpha"]')).toHaveValue('1');
});

test('the picture grows step by step: scrubbed, stepped and played', async ({ page }) => {
  await page.goto(`/en/concepts/${CONCEPT}/#${NAME}?scene=mixed`);
  await ready(page, NAME);
  const widget = widgetOf(page, NAME);
  const step = widget.locator('[data-output="step"]');
  await settled(page, NAME, () => widget.getByRole('button', { name: 'Back to the start' }).click()); // prettier-ignore
  await expect(step).toHaveText('0');
  const [first] = await numbers(page, 'total');
  await widget.locator('[data-map="loss"]').focus();
  await settled(page, NAME, () => page.keyboard.press('Shift+ArrowRight'));
  await expect(step).toHaveText('8');
  expect((await numbers(page, 'total'))[0]).toBeLessThan(first);
  await settled(page, NAME, () => widget.getByRole('button', { name: 'One step on' }).click());
  await expect(step).toHaveText('9');
  await widget.getByRole('button', { name: 'Play' }).click();
  await expect.poll(async () => Number(await step.textContent())).toBeGreaterThan(20);
  await widget.getByRole('button', { name: 'Pause' }).click();
});

test('an own picture takes the place of the first one', async ({ page }) => {
  await page.goto(`/en/concepts/${CONCEPT}/#${NAME}?scene=gram`);
  await ready(page, NAME);
  const widget = widgetOf(page, NAME);
  const before = await numbers(page, 'gram');
  await settled(page, NAME, () => widget.locator('input[type="file"]').setInputFiles('public/pictures/cat.png')); // prettier-ignore
  await expect(widget.locator('select[name="content"]')).toHaveValue('own');
  await expect.poll(() => numbers(page, 'gram')).not.toEqual(before);
  await expect(widget.locator('select[name="style"], [data-map="content"]').first()).toBeVisible();
});
