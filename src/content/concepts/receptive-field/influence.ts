// How much each pixel of the field counts: the gradient of one unit when all weights are equal.
import { dilated, gridded, three, type Layer } from './field.ts';

// #region influence
/** Gradient of unit 0 with respect to each pixel of one axis, every weight being 1 / k. */
export function influence(layers: Layer[]): Map<number, number> {
  let gradient = new Map([[0, 1]]);
  for (const { k, s = 1, d = 1, p = 0 } of [...layers].reverse()) {
    const before = new Map<number, number>();
    for (const [i, g] of gradient) {
      for (let u = 0; u < k; u++) {
        const at = i * s + u * d - p; // the input that weight u meets
        before.set(at, (before.get(at) ?? 0) + g / k);
      }
    }
    gradient = before;
  }
  return gradient;
}
// #endregion

/** The same as a list from the first to the last pixel, with zeros for pixels never read. */
export function profile(layers: Layer[]): number[] {
  const gradient = influence(layers);
  const [first, last] = [Math.min(...gradient.keys()), Math.max(...gradient.keys())];
  return Array.from({ length: last - first + 1 }, (_, i) => gradient.get(first + i) ?? 0);
}

/** Standard deviation of the influence, in pixels. */
export function spread(layers: Layer[]): number {
  const gradient = [...influence(layers)];
  const mean = gradient.reduce((sum, [at, g]) => sum + at * g, 0);
  return Math.sqrt(gradient.reduce((sum, [at, g]) => sum + (at - mean) ** 2 * g, 0));
}

/** Share of the influence in the centered square with `side` pixels (both axes alike). */
export function shareWithin(layers: Layer[], side: number): number {
  const g = profile(layers);
  const margin = Math.floor((g.length - side) / 2);
  return g.slice(margin, g.length - margin).reduce((sum, v) => sum + v, 0) ** 2;
}

/** Side of the smallest centered square that holds `share` of the influence. */
export function sideOf(layers: Layer[], share: number): number {
  let side = profile(layers).length % 2 || 2;
  while (shareWithin(layers, side) < share) side += 2;
  return side;
}

export const stack = (n: number): Layer[] => Array.from({ length: n }, () => ({ k: 3, p: 1 }));

export function main(): void {
  for (const [name, layers] of [
    ['dilation 1, 1, 1', three],
    ['dilation 2, 2, 2', gridded],
    ['dilation 1, 2, 4', dilated],
  ] as const) {
    const paths = profile(layers).map((g) => Math.round(27 * g));
    console.log(`${name}: ${paths.join(' ')}`);
  }
}
