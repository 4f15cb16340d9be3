import { defineConfig } from '@playwright/test';

/** `npm test` gives a headless shell, the quicker one; and a whole browser for what needs it. */
const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
const whole = process.env.WINDOW_PATH ?? executablePath;
/** Tests with this mark, and the offline copy, which readers install in a whole browser. */
const needsWindow = /@window|offline\.spec\.ts/;
const args = [
  '--no-sandbox',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

/** What a reader without the offline copy has in store. */
const withoutOffline = {
  origin: 'http://localhost:4321',
  localStorage: [{ name: 'rf:offline', value: 'off' }],
};

export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: 'test-results',
  timeout: 60_000,
  expect: { timeout: 15_000 },
  fullyParallel: true,
  workers: 2,
  // A test that fails once and then passes is told as flaky, by name; it is to be looked into.
  retries: process.env.CI ? 1 : 0,
  forbidOnly: Boolean(process.env.CI),
  reporter: [['list'], ['json']],
  use: {
    baseURL: 'http://localhost:4321',
    locale: 'zh-CN',
    // What a test sees comes from the server, as for readers who have switched the offline copy off;
    // offline.spec.ts has the others.
    serviceWorkers: 'block',
    storageState: { cookies: [], origins: [withoutOffline] },
  },
  projects: [
    {
      name: 'shell',
      grepInvert: needsWindow,
      use: { launchOptions: { executablePath, args } },
    },
    {
      name: 'window',
      grep: needsWindow,
      use: { launchOptions: { executablePath: whole, args } },
    },
  ],
  webServer: [
    {
      command: 'node tools/serve.mjs --strict --port 4321',
      url: 'http://localhost:4321/zh/',
      reuseExistingServer: !process.env.CI,
    },
    {
      command: 'node tools/serve.mjs --strict --port 4322 --dir dist-base',
      url: 'http://localhost:4322/receptive-field/zh/',
      env: { BASE: '/receptive-field/' },
      reuseExistingServer: !process.env.CI,
    },
  ],
});
