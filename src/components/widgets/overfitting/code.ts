/** The training on show as a program: TensorFlow.js, PyTorch, NumPy. Pure; the tests run all three. */
import { dataOf } from '../../../lib/overfit.ts';
import { list, program } from '../toolkit/code.ts';
import { streamLines } from '../toolkit/random-code.ts';
import type { Language } from '../toolkit/kind.ts';
import type { State } from './state.ts';
import { shownStep, trained } from './training.ts';

export function codeTwin(state: State, language: Language): string {
  return language === 'tfjs' ? tfjs(state) : python(state, language);
}

/** Whether the best weights are asked for; otherwise so many steps are simply taken. */
function planOf(state: State): { restore: boolean; steps: number } {
  const way = trained(state);
  const step = shownStep(state, way);
  const plain = typeof state.at === 'number' && state.at < way.end;
  const restore = !plain && (state.at === 'best' || state.patience > 0);
  return { restore, steps: restore ? state.steps : step };
}

const held = (state: State) => dataOf(state).held;
const points = (state: State) => dataOf(state).train;

function tfjs(state: State): string {
  const { width, optimizer, rate, l2, l1, dropout, jitter, decoupled, patience, seed } = state;
  const { restore, steps } = planOf(state);
  const penalty = l2 > 0 && !decoupled;
  const keep = 1 / (1 - dropout);
  const { x, y } = points(state);
  const val = held(state);
  return program([
    "import * as tf from '@tensorflow/tfjs';",
    '',
    ...streamLines(seed, true),
    ...(jitter > 0
      ? [
          'function gauss(r) {',
          '  for (;;) {',
          '    const [a, b] = [2 * r() - 1, 2 * r() - 1];',
          '    const s = a * a + b * b;',
          '    if (s > 0 && s < 1) return a * Math.sqrt((-2 * Math.log(s)) / s);',
          '  }',
          '}',
        ]
      : []),
    `const trainX = [${list(x)}];`,
    `const trainY = tf.tensor2d([${list(y)}], [${x.length}, 1]);`,
    `const valX = tf.tensor2d([${list(val.x)}], [${val.x.length}, 1]);`,
    `const valY = tf.tensor2d([${list(val.y)}], [${val.x.length}, 1]);`,
    '',
    `const sizes = [1, ${width}, ${width}, 1];`,
    'const init = stream(0);',
    'const draw = (n, f) => Array.from({ length: n }, f);',
    'const net = [0, 1, 2].flatMap((l) => {',
    '  const part = (shape, n) =>',
    '    tf.variable(tf.tensor(draw(n, () => (2 * init() - 1) / Math.sqrt(sizes[l])), shape));',
    '  return [part([sizes[l], sizes[l + 1]], sizes[l] * sizes[l + 1]), part([sizes[l + 1]], sizes[l + 1])];',
    '});',
    'function f(x, masks = []) {',
    '  for (let l = 0; l < 3; l++) {',
    '    x = x.matMul(net[2 * l]).add(net[2 * l + 1]);',
    '    if (l < 2) x = tf.tanh(x);',
    '    if (masks[l]) x = x.mul(masks[l]);',
    '  }',
    '  return x;',
    '}',
    'const mse = (x, y, masks) => f(x, masks).sub(y).square().mean();',
    `const optimizer = ${optimizer === 'adam' ? `tf.train.adam(${rate}, 0.9, 0.999, 1e-8)` : `tf.train.sgd(${rate})`};`,
    '',
    'function step(t) {',
    '  const r = stream(4, t);',
    `  const x = tf.tensor2d(trainX${jitter > 0 ? `.map((v) => v + ${jitter} * gauss(r))` : ''}, [${x.length}, 1]);`,
    ...(dropout > 0
      ? [
          `  const mask = () => tf.tensor2d(draw(${x.length * width}, () => (r() < ${dropout} ? 0 : ${keep})), [${x.length}, ${width}]);`,
          '  const masks = [mask(), mask()];',
        ]
      : []),
    `  const { grads } = tf.variableGrads(() => mse(x, trainY${dropout > 0 ? ', masks' : ''})${
      penalty ? `.add(tf.addN([0, 2, 4].map((i) => net[i].square().sum())).mul(${l2 / 2}))` : ''
    }, net);`,
    l2 > 0 && decoupled
      ? `  for (const i of [0, 2, 4]) net[i].assign(net[i].mul(${1 - rate * l2})); // weight decay`
      : undefined,
    '  optimizer.applyGradients(grads);',
    l1 > 0
      ? `  for (const i of [0, 2, 4]) net[i].assign(net[i].sign().mul(net[i].abs().sub(${rate * l1}).relu())); // proximal step`
      : undefined,
    '}',
    '',
    ...(restore
      ? [
          'let best = { loss: Infinity };',
          `for (let t = 0; ; t++) {`,
          '  if (t % 10 === 0) {',
          '    const loss = tf.tidy(() => mse(valX, valY).dataSync()[0]);',
          '    if (loss < best.loss) best = { loss, t, weights: net.map((w) => w.clone()) };',
          patience > 0
            ? `    if (t - best.t >= ${patience}) break; // patience is at an end`
            : undefined,
          '  }',
          `  if (t === ${steps}) break;`,
          '  tf.tidy(() => step(t));',
          '}',
          'net.forEach((w, i) => w.assign(best.weights[i])); // the best weights again',
        ]
      : [`for (let t = 0; t < ${steps}; t++) tf.tidy(() => step(t));`]),
    '',
    `const losses = tf.stack([mse(tf.tensor2d(trainX, [${x.length}, 1]), trainY), mse(valX, valY)]);`,
    'losses.print(); // training, validation',
  ]);
}

