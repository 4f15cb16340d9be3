/** A notebook as a reader meets it. The numbers are those of the acceptance checks. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { deflateRawSync } from 'node:zlib';
import { expect, test, type Locator, type Page } from '@playwright/test';
import { fromJupyter } from '../../src/notebook/ipynb.ts';
import { catalog, isScript, kilobytes, LANGS, load, type Lang } from './site.ts';

const SLUG = 'tensors';
const axePath = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const address = (lang: Lang = 'en') => `/${lang}/notebooks/${SLUG}/?backend=cpu`;

const root = (page: Page): Locator => page.locator('[data-notebook]');
const cell = (page: Page, n: number): Locator => page.locator('[data-cell]').nth(n - 1);
const output = (page: Page, n: number): Locator => cell(page, n).locator('[data-cell-output]');
const act = (place: Locator, action: string): Locator => place.locator(`[data-action="${action}"]`);
const state = (place: Locator, name: string | RegExp) =>
  expect(place).toHaveAttribute('data-state', name, { timeout: 60_000 });

async function open(page: Page, lang: Lang = 'en'): Promise<void> {
  await page.goto(address(lang));
  await expect(root(page)).toHaveAttribute('data-live', '');
}

/** Opens the notebook with this code in its first cells, as edits that were kept. */
async function withCode(page: Page, sources: readonly string[], lang: Lang = 'en'): Promise<void> {
  await open(page, lang);
  await page.evaluate((texts) => {
    const cells = document.querySelectorAll<HTMLElement>('[data-cell]');
    const { notebook } = document.querySelector<HTMLElement>('[data-notebook]')!.dataset;
    texts.forEach((text, at) => {
      const { cell, sha } = cells[at].dataset;
      localStorage.setItem(`nb:${notebook}:${cell}:${sha}`, text);
    });
  }, sources);
  await page.reload();
  await expect(root(page)).toHaveAttribute('data-live', '');
  for (const at of sources.keys()) await state(cell(page, at + 1), 'edited');
}

async function run(page: Page, n: number, ends: string | RegExp = 'ok'): Promise<void> {
  await act(cell(page, n), 'run').click();
  await state(cell(page, n), ends);
}

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(readFileSync(axePath, 'utf8'));
  return page.evaluate(async () => {
    interface Found {
      violations: { id: string; nodes: { target: string[]; failureSummary: string }[] }[];
    }
    const { axe } = window as unknown as { axe: { run(): Promise<Found> } };
    return (await axe.run()).violations.flatMap(({ id, nodes }) =>
      nodes.map((node) => `${id}: ${node.target.join(' ')} — ${node.failureSummary}`),
    );
  });
}

/** Files that only running or editing needs. */
const LATE = /notebook-(tf|kernel|webgl|cpu|wasm|simd|plain)|session|codemirror|editor|outputs|katex.*\.js|\.wasm|\/data\//i; // prettier-ignore

for (const lang of LANGS) {
  test(`1: nothing of TF.js, kernel or editor is loaded before it is wanted (${lang})`, async ({
    page,
  }) => {
    const sent = await load(page, `/${lang}/notebooks/${SLUG}/`);
    expect(sent.filter(({ tensorflow, url }) => tensorflow || LATE.test(url))).toEqual([]);
    expect(kilobytes(sent.filter(isScript))).toBeLessThanOrEqual(30);
    await expect(root(page)).toHaveAttribute('data-state', 'cold');
    expect(await page.locator('iframe').count()).toBe(0);
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await run(page, 1);
    expect(asked.some((url) => LATE.test(url))).toBe(true);
  });
}

test('2: cells share a scope, a later cell may declare a name again', async ({ page }) => {
  await withCode(page, [
    'const x: number = 41;\nfunction f() { return x * 2; }',
    'x + 1',
    'const x = 10;\nf()',
  ]);
  await run(page, 1);
  await run(page, 2);
  await expect(output(page, 2)).toHaveText('42');
  await run(page, 3);
  await expect(output(page, 3)).toHaveText('20');
});

