/** A recognizer small enough for paper: two kernels, a global maximum, one fully connected layer. */

export type Picture = number[][];

/** A 4×4 picture with one bar of ones. */
export function bar(direction: 'vertical' | 'horizontal', at: number): Picture {
  return Array.from({ length: 4 }, (_, row) =>
    Array.from({ length: 4 }, (_, col) => Number((direction === 'vertical' ? col : row) === at)),
  );
}

/** How far apart two pictures are, pixel by pixel: the squared differences, added up. */
export function distance(a: Picture, b: Picture): number {
  return a.flat().reduce((sum, value, i) => sum + (value - b.flat()[i]) ** 2, 0);
}

// #region features
/** Two 2×2 kernels: a left and an upper edge. In a real network they are learned. */
export const KERNELS = [
  [-1, 1, -1, 1],
  [-1, -1, 1, 1],
];

/** Convolution, ReLU and the maximum over all places: one number per kernel. */
export function features(x: Picture): number[] {
  return KERNELS.map((k) => {
    let most = 0; // ReLU: nothing below zero counts
    for (let r = 0; r < 3; r++) {
      for (let c = 0; c < 3; c++) {
        const sum = k[0] * x[r][c] + k[1] * x[r][c + 1] + k[2] * x[r + 1][c] + k[3] * x[r + 1][c + 1];
        most = Math.max(most, sum);
      }
    }
    return most;
  });
}
// #endregion

// #region classify
export type Weights = number[][]; // [classes, features]

/** One score per class, then softmax. */
export function classify(W: Weights, x: Picture): number[] {
  const f = features(x);
  const powers = W.map((row) => Math.exp(row.reduce((sum, w, i) => sum + w * f[i], 0)));
  const total = powers.reduce((a, b) => a + b);
  return powers.map((p) => p / total);
}
// #endregion

// #region learn
/** Backpropagation for this layer: ∂L/∂W = (p − y) fᵀ. It returns numbers and changes nothing. */
export function gradient(W: Weights, x: Picture, label: number): Weights {
  const f = features(x);
  return classify(W, x).map((p, k) => f.map((value) => (p - Number(k === label)) * value));
}

/** The optimizer, here plain gradient descent, changes the weights. */
export function update(W: Weights, g: Weights, rate: number): Weights {
  return W.map((row, k) => row.map((w, i) => w - rate * g[k][i]));
}
// #endregion

export function main(): void {
  const [a, b, c] = [bar('vertical', 1), bar('vertical', 2), bar('horizontal', 1)];
  console.log(`pixels:   a to b ${distance(a, b)}, a to c ${distance(a, c)}`);
  console.log(`features: a ${features(a)}; b ${features(b)}; c ${features(c)}`);
  let W: Weights = [
    [0, 0],
    [0, 0],
  ];
  console.log('gradient of a', JSON.stringify(gradient(W, a, 0)));
  W = update(W, gradient(W, a, 0), 1);
  console.log('gradient of c', JSON.stringify(gradient(W, c, 1)));
  W = update(W, gradient(W, c, 1), 1);
  for (const [name, x] of Object.entries({ a, b, c })) {
    const [vertical, horizontal] = classify(W, x).map((p) => p.toFixed(3));
    console.log(`${name}: vertical ${vertical}, horizontal ${horizontal}`);
  }
}
