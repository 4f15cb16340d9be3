/** The editor of a cell in a browser, under the policy of the site, on a page of its own. */
import { expect, test, type Page } from '@playwright/test';
import { axe, buildPage, HOST, pageHtml, serve, type BuiltFile } from './editor/build.ts';

const SOURCE = `// A convolution, by TF.js.
const image = tf.randomNormal([1, 28, 28, 1], 0, 1, 'float32', 7);
function total(t: tf.Tensor, scale = 2): number {
  const { length } = t.shape; // 中文注释
  return length > 3 ? t.sum().dataSync()[0] * scale : 0;
}
console.log(\`sum \${total(image).toFixed(3)}\`, image.shape);
image`;

let files: Map<string, BuiltFile>;
const htmls = new Map<string, string>();

test.beforeAll(async () => {
  test.setTimeout(240_000);
  files = await buildPage();
  for (const lang of ['en', 'zh-CN']) htmls.set(lang, await pageHtml(lang, [SOURCE, SOURCE]));
});

const complaints: string[] = [];

async function open(page: Page, lang = 'en', cell = 'cell-1'): Promise<void> {
  complaints.length = 0;
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  await serve(page, files, htmls.get(lang)!);
  await page.goto(HOST);
  await page.locator('html[data-ready]').waitFor({ state: 'attached' });
  await page.evaluate((id) => window.edit(id), cell);
}

const field = (page: Page) => page.getByRole('textbox');
const told = (page: Page) => page.evaluate(() => window.opened[0].told.filter((one) => !one.startsWith('change'))); // prettier-ignore
const lastSaid = (page: Page) => page.evaluate(() => window.opened[0].said.at(-1) ?? '');
const source = (page: Page) => page.evaluate(() => window.opened[0].editor.source);
const list = (page: Page) => page.getByRole('listbox');

/** An editor with a text, the cursor at its end. */
async function write(page: Page, text: string): Promise<void> {
  await page.evaluate((next) => window.opened[0].editor.setSource(next), text);
  await field(page).focus();
  await page.keyboard.press('Control+End');
}

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe());
  return page.evaluate(async () => {
    const { axe: checker } = window as unknown as {
      axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    // The list of completions is walked from the field; a test below scrolls it with the arrows.
    return (await checker.run()).violations
      .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))
      .filter((one) => !/^scrollable-region-focusable: <ul [^>]*role="listbox"/.test(one));
  });
}

test('keys run the cell, and leave it', async ({ page }) => {
  await open(page);
  await field(page).focus();
  for (const key of ['Shift+Enter', 'Control+Enter', 'Meta+Enter', 'Alt+Enter', 'Escape'])
    await page.keyboard.press(key);
  expect(await told(page)).toEqual(['run next', 'run stay', 'run stay', 'run insert', 'leave']);
  expect(await source(page)).toBe(SOURCE);
  expect(complaints).toEqual([]);
});

test('Tab passes through; Ctrl+M makes it indent, says so, and gives it back', async ({ page }) => {
  await open(page);
  await field(page).focus();
  const hint = page.locator('.cm-hint');
  const runs = 'Ctrl+Enter runs · Shift+Enter runs and goes on';
  await expect(hint).toHaveText(`Tab or Esc leaves · Ctrl+M: Tab indents · ${runs}`);
  await page.keyboard.press('Tab');
  await expect(page.locator('#after-1 button')).toBeFocused();
  await page.keyboard.press('Shift+Tab');
  await expect(field(page)).toBeFocused();
  await page.keyboard.press('Control+Home');
  await page.keyboard.press('Control+m');
  await expect(hint).toHaveText(`Tab indents · Ctrl+M or Esc leaves · ${runs}`);
  await expect.poll(() => lastSaid(page)).toBe('Tab now indents. Press Ctrl+M again to undo this.');
  await page.keyboard.press('Tab');
  await expect(field(page)).toBeFocused();
  expect(await source(page)).toBe(`  ${SOURCE}`);
  await page.keyboard.press('Control+m');
  await page.keyboard.press('Tab');
  await expect(page.locator('#after-1 button')).toBeFocused();
});

