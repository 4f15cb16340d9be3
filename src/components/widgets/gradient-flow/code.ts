/** The network on show as a program: TensorFlow.js, PyTorch, NumPy. Pure; the tests run all three. */
import { BATCH, EPS, LEAK, RATE, varianceOf } from '../../../lib/gradient-flow.ts';
import { program } from '../toolkit/code.ts';
import { normalLines } from '../toolkit/random-code.ts';
import type { Language } from '../toolkit/kind.ts';
import type { State } from './state.ts';

export function codeTwin(state: State, language: Language): string {
  return language === 'tfjs' ? tfjs(state) : python(state, language === 'pytorch');
}

/** One weight as an expression of the language. */
function weight({ init, width, std }: State, js: boolean): string {
  if (init === 'zeros') return '0';
  if (init === 'constant') return `${std}`;
  const root = `${js ? 'Math.sqrt' : 'math.sqrt'}(${varianceOf(init, width, std)})`;
  if (init.endsWith('uniform')) {
    return js ? `(2 * random() - 1) * ${root.replace('(', '(3 * ')}` : `(2 * random() - 1) * ${root.replace('(', '(3 * ')}`; // prettier-ignore
  }
  return `normal() * ${root}`;
}

function tfjs(state: State): string {
  const { depth, width, fn, norm, skip, steps, seed } = state;
  const f = {
    linear: 'z',
    sigmoid: 'z.sigmoid()',
    tanh: 'z.tanh()',
    relu: 'z.relu()',
    'leaky-relu': `z.leakyRelu(${LEAK})`,
  }[fn];
  const axis = norm === 'batch' ? 0 : 1;
  return program([
    "import * as tf from '@tensorflow/tfjs';",
    '',
    '// The random numbers of the page: mulberry32, then Box and Muller.',
    ...normalLines(seed, true),
    'const draw = (rows, columns, one) =>',
    '  tf.tensor2d(Array.from({ length: rows * columns }, one), [rows, columns]);',
    '',
    `const x = draw(${BATCH}, ${width}, normal);`,
    `const c = draw(${BATCH}, ${width}, normal);`,
    `const weights = Array.from({ length: ${depth} }, () => tf.variable(draw(${width}, ${width}, () => ${weight(state, true)})));`,
    '',
    'function layer(a, w) {',
    '  let z = a.matMul(w);',
    norm === 'none'
      ? undefined
      : `  z = z.sub(z.mean(${axis}, true)).div(z.sub(z.mean(${axis}, true)).square().mean(${axis}, true).add(${EPS}).sqrt());`,
    skip ? `  return a.add(${f});` : `  return ${f};`,
    '}',
    // The gradient at every layer: from the top, one layer after the other.
    'const through = () => weights.reduce((all, w) => [...all, layer(all.at(-1), w)], [x]);',
    steps > 0
      ? [
          '// Gradient descent; a gradient longer than 1 is clipped to that length.',
          'const loss = (...w) => w.reduce(layer, x).mul(c).sum().div(' + BATCH + ');',
          `for (let t = 0; t < ${steps}; t++) {`,
          '  tf.grads(loss)(weights).forEach((g, l) => {',
          `    weights[l].assign(weights[l].sub(g.mul(${RATE}).div(tf.maximum(1, g.norm()))));`,
          '  });',
          '}',
        ].join('\n')
      : undefined,
    'const forward = through();',
    'const backward = [c];',
    'for (let l = weights.length - 1; l >= 0; l--) {',
    '  backward.unshift(tf.grad((a) => layer(a, weights[l]))(forward[l], backward[0]));',
    '}',
    'const meanSquare = (t) => t.square().mean().dataSync()[0];',
    'const sizes = forward.map((a, l) => [meanSquare(a), meanSquare(backward[l])]);',
    'console.log(sizes); // E[a²] and E[δ²], the input first',
  ]);
}

