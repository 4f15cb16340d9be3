/**
 * Writes src/models/checksums.json: size and SHA-256 of every file of public/models and public/data
 * that pages load, against which it is checked on arrival. `--check` compares and exits with 1.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const target = join(root, 'src/models/checksums.json');

/** Path under public/ → size in bytes and SHA-256 in hexadecimal, sorted by path. */
export function checksums() {
  const all = ['models', 'data'].flatMap((folder) =>
    readdirSync(join(root, 'public', folder), { recursive: true })
      .map((name) => `${folder}/${String(name).replaceAll('\\', '/')}`)
      .filter((path) => /(model\.json|\.bin|index\.json|\.png)$/.test(path)),
  );
  const entry = (path) => {
    const bytes = readFileSync(join(root, 'public', path));
    return { bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
  };
  return Object.fromEntries(all.sort().map((path) => [path, entry(path)]));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const text = `${JSON.stringify(checksums(), undefined, 2)}\n`;
  if (process.argv.includes('--check')) {
    if (readFileSync(target, 'utf8') !== text) {
      console.error('src/models/checksums.json is not up to date: run node tools/checksums.mjs');
      process.exit(1);
    }
  } else writeFileSync(target, text);
}
