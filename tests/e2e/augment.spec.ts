/** The augmentation bench as a reader meets it, and on WebGL. */
import { expect, test } from '@playwright/test';
import { KIND } from '../../src/components/widgets/augment/kind.ts';
import { SCENES } from '../../src/components/widgets/augment/scenes.ts';
import { combinations } from '../widgets/augment/combinations.ts';
import { ask, gates, ready, settled, widgetOf } from './gates.ts';

const CONCEPT = 'data-augmentation';
const NAME = 'augment';

gates({
  kind: KIND,
  concept: CONCEPT,
  scenes: SCENES,
  queries: combinations(34, 4, false).map(({ query }) => query),
  tolerance: (output) => (output === 'scores' ? 1e-3 : 1e-5),
  folded: /^draw-\d$/,
  hostile: [
    ['image=dog', '图片不能是“dog”'],
    ['image=test-9999', '图片要写成 test-0 到 test-1499'],
    ['op=%3Cimg%20src=x%20onerror=alert(1)%3E', '变换不能是'],
    ['op=mixup', '只混两个数字'],
    ['strength=2', '强度要在 0 到 1 之间'],
    ['draw=9', '第几次要在 0 到 8 之间'],
    ['seed=x', '种子里的“x”不是数'],
    ['corners=left', '角的约定不能是'],
    ['image=own', '只存在于打开它的那个页面'],
  ],
  interactions: [
    'image=test-9&op=rotate',
    'image=test-9&op=resize',
    'image=test-9&op=blur&seed=3',
    'image=test-200&op=standardize',
    'image=test-200&op=mixup',
  ],
  guesses: { right: ['3'], wrong: ['9'] },
});

const address = (lang: 'zh' | 'en', rest = '') => `/${lang}/concepts/${CONCEPT}/${rest}`;

test('a draw is chosen by pointer and by key; a cell tells where it is read', async ({ page }) => {
  await page.goto(address('en', `#${NAME}?image=test-912&op=rotate&strength=1&spread=even`));
  await ready(page, NAME);
  const widget = widgetOf(page, NAME);
  const mosaic = widget.locator('[data-map="mosaic"]');
  const box = (await mosaic.boundingBox())!;
  await settled(page, NAME, () =>
    mosaic.click({ position: { x: box.width * 0.83, y: box.height * 0.83 } }),
  );
  await expect.poll(() => page.url()).toContain('draw=8');
  await expect(widget.locator('.a-verdict')).toContainText('reads as 9');
  await expect(widget.locator('[data-output="matrix"]')).toHaveText(/−1.*0.*0.*0.*−1.*0/s);
  await mosaic.focus();
  await settled(page, NAME, () => page.keyboard.press('ArrowUp'));
  await expect.poll(() => page.url()).toContain('draw=5');
  await widget.locator('[data-map="chosen"]').hover({ position: { x: 60, y: 60 } });
  await expect(widget.locator('[data-part="formula"]')).toContainText('reads the original at row');
});

test('nine more draws; a mixed digit brings its partner; a photograph ends the mixing', async ({
  page,
}) => {
  await page.goto(address('en', `#${NAME}?image=test-300&op=noise`));
  await ready(page, NAME);
  const widget = widgetOf(page, NAME);
  const [before] = await ask(page, NAME, ['image=test-300&op=noise']);
  await settled(page, NAME, () => widget.getByRole('button', { name: 'Draw nine more' }).click());
  const [after] = await ask(page, NAME, ['image=test-300&op=noise&seed=2']);
  expect(after.outputs.draws.values).not.toEqual(before.outputs.draws.values);
  await settled(page, NAME, () => widget.getByRole('button', { name: 'Mixup' }).click());
  await expect(widget.locator('[data-map="partner"]')).toBeVisible();
  await expect(widget.locator('.a-verdict')).toContainText('The label of this draw');
  await settled(page, NAME, async () => {
    await widget.locator('select[name="image"]').selectOption('coins');
  });
  await expect(widget.locator('[data-map="partner"]')).toHaveCount(0);
  await expect(widget.locator('button[aria-pressed="true"]').first()).toHaveText('Flip left–right');
});

test('a picture of one’s own is changed and stays on the page', async ({ page }) => {
  const sent: string[] = [];
  page.on('request', (request) => request.method() !== 'GET' && sent.push(request.url()));
  await page.goto(address('en'));
  const widget = widgetOf(page, NAME);
  await widget.locator('input[type="file"]').setInputFiles('public/pictures/astronaut.png');
  await ready(page, NAME);
  await expect(widget.locator('select[name="image"]')).toHaveValue('own');
  await expect(widget.locator('[data-map="original"] canvas')).toHaveAttribute('aria-label', /the picture you opened/); // prettier-ignore
  expect(sent).toEqual([]);
});
