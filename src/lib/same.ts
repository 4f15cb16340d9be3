/**
 * eˣ and ln x from additions and multiplications alone, so that every JavaScript engine gives the
 * same bits. `Math.exp` may differ in the last one, and a training run would grow that difference.
 */

const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;

const bits = new DataView(new ArrayBuffer(8));

/** 2ᵏ for −1022 ≤ k ≤ 1023. */
function power(k: number): number {
  bits.setInt32(0, (k + 1023) << 20);
  bits.setInt32(4, 0);
  return bits.getFloat64(0);
}

/** eˣ with a relative error below 1e-15; 0 below −708, infinite above 709. */
export function exp(x: number): number {
  if (x < -708) return 0;
  if (x > 709) return Infinity;
  const k = Math.round(x / (LN2_HIGH + LN2_LOW));
  const r = x - k * LN2_HIGH - k * LN2_LOW;
  let sum = 1;
  for (let n = 14; n > 0; n--) sum = 1 + (sum * r) / n;
  return sum * power(k);
}

/** ln x for a positive normal number, by 2 artanh((m − 1)/(m + 1)), m between √½ and √2. */
export function ln(x: number): number {
  bits.setFloat64(0, x);
  let k = ((bits.getInt32(0) >> 20) & 0x7ff) - 1023;
  let m = x / power(k);
  if (m > Math.SQRT2) {
    m /= 2;
    k++;
  }
  const t = (m - 1) / (m + 1);
  const square = t * t;
  let sum = 0;
  for (let n = 23; n > 0; n -= 2) sum = sum * square + 1 / n;
  return k * LN2_HIGH + (k * LN2_LOW + 2 * t * sum);
}

/** 1 / (1 + e^−x). */
export function logistic(x: number): number {
  if (x >= 0) return 1 / (1 + exp(-x));
  const e = exp(x);
  return e / (1 + e);
}

/** ln(1 + eˣ): −ln D of a logit −x. */
export function softplus(x: number): number {
  return Math.max(x, 0) + ln(1 + exp(-Math.abs(x)));
}