test('4: an error names its line, and leads there', async ({ page }) => {
  await withCode(page, ['function f() {\n  const a = 1;\n  throw new Error("no " + a);\n}\nf();']);
  await run(page, 1, 'error');
  const failure = output(page, 1).locator('.nb-failure');
  await expect(failure).toContainText('no 1');
  await expect(failure.locator('.nb-caret')).toContainText(
    '3 │   throw new Error("no " + a);\n            ^',
  );
  await failure.locator('[data-goto]').first().click();
  await expect(cell(page, 1).locator('.cm-content')).toBeFocused({ timeout: 30_000 });
  await page.keyboard.type('!');
  await expect(cell(page, 1).locator('.cm-line').nth(2)).toHaveText(
    '  throw !new Error("no " + a);',
  );
});

test('5: a syntax error says where, and names stay', async ({ page }) => {
  await withCode(page, ['const x = 1;', 'const y = ;', 'x']);
  await run(page, 1);
  await run(page, 2, 'error');
  await expect(output(page, 2).locator('.nb-failure')).toContainText('SyntaxError');
  await expect(output(page, 2).locator('[data-goto]').first()).toHaveAttribute('data-goto', /^1:/);
  await run(page, 3);
  await expect(output(page, 3)).toHaveText('1');
});

test('9: Stop ends what does not end, the page goes on, and cells below are out of date', async ({
  page,
}) => {
  await withCode(page, ['1', 'while (true) {}', '3']);
  await run(page, 1);
  await act(cell(page, 2), 'run').click();
  await state(cell(page, 2), 'running');
  await act(cell(page, 3), 'run').click();
  await state(cell(page, 3), 'queued');
  await page.evaluate(() => {
    const gaps = { worst: 0, last: performance.now() };
    Object.assign(window, { gaps });
    setInterval(() => {
      gaps.worst = Math.max(gaps.worst, performance.now() - gaps.last);
      gaps.last = performance.now();
    }, 50);
  });
  await page.waitForTimeout(1500);
  await act(root(page), 'stop').click();
  await state(root(page), 'ready');
  await state(cell(page, 1), 'stale');
  await state(cell(page, 2), 'stopped');
  await state(cell(page, 3), 'edited');
  await expect(page.locator('[data-part="status"]')).toContainText('Stopped');
  const worst = await page.evaluate(() => (window as unknown as { gaps: { worst: number } }).gaps.worst); // prettier-ignore
  expect(worst).toBeLessThan(4000);
  await run(page, 3);
  await expect(output(page, 3)).toHaveText('3');
});

test('an edit makes later results out of date; Restart all of them', async ({ page }) => {
  await withCode(page, ['1', '2', '3']);
  await act(cell(page, 3), 'run-above').click();
  await state(cell(page, 2), 'ok');
  await state(cell(page, 3), 'edited');
  await run(page, 3);
  await act(cell(page, 2), 'reset').click();
  await state(cell(page, 1), 'ok');
  await state(cell(page, 2), /pristine|edited/);
  await state(cell(page, 3), 'stale');
  await act(root(page), 'restart').click();
  await state(cell(page, 1), 'stale');
  await state(root(page), 'ready');
});

