/**
 * What stands on screen, once more as a TensorFlow.js program: from the weights that the training
 * reached, forwards, backwards by the chain rule, and back through the gradient itself.
 */
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { cellCentre, FLOOR } from '../../../lib/divergence.ts';
import { LAMBDA, POINTS, type Loss } from '../../../lib/gan2d.ts';
import { layout, LEAK, type Mlp } from '../../../lib/mlp.ts';
import type { Ops } from '../../../runtime/tf.ts';
import { CELLS, CROSSINGS, mixOf, resultsOf } from './reference.ts';
import { ASSIGNED, KERNEL, LINES, LISTED, PLANE, SHOWN, type State } from './state.ts';
import { trained } from './training.ts';

const { n: SIDE } = PLANE;

interface Net {
  kernels: Tensor2D[];
  biases: Tensor[];
}

/** All results that numbers of the device can give; the assignment behind W1 is the reference's. */
export function program(tf: Ops, state: State): Record<string, Tensor> {
  const { at, data, latent } = trained(state);
  const { loss } = state;
  const wgan = loss === 'wgan-gp';
  const g = put(tf, at.generator);
  const d = put(tf, at.critic);
  const pairs = (points: Float64Array) =>
    tf.tensor2d(Float32Array.from(points), [points.length / 2, 2]);
  const run = (net: Net, x: Tensor2D) => last(forward(tf, net, x));

  const real = pairs(data);
  const fake = run(g, pairs(latent));
  const logits = run(d, pairs(CELLS));
  const p = cells(tf, real);
  const q = cells(tf, fake);
  const m = tf.div(tf.add(p, q), 2);
  const kl = (a: Tensor, b: Tensor) => tf.div(tf.sum(tf.mul(a, tf.log(tf.div(a, b)))), Math.LN2);
  const partner = Int32Array.from(resultsOf(state).partner.data);
  const others = tf.gather(real, tf.tensor1d(partner, 'int32'));
  const apart = tf.sub(tf.slice(fake, [0, 0], [ASSIGNED, 2]), others);
  const first = forward(tf, d, fake);
  const judged = last(first);
  const { total, gradient } = lossOfD(tf, d, loss, real, fake, mixOf(state.seed));
  return {
    samples: tf.slice(fake, [0, 0], [LISTED, 2]),
    cloud: tf.slice(fake, [0, 0], [SHOWN, 2]),
    kl: kl(p, q),
    js: tf.div(tf.add(kl(p, m), kl(q, m)), 2),
    w1: tf.mean(tf.sqrt(tf.sum(tf.mul(apart, apart), 1))),
    lossD: total,
    lossG: lossOfG(tf, loss, judged),
    field: tf.reshape(wgan ? logits : tf.sigmoid(logits), [SIDE, SIDE]),
    optimum: tf.div(p, tf.add(p, q)),
    pull: tf.slice(backward(tf, d, first, pullOf(tf, loss, judged)).input, [0, 0], [SHOWN, 2]),
    manifold: tf.reshape(run(g, pairs(CROSSINGS)), [LINES * LINES, 2]),
    gradD: gradient,
  };
}

const last = (all: Tensor2D[]) => all[all.length - 1];

function put(tf: Ops, { sizes, weights }: Mlp): Net {
  const { layers } = layout(sizes);
  const part = (from: number, count: number) => Float32Array.from(weights.subarray(from, from + count)); // prettier-ignore
  return {
    kernels: layers.map(({ from, to, kernel }) => tf.tensor2d(part(kernel, from * to), [from, to])),
    biases: layers.map(({ to, bias }) => tf.tensor1d(part(bias, to))),
  };
}

/** The activations of every layer, the input first. */
function forward(tf: Ops, { kernels, biases }: Net, x: Tensor2D): Tensor2D[] {
  const all = [x];
  kernels.forEach((kernel, l) => {
    const y = tf.add(tf.matMul(last(all), kernel), biases[l]) as Tensor2D;
    all.push(l < kernels.length - 1 ? tf.leakyRelu(y, LEAK) : y);
  });
  return all;
}

/** From the gradient of the output to that of the input, and the signal at each layer. */
function backward(tf: Ops, { kernels }: Net, all: Tensor2D[], output: Tensor2D) {
  const signals: Tensor2D[] = [];
  let signal = output;
  for (let l = kernels.length - 1; l >= 0; l--) {
    signals[l] = signal;
    const before = tf.matMul(signal, kernels[l], false, true) as Tensor2D;
    signal = l > 0 ? (tf.mul(before, tf.step(all[l], LEAK)) as Tensor2D) : before;
  }
  return { input: signal, signals };
}

