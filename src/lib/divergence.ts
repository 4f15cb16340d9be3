/** How far apart two clouds of points in the plane are: KL and JS on one grid, and Wasserstein-1. */
import { requireInteger } from './grid.ts';

/** A square of the plane cut into n×n cells; the first row is the top one, where y is largest. */
export interface Plane {
  /** Half of its side: x and y run from −reach to reach. */
  reach: number;
  n: number;
}

/** The middle of cell i along one axis. */
export const cellCentre = ({ reach, n }: Plane, i: number): number => ((2 * i + 1 - n) * reach) / n;

/** Share of the floor that `cellProbabilities` mixes in. */
export const FLOOR = 1e-3;

/**
 * The density estimate of points as probabilities of the cells [n·n], row by row: each point is
 * spread over the cells like a Gaussian of standard deviation `width` read at their middles, and
 * scaled so that it has weight 1 on the grid, wherever it lies. A share of FLOOR is spread evenly, so
 * that no cell is empty and KL stays finite. The sum is 1.
 *
 * @param points x, y, x, y, …
 * @throws RangeError when there are no points or no cells.
 */
export function cellProbabilities(points: Float64Array, width: number, plane: Plane): Float64Array {
  const { n } = plane;
  requireInteger('cells', n, 1);
  requireInteger('points', points.length / 2, 1);
  const cells = new Float64Array(n * n);
  const count = points.length / 2;
  for (let k = 0; k < count; k++) {
    const x = axisShares(points[2 * k], width, plane);
    const y = axisShares(points[2 * k + 1], width, plane);
    for (let r = 0; r < n; r++) for (let c = 0; c < n; c++) cells[r * n + c] += y[n - 1 - r] * x[c];
  }
  return cells.map((value) => ((1 - FLOOR) * value) / count + FLOOR / (n * n));
}

/** A Gaussian around `at` on the cells of one axis, as shares of 1: softmax(−(c − at)²/(2·width²)). */
function axisShares(at: number, width: number, plane: Plane): Float64Array {
  const shares = new Float64Array(plane.n);
  let least = Infinity;
  for (let i = 0; i < plane.n; i++) {
    shares[i] = (cellCentre(plane, i) - at) ** 2;
    if (shares[i] < least) least = shares[i];
  }
  let sum = 0;
  for (let i = 0; i < plane.n; i++) {
    shares[i] = Math.exp((least - shares[i]) / (2 * width * width));
    sum += shares[i];
  }
  for (let i = 0; i < plane.n; i++) shares[i] /= sum;
  return shares;
}

/**
 * Kullback–Leibler divergence Σ p log₂(p/q) in bits; 0 where p is 0, infinite where q alone is 0.
 * Never negative for probabilities that add up to 1 (up to rounding, which is cut off at 0).
 */
export function klBits(p: ArrayLike<number>, q: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < p.length; i++) if (p[i] > 0) sum += p[i] * Math.log2(p[i] / q[i]);
  return Math.max(0, sum);
}

/** Jensen–Shannon divergence in bits: ½ KL(p‖m) + ½ KL(q‖m), m = ½(p + q); from 0 to 1. */
export function jsBits(p: ArrayLike<number>, q: ArrayLike<number>): number {
  const m = Float64Array.from(p, (value, i) => (value + q[i]) / 2);
  return Math.min(1, (klBits(p, m) + klBits(q, m)) / 2);
}

/**
 * The discriminator no other can beat against this generator: D*(x) = p/(p + q).
 *
 * I. Goodfellow et al., “Generative Adversarial Nets”, 2014, proposition 1.
 */
export function optimum(p: ArrayLike<number>, q: ArrayLike<number>): Float64Array {
  return Float64Array.from(p, (value, i) => value / (value + q[i]));
}

/**
 * The cheapest assignment of rows to columns of a square table of costs, by the Hungarian method with
 * potentials in O(n³): for each row its column.
 */
export function assign(cost: Float64Array, n: number): Int32Array {
  const u = new Float64Array(n + 1);
  const v = new Float64Array(n + 1);
  const row = new Int32Array(n + 1); // the row of a column, counted from 1; 0 for none
  const way = new Int32Array(n + 1);
  for (let i = 1; i <= n; i++) {
    row[0] = i;
    let column = 0;
    const least = new Float64Array(n + 1).fill(Infinity);
    const used = new Uint8Array(n + 1);
    do {
      used[column] = 1;
      const r = row[column];
      let delta = Infinity;
      let next = 0;
      for (let j = 1; j <= n; j++) {
        if (used[j]) continue;
        const reduced = cost[(r - 1) * n + j - 1] - u[r] - v[j];
        if (reduced < least[j]) {
          least[j] = reduced;
          way[j] = column;
        }
        if (least[j] < delta) {
          delta = least[j];
          next = j;
        }
      }
      for (let j = 0; j <= n; j++) {
        if (used[j]) {
          u[row[j]] += delta;
          v[j] -= delta;
        } else least[j] -= delta;
      }
      column = next;
    } while (row[column] !== 0);
    while (column !== 0) {
      row[column] = row[way[column]];
      column = way[column];
    }
  }
  const result = new Int32Array(n);
  for (let j = 1; j <= n; j++) result[row[j] - 1] = j - 1;
  return result;
}

/**
 * Wasserstein-1 distance between two clouds of equally many points: the mean Euclidean distance of
 * the cheapest assignment, which is exact for two empirical distributions of one size.
 *
 * @param a x, y, x, y, …
 * @throws RangeError when the clouds differ in size or are empty.
 */
export function wasserstein1(
  a: Float64Array,
  b: Float64Array,
): { distance: number; partner: Int32Array } {
  const n = a.length / 2;
  requireInteger('points', n, 1);
  if (b.length !== a.length) {
    throw new RangeError(`the clouds have ${n} and ${b.length / 2} points`);
  }
  const between = (i: number, j: number) =>
    Math.sqrt((a[2 * i] - b[2 * j]) ** 2 + (a[2 * i + 1] - b[2 * j + 1]) ** 2);
  const cost = new Float64Array(n * n);
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) cost[i * n + j] = between(i, j);
  const partner = assign(cost, n);
  let sum = 0;
  partner.forEach((j, i) => (sum += between(i, j)));
  return { distance: sum / n, partner };
}