test('what a cell shows: text, tensor with picture, table, chart, formula, progress, memory', async ({
  page,
}) => {
  await withCode(page, [
    `display.text('hello');
console.warn('careful');
display.tensor(tf.linspace(0, 1, 16).reshape([4, 4]));
display.table([{ a: 1, b: 'x' }, { a: 2, b: 'y' }]);
display.chart({ type: 'bar', title: 'Bars', series: [{ name: 's', points: [[0, 1], [1, 2]] }] });
display.math('x^2 + 1');
for (let i = 0; i <= 20; i++) { plot('loss', i, { train: 1 / (i + 1), test: 2 / (i + 1) }); progress('epoch', i, 20, 'info'); await frame(); }`,
  ]);
  await run(page, 1);
  const shown = output(page, 1);
  await expect(shown).toContainText('hello');
  await expect(shown.locator('.nb-line.nb-warn')).toContainText('careful');
  await expect(shown.locator('[data-kind="tensor"]')).toContainText('float32 [4, 4]');
  await expect(shown.locator('[data-kind="tensor"]')).toContainText('mean 0.5');
  await shown.locator('[data-kind="tensor"] summary').click();
  await expect(shown.locator('[data-kind="tensor"] canvas')).toBeVisible();
  await expect(shown.locator(':scope > [data-kind="table"] td')).toHaveText(['1', 'x', '2', 'y']);
  await expect(shown.locator('[data-type="bar"] svg rect')).toHaveCount(3);
  await expect(shown.locator('math')).toBeVisible();
  const live = shown.locator('[data-kind="chart"][data-key="loss"]');
  await expect(live.locator('path')).toHaveCount(2);
  await live.locator('summary').click();
  await expect(live.locator('tbody tr')).toHaveCount(21);
  await expect(live.locator('tbody tr').nth(1).locator('td')).toHaveText(['1', '0.5', '1']);
  await expect(shown.locator('progress')).toHaveAttribute('value', '20');
  await expect(cell(page, 1).locator('[data-part="memory"]')).toContainText('tensors');
  await expect(cell(page, 1).locator('[data-part="origin"]')).toHaveText('output of this run');
});

test('20: markup from a cell is text', async ({ page }) => {
  const markup = '<img src=x onerror=alert(1)>';
  const problems: string[] = [];
  page.on('dialog', (dialog) => void (problems.push(dialog.message()), dialog.dismiss()));
  page.on(
    'request',
    (request) => void (/\/x$/.test(request.url()) && problems.push(request.url())),
  );
  await withCode(page, [
    `const bad = ${JSON.stringify(markup)};
console.log(bad);
display.table([{ [bad]: bad }]);
display.math('\\\\href{javascript:alert(1)}{x}');
display.math('\\\\badcommand{' + bad);
display.chart({ type: 'line', title: bad, series: [{ name: bad, points: [[0, 1]] }] });
progress(bad, 1, 2, bad);
display.image(tf.zeros([2, 2]), { caption: bad });
bad`,
    'throw new Error("<img src=x onerror=alert(1)>")',
  ]);
  await run(page, 1);
  await run(page, 2, 'error');
  await expect(output(page, 1).locator('math, .nb-hint').first()).toBeVisible();
  await page.waitForTimeout(300);
  const found = '[data-cell-output] :is(img, script, iframe, a)';
  expect(await cell(page, 1).locator(found).count()).toBe(0);
  expect(await cell(page, 2).locator(found).count()).toBe(0);
  await expect(output(page, 1)).toContainText(markup);
  await expect(output(page, 2)).toContainText(markup);
  expect(problems).toEqual([]);
});

const linkTo = (changes: object) =>
  `#nb=1.${deflateRawSync(JSON.stringify(changes)).toString('base64url')}`;

test('21: a link brings changes that are shown, not run, and kept only when asked', async ({
  page,
}) => {
  await open(page);
  const name = (await cell(page, 1).getAttribute('data-cell'))!;
  const hash = linkTo({
    notebook: SLUG,
    cells: { [name]: 'console.log("from a link");' },
    scratch: [{ after: name, source: '1 + 2' }],
  });
  await page.goto(`${address()}${hash}`);
  await page.reload();
  const banner = page.locator('[data-part="banner"]');
  await expect(banner).toContainText('Nothing has run yet');
  await expect(cell(page, 1).locator('[data-diff="added"]')).toHaveText('+ console.log("from a link");\n'); // prettier-ignore
  expect(await cell(page, 1).locator('[data-diff="removed"]').count()).toBeGreaterThan(3);
  await state(cell(page, 1), 'edited');
  await state(root(page), 'cold');
  expect(await page.locator('iframe').count()).toBe(0);
  expect(await page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('nb:')))).toEqual([]); // prettier-ignore
  await banner.locator('[data-choice="drop-shared"]').click();
  await state(cell(page, 1), 'pristine');
  await expect(page.locator('[data-cell^="scratch"]')).toHaveCount(0);
  await page.goto(`${address()}${hash}`);
  await banner.locator('[data-choice="keep-shared"]').click();
  await page.reload();
  await state(cell(page, 1), 'edited');
  await expect(banner).toBeHidden();
  await expect(page.locator('[data-cell="scratch-1"] pre')).toHaveText('1 + 2');
});

