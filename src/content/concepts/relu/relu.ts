/** One layer with ReLU, forward and backward, by loops; the slope at 0 is an argument. */

export type Vector = number[];
export type Matrix = number[][];

// #region layer
/** ReLU(z) = max(0, z). */
export const relu = (z: number) => Math.max(0, z);

/** Its derivative; at 0 there is none, and `atZero` says which number stands in. */
export const slope = (z: number, atZero = 0) => (z > 0 ? 1 : z < 0 ? 0 : atZero);

/** a = ReLU(W x + b), and what an upstream gradient g = ∂L/∂a becomes. */
export function layer(W: Matrix, b: Vector, x: Vector, g: Vector, atZero = 0) {
  const z = W.map((row, i) => row.reduce((sum, w, j) => sum + w * x[j], b[i]));
  const dz = g.map((value, i) => value * slope(z[i], atZero));
  return {
    z,
    a: z.map(relu),
    dW: dz.map((d) => x.map((value) => d * value)), // a row of zeros for a unit that is off
    db: dz,
    dx: x.map((_, j) => W.reduce((sum, row, i) => sum + row[j] * dz[i], 0)),
  };
}
// #endregion

// #region wrong-slope
/** Looks right, but gives the point 0 the slope 1. */
export const wrongSlope = (z: number) => (z >= 0 ? 1 : 0);
// #endregion

/** The worked example of the page: 2 inputs, 3 units, one of them exactly at 0. */
export const W: Matrix = [
  [2, -1],
  [1, 1],
  [-1, 0],
];
export const B: Vector = [0, -1, 0];
export const X: Vector = [1, 2];
export const G: Vector = [3, 4, 5];

export function main(): void {
  const { z, a, dW, db, dx } = layer(W, B, X, G);
  console.log(`z  ${z.join(' ')}`);
  console.log(`a  ${a.join(' ')}`);
  console.log(`dW ${dW.map((row) => row.join(' ')).join(' | ')}`);
  console.log(`db ${db.join(' ')}`);
  console.log(`dx ${dx.join(' ')}`);
  console.log(`dx with slope 1 at zero: ${layer(W, B, X, G, 1).dx.join(' ')}`);
}
