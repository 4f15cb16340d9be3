/**
 * The offline copy: the eleven checks of its design, by number, and check 23 of the notebooks. The
 * network is a host that goes away; nothing it sends may be stored by the browser itself.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test, type Page } from '@playwright/test';
import { filesOf, sumOf, type Manifest } from '../../src/offline/plan.ts';
import { violations, widthOf } from './axe.ts';
import { filesBelow, Host, variant } from './offline-site.ts';
import { LANGS } from './site.ts';

test.use({ serviceWorkers: 'allow', storageState: { cookies: [], origins: [] } });
test.describe.configure({ mode: 'default' });

mkdirSync('.cache', { recursive: true });
const folder = mkdtempSync(path.resolve('.cache/offline-'));
const [A, B] = ['a', 'b'].map((name) => path.join(folder, name));
const hosts: Host[] = [];

/** What B has changed: the text of every page, a style, the names of the search. */
const changed = (name: string, text: string): string =>
  name.endsWith('.html')
    ? text.replace('</body>', '<i hidden data-version="B"></i></body>')
    : name.endsWith('.json')
      ? `${text} `
      : text;

async function host(of: string, base = '/'): Promise<Host> {
  const made = new Host(of, base);
  await made.up();
  hosts.push(made);
  return made;
}

test.beforeAll(async () => {
  await variant(A);
  await variant(B, changed);
});
test.afterEach(async () => {
  for (const each of hosts.splice(0)) await each.down();
});
test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

const manifestOf = (site: string): Manifest =>
  JSON.parse(readFileSync(path.join(site, 'offline.json'), 'utf8'));

/** Waits until the worker serves the page and has kept what the page had loaded before. */
async function ready(page: Page): Promise<void> {
  await page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated');
  const here = new URL(page.url()).pathname;
  await expect.poll(() => keptPaths(page), { timeout: 20_000 }).toContain(fileOf(here));
}

const fileOf = (pathname: string) =>
  `${pathname.slice(1)}${pathname.endsWith('/') ? 'index.html' : ''}`;

/** The paths that the active worker says it keeps. */
const keptPaths = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    const { active } = await navigator.serviceWorker.ready;
    const { port1, port2 } = new MessageChannel();
    active!.postMessage({ type: 'state' }, [port2]);
    return new Promise<string[]>((resolve) => {
      port1.onmessage = ({ data }) => resolve(data.result.kept);
    });
  });

/** Every entry of Cache Storage: cache, address, type of response. */
const entries = (page: Page) =>
  page.evaluate(async () => {
    const all: { cache: string; url: string; type: string; bytes: number }[] = [];
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) {
        const response = (await cache.match(request))!;
        const bytes = (await response.arrayBuffer()).byteLength;
        all.push({ cache: name, url: request.url, type: response.type, bytes });
      }
    }
    return all;
  });

const versionOf = (page: Page) =>
  page.evaluate(() => document.querySelector<HTMLElement>('[data-version]')?.dataset.version ?? 'A'); // prettier-ignore

/** Opens the offline page and takes everything. */
async function takeAll(page: Page, site: Host, lang = 'zh'): Promise<void> {
  await page.goto(`${site.address}${lang}/offline/`);
  await page.locator('[data-take]').click();
  await expect(page.locator('[data-part="all"] td').last()).toHaveText(lang === 'zh' ? '全部' : 'all', { timeout: 120_000 }); // prettier-ignore
}

test('1: every file of the list answers 200 with the content of its hash; none is left out', async () => {
  const site = await host('dist');
  const files = filesOf(manifestOf('dist'));
  for (const { path: name, hash, bytes } of files.values()) {
    const response = await fetch(site.address + encodeURI(name));
    const body = Buffer.from(await response.arrayBuffer());
    const sha = createHash('sha256').update(body).digest().subarray(0, 16).toString('base64url');
    expect({ name, status: response.status, sha, bytes: body.length }).toEqual({ name, status: 200, sha: hash, bytes }); // prettier-ignore
  }
  const left = filesBelow('dist').filter((name) => !files.has(name));
  expect(left.filter((name) => !/^(og\/|sitemap|pagefind\/pagefind-)/.test(name)).sort()).toEqual(['llms.txt', 'offline.json', 'robots.txt', 'sw.js']); // prettier-ignore
});

