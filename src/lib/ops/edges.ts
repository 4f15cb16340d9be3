/**
 * Edges in a grey image [H, W, 1]: smoothing, gradients, Laplacians, and the steps of Canny.
 *
 * Rows count downwards: g_x is the change to the right, g_y the change downwards. All operators are
 * cross-correlations with whole-number weights, as scipy.ndimage has them; scikit-image's
 * filters.sobel, prewitt and scharr divide g_x and g_y by 4, 3 and 16, and their magnitude by a
 * further √2.
 *
 * J. Canny, A Computational Approach to Edge Detection, IEEE TPAMI 8(6):679–698, 1986;
 * D. Marr and E. Hildreth, Theory of Edge Detection, Proc. R. Soc. B 207:187–217, 1980.
 */
import { grid, requireAxes, type Grid } from '../grid.ts';

/**
 * What stands beyond the border: `reflect` repeats the image mirrored, edge pixel included (SciPy's
 * reflect, NumPy's symmetric); `nearest` repeats the edge pixel; `zero` is the padding of a layer.
 */
export const BORDERS = ['reflect', 'nearest', 'zero'] as const;
export type Border = (typeof BORDERS)[number];

/** Weights across the direction of the difference (−1, 0, 1) of each operator. */
export const OPERATORS = { sobel: [1, 2, 1], prewitt: [1, 1, 1], scharr: [3, 10, 3] } as const;
export type Operator = keyof typeof OPERATORS;

/** The central difference. */
export const DIFFERENCE = [-1, 0, 1] as const;

/** Cells on each side that a Gaussian covers: 4σ rounded, as in SciPy. */
export function gaussianRadius(sigma: number): number {
  return Math.floor(4 * sigma + 0.5);
}

/**
 * The sampled Gaussian e^{−x²/2σ²}, cut at 4σ and divided by its sum; [1] for σ = 0.
 *
 * @throws RangeError when σ is negative or not finite.
 */
export function gaussianKernel(sigma: number): Float64Array {
  if (!(sigma >= 0) || sigma === Infinity) {
    throw new RangeError(`sigma must not be negative, but is ${sigma}`);
  }
  const radius = gaussianRadius(sigma);
  if (radius === 0) return Float64Array.of(1);
  const g = Float64Array.from({ length: 2 * radius + 1 }, (_, i) =>
    Math.exp(-0.5 * ((i - radius) / sigma) ** 2),
  );
  const sum = g.reduce((a, b) => a + b);
  return g.map((value) => value / sum);
}

/**
 * The second derivative of the sampled Gaussian, g(x)·(x²/σ⁴ − 1/σ²). Cutting and sampling leave it
 * a sum that is not zero; unless `raw` (SciPy's gaussian_laplace) that multiple of g is taken off
 * again, so that a flat area answers 0.
 *
 * @throws RangeError when σ is not positive.
 */
export function gaussianSecond(sigma: number, raw = false): Float64Array {
  if (!(sigma > 0)) throw new RangeError(`sigma must be positive, but is ${sigma}`);
  const g = gaussianKernel(sigma);
  const radius = (g.length - 1) / 2;
  const second = g.map((value, i) => value * ((i - radius) ** 2 / sigma ** 4 - 1 / sigma ** 2));
  if (raw) return second;
  const sum = second.reduce((a, b) => a + b);
  return second.map((value, i) => value - sum * g[i]);
}

/** The cell that stands at place i of an axis of n cells; −1 for a zero beyond the border. */
export function borderIndex(i: number, n: number, border: Border): number {
  if (i >= 0 && i < n) return i;
  if (border === 'zero') return -1;
  if (border === 'nearest') return i < 0 ? 0 : n - 1;
  const at = ((i % (2 * n)) + 2 * n) % (2 * n);
  return at < n ? at : 2 * n - 1 - at;
}

/**
 * Cross-correlates a grey image with a column of weights and then with a row of weights, both of
 * odd length: y[r, c] = Σ_i Σ_j down[i]·across[j]·x[r + i − ⌊|down|/2⌋, c + j − ⌊|across|/2⌋].
 *
 * @param image [H, W, 1]
 * @returns [H, W, 1]
 * @throws RangeError when it is not a grey image or a list of weights has an even length.
 */
export function separable(
  image: Grid,
  down: ArrayLike<number>,
  across: ArrayLike<number>,
  border: Border,
): Grid {
  const [H, W] = requireGrey(image);
  const half = along(image.data, H, W, W, 1, across, border);
  return grid([H, W, 1], along(half, W, H, 1, W, down, border));
}

