/** The network, its occlusion map and its Grad-CAM as TensorFlow.js programs. */
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Grid } from '../../../lib/grid.ts';
import { mapsOf } from '../../../lib/nn/explain.ts';
import { covered, squareAt } from '../../../lib/nn/occlusion.ts';
import { runModel, type Runnable } from '../../../models/run.ts';
import type { Ops } from '../../../runtime/tf.ts';
import { baseOf, chosenOf, labelOf, outputName, type Net } from './reference.ts';
import { inputGrid, layersOf, squares, tones, type State } from './state.ts';

/** Numbers of a layer for a whole batch that are computed at once. */
const AT_ONCE = 12e6;

/** Scores, the chosen map, every layer, and the map of the view. */
export function program(tf: Ops, state: State, picture: Grid | undefined): Record<string, Tensor> {
  const base = baseOf(state, picture);
  const { net } = base;
  const model: Runnable = { graph: net.bare, weights: net.weights };
  const input = inputGrid(state, picture);
  const [H, W, C] = input.shape;
  const x = tf.tensor4d(Float32Array.from(input.data), [1, H, W, C]);
  const names = layersOf(state).map(({ name }) => name);
  const keep = [...new Set([...names, ...(net.tail ? tailNames(net) : [])])];
  const found = runModel(tf, model, x, keep);
  const scores = scoresOf(tf, net, found[net.output]);
  const results: Record<string, Tensor> = { scores: tf.reshape(scores, [-1]) };

  // The map on show is told by its number; where it is the strongest one, float64 has found it.
  const { map } = chosenOf(state.view === 'maps' ? state : { ...state, cell: [0, 0] }, base);
  const layer = state.layer === net.output ? scores : found[state.layer];
  const [h, w, count] = mapsOf({ shape: layer.shape.slice(1) });
  const flat = tf.reshape(layer, [h * w, count]);
  results.map = tf.reshape(tf.slice(flat, [0, map], [h * w, 1]), [h, w, 1]);

  const label = labelOf(state, base);
  if (state.view === 'grad-cam') Object.assign(results, gradCam(tf, net, found, label));
  if (state.view === 'occlusion') {
    const { rows, cols } = squares(state);
    const before = tf.slice(scores, [0, label], [1, 1]);
    const after = occluded(tf, state, net, input, label);
    results.occlusion = tf.reshape(tf.sub(before, after), [rows, cols, 1]);
  }
  for (const name of names) results[outputName(name)] = tf.squeeze(found[name], [0]);
  return results;
}

const tailNames = ({ tail }: Net) => [tail!.target.name, ...tail!.after.map(({ name }) => name)];

const scoresOf = (tf: Ops, net: Net, logits: Tensor) => (net.soft ? tf.softmax(logits) : logits);

/** The score of a class with the square in each place [n, 1]: the whole network for a batch. */
function occluded(tf: Ops, state: State, net: Net, input: Grid, label: number): Tensor {
  const [H, W, C] = input.shape;
  const all = squares(state);
  const { square } = tones(state);
  const widest = Math.max(...net.bare.nodes.map(({ shape }) => shape.reduce((a, b) => a * b, 1)));
  const most = Math.max(1, Math.floor(AT_ONCE / widest));
  const places = Array.from({ length: all.rows * all.cols }, (_, i) => [
    Math.floor(i / all.cols),
    i % all.cols,
  ]);
  const parts: Tensor[] = [];
  for (let from = 0; from < places.length; from += most) {
    const some = places.slice(from, from + most);
    const batch = new Float32Array(some.length * H * W * C);
    some.forEach(([r, c], i) => {
      const image = covered(input, squareAt(all, r, c, H, W), square);
      batch.set(image.data, i * H * W * C);
    });
    const x = tf.tensor4d(batch, [some.length, H, W, C]);
    const model: Runnable = { graph: net.bare, weights: net.weights };
    const scores = tf.tidy(() => scoresOf(tf, net, runModel(tf, model, x)[net.output]));
    parts.push(tf.slice(scores, [0, label], [some.length, 1]));
  }
  return parts.length > 1 ? tf.concat(parts, 0) : parts[0];
}

/**
 * Grad-CAM in closed form: the gradient goes back through the dense layers; pooling hands on all of
 * it, to one cell or to several, so the sum over the places of a map is the same on either side.
 */
function gradCam(
  tf: Ops,
  { tail, weights }: Net,
  found: Record<string, Tensor>,
  label: number,
): Record<string, Tensor> {
  const { target, after } = tail!;
  const [H, W, K] = target.shape;
  const classes = after.at(-1)!.shape[0];
  const start = new Float32Array(classes);
  start[label] = 1;
  let g: Tensor = tf.tensor2d(start, [1, classes]);
  const slope = (node: (typeof after)[number], y: Tensor): Tensor | undefined => {
    if (!('activation' in node)) return undefined;
    const alpha = 'alpha' in node ? node.alpha : 0;
    switch (node.activation) {
      case 'relu':
        return tf.step(y);
      case 'leaky-relu':
        return tf.step(y, alpha);
      case 'sigmoid':
        return tf.mul(y, tf.sub(1, y));
      case 'tanh':
        return tf.sub(1, tf.mul(y, y));
      default:
        return undefined;
    }
  };
  for (const node of [...after].reverse()) {
    if (node.shape.length === 3) break; // pooling: only sums over places matter from here on
    if (node.op === 'globalAverage') continue; // the mean hands 1/(h·w) to each of h·w places
    const factor = slope(node, found[node.name]);
    if (factor) g = tf.mul(g, factor);
    if (node.op === 'dense') {
      const { shape, data } = weights[`${node.name}/kernel`];
      const kernel = tf.tensor(Float32Array.from(data), [...shape]);
      g = tf.matMul(g, kernel, false, true);
    }
  }
  const alpha = tf.div(tf.sum(tf.reshape(g, [-1, K]), 0), H * W);
  const weighed = tf.sum(tf.mul(tf.reshape(found[target.name], [H * W, K]), alpha), 1);
  return { cam: tf.reshape(tf.relu(weighed), [H, W, 1]), alpha };
}
