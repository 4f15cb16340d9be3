/** Our SHA-256 against the one of Node. */
import { createHash } from 'node:crypto';
import { afterEach, expect, test, vi } from 'vitest';
import { readChecked, readFilesWith } from '@models/files.ts';
import { readFromDisk } from '@models/on-disk.ts';
import { sha256 } from '@models/sha256.ts';

afterEach(() => {
  vi.unstubAllGlobals();
  readFromDisk();
});

test('every length around the edges of blocks, and a long text', () => {
  const bytes = Uint8Array.from({ length: 100_000 }, (_, i) => (i * 2_654_435_761) >>> 13);
  for (const length of [...Array(200).keys(), 1_000, 65_536, 100_000]) {
    const part = bytes.subarray(0, length);
    const expected = createHash('sha256').update(part).digest('hex');
    expect(Buffer.from(sha256(part)).toString('hex'), `${length} bytes`).toBe(expected);
  }
});

test('without crypto.subtle a file is checked all the same', async () => {
  vi.stubGlobal('crypto', {});
  const path = 'models/digits-classifier/weights.bin';
  readFromDisk();
  const whole = await readChecked(path);
  readFilesWith(async () => {
    const altered = whole.slice();
    altered[altered.length >> 1] ^= 1;
    return altered;
  });
  await expect(readChecked(path)).rejects.toMatchObject({ code: 'corrupt', file: path });
});