/** Correlates each of `lines` lines of n cells; neighbours on a line are `step` apart. */
function along(
  x: Float64Array,
  lines: number,
  n: number,
  lineStep: number,
  step: number,
  weights: ArrayLike<number>,
  border: Border,
): Float64Array {
  if (weights.length % 2 === 0) {
    throw new RangeError(`weights must be odd in number, but there are ${weights.length}`);
  }
  if (weights.length === 1 && weights[0] === 1) return x;
  const radius = (weights.length - 1) / 2;
  const padded = new Float64Array(n + 2 * radius);
  const from = Int32Array.from(padded, (_, i) => borderIndex(i - radius, n, border));
  const y = new Float64Array(x.length);
  for (let line = 0; line < lines; line++) {
    const start = line * lineStep;
    for (let i = 0; i < padded.length; i++) padded[i] = from[i] < 0 ? 0 : x[start + from[i] * step];
    for (let i = 0; i < n; i++) {
      let sum = 0;
      for (let k = 0; k < weights.length; k++) sum += weights[k] * padded[i + k];
      y[start + i * step] = sum;
    }
  }
  return y;
}

function requireGrey({ shape }: Grid): [height: number, width: number] {
  requireAxes('image', shape, 'H, W, 1');
  if (shape[2] !== 1) throw new RangeError(`a grey image has 1 channel, but there are ${shape[2]}`);
  return [shape[0], shape[1]];
}

/** A grey image [H, W, 1] blurred by a Gaussian of standard deviation σ pixels; σ = 0 keeps it. */
export function smooth(image: Grid, sigma: number, border: Border): Grid {
  const g = gaussianKernel(sigma);
  return separable(image, g, g, border);
}

/** The gradient of a grey image: changes to the right and downwards, both [H, W, 1]. */
export function gradient(image: Grid, operator: Operator, border: Border): { gx: Grid; gy: Grid } {
  const across = OPERATORS[operator];
  return {
    gx: separable(image, across, DIFFERENCE, border),
    gy: separable(image, DIFFERENCE, across, border),
  };
}

/** The 3×3 weights [row][column] of g_x; those of g_y are its transpose. */
export function operatorKernel(operator: Operator): number[][] {
  return OPERATORS[operator].map((s) => DIFFERENCE.map((d) => s * d));
}

/** Length of the gradient, √(g_x² + g_y²), in the units of the operator. */
export function magnitude(gx: Grid, gy: Grid): Grid {
  return grid(
    gx.shape,
    gx.data.map((x, i) => Math.sqrt(x * x + gy.data[i] ** 2)),
  );
}

/** Direction of the gradient in degrees from −180 to 180: 0 points right, 90 down; 0 where flat. */
export function direction(gx: Grid, gy: Grid): Grid {
  return grid(
    gx.shape,
    gx.data.map((x, i) => (Math.atan2(gy.data[i], x) * 180) / Math.PI),
  );
}

/** The 3×3 weights [row][column] of the Laplacian with four neighbours. */
export const LAPLACIAN = [
  [0, 1, 0],
  [1, -4, 1],
  [0, 1, 0],
] as const;

/** The sum of the second differences along both axes of a grey image [H, W, 1]. */
export function laplacian(image: Grid, border: Border): Grid {
  const second = [1, -2, 1];
  const across = separable(image, [1], second, border);
  const down = separable(image, second, [1], border);
  return grid(
    image.shape,
    across.data.map((value, i) => value + down.data[i]),
  );
}

/** The Laplacian of the Gaussian of a grey image [H, W, 1]: g″ across and g down, and the reverse. */
export function laplacianOfGaussian(image: Grid, sigma: number, border: Border, raw = false): Grid {
  const g = gaussianKernel(sigma);
  const second = gaussianSecond(sigma, raw);
  const across = separable(image, g, second, border);
  const down = separable(image, second, g, border);
  return grid(
    image.shape,
    across.data.map((value, i) => value + down.data[i]),
  );
}

/** What non-maximum suppression compares at one pixel. */
export interface Crossing {
  /** The magnitude here. */
  here: number;
  /** The magnitude one step along the gradient and one step against it, between two pixels each. */
  ahead: number;
  behind: number;
  /** The two pixels ahead [row, column] and the share of the second; behind lies opposite. */
  straight: [number, number];
  diagonal: [number, number];
  share: number;
  kept: boolean;
}

/** Two magnitudes closer than this share of the larger count as equal: rounding must not decide. */
const TIE = 1e-9;

