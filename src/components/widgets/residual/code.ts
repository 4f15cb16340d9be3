/** The block or the training on show as a program: TensorFlow.js, PyTorch, NumPy. Pure. */
import type { Grid } from '../../../lib/grid.ts';
import { projects } from '../../../lib/residual.ts';
import { CLASSES, EACH, INPUTS, MOMENTUM, NORM_EPS, WIDTH } from '../../../lib/residual-nets.ts';
import { flatList, program } from '../toolkit/code.ts';
import type { Language } from '../toolkit/kind.ts';
import { normalLines } from '../toolkit/random-code.ts';
import type { State } from './state.ts';
import { digits, netsOf } from './training.ts';

export function codeTwin(state: State, language: Language): string {
  if (state.mode === 'nets') return netsCode(state, language);
  return language === 'tfjs' ? blockJs(state) : blockPython(state, language === 'pytorch');
}

const flat = ({ data, shape }: Grid) => flatList(data, shape[shape.length - 2] * shape[shape.length - 1]); // prettier-ignore

function blockJs(state: State): string {
  const { input, kernel1, kernel2, projection, join, relu } = state;
  const put = (g: Grid) => `tf.tensor4d(${flat(g)}, [${g.shape.join(', ')}])`;
  const side = projects(state) ? "tf.conv2d(x, ws, 1, 'same')" : 'x';
  const joined = { none: 'f', add: `f.add(${side})`, concatenate: 'tf.concat([x, f], 3)' }[join];
  return program([
    "import * as tf from '@tensorflow/tfjs';",
    '',
    '// [1, height, width, channels]; kernels [height, width, in, out]',
    `const input = tf.tensor4d(${flat(input)}, [1, ${input.shape.join(', ')}]);`,
    `const w1 = ${put(kernel1)};`,
    `const w2 = ${put(kernel2)};`,
    projects(state) ? `const ws = ${put(projection)};` : undefined,
    '',
    'function block(x) {',
    "  const hidden = tf.relu(tf.conv2d(x, w1, 1, 'same'));",
    "  const f = tf.conv2d(hidden, w2, 1, 'same');",
    `  return ${relu ? `tf.relu(${joined})` : joined};`,
    '}',
    'const y = block(input);',
    '// ∂L/∂x when every cell of y gets the gradient 1',
    'const gradient = tf.grad((x) => block(x).sum())(input);',
    'y.print();',
    'gradient.print();',
  ]);
}

function blockPython(state: State, torch: boolean): string {
  const { input, kernel1, kernel2, projection, join, relu } = state;
  const put = (g: Grid) => `np.array(${flat(g)}, float).reshape(${g.shape.join(', ')})`;
  const names: [string, Grid][] = [['x', input], ['w1', kernel1], ['w2', kernel2]]; // prettier-ignore
  if (projects(state)) names.push(['ws', projection]);
  const arrays = names.map(([name, g]) => `${name} = ${put(g)}`);
  const head = ['import numpy as np', ...(torch ? ['import torch', 'import torch.nn.functional as F'] : []), '', '# [height, width, channels]; kernels [height, width, in, out]', ...arrays]; // prettier-ignore
  if (torch) {
    const side = projects(state) ? 'F.conv2d(x, ws)' : 'x';
    const joined = { none: 'f', add: `f + ${side}`, concatenate: 'torch.cat([x, f], 1)' }[join];
    return program([
      ...head,
      '# PyTorch has channels first',
      'x = torch.tensor(x.transpose(2, 0, 1)[None], requires_grad=True)',
      ...names.slice(1).map(([name]) => `${name} = torch.tensor(${name}.transpose(3, 2, 0, 1))`),
      'hidden = F.relu(F.conv2d(x, w1, padding=1))',
      'f = F.conv2d(hidden, w2, padding=1)',
      `y = ${relu ? `F.relu(${joined})` : joined}`,
      'y.sum().backward()  # every cell of y gets the gradient 1',
      'y = y.detach()[0].permute(1, 2, 0).numpy()',
      'gradient = x.grad[0].permute(1, 2, 0).numpy()',
      'print(y, gradient)',
    ]);
  }
  const side = projects(state) ? 'x @ ws[0, 0]' : 'x';
  const joined = { none: 'f', add: `f + ${side}`, concatenate: 'np.concatenate([x, f], 2)' }[join];
  const C = input.shape[2];
  const byShortcut = { none: '0', add: projects(state) ? 'on_joined @ ws[0, 0].T' : 'on_joined', concatenate: `on_joined[..., :${C}]` }[join]; // prettier-ignore
  return program([
    ...head,
    '',
    'def conv(x, w):',
    '    height, width, _ = x.shape',
    '    around = np.pad(x, ((1, 1), (1, 1), (0, 0)))',
    '    return sum(around[i:i + height, j:j + width] @ w[i, j] for i in range(3) for j in range(3))',
    '',
    '# Back through a convolution: turned by 180°, with in and out exchanged.',
    'back = lambda g, w: conv(g, w[::-1, ::-1].transpose(0, 1, 3, 2))',
    'hidden = np.maximum(conv(x, w1), 0)',
    'f = conv(hidden, w2)',
    `joined = ${joined}`,
    `y = ${relu ? 'np.maximum(joined, 0)' : 'joined'}`,
    `on_joined = ${relu ? '(joined > 0) * 1.0' : 'np.ones_like(joined)'}  # every cell of y gets the gradient 1`,
    `on_f = on_joined${join === 'concatenate' ? `[..., ${C}:]` : ''}`,
    'on_hidden = back(on_f, w2) * (hidden > 0)',
    `gradient = back(on_hidden, w1) + ${byShortcut}`,
    'print(y)',
    'print(gradient)',
  ]);
}

