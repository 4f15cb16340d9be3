/** Soft targets, and what a pruned or factorized layer takes to store. */

// #region soft
/** Softmax of logits divided by a temperature. */
export function soften(logits: readonly number[], temperature: number): number[] {
  const powers = logits.map((z) => Math.exp((z - Math.max(...logits)) / temperature));
  const sum = powers.reduce((a, b) => a + b);
  return powers.map((power) => power / sum);
}

/** Gradient of T²·KL(p‖q) for the student's logits: T (q − p). */
export function softGradient(teacher: readonly number[], student: readonly number[], T: number) {
  const [p, q] = [soften(teacher, T), soften(student, T)];
  return q.map((value, i) => T * (value - p[i]));
}
// #endregion

// #region storage
/** Bits of a layer of n weights when a share of them is zero. */
export const dense = (n: number, bits: number) => n * bits;

/** Each weight that is left, with its position. */
export const listed = (n: number, share: number, bits: number, indexBits: number) =>
  (1 - share) * n * (bits + indexBits);

/** One bit a weight says whether it is left. */
export const masked = (n: number, share: number, bits: number) => n + (1 - share) * n * bits;

/** Two thin matrices instead of one of rows × columns. */
export const factors = (rows: number, columns: number, rank: number) => rank * (rows + columns);
// #endregion

export const TEACHER = [Math.log(81), Math.log(9), 0];

export function main(): void {
  for (const T of [1, 2, 4]) {
    console.log(`T = ${T}:`, soften(TEACHER, T).map((p) => p.toFixed(3)).join('  '));
  }
  const gradient = softGradient(TEACHER, [0, 0, 0], 2).map((g) => `${Math.round(39 * g)}/39`);
  console.log('gradient for a student that knows nothing, T = 2:', gradient.join('  '));
  const n = 1568 * 64;
  console.log(`layer of 1568×64: ${n} weights; rank 16: ${factors(1568, 64, 16)}`);
  for (const share of [0.5, 0.9]) {
    const bits = [dense(n, 8), listed(n, share, 8, 8), masked(n, share, 8)];
    const bytes = bits.map((b) => Math.round(b / 8));
    console.log(`${100 * share} % zero, 8 bits: dense ${bytes[0]}, listed ${bytes[1]}, mask ${bytes[2]} bytes`);
  }
}
