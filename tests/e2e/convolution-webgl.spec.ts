/** The convolution widget on WebGL, counted and compared; and without it. */
import { expect, test, type Locator, type Page } from '@playwright/test';
import { combinations } from '../widgets/convolution/combinations.ts';
import { reference } from '../../src/components/widgets/convolution/oracle.ts';
import {
  formatQuery,
  matrixGrid,
  queryText,
  type State,
} from '../../src/components/widgets/convolution/state.ts';
import { magnitude } from '../../src/components/widgets/toolkit/text.ts';

const ADDRESS = '/en/concepts/convolution/?backend=webgl';
const widget = (page: Page): Locator => page.locator('[data-widget="convolution"]');

interface Answer {
  backend: string;
  shape: string;
  values: number[];
  error: number;
  tensors: number;
}

/** Sets the hash in the page, waits for the widget to settle and reads its contract. */
function ask(page: Page, hashes: string[]): Promise<Answer[]> {
  return page.evaluate(async (texts) => {
    const root = document.querySelector<HTMLElement>('[data-widget="convolution"]')!;
    const answers = [];
    for (const text of texts) {
      const done = new Promise((resolve) => {
        const check = () => {
          if (root.dataset.state === 'busy' || root.dataset.state === 'loading') return;
          root.removeEventListener('widget:settled', check);
          resolve(undefined);
        };
        root.addEventListener('widget:settled', check);
      });
      location.hash = `#convolution?${text}`;
      await done;
      const table = root.querySelector<HTMLElement>('table[data-output="y"]')!;
      answers.push({
        backend: root.dataset.backend!,
        shape: table.dataset.shape!,
        values: [...table.querySelectorAll('data')].map((cell) => Number(cell.value)),
        error: Number(root.querySelector<HTMLElement>('[data-proof]')!.dataset.maxError),
        tensors: Number(root.dataset.tensors),
      });
    }
    return answers;
  }, hashes);
}

async function start(page: Page, address = ADDRESS): Promise<void> {
  await page.goto(address);
  await expect(widget(page)).toHaveAttribute('data-state', 'ready', { timeout: 60_000 });
}

/** Counts the textures that are alive, at the WebGL calls themselves. */
async function countTextures(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const live = new Set<WebGLTexture>();
    const { createTexture, deleteTexture } = WebGL2RenderingContext.prototype;
    WebGL2RenderingContext.prototype.createTexture = function () {
      const texture = createTexture.call(this);
      live.add(texture);
      return texture;
    };
    WebGL2RenderingContext.prototype.deleteTexture = function (texture) {
      if (texture) live.delete(texture);
      deleteTexture.call(this, texture);
    };
    Object.assign(window, { liveTextures: () => live.size });
  });
}

const textures = (page: Page): Promise<number> =>
  page.evaluate(() => (window as unknown as { liveTextures(): number }).liveTextures());
const memory = (page: Page): Promise<number> =>
  page.evaluate(() => window.__rf.memory().numTensors);

test('200 combinations on WebGL: shapes equal, integers exact, floats within 1e-6', async ({
  page,
}) => {
  test.setTimeout(300_000);
  await start(page);
  const all = combinations(200, 11);
  const answers = await ask(
    page,
    all.map(({ state }) => queryText(formatQuery(state)) || 'v=1'),
  );
  answers.forEach((answer, i) => {
    const { state, query } = all[i];
    const expected = reference(inputOf(state), state);
    const about = JSON.stringify(query);
    expect(answer.backend, about).toBe('webgl');
    expect(answer.shape, about).toBe(expected.shape.join(','));
    const whole = [inputOf(state).data, state.kernel.flat(3), expected.data].every((numbers) =>
      Array.from(numbers).every(Number.isInteger),
    );
    const allowed = whole ? 0 : 1e-6 * Math.max(1, magnitude(expected.data));
    const worst = answer.values.reduce((w, v, k) => Math.max(w, Math.abs(v - expected.data[k])), 0);
    expect(answer.values.length, about).toBe(expected.data.length);
    expect(worst, about).toBeLessThanOrEqual(allowed);
    expect(answer.error, `${about}: the proof line says what is true`).toBeCloseTo(worst, 12);
    expect(answer.tensors).toBe(0);
  });
});

function inputOf({ source }: State) {
  if (source.kind !== 'matrix') throw new Error('a typed input expected');
  return matrixGrid(source.channels);
}

test('a GPU that computes wrong numbers fails the self-test and is not used', async ({ page }) => {
  await page.addInitScript(() => {
    const { getBufferSubData } = WebGL2RenderingContext.prototype;
    WebGL2RenderingContext.prototype.getBufferSubData = function (...args: unknown[]) {
      (getBufferSubData as (...all: unknown[]) => void).apply(this, args);
      (args[2] as Float32Array)[0] += 0.25;
    };
  });
  await start(page);
  await expect(widget(page)).toHaveAttribute('data-backend', /wasm|cpu/);
  await expect(widget(page).locator('[data-proof]')).toContainText('not available here');
});

test('one perturbed value raises the error of the proof line', async ({ page }) => {
  await start(page);
  const [before] = await ask(page, ['padding=same']);
  expect(before).toMatchObject({ backend: 'webgl', error: 0 });
  await page.evaluate(() => {
    const { getBufferSubData } = WebGL2RenderingContext.prototype;
    WebGL2RenderingContext.prototype.getBufferSubData = function (...args: unknown[]) {
      (getBufferSubData as (...all: unknown[]) => void).apply(this, args);
      (args[2] as Float32Array)[0] += 0.25;
    };
  });
  const [after] = await ask(page, ['padding=same&stride=2']);
  expect(after).toMatchObject({ backend: 'webgl', error: 0.25 });
});

