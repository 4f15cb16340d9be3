/** What a browser needs to install the handbook; every address is relative to this file. */
import type { APIRoute } from 'astro';
import { ui } from '../i18n/ui.ts';
import { SITE_NAME } from '../site.ts';

const icon = (name: string, sizes: string, purpose: string) => ({
  src: `icons/${name}.png`,
  sizes,
  type: 'image/png',
  purpose,
});

export const GET: APIRoute = () =>
  new Response(
    JSON.stringify({
      name: `${SITE_NAME.zh} · ${SITE_NAME.en}`,
      short_name: SITE_NAME.zh,
      description: `${ui('zh').tagline} · ${ui('en').tagline}`,
      lang: 'zh-CN',
      dir: 'ltr',
      start_url: './',
      scope: './',
      display: 'standalone',
      // A handbook is leafed through: a way back where there is one.
      display_override: ['minimal-ui', 'standalone'],
      background_color: '#fbfbf8',
      theme_color: '#fbfbf8',
      categories: ['education', 'books'],
      icons: [
        icon('192', '192x192', 'any'),
        icon('512', '512x512', 'any'),
        icon('maskable', '512x512', 'maskable'),
        { src: 'favicon.svg', sizes: 'any', type: 'image/svg+xml', purpose: 'any' },
      ],
    }),
    { headers: { 'Content-Type': 'application/manifest+json' } },
  );