test('completes TF.js, and shows the parameters while they are written', async ({ page }) => {
  await open(page);
  await write(page, 'const w = tf.ones([3, 3, 1, 1]);\n');
  await page.keyboard.type('image = tf.conv2');
  await expect(list(page)).toBeVisible();
  await expect(page.getByRole('option').first()).toContainText('conv2d');
  await expect(page.locator('.cm-completionInfo')).toContainText('Computes a 2D convolution');
  await expect(page.locator('.cm-completionInfo p')).toHaveAttribute('lang', 'en');
  // A list that has just opened does not take Enter for itself.
  await page.waitForTimeout(120);
  await page.keyboard.press('Enter');
  await expect(list(page)).toBeHidden();
  await page.keyboard.type('(x, ');
  const signature = page.locator('.cm-signature');
  await expect(signature.locator('b')).toHaveText('filter: Tensor4D');
  await page.keyboard.type('w, 1, ');
  await expect(signature.locator('b')).toContainText('pad:');
  await page.keyboard.press('Escape');
  await expect(signature).toBeHidden();
  expect(await told(page)).toEqual([]);
  await page.keyboard.press('Control+Shift+Space');
  await expect(signature).toBeVisible();
  await expect.poll(() => lastSaid(page)).toContain('conv2d(x: Tensor3D');
  expect(await source(page)).toMatch(/image = tf\.conv2d\(x, w, 1, \)$/);
  expect(complaints).toEqual([]);
});

test('the arrows walk the list beyond what is in sight', async ({ page }) => {
  await open(page);
  await write(page, '');
  await page.keyboard.type('tf.');
  await expect(list(page)).toBeVisible();
  await page.waitForTimeout(120);
  for (let i = 0; i < 30; i++) await page.keyboard.press('ArrowDown');
  const chosen = page.locator('[role=option][aria-selected]');
  await expect(chosen).toBeInViewport();
  expect(await list(page).evaluate((one) => one.scrollTop)).toBeGreaterThan(100);
  const id = await chosen.getAttribute('id');
  await expect(field(page)).toHaveAttribute('aria-activedescendant', id!);
});

test('completes what earlier cells declared', async ({ page }) => {
  await open(page);
  await write(page, '');
  await page.keyboard.type('wei');
  await expect(page.getByRole('option', { name: 'weights' })).toBeVisible();
});

test('marks a syntax error and the failure of a run; F8 goes there and says it', async ({
  page,
}) => {
  await open(page);
  await write(page, 'const a = 1;\nconst b = [a, 2;\na.foo();\n');
  await expect(page.locator('.cm-lintRange-error')).toHaveText('[');
  await page.evaluate(() =>
    window.opened[0].editor.showFailure({ place: { line: 3, column: 3 }, message: 'a.foo is not a function' }),
  ); // prettier-ignore
  await expect(page.locator('.cm-lintRange-error')).toHaveText(['[', 'foo']);
  await expect(page.locator('.cm-lint-marker-error')).toHaveCount(2);
  await page.keyboard.press('Control+Home');
  await page.keyboard.press('F8');
  await expect.poll(() => lastSaid(page)).toBe('Line 2: [ is not closed.');
  await page.keyboard.press('F8');
  await expect.poll(() => lastSaid(page)).toBe('Line 3: a.foo is not a function');
  await page.keyboard.type('x');
  await expect(page.locator('.cm-lintRange-error')).toHaveText(['[']);
  await page.evaluate(() => window.opened[0].editor.focus({ line: 1, column: 7 }));
  await page.keyboard.type('y');
  expect(await source(page)).toMatch(/^const ya = 1;/);
});

