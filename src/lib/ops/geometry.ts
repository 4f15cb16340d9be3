/**
 * Moving, turning and scaling an image [H, W, C] about its centre.
 *
 * Rows count downwards; turning is counter-clockwise for positive degrees, as numpy.rot90 turns.
 * The image is scaled, then turned, then shifted; what comes from outside is zero. Between pixels
 * values are bilinear, as in scipy.ndimage.affine_transform with order 1 and mode grid-constant.
 */
import { grid, requireAxes, requireInteger, type Grid } from '../grid.ts';

/** Scale, then turn, then shift. */
export interface Motion {
  /** Pixels down and to the right; between pixels too. */
  shift: readonly [down: number, right: number];
  /** Degrees, counter-clockwise. */
  rotate: number;
  /** 2 makes everything twice as large. */
  scale: number;
}

/** Where each pixel of the result comes from: four pixels of the image and their weights. */
export interface Sampling {
  readonly shape: readonly [height: number, width: number];
  /** Flat index of four pixels for each result; −1 outside. */
  readonly index: Int32Array;
  readonly weight: Float64Array;
  /** 1 where no pixel with weight lies outside. */
  readonly inside: Uint8Array;
}

/** Sine and cosine of degrees, exact for multiples of 90. */
export function turnOf(degrees: number): { sin: number; cos: number } {
  const turns = (((degrees / 90) % 4) + 4) % 4;
  if (Number.isInteger(turns)) {
    return { sin: [0, 1, 0, -1][turns], cos: [1, 0, -1, 0][turns] };
  }
  const angle = (degrees * Math.PI) / 180;
  return { sin: Math.sin(angle), cos: Math.cos(angle) };
}

/**
 * The sampling of a motion on H×W pixels: result (r, c) is read at the place that the motion takes
 * to (r, c). Whole shifts of images turned by multiples of 90° read single pixels, with weight 1.
 *
 * @throws RangeError when the scale is not positive, or a size is not a positive integer.
 */
export function sampling(H: number, W: number, { shift, rotate, scale }: Motion): Sampling {
  requireInteger('height', H, 1);
  requireInteger('width', W, 1);
  if (!(scale > 0)) throw new RangeError(`scale must be positive, but is ${scale}`);
  const { sin, cos } = turnOf(rotate);
  const [midR, midC] = [(H - 1) / 2, (W - 1) / 2];
  const index = new Int32Array(4 * H * W).fill(-1);
  const weight = new Float64Array(4 * H * W);
  const inside = new Uint8Array(H * W).fill(1);
  for (let r = 0; r < H; r++) {
    for (let c = 0; c < W; c++) {
      const down = r - midR - shift[0];
      const right = c - midC - shift[1];
      // The inverse: clockwise, since rows count downwards.
      const y = settle((cos * down + sin * right) / scale + midR);
      const x = settle((cos * right - sin * down) / scale + midC);
      const [top, left] = [Math.floor(y), Math.floor(x)];
      const [v, u] = [y - top, x - left];
      const weights = [(1 - v) * (1 - u), (1 - v) * u, v * (1 - u), v * u];
      for (let k = 0; k < 4; k++) {
        if (weights[k] === 0) continue;
        const [row, col] = [top + (k >> 1), left + (k & 1)];
        if (row < 0 || col < 0 || row >= H || col >= W) {
          inside[r * W + c] = 0;
          continue;
        }
        index[4 * (r * W + c) + k] = row * W + col;
        weight[4 * (r * W + c) + k] = weights[k];
      }
    }
  }
  return { shape: [H, W], index, weight, inside };
}

/** A place that is whole up to rounding is whole: 1e-12 of a pixel must not read a neighbour. */
function settle(place: number): number {
  const whole = Math.round(place);
  return Math.abs(place - whole) < 1e-9 ? whole : place;
}

/**
 * Reads an image [H, W, C] by a sampling of the same size.
 *
 * @throws RangeError when the sizes differ.
 */
export function resample(image: Grid, { shape, index, weight }: Sampling): Grid {
  requireAxes('image', image.shape, 'H, W, C');
  const [H, W, C] = image.shape;
  if (H !== shape[0] || W !== shape[1]) {
    throw new RangeError(`the sampling is for ${shape.join('×')} pixels, the image has ${H}×${W}`);
  }
  const moved = grid(image.shape);
  for (let at = 0; at < H * W; at++) {
    for (let ch = 0; ch < C; ch++) {
      let sum = 0;
      for (let k = 4 * at; k < 4 * at + 4; k++) {
        if (index[k] >= 0) sum += weight[k] * image.data[index[k] * C + ch];
      }
      moved.data[at * C + ch] = sum;
    }
  }
  return moved;
}

/** An image [H, W, C] moved by a motion; `sampling` and `resample` in one. */
export function move(image: Grid, motion: Motion): Grid {
  return resample(image, sampling(image.shape[0], image.shape[1], motion));
}

/** The largest square in the middle of an image [H, W, C] whose side is a multiple of `unit`. */
export function centreSquare(image: Grid, unit = 1): Grid {
  requireAxes('image', image.shape, 'H, W, C');
  const [H, W, C] = image.shape;
  const side = Math.floor(Math.min(H, W) / unit) * unit;
  if (side === 0) throw new RangeError(`no square of ${unit} pixels fits into ${H}×${W}`);
  const [top, left] = [Math.floor((H - side) / 2), Math.floor((W - side) / 2)];
  const square = grid([side, side, C]);
  for (let r = 0; r < side; r++) {
    const from = ((top + r) * W + left) * C;
    square.data.set(image.data.subarray(from, from + side * C), r * side * C);
  }
  return square;
}
