/** A deconvnet in one dimension: convolution, ReLU and pooling, and the way back. */

export type Vector = number[];

// #region forward
/** y[i] = Σ w[j] · x[i + j], no padding. */
export const convolve = (x: Vector, w: Vector): Vector =>
  Array.from({ length: x.length - w.length + 1 }, (_, i) =>
    w.reduce((sum, tap, j) => sum + tap * x[i + j], 0),
  );

export const relu = (x: Vector): Vector => x.map((v) => Math.max(0, v));

/** Maxima of windows of `size`, side by side, and where each was: the switches. */
export function pool(x: Vector, size: number): { values: Vector; switches: Vector } {
  const starts = Array.from({ length: Math.floor(x.length / size) }, (_, i) => i * size);
  const switches = starts.map((from) => {
    const window = x.slice(from, from + size);
    return from + window.indexOf(Math.max(...window));
  });
  return { values: switches.map((at) => x[at]), switches };
}
// #endregion

// #region back
/** Each value goes back to the place of its maximum, everything else is 0. */
export function unpool(values: Vector, switches: Vector, length: number): Vector {
  const out = Array<number>(length).fill(0);
  values.forEach((value, i) => (out[switches[i]] = value));
  return out;
}

/** The transposed convolution: every value lays the kernel, times itself, on the output. */
export function transposed(y: Vector, w: Vector): Vector {
  const out = Array<number>(y.length + w.length - 1).fill(0);
  y.forEach((value, i) => w.forEach((tap, j) => (out[i + j] += value * tap)));
  return out;
}

/** Pooled values back to the input: unpool, rectify, filter. */
export const deconvnet = (values: Vector, switches: Vector, length: number, w: Vector): Vector =>
  transposed(relu(unpool(values, switches, length)), w);
// #endregion

// #region relu
/** What a ReLU lets through on the way back; z is its input on the way forward. */
export const RULES = {
  gradient: (signal: Vector, z: Vector) => signal.map((s, i) => (z[i] > 0 ? s : 0)),
  deconvnet: (signal: Vector) => signal.map((s) => Math.max(0, s)),
  guided: (signal: Vector, z: Vector) => signal.map((s, i) => (z[i] > 0 ? Math.max(0, s) : 0)),
};
// #endregion

// #region wrong-flip
/** Turns the kernel around and then calls the transposed convolution, which already does so. */
export const wrongFlip = (y: Vector, w: Vector): Vector => transposed(y, [...w].reverse());
// #endregion

/** The worked example: an edge kernel, five pixels. */
export const X = [0, 3, 1, 0, 2];
export const W = [1, -1];
/** A signal and the forward input of a ReLU, for the three rules. */
export const SIGNAL = [4, -1, 2, -3];
export const Z = [-2, 1, 3, -1];

export function main(): void {
  const y = convolve(X, W);
  const { values, switches } = pool(relu(y), 2);
  console.log(`x (${X}) -> convolution (${y}) -> ReLU (${relu(y)})`);
  console.log(`-> pooling (${values}), maxima at (${switches})`);
  console.log(`first value back:  (${deconvnet([values[0], 0], switches, y.length, W)})`);
  console.log(`both back:         (${deconvnet(values, switches, y.length, W)}), not (${X})`);
  console.log(`without switches:  (${deconvnet([values[0], 0], [0, 2], y.length, W)})`);
  console.log(`signal (${SIGNAL}), forward (${Z})`);
  for (const [name, rule] of Object.entries(RULES)) {
    console.log(`${name.padEnd(9)} lets through (${rule(SIGNAL, Z)})`);
  }
}
