/** What the archives hold, read by other code than that which wrote them. */
import { inflateRawSync } from 'node:zlib';

export interface ZipEntry {
  name: string;
  data: Buffer;
  method: number;
  /** Bytes of the extra field of its local header. */
  extra: number;
}

/** The entries of a zip, from its central directory. */
export function readZip(bytes: Buffer): ZipEntry[] {
  const end = bytes.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  const count = bytes.readUInt16LE(end + 10);
  const entries: ZipEntry[] = [];
  let at = bytes.readUInt32LE(end + 16);
  for (let n = 0; n < count; n++) {
    const method = bytes.readUInt16LE(at + 10);
    const size = bytes.readUInt32LE(at + 20);
    const nameLength = bytes.readUInt16LE(at + 28);
    const local = bytes.readUInt32LE(at + 42);
    const name = bytes.toString('utf8', at + 46, at + 46 + nameLength);
    const extra = bytes.readUInt16LE(local + 28);
    const start = local + 30 + bytes.readUInt16LE(local + 26) + extra;
    const body = bytes.subarray(start, start + size);
    entries.push({ name, method, extra, data: method ? inflateRawSync(body) : Buffer.from(body) });
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return entries;
}

/** The files of a tar; throws where the sum of a header is wrong. */
export function readTar(bytes: Buffer): Map<string, Buffer> {
  const files = new Map<string, Buffer>();
  for (let at = 0; bytes[at] !== 0;) {
    const header = Buffer.from(bytes.subarray(at, at + 512));
    const string = (from: number, length: number) =>
      header.toString('utf8', from, from + length).replace(/\0.*$/s, '');
    const said = parseInt(string(148, 8), 8);
    header.fill(' ', 148, 156);
    if (header.reduce((sum, byte) => sum + byte, 0) !== said) throw new Error('wrong sum');
    const size = parseInt(string(124, 12), 8);
    const prefix = string(345, 155);
    files.set(
      (prefix ? `${prefix}/` : '') + string(0, 100),
      bytes.subarray(at + 512, at + 512 + size),
    );
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return files;
}
