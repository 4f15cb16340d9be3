/**
 * Style transfer after L. A. Gatys, A. S. Ecker, M. Bethge, A Neural Algorithm of Artistic Style,
 * arXiv:1508.06576, on gray pictures of 16×16 pixels: eight fixed edge filters with ReLU stand for
 * the network, the Gram matrix of their feature maps for the style, and Adam changes the pixels.
 *
 * The same numbers as the listing of the page (src/content/concepts/style-transfer/style.ts), whose
 * general convolution is replaced by one for these filters; a test compares both.
 */
import { mulberry32 } from './random.ts';

/** Rows and columns of a picture, its pixels, and the channels of its features. */
export const SIDE = 16;
export const PIXELS = SIDE * SIDE;
export const CHANNELS = 8;
/** Pixels of every picture are whole multiples of 1/255, so Gram matrices of pictures can be exact. */
export const LEVELS = 255;

/**
 * Four Prewitt filters, 3×3 in row-major order; the other four are their negatives. All are divided
 * by 3. They answer to values that grow to the right, down, up to the right, up to the left.
 */
export const PREWITT: readonly (readonly number[])[] = [
  [-1, 0, 1, -1, 0, 1, -1, 0, 1],
  [-1, -1, -1, 0, 0, 0, 1, 1, 1],
  [0, 1, 1, -1, 0, 1, -1, -1, 0],
  [1, 1, 0, 1, 0, -1, 0, -1, -1],
];
/** The direction in which the values grow where a channel answers. */
export const ARROWS = ['→', '↓', '↗', '↖', '←', '↑', '↙', '↘'] as const;

/** The weights of a channel before the division by 3. */
export const filterOf = (channel: number): number[] =>
  PREWITT[channel % 4].map((w) => (channel < 4 ? w : -w + 0));

const WIDE = SIDE + 2;

/**
 * Feature maps [256, 8], channels last: cross-correlation with the eight filters, zeros around the
 * picture, ReLU.
 *
 * @param image [256] pixels
 */
export function features(image: ArrayLike<number>): Float64Array {
  const x = new Float64Array(WIDE * WIDE);
  for (let i = 0; i < PIXELS; i++) x[(Math.floor(i / SIDE) + 1) * WIDE + (i % SIDE) + 1] = image[i];
  const F = new Float64Array(PIXELS * CHANNELS);
  for (let i = 0; i < PIXELS; i++) {
    const at = Math.floor(i / SIDE) * WIDE + (i % SIDE);
    const [a, b, c] = [x[at], x[at + 1], x[at + 2]];
    const [d, f] = [x[at + WIDE], x[at + WIDE + 2]];
    const [g, h, k] = [x[at + 2 * WIDE], x[at + 2 * WIDE + 1], x[at + 2 * WIDE + 2]];
    const z0 = c + f + k - (a + d + g);
    const z1 = g + h + k - (a + b + c);
    const z2 = b + c + f - (d + g + h);
    const z3 = a + b + d - (f + h + k);
    const to = i * CHANNELS;
    if (z0 > 0) F[to] = z0 / 3;
    else F[to + 4] = -z0 / 3;
    if (z1 > 0) F[to + 1] = z1 / 3;
    else F[to + 5] = -z1 / 3;
    if (z2 > 0) F[to + 2] = z2 / 3;
    else F[to + 6] = -z2 / 3;
    if (z3 > 0) F[to + 3] = z3 / 3;
    else F[to + 7] = -z3 / 3;
  }
  return F;
}

/**
 * The gradient of the pixels [256] from that of the feature maps [256, 8]: the features' filters
 * backwards, nothing where ReLU has cut a feature off.
 */
export function backToPixels(dF: Float64Array, F: Float64Array): Float64Array {
  const dx = new Float64Array(WIDE * WIDE);
  for (let i = 0; i < PIXELS; i++) {
    const at = Math.floor(i / SIDE) * WIDE + (i % SIDE);
    const from = i * CHANNELS;
    for (let n = 0; n < 4; n++) {
      const dz =
        (F[from + n] > 0 ? dF[from + n] : 0) - (F[from + n + 4] > 0 ? dF[from + n + 4] : 0);
      if (dz === 0) continue;
      const filter = PREWITT[n];
      for (let k = 0; k < 9; k++) {
        if (filter[k]) dx[at + Math.floor(k / 3) * WIDE + (k % 3)] += (filter[k] * dz) / 3;
      }
    }
  }
  return Float64Array.from({ length: PIXELS }, (_, i) => dx[(Math.floor(i / SIDE) + 1) * WIDE + (i % SIDE) + 1]); // prettier-ignore
}

/** G = Fᵀ F [8, 8]: how strongly channels answer at the same positions; F [256, 8]. */
export function gram(F: Float64Array): Float64Array {
  const G = new Float64Array(CHANNELS * CHANNELS);
  for (let i = 0; i < PIXELS; i++) {
    const at = i * CHANNELS;
    for (let a = 0; a < CHANNELS; a++) {
      const value = F[at + a];
      if (value === 0) continue;
      for (let b = 0; b < CHANNELS; b++) G[a * CHANNELS + b] += value * F[at + b];
    }
  }
  return G;
}

/** What a feature of a picture is a whole number of: its pixels are 255ths, the filters thirds. */
export const UNITS = 3 * LEVELS;

