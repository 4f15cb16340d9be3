/** Small networks with random weights, the same ones in every run. */
import { grid, type Grid } from '@lib/grid.ts';
import type { Weights } from '@lib/nn/forward.ts';
import { readGraph, weightShapes, type Graph } from '@lib/nn/graph.ts';
import { mulberry32, normal } from '@lib/random.ts';

export interface LayerJson {
  class_name: string;
  config: Record<string, unknown>;
}

const layer = (
  class_name: string,
  name: string,
  config: Record<string, unknown> = {},
): LayerJson => ({
  class_name,
  config: { name, ...config },
});
const conv = (name: string, filters: number, more: Record<string, unknown> = {}) =>
  layer('Conv2D', name, { filters, kernel_size: [3, 3], padding: 'same', activation: 'relu', ...more }); // prettier-ignore
const dense = (name: string, units: number, activation: string) =>
  layer('Dense', name, { units, activation });
const pool = (name: string, more: Record<string, unknown> = {}) =>
  layer('MaxPooling2D', name, { pool_size: [2, 2], ...more });

/** Layers behind an input of a shape. */
export const NETWORKS: Record<string, { shape: number[]; layers: LayerJson[] }> = {
  digits: {
    shape: [12, 12, 1],
    layers: [
      conv('conv1', 4),
      conv('conv2', 4),
      pool('pool1'),
      conv('conv3', 6),
      pool('pool2'),
      layer('Flatten', 'flatten'),
      dense('dense1', 8, 'relu'),
      dense('dense2', 5, 'softmax'),
    ],
  },
  colour: {
    shape: [11, 9, 3],
    layers: [
      conv('a', 5, { padding: 'valid', strides: [2, 1], activation: 'linear' }),
      layer('ReLU', 'b'),
      layer('AveragePooling2D', 'c', { pool_size: [2, 2], padding: 'same' }),
      layer('Flatten', 'd'),
      dense('e', 6, 'tanh'),
      layer('Dropout', 'f', { rate: 0.5 }),
      dense('g', 7, 'sigmoid'),
      dense('h', 3, 'linear'),
    ],
  },
  mean: {
    shape: [10, 10, 1],
    layers: [
      conv('a', 3, { dilation_rate: [2, 2] }),
      layer('DepthwiseConv2D', 'b', { kernel_size: [3, 3], depth_multiplier: 2, padding: 'same', strides: [2, 2], activation: 'relu' }), // prettier-ignore
      layer('BatchNormalization', 'c'),
      layer('GlobalAveragePooling2D', 'd'),
      dense('e', 4, 'linear'),
      layer('LeakyReLU', 'f', { alpha: 0.2 }),
      dense('g', 4, 'linear'),
      layer('Softmax', 'h'),
    ],
  },
  overlap: {
    shape: [9, 9, 1],
    layers: [
      conv('a', 4, { kernel_size: [5, 4] }),
      pool('b', { pool_size: [3, 3], strides: [2, 2] }),
      layer('Flatten', 'c'),
      dense('d', 3, 'softmax'),
    ],
  },
};

export function topologyOf(name: string): unknown {
  const { shape, layers } = NETWORKS[name];
  const first = layer('InputLayer', 'image', { batch_input_shape: [null, ...shape] });
  return { class_name: 'Sequential', config: { name, layers: [first, ...layers] } };
}

export function networkOf(name: string, seed = 1): { graph: Graph; weights: Weights; input: Grid } {
  const random = mulberry32(seed);
  const graph = readGraph(topologyOf(name));
  const fill = (shape: readonly number[], scale: number, shift = 0): Grid => {
    const g = grid(shape);
    g.data.forEach((_, i) => (g.data[i] = shift + scale * normal(random)));
    return g;
  };
  const weights = Object.fromEntries(
    Object.entries(weightShapes(graph)).map(([key, shape]) => {
      const fan = shape.slice(0, -1).reduce((a, b) => a * b, 1);
      if (key.endsWith('moving_variance')) return [key, fill(shape, 0, 1.5)];
      return [key, fill(shape, shape.length > 1 ? 1.4 / Math.sqrt(fan) : 0.2)];
    }),
  );
  const input = grid(NETWORKS[name].shape);
  input.data.forEach((_, i) => (input.data[i] = random() < 0.4 ? 0 : random()));
  return { graph, weights, input };
}