test('2 and 23: with no network in both languages: pages not visited, search, a widget, a model, a notebook on WebGL, KaTeX fonts, 404', async ({
  page,
  context,
}) => {
  test.setTimeout(240_000);
  const site = await host('dist');
  const start = Date.now();
  await takeAll(page, site);
  console.log(`the whole handbook from a local server: ${((Date.now() - start) / 1000).toFixed(1)} s`); // prettier-ignore
  await page.close();
  await site.down();
  const problems: string[] = [];
  const tab = await context.newPage();
  tab.on('console', (message) => {
    if (message.type() === 'error' && !/404|ERR_CONNECTION_REFUSED/.test(message.text())) problems.push(message.text()); // prettier-ignore
  });
  tab.on('pageerror', ({ message }) => problems.push(message));

  for (const lang of LANGS) {
    await tab.goto(`${site.address}${lang}/concepts/attention-mechanism/`);
    await expect(tab.locator('#question')).toBeVisible();
    const fonts = await tab.evaluate(async () => {
      await document.fonts.ready;
      return [...document.fonts].filter(({ status, family }) => status === 'loaded' && family.startsWith('KaTeX')).length; // prettier-ignore
    });
    expect(fonts, 'fonts of formulas').toBeGreaterThan(0);

    await tab.goto(`${site.address}${lang}/search/?q=${lang === 'zh' ? '池化' : 'pooling'}`);
    const results = tab.locator('[data-search-page] [data-search-results]');
    await expect(results.locator('[data-concept="pooling"]').first()).toBeVisible();
    await expect(results).toHaveAttribute('data-state', 'done', { timeout: 30_000 });
    await expect(results.locator('a[href*="/concepts/"][href*="#"]').first()).toBeVisible();

    const missing = await tab.goto(`${site.address}${lang}/no/such/page/`);
    expect(missing!.status()).toBe(404);
    await expect(tab.locator('h1')).toContainText('没有这一页');
  }

  await tab.goto(`${site.address}zh/concepts/convolution/?view=both#convolution?stride=2`);
  const widget = tab.locator('[data-widget="convolution"]').first();
  await expect(widget).toHaveAttribute('data-state', 'ready', { timeout: 60_000 });
  await expect(tab.locator('.side').first()).toBeVisible();

  await tab.goto(`${site.address}en/models/scenes-segmenter/#segmenter?seed=2`);
  const model = tab.locator('[data-widget="segmenter"]').first();
  await expect(model).toHaveAttribute('data-state', 'ready', { timeout: 60_000 });

  await tab.goto(`${site.address}en/notebooks/tensors/?backend=webgl`);
  await expect(tab.locator('[data-notebook]')).toHaveAttribute('data-live', '');
  const cell = tab.locator('[data-cell]').first();
  await cell.locator('[data-action="run"]').click();
  await expect(cell).toHaveAttribute('data-state', 'ok', { timeout: 90_000 });
  await expect(tab.locator('[data-notebook]')).toHaveAttribute('data-backend', 'webgl');
  expect(problems).toEqual([]);
});

test('2 below a base path: a page not visited and the way in, with no network', async ({
  page,
}) => {
  const below = path.join(folder, 'base');
  await variant(below, undefined, '/receptive-field/');
  const site = await host(below, '/receptive-field/');
  await page.setViewportSize({ width: 390, height: 844 });
  await takeAll(page, site, 'en');
  expect(await widthOf(page), 'the table fits on a phone').toBeLessThanOrEqual(390);
  await site.down();
  await page.goto(`${site.address}en/concepts/pooling`);
  await expect(page).toHaveURL(`${site.address}en/concepts/pooling/`);
  await expect(page.locator('#question')).toBeVisible();
  await page.goto(site.address);
  await expect(page).toHaveURL(`${site.address}zh/`);
  const scopes = (await entries(page)).map(({ cache }) => cache.split(' ')[1]);
  expect(new Set(scopes)).toEqual(new Set(['/receptive-field/']));
});

