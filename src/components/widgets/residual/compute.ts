/**
 * What stands on screen, once more as a TensorFlow.js program. The block runs forwards and backwards.
 * Of the networks every layer is computed by itself, from what came into it in float64: a small error
 * would grow from layer to layer.
 */
import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import type { Grid } from '../../../lib/grid.ts';
import { blockForward, projects } from '../../../lib/residual.ts';
import { backward, CLASSES, COUNT, INPUTS, joins, NORM_EPS, WIDTH, type Gradients } from '../../../lib/residual-nets.ts'; // prettier-ignore
import type { Ops } from '../../../runtime/tf.ts';
import type { State } from './state.ts';
import { digits, trained, type Run } from './training.ts';

export function program(tf: Ops, state: State): Record<string, Tensor> {
  return state.mode === 'block' ? block(tf, state) : nets(tf, state);
}

function block(tf: Ops, state: State): Record<string, Tensor> {
  const { join, relu } = state;
  const passed = blockForward(state);
  const put = ({ data, shape }: Grid) => tf.tensor(Float32Array.from(data), [...shape]);
  const image = (g: Grid) => tf.tensor4d(Float32Array.from(g.data), [1, ...g.shape] as [1, number, number, number]); // prettier-ignore
  const [w1, w2, p] = [state.kernel1, state.kernel2, state.projection].map((k) => put(k) as Tensor4D); // prettier-ignore
  const conv = (x: Tensor4D, w: Tensor4D) => tf.conv2d(x, w, 1, 'same');
  const [height, width, C] = state.input.shape;
  const back = (g: Tensor4D, w: Tensor4D) =>
    tf.conv2dTranspose(g, w, [1, height, width, w.shape[2]], 1, 'same');
  // Which cells a ReLU closes is decided in float64.
  const open = (g: Grid) => tf.step(image(g)) as Tensor4D;
  const x = image(state.input);
  const hidden = tf.relu(conv(x, w1));
  const branch = conv(hidden, w2);
  const shortcut = join === 'none' ? undefined : projects(state) ? conv(x, p) : x;
  let y = branch;
  if (join === 'add') y = tf.add(branch, shortcut!);
  if (join === 'concatenate') y = tf.concat([x, branch], 3);
  if (relu) y = tf.relu(y);

  const ones = tf.add(tf.mul(y, 0), 1) as Tensor4D;
  const onJoined = (relu ? tf.mul(ones, open(passed.joined)) : ones) as Tensor4D;
  const both = join === 'concatenate';
  const onBranch = both ? tf.slice(onJoined, [0, 0, 0, C], [-1, -1, -1, -1]) : onJoined;
  const onHidden = tf.mul(back(onBranch, w2), open(passed.hidden)) as Tensor4D;
  const byBranch = back(onHidden, w1);
  let byShortcut = tf.mul(x, 0) as Tensor4D;
  if (both) byShortcut = tf.slice(onJoined, [0, 0, 0, 0], [-1, -1, -1, C]);
  else if (projects(state)) byShortcut = back(onJoined, p);
  else if (join === 'add') byShortcut = onJoined;
  return {
    y: y === branch ? tf.add(y, 0) : y,
    hidden,
    branch,
    ...(shortcut && { shortcut: shortcut === x ? tf.add(x, 0) : shortcut }),
    gradient: tf.add(byBranch, byShortcut),
    gradientBranch: byBranch,
    gradientShortcut: tf.add(byShortcut, 0),
  };
}

function nets(tf: Ops, state: State): Record<string, Tensor> {
  const runs = trained(state);
  const { depth, norm } = state;
  const { labels } = digits();
  const truth = new Float32Array(COUNT * CLASSES);
  labels.forEach((label, i) => (truth[i * CLASSES + label] = 1));
  const truths = tf.tensor2d(truth, [COUNT, CLASSES]);
  const put = (values: Float64Array, shape: number[]) => tf.tensor(Float32Array.from(values), shape); // prettier-ignore
  const size = (x: Tensor) => tf.sqrt(tf.mean(tf.mul(x, x), [1, 2]));
  /** Matrices of many layers as one tensor. */
  const stack = (all: readonly Float64Array[], columns: number): Tensor => {
    const made = new Float32Array(all.length * all[0].length);
    all.forEach((values, i) => made.set(values, i * values.length));
    return tf.tensor(made, [all.length, all[0].length / columns, columns]);
  };

  /** Mean of −ln p of the true class, and what the last layer gets back. */
  const head = ({ at, pass, shape }: Run) => {
    const last = put(pass.inputs[shape.depth - 1], [COUNT, WIDTH]);
    const z = tf.matMul(last, put(at.weights[shape.depth - 1], [WIDTH, CLASSES]));
    const off = tf.sub(z, tf.max(z, 1, true));
    const each = tf.sub(tf.log(tf.sum(tf.exp(off), 1)), tf.sum(tf.mul(off, truths), 1));
    const signal = tf.div(tf.sub(tf.softmax(z), truths), COUNT);
    return { loss: tf.mean(each), gradient: tf.matMul(last, signal, true) };
  };

  /** Layers [L, COUNT, from] → [L, COUNT, WIDTH], and the gradients of their weights. */
  const layers = (
    { at, pass, shape, outputs }: Run & Pick<Gradients, 'outputs'>,
    first: number,
    end: number,
    from: number,
  ) => {
    const x = stack(pass.inputs.slice(first, end), from);
    let z = tf.matMul(x, stack(at.weights.slice(first, end), WIDTH));
    let scale: Tensor | undefined;
    if (norm) {
      z = tf.sub(z, tf.mean(z, 1, true));
      scale = tf.div(1, tf.sqrt(tf.add(tf.mean(tf.mul(z, z), 1, true), NORM_EPS)));
      z = tf.mul(z, scale);
    }
    const nothing = new Float64Array(COUNT * WIDTH);
    const carried = Array.from({ length: end - first }, (_, i) => (joins(shape, first + i) ? pass.inputs[first + i - 1] : nothing)); // prettier-ignore
    const signal = size(tf.relu(tf.add(z, stack(carried, WIDTH))));
    const after = stack(pass.inputs.slice(first + 1, end + 1), WIDTH);
    let g = tf.mul(stack(outputs.slice(first, end), WIDTH), tf.step(after));
    if (scale) {
      const along = tf.mul(z, tf.mean(tf.mul(g, z), 1, true));
      g = tf.mul(tf.sub(tf.sub(g, tf.mean(g, 1, true)), along), scale);
    }
    return { signal, gradient: size(tf.matMul(x, g, true)) };
  };

  const heads = runs.map(head);
  const columns = (all: Tensor[][]) => tf.transpose(tf.reshape(tf.concat(all.flat()), [all.length, -1])); // prettier-ignore
  const deep = runs.slice(1).map((each, i) => {
    const { outputs } = backward(each.at, each.pass, digits());
    const run = { ...each, outputs };
    const stem = layers(run, 0, 1, INPUTS);
    const rest = layers(run, 1, depth - 1, WIDTH);
    const last = size(tf.reshape(heads[i + 1].gradient, [1, WIDTH, CLASSES]));
    return {
      gradients: [stem.gradient, rest.gradient, last],
      signals: [stem.signal, rest.signal],
    };
  });
  return {
    loss: tf.concat(heads.map(({ loss }) => tf.reshape(loss, [1]))),
    gradients: columns(deep.map(({ gradients }) => gradients)),
    signals: columns(deep.map(({ signals }) => signals)),
  };
}