/** −∂L/∂logit of each sample's own share of G's loss. */
function pullOf(tf: Ops, loss: Loss, out: Tensor2D): Tensor2D {
  if (loss === 'minimax') return tf.sigmoid(out);
  if (loss === 'non-saturating') return tf.sigmoid(tf.mul(out, -1) as Tensor2D);
  return tf.add(tf.mul(out, 0), 1) as Tensor2D;
}

function lossOfG(tf: Ops, loss: Loss, out: Tensor2D): Tensor {
  if (loss === 'minimax') return tf.mul(tf.mean(tf.softplus(out)), -1);
  if (loss === 'non-saturating') return tf.mean(tf.softplus(tf.mul(out, -1)));
  return tf.mul(tf.mean(out), -1);
}

/** The loss of D and its gradient [1, weights] in the order of the weights. */
function lossOfD(
  tf: Ops,
  net: Net,
  loss: Loss,
  real: Tensor2D,
  fake: Tensor2D,
  mix: Float64Array,
): { total: Tensor; gradient: Tensor } {
  const wgan = loss === 'wgan-gp';
  const kernels: Tensor[] = [];
  const biases: Tensor[] = [];
  const more = (list: Tensor[], l: number, term: Tensor) =>
    (list[l] = list[l] ? tf.add(list[l], term) : term);
  let total: Tensor = tf.scalar(0);
  for (const [points, sign] of [
    [real, -1],
    [fake, 1],
  ] as const) {
    const all = forward(tf, net, points);
    const signed = tf.mul(last(all), sign);
    total = tf.add(total, tf.mean(wgan ? signed : tf.softplus(signed)));
    const slope = wgan ? tf.add(tf.mul(signed, 0), 1) : tf.sigmoid(signed);
    const { signals } = backward(tf, net, all, tf.mul(slope, sign / POINTS) as Tensor2D);
    signals.forEach((signal, l) => {
      more(kernels, l, tf.matMul(all[l], signal, true));
      more(biases, l, tf.sum(signal, 0));
    });
  }
  if (wgan) {
    const share = tf.tensor2d(Float32Array.from(mix), [POINTS, 1]);
    const between = tf.add(tf.mul(share, real), tf.mul(tf.sub(1, share), fake)) as Tensor2D;
    const all = forward(tf, net, between);
    const ones = tf.add(tf.mul(last(all), 0), 1) as Tensor2D;
    const { input, signals } = backward(tf, net, all, ones);
    const norm = tf.sqrt(tf.sum(tf.mul(input, input), 1, true));
    const off = tf.sub(norm, 1);
    total = tf.add(total, tf.mul(tf.mean(tf.mul(off, off)), LAMBDA));
    const by = tf.mul(tf.div(off, tf.add(norm, 1e-12)), (2 * LAMBDA) / POINTS);
    let back = tf.mul(by, input) as Tensor2D;
    signals.forEach((signal, l) => {
      more(kernels, l, tf.matMul(back, signal, true));
      const next = tf.matMul(back, net.kernels[l]) as Tensor2D;
      back = l < signals.length - 1 ? (tf.mul(next, tf.step(all[l + 1], LEAK)) as Tensor2D) : next;
    });
  }
  const flat = kernels.flatMap((kernel, l) => [tf.reshape(kernel, [-1]), tf.reshape(biases[l], [-1])]); // prettier-ignore
  return { total, gradient: tf.reshape(tf.concat(flat), [1, -1]) };
}

/** The density estimate of points on the cells [32, 32]. */
function cells(tf: Ops, points: Tensor2D): Tensor2D {
  const count = points.shape[0];
  const shares = (axis: 0 | 1) => {
    const middles = Array.from({ length: SIDE }, (_, i) => (1 - 2 * axis) * cellCentre(PLANE, i));
    const apart = tf.sub(tf.slice(points, [0, axis], [count, 1]), tf.tensor2d(middles, [1, SIDE]));
    return tf.softmax(tf.mul(tf.mul(apart, apart), -1 / (2 * KERNEL * KERNEL))) as Tensor2D;
  };
  const sum = tf.matMul(shares(1), shares(0), true);
  return tf.add(tf.mul(sum, (1 - FLOOR) / count), FLOOR / (SIDE * SIDE)) as Tensor2D;
}
