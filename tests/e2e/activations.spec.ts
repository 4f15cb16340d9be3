/** The activations widget as a reader meets it: contract, keyboard, WebGL, failures, phone. */
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { expect, test, type Locator, type Page } from '@playwright/test';
import { reference } from '../../src/components/widgets/activations/reference.ts';
import {
  DEFAULTS,
  KEYS,
  parse,
  texts,
  type State,
} from '../../src/components/widgets/activations/state.ts';
import { queryText, withoutDefaults } from '../../src/components/widgets/toolkit/query.ts';
import { magnitude } from '../../src/components/widgets/toolkit/text.ts';
import { combinations } from '../widgets/activations/combinations.ts';

/** The page that holds the widget. */
const SLUG = 'relu';
const PAGE = { zh: `/zh/concepts/${SLUG}/`, en: `/en/concepts/${SLUG}/` };
const widget = (page: Page): Locator => page.locator('[data-widget="activations"]');
const scalar = (page: Page, name: string) => widget(page).locator(`data[data-output="${name}"]`);
const x = (page: Page) => widget(page).locator('.w-x input:not([type="range"])');

async function ready(page: Page): Promise<void> {
  await expect(widget(page)).toHaveAttribute('data-state', 'ready', { timeout: 60_000 });
}

const number = async (page: Page, name: string) =>
  Number(await scalar(page, name).getAttribute('value'));

/** Does something and waits until the widget has settled after it. */
async function settled(page: Page, act: () => Promise<unknown>): Promise<void> {
  await page.evaluate(() => {
    const marked = window as unknown as { settled: Promise<void> };
    marked.settled = new Promise((resolve) => {
      document.addEventListener('widget:settled', () => resolve(), { once: true });
    });
  });
  await act();
  await page.evaluate(() => (window as unknown as { settled: Promise<void> }).settled);
  await expect(widget(page)).not.toHaveAttribute('data-state', /busy|loading/);
}

interface Answer {
  backend: string;
  tensors: number;
  error: number;
  cells: number;
  outputs: Record<string, number[]>;
}

/** Sets the hash, waits for the widget to settle and reads every output of its contract. */
function ask(page: Page, hashes: string[]): Promise<Answer[]> {
  return page.evaluate(async (list) => {
    const root = document.querySelector<HTMLElement>('[data-widget="activations"]')!;
    const answers = [];
    for (const text of list) {
      const done = new Promise((resolve) => {
        const check = () => {
          if (/busy|loading/.test(root.dataset.state!)) return;
          root.removeEventListener('widget:settled', check);
          resolve(undefined);
        };
        root.addEventListener('widget:settled', check);
      });
      location.hash = `#activations?${text}`;
      await done;
      const outputs: Record<string, number[]> = {};
      for (const place of root.querySelectorAll<HTMLElement>('[data-output]')) {
        const cells = place.matches('data') ? [place] : [...place.querySelectorAll('data')];
        outputs[place.dataset.output!] = cells.map((c) => Number(c.getAttribute('value')));
      }
      const proof = root.querySelector<HTMLElement>('[data-proof]')!;
      answers.push({
        backend: root.dataset.backend!,
        tensors: Number(root.dataset.tensors),
        error: Number(proof.dataset.maxError),
        cells: Number(proof.dataset.cells),
        outputs,
      });
    }
    return answers;
  }, hashes);
}

const hashOf = (state: State) =>
  queryText(withoutDefaults(texts(state), DEFAULTS), KEYS) || 'scene=relu';