test('visited pages are kept without being asked for; others say in the reader’s language that they are not', async ({
  page,
}) => {
  const site = await host(A);
  await page.goto(`${site.address}en/concepts/pooling/`);
  await ready(page);
  await page.goto(`${site.address}zh/about/`);
  await expect.poll(() => keptPaths(page)).toContain('zh/about/index.html');
  await site.down();
  await page.goto(`${site.address}en/concepts/pooling/`);
  await expect(page.locator('#question')).toBeVisible();
  await expect(page.locator('select[name="theme"]'), 'the script of the frame').toBeVisible();
  // Concepts alone have that script; the shell does not bring it.
  await expect(page.locator('pre + .copy').first(), 'its own script came too').toBeVisible();
  await page.goto(`${site.address}zh/about/`);
  await expect(page.locator('h1')).toHaveText('关于这本手册');
  await page.keyboard.press('/');
  await page.locator('[data-search] input').fill('池化');
  await expect(page.locator('[data-search] [data-concept="pooling"]').first()).toBeVisible();

  await page.goto(`${site.address}en/concepts/convolution/?view=both`);
  await expect(page.locator('[data-missing]')).toContainText('This page is not stored on this device'); // prettier-ignore
  await expect(page.locator('[data-asked]')).toHaveText('/en/concepts/convolution/');
  await expect(page.locator('[data-kept] a', { hasText: /pooling/i })).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await page.goto(`${site.address}zh/concepts/convolution/`);
  await expect(page.locator('[data-missing]')).toContainText('这一页还没有存到本机');
  await site.up();
  await page.locator('[data-retry]').click();
  await expect(page).toHaveURL(`${site.address}zh/concepts/convolution/`);
  await expect(page.locator('#question')).toBeVisible();
});

test('3: a new version waits; the old tab stays whole; once accepted, the new one is whole and the old one gone', async ({
  page,
  context,
}) => {
  const site = await host(A);
  await takeAll(page, site);
  await page.goto(`${site.address}zh/concepts/pooling/`);
  site.folder = B;
  await page.goto(`${site.address}zh/about/`);
  expect(await versionOf(page)).toBe('A');
  const offer = page.locator('.offline-offer');
  await expect(offer).toContainText('新版本已备好', { timeout: 30_000 });
  await expect(offer).not.toContainText('没能下载');
  expect(await violations(page)).toEqual([]);

  // Nothing of B before the reader agrees: pages, and the files that have no hash in their names.
  const second = await context.newPage();
  for (const each of ['en/concepts/convolution/', 'zh/', 'en/about/']) {
    await second.goto(site.address + each);
    expect(await versionOf(second), each).toBe('A');
  }
  const names = await second.evaluate(async (url) => (await fetch(url)).text(), `${site.address}search/names.json`); // prettier-ignore
  expect(names).toBe(readFileSync(path.join(A, 'search/names.json'), 'utf8'));

  await offer.getByRole('button', { name: '更新' }).click();
  await expect.poll(() => versionOf(page).catch(() => '')).toBe('B');
  await expect.poll(() => versionOf(second).catch(() => ''), 'the other tab').toBe('B');
  await expect(offer).toHaveCount(0);
  const wanted = new Set([...filesOf(manifestOf(B)).values()].map(({ hash }) => hash));
  const there = () =>
    entries(page).then((all) => all.map(({ url }) => /offline\/([\w-]+)/.exec(url)?.[1] ?? ''));
  await expect.poll(async () => (await there()).filter((hash) => hash && !wanted.has(hash)).length).toBe(0); // prettier-ignore
  expect(new Set((await there()).filter(Boolean)), 'all of B was taken over').toEqual(wanted);
  expect((await entries(page)).filter(({ cache }) => / v-/.test(cache))).toHaveLength(2);

  await site.down();
  await page.goto(`${site.address}en/concepts/convolution/`);
  expect(await versionOf(page)).toBe('B');
});

test('3: a page that only the new version has comes whole from there, and nothing of it is kept', async ({
  page,
}) => {
  const site = await host(A);
  await page.goto(`${site.address}zh/`);
  await ready(page);
  // The new version cannot be installed yet, so that only the network has it.
  site.broken.set('offline.json', 500);
  site.folder = B;
  await page.goto(`${site.address}zh/concepts/pooling/`);
  expect(await versionOf(page)).toBe('B');
  const names = await page.evaluate(async (url) => (await fetch(url)).text(), `${site.address}search/names.json`); // prettier-ignore
  expect(names, 'its files are those of its version').toBe(readFileSync(path.join(B, 'search/names.json'), 'utf8')); // prettier-ignore
  expect(await keptPaths(page)).not.toContain('zh/concepts/pooling/index.html');
  await page.goto(`${site.address}zh/`);
  expect(await versionOf(page)).toBe('A');
  await page.evaluate(async () => (await navigator.serviceWorker.ready).update().catch(() => 0));
  await page.goto(`${site.address}zh/`);
  expect(await versionOf(page)).toBe('A');
});

