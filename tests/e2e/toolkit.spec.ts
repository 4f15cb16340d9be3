/** What the toolkit promises whoever drags a slider, and `sync`, which needs a real page. */
import { readFileSync } from 'node:fs';
import { expect, test, type Page } from '@playwright/test';
import ts from 'typescript';
import { median } from '../../tools/bench/table.mjs';
import { drag, FRAME_MS, SMALL_MODEL } from '../../tools/bench/claims.mjs';
import { act } from '../../tools/bench/page.mjs';
import { ready, widgetOf } from './gates.ts';

const FIELDS = {
  convolution: '[name="bias"]',
  pooling: 'table[data-input="x"] td[data-at="0,0,0"] input',
} as const;

for (const [name, field] of Object.entries(FIELDS)) {
  for (const pause of [0, 4]) {
    const pace = pause ? `${pause} ms apart` : 'at once';
    test(`${name}: of 60 changes ${pace} at most one waits, and the last one wins`, async ({
      page,
    }) => {
      await page.goto(`/en/concepts/${name}/?backend=wasm#${name}?v=1`);
      await ready(page, name);
      const values = Array.from({ length: 60 }, (_, i) => 100 + i);
      const { during, after } = await page.evaluate(drag, { name, field, values, pause });
      expect(during).toBeGreaterThan(0);
      expect(after).toBeLessThanOrEqual(1);
      if (pause === 0) expect(during + after).toBeLessThanOrEqual(2);
      const y = widgetOf(page, name).locator('[data-output="y"] data').first();
      // −4 + 159 in the first cell of the convolution; the corner itself wins in the pooling
      await expect(y).toHaveAttribute('value', name === 'convolution' ? '155' : '159');
      await expect(widgetOf(page, name).locator('[data-proof]')).toHaveAttribute(
        'data-max-error',
        '0',
      );
    });
  }
}

test('what was ticked, chosen and typed while the code was on its way holds', async ({ page }) => {
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route(/\/_astro\/live\./, async (route) => {
    await held;
    await route.continue();
  });
  await page.goto('/en/concepts/pooling/', { waitUntil: 'load' });
  const widget = widgetOf(page, 'pooling');
  await widget.locator('[data-output="y"] td').first().hover(); // done first: it draws everything anew
  await widget.locator('[data-ui="gradient"]').check();
  await widget.locator('[name="op"]').selectOption('avg');
  await widget.locator('[name="window"]').fill('4');
  await widget.locator('[name="window"]').blur();
  release();
  await ready(page, 'pooling');
  await expect(widget.locator('[data-ui="gradient"]')).toBeChecked();
  await expect(widget.locator('[name="op"]')).toHaveValue('avg');
  await expect(widget.locator('[name="window"]')).toHaveValue('4');
  await expect(widget.locator('[data-output="y"]')).toHaveAttribute('data-shape', '1,1,1');
  // the one window covers all 16 numbers, and each of them gets the same share
  await expect(widget.locator('[data-input="x"] td[data-w="∂ ≈0.063"]')).toHaveCount(16);
});

test('words that do not come are told in the language of the page, and asked for again', async ({
  page,
}) => {
  const words = /\/widgets\/pooling\/zh\.\w+\.json$/;
  await page.route(words, (route) => route.fulfill({ status: 404, body: '' }));
  await page.goto('/zh/concepts/pooling/', { waitUntil: 'load' });
  const widget = widgetOf(page, 'pooling');
  await widget.locator('.w-title').click();
  await expect(widget.locator('[data-part="message"]')).toContainText('代码没能取到');
  await expect(widget).toHaveAttribute('data-state', 'error');
  await page.unroute(words);
  await widget.locator('.w-title').click();
  await ready(page, 'pooling');
  await expect(widget.locator('[data-part="message"]')).toBeHidden();
});

test('arrow keys pressed while the code was on its way walk one after the other', async ({
  page,
}) => {
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route(/\/_astro\/live\./, async (route) => {
    await held;
    await route.continue();
  });
  await page.goto('/en/concepts/pooling/', { waitUntil: 'load' });
  const cells = widgetOf(page, 'pooling').locator('[data-input="x"] td input');
  await cells.first().focus();
  for (const key of ['ArrowRight', 'ArrowRight', 'ArrowLeft', 'ArrowRight']) {
    await page.keyboard.press(key);
  }
  release();
  await expect(cells.nth(2)).toBeFocused();
});

