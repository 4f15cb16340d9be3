/** The bench as a TensorFlow.js program: the teacher, softmax and losses, gradients by the chain rule. */
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { CLASSES, halved, softSlope, sizesOf, type Mix } from '../../../lib/distill.ts'; // prettier-ignore
import type { Grid } from '../../../lib/grid.ts';
import { layout } from '../../../lib/mlp.ts';
import { loadedModel } from '../../../models/store.ts';
import { runModel } from '../../../models/run.ts';
import type { Ops } from '../../../runtime/tf.ts';
import { digitGrid } from '../toolkit/digits.ts';
import { COLUMNS, madeOf, temperatureAt } from './reference.ts';
import type { State } from './state.ts';
import { lessonsOf, mixOf, shownStep, SITE, stoodAt, STUDENTS, teacherGraph, trained } from './training.ts'; // prettier-ignore

export function program(tf: Ops, state: State, picture: Grid | undefined): Record<string, Tensor> {
  const x = digitGrid(state.source, picture);
  const graph = teacherGraph();
  const input = tf.tensor4d(Float32Array.from(x.data), [1, 28, 28, 1]);
  const { weights } = loadedModel(SITE);
  const v = runModel(tf, { graph, weights }, input)[graph.outputs[0]] as Tensor2D;
  if (state.mode === 'train') return ofStudents(tf, state, v, x);
  const z = tf.tensor2d(state.student, [1, CLASSES]);
  const { p, q, hard, soft, total, kl, ce } = ofLogits(tf, v, z, [madeOf(state)!.label], state);
  const columns = [v, tf.softmax(v), p, q, hard, soft, total];
  const results: Record<string, Tensor> = {
    targets: tf.reshape(tf.transpose(tf.concat(columns, 0)), [CLASSES, columns.length, 1]),
    kl: tf.sum(kl),
    ce: tf.sum(ce),
  };
  if (state.mode === 'temperature') {
    const all = Float32Array.from({ length: COLUMNS }, (_, i) => 1 / temperatureAt(i));
    const cooled = tf.matMul(tf.tensor2d(all, [COLUMNS, 1]), v) as Tensor2D;
    results.curve = tf.reshape(tf.softmax(cooled), [COLUMNS, CLASSES, 1]);
  }
  return results;
}

/** ln softmax, row by row, without overflow. */
function logSoftmax(tf: Ops, z: Tensor2D): Tensor2D {
  const off = tf.sub(z, tf.max(z, 1, true));
  return tf.sub(off, tf.log(tf.sum(tf.exp(off), 1, true))) as Tensor2D;
}

/** Losses [n, 1] and gradients [n, 10] of rows of logits. */
function ofLogits(tf: Ops, v: Tensor2D, z: Tensor2D, labels: readonly number[], mix: Mix) {
  const { temperature, alpha } = mix;
  const [logP, logQ] = [v, z].map((t) => logSoftmax(tf, tf.div(t, temperature) as Tensor2D));
  const [p, q] = [tf.exp(logP), tf.exp(logQ)];
  const y = new Float32Array(labels.length * CLASSES);
  labels.forEach((label, i) => (y[i * CLASSES + label] = 1));
  const target = tf.tensor2d(y, [labels.length, CLASSES]);
  const hard = tf.sub(tf.softmax(z), target);
  const soft = tf.mul(tf.sub(q, p), softSlope(mix));
  const total = tf.add(tf.mul(soft, alpha), tf.mul(hard, 1 - alpha)) as Tensor2D;
  const kl = tf.sum(tf.mul(p, tf.sub(logP, logQ)), 1, true);
  const ce = tf.mul(tf.sum(tf.mul(target, logSoftmax(tf, z)), 1, true), -1);
  return { p, q, hard, soft, total, kl, ce };
}

/** The four students at the step on show, forwards and backwards from their float64 weights. */
function ofStudents(tf: Ops, state: State, v: Tensor2D, x: Grid): Record<string, Tensor> {
  const way = trained(state);
  const pupils = stoodAt(state, way, shownStep(state));
  const { layers } = layout(sizesOf(state.hidden));
  const rows = (list: readonly Float64Array[]) => tf.tensor2d(Float32Array.from(list.flatMap((row) => Array.from(row))), [list.length, list[0].length]); // prettier-ignore
  const digit = rows([halved(x.data)]);
  const answers: Tensor[] = [tf.softmax(v)];
  const students: Tensor[] = [];
  const gradients: Tensor[] = [];
  STUDENTS.forEach((name, i) => {
    const { weights } = pupils[i].student;
    const put = (from: number, count: number) => Float32Array.from(weights.subarray(from, from + count)); // prettier-ignore
    const kernels = layers.map(({ from, to, kernel }) => tf.tensor2d(put(kernel, from * to), [from, to])); // prettier-ignore
    const biases = layers.map(({ to, bias }) => tf.tensor1d(put(bias, to)));
    const forward = (input: Tensor2D): Tensor2D[] => {
      const all = [input];
      kernels.forEach((kernel, l) => {
        const y = tf.add(tf.matMul(all[l], kernel), biases[l]) as Tensor2D;
        all.push(l < kernels.length - 1 ? tf.relu(y) : y);
      });
      return all;
    };
    answers.push(tf.softmax(forward(digit)[layers.length]));
    const examples = lessonsOf(way, name);
    const mix = mixOf(state, name);
    const all = forward(rows(examples.x));
    const { kl, ce, total } = ofLogits(tf, rows(examples.v), all[layers.length], examples.labels, mix); // prettier-ignore
    let signal = tf.div(total, examples.x.length) as Tensor2D;
    gradients.push(tf.sum(signal, 0, true));
    const squares: Tensor[] = [];
    for (let l = layers.length - 1; l >= 0; l--) {
      const kernel = tf.matMul(all[l], signal, true);
      const bias = tf.sum(signal, 0);
      squares.push(tf.sum(tf.mul(kernel, kernel)), tf.sum(tf.mul(bias, bias)));
      if (l > 0) signal = tf.mul(tf.matMul(signal, kernels[l], false, true), tf.step(all[l])) as Tensor2D; // prettier-ignore
    }
    const norm = tf.sqrt(squares.reduce((a, b) => tf.add(a, b)) as Tensor2D);
    students.push(...[tf.mean(kl), tf.mean(ce), norm].map((t) => tf.reshape(t, [1])));
  });
  const n = STUDENTS.length;
  return {
    answers: tf.reshape(tf.concat(answers, 0), [n + 1, CLASSES, 1]),
    students: tf.reshape(tf.concat(students, 0), [n, 3, 1]),
    gradient: tf.reshape(tf.concat(gradients, 0), [n, CLASSES, 1]),
  };
}
