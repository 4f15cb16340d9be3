import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const at = (path: string) => fileURLToPath(new URL(`./src/${path}`, import.meta.url));

export default defineConfig({
  resolve: {
    alias: {
      '@lib': at('lib'),
      '@runtime': at('runtime'),
      '@models': at('models'),
      '@widgets': at('components/widgets'),
      '@prose': at('components/prose'),
      '@notebook': at('components/notebook'),
      '@site': at('components/site'),
      '@i18n': at('i18n'),
      '@markdown': at('markdown'),
    },
  },
  test: {
    include: ['tests/**/*.test.ts'],
    exclude: ['tests/slow/**', 'tests/e2e/**', 'node_modules/**'],
    testTimeout: 30_000,
    // By default one core stays idle: of two that is half.
    maxWorkers: availableParallelism(),
    server: { deps: { inline: [/@tensorflow\//] } },
  },
});
