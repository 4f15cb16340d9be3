/** What is on show as a program: TensorFlow.js, PyTorch, NumPy. Pure; the tests run all three. */
import { ADAM, LEVELS, PREWITT, SIDE } from '../../../lib/style.ts';
import { inverted } from '../../../lib/style-pictures.ts';
import { program } from '../toolkit/code.ts';
import type { Language } from '../toolkit/kind.ts';
import { randomLines } from '../toolkit/random-code.ts';
import { pixelsOf, shownStep, type Source, type State } from './state.ts';

export function codeTwin(state: State, language: Language): string {
  return program(language === 'tfjs' ? tfjs(state) : python(state, language));
}

const rowsOf = (values: ArrayLike<number>, cols: number) =>
  Array.from({ length: values.length / cols }, (_, r) => `  [${Array.from(values).slice(r * cols, (r + 1) * cols).join(', ')}],`); // prettier-ignore

/** A picture as whole numbers from 0 to 255, or to 1 when there is nothing between; and by what to divide. */
function picture(
  source: Source,
  paint?: Uint8Array,
): { rows: string[]; most: number; note: string } {
  const plain = source === 'own' ? new Float64Array(SIDE * SIDE) : pixelsOf(source, undefined);
  const image = paint ? inverted(plain, paint) : plain;
  const most = image.every(Number.isInteger) ? 1 : LEVELS;
  const note = source === 'own' ? 'your picture stays on the page: put its 16×16 pixels here' : '';
  return {
    rows: rowsOf(
      image.map((v) => Math.round(v * most)),
      SIDE,
    ),
    most,
    note,
  };
}

const HALF = rowsOf(PREWITT.flat(), 9);

function tfjs(state: State): string[] {
  const put = (name: string, source: Source, paint?: Uint8Array) => {
    const { rows, most, note } = picture(source, paint);
    return [...(note ? [`// ${note}`] : []), `const ${name} = tf.tensor([`, ...rows, `]).div(${most}).reshape([1, 16, 16, 1]);`]; // prettier-ignore
  };
  const head = [
    "import * as tf from '@tensorflow/tfjs';",
    '',
    ...put('content', state.content, state.paint),
    'const half = [',
    ...HALF,
    '];',
    'const filters = tf.tensor([...half, ...half.map((k) => k.map((w) => -w))]);',
    'const kernel = filters.transpose().reshape([3, 3, 1, 8]); // fixed: nothing here is trained',
    "const features = (x) => tf.conv2d(x, kernel, 1, 'same').relu().div(3).reshape([256, 8]);",
    'const gram = (F) => tf.matMul(F, F, true);',
  ];
  if (state.show === 'gram') {
    return [
      ...head,
      '',
      'const F = features(content);',
      'const G = gram(F);',
      'const order = Array.from(tf.util.createShuffledIndices(256));',
      "const shuffled = gram(tf.gather(F, tf.tensor1d(order, 'int32')));",
      'G.print();',
      'G.sub(shuffled).abs().max().print(); // 0 but for rounding',
    ];
  }
  const { alpha, beta, start, seed } = state;
  const noise = start === 'noise';
  return [
    ...head,
    ...put('painting', state.style),
    'const P = features(content);',
    'const A = gram(features(painting));',
    'const near = (F) => F.sub(P).square().sum().div(2);',
    'const far = (F) => gram(F).sub(A).square().sum().div(4 * 8 ** 2 * 256 ** 2);',
    `const loss = (x) => near(features(x)).mul(${alpha}).add(far(features(x)).mul(${beta}));`,
    'const gradient = tf.grad(loss);',
    '',
    ...(noise ? randomLines(`${seed}`, true) : []),
    noise
      ? 'let x = tf.tensor(Array.from({ length: 256 }, () => 0.4 + 0.2 * random()), [1, 16, 16, 1]);'
      : 'let x = content;',
    'x = x.mul(2 ** 20).round().div(2 ** 20);',
    'let [m, v] = [tf.zerosLike(x), tf.zerosLike(x)];',
    `for (let t = 1; t <= ${shownStep(state)}; t++) {`,
    '  [x, m, v] = tf.tidy(() => {',
    '    const g = gradient(x);',
    `    const [m1, v1] = [m.mul(${ADAM.beta1}).add(g.mul(0.1)), v.mul(${ADAM.beta2}).add(g.square().mul(0.01))];`,
    `    const root = v1.div(1 - ${ADAM.beta2} ** t).sqrt().add(${ADAM.epsilon});`,
    `    const step = m1.div(1 - ${ADAM.beta1} ** t).div(root);`,
    `    return [x.sub(step.mul(${ADAM.rate})).clipByValue(0, 1).mul(2 ** 20).round().div(2 ** 20), m1, v1]; // exact sums on any device`,
    '  });',
    '}',
    'const losses = tf.stack([near(features(x)), far(features(x))]);',
    'losses.print(); // content, style',
  ];
}

