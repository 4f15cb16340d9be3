/** Shifting and convolving in either order, with and without a stride. */

export type Signal = number[];

// #region shift
/** (T_t x)[i] = x[i − t]: everything moves right by t, and zeros enter. */
export const shift = (x: Signal, t: number): Signal => x.map((_, i) => x[i - t] ?? 0);

/** y[i] = Σ_k w[k] x[s·i + k] with stride s, without padding. */
export function conv(x: Signal, w: number[], stride = 1): Signal {
  const size = Math.floor((x.length - w.length) / stride) + 1;
  return Array.from({ length: size }, (_, i) =>
    w.reduce((sum, weight, k) => sum + weight * x[stride * i + k], 0),
  );
}
// #endregion

/** The worked example. */
export const X: Signal = [0, 0, 1, 3, 0, 0, 0, 0];
export const KERNEL = [1, -1];

export function main(): void {
  for (const stride of [1, 2]) {
    for (const t of [0, 1, 2]) {
      console.log(`stride ${stride}, shift ${t}: ${conv(shift(X, t), KERNEL, stride).join(' ')}`);
    }
  }
}