/** The features of a picture as whole numbers of 1/765. */
export const inUnits = (F: ArrayLike<number>): Float64Array =>
  Float64Array.from(F, (v) => Math.round(v * UNITS));

/**
 * The Gram matrix of a picture's features without rounding on the way: sums of whole numbers below
 * 2⁵³, divided by 765² at the end. So it does not depend on the order of the positions in any bit.
 *
 * @param counts features [256, 8] as whole numbers of 1/765
 */
export const exactGram = (counts: Float64Array): Float64Array =>
  gram(counts).map((sum) => sum / UNITS ** 2);

/** An order of the 256 positions by Fisher and Yates, from a seed; 0 leaves them in place. */
export function orderOf(seed: number): number[] {
  const order = Array.from({ length: PIXELS }, (_, i) => i);
  if (seed === 0) return order;
  const random = mulberry32(seed);
  for (let i = PIXELS - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}

/** The columns of F (all eight numbers of a position together) in another order. */
export function reordered(F: Float64Array, order: readonly number[]): Float64Array {
  const moved = new Float64Array(F.length);
  order.forEach((from, to) => moved.set(F.subarray(from * CHANNELS, (from + 1) * CHANNELS), to * CHANNELS)); // prettier-ignore
  return moved;
}

// ---- losses ---------------------------------------------------------------------------------

export interface Targets {
  /** Feature maps of the content picture [256, 8]. */
  content: Float64Array;
  /** Gram matrix of the style picture [8, 8]. */
  style: Float64Array;
  alpha: number;
  beta: number;
}

/** The two losses, and what they are made of. */
export interface Losses {
  /** ½ Σ (F − P)². */
  content: number;
  /** Σ (G − A)² / (4 N² M²) for N channels of M positions. */
  style: number;
  /** ∂(α content + β style)/∂x [256]. */
  gradient: Float64Array;
  features: Float64Array;
  gram: Float64Array;
}

/** Content and style loss of a picture [256], and the gradient of α·content + β·style. */
export function losses(image: ArrayLike<number>, { content, style, alpha, beta }: Targets): Losses {
  const F = features(image);
  const G = gram(F);
  let near = 0;
  let far = 0;
  const off = G.map((g, i) => g - style[i]);
  for (const d of off) far += d * d;
  const size = (CHANNELS * PIXELS) ** 2;
  const dF = new Float64Array(F.length);
  for (let i = 0; i < F.length; i++) {
    const d = F[i] - content[i];
    near += (d * d) / 2;
    if (F[i] === 0) continue; // ReLU passes nothing back
    const row = i - (i % CHANNELS);
    const c = i % CHANNELS;
    let pull = 0;
    for (let k = 0; k < CHANNELS; k++) pull += off[c * CHANNELS + k] * F[row + k];
    dF[i] = alpha * d + (beta * pull) / size;
  }
  return { content: near, style: far / (4 * size), gradient: backToPixels(dF, F), features: F, gram: G }; // prettier-ignore
}

// ---- Adam on the pixels ---------------------------------------------------------------------

/** D. P. Kingma, J. Ba, Adam, arXiv:1412.6980, with a short memory of squares. */
export const ADAM = { rate: 0.03, beta1: 0.9, beta2: 0.99, epsilon: 1e-9 } as const;

/** A picture on its way: m and v are Adam's running means of g and g². */
export interface Stand {
  image: Float64Array;
  m: Float64Array;
  v: Float64Array;
}

/** Pixels that are learned are whole multiples of 2⁻²⁰. */
export const FINENESS = 2 ** 20;

/**
 * A pixel on that grid: sums of nine are then exact in single precision too, and every device agrees
 * on which features ReLU cuts off, also where neighbours have moved alike and differ by nothing.
 */
export const onGrid = (value: number): number => Math.round(value * FINENESS) / FINENESS;

/** Seeded noise between 0.4 and 0.6. */
export function noise(seed: number): Float64Array {
  const random = mulberry32(seed);
  return Float64Array.from({ length: PIXELS }, () => onGrid(0.4 + 0.2 * random()));
}

/** The beginning of a run, on the grid. */
export const startFrom = (image: Float64Array): Stand => ({
  image: image.map(onGrid),
  m: new Float64Array(PIXELS),
  v: new Float64Array(PIXELS),
});

/** The t-th step (from 1) with the gradient of the picture before it; pixels stay in 0 … 1, on the grid. */
export function adamStep({ image, m, v }: Stand, gradient: Float64Array, t: number): Stand {
  const { rate, beta1, beta2, epsilon } = ADAM;
  const next: Stand = { image: new Float64Array(PIXELS), m: new Float64Array(PIXELS), v: new Float64Array(PIXELS) }; // prettier-ignore
  const [c1, c2] = [1 - beta1 ** t, 1 - beta2 ** t];
  for (let i = 0; i < PIXELS; i++) {
    const g = gradient[i];
    next.m[i] = m[i] + 0.1 * (g - m[i]);
    next.v[i] = v[i] + 0.01 * (g * g - v[i]);
    const step = next.m[i] / c1 / (Math.sqrt(next.v[i] / c2) + epsilon);
    next.image[i] = onGrid(Math.min(Math.max(image[i] - rate * step, 0), 1));
  }
  return next;
}
