/** What is on show as a program: TensorFlow.js, PyTorch, NumPy. Pure; the tests run all three. */
import { blockMeans, cosines, encodePicture, encodeText } from '../../../lib/contrastive.ts';
import { HELD, RATE, STEPS } from '../../../lib/fusion.ts';
import { loadedData } from '../../../models/data.ts';
import { list, program } from '../toolkit/code.ts';
import type { Language } from '../toolkit/kind.ts';
import { normalLines } from '../toolkit/random-code.ts';
import { decides } from './fusion-view.ts';
import { asked, tauOf } from './reference.ts';
import { swapOf, wordOf, type State } from './state.ts';
import { DATA, galleryOf, partnersAt, pictureAt, trained, trainingAt } from './training.ts';

export function codeTwin(state: State, language: Language): string {
  const js = language === 'tfjs';
  if (state.show === 'fusion') return js ? fusionJs(state) : fusionPython(state, language);
  if (state.show === 'retrieval') return retrieval(state, language);
  if (state.show === 'temperature') return temperature(state, language);
  return js ? trainJs(state) : trainPython(state, language);
}

const HEAD: Record<Language, string> = {
  tfjs: "import * as tf from '@tensorflow/tfjs';",
  pytorch: 'import torch',
  numpy: 'import numpy as np',
};

// ---- training -------------------------------------------------------------------------------

/** Sums of 4×4 bytes of the training pictures, [shot][digit], so that they are whole numbers. */
function sums({ pairs, shots }: State): number[][][] {
  const { pixels } = loadedData(DATA);
  return Array.from({ length: shots }, (_, s) =>
    Array.from({ length: pairs }, (__, d) => {
      const from = trainingAt(d, s) * 784;
      const all = Array<number>(49).fill(0);
      for (let i = 0; i < 784; i++) all[7 * (Math.floor(i / 28) >> 2) + ((i % 28) >> 2)] += pixels[from + i]; // prettier-ignore
      return all;
    }),
  );
}

const rows = (state: State, indent: string) =>
  sums(state).flatMap((shot) => shot.map((x) => `${indent}[${list(x)}],`));

function trainJs(state: State): string {
  const { pairs: n, shots, tau, rate, seed, at, from } = state;
  const swap = swapOf(state);
  return program([
    HEAD.tfjs,
    '',
    ...normalLines(seed, true),
    'const draw = (rows, cols, scale) =>',
    '  tf.variable(tf.tensor2d(Array.from({ length: rows * cols }, () => scale * normal()), [rows, cols]));',
    'const w1 = draw(49, 8, 2 / 7);',
    'const b1 = tf.variable(tf.zeros([8]));',
    'const w2 = draw(8, 2, 1 / Math.sqrt(8));',
    `const texts = draw(${n}, 2, 1);`,
    '',
    `// Sums of 4×4 pixels of ${n * shots} pictures`,
    'const x = tf.tensor2d([',
    ...rows(state, '  '),
    ']).div(16 * 255);',
    'const unit = (v) => v.div(v.square().sum(1, true).sqrt());',
    'const encode = () => unit(x.matMul(w1).add(b1).tanh().matMul(w2));',
    '',
    'function infoNce(partner) {',
    `  const z = encode().matMul(unit(texts), false, true).div(${tau}).reshape([${shots}, ${n}, ${n}]);`,
    `  const own = tf.oneHot(tf.tensor1d(partner, 'int32'), ${n}).toFloat();`,
    '  const lost = z.logSumExp(2).sum().add(z.logSumExp(1).sum()).sub(z.mul(own).sum().mul(2));',
    `  return lost.div(${2 * n * shots});`,
    '}',
    '',
    `let partner = [${list(Array.from({ length: n }, (_, i) => i))}];`,
    `const optimizer = tf.train.adam(${rate}, 0.9, 0.999, 1e-8);`,
    `for (let t = 0; t < ${at}; t++) {`,
    ...(swap && at > from ? [`  if (t === ${from}) partner = [${list(partnersAt(state, at))}]; // two texts swapped`] : []), // prettier-ignore
    '  optimizer.minimize(() => infoNce(partner), false, [w1, b1, w2, texts]);',
    '}',
    ...(swap && at === from ? [`partner = [${list(partnersAt(state, at))}]; // two texts swapped`] : []), // prettier-ignore
    'const loss = infoNce(partner);',
    'loss.print();',
  ]);
}

