// Four ways to ask what an input contributed, on a function that saturates: min(1, x1 + x2).

// #region methods
type Model = (x: number[]) => number;

/** Gradient by central differences: how fast does the score change here? */
export const gradient = (f: Model, x: number[], h = 1e-6): number[] =>
  x.map((_, i) => {
    const moved = (by: number) => x.map((v, j) => (j === i ? v + by : v));
    return (f(moved(h)) - f(moved(-h))) / (2 * h);
  });

/** Drop of the score when one input is replaced by its baseline. */
export const occlusion = (f: Model, x: number[], baseline: number[]): number[] =>
  x.map((_, i) => f(x) - f(x.map((v, j) => (j === i ? baseline[j] : v))));

/** Integrated gradients: mean gradient on the path from the baseline, times the difference. */
export function integratedGradients(f: Model, x: number[], baseline: number[], steps = 1000) {
  const sum = x.map(() => 0);
  for (let s = 0; s < steps; s++) {
    const t = (s + 0.5) / steps;
    gradient(f, x.map((v, i) => baseline[i] + t * (v - baseline[i]))).forEach((g, i) => (sum[i] += g)); // prettier-ignore
  }
  return sum.map((total, i) => (total / steps) * (x[i] - baseline[i]));
}
// #endregion

/** 1 − relu(1 − x1 − x2): either input is enough for a full score. */
export const saturating: Model = ([a, b]) => 1 - Math.max(0, 1 - a - b);

export function main(): void {
  const [x, zero] = [[1, 1], [0, 0]]; // prettier-ignore
  const show = (values: number[]) => values.map((v) => v.toFixed(2)).join('  ');
  console.log('score', saturating(x));
  console.log('gradient            ', show(gradient(saturating, x)));
  console.log('gradient times input', show(gradient(saturating, x).map((g, i) => g * x[i])));
  console.log('occlusion, one each ', show(occlusion(saturating, x, zero)));
  console.log('both covered        ', (saturating(x) - saturating(zero)).toFixed(2));
  console.log('integrated gradients', show(integratedGradients(saturating, x, zero)));
}
