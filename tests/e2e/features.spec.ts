/** The feature space as a reader meets it, and on WebGL. */
import { expect, test, type Page } from '@playwright/test';
import { KIND } from '../../src/components/widgets/features/kind.ts';
import { SCENES } from '../../src/components/widgets/features/scenes.ts';
import { combinations } from '../widgets/features/combinations.ts';
import { ask, gates, ready, settled, widgetOf } from './gates.ts';
import { modelGate } from './models.ts';

const CONCEPT = 'feature-extraction';
const NAME = 'features';

gates({
  kind: KIND,
  concept: CONCEPT,
  scenes: SCENES,
  queries: combinations(30, 4).map(({ query }) => query),
  tolerance: 1e-4,
  folded: /^(y|gradient|reconstruction|features)$/,
  hostile: [
    ['method=umap', '方法不能是“umap”'],
    ['space=%3Cimg%20src=x%20onerror=alert(1)%3E', '空间不能是'],
    ['count=99', '每类个数要在 12 到 40 之间'],
    ['components=0', '主成分个数要在 1 到 40 之间'],
    ['perplexity=45&count=12', '困惑度最多 39'],
    ['steps=1e9', '步数要在 0 到 600 之间'],
    ['point=test-149', 'test-149 不在图上'],
    ['point=3', '数字要写成 test-0 到 test-1499'],
    ['seed=x', '种子里的“x”不是数'],
  ],
  interactions: [
    'count=12&point=test-0',
    'count=12&point=test-1&method=lda',
    'count=12&point=test-0&method=tsne&steps=10',
    'count=12&point=test-0&components=3',
  ],
  guesses: { right: ['37'], wrong: ['90'] },
});

modelGate({
  name: NAME,
  concept: CONCEPT,
  hash: 'count=12&point=test-0',
  next: 'count=13&point=test-0',
  file: 'data/digits/test.png',
});

const address = (lang: 'zh' | 'en', rest = '') => `/${lang}/concepts/${CONCEPT}/${rest}`;
const scalar = async (page: Page, name: string) =>
  Number(await widgetOf(page, NAME).locator(`data[data-output="${name}"]`).getAttribute('value'));

test('pointing at a digit shows it and its neighbors; a press and the space key keep it', async ({
  page,
}) => {
  await page.goto(address('en', `#${NAME}?count=12&point=test-0`));
  await ready(page, NAME);
  const widget = widgetOf(page, NAME);
  const plane = widget.locator('[data-map="plane"]');
  const formula = widget.locator('[data-part="formula"]');
  await expect(formula).toContainText('Number 0, a 0');
  const box = (await plane.boundingBox())!;
  await plane.hover({ position: { x: box.width * 0.05, y: box.height * 0.65 } });
  await expect(formula).not.toContainText('Number 0, a 0');
  const shown = (await formula.textContent())!.match(/Number (\d+)/)![1];
  await expect(widget.locator(`canvas[data-paint="digit-${shown}"]`)).toBeVisible();
  await settled(page, NAME, () => page.mouse.down());
  await page.mouse.up();
  await expect.poll(() => page.url()).toContain(`point=test-${shown}`);
  await plane.focus();
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('Shift+ArrowRight');
  await expect(formula).not.toContainText(`Number ${shown},`);
  await settled(page, NAME, () => page.keyboard.press('Space'));
  await expect.poll(() => page.url()).not.toContain(`point=test-${shown}&`);
});

test('t-SNE plays on and lowers KL; learned features read better than pixels', async ({ page }) => {
  test.setTimeout(120_000);
  await page.goto(address('en', `#${NAME}?count=12&point=test-0&method=tsne&steps=100`));
  await ready(page, NAME);
  const first = await scalar(page, 'kl');
  const play = widgetOf(page, NAME).locator('[data-part="play"]');
  await play.click();
  await expect.poll(() => scalar(page, 'kl'), { timeout: 60_000 }).toBeLessThan(first * 0.8);
  await play.click();
  const [pixels, learned] = await ask(page, NAME, ['count=12&point=test-0', 'count=12&point=test-0&space=learned']); // prettier-ignore
  expect(learned.outputs.accuracy.values[0]).toBeGreaterThan(pixels.outputs.accuracy.values[0]);
});
