/**
 * The gates that every widget of the toolkit passes: contract, refusals, keyboard, code, link,
 * WebGL against float64, leaks, lost contexts, no WebGL, axe, phone. A widget's spec calls `gates`
 * and adds what only it can do.
 */
import { expect, test, type Locator, type Page } from '@playwright/test';
import type { Kind, Outputs } from '../../src/components/widgets/toolkit/kind.ts';
import {
  queryText,
  withoutDefaults,
  type Query,
} from '../../src/components/widgets/toolkit/query.ts';
import { maxError } from '../../src/components/widgets/toolkit/proof.ts';
import { magnitude } from '../../src/components/widgets/toolkit/text.ts';
import { readFromDisk } from '../../src/models/on-disk.ts';
import { theme, violations, widthOf } from './axe.ts';
import { quiet, watchNetwork, type Lang } from './site.ts';

readFromDisk();

export interface Gate<S extends object> {
  // The words of a widget do not matter here.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  kind: Kind<S, any>;
  /** Where the widget stands with its default scene: the slug of a concept, or a path of a page. */
  concept: string;
  scenes: Readonly<Record<string, { query: string }>>;
  /** The scene that the page shows, when it is not the first. */
  shown?: string;
  /** Typed queries (no pictures) for the comparison on WebGL: at least 30. */
  queries: readonly Query[];
  /** Largest error allowed, times max(1, largest reference value); integers are always exact. */
  tolerance?: number | ((output: string) => number);
  /** The size of the numbers a result is made of, where it may be a small difference of them. */
  scale?: (state: S) => number;
  /** Outputs that the device does not compute. */
  notOnDevice?: readonly string[];
  /** Hash texts refused, and a piece of the message in Chinese. */
  hostile: readonly (readonly [text: string, words: string])[];
  /** Hash texts for the leak gate, waited for and swept over until there are 100. */
  interactions: readonly string[];
  /** Hash texts of further looks of the widget, which axe examines on a phone. */
  looks?: readonly string[];
  /** Right and wrong guesses of “predict first” in the default scene. */
  guesses?: { right: readonly string[]; wrong: readonly string[] };
  /** Decimals to which the HTML of the build rounds an output that would weigh too much, by name. */
  rounded?: Readonly<Record<string, number>>;
  /** Tables of these names hold numbers only while their fold is open; the shape is always there. */
  folded?: RegExp;
  /** Whether the outputs are scalars (`<data data-output>`) instead of tables. */
  scalars?: readonly string[];
}

/** The address of the page of a concept (`pooling`), or of any path (`models/scenes-detector/`). */
export const addressOf = (lang: Lang, place: string): string =>
  `/${lang}/${place.includes('/') ? place : `concepts/${place}/`}`;

export const widgetOf = (page: Page, name: string): Locator =>
  page.locator(`[data-widget="${name}"]`);

export async function ready(page: Page, name: string): Promise<void> {
  await expect(widgetOf(page, name)).toHaveAttribute('data-state', 'ready', { timeout: 60_000 });
}

export interface Answer {
  backend: string;
  state: string;
  error: number;
  tensors: number;
  outputs: Record<string, { shape: string; values: number[] }>;
}

/** For how long a widget may compute one state, in ms. */
const PATIENCE = 180_000;

/**
 * Sets hashes one after the other, waits each time for the widget to settle, reads its contract;
 * its outputs too unless `outputs` is false. The hashes of `hurried` come before them without any
 * waiting: what they ask for is overtaken, that of the last one in any case.
 */