test('a Chinese input method neither runs nor completes', async ({ page }) => {
  await open(page, 'zh-CN');
  await write(page, '// ');
  const session = await page.context().newCDPSession(page);
  await session.send('Input.imeSetComposition', { text: 'ni', selectionStart: 2, selectionEnd: 2 });
  for (const modifiers of [0, 8, 2]) {
    const key = { key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 229, modifiers };
    await session.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...key });
    await session.send('Input.dispatchKeyEvent', { type: 'keyUp', ...key });
  }
  await expect(list(page)).toBeHidden();
  await session.send('Input.insertText', { text: '你好' });
  await expect.poll(() => source(page)).toBe('// 你好');
  expect(await told(page)).toEqual([]);
  // In code too: letters that are being composed are not a name yet.
  await write(page, 'x = ');
  await session.send('Input.imeSetComposition', {
    text: 'tens',
    selectionStart: 4,
    selectionEnd: 4,
  });
  await page.waitForTimeout(400);
  await expect(list(page)).toBeHidden();
  await session.send('Input.insertText', { text: '张' });
  await expect.poll(() => source(page)).toBe('x = 张');
  await expect(list(page)).toBeHidden();
  await page.keyboard.press('Shift+Enter');
  expect(await told(page)).toEqual(['run next']);
  expect(complaints).toEqual([]);
});

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [390, 1440]) {
    test(`looks as the static code and moves nothing: ${colorScheme}, ${width} px`, async ({
      browser,
    }) => {
      const context = await browser.newContext({ colorScheme, viewport: { width, height: 900 } });
      const page = await context.newPage();
      await serve(page, files, htmls.get('en')!);
      await page.goto(HOST);
      await page.locator('html[data-ready]').waitFor({ state: 'attached' });
      const places = () => page.evaluate(() => [...document.querySelectorAll('p, figure')].map((one) => one.getBoundingClientRect().top)); // prettier-ignore
      /** Place, colour and face of each piece of text. */
      const letters = (selector: string) =>
        page.evaluate((css) => {
          const root = document.querySelector(css)!;
          const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
          const found: [string, string, string, string, number, number][] = [];
          for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            const style = getComputedStyle(node.parentElement!);
            for (const word of node.nodeValue!.matchAll(/[^\s,.;]+/g)) {
              const range = new Range();
              range.setStart(node, word.index);
              range.setEnd(node, word.index + word[0].length);
              const { x, y } = range.getBoundingClientRect();
              found.push([word[0], style.color, style.fontSize, style.fontFamily, x, y]);
            }
          }
          return found;
        }, selector);
      const before = await places();
      const shown = await letters('#cell-2 pre');
      await page.evaluate(() => window.edit('cell-2'));
      expect(await places()).toEqual(before);
      const own = await letters('#cell-2 .cm-content');
      const join = (all: typeof own) => all.map(([text, color, size, face]) => `${text} ${color} ${size} ${face}`).join('\n'); // prettier-ignore
      expect(join(own)).toBe(join(shown));
      for (const [i, [text, , , , x, y]] of own.entries()) {
        expect(Math.abs(x - shown[i][4]), `${text} across`).toBeLessThan(0.6);
        expect(Math.abs(y - shown[i][5]), `${text} down`).toBeLessThan(0.6);
      }
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width); // prettier-ignore
      expect(await violations(page)).toEqual([]);
      await page.evaluate(() => window.opened[0].editor.focus());
      await page.keyboard.press('Control+End');
      await page.keyboard.type('.re');
      await expect(list(page)).toBeVisible();
      expect(await violations(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width); // prettier-ignore
      await page.keyboard.press('Escape');
      await page.keyboard.type('lu(');
      await expect(page.locator('.cm-signature')).toBeVisible();
      expect(await violations(page)).toEqual([]);
      await context.close();
    });
  }
}

