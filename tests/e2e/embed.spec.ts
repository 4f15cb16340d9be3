/** Pictures and words in one space as a reader meets them, and on WebGL. */
import { expect, test } from '@playwright/test';
import { SHORT } from '../../src/components/widgets/embed/drawing.ts';
import { KIND } from '../../src/components/widgets/embed/kind.ts';
import { SCENES } from '../../src/components/widgets/embed/scenes.ts';
import { combinations } from '../widgets/embed/combinations.ts';
import { gates, ready, settled, widgetOf } from './gates.ts';

/** The page that shows the first scene. */
const CONCEPT = 'cross-modal-learning';
const NAME = 'embed';

gates({
  kind: KIND,
  concept: CONCEPT,
  scenes: SCENES,
  // Pictures are held-out digits: their numbers are known here too.
  queries: combinations(32, 5, ['space', 'temperature', 'fusion']).map(({ query: { image: _, input: __, ...query } }) => query), // prettier-ignore
  notOnDevice: ['found', 'own', 'step', 'history', 'ranks', 'textsFound', 'right', 'entropy', 'labels', 'curve'], // prettier-ignore
  tolerance: 1e-4,
  rounded: SHORT,
  folded: /^(gradient|history|held|gallery|gradients|curve)$/,
  hostile: [
    ['show=all', '显示的内容不能是“all”'],
    ['swap=2,2', '对调的文字必须是两段不同的'],
    ['swap=%3Cimg%20src=x%20onerror=alert(1)%3E', '对调的文字要填 2 个数'],
    ['pairs=11', '图文对数要在 2 到 10 之间'],
    ['at=201', '步数要在 0 到 200 之间'],
    ['tau=0', '训练的温度要在 0.02 到 2 之间'],
    ['image=cat', '图片要写成 test-0 到 test-1499'],
    ['noise=7', '噪声要在 0 到 6 之间'],
    ['way=sum', '合并的方式不能是“sum”'],
  ],
  interactions: ['at=40', 'swap=1,4&at=230', 'scene=temperature&look=0.05', 'show=retrieval&ask=word', 'scene=fusion&noise=2'], // prettier-ignore
  looks: ['swap=1,4&at=210', 'scene=retrieval', 'scene=retrieval&ask=word', 'scene=temperature', 'scene=fusion&noise=4', 'scene=fusion&task=sarcasm&use=a'], // prettier-ignore
  guesses: { right: ['6'], wrong: ['2'] },
});

test('what the page says: swapped texts, trained on, find the wrong partners', async ({ page }) => {
  await page.goto(`/en/concepts/${CONCEPT}/#${NAME}?scene=contrastive`);
  await ready(page, NAME);
  const widget = widgetOf(page, NAME);
  const found = widget.locator('[data-output="found"]');
  await expect(found).toHaveText('6');
  await settled(page, NAME, () => widget.locator('[data-do="act:swap"]').click());
  await expect(found).toHaveText('4');
  await expect(widget.locator('[data-output="own"]')).toHaveText('6');
  await settled(page, NAME, () => widget.locator('[data-do="act:end"]').click());
  await expect(found).toHaveText('6');
  await expect(widget.locator('[data-output="own"]')).toHaveText('4');
  await expect.poll(() => page.url()).toContain('swap=1,4&at=400');
  await settled(page, NAME, () => widget.locator('[data-do="act:unswap"]').click());
  await expect(widget.locator('[data-output="own"]')).toHaveCount(0);
});

test('what the page says: noise on one modality makes the combination worse', async ({ page }) => {
  await page.goto(`/en/concepts/multimodal-learning/#${NAME}?scene=fusion`);
  await ready(page, NAME);
  const verdict = widgetOf(page, NAME).locator('.e-verdict');
  await expect(verdict).toContainText('more right than image alone');
  const noise = widgetOf(page, NAME).locator('input[name="noise"]:not([type="range"])');
  await settled(page, NAME, async () => {
    await noise.fill('4');
    await noise.press('Enter');
  });
  await expect(verdict).toContainText('fewer right than image alone');
});

test('by keys alone: a step, a cell, a temperature', async ({ page }) => {
  await page.goto(`/en/concepts/${CONCEPT}/#${NAME}?scene=contrastive`);
  await ready(page, NAME);
  const widget = widgetOf(page, NAME);
  await widget.locator('[data-map="steps"]').focus();
  await settled(page, NAME, () => page.keyboard.press('ArrowLeft'));
  await expect(widget.locator('[data-output="step"]')).toHaveText('195');
  await widget.locator('[data-on="cosines"][tabindex="0"]').focus();
  await page.keyboard.press('ArrowRight');
  await expect(widget.locator('[data-part="formula"]')).toContainText('picture of 0 and “one”');
  await page.goto(`/en/concepts/${CONCEPT}/#${NAME}?scene=temperature`);
  await expect(widget.locator('[data-map="taus"]')).toBeVisible();
  await ready(page, NAME);
  await widget.locator('[data-map="taus"]').focus();
  await settled(page, NAME, () => page.keyboard.press('ArrowLeft'));
  await expect.poll(() => page.url()).toContain('look=');
});

test('a drawing is a query as well', async ({ page }) => {
  await page.goto(`/en/concepts/${CONCEPT}/#${NAME}?scene=retrieval`);
  await ready(page, NAME);
  const widget = widgetOf(page, NAME);
  await settled(page, NAME, () => widget.locator('select[name="image"]').selectOption('draw'));
  const map = widget.locator('[data-map="input"]');
  await map.focus();
  await settled(page, NAME, () => page.keyboard.press('Space'));
  await expect(widget.locator('.e-list tbody tr')).toHaveCount(6);
  await expect.poll(() => page.url()).toContain('input=');
});