test('the language chosen last is the one on show, however late the code comes', async ({
  page,
}) => {
  await page.goto('/en/concepts/convolution/', { waitUntil: 'load' });
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route(/\/_astro\/code\./, async (route) => {
    await held;
    await route.continue();
  });
  const widget = widgetOf(page, 'convolution');
  await widget.getByText('The same computation as code').click();
  await ready(page, 'convolution');
  const arrived = page.waitForResponse(/\/_astro\/code\./);
  await widget.getByRole('tab', { name: 'PyTorch' }).click();
  release();
  await arrived;
  await page.waitForTimeout(300);
  await expect(widget.locator('[data-part="code"]')).toContainText('stride=(1, 1)');
  await expect(widget.getByRole('tab', { name: 'PyTorch' })).toHaveAttribute(
    'aria-selected',
    'true',
  );
});

test('a widget that computed every change would be noticed', async ({ page }) => {
  const count = async (newestOnly: boolean) => {
    await page.setContent('<section data-widget="fake" data-state="ready"><input></section>');
    await page.evaluate((newest) => {
      const root = document.querySelector<HTMLElement>('section')!;
      let [waiting, running] = [0, false];
      root.addEventListener('input', async () => {
        waiting = newest ? 1 : waiting + 1;
        if (running) return;
        running = true;
        for (; waiting > 0;) {
          waiting--;
          root.dataset.state = 'busy';
          await new Promise((resolve) => setTimeout(resolve, 10));
        }
        root.dataset.state = 'ready';
        running = false;
      });
    }, newestOnly);
    const values = Array.from({ length: 60 }, (_, i) => i);
    return page.evaluate(drag, { name: 'fake', field: 'input', values, pause: 4 });
  };
  expect((await count(true)).after).toBeLessThanOrEqual(1);
  expect((await count(false)).after).toBeGreaterThan(10);
});

test('a small model (28×28, 3×3, 8 filters) is computed within four frames on WASM', async ({
  page,
}) => {
  // `npm run bench` measures one frame on a machine that does nothing else; this one is shared.
  const name = 'convolution';
  await page.goto(`/en/concepts/${name}/?backend=wasm#${name}?${SMALL_MODEL}`);
  await ready(page, name);
  const computing: number[] = [];
  for (let n = 0; n < 25; n++) {
    const set = { name: 'bias', value: String(n + 1) };
    computing.push((await page.evaluate(act, { name, set })).device);
  }
  await expect(widgetOf(page, name)).toHaveAttribute('data-backend', 'wasm');
  await expect(widgetOf(page, name).locator('[data-output="y"]')).toHaveAttribute(
    'data-shape',
    '26,26,8',
  );
  expect(median(computing)).toBeLessThanOrEqual(4 * FRAME_MS);
});

