/** Eight bits save memory in any case; time only where integers are multiplied. */

/** r = S (q − Z): a real number as a small integer. */
export interface Code {
  q: number[];
  S: number;
  Z: number;
}

// #region int8
export function encode(values: number[]): Code {
  const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)];
  const S = (high - low) / 255;
  const Z = Math.round(-low / S);
  return { S, Z, q: values.map((r) => Math.min(255, Math.max(0, Math.round(r / S) + Z))) };
}

export const decode = ({ q, S, Z }: Code) => q.map((value) => S * (value - Z));

/** Weight-only: decode first, then the same float multiplications as ever. */
export const weightOnly = (weights: Code, x: number[]) =>
  decode(weights).reduce((sum, w, i) => sum + w * x[i], 0);

/** Integer arithmetic: products and sums of integers, one float multiplication at the end. */
export const integerOnly = (weights: Code, x: Code) =>
  weights.S * x.S * weights.q.reduce((sum, w, i) => sum + (w - weights.Z) * (x.q[i] - x.Z), 0);
// #endregion

export function main(): void {
  const w = [-1, -0.5, 0.25, 1];
  const x = [2, 1, 0, 3];
  const exact = w.reduce((sum, value, i) => sum + value * x[i], 0);
  console.log(
    `float ${exact}, weight-only ${weightOnly(encode(w), x).toFixed(3)}, integer ${integerOnly(encode(w), encode(x)).toFixed(3)}`,
  );
}
