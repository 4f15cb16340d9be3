import { fileURLToPath } from 'node:url';
import { unified } from '@astrojs/markdown-remark';
import mdx from '@astrojs/mdx';
import sitemap from '@astrojs/sitemap';
import { defineConfig } from 'astro/config';
import { rehypePlugins, remarkPlugins, scanConcepts } from './src/markdown/index.ts';
import { codeClasses } from './src/markdown/code-classes.ts';
import contentChecks from './tools/content-checks/integration.ts';
import csp from './tools/build/csp.ts';
import offline from './tools/build/offline.ts';
import notebook from './tools/build/notebook.ts';
import katexFonts from './tools/build/katex-fonts.ts';
import pagefind from './tools/build/pagefind.ts';
import search from './tools/build/search.ts';
import side from './tools/build/side.ts';
import tfComplete from './tools/build/tf-complete.ts';

const root = fileURLToPath(new URL('.', import.meta.url));
const base = (process.env.BASE ?? '/').replace(/\/*$/, '/');
const markdown = { base, concepts: scanConcepts(root), root };

export default defineConfig({
  site: process.env.SITE ?? 'http://localhost:4321',
  base,
  outDir: process.env.OUT ?? './dist',
  trailingSlash: 'always',
  markdown: {
    processor: unified({
      remarkPlugins: remarkPlugins(markdown),
      rehypePlugins: rehypePlugins(markdown),
      smartypants: false,
    }),
    shikiConfig: { theme: 'css-variables', transformers: [codeClasses] },
  },
  integrations: [
    contentChecks(),
    mdx({ optimize: true }),
    sitemap({
      filter: (address) => !/\/(404|search)\/?$/.test(address),
      i18n: { defaultLocale: 'zh', locales: { zh: 'zh-CN', en: 'en' } },
    }),
    notebook(),
    // The rest runs over the built files, in this order.
    katexFonts(),
    pagefind(),
    search(),
    side(),
    csp(),
    offline(),
  ],
  vite: {
    plugins: [tfComplete()],
    experimental: {
      // Scripts find each other from where they are, so that a package works below any path.
      renderBuiltUrl: (_file, { hostType, ssr }) =>
        hostType === 'js' && !ssr ? { relative: true } : undefined,
    },
    build: {
      // The oldest browsers that can be read in: colours without `light-dark()`, prefixes for iOS.
      cssTarget: ['safari16.4', 'ios16.4', 'firefox115', 'chrome111'],
      // Data addresses would need `data:` in the policy for fonts and scripts.
      assetsInlineLimit: 0,
      // The editor of cells is one chunk of this size, fetched on Edit and measured by a test.
      chunkSizeWarningLimit: 900,
      rolldownOptions: {
        onLog(level, log, handler) {
          // Astro's own modules carry "use strict"-like directives that mean nothing here.
          if (log.code !== 'MODULE_LEVEL_DIRECTIVE') handler(level, log);
        },
      },
    },
  },
  devToolbar: { enabled: false },
});
