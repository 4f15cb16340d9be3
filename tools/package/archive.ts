/** Two containers, zip and tar, written from the same list of files: equal input, equal bytes. */
import { crc32, deflateRawSync, gzipSync } from 'node:zlib';

export interface ArchiveFile {
  /** Path inside the archive, with `/` between its parts. */
  name: string;
  data: Uint8Array;
  /** Kept as it is (zip only): for the first file of an EPUB, which readers look at unpacked. */
  store?: boolean;
}

/** 1980-01-01, the first day a zip can name; no file carries the time of its packing. */
const DOS_DATE = (1 << 5) | 1;
const UTF8_NAMES = 0x0800;

/** Little-endian numbers of the given widths in bytes. */
function numbers(...fields: [value: number, width: 2 | 4][]): Buffer {
  const bytes = Buffer.alloc(fields.reduce((sum, [, width]) => sum + width, 0));
  let at = 0;
  for (const [value, width] of fields) at = bytes.writeUIntLE(value, at, width);
  return bytes;
}

/** A zip of the files in the order given; a file that would not shrink is stored. */
export function zip(files: readonly ArchiveFile[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const file of files) {
    const name = Buffer.from(file.name);
    const data = Buffer.from(file.data);
    const deflated = file.store ? data : deflateRawSync(data, { level: 9 });
    const packed = deflated.length < data.length;
    const body = packed ? deflated : data;
    const common = numbers(
      [20, 2],
      [UTF8_NAMES, 2],
      [packed ? 8 : 0, 2],
      [0, 2],
      [DOS_DATE, 2],
      [crc32(data), 4],
      [body.length, 4],
      [data.length, 4],
      [name.length, 2],
      [0, 2],
    );
    parts.push(numbers([0x04034b50, 4]), common, name, body);
    directory.push(
      numbers([0x02014b50, 4], [20, 2]),
      common,
      numbers([0, 2], [0, 2], [0, 2], [0, 4], [offset, 4]),
      name,
    );
    offset += 4 + common.length + name.length + body.length;
  }
  const central = Buffer.concat(directory);
  const count = files.length;
  if (count > 0xffff) throw new Error(`${count} files are too many for a zip without extensions.`);
  return Buffer.concat([
    ...parts,
    central,
    numbers(
      [0x06054b50, 4],
      [0, 2],
      [0, 2],
      [count, 2],
      [count, 2],
      [central.length, 4],
      [offset, 4],
      [0, 2],
    ),
  ]);
}

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
