/** The training on show as a program: TensorFlow.js, PyTorch, NumPy. Pure; the tests run all three. */
import { layout } from '../../../lib/mlp.ts';
import { begin, BETAS, sizesOf, type Feature } from '../../../lib/playground.ts';
import { list, program } from '../toolkit/code.ts';
import type { Language } from '../toolkit/kind.ts';
import type { State } from './state.ts';
import { trained } from './training.ts';

export function codeTwin(state: State, language: Language): string {
  return language === 'tfjs' ? tfjs(state) : python(state, language === 'pytorch');
}

const [B1, B2] = BETAS;

/** Training points, five a line. */
function pointsText(state: State): string {
  const all = trained(state).train.points.map((p) => `[${list(p)}]`);
  const lines = Array.from({ length: Math.ceil(all.length / 5) }, (_, i) => `  ${all.slice(5 * i, 5 * i + 5).join(', ')},`); // prettier-ignore
  return `[\n${lines.join('\n')}\n]`;
}

/** The kernels (rows: what comes in) and biases at step 0. */
function start(state: State): { kernel: string; bias: string }[] {
  const { net } = begin(state);
  return layout(net.sizes).layers.map(({ from, to, kernel, bias }) => {
    const row = (i: number) => `[${list(net.weights.subarray(kernel + i * to, kernel + (i + 1) * to))}]`; // prettier-ignore
    return {
      kernel: `[${Array.from({ length: from }, (_, i) => row(i)).join(', ')}]`,
      bias: `[${list(net.weights.subarray(bias, bias + to))}]`,
    };
  });
}

const feature = (f: Feature, math: string) => ({ x: 'x', y: 'y', x2: 'x * x', y2: 'y * y', xy: 'x * y', sinx: `${math}.sin(x)`, siny: `${math}.sin(y)` })[f]; // prettier-ignore

function tfjs(state: State): string {
  const { features, activation, bias, optimizer, rate, l2, batch, seed, steps } = state;
  const f = { linear: 'z', relu: 'tf.relu(z)', tanh: 'tf.tanh(z)', sigmoid: 'tf.sigmoid(z)' };
  return program([
    "import * as tf from '@tensorflow/tfjs';",
    '',
    '// x, y, class',
    `const points = ${pointsText(state)};`,
    `const input = ([x, y]) => [${features.map((each) => feature(each, 'Math')).join(', ')}];`,
    'const X = tf.tensor2d(points.map(input));',
    'const Y = tf.tensor2d(points.map(([, , c]) => [c]));',
    '',
    `// ${sizesOf(state).join('–')}; the weights at step 0`,
    'const kernels = [',
    ...start(state).map(({ kernel }) => `  tf.variable(tf.tensor2d(${kernel})),`),
    '];',
    'const biases = [',
    ...start(state).map((layer) => `  tf.variable(tf.tensor1d(${layer.bias}), ${bias}),`),
    '];',
    'function run(x) {',
    '  kernels.forEach((kernel, l) => {',
    '    const z = x.matMul(kernel).add(biases[l]);',
    `    x = l + 1 < kernels.length ? ${f[activation]} : z;`,
    '  });',
    '  return x;',
    '}',
    '// −ln p of the true class: softplus(z) − y·z',
    'const loss = (x, y) => { const z = run(x); return tf.softplus(z).sub(y.mul(z)).mean(); };',
    l2 > 0
      ? `const penalty = () => tf.addN(kernels.map((k) => k.square().sum())).mul(${l2} / 2);`
      : undefined,
    '',
    '// The same order as on the page: mulberry32 and a shuffle for every epoch.',
    'function order(epoch) {',
    `  let s = (Math.imul(${seed + 1}, 0x9e3779b1) ^ Math.imul(4 * epoch + 2, 0x85ebca6b)) >>> 0;`,
    '  const all = points.map((_, i) => i);',
    '  for (let i = all.length - 1; i > 0; i--) {',
    '    s = (s + 0x6d2b79f5) >>> 0;',
    '    let t = Math.imul(s ^ (s >>> 15), s | 1);',
    '    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);',
    '    const j = Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * (i + 1));',
    '    [all[i], all[j]] = [all[j], all[i]];',
    '  }',
    '  return all;',
    '}',
    `const batch = ${batch};`,
    'const perEpoch = Math.ceil(points.length / batch);',
    optimizer === 'sgd'
      ? `const optimizer = tf.train.sgd(${rate});`
      : `const optimizer = tf.train.adam(${rate}, ${B1}, ${B2}, 1e-8);`,
    `for (let step = 0; step < ${steps}; step++) {`,
    '  const first = (step % perEpoch) * batch;',
    '  const now = order(Math.floor(step / perEpoch)).slice(first, first + batch);',
    '  tf.tidy(() => {',
    '    const [x, y] = [X.gather(now), Y.gather(now)];',
    `    optimizer.minimize(() => loss(x, y)${l2 > 0 ? '.add(penalty())' : ''});`,
    '  });',
    '}',
    'const logits = run(X);',
    'loss(X, Y).print();',
  ]);
}

