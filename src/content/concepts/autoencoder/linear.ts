/** Linear autoencoders on four points, plain and denoising, trained by gradient descent. */

import { mulberry32, normal } from '../../../lib/random.ts';

export type Matrix = number[][];

export const multiply = (a: Matrix, b: Matrix): Matrix =>
  a.map((row) => b[0].map((_, c) => row.reduce((sum, v, k) => sum + v * b[k][c], 0)));
export const transpose = (a: Matrix): Matrix => a[0].map((_, c) => a.map((row) => row[c]));
export const apply = (a: Matrix, x: number[]) =>
  a.map((row) => row.reduce((sum, v, k) => sum + v * x[k], 0));
export const square = (x: number[]) => x.reduce((sum, v) => sum + v * v, 0);

/** The worked example. */
export const POINTS = [
  [4, 2],
  [-4, -2],
  [1, -2],
  [-1, 2],
];
/** Variance of the noise on each coordinate. */
export const NOISE = 5 / 2;

// #region train
/** Mean squared error of x → A(x + noise) with x as the target, for A = decoder · encoder. */
export function loss(A: Matrix, points: Matrix, noise = 0): number {
  const errors = points.map((x) => square(apply(A, x).map((v, i) => v - x[i])));
  return errors.reduce((a, b) => a + b) / points.length + noise * square(A.flat());
}

/** Gradient descent from random weights; `code` numbers between encoder and decoder. */
export function train(points: Matrix, code: number, noise = 0, seed = 1): Matrix {
  const random = mulberry32(seed);
  const weights = (rows: number, cols: number) =>
    Array.from({ length: rows }, () => Array.from({ length: cols }, () => normal(random) / 2));
  const [n, rate] = [points[0].length, 0.02];
  let [encoder, decoder] = [weights(code, n), weights(n, code)];
  const descend = (W: Matrix, g: Matrix) => W.map((row, r) => row.map((v, c) => v - rate * g[r][c]));
  for (let step = 0; step < 2000; step++) {
    const A = multiply(decoder, encoder);
    const dA = A.map((row) => row.map((v) => 2 * noise * v)); // of noise · |A|²
    for (const x of points) {
      const error = apply(A, x).map((v, i) => v - x[i]);
      error.forEach((e, r) => x.forEach((v, c) => (dA[r][c] += (2 * e * v) / points.length)));
    }
    const [dDecoder, dEncoder] = [
      multiply(dA, transpose(encoder)),
      multiply(transpose(decoder), dA),
    ];
    [encoder, decoder] = [descend(encoder, dEncoder), descend(decoder, dDecoder)];
  }
  return multiply(decoder, encoder);
}
// #endregion

// #region wrong-target
/** A “denoiser” that gets noisy pictures as input and the same noisy pictures as target. */
export function wrongDenoiser(points: Matrix, seed: number): Matrix {
  const random = mulberry32(seed);
  const noisy = Array.from({ length: 400 }, (_, i) =>
    points[i % points.length].map((v) => v + Math.sqrt(NOISE) * normal(random)),
  );
  return train(noisy, points[0].length); // nothing says what is noise: it learns to copy
}
// #endregion

const written = (A: Matrix) => A.map((row) => row.map((v) => v.toFixed(2)).join(' ')).join(' | ');

export function main(): void {
  for (const [name, code, noise] of [
    ['plain, code 1', 1, 0],
    ['plain, code 2', 2, 0],
    ['denoising, code 2', 2, NOISE],
  ] as [string, number, number][]) {
    const A = train(POINTS, code, noise);
    const errors = [0, NOISE].map((v) => loss(A, POINTS, v).toFixed(3));
    console.log(`${name}: A = ${written(A)}, error clean ${errors[0]}, noisy ${errors[1]}`);
  }
  console.log(`wrong target: A = ${written(wrongDenoiser(POINTS, 1))}`);
  const outlier = [40, 20];
  console.log(`(${outlier}) comes back as (${apply(train(POINTS, 1), outlier).map((v) => v.toFixed(2))})`);
}