for (const [what, spoil] of [
  ['answers 500', (site: Host) => void site.broken.set('search/names.json', 500)],
  [
    'is not what the list says',
    () => writeFileSync(path.join(folder, 'c/search/names.json'), '{"other":1}'),
  ],
] as const) {
  test(`4: one file of the shell ${what} during install: the old version stays whole`, async ({
    page,
  }) => {
    const C = path.join(folder, 'c');
    await variant(C, changed);
    const site = await host(A);
    await takeAll(page, site);
    const before = (await entries(page)).map(({ url }) => url).sort();
    site.folder = C;
    spoil(site);
    const failed = await page.evaluate(async () => {
      const registration = await navigator.serviceWorker.ready;
      const end = new Promise<string>((resolve) => {
        registration.addEventListener('updatefound', () => {
          const { installing } = registration;
          installing!.addEventListener('statechange', () => resolve(installing!.state));
        });
      });
      void registration.update().catch(() => undefined);
      return end;
    });
    expect(failed).toBe('redundant');
    expect((await entries(page)).map(({ url }) => url).sort()).toEqual(before);
    await expect(page.locator('.offline-offer')).toHaveCount(0);
    await site.down();
    await page.goto(`${site.address}en/concepts/convolution/`);
    expect(await versionOf(page)).toBe('A');
    await expect(page.locator('#question')).toBeVisible();
  });
}

test('5: a full storage is told with what is free; what was stored stays, and it goes on later', async ({
  page,
}) => {
  const site = await host(A);
  await page.goto(`${site.address}zh/offline/`);
  await ready(page);
  const devtools = await page.context().newCDPSession(page);
  const { origin } = new URL(site.address);
  const { usage } = await devtools.send('Storage.getUsageAndQuota', { origin });
  await devtools.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: usage + 3_000_000 });
  await page.locator('[data-take]').click();
  await expect(page.locator('[data-status]')).toContainText(/存储空间满了：浏览器还剩约 [\d.]+ MB，还要 [\d.]+ MB/, { timeout: 60_000 }); // prettier-ignore
  const kept = await keptPaths(page);
  expect(kept.length).toBeGreaterThan(manifestOf(A).shell.length);
  const files = filesOf(manifestOf(A));
  const stored = new Map((await entries(page)).map(({ url, bytes }) => [/offline\/([\w-]+)/.exec(url)?.[1], bytes])); // prettier-ignore
  for (const each of kept) expect(stored.get(files.get(each)!.hash), each).toBe(files.get(each)!.bytes); // prettier-ignore
  expect(await violations(page)).toEqual([]);

  // Some browsers do not say what is free; no number is made up then.
  await page.evaluate(() => {
    Object.defineProperty(navigator.storage, 'estimate', { value: undefined });
  });
  await page.locator('[data-take]').click();
  await expect(page.locator('[data-status]')).toContainText(/存储空间满了，还要 [\d.]+ MB/, { timeout: 60_000 }); // prettier-ignore

  await devtools.send('Storage.overrideQuotaForOrigin', { origin });
  await page.reload();
  await page.locator('[data-take]').click();
  await expect(page.locator('[data-status]')).toContainText('整本手册都在本机了', { timeout: 60_000 }); // prettier-ignore
});

test.describe('6', () => {
  // The policy of the pages refuses other hosts already; without it the worker has to.
  test.use({ bypassCSP: true });
  test('6: nothing of another origin and nothing opaque is ever stored', async ({ page }) => {
    const other = await host(A);
    const site = await host(A);
    await page.goto(`${site.address}zh/`);
    await ready(page);
    await page.evaluate(async (address) => {
      await fetch(`${address}favicon.svg`, { mode: 'no-cors' });
      const { active } = await navigator.serviceWorker.ready;
      const { port1, port2 } = new MessageChannel();
      const addresses = [`${address}zh/about/`, `${address}x`];
      active!.postMessage({ type: 'visited', addresses }, [port2]);
      await new Promise((resolve) => (port1.onmessage = resolve));
    }, other.address);
    expect(other.asked).toEqual(['favicon.svg']);
    const all = await entries(page);
    expect(all.length).toBeGreaterThan(10);
    const { origin } = new URL(site.address);
    const foreign = all.filter(({ url, type }) => !url.startsWith(origin) || type !== 'default');
    expect(foreign).toEqual([]);
  });
});