function trainPython(state: State, language: 'pytorch' | 'numpy'): string {
  const { pairs: n, shots, tau, rate, seed, at, from } = state;
  const swap = swapOf(state);
  const torch = language === 'pytorch';
  const array = torch ? 'torch.tensor' : 'np.array';
  const swapped = `partner = [${list(partnersAt(state, at))}]  # two texts swapped`;
  return program([
    'import math',
    HEAD[language],
    ...(torch ? ['torch.set_default_dtype(torch.float64)'] : []),
    '',
    ...normalLines(seed, false),
    '',
    'def draw(rows, cols, scale):',
    `    return ${array}([[scale * normal() for _ in range(cols)] for _ in range(rows)])`,
    '',
    `net = [draw(49, 8, 2 / 7), ${torch ? 'torch' : 'np'}.zeros(8), draw(8, 2, 1 / math.sqrt(8)), draw(${n}, 2, 1)]`,
    `# Sums of 4×4 pixels of ${n * shots} pictures`,
    `x = ${array}([`,
    ...rows(state, '    '),
    ']) / (16 * 255)',
    '',
    ...(torch
      ? [
          'def unit(v):',
          '    return v / v.norm(dim=1, keepdim=True)',
          '',
          'def info_nce(partner):',
          '    w1, b1, w2, texts = net',
          `    a, b = unit(torch.tanh(x @ w1 + b1) @ w2).reshape(${shots}, ${n}, 2), unit(texts)`,
          `    z = a @ b.T / ${tau}`,
          '    own = torch.tensor(partner)',
          '    ce = torch.nn.functional.cross_entropy',
          `    return sum(ce(s, own) + ce(s.T[own], torch.arange(${n})) for s in z) / ${2 * shots}`,
          '',
          'net = [w.requires_grad_() for w in net]',
          `optimizer = torch.optim.Adam(net, lr=${rate})`,
        ]
      : [
          'def unit(v):',
          '    norm = np.sqrt((v * v).sum(1, keepdims=True))',
          '    return v / norm, norm',
          '',
          'def softmax(z, axis):',
          '    e = np.exp(z - z.max(axis, keepdims=True))',
          '    return e / e.sum(axis, keepdims=True)',
          '',
          'def info_nce(partner):',
          '    """The loss, and its gradient by the chain rule."""',
          '    w1, b1, w2, texts = net',
          '    hidden = np.tanh(x @ w1 + b1)',
          '    a, a_norm = unit(hidden @ w2)',
          '    b, b_norm = unit(texts)',
          `    z = (a @ b.T / ${tau}).reshape(${shots}, ${n}, ${n})`,
          `    own = np.eye(${n})[partner]`,
          '    p, q = softmax(z, 2), softmax(z, 1)',
          `    loss = -((np.log(p) + np.log(q)) * own).sum() / ${2 * n * shots}`,
          `    dz = ((p + q - 2 * own) / ${2 * n * shots}).reshape(-1, ${n}) / ${tau}`,
          '    across = lambda g, v, norm: (g - (g * v).sum(1, keepdims=True) * v) / norm',
          '    da, db = across(dz @ b, a, a_norm), across(dz.T @ a, b, b_norm)',
          '    dh = (da @ w2.T) * (1 - hidden**2)',
          '    return loss, [x.T @ dh, dh.sum(0), hidden.T @ da, db]',
          '',
          'm, v = [[np.zeros_like(w) for w in net] for _ in range(2)]',
        ]),
    `partner = list(range(${n}))`,
    `for t in range(${at}):`,
    ...(swap && at > from ? [`    if t == ${from}:`, `        ${swapped}`] : []),
    ...(torch
      ? ['    optimizer.zero_grad()', '    info_nce(partner).backward()', '    optimizer.step()']
      : [
          '    for i, g in enumerate(info_nce(partner)[1]):  # Adam',
          '        m[i] = 0.9 * m[i] + 0.1 * g',
          '        v[i] = 0.999 * v[i] + 0.001 * g * g',
          `        net[i] = net[i] - ${rate} * (m[i] / (1 - 0.9 ** (t + 1))) / (np.sqrt(v[i] / (1 - 0.999 ** (t + 1))) + 1e-8)`,
        ]),
    ...(swap && at === from ? [swapped] : []),
    torch ? 'loss = float(info_nce(partner))' : 'loss = float(info_nce(partner)[0])',
    'print(loss)',
  ]);
}