/** A line for every picture: a hexadecimal digit for each of its 49 numbers. */
function pictures(): string[] {
  const { pixels } = digits();
  const line = (i: number) => Array.from(pixels.subarray(i * INPUTS, (i + 1) * INPUTS), (v) => Math.round(15 * v).toString(16)).join(''); // prettier-ignore
  return Array.from({ length: EACH * CLASSES }, (_, i) => `  '${line(i)}',`);
}

function netsCode(state: State, language: Language): string {
  const { rate, seed, steps, norm } = state;
  const js = language === 'tfjs';
  const torch = language === 'pytorch';
  const flag = (value: boolean) => (js ? `${value}` : value ? 'True' : 'False');
  const nets = netsOf(state).map(({ depth, shortcuts }) => `[${depth}, ${flag(shortcuts)}]`).join(', '); // prettier-ignore
  const note = js ? '//' : '#';
  const data = [`${note} ${EACH} digits of each class, 7×7 pixels from 0 to f`, `${js ? 'const ' : ''}pictures = [`, ...pictures(), js ? '];' : ']']; // prettier-ignore
  if (js) {
    return program([
      "import * as tf from '@tensorflow/tfjs';",
      '',
      ...data,
      'const X = tf.tensor2d(pictures.map((row) => [...row].map((c) => parseInt(c, 16) / 15)));',
      `const Y = tf.oneHot(pictures.map((_, i) => Math.floor(i / ${EACH})), ${CLASSES});`,
      '',
      '// The same random numbers as on the page.',
      ...normalLines(seed, true),
      '',
      'function train(depth, shortcuts) {',
      `  s = ${seed}; // every network begins with the same numbers`,
      '  const weights = Array.from({ length: depth }, (_, l) => {',
      `    const [from, to] = [l === 0 ? ${INPUTS} : ${WIDTH}, l === depth - 1 ? ${CLASSES} : ${WIDTH}];`,
      '    const deviation = Math.sqrt((l === depth - 1 ? 1 : 2) / from);',
      '    const values = Array.from({ length: from * to }, () => deviation * normal());',
      '    return tf.variable(tf.tensor2d(values, [from, to]));',
      '  });',
      '  const layer = (a, w) => {',
      '    const z = a.matMul(w);',
      ...(norm
        ? [
            '    const { mean, variance } = tf.moments(z, 0);',
            `    return z.sub(mean).div(variance.add(${NORM_EPS}).sqrt());`,
          ]
        : ['    return z;']),
      '  };',
      '  const loss = () => {',
      '    let a = layer(X, weights[0]).relu();',
      '    for (let l = 1; l < depth - 1; l += 2) {',
      '      const f = layer(layer(a, weights[l]).relu(), weights[l + 1]);',
      '      a = (shortcuts ? f.add(a) : f).relu();',
      '    }',
      '    return tf.losses.softmaxCrossEntropy(Y, a.matMul(weights[depth - 1]));',
      '  };',
      `  const optimizer = tf.train.momentum(${rate}, ${MOMENTUM});`,
      `  for (let step = 0; step < ${steps}; step++) optimizer.minimize(loss);`,
      '  return tf.tidy(() => loss().dataSync()[0]);',
      '}',
      '',
      '// layers, shortcuts',
      `const losses = [${nets}].map(([depth, shortcuts]) => train(depth, shortcuts));`,
      'console.log(losses);',
    ]);
  }
  const normalize = torch
    ? `z = F.batch_norm(z, None, None, training=True, eps=${NORM_EPS})`
    : undefined;
  const begin = [
    '# The same random numbers as on the page.',
    ...normalLines(seed, false),
    '',
    'def begin(depth):',
    '    global s',
    `    s = ${seed}  # every network begins with the same numbers`,
    '    weights = []',
    '    for l in range(depth):',
    `        shape = (${INPUTS} if l == 0 else ${WIDTH}, ${CLASSES} if l == depth - 1 else ${WIDTH})`,
    '        deviation = math.sqrt((1 if l == depth - 1 else 2) / shape[0])',
    '        values = [deviation * normal() for _ in range(shape[0] * shape[1])]',
    '        weights.append(np.array(values).reshape(shape))',
    '    return weights',
    '',
  ];
  return program([
    'import math',
    'import numpy as np',
    torch ? 'import torch' : undefined,
    torch ? 'import torch.nn.functional as F' : undefined,
    '',
    ...data,
    'X = np.array([[int(c, 16) / 15 for c in row] for row in pictures])',
    `labels = np.arange(len(pictures)) // ${EACH}`,
    '',
    ...begin,
    ...(torch
      ? [
          'X, labels = torch.tensor(X), torch.tensor(labels)',
          'def layer(a, w):',
          '    z = a @ w',
          norm ? `    ${normalize}` : undefined,
          '    return z',
          '',
          'def train(depth, shortcuts):',
          '    weights = [torch.tensor(w, requires_grad=True) for w in begin(depth)]',
          '    def loss():',
          '        a = F.relu(layer(X, weights[0]))',
          '        for l in range(1, depth - 1, 2):',
          '            f = layer(F.relu(layer(a, weights[l])), weights[l + 1])',
          '            a = F.relu(f + a if shortcuts else f)',
          '        return F.cross_entropy(a @ weights[-1], labels)',
          `    optimizer = torch.optim.SGD(weights, lr=${rate}, momentum=${MOMENTUM})`,
          `    for step in range(${steps}):`,
          '        optimizer.zero_grad()',
          '        loss().backward()',
          '        optimizer.step()',
          '    return loss().item()',
        ]
      : numpyTraining(state)),
    '',
    '# layers, shortcuts',
    `losses = [train(depth, shortcuts) for depth, shortcuts in [${nets}]]`,
    'print(losses)',
  ]);
}