test('7: the reader removes what is stored, or all of it with the worker, and can switch it on again', async ({
  page,
}) => {
  const site = await host(A);
  await takeAll(page, site, 'en');
  await page.getByRole('button', { name: 'Remove what is stored' }).click();
  await expect(page.locator('[data-cleared]')).toContainText('Removed.');
  expect((await keptPaths(page)).sort()).toEqual(manifestOf(A).shell);
  await page.getByRole('button', { name: 'Remove everything and switch off' }).click();
  await expect(page.locator('[data-status]')).toContainText('switched off');
  const left = () =>
    page.evaluate(async () => [
      await caches.keys(),
      (await navigator.serviceWorker.getRegistrations()).length,
    ]);
  await expect.poll(left).toEqual([[], 0]);
  await page.goto(`${site.address}en/about/`);
  await page.waitForTimeout(1000);
  expect(await left()).toEqual([[], 0]);
  await page.goto(`${site.address}en/offline/`);
  await page.getByRole('button', { name: 'Switch reading offline on' }).click();
  await expect(page.locator('[data-take]')).toBeEnabled();
  expect((await left())[1]).toBe(1);
});

test('7: a deploy made with OFFLINE=off removes worker and caches from every reader', async ({
  page,
}) => {
  test.setTimeout(150_000);
  const { offScript } = await import('../../tools/build/offline.ts');
  const off = path.join(folder, 'off');
  await variant(off);
  rmSync(path.join(off, 'offline.json'));
  writeFileSync(path.join(off, 'sw.js'), await offScript());
  const site = await host(A);
  await page.goto(`${site.address}zh/about/`);
  await ready(page);
  site.folder = off;
  // The pages of such a build register nothing; those of this folder would.
  for (const name of filesBelow(off)) if (/\/client\.[\w-]+\.js$/.test(name)) site.broken.set(name, 404); // prettier-ignore
  await page.goto(`${site.address}zh/`);
  const left = () =>
    page
      .evaluate(async () => [
        await caches.keys(),
        (await navigator.serviceWorker.getRegistrations()).filter(({ active }) => active).length,
      ])
      .catch(() => undefined);
  await expect.poll(left, { timeout: 90_000 }).toEqual([[], 0]);
});

test('8: the script and the indexes of Pagefind agree', async ({ page }) => {
  const site = await host(A);
  await takeAll(page, site);
  await site.down();
  const { script, entry } = await page.evaluate(async (base) => {
    const text = async (name: string) => (await fetch(`${base}pagefind/${name}`)).text();
    return {
      script: await text('pagefind.js'),
      entry: JSON.parse(await text('pagefind-entry.json?ts=1234')),
    };
  }, site.address);
  expect(script).toContain(`"${entry.version}"`);
  for (const { hash } of Object.values(entry.languages as Record<string, { hash: string }>))
    expect([...filesOf(manifestOf(A)).keys()]).toContain(`pagefind/pagefind.${hash}.pf_meta`);
});

test('9: the shell is at most 300 kB and the whole handbook at most 25 MB as sent', async ({
  page,
}) => {
  const manifest = manifestOf('dist');
  const files = filesOf(manifest);
  const shell = sumOf(manifest.shell.map((name) => files.get(name)!));
  const list = gzipSync(readFileSync('dist/offline.json')).length;
  const worker = gzipSync(readFileSync('dist/sw.js')).length;
  const whole = sumOf(files.values());
  console.log(`shell ${shell.sent / 1000} kB in ${shell.files} files, list ${list / 1000} kB, worker ${worker / 1000} kB; whole ${whole.sent / 1e6} MB sent, ${whole.bytes / 1e6} MB kept`); // prettier-ignore
  expect(shell.sent + list + worker).toBeLessThanOrEqual(300_000);
  expect(whole.sent).toBeLessThanOrEqual(25_000_000);

  const site = await host(A);
  await page.goto(`${site.address}zh/`);
  await ready(page);
  const stored = (await entries(page)).reduce((sum, { bytes }) => sum + bytes, 0);
  expect(stored).toBeLessThan(2_000_000);
});

test('10: the dev server has no worker, and removes one that a built site left', async ({
  page,
}) => {
  test.setTimeout(180_000);
  const site = await host(A);
  const { port } = new URL(site.address);
  await takeAll(page, site);
  await site.down();
  const dev = spawn('astro', ['dev', '--port', port, '--host', '127.0.0.1'], {
    env: { ...process.env, PATH: `${path.resolve('node_modules/.bin')}:${process.env.PATH}`, ASTRO_DEV_BACKGROUND: '0' }, // prettier-ignore
    stdio: 'ignore',
  });
  try {
    const answers = () =>
      fetch(`${site.address}sw.js`).then(
        (response) => response.text(),
        () => '',
      );
    await expect.poll(answers, { timeout: 90_000 }).toContain('unregister');
    await page.goto(`${site.address}zh/about/`).catch(() => undefined);
    const left = () =>
      page
        .evaluate(async () => [
          await caches.keys(),
          (await navigator.serviceWorker.getRegistrations()).filter(({ active }) => active).length,
          document.querySelector('script[src*="@vite/client"]') !== null,
        ])
        .catch(() => undefined);
    await expect.poll(left, { timeout: 60_000 }).toEqual([[], 0, true]);
    await page.waitForTimeout(1500);
    expect(await left(), 'it is not registered again').toEqual([[], 0, true]);
  } finally {
    dev.kill();
  }
});

