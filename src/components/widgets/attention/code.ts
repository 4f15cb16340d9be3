/** The same computation as a program with the numbers of the state. Fetched on demand. */
import { frequencies } from '../../../lib/attention.ts';
import { list } from '../toolkit/code.ts';
import type { Language } from '../toolkit/kind.ts';
import { normalLines } from '../toolkit/random-code.ts';
import { askerOf, headOf, middleOf, orderOf, SIDE, sideOf, type State } from './state.ts';

/** A complete program that prints the weights of the patch that asks, and its output. */
export function codeTwin(state: State, language: Language): string {
  const lines = language === 'tfjs' ? tfjs(state) : python(state, language === 'pytorch');
  return `${lines.filter((line) => line !== '-').join('\n')}\n`;
}

/** The middle of the digit, and what it has to be divided by. */
function pixels(state: State): { rows: string[]; whole: boolean } {
  const { data } = middleOf(state, undefined);
  const whole = data.every((v) => Math.abs(255 * v - Math.round(255 * v)) < 1e-9);
  const text = (v: number) => (whole ? Math.round(255 * v) : +v.toFixed(8));
  const rows = Array.from({ length: SIDE }, (_, r) => `  [${Array.from(data.subarray(SIDE * r, SIDE * (r + 1)), text).join(', ')}],`); // prettier-ignore
  return { rows, whole };
}

function tfjs(state: State): string[] {
  const { patch, dims, heads, temperature, scale, positions, order, weights, seed } = state;
  const { rows, whole } = pixels(state);
  const place = orderOf(state).indexOf(askerOf(state));
  return [
    `import * as tf from '@tensorflow/tfjs';`,
    ``,
    `const image = tf.tensor2d([`,
    ...rows,
    `])${whole ? '.div(255)' : ''};`,
    `const [p, side, D, heads, T] = [${patch}, ${sideOf(state)}, ${dims}, ${heads}, ${temperature}];`,
    ``,
    `const patches = image.reshape([side, p, side, p]).transpose([0, 2, 1, 3]).reshape([side * side, p * p]);`,
    order === 0 ? '-' : `const order = [${list(orderOf(state))}]; // the patch in each place`,
    `const pairs = ${JSON.stringify(frequencies(dims, patch))};`,
    `const wave = (u) => Array.from({ length: p }, (_, r) => Math.cos((Math.PI * u * (r + 0.5)) / p));`,
    `const patterns = tf.tensor2d(pairs.map(([u, v]) =>`,
    `  wave(u).flatMap((a) => wave(v).map((b) => ((2 + 3 * u + 3 * v) * a * b) / (p * p))))).transpose();`,
    `${positions === 'none' ? 'const' : 'let'} x = patches${order === 0 ? '' : `.gather(tf.tensor1d(order, 'int32'))`}.mul(2).sub(1).matMul(patterns);`,
    ...(positions === 'none'
      ? []
      : [
          `x = x.add(tf.tensor2d(Array.from({ length: side * side }, (_, place) =>`,
          `  [Math.floor(place / side), place % side].flatMap((along) =>`,
          `    Array.from({ length: D / 4 }, (_, i) => [Math.sin(along / 2 ** i), Math.cos(along / 2 ** i)]).flat()))));`,
        ]),
    ``,
    ...normalLines(seed, true),
    `const draw = () => tf.tensor2d(Array.from({ length: D * D },`,
    `  () => Math.round(100 * (1.2 / Math.sqrt(D)) * normal()) / 100), [D, D]);`,
    `const [Wq, Wv, Wo] = [draw(), draw(), draw()];`,
    `const Wk = ${weights === 'alike' ? 'Wq' : 'draw()'};`,
    ``,
    `const d = D / heads;`,
    `const all = Array.from({ length: heads }, (_, h) => {`,
    `  const own = (W) => x.matMul(W).slice([0, h * d], [-1, d]);`,
    `  const scores = own(Wq).matMul(own(Wk), false, true);`,
    `  const weights = tf.softmax(scores.div(${scale ? 'Math.sqrt(d) * T' : 'T'}));`,
    `  return { weights, z: weights.matMul(own(Wv)) };`,
    `});`,
    `const y = tf.concat(all.map(({ z }) => z), 1).matMul(Wo);`,
    `const given = all[${headOf(state)}].weights.slice([${place}, 0], [1, -1]);`,
    `const out = y.slice([${place}, 0], [1, -1]);`,
    `given.print(); // the weights that patch ${askerOf(state) + 1} gives`,
    `out.print(); // its output`,
  ];
}

