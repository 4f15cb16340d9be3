/** The offline copy without a browser: parts, addresses, needs of a page, what a new version takes over. */
import { createHash, webcrypto } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import {
  addressOf,
  askedPage,
  cacheNames,
  filesOf,
  inOrder,
  inParallel,
  keyOf,
  langOf,
  missingPage,
  needsOf,
  partOf,
  route,
  shortHash,
  sumOf,
  takenOver,
  type Files,
  type KeptFile,
} from '../../src/offline/plan.ts';

const SCOPE = 'https://host.example/book/';

function filesWith(...paths: (string | [path: string, hash: string])[]): Files {
  const files = paths.map((each): KeptFile => {
    const [path, hash] = typeof each === 'string' ? [each, `hash of ${each}`] : each;
    return { path, hash, bytes: 10, sent: 4, part: partOf(path)! };
  });
  return new Map(files.map((file) => [file.path, file]));
}

const names = (files: Iterable<KeptFile>) => [...files].map(({ path }) => path);

describe('parts', () => {
  test.each([
    ['zh/concepts/pooling/index.html', 'pages'],
    ['zh/concepts/pooling/side.html', 'pages'],
    ['_astro/Header.Cm9czthW.js', 'pages'],
    ['widgets/vae/default-zh.webp', 'pages'],
    ['pagefind/pagefind.js', 'search'],
    ['search/names.json', 'search'],
    ['models/digits-vae/encoder/weights.bin', 'models'],
    ['data/digits/train.png', 'models'],
    ['_astro/notebook-kernel.ab12cd34.js', 'notebooks'],
    ['notebooks/tensors/start-0.png', 'notebooks'],
    ['en/notebooks/tensors/index.html', 'notebooks'],
  ])('%s belongs to %s', (path, part) => expect(partOf(path)).toBe(part));

  test.each(['og/zh/home.png', 'sitemap-0.xml', 'robots.txt', 'sw.js', 'offline.json'])(
    '%s is not kept',
    (path) => expect(partOf(path)).toBeUndefined(),
  );
  test.each(['pagefind/pagefind-ui.css', 'pagefind/pagefind-highlight.js', '.hidden'])(
    '%s is not kept',
    (path) => expect(partOf(path)).toBeUndefined(),
  );
  test('the worker of Pagefind is', () =>
    expect(partOf('pagefind/pagefind-worker.js')).toBe('search'));
});

test('the hash is the beginning of SHA-256, as base64url', async () => {
  const text = new TextEncoder().encode('感受野');
  const digest = await webcrypto.subtle.digest('SHA-256', text);
  const whole = createHash('sha256').update(text).digest();
  expect(shortHash(digest)).toBe(whole.subarray(0, 16).toString('base64url'));
});

describe('what an address means', () => {
  const files = filesWith('index.html', 'zh/index.html', 'zh/a b/index.html', 'pagefind/entry.json', '404.html'); // prettier-ignore
  const fileAt = (path: string) => {
    const found = route(SCOPE + path, SCOPE, files);
    return found.kind === 'file' ? found.file.path : found;
  };
  test('folders stand for their page', () => {
    expect(fileAt('')).toBe('index.html');
    expect(fileAt('zh/')).toBe('zh/index.html');
    expect(fileAt('zh/index.html')).toBe('zh/index.html');
    expect(fileAt('zh/a%20b/')).toBe('zh/a b/index.html');
  });
  test('query and hash do not matter', () => {
    expect(fileAt('zh/?q=卷积&view=both#mlp?scene=x')).toBe('zh/index.html');
    expect(fileAt('pagefind/entry.json?ts=123')).toBe('pagefind/entry.json');
  });
  test('a page without its slash is sent to it, with its query', () => {
    expect(fileAt('zh?q=1')).toEqual({ kind: 'slash', to: `${SCOPE}zh/?q=1` });
  });
  test('what is not there, or not below the scope, is unknown', () => {
    expect(fileAt('zh/nothing/')).toEqual({ kind: 'unknown' });
    expect(fileAt('%E0%A4%A')).toEqual({ kind: 'unknown' });
    expect(route('https://host.example/zh/', SCOPE, files)).toEqual({ kind: 'unknown' });
    expect(route('https://other.example/book/zh/', SCOPE, files)).toEqual({ kind: 'unknown' });
  });
  test('hosts are asked for the folder', () => {
    expect(addressOf('zh/a/index.html')).toBe('zh/a/');
    expect(addressOf('index.html')).toBe('');
    expect(addressOf('zh/a/side.html')).toBe('zh/a/side.html');
  });
});

describe('names', () => {
  test('two handbooks of one origin do not share', () => {
    const [one, two] = [cacheNames('https://h/'), cacheNames('https://h/book/')];
    for (const name of [two.files, two.tabs, two.version('x')])
      expect(name.startsWith(one.prefix)).toBe(false);
    expect(one.isVersion(one.version('x'))).toBe(true);
    expect(one.isVersion(one.files)).toBe(false);
  });
  test('the same content under two paths is there once, but for another ending', () => {
    const file = { path: 'a/x.json', hash: 'h', bytes: 1, sent: 1, part: 'pages' } as const;
    expect(keyOf(SCOPE, { ...file, path: 'b/y.json' })).toBe(keyOf(SCOPE, file));
    expect(keyOf(SCOPE, { ...file, path: 'b/y.js' })).not.toBe(keyOf(SCOPE, file));
  });
});