// ---- temperature ----------------------------------------------------------------------------

const nested = (values: readonly (readonly number[])[], indent: string) => values.map((row) => `${indent}[${list(row)}],`); // prettier-ignore

function vectorsOf(state: State): { a: number[][]; b: number[][] } {
  const run = trained(state);
  const weights = run.weights[state.at];
  return {
    a: run.batches[0].map((x) => encodePicture(weights, x).vector),
    b: Array.from({ length: state.pairs }, (_, j) => encodeText(weights, j)),
  };
}

function temperature(state: State, language: Language): string {
  const { a, b } = vectorsOf(state);
  const table = cosines(a, b);
  const own = partnersAt(state, state.at);
  const n = state.pairs;
  const tau = tauOf(state);
  if (language === 'tfjs') {
    return program([
      HEAD.tfjs,
      '',
      'const cosines = tf.tensor2d([',
      ...nested(table, '  '),
      ']);',
      `const own = tf.oneHot(tf.tensor1d([${list(own)}], 'int32'), ${n}).toFloat();`,
      'const infoNce = (z) =>',
      `  z.logSumExp(1).sum().add(z.logSumExp(0).sum()).sub(z.mul(own).sum().mul(2)).div(${2 * n});`,
      '',
      `const z = cosines.div(${tau});`,
      'const loss = infoNce(z);',
      'tf.grad(infoNce)(z).print();',
      'loss.print();',
    ]);
  }
  const torch = language === 'pytorch';
  return program([
    HEAD[language],
    ...(torch ? ['torch.set_default_dtype(torch.float64)'] : []),
    '',
    `cosines = ${torch ? 'torch.tensor' : 'np.array'}([`,
    ...nested(table, '    '),
    '])',
    `own = ${torch ? 'torch.tensor' : 'np.array'}([${list(own)}])`,
    ...(torch
      ? [
          `z = (cosines / ${tau}).requires_grad_()`,
          'ce = torch.nn.functional.cross_entropy',
          `loss = (ce(z, own) + ce(z.T[own], torch.arange(${n}))) / 2`,
          'loss.backward()',
          'print(z.grad)',
          'loss = float(loss.detach())',
        ]
      : [
          `z = cosines / ${tau}`,
          'def softmax(z, axis):',
          '    e = np.exp(z - z.max(axis, keepdims=True))',
          '    return e / e.sum(axis, keepdims=True)',
          '',
          `pairs = np.eye(${n})[own]`,
          'p, q = softmax(z, 1), softmax(z, 0)',
          `print((p + q - 2 * pairs) / ${2 * n})  # the gradient`,
          `loss = float(-((np.log(p) + np.log(q)) * pairs).sum() / ${2 * n})`,
        ]),
    'print(loss)',
  ]);
}

// ---- retrieval ------------------------------------------------------------------------------

