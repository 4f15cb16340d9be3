/** Flattening and the fully connected layer are two things; the second is a convolution in disguise. */
import { grid, type Grid } from '../../../lib/grid.ts';
import { conv2d, type ConvOptions } from '../../../lib/ops/conv.ts';

// #region dense
/** Maps [H, W, C] as one vector, row by row with the channels of a cell together. No parameters. */
export const flatten = (maps: Grid): number[] => [...maps.data];

/** The same values in the order of PyTorch: one channel after the other. */
export function flattenChannelsFirst(maps: Grid): number[] {
  const channels = maps.shape[2];
  const order = Array.from({ length: channels }, (_, c) => c);
  return order.flatMap((c) => flatten(maps).filter((_, i) => i % channels === c));
}

/** y = W·x + b with W [units][inputs]; throws when x has another length. */
export function dense(W: number[][], b: number[], x: number[]): number[] {
  return W.map((row, k) => {
    if (row.length !== x.length) {
      throw new RangeError(`W has ${row.length} columns, but x has ${x.length} entries`);
    }
    return row.reduce((sum, w, i) => sum + w * x[i], b[k]);
  });
}

/** Global average pooling: the mean of each channel, for maps of any size. */
export function averages(maps: Grid): number[] {
  const [height, width, channels] = maps.shape;
  const means = Array<number>(channels).fill(0);
  maps.data.forEach((v, i) => (means[i % channels] += v / (height * width)));
  return means;
}
// #endregion

// #region convolution
/** The same layer as a convolution whose kernel covers the map; larger maps give several answers. */
export function denseAsConvolution(W: number[][], b: number[], size: number[], maps: Grid): Grid {
  const [height, width, channels] = size;
  const kernel = grid([height, width, channels, W.length]);
  for (let i = 0; i < height * width * channels; i++) {
    W.forEach((row, k) => (kernel.data[i * W.length + k] = row[i]));
  }
  const options: ConvOptions = {
    stride: [1, 1],
    padding: 'valid',
    dilation: [1, 1],
    groups: 1,
    bias: b,
  };
  return conv2d(maps, kernel, options);
}
// #endregion

/** Two maps of 2×2, channels last: A = 1 2 / 3 4, B = 0 1 / 1 0. */
export const MAPS = grid([2, 2, 2], [1, 0, 2, 1, 3, 1, 4, 0]);
/** Two units for the channels-first order. */
export const W = [
  [1, 0, 0, 1, 0, 0, 0, 0],
  [0, 0, 0, 0, 1, 1, 1, 1],
];
export const B = [0, -1];

/** Parameters of a dense layer. */
export const parameters = (inputs: number, units: number) => (inputs + 1) * units;

export function main(): void {
  const x = flattenChannelsFirst(MAPS);
  console.log('A then B         ', x.join(' '), '  y =', dense(W, B, x).join(', '));
  console.log('cell by cell     ', flatten(MAPS).join(' '), '  y =', dense(W, B, flatten(MAPS)).join(', '), '(wrong order)'); // prettier-ignore
  console.log('channel averages ', averages(MAPS).join(' '));
  console.log('head for 512 channels and 1,000 classes');
  console.log('last map    flatten + dense    averages + dense');
  for (const side of [7, 8, 12]) {
    const [all, means] = [parameters(side * side * 512, 1000), parameters(512, 1000)];
    console.log(`${side} × ${side}`.padEnd(10), all.toLocaleString('en-US').padStart(16), means.toLocaleString('en-US').padStart(19)); // prettier-ignore
  }
}
