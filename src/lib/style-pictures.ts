/** Pictures of 16×16 pixels for style transfer: 1 is ink, 0 is paper. */
import { LEVELS, PIXELS, SIDE } from './style.ts';

const draw = (ink: (r: number, c: number) => boolean) =>
  Float64Array.from({ length: PIXELS }, (_, i) => Number(ink(Math.floor(i / SIDE), i % SIDE)));

/** Sixteen rows of sixteen hexadecimal digits: 0 is paper, f is ink. */
const hex = (text: string) => Float64Array.from(text, (digit) => parseInt(digit, 16) / 15);

const HEART = [0, 0, 0x1c38, 0x3e7c, 0x7ffe, 0x7ffe, 0x7ffe, 0x7ffe, 0x3ffc, 0x1ff8, 0x0ff0, 0x07e0, 0x03c0, 0x0180]; // prettier-ignore
const HOUSE = [0x0030, 0x01b0, 0x03f0, 0x07f0, 0x0ff0, 0x1ff8, 0x3ffc, 0x7ffe, 0x1ff8, 0x1e78, 0x1e78, 0x1ff8, 0x1ff8, 0x1c38, 0x1c38, 0x1c38]; // prettier-ignore
const rowsOfBits = (rows: readonly number[]) => draw((r, c) => ((rows[r] ?? 0) >> (15 - c)) % 2 === 1); // prettier-ignore

/** The digit of public/pictures/digit-3.png, cut out at rows and columns 3 to 24 and averaged. */
const DIGIT =
  '0000028a930000000003cfffffb20000000cfe413bfb0000000a910001ce100000000000009f20000000000000df0000' +
  '000000156bfa00000000006fffc100000000004ffff800000000000015de300000000000002fb00000010000000ec000' +
  '00ad0000009f700000bfc50007fe1000001affedefd60000000049ded7000000';

/** The first five are things, the others fill the plane. */
export const PICTURES = {
  disc: draw((r, c) => Math.hypot(r - 7.5, c - 7.5) < 5.5),
  ring: draw((r, c) => Math.abs(Math.hypot(r - 7.5, c - 7.5) - 5) < 1.5),
  heart: rowsOfBits(HEART),
  house: rowsOfBits(HOUSE),
  digit: hex(DIGIT),
  stripes: draw((r, c) => (r + c) % 6 < 3),
  bars: draw((r) => r % 4 < 2),
  checks: draw((r, c) => ((r >> 2) + (c >> 2)) % 2 === 0),
  dots: draw((r, c) => r % 4 > 1 && (c + 2 * ((r >> 2) % 2)) % 4 > 1),
  waves: draw((r, c) => (r + Math.round(1.5 * Math.sin((Math.PI * c) / 4)) + 16) % 4 < 2),
  bricks: draw((r, c) => r % 4 === 3 || (c + 4 * ((r >> 2) % 2)) % 8 === 7),
} satisfies Record<string, Float64Array>;
export type PictureId = keyof typeof PICTURES;

/**
 * A photograph as a small picture: the square in its middle, averaged, dark as ink, its contrast
 * stretched from 0 to 1.
 *
 * @param values [height, width] gray from 0 (black) to 255 (white)
 * @returns [256] whole multiples of 1/255
 */
export function shrunk(values: ArrayLike<number>, height: number, width: number): Float64Array {
  const side = Math.min(height, width);
  const [top, left] = [(height - side) / 2, (width - side) / 2];
  const cell = side / SIDE;
  const means = Float64Array.from({ length: PIXELS }, (_, i) =>
    average(
      values,
      [height, width],
      top + cell * Math.floor(i / SIDE),
      left + cell * (i % SIDE),
      cell,
    ),
  );
  const [dark, bright] = [Math.min(...means), Math.max(...means)];
  if (bright - dark < 1) return means.map((mean) => Math.round(LEVELS - mean) / LEVELS);
  return means.map((mean) => Math.round((LEVELS * (bright - mean)) / (bright - dark)) / LEVELS);
}

/** The mean over a square of `size` pixels (not always whole ones) from row `y`, column `x` on. */
function average(
  values: ArrayLike<number>,
  [height, width]: readonly [number, number],
  y: number,
  x: number,
  size: number,
): number {
  let sum = 0;
  let area = 0;
  for (let r = Math.floor(y); r < Math.min(height, y + size); r++) {
    const tall = Math.min(r + 1, y + size) - Math.max(r, y);
    for (let c = Math.floor(x); c < Math.min(width, x + size); c++) {
      const share = tall * (Math.min(c + 1, x + size) - Math.max(c, x));
      if (share <= 0) continue;
      sum += share * values[r * width + c];
      area += share;
    }
  }
  return sum / area;
}

/** The pixels of a picture whose bit is set in `mask` inverted: ink becomes paper and back. */
export const inverted = (image: Float64Array, mask: Uint8Array): Float64Array =>
  image.map((v, i) => (mask[i] ? Math.round(LEVELS * (1 - v)) / LEVELS : v));

/** Which pixels are inverted, as 64 hexadecimal digits; none as the empty text. */
export function maskText(mask: Uint8Array): string {
  if (!mask.includes(1)) return '';
  let text = '';
  for (let i = 0; i < PIXELS; i += 4) {
    text += (8 * mask[i] + 4 * mask[i + 1] + 2 * mask[i + 2] + mask[i + 3]).toString(16);
  }
  return text;
}

/** The mask of such a text; undefined when it is none. */
export function maskOf(text: string): Uint8Array | undefined {
  if (text === '') return new Uint8Array(PIXELS);
  if (!/^[0-9a-f]{64}$/i.test(text)) return undefined;
  return Uint8Array.from({ length: PIXELS }, (_, i) => (parseInt(text[i >> 2], 16) >> (3 - (i % 4))) & 1); // prettier-ignore
}
