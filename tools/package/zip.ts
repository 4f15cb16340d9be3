/** A zip that depends on its files alone: no dates, no owner, the order as given. */
import { crc32, deflateRawSync } from 'node:zlib';

export interface ArchiveFile {
  /** Path inside the archive, with `/` between its parts. */
  name: string;
  data: Uint8Array;
  /** Kept as it is (zip only): for the first file of an EPUB, which readers look at unpacked. */
  store?: boolean;
}

/** 1980-01-01, the first day a zip can name. */
const DOS_DATE = (1 << 5) | 1;
const UTF8_NAMES = 0x0800;
const [STORED, DEFLATED] = [0, 8];
/** Unix, so that the permissions below are read; 2.0 of the format. */
const MADE_BY = (3 << 8) | 20;
const READABLE_FILE = 0o100644 * 2 ** 16;

/** Little-endian numbers, each of the width beside it. */
function fields(...pairs: [value: number, width: 2 | 4][]): Buffer {
  const bytes = Buffer.alloc(pairs.reduce((sum, [, width]) => sum + width, 0));
  let at = 0;
  for (const [value, width] of pairs) at = bytes.writeUIntLE(value, at, width);
  return bytes;
}

/**
 * A zip of the files in the order given; what would not shrink is stored.
 *
 * @throws Error when there are more files or bytes than the format has numbers for (no Zip64).
 */
export function zip(files: readonly ArchiveFile[]): Buffer {
  const size = files.reduce((sum, { name, data }) => sum + data.length + 4 * name.length + 76, 0);
  if (files.length > 0xffff || size > 0xffffffff) {
    throw new Error(`${files.length} files of ${size} bytes are too much for a zip.`);
  }
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, data, store } of files) {
    const path = Buffer.from(name);
    const deflated = store ? data : deflateRawSync(data, { level: 9 });
    const smaller = deflated.length < data.length;
    const body = Buffer.from(smaller ? deflated : data);
    const about = fields(
      [20, 2],
      [UTF8_NAMES, 2],
      [smaller ? DEFLATED : STORED, 2],
      [0, 2],
      [DOS_DATE, 2],
      [crc32(data), 4],
      [body.length, 4],
      [data.length, 4],
      [path.length, 2],
      [0, 2],
    );
    parts.push(fields([0x04034b50, 4]), about, path, body);
    directory.push(
      fields([0x02014b50, 4], [MADE_BY, 2]),
      about,
      fields([0, 2], [0, 2], [0, 2], [READABLE_FILE, 4], [offset, 4]),
      path,
    );
    offset += 4 + about.length + path.length + body.length;
  }
  const list = Buffer.concat(directory);
  const end = fields(
    [0x06054b50, 4],
    [0, 2],
    [0, 2],
    [files.length, 2],
    [files.length, 2],
    [list.length, 4],
    [offset, 4],
    [0, 2],
  );
  return Buffer.concat([...parts, list, end]);
}