test.describe('before any script', () => {
  test.use({ javaScriptEnabled: false });
  for (const lang of ['zh', 'en'] as const) {
    test(`value, derivative and their arithmetic are on the ${lang} page`, async ({ page }) => {
      await page.goto(PAGE[lang]);
      await expect(widget(page)).toHaveAttribute('data-state', 'static');
      await expect(scalar(page, 'y')).toHaveAttribute('value', '1');
      await expect(scalar(page, 'dy')).toHaveAttribute('value', '1');
      await expect(scalar(page, 'gradientPlain')).toHaveAttribute('value', '1');
      await expect(widget(page).locator('.w-steps')).toContainText('f(1) = max(1, 0) = 1');
      await expect(widget(page).locator('svg').first()).toBeVisible();
      const table = widget(page).locator('table[data-output="chain"]');
      await expect(table).toHaveAttribute('data-shape', '10,5,1');
      await expect(table.locator('data')).toHaveCount(50);
      await expect(widget(page).getByRole('button').first()).toBeHidden();
    });
  }
});

test('no byte of TensorFlow.js and no widget code before interest', async ({ page }) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.goto(PAGE.zh, { waitUntil: 'networkidle' });
  await widget(page).scrollIntoViewIfNeeded();
  await page.mouse.move(0, 0);
  await page.waitForTimeout(400);
  const late = /tfjs|ops\.|backend-|dist\.|\.wasm|live\.|kind\./;
  expect(asked.filter((url) => late.test(url))).toEqual([]);
  await expect(widget(page)).toHaveAttribute('data-backend', 'none');
  await x(page).fill('-2');
  await ready(page);
  expect(asked.some((url) => /backend-|\.wasm/.test(url))).toBe(true);
  expect(asked.every((url) => url.startsWith('http://localhost'))).toBe(true);
});

test('x is dragged along the curve, and the link restores it', async ({ page }) => {
  await page.goto(`${PAGE.en}#activations?fn=sigmoid&x=0`);
  await ready(page);
  const drag = widget(page).locator('.w-drag');
  await drag.scrollIntoViewIfNeeded();
  const box = (await drag.boundingBox())!;
  const to = (u: number) => [box.x + ((u + 6) / 12) * box.width, box.y + box.height / 2] as const;
  await page.mouse.move(...to(0));
  await page.mouse.down();
  await page.mouse.move(...to(1.5), { steps: 4 });
  await page.mouse.move(...to(3), { steps: 4 });
  await page.mouse.up();
  await expect
    .poll(async () => Math.abs(Number(await x(page).inputValue()) - 3))
    .toBeLessThan(0.11);
  await ready(page);
  const value = Number(await x(page).inputValue());
  expect(await number(page, 'y')).toBeCloseTo(1 / (1 + Math.exp(-value)), 6);
  await expect(widget(page).locator('[data-part="left"]')).toContainText('is saturated');
  const proof = widget(page).locator('[data-proof]');
  await expect(proof).toHaveAttribute('data-cells', `${482 + 2 + 50 + 2}`);
  expect(Number(await proof.getAttribute('data-max-error'))).toBeLessThan(1e-6);
  await expect(widget(page)).toHaveAttribute('data-tensors', '0');
  await expect(page).toHaveURL(new RegExp(`x=${value}$`));
  const link = page.url();
  await page.goto('about:blank');
  await page.goto(link);
  await ready(page);
  await expect(x(page)).toHaveValue(`${value}`);

  await settled(page, () => widget(page).getByRole('button', { name: 'Reset' }).click());
  expect(await number(page, 'y')).toBe(1);
  expect(page.url()).not.toContain('#');
});

