// A sanity check: does the map change when the weights that decide are drawn anew?
import { grid, type Grid } from '../../../lib/grid.ts';
import { conv2d, conv2dGradInput, CONV_DEFAULTS } from '../../../lib/ops/conv.ts';
import { mulberry32, normal, type Random } from '../../../lib/random.ts';

export const SIDE = 16;
export const FILTERS = 64;

/** A bright square on dark ground with a dim bar below it. */
export const PICTURE = grid(
  [SIDE, SIDE, 1],
  Array.from({ length: SIDE * SIDE }, (_, i) => {
    const [r, c] = [Math.floor(i / SIDE), i % SIDE];
    if (r >= 3 && r < 9 && c >= 4 && c < 10) return 1;
    return r === 12 && c >= 2 && c < 14 ? 0.5 : 0;
  }),
);

export const draw = (shape: number[], random: Random): Grid =>
  grid(shape, grid(shape).data.map(() => normal(random))); // prettier-ignore

// #region sanity
/** The map of one class: convolution, ReLU, mean over places, then the weights of the class. */
export function saliency(kernel: Grid, weights: ArrayLike<number>, guided: boolean): Grid {
  const z = conv2d(PICTURE, kernel, CONV_DEFAULTS);
  const dz = grid(
    z.shape,
    z.data.map((value, i) => {
      const g = weights[i % FILTERS] / (z.data.length / FILTERS);
      if (value <= 0) return 0; // ReLU lets nothing through
      return guided ? Math.max(0, g) : g; // guided: nor any negative gradient
    }),
  );
  return conv2dGradInput(dz, kernel, PICTURE.shape, CONV_DEFAULTS);
}

export function correlation(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const centered = (x: ArrayLike<number>) => {
    const values = Array.from(x);
    const mean = values.reduce((s, v) => s + v, 0) / values.length;
    return values.map((v) => v - mean);
  };
  const [u, v] = [centered(a), centered(b)];
  const dot = (p: number[], q: number[]) => p.reduce((s, value, i) => s + value * q[i], 0);
  return dot(u, v) / Math.sqrt(dot(u, u) * dot(v, v));
}

/** Two classes with independent random weights: how alike are their maps? */
export function alike(guided: boolean, seed: number): number {
  const random = mulberry32(seed);
  const kernel = draw([3, 3, 1, FILTERS], random);
  const [one, other] = [0, 1].map(() =>
    saliency(kernel, draw([FILTERS], random).data, guided),
  );
  return correlation(one.data, other.data);
}
// #endregion

export const meanAlike = (guided: boolean, seeds = 50) =>
  Array.from({ length: seeds }, (_, i) => alike(guided, i + 1)).reduce((a, b) => a + b) / seeds;

export function main(): void {
  console.log('gradient             ', meanAlike(false).toFixed(2));
  console.log('guided backpropagation', meanAlike(true).toFixed(2));
}
