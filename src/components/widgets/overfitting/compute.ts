/**
 * What stands on screen, once more as a TensorFlow.js program: from the weights that the training
 * reached, forwards, backwards by the chain rule with all penalties, and one step of the optimizer.
 */
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { layout } from '../../../lib/mlp.ts';
import { batchOf, type Masks, type Points } from '../../../lib/overfit.ts';
import type { Ops } from '../../../runtime/tf.ts';
import { PLACES } from './reference.ts';
import { pinnedOf, type State } from './state.ts';
import { shownStep, stoodAt, trained } from './training.ts';

interface Net {
  kernels: Tensor2D[];
  biases: Tensor[];
}

export function program(tf: Ops, state: State): Record<string, Tensor> {
  const way = trained(state);
  const step = shownStep(state, way);
  const { net, adam } = stoodAt(state, way, step);
  const { rate, l1, l2, decoupled } = state;
  const put = (weights: Float64Array) => putOf(tf, net.sizes, weights);
  const column = (values: Float64Array) => tf.tensor2d(Float32Array.from(values), [values.length, 1]); // prettier-ignore
  const here = put(net.weights);
  const run = (x: Float64Array, masks?: Masks, at = here) => forward(tf, at, column(x), masks);
  const loss = ({ x, y }: Points, at = here) => {
    const off = tf.sub(run(x, undefined, at)[3], column(y));
    return tf.mean(tf.mul(off, off));
  };
  const sum = (f: (kernel: Tensor2D) => Tensor) =>
    here.kernels.map((kernel) => tf.sum(f(kernel))).reduce((a, b) => tf.add(a, b));
  const [trainLoss, valLoss] = [loss(way.train), loss(way.held)];
  const squares = sum((k) => tf.mul(k, k));
  const absolutes = sum((k) => tf.abs(k));

  // Backwards, through what the next step sees.
  const { points, masks } = batchOf(state, way.train, step);
  const all = run(points.x, masks);
  const grads: Net = { kernels: [], biases: [] };
  let signal = tf.mul(tf.sub(all[3], column(points.y)), 2 / points.x.length) as Tensor2D;
  for (let l = 2; l >= 0; l--) {
    grads.kernels[l] = tf.matMul(all[l], signal, true) as Tensor2D;
    grads.biases[l] = tf.sum(signal, 0);
    if (l === 0) break;
    const before = tf.matMul(signal, here.kernels[l], false, true);
    const mask = masks && maskOf(tf, masks[l - 1], all[l]);
    // Under a mask the activation is tanh times the mask, so tanh = activation · p where it is kept.
    const t = mask ? tf.mul(all[l], 1 - state.dropout) : all[l];
    const slope = tf.sub(1, tf.mul(t, t));
    signal = tf.mul(before, mask ? tf.mul(mask, slope) : slope) as Tensor2D;
  }
  const inLoss = decoupled ? 0 : l2;
  const pulled = grads.kernels.map((g, l) => tf.add(g, tf.mul(here.kernels[l], inLoss)));
  const sign = (w: Tensor) => tf.sub(tf.step(w as Tensor2D), tf.step(tf.mul(w, -1) as Tensor2D));
  const asked = pulled.map((g, l) => tf.add(g, tf.mul(sign(here.kernels[l]), l1)));

  // One step from here.
  const [m, v] = [put(adam.m), put(adam.v)];
  const [c1, c2] = [1 - 0.9 ** (adam.t + 1), 1 - 0.999 ** (adam.t + 1)];
  const moved = (w: Tensor, g: Tensor, m0: Tensor, v0: Tensor, isKernel: boolean): Tensor => {
    let next = isKernel && decoupled ? tf.mul(w, 1 - rate * l2) : w;
    if (state.optimizer === 'sgd') next = tf.sub(next, tf.mul(g, rate));
    else {
      const first = tf.add(tf.mul(m0, 0.9), tf.mul(g, 0.1));
      const second = tf.add(tf.mul(v0, 0.999), tf.mul(tf.mul(g, g), 0.001));
      const root = tf.add(tf.sqrt(tf.div(second, c2) as Tensor2D), 1e-8);
      next = tf.sub(next, tf.mul(tf.div(tf.div(first, c1), root), rate));
    }
    if (!isKernel || l1 === 0) return next;
    return tf.mul(sign(next), tf.relu(tf.sub(tf.abs(next), rate * l1) as Tensor2D));
  };
  const flat = (kernels: Tensor[], biases: Tensor[]) =>
    tf.reshape(tf.concat(kernels.flatMap((k, l) => [tf.reshape(k, [-1]), tf.reshape(biases[l], [-1])])), [-1, 1]); // prettier-ignore
  const next = flat(
    pulled.map((g, l) => moved(here.kernels[l], g, m.kernels[l], v.kernels[l], true)),
    grads.biases.map((g, l) => moved(here.biases[l], g, m.biases[l], v.biases[l], false)),
  );
  const results: Record<string, Tensor> = {
    curve: run(PLACES)[3],
    trainLoss,
    valLoss,
    gap: tf.sub(valLoss, trainLoss),
    squares,
    absolutes,
    objective: tf.add(trainLoss, tf.add(tf.mul(squares, inLoss / 2), tf.mul(absolutes, l1))),
    gradient: flat(asked, grads.biases),
    next,
  };
  if (state.pin) {
    const pinned = pinnedOf(state);
    const other = trained(pinned);
    const reached = stoodAt(pinned, other, shownStep(pinned, other)).net;
    const theirs = putOf(tf, reached.sizes, reached.weights);
    results.pinCurve = run(PLACES, undefined, theirs)[3];
    results.pinTrain = loss(other.train, theirs);
    results.pinVal = loss(other.held, theirs);
  }
  return results;
}

/** All weights (or their moments) as tensors, layer by layer. */
function putOf(tf: Ops, sizes: readonly number[], weights: Float64Array): Net {
  const net: Net = { kernels: [], biases: [] };
  for (const { from, to, kernel, bias } of layout(sizes).layers) {
    net.kernels.push(tf.tensor2d(Float32Array.from(weights.subarray(kernel, bias)), [from, to]));
    net.biases.push(tf.tensor1d(Float32Array.from(weights.subarray(bias, bias + to))));
  }
  return net;
}

const maskOf = (tf: Ops, mask: Float64Array, like: Tensor2D) =>
  tf.tensor2d(Float32Array.from(mask), like.shape);

/** The activations of every layer after their masks, the input first. */
function forward(tf: Ops, { kernels, biases }: Net, x: Tensor2D, masks?: Masks): Tensor2D[] {
  const all = [x];
  kernels.forEach((kernel, l) => {
    const y = tf.add(tf.matMul(all[l], kernel), biases[l]) as Tensor2D;
    if (l === kernels.length - 1) all.push(y);
    else {
      const t = tf.tanh(y);
      all.push(masks ? (tf.mul(t, maskOf(tf, masks[l], t)) as Tensor2D) : t);
    }
  });
  return all;
}