function python(state: State, torch: boolean): string[] {
  const { patch, dims, heads, temperature, scale, positions, order, weights, seed } = state;
  const { rows, whole } = pixels(state);
  const place = orderOf(state).indexOf(askerOf(state));
  const array = (text: string) =>
    torch ? `torch.tensor(${text}, dtype=torch.float64)` : `np.array(${text}, float)`;
  const by = scale ? 'd ** 0.5 * T' : 'T';
  return [
    `import math`,
    ...(torch ? [`import torch`, `import torch.nn.functional as F`] : [`import numpy as np`]),
    ``,
    `image = ${array(`[\n${rows.join('\n')}\n]`)}${whole ? ' / 255' : ''}`,
    `p, side, D, heads, T = ${patch}, ${sideOf(state)}, ${dims}, ${heads}, ${temperature}`,
    ``,
    torch
      ? `patches = F.unfold(image[None, None], p, stride=p)[0].T`
      : `patches = image.reshape(side, p, side, p).transpose(0, 2, 1, 3).reshape(side * side, p * p)`,
    order === 0 ? '-' : `patches = patches[[${list(orderOf(state))}]]  # the patch in each place`,
    `pairs = ${JSON.stringify(frequencies(dims, patch))}`,
    `wave = lambda u: [math.cos(math.pi * u * (r + 0.5) / p) for r in range(p)]`,
    `patterns = ${array(`[[(2 + 3 * u + 3 * v) * a * b / p**2 for a in wave(u) for b in wave(v)] for u, v in pairs]`)}.T`,
    `x = (2 * patches - 1) @ patterns`,
    ...(positions === 'none'
      ? []
      : [
          `x = x + ${array(`[[f(along / 2**i) for along in divmod(place, side) for i in range(D // 4) for f in (math.sin, math.cos)] for place in range(side**2)]`)}`,
        ]),
    ``,
    ...normalLines(seed, false),
    ``,
    `def draw():`,
    `    numbers = [math.floor(100 * (1.2 / math.sqrt(D)) * normal() + 0.5) / 100 for _ in range(D * D)]`,
    `    return ${array('numbers')}.reshape(D, D)`,
    ``,
    `Wq, Wv, Wo = draw(), draw(), draw()`,
    `Wk = ${weights === 'alike' ? 'Wq' : 'draw()'}`,
    ``,
    `d = D // heads`,
    ...(torch
      ? []
      : [
          `def softmax(s):`,
          `    powers = np.exp(s - s.max(1, keepdims=True))`,
          `    return powers / powers.sum(1, keepdims=True)`,
          ``,
        ]),
    `given, parts = [], []`,
    `for h in range(heads):`,
    `    q, k, v = [(x @ W)[:, h * d:(h + 1) * d] for W in (Wq, Wk, Wv)]`,
    `    given.append(${torch ? `F.softmax(q @ k.T / (${by}), dim=1)` : `softmax(q @ k.T / (${by}))`})`,
    `    parts.append(given[h] @ v)`,
    torch ? `y = torch.cat(parts, 1) @ Wo` : `y = np.concatenate(parts, 1) @ Wo`,
    `given, out = given[${headOf(state)}][${place}], y[${place}]`,
    `print(given)  # the weights that patch ${askerOf(state) + 1} gives`,
    `print(out)  # its output`,
  ];
}