describe('a page that is not kept', () => {
  test('is told in the language of its address', () => {
    expect(langOf(`${SCOPE}en/concepts/`, SCOPE)).toBe('en');
    expect(langOf(`${SCOPE}zh/concepts/`, SCOPE)).toBe('zh');
    expect(langOf(SCOPE, SCOPE)).toBe('zh');
  });
  test('leads back to itself, and never outside', () => {
    const page = missingPage(`${SCOPE}en/search/?q=a&b#c`, SCOPE);
    expect(page.startsWith(`${SCOPE}en/offline/?page=`)).toBe(true);
    expect(askedPage(new URL(page).search, SCOPE)).toBe(`${SCOPE}en/search/?q=a&b`);
    expect(askedPage('', SCOPE)).toBeUndefined();
    for (const evil of ['https://evil.example/', '//evil.example/', 'javascript:alert(1)', '../x'])
      expect(askedPage(`?page=${encodeURIComponent(evil)}`, SCOPE), evil).toBeUndefined();
  });
});

describe('what a file needs', () => {
  const files = filesWith('_astro/a.js', '_astro/b.js', '_astro/late.js', '_astro/s.css', '_astro/f.woff2', 'pictures/p.png', 'zh/index.html', 'zh/x/index.html', 'catalog.json'); // prettier-ignore
  const needs = (path: string, text: string) =>
    names(needsOf(path, text, SCOPE + addressOf(path), SCOPE, files));
  test('a page: scripts, styles, pictures; not the pages and files it links to', () => {
    const html = `<link rel="canonical" href="https://host.example/book/zh/x/"><link rel="stylesheet" href="/book/_astro/s.css">
      <script type="module" src="../../_astro/a.js"></script><img alt="" src="/book/pictures/p.png" width="3">
      <img src="data:image/png;base64,x"><a href="/book/zh/">x</a><a href="/book/catalog.json">x</a>`;
    expect(needs('zh/x/index.html', html)).toEqual(['_astro/s.css', '_astro/a.js', 'pictures/p.png']); // prettier-ignore
  });
  test('a script: what it imports at the start', () => {
    const code =
      'import{t as e}from"./b.js";import"./a.js";const x=()=>import(`./late.js`);export{q}from"./none.js"';
    expect(needs('_astro/late.js', code)).toEqual(['_astro/b.js', '_astro/a.js']);
  });
  test('a style sheet: fonts', () => {
    expect(needs('_astro/s.css', '@font-face{src:url(/book/_astro/f.woff2)}')).toEqual(['_astro/f.woff2']); // prettier-ignore
    expect(needs('catalog.json', '"url(/book/_astro/f.woff2)"')).toEqual([]);
  });
});

describe('a new version', () => {
  const before = filesWith('zh/index.html', 'zh/a/index.html', 'zh/gone/index.html', 'search/names.json', 'models/m/model.json'); // prettier-ignore
  const next = filesWith('zh/index.html', ['zh/a/index.html', 'new'], 'zh/b/index.html', 'search/names.json', 'search/more.json', 'models/m/model.json'); // prettier-ignore
  test('takes over what was kept, and all of a part that was whole', () => {
    const kept = new Set(['zh/a/index.html', 'search/names.json']);
    const over = takenOver(before, ({ path }) => kept.has(path), next);
    expect(names(over)).toEqual(['zh/a/index.html', 'search/names.json', 'search/more.json']);
  });
  test('takes all after all', () => {
    expect(names(takenOver(before, () => true, next))).toEqual([...next.keys()]);
    expect(takenOver(before, () => false, next)).toEqual([]);
  });
});

test('sums', () => {
  expect(sumOf(filesWith('a.js', 'b.js').values())).toEqual({ files: 2, bytes: 20, sent: 8 });
});

test('a manifest gives its files', () => {
  const files = filesOf({
    shell: [],
    parts: { pages: [['a.html', 'h', 3, 2]], search: [], models: [], notebooks: [] },
  });
  expect(files.get('a.html')).toEqual({ path: 'a.html', hash: 'h', bytes: 3, sent: 2, part: 'pages' }); // prettier-ignore
});

test('pages come after what they need, parts in their order', () => {
  const files = filesWith('models/m.json', 'zh/index.html', '_astro/a.js', 'search/names.json');
  expect(names(inOrder(files.values()))).toEqual(['_astro/a.js', 'zh/index.html', 'search/names.json', 'models/m.json']); // prettier-ignore
});

describe('in parallel', () => {
  test('never more at a time than allowed, and all of them', async () => {
    let now = 0;
    let most = 0;
    const done: number[] = [];
    const whole = await inParallel([1, 2, 3, 4, 5, 6, 7], 3, async (item) => {
      most = Math.max(most, ++now);
      await new Promise((resolve) => setTimeout(resolve, 5));
      now--;
      done.push(item);
      return true;
    });
    expect([whole, most, done.length]).toEqual([true, 3, 7]);
  });
  test('stops at the first no', async () => {
    const done: number[] = [];
    const whole = await inParallel([1, 2, 3, 4, 5, 6], 2, async (item) => {
      done.push(item);
      return item !== 2;
    });
    expect(whole).toBe(false);
    expect(done.length).toBeLessThan(5);
  });
});
