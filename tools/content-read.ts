/**
 * `npm run content:read -- <slug>` (or `notebooks/<slug>`): records in concept.yaml or notebook.yaml that each page was read against the
 * present text of the other. Run it after reading, not instead of reading.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pageHash } from './content-checks/reading.ts';

/** The yaml with its `readAgainst` set; nothing else changes. */
export function withReadAgainst(yaml: string, hashes: { zh: string; en: string }): string {
  const line = `readAgainst: { zh: '${hashes.zh}', en: '${hashes.en}' }\n`;
  const present = /^readAgainst:.*\n?(?:[ \t]+.*\n?)*/m;
  if (present.test(yaml)) return yaml.replace(present, line);
  return `${yaml.trimEnd()}\n\n${line}`;
}

/** Records a reading of a concept, or of a notebook (`notebooks/…`); throws naming what is missing. */
export function recordReading(root: string, slug: string): void {
  const path = `src/content/${slug.startsWith('notebooks/') ? '' : 'concepts/'}${slug}`;
  const yaml = slug.startsWith('notebooks/') ? 'notebook.yaml' : 'concept.yaml';
  const folder = join(root, path);
  const read = (name: string): string => {
    if (!existsSync(join(folder, name))) throw new Error(`there is no ${name} in ${path}`);
    return readFileSync(join(folder, name), 'utf8');
  };
  // Each language records the other page, the one it was compared with.
  const hashes = { zh: pageHash(read('en.mdx')), en: pageHash(read('zh.mdx')) };
  writeFileSync(join(folder, yaml), withReadAgainst(read(yaml), hashes));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const slugs = process.argv.slice(2);
  if (!slugs.length) {
    console.error('Say which concept was read: npm run content:read -- pooling');
    process.exitCode = 1;
  }
  const root = fileURLToPath(new URL('..', import.meta.url));
  try {
    for (const slug of slugs) {
      recordReading(root, slug);
      console.log(`${slug}: recorded`);
    }
  } catch (error) {
    console.error((error as Error).message);
    process.exitCode = 1;
  }
}
