/**
 * What stands on screen, once more as a TensorFlow.js program from the weights that the training
 * reached: encoders, cosines, both softmaxes, the loss, and its gradient by automatic
 * differentiation.
 */
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { blockMeans, FEATURES, HIDDEN, PLACES, PLANE } from '../../../lib/contrastive.ts';
import { featuresOf, MODELS, noisy } from '../../../lib/fusion.ts';
import type { Grid } from '../../../lib/grid.ts';
import { grads } from '../../../runtime/gradients.ts';
import type { Ops } from '../../../runtime/tf.ts';
import { asked, benchOf, modelsOf, SHOWN, tauOf, trainingOf } from './reference.ts';
import { wordOf, type State } from './state.ts';
import { galleryOf, partnersAt, pictureAt, trained } from './training.ts';

export function program(tf: Ops, state: State, picture: Grid | undefined): Record<string, Tensor> {
  if (state.show === 'fusion') return fusion(tf, state);
  const run = trained(state);
  const weights = run.weights[state.at];
  const part = (from: number, rows: number, cols: number) => matrix(tf, weights.subarray(from, from + rows * cols), rows, cols); // prettier-ignore
  const net: Net = [
    part(PLACES.w1, FEATURES, HIDDEN),
    part(PLACES.b1, 1, HIDDEN),
    part(PLACES.w2, HIDDEN, PLANE),
    part(PLACES.texts, state.pairs, PLANE),
  ];
  return state.show === 'retrieval' ? retrieval(tf, state, net, picture) : space(tf, state, net, run.batches); // prettier-ignore
}

type Net = [w1: Tensor2D, b1: Tensor2D, w2: Tensor2D, texts: Tensor2D];

const matrix = (tf: Ops, values: ArrayLike<number>, rows: number, cols: number) =>
  tf.tensor2d(Float32Array.from(values), [rows, cols]);
const stacked = (tf: Ops, rows: readonly ArrayLike<number>[]) =>
  matrix(tf, rows.flatMap((row) => [...(row as number[])]), rows.length, rows[0].length); // prettier-ignore

/** Rows scaled to norm 1; written with exp and log, whose derivatives the runtime has. */
function unit(tf: Ops, x: Tensor): Tensor2D {
  const norm = tf.exp(tf.mul(tf.log(tf.add(tf.sum(tf.mul(x, x), 1, true), 1e-30)), -0.5));
  return tf.mul(x, norm) as Tensor2D;
}

const encode = (tf: Ops, x: Tensor2D, w1: Tensor, b1: Tensor, w2: Tensor): Tensor2D =>
  unit(tf, tf.matMul(tf.tanh(tf.add(tf.matMul(x, w1 as Tensor2D), b1)) as Tensor2D, w2 as Tensor2D)); // prettier-ignore

/** 1 where a row and a column belong together. */
function belongs(tf: Ops, partner: readonly number[]): Tensor2D {
  const n = partner.length;
  return matrix(tf, partner.flatMap((j) => partner.map((_, k) => Number(k === j))), n, n); // prettier-ignore
}

/** ln Σ e^z along an axis; the largest is taken off as a constant, which changes nothing. */
function logSumExp(tf: Ops, z: Tensor, axis: number, top: Tensor): Tensor {
  return tf.add(tf.log(tf.sum(tf.exp(tf.add(z, tf.mul(top, -1))), axis, true)), top);
}

