/** Small stacks of layers with fixed kernels: float64, and where their results can be trusted. Pure. */
import { grid, type Grid } from '../../../lib/grid.ts';
import { conv2d, CONV_DEFAULTS, type Sides } from '../../../lib/ops/conv.ts';
import { pool2d } from '../../../lib/ops/pool.ts';

/**
 * `conv`: 3×3 with a border of zeros, then ReLU. `max`: 2×2, stride 2. `blur`: the maximum of 2×2
 * at every place, then a 3×3 binomial filter with stride 2 (MaxBlurPool of Zhang 2019).
 */
export type Layer =
  { kind: 'conv'; kernel: readonly (readonly number[])[] } | { kind: 'max' | 'blur' };

export const EDGE = [
  [-1, 0, 1],
  [-2, 0, 2],
  [-1, 0, 1],
] as const;
export const CORNER = [
  [0, 1, 1],
  [-1, 0, 1],
  [-1, -1, 0],
] as const;
/** The same after a turn by 90°. */
export const ROUND = [
  [-1, -1, -1],
  [-1, 8, -1],
  [-1, -1, -1],
] as const;
/** Divided by 16. */
export const BINOMIAL = [
  [1, 2, 1],
  [2, 4, 2],
  [1, 2, 1],
] as const;

const conv = (kernel: readonly (readonly number[])[]): Layer => ({ kind: 'conv', kernel });
const max: Layer = { kind: 'max' };

export const STACKS = {
  conv: [conv(EDGE)],
  'conv-pool': [conv(EDGE), max],
  'conv-blurpool': [conv(EDGE), { kind: 'blur' }],
  'conv-pool-conv-pool': [conv(EDGE), max, conv(CORNER), max],
  symmetric: [conv(ROUND)],
  'symmetric-pool': [conv(ROUND), max],
} as const satisfies Record<string, readonly Layer[]>;
export type StackId = keyof typeof STACKS;
export const STACK_IDS = Object.keys(STACKS) as StackId[];

export const layersOf = (id: StackId): readonly Layer[] => STACKS[id];

/** Pixels of the input between two neighbouring features. */
export function strideOf(id: StackId): number {
  return layersOf(id).reduce((stride, { kind }) => stride * (kind === 'conv' ? 1 : 2), 1);
}

/** Sides of the images that all stacks divide evenly. */
export const UNIT = 4;

const weights = (rows: readonly (readonly number[])[], by = 1): Grid =>
  grid(
    [rows.length, rows[0].length, 1, 1],
    rows.flat().map((w) => w / by),
  );
const AROUND: Sides = [1, 1, 1, 1];
/** So that the blur stands in the middle of the two pixels that plain pooling would take. */
const BLUR_SIDES: Sides = [1, 0, 1, 0];
const DENSE_SIDES: Sides = [0, 1, 0, 1];

/** What goes into each layer [h, w, 1], and at the end what comes out of the last. */
export function activations(image: Grid, layers: readonly Layer[]): Grid[] {
  const found = [image];
  for (const layer of layers) {
    const x = found[found.length - 1];
    if (layer.kind === 'conv') {
      const y = conv2d(x, weights(layer.kernel), { ...CONV_DEFAULTS, padding: AROUND });
      found.push({ shape: y.shape, data: y.data.map((v) => Math.max(0, v)) });
    } else if (layer.kind === 'max') {
      found.push(pool2d(x, { op: 'max', window: [2, 2], stride: [2, 2], padding: 'valid' }).output);
    } else {
      const y = dense(x);
      const options = { ...CONV_DEFAULTS, padding: BLUR_SIDES, stride: [2, 2] as [number, number] };
      found.push(conv2d(y, weights(BINOMIAL, 16), options));
    }
  }
  return found;
}

/** The maximum of 2×2 at every place; beyond the last row and column nothing wins. */
export function dense(x: Grid): Grid {
  return pool2d(x, { op: 'max', window: [2, 2], stride: [1, 1], padding: DENSE_SIDES }).output;
}

export const features = (image: Grid, id: StackId): Grid =>
  activations(image, layersOf(id)).at(-1)!;

/**
 * Which features have read nothing but trusted pixels: `trusted` [H, W, 1] holds 1 and 0, and what
 * lies beyond the border is not trusted.
 */
export function trustedFeatures(trusted: Grid, id: StackId): Grid {
  const count = (x: Grid, size: number, stride: number, padding: Sides): Grid => {
    const ones = grid([size, size, 1, 1], new Float64Array(size * size).fill(1));
    const y = conv2d(x, ones, { ...CONV_DEFAULTS, padding, stride: [stride, stride] });
    return { shape: y.shape, data: y.data.map((n) => (n === size * size ? 1 : 0)) };
  };
  let x = trusted;
  for (const { kind } of layersOf(id)) {
    if (kind === 'conv') x = count(x, 3, 1, AROUND);
    else if (kind === 'max') x = count(x, 2, 2, [0, 0, 0, 0]);
    else x = count(count(x, 2, 1, DENSE_SIDES), 3, 2, BLUR_SIDES);
  }
  return x;
}
