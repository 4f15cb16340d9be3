/** The attack as a TensorFlow.js program. */
import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import { grid } from '../../../lib/grid.ts';
import { poolGradInput } from '../../../lib/ops/pool.ts';
import { runModel } from '../../../models/run.ts';
import type { Ops } from '../../../runtime/tf.ts';
import { netOf, runOf, type Run } from './reference.ts';
import { stepOf, type State } from './state.ts';

/**
 * Scores of all pictures in one batch, the gradient of the first, the last step and both distances.
 * Which ReLU is on, which number of a pooling window wins and which sign a gradient has is taken
 * from float64: where numbers nearly tie, single precision may decide otherwise.
 */
export function program(tf: Ops, state: State): Record<string, Tensor> {
  const run = runOf(state)!;
  const { path, signs, noises, aim } = run;
  const { steps, eps } = state;
  const { graph, weights, output } = netOf();
  const all = [...path, ...noises.map(({ picture }) => picture)];
  const batch = new Float32Array(all.length * 784);
  all.forEach(({ data }, i) => batch.set(data, i * 784));
  const x = tf.tensor4d(batch, [all.length, 28, 28, 1]);
  const z = runModel(tf, { graph, weights }, x)[output];
  const p = tf.softmax(z);
  const rows = (from: number, count: number) => tf.slice(p, [from, 0], [count, 10]);
  const table = (from: number, count: number) => tf.reshape(rows(from, count), [count, 10, 1]);
  const shown = tf.concat([rows(0, 1), rows(steps, 1), rows(steps + 1, 1)], 0);

  // −ln p = ln Σ exp(z − z_max) + z_max − z_aim
  const mine = tf.slice(z, [0, 0], [steps + 1, 10]);
  const most = tf.max(mine, 1, true);
  const sum = tf.sum(tf.exp(tf.sub(mine, most)), 1, true);
  const losses = tf.add(tf.log(sum), tf.sub(most, tf.slice(z, [0, aim], [steps + 1, 1])));

  const gradient = gradientOf(tf, run, rows(0, 1));
  const image = (data: ArrayLike<number>) => tf.tensor(Float32Array.from(data), [28, 28, 1]);
  const clean = image(path[0].data);
  const before = tf.sub(image(path[steps - 1].data), clean);
  const delta = tf.add(before, tf.mul(image(signs[steps - 1]), stepOf(state)));
  const attacked = tf.clipByValue(tf.add(clean, tf.clipByValue(delta, -eps, eps)), 0, 1);
  const noisy = tf.clipByValue(tf.add(clean, tf.mul(image(noises[0].signs), eps)), 0, 1);
  const sizes = [attacked, noisy].flatMap((moved) => {
    const d = tf.sub(moved, clean);
    return [tf.max(tf.abs(d)), tf.sqrt(tf.sum(tf.mul(d, d)))].map((size) => tf.reshape(size, [1]));
  });
  return {
    scores: tf.reshape(tf.transpose(shown), [10, 3, 1]),
    losses: tf.reshape(losses, [steps + 1, 1, 1]),
    path: table(0, steps + 1),
    draws: table(steps + 1, noises.length),
    sizes: tf.reshape(tf.concat(sizes, 0), [2, 2, 1]),
    attacked,
    noisy,
    gradient,
    direction: tf.div(gradient, tf.max(tf.abs(gradient))),
  };
}

/** ∂(−ln p_aim)/∂x at the picture as it is [28, 28, 1], from its probabilities [1, 10]. */
function gradientOf(tf: Ops, { aim, results }: Run, p: Tensor): Tensor {
  const { graph, weights } = netOf();
  const nodes = new Map(graph.nodes.map((node) => [node.name, node]));
  const one = Float32Array.from({ length: 10 }, (_, k) => (k === aim ? 1 : 0));
  const hot = tf.tensor2d(one, [1, 10]);
  const others = tf.mul(p, tf.sub(1, hot));
  let g: Tensor = tf.sub(others, tf.mul(hot, tf.sum(others)));
  let node = nodes.get(graph.outputs[0])!;
  while (node.op !== 'input') {
    const before = nodes.get(node.inputs[0])!;
    const shape = [1, ...before.shape];
    if ('activation' in node && node.activation === 'relu') {
      const on = results[node.name].data.map((y) => (y > 0 ? 1 : 0));
      g = tf.mul(g, tf.tensor(Float32Array.from(on), [1, ...node.shape]));
    }
    const kernel = () => {
      const { shape: size, data } = weights[`${node.name}/kernel`];
      return tf.tensor(Float32Array.from(data), [...size]);
    };
    if (node.op === 'dense') g = tf.matMul(g, kernel(), false, true);
    else if (node.op === 'flatten') g = tf.reshape(g, shape);
    else if (node.op === 'pool') {
      const { kind: op, window, stride, padding } = node;
      const ones = grid(node.shape, new Float64Array(g.size).fill(1));
      const won = poolGradInput(ones, results[before.name], { op, window, stride, padding });
      // Each number stands in all four cells of its window, and stays where the maximum was.
      const [h, w, c] = node.shape;
      const wide = tf.reshape(g, [h, w, 1, c]);
      const pairs = tf.reshape(tf.concat([wide, wide], 2), [h, 1, 2 * w * c]);
      const spread = tf.reshape(tf.concat([pairs, pairs], 1), shape);
      g = tf.mul(spread, tf.tensor(Float32Array.from(won.data), shape));
    } else if (node.op === 'conv2d') {
      const [H, W, C] = before.shape;
      g = tf.conv2dTranspose(g as Tensor4D, kernel() as Tensor4D, [1, H, W, C], 1, 'same');
    }
    node = before;
  }
  return tf.reshape(g, [28, 28, 1]);
}