function space(tf: Ops, state: State, net: Net, batches: Float64Array[][]): Record<string, Tensor> {
  const { pairs: n, tau, at } = state;
  const shots = batches.length;
  const partner = belongs(tf, partnersAt(state, at));
  const all = stacked(tf, batches.flat());
  /** z [shots, n, n] of all training pairs. */
  const scaled = (w1: Tensor, b1: Tensor, w2: Tensor, texts: Tensor) =>
    tf.reshape(tf.mul(tf.matMul(encode(tf, all, w1, b1, w2), unit(tf, texts), false, true), 1 / tau), [shots, n, n]); // prettier-ignore
  const z = scaled(...net);
  const tops = [tf.max(z, 2, true), tf.max(z, 1, true)];
  const loss = (...w: Tensor[]) => {
    const here = scaled(w[0], w[1], w[2], w[3]);
    const sums = tf.add(tf.sum(logSumExp(tf, here, 2, tops[0])), tf.sum(logSumExp(tf, here, 1, tops[1]))); // prettier-ignore
    const own = tf.sum(tf.mul(here, tf.reshape(partner, [1, n, n])));
    return tf.mul(tf.add(sums, tf.mul(own, -2)), 1 / (2 * n * shots));
  };
  const gradient = grads(loss)(net).map((g) => tf.reshape(g, [-1]));

  const [w1, b1, w2, names] = net;
  const pictures = encode(tf, stacked(tf, batches[0]), w1, b1, w2);
  const texts = unit(tf, names);
  const cosines = tf.matMul(pictures, texts, false, true);
  const look = tf.mul(cosines, 1 / tauOf(state)) as Tensor2D;
  const rows = tf.softmax(look);
  const columns = tf.transpose(tf.softmax(tf.transpose(look)));
  const slopes = tf.mul(tf.sub(tf.add(rows, columns), tf.mul(partner, 2)), 1 / (2 * n));
  const lse = (axis: 0 | 1) => tf.sum(logSumExp(tf, look, axis, tf.max(look, axis, true)));
  const shown = tf.sub(tf.add(lse(0), lse(1)), tf.mul(tf.sum(tf.mul(look, partner)), 2));
  // The slope by each vector, times that vector turned by a right angle.
  const back = tf.mul(tf.matMul(slopes as Tensor2D, texts), 1 / tauOf(state));
  const turned = tf.matMul(pictures, tf.tensor2d([0, 1, -1, 0], [2, 2]));
  return {
    cosines: tf.reshape(cosines, [n, n, 1]),
    rows: tf.reshape(rows, [n, n, 1]),
    columns: tf.reshape(columns, [n, n, 1]),
    slopes: tf.reshape(slopes, [n, n, 1]),
    loss: tf.reshape(tf.mul(shown, 1 / (2 * n)), [1]),
    trainLoss: tf.reshape(loss(...net), [1]),
    pictures: tf.reshape(pictures, [n, PLANE, 1]),
    texts: tf.reshape(texts, [n, PLANE, 1]),
    turns: tf.reshape(tf.sum(tf.mul(back, turned), 1), [n, 1, 1]),
    gradient: tf.reshape(tf.concat(gradient), [-1, 1, 1]),
  };
}

function retrieval(
  tf: Ops,
  state: State,
  [w1, b1, w2, names]: Net,
  picture: Grid | undefined,
): Record<string, Tensor> {
  // prettier-ignore
  const texts = unit(tf, names);
  const pictures = galleryOf(state.pairs).map((i) => blockMeans(pictureAt(i)));
  const gallery = encode(tf, stacked(tf, pictures), w1, b1, w2);
  const byPicture = state.ask === 'picture';
  const query = byPicture
    ? encode(tf, stacked(tf, asked(state, picture)), w1, b1, w2)
    : tf.slice(texts, [wordOf(state), 0], [1, PLANE]);
  const others = byPicture ? texts : gallery;
  return {
    scores: tf.reshape(tf.matMul(others, query, false, true), [-1, 1, 1]),
    query: tf.reshape(query, [PLANE, 1, 1]),
    held: tf.reshape(tf.matMul(gallery, texts, false, true), [pictures.length, state.pairs, 1]),
    gallery: tf.reshape(gallery, [pictures.length, PLANE, 1]),
    texts: tf.reshape(texts, [state.pairs, PLANE, 1]),
  };
}

function fusion(tf: Ops, state: State): Record<string, Tensor> {
  const models = modelsOf(state, 0);
  const { x, labels } = trainingOf(state);
  const y = matrix(tf, labels, labels.length, 1);
  const shown = benchOf(state).draws[0].held.slice(0, SHOWN);
  const losses: Tensor[] = [];
  const gradients: Tensor[] = [];
  const scores = models.map((weights, m) => {
    const d = weights.length - 1;
    const [w, b] = [matrix(tf, weights.subarray(0, d), d, 1), matrix(tf, weights.subarray(d), 1, 1)]; // prettier-ignore
    const train = stacked(tf, x[m]);
    /** Mean of ln(1 + e^z) − y·z. */
    const loss = (kernel: Tensor, bias: Tensor) => {
      const z = tf.add(tf.matMul(train, kernel as Tensor2D), bias);
      return tf.mul(tf.sum(tf.add(tf.softplus(z), tf.mul(tf.mul(y, z), -1))), 1 / labels.length);
    };
    losses.push(tf.reshape(loss(w, b), [1]));
    gradients.push(...grads(loss)([w, b]).map((g) => tf.reshape(g, [-1])));
    const held = stacked(tf, shown.map((e) => featuresOf(MODELS[m], e.a, noisy(e, state.noise)))); // prettier-ignore
    return tf.add(tf.matMul(held, w), b);
  });
  const [a, b, early, product] = scores;
  const [p, q] = [tf.sigmoid(a), tf.sigmoid(b)];
  const average = tf.mul(tf.add(p, q), 0.5);
  const ways = [p, q, tf.sigmoid(early), average, tf.sigmoid(tf.add(a, b)), tf.sigmoid(product)];
  return {
    probabilities: tf.reshape(tf.concat(ways, 1), [SHOWN, ways.length, 1]),
    trainLosses: tf.reshape(tf.concat(losses), [-1, 1, 1]),
    gradients: tf.reshape(tf.concat(gradients), [-1, 1, 1]),
  };
}