function python(state: State, language: 'pytorch' | 'numpy'): string[] {
  const torch = language === 'pytorch';
  const array = torch ? 'torch.tensor' : 'np.array';
  const type = torch ? ', dtype=torch.float64' : ', float';
  const put = (name: string, source: Source, paint?: Uint8Array) => {
    const { rows, most, note } = picture(source, paint);
    return [...(note ? [`# ${note}`] : []), `${name} = ${array}([`, ...rows, `]${type}) / ${most}`];
  };
  const head = [
    ...(torch ? ['import torch', 'from torch.nn.functional import conv2d'] : ['import numpy as np']), // prettier-ignore
    '',
    ...put('content', state.content, state.paint),
    `half = ${array}([`,
    ...HALF,
    `]${type})`,
    `kernel = ${torch ? 'torch.cat' : 'np.concatenate'}([half, -half]).reshape(8, ${torch ? '1, ' : ''}3, 3)  # fixed: nothing here is trained`,
    'def features(x):  # 8 channels × 256 positions',
    ...(torch
      ? ['    return conv2d(x[None, None], kernel, padding=1).relu().reshape(8, 256) / 3']
      : [
          '    p = np.pad(x, 1)',
          '    z = sum(kernel[:, i, j, None, None] * p[i:i + 16, j:j + 16] for i in range(3) for j in range(3))',
          '    return np.maximum(z, 0).reshape(8, 256) / 3',
        ]),
  ];
  if (state.show === 'gram') {
    return [
      ...head,
      '',
      'F = features(content)',
      'G = F @ F.T',
      `order = ${torch ? 'torch.randperm(256)' : 'np.random.permutation(256)'}`,
      'shuffled = F[:, order] @ F[:, order].T',
      'print(G)',
      'print(abs(G - shuffled).max())  # 0 but for rounding',
    ];
  }
  const { alpha, beta, start, seed } = state;
  const noise = start === 'noise';
  const size = '(4 * 8**2 * 256**2)';
  return [
    ...head,
    ...put('painting', state.style),
    'P = features(content)',
    'A = features(painting) @ features(painting).T',
    'def losses_of(x):',
    '    F = features(x)',
    `    return ((F - P)**2).sum() / 2, ((F @ F.T - A)**2).sum() / ${size}`,
    '',
    ...(torch
      ? [
          'def gradient(x):',
          '    x = x.clone().requires_grad_()',
          '    near, far = losses_of(x)',
          `    (${alpha} * near + ${beta} * far).backward()`,
          '    return x.grad',
        ]
      : [
          'def gradient(x):',
          '    F = features(x)',
          `    dF = ${alpha} * (F - P) + ${beta} * (F @ F.T - A) @ F / (8**2 * 256**2)`,
          '    dz = (dF * (F > 0) / 3).reshape(8, 16, 16)  # ReLU passes nothing back where it cut',
          '    p = np.zeros((18, 18))',
          '    for i in range(3):',
          '        for j in range(3):',
          '            p[i:i + 16, j:j + 16] += np.tensordot(kernel[:, i, j], dz, 1)',
          '    return p[1:-1, 1:-1]',
        ]),
    '',
    ...(noise ? randomLines(`${seed}`, false) : []),
    noise
      ? `x = ${array}([0.4 + 0.2 * random() for _ in range(256)]${type}).reshape(16, 16)`
      : 'x = content',
    'x = (x * 2**20).round() / 2**20',
    'm, v = 0 * x, 0 * x',
    `for t in range(1, ${shownStep(state)} + 1):`,
    '    g = gradient(x)',
    `    m, v = ${ADAM.beta1} * m + 0.1 * g, ${ADAM.beta2} * v + 0.01 * g**2`,
    `    step = m / (1 - ${ADAM.beta1}**t) / ((v / (1 - ${ADAM.beta2}**t))**0.5 + ${ADAM.epsilon})`,
    `    x = ((x - ${ADAM.rate} * step).clip(0, 1) * 2**20).round() / 2**20  # exact sums on any device`,
    'losses = [float(each) for each in losses_of(x)]',
    'print(losses)  # content, style',
  ];
}
