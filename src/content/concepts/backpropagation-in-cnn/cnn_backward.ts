/** A whole small CNN by hand: convolution, ReLU, dense layer, squared error, and the way back. */

export type Plane = number[][];

const map = (a: Plane, f: (v: number, i: number, j: number) => number): Plane =>
  a.map((row, i) => row.map((v, j) => f(v, i, j)));
const sum = (a: Plane) => a.flat().reduce((total, v) => total + v, 0);

// #region correlate
/** Valid cross-correlation, what a convolutional layer computes: Σ a[i·s + u][j·s + v] · w[u][v]. */
export function correlate(a: Plane, w: Plane, s = 1): Plane {
  const rows = Math.floor((a.length - w.length) / s) + 1;
  const cols = Math.floor((a[0].length - w[0].length) / s) + 1;
  return Array.from({ length: rows }, (_, i) =>
    Array.from({ length: cols }, (_, j) =>
      sum(map(w, (value, u, v) => value * a[i * s + u][j * s + v])),
    ),
  );
}

/** `border` zeros around a plane and `s − 1` zeros between its cells. */
export function spread(a: Plane, border: number, s = 1): Plane {
  const size = (n: number) => (n - 1) * s + 1 + 2 * border;
  return Array.from({ length: size(a.length) }, (_, r) =>
    Array.from({ length: size(a[0].length) }, (_, q) => {
      const [i, j] = [(r - border) / s, (q - border) / s];
      return a[i]?.[j] ?? 0;
    }),
  );
}

/** Turned by 180°. */
export const flip = (w: Plane): Plane => w.map((row) => [...row].reverse()).reverse();
// #endregion

// #region layers
/** The kernel's gradient (k × k): correlate the input with δ; with a stride, δ is spread first. */
export const gradKernel = (x: Plane, delta: Plane, k: number, s = 1) =>
  correlate(x, spread(delta, 0, s))
    .slice(0, k)
    .map((row) => row.slice(0, k)); // rows and columns that the stride skips are left out

/** The input's gradient: pad δ by k − 1 and correlate with the kernel turned by 180°. */
export const gradInput = (w: Plane, delta: Plane, s = 1) =>
  correlate(spread(delta, w.length - 1, s), flip(w));

/** The bias's gradient: the sum of δ over all positions. */
export const gradBias = sum;
// #endregion

// #region network
export const X: Plane = [
  [1, 2, 0],
  [1, 1, 3],
  [3, 1, 2],
];
export const W: Plane = [
  [1, 0],
  [-1, 1],
];
export const V: Plane = [
  [2, -1],
  [3, 1],
];

/** Convolution, ReLU, dense layer to one output, half the squared error. */
export function forward(x: Plane, w: Plane, b: number, v: Plane, target: number) {
  const z = map(correlate(x, w), (value) => value + b);
  const h = map(z, (value) => Math.max(0, value));
  const y = sum(map(v, (value, i, j) => value * h[i][j]));
  return { z, h, y, loss: (y - target) ** 2 / 2 };
}

/** All gradients, from the loss back to the input. */
export function backward(x: Plane, w: Plane, b: number, v: Plane, target: number) {
  const { z, h, y } = forward(x, w, b, v, target);
  const dy = y - target;
  const dv = map(h, (value) => dy * value);
  const dh = map(v, (value) => dy * value);
  const delta = map(dh, (value, i, j) => (z[i][j] > 0 ? value : 0));
  return {
    dy,
    dv,
    dh,
    delta,
    dw: gradKernel(x, delta, w.length),
    db: gradBias(delta),
    dx: gradInput(w, delta),
  };
}
// #endregion

// #region wrong-no-flip
/** Forgets to turn the kernel: right for symmetric kernels only. */
export const wrongGradInput = (w: Plane, delta: Plane) => correlate(spread(delta, w.length - 1), w);
// #endregion

// #region wrong-overwrite
/** Keeps the share of the last position instead of adding all of them up. */
export function wrongGradKernel(x: Plane, delta: Plane, size: number): Plane {
  const dw: Plane = Array.from({ length: size }, () => Array<number>(size).fill(0));
  delta.forEach((row, i) =>
    row.forEach((value, j) => {
      for (let u = 0; u < size; u++)
        for (let v = 0; v < size; v++) dw[u][v] = value * x[i + u][j + v];
    }),
  );
  return dw;
}
// #endregion

export function main(): void {
  const show = (a: Plane) => a.map((row) => row.join(' ')).join(' | ');
  const { z, h, y, loss } = forward(X, W, 0, V, 2);
  console.log(`z ${show(z)}   h ${show(h)}   y ${y}   L ${loss}`);
  const g = backward(X, W, 0, V, 2);
  console.log(`dv    ${show(g.dv)}`);
  console.log(`dh    ${show(g.dh)}`);
  console.log(`delta ${show(g.delta)}`);
  console.log(`dw    ${show(g.dw)}   db ${g.db}`);
  console.log(`dx    ${show(g.dx)}`);
  console.log(`dx without the turn: ${show(wrongGradInput(W, g.delta))}`);
  console.log(`dw of the last position only: ${show(wrongGradKernel(X, g.delta, 2))}`);
}
