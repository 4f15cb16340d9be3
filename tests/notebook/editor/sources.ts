/** TypeScript of this repository that is right: listings of concept pages and cells of notebooks. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { region } from '../../../src/content/region.ts';

const content = fileURLToPath(new URL('../../../src/content/', import.meta.url));

export const SOURCES: [file: string, source: string][] = ['concepts', 'notebooks']
  .filter((folder) => existsSync(join(content, folder)))
  .flatMap((folder) =>
    readdirSync(join(content, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !file.endsWith('figures.ts'))
      .map((file): [string, string] => [
        `${folder}/${file}`,
        region(readFileSync(join(content, folder, file), 'utf8')),
      ]),
  );