function python(state: State, torch: boolean): string {
  const { depth, width, fn, norm, skip, steps, seed } = state;
  const lib = torch ? 'torch' : 'np';
  const array = torch ? 'torch.tensor' : 'np.array';
  const axis = norm === 'batch' ? 0 : 1;
  const f = {
    linear: 'z',
    sigmoid: torch ? 'torch.sigmoid(z)' : '1 / (1 + np.exp(-z))',
    tanh: `${lib}.tanh(z)`,
    relu: torch ? 'torch.relu(z)' : 'np.maximum(z, 0)',
    'leaky-relu': `${lib}.where(z > 0, z, ${LEAK} * z)`,
  }[fn];
  const slope = {
    linear: '1',
    sigmoid: 'y * (1 - y)',
    tanh: '1 - y**2',
    relu: 'z > 0',
    'leaky-relu': `np.where(z > 0, 1, ${LEAK})`,
  }[fn];
  const centre = torch
    ? [`    z = z - z.mean(${axis}, keepdim=True)`, `    z = z / torch.sqrt((z**2).mean(${axis}, keepdim=True) + ${EPS})`] // prettier-ignore
    : [
        `    z = z - z.mean(${axis}, keepdims=True)`,
        `    scale = 1 / np.sqrt((z**2).mean(${axis}, keepdims=True) + ${EPS})`,
        '    z = z * scale',
      ];
  const back = [
    `def back(d, a, z, scale, w):`,
    `    y = ${f}`,
    `    d = d * (${slope})`,
    ...(norm === 'none'
      ? []
      : [`    d = scale * (d - d.mean(${axis}, keepdims=True) - z * (d * z).mean(${axis}, keepdims=True))`]), // prettier-ignore
    '    return d',
  ];
  return program([
    'import math',
    torch ? 'import torch' : 'import numpy as np',
    torch ? 'torch.set_default_dtype(torch.float64)' : undefined,
    '',
    '# The random numbers of the page: mulberry32, then Box and Muller.',
    ...normalLines(seed, false),
    'def draw(rows, columns, one):',
    `    return ${array}([[float(one()) for _ in range(columns)] for _ in range(rows)])`,
    '',
    `x = draw(${BATCH}, ${width}, normal)`,
    `c = draw(${BATCH}, ${width}, normal)`,
    `weights = [draw(${width}, ${width}, lambda: ${weight(state, false)}) for _ in range(${depth})]`,
    '',
    ...(torch
      ? [
          'def layer(a, w):',
          '    z = a @ w',
          ...(norm === 'none' ? [] : centre),
          `    return ${skip ? 'a + ' : ''}${f}`,
          'for w in weights:',
          '    w.requires_grad_()',
          `opt = torch.optim.SGD(weights, ${RATE})`,
          `for t in range(${steps + 1}):`,
          '    forward = [x.requires_grad_()]',
          '    for w in weights:',
          '        forward.append(layer(forward[-1], w))',
          '    loss = (c * forward[-1]).sum()',
          '    backward = torch.autograd.grad(loss, forward, retain_graph=True)',
          `    if t < ${steps}:`,
          '        opt.zero_grad()',
          `        (loss / ${BATCH}).backward()`,
          '        for w in weights:',
          '            w.grad /= max(1, w.grad.norm())',
          '        opt.step()',
          'size = lambda t: (t**2).mean().item()',
        ]
      : [
          'def layer(a, w):',
          '    z, scale = a @ w, 1',
          ...(norm === 'none' ? [] : centre),
          `    return z, scale, ${skip ? 'a + ' : ''}${f}`,
          ...back,
          `for t in range(${steps + 1}):`,
          '    forward, made = [x], []',
          '    for w in weights:',
          '        *one, out = layer(forward[-1], w)',
          '        made.append(one)',
          '        forward.append(out)',
          '    backward = [c]',
          '    for w, a, one in list(zip(weights, forward, made))[::-1]:',
          '        d = back(backward[0], a, *one, w)',
          `        backward.insert(0, d @ w.T${skip ? ' + backward[0]' : ''})`,
          `        if t < ${steps}:`,
          `            g = a.T @ d / ${BATCH}`,
          `            w -= ${RATE} * g / max(1, np.linalg.norm(g))`,
          'size = lambda a: float((a**2).mean())',
        ]),
    'sizes = [[size(a), size(d)] for a, d in zip(forward, backward)]',
    'print(sizes)  # E[a²] and E[δ²], the input first',
  ]);
}
