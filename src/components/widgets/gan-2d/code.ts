/** The training on show as a program: TensorFlow.js, PyTorch, NumPy. Pure; the tests run all three. */
import { betas, LAMBDA, SPREAD } from '../../../lib/gan2d.ts';
import { program } from '../toolkit/code.ts';
import { streamLines } from '../toolkit/random-code.ts';
import type { Language } from '../toolkit/kind.ts';
import { runOf, type State } from './state.ts';

export function codeTwin(state: State, language: Language): string {
  return language === 'tfjs' ? tfjs(state) : python(state, language);
}

/** Updates after the steps, each a network and a count. */
const after = (state: State) =>
  `[${state.then.map(({ who, times }) => `['${who}', ${times}]`).join(', ')}]`;

const centresText = (state: State) =>
  `[${runOf(state)
    .centres.map((p) => `[${p.join(', ')}]`)
    .join(', ')}]`;

function tfjs(state: State): string {
  const { loss, lrG, lrD, k, sizeG, sizeD, steps, seed } = state;
  const [b1, b2] = betas(loss);
  const wgan = loss === 'wgan-gp';
  return program([
    "import * as tf from '@tensorflow/tfjs';",
    '',
    ...streamLines(seed, true),
    'const draw = (n, f) => Array.from({ length: n }, f);',
    'const latent = (n, r) => tf.tensor2d(draw(n, () => [2 * r() - 1, 2 * r() - 1]));',
    '',
    `const centres = ${centresText(state)};`,
    'const pick = stream(2);',
    'const data = draw(512, () => {',
    '  const [x, y] = centres[Math.floor(pick() * centres.length)];',
    '  let a, b, s;',
    '  do {',
    '    a = 2 * pick() - 1;',
    '    b = 2 * pick() - 1;',
    '    s = a * a + b * b;',
    '  } while (s >= 1 || s === 0);',
    `  const r = ${SPREAD} * Math.sqrt((-2 * Math.log(s)) / s);`,
    '  return [x + a * r, y + b * r];',
    '});',
    '',
    'function network(sizes, random) {',
    '  return sizes.slice(1).flatMap((to, i) => {',
    '    const bound = 1 / Math.sqrt(sizes[i]);',
    '    const part = (shape, n) => tf.variable(tf.tensor(draw(n, () => (2 * random() - 1) * bound), shape));',
    '    return [part([sizes[i], to], sizes[i] * to), part([to], to)];',
    '  });',
    '}',
    'function run(net, x) {',
    '  for (let l = 0; l < net.length; l += 2) {',
    '    x = x.matMul(net[l]).add(net[l + 1]);',
    '    if (l + 2 < net.length) x = tf.leakyRelu(x, 0.2);',
    '  }',
    '  return x;',
    '}',
    `const G = network([2, ${sizeG.join(', ')}, 2], stream(0));`,
    `const D = network([2, ${sizeD.join(', ')}, 1], stream(1));`,
    wgan
      ? [
          '// The slope of D with respect to its input, layer by layer: it can be differentiated again.',
          'function slope(x) {',
          '  const masks = [];',
          '  for (let l = 0; l + 2 < D.length; l += 2) {',
          '    x = x.matMul(D[l]).add(D[l + 1]);',
          '    masks.push(tf.step(x, 0.2));',
          '    x = tf.leakyRelu(x, 0.2);',
          '  }',
          '  let g = tf.ones([x.shape[0], 1]);',
          '  for (let l = D.length - 2; l >= 0; l -= 2) {',
          '    g = tf.matMul(g, D[l], false, true);',
          '    if (l > 0) g = g.mul(masks[l / 2 - 1]);',
          '  }',
          '  return g;',
          '}',
        ].join('\n')
      : undefined,
    `const adam = (rate) => tf.train.adam(rate, ${b1}, ${b2}, 1e-8);`,
    `const [optG, optD] = [adam(${lrG}), adam(${lrD})];`,
    'let [countG, countD] = [0, 0];',
    '',
    'function stepD() {',
    '  const r = stream(4, countD++);',
    '  const real = tf.tensor2d(draw(64, () => data[Math.floor(r() * 512)]));',
    '  const fake = run(G, latent(64, r));',
    wgan ? '  const mix = tf.tensor2d(draw(64, () => [r()]));' : undefined,
    wgan ? '  const between = mix.mul(real).add(tf.sub(1, mix).mul(fake));' : undefined,
    '  optD.minimize(() => {',
    wgan
      ? [
          '    const off = slope(between).square().sum(1).sqrt().sub(1);',
          `    return run(D, fake).mean().sub(run(D, real).mean()).add(off.square().mean().mul(${LAMBDA}));`,
        ].join('\n')
      : '    return tf.softplus(run(D, real).neg()).mean().add(tf.softplus(run(D, fake)).mean());',
    '  }, false, D);',
    '}',
    'function stepG() {',
    '  const z = latent(64, stream(5, countG++));',
    `  optG.minimize(() => ${
      loss === 'minimax'
        ? 'tf.softplus(run(D, run(G, z))).mean().neg()'
        : wgan
          ? 'run(D, run(G, z)).mean().neg()'
          : 'tf.softplus(run(D, run(G, z)).neg()).mean()'
    }, false, G);`,
    '}',
    '',
    `for (let i = 0; i < ${steps}; i++) {`,
    `  tf.tidy(() => { for (let j = 0; j < ${k}; j++) stepD(); stepG(); });`,
    '}',
    `for (const [who, times] of ${after(state)}) {`,
    "  for (let i = 0; i < times; i++) tf.tidy(() => (who === 'D' ? stepD() : stepG()));",
    '}',
    'const samples = run(G, latent(512, stream(3)));',
    'samples.print();',
  ]);
}

