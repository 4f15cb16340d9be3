/**
 * The forward pass of a graph in float64, one example at a time: the oracle for what the reader's
 * device computes with the same weights.
 */
import { grid, sizeOf, type Grid } from '../grid.ts';
import { softmax } from '../ops/activation.ts';
import { conv2d } from '../ops/conv.ts';
import { pool2d } from '../ops/pool.ts';
import { resizeNearest, transposedConv2d } from '../ops/upsample.ts';
import { ModelError, weightShapes, type Activation, type Graph, type GraphNode } from './graph.ts';

/** Numbers of the layers by name: `conv1/kernel`, `conv1/bias`. */
export type Weights = Readonly<Record<string, Grid>>;

/**
 * Checks that the weights are those that a graph needs.
 *
 * @throws ModelError naming the first weight that is missing or has another shape.
 */
export function requireWeights(graph: Graph, weights: Weights): void {
  for (const [name, shape] of Object.entries(weightShapes(graph))) {
    const given = weights[name]?.shape.join('×') ?? '–';
    if (given === shape.join('×')) continue;
    const params = { weight: name, shape: shape.join('×'), given };
    throw new ModelError('weights', `${name} is ${given}, not ${shape.join('×')}`, params);
  }
}

/**
 * The result of every layer by name for one example, [H, W, C] or [N].
 *
 * @param inputs by name of the input layer
 * @param breathe awaited between layers; false gives the work up
 * @returns undefined when it was given up
 * @throws ModelError when an input or a weight does not have the shape the graph states.
 */
export async function forward(
  graph: Graph,
  weights: Weights,
  inputs: Readonly<Record<string, Grid>>,
  breathe?: () => Promise<boolean>,
): Promise<Record<string, Grid> | undefined> {
  const results: Record<string, Grid> = {};
  let since = Date.now();
  for (const node of graph.nodes) {
    results[node.name] = layer(node, node.inputs.map((name) => results[name]), weights, inputs); // prettier-ignore
    if (!breathe || Date.now() - since < 10) continue;
    if (!(await breathe())) return undefined;
    since = Date.now();
  }
  return results;
}

/** As `forward`, at one go. */
export function forwardNow(
  graph: Graph,
  weights: Weights,
  inputs: Readonly<Record<string, Grid>>,
): Record<string, Grid> {
  const results: Record<string, Grid> = {};
  for (const node of graph.nodes) {
    results[node.name] = layer(node, node.inputs.map((name) => results[name]), weights, inputs); // prettier-ignore
  }
  return results;
}

function layer(
  node: GraphNode,
  from: Grid[],
  weights: Weights,
  inputs: Readonly<Record<string, Grid>>,
): Grid {
  const [x] = from;
  const weight = (what: string) => weights[`${node.name}/${what}`];
  switch (node.op) {
    case 'input': {
      const given = inputs[node.name];
      if (given?.shape.join() === node.shape.join()) return given;
      const shape = given?.shape.join('×') ?? '–';
      throw new ModelError('shape', `input ${node.name}: ${shape}`, { layer: node.name, shape });
    }
    case 'dense':
      return activated(dense(x, weight('kernel'), node.bias ? weight('bias') : undefined), node.activation); // prettier-ignore
    case 'conv2d': {
      const { stride, padding, dilation } = node;
      const bias = node.bias ? weight('bias').data : undefined;
      const y = conv2d(x, weight('kernel'), { stride, padding, dilation, groups: 1, bias });
      return activated(y, node.activation);
    }
    case 'depthwiseConv2d': {
      const { stride, padding, dilation } = node;
      const bias = node.bias ? weight('bias').data : undefined;
      const kernel = weight('depthwise_kernel');
      const [kh, kw, C, M] = kernel.shape;
      const flat = grid([kh, kw, 1, C * M], kernel.data); // one channel for each filter, in order
      const y = conv2d(x, flat, { stride, padding, dilation, groups: C, bias });
      return activated(y, node.activation);
    }
    case 'conv2dTranspose': {
      const { stride, dilation, kernel } = node;
      const padding = node.padding === 'same' ? 'same' : ([0, 0, 0, 0] as [number, number, number, number]); // prettier-ignore
      const spare = (axis: 0 | 1) => node.padding === 'same' ? 0 : Math.max(0, stride[axis] - kernel[axis]); // prettier-ignore
      const y = transposedConv2d(x, weight('kernel'), {
        stride,
        padding,
        dilation,
        outputPadding: [spare(0), spare(1)],
      });
      return activated(node.bias ? withBias(y, weight('bias')) : y, node.activation);
    }
    case 'batchNorm':
      return normalized(x, node, weight);
    case 'pool': {
      const { kind: op, window, stride, padding } = node;
      return pool2d(x, { op, window, stride, padding }).output;
    }
    case 'globalAverage': {
      const [H, W, C] = x.shape;
      const y = grid([C]);
      x.data.forEach((value, i) => (y.data[i % C] += value / (H * W)));
      return y;
    }
    case 'upsample': {
      const [oh, ow] = node.shape;
      return resizeNearest(x, [oh, ow]);
    }
    case 'reshape':
    case 'flatten':
      return { shape: node.shape, data: x.data };
    case 'concat':
      return concat(from, node.shape);
    case 'add':
      return {
        shape: x.shape,
        data: x.data.map((_, i) => from.reduce((s, g) => s + g.data[i], 0)),
      };
    case 'activation':
      return activated(x, node.activation, node.alpha);
  }
}

