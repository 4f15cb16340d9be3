/**
 * A drawn or photographed digit as the training data has it: bright ink on black, its longer side
 * 20 pixels, its centre of mass near the middle of 28×28 (Y. LeCun, C. Cortes and C. Burges, the MNIST
 * database).
 */
import { grid, type Grid } from '../lib/grid.ts';
import { TILE } from './data.ts';

/** Side of the box that the ink fills. */
const BOX = 20;
/** What counts as ink, as a share of the brightest. */
const INK = 0.15;
/** Where the database has the centre of mass on average, in pixels from the corner: not in the middle. */
const CENTRE = TILE / 2 + 0.5;

/** Rows and columns from the first to behind the last pixel with ink. */
function inkBox(
  { shape: [H, W], data }: Grid,
  least: number,
): [number, number, number, number] | undefined {
  let [top, bottom, left, right] = [H, 0, W, 0];
  for (let r = 0; r < H; r++) {
    for (let c = 0; c < W; c++) {
      if (data[r * W + c] < least) continue;
      top = Math.min(top, r);
      bottom = Math.max(bottom, r + 1);
      left = Math.min(left, c);
      right = Math.max(right, c + 1);
    }
  }
  return bottom > top ? [top, bottom, left, right] : undefined;
}

/** Between the four nearest pixel centres; outside the image 0. */
function bilinear({ shape: [H, W], data }: Grid, row: number, col: number): number {
  const [r, c] = [Math.floor(row - 0.5), Math.floor(col - 0.5)];
  const [u, v] = [row - 0.5 - r, col - 0.5 - c];
  const at = (i: number, j: number) => (i >= 0 && i < H && j >= 0 && j < W ? data[i * W + j] : 0);
  return (
    (1 - u) * ((1 - v) * at(r, c) + v * at(r, c + 1)) +
    u * ((1 - v) * at(r + 1, c) + v * at(r + 1, c + 1))
  );
}

/**
 * Scales and centres a digit.
 *
 * @param ink [H, W, 1], bright on 0; any range
 * @returns [28, 28, 1] from 0 to 1; all zeros when there is no ink
 */
export function centreDigit(ink: Grid): Grid {
  const out = grid([TILE, TILE, 1]);
  const most = ink.data.reduce((a, b) => Math.max(a, b), 0);
  const box = most > 0 ? inkBox(ink, most * INK) : undefined;
  if (!box) return out;
  const [top, bottom, left, right] = box;
  const scale = Math.max(bottom - top, right - left) / BOX; // pixels of `ink` for one of the result
  let [mass, massRow, massCol] = [0, 0, 0];
  for (let r = top; r < bottom; r++) {
    for (let c = left; c < right; c++) {
      const value = ink.data[r * ink.shape[1] + c];
      mass += value;
      massRow += value * (r + 0.5);
      massCol += value * (c + 0.5);
    }
  }
  const samples = Math.ceil(scale); // along each axis, averaged into a pixel
  // Moved by whole pixels, as the database did: what has the right size already is not blurred.
  const firstRow = Math.round(CENTRE - (massRow / mass - top) / scale);
  const firstCol = Math.round(CENTRE - (massCol / mass - left) / scale);
  const inside = (value: number, from: number, to: number) => value > from - 1 && value < to + 1;
  for (let r = 0; r < TILE; r++) {
    for (let c = 0; c < TILE; c++) {
      let sum = 0;
      for (let i = 0; i < samples; i++) {
        for (let j = 0; j < samples; j++) {
          const row = top + (r - firstRow + (i + 0.5) / samples) * scale;
          const col = left + (c - firstCol + (j + 0.5) / samples) * scale;
          if (inside(row, top, bottom) && inside(col, left, right)) sum += bilinear(ink, row, col);
        }
      }
      out.data[r * TILE + c] = Math.min(1, sum / samples ** 2 / most);
    }
  }
  return out;
}

/**
 * Grey values of a photograph or scan as ink on black: what differs from its border, where the
 * border is brighter than the middle it is turned over.
 *
 * @param grey [H, W, 1], from 0 to 255
 * @returns [H, W, 1] from 0 to 1
 */
export function inkOf(grey: Grid): Grid {
  const [H, W] = grey.shape;
  const border: number[] = [];
  grey.data.forEach((value, i) => {
    const [r, c] = [Math.floor(i / W), i % W];
    if (r === 0 || c === 0 || r === H - 1 || c === W - 1) border.push(value);
  });
  const paper = border.sort((a, b) => a - b)[border.length >> 1];
  const far = grey.data.map((value) => value - paper);
  const [least, most] = extremes(far);
  const sign = -least > most ? -1 : 1;
  const span = Math.max(-least, most) || 1;
  const out = far.map((value) => Math.max(0, (sign * value) / span));
  // Paper is never quite even: what is weak is not ink.
  return grid(
    [H, W, 1],
    out.map((value) => (value < 0.25 ? 0 : value)),
  );
}

const extremes = (data: Float64Array): [number, number] => {
  let [least, most] = [Infinity, -Infinity];
  for (const value of data) {
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  return [least, most];
};