export function ask(
  page: Page,
  name: string,
  hashes: readonly string[],
  outputs = true,
  hurried: readonly string[] = [],
): Promise<Answer[]> {
  return page.evaluate(
    async ([widget, texts, wanted, overtaken, patience]) => {
      const root = document.querySelector<HTMLElement>(`[data-widget="${widget}"]`)!;
      const places = () =>
        wanted ? root.querySelectorAll<HTMLElement>('[data-output]') : ([] as HTMLElement[]);
      const set = async (text: string) => {
        const hash = `#${root.id}?${text}`;
        // The address follows a control a moment later: that it says so already proves nothing.
        if (location.hash === hash) history.replaceState(history.state, '', location.pathname + location.search); // prettier-ignore
        // The widget hears it first: it is busy by then, unless it refused.
        const heard = new Promise((resolve) => {
          addEventListener('hashchange', resolve, { once: true });
        });
        location.hash = hash;
        await heard;
      };
      const settled = (text: string) =>
        new Promise<void>((resolve, reject) => {
          const end = setTimeout(() => reject(new Error(`${text}: it stays ${root.dataset.state}`)), patience); // prettier-ignore
          const look = () => {
            if (root.dataset.state === 'busy' || root.dataset.state === 'loading') return;
            root.removeEventListener('widget:settled', look);
            clearTimeout(end);
            resolve();
          };
          root.addEventListener('widget:settled', look);
          look();
        });
      const answers = [];
      for (const text of overtaken) await set(text);
      for (const [i, text] of texts.entries()) {
        if (i === 0 && overtaken.length > 0) {
          // In one task with the hash before: whatever that began cannot have ended.
          history.replaceState(history.state, '', `#${root.id}?${text}`);
          dispatchEvent(new HashChangeEvent('hashchange'));
        } else await set(text);
        await settled(text);
        const outputs: Record<string, { shape: string; values: number[] }> = {};
        for (const place of places()) {
          const cells = place.matches('data') ? [place] : [...place.querySelectorAll('data')];
          outputs[place.dataset.output!] = {
            shape: place.dataset.shape ?? '',
            values: cells.map((cell) => Number((cell as HTMLDataElement).value)),
          };
        }
        answers.push({
          backend: root.dataset.backend!,
          state: root.dataset.state!,
          error: Number(root.querySelector<HTMLElement>('[data-proof]')!.dataset.maxError),
          tensors: Number(root.dataset.tensors),
          outputs,
        });
      }
      return answers;
    },
    [name, hashes, outputs, hurried, PATIENCE] as const,
  );
}

/** Does something and waits until the widget has settled after it. */
export async function settled(
  page: Page,
  name: string,
  act: () => Promise<unknown>,
): Promise<void> {
  await page.evaluate(() => {
    const marked = window as unknown as { settled: Promise<void> };
    marked.settled = new Promise((resolve) => {
      document.addEventListener('widget:settled', () => resolve(), { once: true });
    });
  });
  await act();
  await page.evaluate(() => (window as unknown as { settled: Promise<void> }).settled);
  await expect(widgetOf(page, name)).not.toHaveAttribute('data-state', /busy|loading/);
}