function python(state: State, language: 'pytorch' | 'numpy'): string {
  const { width, optimizer, rate, l2, l1, dropout, jitter, decoupled, patience, seed } = state;
  const { restore, steps } = planOf(state);
  const torch = language === 'pytorch';
  const array = torch ? 'torch.tensor' : 'np.array';
  const { x, y } = points(state);
  const val = held(state);
  const n = x.length;
  const column = (values: ArrayLike<number>) => `${array}([${list(values)}]).reshape(-1, 1)`;
  return program([
    'import math',
    torch ? 'import torch' : 'import numpy as np',
    torch ? 'torch.set_default_dtype(torch.float64)' : undefined,
    '',
    ...streamLines(seed, false),
    '',
    ...(jitter > 0
      ? [
          'def gauss(r):',
          '    while True:',
          '        a, b = 2 * r() - 1, 2 * r() - 1',
          '        s = a * a + b * b',
          '        if 0 < s < 1:',
          '            return a * math.sqrt(-2 * math.log(s) / s)',
          '',
        ]
      : []),
    `train_x = ${column(x)}`,
    `train_y = ${column(y)}`,
    `val_x = ${column(val.x)}`,
    `val_y = ${column(val.y)}`,
    '',
    `sizes = [1, ${width}, ${width}, 1]`,
    'init = stream(0)',
    'net = []',
    'for i, o in zip(sizes, sizes[1:]):',
    '    for shape, count in [((i, o), i * o), ((o,), o)]:',
    `        net.append(${array}([(2 * init() - 1) / math.sqrt(i) for _ in range(count)]).reshape(shape))`,
    torch ? 'net = [w.requires_grad_() for w in net]' : undefined,
    '',
    'def layers(x, masks=None):',
    '    out = [x]',
    '    for l in range(3):',
    '        x = x @ net[2 * l] + net[2 * l + 1]',
    `        x = ${torch ? 'torch' : 'np'}.tanh(x) if l < 2 else x`,
    '        x = x * masks[l] if masks and l < 2 else x',
    '        out.append(x)',
    '    return out',
    '',
    'def mse(x, y, masks=None):',
    '    return ((layers(x, masks)[-1] - y) ** 2).mean()',
    '',
    ...(torch
      ? [
          `optimizer = torch.optim.${optimizer === 'sgd' ? 'SGD' : decoupled ? 'AdamW' : 'Adam'}([`,
          `    {"params": net[0::2], "weight_decay": ${l2}},  # kernels`,
          `    {"params": net[1::2], "weight_decay": 0},  # biases`,
          `], lr=${rate})`,
        ]
      : optimizer === 'adam'
        ? ['m, v = [[np.zeros_like(w) for w in net] for _ in range(2)]']
        : []),
    '',
    'def step(t):',
    '    r = stream(4, t)',
    jitter > 0
      ? `    x = train_x + ${jitter} * ${array}([[gauss(r)] for _ in range(${n})])`
      : '    x = train_x',
    dropout > 0
      ? `    masks = [${array}([0.0 if r() < ${dropout} else 1 / (1 - ${dropout}) for _ in range(${n * width})]).reshape(${n}, ${width}) for _ in range(2)]`
      : '    masks = None',
    ...(torch
      ? [
          '    optimizer.zero_grad()',
          '    mse(x, train_y, masks).backward()',
          '    optimizer.step()',
          ...(l1 > 0
            ? [
                '    with torch.no_grad():  # proximal step',
                '        for w in net[0::2]:',
                `            w.copy_(torch.sign(w) * torch.relu(w.abs() - ${rate} * ${l1}))`,
              ]
            : []),
        ]
      : [
          '    out = layers(x, masks)',
          `    signal, grads = 2 * (out[-1] - train_y) / ${n}, [None] * 6`,
          '    for l in reversed(range(3)):',
          '        grads[2 * l], grads[2 * l + 1] = out[l].T @ signal, signal.sum(0)',
          '        if l > 0:',
          '            mask = masks[l - 1] if masks else 1',
          `            signal = (signal @ net[2 * l].T) * mask * (1 - (out[l]${dropout > 0 ? ` * (1 - ${dropout})` : ''}) ** 2)`,
          '    for i, g in enumerate(grads):',
          l2 > 0 && !decoupled ? '        if i % 2 == 0:' : undefined,
          l2 > 0 && !decoupled ? `            g = g + ${l2} * net[i]` : undefined,
          l2 > 0 && decoupled ? '        if i % 2 == 0:' : undefined,
          l2 > 0 && decoupled
            ? `            net[i] = net[i] * (1 - ${rate} * ${l2})  # weight decay`
            : undefined,
          ...(optimizer === 'adam'
            ? [
                '        m[i] = 0.9 * m[i] + 0.1 * g',
                '        v[i] = 0.999 * v[i] + 0.001 * g * g',
                `        net[i] = net[i] - ${rate} * (m[i] / (1 - 0.9 ** (t + 1))) / (np.sqrt(v[i] / (1 - 0.999 ** (t + 1))) + 1e-8)`,
              ]
            : [`        net[i] = net[i] - ${rate} * g`]),
          l1 > 0 ? '        if i % 2 == 0:  # proximal step' : undefined,
          l1 > 0
            ? `            net[i] = np.sign(net[i]) * np.maximum(np.abs(net[i]) - ${rate} * ${l1}, 0)`
            : undefined,
        ]),
    '',
    ...(restore
      ? [
          'best, at, kept, t = math.inf, 0, None, 0',
          'while True:',
          '    if t % 10 == 0:',
          '        loss = float(mse(val_x, val_y))',
          '        if loss < best:',
          `            best, at, kept = loss, t, [w.${torch ? 'detach().clone()' : 'copy()'} for w in net]`,
          patience > 0 ? `        if t - at >= ${patience}:  # patience is at an end` : undefined,
          patience > 0 ? '            break' : undefined,
          `    if t == ${steps}:`,
          '        break',
          '    step(t)',
          '    t += 1',
          'net = kept  # the best weights again',
        ]
      : [`for t in range(${steps}):`, '    step(t)']),
    '',
    'losses = [float(mse(train_x, train_y)), float(mse(val_x, val_y))]',
    'print(losses)  # training, validation',
  ]);
}