function retrieval(state: State, language: Language): string {
  const weights = trained(state).weights[state.at];
  const { b } = vectorsOf(state);
  const byPicture = state.ask === 'picture';
  const drawn = byPicture && state.digit.kind === 'own';
  const query = byPicture ? (drawn ? b[0] : encodePicture(weights, asked(state, undefined)[0]).vector) : b[wordOf(state)]; // prettier-ignore
  const others = byPicture ? b : galleryOf(state.pairs).map((i) => encodePicture(weights, blockMeans(pictureAt(i))).vector); // prettier-ignore
  const js = language === 'tfjs';
  const note = drawn ? `${js ? '//' : '#'} in place of your picture: the vector of the first text` : undefined; // prettier-ignore
  if (js) {
    return program([
      HEAD.tfjs,
      '',
      note,
      `const query = tf.tensor1d([${list(query)}]);`,
      'const others = tf.tensor2d([',
      ...nested(others, '  '),
      ']);',
      'const scores = others.dot(query);',
      `tf.topk(scores, ${Math.min(10, others.length)}).indices.print(); // the most similar first`,
    ]);
  }
  const torch = language === 'pytorch';
  const array = torch ? 'torch.tensor' : 'np.array';
  const more = torch ? ', dtype=torch.float64' : '';
  return program([
    HEAD[language],
    '',
    note,
    `query = ${array}([${list(query)}]${more})`,
    `others = ${array}([`,
    ...nested(others, '    '),
    `]${more})`,
    'scores = others @ query',
    torch ? 'print(scores.argsort(descending=True)[:10])  # the most similar first' : 'print(np.argsort(-scores)[:10])  # the most similar first', // prettier-ignore
  ]);
}

// ---- fusion ---------------------------------------------------------------------------------

function fusionJs(state: State): string {
  const way = decides(state);
  const { task, noise, when, size, seed } = state;
  const sarcasm = task === 'sarcasm';
  const trainNoise = when === 'both' ? noise : 0;
  const features: Record<string, string> = {
    a: 'a',
    b: 'b',
    early: '[...a, ...b]',
    product: 'a.flatMap((u) => b.map((v) => u * v))',
  };
  const late = way === 'average' || way === 'odds';
  const scoreLines = late
    ? ['const [p, q] = [model((a) => a), model((a, b) => b)];', `const probabilities = ${way === 'average' ? 'p.add(q).div(2)' : 'p.mul(q).div(p.mul(q).add(p.mul(-1).add(1).mul(q.mul(-1).add(1))))'};`] // prettier-ignore
    : [`const probabilities = model((a, b) => ${features[way]});`];
  return program([
    HEAD.tfjs,
    '',
    ...normalLines(seed, true),
    'const draw = (mean) => Array.from({ length: 4 }, () => mean + normal());',
    'const examples = (count) =>',
    '  Array.from({ length: count }, (_, i) => {',
    '    const label = i % 2;',
    sarcasm ? '    const first = (i >> 1) % 2 ? 1 : -1;' : '    const first = 2 * label - 1;',
    sarcasm ? '    const second = label ? -first : first;' : '    const second = first;',
    '    return { label, a: draw(0.6 * first), b: draw(0.6 * second), noise: draw(0) };',
    '  });',
    `const held = examples(${HELD}).slice(0, 8);`,
    `const train = examples(${2 * size});`,
    'const noisy = ({ b, noise }, sigma) => b.map((v, k) => v + sigma * noise[k]);',
    '',
    '/** A logistic regression on some features: its probabilities for the held-out examples. */',
    'function model(features) {',
    `  const x = tf.tensor2d(train.map((e) => features(e.a, noisy(e, ${trainNoise}))));`,
    '  const y = tf.tensor2d(train.map((e) => [e.label]));',
    '  const w = tf.variable(tf.zeros([x.shape[1], 1]));',
    '  const b = tf.variable(tf.zeros([1]));',
    '  const loss = () => {',
    '    const z = x.matMul(w).add(b);',
    '    return z.softplus().sub(z.mul(y)).mean();',
    '  };',
    `  const optimizer = tf.train.adam(${RATE}, 0.9, 0.999, 1e-8);`,
    `  for (let t = 0; t < ${STEPS}; t++) optimizer.minimize(loss, false, [w, b]);`,
    `  const test = tf.tensor2d(held.map((e) => features(e.a, noisy(e, ${noise}))));`,
    '  return test.matMul(w).add(b).sigmoid().flatten();',
    '}',
    '',
    ...scoreLines,
    'probabilities.print();',
  ]);
}

