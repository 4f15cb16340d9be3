/**
 * The unpacked package: below a deep path of a server that knows nothing of it, by its own server,
 * over plain http from another name (no secure context), and from disk.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test, type Page } from '@playwright/test';
import { packageFiles, writeFiles, type Files } from '../../tools/package/site.ts';

const HOST = 'handbook.test';
const BELOW = '/a/b/c/';
const folder = path.resolve('test-results/package');
/** Beside the folder, under a name that begins like it. */
const secret = `${folder}-secret.txt`;

test.use({
  launchOptions: {
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: ['--no-sandbox', `--host-resolver-rules=MAP ${HOST} 127.0.0.1`],
  },
});
// One worker unpacks once for all.
test.describe.configure({ mode: 'default' });

const TYPES: Record<string, string> = {
  html: 'text/html',
  css: 'text/css',
  js: 'text/javascript',
  json: 'application/json',
  svg: 'image/svg+xml',
  wasm: 'application/wasm',
};

/** What any static server does below `BELOW`; `notFound` is its page for what is not there. */
function foreign(notFound?: string): Promise<Server> {
  const server = createServer(async ({ url, method }, response) => {
    const { pathname } = new URL(url!, 'http://localhost');
    const send = (status: number, type: string, body?: Uint8Array | string) => {
      response.writeHead(status, { 'Content-Type': type });
      response.end(method === 'HEAD' ? undefined : body);
    };
    const name = decodeURIComponent(pathname).slice(BELOW.length);
    const file = path.join(folder, name.endsWith('/') || name === '' ? `${name}index.html` : name);
    try {
      if (!pathname.startsWith(BELOW)) throw new Error('outside');
      send(200, TYPES[path.extname(file).slice(1)] ?? 'text/plain', await readFile(file));
    } catch {
      if (notFound) send(404, TYPES.html, await readFile(path.join(folder, notFound)));
      else send(404, 'text/plain', 'Not here');
    }
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

const portOf = (server: Server): number => (server.address() as AddressInfo).port;

let files: Files;
let plain: Server;
let own: { process: ChildProcess; port: number };

test.beforeAll(async () => {
  await rm(folder, { recursive: true, force: true });
  files = await packageFiles('dist', '0.0.0');
  await writeFiles(folder, files);
  plain = await foreign();
  const child = spawn(process.execPath, [path.join(folder, 'serve.mjs'), '--port', '0']);
  const said = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (text: Buffer) => {
      if (text.includes('http://')) resolve(text.toString());
    });
    child.on('error', reject);
    child.on('exit', (code) => reject(new Error(`serve.mjs ended with ${code}`)));
  });
  own = { process: child, port: Number(/http:\/\/localhost:(\d+)\//.exec(said)![1]) };
});

test.afterAll(async () => {
  plain?.close();
  own?.process.kill();
  await rm(folder, { recursive: true, force: true });
});

/** Collects what must not happen on a page that may only ask for addresses below `root`. */
function watch(page: Page, root: string): string[] {
  const problems: string[] = [];
  page.on('pageerror', ({ message }) => {
    // Leaving a page while its transition still runs ends the transition, as it should.
    if (!/^Transition was (?:aborted|skipped)/.test(message)) problems.push(message);
  });
  page.on('console', (message) => {
    if (/error|warning/.test(message.type())) problems.push(message.text());
  });
  page.on('request', (asked) => {
    const url = asked.url();
    if (/^https?:/.test(url) && !url.startsWith(root)) problems.push(`outside: ${url}`);
  });
  page.on('response', (answer) => {
    if (answer.status() >= 400) problems.push(`${answer.status()} ${answer.url()}`);
  });
  return problems;
}

const SERVERS = {
  'a foreign server, below a path': () => `http://${HOST}:${portOf(plain)}${BELOW}`,
  'serve.mjs': () => `http://${HOST}:${own.port}/`,
};

for (const [name, rootOf] of Object.entries(SERVERS)) {
  test.describe(`over plain http on ${name}`, () => {
    let root: string;
    let problems: string[];
    test.beforeEach(({ page }) => {
      root = rootOf();
      problems = watch(page, root);
    });
    test.afterEach(() => expect(problems).toEqual([]));

    test('from the choice of language to a widget in the other language', async ({ page }) => {
      await page.goto(root);
      await page.waitForURL(`${root}zh/`);
      expect(await page.evaluate(() => isSecureContext)).toBe(false);
      await page.locator('.site-nav a').first().click();
      await page.waitForURL(`${root}zh/concepts/`);
      await page.locator('main a[href*="concepts/convolution/"]').first().click();
      await page.waitForURL(`${root}zh/concepts/convolution/`);

      const widget = page.locator('[data-widget="convolution"]');
      await page.goto(`${root}zh/concepts/convolution/#convolution?scene=stride-2`);
      await expect(widget).toHaveAttribute('data-state', 'ready', { timeout: 30_000 });
      await expect(widget.locator('table[data-output="y"]')).toHaveAttribute('data-shape', /^2,2/);

      await page.locator('[data-language-switch]').click();
      await page.waitForURL(`${root}en/concepts/convolution/#convolution?scene=stride-2`);
      await expect(widget).toHaveAttribute('data-state', 'ready', { timeout: 30_000 });
    });

    test('another chapter, both languages side by side, and a copied formula', async ({ page }) => {
      await page.goto(`${root}en/concepts/pooling/`);
      // Held as an element: what makes it this one goes when it opens.
      const list = (await page
        .locator('details:has([data-chapter-list]):not([open])')
        .first()
        .elementHandle())!;
      await (await list.$('summary'))!.click();
      const inChapter = await list.waitForSelector('li a:not([data-chapter-list])');
      const target = await inChapter.evaluate((a) => (a as HTMLAnchorElement).href);
      expect(target).toMatch(new RegExp(`^${root}en/concepts/[\\w-]+/$`));

      await page.locator('[data-side-by-side]').click();
      const other = page.locator('.prose section.side a[href*="/zh/concepts/"]').first();
      await expect(other).toBeAttached();
      const { href } = (await other.evaluate((a) => ({ href: (a as HTMLAnchorElement).href })))!;
      expect(href.startsWith(`${root}zh/concepts/`), href).toBe(true);

      const copy = page.locator('.math-display + .copy').first();
      await copy.click();
      await expect(copy).toHaveText('Copied');
      await page.keyboard.press('/');
      await page.locator('[data-search] input').press('Control+v');
      const tex = await page.locator('.math-display').first().getAttribute('data-tex');
      // The box has one line: the browser pastes line ends as spaces.
      await expect(page.locator('[data-search] input')).toHaveValue(tex!.replaceAll('\n', ' '));
    });

    test('search by name and by text, in the dialog and on its page', async ({ page }) => {
      await page.goto(`${root}zh/about/`);
      await page.keyboard.press('/');
      await page.locator('[data-search] input').fill('过拟合');
      const results = page.locator('[data-search] [data-search-results]');
      await expect(results).toHaveAttribute('data-state', 'done');
      const found = results.locator('[data-concept="overfitting"]');
      expect(await found.evaluate((a) => (a as HTMLAnchorElement).href)).toBe(
        `${root}zh/concepts/overfitting/`,
      );
      const section = results.locator('[data-result="section"]').first();
      expect(await section.evaluate((a) => (a as HTMLAnchorElement).href)).toMatch(
        new RegExp(`^${root}zh/`),
      );
      await section.click();
      await page.waitForURL(new RegExp(`^${root}zh/(?!about)`));

      await page.goto(`${root}en/search/?q=skip+connection`);
      const list = page.locator('[data-search-page] [data-search-results]');
      await expect(list.locator('[data-concept="residual-connection"]')).toBeVisible();
      await expect(list.locator('[data-result="section"]').first()).toBeVisible();
    });

    test('a cell of a notebook', async ({ page }) => {
      await page.goto(`${root}en/notebooks/tensors/?backend=cpu`);
      await expect(page.locator('[data-notebook]')).toHaveAttribute('data-live', '');
      const cell = page.locator('[data-cell]').first();
      await cell.locator('[data-action="run"]').click();
      await expect(cell).toHaveAttribute('data-state', 'ok', { timeout: 30_000 });
    });

    test('the widget of a model, its files checked', async ({ page }) => {
      const weights = page.waitForResponse(/scenes-detector\/weights\.bin$/);
      const check = page.waitForResponse(/\/sha256\.[\w-]+\.js$/);
      await page.goto(`${root}zh/models/scenes-detector/#detector?scene=nms`);
      const widget = page.locator('[data-widget="detector"]');
      await expect(widget).toHaveAttribute('data-state', 'ready', { timeout: 30_000 });
      expect((await Promise.all([weights, check])).map((each) => each.status())).toEqual([
        200, 200,
      ]);
    });
  });
}

test.describe('an address that does not exist', () => {
  const works = async (page: Page, root: string) => {
    await page.goto(`${root}zh/no/such/page`);
    await expect(page.locator('h1')).toHaveText('没有这一页');
    const home = page.locator('main a').first();
    await expect.poll(() => home.evaluate((a) => (a as HTMLAnchorElement).href)).toBe(`${root}zh/`);
    await expect(page.locator('[data-search-open]')).toBeVisible();
    await page.keyboard.press('/');
    await page.locator('[data-search] input').fill('relu');
    await expect(page.locator('[data-search-results] [data-concept="relu"]')).toBeVisible();
    await expect(page.locator('.site-header')).toHaveCSS('position', 'sticky');
  };

  test('is told by serve.mjs, with links that lead home', async ({ page }) => {
    const root = SERVERS['serve.mjs']();
    const problems = watch(page, root);
    await works(page, root);
    expect(problems.filter((each) => !/no\/such\/page|status of 404/.test(each))).toEqual([]);
  });

  test('is told by 404.html on a foreign server, once it has found its root', async ({ page }) => {
    const server = await foreign('404.html');
    await works(page, `http://${HOST}:${portOf(server)}${BELOW}`);
    server.close();
  });
});

test.describe('opened from disk', () => {
  const onDisk = (name: string) => pathToFileURL(path.join(folder, name)).href;

  test('index.html says what to do, in both languages, and leads to the pages', async ({
    page,
  }) => {
    await page.goto(onDisk('index.html'));
    const notice = page.locator('#from-disk');
    for (const lang of ['zh-CN', 'en']) {
      const words = notice.locator(`[lang="${lang}"]`);
      await expect(words).toContainText('node serve.mjs');
      await expect(words).toContainText('python3 -m http.server');
    }
    await page.locator('main a').first().click();
    await page.waitForURL(onDisk('zh/index.html'));
    await expect(notice.locator('[lang="en"]')).toHaveCount(0);
    await expect(notice.locator('[lang="zh-CN"]')).toBeVisible();
    await page.locator('.site-nav a').first().click();
    await page.waitForURL(onDisk('zh/concepts/index.html'));
    await expect(page.locator('h1')).toBeVisible();
    await expect(page.locator('.site-header')).toHaveCSS('position', 'sticky');
    await notice.locator('a').click();
    await page.waitForURL(onDisk('README.txt'));
  });
});

test.describe('serve.mjs', () => {
  /** The answer to a request for exactly this path. */
  const ask = (asked: string, method = 'GET', headers: Record<string, string> = {}) =>
    new Promise<{ status: number; headers: Record<string, unknown>; body: string }>(
      (resolve, reject) => {
        request({ host: '127.0.0.1', port: own.port, path: asked, method, headers }, (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('end', () =>
            resolve({
              status: response.statusCode!,
              headers: response.headers,
              body: Buffer.concat(chunks).toString(),
            }),
          );
        })
          .on('error', reject)
          .end();
      },
    );

  test('gives nothing from outside of its folder', async () => {
    await writeFile(secret, 'secret');
    try {
      for (const asked of [
        '/../package-secret.txt',
        '/zh/../../package-secret.txt',
        '/%2e%2e/package-secret.txt',
        '/..%2fpackage-secret.txt',
        '/%2e%2e%5cpackage-secret.txt',
        `/${encodeURIComponent(path.resolve('package.json'))}`,
        '//etc/passwd',
        '/%00',
        '/%',
      ]) {
        const { status, body } = await ask(asked);
        expect(status, asked).toBe(404);
        expect(body, asked).not.toContain('secret');
      }
    } finally {
      await rm(secret);
    }
  });

  test('knows the types, folders, and what has not changed', async () => {
    const wasm = [...files.keys()].find((each) => each.endsWith('.wasm'))!;
    for (const [asked, type] of [
      ['/', 'text/html; charset=utf-8'],
      ['/serve.mjs', 'text/javascript; charset=utf-8'],
      [`/${wasm}`, 'application/wasm'],
      ['/favicon.svg', 'image/svg+xml'],
    ]) {
      const { status, headers } = await ask(asked, 'HEAD');
      expect([status, headers['content-type']], asked).toEqual([200, type]);
    }
    const { status, headers } = await ask('/zh?q=1');
    expect([status, headers.location]).toEqual([301, './zh/?q=1']);
    expect((await ask('/zh/', 'POST')).status).toBe(405);
    expect((await ask('/favicon.svg/')).status).toBe(404);
    const etag = String((await ask('/favicon.svg')).headers.etag);
    const again = (known: string) => ask('/favicon.svg', 'GET', { 'If-None-Match': known });
    expect([(await again(etag)).status, (await again(etag)).body]).toEqual([304, '']);
    expect((await again('"0-0"')).status).toBe(200);
  });
});

test('every address on every page names a file of the package', async () => {
  const missing: string[] = [];
  for (const [name, content] of files) {
    if (!name.endsWith('.html')) continue;
    const html = Buffer.from(content).toString();
    for (const [, address] of html.matchAll(/\s(?:href|src)="([^"]*)"/g)) {
      if (/^(?:[a-z]+:|#)/i.test(address)) continue;
      const { pathname } = new URL(address, `http://localhost/${name}`);
      const target = decodeURIComponent(pathname.slice(1)).replace(/(^|\/)$/, '$1index.html');
      if (!files.has(target)) missing.push(`${name}: ${address}`);
    }
  }
  expect(missing).toEqual([]);
  expect(existsSync(path.join(folder, 'LICENSE'))).toBe(true);
});