function python(state: State, torch: boolean): string {
  const { features, activation, bias, optimizer, rate, l2, batch, seed, steps } = state;
  const lib = torch ? 'torch' : 'np';
  const tensor = torch ? 'torch.tensor' : 'np.array';
  const f = {
    linear: 'z',
    relu: torch ? 'torch.relu(z)' : 'np.maximum(z, 0)',
    tanh: `${lib}.tanh(z)`,
    sigmoid: torch ? 'torch.sigmoid(z)' : '1 / (1 + np.exp(-z))',
  }[activation];
  return program([
    'import math',
    torch ? 'import torch' : 'import numpy as np',
    torch ? 'torch.set_default_dtype(torch.float64)' : undefined,
    '',
    '# x, y, class',
    `points = ${pointsText(state)}`,
    `X = ${tensor}([[${features.map((each) => feature(each, 'math')).join(', ')}] for x, y, _ in points])`,
    `Y = ${tensor}([[float(c)] for _, _, c in points])`,
    '',
    `# ${sizesOf(state).join('–')}; the weights at step 0`,
    'kernels = [',
    ...start(state).map(({ kernel }) => `    ${tensor}(${kernel}, dtype=float),`),
    ']',
    'biases = [',
    ...start(state).map((layer) => `    ${tensor}(${layer.bias}, dtype=float),`),
    ']',
    torch ? `learned = kernels${bias ? ' + biases' : ''}` : undefined,
    torch ? 'for w in learned:\n    w.requires_grad_()' : undefined,
    '',
    'def run(x):',
    torch ? undefined : '    layers = [x]',
    '    for l, (kernel, bias) in enumerate(zip(kernels, biases)):',
    '        z = x @ kernel + bias',
    `        x = ${f} if l + 1 < len(kernels) else z`,
    torch ? undefined : '        layers.append(x)',
    torch ? '    return x' : '    return layers',
    '',
    '# The same order as on the page: mulberry32 and a shuffle for every epoch.',
    'def order(epoch):',
    `    s = (${seed + 1} * 0x9E3779B1 ^ (4 * epoch + 2) * 0x85EBCA6B) & 0xFFFFFFFF`,
    '    indices = list(range(len(points)))',
    '    for i in range(len(points) - 1, 0, -1):',
    '        s = (s + 0x6D2B79F5) & 0xFFFFFFFF',
    '        t = (s ^ s >> 15) * (s | 1) & 0xFFFFFFFF',
    '        t ^= t + (t ^ t >> 7) * (t | 61) & 0xFFFFFFFF',
    '        j = int((t ^ t >> 14) / 2**32 * (i + 1))',
    '        indices[i], indices[j] = indices[j], indices[i]',
    '    return indices',
    '',
    ...(torch
      ? [
          'loss = torch.nn.functional.binary_cross_entropy_with_logits',
          `optimizer = torch.optim.${optimizer === 'sgd' ? 'SGD' : 'Adam'}(learned, lr=${rate})`,
        ]
      : [
          '# −ln p of the true class: ln(1 + e^z) − y·z',
          'loss = lambda z, y: (np.logaddexp(0, z) - y * z).mean()',
          ...(optimizer === 'adam'
            ? [
                'm = [np.zeros_like(w) for w in kernels + biases]',
                'v = [np.zeros_like(w) for w in kernels + biases]',
              ]
            : []),
        ]),
    `batch = ${batch}`,
    'per_epoch = math.ceil(len(points) / batch)',
    `for step in range(${steps}):`,
    '    first = step % per_epoch * batch',
    '    now = order(step // per_epoch)[first:first + batch]',
    ...(torch
      ? [
          '    objective = loss(run(X[now]), Y[now])',
          l2 > 0
            ? `    objective = objective + ${l2} / 2 * sum((k**2).sum() for k in kernels)`
            : undefined,
          '    optimizer.zero_grad()',
          '    objective.backward()',
          '    optimizer.step()',
        ]
      : numpyStep(state)),
    torch ? 'logits = run(X).detach()' : 'logits = run(X)[-1]',
    'print(float(loss(logits, Y)))',
  ]);
}

/** Backpropagation and a step by hand. */
function numpyStep({ activation, bias, optimizer, rate, l2 }: State): string[] {
  const slope = {
    linear: '1',
    relu: '(layers[l] > 0)',
    tanh: '(1 - layers[l]**2)',
    sigmoid: 'layers[l] * (1 - layers[l])',
  }[activation];
  return [
    '    layers = run(X[now])',
    '    signal = (1 / (1 + np.exp(-layers[-1])) - Y[now]) / len(now)',
    '    on_kernels, on_biases = [], []',
    '    for l in range(len(kernels) - 1, -1, -1):',
    `        on_kernels.insert(0, layers[l].T @ signal${l2 > 0 ? ` + ${l2} * kernels[l]` : ''})`,
    `        on_biases.insert(0, ${bias ? 'signal.sum(0)' : '0 * biases[l]'})`,
    `        signal = (signal @ kernels[l].T) * ${slope}`,
    '    for i, (w, g) in enumerate(zip(kernels + biases, on_kernels + on_biases)):',
    ...(optimizer === 'sgd'
      ? [`        w -= ${rate} * g`]
      : [
          `        m[i] = ${B1} * m[i] + (1 - ${B1}) * g`,
          `        v[i] = ${B2} * v[i] + (1 - ${B2}) * g * g`,
          `        w -= ${rate} * (m[i] / (1 - ${B1}**(step + 1))) / (np.sqrt(v[i] / (1 - ${B2}**(step + 1))) + 1e-8)`,
        ]),
  ];
}