test.describe('sync', () => {
  const source = new URL('../../src/components/widgets/toolkit/sync.ts', import.meta.url);
  const { outputText } = ts.transpileModule(readFileSync(source, 'utf8'), {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
  });
  const code = outputText.replace('export function sync', 'window.sync = function sync');

  /** Puts HTML into the page, lets a reader do something, syncs other HTML onto it. */
  async function after(
    page: Page,
    before: string,
    next: string,
    { setup = '', force = false }: { setup?: string; force?: boolean } = {},
  ): Promise<void> {
    await page.setContent(`<div id="host">${before}</div>`);
    await page.evaluate(code);
    await page.evaluate(`for (const node of document.querySelectorAll('#host *')) node.old = true`);
    await page.evaluate(setup);
    await page.evaluate(`sync(document.querySelector('#host'), ${JSON.stringify(next)}, ${force})`);
  }
  const html = (page: Page) => page.locator('#host').innerHTML();
  const found = (page: Page, expression: string) =>
    page.evaluate(`(() => { const q = (s) => document.querySelector('#host ' + s); return ${expression}; })()`); // prettier-ignore

  test('keeps the elements, and changes what is different', async ({ page }) => {
    await after(
      page,
      '<p class="a" title="t">one</p><ul><li>1</li></ul>text',
      '<p class="b" lang="en">two</p><ul><li>1</li><li>2</li></ul>more',
    );
    expect(await html(page)).toBe(
      '<p class="b" lang="en">two</p><ul><li>1</li><li>2</li></ul>more',
    );
    expect(await found(page, `[q('p').old, q('li').old, q('li + li').old]`)).toEqual([true, true, undefined]); // prettier-ignore
  });

  test('removes what is gone, and replaces what is something else', async ({ page }) => {
    await after(page, '<b>1</b><i>2</i><u>3</u>', '<b>1</b><em>2</em>');
    expect(await html(page)).toBe('<b>1</b><em>2</em>');
    await after(page, 'text<b>1</b>', '<b>1</b>');
    expect(await html(page)).toBe('<b>1</b>');
    for (const [one, other] of [
      ['<input name="a">', '<input name="b">'],
      ['<input type="range">', '<input type="text">'],
      ['<table data-output="y"></table>', '<table data-output="z"></table>'],
      ['<table data-input="x"></table>', '<table data-input="w"></table>'],
      ['<p data-error="a">no</p>', '<p data-error="b"></p>'],
    ]) {
      await after(page, one, other);
      expect(await found(page, `document.querySelector('#host').firstChild.old`), other).toBe(undefined); // prettier-ignore
    }
  });

  test('leaves the field in focus alone while one types, except when told not to', async ({
    page,
  }) => {
    const typing = `document.querySelector('input').focus(); document.querySelector('input').value = '1e'`;
    for (const force of [false, true]) {
      await after(page, '<input name="a" value="1">', '<input name="a" value="7">', {
        setup: typing,
        force,
      });
      expect(await found(page, `[q('input').value, q('input') === document.activeElement]`)).toEqual([force ? '7' : '1e', true]); // prettier-ignore
    }
  });

  test('writes into fields that are not in focus, even when they were typed into', async ({
    page,
  }) => {
    await after(
      page,
      '<input name="a" value="1"><textarea name="t">old</textarea><input type="checkbox" name="c"><select name="s"><option value="1" selected>1</option><option value="2">2</option></select>',
      '<input name="a" value="7"><textarea name="t">new</textarea><input type="checkbox" name="c" checked><select name="s"><option value="1">1</option><option value="2" selected>2</option></select>',
      {
        setup: `document.querySelector('input').value = 'typed'; document.querySelector('textarea').value = 'typed'`,
      },
    );
    expect(await found(page, `[q('input').value, q('textarea').value, q('[name=c]').checked, q('select').value]`)).toEqual(['7', 'new', true, '2']); // prettier-ignore
  });

  test('takes a list and a box back to what the state says', async ({ page }) => {
    const before =
      '<input type="checkbox" name="c"><select name="s"><option value="1" selected>1</option><option value="2">2</option></select>';
    await after(page, before, before, {
      setup: `document.querySelector('[name=c]').checked = true; document.querySelector('select').value = '2'`,
    });
    expect(await found(page, `[q('[name=c]').checked, q('select').value]`)).toEqual([false, '1']);
  });

  test('a list that gets another choice shows the one that is chosen', async ({ page }) => {
    await after(
      page,
      '<select><option value="1" selected>1</option><option value="2">2</option></select>',
      '<select><option value="1">1</option><option value="2">2</option><option value="own" selected>own</option></select>',
    );
    expect(await found(page, `[q('select').value, q('select').old, q('select').options.length]`)).toEqual(['own', true, 3]); // prettier-ignore
  });

  test('leaves messages, open folds, marks of refusal and tab stops to the widget', async ({
    page,
  }) => {
    const table = (stop: number) =>
      `<table><tbody><tr><td tabindex="${stop ? -1 : 0}">a</td><td><input name="x" tabindex="${stop ? 0 : -1}" value="1"></td></tr></tbody></table>`;
    await after(
      page,
      `<p data-error="a" hidden></p><details><summary>s</summary>1</details><input name="a">${table(0)}`,
      `<p data-error="a" hidden></p><details><summary>s</summary>2</details><input name="a">${table(1)}`,
      {
        setup: `
          const error = document.querySelector('[data-error]');
          error.hidden = false;
          error.textContent = 'refused';
          document.querySelector('details').open = true;
          document.querySelector('[name=a]').setAttribute('aria-invalid', 'true')`,
      },
    );
    expect(await found(page, `[q('[data-error]').hidden, q('[data-error]').textContent, q('details').open, q('[name=a]').ariaInvalid, q('td').tabIndex, q('td input').tabIndex]`)) // prettier-ignore
      .toEqual([false, 'refused', true, 'true', 0, -1]);
    expect(await found(page, `q('details').lastChild.nodeValue`)).toBe('2');
  });

  test('a canvas stays, with what is drawn on it', async ({ page }) => {
    await after(
      page,
      '<canvas data-paint="a" aria-label="before" width="2" height="2"></canvas>',
      '<canvas data-paint="a" aria-label="after" width="2" height="2"></canvas>',
      {
        setup: `document.querySelector('canvas').getContext('2d').fillRect(0, 0, 2, 2)`,
      },
    );
    expect(await found(page, `[q('canvas').old, q('canvas').ariaLabel, q('canvas').getContext('2d').getImageData(0, 0, 1, 1).data[3]]`)) // prettier-ignore
      .toEqual([true, 'after', 255]);
  });

  test('never runs what stands in the HTML', async ({ page }) => {
    await after(page, '', '<script>window.ran = true</script><b>1</b>');
    expect(await page.evaluate('window.ran')).toBeUndefined();
  });
});
