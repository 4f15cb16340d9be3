// Canny's algorithm in four functions.
import { gradient, magnitude, separable, type Image } from './edges.ts';
import { mulberry32, normal } from '../../../lib/random.ts';

export function gaussian(sigma: number): number[] {
  const half = Math.ceil(3 * sigma);
  const weights = Array.from({ length: 2 * half + 1 }, (_, i) =>
    Math.exp(-((i - half) ** 2) / (2 * sigma ** 2)),
  );
  const sum = weights.reduce((s, v) => s + v, 0);
  return weights.map((v) => v / sum);
}

// #region canny
export const blur = (f: Image, sigma: number): Image =>
  sigma > 0 ? separable(f, gaussian(sigma), gaussian(sigma)) : f;

/** Keeps a magnitude only where no neighbor along the gradient is larger (four directions). */
export function thin(gx: Image, gy: Image): Image {
  const m = magnitude(gx, gy);
  const value = (r: number, c: number) => m[r]?.[c] ?? 0;
  return m.map((row, r) =>
    row.map((v, c) => {
      const turn = Math.round((4 * Math.atan2(gy[r][c], gx[r][c])) / Math.PI); // eighths of a turn
      const [dr, dc] = [[0, 1], [1, 1], [1, 0], [1, -1]][(turn + 4) % 4];
      return v > value(r - dr, c - dc) && v >= value(r + dr, c + dc) ? v : 0;
    }),
  );
}

/** Starts at every pixel above `high` and follows neighbors above `low`. */
export function hysteresis(m: Image, low: number, high: number): boolean[][] {
  const edge = m.map((row) => row.map((v) => v >= high));
  const open = edge.flatMap((row, r) => row.flatMap((on, c) => (on ? [[r, c]] : [])));
  for (let next = open.pop(); next; next = open.pop()) {
    const [r, c] = next;
    for (const dr of [-1, 0, 1]) {
      for (const dc of [-1, 0, 1]) {
        const [y, x] = [r + dr, c + dc];
        if (!(m[y]?.[x] >= low) || edge[y][x]) continue;
        edge[y][x] = true;
        open.push([y, x]);
      }
    }
  }
  return edge;
}

export function canny(f: Image, sigma: number, low: number, high: number): boolean[][] {
  const { gx, gy } = gradient(blur(f, sigma));
  return hysteresis(thin(gx, gy), low, high);
}
// #endregion

// #region wrong-ties
export function wrongThin(m: number[]): number[] {
  return m.map((v, i) => (v >= (m[i - 1] ?? 0) && v >= (m[i + 1] ?? 0) ? v : 0));
}
// #endregion

export const SIZE = 16;
export const SETTINGS = { sigma: 1, low: 5, high: 14 };

/** A slanted edge whose contrast falls from 80 at the top to 30 at the bottom, with noise. */
export function picture(noise = 10, seed = 31): Image {
  const random = mulberry32(seed);
  return Array.from({ length: SIZE }, (_, r) =>
    Array.from({ length: SIZE }, (_, c) => {
      const contrast = 80 - (50 * r) / (SIZE - 1);
      return 100 + (c + r / 3 > 9.5 ? contrast : 0) + noise * normal(random);
    }),
  );
}

export const count = (edge: boolean[][]) => edge.flat().filter(Boolean).length;

export function main(): void {
  const f = picture();
  const { sigma, low, high } = SETTINGS;
  const edge = canny(f, sigma, low, high);
  for (const row of edge) console.log(row.map((on) => (on ? '#' : '.')).join(''));
  console.log(`both thresholds: ${count(edge)} pixels`);
  console.log(`only the high one: ${count(canny(f, sigma, high, high))}`);
  console.log(`only the low one: ${count(canny(f, sigma, low, low))}`);
  console.log(`both, without smoothing: ${count(canny(f, 0, low, high))}`);
}
