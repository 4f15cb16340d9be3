/** Style transfer in small: eight fixed filters take the place of VGG-19, and the pixels are learned. */
import { fromRows, grid, type Grid } from '../../../lib/grid.ts';
import { conv2d, conv2dGradInput, type ConvOptions } from '../../../lib/ops/conv.ts';
import { mulberry32 } from '../../../lib/random.ts';

// #region gram
/** G = F Fᵀ of feature maps F, one row of positions for each channel. */
export function gram(F: readonly (readonly number[])[]): number[][] {
  return F.map((a) => F.map((b) => a.reduce((sum, value, i) => sum + value * b[i], 0)));
}

/** Style loss of Gatys et al.: Σ (G − A)² / (4 N² M²) for N channels of M positions. */
export function styleLoss(
  G: readonly (readonly number[])[],
  A: readonly (readonly number[])[],
  M: number,
): number {
  const squares = G.flatMap((row, i) => row.map((g, j) => (g - A[i][j]) ** 2));
  return squares.reduce((a, b) => a + b, 0) / (4 * G.length ** 2 * M ** 2);
}
// #endregion

// #region network
const PREWITT = [
  [-1, 0, 1, -1, 0, 1, -1, 0, 1],
  [-1, -1, -1, 0, 0, 0, 1, 1, 1],
  [0, 1, 1, -1, 0, 1, -1, -1, 0],
  [1, 1, 0, 1, 0, -1, 0, -1, -1],
];
const NEGATIVE = PREWITT.map((k) => k.map((w) => -w));
const FILTERS = [...PREWITT, ...NEGATIVE].map((k) => k.map((w) => w / 3));
const KERNEL = grid([3, 3, 1, 8], FILTERS[0].flatMap((_, p) => FILTERS.map((k) => k[p])));
const SAME: ConvOptions = { stride: [1, 1], padding: 'same', dilation: [1, 1], groups: 1 };

/** Feature maps [H, W, 8]: edges of eight directions after ReLU. */
export function features(image: Grid): Grid {
  const maps = conv2d(image, KERNEL, SAME);
  return grid(maps.shape, maps.data.map((v) => Math.max(v, 0)));
}

/** The maps as rows: one for each channel. */
export function rows({ data, shape: [h, w, n] }: Grid): number[][] {
  const channel = (c: number) => Array.from({ length: h * w }, (_, i) => data[i * n + c]);
  return Array.from({ length: n }, (_, c) => channel(c));
}
// #endregion

// #region transfer
export interface Targets {
  /** Feature maps of the content picture. */
  content: Grid;
  /** Gram matrix of the style picture. */
  style: number[][];
  alpha: number;
  beta: number;
}

/** The two losses of an image and the gradient of their weighted sum for its pixels. */
export function losses(image: Grid, { content, style, alpha, beta }: Targets) {
  const F = features(image);
  const [M, N] = [F.shape[0] * F.shape[1], F.shape[2]];
  const G = gram(rows(F));
  const dF = grid(F.shape);
  let near = 0;
  for (let i = 0; i < M; i++) {
    for (let c = 0; c < N; c++) {
      const at = i * N + c;
      near += (F.data[at] - content.data[at]) ** 2 / 2;
      if (F.data[at] === 0) continue; // ReLU passes nothing back
      let pull = 0;
      for (let k = 0; k < N; k++) pull += (G[c][k] - style[c][k]) * F.data[i * N + k];
      dF.data[at] = alpha * (F.data[at] - content.data[at]) + (beta * pull) / (N * M) ** 2;
    }
  }
  const gradient = conv2dGradInput(dF, KERNEL, image.shape as [number, number, number], SAME);
  return { content: near, style: styleLoss(G, style, M), gradient };
}

/** Adam on the pixels, which start as noise; no weight of the network changes. */
export function transfer(targets: Targets, steps = 200, seed = 1): Grid {
  const random = mulberry32(seed);
  const [h, w] = targets.content.shape;
  let image = grid([h, w, 1], new Float64Array(h * w).map(() => 0.4 + 0.2 * random()));
  const [m, v] = [image.data.map(() => 0), image.data.map(() => 0)];
  for (let t = 1; t <= steps; t++) {
    const { gradient } = losses(image, targets);
    const next = image.data.map((value, i) => {
      const g = gradient.data[i];
      m[i] += 0.1 * (g - m[i]);
      v[i] += 0.01 * (g * g - v[i]);
      const step = m[i] / (1 - 0.9 ** t) / (Math.sqrt(v[i] / (1 - 0.99 ** t)) + 1e-9);
      return Math.min(Math.max(value - 0.03 * step, 0), 1);
    });
    image = grid(image.shape, next);
  }
  return image;
}
// #endregion

const SIZE = 16;
const draw = (ink: (r: number, c: number) => boolean) =>
  fromRows(
    Array.from({ length: SIZE }, (_, r) =>
      Array.from({ length: SIZE }, (_, c) => Number(ink(r, c))),
    ),
  );
/** The two pictures: a disc, and diagonal stripes. */
export const DISC = draw((r, c) => Math.hypot(r - 7.5, c - 7.5) < 5.5);
export const STRIPES = draw((r, c) => (r + c) % 6 < 3);
export const CONTENT = features(DISC);
export const STYLE = gram(rows(features(STRIPES)));
export const WAYS: Record<string, [alpha: number, beta: number]> = {
  'content only': [1, 0],
  both: [1, 1e5],
  'style only': [0, 1e5],
};

export function main(): void {
  console.log('image'.padEnd(16), 'content loss', ' 1000 × style loss');
  const show = (name: string, image: Grid) => {
    const { content, style } = losses(image, { content: CONTENT, style: STYLE, alpha: 1, beta: 1 });
    console.log(name.padEnd(16), content.toFixed(1).padStart(12), (1000 * style).toFixed(2).padStart(18));
  };
  show('the disc', DISC);
  show('the stripes', STRIPES);
  for (const [name, [alpha, beta]] of Object.entries(WAYS)) {
    show(name, transfer({ content: CONTENT, style: STYLE, alpha, beta }));
  }
}
