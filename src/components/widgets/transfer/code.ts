/** The head on the frozen features of a few examples as a program. Pure; the tests run all three. */
import { featuresOf, scaleOf } from '../../../lib/transfer.ts';
import { loadedData, tileOf } from '../../../models/data.ts';
import { list, nestedList, program } from '../toolkit/code.ts';
import type { Language } from '../toolkit/kind.ts';
import { DATA, drawnDigits, HEAD, labelsOf, layerOf, middleOf } from './reference.ts';
import { tileOfSample } from './samples.ts';
import type { State } from './state.ts';

const MOST = 6;

/** Frozen features of the first examples, and their classes. */
export function firstExamples(state: State): { features: Float64Array[]; labels: number[] } {
  const own = state.task === 'own';
  const all = own
    ? state.examples.flatMap((each, k) => each.map((sample) => ({ x: tileOfSample(sample), k })))
    : drawnDigits(state).map((index, i) => ({ x: tileOf(loadedData(DATA), index), k: labelsOf(state)[i] })); // prettier-ignore
  // Of own classes some of each; the digits come class after class anyway.
  const some = own && all.length > MOST ? all.filter((_, i) => i % Math.ceil(all.length / MOST) === 0) : all.slice(0, MOST); // prettier-ignore
  const features = some.map(({ x }) => featuresOf([layerOf('conv4')], middleOf(x.data)));
  return { features, labels: some.map(({ k }) => k) };
}

export function codeTwin(state: State, language: Language): string {
  const { features, labels } = firstExamples(state);
  const scale = features.length > 0 ? scaleOf(features) : 1;
  const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, v, i) => sum + v * b[i], 0) / scale ** 2; // prettier-ignore
  const gram = features.map((a) => features.map((b) => +dot(a, b).toPrecision(8)));
  const K = Math.max(1, ...labels) + 1;
  const { steps, rate, momentum } = HEAD;
  const empty = features.length === 0;
  const G = empty ? '[[1]]' : nestedList(gram);
  const y = empty ? '0' : list(labels);
  const about = 'inner products of the frozen features of a few examples';
  const lines: Record<Language, string[]> = {
    tfjs: [
      `import * as tf from '@tensorflow/tfjs';`,
      ``,
      `// ${about}`,
      `const G = tf.tensor2d(${G});`,
      `const y = tf.oneHot(tf.tensor1d([${y}], 'int32'), ${K});`,
      `const n = y.shape[0];`,
      `// the head's weights are a sum of these examples: A holds their shares`,
      `let [A, b] = [tf.zeros([n, ${K}]), tf.zeros([${K}])];`,
      `let [vA, vb] = [A, b];`,
      `for (let step = 0; step < ${steps}; step++) {`,
      `  const error = tf.softmax(tf.matMul(G, A).add(b)).sub(y).div(n);`,
      `  vA = vA.mul(${momentum}).add(error);`,
      `  vb = vb.mul(${momentum}).add(error.sum(0));`,
      `  A = A.sub(vA.mul(${rate}));`,
      `  b = b.sub(vb.mul(${rate}));`,
      `}`,
      `const p = tf.softmax(tf.matMul(G, A).add(b));`,
      `p.print();`,
    ],
    pytorch: [
      `import torch`,
      ``,
      `# ${about}`,
      `G = torch.tensor(${G}, dtype=torch.float64)`,
      `y = torch.nn.functional.one_hot(torch.tensor([${y}]), ${K})`,
      `# the head's weights are a sum of these examples: A holds their shares`,
      `A, b = torch.zeros(len(y), ${K}, dtype=torch.float64), torch.zeros(${K}, dtype=torch.float64)`,
      `vA, vb = torch.zeros_like(A), torch.zeros_like(b)`,
      `for step in range(${steps}):`,
      `    error = (torch.softmax(G @ A + b, 1) - y) / len(y)`,
      `    vA = ${momentum} * vA + error`,
      `    vb = ${momentum} * vb + error.sum(0)`,
      `    A, b = A - ${rate} * vA, b - ${rate} * vb`,
      `p = torch.softmax(G @ A + b, 1)`,
      `print(p)`,
    ],
    numpy: [
      `import numpy as np`,
      ``,
      `# ${about}`,
      `G = np.array(${G}, dtype=float)`,
      `y = np.eye(${K})[[${y}]]`,
      `# the head's weights are a sum of these examples: A holds their shares`,
      `A, b = np.zeros((len(y), ${K})), np.zeros(${K})`,
      `vA, vb = np.zeros_like(A), np.zeros_like(b)`,
      ``,
      `def softmax(z):`,
      `    e = np.exp(z - z.max(1, keepdims=True))`,
      `    return e / e.sum(1, keepdims=True)`,
      ``,
      `for step in range(${steps}):`,
      `    error = (softmax(G @ A + b) - y) / len(y)`,
      `    vA = ${momentum} * vA + error`,
      `    vb = ${momentum} * vb + error.sum(0)`,
      `    A, b = A - ${rate} * vA, b - ${rate} * vb`,
      `p = softmax(G @ A + b)`,
      `print(p)`,
    ],
  };
  return program(lines[language]);
}