test('100 interactions leave tensors and textures where they were', async ({ page }) => {
  test.setTimeout(180_000);
  await countTextures(page);
  await start(page);
  await ask(page, ['stride=2']);
  const [tensorsBefore, texturesBefore] = [await memory(page), await textures(page)];
  const hashes = Array.from({ length: 100 }, (_, i) =>
    [
      `stride=${1 + (i % 3)}`,
      `padding=${i % 4}`,
      `dilation=${1 + (i % 2)}`,
      `bias=${i}`,
      i % 5 === 0 ? 'image=coins&preset=box' : '',
      i % 7 === 0 ? 'activation=gelu' : '',
      `flip=${i % 2}`,
    ]
      .filter(Boolean)
      .join('&'),
  );
  const answers = await ask(page, hashes);
  expect(answers.every(({ backend, error }) => backend === 'webgl' && error < 1e-3)).toBe(true);
  expect(await memory(page)).toBe(tensorsBefore);
  expect(await textures(page)).toBe(texturesBefore);
  expect(tensorsBefore).toBe(0);
});

test('a lost context is noticed, said and recovered; the next change is right', async ({
  page,
}) => {
  await countTextures(page);
  await start(page);
  await ask(page, ['stride=2']);
  for (const hash of ['padding=same', 'padding=1,2,0,1']) {
    expect(await page.evaluate(() => window.__rf.loseContext())).toBe(true);
    const [answer] = await ask(page, [hash]);
    expect(answer).toMatchObject({ backend: 'webgl', error: 0, tensors: 0 });
    expect(answer.values.length).toBe(hash === 'padding=same' ? 25 : 24);
    await expect(widget(page).locator('[data-proof]')).toContainText('was lost');
  }
  // Lost while nothing runs: the result is computed anew by itself.
  await page.evaluate(() => {
    const marked = window as unknown as { again: Promise<void> };
    marked.again = new Promise((resolve) =>
      document.addEventListener('widget:settled', () => resolve(), { once: true }),
    );
    window.__rf.loseContext();
  });
  await page.evaluate(() => (window as unknown as { again: Promise<void> }).again);
  await expect(widget(page)).toHaveAttribute('data-state', 'ready');
  expect(await memory(page)).toBe(0);
});

test('a context lost in the middle of a read does not hang the widget', async ({ page }) => {
  await start(page);
  await ask(page, ['stride=2']);
  await page.evaluate(() => {
    // The fence is what a read waits for: from here on it would wait for ever.
    const { fenceSync } = WebGL2RenderingContext.prototype;
    WebGL2RenderingContext.prototype.fenceSync = function (...args) {
      WebGL2RenderingContext.prototype.fenceSync = fenceSync;
      const fence = fenceSync.apply(this, args);
      window.__rf.loseContext();
      return fence;
    };
  });
  const begin = Date.now();
  const [answer] = await ask(page, ['image=cat&preset=sobel-x&padding=same']);
  expect(Date.now() - begin, 'noticed, not timed out').toBeLessThan(20_000);
  expect(answer).toMatchObject({ backend: 'webgl', error: 0, shape: '128,128,1', tensors: 0 });
  await expect(widget(page).locator('[data-proof]')).toContainText('was lost');
});

test('the control switches the backend and says which it is', async ({ page }) => {
  await start(page);
  const select = widget(page).locator('[name="backend"]');
  await expect(select).toHaveValue('webgl');
  for (const [i, backend] of ['cpu', 'wasm', 'webgl'].entries()) {
    await select.selectOption(backend);
    await expect(widget(page)).toHaveAttribute('data-backend', backend, { timeout: 30_000 });
    await expect(widget(page)).toHaveAttribute('data-state', 'ready');
    const [answer] = await ask(page, [`padding=${i + 1}`]);
    expect(answer).toMatchObject({ backend, error: 0 });
  }
});

test('without WebGL it runs on WASM or CPU and says so', async ({ page }) => {
  await page.addInitScript(() => {
    const off = (prototype: { getContext: (...args: never[]) => unknown }) => {
      const { getContext } = prototype;
      prototype.getContext = function (this: unknown, ...args: never[]) {
        return /webgl/.test(args[0]) ? null : getContext.apply(this as never, args);
      };
    };
    off(HTMLCanvasElement.prototype);
    off(OffscreenCanvas.prototype);
  });
  await start(page, '/en/concepts/convolution/#convolution?stride=2');
  await expect(widget(page)).toHaveAttribute('data-backend', /wasm|cpu/);
  await expect(widget(page).locator('[data-proof]')).toContainText('no usable WebGL');
  const [answer] = await ask(page, ['padding=same']);
  expect(answer).toMatchObject({ error: 0, shape: '5,5,1' });
});

test('an emulated GPU is passed over for WASM, and that is said', async ({ page }) => {
  await start(page, '/zh/concepts/convolution/#convolution?stride=2');
  await expect(widget(page)).toHaveAttribute('data-backend', 'wasm');
  await expect(widget(page).locator('[data-proof]')).toContainText('由软件模拟');
});

test('a backend chosen as the first act is the one that computes', async ({ page }) => {
  // Slow enough that the choice is made while the code is still on its way.
  await page.route(/\/_astro\/live\./, async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 800));
    await route.continue();
  });
  await page.goto('/en/concepts/convolution/', { waitUntil: 'load' });
  const widget = page.locator('[data-widget="convolution"]');
  await widget.locator('select[name="backend"]').selectOption('cpu');
  await expect(widget).toHaveAttribute('data-state', 'ready', { timeout: 30_000 });
  await expect(widget).toHaveAttribute('data-backend', 'cpu');
  await expect(widget.locator('select[name="backend"]')).toHaveValue('cpu');
});
