/** The zip: its bytes depend on its files alone, and what went in comes out. */
import { crc32, inflateRawSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { zip } from '../../tools/package/zip.ts';

/** Reads a zip by its directory, as an unpacker does. */
function unzip(bytes: Buffer): Map<string, Buffer> {
  const end = bytes.length - 22;
  expect(bytes.readUInt32LE(end)).toBe(0x06054b50);
  const count = bytes.readUInt16LE(end + 10);
  let at = bytes.readUInt32LE(end + 16);
  const files = new Map<string, Buffer>();
  for (let n = 0; n < count; n++) {
    expect(bytes.readUInt32LE(at)).toBe(0x02014b50);
    const method = bytes.readUInt16LE(at + 10);
    const [packed, size] = [bytes.readUInt32LE(at + 20), bytes.readUInt32LE(at + 24)];
    const length = bytes.readUInt16LE(at + 28);
    const local = bytes.readUInt32LE(at + 42);
    expect(bytes.readUInt32LE(local)).toBe(0x04034b50);
    expect(bytes.subarray(local + 4, local + 30)).toEqual(bytes.subarray(at + 6, at + 32));
    const body = bytes.subarray(local + 30 + length, local + 30 + length + packed);
    const data = method === 8 ? inflateRawSync(body) : body;
    expect(data.length).toBe(size);
    expect(crc32(data)).toBe(bytes.readUInt32LE(at + 16));
    files.set(bytes.toString('utf8', at + 46, at + 46 + length), data);
    at += 46 + length;
  }
  expect(at).toBe(end);
  return files;
}

const FILES = [
  { name: 'a/读.txt', data: Buffer.from('感受野'.repeat(500)) },
  { name: 'a/noise.bin', data: Buffer.from([7, 91, 200, 3]) },
  { name: 'a/empty', data: Buffer.alloc(0) },
];

test('what went in comes out, in order', () => {
  const files = unzip(zip(FILES));
  expect([...files.keys()]).toEqual(FILES.map(({ name }) => name));
  for (const { name, data } of FILES) expect(files.get(name)).toEqual(data);
});

test('text is packed, and what would grow is not', () => {
  expect(zip([FILES[0]]).length).toBeLessThan(FILES[0].data.length / 4);
  expect(zip([FILES[1]]).includes(FILES[1].data)).toBe(true);
});

test('the same files give the same bytes at any time', () => {
  const before = zip(FILES);
  const { now } = Date;
  Date.now = () => now() + 1e9;
  try {
    expect(zip(FILES)).toEqual(before);
  } finally {
    Date.now = now;
  }
});

test('too many files are refused', () => {
  const one = { name: 'a', data: new Uint8Array(0) };
  expect(() => zip(Array.from({ length: 65_536 }, () => one))).toThrow('too much for a zip');
});
