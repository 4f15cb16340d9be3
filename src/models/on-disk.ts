/** Models and data as Node sees them, for the build, tests and tools: never part of a page. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { decodeGreyWith } from './data.ts';
import { readFilesWith } from './files.ts';

/** Reads models and data from `public/` of the working directory, or of another root. */
export function readFromDisk(root = process.cwd()): void {
  readFilesWith(async (path) => new Uint8Array(await readFile(join(root, 'public', path))));
  decodeGreyWith(async (png) => {
    const { data, info } = await sharp(png)
      .toColourspace('b-w')
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    const grey = Uint8Array.from({ length: info.width * info.height }, (_, i) => data[i * info.channels]); // prettier-ignore
    return { width: info.width, height: info.height, grey };
  });
}