function python(state: State, language: 'pytorch' | 'numpy'): string {
  const { loss, lrG, lrD, k, sizeG, sizeD, steps, seed } = state;
  const [b1, b2] = betas(loss);
  const wgan = loss === 'wgan-gp';
  const torch = language === 'pytorch';
  const array = torch ? 'torch.tensor' : 'np.array';
  return program([
    'import math',
    torch ? 'import torch' : 'import numpy as np',
    torch ? 'torch.set_default_dtype(torch.float64)' : undefined,
    '',
    ...streamLines(seed, false),
    '',
    'def latent(n, r):',
    `    return ${array}([[2 * r() - 1, 2 * r() - 1] for _ in range(n)])`,
    '',
    `centres = ${centresText(state)}`,
    'pick = stream(2)',
    'def point():',
    '    x, y = centres[int(pick() * len(centres))]',
    '    s = 0',
    '    while s >= 1 or s == 0:',
    '        a, b = 2 * pick() - 1, 2 * pick() - 1',
    '        s = a * a + b * b',
    `    r = ${SPREAD} * math.sqrt(-2 * math.log(s) / s)`,
    '    return [x + a * r, y + b * r]',
    `data = ${array}([point() for _ in range(512)])`,
    '',
    'def network(sizes, random):',
    '    net = []',
    '    for n, to in zip(sizes, sizes[1:]):',
    '        bound = 1 / math.sqrt(n)',
    `        part = lambda *shape: ${array}([(2 * random() - 1) * bound for _ in range(math.prod(shape))]).reshape(shape)`,
    '        net += [part(n, to), part(to)]',
    torch ? '    return [w.requires_grad_() for w in net]' : '    return net',
    `G = network([2, ${sizeG.join(', ')}, 2], stream(0))`,
    `D = network([2, ${sizeD.join(', ')}, 1], stream(1))`,
    '',
    torch ? torchTraining(loss, lrG, lrD, b1, b2) : numpyTraining(loss, lrG, lrD, b1, b2),
    '',
    `for _ in range(${steps}):`,
    `    for _ in range(${k}):`,
    '        step_d()',
    '    step_g()',
    `for who, times in ${after(state)}:`,
    '    for _ in range(times):',
    "        step_d() if who == 'D' else step_g()",
    torch
      ? 'samples = run(G, latent(512, stream(3))).detach()'
      : 'samples = run(G, latent(512, stream(3)))[-1]',
    'print(samples)',
    wgan ? '' : undefined,
  ]).replace(/\n+$/, '\n');
}

function torchTraining(loss: State['loss'], lrG: number, lrD: number, b1: number, b2: number) {
  const wgan = loss === 'wgan-gp';
  return program([
    'def run(net, x):',
    '    for l in range(0, len(net), 2):',
    '        x = x @ net[l] + net[l + 1]',
    '        if l + 2 < len(net):',
    '            x = torch.nn.functional.leaky_relu(x, 0.2)',
    '    return x',
    '',
    `opt_g = torch.optim.Adam(G, ${lrG}, betas=(${b1}, ${b2}))`,
    `opt_d = torch.optim.Adam(D, ${lrD}, betas=(${b1}, ${b2}))`,
    'softplus = torch.nn.functional.softplus',
    'count_g = count_d = 0',
    '',
    'def step_d():',
    '    global count_d',
    '    r = stream(4, count_d)',
    '    count_d += 1',
    '    real = torch.stack([data[int(r() * 512)] for _ in range(64)])',
    '    fake = run(G, latent(64, r)).detach()',
    ...(wgan
      ? [
          '    mix = torch.tensor([[r()] for _ in range(64)])',
          '    between = (mix * real + (1 - mix) * fake).requires_grad_()',
          '    slope, = torch.autograd.grad(run(D, between).sum(), between, create_graph=True)',
          `    penalty = ${LAMBDA} * ((slope.norm(dim=1) - 1) ** 2).mean()`,
          '    loss = run(D, fake).mean() - run(D, real).mean() + penalty',
        ]
      : ['    loss = softplus(-run(D, real)).mean() + softplus(run(D, fake)).mean()']),
    '    opt_d.zero_grad()',
    '    loss.backward()',
    '    opt_d.step()',
    '',
    'def step_g():',
    '    global count_g',
    '    d = run(D, run(G, latent(64, stream(5, count_g))))',
    '    count_g += 1',
    `    loss = ${loss === 'minimax' ? '-softplus(d).mean()' : wgan ? '-d.mean()' : 'softplus(-d).mean()'}`,
    '    opt_g.zero_grad()',
    '    loss.backward()',
    '    opt_g.step()',
  ]).trimEnd();
}

