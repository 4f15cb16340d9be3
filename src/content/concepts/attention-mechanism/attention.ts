/** Attention as a weighted mean, a mask, and the gates of a squeeze-and-excitation block. */

export type Matrix = number[][];

/** The products of the rows of A with the rows of B: A Bᵀ. */
export const products = (A: Matrix, B: Matrix): Matrix =>
  A.map((a) => B.map((b) => a.reduce((sum, value, i) => sum + value * b[i], 0)));

export const transpose = (A: Matrix): Matrix => A[0].map((_, c) => A.map((row) => row[c]));

// #region attention
/** Positive shares that sum to 1; −Infinity gets the share 0. */
export function softmax(scores: number[]): number[] {
  const top = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - top));
  const total = powers.reduce((a, b) => a + b);
  return powers.map((power) => power / total);
}

/** softmax(Q Kᵀ · scale) V: Q [n, d], K [m, d], V [m, e] give weights [n, m] and output [n, e]. */
export function attention(Q: Matrix, K: Matrix, V: Matrix, scale = 1 / Math.sqrt(K[0].length)) {
  const scores = products(Q, K).map((row) => row.map((product) => product * scale));
  const weights = scores.map(softmax); // each row: one query
  return { scores, weights, output: products(weights, transpose(V)) };
}
// #endregion

// #region mask
/** Keys that must not be seen leave before softmax, so that the others still share the whole 1. */
export const masked = (scores: number[], hidden: boolean[]) =>
  softmax(scores.map((score, j) => (hidden[j] ? -Infinity : score)));
// #endregion

// #region wrong-mask
/** Zeros after softmax: what is left no longer sums to 1. */
export const wrongMasked = (scores: number[], hidden: boolean[]) =>
  softmax(scores).map((weight, j) => (hidden[j] ? 0 : weight));
// #endregion

// #region squeeze
const sigmoid = (z: number) => 1 / (1 + Math.exp(-z));

/**
 * One gate between 0 and 1 per channel, from the means of all channels:
 * sigmoid(W2 relu(W1 means)); W1 [C/r, C], W2 [C, C/r].
 */
export function gates(means: number[], W1: Matrix, W2: Matrix): number[] {
  const squeezed = products(W1, [means]).map(([z]) => Math.max(0, z));
  return products(W2, [squeezed]).map(([z]) => sigmoid(z));
}
// #endregion

/** The worked example: dot products 2 ln 6, 2 ln 3 and 0, so weights 6/10, 3/10 and 1/10. */
const [a, b] = [Math.log(6), Math.log(3)];
export const QUERY = [1, 1, 1, 1];
export const KEYS = [
  [a, a, 0, 0],
  [0, 0, b, b],
  [1, -1, 1, -1],
];
export const VALUES = [
  [10, 0],
  [0, 10],
  [10, 10],
];

const show = (values: number[]) => values.map((value) => value.toFixed(3)).join(' ');

export function main(): void {
  const scaled = attention([QUERY], KEYS, VALUES);
  console.log('weights        ', show(scaled.weights[0]), '  output', show(scaled.output[0]));
  const raw = attention([QUERY], KEYS, VALUES, 1);
  console.log('without scale  ', show(raw.weights[0]), '  output', show(raw.output[0]));
  const hidden = [false, true, false];
  console.log('second hidden  ', show(masked(scaled.scores[0], hidden)));
  console.log('zeroed too late', show(wrongMasked(scaled.scores[0], hidden)));
  console.log('channel gates  ', show(gates([4, 1], [[1, -1]], [[b / 3], [0]])));
}
