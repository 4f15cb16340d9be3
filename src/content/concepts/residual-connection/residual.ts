/** A residual block on vectors: forward, backward, and what concatenating would make of it. */

type Matrix = number[][];

const times = (w: Matrix, x: number[]) =>
  w.map((row) => row.reduce((sum, v, j) => sum + v * x[j], 0));
const transpose = (w: Matrix): Matrix => w[0].map((_, j) => w.map((row) => row[j]));
const plus = (a: number[], b: number[]) => a.map((v, i) => v + b[i]);

// #region block
export interface Block {
  w1: Matrix;
  w2: Matrix;
}

/** F(x) = W₂ relu(W₁ x), what the layers compute. */
export function branch({ w1, w2 }: Block, x: number[]): number[] {
  return times(
    w2,
    times(w1, x).map((v) => Math.max(v, 0)),
  );
}

/** y = x + F(x): number by number, so both must have the same shape. */
export function residual(block: Block, x: number[]): number[] {
  const f = branch(block, x);
  if (f.length !== x.length) throw new RangeError(`cannot add ${f.length} numbers to ${x.length}`);
  return plus(x, f);
}

/** The gradient g of y, carried back to x: once as it is, once through the layers. */
export function backward({ w1, w2 }: Block, x: number[], g: number[]) {
  const open = times(w1, x).map((v) => v > 0);
  const inside = times(transpose(w2), g).map((v, i) => (open[i] ? v : 0));
  const layers = times(transpose(w1), inside);
  return { shortcut: g, layers, sum: plus(g, layers) };
}
// #endregion

// #region wrong-concat
/** Laying the two side by side: twice as many numbers, and nothing has been added. */
export function wrongConcat(block: Block, x: number[]): number[] {
  return [...branch(block, x), ...x];
}
// #endregion

/** The worked example. */
export const BLOCK: Block = {
  w1: [
    [1, -1],
    [-1, 2],
  ],
  w2: [
    [-1, 1],
    [1, 0],
  ],
};
export const X = [3, 1];
export const G = [1, 0];
export const ZERO: Block = {
  w1: [
    [0, 0],
    [0, 0],
  ],
  w2: [
    [0, 0],
    [0, 0],
  ],
};

export function main(): void {
  console.log(`x = (${X})  F(x) = (${branch(BLOCK, X)})`);
  console.log(`x + F(x) = (${residual(BLOCK, X)})`);
  console.log(`all weights 0: F(x) = (${branch(ZERO, X)})  x + F(x) = (${residual(ZERO, X)})`);
  const { shortcut, layers, sum } = backward(BLOCK, X, G);
  console.log(`gradient of y = (${G})`);
  console.log(`back to x: (${shortcut}) + (${layers}) = (${sum})`);
  console.log(`concatenated: (${wrongConcat(BLOCK, X)})`);
}
