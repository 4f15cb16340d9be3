/**
 * `npm run record [-- slug…]`: runs the notebooks of the built site in Chromium, on wasm, and writes
 * what their cells showed into `src/content/notebooks/<slug>/recorded.json`. Pages show it until the
 * reader runs the cells; `tests/e2e/notebooks.spec.ts` runs them again and compares.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import type { Recorded } from '../src/notebook/recorded.ts';
import { findBrowser } from './lib/browser.mjs';
import { runNotebook, type Run } from './record/run.ts';
import { serve } from './serve.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = path.join(root, process.env.OUT ?? 'dist');
/** What the pictures and numbers of a notebook may weigh in the repository. */
const LARGEST = 1_500_000;

/** The notebooks of the built site, in order. */
function built(): string[] {
  const catalog = path.join(dist, 'catalog.json');
  if (!existsSync(catalog)) {
    console.log('There is no built site: building it …');
    const { status } = spawnSync('astro', ['build'], { cwd: root, stdio: 'inherit' });
    if (status !== 0) process.exit(1);
  }
  const { notebooks } = JSON.parse(readFileSync(catalog, 'utf8')) as {
    notebooks: { slug: string }[];
  };
  return notebooks.map(({ slug }) => slug);
}

const all = built();
const wanted = process.argv.slice(2);
const unknown = wanted.filter((slug) => !all.includes(slug));
if (unknown.length) {
  console.error(`not in the built site: ${unknown.join(', ')} (there are ${all.join(', ')}); run npm run build after adding a notebook`); // prettier-ignore
  process.exit(1);
}

const { server, address } = await serve({ dir: dist, port: 4390 });
const { executable, env } = (await findBrowser()) as {
  executable: string;
  env?: Record<string, string>;
};
const browser = await chromium.launch({
  executablePath: executable,
  args: ['--no-sandbox'],
  ...(env ? { env: { ...process.env, ...env } as Record<string, string> } : {}),
});
let failed = 0;
try {
  for (const slug of wanted.length ? wanted : all) {
    const page = await browser.newPage();
    let run: Run;
    try {
      run = await runNotebook(page, `${address}en/notebooks/${slug}/`);
    } catch (error) {
      console.error(`${slug}: not recorded\n  ${(error as Error).message}`);
      failed++;
      continue;
    } finally {
      await page.close();
    }
    const { backend, cells, failures, seconds } = run;
    if (failures.length) {
      console.error(`${slug}: not recorded\n  ${failures.join('\n  ')}`);
      failed++;
      continue;
    }
    const recorded: Recorded = { version: 1, backend, cells };
    const text = `${JSON.stringify(recorded, null, 1)}\n`;
    if (text.length > LARGEST) {
      console.error(`${slug}: not recorded, ${text.length} characters are too many (${LARGEST}); show less`); // prettier-ignore
      failed++;
      continue;
    }
    writeFileSync(path.join(root, 'src/content/notebooks', slug, 'recorded.json'), text);
    console.log(`${slug}: ${seconds.toFixed(1)} s on ${backend}, ${Math.round(text.length / 1000)} kB`); // prettier-ignore
  }
} finally {
  await browser.close();
  server.close();
}
if (failed) process.exitCode = 1;
else console.log('Build the site again: its pages show the new outputs.');