function numpyTraining(loss: State['loss'], lrG: number, lrD: number, b1: number, b2: number) {
  const wgan = loss === 'wgan-gp';
  return program([
    'def run(net, x):',
    '    layers = [x]',
    '    for l in range(0, len(net), 2):',
    '        x = x @ net[l] + net[l + 1]',
    '        if l + 2 < len(net):',
    '            x = np.where(x < 0, 0.2 * x, x)',
    '        layers.append(x)',
    '    return layers',
    '',
    'def back(net, layers, signal):',
    '    grads, signals = [], []',
    '    for l in range(len(net) // 2 - 1, -1, -1):',
    '        grads = [layers[l].T @ signal, signal.sum(0)] + grads',
    '        signals = [signal] + signals',
    '        signal = signal @ net[2 * l].T',
    '        if l > 0:',
    '            signal = np.where(layers[l] < 0, 0.2, 1) * signal',
    '    return signal, grads, signals',
    '',
    'class Adam:',
    '    def __init__(self, net, rate):',
    '        self.net, self.rate, self.t = net, rate, 0',
    '        self.m = [0 * w for w in net]',
    '        self.v = [0 * w for w in net]',
    '    def step(self, grads):',
    '        self.t += 1',
    '        for w, m, v, g in zip(self.net, self.m, self.v, grads):',
    `            m += ${tidy(1 - b1)} * (g - m)`,
    `            v += ${tidy(1 - b2)} * (g * g - v)`,
    `            w -= self.rate * m / (1 - ${b1}**self.t) / (np.sqrt(v / (1 - ${b2}**self.t)) + 1e-8)`,
    '',
    `opt_g, opt_d = Adam(G, ${lrG}), Adam(D, ${lrD})`,
    'sigmoid = lambda l: 1 / (1 + np.exp(-l))',
    'count_g = count_d = 0',
    '',
    'def step_d():',
    '    global count_d',
    '    r = stream(4, count_d)',
    '    count_d += 1',
    '    real = np.array([data[int(r() * 512)] for _ in range(64)])',
    '    fake = run(G, latent(64, r))[-1]',
    '    on_real, on_fake = run(D, real), run(D, fake)',
    wgan
      ? '    a, b = -np.ones((64, 1)) / 64, np.ones((64, 1)) / 64'
      : '    a, b = -sigmoid(-on_real[-1]) / 64, sigmoid(on_fake[-1]) / 64',
    '    grads = [p + q for p, q in zip(back(D, on_real, a)[1], back(D, on_fake, b)[1])]',
    ...(wgan
      ? [
          '    mix = np.array([[r()] for _ in range(64)])',
          '    layers = run(D, mix * real + (1 - mix) * fake)',
          '    slope, _, signals = back(D, layers, np.ones((64, 1)))',
          '    norm = np.sqrt((slope**2).sum(1, keepdims=True))',
          `    bar = ${2 * LAMBDA} * (norm - 1) / (64 * norm) * slope`,
          '    for l, signal in enumerate(signals):  # back through the way back',
          '        grads[2 * l] += bar.T @ signal',
          '        bar = bar @ D[2 * l]',
          '        if l + 1 < len(signals):',
          '            bar = np.where(layers[l + 1] < 0, 0.2, 1) * bar',
        ]
      : []),
    '    opt_d.step(grads)',
    '',
    'def step_g():',
    '    global count_g',
    '    made = run(G, latent(64, stream(5, count_g)))',
    '    count_g += 1',
    '    judged = run(D, made[-1])',
    `    signal = ${loss === 'minimax' ? '-sigmoid(judged[-1])' : wgan ? '-np.ones((64, 1))' : '-sigmoid(-judged[-1])'} / 64`,
    '    opt_g.step(back(G, made, back(D, judged, signal)[0])[1])',
  ]).trimEnd();
}

/** 1 − β without the tail of binary fractions. */
const tidy = (value: number) => +value.toFixed(6);