test('by keyboard alone: function, x, layers, the way back', async ({ page }) => {
  await page.goto(PAGE.en);
  const active = () =>
    page.evaluate(() => {
      const element = document.activeElement as HTMLInputElement;
      return `${element.name || element.dataset.at || element.dataset.do || element.tagName} ${element.type ?? ''}`.trim();
    });
  const reach = async (name: string, most = 40) => {
    for (let i = 0; i < most && !(await active()).startsWith(name); i++) {
      await page.keyboard.press('Tab');
    }
    expect(await active()).toMatch(new RegExp(`^${name}`));
  };
  await widget(page).locator('.w-scenes a').last().focus();
  await reach('fn');
  await page.keyboard.type('sig');
  await expect(widget(page).locator('select[name="fn"]')).toHaveValue('sigmoid');
  await reach('x range');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect(x(page)).toHaveValue('1.1');
  const slider = widget(page).locator('.w-x input[type="range"]');
  await expect(slider).toHaveAttribute('aria-valuetext', /^x = 1\.1, f\(x\) = ≈0\.750/);
  await reach('x text');
  await page.keyboard.type('0');
  await ready(page);
  await expect.poll(() => number(page, 'dy')).toBe(0.25);
  await reach('depth');
  await page.keyboard.type('2');
  await expect(widget(page).locator('table[data-output="chain"]')).toHaveAttribute(
    'data-shape',
    '2,5,1',
  );
  await reach('0,0,0');
  await page.keyboard.press('ArrowDown');
  for (let i = 0; i < 4; i++) await page.keyboard.press('ArrowRight');
  await expect(widget(page).locator('[data-part="speech"]')).toHaveText(
    'Layer 2 · gradient that reaches the input of this layer: ∂a₂/∂a₁ ≈ 0.235004 × 1 ≈ 0.235004',
  );
  await page.keyboard.press('ArrowUp');
  await expect(widget(page).locator('[data-part="speech"]')).toHaveText(
    'Layer 1 · gradient that reaches the input of this layer: ∂a₂/∂a₀ ≈ 0.25 × 0.235004 ≈ 0.0587509',
  );
});

test('ReLU′(0), saturation and what lies outside are said', async ({ page }) => {
  await page.goto(`${PAGE.zh}#activations?x=0`);
  await ready(page);
  const left = widget(page).locator('[data-part="left"]');
  await expect(left).toContainText('按约定取 0');
  await x(page).fill('-3');
  await expect(left).toContainText('在饱和区');
  await expect(widget(page).locator('[data-part="right"]')).toContainText('斜率恰为 0');
  await x(page).fill('50');
  await expect(left).toContainText('在图外');
});

test('ten sigmoids lose the gradient, a skip connection keeps it', async ({ page }) => {
  await page.goto(`${PAGE.en}#activations?scene=sigmoid-chain`);
  await ready(page);
  expect(await number(page, 'gradientPlain')).toBeLessThanOrEqual(0.25 ** 10);
  expect(await number(page, 'gradientSkip')).toBeGreaterThan(1);
  await settled(page, () => widget(page).locator('[name="skip"]').check());
  const last = widget(page).locator('table[data-output="chain"] tr').nth(1).locator('data').last();
  expect(Number(await last.getAttribute('value'))).toBe(await number(page, 'gradientSkip'));
  await widget(page).getByRole('button', { name: 'Next cell' }).click();
  await expect(widget(page).locator('[data-part="formula"]')).toContainText('Layer 10');
});

test('the convention switch of hard-sigmoid marks the difference', async ({ page }) => {
  await page.goto(`${PAGE.en}#activations?scene=hard-sigmoid`);
  await ready(page);
  expect(await number(page, 'y')).toBeCloseTo(5 / 6, 6);
  await expect(widget(page).locator('svg .f-d').first()).toBeVisible();
  await settled(page, () =>
    widget(page)
      .getByRole('button', { name: /0\.2x \+ 0\.5/ })
      .click(),
  );
  expect(await number(page, 'y')).toBeCloseTo(0.9, 6);
  await expect(page).toHaveURL(/alpha=0\.2/);
  await settled(page, () => widget(page).getByRole('button', { name: /x\/6/ }).click());
  expect(await number(page, 'y')).toBeCloseTo(5 / 6, 6);
  await expect(page).not.toHaveURL(/alpha/);
});

