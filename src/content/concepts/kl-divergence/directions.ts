/** One Gaussian fitted to two hills, by either direction of the KL divergence. */

export const logGaussian = (x: number, m: number, s: number) =>
  -((x - m) ** 2) / (2 * s * s) - Math.log(s * Math.sqrt(2 * Math.PI));

/** ln p for two hills of equal weight, ½ N(−d, w²) + ½ N(d, w²). */
export function logHills(x: number, d: number, w: number): number {
  const [a, b] = [logGaussian(x, -d, w), logGaussian(x, d, w)];
  const top = Math.max(a, b);
  return top + Math.log((Math.exp(a - top) + Math.exp(b - top)) / 2);
}

// #region fit
type LogDensity = (x: number) => number;
const GRID = Array.from({ length: 1601 }, (_, i) => (i - 800) / 4); // −200 to 200

/** KL(a‖b) = ∫ a ln(a/b) dx, summed over the grid. */
export const divergence = (a: LogDensity, b: LogDensity) =>
  GRID.reduce((sum, x) => sum + (Math.exp(a(x)) * (a(x) - b(x))) / 4, 0);

/** Mean and deviation with the smallest loss: four neighbors, then half the step. */
export function fit(loss: (m: number, s: number) => number, m = 3, s = 4) {
  for (let step = 2; step > 1e-3; ) {
    const around = [[m + step, s], [m - step, s], [m, s + step], [m, s - step]]; // prettier-ignore
    const better = around.find(([a, b]) => b > 0 && loss(a, b) < loss(m, s));
    if (better) [m, s] = better;
    else step /= 2;
  }
  return { m, s };
}

/** Both directions for hills at ±d of deviation w. */
export function losses(d: number, w: number) {
  const p: LogDensity = (x) => logHills(x, d, w);
  const q = (m: number, s: number): LogDensity => (x) => logGaussian(x, m, s);
  return {
    forward: (m: number, s: number) => divergence(p, q(m, s)), // KL(p‖q)
    reverse: (m: number, s: number) => divergence(q(m, s), p), // KL(q‖p)
  };
}
// #endregion

export function main(): void {
  for (const [d, w] of [
    [24, 7],
    [12, 5],
  ]) {
    const { forward, reverse } = losses(d, w);
    console.log(`hills at ±${d}, deviation ${w}`);
    for (const [name, { m, s }] of [
      ['smallest KL(p‖q)', fit(forward)],
      ['smallest KL(q‖p)', fit(reverse)],
    ] as const) {
      const costs = `KL(p‖q) ${forward(m, s).toFixed(3)}, KL(q‖p) ${reverse(m, s).toFixed(3)}`;
      console.log(`  ${name}: mean ${m.toFixed(1)}, deviation ${s.toFixed(1)}; ${costs}`);
    }
  }
}
