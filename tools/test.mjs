/**
 * `npm test`: everything a change must pass, from types to the built site in a browser.
 * Ends with one line, “N passed, N failed”. `npm run check` is the fast part of it (--fast).
 */
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { run, root, setup } from './lib/setup.mjs';

const fast = process.argv.includes('--fast');
setup();

const reports = path.join(root, '.cache', 'reports');
rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });
const totals = { passed: 0, failed: 0 };
const failures = [];

function count(name, passed, failed) {
  totals.passed += passed;
  totals.failed += failed;
  if (failed) failures.push(`${name}: ${failed} failed`);
}

async function step(name, work) {
  const start = Date.now();
  console.log(`\n── ${name} ──`);
  await work();
  console.log(`── ${name}: ${((Date.now() - start) / 1000).toFixed(0)} s`);
}

/** What a build must not say. */
const CLEAN = /\bwarn(ing)?\b.*|\[WARN\].*/i;

/**
 * A command that passes or fails as a whole; `refuse` finds in its output what must not be there.
 * With `aside` its output is told in one piece when it ends, since another writes meanwhile.
 */
async function command(name, program, args, { extraEnv, refuse, aside } = {}) {
  const { code, output } = await run(program, args, { extraEnv, quiet: aside });
  if (aside) console.log(output);
  const bad = refuse?.exec(output);
  if (bad) console.error(`${name}: not clean: ${bad[0]}`);
  count(name, code === 0 && !bad ? 1 : 0, code === 0 && !bad ? 0 : 1);
  return code === 0;
}

/** A test runner with a JSON report; a runner that reports no test has failed. */
async function tests(name, program, args, read, extraEnv) {
  const { code } = await run(program, args, { extraEnv });
  let result = { passed: 0, failed: 0 };
  try {
    result = read();
  } catch (error) {
    console.error(`${name}: no report (${error.message})`);
  }
  if (code !== 0 && result.failed === 0) result.failed = 1;
  if (result.passed + result.failed === 0) result.failed = 1;
  count(name, result.passed, result.failed);
}

const json = (file) => JSON.parse(readFileSync(path.join(reports, file), 'utf8'));
const vitest = (config, file) => [
  'run',
  '--config',
  config,
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${path.join(reports, file)}`,
];
const vitestResult = (file) => () => {
  const report = json(file);
  const brokenFiles = report.testResults.filter(
    (each) => each.status === 'failed' && each.assertionResults.length === 0,
  ).length;
  return { passed: report.numPassedTests, failed: report.numFailedTests + brokenFiles };
};

// What reads the sources alone goes side by side: each of them uses one core.
await step('types, lint, format', () =>
  Promise.all([
    command('types', 'astro', [
      'check',
      '--minimumSeverity',
      'warning',
      '--minimumFailingSeverity',
      'warning',
    ]).then(() => command('types of lib', 'tsc', ['-p', 'src/lib'])),
    command('lint', 'eslint', ['.', '--max-warnings', '0']).then(() =>
      command('format', 'prettier', ['--check', '--log-level', 'warn', '.']),
    ),
  ]),
);
const unit = () =>
  tests(
    'unit and content',
    'vitest',
    vitest('vitest.config.ts', 'unit.json'),
    vitestResult('unit.json'),
  );

/** Builds the site at `/` and below a base path: one after the other, for they share a cache. */
async function build() {
  const site = (name, extraEnv) =>
    command(name, 'astro', ['build'], { refuse: CLEAN, extraEnv, aside: true });
  return (
    (await site('build')) &&
    (await site('build below a base path', {
      BASE: '/receptive-field/',
      OUT: './dist-base',
      SITE: 'http://localhost:4322',
    }))
  );
}

if (fast) await step('unit and content', unit);
else {
  const { findBrowser } = await import('./lib/browser.mjs');
  let built = false;
  // A build keeps one core busy and reads what the unit tests only read too: side by side.
  await step('unit and content, builds', async () => {
    [built] = await Promise.all([build(), unit()]);
  });
  await step('slow', () =>
    tests(
      'slow',
      'vitest',
      vitest('vitest.slow.config.ts', 'slow.json'),
      vitestResult('slow.json'),
    ),
  );
  if (built) {
    await step('browser', async () => {
      const browser = await findBrowser({ shell: true });
      const whole = await findBrowser();
      console.log(`Browser: ${browser.executable} (${browser.from})`);
      console.log(`For tests marked @window: ${whole.executable} (${whole.from})`);
      await tests(
        'browser',
        'playwright',
        ['test'],
        () => {
          const { stats } = json('browser.json');
          if (stats.flaky)
            console.error(`${stats.flaky} passed only at the second try (see above).`);
          return { passed: stats.expected + stats.flaky, failed: stats.unexpected };
        },
        {
          CHROMIUM_PATH: browser.executable,
          WINDOW_PATH: whole.executable,
          ...browser.env,
          ...whole.env,
          PLAYWRIGHT_JSON_OUTPUT_FILE: path.join(reports, 'browser.json'),
        },
      );
    });
  } else {
    console.error('The browser tests need a build; they did not run.');
  }
}

if (failures.length) console.error(`\n${failures.join('\n')}`);
console.log(`\n${totals.passed} passed, ${totals.failed} failed`);
process.exit(totals.failed ? 1 : 0);