test('softmax: the shift changes nothing, large logits do not overflow', async ({ page }) => {
  await page.goto(`${PAGE.en}#activations?fn=softmax`);
  await ready(page);
  const y = () =>
    widget(page)
      .locator('table[data-output="y"] data')
      .evaluateAll((cells) => cells.map((cell) => Number((cell as HTMLDataElement).value)));
  const before = await y();
  expect(before.reduce((a, b) => a + b)).toBeCloseTo(1, 6);
  await expect(widget(page).locator('[data-naive]')).toHaveAttribute('data-naive', 'fine');
  await settled(page, () =>
    widget(page).getByRole('button', { name: '+1000', exact: true }).click(),
  );
  await expect(page).toHaveURL(/logits=1002,1001,1000\.1/);
  (await y()).forEach((p, i) => expect(p).toBeCloseTo(before[i], 6));
  await expect(widget(page).locator('[data-naive]')).toHaveAttribute('data-naive', 'broken');
  const field = widget(page).locator('[data-input="logits"] input').first();
  await settled(page, () => field.fill('10000'));
  expect((await y()).every(Number.isFinite)).toBe(true);
  await settled(page, () => widget(page).locator('[data-size]').fill('5'));
  expect(await y()).toHaveLength(5);
  await settled(page, () => widget(page).locator('select[name="fn"]').selectOption('tanh'));
  expect(await number(page, 'y')).toBeCloseTo(Math.tanh(1), 6);
});

test('every point of the curve stands in the table once it is opened', async ({ page }) => {
  await page.goto(`${PAGE.en}#activations?fn=gelu`);
  await ready(page);
  const table = widget(page).locator('table[data-output="curve"]');
  await expect(table.locator('data')).toHaveCount(0);
  await widget(page).getByText('Every number of the output').click();
  await expect(table.locator('data')).toHaveCount(482);
});

for (const [hash, words] of [
  ['x=NaN', 'x 的值里的“NaN”不是数'],
  ['x=1e9', '要在 -1000 到 1000 之间'],
  ['fn=toString', '函数不能是“toString”'],
  ['depth=0', '层数要在 1 到 20 之间'],
  ['weight=-1', '权重要在 0.05 到 3 之间'],
  ['logits=1,,2', 'logit 的值没有填'],
  ['temperature=0', '温度要在 0.01 到 100 之间'],
  ['x=%3Cimg%20src=x%20onerror=alert(1)%3E', '不是数'],
  ['colour=1', '不认识参数“colour”'],
]) {
  test(`${hash} is refused in words, and the last good state stays`, async ({ page }) => {
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error.message));
    await page.goto(`${PAGE.zh}#activations?x=2`);
    await ready(page);
    await settled(page, () => page.evaluate((text) => void (location.hash = text), `#activations?${hash}`)); // prettier-ignore
    await expect(widget(page).locator('[data-error="hash"]')).toContainText(words);
    expect(await number(page, 'y')).toBe(2);
    expect(await page.locator('img[src="x"]').count()).toBe(0);
    expect(errors).toEqual([]);
  });
}

test('a bad value is told beside its field', async ({ page }) => {
  await page.goto(PAGE.zh);
  await x(page).fill('banana');
  await x(page).press('Tab');
  await expect(widget(page).locator('[data-error="x"]')).toContainText('不是数');
  await expect(x(page)).toHaveAttribute('aria-invalid', 'true');
  await x(page).fill('3');
  await expect(widget(page).locator('[data-error="x"]')).toBeHidden();
});

test('a guess is marked, and the answer covered until then', async ({ page }) => {
  await page.goto(`${PAGE.en}#activations?fn=sigmoid&x=0`);
  await ready(page);
  await widget(page).getByText('Predict first').click();
  await expect(scalar(page, 'y')).toBeHidden();
  await expect(widget(page).locator('svg').first()).toBeHidden();
  const fields = widget(page).locator('[data-guess]');
  await fields.nth(0).fill('1');
  await fields.nth(1).fill('0.25');
  await widget(page).getByRole('button', { name: 'Check' }).click();
  await expect(widget(page).locator('[data-part="verdict"]')).toContainText('Not yet');
  await expect(scalar(page, 'y')).toBeVisible();
  await fields.nth(0).fill('0.5');
  await widget(page).getByRole('button', { name: 'Check' }).click();
  await expect(widget(page).locator('[data-part="verdict"]')).toHaveText(
    'Right: f(x) = 0.5, f′(x) = 0.25.',
  );
});