test('21: a link that unfolds to 100 MB, or is damaged, is refused', async ({ page }) => {
  await open(page);
  const bomb = linkTo({ notebook: SLUG, cells: { 'a.ts': 'a'.repeat(20_000_000) } });
  expect(bomb.length).toBeLessThan(32_000);
  for (const hash of [
    bomb,
    `#nb=1.${'A'.repeat(130_000)}`,
    '#nb=1.!!',
    linkTo({ notebook: 'x', cells: {} }),
  ]) {
    // Measured in the page: from the new address to the words.
    const took = await page.evaluate(async (to) => {
      const banner = document.querySelector('[data-part="banner"]')!;
      const since = performance.now();
      const said = new Promise((done) => {
        new MutationObserver(done).observe(banner, { childList: true, subtree: true });
      });
      location.hash = to;
      await said;
      return performance.now() - since;
    }, hash);
    expect(took).toBeLessThan(4 * 200 + 1500);
    await expect(page.locator('[data-part="banner"]')).toContainText('cannot be read');
    await page.evaluate(() => {
      const banner = document.querySelector<HTMLElement>('[data-part="banner"]')!;
      banner.replaceChildren();
    });
  }
  await state(cell(page, 1), 'pristine');
});

test('a link made here opens with the same code', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await withCode(page, ['const 变量 = 7;']);
  await act(root(page), 'share').click();
  await expect(page.locator('[data-part="status"]')).toContainText('Link copied');
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(new URL(link).hash).toMatch(/^#nb=1\./);
  await page.evaluate(() => localStorage.clear());
  await page.goto('about:blank');
  await page.goto(link);
  await expect(cell(page, 1).locator('pre').first()).toHaveText('const 变量 = 7;');
});

for (const lang of LANGS) {
  test(`24: by keyboard alone, and axe finds nothing (${lang})`, async ({ page }) => {
    test.setTimeout(120_000);
    await withCode(page, ['6 * 7', '1'], lang);
    const status = page.locator('[data-part="status"]');
    await expect(status).toHaveAttribute('role', 'status');
    const code = cell(page, 1).locator('pre').first();
    for (let i = 0; i < 80; i++) {
      await page.keyboard.press('Tab');
      if (await code.evaluate((node) => node === document.activeElement)) break;
    }
    await expect(code).toBeFocused();
    await page.keyboard.press('Shift+Enter');
    await state(cell(page, 1), 'ok');
    await expect(output(page, 1)).toHaveText('42');
    await expect(status).toContainText(lang === 'zh' ? '单元格 1 运行完毕' : 'Cell 1 finished');
    await expect(cell(page, 2).locator('pre').first()).toBeFocused();
    // Enter opens the editor, Escape leaves it, Tab does not stay in it.
    await page.keyboard.press('Enter');
    await expect(cell(page, 2).locator('.cm-content')).toBeFocused({ timeout: 30_000 });
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type('40 + 3');
    await page.keyboard.press('ControlOrMeta+Enter');
    await expect(output(page, 2)).toHaveText('43');
    // The first Escape closes a list of names, where one is open.
    await expect(async () => {
      await page.keyboard.press('Escape');
      await expect(act(cell(page, 2), 'edit')).toBeFocused({ timeout: 500 });
    }).toPass();
    await cell(page, 2).locator('.cm-content').focus();
    await page.keyboard.press('Tab');
    await expect(cell(page, 2).locator('.cm-content')).not.toBeFocused();
    await cell(page, 2).locator('.cm-content').focus();
    await page.keyboard.press('Alt+Enter');
    await expect(page.locator('[data-cell="scratch-1"] .cm-content')).toBeFocused();
    expect(await violations(page)).toEqual([]);
  });
}

