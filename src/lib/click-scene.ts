/** A picture made for interactive segmentation: a bright shape, a gray neighbor, noise; and its truth. */
import { mulberry32, normal } from './random.ts';

export const CLICK_SCENE = { height: 30, width: 40, bright: 9, dark: 1 } as const;

export interface ClickScene {
  /** Brightness of the neighbor, from 0 to 10. */
  gray: number;
  /** Over how many pixels the bright shape passes into its neighbor. */
  soft: number;
  /** Standard deviation of the noise, in brightness. */
  noise: number;
  /** Seed of the noise. */
  seed: number;
}

/** How far outside the bright shape (a disc with an arm) a point lies, in pixels; ≤ 0 inside. */
function outside(x: number, y: number): number {
  const disc = Math.hypot(x - 13, y - 17) - 8;
  const arm = Math.max(Math.abs(x - 12.5) - 1, 2 - y, y - 17);
  return Math.min(disc, arm);
}

/** Whether a point belongs to the neighbor: an ellipse that touches the disc. */
const beside = (x: number, y: number) => ((x - 26) / 8) ** 2 + ((y - 18) / 6.5) ** 2 <= 1;

/**
 * Brightness [30, 40] from 0 to 10 to one decimal, and the masks of the bright shape and of its neighbor.
 *
 * Centers of pixels are whole numbers; the noise is drawn row by row (`normal`).
 */
export function clickScene({ gray, soft, noise, seed }: ClickScene): {
  image: Float64Array;
  truth: Uint8Array;
  neighbor: Uint8Array;
} {
  const { height, width, bright, dark } = CLICK_SCENE;
  const random = mulberry32(seed);
  const n = height * width;
  const [image, truth, neighbor] = [new Float64Array(n), new Uint8Array(n), new Uint8Array(n)];
  for (let i = 0; i < n; i++) {
    const [x, y] = [i % width, Math.floor(i / width)];
    const far = outside(x, y);
    let value: number = far <= 0 ? bright : dark;
    if (far > 0 && beside(x, y)) {
      neighbor[i] = 1;
      value = far < soft ? bright + ((gray - bright) * far) / soft : gray;
    }
    truth[i] = far <= 0 ? 1 : 0;
    const noisy = value + noise * normal(random);
    image[i] = Math.round(10 * Math.min(10, Math.max(0, noisy))) / 10;
  }
  return { image, truth, neighbor };
}

/**
 * A picture [H, W, C] with at most `side` pixels a side: each new pixel is the mean of the area it
 * covers, as brightness from 0 to 10 to one decimal.
 *
 * @param pixels numbers from 0 to 255
 */
export function shrink(
  pixels: ArrayLike<number>,
  [height, width, channels]: readonly number[],
  side: number,
): { height: number; width: number; channels: number; image: Float64Array } {
  const ratio = Math.min(1, side / Math.max(height, width));
  const [h, w] = [height, width].map((n) => Math.max(1, Math.round(n * ratio)));
  const image = new Float64Array(h * w * channels);
  /** The old rows (columns) that a new one covers, with the share of each. */
  const spans = (from: number, to: number) =>
    Array.from({ length: to }, (_, i) => {
      const [a, b] = [(i * from) / to, ((i + 1) * from) / to];
      const first = Math.floor(a);
      return Array.from({ length: Math.ceil(b - 1e-9) - first }, (_, k): [number, number] => [
        first + k,
        (Math.min(b, first + k + 1) - Math.max(a, first + k)) / (b - a),
      ]);
    });
  const [rows, cols] = [spans(height, h), spans(width, w)];
  for (let r = 0; r < h; r++) {
    for (let c = 0; c < w; c++) {
      for (let k = 0; k < channels; k++) {
        let sum = 0;
        for (const [i, p] of rows[r]) {
          for (const [j, q] of cols[c]) sum += p * q * pixels[(i * width + j) * channels + k];
        }
        image[(r * w + c) * channels + k] = Math.round(sum / 2.55) / 10;
      }
    }
  }
  return { height: h, width: w, channels, image };
}
