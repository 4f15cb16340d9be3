import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import { buildIndex, buildText } from '../../src/search/build.ts';
import { packNames } from '../../src/search/names.ts';
import { readSources } from '../search/sources.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

async function files(): Promise<Record<string, string>> {
  const sources = await readSources(root);
  return {
    'names.json': JSON.stringify(packNames(buildIndex(sources))),
    'texts.json': JSON.stringify(buildText(sources)),
  };
}

/** Writes what the search knows of concepts, terms and scenes to `search/`. */
export default function search(): AstroIntegration {
  return {
    name: 'rf:search',
    hooks: {
      'astro:server:setup': ({ server }) => {
        let made: Promise<Record<string, string>> | undefined;
        server.middlewares.use((request, response, next) => {
          const name = /\/search\/(\w+\.json)$/.exec(request.url ?? '')?.[1];
          if (!name) return next();
          made ??= files();
          made.then((all) => {
            response.setHeader('Content-Type', 'application/json');
            response.end(all[name] ?? '{}');
          }, next);
        });
      },
      'astro:build:done': async ({ dir, logger }) => {
        const folder = `${fileURLToPath(dir)}search/`;
        await mkdir(folder, { recursive: true });
        for (const [name, text] of Object.entries(await files())) {
          await writeFile(folder + name, text);
        }
        logger.info('names and texts of the search are written');
      },
    },
  };
}
