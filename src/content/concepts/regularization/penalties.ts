// What L2 and L1 do to a weight, and what Adam makes of them.

// #region shrink
/** Minimum of (w − a)²/2 + λw²/2: every weight is divided by 1 + λ. */
export const ridge = (a: number, lambda: number) => a / (1 + lambda);

/** Minimum of (w − a)²/2 + λ|w|: every weight loses λ, and stops at 0 (soft thresholding). */
export const soft = (a: number, lambda: number) =>
  Math.sign(a) * Math.max(Math.abs(a) - lambda, 0);

/** L1 by gradient descent: the pull −λ·sign(w) has the same size however small w is. */
export function descend(a: number, lambda: number, rate: number, steps: number): number {
  let w = a;
  for (let t = 0; t < steps; t++) w -= rate * (w - a + lambda * Math.sign(w));
  return w;
}

/** The same with a proximal step: first the loss, then soft thresholding. Lands on 0. */
export function proximal(a: number, lambda: number, rate: number, steps: number): number {
  let w = a;
  for (let t = 0; t < steps; t++) w = soft(w - rate * (w - a), rate * lambda);
  return w;
}
// #endregion

// #region adam
/** Adam on one weight: decay is put into the gradient (L2) or applied beside it (AdamW). */
export function adam(
  gradients: number[], start: number, rate: number, decay: number, kind: 'l2' | 'decoupled',
): number[] {
  let [w, m, v] = [start, 0, 0];
  return gradients.map((gradient, t) => {
    const g = gradient + (kind === 'l2' ? decay * w : 0);
    m = 0.9 * m + 0.1 * g;
    v = 0.999 * v + 0.001 * g * g;
    const step = m / (1 - 0.9 ** (t + 1)) / (Math.sqrt(v / (1 - 0.999 ** (t + 1))) + 1e-8);
    w -= rate * step + (kind === 'decoupled' ? rate * decay * w : 0);
    return w;
  });
}
// #endregion

export const WEIGHTS = [6, 2, -1];
export const DECAY = { rate: 0.01, decay: 0.1, steps: 1000 };

/** Gradients that change sign at every step: they pull nowhere, so only the decay moves w. */
export const alternating = (size: number) =>
  Array.from({ length: DECAY.steps }, (_, t) => (t % 2 ? -size : size));

/** The path of a weight that starts at 1, for gradients of one size. */
export const path = (size: number, kind: 'l2' | 'decoupled') =>
  adam(alternating(size), 1, DECAY.rate, DECAY.decay, kind);

const show = (values: number[], digits = 4) => values.map((v) => +v.toFixed(digits)).join('  ');

export function main(): void {
  console.log('weights      ', show(WEIGHTS));
  console.log('L2, λ = 2    ', show(WEIGHTS.map((a) => ridge(a, 2))));
  console.log('L1, λ = 2    ', show(WEIGHTS.map((a) => soft(a, 2))));
  console.log('L1, descent  ', show(WEIGHTS.map((a) => descend(a, 2, 0.1, 101))));
  console.log('L1, proximal ', show(WEIGHTS.map((a) => proximal(a, 2, 0.1, 101))));
  for (const size of [1, 100]) {
    const ends = (['l2', 'decoupled'] as const).map((kind) => path(size, kind).at(-1)!);
    console.log(`gradients ±${size}: Adam with L2, AdamW `, show(ends, 2));
  }
}
