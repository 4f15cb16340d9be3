/**
 * Every way once more as a TensorFlow.js program. Both heads are trained from zero on the reader's
 * device; the two networks take their last step on it, from where float64 stood before, and then all
 * read the same digits.
 */
import type { Tensor, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import { loadedData, tileOf } from '../../../models/data.ts';
import { runModel } from '../../../models/run.ts';
import { loadedModel } from '../../../models/store.ts';
import type { Ops } from '../../../runtime/tf.ts';
import { DATA, DEVICE, drawnDigits, HEAD, labelsOf, layerOf, LAYERS, NEW, onDevice, ownOf, pictureOf, runOf, SOURCE, testDigits, TUNE, type Last } from './reference.ts'; // prettier-ignore
import type { State } from './state.ts';

/** Kernel [n, K] and bias [K] of a head, of a linear layer. */
interface Head {
  kernel: Tensor2D;
  bias: Tensor;
}

const asTensor = (tf: Ops, values: ArrayLike<number>, shape: number[]) => tf.tensor(Float32Array.from(values), shape); // prettier-ignore

function oneHot(tf: Ops, labels: readonly number[], classes: number): Tensor2D {
  const values = new Float32Array(labels.length * classes);
  labels.forEach((label, i) => (values[i * classes + label] = 1));
  return tf.tensor2d(values, [labels.length, classes]);
}

/** Mean of −ln p of the right classes. */
function lossOf(tf: Ops, z: Tensor, one: Tensor): Tensor {
  const most = tf.max(z, 1, true);
  const low = tf.sub(z, most);
  const sum = tf.log(tf.sum(tf.exp(low), 1, true));
  return tf.mean(tf.sum(tf.mul(one, tf.sub(sum, low)), 1));
}

const scoresOf = (tf: Ops, { kernel, bias }: Head, x: Tensor2D): Tensor2D =>
  tf.add(tf.matMul(x, kernel), bias) as Tensor2D;

/** ∂(mean loss)/∂z. */
const errorOf = (tf: Ops, z: Tensor, one: Tensor): Tensor2D =>
  tf.div(tf.sub(tf.softmax(z as Tensor2D), one), one.shape[0]) as Tensor2D;

/**
 * Softmax regression from zero on features x [n, d], all examples in every step: W is xᵀ times
 * coefficients [n, K], and the steps are taken on these.
 */
function trainHead(tf: Ops, x: Tensor2D, one: Tensor2D): { head: Head; loss: Tensor } {
  const K = one.shape[1];
  const gram = tf.matMul(x, x, false, true) as Tensor2D;
  const none = tf.tensor1d(new Float32Array(K));
  let all: Tensor[] = [tf.mul(one, 0), none, tf.mul(one, 0), none];
  const z = ([share, bias]: Tensor[]) => tf.add(tf.matMul(gram, share as Tensor2D), bias);
  for (let at = 0; at < HEAD.steps; at++) {
    const before = all;
    all = tf.tidy(() => {
      const error = errorOf(tf, z(before), one);
      const faster = [error, tf.sum(error, 0)].map((g, p) => tf.add(tf.mul(before[2 + p], HEAD.momentum), g)); // prettier-ignore
      return [...faster.map((v, p) => tf.sub(before[p], tf.mul(v, HEAD.rate))), ...faster];
    });
    if (at > 0) for (const old of before) old.dispose();
  }
  const kernel = tf.matMul(x, all[0] as Tensor2D, true) as Tensor2D;
  return { head: { kernel, bias: all[1] }, loss: lossOf(tf, z(all), one) };
}

/** The 3×3 neighbours of each pixel side by side: [B·H·W, 9C]. */
function windows(tf: Ops, x: Tensor4D): Tensor2D {
  const [B, H, W, C] = x.shape;
  const wide = tf.pad(x, [[0, 0], [1, 1], [1, 1], [0, 0]]) as Tensor4D; // prettier-ignore
  const taps = Array.from({ length: 9 }, (_, t) => tf.slice(wide, [0, Math.floor(t / 3), t % 3, 0], [B, H, W, C])); // prettier-ignore
  return tf.reshape(tf.concat(taps, 3), [B * H * W, 9 * C]);
}

/** Of each 2×2 window the first largest number gets the signal, if ReLU let it through. */
function unpooled(tf: Ops, y: Tensor4D, pooled: Tensor4D, signal: Tensor4D): Tensor4D {
  const [B, H, W, F] = y.shape;
  const [h, w] = [H / 2, W / 2];
  const flat = (x: Tensor) => tf.reshape(x, [B * h, 1, w, F]);
  const [top, from] = [flat(pooled), flat(signal)];
  const pairs = tf.reshape(y, [B * h, 2, w, 2 * F]);
  let free = tf.add(tf.mul(top, 0), 1);
  const parts = [0, 1].map((r) =>
    [0, 1].map((c) => {
      const here = tf.slice(pairs, [0, r, 0, c * F], [B * h, 1, w, F]);
      const wins = tf.mul(free, tf.sub(1, tf.step(tf.sub(top, here) as Tensor4D)));
      free = tf.sub(free, wins);
      return tf.mul(tf.mul(wins, tf.step(here as Tensor4D)), from);
    }),
  );
  return tf.reshape(tf.concat(parts.map((row) => tf.concat(row, 3)), 1), [B, H, W, F]); // prettier-ignore
}

/** A kernel turned by half a turn with its channels exchanged: the convolution backwards. */
function turned(tf: Ops, kernel: Tensor4D): Tensor4D {
  const [, , C, F] = kernel.shape;
  const back = tf.tensor1d([8, 7, 6, 5, 4, 3, 2, 1, 0], 'int32');
  const taps = tf.gather(tf.reshape(kernel, [9, C, F]), back);
  return tf.reshape(tf.transpose(taps, [0, 2, 1]), [3, 3, F, C]);
}

interface Pass {
  y: Tensor4D;
  pooled: Tensor4D;
}

function blockOf(tf: Ops, x: Tensor4D, kernel: Tensor4D, bias: Tensor): Pass {
  const y = tf.relu(tf.add(tf.conv2d(x, kernel, 1, 'same'), bias)) as Tensor4D;
  return { y, pooled: tf.maxPool(y, 2, 2, 'valid') };
}

/** Scores of a network whose numbers are listed block by block, then the head. */
function passOf(tf: Ops, values: Tensor[], x: Tensor4D, scale: Tensor) {
  const passes: Pass[] = [];
  let map = x;
  for (let b = 0; b < values.length / 2 - 1; b++) {
    passes.push(blockOf(tf, map, values[2 * b] as Tensor4D, values[2 * b + 1]));
    map = passes[b].pooled;
  }
  const features = tf.div(tf.reshape(map, [x.shape[0], -1]), scale) as Tensor2D;
  const [kernel, bias] = values.slice(-2);
  const head = { kernel: kernel as Tensor2D, bias };
  return { passes, features, z: scoresOf(tf, head, features) };
}

/** Gradients of the mean loss for every number, by the chain rule. */
function backward(tf: Ops, values: Tensor[], x: Tensor4D, one: Tensor2D, scale: Tensor): Tensor[] {
  const { passes, features, z } = passOf(tf, values, x, scale);
  const error = errorOf(tf, z, one);
  const [kernel] = values.slice(-2) as [Tensor2D];
  const grads = [tf.matMul(features, error, true), tf.sum(error, 0)] as Tensor[];
  let signal = tf.div(tf.matMul(error, kernel, false, true), scale) as Tensor;
  for (let b = passes.length - 1; b >= 0; b--) {
    const { y, pooled } = passes[b];
    const back = unpooled(tf, y, pooled, tf.reshape(signal, pooled.shape));
    const [B, H, W, F] = y.shape;
    const flat = tf.reshape(back, [B * H * W, F]) as Tensor2D;
    const below = b > 0 ? passes[b - 1].pooled : x;
    const slope = tf.matMul(windows(tf, below), flat, true);
    grads.unshift(tf.reshape(slope, values[2 * b].shape), tf.sum(flat, 0));
    if (b > 0) signal = tf.conv2d(back, turned(tf, values[2 * b] as Tensor4D), 1, 'same');
  }
  return grads;
}

/** A batch of pictures [N, 28, 28, 1]. */
function batchOf(tf: Ops, pictures: readonly ArrayLike<number>[]): Tensor4D {
  const values = new Float32Array(pictures.length * 784);
  pictures.forEach((picture, i) => values.set(picture, i * 784));
  return tf.tensor4d(values, [pictures.length, 28, 28, 1]);
}

/** The root of the mean squared change. */
const changeOf = (tf: Ops, before: Tensor, after: Tensor): Tensor => {
  const d = tf.sub(after, before);
  return tf.sqrt(tf.mean(tf.mul(d, d)));
};

const flatten = (tf: Ops, x: Tensor): Tensor2D => tf.reshape(x, [x.shape[0], -1]);
/** The root of the mean squared length of the rows. */
const scaleOf = (tf: Ops, x: Tensor2D): Tensor => tf.sqrt(tf.mean(tf.sum(tf.mul(x, x), 1)));

const kernelOf = (tf: Ops, name: string): Tensor => {
  const { shape, data } = loadedModel(SOURCE).weights[`${name}/kernel`];
  return asTensor(tf, data, [...shape]);
};

/** What the source network makes of pictures before its last convolution, and after it. */
function sourceOf(tf: Ops, x: Tensor4D): [Tensor4D, Tensor4D] {
  const { conv3, pool2 } = runModel(tf, loadedModel(SOURCE), x, ['conv3', 'pool2']);
  return [conv3 as Tensor4D, pool2 as Tensor4D];
}

/** `scores` and `moved` of the digits; `probs`, `ownLoss` and `ownMoved` of own classes. */
export function program(tf: Ops, state: State): Record<string, Tensor> {
  return state.task === 'own' ? ownClasses(tf, state) : fourWays(tf, state);
}

const matrixOf = (tf: Ops, rows: readonly Float64Array[]): Tensor2D => {
  const [n, d] = [rows.length, rows[0].length];
  const values = new Float32Array(n * d);
  rows.forEach((row, i) => values.set(row, i * d));
  return tf.tensor2d(values, [n, d]);
};

/** The last step of a network from where float64 stood before it. */
function lastStep(tf: Ops, { values, speeds }: Last, shapes: number[][], x: Tensor4D, one: Tensor2D, scale: Tensor, rule: { rate: number; convRate: number; momentum: number }): Tensor[] {
  const put = (all: Float64Array[]) => all.map((each, p) => asTensor(tf, each, shapes[p]));
  const now = put(values);
  const grads = backward(tf, now, x, one, scale);
  return put(speeds).map((v, p) => {
    const rate = p < now.length - 2 ? rule.convRate : rule.rate;
    return tf.sub(now[p], tf.mul(tf.add(tf.mul(v, rule.momentum), grads[p]), rate));
  });
} // prettier-ignore

function fourWays(tf: Ops, state: State): Record<string, Tensor> {
  const { middles, features, tunedLast, scratchLast } = runOf(state);
  const pictures = drawnDigits(state).map((i) => tileOf(loadedData(DATA), i).data);
  const labels = labelsOf(state);
  const tests = testDigits();
  const xTest = batchOf(tf, onDevice().map((i) => pictureOf(tests[i], state))); // prettier-ignore
  const one = oneHot(tf, labels, 10);
  const before = LAYERS.map((name) => kernelOf(tf, name));
  const [middleTest, lastTest] = sourceOf(tf, xTest);

  const pixels = matrixOf(tf, pictures);
  const pixelScale = scaleOf(tf, pixels);
  const bare = trainHead(tf, tf.div(pixels, pixelScale), one).head;
  const seen = matrixOf(tf, features);
  const scale = scaleOf(tf, seen);
  const frozen = trainHead(tf, tf.div(seen, scale), one).head;

  const of = (batch: number[]) => oneHot(tf, batch.map((i) => labels[i]), 10); // prettier-ignore
  let tuned: Tensor[] = [before[3], asTensor(tf, layerOf('conv4').bias, [32]), frozen.kernel, frozen.bias]; // prettier-ignore
  if (tunedLast) {
    const { batch } = tunedLast;
    const x = tf.reshape(matrixOf(tf, batch.map((i) => middles[i])), [batch.length, 14, 14, 32]); // prettier-ignore
    tuned = lastStep(tf, tunedLast, tuned.map(({ shape }) => shape), x as Tensor4D, of(batch), scale, TUNE); // prettier-ignore
  }
  const { batch } = scratchLast;
  const shapes = [[3, 3, 1, 8], [8], [3, 3, 8, 16], [16], [784, 10], [10]];
  const unit = tf.scalar(1);
  const made = lastStep(tf, scratchLast, shapes, batchOf(tf, batch.map((i) => pictures[i])), of(batch), unit, NEW); // prettier-ignore

  const after = LAYERS.map((name) => kernelOf(tf, name));
  const changes = LAYERS.flatMap((_, l) => [
    changeOf(tf, before[l], after[l]),
    changeOf(tf, before[l], l === 3 ? tuned[0] : after[l]),
  ]);
  const heads = [frozen.kernel, tuned[2]].map((w) => changeOf(tf, tf.mul(w, 0), w));
  const scores = [
    scoresOf(tf, bare, tf.div(flatten(tf, xTest), pixelScale)),
    scoresOf(tf, frozen, tf.div(flatten(tf, lastTest), scale)),
    passOf(tf, tuned, middleTest, scale).z,
    passOf(tf, made, xTest, unit).z,
  ];
  const column = (all: Tensor[], shape: number[]) => tf.reshape(tf.concat(all.map((v) => tf.reshape(v, [-1])), 0), shape); // prettier-ignore
  return {
    scores: column(scores, [4 * DEVICE, 10, 1]),
    moved: column([...changes, ...heads], [5, 2, 1]),
  };
}

/** The head is trained on the reader's examples, then asked. */
function ownClasses(tf: Ops, state: State): Record<string, Tensor> {
  const { tiles, labels, asked } = ownOf(state);
  const K = state.examples.length;
  const all = batchOf(tf, [...tiles, asked].map(({ data }) => data)); // prettier-ignore
  const before = LAYERS.map((name) => kernelOf(tf, name));
  const features = flatten(tf, sourceOf(tf, all)[1]);
  const n = tiles.length;
  if (n === 0) {
    const none = tf.tensor1d(new Float32Array(K));
    return { probs: tf.reshape(tf.softmax(none), [K, 1, 1]) };
  }
  const [some, last] = [tf.slice(features, [0, 0], [n, 1568]), tf.slice(features, [n, 0], [1, 1568])]; // prettier-ignore
  const after = LAYERS.map((name) => kernelOf(tf, name));
  const frozen = LAYERS.map((_, l) => changeOf(tf, before[l], after[l]));
  const scale = scaleOf(tf, some);
  const one = oneHot(tf, labels, K);
  const { head, loss } = trainHead(tf, tf.div(some, scale), one);
  return {
    probs: tf.reshape(tf.softmax(scoresOf(tf, head, tf.div(last, scale))), [K, 1, 1]),
    ownLoss: tf.reshape(loss, [1]),
    ownMoved: tf.concat([...frozen, changeOf(tf, tf.mul(head.kernel, 0), head.kernel)].map((v) => tf.reshape(v, [1, 1, 1])), 0), // prettier-ignore
  };
}