/**
 * Whether the magnitude at a pixel is a maximum across the edge. The gradient leaves the 3×3 window
 * between two neighbours; their magnitudes are interpolated, as in scikit-image. Pixels of the
 * outermost frame and flat ones are never kept. Of two equal neighbours the first in reading order
 * is kept, so that an edge between two pixels is one pixel wide.
 *
 * @returns undefined on the frame and where the gradient is zero.
 */
export function crossing(
  gx: Grid,
  gy: Grid,
  length: Grid,
  r: number,
  c: number,
): Crossing | undefined {
  const [H, W] = length.shape;
  const at = r * W + c;
  const here = length.data[at];
  if (r < 1 || c < 1 || r > H - 2 || c > W - 2 || !(here > 0)) return undefined;
  const [x, y] = [gx.data[at], gy.data[at]];
  const [sx, sy] = [Math.sign(x), Math.sign(y)];
  const steep = Math.abs(y) >= Math.abs(x);
  const share = steep ? Math.abs(x / y) : Math.abs(y / x);
  const [dr, dc] = steep ? [sy, 0] : [0, sx];
  const [er, ec] = [sy || (steep ? 0 : 1), sx || (steep ? 1 : 0)];
  const m = (down: number, right: number) => length.data[at + down * W + right];
  const ahead = share * m(er, ec) + (1 - share) * m(dr, dc);
  const behind = share * m(-er, -ec) + (1 - share) * m(-dr, -dc);
  // The main step decides which of the two comes first in reading order.
  const forward = dr > 0 || (dr === 0 && dc > 0);
  const [earlier, later] = forward ? [behind, ahead] : [ahead, behind];
  return {
    here,
    ahead,
    behind,
    straight: [r + dr, c + dc],
    diagonal: [r + er, c + ec],
    share,
    kept: here - earlier > TIE * here && here - later >= -TIE * here,
  };
}

/** The magnitude [H, W, 1] where it is a maximum across the edge, 0 elsewhere: `crossing` at each pixel. */
export function suppress(gx: Grid, gy: Grid, length: Grid): Grid {
  const [H, W] = length.shape;
  const thin = grid(length.shape);
  for (let r = 1; r < H - 1; r++) {
    for (let c = 1; c < W - 1; c++) {
      if (crossing(gx, gy, length, r, c)?.kept) thin.data[r * W + c] = length.data[r * W + c];
    }
  }
  return thin;
}

/** 2 (strong) from `high` on, 1 (weak) from `low` on, else 0; what was suppressed stays 0. */
export function doubleThreshold(thin: Grid, low: number, high: number): Grid {
  return grid(
    thin.shape,
    thin.data.map((m) => (m <= 0 ? 0 : m >= high ? 2 : m >= low ? 1 : 0)),
  );
}

/** The pixels that touch a pixel of levels [H, W, 1] over weak and strong ones, it included. */
export function component(levels: Grid, start: number): number[] {
  const [H, W] = levels.shape;
  if (levels.data[start] === 0) return [];
  const seen = new Set([start]);
  const found = [start];
  for (const at of found) {
    const [r, c] = [Math.floor(at / W), at % W];
    for (let i = Math.max(0, r - 1); i <= Math.min(H - 1, r + 1); i++) {
      for (let j = Math.max(0, c - 1); j <= Math.min(W - 1, c + 1); j++) {
        const next = i * W + j;
        if (levels.data[next] === 0 || seen.has(next)) continue;
        seen.add(next);
        found.push(next);
      }
    }
  }
  return found;
}

/**
 * Hysteresis: 1 for strong pixels and for weak ones that are joined to a strong one through weak
 * pixels, sides and corners touching; else 0.
 *
 * @param levels [H, W, 1] of 0, 1 and 2
 */
export function hysteresis(levels: Grid): Grid {
  const [H, W] = levels.shape;
  const edges = grid(levels.shape);
  const open: number[] = [];
  levels.data.forEach((level, at) => {
    if (level !== 2) return;
    edges.data[at] = 1;
    open.push(at);
  });
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const [r, c] = [Math.floor(at / W), at % W];
    for (let i = Math.max(0, r - 1); i <= Math.min(H - 1, r + 1); i++) {
      for (let j = Math.max(0, c - 1); j <= Math.min(W - 1, c + 1); j++) {
        const next = i * W + j;
        if (levels.data[next] === 0 || edges.data[next] === 1) continue;
        edges.data[next] = 1;
        open.push(next);
      }
    }
  }
  return edges;
}