function fusionPython(state: State, language: 'pytorch' | 'numpy'): string {
  const way = decides(state);
  const { task, noise, when, size, seed } = state;
  const sarcasm = task === 'sarcasm';
  const torch = language === 'pytorch';
  const trainNoise = when === 'both' ? noise : 0;
  const features: Record<string, string> = { a: 'a', b: 'b', early: 'a + b', product: '[u * v for u in a for v in b]' }; // prettier-ignore
  const late = way === 'average' || way === 'odds';
  const array = torch ? 'torch.tensor' : 'np.array';
  return program([
    'import math',
    HEAD[language],
    ...(torch ? ['torch.set_default_dtype(torch.float64)'] : []),
    '',
    ...normalLines(seed, false),
    '',
    'def draw(mean):',
    '    return [mean + normal() for _ in range(4)]',
    '',
    'def examples(count):',
    '    for i in range(count):',
    '        label = i % 2',
    sarcasm ? '        first = 1 if (i >> 1) % 2 else -1' : '        first = 2 * label - 1',
    sarcasm ? '        second = -first if label else first' : '        second = first',
    '        yield label, draw(0.6 * first), draw(0.6 * second), draw(0)',
    '',
    `held = list(examples(${HELD}))[:8]`,
    `train = list(examples(${2 * size}))`,
    '',
    'def model(features):',
    '    """A logistic regression on some features: its probabilities for the held-out examples."""',
    '    def table(all, sigma):',
    `        return ${array}([features(a, [v + sigma * e for v, e in zip(b, noise)]) for _, a, b, noise in all])`,
    `    x, y = table(train, ${trainNoise}), ${array}([${torch ? 'float(label)' : 'label'} for label, *_ in train])`,
    ...(torch
      ? [
          '    w, b = torch.zeros(x.shape[1], requires_grad=True), torch.zeros(1, requires_grad=True)',
          `    optimizer = torch.optim.Adam([w, b], lr=${RATE})`,
          `    for _ in range(${STEPS}):`,
          '        optimizer.zero_grad()',
          '        torch.nn.functional.binary_cross_entropy_with_logits(x @ w + b, y).backward()',
          '        optimizer.step()',
          `    return torch.sigmoid(table(held, ${noise}) @ w + b).detach()`,
        ]
      : [
          '    x = np.c_[x, np.ones(len(x))]  # the last weight is the bias',
          '    w, m, v = [np.zeros(x.shape[1]) for _ in range(3)]',
          `    for t in range(1, ${STEPS + 1}):`,
          '        g = x.T @ (1 / (1 + np.exp(-x @ w)) - y) / len(y)',
          '        m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g * g',
          `        w = w - ${RATE} * (m / (1 - 0.9**t)) / (np.sqrt(v / (1 - 0.999**t)) + 1e-8)`,
          `    return 1 / (1 + np.exp(-table(held, ${noise}) @ w[:-1] - w[-1]))`,
        ]),
    '',
    ...(late
      ? [
          'p, q = model(lambda a, b: a), model(lambda a, b: b)',
          way === 'average'
            ? 'probabilities = (p + q) / 2'
            : 'probabilities = p * q / (p * q + (1 - p) * (1 - q))',
        ]
      : [`probabilities = model(lambda a, b: ${features[way]})`]),
    'print(probabilities)',
  ]);
}
