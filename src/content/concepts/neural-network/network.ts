/** A network with one hidden layer: forward with data, backward with gradients, then one step. */

// #region forward
export interface Network {
  W: number[][]; // [hidden, inputs]
  b: number[]; // [hidden]
  v: number[]; // [hidden]
  c: number;
}

const relu = (z: number) => Math.max(0, z);
const dot = (a: number[], b: number[]) => a.reduce((sum, value, i) => sum + value * b[i], 0);

/** Data go forward: weighted sums z, activations h, output y. */
export function forward({ W, b, v, c }: Network, x: number[]) {
  const z = W.map((row, i) => dot(row, x) + b[i]);
  const h = z.map(relu);
  return { z, h, y: dot(v, h) + c };
}
// #endregion

// #region backward
/** Gradients go backward: from ∂L/∂y to one number per parameter. Nothing is changed here. */
export function backward(net: Network, x: number[], dy: number): Network {
  const { z, h } = forward(net, x);
  const dz = z.map((value, i) => (value > 0 ? dy * net.v[i] : 0));
  return {
    W: dz.map((d) => x.map((value) => d * value)),
    b: dz,
    v: h.map((value) => dy * value),
    c: dy,
  };
}
// #endregion

// #region step
/** The optimizer changes the parameters: a small step against the gradient. */
export function step(net: Network, gradient: Network, rate: number): Network {
  const move = (p: number[], g: number[]) => p.map((value, i) => value - rate * g[i]);
  return {
    W: net.W.map((row, i) => move(row, gradient.W[i])),
    b: move(net.b, gradient.b),
    v: move(net.v, gradient.v),
    c: net.c - rate * gradient.c,
  };
}
// #endregion

/** The worked example: two inputs, two hidden units, one output, nine parameters. */
export const EXAMPLE: Network = {
  W: [
    [1, 1],
    [1, -2],
  ],
  b: [-1, -1],
  v: [2, 3],
  c: -1,
};
export const X = [2, 1];
export const TARGET = 1;
export const RATE = 1 / 32;

export const loss = (y: number, target: number) => (y - target) ** 2 / 2;

export function main(): void {
  const { z, h, y } = forward(EXAMPLE, X);
  console.log(`z = ${z}; h = ${h}; y = ${y}; loss = ${loss(y, TARGET)}`);
  const gradient = backward(EXAMPLE, X, y - TARGET);
  console.log('gradient', JSON.stringify(gradient));
  const after = forward(step(EXAMPLE, gradient, RATE), X);
  console.log(`after one step: y = ${after.y}, loss = ${loss(after.y, TARGET).toFixed(4)}`);
}
