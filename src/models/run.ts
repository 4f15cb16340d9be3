/** The forward pass of a graph on the reader's device, by core operations of TensorFlow.js. */
import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import type { Grid } from '../lib/grid.ts';
import type { Weights } from '../lib/nn/forward.ts';
import type { Activation, Graph, GraphNode } from '../lib/nn/graph.ts';
import type { Ops } from '../runtime/tf.ts';

/** A graph with its numbers. */
export interface Runnable {
  graph: Graph;
  weights: Weights;
}

/**
 * The results of the layers named by `keep` (by default the outputs) for a batch.
 *
 * Run inside `tf.tidy`: what is between is released there.
 *
 * @param inputs [N, H, W, C] or [N, n] by name of the input layer; a single tensor for a single input
 * @returns tensors [N, …] by name of the layer
 */
export function runModel(
  tf: Ops,
  { graph, weights }: Runnable,
  inputs: Tensor | Readonly<Record<string, Tensor>>,
  keep: readonly string[] = graph.outputs,
): Record<string, Tensor> {
  const given = ('dataId' in inputs ? { [graph.inputs[0]]: inputs } : inputs) as Record<string, Tensor>; // prettier-ignore
  const results: Record<string, Tensor> = {};
  const last = Math.max(...keep.map((name) => graph.nodes.findIndex((node) => node.name === name)));
  for (const node of graph.nodes.slice(0, last + 1)) {
    const from = node.inputs.map((name) => results[name]);
    results[node.name] = node.op === 'input' ? given[node.name] : layer(tf, node, from, weights);
  }
  return Object.fromEntries(keep.map((name) => [name, results[name]]));
}

const singles = new WeakMap<Grid, Float32Array>();

/** Single precision, made once for each weight. */
function asFloat32(weight: Grid): Float32Array {
  const made = singles.get(weight) ?? Float32Array.from(weight.data);
  singles.set(weight, made);
  return made;
}

function layer(tf: Ops, node: GraphNode, from: Tensor[], weights: Weights): Tensor {
  const [x] = from;
  const weight = (what: string): Tensor => {
    const given = weights[`${node.name}/${what}`];
    return tf.tensor(asFloat32(given), [...given.shape]);
  };
  const batch = x.shape[0];
  const image = x as Tensor4D;
  const withBias = (y: Tensor, bias: boolean) => (bias ? tf.add(y, weight('bias')) : y);
  switch (node.op) {
    case 'dense':
      return activated(tf, withBias(tf.matMul(x, weight('kernel')), node.bias), node.activation);
    case 'conv2d': {
      const { stride, padding, dilation } = node;
      const y = tf.conv2d(image, weight('kernel') as Tensor4D, stride, padding, 'NHWC', dilation);
      return activated(tf, withBias(y, node.bias), node.activation);
    }
    case 'depthwiseConv2d': {
      const { stride, padding, dilation } = node;
      const kernel = weight('depthwise_kernel') as Tensor4D;
      const y = tf.depthwiseConv2d(image, kernel, stride, padding, 'NHWC', dilation);
      return activated(tf, withBias(y, node.bias), node.activation);
    }
    case 'conv2dTranspose': {
      const shape: [number, number, number, number] = [batch, node.shape[0], node.shape[1], node.shape[2]]; // prettier-ignore
      const kernel = weight('kernel') as Tensor4D;
      const y = tf.conv2dTranspose(image, kernel, shape, node.stride, node.padding);
      return activated(tf, withBias(y, node.bias), node.activation);
    }
    case 'batchNorm': {
      const deviation = tf.sqrt(tf.add(weight('moving_variance'), tf.scalar(node.epsilon)));
      let y = tf.div(tf.sub(x, weight('moving_mean')), deviation);
      if (node.scale) y = tf.mul(y, weight('gamma'));
      return node.center ? tf.add(y, weight('beta')) : y;
    }
    case 'pool': {
      const { window, stride, padding } = node;
      const pool = node.kind === 'max' ? tf.maxPool : tf.avgPool;
      return pool(image, window, stride, padding);
    }
    case 'globalAverage':
      return tf.mean(x, [1, 2]);
    case 'upsample': {
      const [H, W, C] = image.shape.slice(1);
      const [a, b] = node.factor;
      const times = (n: number, y: Tensor) => tf.concat(Array<Tensor>(n).fill(y), 2);
      const rows = times(a, tf.reshape(x, [batch, H, 1, W * C]));
      return tf.reshape(times(b, tf.reshape(rows, [batch, H * a * W, 1, C])), [
        batch,
        ...node.shape,
      ]);
    }
    case 'reshape':
    case 'flatten':
      return tf.reshape(x, [batch, ...node.shape]);
    case 'concat':
      return tf.concat(from, -1);
    case 'add':
      return from.reduce((sum, each) => tf.add(sum, each));
    case 'activation':
      return activated(tf, x, node.activation, node.alpha);
    case 'input':
      return x;
  }
}

function activated(tf: Ops, x: Tensor, activation: Activation, alpha = 0): Tensor {
  switch (activation) {
    case 'linear':
      return x;
    case 'relu':
      return tf.relu(x);
    case 'leaky-relu':
      return tf.leakyRelu(x, alpha);
    case 'sigmoid':
      return tf.sigmoid(x);
    case 'tanh':
      return tf.tanh(x);
    case 'softmax':
      return tf.softmax(x);
  }
}