test('the code twin follows the state', async ({ page }) => {
  await page.goto(PAGE.en);
  await widget(page).getByText('The same computation as code').click();
  const code = widget(page).locator('[data-part="code"]');
  await expect(code).toContainText('x.relu()');
  await widget(page).getByRole('tab', { name: 'PyTorch' }).click();
  await expect(code).toContainText('F.relu(x)');
  await settled(page, () => widget(page).locator('select[name="fn"]').selectOption('gelu'));
  await expect(code).toContainText('F.gelu(x)');
  await page.keyboard.press('Escape');
  await widget(page).getByRole('tab', { name: 'PyTorch' }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(code).toContainText('import numpy as np');
});

test('the language switch keeps the state', async ({ page }) => {
  await page.goto(`${PAGE.zh}#activations?fn=elu&x=-1`);
  await ready(page);
  await page.getByRole('link', { name: 'English', exact: true }).first().click();
  await expect(page).toHaveURL(new RegExp(`/en/concepts/${SLUG}/#activations\\?fn=elu&x=-1`));
  await ready(page);
  expect(await number(page, 'y')).toBeCloseTo(Math.expm1(-1), 6);
});

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
for (const scheme of ['light', 'dark'] as const) {
  test(`axe and 390 px: nothing scrolls sideways, targets are large enough (${scheme})`, async ({
    browser,
    baseURL,
  }) => {
    test.setTimeout(150_000);
    const context = await browser.newContext({
      viewport: { width: 390, height: 844 },
      colorScheme: scheme,
      baseURL,
    });
    const page = await context.newPage();
    const scenes = {
      light: ['hard-sigmoid', 'softmax-large'],
      dark: ['skip-chain', 'leaky-relu'],
    };
    for (const scene of scenes[scheme]) {
      await page.goto('about:blank');
      await page.goto(`${PAGE.zh}#activations?scene=${scene}`);
      await ready(page);
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(width, scene).toBeLessThanOrEqual(390);
      await page.evaluate(readFileSync(axe, 'utf8'));
      const found = await page.evaluate(async () => {
        const { axe: run } = window as unknown as {
          axe: { run(where: string): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> }; // prettier-ignore
        };
        const { violations } = await run.run('[data-widget="activations"]');
        return violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`);
      });
      expect(found, scene).toEqual([]);
      const small = await widget(page).evaluate((root) =>
        [...root.querySelectorAll<HTMLElement>('button, select, input, summary, .w-scenes a')]
          .filter((element) => element.checkVisibility() && !element.matches('.w-drag'))
          .map((element) => ({
            name: element.outerHTML.slice(0, 60),
            box: element.getBoundingClientRect(),
          })) // prettier-ignore
          .filter(({ box }) => box.width < 24 || box.height < 24)
          .map(({ name }) => name),
      );
      expect(small, scene).toEqual([]);
    }
    await context.close();
  });
}

// ---- WebGL ----------------------------------------------------------------------------------

const ADDRESS = `${PAGE.en}?backend=webgl`;

async function start(page: Page, address = ADDRESS): Promise<void> {
  await page.goto(address);
  await ready(page);
}

test('45 combinations on WebGL against src/lib', async ({ page }) => {
  test.setTimeout(180_000);
  await start(page);
  const all = combinations(45, 11);
  const answers = await ask(page, all.map(({ state }) => hashOf(state))); // prettier-ignore
  answers.forEach((answer, i) => {
    const { state, query } = all[i];
    const about = JSON.stringify(query);
    expect(answer.backend, about).toBe('webgl');
    expect(answer.tensors).toBe(0);
    for (const [name, { data }] of Object.entries(reference(state))) {
      if (name === 'curve') continue; // in the proof line
      const worst = data.reduce((w, v, k) => Math.max(w, Math.abs(v - answer.outputs[name][k])), 0);
      const share = /chain|gradient/.test(name) ? 2e-5 : 1e-6;
      expect(worst, `${about} ${name}`).toBeLessThanOrEqual(share * Math.max(1, magnitude(data)));
    }
    if (state.fn !== 'softmax') expect(answer.cells).toBe(482 + 2 + 5 * state.depth + 2);
  });
});

test('one perturbed value raises the error of the proof line', async ({ page }) => {
  await start(page);
  const [before] = await ask(page, ['x=2']);
  expect(before.backend).toBe('webgl');
  expect(before.error).toBeLessThan(1e-6);
  await page.evaluate(() => {
    const { getBufferSubData } = WebGL2RenderingContext.prototype;
    WebGL2RenderingContext.prototype.getBufferSubData = function (...args: unknown[]) {
      (getBufferSubData as (...all: unknown[]) => void).apply(this, args);
      (args[2] as Float32Array)[0] += 0.25;
    };
  });
  const [after] = await ask(page, ['x=3']);
  expect(after.error).toBeCloseTo(0.25, 5);
});

test('100 interactions leave tensors and textures where they were', async ({ page }) => {
  test.setTimeout(240_000);
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
  const textures = () =>
    page.evaluate(() => (window as unknown as { liveTextures(): number }).liveTextures());
  const memory = () => page.evaluate(() => window.__rf.memory().numTensors);
  await start(page);
  await ask(page, ['fn=gelu']);
  const before = [await memory(), await textures()];
  const hashes = combinations(100, 31).map(({ state }) => hashOf({ ...state, depth: 4 }));
  const answers = await ask(page, hashes);
  expect(answers.every(({ backend }) => backend === 'webgl')).toBe(true);
  expect([await memory(), await textures()]).toEqual(before);
  expect(before[0]).toBe(0);
});

test('a lost context is noticed, said and recovered', async ({ page }) => {
  await start(page);
  await ask(page, ['x=2']);
  for (const value of [3, 4]) {
    expect(await page.evaluate(() => window.__rf.loseContext())).toBe(true);
    const [answer] = await ask(page, [`x=${value}`]);
    expect(answer).toMatchObject({ backend: 'webgl', tensors: 0 });
    expect(answer.error).toBeLessThan(1e-6);
    expect(answer.outputs.y).toEqual([value]);
    await expect(widget(page).locator('[data-proof]')).toContainText('was lost');
  }
});

test('wasm and cpu give the same numbers', async ({ page }) => {
  test.setTimeout(120_000);
  await start(page, `${PAGE.en}?backend=wasm`);
  const all = combinations(30, 17);
  for (const backend of ['wasm', 'cpu']) {
    if (backend === 'cpu') {
      await widget(page).locator('[name="backend"]').selectOption('cpu');
      await expect(widget(page)).toHaveAttribute('data-backend', 'cpu', { timeout: 30_000 });
    }
    const answers = await ask(page, [...all.map(({ state }) => hashOf(state)), 'x=5']);
    answers.slice(0, 30).forEach((answer, i) => {
      expect(answer.backend).toBe(backend);
      const outputs = reference(all[i].state);
      const largest = Math.max(1, ...Object.values(outputs).map(({ data }) => magnitude(data)));
      expect(answer.error, JSON.stringify(all[i].query)).toBeLessThanOrEqual(2e-5 * largest);
    });
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
  await start(page, `${PAGE.en}#activations?x=2`);
  await expect(widget(page)).toHaveAttribute('data-backend', /wasm|cpu/);
  await expect(widget(page).locator('[data-proof]')).toContainText('no usable WebGL');
  expect(parse({ x: '2' }).state).toBeDefined();
});