test('25: edits survive a reload, Reset gives the original, the file holds the code', async ({
  page,
}) => {
  await open(page);
  const original = await cell(page, 1).locator('pre').first().textContent();
  await act(cell(page, 1), 'edit').click();
  await expect(cell(page, 1).locator('.cm-content')).toBeFocused({ timeout: 30_000 });
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('const mine = 1;');
  await state(cell(page, 1), 'edited');
  await page.reload();
  await expect(cell(page, 1).locator('pre').first()).toHaveText('const mine = 1;');
  const coming = page.waitForEvent('download');
  await act(root(page), 'download').click();
  const file = readFileSync((await (await coming).path())!, 'utf8');
  const cells = fromJupyter(file, SLUG);
  expect(cells[0].source).toBe('const mine = 1;');
  expect(cells).toHaveLength(catalog().notebooks.find(({ slug }) => slug === SLUG)!.cells);
  expect(JSON.parse(file)).toMatchObject({ nbformat: 4, nbformat_minor: 5 });
  await act(cell(page, 1), 'reset').click();
  expect(await cell(page, 1).locator('pre').first().textContent()).toBe(original);
  await page.reload();
  await state(cell(page, 1), 'pristine');
  // The same file, opened again, brings the edit back.
  await page.locator('[data-part="import"]').setInputFiles({
    name: 'x.ipynb',
    mimeType: 'application/json',
    buffer: Buffer.from(file),
  });
  await expect(page.locator('[data-part="banner"]')).toContainText('1 changes');
  await expect(cell(page, 1).locator('pre').first()).toHaveText('const mine = 1;');
  await page.locator('[data-part="import"]').setInputFiles({
    name: 'x.ipynb',
    mimeType: 'application/json',
    buffer: Buffer.from('<html>'),
  });
  await expect(page.locator('[data-part="status"]')).toContainText('cannot be opened');
});

test('an edit of an original that changed is shown beside the new one', async ({ page }) => {
  await open(page);
  const name = (await cell(page, 1).getAttribute('data-cell'))!;
  await page.evaluate(
    ([key]) => localStorage.setItem(key, 'const old = 1;'),
    [`nb:${SLUG}:${name}:000000000000`],
  );
  await page.reload();
  await expect(cell(page, 1).locator('[data-diff="added"]')).toHaveText('+ const old = 1;\n');
  await state(cell(page, 1), 'pristine');
  await cell(page, 1).locator('[data-choice="use-mine"]').click();
  await expect(cell(page, 1).locator('pre').first()).toHaveText('const old = 1;');
  await page.reload();
  await state(cell(page, 1), 'edited');
  await expect(cell(page, 1).locator('[data-part="notice"]')).toBeHidden();
});

for (const width of [1440, 390])
  test(`opening the editor moves nothing (${width} px)`, async ({ browser }) => {
    const phone = width < 600;
    const page = await browser.newPage({
      viewport: { width, height: 900 },
      ...(phone && { isMobile: true, hasTouch: true }),
    });
    await open(page);
    /** Height of the first cell, and where the first and the last letter of its code stand in it. */
    const places = (code: string) =>
      page.evaluate((selector) => {
        const first = document.querySelector('[data-cell]')!;
        const { top, left, height } = first.getBoundingClientRect();
        const walk = document.createTreeWalker(
          first.querySelector(selector)!,
          NodeFilter.SHOW_TEXT,
        );
        const rects: DOMRect[] = [];
        while (walk.nextNode()) {
          if (!walk.currentNode.textContent!.trim()) continue;
          const letters = document.createRange();
          letters.selectNodeContents(walk.currentNode);
          rects.push(letters.getClientRects()[0]);
        }
        const [start, end] = [rects[0], rects[rects.length - 1]];
        return [height, start.top - top, start.left - left, end.top - top];
      }, code);
    const before = await places('[data-part="code"] pre code');
    expect(before[3]).toBeGreaterThan(before[1] + 40);
    await act(cell(page, 1), 'edit').click();
    await expect(cell(page, 1).locator('.cm-editor')).toBeVisible({ timeout: 60_000 });
    const after = await places('[data-part="code"] .cm-content');
    for (const [at, place] of after.entries())
      expect(Math.abs(place - before[at])).toBeLessThan(1.5);
    const letters = page.locator('.cm-content .cm-code').first();
    const size = await letters.evaluate((e) => parseFloat(getComputedStyle(e).fontSize));
    if (phone) expect(size).toBeGreaterThanOrEqual(16);
    await page.close();
  });