/** y[j] = bias[j] + Σ_i x[i] · w[i, j]. */
function dense(x: Grid, w: Grid, bias: Grid | undefined): Grid {
  const [n, m] = w.shape;
  const y = bias ? Float64Array.from(bias.data) : new Float64Array(m);
  for (let i = 0; i < n; i++) {
    const value = x.data[i];
    if (value === 0) continue;
    for (let j = 0; j < m; j++) y[j] += value * w.data[i * m + j];
  }
  return grid([m], y);
}

function withBias(x: Grid, bias: Grid): Grid {
  const C = bias.data.length;
  return { shape: x.shape, data: x.data.map((value, i) => value + bias.data[i % C]) };
}

function normalized(
  x: Grid,
  node: GraphNode & { op: 'batchNorm' },
  weight: (what: string) => Grid,
): Grid {
  const [mean, variance] = [weight('moving_mean').data, weight('moving_variance').data];
  const C = mean.length;
  const gain = variance.map(
    (v, c) => (node.scale ? weight('gamma').data[c] : 1) / Math.sqrt(v + node.epsilon),
  );
  const shift = gain.map((g, c) => (node.center ? weight('beta').data[c] : 0) - g * mean[c]);
  return { shape: x.shape, data: x.data.map((v, i) => v * gain[i % C] + shift[i % C]) };
}

/** Side by side along the last axis. */
function concat(parts: Grid[], shape: number[]): Grid {
  const y = grid(shape);
  const C = shape.at(-1)!;
  let from = 0;
  for (const { shape: own, data } of parts) {
    const c = own.at(-1)!;
    for (let pixel = 0; pixel < sizeOf(own) / c; pixel++) {
      y.data.set(data.subarray(pixel * c, (pixel + 1) * c), pixel * C + from);
    }
    from += c;
  }
  return y;
}

function activated(x: Grid, activation: Activation, alpha = 0): Grid {
  const each = (f: (value: number) => number): Grid => ({ shape: x.shape, data: x.data.map(f) });
  switch (activation) {
    case 'linear':
      return x;
    case 'relu':
      return each((v) => (v > 0 ? v : 0));
    case 'leaky-relu':
      return each((v) => (v > 0 ? v : alpha * v));
    case 'sigmoid':
      return each((v) => (v >= 0 ? 1 / (1 + Math.exp(-v)) : Math.exp(v) / (1 + Math.exp(v))));
    case 'tanh':
      return each(Math.tanh);
    case 'softmax': {
      const C = x.shape.at(-1)!;
      const y = grid(x.shape);
      for (let at = 0; at < x.data.length; at += C) y.data.set(softmax(x.data.subarray(at, at + C)), at); // prettier-ignore
      return y;
    }
  }
}
