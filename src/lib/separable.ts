/**
 * Depthwise separable convolutions: the two steps, the standard convolution they equal, their cost.
 *
 *   z[i, j, c] = Σ_{u,v} D[u, v, c] · x[i + u, j + v, c]        depthwise: each channel by itself
 *   y[i, j, f] = Σ_c P[f, c] · z[i, j, c]                       pointwise: channels are mixed
 *
 * Together a standard convolution with the kernels K[u, v, c, f] = D[u, v, c] · P[f, c].
 *
 * A. G. Howard et al., MobileNets: Efficient Convolutional Neural Networks for Mobile Vision
 * Applications, arXiv:1704.04861; costs are its equations 2 to 5.
 */
import { grid, requireAxes, requireInteger, type Grid } from './grid.ts';
import { CONV_DEFAULTS, conv2d } from './ops/conv.ts';

/**
 * Both steps.
 *
 * @param x [H, W, C]
 * @param depthwise [k, k, C], one kernel for each channel
 * @param pointwise [F, C], one row for each output
 * @throws RangeError when the shapes do not fit together.
 */
export function separable(x: Grid, depthwise: Grid, pointwise: Grid): { z: Grid; y: Grid } {
  requireAxes('depthwise', depthwise.shape, 'k, k, C');
  requireAxes('pointwise', pointwise.shape, 'F, C');
  const [kh, kw, channels] = depthwise.shape;
  const [outputs, mixed] = pointwise.shape;
  if (mixed !== channels) {
    throw new RangeError(`pointwise: rows of ${mixed} weights cannot mix ${channels} channels`);
  }
  const kernel = grid([kh, kw, 1, channels], depthwise.data);
  const z = conv2d(x, kernel, { ...CONV_DEFAULTS, groups: channels });
  const across = grid([1, 1, channels, outputs]);
  for (let f = 0; f < outputs; f++) {
    for (let c = 0; c < channels; c++) {
      across.data[c * outputs + f] = pointwise.data[f * channels + c];
    }
  }
  return { z, y: conv2d(z, across, CONV_DEFAULTS) };
}

/** The kernels [k, k, C, F] of the standard convolution that both steps make together. */
export function mergedKernel(depthwise: Grid, pointwise: Grid): Grid {
  const [kh, kw, channels] = depthwise.shape;
  const [outputs] = pointwise.shape;
  const merged = grid([kh, kw, channels, outputs]);
  let at = 0;
  for (let place = 0; place < kh * kw * channels; place++) {
    for (let f = 0; f < outputs; f++) {
      const c = place % channels;
      merged.data[at++] = depthwise.data[place] * pointwise.data[f * channels + c];
    }
  }
  return merged;
}

/** A layer of k×k kernels; `side` is that of its output maps, which are square. */
export interface Layer {
  kernel: number;
  inputs: number;
  outputs: number;
  side: number;
}

/** Weights without biases, multiply-adds, and multiply-adds for each number read or written. */
export interface Cost {
  weights: number;
  macs: number;
  intensity: number;
}

export interface Costs {
  standard: Cost;
  depthwise: Cost;
  pointwise: Cost;
  /** Both steps. */
  both: Cost;
  /** What is left: (k²C + CF) / k²CF = 1/F + 1/k². */
  ratio: number;
}

/**
 * What a layer costs in one step and in two. Input and output maps are taken to be of one size
 * (stride 1, padded), and each number to be moved once.
 */
export function costsOf({ kernel, inputs, outputs, side }: Layer): Costs {
  for (const [name, value] of Object.entries({ kernel, inputs, outputs, side })) {
    requireInteger(name, value, 1);
  }
  const cells = side * side;
  const cost = (weights: number, from: number, to: number): Cost & { moved: number } => {
    const macs = weights * cells;
    const moved = cells * (from + to) + weights;
    return { weights, macs, moved, intensity: macs / moved };
  };
  const k2 = kernel * kernel;
  const depthwise = cost(k2 * inputs, inputs, inputs);
  const pointwise = cost(inputs * outputs, inputs, outputs);
  const macs = depthwise.macs + pointwise.macs;
  return {
    standard: cost(k2 * inputs * outputs, inputs, outputs),
    depthwise,
    pointwise,
    both: {
      weights: depthwise.weights + pointwise.weights,
      macs,
      intensity: macs / (depthwise.moved + pointwise.moved),
    },
    ratio: 1 / outputs + 1 / k2,
  };
}

/** A layer of MobileNet as it is, and with a standard convolution in its place. */
export interface Block {
  kind: 'first' | 'block' | 'last';
  layer: Layer;
  /** Weights = multiply-adds for each output cell. */
  standard: number;
  depthwise: number;
  pointwise: number;
  /** What MobileNet has there: both steps, or the standard layer. */
  own: number;
}

/** Outputs of the 13 blocks, and the sides of their maps. */
const BLOCKS = [
  [64, 112], [128, 56], [128, 56], [256, 28], [256, 28], [512, 14],
  [512, 14], [512, 14], [512, 14], [512, 14], [512, 14], [1024, 7], [1024, 7],
] as const; // prettier-ignore
const CLASSES = 1000;

/**
 * MobileNet v1 for 224×224 pictures of 1,000 classes: a standard 3×3 layer, 13 depthwise separable
 * ones, a dense one (1×1 on one cell). Weights without biases and batch normalization.
 *
 * @param alpha the width multiplier: every layer has this share of the channels
 */
export function mobilenet(alpha = 1): Block[] {
  const wide = (channels: number) => Math.round(alpha * channels);
  const make = (kind: Block['kind'], layer: Layer): Block => {
    const { standard, depthwise, pointwise, both } = costsOf(layer);
    const split = kind === 'block';
    return {
      kind,
      layer,
      standard: standard.weights,
      depthwise: split ? depthwise.weights : 0,
      pointwise: split ? pointwise.weights : 0,
      own: split ? both.weights : standard.weights,
    };
  };
  const all = [make('first', { kernel: 3, inputs: 3, outputs: wide(32), side: 112 })];
  for (const [outputs, side] of BLOCKS) {
    const inputs = all[all.length - 1].layer.outputs;
    all.push(make('block', { kernel: 3, inputs, outputs: wide(outputs), side }));
  }
  all.push(make('last', { kernel: 1, inputs: wide(1024), outputs: CLASSES, side: 1 }));
  return all;
}

/** Sums over layers; `macs` weighs each by the cells of its maps. */
export function totalsOf(blocks: readonly Block[]) {
  const sum = (key: 'standard' | 'own' | 'depthwise' | 'pointwise') => ({
    weights: blocks.reduce((total, block) => total + block[key], 0),
    macs: blocks.reduce((total, block) => total + block[key] * block.layer.side ** 2, 0),
  });
  return { standard: sum('standard'), own: sum('own'), depthwise: sum('depthwise'), pointwise: sum('pointwise') }; // prettier-ignore
}
