/** What the packages have in common: their options, and running one of them alone. */
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export interface PackageOptions {
  /** The built site. */
  dist: string;
  /** Folder for the packages; made when it is missing. */
  out: string;
  version: string;
}

export interface PackageResult {
  files: string[];
}

/** Runs a package when its module is the program: `node tools/package/epub.ts [out] [dist]`. */
export async function runAlone(
  module: string,
  write: (options: PackageOptions) => Promise<PackageResult>,
): Promise<void> {
  const program = process.argv[1];
  if (!program || module !== pathToFileURL(program).href) return;
  const [out = path.join(ROOT, 'packages'), dist = path.join(ROOT, 'dist')] = process.argv.slice(2);
  const { version } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as {
    version: string;
  };
  const { files } = await write({ dist, out, version });
  for (const file of files) {
    console.log(`${file}  ${(statSync(file).size / 1e6).toFixed(1)} MB`);
  }
}