test('11: nothing of it is fetched before the page has loaded; at most 2.5 kB of scripts then', async ({
  page,
}) => {
  const site = await host(A);
  await page.addInitScript(() => {
    const { register } = ServiceWorkerContainer.prototype;
    ServiceWorkerContainer.prototype.register = function (...parameters) {
      Object.assign(window, { registeredAt: performance.now() });
      return register.apply(this, parameters);
    };
  });
  // The page waits for its fonts: an idle moment comes before it has loaded.
  await page.route('**/*.woff2', async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 1500));
    await route.continue();
  });
  await page.goto(`${site.address}zh/concepts/convolution/`);
  await ready(page);
  const { loaded, registered, scripts } = await page.evaluate(() => {
    const [navigation] = performance.getEntriesByType(
      'navigation',
    ) as PerformanceNavigationTiming[];
    const late = performance
      .getEntriesByType('resource')
      .filter(({ startTime }) => startTime > navigation.loadEventStart);
    return {
      loaded: navigation.loadEventStart,
      registered: (window as unknown as { registeredAt: number }).registeredAt,
      scripts: late.map(({ name }) => name).filter((name) => name.endsWith('.js')),
    };
  });
  expect(registered).toBeGreaterThan(loaded);
  expect(scripts.some((name) => /\/client\./.test(name))).toBe(true);
  const bytes = scripts.map((name) => gzipSync(readFileSync(path.join(A, new URL(name).pathname))).length); // prettier-ignore
  console.log(`client: ${bytes.join(' + ')} bytes`);
  expect(bytes.reduce((a, b) => a + b, 0)).toBeLessThanOrEqual(2500);
});

test('taking everything can be paused, goes on after a reload, by keyboard too', async ({
  page,
}) => {
  const site = await host(A);
  await page.goto(`${site.address}zh/offline/`);
  const take = page.locator('[data-take]');
  const pause = page.locator('[data-pause]');
  await expect(take).toBeEnabled();
  await take.focus();
  await page.keyboard.press('Enter');
  await expect(pause).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.locator('[data-status]')).toContainText('已暂停');
  await expect(take).toBeFocused();
  const before = (await keptPaths(page)).length;
  expect(before).toBeLessThan(filesOf(manifestOf(A)).size);
  expect(before, 'what was on its way is kept').toBeGreaterThan(manifestOf(A).shell.length);
  await page.reload();
  await expect(take).toBeEnabled();
  expect((await keptPaths(page)).length).toBeGreaterThanOrEqual(before);
  const asked = site.asked.length;
  await take.click();
  await expect(page.locator('[data-status]')).toContainText('整本手册都在本机了', { timeout: 60_000 }); // prettier-ignore
  expect(site.asked.length - asked, 'what is there is not fetched again').toBeLessThanOrEqual(filesOf(manifestOf(A)).size - before + 5); // prettier-ignore
  await expect(page.locator('progress')).toHaveAttribute('max', '1');
  expect(await page.locator('progress').evaluate((bar: HTMLProgressElement) => bar.value)).toBe(1);
});

test('where there is no service worker the page says so, and the rest goes on', async ({
  page,
}) => {
  const site = await host(A);
  // What a browser has at http addresses: neither of these.
  await page.addInitScript(() => {
    Reflect.deleteProperty(Navigator.prototype, 'serviceWorker');
    Reflect.deleteProperty(window, 'caches');
  });
  const errors: string[] = [];
  page.on('pageerror', ({ message }) => errors.push(message));
  await page.goto(`${site.address}zh/offline/`);
  await expect(page.locator('[data-status]')).toContainText('这里不能离线阅读');
  await expect(page.locator('[data-take]')).toBeDisabled();
  await page.goto(`${site.address}zh/about/`);
  await page.keyboard.press('/');
  await expect(page.locator('[data-search]')).toBeVisible();
  expect(errors).toEqual([]);
});
