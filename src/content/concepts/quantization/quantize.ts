/** Affine quantization: r = S (q − Z), with integers q from 0 to 2ᵇ − 1. */

// #region affine
export interface Scheme {
  scale: number;
  zero: number;
  bits: number;
}

/** The scheme of a range; the range is widened to hold 0, and 0 becomes a level. */
export function scheme(low: number, high: number, bits: number): Scheme {
  [low, high] = [Math.min(low, 0), Math.max(high, 0)];
  const scale = (high - low) / (2 ** bits - 1);
  return { scale, zero: Math.round((0 - low) / scale), bits };
}

/** The level of a number; what lies outside the range gets the last level. */
export function quantize(r: number, { scale, zero, bits }: Scheme): number {
  return Math.min(Math.max(Math.round(r / scale) + zero, 0), 2 ** bits - 1);
}

export const dequantize = (q: number, { scale, zero }: Scheme) => scale * (q - zero);
// #endregion

// #region integer
/** A dot product with integers only; one multiplication by a real number at the end. */
export function integerDot(a: readonly number[], b: readonly number[], A: Scheme, B: Scheme) {
  const [p, q] = [a.map((r) => quantize(r, A)), b.map((r) => quantize(r, B))];
  const sum = p.reduce((all, level, i) => all + (level - A.zero) * (q[i] - B.zero), 0);
  return { sum, value: A.scale * B.scale * sum };
}
// #endregion

// #region wrong-round
/** Rounds weights to whole numbers: almost all of them become 0. */
export const wrongRound = (weights: readonly number[]) => weights.map(Math.round);
// #endregion

export const NARROW = scheme(-1.5, 2, 3);
export const WIDE = scheme(-1.5, 9, 3);
export const VALUES = [-1.5, 0, 0.6, 2, 9];

export function main(): void {
  for (const [name, s] of [['−1.5 to 2', NARROW], ['−1.5 to 9', WIDE]] as const) {
    const back = VALUES.map((r) => dequantize(quantize(r, s), s).toFixed(1));
    console.log(`${name}: S = ${s.scale}, Z = ${s.zero}:`, back.join('  '));
  }
  const { sum, value } = integerDot([0.6, 2], [-1.5, 1], NARROW, NARROW);
  console.log(`0.6·(−1.5) + 2·1 = 1.1; integers give ${sum}, times S² = ${value}`);
  console.log('rounded without a scale:', wrongRound([0.31, -0.12, 0.04, -0.47]).map((v) => v + 0).join(' '));
}
