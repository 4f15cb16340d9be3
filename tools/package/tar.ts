/** A tar that depends on its files alone: equal input, equal bytes. */
import { gzipSync } from 'node:zlib';
import type { ArchiveFile } from './zip.ts';

const BLOCK = 512;

/** A path as ustar holds it: up to 100 bytes, and up to 155 more before a slash. */
export function ustarName(name: string): { name: string; prefix: string } {
  if (Buffer.byteLength(name) <= 100) return { name, prefix: '' };
  for (let at = name.indexOf('/'); at >= 0; at = name.indexOf('/', at + 1)) {
    const [prefix, rest] = [name.slice(0, at), name.slice(at + 1)];
    if (Buffer.byteLength(rest) <= 100 && Buffer.byteLength(prefix) <= 155) {
      return { name: rest, prefix };
    }
  }
  throw new Error(`The path “${name}” is too long for a tar: shorten it.`);
}

function tarHeader(file: ArchiveFile): Buffer {
  const { name, prefix } = ustarName(file.name);
  const header = Buffer.alloc(BLOCK);
  const octal = (value: number, width: number) => value.toString(8).padStart(width - 1, '0') + '\0';
  header.write(name, 0);
  header.write(octal(0o644, 8), 100);
  header.write(octal(0, 8), 108);
  header.write(octal(0, 8), 116);
  header.write(octal(file.data.length, 12), 124);
  header.write(octal(0, 12), 136);
  header.write(' '.repeat(8), 148);
  header.write('0', 156);
  header.write('ustar\0' + '00', 257);
  header.write(prefix, 345);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(sum.toString(8).padStart(6, '0') + '\0 ', 148);
  return header;
}

/** A tar (ustar) of the files in the order given. */
export function tar(files: readonly ArchiveFile[]): Buffer {
  const padded = (data: Uint8Array) => Buffer.alloc((BLOCK - (data.length % BLOCK)) % BLOCK);
  return Buffer.concat([
    ...files.flatMap((file) => [tarHeader(file), file.data, padded(file.data)]),
    Buffer.alloc(2 * BLOCK),
  ]);
}

/** The same, compressed; the byte that names the operating system says “unknown” everywhere. */
export function tarGz(files: readonly ArchiveFile[]): Buffer {
  const packed = gzipSync(tar(files), { level: 9 });
  packed[9] = 255;
  return packed;
}
