/** A depthwise separable convolution: its two steps, the standard convolution it equals, its cost. */

type Rows = number[][];

// #region steps
/** Step 1: the window of each channel meets the kernel of that channel; nothing is mixed. */
export function depthwise(windows: Rows[], kernels: Rows[]): number[] {
  return windows.map((window, c) => dot(window, kernels[c]));
}

/** Step 2: each output is a weighted sum of the channels; neighbors play no part. */
export function pointwise(channels: number[], weights: number[][]): number[] {
  return weights.map((row) => row.reduce((sum, w, c) => sum + w * channels[c], 0));
}

/** The standard kernels that give the same: K[f][c] = P[f][c] · D[c]. */
export function merged(kernels: Rows[], weights: number[][]): Rows[][] {
  return weights.map((row) =>
    row.map((w, c) => kernels[c].map((line) => line.map((v) => w * v))),
  );
}
// #endregion

export const dot = (a: Rows, b: Rows) =>
  a.flat().reduce((sum, v, i) => sum + v * b.flat()[i], 0);

/** One output cell of a standard convolution: all channels of the window in one sum. */
export const standard = (windows: Rows[], kernel: Rows[]) =>
  windows.reduce((sum, window, c) => sum + dot(window, kernel[c]), 0);

// #region cost
export interface Layer {
  k: number;
  cin: number;
  cout: number;
}

/** Weights without biases; times the output cells of a channel, they are multiply-adds. */
export const weights = ({ k, cin, cout }: Layer) => ({
  standard: k * k * cin * cout,
  depthwise: k * k * cin,
  pointwise: cin * cout,
});

/** What is left of the standard cost: 1/C_out + 1/k². */
export function ratio(layer: Layer): number {
  const { standard, depthwise, pointwise } = weights(layer);
  return (depthwise + pointwise) / standard;
}

/** Multiply-adds per number read or written (input, output, weights), for maps of n×n cells. */
export function intensity(n: number, { k, cin, cout }: Layer, groups = 1): number {
  const count = (k * k * cin * cout) / groups;
  return (n * n * count) / (n * n * (cin + cout) + count);
}
// #endregion

/** The worked example: two channels, a 2×2 window, three outputs. */
export const WINDOWS: Rows[] = [
  [
    [1, 2],
    [0, 1],
  ],
  [
    [3, 1],
    [2, 2],
  ],
];
export const KERNELS: Rows[] = [
  [
    [1, 0],
    [0, 1],
  ],
  [
    [1, -1],
    [0, 1],
  ],
];
export const MIX = [
  [1, 1],
  [2, -1],
  [0, 3],
];
/** The layer of the table. */
export const LAYER: Layer = { k: 3, cin: 64, cout: 128 };

export function main(): void {
  const between = depthwise(WINDOWS, KERNELS);
  console.log(`depthwise: (${between})`);
  console.log(`pointwise: (${pointwise(between, MIX)})`);
  const whole = merged(KERNELS, MIX).map((kernel) => standard(WINDOWS, kernel));
  console.log(`merged kernels, standard convolution: (${whole})`);
  const { standard: all, depthwise: first, pointwise: second } = weights(LAYER);
  console.log(`3×3, 64 to 128: ${all} weights, or ${first} + ${second} = ${first + second}`);
  console.log(`ratio ${ratio(LAYER).toFixed(4)}, ${(1 / ratio(LAYER)).toFixed(2)} times fewer`);
  const { k, cin } = LAYER;
  const steps = [
    intensity(56, LAYER),
    intensity(56, { k, cin, cout: cin }, cin),
    intensity(56, { ...LAYER, k: 1 }),
  ];
  console.log(`multiply-adds per number moved, 56×56 maps: ${steps.map((v) => v.toFixed(1)).join(', ')}`);
}