test('where the editor cannot be loaded, a plain field serves', async ({ page }) => {
  await withCode(page, ['1']);
  await page.route(/_astro\/.*\.js/, (route) => route.abort());
  // Its code has to be there already: only the editor is missing.
  await page.unroute(/_astro\/.*\.js/);
  await page.route(/_astro\/(?!plain).*\.js/, (route) => route.abort());
  await act(cell(page, 1), 'edit').click();
  const field = cell(page, 1).locator('textarea');
  await expect(field).toBeFocused({ timeout: 30_000 });
  await field.fill('2 + 3');
  await state(cell(page, 1), 'edited');
  await page.unrouteAll();
  await page.keyboard.press('Control+Enter');
  await state(cell(page, 1), 'ok');
  await expect(output(page, 1)).toHaveText('5');
});

// In the headless shell the second try does not succeed after the network is back.
test(
  'offline, a notebook that was not run says so; one that was goes on',
  {
    tag: '@window',
  },
  async ({ page, context }) => {
    await withCode(page, ['1 + 1']);
    await context.setOffline(true);
    await act(cell(page, 1), 'run').click();
    await state(root(page), 'failed');
    await expect(page.locator('[data-part="status"]')).toContainText('no network');
    await state(cell(page, 1), 'edited');
    await context.setOffline(false);
    await run(page, 1);
    await context.setOffline(true);
    await run(page, 1);
    await expect(output(page, 1)).toHaveText('2');
  },
);

test('concept pages and notebooks lead to each other; the list names all', async ({ page }) => {
  const { notebooks, concepts } = catalog();
  await page.goto('/zh/notebooks/');
  await expect(page.locator('.notebooks > li')).toHaveCount(notebooks.length);
  for (const { slug, title } of notebooks) {
    await expect(page.locator(`.notebooks a[href="/zh/notebooks/${slug}/"]`)).toHaveText(title.zh);
  }
  const written = new Set(concepts.filter(({ languages }) => languages.length).map(({ slug }) => slug)); // prettier-ignore
  const both = notebooks.find((each) => each.concepts.some((slug) => written.has(slug)));
  if (!both) return;
  const concept = both.concepts.find((slug) => written.has(slug))!;
  await page.goto(`/en/concepts/${concept}/`);
  await page.locator(`[data-notebooks] a[href="/en/notebooks/${both.slug}/"]`).click();
  await expect(page.locator('h1')).toHaveText(both.title.en);
  await page.locator(`a[href="/en/concepts/${concept}/"]`).first().click();
  await expect(page).toHaveURL(new RegExp(`/en/concepts/${concept}/$`));
});

for (const lang of LANGS) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test(`axe and width while cells show everything: ${lang}, ${colorScheme}, 390 px`, async ({
      browser,
    }) => {
      const context = await browser.newContext({ colorScheme, viewport: { width: 390, height: 844 } }); // prettier-ignore
      const page = await context.newPage();
      await withCode(page, [
        `console.log('line'); console.error('bad'); display.tensor(tf.eye(30));
display.table([Object.fromEntries(Array.from({ length: 30 }, (_, i) => ['column' + i, i]))]);
plot('loss', 0, { a: 1 }); plot('loss', 1, { a: 2 }); progress('p', 1, 3);
display.math('\\\\sum_{i=1}^{1000000000000000000000000000000000000} x_i'); display.image(tf.zeros([20, 600]));`,
        'x.y.z',
      ], lang); // prettier-ignore
      await run(page, 1);
      await run(page, 2, 'error');
      for (const fold of await page.locator('[data-cell-output] summary').all()) await fold.click();
      expect(await violations(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390); // prettier-ignore
      await context.close();
    });
  }
}