test('on a phone letters are 16 px, and nothing is capitalized or corrected', async ({
  browser,
}) => {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }); // prettier-ignore
  const page = await context.newPage();
  await open(page, 'zh-CN');
  const style = await page.evaluate(() => {
    const code = document.querySelector('.cm-code')!;
    const dom = document.querySelector('.cm-content')!;
    const size = (one: Element) => parseFloat(getComputedStyle(one).fontSize);
    return {
      code: size(code),
      field: size(dom),
      line: parseFloat(getComputedStyle(code).lineHeight),
    };
  });
  expect(style.code).toBeGreaterThanOrEqual(16);
  expect(style.field).toBeGreaterThanOrEqual(16);
  expect(style.line).toBeGreaterThanOrEqual(24);
  for (const [name, value] of Object.entries({
    autocapitalize: 'off',
    autocorrect: 'off',
    spellcheck: 'false',
  }))
    // prettier-ignore
    await expect(field(page)).toHaveAttribute(name, value);
  await expect(page.locator('.cm-hint')).toBeHidden();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  expect(await violations(page)).toEqual([]);
  await context.close();
});

test('has a name, a description and words in the language of the page', async ({ page }) => {
  await open(page, 'zh-CN');
  await expect(field(page)).toHaveAccessibleName('Code of cell 1');
  await expect(field(page)).toHaveAccessibleDescription(
    'Tab 或 Esc 离开 · Ctrl+M 用 Tab 缩进 · Ctrl+Enter 运行 · Shift+Enter 运行并到下一格',
  );
  await write(page, '');
  await page.keyboard.type('disp');
  await expect(page.getByRole('listbox', { name: '补全' })).toBeVisible();
  await expect(page.locator('.cm-completionInfo')).toContainText('显示一个值');
  expect(complaints).toEqual([]);
});

test('needs no exception from the policy: no style element, no violation', async ({ page }) => {
  await page.addInitScript(() => {
    const found: string[] = [];
    Object.assign(window, { found });
    addEventListener('securitypolicyviolation', ({ violatedDirective }) => found.push(violatedDirective)); // prettier-ignore
  });
  await open(page);
  await page.evaluate(() => window.edit('cell-2'));
  const { violated, styles, adopted, head } = await page.evaluate(() => ({
    violated: (window as unknown as { found: string[] }).found,
    styles: document.querySelectorAll('style').length,
    adopted: document.adoptedStyleSheets.length,
    head: document.head?.tagName,
  }));
  expect({ violated, styles, adopted, head }).toEqual({ violated: [], styles: 0, adopted: 1, head: 'HEAD' }); // prettier-ignore
  // The planted fault: the same styles as an element are refused here.
  await page.evaluate(() => document.head.appendChild(document.createElement('style')).append('p{color:red}')); // prettier-ignore
  await expect.poll(() => page.evaluate(() => (window as unknown as { found: string[] }).found.length)).toBeGreaterThan(0); // prettier-ignore
});

test('goes without a trace', async ({ page }) => {
  test.setTimeout(150_000);
  await open(page);
  const session = await page.context().newCDPSession(page);
  const round = () =>
    page.evaluate(async () => {
      await window.edit('cell-2');
      const { editor } = window.opened.pop()!;
      editor.setSource('const a = [1');
      editor.focus();
      editor.showFailure({ place: { line: 1, column: 1 }, message: 'no' });
      await new Promise((resolve) => setTimeout(resolve, 20));
      editor.destroy();
    });
  const count = async () => {
    await session.send('HeapProfiler.collectGarbage');
    const { nodes, jsEventListeners } = await session.send('Memory.getDOMCounters');
    return { nodes, jsEventListeners };
  };
  await round();
  const before = await count();
  for (let i = 0; i < 20; i++) await round();
  expect(await page.locator('#cell-2 .cm-editor').count()).toBe(0);
  // What timers of the last round still hold goes with a later collection.
  const more = async (what: 'nodes' | 'jsEventListeners') => (await count())[what] - before[what];
  const patience = { timeout: 40_000, intervals: [1000] };
  await expect.poll(() => more('jsEventListeners'), patience).toBeLessThan(20);
  await expect.poll(() => more('nodes'), patience).toBeLessThan(100);
  expect(complaints).toEqual([]);
});
