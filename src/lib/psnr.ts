/** How far a picture is from another, as restoration is measured. */

/**
 * The mean of squared differences.
 *
 * @throws RangeError when there are no numbers, or not as many in both.
 */
export function meanSquaredError(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length || a.length === 0) {
    throw new RangeError(`a has ${a.length} numbers, b has ${b.length}: as many are needed`);
  }
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] - b[i]) ** 2;
  return sum / a.length;
}

/**
 * Peak signal-to-noise ratio in decibels: 10 log₁₀(peak² / MSE). Equal pictures have no noise:
 * infinity.
 *
 * @throws RangeError when the error is negative or the peak is not positive.
 */
export function psnr(mse: number, peak = 1): number {
  if (!(mse >= 0)) throw new RangeError(`mse must not be negative, but is ${mse}`);
  if (!(peak > 0)) throw new RangeError(`peak must be positive, but is ${peak}`);
  return 10 * Math.log10((peak * peak) / mse);
}