/** Forwards, backwards and a step by hand. */
function numpyTraining({ norm, rate, steps }: State): string[] {
  return [
    'def train(depth, shortcuts):',
    '    weights = begin(depth)',
    '    speed = [np.zeros_like(w) for w in weights]',
    '    ends_block = lambda l: shortcuts and l > 0 and l % 2 == 0',
    '    def run():',
    '        inputs, normed, scales = [X], [], []',
    '        for l in range(depth - 1):',
    '            z = inputs[l] @ weights[l]',
    ...(norm
      ? [
          `            scale = 1 / np.sqrt(z.var(0) + ${NORM_EPS})`,
          '            z = (z - z.mean(0)) * scale',
          '            scales.append(scale)',
        ]
      : []),
    '            normed.append(z)',
    '            inputs.append(np.maximum(z + inputs[l - 1] if ends_block(l) else z, 0))',
    '        logits = inputs[-1] @ weights[-1]',
    '        p = np.exp(logits - logits.max(1, keepdims=True))',
    '        p /= p.sum(1, keepdims=True)',
    '        return inputs, normed, scales, p',
    `    for step in range(${steps}):`,
    '        inputs, normed, scales, p = run()',
    `        g = (p - np.eye(${CLASSES})[labels]) / len(labels)`,
    '        gradients, carried = [None] * depth, {}',
    '        for l in range(depth - 1, -1, -1):',
    '            if l < depth - 1:',
    '                g = (g + carried.get(l, 0)) * (inputs[l + 1] > 0)',
    '                if ends_block(l):',
    '                    carried[l - 2] = g  # the shortcut',
    ...(norm
      ? [
          '                z = normed[l]',
          '                g = scales[l] * (g - g.mean(0) - z * (g * z).mean(0))',
        ]
      : []),
    '            gradients[l] = inputs[l].T @ g',
    '            g = g @ weights[l].T',
    '        for w, v, gradient in zip(weights, speed, gradients):',
    `            v[:] = ${MOMENTUM} * v + gradient`,
    `            w -= ${rate} * v`,
    '    p = run()[3]',
    '    return -np.log(p[np.arange(len(labels)), labels]).mean()',
  ];
}