/** Counts the textures that are alive, at the WebGL calls themselves. */
export async function countTextures(page: Page): Promise<void> {
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

export const textures = (page: Page): Promise<number> =>
  page.evaluate(() => (window as unknown as { liveTextures(): number }).liveTextures());
export const memory = (page: Page): Promise<number> =>
  page.evaluate(() => window.__rf.memory().numTensors);

/** The float64 results that were asked for before in this worker, by widget and query. */
const references = new Map<string, Promise<Outputs>>();

function referenceOf<S extends object>(kind: Kind<S>, query: Query): Promise<Outputs> {
  const about = `${kind.name} ${JSON.stringify(query)}`;
  const known = references.get(about) ?? workOut(kind, query);
  references.set(about, known);
  return known;
}

async function workOut<S extends object>(kind: Kind<S>, query: Query): Promise<Outputs> {
  const { state, problems } = kind.parse(query);
  if (!state) throw new Error(`${JSON.stringify(query)}: ${JSON.stringify(problems)}`);
  await kind.load?.(state);
  return (await kind.reference(state, undefined, async () => true))!;
}

/** Compares what stands in the page with float64; `least` is a tolerance in any case. */
async function judge<S extends object>(
  answer: Answer,
  { kind, tolerance = 1e-6, scale, folded }: Gate<S>,
  query: Query,
  about = JSON.stringify(query),
  least = 0,
): Promise<void> {
  const expected = await referenceOf(kind, query);
  const made = scale?.(kind.parse(query).state!) ?? 0;
  const shown = Object.keys(expected).filter((name) => answer.outputs[name]);
  expect(shown, `${about} shows results`).not.toEqual([]);
  for (const [name, { data, shape }] of Object.entries(expected)) {
    const got = answer.outputs[name];
    if (!got) continue;
    if (got.shape !== '') {
      const size = (text: readonly number[]) => text.filter((n) => n !== 1).join(',');
      expect(size(got.shape.split(',').map(Number)), `${about} ${name}`).toBe(size([...shape]));
    }
    if (folded?.test(name) && got.values.length === 0) continue;
    expect(got.values.length, `${about} ${name}`).toBe(data.length);
    const share = Math.max(typeof tolerance === 'number' ? tolerance : tolerance(name), least);
    const size = magnitude([...data].filter((value) => !Number.isNaN(value)));
    const allowed = data.every(Number.isInteger) ? 0 : share * Math.max(1, size, made);
    // What is NaN on both sides agrees; on one side alone it is not within any tolerance.
    const agrees = (v: number, i: number) => Number.isNaN(v) && Number.isNaN(data[i]);
    const pairs = got.values.map((v, i) => (agrees(v, i) ? [0, 0] : [v, data[i]]));
    const worst = maxError(
      pairs.map(([v]) => v),
      Float64Array.from(pairs, ([, want]) => want),
    );
    const off = pairs.findIndex(([v, want]) => !(Math.abs(v - want) <= allowed));
    const found = `${about} ${name}[${off}]: ${got.values[off]} for ${data[off]}`;
    expect(worst, found).toBeLessThanOrEqual(allowed);
  }
}

/** Names of the outputs that differ between two answers, each with the largest difference. */
export function differences(one: Answer, other: Answer): Record<string, number | string> {
  const found: Record<string, number | string> = {};
  for (const name of new Set([...Object.keys(one.outputs), ...Object.keys(other.outputs)])) {
    const [a, b] = [one.outputs[name], other.outputs[name]];
    const same = a?.shape === b?.shape && a?.values.length === b?.values.length;
    if (!same) found[name] = `${a?.shape ?? 'missing'} and ${b?.shape ?? 'missing'}`;
    else if (!a.values.every((v, i) => Object.is(v, b.values[i]))) {
      found[name] = maxError(a.values, Float64Array.from(b.values));
    }
  }
  return found;
}

/** Declares the gates of a widget. */
export function gates<S extends object>(gate: Gate<S>): void {
  const { kind, concept, scenes } = gate;
  const { name } = kind;
  const address = (lang: Lang) => addressOf(lang, concept);
  const widget = (page: Page) => widgetOf(page, name);
  const names = Object.keys(scenes);
  const shown = gate.shown ?? names[0];
  const queryOf = (text: string): Query =>
    Object.fromEntries(
      text
        .split('&')
        .filter(Boolean)
        .map((part) => part.split(/=(.*)/s, 2) as [string, string]),
    );
  /** Whether a picture goes in that only a browser can read. */
  const pictured = (query: Query) =>
    query.image !== undefined || kind.pictureOf?.(kind.parse(query).state!) !== undefined;
  const hashOf = (query: Query) =>
    queryText(withoutDefaults(kind.texts(kind.parse(query).state!), kind.defaults), kind.keys) ||
    'v=1';

  test.describe('before any script', () => {
    test.use({ javaScriptEnabled: false });
    test('the results of the scene are on the pages of both languages', async ({ page }) => {
      await page.goto(address('zh'));
      await expect(widget(page)).toHaveAttribute('data-state', 'static');
      await expect(widget(page).getByRole('button').first()).toBeHidden();
      if (pictured(queryOf(scenes[shown].query))) {
        await expect(widget(page).locator('.w-map img').first()).toBeVisible();
        return;
      }
      await expect(widget(page).locator('[data-output]:visible, .w-map img:visible')).not.toHaveCount(0); // prettier-ignore
      const expected = await referenceOf(kind, queryOf(scenes[shown].query));
      for (const lang of ['zh', 'en'] as const) {
        // Without scripts nothing can be evaluated in the page either: read its HTML.
        const whole = await (await page.request.get(address(lang))).text();
        const [html] = whole.split(`data-widget="${name}"`)[1].split('data-widget="');
        for (const [output, { data }] of Object.entries(expected)) {
          const place = new RegExp(
            `<table[^>]*data-output="${output}"[\\s\\S]*?</table>|<data[^>]*data-output="${output}"[^>]*>`,
          ).exec(html);
          if (!place || gate.folded?.test(output)) continue;
          const values = [...place[0].matchAll(/<data[^>]*? value="([^"]*)"/g)].map(([, v]) =>
            Number(v),
          );
          const places = gate.rounded?.[output];
          const written = (v: number) => (places === undefined ? v : +v.toFixed(places));
          expect(values.length, `${lang} ${output}`).toBe(data.length);
          const off = values.findIndex((v, i) => !Object.is(v, written(data[i])));
          expect(off, `${lang} ${output}: ${values[off]} for ${data[off]}`).toBe(-1);
        }
        expect(html).toMatch(/data-output="/);
      }
    });
  });

  test('nothing is fetched before interest; what the address may not say is refused in words; every scene computes on this device, in both widths, and says how well', async ({
    page,
  }) => {
    test.setTimeout(240_000);
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error.message));
    page.on('console', (message) => {
      if (/content security policy/i.test(message.text())) errors.push(message.text());
    });
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    watchNetwork(page);
    await page.goto(address('zh'));
    await quiet(page);
    await widget(page).scrollIntoViewIfNeeded();
    await quiet(page);
    const early =
      /tfjs|ops\.|backend-|dist\.|\.wasm|live\.|kind\.|compute\.|controls\.|model\.json|\.bin|\/data\//;
    expect(asked.filter((url) => early.test(url))).toEqual([]);
    await widget(page).locator('.w-title').click();
    await ready(page, name);
    expect(asked.some((url) => /backend-|\.wasm/.test(url))).toBe(true);

    // What the address may not say is refused in words; the last good state stays.
    const [good] = await ask(page, name, [`scene=${names[0]}`]);
    const common = [
      ['colour=1', '不认识参数“colour”'],
      ['scene=nowhere', '不能是“nowhere”'],
      ['v=9', '更新的版本'],
      ['%E0%A4%A', '编码有误'],
    ] as const;
    for (const [text, words] of [...common, ...gate.hostile]) {
      const [answer] = await ask(page, name, [text]);
      await expect(widget(page).locator('[data-error="hash"]'), text).toContainText(words);
      expect(differences(answer, good), text).toEqual({});
    }
    expect(await page.locator('img[src="x"]').count()).toBe(0);
    expect(errors).toEqual([]);
    await ask(page, name, [`scene=${names[0]}&v=1`]);
    await expect(widget(page).locator('[data-error="hash"]')).toBeHidden();

    await page.setViewportSize({ width: 390, height: 900 });
    for (const scene of names) {
      const [answer] = await ask(page, name, [`scene=${scene}`]);
      expect(answer.state, scene).toBe('ready');
      await expect(widget(page).locator('[data-error="hash"]'), scene).toBeHidden();
      const query = queryOf(scenes[scene].query);
      if (!pictured(query)) {
        await judge(answer, gate, query, scene, 1e-5);
      } else expect(answer.error, scene).toBeLessThan(0.05);
      for (const width of [1440, 390]) {
        await page.setViewportSize({ width, height: 900 });
        expect(await widthOf(page), `${scene} at ${width} px`).toBeLessThanOrEqual(width);
      }
    }
    expect(errors).toEqual([]);
    const { origin } = new URL(page.url());
    expect(asked.filter((url) => !/^(data|blob):/.test(url) && !url.startsWith(`${origin}/`))).toEqual([]); // prettier-ignore
  });

  test('reset, link, code in three languages, and the other language keep their promises', async ({
    page,
    context,
  }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.goto(address('en'));
    // What is read: the digits behind are now those of the device.
    const exact = Object.keys(gate.rounded ?? {}).map((name) => `:not([data-output="${name}"])`);
    const output = widget(page)
      .locator(`[data-output]${exact.join('')}`)
      .first();
    const initial = await output.textContent();
    await widget(page).locator('details[data-part="twin"] > summary').click();
    await expect(widget(page)).not.toHaveAttribute('data-backend', 'none', { timeout: 60_000 });
    const code = widget(page).locator('[data-part="code"]');
    const tabs = widget(page).getByRole('tab');
    const seen = new Set([await code.textContent()]);
    await tabs.first().focus();
    for (let i = 1; i < (await tabs.count()); i++) {
      await page.keyboard.press('ArrowRight');
      await expect(tabs.nth(i)).toHaveAttribute('aria-selected', 'true');
      await expect.poll(async () => seen.has(await code.textContent())).toBe(false);
      seen.add(await code.textContent());
    }
    const before = await code.textContent();
    const other = hashOf(gate.queries[0]);
    await ask(page, name, [other]);
    await expect.poll(() => code.textContent()).not.toBe(before);

    await widget(page).getByRole('button', { name: 'Copy link' }).click();
    await expect(widget(page).locator('[data-part="status"]')).toHaveText('Link copied');
    const link = await page.evaluate(() => navigator.clipboard.readText());
    expect(link).toContain(`#${name}?`);
    const [mine] = await ask(page, name, [other]);
    await page.goto('about:blank');
    await page.goto(link.replace('/en/', '/zh/'));
    await ready(page, name);
    const restored = await page.evaluate(() => location.hash.split('?')[1]);
    const [again] = await ask(page, name, [restored]);
    expect(differences(again, mine)).toEqual({});

    await page.goto('about:blank');
    await page.goto(link);
    await ready(page, name);
    await settled(page, name, () => widget(page).getByRole('button', { name: 'Reset' }).click());
    expect(page.url()).not.toContain('#');
    expect(await output.textContent()).toBe(initial);
  });

  if (gate.guesses) {
    const { right, wrong } = gate.guesses;
    test('predict first: covered, marked wrong, marked right', async ({ page }) => {
      await page.goto(address('en'));
      await widget(page).locator('details[data-part="predict"] > summary').click();
      await expect(widget(page)).toHaveAttribute('data-predict', '');
      await expect(widget(page).locator('.w-covered').first()).toBeHidden();
      const verdict = widget(page).locator('[data-part="verdict"]');
      const give = async (guesses: readonly string[]) => {
        const fields = widget(page).locator('[data-guess]');
        for (const [i, guess] of guesses.entries()) await fields.nth(i).fill(guess);
        await widget(page).getByRole('button', { name: 'Check' }).click();
      };
      await give(wrong);
      await expect(verdict).not.toHaveText('');
      const no = await verdict.textContent();
      await expect(widget(page).locator('.w-covered').first()).toBeVisible();
      await give(right);
      await expect(verdict).not.toHaveText(no!);
    });
  }

  test(`${gate.queries.length} combinations on WebGL agree with float64; 100 interactions leave tensors and textures where they were; a lost context is noticed, said and recovered; a wrong value shows`, async ({
    page,
  }) => {
    test.setTimeout(600_000);
    await countTextures(page);
    await page.goto(`${address('en')}?backend=webgl`);
    await ready(page, name);
    const answers = await ask(page, name, gate.queries.map(hashOf));
    for (const [i, answer] of answers.entries()) {
      const query = gate.queries[i];
      const about = JSON.stringify(query);
      expect(answer.backend, about).toBe('webgl');
      expect(answer.state, about).toBe('ready');
      expect(answer.tensors, about).toBe(0);
      await judge(answer, gate, query);
    }

    const { interactions } = gate;
    // A round: each waited for, then three times over all of them in one sweep, as by a hand on a
    // slider. It ends where it began, and shows what it showed then.
    const last = interactions.slice(-1);
    const hurried = Array.from({ length: 3 }, () => interactions)
      .flat()
      .slice(0, -1);
    const round = async (): Promise<void> => {
      const others = await ask(page, name, interactions.slice(0, -1), false);
      const [before] = await ask(page, name, last);
      const [after] = await ask(page, name, last, true, hurried);
      for (const { backend, state } of [...others, before, after]) {
        expect([backend, state]).toEqual(['webgl', 'ready']);
      }
      expect(differences(after, before), 'once overtaken').toEqual({});
    };
    await round(); // textures that are kept for reuse have been made by then
    const before = [await memory(page), await textures(page)];
    for (let done = 0; done < 100; done += 4 * interactions.length) await round();
    expect([await memory(page), await textures(page)]).toEqual(before);
    expect(before[0]).toBe(0);

    await ask(page, name, [hashOf(gate.queries[0])]);
    await widget(page).scrollIntoViewIfNeeded();
    for (const [i, query] of gate.queries.slice(0, 2).entries()) {
      expect(await page.evaluate(() => window.__rf.loseContext())).toBe(true);
      // The first time nobody asks: what is in sight is computed again by itself.
      const proof = widget(page).locator('[data-proof]');
      if (i === 0) await expect(proof).toContainText('was lost', { timeout: 60_000 });
      const [answer] = await ask(page, name, [hashOf(query)]);
      expect(answer).toMatchObject({ backend: 'webgl', state: 'ready' });
      // Another widget of the page may be computing again as well.
      await expect.poll(() => memory(page)).toBe(0);
      await judge(answer, gate, query);
      await expect(proof).toContainText('was lost');
    }
    expect(await memory(page)).toBe(0);

    // The first combination once more, on a GPU that gets one value wrong.
    await page.evaluate(() => {
      const { getBufferSubData } = WebGL2RenderingContext.prototype;
      WebGL2RenderingContext.prototype.getBufferSubData = function (...args: unknown[]) {
        (getBufferSubData as (...all: unknown[]) => void).apply(this, args);
        (args[2] as Float32Array)[0] += 0.25;
      };
    });
    const [wrong] = await ask(page, name, [hashOf(gate.queries[0])]);
    expect(wrong.backend).toBe('webgl');
    expect(wrong.error).toBeGreaterThan(0.2);
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
    await page.goto(`${address('en')}#${name}?${hashOf(gate.queries[0])}`);
    await ready(page, name);
    await expect(widget(page)).toHaveAttribute('data-backend', /wasm|cpu/);
    await expect(widget(page).locator('[data-proof]')).toContainText('no usable WebGL');
    const answers = await ask(page, name, gate.queries.slice(0, 5).map(hashOf));
    for (const [i, answer] of answers.entries()) {
      const query = gate.queries[i];
      await judge(answer, gate, query);
    }
    const backend = widget(page).locator('[name="backend"]');
    await backend.selectOption('cpu');
    await expect(widget(page)).toHaveAttribute('data-backend', 'cpu', { timeout: 30_000 });
    await ready(page, name);
    const [answer] = await ask(page, name, [hashOf(gate.queries[1])]);
    await judge(answer, gate, gate.queries[1], 'cpu');
  });

  test('axe and targets, phone and desktop, light and dark, every fold open', async ({ page }) => {
    test.setTimeout(180_000);
    watchNetwork(page);
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(`${address('zh')}#${name}?${hashOf(gate.queries[0])}`);
    await ready(page, name);
    for (const fold of await widget(page).locator('details > summary').all()) {
      if (await fold.isVisible()) await fold.click();
    }
    await quiet(page);
    for (const width of [390, 1440]) {
      await page.setViewportSize({ width, height: 844 });
      expect(await widthOf(page)).toBeLessThanOrEqual(width);
      const small = await widget(page).evaluate((root) =>
        [...root.querySelectorAll<HTMLElement>('button, select, input, summary, .w-scenes a')]
          .filter((element) => element.checkVisibility())
          .map((element) => ({
            html: element.outerHTML.slice(0, 80),
            box: element.getBoundingClientRect(),
          }))
          .filter(({ box }) => box.width < 24 || box.height < 24)
          .map(({ html }) => html),
      );
      expect(small, `targets of at least 24 px at ${width} px`).toEqual([]);
    }
    // The rows of a table of numbers are alike: what holds for the first twelve holds for all.
    await widget(page).evaluate((root) => {
      for (const row of root.querySelectorAll('table[data-output] tr:nth-child(n + 13)')) {
        row.remove();
      }
    });
    const within = `[data-widget="${name}"]`;
    // Each theme in one of the widths: structure and contrast are looked at in both.
    for (const [width, scheme] of [
      [1440, 'light'],
      [390, 'dark'],
    ] as const) {
      await page.setViewportSize({ width, height: 844 });
      await theme(page, scheme);
      expect(await violations(page, { within }), `${width} px, ${scheme}`).toEqual([]);
    }
    // As a reader sees them, folds closed: a table of all numbers of a picture has thousands of cells.
    await widget(page).evaluate((root) => {
      for (const fold of root.querySelectorAll('details')) fold.open = false;
    });
    for (const look of gate.looks ?? []) {
      await ask(page, name, [look], false);
      expect(await violations(page, { within }), look).toEqual([]);
    }
  });
}
