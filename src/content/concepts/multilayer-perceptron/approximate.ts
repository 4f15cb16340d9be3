/** Approximation without training: kinks placed by hand, and tents that double with every layer. */
import { worst } from './mlp.ts';

const relu = (z: number) => Math.max(0, z);

// #region kinks
/** One hidden layer of n ReLUs through n + 1 points of f: each kink changes the slope. */
export function kinks(f: (x: number) => number, a: number, b: number, n: number) {
  const h = (b - a) / n;
  const slope = (i: number) => (f(a + (i + 1) * h) - f(a + i * h)) / h;
  const weights = Array.from({ length: n }, (_, i) => slope(i) - (i > 0 ? slope(i - 1) : 0));
  return (x: number) => weights.reduce((sum, w, i) => sum + w * relu(x - (a + i * h)), f(a));
}
// #endregion

// #region tents
/** Two ReLUs: up from 0 to 1 and down again. */
export const tent = (x: number) => relu(2 * x) - relu(4 * x - 2);

/** The tent in k layers, two units each. */
export function tents(x: number, k: number): number {
  for (let layer = 0; layer < k; layer++) x = tent(x);
  return x;
}
// #endregion

/** Straight pieces of a function on [0, 1] whose kinks lie at multiples of 1/steps. */
export function pieces(f: (x: number) => number, steps: number): number {
  let count = 1;
  for (let i = 1; i < steps; i++) {
    const [left, right] = [f(i / steps) - f((i - 1) / steps), f((i + 1) / steps) - f(i / steps)];
    if (Math.abs(left - right) > 1e-9) count++;
  }
  return count;
}

export function main(): void {
  console.log('units   largest error on [-3, 3]   at 6');
  for (const n of [4, 8, 16, 32]) {
    const f = kinks(Math.sin, -3, 3, n);
    console.log(String(n).padStart(5), worst(f, -3, 3).toFixed(4).padStart(16), (f(6) - Math.sin(6)).toFixed(2).padStart(16)); // prettier-ignore
  }
  console.log('layers of 2   units   straight pieces');
  for (const k of [1, 3, 5, 10]) {
    console.log(String(k).padStart(11), String(2 * k).padStart(7), String(pieces((x) => tents(x, k), 2 ** (k + 1))).padStart(10)); // prettier-ignore
  }
}
