/**
 * Where the tests find a Chromium, in this order: CHROMIUM_PATH, an installed Chromium or Chrome,
 * Playwright's own (installed if that works here), @sparticuz/chromium from npm, and apt as root
 * on a CI machine.
 */
import { spawnSync } from 'node:child_process';
import { createReadStream, existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import zlib from 'node:zlib';

const INSTALLED = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
];

/** The package with a headless shell. */
const SHELL = '@sparticuz/chromium';

/** Whether a browser at this path starts at all (libraries can be missing). */
function starts(executable, env = process.env) {
  const { status } = spawnSync(executable, ['--version', '--no-sandbox'], { env, timeout: 30_000 });
  return status === 0;
}

async function fromPlaywright() {
  const { chromium } = await import('@playwright/test');
  if (!existsSync(chromium.executablePath())) {
    console.log('Looking for a browser: trying Playwright’s own …');
    const cli = createRequire(import.meta.url).resolve('@playwright/test/cli');
    spawnSync('node', [cli, 'install', 'chromium'], { stdio: 'ignore', timeout: 300_000 });
  }
  const executable = chromium.executablePath();
  return existsSync(executable) && starts(executable) ? { executable } : undefined;
}

async function fromNpm() {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  const { default: packed } = await import('@sparticuz/chromium');
  const executable = await packed.executablePath();
  if (starts(executable)) return { executable };
  // The package brings libraries that bare machines lack.
  const libraries = path.join(os.tmpdir(), 'receptive-field-chromium');
  if (!existsSync(path.join(libraries, 'lib'))) {
    const require = createRequire(import.meta.url);
    const { extract } = await import('tar-fs');
    const archive = path.join(
      path.dirname(require.resolve('@sparticuz/chromium')),
      '..',
      '..',
      'bin',
      'al2023.tar.br',
    );
    const found = [
      archive,
      path.join(path.dirname(archive), '..', '..', 'bin', 'al2023.tar.br'),
    ].find(existsSync);
    if (found)
      await pipeline(createReadStream(found), zlib.createBrotliDecompress(), extract(libraries));
  }
  const search = [path.join(libraries, 'lib'), process.env.LD_LIBRARY_PATH].filter(Boolean);
  const LD_LIBRARY_PATH = search.join(':');
  if (!starts(executable, { ...process.env, LD_LIBRARY_PATH })) return undefined;
  return { executable, env: { LD_LIBRARY_PATH } };
}

function fromApt() {
  if (!process.env.CI || process.platform !== 'linux' || process.getuid?.() !== 0) return undefined;
  console.log('Looking for a browser: installing Debian’s …');
  spawnSync('apt-get', ['update'], { stdio: 'ignore' });
  spawnSync('apt-get', ['install', '-y', 'chromium', 'fonts-noto-cjk'], {
    stdio: 'ignore',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  return starts(INSTALLED[0]) ? { executable: INSTALLED[0] } : undefined;
}

/**
 * Finds a browser, or installs one. Resolves to `{ executable, env?, from }`. With `shell` the one
 * from npm is tried first, where it runs: a browser without a window of its own (“headless shell”),
 * in which a page opens, navigates and draws in a third to a half of the time.
 * Throws an Error that says what to do when there is none.
 */
export async function findBrowser({ shell = false } = {}) {
  const given = process.env.CHROMIUM_PATH;
  if (given) {
    if (!existsSync(given))
      throw new Error(`CHROMIUM_PATH names ${given}, but there is no such file.`);
    return { executable: given, from: 'CHROMIUM_PATH' };
  }
  const all = {
    installed: () =>
      INSTALLED.filter((each) => existsSync(each) && starts(each)).map((executable) => ({
        executable,
      }))[0],
    Playwright: fromPlaywright,
    [SHELL]: fromNpm,
    apt: fromApt,
  };
  const sources = shell ? { [SHELL]: all[SHELL], ...all } : all;
  const only = process.env.BROWSER_FROM;
  for (const [from, find] of Object.entries(sources)) {
    if (only && only !== from) continue;
    try {
      const found = await find();
      if (found) return { ...found, from };
    } catch (error) {
      console.log(`No browser from ${from}: ${error.message}`);
    }
  }
  throw new Error(
    'No Chromium was found. Install Chromium or Chrome, or set CHROMIUM_PATH to one, then run this again.',
  );
}
