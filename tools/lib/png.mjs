/** A PNG encoder for grey pictures of 4 bits a pixel: all that a sheet of small images needs. */
import { crc32, deflateSync } from 'node:zlib';

const SIGNATURE = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);

/**
 * Encodes rows of grey levels 0 to 15, `[height, width]`, as a PNG. `width` has to be even.
 * Every row takes the filter whose bytes have the smallest sum, as the PNG specification advises.
 */
export function greyPng(levels, width, height) {
  if (width % 2) throw new Error(`a row of ${width} pixels of 4 bits does not fill whole bytes`);
  const bytes = width / 2;
  const packed = new Uint8Array(bytes * height);
  for (let i = 0; i < packed.length; i++) packed[i] = (levels[2 * i] << 4) | levels[2 * i + 1];
  const raw = Buffer.alloc((bytes + 1) * height);
  for (let row = 0; row < height; row++) {
    const here = packed.subarray(row * bytes, (row + 1) * bytes);
    const above = row ? packed.subarray((row - 1) * bytes, row * bytes) : new Uint8Array(bytes);
    const [filter, line] = best([here, differences(here), minus(here, above)]);
    raw[row * (bytes + 1)] = filter;
    raw.set(line, row * (bytes + 1) + 1);
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([4, 0, 0, 0, 0], 8);
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(raw, { level: 9, memLevel: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** The filter (its number in the PNG format: 0 none, 1 left, 2 above) with the smallest sum. */
function best(lines) {
  let answer = 0;
  let least = Infinity;
  lines.forEach((line, filter) => {
    let sum = 0;
    for (const value of line) sum += value < 128 ? value : 256 - value;
    if (sum < least) [answer, least] = [filter, sum];
  });
  return [answer, lines[answer]];
}

function differences(here) {
  return here.map((value, i) => value - (i ? here[i - 1] : 0));
}

function minus(here, above) {
  return here.map((value, i) => value - above[i]);
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}
