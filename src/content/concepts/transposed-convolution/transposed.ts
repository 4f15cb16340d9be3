/** Transposed convolution: as a stamp, as a matrix, and what it leaves of a flat input. */

// #region stamp
export interface Options {
  stride: number;
  /** Rows and columns cut off on every side of the output. */
  padding?: number;
  /** Rows and columns added at the bottom and on the right. */
  outputPadding?: number;
}

/** Output cells along one axis: (n − 1)·s + k − 2p + op. */
export function size(n: number, k: number, { stride, padding = 0, outputPadding = 0 }: Options) {
  return (n - 1) * stride + k - 2 * padding + outputPadding;
}

/** Every input value lays the kernel, times itself, on the output; overlaps add up. */
export function transposed(x: number[][], w: number[][], options: Options): number[][] {
  const { stride, padding = 0 } = options;
  const rows = size(x.length, w.length, options);
  const columns = size(x[0].length, w[0].length, options);
  const y = Array.from({ length: rows }, () => Array<number>(columns).fill(0));
  x.forEach((line, r) =>
    line.forEach((value, c) =>
      w.forEach((taps, i) =>
        taps.forEach((tap, j) => {
          const [row, column] = [r * stride + i - padding, c * stride + j - padding];
          if (row >= 0 && row < rows && column >= 0 && column < columns) {
            y[row][column] += value * tap;
          }
        }),
      ),
    ),
  );
  return y;
}
// #endregion

// #region matrix
/** The m×n matrix of a one-dimensional convolution: row r holds the kernel at columns r·s, r·s + 1, … */
export function matrix(w: number[], n: number, stride: number): number[][] {
  const m = Math.floor((n - w.length) / stride) + 1;
  return Array.from({ length: m }, (_, r) =>
    Array.from({ length: n }, (_, c) => w[c - r * stride] ?? 0),
  );
}

export const multiply = (A: number[][], x: number[]) =>
  A.map((row) => row.reduce((sum, a, i) => sum + a * x[i], 0));

export const transpose = (A: number[][]) => A[0].map((_, c) => A.map((row) => row[c]));
// #endregion

/** The worked example: three numbers become seven, and a convolution takes them back to three. */
export const X = [1, 2, 3];
export const W = [1, 2, 1];
export const STRIDE = 2;

// #region wrong-inverse
/** A “deconvolution” that is supposed to bring back the input of a convolution. */
export function wrongInverse(x: number[]): number[] {
  const C = matrix(W, x.length, STRIDE);
  return multiply(transpose(C), multiply(C, x)); // Cᵀ C x is not x
}
// #endregion

export const ones = (rows: number, columns = rows) =>
  Array.from({ length: rows }, () => Array<number>(columns).fill(1));

const print = (rows: number[][]) => rows.map((row) => row.join(' ')).join('\n');

export function main(): void {
  const C = matrix(W, 7, STRIDE);
  console.log(`C =\n${print(C)}`);
  const y = multiply(transpose(C), X);
  console.log(`Cᵀ (${X}) = (${y})`);
  console.log(`stamps: (${transposed([X], [W], { stride: STRIDE })[0]})`);
  console.log(`C (${y}) = (${multiply(C, y)}), not (${X})`);
  for (const [k, padding] of [
    [3, 0],
    [4, 1],
  ]) {
    const options = { stride: 2, padding };
    console.log(`ones, ${k}×${k} kernel of ones, stride 2, padding ${padding}:`);
    console.log(print(transposed(ones(3), ones(k), options)));
  }
}
